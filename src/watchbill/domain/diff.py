"""Dry runs: what an edit of a tier's layers or of a roster would change from now on, before it is saved."""

from typing import Final

import msgspec

from watchbill import engine
from watchbill.domain.access import Caller
from watchbill.domain.board import Place, RosterPlace, TierPlace, find_roster_place
from watchbill.domain.history import revised
from watchbill.domain.model import Contact, ContactId, GroupId, RosterId, RosterPlan
from watchbill.domain.ports import Reads
from watchbill.domain.rosters import RosterWish, check_wish, new_revision
from watchbill.domain.schedules import TierRef
from watchbill.domain.tiers import TierWish, by_index, preview_tier

DAY: Final = 86_400


class DryRun(msgspec.Struct, frozen=True):
    """What an edit would change, where, and everybody whom that names, by id."""

    place: Place
    diff: engine.Diff
    contacts: dict[ContactId, Contact]


async def dry_run_tier(reads: Reads, caller: Caller, ref: TierRef, wish: TierWish, now: int, days: int) -> DryRun:
    """What new layers would change at a tier in the next days, were they saved now. Raises NotFound, Invalid."""
    plan, _ = await preview_tier(reads, caller, ref, wish)
    revision = revised(plan.tier, plan.revisions, by_index(wish.layers or ()), by=caller.account.id, now=now)
    edited = plan if revision is None else msgspec.structs.replace(plan, revisions=(*plan.revisions, revision))
    diff = engine.diff_tiers(plan.rules, edited.rules, _ahead(now, days))
    place = TierPlace(plan, await reads.customer(plan.schedule.customer_id))
    return DryRun(place, diff, await _named(reads, diff))


async def dry_run_roster(reads: Reads, caller: Caller, id: RosterId, wish: RosterWish, now: int, days: int) -> DryRun:
    """What new shift rules would change in the next days, were they saved now. Raises NotFound, Invalid.

    The name and description of the wish are of no importance.
    """
    place = await find_roster_place(reads, caller, id)
    plan = place.plan
    await check_wish(reads, place.customer, wish, kept=[shift.id for shift in plan.current.shifts])
    revision = new_revision(plan.roster, wish, plan.revisions, caller, now)
    edited = msgspec.structs.replace(await _with_groups(reads, plan, wish), revisions=(*plan.revisions, revision))
    diff = engine.diff_rosters(plan.rules, edited.rules, _ahead(now, days))
    return DryRun(RosterPlace(plan), diff, await _named(reads, diff))


def _ahead(now: int, days: int) -> engine.Span:
    return engine.Span(now, now + days * DAY)


async def _with_groups(reads: Reads, plan: RosterPlan, wish: RosterWish) -> RosterPlan:
    """The plan with the members of the groups that only the wish names."""
    known = {group for revision in plan.revisions for shift in revision.shifts for group in shift.groups}
    new: set[GroupId] = {group for shift in wish.shifts for group in shift.groups} - known
    return msgspec.structs.replace(plan, memberships=(*plan.memberships, *await reads.memberships(new)))


async def _named(reads: Reads, diff: engine.Diff) -> dict[ContactId, Contact]:
    present = {*diff.present.people, *diff.present_after.people}
    named = present | {id for change in diff.changes for id in (*change.before, *change.after)}
    return await reads.contacts(map(ContactId, named))
