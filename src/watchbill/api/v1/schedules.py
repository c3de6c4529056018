"""Schedules: sets of tiers of one customer, listed, made, changed and deleted."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.json import Answer, answer
from watchbill.api.service import Service
from watchbill.api.v1.bodies import Body, Email, Key, Line, Text, read_body_as
from watchbill.api.v1.calls import AnyRequest, Call, get, query_in, reading
from watchbill.api.v1.changes import Asked, change, shown, tagged
from watchbill.api.v1.endings import (
    NOBODY,
    ReturnBody,
    as_asked,
    ended_in,
    ended_to,
    enders,
    looked_at,
    names_of,
    ordered,
    return_from,
    typed_in,
)
from watchbill.api.v1.oncall import id_in
from watchbill.api.v1.wire import (
    AuthorSaid,
    Clocks,
    DefaultContactSaid,
    NamedSaid,
    Query,
    default_contact_to,
    end_of,
    listed,
)
from watchbill.domain.board import default_contact_of
from watchbill.domain.endings import bring_back_schedule, end_schedule
from watchbill.domain.erasing import erase_schedule
from watchbill.domain.model import Account, AccountId, CustomerId, Schedule, ScheduleId
from watchbill.domain.ports import Reads, Writes
from watchbill.domain.schedules import (
    Outline,
    ScheduleWish,
    add_schedule,
    change_schedule,
    find_schedule,
    list_schedules,
    outlines,
)


class ScheduleTierSaid(msgspec.Struct, frozen=True):
    """A tier of a schedule, in short."""

    id: int
    number: int
    is_active: bool
    layers: int
    ended_at: str | msgspec.UnsetType = msgspec.UNSET


class ScheduleRecordSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A schedule and its tiers."""

    id: int
    customer: NamedSaid
    name: str
    default_contact: DefaultContactSaid | None
    tiers: Sequence[ScheduleTierSaid]
    created_at: str
    updated_at: str
    ended_at: str | None
    ended_by: AuthorSaid | None


class ScheduleBody(Body):
    """A schedule that somebody wants."""

    customer: Key
    name: Text
    default_email: Email | None = None
    default_phone: Line | None = None


class ScheduleChangeBody(Body):
    """What shall be different about a schedule; only the fields that are there count."""

    customer: Key = 0
    name: Text = ""
    default_email: Email | None = None
    default_phone: Line | None = None


def wish_from(value: object) -> ScheduleWish:
    """The schedule that a body asks for. Raises Invalid."""
    body = read_body_as(ScheduleBody, value)
    return ScheduleWish(
        customer=CustomerId(body.customer),
        name=body.name,
        default_email=body.default_email or None,
        default_phone=body.default_phone or None,
    )


def change_from(value: object, old: Schedule) -> ScheduleWish:
    """The schedule with what a body changes about it. Raises Invalid."""
    body = read_body_as(ScheduleChangeBody, value)
    said = body.model_fields_set
    return ScheduleWish(
        customer=CustomerId(body.customer) if "customer" in said else old.customer_id,
        name=body.name if "name" in said else old.name,
        default_email=(body.default_email or None) if "default_email" in said else msgspec.UNSET,
        default_phone=(body.default_phone or None) if "default_phone" in said else msgspec.UNSET,
    )


def schedule_to(outline: Outline, enders: Mapping[AccountId, Account]) -> ScheduleRecordSaid:
    clocks, schedule = Clocks(), outline.schedule
    return ScheduleRecordSaid(
        id=schedule.id,
        customer=NamedSaid(outline.customer.id, outline.customer.name),
        name=schedule.name,
        default_contact=default_contact_to(default_contact_of(schedule), outline.country),
        tiers=[
            ScheduleTierSaid(size.tier.id, size.tier.number, size.tier.is_active, size.layers, end_of(size.tier))
            for size in outline.tiers
        ],
        created_at=clocks.said(schedule.created_at),
        updated_at=clocks.said(schedule.updated_at),
        **ended_to(schedule, enders),
    )


def parts_of(outline: Outline, enders: Mapping[AccountId, Account] = NOBODY) -> tuple[Any, ...]:
    """What the tag of a schedule is made from."""
    return outline.schedule, outline.customer.name, outline.country, outline.tiers, names_of(enders)


