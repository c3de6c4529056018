"""Dated revisions: an edit of layers counts from the moment it is saved, and what happened stays."""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from watchbill.domain.model import AccountId, LayerRule, Revision, RosterRevision, Tier

RevisionT = TypeVar("RevisionT", Revision, RosterRevision)


def revised(
    tier: Tier, revisions: Sequence[Revision], layers: tuple[LayerRule, ...], *, by: AccountId, now: int
) -> Revision | None:
    """The revision that these layers make, or None when they change nothing.

    A tier's first layers count from their own start, also if that is in the past: `counts_from` None. All later
    ones, the empty list too, count from `now`, and never from before the revision that they replace.
    """
    current = revisions[-1].layers if revisions else ()
    if layers == current:
        return None
    return Revision(
        provider_id=tier.provider_id,
        tier_id=tier.id,
        number=len(revisions) + 1,
        counts_from=max(now, revisions[-1].counts_from or now) if revisions else None,
        saved_at=now,
        saved_by=by,
        layers=layers,
    )


def following(last: RevisionT, *, by: AccountId, now: int, **rules: Any) -> RevisionT:
    """The revision after the last one of a place, with other rules from now on, and never from before that one."""
    return msgspec.structs.replace(
        last,
        number=last.number + 1,
        counts_from=max(now, last.counts_from or now),
        saved_at=now,
        saved_by=by,
        moved_by=None,
        **rules,
    )


def in_force(revisions: Sequence[RevisionT], at: int) -> RevisionT | None:
    """The revision that counted at an instant; None where there was none."""
    for revision in reversed(revisions):
        if revision.counts_from is None or revision.counts_from <= at:
            return revision
    return None
