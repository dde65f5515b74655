"""The words of the reports, in Dutch and English."""

from __future__ import annotations

from typing import Final

from antwoord_rules.language import Text

REFERENCE_DATE: Final = Text("peildatum {date}", "reference date {date}")
CERTAIN: Final = Text("zeker", "certain")
UNCERTAIN: Final = Text("nog niet zeker; mogelijk: {phases}", "not certain yet; possible: {phases}")
PHASE: Final = Text("Fase", "Phase")
PHASE_NUMBER: Final = Text("fase {number}", "phase {number}")
OR: Final = Text("of", "or")

LADDER: Final = Text("De fasen en hun criteria", "The phases and their criteria")
RUNG: Final = Text("{met} van {total} vervuld", "{met} of {total} met")
RUNG_UNKNOWN: Final = Text("{unknown} onbekend", "{unknown} unknown")
REACHED: Final = Text("bereikt", "reached")
NOT_REACHED: Final = Text("niet bereikt", "not reached")
NOT_KNOWN: Final = Text("onbekend", "unknown")
LIMIT: Final = {
    "present": Text("Dit beperkt de fase nog: {label}.", "This still limits the phase: {label}."),
    "absent": Text(
        "De kenmerkende beperking van deze fase is er niet meer: {label}.",
        "The typical limitation of this phase is gone: {label}.",
    ),
    "unknown": Text(
        "Onbekend is of dit de fase nog beperkt: {label}.", "It is unknown whether this still limits the phase: {label}."
    ),
}

PROFILE: Final = Text("Profiel: criteria per fase en bouwsteen", "Profile: criteria by phase and building block")
LEGEND: Final = Text(
    "● vervuld   ○ niet vervuld   ? onbekend   · geen criterium", "● met   ○ not met   ? unknown   · no criterion"
)
NEXT: Final = Text("Wat fase {number} nog tegenhoudt", "What still holds phase {number} back")
OUTLOOK: Final = Text("Wat de fase zou veranderen", "What would change the phase")
CHALLENGES: Final = Text("Uitdagingen", "Challenges")
RELEVANCE: Final = {
    "current": Text("van deze fase", "of this phase"),
    "overdue": Text("achterstallig (van een lagere fase)", "overdue (of a lower phase)"),
    "later": Text("later (van een hogere fase)", "later (of a higher phase)"),
}
LATER: Final = Text(
    "Van hogere fasen: {open} open, {unknown} onbekend, {resolved} al opgelost.",
    "Of higher phases: {open} open, {unknown} unknown, {resolved} resolved already.",
)
NO_CHALLENGES: Final = Text(
    "Geen open of onbekende uitdagingen tot en met deze fase.", "No open or unknown challenges up to this phase."
)
MEASURES: Final = Text("Aanbevolen maatregelen, de dringendste eerst", "Recommended measures, most urgent first")
NO_MEASURES: Final = Text(
    "Geen: niets binnen bereik is zeker nog niet vervuld.", "None: nothing within reach is certainly not met."
)
EFFORT: Final = Text("{effort} punten, {months} maanden", "{effort} points, {months} months")
EFFORT_ONE: Final = Text("1 punt, {months} maanden", "1 point, {months} months")
ADDRESSES: Final = Text("Voor: {labels}", "For: {labels}")
REQUIRES: Final = Text("Eerst: {label} ({status})", "First: {label} ({status})")
DONE: Final = Text("is er al", "is there already")
TO_DO: Final = Text("moet nog", "still to do")
INDICATIVE: Final = Text(
    "Punten (1 tot 5) en maanden zijn onze eigen indicatie.", "Points (1 to 5) and months are our own indication."
)
UNKNOWN: Final = Text("Wat nog onbekend is", "What is still unknown")
UNKNOWN_PHASE: Final = Text("Deze antwoorden kunnen de fase veranderen", "These answers can change the phase")
UNKNOWN_OTHER: Final = Text("Deze antwoorden veranderen de fase nu niet", "These answers do not change the phase now")
NOTHING_UNKNOWN: Final = Text("Niets: alle feiten zijn bekend.", "Nothing: all facts are known.")
ASSUMPTIONS: Final = Text("Aannamen (niet opgegeven)", "Assumptions (not given)")
INDICATORS: Final = Text("Kengetallen (beslissen niets)", "Indicators (decide nothing)")
NORM: Final = Text("norm: hoogstens {value}", "norm: at most {value}")
CHANGED_NORM: Final = Text("aangepast", "changed")
WITHIN: Final = Text("binnen de norm", "within the norm")
ABOVE: Final = Text("boven de norm", "above the norm")
PLATEAUS: Final = Text("EGEM i-teams", "EGEM i-teams")
PLATEAU: Final = Text(
    "Fase {number} komt ongeveer overeen met plateau {plateaus}.", "Phase {number} roughly matches plateau {plateaus}."
)
PLATEAU_EXACT: Final = Text("Fase {number} komt overeen met plateau {plateaus}.", "Phase {number} matches plateau {plateaus}.")
NO_PLATEAU: Final = Text("Fase {number}: niet gedocumenteerd in de bron.", "Phase {number}: not documented in the source.")
AND: Final = Text("en", "and")
BLANK_CHALLENGES: Final = Text(
    "Fase {number}: uitdagingen niet gedocumenteerd in de bron; wat hier staat is van ons.",
    "Phase {number}: challenges not documented in the source; what stands here is ours.",
)
BLANK_MEASURES: Final = Text(
    "Fase {numbers}: maatregelen niet gedocumenteerd in de bron; wat hier staat is afgeleid.",
    "Phase {numbers}: measures not documented in the source; what stands here was derived.",
)
PROVENANCE: Final = Text("Herkomst", "Provenance")
MARKS: Final = Text(
    "[bron]: de wikipagina 'Fasen van Antwoord©' zegt het. [secundair]: een andere publicatie zegt het. [eigen]: het is onze"
    " eigen interpretatie.",
    "[bron]: the wiki page 'Fasen van Antwoord©' says so. [secundair]: another publication says so. [eigen]: it is our own"
    " interpretation.",
)
MORE: Final = Text("Meer per onderdeel: antwoord explain.", "More on each: antwoord explain.")
NOT_AN_AUDIT: Final = Text(
    "Dit is een zelfbeeld op grond van de opgegeven feiten, geen audit.",
    "This is a self-assessment from the facts given, not an audit.",
)
RESULT: Final = Text("resultaat", "result")
RECEIPT: Final = Text("Ontvangstbewijs", "Receipt")
RECEIPT_LINE: Final = Text(
    "antwoord-rules {version}; {engine}; regels {rules}; feiten {facts}; {norms}",
    "antwoord-rules {version}; {engine}; rules {rules}; facts {facts}; {norms}",
)
KINDS: Final = {
    "criteria": Text("Criteria", "Criteria"),
    "challenges": Text("Uitdagingen", "Challenges"),
    "limits": Text("Beperkingen", "Limitations"),
    "measures": Text("Maatregelen", "Measures"),
    "norms": Text("Normen", "Norms"),
}
STATUS: Final = {
    "met": Text("vervuld", "met"),
    "unmet": Text("niet vervuld", "not met"),
    "resolved": Text("opgelost", "resolved"),
    "open": Text("open", "open"),
    "unknown": Text("onbekend", "unknown"),
}
MARK: Final = {"met": "●", "unmet": "○", "resolved": "●", "open": "○", "unknown": "?"}
