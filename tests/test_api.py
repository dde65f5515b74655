"""The API gives what the commands give, says errors as they do, and is described as it is."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from antwoord_rules.store.records import Saving
from antwoord_rules.web import api
from antwoord_rules.web.api.describing import OPERATIONS
from antwoord_rules.web.api.openapi import EXAMPLE, document, operations
from antwoord_rules.web.api.rules import SCHEMAS, SchemaName
from tests.conftest import FACTS, ROOT
from tests.test_commands import called
from tests.web import JSON, body, client

EARLIER = ROOT / "facts" / "eerder"
BAD = ROOT / "tests" / "data" / "bad" / "facts"
BAD_FACTS = json.loads((BAD / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def web(tmp_path_factory):
    with client(tmp_path_factory.mktemp("store"), seconds=60) as found:  # however busy the machine is
        yield found


def facts(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def command(capsys, *arguments: str) -> object:
    code, out, err = called(capsys, *map(str, arguments), "--format", "json")
    assert code in (0, 1, 4), err
    return json.loads(out)


# The same as the commands


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_the_result_is_that_of_the_command(web, capsys, path):
    got = web.post("/api/assess", **body(path.read_bytes()))
    assert got.json() == command(capsys, "assess", path)


@pytest.mark.parametrize(
    "name", ["fase_1", "fase_3", "criterium_2_een_telefoonnummer", "kanalen.telefoon.ingangen", "frontoffices"]
)
@pytest.mark.parametrize("path", FACTS[:3], ids=lambda path: path.stem)
def test_an_explanation_is_that_of_the_command_and_prose(web, capsys, path, name):
    got = web.post(f"/api/explain/{name}", **body(path.read_bytes())).json()
    prose = got.pop("prose")
    assert got == command(capsys, "explain", path, name)
    assert sorted(prose) == ["en", "nl"]
    assert all(prose.values())


@pytest.mark.parametrize(
    ("asked", "options"),
    [
        ({}, []),
        ({"to": 4}, ["--to", "4"]),
        ({"to": 3, "with_challenges": True, "all": True}, ["--to", "3", "--with-challenges", "--all"]),
        ({"budget": 6}, ["--budget", "6"]),
        ({"months": 12}, ["--months", "12"]),
        ({"to": 5, "budget": 1}, ["--to", "5", "--budget", "1"]),
        ({"to": 5, "pareto": True}, ["--to", "5", "--pareto"]),
        ({"to": 2, "exclude": ["maatregel_een_nummer"]}, ["--to", "2", "--exclude", "maatregel_een_nummer"]),
    ],
)
@pytest.mark.parametrize("path", FACTS[4:7], ids=lambda path: path.stem)
def test_a_plan_is_that_of_the_command(web, capsys, kb, path, asked, options):
    known = {measure.id for measure in kb.base.measures}
    if "exclude" in asked:
        name = min(known)
        asked, options = asked | {"exclude": [name]}, [*options[:-1], name]
    got = web.post("/api/plan", **body({"facts": facts(path), **asked}))
    assert got.json() == command(capsys, "plan", path, *options)


def test_a_comparison_is_that_of_the_command(web, capsys):
    old, new = EARLIER / "elzenmeer-2024.json", ROOT / "facts" / "elzenmeer.json"
    got = web.post("/api/compare", **body({"facts": [facts(old), facts(new)]}))
    assert got.json() == command(capsys, "compare", old, new)
    several = [new, old, FACTS[0]]
    got = web.post("/api/compare", **body({"facts": [facts(path) for path in several]}))
    assert got.json() == command(capsys, "compare", *several)


@pytest.mark.parametrize(
    ("asked", "options"),
    [
        ({}, []),
        ({"near": 3, "sort": "phase"}, ["--near", "3", "--sort", "phase"]),
        (
            {"groups": [{"from": 50000}, {"from": 0, "below": 50000}], "focus": "Waterrijk"},
            ["--group", "50000-", "--group", "0-50000", "--focus", "Waterrijk"],
        ),
        ({"latest": True, "sort": "inhabitants"}, ["--latest", "--sort", "inhabitants"]),
    ],
)
def test_a_benchmark_is_that_of_the_command(web, capsys, asked, options):
    got = web.post("/api/benchmark", **body({"facts": [facts(path) for path in FACTS], **asked}))
    assert got.json() == command(capsys, "benchmark", *FACTS, *options)


def test_the_rules_are_those_of_the_command(web, capsys):
    entries = web.get("/api/rules").json()
    assert entries == command(capsys, "rules")
    for entry in entries[::7]:
        assert web.get(f"/api/rules/{entry['id']}").json() == command(capsys, "rules", entry["id"])


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schemas_are_those_of_the_command(web, capsys, name):
    _, out, _ = called(capsys, "schema", name)
    assert web.get(f"/api/schemas/{name}").json() == json.loads(out)


def test_every_schema_of_the_command_can_be_asked():
    assert set(SCHEMAS) == set(SchemaName.__args__)


@pytest.mark.slow
def test_a_check_is_that_of_the_command(web, capsys, tmp_path):
    norms = (ROOT / "rules" / "norms.yaml").read_text(encoding="utf-8")
    same = web.post("/api/check?lang=en", **body({"files": {"norms.yaml": norms}}))
    expected = command(capsys, "check", "--lang", "en")
    assert same.json() == expected
    overlay = "norms:\n  - id: norm_bestaat_niet\n    replaces: true\n"
    (tmp_path / "norms.yaml").write_text(overlay, encoding="utf-8")
    got = web.post("/api/check", **body({"files": {"norms.yaml": overlay}, "base": "overlay", "proofs": False})).json()
    expected = command(capsys, "check", "bundled", str(tmp_path), "--no-proofs")
    for finding in expected["findings"]:
        finding["file"] = finding["file"].removeprefix(f"{tmp_path}/")
    assert got == expected
    assert not got["valid"]


def test_possible_and_questions_are_those_of_the_library(web, kb):
    for path in FACTS[:4]:
        memory = kb.read(path)
        assert web.post("/api/possible", **body(path.read_bytes())).json() == kb.possible(memory).model_dump()
        found = kb.next_question(memory)
        got = web.post("/api/next-question", **body(path.read_bytes())).json()
        assert (got["fact"], got["relevant"], got["irrelevant"]) == (found.fact, [*found.relevant], [*found.irrelevant])
        skipped = web.post(f"/api/next-question?skip={found.fact}", **body(path.read_bytes())).json()
        assert skipped["fact"] is None or skipped["fact"] != found.fact
        effects = web.post("/api/question-effects", **body(path.read_bytes())).json()
        assert [each["fact"] for each in effects] == list(memory.unknown)


def test_answers_to_a_question_stand_as_people_write_them(web):
    document = {"gemeente": {"naam": "Ergens", "peildatum": "2026-01-01"}}
    effects = {each["fact"]: each for each in web.post("/api/question-effects", **body(document)).json()}
    shares = [answer["value"] for answer in effects["zaakafhandeling.direct_afgehandeld"]["answers"]]
    assert shares
    assert all(0 <= share <= 100 for share in shares)
    assert all(set(answer["value"]) for answer in effects["frontoffices"]["answers"])


def test_why_not_is_that_of_the_library(web, kb):
    for phase in range(1, 6):
        got = web.post("/api/why-not", **body({"facts": facts(FACTS[0]), "phase": phase}))
        assert got.json() == kb.why_not(FACTS[0], phase).model_dump()


def test_what_was_saved_can_be_read(tmp_path, kb):
    with client(tmp_path) as web:
        store = web.app.state.server.store
        assessed = kb.assess(FACTS[0])
        text = FACTS[0].read_text(encoding="utf-8")
        hashes = (assessed.receipt.facts_sha256, assessed.receipt.rules_sha256)
        saving = Saving("Duinhage", "GM9999", "2026-10-01", 3, True, text, *hashes, assessed.model_dump(mode="json"))
        store.save(saving, "jan")
        (found,) = web.get("/api/store/municipalities").json()
        assert (found["name"], found["newest"]["number"]) == ("Duinhage", 1)
        (version,) = web.get(f"/api/store/municipalities/{found['id']}").json()
        assert datetime.fromisoformat(version["saved_at"]).tzinfo == UTC
        whole = web.get(f"/api/store/versions/{version['id']}").json()
        assert (whole["facts"], whole["result"]) == (json.loads(text), assessed.model_dump(mode="json"))
        description = document(web.app.state.server, "en")
        for name, answer in (("Municipalities", [found]), ("Versions", [version]), ("Version", whole)):
            validator(description, name).validate(answer)
        assert web.get("/api/store/versions/nope").status_code == 404
        assert web.get("/api/store/municipalities/nope").status_code == 404


# Errors


def told(answer) -> list[str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return [f"{p['line']}:{p['column']} {p['code']}" for p in answer.json()["problems"]]


@pytest.mark.parametrize("name", sorted(path.name for path in BAD.glob("*.json") if path.name != "expected.json"))
def test_bad_facts_have_the_codes_and_places_of_the_commands(web, name):
    got = web.post("/api/assess", **body((BAD / name).read_bytes()))
    assert got.status_code == 422
    assert told(got) == BAD_FACTS[name]


@pytest.mark.parametrize("name", sorted(path.name for path in BAD.glob("*.json") if path.name != "expected.json"))
def test_bad_facts_within_a_body_have_their_places_in_that_body(web, name):
    content = (BAD / name).read_bytes()
    got = web.post("/api/benchmark", **body(b'{"facts": [\n' + content + b"\n]}"))
    if got.status_code == 200:
        pytest.skip("this is wrong only at the very start or end of a document")
    assert got.status_code == 422
    if all(" FACT-" in row or "DECIMAL" in row for row in BAD_FACTS[name]):
        moved = [f"{int(line) + 1}:{rest}" for line, _, rest in (row.partition(":") for row in BAD_FACTS[name])]
        assert told(got) == moved


def test_many_bad_facts_within_a_body_take_no_more_than_a_few(web):
    wrong = {"gemeente": {"naam": "A", "peildatum": "2026-10-01"}} | {f"k{number}": 1 for number in range(400)}
    content = json.dumps({"facts": [wrong] * 300}).encode()
    started = time.monotonic()
    got = web.post("/api/benchmark", **body(content))
    assert (got.status_code, len(got.json()["problems"])) == (422, 200)
    assert time.monotonic() - started < 20  # a minute and more when the places are looked for anew for each of them


@pytest.mark.parametrize(
    ("path", "content", "status", "expected"),
    [
        ("plan", b'{"facts": {}, "to": "x"}', 422, ["1:21 WEB-FIELD"]),
        ("plan", b'{"facts": {},\n "to": 2, "too": 1, "all": 1}', 422, ["2:11 WEB-FIELD", "2:28 WEB-FIELD"]),
        ("plan", b'{"to": 2}', 422, ["1:1 WEB-FIELD"]),
        ("plan", b'{"to": 2, "to": 3, "facts": {}}', 422, ["1:11 JSON-DUPLICATE-KEY"]),
        ("plan", b"[]", 422, ["1:1 JSON-NOT-OBJECT"]),
        ("plan", b'{"facts": [], "to": 2}', 422, ["1:11 JSON-NOT-OBJECT"]),
        ("plan", b"", 422, ["1:1 JSON-EMPTY"]),
        ("plan", b'{"facts": {"gemeente": {"naam": "x", "peildatum": "2026-01-01"}}, "to": 9}', 400, ["None:None PHASE-UNKNOWN"]),
        (
            "plan",
            b'{"facts": {"gemeente": {"naam": "x", "peildatum": "2026-01-01"}}, "exclude": ["y"]}',
            400,
            ["None:None MEASURE-UNKNOWN"],
        ),
        ("plan", b'{"facts": {}, "pareto": true, "all": true}', 422, ["None:None WEB-FIELD"]),
        ("plan", b'{"facts": {}, "budget": 2.0}', 422, ["1:25 WEB-FIELD"]),
        ("plan", b'{"facts": {}, "budget": -1}', 422, ["1:25 WEB-FIELD"]),
        ("plan", b'{"facts": {}, "budget": 1e400}', 422, ["1:25 WEB-FIELD"]),
        ("plan", b'{"facts": {}, "exclude": ["\\ud800"], "x\\u0000": 1}', 422, ["1:27 WEB-FIELD", "1:38 WEB-FIELD"]),
        ("why-not", b'{"facts": {}, "phase": true}', 422, ["1:24 WEB-FIELD"]),
        ("compare", b'{"facts": [{}]}', 422, ["1:11 WEB-FIELD"]),
        (
            "compare",
            b'{"facts": [{},\n{"gemeente": {"naam": "x", "peildatum": "nooit"}}]}',
            422,
            ["1:12 FACT-REQUIRED", "2:41 FACT-DATE"],
        ),
        ("benchmark", b'{"facts": []}', 422, ["1:11 WEB-FIELD"]),
        ("check", b'{"files": {}}', 422, ["1:11 WEB-FIELD"]),
        ("check", b'{"files": {"norms.yaml": 1}}', 422, ["1:26 WEB-FIELD"]),
        ("check", b'{"files": {"norms.yaml": ""}, "base": "/etc"}', 422, ["1:39 WEB-FIELD"]),
        ("explain/nope", b'{"gemeente": {"naam": "x", "peildatum": "2026-01-01"}}', 404, ["None:None ID-UNKNOWN"]),
    ],
)
def test_what_is_wrong_with_a_body_is_said_at_its_place(web, path, content, status, expected):
    got = web.post(f"/api/{path}", **body(content))
    assert (got.status_code, told(got)) == (status, expected)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"near": 2, "groups": [{"from": 1}]}, "near"),
        ({"groups": [{"from": 5, "below": 5}]}, "groups"),
        ({"groups": [{"from": 5}, {"from": 7}]}, "groups"),
        ({"groups": [{"from": 5}, {"from": 5, "below": 9}]}, "groups"),
        ({"focus": "Nergenshuizen"}, "focus"),
    ],
)
def test_a_benchmark_that_can_t_be_made_is_said(web, asked, reason):
    got = web.post("/api/benchmark", **body({"facts": [facts(FACTS[0])], **asked}))
    assert got.status_code == 422
    assert [found["path"] for found in got.json()["problems"]] == [reason]


@pytest.mark.parametrize(
    ("address", "headers", "language"),
    [
        ("/api/rules/nope", {}, "nl"),
        ("/api/rules/nope?lang=en", {}, "en"),
        ("/api/rules/nope", {"accept-language": "en-GB,nl;q=0.5"}, "en"),
        ("/api/rules/nope?lang=nl", {"accept-language": "en"}, "nl"),
    ],
)
def test_errors_are_said_in_the_language_that_is_asked_for(web, address, headers, language):
    got = web.get(address, headers=headers)
    assert got.headers["content-language"] == language
    title = {"nl": "'nope' bestaat niet in de regels", "en": "'nope' does not exist in the rules"}[language]
    assert (got.json()["title"], got.json()["type"], got.json()["status"]) == (title, "urn:antwoord:ID-UNKNOWN", 404)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_reasons_are_said_in_both_languages(web, language):
    got = web.post(f"/api/plan?lang={language}", **body({"facts": {}, "to": "x"}))
    expected = {"nl": "to klopt niet: hier hoort een geheel getal", "en": "to is wrong: a whole number belongs here"}
    assert got.json()["title"] == expected[language]


def test_a_path_or_method_that_does_not_exist_is_a_problem(web):
    assert told(web.get("/api/nope")) == ["None:None WEB-NOT-FOUND"]
    got = web.get("/api/assess")
    assert (got.status_code, got.headers["allow"], told(got)) == (405, "POST", ["None:None WEB-METHOD"])
    assert web.get("/api/schemas/nope").status_code == 422


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": "text/plain"},
        {"content-type": "application/json; charset=latin-1"},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": "application/jsonx"},
        {"content-type": "application/json", "content-encoding": "gzip"},
        {"content-type": ";"},
    ],
)
def test_only_plain_json_is_read(web, headers):
    got = web.post("/api/assess", content=FACTS[0].read_bytes(), headers=headers)
    assert (got.status_code, told(got)) == (415, ["None:None WEB-MEDIA-TYPE"])


@pytest.mark.parametrize("kind", ["application/json; charset=UTF-8", "APPLICATION/JSON", 'application/json;charset="utf-8"'])
def test_json_may_name_its_encoding(web, kind):
    assert web.post("/api/assess", content=FACTS[0].read_bytes(), headers={"content-type": kind}).status_code == 200


def test_a_body_may_come_in_pieces(web):
    content = FACTS[0].read_bytes()
    pieces = (content[at : at + 7] for at in range(0, len(content), 7))
    assert web.post("/api/assess", content=pieces, headers=JSON).json() == web.post("/api/assess", **body(content)).json()


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"gemeente": {"naam": "\x00", "peildatum": "2026-01-01"}}',
        b'{"gemeente": {"naam": "\\ud800", "peildatum": "2026-01-01"}}',
        b'{"gemeente": {"naam": "\xff", "peildatum": "2026-01-01"}}',
        b'{"gemeente": {"naam": "x", "peildatum": "2026-01-01", "inwoners": ' + b"9" * 100_000 + b"}}",
        b'{"gemeente": {"naam": "x", "peildatum": "2026-01-01", "inwoners": 1e999999999}}',
        b'{"gemeente": {"naam": "x", "peildatum": "2026-01-01", "inwoners": NaN}}',
        b'"' + b"x" * 1_000_000 + b'"',
        b"{" + b",".join(b'"k%d": 1' % n for n in range(20_000)) + b"}",
    ],
    ids=["brackets", "deep", "nul", "surrogate", "latin", "digits", "exponent", "nan", "text", "keys"],
)
@pytest.mark.parametrize("path", ["assess", "possible", "plan", "benchmark", "check"])
def test_hostile_bodies_are_refused_and_not_repeated(web, path, content):
    got = web.post(f"/api/{path}", **body(content))
    assert got.status_code == 422
    assert 0 < len(got.json()["problems"]) <= 200
    assert len(got.content) < 200_000


def test_a_fault_of_ours_says_nothing_of_itself(tmp_path):
    with client(tmp_path, crashes=False) as web:
        server = web.app.state.server
        web.app.state.server = server._replace(kb=None)
        got = web.post("/api/assess?lang=en", **body(FACTS[0].read_bytes()))
        assert (got.status_code, told(got)) == (500, ["None:None WEB-FAULT"])
        assert "NoneType" not in got.text


def test_time_that_is_up_is_a_problem(tmp_path):
    with client(tmp_path, seconds=0.000001) as web:
        got = web.post("/api/plan", **body({"facts": facts(FACTS[0]), "to": 5}))
        assert (got.status_code, told(got)) == (503, ["None:None TIME-UP"])
        assert "robustness" not in web.post("/api/explain/fase_1", **body(FACTS[0].read_bytes())).json()


# The description


def validator(description: dict, name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": description["components"]})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_operation_is_described_in_both_languages(web, language):
    description = web.get(f"/api/openapi.json?lang={language}").json()
    described = [operation for methods in description["paths"].values() for operation in methods.values()]
    routes = [route for router in api.routers() for route in router.routes if route.path not in ("/docs", "/openapi.json")]
    assert len(described) == len(routes) == len(OPERATIONS)
    assert all(operation["summary"] and operation["description"] for operation in described)
    assert len({operation["operationId"] for operation in described}) == len(described)
    other = web.get(f"/api/openapi.json?lang={'en' if language == 'nl' else 'nl'}").json()
    assert all(
        operation["summary"] != other["paths"][path][method]["summary"]
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    )


def test_every_example_is_what_the_api_answers_and_has_its_shape(web):
    description = web.get("/api/openapi.json?lang=en").json()
    seen = 0
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            answered = operation["responses"]["200"]["content"].get("application/json", {})
            if "example" not in answered:
                continue
            sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            address = path
            for parameter in operation["parameters"]:
                address = address.replace(f"{{{parameter['name']}}}", str(parameter.get("example")))
            got = web.request(method, f"{address}?lang=en", **(body(sent["example"]) if sent else {}))
            assert (got.status_code, got.json()) == (200, answered["example"])
            for part in (sent, answered) if sent else (answered,):
                validator(description, part["schema"]["$ref"].rpartition("/")[2]).validate(part["example"])
            seen += 1
    assert seen == len(OPERATIONS) - 4  # the store is empty, and lines are no JSON


def test_the_example_is_one_of_ours():
    assert json.loads(EXAMPLE.read_bytes()) == facts(ROOT / "facts" / "klaverdonk.json")


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_every_answer_has_the_shape_that_is_described(web, path):
    description = document(web.app.state.server, "nl")
    given = facts(path)
    validator(description, "Facts").validate(given)
    bodies = {"PlanAsked": {"facts": given, "to": 5, "all": True}, "WhyNotAsked": {"facts": given, "phase": 5}}
    bodies |= {"CompareAsked": {"facts": [facts(FACTS[0]), given]}}
    bodies |= {"BenchmarkAsked": {"facts": [given, facts(FACTS[0])], "groups": [{"from": 0}]}}
    for route, operation in operations():
        sent = bodies.get(operation.takes or "", given)
        if operation.takes in ("Facts", *bodies) and route.path != "/batch":
            for name in ("fase_1", "fase_4", "frontoffices", "norm_direct_afgehandeld") if "{name}" in route.path else ("",):
                got = web.post("/api" + route.path.replace("{name}", name), **body(sent))
                assert got.status_code == 200, got.text
                validator(description, operation.gives).validate(got.json())
    for asked in ({"pareto": True, "to": 5}, {"to": 5, "budget": 0}, {"budget": 4}):
        got = web.post("/api/plan", **body({"facts": given, **asked}))
        validator(description, "PlanAnswer").validate(got.json())


def test_every_entry_and_every_problem_has_the_shape_that_is_described(web):
    description = document(web.app.state.server, "nl")
    for entry in web.get("/api/rules").json():
        validator(description, "Entry").validate(web.get(f"/api/rules/{entry['id']}").json())
    for name in BAD_FACTS:
        validator(description, "Problem").validate(web.post("/api/assess", **body((BAD / name).read_bytes())).json())
    for texts in (
        {"norms.yaml": "norms: ["},
        {"cases/x.yaml": "cases:\n  - {id: x, because: {nl: a, en: b}, expect: {phase: 4}}\n"},
    ):
        got = web.post("/api/check", **body({"files": texts})).json()
        assert got["findings"]
        validator(description, "Checked").validate(got)


def test_the_description_is_openapi(web):
    from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

    OPENAPI_31_VALIDATOR.validate(web.get("/api/openapi.json").json())


def references(value: object) -> Iterator[str]:
    """The references of schemas; examples may hold schemas with references of their own."""
    if isinstance(value, list):
        for part in value:
            yield from references(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key == "$ref" and isinstance(part, str):
                yield part
            elif key != "example":
                yield from references(part)


def test_references_in_the_description_lead_somewhere(web):
    description = web.get("/api/openapi.json").json()
    schemas = description["components"]["schemas"]
    Draft202012Validator.check_schema({"$defs": schemas})
    assert set(references(description)) <= {f"#/components/schemas/{name}" for name in schemas}


def test_the_token_is_described_when_people_sign_in(web):
    server = web.app.state.server
    assert "security" not in document(server, "en")
    described = document(server._replace(settings=server.settings._replace(accounts=True)), "en")
    assert described["security"] == [{"token": []}]
    assert {"401", "403"} <= set(described["paths"]["/api/assess"]["post"]["responses"])


def test_the_guide_names_every_operation_and_no_other(web):
    described = {
        f"{method.upper()} {path}" for path, methods in web.get("/api/openapi.json").json()["paths"].items() for method in methods
    }
    told = re.findall(r"`((?:GET|POST) /api/[^`]*)`", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"))
    assert set(told) == described


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_lists_every_operation(web, language):
    page = web.get(f"/api/docs?lang={language}")
    description = web.get(f"/api/openapi.json?lang={language}").json()
    assert page.headers["content-type"].startswith("text/html")
    for path, methods in description["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in page.text
    assert "<style" not in page.text
    assert " style=" not in page.text
