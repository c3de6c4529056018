"""Customers and their contacts: who can be on call, for whom."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

import msgspec

from watchbill import engine
from watchbill.domain.access import Caller, check_role, check_sees, sees, visible_customers
from watchbill.domain.errors import Conflict, Forbidden, Invalid, NotFound, Problem, Unfit, Unknown
from watchbill.domain.ids import add_new
from watchbill.domain.memberships import leave_all, lock_groups_of
from watchbill.domain.model import Author, Contact, ContactId, Customer, CustomerId, Role, RosterId, RosterPlan, TierId
from watchbill.domain.phones import country_fault
from watchbill.domain.ports import Cut, NamedPlace, Page, Reads, Store, Writes
from watchbill.domain.profile import profile_problems, profile_with
from watchbill.domain.rules import check_line, check_texts, text_problems
from watchbill.domain.search import is_in


class CustomerTree(msgspec.Struct, frozen=True, kw_only=True):
    """A customer and those directly below it."""

    customer: Customer
    children: tuple[Customer, ...]


class ContactWish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants a contact to be: a field that is None stays as it is (or takes its default).

    `id` is one that is brought along by a new contact; of `profile` the fields that are not told stay.
    """

    id: ContactId | None = None
    customer_id: CustomerId | None = None
    login_name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    mobile: str | None = None
    tz: str | None = None
    is_active: bool | None = None
    profile: Mapping[str, Any] = {}
    problems: tuple[Problem, ...] = ()


# ── customers ────────────────────────────────────────────────────────────────────────────────────────────────────


async def customer_tree(reads: Reads, caller: Caller) -> CustomerTree:
    """The top of what the caller may see: the provider with its customers, or the caller's own customer alone."""
    if not caller.sees_all:
        return CustomerTree(customer=await reads.customer(caller.customer_id), children=())
    root, *children = await reads.customers()
    return CustomerTree(customer=root, children=tuple(children))


async def list_customers(
    reads: Reads, caller: Caller, search: str = "", *, has_ended: bool = False
) -> tuple[Customer, ...]:
    """The customers that the caller sees: the provider first, then by name. `search` looks in the name.

    Only those that have ended, to be asked of `ever`, with `has_ended`.
    """
    known = await reads.customers() if caller.sees_all else (await reads.customer(caller.customer_id),)
    return tuple(one for one in known if is_in(search, one.name) and (one.has_ended or not has_ended))


async def find_customer(reads: Reads, caller: Caller, id: CustomerId) -> Customer:
    """The customer. Raises NotFound, also for one that the caller may not see."""
    check_sees(caller, id, "customer", id)
    return await reads.customer(id)


def founding(store: Store, name: str, now: int, by: Author) -> AbstractAsyncContextManager[Writes]:
    """Write into the first provider, which is its own root customer and is made by the same transaction.

    Raises Invalid, or Conflict for one that is not the first.
    """
    check_line("name", name)
    return store.founding(name, now, by, is_first=True)


async def is_customer(reads: Reads, id: CustomerId) -> bool:
    """Whether there is such a customer; in a block of writes it does not end meanwhile."""
    found = await reads.held(Customer, [id])
    return id in found and not found[id].has_ended


async def countries_of(reads: Reads) -> dict[CustomerId, str]:
    """In which country each customer's numbers are dialled: its own, else the provider's; "" where none is known."""
    root, *others = await reads.customers()
    return {one.id: one.country or root.country for one in (root, *others)}


async def add_customer(
    writes: Writes,
    caller: Caller,
    name: str,
    now: int,
    *,
    id: CustomerId | None = None,
    country: str = "",
    profile: Mapping[str, Any] = {},
) -> Customer:
    """Make a customer of the provider; `id` is one that is brought along. Raises Forbidden, Invalid, Taken."""
    check_role(caller, Role.ADMIN, "making customers")
    if not caller.sees_all:
        raise Forbidden("making customers")
    _check_country(country)
    customer = Customer(
        provider_id=writes.provider_id,
        id=CustomerId(await writes.new_id(Customer)) if id is None else id,
        parent_id=CustomerId(writes.provider_id),
        name=name,
        country=country,
        ordinal=await writes.new_ordinal(),
        created_at=now,
        updated_at=now,
    )
    check_texts(customer, told=profile)
    customer = msgspec.structs.replace(customer, profile=profile_with("", profile))
    await add_new(writes, customer, is_brought=id is not None)
    return customer


