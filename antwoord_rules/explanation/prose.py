"""An explanation as a paragraph: the outcome, the tests that decided it, what is missing, and where the rule comes from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from antwoord_rules.explanation.tree import Explanation, Grounds, Kind, Reason
from antwoord_rules.explanation.wording import (
    ASSUMED,
    BASIS,
    evidence_text,
    name_text,
    status_text,
    value_text,
    wanted_text,
)
from antwoord_rules.language import Language, Text

_IS: Final = Text("{name} is {status}", "{name} is {status}")
_NEEDED: Final = Text("'{label}' is {value}, maar nodig is {wanted}", "'{label}' is {value}, but {wanted} is needed")
_HOLDS: Final = Text("'{label}' is {value}, zoals nodig ({wanted})", "'{label}' is {value}, as needed ({wanted})")
_MISSING: Final = Text(
    "'{label}' is onbekend, en nodig is {wanted} (vraag: {question})",
    "'{label}' is unknown, and {wanted} is needed (question: {question})",
)
_WANTING: Final = {True: _HOLDS, False: _NEEDED, None: _MISSING}
_LIMITING: Final = {
    True: Text("'{label}' is {value}", "'{label}' is {value}"),
    False: Text(
        "'{label}' is {value}, en de beperking geldt bij {wanted}", "'{label}' is {value}, and the limitation applies at {wanted}"
    ),
    None: Text(
        "'{label}' is onbekend, en de beperking geldt bij {wanted} (vraag: {question})",
        "'{label}' is unknown, and the limitation applies at {wanted} (question: {question})",
    ),
}
_NOT_NEEDED: Final = Text(
    "niets waar deze maatregel voor dient is nu zeker niet in orde ({parts})",
    "nothing that this measure is for is certainly amiss now ({parts})",
)
_REALISED: Final = {
    True: Text(
        "alle effecten van deze maatregel zijn er al ({parts})", "all effects of this measure are there already ({parts})"
    ),
    False: Text(
        "nog niet alle effecten van deze maatregel zijn er ({parts})", "not all effects of this measure are there yet ({parts})"
    ),
}
_FOR: Final = Text(", want {reasons}", ", because {reasons}")
_SOURCE: Final = Text("Herkomst: {basis}, {sources}.", "Provenance: {basis}, {sources}.")
_OWN: Final = Text("Herkomst: {basis}.", "Provenance: {basis}.")
_READING: Final = Text("Zo lezen wij de bron: {reading}", "How we read the source: {reading}")
_NONE_OF: Final = Text("geen van deze mogelijkheden geldt: {parts}", "none of these possibilities holds: {parts}")
_ONE_OF: Final = Text(
    "van deze mogelijkheden staat er nog geen vast: {parts}", "none of these possibilities is settled yet: {parts}"
)
_FACT_UNKNOWN: Final = Text(
    "'{label}' is onbekend. Vraag: {question} {help}", "'{label}' is unknown. Question: {question} {help}"
)
_FACT: Final = Text("'{label}' is {value}.", "'{label}' is {value}.")
_USED: Final = Text("Dit feit telt mee in: {rules}.", "This fact matters in: {rules}.")
_NORM_USED: Final = Text("Deze norm telt mee in: {rules}.", "This norm matters in: {rules}.")
_DECIDES_NOTHING: Final = Text("Dit feit beslist niets.", "This fact decides nothing.")
_ELEMENTS: Final = Text("De lijst bevat: {parts}.", "The list holds: {parts}.")
_EMPTY: Final = Text("De lijst is leeg.", "The list is empty.")


def paragraph(found: Explanation, language: Language) -> str:
    """The explanation in one paragraph, in the given language."""
    if found.kind in ("fact", "list", "norm"):
        return " ".join(_fact(found, language))
    outcome = _IS.to(language).format(name=name_text(found, language), status=status_text(found, language))
    clauses = "; ".join(dict.fromkeys(reasons(found.reason, language, kind=found.kind)))
    sentences = [_capital(outcome) + (_FOR.to(language).format(reasons=clauses) if clauses else "") + "."]
    if found.because:
        sentences.append(found.because.to(language))
    sentences += _grounds(found.grounds, language)
    return " ".join(sentences)


def reasons(reason: Reason | None, language: Language, seen: set[str] | None = None, kind: Kind = "criterion") -> Iterable[str]:
    """The tests that decided, as clauses; conclusions are followed down to the facts, each once (`seen` holds their ids).

    `kind` is that of the conclusion: what a limit tests is nothing that a municipality should want.
    """
    seen = set() if seen is None else seen
    if reason is None or not reason.decisive:
        return
    if reason.kind == "test":
        yield _clause(reason, language, seen, kind)
    elif reason.kind == "any" and reason.outcome is not True and len(reason.parts) > 1:
        parts = [clause for part in reason.parts for clause in reasons(part, language, seen, kind)]
        template = _NONE_OF if reason.outcome is False else _ONE_OF
        yield template.to(language).format(parts="; ".join(dict.fromkeys(parts)))
    else:
        for part in reason.parts:
            yield from reasons(part, language, seen, kind)


def _clause(reason: Reason, language: Language, seen: set[str], kind: Kind) -> str:
    about = reason.about
    if about is None:
        raise AssertionError("a test is about something")
    if about.kind in ("needed", "realised"):
        parts = "; ".join(dict.fromkeys(reasons(about.reason, language, seen)))
        if about.kind == "realised":
            return _REALISED[about.value is True].to(language).format(parts=parts)
        return parts if about.value is True else _NOT_NEEDED.to(language).format(parts=parts)
    if about.kind not in ("fact", "list"):
        clause = _IS.to(language).format(name=name_text(about, language), status=status_text(about, language))
        # What is as it should be needs no further reasons in a paragraph; the whole tree has them.
        told = (reason.outcome is True and about.value is True) or about.id in seen
        seen.add(about.id)
        inner = "" if told else "; ".join(reasons(about.reason, language, seen, about.kind))
        return f"{clause} ({inner})" if inner else clause
    template = (_LIMITING if kind == "limit" else _WANTING)[reason.outcome]
    return template.to(language).format(
        label=about.label.to(language),
        value=_known(about, language),
        wanted=wanted_text(reason, language),
        question=about.question.to(language) if about.question else "",
    )


def _known(about: Explanation, language: Language) -> str:
    """A fact's value with its evidence, or that it was assumed."""
    value = value_text(about.value, language, about.unit)
    proof = ASSUMED.to(language) if about.assumed else evidence_text(about.evidence, language)
    return f"{value} ({proof})" if proof else value


