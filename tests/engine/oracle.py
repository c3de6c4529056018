"""Who is on call, asked minute by minute: slow, obvious, and without a line of the engine.

Rules are taken as people write them (the decoded JSON of rotations and restrictions). Everything is
found by walking: clocks hour by hour, turns from a layer's first, windows day by day.
"""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise, takewhile
from typing import Any
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


# --- rules, as told ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToldLayer:
    """A layer as somebody would write it: rotation and restrictions are decoded JSON."""

    start: int
    rotation: dict[str, Any]
    restrictions: list[dict[str, Any]] | None
    contacts: tuple[int, ...]
    index: int
    tz: str
    end: int | None = None


@dataclass(frozen=True)
class ToldOverride:
    id: int
    start: int
    end: int
    contact: int


@dataclass(frozen=True)
class ToldRevision:
    counts_from: int | None
    layers: tuple[ToldLayer, ...]


@dataclass(frozen=True)
class ToldTier:
    revisions: tuple[ToldRevision, ...]
    overrides: tuple[ToldOverride, ...] = ()


@dataclass(frozen=True)
class On:
    """Who is on and what put them there; both origins None never happens in an answer."""

    contact: int
    layer: int | None
    override: int | None


# (start, end, contact, layer, override)
ToldShift = tuple[int, int, int, int | None, int | None]


# --- clocks -----------------------------------------------------------------------------------------


@cache
def clock(tz: str) -> ZoneInfo:
    """The zone from the tzdata package, so that the machine's own zones play no part."""
    with files("tzdata").joinpath("zoneinfo", *tz.split("/")).open("rb") as compiled:
        return ZoneInfo.from_file(compiled, key=tz)


def offset_at(tz: str, at: int) -> int:
    offset = (EPOCH + timedelta(seconds=at)).astimezone(clock(tz)).utcoffset()
    assert offset is not None
    return round(offset.total_seconds())


def reading(tz: str, at: int) -> datetime:
    """What the clocks on the wall read."""
    return (EPOCH + timedelta(seconds=at)).astimezone(clock(tz)).replace(tzinfo=None)


@cache
def changes(tz: str, year: int) -> tuple[tuple[int, int], ...]:
    """Each (instant, new offset) of one UTC year, found by looking every hour and then halving."""
    first = round(datetime(year, 1, 1, tzinfo=UTC).timestamp())
    last = round(datetime(year + 1, 1, 1, tzinfo=UTC).timestamp())
    found = []
    before = offset_at(tz, first)
    for hour in range(first + 3600, last + 1, 3600):
        after = offset_at(tz, hour)
        if after != before:
            same, changed = hour - 3600, hour
            while changed - same > 1:
                middle = (same + changed) // 2
                if offset_at(tz, middle) == before:
                    same = middle
                else:
                    changed = middle
            found.append((changed, after))
        before = after
    return tuple(found)


@lru_cache(maxsize=200_000)
def first_instant(tz: str, wall: datetime) -> int:
    """The first instant at which clocks read `wall` or later.

    Clocks are at most a day from UTC, so two days either side hold every instant that can matter;
    between changes they run evenly.
    """
    as_if_utc = round(wall.replace(tzinfo=UTC).timestamp())
    since, until = as_if_utc - 2 * 86400, as_if_utc + 2 * 86400
    nearby = [
        change
        for year in range((wall - 2 * DAY).year, (wall + 2 * DAY).year + 1)
        for change in changes(tz, year)
        if since < change[0] < until
    ]
    begin, offset = since, offset_at(tz, since)
    for end, next_offset in [*nearby, (until, 0)]:
        reads_it = max(begin, as_if_utc - offset)
        if reads_it < end:
            return reads_it
        begin, offset = end, next_offset
    raise AssertionError("clocks always get there")


def utc(text: str) -> int:
    """The instant of a UTC date and time such as "2026-03-29 01:00"."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def local(tz: str, text: str) -> int:
    """The instant at which clocks in that zone first read it."""
    return first_instant(tz, datetime.fromisoformat(text))


# --- turns ------------------------------------------------------------------------------------------


def lengths_of(rotation: dict[str, Any]) -> tuple[str, list[int]]:
    """(unit, lengths), whichever way the rotation was written."""
    units = {"hourly": "hours", "daily": "days", "weekly": "weeks", "monthly": "months"}
    if rotation["type"] in units:
        return units[rotation["type"]], [rotation.get("interval", 1)]
    if "lengths" in rotation:
        return rotation["unit"], rotation["lengths"]
    return rotation["unit"], [rotation["length"]]


def months_later(wall: datetime, months: int) -> datetime:
    year, month = divmod(wall.year * 12 + wall.month - 1 + months, 12)
    return wall.replace(year=year, month=month + 1, day=min(wall.day, monthrange(year, month + 1)[1]))


def boundaries(layer: ToldLayer) -> Iterator[int]:
    """The instants at which periods begin, one after the other, from the layer's start on."""
    unit, lengths = lengths_of(layer.rotation)
    wall = reading(layer.tz, layer.start)
    yield layer.start
    passed = 0
    turn = 0
    while True:
        passed += lengths[turn % len(lengths)]
        turn += 1
        if unit == "hours":
            yield layer.start + passed * 3600
        elif unit == "months":
            yield first_instant(layer.tz, months_later(wall, passed))
        else:
            yield first_instant(layer.tz, wall + passed * DAY * (7 if unit == "weeks" else 1))


