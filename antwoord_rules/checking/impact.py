"""Impact: what another version of the rules changes for municipalities and cases, and through which rule."""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

from antwoord_rules.assessment import Assessment
from antwoord_rules.checking.check import Loaded
from antwoord_rules.errors import FactsError, Problem, UsageError, problem
from antwoord_rules.knowledge.codec import encode
from antwoord_rules.knowledge.conditions import leaves
from antwoord_rules.knowledge.loader import BUNDLED, bundled_folder
from antwoord_rules.knowledge.strata import conclusions
from antwoord_rules.knowledge_base import KnowledgeBase
from antwoord_rules.quoting import clean

_GIT_SECONDS: Final = 30


class Change(NamedTuple):
    """A conclusion that comes out otherwise, for a municipality or a case: `before` under the other rules, `after` under these.

    `through` are the rules that differ between the two and that the conclusion rests on.
    """

    subject: str
    conclusion: str
    before: str
    after: str
    through: tuple[str, ...]


class Impact(NamedTuple):
    """What the change of rules does: how many municipalities and cases were looked at, and every change."""

    subjects: int
    changes: tuple[Change, ...]
    rules: tuple[str, ...]
    """The rules that differ: added, removed or changed."""


def impact(before: KnowledgeBase, after: Loaded, documents: Mapping[str, Any]) -> Impact:
    """Assess each document and each case under both versions of the rules.

    `documents` are fact documents, parsed, by the name they have in messages; these rules can read them. What only these rules
    know of a document is left out for the other rules; a document that they can't read even then is a change too.
    """
    kb = after.kb
    subjects = {**documents, **{case.id: case.document for case in after.cases}}
    differing = _differing(before, kb)
    rests_on = {**_rests_on(before), **_rests_on(kb)}
    changes: list[Change] = []
    for name, document in subjects.items():
        old, new = _outcomes(before, document), _outcomes(kb, document)
        if "facts" in old:  # the other rules do not know one of these facts: nothing can be compared
            changes.append(Change(name, "facts", old["facts"], _NOTHING, differing))
            continue
        for conclusion in dict.fromkeys((*old, *new)):
            was, now = old.get(conclusion, _NOTHING), new.get(conclusion, _NOTHING)
            if was != now and not {was, now} <= _SILENT:
                below = rests_on.get(conclusion, frozenset())
                through = tuple(rule for rule in differing if rule in below)
                changes.append(Change(name, conclusion, was, now, through))
    return Impact(len(subjects), tuple(changes), differing)


_NOTHING: Final = "-"
_SILENT: Final = frozenset({_NOTHING, "unknown", "not recommended"})
"""A rule that only one version has and that says nothing here is no change for a reader."""


