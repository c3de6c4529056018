"""Endings: what somebody deletes is there no more from now on, what happened stays, and it can be brought back.

What hangs below a record ends with it, at the same instant and in the same transaction, so that it is known what comes
back with it. Rules end by a last revision that has none.
"""

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from watchbill.domain.access import Caller, check_role
from watchbill.domain.contacts import find_customer, unfit_contacts
from watchbill.domain.errors import Busy, Conflict, Forbidden, Invalid, Problem
from watchbill.domain.groups import find_group, unfit_people
from watchbill.domain.history import following
from watchbill.domain.memberships import join, leave
from watchbill.domain.model import (
    ContactId,
    Customer,
    CustomerId,
    Group,
    GroupId,
    Lasting,
    LayerRule,
    Role,
    Roster,
    RosterPlan,
    RosterShift,
    Schedule,
    ScheduleId,
    Tier,
    TierId,
    TierPlan,
)
from watchbill.domain.overrides import end_override
from watchbill.domain.ports import Cut, Writes
from watchbill.domain.readings import layer_again, shift_again
from watchbill.domain.rosters import Check, check_may_change, locked_roster
from watchbill.domain.schedules import TierRef, find_schedule, find_tier, locked_schedule

LastingT = TypeVar("LastingT", bound=Lasting)


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """How something shall come back: by which name or number, None for the one that it had, and whether the rules come
    back that were in force when it ended."""

    name: str | None = None
    number: int | None = None
    has_rules: bool = True


# ── schedules and tiers ──────────────────────────────────────────────────────────────────────────────────────────


async def end_schedule(writes: Writes, caller: Caller, id: ScheduleId, now: int) -> Schedule:
    """End a schedule with its tiers and what their overrides have left. Raises NotFound, Forbidden."""
    await find_schedule(writes, caller, id)
    check_role(caller, Role.MANAGER, "deleting schedules")
    schedule = await locked_schedule(writes, caller, id)
    for tier in await writes.tiers(id):
        await _end_tier(writes, caller, tier.id, now)
    return await _end(writes, caller, schedule, now)


async def end_tier(writes: Writes, caller: Caller, ref: TierRef, now: int) -> Tier:
    """End a tier and what its overrides have left. Raises NotFound, Forbidden, Conflict for a schedule's only one."""
    tier, schedule = await find_tier(writes, caller, ref)
    check_role(caller, Role.MANAGER, "deleting tiers")
    # Else two that go at the same time could leave none.
    await locked_schedule(writes, caller, schedule.id)
    if len(await writes.tiers(schedule.id)) == 1:
        raise Conflict("This is the only tier of its schedule: delete the schedule instead.")
    return await _end_tier(writes, caller, tier.id, now)


async def _end_tier(writes: Writes, caller: Caller, id: TierId, now: int) -> Tier:
    tier = await writes.lock_tier(id)
    plan = await writes.tier_plan(id)
    for override in plan.overrides:
        if override.end_at > now:
            await end_override(writes, override, now)
    if plan.revisions:
        await writes.save(following(plan.revisions[-1], by=caller.account.id, now=now, layers=()))
    return await _end(writes, caller, tier, now)


async def bring_back_schedule(writes: Writes, caller: Caller, id: ScheduleId, wish: Return, now: int) -> Schedule:
    """Let a schedule be there again from now on, with the tiers that ended with it. What overrides had left is gone.

    Raises NotFound, Forbidden, Conflict where it has not ended or its customer has, Taken, and Invalid where the rules
    name somebody who cannot be on call any more.
    """
    found = await find_schedule(writes.ever, caller, id)
    check_role(caller, Role.MANAGER, "bringing schedules back")
    await _check_customer(writes, found.customer_id)
    ended = await writes.lock_ended(Schedule, id)
    tiers = [tier for tier in await writes.ever.tiers(id) if tier.ended_at == ended.ended_at]
    plans = await writes.tier_plans_among([tier.id for tier in tiers])
    await _check_layers(writes, ended.customer_id, plans.values(), wish)
    schedule = msgspec.structs.replace(
        _back(ended), name=wish.name or ended.name, updated_at=now, updated_by=caller.account.id
    )
    await writes.save(schedule)
    for tier in tiers:
        await _bring_back_tier(writes, caller, plans[tier.id], tier.number, wish, now)
    return schedule


