"""Schedules: named sets of tiers of one customer; finding them and their tiers."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TypeVar

import msgspec

from watchbill.domain.access import Caller, check_role, check_sees, sees, visible_customers
from watchbill.domain.contacts import countries_of, hidden_from, unfit_contacts
from watchbill.domain.errors import Busy, Invalid, NotFound, Problem, Unknown
from watchbill.domain.model import (
    Contact,
    ContactId,
    Customer,
    CustomerId,
    Role,
    Schedule,
    ScheduleId,
    Tier,
    TierId,
    TierPlan,
)
from watchbill.domain.ports import Cut, Page, Reads, Writes
from watchbill.domain.rules import text_problems

T = TypeVar("T")
ReadsT = TypeVar("ReadsT", bound=Reads)


class TierNumber(msgspec.Struct, frozen=True):
    """A tier named by its schedule and its number there, counted from 1."""

    schedule_id: ScheduleId
    number: int

    def __str__(self) -> str:
        return f"{self.schedule_id}_{self.number}"


class EitherId(msgspec.Struct, frozen=True):
    """A number that is a tier's id, or else a schedule's, which means its tier 1.

    Both are given out of one sequence. Where a number is one of each, as in a database of before, the tier's wins.
    """

    id: int

    def __str__(self) -> str:
        return str(self.id)


TierRef = TierId | TierNumber | EitherId
"""How people name a tier."""


Said = str | msgspec.UnsetType | None
"""What was said of a field: a text, nothing (None), or no word at all (UNSET: it stays as it is)."""


class TierSize(msgspec.Struct, frozen=True):
    """A tier, and how many layers it has."""

    tier: Tier
    layers: int


class Outline(msgspec.Struct, frozen=True):
    """A schedule, whose it is, in which country that is, and its tiers by number."""

    schedule: Schedule
    customer: Customer
    country: str
    tiers: tuple[TierSize, ...]


class ScheduleWish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants a schedule to be; what could not be read is None, and `problems` says why.

    `customer` is an id, or a customer's exact name. `default_email` and `default_phone` are UNSET if left out.
    """

    customer: CustomerId | str | None
    name: str | None
    default_email: Said = msgspec.UNSET
    default_phone: Said = msgspec.UNSET
    problems: tuple[Problem, ...] = ()


async def find_schedule(reads: Reads, caller: Caller, id: ScheduleId) -> Schedule:
    """The schedule. Raises NotFound, also for one that the caller may not see."""
    schedule = await reads.schedule(id)
    check_sees(caller, schedule.customer_id, "schedule", id)
    return schedule


async def find_tier(reads: Reads, caller: Caller, ref: TierRef) -> tuple[Tier, Schedule]:
    """The tier and its schedule. Raises NotFound, also for what the caller may not see."""
    if isinstance(ref, EitherId):
        return await find_either(reads, caller, ref, find_tier)
    if not isinstance(ref, TierNumber):
        tier = await reads.tier(ref)
        schedule = await reads.schedule(tier.schedule_id)
        check_sees(caller, schedule.customer_id, "tier", ref)
        return tier, schedule
    schedule = await find_schedule(reads, caller, ref.schedule_id)
    found = await reads.tier_numbered(schedule.id, ref.number)
    if found is None:
        raise NotFound("tier", ref)
    return found, schedule


async def locked_schedule(writes: Writes, caller: Caller, id: ScheduleId) -> Schedule:
    """The schedule as it is now, and stays until the transaction ends: whose it is decides who may be named in it.

    Raises NotFound, also for one that the caller may not see.
    """
    await find_schedule(writes, caller, id)
    schedule = await writes.lock(Schedule, id)
    check_sees(caller, schedule.customer_id, "schedule", id)
    return schedule


async def locked_tier(writes: Writes, found: Tier) -> Tier:
    """The tier as it is now, and stays until the transaction ends. Raises NotFound, and Busy where it has moved."""
    tier = await writes.lock_tier(found.id)
    if tier.schedule_id != found.schedule_id:
        raise Busy("The tier was moved to another schedule at the same moment.")
    return tier


async def find_either(
    reads: ReadsT, caller: Caller, ref: EitherId, find: Callable[[ReadsT, Caller, TierRef], Awaitable[T]]
) -> T:
    """What is found by a number as a tier's id, or else as a schedule's. Raises NotFound."""
    try:
        return await find(reads, caller, TierId(ref.id))
    except NotFound:
        if await _has_ended(reads, TierId(ref.id)):
            # Who names a tier that is there no more must not change another one.
            raise
        schedule = await find_schedule(reads, caller, ScheduleId(ref.id))
    return await find(reads, caller, TierNumber(schedule.id, 1))


async def _has_ended(reads: Reads, id: TierId) -> bool:
    try:
        return (await reads.ever.tier(id)).has_ended
    except NotFound:
        return False


async def unfit_at(
    reads: Reads, caller: Caller, schedule: Schedule, ids: Collection[ContactId]
) -> dict[ContactId, str]:
    """Why contacts may not be put on call at a schedule by a caller, by id; those that may are left out."""
    unfit = await unfit_contacts(reads, schedule.customer_id, ids)
    hidden = await hidden_from(reads, caller, ids)
    if hidden:
        named = {id for plan in await reads.tier_plans(schedule.id) for id in plan.named}
        hidden = await hidden_from(reads, caller, ids, named)
    return unfit | hidden


async def list_schedules(
    reads: Reads,
    caller: Caller,
    *,
    customer_id: CustomerId | None = None,
    search: str = "",
    has_ended: bool = False,
    cut: Cut,
) -> Page[Schedule]:
    """Schedules the caller may see; only those that have ended, to be asked of `ever`, with `has_ended`."""
    customers = visible_customers(caller)
    if customer_id is not None:
        customers = (customer_id,) if sees(caller, customer_id) else ()
    return await reads.schedule_page(customers=customers, search=search, has_ended=has_ended, cut=cut)


