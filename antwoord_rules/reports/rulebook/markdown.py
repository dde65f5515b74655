"""The rule book as Markdown, to be laid beside the sources: each item of a source with the rules that express it, in full.

The main source comes first. What it leaves blank, and what no rule expresses, is said; then follow what other publications
say and what is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple, TypeAlias

from antwoord_rules.knowledge.references import Basis, Document, Item, Reference, Section
from antwoord_rules.knowledge.rules import PlateauRow, PlateauScope, RuleBase
from antwoord_rules.language import Language, Text
from antwoord_rules.rendering.markdown import escape
from antwoord_rules.reports.rulebook.entries import EMPTY_ITEMS, HEADINGS, Part, everything, find, label_of, parts

_TITLE: Final = Text("Regelboek", "Rule book")
_ABOUT: Final = Text(
    "Elke regel staat bij het onderdeel van de bron dat hij uitdrukt, met zijn voorwaarde en met hoe wij de bron lezen. De "
    "omschrijvingen van de bronnen zijn van ons. Tussen haken staat de herkomst: bron, secundair (een andere publicatie) of "
    "eigen (van ons). Een regel staat één keer voluit; daarna alleen zijn naam.",
    "Each rule stands with the item of the source that it expresses, with its condition and with how we read the source. The "
    "descriptions of the sources are our own. In brackets stands the provenance: bron (the source), secundair (another "
    "publication) or eigen (ours). A rule is given in full once; after that only its name.",
)
_SOURCE: Final = Text("Bron: {title}", "Source: {title}")
_BLANK: Final = Text("niet gedocumenteerd in de bron", "not documented in the source")
_DERIVED_BY_US: Final = Text("Wat wij voor deze fase hebben toegevoegd:", "What we have added for this phase:")
_NO_RULE: Final = Text("Geen regel drukt dit uit.", "No rule expresses this.")
_WHOLE: Final = Text("Bij deze paragraaf als geheel", "On this section as a whole")
_WHOLE_DOCUMENT: Final = Text("Bij deze bron als geheel", "On this source as a whole")
_SECONDARY: Final = Text("Uit andere publicaties (secundair)", "From other publications (secundair)")
_OWN: Final = Text("Van ons (eigen)", "Ours (eigen)")
_NOTHING: Final = Text("Geen.", "None.")
_PLATEAU: Final = Text("EGEM-plateau bij fase {phase}: {plateaus}", "EGEM plateau beside phase {phase}: {plateaus}")
_ROUGHLY: Final = Text("ongeveer {plateaus}", "roughly {plateaus}")
_BLOCK: Final = Text("Bouwsteen: {label}", "Building block: {label}")
_INDICATOR: Final = Text("Kengetal: {label}", "Indicator: {label}")
_SHOWN: Final = frozenset({"because", "value", "when", "addresses", "effects", "requires", "steps", "reading"})
"""The parts of an entry that a reader checks against a source; `reading` is made here, as provenance stands above it."""


class _Statement(NamedTuple):
    """Anything with a provenance; one without an id of its own has no page either."""

    id: str | None
    label: Text
    basis: Basis | None
    sources: tuple[Reference, ...]
    because: Text | None
    reading: Text | None
    kind: str

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other statement."""
        return (self.kind, self.id or self.label.nl)


_Told: TypeAlias = set[tuple[str, str]]


def _safe(text: str) -> str:
    """A text that Markdown shows as it is, on one line: a line end in a rule file begins no list or heading here."""
    return escape(" ".join(text.split()))


def page(base: RuleBase, name: str, language: Language) -> str:
    """One thing as a document of its own."""
    thing = find(base, name)
    basis = getattr(thing, "basis", None)
    lines = [f"# {_safe(label_of(thing).to(language))}", "", _mark(thing.id, basis)]
    for part in parts(base, thing, language):
        lines += ["", f"## {_safe(HEADINGS[part.key].to(language))}", "", *_rows(part, "")]
    return "\n".join(lines) + "\n"


