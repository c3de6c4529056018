"""Groups of contacts that rosters name together; who is in one is dated, so that the past keeps its people."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from watchbill.domain.access import Caller, check_role, check_sees, sees, visible_customers
from watchbill.domain.contacts import hidden_from, is_customer, unfit_contacts
from watchbill.domain.errors import Invalid, Problem, Unfit, Unknown
from watchbill.domain.ids import add_new
from watchbill.domain.memberships import join, leave
from watchbill.domain.model import Contact, ContactId, Customer, CustomerId, Group, GroupId, Role
from watchbill.domain.ports import Cut, Page, Reads, Writes
from watchbill.domain.profile import profile_problems, profile_with
from watchbill.domain.rules import text_problems
from watchbill.domain.search import is_in, plain


class GroupWish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants a group to be: a field that is None stays as it is (or takes its default).

    `members` are all who shall be in it, each with its field's path; `id` is one that is brought along by a new group;
    of `profile` the fields that are not told stay.
    """

    id: GroupId | None = None
    name: str | None = None
    description: str | None = None
    email: str | None = None
    members: tuple[tuple[str, ContactId], ...] | None = None
    profile: Mapping[str, Any] = {}
    problems: tuple[Problem, ...] = ()


async def list_groups(reads: Reads, caller: Caller, customer_id: CustomerId, cut: Cut) -> Page[Group]:
    """A customer's groups. Raises NotFound for a customer the caller may not see."""
    check_sees(caller, customer_id, "customer", customer_id)
    return await reads.group_page(customers=(customer_id,), cut=cut)


async def search_groups(
    reads: Reads,
    caller: Caller,
    *,
    customer_id: CustomerId | None = None,
    search: str = "",
    has_ended: bool = False,
) -> tuple[Group, ...]:
    """The groups that the caller sees, by name; of a customer that they do not see none. `search` looks in the name.

    Only those that have ended, to be asked of `ever`, with `has_ended`.
    """
    customers = visible_customers(caller)
    if customer_id is not None:
        customers = (customer_id,) if sees(caller, customer_id) else ()
    page = await reads.group_page(customers=customers, cut=Cut(order=("name",)))
    return tuple(one for one in page.rows if is_in(search, one.name) and (one.has_ended or not has_ended))


async def groups_of(reads: Reads, caller: Caller, ids: Iterable[ContactId]) -> dict[ContactId, tuple[Group, ...]]:
    """The groups that each contact is in now, as far as the caller sees them, by name."""
    ids = tuple(ids)
    standing = await reads.memberships_of(ids)
    known = await reads.groups({one.group_id for one in standing})
    seen = sorted(
        (one for one in known.values() if sees(caller, one.customer_id)), key=lambda one: (plain(one.name), one.id)
    )
    pairs = {(one.contact_id, one.group_id) for one in standing}
    return {id: tuple(one for one in seen if (id, one.id) in pairs) for id in ids}


async def find_group(reads: Reads, caller: Caller, id: GroupId) -> Group:
    """The group. Raises NotFound, also for one that the caller may not see."""
    group = await reads.group(id)
    check_sees(caller, group.customer_id, "group", id)
    return group


async def add_group(writes: Writes, caller: Caller, customer_id: CustomerId, wish: GroupWish, now: int) -> Group:
    """Make a group of a customer. Raises Forbidden, Invalid, Taken."""
    check_role(caller, Role.MANAGER, "making groups")
    problems = [*wish.problems, *text_problems(Group, wish), *profile_problems(wish.profile)]
    if not sees(caller, customer_id) or not await is_customer(writes, customer_id):
        problems.append(("customer", Unknown("customer", customer_id)))
    if problems or wish.name is None:
        raise Invalid(problems)
    group = Group(
        provider_id=writes.provider_id,
        id=GroupId(str(uuid.uuid4())) if wish.id is None else wish.id,
        customer_id=customer_id,
        name=wish.name,
        description=wish.description or "",
        email=wish.email or "",
        profile=profile_with("", wish.profile),
        ordinal=await writes.new_ordinal(),
        created_at=now,
    )
    await add_new(writes, group, is_brought=wish.id is not None)
    await _set_members(writes, caller, group, wish.members or (), now)
    return group


