"""The program `antwoord`: finds the language, loads only the command that is asked for, and turns errors into exit codes.

Exit codes: 0 ran; 1 findings that were asked for; 2 wrong usage; 3 invalid facts; 4 invalid rules; 5 a fault of ours;
130 interrupted.
"""

from __future__ import annotations

import importlib
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Final, NoReturn, TextIO

import click

from antwoord_rules.commands import usage
from antwoord_rules.commands.group import Group
from antwoord_rules.errors import AntwoordError, EngineError, FactsError, RulesError, StoreError, UsageError, problem
from antwoord_rules.inference.selection import EngineFallbackWarning
from antwoord_rules.language import DEFAULT_LANGUAGE, Language, Text
from antwoord_rules.version import __version__

COMMANDS: Final = {
    "assess": Text(
        "Bepaal de fase van gemeenten, met uitdagingen en maatregelen.",
        "Find the phase of municipalities, with challenges and measures.",
    ),
    "explain": Text("Leg één conclusie of feit uit, tot aan de bron.", "Explain one conclusion or fact, down to its source."),
    "plan": Text(
        "Zoek de maatregelen met de minste punten naar een fase.",
        "Find the measures of least effort to a phase.",
    ),
    "report": Text(
        "Maak een plan van aanpak als document: HTML, Word, PDF of Markdown.",
        "Make a plan of action as a document: HTML, Word, PDF or Markdown.",
    ),
    "compare": Text(
        "Vergelijk een gemeente op twee of meer peildata: wat veranderde, en waardoor.",
        "Compare a municipality at two or more dates: what changed, and through what.",
    ),
    "ask": Text(
        "Stel vragen, de belangrijkste eerst, en bewaar de antwoorden als feiten.",
        "Ask questions, the most important first, and save the answers as facts.",
    ),
    "benchmark": Text(
        "Zet gemeenten naast elkaar: fasen, criteria, uitdagingen, vergelijkingsgroepen.",
        "Set municipalities side by side: phases, criteria, challenges, comparison groups.",
    ),
    "batch": Text(
        "Beoordeel veel gemeenten of scenario's in een keer, van bestand naar bestand.",
        "Assess many municipalities or scenarios at once, from file to file.",
    ),
    "derive": Text(
        "Meet feiten in registraties van KISS, Open Klant, GGM of de Zaken API.",
        "Measure facts in registrations of KISS, Open Klant, GGM or the Zaken API.",
    ),
    "check": Text(
        "Controleer regels: lint, gevallen, dekking; voor wie regels schrijft.",
        "Check rules: lint, cases, coverage; for those who write rules.",
    ),
    "rules": Text("Blader door de regels: tekst, voorwaarde, herkomst.", "Browse the rules: text, condition, provenance."),
    "schema": Text(
        "Geef het JSON Schema van feiten, regels, gevallen of resultaat.",
        "Print the JSON Schema of facts, rules, cases or result.",
    ),
    "new": Text(
        "Maak een begin voor een eigen regel of feit.",
        "Make a start for a rule or fact of your own.",
    ),
    "serve": Text("Start de pagina en de REST-API.", "Start the page and the REST API."),
    "users": Text("Beheer wie er mag inloggen bij serve.", "Manage who may sign in to serve."),
}
"""The commands with a line of help; each has a module of its name with a function `command(language)`."""

LANGUAGE_VARIABLE: Final = "ANTWOORD_LANG"
INTERRUPTED: Final = 130
_EXIT_CODES: Final = {UsageError: 2, StoreError: 2, FactsError: 3, RulesError: 4, EngineError: 5}
_ABOUT: Final = Text(
    "Antwoord©: in welke fase is het klantcontact van een gemeente, waarom, en wat is de volgende stap?",
    "Antwoord©: in which phase is a municipality's customer contact, why, and what is the next step?",
)


class Application(Group):
    """The group of all commands; a command's module is imported when it is used."""

    def __init__(self, language: Language) -> None:
        version = click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_print_version,
            help=Text("Toon de versie.", "Show the version.").to(language),
        )
        super().__init__(
            language,
            "antwoord",
            _ABOUT,
            COMMANDS,
            params=[version, *usage.common_options(language)],
            context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        made = importlib.import_module(f"antwoord_rules.commands.{cmd_name}").command(self.language)
        assert isinstance(made, click.Command)  # noqa: S101  (each command module keeps this promise; a test runs them all)
        return made


def main() -> NoReturn:
    """The entry point of the console script."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command line; the exit code."""
    language = usage.find_language(arguments, os.environ.get(LANGUAGE_VARIABLE, DEFAULT_LANGUAGE))
    debug = "--debug" in arguments
    for stream in (sys.stdout, sys.stderr):
        _never_fail_on_characters(stream)
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _show_warning(language)
            warnings.simplefilter("always", EngineFallbackWarning)
            outcome = Application(language).main(list(arguments) or ["--help"], prog_name="antwoord", standalone_mode=False)
        return outcome if isinstance(outcome, int) else 0
    except AntwoordError as error:
        if debug and isinstance(error, EngineError):
            raise
        _complain(error.render(language))
        return next(code for kind, code in _EXIT_CODES.items() if isinstance(error, kind))
    except click.UsageError as error:
        _complain(usage.explain(error, language))
        return 2
    except (click.Abort, KeyboardInterrupt):
        _complain(Text("Afgebroken.", "Interrupted.").to(language))
        return INTERRUPTED
    except Exception as error:
        if debug:
            raise
        _complain(problem("INTERNAL", reason=f"{type(error).__name__}: {error}").render(language))
        return 5


def _print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"antwoord-rules {__version__}")
        ctx.exit()


def _complain(text: str) -> None:
    click.echo(text, err=True)


def _show_warning(language: Language) -> Callable[..., None]:
    """What stands in for `warnings.showwarning`, whose parameters it takes: our notices in the user's language."""

    def show(message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: object) -> None:
        if isinstance(message, EngineFallbackWarning):
            _complain(message.problem.render(language))
        else:
            _complain(warnings.formatwarning(message, category, filename, lineno).rstrip())

    return show


def _never_fail_on_characters(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
