"""Channels: what the values of a `kanaal` stand for, and which entrances can be counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from antwoord_rules.registrations.choices import Choices, plain
from antwoord_rules.registrations.measuring import Findings, Measured, Question, SourceName

OTHER: Final = "other"

FACTS: Final[Mapping[str, str]] = {
    channel: f"kanalen.{channel}.ingangen"
    for channel in ("telefoon", "website", "balie", "email", "post", "chat", "social_media")
}
"""The channels, and the fact that counts the entrances of each."""

KNOWN: Final[Mapping[str, str]] = {
    "telefoon": "telefoon",
    "telefonisch": "telefoon",
    "e-mail": "email",
    "email": "email",
    "contactformulier": "website",
    "website": "website",
    "webformulier": "website",
    "internet": "website",
    "balie": "balie",
    "brief": "post",
    "post": "post",
    "chat": "chat",
    "live chat": "chat",
    "twitter": "social_media",
    "facebook": "social_media",
    "linkedin": "social_media",
    "instagram": "social_media",
    "whatsapp": "social_media",
}
"""The standard list of KISS (docs/manual/kanalen.md), the codes of GGM (SOORTEN_KLANTCONTACT) and the plainest names besides."""

_PLATFORMS: Final = "social_media"
"""Its fact is the most accounts on any one platform, which names of platforms do not show."""


class Seen(NamedTuple):
    """A value of `kanaal` and the contacts that have it."""

    value: str | None
    number: int


def measure(seen: Iterable[Seen], choices: Choices, source: SourceName, table: str) -> Findings:
    """Contacts by channel; the entrances that the user named, counted; for the others the least that there must be."""
    contacts: Counter[str] = Counter()
    used: dict[str, set[str]] = {}
    unnamed: set[str] = set()
    for one in seen:
        value = plain(one.value or "")
        named = next((channel for channel, entrances in choices.entrances.items() if value in entrances), None)
        channel = named or choices.channels.get(value) or KNOWN.get(value) or OTHER
        contacts[channel] += one.number
        if named:
            used.setdefault(named, set()).add(value)
        else:
            unnamed.add(channel)
    measured, questions = list[Measured](), list[Question]()
    for channel, fact in FACTS.items():
        counts = {"contacts": contacts[channel]}
        if channel in used and channel not in unnamed and channel != _PLATFORMS:
            number = len(used[channel])
            counts["entrances"] = number
            measured.append(Measured(fact, source, table, number, counts, ("entrances_used", "channel_by_hand")))
            continue
        questions.append(Question(fact, "channels_unnamed" if channel in used and channel in unnamed else "no_entrances"))
        if contacts[channel]:
            measured.append(Measured(fact, source, table, None, counts, ("channel_by_hand",), bound=1))
    shown = {channel: contacts[channel] for channel in (*FACTS, OTHER) if contacts[channel]}
    return Findings(tuple(measured), questions=tuple(questions), channels=shown)
