"""`antwoord rules`: browse the knowledge base."""

from __future__ import annotations

import click

from antwoord_rules.commands import usage
from antwoord_rules.language import Language, Text

_HELP = Text(
    "Toon alle regels en feiten, of van één ID de tekst, de voorwaarde, de herkomst en wat ervan afhangt.",
    "Show all rules and facts, or of one ID the text, the condition, the provenance and what depends on it.",
)


def command(language: Language) -> click.Command:
    """The command in the given language."""

    def rules(name: str | None, form: str, folders: tuple[str, ...], output: str | None) -> None:
        from antwoord_rules.reports import rulebook

        base = usage.knowledge_base(folders).base
        if form == "json":
            usage.emit(usage.to_json(rulebook.entry(base, name) if name else rulebook.entries(base)), output)
        else:
            usage.emit(rulebook.page(base, name, language) if name else rulebook.contents(base, language), output)

    return usage.LocalizedCommand(
        language,
        "rules",
        rules,
        _HELP,
        [
            click.Argument(["name"], required=False, metavar="[ID]"),
            usage.format_option(language, "text", "json"),
            usage.output_option(language),
            click.Option(["--rules", "folders"], multiple=True, metavar="DIR", help=usage.rules_option(language).help),
        ],
    )
