"""Case files (`cases/*.yaml` beside the rules): examples by experts, read with the place of every word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Any, Final, Literal, NamedTuple, TypeAlias

from pydantic import Field

from antwoord_rules.errors import Problem, sort_problems
from antwoord_rules.facts.document import VALUE, Reader
from antwoord_rules.facts.memory import WorkingMemory
from antwoord_rules.facts.reader import working_memory
from antwoord_rules.knowledge.documents import Name, Shape, TextShape
from antwoord_rules.knowledge.loader import RuleFile
from antwoord_rules.knowledge.references import Place
from antwoord_rules.knowledge.rules import Challenge, Criterion, Derivation, Limit, RuleBase
from antwoord_rules.knowledge.shaping import shape
from antwoord_rules.knowledge.vocabulary import MUNICIPALITY
from antwoord_rules.knowledge.yamltext import Located, read_yaml
from antwoord_rules.language import Text
from antwoord_rules.quoting import shown
from antwoord_rules.suggestions import did_you_mean

Path: TypeAlias = tuple[str | int, ...]
Document: TypeAlias = dict[str, Any]

_STATUSES: Final[Mapping[type, tuple[str, ...]]] = {
    Criterion: ("met", "unmet", "unknown"),
    Challenge: ("resolved", "open", "unknown"),
    Limit: ("present", "absent", "unknown"),
    Derivation: ("true", "false", "unknown"),
}
_PHASE_STATUSES: Final = ("true", "false", "unknown")
_SOMEWHERE: Final = {"naam": "geval", "peildatum": "2026-01-01"}
"""Cases need not say which municipality they are about."""


class PlanShape(Shape):
    """The plan that must come out, and what it is asked for; what is not mentioned is not looked at."""

    to: Annotated[int, Field(ge=1, le=5)]
    with_challenges: bool = False
    exclude: list[Name] = Field(default_factory=list)
    include: list[Name] = Field(default_factory=list)
    reachable: bool = True
    effort: Annotated[int, Field(ge=0)] | None = None
    months: Annotated[int, Field(ge=0)] | None = None
    measures: list[Name] | None = None


class ExpectShape(Shape):
    """What must follow; what is not mentioned is not looked at."""

    phase: Annotated[int, Field(ge=0, le=5)] | None = None
    certain: bool | None = None
    possible: list[int] | None = None
    limit: Literal["present", "absent", "unknown", "none"] | None = None
    status: dict[str, str | bool] = Field(default_factory=dict)
    recommended: list[Name] = Field(default_factory=list)
    not_recommended: list[Name] = Field(default_factory=list)
    plan: PlanShape | None = None


class CaseShape(Shape):
    """An example: these facts, and what the rules must conclude from them. `like` names the case that it starts from."""

    id: Name
    because: TextShape
    like: Name | None = None
    given: dict[str, Any] = Field(default_factory=dict)
    expect: ExpectShape


class CasesFile(Shape):
    """`cases/*.yaml`: examples by experts."""

    cases: Annotated[list[CaseShape], Field(min_length=1)]


class Case(NamedTuple):
    """An example that can be run; `document` is a whole fact document, with the facts of the case it is like."""

    id: str
    because: Text
    document: Mapping[str, Any]
    memory: WorkingMemory
    expect: ExpectShape
    located: Located
    path: Path

    @property
    def place(self) -> Place:
        """Where its id stands."""
        return Place(self.located.file, *self.located.position((*self.path, "id")))

    def problem(self, code: str, *path: str | int, of_key: bool = False, **details: Any) -> Problem:
        """A problem at a path within the case."""
        return self.located.problem(code, (*self.path, *path), of_key=of_key, **details)


class _Draft(NamedTuple):
    model: CaseShape
    located: Located
    path: Path
    given: Document
    places: Mapping[Path, Path]

    def problem(self, code: str, *path: str | int, of_key: bool = False, **details: Any) -> Problem:
        return self.located.problem(code, (*self.path, *path), of_key=of_key, **details)


def read_case_files(files: Iterable[RuleFile], base: RuleBase) -> tuple[tuple[Case, ...], tuple[Problem, ...]]:
    """The cases of the files, and everything that is wrong with them; a case with a mistake is left out."""
    problems: list[Problem] = []
    drafts: dict[str, _Draft] = {}
    for file in files:
        located, wrong = read_yaml(file.name, file.content)
        problems += wrong
        if located.value is None:
            continue
        shaped = shape(located, CasesFile)
        problems += shaped.problems
        for number, model in enumerate(shaped.model.cases if shaped.model is not None else ()):
            draft = _draft(model, located, shaped.path("cases", number), problems)
            first = drafts.setdefault(model.id, draft)
            if first is not draft:
                place = Place(first.located.file, *first.located.position((*first.path, "id")))
                problems.append(draft.problem("CASE-DUPLICATE-ID", "id", name=model.id, first=str(place)))
    documents = _documents(drafts, problems)
    cases: list[Case] = []
    for name, document in documents.items():
        draft = drafts[name]
        whole = {MUNICIPALITY: _SOMEWHERE} | document
        memory = _memory(draft, whole, base, problems)
        expected = _check_expectation(draft, base)
        problems += expected
        if memory is not None and not expected:
            because = Text(draft.model.because.nl, draft.model.because.en)
            cases.append(Case(name, because, whole, memory, draft.model.expect, draft.located, draft.path))
    return tuple(cases), sort_problems(problems)


def _draft(model: CaseShape, located: Located, path: Path, problems: list[Problem]) -> _Draft:
    given: Document = {}
    places: dict[Path, Path] = {}

    def spread(raw: Mapping[str, Any], here: Path, into: Document, above: Path) -> None:
        for key, value in raw.items():
            *groups, last = str(key).split(".")
            node, at, place = into, above, (*here, key)
            for group in groups:
                at = (*at, group)
                node = node.setdefault(group, {})
                places.setdefault(at, place)
                if not isinstance(node, dict):
                    break
            at = (*at, last)
            known = node.get(last) if isinstance(node, dict) else node
            if isinstance(node, dict) and isinstance(value, dict) and (known is None or isinstance(known, dict)):
                places.setdefault(at, place)
                spread(value, place, node.setdefault(last, {}), at)
            elif not isinstance(node, dict) or last in node:
                problems.append(located.problem("CASE-FACT-TWICE", place, of_key=True, name=".".join(map(str, at))))
            else:
                node[last] = value
                places[at] = place

    spread(model.given, (*path, "given"), given, ())
    return _Draft(model, located, path, given, places)


def _documents(drafts: Mapping[str, _Draft], problems: list[Problem]) -> dict[str, Document]:
    """The facts of each case, laid over those of the case that it is like."""
    like = {name: draft.model.like for name, draft in drafts.items()}
    for draft in drafts.values():
        of = draft.model.like
        if of is not None and of not in drafts:
            problems.append(draft.problem("CASE-LIKE-UNKNOWN", "like", name=of, suggestion=did_you_mean(of, drafts)))
    try:
        built_on = {name: [of] for name, of in like.items() if of is not None and of in drafts}
        order = list(TopologicalSorter(built_on).static_order())
    except CycleError as error:
        cycle: Sequence[str] = error.args[1]
        problems.append(drafts[min(cycle)].problem("CASE-LIKE-CYCLE", "like", cycle=" -> ".join(reversed(cycle))))
        return {}
    made: dict[str, Document] = {}
    for name in dict.fromkeys((*order, *drafts)):
        made[name] = _laid_over(made.get(like[name] or "", {}), drafts[name].given)
    return {name: made[name] for name in drafts}


def _laid_over(below: Any, above: Any) -> Any:
    if isinstance(below, dict) and isinstance(above, dict) and VALUE not in below and VALUE not in above:
        return below | {key: _laid_over(below.get(key), value) for key, value in above.items()}
    return above


def _memory(draft: _Draft, document: Document, base: RuleBase, problems: list[Problem]) -> WorkingMemory | None:
    reader = Reader(base.vocabulary)
    reader.read(document)
    for flaw in reader.flaws:
        steps, rest = tuple(flaw.path), tuple[str | int, ...]()
        while steps and steps not in draft.places:
            steps, rest = steps[:-1], (steps[-1], *rest)
        if not rest or not isinstance(_at(draft.given, steps), dict):  # else it came with the case that this one is like
            place = (*draft.places.get(steps, ()), *rest)
            problems.append(draft.located.problem(flaw.code, place, of_key=flaw.of_key, **flaw.details))
    return None if reader.flaws else working_memory(reader, document)


def _at(document: Any, path: Path) -> Any:
    for step in path:
        document = document[step]
    return document


def _check_expectation(draft: _Draft, base: RuleBase) -> list[Problem]:
    expect = draft.model.expect
    problems: list[Problem] = []
    if not expect.model_fields_set or not any(value not in (None, [], {}) for value in dict(expect).values()):
        problems.append(draft.problem("CASE-EXPECTS-NOTHING", "expect", of_key=True))
    measures = [measure.id for measure in base.measures]
    named = [name for name in base.rules if name not in measures] + list(base.phase_by_id)
    for name, status in expect.status.items():
        if name not in named:
            suggestion = did_you_mean(name, named)
            problems.append(
                draft.problem("CASE-ID-UNKNOWN", "expect", "status", name, of_key=True, name=name, suggestion=suggestion)
            )
            continue
        allowed = statuses(base, name)
        if status_text(status) not in allowed:
            listed = ", ".join(allowed)
            problems.append(
                draft.problem("CASE-STATUS", "expect", "status", name, name=name, found=shown(status), allowed=listed)
            )
    for path, names in _measures_named(expect).items():
        for number, name in enumerate(names):
            if name not in measures:
                suggestion = did_you_mean(name, measures)
                problems.append(draft.problem("CASE-ID-UNKNOWN", "expect", *path, number, name=name, suggestion=suggestion))
    for number, name in enumerate(expect.plan.include if expect.plan is not None else ()):
        if expect.plan is not None and name in expect.plan.exclude:
            problems.append(draft.problem("MEASURE-BOTH", "expect", "plan", "include", number, name=name))
    if expect.plan is not None and expect.plan.to > len(base.phases):
        phases = Text(*[", ".join(base.phase_by_id)] * 2)
        problems.append(
            draft.problem("CASE-ID-UNKNOWN", "expect", "plan", "to", name=f"fase_{expect.plan.to}", suggestion=phases)
        )
    return problems


def _measures_named(expect: ExpectShape) -> dict[tuple[str, ...], list[Name]]:
    """Where a case names measures, and which."""
    named: dict[tuple[str, ...], list[Name]] = {
        ("recommended",): expect.recommended,
        ("not_recommended",): expect.not_recommended,
    }
    if expect.plan is not None:
        named[("plan", "exclude")] = expect.plan.exclude
        named[("plan", "include")] = expect.plan.include
        named[("plan", "measures")] = expect.plan.measures or []
    return named


def statuses(base: RuleBase, name: str) -> tuple[str, ...]:
    """What a case may expect of a conclusion."""
    return _STATUSES.get(type(base.rules.get(name)), _PHASE_STATUSES)


def status_text(status: str | bool) -> str:
    """A status as cases write it; YAML reads `true` as a boolean."""
    return str(status).lower() if isinstance(status, bool) else status
