"""Overrides: one-off cover of a tier, and what becomes of the ones it overlaps."""

from collections.abc import Sequence

import msgspec

from watchbill import engine
from watchbill.domain.access import Caller, check_covers, check_role, check_sees, may_cover, visible_customers
from watchbill.domain.contacts import unfit_contacts
from watchbill.domain.duty import timeline
from watchbill.domain.errors import Conflict, Forbidden, Invalid, NotFound, Problem, Unknown
from watchbill.domain.model import ContactId, Override, OverrideId, Role, Schedule, Tier
from watchbill.domain.ports import Cut, Page, Reads, Writes
from watchbill.domain.schedules import TierRef, find_tier

LONGEST = 366 * 86400
"""Seconds that one override may last."""


class OverrideWish(msgspec.Struct, frozen=True, kw_only=True):
    """An override somebody wants; what could not be read is None, and `problems` says why."""

    tier: TierRef | None
    contact_id: ContactId | None
    start: int | None
    end: int | None
    is_sure: bool = False
    problems: tuple[Problem, ...] = ()


class Cutting(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of the overrides that a new span is cut out of.

    `kept` holds the same ids with less time, `split_off` the second pieces, which need ids of their own.
    """

    deleted: tuple[Override, ...] = ()
    kept: tuple[Override, ...] = ()
    split_off: tuple[Override, ...] = ()


class Laid(msgspec.Struct, frozen=True, kw_only=True):
    """An override as it was written, and what became of those that were in its way, as they stand now."""

    override: Override
    changed: tuple[Override, ...] = ()
    """Those with less time, and the second pieces of those that were split, by start."""
    deleted: tuple[Override, ...] = ()


def overlapping(standing: Sequence[Override], start: int, end: int) -> tuple[Override, ...]:
    """Those that overlap `[start, end)`, in their order; touching ends do not overlap."""
    return tuple(one for one in standing if one.start_at < end and start < one.end_at)


def cut_out(standing: Sequence[Override], start: int, end: int) -> Cutting:
    """What is left of the standing overrides when `[start, end)` is cut out of them.

    Swallowed: deleted. Overlapped at an edge: trimmed. The span strictly inside: the old one keeps its id for the
    first piece, and a new one takes the second.
    """
    deleted: list[Override] = []
    kept: list[Override] = []
    split_off: list[Override] = []
    for one in overlapping(standing, start, end):
        before, after = one.start_at < start, end < one.end_at
        if before:
            kept.append(msgspec.structs.replace(one, end_at=start))
        if after:
            piece = msgspec.structs.replace(one, start_at=end)
            (split_off if before else kept).append(piece)
        if not before and not after:
            deleted.append(one)
    return Cutting(deleted=tuple(deleted), kept=tuple(kept), split_off=tuple(split_off))


def span_problems(start: int | None, end: int | None, at: str = "") -> list[Problem]:
    """What is wrong with an override's ends; `at` is put before the fields' names."""
    if start is None or end is None:
        return []
    if end <= start:
        return [(f"{at}end", "The end must be after the start.")]
    if end - start > LONGEST:
        return [(f"{at}end", "An on-demand shift lasts at most 366 days.")]
    return []


async def list_overrides(
    reads: Reads,
    caller: Caller,
    ref: TierRef | None,
    cut: Cut,
    *,
    contact_id: ContactId | None = None,
    start: int | None = None,
    end: int | None = None,
) -> Page[Override]:
    """A tier's overrides, or all that the caller may see; of a contact, and of those that overlap `[start, end)`.

    Raises NotFound for a tier the caller may not see.
    """
    tier_id = None if ref is None else (await find_tier(reads, caller, ref))[0].id
    customers = visible_customers(caller)
    return await reads.override_page(
        customers=customers, tier_id=tier_id, contact_id=contact_id, start=start, end=end, cut=cut
    )


async def count_overrides(reads: Reads, caller: Caller, ref: TierRef | None) -> int:
    """How many overrides the caller may see, of one tier or of all."""
    tier_id = (await find_tier(reads, caller, ref))[0].id if ref is not None else None
    page = await reads.override_page(customers=visible_customers(caller), tier_id=tier_id, cut=Cut(limit=0))
    return page.total


async def find_override(reads: Reads, caller: Caller, id: OverrideId) -> tuple[Override, Tier, Schedule]:
    """The override with its tier and schedule. Raises NotFound, also for what the caller may not see."""
    override = await reads.override(id)
    tier = await reads.tier(override.tier_id)
    schedule = await reads.schedule(tier.schedule_id)
    check_sees(caller, schedule.customer_id, "override", id)
    return override, tier, schedule


async def add_override(writes: Writes, caller: Caller, wish: OverrideWish, now: int) -> Laid:
    """Put a contact on call for a span. Raises Forbidden, Invalid, or Conflict with the overrides in the way."""
    return await _cover(writes, caller, wish, None, now)


async def move_override(writes: Writes, caller: Caller, id: OverrideId, wish: OverrideWish, now: int) -> Laid:
    """Change an override; it is never in its own way. Raises NotFound, Forbidden, Invalid, Conflict."""
    old, _, _ = await find_override(writes, caller, id)
    check_covers(caller, old.contact_id, "changing this on-demand shift")
    return await _cover(writes, caller, wish, old, now)


async def remove_override(writes: Writes, caller: Caller, id: OverrideId) -> Override:
    """Take an override away. Raises NotFound, Forbidden."""
    override, _, _ = await find_override(writes, caller, id)
    check_covers(caller, override.contact_id, "deleting this on-demand shift")
    await writes.lock_tier(override.tier_id)
    await writes.delete(override)
    return override


async def _cover(writes: Writes, caller: Caller, wish: OverrideWish, old: Override | None, now: int) -> Laid:
    check_role(caller, Role.RESPONDER, "making on-demand shifts")
    tier, problems = await _checked(writes, caller, wish)
    if problems or tier is None or wish.contact_id is None or wish.start is None or wish.end is None:
        raise Invalid(problems)
    # Last, since it may take the tier's timeline: of a span that is refused nothing is worked out.
    window = engine.Span(wish.start, wish.end)
    if not may_cover(caller, wish.contact_id) and not await _gives_away(writes, caller, tier, window):
        raise Forbidden("putting this contact on call")
    await writes.lock_tier(tier.id)
    standing = [
        one
        for one in await writes.overrides(tier.id, start=wish.start, end=wish.end)
        if old is None or one.id != old.id
    ]
    if standing and not wish.is_sure:
        raise Conflict("Other on-demand shifts overlap this one. Send sure: true to cut it out of them.", standing)
    override = Override(
        provider_id=writes.provider_id,
        id=old.id if old else OverrideId(await writes.new_id(Override)),
        tier_id=tier.id,
        contact_id=wish.contact_id,
        start_at=wish.start,
        end_at=wish.end,
        created_at=old.created_at if old else now,
        created_by=old.created_by if old else caller.account.id,
    )
    return await lay_over(writes, standing, override, old)


async def _gives_away(reads: Reads, caller: Caller, tier: Tier, window: engine.Span) -> bool:
    """Whether the caller is on call at the tier for the whole window: one's own time may be given to anybody."""
    if caller.contact_id is None:
        return False
    shifts = timeline(await reads.tier_plan(tier.id), window)
    return all(one.contact == caller.contact_id for one in shifts) and not engine.gaps(shifts, window)


async def lay_over(
    writes: Writes, standing: Sequence[Override], override: Override, old: Override | None = None
) -> Laid:
    """Write an override and cut it out of those it overlaps, in an order that never lets two overlap."""
    cutting = cut_out(standing, override.start_at, override.end_at)
    # An override that moves makes room first: at its old place it could be in the way of the pieces.
    await writes.delete(*cutting.deleted, *([old] if old else []))
    await writes.save(*cutting.kept)
    pieces = [
        msgspec.structs.replace(piece, id=OverrideId(await writes.new_id(Override))) for piece in cutting.split_off
    ]
    await writes.save(*pieces, override)
    changed = sorted((*cutting.kept, *pieces), key=lambda one: one.start_at)
    return Laid(override=override, changed=tuple(changed), deleted=cutting.deleted)


async def _checked(writes: Writes, caller: Caller, wish: OverrideWish) -> tuple[Tier | None, list[Problem]]:
    problems = [*wish.problems, *span_problems(wish.start, wish.end)]
    tier = None
    if wish.tier is not None:
        try:
            tier, schedule = await find_tier(writes, caller, wish.tier)
        except NotFound:
            return None, [*problems, ("tier", Unknown("tier", wish.tier))]
        if wish.contact_id is not None:
            unfit = await unfit_contacts(writes, schedule.customer_id, [wish.contact_id])
            problems += [("contact", reason) for reason in unfit.values()]
    return tier, problems
