"""Rule folders: what they may hold, how they are laid over one another, and every diagnostic at its place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from antwoord_rules import KnowledgeBase, RulesError
from antwoord_rules.diagnostics import DIAGNOSTICS
from antwoord_rules.knowledge import cache
from antwoord_rules.knowledge.codec import decode, encode
from antwoord_rules.knowledge.loader import load_base, read_folders

DATA = Path(__file__).parent / "data"
SMALL = DATA / "rules" / "small"
BAD = DATA / "bad" / "rules"
EXPECTED = json.loads((BAD / "expected.json").read_text(encoding="utf-8"))


def problems(name: str, tmp_path: Path):
    folder = tmp_path / "rules"
    shutil.copytree(SMALL, folder)
    shutil.copytree(BAD / name, folder, dirs_exist_ok=True)
    with pytest.raises(RulesError) as caught:
        load_base(read_folders([folder]))
    return caught.value.problems


def place(found) -> str:
    position = "" if found.line is None else f":{found.line}:{found.column}"
    return f"{Path(found.file).name}{position} {found.code}"


def test_the_small_rule_folder_is_right():
    base = load_base(read_folders([SMALL]))
    assert list(base.rules) == [
        "tussen",
        "criterium_1_aantal",
        "criterium_2_klaar",
        "kenmerk_1",
        "uitdaging_1_aandeel",
        "maatregel_een",
        "maatregel_twee",
    ]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_mistake_in_a_rule_file_gives_exactly_these_problems_at_these_places(name, tmp_path):
    assert [place(found) for found in problems(name, tmp_path)] == EXPECTED[name]


def test_every_bad_folder_has_its_expectation():
    assert {path.name for path in BAD.iterdir() if path.is_dir()} == set(EXPECTED)


def test_every_diagnostic_of_rules_is_pinned():
    pinned = {found.split()[1] for places in EXPECTED.values() for found in places}
    by_other_tests = {
        "RULES-NO-FACTS",
        "RULES-NO-FOLDER",
        "RULES-FOLDER-TWICE",
        "RULES-NOT-A-FOLDER",
        "RULES-NO-FILES",
        "RULE-NO-PHASES",
        "RULE-REPLACES-NOTHING",
        "RULE-REPLACES-KIND",
    }
    codes = {code for code in DIAGNOSTICS if code.startswith(("RULE-", "RULES-", "YAML-"))}
    assert codes - by_other_tests == pinned - {"TEXT-ENCODING"}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_problem_reads_in_both_languages(name, tmp_path):
    for found in problems(name, tmp_path):
        assert found.render("nl") != found.render("en")
        for language in ("nl", "en"):
            assert found.code in found.render(language)
            assert "{suggestion}" not in found.render(language)


def test_a_misspelt_fact_in_a_rule_gets_a_suggestion(tmp_path):
    (found,) = problems("unknown-fact", tmp_path)
    assert found.message_in("en") == "the fact 'groep.antal' does not exist"
    assert found.hint == "Bedoelde u 'groep.aantal'?"


def test_a_cycle_shows_its_path(tmp_path):
    (found,) = problems("rule-cycle", tmp_path)
    assert (
        "criterium_2_klaar -> tussen -> criterium_2_klaar" in found.message
        or "tussen -> criterium_2_klaar -> tussen" in found.message
    )


def test_a_duplicate_names_the_place_of_the_first(tmp_path):
    (found,) = problems("pasted-twice", tmp_path)
    assert "phase-1-begin.yaml:5:9" in found.message


# Folders


@pytest.mark.parametrize(
    ("make", "code"), [(None, "RULES-NO-FOLDER"), ("file", "RULES-NOT-A-FOLDER"), ("folder", "RULES-NO-FILES")]
)
def test_a_folder_that_is_none_is_a_problem(tmp_path, make, code):
    path = tmp_path / "regels"
    if make == "file":
        path.write_text("x")
    elif make:
        path.mkdir()
    with pytest.raises(RulesError) as caught:
        KnowledgeBase.load(path)
    assert [found.code for found in caught.value.problems] == [code]


def test_rules_without_a_phase_are_no_rules(tmp_path):
    for name in ("vocabulary", "norms", "sources"):
        shutil.copy(SMALL / f"{name}.yaml", tmp_path)
    with pytest.raises(RulesError) as caught:
        KnowledgeBase.load(tmp_path)
    assert [found.code for found in caught.value.problems] == ["RULE-NO-PHASES"]


def overlay(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "phase-1-ours.yaml").write_text(text, encoding="utf-8")
    return folder


CHALLENGE = """
  - id: {id}
    block: blok
    label: {{nl: Ons, en: Ours}}
    resolved_when: {{groep.klaar: true}}
    because: {{nl: Daarom., en: Because.}}
    basis: eigen