def _readable(kb: KnowledgeBase, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The document without the facts that the rules do not know."""
    try:
        kb.read(document)
    except FactsError as error:
        if all(found.code == "FACT-UNKNOWN" and found.path for found in error.problems):
            copy = deepcopy(dict(document))
            for found in error.problems:
                _remove(copy, (found.path or "").split("."))
            return copy
    return document


def _remove(document: Any, path: Sequence[str]) -> None:
    *groups, last = path
    for group in groups:
        document = document[int(group) if isinstance(document, list) else group]
    del document[last]


def _outcomes(kb: KnowledgeBase, document: Mapping[str, Any]) -> dict[str, str]:
    """What a reader of the result sees: the phase, each challenge, each recommended measure."""
    try:
        assessed = kb.assess(_readable(kb, document))
    except FactsError as error:
        return {"facts": error.problems[0].code}
    return {"phase": _phase(assessed)} | {
        **{challenge.id: challenge.status for challenge in assessed.challenges},
        **{
            measure.id: "recommended" if assessed.context.inference.conclusions.get(measure.id) else "not recommended"
            for measure in kb.base.measures
        },
    }


def _phase(assessed: Assessment) -> str:
    possible = ", ".join(map(str, assessed.phase.possible))
    return str(assessed.phase.number) if assessed.phase.certain else f"{assessed.phase.number} ({possible})"


def _differing(before: KnowledgeBase, after: KnowledgeBase) -> tuple[str, ...]:
    """The ids of the rules, norms and facts that are not the same in both."""

    def said(kb: KnowledgeBase) -> dict[str, Any]:
        base = kb.base
        things: Iterable[Any] = (
            *base.rules.values(),
            *base.norms,
            *base.vocabulary.facts,
            *base.vocabulary.derived,
            *base.phases,
        )
        return {thing.id: encode(thing, places=False) for thing in things}

    old, new = said(before), said(after)
    return tuple(name for name in dict.fromkeys((*new, *old)) if old.get(name) != new.get(name))


def _rests_on(kb: KnowledgeBase) -> dict[str, frozenset[str]]:
    """For each conclusion: itself and every rule, fact and norm below it. The phase rests on every phase rule."""
    direct: dict[str, set[str]] = {}
    for conclusion in conclusions(kb.base):
        name = conclusion.id.partition(":")[0]
        read = direct.setdefault(name, {name, conclusion.rule})
        for leaf in leaves(conclusion.when):
            read.add(leaf.reads.partition(":")[0])
            norm = getattr(getattr(leaf, "value", None), "id", None)
            if norm is not None:
                read.add(norm)
    below: dict[str, frozenset[str]] = {}

    def gather(name: str) -> frozenset[str]:
        if name not in below:
            below[name] = frozenset({name})
            parts = (gather(read) for read in direct.get(name, ()) if read != name)
            below[name] = frozenset({name}).union(direct.get(name, ()), *parts)
        return below[name]

    for name in direct:
        gather(name)
    return {**below, "phase": frozenset().union(*(below[phase.id] for phase in kb.base.phases))}


@contextmanager
def other_rules(name: str, folders: Sequence[str]) -> Iterator[list[str]]:
    """The rule folders of the other version: a folder of that name, or the same folders as they were in a git revision.

    Raises `UsageError` when it is neither.
    """
    if name == BUNDLED or Path(name).is_dir():
        yield [name]
        return
    with tempfile.TemporaryDirectory(prefix="antwoord-") as place:
        found: list[str] = []
        for number, folder in enumerate(folders or [BUNDLED]):
            path = bundled_folder() if folder == BUNDLED else Path(folder)
            into = Path(place) / str(number)
            if _extract(name, path.resolve(), into):
                found.append(str(into))
            elif folder == BUNDLED:
                found.append(BUNDLED)  # the shipped rules are the same in every revision of somebody else's folder
        if not any(folder != BUNDLED for folder in found):
            raise UsageError([_unknown(name)])
        yield found


def _unknown(name: str) -> Problem:
    return problem("AGAINST-UNKNOWN", name=clean(name))


def _extract(revision: str, folder: Path, into: Path) -> bool:
    """Whether the folder was in that revision of its git repository; then its files are put in place."""
    if revision.startswith("-") or not folder.is_dir():
        return False
    top = _git(folder, "rev-parse", "--show-toplevel")
    commit = _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if top is None or commit is None:
        return False
    inside = folder.relative_to(Path(top.decode().strip()).resolve())
    archive = _git(Path(top.decode().strip()), "archive", "--format=tar", f"{commit.decode().strip()}:{inside.as_posix()}")
    if archive is None:
        return False
    into.mkdir()
    with tarfile.open(fileobj=BytesIO(archive)) as files:
        files.extractall(into, filter="data")
    return True


def _git(folder: Path, *arguments: str) -> bytes | None:
    try:
        done = subprocess.run(  # noqa: S603  (a fixed program, arguments as a list)
            ["git", "-C", str(folder), *arguments],  # noqa: S607  (the user's own git)
            capture_output=True,
            check=False,
            timeout=_GIT_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
