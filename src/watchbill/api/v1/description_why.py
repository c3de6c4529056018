"""What is served about why somebody is on call, and about what an edit would change."""

from typing import Final

from watchbill.api.description import Json, answer, array, body, in_path, nullable, query, record, ref
from watchbill.api.v1.diff import DEFAULT_DAYS, MOST_DAYS
from watchbill.api.v1.schemas import (
    ADLER,
    BLAKE,
    CALLED_ADLER,
    CALLED_BLAKE,
    FLAG,
    ID,
    INSTANT,
    INSTANT_OR_NULL,
    READING_IN,
    READING_OR,
    TEXT,
    TIER_PLACE,
    TZ,
    WHEN_IN,
    operation,
)
from watchbill.domain.rules import MOST
from watchbill.engine.explain import State

_HOURS: Final[Json] = {"type": "number", "minimum": 0}
_PERSON: Final[Json] = ref("OnCallPerson")
_KEY: Final[Json] = {"type": "integer", "minimum": 1}
_ZONE: Final[Json] = {"type": "string", "examples": ["Europe/Berlin"]}
_TIME: Final[Json] = {
    "type": "string",
    "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$",
    "examples": ["22:00"],
}
_EVERY: Final[Json] = {"type": "integer", "minimum": 1, "maximum": 10, "default": 1}
_WEEKDAY: Final[Json] = {
    "examples": ["monday", 0],
    "description": "An English day in any case, or 0 to 6 with Monday 0",
}


def _kind(name: str, *may_lack: str, **fields: Json) -> Json:
    """One of several kinds of object, told apart by `kind`."""
    optional = [field for field, schema in fields.items() if "default" in schema or field in may_lack]
    return record({"kind": {"const": name}, **fields}, optional=optional)


