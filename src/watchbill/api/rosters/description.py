"""What the rosters family serves, for the OpenAPI description: every endpoint, every shape of answer."""

from typing import Any, Final

from watchbill.api.description import FORM, JSON, Json, Part, answer, array, body, in_path, query, record, ref
from watchbill.api.rosters.wire import DAY_NAMES, WEEK_NAMES
from watchbill.api.rosters.wire_people import STATUSES
from watchbill.domain.rules import MOST

# ── small schemas ────────────────────────────────────────────────────────────────────────────────────────────────

_TEXT: Final[Json] = {"type": "string"}
_NAME: Final[Json] = {"type": "string", "minLength": 1, "maxLength": 255}
_FLAG: Final[Json] = {"type": "boolean"}
_COUNT: Final[Json] = {"type": "integer", "minimum": 0}
_INSTANT: Final[Json] = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+0000$",
    "description": "GMT, to the second",
}
_INSTANT_OR_EMPTY: Final[Json] = {"anyOf": [_INSTANT, {"const": ""}]}
_INSTANT_OR_NULL: Final[Json] = {"anyOf": [_INSTANT, {"type": "null"}]}
_INSTANT_IN: Final[Json] = {
    "type": "string",
    "description": "Such as 2018-02-06T07:05:00+0000, or with Z or any offset; without one it is GMT",
    "examples": ["2018-02-06T07:05:00+0000"],
}
_TIME: Final[Json] = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$"}
_USER_ID: Final[Json] = {"type": "string", "pattern": r"^USR\d{10}$"}
_GROUP_ID: Final[Json] = {"type": "string", "pattern": "^USRGRP-[0-9A-Za-z-]{1,64}$"}
_ROSTER_ID: Final[Json] = {"type": "string", "pattern": "^ES-[0-9A-Za-z-]{1,64}$"}
_SHIFT_ID: Final[Json] = {"type": "string", "pattern": "^ESD-[0-9A-Za-z-]{1,64}$"}
_IF_FREE: Final = "the id that it shall have, unless another has or had it"
_BROUGHT: Final = "The id that a new one shall have; 409 where it is taken"
_TENANT_ID: Final[Json] = {"type": "string", "pattern": "^(msp|client)_[1-9][0-9]{0,17}$"}
_CLIENT_ID: Final[Json] = {"type": "string", "pattern": "^client_[1-9][0-9]{0,17}$"}
_NUMBER_IN: Final[Json] = {"type": ["integer", "string"]}

# ── schemas ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _page(row: str) -> Json:
    return record(
        {
            "results": array(ref(row)),
            "totalResults": _COUNT,
            "orderBy": _TEXT,
            "pageNo": {"type": "integer", "minimum": 1},
            "pageSize": {"type": "integer", "minimum": 1, "maximum": 1000},
            "totalPages": _COUNT,
            "nextPage": _FLAG,
            "nextPageNo": {"type": "integer", "minimum": 2},
            "previousPageNo": _COUNT,
            "descendingOrder": _FLAG,
        },
        optional=["nextPageNo"],
    )


def _pattern(kind: str, **fields: Json) -> Json:
    every: Json = {"type": "integer", "minimum": 1, "maximum": 10}
    return record({"type": {"const": kind}, "repeatFrequency": every, **fields}, optional=["weekDays", "weekStart"])


