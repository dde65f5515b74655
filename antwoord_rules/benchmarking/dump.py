"""A benchmark as JSON values: version 1, English keys; a share that is not known is null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from antwoord_rules.benchmarking.groups import Near, Range, Spread, Standing

if TYPE_CHECKING:
    from antwoord_rules.benchmarking.benchmark import Benchmark, Figures, Peers
    from antwoord_rules.benchmarking.rows import Row, Tally

VERSION: Final = 1
_DIGITS: Final = 6


def dump(found: Benchmark) -> dict[str, Any]:
    """The whole benchmark. Municipalities are referred to by their place in `municipalities`, counted from 0."""
    receipt = found.receipt
    return {
        "version": VERSION,
        "municipalities": [
            {
                **_row(row, found),
                "standing": _standing(found.standings[i]),
                "comparison": _peers(found.peers[i]),
            }
            for i, row in enumerate(found.rows)
        ],
        "group": _figures(found.figures, found),
        "comparison": {
            "kind": "near" if isinstance(found.comparison, Near) else "inhabitants" if found.comparison else "none",
            "near": found.comparison.number if isinstance(found.comparison, Near) else None,
            "groups": [{"inhabitants": _range(group), **_figures(figures, found)} for group, figures in found.groups],
            "not_compared": [i for i, peers in enumerate(found.peers) if found.comparison and peers is None],
        },
        "focus": found.focus,
        "repeated": [list(rows) for rows in found.repeated],
        "left_out": [_who(row) for row in found.older],
        "skipped": [
            {"file": skipped.file, "problems": [{"code": p.code, "line": p.line, "column": p.column} for p in skipped.problems]}
            for skipped in found.skipped
        ],
        "receipt": {
            "antwoord_rules": receipt.antwoord_rules,
            "engine": receipt.engine,
            "rules_sha256": receipt.rules_sha256,
            "norms": dict(receipt.norms),
        },
    }


def _who(row: Row) -> dict[str, Any]:
    who = row.municipality
    return {"naam": who.naam, "code": who.code, "inwoners": who.inwoners, "peildatum": who.peildatum}


def _row(row: Row, found: Benchmark) -> dict[str, Any]:
    return {
        "gemeente": _who(row),
        "phase": {"number": row.phase, "certain": row.certain, "possible": list(row.possible)},
        "criteria": {**_tally(row.tally), "status": dict(row.criteria)},
        "challenges": {"status": dict(row.challenges), "due": [c.id for c in found.base.challenges if c.id in row.due]},
        "blocks": {block: _tally(tally) for block, tally in row.blocks.items()},
    }


def _figures(figures: Figures, found: Benchmark) -> dict[str, Any]:
    rules = {rule.id: rule for rule in found.base.criteria}
    return {
        "size": figures.size,
        "phases": [count._asdict() for count in figures.phases],
        "share_met": _spread(figures.spread),
        "blocks": {block: _spread(spread) for block, spread in figures.blocks.items()},
        "criteria": [
            {"id": name, "phase": rules[name].phase, "block": rules[name].block, **_tally(tally)}
            for name, tally in figures.criteria.items()
        ],
        "challenges": [
            {
                "id": c.id,
                "phase": c.phase,
                "open": c.tally.unmet,
                "resolved": c.tally.met,
                "unknown": c.tally.unknown,
                "due": c.due,
                "share_open": _rounded(c.tally.share_unmet),
            }
            for c in figures.challenges
        ],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {"met": tally.met, "unmet": tally.unmet, "unknown": tally.unknown, "share_met": _rounded(tally.share)}


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "known": spread.known,
        "unknown": spread.unknown,
        "least": _rounded(spread.least),
        "lower_quartile": _rounded(spread.lower),
        "median": _rounded(spread.median),
        "upper_quartile": _rounded(spread.upper),
        "most": _rounded(spread.most),
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "rank": standing.rank,
        "tied": standing.tied,
        "of": standing.of,
        "possible": [standing.best, standing.worst],
        "median": _rounded(standing.median),
        "difference": _rounded(standing.difference),
    }


def _peers(peers: Peers | None) -> dict[str, Any] | None:
    if peers is None:
        return None
    inhabitants = None if peers.range is None else _range(peers.range)
    return {
        "inhabitants": inhabitants,
        "members": list(peers.members),
        "share_met": _spread(peers.spread),
        "standing": _standing(peers.standing),
    }


def _range(group: Range) -> dict[str, int | None]:
    return {"from": group.low, "below": group.high}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, _DIGITS)
