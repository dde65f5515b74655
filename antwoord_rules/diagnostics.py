"""The catalogue of diagnostics: for each code what is wrong and what to do, in Dutch and English.

Codes are part of the contract: they are never translated and never reused. Loaded only when something is wrong.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from antwoord_rules.language import Text


class Diagnostic(NamedTuple):
    """The two templates of a code; fields in braces are filled from a problem's details."""

    message: Text
    hint: Text


def _entry(nl: str, en: str, hint_nl: str = "", hint_en: str = "") -> Diagnostic:
    return Diagnostic(Text(nl, en), Text(hint_nl, hint_en))


_FILES: Final = {
    "FILE-MISSING": _entry(
        "het bestand bestaat niet",
        "the file does not exist",
        "Controleer de naam en de map.",
        "Check the name and the folder.",
    ),
    "FILE-UNREADABLE": _entry(
        "het bestand is niet te lezen: {reason}",
        "the file can't be read: {reason}",
        "Geef een gewoon bestand dat u mag lezen.",
        "Give a plain file that you may read.",
    ),
    "FILE-UNWRITABLE": _entry(
        "het bestand is niet te schrijven: {reason}",
        "the file can't be written: {reason}",
        "Kies een andere naam of map.",
        "Choose another name or folder.",
    ),
    "FILE-TOO-LARGE": _entry(
        "het bestand heeft {bytes} bytes; hoogstens {most} zijn toegestaan",
        "the file has {bytes} bytes; at most {most} are allowed",
        "Controleer of dit het bedoelde bestand is.",
        "Check that this is the file you meant.",
    ),
    "TEXT-ENCODING": _entry(
        "het bestand is geen UTF-8",
        "the file is not UTF-8",
        "Sla het bestand op als UTF-8.",
        "Save the file as UTF-8.",
    ),
}

_JSON: Final = {
    "JSON-EMPTY": _entry(
        "het document is leeg",
        "the document is empty",
        'Een feitenbestand begint met {{"gemeente": {{"naam": …, "peildatum": …}}}}.',
        'A fact file starts with {{"gemeente": {{"naam": …, "peildatum": …}}}}.',
    ),
    "JSON-SYNTAX": _entry(
        "dit is geen geldige JSON: {reason}",
        "this is not valid JSON: {reason}",
        "Kijk op deze plek naar komma's, aanhalingstekens en haakjes.",
        "Look here for commas, quotes and brackets.",
    ),
    "JSON-TOO-DEEP": _entry(
        "het document is dieper genest dan {most} niveaus",
        "the document is nested deeper than {most} levels",
        "Een feitenbestand heeft er hoogstens vijf.",
        "A fact file has five at most.",
    ),
    "JSON-NUMBER": _entry(
        "'{found}' is geen getal dat hier mag staan",
        "'{found}' is not a number that is allowed here",
        "Gebruik gewone cijfers; laat een onbekende waarde weg of schrijf null.",
        "Use plain digits; leave an unknown value out or write null.",
    ),
    "JSON-DUPLICATE-KEY": _entry(
        "de sleutel '{key}' staat er twee keer; de eerste staat op regel {line}",
        "the key '{key}' stands here twice; the first is on line {line}",
        "Haal een van de twee weg.",
        "Remove one of the two.",
    ),
    "JSON-NOT-OBJECT": _entry(
        "een feitendocument is een object met sleutels, en dit is {found}",
        "a fact document is an object with keys, and this is {found}",
        'Begin met {{"gemeente": …}}. Meer gemeenten? Geef meer bestanden.',
        'Start with {{"gemeente": …}}. More municipalities? Give more files.',
    ),
}

