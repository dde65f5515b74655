"""Proofs: each property is proven exactly when it holds, held to brute force over every state; and planted faults are found."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations_with_replacement, product
from random import Random
from types import SimpleNamespace

import pytest
from hypothesis import given, settings

from antwoord_rules import KnowledgeBase
from antwoord_rules.errors import EngineError
from antwoord_rules.inference.reference import ReferenceEngine
from antwoord_rules.knowledge.conditions import All, Any, Comparison, Not, Operator, holds
from antwoord_rules.knowledge.properties import PROPERTIES
from antwoord_rules.knowledge.rules import Exemption, PropertyRule
from antwoord_rules.knowledge.strata import Conclusion, Program
from antwoord_rules.knowledge.vocabulary import Polarity
from antwoord_rules.language import Text
from antwoord_rules.reasoning.encoding import Encoding
from antwoord_rules.reasoning.proofs import Subject, prove
from antwoord_rules.reasoning.space import Space
from tests.knowledge_bases import LIST, LOST, SAID, SEEDS, SURE, Case, random_base, subsets
from tests.test_plans import carried_out, ready

EXAMPLES = 60
MOST_STATES = 400


# By brute force


class Every:
    """Every state of a small knowledge base: what is known of each fact, and what follows."""

    def __init__(self, seed):
        random = Random(seed)
        base = random_base(seed, most_facts=2, most_measures=3)
        facts = tuple(fact._replace(polarity=random.choice([None, *Polarity])) for fact in base.vocabulary.facts)
        derived = tuple(fact._replace(polarity=random.choice([None, *Polarity])) for fact in base.vocabulary.derived)
        self.base = replace(base, vocabulary=replace(base.vocabulary, facts=facts, derived=derived))
        self.case = Case(seed, self.base, 1.0, 1)
        self.meaning = self.case.meaning
        self.lists = self._lists() if self.base.vocabulary.collections else [{}]
        self.top = self.base.phases[-1].number

    def _lists(self):
        """The derived facts of every list, whatever is known of its elements, to the cell; the list may be unknown."""
        read = sorted({fact.attribute for fact in self.base.vocabulary.derived if fact.attribute})
        kinds = [
            {name: value for name, value in zip(read, values, strict=True) if value is not None}
            for values in product((None, False, True), repeat=len(read))
        ]
        every = [self.case.derived(elements) for size in range(7) for elements in combinations_with_replacement(kinds, size)]
        return [{}, *{self.case.list_cell(found): found for found in every}.values()]

    def states(self, *, complete=False):
        scalars = [fact.id for fact in self.base.vocabulary.facts]
        values = [([] if complete else [None]) + list(self.meaning.cells[name]) for name in scalars]
        whole = len(self.base.vocabulary.derived)
        for found in self.lists:
            if complete and len(found) != whole:
                continue
            for chosen in product(*values):
                yield {name: value for name, value in zip(scalars, chosen, strict=True) if value is not None} | found

    @property
    def size(self):
        number = len(self.lists)
        for fact in self.base.vocabulary.facts:
            number *= 1 + len(self.meaning.cells[fact.id])
        return number

    def after(self, state, names):
        return carried_out(SimpleNamespace(known=state, meaning=self.meaning), names)

    def ready(self, state, names):
        return ready(SimpleNamespace(known=state, meaning=self.meaning), names)


def unattainable(every):
    reached = {every.meaning.outcome(world).phase for world in every.states(complete=True)}
    return {f"fase_{n}" for n in range(every.top + 1) if n not in reached}


def not_monotone(every):
    """Facts of which a better value loses a phase, all else being equal."""
    found = set()
    for name, polarity in every.base.vocabulary.polarities.items():
        for worse in every.states():
            if polarity is None or name not in worse:
                continue
            for better in alternatives(every, worse, name):
                sign = 1 if polarity is Polarity.POSITIVE else -1
                if sign * better[name] > sign * worse[name] and every.meaning.phase(better) < every.meaning.phase(worse):
                    found.add(name)
    return found


def alternatives(every, state, name):
    """The states in which this fact alone is another one."""
    if not name.startswith(LIST):
        return [state | {name: value} for value in every.meaning.cells[name]]
    rest = every.case.list_cell({k: v for k, v in state.items() if k.startswith(LIST) and k != name})
    whole = len(every.base.vocabulary.derived)
    lists = [found for found in every.lists if len(found) == whole]
    if sum(k.startswith(LIST) for k in state) != whole:
        return []
    return [state | found for found in lists if every.case.list_cell({k: v for k, v in found.items() if k != name}) == rest]


def constant(every):
    """Rules with the values that they never have."""
    never = {(rule, value) for rule in every.base.rules for value in (True, False)}
    for world in every.states(complete=True):
        of, statuses = every.meaning.decide(world), every.meaning.outcome(world).statuses
        for rule in every.base.rules:
            never.discard((rule, statuses[rule] == "recommended" if rule in every.meaning.measures else of(rule) == SURE))
    return {(rule, str(value).lower()) for rule, value in never}


def implied(every):
    found = set()
    decided = [every.meaning.decide(world) for world in every.states(complete=True)]
    for criterion in every.base.criteria:
        others = [c.id for c in every.base.criteria if c.phase <= criterion.phase and c.id != criterion.id]
        met = [of for of in decided if all(of(name) == SURE for name in others)]
        if met and all(of(criterion.id) == SURE for of in met):
            found.add(criterion.id)
    return found


def can_reach_the_top(every, state):
    goal = f"fase_{every.top}"
    for names in subsets(every.meaning.measures):
        after = every.after(state, names) if every.ready(state, names) else None
        if after is not None and every.meaning.decide(after)(goal) == SURE:
            return True
    return False


def lost_after(every, state, names, conclusion):
    """Whether a conclusion fails after measures in some world: each unknown fact that they bound has one of the values left."""
    after = every.after(state, names)
    if after is None:
        return True
    bounded = {name: sorted(values) for name, values in after.items() if isinstance(values, frozenset)}
    worlds = (after | dict(zip(bounded, values, strict=True)) for values in product(*bounded.values()))
    return any(every.meaning.decide(world)(conclusion) != SURE for world in worlds)


def stays_open(every):
    found = set()
    for challenge in every.base.challenges:
        names = [m.id for m in every.base.measures if challenge.id in m.addresses]
        for state in every.states() if names else ():
            if every.meaning.decide(state)(challenge.id) == LOST and lost_after(every, state, names, challenge.id):
                found.add(challenge.id)
        if names and every.after({}, names) is None:  # measures that can't go together resolve nothing
            found.add(challenge.id)
    return found


def harmful(every):
    found = set()
    kept = [*(phase.id for phase in every.base.phases), *(challenge.id for challenge in every.base.challenges)]
    for name in every.meaning.measures:
        for state in every.states():
            of = every.meaning.decide(state)
            if any(of(each) == SURE and lost_after(every, state, [name], each) for each in kept):
                found.add(name)
    return found


# Held to it


def check(seed):
    """Hold every proof to brute force; whether the knowledge base was small enough to do so."""
    every = Every(seed)
    if every.size > MOST_STATES:
        return False
    kb = KnowledgeBase(every.base, "0" * 64)
    proofs = {proof.property: proof for proof in kb.proofs()}
    assert tuple(proofs) == PROPERTIES

    def refuted(name):
        return {refutation.subject for refutation in proofs[name].refutations}

    assert refuted("phases_attainable") == unattainable(every)
    assert refuted("consistent") == set()
    assert refuted("monotone") == not_monotone(every)
    assert {(r.subject, r.lost) for r in proofs["rules_vary"].refutations} == constant(every)
    assert refuted("criteria_independent") == implied(every)
    reachable = all(can_reach_the_top(every, state) for state in every.states())
    assert proofs["top_reachable"].verdict == ("proven" if reachable else "refuted")
    assert refuted("challenges_resolvable") == stays_open(every)
    assert refuted("measures_harmless") == harmful(every)
    for proof in proofs.values():
        for refutation in proof.refutations:
            if refutation.document is not None:
                check_document(every, kb, proof.property, refutation)
    return True


def check_document(every, kb, name, refutation):
    """A counterexample says of itself what it shows."""
    values = dict(kb.read(refutation.document).values)
    of = every.meaning.decide(values)
    if name == "top_reachable":
        assert not can_reach_the_top(every, values)
    elif name == "challenges_resolvable":
        assert of(refutation.subject) == LOST
        assert lost_after(every, values, refutation.measures, refutation.subject)
    elif name == "measures_harmless":
        assert of(refutation.lost) == SURE
        assert lost_after(every, values, refutation.measures, refutation.lost)
    else:
        assert name == "monotone"
        assert of(refutation.lost) == SURE
        others = alternatives(every, values, refutation.subject)
        assert any(every.meaning.decide(other)(refutation.lost) != SURE for other in others)


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEEDS)
def test_a_property_is_proven_exactly_when_it_holds_in_every_state(seed):
    check(seed)


@pytest.mark.slow
@settings(max_examples=10 * EXAMPLES, deadline=None)
@given(SEEDS)
def test_proofs_on_many_more_knowledge_bases(seed):
    check(seed)


def test_the_random_knowledge_bases_show_every_verdict():
    verdicts = {name: set() for name in PROPERTIES}
    for seed in range(60):
        every = Every(seed)
        if every.size <= MOST_STATES:
            for proof in KnowledgeBase(every.base, "0" * 64).proofs():
                verdicts[proof.property].add(proof.verdict)
    verdicts.pop("consistent")  # no condition can break it: see the hand-made programs below
    assert all(found == {"proven", "refuted"} for found in verdicts.values()), verdicts


# The bundled rules, and faults planted in them


def changed(kb, **changes):
    return KnowledgeBase(replace(kb.base, **changes), "0" * 64)


def rule_of(rules, name, **changes):
    """The rules with one of them changed."""
    return tuple(rule._replace(**changes) if rule.id == name else rule for rule in rules)


def refuted(kb):
    return {proof.property: proof.refutations for proof in kb.proofs() if proof.verdict == "refuted"}


def test_every_property_of_the_bundled_rules_is_proven(kb):
    assert [(proof.property, proof.verdict) for proof in kb.proofs()] == [(name, "proven") for name in PROPERTIES]


def test_facts_without_polarity_are_listed(kb):
    (monotone,) = (proof for proof in kb.proofs() if proof.property == "monotone")
    assert "kanalen.telefoon.ingangen" in monotone.aside
    assert "zaakafhandeling.regie" not in monotone.aside


def test_a_gap_in_the_phases_is_found_with_the_criteria_that_clash(kb):
    never = rule_of(kb.base.criteria, "criterium_3_een_frontoffice", when=Comparison("frontoffices.aantal", Operator.AT_MOST, 0))
    found = refuted(changed(kb, criteria=never))["phases_attainable"]
    assert [refutation.subject for refutation in found] == ["fase_3", "fase_4", "fase_5"]
    assert set(found[0].rules) == {"criterium_1_frontoffice", "criterium_3_een_frontoffice"}


def test_a_criterion_that_overlaps_with_another_is_found(kb):
    same = rule_of(kb.base.criteria, "criterium_4_proactief", when=kb.base.rules["criterium_4_verbetering"].when)
    found = refuted(changed(kb, criteria=same))["criteria_independent"]
    assert {refutation.subject: refutation.rules for refutation in found} == {
        "criterium_4_proactief": ("criterium_4_verbetering",),
        "criterium_4_verbetering": ("criterium_4_proactief",),
    }


def test_a_rule_that_punishes_an_improvement_is_found_with_facts(kb):
    regie = kb.base.rules["criterium_4_regie"].when
    odd = All((regie, Not(holds("keten.logische_ingang"))))
    found = refuted(changed(kb, criteria=rule_of(kb.base.criteria, "criterium_4_regie", when=odd)))
    (refutation,) = found["monotone"]
    assert (refutation.subject, refutation.rules, refutation.lost) == ("keten.logische_ingang", ("criterium_4_regie",), "fase_4")
    assert refutation.document["keten"]["logische_ingang"] is False
    assert refutation.given["keten.logische_ingang"] is True
    assert refutation.expect == {"phase": 4}


def test_a_measure_that_does_not_do_what_it_is_for_is_found(kb):
    dead = (holds("kanalen.informatie_andere_overheden"),)
    found = refuted(changed(kb, measures=rule_of(kb.base.measures, "maatregel_klantreizen", effects=dead)))
    (refutation,) = found["challenges_resolvable"]
    assert (refutation.subject, refutation.measures) == ("uitdaging_4_klantdenken", ("maatregel_klantreizen",))
    assert refutation.document["zaakafhandeling"]["klantgericht"] is False
    assert set(found) == {"challenges_resolvable"}


def test_a_criterion_that_no_measure_brings_about_is_found(kb):
    fewer = tuple(measure for measure in kb.base.measures if measure.id != "maatregel_overheidsloket")
    (refutation,) = refuted(changed(kb, measures=fewer))["top_reachable"]
    assert refutation.rules == ("criterium_5_logische_ingang",)
    assert refutation.expect == {"plan": {"to": 5}}


def test_a_measure_that_does_harm_is_found(kb):
    effects = (*kb.base.rules["maatregel_klantreizen"].effects, Comparison("kanalen.zelfde_antwoord", Operator.EQUALS, False))
    found = refuted(changed(kb, measures=rule_of(kb.base.measures, "maatregel_klantreizen", effects=effects)))
    (refutation,) = found["measures_harmless"]
    assert (refutation.subject, refutation.lost) == ("maatregel_klantreizen", "uitdaging_2_zelfde_antwoord")


def test_a_rule_that_is_always_true_is_found(kb):
    always = Any((holds("zaakafhandeling.regie"), Not(holds("zaakafhandeling.regie"))))
    found = refuted(changed(kb, challenges=rule_of(kb.base.challenges, "uitdaging_3_zaakdenken", when=always)))["rules_vary"]
    assert ("uitdaging_3_zaakdenken", "false") in {(refutation.subject, refutation.lost) for refutation in found}


def test_two_conclusions_of_one_name_that_overlap_and_leave_a_gap_are_found(kb):
    """No rule file can say this; the proof is about what the engine runs, whoever made it."""
    first, second = holds("zaakafhandeling.regie"), holds("zaakafhandeling.proactief")
    program = Program(((Conclusion("dubbel", "regel_1", first), Conclusion("dubbel", "regel_2", Not(second))),), kb.program.types)
    space = Space(kb.base.vocabulary, program)
    encoded = Encoding(space, program)
    base = replace(kb.base, criteria=(), challenges=(), measures=(), limits=(), phases=())
    proofs = prove(Subject(base, kb.norms, encoded, encoded, encoded, kb.engine("reference")))
    (consistent,) = (proof for proof in proofs if proof.property == "consistent")
    assert consistent.verdict == "refuted"
    assert consistent.refutations[0].rules == ("regel_1", "regel_2")


def test_a_property_that_is_switched_off_is_not_checked(kb):
    off = PropertyRule("monotone", SAID, SAID, checked=False, exceptions=(), place=None)
    verdicts = {proof.property: proof.verdict for proof in changed(kb, properties=(off,)).proofs()}
    assert verdicts.pop("monotone") == "off"
    assert set(verdicts.values()) == {"proven"}


def test_a_rule_that_is_excepted_need_not_have_the_property(kb):
    dead = (holds("kanalen.informatie_andere_overheden"),)
    measures = rule_of(kb.base.measures, "maatregel_klantreizen", effects=dead)
    exempt = (Exemption("uitdaging_4_klantdenken", Text("x", "y")),)
    excepted = PropertyRule("challenges_resolvable", SAID, SAID, checked=True, exceptions=exempt, place=None)
    assert refuted(changed(kb, measures=measures, properties=(excepted,))) == {}


def test_without_time_a_property_is_not_proven_and_not_refuted(kb):
    verdicts = {proof.property: proof.verdict for proof in kb.proofs(seconds=0.0)}
    assert "refuted" not in verdicts.values()
    assert verdicts["phases_attainable"] == "not_proven"


def test_a_counterexample_that_the_engine_does_not_confirm_is_a_fault_of_ours(kb):
    """An engine with other rules than the solver has: what the solver finds can't be confirmed."""
    odd = All((kb.base.rules["criterium_4_regie"].when, Not(holds("keten.logische_ingang"))))
    other = changed(kb, criteria=rule_of(kb.base.criteria, "criterium_4_regie", when=odd))
    reasoner = other._reasoner
    with pytest.raises(EngineError, match="PROOF-REPLAY"):
        reasoner.proofs(ReferenceEngine(kb.program))