async def bring_back_tier(writes: Writes, caller: Caller, ref: TierRef, wish: Return, now: int) -> Tier:
    """Let a tier be there again from now on; see `bring_back_schedule`."""
    tier, schedule = await find_tier(writes.ever, caller, ref)
    check_role(caller, Role.MANAGER, "bringing tiers back")
    if schedule.has_ended:
        raise Conflict(f"Its schedule, {schedule.name}, has ended: bring that back.")
    await writes.lock(Schedule, schedule.id)
    await writes.lock_ended(Tier, tier.id)
    plan = await writes.ever.tier_plan(tier.id)
    await _check_layers(writes, schedule.customer_id, [plan], wish)
    return await _bring_back_tier(writes, caller, plan, wish.number or tier.number, wish, now)


async def _bring_back_tier(writes: Writes, caller: Caller, plan: TierPlan, number: int, wish: Return, now: int) -> Tier:
    tier = msgspec.structs.replace(_back(plan.tier), number=number, updated_at=now)
    await writes.save(tier)
    if before := _layers_before(plan, wish):
        # What was typed as a reading is what its clocks say today.
        layers = tuple(layer_again(layer, now) for layer in before)
        await writes.save(following(plan.revisions[-1], by=caller.account.id, now=now, layers=layers))
    return tier


def _layers_before(plan: TierPlan, wish: Return) -> tuple[LayerRule, ...]:
    """The layers that come back: those that the last revision ended."""
    return plan.revisions[-2].layers if wish.has_rules and len(plan.revisions) > 1 else ()


async def _check_layers(writes: Writes, customer_id: CustomerId, plans: Iterable[TierPlan], wish: Return) -> None:
    named = {id for plan in plans for layer in _layers_before(plan, wish) for id in layer.contacts}
    _check_fit(await unfit_contacts(writes, customer_id, named))


# ── rosters ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def end_roster(writes: Writes, caller: Caller, plan: RosterPlan, now: int, check: Check | None = None) -> Roster:
    """End a roster that has been found. Raises NotFound, Forbidden."""
    check_may_change(caller, plan)
    plan = await locked_roster(writes, plan, check)
    await writes.save(following(plan.current, by=caller.account.id, now=now, shifts=()))
    return await _end(writes, caller, plan.roster, now)


async def bring_back_roster(
    writes: Writes, caller: Caller, plan: RosterPlan, wish: Return, now: int, check: Check | None = None
) -> Roster:
    """Let a roster that has been found be there again from now on; see `bring_back_schedule`."""
    check_may_change(caller, plan)
    await _check_customer(writes, plan.customer.id)
    # Of what has ended nobody changes the rules.
    shifts, tz = _shifts_before(plan, wish)
    await _check_shifts(writes, plan.customer.id, shifts)
    ended = await writes.lock_ended(Roster, plan.roster.id)
    standing = await writes.ever.roster_plan(ended.id)
    if check is not None:
        await check(standing)
    if standing.current.number != plan.current.number:
        raise Busy("The roster came back and ended again at the same moment.")
    roster = msgspec.structs.replace(_back(ended), name=wish.name or ended.name, updated_at=now)
    await writes.save(roster)
    if shifts:
        shifts = tuple(shift_again(shift, tz, now) for shift in shifts)
        await writes.save(following(plan.current, by=caller.account.id, now=now, shifts=shifts, tz=tz))
    return roster


def _shifts_before(plan: RosterPlan, wish: Return) -> tuple[tuple[RosterShift, ...], str]:
    """The shift rules and the zone that come back: those that the last revision ended."""
    before = plan.revisions[-2:][0]
    return before.shifts if wish.has_rules else (), before.tz


async def _check_shifts(writes: Writes, customer_id: CustomerId, shifts: Iterable[RosterShift]) -> None:
    shifts = tuple(shifts)
    groups = {id for shift in shifts for id in shift.groups}
    known = await writes.held(Group, groups)
    lost = [id for id in sorted(groups) if id not in known or known[id].has_ended]
    unfit = await unfit_people(writes, customer_id, {id for shift in shifts for id in shift.contacts})
    _check_fit(unfit, *(f"The group {known[id].name if id in known else id} has ended." for id in lost))


# ── groups ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def end_group(writes: Writes, caller: Caller, id: GroupId, now: int) -> Group:
    """End a group: its members leave it now, and who was in it when stays on record for past timelines.

    Raises NotFound, Forbidden, or Conflict with the rosters that name it.
    """
    await find_group(writes, caller, id)
    check_role(caller, Role.MANAGER, "deleting groups")
    group = await writes.lock(Group, id)
    if places := await writes.rosters_naming_group(id):
        raise Conflict("This group is still named by rosters.", places)
    return await _end_group(writes, caller, group, now)


async def _end_group(writes: Writes, caller: Caller, group: Group, now: int) -> Group:
    await leave(writes, [one for one in await writes.memberships([group.id]) if one.left_at is None], now)
    return await _end(writes, caller, group, now)


