"""What `antwoord check` finds: cases that fail, what no case covers or notices, and what the linter sees."""

from __future__ import annotations

from typing import Final

from antwoord_rules.diagnostics.entry import Diagnostic, entry

_CASES: Final = {
    "CASE-DUPLICATE-ID": entry(
        "er is al een geval '{name}': {first}",
        "there is a case '{name}' already: {first}",
        "Geef dit geval een andere id.",
        "Give this case another id.",
    ),
    "CASE-LIKE-UNKNOWN": entry("er is geen geval '{name}'", "there is no case '{name}'", "{suggestion}", "{suggestion}"),
    "CASE-LIKE-CYCLE": entry(
        "deze gevallen bouwen in een kring op elkaar voort: {cycle}",
        "these cases are built on one another in a circle: {cycle}",
        "Haal bij een van de gevallen 'like' weg.",
        "Remove 'like' from one of the cases.",
    ),
    "CASE-EXPECTS-NOTHING": entry(
        "dit geval verwacht niets",
        "this case expects nothing",
        "Geef onder expect een fase, een status of een maatregel.",
        "Give a phase, a status or a measure under expect.",
    ),
    "CASE-FACT-TWICE": entry(
        "'{name}' staat twee keer in dit geval", "'{name}' stands twice in this case", "Haal een van de twee weg.", "Remove one."
    ),
    "CASE-ID-UNKNOWN": entry("er is geen regel '{name}'", "there is no rule '{name}'", "{suggestion}", "{suggestion}"),
    "CASE-STATUS": entry(
        "'{name}' kan niet {found} zijn", "'{name}' can't be {found}", "Toegestaan: {allowed}.", "Allowed: {allowed}."
    ),
    "CASE-FAILED": entry(
        "geval '{case}', {what}: verwacht {expected}, uitkomst {got}",
        "case '{case}', {what}: expected {expected}, got {got}",
        "Klopt het geval, verander dan de regel; klopt de regel, verander dan het geval.",
        "If the case is right, change the rule; if the rule is right, change the case.",
    ),
}


_COVERAGE: Final = {
    "COVERAGE-NO-CASES": entry(
        "er zijn geen gevallen",
        "there are no cases",
        "Zet voorbeelden in cases/*.yaml naast de regels; dan is te zien of een verandering iets breekt.",
        "Put examples in cases/*.yaml beside the rules; then it shows when a change breaks something.",
    ),
    "COVERAGE-RULE": entry(
        "in geen enkel geval is '{name}' {value}",
        "in no case is '{name}' {value}",
        "Voeg een geval toe; met deze feiten wordt het dat: {facts}.",
        "Add a case; with these facts it will be: {facts}.",
    ),
    "COVERAGE-TEST": entry(
        "in geen enkel geval is de toets '{test}' van '{name}' {value}",
        "in no case is the test '{test}' of '{name}' {value}",
        "Voeg een geval toe; met deze feiten wordt het dat: {facts}.",
        "Add a case; with these facts it will be: {facts}.",
    ),
}


