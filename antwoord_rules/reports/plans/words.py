"""The words of plans, in Dutch and English."""

from __future__ import annotations

from typing import Final

from antwoord_rules.language import Text
from antwoord_rules.reports.voice import Noun

POINTS: Final = Noun(Text("punt", "point"), Text("punten", "points"))
MONTHS: Final = Noun(Text("maand", "month"), Text("maanden", "months"))
MEASURES: Final = Noun(Text("maatregel", "measure"), Text("maatregelen", "measures"))
CRITERIA: Final = Noun(Text("criterium", "criterion"), Text("criteria", "criteria"))
FACTS: Final = Noun(Text("feit is", "fact is"), Text("feiten zijn", "facts are"))
ROUNDS: Final = Noun(Text("ronde", "wave"), Text("rondes", "waves"))
PLANS: Final = Noun(Text("plan", "plan"), Text("plannen", "plans"))
AND: Final = Text("en", "and")

# The head

FROM_TO: Final = Text("Plan van fase {number} naar fase {to}: {name}", "Plan from phase {number} to phase {to}: {name}")
FURTHER: Final = Text("Plan bij fase {to}, die al bereikt is: {name}", "Plan at phase {to}, which is reached already: {name}")
WITHIN: Final = Text(
    "Het meeste binnen {bounds}: van fase {number} naar fase {to}", "The most within {bounds}: from phase {number} to phase {to}"
)
WITHIN_SAME: Final = Text(
    "Het meeste binnen {bounds}: fase {to} blijft, met meer criteria vervuld",
    "The most within {bounds}: phase {to} stays, with more criteria met",
)
NOTHING_WITHIN: Final = Text(
    "Binnen {bounds} is er geen maatregel die een criterium vervult.", "Within {bounds} no measure meets a criterion."
)
NOTHING: Final = Text(
    "Fase {to} is al bereikt: er is niets voor nodig.", "Phase {to} is reached already: nothing is needed for it."
)
SIZE: Final = Text("{effort}, {months}, {measures}", "{effort}, {months}, {measures}")
BEYOND: Final = Text(
    "Daarmee is meteen ook fase {phase} bereikt: de rest was al in orde.",
    "With that phase {phase} is reached at once: the rest was in order already.",
)
EXCLUDED: Final = Text("Niet gebruikt (--exclude): {labels}.", "Not used (--exclude): {labels}.")
INCLUDED: Final = Text("In elk geval in het plan (--include): {labels}.", "In the plan in any case (--include): {labels}.")
LEFT_OUT: Final = Text("Niet gebruikt: {labels}.", "Not used: {labels}.")
TAKEN_IN: Final = Text("In elk geval in het plan: {labels}.", "In the plan in any case: {labels}.")

# How sure

PROVEN: Final = Text("Bewezen het beste", "Proven best")
CHEAPEST: Final = Text(
    "Voor minder punten kan het niet: geen goedkopere verzameling maatregelen {goal}{terms}.",
    "It can't be done for fewer points: no cheaper set of measures {goal}{terms}.",
)
HIGHEST: Final = Text(
    "Binnen {bounds} is geen hogere fase mogelijk{terms}. Bij deze fase zijn niet meer criteria te vervullen, en dezelfde"
    " uitkomst kan niet voor minder punten.",
    "Within {bounds} no higher phase is possible{terms}. At this phase no more criteria can be met, and the same outcome can't be"
    " had for fewer points.",
)
GOAL: Final = Text("maakt fase {to} zeker", "makes phase {to} certain")
GOAL_CHALLENGES: Final = Text(
    "maakt fase {to} zeker en lost ook alle uitdagingen van lagere fasen op",
    "makes phase {to} certain and also resolves all challenges of lower phases",
)
TERMS: Final = Text(" onder deze voorwaarden", " on these terms")
HOW: Final = Text(
    "Zo is het bewezen: een rekenprogramma (clingo) heeft alle verzamelingen maatregelen bekeken of uitgesloten.",
    "How it was proven: a solver (clingo) looked at all sets of measures or ruled them out.",
)
REPLAYED: Final = Text(
    "Daarna is het plan nagerekend met {engine}: met de effecten van de maatregelen in de feiten komt daar fase {phase} uit,"
    " welke waarde de onbekende feiten ook hebben.",
    "Then the plan was replayed with {engine}: with the effects of the measures in the facts it concludes phase {phase}, whatever"
    " values the unknown facts have.",
)
CHECKED: Final = Text(
    "Nagerekend met {engine}: uit de feiten volgt fase {phase}, welke waarde de onbekende feiten ook hebben.",
    "Checked with {engine}: phase {phase} follows from the facts, whatever values the unknown facts have.",
)
NOT_PROVEN: Final = Text("Niet bewezen", "Not proven")
TIME_UP: Final = Text(
    "De tijd ({seconds} seconden) was om. Dit is het beste plan tot nu toe; misschien is er een beter.",
    "Time was up ({seconds} seconds). This is the best plan so far; there may be a better one.",
)
GAP: Final = Text(
    "Minder dan {least} kan zeker niet; het verschil is dus hoogstens {gap}.",
    "Fewer than {least} is certainly not possible; so the difference is at most {gap}.",
)
NO_GAP: Final = Text("Hoeveel beter het kan, is niet bekend.", "How much better it can be is not known.")
MORE_TIME: Final = Text("Geef meer tijd met --time-limit.", "Give more time with --time-limit.")