async def change_customer(
    writes: Writes,
    caller: Caller,
    id: CustomerId,
    *,
    name: str | None = None,
    country: str | None = None,
    is_active: bool | None = None,
    profile: Mapping[str, Any] = {},
    now: int,
) -> Customer:
    """Rename a customer, say in which country it is, switch it on or off, or tell some fields of its profile anew.

    Raises NotFound, Forbidden, Invalid, Taken, Conflict for the provider and for one that was terminated.
    """
    old = await find_customer(writes, caller, id)
    check_role(caller, Role.ADMIN, "changing customers")
    if is_active is not None and not caller.sees_all:
        raise Forbidden("switching customers on or off")
    if is_active is False and old.parent_id is None:
        raise Conflict("The provider itself cannot be switched off.")
    old = await writes.lock(Customer, id)
    if is_active and old.terminated_at is not None:
        raise Conflict(f"{old.name} was terminated, and cannot be switched on again.")
    customer = msgspec.structs.replace(
        old,
        name=old.name if name is None else name,
        country=old.country if country is None else country,
        is_active=old.is_active if is_active is None else is_active,
        updated_at=now,
    )
    check_texts(customer, old, profile)
    _check_country(customer.country)
    customer = msgspec.structs.replace(customer, profile=profile_with(old.profile, profile))
    await writes.save(customer)
    return customer


async def activate_customer(writes: Writes, caller: Caller, id: CustomerId, now: int) -> Customer:
    """Switch a customer on. Raises NotFound, Forbidden, Conflict for one that was terminated."""
    return await change_customer(writes, caller, id, is_active=True, now=now)


async def deactivate_customer(writes: Writes, caller: Caller, id: CustomerId, now: int) -> Customer:
    """Switch a customer off until it is switched on again. Raises NotFound, Forbidden, Conflict for the provider."""
    return await change_customer(writes, caller, id, is_active=False, now=now)


async def terminate_customer(writes: Writes, caller: Caller, id: CustomerId, now: int) -> Customer:
    """Switch a customer off for good; all that it has stays. Raises NotFound, Forbidden, Conflict for the provider."""
    customer = await deactivate_customer(writes, caller, id, now)
    terminated = msgspec.structs.replace(customer, terminated_at=customer.terminated_at or now)
    await writes.save(terminated)
    return terminated


async def administer_customer(
    writes: Writes,
    caller: Caller,
    id: CustomerId,
    *,
    name: str | None = None,
    country: str | None = None,
    is_active: bool | None = None,
    now: int,
) -> Customer:
    """The same, for the provider's admins alone."""
    await find_customer(writes, caller, id)
    if not caller.sees_all:
        raise Forbidden("changing customers")
    return await change_customer(writes, caller, id, name=name, country=country, is_active=is_active, now=now)


def _check_country(country: str) -> None:
    if (reason := country_fault(country)) is not None:
        raise Invalid([("country", reason)])


# ── contacts ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def list_contacts(
    reads: Reads,
    caller: Caller,
    *,
    customer_id: CustomerId | None = None,
    is_active: bool | None = None,
    is_terminated: bool | None = None,
    search: str = "",
    fields: tuple[tuple[str, str | int], ...] = (),
    times: Mapping[str, int] = {},
    cut: Cut,
) -> Page[Contact]:
    """Contacts the caller may see; another's customer has none. `fields` and `times` are those of `contact_page`."""
    customers = visible_customers(caller)
    if customer_id is not None:
        customers = (customer_id,) if sees(caller, customer_id) else ()
    return await reads.contact_page(
        customers=customers,
        is_active=is_active,
        is_terminated=is_terminated,
        search=search,
        fields=fields,
        times=times,
        cut=cut,
    )