_LINT: Final = {
    "LINT-FACT-UNUSED": entry(
        "geen enkele regel leest het feit '{name}', en het is geen kengetal",
        "no rule reads the fact '{name}', and it is no indicator",
        "Gebruik het in een regel, geef het 'indicator', of haal het weg.",
        "Use it in a rule, give it 'indicator', or remove it.",
    ),
    "LINT-NORM-UNUSED": entry(
        "niets gebruikt de norm '{name}'",
        "nothing uses the norm '{name}'",
        "Gebruik de norm in een regel of kengetal, of haal haar weg.",
        "Use the norm in a rule or indicator, or remove it.",
    ),
    "LINT-FACT-FIXED": entry(
        "'{name}' hangt af van '{fact}', en geen enkele maatregel kan dat feit veranderen",
        "'{name}' depends on '{fact}', and no measure can change that fact",
        "Geef een maatregel een effect op dit feit.",
        "Give a measure an effect on this fact.",
    ),
    "LINT-MEASURE-NO-EFFECT": entry(
        "de effecten van '{name}' dragen niets bij aan '{addressed}'",
        "the effects of '{name}' contribute nothing to '{addressed}'",
        "Voeg een effect toe op {facts}, of haal '{addressed}' weg uit addresses.",
        "Add an effect on {facts}, or remove '{addressed}' from addresses.",
    ),
    "LINT-NO-MEASURE": entry(
        "geen enkele maatregel is bedoeld voor '{name}'",
        "no measure addresses '{name}'",
        "Zet '{name}' bij addresses van een maatregel.",
        "Put '{name}' in the addresses of a measure.",
    ),
    "LINT-DUPLICATE-CONDITION": entry(
        "'{name}' heeft dezelfde voorwaarde als '{other}' ({place})",
        "'{name}' has the same condition as '{other}' ({place})",
        "Maak er één van, of maak het verschil meetbaar.",
        "Make them one, or make the difference measurable.",
    ),
    "LINT-SUBSUMED": entry(
        "'{name}' voegt niets toe: waar '{other}' geldt ({place}), geldt deze ook",
        "'{name}' adds nothing: where '{other}' holds ({place}), this one holds too",
        "Maak de voorwaarde strenger, of haal de regel weg.",
        "Make the condition stricter, or remove the rule.",
    ),
    "LINT-ALWAYS": entry(
        "'{test}' is voor '{fact}' altijd {value}",
        "'{test}' is always {value} for '{fact}'",
        "'{fact}' is {allowed}. Kies een toets die beide kanten op kan vallen.",
        "'{fact}' is {allowed}. Choose a test that can come out both ways.",
    ),
    "LINT-SOURCE-UNUSED": entry(
        "geen enkele regel verwijst naar '{name}'",
        "no rule refers to '{name}'",
        "Verwijs ernaar vanuit een regel, of haal het weg.",
        "Refer to it from a rule, or remove it.",
    ),
    "LINT-NOT-TRANSLATED": entry(
        "de Nederlandse en de Engelse tekst zijn gelijk",
        "the Dutch and the English text are the same",
        "Schrijf onder nl Nederlands en onder en Engels.",
        "Write Dutch under nl and English under en.",
    ),
    "LINT-PLACEHOLDER": entry(
        "deze tekst is nog niet ingevuld",
        "this text has not been filled in yet",
        "Vervang '{start}' en wat erachter staat door uw eigen tekst.",
        "Replace '{start}' and what follows it by your own text.",
    ),
    "ALLOW-UNKNOWN": entry(
        "'{name}' is geen melding die toegestaan kan worden",
        "'{name}' is no finding that can be allowed",
        "{suggestion}",
        "{suggestion}",
    ),
    "ALLOW-UNUSED": entry(
        "{name} is hier toegestaan, maar komt hier niet voor",
        "{name} is allowed here, but is not found here",
        "Haal deze regel uit 'allow' weg.",
        "Remove this entry from 'allow'.",
    ),
}


_MUTANTS: Final = {
    "MUTANT-SURVIVED": entry(
        "geen enkel geval merkt het als {change}",
        "no case notices when {change}",
        "Voeg een geval toe met deze feiten: {facts}. Dan is '{name}' {before}, en na de verandering {after}.",
        "Add a case with these facts: {facts}. Then '{name}' is {before}, and after the change {after}.",
    ),
    "MUTANT-PLAN": entry(
        "geen enkel geval merkt het als {change}",
        "no case notices when {change}",
        "Voeg een geval toe met deze feiten: {facts}. Dan is het plan voor {wish} {before}, en na de verandering {after}.",
        "Add a case with these facts: {facts}. Then the plan for {wish} is {before}, and after the change {after}.",
    ),
    "MUTANT-UNDECIDED": entry(
        "geen enkel geval merkt het als {change}, en of dat iets uitmaakt is niet uitgezocht",
        "no case notices when {change}, and whether that matters was not found out",
        "De voorwaarde hangt van te veel feiten af. Kijk zelf of een geval ontbreekt.",
        "The condition depends on too many facts. See for yourself whether a case is missing.",
    ),
    "CHECK-FACTS-ALONE": entry(
        "check kijkt naar regels, en '{name}' is een feitenbestand",
        "check looks at rules, and '{name}' is a fact file",
        "Geef mappen met regels, of vergelijk met --against. Een gemeente bepalen doet u met 'antwoord assess'.",
        "Give rule folders, or compare with --against. To assess a municipality, use 'antwoord assess'.",
    ),
    "CODE-UNKNOWN": entry("de code '{name}' bestaat niet", "the code '{name}' does not exist", "{suggestion}", "{suggestion}"),
    "AGAINST-UNKNOWN": entry(
        "'{name}' is geen map met regels en geen versie in git waarin de regels staan",
        "'{name}' is no folder of rules and no git revision that holds the rules",
        "Geef een map, of een versie zoals HEAD~1 of een tag.",
        "Give a folder, or a revision like HEAD~1 or a tag.",
    ),
}