SCHEMAS: Final[dict[str, Json]] = {
    "StepRule": {
        "anyOf": [
            record({"kind": {"const": "revision"}, "number": ID, "text": TEXT}),
            record({"kind": {"const": "layer"}, "index": ID, "text": TEXT}),
            record({"kind": {"const": "override"}, "id": ID, "text": TEXT}),
            record({"kind": {"const": "shift"}, "id": TEXT, "text": TEXT}),
        ],
        "description": "The rules in force, or one of them, in words",
    },
    "Step": record(
        {
            "rule": ref("StepRule"),
            "state": {"enum": [str(state) for state in State]},
            "text": {**TEXT, "description": "How the rule stands at the instant, for a person"},
            "gave": array(_PERSON, description="Whom the rule by itself puts on call"),
            "hidden_by": nullable(ref("StepRule")),
            "start": INSTANT_OR_NULL,
            "end": INSTANT_OR_NULL,
            "turn": nullable(
                record(
                    {
                        "number": {**ID, "description": "Counted from 1"},
                        "of": array(ID, description="Contacts in the order of their turns"),
                        "start": INSTANT_OR_NULL,
                        "end": INSTANT_OR_NULL,
                    }
                )
            ),
            "next_at": {**INSTANT_OR_NULL, "description": "When a rule that gives nobody now does so next"},
        }
    ),
    "Explanation": record(
        {
            "at": INSTANT,
            "place": ref("Place"),
            "steps": array(ref("Step"), description="The revision in force, its rules from the top, what covers them"),
            "result": record(
                {
                    "people": array(_PERSON),
                    "rules": array(ref("StepRule"), description="Those that put them on call"),
                    "since": INSTANT_OR_NULL,
                    "until": INSTANT_OR_NULL,
                    "next": nullable(record({"at": INSTANT_OR_NULL, "people": array(_PERSON)})),
                    "default_contact": nullable(ref("DefaultContact")),
                    "text": TEXT,
                    "reasons": array(TEXT, description="Why nobody is on call; empty where somebody is"),
                }
            ),
            "text": {**TEXT, "description": "All of it, in several lines that a person can read"},
            "tz": TEXT,
            "known_at": INSTANT,
        },
        optional=["tz", "known_at"],
    ),
    "NewLayer": record(
        {
            "start": READING_OR,
            "rotation": {"type": "object", "examples": [{"type": "weekly"}]},
            "restrictions": nullable(array({"type": "object"}, maxItems=MOST["restrictions"])),
            "contacts": array(_KEY, maxItems=MOST["contacts"]),
            "index": nullable({"type": "integer", "minimum": 0, "maximum": 2**31 - 1}),
            "tz": {**_ZONE, "default": "UTC"},
            "end": nullable(READING_OR),
            "start_reading": READING_IN,
            "end_reading": READING_IN,
        },
        optional=["restrictions", "index", "tz", "end", "start_reading", "end_reading"],
    ),
    "NewLayers": record({"layers": array(ref("NewLayer"), maxItems=MOST["layers"])}),
    "Pattern": {
        "anyOf": [
            _kind("daily", every=_EVERY),
            _kind(
                "weekly",
                "week_start",
                every=_EVERY,
                days=array(_WEEKDAY, default=[]),
                week_start={
                    **nullable(_WEEKDAY),
                    "description": "On which day weeks start: Monday, or as they did in a shift that stays",
                },
            ),
            _kind("monthly_by_day", every=_EVERY, day={"type": "integer", "minimum": 1, "maximum": 31}),
            _kind("monthly_by_weekday", every=_EVERY, week_index={"enum": [1, 2, 3, 4, -1]}, weekday=_WEEKDAY),
            _kind("yearly", every=_EVERY),
        ]
    },
    "Ends": {
        "anyOf": [
            _kind("never"),
            _kind("occurrences", count={"type": "integer", "minimum": 1, "maximum": 1_000_000}),
            _kind("until", "at_reading", at=READING_OR, at_reading=READING_IN),
        ]
    },
    "NewShift": record(
        {
            "id": nullable({**TEXT, "description": "Of a shift that stays itself; without one it is new"}),
            "name": {**TEXT, "minLength": 1, "maxLength": 255},
            "schedule": {
                "anyOf": [
                    _kind(
                        "once",
                        "start_reading",
                        "end_reading",
                        start=READING_OR,
                        end=READING_OR,
                        start_reading=READING_IN,
                        end_reading=READING_IN,
                    ),
                    _kind(
                        "recurring",
                        anchor_on={"type": "string", "format": "date"},
                        start_time=_TIME,
                        end_time=_TIME,
                        pattern=ref("Pattern"),
                        ends={**ref("Ends"), "default": {"kind": "never"}},
                    ),
                ]
            },
            "contacts": array(_KEY, maxItems=MOST["contacts"]),
            "groups": array(TEXT, maxItems=MOST["groups"]),
        },
        optional=["id", "contacts", "groups"],
    ),
    "NewShifts": record({"tz": _ZONE, "shifts": array(ref("NewShift"), minItems=1, maxItems=MOST["shifts"])}),
    "DryRun": record(
        {
            "place": ref("Place"),
            "since": INSTANT,
            "until": INSTANT,
            "now": record(
                {
                    "before": ref("Present"),
                    "after": ref("Present"),
                    "changes": {**FLAG, "description": "Whether others would be on call at once"},
                    "first_change_at": INSTANT_OR_NULL,
                }
            ),
            "changes": array(
                record({"start": INSTANT, "end": INSTANT, "before": array(ID), "after": array(ID)}),
                description="Where others would be on call; nobody where there are no ids",
            ),
            "balances": array(
                record({"person": ID, "gained_hours": _HOURS, "lost_hours": _HOURS}),
                description="Those who gain or lose hours",
            ),
            "new_gaps": array(ref("Gap")),
            "closed_gaps": array(ref("Gap")),
            "people": array(_PERSON, description="Everybody who is named"),
            "left_out": ref("LeftOut"),
            "tz": TEXT,
        },
        optional=["tz", "left_out"],
        description="`left_out` is told of tiers",
    ),
    "Present": record(
        {"people": array(ID), "until": {**INSTANT_OR_NULL, "description": "null is beyond the window"}},
        description="Who is on call now, and until when just these people are",
    ),
}

_LAYER: Final[Json] = {"kind": "layer", "index": 0, "text": "layer 0, daily, UTC"}
_START, _END = "2026-06-10T08:00:00Z", "2026-06-11T08:00:00Z"
_WORDS: Final = "Ann Adler is on call Wednesday 2026-06-10 08:00 – Thursday 2026-06-11 08:00 UTC; then Ben Blake."
_HANDED: Final = "Ann Adler, turn 10 of Ben Blake, Ann Adler; handed off Wednesday 2026-06-10 08:00 UTC"
_IN_FORCE: Final[Json] = {
    "rule": {"kind": "revision", "number": 1, "text": "revision 1 of 1"},
    "state": "in_force",
    "text": "in force always",
    "gave": [],
    "hidden_by": None,
    "start": None,
    "end": None,
    "turn": None,
    "next_at": None,
}
_EXPLANATION: Final = answer(
    "The steps",
    ref("Explanation"),
    {
        "at": "2026-06-10T12:00:00Z",
        "place": TIER_PLACE,
        "steps": [
            _IN_FORCE,
            {
                **_IN_FORCE,
                "rule": _LAYER,
                "state": "on",
                "text": _HANDED,
                "gave": [ADLER],
                "start": _START,
                "end": _END,
                "turn": {"number": 10, "of": [19, 18], "start": _START, "end": _END},
            },
        ],
        "result": {
            "people": [CALLED_ADLER],
            "rules": [_LAYER],
            "since": _START,
            "until": _END,
            "next": {"at": _END, "people": [CALLED_BLAKE]},
            "default_contact": None,
            "text": _WORDS,
            "reasons": [],
        },
        "text": f"1. Revision 1 of 1: in force always.\n2. Layer 0, daily, UTC: {_HANDED}.\nResult: {_WORDS}",
    },
)
_EXPLANATION["content"]["text/plain"] = {"schema": TEXT}