# --- restrictions -----------------------------------------------------------------------------------


def clock_time(text: str) -> time:
    return time(*(int(part) for part in text.split(":")))


def day_number(day: str | int) -> int:
    return day if isinstance(day, int) else DAY_NAMES.index(day.lower())


def wall_windows_on(restriction: dict[str, Any], on: date) -> Iterator[tuple[datetime, datetime]]:
    """The window of this restriction that opens on this day, if one does."""
    opens = datetime.combine(on, clock_time(restriction["start"]))
    closes = datetime.combine(on, clock_time(restriction["end"]))
    if restriction["type"] == "weekly":
        if on.weekday() != day_number(restriction["start_day"]):
            return
        while closes <= opens or closes.weekday() != day_number(restriction["end_day"]):
            closes += DAY
    else:
        if restriction["type"] == "days" and on.weekday() not in map(day_number, restriction["days"]):
            return
        if closes <= opens:
            closes += DAY
    yield opens, closes


def open_windows(layer: ToldLayer, since: int, until: int) -> list[tuple[int, int]]:
    """Every window that may touch [since, until), day by day; a window lasts a week at most."""
    if layer.restrictions is None:
        return [(since, until)]
    windows = []
    on = reading(layer.tz, since).date() - 10 * DAY
    while on <= reading(layer.tz, until).date() + 2 * DAY:
        for restriction in layer.restrictions:
            for opens, closes in wall_windows_on(restriction, on):
                window = first_instant(layer.tz, opens), first_instant(layer.tz, closes)
                if window[0] < until and window[1] > since:
                    windows.append(window)
        on += DAY
    return sorted(windows)


# --- whose turn it is -----------------------------------------------------------------------------


def turns(layer: ToldLayer, until: int) -> Iterator[tuple[int, int, int]]:
    """(start, end, contact) of every turn that begins before `until`, but for those without a second."""
    only_open = layer.rotation.get("turns", "all") == "open"
    windows = open_windows(layer, layer.start, max(until, layer.start)) if only_open else []
    used = 0
    for start, end in pairwise(boundaries(layer)):
        if start >= until or not layer.contacts:
            return
        if only_open and not is_open_in(windows, start, end):
            continue
        if start < end:
            yield start, end, layer.contacts[used % len(layer.contacts)]
        used += 1


