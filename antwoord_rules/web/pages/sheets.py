"""What lies on the workbench: copies of rule files as texts. A name in an address is looked up among these, never as a path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from antwoord_rules.checking import overlay
from antwoord_rules.checking.check import Sources, read_sources
from antwoord_rules.checking.texts import MOST_BYTES
from antwoord_rules.errors import UsageError, problem
from antwoord_rules.knowledge.loader import RuleFile
from antwoord_rules.web.settings import Settings


class Sheet(NamedTuple):
    """A text under its short name; `place` is what messages call it."""

    name: str
    place: str
    text: str


class Bench(NamedTuple):
    """Sheets that are worked on together, and whether they are laid over the rules or take the place of files."""

    url: str
    title: str
    sheets: tuple[Sheet, ...]
    over: bool

    @property
    def texts(self) -> dict[str, str]:
        """The texts that are to be checked, by short name."""
        made = {sheet.name: sheet.text for sheet in self.sheets}
        return overlay.saying(made) if self.over else made

    def with_texts(self, texts: Sequence[str]) -> Bench:
        """The same sheets with what was typed, whose lines end as they do in our files; raises `UsageError` (WEB-TOO-LARGE)."""
        typed = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts[: len(self.sheets)]]
        if sum(len(text.encode("utf-8", "surrogatepass")) for text in typed) > MOST_BYTES:
            raise UsageError([problem("WEB-TOO-LARGE", most=MOST_BYTES)])
        changed = tuple(sheet._replace(text=text) for sheet, text in zip(self.sheets, typed, strict=False))
        return self._replace(sheets=(*changed, *self.sheets[len(changed) :]))


class Shelf(NamedTuple):
    """The files that a copy can be taken of, by short name, and the names of those that only lie over them."""

    files: Mapping[str, RuleFile]
    others: tuple[str, ...]

    def take(self, name: str) -> Bench:
        """A copy of the file of that short name; raises `UsageError` (WEB-NOT-FOUND)."""
        file = self.files.get(name)
        if file is None:
            raise UsageError([problem("WEB-NOT-FOUND")])
        sheet = Sheet(name, file.name, file.content.decode("utf-8-sig", "replace"))
        return Bench(f"/workbench/{name}", name, (sheet,), over=False)


def shelf(settings: Settings) -> Shelf:
    """The files of the first folder, as long as no later folder has one of the same name: that one would be replaced."""
    found: Sources = read_sources(settings.folders)
    own = Path(found.folders[0][0].name).parent
    first = [*found.folders[0], *(file for file in found.cases if Path(file.name).parent.parent == own)]
    later = [file for folder in found.folders[1:] for file in folder]
    hidden = {file.short for file in later}
    return Shelf(
        {file.short: file for file in first if file.short not in hidden},
        tuple(file.name for file in later),
    )


def own(phase: int) -> Bench:
    """Own rules of a phase and own facts, laid over the rules."""
    sheets = tuple(Sheet(name, name, text) for name, text in overlay.started(phase).items())
    return Bench(f"/workbench/own/{phase}", overlay.phase_file(phase), sheets, over=True)
