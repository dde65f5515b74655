"""Open Klant: contacts with and without an internal task, and contacts by channel.

Source: maykinmedia/open-klant, `src/openklant/components/klantinteracties/openapi.yaml` (klantinteracties 0.9.0), schema
`Klantcontact`: `uuid`, `kanaal`, `plaatsgevondenOp`, `leiddeTotInterneTaken`; its pages are `PaginatedKlantcontactList`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from antwoord_rules.registrations import channels
from antwoord_rules.registrations.choices import Choices
from antwoord_rules.registrations.files import Found
from antwoord_rules.registrations.kiss import FACT
from antwoord_rules.registrations.measuring import Figure, Findings, Measured, Question, share
from antwoord_rules.registrations.tables import Column, Kind, Table
from antwoord_rules.registrations.tallying import tally

_CHANNEL: Final = Column("kanaal", Kind.TEXT)
_TASKS: Final = Column("leiddeTotInterneTaken", Kind.FILLED)
CONTACTS: Final = Table(
    "klantcontacten",
    "Open Klant klantcontacten",
    "Open Klant, klantinteracties 0.9.0, schema Klantcontact",
    (Column("uuid", Kind.KEY), Column("plaatsgevondenOp", Kind.MOMENT), _CHANNEL, _TASKS),
    ("uuid", "kanaal", "leiddeTotInterneTaken"),
)
TABLES: Final = (CONTACTS,)


def measure(files: Mapping[str, Sequence[Found]], choices: Choices) -> Findings:
    """The share of contacts without an internal task, as a proxy of what is handled at first contact; contacts by channel."""
    counted = tally(files[CONTACTS.name], "open-klant", [_CHANNEL.name, _TASKS.name], choices.period)
    seen: Counter[str | None] = Counter()
    tasks: Counter[bool] = Counter()
    for group in counted.groups:
        channel, task = group.values
        seen[channel] += group.number
        tasks[bool(task)] += group.number
    by_channel = channels.measure((channels.Seen(*item) for item in seen.items()), choices, "open-klant", CONTACTS.name)
    counts = {"without_task": tasks[False], "with_task": tasks[True]}
    total = tasks.total()
    figure = Figure(
        "internal_task", "open-klant", CONTACTS.name, share(tasks[True], total), counts, ("proxy_tasks", "outgoing"), (FACT,)
    )
    proxy = Measured(
        FACT,
        "open-klant",
        CONTACTS.name,
        share(tasks[False], total),
        counts,
        ("proxy_tasks", "unregistered", "outgoing"),
        proxy=True,
    )
    return by_channel._replace(
        measured=((proxy,) if total else ()) + by_channel.measured,
        questions=(() if total else (Question(FACT, "no_counted"),)) + by_channel.questions,
        figures=(figure,),
        extents=(counted.extent,),
        period=counted.period,
    )
