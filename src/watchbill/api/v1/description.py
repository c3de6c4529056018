"""What this family serves, for the OpenAPI description: gathered from its parts."""

from collections.abc import Mapping
from typing import Final

from watchbill.api.description import IDEMPOTENCY_KEY, Json, Part
from watchbill.api.v1 import (
    description_audit,
    description_board,
    description_feeds,
    description_load,
    description_people,
    description_revisions,
    description_rules,
    description_session,
    description_why,
    description_zones,
    schemas,
)

_PATHS: Final[tuple[Mapping[str, Json], ...]] = (
    description_board.PATHS,
    description_why.PATHS,
    description_load.PATHS,
    description_revisions.PATHS,
    description_rules.PATHS,
    description_feeds.PATHS,
    description_audit.PATHS,
    description_session.PATHS,
    description_people.PATHS,
    description_zones.PATHS,
)
"""A new resource adds its paths here,"""
_SCHEMAS: Final[tuple[Mapping[str, Json], ...]] = (
    schemas.SCHEMAS,
    description_board.SCHEMAS,
    description_why.SCHEMAS,
    description_load.SCHEMAS,
    description_revisions.SCHEMAS,
    description_rules.SCHEMAS,
    description_feeds.SCHEMAS,
    description_audit.SCHEMAS,
    description_session.SCHEMAS,
    description_people.SCHEMAS,
    description_zones.SCHEMAS,
)
"""and its schemas here."""


_KEYLESS: Final = frozenset(
    {
        "signIn",
        "setUp",
        "previewTier",
        "previewNewTier",
        "previewRoster",
        "previewNewRoster",
        "dryRunTier",
        "dryRunRoster",
    }
)
"""What changes nothing, or is asked by nobody known; all else but GET takes a key."""


def _paths() -> dict[str, Json]:
    gathered: dict[str, Json] = {}
    for paths in _PATHS:
        for path, operations in paths.items():
            known = gathered.setdefault(path, {})
            known.update({method: _keyed(method, operation) for method, operation in operations.items()})
    return gathered


def _keyed(method: str, operation: Json) -> Json:
    if method == "get" or operation["operationId"] in _KEYLESS:
        return operation
    return {**operation, "parameters": [*operation["parameters"], IDEMPOTENCY_KEY]}


PART: Final = Part(
    tags=((schemas.TAG, "Who is on call everywhere, and what follows from it, of tiers and rosters alike"),),
    paths=_paths(),
    schemas={name: schema for part in _SCHEMAS for name, schema in part.items()},
    security={"bearer": {"type": "http", "scheme": "bearer"}},
)
