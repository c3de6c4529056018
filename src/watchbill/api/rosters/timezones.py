"""The time zones that the rosters API numbers."""

from litestar import get
from litestar.handlers import HTTPRouteHandler

from watchbill.api.json import Answer, answer
from watchbill.api.rosters.calls import AnyRequest, reading
from watchbill.api.rosters.zones import NUMBERED
from watchbill.api.service import Service


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`GET /api/v2/cfg/timezones`."""

    @get("/api/v2/cfg/timezones")
    async def timezones(request: AnyRequest) -> Answer:
        async with reading(service, request):
            return answer(NUMBERED)

    return [timezones]
