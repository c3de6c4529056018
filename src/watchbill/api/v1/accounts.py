"""Who can sign in, with which role, at which customer: for admins."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.json import Answer, answer
from watchbill.api.service import Service
from watchbill.api.v1.bodies import ABSENT, Body, Email, Flag, Key, Line, Password, RoleName, Text, read_body_as
from watchbill.api.v1.calls import AnyRequest, Call, get, query_in, reading
from watchbill.api.v1.changes import Asked, change, shown, tagged
from watchbill.api.v1.oncall import id_in
from watchbill.api.v1.wire import Clocks, NamedSaid, PersonSaid, Query, listed, person_to
from watchbill.domain.accounts import (
    AccountEdit,
    AccountWish,
    add_account,
    change_account,
    find_account,
    list_accounts,
)
from watchbill.domain.model import Account, AccountId, Contact, ContactId, Customer, CustomerId
from watchbill.domain.ports import Reads, Writes

_OTHER_NAMES: Final = {"customer": "customer_id", "contact": "contact_id"}


class AccountSaid(msgspec.Struct, frozen=True, kw_only=True):
    """An account; of its password only whether there is one."""

    id: int
    username: str
    name: str
    first_name: str
    last_name: str
    email: str
    role: str
    customer: NamedSaid
    contact: PersonSaid | None
    is_active: bool
    has_password: bool
    created_at: str
    updated_at: str


class AccountChange(Body):
    """What an admin wants to change of an account; null takes the password or the contact away."""

    username: Text = ABSENT
    role: RoleName = ABSENT
    customer: Key = ABSENT
    password: Password | None = None
    first_name: Line = ABSENT
    last_name: Line = ABSENT
    email: Email = ABSENT
    contact: Key | None = None
    is_active: Flag = ABSENT


class AccountBody(Body):
    """An account that an admin wants to make."""

    username: Text
    role: RoleName
    customer: Key
    password: Password | None = None
    first_name: Line = ""
    last_name: Line = ""
    email: Email = ""
    contact: Key | None = None


def account_to(account: Account, customer: Customer, contact: Contact | None) -> AccountSaid:
    clocks = Clocks()
    return AccountSaid(
        id=account.id,
        username=account.username,
        name=f"{account.first_name} {account.last_name}".strip() or account.username,
        first_name=account.first_name,
        last_name=account.last_name,
        email=account.email,
        role=account.role.name.lower(),
        customer=NamedSaid(customer.id, customer.name),
        contact=None if contact is None else person_to(contact),
        is_active=account.is_active,
        has_password=bool(account.password_hash),
        created_at=clocks.said(account.created_at),
        updated_at=clocks.said(account.updated_at),
    )


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/accounts` and `/accounts/{id}`."""

    @get("/accounts")
    async def accounts(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "search", "customer", "contact", "active", "page", "limit"))
            search, customer, contact = query.text("search") or "", query.whole("customer"), query.whole("contact")
            is_active, paging = query.active(otherwise=None), query.paging()
            query.check()
            found = await list_accounts(
                call.records,
                call.caller,
                customer_id=None if customer is None else CustomerId(customer),
                contact_id=None if contact is None else ContactId(contact),
                is_active=is_active,
                search=search,
            )
            rows = await _said(call, paging.piece(found))
        return answer(listed(request, query, paging, rows, len(found)))

    @get("/accounts/{id:str}")
    async def account(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query_in(request)
            [said] = await _said(call, [await find_account(call.records, call.caller, _id_in(request))])
        return shown(request, said, said)

    return [
        accounts,
        account,
        change(service, "POST", "/accounts", _added),
        change(service, "PATCH", "/accounts/{id:str}", _changed),
    ]


async def _added(call: Call[Writes], asked: Asked) -> Answer:
    wish = AccountWish(**_renamed(read_body_as(AccountBody, asked.body)))
    [said] = await _said(call, [await add_account(call.records, call.caller, wish, call.now)])
    return tagged(said, said, status=201)


async def _changed(call: Call[Writes], asked: Asked) -> Answer:
    id = _id_in(asked.request)
    await asked.lock(call.records, Account, id)
    [standing] = await _said(call, [await find_account(call.records, call.caller, id)])
    asked.check_unchanged(standing)
    edit = AccountEdit(**_renamed(read_body_as(AccountChange, asked.body)))
    [said] = await _said(call, [await change_account(call.records, call.caller, id, edit, call.now)])
    return tagged(said, said)


def _renamed(body: Body) -> dict[str, Any]:
    return {_OTHER_NAMES.get(name, name): value for name, value in body.given().items()}


async def _said(call: Call[Reads] | Call[Writes], accounts: Sequence[Account]) -> list[AccountSaid]:
    customers = await call.records.customers_among({one.customer_id for one in accounts})
    contacts = await call.records.contacts({one.contact_id for one in accounts if one.contact_id is not None})
    return [
        account_to(one, customers[one.customer_id], None if one.contact_id is None else contacts[one.contact_id])
        for one in accounts
    ]


def _id_in(request: AnyRequest) -> AccountId:
    return AccountId(id_in(request, "account"))
