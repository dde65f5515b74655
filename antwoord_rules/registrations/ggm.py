"""Gemeentelijk Gegevensmodel: waiting time on the telephone against its norm, and contacts by channel.

Source: Gemeente Delft, Gemeentelijk Gegevensmodel v2.5.1, `ddl/10 Dienstverlening`, `Afspraken_en_Klantcontacten`: the tables
TELEFOONTJE, TELEFOONSTATUS and KLANTCONTACT. Which states mean what stands in the definition of Telefoonstatus. The model calls
TOTALEWACHTTIJD an int without a unit, its DDL a timestamp: a number is read as seconds, a time or timestamp as its time of day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from antwoord_rules.registrations import channels, faults
from antwoord_rules.registrations.choices import Choices, plain
from antwoord_rules.registrations.files import Found
from antwoord_rules.registrations.measuring import Bias, Figure, Findings, Measured, Question, rounded, share
from antwoord_rules.registrations.reading import frame_of
from antwoord_rules.registrations.tables import Column, Kind, Table
from antwoord_rules.registrations.tallying import Tally, collect, tally, unknown

if TYPE_CHECKING:
    from polars import Expr

State: TypeAlias = Literal["answered", "abandoned", "dropped"]

_SPECIFICATION: Final = "Gemeentelijk Gegevensmodel v2.5.1, 10 Dienstverlening, Afspraken_en_Klantcontacten"
_STATUS: Final = Column("HEEFT_TELEFOONSTATUS_ID", Kind.TEXT)
_CHANNEL: Final = Column("KANAAL", Kind.TEXT)
_CASE: Final = Column("HEEFT_BETREKKING_OP_ZAAK_ID", Kind.FILLED, required=False)
_STATES: Final = (Column("CONTACTCONNECTIONSTATE", Kind.TEXT, required=False), Column("STATUS", Kind.TEXT, required=False))
CALLS: Final = Table(
    "TELEFOONTJE",
    "GGM TELEFOONTJE",
    _SPECIFICATION,
    (Column("TELEFOONTJE_ID", Kind.KEY), Column("STARTTIJD", Kind.MOMENT), Column("TOTALEWACHTTIJD", Kind.WAIT), _STATUS),
    ("TELEFOONTJE_ID", "TOTALEWACHTTIJD"),
)
STATUSES: Final = Table(
    "TELEFOONSTATUS",
    "GGM TELEFOONSTATUS",
    _SPECIFICATION,
    (Column("TELEFOONSTATUS_ID", Kind.TEXT), *_STATES),
    ("TELEFOONSTATUS_ID",),
)
CONTACTS: Final = Table(
    "KLANTCONTACT",
    "GGM KLANTCONTACT",
    _SPECIFICATION,
    (Column("KLANTCONTACT_ID", Kind.KEY), Column("STARTTIJD", Kind.MOMENT), _CHANNEL, _CASE),
    ("KLANTCONTACT_ID", "KANAAL"),
)
TABLES: Final = (CALLS, STATUSES, CONTACTS)

FACT: Final = "kanalen.telefoon.wachttijd"
_BIASES: Final[tuple[Bias, ...]] = ("wait_unit", "answered_only", "menu")
_SECOND: Final = 100

STATES: Final[Mapping[str, State]] = {
    "connecteddirect": "answered",
    "connectedqueuedannounce": "answered",
    "abandonedalerting": "abandoned",
    "abandonedqueued": "abandoned",
    "abandonedqueuedannounce": "abandoned",
    "droppedcanceled": "dropped",
    "droppedbusy": "dropped",
    "droppedoverload": "dropped",
    "rejected": "dropped",
}
"""What the states of the model mean: answered, hung up by the caller, or ended by the system."""


def measure(files: Mapping[str, Sequence[Found]], choices: Choices) -> Findings:
    """What the tables that are there give: waiting time from calls and their states, channels from contacts."""
    found = [_calls(files, choices)] if CALLS.name in files else [Findings(questions=(Question(FACT, "no_source"),))]
    if CONTACTS.name in files:
        found.append(_contacts(files[CONTACTS.name], choices))
    periods = [one.period for one in found if one.period]
    return Findings(
        tuple(item for one in found for item in one.measured),
        tuple(item for one in found for item in one.figures),
        tuple(item for one in found for item in one.questions),
        tuple(item for one in found for item in one.extents),
        found[-1].channels,
        None if not periods else type(periods[0])(min(p.first for p in periods), max(p.last for p in periods)),
    )


def _calls(files: Mapping[str, Sequence[Found]], choices: Choices) -> Findings:
    counted = tally(files[CALLS.name], "ggm", [_STATUS.name], choices.period, lambda: _sums(choices.wait_norm))
    if STATUSES.name not in files:
        return Findings(questions=(Question(FACT, "no_status"),), extents=(counted.extent,), period=counted.period)
    states = _states(files[STATUSES.name])
    numbers: Counter[State] = Counter()
    waited: Counter[str] = Counter()
    unplaced = 0
    for group in counted.groups:
        state = states.get(_id(group.values[0]))
        if state is None:
            unplaced += group.number
            continue
        numbers[state] += group.number
        if state == "answered":
            waited.update(group.sums)
    counts = {**{state: numbers[state] for state in ("answered", "abandoned", "dropped")}, "without_status": unplaced}
    return _of_calls(counted, counts, waited)


def _of_calls(counted: Tally, counts: Mapping[str, int], waited: Mapping[str, int]) -> Findings:
    known = waited.get("known", 0)
    mean = rounded(waited.get("total", 0), known * _SECOND)
    counts = {**counts, "with_wait": known, "within_norm": waited.get("within", 0)}
    within = Figure("within_norm", "ggm", CALLS.name, share(counts["within_norm"], known), counts, _BIASES, (FACT,))
    calls = counts["answered"] + counts["abandoned"] + counts["dropped"]
    lost = Figure("abandoned", "ggm", CALLS.name, share(counts["abandoned"], calls), counts, ("menu",), (FACT,))
    measured = () if mean is None else (Measured(FACT, "ggm", CALLS.name, mean, counts, _BIASES),)
    questions = (Question(FACT, "no_counted"),) if mean is None else ()
    return Findings(measured, (within, lost), questions, (counted.extent,), period=counted.period)


def _sums(norm: int) -> dict[str, Expr]:
    import polars as pl

    wait = pl.col("wait")
    return {"total": wait.sum(), "known": wait.count(), "within": (wait <= norm * _SECOND).sum()}


def _states(files: Sequence[Found]) -> dict[str, State]:
    """What each status means; raises `FactsError` for states that the model does not know."""
    rows = collect(lambda: frame_of(files), files).to_dicts()
    meaning: dict[str, State] = {}
    strange: dict[str | None, int] = {}
    for row in rows:
        raw = [row[column.name] for column in _STATES if row[column.name]]
        state = next((STATES[plain(text)] for text in raw if plain(text) in STATES), None)
        if state is None:
            strange[row["TELEFOONSTATUS_ID"]] = 1
        else:
            meaning[_id(row["TELEFOONSTATUS_ID"])] = state
    faults.fail(unknown(files, STATUSES.columns[0], strange, "DERIVE-STATUS"))
    return meaning


def _id(raw: str | None) -> str:
    """An id as text; databases write the whole number 3 as `3` and as `3.0`."""
    return (raw or "").strip().removesuffix(".0")


def _contacts(files: Sequence[Found], choices: Choices) -> Findings:
    counted = tally(files, "ggm", [_CHANNEL.name, _CASE.name], choices.period)
    seen: Counter[str | None] = Counter()
    cases: Counter[bool] = Counter()
    for group in counted.groups:
        channel, case = group.values
        seen[channel] += group.number
        cases[bool(case)] += group.number
    by_channel = channels.measure((channels.Seen(*item) for item in seen.items()), choices, "ggm", CONTACTS.name)
    figures: tuple[Figure, ...] = ()
    if files[0].has(_CASE):
        counts = {"on_case": cases[True], "not_on_case": cases[False]}
        value = share(cases[True], cases.total())
        about = ("zaakafhandeling.contacten_inzichtelijk",)
        figures = (Figure("contacts_on_case", "ggm", CONTACTS.name, value, counts, ("links_partial",), about),)
    return by_channel._replace(figures=figures, extents=(counted.extent,), period=counted.period)
