"""What is served about load."""

from typing import Final

from watchbill.api.description import Json, query, record, ref
from watchbill.api.v1.load import COLUMNS
from watchbill.api.v1.schemas import (
    ADLER,
    BLAKE,
    COUNT,
    ID,
    ID_IN,
    IF_ENDED,
    INSTANT,
    PAGING,
    TEXT,
    TZ,
    WHEN_IN,
    a_page,
    operation,
    page_of,
)
from watchbill.domain.sheet import SEPARATORS, sheet

_HOURS: Final[Json] = {"type": "number", "minimum": 0}
_SHARE: Final[Json] = {"type": "number", "minimum": 0, "maximum": 1}
_BURDEN: Final[dict[str, Json]] = {
    "people": {**COUNT, "description": "Everybody who could have been on: whom the rules in force named"},
    "hours": {**_HOURS, "description": "On call; two places at once count both"},
    "shifts": COUNT,
    "handoffs": {**COUNT, "description": "How often somebody came on call at a place"},
    "night_hours": {**_HOURS, "description": "From 22:00 to 06:00, by the person's clocks"},
    "weekend_hours": {**_HOURS, "description": "On Saturday and Sunday, by the person's clocks"},
    "longest_run_hours": {**_HOURS, "description": "One person's longest run of shifts without 11 hours' rest"},
    "gini": {**_SHARE, "description": "How unevenly the hours are shared by the people: 0 where all have the same"},
}

SCHEMAS: Final[dict[str, Json]] = {
    "Burden": record(_BURDEN),
    "LoadRow": record(
        {
            "person": ref("OnCallPerson"),
            "place": {
                "anyOf": [
                    record(
                        {
                            "kind": {"const": kind},
                            "id": id,
                            "name": TEXT,
                            "customer": ref("IdAndName"),
                            "ended_at": IF_ENDED,
                        },
                        optional=["ended_at"],
                    )
                    for kind, id in (("schedule", ID), ("roster", TEXT))
                ]
            },
            "customer": ref("IdAndName"),
            **_BURDEN,
            "share": {**_SHARE, "description": "Of the hours of all rows"},
        },
        optional=["person", "place", "customer"],
        description="By contact of a `person`, by schedule of a `place`, by customer of a `customer`",
    ),
    "Load": page_of(ref("LoadRow"), since=INSTANT, until=INSTANT, by=TEXT, totals=ref("Burden")),
}

_NUMBERS: Final[Json] = {
    "people": 1,
    "hours": 96.0,
    "shifts": 4,
    "handoffs": 4,
    "night_hours": 32.0,
    "weekend_hours": 24.0,
    "longest_run_hours": 24.0,
    "gini": 0.0,
}
_LOAD: Final = a_page(
    "Load",
    [
        {"person": ADLER, **_NUMBERS, "share": 0.666667},
        {"person": BLAKE, **_NUMBERS, "hours": 48.0, "shifts": 2, "handoffs": 2, "share": 0.333333},
    ],
    since="2026-06-01T08:00:00Z",
    until="2026-06-07T08:00:00Z",
    by="contact",
    totals={**_NUMBERS, "people": 2, "hours": 144.0, "shifts": 6, "handoffs": 6, "gini": 0.166667},
)
_LOAD["content"]["text/csv"] = {"schema": TEXT, "example": sheet(COLUMNS, ())}

PATHS: Final[dict[str, Json]] = {
    "/api/v1/load": {
        "get": operation(
            "load",
            "Who carried how much",
            _LOAD,
            parameters=[
                query("since", WHEN_IN, "Start of the window; 30 days before its end if not given"),
                query("until", WHEN_IN, "End of the window, at most two years after its start; now if not given"),
                query(
                    "by",
                    {"type": "string", "enum": ["contact", "schedule", "customer"], "default": "contact"},
                    "A row for each of these; by schedule, rosters have rows of their own",
                ),
                query("customer", ID_IN, "Only what this customer owns"),
                query("schedule", ID_IN, "Only the tiers of this schedule"),
                query("tier", {"type": "string", "examples": ["7", "3_1"]}, "Only this tier, also one that has ended"),
                query("roster", TEXT, "Only this roster, also one that has ended"),
                query("contact", ID_IN, "Only what this contact carried"),
                query("format", {"type": "string", "enum": ["json", "csv"]}, "CSV is never paged"),
                query(
                    "separator", {"type": "string", "enum": [*SEPARATORS], "default": ","}, "What parts cells of CSV"
                ),
                TZ,
                *PAGING,
            ],
            statuses=(404, 422),
            description="What really happened, by the rules in force at each moment. With `Accept: text/csv` as CSV.",
        )
    },
}
