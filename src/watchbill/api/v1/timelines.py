"""Timelines: the shifts of a tier, a roster or a whole schedule in a window, by what rules, with gaps and coverage."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill import engine
from watchbill.api.service import Service
from watchbill.api.v1.calls import AnyRequest, get, query_in, reading
from watchbill.api.v1.oncall import id_in
from watchbill.api.v1.stream import Streamed, list_of, record_of, value_of
from watchbill.api.v1.wire import (
    Clocks,
    NamedSaid,
    PersonSaid,
    Query,
    end_of,
    gap_to,
    person_to,
    place_to,
    rule_to,
    shift_to,
    tier_ref_from,
)
from watchbill.domain.board import (
    OnShift,
    Place,
    find_past_schedule_places,
    find_roster_place,
    find_tier_place,
    gaps_in,
    overrides_in,
    shifts_by_rule,
    shifts_in,
    whole_shifts_in,
)
from watchbill.domain.errors import NotFound
from watchbill.domain.model import Contact, ContactId, RosterId, ScheduleId
from watchbill.domain.ports import Reads


class ScheduleSaid(msgspec.Struct, frozen=True):
    """A schedule, and whose it is."""

    id: int
    name: str
    customer: NamedSaid
    ended_at: str | msgspec.UnsetType = msgspec.UNSET


class Telling:
    """A timeline on its way out: the window, how instants are written, and whom it has named so far."""

    def __init__(
        self, window: engine.Span, clocks: Clocks, contacts: Mapping[ContactId, Contact], *, are_whole: bool = False
    ) -> None:
        self.window = window
        self.are_whole = are_whole
        self.clocks = clocks
        self._contacts = contacts
        self._named: set[int] = set()
        self._free = 0

    def asked(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        """What was asked for, said again."""
        yield "since", value_of(self.clocks.said(self.window.start))
        yield "until", value_of(self.clocks.said(self.window.end))
        if self.clocks.tz is not None:
            yield "tz", value_of(self.clocks.tz)

    def of_place(self, place: Place) -> Sequence[tuple[str, Iterable[bytes]]]:
        """The timeline of a place, field by field."""
        return [("place", value_of(place_to(place))), *self.of_rules(place)]

    def of_rules(self, place: Place) -> Sequence[tuple[str, Iterable[bytes]]]:
        """The same without the place itself: also of one that is not there."""
        found = whole_shifts_in if self.are_whole else shifts_in
        return [
            ("shifts", self._shifts(place, found(place, self.window))),
            ("gaps", self._gaps(place)),
            ("coverage", self._coverage()),
            ("rules", self._rules(place)),
            ("overrides", self._shifts(place, overrides_in(place, self.window, are_whole=self.are_whole))),
        ]

    def people(self) -> Iterator[bytes]:
        """Everybody whom the shifts have named, once each, by id; to be asked for last."""
        yield from list_of(self._people())

    def _people(self) -> Iterator[PersonSaid]:
        for id in sorted(self._named):
            if ContactId(id) in self._contacts:
                yield person_to(self._contacts[ContactId(id)])

    def name(self, people: Iterable[int]) -> None:
        """Note people whom an answer names beside the shifts."""
        self._named.update(people)

    def _shifts(self, place: Place, shifts: Iterable[OnShift]) -> Iterator[bytes]:
        return list_of(shift_to(shift, place, self.clocks) for shift in self._noted(shifts))

    def _noted(self, shifts: Iterable[OnShift]) -> Iterator[OnShift]:
        for shift in shifts:
            self._named.update(shift.people)
            yield shift

    def _gaps(self, place: Place) -> Iterator[bytes]:
        return list_of(gap_to(gap, self.clocks) for gap in self._counted(gaps_in(place, self.window)))

    def _counted(self, gaps: Iterable[engine.Span]) -> Iterator[engine.Span]:
        self._free = 0
        for gap in gaps:
            self._free += gap.end - gap.start
            yield gap

    def _coverage(self) -> Iterator[bytes]:
        """The share of the window that is no gap; asked for after the gaps."""
        length = self.window.end - self.window.start
        yield from value_of((length - self._free) / length)

    def _rules(self, place: Place) -> Iterator[bytes]:
        yield b"["
        for number, (rule, shifts) in enumerate(shifts_by_rule(place, self.window, are_whole=self.are_whole)):
            yield b"," if number else b""
            yield from record_of(
                [
                    ("rule", value_of(rule_to(rule, place, self.window.end - 1))),
                    ("shifts", self._shifts(place, shifts)),
                ]
            )
        yield b"]"

    def places(self, places: Iterable[Place]) -> Iterator[bytes]:
        """The timelines of several places, one after the other."""
        yield b"["
        for number, place in enumerate(places):
            yield b"," if number else b""
            yield from record_of(self.of_place(place))
        yield b"]"


def told(telling: Telling, fields: Iterable[tuple[str, Iterable[bytes]]]) -> Streamed:
    """The answer: what was asked, the timeline, the people."""
    return Streamed(record_of([*telling.asked(), *fields, ("people", telling.people())]))


async def telling_of(
    reads: Reads, window: engine.Span, clocks: Clocks, places: Sequence[Place], *, are_whole: bool = False
) -> Telling:
    """A timeline of these places. Everybody whom their rules name is read before the answer begins."""
    named = frozenset[int]().union(*(place.named for place in places))
    return Telling(window, clocks, await reads.contacts(map(ContactId, named)), are_whole=are_whole)


def asked(request: AnyRequest, now: int) -> tuple[engine.Span, Clocks]:
    """The window that is asked for, and how instants are to be written. Raises Invalid."""
    query = Query(query_in(request, "since", "until", "tz"))
    window, clocks = query.window(now), query.clocks()
    query.check()
    return window, clocks


def asked_wholly(request: AnyRequest, now: int) -> tuple[engine.Span, Clocks, bool]:
    """The same, and whether shifts are to be told whole that reach out of the window. Raises Invalid."""
    query = Query(query_in(request, "since", "until", "whole", "tz"))
    window, clocks, are_whole = query.window(now), query.clocks(), query.flag("whole")
    query.check()
    return window, clocks, are_whole


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/tiers/{id}/timeline`, `/rosters/{id}/timeline` and `/schedules/{id}/timeline`."""

    @get("/tiers/{id:str}/timeline")
    async def tier(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            window, clocks, are_whole = asked_wholly(request, call.now)
            text = request.path_params["id"]
            ref = tier_ref_from(text)
            if ref is None:
                raise NotFound("tier", text[:100])
            place = await find_tier_place(call.records.ever, call.caller, ref)
            telling = await telling_of(call.records, window, clocks, [place], are_whole=are_whole)
        return told(telling, telling.of_place(place))

    @get("/rosters/{id:str}/timeline")
    async def roster(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            window, clocks, are_whole = asked_wholly(request, call.now)
            place = await find_roster_place(call.records.ever, call.caller, RosterId(request.path_params["id"]))
            telling = await telling_of(call.records, window, clocks, [place], are_whole=are_whole)
        return told(telling, telling.of_place(place))

    @get("/schedules/{id:str}/timeline")
    async def schedule(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            window, clocks, are_whole = asked_wholly(request, call.now)
            id = ScheduleId(id_in(request, "schedule"))
            found, places = await find_past_schedule_places(call.records, call.caller, id)
            customer = await call.records.ever.customer(found.customer_id)
            telling = await telling_of(call.records, window, clocks, places, are_whole=are_whole)
        about = ScheduleSaid(found.id, found.name, NamedSaid(customer.id, customer.name), end_of(found))
        return told(telling, [("schedule", value_of(about)), ("tiers", telling.places(places))])

    return [tier, roster, schedule]
