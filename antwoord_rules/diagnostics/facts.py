"""What can be wrong with files, with JSON, and with facts."""

from __future__ import annotations

from typing import Final

from antwoord_rules.diagnostics.entry import Diagnostic, entry

_FILES: Final = {
    "FILE-MISSING": entry(
        "het bestand bestaat niet",
        "the file does not exist",
        "Controleer de naam en de map.",
        "Check the name and the folder.",
    ),
    "FILE-UNREADABLE": entry(
        "het bestand is niet te lezen: {reason}",
        "the file can't be read: {reason}",
        "Geef een gewoon bestand dat u mag lezen.",
        "Give a plain file that you may read.",
    ),
    "FILE-UNWRITABLE": entry(
        "het bestand is niet te schrijven: {reason}",
        "the file can't be written: {reason}",
        "Kies een andere naam of map.",
        "Choose another name or folder.",
    ),
    "FILE-TOO-LARGE": entry(
        "het bestand heeft {bytes} bytes; hoogstens {most} zijn toegestaan",
        "the file has {bytes} bytes; at most {most} are allowed",
        "Controleer of dit het bedoelde bestand is.",
        "Check that this is the file you meant.",
    ),
    "TEXT-ENCODING": entry(
        "het bestand is geen UTF-8",
        "the file is not UTF-8",
        "Sla het bestand op als UTF-8.",
        "Save the file as UTF-8.",
    ),
}


_JSON: Final = {
    "JSON-EMPTY": entry(
        "het document is leeg",
        "the document is empty",
        'Een feitenbestand begint met {{"gemeente": {{"naam": …, "peildatum": …}}}}.',
        'A fact file starts with {{"gemeente": {{"naam": …, "peildatum": …}}}}.',
    ),
    "JSON-SYNTAX": entry(
        "dit is geen geldige JSON: {reason}",
        "this is not valid JSON: {reason}",
        "Kijk op deze plek naar komma's, aanhalingstekens en haakjes.",
        "Look here for commas, quotes and brackets.",
    ),
    "JSON-TOO-DEEP": entry(
        "het document is dieper genest dan {most} niveaus",
        "the document is nested deeper than {most} levels",
        "Een feitenbestand heeft er hoogstens vijf.",
        "A fact file has five at most.",
    ),
    "JSON-NUMBER": entry(
        "'{found}' is geen getal dat hier mag staan",
        "'{found}' is not a number that is allowed here",
        "Gebruik gewone cijfers; laat een onbekende waarde weg of schrijf null.",
        "Use plain digits; leave an unknown value out or write null.",
    ),
    "JSON-DUPLICATE-KEY": entry(
        "de sleutel '{key}' staat er twee keer; de eerste staat op regel {line}",
        "the key '{key}' stands here twice; the first is on line {line}",
        "Haal een van de twee weg.",
        "Remove one of the two.",
    ),
    "JSON-NOT-OBJECT": entry(
        "een feitendocument is een object met sleutels, en dit is {found}",
        "a fact document is an object with keys, and this is {found}",
        'Begin met {{"gemeente": …}}. Meer gemeenten? Geef meer bestanden.',
        'Start with {{"gemeente": …}}. More municipalities? Give more files.',
    ),
}


_FACTS: Final = {
    "FACT-UNKNOWN": entry("'{key}' is hier geen feit", "'{key}' is no fact here", "{suggestion}", "{suggestion}"),
    "FACT-REQUIRED": entry(
        "'{key}' ontbreekt",
        "'{key}' is missing",
        "Vul hier {allowed} in.",
        "Fill in {allowed} here.",
    ),
    "FACT-TYPE": entry(
        "{label}: {found} is niet van het goede soort",
        "{label}: {found} is of the wrong kind",
        "Toegestaan: {allowed}; null of weglaten betekent onbekend.",
        "Allowed: {allowed}; null or leaving it out means unknown.",
    ),
    "FACT-RANGE": entry(
        "{label}: {found} ligt buiten het bereik",
        "{label}: {found} is out of range",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "FACT-DECIMALS": entry(
        "{label}: {found} heeft te veel decimalen",
        "{label}: {found} has too many decimals",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "FACT-SHAPE": entry(
        "{label}: hier hoort {expected}, en dit is {found}",
        "{label}: {expected} belongs here, and this is {found}",
    ),
    "FACT-NO-EVIDENCE": entry(
        "{label}: een lijst kan geen bewijs ('waarde', 'herkomst' …) dragen",
        "{label}: a list can't carry evidence ('waarde', 'herkomst' …)",
        "Geef de lijst zelf; de waarden erin mogen wel bewijs dragen.",
        "Give the list itself; the values in it may carry evidence.",
    ),
    "FACT-TEXT": entry(
        "{label}: de tekst bevat een teken dat niet is toegestaan ({found})",
        "{label}: the text holds a character that is not allowed ({found})",
        "Verwijder stuurtekens en halve Unicode-tekens.",
        "Remove control characters and halves of Unicode pairs.",
    ),
    "FACT-EMPTY": entry("{label}: de tekst is leeg", "{label}: the text is empty", "Vul {allowed} in.", "Fill in {allowed}."),
    "FACT-DATE": entry(
        "{label}: {found} is geen bestaande datum",
        "{label}: {found} is not a date that exists",
        "Schrijf een datum als 2026-10-01.",
        "Write a date like 2026-10-01.",
    ),
    "FACT-CODE": entry(
        "{label}: {found} is geen gemeentecode",
        "{label}: {found} is no municipality code",
        "Een gemeentecode is GM met vier cijfers, zoals GM0363.",
        "A municipality code is GM with four digits, such as GM0363.",
    ),
    "FACT-CHOICE": entry(
        "{label}: {found} is geen keuze", "{label}: {found} is no choice", "Toegestaan: {allowed}.", "Allowed: {allowed}."
    ),
    "FACT-DUPLICATE-NAME": entry(
        "{label}: de naam {found} komt twee keer voor",
        "{label}: the name {found} occurs twice",
        "Geef elk een eigen naam.",
        "Give each a name of its own.",
    ),
    "FACT-DERIVED": entry(
        "'{key}' wordt afgeleid uit de lijst '{collection}' en kan niet worden opgegeven",
        "'{key}' is derived from the list '{collection}' and can't be given",
        "Geef de lijst '{collection}'.",
        "Give the list '{collection}'.",
    ),
}


FACTS: Final[dict[str, Diagnostic]] = _FILES | _JSON | _FACTS
