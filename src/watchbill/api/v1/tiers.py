"""Tiers: the levels of a schedule, each with its layers; shown, added, changed and deleted."""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.json import Answer
from watchbill.api.service import Service
from watchbill.api.v1.bodies import Body, Flag, Number, read_body_as
from watchbill.api.v1.calls import AnyRequest, Call, get, query_in, reading
from watchbill.api.v1.changes import Asked, change, shown, tagged
from watchbill.api.v1.endings import (
    TierReturnBody,
    as_asked,
    ended_in,
    ended_to,
    enders,
    looked_at,
    names_of,
    return_from,
    typed_in,
)
from watchbill.api.v1.oncall import id_in
from watchbill.api.v1.revisions import LayerSaid, layer_to
from watchbill.api.v1.rules import Layers, layers_wish
from watchbill.api.v1.wire import AuthorSaid, Clocks, PersonSaid, PlaceSaid, Query, people_to, place_to, tier_ref_from
from watchbill.domain.board import TierPlace, find_tier_place
from watchbill.domain.endings import bring_back_tier, end_tier
from watchbill.domain.erasing import erase_tier
from watchbill.domain.errors import NotFound
from watchbill.domain.model import Account, AccountId, Contact, ContactId, Schedule, ScheduleId, Tier
from watchbill.domain.ports import Reads, Writes
from watchbill.domain.rules import NO_COUNTS, Counts, counts_of_layers
from watchbill.domain.schedules import TierRef, find_tier
from watchbill.domain.tiers import TierWish, add_tier, change_tier


class TierRecordSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A tier and the layers in force."""

    id: int
    number: int
    is_active: bool
    place: PlaceSaid
    revision: int
    layers: Sequence[LayerSaid]
    people: Sequence[PersonSaid]
    created_at: str
    updated_at: str
    ended_at: str | None
    ended_by: AuthorSaid | None


class TierBody(Body):
    """A tier that somebody wants, or what shall be different about one; only the fields that are there count."""

    number: Number = 1
    layers: Layers = ()


class TierChangeBody(TierBody):
    """The same about a tier that is there."""

    is_active: Flag = True


class Told(msgspec.Struct, frozen=True):
    """A tier, the people whom its layers name, and who ended it, by id."""

    place: TierPlace
    contacts: dict[ContactId, Contact]
    enders: dict[AccountId, Account]

    @property
    def parts(self) -> tuple[Any, ...]:
        """What the tag of the tier is made from."""
        plan = self.place.plan
        names = plan.schedule.name, self.place.customer.id, self.place.customer.name
        by = names_of(self.enders)
        return plan.tier, plan.revisions[-1:], names, [self.contacts[id] for id in sorted(self.contacts)], by


def wish_from(value: object, shape: type[TierBody], standing: Counts = NO_COUNTS) -> TierWish:
    """What a body says about a tier. Raises Invalid."""
    body = read_body_as(shape, value, standing)
    said = body.model_fields_set
    return msgspec.structs.replace(
        layers_wish(body.layers) if "layers" in said else TierWish(),
        number=body.number if "number" in said else None,
        is_active=body.is_active if isinstance(body, TierChangeBody) and "is_active" in said else None,
    )


def tier_to(told: Told) -> TierRecordSaid:
    clocks, plan = Clocks(), told.place.plan
    return TierRecordSaid(
        id=plan.tier.id,
        number=plan.tier.number,
        is_active=plan.tier.is_active,
        place=place_to(told.place),
        revision=len(plan.revisions),
        layers=[layer_to(layer, clocks) for layer in plan.layers],
        people=people_to(sorted(told.contacts), told.contacts),
        created_at=clocks.said(plan.tier.created_at),
        updated_at=clocks.said(plan.tier.updated_at),
        **ended_to(plan.tier, told.enders),
    )


def tier_in(request: AnyRequest) -> TierRef:
    """The tier that the path names. Raises NotFound for what names none."""
    ref = tier_ref_from(text := request.path_params["id"])
    if ref is None:
        raise NotFound("tier", text[:100])
    return ref


async def _told(reads: Reads, place: TierPlace) -> Told:
    contacts = await reads.contacts({id for layer in place.plan.layers for id in layer.contacts})
    return Told(place, contacts, await enders(reads, [place.plan.tier]))


async def _found(call: Call[Writes], asked: Asked) -> TierPlace:
    """The tier that a change is about, locked and as the caller has read it. Raises NotFound, Stale."""
    place = await find_tier_place(call.records, call.caller, tier_in(asked.request))
    await call.records.lock_tier(place.id)
    told = await _told(call.records, await find_tier_place(call.records, call.caller, place.id))
    asked.check_unchanged(*told.parts)
    return told.place


async def _added(call: Call[Writes], asked: Asked) -> Answer:
    schedule_id = ScheduleId(id_in(asked.request, "schedule"))
    tier, _ = await add_tier(call.records, call.caller, schedule_id, wish_from(asked.body, TierBody), call.now)
    told = await _told(call.records, await find_tier_place(call.records, call.caller, tier.id))
    return tagged(tier_to(told), *told.parts, status=201)


async def _changed(call: Call[Writes], asked: Asked) -> Answer:
    place = await _found(call, asked)
    wish = wish_from(asked.body, TierChangeBody, counts_of_layers(place.plan.layers))
    await change_tier(call.records, call.caller, place.id, wish, call.now)
    told = await _told(call.records, await find_tier_place(call.records, call.caller, place.id))
    return tagged(tier_to(told), *told.parts)


async def _removed(call: Call[Writes], asked: Asked) -> Answer:
    place = await _found(call, asked)
    await end_tier(call.records, call.caller, place.id, call.now)
    return Answer(b"", 204)


async def _unchanged_ever(call: Call[Writes], asked: Asked) -> TierRef:
    """The tier that the path names, also one that has ended. Raises NotFound, and Stale where it is another one."""
    ever, ref = call.records.ever, tier_in(asked.request)
    tier, schedule = await find_tier(ever, call.caller, ref)
    await asked.lock(call.records, Schedule, schedule.id)
    await asked.lock(call.records, Tier, tier.id)
    asked.check_unchanged(*(await _told(ever, await find_tier_place(ever, call.caller, ref))).parts)
    return ref


async def _brought_back(call: Call[Writes], asked: Asked) -> Answer:
    ref = await _unchanged_ever(call, asked)
    wish = return_from(TierReturnBody, asked.body)
    tier = await bring_back_tier(call.records, call.caller, ref, wish, call.now)
    told = await _told(call.records, await find_tier_place(call.records, call.caller, tier.id))
    return tagged(tier_to(told), *told.parts)


async def _erased(call: Call[Writes], asked: Asked) -> Answer:
    ref = await _unchanged_ever(call, asked)
    await erase_tier(call.records, call.caller, ref, typed_in(asked.body))
    return Answer(b"", 204)


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/tiers/{id}`, and adding one to `/schedules/{id}/tiers`."""

    @get("/tiers/{id:str}")
    async def tier(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "ended"))
            ended = ended_in(query)
            query.check()
            reads, ref = looked_at(call.records, ended), tier_in(request)
            place = await find_tier_place(reads, call.caller, ref)
            as_asked(place.plan.tier, ended, "tier", ref)
            told = await _told(reads, place)
        return shown(request, tier_to(told), *told.parts)

    return [
        tier,
        change(service, "POST", "/schedules/{id:str}/tiers", _added),
        change(service, "PATCH", "/tiers/{id:str}", _changed),
        change(service, "DELETE", "/tiers/{id:str}", _removed, has_body=False),
        change(service, "POST", "/tiers/{id:str}/bring-back", _brought_back),
        change(service, "POST", "/tiers/{id:str}/erase", _erased),
    ]
