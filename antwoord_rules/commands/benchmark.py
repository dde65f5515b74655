"""`antwoord benchmark`: many municipalities side by side."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from antwoord_rules.commands import places, usage
from antwoord_rules.errors import FactsError
from antwoord_rules.inference.selection import EngineName
from antwoord_rules.language import Language, Text
from antwoord_rules.quoting import clean

if TYPE_CHECKING:
    from antwoord_rules.benchmarking import Benchmark, Comparison, Order, Skipped
    from antwoord_rules.facts.memory import WorkingMemory
    from antwoord_rules.knowledge_base import KnowledgeBase

FORMATS: Final = ("text", "json", "csv", "xlsx", "html", "md")
ORDERS: Final = ("name", "phase", "inhabitants")
_SUFFIXES: Final = {".txt": "text", ".htm": "html", ".markdown": "md"} | {f".{form}": form for form in FORMATS if form != "text"}
_MOST_NEAR: Final = 1000
_MANY: Final = 100
"""So many municipalities take more than a moment."""
_LONGEST_NAME: Final = 4096

_HELP = Text(
    "Zet gemeenten naast elkaar. FACTS zijn feitenbestanden, mappen (alle *.json erin) of patronen zoals 'feiten/*.json'; '-'"
    " leest standaardinvoer. Een bestand dat er twee keer bij staat, telt één keer.",
    "Set municipalities side by side. FACTS are fact files, folders (all *.json in them) or patterns such as 'facts/*.json';"
    " '-' reads standard input. A file that is named twice counts once.",
)
_FORMAT = Text(
    f"Vorm van de uitvoer: {', '.join(FORMATS)} (standaard naar het achtervoegsel van -o, anders text).",
    f"Form of the output: {', '.join(FORMATS)} (default by the suffix of -o, else text).",
)
_GROUP = Text(
    "Vergelijk elke gemeente met die van VAN tot (niet: tot en met) TOT inwoners; herhaal voor meer groepen. '100000-' heeft"
    " geen bovengrens.",
    "Compare each municipality with those of FROM up to (not including) TO inhabitants; repeat for more groups. '100000-' has"
    " no upper bound.",
)
_NEAR = Text(
    "Vergelijk elke gemeente met de N die in inwonertal het dichtst bij haar liggen.",
    "Compare each municipality with the N nearest to it in inhabitants.",
)
_FOCUS = Text("Wijs deze gemeente (naam of code) aan.", "Point out this municipality (name or code).")
_SORT = Text(
    "Volgorde: naam van A tot Z (name, standaard), hoogste fase eerst (phase) of meeste inwoners eerst (inhabitants).",
    "Order: name from A to Z (name, default), highest phase first (phase) or most inhabitants first (inhabitants).",
)
_LATEST = Text(
    "Staat een gemeente er meer keer in, tel dan alleen de laatste peildatum.",
    "When a municipality is in it more than once, count the last reference date only.",
)
_KEEP_GOING = Text(
    "Meld een bestand met fouten, sla het over en ga door; het rapport noemt het.",
    "Report a file with mistakes, pass it over and go on; the report names it.",
)
_METAVAR_RANGE = Text("VAN-TOT", "FROM-TO")
_METAVAR_FOCUS = Text("NAAM|CODE", "NAME|CODE")
_TWO_WAYS = Text("--group en --near gaan niet samen", "--group and --near do not go together")
_NEEDS_FILE = Text(
    "xlsx is geen tekst: noem met -o een bestand, zoals benchmark.xlsx",
    "xlsx is no text: name a file with -o, like benchmark.xlsx",
)
_PASSED = Text("Overgeslagen: {file}", "Passed over: {file}")
_ASSESSING = Text("Gemeenten", "Municipalities")


def command(language: Language) -> click.Command:
    """The command in the given language."""

    def benchmark(
        facts: tuple[str, ...],
        form: str | None,
        output: str | None,
        groups: tuple[str, ...],
        near: int | None,
        focus: str | None,
        order: Order,
        latest: bool,
        keep_going: bool,
        rules: tuple[str, ...],
        norms: tuple[str, ...],
        engine: EngineName,
    ) -> None:
        form = form or _SUFFIXES.get(Path(output or "").suffix.lower(), "text")
        if form == "xlsx":
            from antwoord_rules.rendering import workbook

            if output in {None, usage.STANDARD_OUTPUT}:
                raise _wrong(_NEEDS_FILE.to(language))
            workbook.require()  # said before anything is read, rather than after
        comparison = _comparison(groups, near, language)
        files = places.files(facts, language)
        usage.refuse_overwriting(output, files, rules)
        knowledge = usage.knowledge_base(rules, norms)
        memories, skipped = _read(knowledge, files, language, keep_going=keep_going)
        from antwoord_rules.benchmarking import FocusError
        from antwoord_rules.benchmarking import benchmark as compare

        assessments = [knowledge.assess_memory(memory, engine=engine) for memory in _shown(memories, language)]
        try:
            found = compare(assessments, comparison=comparison, order=order, latest=latest, focus=focus, skipped=skipped)
        except FocusError as error:
            raise _wrong(error.said.to(language)) from error
        _emit(found, form, output, language)

    return usage.LocalizedCommand(
        language,
        "benchmark",
        benchmark,
        _HELP,
        [
            click.Argument(["facts"], nargs=-1, required=True, metavar="FACTS..."),
            click.Option(["--format", "form"], type=click.Choice(FORMATS), help=_FORMAT.to(language)),
            usage.output_option(language),
            click.Option(["--group", "groups"], multiple=True, metavar=_METAVAR_RANGE.to(language), help=_GROUP.to(language)),
            click.Option(["--near"], type=click.IntRange(1, _MOST_NEAR), metavar="N", help=_NEAR.to(language)),
            click.Option(["--focus"], metavar=_METAVAR_FOCUS.to(language), help=_FOCUS.to(language)),
            click.Option(["--sort", "order"], type=click.Choice(ORDERS), default=ORDERS[0], help=_SORT.to(language)),
            click.Option(["--latest"], is_flag=True, help=_LATEST.to(language)),
            click.Option(["--keep-going"], is_flag=True, help=_KEEP_GOING.to(language)),
            usage.rules_option(language),
            usage.norm_option(language),
            usage.engine_option(language),
        ],
    )


def _wrong(text: str) -> click.UsageError:
    return click.UsageError(text, click.get_current_context())


def _comparison(groups: Sequence[str], near: int | None, language: Language) -> Comparison:
    from antwoord_rules.benchmarking import ComparisonError, RangeError, read_comparison

    try:
        return read_comparison(groups, near)
    except RangeError as error:
        raise _wrong(error.said.to(language)) from error
    except ComparisonError as error:
        raise _wrong(_TWO_WAYS.to(language)) from error


def _read(
    knowledge: KnowledgeBase, files: Sequence[str], language: Language, *, keep_going: bool
) -> tuple[list[WorkingMemory], list[Skipped]]:
    """The facts of each file, and the files that were passed over; without `keep_going`, every problem of every file is"
    " raised."""
    from antwoord_rules.benchmarking import Skipped

    memories: list[WorkingMemory] = []
    broken: list[Skipped] = []
    for name in files:
        try:
            memories += usage.read_all(knowledge, [name])
        except FactsError as error:
            broken.append(Skipped(name, error.problems))
    failure = FactsError(found for skipped in broken for found in skipped.problems)
    if broken and not (keep_going and memories):
        raise failure
    if broken:
        click.echo(failure.render(language), err=True)
        for skipped in broken:
            click.echo(_PASSED.to(language).format(file=clean(skipped.file, _LONGEST_NAME)), err=True)
    return memories, broken


