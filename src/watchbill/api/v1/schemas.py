"""The schemas, parameters and answers that all parts of this family's description share."""

from collections.abc import Iterable
from typing import Any, Final

from watchbill.api.description import IF_MATCH, JSON, Json, answer, array, header, in_path, nullable, query, record, ref
from watchbill.api.v1.errors import PROBLEM
from watchbill.api.v1.wire import LARGEST_LIMIT, LAST_PAGE

TAG: Final = "Watchbill"
SECURITY: Final[list[Json]] = [{"bearer": []}]

TEXT: Final[Json] = {"type": "string"}
COUNT: Final[Json] = {"type": "integer", "minimum": 0}
ID: Final[Json] = {"type": "integer"}
FLAG: Final[Json] = {"type": "boolean"}
INSTANT: Final[Json] = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$",
    "description": "To the second, in UTC, or with `tz` with that zone's offset",
}
INSTANT_OR_NULL: Final[Json] = nullable(INSTANT)
IF_ENDED: Final[Json] = {**INSTANT, "description": "When it ended; not there where it has not"}
INSTANT_IN: Final[Json] = {"type": "string", "examples": ["2026-06-03T18:00:00Z", "2026-06-03T20:00:00+02:00"]}
WHEN_IN: Final[Json] = {
    "type": "string",
    "description": "With Z or an offset; without one by the clocks of `tz`, and a date alone is its midnight there",
    "examples": ["2026-06-03T18:00:00Z", "2026-06-03T20:00:00+02:00", "2026-06-03", "2026-06-03T20:00"],
}
READING_OR: Final[Json] = {
    "type": "string",
    "description": "An instant, with Z or an offset; without one what the clocks of `tz` read, which is kept as such",
    "examples": ["2026-06-03T18:00:00Z", "2027-06-01T09:00"],
}
READING: Final[Json] = {
    "type": ["string", "null"],
    "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$",
    "description": "What the clocks of `tz` read then, where it was typed so; newer zone data move the instant to it",
}
READING_IN: Final[Json] = {
    "type": ["string", "null"],
    "description": "As it was told beside the instant that comes back; another is refused, null makes it an instant",
    "examples": ["2027-06-01T09:00:00", None],
}
ID_IN: Final[Json] = {"type": "integer", "minimum": 0}

CUT: Final[Json] = {"const": True, "description": "The window cut it here; else it is not told"}

PHONE_LINK: Final[Json] = {
    "type": ["string", "null"],
    "pattern": r"^tel:\+[0-9]+(;ext=[0-9]+)?$",
    "description": "What dials the number (RFC 3966); null where it is not sure what would be dialled. A number "
    "without its country's code is dialled as in the customer's country",
}

ADLER: Final[Json] = {
    "id": 18,
    "name": "Ann Adler",
    "email": "ann@acme.example",
    "phone": "+442079460018",
    "mobile": "",
}
BLAKE: Final[Json] = {**ADLER, "id": 19, "name": "Ben Blake", "email": "ben@acme.example", "phone": "+442079460019"}
CALLED_ADLER: Final[Json] = {**ADLER, "phone_link": f"tel:{ADLER['phone']}", "mobile_link": None}
"""The same where they are to be called."""
CALLED_BLAKE: Final[Json] = {**BLAKE, "phone_link": f"tel:{BLAKE['phone']}", "mobile_link": None}

TIER_PLACE: Final[Json] = {
    "kind": "tier",
    "id": 7,
    "number": 1,
    "name": "Network operations, tier 1",
    "schedule": {"id": 3, "name": "Network operations"},
    "customer": {"id": 2, "name": "Acme"},
}
ROSTER_PLACE: Final[Json] = {
    "kind": "roster",
    "id": "ES-6f1c2f0e-95cf-4a4b-9d43-0c5c3c0a7d11",
    "name": "Night desk",
    "customer": {"id": 2, "name": "Acme"},
}
LAYER: Final[Json] = {"kind": "layer", "index": 2, "text": "layer 2, daily, Mon–Fri 09:00–17:00 Europe/Berlin"}
COVER: Final[Json] = {"kind": "override", "id": 5, "text": "on-demand shift 5"}

