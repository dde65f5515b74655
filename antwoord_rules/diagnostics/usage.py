"""What can be wrong with a call or a command."""

from __future__ import annotations

from typing import Final

from antwoord_rules.diagnostics.entry import Diagnostic, entry

_USE: Final = {
    "STDIN-TWICE": entry(
        "'-' (standaardinvoer) kan maar één keer worden gelezen",
        "'-' (standard input) can be read only once",
        "Geef de andere feiten als bestand.",
        "Give the other facts as files.",
    ),
    "OUTPUT-IS-INPUT": entry(
        "de uitvoer zou de invoer overschrijven",
        "the output would overwrite the input",
        "Kies met -o een ander bestand.",
        "Choose another file with -o.",
    ),
    "EXTRA-MISSING": entry(
        "hiervoor ontbreekt een onderdeel op deze computer: {reason}",
        "something that this needs is missing on this computer: {reason}",
        "Installeer het met: pip install 'antwoord-rules[{extra}]'. Voor PDF is ook Pango nodig (Debian: apt install"
        " libpango-1.0-0 libpangoft2-1.0-0), voor Spark Java 17 of nieuwer (Debian: apt install openjdk-17-jre-headless).",
        "Install it with: pip install 'antwoord-rules[{extra}]'. PDF also needs Pango (Debian: apt install libpango-1.0-0"
        " libpangoft2-1.0-0), Spark needs Java 17 or newer (Debian: apt install openjdk-17-jre-headless).",
    ),
    "REPORT-FORM": entry(
        "{found} is geen vorm waarin een rapport kan worden gemaakt",
        "{found} is no form in which a report can be made",
        "Laat de naam achter -o eindigen op .html, .docx, .pdf of .md.",
        "Let the name after -o end in .html, .docx, .pdf or .md.",
    ),
    "TEMPLATE-UNREADABLE": entry(
        "de huisstijl kan niet worden gebruikt: {reason}",
        "the house style can't be used: {reason}",
        "Geef met --template een Word-document (.docx of .dotx); alleen de stijlen, marges, kop- en voetteksten tellen.",
        "Give a Word document (.docx or .dotx) with --template; only its styles, margins, headers and footers count.",
    ),
    "TEMPLATE-UNUSED": entry(
        "een huisstijl (--template) geldt alleen voor Word",
        "a house style (--template) is for Word only",
        "Laat --template weg, of laat de naam achter -o eindigen op .docx.",
        "Leave out --template, or let the name after -o end in .docx.",
    ),
    "ASK-NO-OUTPUT": entry(
        "er is geen bestand genoemd om de antwoorden in te bewaren",
        "no file is named to save the answers in",
        "Noem het met -o. Dat mag het feitenbestand zelf zijn; noem het dan twee keer.",
        "Name it with -o. It may be the fact file itself; then name it twice.",
    ),
    "ASK-OUTPUT-EXISTS": entry(
        "dit bestand bestaat al; de antwoorden die erin staan, zouden verloren gaan",
        "this file exists already; the answers in it would be lost",
        "Laat FACTS weg om met dit bestand verder te gaan, of kies met -o een ander bestand.",
        "Leave out FACTS to go on with this file, or choose another file with -o.",
    ),
    "COMMAND-UNKNOWN": entry(
        "de opdracht '{name}' bestaat niet", "the command '{name}' does not exist", "{suggestion}", "{suggestion}"
    ),
    "ID-UNKNOWN": entry(
        "'{name}' bestaat niet in de regels", "'{name}' does not exist in the rules", "{suggestion}", "{suggestion}"
    ),
    "NORM-UNKNOWN": entry("de norm '{name}' bestaat niet", "the norm '{name}' does not exist", "{suggestion}", "{suggestion}"),
    "NORM-VALUE": entry(
        "{found} kan geen waarde van de norm '{name}' zijn",
        "{found} can't be a value of the norm '{name}'",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "NORM-FORM": entry(
        "'{found}' is geen norm met een waarde",
        "'{found}' is no norm with a value",
        "Schrijf het als norm_direct_afgehandeld=85.",
        "Write it like norm_direct_afgehandeld=85.",
    ),
    "PHASE-UNKNOWN": entry(
        "er is geen fase {found}",
        "there is no phase {found}",
        "Kies een fase van 1 tot en met {top}.",
        "Choose a phase from 1 to {top}.",
    ),
    "MEASURE-UNKNOWN": entry(
        "de maatregel '{name}' bestaat niet", "the measure '{name}' does not exist", "{suggestion}", "{suggestion}"
    ),
    "MEASURE-BOTH": entry(
        "de maatregel '{name}' kan niet tegelijk wel en niet in het plan",
        "the measure '{name}' can't be both in and out of the plan",
        "Noem hem alleen bij include of alleen bij exclude.",
        "Name it under include or under exclude only.",
    ),
    "BOUND-NEGATIVE": entry(
        "de grens '{name}' is negatief",
        "the bound '{name}' is negative",
        "Geef een getal van 0 of hoger.",
        "Give a number of 0 or more.",
    ),
    "CHALLENGES-NEED-PHASE": entry(
        "van welke fasen de uitdagingen meetellen, hangt af van de fase waar het plan naartoe gaat",
        "of which phases the challenges count depends on the phase that the plan leads to",
        "Geef met --to ook die fase.",
        "Give that phase too, with --to.",
    ),
    "TIME-UP": entry(
        "binnen {seconds} seconden is geen antwoord gevonden",
        "no answer was found within {seconds} seconds",
        "Vraag minder tegelijk, of geef meer tijd (op de opdrachtregel: --time-limit).",
        "Ask less at a time, or give more time (on the command line: --time-limit).",
    ),
    "PROOF-REPLAY": entry(
        "het tegenvoorbeeld voor '{name}' blijkt bij narekenen niet te kloppen",
        "replayed, the counterexample for '{name}' turns out not to hold",
        "Dit is een fout van ons. Meld hem, met de regels; met --no-proofs kunt u verder.",
        "This is a fault of ours. Report it, with the rules; with --no-proofs you can go on.",
    ),
    "PLAN-REPLAY": entry(
        "het plan haalt bij narekenen niet wat het belooft ({goals}): {measures}",
        "replayed, the plan does not reach what it promises ({goals}): {measures}",
        "Dit is een fout van ons. Meld hem, met het feitenbestand.",
        "This is a fault of ours. Report it, with the fact file.",
    ),
    "ENGINE-UNKNOWN": entry(
        "de engine '{name}' bestaat niet", "the engine '{name}' does not exist", "{suggestion}", "{suggestion}"
    ),
    "ENGINE-FALLBACK": entry(
        "durable_rules is niet te laden ({reason}); de referentie-engine rekent, met dezelfde uitkomst",
        "durable_rules can't be loaded ({reason}); the reference engine is used, with the same outcome",
        "Installeer een C-compiler en de headers van Python (Debian: apt install gcc python3-dev), dan durable_rules=={version}.",
        "Install a C compiler and Python's headers (Debian: apt install gcc python3-dev), then durable_rules=={version}.",
    ),
    "ENGINE-FAULT": entry(
        "de regelengine werkte niet zoals het moet: {reason}",
        "the rule engine did not work as it must: {reason}",
        "Dit is een fout van ons. Meld hem, met het feitenbestand; met --engine reference kunt u verder.",
        "This is a fault of ours. Report it, with the fact file; with --engine reference you can go on.",
    ),
    "INTERNAL": entry(
        "onverwachte fout: {reason}",
        "unexpected error: {reason}",
        "Dit is een fout van ons. Herhaal de opdracht met --debug en meld wat u ziet.",
        "This is a fault of ours. Repeat the command with --debug and report what you see.",
    ),
}


_NEW: Final = {
    "NEW-EXISTS": entry(
        "'{name}' bestaat al, op {place}",
        "'{name}' exists already, at {place}",
        "Kies een andere naam, of verander wat er al staat.",
        "Choose another name, or change what is there.",
    ),
    "NEW-ID-FORM": entry(
        "{found} is geen goede naam voor een {kind}",
        "{found} is not the right form of name for a {kind}",
        "Schrijf de naam als {example}: kleine letters zonder accenten, cijfers en lage streepjes.",
        "Write the name like {example}: lower-case letters without accents, digits and underscores.",
    ),
    "NEW-ID-INSIDE": entry(
        "het feit '{name}' kan niet naast '{other}' bestaan ({place})",
        "the fact '{name}' can't exist beside '{other}' ({place})",
        "In een feitenbestand is een naam een feit of een groep, nooit allebei. Kies een andere naam.",
        "In a fact file a name is a fact or a group, never both. Choose another name.",
    ),
    "NEW-OPTION-MISSING": entry(
        "voor een {kind} is {option} nodig",
        "{option} is needed for a {kind}",
        "Zie 'antwoord new --help'.",
        "See 'antwoord new --help'.",
    ),
    "NEW-OPTION-UNUSED": entry(
        "{option} hoort niet bij een {kind}",
        "{option} does not belong to a {kind}",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "NEW-NO-PLACE": entry(
        "er is nog geen {place} voor '{name}'",
        "there is no {place} for '{name}' yet",
        "Kies met {option} een die er wel is: {allowed}.",
        "Choose one that exists with {option}: {allowed}.",
    ),
    "NEW-BUNDLED": entry(
        "'{bundled}' zijn de meegeleverde regels; daar komt niets bij",
        "'{bundled}' are the shipped rules; nothing is added to them",
        "Geef met --in een eigen map, bijvoorbeeld 'ours'.",
        "Give a folder of your own with --in, for instance 'ours'.",
    ),
    "NEW-FILE-FORM": entry(
        "onder '{key}' kan niets worden toegevoegd zonder de rest van het bestand te veranderen",
        "nothing can be added under '{key}' without changing the rest of the file",
        "Zet elk onderdeel onder '{key}:' op een eigen regel die met een streepje begint.",
        "Write each item under '{key}:' on a line of its own that starts with a dash.",
    ),
}

_COLUMNS: Final = {
    "COLUMN-TWICE": entry(
        "de lijst '{name}' en het feit '{other}' dat eruit volgt, staan er allebei in",
        "the list '{name}' and the fact '{other}' that follows from it are both given",
        "Laat een van de twee kolommen weg.",
        "Leave out one of the two columns.",
    ),
    "COLUMN-NO-LIST": entry(
        "de kolom '{name}' bevat {found} en geen lijsten",
        "the column '{name}' holds {found} and no lists",
        "Geef een lijst van structs, of de feiten die eruit volgen als kolommen.",
        "Give a list of structs, or the facts that follow from it as columns.",
    ),
    "COLUMN-NO-FACT": entry(
        "de kolom '{name}' lijkt een feit, maar is het niet; hij gaat onveranderd mee",
        "the column '{name}' looks like a fact but is none; it passes through as it is",
        "{suggestion}",
        "{suggestion}",
    ),
    "COLUMN-TAKEN": entry(
        "de kolom '{name}' bestaat al, en zo heet ook een kolom van het resultaat",
        "the column '{name}' exists already, and a column of the result has that name too",
        "Geef de kolom een andere naam.",
        "Give the column another name.",
    ),
    "BATCH-RESUME": entry(
        "hier is niets om mee verder te gaan: er zijn geen delen, of ze zijn van andere invoer, regels of opties",
        "there is nothing to go on with: there are no parts, or they are of other input, rules or options",
        "Laat --resume weg om opnieuw te beginnen.",
        "Leave out --resume to start anew.",
    ),
    "BATCH-NESTED": entry(
        "de kolom '{name}' bevat lijsten of structs, en die passen niet in CSV",
        "the column '{name}' holds lists or structs, which do not fit in CSV",
        "Schrijf naar .parquet of .ndjson.",
        "Write to .parquet or .ndjson.",
    ),
    "BATCH-RECORD": entry(
        "record {row} klopt niet: {flaw} {reason}",
        "record {row} is wrong: {flaw} {reason}",
        "Verbeter het record, of laat --strict weg: dan gaat het naar het bestand met afgekeurde records.",
        "Correct the record, or leave out --strict: then it goes to the file of rejected records.",
    ),
    "BATCH-FORM": entry(
        "{found} is geen soort bestand dat hier kan",
        "{found} is no kind of file that can be used here",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
    "BATCH-SCENARIO": entry(
        "'{given}' zegt niet welke waarden '{name}' krijgt",
        "'{given}' does not say which values '{name}' gets",
        "{allowed}",
        "{allowed}",
    ),
    "SPARK-OPTION": entry(
        "{option} kan niet samen met --spark",
        "{option} can't go with --spark",
        "Laat {option} weg, of laat --spark weg.",
        "Leave out {option}, or leave out --spark.",
    ),
    "SPARK-RECORD": entry(
        "een record klopt niet: {flaw} {reason}; het record is {record}",
        "a record is wrong: {flaw} {reason}; the record is {record}",
        "Verbeter het record. Bij 'antwoord batch' kunt u ook --strict weglaten: dan gaat het naar de afgekeurde records.",
        "Correct the record. With 'antwoord batch' you can also leave out --strict: then it goes to the rejected records.",
    ),
    "SPARK-FAILED": entry(
        "Spark is gestopt: {reason}",
        "Spark stopped: {reason}",
        "Kijk of de naam achter --spark klopt, zoals local[2] of spark://host:7077, en of Spark bij de bestanden kan.",
        "See whether the name after --spark is right, like local[2] or spark://host:7077, and whether Spark can reach the files.",
    ),
    "CSV-FIELDS": entry(
        "het record heeft niet zoveel waarden als er kolommen zijn ({reason})",
        "the record does not have as many values as there are columns ({reason})",
        "Zet een tekst met een scheidingsteken erin tussen aanhalingstekens.",
        "Put a text that holds a separator between quotes.",
    ),
    "FRAME-KIND": entry(
        "een {found} is geen tabel",
        "a {found} is no frame",
        "Geef een DataFrame van polars of pandas, of een tabel van Arrow.",
        "Give a DataFrame of polars or pandas, or an Arrow table.",
    ),
    "COLUMN-VALUE": entry(
        "rij {row}: {found} is geen waarde van '{name}' ({flaw})",
        "row {row}: {found} is no value of '{name}' ({flaw})",
        "Toegestaan: {allowed}.",
        "Allowed: {allowed}.",
    ),
}

USAGE: Final[dict[str, Diagnostic]] = _USE | _NEW | _COLUMNS