# Measures and timeline

WAVES: Final = Text("De maatregelen, in rondes", "The measures, in waves")
WAVE_FIRST: Final = Text("Ronde 1: kan meteen beginnen", "Wave 1: can start at once")
WAVE: Final = Text("Ronde {number}: na maatregelen van een eerdere ronde", "Wave {number}: after measures of an earlier wave")
MEASURE: Final = Text("{label} ({effort}, {months}) [{basis}]", "{label} ({effort}, {months}) [{basis}]")
FIRST: Final = Text("Eerst: {labels}", "First: {labels}")
ADDRESSES: Final = Text("Voor: {labels}", "For: {labels}")
TIMELINE: Final = Text("Tijdlijn in maanden", "Timeline in months")
LEGEND: Final = Text(
    "{critical} bepaalt de looptijd: loopt dit uit, dan loopt het plan uit   {slack} heeft speling",
    "{critical} sets the length: a delay here delays the plan   {slack} has slack",
)
PATH: Final = Text("Het langste pad duurt {months}: {labels}.", "The longest path takes {months}: {labels}.")

# What follows

AFTER: Final = Text("Wat het oplevert", "What it brings")
COUNTS: Final = Text(
    "Na dit plan is fase {phase} bereikt en zijn {after} van de {total} criteria zeker vervuld; nu zijn dat er {before}.",
    "After this plan phase {phase} is reached and {after} of the {total} criteria are certainly met; now it is {before}.",
)
GAINED: Final = Text("Nieuw vervuld", "Newly met")
CRITERION: Final = Text("{label} (fase {phase})", "{label} (phase {phase})")
LEFT: Final = Text(
    "Uitdagingen tot en met fase {phase} die dan nog niet zeker zijn opgelost",
    "Challenges up to phase {phase} that are not certainly resolved then",
)
OPEN: Final = Text(
    "Uitdagingen tot en met fase {phase} die nog niet zeker zijn opgelost",
    "Challenges up to phase {phase} that are not certainly resolved yet",
)
LEFT_HINT: Final = Text(
    "Met --with-challenges lost het plan ook de uitdagingen van de fasen onder fase {to} op.",
    "With --with-challenges the plan also resolves the challenges of the phases below phase {to}.",
)
NONE_LEFT: Final = Text(
    "Alle uitdagingen tot en met fase {phase} zijn dan opgelost.", "All challenges up to phase {phase} are resolved then."
)

# What to bear in mind

NOTES: Final = Text("Bij dit plan", "About this plan")
INDICATIVE: Final = Text(
    "Punten (1 tot 5 per maatregel) en maanden zijn onze eigen indicatie. Het plan gaat ervan uit dat elke maatregel doet wat"
    " zijn effecten zeggen.",
    "Points (1 to 5 a measure) and months are our own indication. The plan assumes that each measure does what its effects say.",
)
EFFECTS: Final = Text(
    "'antwoord rules' met de id van een maatregel laat die effecten zien.",
    "'antwoord rules' with the id of a measure shows those effects.",
)
UNKNOWN: Final = Text(
    "{facts} onbekend. Wat onbekend is, telt als niet vervuld: wie het opzoekt, heeft misschien een korter plan nodig.",
    "{facts} unknown. What is unknown counts as not met: who looks it up may need a shorter plan.",
)
UNCERTAIN: Final = Text(
    "Fase {number} is nog niet zeker; mogelijk: {phases}.", "Phase {number} is not certain yet; possible: {phases}."
)
