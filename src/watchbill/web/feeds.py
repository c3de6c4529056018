"""Calendar feeds at their secret addresses: whoever knows the address may read, nobody signs in."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any, Final

import msgspec
from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler

from watchbill.api.tags import names
from watchbill.domain.feeds import FeedShown, FeedTooLarge, fetch_feed
from watchbill.domain.ports import Store
from watchbill.feeds.ical import calendar_text

CALENDAR: Final = "text/calendar"
SUFFIX: Final = ".ics"
KEPT: Final = 32_000_000
"""Bytes of calendars that are kept written; one of a busy tier has some 200 kB, the largest there can be some 25 MB."""
FORMAT: Final = 2
"""To be raised when the same shifts are written in another way."""


class Written:
    """The calendars that were asked for lately, by their tags: a large one takes a while to write, and many read it."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._texts: OrderedDict[str, bytes] = OrderedDict()
        self._weight = 0
        self._turn = asyncio.Lock()

    async def text(self, tag: str, shown: FeedShown) -> bytes:
        """The calendar's text, written off the event loop where it is not known yet; one calendar at a time."""
        if tag not in self._texts:
            async with self._turn:
                if tag not in self._texts:
                    text = await asyncio.to_thread(calendar_text, shown.name, shown.tz, shown.memory.shifts)
                    self._keep(tag, text)
                    return text
        self._texts.move_to_end(tag)
        return self._texts[tag]

    def _keep(self, tag: str, text: bytes) -> None:
        self._texts[tag] = text
        self._weight += len(text)
        while self._weight > self._kept:
            _, oldest = self._texts.popitem(last=False)
            self._weight -= len(oldest)


def tag_of(shown: FeedShown) -> str:
    """What tells a calendar from any other: the same calendar is written with the same bytes."""
    told = msgspec.json.encode((FORMAT, shown.name, shown.tz, shown.memory.shifts))
    return f'"{hashlib.sha256(told).hexdigest()[:32]}"'


def routes(store: Store, clock: Callable[[], int]) -> list[HTTPRouteHandler]:
    """`/feeds/{secret}.ics`."""
    written = Written()

    @HTTPRouteHandler("/feeds/{name:str}", http_method=["GET", "HEAD"], status_code=200, include_in_schema=False)
    async def feed(request: Request[Any, Any, Any]) -> Response[bytes | None]:
        name = request.path_params["name"]
        is_head = request.method == "HEAD"
        try:
            shown = await fetch_feed(store, name.removesuffix(SUFFIX), clock()) if name.endswith(SUFFIX) else None
        except FeedTooLarge as fault:
            # Said aloud: a calendar that is left out in part would look as if nobody were on call.
            return _said(403, f"{fault}\n".encode(), {}, "text/plain", is_head)
        if shown is None:
            # The same whatever is wrong with the address.
            return _said(404, b"There is no such calendar.\n", {}, "text/plain", is_head)
        tag = await asyncio.to_thread(tag_of, shown)
        headers = {
            "ETag": tag,
            "Last-Modified": format_datetime(datetime.fromtimestamp(shown.memory.changed_at, UTC), usegmt=True),
            "Cache-Control": "private, max-age=300",
            "Content-Disposition": 'inline; filename="watchbill.ics"',
        }
        if is_known(request, tag, shown.memory.changed_at):
            return Response(content=None, status_code=304, headers=headers)
        body = b"" if is_head else await written.text(tag, shown)
        return _said(200, body, headers, CALENDAR, is_head)

    return [feed]


def _said(status: int, body: bytes, headers: dict[str, str], media_type: str, is_head: bool) -> Response[bytes | None]:
    return Response(content=None if is_head else body, status_code=status, headers=headers, media_type=media_type)


def is_known(request: Request[Any, Any, Any], etag: str, changed_at: int) -> bool:
    """Whether the caller has the calendar as it is; a tag says so more exactly than a date (RFC 9110, 13.2.2)."""
    if (known := request.headers.get("if-none-match")) is not None:
        return names(known, etag, is_weak=True)
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return changed_at <= since.timestamp()
    except (TypeError, ValueError, OverflowError):
        return False
