"""An explanation for a terminal: the paragraph, then the whole tree with the place of each rule. And what rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Final

from click import style

from antwoord_rules.explanation import Explanation
from antwoord_rules.explanation.tree import Kind, Reason
from antwoord_rules.explanation.wording import (
    ASSUMED,
    BASIS,
    evidence_text,
    name_text,
    status_text,
    value_text,
    wanted_text,
)
from antwoord_rules.knowledge.conditions import leaves
from antwoord_rules.knowledge.strata import Program
from antwoord_rules.language import Language, Text
from antwoord_rules.rendering.blocks import Block
from antwoord_rules.rendering.lines import WIDTH
from antwoord_rules.rendering.terminal import render as terminal
from antwoord_rules.reports.voice import Voice

_DEEPEST: Final = 16
"""Deeper parts of the tree are not indented further: a line must have room for its text."""
_ALL: Final = Text("alle van deze:", "all of these:")
_ANY: Final = Text("ten minste een van deze:", "at least one of these:")
_WHY: Final = Text("Hoe het is afgeleid", "How it was inferred")
_WANTED: Final = Text("nodig: {wanted}", "needed: {wanted}")
_LIMITS: Final = Text("beperkt bij: {wanted}", "limits at: {wanted}")
_ABOVE: Final = Text("(hierboven uitgelegd)", "(explained above)")
_NORM: Final = Text("norm {id} = {value} ({date}) [{basis}]", "norm {id} = {value} ({date}) [{basis}]")
_RULE: Final = Text("regel: {place}", "rule: {place}")
_MARKS: Final = {True: ("●", "green"), False: ("○", "red"), None: ("?", "yellow")}


def render(found: Explanation, language: Language, further: Iterable[Block] = ()) -> str:
    """The explanation as text with ANSI colours, and below it what is `further` to say."""
    lines = wrap(found.prose(language), WIDTH)
    if found.reason is not None:
        lines += ["", style(_WHY.to(language), bold=True)]
        lines += _conclusion(found, language, 0, set())
    return "\n".join(lines) + "\n" + terminal(further)


def dependents(found: Explanation, program: Program, voice: Voice) -> tuple[tuple[str, str], ...]:
    """What rests on a fact or conclusion: the conclusions that read it and the measures that change it, as ids with labels."""
    readers = (c.rule for stratum in program.strata for c in stratum if any(leaf.reads == found.id for leaf in leaves(c.when)))
    phases = {phase.id: voice.say(phase.name) for phase in voice.base.phases}
    names = dict.fromkeys((*readers, *found.used_by))
    return tuple((name, phases.get(name) or voice.label(name)) for name in names if name != found.id)


def _conclusion(found: Explanation, language: Language, depth: int, seen: set[str]) -> Iterator[str]:
    mark, colour = _MARKS[None if found.value is None else bool(found.value)]
    basis = f" [{found.grounds.basis}]" if found.grounds else ""
    text = f"{name_text(found, language)}: {status_text(found, language)}{basis}"
    yield from _line(text, depth, mark, colour)
    if found.id in seen:
        yield from _note(_ABOVE.to(language), depth)
        return
    seen.add(found.id)
    if found.grounds is not None:
        for citation in found.grounds.sources:
            yield from _note(f"{BASIS[found.grounds.basis].to(language)}: {citation.text.to(language)}", depth)
        if found.grounds.place is not None:
            yield from _note(_RULE.to(language).format(place=found.grounds.place), depth)
    if found.reason is not None:
        yield from _reason(found.reason, language, depth + 1, seen, found.kind)


def _reason(reason: Reason, language: Language, depth: int, seen: set[str], kind: Kind) -> Iterator[str]:
    mark, colour = _MARKS[reason.outcome]
    if reason.kind != "test":
        if len(reason.parts) == 1:
            yield from _reason(reason.parts[0], language, depth, seen, kind)
            return
        yield from _line((_ALL if reason.kind == "all" else _ANY).to(language), depth, mark, colour)
        for part in reason.parts:
            yield from _reason(part, language, depth + 1, seen, kind)
        return
    about = reason.about
    if about is None:
        raise AssertionError("a test is about something")
    if about.kind not in ("fact", "list"):
        yield from _conclusion(about, language, depth, seen)
        return
    value = value_text(about.value, language, about.unit)
    proof = ASSUMED.to(language) if about.assumed else evidence_text(about.evidence, language)
    wanted = (_LIMITS if kind == "limit" else _WANTED).to(language).format(wanted=wanted_text(reason, language))
    shown = f"{value} ({proof})" if proof else value
    yield from _line(f"{about.label.to(language)}: {shown}; {wanted}", depth, mark, colour)
    yield from _note(about.id, depth)
    if reason.norm is not None:
        norm = reason.norm
        shown = _NORM.to(language).format(
            id=norm.id, value=value_text(norm.value, language), date=norm.date, basis=norm.grounds.basis
        )
        yield from _note(shown, depth)
    for element in about.parts or ():
        if element.read:
            proof = evidence_text(element.evidence, language)
            shown = f"{element.name}: {value_text(element.value, language)}" + (f" ({proof})" if proof else "")
            yield from _note(shown, depth + 1)
    if about.question is not None:
        yield from _note(about.question.to(language), depth)


def _line(text: str, depth: int, mark: str, colour: str) -> Iterator[str]:
    indent = "  " * min(depth, _DEEPEST)
    lines = wrap(text, WIDTH, initial_indent=indent + "  ", subsequent_indent=indent + "  ")
    yield indent + style(mark, fg=colour) + lines[0][len(indent) + 1 :]
    yield from lines[1:]


def _note(text: str, depth: int) -> Iterator[str]:
    indent = "  " * (min(depth, _DEEPEST) + 1)
    for line in wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent):
        yield style(line, dim=True)
