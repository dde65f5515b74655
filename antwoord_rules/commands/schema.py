"""`antwoord schema`: the JSON Schema of facts, of each kind of rule file, or of the result."""

from __future__ import annotations

from typing import Final

import click

from antwoord_rules.commands import usage
from antwoord_rules.language import Language, Text

RULE_FILES: Final = ("phase", "vocabulary", "norms", "sources", "egem-plateaus", "properties", "cases")
"""The kinds of rule file that have a schema of their own; a test holds them to `rule_schemas`, which is slow to import."""

_HELP = Text(
    "Geef het JSON Schema (2020-12) van een feitenbestand (facts), een willekeurig regelbestand (rules), één soort regelbestand "
    f"({', '.join(RULE_FILES)}) of het resultaat (result). Editors vullen er mee aan, leggen er mee uit en controleren er mee. "
    "Met --rules kent het schema ook de namen in die mappen.",
    "Print the JSON Schema (2020-12) of a fact file (facts), any rule file (rules), one kind of rule file "
    f"({', '.join(RULE_FILES)}) or the result (result). Editors complete, explain and check with it. "
    "With --rules the schema knows the names in those folders too.",
)


def command(language: Language) -> click.Command:
    """The command in the given language."""

    def schema(what: str, rules: tuple[str, ...], output: str | None) -> None:
        from antwoord_rules import rule_schemas, schemas

        usage.refuse_overwriting(output, (), rules)
        if what == "result":
            made = schemas.result_schema()
        else:
            base = usage.knowledge_base(rules).base
            made = schemas.facts_schema(base.vocabulary) if what == "facts" else rule_schemas.rule_file_schema(what, base)
        usage.emit(usage.to_json(made), output)

    return usage.LocalizedCommand(
        language,
        "schema",
        schema,
        _HELP,
        [
            click.Argument(["what"], type=click.Choice(["facts", "rules", "result", *RULE_FILES]), metavar="SCHEMA"),
            usage.output_option(language),
            usage.rules_option(language),
        ],
    )
