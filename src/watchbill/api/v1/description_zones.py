"""What is served about time zones."""

from typing import Final

from watchbill.api.description import Json, answer, array, query, record, ref
from watchbill.api.v1.schemas import ETAG, IF_NONE_MATCH, INSTANT, TEXT, WHEN_IN, operation

_VERSION: Final[Json] = {**TEXT, "description": "The version of the zone data, as IANA names it", "examples": ["2026b"]}

SCHEMAS: Final[dict[str, Json]] = {
    "ZoneNames": record({"version": _VERSION, "zones": array(TEXT, description="Every name that is taken, in order")}),
    "ZoneChanges": record(
        {
            "tz": TEXT,
            "version": _VERSION,
            "since": INSTANT,
            "until": INSTANT,
            "changes": array(
                record(
                    {
                        "at": INSTANT,
                        "offset": {
                            "type": "integer",
                            "description": "Seconds that clocks are ahead of UTC from then on",
                        },
                        "word": {**TEXT, "description": "What people there call it: CET; +0545 where there is no word"},
                    }
                ),
                description="The first holds at `since`; each other is a change before `until`",
            ),
        }
    ),
}


def _kept(before: Json) -> Json:
    before["responses"]["304"] = {"description": "You have this already", "headers": ETAG}
    return before


_NAMES: Final = {"version": "2026f", "zones": ["Africa/Abidjan", "Europe/Berlin"]}
_CHANGES: Final = {
    "tz": "Europe/Berlin",
    "version": "2026f",
    "since": "2026-01-01T00:00:00Z",
    "until": "2027-01-01T00:00:00Z",
    "changes": [
        {"at": "2026-01-01T00:00:00Z", "offset": 3600, "word": "CET"},
        {"at": "2026-03-29T01:00:00Z", "offset": 7200, "word": "CEST"},
        {"at": "2026-10-25T01:00:00Z", "offset": 3600, "word": "CET"},
    ],
}

PATHS: Final[dict[str, Json]] = {
    "/api/v1/zones": {
        "get": _kept(
            operation(
                "listZones",
                "Every time zone that can be named",
                answer("The names", ref("ZoneNames"), _NAMES, headers=ETAG),
                parameters=[IF_NONE_MATCH],
            )
        )
    },
    "/api/v1/zones/changes": {
        "get": _kept(
            operation(
                "listZoneChanges",
                "What the clocks of a zone show, and when they are changed",
                answer("The changes", ref("ZoneChanges"), _CHANGES, headers=ETAG),
                parameters=[
                    {
                        **query("tz", {"type": "string", "examples": ["Europe/Berlin"]}, "The zone, in any case"),
                        "required": True,
                    },
                    query("since", WHEN_IN, "Start of the window; now if not given"),
                    query("until", WHEN_IN, "Its end, at most fifty years later; two years if not given"),
                    IF_NONE_MATCH,
                ],
                description="All by one version of the zone data. To be asked again each time: the same is a 304.",
            )
        )
    },
}
