"""`antwoord check`: what an author runs before a commit: load, lint, cases, coverage, and on request mutants and impact."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from antwoord_rules.commands import usage
from antwoord_rules.errors import UsageError, problem
from antwoord_rules.inference.selection import EngineName
from antwoord_rules.knowledge.properties import PROOF_SECONDS
from antwoord_rules.language import Language, Text

if TYPE_CHECKING:
    from antwoord_rules.checking.check import Checked, Loaded
    from antwoord_rules.checking.impact import Impact
    from antwoord_rules.checking.mutation import Mutant

_HELP = Text(
    "Controleer regels: laden, lint, gevallen (cases/*.yaml), dekking en bewijzen. DIR zijn mappen met regels, over elkaar"
    " gelegd in de gegeven volgorde; zonder DIR de meegeleverde regels ('bundled'). Code 0: in orde; 1: bevindingen; 4: ongeldige"
    " regels.",
    "Check rules: load, lint, cases (cases/*.yaml), coverage and proofs. DIR are rule folders, laid over one another in the"
    " given order; without DIR the shipped rules ('bundled'). Code 0: clean; 1: findings; 4: invalid rules.",
)
_STRICT = Text("Laat ook waarschuwingen meetellen voor de code.", "Let warnings count for the code too.")
_MUTATE = Text(
    "Verander de regels telkens op één plek en kijk of de gevallen het merken.",
    "Change the rules in one place at a time and see whether the cases notice.",
)
_PROOFS = Text(
    "Bewijs de eigenschappen van de regels (standaard), of niet.", "Prove the properties of the rules (default), or don't."
)
_TIME = Text(
    f"Hoe lang elk bewijs mag duren (standaard {PROOF_SECONDS:g}). Wat niet klaar is, heet niet bewezen.",
    f"How long each proof may take (default {PROOF_SECONDS:g}). What is not done is called not proven.",
)
_COUNTEREXAMPLE = Text("Schrijf het eerste tegenvoorbeeld als feitenbestand.", "Write the first counterexample as a fact file.")
_OWN_FILE = Text("--write-counterexample vraagt om een eigen bestand", "--write-counterexample needs a file of its own")
_WRITTEN = Text("Tegenvoorbeeld bij {code}: {file}", "Counterexample of {code}: {file}")
_NO_COUNTEREXAMPLE = Text(
    "Er is geen tegenvoorbeeld, dus er is niets geschreven.", "There is no counterexample, so nothing was written."
)
_EXPLAIN = Text("Leg een code uit, en stop.", "Explain a code, and stop.")
_AGAINST = Text(
    "Vergelijk met andere regels: een map of een versie in git. Toon wat er verandert voor de gevallen, en voor de gemeenten in"
    " de feitenbestanden (of mappen ermee) die u erbij noemt.",
    "Compare with other rules: a folder or a git revision. Show what changes for the cases, and for the municipalities in the"
    " fact files (or folders of them) that you name besides.",
)
_TRYING = Text("Veranderingen", "Changes")


def command(language: Language) -> click.Command:
    """The command in the given language."""

    def check(
        paths: tuple[str, ...],
        form: str,
        engine: EngineName,
        output: str | None,
        strict: bool,
        mutate: bool,
        code: str | None,
        against: str | None,
        proofs: bool,
        seconds: float,
        counterexample: str | None,
    ) -> int:
        if code is not None:
            from antwoord_rules.checking.manual import page

            usage.emit(page(code, language), output)
            return 0
        if counterexample in (usage.STANDARD_OUTPUT, output) and counterexample is not None:
            raise click.UsageError(_OWN_FILE.to(language), click.get_current_context())
        folders, files = _sorted_out(paths, against)
        usage.refuse_overwriting(output, files, folders)
        usage.refuse_overwriting(counterexample, files, folders)
        from antwoord_rules.checking.check import check as run

        checked = run(folders, engine=engine, mutants=mutate, progress=_bar(language), proof_seconds=seconds if proofs else None)
        found = _impact(against, folders, files, checked.loaded) if against is not None and checked.loaded else None
        if form == "sarif":
            from antwoord_rules.reports.checks.sarif import as_sarif

            text = usage.to_json(as_sarif(checked, language))
        elif form == "junit":
            from antwoord_rules.reports.checks.junit import as_junit

            text = as_junit(checked, language)
        else:
            from antwoord_rules.reports.checks import report

            data = form == "json"
            text = (
                usage.to_json(report.as_data(checked, language, strict=strict, impact=found))
                if data
                else report.render(checked, language, found)
            )
        usage.emit(text, output)
        if counterexample is not None:
            _write(checked, counterexample, language)
        return checked.exit_code(strict=strict)

    return usage.LocalizedCommand(
        language,
        "check",
        check,
        _HELP,
        [
            click.Argument(["paths"], nargs=-1, metavar="[DIR...] [FACTS...]"),
            usage.format_option(language, "text", "json", "sarif", "junit"),
            usage.output_option(language),
            usage.engine_option(language),
            click.Option(["--strict"], is_flag=True, help=_STRICT.to(language)),
            click.Option(["--mutate"], is_flag=True, help=_MUTATE.to(language)),
            click.Option(["--against"], metavar="DIR|REV", help=_AGAINST.to(language)),
            click.Option(["--proofs/--no-proofs"], default=True, help=_PROOFS.to(language)),
            click.Option(
                ["--proof-time", "seconds"],
                type=usage.Seconds(),
                default=PROOF_SECONDS,
                metavar="SECONDS",
                help=_TIME.to(language),
            ),
            click.Option(["--write-counterexample", "counterexample"], metavar="FILE", help=_COUNTEREXAMPLE.to(language)),
            click.Option(["--explain", "code"], metavar="CODE", help=_EXPLAIN.to(language)),
        ],
    )


def _write(checked: Checked, name: str, language: Language) -> None:
    """Write the first counterexample; that is said on standard error, where it can't disturb a report in JSON."""
    found = next((finding for finding in checked.findings if finding.counterexample is not None), None)
    if found is None:
        click.echo(_NO_COUNTEREXAMPLE.to(language), err=True)
        return
    usage.emit(usage.to_json(found.counterexample), name)
    click.echo(_WRITTEN.to(language).format(code=found.problem.code, file=name), err=True)


