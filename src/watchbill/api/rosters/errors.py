"""How this family says what went wrong: one table from class to status and body."""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from watchbill.api.attempts import TooManyAttempts
from watchbill.api.body import BodyTooLarge, UnreadableBody
from watchbill.api.cookies import Forged
from watchbill.api.json import Answer, answer
from watchbill.api.rosters.wire_people import group_id_to, tenant_id_to, user_id_to
from watchbill.domain.errors import (
    Busy,
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    NotSignedIn,
    Problem,
    Taken,
    Unfit,
    Unknown,
)
from watchbill.domain.model import ContactId, CustomerId, GroupId
from watchbill.domain.ports import NamedPlace
from watchbill.domain.rules import listed
from watchbill.engine import BadRule, WatchbillError

BAD_FIELD: Final = "0002"
UNKNOWN_ID: Final = "0003"
NAME_TAKEN: Final = "0004"
SWITCHED_OFF: Final = "0005"

THROTTLED: Final = answer({"error": "throttled", "error_description": "Too Many Requests"}, 429)

_CREDENTIALS: Final = {
    "absent": "An access token is required to access this resource.",
    "invalid": "Invalid access token.",
    "expired": "Access token expired.",
}
_LONGEST_KEY: Final = 200
_MOST_PLACES: Final = 10
_FIELDS: Final = {
    "login_name": "loginName",
    "first_name": "firstName",
    "last_name": "lastName",
    "phone": "phoneNumber",
    "mobile": "mobileNumber",
    "shifts": "shiftDetails",
    "contacts": "users",
}
"""What the domain's fields are called here, where they have other names."""


class BadCredentials(WatchbillError):
    """A program asked for a token with an id or a secret that is not right."""


class UnsupportedGrant(WatchbillError):
    """A program asked for a token in a way that is not understood."""


def bad_fields(problems: Iterable[Problem]) -> Answer:
    """The answer that names every bad field; one without a path is about the request as a whole."""
    said = [
        {"code": BAD_FIELD, "fieldName": _field(path), "message": _reason(reason)} for path, reason in listed(problems)
    ]
    return answer(said, 400)


def _field(path: str) -> str:
    """What a field of the domain is called here."""
    return "".join(_FIELDS.get(part, part) for part in re.split(r"([.\[])", path))


def told(error: str, description: str, status: int, *headers: tuple[str, str]) -> Answer:
    """An answer in the words of OAuth."""
    return answer({"error": error, "error_description": description}, status, headers)


def _coded(code: str, message: str, status: int) -> Answer:
    return answer({"code": code, "message": message}, status)


def _called(kind: str, key: object) -> tuple[str, str]:
    """What a record is called here, and its id as programs send it."""
    match kind, key:
        case "contact", int(id):
            return "user", user_id_to(ContactId(id))
        case "group", str(id):
            return "user group", group_id_to(GroupId(id))
        case "customer" | "tenant", int(id):
            return "client", tenant_id_to(CustomerId(id), is_partner=False)
        case _:
            return kind, str(key)


def _reason(reason: str) -> str:
    """A reason in which ids stand as they were sent."""
    match reason:
        case Unknown(kind=kind, key=key):
            noun, id = _called(kind, key)
            return f"There is no {noun} {id} here."
        case Unfit(kind=kind, key=key, says=says):
            noun, id = _called(kind, key)
            return f"{noun.capitalize()} {id} {says}"
        case _:
            return str(reason)


def _unknown(error: NotFound) -> Answer:
    _, id = _called(error.kind, error.key)
    return _coded(UNKNOWN_ID, f"No resource found with UUID : {id[:_LONGEST_KEY]}", 404)


def _gone(error: Gone) -> Answer:
    noun, id = _called(error.kind, error.key)
    return _coded(SWITCHED_OFF, f"The {noun} {id} is not active.", 410)


def _in_the_way(error: Conflict) -> Answer:
    """What stands in the way, with the places that name it."""
    if isinstance(error, Taken) and error.field == "id":
        is_number = error.kind in ("contact", "customer")
        noun, id = _called(error.kind, int(error.value) if is_number else error.value)
        return _coded(NAME_TAKEN, f"There is already a {noun} with the id {id}.", 409)
    places = [one.name for one in error.standing if isinstance(one, NamedPlace)]
    most = "; ".join(places[:_MOST_PLACES]) + ("; …" if len(places) > _MOST_PLACES else "")
    return _coded(NAME_TAKEN, f"{error} It is about: {most}." if places else str(error), 409)


def _not_signed_in(error: NotSignedIn) -> Answer:
    status = 407 if error.reason == "expired" else 401
    return told("invalid_token", _CREDENTIALS[error.reason], status, ("WWW-Authenticate", "Bearer"))


def _of_http(error: HTTPException) -> Answer:
    headers = tuple((error.headers or {}).items())
    if error.status_code == 404:
        return _coded(UNKNOWN_ID, "There is nothing at this address.", 404)
    if error.status_code == 405:
        return told("method_not_allowed", "This address does not know the method.", 405, *headers)
    return told("bad_request" if error.status_code < 500 else "server_error", error.detail, error.status_code, *headers)


# The first class that fits counts.
TABLE: Final[tuple[tuple[type[Exception], Callable[[Any], Answer]], ...]] = (
    (Invalid, lambda error: bad_fields(error.problems)),
    (BadRule, lambda error: bad_fields(error.problems)),
    (UnreadableBody, lambda error: bad_fields([("", str(error))])),
    (BodyTooLarge, lambda error: told("request_too_large", str(error), 413)),
    (NotSignedIn, _not_signed_in),
    (BadCredentials, lambda _: told("unauthorized", "Bad API credentials", 401)),
    (UnsupportedGrant, lambda error: told("unsupported_grant_type", f"Unsupported grant type: {error}", 400)),
    (Forbidden, lambda error: told("access_denied", str(error), 403)),
    (Forged, lambda error: told("access_denied", str(error), 403)),
    (TooManyAttempts, lambda error: msgspec.structs.replace(THROTTLED, headers=(error.retry_after,))),
    (NotFound, _unknown),
    (Conflict, _in_the_way),
    (Gone, _gone),
    (Busy, lambda error: told("busy", str(error), 503, ("Retry-After", "1"))),
    (HTTPException, _of_http),
)


def answer_to(error: Exception) -> Answer:
    """The answer that says what went wrong; nothing inside is told of a fault of our own."""
    for kind, said in TABLE:
        if isinstance(error, kind):
            return said(error)
    return told("server_error", "Internal Server Error", 500)


def said(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The same for Litestar."""
    return answer_to(error).response(is_head=request.method == "HEAD")
