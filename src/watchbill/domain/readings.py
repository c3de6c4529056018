"""Readings: ends that were typed as what clocks read, kept beside their instants and read again by newer zone data.

Who writes "09:00 on 7 December, Vancouver" means the clocks there, whatever their law will be by then. So the reading
is kept beside the instant that the zone data of the day make of it, and where newer data make another, the instant
moves: it alone, only while it is ahead, and in a revision of its own, so that what happened stays.
"""

from collections.abc import Callable, Iterable, Sequence, Set
from itertools import pairwise
from typing import Any, Final, Literal, TypeAlias, TypeVar, get_args

import msgspec

from watchbill import engine
from watchbill.domain.model import LayerRule, Override, Record, Revision, RosterRevision, RosterShift

ReadingName: TypeAlias = Literal["start_reading", "end_reading"]
READINGS: Final[tuple[ReadingName, ...]] = get_args(ReadingName)
ReadT = TypeVar("ReadT", LayerRule, RosterShift, Override)
RuleT = TypeVar("RuleT", LayerRule, RosterShift)


class Moment(msgspec.Struct, frozen=True):
    """A date and time as somebody wrote it: an instant, or what clocks read where the offset is not said."""

    seconds: int
    is_instant: bool

    def at(self, tz: str) -> int:
        """The instant; of what clocks read that of the clocks in a zone."""
        return self.seconds if self.is_instant else engine.zone(tz).instant(self.seconds)

    @property
    def reading(self) -> int | None:
        """What clocks read, where that is what was written."""
        return None if self.is_instant else self.seconds


# ── reading again ────────────────────────────────────────────────────────────────────────────────────────────────


def layer_again(layer: LayerRule, now: int) -> LayerRule:
    """The layer with those of its ends that are ahead of now where its clocks read them."""
    start = _again(layer.start, layer.start_reading, layer.tz, now)
    end = None if layer.end is None else _again(layer.end, layer.end_reading, layer.tz, now)
    if end is not None and end <= start:
        return layer
    return msgspec.structs.replace(layer, start=start, end=end)


def shift_again(shift: RosterShift, tz: str, now: int) -> RosterShift:
    """The same of a roster's shift: a one-time one, or until when a recurring one goes on."""
    schedule = shift.schedule
    match schedule:
        case engine.OneTime(start, end):
            start, end = _again(start, shift.start_reading, tz, now), _again(end, shift.end_reading, tz, now)
            again: engine.Schedule = engine.OneTime(start, end) if start < end else schedule
        case engine.Recurring(ends=engine.Until(at)):
            again = msgspec.structs.replace(schedule, ends=engine.Until(_again(at, shift.end_reading, tz, now)))
        case _:
            again = schedule
    return msgspec.structs.replace(shift, schedule=again)


def override_again(one: Override, now: int) -> Override:
    """The same of an on-demand shift; none begins or ends in the past by it."""
    tz = one.tz or "UTC"
    start = _ahead(one.start_at, _again(one.start_at, one.start_reading, tz, now), now)
    end = _ahead(one.end_at, _again(one.end_at, one.end_reading, tz, now), now)
    return msgspec.structs.replace(one, start_at=start, end_at=end) if start < end else one


def overrides_again(standing: Sequence[Override], now: int) -> tuple[Override, ...]:
    """Those of a tier's on-demand shifts that move, as they would stand; one that would overlap another stays."""
    moved = {one.id: again for one in standing if (again := override_again(one, now)) != one}
    while moved:
        laid = sorted((moved.get(one.id, one) for one in standing), key=lambda one: one.start_at)
        in_the_way = {one.id for pair in pairwise(laid) if pair[0].end_at > pair[1].start_at for one in pair}
        if not in_the_way:
            break
        moved = {id: one for id, one in moved.items() if id not in in_the_way}
    return tuple(moved.values())


def _again(at: int, reading: int | None, tz: str, now: int) -> int:
    return at if reading is None or at <= now else engine.zone(tz).instant(reading)


def _ahead(was: int, at: int, now: int) -> int:
    return at if was <= now else max(at, now)


# ── readings that are kept ───────────────────────────────────────────────────────────────────────────────────────


def has_readings(record: Record) -> bool:
    """Whether any end in a record is kept as a reading too."""
    match record:
        case Revision(layers=layers):
            return any(_readings(layer) for layer in layers)
        case RosterRevision(shifts=shifts):
            return any(_readings(shift) for shift in shifts)
        case Override():
            return _readings(record)
        case _:
            return False


def _readings(one: LayerRule | RosterShift | Override) -> bool:
    return one.start_reading is not None or one.end_reading is not None


