"""What can be wrong with registrations, and with the choices that measuring them asks for."""

from __future__ import annotations

from typing import Final

from antwoord_rules.diagnostics.entry import Diagnostic, entry

_FILES: Final = {
    "DERIVE-COLUMN": entry(
        "in deze {table} ontbreken velden die nodig zijn: {columns}",
        "fields that are needed are missing from this {table}: {columns}",
        "Neem deze velden in de export op, met hun naam uit de specificatie.",
        "Include these fields in the export, with their name from the specification.",
    ),
    "DERIVE-CSV": entry(
        "deze rij heeft {fields} velden; de kop heeft er {most}",
        "this row has {fields} fields; the header has {most}",
        "Zet een tekst met het scheidingsteken erin tussen dubbele aanhalingstekens.",
        "Put a text that holds the separator in double quotes.",
    ),
    "DERIVE-CSV-QUOTE": entry(
        "een aanhalingsteken dat hier begint, wordt niet goed gesloten",
        "a quote that starts here is not closed properly",
        'Sluit de tekst met "; een aanhalingsteken in een tekst schrijft u als "".',
        'Close the text with "; write a quote within a text as "".',
    ),
    "DERIVE-DATE": entry(
        "record {record}: het veld '{field}' is geen datum met tijd die wij kunnen lezen",
        "record {record}: the field '{field}' is no date and time that we can read",
        "Toegestaan: 2026-07-01T09:12:33Z, 2026-07-01T11:12:33+02:00, of zonder verschil met UTC in Nederlandse tijd.",
        "Allowed: 2026-07-01T09:12:33Z, 2026-07-01T11:12:33+02:00, or without an offset in Dutch time.",
    ),
    "DERIVE-EMPTY": entry(
        "het bestand is leeg",
        "the file is empty",
        "Maak de export opnieuw, of laat dit bestand weg.",
        "Make the export again, or leave this file out.",
    ),
    "DERIVE-FORM": entry(
        "dit is geen JSON, NDJSON, CSV of parquet die wij kunnen lezen",
        "this is no JSON, NDJSON, CSV or parquet that we can read",
        "Geef de export in een van deze vormen; open het bestand om te zien of het heel is.",
        "Give the export in one of these forms; open the file to see whether it is whole.",
    ),
    "DERIVE-NO-FILES": entry(
        "geen van de bestanden hoort bij '{source}'",
        "none of the files belongs to '{source}'",
        "Geef een export van: {needed}. Of laat --from {source} weg.",
        "Give an export of: {needed}. Or leave out --from {source}.",
    ),
    "DERIVE-PAGE-LARGE": entry(
        "deze JSON-pagina heeft {bytes} bytes; hoogstens {most} zijn toegestaan",
        "this JSON page has {bytes} bytes; at most {most} are allowed",
        "Haal kleinere pagina's op, of geef de records als NDJSON: een record per regel.",
        "Fetch smaller pages, or give the records as NDJSON: one record a line.",
    ),
    "DERIVE-RECORD": entry(
        "record {record}: het veld '{field}' heeft een andere vorm dan de specificatie zegt",
        "record {record}: the field '{field}' has another shape than the specification says",
        "Hier hoort {expected}.",
        "Here belongs {expected}.",
    ),
    "DERIVE-SHAPE": entry(
        "dit heeft een andere vorm dan een registratie",
        "this has another shape than a registration",
        "Hier hoort {expected}.",
        "Here belongs {expected}.",
    ),
    "DERIVE-STATUS": entry(
        "record {record}: deze telefoonstatus kent het gegevensmodel niet",
        "record {record}: the data model does not know this telephone state",
        "Gebruik de codes van TELEFOONSTATUS in het Gemeentelijk Gegevensmodel, zoals CONNECTEDDIRECT of ABANDONEDQUEUED.",
        "Use the codes of TELEFOONSTATUS in the Gemeentelijk Gegevensmodel, such as CONNECTEDDIRECT or ABANDONEDQUEUED.",
    ),
    "DERIVE-TABLE": entry(
        "de velden van dit bestand passen bij geen tabel van {source}",
        "the fields of this file belong to no table of {source}",
        "Nodig zijn: {needed}.",
        "Needed are: {needed}.",
    ),
    "DERIVE-WAIT": entry(
        "record {record}: het veld '{field}' is geen wachttijd die wij kunnen lezen",
        "record {record}: the field '{field}' is no waiting time that we can read",
        "Toegestaan: een aantal seconden van 0 of meer, of een tijd als 00:01:36.",
        "Allowed: a number of seconds of 0 or more, or a time like 00:01:36.",
    ),
}


_CHOICES: Final = {
    "DERIVE-COUNTS": entry(
        "'{found}' zegt niet hoe een gespreksresultaat telt",
        "'{found}' does not say how a result counts",
        "Schrijf het als --counts 'Doorverbonden naar wijkteam=niet'. Toegestaan na =: {allowed}.",
        "Write it like --counts 'Doorverbonden naar wijkteam=niet'. Allowed after =: {allowed}.",
    ),
    "DERIVE-MAPPING": entry(
        "dit kan hier in een indeling niet staan",
        "this can't stand here in a mapping",
        "Toegestaan: {allowed}. {suggestion}",
        "Allowed: {allowed}. {suggestion}",
    ),
    "DERIVE-MUNICIPALITY": entry(
        "voor een feitenbestand ontbreekt {missing}",
        "{missing} is missing, which a fact file needs",
        "Geef --naam en --peildatum, of met --into een feitenbestand om aan te vullen.",
        "Give --naam and --peildatum, or with --into a fact file to add to.",
    ),
    "DERIVE-PERIOD": entry(
        "'{found}' is geen periode",
        "'{found}' is no period",
        "Schrijf 2026-07-01..2026-09-30, 2026-Q3, 2026-07 of 2026; de laatste dag telt mee.",
        "Write 2026-07-01..2026-09-30, 2026-Q3, 2026-07 or 2026; the last day is included.",
    ),
    "DERIVE-RESULT": entry(
        "record {record}: van dit gespreksresultaat is niet bekend hoe het telt; {number} gesprekken hebben het",
        "record {record}: it is not known how this result counts; {number} conversations have it",
        "Zeg het met --counts 'RESULTAAT=direct', =niet of =negeer, of in een bestand met --mapping. Wij tonen niet wat er"
        " staat: het kan over mensen gaan.",
        "Say so with --counts 'RESULT=direct', =niet or =negeer, or in a file with --mapping. We do not show what it says: it may"
        " be about people.",
    ),
    "DERIVE-RUGGESPRAAK": entry(
        "{number} gesprekken zijn afgehandeld na ruggespraak; of dat direct is, kiest u zelf",
        "{number} conversations were handled after consulting a colleague; whether that is direct is for you to choose",
        "Kies --ruggespraak direct (het antwoord kwam in hetzelfde gesprek) of --ruggespraak niet (de eerste medewerker kon het"
        " niet alleen).",
        "Choose --ruggespraak direct (the answer came in the same conversation) or --ruggespraak niet (the first employee could"
        " not do it alone).",
    ),
}

REGISTRATIONS: Final[dict[str, Diagnostic]] = _FILES | _CHOICES
"""Registrations and the choices."""
