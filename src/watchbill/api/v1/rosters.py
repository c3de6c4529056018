"""Rosters: shift rules in force together, listed, made, changed and deleted."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp
from pydantic import BeforeValidator, Field

from watchbill.api.json import Answer, answer
from watchbill.api.service import Service
from watchbill.api.v1.bodies import Body, Key, Text, ZoneName, read_body_as, text_from
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
from watchbill.api.v1.revisions import RosterShiftSaid, shifts_to
from watchbill.api.v1.rules import RosterBody, Shifts, roster_wish
from watchbill.api.v1.wire import AuthorSaid, Clocks, PersonSaid, PlaceSaid, Query, listed, people_to, place_to
from watchbill.domain.board import RosterPlace, find_roster_place
from watchbill.domain.endings import bring_back_roster, end_roster
from watchbill.domain.erasing import erase_roster
from watchbill.domain.model import Account, AccountId, CustomerId, Roster, RosterId, RosterPlan
from watchbill.domain.ports import Reads, Writes
from watchbill.domain.rosters import (
    Check,
    RosterPeople,
    RosterWish,
    add_roster_of,
    anchored,
    as_it_is,
    current_people,
    list_rosters,
    named_now,
    rewrite_roster,
    unread,
    weeks_kept,
)
from watchbill.domain.rules import counts_of_shifts

LongText = Annotated[str, BeforeValidator(text_from), Field(max_length=4000)]


class GroupSaid(msgspec.Struct, frozen=True):
    """A group that shifts name."""

    id: str
    name: str


class RosterRecordSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A roster and the shift rules in force."""

    id: str
    place: PlaceSaid
    name: str
    description: str
    tz: str
    revision: int
    shifts: Sequence[RosterShiftSaid]
    people: Sequence[PersonSaid]
    groups: Sequence[GroupSaid]
    created_at: str
    updated_at: str | None
    ended_at: str | None
    ended_by: AuthorSaid | None


class NewRosterBody(RosterBody):
    """A roster that somebody wants."""

    customer: Key
    name: Text
    description: LongText = ""


class RosterChangeBody(Body):
    """What shall be different about a roster; only the fields that are there count."""

    name: Text = ""
    description: LongText = ""
    tz: ZoneName = ""
    shifts: Shifts = ()


def wish_from(value: object) -> tuple[CustomerId, RosterWish]:
    """The roster that a body asks for, and whose it shall be. Raises Invalid."""
    body = read_body_as(NewRosterBody, value)
    wish = anchored(roster_wish(body.tz, body.shifts))
    return CustomerId(body.customer), msgspec.structs.replace(wish, name=body.name, description=body.description)


def change_from(value: object, plan: RosterPlan) -> RosterWish:
    """The roster with what a body changes about it. Raises Invalid."""
    body = read_body_as(RosterChangeBody, value, counts_of_shifts(plan.current.shifts))
    said = body.model_fields_set
    old = as_it_is(plan)
    tz = body.tz if "tz" in said else old.tz
    # By another zone's clocks what was read is read no more; its instants stay.
    standing = old if tz == old.tz else unread(old)
    wish = msgspec.structs.replace(
        weeks_kept(roster_wish(tz, body.shifts), old.shifts) if "shifts" in said else standing,
        name=body.name if "name" in said else old.name,
        description=body.description if "description" in said else old.description,
        tz=tz,
    )
    return anchored(wish, old)


def roster_to(plan: RosterPlan, people: RosterPeople, enders: Mapping[AccountId, Account] = NOBODY) -> RosterRecordSaid:
    clocks, roster = Clocks(), plan.roster
    groups = sorted({id for shift in plan.current.shifts for id in shift.groups} & people.groups.keys())
    return RosterRecordSaid(
        id=roster.id,
        place=place_to(RosterPlace(plan)),
        name=roster.name,
        description=roster.description,
        tz=plan.current.tz,
        revision=len(plan.revisions),
        shifts=shifts_to(plan.current, clocks),
        people=people_to(sorted(named_now(plan)), people.contacts),
        groups=[GroupSaid(id, people.groups[id].name) for id in groups],
        created_at=clocks.said(roster.created_at),
        updated_at=clocks.told(roster.updated_at),
        **ended_to(roster, enders),
    )


