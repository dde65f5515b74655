"""Fields of forms: a browser sends those that are left empty too."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BeforeValidator


def _or_none(value: Any) -> Any:
    return None if value == "" else value


Empty: Final = BeforeValidator(_or_none)
"""In the annotation of a field that may be left empty: then it is None."""
