"""Test registrations of any size with known answers: `python -m tools.registrations kiss 1000000 --form ndjson -o folder`.

Everything is made up. With the same seed, the same records. Each field that holds personal data in real life is filled with
something that can be found again (`PERSONAL`), so that a test can show that it goes nowhere.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import UUID

PERSONAL: Final = ("Jans-Verzonnen", "123456782", "verzonnen@example.org", "06-12345678", "Vrije tekst over de buren")
"""A name, a number that passes the test of a BSN, an e-mail address, a telephone number and free text; all made up."""

RESULTS: Final = {
    "Zelfstandig afgehandeld": "direct",
    "Afgehandeld na ruggespraak": "consulted",
    "Doorverbonden naar afdeling": "not",
    "Klant neemt opnieuw contact op": "not",
    "Verbinding verbroken": "ignore",
    None: "without",
}
CHANNELS: Final = {"Telefoon": "telefoon", "E-mail": "email", "Balie": "balie", "Live chat": "chat", "WhatsApp": "social_media"}
STATES: Final = ("CONNECTEDDIRECT", "CONNECTEDQUEUEDANNOUNCE", "ABANDONEDQUEUED", "DroppedBusy")
FORMS: Final = ("pages", "ndjson", "csv", "parquet")
_PAGE: Final = 5000
_START: Final = datetime(2026, 7, 1, tzinfo=UTC)
_DAYS: Final = 90


class Made(NamedTuple):
    """A table and its records."""

    name: str
    records: Sequence[Mapping[str, Any]]


def kiss(number: int, seed: int = 1) -> Made:
    """Records as `/api/contactmomentendetails` of KISS gives them."""
    chance = random.Random(seed)  # noqa: S311  (no secrets)
    return Made("contactmomentendetails", [_conversation(chance) for _ in range(number)])


def open_klant(number: int, seed: int = 1) -> Made:
    """Records as `/klantcontacten` of Open Klant gives them."""
    chance = random.Random(seed)  # noqa: S311
    return Made("klantcontacten", [_contact(chance) for _ in range(number)])


def ggm(number: int, seed: int = 1) -> tuple[Made, Made]:
    """Rows of TELEFOONTJE and TELEFOONSTATUS."""
    chance = random.Random(seed)  # noqa: S311
    states = [
        {"TELEFOONSTATUS_ID": number, "CONTACTCONNECTIONSTATE": state, "STATUS": None} for number, state in enumerate(STATES, 1)
    ]
    return Made("TELEFOONTJE", [_call(chance, at) for at in range(number)]), Made("TELEFOONSTATUS", states)


def zaken(number: int, seed: int = 1) -> tuple[Made, Made]:
    """Records of `/zaken`, and of `/zaakcontactmomenten` for some of them."""
    chance = random.Random(seed)  # noqa: S311
    cases = [_case(chance) for _ in range(number)]
    links = [_link(chance, case["url"]) for case in cases for _ in range(chance.choice((0, 0, 1, 2)))]
    return Made("zaken", cases), Made("zaakcontactmomenten", links)


def write(made: Made, folder: Path, form: str) -> list[Path]:
    """The files of a table in one of `FORMS`; pages are as the API gives them, and what has no pages is an array."""
    match form:
        case "pages":
            return [*_pages(made, folder)]
        case "ndjson":
            path = folder / f"{made.name}.ndjson"
            path.write_text("".join(f"{json.dumps(record)}\n" for record in made.records), encoding="utf-8")
        case "csv":
            path = folder / f"{made.name}.csv"
            _csv(made.records, path)
        case _:
            import polars as pl

            path = folder / f"{made.name}.parquet"
            pl.DataFrame(made.records, infer_schema_length=None).write_parquet(path)
    return [path]


def _pages(made: Made, folder: Path) -> Iterator[Path]:
    if made.name == "zaakcontactmomenten":
        path = folder / f"{made.name}.json"
        path.write_text(json.dumps(made.records), encoding="utf-8")
        yield path
        return
    total = max(1, -(-len(made.records) // _PAGE))
    for number in range(total):
        path = folder / f"{made.name}-{number + 1:05}.json"
        address = f"https://example.org/{made.name}?page="
        page = {
            "count": len(made.records),
            "next": f"{address}{number + 2}" if number + 1 < total else None,
            "previous": f"{address}{number}" if number else None,
            "results": made.records[number * _PAGE : (number + 1) * _PAGE],
        }
        path.write_text(json.dumps(page), encoding="utf-8")
        yield path


def _csv(records: Iterable[Mapping[str, Any]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = iter(records)
        first = list(islice(rows, 1))
        writer = csv.DictWriter(file, list(first[0]) if first else ["leeg"])
        writer.writeheader()
        for record in (*first, *rows):
            writer.writerow({key: json.dumps(cell) if isinstance(cell, (list, dict)) else cell for key, cell in record.items()})


def _moment(chance: random.Random) -> datetime:
    return _START + timedelta(seconds=chance.randrange(_DAYS * 86400))


def _id(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128)))


def _conversation(chance: random.Random) -> dict[str, Any]:
    start = _moment(chance)
    name, number, mail, _, free = PERSONAL
    return {
        "id": _id(chance),
        "startdatum": start.isoformat(),
        "einddatum": (start + timedelta(seconds=chance.randrange(30, 900))).isoformat(),
        "gespreksresultaat": chance.choice(list(RESULTS)),
        "vraag": free,
        "specifiekeVraag": f"{name}, {number}",
        "emailadresKcm": mail,
        "verantwoordelijkeAfdeling": "Burgerzaken",
        "bronnen": [{"soort": "vac", "titel": free, "url": "https://example.org/vac"}],
    }


def _contact(chance: random.Random) -> dict[str, Any]:
    name, number, mail, telephone, free = PERSONAL
    tasks = [{"uuid": _id(chance), "url": f"https://example.org/{name}"}] if chance.random() < 0.3 else []  # noqa: PLR2004
    return {
        "uuid": _id(chance),
        "url": f"https://example.org/klantcontacten/{number}",
        "leiddeTotInterneTaken": tasks,
        "kanaal": chance.choice(list(CHANNELS)),
        "onderwerp": free,
        "inhoud": f"{name} {mail} {telephone}",
        "taal": "nld",
        "vertrouwelijk": False,
        "plaatsgevondenOp": _moment(chance).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _call(chance: random.Random, at: int) -> dict[str, Any]:
    start = _moment(chance).replace(tzinfo=None)
    return {
        "TELEFOONTJE_ID": at,
        "EINDTIJD": f"{start + timedelta(seconds=300)}",
        "HEEFT_TELEFOONSTATUS_ID": chance.randint(1, len(STATES)),
        "STARTTIJD": f"{start}",
        "TOTALEWACHTTIJD": chance.randrange(0, 180),
        "TRACKID": PERSONAL[3],
    }


def _case(chance: random.Random) -> dict[str, Any]:
    key = _id(chance)
    return {
        "url": f"https://example.org/zaken/{key}",
        "uuid": key,
        "omschrijving": PERSONAL[4],
        "toelichting": PERSONAL[0],
        "zaaktype": "https://example.org/zaaktypen/1",
        "startdatum": _moment(chance).date().isoformat(),
        "einddatum": None,
    }


def _link(chance: random.Random, case: str) -> dict[str, Any]:
    key = _id(chance)
    return {
        "url": f"https://example.org/zaakcontactmomenten/{key}",
        "uuid": key,
        "zaak": case,
        "contactmoment": f"https://example.org/contactmomenten/{_id(chance)}",
    }


MAKERS: Final = {"kiss": kiss, "open-klant": open_klant, "ggm": ggm, "zaken": zaken}


def main() -> int:
    """Write a registration; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", choices=MAKERS)
    parser.add_argument("number", type=int)
    parser.add_argument("--form", choices=FORMS, default="ndjson")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--folder", type=Path, default=Path())
    given = parser.parse_args()
    made = MAKERS[given.source](given.number, given.seed)
    for table in [made] if isinstance(made, Made) else made:
        for path in write(table, given.folder, given.form):
            sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
