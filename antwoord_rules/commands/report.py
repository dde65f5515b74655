"""`antwoord report`: the plan van aanpak as a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from antwoord_rules.commands import places, usage, wishes
from antwoord_rules.errors import UsageError, problem
from antwoord_rules.language import Language, Text
from antwoord_rules.quoting import shown

if TYPE_CHECKING:
    from antwoord_rules.reports.action_plan.rendered import Form

_FORMS: Final[dict[str, Form]] = {
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".md": "md",
    ".markdown": "md",
}

_HELP = Text(
    "Maak van de feiten van een gemeente ('-' leest standaardinvoer) een plan van aanpak als document: HTML, Word, PDF of"
    " Markdown, naar het achtervoegsel van -o.",
    "Make a plan of action as a document from the facts of a municipality ('-' reads standard input): HTML, Word, PDF or"
    " Markdown, by the suffix of -o.",
)
_OUTPUT = Text(
    "Schrijf naar dit bestand (nodig): .html, .docx, .pdf of .md.", "Write to this file (needed): .html, .docx, .pdf or .md."
)
_TO = Text(
    "De fase waar het plan naartoe gaat (standaard: de volgende).", "The phase that the plan leads to (default: the next)."
)
_TEMPLATE = Text(
    "Neem stijlen, marges, kop- en voettekst uit dit Word-document (alleen voor .docx).",
    "Take styles, margins, header and footer from this Word document (for .docx only).",
)
_PEERS = Text(
    "Vergelijk het profiel met deze gemeenten: bestanden, een map of een patroon; herhaal voor meer.",
    "Compare the profile with these municipalities: files, a folder or a pattern; repeat for more.",
)

_ALONE = Text(
    "--peers noemt geen andere gemeente: het plan vergelijkt dus niet.",
    "--peers names no other municipality: so the plan compares nothing.",
)


def command(language: Language) -> click.Command:
    """The command in the given language."""

    def report(
        facts: str,
        output: str | None,
        to: int | None,
        template: str | None,
        peers: tuple[str, ...],
        with_challenges: bool,
        exclude: tuple[str, ...],
        include: tuple[str, ...],
        seconds: int,
        rules: tuple[str, ...],
        norms: tuple[str, ...],
    ) -> None:
        if output is None:
            raise click.MissingParameter(ctx=(context := click.get_current_context()), param=context.command.params[1])
        form = _FORMS.get(Path(output).suffix.lower())
        if form is None:
            raise UsageError([problem("REPORT-FORM", found=shown(output))])
        if template is not None and form != "docx":
            raise UsageError([problem("TEMPLATE-UNUSED").in_file(template)])
        usage.refuse_overwriting(output, [facts, *([template] if template else [])], rules)
        knowledge = usage.knowledge_base(rules, norms)
        (memory,) = usage.read_all(knowledge, [facts])
        others = usage.read_all(knowledge, places.files(peers, language))
        from antwoord_rules.reports.action_plan.dossier import dossier
        from antwoord_rules.reports.action_plan.rendered import rendered

        wish = {"with_challenges": with_challenges, "exclude": exclude, "include": include}
        found = dossier(knowledge, memory, to, **wish, peers=others, seconds=seconds)  # type: ignore[arg-type]  # a wish has values of several types
        usage.emit_bytes(rendered(found, form, language, template=None if template is None else Path(template)), output)
        if peers and found.peers is None:
            click.echo(_ALONE.to(language), err=True)

    return usage.LocalizedCommand(
        language,
        "report",
        report,
        _HELP,
        [
            click.Argument(["facts"], metavar="FACTS"),
            click.Option(["-o", "--output", "output"], metavar="FILE", help=_OUTPUT.to(language)),
            click.Option(["--to"], type=int, metavar="N", help=_TO.to(language)),
            click.Option(["--template"], metavar="FILE", help=_TEMPLATE.to(language)),
            click.Option(["--peers"], multiple=True, metavar="FACTS", help=_PEERS.to(language)),
            *wishes.options(language),
            usage.rules_option(language),
            usage.norm_option(language),
        ],
    )
