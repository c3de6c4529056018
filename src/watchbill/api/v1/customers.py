"""The provider's customers: listed, made, renamed, switched on and off, deleted."""

from collections.abc import Mapping

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.json import Answer, answer
from watchbill.api.service import Service
from watchbill.api.v1.bodies import ABSENT, Body, Country, Flag, Text, read_body_as
from watchbill.api.v1.calls import AnyRequest, Call, get, query_in, reading
from watchbill.api.v1.changes import Asked, change, shown, tagged
from watchbill.api.v1.endings import (
    NOBODY,
    NamedReturnBody,
    as_asked,
    ended_in,
    ended_to,
    enders,
    looked_at,
    return_from,
    typed_in,
)
from watchbill.api.v1.oncall import id_in
from watchbill.api.v1.wire import AuthorSaid, Clocks, Query, listed
from watchbill.domain.contacts import add_customer, administer_customer, find_customer, list_customers
from watchbill.domain.endings import bring_back_customer, end_customer
from watchbill.domain.erasing import erase_customer
from watchbill.domain.model import Account, AccountId, Customer, CustomerId
from watchbill.domain.ports import Reads, Writes


class CustomerSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A customer, or the provider itself."""

    id: int
    name: str
    country: str
    is_active: bool
    is_provider: bool
    created_at: str
    updated_at: str
    ended_at: str | None
    ended_by: AuthorSaid | None


class CustomerBody(Body):
    """A customer that somebody wants to make."""

    name: Text
    country: Country = ""


class CustomerEdit(Body):
    """What somebody wants to change of a customer."""

    name: Text = ABSENT
    country: Country = ABSENT
    is_active: Flag = ABSENT


def customer_to(customer: Customer, enders: Mapping[AccountId, Account] = NOBODY) -> CustomerSaid:
    clocks = Clocks()
    return CustomerSaid(
        id=customer.id,
        name=customer.name,
        country=customer.country,
        is_active=customer.is_active,
        is_provider=customer.parent_id is None,
        created_at=clocks.said(customer.created_at),
        updated_at=clocks.said(customer.updated_at),
        **ended_to(customer, enders),
    )


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/customers` and `/customers/{id}`."""

    @get("/customers")
    async def customers(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "search", "ended", "page", "limit"))
            search, ended, paging = query.text("search") or "", ended_in(query), query.paging()
            query.check()
            reads = looked_at(call.records, ended)
            found = await list_customers(reads, call.caller, search, has_ended=ended is True)
            by = await enders(reads, found)
        rows = [customer_to(one, by) for one in paging.piece(found)]
        return answer(listed(request, query, paging, rows, len(found)))

    @get("/customers/{id:str}")
    async def customer(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "ended"))
            ended = ended_in(query)
            query.check()
            reads, id = looked_at(call.records, ended), _id_in(request)
            found = as_asked(await find_customer(reads, call.caller, id), ended, "customer", id)
            said = customer_to(found, await enders(reads, [found]))
        return shown(request, said, said)

    return [
        customers,
        customer,
        change(service, "POST", "/customers", _added),
        change(service, "PATCH", "/customers/{id:str}", _changed),
        change(service, "DELETE", "/customers/{id:str}", _removed, has_body=False),
        change(service, "POST", "/customers/{id:str}/bring-back", _brought_back),
        change(service, "POST", "/customers/{id:str}/erase", _erased),
    ]


async def _added(call: Call[Writes], asked: Asked) -> Answer:
    body = read_body_as(CustomerBody, asked.body)
    said = customer_to(await add_customer(call.records, call.caller, body.name, call.now, country=body.country))
    return tagged(said, said, status=201)


async def _changed(call: Call[Writes], asked: Asked) -> Answer:
    id = await _unchanged(call, asked)
    edit = read_body_as(CustomerEdit, asked.body)
    said = customer_to(await administer_customer(call.records, call.caller, id, **edit.given(), now=call.now))
    return tagged(said, said)


async def _removed(call: Call[Writes], asked: Asked) -> Answer:
    await end_customer(call.records, call.caller, await _unchanged(call, asked), call.now)
    return Answer(b"", 204)


async def _brought_back(call: Call[Writes], asked: Asked) -> Answer:
    id = await _unchanged(call, asked, call.records.ever)
    wish = return_from(NamedReturnBody, asked.body)
    said = customer_to(await bring_back_customer(call.records, call.caller, id, wish, call.now))
    return tagged(said, said)


async def _erased(call: Call[Writes], asked: Asked) -> Answer:
    id = await _unchanged(call, asked, call.records.ever)
    await erase_customer(call.records, call.caller, id, typed_in(asked.body), call.now)
    return Answer(b"", 204)


async def _unchanged(call: Call[Writes], asked: Asked, reads: Reads | None = None) -> CustomerId:
    """The customer's id. Raises NotFound, and Stale where it is not as the caller has read it."""
    id = _id_in(asked.request)
    await asked.lock(call.records, Customer, id)
    customer = await find_customer(reads or call.records, call.caller, id)
    asked.check_unchanged(customer_to(customer, await enders(call.records, [customer])))
    return customer.id


def _id_in(request: AnyRequest) -> CustomerId:
    return CustomerId(id_in(request, "customer"))