SCHEMAS: Final[dict[str, Json]] = {
    "IdAndName": record({"id": ID, "name": TEXT}),
    "OnCallPerson": record(
        {
            "id": ID,
            "name": TEXT,
            "email": TEXT,
            "phone": TEXT,
            "mobile": TEXT,
            "phone_link": PHONE_LINK,
            "mobile_link": PHONE_LINK,
        },
        optional=["phone_link", "mobile_link"],
        description="The links are told where somebody is to be called: of who is on call or comes next, and of groups",
    ),
    "Place": {
        "anyOf": [
            record(
                {
                    "kind": {"const": "tier"},
                    "id": ID,
                    "number": ID,
                    "name": TEXT,
                    "schedule": ref("IdAndName"),
                    "customer": ref("IdAndName"),
                    "ended_at": IF_ENDED,
                },
                optional=["ended_at"],
            ),
            record(
                {
                    "kind": {"const": "roster"},
                    "id": TEXT,
                    "name": TEXT,
                    "customer": ref("IdAndName"),
                    "ended_at": IF_ENDED,
                },
                optional=["ended_at"],
            ),
        ],
        "description": "Somewhere to be on call: a tier of a schedule, or a roster",
    },
    "Rule": {
        "anyOf": [
            record({"kind": {"const": "layer"}, "index": ID, "text": TEXT}),
            record({"kind": {"const": "override"}, "id": ID, "text": TEXT}),
            record({"kind": {"const": "shift"}, "id": TEXT, "text": TEXT}),
        ],
        "description": "What put somebody on call: a tier's layer or on-demand shift, or a roster's shift",
    },
    "Shift": record(
        {
            "start": INSTANT_OR_NULL,
            "end": INSTANT_OR_NULL,
            "people": array(ID, description="Ids"),
            "rule": ref("Rule"),
            "cut_start": CUT,
            "cut_end": CUT,
        },
        optional=["cut_start", "cut_end"],
        description="null is an end that there is not. What the window cut says so; with `whole` nothing is cut",
    ),
    "Gap": record({"start": INSTANT, "end": INSTANT}),
    "DefaultContact": record({"email": nullable(TEXT), "phone": nullable(TEXT), "phone_link": PHONE_LINK}),
    "LeftOut": array(
        record({"layer": {**ID, "minimum": 0, "description": "Its index"}, "people": array(ID)}),
        description="Who takes turns in a layer and is never on call, since whenever it is their turn the layer is "
        'closed. With `"turns": "open"` in its rotation nobody uses up a turn then',
    ),
    "Problem": record(
        {
            "type": {"const": "about:blank"},
            "title": TEXT,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": TEXT,
            "problems": array(record({"path": TEXT, "reason": TEXT}), description="Each field at fault, and why"),
            "places": array(ref("NamingPlace"), description="Where something still stands in the way, of a 409"),
        },
        optional=["places"],
        description="What went wrong (RFC 9457)",
    ),
    "NamingPlace": record(
        {
            "kind": {"enum": ["layer", "override", "roster", "group", "schedule"]},
            "id": {"type": ["integer", "string"], "description": "Of the tier, the override, the roster, …"},
            "name": {**TEXT, "examples": ["Acme NOC, tier 1"]},
            "schedule": {**ID, "description": "Of a layer and an override: the schedule's id"},
            "tier": {**ID, "description": "With it, the number of the tier"},
        },
        optional=["schedule", "tier"],
        description="What names or needs what should go",
    ),
}

_REASONS: Final = {
    400: "The body is no JSON",
    401: "Nobody is signed in",
    403: "Not allowed",
    404: "There is no such thing, or you may not see it",
    409: "It collides with what stands",
    410: "It has been switched off",
    412: "It has changed since you read it",
    413: "The body is too long",
    415: "The body has a content type that is not understood",
    422: "The request cannot be carried out as it stands; every problem is named",
    429: "Too many attempts; `Retry-After` says when to try again",
    503: "Others are writing; try again in a moment",
}


def problems(*statuses: int) -> Json:
    """The answers that say what went wrong."""
    content: Json = {PROBLEM: {"schema": ref("Problem")}}
    return {
        str(status): {"description": _REASONS[status], "content": content} for status in sorted({401, 503, *statuses})
    }


def operation(
    id: str,
    summary: str,
    found: Json,
    *,
    parameters: Iterable[Json] = (),
    statuses: Iterable[int] = (422,),
    **more: Any,
) -> Json:
    """One method of a path, answered with 200."""
    return {
        "operationId": id,
        "summary": summary,
        "tags": [TAG],
        "security": SECURITY,
        "parameters": list(parameters),
        "responses": {"200": found, **problems(*statuses)},
        **more,
    }


def page_of(row: Json, **more: Json) -> Json:
    """A page of a list; `more` may be said as well."""
    return record(
        {
            "results": array(row),
            "page": {"type": "integer", "minimum": 1},
            "limit": {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT},
            "total": COUNT,
            "next": nullable({"type": "string", "description": "The address of the next page"}),
            **more,
            "tz": {"type": "string", "description": "As asked for"},
        },
        optional=["tz"],
    )


def a_page(schema: str, rows: list[Json], **more: Any) -> Json:
    """The answer that is a page of a list, with an example."""
    example = {"results": rows, "page": 1, "limit": 100, "total": len(rows), "next": None, **more}
    return answer("A page of the list; one past the end is empty", ref(schema), example)


