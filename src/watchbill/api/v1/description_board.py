"""What is served about who is on call: the board, one person's shifts, timelines, gaps and clashes."""

from typing import Final

from watchbill.api.description import Json, answer, array, in_path, nullable, query, record, ref
from watchbill.api.v1.schemas import (
    ADLER,
    BLAKE,
    CALLED_ADLER,
    CALLED_BLAKE,
    CONTACT,
    COUNT,
    COVER,
    CUT,
    FLAG,
    FROM,
    GROUP,
    IF_ENDED,
    INSTANT,
    INSTANT_OR_NULL,
    LAYER,
    PAGING,
    PLACE_FILTERS,
    ROSTER_PLACE,
    TEXT,
    TIER_PLACE,
    TZ,
    WHEN_IN,
    WINDOW,
    WITHIN,
    a_page,
    numbered,
    operation,
    page_of,
)

_SHIFT: Final[Json] = {
    "start": "2026-06-03T08:00:00Z",
    "end": "2026-06-04T08:00:00Z",
    "people": [18],
    "rule": LAYER,
}
_COVER: Final[Json] = {
    "start": "2026-06-04T08:00:00Z",
    "end": "2026-06-04T20:00:00Z",
    "people": [19],
    "rule": COVER,
}
_GAP: Final[Json] = {"start": "2026-06-04T20:00:00Z", "end": "2026-06-05T00:00:00Z"}
_DEFAULT: Final[Json] = {"email": "noc@acme.example", "phone": "+442079460000", "phone_link": "tel:+442079460000"}
WINDOW_EXAMPLE: Final[Json] = {"since": "2026-06-03T00:00:00Z", "until": "2026-06-05T00:00:00Z"}
TIMELINE: Final[dict[str, Json]] = {
    "place": ref("Place"),
    "shifts": array(ref("Shift"), description="The final timeline, by start"),
    "gaps": array(ref("Gap"), description="Where nobody is on call"),
    "coverage": {"type": "number", "minimum": 0, "maximum": 1, "description": "The share that is no gap"},
    "rules": array(
        record({"rule": ref("Rule"), "shifts": array(ref("Shift"))}),
        description="Each layer, or each shift of a roster, as if it were alone",
    ),
    "overrides": array(ref("Shift"), description="On-demand shifts"),
}
TIMELINE_EXAMPLE: Final[Json] = {
    "place": TIER_PLACE,
    "shifts": [_SHIFT, _COVER],
    "gaps": [{"start": WINDOW_EXAMPLE["since"], "end": _SHIFT["start"]}, _GAP],
    "coverage": 0.75,
    "rules": [{"rule": LAYER, "shifts": [_SHIFT]}],
    "overrides": [_COVER],
}
ASKED: Final[dict[str, Json]] = {"since": INSTANT, "until": INSTANT, "tz": TEXT}

_LOOKED_AT: Final[Json] = {**COUNT, "description": "At how many tiers and rosters was looked"}

SCHEMAS: Final[dict[str, Json]] = {
    "OnCall": record(
        {
            "place": ref("Place"),
            "people": array(ref("OnCallPerson"), description="Empty while nobody is on call"),
            "since": INSTANT_OR_NULL,
            "until": INSTANT_OR_NULL,
            "shifts": array(ref("Shift"), description="The shifts that are on, each with its rule"),
            "next": nullable(record({"at": INSTANT_OR_NULL, "people": array(ref("OnCallPerson"))})),
            "default_contact": nullable(ref("DefaultContact")),
        }
    ),
    "Board": page_of(ref("OnCall"), at=INSTANT),
    "PlaceShift": record(
        {
            "start": INSTANT_OR_NULL,
            "end": INSTANT_OR_NULL,
            "people": array({"type": "integer"}),
            "rule": ref("Rule"),
            "cut_start": CUT,
            "cut_end": CUT,
            "place": ref("Place"),
        },
        optional=["cut_start", "cut_end"],
    ),
    "PersonShifts": page_of(
        ref("PlaceShift"),
        since=INSTANT,
        until=INSTANT,
        person=ref("OnCallPerson"),
        next_shift=nullable(
            {
                **ref("PlaceShift"),
                "description": "Where none begins between `since` and `until`: the first that begins later, whole, "
                "however far it is",
            }
        ),
        people=array(ref("OnCallPerson")),
    ),
    "Timeline": record({**ASKED, **TIMELINE, "people": array(ref("OnCallPerson"))}, optional=["tz"]),
    "ScheduleTimeline": record(
        {
            **ASKED,
            "schedule": record(
                {"id": {"type": "integer"}, "name": TEXT, "customer": ref("IdAndName"), "ended_at": IF_ENDED},
                optional=["ended_at"],
            ),
            "tiers": array(record(TIMELINE), description="By number"),
            "people": array(ref("OnCallPerson")),
        },
        optional=["tz"],
    ),
    "PlaceGap": record(
        {
            "place": ref("Place"),
            "start": INSTANT,
            "end": INSTANT,
            "is_empty": {**FLAG, "description": "No rule ever named anybody there"},
            "default_contact": nullable(ref("DefaultContact")),
        }
    ),
    "Gaps": page_of(ref("PlaceGap"), since=INSTANT, until=INSTANT, places=_LOOKED_AT),
    "Clash": record(
        {
            "person": ref("OnCallPerson"),
            "start": INSTANT,
            "end": INSTANT,
            "places": array(ref("Place"), minItems=2),
        }
    ),
    "Clashes": page_of(ref("Clash"), since=INSTANT, until=INSTANT, places=_LOOKED_AT),
}

