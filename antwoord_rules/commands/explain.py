"""`antwoord explain`: why, why not, or what is missing, for one conclusion or fact."""

from __future__ import annotations

from typing import Final

import click

from antwoord_rules.commands import usage
from antwoord_rules.inference.selection import EngineName
from antwoord_rules.language import Language, Text

_SECONDS: Final = 60
"""How long an explanation may look for what would change a phase."""
_HELP = Text(
    "Leg uit waarom de conclusie of het feit ID in FACTS zo uitvalt: tot aan de feiten, hun bewijs, de regel en de bron."
    " Bij een fase ook: welke feiten hem zouden veranderen."
    " ID is bijvoorbeeld fase_2, criterium_2_een_telefoonnummer of kanalen.telefoon.ingangen; 'antwoord rules' noemt ze.",
    "Explain why the conclusion or fact ID comes out as it does in FACTS: down to the facts, their evidence, the rule and the"
    " source. Of a phase also: which facts would change it. ID is like fase_2, criterium_2_een_telefoonnummer or"
    " kanalen.telefoon.ingangen; 'antwoord rules' lists them.",
)


def command(language: Language) -> click.Command:
    """The command in the given language."""

    def explain(
        facts: str, name: str, form: str, rules: tuple[str, ...], norms: tuple[str, ...], engine: EngineName, output: str | None
    ) -> None:
        usage.refuse_overwriting(output, [facts], rules)
        knowledge = usage.knowledge_base(rules, norms)
        (memory,) = usage.read_all(knowledge, [facts])
        found = knowledge.assess_memory(memory, engine=engine).explain(name)
        from antwoord_rules.reports import explanations, firmness

        more = firmness.of_phase(knowledge, memory, found, _SECONDS)
        if form == "json":
            named = {name: part.model_dump() for name, part in more._asdict().items() if part is not None}
            usage.emit(usage.to_json(found.model_dump() | named), output)
            return
        usage.emit(explanations.render(found, language, firmness.blocks(knowledge.base, more, language)), output)

    return usage.LocalizedCommand(
        language,
        "explain",
        explain,
        _HELP,
        [
            click.Argument(["facts"], metavar="FACTS"),
            click.Argument(["name"], metavar="ID"),
            usage.format_option(language, "text", "json"),
            usage.output_option(language),
            usage.rules_option(language),
            usage.norm_option(language),
            usage.engine_option(language),
        ],
    )
