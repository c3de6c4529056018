"""A request to the OCS API on its way through: who asks, when, and how a route of Litestar comes to a use case."""

import functools
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Literal, TypeAlias, TypeVar, cast

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Method

from watchbill.api import auth
from watchbill.api.beside import beside
from watchbill.api.body import JSON, UnreadableBody, UnsupportedMediaType, read_body, understood
from watchbill.api.calls import Call, author_of, bare_address_of, query_of
from watchbill.api.json import Answer, answer
from watchbill.api.ocs.encoded import EncodedTiers
from watchbill.api.paging import LONGEST_LIMIT, Paging, envelope, paging_from
from watchbill.api.problems import AnyRequest, allowed
from watchbill.api.repeats import once
from watchbill.api.service import Service
from watchbill.api.tags import check_tag, tag_of, wants_tag
from watchbill.domain.access import Caller, check_role
from watchbill.domain.errors import NotFound
from watchbill.domain.model import Role, Via
from watchbill.domain.ports import Page, Reads, Writes

RowT = TypeVar("RowT")


class Later(msgspec.Struct, frozen=True):
    """An answer that takes long to make: it is made when nothing is read any more, and everybody else goes on."""

    make: Callable[[], Answer]


class Ask(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What a route is told of a request."""

    request: AnyRequest
    service: Service
    now: int
    caller: Caller
    encoded_tiers: EncodedTiers
    body: object = None

    @property
    def path(self) -> Mapping[str, str]:
        """The pieces of the path that vary, by name."""
        return self.request.scope["path_params"]

    @cached_property
    def query(self) -> Mapping[str, str]:
        return query_of(self.request)

    @cached_property
    def paging(self) -> Paging:
        """The page of a list that is asked for. Raises NoSuchPage."""
        return paging_from(self.query)

    @property
    def wants_tag(self) -> bool:
        """Whether the caller says in which state the record has to be for the change."""
        return wants_tag(self.request)

    def check_unchanged(self, *parts: Any) -> None:
        """Raises Stale where `If-Match` names another state than the one these parts make."""
        check_tag(self.request, tag_of(*parts))

    def listed(self, page: Page[RowT], said: Callable[[RowT], Any]) -> Answer | Later:
        """A page of a list, each row told by `said`."""
        address = address_of(self.request)

        def made() -> Answer:
            shown = envelope(page.rows, page.total, self.paging, address, self.query)
            return answer(msgspec.structs.replace(shown, results=[said(row) for row in shown.results]))

        return Later(made) if len(page.rows) > LONGEST_LIMIT else made()


def tagged(value: Any, *parts: Any, status: int = 200) -> Answer:
    """The value as JSON, with the tag of the state that these parts make: the stored records, not the present."""
    return answer(value, status, (("ETag", tag_of(*parts)),))


Reading: TypeAlias = Callable[[Ask, Reads], Awaitable[Answer | Later]]
Writing: TypeAlias = Callable[[Ask, Writes], Awaitable[Answer]]


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """A method and a path, and what answers them: in a transaction that reads, or in one that writes."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    reads: Reading | None = None
    writes: Writing | None = None
    role: Role = Role.VIEWER
    """The least role that can do it at all; the domain decides about the very thing."""

    @property
    def has_body(self) -> bool:
        return self.method in ("POST", "PUT", "PATCH")


def handlers(routes: Iterable[Route], service: Service) -> list[HTTPRouteHandler]:
    """Litestar's handlers, one for each path."""
    encoded_tiers = EncodedTiers()
    by_path: dict[str, dict[str, Route]] = {}
    for route in routes:
        by_path.setdefault(route.path, {})[route.method] = route
    return [_handler(path, by_method, service, encoded_tiers) for path, by_method in by_path.items()]


def _handler(path: str, routes: Mapping[str, Route], service: Service, encoded_tiers: EncodedTiers) -> HTTPRouteHandler:
    by_method = {**routes, "HEAD": routes["GET"]} if "GET" in routes else routes
    methods = cast(list[Method], [*by_method, "OPTIONS"])
    options = options_answer(path, methods)

    async def serve(request: AnyRequest) -> ASGIApp:
        check_format(request)
        now = service.clock()
        credentials = auth.credentials_of(request)
        route = by_method.get(request.method)
        async with service.store.reading(credentials.provider_id) as reads:
            caller = await auth.caller_of(reads, credentials, now)
            service.token_uses.note_caller(caller, now)
            if route is None:
                return options
            ask = Ask(request=request, service=service, now=now, caller=caller, encoded_tiers=encoded_tiers)
            found = await route.reads(ask, reads) if route.reads is not None and not route.has_body else None
        if found is not None:
            return await _made(found)
        if route.has_body:
            # A slow sender must not keep a transaction waiting, so the body comes between the two.
            ask = msgspec.structs.replace(ask, body=await _body(route, ask))
        if route.reads is not None:
            async with service.store.reading(credentials.provider_id) as reads:
                found = await route.reads(ask, reads)
            return await _made(found)
        assert route.writes is not None  # noqa: S101 - a route has one of the two
        async with service.store.writing(caller.provider_id, author_of(request, Via.OCS, now, caller)) as writes:
            act = functools.partial(route.writes, ask, writes)
            return await once(Call(writes, caller, now), request, ask.body, act)

    # The answer says its own status; this one only tells Litestar that there is a body.
    return HTTPRouteHandler(path, http_method=methods, name=path, status_code=200)(serve)


async def _made(found: Answer | Later) -> Answer:
    return await beside(found.make) if isinstance(found, Later) else found


async def _body(route: Route, ask: Ask) -> object:
    body = await read_body(ask.request, ask.service.body_limit)
    try:
        return understood(body, ask.request.headers.get("content-type", ""), (JSON,))
    except (UnreadableBody, UnsupportedMediaType):
        # Whoever may not do it at all is told so, whatever they send.
        check_role(ask.caller, route.role, f"{route.method} {route.path}")
        raise


def options_answer(path: str, methods: Iterable[str], parses: tuple[str, ...] = (JSON,)) -> Answer:
    """What OPTIONS tells of a path."""
    about = {"name": path.replace(":str", ""), "renders": [JSON], "parses": parses}
    return answer(about, headers=(("Allow", allowed(methods)),))


def check_format(request: AnyRequest) -> None:
    """Raises NotFound for a format other than JSON: clients ask for it in the address."""
    if request.scope["query_string"] and query_of(request).get("format", "json") != "json":
        raise NotFound("format", query_of(request)["format"])


def address_of(request: AnyRequest) -> str:
    """The address that was asked, as its caller sees it, without the query."""
    return f"{bare_address_of(request)}/"
