"""YAML text to plain values that know where they stand. Built from the parser's nodes, so that one pass finds every error."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from antwoord_rules.errors import Problem, problem
from antwoord_rules.language import Text
from antwoord_rules.quoting import forbidden

Path: TypeAlias = Sequence[str | int]
Position: TypeAlias = tuple[int, int]

MOST_BYTES: Final = 1_000_000
MOST_DEPTH: Final = 32
_TAG: Final = "tag:yaml.org,2002:"
_PLAIN_TAGS: Final = (f"{_TAG}map", f"{_TAG}seq")


@dataclass(frozen=True, slots=True)
class Located:
    """A YAML document: its plain value, and the line and column of every key and value by path."""

    file: str
    value: Any
    keys: dict[tuple[str | int, ...], Position] = field(default_factory=dict)
    values: dict[tuple[str | int, ...], Position] = field(default_factory=dict)

    def position(self, path: Path, *, of_key: bool = False) -> Position:
        """Line and column of the value (or the key) at the path, or of the nearest thing above it that is in the file."""
        steps = tuple(path)
        table = self.keys if of_key else self.values
        while steps and steps not in table:
            steps, table = steps[:-1], self.values
        return table.get(steps, (1, 1))

    def problem(self, code: str, path: Path, *, of_key: bool = False, **details: Any) -> Problem:
        """A problem at the value (or the key) at the path."""
        line, column = self.position(path, of_key=of_key)
        return problem(code, **details).in_file(self.file, line, column)


def read_yaml(file: str, content: bytes) -> tuple[Located, list[Problem]]:
    """The document of a YAML file, and everything that is wrong with it as YAML. An unreadable file gives the value None."""
    empty = Located(file, None)
    if len(content) > MOST_BYTES:
        return empty, [problem("FILE-TOO-LARGE", bytes=len(content), most=MOST_BYTES).in_file(file)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return empty, [_encoding_problem(file, content, error)]
    yaml = YAML(typ="safe", pure=True)
    try:
        node = yaml.compose(io.StringIO(text))
    except MarkedYAMLError as error:
        return empty, [_syntax_problem(file, error)]
    except YAMLError as error:
        position = getattr(error, "position", None)
        before = text[:position] if isinstance(position, int) else ""
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        return empty, [problem("YAML-SYNTAX", reason=str(error).splitlines()[0]).in_file(file, *place)]
    except RecursionError:
        return empty, [problem("YAML-TOO-DEEP", most=MOST_DEPTH).in_file(file, 1, 1)]
    if node is None:
        return empty, [problem("RULES-EMPTY").in_file(file, 1, 1)]
    reader = _Reader(Located(file, None))
    value = reader.read(node, ())
    return Located(file, value, reader.located.keys, reader.located.values), reader.problems


_REASONS: Final = (
    ("found character '\\t'", Text("er staat een tab; gebruik spaties", "there is a tab; use spaces")),
    ("could not find expected ':'", Text("er ontbreekt een dubbele punt", "a colon is missing")),
    ("mapping values are not allowed", Text("hier kan geen dubbele punt staan", "a colon can't stand here")),
    ("expected <block end>", Text("het inspringen klopt niet", "the indentation is wrong")),
    ("expected ',' or", Text("er ontbreekt een komma of een sluithaakje", "a comma or a closing bracket is missing")),
    ("found unexpected end of stream", Text("een aanhalingsteken wordt niet afgesloten", "a quote is not closed")),
    ("did not find expected", Text("er ontbreekt iets op deze plek", "something is missing here")),
)
"""What the parser's most common messages mean, for readers; others are shown as they are."""


def _syntax_problem(file: str, error: MarkedYAMLError) -> Problem:
    reason = str(error.problem or error.context or "").strip()
    mark = error.problem_mark or error.context_mark
    if reason.startswith("could not find expected ':'"):  # noticed on the line below the one that lacks it
        mark = error.context_mark or mark
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    known = next((text for start, text in _REASONS if reason.startswith(start)), Text(reason, reason))
    return problem("YAML-SYNTAX", reason=known).in_file(file, *place)


def _encoding_problem(file: str, content: bytes, error: UnicodeDecodeError) -> Problem:
    before = content[: error.start]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return problem("TEXT-ENCODING").in_file(file, line, column)


class _Reader:
    def __init__(self, located: Located) -> None:
        self.located = located
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def read(self, node: Node, path: tuple[str | int, ...]) -> Any:
        place = (node.start_mark.line + 1, node.start_mark.column + 1)
        self.located.values[path] = place
        if id(node) in self._seen:  # an alias gives the same node again; refusing it also defuses anchor bombs
            return self._alias(place)
        self._seen.add(id(node))
        if len(path) > MOST_DEPTH:
            return self._report("YAML-TOO-DEEP", place, most=MOST_DEPTH)
        if isinstance(node, (MappingNode, SequenceNode)) and str(node.tag) not in _PLAIN_TAGS:
            return self._report("YAML-TAG", place, tag=str(node.tag))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.read(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._scalar(node, place)

    def _mapping(self, node: MappingNode, path: tuple[str | int, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if not isinstance(key_node, ScalarNode):
                self._report("YAML-KEY", place)
                continue
            key = str(key_node.value)
            if key == "<<":
                self._alias(place)
                continue
            if key in found:
                first = self.located.keys[(*path, key)]
                self._report("YAML-DUPLICATE-KEY", place, key=key, line=first[0])
                continue
            self.located.keys[(*path, key)] = place
            found[key] = self.read(value_node, (*path, key))
        return found

    def _scalar(self, node: Node, place: Position) -> Any:
        text = str(node.value)
        match str(node.tag).removeprefix(_TAG):
            case "null":
                return None
            case "bool":
                # Under `%YAML 1.1` or `!!bool` other words come here too; they stay the texts that they are.
                return text.lower() == "true" if text.lower() in ("true", "false") else text
            case "int":
                return self._number(text, place)
            case "float":
                try:
                    return float(text.replace("_", ""))
                except ValueError:
                    return text
            case "str" | "timestamp":
                wrong = forbidden(text.replace("\n", "").replace("\t", ""))
                return text if wrong is None else self._report("YAML-CHARACTER", place, found=wrong)
            case tag:
                return self._report("YAML-TAG", place, tag=tag)

    def _number(self, text: str, place: Position) -> Any:
        try:
            return int(text.replace("_", ""), 0 if text.lstrip("+-").startswith(("0x", "0o")) else 10)
        except ValueError:
            return self._report("YAML-NUMBER", place)

    def _alias(self, place: Position) -> None:
        """Report an alias, once a file: what goes for one goes for all."""
        if all(found.code != "YAML-ALIAS" for found in self.problems):
            self._report("YAML-ALIAS", place)

    def _report(self, code: str, place: Position, **details: Any) -> None:
        self.problems.append(problem(code, **details).in_file(self.located.file, *place))
