"""The time zones that can be named."""

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

# They change with a new version of the time zone database, which comes with a new version of the service.
KEPT: Final = ("Cache-Control", "private, max-age=86400")


class ZonesSaid(msgspec.Struct, frozen=True):
    """Every name that is taken, in order."""

    zones: Sequence[str]


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/zones`."""
    said = ZonesSaid(sorted(engine.zone_names()))

    @get("/zones")
    async def zones(request: AnyRequest) -> ASGIApp:
        async with reading(service, request):
            query_in(request)
        found = shown(request, said, said)
        return Answer(found.body, found.status, (*found.headers, KEPT))

    return [zones]
