"""Previews: the timeline of a tier or roster as it would be, were the body saved now."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill import engine
from watchbill.api.service import Service
from watchbill.api.v1.bodies import Key, read_body_as
from watchbill.api.v1.calls import AnyRequest, body_in, post, query_in, reading
from watchbill.api.v1.rules import (
    LayersBody,
    RosterBody,
    layers_wish,
    layers_wish_from,
    roster_wish,
    roster_wish_from,
)
from watchbill.api.v1.stream import value_of
from watchbill.api.v1.tiers import tier_in
from watchbill.api.v1.timelines import Telling, asked, telling_of, told
from watchbill.api.v1.wire import Clocks, GapSaid, left_out_to
from watchbill.domain.board import TierPlace, find_roster_place, find_tier_place
from watchbill.domain.model import CustomerId, RosterId, engine_layer
from watchbill.domain.previews import (
    left_out,
    next_occurrences,
    roster_as_wished,
    roster_to_be,
    tier_as_wished,
    tier_to_be,
)
from watchbill.domain.rosters import RosterWish, as_it_is
from watchbill.domain.rules import counts_of_layers, counts_of_shifts
from watchbill.domain.tiers import TierWish
from watchbill.engine.words import handoff_words, restriction_words, rotation_words, schedule_words

Fields = Iterable[tuple[str, Iterable[bytes]]]


class TierPreviewBody(LayersBody):
    """The layers of a tier that is not there yet, and whose it would be."""

    customer: Key


class RosterPreviewBody(RosterBody):
    """The shifts of a roster that is not there yet, and whose it would be."""

    customer: Key


class OccurrencesSaid(msgspec.Struct, frozen=True):
    """When the shift at a position of the body is next, and its rule in words."""

    shift: int
    next: Sequence[GapSaid]
    text: str


class LayerWordsSaid(msgspec.Struct, frozen=True):
    """The rules of the layer at a position of the body in words: how people take turns, when it is open, handoffs."""

    layer: int
    rotation: str
    open: str
    handoffs: str


def occurrences_to(wish: RosterWish, found: Sequence[Sequence[engine.Span]], clocks: Clocks) -> list[OccurrencesSaid]:
    return [
        OccurrencesSaid(
            position,
            [GapSaid(clocks.said(span.start), clocks.said(span.end)) for span in spans],
            schedule_words(shift.schedule, wish.tz),
        )
        for position, (shift, spans) in enumerate(zip(wish.shifts, found, strict=True))
    ]


def words_to(wish: TierWish) -> list[LayerWordsSaid]:
    layers = map(engine_layer, wish.layers or ())
    return [
        LayerWordsSaid(
            position, rotation_words(layer.rotation), restriction_words(layer.restrictions), handoff_words(layer)
        )
        for position, layer in enumerate(layers)
    ]


def _foretold(wish: RosterWish, clocks: Clocks, now: int) -> Iterator[tuple[str, Iterable[bytes]]]:
    yield "occurrences", value_of(occurrences_to(wish, next_occurrences(wish, now), clocks))


def _in_words(wish: TierWish) -> Iterator[tuple[str, Iterable[bytes]]]:
    yield "words", value_of(words_to(wish))


def _left_out(place: TierPlace, telling: Telling, now: int) -> Iterator[tuple[str, Iterable[bytes]]]:
    found = left_out(place.plan, now)
    telling.name(id for one in found for id in one.people)
    yield "left_out", value_of(left_out_to(found))


def _nowhere() -> Iterator[tuple[str, Iterable[bytes]]]:
    yield "place", value_of(None)


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/tiers/{id}/preview`, `/rosters/{id}/preview`, `/previews/tier` and `/previews/roster`."""

    async def sent(request: AnyRequest) -> object:
        # Who is nobody is told so before anything is read; and a slow sender must not keep a transaction waiting.
        async with reading(service, request):
            query_in(request, "since", "until", "tz")
        return await body_in(service, request)

    @post("/tiers/{id:str}/preview")
    async def of_tier(request: AnyRequest) -> ASGIApp:
        body = await sent(request)
        async with reading(service, request) as call:
            standing = await find_tier_place(call.records, call.caller, tier_in(request))
            wish = layers_wish_from(body, counts_of_layers(standing.plan.layers))
            window, clocks = asked(request, call.now)
            _, place = await tier_as_wished(call.records, call.caller, tier_in(request), wish, call.now)
            telling = await telling_of(call.records, window, clocks, [place])
        return told(telling, [*telling.of_place(place), *_left_out(place, telling, call.now), *_in_words(wish)])

    @post("/previews/tier")
    async def of_new_tier(request: AnyRequest) -> ASGIApp:
        body = read_body_as(TierPreviewBody, await sent(request))
        wish = layers_wish(body.layers)
        async with reading(service, request) as call:
            window, clocks = asked(request, call.now)
            customer_id = CustomerId(body.customer)
            place = await tier_to_be(call.records, call.caller, customer_id, wish, call.now)
            telling = await telling_of(call.records, window, clocks, [place])
        said = [*telling.of_rules(place), *_left_out(place, telling, call.now), *_in_words(wish)]
        return told(telling, [*_nowhere(), *said])

    @post("/rosters/{id:str}/preview")
    async def of_roster(request: AnyRequest) -> ASGIApp:
        body = await sent(request)
        async with reading(service, request) as call:
            id, now = RosterId(request.path_params["id"]), call.now
            standing = await find_roster_place(call.records, call.caller, id)
            wish = roster_wish_from(body, counts_of_shifts(standing.plan.current.shifts))
            window, clocks = asked(request, call.now)
            _, place = await roster_as_wished(call.records, call.caller, id, wish, now)
            telling = await telling_of(call.records, window, clocks, [place])
        return told(telling, [*telling.of_place(place), *_foretold(as_it_is(place.plan), clocks, now)])

    @post("/previews/roster")
    async def of_new_roster(request: AnyRequest) -> ASGIApp:
        body = read_body_as(RosterPreviewBody, await sent(request))
        wish = roster_wish(body.tz, body.shifts)
        async with reading(service, request) as call:
            (window, clocks), now = asked(request, call.now), call.now
            place = await roster_to_be(call.records, call.caller, CustomerId(body.customer), wish, now)
            telling = await telling_of(call.records, window, clocks, [place])
        return told(telling, [*_nowhere(), *telling.of_rules(place), *_foretold(wish, clocks, now)])

    return [of_tier, of_new_tier, of_roster, of_new_roster]