def parts_of(plan: RosterPlan, people: RosterPeople, enders: Mapping[AccountId, Account] = NOBODY) -> tuple[Any, ...]:
    """What the tag of a roster is made from: the roster, its rules, and the names that are told with them."""
    contacts = [people.contacts[id] for id in sorted(people.contacts)]
    groups = [(id, people.groups[id].name) for id in sorted(people.groups)]
    return plan.roster, plan.current, plan.customer.name, contacts, groups, names_of(enders)


async def _found(reads: Reads, call: Call[Writes], asked: Asked) -> RosterPlan:
    """The roster that a change is about. Raises NotFound."""
    return (await find_roster_place(reads, call.caller, RosterId(asked.in_path("id")))).plan


def _check_of(reads: Reads, asked: Asked) -> Check | None:
    """What raises Stale once the roster is locked; None where nobody asked for it."""
    if not asked.wants_tag:
        return None

    async def check(plan: RosterPlan) -> None:
        by = await enders(reads, [plan.roster])
        asked.check_unchanged(*parts_of(plan, await current_people(reads, plan), by))

    return check


async def _told(reads: Reads, plan: RosterPlan, status: int) -> Answer:
    people = await current_people(reads, plan)
    return tagged(roster_to(plan, people), *parts_of(plan, people), status=status)


async def _added(call: Call[Writes], asked: Asked) -> Answer:
    customer_id, wish = wish_from(asked.body)
    plan = await add_roster_of(call.records, call.caller, customer_id, wish, call.now)
    return await _told(call.records, plan, 201)


async def _changed(call: Call[Writes], asked: Asked) -> Answer:
    records = call.records
    plan = await _found(records, call, asked)
    wish = change_from(asked.body, plan)
    changed = await rewrite_roster(records, call.caller, plan, wish, call.now, _check_of(records, asked))
    return await _told(records, changed, 200)


async def _removed(call: Call[Writes], asked: Asked) -> Answer:
    records = call.records
    await end_roster(records, call.caller, await _found(records, call, asked), call.now, _check_of(records, asked))
    return Answer(b"", 204)


async def _erased(call: Call[Writes], asked: Asked) -> Answer:
    ever = call.records.ever
    await asked.lock(call.records, Roster, asked.in_path("id"))
    plan = await _found(ever, call, asked)
    if check := _check_of(ever, asked):
        await check(plan)
    await erase_roster(call.records, call.caller, plan, typed_in(asked.body))
    return Answer(b"", 204)


async def _brought_back(call: Call[Writes], asked: Asked) -> Answer:
    ever = call.records.ever
    plan = await _found(ever, call, asked)
    wish = return_from(ReturnBody, asked.body)
    roster = await bring_back_roster(call.records, call.caller, plan, wish, call.now, _check_of(ever, asked))
    return await _told(call.records, await call.records.roster_plan(roster.id), 200)


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/rosters`."""

    @get("/rosters")
    async def rosters(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "search", "customer", "ended", "page", "limit"))
            search, customer, paging = query.text("search") or "", query.whole("customer"), query.paging()
            ended = ended_in(query)
            query.check()
            page = await list_rosters(
                looked_at(call.records, ended),
                call.caller,
                customer_id=None if customer is None else CustomerId(customer),
                search=search,
                has_ended=ended is True,
                cut=msgspec.structs.replace(paging.cut, order=ordered(ended)),
            )
            plans = await call.records.roster_plans([one.id for one in page.rows])
            people, by = await current_people(call.records, *plans.values()), await enders(call.records, page.rows)
            rows = [roster_to(plans[one.id], people, by) for one in page.rows]
        return answer(listed(request, query, paging, rows, page.total))

    @get("/rosters/{id:str}")
    async def roster(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "ended"))
            ended = ended_in(query)
            query.check()
            reads, id = looked_at(call.records, ended), RosterId(request.path_params["id"])
            plan = (await find_roster_place(reads, call.caller, id)).plan
            as_asked(plan.roster, ended, "roster", id)
            people, by = await current_people(reads, plan), await enders(reads, [plan.roster])
        return shown(request, roster_to(plan, people, by), *parts_of(plan, people, by))

    return [
        rosters,
        roster,
        change(service, "POST", "/rosters", _added),
        change(service, "PATCH", "/rosters/{id:str}", _changed),
        change(service, "DELETE", "/rosters/{id:str}", _removed, has_body=False),
        change(service, "POST", "/rosters/{id:str}/bring-back", _brought_back),
        change(service, "POST", "/rosters/{id:str}/erase", _erased),
    ]
