"""`antwoord rules`: browse the knowledge base."""

from __future__ import annotations

import click
from click.core import ParameterSource

from antwoord_rules.commands import usage
from antwoord_rules.language import Language, Text

_HELP = Text(
    "Toon alle regels en feiten, of van één ID de tekst, de voorwaarde, de herkomst en wat ervan afhangt. Met --format md is het "
    "een regelboek om naast de bron te leggen; met --graph een plaatje van wat waarvan afhangt.",
    "Show all rules and facts, or of one ID the text, the condition, the provenance and what depends on it. With --format md it "
    "is a rule book to check against the source; with --graph a picture of what depends on what.",
)
_GRAPH_HELP = Text(
    "Teken wat waarvan afhangt, van alles of van wat met ID samenhangt: dot (voor Graphviz) of svg (een plaatje).",
    "Draw what depends on what, of all or of what is connected with ID: dot (for Graphviz) or svg (a picture).",
)
_GRAPH_OR_FORMAT = Text("kies --graph of --format, niet allebei", "choose --graph or --format, not both")


def command(language: Language) -> click.Command:
    """The command in the given language."""

    def rules(name: str | None, form: str, picture: str | None, folders: tuple[str, ...], output: str | None) -> None:
        context = click.get_current_context()
        if picture and context.get_parameter_source("form") is not ParameterSource.DEFAULT:
            raise click.UsageError(_GRAPH_OR_FORMAT.to(language), context)
        usage.refuse_overwriting(output, (), folders)
        base = usage.knowledge_base(folders).base
        if picture:
            from antwoord_rules.reports.graphs import graph, svg

            found = graph.graph(base, name)
            text = graph.dot(found, language) if picture == "dot" else svg.svg(found, language)
        elif form == "md":
            from antwoord_rules.reports.rulebook import markdown

            text = markdown.page(base, name, language) if name else markdown.book(base, language)
        else:
            from antwoord_rules.reports.rulebook import report

            if form == "json":
                text = usage.to_json(report.entry(base, name) if name else report.entries(base))
            else:
                text = report.page(base, name, language) if name else report.contents(base, language)
        usage.emit(text, output)

    return usage.LocalizedCommand(
        language,
        "rules",
        rules,
        _HELP,
        [
            click.Argument(["name"], required=False, metavar="[ID]"),
            usage.format_option(language, "text", "json", "md"),
            click.Option(["--graph", "picture"], type=click.Choice(["dot", "svg"]), help=_GRAPH_HELP.to(language)),
            usage.output_option(language),
            click.Option(["--rules", "folders"], multiple=True, metavar="DIR", help=usage.rules_option(language).help),
        ],
    )
