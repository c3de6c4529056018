"""Tiers: reading one whole, editing its layers and overrides, and previewing an edit before it is saved."""

from collections.abc import Sequence
from functools import cached_property, partial
from itertools import count

import msgspec

from watchbill import engine
from watchbill.domain.access import Caller, check_covers, check_role, check_sees
from watchbill.domain.errors import Invalid, NotFound, Problem, Taken, Unknown
from watchbill.domain.history import revised
from watchbill.domain.model import (
    AccountId,
    Contact,
    ContactId,
    LayerRule,
    Override,
    OverrideId,
    Revision,
    Role,
    Schedule,
    ScheduleId,
    Tier,
    TierPlan,
    engine_layer,
    engine_overrides,
)
from watchbill.domain.overrides import lay, override_of, save_laid, span_problems
from watchbill.domain.ports import Reads, Writes
from watchbill.domain.readings import ReadingName, layers_with_readings
from watchbill.domain.rules import layer_problems, placed
from watchbill.domain.schedules import (
    EitherId,
    TierNumber,
    TierRef,
    find_either,
    find_schedule,
    find_tier,
    locked_schedule,
    locked_tier,
    new_tier,
    unfit_at,
)


class CoverWish(msgspec.Struct, frozen=True, kw_only=True):
    """An override inside an edit of a tier: with an id it changes that one, without it is new."""

    path: str
    """Where it stands in the request, such as "on_demand[0]"."""
    id: OverrideId | None
    contact_id: ContactId
    start: int
    end: int


class TierWish(msgspec.Struct, frozen=True, kw_only=True):
    """An edit of a tier; what is None stays as it is.

    Where `problems` says what could not be read, the rest holds what could: it is never carried out, only checked as
    well, so that everything wrong is told at once.
    """

    number: int | None = None
    schedule_id: ScheduleId | None = None
    is_active: bool | None = None
    layers: tuple[LayerRule, ...] | None = None
    covers: tuple[CoverWish, ...] | None = None
    named: tuple[tuple[str, ContactId], ...] = ()
    """Each contact that layers and covers name, with the path of the field that names it."""
    instants: frozenset[tuple[int, ReadingName]] = frozenset()
    """The readings that are said to be none, by the index of the layer; of which nothing is said may be kept."""
    places: tuple[str, ...] | None = None
    """Where each layer stands in the request; None: as in `layers[0]`."""
    problems: tuple[Problem, ...] = ()

    @property
    def layer_problems(self) -> list[Problem]:
        """What is wrong with the layers, by path."""
        layers = self.layers or ()
        places = self.places or tuple(f"layers[{place}]" for place in range(len(layers)))
        return placed(layer_problems(layers), places, self.problems)