_PATTERN: Final[Json] = {
    "anyOf": [
        _pattern("daily"),
        _pattern(
            "weekly",
            weekDays={"type": "string", "description": "Full English names with commas between"},
            weekStart={
                "enum": list(DAY_NAMES),
                "description": "On which day weeks start; on Monday if it is not there",
            },
        ),
        _pattern(
            "monthly", repeatType={"const": "DAY_OF_MONTH"}, dayOfMonth={"type": "string", "pattern": r"^\d{1,2}$"}
        ),
        _pattern(
            "monthly",
            repeatType={"const": "DAY_OF_WEEK"},
            weekIndex={"enum": list(WEEK_NAMES.values())},
            dayOfWeek={"enum": list(DAY_NAMES)},
        ),
        _pattern("yearly"),
    ]
}
_END: Final[Json] = {
    "anyOf": [
        record({"type": {"const": "NEVER"}}),
        record({"type": {"const": "OCCURRENCES"}, "OCCURRENCES": {"type": "integer", "minimum": 1}}),
        record({"type": {"const": "DATE"}, "DATE": _INSTANT}),
    ]
}
_SCHEDULE: Final[Json] = {
    "anyOf": [
        record({"type": {"const": "one-time"}, "startDate": _INSTANT, "endDate": _INSTANT}),
        record(
            {
                "type": {"const": "recurring"},
                "startDate": _INSTANT,
                "startTime": _TIME,
                "endTime": _TIME,
                "pattern": _PATTERN,
                "endPattern": _END,
            }
        ),
    ]
}
_SCHEDULE_IN: Final[Json] = {
    "type": "object",
    "description": (
        "As it goes out; words in any case, numbers also as text, the end in several spellings. Of a field that the "
        'type does not use, null, "" and [] count as not sent. A recurring one without a `startDate` starts today, or '
        "where the shift that stays has started"
    ),
    "properties": {
        "type": {"enum": ["one-time", "recurring"]},
        "startDate": _INSTANT_IN,
        "endDate": _INSTANT_IN,
        "startTime": _TIME,
        "endTime": _TIME,
        "pattern": {
            "type": "object",
            "properties": {
                "type": {"enum": ["daily", "weekly", "monthly", "yearly"]},
                "repeatFrequency": _NUMBER_IN,
                "weekDays": _TEXT,
                "weekStart": {
                    "enum": list(DAY_NAMES),
                    "description": "On which day weeks start: Monday, or as they did in a shift that stays",
                },
                "repeatType": {"enum": ["DAY_OF_MONTH", "DAY_OF_WEEK"]},
                "dayOfMonth": _NUMBER_IN,
                "weekIndex": {"enum": list(WEEK_NAMES.values())},
                "dayOfWeek": {"enum": list(DAY_NAMES)},
            },
            "required": ["type", "repeatFrequency"],
        },
        "endPattern": {"type": "object"},
    },
    "required": ["type"],
}
_OWNER: Final[Json] = {"id": {"type": "integer"}, "uniqueId": _TENANT_ID, "name": _TEXT, "activated": _FLAG}
_ROSTER_ROW: Final[Json] = {
    "id": _ROSTER_ID,
    "name": _TEXT,
    "description": _TEXT,
    "createdTime": _INSTANT,
    "updatedTime": _INSTANT_OR_EMPTY,
    "timeZone": ref("TimeZone"),
    "client": record(_OWNER, optional=["id"]),
    "allClients": {"const": True},
}
_MINIMAL_USER: Final[Json] = {
    "id": _USER_ID,
    "loginName": _TEXT,
    "lastName": _TEXT,
    "firstName": _TEXT,
    "email": _TEXT,
}
_ROSTER_USER: Final[Json] = {**_MINIMAL_USER, "phoneNumber": _TEXT, "mobileNumber": _TEXT}
_USER: Final[Json] = {
    **_ROSTER_USER,
    "timeZone": ref("TimeZone"),
    "status": {"enum": list(STATUSES)},
    "orgId": _TENANT_ID,
    "createdTime": _INSTANT,
    "updatedTime": _INSTANT,
}
_GROUP: Final[Json] = {
    "uniqueId": _GROUP_ID,
    "name": _TEXT,
    "description": _TEXT,
    "createdTime": _INSTANT,
    "updatedTime": {**_INSTANT, "description": "Once it was updated"},
}
_KEPT_IN: Final = "Fields that are not known here are kept as sent and answered; null counts as not sent"
_KEPT_OUT: Final[Json] = {
    "additionalProperties": True,
    "description": "With the fields that are not known here as they were sent",
}
_USER_IN: Final[Json] = {
    "type": "object",
    "properties": {
        "loginName": _NAME,
        "firstName": _NAME,
        "lastName": _NAME,
        "email": {"type": "string", "format": "email"},
        "phoneNumber": _TEXT,
        "mobileNumber": _TEXT,
        "timeZone": {"anyOf": [_TEXT, ref("TimeZoneIn")]},
    },
    "description": _KEPT_IN,
}
_GROUP_IN: Final[Json] = {
    "type": "object",
    "properties": {"name": _NAME, "description": _TEXT, "email": _TEXT},
    "description": _KEPT_IN,
}
_CLIENT_IN: Final[Json] = {"type": "object", "properties": {"name": _NAME}, "description": _KEPT_IN}


def _brings(key: str, schema: Json, body: Json) -> Json:
    """A body that may bring an id along."""
    return {**body, "properties": {key: {**schema, "description": _BROUGHT}, **body["properties"]}}


