"""`antwoord derive`: what is measured from registrations, in every form, and what is never told."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from antwoord_rules.commands.application import run
from antwoord_rules.errors import UsageError
from antwoord_rules.registrations import reading
from antwoord_rules.registrations.measuring import rounded, share
from antwoord_rules.registrations.period import Period
from antwoord_rules.schemas import facts_schema
from tests.conftest import ROOT
from tests.test_commands import antwoord
from tools.registrations import CHANNELS, FORMS, PERSONAL, RESULTS, STATES, Made, ggm, kiss, open_klant, write, zaken

EXAMPLES = ROOT / "facts" / "registraties"


def called(capsys, *arguments) -> tuple[int, str, str]:
    code = run(["derive", *map(str, arguments)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def derived(capsys, *arguments) -> dict:
    code, out, err = called(capsys, *arguments, "--format", "json")
    assert (code, err) == (0, "")
    return json.loads(out)


def conversations(*results, start="2026-07-01T09:00:00+00:00", **more) -> Made:
    """Conversations with these results."""
    return Made(
        "contactmomentendetails",
        [{"id": str(i), "startdatum": start, "gespreksresultaat": result, **more} for i, result in enumerate(results)],
    )


@pytest.fixture
def files(tmp_path):
    """Writes tables in a form; the folder."""

    def written(form: str, *tables: Made):
        folder = tmp_path / form
        folder.mkdir(exist_ok=True)
        for made in tables:
            write(made, folder, form)
        return folder

    return written


# Known answers


def handled(records, *, consulted: bool) -> float | None:
    counts = Counter(RESULTS[record["gespreksresultaat"]] for record in records)
    direct = counts["direct"] + (counts["consulted"] if consulted else 0)
    others = counts["not"] + (0 if consulted else counts["consulted"])
    return per_cent(direct, direct + others)


def per_cent(part: int, whole: int) -> float | None:
    """Worked out a second time, with decimals."""
    if not whole:
        return None
    exact = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return int(exact) if exact == int(exact) else float(exact)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("choice", ["direct", "niet"])
def test_kiss_gives_the_share_handled_at_first_contact(capsys, files, form, choice):
    made = kiss(1234)
    found = derived(capsys, "--from", "kiss", files(form, made), "--ruggespraak", choice)
    (fact,) = found["facts"]
    assert fact["fact"] == "zaakafhandeling.direct_afgehandeld"
    assert fact["waarde"] == handled(made.records, consulted=choice == "direct")
    assert fact["herkomst"] == "gemeten"
    assert "unregistered" in fact["biases"]
    assert ("consulted_direct" in fact["biases"]) == (choice == "direct")
    assert fact["counts"]["without_result"] == sum(record["gespreksresultaat"] is None for record in made.records)
    assert found["sources"][0]["records"] == 1234


@pytest.mark.parametrize("form", FORMS)
def test_open_klant_gives_a_proxy_and_the_channels(capsys, files, form):
    made = open_klant(777)
    found = derived(capsys, "--from", "open-klant", files(form, made))
    without = sum(not record["leiddeTotInterneTaken"] for record in made.records)
    (fact,) = found["facts"]
    assert (fact["waarde"], fact["herkomst"]) == (per_cent(without, 777), "geschat")
    assert fact["counts"] == {"without_task": without, "with_task": 777 - without}
    assert fact["biases"][0] == "proxy_tasks"
    assert "benadering" in fact["bron"]
    by_channel = Counter(CHANNELS[record["kanaal"]] for record in made.records)
    assert found["channels"]["open-klant"] == dict(by_channel)
    assert {bound["fact"]: bound["at_least"] for bound in found["bounds"]} == {
        f"kanalen.{channel}.ingangen": 1 for channel in by_channel
    }


@pytest.mark.parametrize("form", FORMS)
def test_ggm_gives_the_waiting_time_against_the_norm(capsys, files, form):
    calls, states = ggm(901)
    found = derived(capsys, "--from", "ggm", files(form, calls, states), "--norm", "norm_wachttijd_telefoon=40")
    state = {number: name.lower() for number, name in enumerate(STATES, start=1)}
    answered = [row["TOTALEWACHTTIJD"] for row in calls.records if state[row["HEEFT_TELEFOONSTATUS_ID"]].startswith("connected")]
    (fact,) = found["facts"]
    assert fact["fact"] == "kanalen.telefoon.wachttijd"
    assert fact["waarde"] == int((Decimal(sum(answered)) / len(answered)).quantize(Decimal(1), ROUND_HALF_UP))
    figures = {figure["id"]: figure for figure in found["figures"]}
    assert figures["within_norm"]["value"] == per_cent(sum(wait <= 40 for wait in answered), len(answered))
    lost = sum(state[row["HEEFT_TELEFOONSTATUS_ID"]].startswith("abandoned") for row in calls.records)
    assert figures["abandoned"]["value"] == per_cent(lost, 901)


@pytest.mark.parametrize("form", FORMS)
def test_zaken_gives_the_share_of_cases_that_contacts_refer_to(capsys, files, form):
    cases, links = zaken(640)
    found = derived(capsys, "--from", "zaken", files(form, cases, links))
    (figure,) = found["figures"]
    referred = {link["zaak"] for link in links.records}
    assert figure["counts"] == {"cases": 640, "referred": len(referred)}
    assert figure["value"] == per_cent(len(referred), 640)
    assert found["facts"] == []


def test_cases_are_found_through_subjects_of_open_klant_too(capsys, files):
    cases, _ = zaken(10)
    subjects = [
        {
            "uuid": str(i),
            "klantcontact": {"uuid": str(i), "url": "https://example.org"},
            "onderwerpobjectidentificator": {
                "objectId": case["uuid"].upper(),
                "codeObjecttype": kind,
                "codeRegister": "open-zaak",
            },
        }
        for i, (case, kind) in enumerate(zip(cases.records[:4], ("zaak", "zaak", "Zaak", "document"), strict=True))
    ]
    folder = files("pages", cases, Made("onderwerpobjecten", subjects))
    (figure,) = derived(capsys, "--from", "zaken", folder)["figures"]
    assert (figure["value"], figure["counts"]["referred"]) == (30, 3)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, 40), seed=st.integers(0, 9999), form=st.sampled_from(FORMS), choice=st.booleans())
def test_the_share_is_the_known_answer_for_any_registration(capsys, tmp_path_factory, number, seed, form, choice):
    made = Made("contactmomentendetails", [*kiss(number, seed).records, *conversations("Zelfstandig afgehandeld").records])
    folder = tmp_path_factory.mktemp("kiss")
    write(made, folder, form)
    found = derived(capsys, "--from", "kiss", folder, "--ruggespraak", "direct" if choice else "niet")
    assert found["facts"][0]["waarde"] == handled(made.records, consulted=choice)


@given(st.integers(0, 10_000_000), st.integers(1, 10_000_000))
def test_a_share_has_two_decimals_halves_up(part, more):
    assert share(part, part + more) == per_cent(part, part + more)


@given(st.integers(0, 10**12), st.integers(1, 10**6))
def test_a_mean_is_rounded_halves_up(total, number):
    assert rounded(total, number) == int((Decimal(total) / number).quantize(Decimal(1), ROUND_HALF_UP))
    assert rounded(total, 0) is None


# The fact document


def test_the_document_is_valid_and_can_be_assessed(capsys, files, tmp_path, kb):
    import jsonschema

    target = tmp_path / "feiten.json"
    options = ["--naam", "Verzonnenstad", "--peildatum", "2026-10-01", "--ruggespraak", "niet", "--period", "2026-Q3"]
    code, _, _ = called(capsys, "--from", "kiss", files("csv", kiss(50)), *options, "-o", target)
    assert code == 0
    made = json.loads(target.read_text(encoding="utf-8"))
    jsonschema.validate(made, facts_schema(kb.base.vocabulary))
    fact = made["zaakafhandeling"]["direct_afgehandeld"]
    assert (fact["herkomst"], fact["periode"]) == ("gemeten", "2026-Q3")
    assert "contactmomentendetails.csv" in fact["bron"]
    assert run(["assess", str(target), "--format", "json"]) == 0


def test_sources_merge_and_the_count_goes_before_the_proxy(capsys, files):
    folder = files("ndjson", kiss(100), open_klant(100), *ggm(100), *zaken(50))
    options = [f"--from={source}" for source in ("kiss", "open-klant", "ggm", "zaken")]
    found = derived(capsys, *options, folder, "--ruggespraak", "niet")
    facts = {fact["fact"]: fact for fact in found["facts"]}
    assert facts["zaakafhandeling.direct_afgehandeld"]["source"] == "kiss"
    assert set(facts) == {"zaakafhandeling.direct_afgehandeld", "kanalen.telefoon.wachttijd"}
    assert len(found["sources"]) == 4


def test_a_fact_file_is_added_to_and_its_old_evidence_goes(capsys, files, tmp_path):
    base = tmp_path / "basis.json"
    old = {"waarde": 85, "herkomst": "opgegeven", "bron": "teamleider", "datum": "2026-01-01"}
    document = {
        "gemeente": {"naam": "Verzonnenstad", "peildatum": "2026-10-01"},
        "zaakafhandeling": {"direct_afgehandeld": old, "regie": True},
        "kanalen": None,
    }
    base.write_text(json.dumps(document), encoding="utf-8")
    folder = files("csv", conversations("Zelfstandig afgehandeld", "Doorverbonden"), *ggm(20))
    code, out, _ = called(capsys, "--from", "kiss", "--from", "ggm", folder, "--into", base, "-o", base)
    assert code == 0
    assert "opgegeven 85 procent, gemeten 50 procent" in out
    made = json.loads(base.read_text(encoding="utf-8"))
    assert "datum" not in made["zaakafhandeling"]["direct_afgehandeld"]
    assert made["zaakafhandeling"]["regie"] is True
    assert made["kanalen"]["telefoon"]["wachttijd"]["herkomst"] == "gemeten"
    assert made["kanalen"]["website"] is None


def test_a_new_fact_file_needs_a_name_and_a_date(capsys, files, tmp_path):
    folder = files("csv", conversations("Doorverbonden"))
    code, out, err = called(capsys, "--from", "kiss", folder, "-o", tmp_path / "f.json")
    assert (code, out, err.count("DERIVE-MUNICIPALITY")) == (2, "", 2)
    code, out, err = called(capsys, "--from", "kiss", folder, "-o", "-", "--naam", "Stad", "--peildatum", "2026-10-01")
    assert code == 0
    assert json.loads(out)["gemeente"]["naam"] == "Stad"
    assert "Gemeten in registraties" in err


# Claims


@pytest.mark.parametrize(
    ("claim", "code"), [(50, 0), (50.0, 0), (49.99, 1), (85, 1), ({"waarde": 80, "periode": "2025-Q3"}, 1), (None, 0)]
)
def test_a_claim_is_held_against_what_was_measured(capsys, files, tmp_path, document, claim, code):
    path = tmp_path / "opgave.json"
    path.write_text(json.dumps(document | {"zaakafhandeling": {"direct_afgehandeld": claim}}), encoding="utf-8")
    folder = files("csv", conversations("Zelfstandig afgehandeld", "Doorverbonden"))
    found, out, _ = called(capsys, "--from", "kiss", folder, "--check", path, "--format", "json")
    against = json.loads(out)["contradictions"]
    assert (found, len(against)) == (code, code)
    if claim == 85:
        assert against[0]["norm"] == "norm_direct_afgehandeld"
    if isinstance(claim, dict):
        assert against[0]["other_period"]


def test_a_claim_is_held_to_its_own_decimals(capsys, files, tmp_path, document):
    path = tmp_path / "opgave.json"
    folder = files("csv", conversations("Zelfstandig afgehandeld", "Zelfstandig afgehandeld", "Doorverbonden"))
    for claim, code in ((67, 0), (66.7, 0), (66.67, 0), (66, 1), (66.66, 1)):
        path.write_text(json.dumps(document | {"zaakafhandeling": {"direct_afgehandeld": claim}}), encoding="utf-8")
        assert called(capsys, "--from", "kiss", folder, "--check", path)[0] == code


def test_no_entrance_is_contradicted_by_a_contact_and_a_proxy_contradicts_nothing(capsys, files, tmp_path, document):
    path = tmp_path / "opgave.json"
    claims = {"kanalen": {"chat": {"ingangen": 0}, "post": {"ingangen": 0}}, "zaakafhandeling": {"direct_afgehandeld": 99}}
    path.write_text(json.dumps(document | claims), encoding="utf-8")
    folder = files("ndjson", open_klant(200))
    code, out, _ = called(capsys, "--from", "open-klant", folder, "--check", path, "--format", "json")
    kinds = {one["fact"]: one["kind"] for one in json.loads(out)["contradictions"]}
    assert (code, kinds) == (1, {"kanalen.chat.ingangen": "bound", "zaakafhandeling.direct_afgehandeld": "proxy"})
    del claims["kanalen"]
    path.write_text(json.dumps(document | claims), encoding="utf-8")
    code, out, _ = called(capsys, "--from", "open-klant", folder, "--check", path, "--lang", "en")
    assert code == 0
    assert "no contradiction, but a question" in " ".join(out.split())


# Choices


def test_consulting_a_colleague_is_for_the_user_to_choose(capsys, files):
    folder = files("csv", conversations("Afgehandeld na ruggespraak"))
    code, out, err = called(capsys, "--from", "kiss", folder)
    assert (code, out) == (3, "")
    assert "DERIVE-RUGGESPRAAK" in err
    assert "--ruggespraak direct" in err


def test_the_user_says_how_results_count(capsys, files, tmp_path):
    folder = files("csv", conversations("Doorgezet", "Meteen klaar", "Proefgesprek", "afgehandeld NA  ruggespraak"))
    code, _, err = called(capsys, "--from", "kiss", folder, "--ruggespraak", "niet")
    assert (code, err.count("DERIVE-RESULT")) == (3, 3)
    assert "contactmomentendetails.csv:3: DERIVE-RESULT record 2" in err
    mapping = tmp_path / "indeling.json"
    mapping.write_text(json.dumps({"gespreksresultaat": {"doorgezet": "niet", "Meteen klaar": "niet"}}), encoding="utf-8")
    options = ["--counts", "meteen klaar=direct", "--counts", "Proefgesprek=negeer", "--mapping", mapping]
    found = derived(capsys, "--from", "kiss", folder, "--ruggespraak", "niet", *options)
    assert found["facts"][0]["waarde"] == 33.33
    options = [*options, "--counts", "Afgehandeld na ruggespraak=direct"]
    assert derived(capsys, "--from", "kiss", folder, *options)["facts"][0]["waarde"] == 66.67


def test_entrances_are_counted_when_the_user_says_what_they_are(capsys, files, tmp_path):
    values = ["Telefoon 14 0999", "Werkplein", "telefoon 14 0999", "Balie", "Balie Noord"]
    records = [
        {"uuid": str(i), "plaatsgevondenOp": "2026-07-01T10:00:00Z", "kanaal": value, "leiddeTotInterneTaken": []}
        for i, value in enumerate(values)
    ]
    mapping = tmp_path / "indeling.json"
    entrances = {"telefoon": ["Telefoon 14 0999", "Werkplein", "Oud nummer"], "balie": ["Balie Noord"]}
    mapping.write_text(json.dumps({"ingangen": entrances}), encoding="utf-8")
    found = derived(capsys, "--from", "open-klant", files("pages", Made("klantcontacten", records)), "--mapping", mapping)
    facts = {fact["fact"]: fact["waarde"] for fact in found["facts"]}
    assert facts["kanalen.telefoon.ingangen"] == 2
    assert "kanalen.balie.ingangen" not in facts
    claims = tmp_path / "opgave.json"
    for claimed, code, kinds in ((3, 0, ["unseen"]), (2, 0, []), (1, 1, ["value"])):
        gemeente = {"naam": "Stad", "peildatum": "2026-10-01"}
        claims.write_text(json.dumps({"gemeente": gemeente, "kanalen": {"telefoon": {"ingangen": claimed}}}), encoding="utf-8")
        options = ["--mapping", mapping, "--check", claims, "--format", "json"]
        left, out, _ = called(capsys, "--from", "open-klant", tmp_path / "pages", *options)
        assert (left, [one["kind"] for one in json.loads(out)["contradictions"]]) == (code, kinds)
    reasons = {question["fact"]: question["reason"] for question in found["questions"]}
    assert reasons["kanalen.balie.ingangen"] == "channels_unnamed"
    assert reasons["kanalen.chat.ingangen"] == "no_entrances"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('{"gespreksresultaat": {"x": "ja"}}', "1:29"),
        ('{"resultaat": {}}', "1:2"),
        ('{"kanaal": {"x": "fax"}}', "1:18"),
        ('{"ingangen": {"fax": []}}', "1:15"),
        ('{"ingangen": {"chat": "x"}}', "1:23"),
        ('{"kanaal": []}', "1:12"),
        ("[]", "1:1"),
    ],
)
def test_a_mapping_with_a_mistake_is_told_at_its_place(capsys, files, tmp_path, content, place):
    mapping = tmp_path / "indeling.json"
    mapping.write_text(content, encoding="utf-8")
    code, _, err = called(capsys, "--from", "kiss", files("csv", conversations("Doorverbonden")), "--mapping", mapping)
    assert code == 3
    assert f"indeling.json:{place}: DERIVE-MAPPING" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--counts", "x"), "DERIVE-COUNTS"),
        (("--counts", "x=ja"), "DERIVE-COUNTS"),
        (("--period", "zomer"), "DERIVE-PERIOD"),
        (("--period", "2026-09-30..2026-07-01"), "DERIVE-PERIOD"),
        (("--period", "2026-02-01..2026-02-30"), "DERIVE-PERIOD"),
        (("--period", "2026-Q5"), "DERIVE-PERIOD"),
        (("--ruggespraak", "soms"), "Toegestaan: direct, niet."),
        (("--check", "geen.json"), "FILE-MISSING"),
    ],
)
def test_a_wrong_choice_says_what_is_allowed(capsys, files, arguments, message):
    code, out, err = called(capsys, "--from", "kiss", files("csv", conversations("Doorverbonden")), *arguments)
    assert (code, out) == (3 if message == "FILE-MISSING" else 2, "")
    assert message in err


# Periods and time zones


@pytest.mark.parametrize("text", ["2026", "2026-Q3", "2026-07", "2026-07-02..2026-09-30", "0001-01-01..9999-12-30"])
def test_a_period_reads_as_it_was_written(text):
    assert str(Period.parse(text)) == text


def test_a_whole_period_has_a_name():
    assert str(Period(date(2026, 7, 1), date(2026, 9, 30))) == "2026-Q3"
    assert str(Period(date(2025, 1, 1), date(2026, 12, 31))) == "2025-01-01..2026-12-31"


@pytest.mark.parametrize(
    ("start", "inside"),
    [
        ("2026-06-30T21:59:59+00:00", False),
        ("2026-06-30T22:00:00+00:00", True),
        ("2026-06-30T22:00:00Z", True),
        ("2026-07-01T00:00:00+02:00", True),
        ("2026-06-30T23:59:59.9999999+02:00", False),
        ("2026-07-01T00:00:00", True),
        ("2026-06-30 23:59:59", False),
        ("2026-07-01", True),
        ("2026-09-30T21:59:59Z", True),
        ("2026-09-30T22:00:00Z", False),
        ("2026-09-30T17:00:00-05:00", False),
        ("2026-09-30T16:59:59-05:00", True),
        ("2026-10-01T03:29:59+05:30", True),
        ("2026-09-30 21:59:59+00", True),
    ],
)
@pytest.mark.parametrize("form", ["ndjson", "csv", "parquet"])
def test_a_day_is_a_day_in_the_netherlands(capsys, files, start, inside, form):
    made = conversations("Zelfstandig afgehandeld", start=start)
    for extra in ([], list(conversations("Zelfstandig afgehandeld").records)):  # alone, and written otherwise than the others
        both = Made(made.name, [*({**record, "id": "z"} for record in made.records), *extra])
        found = derived(capsys, "--from", "kiss", files(form, both), "--period", "2026-Q3")
        assert found["sources"][0]["counted"] == inside + len(extra)
        assert found["sources"][0]["outside"] == 1 - inside


@pytest.mark.parametrize(
    "kind",
    [pl.Datetime("us"), pl.Datetime("ms"), pl.Datetime("ns", "UTC"), pl.Datetime("us", "Europe/Amsterdam"), pl.Date()],
)
def test_parquet_may_hold_moments_as_such(capsys, tmp_path, kind):
    frame = pl.DataFrame(
        {
            "id": ["a", "b"],
            "startdatum": [datetime(2026, 7, 1), datetime(2026, 3, 29)],  # noqa: DTZ001
            "gespreksresultaat": ["Zelfstandig afgehandeld", "Doorverbonden"],
        }
    )
    plain = pl.Datetime(kind.time_unit) if isinstance(kind, pl.Datetime) else kind
    moments = pl.col("startdatum").cast(plain)
    if isinstance(kind, pl.Datetime) and kind.time_zone:
        moments = moments.dt.replace_time_zone(kind.time_zone)
    frame.with_columns(moments).write_parquet(tmp_path / "kiss.parquet")
    found = derived(capsys, "--from", "kiss", tmp_path)
    assert found["sources"][0]["period"] == "2026-03-29..2026-07-01"


def test_without_a_period_it_runs_from_the_first_day_to_the_last(capsys, files):
    records = [
        *conversations("Zelfstandig afgehandeld", start="2026-07-01T00:00:00+02:00").records,
        *({**record, "id": "x"} for record in conversations("Doorverbonden", start="2026-09-30T23:59:59+02:00").records),
    ]
    found = derived(capsys, "--from", "kiss", files("ndjson", Made("contactmomentendetails", records)))
    assert found["facts"][0]["periode"] == "2026-Q3"


def test_what_has_no_date_is_left_out_and_said(capsys, files):
    records = [
        *conversations("Zelfstandig afgehandeld", "Doorverbonden").records,
        {"id": "x", "gespreksresultaat": "Doorverbonden"},
    ]
    for form in FORMS:
        found = derived(capsys, "--from", "kiss", files(form, Made("contactmomentendetails", records)))
        assert found["facts"][0]["waarde"] == 50
        assert found["sources"][0]["undated"] == 1


def test_nothing_in_the_period_leaves_the_question(capsys, files):
    folder = files("csv", conversations("Doorverbonden"))
    found = derived(capsys, "--from", "kiss", folder, "--period", "2020")
    assert found["facts"] == []
    assert {"fact": "zaakafhandeling.direct_afgehandeld", "reason": "no_counted"} in found["questions"]
    code, out, _ = called(capsys, "--from", "kiss", folder, "--period", "2020")
    assert code == 0
    assert "er niets te meten" in out


# Records that are there twice


@pytest.mark.parametrize("form", FORMS)
def test_a_record_that_is_there_twice_counts_once(capsys, files, form):
    """Pages of an API overlap when records are added while they are fetched; so may files."""
    made = conversations("Zelfstandig afgehandeld", "Doorverbonden")
    again = Made("nogmaals", [made.records[0], {**made.records[1], "id": None}, {**made.records[1], "id": None}])
    found = derived(capsys, "--from", "kiss", files(form, made, again), "--counts", "Zelfstandig afgehandeld=direct")
    assert (found["facts"][0]["counts"]["direct"], found["facts"][0]["counts"]["not"]) == (1, 3)
    assert found["sources"][0]["duplicates"] == 1


@pytest.mark.parametrize("form", ["pages", "ndjson"])
def test_a_record_that_an_api_gives_twice_counts_once(capsys, files, form):
    made = conversations("Zelfstandig afgehandeld", "Doorverbonden")
    found = derived(capsys, "--from", "kiss", files(form, Made(made.name, [*made.records, made.records[0]])))
    assert found["facts"][0]["waarde"] == 50
    assert found["sources"][0]["duplicates"] == 1


def test_the_pages_of_an_api_are_one_registration_and_an_empty_last_page_is_none(capsys, tmp_path):
    made = kiss(300)
    for number in range(3):
        page = {"count": 300, "next": None, "previous": None, "results": made.records[number * 100 : number * 100 + 100]}
        (tmp_path / f"{number}.json").write_text(json.dumps(page, indent=2), encoding="utf-8-sig" if number else "utf-8")
    (tmp_path / "9.json").write_text('{"count": 300, "next": null, "previous": null, "results": []}', encoding="utf-8")
    found = derived(capsys, "--from", "kiss", tmp_path, "--ruggespraak", "niet")
    assert found["facts"][0]["waarde"] == handled(made.records, consulted=False)
    assert found["empty"] == ["9.json"]


def test_forms_may_be_mixed(capsys, tmp_path):
    made = kiss(400)
    for number, form in enumerate(FORMS):
        write(Made(f"deel{number}", made.records[number * 100 : number * 100 + 100]), tmp_path, form)
    found = derived(capsys, "--from", "kiss", tmp_path, "--ruggespraak", "direct")
    assert found["facts"][0]["waarde"] == handled(made.records, consulted=True)
    assert len(found["sources"][0]["files"]) == 4


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("puntkomma.csv", 'ID;Startdatum;GESPREKSRESULTAAT\n1;2026-07-01T10:00:00Z;"Zelfstandig afgehandeld"\n'),
        ("bom.csv", "\ufeffid,startdatum,gespreksresultaat\r\n1,2026-07-01T10:00:00Z,Zelfstandig afgehandeld\r\n"),
        ("tab.csv", "id\tstartdatum\tgespreksresultaat\n1\t2026-07-01T10:00:00Z\tZelfstandig afgehandeld\n"),
        (
            "bom.ndjson",
            '\ufeff{"id": "1", "startdatum": "2026-07-01T10:00:00Z", "gespreksresultaat": "Zelfstandig afgehandeld"}\n',
        ),
        (
            "een.json",
            '{"id": 1, "startdatum": "2026-07-01T10:00:00Z", "gespreksresultaat": "Zelfstandig afgehandeld"}\n{"id": 2}\n',
        ),
        ("rij.json", '[{"id": "1", "startdatum": "2026-07-01T10:00:00Z", "gespreksresultaat": "Zelfstandig afgehandeld"}]'),
        ("crlf.ndjson", '{"id":"1","startdatum":"2026-07-01T10:00:00Z","gespreksresultaat":"Zelfstandig afgehandeld"}\r\n\r\n'),
    ],
)
def test_files_as_programs_write_them_are_read(capsys, tmp_path, name, content):
    (tmp_path / name).write_bytes(content.encode())
    found = derived(capsys, "--from", "kiss", tmp_path / name)
    assert found["facts"][0]["waarde"] == 100


# Waiting times


@pytest.mark.parametrize("wait", ["96", "96.0", "00:01:36", "1970-01-01 00:01:36", "1900-01-01T00:01:36.000"])
def test_a_wait_is_seconds_or_a_time(capsys, tmp_path, wait):
    (tmp_path / "t.csv").write_text(
        f"telefoontje_id,starttijd,totalewachttijd,heeft_telefoonstatus_id\n1,2026-07-01 10:00:00,{wait},3.0\n"
        "2,2026-07-01 10:00:00,,3\n3,2026-07-01 10:00:00,7,\n"
    )
    (tmp_path / "s.csv").write_text("TELEFOONSTATUS_ID,STATUS\n3,ConnectedDirect\n")
    found = derived(capsys, "--from", "ggm", tmp_path)
    assert found["facts"][0]["waarde"] == 96
    assert found["facts"][0]["counts"]["without_status"] == 1


def test_without_states_the_waiting_time_is_a_question(capsys, files):
    calls, _ = ggm(10)
    found = derived(capsys, "--from", "ggm", files("csv", calls))
    assert {"fact": "kanalen.telefoon.wachttijd", "reason": "no_status"} in found["questions"]


def test_the_contacts_of_ggm_give_channels_and_cases(capsys, tmp_path):
    (tmp_path / "k.csv").write_text(
        "KLANTCONTACT_ID,STARTTIJD,KANAAL,HEEFT_BETREKKING_OP_ZAAK_ID\n"
        "1,2026-07-01 10:00:00,BALIE,7\n2,2026-07-02 10:00:00,TELEFONISCH,\n"
    )
    found = derived(capsys, "--from", "ggm", tmp_path)
    assert found["channels"]["ggm"] == {"telefoon": 1, "balie": 1}
    assert {figure["id"]: figure["value"] for figure in found["figures"]} == {"contacts_on_case": 50}


# What is wrong, and where


KISS_LINE = '{"id": "1", "startdatum": "2026-07-01T10:00:00Z", "gespreksresultaat": "Doorverbonden"}\n'
KISS_HEAD = "id,startdatum,gespreksresultaat\n1,2026-07-01T10:00:00Z,Doorverbonden\n"


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.ndjson", KISS_LINE + '{"id": \n', "2:8: JSON-SYNTAX"),
        ("a.ndjson", KISS_LINE + "[1]\n", "2:1: DERIVE-SHAPE"),
        ("a.ndjson", KISS_LINE.replace("2026-07-01T10:00:00Z", "1 juli"), "1:27: DERIVE-DATE record 1"),
        ("a.ndjson", KISS_LINE + "\n" + KISS_LINE.replace("07-01", "13-01"), "3:27: DERIVE-DATE record 2"),
        ("a.ndjson", KISS_LINE + KISS_LINE.replace("07-01", "02-30"), "2:27: DERIVE-DATE record 2"),
        ("a.csv", KISS_HEAD + "2,gisteren,Doorverbonden\n", "3: DERIVE-DATE record 2"),
        ("a.csv", KISS_HEAD + '"2\n",2026-07-01T10:00:00Z,Doorverbonden\n3,x,y\n', "5: DERIVE-DATE record 3"),
        ("a.csv", KISS_HEAD + '2,2026-07-01T10:00:00Z,"Doorverbonden\n', "3: DERIVE-CSV-QUOTE"),
        ("a.json", '{"results": [\n  {"id": }]}', "2:10: JSON-SYNTAX"),
        ("a.json", '{"results": [\n  7]}', "2:3: DERIVE-SHAPE"),
        ("a.json", '{"resultaten": []}', "1:1: DERIVE-SHAPE"),
        ("a.json", f'{{"results": [\n{KISS_LINE.replace("07-01", "99-01")}]}}', "2:27: DERIVE-DATE record 1"),
        ("a.csv", "", " DERIVE-EMPTY"),
        ("a.csv", "naam,adres\nx,y\n", " DERIVE-TABLE"),
        ("a.json", '{"results": [{"naam": "x"}]}', " DERIVE-TABLE"),
        ("a.parquet", "PAR1 maar niet echt", " DERIVE-FORM"),
        ("a.csv", "\x00\x01\x02", " DERIVE-FORM"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(capsys, tmp_path, name, content, place):
    (tmp_path / name).write_text(content, encoding="utf-8")
    for language in ("nl", "en"):
        code, out, err = called(capsys, "--from", "kiss", tmp_path / name, "--lang", language)
        assert (code, out) == (3, "")
        assert f"{name}:{place}" in err


def test_the_problems_of_all_files_are_told_at_once(capsys, tmp_path):
    (tmp_path / "leeg.csv").write_text("")
    (tmp_path / "latin.csv").write_bytes(KISS_HEAD.encode() + b"2,2026-07-01T10:00:00Z,Caf\xe9\n")
    (tmp_path / "kort.ndjson").write_text('{"url": "x", "startdatum": "2026-07-01", "zaaktype": "y"}\n')
    files = [tmp_path / name for name in ("leeg.csv", "kort.ndjson", "geen.csv")]
    code, _, err = called(capsys, "--from", "kiss", *files)
    assert code == 3
    assert all(found in err for found in ("leeg.csv: DERIVE-EMPTY", "kort.ndjson: DERIVE-TABLE", "geen.csv: FILE-MISSING"))
    code, _, err = called(capsys, "--from", "kiss", tmp_path / "latin.csv")
    assert (code, "latin.csv:3:27: TEXT-ENCODING" in err) == (3, True)


def test_a_source_without_files_and_a_table_without_a_column_are_told(capsys, files, tmp_path):
    code, _, err = called(capsys, "--from", "kiss", "--from", "ggm", files("csv", conversations("Doorverbonden")))
    assert (code, "DERIVE-NO-FILES" in err) == (3, True)
    (tmp_path / "t.csv").write_text("TELEFOONTJE_ID,TOTALEWACHTTIJD\n1,2\n")
    code, _, err = called(capsys, "--from", "ggm", tmp_path / "t.csv")
    assert code == 3
    assert "DERIVE-COLUMN" in err
    assert "STARTTIJD, HEEFT_TELEFOONSTATUS_ID" in err


@pytest.mark.parametrize("wait", ["lang", "-3", "1:2", "NaN"])
def test_a_wait_that_is_none_is_told(capsys, tmp_path, wait):
    (tmp_path / "t.csv").write_text(
        f"TELEFOONTJE_ID,STARTTIJD,TOTALEWACHTTIJD,HEEFT_TELEFOONSTATUS_ID\n1,2026-07-01 10:00:00,{wait},1\n"
    )
    code, _, err = called(capsys, "--from", "ggm", tmp_path)
    assert (code, "t.csv:2: DERIVE-WAIT record 1" in err) == (3, True)


def test_a_state_that_the_model_does_not_know_is_told(capsys, files):
    calls, states = ggm(3)
    strange = Made(
        states.name, [*states.records, {**states.records[0], "TELEFOONSTATUS_ID": 9, "CONTACTCONNECTIONSTATE": "PARKED"}]
    )
    code, _, err = called(capsys, "--from", "ggm", files("csv", calls, strange))
    assert (code, "TELEFOONSTATUS.csv:6: DERIVE-STATUS record 5" in err) == (3, True)


def test_a_row_with_too_many_fields_is_told(capsys, files):
    folder = files("csv", ggm(3)[0])
    (folder / "s.csv").write_text("TELEFOONSTATUS_ID,STATUS\n1,ConnectedDirect\n2,Connected,Direct\n")
    code, _, err = called(capsys, "--from", "ggm", folder)
    assert (code, "s.csv:3: DERIVE-CSV " in err) == (3, True)


def test_a_list_that_is_none_is_told(capsys, tmp_path):
    record = {"uuid": "1", "plaatsgevondenOp": "2026-07-01T10:00:00Z", "kanaal": "Telefoon", "leiddeTotInterneTaken": "veel"}
    (tmp_path / "a.ndjson").write_text(json.dumps(record) + "\n")
    code, _, err = called(capsys, "--from", "open-klant", tmp_path)
    assert (code, "a.ndjson:1:106: DERIVE-RECORD record 1" in err) == (3, True)


def test_a_page_that_is_too_large_is_refused(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("antwoord_rules.registrations.files.MOST_PAGE_BYTES", 10)
    (tmp_path / "a.json").write_text('{"results": []}')
    code, _, err = called(capsys, "--from", "kiss", tmp_path)
    assert (code, "DERIVE-PAGE-LARGE" in err) == (3, True)


def test_without_polars_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(UsageError) as caught:
        reading.require()
    (found,) = caught.value.problems
    assert found.code == "EXTRA-MISSING"
    assert "antwoord-rules[batch]" in found.hint


# Personal data


KEPT = {"startdatum", "plaatsgevondenOp"}
"""What a file with a mistake in every record would never get past; these have tests of their own."""


def planted(value):
    """The same with personal data wherever there is a text."""
    if isinstance(value, dict):
        return {key: inner if key in KEPT else planted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [planted(inner) for inner in value]
    return " ".join(PERSONAL) if isinstance(value, str) else value


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_personal_data_goes_nowhere(capsys, files, tmp_path, form, language):
    """Not into the output, the JSON, the fact document or a message, wherever it stands in a registration."""
    tables = {"kiss": kiss(20), "open-klant": open_klant(20), "zaken": zaken(20)[0]}
    said = ""
    for source, made in tables.items():
        for records in (made.records, [planted(record) for record in made.records], [*made.records, *map(planted, made.records)]):
            folder = files(form, Made(made.name, records))
            target = tmp_path / "feiten.json"
            for output in ("text", "json"):
                options = [
                    "--ruggespraak",
                    "niet",
                    "--format",
                    output,
                    "--lang",
                    language,
                    "--naam",
                    "S",
                    "--peildatum",
                    "2026-10-01",
                ]
                _, out, err = called(capsys, "--from", source, folder, *options, "-o", target)
                said += out + err
            said += target.read_text(encoding="utf-8") if target.exists() else ""
    assert "DERIVE-RESULT" in said
    for personal in PERSONAL:
        assert personal not in said
        assert personal.split()[0] not in said


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_personal_data_in_a_broken_file_goes_nowhere(capsys, tmp_path, form):
    for content in (
        f"{PERSONAL[0]},{PERSONAL[1]}\n{PERSONAL[2]},{PERSONAL[4]}\n",
        f'{{"id": "{PERSONAL[0]}", "startdatum": "{PERSONAL[1]}", "gespreksresultaat": "{PERSONAL[2]}"}}\n',
        f'{{"id": "{PERSONAL[0]}", "startdatum": {PERSONAL[4]}\n',
        f'id,startdatum,gespreksresultaat\n"{PERSONAL[0]},{PERSONAL[1]},{PERSONAL[2]}\n',
        f'{{"results": [{{"{PERSONAL[0]}": "{PERSONAL[1]}"}}]}}',
        f'{{"results": ["{PERSONAL[0]}"]}}',
    ):
        for name in (f"a.{form}", "a.json"):
            (tmp_path / name).write_text(content)
            code, out, err = called(capsys, "--from", "kiss", tmp_path / name, "--debug")
            assert (code, out) == (3, "")
            assert not any(personal.split()[0] in err for personal in PERSONAL), err


# Documents


def test_the_commands_in_the_guide_run(capsys, monkeypatch, tmp_path):
    guide = (ROOT / "docs" / "registraties.md").read_text(encoding="utf-8")
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```console\n(.*?)```(?:\n<!-- exit: (\d) -->)?", guide, re.DOTALL)
    assert len(blocks) == 4
    for block, wanted in blocks:
        for line in block.splitlines():
            words = [
                word for part in line.split()[1:] for word in ([*map(str, sorted(ROOT.glob(part)))] if "*" in part else [part])
            ]
            words = [str(tmp_path / word) if word in ("gemeten.json", "aangevuld.json") else word for word in words]
            assert run(words) == int(wanted or 0), line
    assert run(["assess", str(tmp_path / "aangevuld.json")]) == 0
    capsys.readouterr()


def test_the_examples_hold_no_persons():
    for path in EXAMPLES.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not any(personal in text for personal in PERSONAL), path


# How it reads


def test_the_report_reads_in_two_languages_within_80_columns(capsys, files):
    folder = files("ndjson", kiss(100), open_klant(100), *ggm(100), *zaken(50))
    sources = [f"--from={source}" for source in ("kiss", "open-klant", "ggm", "zaken")]
    for language, words in (("nl", "wordt vaak niet geregistreerd"), ("en", "is often not registered")):
        code, out, err = called(capsys, *sources, folder, "--ruggespraak", "niet", "--lang", language)
        assert (code, err) == (0, "")
        assert words in " ".join(out.split())
        assert max(map(len, out.splitlines())) <= 80
    jsons = [called(capsys, *sources, folder, "--ruggespraak", "niet", "--format", "json", "--lang", x)[1] for x in ("nl", "en")]
    assert jsons[0] == jsons[1]


def test_in_a_pipe_there_is_one_json_document_and_nothing_else():
    done = antwoord("derive", "--from", "kiss", str(EXAMPLES / "kiss.json"), "--ruggespraak", "niet", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["facts"][0]["herkomst"] == "gemeten"
    done = antwoord("derive", "--from", "kiss", str(EXAMPLES / "kiss.json"), "--lang", "en")
    assert (done.returncode, done.stdout) == (3, "")
    assert "whether that is direct is for you to choose" in done.stderr


def test_every_fact_is_measured_or_a_question(capsys, files, kb):
    found = derived(capsys, "--from", "kiss", files("csv", conversations("Doorverbonden")))
    named = [fact["fact"] for fact in found["facts"]] + [question["fact"] for question in found["questions"]]
    assert sorted(named) == sorted([*kb.base.vocabulary.fact_by_id, *kb.base.vocabulary.collection_by_id])


def test_the_output_never_overwrites_a_registration(capsys, files):
    folder = files("csv", conversations("Doorverbonden"))
    path = folder / "contactmomentendetails.csv"
    code, _, err = called(capsys, "--from", "kiss", path, "-o", path)
    assert (code, "OUTPUT-IS-INPUT" in err) == (2, True)


def test_the_same_files_give_the_same_bytes(capsys, files):
    folder = files("csv", open_klant(500))
    assert called(capsys, "--from", "open-klant", folder) == called(capsys, "--from", "open-klant", folder)