_PROOFS: Final = {
    "PROOF-PHASE-UNATTAINABLE": entry(
        "geen enkele gemeente kan in '{name}' zitten",
        "no municipality can be in '{name}'",
        "Deze regels sluiten het samen uit: {rules}.",
        "These rules together rule it out: {rules}.",
    ),
    "PROOF-CONTRADICTION": entry(
        "'{lost}' kan tegelijk waar en onwaar zijn, of geen van beide",
        "'{lost}' can be both true and false, or neither",
        "Dat gebeurt bij deze feiten: {facts}.",
        "It happens with these facts: {facts}.",
    ),
    "PROOF-NOT-MONOTONE": entry(
        "als '{name}' beter wordt, kan '{lost}' verloren gaan",
        "when '{name}' gets better, '{lost}' can be lost",
        "Dat gebeurt bij deze feiten: {facts}. Verander {rules}, of de polarity van het feit.",
        "It happens with these facts: {facts}. Change {rules}, or the polarity of the fact.",
    ),
    "PROOF-RULE-CONSTANT": entry(
        "'{name}' kan nooit '{lost}' zijn",
        "'{name}' can never be '{lost}'",
        "Kijk of de voorwaarde zichzelf tegenspreekt, of niets uitsluit.",
        "See whether the condition contradicts itself, or rules nothing out.",
    ),
    "PROOF-CRITERION-IMPLIED": entry(
        "'{name}' volgt al uit andere criteria en voegt niets toe",
        "'{name}' follows from other criteria and adds nothing",
        "Wie aan deze voldoet, voldoet er altijd ook aan: {rules}.",
        "Whoever meets these always meets it too: {rules}.",
    ),
    "PROOF-TOP-UNREACHABLE": entry(
        "er zijn feiten van waaruit geen maatregelen naar '{name}' leiden",
        "there are facts from which no measures lead to '{name}'",
        "Bij deze feiten: {facts}. Wat niet lukt: {rules}.",
        "With these facts: {facts}. What can't be met: {rules}.",
    ),
    "PROOF-CHALLENGE-STAYS": entry(
        "'{name}' is niet altijd opgelost na alle maatregelen die ervoor dienen ({measures})",
        "'{name}' is not always resolved after all measures that address it ({measures})",
        "Bij deze feiten: {facts}. Geef een van de maatregelen een effect dat ontbreekt.",
        "With these facts: {facts}. Give one of the measures the effect that is missing.",
    ),
    "PROOF-MEASURE-HARMS": entry(
        "'{name}' kan '{lost}' ongedaan maken",
        "'{name}' can undo '{lost}'",
        "Dat gebeurt bij deze feiten: {facts}. Verander het effect van de maatregel.",
        "It happens with these facts: {facts}. Change the effect of the measure.",
    ),
    "PROOF-UNDECIDED": entry(
        "niet bewezen binnen de tijd: {property}",
        "not proven in time: {property}",
        "Geef meer tijd met --proof-time. Zolang het niet bewezen is, geldt het als onbekend.",
        "Give more time with --proof-time. As long as it is not proven, it counts as unknown.",
    ),
}


CHECKS: Final[dict[str, Diagnostic]] = _CASES | _COVERAGE | _LINT | _MUTANTS | _PROOFS
