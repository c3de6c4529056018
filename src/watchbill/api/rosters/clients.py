"""Clients: the customers that the partner works for, and the tenant itself."""

from typing import Final

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from watchbill.api.json import Answer, answer
from watchbill.api.rosters.calls import AnyRequest, Call, body_in, deed_named, reading, writing
from watchbill.api.rosters.search import DATES, MADE, Search, page_of, read_search
from watchbill.api.rosters.wire_people import (
    client_from,
    minimal_client_to,
    new_client_from,
    tenant_from,
    tenant_to,
)
from watchbill.api.service import Service
from watchbill.domain import contacts
from watchbill.domain.errors import Forbidden, NotFound
from watchbill.domain.model import Customer
from watchbill.domain.ports import Reads, Writes

TENANT: Final = "/api/v2/tenants/{tenant_id:str}"
CLIENTS: Final = TENANT + "/clients"
CLIENT: Final = CLIENTS + "/{client_id:str}"

_VARIABLES: Final = ("uniqueId", "name", "activeStatus", *DATES)
_DEEDS: Final = {
    "activate": contacts.activate_customer,
    "suspend": contacts.deactivate_customer,
    "deactivate": contacts.deactivate_customer,
    "terminate": contacts.terminate_customer,
}
_SORTS: Final = {"id": MADE, "name": "name", "createdTime": "created_at", "updatedTime": "updated_at"}


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/api/v2/tenants/{tenantId}` and what is under its `/clients`."""

    @get(TENANT)
    async def tenant(request: AnyRequest, tenant_id: FromPath[str]) -> Answer:
        async with reading(service, request) as call:
            return answer(tenant_to(await call.tenant(tenant_id)))

    @post(CLIENTS, status_code=200)
    async def create(request: AnyRequest, tenant_id: FromPath[str]) -> Answer:
        body = await body_in(service, request)
        async with writing(service, request) as call:
            if (await call.tenant(tenant_id)).parent_id is not None:
                raise Forbidden("making clients of a client")
            name, id, profile = new_client_from(body)
            made = await contacts.add_customer(call.records, call.caller, name, call.now, id=id, profile=profile)
            return answer(tenant_to(made))

    @get(CLIENTS + "/search")
    async def search(request: AnyRequest, tenant_id: FromPath[str]) -> Answer:
        async with reading(service, request) as call:
            known = await _clients(call, await call.tenant(tenant_id))
            asked = read_search(request.query_params.multi_items(), variables=_VARIABLES, sorts=_SORTS)
            return answer(page_of(asked, [client for client in known if _fits(asked, client)], tenant_to))

    @get(CLIENTS + "/minimal")
    async def minimal(request: AnyRequest, tenant_id: FromPath[str]) -> Answer:
        async with reading(service, request) as call:
            known = await _clients(call, await call.tenant(tenant_id))
            return answer([minimal_client_to(client) for client in known if client.is_active])

    @get(CLIENT)
    async def one(request: AnyRequest, tenant_id: FromPath[str], client_id: FromPath[str]) -> Answer:
        async with reading(service, request) as call:
            return answer(tenant_to(await _found(call, tenant_id, client_id)))

    @post(CLIENT, status_code=200)
    async def update(request: AnyRequest, tenant_id: FromPath[str], client_id: FromPath[str]) -> Answer:
        body = await body_in(service, request)
        async with writing(service, request) as call:
            client = await _found(call, tenant_id, client_id)
            name, profile = client_from(body)
            changed = await contacts.change_customer(
                call.records, call.caller, client.id, name=name, profile=profile, now=call.now
            )
            return answer(tenant_to(changed))

    @post(CLIENT + "/{deed:str}", status_code=200)
    async def act(
        request: AnyRequest, tenant_id: FromPath[str], client_id: FromPath[str], deed: FromPath[str]
    ) -> Answer:
        act = deed_named(deed, _DEEDS)
        async with writing(service, request) as call:
            client = await _found(call, tenant_id, client_id)
            return answer(tenant_to(await act(call.records, call.caller, client.id, call.now)))

    return [tenant, create, search, minimal, one, update, act]


async def _clients(call: Call[Reads], tenant: Customer) -> tuple[Customer, ...]:
    """The tenant's clients, by name; a client has none."""
    return () if tenant.parent_id is not None else (await contacts.customer_tree(call.records, call.caller)).children


async def _found(call: Call[Reads] | Call[Writes], tenant_id: str, client_id: str) -> Customer:
    """The client, also one that is switched off. Raises NotFound."""
    tenant = await call.tenant(tenant_id)
    id, is_partner = tenant_from(client_id)
    client = await contacts.find_customer(call.records, call.caller, id)
    if is_partner or client.parent_id != tenant.id:
        raise NotFound("client", client_id)
    return client


def _fits(asked: Search, client: Customer) -> bool:
    unique_id, name, is_active, times = (
        asked.text("uniqueId"),
        asked.text("name"),
        asked.flag("activeStatus"),
        asked.times(),
    )
    return (
        (unique_id is None or unique_id == minimal_client_to(client)["uniqueId"])
        and (name is None or name.casefold() == client.name.casefold())
        and (is_active is None or client.is_active == is_active)
        and times.get("created_since", client.created_at) <= client.created_at
        and times.get("created_until", client.created_at) >= client.created_at
        and times.get("updated_since", client.updated_at) <= client.updated_at
        and times.get("updated_until", client.updated_at) >= client.updated_at
    )
