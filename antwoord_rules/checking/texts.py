"""Rule files that stand in no folder: what an author writes in a page or sends to the API, checked where it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from antwoord_rules.checking.check import Checked, Sources, check_sources, invalid, read_sources
from antwoord_rules.errors import Problem, RulesError, problem
from antwoord_rules.inference.selection import EngineName
from antwoord_rules.knowledge.loader import BUNDLED, BUNDLED_NAME, CASES, FILE_NAMES, RuleFile, kind_of
from antwoord_rules.knowledge.properties import PROOF_SECONDS
from antwoord_rules.quoting import clean

MOST_BYTES: Final = 500_000
"""How much text is checked at a time."""

_NAME: Final = re.compile(rf"(?:{CASES}/)?[A-Za-z0-9][A-Za-z0-9._-]{{0,99}}", re.ASCII)


def check_texts(
    texts: Mapping[str, str],
    *,
    over: bool,
    folders: Sequence[str] = (BUNDLED,),
    engine: EngineName = "durable",
    proof_seconds: float | None = PROOF_SECONDS,
    seconds: float | None = None,
    only_lint: bool = False,
) -> Checked:
    """What `check` says of the rules of the folders with these texts: `over` them, or in the place of files of the same name.

    `texts` has the text of each file by its name in a rule folder (`phase-2-kanaal.yaml`, `cases/fasen.yaml`); a name is never
    looked up as a path. In messages a file that is replaced keeps its name (`rules/phase-2-kanaal.yaml` of the bundled rules),
    and any other file has the name that it was given. `proof_seconds` limits each proof (without it nothing is proven), `seconds`
    the cases: when they take longer, `UsageError` is raised. `only_lint` leaves cases and proofs aside.
    """
    given = {name: text.encode("utf-8", "surrogatepass") for name, text in texts.items()}
    problems = list(_problems(given))
    if problems:
        return invalid(RulesError(problems), texts)
    try:
        beneath = read_sources(folders)
    except RulesError as error:
        return invalid(error)
    sources = _over(beneath, given) if over else _replaced(beneath, given)
    return check_sources(sources, engine=engine, proof_seconds=proof_seconds, seconds=seconds, only_lint=only_lint)


def _problems(given: Mapping[str, bytes]) -> Iterator[Problem]:
    for name in given:
        if not _NAME.fullmatch(name) or _kind(name) is None:
            yield problem("RULES-FILE-NAME", allowed=", ".join((*FILE_NAMES, f"{CASES}/….yaml"))).in_file(clean(name))
    size = sum(map(len, given.values()))
    if size > MOST_BYTES:
        yield problem("FILE-TOO-LARGE", bytes=size, most=MOST_BYTES).in_file(clean(next(iter(given))))


def _kind(name: str) -> str | None:
    return (CASES if name.endswith(".yaml") else None) if name.startswith(f"{CASES}/") else kind_of(name)


def _over(beneath: Sources, given: Mapping[str, bytes]) -> Sources:
    made = [RuleFile(name, _kind(name) or "", content) for name, content in sorted(given.items())]
    rules = tuple(file for file in made if file.kind != CASES)
    cases = tuple(file for file in made if file.kind == CASES)
    return Sources((*beneath.folders, rules) if rules else beneath.folders, (*beneath.cases, *cases), BUNDLED_NAME)


def _replaced(beneath: Sources, given: Mapping[str, bytes]) -> Sources:
    """The files with these texts in their places, in the last folder that has them; what no folder has is added to the last."""
    places = {file.short: file.name for file in (*(file for folder in beneath.folders for file in folder), *beneath.cases)}
    changed = {places.get(name, name): content for name, content in given.items()}
    fresh = [RuleFile(name, _kind(name) or "", given[name]) for name in sorted(given) if name not in places]

    def put(files: Iterable[RuleFile]) -> tuple[RuleFile, ...]:
        return tuple(file._replace(content=changed.get(file.name, file.content)) for file in files)

    *below, last = map(put, beneath.folders)
    last = (*last, *(file for file in fresh if file.kind != CASES))
    return Sources((*below, last), (*put(beneath.cases), *(file for file in fresh if file.kind == CASES)), beneath.shipped)
