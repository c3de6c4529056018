"""What the OCS family serves, for the OpenAPI description: every endpoint, every shape of answer."""

from typing import Any, Final

from watchbill.api.description import (
    FORM,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    JSON,
    Json,
    Part,
    answer,
    array,
    body,
    in_path,
    nullable,
    query,
    record,
    ref,
)
from watchbill.domain.rules import MOST

# ── small schemas ────────────────────────────────────────────────────────────────────────────────────────────────

_INSTANT: Final[Json] = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$",
    "description": "UTC, to the second",
}
_INSTANT_IN: Final[Json] = {
    "type": "string",
    "format": "date-time",
    "description": "ISO 8601 with Z or an offset; fractions of a second are cut off",
}
_ID: Final[Json] = {"type": "integer", "minimum": 1}
_ID_OR_NEW: Final[Json] = {
    "anyOf": [_ID, {"type": "integer", "maximum": -1}, {"type": "null"}],
    "description": "Null, or below 0: a new one",
}
_COUNT: Final[Json] = {"type": "integer", "minimum": 0}
_TEXT: Final[Json] = {"type": "string"}
_TIER_REF: Final[Json] = {
    "anyOf": [_ID, {"type": "string", "pattern": "^[1-9][0-9]{0,8}( *_ *[1-9][0-9]{0,8})?$"}],
    "description": "A tier's id, or `{schedule id}_{tier number}`; a schedule's id means its tier 1",
}
_FLAG: Final[Json] = {"anyOf": [{"type": "boolean"}, {"enum": ["true", "false", "1", "0", 1, 0]}]}
_HOURS: Final[Json] = {"type": "number", "minimum": 0}


def _rules(what: str, example: str) -> Json:
    return {
        "description": f"{what}; JSON in a string, or the same as plain JSON. The answer is always the string",
        "examples": [example],
    }


# ── schemas of what is stored ────────────────────────────────────────────────────────────────────────────────────

