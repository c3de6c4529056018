"""User groups and who is in them."""

from typing import Final

from litestar import delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from watchbill.api.json import Answer, answer
from watchbill.api.rosters.calls import AnyRequest, Call, belongs, body_in, reading, writing
from watchbill.api.rosters.search import MADE, SORTS_OF_USERS, envelope, page_of, read_search
from watchbill.api.rosters.wire_people import group_id_from, group_to, group_wish_from, members_from, person_to
from watchbill.api.service import Service
from watchbill.domain import groups
from watchbill.domain.access import check_role
from watchbill.domain.endings import end_group
from watchbill.domain.errors import NotFound
from watchbill.domain.model import GroupId, Role
from watchbill.domain.ports import Reads, Writes

GROUPS: Final = "/api/v2/tenants/{tenant_id:str}/userGroups"
GROUP: Final = GROUPS + "/{group_id:str}"

_SORTS: Final = {"id": MADE, "name": "name", "createdTime": "created_at", "updatedTime": "updated_at"}


def routes(service: Service) -> list[HTTPRouteHandler]:
    """What is under `/api/v2/tenants/{tenantId}/userGroups`."""

    @post(GROUPS, status_code=200)
    async def create(request: AnyRequest, tenant_id: FromPath[str]) -> Answer:
        body = await body_in(service, request)
        async with writing(service, request) as call:
            tenant = await call.tenant(tenant_id)
            check_role(call.caller, Role.ADMIN, "making groups")
            wish = group_wish_from(body, is_new=True)
            return answer(group_to(await groups.add_group(call.records, call.caller, tenant.id, wish, call.now)))

    @get(GROUPS)
    async def search(request: AnyRequest, tenant_id: FromPath[str]) -> Answer:
        async with reading(service, request) as call:
            tenant = await call.tenant(tenant_id)
            asked = read_search(request.query_params.multi_items(), variables=(), sorts=_SORTS)
            page = await groups.list_groups(call.records, call.caller, tenant.id, asked.cut)
            return answer(envelope(asked, [group_to(group) for group in page.rows], page.total))

    @get(GROUP)
    async def one(request: AnyRequest, tenant_id: FromPath[str], group_id: FromPath[str]) -> Answer:
        async with reading(service, request) as call:
            id = await _found(call, tenant_id, group_id)
            return answer(group_to(await groups.find_group(call.records, call.caller, id)))

    @post(GROUP, status_code=200)
    async def update(request: AnyRequest, tenant_id: FromPath[str], group_id: FromPath[str]) -> Answer:
        body = await body_in(service, request)
        async with writing(service, request) as call:
            id = await _found_to_change(call, tenant_id, group_id)
            wish = group_wish_from(body, is_new=False)
            return answer(group_to(await groups.change_group(call.records, call.caller, id, wish, call.now)))

    @delete(GROUP, status_code=200)
    async def remove(request: AnyRequest, tenant_id: FromPath[str], group_id: FromPath[str]) -> Answer:
        async with writing(service, request) as call:
            id = await _found_to_change(call, tenant_id, group_id)
            await end_group(call.records, call.caller, id, call.now)
            return Answer(b"")

    @get(GROUP + "/users")
    async def members(request: AnyRequest, tenant_id: FromPath[str], group_id: FromPath[str]) -> Answer:
        async with reading(service, request) as call:
            return await _members(call, request, await _found(call, tenant_id, group_id))

    @post(GROUP + "/users", status_code=200)
    async def add_members(request: AnyRequest, tenant_id: FromPath[str], group_id: FromPath[str]) -> Answer:
        body = await body_in(service, request)
        async with writing(service, request) as call:
            id = await _found_to_change(call, tenant_id, group_id)
            await groups.add_members(call.records, call.caller, id, members_from(body), call.now)
            return await _members(call, request, id)

    @delete(GROUP + "/users", status_code=200)
    async def remove_members(request: AnyRequest, tenant_id: FromPath[str], group_id: FromPath[str]) -> Answer:
        body = await body_in(service, request)
        async with writing(service, request) as call:
            id = await _found_to_change(call, tenant_id, group_id)
            leaving = [contact_id for _, contact_id in members_from(body)]
            await groups.remove_members(call.records, call.caller, id, leaving, call.now)
            return await _members(call, request, id)

    return [create, search, one, update, remove, members, add_members, remove_members]


async def _found(call: Call[Reads] | Call[Writes], tenant_id: str, group_id: str) -> GroupId:
    tenant = await call.tenant(tenant_id)
    group = await groups.find_group(call.records, call.caller, group_id_from(group_id))
    if not belongs(group.customer_id, tenant):
        raise NotFound("group", group.id)
    return group.id


async def _found_to_change(call: Call[Writes], tenant_id: str, group_id: str) -> GroupId:
    id = await _found(call, tenant_id, group_id)
    check_role(call.caller, Role.ADMIN, "changing groups")
    return id


async def _members(call: Call[Reads] | Call[Writes], request: AnyRequest, id: GroupId) -> Answer:
    """Who is in a group now, in the envelope of a search."""
    asked = read_search(request.query_params.multi_items(), variables=(), sorts=SORTS_OF_USERS)
    now_in = await groups.members(call.records, [id])
    return answer(page_of(asked, now_in[id], person_to))
