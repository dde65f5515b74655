"""`antwoord new`: skeletons that are valid at once, put into files of which everything else stays as it was."""

from __future__ import annotations

import codecs
import re
import shlex
import shutil
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antwoord_rules import KnowledgeBase
from antwoord_rules.checking import skeletons
from antwoord_rules.checking.fulfilment import fulfilling
from antwoord_rules.checking.insertion import insert
from antwoord_rules.checking.skeletons import KINDS, LIST_KEYS
from antwoord_rules.commands import new
from antwoord_rules.errors import RulesError, UsageError
from antwoord_rules.inference.reference import evaluate
from antwoord_rules.knowledge.conditions import All, Any, Comparison, Norm, Not, Operator, with_values
from antwoord_rules.knowledge.vocabulary import FactType
from antwoord_rules.knowledge.yamltext import read_yaml
from tests.conftest import ROOT
from tests.test_commands import antwoord, called

SMALL = ROOT / "tests" / "data" / "rules" / "small"
BUNDLED_FILES = sorted((ROOT / "rules").glob("*.yaml"))
ITEM = "- id: nieuw\n  # Uitleg.\n  label: {nl: Nieuw, en: New}\n"

ADDED = {
    "criterion": ("criterium_3_bezetting", "--fact", "kanalen.telefoon.wachttijd"),
    "challenge": ("uitdaging_2_bezetting", "--fact", "kanalen.balie.geconcentreerd", "--block", "systemen_informatie"),
    "measure": ("maatregel_bezetting", "--addresses", "uitdaging_3_direct_afhandelen", "--addresses", "criterium_2_een_website"),
    "fact": ("kanalen.chat.bezet", "--type", "percentage"),
}


_load_statements = cache(new.load_statements)


@pytest.fixture(autouse=True)
def _parse_the_same_files_once(monkeypatch):
    """The bundled rules are parsed for each call of the command; here, once."""
    monkeypatch.setattr(new, "load_statements", _load_statements)


def read(text: str):
    located, problems = read_yaml("x.yaml", text.encode())
    assert problems == []
    return located.value


def added_lines(before: str, after: str) -> list[str]:
    """The lines that are new; fails when an old line is gone, changed or in another place."""
    ends = before[-1:] == "\n"  # without a line end at the end, the last line gets one when something comes after it
    old, new = before.splitlines(keepends=ends), after.splitlines(keepends=ends)
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    end = len(new) - (len(old) - start)
    assert new[:start] + new[end:] == old
    return new[start:end]


# The command