_DRY_RUN: Final = answer(
    "What would change",
    ref("DryRun"),
    {
        "place": TIER_PLACE,
        "since": "2026-06-10T12:00:00Z",
        "until": "2026-06-12T12:00:00Z",
        "now": {
            "before": {"people": [18], "until": _END},
            "after": {"people": [18], "until": None},
            "changes": False,
            "first_change_at": _END,
        },
        "changes": [{"start": _END, "end": "2026-06-12T08:00:00Z", "before": [19], "after": [18]}],
        "balances": [
            {"person": 18, "gained_hours": 24.0, "lost_hours": 0.0},
            {"person": 19, "gained_hours": 0.0, "lost_hours": 24.0},
        ],
        "new_gaps": [],
        "closed_gaps": [],
        "people": [ADLER, BLAKE],
    },
)
LAYERS_EXAMPLE: Final[Json] = {
    "layers": [
        {
            "start": "2026-06-01T08:00:00Z",
            "rotation": {"type": "weekly"},
            "restrictions": [{"type": "daily", "start": "09:00", "end": "17:00"}],
            "contacts": [18, 19],
            "index": 0,
            "tz": "Europe/Berlin",
        }
    ]
}
SHIFTS_EXAMPLE: Final[Json] = {
    "tz": "Europe/Berlin",
    "shifts": [
        {
            "name": "Night",
            "schedule": {
                "kind": "recurring",
                "anchor_on": "2026-06-01",
                "start_time": "22:00",
                "end_time": "06:00",
                "pattern": {"kind": "weekly", "days": ["monday", "tuesday"]},
                "ends": {"kind": "occurrences", "count": 10},
            },
            "contacts": [18],
            "groups": [],
        }
    ],
}

_TIER: Final = in_path("id", {"type": "string", "examples": ["7", "3_1"]}, "The tier: its id, or schedule_number")
_ROSTER: Final = in_path("id", TEXT, "The id of the roster")
_QUESTION: Final = (
    query("at", WHEN_IN, "When; now if not given"),
    query(
        "known_at",
        WHEN_IN,
        "By the rules that had been saved by then; on-demand shifts and memberships are taken as they stand",
    ),
    TZ,
)
_AHEAD: Final = (
    query("days", {"type": "integer", "minimum": 1, "maximum": MOST_DAYS, "default": DEFAULT_DAYS}, "How far ahead"),
    TZ,
)
_BODY_FAULTS: Final = (400, 404, 413, 415, 422)

PATHS: Final[dict[str, Json]] = {
    "/api/v1/tiers/{id}/explain": {
        "get": operation(
            "explainTier",
            "Why somebody is on call at a tier, or nobody",
            _EXPLANATION,
            parameters=[_TIER, *_QUESTION],
            statuses=(404, 422),
            description="Step by step. With `Accept: text/plain` the text alone.",
        )
    },
    "/api/v1/rosters/{id}/explain": {
        "get": operation(
            "explainRoster",
            "Why somebody is on call by a roster, or nobody",
            _EXPLANATION,
            parameters=[_ROSTER, *_QUESTION],
            statuses=(404, 422),
            description="Step by step. With `Accept: text/plain` the text alone.",
        )
    },
    "/api/v1/tiers/{id}/diff": {
        "post": operation(
            "dryRunTier",
            "What new layers would change at a tier, were they saved now",
            _DRY_RUN,
            parameters=[_TIER, *_AHEAD],
            statuses=_BODY_FAULTS,
            requestBody=body(ref("NewLayers"), LAYERS_EXAMPLE),
            description="Saves nothing.",
        )
    },
    "/api/v1/rosters/{id}/diff": {
        "post": operation(
            "dryRunRoster",
            "What new shifts would change in a roster, were they saved now",
            _DRY_RUN,
            parameters=[_ROSTER, *_AHEAD],
            statuses=_BODY_FAULTS,
            requestBody=body(ref("NewShifts"), SHIFTS_EXAMPLE),
            description="Saves nothing.",
        )
    },
}