async def find_contact(reads: Reads, caller: Caller, id: ContactId) -> Contact:
    """The contact. Raises NotFound, also for one that the caller may not see."""
    contact = await reads.contact(id)
    check_sees(caller, contact.customer_id, "contact", id)
    return contact


async def add_contact(writes: Writes, caller: Caller, wish: ContactWish, now: int) -> Contact:
    """Make a contact. Raises Forbidden, Invalid."""
    check_role(caller, Role.MANAGER, "making contacts")
    problems = [*wish.problems, *text_problems(Contact, wish), *profile_problems(wish.profile)]
    problems += await _customer_problems(writes, caller, wish.customer_id)
    if problems or wish.customer_id is None or wish.first_name is None:
        raise Invalid(problems)
    contact = Contact(
        provider_id=writes.provider_id,
        id=ContactId(await writes.new_id(Contact)) if wish.id is None else wish.id,
        customer_id=wish.customer_id,
        login_name=wish.login_name or "",
        first_name=wish.first_name,
        last_name=wish.last_name or "",
        email=wish.email or "",
        phone=wish.phone or "",
        mobile=wish.mobile or "",
        tz=wish.tz or "",
        is_active=wish.is_active is not False,
        profile=profile_with("", wish.profile),
        ordinal=await writes.new_ordinal(),
        created_at=now,
        updated_at=now,
    )
    await add_new(writes, contact, is_brought=wish.id is not None)
    return contact


async def change_contact(writes: Writes, caller: Caller, id: ContactId, wish: ContactWish, now: int) -> Contact:
    """Change a contact. Who is switched off leaves the groups that they are in.

    Raises NotFound, Forbidden, Invalid, or Conflict with the rules that still need them, and for switching on who was
    terminated.
    """
    old = await find_contact(writes, caller, id)
    check_role(caller, Role.MANAGER, "changing contacts")
    await writes.held(Customer, [old.customer_id, *([wish.customer_id] if wish.customer_id else [])])
    problems = [*wish.problems, *text_problems(Contact, wish, old), *profile_problems(wish.profile)]
    problems += await _customer_problems(writes, caller, wish.customer_id)
    if problems:
        raise Invalid(problems)
    groups = await lock_groups_of(writes, id) if wish.is_active is False else ()
    # Who names them meanwhile waits, and then sees that they are switched off.
    old = await writes.lock(Contact, id)
    if old.erased_at is not None:
        raise Conflict("Who this was is erased: it stays as it is.")
    wished = {
        name: value
        for name in wish.__struct_fields__
        if name not in ("id", "profile", "problems") and (value := getattr(wish, name)) is not None
    }
    profile = profile_with(old.profile, wish.profile)
    contact = msgspec.structs.replace(old, **wished, profile=profile, updated_at=now)
    if contact.is_active and old.terminated_at is not None:
        raise Conflict(f"{old.full_name} was terminated, and cannot be switched on again.")
    if contact.customer_id not in (old.customer_id, writes.provider_id):
        await _check_unnamed(writes, id, now)
        await _check_past(writes, contact)
    if old.is_active and not contact.is_active:
        await _check_dispensable(writes, id, now)
        await leave_all(writes, id, groups, now)
    await writes.save(contact)
    return contact


async def terminate_contact(writes: Writes, caller: Caller, id: ContactId, now: int) -> Contact:
    """Switch a contact off for good; the past keeps its name. Raises what switching off raises."""
    contact = await deactivate_contact(writes, caller, id, now)
    terminated = msgspec.structs.replace(contact, terminated_at=contact.terminated_at or now)
    await writes.save(terminated)
    return terminated


async def activate_contact(writes: Writes, caller: Caller, id: ContactId, now: int) -> Contact:
    """Switch a contact on. Raises NotFound, Forbidden, Conflict for one who was terminated."""
    return await change_contact(writes, caller, id, ContactWish(is_active=True), now)


async def deactivate_contact(writes: Writes, caller: Caller, id: ContactId, now: int) -> Contact:
    """Switch a contact off; the past keeps its name. Raises NotFound, Forbidden, Conflict with what names it."""
    return await change_contact(writes, caller, id, ContactWish(is_active=False), now)


