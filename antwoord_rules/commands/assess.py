"""`antwoord assess`: the phase of one or more municipalities, with challenges, measures and what is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import click

from antwoord_rules.assessment import Assessment
from antwoord_rules.commands import usage
from antwoord_rules.inference.selection import EngineName
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.language import Language, Text

_SECONDS: Final = 5
"""How long a report may look for what would change the phase; when that is not enough, it does without."""
_HELP = Text(
    "Bepaal de fase van elke gemeente in FACTS (JSON-bestanden; '-' leest standaardinvoer), met profiel, uitdagingen,"
    " maatregelen en wat onbekend is.",
    "Find the phase of each municipality in FACTS (JSON files; '-' reads standard input), with profile, challenges, measures and"
    " what is unknown.",
)
_FAIL_BELOW = Text(
    "Eindig met code 1 als een gemeente onder fase N zit.", "End with code 1 when a municipality is below phase N."
)
_BELOW = Text("{name}: fase {phase} ligt onder fase {wanted}", "{name}: phase {phase} is below phase {wanted}")


def command(language: Language) -> click.Command:
    """The command in the given language."""

    def assess(
        facts: tuple[str, ...],
        form: str,
        rules: tuple[str, ...],
        norms: tuple[str, ...],
        engine: EngineName,
        output: str | None,
        fail_below: int | None,
    ) -> int:
        usage.refuse_overwriting(output, facts, rules)
        knowledge = usage.knowledge_base(rules, norms)
        memories = usage.read_all(knowledge, facts)
        found = [knowledge.assess_memory(memory, engine=engine) for memory in memories]
        usage.emit(_json(found) if form == "json" else _render(knowledge, found, form, language), output)
        below = [a for a in found if fail_below is not None and a.phase.number < fail_below]
        for a in below:
            told = _BELOW.to(language).format(name=a.gemeente.naam, phase=a.phase.number, wanted=fail_below)
            click.echo(told, err=True)
        return 1 if below else 0

    return usage.LocalizedCommand(
        language,
        "assess",
        assess,
        _HELP,
        [
            click.Argument(["facts"], nargs=-1, required=True, metavar="FACTS..."),
            usage.format_option(language, "text", "json", "md", "html"),
            usage.output_option(language),
            usage.rules_option(language),
            usage.norm_option(language),
            usage.engine_option(language),
            click.Option(["--fail-below"], type=click.IntRange(0, 5), metavar="N", help=_FAIL_BELOW.to(language)),
        ],
    )


def _json(found: Sequence[Assessment]) -> str:
    dumped = [a.model_dump(mode="json") for a in found]
    return usage.to_json(dumped if len(dumped) > 1 else dumped[0])


def _render(knowledge: KnowledgeBase, found: Sequence[Assessment], form: str, language: Language) -> str:
    from antwoord_rules.reports.assessments.content import report
    from antwoord_rules.reports.firmness import firmness

    reports = [report(a, language, firmness(knowledge, a, _SECONDS)) for a in found]
    if form == "html":
        from antwoord_rules.reports.assessments import page

        return page.render(reports, language)
    from antwoord_rules.reports.assessments import markdown, terminal

    render = markdown.render if form == "md" else terminal.render
    return "\n".join(map(render, reports))