def _shown(memories: Sequence[WorkingMemory], language: Language) -> Iterable[WorkingMemory]:
    """The same, with a progress bar on standard error when that is a terminal and they are many."""
    if len(memories) < _MANY or not sys.stderr.isatty():
        yield from memories
        return
    with click.progressbar(memories, label=_ASSESSING.to(language), file=sys.stderr) as shown:
        yield from shown


def _emit(found: Benchmark, form: str, output: str | None, language: Language) -> None:
    if form == "xlsx":
        from antwoord_rules.rendering import workbook
        from antwoord_rules.reports.benchmarks.scene import Scene
        from antwoord_rules.reports.benchmarks.sheets import sheets

        usage.emit_bytes(workbook.render(sheets(found, language), Scene(found, language).title), output or "")
        return
    usage.emit(_text(found, form, language), output)


def _text(found: Benchmark, form: str, language: Language) -> str:
    if form == "json":
        return usage.to_json(found.model_dump())
    if form == "csv":
        from antwoord_rules.reports.benchmarks.sheets import to_csv

        return to_csv(found, language)
    from antwoord_rules.rendering import html, markdown, terminal
    from antwoord_rules.reports.benchmarks.report import report

    if form == "html":
        return html.render(report(found, language, "html"), language)
    return markdown.render(report(found, language, "md")) if form == "md" else terminal.render(report(found, language))
