"""What is served about calendar feeds: making one, listing them, ending one."""

from typing import Final

from watchbill.api.description import IF_MATCH, Json, in_path, nullable, record, ref
from watchbill.api.v1.schemas import (
    ID,
    INSTANT,
    INSTANT_OR_NULL,
    PAGING,
    TAG,
    TEXT,
    a_page,
    numbered,
    operation,
    page_of,
)

_KIND: Final[Json] = {"enum": ["contact", "schedule", "tier", "roster", "customer"]}
_SUBJECT: Final[Json] = {"type": ["integer", "string"], "description": "A roster's id is a text"}

SCHEMAS: Final[dict[str, Json]] = {
    "Feed": record(
        {
            "id": ID,
            "kind": _KIND,
            "subject": _SUBJECT,
            "name": nullable({"type": "string", "description": "Of what it shows; null where that is gone"}),
            "tz": TEXT,
            "made_by": record({"id": ID, "username": TEXT}),
            "created_at": INSTANT,
            "last_fetched_at": INSTANT_OR_NULL,
            "revoked_at": INSTANT_OR_NULL,
            "address": {"type": "string", "description": "Only when it has just been made: it is not kept"},
        },
        optional=["address"],
    ),
    "FeedWish": record({"kind": _KIND, "id": _SUBJECT, "tz": TEXT}, optional=["tz"]),
    "FeedPage": page_of(ref("Feed")),
}

_EXAMPLE: Final[Json] = {
    "id": 4,
    "kind": "tier",
    "subject": 7,
    "name": "Network operations, tier 1",
    "tz": "Europe/Berlin",
    "made_by": {"id": 5, "username": "bob"},
    "created_at": "2026-06-03T18:00:00Z",
    "last_fetched_at": None,
    "revoked_at": None,
}
_ADDRESS: Final = "https://watchbill.example/feeds/wbf_1_….ics"


def _answered(before: Json, status: str, said: Json) -> Json:
    """The operation, answered with another status than 200."""
    others = {code: one for code, one in before["responses"].items() if code != "200"}
    return {**before, "responses": {status: said, **others}}


def _made() -> Json:
    content: Json = {"application/json": {"schema": ref("Feed"), "example": {**_EXAMPLE, "address": _ADDRESS}}}
    asked: Json = {
        "required": True,
        "content": {
            "application/json": {
                "schema": ref("FeedWish"),
                "example": {"kind": "tier", "id": 7, "tz": "Europe/Berlin"},
            }
        },
    }
    made = operation(
        "issueFeed",
        "Make a calendar feed",
        {},
        statuses=(400, 404, 409, 413, 415, 422),
        requestBody=asked,
        description="Whoever knows the address can read the calendar; it is told this once.",
    )
    return _answered(made, "201", {"description": "The feed and its secret address", "content": content})


PATHS: Final[dict[str, Json]] = {
    "/api/v1/feeds": {
        "get": operation(
            "feeds", "Your feeds; for an admin everybody's", a_page("FeedPage", [_EXAMPLE]), parameters=PAGING
        ),
        "post": _made(),
    },
    "/api/v1/feeds/{id}": {
        "delete": _answered(
            operation(
                "revokeFeed", "End a feed", {}, parameters=[numbered("feed"), IF_MATCH], statuses=(404, 412, 422)
            ),
            "204",
            {"description": "Its address shows nothing any more"},
        )
    },
}

# Not below the root of the family, and nobody signs in.
PATHS["/feeds/{name}"] = {
    "get": {
        "operationId": "fetchFeed",
        "summary": "The calendar at a feed's secret address",
        "tags": [TAG],
        "security": [],
        "parameters": [in_path("name", TEXT, "The secret, and .ics")],
        "responses": {
            "200": {
                "description": "RFC 5545, with an ETag",
                "content": {"text/calendar": {"schema": {"type": "string"}}},
            },
            "304": {"description": "It is as If-None-Match says"},
            "403": {
                "description": "It would have more than 50,000 shifts",
                "content": {"text/plain": {"schema": {"type": "string"}}},
            },
            "404": {
                "description": "The address is wrong, or has been revoked",
                "content": {"text/plain": {"schema": {"type": "string"}}},
            },
            "503": {"description": "The database cannot be used; try again in a moment"},
        },
    }
}
