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
from watchbill.domain.errors import Busy, Conflict, Forbidden, Gone, Invalid, NotFound, NotSignedIn, Problem
from watchbill.domain.model import ContactId, CustomerId, GroupId
from watchbill.domain.ports import NamedPlace
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
}
"""What the domain's fields are called here, where they have other names."""


class BadCredentials(WatchbillError):
    """A program asked for a token with an id or a secret that is not right."""


class UnsupportedGrant(WatchbillError):
    """A program asked for a token in a way that is not understood."""


def bad_fields(problems: Iterable[Problem]) -> Answer:
    """The answer that names every bad field; one without a path is about the request as a whole."""
    said = [{"code": BAD_FIELD, "fieldName": _field(path), "message": str(reason)} for path, reason in problems]
    return answer(said, 400)


def _field(path: str) -> str:
    """What a field of the domain is called here."""
    first, *rest = re.split(r"(?=[.\[])", path, maxsplit=1)
    return "".join([_FIELDS.get(first, first), *rest])


def told(error: str, description: str, status: int, *headers: tuple[str, str]) -> Answer:
    """An answer in the words of OAuth."""
    return answer({"error": error, "error_description": description}, status, headers)


def _coded(code: str, message: str, status: int) -> Answer:
    return answer({"code": code, "message": message}, status)


def _unknown(error: NotFound) -> Answer:
    match error.kind, error.key:
        case "contact", int(id):
            key = user_id_to(ContactId(id))
        case "group", str(id):
            key = group_id_to(GroupId(id))
        case "customer", int(id):
            key = tenant_id_to(CustomerId(id), is_partner=False)
        case _, other:
            key = str(other)
    return _coded(UNKNOWN_ID, f"No resource found with UUID : {key[:_LONGEST_KEY]}", 404)


def _in_the_way(error: Conflict) -> Answer:
    """What stands in the way, with the places that name it."""
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
    (Gone, lambda error: _coded(SWITCHED_OFF, str(error), 410)),
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