_OCCURRENCE: Final[Json] = record(
    {"id": _TEXT, "name": _TEXT, "start": _INSTANT, "end": _INSTANT, "users": array(ref("RosterUser"))}
)

_OAUTH_CLIENT: Final[dict[str, Json]] = {
    "id": {"type": "string", "pattern": "^[0-9]+$"},
    "name": _TEXT,
    "clientId": _TEXT,
    "role": {"enum": ["viewer", "responder", "manager", "admin"]},
    "createdTime": _INSTANT,
    "revokedTime": _INSTANT_OR_EMPTY,
}

_SCHEMAS: Final[dict[str, Json]] = {
    "TimeZone": record({"id": _TEXT, "name": _TEXT, "label": _TEXT, "code": _TEXT}),
    "TimeZoneIn": {
        "type": "object",
        "properties": {"name": _TEXT, "id": _TEXT, "code": _TEXT},
        "description": "The first of name, id and code that is there counts",
    },
    "AccessToken": record(
        {
            "access_token": _TEXT,
            "token_type": {"const": "bearer"},
            "expires_in": {"type": "string", "description": "Seconds"},
            "scope": _TEXT,
        }
    ),
    "OAuthClient": record(_OAUTH_CLIENT),
    "OAuthClientMade": record({**_OAUTH_CLIENT, "clientSecret": _TEXT}),
    "OAuthClientIn": {
        "type": "object",
        "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 255, "examples": ["roster sync"]},
            "role": _OAUTH_CLIENT["role"],
        },
        "required": ["name", "role"],
        "examples": [{"name": "roster sync", "role": "manager"}],
    },
    "RosterSchedule": _SCHEDULE,
    "RosterScheduleIn": _SCHEDULE_IN,
    "RosterUser": record(_ROSTER_USER),
    "RosterUserPage": _page("RosterUser"),
    "RosterGroup": record(_GROUP, optional=["updatedTime"]),
    "RosterShift": record(
        {
            "id": _TEXT,
            "name": _TEXT,
            "schedule": ref("RosterSchedule"),
            "users": array(ref("RosterUser")),
            "userGroups": array(ref("RosterGroup")),
        }
    ),
    "Roster": record(
        {**_ROSTER_ROW, "shiftDetails": array(ref("RosterShift"), minItems=1)}, optional=["client", "allClients"]
    ),
    "RosterRow": record(_ROSTER_ROW, optional=["client", "allClients"]),
    "RosterPage": _page("RosterRow"),
    "RosterIn": {
        "type": "object",
        "properties": {
            "id": {**_ROSTER_ID, "description": f"Of a new roster: {_IF_FREE}"},
            "name": _NAME,
            "description": _TEXT,
            "timeZone": ref("TimeZoneIn"),
            "shiftDetails": array(
                {
                    "type": "object",
                    "properties": {
                        "id": {
                            **_SHIFT_ID,
                            "description": f"In an update: which shift to keep. Of a new roster: {_IF_FREE}",
                        },
                        "name": _NAME,
                        "schedule": ref("RosterScheduleIn"),
                        "users": array(
                            {"type": "object", "properties": {"id": _USER_ID}, "required": ["id"]},
                            maxItems=MOST["contacts"],
                        ),
                        "userGroups": array(
                            {"type": "object", "properties": {"uniqueId": _GROUP_ID}, "required": ["uniqueId"]},
                            maxItems=MOST["groups"],
                        ),
                    },
                    "required": ["name", "schedule"],
                },
                minItems=1,
                maxItems=MOST["shifts"],
            ),
        },
        "required": ["name", "timeZone", "shiftDetails"],
    },
    "RosterOnCall": record(
        {
            "at": _INSTANT,
            "users": array(ref("RosterUser")),
            "shifts": array(_OCCURRENCE),
            "since": _INSTANT_OR_NULL,
            "changesAt": _INSTANT_OR_NULL,
            "nextAt": _INSTANT_OR_NULL,
            "nextUsers": array(ref("RosterUser")),
        }
    ),
    "RosterTimeline": record(
        {
            "since": _INSTANT,
            "until": _INSTANT,
            "occurrences": array(_OCCURRENCE),
            "gaps": array(record({"start": _INSTANT, "end": _INSTANT})),
        }
    ),
    "User": record({**_USER, "authType": {"default": "LOCAL"}}, optional=["timeZone"], **_KEPT_OUT),
    "UserPage": _page("User"),
    "MinimalUser": record(_MINIMAL_USER),
    "UserIn": {
        **_brings("id", _USER_ID, _USER_IN),
        "required": ["loginName", "firstName", "lastName", "email"],
    },
    "UserEdit": _USER_IN,
    "UserGroup": record({**_GROUP, "email": _TEXT}, optional=["email", "updatedTime"], **_KEPT_OUT),
    "UserGroupPage": _page("UserGroup"),
    "UserGroupIn": {**_brings("uniqueId", _GROUP_ID, _GROUP_IN), "required": ["name"]},
    "UserGroupEdit": _GROUP_IN,
    "MembersIn": array({"type": "object", "properties": {"id": _USER_ID}, "required": ["id"]}),
    "Tenant": record(
        {
            **_OWNER,
            "status": {"enum": list(STATUSES)},
            "createdTime": _INSTANT,
            "updatedTime": _INSTANT,
        },
        **_KEPT_OUT,
    ),
    "TenantPage": _page("Tenant"),
    "MinimalTenant": record({"uniqueId": _TENANT_ID, "name": _TEXT}),
    "ClientIn": {**_brings("uniqueId", _CLIENT_ID, _CLIENT_IN), "required": ["name"]},
    "ClientEdit": _CLIENT_IN,
    "BadFields": array(
        record({"code": {"const": "0002"}, "fieldName": _TEXT, "message": _TEXT}),
        minItems=1,
        description="Every bad field with its path; the path is empty where the body as a whole is meant",
    ),
    "Coded": record({"code": _TEXT, "message": _TEXT}),
    "OAuthError": record({"error": _TEXT, "error_description": _TEXT}),
}

# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────

_LEFT: Final[Json] = {
    "X-RateLimit-Limit": {"schema": {"type": "integer"}, "description": "Requests a minute"},
    "X-RateLimit-Remaining": {"schema": {"type": "integer"}, "description": "Of this minute"},
    "X-RateLimit-Reset": {"schema": {"type": "integer"}, "description": "When the next minute begins, in seconds"},
}


def _answer(description: str, schema: Json | None, example: Any = None) -> Json:
    return answer(description, schema, example, headers=_LEFT)


def _told(description: str, error: str) -> Json:
    return _answer(description, ref("OAuthError"), {"error": error, "error_description": description})


_THROTTLED: Final[Json] = answer(
    "Too Many Requests",
    ref("OAuthError"),
    {"error": "throttled", "error_description": "Too Many Requests"},
    headers={**_LEFT, "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds until then"}},
)


_BAD: Final = _answer(
    "What was sent cannot be taken; every bad field is named",
    ref("BadFields"),
    [{"code": "0002", "fieldName": "shiftDetails[0].schedule.endDate", "message": "This field is required."}],
)
_TAKEN: Final = _answer("The name is taken, or rules still name it", ref("Coded"))
_SIGNED_IN: Final[Json] = {
    "401": _told("Nobody is signed in", "invalid_token"),
    "407": _told("The token has expired", "invalid_token"),
    "429": _THROTTLED,
}
_READ: Final[Json] = {
    **_SIGNED_IN,
    "404": _answer(
        "Not there, or not yours",
        ref("Coded"),
        {"code": "0003", "message": "No resource found with UUID : ES-1f43a99c-469e-a62a-b452-aacf6ad81e3b"},
    ),
    "410": _answer("The tenant is switched off", ref("Coded")),
}
_LISTED: Final[Json] = {**_READ, "400": _BAD}
_SWITCH: Final[Json] = {**_READ, "403": _told("The token has not the right", "access_denied"), "409": _TAKEN}
_WRITE: Final[Json] = {**_SWITCH, "400": _BAD, "413": _told("The body is too large", "request_too_large")}

_TENANT_PATH: Final = in_path("tenantId", _TENANT_ID, "`msp_<n>`, the partner, or `client_<n>`, a client")
_BY_ROSTER: Final = in_path("rosterId", _ROSTER_ID, "A roster's id")
_BY_USER: Final = in_path("userId", _USER_ID, "A user's id")
_BY_GROUP: Final = in_path("groupId", _GROUP_ID, "A user group's id")
_BY_CLIENT: Final = in_path("clientId", _CLIENT_ID, "A client's id")


