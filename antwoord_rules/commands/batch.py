"""`antwoord batch`: many municipalities or scenarios from files to a file."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from antwoord_rules.commands import usage
from antwoord_rules.errors import Problem, UsageError, problem
from antwoord_rules.knowledge.vocabulary import FactType, Vocabulary
from antwoord_rules.language import Language, Text
from antwoord_rules.quoting import clean, shown
from antwoord_rules.suggestions import did_you_mean

if TYPE_CHECKING:
    from antwoord_rules.batch.run import Outcome
    from antwoord_rules.batch.scenarios import Draw, Sample, Sweep

_LONGEST_NAME: Final = 4096
_MOST_SCENARIOS: Final = 1_000_000
_RANGE: Final = re.compile(r"(\d{1,9})\.\.(\d{1,9})(?::(\d{1,9}))?", re.ASCII)
_TRUTHS: Final = {"true": True, "ja": True, "yes": True, "false": False, "nee": False, "no": False}

_HELP = Text(
    "Beoordeel veel gemeenten of scenario's in een keer. IN is parquet, CSV, NDJSON (een feitendocument per regel, of vlakke"
    " kolommen zoals kanalen.telefoon.ingangen) of een map met feitenbestanden. Elke rij krijgt de fase, de hoogste fase die"
    " nog kan,"
    " en per criterium, uitdaging en maatregel ja, nee of leeg (onbekend). Records die niet kloppen, gaan met de reden naar"
    " UIT.rejects.ndjson.",
    "Assess many municipalities or scenarios at once. IN is parquet, CSV, NDJSON (a fact document a line, or flat columns such as"
    " kanalen.telefoon.ingangen) or a folder of fact files. Each row gets the phase, the highest phase still possible, and"
    " yes, no"
    " or nothing (unknown) for each criterion, challenge and measure. Records that are wrong go to OUT.rejects.ndjson, with the"
    " reason.",
)
_OUTPUT = Text(
    "Schrijf naar dit bestand (nodig): .parquet, .csv of .ndjson.", "Write to this file (needed): .parquet, .csv or .ndjson."
)
_SWEEP = Text(
    "Maak van elke rij scenario's met deze waarden van een feit: 0..10, 0..100:5, 1,2,4 of ja,nee; herhaal voor combinaties.",
    "Make scenarios of each row with these values of a fact: 0..10, 0..100:5, 1,2,4 or true,false; repeat for combinations.",
)
_SAMPLE = Text(
    "Maak van elke rij N scenario's waarin onbekende feiten willekeurig zijn ingevuld (zie --draw).",
    "Make N scenarios of each row in which unknown facts are filled in at random (see --draw).",
)
_DRAW = Text(
    "Hoe een onbekend feit wordt ingevuld: de kans op ja (0.3) of hele getallen (0..5). Standaard: kans 0.5, aantallen 0..3,"
    " percentages 0..100, elk even waarschijnlijk.",
    "How an unknown fact is filled in: the chance of yes (0.3) or whole numbers (0..5). Default: chance 0.5, counts 0..3,"
    " percentages 0..100, each as likely.",
)
_SEED = Text("Het begin van de toevalsreeks (standaard 1).", "The seed of the random numbers (default 1).")
_STRICT = Text("Stop bij het eerste record dat niet klopt.", "Stop at the first record that is wrong.")
_SPARK = Text(
    "Reken met Spark, met deze master: local[2], spark://host:7077 of yarn. UIT wordt een map; zie docs/spark.md.",
    "Work with Spark, with this master: local[2], spark://host:7077 or yarn. OUT becomes a folder; see docs/spark.md.",
)
_RESUME = Text("Ga verder waar een onderbroken run is gebleven.", "Go on where an interrupted run stopped.")
_VALUES = Text(
    "Schrijf feit=waarden, zoals kanalen.telefoon.ingangen=0..4 of frontoffice.alle_kanalen=ja,nee.",
    "Write fact=values, like kanalen.telefoon.ingangen=0..4 or frontoffice.alle_kanalen=true,false.",
)
_CHANCES = Text(
    "Schrijf feit=kans of feit=van..tot, zoals frontoffice.alle_kanalen=0.3 of kanalen.telefoon.ingangen=1..5.",
    "Write fact=chance or fact=from..to, like frontoffice.alle_kanalen=0.3 or kanalen.telefoon.ingangen=1..5.",
)
_DRAW_ALONE = Text("--draw hoort bij --sample", "--draw belongs to --sample")
_DONE = Text("{rows} rijen beoordeeld, {rejected} records afgekeurd.", "{rows} rows assessed, {rejected} records rejected.")
_RESUMED = Text("{parts} delen waren er al.", "{parts} parts were there already.")
_REJECTS = Text("Afgekeurd, met de reden: {file}", "Rejected, with the reason: {file}")
_PHASE = Text("fase {phase}: {number} rijen", "phase {phase}: {number} rows")
_STOPPED = Text(
    "Gestopt na {rows} rijen. Er staat niets in {file}; ga verder met --resume.",
    "Stopped after {rows} rows. Nothing stands in {file}; go on with --resume.",
)
_PROGRESS = Text("\r{rows} rijen", "\r{rows} rows")


def command(language: Language) -> click.Command:
    """The command in the given language."""

    def batch(
        inputs: tuple[str, ...],
        output: str | None,
        sweeps: tuple[str, ...],
        sample: int | None,
        draws: tuple[str, ...],
        seed: int,
        strict: bool,
        resume: bool,
        spark: str | None,
        form: str,
        rules: tuple[str, ...],
        norms: tuple[str, ...],
    ) -> None:
        if output is None:
            raise click.MissingParameter(ctx=(context := click.get_current_context()), param=context.command.params[1])
        if draws and sample is None:
            raise click.UsageError(_DRAW_ALONE.to(language), click.get_current_context())
        if spark is not None:
            _refuse_options({"--resume": resume, "--sample": sample is not None})
        usage.refuse_overwriting(output, inputs, rules)
        knowledge = usage.knowledge_base(rules, norms)
        knowledge.frames  # noqa: B018 - says what is missing, before anything is read
        from antwoord_rules.batch.parts import SINKS
        from antwoord_rules.batch.run import INPUTS, Request, run

        _check_files(inputs, output, INPUTS, tuple(SINKS), elsewhere=spark is not None)
        vocabulary = knowledge.base.vocabulary
        swept = tuple(_sweep(given, vocabulary) for given in sweeps)
        if spark is not None:
            from antwoord_rules.spark import Order
            from antwoord_rules.spark import run as run_spark

            order = Order(inputs, output, spark, swept, strict)
            _tell(run_spark(knowledge, order, lambda found: _complain(found, language)), form, language)
            return
        drawn = _sample(sample, seed, draws, vocabulary)
        request = Request(tuple(map(Path, inputs)), Path(output), swept, drawn, strict, resume)
        done = [0]
        try:
            outcome = run(knowledge, request, _progress(done, language), lambda found: _complain(found, language))
        except KeyboardInterrupt:
            told = False
            while not told:  # polars raises it, and then Python again, for the same signal
                try:
                    click.echo(_STOPPED.to(language).format(rows=done[0], file=clean(output, _LONGEST_NAME)), err=True)
                    told = True
                except KeyboardInterrupt:
                    continue
            raise
        except OSError as error:
            from antwoord_rules.quoting import reason

            raise UsageError([problem("FILE-UNWRITABLE", reason=reason(error)).in_file(output)]) from error
        finally:
            if sys.stderr.isatty() and done[0]:
                click.echo(err=True)
        _tell(outcome, form, language)

    return usage.LocalizedCommand(
        language,
        "batch",
        batch,
        _HELP,
        [
            click.Argument(["inputs"], nargs=-1, required=True, metavar="IN..."),
            click.Option(["-o", "--output", "output"], metavar="FILE", help=_OUTPUT.to(language)),
            click.Option(["--sweep", "sweeps"], multiple=True, metavar="FACT=VALUES", help=_SWEEP.to(language)),
            click.Option(["--sample"], type=click.IntRange(1, _MOST_SCENARIOS), metavar="N", help=_SAMPLE.to(language)),
            click.Option(["--draw", "draws"], multiple=True, metavar="FACT=...", help=_DRAW.to(language)),
            click.Option(["--seed"], type=click.IntRange(0, _MOST_SCENARIOS), default=1, metavar="N", help=_SEED.to(language)),
            click.Option(["--strict"], is_flag=True, help=_STRICT.to(language)),
            click.Option(["--resume"], is_flag=True, help=_RESUME.to(language)),
            click.Option(["--spark"], metavar="MASTER", help=_SPARK.to(language)),
            usage.format_option(language, "text", "json"),
            usage.rules_option(language),
            usage.norm_option(language),
        ],
    )


def _refuse_options(given: Mapping[str, bool]) -> None:
    """Raise `UsageError` for options that need to know which record comes after which."""
    wrong = [problem("SPARK-OPTION", option=name) for name, used in given.items() if used]
    if wrong:
        raise UsageError(wrong)


def _check_files(
    inputs: Sequence[str], output: str, readable: Sequence[str], writable: Sequence[str], *, elsewhere: bool
) -> None:
    """Raise `UsageError` for files that can't be; with `elsewhere` addresses such as hdfs:// are Spark's to find."""
    wrong: list[Problem] = []
    if Path(output).suffix.lower() not in writable:
        wrong.append(problem("BATCH-FORM", found=shown(output), allowed=", ".join(writable)))
    for name in inputs:
        path, remote = Path(name), elsewhere and "://" in name
        if not remote and not path.exists():
            wrong.append(problem("FILE-MISSING").in_file(name))
        elif path.suffix.lower() not in readable and not (remote or path.is_dir()):
            wrong.append(problem("BATCH-FORM", found=shown(name), allowed=", ".join(readable)))
    if not (elsewhere and "://" in output) and not Path(output).parent.is_dir():
        wrong.append(problem("FILE-UNWRITABLE", reason=Text("de map bestaat niet", "the folder does not exist")).in_file(output))
    if wrong:
        raise UsageError(wrong)


def _fact(given: str, vocabulary: Vocabulary) -> tuple[str, FactType, str]:
    """The fact that an option names, its type, and what is said of it."""
    name, _, said = given.partition("=")
    kinds = {fact.id: fact.type for fact in vocabulary.facts} | {derived.id: derived.type for derived in vocabulary.derived}
    if name not in kinds:
        raise UsageError([problem("FACT-UNKNOWN", key=clean(name), suggestion=did_you_mean(name, sorted(kinds)))])
    return name, kinds[name], said.strip()


def _sweep(given: str, vocabulary: Vocabulary) -> Sweep:
    from antwoord_rules.batch.scenarios import Sweep

    name, kind, said = _fact(given, vocabulary)
    values = _values(said, kind)
    if not values or any(not isinstance(kind.to_engine(value), int) for value in values):
        raise UsageError([problem("BATCH-SCENARIO", given=clean(given), name=name, allowed=_VALUES)])
    return Sweep(name, tuple(values))


def _values(said: str, kind: FactType) -> list[bool | int | float]:
    """The values that a text lists; none when it lists none."""
    span = _RANGE.fullmatch(said)
    if span and kind is not FactType.BOOLEAN:
        low, high, step = int(span[1]), int(span[2]), int(span[3] or 1)
        return list(range(low, high + 1, step)) if step and (high - low) // step < _MOST_SCENARIOS else []
    parts = [part.strip().lower() for part in said.split(",")]
    try:
        if kind is FactType.BOOLEAN:
            return [_TRUTHS[part] for part in parts]
        return [float(part) if "." in part else int(part) for part in parts]
    except (KeyError, ValueError):
        return []


def _sample(number: int | None, seed: int, draws: Sequence[str], vocabulary: Vocabulary) -> Sample | None:
    from antwoord_rules.batch.scenarios import Sample

    if number is None:
        return None
    return Sample(number, seed, dict(_draw(given, vocabulary) for given in draws))


def _draw(given: str, vocabulary: Vocabulary) -> tuple[str, Draw]:
    from antwoord_rules.batch.scenarios import Draw

    name, kind, said = _fact(given, vocabulary)
    span = _RANGE.fullmatch(said)
    if kind is FactType.BOOLEAN:
        try:
            chance = float(said)
        except ValueError:
            chance = -1.0
        if 0 <= chance <= 1:
            return name, Draw(0, chance)
    elif span and not span[3] and int(span[1]) <= int(span[2]) and isinstance(kind.to_engine(int(span[2])), int):
        return name, Draw(int(span[1]), int(span[2]))
    raise UsageError([problem("BATCH-SCENARIO", given=clean(given), name=name, allowed=_CHANCES)])


def _progress(done: list[int], language: Language) -> Callable[[int], None]:
    """Keeps count, and shows it at a terminal."""

    def told(rows: int) -> None:
        done[0] = rows
        if sys.stderr.isatty():
            click.echo(_PROGRESS.to(language).format(rows=rows), nl=False, err=True)

    return told


def _complain(found: Problem, language: Language) -> None:
    click.echo(found.render(language), err=True)


def _tell(outcome: Outcome, form: str, language: Language) -> None:
    if form == "json":
        phases = {str(phase): number for phase, number in outcome.phases.items()}
        rejects = str(outcome.rejects) if outcome.rejects else None
        told = {"rows": outcome.rows, "rejected": outcome.rejected, "phases": phases, "rejects": rejects}
        usage.emit(usage.to_json(told))
        return
    lines = [_DONE.to(language).format(rows=outcome.rows, rejected=outcome.rejected)]
    lines += [_RESUMED.to(language).format(parts=outcome.resumed)] if outcome.resumed else []
    lines += [_PHASE.to(language).format(phase=phase, number=number) for phase, number in outcome.phases.items()]
    lines += [_REJECTS.to(language).format(file=clean(str(outcome.rejects), _LONGEST_NAME))] if outcome.rejects else []
    usage.emit("".join(f"{line}\n" for line in lines))
