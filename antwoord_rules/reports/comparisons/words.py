"""The words of the report of `antwoord compare`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from antwoord_rules.comparison.changes import Part
from antwoord_rules.comparison.comparing import Notice
from antwoord_rules.comparison.rules import Difference
from antwoord_rules.language import Text
from antwoord_rules.reports import words
from antwoord_rules.reports.voice import Noun

TITLE: Final = Text("{name}: van {old} naar {new}", "{name}: from {old} to {new}")
NOTICES: Final[Mapping[Notice, Text]] = {
    "other_municipality": Text(
        "De feiten gaan over verschillende gemeenten: {names}. Wat hier 'veranderd' heet, is een verschil tussen die gemeenten.",
        "The facts are about different municipalities: {names}. What is called 'changed' here is a difference between them.",
    ),
    "reverse_order": Text(
        "Het eerste bestand is van later ({old}) dan het tweede ({new}). De vergelijking houdt uw volgorde aan.",
        "The first file is of a later date ({old}) than the second ({new}). The comparison keeps your order.",
    ),
}

# The summary

RISEN: Final = Text(
    "Van fase {old} naar fase {new}: {name} ({certainty})", "From phase {old} to phase {new}: {name} ({certainty})"
)
FALLEN: Final = Text(
    "Terug van fase {old} naar fase {new}: {name} ({certainty})", "Back from phase {old} to phase {new}: {name} ({certainty})"
)
SAME: Final = Text("Nog steeds fase {new}: {name} ({certainty})", "Still phase {new}: {name} ({certainty})")
CERTAINTY: Final = Text(
    "Eerst stond dat niet vast; mogelijk was fase {phases}.", "That was not certain before; phase {phases} was possible."
)
CERTAINTY_LOST: Final = Text("Eerst stond die fase vast.", "Before, that phase was certain.")
BY: Final = Text("Het verschil in fase komt door {parts}.", "The difference in phase comes from {parts}.")
AND: Final = Text(" en ", " and ")
BY_PART: Final[Mapping[Part, Text]] = {
    "rules": Text("andere regels of normen", "other rules or norms"),
    "learned": Text("wat nu pas bekend is", "what is known only now"),
    "changed": Text("wat bij de gemeente is veranderd", "what changed at the municipality"),
    "forgotten": Text("wat niet meer bekend is", "what is no longer known"),
}
NEXT: Final = Text(
    "Voor fase {phase} moeten nog {number} van de {total} criteria vervuld worden: {labels}.",
    "For phase {phase}, {number} of the {total} criteria are still to be met: {labels}.",
)
NEXT_ONE: Final = Text(
    "Voor fase {phase} moet nog 1 van de {total} criteria vervuld worden: {labels}.",
    "For phase {phase}, 1 of the {total} criteria is still to be met: {labels}.",
)
NEXT_ALL: Final = Text(
    "Voor fase {phase} moeten nog alle {total} criteria vervuld worden: {labels}.",
    "For phase {phase}, all {total} criteria are still to be met: {labels}.",
)
CRITERIA: Final = Text("Vervulde criteria", "Criteria met")
CHALLENGES: Final = Text("Opgeloste uitdagingen", "Challenges resolved")
UNKNOWN: Final = Text("Onbekende feiten", "Unknown facts")
FROM_TO: Final = Text("van {old} naar {new}", "from {old} to {new}")
OF: Final = Text("{from_to} (van de {total})", "{from_to} (of {total})")
OF_BOTH: Final = Text("van {old} van de {old_total} naar {new} van de {total}", "from {old} of {old_total} to {new} of {total}")
STAYED: Final = Text("{new}, zoals eerst", "{new}, as before")
NOTHING: Final = Text(
    "Er is niets veranderd: de feiten, de regels en de uitkomst zijn dezelfde.",
    "Nothing has changed: the facts, the rules and the outcome are the same.",
)
SAME_OUTCOME: Final = Text(
    "De criteria, de uitdagingen en de maatregelen kwamen hetzelfde uit.",
    "The criteria, the challenges and the measures came out the same.",
)

# The picture

PICTURE: Final = Text("Vervulde criteria per fase", "Criteria met by phase")
LEGEND: Final = Text(
    "█ aandeel van de criteria dat vervuld is   ? onbekend   ▶ bereikte fase",
    "█ share of the criteria met   ? unknown   ▶ phase reached",
)
ALT: Final = Text("{date}: fase {number} bereikt; vervuld in {phases}.", "{date}: phase {number} reached; met in {phases}.")
ALT_PHASE: Final = Text("fase {number} {met} van {total}", "phase {number} {met} of {total}")
ALT_UNKNOWN: Final = Text("fase {number} onbekend", "phase {number} unknown")

# The parts

PARTS: Final = Text("Waar het verschil vandaan komt", "Where the difference comes from")
PARTS_CAPTION: Final = Text("De delen van het verschil, opgeteld", "The parts of the difference, adding up")
PARTS_ABOUT: Final = Text(
    "Elke regel telt verder vanaf de regel erboven: de fase, de vervulde criteria en de opgeloste uitdagingen.",
    "Each row counts on from the row above it: the phase, the criteria met and the challenges resolved.",
)
PARTS_READING: Final = Text(
    "Alleen 'Veranderd' is vooruitgang of achteruitgang van de gemeente zelf. Wat bekend werd, was misschien al zo.",
    "Only 'Changed' is the municipality itself moving forward or back. What became known may have been so before.",
)
PART_HEADERS: Final = (
    Text("", ""),
    Text("wijzigingen", "changes"),
    Text("fase", "phase"),
    Text("criteria", "criteria"),
    Text("uitdagingen", "challenges"),
)
PART: Final[Mapping[Part, Text]] = {
    "rules": Text("Regels en normen", "Rules and norms"),
    "learned": Text("Bekend geworden", "Became known"),
    "changed": Text("Veranderd", "Changed"),
    "forgotten": Text("Niet meer bekend", "No longer known"),
}
PHASE_OPEN: Final = Text("{number} (mogelijk {phases})", "{number} (possibly {phases})")

# What came out otherwise

OUTCOME: Final = Text("Wat anders uitkwam", "What came out differently")
GROUP: Final = Text("{title} ({number})", "{title} ({number})")
CRITERIA_GROUPS: Final = {
    "met": Text("Criteria die nu vervuld zijn", "Criteria now met"),
    "lost": Text("Criteria die niet meer vervuld zijn", "Criteria no longer met"),
    "unmet": Text("Criteria waarvan nu bekend is dat ze niet vervuld zijn", "Criteria now known not to be met"),
    "unknown": Text("Criteria die nu onbekend zijn", "Criteria now unknown"),
    "new": Text("Criteria die er door andere regels bij kwamen", "Criteria that came with other rules"),
    "gone": Text("Criteria die er door andere regels niet meer zijn", "Criteria that other rules took away"),
}
CHALLENGE_GROUPS: Final = {
    "met": Text("Uitdagingen die nu opgelost zijn", "Challenges now resolved"),
    "lost": Text("Uitdagingen die weer open zijn", "Challenges open again"),
    "unmet": Text("Uitdagingen waarvan nu bekend is dat ze open zijn", "Challenges now known to be open"),
    "unknown": Text("Uitdagingen die nu onbekend zijn", "Challenges now unknown"),
    "new": Text("Uitdagingen die er door andere regels bij kwamen", "Challenges that came with other rules"),
    "gone": Text("Uitdagingen die er door andere regels niet meer zijn", "Challenges that other rules took away"),
}
MEASURE_GROUPS: Final = {
    "realised": Text(
        "Maatregelen die uitgevoerd zijn, of waarvan het effect er al is",
        "Measures carried out, or with their effect there already",
    ),
    "recommended": Text("Maatregelen die nu aanbevolen zijn", "Measures now recommended"),
    "dropped": Text("Maatregelen die niet meer aanbevolen zijn", "Measures no longer recommended"),
    "undone": Text("Maatregelen waarvan het effect er niet meer zeker is", "Measures whose effect is no longer certain"),
    "new": Text("Maatregelen die er door andere regels bij kwamen", "Measures that came with other rules"),
    "gone": Text("Maatregelen die er door andere regels niet meer zijn", "Measures that other rules took away"),
}
LIMITS: Final = Text("Wat de fase beperkt", "What limits the phase")
LIMIT: Final = {
    "present": Text("{label}: dit beperkt fase {phase} nu", "{label}: this limits phase {phase} now"),
    "absent": Text("{label}: dit beperkt fase {phase} niet meer", "{label}: this does not limit phase {phase} any more"),
    "unknown": Text(
        "{label}: onbekend is nu of dit fase {phase} beperkt", "{label}: it is unknown now whether this limits phase {phase}"
    ),
    "gone": Text("{label}: niet meer in de regels", "{label}: no longer in the rules"),
}
STATUS: Final = {
    **words.STATUS,
    "present": Text("aanwezig", "present"),
    "absent": Text("afwezig", "absent"),
    "recommended": Text("aanbevolen", "recommended"),
    "realised": Text("is er al", "there already"),
    "not_recommended": Text("niet aanbevolen", "not recommended"),
}
WITH_PHASE: Final = Text("{label} (fase {phase})", "{label} (phase {phase})")
THROUGH: Final = Text("{part}: {causes}", "{part}: {causes}")
THROUGH_STATUS: Final = Text("{part} ({status}): {causes}", "{part} ({status}): {causes}")
CAUSE: Final = Text("'{label}' van {old} naar {new}", "'{label}' from {old} to {new}")
CAUSE_RULE: Final = Text("{kind} '{label}' is anders", "{kind} '{label}' is different")

# The facts

FACTS_OF: Final = Text("{title}: {facts}", "{title}: {facts}")
MARKS: Final = Text("▲ beter   ▼ slechter   - anders", "▲ better   ▼ worse   - different")
BETTER: Final = {True: "▲", False: "▼", None: "-"}
CHANGED: Final = Text("{label}: van {old} naar {new}", "{label}: from {old} to {new}")
LEARNED: Final = Text("{label}: {new}", "{label}: {new}")
LEARNED_ASSUMED: Final = Text("{label}: {new}; aangenomen was {old}", "{label}: {new}; {old} was assumed")
ASSUMED: Final = Text("{label}: {new}, aangenomen", "{label}: {new}, assumed")
FORGOTTEN: Final = Text("{label}: was {old}, nu onbekend", "{label}: was {old}, now unknown")
FORGOTTEN_ASSUMED: Final = Text(
    "{label}: was {old}, nu niet opgegeven; aangenomen is {new}", "{label}: was {old}, not given now; {new} is assumed"
)
ADDED: Final = Text("{label}: '{element}' is erbij gekomen", "{label}: '{element}' was added")
REMOVED: Final = Text("{label}: '{element}' is er niet meer", "{label}: '{element}' is there no longer")
ELEMENT: Final = Text("{label}, '{element}': {attribute}", "{label}, '{element}': {attribute}")
LIST: Final = Text("{number}: {names}", "{number}: {names}")
EMPTY: Final = Text("geen", "none")
EVIDENCE: Final = Text("{value} ({evidence})", "{value} ({evidence})")
EFFECT: Final = Text("Gevolg voor: {labels}", "Effect on: {labels}")
NORM: Final = Text("Norm: hoogstens {value}; {outcome}", "Norm: at most {value}; {outcome}")

QUIET: Final = Text("Wat de uitkomst niet raakt", "What leaves the outcome as it is")
CONFIRMED: Final = Text(
    "Eerst aangenomen, nu opgegeven met dezelfde waarde: {facts}.", "Assumed before, given now with the same value: {facts}."
)
ASSUMED_NOW: Final = Text(
    "Eerst opgegeven, nu aangenomen met dezelfde waarde: {facts}.", "Given before, assumed now with the same value: {facts}."
)
NEW_EVIDENCE: Final = Text(
    "Alleen de onderbouwing is anders, niet de waarde: bij {facts}.",
    "Only the evidence is different, not the value: for {facts}.",
)
MEASURED: Final = Text("Daarvan van geschat naar gemeten: {facts}.", "Of these from estimated to measured: {facts}.")

# The rules

KIND: Final = {
    "Criterion": Text("criterium", "criterion"),
    "Challenge": Text("uitdaging", "challenge"),
    "Limit": Text("kenmerkende beperking", "typical limitation"),
    "Derivation": Text("tussenconclusie", "intermediate conclusion"),
    "Measure": Text("maatregel", "measure"),
    "NormRule": Text("norm", "norm"),
    "Phase": Text("fase", "phase"),
    "Fact": Text("feit", "fact"),
    "Derived": Text("afgeleid feit", "derived fact"),
    "Collection": Text("lijst", "list"),
}
DIFFERENCE: Final[Mapping[Difference, Text]] = {
    "added": Text("{kind} '{label}' is erbij gekomen", "{kind} '{label}' was added"),
    "removed": Text("{kind} '{label}' is er niet meer", "{kind} '{label}' is there no longer"),
    "changed": Text("{kind} '{label}' is gewijzigd", "{kind} '{label}' was changed"),
    "wording": Text("{kind} '{label}': alleen tekst of herkomst is anders", "{kind} '{label}': only text or source is different"),
}
NORM_CHANGED: Final = Text("norm '{label}': van {old} naar {new}", "norm '{label}': from {old} to {new}")

# The series

SERIES_TITLE: Final = Text(
    "{name}: {number} metingen van {old} tot en met {new}", "{name}: {number} measurements from {old} to {new}"
)
COURSE: Final = Text("Het verloop", "The course")
COURSE_CAPTION: Final = Text("Fase, criteria en uitdagingen per peildatum", "Phase, criteria and challenges by date")
COURSE_HEADERS: Final = (
    Text("peildatum", "date"),
    Text("fase", "phase"),
    Text("vervuld", "met"),
    Text("niet vervuld", "not met"),
    Text("onbekend", "unknown"),
    Text("open uitdagingen", "open challenges"),
)
COURSE_ABOUT: Final = Text(
    "Vervuld, niet vervuld en onbekend tellen de criteria.", "Met, not met and unknown count the criteria."
)
STEP: Final = Text("Van {old} naar {new}", "From {old} to {new}")

RECEIPT: Final = Text(
    "Gemaakt met antwoord-rules {version}; {engine}; {rules}", "Made with antwoord-rules {version}; {engine}; {rules}"
)
RECEIPT_RULES: Final = Text("regels {new}", "rules {new}")
RECEIPT_BOTH: Final = Text("regels eerst {old}, nu {new}", "rules {old} before, {new} now")

FACTS: Final = Noun(Text("feit", "fact"), Text("feiten", "facts"))
RULES: Final = Noun(Text("wijziging", "change"), Text("wijzigingen", "changes"))
