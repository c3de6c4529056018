"""Reading revisions back, and restoring one: which makes a new revision, so that nothing that happened changes."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from watchbill.domain.access import Caller, check_role
from watchbill.domain.board import RosterPlace, TierPlace, find_roster_place, find_tier_place
from watchbill.domain.contacts import unfit_contacts
from watchbill.domain.errors import Invalid, NotFound, Problem
from watchbill.domain.groups import unfit_people
from watchbill.domain.history import following, revised
from watchbill.domain.model import (
    Account,
    AccountId,
    Contact,
    ContactId,
    Group,
    Revision,
    Role,
    RosterId,
    RosterRevision,
)
from watchbill.domain.ports import Reads, Writes
from watchbill.domain.readings import layer_again, shift_again
from watchbill.domain.rosters import Check, check_may_change, hold_people, locked_roster
from watchbill.domain.schedules import TierRef

PlaceT = TypeVar("PlaceT", TierPlace, RosterPlace)
RevisionT = TypeVar("RevisionT", Revision, RosterRevision)


class Past(msgspec.Struct, frozen=True):
    """A place with all its revisions, who saved them, and whom they name."""

    place: TierPlace | RosterPlace
    authors: dict[AccountId, Account]
    contacts: dict[ContactId, Contact]

    @property
    def revisions(self) -> tuple[Revision | RosterRevision, ...]:
        """By number."""
        return self.place.plan.revisions

    def revision(self, number: int) -> Revision | RosterRevision:
        """The one of this number. Raises NotFound."""
        match self.place:
            case TierPlace(plan=plan):
                return numbered(plan.revisions, number)
            case RosterPlace(plan=rosters):
                return numbered(rosters.revisions, number)


async def past_of_tier(reads: Reads, caller: Caller, ref: TierRef) -> Past:
    """A tier, maybe one that has ended, with its revisions. Raises NotFound, also for one that the caller may not
    see."""
    return await _past(reads, await find_tier_place(reads.ever, caller, ref))


async def past_of_roster(reads: Reads, caller: Caller, id: RosterId) -> Past:
    """A roster, maybe one that has ended, with its revisions. Raises NotFound, also for one that the caller may not
    see."""
    return await _past(reads, await find_roster_place(reads.ever, caller, id))


def numbered(revisions: Sequence[RevisionT], number: int) -> RevisionT:
    """The revision of this number. Raises NotFound."""
    for revision in revisions:
        if revision.number == number:
            return revision
    raise NotFound("revision", number)


async def restore_tier(writes: Writes, caller: Caller, ref: TierRef, number: int, now: int) -> Past:
    """Let a tier's layers be again as they were in a revision, from now on.

    Restoring what is in force changes nothing. Raises NotFound, Forbidden, or Invalid where it names somebody who
    cannot be on call any more.
    """
    place = await find_tier_place(writes, caller, ref)
    check_role(caller, Role.MANAGER, "restoring revisions")
    tier = await writes.lock_tier(place.plan.tier.id)
    plan = await writes.tier_plan(tier.id)
    wanted = numbered(plan.revisions, number)
    named = {contact for layer in wanted.layers for contact in layer.contacts}
    unfit = await unfit_contacts(writes, plan.schedule.customer_id, named)
    if unfit:
        raise Invalid(_named(unfit))
    # What was typed as a reading is what its clocks say today, not what they said when it was saved.
    layers = tuple(layer_again(layer, now) for layer in wanted.layers)
    revision = revised(tier, plan.revisions, layers, by=caller.account.id, now=now)
    if revision is not None:
        await writes.save(revision)
        await writes.save(msgspec.structs.replace(tier, updated_at=now))
    return await past_of_tier(writes, caller, tier.id)


async def restore_roster(
    writes: Writes, caller: Caller, id: RosterId, number: int, now: int, check: Check | None = None
) -> Past:
    """Let a roster's shifts be again as they were in a revision, from now on; see `restore_tier`."""
    plan = (await find_roster_place(writes, caller, id)).plan
    check_may_change(caller, plan)
    wanted = numbered(plan.revisions, number)
    groups = {id for one in wanted.shifts for id in one.groups}
    await hold_people(writes, (id for one in wanted.shifts for id in one.contacts), groups)
    plan = await locked_roster(writes, plan, check)
    lost = groups - {id for id, group in (await writes.held(Group, groups)).items() if not group.has_ended}
    unfit = await unfit_people(writes, plan.roster.customer_id, {id for one in wanted.shifts for id in one.contacts})
    if unfit or lost:
        raise Invalid([*_named(unfit), *(("", f"There is no group {id} any more.") for id in sorted(lost))])
    shifts = tuple(shift_again(shift, wanted.tz, now) for shift in wanted.shifts)
    if (wanted.tz, shifts) != (plan.current.tz, plan.current.shifts):
        await writes.save(following(plan.current, by=caller.account.id, now=now, tz=wanted.tz, shifts=shifts))
        await writes.save(msgspec.structs.replace(plan.roster, updated_at=now))
    return await past_of_roster(writes, caller, id)


async def _past(reads: Reads, place: PlaceT) -> Past:
    authors = await reads.accounts({revision.saved_by for revision in place.plan.revisions})
    return Past(place, authors, await reads.contacts(map(ContactId, place.named)))


def _named(unfit: dict[ContactId, str]) -> list[Problem]:
    return [("", reason) for _, reason in sorted(unfit.items())]
