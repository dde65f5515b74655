"""What was saved, to read."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from antwoord_rules.language import Text
from antwoord_rules.store.records import Version
from antwoord_rules.web.api.bodies import as_json
from antwoord_rules.web.api.describing import Parameter, operation
from antwoord_rules.web.context import Needs, ServerDep

router = APIRouter(prefix="/store", tags=["store"], dependencies=[Depends(Needs("reader"))])


@router.get("/municipalities")
@operation(
    Text("De gemeenten die bewaard zijn", "The municipalities that were saved"),
    Text("Elk met haar nieuwste versie.", "Each with its newest version."),
    gives="Municipalities",
)
def municipalities(server: ServerDep) -> Response:
    """All municipalities, by name."""
    found = server.store.municipalities()
    return as_json([{"id": each.id, "name": each.name, "code": each.code, "newest": _brief(each.newest)} for each in found])


@router.get("/municipalities/{municipality_id}")
@operation(
    Text("De versies van een gemeente", "The versions of a municipality"),
    Text("De nieuwste eerst.", "The newest first."),
    gives="Versions",
    wrong=(404,),
    parameters=(
        Parameter(
            "municipality_id", "path", Text("Zoals `/api/store/municipalities` geeft.", "As `/api/store/municipalities` has it.")
        ),
    ),
)
def versions(server: ServerDep, municipality_id: str) -> Response:
    """The versions of a municipality."""
    server.store.municipality(municipality_id)  # raises when there is none
    return as_json([_brief(version) for version in server.store.versions(municipality_id)])


@router.get("/versions/{version_id}")
@operation(
    Text("Een versie", "A version"),
    Text(
        "De feiten zoals ze bewaard zijn, met het resultaat van de regels van toen.",
        "The facts as they were saved, with the result of the rules of that moment.",
    ),
    gives="Version",
    wrong=(404,),
    parameters=(
        Parameter(
            "version_id", "path", Text("Zoals de versies van een gemeente geven.", "As the versions of a municipality have it.")
        ),
    ),
)
def version(server: ServerDep, version_id: str) -> Response:
    """One version with its facts and result."""
    found = server.store.version(version_id)
    return as_json({**_brief(found), "facts": json.loads(found.facts), "result": found.result})


def _brief(found: Version) -> dict[str, Any]:
    left_out = ("facts", "result", "municipality_id")
    named = {name: value for name, value in found._asdict().items() if name not in left_out}
    return {**named, "municipality": found.municipality_id, "saved_at": found.saved_at.isoformat()}
