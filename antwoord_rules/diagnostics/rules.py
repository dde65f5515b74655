"""What can be wrong with rule files and with the rules in them."""

from __future__ import annotations

from typing import Final

from antwoord_rules.diagnostics.entry import Diagnostic, entry

_YAML: Final = {
    "YAML-SYNTAX": entry(
        "dit is geen geldige YAML: {reason}",
        "this is not valid YAML: {reason}",
        "Kijk op deze regel en de regel erboven naar inspringen (spaties, geen tabs), dubbele punten en aanhalingstekens.",
        "Look at this line and the one above for indentation (spaces, no tabs), colons and quotes.",
    ),
    "YAML-TOO-DEEP": entry(
        "het document is dieper genest dan {most} niveaus", "the document is nested deeper than {most} levels"
    ),
    "YAML-ALIAS": entry(
        "ankers en verwijzingen (&, *, <<) worden hier niet gebruikt",
        "anchors and aliases (&, *, <<) are not used here",
        "Schrijf de tekst voluit.",
        "Write the text in full.",
    ),
    "YAML-KEY": entry("een sleutel moet een gewone naam zijn", "a key must be a plain name"),
    "YAML-DUPLICATE-KEY": entry(
        "de sleutel '{key}' staat er twee keer; de eerste staat op regel {line}",
        "the key '{key}' stands here twice; the first is on line {line}",
        "Haal een van de twee weg.",
        "Remove one of the two.",
    ),
    "YAML-CHARACTER": entry(
        "de tekst bevat een teken dat niet is toegestaan ({found})",
        "the text holds a character that is not allowed ({found})",
        "Haal het stuurteken weg.",
        "Remove the control character.",
    ),
    "YAML-TAG": entry("het type !{tag} wordt hier niet gebruikt", "the type !{tag} is not used here"),
    "YAML-NUMBER": entry("dit getal is niet te lezen", "this number can't be read"),
}


