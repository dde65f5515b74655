"""`antwoord plan`: the measures of least total effort after which a phase is certain, in waves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from antwoord_rules.commands import usage, wishes
from antwoord_rules.language import Language, Text

if TYPE_CHECKING:
    from antwoord_rules.reasoning.plans import Plan
    from antwoord_rules.reports.plans.plan import Scene

_HELP = Text(
    "Zoek voor de gemeente in FACTS ('-' leest standaardinvoer) de maatregelen met samen de minste punten waarna fase N zeker is,"
    " welke waarde onbekende feiten ook hebben. Zonder --to, --budget en --months is dat de volgende fase. Met alleen --budget of"
    " --months: de hoogste fase en dan de meeste criteria daarbinnen.",
    "Find for the municipality in FACTS ('-' reads standard input) the measures of least total points after which phase N is"
    " certain, whatever values unknown facts have. Without --to, --budget and --months that is the next phase. With only --budget"
    " or --months: the highest phase and then the most criteria within those.",
)
_TO = Text("De fase die zeker moet worden.", "The phase that must become certain.")
_BUDGET = Text("Hoogstens zoveel punten.", "At most so many points.")
_MONTHS = Text("Hoogstens zoveel maanden.", "At most so many months.")
_ALL = Text("Noem alle verzamelingen maatregelen die even goed zijn.", "List all sets of measures that are as good.")
_PARETO = Text(
    "Toon alle plannen waarvan geen ander zowel goedkoper als korter is.",
    "Show all plans of which no other is both cheaper and shorter.",
)
_ALONE = Text("--pareto gaat niet samen met --budget, --months of --all", "--pareto does not go with --budget, --months or --all")
_WHICH_CHALLENGES = Text(
    "--with-challenges met --budget of --months vraagt om --to", "--with-challenges with --budget or --months needs --to"
)


def command(language: Language) -> click.Command:
    """The command in the given language."""

    def plan(
        facts: str,
        to: int | None,
        budget: int | None,
        months: int | None,
        every: bool,
        pareto: bool,
        with_challenges: bool,
        exclude: tuple[str, ...],
        include: tuple[str, ...],
        seconds: int,
        form: str,
        rules: tuple[str, ...],
        norms: tuple[str, ...],
        output: str | None,
    ) -> None:
        if pareto and (budget is not None or months is not None or every):
            raise click.UsageError(_ALONE.to(language), click.get_current_context())
        if with_challenges and to is None and (budget is not None or months is not None):
            raise click.UsageError(_WHICH_CHALLENGES.to(language), click.get_current_context())
        usage.refuse_overwriting(output, [facts], rules)
        knowledge = usage.knowledge_base(rules, norms)
        (memory,) = usage.read_all(knowledge, [facts])
        from antwoord_rules.reasoning.plans import front_dump
        from antwoord_rules.reports.plans.plan import Asked, Scene

        wish: dict[str, Any] = {"with_challenges": with_challenges, "exclude": exclude, "include": include, "seconds": seconds}
        if pareto:
            found = knowledge.pareto(memory, to, **wish)
        else:
            found = (knowledge.plan(memory, to, budget=budget, months=months, every=every, **wish),)
        if form == "json":
            usage.emit(usage.to_json(front_dump(found) if pareto else found[0].model_dump(mode="json")), output)
            return
        asked = Asked(to, budget, months, every, **wish).answered_by(found[0])
        scene = Scene.of(knowledge.assess_memory(memory), asked, language)
        usage.emit(_render(found, scene, form, pareto=pareto), output)

    return usage.LocalizedCommand(
        language,
        "plan",
        plan,
        _HELP,
        [
            click.Argument(["facts"], metavar="FACTS"),
            click.Option(["--to"], type=int, metavar="N", help=_TO.to(language)),
            click.Option(["--budget"], type=click.IntRange(0, wishes.MOST), metavar="E", help=_BUDGET.to(language)),
            click.Option(["--months"], type=click.IntRange(0, wishes.MOST), metavar="M", help=_MONTHS.to(language)),
            click.Option(["--all", "every"], is_flag=True, help=_ALL.to(language)),
            click.Option(["--pareto"], is_flag=True, help=_PARETO.to(language)),
            *wishes.options(language),
            usage.format_option(language, "text", "json", "md"),
            usage.output_option(language),
            usage.rules_option(language),
            usage.norm_option(language),
        ],
    )


def _render(found: tuple[Plan, ...], scene: Scene, form: str, *, pareto: bool) -> str:
    from antwoord_rules.rendering import markdown, terminal
    from antwoord_rules.reports.plans import report

    blocks = report.front(found, scene) if pareto else report.single(found[0], scene)
    return markdown.render(blocks) if form == "md" else terminal.render(blocks)
