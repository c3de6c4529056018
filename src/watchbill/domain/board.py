"""Who is on call everywhere: tiers and rosters answer the same questions in the same words."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain, groupby, islice, pairwise
from typing import Any, Final, Generic, TypeVar

import msgspec

from watchbill import engine
from watchbill.domain.access import Caller, sees, visible_customers
from watchbill.domain.contacts import find_contact
from watchbill.domain.duty import duty
from watchbill.domain.errors import NotFound
from watchbill.domain.groups import find_group
from watchbill.domain.history import in_force
from watchbill.domain.model import (
    Contact,
    ContactId,
    Customer,
    CustomerId,
    GroupId,
    LayerRule,
    Revision,
    RosterId,
    RosterPlan,
    RosterRevision,
    Schedule,
    ScheduleId,
    TierId,
    TierPlan,
    engine_layer,
)
from watchbill.domain.ports import Cut, PlaceFilter, PlaceId, Reads
from watchbill.domain.rosters import roster_duty
from watchbill.domain.schedules import TierRef, find_schedule
from watchbill.domain.search import plain
from watchbill.domain.tiers import find_plan

RowT = TypeVar("RowT")
RevisionT = TypeVar("RevisionT", Revision, RosterRevision, engine.RosterRevision)

DAY: Final = 86_400
PIECE: Final = 32 * DAY
"""How much of a long window is worked out at a time."""
SEARCHED: Final = 2 * 366 * DAY
"""How far ahead is looked for the end of a roster's people's time."""
LOADED_AT_ONCE: Final = 250
"""How many places are loaded and worked out before others get a turn."""

# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────


class LayerOn(msgspec.Struct, frozen=True, gc=False):
    """A layer of a tier put somebody on call."""

    index: int


class OverrideOn(msgspec.Struct, frozen=True, gc=False):
    """An override of a tier put somebody on call."""

    id: int


class ShiftOn(msgspec.Struct, frozen=True, gc=False):
    """A shift rule of a roster put somebody on call."""

    id: str
    name: str


RuleOn = LayerOn | OverrideOn | ShiftOn


class OnShift(msgspec.Struct, frozen=True, gc=False):
    """A span in which people are on call, and the rule that put them there; ends at FOREVER where there is no end.

    Where a window cut it, it began before its start or goes on after its end.
    """

    start: int
    end: int
    people: tuple[int, ...]
    rule: RuleOn
    began_before: bool = False
    goes_on: bool = False


class DefaultContact(msgspec.Struct, frozen=True):
    """Whom to turn to when nobody is on call."""

    email: str | None
    phone: str | None


def default_contact_of(schedule: Schedule) -> DefaultContact | None:
    """Whom a schedule names for when nobody is on call; None where it names nobody."""
    email, phone = schedule.default_email or None, schedule.default_phone or None
    return DefaultContact(email, phone) if email or phone else None


class TierPlace(msgspec.Struct, frozen=True, dict=True):
    """A tier as somewhere to be on call."""

    plan: TierPlan
    customer: Customer

    @property
    def id(self) -> TierId:
        return self.plan.tier.id

    @cached_property
    def named(self) -> frozenset[int]:
        """Everybody whom the tier's rules name or ever named."""
        return frozenset(self.plan.named)

    @property
    def is_empty(self) -> bool:
        """Whether there never was a rule that could put anybody on call."""
        return not self.named

    @property
    def default_contact(self) -> DefaultContact | None:
        return default_contact_of(self.plan.schedule)

    @property
    def order(self) -> tuple[str | int, ...]:
        """Where the place stands in a list."""
        customer, schedule, number = self.customer, self.plan.schedule, self.plan.tier.number
        return plain(customer.name), customer.id, 0, plain(schedule.name), schedule.id, number


class RosterPlace(msgspec.Struct, frozen=True, dict=True):
    """A roster as somewhere to be on call."""

    plan: RosterPlan

    @property
    def id(self) -> RosterId:
        return self.plan.roster.id

    @property
    def customer(self) -> Customer:
        return self.plan.customer

    @cached_property
    def named(self) -> frozenset[int]:
        """Everybody whom the roster's rules name or ever named, by themselves or in a group."""
        return frozenset(self.plan.named)

    @property
    def is_empty(self) -> bool:
        """Whether there never was a rule that could put anybody on call."""
        return not self.named

    @property
    def default_contact(self) -> DefaultContact | None:
        """Rosters have none."""
        return None

    @property
    def order(self) -> tuple[str | int, ...]:
        """Where the place stands in a list."""
        return plain(self.customer.name), self.customer.id, 1, plain(self.plan.roster.name), self.id


