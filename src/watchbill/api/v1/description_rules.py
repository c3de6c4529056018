"""What is served about rules: schedules, their tiers and on-demand shifts, rosters, and previews of unsaved ones."""

from typing import Final

from watchbill.api.description import Json, answer, array, in_path, nullable, query, record, ref
from watchbill.api.v1.description_board import ASKED, TIMELINE, TIMELINE_EXAMPLE, WINDOW_EXAMPLE
from watchbill.api.v1.description_why import LAYERS_EXAMPLE, SHIFTS_EXAMPLE
from watchbill.api.v1.schemas import (
    ADLER,
    BLAKE,
    CONTACT,
    COUNT,
    ENDED,
    ENDING,
    FLAG,
    ID,
    ID_IN,
    IF_ENDED,
    INSTANT,
    INSTANT_OR_NULL,
    PAGING,
    READING,
    READING_IN,
    READING_OR,
    ROSTER_PLACE,
    TEXT,
    THERE,
    TIER_PLACE,
    TZ,
    WHEN_IN,
    WINDOW,
    a_page,
    brings_back,
    changes,
    erases,
    makes,
    numbered,
    operation,
    page_of,
    problems,
    removes,
    shows,
    shows_ever,
    wanted,
)
from watchbill.domain.rules import MOST

_KEY: Final[Json] = {"type": "integer", "minimum": 1}
_NAME: Final[Json] = {"type": "string", "minLength": 1, "maxLength": 255}
_NUMBER: Final[Json] = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
_ZONE: Final[Json] = {"type": "string", "examples": ["Europe/Berlin"]}
_EMAIL: Final[Json] = {"type": ["string", "null"], "maxLength": 255, "examples": ["noc@acme.example"]}
_PHONE: Final[Json] = {"type": ["string", "null"], "maxLength": 255, "examples": ["+442079460000"]}
_TIER_IN: Final[Json] = {
    "type": ["integer", "string"],
    "examples": [7, "3_1"],
    "description": "The tier: its id, or schedule_number",
}
_SURE: Final[Json] = {"type": "boolean", "default": False, "description": "Cut the others that are in the way"}
_EVERY: Final[Json] = {"type": "integer", "minimum": 1}
_WEEKDAY: Final[Json] = {"enum": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]}
_TIME: Final[Json] = {"type": "string", "pattern": r"^[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$", "examples": ["22:00"]}
_STAMPS: Final[dict[str, Json]] = {"created_at": INSTANT, "updated_at": INSTANT}
_RULES: Final[Json] = {
    "type": "boolean",
    "default": True,
    "description": "Whether the rules come back that were in force when it ended",
}
_AUTHOR: Final[Json] = nullable(record({"id": ID, "username": TEXT}))
_LAYERS: Final[Json] = array(ref("NewLayer"), maxItems=MOST["layers"])
_SHIFTS: Final[Json] = array(ref("NewShift"), minItems=1, maxItems=MOST["shifts"])
_PREVIEW: Final[dict[str, Json]] = {
    **ASKED,
    **TIMELINE,
    "place": {"type": "null"},
    "people": array(ref("OnCallPerson")),
}


def _kind(name: str, *may_lack: str, **fields: Json) -> Json:
    """One of several kinds of object, told apart by `kind`."""
    return record({"kind": {"const": name}, **fields}, optional=may_lack)


_READ_BY: Final[Json] = nullable({**TEXT, "description": "The zone of what clocks read", "examples": ["Europe/Berlin"]})


def _edit(properties: dict[str, Json]) -> Json:
    """A body that changes the fields that are in it."""
    return record(properties, optional=properties, description="Only the fields that are there change")


_OVERRIDE: Final[dict[str, Json]] = {
    "id": ID,
    "tier": {**ID, "description": "The id of the tier"},
    "place": ref("Place"),
    "person": ref("OnCallPerson"),
    "start": INSTANT,
    "end": INSTANT,
    "tz": nullable({**TEXT, "description": "The zone of the readings"}),
    "start_reading": READING,
    "end_reading": READING,
    "created_at": INSTANT,
    "created_by": _AUTHOR,
}

