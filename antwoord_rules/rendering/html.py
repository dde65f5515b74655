"""What blocks look like as one HTML page: no script, nothing from elsewhere, for eyes, ears, keyboards and paper.

This module makes a tree of sections of the row of blocks and says what is shown; the templates in `templates/` say how. Every
text passes `_clean` and is escaped on its way into a template, whatever it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias
from unicodedata import normalize

from antwoord_rules.language import Language, Text
from antwoord_rules.rendering.blocks import Block, Details, Entry, Figure, Heading, Subheading, Table, Title
from antwoord_rules.rendering.measuring import shortened

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES: Final = Path(__file__).parent / "templates"
_FIGURE_MM: Final = 170
"""As wide as the text of a page."""
_LONGEST_TITLE: Final = 120
_LONGEST_ID: Final = 60
_LONGEST_WORD: Final = 24
"""A word that is longer is broken rather than that its column takes the room of the others."""
_ENDLESS_WORD: Final = 120
_MOST_WHOLE: Final = 8
"""A table of so many rows at most is kept on one sheet."""
_ENDLESS: Final = re.compile(rf"\S{{{_ENDLESS_WORD},}}")
_PIECE: Final = re.compile(r"\S{40}(?=\S)")
_NOT_TEXT: Final = re.compile(
    "[^\t\n\r\u0020-\u007e\u00a0-\u2029\u202f-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # U+202A to U+202E turn what follows
)
_NOT_IN_ID: Final = re.compile("[^a-z0-9]+")

_SAID: Final[Mapping[str, Text]] = {
    "skip": Text("Naar de inhoud", "Skip to content"),
    "note": Text("Ter informatie", "For your information"),
    "warning": Text("Let op", "Mind this"),
    "table_about": Text("Tabel {number}: {about}", "Table {number}: {about}"),
    "chart_about": Text("Schema {number}: {about}", "Chart {number}: {about}"),
    "figure_about": Text("Figuur {number}: {about}", "Figure {number}: {about}"),
    "in_words": Text("Figuur {number} in woorden", "Figure {number} in words"),
    "unnamed": Text("Rapport", "Report"),
    "page": Text("pagina", "page"),
    "of": Text("van", "of"),
}


class _Mark(NamedTuple):
    """A mark of the lists and tables: the shape that is drawn, and what it says."""

    shape: str
    said: Text


_MARKS: Final[Mapping[str, _Mark]] = {
    "●": _Mark("met", Text("vervuld", "met")),
    "○": _Mark("unmet", Text("niet vervuld", "not met")),
    "?": _Mark("unknown", Text("onbekend", "unknown")),
    "·": _Mark("none", Text("geen criterium", "no criterion")),
}
_BETWEEN: Final = "   "
"""What stands between the marks of a legend."""
_ROW_OF_MARKS: Final = re.compile(f"[{re.escape(''.join(_MARKS))}](?: [{re.escape(''.join(_MARKS))}])*")


class List(NamedTuple):
    """Entries in a row, all with numbers or none; `marked` when each has a mark of its own."""

    ordered: bool
    marked: bool
    entries: tuple[Entry, ...]


class Section(NamedTuple):
    """A heading with what follows it, up to the next heading that is as high."""

    level: int
    heading: str
    id: str
    parts: tuple[Part, ...]


class Fold(NamedTuple):
    """What can be folded away under a summary."""

    summary: str
    parts: tuple[Part, ...]


Part: TypeAlias = Block | List | Section | Fold


class Page(NamedTuple):
    """A report as a tree: its name among other pages, the heading above it all, and what stands below that."""

    name: str
    heading: str
    parts: tuple[Part, ...]


def render(blocks: Iterable[Block], language: Language, *, title: str | None = None) -> str:
    """The blocks as one HTML page.

    `title` is the name of the page, in a tab of a browser for one; without it, that is its first title. With several titles, each
    starts a section under the name.
    """
    return fill(page(tuple(blocks), language, title), language)


def fragment(blocks: Sequence[Block], language: Language, *, level: int = 2) -> str:
    """The blocks as a part of a page that has a heading above level `level`; titles count as headings."""
    body = [Heading(block.text) if isinstance(block, Title) else block for block in blocks]
    grown = _Grower().grow(body, level, several=False)
    return _filled("fragment.html.jinja", Page("", "", grown), language, date=None)


def page(blocks: Sequence[Block], language: Language, title: str | None) -> Page:
    """The blocks as a tree."""
    titles = [block.text for block in blocks if isinstance(block, Title)]
    several = len(titles) > 1
    named = title or (titles[0] if titles else _SAID["unnamed"].to(language))
    heading = named if several or not titles else titles[0]
    body = [block for block in blocks if several or not isinstance(block, Title)]
    return Page(named, heading, _Grower().grow(body, 2, several=several))


def fill(made: Page, language: Language, *, date: str | None = None) -> str:
    """The page in its template; with a date it is to be cut into sheets, and says of when it is."""
    return _filled("page.html.jinja", made, language, date=date)


def _filled(name: str, made: Page, language: Language, *, date: str | None) -> str:
    context = _Context(language, paged=date is not None)
    template = _environment(paged=context.paged).get_template(name)
    return template.render(
        page=made,
        language=language,
        date=date,
        short_title=shortened(_clean(" ".join(made.name.split())), _LONGEST_TITLE),
        say=context.say,
        mark=_MARKS.get,
        marks=_marks,
        legend=_legend,
        number_of=_number_of,
        number=context.number,
        drawn=context.drawn,
        long=_long,
        endless=_endless,
        most_whole=_MOST_WHOLE,
        kind=lambda part: type(part).__name__,
    )


class _Grower:
    """Makes sections of headings; no two of a page get the same id."""

    def __init__(self) -> None:
        self.ids: set[str] = {"main", "contents"}

    def grow(self, blocks: Sequence[Block], level: int, *, several: bool) -> tuple[Part, ...]:
        """The blocks as parts, in sections that start at a level."""
        ranks = [rank for block in blocks if (rank := _rank(block, several=several)) is not None]
        if not ranks:
            return tuple(self._plain(blocks, level, several=several))
        top = min(ranks)
        starts = [place for place, block in enumerate(blocks) if _rank(block, several=several) == top]
        before = self.grow(blocks[: starts[0]], level, several=several)
        return (
            *before,
            *(self._section(blocks[start:end], level, several=several) for start, end in pairwise([*starts, len(blocks)])),
        )

    def _section(self, blocks: Sequence[Block], level: int, *, several: bool) -> Section:
        heading = getattr(blocks[0], "text", "")
        name = self._id(heading)
        return Section(min(level, 6), heading, name, self.grow(blocks[1:], level + 1, several=several))

    def _plain(self, blocks: Iterable[Block], level: int, *, several: bool) -> Iterator[Part]:
        for (listed, ordered, marked), group in groupby(blocks, _listed):
            if listed:
                yield List(ordered, marked, tuple(block for block in group if isinstance(block, Entry)))
                continue
            for block in group:
                if isinstance(block, Details):
                    yield Fold(block.summary, self.grow(block.blocks, level, several=several))
                else:
                    yield block

    def _id(self, text: str) -> str:
        plain = normalize("NFKD", text[: 2 * _LONGEST_ID]).encode("ascii", "ignore").decode().lower()
        name = _NOT_IN_ID.sub("-", plain)[:_LONGEST_ID].strip("-") or "section"
        found, number = name, 1
        while found in self.ids:
            number += 1
            found = f"{name}-{number}"
        self.ids.add(found)
        return found


def _rank(block: Block, *, several: bool) -> int | None:
    match block:
        case Title() if several:
            return 0
        case Heading():
            return 1
        case Subheading():
            return 2
    return None


def _listed(block: Block) -> tuple[bool, bool, bool]:
    if not isinstance(block, Entry):
        return False, False, False
    ordered = block.mark.strip().removesuffix(".").isdecimal()
    return True, ordered, not ordered and block.mark != "-"


class _Context:
    """What the templates ask for while a page is filled in."""

    def __init__(self, language: Language, *, paged: bool) -> None:
        self.language = language
        self.paged = paged
        self.counts: dict[str, int] = {}

    def say(self, key: str, **details: object) -> str:
        return _SAID[key].to(self.language).format(**details)

    def number(self, kind: str) -> int:
        """The number of the next table, chart or figure."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return self.counts[kind]

    def drawn(self, figure: Figure) -> Any:
        """The picture of a figure as an element of the page, said in words.

        What makes a PDF takes the words from the title; in a browser that would only be a tip that covers the picture.
        """
        from markupsafe import Markup, escape

        from antwoord_rules.rendering.figures import svg

        start, rest = svg(figure.picture, _FIGURE_MM).split(">", 1)  # made here, all texts escaped and without ids
        alt = escape(_clean(figure.alt))
        title = f"<title>{alt}</title>" if self.paged else ""
        return Markup(f'{start} role="img" aria-label="{alt}" focusable="false">{title}{rest}')  # noqa: S704


