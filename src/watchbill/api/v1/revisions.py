"""What the rules of a tier or roster were, who saved them when, and restoring them."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.json import Answer
from watchbill.api.service import Service
from watchbill.api.v1.calls import AnyRequest, Call, get, query_in, reading
from watchbill.api.v1.changes import Act, Asked, change, shown, tagged
from watchbill.api.v1.rules import OnceSaid, RecurringSaid, schedule_to
from watchbill.api.v1.wire import (
    AuthorSaid,
    Clocks,
    PersonSaid,
    PlaceSaid,
    Query,
    people_to,
    place_to,
    reading_to,
    tier_ref_from,
)
from watchbill.domain.errors import NotFound
from watchbill.domain.model import (
    Account,
    AccountId,
    LayerRule,
    Revision,
    RosterId,
    RosterPlan,
    RosterRevision,
    engine_layer,
    engine_shift,
)
from watchbill.domain.ports import Writes
from watchbill.domain.revisions import Past, past_of_roster, past_of_tier, restore_roster, restore_tier
from watchbill.domain.schedules import TierRef, find_tier
from watchbill.engine.words import layer_words, shift_rule_words

LONGEST_NUMBER: Final = 18


class LayerSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A layer, as it can be posted back, and in words."""

    start: str
    rotation: msgspec.Raw
    restrictions: msgspec.Raw
    contacts: Sequence[int]
    index: int
    tz: str
    end: str | None
    start_reading: str | None
    end_reading: str | None
    text: str


class RosterShiftSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A shift rule of a roster, as it can be posted back, and in words."""

    id: str
    name: str
    schedule: OnceSaid | RecurringSaid
    contacts: Sequence[int]
    groups: Sequence[str]
    text: str


class RevisionSaid(msgspec.Struct, frozen=True, kw_only=True):
    """Rules as they stood from `counts_from` (null: from their own start) until the next revision counted.

    One that newer zone data have made of the one before tells their version, and was saved by nobody.
    """

    number: int
    counts_from: str | None
    saved_at: str
    saved_by: AuthorSaid | None
    moved_by: str | None
    layers: Sequence[LayerSaid] | msgspec.UnsetType = msgspec.UNSET
    shifts: Sequence[RosterShiftSaid] | msgspec.UnsetType = msgspec.UNSET
    tz: str | msgspec.UnsetType = msgspec.UNSET


class PastSaid(msgspec.Struct, frozen=True, kw_only=True):
    """All revisions of a place, the latest first."""

    place: PlaceSaid
    revisions: Sequence[RevisionSaid]
    people: Sequence[PersonSaid]


def layer_to(layer: LayerRule, clocks: Clocks) -> LayerSaid:
    return LayerSaid(
        start=clocks.said(layer.start),
        rotation=msgspec.Raw(layer.rotation.encode()),
        restrictions=msgspec.Raw(layer.restrictions.encode()),
        contacts=layer.contacts,
        index=layer.index,
        tz=layer.tz,
        end=clocks.told(layer.end),
        start_reading=reading_to(layer.start_reading, layer.start, layer.tz),
        end_reading=reading_to(layer.end_reading, layer.end, layer.tz),
        text=layer_words(engine_layer(layer)),
    )


def shifts_to(revision: RosterRevision, clocks: Clocks) -> list[RosterShiftSaid]:
    return [
        RosterShiftSaid(
            id=shift.id,
            name=shift.name,
            schedule=schedule_to(shift, revision.tz, clocks),
            contacts=shift.contacts,
            groups=shift.groups,
            text=shift_rule_words(engine_shift(shift), revision.tz),
        )
        for shift in revision.shifts
    ]


def revision_to(
    revision: Revision | RosterRevision, authors: Mapping[AccountId, Account], clocks: Clocks
) -> RevisionSaid:
    author = authors.get(revision.saved_by) if revision.moved_by is None else None
    is_roster = isinstance(revision, RosterRevision)
    return RevisionSaid(
        number=revision.number,
        counts_from=clocks.told(revision.counts_from),
        saved_at=clocks.said(revision.saved_at),
        saved_by=None if author is None else AuthorSaid(author.id, author.username),
        moved_by=revision.moved_by,
        layers=msgspec.UNSET if is_roster else [layer_to(one, clocks) for one in _layers(revision)],
        shifts=shifts_to(revision, clocks) if isinstance(revision, RosterRevision) else msgspec.UNSET,
        tz=revision.tz if isinstance(revision, RosterRevision) else msgspec.UNSET,
    )


def _layers(revision: Revision | RosterRevision) -> tuple[LayerRule, ...]:
    return revision.layers if isinstance(revision, Revision) else ()


def past_to(past: Past, clocks: Clocks) -> PastSaid:
    revisions = [revision_to(one, past.authors, clocks) for one in reversed(past.revisions)]
    return PastSaid(
        place=place_to(past.place), revisions=revisions, people=people_to(sorted(past.contacts), past.contacts)
    )


def one_of(request: AnyRequest, past: Past) -> Answer:
    """One revision. Raises NotFound."""
    number, clocks = number_in(request), _clocks(request)
    revision = past.revision(number)
    return shown(request, revision_to(revision, past.authors, clocks), revision_to(revision, past.authors, Clocks()))


def number_in(request: AnyRequest) -> int:
    """The revision's number in the path. Raises NotFound for what is none."""
    text = request.path_params["number"]
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_NUMBER:
        raise NotFound("revision", text[:100])
    return int(text)


