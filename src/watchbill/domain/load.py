"""Who carried how much: what the timelines say really happened, added up by contact, schedule or customer."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

import msgspec

from watchbill import engine
from watchbill.domain.access import Caller
from watchbill.domain.board import Filters, Place, RosterPlace, TierPlace, load_past_places, reigns
from watchbill.domain.contacts import find_contact
from watchbill.domain.duty import timeline, zone_of
from watchbill.domain.history import in_force
from watchbill.domain.model import (
    Contact,
    ContactId,
    Customer,
    CustomerId,
    LayerRule,
    Revision,
    RosterId,
    RosterPlan,
    RosterRevision,
    RosterShift,
    Schedule,
    ScheduleId,
    TierPlan,
)
from watchbill.domain.ports import Reads


class ContactLoad(msgspec.Struct, frozen=True, kw_only=True):
    """What one contact carried in a window; seconds are those inside it."""

    contact: Contact
    shifts: int = 0
    seconds: int = 0
    night_seconds: int = 0
    weekend_seconds: int = 0


def schedule_load(
    plans: Sequence[TierPlan], contacts: dict[ContactId, Contact], window: engine.Span
) -> tuple[ContactLoad, ...]:
    """The load of every contact that the plans name or named, by contact id; those with none have zeros.

    A shift counts once where it overlaps the window, also when an edit of its layer's zone falls into it.
    """
    carried: dict[int, ContactLoad] = {id: ContactLoad(contact=contact) for id, contact in contacts.items()}
    for plan in plans:
        shifts = timeline(plan, window)
        pieces = [(piece, zone_of(plan, piece)) for shift in shifts for piece in _by_revision(plan, shift)]
        counts: dict[int, int] = {}
        for shift in shifts:
            counts[shift.contact] = counts.get(shift.contact, 0) + 1
        for id, load in engine.load(pieces, window).items():
            before = carried[id]
            carried[id] = msgspec.structs.replace(
                before,
                shifts=before.shifts + counts[id],
                seconds=before.seconds + load.seconds,
                night_seconds=before.night_seconds + load.night_seconds,
                weekend_seconds=before.weekend_seconds + load.weekend_seconds,
            )
    return tuple(carried[id] for id in sorted(carried))


def _by_revision(plan: TierPlan | RosterPlan, shift: engine.Shift) -> list[engine.Shift]:
    """The shift cut where a new revision began to count: the same rule may have another zone there."""
    revisions: Sequence[Revision | RosterRevision] = plan.revisions
    borders = [
        one.counts_from
        for one in revisions
        if one.counts_from is not None and shift.start < one.counts_from < shift.end
    ]
    return [
        msgspec.structs.replace(shift, start=start, end=end)
        for start, end in pairwise(sorted({shift.start, *borders, shift.end}))
    ]


# ── over everything ──────────────────────────────────────────────────────────────────────────────────────────────


class By(StrEnum):
    """What load is added up by."""

    CONTACT = "contact"
    SCHEDULE = "schedule"
    CUSTOMER = "customer"


class OwnedSchedule(msgspec.Struct, frozen=True):
    """A schedule and whose it is."""

    schedule: Schedule
    customer: Customer


Key = ContactId | ScheduleId | RosterId | CustomerId
Subject = ContactId | OwnedSchedule | RosterPlace | Customer
"""Whom or what a row is about; by schedule, each roster has a row of its own."""


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody carried in a window; two places at once count both, but only what is at neither is rest."""

    shifts: int = 0
    handoffs: int = 0
    seconds: int = 0
    night_seconds: int = 0
    weekend_seconds: int = 0
    runs: tuple[engine.Span, ...] = ()
    """The runs without rest, by start."""


class Burden(msgspec.Struct, frozen=True, kw_only=True):
    """What some people carried together, how long the longest of their runs is, and how evenly it is shared."""

    people: int
    shifts: int
    handoffs: int
    seconds: int
    night_seconds: int
    weekend_seconds: int
    longest_run: int
    gini: float


