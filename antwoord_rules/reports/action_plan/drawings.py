"""The pictures of a plan van aanpak, each with a caption and the same in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from antwoord_rules.explanation.tree import Explanation, tests
from antwoord_rules.explanation.wording import status_text, value_text
from antwoord_rules.language import Text
from antwoord_rules.rendering.blocks import Figure
from antwoord_rules.rendering.pictures import Bar, Ladder, Node, Profile, Rung, Spider, Status, Timeline, Why
from antwoord_rules.rendering.shares import per_cent
from antwoord_rules.reports import words
from antwoord_rules.reports.action_plan.saying import Teller
from antwoord_rules.reports.voice import Noun

_STATUSES: Final[tuple[Status, ...]] = ("met", "unmet", "unknown")
_OF_OUTCOME: Final[dict[bool | None, Status]] = {True: "met", False: "unmet", None: "unknown"}

_LADDER: Final = Text("De fasen, en waar de gemeente staat", "The phases, and where the municipality is")
_HERE: Final = Text("hier", "here")
_TARGET: Final = Text("doel", "target")
_LADDER_ALT: Final = Text("{here} {target}{phases}.", "{here} {target}{phases}.")
_AT: Final = Text("De gemeente staat in fase {number}.", "The municipality is in phase {number}.")
_AT_NONE: Final = Text("De gemeente heeft nog geen fase bereikt.", "The municipality has reached no phase yet.")
_AT_UNKNOWN: Final = Text("Er staat nog geen fase vast.", "No phase is settled yet.")
_TO: Final = Text("Het doel is fase {number}. ", "The target is phase {number}. ")
_RUNG: Final = Text(
    "Fase {number}: {status}, {met} vervuld, {unmet} niet vervuld, {unknown} onbekend",
    "Phase {number}: {status}, {met} met, {unmet} not met, {unknown} unknown",
)
_PROFILE: Final = Text("Criteria per fase en bouwsteen", "Criteria by phase and building block")
_CELL: Final = Text("{block}: {counts}", "{block}: {counts}")
_COUNT: Final = Text("{number} {status}", "{number} {status}")
_SPIDER: Final = Text(
    "Vervulde criteria per bouwsteen, nu en na dit plan", "Criteria met by building block, now and after this plan"
)
_PEERS: Final = Text("de middelste van {municipalities}", "the median of {municipalities}")
_PEER: Final = Text("{municipalities}", "{municipalities}")
_MUNICIPALITIES: Final = Noun(Text("andere gemeente", "other municipality"), Text("andere gemeenten", "other municipalities"))
_SPIDER_NOW: Final = Text("Vervulde criteria per bouwsteen", "Criteria met by building block")
_NOW: Final = Text("nu, van wat bekend is", "now, of what is known")
_AFTER: Final = Text("na dit plan zeker", "certain after this plan")
_PER_CENT: Final = Text("{block} {share}", "{block} {share}")
_TIMELINE: Final = Text("Tijdlijn van het plan, in maanden", "Timeline of the plan, in months")
_TIMELINE_WORDS: Final = (
    Text("maanden vanaf het begin", "months from the start"),
    Text("bepaalt de looptijd", "sets the length"),
    Text("heeft speling", "has slack"),
)
_BAR: Final = Text(
    "{label}: maand {start} tot {end}, ronde {wave}, {slack}", "{label}: month {start} to {end}, wave {wave}, {slack}"
)
_WHY: Final = Text("Waar fase {number} op rust", "What phase {number} rests on")
_RESTS: Final = Text("{label} ({value}) rust op {parts}.", "{label} ({value}) rests on {parts}.")


def ladder(teller: Teller) -> Figure:
    """The phases as a ladder."""
    d = teller.dossier
    rungs = []
    for phase in teller.base.phases:
        tally = d.tally(phase=phase.number)
        reached = d.assessment.context.inference.conclusions.get(phase.id)
        rungs.append(Rung(phase.number, teller.say(phase.name), reached, tally.met, tally.unmet, tally.unknown))
    target = d.target if d.target > d.number else None
    met, unmet, unknown = map(teller.status, _STATUSES)
    names = (met, unmet, unknown, teller.say(_HERE), teller.say(_TARGET))
    status = {True: words.REACHED, False: words.NOT_REACHED, None: words.NOT_KNOWN}
    told = "; ".join(
        teller.say(_RUNG, number=r.number, status=teller.say(status[r.reached]), met=r.met, unmet=r.unmet, unknown=r.unknown)
        for r in rungs
    )
    at = _AT if d.number else _AT_NONE if d.assessment.phase.certain else _AT_UNKNOWN
    alt = teller.say(
        _LADDER_ALT,
        here=teller.say(at, number=d.number),
        target=teller.say(_TO, number=target) if target else "",
        phases=told,
    )
    return Figure(Ladder(tuple(rungs), d.number, target, names), teller.say(_LADDER), alt)


def profile(teller: Teller) -> Figure:
    """The criteria by phase and building block."""
    blocks = tuple(teller.say(block.label) for block in teller.base.vocabulary.blocks)
    rows = []
    told = []
    for number, cells in teller.brief.profile:
        name = teller.say(words.PHASE_NUMBER, number=number)
        statuses: tuple[tuple[Status, ...], ...] = tuple(
            tuple(status for known in cell for status in _STATUSES if status == known) for cell in cells
        )
        rows.append((name[:1].upper() + name[1:], statuses))
        parts = (
            teller.say(_CELL, block=block, counts=", ".join(_counts(teller, cell)))
            for block, cell in zip(blocks, statuses, strict=True)
            if cell
        )
        told.append(f"{rows[-1][0]}: {'; '.join(parts)}.")
    met, unmet, unknown = map(teller.status, _STATUSES)
    return Figure(Profile(blocks, tuple(rows), (met, unmet, unknown)), teller.say(_PROFILE), " ".join(told))


def _counts(teller: Teller, cell: tuple[Status, ...]) -> Iterator[str]:
    for status in _STATUSES:
        if status in cell:
            yield teller.say(_COUNT, number=cell.count(status), status=teller.status(status))


def spider(teller: Teller) -> Figure:
    """The share of criteria met by building block: now, and what is certain after the plan."""
    d = teller.dossier
    tallies = [d.tally(block=block.id) for block in teller.base.vocabulary.blocks]
    blocks = tuple(teller.say(block.label) for block in teller.base.vocabulary.blocks)
    series: list[tuple[str, tuple[float | None, ...]]] = [(teller.say(_NOW), tuple(tally.share for tally in tallies))]
    planned = bool(d.plan.measures)
    if planned:
        series.append((teller.say(_AFTER), tuple(tally.share_after for tally in tallies)))
    if d.peers is not None:
        text = _PEER if d.peers.number == 1 else _PEERS
        name = teller.say(text, municipalities=teller.counted(d.peers.number, _MUNICIPALITIES))
        series.append((name, tuple(d.peers.medians[block.id] for block in teller.base.vocabulary.blocks)))
    told = (
        f"{name}: "
        + ", ".join(
            teller.say(_PER_CENT, block=block, share=_share(teller, share)) for block, share in zip(blocks, shares, strict=True)
        )
        for name, shares in series
    )
    alt = f"{'. '.join(text[:1].upper() + text[1:] for text in told)}."
    return Figure(Spider(blocks, tuple(series)), teller.say(_SPIDER if planned else _SPIDER_NOW), alt)


def _share(teller: Teller, share: float | None) -> str:
    return teller.status("unknown") if share is None else per_cent(share)


def timeline(teller: Teller) -> Figure:
    """The measures of the plan in time."""
    steps = teller.dossier.steps
    months, critical, slack = map(teller.say, _TIMELINE_WORDS)
    bars = tuple(Bar(teller.label(s.measure), s.start, s.end, s.wave, s.critical) for s in sorted(steps, key=lambda s: s.wave))
    told = (
        teller.say(_BAR, label=b.label, start=b.start, end=b.end, wave=b.wave, slack=critical if b.critical else slack)
        for b in bars
    )
    return Figure(Timeline(bars, (months, critical, slack)), teller.say(_TIMELINE), f"{'; '.join(told)}.")


def why(teller: Teller, number: int) -> Figure:
    """What a phase rests on: its criteria and the facts that they read."""
    found = teller.explained(f"fase_{number}")
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str], None] = {}
    _gather(teller, found, found.value, 0, nodes, edges)
    told = []
    for node in nodes.values():
        below = [nodes[other] for one, other in edges if one == node.id]
        if below:
            parts = ", ".join(f"{part.label} ({part.value})" for part in below)
            told.append(teller.say(_RESTS, label=node.label, value=node.value, parts=parts))
    return Figure(Why(tuple(nodes.values()), tuple(edges)), teller.say(_WHY, number=number), " ".join(told))


def _gather(
    teller: Teller,
    found: Explanation,
    outcome: object,
    column: int,
    nodes: dict[str, Node],
    edges: dict[tuple[str, str], None],
) -> None:
    """Put a conclusion or fact among the nodes, with what it rests on. A lower phase stands for what is below it."""
    label = found.label.to(teller.language)
    if found.kind == "phase":
        label = f"{teller.say(words.PHASE)} {found.phase}: {label}"
    fact = found.kind in ("fact", "list")
    value = value_text(found.value, teller.language, found.unit) if fact else status_text(found, teller.language)
    status = _OF_OUTCOME[outcome if isinstance(outcome, bool) else None]
    known = nodes.get(found.id)
    if known is not None and known.column >= column:
        return
    nodes[found.id] = Node(found.id, label, value, status, column)
    if found.kind == "phase" and column:
        return
    for reason in tests(found.reason):
        if reason.about is not None:
            edges[found.id, reason.about.id] = None
            _gather(teller, reason.about, reason.outcome, column + 1, nodes, edges)
