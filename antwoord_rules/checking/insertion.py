"""An item into a list of a rule file, as text: what was there stays as it was, down to the last character."""

from __future__ import annotations

import io
import re
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from antwoord_rules.errors import Problem, RulesError, UsageError, problem
from antwoord_rules.knowledge.yamltext import read_yaml

_BYTE_ORDER_MARK: Final = "\ufeff"
_LINE: Final = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")
"""A line as YAML counts lines, with its end."""
_BRACKETS: Final = re.compile(r"\[\s*\]")
_INDENT: Final = 2


def insert(text: str, key: str, item: str, file: str = "") -> str:
    """The text of a rule file with the item (unindented lines that start with a dash) added to the end of the list of that key.

    `file` is its name in messages. Raises `RulesError` when the text is no YAML, and `UsageError` when the item can't be added
    without changing what is there, such as in a list between brackets.
    """
    mark = text[: text.startswith(_BYTE_ORDER_MARK)]
    body = text.removeprefix(_BYTE_ORDER_MARK)
    before, problems = _read(file, body)
    if problems:
        raise RulesError(problems)
    refusal = problem("NEW-FILE-FORM", key=key)
    root = YAML(typ="safe", pure=True).compose(io.StringIO(body))
    if root is None:
        made = _appended(body, key, item, 0)
    elif isinstance(root, MappingNode) and not root.flow_style:
        found = next((value for name, value in root.value if name.value == key), None)
        if found is None:
            made = _appended(body, key, item, root.start_mark.column)
        elif isinstance(found, SequenceNode) and found.flow_style and _BRACKETS.fullmatch(body, *_span(found)):
            made = _filled(body, found, item, root.start_mark.column)
        elif isinstance(found, SequenceNode) and not found.flow_style:
            made = _extended(body, found, item)
        else:
            raise UsageError([refusal.in_file(file, found.start_mark.line + 1, found.start_mark.column + 1)])
    else:
        raise UsageError([refusal.in_file(file, 1, 1)])
    added, _ = _read(file, item)
    after, problems = _read(file, made)
    expected = {**(before or {}), key: [*((before or {}).get(key) or []), *added]}
    # Positions in YAML have many corners (endings of the document, texts that keep their blank lines). That the file still says
    # all it said, and the item besides, is therefore not argued but looked at.
    if problems or _settled(after) != _settled(expected):
        too_large = [found for found in problems if found.code == "FILE-TOO-LARGE"]
        raise RulesError(too_large) if too_large else UsageError([refusal.in_file(file, 1, 1)])
    return mark + made


def _read(file: str, text: str) -> tuple[Any, list[Problem]]:
    located, problems = read_yaml(file, text.encode())
    return located.value, [found for found in problems if found.code != "RULES-EMPTY"]


def _settled(value: Any) -> Any:
    """The value without line ends at the end of texts: the last text of a file gets one when something comes after it."""
    if isinstance(value, dict):
        return {key: _settled(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_settled(part) for part in value]
    return value.rstrip("\n") if isinstance(value, str) else value


def _span(node: Node) -> tuple[int, int]:
    return node.start_mark.index, node.end_mark.index


def _appended(text: str, key: str, item: str, column: int) -> str:
    """The text with the key and its list at the end."""
    gap = "\n" if text.strip() and not re.search(r"\n[ \t]*\r?\n$", text) else ""
    return _spliced(text, len(text), f"{gap}{' ' * column}{key}:\n{_indented(item, column + _INDENT)}")


def _filled(text: str, empty: Node, item: str, column: int) -> str:
    """The text with the item in place of the brackets of an empty list."""
    start, end = _span(empty)
    head = text[:start].rstrip(" ")
    rest = head + text[end:]
    return _spliced(rest, _line_end(rest, len(head)), _indented(item, column + _INDENT))


def _extended(text: str, items: SequenceNode, item: str) -> str:
    """The text with the item below the last one; a comment that is indented as part of that one stays with it."""
    column = items.start_mark.column
    end = _line_end(text, _content_end(text, items))
    place = end
    while place < len(text):
        line = _line_at(text, place)
        stripped = line.strip()
        place += len(line)
        if not stripped.startswith("#") and stripped:
            break
        if stripped and _indent_of(line) <= column:
            break
        if stripped:
            end = place
    return _spliced(text, end, _indented(item, column))


def _content_end(text: str, node: Node) -> int:
    """Where the last thing that the node says ends; the parser's own end of a block is that of the comments after it."""
    if isinstance(node, SequenceNode) and not node.flow_style and node.value:
        return _content_end(text, node.value[-1])
    if isinstance(node, MappingNode) and not node.flow_style and node.value:
        return _content_end(text, node.value[-1][1])
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        return _block_text_end(text, node)
    if node.start_mark.index == node.end_mark.index:  # nothing, which the parser sees where the next thing starts
        return _last_said(text, node.start_mark.index)
    return int(node.end_mark.index)


def _last_said(text: str, place: int) -> int:
    """The end of the last line before the place that holds more than a comment."""
    lines = text[:place].splitlines(keepends=True)
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        place -= len(lines.pop())
    return place - (len(lines[-1]) - len(lines[-1].rstrip())) if lines else place


def _block_text_end(text: str, node: ScalarNode) -> int:
    """Where a text after `|` or `>` ends: with its last line that is not blank. What looks like a comment is part of it when it
    is indented like the rest of it."""
    place = _line_end(text, node.start_mark.index)
    end, indent = place - 1, None
    while place < len(text):
        line = _line_at(text, place)
        if line.strip():
            indent = _indent_of(line) if indent is None else indent
            if _indent_of(line) < indent:
                break
            end = place + len(line.rstrip()) - 1
        place += len(line)
    return end


def _line_at(text: str, place: int) -> str:
    found = _LINE.match(text, place)
    return found.group() if found else ""


def _line_end(text: str, place: int) -> int:
    return place + len(_line_at(text, place))


def _indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _indented(item: str, column: int) -> str:
    return "".join(" " * column + line if line.strip() else line for line in item.splitlines(keepends=True))


def _spliced(text: str, place: int, piece: str) -> str:
    """The text with the piece (whole lines) at the place, with the line ends that the text has."""
    ending = "\r\n" if "\r\n" in text else "\n"
    gap = "" if place == 0 or text[place - 1] in "\r\n\x85\u2028\u2029" else "\n"
    return text[:place] + (gap + piece).replace("\n", ending) + text[place:]
