"""Overrides, which people call on-demand shifts: listed, made, changed and deleted, and what becomes of the others."""

from collections.abc import Sequence
from typing import Annotated, Any, Final, TypeAlias

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp
from pydantic import PlainValidator

from watchbill.api.json import Answer, answer
from watchbill.api.service import Service
from watchbill.api.v1.bodies import ABSENT, Body, Flag, Key, Reading, When, ZoneName, read_body_as
from watchbill.api.v1.calls import AnyRequest, Call, get, query_in, reading
from watchbill.api.v1.changes import Asked, change, shown, tagged
from watchbill.api.v1.errors import InTheWay
from watchbill.api.v1.oncall import id_in
from watchbill.api.v1.rules import odd_reading, read_as, said_none
from watchbill.api.v1.wire import (
    AuthorSaid,
    Clocks,
    PersonSaid,
    PlaceSaid,
    Query,
    listed,
    person_to,
    place_to,
    reading_to,
    tier_ref_from,
)
from watchbill.domain.covers import Cover, covers
from watchbill.domain.errors import Conflict, Invalid
from watchbill.domain.model import ContactId, Override, OverrideId, TierId
from watchbill.domain.overrides import (
    Laid,
    OverrideWish,
    add_override,
    find_override,
    list_overrides,
    move_override,
    remove_override,
)
from watchbill.domain.ports import Reads, Writes
from watchbill.domain.readings import Moment
from watchbill.domain.schedules import TierRef
from watchbill.engine import BEGINNING, FOREVER

IN_THE_WAY: Final = "Others cover part of that time. Send sure: true to cut them."
UTC: Final = Clocks()
NO_ZONE: Final = "This needs Z or an offset from UTC, or a tz whose clocks it is read by."
NOTHING_READ: Final = (
    "This is the zone of readings, and changes with one: send start or end as what its clocks read too, "
    "such as 2027-06-01T09:00, or leave this out."
)
NO_TIER: Final = "A tier is named by its id, such as 7, or by schedule and number, such as 3_1."


class OverrideRecordSaid(msgspec.Struct, frozen=True, kw_only=True):
    """An on-demand shift."""

    id: int
    tier: int
    place: PlaceSaid
    person: PersonSaid
    start: str
    end: str
    tz: str | None
    start_reading: str | None
    end_reading: str | None
    created_at: str
    created_by: AuthorSaid | None


class OverrideSavedSaid(OverrideRecordSaid, frozen=True, kw_only=True):
    """The same, and what became of those that were in its way."""

    changed: Sequence[OverrideRecordSaid]
    deleted: Sequence[int]


def _tier_ref(value: object) -> TierRef:
    if type(value) is int and 0 < value < 2**63:
        return TierId(value)
    ref = tier_ref_from(value.strip()) if isinstance(value, str) else None
    if ref is None:
        raise ValueError(NO_TIER)
    return ref


Tier: TypeAlias = Annotated[TierRef, PlainValidator(_tier_ref)]


class OverrideBody(Body):
    """An on-demand shift that somebody wants."""

    tier: Tier
    contact: Key
    start: When
    end: When
    start_reading: Reading | None = None
    end_reading: Reading | None = None
    tz: ZoneName | None = None
    sure: Flag = False


class OverrideChangeBody(Body):
    """What shall be different about an on-demand shift; only the fields that are there count."""

    contact: Key = 0
    start: When = ABSENT
    end: When = ABSENT
    start_reading: Reading | None = None
    end_reading: Reading | None = None
    tz: ZoneName | None = None
    sure: Flag = False


def wish_from(value: object) -> OverrideWish:
    """The on-demand shift that a body asks for. Raises Invalid."""
    body = read_body_as(OverrideBody, value)
    return _wish(body, body.tier, ContactId(body.contact), body.start, body.end, body.tz)


def change_from(value: object, old: Override) -> OverrideWish:
    """The on-demand shift with what a body changes about it. Raises Invalid."""
    body = read_body_as(OverrideChangeBody, value)
    said = body.model_fields_set
    contact_id = ContactId(body.contact) if "contact" in said else old.contact_id
    start = body.start if "start" in said else Moment(old.start_at, is_instant=True)
    end = body.end if "end" in said else Moment(old.end_at, is_instant=True)
    tz = body.tz if "tz" in said else old.tz
    wish = _wish(body, old.tier_id, contact_id, start, end, tz)
    if tz != old.tz and wish.tz is None:
        raise Invalid([("tz", NOTHING_READ)])
    return wish


def _wish(
    body: OverrideBody | OverrideChangeBody,
    tier: TierRef,
    contact_id: ContactId,
    start: Moment,
    end: Moment,
    tz: str | None,
) -> OverrideWish:
    """Raises Invalid for what clocks read while no zone is named, and for a reading that is not its instant's."""
    readings = read_as(start, body.start_reading), read_as(end, body.end_reading)
    if tz is None and any(reading is not None for reading in readings):
        named = ("start", start, readings[0]), ("end", end, readings[1])
        raise Invalid(
            (f"{name}_reading" if moment.is_instant else name, NO_ZONE)
            for name, moment, reading in named
            if reading is not None
        )
    return OverrideWish(
        tier=tier,
        contact_id=contact_id,
        start=start.at(tz or "UTC"),
        end=end.at(tz or "UTC"),
        tz=None if readings == (None, None) else tz,
        start_reading=readings[0],
        end_reading=readings[1],
        instants=said_none(body),
        is_sure=body.sure,
        problems=(
            *odd_reading("start", start, body.start_reading, tz or "UTC"),
            *odd_reading("end", end, body.end_reading, tz or "UTC"),
        ),
    )