class LoadRow(msgspec.Struct, frozen=True):
    """What was carried by somebody, or at a schedule, a roster or a customer, and what share of the total that is."""

    subject: Subject
    burden: Burden
    share: float


class LoadReport(msgspec.Struct, frozen=True, kw_only=True):
    """Rows by seconds, the most first, then by id; the total of all; everybody who could have been on, by id."""

    rows: tuple[LoadRow, ...]
    total: Burden
    contacts: dict[ContactId, Contact]


async def load_report(reads: Reads, caller: Caller, filters: Filters, window: engine.Span, by: By) -> LoadReport:
    """Who carried how much in a window, at all tiers and rosters that the caller may see and the filters leave, also
    at those that have ended since.

    Each moment counts by the rules in force then. Whoever those rules name is among the people, also with nothing
    carried. What is filtered by are customer, schedule, tier, roster and contact, whose load alone is told then. Raises
    NotFound for a contact, tier or roster that the caller may not see.
    """
    if filters.contact_id is not None:
        await find_contact(reads.ever, caller, filters.contact_id)
    subjects: dict[Key, Subject] = {}
    books: dict[Key, dict[int, list[Carried]]] = {}
    contacts: dict[ContactId, Contact] = {}
    async for places in load_past_places(reads.ever, caller, filters, window):
        named = {id for place in places for id in could_be_on(place, window)}
        contacts |= await reads.contacts(map(ContactId, named - contacts.keys()))
        for place in places:
            for id, carried in carried_at(place, contacts, window).items():
                if filters.contact_id not in (None, id):
                    continue
                key, subject = _subject(place, id, by)
                subjects[key] = subject
                books.setdefault(key, {}).setdefault(id, []).append(carried)
            await asyncio.sleep(0)
    return _report(books, subjects, contacts)


def could_be_on(place: Place, window: engine.Span) -> set[int]:
    """Everybody whom the rules in force in a window name, by themselves or in a group they were in then."""
    if isinstance(place, TierPlace):
        covering = {one.contact_id for one in place.plan.overrides if _meet(one.start_at, one.end_at, window)}
        return covering.union(*(_named_by(revision, span) for revision, span in reigns(place.plan.revisions, window)))
    named: set[int] = set()
    for revision, span in reigns(place.plan.revisions, window):
        for shift in revision.shifts:
            if not isinstance(shift.schedule, engine.OneTime) or _meet(shift.schedule.start, shift.schedule.end, span):
                named.update(shift.contacts, _members(place.plan, shift, span))
    return named


def _named_by(revision: Revision, span: engine.Span) -> set[int]:
    def counts(layer: LayerRule) -> bool:
        return _meet(layer.start, engine.FOREVER if layer.end is None else layer.end, span)

    return {id for layer in revision.layers if counts(layer) for id in layer.contacts}


def _members(plan: RosterPlan, shift: RosterShift, span: engine.Span) -> Iterator[int]:
    for one in plan.memberships:
        left_at = engine.FOREVER if one.left_at is None else one.left_at
        if one.group_id in shift.groups and _meet(one.joined_at, left_at, span):
            yield one.contact_id


def _meet(start: int, end: int, span: engine.Span) -> bool:
    return start < span.end and span.start < end


def carried_at(place: Place, contacts: Mapping[ContactId, Contact], window: engine.Span) -> dict[int, Carried]:
    """What everybody who could have been on carried at a place in a window.

    Night and weekend are by the clocks of the contact's own zone; of a contact without one by those of the rule.
    """
    # A second more, to see who was on already when the window begins.
    shifts = _people_shifts(place, engine.Span(window.start - 1, window.end))
    within = [shift for shift in shifts if shift.end > window.start]
    loads = engine.load(_with_zones(place, within, contacts), window)
    spans: dict[int, list[engine.Span]] = {}
    counts: dict[int, int] = {}
    for shift in shifts:
        spans.setdefault(shift.contact, []).append(engine.Span(shift.start, shift.end))
    for shift in within:
        counts[shift.contact] = counts.get(shift.contact, 0) + 1
    carried = {id: Carried() for id in could_be_on(place, window)}
    for id, load in loads.items():
        carried[id] = Carried(
            shifts=counts[id],
            handoffs=engine.handoffs(spans[id], window),
            seconds=load.seconds,
            night_seconds=load.night_seconds,
            weekend_seconds=load.weekend_seconds,
            runs=tuple(engine.runs(engine.clip(spans[id], window))),
        )
    return carried


