"""The properties that a rule base should have. Which of them are checked, and why, is declared with the rules
(`properties.yaml`)."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

PropertyName: TypeAlias = Literal[
    "phases_attainable",
    "consistent",
    "monotone",
    "rules_vary",
    "criteria_independent",
    "top_reachable",
    "challenges_resolvable",
    "measures_harmless",
]

PROOF_SECONDS: Final = 10.0
"""How long each property may take to prove, unless more or less is asked for."""

PROPERTIES: Final[tuple[PropertyName, ...]] = get_args(PropertyName)
"""What each means, in order:

- every phase from 0 to the highest is the phase of some municipality;
- no conclusion is ever both true and false, nor neither when everything is known;
- no fact that gets better (`polarity` in the vocabulary) ever loses a phase;
- every rule can come out true and can come out false;
- no criterion follows from the others of its phase and those below;
- from every combination of facts the highest phase can be reached by measures;
- every open challenge is resolved by the measures that address it, together;
- no measure by itself loses a phase or reopens a challenge.

Facts count in combinations that can exist: what is derived from a list is what some list gives.
"""
