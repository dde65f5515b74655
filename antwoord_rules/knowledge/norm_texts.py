"""Values for norms as people write them: `id=value`, with digits and a point."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from antwoord_rules.errors import UsageError, problem
from antwoord_rules.quoting import clean

_NORM: Final = re.compile(r"\s*([^=\s]+)\s*=\s*(-?[0-9]{1,15})(\.[0-9]{1,15})?\s*", re.ASCII)


def parse(given: Iterable[str]) -> Mapping[str, int | Decimal]:
    """The value of each norm; raises `UsageError` for a text that is none."""
    found: dict[str, int | Decimal] = {}
    for text in given:
        match = _NORM.fullmatch(text)
        if match is None:
            raise UsageError([problem("NORM-FORM", found=clean(text))])
        name, whole, fraction = match.groups()
        found[name] = Decimal(whole + fraction) if fraction else int(whole)
    return found
