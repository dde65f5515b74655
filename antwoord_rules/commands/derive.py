"""`antwoord derive`: facts measured from registrations of customer contact, and claims held against them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from antwoord_rules.commands import places, usage
from antwoord_rules.errors import AntwoordError, FactsError, UsageError, problem
from antwoord_rules.facts.reader import content_of, read_bytes
from antwoord_rules.language import Language, Text
from antwoord_rules.quoting import clean

if TYPE_CHECKING:
    from antwoord_rules.facts.memory import WorkingMemory
    from antwoord_rules.knowledge_base import KnowledgeBase
    from antwoord_rules.registrations.choices import Choices
    from antwoord_rules.registrations.measuring import SourceName

SOURCES: Final = ("kiss", "open-klant", "ggm", "zaken")
SUFFIXES: Final = (".json", ".ndjson", ".jsonl", ".csv", ".parquet")
_WAIT_NORM: Final = "norm_wachttijd_telefoon"

_HELP = Text(
    "Meet feiten in registraties van klantcontact. FILES zijn exports (JSON-pagina's, NDJSON, CSV of parquet), mappen of"
    " patronen. Namen, nummers, adressen en vrije tekst worden niet gelezen. Wat niet te meten is, staat erbij als open vraag.",
    "Measure facts in registrations of customer contact. FILES are exports (JSON pages, NDJSON, CSV or parquet), folders or"
    " patterns. Names, numbers, addresses and free text are not read. What can't be measured is listed as a question left.",
)
_FROM = Text(
    "Waar de bestanden uit komen; herhaal voor meer registraties. Elk bestand wordt aan zijn velden herkend.",
    "Where the files come from; repeat for more registrations. Each file is recognised by its fields.",
)
_OUTPUT = Text(
    "Schrijf de feiten naar dit bestand; '-' is standaarduitvoer.", "Write the facts to this file; '-' is standard output."
)
_INTO = Text(
    "Vul dit feitenbestand aan: wat gemeten is, komt in de plaats van wat er stond. Het bestand zelf verandert niet.",
    "Add to this fact file: what is measured takes the place of what was there. The file itself does not change.",
)
_CHECK = Text(
    "Houd deze feiten tegen wat gemeten is; eindigt met 1 als zij elkaar tegenspreken.",
    "Hold these facts against what is measured; ends with 1 when they contradict each other.",
)
_MAPPING = Text(
    "JSON-bestand dat zegt hoe gespreksresultaten tellen en wat kanalen en ingangen zijn.",
    "JSON file that says how results count and what are channels and entrances.",
)
_COUNTS = Text(
    "Hoe een gespreksresultaat telt: direct, niet of negeer; herhaal voor meer.",
    "How a result of a conversation counts: direct, niet (not) or negeer (ignore); repeat for more.",
)
_CONSULTED = Text(
    "Of 'afgehandeld na ruggespraak' telt als direct afgehandeld. Er is geen standaard.",
    "Whether 'handled after consulting a colleague' counts as handled directly. There is no default.",
)
_PERIOD = Text(
    "Alleen contacten van deze dagen, in Nederlandse tijd: VAN..TOT (tot en met), of 2026-Q3, 2026-07, 2026.",
    "Only contacts of these days, in Dutch time: FROM..TO (included), or 2026-Q3, 2026-07, 2026.",
)
_NAME = Text("Naam van de gemeente, voor een nieuw feitenbestand.", "Name of the municipality, for a new fact file.")
_DATE = Text("Peildatum, voor een nieuw feitenbestand.", "Reference date, for a new fact file.")
_METAVAR_COUNTS = Text("RESULTAAT=TELT", "RESULT=COUNTS")
_METAVAR_PERIOD = Text("VAN..TOT", "FROM..TO")
_MISSING = {
    "naam": Text("de naam van de gemeente", "the name of the municipality"),
    "peildatum": Text("de peildatum", "the reference date"),
}


def command(language: Language) -> click.Command:
    """The command in the given language."""

    def derive(
        files: tuple[str, ...],
        sources: tuple[SourceName, ...],
        output: str | None,
        into: str | None,
        check: str | None,
        mapping: str | None,
        counts: tuple[str, ...],
        consulted: str | None,
        period: str | None,
        naam: str | None,
        peildatum: str | None,
        form: str,
        rules: tuple[str, ...],
        norms: tuple[str, ...],
    ) -> int:
        paths = places.files(files, language, SUFFIXES)
        usage.refuse_overwriting(output, [*paths, *filter(None, (check, mapping))], rules)
        knowledge = usage.knowledge_base(rules, norms)
        choices = _choices(knowledge, mapping, counts, consulted, period)
        claims, document = _given(knowledge, check, into)
        document = _municipality(document, naam, peildatum, needed=output is not None)
        from antwoord_rules.registrations import contradictions, documented
        from antwoord_rules.registrations import derive as measure

        found = measure(sources, paths, choices, knowledge.base.vocabulary)
        against = contradictions(claims, found, knowledge) if claims else None
        made = documented(found, knowledge.base.vocabulary, document) if document else None
        if made is not None:
            knowledge.read(made)
        if output is not None and made is not None:
            usage.emit(usage.to_json(made), output)
        from antwoord_rules.reports.registrations import dump, report

        if form == "json":
            text = usage.to_json(dump(found, against or (), made))
        else:
            from antwoord_rules.rendering import terminal

            text = terminal.render(report(found, against, knowledge.base, language))
        if output == usage.STANDARD_OUTPUT:
            click.echo(text, err=True, nl=False)
        else:
            usage.emit(text)
        return int(check is not None and any(one.certain for one in against or ()))

    return usage.LocalizedCommand(
        language,
        "derive",
        derive,
        _HELP,
        [
            click.Argument(["files"], nargs=-1, required=True, metavar="FILES..."),
            click.Option(
                ["--from", "sources"], type=click.Choice(SOURCES), multiple=True, required=True, help=_FROM.to(language)
            ),
            click.Option(["-o", "--output"], metavar="FILE", help=_OUTPUT.to(language)),
            click.Option(["--into"], metavar="FACTS", help=_INTO.to(language)),
            click.Option(["--check"], metavar="FACTS", help=_CHECK.to(language)),
            click.Option(["--mapping"], metavar="FILE", help=_MAPPING.to(language)),
            click.Option(["--counts"], multiple=True, metavar=_METAVAR_COUNTS.to(language), help=_COUNTS.to(language)),
            click.Option(["--ruggespraak", "consulted"], type=click.Choice(("direct", "niet")), help=_CONSULTED.to(language)),
            click.Option(["--period"], metavar=_METAVAR_PERIOD.to(language), help=_PERIOD.to(language)),
            click.Option(["--naam"], metavar="NAAM", help=_NAME.to(language)),
            click.Option(["--peildatum"], metavar="DATUM", help=_DATE.to(language)),
            usage.format_option(language, "text", "json"),
            usage.rules_option(language),
            usage.norm_option(language),
        ],
    )


def _choices(
    knowledge: KnowledgeBase, mapping: str | None, counts: Sequence[str], consulted: str | None, period: str | None
) -> Choices:
    """The choices of the options; what --counts says goes before what the mapping says."""
    from antwoord_rules.registrations.choices import HANDLINGS, Choices, counts_option, read_mapping
    from antwoord_rules.registrations.period import Period

    days = None
    if period is not None and (days := Period.parse(period)) is None:
        raise UsageError([problem("DERIVE-PERIOD", found=clean(period))])
    given = read_mapping(mapping) if mapping else Choices()
    norm = knowledge.norms.get(_WAIT_NORM, 0)
    return given._replace(
        period=days,
        results={**given.results, **dict(map(counts_option, counts))},
        consulted=HANDLINGS[consulted] if consulted else None,
        wait_norm=int(norm),
    )


def _given(knowledge: KnowledgeBase, check: str | None, into: str | None) -> tuple[WorkingMemory | None, dict[str, Any] | None]:
    """The claims to check, and the document to add to (else that of the claims, with its municipality only)."""
    found: dict[str, tuple[WorkingMemory, dict[str, Any]]] = {}
    problems: list[AntwoordError] = []
    for name in dict.fromkeys(filter(None, (check, into))):
        try:
            content = content_of(Path(name))
            found[name] = read_bytes(content, name, knowledge.base.vocabulary), json.loads(content.decode("utf-8-sig"))
        except FactsError as error:
            problems.append(error)
    if problems:
        raise FactsError(one for error in problems for one in error.problems)
    claims = found[check][0] if check else found[into][0] if into else None
    if into:
        return claims, found[into][1]
    return claims, {key: value for key, value in found[check][1].items() if key == "gemeente"} if check else None


def _municipality(
    document: dict[str, Any] | None, naam: str | None, peildatum: str | None, *, needed: bool
) -> dict[str, Any] | None:
    """The document with the municipality of the options; raises a usage error when it is needed and unknown."""
    given = {key: value for key, value in (("naam", naam), ("peildatum", peildatum)) if value is not None}
    whom = {**(document or {}).get("gemeente", {}), **given}
    missing = [name for name in _MISSING if name not in whom]
    if missing and (needed or given):
        raise UsageError(problem("DERIVE-MUNICIPALITY", missing=_MISSING[name]) for name in missing)
    return None if missing else {**(document or {}), "gemeente": whom}
