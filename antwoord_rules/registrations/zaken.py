"""Zaken API: the share of cases that contacts refer to.

Sources: VNG zaken-api 1.5.0, `src/openapi.yaml`: `Zaak` (`url`, `startdatum`; pages `PaginatedZaakList`) and `ZaakContactMoment`
(`zaak`, `contactmoment`; an array without pages). For contacts in Open Klant: klantinteracties 0.9.0, `Onderwerpobject` with
`onderwerpobjectidentificator.codeObjecttype` and `.objectId`, the uuid that also ends the case's address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from antwoord_rules.registrations.choices import Choices
from antwoord_rules.registrations.files import Found
from antwoord_rules.registrations.measuring import Figure, Findings, Question, share
from antwoord_rules.registrations.reading import frame_of
from antwoord_rules.registrations.tables import Column, Kind, Table
from antwoord_rules.registrations.tallying import collect, inside, tally

if TYPE_CHECKING:
    from polars import LazyFrame

CASES: Final = Table(
    "zaken",
    "Zaken API zaken",
    "VNG zaken-api 1.5.0, schema Zaak",
    (Column("uuid", Kind.KEY, required=False), Column("url", Kind.LINK), Column("startdatum", Kind.MOMENT)),
    ("url", "startdatum", "zaaktype"),
)
CASE_CONTACTS: Final = Table(
    "zaakcontactmomenten",
    "Zaken API zaakcontactmomenten",
    "VNG zaken-api 1.5.0, schema ZaakContactMoment",
    (Column("zaak", Kind.LINK),),
    ("zaak", "contactmoment"),
)
SUBJECTS: Final = Table(
    "onderwerpobjecten",
    "Open Klant onderwerpobjecten",
    "Open Klant, klantinteracties 0.9.0, schema Onderwerpobject",
    (
        Column("onderwerpobjectidentificator.objectId", Kind.LINK),
        Column("onderwerpobjectidentificator.codeObjecttype", Kind.TEXT),
    ),
    ("onderwerpobjectidentificator.objectId", "onderwerpobjectidentificator.codeObjecttype"),
)
TABLES: Final = (CASES, CASE_CONTACTS, SUBJECTS)

_ABOUT: Final = ("zaakafhandeling.contacten_inzichtelijk", "zaakafhandeling.zaakgericht")
_CASE_TYPE: Final = "zaak"


def measure(files: Mapping[str, Sequence[Found]], choices: Choices) -> Findings:
    """The share of the cases begun in the period that a contact refers to; nothing without cases or without references."""
    questions = tuple(Question(fact, "not_registered") for fact in _ABOUT)
    references = [files[table.name] for table in (CASE_CONTACTS, SUBJECTS) if table.name in files]
    if CASES.name not in files or not references:
        return Findings(questions=tuple(Question(fact, "no_source") for fact in _ABOUT))
    cases = files[CASES.name]
    counted = tally(cases, "zaken", [], choices.period)
    total, referred = _referred(cases, references, choices)
    counts = {"cases": total, "referred": referred}
    figure = Figure("cases_referred", "zaken", CASES.name, share(referred, total), counts, ("links_partial",), _ABOUT)
    return Findings((), (figure,), questions, (counted.extent,), period=counted.period)


def _referred(cases: Sequence[Found], references: Sequence[Sequence[Found]], choices: Choices) -> tuple[int, int]:
    """The number of cases begun in the period, and of those that are referred to; each case counts once."""
    every = [*cases, *(found for files in references for found in files)]
    row = collect(lambda: _joined(cases, references, choices), every).row(0)
    return row[0], row[1]


def _joined(cases: Sequence[Found], references: Sequence[Sequence[Found]], choices: Choices) -> LazyFrame:
    import polars as pl

    begun = frame_of(cases, thorough=True).filter(inside(choices.period)).select(pl.col("url").alias("case"))
    links = pl.concat([_links(files) for files in references]).drop_nulls().unique()
    both = begun.drop_nulls().unique().join(links.with_columns(pl.lit(1).alias("linked")), on="case", how="left")
    return both.select(pl.len().alias("all"), pl.col("linked").count())


def _links(files: Sequence[Found]) -> LazyFrame:
    import polars as pl

    frame = frame_of(files)
    if files[0].table is SUBJECTS:
        kind = pl.col("onderwerpobjectidentificator.codeObjecttype").str.to_lowercase()
        return frame.filter(kind == _CASE_TYPE).select(pl.col("onderwerpobjectidentificator.objectId").alias("case"))
    return frame.select(pl.col("zaak").alias("case"))
