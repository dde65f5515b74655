"""Many municipalities side by side: the figures of the group, and each municipality against it and a comparison group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from antwoord_rules.assessment import Assessment, Receipt
from antwoord_rules.benchmarking.groups import Comparison, Near, Range, Spread, Standing, nearest, standing
from antwoord_rules.benchmarking.rows import Row, Tally, identities, newest, plain, row_of
from antwoord_rules.errors import Problem
from antwoord_rules.knowledge.rules import RuleBase
from antwoord_rules.language import Text
from antwoord_rules.quoting import clean
from antwoord_rules.suggestions import nearest as nearest_name

Order: TypeAlias = Literal["name", "phase", "inhabitants"]


class PhaseCount(NamedTuple):
    """How many municipalities have reached a phase as their highest: in all, for certain, and how many could turn out to have."""

    phase: int
    reached: int
    certain: int
    possible: int


class ChallengeCount(NamedTuple):
    """How many municipalities have resolved a challenge or not; `due`: open, and of their phase or a lower one."""

    id: str
    phase: int
    tally: Tally
    due: int


class Figures(NamedTuple):
    """The figures of a group of municipalities."""

    size: int
    phases: tuple[PhaseCount, ...]
    criteria: Mapping[str, Tally]
    challenges: tuple[ChallengeCount, ...]
    """The most frequently open first; then those that are due for most, those of the lowest phase."""
    spread: Spread
    """Of the share of criteria met among the known."""
    blocks: Mapping[str, Spread]
    """The same by building block."""


class Peers(NamedTuple):
    """The comparison group of a municipality: which rows, out of which range (None: its nearest), and where it stands.

    A range holds the municipality itself; its nearest don't.
    """

    range: Range | None
    members: tuple[int, ...]
    spread: Spread
    standing: Standing


class Skipped(NamedTuple):
    """A file that was passed over, and what is wrong with it."""

    file: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Benchmark:
    """Municipalities side by side. `standings` and `peers` go with `rows`."""

    base: RuleBase = field(repr=False, compare=False)
    receipt: Receipt
    rows: tuple[Row, ...]
    figures: Figures
    standings: tuple[Standing, ...]
    comparison: Comparison
    groups: tuple[tuple[Range, Figures], ...]
    """The figures of each range of inhabitants."""
    peers: tuple[Peers | None, ...]
    """None: without inhabitants, in none of the ranges, or no comparison group was chosen."""
    repeated: tuple[tuple[int, ...], ...]
    """The rows that are about the same municipality."""
    older: tuple[Row, ...]
    """What was left out because there is a newer row of the same municipality."""
    skipped: tuple[Skipped, ...]
    focus: int | None
    """The row to point out."""

    def model_dump(self) -> dict[str, Any]:
        """The benchmark as JSON values."""
        from antwoord_rules.benchmarking.dump import dump

        return dump(self)


def benchmark(
    assessments: Sequence[Assessment],
    *,
    comparison: Comparison = (),
    order: Order = "name",
    latest: bool = False,
    focus: str | None = None,
    skipped: Iterable[Skipped] = (),
) -> Benchmark:
    """The benchmark of municipalities that were assessed with the same rules.

    `latest` keeps the newest row of each municipality. `focus` is the name or code of one to point out. Raises `ValueError`
    when there is no assessment, and `FocusError` when no row, or more than one municipality, is called `focus`.
    """
    if not assessments:
        raise ValueError("a benchmark needs at least one municipality")
    base = assessments[0].context.base
    made = [row_of(assessment) for assessment in assessments]
    kept, older = newest(made) if latest else (made, [])
    rows = tuple(sorted(kept, key=_ORDERS[order]))
    identity = identities(rows)
    figures = _figures(base, rows)
    groups = tuple(
        (group, _figures(base, [row for row in rows if group.holds(row.municipality.inwoners)]))
        for group in (() if isinstance(comparison, Near) else comparison)
    )
    same: dict[str, list[int]] = {}
    for i, key in enumerate(identity):
        same.setdefault(key, []).append(i)
    return Benchmark(
        base=base,
        receipt=assessments[0].receipt,
        rows=rows,
        figures=figures,
        standings=tuple(standing(row, [*rows[:i], *rows[i + 1 :]], figures.spread) for i, row in enumerate(rows)),
        comparison=comparison,
        groups=groups,
        peers=tuple(_peers(i, rows, identity, comparison) for i in range(len(rows))),
        repeated=tuple(tuple(found) for found in same.values() if len(found) > 1),
        older=tuple(sorted(older, key=_by_name)),
        skipped=tuple(skipped),
        focus=None if focus is None else _focus(focus, rows, identity),
    )


def others_of(found: Benchmark, index: int) -> tuple[int, ...]:
    """With whom a row is compared, itself left out, and other dates of the same municipality: its comparison group, or all."""
    peers = found.peers[index]
    members = range(len(found.rows)) if peers is None else peers.members
    same = next((rows for rows in found.repeated if index in rows), (index,))
    return tuple(i for i in members if i not in same)


def peer_blocks(found: Benchmark, index: int) -> Mapping[str, Spread]:
    """The spread of the share met by building block in the comparison group of a row; empty when it has none."""
    peers = found.peers[index]
    if peers is None:
        return {}
    members = [found.rows[i] for i in peers.members]
    return {block.id: Spread.of(row.blocks[block.id].share for row in members) for block in found.base.vocabulary.blocks}


class FocusError(LookupError):
    """No municipality is called so, or several are; `said` tells which."""

    def __init__(self, wanted: str, found: int, names: Sequence[str]) -> None:
        near = None if found else nearest_name(wanted, names)
        text = _MANY_FOCUS if found else _NO_FOCUS if near is None else _NO_FOCUS_BUT
        self.said: Final = Text(*(words.format(name=clean(wanted), near=clean(near or "")) for words in text))
        super().__init__(self.said.en)


_NO_FOCUS: Final = Text("geen van de gemeenten heet '{name}' of heeft die code", "no municipality has '{name}' as name or code")
_NO_FOCUS_BUT: Final = Text(f"{_NO_FOCUS.nl}; bedoelde u '{{near}}'?", f"{_NO_FOCUS.en}; did you mean '{{near}}'?")
_MANY_FOCUS: Final = Text(
    "meer dan één gemeente heet '{name}'; geef de code", "more than one municipality is called '{name}'; give the code"
)


def _figures(base: RuleBase, rows: Sequence[Row]) -> Figures:
    reached, certain, possible = Counter[int](), Counter[int](), Counter[int]()
    for row in rows:
        reached[row.phase] += 1
        certain[row.phase] += row.certain
        possible.update(row.possible)
    challenges = [
        ChallengeCount(
            rule.id,
            rule.phase,
            Tally.of(row.challenges[rule.id] for row in rows),
            sum(row.challenges[rule.id] == "open" and rule.id in row.due for row in rows),
        )
        for rule in base.challenges
    ]
    return Figures(
        size=len(rows),
        phases=tuple(PhaseCount(n, reached[n], certain[n], possible[n]) for n in range(len(base.phases) + 1)),
        criteria={rule.id: Tally.of(row.criteria[rule.id] for row in rows) for rule in base.criteria},
        challenges=tuple(sorted(challenges, key=lambda found: (-found.tally.unmet, -found.due, found.phase))),
        spread=Spread.of(row.share for row in rows),
        blocks={block.id: Spread.of(row.blocks[block.id].share for row in rows) for block in base.vocabulary.blocks},
    )


def _peers(index: int, rows: Sequence[Row], identity: Sequence[str], comparison: Comparison) -> Peers | None:
    own = rows[index]
    if isinstance(comparison, Near):
        group, members = None, nearest(index, rows, identity, comparison.number)
        if members is None:
            return None
    else:
        group = next((found for found in comparison if found.holds(own.municipality.inwoners)), None)
        if group is None:
            return None
        members = tuple(i for i, row in enumerate(rows) if group.holds(row.municipality.inwoners))
    spread = Spread.of(rows[i].share for i in members)
    return Peers(group, members, spread, standing(own, (rows[i] for i in members if i != index), spread))


def _focus(wanted: str, rows: Sequence[Row], identity: Sequence[str]) -> int:
    """The row of that code or name; of several dates of one municipality the last."""
    code = [i for i, row in enumerate(rows) if row.municipality.code == wanted.strip().upper()]
    found = code or [i for i, row in enumerate(rows) if plain(row.municipality.naam) == plain(wanted)]
    if len({identity[i] for i in found}) != 1:
        raise FocusError(wanted, len(found), [row.municipality.naam for row in rows])
    return max(found, key=lambda i: rows[i].municipality.peildatum)


def _by_name(row: Row) -> tuple[str, str, str, str]:
    who = row.municipality
    return (plain(who.naam), who.naam, who.code or "", who.peildatum)


_ORDERS: Final = {
    "name": _by_name,
    "phase": lambda row: (-row.phase, -(row.share if row.share is not None else -1), *_by_name(row)),
    "inhabitants": lambda row: (row.municipality.inwoners is None, -(row.municipality.inwoners or 0), *_by_name(row)),
}
"""From A to Z; from the highest phase, then the largest share met; from the most inhabitants, the unknown last."""