_CONTACT: Final = record(
    {
        "id": _ID,
        "first_name": _TEXT,
        "last_name": _TEXT,
        "full_name": _TEXT,
        "email": _TEXT,
        "phone": _TEXT,
        "customer": _ID,
        "active": {"type": "boolean"},
    }
)
_CONTACT_BODY: Final = {
    "type": "object",
    "properties": {
        "first_name": {"type": "string", "minLength": 1, "maxLength": 255},
        "last_name": {"type": "string", "maxLength": 255},
        "email": {"type": "string", "maxLength": 254},
        "phone": {"type": "string", "maxLength": 255},
        "customer": _ID,
        "active": {"type": "boolean"},
    },
    "required": ["first_name", "customer"],
}
_PERSON: Final = record({"id": _ID, "username": _TEXT, "first_name": _TEXT, "last_name": _TEXT, "email": _TEXT})
_SHIFT_ALONE: Final = record(
    {"s": _INSTANT, "e": _INSTANT, "c": _ID, "i": _COUNT},
    description="From `s` up to, and without, `e` the layer with the index `i` has contact `c`, if it were alone",
)
_SHIFT: Final = record(
    {"c": _ID, "s": _INSTANT, "e": _INSTANT, "o": nullable({"type": "integer"})},
    description="From `s` up to, and without, `e` contact `c` is on call: by this layer, or by on-demand shift `o`",
)
_SHIFT_NAMED: Final = record(
    {"c": _ID, "s": _INSTANT, "e": _INSTANT, "o": nullable({"type": "integer"}), "contact": nullable(ref("Contact"))},
    description="The same, with the contact; null only for one that is no more",
)
_SHIFT_COVER: Final = record(
    {"s": _INSTANT, "e": _INSTANT, "c": _ID, "i": {"type": "integer"}},
    description="An on-demand shift; `i` is its id, negative for one that is not saved",
)
_LAYER: Final = record(
    {
        "start": _INSTANT,
        "rotation": {"type": "string", "description": "JSON", "examples": ['{"type":"daily"}']},
        "restrictions": {"type": "string", "description": "JSON", "examples": ["null"]},
        "contacts": array(_ID),
        "index": _COUNT,
        "tz": _TEXT,
        "end": nullable(_INSTANT),
    },
    optional=["end"],
)
_LAYER_BODY: Final = {
    "type": "object",
    "properties": {
        "start": {**_INSTANT_IN, "description": "ISO 8601; without an offset it is read on the wall of `tz`"},
        "rotation": _rules("Who takes turns, and for how long", '{"type":"weekly"}'),
        "restrictions": _rules(
            f"When the layer is open, in at most {MOST['restrictions']} windows; null is always", "null"
        ),
        "contacts": array(_ID, maxItems=MOST["contacts"]),
        "index": {"type": "integer", "minimum": 0, "description": "A higher index wins; missing: the position"},
        "tz": {"type": "string", "description": "An IANA name", "default": "UTC"},
        "end": nullable(_INSTANT_IN),
    },
    "required": ["start", "rotation", "contacts"],
}
_ON_DEMAND: Final = record({"id": _ID, "tier": _ID, "start": _INSTANT, "end": _INSTANT, "contact": _ID})
_ON_DEMAND_SAVED: Final = record(
    {
        "id": _ID,
        "tier": _TIER_REF,
        "start": _INSTANT,
        "end": _INSTANT,
        "contact": {"anyOf": [_ID, array(_ID)]},
        "sure": _FLAG,
    },
    optional=["sure"],
)
_ON_DEMAND_BODY: Final = {
    "type": "object",
    "properties": {
        "tier": _TIER_REF,
        "start": _INSTANT_IN,
        "end": _INSTANT_IN,
        "contact": {"anyOf": [_ID, array(_ID, minItems=1, maxItems=1)]},
        "sure": _FLAG,
    },
    "required": ["tier", "start", "end", "contact"],
}
_TIER_ROW: Final = record({"id": _ID, "number": _ID, "ocs": _ID})
_TIER: Final = record(
    {
        "id": _ID,
        "number": _ID,
        "ocs": _ID,
        "ocs_name": _TEXT,
        "active": {"type": "boolean"},
        "created": _INSTANT,
        "updated": _INSTANT,
        "layers": array(ref("Layer")),
        "on_demand": array(ref("OnDemandShift")),
        "contacts": array(ref("Contact")),
        "current": nullable(_ID),
        "current_since": nullable(_INSTANT),
        "current_until": nullable(_INSTANT),
        "next_contact": nullable(_ID),
        "schedule": array(array(ref("LaneShift"))),
        "schedule_until": {**_INSTANT, "description": "Where `schedule` ends early, after 20,000 entries"},
    },
    optional=["schedule_until"],
    description=(
        "`current` and `next_contact` are ids found in `contacts`; null when nobody is, or nobody comes. `schedule` is "
        "who was and will be on call, a list a layer"
    ),
)
_COVERS_BODY: Final = array(
    {
        "type": "object",
        "properties": {"id": _ID_OR_NEW, "start": _INSTANT_IN, "end": _INSTANT_IN, "contact": _ID},
        "required": ["start", "end", "contact"],
    },
    maxItems=MOST["on_demand"],
)
_TIER_EDIT: Final = {
    "type": "object",
    "properties": {"layers": array(ref("LayerIn"), maxItems=MOST["layers"]), "on_demand": _COVERS_BODY, "dirty": {}},
}
_TIER_BODY: Final = {
    "type": "object",
    "properties": {"number": _ID, "ocs": _ID, "layers": array(ref("LayerIn"), maxItems=MOST["layers"])},
    "required": ["number", "ocs", "layers"],
}
_TIER_SAVED: Final = record({"id": _ID, "number": _ID, "ocs": _ID, "layers": array(ref("Layer"))})
_SCHEDULE_ROW: Final = record({"id": _ID, "customer": _ID, "name": _TEXT, "customer_name": _TEXT})
_SCHEDULE_SAVED: Final = record(
    {
        "id": _ID,
        "customer": _ID,
        "customer_name": _TEXT,
        "name": _TEXT,
        "default_email": nullable(_TEXT),
        "default_phone": nullable(_TEXT),
    },
    optional=["customer_name", "default_email", "default_phone"],
)
_SCHEDULE_BODY: Final = {
    "type": "object",
    "properties": {
        "customer": {"anyOf": [_ID, _TEXT], "description": "An id, or on POST a customer's exact name"},
        "name": {"type": "string", "minLength": 1, "maxLength": 255},
        "default_email": nullable({"type": "string", "format": "email"}),
        "default_phone": {"type": ["string", "integer", "null"]},
    },
    "required": ["customer", "name"],
}
_SCHEDULE: Final = record(
    {
        "id": _ID,
        "name": _TEXT,
        "customer": _ID,
        "customer_name": _TEXT,
        "default_email": nullable(_TEXT),
        "default_phone": nullable(_TEXT),
        "created": _INSTANT,
        "updated": _INSTANT,
        "user": ref("Person"),
        "updated_by": ref("Person"),
        "tiers": array(ref("TierRow")),
        "schedules": array(array(array(ref("NamedLaneShift")))),
        "schedules_until": {**_INSTANT, "description": "Where `schedules` end early, after 20,000 entries"},
        "contacts": array(ref("Contact")),
    },
    optional=["schedules_until"],
    description="`schedules[k]` belongs to `tiers[k]`: who was and will be on call there, a list a layer",
)
_STATS_ROW: Final = record(
    {
        "id": _ID,
        "full_name": _TEXT,
        "email": _TEXT,
        "phone": _TEXT,
        "shifts": _COUNT,
        "hours": _HOURS,
        "night_hours": _HOURS,
        "weekend_hours": _HOURS,
    }
)
_CUSTOMER: Final = record(
    {"id": _ID, "name": _TEXT, "children": array(record({"id": _ID, "name": _TEXT}))}, optional=["children"]
)
_CUSTOMER_BODY: Final = {
    "type": "object",
    "properties": {"name": {"type": "string", "minLength": 1, "maxLength": 255}},
    "required": ["name"],
}


