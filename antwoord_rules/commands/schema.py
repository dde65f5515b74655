"""`antwoord schema`: the JSON Schema of facts, rules or result."""

from __future__ import annotations

import click

from antwoord_rules.commands import usage
from antwoord_rules.language import Language, Text

_HELP = Text(
    "Geef het JSON Schema (2020-12) van een feitenbestand, een regelbestand of het resultaat. "
    "Editors vullen er mee aan en controleren er mee.",
    "Print the JSON Schema (2020-12) of a fact file, a rule file or the result. Editors complete and check with it.",
)


def command(language: Language) -> click.Command:
    """The command in the given language."""

    def schema(what: str, rules: tuple[str, ...], output: str | None) -> None:
        from antwoord_rules import schemas

        made = {
            "facts": lambda: schemas.facts_schema(usage.knowledge_base(rules).base.vocabulary),
            "rules": schemas.rules_schema,
            "result": schemas.result_schema,
        }
        usage.emit(usage.to_json(made[what]()), output)

    return usage.LocalizedCommand(
        language,
        "schema",
        schema,
        _HELP,
        [
            click.Argument(["what"], type=click.Choice(["facts", "rules", "result"])),
            usage.output_option(language),
            usage.rules_option(language),
        ],
    )
