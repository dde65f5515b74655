"""Groups of commands: `antwoord` itself, and what has commands of its own, like `antwoord users`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from antwoord_rules.commands import usage
from antwoord_rules.errors import UsageError, problem
from antwoord_rules.language import Language, Text
from antwoord_rules.suggestions import did_you_mean


class Group(usage.Localized, click.Group):
    """A group in one language, made from its parts. `texts` says what each of its commands does, in the order of the help page;
    `prefix` stands before their names in messages.
    """

    def __init__(
        self, language: Language, name: str, text: Text, texts: Mapping[str, Text], *, prefix: str = "", **more: Any
    ) -> None:
        self.language = language
        self._texts = texts
        self._prefix = prefix
        super().__init__(
            name=name,
            help=text.to(language),
            options_metavar=Text("[OPTIES]", "[OPTIONS]").to(language),
            subcommand_metavar=Text("OPDRACHT [ARGUMENTEN]...", "COMMAND [ARGUMENTS]...").to(language),
            **more,
        )

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """The names of the commands."""
        return list(self._texts)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called, or a usage error that says which may have been meant."""
        name = args[0]
        if name not in self._texts and not name.startswith("-"):
            found = did_you_mean(name, self._texts)
            raise UsageError([problem("COMMAND-UNKNOWN", name=f"{self._prefix}{name}", suggestion=found)])
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of options, then that of commands; no command is imported for it."""
        super().format_options(ctx, formatter)
        with formatter.section(Text("Opdrachten", "Commands").to(self.language)):
            formatter.write_dl([(name, text.to(self.language)) for name, text in self._texts.items()])