def book(base: RuleBase, language: Language) -> str:
    """The whole rule base, by source."""
    lines = tuple(_book(base, language))
    doubled = (not line and not before for before, line in zip(("", *lines), lines, strict=False))
    return "\n".join(line for line, again in zip(lines, doubled, strict=True) if not again) + "\n"


def _book(base: RuleBase, language: Language) -> Iterator[str]:
    statements = tuple(_statements(base))
    told: _Told = set()
    yield from (f"# {_TITLE.to(language)}", "", _safe(_ABOUT.to(language)))
    first = [document for document in base.documents if document.sections or _whole(document, statements)]
    for document in first:
        whole = _whole(document, statements)
        title = _SOURCE.to(language).format(title=document.title)
        yield from ("", f"## {_safe(title)}", "", *_document(document, language))
        for section in document.sections:
            yield from _section(base, document, section, statements, told, language)
        if whole:
            yield from ("", f"### {_WHOLE_DOCUMENT.to(language)}", "", *_list(base, whole, told, language))
    yield from ("", f"## {_safe(_SECONDARY.to(language))}")
    secondary = [found for found in statements if found.basis is Basis.SECUNDAIR]
    for document in base.documents:
        citing = [found for found in secondary if any(reference.document == document.id for reference in found.sources)]
        if citing or document not in first:
            yield from ("", f"### {_safe(document.title)}", "", *_document(document, language), "")
            yield from _list(base, citing, told, language) if citing else (_safe(_NO_RULE.to(language)),)
    yield from ("", f"## {_safe(_OWN.to(language))}", "")
    own = [found for found in statements if found.basis is Basis.EIGEN or not found.sources]
    yield from _list(base, own, told, language) if own else (_NOTHING.to(language),)


def _whole(document: Document, statements: Iterable[_Statement]) -> list[_Statement]:
    """What expresses a document without saying which section; what is secondary has a part of its own."""
    return [found for found in statements if found.basis is not Basis.SECUNDAIR and Reference(document.id) in found.sources]


def _statements(base: RuleBase) -> Iterator[_Statement]:
    """Phases, rules, norms, then what has a provenance without being a rule."""
    for thing in (*base.phases, *base.rules.values(), *base.norms):
        found: Any = thing
        basis = getattr(found, "basis", None)
        yield _Statement(
            thing.id, label_of(thing), basis, thing.sources, None, getattr(found, "reading", None), type(thing).__name__
        )
    for block in base.vocabulary.blocks:
        yield _Statement(None, _filled(_BLOCK, block.label), None, block.sources, None, None, "Block")
    for fact in base.vocabulary.facts:
        shown = fact.indicator
        if shown is not None:
            label = _filled(_INDICATOR, fact.label)
            yield _Statement(fact.id, label, shown.basis, shown.sources, shown.because, shown.reading, "Indicator")
    for row in (base.plateau_scope, *base.plateaus):
        if row is not None:
            yield _Statement(None, _plateau(row), row.basis, row.sources, None, row.reading, "Plateau")


def _filled(text: Text, label: Text) -> Text:
    return Text(text.nl.format(label=label.nl), text.en.format(label=label.en))


def _plateau(row: PlateauRow | PlateauScope) -> Text:
    if isinstance(row, PlateauScope):
        return row.note
    numbers = ", ".join(map(str, row.plateaus))
    said = Text(*(rough.format(plateaus=numbers) for rough in _ROUGHLY)) if row.approximate else Text(numbers, numbers)
    return Text(*(text.format(phase=row.phase, plateaus=shown) for text, shown in zip(_PLATEAU, said, strict=True)))


