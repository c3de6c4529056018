"""Rosters: shift rules in force together, at the provider or at one of its customers."""

import uuid
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

import msgspec

from watchbill import engine
from watchbill.domain.access import Caller, check_role, check_sees, sees, visible_customers
from watchbill.domain.contacts import find_customer, hidden_from, is_customer
from watchbill.domain.errors import Forbidden, Gone, Invalid, NotFound, Problem, Unknown
from watchbill.domain.groups import unfit_people
from watchbill.domain.ids import add_new
from watchbill.domain.model import (
    Contact,
    ContactId,
    Customer,
    CustomerId,
    Group,
    GroupId,
    Role,
    Roster,
    RosterId,
    RosterPlan,
    RosterRevision,
    RosterShift,
)
from watchbill.domain.ports import Cut, Page, Reads, Writes
from watchbill.domain.readings import ReadingName, shifts_with_readings
from watchbill.domain.rules import placed, shift_problems, text_problems

_EPOCH_ON: Final = 719_163  # date(1970, 1, 1).toordinal()


class RosterWish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants a roster to be.

    A shift whose id is empty is new. Where `problems` says what could not be read, the rest holds what could: it is
    never carried out, only checked as well, so that everything wrong is told at once. `id` and the ids of shifts that
    are not in `kept` are brought along by a new roster: they are its own where nothing else has or had them.
    """

    id: RosterId | None = None
    name: str
    description: str = ""
    tz: str
    shifts: tuple[RosterShift, ...]
    kept: tuple[tuple[str, str], ...] = ()
    """Each shift id that is to be kept, with the path of the field that names it."""
    named: tuple[tuple[str, ContactId], ...] = ()
    named_groups: tuple[tuple[str, GroupId], ...] = ()
    instants: frozenset[tuple[str, ReadingName]] = frozenset()
    """The readings that are said to be none, by the id of the shift; of which nothing is said may be kept."""
    places: tuple[str, ...] | None = None
    """Where each shift stands in the request; None: as in `shifts[0]`."""
    problems: tuple[Problem, ...] = ()


class RosterPeople(msgspec.Struct, frozen=True, kw_only=True):
    """The people and groups that rosters name, by id."""

    contacts: dict[ContactId, Contact]
    groups: dict[GroupId, Group]


async def find_tenant(reads: Reads, caller: Caller, customer_id: CustomerId, *, is_partner: bool) -> Customer:
    """The customer that an address names. Raises NotFound for an unknown one or another's, Gone if switched off."""
    check_sees(caller, customer_id, "tenant", customer_id)
    customer = await reads.customer(customer_id)
    if (customer.parent_id is None) != is_partner:
        raise NotFound("tenant", customer_id)
    if not customer.is_active:
        raise Gone("tenant", customer_id)
    return customer


async def find_roster(reads: Reads, caller: Caller, tenant: Customer, id: RosterId) -> RosterPlan:
    """The roster with its rules, as the tenant sees it: its own, the provider's, and for the provider its customers'.

    Raises NotFound, also for what the caller may not see.
    """
    plan = await reads.roster_plan(id)
    owner, provider = plan.roster.customer_id, CustomerId(reads.provider_id)
    if owner != provider and not (sees(caller, owner) and tenant.id in (owner, provider)):
        raise NotFound("roster", id)
    return plan


async def search_rosters(reads: Reads, tenant: Customer, *, name: str | None, all_list: bool, cut: Cut) -> Page[Roster]:
    """A tenant's rosters; with `all_list` also those of its customers, or those that the provider shares with it."""
    customers: tuple[CustomerId, ...] | None = (tenant.id,)
    if all_list:
        customers = None if tenant.parent_id is None else (tenant.id, tenant.parent_id)
    return await reads.roster_page(customers=customers, name=name, cut=cut)


async def list_rosters(
    reads: Reads,
    caller: Caller,
    *,
    customer_id: CustomerId | None = None,
    search: str = "",
    has_ended: bool = False,
    cut: Cut,
) -> Page[Roster]:
    """Rosters the caller may see: of their customers, and those that the provider shares with everybody.

    Only those that have ended, to be asked of `ever`, with `has_ended`.
    """
    provider = CustomerId(reads.provider_id)
    customers = visible_customers(caller)
    customers = None if customers is None else (*customers, provider)
    if customer_id is not None:
        customers = (customer_id,) if sees(caller, customer_id) or customer_id == provider else ()
    return await reads.roster_page(customers=customers, name=None, search=search, has_ended=has_ended, cut=cut)


async def people_of(reads: Reads, *plans: RosterPlan) -> RosterPeople:
    """Everybody whom the plans name, now or in the past, and their groups."""
    shifts = [shift for plan in plans for revision in plan.revisions for shift in revision.shifts]
    contact_ids = {id for shift in shifts for id in shift.contacts}
    contact_ids |= {one.contact_id for plan in plans for one in plan.memberships}
    return RosterPeople(
        contacts=await reads.contacts(contact_ids),
        groups=await reads.groups({id for shift in shifts for id in shift.groups}),
    )


