"""How the OCS API says what went wrong: one table from the class of an error to a status and a body."""

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Final

from litestar import Response
from litestar.exceptions import HTTPException, MethodNotAllowedException, NotFoundException

from watchbill.api.attempts import TooManyAttempts
from watchbill.api.body import BodyTooLarge, UnreadableBody, UnsupportedMediaType
from watchbill.api.cookies import Forged
from watchbill.api.json import Answer, answer
from watchbill.api.ocs.fields import no_such
from watchbill.api.ocs.wire import override_to, place_to
from watchbill.api.paging import NoSuchPage
from watchbill.api.problems import AnyRequest, Family, allowed
from watchbill.domain.errors import (
    Busy,
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    KeyReused,
    NotFound,
    NotSignedIn,
    Problem,
    Stale,
    Taken,
    Unknown,
)
from watchbill.domain.model import Override
from watchbill.domain.ports import NamedPlace
from watchbill.domain.rules import listed
from watchbill.engine import BadRule

NOT_FOUND: Final = "Not found."
ACROSS_FIELDS: Final = "non_field_errors"

_CREDENTIALS: Final = {"absent": "Authentication credentials were not provided."}
_UNIQUE_WITHIN: Final = {"schedule": "customer", "tier": "ocs"}
"""What is unique only among those of the same of another field."""
_PART: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def _detail(status: HTTPStatus, text: str, *headers: tuple[str, str]) -> Answer:
    return answer({"detail": text}, status, headers)


def _not_signed_in(error: NotSignedIn) -> Answer:
    text = _CREDENTIALS.get(error.reason, "Invalid token.")
    return _detail(HTTPStatus.UNAUTHORIZED, text, ("WWW-Authenticate", "Bearer"))


def _problems(error: Invalid | BadRule) -> Answer:
    return answer(nested(listed(error.problems)), HTTPStatus.BAD_REQUEST)


def _taken(error: Taken) -> Answer:
    if within := _UNIQUE_WITHIN.get(error.kind):
        problem = ("", f"The fields {within}, {error.field} must make a unique set.")
    else:
        problem = (error.field, f"{error.kind} with this {error.field} already exists.")
    return answer(nested([problem]), HTTPStatus.BAD_REQUEST)


def _conflict(error: Conflict) -> Answer:
    body: dict[str, object] = {"detail": error.reason}
    covers = [override_to(one) for one in error.standing if isinstance(one, Override)]
    places = [place_to(one) for one in error.standing if isinstance(one, NamedPlace)]
    if covers:
        body["conflicts"] = covers
    if places:
        body["places"] = places
    return answer(body, HTTPStatus.CONFLICT)


def _http(error: HTTPException) -> Answer:
    headers = tuple((name.title(), value) for name, value in (error.headers or {}).items())
    return answer({"detail": error.detail}, error.status_code, headers)


TABLE: Final[dict[type[Exception], Callable[[Any], Answer]]] = {
    NotSignedIn: _not_signed_in,
    Forbidden: lambda _: _detail(HTTPStatus.FORBIDDEN, "You do not have permission to perform this action."),
    Forged: lambda error: _detail(HTTPStatus.FORBIDDEN, f"CSRF Failed: {error}"),
    TooManyAttempts: lambda error: _detail(
        HTTPStatus.TOO_MANY_REQUESTS,
        f"Request was throttled. Expected available in {error.seconds} seconds.",
        error.retry_after,
    ),
    NotFound: lambda _: _detail(HTTPStatus.NOT_FOUND, NOT_FOUND),
    Gone: lambda _: _detail(HTTPStatus.NOT_FOUND, NOT_FOUND),
    NoSuchPage: lambda _: _detail(HTTPStatus.NOT_FOUND, "Invalid page."),
    Invalid: _problems,
    BadRule: _problems,
    Taken: _taken,
    Conflict: _conflict,
    Stale: lambda error: _detail(HTTPStatus.PRECONDITION_FAILED, str(error), ("ETag", error.tag)),
    KeyReused: lambda error: _detail(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)),
    Busy: lambda _: _detail(
        HTTPStatus.SERVICE_UNAVAILABLE, "Service temporarily unavailable, try again later.", ("Retry-After", "1")
    ),
    UnreadableBody: lambda error: _detail(HTTPStatus.BAD_REQUEST, str(error)),
    UnsupportedMediaType: lambda error: _detail(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, str(error)),
    BodyTooLarge: lambda error: _detail(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, str(error)),
    NotFoundException: lambda _: _detail(HTTPStatus.NOT_FOUND, NOT_FOUND),
    HTTPException: _http,
}


def said(request: AnyRequest, error: Exception) -> Response[Any]:
    """The answer to an error. One that is not in the table is a fault of our own and is raised again."""
    if isinstance(error, MethodNotAllowedException):
        allow = allowed((error.headers or {})["allow"].split(", "))
        given = _detail(HTTPStatus.METHOD_NOT_ALLOWED, f'Method "{request.method}" not allowed.', ("Allow", allow))
    else:
        speak = next((TABLE[kind] for kind in type(error).__mro__ if kind in TABLE), None)
        if speak is None:
            raise error
        given = speak(error)
    return given.response(is_head=request.method == "HEAD")


FAMILY: Final = Family(("/api", "/api-auth-user"), said)


def nested(problems: Iterable[Problem]) -> dict[str, Any]:
    """The problems as clients know them: objects by field, lists by position, and lists of messages inside.

    `layers[1].contacts` becomes `{"layers": [{}, {"contacts": ["…"]}]}`; what is no field's fault stands under
    `non_field_errors`.
    """
    root: dict[str | int, Any] = {}
    for path, reason in problems:
        message = no_such(reason.key) if isinstance(reason, Unknown) else str(reason)
        node = root
        for part in _parts(path):
            node = node.setdefault(part, {})
        messages = node.setdefault(_HERE, [])
        if message not in messages:
            messages.append(message)
    if _HERE in root:
        root[ACROSS_FIELDS] = {_HERE: root.pop(_HERE)}
    return {str(name): _shape(node) for name, node in root.items()}


_HERE: Final = ""  # where a node of the tree below keeps its own messages


def _parts(path: str) -> list[str | int]:
    return [int(index) if index else name for index, name in _PART.findall(path)]


def _shape(node: dict[str | int, Any]) -> Any:
    own = node.get(_HERE)
    positions = [part for part in node if isinstance(part, int)]
    if positions:
        return own or [_member(_shape(node.get(position, {}))) for position in range(max(positions) + 1)]
    inner = {str(part): _shape(each) for part, each in node.items() if part != _HERE}
    return inner | ({ACROSS_FIELDS: own} if own else {}) if inner else own or {}


def _member(shaped: Any) -> Any:
    return {ACROSS_FIELDS: shaped} if isinstance(shaped, list) else shaped
