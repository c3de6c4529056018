"""OAuth clients: programs that exchange a secret for tokens; for admins. The secret is told once, to its maker."""

from collections.abc import Sequence

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.json import Answer, answer
from watchbill.api.service import Service
from watchbill.api.v1.bodies import Body, Key, RoleName, Text, read_body_as
from watchbill.api.v1.calls import AnyRequest, Call, get, query_in, reading
from watchbill.api.v1.changes import Asked, change, tagged
from watchbill.api.v1.oncall import id_in
from watchbill.api.v1.tokens import AccountRefSaid
from watchbill.api.v1.wire import Clocks, NamedSaid, Query, listed
from watchbill.domain.accounts import (
    add_program,
    find_oauth_client,
    revoke_oauth_client,
    search_oauth_clients,
)
from watchbill.domain.model import Account, ClientId, ContactId, Customer, CustomerId, OAuthClient
from watchbill.domain.ports import Reads, Writes


class ClientSaid(msgspec.Struct, frozen=True, kw_only=True):
    """An OAuth client; `secret` is only there when it has just been made."""

    id: int
    client_key: str
    name: str
    role: str
    account: AccountRefSaid
    customer: NamedSaid
    created_at: str
    revoked_at: str | None
    secret: str | msgspec.UnsetType = msgspec.UNSET


class ClientBody(Body):
    """An OAuth client that an admin wants to make, and the account that comes with it."""

    name: Text
    role: RoleName
    customer: Key
    contact: Key | None = None


def client_to(client: OAuthClient, account: Account, customer: Customer) -> ClientSaid:
    clocks = Clocks()
    return ClientSaid(
        id=client.id,
        client_key=client.client_key,
        name=client.name,
        role=account.role.name.lower(),
        account=AccountRefSaid(account.id, account.username),
        customer=NamedSaid(customer.id, customer.name),
        created_at=clocks.said(client.created_at),
        revoked_at=clocks.told(client.revoked_at),
    )


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/oauth-clients` and `/oauth-clients/{id}`."""

    @get("/oauth-clients")
    async def clients(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "customer", "active", "page", "limit"))
            customer, is_live, paging = query.whole("customer"), query.active(otherwise=True), query.paging()
            query.check()
            customer_id = None if customer is None else CustomerId(customer)
            found = await search_oauth_clients(call.records, call.caller, customer_id=customer_id, is_live=is_live)
            rows = await _said(call, paging.piece(found))
        return answer(listed(request, query, paging, rows, len(found)))

    return [
        clients,
        change(service, "POST", "/oauth-clients", _made, tells_secret=True),
        change(service, "DELETE", "/oauth-clients/{id:str}", _ended, has_body=False),
    ]


async def _made(call: Call[Writes], asked: Asked) -> Answer:
    body = read_body_as(ClientBody, asked.body)
    client, account, secret = await add_program(
        call.records,
        call.caller,
        name=body.name,
        role=body.role,
        customer_id=CustomerId(body.customer),
        contact_id=None if body.contact is None else ContactId(body.contact),
        now=call.now,
    )
    [said] = await _said(call, [(client, account)])
    return tagged(msgspec.structs.replace(said, secret=secret), said, status=201)


async def _ended(call: Call[Writes], asked: Asked) -> Answer:
    id = ClientId(id_in(asked.request, "OAuth client"))
    await asked.lock(call.records, OAuthClient, id)
    found = await find_oauth_client(call.records, call.caller, id)
    [said] = await _said(call, [found])
    asked.check_unchanged(said)
    await revoke_oauth_client(call.records, found[0].id, call.now)
    return Answer(b"", 204)


async def _said(call: Call[Reads] | Call[Writes], pairs: Sequence[tuple[OAuthClient, Account]]) -> list[ClientSaid]:
    customers = await call.records.customers_among({account.customer_id for _, account in pairs})
    return [client_to(client, account, customers[account.customer_id]) for client, account in pairs]