_RULE_FILES: Final = {
    "RULES-NO-FOLDER": entry(
        "deze map met regels bestaat niet",
        "this rule folder does not exist",
        "Geef een map, of '{bundled}' voor de meegeleverde regels.",
        "Give a folder, or '{bundled}' for the shipped rules.",
    ),
    "RULES-FOLDER-TWICE": entry(
        "deze map is twee keer gegeven",
        "this folder is given twice",
        "Geef elke map één keer.",
        "Give each folder once.",
    ),
    "RULES-NOT-A-FOLDER": entry(
        "dit is geen map",
        "this is not a folder",
        "Geef de map waarin de regelbestanden staan, of '{bundled}' voor de meegeleverde regels.",
        "Give the folder that holds the rule files, or '{bundled}' for the shipped rules.",
    ),
    "RULES-NO-FACTS": entry(
        "er is geen vocabulary.yaml, dus er zijn geen feiten voor regels",
        "there is no vocabulary.yaml, so there are no facts for rules",
        "Ligt deze map over de meegeleverde regels? Geef die ook: {bundled} {folders}.",
        "Is this folder laid over the shipped rules? Give these too: {bundled} {folders}.",
    ),
    "RULES-NO-FILES": entry(
        "in deze map staan geen regelbestanden",
        "this folder holds no rule files",
        "Namen die gelezen worden: {allowed}.",
        "Names that are read: {allowed}.",
    ),
    "RULES-FILE-NAME": entry(
        "aan deze naam is niet te zien wat er in het bestand staat",
        "this name does not say what the file holds",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "RULES-EMPTY": entry("het bestand is leeg", "the file is empty", "Vul het of verwijder het.", "Fill it or remove it."),
}


_RULES: Final = {
    "RULE-KEY-MISSING": entry("'{key}' ontbreekt", "'{key}' is missing", "Voeg '{key}:' toe.", "Add '{key}:'."),
    "RULE-KEY-UNKNOWN": entry("'{key}' hoort hier niet", "'{key}' does not belong here", "{suggestion}", "{suggestion}"),
    "RULE-SHAPE": entry("{key}: hier hoort {allowed}, en dit is {found}", "{key}: {allowed} belongs here, and this is {found}"),
    "RULE-NAME-FORM": entry(
        "{found} heeft niet de goede vorm",
        "{found} does not have the right form",
        "Gebruik kleine letters, cijfers en de tekens van dit patroon: {pattern}",
        "Use lower-case letters, digits and the characters of this pattern: {pattern}",
    ),
    "RULE-CHOICE": entry("{found} is geen keuze", "{found} is no choice", "Toegestaan: {allowed}.", "Allowed: {allowed}."),
    "RULE-NUMBER-LOW": entry("'{key}': {found} is lager dan {bound}", "'{key}': {found} is below {bound}"),
    "RULE-NUMBER-HIGH": entry("'{key}': {found} is hoger dan {bound}", "'{key}': {found} is above {bound}"),
    "RULE-DUPLICATE-ID": entry(
        "'{name}' bestaat al, op {first}",
        "'{name}' exists already, at {first}",
        "Geef een andere naam, of noem '{name}' onder 'replaces:' als dit de andere moet vervangen.",
        "Give another name, or list '{name}' under 'replaces:' if this is to replace the other.",
    ),
    "RULE-REPLACES-UNKNOWN": entry(
        "'{name}' bestaat niet in de mappen hiervoor",
        "'{name}' does not exist in the folders before",
        "{suggestion}",
        "{suggestion}",
    ),
    "RULE-REPLACES-NOTHING": entry(
        "'{name}' zou vervangen worden, maar deze map geeft er niets voor in de plaats",
        "'{name}' is to be replaced, but this folder gives nothing in its place",
        "Voeg de nieuwe '{name}' toe of haal de naam hier weg.",
        "Add the new '{name}' or remove the name here.",
    ),
    "RULE-REPLACES-KIND": entry(
        "'{name}' is op {first} iets van een ander soort en kan hierdoor niet worden vervangen",
        "'{name}' is something of another kind at {first} and can't be replaced by this",
    ),
    "RULE-ID-RESERVED": entry(
        "'{name}' heeft een vaste betekenis en kan geen naam zijn",
        "'{name}' has a fixed meaning and can't be a name",
        "Kies een andere naam.",
        "Choose another name.",
    ),
    "RULE-CONDITION-SHAPE": entry(
        "een voorwaarde is een blok als {{feit: waarde}}",
        "a condition is a block like {{fact: value}}",
        "Voorbeeld: {{kanalen.website.ingangen: 1}}.",
        "Example: {{kanalen.website.ingangen: 1}}.",
    ),
    "RULE-CONDITION-EMPTY": entry(
        "deze voorwaarde is leeg", "this condition is empty", "Noem ten minste één feit.", "Name at least one fact."
    ),
    "RULE-CONDITION-LIST": entry(
        "na '{key}' hoort een lijst van voorwaarden",
        "'{key}' takes a list of conditions",
        "Begin elke voorwaarde op een eigen regel met een streepje.",
        "Start each condition on a line of its own with a dash.",
    ),
    "RULE-CHAIN-LONG": entry(
        "hier rusten meer dan {most} conclusies op elkaar",
        "more than {most} conclusions rest on one another here",
        "Maak de keten korter: laat regels vaker de feiten zelf lezen.",
        "Make the chain shorter: let rules read the facts themselves more often.",
    ),
    "RULE-LIMIT-TWICE": entry(
        "fase {phase} heeft al een beperking: {first}",
        "phase {phase} has a limit already: {first}",
        "Een fase heeft er één. Noem de oude in 'replaces' om die te vervangen.",
        "A phase has one. Name the old one in 'replaces' to replace it.",
    ),
    "RULE-FACT-INSIDE": entry(
        "'{name}' staat binnen '{other}', en dat is zelf een feit of een lijst",
        "'{name}' stands inside '{other}', which is itself a fact or a list",
        "Geef een van de twee een andere naam.",
        "Give one of the two another name.",
    ),
    "RULE-FACT-UNKNOWN": entry(
        "het feit '{name}' bestaat niet", "the fact '{name}' does not exist", "{suggestion}", "{suggestion}"
    ),
    "RULE-READS-MEASURE": entry(
        "'{name}' is een maatregel, en een voorwaarde kan niet van een maatregel afhangen",
        "'{name}' is a measure, and a condition can't depend on a measure",
        "Noem het feit dat de maatregel verandert.",
        "Name the fact that the measure changes.",
    ),
    "RULE-TEST-UNKNOWN": entry("'{test}' is geen vergelijking", "'{test}' is no comparison", "{suggestion}", "{suggestion}"),
    "RULE-TEST-TYPE": entry(
        "'{test}' kan niet bij '{name}', dat waar of onwaar is",
        "'{test}' can't be used with '{name}', which is true or false",
        "Schrijf '{name}: true' of '{name}: false'.",
        "Write '{name}: true' or '{name}: false'.",
    ),
    "RULE-VALUE-TYPE": entry(
        "{found} kan geen waarde van '{name}' zijn",
        "{found} can't be a value of '{name}'",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "RULE-NORM-SHAPE": entry("een norm wordt genoemd als {{norm: naam}}", "a norm is named like {{norm: name}}"),
    "RULE-NORM-UNKNOWN": entry(
        "de norm '{name}' bestaat niet", "the norm '{name}' does not exist", "{suggestion}", "{suggestion}"
    ),
    "RULE-NORM-TYPE": entry(
        "de norm '{name}' is van een ander soort dan '{fact}'",
        "the norm '{name}' is of another kind than '{fact}'",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "RULE-EFFECT-FACT": entry(
        "een maatregel verandert feiten, en '{name}' is geen feit",
        "a measure changes facts, and '{name}' is no fact",
        "Noem het feit dat na de maatregel anders is.",
        "Name the fact that is different after the measure.",
    ),
    "RULE-EFFECT-TEST": entry(
        "een effect geeft een waarde, of een onder- of bovengrens",
        "an effect gives a value, or a lower or upper bound",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "RULE-STEPS": entry(
        "er zijn {nl} stappen in het Nederlands en {en} in het Engels",
        "there are {nl} steps in Dutch and {en} in English",
        "Schrijf elke stap in beide talen.",
        "Write each step in both languages.",
    ),
    "RULE-DERIVED-SHAPE": entry(
        "een afgeleid feit telt een lijst ('count') of zoekt erin ('some' met 'where'), een van beide",
        "a derived fact counts a list ('count') or looks in it ('some' with 'where'), one of the two",
    ),
    "RULE-REFERENCE": entry("'{name}' bestaat niet", "'{name}' does not exist", "{suggestion}", "{suggestion}"),
    "RULE-BASIS-SOURCE": entry(
        "basis '{basis}' vraagt om een bron",
        "basis '{basis}' asks for a source",
        "Voeg 'source:' toe, of noem de basis 'eigen' als het uw eigen interpretatie is.",
        "Add 'source:', or call the basis 'eigen' if it is your own interpretation.",
    ),
    "RULE-BASIS-READING": entry(
        "basis 'bron' vraagt om 'reading': hoe is de bron meetbaar gemaakt?",
        "basis 'bron' asks for 'reading': how was the source made measurable?",
        "Voeg 'reading: {{nl: …, en: …}}' toe.",
        "Add 'reading: {{nl: …, en: …}}'.",
    ),
    "RULE-SOURCE-UNKNOWN": entry(
        "'{name}' staat niet in sources.yaml", "'{name}' is not in sources.yaml", "{suggestion}", "{suggestion}"
    ),
    "RULE-PHASE-UNNAMED": entry(
        "fase {phase} heeft nergens een naam",
        "phase {phase} has a name nowhere",
        "Voeg 'name:' toe aan het bestand van fase {phase}.",
        "Add 'name:' to the file of phase {phase}.",
    ),
    "RULE-PHASE-GAP": entry(
        "fase {phase} ontbreekt tussen de andere",
        "phase {phase} is missing between the others",
        "Nummer de fasen vanaf 1 zonder gat.",
        "Number the phases from 1 without a gap.",
    ),
    "RULE-NO-PHASES": entry(
        "er is geen enkele fase",
        "there is no phase at all",
        "Geef ten minste een bestand phase-1-….yaml.",
        "Give at least a file phase-1-….yaml.",
    ),
    "RULE-CYCLE": entry(
        "deze regels hangen van zichzelf af: {cycle}",
        "these rules depend on themselves: {cycle}",
        "Haal een van de verwijzingen weg.",
        "Remove one of the references.",
    ),
    "RULE-REQUIRES-CYCLE": entry(
        "deze maatregelen vragen elkaar vooraf: {cycle}",
        "these measures require each other first: {cycle}",
        "Haal een van de namen onder 'requires' weg.",
        "Remove one of the names under 'requires'.",
    ),
}


RULES: Final[dict[str, Diagnostic]] = _YAML | _RULE_FILES | _RULES
