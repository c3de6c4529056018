"""Groups of contacts that rosters name together: found, made, changed with who is in them, deleted."""

from collections.abc import Mapping, Sequence

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.json import Answer, answer
from watchbill.api.service import Service
from watchbill.api.v1.bodies import ABSENT, Body, Email, Key, LongLine, Text, read_body_as
from watchbill.api.v1.calls import AnyRequest, Call, get, query_in, reading
from watchbill.api.v1.changes import Asked, change, shown, tagged
from watchbill.api.v1.endings import (
    NamedReturnBody,
    as_asked,
    ended_in,
    ended_to,
    enders,
    looked_at,
    return_from,
    typed_in,
)
from watchbill.api.v1.wire import AuthorSaid, Clocks, Countries, NamedSaid, PersonSaid, Query, listed, person_to
from watchbill.domain.contacts import countries_of
from watchbill.domain.endings import bring_back_group, end_group
from watchbill.domain.erasing import erase_group
from watchbill.domain.groups import (
    GroupWish,
    add_group,
    change_group,
    find_group,
    members,
    search_groups,
)
from watchbill.domain.model import Account, AccountId, Contact, ContactId, Customer, CustomerId, Group, GroupId
from watchbill.domain.ports import Reads, Writes


class GroupSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A group and who is in it now."""

    id: str
    customer: NamedSaid
    name: str
    description: str
    email: str
    members: Sequence[PersonSaid]
    created_at: str
    updated_at: str
    ended_at: str | None
    ended_by: AuthorSaid | None


class GroupEdit(Body):
    """What somebody wants to change of a group; `members` are all who shall be in it."""

    name: Text = ABSENT
    description: LongLine = ABSENT
    email: Email = ABSENT
    members: tuple[Key, ...] = ABSENT


class GroupBody(GroupEdit):
    """A group that somebody wants to make."""

    customer: Key
    name: Text


def group_wish_from(body: GroupEdit) -> GroupWish:
    given = {name: value for name, value in body.given().items() if name not in ("customer", "members")}
    named = None if body.members is None else tuple(_named(body.members))
    return GroupWish(**given, members=named)


def _named(ids: Sequence[int]) -> list[tuple[str, ContactId]]:
    return [(f"members[{position}]", ContactId(id)) for position, id in enumerate(ids)]


def group_to(
    group: Group,
    customer: Customer,
    people: Sequence[Contact],
    countries: Countries,
    enders: Mapping[AccountId, Account],
) -> GroupSaid:
    clocks = Clocks()
    return GroupSaid(
        id=group.id,
        customer=NamedSaid(customer.id, customer.name),
        name=group.name,
        description=group.description,
        email=group.email,
        members=[person_to(one, countries) for one in people],
        created_at=clocks.said(group.created_at),
        updated_at=clocks.said(group.created_at if group.updated_at is None else group.updated_at),
        **ended_to(group, enders),
    )


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/groups` and `/groups/{id}`."""

    @get("/groups")
    async def groups(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "search", "customer", "ended", "page", "limit"))
            search, customer, paging = query.text("search") or "", query.whole("customer"), query.paging()
            ended = ended_in(query)
            query.check()
            customer_id = None if customer is None else CustomerId(customer)
            found = await search_groups(
                looked_at(call.records, ended),
                call.caller,
                customer_id=customer_id,
                search=search,
                has_ended=ended is True,
            )
            rows = await _said(call, paging.piece(found))
        return answer(listed(request, query, paging, rows, len(found)))

    @get("/groups/{id:str}")
    async def group(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "ended"))
            ended = ended_in(query)
            query.check()
            id = GroupId(request.path_params["id"])
            found = as_asked(await find_group(looked_at(call.records, ended), call.caller, id), ended, "group", id)
            [said] = await _said(call, [found])
        return shown(request, said, said)

    return [
        groups,
        group,
        change(service, "POST", "/groups", _added),
        change(service, "PATCH", "/groups/{id:str}", _changed),
        change(service, "DELETE", "/groups/{id:str}", _removed, has_body=False),
        change(service, "POST", "/groups/{id:str}/bring-back", _brought_back),
        change(service, "POST", "/groups/{id:str}/erase", _erased),
    ]


async def _added(call: Call[Writes], asked: Asked) -> Answer:
    body = read_body_as(GroupBody, asked.body)
    made = await add_group(call.records, call.caller, CustomerId(body.customer), group_wish_from(body), call.now)
    [said] = await _said(call, [made])
    return tagged(said, said, status=201)


async def _changed(call: Call[Writes], asked: Asked) -> Answer:
    id = await _unchanged(call, asked)
    wish = group_wish_from(read_body_as(GroupEdit, asked.body))
    [said] = await _said(call, [await change_group(call.records, call.caller, id, wish, call.now)])
    return tagged(said, said)


async def _removed(call: Call[Writes], asked: Asked) -> Answer:
    await end_group(call.records, call.caller, await _unchanged(call, asked), call.now)
    return Answer(b"", 204)


async def _brought_back(call: Call[Writes], asked: Asked) -> Answer:
    id = await _unchanged(call, asked, call.records.ever)
    wish = return_from(NamedReturnBody, asked.body)
    [said] = await _said(call, [await bring_back_group(call.records, call.caller, id, wish, call.now)])
    return tagged(said, said)


async def _erased(call: Call[Writes], asked: Asked) -> Answer:
    id = await _unchanged(call, asked, call.records.ever)
    await erase_group(call.records, call.caller, id, typed_in(asked.body))
    return Answer(b"", 204)


async def _unchanged(call: Call[Writes], asked: Asked, reads: Reads | None = None) -> GroupId:
    """The group's id. Raises NotFound, and Stale where it is not as the caller has read it."""
    id = GroupId(asked.in_path("id"))
    await asked.lock(call.records, Group, id)
    group = await find_group(reads or call.records, call.caller, id)
    [said] = await _said(call, [group])
    asked.check_unchanged(said)
    return group.id


async def _said(call: Call[Reads] | Call[Writes], groups: Sequence[Group]) -> list[GroupSaid]:
    customers = await call.records.customers_among({one.customer_id for one in groups})
    people = await members(call.records, [one.id for one in groups])
    countries, by = await countries_of(call.records), await enders(call.records, groups)
    return [group_to(one, customers[one.customer_id], people[one.id], countries, by) for one in groups]
