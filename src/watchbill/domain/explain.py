"""Why somebody is on call, or nobody: by the rules as they are, or as they were known at an earlier date."""

from typing import TypeVar

import msgspec

from watchbill import engine
from watchbill.domain.access import Caller
from watchbill.domain.board import Place, RosterPlace, TierPlace, find_roster_place, find_tier_place, on_call
from watchbill.domain.model import Contact, ContactId, Revision, RosterId, RosterPlan, RosterRevision
from watchbill.domain.ports import Reads
from watchbill.domain.schedules import TierRef
from watchbill.domain.text import one_line
from watchbill.engine.explain import ending

RevisionT = TypeVar("RevisionT", Revision, RosterRevision)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """The instant that somebody asks about, and by whose clocks they want to be told."""

    at: int
    known_at: int | None = None
    """By the revisions that had been saved by then; None is by all. On-demand shifts are taken as they stand."""
    tz: str = "UTC"


class Why(msgspec.Struct, frozen=True):
    """The answer, where it is about, and everybody whom it names, by id."""

    place: Place
    explanation: engine.Explanation
    contacts: dict[ContactId, Contact]


async def why_at_tier(reads: Reads, caller: Caller, ref: TierRef, question: Question) -> Why:
    """Why who is on call at a tier, an ended one too. Raises NotFound, also for one that the caller may not see."""
    place = await find_tier_place(reads.ever, caller, ref)
    if question.known_at is not None:
        plan = msgspec.structs.replace(place.plan, revisions=known(place.plan.revisions, question.known_at))
        place = TierPlace(plan, place.customer)
    contacts = await reads.contacts(map(ContactId, place.named))
    explanation = engine.explain_tier(place.plan.rules, question.at, _names(contacts), question.tz)
    return Why(place, explanation, contacts)


async def why_by_roster(reads: Reads, caller: Caller, id: RosterId, question: Question) -> Why:
    """Why who is on call by a roster, an ended one too. Raises NotFound, also for one that the caller may not see."""
    place = await find_roster_place(reads.ever, caller, id)
    if question.known_at is not None:
        place = RosterPlace(
            msgspec.structs.replace(place.plan, revisions=known(place.plan.revisions, question.known_at))
        )
    contacts = await reads.contacts(map(ContactId, place.named))
    names = _names(contacts, await _group_names(reads, place.plan))
    explanation = engine.explain_roster(place.plan.rules, question.at, names, question.tz)
    # The board looks further than to the next shift: until these very people are no longer on.
    result = ending(explanation.result, on_call(place, question.at).until, names, question.tz)
    return Why(place, msgspec.structs.replace(explanation, result=result), contacts)


def known(revisions: tuple[RevisionT, ...], at: int) -> tuple[RevisionT, ...]:
    """The revisions that had been saved by an instant."""
    return tuple(one for one in revisions if one.saved_at <= at)


def _names(contacts: dict[ContactId, Contact], groups: dict[str, str] | None = None) -> engine.Names:
    return engine.Names({id: one_line(one.full_name) for id, one in contacts.items()}, groups or {})


async def _group_names(reads: Reads, plan: RosterPlan) -> dict[str, str]:
    named = {id for revision in plan.revisions for shift in revision.shifts for id in shift.groups}
    return {id: one_line(group.name) for id, group in (await reads.groups(named)).items()}
