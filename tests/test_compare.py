"""`antwoord compare`: what changed, what that did, that the steps add up, and how it reads."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from copy import deepcopy
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

from antwoord_rules import KnowledgeBase
from antwoord_rules.commands.application import run
from antwoord_rules.comparison.comparing import Series, Start, series
from antwoord_rules.rendering.measuring import columns
from antwoord_rules.rendering.terminal import render as terminal
from antwoord_rules.reports.comparisons.report import report
from tests.conftest import FACTS, ROOT
from tests.knowledge_bases import SEEDS, Case, random_base

WATERRIJK = ROOT / "facts" / "waterrijk.json"
SMALL = ROOT / "tests" / "data" / "rules" / "small"
TELEPHONE = "criterium_2_een_telefoonnummer"


def compared(kb: KnowledgeBase, *documents, before: KnowledgeBase | None = None) -> Series:
    """The series of the documents, in the given order."""
    memories = [kb.read(document) for document in documents]
    first = before or kb
    return series(kb, Start(first, first.read(documents[0]), memories[0]), memories[1:])


def called(capsys, *arguments: str) -> tuple[int, str, str]:
    code = run(["compare", *map(str, arguments)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def text_of(capsys, *arguments: str) -> str:
    """The text in one line, so that it can be searched wherever it is broken."""
    code, out, _ = called(capsys, *arguments)
    assert code == 0
    assert max(map(columns, out.splitlines())) <= 80
    return " ".join(out.split())


def json_of(capsys, *arguments: str) -> dict:
    code, out, _ = called(capsys, *arguments, "--format", "json")
    assert code == 0
    return json.loads(out)


@pytest.fixture
def old() -> dict:
    """The facts of Waterrijk."""
    return json.loads(WATERRIJK.read_text(encoding="utf-8"))


@pytest.fixture
def new(old) -> dict:
    """The same a year later: some of it changed, some became known, and some is not known any more."""
    found = deepcopy(old)
    found["gemeente"]["peildatum"] = "2027-10-01"
    found["kanalen"]["telefoon"]["ingangen"] = {"waarde": 1, "herkomst": "gemeten", "bron": "centrale", "datum": "2027-09-15"}
    found["kanalen"]["telefoon"]["wachttijd"]["waarde"] = 30
    found["zaakafhandeling"]["klantgericht"] = False
    found["zaakafhandeling"]["direct_afgehandeld"]["herkomst"] = "gemeten"
    found["kanalen"]["samenhangend_bestuurd"] = None
    return found


@pytest.fixture
def files(tmp_path, old, new):
    """Writes documents to files."""

    def write(*documents) -> list[str]:
        names = []
        for number, document in enumerate(documents or (old, new)):
            path = tmp_path / f"feiten_{number}.json"
            path.write_text(json.dumps(document), encoding="utf-8")
            names.append(str(path))
        return names

    return write


# Facts


@pytest.mark.parametrize(
    ("was", "now", "kind", "part"),
    [
        (4, 1, "changed", "changed"),
        (None, 1, "learned", "learned"),
        (1, None, "forgotten", "forgotten"),
        (4, {"waarde": 4, "herkomst": "gemeten"}, "evidence", None),
        (None, {"waarde": None, "bron": "volgt"}, "evidence", None),
    ],
)
def test_what_happened_to_a_fact_is_named(kb, document, was, now, kind, part):
    before = document | {"kanalen": {"telefoon": {"ingangen": was}}}
    (change,) = compared(kb, before, document | {"kanalen": {"telefoon": {"ingangen": now}}}).overall.facts
    value = now["waarde"] if isinstance(now, dict) else now
    assert change[:5] == ("kanalen.telefoon.ingangen", kind, part, was, value)


@pytest.mark.parametrize(
    ("was", "now", "kind", "part"),
    [
        ({}, {"ingangen": 0}, "confirmed", None),
        ({"ingangen": 0}, {}, "assumed", None),
        ({}, {"ingangen": 2}, "learned", "learned"),
        ({"ingangen": 2}, {}, "forgotten", "forgotten"),
        ({"ingangen": None}, {}, "assumed", "learned"),
        ({}, {"ingangen": None}, "forgotten", "forgotten"),
    ],
)
def test_an_assumption_is_no_given_value(kb, document, was, now, kind, part):
    """The number of chats is 0 when a document does not mention it."""
    found = compared(kb, document | {"kanalen": {"chat": was}}, document | {"kanalen": {"chat": now}}).overall
    (change,) = found.facts
    assert change[:3] == ("kanalen.chat.ingangen", kind, part)
    assert (change.old_assumed, change.new_assumed) == (was == {}, now == {})
    if part is None:
        assert found.total == ((), (), (), ())


def test_whether_a_change_is_better_follows_from_the_polarity(kb, old, new):
    new["zaakafhandeling"]["zaakgericht"] = True
    new["zaakafhandeling"]["direct_afgehandeld"]["waarde"] = 40
    better = {change.fact: change.better for change in compared(kb, old, new).overall.facts}
    assert better["kanalen.telefoon.ingangen"] is None
    assert better["kanalen.telefoon.wachttijd"] is True
    assert better["zaakafhandeling.zaakgericht"] is True
    assert better["zaakafhandeling.direct_afgehandeld"] is False


def test_changes_stand_in_the_order_of_the_vocabulary(kb, old, new):
    order = [*kb.base.vocabulary.fact_by_id, *kb.base.vocabulary.collection_by_id]
    places = [order.index(change.fact) for change in compared(kb, old, new).overall.facts]
    assert places == sorted(places)
    assert len(places) == 5


# Lists


def test_a_list_that_becomes_known_or_is_known_no_more(kb, document):
    listed = document | {"frontoffices": [{"naam": "A"}, {"naam": "B"}]}
    (learned,) = compared(kb, document, listed).overall.facts
    assert learned[:5] == ("frontoffices", "learned", "learned", None, ("A", "B"))
    (forgotten,) = compared(kb, listed, document).overall.facts
    assert forgotten[:5] == ("frontoffices", "forgotten", "forgotten", ("A", "B"), None)


def test_elements_are_compared_by_name_whatever_their_order(kb, document):
    before = [
        {"naam": "A", "afgestemd": False, "productclusters": ["x"]},
        {"naam": "B", "afgestemd": True},
        {"naam": "C", "eigen_kanalen": None},
    ]
    after = [
        {"naam": "D", "afgestemd": True},
        {"naam": "C", "eigen_kanalen": True},
        {"naam": "A", "afgestemd": True, "productclusters": ["x", "y"]},
    ]
    found = compared(kb, document | {"frontoffices": before}, document | {"frontoffices": after}).overall
    said = {(c.element, c.attribute, c.kind, c.old, c.new) for c in found.facts}
    assert said == {
        ("D", None, "added", None, None),
        ("C", "eigen_kanalen", "learned", None, True),
        ("A", "afgestemd", "changed", False, True),
        ("A", "productclusters", "changed", ("x",), ("x", "y")),
        ("B", None, "removed", None, None),
    }
    assert compared(kb, document | {"frontoffices": before}, document | {"frontoffices": before[::-1]}).overall.facts == ()


def test_what_elements_do_is_seen_through_what_is_derived_from_the_list(kb, old, new):
    for office in new["frontoffices"]:
        office["afgestemd"] = True
    found = compared(kb, old, new).overall
    (limit,) = found.steps[2].limits
    assert (limit.id, limit.before, limit.after) == ("kenmerk_1", "present", "absent")
    assert limit.causes == (("frontoffices.geisoleerd", True, False),)
    coordinated = next(change for change in found.facts if change.attribute == "afgestemd")
    assert found.effects_of(coordinated) == ("kenmerk_1",)


# Effects


def test_each_part_has_its_own_effect_and_causes(kb, old, new):
    found = compared(kb, old, new).overall
    rules, learned, changed, forgotten = found.steps
    assert [step.part for step in found.steps] == ["rules", "learned", "changed", "forgotten"]
    assert [step.changes for step in found.steps] == [0, 1, 2, 1]
    assert (rules.criteria, rules.challenges, rules.measures) == ((), (), ())
    assert [(c.id, c.before, c.after, c.causes) for c in learned.challenges] == [
        ("uitdaging_4_klantdenken", "unknown", "open", (("zaakafhandeling.klantgericht", None, False),))
    ]
    assert [(c.id, c.before, c.after, c.causes) for c in changed.criteria] == [
        (TELEPHONE, "unmet", "met", (("kanalen.telefoon.ingangen", 4, 1),))
    ]
    assert ("maatregel_een_telefoonnummer", "recommended", "realised") in [(m.id, m.before, m.after) for m in changed.measures]
    assert [(c.id, c.after) for c in forgotten.criteria] == [("criterium_3_kanalen_in_samenhang", "unknown")]
    assert found.parts_of(TELEPHONE) == ("changed",)


def test_a_change_without_effect_is_no_cause(kb, old, new):
    """Of two changed facts in one condition only that counts whose test came out otherwise."""
    new["kanalen"]["balie"] = {"ingangen": 2, "geconcentreerd": True}
    found = compared(kb, old, new).overall
    counters = next(c for c in found.steps[2].criteria if c.id == "criterium_2_balie_geconcentreerd")
    assert [cause.id for cause in counters.causes] == ["kanalen.balie.geconcentreerd"]
    places = next(change for change in found.facts if change.fact == "kanalen.balie.ingangen")
    assert found.effects_of(places) == ()


def test_without_changes_nothing_is_said_to_have_changed(kb, old, capsys):
    found = compared(kb, old, old).overall
    assert (found.facts, found.rules, found.total) == ((), (), ((), (), (), ()))
    text = text_of(capsys, WATERRIJK, WATERRIJK)
    assert "Er is niets veranderd" in text
    assert "Wat anders uitkwam" not in text


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_the_steps_add_up_to_the_whole(seed):
    base = random_base(seed)
    first, second = (Case(seed + n, base, 0.6, 50) for n in (1, 2))
    kb = first.kb
    found = compared(kb, first.document, second.document).overall
    assert found.steps[0].before == found.old == kb.assess(first.document)
    assert found.steps[-1].after == found.new == kb.assess(second.document)
    assert all(before.after is after.before for before, after in pairwise(found.steps))
    for kind, total in zip(("criteria", "challenges", "limits", "measures"), found.total, strict=True):
        walked: dict[str, list[str]] = {}
        for step in found.steps:
            for status in getattr(step, kind):
                assert walked.setdefault(status.id, [status.before])[-1] == status.before
                walked[status.id].append(status.after)
        assert {s.id: (s.before, s.after) for s in total} == {n: (w[0], w[-1]) for n, w in walked.items() if w[0] != w[-1]}
    known = [step.after.context.memory for step in found.steps]
    for step in found.steps:
        assert all(status.causes for status in step.caused)
        if not step.changes:
            assert step.caused + step.measures == ()
            assert step.before.phase == step.after.phase
    scalars = base.vocabulary.fact_by_id
    assumed, assumed_now = ({a.fact for a in known[i].assumptions} for i in (0, 3))
    for fact in scalars:
        if fact in known[0].values and fact not in assumed:  # what was given stays as it was while more becomes known
            assert known[1].values[fact] == known[0].values[fact]
        if fact in known[3].values and fact not in assumed_now:  # and what is given now is there when all that changed is
            assert known[2].values[fact] == known[3].values[fact]
    for step in found.steps[1:]:
        changed = {change.fact for change in found.facts if change.part == step.part}
        derived = {d.id: d.collection for d in base.vocabulary.derived}
        assert all(derived.get(cause.id, cause.id) in changed for status in step.caused for cause in status.causes)


# Rules and norms


@pytest.fixture
def ours(tmp_path) -> str:
    """Rules in which two websites are few enough."""
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "phase-2-ours.yaml").write_text(
        "phase: 2\n"
        "replaces: [criterium_2_een_website]\n"
        "criteria:\n"
        "  - id: criterium_2_een_website\n"
        "    block: producten_kanalen\n"
        "    label: {nl: Hoogstens twee websites, en: At most two websites}\n"
        "    when: {kanalen.website.ingangen: {at_most: 2}}\n"
        "    because: {nl: Daarom., en: Because.}\n"
        "    basis: eigen\n",
        encoding="utf-8",
    )
    return str(folder)


def test_other_rules_have_an_effect_of_their_own(capsys, files, ours):
    found = json_of(capsys, *files(), "--rules", "bundled", "--rules", ours, "--old-rules", "bundled")
    (comparison,) = found["comparisons"]
    assert [(r["id"], r["difference"], r["affects"]) for r in comparison["rules"]] == [
        ("criterium_2_een_website", "changed", ["criterium_2_een_website"])
    ]
    (changed,) = comparison["effects"][0]["criteria"]
    assert (changed["before"], changed["after"]) == ("unmet", "met")
    assert changed["causes"] == [{"id": "criterium_2_een_website", "old": None, "new": None}]
    hashes = {m["receipt"]["rules_sha256"] for m in found["measurements"]}
    assert len(hashes) == 2
    text = text_of(capsys, *files(), "--rules", "bundled", "--rules", ours, "--old-rules", "bundled")
    assert "Regels en normen: 1 wijziging" in text
    assert "Criterium 'Hoogstens twee websites' is gewijzigd" in text


def test_a_rule_that_says_the_same_in_other_words_is_no_change_of_the_result(tmp_path):
    before = KnowledgeBase.load(SMALL)
    other = tmp_path / "small"
    other.mkdir()
    for path in SMALL.glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("{nl: Klaar, en: Ready}", "{nl: Gereed, en: Done}")
        (other / path.name).write_text(text, encoding="utf-8")
    facts = {"gemeente": {"naam": "A", "peildatum": "2026-10-01"}}
    found = compared(KnowledgeBase.load(other), facts, facts, before=before).overall
    assert {change[:2] for change in found.rules} == {("criterium_2_klaar", "wording"), ("groep.klaar", "wording")}
    assert found.steps[0].changes == 0


def test_each_side_is_counted_by_its_own_rules(capsys, files, ours):
    extra = Path(ours) / "phase-2-ours.yaml"
    text = extra.read_text("utf-8").replace("replaces: [criterium_2_een_website]\n", "")
    extra.write_text(text.replace("- id: criterium_2_een_website", "- id: criterium_2_twee_websites"), encoding="utf-8")
    text = text_of(capsys, *files(), "--rules", "bundled", "--rules", ours, "--old-rules", "bundled")
    assert re.search(r"Vervulde criteria: van \d+ van de 23 naar \d+ van de 24 ", text)


def test_rules_that_came_and_went_are_named(tmp_path):
    other = tmp_path / "small"
    other.mkdir()
    for path in SMALL.glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("criterium_2_klaar", "criterium_2_af")
        (other / path.name).write_text(text, encoding="utf-8")
    facts = {"gemeente": {"naam": "A", "peildatum": "2026-10-01"}, "groep": {"klaar": True, "aantal": 1}}
    found = compared(KnowledgeBase.load(other), facts, facts, before=KnowledgeBase.load(SMALL))
    changed = {change.id: change.difference for change in found.overall.rules}
    assert changed == {"criterium_2_af": "added", "criterium_2_klaar": "removed", "maatregel_twee": "changed"}
    assert {(c.id, c.before, c.after) for c in found.overall.total[0]} == {
        ("criterium_2_af", None, "met"),
        ("criterium_2_klaar", "met", None),
    }
    for language in ("nl", "en"):
        assert "criterium_2_klaar" in terminal(report(found, language, pictures=False))


def test_another_norm_is_a_change_of_the_rules(capsys, files):
    norm = "norm_direct_afgehandeld"
    found = json_of(capsys, *files(), "--norm", f"{norm}=40")
    assert found["comparisons"][0]["rules"] == []  # it holds for both
    found = json_of(capsys, *files(), "--norm", f"{norm}=40", "--old-norm", f"{norm}=80")
    (change,) = found["comparisons"][0]["rules"]
    affected = ["uitdaging_3_direct_afhandelen"]
    assert change == {"id": norm, "difference": "changed", "old": 80, "new": 40, "affects": affected}
    assert [c["id"] for c in found["comparisons"][0]["effects"][0]["challenges"]] == affected
    text = text_of(capsys, *files(), "--old-norm", f"{norm}=42.5")
    assert "Norm 'Minimaal aandeel direct beantwoorde vragen': van 42,5 procent naar 80 procent" in text
    code, _, err = called(capsys, *files(), "--old-norm", "norm_x=1")
    assert (code, err.split()[0]) == (2, "NORM-UNKNOWN")


def test_norms_hold_for_old_rules_that_have_them(capsys, files):
    found = json_of(capsys, *files(), "--norm", "norm_direct_afgehandeld=40", "--old-rules", "bundled")
    assert found["comparisons"][0]["rules"] == []
    facts = files({"gemeente": {"naam": "A", "peildatum": "2026-10-01"}}, {"gemeente": {"naam": "A", "peildatum": "2026-11-01"}})
    found = json_of(capsys, *facts, "--norm", "norm_direct_afgehandeld=40", "--old-rules", str(SMALL))
    assert "norm_aandeel" in found["measurements"][0]["receipt"]["norms"]


# Files


def test_the_problems_of_all_files_are_reported_at_once(capsys, files, old, new):
    old["kanalen"]["telefoon"]["ingangen"] = "vier"
    new["kanalen"]["fax"] = 1
    for facts in (files(old, new), files(old, new, new)):
        code, out, err = called(capsys, *facts)
        assert (code, out) == (3, "")
        assert re.search(r"feiten_0\.json:\d+:\d+: FACT-TYPE", err)
        assert re.search(r"feiten_1\.json:\d+:\d+: FACT-UNKNOWN", err)


def test_old_facts_must_fit_both_the_old_and_the_new_rules(capsys, files, old):
    code, _, err = called(capsys, *files(old, old), "--old-rules", str(SMALL))
    assert code == 3
    assert "feiten_0.json" in err
    assert "feiten_1.json" not in err
    small = {"gemeente": {"naam": "A", "peildatum": "2026-10-01"}, "groep": {"aantal": 1}}
    code, _, err = called(capsys, *files(small, old), "--old-rules", str(SMALL))
    assert (code, err.count("FACT-UNKNOWN")) == (3, 1)


def test_one_file_is_too_few_and_standard_input_can_not_be_read_twice(capsys, files):
    code, _, err = called(capsys, str(WATERRIJK))
    assert code == 2
    assert "geef ten minste twee bestanden" in err
    code, _, err = called(capsys, "-", str(WATERRIJK), "--old-rules", "bundled", "--lang", "en")
    assert code == 2
    assert "can't be from standard input" in err
    first, second = files()
    assert called(capsys, first, second, "-o", second)[0] == 2


def test_another_municipality_is_a_warning(capsys, files, old, new):
    new["gemeente"] |= {"naam": "Elders", "code": "GM0001"}
    code, out, err = called(capsys, *files(old, new))
    warning = (
        "De feiten gaan over verschillende gemeenten: Waterrijk (GM9902), Elders (GM0001)."
        " Wat hier 'veranderd' heet, is een verschil tussen die gemeenten."
    )
    assert (code, err) == (0, f"{warning}\n")
    assert warning in " ".join(out.split())
    assert json_of(capsys, *files(old, new))["warnings"] == ["other_municipality"]
    new["gemeente"] = {"naam": old["gemeente"]["naam"], "peildatum": "2027-10-01"}  # without a code nothing differs
    assert json_of(capsys, *files(old, new))["warnings"] == []


def test_dates_that_are_the_same_are_told_apart(capsys, files, old, new):
    new["gemeente"] |= {"peildatum": old["gemeente"]["peildatum"]}
    date = old["gemeente"]["peildatum"]
    out = called(capsys, *files(old, new))[1]
    assert [line[:14] for line in out.splitlines() if line.startswith(f"{date} (")] == [f"{date} (1)", f"{date} (2)"]


def test_when_nothing_of_the_next_phase_is_met_it_says_all(capsys, files, old):
    text = " ".join(text_of(capsys, *files(old, old)).split())
    assert "Voor fase 2 moeten nog alle 4 criteria vervuld worden: " in text


def test_two_files_keep_their_order_and_a_note_says_when_the_first_is_newer(capsys, files, old, new):
    found = json_of(capsys, *files(new, old))
    assert [m["gemeente"]["peildatum"] for m in found["measurements"]] == ["2027-10-01", "2026-10-01"]
    assert found["warnings"] == ["reverse_order"]
    code, out, err = called(capsys, *files(new, old), "--lang", "en")
    assert (code, err) == (0, "")
    assert "The first file is of a later date (2027-10-01)" in out


# Series


def test_more_files_are_a_series_by_date(capsys, files, old, new):
    later = deepcopy(new)
    later["gemeente"]["peildatum"] = "2028-10-01"
    later["kanalen"]["website"]["ingangen"]["waarde"] = 1
    again = deepcopy(later)
    again["kanalen"]["email"]["ingangen"]["waarde"] = 1
    found = json_of(capsys, *files(later, again, old, new))
    dates = [m["gemeente"]["peildatum"] for m in found["measurements"]]
    assert dates == ["2026-10-01", "2027-10-01", "2028-10-01", "2028-10-01"]
    assert [(c["old"], c["new"]) for c in found["comparisons"]] == [(0, 1), (1, 2), (2, 3)]
    steps = [{c["id"] for c in comparison["total"]["criteria"]} for comparison in found["comparisons"]]
    assert steps[1] == {"criterium_2_een_website"}
    assert steps[2] == set()  # a tie keeps the given order: the first of them had four e-mail addresses
    assert {c["id"] for c in found["overall"]["criteria"]} == set().union(*steps)
    for language, start in (("nl", "Waterrijk: 4 metingen van 2026-10-01 tot en met 2028-10-01"), ("en", "Waterrijk: 4 meas")):
        text = text_of(capsys, *files(later, again, old, new), "--lang", language)
        assert text.startswith(start)
        assert text.count("2027-10-01") >= 4


def test_a_step_of_a_series_in_which_nothing_changed_says_so(capsys, files, old, new):
    same = {**old, "gemeente": old["gemeente"] | {"peildatum": "2026-05-01"}}
    before = {**old, "gemeente": old["gemeente"] | {"peildatum": "2026-04-01"}}
    text = text_of(capsys, *files(before, same, new))
    assert "Van 2026-04-01 naar 2026-05-01 " in text
    assert text.count("Er is niets veranderd") == 1


def test_only_the_start_of_a_series_has_other_rules(capsys, files, old, new):
    later = deepcopy(new)
    later["gemeente"]["peildatum"] = "2028-10-01"
    norm = ("--old-norm", "norm_direct_afgehandeld=40")
    found = json_of(capsys, *files(later, new, old), *norm)
    assert [len(c["rules"]) for c in found["comparisons"]] == [1, 0]
    assert [m["receipt"]["norms"]["norm_direct_afgehandeld"] for m in found["measurements"]] == [40, 80, 80]


# What it looks like


def test_the_json_is_as_agreed(capsys, files):
    found = json_of(capsys, *files())
    assert found == json_of(capsys, *files(), "--lang", "en")
    assert list(found) == ["version", "warnings", "measurements", "comparisons", "overall"]
    assert (found["version"], len(found["measurements"]), len(found["comparisons"])) == (1, 2, 1)
    measured = found["measurements"][1]
    assert list(measured) == ["gemeente", "phase", "criteria", "challenges", "measures", "unknown", "receipt"]
    assert measured["phase"] == {"number": 1, "certain": True, "possible": [1], "limit": "present"}
    (comparison,) = found["comparisons"]
    assert list(comparison) == ["old", "new", "facts", "evidence", "rules", "effects", "total"]
    telephone = comparison["facts"][0]
    assert telephone == {
        "fact": "kanalen.telefoon.ingangen",
        "kind": "changed",
        "part": "changed",
        "old": 4,
        "new": 1,
        "element": None,
        "attribute": None,
        "old_assumed": False,
        "new_assumed": False,
        "old_evidence": {"herkomst": "gemeten", "bron": "telefooncentrale", "datum": "2026-09-15", "periode": None},
        "new_evidence": {"herkomst": "gemeten", "bron": "centrale", "datum": "2027-09-15", "periode": None},
        "better": None,
        "affects": [TELEPHONE],
    }
    assert [change["fact"] for change in comparison["evidence"]] == ["zaakafhandeling.direct_afgehandeld"]
    effects = ["part", "changes", "phase", "criteria", "challenges", "limits", "measures"]
    assert [list(effect) for effect in comparison["effects"]] == [effects] * 4
    assert {"id": TELEPHONE, "phase": 2, "before": "unmet", "after": "met", "parts": ["changed"]} in comparison["total"][
        "criteria"
    ]
    assert found["overall"] == comparison["total"]


def test_the_text_tells_what_changed_through_what(capsys, files):
    text = text_of(capsys, *files())
    assert text.startswith("Waterrijk: van 2026-10-01 naar 2027-10-01 Nog steeds fase 1: Dienst heeft Antwoord© (zeker)")
    assert "Vervulde criteria: van 2 naar 3 (van de 23)" in text
    assert "Voor fase 2 moeten nog 3 van de 4 criteria vervuld worden: 'Eén website voor de hele gemeente'" in text
    assert "Bekend geworden 1 1 2 0 Veranderd 2 1 3 (+1) 0 Niet meer bekend 1 1 3 0" in text
    assert "● Eén telefoonnummer voor de hele gemeente (fase 2) Veranderd: 'Algemene telefoonnummers' van 4 naar 1" in text
    assert "▲ Wachttijd aan de telefoon: van 96 seconden naar 30 seconden" in text
    assert "Norm: hoogstens 25 seconden; boven de norm" in text
    assert "Kanalen als één geheel bestuurd: was nee, nu onbekend" in text
    assert "Daarvan van geschat naar gemeten: 'Beantwoord bij het eerste contact'." in text
    english = text_of(capsys, *files(), "--lang", "en")
    assert (
        "● One telephone number for the whole municipality (phase 2) Changed: 'General telephone numbers' from 4 to 1" in english
    )


def test_a_phase_that_rises_says_through_which_part(capsys, document, files):
    lower, higher = (json.loads((ROOT / "facts" / f"{name}.json").read_text()) for name in ("merelbroek", "elzenmeer"))
    higher["gemeente"] = lower["gemeente"] | {"peildatum": "2027-10-01"}
    text = text_of(capsys, *files(lower, higher))
    assert "Van fase 1 naar fase 2: Kanaal heeft Antwoord©" in text
    assert "Het verschil in fase komt door" in text
    assert "Back from phase 2 to phase 1" in text_of(capsys, *files(higher, lower), "--lang", "en")
    text = text_of(capsys, *files(document, lower))
    assert "Eerst stond dat niet vast; mogelijk was fase 0, 1, 2, 3, 4 of 5." in text
    assert "0 (mogelijk 1-5)" in text
    assert "wat nu pas bekend is" in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_pair_of_municipalities_reads_in_80_columns(kb, language):
    """Whatever happened between them; also names that are wide, or as long as a line."""
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in FACTS]
    for before, after in pairwise([*documents, documents[0]]):
        out = terminal(report(compared(kb, before, after), language, pictures=False))
        assert max(columns(re.sub(r"\x1b\[\d*m", "", line)) for line in out.splitlines()) <= 80
        assert "None" not in out
        assert "{" not in out


HOSTILE = "<b>*|`_[x](y)&# \u202eabc 漢字" + "é" * 100


def test_names_can_be_anything(capsys, files, old, new):
    for document in (old, new):
        document["gemeente"]["naam"] = HOSTILE
    new["frontoffices"].append({"naam": HOSTILE, "productclusters": [HOSTILE]})
    new["frontoffices"][0]["productclusters"] = [HOSTILE]
    new["kanalen"]["telefoon"]["ingangen"]["bron"] = HOSTILE
    assert "漢字" in text_of(capsys, *files(old, new))
    code, page, _ = called(capsys, *files(old, new), "--format", "md")
    assert code == 0
    assert "<b>" not in page.replace("\\<b\\>", "")
    assert "[x](y)" not in page


def test_markdown_has_the_table_and_the_picture(capsys, files):
    code, page, _ = called(capsys, *files(), "--format", "md")
    assert code == 0
    assert page.startswith("# Waterrijk: van 2026-10-01 naar 2027-10-01\n")
    assert "| Veranderd | 2 | 1 | 3 (+1) | 0 |" in page
    assert "2027-10-01  ▶ █████ 2/2    █░░░░ 1/4" in page
    assert f"`{TELEPHONE}`" in page


def test_the_drawing_says_the_same_in_words(kb, old, new):
    from antwoord_rules.rendering.blocks import Figure

    (figure,) = [b for b in report(compared(kb, old, new), "nl", pictures=True) if isinstance(b, Figure)]
    assert figure.picture.phases == tuple(f"Fase {n}" for n in range(1, 6))
    assert figure.picture.series[1] == ("2027-10-01", (1.0, 0.25, 0.0, 0.0, 0.0), 1)
    assert "2027-10-01: fase 1 bereikt; vervuld in fase 1 2 van 2, fase 2 1 van 4" in figure.alt


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_holds_the_drawing_and_every_id(capsys, files, language, old, new):
    pytest.importorskip("antwoord_rules.rendering.figures")
    new["gemeente"]["naam"] = HOSTILE
    code, page, _ = called(capsys, *files(old, new), "--format", "html", "--lang", language)
    assert code == 0
    assert "<svg" in page
    assert TELEPHONE in page
    assert "<b>*" not in page


def test_it_can_be_piped(files):
    first, second = files()
    with Path(second).open("rb") as file:
        done = subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), "compare", first, "-"],
            stdin=file,
            capture_output=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith("Waterrijk: van 2026-10-01 naar 2027-10-01\n")
    assert b"\x1b[" not in done.stdout


def test_a_phase_of_which_nothing_is_known_is_unknown_in_the_picture_and_not_zero(kb, capsys):
    from antwoord_rules.rendering.blocks import Figure

    earlier, later = ROOT / "facts" / "eerder" / "elzenmeer-2024.json", ROOT / "facts" / "elzenmeer.json"
    (figure,) = [b for b in report(compared(kb, earlier, later), "nl", pictures=True) if isinstance(b, Figure)]
    (_, before, _), (_, after, _) = figure.picture.series
    assert before == (1, 0, 0, None, None)
    assert after == (1, 1, 0, 0.2, 0)
    assert "fase 5 onbekend" in figure.alt
    assert "?/5" in text_of(capsys, earlier, later)