def as_instants(one: ReadT, names: Set[ReadingName]) -> ReadT:
    """The same without some of its readings."""
    return msgspec.structs.replace(one, **dict.fromkeys(names))


def layers_with_readings(
    layers: Sequence[LayerRule], old: Iterable[LayerRule], instants: Set[tuple[int, ReadingName]] = frozenset()
) -> tuple[LayerRule, ...]:
    """The layers, each with the readings that it had where an end comes back as the instant that it was told as.

    `instants` names, by a layer's index, the readings that are said to be none: those ends are instants from now on.
    """
    before = _before(layers, old)
    return tuple(
        _with_readings(layer, before.get(layer.index), {name for name in READINGS if (layer.index, name) in instants})
        for layer in layers
    )


def _before(layers: Sequence[LayerRule], old: Iterable[LayerRule]) -> dict[int, LayerRule]:
    """What each layer was, by its index now; of several that start alike no two were the same one.

    One that is not changed is known by that wherever it stands now: who puts another below it moves it up.
    """
    left = {layer.index: layer for layer in old}
    before: dict[int, LayerRule] = {}
    for known_by in _LAYER_KNOWN_BY:
        found = {known_by(layer): layer for layer in reversed(left.values())}
        for layer in layers:
            was = None if layer.index in before else found.pop(known_by(layer), None)
            if was is not None:
                before[layer.index] = left.pop(was.index)
    return before


_LAYER_KNOWN_BY: Final[tuple[Callable[[LayerRule], Any], ...]] = (
    lambda layer: msgspec.structs.replace(layer, start_reading=None, end_reading=None),
    lambda layer: msgspec.structs.replace(layer, start_reading=None, end_reading=None, index=0),
    lambda layer: layer.index,
)


def shifts_with_readings(
    shifts: Iterable[RosterShift],
    tz: str,
    old: RosterRevision | None,
    instants: Set[tuple[str, ReadingName]] = frozenset(),
) -> tuple[RosterShift, ...]:
    """The same of a roster's shifts, each known by its id."""
    kept = {shift.id: shift for shift in old.shifts} if old is not None and old.tz == tz else {}
    return tuple(
        _with_readings(shift, kept.get(shift.id), {name for name in READINGS if (shift.id, name) in instants})
        for shift in shifts
    )


def spanning(one: Override, start: int, end: int) -> Override:
    """The on-demand shift with another span: an end that stays where it was keeps its reading."""
    return msgspec.structs.replace(
        one,
        start_at=start,
        end_at=end,
        start_reading=one.start_reading if start == one.start_at else None,
        end_reading=one.end_reading if end == one.end_at else None,
    )


def typed(one: Override, tz: str | None, start: int | None, end: int | None) -> Override:
    """The on-demand shift, its ends as clocks in a zone read them; None for an end that was not typed so."""
    if start is None and end is None:
        return one
    if tz == one.tz:
        start = one.start_reading if start is None else start
        end = one.end_reading if end is None else end
    return msgspec.structs.replace(one, tz=tz, start_reading=start, end_reading=end)


def cut_by(rest: Override, cover: Override) -> Override:
    """What is left of an on-demand shift, its end at another one read as that one is: they touch by newer data too."""
    is_same = rest.tz == cover.tz
    if rest.end_at == cover.start_at:
        return msgspec.structs.replace(rest, end_reading=cover.start_reading if is_same else None)
    return msgspec.structs.replace(rest, start_reading=cover.end_reading if is_same else None)


def _with_readings(one: RuleT, old: RuleT | None, instants: Set[ReadingName]) -> RuleT:
    if old is None or _zone_of(one) != _zone_of(old):
        return one
    old = as_instants(old, instants)
    (start, end), (start_before, end_before) = ends_of(one), ends_of(old)
    return msgspec.structs.replace(
        one,
        start_reading=old.start_reading if one.start_reading is None and start == start_before else one.start_reading,
        end_reading=old.end_reading if one.end_reading is None and end == end_before else one.end_reading,
    )


def _zone_of(one: LayerRule | RosterShift) -> str | None:
    """The zone of its readings, where it has one of its own."""
    return one.tz if isinstance(one, LayerRule) else None


def ends_of(one: LayerRule | RosterShift) -> tuple[int | None, int | None]:
    """The instants that readings may stand beside."""
    if isinstance(one, LayerRule):
        return one.start, one.end
    match one.schedule:
        case engine.OneTime(start, end):
            return start, end
        case engine.Recurring(ends=engine.Until(at)):
            return None, at
        case _:
            return None, None
