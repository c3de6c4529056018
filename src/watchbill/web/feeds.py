"""Calendar feeds at their secret addresses: whoever knows the address may read, nobody signs in."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, Final

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill import engine
from watchbill.api.json import Answer
from watchbill.api.service import Service
from watchbill.api.tags import is_known, tag_of
from watchbill.domain.errors import NotFound
from watchbill.domain.feeds import FeedTooLarge, all_shifts, feed_name, find_shown, provider_of_secret, window
from watchbill.domain.model import Feed, ProviderId
from watchbill.domain.ports import Store
from watchbill.feeds.ical import calendar_text

CALENDAR: Final = "text/calendar; charset=utf-8"
PLAIN: Final = "text/plain; charset=utf-8"
SUFFIX: Final = ".ics"
KEPT: Final = 32_000_000
"""Bytes of calendars that are kept written; one of a busy tier has some 200 kB, the largest there can be some 25 MB."""
FORMAT: Final = 4
"""To be raised when the same shifts are written in another way."""

# The same whatever is wrong with the address.
MISSING: Final = Answer(b"There is no such calendar.\n", 404, (), PLAIN)
TOO_LARGE: Final = Answer(f"{FeedTooLarge()}\n".encode(), 403, (), PLAIN)

Calendar = tuple[str, bytes | None]
"""A calendar's tag and its text; None where it would be too large."""


class Written:
    """The calendars that were asked for lately, by their tags: a large one takes a while to write, and many read it."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._texts: OrderedDict[str, bytes | None] = OrderedDict()
        self._weight = 0
        self._turn = asyncio.Lock()

    async def calendar(self, tag: str, write: Callable[[], Awaitable[Calendar]]) -> Calendar:
        """The calendar with a tag, or, where that is not known yet, the one that is written now.

        One at a time: many that are worked out together would hold what one alone holds, many times over.
        """
        if tag not in self._texts:
            async with self._turn:
                if tag not in self._texts:
                    written = await write()
                    self._keep(*written)
                    return written
        self._texts.move_to_end(tag)
        return tag, self._texts[tag]

    def _keep(self, tag: str, text: bytes | None) -> None:
        self._weight += _weight(text) - (_weight(self._texts[tag]) if tag in self._texts else 0)
        self._texts[tag] = text
        while self._weight > self._kept:
            _, oldest = self._texts.popitem(last=False)
            self._weight -= _weight(oldest)


def _weight(text: bytes | None) -> int:
    return 200 + len(text or b"")


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/feeds/{secret}.ics`."""
    written = Written()

    @HTTPRouteHandler("/feeds/{name:str}", http_method=["GET", "HEAD"], status_code=200, include_in_schema=False)
    async def feed(request: Request[Any, Any, Any]) -> ASGIApp:
        name, now = request.path_params["name"], service.clock()
        secret = name.removesuffix(SUFFIX)
        provider_id = provider_of_secret(secret) if name.endswith(SUFFIX) else None
        if provider_id is None:
            return MISSING
        async with service.store.reading(provider_id) as reads:
            found = await find_shown(reads, secret)
            if found is None:
                return MISSING
            feed, tag = found[0], _tag(found[0], reads.version, now)
        service.feed_uses.note(provider_id, feed.id, now)
        if is_known(request, tag):
            return Answer(b"", 304, _headers(tag))
        try:
            tag, text = await written.calendar(tag, lambda: _written(service.store, provider_id, secret, now))
        except NotFound:
            return MISSING
        # Said aloud: a calendar that is left out in part would look as if nobody were on call.
        return TOO_LARGE if text is None else Answer(text, 200, _headers(tag), CALENDAR)

    return [feed]


async def _written(store: Store, provider_id: ProviderId, secret: str, now: int) -> Calendar:
    """The calendar of a feed as it is by now. Raises NotFound."""
    async with store.reading(provider_id) as reads:
        found = await find_shown(reads, secret)
        if found is None:
            raise NotFound("feed", "")
        feed, maker = found
        tag, name = _tag(feed, reads.version, now), await feed_name(reads, maker, feed)
        try:
            shifts = await all_shifts(reads, maker, feed, now)
        except FeedTooLarge:
            return tag, None
    return tag, await asyncio.to_thread(calendar_text, name, feed.tz, shifts)


def _tag(feed: Feed, version: int, now: int) -> str:
    """What tells a calendar from any other, known before anything of it is worked out.

    A calendar follows from the provider's records, each change of which raises the version, from the zones, and from
    the day, as its window moves at midnight UTC.
    """
    return tag_of(FORMAT, feed.id, version, engine.zone_data(), window(now).start)


def _headers(tag: str) -> tuple[tuple[str, str], ...]:
    return (
        ("ETag", tag),
        ("Cache-Control", "private, max-age=300"),
        ("Content-Disposition", 'inline; filename="watchbill.ics"'),
    )