"""


def test_a_folder_adds_to_those_before_it(tmp_path):
    ours = overlay(tmp_path, "phase: 1\nchallenges:" + CHALLENGE.format(id="uitdaging_1_ons"))
    base = KnowledgeBase.load(SMALL, ours).base
    assert [challenge.id for challenge in base.challenges] == ["uitdaging_1_aandeel", "uitdaging_1_ons"]
    assert base.phases[0].name.nl == "Begin"


def test_a_folder_replaces_what_it_names_and_nothing_else(tmp_path):
    text = "phase: 1\nreplaces: [uitdaging_1_aandeel]\nchallenges:" + CHALLENGE.format(id="uitdaging_1_aandeel")
    base = KnowledgeBase.load(SMALL, overlay(tmp_path, text)).base
    assert [challenge.label.nl for challenge in base.challenges] == ["Ons"]


def test_a_folder_can_not_replace_silently(tmp_path):
    with pytest.raises(RulesError) as caught:
        KnowledgeBase.load(SMALL, overlay(tmp_path, "phase: 1\nchallenges:" + CHALLENGE.format(id="uitdaging_1_aandeel")))
    assert [found.code for found in caught.value.problems] == ["RULE-DUPLICATE-ID"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("phase: 1\nreplaces: [uitdaging_1_aandeel]\n", "RULE-REPLACES-NOTHING"),
        (
            "phase: 1\nreplaces: [criterium_1_aantal]\nchallenges:" + CHALLENGE.format(id="criterium_1_aantal"),
            "RULE-REPLACES-KIND",
        ),
    ],
)
def test_a_replacement_must_be_there_and_be_of_the_same_kind(tmp_path, text, code):
    with pytest.raises(RulesError) as caught:
        KnowledgeBase.load(SMALL, overlay(tmp_path, text))
    assert code in [found.code for found in caught.value.problems]


def test_bundled_stands_for_the_shipped_rules(kb):
    assert KnowledgeBase.load("bundled").sha256 == kb.sha256


# Frozen data, the hash and the compiled form


def test_a_rule_base_is_hashable_and_equal_to_one_read_again():
    first, second = (load_base(read_folders([SMALL])) for _ in range(2))
    assert first == second
    assert hash(first) == hash(second)


def test_the_compiled_form_is_the_same_rule_base(kb):
    assert decode(json.loads(json.dumps(encode(kb.base)))) == kb.base


def test_the_hash_is_that_of_the_content_not_of_the_files(tmp_path):
    folder = tmp_path / "elders"
    shutil.copytree(SMALL, folder)
    (folder / "phase-1-begin.yaml").rename(folder / "phase-1-anders.yaml")
    text = (folder / "norms.yaml").read_text(encoding="utf-8")
    (folder / "norms.yaml").write_text("# een opmerking\n" + text, encoding="utf-8")
    assert KnowledgeBase.load(folder).sha256 == KnowledgeBase.load(SMALL).sha256
    (folder / "norms.yaml").write_text(text.replace("80", "81"), encoding="utf-8")
    assert KnowledgeBase.load(folder).sha256 != KnowledgeBase.load(SMALL).sha256


def test_a_compiled_form_is_used_and_never_stale(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    folder = tmp_path / "rules"
    shutil.copytree(SMALL, folder)
    first = KnowledgeBase.load(folder)
    monkeypatch.setattr(cache, "load_base", lambda _: pytest.fail("parsed again"))
    assert KnowledgeBase.load(folder).base == first.base
    monkeypatch.undo()
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    norms = folder / "norms.yaml"
    norms.write_text(norms.read_text(encoding="utf-8").replace("80", "81"), encoding="utf-8")
    assert KnowledgeBase.load(folder).norms["norm_aandeel"] == 8100


@pytest.mark.parametrize("damage", [b"", b"{}", b"x" * 100, None])
def test_a_damaged_compiled_form_is_made_again(tmp_path, monkeypatch, damage):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))
    first = KnowledgeBase.load(SMALL)
    (kept,) = tmp_path.iterdir()
    content = kept.read_bytes()
    kept.write_bytes(content.replace(b"Begin", b"Einde") if damage is None else damage)
    assert KnowledgeBase.load(SMALL).base == first.base
    assert kept.read_bytes() == content


def test_without_a_place_for_the_compiled_form_the_rules_are_parsed(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    for value in ("off", str(tmp_path / "file" / "cache")):
        monkeypatch.setenv(cache.VARIABLE, value)
        assert KnowledgeBase.load(SMALL).norms == {"norm_aandeel": 8000}
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_wrong_rules_leave_no_compiled_form(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    with pytest.raises(RulesError):
        KnowledgeBase.load(overlay(tmp_path, "phase: 1\n"))
    assert not (tmp_path / "cache").exists()


def test_a_folder_given_twice_or_without_a_name_is_a_problem():
    for folders, code in (((SMALL, SMALL), "RULES-FOLDER-TWICE"), (("",), "RULES-NO-FOLDER")):
        with pytest.raises(RulesError) as caught:
            KnowledgeBase.load(*folders)
        assert [found.code for found in caught.value.problems] == [code]


# What authors do wrong

MISTAKES = (
    "wrong-indent",
    "tab",
    "equals-for-colon",
    "dutch-yes",
    "unknown-fact",
    "percent-as-text",
    "list-for-map",
    "map-for-list",
    "missing-colon",
    "duplicate-id",
    "wrong-phase",
    "rule-cycle",
    "requires-cycle",
    "phase-cycle",
    "pasted-twice",
    "bom",
    "windows",
    "anchor-bomb",
    "unknown-norm",
    "missing-translation",
    "no-basis",
    "basis-without-source",
    "bron-without-reading",
    "duplicate-key",
    "unknown-key",
    "effort-too-high",
    "steps-differ",
    "latin-1",
    "empty-any",
    "test-for-boolean",
    "percent-over-hundred",
)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_that_authors_make_gives_one_finding_and_no_echo(name):
    assert len(EXPECTED[name]) == 1


def test_a_file_of_five_megabytes_is_one_finding_and_is_not_parsed(tmp_path):
    folder = tmp_path / "rules"
    shutil.copytree(SMALL, folder)
    (folder / "phase-2-eind.yaml").write_text("phase: 2\n" + "# opvulling\n" * 420_000, encoding="utf-8")
    with pytest.raises(RulesError) as caught:
        load_base(read_folders([folder]))
    (found,) = caught.value.problems
    assert (found.code, Path(found.file).name) == ("FILE-TOO-LARGE", "phase-2-eind.yaml")


def test_a_folder_without_facts_is_one_finding_that_names_the_shipped_rules(tmp_path):
    folder = overlay(tmp_path, "phase: 1\nchallenges: []\n")
    with pytest.raises(RulesError) as caught:
        KnowledgeBase.load(folder)
    (found,) = caught.value.problems
    assert found.code == "RULES-NO-FACTS"
    assert f"bundled {folder}" in found.hint