async def _outline(reads: Reads, schedule: Schedule) -> Outline:
    return (await outlines(reads, [schedule]))[0]


async def _told(call: Call[Writes], schedule: Schedule, status: int = 200) -> Answer:
    outline = await _outline(call.records, schedule)
    return tagged(schedule_to(outline, NOBODY), *parts_of(outline), status=status)


async def _added(call: Call[Writes], asked: Asked) -> Answer:
    schedule, _ = await add_schedule(call.records, call.caller, wish_from(asked.body), call.now)
    return await _told(call, schedule, 201)


async def _changed(call: Call[Writes], asked: Asked) -> Answer:
    id = ScheduleId(id_in(asked.request, "schedule"))
    await asked.lock(call.records, Schedule, id)
    old = await find_schedule(call.records, call.caller, id)
    asked.check_unchanged(*parts_of(await _outline(call.records, old)))
    schedule, _ = await change_schedule(call.records, call.caller, id, change_from(asked.body, old), call.now)
    return await _told(call, schedule)


async def _removed(call: Call[Writes], asked: Asked) -> Answer:
    id = ScheduleId(id_in(asked.request, "schedule"))
    await asked.lock(call.records, Schedule, id)
    old = await find_schedule(call.records, call.caller, id)
    asked.check_unchanged(*parts_of(await _outline(call.records, old)))
    await end_schedule(call.records, call.caller, id, call.now)
    return Answer(b"", 204)


async def _brought_back(call: Call[Writes], asked: Asked) -> Answer:
    id, ever = ScheduleId(id_in(asked.request, "schedule")), call.records.ever
    await asked.lock(call.records, Schedule, id)
    ended = await find_schedule(ever, call.caller, id)
    asked.check_unchanged(*parts_of(await _outline(ever, ended), await enders(ever, [ended])))
    wish = return_from(ReturnBody, asked.body)
    return await _told(call, await bring_back_schedule(call.records, call.caller, id, wish, call.now))


async def _erased(call: Call[Writes], asked: Asked) -> Answer:
    id, ever = ScheduleId(id_in(asked.request, "schedule")), call.records.ever
    await asked.lock(call.records, Schedule, id)
    found = await find_schedule(ever, call.caller, id)
    asked.check_unchanged(*parts_of(await _outline(ever, found), await enders(ever, [found])))
    await erase_schedule(call.records, call.caller, id, typed_in(asked.body))
    return Answer(b"", 204)


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/schedules`."""

    @get("/schedules")
    async def schedules(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "search", "customer", "ended", "page", "limit"))
            search, customer, paging = query.text("search") or "", query.whole("customer"), query.paging()
            ended = ended_in(query)
            query.check()
            reads = looked_at(call.records, ended)
            page = await list_schedules(
                reads,
                call.caller,
                customer_id=None if customer is None else CustomerId(customer),
                search=search,
                has_ended=ended is True,
                cut=msgspec.structs.replace(paging.cut, order=ordered(ended)),
            )
            by = await enders(reads, page.rows)
            rows = [schedule_to(one, by) for one in await outlines(reads, page.rows)]
        return answer(listed(request, query, paging, rows, page.total))

    @get("/schedules/{id:str}")
    async def schedule(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "ended"))
            ended = ended_in(query)
            query.check()
            reads, id = looked_at(call.records, ended), ScheduleId(id_in(request, "schedule"))
            found = as_asked(await find_schedule(reads, call.caller, id), ended, "schedule", id)
            outline, by = await _outline(reads, found), await enders(reads, [found])
        return shown(request, schedule_to(outline, by), *parts_of(outline, by))

    return [
        schedules,
        schedule,
        change(service, "POST", "/schedules", _added),
        change(service, "PATCH", "/schedules/{id:str}", _changed),
        change(service, "DELETE", "/schedules/{id:str}", _removed, has_body=False),
        change(service, "POST", "/schedules/{id:str}/bring-back", _brought_back),
        change(service, "POST", "/schedules/{id:str}/erase", _erased),
    ]