def _search(sorts: str, *variables: Json) -> list[Json]:
    """The parameters of a search; what is not known or cannot be read is passed over."""
    whole: Json = {"type": "integer", "minimum": 1}
    return [
        query("pageNo", {**whole, "maximum": 1_000_000_000}, "From 1; a page past the end is empty"),
        query("pageSize", {**whole, "maximum": 1000, "default": 100}, "Rows a page"),
        query("isDescendingOrder", {"type": "boolean", "default": True}, "Whether the last comes first"),
        query("sortName", {"enum": sorts.split(), "default": "id"}, "What to sort by"),
        query("queryString", _TEXT, "The same variables in one: `name:Foo+allList:true`"),
        *variables,
    ]


_SORTS_OF_USERS: Final = "id loginName firstName lastName createdTime updatedTime"
_DATES: Final = (
    query("startCreationDate", _INSTANT_IN, "Made then or later"),
    query("endCreationDate", _INSTANT_IN, "Made then or before"),
    query("startUpdationDate", _INSTANT_IN, "Last changed then or later"),
    query("endUpdationDate", _INSTANT_IN, "Last changed then or before"),
)


def _operation(
    tag: str,
    id: str,
    summary: str,
    done: Json | None,
    others: Json,
    *,
    at: tuple[Json, ...] = (),
    search: list[Json] | None = None,
    request: str = "",
) -> Json:
    operation: Json = {
        "tags": [tag],
        "operationId": id,
        "summary": summary,
        "parameters": [*at, *(search or [])],
        "responses": {"200": _answer("Done", done), **others},
        "security": [{"bearer": []}],
    }
    if request:
        operation["requestBody"] = body(ref(request))
    return operation


# ── paths ────────────────────────────────────────────────────────────────────────────────────────────────────────

_GRANT: Final[Json] = {
    "type": "object",
    "properties": {"grant_type": {"const": "client_credentials"}, "client_id": _TEXT, "client_secret": _TEXT},
    "required": ["grant_type", "client_id", "client_secret"],
}
_TENANT: Final = "/api/v2/tenants/{tenantId}"
_AT: Final = (_TENANT_PATH,)


def _token(id: str) -> Json:
    return {
        "post": {
            "tags": ["Tokens"],
            "operationId": id,
            "summary": "Get a short-lived access token for an OAuth client",
            "requestBody": body(_GRANT, types=(FORM, JSON)),
            "responses": {
                "200": _answer("Signed in", ref("AccessToken")),
                "400": _answer("What was sent cannot be taken", {"anyOf": [ref("OAuthError"), ref("BadFields")]}),
                "401": _told("Bad API credentials", "unauthorized"),
                "413": _told("The body is too large", "request_too_large"),
                "429": _THROTTLED,
            },
            "security": [],
        }
    }


def _deeds(tag: str, path: str, noun: str, schema: str, at: tuple[Json, ...], deeds: dict[str, str]) -> dict[str, Json]:
    words = "; ".join(f"`{deed}`: {summary}" for deed, summary in deeds.items())
    deed = in_path("action", {"enum": list(deeds)}, f"In any case. {words}")
    summary = f"Switch a {noun} on or off; a body is passed over"
    operation = _operation(tag, f"actOn{noun.capitalize()}", summary, ref(schema), _SWITCH, at=(*at, deed))
    return {f"{path}/{{action}}": {"post": operation}}


