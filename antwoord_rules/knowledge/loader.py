"""Rule folders to a rule base: every file read, everything that is wrong found in one pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from antwoord_rules.errors import Problem, RulesError, problem, sort_problems
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.quoting import reason

if TYPE_CHECKING:
    from antwoord_rules.knowledge.statements import Statement

BUNDLED: Final = "bundled"
"""The name that stands for the rules that are shipped with the package."""

BUNDLED_NAME: Final = "rules"
"""What the shipped folder is called in messages, wherever it is."""

FILE_NAMES: Final = ("vocabulary.yaml", "norms.yaml", "sources.yaml", "egem-plateaus.yaml", "properties.yaml", "phase-N-….yaml")
_STARTS: Final = ("vocabulary", "norms", "sources", "egem-plateaus", "properties", "phase-")


class RuleFile(NamedTuple):
    """A file of a rule folder: its name in messages, its kind (the start of its name) and its bytes."""

    name: str
    kind: str
    content: bytes

    @property
    def short(self) -> str:
        """Its name within its folder."""
        name = Path(self.name).name
        return f"{CASES}/{name}" if self.kind == CASES else name


def kind_of(name: str) -> str | None:
    """What the file of that name in a rule folder holds; None when it has no place there."""
    return next((start for start in _STARTS if name.startswith(start)), None) if name.endswith(".yaml") else None


def bundled_folder() -> Path:
    """The shipped rules: in an installed package beside the code, in a checkout at its top."""
    package = Path(__file__).parent.parent
    shipped = package / "_rules"
    return shipped if shipped.is_dir() else package.parent / "rules"


def read_folders(folders: Sequence[str | Path]) -> tuple[tuple[RuleFile, ...], ...]:
    """The rule files of each folder, sorted by name; raises `RulesError` for what can't be read or has no place there."""
    problems: list[Problem] = []
    places = [str(_path(folder)) for folder in folders]
    for number, place in enumerate(places):
        if place in places[:number]:
            problems.append(problem("RULES-FOLDER-TWICE").in_file(place))
    if problems:
        raise RulesError(problems)
    found = tuple(tuple(_read_folder(folder, problems)) for folder in folders)
    if problems:
        raise RulesError(problems)
    return found


CASES: Final = "cases"
"""The folder beside the rules that holds examples by experts, and the kind of its files."""


def read_cases(folders: Sequence[str | Path]) -> tuple[RuleFile, ...]:
    """The files `cases/*.yaml` of each rule folder, sorted by name; raises `RulesError` for what can't be read."""
    problems: list[Problem] = []
    found: list[RuleFile] = []
    for folder in folders:
        shown = Path(BUNDLED_NAME) if folder == BUNDLED else Path(folder)
        for entry in sorted((_path(folder) / CASES).glob("*.y*ml")):
            name = str(shown / CASES / entry.name)
            if entry.suffix != ".yaml":  # never passed over in silence
                problems.append(problem("RULES-FILE-NAME", allowed=f"{CASES}/….yaml").in_file(name))
                continue
            try:
                found.append(RuleFile(name, CASES, entry.read_bytes()))
            except OSError as error:
                problems.append(problem("FILE-UNREADABLE", reason=reason(error)).in_file(name))
    if problems:
        raise RulesError(problems)
    return tuple(found)


def _path(folder: str | Path) -> Path:
    return bundled_folder() if folder == BUNDLED else Path(folder)


def _read_folder(folder: str | Path, problems: list[Problem]) -> list[RuleFile]:
    path = _path(folder)
    shown = Path(BUNDLED_NAME) if folder == BUNDLED else path
    if not str(folder) or not path.is_dir():
        code = "RULES-NOT-A-FOLDER" if str(folder) and path.exists() else "RULES-NO-FOLDER"
        problems.append(problem(code, bundled=BUNDLED).in_file(str(shown)))
        return []
    files: list[RuleFile] = []
    try:
        entries = sorted(path.iterdir())
    except OSError as error:
        problems.append(problem("FILE-UNREADABLE", reason=reason(error)).in_file(str(shown)))
        return []
    for entry in entries:
        if not entry.is_file() or entry.suffix not in (".yaml", ".yml") or entry.name.startswith("."):
            continue
        name = str(shown / entry.name)
        kind = kind_of(entry.name)
        if kind is None:
            problems.append(problem("RULES-FILE-NAME", allowed=", ".join(FILE_NAMES)).in_file(name))
            continue
        try:
            files.append(RuleFile(name, kind, entry.read_bytes()))
        except OSError as error:
            problems.append(problem("FILE-UNREADABLE", reason=reason(error)).in_file(name))
    if not files and not problems:
        problems.append(problem("RULES-NO-FILES", allowed=", ".join(FILE_NAMES)).in_file(str(shown)))
    return files


def load_base(folders: Sequence[Sequence[RuleFile]]) -> RuleBase:
    """The rule base that the files say; raises `RulesError` with every problem found."""
    return load_statements(folders)[0]


def load_statements(folders: Sequence[Sequence[RuleFile]]) -> tuple[RuleBase, Mapping[str, Statement]]:
    """The rule base that the files say, and its statements by id, which know their place; raises `RulesError`."""
    # Parsing is the slow path, taken once for each state of the files (see `cache`): its libraries are loaded here.
    from antwoord_rules.knowledge.building import build
    from antwoord_rules.knowledge.documents import FILE_SHAPES
    from antwoord_rules.knowledge.shaping import shape
    from antwoord_rules.knowledge.yamltext import read_yaml

    _refuse_without_facts(folders)
    problems: list[Problem] = []
    unread: set[str] = set()
    shaped_folders = []
    for files in folders:
        shaped_files = []
        for file in files:
            located, wrong = read_yaml(file.name, file.content)
            problems += wrong
            if wrong:
                unread.add(file.kind)
            if located.value is None or any(found.code == "YAML-ALIAS" for found in wrong):
                continue  # where something stands for something else, nobody knows what shape was meant
            shaped = shape(located, FILE_SHAPES[file.kind])
            problems += _without_echo(shaped.problems, wrong)
            if shaped.model is None or not shaped.complete:
                unread.add(file.kind)
            shaped_files.append(shaped)
        shaped_folders.append(shaped_files)
    built = build(shaped_folders, unread=frozenset(unread), sound=not problems)
    problems += _without_echo(built.problems, problems)
    if problems:
        raise RulesError(sort_problems(problems))
    return built.base, built.statements


def _refuse_without_facts(folders: Sequence[Sequence[RuleFile]]) -> None:
    """An overlay that is loaded without the rules that it lies over: one problem says it, not one for each name in it."""
    files = [file for folder in folders for file in folder]
    if files and all(file.kind != "vocabulary" for file in files):
        names = dict.fromkeys(str(Path(file.name).parent) for file in files)
        raise RulesError([problem("RULES-NO-FACTS", bundled=BUNDLED, folders=" ".join(names)).in_file(next(iter(names)))])


def _without_echo(found: Sequence[Problem], before: Sequence[Problem]) -> list[Problem]:
    """Problems at places where none was reported before: what is wrong as YAML is wrong once, not again as a rule."""
    places = {(p.file, p.line, p.column) for p in before}
    return [p for p in found if (p.file, p.line, p.column) not in places]