def _page(row: str) -> Json:
    link = nullable({"type": "string", "format": "uri"})
    return record(
        {
            "count": _COUNT,
            "next": link,
            "previous": link,
            "results": array(ref(row)),
            "next_page": nullable(_ID),
        }
    )


_SCHEMAS: Final[dict[str, Json]] = {
    "Contact": _CONTACT,
    "ContactIn": _CONTACT_BODY,
    "ContactPatch": {key: value for key, value in _CONTACT_BODY.items() if key != "required"},
    "ContactPage": _page("Contact"),
    "Customer": _CUSTOMER,
    "CustomerIn": _CUSTOMER_BODY,
    "Person": _PERSON,
    "Schedule": _SCHEDULE,
    "ScheduleRow": _SCHEDULE_ROW,
    "SchedulePage": _page("ScheduleRow"),
    "ScheduleIn": _SCHEDULE_BODY,
    "ScheduleSaved": _SCHEDULE_SAVED,
    "StatsRow": _STATS_ROW,
    "StatsPage": _page("StatsRow"),
    "Tier": _TIER,
    "TierRow": _TIER_ROW,
    "TierPage": _page("TierRow"),
    "TierIn": _TIER_BODY,
    "TierEdit": _TIER_EDIT,
    "TierSaved": _TIER_SAVED,
    "Layer": _LAYER,
    "LayerIn": _LAYER_BODY,
    "LoneShift": _SHIFT_ALONE,
    "LaneShift": _SHIFT,
    "NamedLaneShift": _SHIFT_NAMED,
    "CoverShift": _SHIFT_COVER,
    "Computed": {
        "type": "array",
        "prefixItems": [
            array(ref("LoneShift")),
            array(array(ref("LaneShift"))),
            array(ref("CoverShift")),
        ],
        "items": False,
        "minItems": 3,
        "description": "Each layer alone; who is on call, a list a layer; the on-demand shifts",
    },
    "OnDemandShift": _ON_DEMAND,
    "OnDemandPage": _page("OnDemandShift"),
    "OnDemandIn": _ON_DEMAND_BODY,
    "OnDemandSaved": _ON_DEMAND_SAVED,
    "Count": record({"count": _COUNT}),
    "Detail": record({"detail": _TEXT, "request_id": _TEXT}, optional=["request_id"]),
    "FieldMessages": {
        "anyOf": [
            array(_TEXT, minItems=1),
            array({"anyOf": [ref("FieldErrors"), {"type": "object", "maxProperties": 0}]}, minItems=1),
            ref("FieldErrors"),
        ]
    },
    "FieldErrors": {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": ref("FieldMessages"),
        "description": "Every bad field with its messages; `non_field_errors` for what lies between fields",
    },
    "OnDemandConflict": record({"detail": _TEXT, "conflicts": array(ref("OnDemandShift"))}),
    "Named": record(
        {
            "detail": _TEXT,
            "places": array(record({"kind": _TEXT, "id": {"type": ["integer", "string"]}, "name": _TEXT})),
        },
        optional=["places"],
    ),
}

# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────

_BAD = answer(
    "What was sent cannot be taken; every bad field is named",
    {"anyOf": [ref("FieldErrors"), ref("Detail")]},
    {"start": ["This field is required."]},
)
_UNKNOWN = answer(
    "Nobody is signed in",
    ref("Detail"),
    {"detail": "Authentication credentials were not provided."},
    headers={"WWW-Authenticate": {"schema": {"const": "Bearer"}}},
)
_FORBIDDEN = answer(
    "The token has not the right",
    ref("Detail"),
    {"detail": "You do not have permission to perform this action."},
)
_NOWHERE = answer("Not there, or not yours", ref("Detail"), {"detail": "Not found."})
_LARGE = answer("The body is too large", ref("Detail"))
_MEDIA = answer(
    "The body is of a type that is not taken",
    ref("Detail"),
    {"detail": 'Unsupported media type "text/plain" in request.'},
)
_THROTTLED = answer(
    "Signing in has failed too often; `Retry-After` says when to try again",
    ref("Detail"),
    {"detail": "Request was throttled. Expected available in 42 seconds."},
)
_DELETED = answer("Deleted", {"const": 1}, 1)

_REUSED = answer("The `Idempotency-Key` was given to another request", ref("Detail"))
_STALE: Final[Json] = {"412": answer("It is not what `If-Match` says; the `ETag` is of what it is now", ref("Detail"))}

_READ: Final[Json] = {"401": _UNKNOWN, "404": _NOWHERE}
_LISTED: Final[Json] = {**_READ, "400": _BAD}
_WRITE: Final[Json] = {**_LISTED, "403": _FORBIDDEN, "413": _LARGE, "415": _MEDIA, "422": _REUSED}
_REMOVE: Final[Json] = {**_READ, "400": _BAD, "403": _FORBIDDEN, "422": _REUSED}
_HEADERS: Final = {"412": IF_MATCH, "422": IDEMPOTENCY_KEY}
"""What can be answered with these statuses takes these headers."""

_FORMAT: Final = query("format", {"const": "json"}, "Accepted everywhere; anything else is not found")
_PAGING: Final = [
    query("page", _ID, "From 1; a page past the end is not found"),
    query(
        "limit",
        {"type": "integer", "minimum": 1},
        "Rows a page: more than 1,000 count as 1,000; 25 where only `page` is sent. Without either everything is told, "
        "of more than 10,000 rows the first page of 1,000",
    ),
]
_ORDERING: Final = query("ordering", _TEXT, "A field, with a minus for descending; others are ignored")
_SEARCH: Final = query("search", _TEXT, "A part of the name, in any case")
_CUSTOMER_QUERY: Final = query("customer", _ID, "Only this customer's")
_WINDOW: Final = [
    query("since", _INSTANT_IN, "Where what is computed begins, in place of now"),
    query("until", _INSTANT_IN, "Where it ends, in place of 60 days from now; at most 2 years after the start"),
]
_BY_ID: Final = in_path("id", _ID, "An id")
_BY_TIER: Final = in_path(
    "id",
    {"type": "string", "pattern": "^[1-9][0-9]{0,8}( *_ *[1-9][0-9]{0,8})?$"},
    "A tier's id, or `{schedule id}_{tier number}`, such as `191_1`; a schedule's id means its tier 1",
)

