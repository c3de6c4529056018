"""How this family says what went wrong: RFC 9457 problems, by one table from the class of an error to a status."""

from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from typing import Any, Final

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from watchbill.api.attempts import TooManyAttempts
from watchbill.api.body import BodyTooLarge, UnreadableBody, UnsupportedMediaType
from watchbill.api.cookies import Forged
from watchbill.api.json import Answer, encoded
from watchbill.api.problems import Family, allowed
from watchbill.api.repeats import HEADER as KEY
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
)
from watchbill.domain.model import Override
from watchbill.domain.ports import NamedPlace
from watchbill.domain.rules import listed
from watchbill.engine import BadRule, WatchbillError, iso

AnyRequest = Request[Any, Any, Any]
Headers = tuple[tuple[str, str], ...]

PROBLEM: Final = "application/problem+json"
RETRY_SOON: Final[Headers] = (("Retry-After", "1"),)

_CREDENTIALS: Final = {
    "absent": "Say who you are: Authorization: Bearer <token>.",
    "invalid": "The token is not valid.",
    "expired": "The token has expired.",
}


class WrongPair(WatchbillError):
    """Nobody has this user name and this password."""

    def __init__(self) -> None:
        super().__init__("The user name and the password do not fit together.")


class FieldProblem(msgspec.Struct, frozen=True):
    """A field at fault, or a thing in the way, and why."""

    path: str
    reason: str


class NamingPlaceSaid(msgspec.Struct, frozen=True, kw_only=True):
    """What names or needs what should go: for people by name, and so that it can be found."""

    kind: str
    id: int | str
    name: str
    schedule: int | msgspec.UnsetType = msgspec.UNSET
    tier: int | msgspec.UnsetType = msgspec.UNSET


class ProblemSaid(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong, as RFC 9457 has it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    problems: Sequence[FieldProblem]
    conflicts: Sequence[Any] | msgspec.UnsetType = msgspec.UNSET
    places: Sequence[NamingPlaceSaid] | msgspec.UnsetType = msgspec.UNSET


class InTheWay(Conflict):
    """A conflict with records that are told whole: `conflicts` has them as they go out."""

    def __init__(self, reason: str, standing: Iterable[object], conflicts: Sequence[Any]) -> None:
        super().__init__(reason, standing)
        self.conflicts = conflicts


def problem(
    status: int,
    detail: str,
    problems: Iterable[Problem] = (),
    headers: Headers = (),
    conflicts: Sequence[Any] | msgspec.UnsetType = msgspec.UNSET,
    places: Sequence[NamingPlaceSaid] = (),
) -> Answer:
    """The answer that says what went wrong; it may tell in `conflicts` and `places` what is in the way."""
    said = ProblemSaid(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        problems=[FieldProblem(path, str(reason)) for path, reason in problems],
        conflicts=conflicts,
        places=places or msgspec.UNSET,
    )
    return Answer(encoded(said), status, headers, PROBLEM)


def _invalid(error: Invalid | BadRule) -> Answer:
    return problem(422, "The request cannot be carried out as it stands.", listed(error.problems))


def _conflict(error: Conflict) -> Answer:
    conflicts = error.conflicts if isinstance(error, InTheWay) else msgspec.UNSET
    places = [_place_to(one) for one in error.standing if isinstance(one, NamedPlace)]
    standing = [_in_the_way(one) for one in error.standing]
    return problem(409, error.reason, standing, conflicts=conflicts, places=places)


def _place_to(place: NamedPlace) -> NamingPlaceSaid:
    return NamingPlaceSaid(
        kind=place.kind,
        id=place.id,
        name=place.name,
        schedule=msgspec.UNSET if place.schedule_id is None else place.schedule_id,
        tier=msgspec.UNSET if place.number is None else place.number,
    )


def _taken(error: Taken) -> Answer:
    return problem(409, error.reason, [(error.field, error.reason)])


def _in_the_way(one: object) -> Problem:
    match one:
        case Override():
            return f"override {one.id}", f"stands from {iso(one.start_at)} to {iso(one.end_at)}"
        case NamedPlace():
            return f"{one.kind} {one.id}", one.name
        case _:
            return "", str(one)


def _of_http(error: HTTPException) -> Answer:
    headers = tuple((name.title(), value) for name, value in (error.headers or {}).items())
    match error.status_code:
        case 404:
            return problem(404, "There is nothing at this address.")
        case 405:
            methods = allowed((error.headers or {})["allow"].split(", "))
            return problem(405, f"This address knows {methods}.", headers=(("Allow", methods),))
        case _:
            return problem(error.status_code, error.detail, headers=headers)


# The first class that fits counts.
TABLE: Final[tuple[tuple[type[Exception], Callable[[Any], Answer]], ...]] = (
    (Invalid, _invalid),
    (BadRule, _invalid),
    (UnreadableBody, lambda error: problem(400, str(error))),
    (BodyTooLarge, lambda error: problem(413, str(error))),
    (UnsupportedMediaType, lambda error: problem(415, str(error))),
    (NotSignedIn, lambda error: problem(401, _CREDENTIALS[error.reason], headers=(("WWW-Authenticate", "Bearer"),))),
    (WrongPair, lambda error: problem(401, str(error), headers=(("WWW-Authenticate", "Bearer"),))),
    (Forbidden, lambda error: problem(403, str(error))),
    (Forged, lambda error: problem(403, str(error))),
    (TooManyAttempts, lambda error: problem(429, str(error), headers=(error.retry_after,))),
    (NotFound, lambda error: problem(404, str(error))),
    (Gone, lambda error: problem(410, str(error))),
    (Taken, _taken),
    (Conflict, _conflict),
    (Stale, lambda error: problem(412, str(error), headers=(("ETag", error.tag),))),
    (KeyReused, lambda error: problem(422, str(error), [(KEY, str(error))])),
    (Busy, lambda error: problem(503, str(error), headers=RETRY_SOON)),
    (HTTPException, _of_http),
)


def answer_to(error: Exception) -> Answer:
    """The answer that says what went wrong; nothing inside is told of a fault of our own."""
    for kind, said_of in TABLE:
        if isinstance(error, kind):
            return said_of(error)
    return problem(500, "Something went wrong here; the log says what.")


def said(request: AnyRequest, error: Exception) -> Response[Any]:
    """The same for Litestar."""
    return answer_to(error).response(is_head=request.method == "HEAD")


FAMILY: Final = Family(("/api/v1",), said)
