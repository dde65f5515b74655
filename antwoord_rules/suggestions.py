"""Guesses at what somebody meant: the nearest names to a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable

from antwoord_rules.language import Text


def nearest(name: str, allowed: Iterable[str]) -> str | None:
    """The allowed name that is most like this one, if one is; a dotted name may have lost or mixed up its path."""
    # Only needed when something is misspelt, and slow to import.
    from difflib import get_close_matches

    names, name = sorted(set(allowed)), str(name)[:100]
    near = get_close_matches(name, names, n=1, cutoff=0.7)
    if near:
        return near[0]
    ends = {candidate.rsplit(".", 1)[-1]: candidate for candidate in names}
    last = get_close_matches(name.rsplit(".", 1)[-1], ends, n=1, cutoff=0.8)
    return ends[last[0]] if last else None


def did_you_mean(name: str, allowed: Iterable[str], *, most_listed: int = 12) -> Text:
    """A hint: the nearest name, or else (when they are few) all that are allowed; empty when there is nothing to say."""
    names = sorted(set(allowed))
    near = nearest(name, names)
    if near is not None:
        return Text(f"Bedoelde u '{near}'?", f"Did you mean '{near}'?")
    if names and len(names) <= most_listed:
        listed = ", ".join(names)
        return Text(f"Toegestaan: {listed}.", f"Allowed: {listed}.")
    return Text("", "")
