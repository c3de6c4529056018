"""Schedules, whole and in lists, and what they cost their people."""

from collections.abc import Callable
from typing import Any

import msgspec

from watchbill import engine
from watchbill.api.json import Answer, answer
from watchbill.api.ocs.asking import Ask, Later, Route, tagged
from watchbill.api.ocs.wire import (
    full_schedule_to,
    id_filter,
    id_from,
    schedule_echo,
    schedule_to,
    schedule_wish_from,
    search_from,
    stats_to,
    timeframe_from,
    window_from,
)
from watchbill.api.paging import order_from
from watchbill.api.tags import lock_tagged
from watchbill.domain.computed import are_many, nameable, stored_lanes
from watchbill.domain.endings import end_schedule
from watchbill.domain.load import ContactLoad, schedule_load
from watchbill.domain.model import AccountId, CustomerId, Role, Schedule, ScheduleId
from watchbill.domain.ports import Cut, Page, Reads, Writes
from watchbill.domain.schedules import (
    add_schedule,
    change_schedule,
    find_schedule,
    list_schedules,
    past_plans,
    schedule_plans,
)
from watchbill.domain.search import plain
from watchbill.domain.tiers import named_contacts

ORDER = {"name": "name", "created": "created_at", "updated": "updated_at"}

_STATS_ORDER: dict[str, Callable[[ContactLoad], Any]] = {
    "shifts": lambda load: load.shifts,
    "hours": lambda load: load.seconds,
    "full_name": lambda load: plain(load.contact.full_name),
}


async def schedules(ask: Ask, reads: Reads) -> Answer | Later:
    """A page of the schedules."""
    page = await _page(ask, reads, ask.paging.cut(order_from(ask.query, ORDER, "-updated")))
    names = {customer.id: customer.name for customer in await reads.customers()}
    return ask.listed(page, lambda schedule: schedule_to(schedule, names[schedule.customer_id]))


async def count(ask: Ask, reads: Reads) -> Answer:
    """How many schedules there are."""
    return answer({"count": (await _page(ask, reads, Cut(limit=0))).total})


async def schedule(ask: Ask, reads: Reads) -> Answer | Later:
    """One schedule, whole, with who is on call at all its tiers until 60 days from now."""
    window = window_from(ask.query, ask.now)
    found, customer, plans = await schedule_plans(reads, ask.caller, _id(ask))
    accounts = await reads.accounts({found.created_by, found.updated_by})
    contacts = await reads.contacts(set[Any]().union(*(nameable(plan, window) for plan in plans)))
    tiers = [plan.tier for plan in plans]

    def made() -> Answer:
        full = full_schedule_to(found, customer, accounts, tiers, stored_lanes(plans, window), contacts)
        return tagged(full, _state(found))

    return Later(made) if are_many(plans, window) else made()


async def make_schedule(ask: Ask, writes: Writes) -> Answer:
    """A schedule more, with its tier 1."""
    body, wish = schedule_wish_from(ask.body, is_new=True)
    made, customer = await add_schedule(writes, ask.caller, wish, ask.now)
    return tagged(schedule_echo(body, made, customer_name=customer.name), _state(made), status=201)


async def put_schedule(ask: Ask, writes: Writes) -> Answer:
    """A schedule as it shall be."""
    await _check_unchanged(ask, writes)
    body, wish = schedule_wish_from(ask.body, is_new=False)
    changed, _ = await change_schedule(writes, ask.caller, _id(ask), wish, ask.now)
    return tagged(schedule_echo(body, changed), _state(changed))


async def delete_schedule(ask: Ask, writes: Writes) -> Answer:
    """A schedule that ends, with its tiers and what is left of their on-demand shifts."""
    await _check_unchanged(ask, writes)
    await end_schedule(writes, ask.caller, _id(ask), ask.now)
    return answer(1)


async def _check_unchanged(ask: Ask, writes: Writes) -> None:
    """Raises Stale; costs nothing where nobody asked for it."""
    if ask.wants_tag:
        await lock_tagged(ask.request, writes, Schedule, _id(ask))
        ask.check_unchanged(_state(await find_schedule(writes, ask.caller, _id(ask))))


async def stats(ask: Ask, reads: Reads) -> Answer | Later:
    """Who carried how much lately."""
    plans = await past_plans(reads, ask.caller, _id(ask))
    window = engine.Span(ask.now - timeframe_from(ask.query) * 86400, ask.now)
    loads = _ordered(schedule_load(plans, await named_contacts(reads, *plans), window), ask.query)
    first = ask.paging.offset
    page = Page(rows=tuple(loads[first : first + ask.paging.most]), total=len(loads))
    return ask.listed(page, stats_to)


async def _page(ask: Ask, reads: Reads, cut: Cut) -> Page[Schedule]:
    customer = id_filter(ask.query, "customer")
    return await list_schedules(
        reads,
        ask.caller,
        customer_id=None if customer is None else CustomerId(customer),
        search=search_from(ask.query),
        cut=cut,
    )


def _ordered(loads: tuple[ContactLoad, ...], query: Any) -> list[ContactLoad]:
    """In the order that is asked for; ties by id, in the direction of what is asked for last."""
    words = order_from(query, {name: name for name in _STATS_ORDER}, "-shifts")
    ordered = sorted(loads, key=lambda load: load.contact.id, reverse=words[-1].startswith("-"))
    for word in reversed(words):
        ordered.sort(key=_STATS_ORDER[word.removeprefix("-")], reverse=word.startswith("-"))
    return ordered


def _state(schedule: Schedule) -> Schedule:
    """What an edit of a schedule is made to: who edited it or its tiers last is no part of that."""
    return msgspec.structs.replace(schedule, updated_at=0, updated_by=AccountId(0))


def _id(ask: Ask) -> ScheduleId:
    return ScheduleId(id_from(ask.path["id"], "schedule"))


LIST = "/api/ocs/"
ONE = "/api/ocs/{id:str}/"

ROUTES = (
    Route(method="GET", path=LIST, reads=schedules),
    Route(method="POST", path=LIST, writes=make_schedule, role=Role.MANAGER),
    Route(method="GET", path=f"{LIST}count/", reads=count),
    Route(method="GET", path=ONE, reads=schedule),
    Route(method="PUT", path=ONE, writes=put_schedule, role=Role.MANAGER),
    Route(method="DELETE", path=ONE, writes=delete_schedule, role=Role.MANAGER),
    Route(method="GET", path=f"{ONE}stats/", reads=stats),
)