def named_now(plan: RosterPlan) -> set[ContactId]:
    """Whom the rules in force name, by themselves or as members that a group has now."""
    groups = {group for shift in plan.current.shifts for group in shift.groups}
    members = {one.contact_id for one in plan.memberships if one.group_id in groups and one.left_at is None}
    return members | {id for shift in plan.current.shifts for id in shift.contacts}


async def current_people(reads: Reads, *plans: RosterPlan) -> RosterPeople:
    """Everybody whom the plans name now, and their groups."""
    groups = {group for plan in plans for shift in plan.current.shifts for group in shift.groups}
    return RosterPeople(
        contacts=await reads.contacts(set[ContactId]().union(*map(named_now, plans))), groups=await reads.groups(groups)
    )


def as_it_is(plan: RosterPlan) -> RosterWish:
    """The wish that a roster stay as it is, to be changed field by field."""
    roster, current = plan.roster, plan.current
    return RosterWish(name=roster.name, description=roster.description, tz=current.tz, shifts=current.shifts)


def unread(wish: RosterWish) -> RosterWish:
    """The wish without what clocks of its zone read: its instants alone."""
    shifts = (msgspec.structs.replace(one, start_reading=None, end_reading=None) for one in wish.shifts)
    return msgspec.structs.replace(wish, shifts=tuple(shifts))


def anchored(wish: RosterWish, old: RosterWish | None = None) -> RosterWish:
    """The wish with an instant that each recurring shift starts from: the first start on its date, or the one that the
    shift had before while date and zone stay."""
    kept = {shift.id: shift for shift in old.shifts} if old is not None and old.tz == wish.tz else {}
    shifts = (msgspec.structs.replace(one, anchor_at=_anchor(one, kept.get(one.id), wish.tz)) for one in wish.shifts)
    return msgspec.structs.replace(wish, shifts=tuple(shifts))


def _anchor(shift: RosterShift, old: RosterShift | None, tz: str) -> int | None:
    schedule, before = shift.schedule, None if old is None else old.schedule
    if isinstance(schedule, engine.OneTime):
        return None
    if old is not None and isinstance(before, engine.Recurring) and before.anchor_on == schedule.anchor_on:
        return old.anchor_at
    return engine.zone(tz).instant((schedule.anchor_on - _EPOCH_ON) * 86_400 + schedule.start_time)


def weeks_kept(wish: RosterWish, old: Iterable[RosterShift]) -> RosterWish:
    """The wish, in which the weeks of every shift that stays, and does not say where they start, start where they did.

    A program that has never heard of it must not move weeks that it only sends back.
    """
    kept = {shift.id: shift.schedule for shift in old}
    shifts = (msgspec.structs.replace(one, schedule=_weeks_as(one.schedule, kept.get(one.id))) for one in wish.shifts)
    return msgspec.structs.replace(wish, shifts=tuple(shifts))


def _weeks_as(schedule: engine.Schedule, old: engine.Schedule | None) -> engine.Schedule:
    match schedule, old:
        case (
            engine.Recurring(pattern=engine.Weekly(week_start=None) as pattern),
            engine.Recurring(pattern=engine.Weekly(week_start=int(week_start))),
        ):
            pattern = msgspec.structs.replace(pattern, week_start=week_start)
            return msgspec.structs.replace(schedule, pattern=pattern)
        case _:
            return schedule


async def add_roster(writes: Writes, caller: Caller, tenant: Customer, wish: RosterWish, now: int) -> RosterPlan:
    """Make a roster of the tenant. Raises Forbidden, Invalid, Taken."""
    check_role(caller, Role.MANAGER, "making rosters")
    if not await is_customer(writes, tenant.id):
        raise NotFound("customer", tenant.id)
    await check_wish(writes, caller, tenant, wish)
    roster = Roster(
        provider_id=writes.provider_id,
        id=wish.id or _new_id(),
        customer_id=tenant.id,
        name=wish.name,
        description=wish.description,
        ordinal=await writes.new_ordinal(),
        created_at=now,
    )
    # A roster that was read is made anew under another name, with all that was read.
    if wish.id is None or not await writes.add(roster):
        roster = msgspec.structs.replace(roster, id=_new_id())
        await add_new(writes, roster, is_brought=False)
    free = await writes.claim_shift_ids(roster.id, (shift.id for shift in wish.shifts if shift.id))
    shifts = (shift if shift.id in free else msgspec.structs.replace(shift, id="") for shift in wish.shifts)
    wish = msgspec.structs.replace(wish, shifts=tuple(shifts))
    await writes.save(new_revision(roster, wish, (), caller, now))
    return await writes.roster_plan(roster.id)


def _new_id() -> RosterId:
    return RosterId(f"ES-{uuid.uuid4()}")


async def add_roster_of(
    writes: Writes, caller: Caller, customer_id: CustomerId, wish: RosterWish, now: int
) -> RosterPlan:
    """Make a roster of a customer. Raises Forbidden, Invalid, Taken."""
    check_role(caller, Role.MANAGER, "making rosters")
    return await add_roster(writes, caller, await owner_of(writes, caller, customer_id), wish, now)