_BOARD: Final = a_page(
    "Board",
    [
        {
            "place": TIER_PLACE,
            "people": [CALLED_ADLER],
            "since": _SHIFT["start"],
            "until": _SHIFT["end"],
            "shifts": [_SHIFT],
            "next": {"at": _SHIFT["end"], "people": [CALLED_BLAKE]},
            "default_contact": _DEFAULT,
        }
    ],
    at="2026-06-03T12:00:00Z",
)
_BOARD["content"]["text/plain"] = {"schema": TEXT, "example": "On call at Wed 2026-06-03 12:00Z\n"}
_SHIFTS: Final = a_page(
    "PersonShifts",
    [{**_SHIFT, "place": TIER_PLACE}],
    **WINDOW_EXAMPLE,
    person=ADLER,
    next_shift=None,
    people=[ADLER],
)
_GAPS: Final = a_page(
    "Gaps", [{"place": TIER_PLACE, **_GAP, "is_empty": False, "default_contact": _DEFAULT}], **WINDOW_EXAMPLE, places=12
)
_CLASHES: Final = a_page(
    "Clashes", [{"person": ADLER, **_GAP, "places": [TIER_PLACE, ROSTER_PLACE]}], **WINDOW_EXAMPLE, places=12
)
_ONE_TIMELINE: Final = answer(
    "The timeline", ref("Timeline"), {**WINDOW_EXAMPLE, **TIMELINE_EXAMPLE, "people": [ADLER, BLAKE]}
)
_TIMELINES: Final = answer(
    "The timelines of all tiers",
    ref("ScheduleTimeline"),
    {
        **WINDOW_EXAMPLE,
        "schedule": {**TIER_PLACE["schedule"], "customer": TIER_PLACE["customer"]},
        "tiers": [TIMELINE_EXAMPLE],
        "people": [ADLER, BLAKE],
    },
)
_WHOLE: Final = query("whole", FLAG, "Whether shifts are told whole that reach out of the window")
_SCHEDULE: Final = numbered("schedule")
_ABOUT_TIER: Final = in_path("id", {"type": "string", "examples": ["7", "3_1"]}, "The tier: its id, or schedule_number")
_ABOUT_ROSTER: Final = in_path("id", TEXT, "The id of the roster")

PATHS: Final[dict[str, Json]] = {
    "/api/v1/oncall": {
        "get": operation(
            "board",
            "Who is on call, everywhere",
            _BOARD,
            parameters=[query("at", WHEN_IN, "When; now if not given"), *PLACE_FILTERS, CONTACT, GROUP, TZ, *PAGING],
            statuses=(404, 422),
            description="A row for each tier and roster. Filters combine. With `Accept: text/plain` a table.",
        )
    },
    "/api/v1/contacts/{id}/shifts": {
        "get": operation(
            "shiftsOfContact",
            "One person's shifts, wherever they are",
            _SHIFTS,
            parameters=[numbered("contact"), *WINDOW, _WHOLE, TZ, *PAGING],
            statuses=(404, 422),
        )
    },
    "/api/v1/tiers/{id}/timeline": {
        "get": operation(
            "timelineOfTier",
            "A tier's timeline",
            _ONE_TIMELINE,
            parameters=[_ABOUT_TIER, *WINDOW, _WHOLE, TZ],
            statuses=(404, 422),
        )
    },
    "/api/v1/rosters/{id}/timeline": {
        "get": operation(
            "timelineOfRoster",
            "A roster's timeline",
            _ONE_TIMELINE,
            parameters=[_ABOUT_ROSTER, *WINDOW, _WHOLE, TZ],
            statuses=(404, 422),
        )
    },
    "/api/v1/schedules/{id}/timeline": {
        "get": operation(
            "timelineOfSchedule",
            "The timelines of a schedule's tiers",
            _TIMELINES,
            parameters=[_SCHEDULE, *WINDOW, _WHOLE, TZ],
            statuses=(404, 422),
        )
    },
    "/api/v1/gaps": {
        "get": operation(
            "gaps",
            "Where nobody will be on call",
            _GAPS,
            parameters=[FROM, WITHIN, *PLACE_FILTERS, TZ, *PAGING],
            statuses=(404, 422),
        )
    },
    "/api/v1/schedules/{id}/gaps": {
        "get": operation(
            "gapsOfSchedule",
            "Where nobody will be on call in a schedule",
            _GAPS,
            parameters=[_SCHEDULE, FROM, WITHIN, TZ, *PAGING],
            statuses=(404, 422),
        )
    },
    "/api/v1/clashes": {
        "get": operation(
            "clashes",
            "Who will be on call at several places at once",
            _CLASHES,
            parameters=[FROM, WITHIN, *PLACE_FILTERS, CONTACT, TZ, *PAGING],
            statuses=(404, 422),
        )
    },
    "/api/v1/schedules/{id}/clashes": {
        "get": operation(
            "clashesOfSchedule",
            "Who will be on call at several tiers of a schedule at once",
            _CLASHES,
            parameters=[_SCHEDULE, FROM, WITHIN, CONTACT, TZ, *PAGING],
            statuses=(404, 422),
        )
    },
}
