"""`POST /api/assess`: the result for one municipality."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from antwoord_rules.web.context import Reader, ServerDep

router = APIRouter(tags=["assess"])


@router.post("/assess")
def assess(_: Reader, server: ServerDep, facts: dict[str, Any]) -> dict[str, Any]:
    """The result for one municipality."""
    return server.kb.assess(facts).model_dump(mode="json")
