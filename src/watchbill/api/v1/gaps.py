"""Gaps, where nobody will be on call, and clashes, where one person will be in two places at once."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias, TypeVar

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill import engine
from watchbill.api.json import answer
from watchbill.api.service import Service
from watchbill.api.v1.calls import AnyRequest, get, query_in, reading
from watchbill.api.v1.oncall import PLACES, filters_from, id_in
from watchbill.api.v1.wire import (
    Clocks,
    Countries,
    DefaultContactSaid,
    PersonSaid,
    PlaceSaid,
    Query,
    listed,
    people_to,
    place_default_to,
    place_to,
)
from watchbill.domain.access import Caller
from watchbill.domain.board import Clash, Filters, Found, PlaceGap, clashes, gap_report
from watchbill.domain.contacts import countries_of
from watchbill.domain.model import Contact, ContactId, ScheduleId
from watchbill.domain.ports import Cut, Reads
from watchbill.domain.schedules import find_schedule

RowT = TypeVar("RowT")


class PlaceGapSaid(msgspec.Struct, frozen=True):
    """A span in which nobody is on call, and where; `is_empty` where there never was a rule at all."""

    place: PlaceSaid
    start: str
    end: str
    is_empty: bool
    default_contact: DefaultContactSaid | None


class ClashSaid(msgspec.Struct, frozen=True):
    """A span in which somebody is on call at all of these places at once."""

    person: PersonSaid
    start: str
    end: str
    places: Sequence[PlaceSaid]


def gap_to(row: PlaceGap, _: Mapping[ContactId, Contact], countries: Countries, clocks: Clocks) -> PlaceGapSaid:
    return PlaceGapSaid(
        place=place_to(row.place),
        start=clocks.said(row.span.start),
        end=clocks.said(row.span.end),
        is_empty=row.place.is_empty,
        default_contact=place_default_to(row.place, countries),
    )


def clash_to(row: Clash, contacts: Mapping[ContactId, Contact], _: Countries, clocks: Clocks) -> ClashSaid:
    [person] = people_to([row.contact], contacts) or [PersonSaid(row.contact, "", "", "", "")]
    places = [place_to(place) for place in row.places]
    return ClashSaid(person, clocks.said(row.span.start), clocks.said(row.span.end), places)


Finding: TypeAlias = Callable[[Reads, Caller, Filters, engine.Span, Cut], Awaitable[Found[RowT]]]
Saying: TypeAlias = Callable[[RowT, Mapping[ContactId, Contact], Countries, Clocks], object]


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/gaps` and `/clashes`, and both of one schedule."""
    of_schedule = "/schedules/{id:str}"
    return [
        _ahead(service, "/gaps", PLACES, gap_report, gap_to),
        _ahead(service, f"{of_schedule}/gaps", (), gap_report, gap_to),
        _ahead(service, "/clashes", (*PLACES, "contact"), clashes, clash_to),
        _ahead(service, f"{of_schedule}/clashes", ("contact",), clashes, clash_to),
    ]


def _ahead(
    service: Service, path: str, parameters: tuple[str, ...], find: Finding[RowT], said: Saying[RowT]
) -> HTTPRouteHandler:
    """What answers at a path with a page of what is ahead."""

    @get(path)
    async def ahead(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "at", "within", *parameters, "tz", "page", "limit"))
            window, clocks, paging, filters = (
                query.ahead(call.now), query.clocks(), query.paging(), filters_from(query)
            )  # fmt: skip
            query.check()
            if "id" in request.path_params:
                schedule = await find_schedule(call.records, call.caller, ScheduleId(id_in(request, "schedule")))
                filters = msgspec.structs.replace(filters, schedule_id=schedule.id)
            found = await find(call.records, call.caller, filters, window, paging.cut)
            countries = await countries_of(call.records)
        rows = [said(row, found.contacts, countries, clocks) for row in found.rows]
        span = {"since": clocks.said(window.start), "until": clocks.said(window.end)}
        about = {**span, "places": found.looked_at, "tz": clocks.tz}
        return answer(listed(request, query, paging, rows, found.total, **about))

    return ahead
