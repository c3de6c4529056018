"""OAuth clients of a tenant: made, listed and ended by its admins. Beyond the reference."""

from typing import Any, Final

from litestar import delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from watchbill.api.json import Answer, answer
from watchbill.api.rosters.calls import AnyRequest, body_in, reading, writing
from watchbill.api.rosters.reading import read_object
from watchbill.api.rosters.wire_people import time_to
from watchbill.api.service import Service
from watchbill.domain import accounts
from watchbill.domain.errors import Invalid, NotFound
from watchbill.domain.model import Account, ClientId, OAuthClient, Role

CLIENTS: Final = "/api/v2/tenants/{tenant_id:str}/oauthClients"
CLIENT: Final = CLIENTS + "/{oauth_client_id:str}"

ROLES: Final = {role.name.lower(): role for role in Role}


def routes(service: Service) -> list[HTTPRouteHandler]:
    """What is under `/api/v2/tenants/{tenantId}/oauthClients`."""

    @post(CLIENTS, status_code=200)
    async def create(request: AnyRequest, tenant_id: FromPath[str]) -> Answer:
        body = await body_in(service, request)
        async with writing(service, request) as call:
            tenant = await call.tenant(tenant_id)
            name, role = _wish_from(body)
            client, account, secret = await accounts.add_program(
                call.records, call.caller, name=name, role=role, customer_id=tenant.id, now=call.now
            )
            return answer(client_to(client, account) | {"clientSecret": secret})

    @get(CLIENTS)
    async def listed(request: AnyRequest, tenant_id: FromPath[str]) -> Answer:
        async with reading(service, request) as call:
            tenant = await call.tenant(tenant_id)
            pairs = await accounts.list_oauth_clients(call.records, call.caller, tenant.id)
            return answer([client_to(client, account) for client, account in pairs])

    @delete(CLIENT, status_code=200)
    async def revoke(request: AnyRequest, tenant_id: FromPath[str], oauth_client_id: FromPath[str]) -> Answer:
        async with writing(service, request) as call:
            tenant = await call.tenant(tenant_id)
            id = _id_from(oauth_client_id)
            await accounts.remove_oauth_client(call.records, call.caller, tenant.id, id, call.now)
            return Answer(b"")

    return [create, listed, revoke]


def _wish_from(body: bytes) -> tuple[str, Role]:
    fields, problems = read_object(body)
    name = fields.text("name", required=True)
    role = fields.choice("role", ROLES, required=True)
    if problems or name is None or role is None:
        raise Invalid(problems)
    return name, role


def _id_from(text: str) -> ClientId:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise NotFound("OAuth client", text)
    return ClientId(int(text))


def client_to(client: OAuthClient, account: Account) -> dict[str, Any]:
    """An OAuth client, without its secret: that is told once, to whoever makes it."""
    return {
        "id": str(client.id),
        "name": client.name,
        "clientId": client.client_key,
        "role": account.role.name.lower(),
        "createdTime": time_to(client.created_at),
        "revokedTime": "" if client.revoked_at is None else time_to(client.revoked_at),
    }
