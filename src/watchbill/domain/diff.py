"""Dry runs: what an edit of a tier's layers or of a roster would change from now on, before it is saved."""

from collections.abc import Sequence, Set
from typing import Final

import msgspec

from watchbill import engine
from watchbill.domain.access import Caller
from watchbill.domain.board import Place
from watchbill.domain.model import Contact, ContactId, RosterId
from watchbill.domain.ports import Reads
from watchbill.domain.previews import LeftOut, left_out, roster_as_wished, tier_as_wished
from watchbill.domain.rosters import RosterWish
from watchbill.domain.schedules import TierRef
from watchbill.domain.tiers import TierWish

DAY: Final = 86_400


class DryRun(msgspec.Struct, frozen=True):
    """What an edit would change, where, and everybody whom that names, by id."""

    place: Place
    diff: engine.Diff
    contacts: dict[ContactId, Contact]
    left_out: Sequence[LeftOut] | None = None
    """Of a tier, whom the new layers would leave out."""


async def dry_run_tier(reads: Reads, caller: Caller, ref: TierRef, wish: TierWish, now: int, days: int) -> DryRun:
    """What new layers would change at a tier in the next days, were they saved now. Raises NotFound, Invalid."""
    place, edited = await tier_as_wished(reads, caller, ref, wish, now)
    diff = engine.diff_tiers(place.plan.rules, edited.plan.rules, _ahead(now, days))
    idle = left_out(edited.plan, now)
    return DryRun(place, diff, await _named(reads, diff, {id for one in idle for id in one.people}), idle)


async def dry_run_roster(reads: Reads, caller: Caller, id: RosterId, wish: RosterWish, now: int, days: int) -> DryRun:
    """What new shift rules would change in the next days, were they saved now. Raises NotFound, Invalid.

    The name and description of the wish are of no importance.
    """
    place, edited = await roster_as_wished(reads, caller, id, wish, now)
    diff = engine.diff_rosters(place.plan.rules, edited.plan.rules, _ahead(now, days))
    return DryRun(place, diff, await _named(reads, diff))


def _ahead(now: int, days: int) -> engine.Span:
    return engine.Span(now, now + days * DAY)


async def _named(reads: Reads, diff: engine.Diff, others: Set[ContactId] = frozenset()) -> dict[ContactId, Contact]:
    present = {*diff.present.people, *diff.present_after.people}
    named = present | {id for change in diff.changes for id in (*change.before, *change.after)}
    return await reads.contacts({*map(ContactId, named), *others})