_ROSTER_PATHS: Final[dict[str, Json]] = {
    f"{_TENANT}/rosters": {
        "post": _operation("Rosters", "addRoster", "Make a roster", ref("Roster"), _WRITE, at=_AT, request="RosterIn"),
    },
    f"{_TENANT}/rosters/search": {
        "get": _operation(
            "Rosters",
            "searchRosters",
            "List rosters",
            ref("RosterPage"),
            _READ,
            at=_AT,
            search=_search(
                "id name createdTime updatedTime",
                query("name", _TEXT, "Exactly"),
                query("allList", _FLAG, "With the clients' for the partner, with the partner's for a client"),
            ),
        ),
    },
    f"{_TENANT}/rosters/{{rosterId}}": {
        "get": _operation("Rosters", "roster", "A roster, whole", ref("Roster"), _READ, at=(*_AT, _BY_ROSTER)),
        "post": _operation(
            "Rosters",
            "changeRoster",
            "Replace a roster",
            ref("Roster"),
            _WRITE,
            at=(*_AT, _BY_ROSTER),
            request="RosterIn",
        ),
        "delete": _operation("Rosters", "removeRoster", "Delete a roster", None, _SWITCH, at=(*_AT, _BY_ROSTER)),
    },
    f"{_TENANT}/rosters/{{rosterId}}/oncall": {
        "get": _operation(
            "Rosters",
            "rosterOnCall",
            "Who is on call, by which shifts, and what comes next",
            ref("RosterOnCall"),
            _LISTED,
            at=(*_AT, _BY_ROSTER),
            search=[query("at", _INSTANT_IN, "Now by default")],
        ),
    },
    f"{_TENANT}/rosters/{{rosterId}}/timeline": {
        "get": _operation(
            "Rosters",
            "rosterTimeline",
            "Occurrences and gaps in a window",
            ref("RosterTimeline"),
            _LISTED,
            at=(*_AT, _BY_ROSTER),
            search=[
                query("since", _INSTANT_IN, "Now by default"),
                query("until", _INSTANT_IN, "60 days later by default; at most two years"),
            ],
        ),
    },
}

_USER_PATHS: Final[dict[str, Json]] = {
    f"{_TENANT}/users": {
        "post": _operation("Users", "addUser", "Make a user", ref("User"), _WRITE, at=_AT, request="UserIn"),
    },
    f"{_TENANT}/users/search": {
        "get": _operation(
            "Users",
            "searchUsers",
            "List users",
            ref("UserPage"),
            _READ,
            at=_AT,
            search=_search(
                _SORTS_OF_USERS,
                query("uniqueId", _TEXT, "The user's id"),
                *(
                    query(name, _TEXT, "Exactly, in any case")
                    for name in ("loginName", "firstName", "lastName", "mailId")
                ),
                query("status", {"enum": list(STATUSES)}, "Only those"),
                *_DATES,
            ),
        ),
    },
    f"{_TENANT}/users/minimal": {
        "get": _operation(
            "Users", "minimalUsers", "The active users in few words", array(ref("MinimalUser")), _READ, at=_AT
        ),
    },
    f"{_TENANT}/users/{{userId}}": {
        "get": _operation("Users", "user", "A user", ref("User"), _READ, at=(*_AT, _BY_USER)),
        "post": _operation(
            "Users", "changeUser", "Change a user", ref("User"), _WRITE, at=(*_AT, _BY_USER), request="UserEdit"
        ),
    },
    **_deeds(
        "Users",
        f"{_TENANT}/users/{{userId}}",
        "user",
        "User",
        (*_AT, _BY_USER),
        {
            "activate": "on",
            "deactivate": "off, who leaves all groups; 409 where rules still need them",
            "terminate": "off for good",
        },
    ),
}

_MEMBERS: Final = ref("RosterUserPage")
_MEMBERS_SEARCH: Final = _search(_SORTS_OF_USERS)
_GROUP_PATHS: Final[dict[str, Json]] = {
    f"{_TENANT}/userGroups": {
        "post": _operation(
            "User groups", "addGroup", "Make a group", ref("UserGroup"), _WRITE, at=_AT, request="UserGroupIn"
        ),
        "get": _operation(
            "User groups",
            "listGroups",
            "List groups",
            ref("UserGroupPage"),
            _READ,
            at=_AT,
            search=_search("id name createdTime updatedTime"),
        ),
    },
    f"{_TENANT}/userGroups/{{groupId}}": {
        "get": _operation("User groups", "group", "A group", ref("UserGroup"), _READ, at=(*_AT, _BY_GROUP)),
        "post": _operation(
            "User groups",
            "changeGroup",
            "Change a group",
            ref("UserGroup"),
            _WRITE,
            at=(*_AT, _BY_GROUP),
            request="UserGroupEdit",
        ),
        "delete": _operation("User groups", "removeGroup", "Delete a group", None, _SWITCH, at=(*_AT, _BY_GROUP)),
    },
    f"{_TENANT}/userGroups/{{groupId}}/users": {
        "get": _operation(
            "User groups",
            "members",
            "Who is in a group",
            _MEMBERS,
            _READ,
            at=(*_AT, _BY_GROUP),
            search=_MEMBERS_SEARCH,
        ),
        "post": _operation(
            "User groups",
            "addMembers",
            "Let users join; answers who is in the group now",
            _MEMBERS,
            _WRITE,
            at=(*_AT, _BY_GROUP),
            search=_MEMBERS_SEARCH,
            request="MembersIn",
        ),
        "delete": _operation(
            "User groups",
            "removeMembers",
            "Let users leave; answers who is in the group now",
            _MEMBERS,
            _WRITE,
            at=(*_AT, _BY_GROUP),
            search=_MEMBERS_SEARCH,
            request="MembersIn",
        ),
    },
}

