"""Overrides: one-off cover of a tier, and what becomes of the ones it overlaps."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Final

import msgspec

from watchbill import engine
from watchbill.domain.access import Caller, check_covers, check_role, check_sees, may_cover, visible_customers
from watchbill.domain.duty import timeline
from watchbill.domain.errors import Conflict, Forbidden, Invalid, NotFound, Problem, Unknown
from watchbill.domain.model import AccountId, ContactId, Override, OverrideId, Role, Schedule, Tier
from watchbill.domain.ports import Cut, Page, Reads, Writes
from watchbill.domain.readings import ReadingName, as_instants, cut_by, spanning, typed
from watchbill.domain.schedules import TierRef, find_tier, locked_schedule, locked_tier, unfit_at

LONGEST: Final = 366 * 86400
"""Seconds that one override may last."""

NEW: Final = OverrideId(-1)
"""The id of an override that has not been saved yet, where there is no other."""


class OverrideWish(msgspec.Struct, frozen=True, kw_only=True):
    """An override somebody wants; what could not be read is None, and `problems` says why."""

    tier: TierRef | None
    contact_id: ContactId | None
    start: int | None
    end: int | None
    tz: str | None = None
    """The zone of the readings."""
    start_reading: int | None = None
    end_reading: int | None = None
    instants: frozenset[ReadingName] = frozenset()
    """The readings that are said to be none; of which nothing is said may be kept."""
    is_sure: bool = False
    problems: tuple[Problem, ...] = ()


class Laid(msgspec.Struct, frozen=True, kw_only=True):
    """What has become of a tier's overrides after others were laid over them; all of them by start.

    Ids below 0 are those of rows that are new.
    """

    standing: tuple[Override, ...]
    """All, as they stand then; no two overlap."""
    saved: tuple[Override, ...]
    """Of those, the ones that were laid, and what later ones of them split off."""
    changed: tuple[Override, ...]
    """Those that have less time than they had, and what was split off from them."""
    deleted: tuple[Override, ...]
    """Those that stand no more, as they were."""


def lay(standing: Sequence[Override], wishes: Sequence[Override]) -> Laid:
    """Lay some overrides over others, one after the other: each takes its span from whatever is there by then.

    What is swallowed goes; what is overlapped at an edge is trimmed; what is cut in two keeps its id for the first
    piece, and the second becomes a row of its own. A wish that has the id of a row takes its place, wherever that was;
    the new ones have ids below 0, each its own, and rows that are split off get ids below all of theirs and below
    minus the number of wishes. No two of `standing` overlap.
    """
    rows = sorted(standing, key=_start)
    starts = {one.id: one.start_at for one in rows}
    ids = count(min((-len(wishes), *(one.id for one in wishes))) - 1, -1)
    laid: set[OverrideId] = set()
    for wish in wishes:
        if wish.id in starts:
            del rows[bisect_left(rows, starts[wish.id], key=_start)]
        first = bisect_right(rows, wish.start_at, key=_end)
        last = bisect_left(rows, wish.end_at, key=_start)
        around = list(_around(rows[first:last], wish, ids, laid))
        for one in rows[first:last]:
            del starts[one.id]
        rows[first:last] = sorted((*around, wish), key=_start)
        starts.update((one.id, one.start_at) for one in (*around, wish))
        laid.add(wish.id)
    before = {one.id: one for one in standing}
    return Laid(
        standing=tuple(rows),
        saved=tuple(one for one in rows if one.id in laid),
        changed=tuple(one for one in rows if one.id not in laid and before.get(one.id) != one),
        deleted=tuple(sorted((one for one in standing if one.id not in starts), key=_start)),
    )


def _around(
    overlapped: Iterable[Override], wish: Override, ids: Iterator[int], laid: set[OverrideId]
) -> Iterator[Override]:
    """What is left of some overrides outside the span of a wish; who was laid, and is split, was so in both pieces."""
    for one in overlapped:
        is_split = one.start_at < wish.start_at and wish.end_at < one.end_at
        if one.start_at < wish.start_at:
            yield cut_by(msgspec.structs.replace(one, end_at=wish.start_at), wish)
        if wish.end_at < one.end_at:
            id = OverrideId(next(ids)) if is_split else one.id
            if one.id in laid:
                laid.add(id)
            yield cut_by(msgspec.structs.replace(one, id=id, start_at=wish.end_at), wish)


def _start(override: Override) -> int:
    return override.start_at


def _end(override: Override) -> int:
    return override.end_at


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


async def remove_override(writes: Writes, caller: Caller, id: OverrideId, now: int) -> Override:
    """End an override: one that is to come is gone, one that is on ends now.

    One that is past is taken back, which corrects what is told to have happened: for managers. Raises NotFound,
    Forbidden.
    """
    found, _, _ = await find_override(writes, caller, id)
    check_covers(caller, found.contact_id, "deleting this on-demand shift")
    await writes.lock_tier(found.tier_id)
    override = await writes.override(id)
    if override.end_at <= now:
        check_role(caller, Role.MANAGER, "taking back an on-demand shift that is past")
        await writes.delete(override)
    else:
        await end_override(writes, override, now)
    return override


async def end_override(writes: Writes, override: Override, now: int) -> None:
    """Let what an override has left be nobody's; its tier is locked, and it is not past."""
    if override.start_at < now:
        await writes.save(msgspec.structs.replace(override, end_at=now, end_reading=None))
    else:
        await writes.delete(override)


