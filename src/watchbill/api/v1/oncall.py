"""Who is on call everywhere, and one person's shifts: as JSON, and as a table for a terminal."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.json import Answer, answer
from watchbill.api.service import Service
from watchbill.api.v1.calls import AnyRequest, get, query_in, reading
from watchbill.api.v1.text import oncall_table
from watchbill.api.v1.wire import (
    Clocks,
    Countries,
    DefaultContactSaid,
    ListSaid,
    PersonSaid,
    PlaceSaid,
    Query,
    ShiftSaid,
    listed,
    people_to,
    person_to,
    place_default_to,
    place_to,
    shift_to,
    shift_words,
)
from watchbill.domain.board import Filters, OnCall, PlaceShift, board, shifts_of_contact
from watchbill.domain.contacts import countries_of
from watchbill.domain.errors import NotFound
from watchbill.domain.model import Contact, ContactId, CustomerId, GroupId, RosterId, ScheduleId

PLAIN: Final = "text/plain; charset=utf-8"
PLACES: Final = ("customer", "schedule", "tier", "roster")
"""The parameters that narrow down places."""


class NextSaid(msgspec.Struct, frozen=True):
    """Who comes next, and when."""

    at: str | None
    people: Sequence[PersonSaid]


class OnCallSaid(msgspec.Struct, frozen=True):
    """Who is on call at a place."""

    place: PlaceSaid
    people: Sequence[PersonSaid]
    since: str | None
    until: str | None
    shifts: Sequence[ShiftSaid]
    next: NextSaid | None
    default_contact: DefaultContactSaid | None


class PlaceShiftSaid(ShiftSaid, frozen=True):
    """A shift and where it is."""

    place: PlaceSaid


class PersonShiftsSaid(ListSaid[PlaceShiftSaid], frozen=True, kw_only=True):
    """A page of one person's shifts; `next_shift` is the first that begins later, where none begins in the window."""

    next_shift: PlaceShiftSaid | None


def oncall_to(row: OnCall, contacts: Mapping[ContactId, Contact], countries: Countries, clocks: Clocks) -> OnCallSaid:
    coming = people_to(row.next_people, contacts, countries)
    return OnCallSaid(
        place=place_to(row.place),
        people=people_to(row.people, contacts, countries),
        since=clocks.told(row.since),
        until=clocks.told(row.until),
        shifts=[shift_to(shift, row.place, clocks) for shift in row.shifts],
        next=NextSaid(clocks.told(row.next_at), coming) if row.next_people else None,
        default_contact=place_default_to(row.place, countries),
    )


def place_shift_to(row: PlaceShift, clocks: Clocks) -> PlaceShiftSaid:
    return PlaceShiftSaid(**shift_words(row.shift, row.place, clocks), place=place_to(row.place))


def filters_from(query: Query) -> Filters:
    """What a query narrows places and people down by."""
    customer, schedule, contact = query.whole("customer"), query.whole("schedule"), query.whole("contact")
    roster, group = query.text("roster"), query.text("group")
    return Filters(
        customer_id=None if customer is None else CustomerId(customer),
        schedule_id=None if schedule is None else ScheduleId(schedule),
        tier=query.tier(),
        roster_id=None if roster is None else RosterId(roster),
        contact_id=None if contact is None else ContactId(contact),
        group_id=None if group is None else GroupId(group),
    )


def id_in(request: AnyRequest, kind: str) -> int:
    """The number that the path names something by. Raises NotFound for a text that is none."""
    text: str = request.path_params["id"]
    if not (text.isascii() and text.isdigit() and len(text) <= 30):
        raise NotFound(kind, text[:100])
    return int(text)


def wants_text(request: AnyRequest) -> bool:
    """Whether plain text is asked for, and JSON is not."""
    # Read as it came: a mapping of all headers costs more than all else that this route asks of the request.
    given = (value for name, value in request.scope["headers"] if name == b"accept")
    accept = next(given, b"").lower()
    return b"text/plain" in accept and b"json" not in accept


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/oncall` and `/contacts/{id}/shifts`."""

    @get("/oncall")
    async def oncall(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "at", *PLACES, "contact", "group", "tz", "page", "limit"))
            at, filters, clocks, paging = (
                query.instant("at", call.now), filters_from(query), query.clocks(), query.paging()
            )  # fmt: skip
            query.check()
            found = await board(call.records, call.caller, filters, at, paging.cut)
            countries = await countries_of(call.records)
        if wants_text(request):
            text = oncall_table(found.rows, found.contacts, clocks, at)
            return Answer(text.encode(), headers=(("Vary", "Accept"),), media_type=PLAIN)
        rows = [oncall_to(row, found.contacts, countries, clocks) for row in found.rows]
        said = listed(request, query, paging, rows, found.total, at=clocks.said(at), tz=clocks.tz)
        return answer(said, headers=(("Vary", "Accept"),))

    @get("/contacts/{id:str}/shifts")
    async def shifts(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "since", "until", "whole", "tz", "page", "limit"))
            window, clocks, paging = query.window(call.now), query.clocks(), query.paging()
            are_whole = query.flag("whole")
            query.check()
            id = ContactId(id_in(request, "contact"))
            theirs = await shifts_of_contact(call.records, call.caller, id, window, paging.cut, are_whole=are_whole)
        found, later = theirs.found, theirs.next_shift
        rows = [place_shift_to(row, clocks) for row in found.rows]
        about = {
            "since": clocks.said(window.start),
            "until": clocks.said(window.end),
            "tz": clocks.tz,
            "person": person_to(theirs.contact),
            "people": [person_to(one) for _, one in sorted(found.contacts.items())],
        }
        said = msgspec.structs.asdict(listed(request, query, paging, rows, found.total, **about))
        return answer(PersonShiftsSaid(**said, next_shift=None if later is None else place_shift_to(later, clocks)))

    return [oncall, shifts]
