"""Rosters: create, search, read, replace, delete, and who is on call by one."""

from typing import Final

from litestar import delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from watchbill import engine
from watchbill.api.json import Answer, answer
from watchbill.api.rosters.calls import AnyRequest, body_in, reading, writing
from watchbill.api.rosters.search import MADE, envelope, read_search
from watchbill.api.rosters.window import instant_in, window_in
from watchbill.api.rosters.wire import duty_to, roster_from, roster_id_from, roster_to, row_to, timeline_to
from watchbill.api.service import Service
from watchbill.domain import rosters
from watchbill.domain.endings import end_roster

ROSTERS: Final = "/api/v2/tenants/{tenant_id:str}/rosters"
ROSTER: Final = ROSTERS + "/{roster_id:str}"

_VARIABLES: Final = ("name", "allList")
_SORTS: Final = {"id": MADE, "name": "name", "createdTime": "created_at", "updatedTime": "updated_at"}


def routes(service: Service) -> list[HTTPRouteHandler]:
    """What is under `/api/v2/tenants/{tenantId}/rosters`."""

    @post(ROSTERS, status_code=200)
    async def create(request: AnyRequest, tenant_id: FromPath[str]) -> Answer:
        body = await body_in(service, request)
        async with writing(service, request) as call:
            tenant = await call.tenant(tenant_id)
            plan = await rosters.add_roster(call.records, call.caller, tenant, roster_from(body, call.now), call.now)
            return answer(roster_to(plan, await rosters.people_of(call.records, plan)))

    @get(ROSTERS + "/search")
    async def search(request: AnyRequest, tenant_id: FromPath[str]) -> Answer:
        async with reading(service, request) as call:
            tenant = await call.tenant(tenant_id)
            asked = read_search(request.query_params.multi_items(), variables=_VARIABLES, sorts=_SORTS)
            page = await rosters.search_rosters(
                call.records,
                tenant,
                name=asked.text("name"),
                all_list=asked.flag("allList") is True,
                cut=asked.cut,
            )
            plans = await call.records.roster_plans([roster.id for roster in page.rows])
            known = [plans[roster.id] for roster in page.rows if roster.id in plans]
            rows = [row_to(plan.roster, plan.current.tz, plan.customer) for plan in known]
            return answer(envelope(asked, rows, page.total))

    @get(ROSTER)
    async def one(request: AnyRequest, tenant_id: FromPath[str], roster_id: FromPath[str]) -> Answer:
        async with reading(service, request) as call:
            tenant = await call.tenant(tenant_id)
            plan = await rosters.find_roster(call.records, call.caller, tenant, roster_id_from(roster_id))
            return answer(roster_to(plan, await rosters.people_of(call.records, plan)))

    @post(ROSTER, status_code=200)
    async def update(request: AnyRequest, tenant_id: FromPath[str], roster_id: FromPath[str]) -> Answer:
        body = await body_in(service, request)
        async with writing(service, request) as call:
            tenant = await call.tenant(tenant_id)
            old = await rosters.find_roster(call.records, call.caller, tenant, roster_id_from(roster_id))
            shifts = old.current.shifts
            wish = rosters.weeks_kept(roster_from(body, call.now, shifts), shifts)
            plan = await rosters.rewrite_roster(call.records, call.caller, old, wish, call.now)
            return answer(roster_to(plan, await rosters.people_of(call.records, plan)))

    @delete(ROSTER, status_code=200)
    async def remove(request: AnyRequest, tenant_id: FromPath[str], roster_id: FromPath[str]) -> Answer:
        async with writing(service, request) as call:
            tenant, id = await call.tenant(tenant_id), roster_id_from(roster_id)
            plan = await rosters.find_roster(call.records, call.caller, tenant, id)
            await end_roster(call.records, call.caller, plan, call.now)
            return Answer(b"")

    @get(ROSTER + "/oncall")
    async def oncall(request: AnyRequest, tenant_id: FromPath[str], roster_id: FromPath[str]) -> Answer:
        async with reading(service, request) as call:
            tenant = await call.tenant(tenant_id)
            plan = await rosters.find_roster(call.records, call.caller, tenant, roster_id_from(roster_id))
            at = instant_in(request.query_params, "at", call.now)
            people = await rosters.people_of(call.records, plan)
            return answer(duty_to(rosters.roster_duty(plan, at), people, at))

    @get(ROSTER + "/timeline")
    async def timeline(request: AnyRequest, tenant_id: FromPath[str], roster_id: FromPath[str]) -> Answer:
        async with reading(service, request) as call:
            tenant = await call.tenant(tenant_id)
            plan = await rosters.find_roster(call.records, call.caller, tenant, roster_id_from(roster_id))
            window = window_in(request.query_params, call.now)
            shifts = rosters.roster_timeline(plan, window)
            covered = engine.union([engine.Span(shift.start, shift.end) for shift in shifts])
            people = await rosters.people_of(call.records, plan)
            return answer(timeline_to(shifts, engine.subtract([window], covered), people, window))

    return [create, search, one, update, remove, oncall, timeline]
