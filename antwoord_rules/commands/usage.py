"""What commands share: the language, common options, reading facts, and writing results whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import click

from antwoord_rules.errors import FactsError, Problem, UsageError, problem
from antwoord_rules.facts.jsontext import MOST_BYTES
from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.facts.reader import read_bytes, read_file
from antwoord_rules.inference.selection import ENGINES
from antwoord_rules.knowledge import norm_texts
from antwoord_rules.knowledge.loader import BUNDLED, bundled_folder
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.language import DEFAULT_LANGUAGE, Language, Text
from antwoord_rules.quoting import reason

STANDARD_INPUT: Final = "-"
STANDARD_OUTPUT: Final = "-"


class Localized(click.Command):
    """A command whose help page is in one language throughout."""

    language: Language = DEFAULT_LANGUAGE

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line that shows how the command is called."""
        words = Text("Gebruik: ", "Usage: ").to(self.language)
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=words)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of options."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
        with formatter.section(Text("Opties", "Options").to(self.language)):
            formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The `--help` option."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = Text("Toon deze uitleg.", "Show this page.").to(self.language)
        return option


class LocalizedCommand(Localized):
    """A command in one language, made from its parts."""

    def __init__(
        self, language: Language, name: str, callback: Callable[..., Any], text: Text, params: list[click.Parameter]
    ) -> None:
        self.language = language
        super().__init__(
            name,
            callback=callback,
            help=text.to(language),
            params=[*params, *common_options(language)],
            options_metavar=Text("[OPTIES]", "[OPTIONS]").to(language),
        )


