"""Calendar feeds at their secret addresses: whoever knows the address may read, nobody signs in."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any, Final

from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler

from watchbill.domain.feeds import fetch_feed
from watchbill.domain.ports import Store
from watchbill.feeds.ical import calendar_text

CALENDAR: Final = "text/calendar"
SUFFIX: Final = ".ics"


def routes(store: Store, clock: Callable[[], int]) -> list[HTTPRouteHandler]:
    """`/feeds/{secret}.ics`."""

    @HTTPRouteHandler("/feeds/{name:str}", http_method=["GET", "HEAD"], status_code=200, include_in_schema=False)
    async def feed(request: Request[Any, Any, Any]) -> Response[bytes | None]:
        name = request.path_params["name"]
        is_head = request.method == "HEAD"
        shown = await fetch_feed(store, name.removesuffix(SUFFIX), clock()) if name.endswith(SUFFIX) else None
        if shown is None:
            # The same whatever is wrong with the address.
            return _said(404, b"There is no such calendar.\n", {}, "text/plain", is_head)
        body = calendar_text(shown.name, shown.tz, shown.memory.shifts)
        headers = {
            "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
            "Last-Modified": format_datetime(datetime.fromtimestamp(shown.memory.changed_at, UTC), usegmt=True),
            "Cache-Control": "private, max-age=300",
            "Content-Disposition": 'inline; filename="watchbill.ics"',
        }
        if is_known(request, headers["ETag"], shown.memory.changed_at):
            return Response(content=None, status_code=304, headers=headers)
        return _said(200, body, headers, CALENDAR, is_head)

    return [feed]


def _said(status: int, body: bytes, headers: dict[str, str], media_type: str, is_head: bool) -> Response[bytes | None]:
    return Response(content=None if is_head else body, status_code=status, headers=headers, media_type=media_type)


def is_known(request: Request[Any, Any, Any], etag: str, changed_at: int) -> bool:
    """Whether the caller has the calendar as it is; a tag says so more exactly than a date (RFC 9110, 13.2.2)."""
    if (tags := request.headers.get("if-none-match")) is not None:
        return tags.strip() == "*" or etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return changed_at <= since.timestamp()
    except (TypeError, ValueError, OverflowError):
        return False
