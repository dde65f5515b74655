"""Plans van aanpak to look at: of each phase, of uncertain facts, and of no facts at all; and as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from antwoord_rules import KnowledgeBase
from antwoord_rules.language import Language
from antwoord_rules.rendering.blocks import Block, Details
from antwoord_rules.reports.action_plan import grounds
from antwoord_rules.reports.action_plan.dossier import Dossier, dossier
from antwoord_rules.reports.action_plan.report import SECTIONS
from antwoord_rules.reports.action_plan.saying import Teller

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "data" / "report"
SECONDS = 30
NAMES = ("klaverdonk", "waterrijk", "elzenmeer", "oosterwoud", "wolvendrecht", "zilverhaven", "lindewaard", "onbekend")
"""The bundled municipalities of phase 0 to 5, one whose phase is uncertain, and one of which nothing is known."""
NOTHING = {"gemeente": {"naam": "Onbekenderveen", "peildatum": "2026-10-01"}}
SOURCED = "waterrijk"
"""The one of which the sources are pinned too: they are much the same for all."""
PINNED: tuple[tuple[str, Language], ...] = (*((name, "nl") for name in NAMES), ("waterrijk", "en"), ("onbekend", "en"))


def source(name: str) -> dict | Path:
    """The facts of that name."""
    return NOTHING if name == "onbekend" else ROOT / "facts" / f"{name}.json"


def dossier_of(kb: KnowledgeBase, name: str, to: int | None = None) -> Dossier:
    """What the plan of a municipality rests on; without `to`, two phases ahead, so that there is a way to go."""
    memory = kb.read(source(name))
    number = kb.assess_memory(memory).phase.number
    return dossier(kb, memory, min(number + 2, 5) if to is None else to, seconds=SECONDS)


def as_text(found: Dossier, language: Language, *, sources: bool) -> str:
    """The content model as lines to compare: every block with what it rests on; the sources only when asked for."""
    teller = Teller(found, language)
    lines: list[str] = []
    for section in SECTIONS:
        if section is grounds.sources and not sources:
            continue
        for said in section(teller):
            lines += _lines([said.block], "")
            lines.append(f"    <- {', '.join(_few(said.rests_on))}")
    return "\n".join(lines) + "\n"


def _few(names: tuple[str, ...]) -> Iterable[str]:
    """Kinds of parts that come by the dozen, counted."""
    kinds: dict[str, int] = {}
    for name in names:
        kinds[name.partition("/")[0]] = kinds.get(name.partition("/")[0], 0) + 1
    return (kind if number == 1 else f"{kind} ({number})" for kind, number in kinds.items())


def _lines(blocks: Iterable[Block], indent: str) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Details):
            yield f"{indent}Details {block.summary!r}"
            yield from _lines(block.blocks, f"{indent}  ")
            continue
        yield f"{indent}{type(block).__name__}"
        for name, value in block._asdict().items():
            if isinstance(value, tuple) and value and isinstance(value[0], tuple) and not hasattr(block, "picture"):
                yield f"{indent}  {name}:"
                yield from (f"{indent}    {' | '.join(row)}" for row in value)
            elif value not in ("", (), None, False):
                yield f"{indent}  {name}: {value}"