class Seconds(click.FloatRange):
    """A time limit: more than 0 seconds."""

    def __init__(self) -> None:
        super().__init__(min=0, min_open=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; what is no number at all (nan) is refused too."""
        found: float = super().convert(value, param, ctx)
        return found if found > 0 else self.fail(f"{value!r} is not a time.", param, ctx)


def find_language(arguments: Sequence[str], default: str) -> Language:
    """The language that the arguments ask for, found before they are parsed: help and errors are in it too."""
    found = default
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == "--lang":
            found = following
        elif argument.startswith("--lang="):
            found = argument.removeprefix("--lang=")
    return "en" if found == "en" else DEFAULT_LANGUAGE


def common_options(language: Language) -> list[click.Parameter]:
    """`--lang` and `--debug`, which every command takes and `application` acts upon."""
    return [
        click.Option(
            ["--lang"],
            type=click.Choice(["nl", "en"]),
            expose_value=False,
            help=Text("Taal van teksten en meldingen (standaard nl).", "Language of texts and messages (default nl).").to(
                language
            ),
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
            expose_value=False,
            help=Text("Toon bij een fout van ons alle details.", "Show all details of a fault of ours.").to(language),
        ),
    ]


def rules_option(language: Language) -> click.Option:
    """`--rules DIR`, which may be given several times."""
    text = Text(
        f"Map met regels; herhaal om mappen over elkaar te leggen. '{BUNDLED}' zijn de meegeleverde regels (standaard).",
        f"Rule folder; repeat to lay folders over one another. '{BUNDLED}' are the shipped rules (default).",
    )
    return click.Option(["--rules"], multiple=True, metavar="DIR", help=text.to(language))


def norm_option(language: Language) -> click.Option:
    """`--norm ID=VALUE`, which may be given several times."""
    text = Text("Geef een norm een andere waarde.", "Give a norm another value.")
    return click.Option(["--norm", "norms"], multiple=True, metavar="ID=VALUE", help=text.to(language))


def engine_option(language: Language) -> click.Option:
    """`--engine`."""
    text = Text("De engine die redeneert (standaard durable).", "The engine that infers (default durable).")
    return click.Option(["--engine"], type=click.Choice(ENGINES), default="durable", help=text.to(language))


def format_option(language: Language, *formats: str) -> click.Option:
    """`--format`; the first is the default."""
    text = Text(f"Vorm van de uitvoer (standaard {formats[0]}).", f"Form of the output (default {formats[0]}).")
    return click.Option(["--format", "form"], type=click.Choice(formats), default=formats[0], help=text.to(language))


def output_option(language: Language) -> click.Option:
    """`-o FILE`."""
    text = Text("Schrijf naar dit bestand, helemaal of helemaal niet.", "Write to this file, whole or not at all.")
    return click.Option(["-o", "--output"], metavar="FILE", help=text.to(language))


def knowledge_base(rules: Sequence[str], norms: Sequence[str] = ()) -> KnowledgeBase:
    """The knowledge base of the `--rules` and `--norm` options."""
    loaded = KnowledgeBase.load(*rules)
    return loaded.with_norms(norm_texts.parse(norms)) if norms else loaded


def read_all(knowledge: KnowledgeBase, names: Sequence[str]) -> list[WorkingMemory]:
    """The working memory of each named file; raises `FactsError` with the problems of all of them."""
    if names.count(STANDARD_INPUT) > 1:
        raise UsageError([problem("STDIN-TWICE")])
    memories: list[WorkingMemory] = []
    problems: list[Problem] = []
    for name in names:
        try:
            memories.append(_read(knowledge, name))
        except FactsError as error:
            problems += error.problems
    if problems:
        raise FactsError(problems)
    return memories


def _read(knowledge: KnowledgeBase, name: str) -> WorkingMemory:
    vocabulary = knowledge.base.vocabulary
    if name == STANDARD_INPUT:
        if sys.stdin is None:
            closed = Text("standaardinvoer is gesloten", "standard input is closed")
            raise FactsError([problem("FILE-UNREADABLE", reason=closed).in_file("<stdin>")])
        return read_bytes(sys.stdin.buffer.read(MOST_BYTES + 1), "<stdin>", vocabulary)
    return read_file(Path(name), vocabulary)


def refuse_overwriting(output: str | None, inputs: Sequence[str], rules: Sequence[str] = ()) -> None:
    """Raise a usage error when the output is one of the inputs, or a file of one of the rule folders."""
    if output is None:
        return
    with suppress(OSError, ValueError, RuntimeError):
        files = [Path(name) for name in inputs]
        folders = [bundled_folder(), *(Path(folder) for folder in rules if folder != BUNDLED)]
        files += [file for folder in folders for file in folder.rglob("*.y*ml")]
        if any(file.exists() and file.samefile(output) for file in files):
            raise UsageError([problem("OUTPUT-IS-INPUT").in_file(output)])


def emit(text: str, output: str | None = None) -> None:
    """Print the text, or write it to a file: whole, through a temporary file beside it, or not at all.

    A symbolic link is followed. What is no plain file (a device, a pipe) is written to as it is, never replaced.
    """
    if output is None or output == STANDARD_OUTPUT:
        _print(text)
        return
    emit_bytes(click.unstyle(text).encode(), output)


def emit_bytes(content: bytes, output: str) -> None:
    """Write bytes to a file, as `emit` does."""
    try:
        path = Path(output)
        if path.exists() and not path.is_file():
            with path.open("wb") as file:  # a folder fails here, with the reason
                file.write(content)
        else:
            _replace(followed(path), content)
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links that lead to one another, on older Pythons
        raise UsageError([problem("FILE-UNWRITABLE", reason=reason(error)).in_file(output or '""')]) from error


def _print(text: str) -> None:
    """Print to standard output; raises a usage error when that is closed or full."""
    closed = Text("standaarduitvoer is gesloten", "standard output is closed")
    if sys.stdout is None:
        raise UsageError([problem("FILE-UNWRITABLE", reason=closed).in_file("<stdout>")])
    try:
        click.echo(text, nl=False, color=_colour())
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough. Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise UsageError([problem("FILE-UNWRITABLE", reason=reason(error)).in_file("<stdout>")]) from error


def followed(path: Path) -> Path:
    """The file to which a path leads, through its links; raises `OSError` or `RuntimeError` for links in a circle."""
    found = path.resolve()
    if found.is_symlink():  # Python 3.13 stops there without a word
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return found


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, _usual_mode(path))
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def _usual_mode(path: Path) -> int:
    """The permissions that the file has, or that a new file would get (a temporary file is private)."""
    with suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def to_json(value: Any) -> str:
    """JSON for people and programs alike."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _colour() -> bool | None:
    """No colour when the user says so (https://no-color.org); else click decides by the terminal."""
    return False if os.environ.get("NO_COLOR") else None


def explain(error: click.UsageError, language: Language) -> str:
    """A usage error in the given language, with the way to the help page."""
    command = error.ctx.command_path if error.ctx else "antwoord"
    told = _told(error, language)
    more = Text(f"Zie '{command} --help'.", f"See '{command} --help'.").to(language)
    return f"{command}: {told}\n    {more}"


def _told(error: click.UsageError, language: Language) -> str:
    if language == "en":
        return error.format_message()
    if isinstance(error, click.NoSuchOption):
        near = f" Bedoelde u '{error.possibilities[0]}'?" if error.possibilities else ""
        return f"de optie '{error.option_name}' bestaat niet.{near}"
    if isinstance(error, click.MissingParameter) and error.param is not None:
        metavar = error.param.make_metavar(error.ctx) if error.ctx else error.param.name
        return f"'{error.param.opts[0] if isinstance(error.param, click.Option) else metavar}' ontbreekt."
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.opts[0] if isinstance(error.param, click.Option) else error.param.human_readable_name
        allowed = _allowed(error.param.type)
        return f"de waarde van '{name}' klopt niet.{allowed}"
    if isinstance(error, click.BadOptionUsage):
        return f"de optie '{error.option_name}' is niet goed gebruikt."
    message = error.format_message()
    if message.startswith("Got unexpected extra argument"):
        return f"er staat meer dan verwacht: {message[message.find('(') + 1 : message.rfind(')')]}"
    return f"verkeerd gebruik ({message})"


def _allowed(kind: object) -> str:
    if isinstance(kind, click.Choice):
        return f" Toegestaan: {', '.join(map(str, kind.choices))}."
    if isinstance(kind, Seconds):
        return " Toegestaan: een getal boven 0."
    if isinstance(kind, click.IntRange):
        return f" Toegestaan: een heel getal van {kind.min} tot en met {kind.max}."
    return ""
