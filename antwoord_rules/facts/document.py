"""A parsed fact document, checked against the vocabulary: design section "Facts"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from antwoord_rules.errors import Detail
from antwoord_rules.facts.memory import Element, Evidence, Municipality
from antwoord_rules.knowledge.vocabulary import MUNICIPALITY, Collection, Fact, FactType, Flaw, Node, Value, Vocabulary
from antwoord_rules.language import Text
from antwoord_rules.quoting import clean, forbidden, shown
from antwoord_rules.suggestions import did_you_mean, nearest

Path: TypeAlias = tuple[str | int, ...]

SCHEMA_KEY: Final = "$schema"
VALUE: Final = "waarde"
ORIGINS: Final = ("gemeten", "opgegeven", "geschat")
MUNICIPALITY_CODE: Final = re.compile(r"GM[0-9]{4}")

_MAPPING: Final = (dict, Mapping)  # a dict is recognised at once; other mappings take the slow way
_MOST_GUESSES: Final = 100
"""After so many mistakes no name is guessed any more: that takes time, and it is another kind of document."""
_EVIDENCE_KEYS: Final = (VALUE, "herkomst", "bron", "datum", "periode")
_DATE_LENGTH: Final = len("2026-10-01")
_DATE_FORM: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MUNICIPALITY_LABELS: Final = {
    "naam": Text("de naam van de gemeente", "the name of the municipality"),
    "code": Text("de code van de gemeente", "the code of the municipality"),
    "inwoners": Text("het aantal inwoners", "the number of inhabitants"),
    "peildatum": Text("de peildatum", "the reference date"),
}
_DATE: Final = Text("een datum als 2026-10-01", "a date like 2026-10-01")
_OBJECT: Final = Text("een object met sleutels", "an object with keys")
_LIST: Final = Text("een lijst", "a list")


class Flawed(NamedTuple):
    """A problem and the place in the document that it is about."""

    code: str
    path: Path
    of_key: bool
    details: dict[str, Detail]


class Reader:
    """Reads one document; what it finds stands in the attributes. `explicit` holds the facts that were given, null included."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.flaws: list[Flawed] = []
        self.municipality: Municipality | None = None
        self.values: dict[str, Value] = {}
        self.evidence: dict[str, Evidence] = {}
        self.explicit: set[str] = set()
        self.collections: dict[str, tuple[Element, ...]] = {}

    def read(self, raw: Mapping[str, Any]) -> None:
        """Read the whole document."""
        groups = self.vocabulary.tree
        for key, value in raw.items():
            path = (key,)
            if key == MUNICIPALITY:
                continue
            if key == SCHEMA_KEY:
                self._text(Text(key, key), value, path)
            elif key in groups:
                self._branch(groups[key], value, path)
            else:
                self._unknown(path, [MUNICIPALITY, *groups], among_facts=True)
        self._municipality(raw)

    # Groups and facts

    def _branch(self, node: Node, raw: Any, path: Path) -> None:
        if isinstance(node, Fact):
            self._fact(node, raw, path)
        elif isinstance(node, Collection):
            self._collection(node, raw, path)
        elif raw is None:  # the whole group is unknown
            self.explicit.update(_facts_in(node))
        elif not isinstance(raw, _MAPPING):
            name = ".".join(map(str, path))
            self._wrong_shape(path, Text(name, name), _OBJECT, raw)
        else:
            for key, value in raw.items():
                here = (*path, key)
                if key in node:
                    self._branch(node[key], value, here)
                else:
                    self._unknown(here, node, among_facts=True)

    def _fact(self, fact: Fact, raw: Any, path: Path) -> None:
        self.explicit.add(fact.id)
        value, evidence = self._scalar(fact, raw, path)
        if value is not None:
            self.values[fact.id] = value
        if evidence is not None:
            self.evidence[fact.id] = evidence

    def _scalar(self, fact: Fact, raw: Any, path: Path) -> tuple[Value | None, Evidence | None]:
        """The encoded value of a fact, plain or with its evidence; None is unknown."""
        evidence = None
        if isinstance(raw, _MAPPING):
            raw, evidence = self._evidenced(fact, raw, path)
            path = (*path, VALUE)
        if raw is None:
            return None, evidence
        value = fact.type.to_engine(raw)
        if isinstance(value, Flaw):
            codes = {Flaw.TYPE: "FACT-TYPE", Flaw.RANGE: "FACT-RANGE", Flaw.DECIMALS: "FACT-DECIMALS"}
            self._flaw(codes[value], path, label=fact.label, found=shown(raw), allowed=fact.type.allowed)
            return None, evidence
        return value, evidence

    def _evidenced(self, fact: Fact, raw: Mapping[str, Any], path: Path) -> tuple[Any, Evidence]:
        label = fact.label
        for key in raw:
            if key not in _EVIDENCE_KEYS:
                self._unknown((*path, key), _EVIDENCE_KEYS)
        if VALUE not in raw:
            self._flaw("FACT-REQUIRED", path, key=VALUE, allowed=fact.type.allowed)
        origin = raw.get("herkomst")
        if origin is not None and not (isinstance(origin, str) and origin in ORIGINS):
            here = (*path, "herkomst")
            self._flaw("FACT-CHOICE", here, label=label, found=shown(origin), allowed=", ".join(ORIGINS))
            origin = None
        return raw.get(VALUE), Evidence(
            herkomst=origin,
            bron=self._text(label, raw.get("bron"), path, "bron"),
            datum=self._date(label, raw.get("datum"), path, "datum"),
            periode=self._text(label, raw.get("periode"), path, "periode"),
        )

    # Collections

    def _collection(self, collection: Collection, raw: Any, path: Path) -> None:
        self.explicit.add(collection.id)
        if raw is None:
            return
        if isinstance(raw, _MAPPING) and VALUE in raw:
            self._flaw("FACT-NO-EVIDENCE", path, label=collection.label)
            return
        if not isinstance(raw, (list, tuple)):
            self._wrong_shape(path, collection.label, _LIST, raw)
            return
        elements = [self._element(collection, item, (*path, i)) for i, item in enumerate(raw)]
        seen: set[str] = set()
        for i, element in enumerate(elements):
            if element is not None and element.name in seen:
                self._flaw("FACT-DUPLICATE-NAME", (*path, i, collection.key), label=collection.label, found=shown(element.name))
            elif element is not None:
                seen.add(element.name)
        self.collections[collection.id] = tuple(element for element in elements if element is not None)

    def _element(self, collection: Collection, raw: Any, path: Path) -> Element | None:
        if not isinstance(raw, _MAPPING):
            self._wrong_shape(path, collection.label, _OBJECT, raw)
            return None
        values: dict[str, Value] = {}
        texts: dict[str, str | tuple[str, ...]] = {}
        evidence: dict[str, Evidence] = {}
        for key, value in raw.items():
            here = (*path, key)
            attribute = collection.attribute(key) if isinstance(key, str) else None
            if attribute is None:
                self._unknown(here, [a.id for a in collection.attributes])
            elif attribute.type is FactType.TEXTS:
                if value is not None:
                    texts[key] = self._texts(attribute, value, here)
            elif attribute.type is FactType.TEXT:
                plain = value
                if isinstance(value, _MAPPING):
                    plain, evidence[key] = self._evidenced(attribute, value, here)
                    here = (*here, VALUE)
                found = self._text(attribute.label, plain, here, required=key == collection.key)
                if found is not None:
                    texts[key] = found
            else:
                known, said = self._scalar(attribute, value, here)
                if known is not None:
                    values[key] = known
                if said is not None:
                    evidence[key] = said
        if collection.key not in raw:
            self._flaw("FACT-REQUIRED", path, key=collection.key, allowed=FactType.TEXT.allowed)
        name = texts.get(collection.key)
        return Element(name, values, texts, evidence) if isinstance(name, str) else None

    def _texts(self, attribute: Fact, raw: Any, path: Path) -> tuple[str, ...]:
        if isinstance(raw, _MAPPING) and VALUE in raw:
            self._flaw("FACT-NO-EVIDENCE", path, label=attribute.label)
            return ()
        if not isinstance(raw, (list, tuple)):
            self._wrong_shape(path, attribute.label, attribute.type.allowed, raw)
            return ()
        found = [self._text(attribute.label, item, (*path, i), required=True) for i, item in enumerate(raw)]
        return tuple(text for text in found if text is not None)

    # The municipality

    def _municipality(self, raw: Mapping[str, Any]) -> None:
        given = raw.get(MUNICIPALITY)
        path: Path = (MUNICIPALITY,)
        if MUNICIPALITY not in raw:
            self._flaw("FACT-REQUIRED", (), key=MUNICIPALITY, allowed=Text("naam en peildatum", "naam and peildatum"))
            return
        if not isinstance(given, _MAPPING):
            self._wrong_shape(path, Text(MUNICIPALITY, MUNICIPALITY), _OBJECT, given)
            return
        for key in given:
            if key not in _MUNICIPALITY_LABELS:
                self._unknown((*path, key), _MUNICIPALITY_LABELS)
        for key, allowed in (("naam", FactType.TEXT.allowed), ("peildatum", _DATE)):
            if key not in given:
                self._flaw("FACT-REQUIRED", path, key=key, allowed=allowed)
        labels = _MUNICIPALITY_LABELS
        name = self._text(labels["naam"], given.get("naam"), (*path, "naam"), required="naam" in given)
        day = self._date(labels["peildatum"], given.get("peildatum"), (*path, "peildatum"), required="peildatum" in given)
        code = self._text(labels["code"], given.get("code"), (*path, "code"))
        if code is not None and not MUNICIPALITY_CODE.fullmatch(code):
            self._flaw("FACT-CODE", (*path, "code"), label=labels["code"], found=shown(code))
        inhabitants = given.get("inwoners")
        if inhabitants is not None:
            flaw = FactType.COUNT.to_engine(inhabitants)
            if isinstance(flaw, Flaw):
                here = (*path, "inwoners")
                wrong = "FACT-RANGE" if flaw is Flaw.RANGE else "FACT-TYPE"
                self._flaw(wrong, here, label=labels["inwoners"], found=shown(inhabitants), allowed=FactType.COUNT.allowed)
        self.municipality = Municipality(name or "", day or "", code, inhabitants)

    # Texts and dates

    def _text(self, label: Text, raw: Any, path: Path, *key: str, required: bool = False) -> str | None:
        if (raw is None and not required) or (type(raw) is str and raw.isprintable() and raw.strip()):
            return raw  # by far the most common: nothing there, or a plain text
        path = (*path, *key)
        if not isinstance(raw, str):
            self._wrong_shape(path, label, FactType.TEXT.allowed, raw)
            return None
        wrong = forbidden(raw)
        if wrong is not None:
            self._flaw("FACT-TEXT", path, label=label, found=wrong)
            return None
        if required and not raw.strip():
            self._flaw("FACT-EMPTY", path, label=label, allowed=FactType.TEXT.allowed)
            return None
        return raw

    def _date(self, label: Text, raw: Any, path: Path, *key: str, required: bool = False) -> str | None:
        if (raw is None and not required) or (isinstance(raw, str) and len(raw) == _DATE_LENGTH and _is_date(raw)):
            return raw
        self._flaw("FACT-DATE", (*path, *key), label=label, found=shown(raw))
        return None

    # Flaws

    def _unknown(self, path: Path, allowed: Iterable[str], *, among_facts: bool = False) -> None:
        key = str(path[-1])
        dotted = ".".join(map(str, path))
        derived = self.vocabulary.derived_by_id.get(dotted)
        if derived is not None:
            self._flaw("FACT-DERIVED", path, of_key=True, key=dotted, collection=derived.collection)
            return
        if len(self.flaws) >= _MOST_GUESSES:
            self._flaw("FACT-UNKNOWN", path, of_key=True, key=clean(key), suggestion=Text("", ""))
            return
        names = list(allowed)
        if among_facts and nearest(key, names) is None and nearest(dotted, self.vocabulary.fact_by_id):
            key_or_path, names = dotted, list(self.vocabulary.fact_by_id)
        else:
            key_or_path = key
        self._flaw("FACT-UNKNOWN", path, of_key=True, key=clean(key), suggestion=did_you_mean(key_or_path, names))

    def _wrong_shape(self, path: Path, label: Text, expected: Text, raw: Any) -> None:
        self._flaw("FACT-SHAPE", path, label=label, expected=expected, found=kind_of(raw))

    def _flaw(self, code: str, path: Path, *, of_key: bool = False, **details: Detail) -> None:
        label = details.get("label")
        if isinstance(label, Text) and path and path[-1] in _EVIDENCE_KEYS[1:]:  # say which part of the evidence it is about
            details["label"] = Text(f"{label.nl} ({path[-1]})", f"{label.en} ({path[-1]})")
        self.flaws.append(Flawed(code, path, of_key, details))


@lru_cache(maxsize=512)
def _is_date(text: str) -> bool:
    """Whether a text is an ISO date that exists; a document names few dates, many times."""
    if not _DATE_FORM.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _facts_in(node: Node) -> Iterable[str]:
    if isinstance(node, _MAPPING):
        for part in node.values():
            yield from _facts_in(part)
    else:
        yield node.id


def kind_of(raw: object) -> Text:
    """A raw value in a message: what it is, or the value itself when it is short."""
    if isinstance(raw, _MAPPING):
        return _OBJECT
    if isinstance(raw, (list, tuple)):
        return _LIST
    return Text(shown(raw), shown(raw))