async def unfit_contacts(reads: Reads, customer_id: CustomerId, ids: Iterable[ContactId]) -> dict[ContactId, str]:
    """Why contacts may not be put on call for a customer, by id; those that may are left out.

    Fit is an active contact of the customer itself or of the provider. In a block of writes they stay as they are.
    """
    wanted = set(ids)
    known = await reads.held(Contact, wanted)
    unfit: dict[ContactId, str] = {}
    for id in sorted(wanted):
        contact = known.get(id)
        if contact is None or contact.has_ended or contact.customer_id not in (customer_id, reads.provider_id):
            unfit[id] = Unknown("contact", id)
        elif not contact.is_active:
            unfit[id] = Unfit("contact", id, f"({contact.full_name}) is not active.")
    return unfit


async def hidden_from(
    reads: Reads, caller: Caller, ids: Iterable[ContactId], named_there: Collection[ContactId] = ()
) -> dict[ContactId, str]:
    """Those whom a caller may not name because they may not read about them, told like those that are not there.

    Whoever is named there already may be named again: the caller reads about them anyway, and a list that is sent back
    as it was read must not be refused.
    """
    if caller.sees_all:
        return {}
    known = await reads.contacts(set(ids).difference(named_there))
    return {id: Unknown("contact", id) for id, one in known.items() if not sees(caller, one.customer_id)}


async def _customer_problems(reads: Reads, caller: Caller, customer_id: CustomerId | None) -> Sequence[Problem]:
    if customer_id is None:
        return ()
    try:
        await find_customer(reads, caller, customer_id)
    except NotFound:
        return (("customer", Unknown("customer", customer_id)),)
    return ()


async def _check_unnamed(writes: Writes, id: ContactId, now: int) -> None:
    places: tuple[NamedPlace, ...] = await writes.places_naming(id, now=now)
    if places:
        raise Conflict("This contact is still named by schedules or rosters.", places)


async def _check_past(writes: Writes, moved: Contact) -> None:
    """Raises Invalid where rules of the past, elsewhere than at their new customer, name a contact.

    Who reads these would read on what the contact is called and how to reach them. The provider's schedules are read
    by those alone who see everybody, its rosters by everybody.
    """
    places = await writes.ever.places_ever_naming([moved.id], start=engine.BEGINNING, end=engine.FOREVER)
    tiers = await writes.tier_plans_among([TierId(id) for id in places if isinstance(id, int)])
    rosters = await writes.roster_plans([RosterId(id) for id in places if isinstance(id, str)])
    theirs = (moved.customer_id, CustomerId(writes.provider_id))
    named = [one.schedule.name for one in tiers.values() if one.schedule.customer_id not in theirs]
    named += [one.roster.name for one in rosters.values() if one.roster.customer_id != moved.customer_id]
    if named:
        names = ", ".join(dict.fromkeys(named))
        raise Invalid([("customer", f"The past of others, who would go on reading about them, names them: {names}.")])


async def _check_dispensable(writes: Writes, id: ContactId, now: int) -> None:
    """Raises Conflict where rules name a contact, or a group that would have nobody without them."""
    named = [one for one in await writes.places_naming(id, now=now) if one.kind != "group"]
    over = await _rosters_over(writes, id, [RosterId(str(one.id)) for one in named if one.kind == "roster"], now)
    if places := tuple(one for one in named if one.id not in over):
        raise Conflict("This contact is still named by schedules or rosters.", places)
    groups = await writes.groups_left_empty_by(id)
    if groups:
        raise Conflict("This contact is the last active one of a group that rosters name.", groups)


async def _rosters_over(writes: Writes, id: ContactId, rosters: Sequence[RosterId], now: int) -> set[RosterId]:
    """Of rosters whose rules name a contact those in which all such shifts are over."""
    plans = await writes.roster_plans(rosters)

    def goes_on(plan: RosterPlan) -> bool:
        mine, tz = [one.schedule for one in plan.current.shifts if id in one.contacts], plan.current.tz
        at_present = engine.Span(now, now + 1)
        return any(engine.occurrences(one, tz, at_present) or engine.next_occurrence(one, tz, now) for one in mine)

    return {roster for roster, plan in plans.items() if not goes_on(plan)}