def _marks(text: str) -> tuple[_Mark, ...]:
    """The marks of which a cell consists; none when it says something else."""
    return tuple(_MARKS[character] for character in text.split(" ")) if _ROW_OF_MARKS.fullmatch(text) else ()


def _legend(text: str) -> tuple[tuple[_Mark, str], ...]:
    """The marks that a line explains, each with its word; none when it says something else."""
    parts = [part.partition(" ") for part in text.split(_BETWEEN)]
    return tuple((_MARKS[mark], said) for mark, _, said in parts) if all(mark in _MARKS for mark, _, _ in parts) else ()


def _number_of(mark: str) -> int:
    return int(mark.strip().removesuffix("."))


def _long(text: str, most: int = _LONGEST_WORD) -> bool:
    """Whether a text holds a word that must be broken."""
    return any(len(word) > most for word in text.split())


def _endless(table: Table) -> bool:
    """Whether a table holds a word so long that looking for the best width of its column takes minutes on paper."""
    return any(_long(text, _ENDLESS_WORD) for row in (table.headers, *table.rows, (table.caption,)) for text in row)


def _clean(text: Any) -> Any:
    """A text with a sign in place of what is no text: control characters, halves of pairs, and marks that turn what follows."""
    return _NOT_TEXT.sub("\N{REPLACEMENT CHARACTER}", text) if type(text) is str else text


def _breakable(text: Any) -> Any:
    """The same for paper, where a word that never ends must show where it may be broken: trying every place takes minutes."""
    clean = _clean(text)
    return _ENDLESS.sub(lambda found: _PIECE.sub("\\g<0>\u200b", found.group()), clean) if type(clean) is str else clean


@cache
def _environment(*, paged: bool) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_breakable if paged else _clean,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
