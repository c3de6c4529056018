"""What every route begins with: who is calling, what the query says, and one transaction."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Final
from urllib.parse import urlencode

from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api import calls
from watchbill.api.body import JSON, STRANGERS, read_body, understood
from watchbill.api.calls import Call, bare_address_of, query_of, reading
from watchbill.api.problems import AnyRequest
from watchbill.api.service import Service
from watchbill.domain.errors import Invalid
from watchbill.domain.model import Via
from watchbill.domain.ports import Writes

__all__ = [
    "AnyRequest",
    "Call",
    "address_of",
    "body_in",
    "get",
    "post",
    "query_in",
    "reading",
    "strangers_body_in",
    "writing",
]

ROOT: Final = "/api/v1"


def writing(service: Service, request: AnyRequest) -> AbstractAsyncContextManager[Call[Writes]]:
    """A call that changes something; its transaction is committed at the end. Raises NotSignedIn."""
    return calls.writing(service, request, Via.V1)


def get(path: str) -> Callable[[Callable[[AnyRequest], Awaitable[ASGIApp]]], HTTPRouteHandler]:
    """What answers GET and HEAD at a path below the root; the path's variables are in `request.path_params`."""
    return HTTPRouteHandler(f"{ROOT}{path}", http_method=["GET", "HEAD"], name=f"GET {ROOT}{path}", status_code=200)


def post(path: str) -> Callable[[Callable[[AnyRequest], Awaitable[ASGIApp]]], HTTPRouteHandler]:
    """What answers POST at a path below the root."""
    return HTTPRouteHandler(f"{ROOT}{path}", http_method=["POST"], name=f"POST {ROOT}{path}", status_code=200)


def query_in(request: AnyRequest, *known: str) -> Mapping[str, str]:
    """The parameters in the address; of one that comes twice the last. Raises Invalid for one that is not known.

    A filter that is misspelled would otherwise filter nothing, and nobody would notice.
    """
    query = query_of(request)
    if unknown := [name for name in query if name not in known]:
        there_are = ", ".join(known) if known else "none"
        raise Invalid((name, f"There is no such parameter here; there are: {there_are}.") for name in unknown)
    return query


async def body_in(service: Service, request: AnyRequest) -> object:
    """What the request's body says in JSON. Raises BodyTooLarge, UnsupportedMediaType, UnreadableBody."""
    return _understood(request, await read_body(request, service.body_limit))


async def strangers_body_in(service: Service, request: AnyRequest) -> object:
    """The same of somebody who is not signed in. Raises BodyTooLarge sooner."""
    return _understood(request, await read_body(request, min(STRANGERS, service.body_limit)))


def _understood(request: AnyRequest, body: bytes) -> object:
    return understood(body, request.headers.get("content-type", ""), (JSON,))


def address_of(request: AnyRequest, query: Mapping[str, str]) -> str:
    """The address that was asked, as its caller sees it, with another query."""
    asked = f"?{urlencode(query)}" if query else ""
    return f"{bare_address_of(request)}{asked}"