_CLIENT_PATHS: Final[dict[str, Json]] = {
    _TENANT: {"get": _operation("Clients", "tenant", "The tenant itself", ref("Tenant"), _READ, at=_AT)},
    f"{_TENANT}/clients": {
        "post": _operation("Clients", "addClient", "Make a client", ref("Tenant"), _WRITE, at=_AT, request="ClientIn"),
    },
    f"{_TENANT}/clients/search": {
        "get": _operation(
            "Clients",
            "searchClients",
            "List clients",
            ref("TenantPage"),
            _READ,
            at=_AT,
            search=_search(
                "id name createdTime updatedTime",
                query("name", _TEXT, "Exactly, in any case"),
                query("uniqueId", _TEXT, "Exactly"),
                query("activeStatus", _FLAG, "Only those that are switched on, or off"),
                *_DATES,
            ),
        ),
    },
    f"{_TENANT}/clients/minimal": {
        "get": _operation(
            "Clients", "minimalClients", "The active clients in few words", array(ref("MinimalTenant")), _READ, at=_AT
        ),
    },
    f"{_TENANT}/clients/{{clientId}}": {
        "get": _operation("Clients", "client", "A client", ref("Tenant"), _READ, at=(*_AT, _BY_CLIENT)),
        "post": _operation(
            "Clients",
            "changeClient",
            "Rename a client",
            ref("Tenant"),
            _WRITE,
            at=(*_AT, _BY_CLIENT),
            request="ClientEdit",
        ),
    },
    **_deeds(
        "Clients",
        f"{_TENANT}/clients/{{clientId}}",
        "client",
        "Tenant",
        (*_AT, _BY_CLIENT),
        {
            "activate": "on",
            "suspend": "off, until it is switched on again",
            "deactivate": "the same",
            "terminate": "off for good",
        },
    ),
}

_BY_OAUTH_CLIENT: Final = in_path(
    "oauthClientId", {"type": "string", "pattern": "^[0-9]{1,18}$"}, "An OAuth client's id"
)
_OAUTH_CLIENT_PATHS: Final[dict[str, Json]] = {
    f"{_TENANT}/oauthClients": {
        "get": _operation(
            "Tokens",
            "oauthClients",
            "The tenant's OAuth clients",
            array(ref("OAuthClient")),
            {**_READ, "403": _WRITE["403"]},
            at=_AT,
        ),
        "post": _operation(
            "Tokens",
            "addOAuthClient",
            "Make an OAuth client; its secret is told this once",
            ref("OAuthClientMade"),
            _WRITE,
            at=_AT,
            request="OAuthClientIn",
        ),
    },
    f"{_TENANT}/oauthClients/{{oauthClientId}}": {
        "delete": _operation(
            "Tokens",
            "removeOAuthClient",
            "End an OAuth client, and the tokens that it was given",
            None,
            {**_READ, "403": _WRITE["403"]},
            at=(*_AT, _BY_OAUTH_CLIENT),
        ),
    },
}

PART: Final = Part(
    tags=(
        ("Rosters", "Shift rules in force together, and who is on call by them"),
        ("Users", "The people of a tenant"),
        ("User groups", "People whom rosters name together"),
        ("Clients", "Those whom the partner works for"),
        ("Time zones", "The zones that have numbers"),
        ("Tokens", "Access for programs"),
    ),
    paths={
        **_ROSTER_PATHS,
        **_USER_PATHS,
        **_GROUP_PATHS,
        **_CLIENT_PATHS,
        **_OAUTH_CLIENT_PATHS,
        "/api/v2/cfg/timezones": {
            "get": _operation("Time zones", "timezones", "The zones, in order", array(ref("TimeZone")), _SIGNED_IN)
        },
        "/auth/oauth/token": _token("token"),
        "/tenancy/auth/oauth/token": _token("tenancyToken"),
    },
    schemas=_SCHEMAS,
    security={"bearer": {"type": "http", "scheme": "bearer"}},
)