def _sorted_out(paths: Sequence[str], against: str | None) -> tuple[list[str], list[str]]:
    """Rule folders and fact files; a folder without rules that holds JSON files stands for these."""
    folders: list[str] = []
    files: list[str] = []
    for name in paths:
        path = Path(name)
        if path.suffix == ".json":
            files.append(name)
        elif against is not None and path.is_dir() and not any(path.glob("*.yaml")) and any(path.glob("*.json")):
            files += [str(found) for found in sorted(path.glob("*.json"))]
        else:
            folders.append(name)
    if files and against is None:
        raise UsageError([problem("CHECK-FACTS-ALONE", name=files[0])])
    return folders, files


def _impact(against: str, folders: Sequence[str], files: Sequence[str], loaded: Loaded) -> Impact:
    from antwoord_rules.checking.impact import impact, other_rules
    from antwoord_rules.knowledge_base import KnowledgeBase

    usage.read_all(loaded.kb, files)  # every mistake in the facts, at its place
    documents = {name: json.loads(Path(name).read_text(encoding="utf-8-sig")) for name in files}
    with other_rules(against, folders) as others:
        return impact(KnowledgeBase.load(*others), loaded, documents)


def _bar(language: Language) -> Any:
    """A progress bar on standard error; none when that is not a terminal."""

    def show(mutants: Iterable[Mutant]) -> Iterable[Mutant]:
        if not sys.stderr.isatty():
            yield from mutants
            return
        with click.progressbar(mutants, label=_TRYING.to(language), file=sys.stderr) as shown:
            yield from shown

    return show