@pytest.mark.parametrize("kind", KINDS)
def test_a_skeleton_loads_and_is_shown(kind, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    name, *options = ADDED[kind]
    code, out, err = called(capsys, "new", kind, name, "--in", "ours", *options)
    assert (code, err) == (0, "")
    place, line = re.match(rf"(ours/[\w.-]+):(\d+): {re.escape(name)} toegevoegd\n", out).groups()
    assert Path(place).read_text(encoding="utf-8").splitlines()[int(line) - 1] == f"  - id: {name}"
    assert "antwoord check bundled ours\n" in out
    code, out, err = called(capsys, "rules", "--rules", "bundled", "--rules", "ours", name)
    assert (code, err) == (0, "")
    assert name in out
    assert "VUL IN: " in out


def test_the_files_are_named_after_what_they_hold(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for kind, (name, *options) in ADDED.items():
        assert called(capsys, "new", kind, name, "--in", "ours", *options)[0] == 0
    assert sorted(path.name for path in Path("ours").iterdir()) == [
        "phase-2-eigen.yaml",
        "phase-3-eigen.yaml",
        "vocabulary.yaml",
    ]
    base = KnowledgeBase.load("bundled", "ours").base
    assert base.rules["maatregel_bezetting"].phase == 3
    assert base.rules["criterium_3_bezetting"].block == base.vocabulary.blocks[0].id
    assert base.rules["uitdaging_2_bezetting"].block == "systemen_informatie"
    assert base.vocabulary.fact_by_id["kanalen.chat.bezet"].group == "kanalen"


@pytest.mark.parametrize("kind", KINDS)
def test_in_a_base_that_stands_alone_only_new_lines_appear(kind, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "rules", "eigen")
    before = {path.name: path.read_bytes().decode() for path in Path("eigen").glob("*.yaml")}
    name, *options = ADDED[kind]
    code, out, err = called(capsys, "new", kind, name, "--in", "eigen", *options)
    assert (code, err) == (0, "")
    assert "antwoord check eigen\n" in out
    changed = {path.name for path in Path("eigen").glob("*.yaml") if path.read_bytes().decode() != before[path.name]}
    assert len(changed) == 1
    (file,) = changed
    lines = added_lines(before[file], (Path("eigen") / file).read_bytes().decode())
    assert lines[0] == f"  - id: {name}\n"
    assert all(line.startswith("    ") for line in lines[1:])
    assert called(capsys, "rules", "--rules", "eigen", name)[0] == 0


def test_a_second_item_comes_after_the_first_and_rules_may_build_on_each_other(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    calls = [
        ("fact", "kanalen.chat.open"),
        ("fact", "kanalen.chat.bezet"),
        ("challenge", "uitdaging_2_chat", "--fact", "kanalen.chat.open"),
        ("challenge", "uitdaging_2_chat_bezet", "--fact", "kanalen.chat.bezet"),
        ("measure", "maatregel_chat", "--addresses", "uitdaging_2_chat"),
    ]
    for call in calls:
        code, _, err = called(capsys, "new", *call, "--in", "ours", "--rules", "bundled", "--rules", "ours")
        assert (code, err) == (0, "")
    base = KnowledgeBase.load("bundled", "ours").base
    assert [c.id for c in base.challenges if "chat" in c.id] == ["uitdaging_2_chat", "uitdaging_2_chat_bezet"]
    assert base.rules["maatregel_chat"].effects == (Comparison("kanalen.chat.open", Operator.EQUALS, True),)


def test_it_speaks_english_in_a_process_of_its_own(tmp_path):
    done = antwoord("new", "fact", "kanalen.chat.open", "--in", "our rules", "--lang", "en", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "our rules/vocabulary.yaml:4: kanalen.chat.open added\n"
        "Now fill in the texts that start with 'VUL IN' (Dutch) or 'FILL IN' (English).\n"
        "Then check the rules: antwoord check bundled 'our rules'\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("criterion", "criterium_2_x", "--fact", "kanalen.website.ingang"), "Bedoelde u 'kanalen.website.ingangen'?"),
        (("criterion", "snel", "--fact", "kanalen.website.ingangen"), "criterium_2_snel"),
        (("criterion", "Criterium_3_Snel!", "--phase", "3", "--fact", "kanalen.website.ingangen"), "criterium_3_snel:"),
        (("criterion", "criterium_3_x", "--phase", "2", "--fact", "kanalen.website.ingangen"), "criterium_2_x:"),
        (("challenge", "criterium_3_x", "--fact", "kanalen.website.ingangen"), "uitdaging_3_x:"),
        (("criterion", "criterium_2_", "--fact", "kanalen.website.ingangen"), "criterium_2_naam:"),
        (("criterion", "criterium_2_x\n", "--fact", "kanalen.website.ingangen"), "NEW-ID-FORM"),
        (("criterion", "criterium_2_" + "x" * 100, "--fact", "kanalen.website.ingangen"), "NEW-ID-FORM"),
        (("criterion", "criterium_2_een_website", "--fact", "kanalen.website.ingangen"), "NEW-EXISTS"),
        (("criterion", "criterium_2_x"), "NEW-OPTION-MISSING voor een criterium is --fact nodig"),
        (("criterion", "criterium_2_x", "--fact", "kanalen.website.ingangen", "--block", "systemen"), "systemen_informatie"),
        (("criterion", "criterium_2_x", "--fact", "kanalen.website.ingangen", "--type", "count"), "NEW-OPTION-UNUSED"),
        (("criterion", "criterium_2_x", "--fact", "a\nb"), "het feit 'a\N{REPLACEMENT CHARACTER}b' bestaat niet"),
        (("measure", "maatregel_x", "--addresses", "criterium_2_een_websit"), "criterium_2_een_website"),
        (("measure", "maatregel_x", "--addresses", "maatregel_klantcontact_meten"), "ID-UNKNOWN"),
        (("measure", "maatregel_x"), "--addresses"),
        (("measure", "x", "--addresses", "criterium_2_een_website"), "maatregel_x:"),
        (("fact", "wachttijd"), "kanalen.wachttijd:"),
        (("fact", "kanalen.Chat"), "kanalen.chat:"),
        (("fact", "chat.open"), "--group"),
        (("fact", "kanalen.chat", "--group", "kanaal"), "Bedoelde u 'kanalen'?"),
        (("fact", "kanalen.telefoon"), "NEW-ID-INSIDE"),
        (("fact", "kanalen.telefoon.ingangen.extra"), "NEW-ID-INSIDE"),
        (("fact", "frontoffices.extra"), "NEW-ID-INSIDE"),
        (("fact", "gemeente.inwoners", "--group", "kanalen"), "RULE-ID-RESERVED"),
        (("fact", "kanalen.telefoon.ingangen"), "rules/vocabulary.yaml:"),
        (("fact", "kanalen.chat", "--type", "text"), "'--type'"),
        (("step", "stap_x"), "Toegestaan: criterion, challenge, measure, fact."),
    ],
)
def test_what_is_wrong_is_wrong_usage_and_nothing_is_written(arguments, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, out, err = called(capsys, "new", *arguments, "--in", "ours")
    assert (code, out) == (2, "")
    assert message in err
    assert list(tmp_path.iterdir()) == []


def test_a_phase_that_the_rules_do_not_have_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    options = ("--fact", "groep.klaar", "--in", "ours", "--rules", str(SMALL))
    code, _, err = called(capsys, "new", "criterion", "criterium_4_x", *options)
    assert code == 2
    assert "er is nog geen fase 4 voor 'criterium_4_x'" in err
    assert called(capsys, "new", "criterion", "criterium_2_x", *options)[0] == 0


@pytest.mark.parametrize("folder", ["./bundled", "ours/", "a/b/c", "met spatie"])
def test_any_folder_will_do_and_is_named_so_that_the_next_command_works(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    _, out, err = called(capsys, "new", "fact", "kanalen.bot", "--in", folder)
    assert err == ""
    named = shlex.split(re.search("antwoord check (.*)", out).group(1))
    assert KnowledgeBase.load(*named).base.vocabulary.fact_by_id["kanalen.bot"]
    assert named == ["bundled", folder.rstrip("/")]


@pytest.mark.parametrize("options", [(), ("--in", "bundled"), ("--in", "")])
def test_a_folder_of_ones_own_is_needed(options, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    code, _, err = called(capsys, "new", "fact", "kanalen.bot", *options)
    assert code == 2
    assert "NEW-BUNDLED" in err if "bundled" in options else "--in" in err


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("phase-2-a.yaml", "phase: 2\ncriteria: [\n", "YAML-SYNTAX"),
        ("phase-2-a.yaml", "", "RULES-EMPTY"),
        ("phase-2-a.yaml", "phase: 2\ncriteria:\n", "RULE-SHAPE"),
        ("regels.yaml", "phase: 2\n", "RULES-FILE-NAME"),
    ],
)
def test_in_a_folder_that_is_not_valid_nothing_is_written(name, content, code, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("ours").mkdir()
    (Path("ours") / name).write_text(content, encoding="utf-8")
    found, _, err = called(capsys, "new", "fact", "kanalen.bot", "--in", "ours")
    assert found == 4
    assert code in err
    assert [path.name for path in Path("ours").iterdir()] == [name]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("ours").write_text("x", encoding="utf-8")
    assert called(capsys, "new", "fact", "kanalen.bot", "--in", "ours")[0] == 4
    code, _, err = called(capsys, "new", "fact", "kanalen.bot", "--in", "ours/deeper")
    assert code == 2
    assert "FILE-UNWRITABLE" in err
    assert Path("ours").read_text(encoding="utf-8") == "x"


def test_when_writing_fails_no_folder_is_left(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    code, out, err = called(capsys, "new", "fact", "kanalen.bot", "--in", "ours")
    assert (code, out) == (2, "")
    assert "de schijf is vol" in err
    assert not Path("ours").exists()


def test_a_name_that_is_taken_by_another_phase_is_left_alone(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("ours").mkdir()
    other = Path("ours/phase-2-eigen.yaml")
    other.write_text("phase: 3\n", encoding="utf-8")
    assert called(capsys, "new", *_challenge(), "--in", "ours")[0] == 0
    assert other.read_text(encoding="utf-8") == "phase: 3\n"
    assert "uitdaging_2_x" in Path("ours/phase-2-eigen-2.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "content",
    [
        b"# Van ons\r\nphase: 2\r\nchallenges: []  # nog leeg\r\n# einde\r\n",
        codecs.BOM_UTF8 + b"phase: 2",
        b"phase: 2\nchallenges: []\nmeasures: []",
        b"---\nphase: 2\nreplaces: []\n\n",
    ],
)
def test_a_file_keeps_its_bytes(content, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("ours").mkdir()
    file = Path("ours/phase-2-chat.yaml")
    file.write_bytes(content)
    code, out, err = called(capsys, "new", *_challenge(), "--in", "ours")
    assert (code, err) == (0, "")
    after = file.read_bytes()
    line = int(re.search(r":(\d+):", out).group(1))
    assert after.splitlines()[line - 1] == b"  - id: uitdaging_2_x"
    assert after.startswith(codecs.BOM_UTF8) == content.startswith(codecs.BOM_UTF8)
    assert after.count(b"\n") == after.count(b"\r\n") or b"\r" not in content
    kept = [part for part in content.replace(b" []", b"").split() if part]
    words = after.split()
    assert [words.pop(0) for part in kept if part in words and not _skip_to(words, part)] == kept
    assert KnowledgeBase.load("bundled", "ours").base.rules["uitdaging_2_x"]


def _skip_to(words: list[bytes], part: bytes) -> None:
    del words[: words.index(part)]


def _challenge() -> tuple[str, ...]:
    return ("challenge", "uitdaging_2_x", "--fact", "kanalen.website.ingangen")


def test_a_list_between_brackets_is_refused_at_its_place(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SMALL, "eigen")
    file = Path("eigen/vocabulary.yaml")
    text = file.read_text(encoding="utf-8")
    start, end = text.index("facts:\n"), text.index("collections:")
    items = ["{id: groep.klaar, type: boolean, group: groep, label: &, question: &, help: &}"]
    items += [
        items[0].replace("klaar, type: boolean", f"{name}, type: {kind}")
        for name, kind in (("aantal", "count"), ("aandeel", "percentage"))
    ]
    flow = f"facts: [{', '.join(items)}]\n".replace("&", "{nl: A, en: B}")
    file.write_text(text[:start] + flow + text[end:], encoding="utf-8")
    before = file.read_bytes()
    code, _, err = called(capsys, "new", "fact", "groep.nieuw", "--in", "eigen")
    assert code == 2
    assert "eigen/vocabulary.yaml:5:8: NEW-FILE-FORM" in err
    assert file.read_bytes() == before


# Skeletons


@pytest.mark.parametrize(("kind", "test"), [("boolean", "true"), ("count", "{at_least: 1}"), ("percentage", "{at_least: 80}")])
def test_the_condition_fits_the_type_of_the_fact(kind, test):
    (made,) = read(skeletons.criterion("criterium_2_x", "blok", "groep.feit", FactType(kind)))
    assert made["when"] == {"groep.feit": read(test) if test != "true" else True}


def test_every_text_is_marked_to_be_filled_in_and_explained():
    texts = [
        skeletons.criterion("criterium_2_x", "blok", "groep.feit", FactType.COUNT),
        skeletons.challenge("uitdaging_2_x", "blok", "groep.feit", FactType.COUNT),
        skeletons.measure("maatregel_x", ["a"], [Comparison("f.g", Operator.EQUALS, True)], {"f.g": FactType.BOOLEAN}),
        skeletons.fact("groep.feit", FactType.COUNT, "groep"),
    ]
    for text in texts:
        (made,) = read(text)
        for key in {"label", "because", "question", "help"} & made.keys():
            assert made[key]["nl"].startswith("VUL IN: ")
            assert made[key]["en"].startswith("FILL IN: ")
        assert len(re.findall(r"^  # ", text, re.MULTILINE)) >= len(made) - 2
        assert max(map(len, text.splitlines())) <= 126


@given(st.sampled_from(KINDS), st.text(max_size=150), st.none() | st.integers(1, 5))
def test_the_example_in_a_message_is_itself_a_good_id(kind, name, phase):
    assert skeletons.is_id(kind, skeletons.example_id(kind, name, phase), phase)


# What makes a condition true


def _satisfying(effects):
    return {effect.fact: effect.value for effect in effects}


def test_the_effects_make_every_bundled_condition_true(kb):
    for rule in (*kb.base.criteria, *kb.base.challenges, *kb.base.limits):
        condition = with_values(rule.when, kb.norms.__getitem__)
        effects = [with_values(effect, kb.norms.__getitem__) for effect in fulfilling([rule.when], kb.base)]
        assert evaluate(condition, _satisfying(effects)) is True, rule.id


def _kinds():
    return {"groep.aantal": FactType.COUNT, "groep.aandeel": FactType.PERCENTAGE, "groep.klaar": FactType.BOOLEAN}


@pytest.fixture(scope="module")
def small():
    return KnowledgeBase.load(SMALL)


def _tests():
    numbers = st.sampled_from(
        [Operator.EQUALS, Operator.DIFFERS, Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOVE, Operator.BELOW]
    )
    norm = st.just(Norm("norm_aandeel"))
    return st.one_of(
        st.builds(Comparison, st.just("groep.aantal"), numbers, st.integers(0, 5)),
        st.builds(Comparison, st.just("groep.aandeel"), numbers, st.integers(0, 10_000) | norm),
        st.builds(Comparison, st.just("groep.klaar"), st.sampled_from([Operator.EQUALS, Operator.DIFFERS]), st.booleans()),
    )


@given(test=_tests())
@settings(deadline=None)
def test_one_test_or_its_opposite_gets_a_valid_effect_that_makes_it_true(small, test):
    for condition in (test, Not(test)):
        (effect,) = fulfilling([condition], small.base)
        assert effect.operator in (Operator.EQUALS, Operator.AT_LEAST, Operator.AT_MOST)
        plain, value = with_values(condition, small.norms.__getitem__), with_values(effect, small.norms.__getitem__).value
        kind = _kinds()[effect.fact]
        assert kind.to_engine(kind.to_people(value)) == value
        domain = (
            [False, True]
            if kind is FactType.BOOLEAN
            else range(10_001)
            if kind is FactType.PERCENTAGE
            else [*range(8), 999_999_999]
        )
        possible = any(evaluate(plain, {effect.fact: other}) for other in (domain[0], domain[-1], value))
        assert evaluate(plain, {effect.fact: value}) is True or not possible


@given(parts=st.lists(_tests(), min_size=2, max_size=4))
@settings(deadline=None)
def test_several_tests_of_a_fact_become_one_effect(small, parts):
    effects = fulfilling([All(tuple(parts))], small.base)
    assert len({effect.fact for effect in effects}) == len(effects)
    plain = with_values(All(tuple(parts)), small.norms.__getitem__)
    values = {effect.fact: with_values(effect, small.norms.__getitem__).value for effect in effects}
    if not evaluate(plain, values):
        # Between whole percentages there can be room that a proposal in whole numbers does not see.
        for fact in {part.fact for part in parts} - {"groep.aandeel"}:
            own = All(tuple(part for part in parts if part.fact == fact))
            domain = range(9) if fact == "groep.aantal" else (False, True)
            assert evaluate(own, values) is True or not any(evaluate(own, {fact: value}) for value in domain)


def test_norms_are_kept_of_an_any_the_first_is_taken_and_conclusions_are_met_by_their_facts(small):
    base, norm = small.base, Norm("norm_aandeel")
    share = Comparison("groep.aandeel", Operator.AT_LEAST, norm)
    ready = Comparison("groep.klaar", Operator.EQUALS, True)
    assert fulfilling([Any((share, ready))], base) == (share,)
    assert fulfilling([Not(All((share, ready)))], base) == (Comparison("groep.aandeel", Operator.AT_MOST, 7900),)
    assert fulfilling([base.rules["criterium_2_klaar"].when], base) == (
        ready,
        Comparison("groep.aantal", Operator.AT_LEAST, 1),
    )
    phase = Comparison("fase_2", Operator.EQUALS, True)
    assert {effect.fact for effect in fulfilling([phase], base)} == {"groep.aantal", "groep.klaar"}
    assert fulfilling([Comparison("fase_1", Operator.EQUALS, False)], base) == (Comparison("groep.aantal", Operator.EQUALS, 2),)


# Insertion


@pytest.mark.parametrize("path", BUNDLED_FILES, ids=lambda path: path.stem)
def test_in_a_bundled_file_every_line_stays(path):
    text = path.read_text(encoding="utf-8")
    before = read(text)
    for key in [*(key for key, value in before.items() if isinstance(value, list)), "nieuwe_lijst"]:
        for old in (text, "\ufeff" + text.rstrip("\n").replace("\n", "\r\n")):
            after = insert(old, key, ITEM)
            lines = added_lines(old, after)
            assert [line.strip() for line in lines if line.strip() and line.strip() != "nieuwe_lijst:"] == [
                line.strip() for line in ITEM.splitlines()
            ]
            assert ("\r\n" in after) == ("\r\n" in old)
            assert "\n" not in after.replace("\r\n", "") or "\r\n" not in after
            assert read(after.removeprefix("\ufeff"))[key] == [*before.get(key, []), *read(ITEM)]


CASES = {
    "at the end": ("a:\n  - id: x\n", "a:\n  - id: x\n  - id: n\n"),
    "no line end": ("a:\n  - id: x", "a:\n  - id: x\n  - id: n\n"),
    "before the next key": ("a:\n  - id: x\n\n# B\nb: 1\n", "a:\n  - id: x\n  - id: n\n\n# B\nb: 1\n"),
    "unindented": ("a:\n- id: x\nb: 1\n", "a:\n- id: x\n- id: n\nb: 1\n"),
    "deeply indented": ("a:\n      - id: x\n", "a:\n      - id: x\n      - id: n\n"),
    "after a comment of the item": (
        "a:\n  - id: x\n\n    # van x\n  # einde\n",
        "a:\n  - id: x\n\n    # van x\n  - id: n\n  # einde\n",
    ),
    "after a comment on the line": ("a:\n  - id: x  # x\n", "a:\n  - id: x  # x\n  - id: n\n"),
    "after a folded text": (
        "a:\n  - t: >-\n      een\n\n      # twee\n\n# B\nb: 1\n",
        "a:\n  - t: >-\n      een\n\n      # twee\n  - id: n\n\n# B\nb: 1\n",
    ),
    "after a text without line end": ("a:\n  - t: |\n      een", "a:\n  - t: |\n      een\n  - id: n\n"),
    "after quotes that look like a key": ('a:\n  - t: "x\n\n  b: 1"\n', 'a:\n  - t: "x\n\n  b: 1"\n  - id: n\n'),
    "after brackets": ("a:\n  - t: [1,\n      # c\n      2]\nb: 1\n", "a:\n  - t: [1,\n      # c\n      2]\n  - id: n\nb: 1\n"),
    "after an empty value": ("a:\n  - t:\nb: 1\n", "a:\n  - t:\n  - id: n\nb: 1\n"),
    "a dash on its own line": ("a:\n  -\n    id: x\n", "a:\n  -\n    id: x\n  - id: n\n"),
    "a missing key": ("b: 1\n", "b: 1\n\na:\n  - id: n\n"),
    "a missing key after a blank line": ("b: 1\n\n", "b: 1\n\na:\n  - id: n\n"),
    "a missing key in an indented file": ("  b: 1", "  b: 1\n\n  a:\n    - id: n\n"),
    "only comments": ("# C\n", "# C\n\na:\n  - id: n\n"),
    "nothing": ("", "a:\n  - id: n\n"),
    "brackets": ("a: []\nb: 1\n", "a:\n  - id: n\nb: 1\n"),
    "brackets with a comment": ("a: [ ]  # leeg\nb: 1", "a:  # leeg\n  - id: n\nb: 1"),
    "brackets at the end": ("b: 1\na: []", "b: 1\na:\n  - id: n\n"),
    "before a document end": ("a:\n  - id: x\n...\n", "a:\n  - id: x\n  - id: n\n...\n"),
    "the line ends of Windows": ("a:\r\n  - id: x\r\nb: 1\r\n", "a:\r\n  - id: x\r\n  - id: n\r\nb: 1\r\n"),
    "a byte order mark": ("\ufeffa:\n  - id: x\n", "\ufeffa:\n  - id: x\n  - id: n\n"),
    "the same word deeper": ("b:\n  - a:\n      - 1\na:\n  - id: x\n", "b:\n  - a:\n      - 1\na:\n  - id: x\n  - id: n\n"),
    "a key in quotes": ('"a":\n  - id: x\n', '"a":\n  - id: x\n  - id: n\n'),
}


@pytest.mark.parametrize("name", CASES)
def test_an_item_goes_to_the_end_of_its_list(name):
    before, after = CASES[name]
    assert insert(before, "a", "- id: n\n") == after


@pytest.mark.parametrize(
    "text",
    [
        "a: [{id: x}]\n",
        "a: [\n  # hier komt wat\n]\n",
        "a: 1\n",
        "a:\n",
        "a: {id: x}\n",
        "{a: [], b: 1}\n",
        "[a]\n",
        "a\n",
        "b: 1\n...\n",
    ],
)
def test_what_can_not_be_added_to_is_refused(text):
    with pytest.raises(UsageError) as caught:
        insert(text, "a", "- id: n\n", "x.yaml")
    assert [found.code for found in caught.value.problems] == ["NEW-FILE-FORM"]
    assert caught.value.problems[0].file == "x.yaml"


@pytest.mark.parametrize("text", ["a: [\n", "a: 1\na: 2\n", "a: &x []\nb: *x\n", "a: []\n# " + "x" * 1_000_000])
def test_what_is_no_valid_yaml_is_reported_as_such(text):
    with pytest.raises(RulesError):
        insert(text, "a", "- id: n\n")


def test_a_file_never_becomes_too_large_to_read():
    with pytest.raises(RulesError) as caught:
        insert("a: []\n# " + "x" * 999_985 + "\n", "a", "- id: n\n")
    assert [found.code for found in caught.value.problems] == ["FILE-TOO-LARGE"]


_COMMENTS = st.sampled_from(["", "\n", "# c\n", "  # c\n", "      # c\n", "\n    # - id: y\n\n"])
_VALUES = st.sampled_from(
    [
        "x",
        '"x"',
        ">-\n        een\n\n        # geen commentaar",
        "|+\n        een\n",
        "[1, 2]",
        "{a: 1}",
        "",
        '"twee\n    regels"',
        "\n      - 1\n      -   b: 2",
    ]
)


@given(
    parts=st.lists(
        st.tuples(st.sampled_from("abc"), st.lists(st.tuples(_VALUES, _COMMENTS), max_size=3), _COMMENTS),
        max_size=3,
        unique_by=lambda part: part[0],
    ),
    key=st.sampled_from("abc"),
    ending=st.sampled_from(["\n", "\r\n"]),
    trim=st.booleans(),
)
@settings(max_examples=400, deadline=None)
def test_whatever_the_file_looks_like_no_line_is_lost(parts, key, ending, trim):
    text = ""
    for name, items, comment in parts:
        text += f"{name}:\n" if items else f"{name}: []\n"
        text += "".join(f"  - id: 1\n    t: {value}\n{between}" for value, between in items) + comment
    text = (text.rstrip("\n") if trim else text).replace("\n", ending)
    try:
        after = insert(text, key, "- id: n\n")
    except UsageError:
        # Only a text that keeps its blank lines can be changed by what is put after it.
        assert "|+" in text
        return
    added = added_lines(text.replace(f"{key}: []", f"{key}:"), after)
    assert [line.strip() for line in added if line.strip() and line.strip() != f"{key}:"] == ["- id: n"]


def test_the_keys_of_the_lists_are_those_of_the_files():
    from antwoord_rules.knowledge.documents import PhaseFile, VocabularyFile

    assert {key for kind, key in LIST_KEYS.items() if kind != "fact"} <= set(PhaseFile.model_fields)
    assert LIST_KEYS["fact"] in VocabularyFile.model_fields