_OVERRIDE_IN: Final[dict[str, Json]] = {
    "contact": _KEY,
    "start": READING_OR,
    "end": READING_OR,
    "start_reading": READING_IN,
    "end_reading": READING_IN,
    "tz": _READ_BY,
    "sure": _SURE,
}

SCHEMAS: Final[dict[str, Json]] = {
    "ScheduleTier": record(
        {
            "id": ID,
            "number": ID,
            "is_active": FLAG,
            "layers": {**COUNT, "description": "How many"},
            "ended_at": IF_ENDED,
        },
        optional=["ended_at"],
    ),
    "Erasing": record({"name": {**_NAME, "description": "As it stands; of a tier as places are: Acme NOC, tier 2"}}),
    "NamedReturn": _edit({"name": {**_NAME, "description": "Instead of the one that it had"}}),
    "Return": _edit({"name": {**_NAME, "description": "Instead of the one that it had"}, "rules": _RULES}),
    "TierReturn": _edit({"number": {**_NUMBER, "description": "Instead of the one that it had"}, "rules": _RULES}),
    "ScheduleRecord": record(
        {
            "id": ID,
            "customer": ref("IdAndName"),
            "name": TEXT,
            "default_contact": nullable(ref("DefaultContact")),
            "tiers": array(ref("ScheduleTier"), description="By number"),
            **_STAMPS,
            **ENDING,
        },
        description="A named set of tiers, and whom to turn to when nobody is on call",
    ),
    "ScheduleRecordPage": page_of(ref("ScheduleRecord")),
    "ScheduleWish": record(
        {"customer": _KEY, "name": _NAME, "default_email": _EMAIL, "default_phone": _PHONE},
        optional=["default_email", "default_phone"],
    ),
    "ScheduleChange": _edit({"customer": _KEY, "name": _NAME, "default_email": _EMAIL, "default_phone": _PHONE}),
    "TierRecord": record(
        {
            "id": ID,
            "number": {**ID, "description": "From 1, which is told first"},
            "is_active": FLAG,
            "place": ref("Place"),
            "revision": {**COUNT, "description": "The number of the revision in force; 0 before the first layers"},
            "layers": array(ref("LayerRecord"), description="From the bottom of the stack"),
            "people": array(ref("OnCallPerson"), description="Whom the layers name"),
            **_STAMPS,
            **ENDING,
        },
        description="One level of a schedule",
    ),
    "TierWish": record(
        {"number": {**_NUMBER, "description": "The first that is free, if not given"}, "layers": _LAYERS},
        optional=["number", "layers"],
    ),
    "TierChange": _edit({"number": _NUMBER, "is_active": FLAG, "layers": _LAYERS}),
    "OverrideRecord": record(_OVERRIDE, description="An on-demand shift: one-off cover of a tier"),
    "OverrideRecordPage": page_of(ref("OverrideRecord")),
    "OverrideSaved": record(
        {
            **_OVERRIDE,
            "changed": array(ref("OverrideRecord"), description="The others that have less time now, and new pieces"),
            "deleted": array(ID, description="The others that are gone"),
        },
        description="The on-demand shift, and what became of those that were in its way",
    ),
    "OverrideWish": record(
        {"tier": _TIER_IN, **_OVERRIDE_IN},
        optional=["start_reading", "end_reading", "tz", "sure"],
    ),
    "OverrideChange": _edit(_OVERRIDE_IN),
    "OverrideProblem": record(
        {
            "type": {"const": "about:blank"},
            "title": TEXT,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": TEXT,
            "problems": array(record({"path": TEXT, "reason": TEXT})),
            "conflicts": array(ref("OverrideRecord"), description="The on-demand shifts that are in the way, by start"),
        },
        optional=["conflicts"],
        description="Others cover part of that time",
    ),
    "ShiftPattern": {
        "anyOf": [
            _kind("daily", every=_EVERY),
            _kind(
                "weekly",
                "week_start",
                every=_EVERY,
                days=array(_WEEKDAY, description="None: the day of the anchor"),
                week_start={**_WEEKDAY, "description": "On which day weeks start; on Monday if it is not there"},
            ),
            _kind("monthly_by_day", every=_EVERY, day={"type": "integer", "minimum": 1, "maximum": 31}),
            _kind("monthly_by_weekday", every=_EVERY, week_index={"enum": [1, 2, 3, 4, -1]}, weekday=_WEEKDAY),
            _kind("yearly", every=_EVERY),
        ],
        "description": "The days on which something starts",
    },
    "ShiftEnds": {
        "anyOf": [
            _kind("never"),
            _kind("occurrences", count={"type": "integer", "minimum": 1}),
            _kind("until", at=INSTANT, at_reading=READING),
        ]
    },
    "ShiftSchedule": {
        "anyOf": [
            _kind("once", start=INSTANT, end=INSTANT, start_reading=READING, end_reading=READING),
            _kind(
                "recurring",
                anchor_on={"type": "string", "format": "date"},
                start_time=_TIME,
                end_time=_TIME,
                pattern=ref("ShiftPattern"),
                ends=ref("ShiftEnds"),
            ),
        ],
        "description": "When a shift of a roster is; times of day are by the clocks of the roster's zone",
    },
    "RosterShiftRecord": record(
        {
            "id": TEXT,
            "name": TEXT,
            "schedule": ref("ShiftSchedule"),
            "contacts": array(ID),
            "groups": array(TEXT),
            "text": {**TEXT, "description": "The rule in words"},
        }
    ),
    "NamedGroup": record({"id": TEXT, "name": TEXT}),
    "RosterRecord": record(
        {
            "id": TEXT,
            "place": ref("Place"),
            "name": TEXT,
            "description": TEXT,
            "tz": TEXT,
            "revision": {**COUNT, "description": "The number of the revision in force"},
            "shifts": array(ref("RosterShiftRecord")),
            "people": array(ref("OnCallPerson"), description="Whom the shifts name, by themselves or in a group"),
            "groups": array(ref("NamedGroup"), description="The groups that the shifts name"),
            "created_at": INSTANT,
            "updated_at": INSTANT_OR_NULL,
            **ENDING,
        },
        description="Shift rules in force together, in one zone",
    ),
    "RosterRecordPage": page_of(ref("RosterRecord")),
    "RosterWish": record(
        {"customer": _KEY, "name": _NAME, "description": {"type": "string"}, "tz": _ZONE, "shifts": _SHIFTS},
        optional=["description"],
    ),
    "RosterChange": _edit({"name": _NAME, "description": {"type": "string"}, "tz": _ZONE, "shifts": _SHIFTS}),
    "TierPreviewWish": record({"customer": _KEY, "layers": _LAYERS}),
    "LayerWords": record(
        {
            "layer": {**COUNT, "description": "The position of the layer in the list that was sent, from 0"},
            "rotation": {**TEXT, "description": "How people take turns"},
            "open": {**TEXT, "description": "When the layer is open"},
            "handoffs": {**TEXT, "description": "What that means for its people: in sentences"},
        },
        description="A layer's rules in words",
    ),
    "TierPreview": record(
        {**_PREVIEW, "place": ref("Place"), "left_out": ref("LeftOut"), "words": array(ref("LayerWords"))},
        optional=["tz"],
        description="The timeline of a tier with layers that are not saved",
    ),
    "NewTierPreview": record(
        {**_PREVIEW, "left_out": ref("LeftOut"), "words": array(ref("LayerWords"))},
        optional=["tz"],
        description="The timeline of a tier that is not there yet",
    ),
    "RosterPreviewWish": record({"customer": _KEY, "tz": _ZONE, "shifts": _SHIFTS}),
    "ShiftOccurrences": record(
        {
            "shift": {**COUNT, "description": "The position of the shift in the list that was sent, from 0"},
            "next": array(ref("Gap"), maxItems=5, description="When it is next, at most five times from now on"),
            "text": {**TEXT, "description": "When it is by its rule, in words"},
        }
    ),
    "RosterPreview": record(
        {**_PREVIEW, "place": nullable(ref("Place")), "occurrences": array(ref("ShiftOccurrences"))}, optional=["tz"]
    ),
}