def _tier(request: AnyRequest) -> TierRef:
    ref = tier_ref_from(text := request.path_params["id"])
    if ref is None:
        raise NotFound("tier", text[:100])
    return ref


def _clocks(request: AnyRequest) -> Clocks:
    query = Query(query_in(request, "tz"))
    clocks = query.clocks()
    query.check()
    return clocks


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/tiers/{id}/revisions` and `/rosters/{id}/revisions`: all, one of them, restore."""

    @get("/tiers/{id:str}/revisions")
    async def of_tier(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            past = await past_of_tier(call.records, call.caller, _tier(request))
            return shown(request, past_to(past, _clocks(request)), *_state(past))

    @get("/tiers/{id:str}/revisions/{number:str}")
    async def one_of_tier(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            past = await past_of_tier(call.records, call.caller, _tier(request))
            return one_of(request, past)

    async def restored_tier(call: Call[Writes], asked: Asked) -> Answer:
        clocks, number, ref = _clocks(asked.request), number_in(asked.request), _tier(asked.request)
        if asked.wants_tag:
            await call.records.lock_tier((await find_tier(call.records, call.caller, ref))[0].id)
            asked.check_unchanged(*_state(await past_of_tier(call.records, call.caller, ref)))
        past = await restore_tier(call.records, call.caller, ref, number, call.now)
        return tagged(past_to(past, clocks), *_state(past))

    @get("/rosters/{id:str}/revisions")
    async def of_roster(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            past = await past_of_roster(call.records, call.caller, RosterId(request.path_params["id"]))
            return shown(request, past_to(past, _clocks(request)), *_state(past))

    @get("/rosters/{id:str}/revisions/{number:str}")
    async def one_of_roster(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            past = await past_of_roster(call.records, call.caller, RosterId(request.path_params["id"]))
            return one_of(request, past)

    async def restored_roster(call: Call[Writes], asked: Asked) -> Answer:
        clocks, number, id = _clocks(asked.request), number_in(asked.request), RosterId(asked.in_path("id"))

        async def check(_: RosterPlan) -> None:
            asked.check_unchanged(*_state(await past_of_roster(call.records, call.caller, id)))

        past = await restore_roster(call.records, call.caller, id, number, call.now, check if asked.wants_tag else None)
        return tagged(past_to(past, clocks), *_state(past))

    def restoring(path: str, act: Act) -> HTTPRouteHandler:
        return change(service, "POST", path, act, has_body=False, parameters=("tz",))

    return [
        of_tier,
        one_of_tier,
        restoring("/tiers/{id:str}/revisions/{number:str}/restore", restored_tier),
        of_roster,
        one_of_roster,
        restoring("/rosters/{id:str}/revisions/{number:str}/restore", restored_roster),
    ]


def _state(past: Past) -> tuple[object, ...]:
    """What the tag is made from: all that is told of the past, whatever clocks it is told by."""
    return (past_to(past, Clocks()),)