TZ: Final = query(
    "tz",
    {"type": "string", "examples": ["Europe/Berlin"]},
    "Write instants by the clocks of this zone, and read those without an offset by them",
)
PAGING: Final = (
    query("page", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1}, "Which page of the list"),
    query(
        "limit", {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": 100}, "How many rows a page has"
    ),
)
WINDOW: Final = (
    query("since", WHEN_IN, "Start of the window; now if not given"),
    query("until", WHEN_IN, "End of the window, at most two years after its start; 30 days after it if not given"),
)
WITHIN: Final = query(
    "within",
    {"type": "string", "pattern": "^[1-9][0-9]{0,8}[smhdw]$", "default": "30d", "examples": ["12h", "30d", "8w"]},
    "How far ahead, at most two years",
)
FROM: Final = query("at", WHEN_IN, "From then on; from now on if not given")
PLACE_FILTERS: Final = (
    query("customer", ID_IN, "Only what this customer owns"),
    query("schedule", ID_IN, "Only the tiers of this schedule"),
    query("tier", {"type": "string", "examples": ["7", "3_1"]}, "Only this tier: its id, or schedule and number"),
    query("roster", TEXT, "Only this roster"),
)
CONTACT: Final = query("contact", ID_IN, "Only where this contact is on call")
GROUP: Final = query("group", TEXT, "Only where somebody who is in this group at that time is on call")


def numbered(what: str) -> Json:
    """The path parameter that is a number."""
    return in_path("id", {"type": "string", "pattern": "^[0-9]{1,18}$"}, f"The id of the {what}")


# ── records that can be changed ──────────────────────────────────────────────────────────────────────────────────

ENDED: Final = query(
    "ended", {"enum": ["false", "true", "all"], "default": "false"}, "What is there, what has ended, or both"
)
ENDING: Final[dict[str, Json]] = {
    "ended_at": {**INSTANT_OR_NULL, "description": "null while it is there"},
    "ended_by": nullable(record({"id": ID, "username": TEXT})),
}
THERE: Final[Json] = {"ended_at": None, "ended_by": None}

IF_NONE_MATCH: Final = header("If-None-Match", TEXT, "Tags of states that you have: 304 if one of them stands")
ETAG: Final[Json] = {"ETag": {"schema": TEXT, "description": "The tag of this state"}}
BODY_FAULTS: Final = (400, 409, 413, 415, 422)


def wanted(schema: str, example: Json) -> Json:
    """The body that a change asks for."""
    return {"required": True, "content": {JSON: {"schema": ref(schema), "example": example}}}


def answered(before: Json, status: str, said: Json) -> Json:
    """The operation, answered with another status than 200."""
    others = {code: one for code, one in before["responses"].items() if code != "200"}
    return {**before, "responses": {status: said, **others}}


def shows(id: str, summary: str, schema: str, example: Json, parameter: Json, **more: Any) -> Json:
    """GET of one record with its tag."""
    found = answer("The record", ref(schema), example, headers=ETAG)
    before = operation(id, summary, found, parameters=[parameter, IF_NONE_MATCH], statuses=(403, 404, 422), **more)
    before["responses"]["304"] = {"description": "You have this state already", "headers": ETAG}
    return before


def shows_ever(id: str, summary: str, schema: str, example: Json, parameter: Json, **more: Any) -> Json:
    """The same of one that may have ended."""
    before = shows(id, summary, schema, example, parameter, **more)
    before["parameters"].append(ENDED)
    return before


def brings_back(id: str, schema: str, example: Json, asked: str, parameter: Json, what: str) -> Json:
    """POST that lets what has ended be there again."""
    return operation(
        id,
        f"Bring a {what} back that has ended",
        answer("The record, there again", ref(schema), example, headers=ETAG),
        parameters=[parameter, IF_MATCH],
        statuses=(403, 404, 412, *BODY_FAULTS),
        requestBody={**wanted(asked, {}), "required": False},
        description="From now on, by the same id. A name or number taken meanwhile is 409; another may come along.",
    )


def erases(id: str, parameter: Json, what: str, typed: str) -> Json:
    """POST that erases what has ended."""
    before = operation(
        id,
        f"Erase a {what} that has ended, with its past",
        {},
        parameters=[parameter, IF_MATCH],
        statuses=(403, 404, 412, *BODY_FAULTS),
        requestBody=wanted("Erasing", {"name": typed}),
        description="For admins. Nothing brings it back. One that has not ended is 409, another name than its own 422.",
    )
    return answered(before, "204", {"description": "Done"})


def makes(id: str, summary: str, schema: str, example: Json, asked: Json, **more: Any) -> Json:
    """POST to a list: 201 and the record."""
    before = operation(id, summary, {}, statuses=(403, 404, *BODY_FAULTS), requestBody=asked, **more)
    return answered(before, "201", answer("The record, made", ref(schema), example, headers=ETAG))


def changes(id: str, summary: str, schema: str, example: Json, asked: Json, parameter: Json, **more: Any) -> Json:
    """PATCH of a record: only the fields that are there."""
    return operation(
        id,
        summary,
        answer("The record, changed", ref(schema), example, headers=ETAG),
        parameters=[parameter, IF_MATCH],
        statuses=(403, 404, 412, *BODY_FAULTS),
        requestBody=asked,
        **more,
    )


def removes(id: str, summary: str, *parameters: Json, **more: Any) -> Json:
    """DELETE of a record: 204."""
    before = operation(id, summary, {}, parameters=[*parameters, IF_MATCH], statuses=(403, 404, 409, 412, 422), **more)
    return answered(before, "204", {"description": "Done"})
