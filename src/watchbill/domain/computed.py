"""Computed schedules: who is on call layer by layer, by the rules as they are or as an edit would make them."""

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain, islice
from typing import Final

import msgspec

from watchbill import engine
from watchbill.domain.board import reigns
from watchbill.domain.duty import duty
from watchbill.domain.errors import Invalid
from watchbill.domain.model import ContactId, TierPlan
from watchbill.domain.tiers import Preview, TierWish, preview

MOST: Final = 20_000
"""Shifts in one answer."""
FEW: Final = 50
"""Layers and overrides of an edit that are read while everybody else waits."""
MANY: Final = 2_000
"""Shifts that are worked out while everybody else waits; more are worked out beside them."""
TOO_MANY: Final = (
    f"This makes more than {MOST:,} entries. Ask for less time with since and until, or for fewer or longer turns."
)

Lanes = list[list[engine.Shift]]
"""A list a layer, by index; a tier without layers has one all the same."""


class Computed(msgspec.Struct, frozen=True):
    """What the rules of a preview give in a window."""

    layers: list[engine.Shift]
    """Each layer alone, by index and start, cut to the window."""
    lanes: Lanes
    """Who is on call, by layer; what overlaps the window, the first with its own start."""
    overrides: list[engine.Override]
    """Those that overlap the window, whole, by start."""


class StoredLanes(msgspec.Struct, frozen=True):
    """Who was and will be on call at some tiers, a set of lanes each, up to `until` if they had to end early."""

    tiers: list[Lanes]
    until: int | None


def computed(preview: Preview, window: engine.Span) -> Computed:
    """What an edit would give in a window. Raises Invalid for more than MOST shifts, before it has made many more."""
    overrides = engine.overlapping(preview.overrides, window)
    left = MOST - len(overrides)
    alone = chain.from_iterable(engine.layer_shifts_by_and_by(layer, window) for layer in preview.layers)
    layers = _at_most(alone, left)
    rules = preview.rules
    shifts = _at_most(engine.lane_shifts(rules, window), left - len(layers))
    return Computed(layers, _lanes(shifts, engine.lane_order(rules, window)), overrides)


def stored_lanes(plans: Sequence[TierPlan], window: engine.Span) -> StoredLanes:
    """What happened and will happen at some tiers in a window: each moment by the rules in force then.

    After MOST shifts, counted by start over all tiers, they end earlier.
    """
    numbered = merge(*(_numbered(number, plan, window) for number, plan in enumerate(plans)), key=_start)
    shifts = list(islice(numbered, MOST + 1))
    until = max(window.start, _start(shifts.pop())) if len(shifts) > MOST else None
    by_tier: list[list[engine.Shift]] = [[] for _ in plans]
    for number, shift in shifts:
        if until is None or shift.end <= until:
            by_tier[number].append(shift)
        elif shift.start < until:
            by_tier[number].append(msgspec.structs.replace(shift, end=until))
    lanes = zip(plans, by_tier, strict=True)
    return StoredLanes([_lanes(shifts, engine.lane_order(plan.rules, window)) for plan, shifts in lanes], until)


def are_many(plans: Iterable[TierPlan], window: engine.Span) -> bool:
    """Whether so many shifts may start in a window that they should be worked out beside all else; by arithmetic."""
    return sum(engine.most_shifts(plan.rules, window) for plan in plans) > MANY


def is_much(plan: TierPlan, wish: TierWish, window: engine.Span) -> bool:
    """Whether it is much work to compute an edit in a window."""
    if len(wish.layers or ()) + len(wish.covers or ()) > FEW:
        return True
    return engine.most_shifts(preview(plan, wish).rules, window) > MANY


def whom_shown(plan: TierPlan, window: engine.Span, now: int) -> set[ContactId]:
    """Everybody whom a tier shown whole may name: its layers, overrides that are not over, its lanes, and who is on
    and who is next."""
    on_duty = duty(plan, now)
    present = {ContactId(id) for id in (on_duty.contact, on_duty.next_contact) if id is not None}
    layers = {id for layer in plan.layers for id in layer.contacts}
    return present | layers | nameable(plan, window) | {one.contact_id for one in plan.overrides if one.end_at > now}


def nameable(plan: TierPlan, window: engine.Span) -> set[ContactId]:
    """Everybody whom the lanes of a window may name."""
    layers = (layer for revision, _ in reigns(plan.revisions, window) for layer in revision.layers)
    covers = (one.contact_id for one in plan.overrides if one.start_at < window.end and window.start < one.end_at)
    return {id for layer in layers for id in layer.contacts}.union(covers)


def _numbered(number: int, plan: TierPlan, window: engine.Span) -> Iterator[tuple[int, engine.Shift]]:
    return ((number, shift) for shift in engine.lane_shifts(plan.rules, window))


def _start(numbered: tuple[int, engine.Shift]) -> int:
    return numbered[1].start


def _lanes(shifts: Iterable[engine.Shift], order: Sequence[int]) -> Lanes:
    lanes: dict[int | None, list[engine.Shift]] = {index: [] for index in order or (None,)}
    for shift in shifts:
        lanes[shift.layer].append(shift)
    return list(lanes.values())


def _at_most(shifts: Iterable[engine.Shift], left: int) -> list[engine.Shift]:
    """The shifts. Raises Invalid as soon as there are too many."""
    found = list(islice(shifts, max(0, left + 1)))
    if len(found) > left:
        raise Invalid([("", TOO_MANY)])
    return found
