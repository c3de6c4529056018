"""Erasing: what has ended is gone for good, hours and all; and a person's data, of whom only the hours stay.

Each is an admin's act of its own, and whoever does it types the name. The audit log says that it was done.
"""

from collections.abc import Sequence

import msgspec

from watchbill.domain.access import Caller, check_role
from watchbill.domain.accounts import end_sign_ins_of
from watchbill.domain.audit import told
from watchbill.domain.contacts import find_contact, find_customer
from watchbill.domain.endings import check_rules_customers
from watchbill.domain.erased import (
    ERASED,
    account_without,
    contact_without,
    membership_without,
    pieces_of,
    row_without,
    texts_of,
    without,
)
from watchbill.domain.errors import Conflict, Invalid, NotFound
from watchbill.domain.groups import find_group
from watchbill.domain.model import (
    Account,
    AuditRow,
    Contact,
    ContactId,
    Customer,
    CustomerId,
    Group,
    GroupId,
    Lasting,
    Role,
    Roster,
    RosterPlan,
    Schedule,
    ScheduleId,
    Tier,
)
from watchbill.domain.ports import AuditFilter, Cut, NamedPlace, Writes
from watchbill.domain.rosters import check_may_change
from watchbill.domain.schedules import TierRef, find_schedule, find_tier
from watchbill.engine import BEGINNING, FOREVER

# ── places, groups, customers ────────────────────────────────────────────────────────────────────────────────────


async def erase_schedule(writes: Writes, caller: Caller, id: ScheduleId, typed: str) -> None:
    """Erase a schedule that has ended, with its tiers and all hours that were worked there.

    Raises NotFound, Forbidden, Conflict for one that has not ended, Invalid for another name.
    """
    schedule = await find_schedule(writes.ever, caller, id)
    check_role(caller, Role.ADMIN, "erasing schedules")
    await _erase(writes, schedule, schedule.name, typed)


async def erase_tier(writes: Writes, caller: Caller, ref: TierRef, typed: str) -> None:
    """Erase a tier that has ended, named as places are: "Acme NOC, tier 2". Raises as `erase_schedule` does."""
    tier, schedule = await find_tier(writes.ever, caller, ref)
    check_role(caller, Role.ADMIN, "erasing tiers")
    # Whoever brings either back locks the schedule first.
    await (writes.lock_ended if schedule.has_ended else writes.lock)(Schedule, schedule.id)
    await _erase(writes, tier, tier_name(schedule, tier), typed)


def tier_name(schedule: Schedule, tier: Tier) -> str:
    """What is typed to erase a tier."""
    return f"{schedule.name}, tier {tier.number}"


async def erase_roster(writes: Writes, caller: Caller, plan: RosterPlan, typed: str) -> None:
    """Erase a roster that has been found and has ended. Raises as `erase_schedule` does."""
    check_may_change(caller, plan)
    check_role(caller, Role.ADMIN, "erasing rosters")
    await _erase(writes, plan.roster, plan.roster.name, typed)


async def erase_group(writes: Writes, caller: Caller, id: GroupId, typed: str) -> None:
    """Erase a group that has ended. The hours of those who were in it stay: who was in it when is kept for them.

    Raises as `erase_schedule` does.
    """
    group = await find_group(writes.ever, caller, id)
    check_role(caller, Role.ADMIN, "erasing groups")
    await _erase(writes, group, group.name, typed)


async def erase_customer(writes: Writes, caller: Caller, id: CustomerId, typed: str, now: int) -> None:
    """Erase a customer that has ended, with all that it had: places, hours, groups, accounts, and its people's data.

    Raises as `erase_schedule` does, and Conflict where its people worked at places of others, whose hours stay.
    """
    customer = await find_customer(writes.ever, caller, id)
    check_rules_customers(caller, "erasing customers")
    _check_erasable(customer, customer.name, typed)
    await writes.lock_ended(Customer, id)
    cut = Cut(order=("id",))
    people = (await writes.ever.contact_page(customers=(id,), is_active=None, search="", cut=cut)).rows
    await _check_only_here(writes, id, [one.id for one in people])
    accounts = [one for one in await writes.all_accounts() if one.customer_id == id]
    for contact in people:
        await _erase_data(writes, [contact], [one for one in accounts if one.contact_id == contact.id], now)
    ids = {one.id for one in people}
    await _erase_data(writes, [], [one for one in accounts if one.contact_id not in ids], now)
    await writes.delete(customer)


