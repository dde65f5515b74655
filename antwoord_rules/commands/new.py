"""`antwoord new`: a start for a rule or fact of one's own, valid at once, with texts to fill in."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from antwoord_rules.checking.drafting import Asked, draft
from antwoord_rules.checking.skeletons import KINDS, LIST_KEYS, NAMES, TO_FILL, Kind
from antwoord_rules.commands import usage
from antwoord_rules.errors import RulesError, UsageError, problem
from antwoord_rules.knowledge.loader import BUNDLED, RuleFile, load_statements, read_folders
from antwoord_rules.language import Language, Text
from antwoord_rules.quoting import reason

if TYPE_CHECKING:
    from collections.abc import Mapping

_HELP = Text(
    "Maak een begin voor een criterium, uitdaging, maatregel of feit met de naam ID, in de map van --in. Wat er in die map"
    " staat blijft zoals het is. De regel is meteen geldig; vul de teksten in die met 'VUL IN' beginnen.",
    "Make a start for a criterion, challenge, measure or fact with the name ID, in the folder of --in. What is in that folder"
    " stays as it is. The rule is valid at once; fill in the texts that start with 'FILL IN'.",
)
_OPTIONS: Final[dict[Kind, tuple[str, ...]]] = {
    "criterion": ("--phase", "--fact", "--block"),
    "challenge": ("--phase", "--fact", "--block"),
    "measure": ("--phase", "--addresses"),
    "fact": ("--type", "--group"),
}
_REQUIRED: Final[dict[Kind, tuple[str, ...]]] = {
    "criterion": ("--in", "--fact"),
    "challenge": ("--in", "--fact"),
    "measure": ("--in", "--addresses"),
    "fact": ("--in",),
}


class Written(NamedTuple):
    """A file of a rule folder with an item added, not yet on disk, and the folders that it will be loaded with."""

    file: Path
    text: str
    line: int
    folders: tuple[str, ...]


def command(language: Language) -> click.Command:
    """The command in the given language."""

    def new(
        kind: Kind,
        name: str,
        folder: str | None,
        rules: tuple[str, ...],
        phase: int | None,
        fact: str | None,
        addresses: tuple[str, ...],
        block: str | None,
        type_: str | None,
        group: str | None,
    ) -> None:
        asked = Asked(kind, name, phase, fact, tuple(dict.fromkeys(addresses)), block, type_, group)
        _check_options(asked, folder)
        written = _write(asked, folder or "", rules)
        _save(written)
        usage.emit(_report(asked, written, language))

    return usage.LocalizedCommand(
        language,
        "new",
        new,
        _HELP,
        [
            click.Argument(["kind"], metavar="|".join(KINDS), type=click.Choice(KINDS)),
            click.Argument(["name"], metavar="ID"),
            click.Option(["--in", "folder"], metavar="DIR", help=_IN.to(language)),
            click.Option(["--phase"], type=click.IntRange(1, 5), metavar="1-5", help=_PHASE.to(language)),
            click.Option(["--fact"], metavar="ID", help=_FACT.to(language)),
            click.Option(["--block"], metavar="ID", help=_BLOCK.to(language)),
            click.Option(["--addresses"], metavar="ID", multiple=True, help=_ADDRESSES.to(language)),
            click.Option(["--type", "type_"], type=click.Choice(["boolean", "count", "percentage"]), help=_TYPE.to(language)),
            click.Option(["--group"], metavar="ID", help=_GROUP.to(language)),
            usage.rules_option(language),
        ],
    )


_IN = Text(
    "Map waarin het komt; wordt gemaakt als zij er niet is, en ligt over de regels van --rules.",
    "Folder to write in; made when it does not exist, and laid over the rules of --rules.",
)
_PHASE = Text("Fase (standaard die van ID of van --addresses).", "Phase (default that of ID or of --addresses).")
_FACT = Text("Criterium, uitdaging: het feit dat getoetst wordt.", "Criterion, challenge: the fact that is tested.")
_BLOCK = Text("Criterium, uitdaging: de bouwsteen.", "Criterion, challenge: the building block.")
_ADDRESSES = Text(
    "Maatregel: het criterium of de uitdaging waar hij voor is; mag vaker.",
    "Measure: the criterion or challenge that it is for; may be repeated.",
)
_TYPE = Text("Feit: wat een antwoord kan zijn (standaard boolean).", "Fact: what an answer can be (default boolean).")
_GROUP = Text("Feit: de groep (standaard het eerste deel van ID).", "Fact: the group (default the first part of ID).")


def _check_options(asked: Asked, folder: str | None) -> None:
    given = {
        "--in": folder,
        "--phase": asked.phase,
        "--fact": asked.fact,
        "--addresses": asked.addresses,
        "--block": asked.block,
        "--type": asked.type,
        "--group": asked.group,
    }
    kind, allowed = NAMES[asked.kind], _OPTIONS[asked.kind]
    problems = [
        problem("NEW-OPTION-UNUSED", option=option, kind=kind, allowed=", ".join(("--in", *allowed)))
        for option, value in given.items()
        if value and option not in ("--in", *allowed)
    ]
    problems += [problem("NEW-OPTION-MISSING", option=option, kind=kind) for option in _REQUIRED[asked.kind] if not given[option]]
    if folder == BUNDLED:
        problems.append(problem("NEW-BUNDLED", bundled=BUNDLED))
    if problems:
        raise UsageError(problems)


def _write(asked: Asked, folder: str, rules: Sequence[str]) -> Written:
    """The file with the new item, after a look whether everything still loads."""
    from antwoord_rules.checking.insertion import insert

    own = _files_in(folder)
    below = () if _stands_alone(own) else tuple(name for name in rules or (BUNDLED,) if not _same(name, folder))
    beneath = read_folders(below)
    base, statements = load_statements((*beneath, own) if own else beneath)
    item, phase = draft(asked, base, statements)
    name, text = _file(own, folder, phase, LIST_KEYS[asked.kind])
    made = insert(text, LIST_KEYS[asked.kind], item, name)
    kind = "vocabulary" if phase is None else "phase-"
    changed = [*(file for file in own if file.name != name), RuleFile(name, kind, made.encode())]
    _, statements = load_statements((*beneath, tuple(sorted(changed, key=lambda file: file.name))))
    plain = str(Path(folder))  # "./bundled" is a folder; "bundled" would be the shipped rules
    return Written(Path(name), made, statements[asked.name].place.line, (*below, folder if plain == BUNDLED else plain))


def _files_in(folder: str) -> tuple[RuleFile, ...]:
    """The rule files of the folder; none when it does not exist or holds none."""
    try:
        return read_folders([folder])[0]
    except RulesError as error:
        if all(found.code in ("RULES-NO-FOLDER", "RULES-NO-FILES") for found in error.problems):
            return ()
        raise


def _same(first: str, second: str) -> bool:
    try:
        return first != BUNDLED and Path(first).resolve() == Path(second).resolve()
    except (OSError, ValueError):
        return False


def _stands_alone(files: Sequence[RuleFile]) -> bool:
    """Whether the files are a rule base by themselves: facts and phases with names, and nothing that replaces others."""
    values = [(file.kind, _value(file)) for file in files]
    facts = any(kind == "vocabulary" and value.get("facts") for kind, value in values)
    phases = any(kind == "phase-" and value.get("name") for kind, value in values)
    return facts and phases and not any(value.get("replaces") for _, value in values)


def _value(file: RuleFile) -> Mapping[str, object]:
    from antwoord_rules.knowledge.yamltext import read_yaml

    located, _ = read_yaml(file.name, file.content)
    return located.value if isinstance(located.value, dict) else {}


def _file(own: Sequence[RuleFile], folder: str, phase: int | None, key: str) -> tuple[str, str]:
    """The name and text of the file that the item goes in: one that has the list, else the first of its kind, else a new one."""
    from antwoord_rules.checking import overlay

    if phase is None:
        name = str(Path(folder) / "vocabulary.yaml")
        fitting = [file for file in own if file.kind == "vocabulary"]
        # All files that start with "vocabulary" are read as one; the plain name is where people look first.
        fitting.sort(key=lambda file: file.name != name)
    else:
        taken = {file.name for file in own}
        names = (str(Path(folder) / f"phase-{phase}-eigen{more}.yaml") for more in ("", *(f"-{n}" for n in range(2, 99))))
        name = next(name for name in names if name not in taken)
        fitting = [file for file in own if file.kind == "phase-" and _value(file).get("phase") == phase]
    having = [file for file in fitting if key in _value(file)]
    chosen = next(iter(having or fitting), None)
    if chosen is not None:
        return chosen.name, chosen.content.decode()
    return name, overlay.NEW_VOCABULARY if phase is None else overlay.NEW_PHASE_FILE.format(phase=phase)


def _save(written: Written) -> None:
    """Write the file, and leave no empty folder behind when that fails."""
    folder = written.file.parent
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise UsageError([problem("FILE-UNWRITABLE", reason=reason(error)).in_file(str(folder))]) from error
    try:
        usage.emit(written.text, str(written.file))
    except UsageError:
        if made:
            with suppress(OSError):
                folder.rmdir()
        raise


def _report(asked: Asked, written: Written, language: Language) -> str:
    place = f"{written.file}:{written.line}"
    check = shlex.join(["antwoord", "check", *written.folders])
    dutch, english = (start.strip(" :") for start in TO_FILL)
    return Text(
        f"{place}: {asked.name} toegevoegd\n"
        f"Vul nu de teksten in die met '{dutch}' (Nederlands) of '{english}' (Engels) beginnen.\n"
        f"Kijk daarna de regels na: {check}\n",
        f"{place}: {asked.name} added\n"
        f"Now fill in the texts that start with '{dutch}' (Dutch) or '{english}' (English).\n"
        f"Then check the rules: {check}\n",
    ).to(language)
