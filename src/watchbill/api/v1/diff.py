"""Dry runs: who gains and loses which hours by an edit that nobody has saved yet."""

from collections.abc import Sequence
from typing import Final

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill import engine
from watchbill.api.json import answer
from watchbill.api.service import Service
from watchbill.api.v1.calls import AnyRequest, body_in, post, query_in, reading
from watchbill.api.v1.rules import layers_wish_from, roster_wish_from
from watchbill.api.v1.wire import (
    Clocks,
    GapSaid,
    LeftOutSaid,
    PersonSaid,
    PlaceSaid,
    Query,
    gap_to,
    left_out_to,
    person_to,
    place_to,
    tier_ref_from,
)
from watchbill.domain.board import find_roster_place, find_tier_place
from watchbill.domain.diff import DryRun, dry_run_roster, dry_run_tier
from watchbill.domain.errors import NotFound
from watchbill.domain.model import RosterId
from watchbill.domain.rules import counts_of_layers, counts_of_shifts
from watchbill.engine.diff import Present

DEFAULT_DAYS: Final = 90
MOST_DAYS: Final = 731


class ChangeSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A span in which others are on call than before the edit; ids, nobody where there are none."""

    start: str
    end: str
    before: Sequence[int]
    after: Sequence[int]


class BalanceSaid(msgspec.Struct, frozen=True, kw_only=True):
    """The hours that somebody gains and loses."""

    person: int
    gained_hours: float
    lost_hours: float


class PresentSaid(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on call now, and until when these people stay; null is beyond the window."""

    people: Sequence[int]
    until: str | None


class NowSaid(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on call now, by the rules as they are and as they would be."""

    before: PresentSaid
    after: PresentSaid
    changes: bool
    first_change_at: str | None


class DiffSaid(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The whole answer."""

    place: PlaceSaid
    since: str
    until: str
    now: NowSaid
    changes: Sequence[ChangeSaid]
    balances: Sequence[BalanceSaid]
    new_gaps: Sequence[GapSaid]
    closed_gaps: Sequence[GapSaid]
    people: Sequence[PersonSaid]
    left_out: Sequence[LeftOutSaid] | msgspec.UnsetType = msgspec.UNSET
    tz: str | msgspec.UnsetType = msgspec.UNSET


def diff_to(run: DryRun, clocks: Clocks) -> DiffSaid:
    diff = run.diff
    return DiffSaid(
        place=place_to(run.place),
        since=clocks.said(diff.window.start),
        until=clocks.said(diff.window.end),
        now=_now_to(diff, clocks),
        changes=[
            ChangeSaid(start=clocks.said(one.start), end=clocks.said(one.end), before=one.before, after=one.after)
            for one in diff.changes
        ],
        balances=[
            BalanceSaid(person=one.contact, gained_hours=one.gained / 3600, lost_hours=one.lost / 3600)
            for one in diff.balances
        ],
        new_gaps=[gap_to(gap, clocks) for gap in diff.new_gaps],
        closed_gaps=[gap_to(gap, clocks) for gap in diff.closed_gaps],
        people=[person_to(contact) for _, contact in sorted(run.contacts.items())],
        left_out=msgspec.UNSET if run.left_out is None else left_out_to(run.left_out),
        tz=msgspec.UNSET if clocks.tz is None else clocks.tz,
    )


def _now_to(diff: engine.Diff, clocks: Clocks) -> NowSaid:
    return NowSaid(
        before=_present_to(diff.present, clocks),
        after=_present_to(diff.present_after, clocks),
        changes=diff.present.people != diff.present_after.people,
        first_change_at=clocks.said(diff.changes[0].start) if diff.changes else None,
    )


def _present_to(present: Present, clocks: Clocks) -> PresentSaid:
    return PresentSaid(people=present.people, until=clocks.told(present.until))


def asked_in(request: AnyRequest) -> tuple[int, Clocks]:
    """For how many days the query asks, and by whose clocks. Raises Invalid."""
    query = Query(query_in(request, "days", "tz"))
    days, clocks = query.whole("days"), query.clocks()
    if days is not None and not 1 <= days <= MOST_DAYS:
        query.refuse("days", f"This is not a number of days from 1 to {MOST_DAYS}.")
    query.check()
    return DEFAULT_DAYS if days is None else days, clocks


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/tiers/{id}/diff` and `/rosters/{id}/diff`."""

    async def sent(request: AnyRequest) -> object:
        # Who is nobody is told so before anything is read; and a slow sender must not keep a transaction waiting.
        async with reading(service, request):
            pass
        return await body_in(service, request)

    @post("/tiers/{id:str}/diff")
    async def of_tier(request: AnyRequest) -> ASGIApp:
        body = await sent(request)
        days, clocks = asked_in(request)
        ref = tier_ref_from(text := request.path_params["id"])
        if ref is None:
            raise NotFound("tier", text[:100])
        async with reading(service, request) as call:
            place = await find_tier_place(call.records, call.caller, ref)
            wish = layers_wish_from(body, counts_of_layers(place.plan.layers))
            run = await dry_run_tier(call.records, call.caller, ref, wish, call.now, days)
        return answer(diff_to(run, clocks))

    @post("/rosters/{id:str}/diff")
    async def of_roster(request: AnyRequest) -> ASGIApp:
        body = await sent(request)
        days, clocks = asked_in(request)
        async with reading(service, request) as call:
            id = RosterId(request.path_params["id"])
            place = await find_roster_place(call.records, call.caller, id)
            wish = roster_wish_from(body, counts_of_shifts(place.plan.current.shifts))
            run = await dry_run_roster(call.records, call.caller, id, wish, call.now, days)
        return answer(diff_to(run, clocks))

    return [of_tier, of_roster]