def override_to(cover: Cover, clocks: Clocks = UTC) -> OverrideRecordSaid:
    return OverrideRecordSaid(**_fields(cover, clocks))


def saved_to(cover: Cover, changed: Sequence[Cover], deleted: Sequence[Override]) -> OverrideSavedSaid:
    return OverrideSavedSaid(
        **_fields(cover), changed=[override_to(one) for one in changed], deleted=[one.id for one in deleted]
    )


def _fields(cover: Cover, clocks: Clocks = UTC) -> dict[str, Any]:
    one = cover.override
    return {
        "id": one.id,
        "tier": one.tier_id,
        "place": place_to(cover.place),
        "person": person_to(cover.person),
        "start": clocks.said(one.start_at),
        "end": clocks.said(one.end_at),
        "tz": one.tz,
        "start_reading": reading_to(one.start_reading, one.start_at, one.tz or "UTC"),
        "end_reading": reading_to(one.end_reading, one.end_at, one.tz or "UTC"),
        "created_at": clocks.said(one.created_at),
        "created_by": None if cover.author is None else AuthorSaid(cover.author.id, cover.author.username),
    }


def parts_of(cover: Cover) -> tuple[Any, ...]:
    """What the tag of an on-demand shift is made from: the shift, and the names that are told with it."""
    place = cover.place
    named = place.plan.tier.number, place.plan.schedule.name, place.customer.name, cover.person
    return cover.override, *named, cover.author and cover.author.username


async def _cover(reads: Reads, override: Override) -> Cover:
    return (await covers(reads, [override]))[0]


async def _saved(call: Call[Writes], laid: Laid, status: int) -> Answer:
    cover, *changed = await covers(call.records, [*laid.saved, *laid.changed])
    return tagged(saved_to(cover, changed, laid.deleted), *parts_of(cover), status=status)


async def _in_the_way(reads: Reads, conflict: Conflict) -> Conflict:
    """The same conflict, which tells the on-demand shifts whole."""
    standing = [one for one in conflict.standing if isinstance(one, Override)]
    if not standing:
        return conflict
    return InTheWay(IN_THE_WAY, standing, [override_to(one) for one in await covers(reads, standing)])


async def _added(call: Call[Writes], asked: Asked) -> Answer:
    wish = wish_from(asked.body)
    try:
        laid = await add_override(call.records, call.caller, wish, call.now)
    except Conflict as conflict:
        raise await _in_the_way(call.records, conflict) from None
    return await _saved(call, laid, 201)


async def _found(call: Call[Writes], asked: Asked) -> Override:
    """The on-demand shift that a change is about, as the caller has read it. Raises NotFound, Stale."""
    id = OverrideId(id_in(asked.request, "override"))
    override, tier, _ = await find_override(call.records, call.caller, id)
    await call.records.lock_tier(tier.id)
    override, _, _ = await find_override(call.records, call.caller, id)
    asked.check_unchanged(*parts_of(await _cover(call.records, override)))
    return override


async def _changed(call: Call[Writes], asked: Asked) -> Answer:
    old = await _found(call, asked)
    wish = change_from(asked.body, old)
    try:
        laid = await move_override(call.records, call.caller, old.id, wish, call.now)
    except Conflict as conflict:
        raise await _in_the_way(call.records, conflict) from None
    return await _saved(call, laid, 200)


async def _removed(call: Call[Writes], asked: Asked) -> Answer:
    await remove_override(call.records, call.caller, (await _found(call, asked)).id, call.now)
    return Answer(b"", 204)


def _between(query: Query) -> tuple[int | None, int | None]:
    """The ends of the window that a list is cut to; None is no end."""
    since, until = query.instant("since", BEGINNING), query.instant("until", FOREVER)
    if until <= since:
        query.refuse("until", "The end has to be after the start.")
    return None if since == BEGINNING else since, None if until == FOREVER else until


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/overrides`."""

    @get("/overrides")
    async def overrides(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "tier", "contact", "since", "until", "tz", "page", "limit"))
            ref, contact, (start, end) = query.tier(), query.whole("contact"), _between(query)
            paging, clocks = query.paging(), query.clocks()
            query.check()
            page = await list_overrides(
                call.records,
                call.caller,
                ref,
                msgspec.structs.replace(paging.cut, order=("start_at",)),
                contact_id=None if contact is None else ContactId(contact),
                start=start,
                end=end,
            )
            rows = [override_to(one, clocks) for one in await covers(call.records, page.rows)]
        return answer(listed(request, query, paging, rows, page.total, tz=clocks.tz))

    @get("/overrides/{id:str}")
    async def override(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query_in(request)
            found, _, _ = await find_override(call.records, call.caller, OverrideId(id_in(request, "override")))
            cover = await _cover(call.records, found)
        return shown(request, override_to(cover), *parts_of(cover))

    return [
        overrides,
        override,
        change(service, "POST", "/overrides", _added),
        change(service, "PATCH", "/overrides/{id:str}", _changed),
        change(service, "DELETE", "/overrides/{id:str}", _removed, has_body=False),
    ]