def _document(document: Document, language: Language) -> Iterator[str]:
    facts = (document.author, str(document.year) if document.year else None, document.address)
    known = ", ".join(fact for fact in facts if fact)
    yield f"`{document.id}`" + (f" {_safe(known)}" if known else "")
    if document.note is not None:
        yield from ("", _safe(document.note.to(language)))


def _section(
    base: RuleBase, document: Document, section: Section, statements: Iterable[_Statement], told: _Told, language: Language
) -> Iterator[str]:
    here = [found for found in statements if any(r[:2] == (document.id, section.id) for r in found.sources)]
    yield from ("", f"### {_safe(section.label.to(language))} (`{section.id}`)")
    for item in section.items:
        yield from ("", f"#### {_safe(item.about.to(language))} (`{item.id}`)", "")
        citing = [found for found in here if Reference(document.id, section.id, item.id) in found.sources]
        if item.blank:
            yield from _blank(base, document, section, item, statements, language)
        if citing:
            yield from _list(base, citing, told, language)
        elif not item.blank:
            yield _safe(_NO_RULE.to(language))
    whole = [found for found in here if Reference(document.id, section.id) in found.sources]
    if whole:
        yield from ("", f"#### {_WHOLE.to(language)}", "", *_list(base, whole, told, language))
    elif not section.items:
        yield from ("", _safe(_NO_RULE.to(language)))


def _blank(
    base: RuleBase, document: Document, section: Section, item: Item, statements: Iterable[_Statement], language: Language
) -> Iterator[str]:
    """That the source says nothing here, and beside it what we say: by name, as it is given in full under its own provenance."""
    yield from (f"**{_BLANK.to(language)}**", "")
    kind = next((kind for kind, name in EMPTY_ITEMS.items() if name == item.id), None)
    phases = {p.number for p in base.phases if any(r[:2] == (document.id, section.id) for r in p.sources)}
    ours = [rule.id for rule in getattr(base, kind) if rule.phase in phases] if kind else []
    if ours:
        yield from (_safe(_DERIVED_BY_US.to(language)), "")
        yield from (_name(found, language) for found in statements if found.id in ours and found.kind != "Indicator")
        yield ""


def _list(base: RuleBase, statements: Iterable[_Statement], told: _Told, language: Language) -> Iterator[str]:
    """Each statement with its condition and reading; one that was told before by name only."""
    for found in statements:
        yield _name(found, language)
        if found.key not in told:
            told.add(found.key)
            for part in _content(base, found, language):
                if len(part.rows) == 1:
                    yield f"    - {_safe(HEADINGS[part.key].to(language))}: {_safe(part.rows[0].text)}"
                else:
                    yield f"    - {_safe(HEADINGS[part.key].to(language))}:"
                    yield from _rows(part, "        ")


def _content(base: RuleBase, found: _Statement, language: Language) -> Iterator[Part]:
    if found.because is not None:
        yield Part.of("because", found.because.to(language))
    thing = everything(base).get(found.id) if found.id and found.kind != "Indicator" else None
    if thing is not None:
        yield from (part for part in parts(base, thing, language) if part.key in _SHOWN)
    if found.reading is not None:
        yield Part.of("reading", found.reading.to(language))


def _name(found: _Statement, language: Language) -> str:
    mark = f" {_mark(found.id, found.basis)}" if found.id or found.basis else ""
    return f"- **{_safe(found.label.to(language))}**{mark}"


def _mark(name: str | None, basis: Basis | None) -> str:
    marks = (f"`{name}`" if name else "", _safe(f"[{basis}]") if basis else "")
    return " ".join(mark for mark in marks if mark)


def _rows(part: Part, indent: str) -> Iterator[str]:
    """The rows as a nested list; a single row is a paragraph. Steps have their numbers already."""
    if len(part.rows) == 1 and not indent:
        yield _safe(part.rows[0].text)
        return
    for row in part.rows:
        mark = "" if part.key == "steps" else "- "
        yield f"{indent}{'    ' * row.depth}{mark}{_safe(row.text)}"