_FACTS: Final = {
    "FACT-UNKNOWN": _entry("'{key}' is hier geen feit", "'{key}' is no fact here", "{suggestion}", "{suggestion}"),
    "FACT-REQUIRED": _entry(
        "'{key}' ontbreekt",
        "'{key}' is missing",
        "Vul hier {allowed} in.",
        "Fill in {allowed} here.",
    ),
    "FACT-TYPE": _entry(
        "{label}: {found} is niet van het goede soort",
        "{label}: {found} is of the wrong kind",
        "Toegestaan: {allowed}; null of weglaten betekent onbekend.",
        "Allowed: {allowed}; null or leaving it out means unknown.",
    ),
    "FACT-RANGE": _entry(
        "{label}: {found} ligt buiten het bereik",
        "{label}: {found} is out of range",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "FACT-DECIMALS": _entry(
        "{label}: {found} heeft te veel decimalen",
        "{label}: {found} has too many decimals",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "FACT-SHAPE": _entry(
        "{label}: hier hoort {expected}, en dit is {found}",
        "{label}: {expected} belongs here, and this is {found}",
    ),
    "FACT-NO-EVIDENCE": _entry(
        "{label}: een lijst kan geen bewijs ('waarde', 'herkomst' …) dragen",
        "{label}: a list can't carry evidence ('waarde', 'herkomst' …)",
        "Geef de lijst zelf; de waarden erin mogen wel bewijs dragen.",
        "Give the list itself; the values in it may carry evidence.",
    ),
    "FACT-TEXT": _entry(
        "{label}: de tekst bevat een teken dat niet is toegestaan ({found})",
        "{label}: the text holds a character that is not allowed ({found})",
        "Verwijder stuurtekens en halve Unicode-tekens.",
        "Remove control characters and halves of Unicode pairs.",
    ),
    "FACT-EMPTY": _entry("{label}: de tekst is leeg", "{label}: the text is empty", "Vul {allowed} in.", "Fill in {allowed}."),
    "FACT-DATE": _entry(
        "{label}: {found} is geen bestaande datum",
        "{label}: {found} is not a date that exists",
        "Schrijf een datum als 2026-10-01.",
        "Write a date like 2026-10-01.",
    ),
    "FACT-CODE": _entry(
        "{label}: {found} is geen gemeentecode",
        "{label}: {found} is no municipality code",
        "Een gemeentecode is GM met vier cijfers, zoals GM0363.",
        "A municipality code is GM with four digits, such as GM0363.",
    ),
    "FACT-CHOICE": _entry(
        "{label}: {found} is geen keuze", "{label}: {found} is no choice", "Toegestaan: {allowed}.", "Allowed: {allowed}."
    ),
    "FACT-DUPLICATE-NAME": _entry(
        "{label}: de naam {found} komt twee keer voor",
        "{label}: the name {found} occurs twice",
        "Geef elk een eigen naam.",
        "Give each a name of its own.",
    ),
    "FACT-DERIVED": _entry(
        "'{key}' wordt afgeleid uit de lijst '{collection}' en kan niet worden opgegeven",
        "'{key}' is derived from the list '{collection}' and can't be given",
        "Geef de lijst '{collection}'.",
        "Give the list '{collection}'.",
    ),
}

_YAML: Final = {
    "YAML-SYNTAX": _entry(
        "dit is geen geldige YAML: {reason}",
        "this is not valid YAML: {reason}",
        "Kijk op deze regel en de regel erboven naar inspringen (spaties, geen tabs), dubbele punten en aanhalingstekens.",
        "Look at this line and the one above for indentation (spaces, no tabs), colons and quotes.",
    ),
    "YAML-TOO-DEEP": _entry(
        "het document is dieper genest dan {most} niveaus", "the document is nested deeper than {most} levels"
    ),
    "YAML-ALIAS": _entry(
        "ankers en verwijzingen (&, *, <<) worden hier niet gebruikt",
        "anchors and aliases (&, *, <<) are not used here",
        "Schrijf de tekst voluit.",
        "Write the text in full.",
    ),
    "YAML-KEY": _entry("een sleutel moet een gewone naam zijn", "a key must be a plain name"),
    "YAML-DUPLICATE-KEY": _entry(
        "de sleutel '{key}' staat er twee keer; de eerste staat op regel {line}",
        "the key '{key}' stands here twice; the first is on line {line}",
        "Haal een van de twee weg.",
        "Remove one of the two.",
    ),
    "YAML-TAG": _entry("het type !{tag} wordt hier niet gebruikt", "the type !{tag} is not used here"),
    "YAML-NUMBER": _entry("dit getal is niet te lezen", "this number can't be read"),
}

_RULE_FILES: Final = {
    "RULES-NO-FOLDER": _entry(
        "deze map met regels bestaat niet",
        "this rule folder does not exist",
        "Geef een map, of '{bundled}' voor de meegeleverde regels.",
        "Give a folder, or '{bundled}' for the shipped rules.",
    ),
    "RULES-FOLDER-TWICE": _entry(
        "deze map is twee keer gegeven",
        "this folder is given twice",
        "Geef elke map één keer.",
        "Give each folder once.",
    ),
    "RULES-NOT-A-FOLDER": _entry(
        "dit is geen map",
        "this is not a folder",
        "Geef de map waarin de regelbestanden staan, of '{bundled}' voor de meegeleverde regels.",
        "Give the folder that holds the rule files, or '{bundled}' for the shipped rules.",
    ),
    "RULES-NO-FACTS": _entry(
        "er is geen vocabulary.yaml, dus er zijn geen feiten voor regels",
        "there is no vocabulary.yaml, so there are no facts for rules",
        "Ligt deze map over de meegeleverde regels? Geef die ook: {bundled} {folders}.",
        "Is this folder laid over the shipped rules? Give these too: {bundled} {folders}.",
    ),
    "RULES-NO-FILES": _entry(
        "in deze map staan geen regelbestanden",
        "this folder holds no rule files",
        "Namen die gelezen worden: {allowed}.",
        "Names that are read: {allowed}.",
    ),
    "RULES-FILE-NAME": _entry(
        "aan deze naam is niet te zien wat er in het bestand staat",
        "this name does not say what the file holds",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "RULES-EMPTY": _entry("het bestand is leeg", "the file is empty", "Vul het of verwijder het.", "Fill it or remove it."),
}

_RULES: Final = {
    "RULE-KEY-MISSING": _entry("'{key}' ontbreekt", "'{key}' is missing", "Voeg '{key}:' toe.", "Add '{key}:'."),
    "RULE-KEY-UNKNOWN": _entry("'{key}' hoort hier niet", "'{key}' does not belong here", "{suggestion}", "{suggestion}"),
    "RULE-SHAPE": _entry("{key}: hier hoort {allowed}, en dit is {found}", "{key}: {allowed} belongs here, and this is {found}"),
    "RULE-NAME-FORM": _entry(
        "{found} heeft niet de goede vorm",
        "{found} does not have the right form",
        "Gebruik kleine letters, cijfers en de tekens van dit patroon: {pattern}",
        "Use lower-case letters, digits and the characters of this pattern: {pattern}",
    ),
    "RULE-CHOICE": _entry("{found} is geen keuze", "{found} is no choice", "Toegestaan: {allowed}.", "Allowed: {allowed}."),
    "RULE-NUMBER-LOW": _entry("'{key}': {found} is lager dan {bound}", "'{key}': {found} is below {bound}"),
    "RULE-NUMBER-HIGH": _entry("'{key}': {found} is hoger dan {bound}", "'{key}': {found} is above {bound}"),
    "RULE-DUPLICATE-ID": _entry(
        "'{name}' bestaat al, op {first}",
        "'{name}' exists already, at {first}",
        "Geef een andere naam, of noem '{name}' onder 'replaces:' als dit de andere moet vervangen.",
        "Give another name, or list '{name}' under 'replaces:' if this is to replace the other.",
    ),
    "RULE-REPLACES-UNKNOWN": _entry(
        "'{name}' bestaat niet in de mappen hiervoor",
        "'{name}' does not exist in the folders before",
        "{suggestion}",
        "{suggestion}",
    ),
    "RULE-REPLACES-NOTHING": _entry(
        "'{name}' zou vervangen worden, maar deze map geeft er niets voor in de plaats",
        "'{name}' is to be replaced, but this folder gives nothing in its place",
        "Voeg de nieuwe '{name}' toe of haal de naam hier weg.",
        "Add the new '{name}' or remove the name here.",
    ),
    "RULE-REPLACES-KIND": _entry(
        "'{name}' is op {first} iets van een ander soort en kan hierdoor niet worden vervangen",
        "'{name}' is something of another kind at {first} and can't be replaced by this",
    ),
    "RULE-ID-RESERVED": _entry(
        "'{name}' heeft een vaste betekenis en kan geen naam zijn",
        "'{name}' has a fixed meaning and can't be a name",
        "Kies een andere naam.",
        "Choose another name.",
    ),
    "RULE-CONDITION-SHAPE": _entry(
        "een voorwaarde is een blok als {{feit: waarde}}",
        "a condition is a block like {{fact: value}}",
        "Voorbeeld: {{kanalen.website.ingangen: 1}}.",
        "Example: {{kanalen.website.ingangen: 1}}.",
    ),
    "RULE-CONDITION-EMPTY": _entry(
        "deze voorwaarde is leeg", "this condition is empty", "Noem ten minste één feit.", "Name at least one fact."
    ),
    "RULE-CONDITION-LIST": _entry(
        "na '{key}' hoort een lijst van voorwaarden",
        "'{key}' takes a list of conditions",
        "Begin elke voorwaarde op een eigen regel met een streepje.",
        "Start each condition on a line of its own with a dash.",
    ),
    "RULE-FACT-INSIDE": _entry(
        "'{name}' staat binnen '{other}', en dat is zelf een feit of een lijst",
        "'{name}' stands inside '{other}', which is itself a fact or a list",
        "Geef een van de twee een andere naam.",
        "Give one of the two another name.",
    ),
    "RULE-FACT-UNKNOWN": _entry(
        "het feit '{name}' bestaat niet", "the fact '{name}' does not exist", "{suggestion}", "{suggestion}"
    ),
    "RULE-READS-MEASURE": _entry(
        "'{name}' is een maatregel, en een voorwaarde kan niet van een maatregel afhangen",
        "'{name}' is a measure, and a condition can't depend on a measure",
        "Noem het feit dat de maatregel verandert.",
        "Name the fact that the measure changes.",
    ),
    "RULE-TEST-UNKNOWN": _entry("'{test}' is geen vergelijking", "'{test}' is no comparison", "{suggestion}", "{suggestion}"),
    "RULE-TEST-TYPE": _entry(
        "'{test}' kan niet bij '{name}', dat waar of onwaar is",
        "'{test}' can't be used with '{name}', which is true or false",
        "Schrijf '{name}: true' of '{name}: false'.",
        "Write '{name}: true' or '{name}: false'.",
    ),
    "RULE-VALUE-TYPE": _entry(
        "{found} kan geen waarde van '{name}' zijn",
        "{found} can't be a value of '{name}'",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "RULE-NORM-SHAPE": _entry("een norm wordt genoemd als {{norm: naam}}", "a norm is named like {{norm: name}}"),
    "RULE-NORM-UNKNOWN": _entry(
        "de norm '{name}' bestaat niet", "the norm '{name}' does not exist", "{suggestion}", "{suggestion}"
    ),
    "RULE-NORM-TYPE": _entry(
        "de norm '{name}' is van een ander soort dan '{fact}'",
        "the norm '{name}' is of another kind than '{fact}'",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "RULE-EFFECT-FACT": _entry(
        "een maatregel verandert feiten, en '{name}' is geen feit",
        "a measure changes facts, and '{name}' is no fact",
        "Noem het feit dat na de maatregel anders is.",
        "Name the fact that is different after the measure.",
    ),
    "RULE-EFFECT-TEST": _entry(
        "een effect geeft een waarde, of een onder- of bovengrens",
        "an effect gives a value, or a lower or upper bound",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "RULE-STEPS": _entry(
        "er zijn {nl} stappen in het Nederlands en {en} in het Engels",
        "there are {nl} steps in Dutch and {en} in English",
        "Schrijf elke stap in beide talen.",
        "Write each step in both languages.",
    ),
    "RULE-DERIVED-SHAPE": _entry(
        "een afgeleid feit telt een lijst ('count') of zoekt erin ('some' met 'where'), een van beide",
        "a derived fact counts a list ('count') or looks in it ('some' with 'where'), one of the two",
    ),
    "RULE-REFERENCE": _entry("'{name}' bestaat niet", "'{name}' does not exist", "{suggestion}", "{suggestion}"),
    "RULE-BASIS-SOURCE": _entry(
        "basis '{basis}' vraagt om een bron",
        "basis '{basis}' asks for a source",
        "Voeg 'source:' toe, of noem de basis 'eigen' als het uw eigen interpretatie is.",
        "Add 'source:', or call the basis 'eigen' if it is your own interpretation.",
    ),
    "RULE-BASIS-READING": _entry(
        "basis 'bron' vraagt om 'reading': hoe is de bron meetbaar gemaakt?",
        "basis 'bron' asks for 'reading': how was the source made measurable?",
        "Voeg 'reading: {{nl: …, en: …}}' toe.",
        "Add 'reading: {{nl: …, en: …}}'.",
    ),
    "RULE-SOURCE-UNKNOWN": _entry(
        "'{name}' staat niet in sources.yaml", "'{name}' is not in sources.yaml", "{suggestion}", "{suggestion}"
    ),
    "RULE-PHASE-UNNAMED": _entry(
        "fase {phase} heeft nergens een naam",
        "phase {phase} has a name nowhere",
        "Voeg 'name:' toe aan het bestand van fase {phase}.",
        "Add 'name:' to the file of phase {phase}.",
    ),
    "RULE-PHASE-GAP": _entry(
        "fase {phase} ontbreekt tussen de andere",
        "phase {phase} is missing between the others",
        "Nummer de fasen vanaf 1 zonder gat.",
        "Number the phases from 1 without a gap.",
    ),
    "RULE-NO-PHASES": _entry(
        "er is geen enkele fase",
        "there is no phase at all",
        "Geef ten minste een bestand phase-1-….yaml.",
        "Give at least a file phase-1-….yaml.",
    ),
    "RULE-CYCLE": _entry(
        "deze regels hangen van zichzelf af: {cycle}",
        "these rules depend on themselves: {cycle}",
        "Haal een van de verwijzingen weg.",
        "Remove one of the references.",
    ),
    "RULE-REQUIRES-CYCLE": _entry(
        "deze maatregelen vragen elkaar vooraf: {cycle}",
        "these measures require each other first: {cycle}",
        "Haal een van de namen onder 'requires' weg.",
        "Remove one of the names under 'requires'.",
    ),
}

_USE: Final = {
    "STDIN-TWICE": _entry(
        "'-' (standaardinvoer) kan maar één keer worden gelezen",
        "'-' (standard input) can be read only once",
        "Geef de andere feiten als bestand.",
        "Give the other facts as files.",
    ),
    "OUTPUT-IS-INPUT": _entry(
        "de uitvoer zou de invoer overschrijven",
        "the output would overwrite the input",
        "Kies met -o een ander bestand.",
        "Choose another file with -o.",
    ),
    "COMMAND-UNKNOWN": _entry(
        "de opdracht '{name}' bestaat niet", "the command '{name}' does not exist", "{suggestion}", "{suggestion}"
    ),
    "ID-UNKNOWN": _entry(
        "'{name}' bestaat niet in de regels", "'{name}' does not exist in the rules", "{suggestion}", "{suggestion}"
    ),
    "NORM-UNKNOWN": _entry("de norm '{name}' bestaat niet", "the norm '{name}' does not exist", "{suggestion}", "{suggestion}"),
    "NORM-VALUE": _entry(
        "{found} kan geen waarde van de norm '{name}' zijn",
        "{found} can't be a value of the norm '{name}'",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "NORM-FORM": _entry(
        "'{found}' is geen norm met een waarde",
        "'{found}' is no norm with a value",
        "Schrijf het als norm_direct_afgehandeld=85.",
        "Write it like norm_direct_afgehandeld=85.",
    ),
    "ENGINE-UNKNOWN": _entry(
        "de engine '{name}' bestaat niet", "the engine '{name}' does not exist", "{suggestion}", "{suggestion}"
    ),
    "ENGINE-FALLBACK": _entry(
        "durable_rules is niet te laden ({reason}); de referentie-engine rekent, met dezelfde uitkomst",
        "durable_rules can't be loaded ({reason}); the reference engine is used, with the same outcome",
        "Installeer een C-compiler en de headers van Python (Debian: apt install gcc python3-dev), dan durable_rules=={version}.",
        "Install a C compiler and Python's headers (Debian: apt install gcc python3-dev), then durable_rules=={version}.",
    ),
    "ENGINE-FAULT": _entry(
        "de regelengine werkte niet zoals het moet: {reason}",
        "the rule engine did not work as it must: {reason}",
        "Dit is een fout van ons. Meld hem, met het feitenbestand; met --engine reference kunt u verder.",
        "This is a fault of ours. Report it, with the fact file; with --engine reference you can go on.",
    ),
    "INTERNAL": _entry(
        "onverwachte fout: {reason}",
        "unexpected error: {reason}",
        "Dit is een fout van ons. Herhaal de opdracht met --debug en meld wat u ziet.",
        "This is a fault of ours. Repeat the command with --debug and report what you see.",
    ),
}

_CASES: Final = {
    "CASE-DUPLICATE-ID": _entry(
        "er is al een geval '{name}': {first}",
        "there is a case '{name}' already: {first}",
        "Geef dit geval een andere id.",
        "Give this case another id.",
    ),
    "CASE-LIKE-UNKNOWN": _entry("er is geen geval '{name}'", "there is no case '{name}'", "{suggestion}", "{suggestion}"),
    "CASE-LIKE-CYCLE": _entry(
        "deze gevallen bouwen in een kring op elkaar voort: {cycle}",
        "these cases are built on one another in a circle: {cycle}",
        "Haal bij een van de gevallen 'like' weg.",
        "Remove 'like' from one of the cases.",
    ),
    "CASE-EXPECTS-NOTHING": _entry(
        "dit geval verwacht niets",
        "this case expects nothing",
        "Geef onder expect een fase, een status of een maatregel.",
        "Give a phase, a status or a measure under expect.",
    ),
    "CASE-FACT-TWICE": _entry(
        "'{name}' staat twee keer in dit geval", "'{name}' stands twice in this case", "Haal een van de twee weg.", "Remove one."
    ),
    "CASE-ID-UNKNOWN": _entry("er is geen regel '{name}'", "there is no rule '{name}'", "{suggestion}", "{suggestion}"),
    "CASE-STATUS": _entry(
        "'{name}' kan niet {found} zijn", "'{name}' can't be {found}", "Toegestaan: {allowed}.", "Allowed: {allowed}."
    ),
    "CASE-FAILED": _entry(
        "geval '{case}', {what}: verwacht {expected}, uitkomst {got}",
        "case '{case}', {what}: expected {expected}, got {got}",
        "Klopt het geval, verander dan de regel; klopt de regel, verander dan het geval.",
        "If the case is right, change the rule; if the rule is right, change the case.",
    ),
}

_COVERAGE: Final = {
    "COVERAGE-NO-CASES": _entry(
        "er zijn geen gevallen",
        "there are no cases",
        "Zet voorbeelden in cases/*.yaml naast de regels; dan is te zien of een verandering iets breekt.",
        "Put examples in cases/*.yaml beside the rules; then it shows when a change breaks something.",
    ),
    "COVERAGE-RULE": _entry(
        "in geen enkel geval is '{name}' {value}",
        "in no case is '{name}' {value}",
        "Voeg een geval toe; met deze feiten wordt het dat: {facts}.",
        "Add a case; with these facts it will be: {facts}.",
    ),
    "COVERAGE-TEST": _entry(
        "in geen enkel geval is de toets '{test}' van '{name}' {value}",
        "in no case is the test '{test}' of '{name}' {value}",
        "Voeg een geval toe; met deze feiten wordt het dat: {facts}.",
        "Add a case; with these facts it will be: {facts}.",
    ),
}

_LINT: Final = {
    "LINT-FACT-UNUSED": _entry(
        "geen enkele regel leest het feit '{name}', en het is geen kengetal",
        "no rule reads the fact '{name}', and it is no indicator",
        "Gebruik het in een regel, geef het 'indicator', of haal het weg.",
        "Use it in a rule, give it 'indicator', or remove it.",
    ),
    "LINT-NORM-UNUSED": _entry(
        "niets gebruikt de norm '{name}'",
        "nothing uses the norm '{name}'",
        "Gebruik de norm in een regel of kengetal, of haal haar weg.",
        "Use the norm in a rule or indicator, or remove it.",
    ),
    "LINT-FACT-FIXED": _entry(
        "'{name}' hangt af van '{fact}', en geen enkele maatregel kan dat feit veranderen",
        "'{name}' depends on '{fact}', and no measure can change that fact",
        "Geef een maatregel een effect op dit feit.",
        "Give a measure an effect on this fact.",
    ),
    "LINT-MEASURE-NO-EFFECT": _entry(
        "de effecten van '{name}' dragen niets bij aan '{addressed}'",
        "the effects of '{name}' contribute nothing to '{addressed}'",
        "Voeg een effect toe op {facts}, of haal '{addressed}' weg uit addresses.",
        "Add an effect on {facts}, or remove '{addressed}' from addresses.",
    ),
    "LINT-NO-MEASURE": _entry(
        "geen enkele maatregel is bedoeld voor '{name}'",
        "no measure addresses '{name}'",
        "Zet '{name}' bij addresses van een maatregel.",
        "Put '{name}' in the addresses of a measure.",
    ),
    "LINT-DUPLICATE-CONDITION": _entry(
        "'{name}' heeft dezelfde voorwaarde als '{other}' ({place})",
        "'{name}' has the same condition as '{other}' ({place})",
        "Maak er één van, of maak het verschil meetbaar.",
        "Make them one, or make the difference measurable.",
    ),
    "LINT-SUBSUMED": _entry(
        "'{name}' voegt niets toe: waar '{other}' geldt ({place}), geldt deze ook",
        "'{name}' adds nothing: where '{other}' holds ({place}), this one holds too",
        "Maak de voorwaarde strenger, of haal de regel weg.",
        "Make the condition stricter, or remove the rule.",
    ),
    "LINT-ALWAYS": _entry(
        "'{test}' is voor '{fact}' altijd {value}",
        "'{test}' is always {value} for '{fact}'",
        "'{fact}' is {allowed}. Kies een toets die beide kanten op kan vallen.",
        "'{fact}' is {allowed}. Choose a test that can come out both ways.",
    ),
    "LINT-SOURCE-UNUSED": _entry(
        "geen enkele regel verwijst naar '{name}'",
        "no rule refers to '{name}'",
        "Verwijs ernaar vanuit een regel, of haal het weg.",
        "Refer to it from a rule, or remove it.",
    ),
    "LINT-NOT-TRANSLATED": _entry(
        "de Nederlandse en de Engelse tekst zijn gelijk",
        "the Dutch and the English text are the same",
        "Schrijf onder nl Nederlands en onder en Engels.",
        "Write Dutch under nl and English under en.",
    ),
    "LINT-PLACEHOLDER": _entry(
        "deze tekst is nog niet ingevuld",
        "this text has not been filled in yet",
        "Vervang '{start}' en wat erachter staat door uw eigen tekst.",
        "Replace '{start}' and what follows it by your own text.",
    ),
    "ALLOW-UNKNOWN": _entry(
        "'{name}' is geen melding die toegestaan kan worden",
        "'{name}' is no finding that can be allowed",
        "{suggestion}",
        "{suggestion}",
    ),
    "ALLOW-UNUSED": _entry(
        "{name} is hier toegestaan, maar komt hier niet voor",
        "{name} is allowed here, but is not found here",
        "Haal deze regel uit 'allow' weg.",
        "Remove this entry from 'allow'.",
    ),
}

_MUTANTS: Final = {
    "MUTANT-SURVIVED": _entry(
        "geen enkel geval merkt het als {change}",
        "no case notices when {change}",
        "Voeg een geval toe met deze feiten: {facts}. Dan is '{name}' {before}, en na de verandering {after}.",
        "Add a case with these facts: {facts}. Then '{name}' is {before}, and after the change {after}.",
    ),
    "MUTANT-UNDECIDED": _entry(
        "geen enkel geval merkt het als {change}, en of dat iets uitmaakt is niet uitgezocht",
        "no case notices when {change}, and whether that matters was not found out",
        "De voorwaarde hangt van te veel feiten af. Kijk zelf of een geval ontbreekt.",
        "The condition depends on too many facts. See for yourself whether a case is missing.",
    ),
    "CHECK-FACTS-ALONE": _entry(
        "check kijkt naar regels, en '{name}' is een feitenbestand",
        "check looks at rules, and '{name}' is a fact file",
        "Geef mappen met regels, of vergelijk met --against. Een gemeente bepalen doet u met 'antwoord assess'.",
        "Give rule folders, or compare with --against. To assess a municipality, use 'antwoord assess'.",
    ),
    "CODE-UNKNOWN": _entry("de code '{name}' bestaat niet", "the code '{name}' does not exist", "{suggestion}", "{suggestion}"),
    "AGAINST-UNKNOWN": _entry(
        "'{name}' is geen map met regels en geen versie in git waarin de regels staan",
        "'{name}' is no folder of rules and no git revision that holds the rules",
        "Geef een map, of een versie zoals HEAD~1 of een tag.",
        "Give a folder, or a revision like HEAD~1 or a tag.",
    ),
}

_NEW: Final = {
    "NEW-EXISTS": _entry(
        "'{name}' bestaat al, op {place}",
        "'{name}' exists already, at {place}",
        "Kies een andere naam, of verander wat er al staat.",
        "Choose another name, or change what is there.",
    ),
    "NEW-ID-FORM": _entry(
        "{found} is geen goede naam voor een {kind}",
        "{found} is not the right form of name for a {kind}",
        "Schrijf de naam als {example}: kleine letters zonder accenten, cijfers en lage streepjes.",
        "Write the name like {example}: lower-case letters without accents, digits and underscores.",
    ),
    "NEW-ID-INSIDE": _entry(
        "het feit '{name}' kan niet naast '{other}' bestaan ({place})",
        "the fact '{name}' can't exist beside '{other}' ({place})",
        "In een feitenbestand is een naam een feit of een groep, nooit allebei. Kies een andere naam.",
        "In a fact file a name is a fact or a group, never both. Choose another name.",
    ),
    "NEW-OPTION-MISSING": _entry(
        "voor een {kind} is {option} nodig",
        "{option} is needed for a {kind}",
        "Zie 'antwoord new --help'.",
        "See 'antwoord new --help'.",
    ),
    "NEW-OPTION-UNUSED": _entry(
        "{option} hoort niet bij een {kind}",
        "{option} does not belong to a {kind}",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "NEW-NO-PLACE": _entry(
        "er is nog geen {place} voor '{name}'",
        "there is no {place} for '{name}' yet",
        "Kies met {option} een die er wel is: {allowed}.",
        "Choose one that exists with {option}: {allowed}.",
    ),
    "NEW-BUNDLED": _entry(
        "'{bundled}' zijn de meegeleverde regels; daar komt niets bij",
        "'{bundled}' are the shipped rules; nothing is added to them",
        "Geef met --in een eigen map, bijvoorbeeld 'ours'.",
        "Give a folder of your own with --in, for instance 'ours'.",
    ),
    "NEW-FILE-FORM": _entry(
        "onder '{key}' kan niets worden toegevoegd zonder de rest van het bestand te veranderen",
        "nothing can be added under '{key}' without changing the rest of the file",
        "Zet elk onderdeel onder '{key}:' op een eigen regel die met een streepje begint.",
        "Write each item under '{key}:' on a line of its own that starts with a dash.",
    ),
}

DIAGNOSTICS: Final[dict[str, Diagnostic]] = (
    _FILES | _JSON | _FACTS | _YAML | _RULE_FILES | _RULES | _CASES | _COVERAGE | _LINT | _MUTANTS | _USE | _NEW
)