async def change_group(writes: Writes, caller: Caller, id: GroupId, wish: GroupWish, now: int) -> Group:
    """Change what a group is called, and who is in it from `now` on. Raises NotFound, Forbidden, Invalid, Taken."""
    old = await _found_to_change(writes, caller, id)
    if problems := [*wish.problems, *text_problems(Group, wish, old), *profile_problems(wish.profile)]:
        raise Invalid(problems)
    group = msgspec.structs.replace(
        old,
        name=old.name if wish.name is None else wish.name,
        description=old.description if wish.description is None else wish.description,
        email=old.email if wish.email is None else wish.email,
        profile=profile_with(old.profile, wish.profile),
        updated_at=now,
    )
    await writes.save(group)
    if wish.members is not None:
        await _set_members(writes, caller, group, wish.members, now)
    return group


async def members(reads: Reads, group_ids: Iterable[GroupId]) -> dict[GroupId, tuple[Contact, ...]]:
    """Who is in each group now, by contact id; a group without members has an empty tuple."""
    ids = tuple(group_ids)
    current = [one for one in await reads.memberships(ids) if one.left_at is None]
    contacts = await reads.contacts({one.contact_id for one in current})
    return {
        id: tuple(
            contacts[contact_id] for contact_id in sorted({one.contact_id for one in current if one.group_id == id})
        )
        for id in ids
    }


async def add_members(
    writes: Writes, caller: Caller, id: GroupId, named: tuple[tuple[str, ContactId], ...], now: int
) -> Group:
    """Let contacts join a group from `now` on; who is in it already stays. `named` pairs each with its field's path.

    Raises NotFound, Forbidden, Invalid.
    """
    group = await _found_to_change(writes, caller, id)
    standing = {one.contact_id: one for one in await writes.memberships([id]) if one.left_at is None}
    await _check_people(writes, caller, group.customer_id, named, standing)
    await join(writes, id, (contact_id for _, contact_id in named if contact_id not in standing), now)
    return group


async def remove_members(
    writes: Writes, caller: Caller, id: GroupId, contact_ids: Iterable[ContactId], now: int
) -> Group:
    """Let contacts leave a group from `now` on; their time in it stays on record. Raises NotFound, Forbidden."""
    group = await _found_to_change(writes, caller, id)
    leaving = set(contact_ids)
    standing = [one for one in await writes.memberships([id]) if one.left_at is None]
    await leave(writes, [one for one in standing if one.contact_id in leaving], now)
    return group


async def _found_to_change(writes: Writes, caller: Caller, id: GroupId) -> Group:
    """The group, which nobody else changes or ends meanwhile. Raises NotFound, Forbidden."""
    group = await find_group(writes, caller, id)
    check_role(caller, Role.MANAGER, "changing groups")
    await writes.held(Customer, [group.customer_id])
    return await writes.lock(Group, id)


async def _set_members(
    writes: Writes, caller: Caller, group: Group, named: tuple[tuple[str, ContactId], ...], now: int
) -> None:
    """Let exactly these be in a group from `now` on; who is in it already need not fit anew. Raises Invalid."""
    standing = {one.contact_id: one for one in await writes.memberships([group.id]) if one.left_at is None}
    await _check_people(writes, caller, group.customer_id, tuple(one for one in named if one[1] not in standing))
    wanted = dict.fromkeys(contact_id for _, contact_id in named)
    await leave(writes, [one for id, one in standing.items() if id not in wanted], now)
    await join(writes, group.id, (id for id in wanted if id not in standing), now)


async def _check_people(
    reads: Reads,
    caller: Caller,
    customer_id: CustomerId,
    named: tuple[tuple[str, ContactId], ...],
    standing: Collection[ContactId] = (),
) -> None:
    ids = {id for _, id in named}
    unfit = await unfit_people(reads, customer_id, ids) | await hidden_from(reads, caller, ids, standing)
    problems = [(path, unfit[id]) for path, id in named if id in unfit]
    if problems:
        raise Invalid(problems)


async def unfit_people(reads: Reads, customer_id: CustomerId, ids: Iterable[ContactId]) -> dict[ContactId, str]:
    """Why contacts may not be named by a roster or group of a customer, by id; only its own active people may be."""
    wanted = set(ids)
    unfit = await unfit_contacts(reads, customer_id, wanted)
    known = await reads.contacts(wanted)
    strangers = {
        id: Unfit("contact", id, "belongs to another customer.")
        for id in wanted - unfit.keys()
        if known[id].customer_id != customer_id
    }
    return unfit | strangers
