"""The assessment: the result's fixed shape, and the phase, challenges and measures that the domain inventory implies."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antwoord_rules import KnowledgeBase, UsageError
from antwoord_rules.knowledge.codec import canonical
from tests.conftest import FACTS
from tests.inventory import ROWS, kleene

NORMS = {name: int(value) for name, value, *_ in ROWS["norms"]}


def nest(flat: dict) -> dict:
    """Dotted facts as a document."""
    document: dict = {"gemeente": {"naam": "Voorbeeldstad", "peildatum": "2026-10-01"}}
    for name, value in flat.items():
        *groups, last = name.split(".")
        here = document
        for group in groups:
            here = here.setdefault(group, {})
        here[last] = value
    return document


def with_all(value: bool, **changes) -> dict:
    """A document in which every boolean fact has the value and every count fits the highest phase."""
    flat: dict = {}
    for name, kind, *_ in ROWS["facts"]:
        flat[name] = value if kind == "boolean" else 1 if kind == "count" else 90
    flat |= {name.replace("__", "."): changed for name, changed in changes.items()}
    offices = flat.pop("frontoffices", [{"naam": "KCC", "afgestemd": True}])
    return nest(flat) | {"frontoffices": offices}


# An independent reading of the inventory, over random municipalities

VALUES = {
    "boolean": st.sampled_from([True, False, None]),
    "count": st.sampled_from([0, 1, 2, None]),
    "percentage": st.sampled_from([0, 79.99, 80, 80.01, 100, None]),
}
OFFICES = st.none() | st.lists(st.sampled_from([True, False, None]), max_size=3)


@st.composite
def municipalities(draw) -> tuple[dict, list | None]:
    """Facts by dotted name and front offices; biased towards yes and 1, so that the higher phases are reached too."""
    lucky = draw(st.booleans())
    flat = {}
    for name, kind, *_ in ROWS["facts"]:
        if lucky and draw(st.integers(0, 9)):
            flat[name] = True if kind == "boolean" else 1 if kind == "count" else 80
        else:
            flat[name] = draw(VALUES[kind])
    return flat, [True] if lucky and draw(st.integers(0, 5)) else draw(OFFICES)


def derived(offices: list | None) -> dict:
    if offices is None:
        return {}
    isolated = False if len(offices) < 2 else True if False in offices else None if None in offices else False
    return {"frontoffices.aantal": len(offices)} | ({} if isolated is None else {"frontoffices.geisoleerd": isolated})


def expected(flat: dict, offices: list | None) -> dict:
    """What the inventory implies, read without the package."""
    facts = {name: value for name, value in flat.items() if value is not None} | derived(offices)
    status = {name: kleene(when, facts, NORMS) for name, _, when, _ in (*ROWS["criteria"], *ROWS["challenges"])}
    of_phase = {n: [name for name in status if name.startswith(f"criterium_{n}_")] for n in range(1, 6)}
    reached: dict = {0: True}
    for n in range(1, 6):
        parts = [reached[n - 1], *(status[name] for name in of_phase[n])]
        reached[n] = False if False in parts else None if None in parts else True
    phase = max(n for n in reached if reached[n] is True)
    measures = set()
    for name, _, addresses, effects, *_ in ROWS["measures"]:
        for addressed in addresses.split(", "):
            in_scope = int(addressed.split("_")[1]) <= phase + addressed.startswith("criterium")
            open_effect = any(kleene(effect, facts, NORMS) is not True for effect in effects.split(", "))
            if in_scope and status[addressed] is False and open_effect:
                measures.add(f"maatregel_{name}")
    limits = {int(name[-1]): kleene(when, facts, NORMS) for name, when, _ in ROWS["limits"]}
    return {"phase": phase, "reached": reached, "status": status, "measures": measures, "limit": limits.get(phase, "none")}


@settings(max_examples=400, deadline=None)
@given(municipalities())
def test_an_assessment_is_what_the_inventory_implies(kb, municipality):
    flat, offices = municipality
    listed = None if offices is None else [{"naam": f"F{i}", "afgestemd": a} for i, a in enumerate(offices)]
    a = kb.assess(nest(flat) | {"frontoffices": listed})
    wanted = expected(flat, offices)
    as_status = {True: ("met", "resolved", "present"), False: ("unmet", "open", "absent"), None: ("unknown",) * 3}
    assert a.phase.number == wanted["phase"]
    assert a.phase.certain == all(wanted["reached"][n] is False for n in range(wanted["phase"] + 1, 6))
    assert {c.id: c.status for c in a.criteria} == {
        name: as_status[value][0] for name, value in wanted["status"].items() if name.startswith("criterium")
    }
    assert {c.id: c.status for c in a.challenges} == {
        name: as_status[value][1] for name, value in wanted["status"].items() if name.startswith("uitdaging")
    }
    assert {m.id for m in a.measures} == wanted["measures"]
    assert a.phase.limit == ("none" if wanted["limit"] == "none" else as_status[wanted["limit"]][2])


@settings(max_examples=100, deadline=None)
@given(municipalities(), st.randoms(use_true_random=False))
def test_every_completion_of_the_unknown_has_a_phase_that_was_called_possible(kb, municipality, random):
    flat, offices = municipality
    listed = None if offices is None else [{"naam": f"F{i}", "afgestemd": a} for i, a in enumerate(offices)]
    before = kb.assess(nest(flat) | {"frontoffices": listed}).phase
    full = {
        name: value if value is not None else random.choice({"boolean": [True, False]}.get(kind, [0, 1, 2, 80]))
        for (name, value), (_, kind, *_) in zip(flat.items(), ROWS["facts"], strict=True)
    }
    aligned = [random.random() < 0.5 for _ in range(random.randint(0, 3))] if offices is None else offices
    listed = [{"naam": f"F{i}", "afgestemd": bool(a)} for i, a in enumerate(aligned)]
    after = kb.assess(nest(full) | {"frontoffices": listed}).phase
    assert after.number in before.possible
    assert after.certain
    if before.certain:
        assert after.number == before.number


@settings(max_examples=60, deadline=None)
@given(municipalities())
def test_the_reference_engine_gives_the_same_result(kb, municipality):
    flat, offices = municipality
    document = nest(flat) | {"frontoffices": None if offices is None else [{"naam": f"F{i}"} for i in range(len(offices))]}
    first, second = (kb.assess(document, engine=engine).model_dump(mode="json") for engine in ("durable", "reference"))
    assert first["receipt"].pop("engine") == "durable_rules 2.0.28"
    assert second["receipt"].pop("engine") == "reference"
    assert first == second


# The shape


def test_the_result_has_the_parts_that_other_software_relies_on(kb):
    result = kb.assess(FACTS[0]).model_dump(mode="json")
    assert list(result) == [
        "version",
        "gemeente",
        "phase",
        "criteria",
        "challenges",
        "measures",
        "egem_plateaus",
        "unknown",
        "assumptions",
        "firings",
        "receipt",
    ]
    assert result["version"] == 1
    assert set(result["phase"]) == {"number", "name", "certain", "possible", "limit"}
    assert set(result["criteria"][0]) == {"id", "phase", "block", "status", "basis", "label"}
    assert set(result["challenges"][0]) == {"id", "phase", "block", "status", "relevance", "basis", "label"}
    assert set(result["firings"][0]) == {"rule", "conclusion", "value", "stratum", "facts"}
    assert set(result["firings"][0]["facts"][0]) == {"fact", "value", "test"}
    assert set(result["receipt"]) == {"antwoord_rules", "engine", "rules_sha256", "facts_sha256", "norms"}
    assert json.loads(json.dumps(result)) == result


def test_a_firing_says_which_fact_had_which_value_in_which_test(kb):
    result = kb.assess(nest({"kanalen.telefoon.ingangen": 14, "zaakafhandeling.direct_afgehandeld": 42.5})).model_dump(
        mode="json"
    )
    firings = {firing["conclusion"]: firing for firing in result["firings"]}
    assert firings["criterium_2_een_telefoonnummer"] == {
        "rule": "criterium_2_een_telefoonnummer",
        "conclusion": "criterium_2_een_telefoonnummer",
        "value": False,
        "stratum": 1,
        "facts": [{"fact": "kanalen.telefoon.ingangen", "value": 14, "test": "equals 1"}],
    }
    assert firings["uitdaging_3_direct_afhandelen"]["facts"] == [
        {"fact": "zaakafhandeling.direct_afgehandeld", "value": 42.5, "test": "at_least 80"}
    ]


def test_the_same_facts_give_the_same_bytes(kb):
    again = KnowledgeBase(kb.base, kb.sha256)
    for path in FACTS:
        document = json.loads(path.read_text(encoding="utf-8"))
        shuffled = dict(reversed(document.items()))
        results = [
            canonical(base.assess(facts).model_dump(mode="json")) for base in (kb, again) for facts in (path, document, shuffled)
        ]
        assert len(set(results)) == 1


def test_the_result_holds_no_clock_and_no_path(kb):
    text = canonical(kb.assess(FACTS[0]).model_dump(mode="json")).decode()
    assert str(FACTS[0].parent) not in text
    assert ".json" not in text.replace('"$schema"', "")


@pytest.mark.parametrize(
    ("file", "phase", "certain"),
    [
        ("klaverdonk", 0, True),
        ("waterrijk", 1, True),
        ("elzenmeer", 2, True),
        ("oosterwoud", 3, True),
        ("wolvendrecht", 4, True),
        ("zilverhaven", 5, True),
        ("lindewaard", 1, False),
        ("merelbroek", 1, True),
        ("duinhage", 1, True),
        ("heidenrode", 0, False),
    ],
)
def test_each_example_municipality_is_in_the_phase_that_it_shows(kb, file, phase, certain):
    (path,) = [path for path in FACTS if path.stem == file]
    found = kb.assess(path).phase
    assert (found.number, found.certain) == (phase, certain)


# Boundaries


@pytest.mark.parametrize(("share", "status"), [(79.99, "open"), (80, "resolved"), (80.01, "resolved"), (None, "unknown")])
def test_eighty_per_cent_is_enough_and_a_hundredth_less_is_not(kb, share, status):
    a = kb.assess(with_all(True, zaakafhandeling__direct_afgehandeld=share))
    assert {c.id: c.status for c in a.challenges}["uitdaging_3_direct_afhandelen"] == status


@pytest.mark.parametrize(("numbers", "phase"), [(0, 1), (1, 5), (2, 1)])
def test_only_exactly_one_telephone_number_lets_a_municipality_past_phase_1(kb, numbers, phase):
    assert kb.assess(with_all(True, kanalen__telefoon__ingangen=numbers)).phase.number == phase


def test_one_broken_criterion_of_phase_2_holds_a_kcc_at_phase_1(kb):
    a = kb.assess(with_all(True, kanalen__website__ingangen=2))
    assert a.phase.number == 1
    assert a.phase.certain
    assert {c.status for c in a.criteria if c.phase > 2} == {"met"}


def test_phase_4_is_skipped_when_only_phase_4_is_uncertain(kb):
    a = kb.assess(with_all(True, zaakafhandeling__regie=None))
    assert a.phase.number == 3
    assert a.phase.possible == (3, 5)


def test_nothing_known_leaves_every_phase_possible(kb, document):
    a = kb.assess(document)
    assert a.phase.possible == (0, 1, 2, 3, 4, 5)
    assert a.measures == ()
    assert a.egem_plateaus == ()
    assert a.phase.limit == "none"


def test_without_a_front_office_there_is_no_phase_and_one_measure(kb):
    a = kb.assess(with_all(False, frontoffices=[], kanalen__telefoon__ingangen=0, kanalen__balie__ingangen=0))
    assert (a.phase.number, a.phase.name, a.phase.limit) == (0, "Nog geen fase bereikt", "none")
    assert [m.id for m in a.measures] == ["maatregel_frontoffice_inrichten"]


@pytest.mark.parametrize(("phase", "plateaus"), [(1, (2,)), (2, ()), (3, (3,)), (4, (3,)), (5, (4, 5))])
def test_plateaus_stand_beside_the_phases_that_the_source_names(kb, phase, plateaus):
    broken = {
        1: {"kanalen__website__ingangen": 2},
        2: {"frontoffice__alle_kanalen": False},
        3: {"zaakafhandeling__regie": False},
        4: {"keten__logische_ingang": False},
        5: {},
    }
    a = kb.assess(with_all(True, **broken[phase]))
    assert (a.phase.number, a.egem_plateaus) == (phase, plateaus)


# Measures


def test_what_helps_the_next_phase_with_least_effort_comes_first(kb):
    a = kb.assess(with_all(False))
    assert a.phase.number == 2
    urgent = {"uitdaging_2", "criterium_3"}
    helps = [
        any(name.rsplit("_", 1)[0].startswith(tuple(urgent)) or name[:11] in urgent for name in m.addresses) for m in a.measures
    ]
    order = [m.id for m in a.measures]
    assert order.index("maatregel_kanaalsturing") < order.index("maatregel_een_frontoffice")
    assert True in helps


def test_a_required_measure_stands_before_what_needs_it(kb):
    for path in FACTS:
        order = [m.id for m in kb.assess(path).measures]
        for measure in kb.assess(path).measures:
            for required in measure.requires:
                if required.id in order:
                    assert order.index(required.id) < order.index(measure.id)


def test_a_recommended_measure_shows_what_comes_first_and_whether_it_holds(kb):
    a = kb.assess(with_all(True, besturing__procedures_nageleefd=False, besturing__organisatiebrede_uitgangspunten=True))
    (measure,) = a.measures
    assert measure.id == "maatregel_naleving_borgen"
    assert [(r.id, r.met) for r in measure.requires] == [("maatregel_afstemming_diensten", True)]
    a = kb.assess(with_all(True, besturing__procedures_nageleefd=False, besturing__organisatiebrede_uitgangspunten=None))
    measure = next(m for m in a.measures if m.id == "maatregel_naleving_borgen")
    assert [r.met for r in measure.requires] == [False]


def test_a_measure_of_which_all_effects_hold_is_not_recommended(kb):
    """The criterion is unmet for another reason than this measure can mend."""
    a = kb.assess(with_all(True, frontoffice__antwoord_juist=False))
    found = {m.id for m in a.measures}
    assert "maatregel_antwoordkwaliteit_borgen" in found
    assert "maatregel_gedeelde_kennisbank" not in found


# Norms


def test_an_overridden_norm_moves_conditions_and_effects_alike(kb):
    document = with_all(True, zaakafhandeling__direct_afgehandeld=82)
    assert kb.assess(document).measures == ()
    stricter = kb.with_norms({"norm_direct_afgehandeld": 85.5})
    a = stricter.assess(document)
    assert [m.id for m in a.measures] == ["maatregel_direct_afhandelen"]
    assert a.receipt.norms["norm_direct_afgehandeld"] == 85.5
    assert a.receipt.rules_sha256 == kb.sha256
    assert stricter.assess(with_all(True, zaakafhandeling__direct_afgehandeld=85.5)).measures == ()


@pytest.mark.parametrize(
    ("norms", "code"),
    [
        ({"norm_x": 1}, "NORM-UNKNOWN"),
        ({"norm_direct_afgehandeld": 101}, "NORM-VALUE"),
        ({"norm_wachttijd_balie": 1.5}, "NORM-VALUE"),
    ],
)
def test_a_norm_that_does_not_exist_or_fit_is_a_usage_error(kb, norms, code):
    with pytest.raises(UsageError) as caught:
        kb.with_norms(norms)
    assert [found.code for found in caught.value.problems] == [code]


def test_an_engine_that_does_not_exist_is_a_usage_error(kb, document):
    with pytest.raises(UsageError) as caught:
        kb.assess(document, engine="durabel")
    assert caught.value.problems[0].hint == "Bedoelde u 'durable'?"


def test_a_norm_too_long_to_write_out_is_a_usage_error_too(kb):
    with pytest.raises(UsageError):
        kb.with_norms({"norm_wachttijd_balie": 10**5000})


def test_a_knowledge_base_can_be_sent_to_another_process(kb, document):
    copy = pickle.loads(pickle.dumps(kb.with_norms({"norm_direct_afgehandeld": 70})))
    assert copy.assess(document).receipt == kb.with_norms({"norm_direct_afgehandeld": 70}).assess(document).receipt


def test_a_knowledge_base_can_not_be_changed(kb):
    with pytest.raises(TypeError):
        kb.norms["norm_direct_afgehandeld"] = 0
