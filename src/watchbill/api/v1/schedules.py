"""Schedules: sets of tiers of one customer, listed, made, changed and deleted."""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.json import Answer, answer
from watchbill.api.service import Service
from watchbill.api.v1.bodies import Body, Email, Key, Line, Text, read_body_as
from watchbill.api.v1.calls import AnyRequest, Call, get, query_in, reading
from watchbill.api.v1.changes import Asked, change, shown, tagged
from watchbill.api.v1.oncall import DefaultContactSaid, id_in
from watchbill.api.v1.wire import Clocks, NamedSaid, Query, listed
from watchbill.domain.model import CustomerId, Schedule, ScheduleId
from watchbill.domain.ports import Reads, Writes
from watchbill.domain.schedules import (
    Outline,
    ScheduleWish,
    add_schedule,
    change_schedule,
    find_schedule,
    list_schedules,
    outlines,
    remove_schedule,
)


class ScheduleTierSaid(msgspec.Struct, frozen=True):
    """A tier of a schedule, in short."""

    id: int
    number: int
    is_active: bool
    layers: int


class ScheduleRecordSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A schedule and its tiers."""

    id: int
    customer: NamedSaid
    name: str
    default_contact: DefaultContactSaid | None
    tiers: Sequence[ScheduleTierSaid]
    created_at: str
    updated_at: str


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


def schedule_to(outline: Outline) -> ScheduleRecordSaid:
    clocks, schedule = Clocks(), outline.schedule
    email, phone = schedule.default_email or None, schedule.default_phone or None
    return ScheduleRecordSaid(
        id=schedule.id,
        customer=NamedSaid(outline.customer.id, outline.customer.name),
        name=schedule.name,
        default_contact=DefaultContactSaid(email, phone) if email or phone else None,
        tiers=[
            ScheduleTierSaid(size.tier.id, size.tier.number, size.tier.is_active, size.layers) for size in outline.tiers
        ],
        created_at=clocks.said(schedule.created_at),
        updated_at=clocks.said(schedule.updated_at),
    )


def parts_of(outline: Outline) -> tuple[Any, ...]:
    """What the tag of a schedule is made from."""
    return outline.schedule, outline.customer.name, outline.tiers


async def _outline(reads: Reads, schedule: Schedule) -> Outline:
    return (await outlines(reads, [schedule]))[0]


async def _added(call: Call[Writes], asked: Asked) -> Answer:
    schedule, _ = await add_schedule(call.records, call.caller, wish_from(asked.body), call.now)
    made = await _outline(call.records, schedule)
    return tagged(schedule_to(made), *parts_of(made), status=201)


async def _changed(call: Call[Writes], asked: Asked) -> Answer:
    id = ScheduleId(id_in(asked.request, "schedule"))
    old = await find_schedule(call.records, call.caller, id)
    asked.check_unchanged(*parts_of(await _outline(call.records, old)))
    schedule, _ = await change_schedule(call.records, call.caller, id, change_from(asked.body, old), call.now)
    outline = await _outline(call.records, schedule)
    return tagged(schedule_to(outline), *parts_of(outline))


async def _removed(call: Call[Writes], asked: Asked) -> Answer:
    id = ScheduleId(id_in(asked.request, "schedule"))
    old = await find_schedule(call.records, call.caller, id)
    asked.check_unchanged(*parts_of(await _outline(call.records, old)))
    await remove_schedule(call.records, call.caller, id)
    return Answer(b"", 204)


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/schedules`."""

    @get("/schedules")
    async def schedules(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "search", "customer", "page", "limit"))
            search, customer, paging = query.text("search") or "", query.whole("customer"), query.paging()
            query.check()
            page = await list_schedules(
                call.records,
                call.caller,
                customer_id=None if customer is None else CustomerId(customer),
                search=search,
                cut=msgspec.structs.replace(paging.cut, order=("name",)),
            )
            rows = [schedule_to(one) for one in await outlines(call.records, page.rows)]
        return answer(listed(request, query, paging, rows, page.total))

    @get("/schedules/{id:str}")
    async def schedule(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query_in(request)
            found = await find_schedule(call.records, call.caller, ScheduleId(id_in(request, "schedule")))
            outline = await _outline(call.records, found)
        return shown(request, schedule_to(outline), *parts_of(outline))

    return [
        schedules,
        schedule,
        change(service, "POST", "/schedules", _added),
        change(service, "PATCH", "/schedules/{id:str}", _changed),
        change(service, "DELETE", "/schedules/{id:str}", _removed, has_body=False),
    ]
