"""What is served about revisions: reading them back, and restoring one."""

from typing import Final

from watchbill.api.description import IF_MATCH, Json, answer, array, in_path, nullable, record, ref
from watchbill.api.v1.schemas import ADLER, ID, INSTANT, INSTANT_OR_NULL, READING, TEXT, TIER_PLACE, TZ, operation

_NUMBER: Final = in_path("number", {"type": "string", "pattern": "^[0-9]{1,18}$"}, "The number of the revision, from 1")
_TIER: Final = in_path("id", {"type": "string", "examples": ["7", "3_1"]}, "The tier: its id, or schedule_number")
_ROSTER: Final = in_path("id", TEXT, "The id of the roster")
_ROTATION: Final[Json] = {"type": "object", "description": "JSON as the rule was written"}
_RESTRICTIONS: Final[Json] = nullable(array({"type": "object"}, description="JSON as the rules were written"))

SCHEMAS: Final[dict[str, Json]] = {
    "LayerRecord": record(
        {
            "start": INSTANT,
            "rotation": _ROTATION,
            "restrictions": _RESTRICTIONS,
            "contacts": array(ID),
            "index": ID,
            "tz": TEXT,
            "end": INSTANT_OR_NULL,
            "start_reading": READING,
            "end_reading": READING,
            "text": TEXT,
        },
        description="A layer as it can be sent back, and in words",
    ),
    "Revision": record(
        {
            "number": ID,
            "counts_from": INSTANT_OR_NULL,
            "saved_at": INSTANT,
            "saved_by": nullable(record({"id": ID, "username": TEXT})),
            "moved_by": nullable(
                {**TEXT, "description": "The version of the zone data that made it of the one before"}
            ),
            "layers": array(ref("LayerRecord")),
            "shifts": array(ref("RosterShiftRecord")),
            "tz": TEXT,
        },
        optional=["layers", "shifts", "tz"],
        description="A tier's has layers, a roster's has shifts and their zone",
    ),
    "Past": record(
        {"place": ref("Place"), "revisions": array(ref("Revision")), "people": array(ref("OnCallPerson"))},
        description="The latest revision comes first",
    ),
}

_EXAMPLE: Final = {
    "number": 2,
    "counts_from": "2026-05-20T08:00:00Z",
    "saved_at": "2026-05-20T08:00:00Z",
    "saved_by": {"id": 4, "username": "ann"},
    "moved_by": None,
    "layers": [
        {
            "start": "2026-05-04T07:00:00Z",
            "rotation": {"type": "weekly"},
            "restrictions": None,
            "contacts": [18],
            "index": 0,
            "tz": "Europe/Berlin",
            "end": None,
            "start_reading": "2026-05-04T09:00:00",
            "end_reading": None,
            "text": "layer 0, weekly, Europe/Berlin",
        }
    ],
}
_PAST: Final = answer(
    "The place and its revisions",
    ref("Past"),
    {"place": TIER_PLACE, "revisions": [_EXAMPLE], "people": [ADLER]},
)
_ONE: Final = answer("The revision", ref("Revision"), _EXAMPLE)


def _paths(kind: str, name: str, at: Json) -> dict[str, Json]:
    return {
        f"/api/v1/{kind}/{{id}}/revisions": {
            "get": operation(f"revisionsOf{name}", "All revisions", _PAST, parameters=[at, TZ], statuses=(404, 422))
        },
        f"/api/v1/{kind}/{{id}}/revisions/{{number}}": {
            "get": operation(
                f"revisionOf{name}", "One revision", _ONE, parameters=[at, _NUMBER, TZ], statuses=(404, 422)
            )
        },
        f"/api/v1/{kind}/{{id}}/revisions/{{number}}/restore": {
            "post": operation(
                f"restore{name}",
                "Let the rules be again as they were, from now on",
                _PAST,
                parameters=[at, _NUMBER, TZ, IF_MATCH],
                statuses=(403, 404, 409, 412, 422),
                description="Makes a new revision; restoring what is in force changes nothing.",
            )
        },
    }


PATHS: Final[dict[str, Json]] = _paths("tiers", "Tier", _TIER) | _paths("rosters", "Roster", _ROSTER)
