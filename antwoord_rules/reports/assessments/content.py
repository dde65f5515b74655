"""What a report on one municipality says, as data in one language; the forms (`terminal`, `markdown`) only lay it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from antwoord_rules.assessment import NO_PHASE, Assessment, MeasureResult
from antwoord_rules.explanation.prose import reasons
from antwoord_rules.explanation.wording import UNKNOWN as UNKNOWN_VALUE
from antwoord_rules.explanation.wording import evidence_text, value_text
from antwoord_rules.knowledge.conditions import leaves
from antwoord_rules.knowledge.rules import NormRule
from antwoord_rules.knowledge.vocabulary import ElementFact, Fact
from antwoord_rules.language import Language, Text
from antwoord_rules.reports import words
from antwoord_rules.reports.firmness import Firmness
from antwoord_rules.reports.outlook import outlook


class Rung(NamedTuple):
    """A phase on the ladder; `status` is reached, not reached or unknown; `here` marks the phase of the municipality."""

    number: int
    name: str
    here: bool
    reached: bool | None
    status: str
    counts: str


class Item(NamedTuple):
    """A criterion or challenge with its status and what decided it."""

    id: str
    label: str
    status: str
    status_text: str
    basis: str
    reasons: tuple[str, ...]


class MeasureItem(NamedTuple):
    """A recommended measure."""

    id: str
    label: str
    basis: str
    effort: str
    addresses: str
    requires: tuple[str, ...]


class Question(NamedTuple):
    """An unknown fact and the question that would settle it."""

    fact: str
    label: str
    question: str


class Line(NamedTuple):
    """A label with a value."""

    label: str
    value: str


class Report(NamedTuple):
    """Everything that the report says, in the order in which it says it."""

    language: Language
    name: str
    date: str
    phase: int
    phase_name: str
    certainty: str
    ladder: tuple[Rung, ...]
    limit: str | None
    blocks: tuple[str, ...]
    profile: tuple[tuple[int, tuple[tuple[str, ...], ...]], ...]
    next_phase: int | None
    blockers: tuple[Item, ...]
    outlook: tuple[str, ...]
    challenges: tuple[tuple[str, tuple[Item, ...]], ...]
    later: str | None
    measures: tuple[MeasureItem, ...]
    notes: tuple[str, ...]
    questions_phase: tuple[Question, ...]
    questions_other: tuple[Question, ...]
    assumptions: tuple[Line, ...]
    indicators: tuple[Line, ...]
    portraits: tuple[Line, ...]
    plateaus: tuple[str, ...]
    receipt: str


def report(assessment: Assessment, language: Language, firmness: Firmness | None = None) -> Report:
    """The content of the report on an assessment; with `firmness` it also says what would change the phase."""
    return _Writer(assessment, language, firmness).write()


class _Writer:
    def __init__(self, assessment: Assessment, language: Language, firmness: Firmness | None) -> None:
        self.a = assessment
        self.firmness = firmness
        self.language = language
        self.base = assessment.context.base
        self.top = len(self.base.phases)

    def write(self) -> Report:
        a, number = self.a, self.a.phase.number
        next_phase = number + 1 if number < self.top else None
        return Report(
            language=self.language,
            name=a.gemeente.naam,
            date=self.say(words.REFERENCE_DATE, date=a.gemeente.peildatum),
            phase=number,
            phase_name=(self.base.phases[number - 1].name if number else NO_PHASE).to(self.language),
            certainty=self._certainty(),
            ladder=(*(self._rung(n) for n in range(self.top, 0, -1)), *([] if number else [self._ground()])),
            limit=self._limit(),
            blocks=tuple(self.say(block.label) for block in self.base.vocabulary.blocks),
            profile=tuple(self._row(n) for n in range(self.top, 0, -1)),
            next_phase=next_phase,
            blockers=tuple(
                self._item(c.id, c.status, c.basis) for c in a.criteria if c.phase == next_phase and c.status != "met"
            ),
            outlook=outlook(self.base, self.firmness, self.language) if self.firmness else (),
            challenges=tuple(self._challenges()),
            later=self._later(),
            measures=tuple(self._measure(measure) for measure in a.measures),
            notes=tuple(self._notes()),
            **self._questions(),
            assumptions=tuple(Line(self.label(found.fact), value_text(found.value, self.language)) for found in a.assumptions),
            indicators=tuple(self._indicators()),
            portraits=tuple(self._portraits()),
            plateaus=tuple(self._plateaus()),
            receipt=self._receipt(),
        )

    def say(self, text: Text, **details: object) -> str:
        return text.to(self.language).format(**details) if details else text.to(self.language)

    def label(self, name: str) -> str:
        """The label of a rule or fact."""
        rule = self.base.rules.get(name)
        return self.say(rule.label if rule else self.base.vocabulary.labels[name])

    def _certainty(self) -> str:
        if self.a.phase.certain:
            return self.say(words.CERTAIN)
        return self.say(words.UNCERTAIN, phases=_listed(self.a.phase.possible, self.say(words.OR)))

    def _rung(self, number: int) -> Rung:
        statuses = [c.status for c in self.a.criteria if c.phase == number]
        known = self.a.context.inference.conclusions.get(f"fase_{number}")
        status = {True: words.REACHED, False: words.NOT_REACHED, None: words.NOT_KNOWN}[known]
        counts = self.say(words.RUNG, met=statuses.count("met"), total=len(statuses))
        if "unknown" in statuses:
            counts += ", " + self.say(words.RUNG_UNKNOWN, unknown=statuses.count("unknown"))
        name = self.say(self.base.phases[number - 1].name)
        return Rung(number, name, number == self.a.phase.number, known, self.say(status), counts)

    def _ground(self) -> Rung:
        """Below the first rung: the place of a municipality that reached no phase."""
        return Rung(0, self.say(NO_PHASE), True, None, "", "")

    def _limit(self) -> str | None:
        phase = self.a.phase
        limit = next((found for found in self.base.limits if found.phase == phase.number), None)
        if limit is None or phase.limit == "none":
            return None
        label = self.say(limit.label)
        return self.say(words.LIMIT[phase.limit], label=label) + f" [{limit.basis}]"

    def _row(self, number: int) -> tuple[int, tuple[tuple[str, ...], ...]]:
        cells = tuple(
            tuple(c.status for c in self.a.criteria if c.phase == number and c.block == block.id)
            for block in self.base.vocabulary.blocks
        )
        return number, cells

    def _item(self, name: str, status: str, basis: str) -> Item:
        why = tuple(reasons(self.a.explain(name).reason, self.language)) if status not in ("met", "resolved") else ()
        return Item(name, self.label(name), status, self.say(words.STATUS[status]), basis, why)

    def _challenges(self) -> Iterable[tuple[str, tuple[Item, ...]]]:
        for relevance in ("current", "overdue"):
            found = [c for c in self.a.challenges if c.relevance == relevance and c.status != "resolved"]
            if found:
                yield self.say(words.RELEVANCE[relevance]), tuple(self._item(c.id, c.status, c.basis) for c in found)

    def _later(self) -> str | None:
        later = [c.status for c in self.a.challenges if c.relevance == "later"]
        if not later:
            return None
        counts = {status: later.count(status) for status in ("open", "unknown", "resolved")}
        return self.say(words.LATER, **counts)

    def _measure(self, measure: MeasureResult) -> MeasureItem:
        effort = words.EFFORT_ONE if measure.effort == 1 else words.EFFORT
        known = self.a.context.inference.conclusions
        needed = [name for name in measure.addresses if known.get(name) is False]
        return MeasureItem(
            measure.id,
            self.label(measure.id),
            measure.basis,
            self.say(effort, effort=measure.effort, months=measure.months),
            self.say(words.ADDRESSES, labels="; ".join(self.label(name) for name in needed)),
            tuple(
                self.say(words.REQUIRES, label=self.label(r.id), status=self.say(words.DONE if r.met else words.TO_DO))
                for r in measure.requires
            ),
        )

    def _notes(self) -> Iterable[str]:
        """What the source leaves blank, next to what stands here instead."""
        blank = {
            (section.id, item.id)
            for document in self.base.documents
            for section in document.sections
            for item in section.items
            if item.blank
        }
        shown = sorted({c.phase for c in self.a.challenges if c.relevance != "later"})
        for number in shown:
            if (f"fase-{number}", "uitdagingen") in blank:
                yield self.say(words.BLANK_CHALLENGES, number=number)
        phases = sorted({m.phase for m in self.a.measures if (f"fase-{m.phase}", "maatregelen") in blank})
        if phases:
            yield self.say(words.BLANK_MEASURES, numbers=_listed(phases, self.say(words.AND)))

    def _questions(self) -> dict[str, tuple[Question, ...]]:
        deciding = self._deciding()
        first, other = list[Question](), list[Question]()
        for name in self.a.unknown:
            question = self._question(name)
            (first if deciding & self._feeds(name) else other).append(question)
        return {"questions_phase": tuple(first), "questions_other": tuple(other)}

    def _deciding(self) -> set[str]:
        """What the unknown criteria of phases that are still possible read, intermediate conclusions looked through."""
        known = self.a.context.inference.conclusions
        open_phases = {n for n in range(1, self.top + 1) if f"fase_{n}" not in known}
        waiting = [c.id for c in self.a.criteria if c.phase in open_phases and c.status == "unknown"]
        found: set[str] = set()
        while waiting:
            rule = self.base.rules.get(waiting.pop())
            when = getattr(rule, "when", None)
            if when is not None:
                read = {leaf.reads for leaf in leaves(when)} - found
                found |= read
                waiting += read
        return found

    def _feeds(self, name: str) -> set[str]:
        """The fact itself, or the derived facts that a list or an attribute of its elements feeds."""
        element = ElementFact.parse(name)
        collection, attribute = (element.collection, element.attribute) if element else (name, None)
        derived = self.base.vocabulary.derived
        return {name} | {d.id for d in derived if d.collection == collection and attribute in (None, d.attribute)}

    def _question(self, name: str) -> Question:
        vocabulary = self.base.vocabulary
        fact: Fact | None = vocabulary.fact_by_id.get(name)
        if fact is not None:
            return Question(name, self.say(fact.label), self.say(fact.question))
        place = ElementFact.parse(name)
        if place is None:
            collection = vocabulary.collection_by_id[name]
            return Question(name, self.say(collection.label), self.say(collection.question))
        element = self.a.context.memory.collections[place.collection][place.number]
        attribute = vocabulary.collection_by_id[place.collection].attribute(place.attribute)
        if attribute is None:
            raise AssertionError(name)
        return Question(name, f"{element.name}: {self.say(attribute.label)}", self.say(attribute.question))

    def _indicators(self) -> Iterable[Line]:
        memory = self.a.context.memory
        for fact in self.base.vocabulary.facts:
            if fact.indicator is None or (fact.indicator.from_phase or 0) > self.a.phase.number:
                continue
            value = memory.values.get(fact.id)
            shown = (
                UNKNOWN_VALUE.to(self.language)
                if value is None
                else value_text(fact.type.to_people(value), self.language, fact.unit)
            )
            proof = evidence_text(memory.evidence.get(fact.id), self.language)
            said = [f"{shown} ({proof})" if proof else shown]
            if fact.indicator.at_most is not None:
                norm = self.base.norm_by_id[fact.indicator.at_most]
                bound = self.a.context.norms[norm.id]
                said.append(
                    self.say(words.NORM, value=value_text(norm.type.to_people(bound), self.language, norm.unit))
                    + f" [{self._mark(norm)}]"
                )
                if value is not None:
                    said.append(self.say(words.WITHIN if value <= bound else words.ABOVE))
            yield Line(self.say(fact.label), "; ".join(said))

    def _mark(self, norm: NormRule) -> str:
        """Where the value of a norm comes from: not from the source of the norm when it was changed for this result."""
        return norm.basis if self.a.context.norms[norm.id] == norm.value else self.say(words.CHANGED_NORM)

    def _portraits(self) -> Iterable[Line]:
        """The elements of each list, such as the front offices, with what is known of them."""
        for collection in self.base.vocabulary.collections:
            for element in self.a.context.memory.collections.get(collection.id, ()):
                said = []
                for attribute in collection.attributes:
                    if attribute.id == collection.key:
                        continue
                    known, texts = element.values.get(attribute.id), element.texts.get(attribute.id)
                    if texts is not None:
                        shown = texts if isinstance(texts, str) else ", ".join(texts)
                    else:
                        shown = value_text(None if known is None else attribute.type.to_people(known), self.language)
                    proof = evidence_text(element.evidence.get(attribute.id), self.language)
                    said.append(f"{self.say(attribute.label)}: {shown}" + (f" ({proof})" if proof else ""))
                yield Line(element.name, "; ".join(said))

    def _plateaus(self) -> Iterable[str]:
        number = self.a.phase.number
        if self.a.egem_plateaus:
            row = next(row for row in self.base.plateaus if row.phase == number)
            plateaus = _listed(row.plateaus, self.say(words.AND))
            text = words.PLATEAU if row.approximate else words.PLATEAU_EXACT
            yield self.say(text, number=number, plateaus=plateaus) + f" [{row.basis}]"
        elif number:
            yield self.say(words.NO_PLATEAU, number=number)
        if self.base.plateau_scope is not None and number:
            yield self.say(self.base.plateau_scope.note) + f" [{self.base.plateau_scope.basis}]"

    def _receipt(self) -> str:
        receipt = self.a.receipt
        norms = ", ".join(
            f"{norm.id}={value_text(receipt.norms[norm.id], self.language)} [{self._mark(norm)}]" for norm in self.base.norms
        )
        return self.say(
            words.RECEIPT_LINE,
            version=receipt.antwoord_rules,
            engine=receipt.engine,
            rules=receipt.rules_sha256[:12],
            facts=receipt.facts_sha256[:12],
            norms=norms,
        )


def _listed(numbers: Sequence[object], word: str) -> str:
    *first, last = [str(number) for number in numbers]
    return f"{', '.join(first)} {word} {last}" if first else last