_AT: Final = {"created_at": "2026-05-01T08:00:00Z", "updated_at": "2026-05-20T08:00:00Z"}
_SCHEDULE: Final[Json] = {
    **TIER_PLACE["schedule"],
    "customer": TIER_PLACE["customer"],
    "default_contact": {"email": "noc@acme.example", "phone": None, "phone_link": None},
    "tiers": [{"id": 7, "number": 1, "is_active": True, "layers": 1}],
    **_AT,
    **THERE,
}
_LAYER: Final[Json] = {
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
_TIER: Final[Json] = {
    "id": 7,
    "number": 1,
    "is_active": True,
    "place": TIER_PLACE,
    "revision": 2,
    "layers": [_LAYER],
    "people": [ADLER],
    **_AT,
    **THERE,
}
_OVERRIDE_EXAMPLE: Final[Json] = {
    "id": 5,
    "tier": 7,
    "place": TIER_PLACE,
    "person": BLAKE,
    "start": "2026-06-04T08:00:00Z",
    "end": "2026-06-04T20:00:00Z",
    "tz": "Europe/Berlin",
    "start_reading": "2026-06-04T10:00:00",
    "end_reading": "2026-06-04T22:00:00",
    "created_at": "2026-06-03T12:00:00Z",
    "created_by": {"id": 4, "username": "ann"},
}
_SHIFT: Final[Json] = {
    "id": "ESD-0d2f6f5e-6a57-4a52-8d4c-7d3a7f0c2b11",
    "name": "Night",
    "schedule": {
        "kind": "recurring",
        "anchor_on": "2026-06-01",
        "start_time": "22:00",
        "end_time": "06:00",
        "pattern": {"kind": "weekly", "every": 1, "days": ["monday", "tuesday"]},
        "ends": {"kind": "never"},
    },
    "contacts": [18],
    "groups": ["desk"],
    "text": "Night: weekly, Mon, Tue 22:00–06:00 Europe/Berlin",
}
_ROSTER: Final[Json] = {
    "id": ROSTER_PLACE["id"],
    "place": ROSTER_PLACE,
    "name": ROSTER_PLACE["name"],
    "description": "",
    "tz": "Europe/Berlin",
    "revision": 1,
    "shifts": [_SHIFT],
    "people": [ADLER],
    "groups": [{"id": "desk", "name": "Night desk"}],
    "created_at": _AT["created_at"],
    "updated_at": None,
    **THERE,
}
_PREVIEW_EXAMPLE: Final[Json] = {**WINDOW_EXAMPLE, **TIMELINE_EXAMPLE, "people": [ADLER, BLAKE]}
_NEXT: Final[Json] = {
    "shift": 0,
    "next": [{"start": "2026-06-08T20:00:00Z", "end": "2026-06-09T04:00:00Z"}],
    "text": "weekly on Mon–Fri 22:00–06:00 Europe/Berlin",
}
_WORDS: Final[Json] = {
    "layer": 0,
    "rotation": "weekly",
    "open": "always",
    "handoffs": "Each takes a week; handed off on Mondays at 09:00. The order begins again after 2 weeks.",
}

_SEARCH: Final = query("search", TEXT, "Only those whose name holds this, in any case")
_OF_CUSTOMER: Final = query("customer", ID_IN, "Only what this customer owns")
_ABOUT_SCHEDULE: Final = numbered("schedule")
_ABOUT_OVERRIDE: Final = numbered("on-demand shift")
_TIER_PATH: Final[Json] = {"type": "string", "examples": ["7", "3_1"]}
_ABOUT_TIER: Final = in_path("id", _TIER_PATH, "The tier: its id, or schedule_number")
_ABOUT_ROSTER: Final = in_path("id", TEXT, "The id of the roster")
_FAULTS: Final = (400, 404, 413, 415, 422)


def _previewed(id: str, summary: str, schema: str, example: Json, asked: Json, *at: Json) -> Json:
    return operation(
        id,
        summary,
        answer("The timeline as it would be", ref(schema), example),
        parameters=[*at, *WINDOW, TZ],
        statuses=_FAULTS,
        requestBody=asked,
        description="Saves nothing.",
    )


def _told_conflicts(operation: Json) -> Json:
    """The same, where a 409 says which on-demand shifts are in the way."""
    operation["responses"]["409"] = {
        **problems(409)["409"],
        "content": {"application/problem+json": {"schema": ref("OverrideProblem")}},
    }
    return operation


_SAVED: Final[Json] = {**_OVERRIDE_EXAMPLE, "changed": [], "deleted": []}
_SPAN: Final[Json] = {"start": _OVERRIDE_EXAMPLE["start"], "end": _OVERRIDE_EXAMPLE["end"]}
_CUSTOMER: Final[Json] = {"customer": 2}

PATHS: Final[dict[str, Json]] = {
    "/api/v1/schedules": {
        "get": operation(
            "listSchedules",
            "Schedules and their tiers, by name",
            a_page("ScheduleRecordPage", [_SCHEDULE]),
            parameters=[_SEARCH, _OF_CUSTOMER, ENDED, *PAGING],
        ),
        "post": makes(
            "makeSchedule",
            "Make a schedule and its first tier",
            "ScheduleRecord",
            _SCHEDULE,
            wanted("ScheduleWish", {**_CUSTOMER, "name": "Network operations", "default_email": "noc@acme.example"}),
        ),
    },
    "/api/v1/schedules/{id}": {
        "get": shows_ever("getSchedule", "A schedule", "ScheduleRecord", _SCHEDULE, _ABOUT_SCHEDULE),
        "patch": changes(
            "editSchedule",
            "Change a schedule",
            "ScheduleRecord",
            _SCHEDULE,
            wanted("ScheduleChange", {"default_phone": None}),
            _ABOUT_SCHEDULE,
        ),
        "delete": removes(
            "deleteSchedule",
            "End a schedule with its tiers, from now on",
            _ABOUT_SCHEDULE,
            description="What happened stays in load and history; it can be brought back.",
        ),
    },
    "/api/v1/schedules/{id}/bring-back": {
        "post": brings_back("bringBackSchedule", "ScheduleRecord", _SCHEDULE, "Return", _ABOUT_SCHEDULE, "schedule")
    },
    "/api/v1/schedules/{id}/erase": {"post": erases("eraseSchedule", _ABOUT_SCHEDULE, "schedule", "Acme NOC")},
    "/api/v1/schedules/{id}/tiers": {
        "post": makes(
            "makeTier",
            "Add a tier to a schedule",
            "TierRecord",
            _TIER,
            wanted("TierWish", LAYERS_EXAMPLE),
            parameters=[_ABOUT_SCHEDULE],
        )
    },
    "/api/v1/tiers/{id}": {
        "get": shows_ever("getTier", "A tier and its layers", "TierRecord", _TIER, _ABOUT_TIER),
        "patch": changes(
            "editTier",
            "Change a tier",
            "TierRecord",
            _TIER,
            wanted("TierChange", LAYERS_EXAMPLE),
            _ABOUT_TIER,
            description="New layers count from now on; what happened stays. Without `layers` they stay.",
        ),
        "delete": removes(
            "deleteTier",
            "End a tier, from now on; a schedule keeps its last one",
            _ABOUT_TIER,
            description="What happened stays in load and history; it can be brought back.",
        ),
    },
    "/api/v1/tiers/{id}/bring-back": {
        "post": brings_back("bringBackTier", "TierRecord", _TIER, "TierReturn", _ABOUT_TIER, "tier")
    },
    "/api/v1/tiers/{id}/erase": {"post": erases("eraseTier", _ABOUT_TIER, "tier", "Acme NOC, tier 2")},
    "/api/v1/tiers/{id}/preview": {
        "post": _previewed(
            "previewTier",
            "A tier's timeline with layers that are not saved, in force from now on",
            "TierPreview",
            {**_PREVIEW_EXAMPLE, "left_out": [], "words": [_WORDS]},
            wanted("NewLayers", LAYERS_EXAMPLE),
            _ABOUT_TIER,
        )
    },
    "/api/v1/previews/tier": {
        "post": _previewed(
            "previewNewTier",
            "The timeline of a tier that is not there yet",
            "NewTierPreview",
            {**_PREVIEW_EXAMPLE, "place": None, "left_out": [], "words": [_WORDS]},
            wanted("TierPreviewWish", {**_CUSTOMER, **LAYERS_EXAMPLE}),
        )
    },
    "/api/v1/overrides": {
        "get": operation(
            "listOverrides",
            "On-demand shifts, by start",
            a_page("OverrideRecordPage", [_OVERRIDE_EXAMPLE]),
            parameters=[
                query("tier", _TIER_PATH, "Only those of this tier"),
                {**CONTACT, "description": "Only those of this contact"},
                query("since", WHEN_IN, "Only those that end after this"),
                query("until", WHEN_IN, "Only those that start before this"),
                TZ,
                *PAGING,
            ],
            statuses=(404, 422),
        ),
        "post": _told_conflicts(
            makes(
                "makeOverride",
                "Put somebody on call at a tier for a span",
                "OverrideSaved",
                _SAVED,
                wanted("OverrideWish", {"tier": 7, "contact": 19, **_SPAN}),
                description="Where others cover part of that time: 409 with `conflicts`, or they are cut with `sure`.",
            )
        ),
    },
    "/api/v1/overrides/{id}": {
        "get": shows("getOverride", "An on-demand shift", "OverrideRecord", _OVERRIDE_EXAMPLE, _ABOUT_OVERRIDE),
        "patch": _told_conflicts(
            changes(
                "editOverride",
                "Change an on-demand shift",
                "OverrideSaved",
                _SAVED,
                wanted("OverrideChange", {"contact": 19, "sure": True}),
                _ABOUT_OVERRIDE,
            )
        ),
        "delete": removes(
            "deleteOverride",
            "End an on-demand shift",
            _ABOUT_OVERRIDE,
            description=(
                "One that is to come is gone, one that is on ends now. One that is past is taken back: that corrects "
                "what is told to have happened, and is for managers."
            ),
        ),
    },
    "/api/v1/rosters": {
        "get": operation(
            "listRosters",
            "Rosters, by name",
            a_page("RosterRecordPage", [_ROSTER]),
            parameters=[_SEARCH, _OF_CUSTOMER, ENDED, *PAGING],
        ),
        "post": makes(
            "makeRoster",
            "Make a roster",
            "RosterRecord",
            _ROSTER,
            wanted("RosterWish", {**_CUSTOMER, "name": "Night desk", **SHIFTS_EXAMPLE}),
        ),
    },
    "/api/v1/rosters/{id}": {
        "get": shows_ever("getRoster", "A roster and its shifts", "RosterRecord", _ROSTER, _ABOUT_ROSTER),
        "patch": changes(
            "editRoster",
            "Change a roster",
            "RosterRecord",
            _ROSTER,
            wanted("RosterChange", {"description": "Who answers at night"}),
            _ABOUT_ROSTER,
            description="Shifts named by id stay themselves, the others go; new ones count from now on.",
        ),
        "delete": removes(
            "deleteRoster",
            "End a roster, from now on",
            _ABOUT_ROSTER,
            description="What happened stays in load and history; it can be brought back.",
        ),
    },
    "/api/v1/rosters/{id}/bring-back": {
        "post": brings_back("bringBackRoster", "RosterRecord", _ROSTER, "Return", _ABOUT_ROSTER, "roster")
    },
    "/api/v1/rosters/{id}/erase": {"post": erases("eraseRoster", _ABOUT_ROSTER, "roster", "Operations room")},
    "/api/v1/rosters/{id}/preview": {
        "post": _previewed(
            "previewRoster",
            "A roster's timeline with shifts that are not saved, in force from now on",
            "RosterPreview",
            {**_PREVIEW_EXAMPLE, "place": ROSTER_PLACE, "occurrences": [_NEXT]},
            wanted("NewShifts", SHIFTS_EXAMPLE),
            _ABOUT_ROSTER,
        )
    },
    "/api/v1/previews/roster": {
        "post": _previewed(
            "previewNewRoster",
            "The timeline of a roster that is not there yet",
            "RosterPreview",
            {**_PREVIEW_EXAMPLE, "place": None, "occurrences": [_NEXT]},
            wanted("RosterPreviewWish", {**_CUSTOMER, **SHIFTS_EXAMPLE}),
        )
    },
}
