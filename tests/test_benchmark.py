"""`antwoord benchmark`: counts held to a plain recount, the unknown never taken for "not met", and each form read back."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from random import Random
from statistics import median
from types import SimpleNamespace

import pytest

from antwoord_rules.benchmarking import Benchmark, ComparisonError, FocusError, Near, Range, Skipped, benchmark, comparison
from antwoord_rules.benchmarking.groups import Spread, nearest, standing
from antwoord_rules.benchmarking.rows import Tally, identities, plain
from antwoord_rules.commands.application import run
from antwoord_rules.errors import problem
from antwoord_rules.knowledge.vocabulary import FactType
from antwoord_rules.reports.benchmarks.scene import Scene, numbers
from antwoord_rules.reports.benchmarks.sheets import municipalities, sheets, to_csv
from tests.conftest import FACTS, ROOT

FOLDER = str(ROOT / "facts")
WATERRIJK = str(ROOT / "facts" / "waterrijk.json")
STATUS = {"vervuld": "met", "niet vervuld": "unmet", "onbekend": "unknown", "opgelost": "resolved", "open": "open"}


def called(capsys, *arguments: str) -> tuple[int, str, str]:
    code = run(["benchmark", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def facts(naam: str = "Voorbeeldstad", peildatum: str = "2026-10-01", /, **more) -> dict:
    """A fact document about a municipality of which all is unknown but `more`."""
    whom = {key: more.pop(key) for key in ("code", "inwoners") if key in more}
    return {"gemeente": {"naam": naam, "peildatum": peildatum, **whom}, **more}


def random_facts(kb, random: Random, number: int) -> dict:
    """A fact document with random answers, many of them unknown, and sometimes no inhabitants."""
    values = {
        FactType.BOOLEAN: lambda: random.random() < 0.6,
        FactType.COUNT: lambda: random.randrange(4),
        FactType.PERCENTAGE: lambda: random.randrange(100) + 0.25,
    }
    made = facts(f"Gemeente {number}")
    if random.random() < 0.8:
        made["gemeente"] |= {
            "code": f"GM{number:04}",
            "inwoners": random.choice((9000, 20000, 20000, 50000, random.randrange(10**6))),
        }
    unknown = random.choice((0.1, 0.5, 1.0))
    for fact in kb.base.vocabulary.facts:
        if fact.type not in values or random.random() < unknown:
            continue
        *groups, last = fact.id.split(".")
        here = made
        for group in groups:
            here = here.setdefault(group, {})
        here[last] = values[fact.type]()
    return made


@pytest.fixture(scope="module")
def many(kb):
    """Forty random municipalities and the bundled ones, assessed."""
    random = Random(7)
    return [kb.assess(random_facts(kb, random, i)) for i in range(40)] + [kb.assess(path) for path in FACTS]


@pytest.fixture(scope="module")
def found(many) -> Benchmark:
    return benchmark(many, comparison=(Range(0, 20000), Range(20000, 50000), Range(50000, None)), focus="GM9902")


def written(folder: Path, *documents: dict) -> Path:
    folder.mkdir(exist_ok=True)
    for number, document in enumerate(documents):
        (folder / f"{number:02}.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


# The figures


def test_the_counts_are_those_of_a_plain_recount(found, many):
    assert len(found.rows) == len(many) == found.figures.size
    for rule in found.base.criteria:
        statuses = [next(c.status for c in a.criteria if c.id == rule.id) for a in many]
        assert found.figures.criteria[rule.id] == tuple(statuses.count(s) for s in ("met", "unmet", "unknown"))
    for challenge in found.figures.challenges:
        results = [next(c for c in a.challenges if c.id == challenge.id) for a in many]
        assert challenge.tally == tuple(sum(c.status == s for c in results) for s in ("resolved", "open", "unknown"))
        assert challenge.due == sum(c.status == "open" and c.relevance in {"current", "overdue"} for c in results)
    for count in found.figures.phases:
        assert count.reached == sum(a.phase.number == count.phase for a in many)
        assert count.certain == sum(a.phase.number == count.phase and a.phase.certain for a in many)
        assert count.possible == sum(count.phase in a.phase.possible for a in many)
    assert sum(count.reached for count in found.figures.phases) == len(many)
    opened = [c.tally.unmet for c in found.figures.challenges]
    assert opened == sorted(opened, reverse=True)


def test_each_row_counts_its_own_criteria_in_all_and_by_building_block(found, many):
    by_name = {a.gemeente.naam: a for a in many}
    for row in found.rows:
        criteria = by_name[row.municipality.naam].criteria
        assert row.tally == tuple(sum(c.status == s for c in criteria) for s in ("met", "unmet", "unknown"))
        known = [c.status == "met" for c in criteria if c.status != "unknown"]
        assert row.share == (sum(known) / len(known) if known else None)
        for block, tally in row.blocks.items():
            assert tally.total == sum(c.block == block for c in criteria)
        assert tuple(map(sum, zip(*row.blocks.values(), strict=True))) == row.tally


def test_the_unknown_is_never_unmet_nor_zero(kb, capsys, tmp_path):
    blank = facts("Niets", kanalen={channel: {"ingangen": None} for channel in ("chat", "post", "social_media")})
    row = benchmark([kb.assess(blank)]).rows[0]
    assert row.tally == (0, 0, 23)
    assert (row.share, row.tally.share_unmet) == (None, None)
    folder = written(tmp_path / "f", blank, json.loads(Path(WATERRIJK).read_text(encoding="utf-8")))
    data = json.loads(called(capsys, str(folder), "--format", "json")[1])
    (empty,) = [m for m in data["municipalities"] if m["gemeente"]["naam"] == "Niets"]
    assert empty["criteria"]["share_met"] is None
    assert (empty["standing"]["rank"], empty["standing"]["difference"]) == (None, None)
    assert empty["gemeente"]["inwoners"] is None
    assert data["group"]["share_met"]["known"] == 1
    assert data["group"]["share_met"]["unknown"] == 1
    for criterion in data["group"]["criteria"]:
        assert criterion["unknown"] >= 1
        assert criterion["met"] + criterion["unmet"] + criterion["unknown"] == 2
    code, text, _ = called(capsys, str(folder), "--focus", "niets")
    assert code == 0
    lines, text = text.splitlines(), text.replace("\n", " ")
    assert "Er is te weinig bekend voor een plaats." in text
    assert "Bij 1 gemeente is geen enkel criterium bekend; dat telt hier niet mee." in text
    (line,) = [line for line in lines if line.startswith("▶ Niets") and "2026" not in line]
    assert line.split() == ["▶", "Niets", "onbekend", "0", "onbekend", "1-2", "onbekend"]
    (cells,) = [
        row
        for row in csv.DictReader(io.StringIO(called(capsys, str(folder), "--format", "csv")[1][1:]))
        if row["gemeente"] == "Niets"
    ]
    assert {cells[name] for name in ("code", "inwoners", "aandeel vervuld", "plaats", "verschil met mediaan")} == {"onbekend"}
    assert {cells[rule.id] for rule in (*kb.base.criteria, *kb.base.challenges)} == {"onbekend"}


def test_the_spread_is_that_of_the_known_values():
    assert Spread.of([]) == Spread.of([])._replace(known=0, unknown=0, median=None)
    assert Spread.of([None, None]) == (0, 2, None, None, None, None, None)
    assert Spread.of([0.5, None]) == (1, 1, 0.5, 0.5, 0.5, 0.5, 0.5)
    assert Spread.of([1.0, 0.0, 0.5]) == (3, 0, 0.0, 0.25, 0.5, 0.75, 1.0)


def row(met: int, unmet: int, unknown: int = 0, **whom) -> SimpleNamespace:
    whom = SimpleNamespace(**({"naam": "x", "code": None, "inwoners": None, "peildatum": "2026-01-01"} | whom))
    return SimpleNamespace(tally=Tally(met, unmet, unknown), share=Tally(met, unmet, unknown).share, municipality=whom)


def test_equals_share_a_rank():
    rows = [row(2, 2), row(1, 1, 2), row(4, 0), row(0, 4), row(0, 0, 4)]
    spread = Spread.of(r.share for r in rows)

    def of(i):
        return standing(rows[i], [*rows[:i], *rows[i + 1 :]], spread)

    assert [of(i).rank for i in range(5)] == [2, 2, 1, 4, None]
    assert [of(i).tied for i in range(5)] == [1, 1, 0, 0, 0]
    assert {of(i).of for i in range(5)} == {4}
    assert [of(i).difference for i in range(5)] == [0.0, 0.0, 0.5, -0.5, None]


def test_the_possible_ranks_are_those_of_all_completions():
    rows = [row(2, 1, 1), row(1, 1, 2), row(3, 1, 0), row(0, 3, 1)]
    worlds = [(2 + a, 1 + b, 3, 0 + d) for a in range(2) for b in range(3) for d in range(2)]
    for i, own in enumerate(rows):
        ranks = {1 + sum(met > world[i] for met in world) for world in worlds}
        stands = standing(own, [*rows[:i], *rows[i + 1 :]], Spread.of([]))
        assert (stands.best, stands.worst) == (min(ranks), max(ranks))


# Groups


def test_a_range_starts_at_its_first_number_and_ends_before_its_last():
    group = Range(20000, 50000)
    assert [group.holds(n) for n in (19999, 20000, 49999, 50000, None)] == [False, True, True, False, False]
    assert Range(0, 10).overlaps(Range(9, None))
    assert not Range(0, 10).overlaps(Range(10, None))


def test_groups_go_by_where_they_begin_and_what_is_wrong_with_them_is_said():
    assert comparison([Range(7, None), Range(0, 7)]) == (Range(0, 7), Range(7, None))
    assert comparison([], 3) == Near(3)
    for ranges, near, fault, places in (
        ([Range(0, 7)], 3, "both", ()),
        ([Range(0, 7), Range(7, 7)], None, "empty", (1,)),
        ([Range(9, None), Range(0, 5), Range(9, 12)], None, "overlap", (0, 2)),
        ([Range(5, None), Range(5, None)], None, "overlap", (0, 1)),
    ):
        with pytest.raises(ComparisonError) as raised:
            comparison(ranges, near)
        assert (raised.value.fault, raised.value.places) == (fault, places)


def test_each_municipality_is_compared_with_its_own_range(found):
    for i, row in enumerate(found.rows):
        inhabitants, peers = row.municipality.inwoners, found.peers[i]
        if inhabitants is None:
            assert peers is None
            continue
        assert peers.range.holds(inhabitants)
        assert set(peers.members) == {j for j, r in enumerate(found.rows) if peers.range.holds(r.municipality.inwoners)}
        shares = [found.rows[j].share for j in peers.members if found.rows[j].share is not None]
        assert peers.spread.median == (pytest.approx(median(shares)) if shares else None)
    assert sum(figures.size for _, figures in found.groups) == sum(peers is not None for peers in found.peers)
    assert None in found.peers


def test_the_nearest_are_nearest_and_none_is_left_out_by_chance():
    rows = [row(1, 1, inwoners=n, naam=name) for name, n in (("a", 100), ("b", 90), ("c", 110), ("d", 150), ("e", None))]
    names = identities(rows)
    assert nearest(0, rows, names, 1) == (1, 2)  # both at 10
    assert nearest(3, rows, names, 1) == (2,)
    assert nearest(3, rows, names, 9) == (0, 1, 2)
    assert nearest(4, rows, names, 1) is None
    assert nearest(0, rows[:1], names[:1], 1) == ()


def test_another_date_of_the_same_municipality_is_no_peer(kb):
    dated = [facts("A", day, code="GM0001", inwoners=100) for day in ("2025-01-01", "2026-01-01")]
    made = benchmark([kb.assess(f) for f in (*dated, facts("B", inwoners=500))], comparison=Near(1))
    assert [peers.members for peers in made.peers] == [(2,), (2,), (0, 1)]


def test_without_inhabitants_a_municipality_is_in_no_group_and_that_is_said(capsys, tmp_path):
    folder = written(tmp_path / "f", facts("Aa"), facts("Bb", inwoners=10), facts("Cc", inwoners=99))
    for arguments in (("--group", "0-50"), ("--near", "1")):
        code, text, _ = called(capsys, str(folder), *arguments)
        assert code == 0
        assert "In geen vergelijkingsgroep, want het aantal inwoners is onbekend: Aa." in text
    text = called(capsys, str(folder), "--group", "0-50", "--focus", "cc")[1]
    assert "In geen van de gekozen vergelijkingsgroepen: Cc." in text
    assert "- Cc is in geen vergelijkingsgroep." in text
    data = json.loads(called(capsys, str(folder), "--group", "0-50", "--format", "json")[1])
    assert data["comparison"]["kind"] == "inhabitants"
    assert data["comparison"]["not_compared"] == [0, 2]
    assert [m["comparison"] is None for m in data["municipalities"]] == [True, False, True]


def test_a_group_of_none_is_empty_not_zero(capsys):
    code, text, _ = called(capsys, FOLDER, "--group", "1-2")
    assert code == 0
    assert "1 tot 2 inwoners: 0 gemeenten" in text
    data = json.loads(called(capsys, FOLDER, "--group", "1-2", "--format", "json")[1])
    assert data["comparison"]["groups"][0]["share_met"]["median"] is None


# The same municipality twice


def test_a_municipality_is_known_by_code_else_by_name():
    rows = [
        row(0, 0, naam="Bergen", code="GM0373"),
        row(0, 0, naam="Bergen", code="GM0893"),
        row(0, 0, naam="Bergen"),
        row(0, 0, naam="Súdwest-Fryslân", code="GM1900"),
        row(0, 0, naam="sudwest fryslan"),
        row(0, 0, naam="Nieuwe naam", code="GM1900"),
    ]
    found = identities(rows)
    assert found[0] != found[1]
    assert found[2] not in found[:2]
    assert found[3] == found[4] == found[5]
    assert plain("'s-Gravenhage") == "s gravenhage"


def test_both_are_kept_and_said_unless_the_latest_is_asked_for(capsys, tmp_path):
    folder = written(tmp_path / "f", facts("Aa", "2025-01-01"), facts("Aa", "2026-01-01"), facts("Bb"))
    text = called(capsys, str(folder))[1]
    assert text.startswith("Benchmark van 2 gemeenten, samen 3 metingen\n")
    assert "Aa staat er 2 keer in (2025-01-01, 2026-01-01)." in text.replace("\n", " ")
    assert "Aa (2025-01-01)" in text
    text = called(capsys, str(folder), "--latest")[1]
    assert text.startswith("Benchmark van 2 gemeenten\n")
    assert "Niet meegeteld, want er is een latere peildatum: Aa (2025-01-01)." in text
    data = json.loads(called(capsys, str(folder), "--latest", "--format", "json")[1])
    assert [m["gemeente"]["peildatum"] for m in data["municipalities"]] == ["2026-01-01", "2026-10-01"]
    assert [row["peildatum"] for row in data["left_out"]] == ["2025-01-01"]
    written(folder, facts("Aa", "2026-01-01"))
    text = called(capsys, str(folder), "--latest")[1].replace("\n", " ")
    assert "Aa staat er 2 keer in met dezelfde peildatum (2026-01-01)." in text


def test_focus_takes_a_code_or_a_name_and_refuses_what_is_not_one_municipality(kb, capsys, tmp_path):
    folder = written(
        tmp_path / "f",
        facts("Bergen", code="GM0373"),
        facts("Bergen", code="GM0893"),
        facts("Aa", "2025-01-01"),
        facts("Aa", "2026-01-01"),
    )
    assert "Bergen (GM0893) in de vergelijking" in called(capsys, str(folder), "--focus", "gm0893")[1]
    assert "Aa (2026-01-01) in de vergelijking" in called(capsys, str(folder), "--focus", "AA")[1]
    for wanted, message in (
        ("bergen", "meer dan één gemeente heet 'bergen'"),
        ("Berge", "bedoelde u 'Bergen'?"),
        ("\x1b[0m", "�[0m"),
    ):
        code, out, err = called(capsys, str(folder), "--focus", wanted)
        assert (code, out) == (2, "")
        assert message in err
    with pytest.raises(FocusError):
        benchmark([kb.assess(facts("Aa"))], focus="Bb")


# Files


def test_folders_patterns_and_files_each_count_once(capsys, tmp_path, monkeypatch):
    folder = written(tmp_path / "f", facts("Bb"), facts("Aa"), facts("Cc"))
    (folder / "readme.txt").write_text("x")
    (folder / ".hidden.json").write_text("x")
    (folder / "deeper").mkdir()
    written(folder / "deeper", facts("Diep"))
    monkeypatch.chdir(tmp_path)

    def names(*arguments):
        data = json.loads(called(capsys, *arguments, "--format", "json")[1])
        return [m["gemeente"]["naam"] for m in data["municipalities"]]

    assert names("f") == names("f/*.json") == names("f", "f/00.json", str(folder), "f/0*.json") == ["Aa", "Bb", "Cc"]
    assert names("f/**/*.json") == ["Aa", "Bb", "Cc", "Diep"]
    assert names("f/deeper", "f/00.json") == ["Bb", "Diep"]
    (tmp_path / "g[1].json").write_text(json.dumps(facts("Haken")))
    assert names("g[1].json") == ["Haken"]


def test_nothing_found_is_wrong_usage_with_a_hint(capsys, tmp_path):
    (tmp_path / "leeg").mkdir()
    code, out, err = called(capsys, str(tmp_path / "leeg"), str(tmp_path / "*.json"))
    assert (code, out) == (2, "")
    assert "staan geen .json-bestanden; noem een map met zulke bestanden" in err
    assert "geen bestand past op het patroon" in err
    code, _, err = called(capsys, str(tmp_path / "leeg"), "--lang", "en")
    assert (code, "holds no .json files" in err) == (2, True)
    assert called(capsys)[0] == 2
    assert called(capsys, "-", "-")[0] == 2


def test_every_problem_of_every_broken_file_at_once(capsys, tmp_path):
    folder = written(tmp_path / "f", facts("Aa"), {"gemeente": {}}, facts("Bb", kanalen={"telefoon": {"ingangen": "x"}}))
    code, out, err = called(capsys, str(folder), str(tmp_path / "weg.json"))
    assert (code, out) == (3, "")
    assert "01.json" in err
    assert "02.json" in err
    assert "FILE-MISSING" in err


def test_a_broken_file_is_skipped_only_when_asked_and_the_report_says_so(capsys, tmp_path):
    folder = written(tmp_path / "f", facts("Aa"), facts("Bb"), {"gemeente": {}})
    broken = str(folder / "02.json")
    for form in ("text", "md", "csv", "json"):
        code, out, err = called(capsys, str(folder), "--keep-going", "--format", form)
        assert code == 0
        assert f"Overgeslagen: {broken}" in err
        assert f"{broken}:1:" in err
        if form == "json":
            (skipped,) = json.loads(out)["skipped"]
            assert skipped["file"] == broken
            assert all(p["code"] and p["line"] == 1 for p in skipped["problems"])
        elif form != "csv":
            assert "02.json (2 fouten)." in out.replace("\\", "").replace("\n", "")
    assert called(capsys, broken, "--keep-going")[0] == 3
    kept = called(capsys, str(folder / "00.json"), "--keep-going")
    assert (kept[0], kept[2]) == (0, "")


# Order and forms


def test_the_order_is_by_name_phase_or_inhabitants(capsys):
    def rows(*more):
        data = json.loads(called(capsys, FOLDER, "--format", "json", *more)[1])
        return data["municipalities"]

    names = [m["gemeente"]["naam"] for m in rows()]
    assert names == sorted(names)
    phases = [m["phase"]["number"] for m in rows("--sort", "phase")]
    assert phases == sorted(phases, reverse=True)
    inhabitants = [m["gemeente"]["inwoners"] for m in rows("--sort", "inhabitants")]
    assert inhabitants == sorted(inhabitants, reverse=True)


def test_the_json_has_a_version_english_keys_and_is_the_same_in_both_languages(capsys):
    outs = [called(capsys, FOLDER, "--format", "json", "--near", "2", "--lang", language)[1] for language in ("nl", "en")]
    assert outs[0] == outs[1]
    data = json.loads(outs[0])
    assert list(data) == [
        "version",
        "municipalities",
        "group",
        "comparison",
        "focus",
        "repeated",
        "left_out",
        "skipped",
        "receipt",
    ]
    assert data["version"] == 1
    first = data["municipalities"][0]
    assert list(first) == ["gemeente", "phase", "criteria", "challenges", "blocks", "standing", "comparison"]
    assert first["gemeente"] == {"naam": "Duinhage", "code": "GM9909", "inwoners": 39480, "peildatum": "2026-07-01"}
    assert first["criteria"]["share_met"] == pytest.approx(5 / 22, abs=1e-6)
    assert [count["reached"] for count in data["group"]["phases"]] == [2, 4, 1, 1, 1, 1]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("comparison", [(), (Range(0, 20000), Range(20000, None)), Near(3)], ids=["none", "group", "near"])
def test_the_text_fits_in_80_columns(many, language, comparison):
    from click import unstyle

    from antwoord_rules.rendering import markdown, terminal
    from antwoord_rules.rendering.measuring import columns
    from antwoord_rules.reports.benchmarks.report import report

    made = benchmark(many, comparison=comparison, focus="Waterrijk", skipped=[Skipped("x.json", (problem("FILE-MISSING"),))])
    text = unstyle(terminal.render(report(made, language)))
    assert max(map(columns, text.splitlines())) <= 80
    assert "audit" in text
    assert "x.json" in text
    assert "{" not in text
    other = markdown.render(report(made, language, "md"))
    assert "{" not in other
    words = ("gemeente", "municipality")
    assert words[language == "en"] in text
    assert words[language == "nl"] not in text


def test_one_municipality_alone_has_nothing_to_compare(capsys):
    code, text, _ = called(capsys, WATERRIJK, "--near", "2", "--focus", "waterrijk")
    assert code == 0
    assert "Er is maar één gemeente: er valt niets te vergelijken." in text


def test_the_picture_in_words_says_what_the_picture_shows(found):
    from antwoord_rules.rendering.blocks import Figure
    from antwoord_rules.reports.benchmarks.report import report

    figures = [block for block in report(found, "nl", "html") if isinstance(block, Figure)]
    assert [type(figure.picture).__name__ for figure in figures] == ["Counts", "Shares", "Spider"]
    counts, shares, spider = figures
    assert sum(counts.picture.counts) == len(found.rows)
    assert counts.picture.labels[counts.picture.marked].startswith("1 ")
    assert all(sum(row[1:]) == len(found.rows) for row in shares.picture.rows)
    assert spider.picture.series[0][0] == "Waterrijk"
    for figure in figures:
        assert figure.caption
        assert figure.alt.endswith(".")
    assert all(label in shares.alt for label, *_ in shares.picture.rows)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_is_written(capsys, tmp_path, language):
    page = tmp_path / "b.html"
    assert called(capsys, FOLDER, "-o", str(page), "--focus", "GM9902", "--lang", language)[:2] == (0, "")
    text = page.read_text(encoding="utf-8")
    assert f'lang="{language}"' in text
    assert "<svg" in text
    assert "Waterrijk" in text


# Sheets


EVIL = ("=1+1", "+31", "-2", "@x", '=HYPERLINK("http://x")', 'a,"b"', "'s-Aa")


def test_csv_reads_back_and_holds_no_formula(capsys, tmp_path):
    folder = written(tmp_path / "f", *(facts(name) for name in EVIL))
    target = tmp_path / "b.csv"
    assert called(capsys, str(folder), "-o", str(target), "--near", "1")[:2] == (0, "")
    raw = target.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n") == len(EVIL) + 1
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert sorted(row["gemeente"] for row in rows) == sorted(f"'{name}" if name[0] in "=+-@" else name for name in EVIL)
    assert all(None not in row and None not in row.values() for row in rows)
    assert called(capsys, str(folder), "--format", "csv", "--near", "1")[1].encode() == raw


def test_csv_says_what_the_json_says(found):
    rows = list(csv.DictReader(io.StringIO(to_csv(found, "nl").removeprefix("\ufeff"), newline="")))
    data = found.model_dump()["municipalities"]
    assert len(rows) == len(data)
    for cells, row in zip(rows, data, strict=True):
        assert cells["gemeente"] == row["gemeente"]["naam"]
        assert cells["fase"] == str(row["phase"]["number"])
        assert cells["fase zeker"] == ("ja" if row["phase"]["certain"] else "nee")
        assert [cells[name] for name in ("vervuld", "niet vervuld", "onbekend")] == [
            str(row["criteria"][name]) for name in ("met", "unmet", "unknown")
        ]
        for name, status in (row["criteria"]["status"] | row["challenges"]["status"]).items():
            assert STATUS[cells[name]] == status
        share = row["criteria"]["share_met"]
        assert cells["aandeel vervuld"] == ("onbekend" if share is None else str(round(share, 4)))


def test_the_workbook_reads_back(capsys, tmp_path):
    from openpyxl import load_workbook

    folder = written(tmp_path / "f", *(facts(name) for name in EVIL), json.loads(Path(WATERRIJK).read_text(encoding="utf-8")))
    target = tmp_path / "b.xlsx"
    assert called(capsys, str(folder), "-o", str(target), "--group", "0-")[:2] == (0, "")
    book = load_workbook(target)
    assert book.sheetnames == ["Gemeenten", "Criteria", "Uitdagingen", "Toelichting"]
    page = book["Gemeenten"]
    heads = [cell.value for cell in page[1]]
    assert len(set(heads)) == len(heads)
    rows = {row[0].value: dict(zip(heads, row, strict=True)) for row in page.iter_rows(min_row=2)}
    assert set(rows) == {*EVIL, "Waterrijk"}  # as they are, and none of them a formula
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    ours = rows["Waterrijk"]
    assert (ours["inwoners"].value, ours["fase"].value, ours["vervuld"].value) == (48650, 1, 2)
    assert (ours["aandeel vervuld"].number_format, ours["aandeel vervuld"].value) == ("0%", pytest.approx(2 / 23, abs=1e-4))
    assert rows["=1+1"]["inwoners"].value == rows["=1+1"]["groep: plaats"].value.replace("geen", "onbekend") == "onbekend"
    for sheet in book:
        (table,) = sheet.tables.values()
        assert table.ref == sheet.dimensions
    assert book["Criteria"].max_row == 24
    assert book["Uitdagingen"].max_row == 18
    assert any("geen audit" in str(row[1].value) for row in book["Toelichting"].iter_rows())


def test_control_characters_never_reach_a_sheet(found):
    from antwoord_rules.rendering.workbook import render as to_xlsx

    evil = found.rows[0].municipality._replace(naam="=a\x00\x1b[0m\ud800\uffff")
    rows = (found.rows[0]._replace(municipality=evil), *found.rows[1:])
    made = SimpleNamespace(**{name: getattr(found, name) for name in found.__dataclass_fields__} | {"rows": rows})
    sheet = municipalities(Scene(made, "nl"), by_id=True)
    assert sheet.rows[0][0] == "=a\ufffd\ufffd[0m\ufffd\ufffd"
    assert to_xlsx(sheets(made, "nl"), "x")
    assert "\r\n'=a\ufffd" in to_csv(made, "nl")


def test_the_same_facts_give_the_same_bytes(capsys, tmp_path):
    for form in ("json", "csv", "xlsx", "text", "md"):
        made = []
        for number in range(2):
            target = tmp_path / f"{number}.{form}"
            assert called(capsys, FOLDER, "--format", form, "-o", str(target))[0] == 0
            made.append(target.read_bytes())
        assert made[0] == made[1], form


def test_the_workbook_needs_a_file_and_openpyxl(capsys, tmp_path, monkeypatch):
    for arguments in ((), ("-o", "-")):
        code, out, err = called(capsys, FOLDER, "--format", "xlsx", *arguments)
        assert (code, out) == (2, "")
        assert "noem met -o een bestand" in err
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    code, out, err = called(capsys, FOLDER, "-o", str(tmp_path / "b.xlsx"))
    assert (code, out) == (2, "")
    assert "EXTRA-MISSING" in err
    assert not (tmp_path / "b.xlsx").exists()


def test_the_suffix_of_the_file_chooses_the_form(capsys, tmp_path):
    starts = {"b.json": b"{", "b.csv": b"\xef\xbb\xbfgemeente", "b.md": b"# Benchmark", "b.txt": b"Benchmark", "b.xlsx": b"PK"}
    for name, start in starts.items():
        assert called(capsys, FOLDER, "-o", str(tmp_path / name))[0] == 0
        assert (tmp_path / name).read_bytes().startswith(start)
    assert called(capsys, FOLDER, "-o", str(tmp_path / "c.json"), "--format", "md")[0] == 0
    assert (tmp_path / "c.json").read_bytes().startswith(b"# ")


def test_the_output_is_none_of_the_facts(capsys, tmp_path):
    folder = written(tmp_path / "f", facts("Aa"))
    code, _, err = called(capsys, str(folder), "-o", str(folder / "00.json"))
    assert (code, "OUTPUT-IS-INPUT" in err) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--group", "x"),
        ("--group", "-"),
        ("--group", "50-50"),
        ("--group", "5-1"),
        ("--group", "0-50", "--group", "49-"),
        ("--group", "0-50", "--near", "2"),
        ("--near", "0"),
        ("--sort", "x"),
    ],
)
def test_wrong_options_are_wrong_usage(capsys, arguments):
    code, out, err = called(capsys, FOLDER, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("antwoord benchmark: ")


def test_numbers_and_shares_as_people_write_them(found):
    nl, en = Scene(found, "nl"), Scene(found, "en")
    assert (nl.whole(48650), en.whole(48650), nl.whole(None)) == ("48.650", "48,650", "onbekend")
    assert [nl.percent(share) for share in (None, 0.0, 0.001, 0.5, 0.999, 1.0)] == ["onbekend", "0%", "1%", "50%", "99%", "100%"]
    assert [numbers(phases) for phases in ((1,), (1, 2, 3), (1, 3))] == ["1", "1-3", "1, 3"]
    assert (nl.range(Range(0, 5)), nl.range(Range(5, None))) == ("minder dan 5 inwoners", "5 inwoners of meer")