def _people_shifts(place: Place, window: engine.Span) -> list[engine.Shift]:
    """The shifts at a place, each once for everybody who is on, by start."""
    if isinstance(place, TierPlace):
        return timeline(place.plan, window)
    return [
        engine.Shift(shift.start, shift.end, id, None, None)
        for shift in engine.roster_timeline(place.plan.rules, window)
        for id in shift.contacts
    ]


def _with_zones(
    place: Place, shifts: Iterable[engine.Shift], contacts: Mapping[ContactId, Contact]
) -> Iterator[tuple[engine.Shift, str]]:
    """The shifts, each with the zone whose clocks say what is night; cut where that changes."""
    for shift in shifts:
        contact = contacts.get(ContactId(shift.contact))
        if contact is not None and contact.tz in engine.zone_names():
            yield shift, contact.tz
        elif isinstance(place, TierPlace):
            yield from ((piece, zone_of(place.plan, piece)) for piece in _by_revision(place.plan, shift))
        else:
            yield from ((piece, _zone_of_roster(place.plan, piece.start)) for piece in _by_revision(place.plan, shift))


def _zone_of_roster(plan: RosterPlan, at: int) -> str:
    """The zone of the rules in force at an instant; the first ones have counted from ever."""
    return (in_force(plan.revisions, at) or plan.revisions[0]).tz


def _subject(place: Place, contact: int, by: By) -> tuple[Key, Subject]:
    """Whom or what something is added up for, by its id."""
    if by is By.CONTACT:
        return ContactId(contact), ContactId(contact)
    if by is By.CUSTOMER:
        return place.customer.id, place.customer
    if isinstance(place, RosterPlace):
        return place.id, place
    return place.plan.schedule.id, OwnedSchedule(place.plan.schedule, place.customer)


def _report(
    books: Mapping[Key, Mapping[int, list[Carried]]],
    subjects: Mapping[Key, Subject],
    contacts: dict[ContactId, Contact],
) -> LoadReport:
    everybody: dict[int, list[Carried]] = {}
    for book in books.values():
        for id, parts in book.items():
            everybody.setdefault(id, []).extend(parts)
    total = _burden(everybody)
    burdens = {key: _burden(book) for key, book in books.items()}
    keys = sorted(burdens, key=lambda key: (-burdens[key].seconds, isinstance(key, str), key))
    rows = tuple(
        LoadRow(subjects[key], burdens[key], engine.share(burdens[key].seconds, total.seconds)) for key in keys
    )
    return LoadReport(rows=rows, total=total, contacts=contacts)


def _burden(book: Mapping[int, Sequence[Carried]]) -> Burden:
    """What people carried together, each at several places."""
    parts = [part for each in book.values() for part in each]
    return Burden(
        people=len(book),
        shifts=sum(part.shifts for part in parts),
        handoffs=sum(part.handoffs for part in parts),
        seconds=sum(part.seconds for part in parts),
        night_seconds=sum(part.night_seconds for part in parts),
        weekend_seconds=sum(part.weekend_seconds for part in parts),
        longest_run=max((_longest_run(each) for each in book.values()), default=0),
        gini=engine.gini([sum(part.seconds for part in each) for each in book.values()]),
    )


def _longest_run(parts: Sequence[Carried]) -> int:
    """The longest run of one person, who rests only where nobody needs them."""
    return engine.longest(engine.runs(*(part.runs for part in parts)))
