"""What is asked of a plan, as the forms of plans and reports send it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Depends, Query

from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.language import Text

MOST: Final = 1_000_000
_NUMBER: Final = Text("Vul een heel getal van {low} tot en met {high} in.", "Fill in a whole number from {low} to {high}.")
_ALONE: Final = Text(
    "Dit kan niet samen met een grens aan punten of maanden: laat die leeg.",
    "This does not go with a bound on points or months: leave those empty.",
)
_SHORTEST: Final = len(str(MOST))
Names = Annotated[list[str] | None, Query()]


@dataclass(frozen=True)
class Wish:
    """What was asked, as typed. By name, `numbers` holds what was read of it, and `wrong` what is the matter with the rest."""

    to: str = ""
    budget: str = ""
    months: str = ""
    with_challenges: bool = False
    pareto: bool = False
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    numbers: dict[str, int | None] = field(default_factory=dict)
    wrong: dict[str, Text] = field(default_factory=dict)

    @property
    def terms(self) -> dict[str, Any]:
        """What must and must not be in the plan, as the library asks for it."""
        return {"with_challenges": self.with_challenges, "exclude": self.exclude, "include": self.include}

    @property
    def query(self) -> str:
        """What must and must not be in the plan, and its target, as a part of an address."""
        kept = [(name, each) for name in ("exclude", "include") for each in getattr(self, name)]
        kept += [("with_challenges", "1")] if self.with_challenges else []
        return urlencode([*kept, ("to", self.to)] if self.to else kept)

    def read(self, base: RuleBase) -> Wish:
        """The same with its numbers read."""
        bounds = {"to": (1, len(base.phases)), "budget": (0, MOST), "months": (0, MOST)}
        numbers: dict[str, int | None] = {}
        wrong: dict[str, Text] = {}
        for name, (low, high) in bounds.items():
            typed = getattr(self, name).strip()
            plain = typed.isascii() and typed.isdigit() and len(typed) <= _SHORTEST
            numbers[name] = int(typed) if plain and low <= int(typed) <= high else None
            if typed and numbers[name] is None:
                wrong[name] = Text(*(part.format(low=low, high=high) for part in _NUMBER))
        if self.pareto and (self.budget.strip() or self.months.strip()):
            wrong["pareto"] = _ALONE
        return replace(self, numbers=numbers, wrong=wrong)


def wish(
    *,
    to: str = "",
    budget: str = "",
    months: str = "",
    with_challenges: str = "",
    pareto: str = "",
    exclude: Names = None,
    include: Names = None,
) -> Wish:
    """What the parameters of an address ask; a box is ticked by any text."""
    left_out, taken_in = (tuple(dict.fromkeys(names or ())) for names in (exclude, include))
    return Wish(to, budget, months, bool(with_challenges), bool(pareto), left_out, taken_in)


WishDep = Annotated[Wish, Depends(wish)]
