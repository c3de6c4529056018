"""Changes through this family: who is calling, the body, one transaction, an answer with the tag of what it made."""

import functools
from collections.abc import Awaitable, Callable
from typing import Any, Literal, TypeAlias

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.json import Answer, answer
from watchbill.api.repeats import once
from watchbill.api.service import Service
from watchbill.api.tags import check_tag, is_known, lock_tagged, tag_of, wants_tag
from watchbill.api.v1.calls import ROOT, AnyRequest, Call, body_in, query_in, reading, writing
from watchbill.domain.model import Record
from watchbill.domain.ports import Writes

Method: TypeAlias = Literal["POST", "PUT", "PATCH", "DELETE"]


class Asked(msgspec.Struct, frozen=True):
    """What a change asks for: its request, and its body, which is None where there is none."""

    request: AnyRequest
    body: object = None

    def in_path(self, name: str) -> str:
        """A variable of the path."""
        return str(self.request.path_params[name])

    @property
    def wants_tag(self) -> bool:
        """Whether the caller says in which state the record has to be for the change."""
        return wants_tag(self.request)

    async def lock(self, writes: Writes, record: type[Record], id: int | str) -> None:
        """Keep others from changing what `If-Match` is about; see `lock_tagged`."""
        await lock_tagged(self.request, writes, record, id)

    def check_unchanged(self, *parts: Any) -> None:
        """Raises Stale where `If-Match` names another state than the one these parts make."""
        check_tag(self.request, tag_of(*parts))


Act: TypeAlias = Callable[[Call[Writes], Asked], Awaitable[Answer]]
"""Carries a change out in the transaction of the call, and says what came of it."""


def change(
    service: Service,
    method: Method,
    path: str,
    act: Act,
    *,
    has_body: bool = True,
    tells_secret: bool = False,
    parameters: tuple[str, ...] = (),
) -> HTTPRouteHandler:
    """What answers a method that changes something at a path below the root.

    `tells_secret`: the answer holds what is told only this once, so it is never kept to be said again. `parameters`
    are those that its query may have.
    """

    async def serve(request: AnyRequest) -> ASGIApp:
        # Who is nobody is told so before anything is read; and a slow sender must not keep a transaction waiting.
        async with reading(service, request):
            query_in(request, *parameters)
        asked = Asked(request, await body_in(service, request) if has_body else None)
        async with writing(service, request) as call:
            return await once(call, request, asked.body, functools.partial(act, call, asked), tells_secret=tells_secret)

    return HTTPRouteHandler(f"{ROOT}{path}", http_method=[method], name=f"{method} {ROOT}{path}", status_code=200)(
        serve
    )


def tagged(value: Any, *parts: Any, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """The value as JSON, with the tag of the state that these parts make; they leave out what the present decides."""
    return answer(value, status, (("ETag", tag_of(*parts)), *headers))


def shown(request: AnyRequest, value: Any, *parts: Any) -> Answer:
    """The same for GET: 304 where the caller has this state already. Only for what the present has no part in."""
    if is_known(request, tag := tag_of(*parts)):
        return Answer(b"", 304, (("ETag", tag),))
    return answer(value, 200, (("ETag", tag),))