def is_open_in(windows: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one second of [start, end) is open; forgets windows that ended before."""
    while windows and windows[0][1] <= start:
        del windows[0]
    return any(
        max(start, opens) < min(end, closes) for opens, closes in takewhile(lambda window: window[0] < end, windows)
    )


# --- one layer, made ready to be asked ----------------------------------------------------------------


class AskedLayer:
    """A layer with its turns walked and its windows built for one window of time."""

    def __init__(self, layer: ToldLayer, since: int, until: int) -> None:
        self.layer = layer
        self.windows = open_windows(layer, since, until)
        self.turns = list(turns(layer, until))
        self.starts = [start for start, _, _ in self.turns]

    def contact_at(self, at: int) -> int | None:
        if at < self.layer.start or (self.layer.end is not None and at >= self.layer.end):
            return None
        if not any(opens <= at < closes for opens, closes in self.windows):
            return None
        begun = bisect_right(self.starts, at)
        if begun == 0 or self.turns[begun - 1][1] <= at:
            return None
        return self.turns[begun - 1][2]

    def edges(self) -> Iterator[int]:
        yield self.layer.start
        if self.layer.end is not None:
            yield self.layer.end
        for start, end, _ in self.turns:
            yield start
            yield end
        for opens, closes in self.windows:
            yield opens
            yield closes


# --- a tier -------------------------------------------------------------------------------------------


def from_the_top(layers: tuple[ToldLayer, ...]) -> list[ToldLayer]:
    return sorted(layers, key=lambda layer: layer.index, reverse=True)


class AskedTier:
    """A tier made ready to be asked about any instant of one window."""

    def __init__(self, tier: ToldTier, since: int, until: int) -> None:
        self.tier = tier
        self.since, self.until = since, until
        self.asked = [
            (revision.counts_from, [AskedLayer(layer, since, until) for layer in from_the_top(revision.layers)])
            for revision in tier.revisions
        ]

    def layers_in_force(self, at: int) -> list[AskedLayer]:
        in_force: list[AskedLayer] = []
        for counts_from, layers in self.asked:
            if counts_from is None or counts_from <= at:
                in_force = layers
        return in_force

    def on_call(self, at: int) -> On | None:
        for override in self.tier.overrides:
            if override.start <= at < override.end:
                return On(override.contact, None, override.id)
        for asked in self.layers_in_force(at):
            contact = asked.contact_at(at)
            if contact is not None:
                return On(contact, asked.layer.index, None)
        return None

    def instants(self, step: int) -> list[int]:
        """Every minute of the window, every edge of every rule, and the second before it."""
        asked = set(range(self.since, self.until, step))
        edges = {at for override in self.tier.overrides for at in (override.start, override.end)}
        edges |= {counts_from for counts_from, _ in self.asked if counts_from is not None}
        edges |= {edge for _, layers in self.asked for layer in layers for edge in layer.edges()}
        asked |= {at for edge in edges for at in (edge - 1, edge) if self.since <= at < self.until}
        return sorted(asked)

    def timeline(self, step: int = 60) -> list[ToldShift]:
        return told_shifts([(at, self.on_call(at)) for at in self.instants(step)], self.until)


def told_shifts(answers: list[tuple[int, On | None]], until: int) -> list[ToldShift]:
    """Answers in order of time, joined while they stay the same."""
    shifts = []
    begun: int | None = None
    before: On | None = None
    for at, on in [*answers, (until, None)]:
        if on != before:
            if before is not None and begun is not None:
                shifts.append((begun, at, before.contact, before.layer, before.override))
            begun = at
        before = on
    return shifts


def timeline(tier: ToldTier, since: int, until: int, step: int = 60) -> list[ToldShift]:
    return AskedTier(tier, since, until).timeline(step)


def layer_timeline(layer: ToldLayer, since: int, until: int, step: int = 60) -> list[ToldShift]:
    """The layer's own shifts, as if it were alone."""
    return timeline(ToldTier((ToldRevision(None, (layer,)),)), since, until, step)


def lane_order(tier: ToldTier, since: int, until: int) -> list[int]:
    """Of which layers there are lanes: the newest ones, and whatever is in force at some time of the window."""
    asked = AskedTier(tier, since, until)
    in_force = {each.layer.index for at in asked.instants(60) for each in asked.layers_in_force(at)}
    return sorted(in_force | {layer.index for revision in tier.revisions[-1:] for layer in revision.layers})


def lanes(tier: ToldTier, since: int, until: int, first: int | None, back_to: int) -> list[ToldShift]:
    """The timeline, overrides in the lane of whom they cover, and in the first lane where they cover nobody.

    What runs when the window begins has its own start, at or after `back_to`: over an edit it is still the same.
    """
    asked = AskedTier(tier, back_to, until)
    bare = AskedTier(ToldTier(tier.revisions), back_to, until)

    def answer(at: int) -> On | None:
        on = asked.on_call(at)
        if on is None or on.override is None:
            return on
        covered = bare.on_call(at)
        return On(on.contact, first if covered is None else covered.layer, on.override)

    answers = [(at, answer(at)) for at in sorted({since, *asked.instants(60)})]
    begin, on = since, answer(since)
    for at, before in reversed([each for each in answers if each[0] < since]):
        is_edit = any(begin == revision.counts_from for revision in tier.revisions)
        if before is None or on is None or (before.contact, before.override) != (on.contact, on.override):
            break
        if before.layer != on.layer and not is_edit:
            break
        begin, on = at, before
    shifts = told_shifts([each for each in answers if each[0] >= since], until)
    return [(begin, *shift[1:]) if shift[0] == since else shift for shift in shifts]


@dataclass(frozen=True)
class ToldDuty:
    """What the window shows around one instant; an end at the window's edge means "or further"."""

    contact: int | None
    since: int | None
    until: int | None
    next_contact: int | None
    next_at: int | None


def duty(shifts: list[ToldShift], at: int) -> ToldDuty:
    """Read off a timeline: who is on, for how long without a break, and which other comes next."""
    here = next((shift for shift in shifts if shift[0] <= at < shift[1]), None)
    contact = here[2] if here else None
    since = until = None
    if here:
        since, until = here[0], here[1]
        for start, end, other, _, _ in reversed(shifts):
            if end == since and other == contact:
                since = start
        for start, end, other, _, _ in shifts:
            if start == until and other == contact:
                until = end
    after = next((shift for shift in shifts if shift[0] > at and shift[2] != contact), None)
    return ToldDuty(contact, since, until, after[2] if after else None, after[0] if after else None)


# --- load -----------------------------------------------------------------------------------------------


def is_night(tz: str, at: int) -> bool:
    return any(
        first_instant(tz, datetime.combine(on, time(22))) <= at < first_instant(tz, datetime.combine(on + DAY, time(6)))
        for on in days_around(tz, at)
    )


def is_weekend(tz: str, at: int) -> bool:
    return any(
        first_instant(tz, datetime.combine(on, time())) <= at < first_instant(tz, datetime.combine(on + DAY, time()))
        for on in days_around(tz, at)
        if on.weekday() >= 5
    )


def days_around(tz: str, at: int) -> list[date]:
    today = reading(tz, at).date()
    return [today + days * DAY for days in (-2, -1, 0, 1)]