_SECURITY: Final[list[Json]] = [{"bearer": []}, {"token": []}]


def _operation(
    tag: str,
    id: str,
    summary: str,
    responses: Json,
    *,
    parameters: list[Json] | None = None,
    request: Json | None = None,
    signed_in: bool = True,
) -> Json:
    operation: dict[str, Any] = {
        "tags": [tag],
        "operationId": id,
        "summary": summary,
        "parameters": [*(parameters or []), *(one for status, one in _HEADERS.items() if status in responses), _FORMAT],
        "responses": responses,
        "security": _SECURITY if signed_in else [],
    }
    if request is not None:
        operation["requestBody"] = request
    return operation


# ── examples ─────────────────────────────────────────────────────────────────────────────────────────────────────

_A_LAYER: Final = {
    "start": "2026-06-01T07:00:00Z",
    "rotation": '{"type":"weekly"}',
    "restrictions": "null",
    "contacts": [11, 12],
    "index": 0,
    "tz": "Europe/Berlin",
}
_A_CONTACT: Final = {
    "id": 11,
    "first_name": "Ann",
    "last_name": "Adler",
    "full_name": "Ann Adler",
    "email": "ann@example.com",
    "phone": "+49 30 5550 0111",
    "customer": 2,
    "active": True,
}
_A_COVER: Final = {
    "id": 5,
    "tier": 7,
    "start": "2026-06-03T18:00:00Z",
    "end": "2026-06-03T22:00:00Z",
    "contact": 12,
}
_A_TIER: Final = {
    "id": 7,
    "number": 1,
    "ocs": 3,
    "ocs_name": "Network operations",
    "active": True,
    "created": "2026-05-01T08:00:00Z",
    "updated": "2026-05-20T08:00:00Z",
    "layers": [_A_LAYER],
    "on_demand": [_A_COVER],
    "contacts": [_A_CONTACT, {**_A_CONTACT, "id": 12, "first_name": "Ben", "full_name": "Ben Adler"}],
    "current": 11,
    "current_since": "2026-06-01T07:00:00Z",
    "current_until": "2026-06-03T18:00:00Z",
    "next_contact": 12,
    "schedule": [
        [
            {"c": 11, "s": "2026-06-01T07:00:00Z", "e": "2026-06-03T18:00:00Z", "o": None},
            {"c": 12, "s": "2026-06-03T18:00:00Z", "e": "2026-06-03T22:00:00Z", "o": 5},
            {"c": 11, "s": "2026-06-03T22:00:00Z", "e": "2026-06-08T07:00:00Z", "o": None},
        ]
    ],
}
_COMPUTED: Final = [
    [{"s": "2026-06-02T12:00:00Z", "e": "2026-06-08T07:00:00Z", "c": 11, "i": 0}],
    [
        [
            {"c": 11, "s": "2026-06-01T07:00:00Z", "e": "2026-06-03T18:00:00Z", "o": None},
            {"c": 12, "s": "2026-06-03T18:00:00Z", "e": "2026-06-03T22:00:00Z", "o": 5},
            {"c": 11, "s": "2026-06-03T22:00:00Z", "e": "2026-06-08T07:00:00Z", "o": None},
        ]
    ],
    [{"s": "2026-06-03T18:00:00Z", "e": "2026-06-03T22:00:00Z", "c": 12, "i": 5}],
]
_CONFLICT: Final = {
    "detail": "Other on-demand shifts overlap this one. Send sure: true to cut it out of them.",
    "conflicts": [_A_COVER],
}

