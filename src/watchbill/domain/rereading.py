"""Rereading: what newer zone data move, told beforehand, and done once whichever process comes first."""

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Final

import msgspec

from watchbill.domain.history import revised
from watchbill.domain.model import Author, ProviderId, RosterId, RosterPlan, TierId, TierPlan, Via
from watchbill.domain.ports import Store, Writes
from watchbill.domain.readings import ends_of, layer_again, override_again, overrides_again, shift_again

BATCH: Final = 20
"""Places that one transaction reads again."""


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """An end that is not where its clocks read it."""

    place: str
    """For people: "Acme NOC, tier 1"."""
    what: str
    """The end of what: "layer 0, start"."""
    tz: str
    reading: int
    was: int
    """The instant that was kept."""
    by_data: int
    """The instant at which the clocks read it."""
    is_done: bool = False
    """Whether it has been moved there. An on-demand shift stays where it would overlap another."""


def tier_moves(plan: TierPlan, now: int) -> list[Move]:
    """Every end at a tier that is ahead and not where its clocks read it."""
    place = f"{plan.schedule.name}, tier {plan.tier.number}"
    moves: list[Move] = []
    for layer in plan.layers:
        again, what = layer_again(layer, now), f"layer {layer.index}"
        moves += _move(place, f"{what}, start", layer.tz, layer.start_reading, layer.start, again.start)
        moves += _move(place, f"{what}, end", layer.tz, layer.end_reading, layer.end, again.end)
    for one in plan.overrides:
        moved, what, tz = override_again(one, now), f"on-demand shift {one.id}", one.tz or "UTC"
        moves += _move(place, f"{what}, start", tz, one.start_reading, one.start_at, moved.start_at)
        moves += _move(place, f"{what}, end", tz, one.end_reading, one.end_at, moved.end_at)
    return moves


def roster_moves(plan: RosterPlan, now: int) -> list[Move]:
    """The same at a roster."""
    name, tz = plan.roster.name, plan.current.tz
    moves: list[Move] = []
    for shift in plan.current.shifts:
        start, end = ends_of(shift)
        start_again, end_again = ends_of(shift_again(shift, tz, now))
        moves += _move(name, f"shift {shift.name}, start", tz, shift.start_reading, start, start_again)
        moves += _move(name, f"shift {shift.name}, end", tz, shift.end_reading, end, end_again)
    return moves


def _move(place: str, what: str, tz: str, reading: int | None, was: int | None, at: int | None) -> Iterator[Move]:
    if was != at and reading is not None and was is not None and at is not None:
        yield Move(place=place, what=what, tz=tz, reading=reading, was=was, by_data=at)


async def read_again(store: Store, now: int) -> AsyncIterator[list[Move]]:
    """Read again whatever was read by older zone data than the store's, and tell what moved, some places at a time.

    A place is noted as read by the transaction that moves it, so that of several processes one does, and once. What
    was read by newer data than ours is left alone.
    """
    for provider_id in await store.providers():
        tier_id, roster_id = TierId(0), RosterId("")
        while tier_ids := await _unread_tiers(store, provider_id, tier_id):
            async with store.writing(provider_id, Author(via=Via.SYSTEM, at=now)) as writes:
                moves = await _tiers_again(writes, tier_ids, store.zone_data, now)
            yield moves
            tier_id = tier_ids[-1]
        while roster_ids := await _unread_rosters(store, provider_id, roster_id):
            async with store.writing(provider_id, Author(via=Via.SYSTEM, at=now)) as writes:
                moves = await _rosters_again(writes, roster_ids, store.zone_data, now)
            yield moves
            roster_id = roster_ids[-1]


async def _unread_tiers(store: Store, provider_id: ProviderId, after: TierId) -> tuple[TierId, ...]:
    async with store.reading(provider_id) as reads:
        return await reads.tiers_with_readings(read_before=store.zone_data, after=after, limit=BATCH)


async def _unread_rosters(store: Store, provider_id: ProviderId, after: RosterId) -> tuple[RosterId, ...]:
    async with store.reading(provider_id) as reads:
        return await reads.rosters_with_readings(read_before=store.zone_data, after=after, limit=BATCH)


async def _tiers_again(writes: Writes, ids: Sequence[TierId], version: str, now: int) -> list[Move]:
    plans = await writes.tier_plans_among(await writes.lock_unread_tiers(ids, version))
    moves = [move for plan in plans.values() for move in await _tier_again(writes, plan, version, now)]
    await writes.note_read(version, tiers=plans)
    return moves


async def _tier_again(writes: Writes, plan: TierPlan, version: str, now: int) -> list[Move]:
    ahead = tier_moves(plan, now)
    layers = tuple(layer_again(layer, now) for layer in plan.layers)
    if layers != plan.layers:
        *_, last = plan.revisions
        revision = revised(plan.tier, plan.revisions, layers, by=last.saved_by, now=now)
        if revision is not None:
            await writes.save(msgspec.structs.replace(revision, moved_by=version))
    moved = overrides_again(plan.overrides, now)
    ids = {one.id for one in moved}
    # All make room first: at its old place one may be in the way of another's new one.
    await writes.delete(*(one for one in plan.overrides if one.id in ids))
    await writes.save(*moved)
    left = {move.what for move in tier_moves(await writes.tier_plan(plan.tier.id), now)}
    return [msgspec.structs.replace(move, is_done=move.what not in left) for move in ahead]


async def _rosters_again(writes: Writes, ids: Sequence[RosterId], version: str, now: int) -> list[Move]:
    plans = await writes.roster_plans(await writes.lock_unread_rosters(ids, version))
    moves = [move for plan in plans.values() for move in await _roster_again(writes, plan, version, now)]
    await writes.note_read(version, rosters=plans)
    return moves


async def _roster_again(writes: Writes, plan: RosterPlan, version: str, now: int) -> list[Move]:
    current = plan.current
    shifts = tuple(shift_again(shift, current.tz, now) for shift in current.shifts)
    if shifts != current.shifts:
        await writes.save(
            msgspec.structs.replace(
                current,
                number=len(plan.revisions) + 1,
                counts_from=max(now, current.counts_from or now),
                saved_at=now,
                shifts=shifts,
                moved_by=version,
            )
        )
    return [msgspec.structs.replace(move, is_done=True) for move in roster_moves(plan, now)]