async def owner_of(reads: Reads, caller: Caller, customer_id: CustomerId) -> Customer:
    """The customer whose a new roster would be. Raises Invalid for an unknown one, another's, or one switched off."""
    try:
        customer = await find_customer(reads, caller, customer_id)
    except NotFound:
        raise Invalid([("customer", Unknown("customer", customer_id))]) from None
    if not customer.is_active:
        raise Invalid([("customer", f"Customer {customer.id} ({customer.name}) is not active.")])
    return customer


Check = Callable[[RosterPlan], Awaitable[None]]
"""Looks at a roster that nobody else changes any more, and raises where it is not as it has to be for a change."""


async def rewrite_roster(
    writes: Writes, caller: Caller, plan: RosterPlan, wish: RosterWish, now: int, check: Check | None = None
) -> RosterPlan:
    """Replace a roster as a whole: shifts named by id stay themselves, the others go. What happened stays as it was.

    Raises Forbidden, Invalid, Taken.
    """
    check_may_change(caller, plan)
    await hold_people(writes, (id for _, id in wish.named), (id for _, id in wish.named_groups))
    plan = await locked_roster(writes, plan, check)
    await check_wish(writes, caller, plan.customer, wish, plan)
    await writes.save(
        msgspec.structs.replace(plan.roster, name=wish.name, description=wish.description, updated_at=now)
    )
    revision = new_revision(plan.roster, wish, plan.revisions, caller, now)
    if (revision.tz, revision.shifts) != (plan.current.tz, plan.current.shifts):
        await writes.save(revision)
    return await writes.roster_plan(plan.roster.id)


async def hold_people(writes: Writes, people: Iterable[ContactId], groups: Iterable[GroupId]) -> None:
    """Keep whom rules are to name as they are: before the roster is locked, which whoever changes those locks last."""
    await writes.held(Group, groups)
    await writes.held(Contact, people)


async def locked_roster(writes: Writes, plan: RosterPlan, check: Check | None = None) -> RosterPlan:
    """The roster as it stands now, which nobody else changes or ends meanwhile. Raises NotFound."""
    await writes.lock(Roster, plan.roster.id)
    standing = await writes.roster_plan(plan.roster.id)
    if check is not None:
        await check(standing)
    return standing


def roster_duty(plan: RosterPlan, at: int) -> engine.RosterDuty:
    """Who is on call by a roster at an instant, by which shifts, and when that changes."""
    return engine.roster_duty_at(plan.rules, at)


def roster_timeline(plan: RosterPlan, window: engine.Span) -> list[engine.RosterShift]:
    """The occurrences in a window, each with its people, by the rules in force at each moment."""
    return engine.roster_timeline(plan.rules, window)


def check_may_change(caller: Caller, plan: RosterPlan) -> None:
    """Raises Forbidden for who may read a roster and no more, as customers may those that the provider shares."""
    check_role(caller, Role.MANAGER, "changing rosters")
    if not sees(caller, plan.roster.customer_id):
        raise Forbidden("changing the provider's rosters")


async def check_wish(
    reads: Reads, caller: Caller, owner: Customer, wish: RosterWish, plan: RosterPlan | None = None
) -> None:
    """Raises Invalid with everything that is wrong with a wish, for a new roster or for one that there is."""
    standing = () if plan is None else plan.current.shifts
    known = {shift.id for shift in standing}
    problems = [*wish.problems, *text_problems(Roster, wish, None if plan is None else plan.roster)]
    places = wish.places or tuple(f"shifts[{place}]" for place in range(len(wish.shifts)))
    problems += placed(shift_problems(wish.shifts, standing), places, wish.problems)
    problems += [(path, f"The roster has no shift {id}.") for path, id in wish.kept if id not in known]
    groups = await reads.held(Group, {id for _, id in wish.named_groups})
    ids, named = {id for _, id in wish.named}, set() if plan is None else plan.named
    unfit = await unfit_people(reads, owner.id, ids) | await hidden_from(reads, caller, ids, named)
    problems += [(path, unfit[id]) for path, id in wish.named if id in unfit]
    fit = {id for id, one in groups.items() if one.customer_id == owner.id and not one.has_ended}
    if not sees(caller, owner.id):
        fit &= set() if plan is None else plan.named_groups
    problems += [(path, Unknown("group", id)) for path, id in wish.named_groups if id not in fit]
    if problems:
        raise Invalid(problems)


def new_revision(
    roster: Roster, wish: RosterWish, revisions: tuple[RosterRevision, ...], caller: Caller, now: int
) -> RosterRevision:
    """The revision that a wish makes: the first one counts from ever, all later ones from now on."""
    return RosterRevision(
        provider_id=roster.provider_id,
        roster_id=roster.id,
        number=len(revisions) + 1,
        counts_from=max(now, revisions[-1].counts_from or now) if revisions else None,
        saved_at=now,
        saved_by=caller.account.id,
        tz=wish.tz,
        shifts=tuple(
            shift if shift.id else msgspec.structs.replace(shift, id=f"ESD-{uuid.uuid4()}")
            for shift in shifts_with_readings(wish.shifts, wish.tz, revisions[-1] if revisions else None, wish.instants)
        ),
    )