async def bring_back_group(writes: Writes, caller: Caller, id: GroupId, wish: Return, now: int) -> Group:
    """Let a group be there again, with those who were in it to its end and can be still, from now on.

    Raises NotFound, Forbidden, Conflict where it has not ended or its customer has, Taken.
    """
    found = await find_group(writes.ever, caller, id)
    check_role(caller, Role.MANAGER, "bringing groups back")
    await _check_customer(writes, found.customer_id)
    return await _bring_back_group(writes, await writes.lock_ended(Group, id), wish, now)


async def _bring_back_group(writes: Writes, ended: Group, wish: Return, now: int) -> Group:
    group = msgspec.structs.replace(_back(ended), name=wish.name or ended.name, updated_at=now)
    await writes.save(group)
    left = {one.contact_id for one in await writes.memberships([group.id]) if one.left_at == ended.ended_at}
    unfit = await unfit_people(writes, group.customer_id, left)
    await join(writes, group.id, sorted(left - unfit.keys()), now)
    return group


# ── customers ────────────────────────────────────────────────────────────────────────────────────────────────────


async def end_customer(writes: Writes, caller: Caller, id: CustomerId, now: int) -> Customer:
    """End a customer with its people and groups; its accounts are switched off.

    Raises NotFound, Forbidden, or Conflict with the schedules and rosters that it has.
    """
    await find_customer(writes, caller, id)
    check_rules_customers(caller, "deleting customers")
    customer = await writes.lock(Customer, id)
    if customer.parent_id is None:
        raise Conflict("The provider itself cannot be deleted.")
    if owned := await writes.owned_by(id):
        raise Conflict("This customer still has schedules or rosters.", owned)
    for group in (await writes.group_page(customers=(id,), cut=Cut(order=("id",)))).rows:
        await _end_group(writes, caller, group, now)
    people = await writes.contact_page(customers=(id,), is_active=None, search="", cut=Cut(order=("id",)))
    for contact in people.rows:
        await _end(writes, caller, contact, now)
    for account in await writes.all_accounts():
        if account.customer_id == id and account.is_active:
            await writes.save(msgspec.structs.replace(account, is_active=False, updated_at=now))
    return await _end(writes, caller, customer, now)


async def bring_back_customer(writes: Writes, caller: Caller, id: CustomerId, wish: Return, now: int) -> Customer:
    """Let a customer be there again, with the people and groups that ended with it; its accounts stay switched off.

    Raises NotFound, Forbidden, Conflict where it has not ended, Taken.
    """
    await find_customer(writes.ever, caller, id)
    check_rules_customers(caller, "bringing customers back")
    ended = await writes.lock_ended(Customer, id)
    customer = msgspec.structs.replace(_back(ended), name=wish.name or ended.name, updated_at=now)
    await writes.save(customer)
    people = await writes.ever.contact_page(customers=(id,), is_active=None, search="", cut=Cut(order=("id",)))
    # People end by nothing else.
    await writes.save(*map(_back, people.rows))
    for group in (await writes.ever.group_page(customers=(id,), cut=Cut(order=("id",)))).rows:
        if group.ended_at == ended.ended_at:
            await _bring_back_group(writes, group, Return(), now)
    return customer


def check_rules_customers(caller: Caller, deed: str) -> None:
    """Raises Forbidden for who is not an admin of the provider."""
    check_role(caller, Role.ADMIN, deed)
    if not caller.sees_all:
        raise Forbidden(deed)


# ── what all of them do ──────────────────────────────────────────────────────────────────────────────────────────


async def _end(writes: Writes, caller: Caller, record: LastingT, now: int) -> LastingT:
    ended = msgspec.structs.replace(record, ended_at=now, ended_by=caller.account.id)
    await writes.save(ended)
    return ended


def _back(record: LastingT) -> LastingT:
    return msgspec.structs.replace(record, ended_at=None, ended_by=None)


async def _check_customer(writes: Writes, id: CustomerId) -> None:
    """Raises Conflict where the customer has ended; keeps it from ending meanwhile."""
    customer = (await writes.held(Customer, [id]))[id]
    if customer.has_ended:
        raise Conflict(f"Its customer, {customer.name}, has ended: bring that back first.")


def _check_fit(unfit: dict[ContactId, str], *more: str) -> None:
    """Raises Invalid where rules that shall come back name who or what cannot be named any more."""
    problems: list[Problem] = [("rules", reason) for reason in (*(unfit[id] for id in sorted(unfit)), *more)]
    if problems:
        raise Invalid([*problems, ("rules", "With rules: false it comes back without its rules.")])