def _fact(found: Explanation, language: Language) -> Iterable[str]:
    label = found.label.to(language)
    if found.question and found.help:
        yield _FACT_UNKNOWN.to(language).format(label=label, question=found.question.to(language), help=found.help.to(language))
    else:
        yield _FACT.to(language).format(label=label, value=_known(found, language))
    if found.parts is not None:
        parts = "; ".join(f"{part.name} ({value_text(part.value, language)})" if part.read else part.name for part in found.parts)
        yield _ELEMENTS.to(language).format(parts=parts) if parts else _EMPTY.to(language)
    if found.kind == "norm" and found.because:
        yield found.because.to(language)
    if found.used_by:
        yield (_NORM_USED if found.kind == "norm" else _USED).to(language).format(rules=", ".join(found.used_by))
    elif found.because and found.kind != "norm":
        yield _DECIDES_NOTHING.to(language)
        yield found.because.to(language)
    yield from _grounds(found.grounds, language)


def _grounds(grounds: Grounds | None, language: Language) -> Iterable[str]:
    if grounds is None:
        return
    basis = BASIS[grounds.basis].to(language)
    sources = "; ".join(citation.text.to(language) for citation in grounds.sources)
    yield (_SOURCE if sources else _OWN).to(language).format(basis=basis, sources=sources)
    if grounds.reading:
        yield _READING.to(language).format(reading=grounds.reading.to(language))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