async def outlines(reads: Reads, schedules: Sequence[Schedule]) -> list[Outline]:
    """The schedules with their tiers, in the same order, in few statements however many."""
    customers = await reads.customers_among({one.customer_id for one in schedules})
    tiers = await reads.tiers_among([one.id for one in schedules])
    plans = await reads.tier_plans_among([tier.id for tier in tiers])
    countries = await countries_of(reads)
    sizes: dict[ScheduleId, list[TierSize]] = {one.id: [] for one in schedules}
    for tier in tiers:
        sizes[tier.schedule_id].append(TierSize(tier, len(plans[tier.id].layers)))
    return [
        Outline(one, customers[one.customer_id], countries.get(one.customer_id, ""), tuple(sizes[one.id]))
        for one in schedules
    ]


async def list_tiers(reads: Reads, caller: Caller, *, schedule_id: ScheduleId | None = None, cut: Cut) -> Page[Tier]:
    """Tiers the caller may see."""
    return await reads.tier_page(customers=visible_customers(caller), schedule_id=schedule_id, cut=cut)


async def schedule_plans(
    reads: Reads, caller: Caller, id: ScheduleId
) -> tuple[Schedule, Customer, tuple[TierPlan, ...]]:
    """A schedule, its customer, and what decides who is on call at each of its tiers, by number. Raises NotFound."""
    schedule = await find_schedule(reads, caller, id)
    return schedule, await reads.customer(schedule.customer_id), await reads.tier_plans(id)


async def past_plans(reads: Reads, caller: Caller, id: ScheduleId) -> tuple[TierPlan, ...]:
    """What decided who was on call at each tier that a schedule has or had, by number. Raises NotFound."""
    await find_schedule(reads, caller, id)
    return await reads.ever.tier_plans(id)


async def add_schedule(writes: Writes, caller: Caller, wish: ScheduleWish, now: int) -> tuple[Schedule, Customer]:
    """Make a schedule and its tier 1. Raises Forbidden, Invalid, Taken."""
    check_role(caller, Role.MANAGER, "making schedules")
    customer, problems = await _customer(writes, caller, wish)
    problems += text_problems(Schedule, wish)
    if problems or customer is None or wish.name is None:
        raise Invalid(problems)
    schedule = Schedule(
        provider_id=writes.provider_id,
        id=ScheduleId(await writes.new_id(Schedule)),
        customer_id=customer.id,
        name=wish.name,
        default_email=_said(wish.default_email, None),
        default_phone=_said(wish.default_phone, None),
        created_at=now,
        updated_at=now,
        created_by=caller.account.id,
        updated_by=caller.account.id,
    )
    await writes.save(schedule)
    await writes.save(await new_tier(writes, schedule, 1, now))
    return schedule, customer


async def change_schedule(
    writes: Writes, caller: Caller, id: ScheduleId, wish: ScheduleWish, now: int
) -> tuple[Schedule, Customer]:
    """Change a schedule. Raises NotFound, Forbidden, Invalid, Taken."""
    await find_schedule(writes, caller, id)
    check_role(caller, Role.MANAGER, "changing schedules")
    customer, problems = await _customer(writes, caller, wish)
    old = await locked_schedule(writes, caller, id)
    problems += text_problems(Schedule, wish, old)
    if customer is not None and customer.id != old.customer_id:
        problems += await _moving_problems(writes, old, customer)
    if problems or customer is None or wish.name is None:
        raise Invalid(problems)
    schedule = msgspec.structs.replace(
        old,
        customer_id=customer.id,
        name=wish.name,
        default_email=_said(wish.default_email, old.default_email),
        default_phone=_said(wish.default_phone, old.default_phone),
        updated_at=now,
        updated_by=caller.account.id,
    )
    await writes.save(schedule)
    return schedule, customer


async def new_tier(writes: Writes, schedule: Schedule, number: int, now: int) -> Tier:
    """A tier with an id of its own, not saved yet."""
    return Tier(
        provider_id=writes.provider_id,
        id=TierId(await writes.new_id(Tier)),
        schedule_id=schedule.id,
        number=number,
        created_at=now,
        updated_at=now,
    )


def _said(wished: Said, otherwise: str | None) -> str | None:
    return otherwise if isinstance(wished, msgspec.UnsetType) else wished


async def _customer(reads: Reads, caller: Caller, wish: ScheduleWish) -> tuple[Customer | None, list[Problem]]:
    problems = list(wish.problems)
    if wish.customer is None:
        return None, problems
    named = [one for one in await reads.customers() if sees(caller, one.id) and wish.customer in (one.id, one.name)]
    if len(named) == 1 and not (await reads.held(Customer, [named[0].id]))[named[0].id].has_ended:
        return named[0], problems
    return None, [*problems, ("customer", Unknown("customer", wish.customer))]


async def _moving_problems(reads: Reads, schedule: Schedule, customer: Customer) -> list[Problem]:
    """What is wrong with a schedule's going to another customer, whose people would read about all whom it names."""
    named = {id for plan in await reads.ever.tier_plans(schedule.id) for id in plan.named}
    known = await reads.held(Contact, named)
    strangers = sorted(
        one.id for one in known.values() if one.customer_id not in (customer.id, CustomerId(reads.provider_id))
    )
    if not strangers:
        return []
    ids = ", ".join(map(str, strangers))
    return [("customer", f"It names, or named, contacts that are not of this customer or the provider: {ids}.")]