async def _cover(writes: Writes, caller: Caller, wish: OverrideWish, old: Override | None, now: int) -> Laid:
    check_role(caller, Role.RESPONDER, "making on-demand shifts")
    tier, problems = await _checked(writes, caller, wish, old)
    if problems or tier is None or wish.contact_id is None or wish.start is None or wish.end is None:
        raise Invalid(problems)
    # Last, since it may take the tier's timeline: of a span that is refused nothing is worked out.
    window = engine.Span(wish.start, wish.end)
    if not may_cover(caller, wish.contact_id) and not await _gives_away(writes, caller, tier, window):
        raise Forbidden("putting this contact on call")
    await locked_tier(writes, tier)
    standing = await writes.overrides(tier.id, start=wish.start, end=wish.end)
    in_the_way = [one for one in standing if old is None or one.id != old.id]
    if in_the_way and not wish.is_sure:
        raise Conflict("Other on-demand shifts overlap this one. Send sure: true to cut it out of them.", in_the_way)
    override = override_of(tier, old, NEW, wish.contact_id, window, by=caller.account.id, now=now)
    override = typed(as_instants(override, wish.instants), wish.tz, wish.start_reading, wish.end_reading)
    return await save_laid(writes, lay(in_the_way, [override]), [] if old is None else [old])


def override_of(
    tier: Tier,
    old: Override | None,
    id: OverrideId,
    contact_id: ContactId,
    span: engine.Span,
    *,
    by: AccountId,
    now: int,
) -> Override:
    """An override of a tier as it shall be: the old one, with another span or contact, or a new one with this id."""
    if old is not None:
        return msgspec.structs.replace(spanning(old, span.start, span.end), tier_id=tier.id, contact_id=contact_id)
    return Override(
        provider_id=tier.provider_id,
        id=id,
        tier_id=tier.id,
        contact_id=contact_id,
        start_at=span.start,
        end_at=span.end,
        created_at=now,
        created_by=by,
    )


async def _gives_away(reads: Reads, caller: Caller, tier: Tier, window: engine.Span) -> bool:
    """Whether the caller is on call at the tier for the whole window: one's own time may be given to anybody."""
    if caller.contact_id is None:
        return False
    shifts = timeline(await reads.tier_plan(tier.id), window)
    return all(one.contact == caller.contact_id for one in shifts) and not engine.gaps(shifts, window)


async def save_laid(writes: Writes, laid: Laid, moved: Iterable[Override]) -> Laid:
    """Write what laying has made; new rows get the ids that they keep. `moved`: those that are laid, as they were."""
    ids = {one.id: OverrideId(await writes.new_id(Override)) for one in laid.standing if one.id < 0}
    laid, split_off = _numbered(laid, ids), set(ids.values())
    # What goes elsewhere makes room first, and what gets less time before others get it: at no time do two overlap.
    await writes.delete(*laid.deleted, *moved)
    await writes.save(*sorted(laid.changed, key=lambda one: one.id in split_off), *laid.saved)
    return laid


def _numbered(laid: Laid, ids: Mapping[OverrideId, OverrideId]) -> Laid:
    def numbered(some: Iterable[Override]) -> tuple[Override, ...]:
        return tuple(msgspec.structs.replace(one, id=ids[one.id]) if one.id in ids else one for one in some)

    return Laid(
        standing=numbered(laid.standing),
        saved=numbered(laid.saved),
        changed=numbered(laid.changed),
        deleted=laid.deleted,
    )


async def _checked(
    writes: Writes, caller: Caller, wish: OverrideWish, old: Override | None
) -> tuple[Tier | None, list[Problem]]:
    problems = [*wish.problems, *span_problems(wish.start, wish.end)]
    tier = None
    if wish.tier is not None:
        try:
            tier, schedule = await find_tier(writes, caller, wish.tier)
            # Whose it is stays so: that decides who may be named.
            schedule = await locked_schedule(writes, caller, schedule.id)
        except NotFound:
            return None, [*problems, ("tier", Unknown("tier", wish.tier))]
        is_kept = old is not None and (old.tier_id, old.contact_id) == (tier.id, wish.contact_id)
        if wish.contact_id is not None and not is_kept:
            unfit = await unfit_at(writes, caller, schedule, [wish.contact_id])
            problems += [("contact", reason) for reason in unfit.values()]
    return tier, problems
