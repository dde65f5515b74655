"""`antwoord compare`: what changed between two dates or more, split into facts, what became known, and rules or norms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

from antwoord_rules.commands import usage
from antwoord_rules.errors import FactsError, Problem
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.language import Language, Text

if TYPE_CHECKING:
    from antwoord_rules.comparison.comparing import Series
    from antwoord_rules.facts.memory import WorkingMemory

_HELP = Text(
    "Vergelijk de feiten in OLD met die in NEW: wat er veranderde, wat bekend werd, welke regels of normen anders zijn, en wat"
    " elk daarvan doet met de fase, de criteria, de uitdagingen en de maatregelen. Meer dan twee bestanden zijn een reeks over"
    " peildatum; '-' leest standaardinvoer.",
    "Compare the facts in OLD with those in NEW: what changed, what became known, which rules or norms differ, and what each of"
    " that does to the phase, the criteria, the challenges and the measures. More than two files are a series by peildatum; '-'"
    " reads standard input.",
)
_OLD_RULES = Text(
    "Map met regels voor OLD (in een reeks het oudste bestand); herhaal om mappen over elkaar te leggen. Standaard als --rules.",
    "Rule folder for OLD (the oldest file in a series); repeat to lay folders over one another. Default as --rules.",
)
_OLD_NORM = Text(
    "Geef een norm voor OLD een andere waarde. Standaard als --norm.", "Give a norm another value for OLD. Default as --norm."
)
_TWO = Text("geef ten minste twee bestanden: OLD en NEW", "give at least two files: OLD and NEW")
_ONCE = Text(
    "met --old-rules wordt OLD twee keer gelezen, en dat kan niet van standaardinvoer",
    "with --old-rules OLD is read twice, which can't be from standard input",
)
_FEWEST: Final = 2


def command(language: Language) -> click.Command:
    """The command in the given language."""

    def compare(
        facts: tuple[str, ...],
        form: str,
        rules: tuple[str, ...],
        norms: tuple[str, ...],
        old_rules: tuple[str, ...],
        old_norms: tuple[str, ...],
        output: str | None,
    ) -> None:
        if len(facts) < _FEWEST:
            raise click.UsageError(_TWO.to(language), click.get_current_context())
        if old_rules and usage.STANDARD_INPUT in facts:
            raise click.UsageError(_ONCE.to(language), click.get_current_context())
        usage.refuse_overwriting(output, facts, (*rules, *old_rules))
        knowledge = usage.knowledge_base(rules, norms)
        before = knowledge
        if old_rules:
            before = usage.knowledge_base(old_rules, _old_norms(old_rules, norms, old_norms))
        elif old_norms:
            before = usage.knowledge_base(rules, [*norms, *old_norms])
        found = _series(facts, knowledge, before)
        _warn(found, language)
        usage.emit(_render(found, form, language), output)

    return usage.LocalizedCommand(
        language,
        "compare",
        compare,
        _HELP,
        [
            click.Argument(["facts"], nargs=-1, required=True, metavar="OLD NEW..."),
            usage.format_option(language, "text", "json", "md", "html"),
            usage.output_option(language),
            usage.rules_option(language),
            usage.norm_option(language),
            click.Option(["--old-rules"], multiple=True, metavar="DIR", help=_OLD_RULES.to(language)),
            click.Option(["--old-norm", "old_norms"], multiple=True, metavar="ID=VALUE", help=_OLD_NORM.to(language)),
        ],
    )


def _old_norms(old_rules: Sequence[str], norms: Sequence[str], old_norms: Sequence[str]) -> list[str]:
    """The norms for OLD: those of --norm that its rules have, then its own."""
    known = usage.knowledge_base(old_rules).base.norm_by_id
    return [*(norm for norm in norms if norm.partition("=")[0].strip() in known), *old_norms]


def _series(facts: Sequence[str], knowledge: KnowledgeBase, before: KnowledgeBase) -> Series:
    """The series of the files; raises `FactsError` with the problems of all of them.

    OLD is read with its own rules, and with the new ones to say what those do to the same facts.
    """
    from antwoord_rules.comparison.comparing import Start, in_order, series

    memories, problems = _tried(knowledge, facts)
    places = in_order(memories) if memories else list(range(len(facts)))
    again = memories[places[0]] if memories else None
    old = again
    if before.base != knowledge.base and (memories or len(facts) == _FEWEST):  # a longer series with mistakes has no first file
        found, more = _tried(before, [facts[places[0]]])
        old = found[0] if found else None
        problems += [problem for problem in more if problem not in problems]
    if problems or old is None or again is None:
        raise FactsError(problems)
    return series(knowledge, Start(before, old, again), [memories[place] for place in places[1:]])


def _tried(knowledge: KnowledgeBase, names: Sequence[str]) -> tuple[list[WorkingMemory], list[Problem]]:
    try:
        return usage.read_all(knowledge, names), []
    except FactsError as error:
        return [], list(error.problems)


def _render(found: Series, form: str, language: Language) -> str:
    if form == "json":
        return usage.to_json(found.model_dump())
    from antwoord_rules.rendering import html, markdown, terminal
    from antwoord_rules.reports.comparisons.report import report

    if form == "html":
        return html.render(report(found, language, pictures=True), language)
    blocks = report(found, language, pictures=False)
    return markdown.render(blocks) if form == "md" else terminal.render(blocks)


def _warn(found: Series, language: Language) -> None:
    if "other_municipality" in found.notices:
        from antwoord_rules.reports.comparisons.report import notice

        click.echo(notice("other_municipality", found, language), err=True)
