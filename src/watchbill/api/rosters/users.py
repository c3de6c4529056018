"""Users: the contacts of a tenant as the rosters API sees them."""

from typing import Final

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from watchbill.api.json import Answer, answer
from watchbill.api.rosters.calls import AnyRequest, Call, belongs, body_in, deed_named, reading, writing
from watchbill.api.rosters.search import DATES, MADE, SORTS_OF_USERS, Search, envelope, read_search
from watchbill.api.rosters.wire_people import (
    STATUSES,
    minimal_user_to,
    user_from,
    user_id_from,
    user_to,
)
from watchbill.api.service import Service
from watchbill.domain import contacts
from watchbill.domain.access import check_role
from watchbill.domain.errors import NotFound
from watchbill.domain.model import Contact, Customer, Role
from watchbill.domain.ports import Cut, Page, Reads, Writes

USERS: Final = "/api/v2/tenants/{tenant_id:str}/users"
USER: Final = USERS + "/{user_id:str}"

_FIELDS: Final = {"loginName": "login_name", "firstName": "first_name", "lastName": "last_name", "mailId": "email"}
_VARIABLES: Final = (*_FIELDS, "uniqueId", "status", *DATES)
_DEEDS: Final = {
    "activate": contacts.activate_contact,
    "deactivate": contacts.deactivate_contact,
    "terminate": contacts.terminate_contact,
}
_NOBODY: Final = Page[Contact](rows=(), total=0)


def routes(service: Service) -> list[HTTPRouteHandler]:
    """What is under `/api/v2/tenants/{tenantId}/users`."""

    @post(USERS, status_code=200)
    async def create(request: AnyRequest, tenant_id: FromPath[str]) -> Answer:
        body = await body_in(service, request)
        async with writing(service, request) as call:
            tenant = await call.tenant(tenant_id)
            check_role(call.caller, Role.ADMIN, "making users")
            wish = user_from(body, is_new=True, customer_id=tenant.id)
            return answer(user_to(await contacts.add_contact(call.records, call.caller, wish, call.now)))

    @get(USERS + "/search")
    async def search(request: AnyRequest, tenant_id: FromPath[str]) -> Answer:
        async with reading(service, request) as call:
            tenant = await call.tenant(tenant_id)
            asked = read_search(request.query_params.multi_items(), variables=_VARIABLES, sorts=SORTS_OF_USERS)
            page = await _searched(call, tenant, asked)
            return answer(envelope(asked, [user_to(contact) for contact in page.rows], page.total))

    @get(USERS + "/minimal")
    async def minimal(request: AnyRequest, tenant_id: FromPath[str]) -> Answer:
        async with reading(service, request) as call:
            tenant = await call.tenant(tenant_id)
            page = await contacts.list_contacts(
                call.records, call.caller, customer_id=tenant.id, is_active=True, cut=Cut(order=(MADE,))
            )
            return answer([minimal_user_to(contact) for contact in page.rows])

    @get(USER)
    async def one(request: AnyRequest, tenant_id: FromPath[str], user_id: FromPath[str]) -> Answer:
        async with reading(service, request) as call:
            tenant = await call.tenant(tenant_id)
            return answer(user_to(await _found(call, tenant, user_id)))

    @post(USER, status_code=200)
    async def update(request: AnyRequest, tenant_id: FromPath[str], user_id: FromPath[str]) -> Answer:
        body = await body_in(service, request)
        async with writing(service, request) as call:
            id = (await _found(call, await call.tenant(tenant_id), user_id)).id
            check_role(call.caller, Role.ADMIN, "changing users")
            wish = user_from(body, is_new=False)
            return answer(user_to(await contacts.change_contact(call.records, call.caller, id, wish, call.now)))

    @post(USER + "/{deed:str}", status_code=200)
    async def act(request: AnyRequest, tenant_id: FromPath[str], user_id: FromPath[str], deed: FromPath[str]) -> Answer:
        act = deed_named(deed, _DEEDS)
        async with writing(service, request) as call:
            id = (await _found(call, await call.tenant(tenant_id), user_id)).id
            check_role(call.caller, Role.ADMIN, "changing users")
            return answer(user_to(await act(call.records, call.caller, id, call.now)))

    return [create, search, minimal, one, update, act]


async def _found(call: Call[Reads] | Call[Writes], tenant: Customer, user_id: str) -> Contact:
    contact = await contacts.find_contact(call.records, call.caller, user_id_from(user_id))
    if not belongs(contact.customer_id, tenant):
        raise NotFound("contact", contact.id)
    return contact


async def _searched(call: Call[Reads], tenant: Customer, asked: Search) -> Page[Contact]:
    status, unique_id = asked.text("status"), asked.text("uniqueId")
    fields: list[tuple[str, str | int]] = [
        (field, value) for name, field in _FIELDS.items() if (value := asked.text(name)) is not None
    ]
    if unique_id is not None:
        try:
            fields.append(("id", user_id_from(unique_id)))
        except NotFound:
            return _NOBODY
    if status is not None and status.lower() not in STATUSES:
        return _NOBODY
    is_active, is_terminated = (None, None) if status is None else STATUSES[status.lower()]
    return await contacts.list_contacts(
        call.records,
        call.caller,
        customer_id=tenant.id,
        is_active=is_active,
        is_terminated=is_terminated,
        fields=tuple(fields),
        times=asked.times(),
        cut=asked.cut,
    )