class Preview(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """What a tier would look like: the layers as if always in force, under the overrides."""

    layers: tuple[engine.Layer, ...]
    """By index."""
    overrides: tuple[engine.Override, ...]
    """By start; one that is new has `-(its position + 1)` as its id, and lower ones what is split off from others."""

    @cached_property
    def rules(self) -> engine.Tier:
        return engine.tier_of(self.layers, self.overrides)


async def find_plan(reads: Reads, caller: Caller, ref: TierRef) -> TierPlan:
    """Everything that decides who is on call at a tier. Raises NotFound, also for what the caller may not see."""
    if isinstance(ref, EitherId):
        return await find_either(reads, caller, ref, find_plan)
    if isinstance(ref, TierNumber):
        tier, _ = await find_tier(reads, caller, ref)
        return await reads.tier_plan(tier.id)
    plan = await reads.tier_plan(ref)
    check_sees(caller, plan.schedule.customer_id, "tier", ref)
    return plan


async def named_contacts(reads: Reads, *plans: TierPlan) -> dict[ContactId, Contact]:
    """Every contact that the plans' current layers, past revisions or overrides name, by id."""
    return await reads.contacts({id for plan in plans for id in plan.named})


async def change_tier(writes: Writes, caller: Caller, ref: TierRef, wish: TierWish, now: int) -> tuple[Tier, Schedule]:
    """Carry out an edit of a tier, whole or not at all; overrides in it are laid over those that stand.

    A reference by number makes the tier when it is absent and its number is at most the highest plus 1. Raises
    NotFound, Forbidden, Invalid, Taken, Conflict.
    """
    tier, found, is_new = await _found_or_new(writes, caller, ref, now)
    _check_may_edit(caller, wish, is_new)
    left, schedule = await _locked(writes, caller, found, wish)
    if not is_new:
        tier = await locked_tier(writes, tier)
    standing = () if is_new else await writes.overrides(tier.id)
    _check_may_move(caller, wish, standing)
    tier, problems = await _placed(writes, tier, left, schedule, wish, is_new)
    problems += await _problems(writes, caller, left, wish, standing)
    if problems or schedule is None:
        raise Invalid(problems)
    if schedule.id != left.id:
        await writes.save(msgspec.structs.replace(left, updated_at=now, updated_by=caller.account.id))
    is_active = tier.is_active if wish.is_active is None else wish.is_active
    tier = msgspec.structs.replace(tier, is_active=is_active, updated_at=now)
    await writes.save(tier)
    await _save_layers(writes, caller, tier, wish, now)
    if wish.covers:
        covers = _covers(tier, standing, wish.covers, by=caller.account.id, now=now)
        named = {one.id for one in covers}
        await save_laid(writes, lay(standing, covers), [one for one in standing if one.id in named])
    return tier, schedule


async def add_tier(
    writes: Writes, caller: Caller, schedule_id: ScheduleId, wish: TierWish, now: int
) -> tuple[Tier, Schedule]:
    """Make a tier of a schedule; without a number it gets the first that is free.

    Raises NotFound, Forbidden, Invalid, Taken.
    """
    await find_schedule(writes, caller, schedule_id)
    check_role(caller, Role.MANAGER, "adding tiers")
    schedule = await locked_schedule(writes, caller, schedule_id)
    if problems := await _problems(writes, caller, schedule, wish, ()):
        raise Invalid(problems)
    taken = {tier.number for tier in await writes.tiers(schedule.id)}
    number = next(free for free in count(1) if free not in taken) if wish.number is None else wish.number
    if number in taken:
        raise Taken("tier", "number", str(number))
    tier = await new_tier(writes, schedule, number, now)
    await writes.save(tier)
    await _save_layers(writes, caller, tier, wish, now)
    return tier, schedule


async def plan_to_edit(reads: Reads, caller: Caller, ref: TierRef, wish: TierWish) -> TierPlan:
    """The plan that an edit would change, were it carried out. Raises NotFound, Invalid."""
    plan = await find_plan(reads, caller, ref)
    if problems := await _problems(reads, caller, plan.schedule, wish, plan.overrides):
        raise Invalid(problems)
    return plan


def preview(plan: TierPlan, wish: TierWish) -> Preview:
    """What a tier would look like after an edit in which nothing is wrong."""
    layers = plan.layers if wish.layers is None else by_index(wish.layers)
    # Nobody makes them yet.
    covers = _covers(plan.tier, plan.overrides, wish.covers or (), by=AccountId(0), now=0)
    return Preview(
        layers=tuple(engine_layer(layer) for layer in layers),
        overrides=engine_overrides(lay(plan.overrides, covers).standing),
    )


def by_index(layers: Sequence[LayerRule]) -> tuple[LayerRule, ...]:
    """The layers from the bottom of the stack to its top."""
    return tuple(sorted(layers, key=lambda layer: layer.index))


def wished_layers(wish: TierWish, revisions: Sequence[Revision]) -> tuple[LayerRule, ...]:
    """The layers of a wish by index, with the readings that they keep of those in force."""
    current = revisions[-1].layers if revisions else ()
    return layers_with_readings(by_index(wish.layers or ()), current, wish.instants)


def _covers(
    tier: Tier, standing: Sequence[Override], covers: Sequence[CoverWish], *, by: AccountId, now: int
) -> list[Override]:
    """The overrides that are wished for; a new one has `-(its position + 1)` as its id."""
    known: dict[OverrideId | None, Override] = {one.id: one for one in standing}
    return [
        override_of(
            tier,
            known.get(cover.id),
            OverrideId(-position),
            cover.contact_id,
            engine.Span(cover.start, cover.end),
            by=by,
            now=now,
        )
        for position, cover in enumerate(covers, 1)
    ]


async def _found_or_new(writes: Writes, caller: Caller, ref: TierRef, now: int) -> tuple[Tier, Schedule, bool]:
    if isinstance(ref, EitherId):
        return await find_either(writes, caller, ref, partial(_found_or_new, now=now))
    try:
        return (*await find_tier(writes, caller, ref), False)
    except NotFound:
        if not isinstance(ref, TierNumber):
            raise
    schedule = await find_schedule(writes, caller, ref.schedule_id)
    highest = max((tier.number for tier in await writes.tiers(schedule.id)), default=0)
    if not 1 <= ref.number <= highest + 1:
        raise NotFound("tier", ref)
    return await new_tier(writes, schedule, ref.number, now), schedule, True


def _check_may_edit(caller: Caller, wish: TierWish, is_new: bool) -> None:
    touched = (wish.layers, wish.number, wish.schedule_id, wish.is_active)
    if is_new or touched != (None,) * len(touched) or not wish.covers:
        check_role(caller, Role.MANAGER, "editing tiers")
    for cover in wish.covers or ():
        check_covers(caller, cover.contact_id, "putting this contact on call")


def _check_may_move(caller: Caller, wish: TierWish, standing: Sequence[Override]) -> None:
    named = {cover.id for cover in wish.covers or ()}
    for one in standing:
        if one.id in named:
            check_covers(caller, one.contact_id, "changing this on-demand shift")


async def _locked(
    writes: Writes, caller: Caller, schedule: Schedule, wish: TierWish
) -> tuple[Schedule, Schedule | None]:
    """The schedule of a tier, and the one that the tier shall be at, which may not be there: as they are and stay."""
    wanted = schedule.id if wish.schedule_id is None else wish.schedule_id
    locked: dict[ScheduleId, Schedule] = {}
    for id in sorted({schedule.id, wanted}):
        try:
            locked[id] = await locked_schedule(writes, caller, id)
        except NotFound:
            if id == schedule.id:
                raise
    return locked[schedule.id], locked.get(wanted)


async def _placed(
    writes: Writes, tier: Tier, left: Schedule, schedule: Schedule | None, wish: TierWish, is_new: bool
) -> tuple[Tier, list[Problem]]:
    """The tier at the schedule and number that the wish gives it, and what is wrong with that. Raises Taken."""
    number = tier.number if wish.number is None else wish.number
    if is_new:
        at_odds = [("ocs", schedule is None or schedule.id != left.id), ("number", number != tier.number)]
        return tier, [(field, "This is not what the address says.") for field, odd in at_odds if odd]
    if schedule is None:
        return tier, [("ocs", Unknown("schedule", wish.schedule_id))]
    if schedule.customer_id != left.customer_id:
        return tier, [("ocs", "This schedule is of another customer, who would read about the people of the tier.")]
    holder = await writes.tier_numbered(schedule.id, number)
    if holder is not None and holder.id != tier.id:
        raise Taken("tier", "number", str(number))
    return msgspec.structs.replace(tier, number=number, schedule_id=schedule.id), []


async def _problems(
    reads: Reads, caller: Caller, schedule: Schedule, wish: TierWish, standing: Sequence[Override]
) -> list[Problem]:
    problems = [*wish.problems, *wish.layer_problems]
    known = {one.id: one for one in standing}
    covers = wish.covers or ()
    # Who has an override may keep it.
    stays = {f"{one.path}.contact" for one in covers if one.id in known and known[one.id].contact_id == one.contact_id}
    named = [(path, id) for path, id in wish.named if path not in stays]
    unfit = await unfit_at(reads, caller, schedule, {id for _, id in named})
    problems += dict.fromkeys((path, unfit[id]) for path, id in named if id in unfit)
    for cover in covers:
        if cover.id is not None and cover.id not in known:
            problems.append((f"{cover.path}.id", Unknown("on-demand shift", cover.id)))
        problems += span_problems(cover.start, cover.end, f"{cover.path}.")
    return problems


async def _save_layers(writes: Writes, caller: Caller, tier: Tier, wish: TierWish, now: int) -> None:
    if wish.layers is None:
        return
    plan = await writes.tier_plan(tier.id)
    layers = wished_layers(wish, plan.revisions)
    revision = revised(tier, plan.revisions, layers, by=caller.account.id, now=now)
    if revision is not None:
        await writes.save(revision)
