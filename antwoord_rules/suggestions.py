"""Guesses at what somebody meant: the nearest names to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from antwoord_rules.language import Text


def did_you_mean(name: str, allowed: Iterable[str], *, most_listed: int = 12) -> Text:
    """A hint in both languages: the nearest name, or else (when they are few) all that are allowed."""
    names = sorted(set(allowed))
    near = get_close_matches(name[:100], names, n=1, cutoff=0.6)
    if not near:  # a name without its path, or with another path: compare the last parts
        last = name[:100].rsplit(".", 1)[-1]
        ends = {candidate.rsplit(".", 1)[-1]: candidate for candidate in names}
        near = [ends[end] for end in get_close_matches(last, ends, n=1, cutoff=0.8)]
    if near:
        return Text(f"Bedoelde u '{near[0]}'?", f"Did you mean '{near[0]}'?")
    if names and len(names) <= most_listed:
        listed = ", ".join(names)
        return Text(f"Toegestaan: {listed}.", f"Allowed: {listed}.")
    return Text("", "")
