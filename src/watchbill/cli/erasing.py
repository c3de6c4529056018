"""Erasing at the terminal, for whoever may read the database: says which hours it is about, and has the name typed."""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Annotated, Final

import msgspec
import typer

from watchbill import engine
from watchbill.cli.local import overseer
from watchbill.cli.shared import (
    DatabaseOption,
    ProviderOption,
    Unable,
    in_store,
    known_provider,
    operator,
    present,
    say,
    tier_ref,
)
from watchbill.domain import erasing
from watchbill.domain.access import Caller
from watchbill.domain.board import Filters, find_roster_place
from watchbill.domain.contacts import find_contact, find_customer
from watchbill.domain.groups import find_group
from watchbill.domain.load import By, load_report
from watchbill.domain.model import ContactId, CustomerId, GroupId, Lasting, Role, RosterId, ScheduleId
from watchbill.domain.ports import Reads, Store, Writes
from watchbill.domain.schedules import find_schedule, find_tier

YEAR: Final = 365 * 86_400


class Erasable(StrEnum):
    """What can be erased, as the command line spells it."""

    CONTACT = "contact"
    SCHEDULE = "schedule"
    TIER = "tier"
    ROSTER = "roster"
    GROUP = "group"
    CUSTOMER = "customer"


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be erased: what is to be typed, where its hours are, None where it has none, and the deed itself."""

    record: Lasting
    name: str
    filters: Filters | None
    erase: Callable[[Writes, Caller, str, int], Awaitable[object]]


def erase(
    context: typer.Context,
    kind: Annotated[Erasable, typer.Argument(help="What it is.")],
    id: Annotated[str, typer.Argument(help="Its id; of a tier 7 or 3_1.")],
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Its name as it stands, instead of being asked for it.")
    ] = None,
    provider: ProviderOption = None,
    database: DatabaseOption = None,
) -> None:
    """Erase for good what has ended, with its hours; of a contact who they were, while the hours stay."""

    async def told(store: Store) -> str:
        root = await known_provider(store, provider)
        async with store.reading(root.provider_id) as reads:
            caller = _admin(overseer(root))
            return await _told(reads, caller, await _found(reads, caller, kind, id))

    say(in_store(context, database, told))
    typed = typer.prompt("Type its name to erase it", err=True) if name is None else name

    async def work(store: Store) -> None:
        root = await known_provider(store, provider)
        async with store.writing(root.provider_id, operator(now := present())) as writes:
            caller = _admin(overseer(root))
            found = await _found(writes, caller, kind, id)
            await found.erase(writes, caller, typed, now)

    in_store(context, database, work)
    say(f"The {kind} {id} is erased.")


def _admin(caller: Caller) -> Caller:
    """Whoever may read the database may do everything in it."""
    return msgspec.structs.replace(caller, role=Role.ADMIN)


async def _told(reads: Reads, caller: Caller, found: _Found) -> str:
    """Which hours the erasing is about."""
    if found.filters is None:
        return f"{found.name}: the hours of those who were in it stay."
    until = found.record.ended_at if found.record.ended_at is not None else present()
    window = engine.Span(until - YEAR, until)
    total = (await load_report(reads, caller, found.filters, window, By.CUSTOMER)).total
    hours = f"the {total.seconds / 3600:,.0f} h of the year before {engine.iso(until)}, and all before,"
    if found.filters.contact_id is not None:
        return f"{found.name}: {hours} stay, as those of nobody any more."
    return f"{found.name}: {hours} go with it."


async def _found(reads: Reads, caller: Caller, kind: Erasable, id: str) -> _Found:
    ever = reads.ever
    match kind:
        case Erasable.TIER:
            ref = tier_ref(id)
            tier, schedule = await find_tier(ever, caller, ref)
            return _Found(
                record=tier,
                name=erasing.tier_name(schedule, tier),
                filters=Filters(tier=tier.id),
                erase=lambda writes, who, typed, _: erasing.erase_tier(writes, who, tier.id, typed),
            )
        case Erasable.ROSTER:
            plan = (await find_roster_place(ever, caller, RosterId(id))).plan
            return _Found(
                record=plan.roster,
                name=plan.roster.name,
                filters=Filters(roster_id=plan.roster.id),
                erase=lambda writes, who, typed, _: erasing.erase_roster(writes, who, plan, typed),
            )
        case Erasable.GROUP:
            group = await find_group(ever, caller, GroupId(id))
            return _Found(
                record=group,
                name=group.name,
                filters=None,
                erase=lambda writes, who, typed, _: erasing.erase_group(writes, who, group.id, typed),
            )
        case Erasable.SCHEDULE:
            schedule = await find_schedule(ever, caller, ScheduleId(_number(id)))
            return _Found(
                record=schedule,
                name=schedule.name,
                filters=Filters(schedule_id=schedule.id),
                erase=lambda writes, who, typed, _: erasing.erase_schedule(writes, who, schedule.id, typed),
            )
        case Erasable.CUSTOMER:
            customer = await find_customer(ever, caller, CustomerId(_number(id)))
            return _Found(
                record=customer,
                name=customer.name,
                filters=Filters(customer_id=customer.id),
                erase=lambda writes, who, typed, now: erasing.erase_customer(writes, who, customer.id, typed, now),
            )
        case Erasable.CONTACT:
            contact = await find_contact(ever, caller, ContactId(_number(id)))
            return _Found(
                record=contact,
                name=contact.full_name,
                filters=Filters(contact_id=contact.id),
                erase=lambda writes, who, typed, now: erasing.erase_person(writes, who, contact.id, typed, now),
            )


def _number(id: str) -> int:
    """Raises Unable where it is none."""
    if not id.isascii() or not id.isdecimal() or len(id) > 18:
        raise Unable(f"{id} is no id: it must be a number such as 7.")
    return int(id)