async def _check_only_here(writes: Writes, id: CustomerId, people: Sequence[ContactId]) -> None:
    """Raises Conflict where people of a customer are on record at places of others."""
    ids = await writes.ever.places_ever_naming(people, start=BEGINNING, end=FOREVER)
    tiers = await writes.ever.tier_plans_among([one for one in ids if isinstance(one, int)])
    rosters = await writes.ever.roster_plans([one for one in ids if isinstance(one, str)])
    elsewhere = [
        *(
            NamedPlace(
                kind="layer",
                id=one.tier.id,
                name=tier_name(one.schedule, one.tier),
                schedule_id=one.schedule.id,
                number=one.tier.number,
            )
            for one in tiers.values()
            if one.schedule.customer_id != id
        ),
        *(
            NamedPlace(kind="roster", id=one.roster.id, name=one.roster.name)
            for one in rosters.values()
            if one.roster.customer_id != id
        ),
    ]
    if elsewhere:
        raise Conflict(
            "Its people were on call at places of others, whose hours would go too: erase the people's data alone.",
            elsewhere,
        )


async def _erase(writes: Writes, record: Tier | Schedule | Roster | Group, name: str, typed: str) -> None:
    _check_erasable(record, name, typed)
    await writes.lock_ended(type(record), record.id)
    await writes.delete(record)


def _check_erasable(record: Lasting, name: str, typed: str) -> None:
    if not record.has_ended:
        raise Conflict("Only what has ended is erased: delete it first.")
    _check_typed(name, typed)


def _check_typed(name: str, typed: str) -> None:
    if typed.strip() != name.strip():
        raise Invalid([("name", f"To erase it, give its name as it stands: {name}")])


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def erase_person(writes: Writes, caller: Caller, id: ContactId, typed: str, now: int) -> Contact:
    """Erase who somebody was that is switched off: names, numbers and addresses, wherever they are kept.

    That is in the contact, in the accounts that are this contact, in the audit log, and in the answers that are kept to
    be repeated; their hours stay, as those of "erased". Raises NotFound, Forbidden, Invalid for another name, and
    Conflict for one who can still be put on call or sign in.
    """
    found = await find_contact(writes.ever, caller, id)
    check_role(caller, Role.ADMIN, "erasing people's data")
    _check_typed(found.full_name, typed)
    await writes.held(Customer, [found.customer_id])
    contact = await (writes.lock_ended if found.has_ended else writes.lock)(Contact, id)
    if contact.is_active and not contact.has_ended:
        raise Conflict(f"{contact.full_name} can still be put on call: switch them off first.")
    accounts = [one for one in await writes.all_accounts() if one.contact_id == id]
    if still := [one.username for one in accounts if one.is_active]:
        raise Conflict(f"{contact.full_name} can still sign in, as {', '.join(still)}: switch that account off first.")
    await _erase_data(writes, [contact], accounts, now)
    return await writes.ever.contact(id)


async def _erase_data(writes: Writes, people: Sequence[Contact], accounts: Sequence[Account], now: int) -> None:
    """Erase who these were, who are one person, wherever it is kept."""
    rows: list[AuditRow] = []
    for contact in people:
        rows += await _rows_about(writes, "contact", contact.id)
        await _erase_from_groups(writes, contact.id)
    for account in accounts:
        rows += await _rows_about(writes, "account", account.id)
        await end_sign_ins_of(writes, account, now)
    fields = [told(one) for one in (*people, *accounts)]
    # What they were called before, they were told as by answers of that day.
    fields += [msgspec.json.decode(side) for row in rows for side in (row.before, row.after) if side is not None]
    await _erase_from_answers(writes, {text for each in fields for text in texts_of(each)})
    await writes.save(*map(row_without, rows))
    for account in accounts:
        await writes.forget_author(account.id, ERASED)
    await writes.save(*(contact_without(one, now) for one in people), *(account_without(one, now) for one in accounts))


async def _erase_from_answers(writes: Writes, texts: set[str]) -> None:
    for answer in await writes.answers_with(pieces_of(texts)):
        said = msgspec.json.decode(answer.body or "null")
        if (body := without(said, texts)) != said:
            await writes.save(msgspec.structs.replace(answer, body=msgspec.json.encode(body).decode()))


async def _rows_about(writes: Writes, kind: str, id: int) -> Sequence[AuditRow]:
    return (await writes.audit_page(AuditFilter(kinds=(kind,), subject_id=str(id)), Cut())).rows


async def _erase_from_groups(writes: Writes, id: ContactId) -> None:
    """Erase somebody's name from what the audit log says of the groups that they were in."""
    names: dict[str, str | None] = {}
    for row in await writes.membership_rows(id):
        if row.subject_id not in names:
            names[row.subject_id] = await _group_name(writes, GroupId(row.subject_id))
        await writes.save(membership_without(row, names[row.subject_id]))


async def _group_name(writes: Writes, id: GroupId) -> str | None:
    try:
        return (await writes.ever.group(id)).name
    except NotFound:
        return None
