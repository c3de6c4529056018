"""Calendar feeds: making one, whose address is told this once; listing and ending them."""

from typing import Literal

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp
from pydantic import StrictInt, StrictStr

from watchbill.api.calls import site_of
from watchbill.api.json import Answer, answer
from watchbill.api.service import Service
from watchbill.api.v1.bodies import Body, read_body_as
from watchbill.api.v1.calls import AnyRequest, Call, get, query_in, reading
from watchbill.api.v1.changes import Asked, change, tagged
from watchbill.api.v1.wire import Clocks, Query, listed
from watchbill.domain.errors import NotFound
from watchbill.domain.feeds import FeedNamed, FeedWish, find_feed, issue_feed, list_feeds, named_feeds, revoke_feed
from watchbill.domain.model import Feed, FeedId, FeedKind
from watchbill.domain.ports import Writes


class MakerSaid(msgspec.Struct, frozen=True):
    """The account that made a feed."""

    id: int
    username: str


class FeedSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A feed; `name` is null where what it shows is gone, `address` is only there when it has just been made."""

    id: int
    kind: str
    subject: int | str
    name: str | None
    tz: str
    made_by: MakerSaid
    created_at: str
    last_fetched_at: str | None = None
    revoked_at: str | None = None
    address: str | msgspec.UnsetType = msgspec.UNSET


class FeedBody(Body):
    """A feed that somebody asks for."""

    kind: Literal["contact", "schedule", "tier", "roster", "customer"]
    id: StrictInt | StrictStr
    tz: StrictStr = "UTC"


def feed_from(body: object) -> FeedWish:
    """The feed that a body asks for. Raises Invalid."""
    asked = read_body_as(FeedBody, body)
    return FeedWish(kind=FeedKind(asked.kind), subject=str(asked.id), tz=asked.tz)


def feed_to(named: FeedNamed, address: str | msgspec.UnsetType = msgspec.UNSET) -> FeedSaid:
    feed, clocks = named.feed, Clocks()
    return FeedSaid(
        id=feed.id,
        kind=feed.kind,
        subject=feed.subject if feed.kind is FeedKind.ROSTER else int(feed.subject),
        name=named.name,
        tz=feed.tz,
        made_by=MakerSaid(named.maker.id, named.maker.username),
        created_at=clocks.said(feed.created_at),
        last_fetched_at=clocks.told(named.fetched_at),
        revoked_at=clocks.told(feed.revoked_at),
        address=address,
    )


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/feeds`."""

    async def issued(call: Call[Writes], asked: Asked) -> Answer:
        secret, feed = await issue_feed(call.records, call.caller, feed_from(asked.body), call.now)
        [named] = await named_feeds(call.records, call.caller, [feed])
        address = f"{site_of(asked.request)}/feeds/{secret}.ics"
        return tagged(feed_to(named, address=address), feed, status=201)

    @get("/feeds")
    async def feeds(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "page", "limit"))
            paging = query.paging()
            query.check()
            found = await list_feeds(call.records, call.caller)
            shown = await named_feeds(call.records, call.caller, found[paging.cut.offset :][: paging.limit])
        rows = [feed_to(one) for one in shown]
        return answer(listed(request, query, paging, rows, len(found)))

    async def revoked(call: Call[Writes], asked: Asked) -> Answer:
        id = asked.in_path("id")
        if not (id.isascii() and id.isdigit() and len(id) < 19):
            raise NotFound("feed", id)
        await asked.lock(call.records, Feed, int(id))
        asked.check_unchanged(await find_feed(call.records, call.caller, FeedId(int(id))))
        await revoke_feed(call.records, call.caller, FeedId(int(id)), call.now)
        return Answer(b"", 204)

    return [
        change(service, "POST", "/feeds", issued, tells_secret=True),
        feeds,
        change(service, "DELETE", "/feeds/{id:str}", revoked, has_body=False),
    ]