Place = TierPlace | RosterPlace


class OnCall(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on call at a place at an instant, by which shifts, since when, until when, and who is next.

    `since` to `until` is the time in which exactly these people are on without a break, whatever rules put them there;
    None is an end that there is not (for a roster: none within two years). While nobody is on, there is no `since`,
    and `until` is when somebody comes.
    """

    place: Place
    people: tuple[int, ...] = ()
    shifts: tuple[OnShift, ...] = ()
    since: int | None = None
    until: int | None = None
    next_people: tuple[int, ...] = ()
    next_at: int | None = None


class PlaceShift(msgspec.Struct, frozen=True):
    """A shift and where it is."""

    place: Place
    shift: OnShift


class PlaceGap(msgspec.Struct, frozen=True):
    """A span in which nobody is on call at a place."""

    place: Place
    span: engine.Span


class Clash(msgspec.Struct, frozen=True):
    """A span in which one person is on call at several places at once."""

    contact: int
    span: engine.Span
    places: tuple[Place, ...]


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody narrows a list of places down by; all that is given has to fit."""

    customer_id: CustomerId | None = None
    schedule_id: ScheduleId | None = None
    tier: TierRef | None = None
    roster_id: RosterId | None = None
    contact_id: ContactId | None = None
    group_id: GroupId | None = None


class Found(msgspec.Struct, Generic[RowT], frozen=True, kw_only=True):
    """A piece of a list, how long the whole list is, and the people whom the piece names, by id."""

    rows: Sequence[RowT]
    total: int
    contacts: dict[ContactId, Contact]
    looked_at: int = 0
    """Of gaps and clashes: at how many places they were looked for. At none there are none, which is no good news."""


# ── one place ────────────────────────────────────────────────────────────────────────────────────────────────────


def on_call(place: Place, at: int) -> OnCall:
    """Who is on call at a place at an instant."""
    return _tier_on_call(place, at) if isinstance(place, TierPlace) else _roster_on_call(place, at)


def _tier_on_call(place: TierPlace, at: int) -> OnCall:
    found = duty(place.plan, at)
    following = () if found.next_contact is None else (found.next_contact,)
    if found.contact is None or found.shift is None:
        return OnCall(place=place, until=found.next_at, next_people=following, next_at=found.next_at)
    return OnCall(
        place=place,
        people=(found.contact,),
        shifts=(_of_tier(found.shift),),
        since=found.since,
        until=found.until,
        next_people=following,
        next_at=found.next_at,
    )


def _roster_on_call(place: RosterPlace, at: int) -> OnCall:
    found = roster_duty(place.plan, at)
    return OnCall(
        place=place,
        people=found.contacts,
        shifts=tuple(_of_roster(shift) for shift in found.shifts),
        since=found.since if found.contacts else None,
        until=_roster_until(place.plan.rules, found) if found.contacts else found.next_at,
        next_people=found.next_contacts,
        next_at=found.next_at,
    )


def _roster_until(rules: engine.Roster, found: engine.RosterDuty) -> int | None:
    """Until when exactly the people who are on stay on: up to a gap, or to when others come."""
    if found.changes_at is None:
        return None
    # Before the first change nothing ends, and between it and the next people nobody else is on.
    horizon = found.changes_at + SEARCHED
    end = horizon if found.next_at is None else min(found.next_at, horizon)
    for part in parts(engine.Span(found.changes_at, end)):
        if free := engine.roster_gaps(rules, part):
            return free[0].start
    return None if end == horizon else end


def shifts_in(place: Place, window: engine.Span) -> Iterator[OnShift]:
    """The shifts of a place, cut to a window, by start; worked out piece by piece, so that long windows stay small."""
    if isinstance(place, TierPlace):
        rules = place.plan.rules
        found = _joined(_pieces_of_tier(rules, window))
        return (_cut(_of_tier(_whole(rules, one, window)), window) for one in found)
    return _cut_shifts(place.plan.rules, window)


def _cut(shift: OnShift, window: engine.Span) -> OnShift:
    """A whole shift cut to a window."""
    if window.start <= shift.start and shift.end <= window.end:
        return shift
    start, end = max(shift.start, window.start), min(shift.end, window.end)
    return OnShift(start, end, shift.people, shift.rule, shift.start < start, end < shift.end)


def whole_shifts_in(place: Place, window: engine.Span) -> Iterator[OnShift]:
    """The shifts of a place that reach into a window, by start, from their true starts to their true ends."""
    if isinstance(place, TierPlace):
        rules = place.plan.rules
        return (_of_tier(_whole(rules, one, window)) for one in _joined(_pieces_of_tier(rules, window)))
    return map(_of_roster, _roster_shifts(place.plan.rules, window))


def _whole(rules: engine.Tier, shift: engine.Shift, window: engine.Span) -> engine.Shift:
    """The shift that was cut to a window; looked for only where it may have been."""
    if window.start < shift.start and shift.end < window.end:
        return shift
    return engine.shift_at(rules, shift.start) or shift


def next_shift(place: Place, id: ContactId, at: int) -> OnShift | None:
    """The first shift of a contact at a place that starts at an instant or later, however far; None if none comes."""
    if isinstance(place, TierPlace):
        shift = engine.next_shift(place.plan.rules, id, at)
        return None if shift is None else _of_tier(shift)
    found = engine.next_roster_shift(place.plan.rules, id, at)
    return None if found is None else _of_roster(found)


def _pieces_of_tier(rules: engine.Tier, window: engine.Span) -> Iterator[engine.Shift]:
    for part in parts(window):
        yield from engine.tier_timeline(rules, part)


def _cut_shifts(rules: engine.Roster, window: engine.Span) -> Iterator[OnShift]:
    return (_cut(_of_roster(shift), window) for shift in _roster_shifts(rules, window))


def _roster_shifts(rules: engine.Roster, window: engine.Span) -> Iterator[engine.RosterShift]:
    for part in parts(window):
        for shift in engine.roster_timeline(rules, part):
            # What began in an earlier part was told there.
            if shift.start >= part.start or part.start == window.start:
                yield shift


def gaps_in(place: Place, window: engine.Span) -> Iterator[engine.Span]:
    """Where in a window nobody is on call at a place, by start."""
    held: engine.Span | None = None
    for gap in (gap for part in parts(window) for gap in _gaps_within(place, part)):
        if held is not None and held.end == gap.start:
            held = engine.Span(held.start, gap.end)
            continue
        if held is not None:
            yield held
        held = gap
    if held is not None:
        yield held


def _gaps_within(place: Place, part: engine.Span) -> list[engine.Span]:
    if isinstance(place, TierPlace):
        return engine.gaps(engine.tier_timeline(place.plan.rules, part), part)
    return engine.roster_gaps(place.plan.rules, part)


def shifts_by_rule(
    place: Place, window: engine.Span, *, are_whole: bool = False
) -> list[tuple[RuleOn, Iterator[OnShift]]]:
    """The shifts of each rule alone, as if there were no others: layers by index, or shift rules; cut, or whole.

    Of a tier, the layers in force at each moment; its overrides are not among them.
    """
    found = _whole_by_rule(place, window)
    if are_whole:
        return found
    return [(rule, (_cut(one, window) for one in shifts)) for rule, shifts in found]


def _whole_by_rule(place: Place, window: engine.Span) -> list[tuple[RuleOn, Iterator[OnShift]]]:
    if isinstance(place, TierPlace):
        ruling = reigns(place.plan.revisions, window)
        indexes = sorted({layer.index for revision, _ in ruling for layer in revision.layers})
        return [(LayerOn(index), _whole_of_layer(place.plan, index, ruling, window)) for index in indexes]
    rules = place.plan.rules
    named = {rule.id: rule.name for revision, _ in reigns(rules.revisions, window) for rule in revision.rules}
    return [
        (ShiftOn(id, name), map(_of_roster, _roster_shifts(_only(rules, id), window))) for id, name in named.items()
    ]


def _whole_of_layer(
    plan: TierPlan, index: int, ruling: Sequence[tuple[Revision, engine.Span]], window: engine.Span
) -> Iterator[OnShift]:
    """The shifts of the layers of an index that reach into a window, from their true starts to their true ends."""
    for shift in _joined(_layer_shifts(ruling, index)):
        if window.start < shift.start and shift.end < window.end:
            yield _of_tier(shift)
        else:
            start, end = _layer_ends(plan, index, shift)
            yield _of_tier(engine.Shift(start, end, shift.contact, index, None))


def _layer_ends(plan: TierPlan, index: int, shift: engine.Shift) -> tuple[int, int]:
    """Since when and until when the contact of a shift has the layers of an index, also over edits."""
    reigning = reigns(plan.revisions, engine.ALWAYS)
    start, end = shift.start, shift.end
    at = start
    for revision, reign in reversed(reigning):
        if reign.start <= at:
            held = _held_in(revision, reign, index, at)
            if held is None or held.contact != shift.contact:
                break
            start = held.start
            at = start - 1
            if reign.start < start:
                break
    at = end - 1
    for revision, reign in reigning:
        if at < reign.end:
            held = _held_in(revision, reign, index, at)
            if held is None or held.contact != shift.contact:
                break
            at = end = held.end
            if end < reign.end:
                break
    return start, end


def _held_in(revision: Revision, reign: engine.Span, index: int, at: int) -> engine.Shift | None:
    """Who has the layer of an index at an instant, cut to the time in which the revision is in force."""
    layer = next((one for one in revision.layers if one.index == index), None)
    found = None if layer is None else engine_layer(layer).course.at(at)
    if found is None:
        return None
    start, end = max(found.start, reign.start), min(found.end, reign.end)
    return engine.Shift(start, end, found.contact, found.layer, None)


def _layer_shifts(ruling: Sequence[tuple[Revision, engine.Span]], index: int) -> Iterator[engine.Shift]:
    for revision, span in ruling:
        for layer in revision.layers:
            if layer.index == index:
                rule = engine_layer(layer)
                for part in parts(span):
                    yield from engine.layer_shifts(rule, part)


def _only(rules: engine.Roster, id: str) -> engine.Roster:
    """The roster with one of its rules alone."""
    revisions = (
        engine.RosterRevision(one.counts_from, one.tz, tuple(rule for rule in one.rules if rule.id == id))
        for one in rules.revisions
    )
    return engine.Roster(tuple(revisions), rules.memberships)


def overrides_in(place: Place, window: engine.Span, *, are_whole: bool = False) -> Iterator[OnShift]:
    """The overrides of a tier that reach into a window, by start, cut to it, or whole; a roster has none."""
    if isinstance(place, TierPlace):
        for one in place.plan.overrides:
            if one.start_at < window.end and window.start < one.end_at:
                shift = OnShift(one.start_at, one.end_at, (one.contact_id,), OverrideOn(one.id))
                yield shift if are_whole else _cut(shift, window)


def parts(window: engine.Span) -> Iterator[engine.Span]:
    """A window in pieces."""
    for start in range(window.start, window.end, PIECE):
        yield engine.Span(start, min(start + PIECE, window.end))


def reigns(revisions: Sequence[RevisionT], window: engine.Span) -> list[tuple[RevisionT, engine.Span]]:
    """The revisions that are in force in a window, and when."""
    edges = [engine.BEGINNING if one.counts_from is None else one.counts_from for one in revisions]
    edges.append(engine.FOREVER)
    spans = (engine.Span(max(start, window.start), min(end, window.end)) for start, end in pairwise(edges))
    return [(one, span) for one, span in zip(revisions, spans, strict=True) if span.start < span.end]


def _joined(shifts: Iterable[engine.Shift]) -> Iterator[engine.Shift]:
    """Shifts in order, those made one again that only the edge of a piece had parted."""
    held: engine.Shift | None = None
    for shift in shifts:
        if held is None:
            held = shift
        elif (held.end, held.contact, held.layer, held.override) == (
            shift.start,
            shift.contact,
            shift.layer,
            shift.override,
        ):
            held = engine.Shift(held.start, shift.end, held.contact, held.layer, held.override)
        else:
            yield held
            held = shift
    if held is not None:
        yield held


def _of_tier(shift: engine.Shift) -> OnShift:
    rule: RuleOn
    if shift.override is not None:
        rule = OverrideOn(shift.override)
    else:
        assert shift.layer is not None  # noqa: S101 - a shift comes from a layer or an override
        rule = LayerOn(shift.layer)
    return OnShift(shift.start, shift.end, (shift.contact,), rule)


def _of_roster(shift: engine.RosterShift) -> OnShift:
    return OnShift(shift.start, shift.end, shift.contacts, ShiftOn(shift.rule, shift.name))


def rule_words(rule: RuleOn, place: Place, at: int) -> str:
    """What puts somebody on call at a place, in words; of a layer, as it was in force at an instant."""
    match rule:
        case LayerOn(index):
            revision = in_force(place.plan.revisions, at) if isinstance(place, TierPlace) else None
            layers = revision.layers if revision else ()
            return next((_layer_words(layer) for layer in layers if layer.index == index), f"layer {index}")
        case OverrideOn(id):
            return f"on-demand shift {id}"
        case ShiftOn(_, name):
            return name


@lru_cache(maxsize=4_096)
def _layer_words(layer: LayerRule) -> str:
    return engine.layer_words(engine_layer(layer))


# ── finding places ───────────────────────────────────────────────────────────────────────────────────────────────


async def find_tier_place(reads: Reads, caller: Caller, ref: TierRef) -> TierPlace:
    """The tier as a place. Raises NotFound, also for one that the caller may not see."""
    plan = await find_plan(reads, caller, ref)
    return TierPlace(plan, await reads.customer(plan.schedule.customer_id))


async def find_roster_place(reads: Reads, caller: Caller, id: RosterId) -> RosterPlace:
    """The roster as a place: the caller's customer's, or one that the provider shares. Raises NotFound."""
    place = RosterPlace(await reads.roster_plan(id))
    if not _sees_place(caller, place):
        raise NotFound("roster", id)
    return place


async def find_schedule_places(reads: Reads, caller: Caller, id: ScheduleId) -> tuple[Schedule, list[TierPlace]]:
    """The schedule and its tiers as places, by number. Raises NotFound, also for one that the caller may not see."""
    schedule = await find_schedule(reads, caller, id)
    customer = await reads.customer(schedule.customer_id)
    return schedule, [TierPlace(plan, customer) for plan in await reads.tier_plans(id)]


async def find_past_schedule_places(reads: Reads, caller: Caller, id: ScheduleId) -> tuple[Schedule, list[TierPlace]]:
    """The same also of a schedule that has ended, with all tiers that it ever had. Raises NotFound."""
    schedule = await find_schedule(reads.ever, caller, id)
    return await find_schedule_places(reads.ever if schedule.has_ended else reads, caller, id)


async def load_places(reads: Reads, ids: Iterable[PlaceId]) -> AsyncIterator[list[Place]]:
    """The places that exist, in the same order, some at a time; in between others get a turn."""
    left = iter(ids)
    while some := list(islice(left, LOADED_AT_ONCE)):
        tiers = await reads.tier_plans_among([id for id in some if isinstance(id, int)])
        rosters = await reads.roster_plans([id for id in some if isinstance(id, str)])
        customers = await reads.customers_among({plan.schedule.customer_id for plan in tiers.values()})
        found: list[Place] = []
        for id in some:
            if isinstance(id, int) and id in tiers:
                found.append(TierPlace(tiers[id], customers[tiers[id].schedule.customer_id]))
            elif isinstance(id, str) and id in rosters:
                found.append(RosterPlace(rosters[id]))
        yield found
        await asyncio.sleep(0)


async def load_past_places(
    reads: Reads, caller: Caller, filters: Filters, window: engine.Span
) -> AsyncIterator[list[Place]]:
    """The places of a customer or a schedule, a tier or roster, or all that the caller may see, as `load_places` gives
    them; with a contact those where that one may have been on call in the window.

    Also those of customers that are switched off: what happened there stays. Raises NotFound for a tier or roster that
    is named by itself.
    """
    ids: Sequence[PlaceId]
    if filters.tier is None and filters.roster_id is None:
        wanted = msgspec.structs.replace(_place_filter(caller, filters), of_active=False)
        ids = (await reads.place_page(wanted)).rows
    else:
        ids, _ = await _wanted_ids(reads, caller, filters, Cut())
    if filters.contact_id is not None:
        named = set(await reads.places_ever_naming([filters.contact_id], start=window.start, end=window.end))
        ids = [id for id in ids if id in named]
    async for places in load_places(reads, ids):
        yield places


async def _wanted_ids(reads: Reads, caller: Caller, filters: Filters, cut: Cut) -> tuple[Sequence[PlaceId], int]:
    """The places that fit all filters but contact and group, and how many there are. Raises NotFound for a tier or
    roster that is named by itself and that the caller cannot see."""
    if filters.tier is None and filters.roster_id is None:
        page = await reads.place_page(_place_filter(caller, filters), offset=cut.offset, limit=cut.limit)
        return page.rows, page.total
    named = await _named_places(reads, caller, filters)
    fit = [place.id for place in named if _fits(caller, filters, place) and len(named) == 1]
    return fit[_slice(cut)], len(fit)


async def _named_places(reads: Reads, caller: Caller, filters: Filters) -> list[Place]:
    places: list[Place] = []
    if filters.tier is not None:
        places.append(await find_tier_place(reads, caller, filters.tier))
    if filters.roster_id is not None:
        places.append(await find_roster_place(reads, caller, filters.roster_id))
    return places


def _place_filter(caller: Caller, filters: Filters) -> PlaceFilter:
    """Tiers are seen by their customer and the provider, the provider's rosters by everybody."""
    provider = CustomerId(caller.provider_id)
    tiers_of = visible_customers(caller)
    rosters_of = None if tiers_of is None else (*tiers_of, provider)
    if (one := filters.customer_id) is not None:
        tiers_of = (one,) if sees(caller, one) else ()
        rosters_of = (one,) if sees(caller, one) or one == provider else ()
    return PlaceFilter(
        tiers_of=tiers_of,
        rosters_of=rosters_of,
        of_active=_names_none(filters),
        schedule_id=filters.schedule_id,
    )


def _names_none(filters: Filters) -> bool:
    """Whether nothing is asked for by name: then what belongs to customers that are switched off is left out."""
    return (filters.customer_id, filters.schedule_id, filters.tier, filters.roster_id) == (None, None, None, None)


def _sees_place(caller: Caller, place: Place) -> bool:
    is_shared = isinstance(place, RosterPlace) and place.customer.parent_id is None
    return is_shared or sees(caller, place.customer.id)


def _fits(caller: Caller, filters: Filters, place: Place) -> bool:
    """Whether the caller may see a place and it fits all filters but contact, group, and the number of a tier."""
    schedule_id = place.plan.schedule.id if isinstance(place, TierPlace) else None
    return (
        _sees_place(caller, place)
        and filters.customer_id in (None, place.customer.id)
        and filters.schedule_id in (None, schedule_id)
        and (place.customer.is_active or not _names_none(filters))
    )


def _slice(cut: Cut) -> slice:
    return slice(cut.offset, None if cut.limit is None else cut.offset + cut.limit)


# ── who is on call ───────────────────────────────────────────────────────────────────────────────────────────────


async def board(reads: Reads, caller: Caller, filters: Filters, at: int, cut: Cut) -> Found[OnCall]:
    """Who is on call at an instant, a row a place, over everything that the caller may see.

    By customer, then tiers by schedule and number, then rosters by name. With a contact or a group: only where that
    contact, or one who is in the group at that instant, is on call; found by whom rules name, however many places
    there are. Raises NotFound for a tier or roster that is named by itself.
    """
    if filters.contact_id is not None or filters.group_id is not None:
        rows = await _rows_of_people(reads, caller, filters, at)
        return await _told(reads, rows[_slice(cut)], len(rows))
    if filters.tier is not None and filters.roster_id is None:
        # The commonest question, so it takes the shortest way.
        place = await find_tier_place(reads, caller, filters.tier)
        alone = [on_call(place, at)] if _fits(caller, filters, place) else []
        return await _told(reads, alone[_slice(cut)], len(alone))
    ids, total = await _wanted_ids(reads, caller, filters, cut)
    rows = [on_call(place, at) async for places in load_places(reads, ids) for place in places]
    return await _told(reads, rows, total)


async def _rows_of_people(reads: Reads, caller: Caller, filters: Filters, at: int) -> list[OnCall]:
    crews = await _crews(reads, caller, filters, at)
    named = {place.id for place in await _named_places(reads, caller, filters)}
    ids = await reads.places_ever_naming(sorted(crews, key=len)[0], start=at, end=at + 1)
    rows = []
    async for places in load_places(reads, ids if not named else [id for id in ids if {id} == named]):
        found = (on_call(place, at) for place in places if _fits(caller, filters, place))
        rows += [row for row in found if all(not crew.isdisjoint(row.people) for crew in crews)]
    return sorted(rows, key=lambda row: row.place.order)


async def _crews(reads: Reads, caller: Caller, filters: Filters, at: int) -> list[frozenset[ContactId]]:
    """The people of each filter that names people: of each, somebody has to be on call."""
    crews = []
    try:
        if filters.contact_id is not None:
            crews.append(frozenset([(await find_contact(reads, caller, filters.contact_id)).id]))
        if filters.group_id is not None:
            members = await reads.memberships([(await find_group(reads, caller, filters.group_id)).id])
            present = (one for one in members if one.joined_at <= at and (one.left_at is None or at < one.left_at))
            crews.append(frozenset(one.contact_id for one in present))
    except NotFound:
        crews.append(frozenset())
    return crews


async def _told(reads: Reads, rows: Sequence[OnCall], total: int) -> Found[OnCall]:
    ids = {id for row in rows for id in (*row.people, *row.next_people)}
    return Found(rows=rows, total=total, contacts=await reads.contacts(map(ContactId, ids)))


# ── one person's shifts ──────────────────────────────────────────────────────────────────────────────────────────


class PersonShifts(msgspec.Struct, frozen=True, kw_only=True):
    """One person's shifts in a window, and where none of them begins in it the first that begins later."""

    contact: Contact
    found: Found[PlaceShift]
    next_shift: PlaceShift | None
    """Whole, however far it is; None also where none is in sight."""


async def shifts_of_contact(
    reads: Reads, caller: Caller, id: ContactId, window: engine.Span, cut: Cut, *, are_whole: bool = False
) -> PersonShifts:
    """A contact and the shifts of theirs in a window, wherever the caller may see them, by start; also at places that
    have ended since. They are cut to the window, or whole.

    Found by whom rules name or named, so that it does not matter how many places there are. Raises NotFound.
    """
    contact = await find_contact(reads.ever, caller, id)
    # Also where they are covering somebody after the window.
    ids = await reads.ever.places_ever_naming([id], start=window.start, end=engine.FOREVER)
    found = whole_shifts_in if are_whole else shifts_in
    rows: list[PlaceShift] = []
    following: list[PlaceShift] = []
    async for places in load_places(reads, ids):
        for place in places:
            if _sees_place(caller, place):
                rows += [PlaceShift(place, shift) for shift in found(place, window) if id in shift.people]
                if not _begins(rows, window) and (later := next_shift(place, id, window.end)):
                    following.append(PlaceShift(place, later))
    rows.sort(key=_by_start)
    piece = rows[_slice(cut)]
    following = [] if _begins(rows, window) else sorted(following, key=_by_start)[:1]
    people = {ContactId(person) for row in (*piece, *following) for person in row.shift.people}
    return PersonShifts(
        contact=contact,
        found=Found(rows=piece, total=len(rows), contacts=await reads.contacts(people)),
        next_shift=next(iter(following), None),
    )


def _begins(rows: Sequence[PlaceShift], window: engine.Span) -> bool:
    """Whether one of the shifts begins in the window; at its very edge they may only have been cut."""
    return any(row.shift.start > window.start for row in rows)


def _by_start(row: PlaceShift) -> tuple[Any, ...]:
    return row.shift.start, row.shift.end, row.place.order


# ── gaps ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def gap_report(reads: Reads, caller: Caller, filters: Filters, window: engine.Span, cut: Cut) -> Found[PlaceGap]:
    """Every span of a window in which nobody is on call somewhere that the caller may see, by start.

    What never had a rule is one gap over the whole window. Raises NotFound for a tier or roster named by itself.
    """
    ids, _ = await _wanted_ids(reads, caller, filters, Cut())
    first = _First[PlaceGap](cut)
    async for places in load_places(reads, ids):
        first.add(
            ((gap.start, gap.end, place.order), PlaceGap(place, gap))
            for place in places
            for gap in gaps_in(place, window)
        )
    return Found(rows=first.rows(), total=first.total, contacts={}, looked_at=len(ids))


class _First(Generic[RowT]):
    """The first rows of what may be very many, in order, and how many they were: only those are kept."""

    def __init__(self, cut: Cut) -> None:
        self.total = 0
        self._cut = cut
        self._most = None if cut.limit is None else cut.offset + cut.limit
        self._kept: list[tuple[tuple[object, ...], RowT]] = []

    def add(self, rows: Iterable[tuple[tuple[object, ...], RowT]]) -> None:
        """More rows, each with what it is ordered by."""
        more = list(rows)
        self.total += len(more)
        self._kept = sorted(chain(self._kept, more), key=_order)[: self._most]

    def rows(self) -> list[RowT]:
        return [row for _, row in self._kept[self._cut.offset :]]


def _order(row: tuple[tuple[object, ...], object]) -> tuple[Any, ...]:
    return row[0]


# ── clashes ──────────────────────────────────────────────────────────────────────────────────────────────────────

_Stretch = tuple[int, int, PlaceId]
"""From when until when somebody is on call where."""


async def clashes(reads: Reads, caller: Caller, filters: Filters, window: engine.Span, cut: Cut) -> Found[Clash]:
    """Every span of a window in which one person is on call at two places or more, by start.

    Both places are among those that the filters leave. A span ends where the set of places changes. Raises NotFound for
    a tier or roster named by itself.
    """
    places = await _clashing_places(reads, caller, filters, window)
    whom = _named_twice(places, filters.contact_id)
    on: dict[int, list[_Stretch]] = {}
    for number, place in enumerate(places, 1):
        if not whom.isdisjoint(place.named):
            for shift in shifts_in(place, window):
                for id in whom.intersection(shift.people):
                    on.setdefault(id, []).append((shift.start, shift.end, place.id))
        if number % LOADED_AT_ONCE == 0:
            await asyncio.sleep(0)
    first = _First[tuple[int, engine.Span, frozenset[PlaceId]]](cut)
    for id, stretches in on.items():
        first.add(((span.start, span.end, id), (id, span, where)) for span, where in together(stretches))
        await asyncio.sleep(0)
    known = {place.id: place for place in places}
    rows = [Clash(id, span, _in_order(known[place] for place in where)) for id, span, where in first.rows()]
    people = await reads.contacts({ContactId(row.contact) for row in rows})
    return Found(rows=rows, total=first.total, contacts=people, looked_at=len(places))


async def _clashing_places(reads: Reads, caller: Caller, filters: Filters, window: engine.Span) -> list[Place]:
    """The places that the filters leave; with a contact, those that name them in the window."""
    if filters.contact_id is None:
        ids, _ = await _wanted_ids(reads, caller, filters, Cut())
        return [place async for places in load_places(reads, ids) for place in places]
    try:
        await find_contact(reads, caller, filters.contact_id)
    except NotFound:
        return []
    naming = await reads.places_ever_naming([filters.contact_id], start=window.start, end=window.end)
    named = {place.id for place in await _named_places(reads, caller, filters)}
    return [
        place
        async for places in load_places(reads, naming)
        for place in places
        if _fits(caller, filters, place) and (not named or {place.id} == named)
    ]


def _named_twice(places: Iterable[Place], only: ContactId | None) -> frozenset[int]:
    """Whom the rules of two places or more name: nobody else can clash, and they are few."""
    counts: Counter[int] = Counter()
    for place in places:
        counts.update(place.named)
    return frozenset(id for id, count in counts.items() if count > 1 and only in (None, id))


def _in_order(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda place: place.order))


def together(stretches: Iterable[_Stretch]) -> Iterator[tuple[engine.Span, frozenset[PlaceId]]]:
    """The spans in which one is at two places or more at once, and which; each until the places change."""
    edges = sorted(
        chain.from_iterable(((start, 1, where), (end, -1, where)) for start, end, where in stretches), key=_at
    )
    present: Counter[PlaceId] = Counter()
    since, held = 0, frozenset[PlaceId]()
    for at, changes in groupby(edges, key=_at):
        for _, change, where in changes:
            present[where] += change
            if not present[where]:
                del present[where]
        now = frozenset(present)
        if now != held:
            if len(held) > 1:
                yield engine.Span(since, at), held
            since, held = at, now


def _at(edge: tuple[int, int, PlaceId]) -> int:
    return edge[0]