# ── paths ────────────────────────────────────────────────────────────────────────────────────────────────────────

_SCHEDULES, _TIERS, _ON_DEMANDS, _PEOPLE, _SIGN_IN = (
    "Schedules",
    "Tiers",
    "On-demand shifts",
    "Customers and contacts",
    "Signing in",
)


def _rows(tag: str, id: str, summary: str, page: str, parameters: list[Json]) -> Json:
    return _operation(
        tag,
        id,
        summary,
        {"200": answer("A page of the list", ref(page)), **_LISTED},
        parameters=[*parameters, _ORDERING, *_PAGING],
    )


def _count(tag: str, id: str, summary: str, parameters: list[Json]) -> Json:
    return _operation(
        tag,
        id,
        summary,
        {"200": answer("How many this token may see", ref("Count"), {"count": 3}), **_LISTED},
        parameters=parameters,
    )


_CONFLICTED: Final[Json] = {
    "409": answer("Other on-demand shifts overlap, and `sure` was not sent", ref("OnDemandConflict"), _CONFLICT)
}
_NAMED: Final[Json] = {"409": answer("Still in use; `places` says where", ref("Named"))}

PATHS: Final[dict[str, Json]] = {
    "/api-auth-user/": {
        "post": _operation(
            _SIGN_IN,
            "sign_in",
            "A token for a user name and a password",
            {
                "200": answer("A login token", record({"token": _TEXT}), {"token": "wb_1_…"}),
                "400": _BAD,
                "404": _NOWHERE,
                "413": _LARGE,
                "415": _MEDIA,
                "429": _THROTTLED,
            },
            request=body(
                {
                    "type": "object",
                    "properties": {"username": _TEXT, "password": _TEXT},
                    "required": ["username", "password"],
                },
                {"username": "ann", "password": "correct horse battery"},
                types=(JSON, FORM),
            ),
            signed_in=False,
        )
    },
    "/api/customers/": {
        "get": _operation(
            _PEOPLE,
            "customers",
            "The caller's root customer with its children",
            {"200": answer("A tree of two levels", ref("Customer")), **_READ},
        ),
        "post": _operation(
            _PEOPLE,
            "add_customer",
            "Make a customer of the provider",
            {"201": answer("Made", ref("Customer")), **_WRITE},
            request=body(ref("CustomerIn"), {"name": "Acme"}),
        ),
    },
    "/api/customers/{id}/": {
        "get": _operation(
            _PEOPLE,
            "customer",
            "One customer",
            {"200": answer("The customer", ref("Customer")), **_READ},
            parameters=[_BY_ID],
        ),
        "put": _operation(
            _PEOPLE,
            "change_customer",
            "Rename a customer",
            {"200": answer("Changed", ref("Customer")), **_WRITE},
            parameters=[_BY_ID],
            request=body(ref("CustomerIn"), {"name": "Acme"}),
        ),
        "delete": _operation(
            _PEOPLE,
            "remove_customer",
            "Delete a customer that owns no schedules or rosters any more",
            {"200": _DELETED, **_REMOVE, **_NAMED},
            parameters=[_BY_ID],
        ),
    },
    "/api/contacts/": {
        "get": _rows(
            _PEOPLE,
            "contacts",
            "Contacts",
            "ContactPage",
            [_CUSTOMER_QUERY, query("active", _FLAG, "Only active ones, or only others"), _SEARCH],
        ),
        "post": _operation(
            _PEOPLE,
            "add_contact",
            "Make a contact",
            {"201": answer("Made", ref("Contact"), _A_CONTACT), **_WRITE},
            request=body(ref("ContactIn"), {"first_name": "Ann", "last_name": "Adler", "customer": 2}),
        ),
    },
    "/api/contacts/{id}/": {
        "get": _operation(
            _PEOPLE,
            "contact",
            "One contact",
            {"200": answer("The contact", ref("Contact"), _A_CONTACT), **_READ},
            parameters=[_BY_ID],
        ),
        "put": _operation(
            _PEOPLE,
            "replace_contact",
            "Change a contact",
            {"200": answer("Changed", ref("Contact"), _A_CONTACT), **_WRITE, **_STALE, **_NAMED},
            parameters=[_BY_ID],
            request=body(ref("ContactIn"), {"first_name": "Ann", "last_name": "Adler", "customer": 2}),
        ),
        "patch": _operation(
            _PEOPLE,
            "change_contact",
            "Change some of a contact",
            {"200": answer("Changed", ref("Contact"), _A_CONTACT), **_WRITE, **_STALE, **_NAMED},
            parameters=[_BY_ID],
            request=body(ref("ContactPatch"), {"phone": "+49 30 5550 0112"}),
        ),
        "delete": _operation(
            _PEOPLE,
            "deactivate_contact",
            "Switch a contact off; the past keeps its name",
            {"200": _DELETED, **_REMOVE, **_STALE, **_NAMED},
            parameters=[_BY_ID],
        ),
    },
    "/api/ocs/": {
        "get": _rows(_SCHEDULES, "schedules", "Schedules", "SchedulePage", [_CUSTOMER_QUERY, _SEARCH]),
        "post": _operation(
            _SCHEDULES,
            "add_schedule",
            "Make a schedule with its tier 1",
            {"201": answer("Made", ref("ScheduleSaved")), **_WRITE},
            request=body(
                ref("ScheduleIn"), {"customer": 2, "name": "Network operations", "default_phone": "+49 30 5550 0100"}
            ),
        ),
    },
    "/api/ocs/count/": {"get": _count(_SCHEDULES, "count_schedules", "How many schedules", [_CUSTOMER_QUERY, _SEARCH])},
    "/api/ocs/{id}/": {
        "get": _operation(
            _SCHEDULES,
            "schedule",
            "A schedule, whole",
            {"200": answer("The schedule with its tiers, shifts and contacts", ref("Schedule")), **_LISTED},
            parameters=[_BY_ID, *_WINDOW],
        ),
        "put": _operation(
            _SCHEDULES,
            "change_schedule",
            "Change a schedule",
            {"200": answer("Changed", ref("ScheduleSaved")), **_WRITE, **_STALE},
            parameters=[_BY_ID],
            request=body(ref("ScheduleIn"), {"customer": 2, "name": "Network operations"}),
        ),
        "delete": _operation(
            _SCHEDULES,
            "remove_schedule",
            "Delete a schedule with its tiers and on-demand shifts",
            {"200": _DELETED, **_REMOVE, **_STALE},
            parameters=[_BY_ID],
        ),
    },
    "/api/ocs/{id}/stats/": {
        "get": _operation(
            _SCHEDULES,
            "stats",
            "Who carried how much: a row a contact, over what really happened",
            {"200": answer("A page of rows", ref("StatsPage")), **_LISTED},
            parameters=[
                _BY_ID,
                query(
                    "timeframe",
                    {"type": "integer", "minimum": 1, "maximum": 366, "default": 7},
                    "Days back from now",
                ),
                query("ordering", _TEXT, "shifts, hours or full_name, with a minus for descending"),
                *_PAGING,
            ],
        )
    },
    "/api/ocs-tier/": {"get": _rows(_TIERS, "tiers", "Tiers", "TierPage", [query("ocs", _ID, "Only this schedule's")])},
    "/api/ocs-tier/count/": {
        "get": _count(_TIERS, "count_tiers", "How many tiers", [query("ocs", _ID, "Only this schedule's")])
    },
    "/api/ocs-tier/{id}/": {
        "get": _operation(
            _TIERS,
            "tier",
            "A tier, whole: who is on call now, since when, until when, and who is next",
            {"200": answer("The tier", ref("Tier"), _A_TIER), **_LISTED},
            parameters=[_BY_TIER, *_WINDOW],
        ),
        "put": _operation(
            _TIERS,
            "put_tier",
            "Replace a tier's layers; makes the tier when its number is at most the highest plus 1",
            {"200": answer("Saved", ref("TierSaved")), **_WRITE, **_STALE},
            parameters=[_BY_TIER],
            request=body(ref("TierIn"), {"number": 1, "ocs": 3, "layers": [_A_LAYER]}),
        ),
        "patch": _operation(
            _TIERS,
            "patch_tier",
            "Change layers and on-demand shifts together, in one transaction",
            {"200": answer("Saved", ref("TierRow"), {"id": 7, "number": 1, "ocs": 3}), **_WRITE, **_STALE},
            parameters=[_BY_TIER],
            request=body(ref("TierEdit"), {"layers": [_A_LAYER], "on_demand": []}),
        ),
    },
    "/api/ocs-tier/{id}/compute_tier/": {
        "post": _operation(
            _TIERS,
            "compute_tier",
            "What a tier would look like; saves nothing",
            {"200": answer("Each layer alone, who is on call, the on-demand shifts", ref("Computed"), _COMPUTED)}
            | _LISTED
            | {"413": _LARGE, "415": _MEDIA},
            parameters=[_BY_TIER, *_WINDOW],
            request=body(ref("TierEdit"), {"layers": [_A_LAYER]}, required=False),
        )
    },
    "/api/ocs-on-demand/": {
        "get": _rows(
            _ON_DEMANDS,
            "on_demand_shifts",
            "A tier's on-demand shifts",
            "OnDemandPage",
            [query("tier_id", _BY_TIER["schema"], "The tier, in either form", required=True)],
        ),
        "post": _operation(
            _ON_DEMANDS,
            "add_on_demand_shift",
            "Put a contact on call for a while",
            {"201": answer("Made", ref("OnDemandSaved")), **_WRITE, **_CONFLICTED},
            request=body(
                ref("OnDemandIn"),
                {"tier": "3_1", "start": "2026-06-03T18:00:00Z", "end": "2026-06-03T22:00:00Z", "contact": 12},
            ),
        ),
    },
    "/api/ocs-on-demand/count/": {
        "get": _count(
            _ON_DEMANDS,
            "count_on_demand_shifts",
            "How many on-demand shifts",
            [query("tier_id", _BY_TIER["schema"], "Only this tier's")],
        )
    },
    "/api/ocs-on-demand/{id}/": {
        "get": _operation(
            _ON_DEMANDS,
            "on_demand_shift",
            "One on-demand shift",
            {"200": answer("The on-demand shift", ref("OnDemandShift"), _A_COVER), **_READ},
            parameters=[_BY_ID],
        ),
        "put": _operation(
            _ON_DEMANDS,
            "change_on_demand_shift",
            "Change an on-demand shift",
            {"200": answer("Changed", ref("OnDemandSaved")), **_WRITE, **_STALE, **_CONFLICTED},
            parameters=[_BY_ID],
            request=body(
                ref("OnDemandIn"),
                {"tier": 7, "start": "2026-06-03T18:00:00Z", "end": "2026-06-03T23:00:00Z", "contact": 12},
            ),
        ),
        "delete": _operation(
            _ON_DEMANDS,
            "remove_on_demand_shift",
            "Take an on-demand shift away",
            {"200": _DELETED, **_REMOVE, **_STALE},
            parameters=[_BY_ID],
        ),
    },
}

PART: Final = Part(
    tags=(
        (_TIERS, "Levels of a schedule: layers that take turns, and who is on call now."),
        (_ON_DEMANDS, "One-off cover that lies over all layers."),
        (_SCHEDULES, "Named sets of tiers of one customer."),
        (_PEOPLE, "Customers and who can be on call for them."),
        (_SIGN_IN, "Tokens for people. Programs use API tokens, made on the command line."),
    ),
    paths=PATHS,
    schemas=_SCHEMAS,
    security={
        "bearer": {"type": "http", "scheme": "bearer"},
        "token": {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token <token>` works like `Bearer <token>`",
        },
    },
)
