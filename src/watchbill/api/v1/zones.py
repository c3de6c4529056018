"""The time zones that can be named, and when their clocks are changed, all by one version of the zone data."""

from collections.abc import Sequence
from typing import Final

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill import engine
from watchbill.api.json import Answer
from watchbill.api.service import Service
from watchbill.api.v1.calls import AnyRequest, get, query_in, reading
from watchbill.api.v1.changes import shown
from watchbill.api.v1.wire import LONGEST_WINDOW, Query

KEPT: Final = ("Cache-Control", "private, max-age=86400")
# What clocks show is asked for anew each time: new zone data count at once, and the same are a 304.
ASKED: Final = ("Cache-Control", "private, no-cache")
LONGEST: Final = 50 * 366 * 86_400
"""Seconds whose changes can be asked for at once: at most a hundred and some, in a few kilobytes."""


class ZonesSaid(msgspec.Struct, frozen=True):
    """Every name that is taken, in order."""

    version: str
    zones: Sequence[str]


class StretchSaid(msgspec.Struct, frozen=True):
    """From an instant on clocks are so many seconds ahead of UTC, and people call their time so."""

    at: str
    offset: int
    word: str


class ZoneChangesSaid(msgspec.Struct, frozen=True):
    """What clocks of a zone show in a window: the first row holds when it starts, each other is a change in it."""

    tz: str
    version: str
    since: str
    until: str
    changes: Sequence[StretchSaid]


def changes_to(tz: str, window: engine.Span) -> ZoneChangesSaid:
    return ZoneChangesSaid(
        tz=tz,
        version=engine.zone_data(),
        since=engine.iso(window.start),
        until=engine.iso(window.end),
        changes=[
            StretchSaid(engine.iso(one.at), one.offset, one.word)
            for one in engine.zone(tz).stretches(window.start, window.end)
        ],
    )


def asked_in(query: Query, now: int) -> tuple[str, engine.Span]:
    """The zone, and the window from `since` (now) to `until` (two years later). Raises Invalid."""
    tz = query.clocks().tz
    if query.text("tz") is None:
        query.refuse("tz", "This parameter is required: the name of a zone, such as Europe/Berlin.")
    since = query.instant("since", now)
    until = query.instant("until", since + LONGEST_WINDOW)
    if until <= since:
        query.refuse("until", "The end has to be after the start.")
    elif until - since > LONGEST:
        query.refuse("until", "A window is at most fifty years long.")
    query.check()
    return tz or "UTC", engine.Span(since, until)


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/zones` and `/zones/changes`."""
    said = ZonesSaid(engine.zone_data(), sorted(engine.zone_names()))

    @get("/zones")
    async def zones(request: AnyRequest) -> ASGIApp:
        async with reading(service, request):
            query_in(request)
        found = shown(request, said, said)
        return Answer(found.body, found.status, (*found.headers, KEPT))

    @get("/zones/changes")
    async def changes(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            tz, window = asked_in(Query(query_in(request, "tz", "since", "until")), call.now)
        found = shown(request, changes_to(tz, window), tz, window, engine.zone_data())
        return Answer(found.body, found.status, (*found.headers, ASKED))

    return [zones, changes]
