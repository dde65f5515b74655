"""What is said of each operation of the API; `openapi` makes the description from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, NamedTuple, TypeVar

from antwoord_rules.language import Text
from antwoord_rules.web.api.bodies import JSON

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
Facts = Mapping[str, Any]


class Parameter(NamedTuple):
    """A parameter of an operation; `example` is a value to show, if it can't do without one."""

    name: str
    place: Literal["path", "query"]
    about: Text
    schema: Mapping[str, Any] = {"type": "string"}
    example: Any = None


class Operation(NamedTuple):
    """An operation: what it does in a line, more about it, and the names of the schemas of what it takes and gives.

    `wrong` are the statuses of errors that only some operations have. `example` makes an example of what is sent from the facts
    of a municipality; what is answered is what the server answers.
    """

    summary: Text
    about: Text
    gives: str
    takes: str | None = None
    media_type: str = JSON
    wrong: tuple[int, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    example: Callable[[Facts], Any] | None = None


OPERATIONS: Final[dict[Callable[..., Any], Operation]] = {}
"""The operations by their endpoints."""


def operation(
    summary: Text,
    about: Text,
    *,
    gives: str,
    takes: str | None = None,
    media_type: str = JSON,
    wrong: tuple[int, ...] = (),
    parameters: tuple[Parameter, ...] = (),
    example: Callable[[Facts], Any] | None = None,
) -> Callable[[Endpoint], Endpoint]:
    """Describe an endpoint (see `Operation`)."""

    def described(endpoint: Endpoint) -> Endpoint:
        OPERATIONS[endpoint] = Operation(summary, about, gives, takes, media_type, wrong, parameters, example)
        return endpoint

    return described


def itself(facts: Facts) -> Facts:
    """The example of what takes a fact document."""
    return facts
