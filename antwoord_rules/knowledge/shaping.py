"""A located YAML document to the model of its file; what has the wrong shape is reported and left out, the rest goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from antwoord_rules.errors import Problem
from antwoord_rules.knowledge.yamltext import Located
from antwoord_rules.language import Text
from antwoord_rules.quoting import shown
from antwoord_rules.suggestions import did_you_mean, nearest

_TYPES: Final = {
    "string_type": Text("een tekst", "a text"),
    "string_too_short": Text("een tekst die niet leeg is", "a text that is not empty"),
    "int_type": Text("een heel getal", "a whole number"),
    "float_type": Text("een getal", "a number"),
    "bool_type": Text("true of false", "true or false"),
    "list_type": Text("een lijst (regels die met - beginnen)", "a list (lines that start with -)"),
    "model_type": Text("een blok met sleutels (naam: waarde)", "a block of keys (name: value)"),
    "dict_type": Text("een blok met sleutels (naam: waarde)", "a block of keys (name: value)"),
    "too_short": Text("ten minste één regel", "at least one entry"),
}


class Shaped(NamedTuple):
    """A file as a model, without its broken items; `broken` holds the ids of those, so that references to them make no noise.

    `kept` maps the items of each list in the model to their place in the file. `complete` is false when an item's own id is
    wrong: then nobody knows which references were meant for it.
    """

    located: Located
    model: Any  # an instance of the model that was asked for, or None
    broken: frozenset[str]
    problems: tuple[Problem, ...]
    kept: Mapping[str, Sequence[int]]
    complete: bool = True

    def path(self, key: str, number: int) -> tuple[str, int]:
        """The path in the file of an item of a list in the model."""
        return (key, self.kept[key][number] if key in self.kept else number)


def shape(located: Located, model: type[BaseModel]) -> Shaped:
    """The document as an instance of the model."""
    raw = located.value
    try:
        return Shaped(located, model.model_validate(raw), frozenset(), (), {})
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True, include_input=True)
    problems = tuple(_problem(located, model, detail) for detail in _without_misspelt(model, details))
    complete = all(detail["loc"][-1:] != ("id",) for detail in details)
    if not isinstance(raw, dict):
        return Shaped(located, None, frozenset(), problems, {})
    pruned, broken, kept = _without_broken(raw, [detail["loc"] for detail in details])
    try:
        return Shaped(located, model.model_validate(pruned), broken, problems, kept, complete)
    except ValidationError:
        return Shaped(located, None, frozenset(_ids_in(list(raw.values()))), problems, {})


def _without_misspelt(model: type[BaseModel], details: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """The errors without "missing" keys of which a misspelt form stands beside them."""
    meant = {
        (*detail["loc"][:-1], nearest(str(detail["loc"][-1]), _fields_at(model, detail["loc"][:-1])))
        for detail in details
        if detail["type"] == "extra_forbidden"
    }
    return [detail for detail in details if not (detail["type"] == "missing" and detail["loc"] in meant)]


def _problem(located: Located, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    path, kind, raw = detail["loc"], detail["type"], detail["input"]
    name = str(path[-1]) if path else ""
    context = detail.get("ctx", {})
    if kind == "missing":
        return located.problem("RULE-KEY-MISSING", path[:-1], key=name)
    if kind == "extra_forbidden":
        allowed = _fields_at(model, path[:-1])
        return located.problem(
            "RULE-KEY-UNKNOWN", path, of_key=True, key=name, suggestion=did_you_mean(name, allowed, most_listed=99)
        )
    if kind == "string_pattern_mismatch":
        return located.problem("RULE-NAME-FORM", path, found=shown(raw), pattern=str(context["pattern"]))
    if kind in ("literal_error", "enum"):
        expected = str(context["expected"]).replace(" or ", ", ").replace("'", "")
        return located.problem("RULE-CHOICE", path, found=shown(raw), allowed=expected)
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = context.get("ge", context.get("le"))
        code = "RULE-NUMBER-LOW" if "ge" in context else "RULE-NUMBER-HIGH"
        return located.problem(code, path, key=name, found=shown(raw), bound=str(bound))
    return located.problem(
        "RULE-SHAPE", path, key=f"'{name}'" if name else _FILE, allowed=_TYPES.get(kind, Text(kind, kind)), found=_kind_of(raw)
    )


_FILE: Final = Text("het bestand", "the file")


def _kind_of(raw: object) -> Text:
    if isinstance(raw, dict):
        return Text("een blok met sleutels", "a block of keys")
    if isinstance(raw, list):
        return Text("een lijst", "a list")
    if raw is None:
        return Text("niets", "nothing")
    return Text(shown(raw), shown(raw))


def _fields_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that the model allows at the path."""
    here: Any = model
    for step in path:
        if isinstance(here, type) and issubclass(here, BaseModel) and isinstance(step, str) and step in here.model_fields:
            here = _shape_in(here.model_fields[step].annotation)
    return list(here.model_fields) if isinstance(here, type) and issubclass(here, BaseModel) else []


def _shape_in(annotation: Any) -> Any:
    """The model inside `list[Model]`, `Model | None` or `Annotated[list[Model], …]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _shape_in(part)) is not None), None)


def _without_broken(
    raw: dict[str, Any], paths: Sequence[tuple[str | int, ...]]
) -> tuple[dict[str, Any], frozenset[str], dict[str, list[int]]]:
    """The document without the list items (or keys) that hold an error, the ids of these, and what was kept of lists."""
    pruned, broken, kept = dict(raw), set[str](), dict[str, list[int]]()
    wrong: dict[str, set[int]] = {}
    for path in filter(None, paths):
        wrong.setdefault(str(path[0]), set()).update(number for number in path[1:2] if isinstance(number, int))
    for key, numbers in wrong.items():
        items = pruned.get(key)
        if isinstance(items, list) and numbers:
            kept[key] = [i for i in range(len(items)) if i not in numbers]
            pruned[key] = [items[i] for i in kept[key]]
            broken |= _ids_in([items[i] for i in numbers])
        else:
            broken |= _ids_in(pruned.pop(key, None))
    return pruned, frozenset(broken), kept


def _ids_in(raw: Any) -> set[str]:
    if isinstance(raw, dict):
        return {str(raw["id"])} if "id" in raw else set()
    if isinstance(raw, list):
        return set().union(*(_ids_in(item) for item in raw))
    return set()
