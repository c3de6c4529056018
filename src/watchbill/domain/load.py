"""Who carried how much: what the timelines say really happened, added up by contact."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from watchbill import engine
from watchbill.domain.duty import timeline, zone_of
from watchbill.domain.model import Contact, ContactId, TierPlan


class ContactLoad(msgspec.Struct, frozen=True, kw_only=True):
    """What one contact carried in a window; seconds are those inside it."""

    contact: Contact
    shifts: int = 0
    seconds: int = 0
    night_seconds: int = 0
    weekend_seconds: int = 0


def schedule_load(
    plans: Sequence[TierPlan], contacts: dict[ContactId, Contact], window: engine.Span
) -> tuple[ContactLoad, ...]:
    """The load of every contact that the plans name or named, by contact id; those with none have zeros.

    A shift counts once where it overlaps the window, also when an edit of its layer's zone falls into it.
    """
    carried: dict[int, ContactLoad] = {id: ContactLoad(contact=contact) for id, contact in contacts.items()}
    for plan in plans:
        shifts = timeline(plan, window)
        pieces = [(piece, zone_of(plan, piece)) for shift in shifts for piece in _by_revision(plan, shift)]
        counts: dict[int, int] = {}
        for shift in shifts:
            counts[shift.contact] = counts.get(shift.contact, 0) + 1
        for id, load in engine.load(pieces, window).items():
            before = carried[id]
            carried[id] = msgspec.structs.replace(
                before,
                shifts=before.shifts + counts[id],
                seconds=before.seconds + load.seconds,
                night_seconds=before.night_seconds + load.night_seconds,
                weekend_seconds=before.weekend_seconds + load.weekend_seconds,
            )
    return tuple(carried[id] for id in sorted(carried))


def _by_revision(plan: TierPlan, shift: engine.Shift) -> list[engine.Shift]:
    """The shift cut where a new revision began to count: the same layer may have another zone there."""
    borders = [
        one.counts_from
        for one in plan.revisions
        if one.counts_from is not None and shift.start < one.counts_from < shift.end
    ]
    return [
        msgspec.structs.replace(shift, start=start, end=end)
        for start, end in pairwise(sorted({shift.start, *borders, shift.end}))
    ]
