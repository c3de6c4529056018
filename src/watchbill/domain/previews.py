"""Previews: tiers and rosters as they would be, were an edit saved now; their timelines are made as all others are."""

from typing import Final

import msgspec

from watchbill import engine
from watchbill.domain.access import Caller
from watchbill.domain.board import RosterPlace, TierPlace, find_roster_place
from watchbill.domain.contacts import hidden_from, unfit_contacts
from watchbill.domain.errors import Invalid
from watchbill.domain.history import revised
from watchbill.domain.model import (
    ContactId,
    Customer,
    CustomerId,
    GroupId,
    Roster,
    RosterId,
    RosterPlan,
    Schedule,
    ScheduleId,
    Tier,
    TierId,
    TierPlan,
)
from watchbill.domain.ports import Reads
from watchbill.domain.rosters import RosterWish, check_wish, new_revision, owner_of, weeks_kept
from watchbill.domain.schedules import TierRef
from watchbill.domain.tiers import TierWish, by_index, plan_to_edit, wished_layers
from watchbill.engine.roster import next_occurrence

FORETOLD: Final = 5
"""How many occurrences of each shift of a roster are told ahead."""


async def tier_as_wished(
    reads: Reads, caller: Caller, ref: TierRef, wish: TierWish, now: int
) -> tuple[TierPlace, TierPlace]:
    """A tier as it is, and as it would be with new layers from now on. Raises NotFound, Invalid."""
    plan = await plan_to_edit(reads, caller, ref, wish)
    customer = await reads.customer(plan.schedule.customer_id)
    layers = wished_layers(wish, plan.revisions)
    revision = revised(plan.tier, plan.revisions, layers, by=caller.account.id, now=now)
    edited = plan if revision is None else msgspec.structs.replace(plan, revisions=(*plan.revisions, revision))
    return TierPlace(plan, customer), TierPlace(edited, customer)


async def tier_to_be(reads: Reads, caller: Caller, customer_id: CustomerId, wish: TierWish, now: int) -> TierPlace:
    """A tier that is not there yet, with its first layers: from their own start. Raises Invalid."""
    customer = await owner_of(reads, caller, customer_id)
    ids = {id for _, id in wish.named}
    unfit = await unfit_contacts(reads, customer_id, ids) | await hidden_from(reads, caller, ids)
    unfit_named = ((path, unfit[id]) for path, id in wish.named if id in unfit)
    if problems := [*wish.problems, *wish.layer_problems, *unfit_named]:
        raise Invalid(problems)
    plan = _nowhere(reads, caller, customer, now)
    first = revised(plan.tier, (), by_index(wish.layers or ()), by=caller.account.id, now=now)
    return TierPlace(plan if first is None else msgspec.structs.replace(plan, revisions=(first,)), customer)


async def roster_as_wished(
    reads: Reads, caller: Caller, id: RosterId, wish: RosterWish, now: int
) -> tuple[RosterPlace, RosterPlace]:
    """A roster as it is, and as it would be with new shift rules from now on. Raises NotFound, Invalid.

    The name and description of the wish are of no importance; a shift without an id is called `new-` and its position.
    """
    place = await find_roster_place(reads, caller, id)
    plan = place.plan
    wish = weeks_kept(wish, plan.current.shifts)
    await check_wish(reads, caller, place.customer, wish, plan)
    revision = new_revision(plan.roster, _called(wish), plan.revisions, caller, now)
    edited = msgspec.structs.replace(await _with_groups(reads, plan, wish), revisions=(*plan.revisions, revision))
    return place, RosterPlace(edited)


async def roster_to_be(
    reads: Reads, caller: Caller, customer_id: CustomerId, wish: RosterWish, now: int
) -> RosterPlace:
    """A roster that is not there yet, with its first shift rules: from ever. Raises Invalid."""
    customer = await owner_of(reads, caller, customer_id)
    await check_wish(reads, caller, customer, wish)
    roster = Roster(
        provider_id=reads.provider_id, id=RosterId(""), customer_id=customer.id, name=wish.name, created_at=now
    )
    first = new_revision(roster, _called(wish), (), caller, now)
    memberships = await reads.memberships(_groups(wish))
    return RosterPlace(RosterPlan(roster=roster, customer=customer, revisions=(first,), memberships=memberships))


class LeftOut(msgspec.Struct, frozen=True):
    """People who take turns in a layer, by its index, and whose turns all fall on hours in which it is closed."""

    layer: int
    people: tuple[ContactId, ...]


def left_out(plan: TierPlan, now: int) -> list[LeftOut]:
    """Whom the layers in force leave out from now on, by index; `turns: open` would give them turns."""
    layers = plan.rules.revisions[-1].layers if plan.revisions else ()
    found = (LeftOut(layer.index, tuple(map(ContactId, layer.course.left_out(now)))) for layer in layers)
    return [one for one in found if one.people]


def next_occurrences(wish: RosterWish, now: int) -> list[list[engine.Span]]:
    """The next occurrences of each shift of a wish, in its order: those that start at `now` or later."""
    found = []
    for shift in wish.shifts:
        spans: list[engine.Span] = []
        # The engine looks for what starts after an instant.
        after = now - 1
        while len(spans) < FORETOLD and (span := next_occurrence(shift.schedule, wish.tz, after)):
            spans.append(span)
            after = span.start
        found.append(spans)
    return found


def _nowhere(reads: Reads, caller: Caller, customer: Customer, now: int) -> TierPlan:
    """What decides nothing yet, at a tier that nobody has saved."""
    schedule = Schedule(
        provider_id=reads.provider_id,
        id=ScheduleId(0),
        customer_id=customer.id,
        name="",
        created_at=now,
        updated_at=now,
        created_by=caller.account.id,
        updated_by=caller.account.id,
    )
    tier = Tier(
        provider_id=reads.provider_id,
        id=TierId(0),
        schedule_id=schedule.id,
        number=1,
        created_at=now,
        updated_at=now,
    )
    return TierPlan(tier=tier, schedule=schedule, revisions=(), overrides=())


def _called(wish: RosterWish) -> RosterWish:
    shifts = (
        shift if shift.id else msgspec.structs.replace(shift, id=f"new-{position}")
        for position, shift in enumerate(wish.shifts)
    )
    return msgspec.structs.replace(wish, shifts=tuple(shifts))


async def _with_groups(reads: Reads, plan: RosterPlan, wish: RosterWish) -> RosterPlan:
    """The plan with the members of the groups that only the wish names."""
    known = {group for revision in plan.revisions for shift in revision.shifts for group in shift.groups}
    return msgspec.structs.replace(
        plan, memberships=(*plan.memberships, *await reads.memberships(_groups(wish) - known))
    )


def _groups(wish: RosterWish) -> set[GroupId]:
    return {group for shift in wish.shifts for group in shift.groups}
