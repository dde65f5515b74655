"""KISS, the customer interaction system: the share of conversations handled at first contact.

Source: KISS-frontend, `docs/manual/managementinformatie.md` (the endpoint `/api/contactmomentendetails`, its pages), with the
fields of a record from `docs/decision-record/contactmomenten/contactmomentdetails.md` and `ContactmomentDetailsModel`. The
results that are known without a mapping are those that KISS itself proposes (`GespreksresultatenService`) and names in its
decision record; how each of them counts is our own choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from antwoord_rules.errors import problem
from antwoord_rules.registrations import faults
from antwoord_rules.registrations.choices import Choices, plain
from antwoord_rules.registrations.files import Found
from antwoord_rules.registrations.measuring import Bias, Findings, Handling, Measured, Question, share
from antwoord_rules.registrations.tables import Column, Kind, Table
from antwoord_rules.registrations.tallying import tally, unknown

_RESULT: Final = Column("gespreksresultaat", Kind.TEXT)
DETAILS: Final = Table(
    "contactmomentendetails",
    "KISS contactmomentdetails",
    "KISS-frontend, docs/manual/managementinformatie.md",
    (Column("id", Kind.KEY), Column("startdatum", Kind.MOMENT), _RESULT),
    ("id", "startdatum", "gespreksresultaat"),
)
TABLES: Final = (DETAILS,)

FACT: Final = "zaakafhandeling.direct_afgehandeld"

RESULTS: Final[Mapping[str, Handling]] = {
    "zelfstandig afgehandeld": "direct",
    "afgehandeld na ruggespraak": "consulted",
    "afgehandeld, klant belt terug": "not",
    "doorverbonden": "not",
    "doorverbonden naar afdeling": "not",
    "doorverbonden naar collega": "not",
    "klant neemt opnieuw contact op": "not",
    "verbinding verbroken": "ignore",
    "verwezen naar ander instantie": "ignore",
    "verwezen naar andere instantie": "ignore",
}
"""How the results that KISS proposes count, in lower case."""


def measure(files: Mapping[str, Sequence[Found]], choices: Choices) -> Findings:
    """The share of conversations handled at first contact; raises `FactsError` for results that we do not know."""
    details = files[DETAILS.name]
    counted = tally(details, "kiss", [_RESULT.name], choices.period)
    handled: Counter[Handling] = Counter()
    without, strange = 0, dict[str | None, int]()
    for group in counted.groups:
        (raw,) = group.values
        if raw is None or not plain(raw):
            without += group.number
            continue
        handling = choices.results.get(plain(raw)) or RESULTS.get(plain(raw))
        if handling is None:
            strange[raw] = group.number
        else:
            handled[handling] += group.number
    problems = unknown(details, _RESULT, strange, "DERIVE-RESULT")
    consulted = handled.pop("consulted", 0)
    if consulted and choices.consulted is None:
        problems.append(problem("DERIVE-RUGGESPRAAK", number=consulted).in_file(details[0].path))
    faults.fail(problems)
    if choices.consulted is not None:
        handled[choices.consulted] += consulted
    direct, others = handled["direct"], handled["not"]
    value = share(direct, direct + others)
    if value is None:
        return Findings(questions=(Question(FACT, "no_counted"),), extents=(counted.extent,), period=counted.period)
    counts = {
        "direct": direct,
        "not": others,
        "ignored": handled["ignore"],
        "without_result": without,
        "consulted": consulted,
    }
    said: tuple[Bias, ...] = ("unregistered", "own_mapping")
    said += ("no_result",) if without else ()
    if consulted:
        said += ("consulted_direct",) if choices.consulted == "direct" else ("consulted_not",)
    measured = Measured(FACT, "kiss", DETAILS.name, value, counts, said)
    return Findings((measured,), extents=(counted.extent,), period=counted.period)
