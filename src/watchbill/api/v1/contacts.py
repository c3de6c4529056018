"""People who can be on call: found, added, changed, switched off; their data erased."""

from collections.abc import Iterable, Sequence

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.json import Answer, answer
from watchbill.api.service import Service
from watchbill.api.v1.bodies import ABSENT, Body, Email, Flag, Key, Line, Text, ZoneOrNone, read_body_as
from watchbill.api.v1.calls import AnyRequest, Call, get, query_in, reading
from watchbill.api.v1.changes import Asked, change, shown, tagged
from watchbill.api.v1.endings import typed_in
from watchbill.api.v1.oncall import id_in
from watchbill.api.v1.wire import Clocks, NamedSaid, Query, listed
from watchbill.domain.accounts import end_accounts_of
from watchbill.domain.contacts import (
    ContactWish,
    add_contact,
    change_contact,
    countries_of,
    deactivate_contact,
    find_contact,
    list_contacts,
)
from watchbill.domain.erasing import erase_person
from watchbill.domain.groups import groups_of
from watchbill.domain.model import Contact, ContactId, Customer, CustomerId, Group
from watchbill.domain.phones import phone_link
from watchbill.domain.ports import Cut, Reads, Writes


class GroupNameSaid(msgspec.Struct, frozen=True):
    """A group, by id and name."""

    id: str
    name: str


class ContactSaid(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who can be on call, whole."""

    id: int
    customer: NamedSaid
    name: str
    first_name: str
    last_name: str
    login_name: str
    email: str
    phone: str
    mobile: str
    phone_link: str | None
    mobile_link: str | None
    tz: str
    is_active: bool
    groups: Sequence[GroupNameSaid]
    created_at: str
    updated_at: str
    erased_at: str | None


class ContactEdit(Body):
    """What somebody wants to change of a contact."""

    customer: Key = ABSENT
    first_name: Text = ABSENT
    last_name: Line = ABSENT
    login_name: Line = ABSENT
    email: Email = ABSENT
    phone: Line = ABSENT
    mobile: Line = ABSENT
    tz: ZoneOrNone = ABSENT
    is_active: Flag = ABSENT


class ContactBody(ContactEdit):
    """A contact that somebody wants to add."""

    customer: Key
    first_name: Text


def contact_wish_from(body: ContactEdit) -> ContactWish:
    given = body.given()
    return ContactWish(customer_id=given.pop("customer", None), **given)


def contact_to(contact: Contact, customer: Customer, country: str, groups: Iterable[Group]) -> ContactSaid:
    clocks = Clocks()
    return ContactSaid(
        id=contact.id,
        customer=NamedSaid(customer.id, customer.name),
        name=contact.full_name,
        first_name=contact.first_name,
        last_name=contact.last_name,
        login_name=contact.login_name,
        email=contact.email,
        phone=contact.phone,
        mobile=contact.mobile,
        phone_link=phone_link(contact.phone, country),
        mobile_link=phone_link(contact.mobile, country),
        tz=contact.tz,
        is_active=contact.is_active,
        groups=[GroupNameSaid(one.id, one.name) for one in groups],
        created_at=clocks.said(contact.created_at),
        updated_at=clocks.said(contact.updated_at),
        erased_at=clocks.told(contact.erased_at),
    )


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/contacts` and `/contacts/{id}`."""

    @get("/contacts")
    async def contacts(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "search", "customer", "active", "page", "limit"))
            search, customer_id = query.text("search") or "", query.whole("customer")
            is_active, paging = query.active(otherwise=True), query.paging()
            query.check()
            cut = Cut(order=("first_name", "last_name"), offset=paging.cut.offset, limit=paging.limit)
            page = await list_contacts(
                call.records,
                call.caller,
                customer_id=None if customer_id is None else CustomerId(customer_id),
                is_active=is_active,
                search=search,
                cut=cut,
            )
            rows = await _said(call, page.rows)
        return answer(listed(request, query, paging, rows, page.total))

    @get("/contacts/{id:str}")
    async def contact(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query_in(request)
            [said] = await _said(call, [await find_contact(call.records, call.caller, _id_in(request))])
        return shown(request, said, said)

    return [
        contacts,
        contact,
        change(service, "POST", "/contacts", _added),
        change(service, "PATCH", "/contacts/{id:str}", _changed),
        change(service, "DELETE", "/contacts/{id:str}", _removed, has_body=False, parameters=("accounts",)),
        change(service, "POST", "/contacts/{id:str}/erase", _erased),
    ]


async def _added(call: Call[Writes], asked: Asked) -> Answer:
    wish = contact_wish_from(read_body_as(ContactBody, asked.body))
    [said] = await _said(call, [await add_contact(call.records, call.caller, wish, call.now)])
    return tagged(said, said, status=201)


async def _changed(call: Call[Writes], asked: Asked) -> Answer:
    id = await _unchanged(call, asked)
    wish = contact_wish_from(read_body_as(ContactEdit, asked.body))
    [said] = await _said(call, [await change_contact(call.records, call.caller, id, wish, call.now)])
    return tagged(said, said)


async def _removed(call: Call[Writes], asked: Asked) -> Answer:
    query = Query(query_in(asked.request, "accounts"))
    ends_accounts = query.choice("accounts", {"keep": False, "end": True}, False)
    query.check()
    id = await _unchanged(call, asked)
    await deactivate_contact(call.records, call.caller, id, call.now)
    if ends_accounts:
        await end_accounts_of(call.records, call.caller, id, call.now)
    return Answer(b"", 204)


async def _erased(call: Call[Writes], asked: Asked) -> Answer:
    id = await _unchanged(call, asked, call.records.ever)
    [said] = await _said(call, [await erase_person(call.records, call.caller, id, typed_in(asked.body), call.now)])
    return tagged(said, said)


async def _unchanged(call: Call[Writes], asked: Asked, reads: Reads | None = None) -> ContactId:
    """The contact's id. Raises NotFound, and Stale where it is not as the caller has read it."""
    id = _id_in(asked.request)
    await asked.lock(call.records, Contact, id)
    contact = await find_contact(reads or call.records, call.caller, id)
    [said] = await _said(call, [contact])
    asked.check_unchanged(said)
    return contact.id


async def _said(call: Call[Reads] | Call[Writes], contacts: Sequence[Contact]) -> list[ContactSaid]:
    customers = await call.records.customers_among({one.customer_id for one in contacts})
    countries = await countries_of(call.records)
    groups = await groups_of(call.records, call.caller, [one.id for one in contacts])
    return [
        contact_to(one, customers[one.customer_id], countries.get(one.customer_id, ""), groups[one.id])
        for one in contacts
    ]


def _id_in(request: AnyRequest) -> ContactId:
    return ContactId(id_in(request, "contact"))
