"""What everything rests on: EGEM beside the phases, the provenance of each statement, the sources, and the receipt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from antwoord_rules.explanation.wording import value_text
from antwoord_rules.knowledge.references import Basis, Document
from antwoord_rules.language import Text
from antwoord_rules.rendering.blocks import Details, Entry, Heading, Pairs, Paragraph, Subheading, Table
from antwoord_rules.reports import words
from antwoord_rules.reports.action_plan.saying import Said, Teller

_EGEM: Final = Text("Vergelijking met EGEM i-teams", "Comparison with EGEM i-teams")
_EGEM_TABLE: Final = Text("Fasen van Antwoord© en plateaus van EGEM i-teams", "Phases of Antwoord© and plateaus of EGEM i-teams")
_EGEM_HEADERS: Final = (Text("Fase", "Phase"), Text("Plateau", "Plateau"), Text("Herkomst", "Provenance"))
_ABOUT_PLATEAU: Final = Text("ongeveer {plateaus}", "about {plateaus}")
_NOT_DOCUMENTED: Final = Text("niet gedocumenteerd in de bron", "not documented in the source")
_HEADING: Final = Text("Bronnen en herkomst", "Sources and provenance")
_MARKED: Final = Text("Achter elke uitspraak staat waar zij vandaan komt.", "After each statement stands where it comes from.")
_COUNTS: Final = Text("Waar de regels vandaan komen", "Where the rules come from")
_PROVENANCE: Final = Text("{kind}: de herkomst van elke uitspraak", "{kind}: the provenance of each statement")
_HEADERS: Final = (
    Text("Uitspraak", "Statement"),
    Text("Herkomst", "Provenance"),
    Text("Bron", "Source"),
    Text("Hoe wij die lezen, of waarom dit er staat", "How we read it, or why this is here"),
)
_DOCUMENTS: Final = Text("De bronnen", "The sources")
_RECEIPT: Final = Text("Ontvangstbewijs", "Receipt")
_RECEIPT_ABOUT: Final = Text(
    "Met hetzelfde programma, dezelfde regels en dezelfde feiten komt er hetzelfde plan uit.",
    "The same program, the same rules and the same facts give the same plan.",
)
_PROGRAM: Final = Text("Programma", "Program")
_ENGINE: Final = Text("Regelmachine", "Rule engine")
_RULES: Final = Text("Regels (SHA-256)", "Rules (SHA-256)")
_FACTS: Final = Text("Feiten (SHA-256)", "Facts (SHA-256)")
_NORM: Final = Text("Norm: {label}", "Norm: {label}")
_VALUE: Final = Text("{value} [{basis}]", "{value} [{basis}]")
_VALUE_CHANGED: Final = Text(
    "{value}, voor dit plan aangepast; volgens de regels {given} [{basis}]",
    "{value}, changed for this plan; by the rules {given} [{basis}]",
)


def egem(teller: Teller) -> Iterator[Said]:
    """The plateaus beside the phases, with the note on scope."""
    base = teller.base
    rows = []
    by_phase = {row.phase: row for row in base.plateaus}
    for phase in base.phases:
        row = by_phase.get(phase.number)
        name = teller.phase(phase.number)
        name = name[:1].upper() + name[1:]
        if row is None or not row.plateaus:
            rows.append((name, teller.say(_NOT_DOCUMENTED), ""))
            continue
        plateaus = f" {teller.say(words.AND)} ".join(map(str, row.plateaus))
        rows.append((name, teller.say(_ABOUT_PLATEAU, plateaus=plateaus) if row.approximate else plateaus, f"[{row.basis}]"))
    rests_on = ("egem_plateaus", "phase", "sources/fasen-van-antwoord", *(f"phases/{phase.number}" for phase in base.phases))
    if not base.plateaus:
        return
    yield Said(Heading(teller.say(_EGEM)), ("egem_plateaus",))
    for text in teller.brief.plateaus:
        yield Said(Paragraph(text), rests_on)
    yield Said(Table(tuple(map(teller.say, _EGEM_HEADERS)), tuple(rows), teller.say(_EGEM_TABLE), row_headers=True), rests_on)


def sources(teller: Teller) -> Iterator[Said]:
    """The provenance of each statement in the plan, and the documents."""
    d = teller.dossier
    yield Said(Heading(teller.say(_HEADING)), ("method",))
    yield Said(Paragraph(f"{teller.say(_MARKED)} {teller.say(words.MARKS)}"), ("method", "sources/fasen-van-antwoord"))
    headers = ("", *(f"[{basis}]" for basis in Basis))
    rows = tuple(
        (teller.say(words.KINDS[kind]), *(str(counts[basis]) for basis in Basis)) for kind, counts in d.provenance.items()
    )
    yield Said(Table(headers, rows, teller.say(_COUNTS), row_headers=True), ("provenance",))
    for kind, names in d.spoken_of.items():
        if names:
            cells = tuple(_row(teller, name) for name in names)
            table = Table(tuple(map(teller.say, _HEADERS)), cells, row_headers=True)
            summary = teller.say(_PROVENANCE, kind=teller.say(words.KINDS[kind]))
            yield Said(Details(summary, (table,)), (f"spoken_of/{kind}",))
    yield Said(Subheading(teller.say(_DOCUMENTS)), ("method",))
    for document in teller.base.documents:
        yield Said(_document(teller, document), (f"sources/{document.id}",))


def _row(teller: Teller, name: str) -> tuple[str, str, str, str]:
    rule = teller.base.rules.get(name) or teller.base.norm_by_id[name]
    reading: Text | None = getattr(rule, "reading", None) or getattr(rule, "because", None)
    cited = "; ".join(teller.say(citation.text) for citation in teller.dossier.cited(name))
    return (teller.say(rule.label), f"[{teller.dossier.basis(name)}]", cited, teller.say(reading) if reading else "")


def _document(teller: Teller, document: Document) -> Entry:
    parts = [document.author, document.title, str(document.year) if document.year else None, document.address]
    text = ". ".join(part.rstrip(".") for part in parts if part)
    return Entry("-", f"{text}.", (teller.say(document.note),) if document.note else ())


def receipt(teller: Teller) -> Iterator[Said]:
    """What made the plan, so that anyone can make it again."""
    found = teller.dossier.assessment.receipt
    yield Said(Heading(teller.say(_RECEIPT)), ("receipt",))
    yield Said(Paragraph(teller.say(_RECEIPT_ABOUT)), ("method",))
    rows = [
        (teller.say(_PROGRAM), f"antwoord-rules {found.antwoord_rules}"),
        (teller.say(_ENGINE), found.engine),
        (teller.say(_RULES), found.rules_sha256),
        (teller.say(_FACTS), found.facts_sha256),
    ]
    for norm in teller.base.norms:
        value = value_text(found.norms[norm.id], teller.language, norm.unit)
        given = value_text(norm.type.to_people(norm.value), teller.language, norm.unit)
        text = _VALUE if value == given else _VALUE_CHANGED
        shown = teller.say(text, value=value, given=given, basis=norm.basis)
        rows.append((teller.say(_NORM, label=teller.say(norm.label)), shown))
    yield Said(Pairs(tuple(rows)), ("receipt", *(f"norms/{norm.id}" for norm in teller.base.norms)))
