"""Random tiers, with windows and rules drawn around the moments when clocks change."""

import itertools
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.engine.oracle import (
    DAY_NAMES,
    ToldLayer,
    ToldOverride,
    ToldRevision,
    ToldTier,
    changes,
    first_instant,
    reading,
)

HOUR = 3600
DAY = 24 * HOUR
CONTACTS = st.integers(1, 4)

# The default run asks the same questions each time; HYPOTHESIS_PROFILE=thorough asks thirty times as
# many, new ones each time (--hypothesis-seed repeats them).
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"


def examples(count: int) -> Callable[[Any], Any]:
    """The settings of a property that asks `count` times in the default run."""
    return settings(
        max_examples=count * (30 if THOROUGH else 1),
        deadline=None,
        derandomize=not THOROUGH,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


# --- moments ------------------------------------------------------------------------------------------

ZONE_YEARS = {
    "Africa/Cairo": (2026, 2027, 2040),
    "Africa/Casablanca": (2026, 2027, 2040),  # back for Ramadan, and forward again
    "Africa/Monrovia": (1972,),  # 44 minutes 30 seconds
    "America/Havana": (2026, 2040),
    "America/New_York": (2026, 2027, 2040, 2500),
    "America/Santiago": (2026, 2027, 2040),  # at midnight
    "Asia/Beirut": (2026, 2027),  # at midnight
    "Asia/Gaza": (2026, 2027, 2040),
    "Asia/Kathmandu": (1986,),  # quarters of an hour
    "Asia/Kolkata": (1945,),
    "Asia/Pyongyang": (2015, 2018),
    "Asia/Tehran": (2018,),
    "Antarctica/Troll": (2026,),  # two hours at once
    "Australia/Lord_Howe": (2026, 2027, 2040),  # half an hour
    "Europe/Berlin": (2026, 2027, 2040, 2500),
    "Europe/London": (2026, 2040),
    "Pacific/Apia": (2011,),  # a day that never was
    "Pacific/Chatham": (2026, 2040),
    "Pacific/Kiritimati": (1994,),  # another
    "Pacific/Kwajalein": (1969, 1993),  # a day that came twice, but for an hour; and one that never was
}
# The middle of the day before a change that people remember, for zones where nothing changes now.
QUIET = (("UTC", 1_774_700_000), ("Asia/Kolkata", 1_774_700_000), ("Asia/Kathmandu", 2_216_000_000))


@dataclass(frozen=True)
class Moment:
    """A zone and an instant in it at which clocks change, or at which nothing happens."""

    tz: str
    at: int


@cache
def all_moments() -> list[Moment]:
    """Every change of the chosen years; the list is the same each time."""
    found = [Moment(tz, at) for tz, years in ZONE_YEARS.items() for year in years for at, _ in changes(tz, year)]
    return [*found, *(Moment(tz, at) for tz, at in QUIET)]


@cache
@st.composite
def moments(draw: st.DrawFn) -> Moment:
    return draw(st.sampled_from(all_moments()))


@cache
def instants_near(moment: Moment, days: int = 3) -> st.SearchStrategy[int]:
    """Instants around a change, many of them at round times and some at its very edge."""
    minutes = st.integers(-days * 24 * 4, days * 24 * 4).map(lambda quarters: moment.at + quarters * 900)
    edges = st.sampled_from([-HOUR, -1800, -1, 0, 1, 1800, HOUR]).map(lambda off: moment.at + off)
    seconds = st.integers(moment.at - days * DAY, moment.at + days * DAY)
    return st.one_of(minutes, edges, seconds)


# --- rules --------------------------------------------------------------------------------------------

# Strategies cost more to make than to draw from, so they are made once.
KINDS = st.sampled_from(["hourly", "daily", "daily", "weekly", "monthly", "custom", "custom"])
UNITS = st.sampled_from(["hours", "days", "days", "weeks", "months"])
LENGTHS = st.sampled_from([1, 2, 3, 4, 1, 2, 5, 7, 12, 24, 1000])
SOME_LENGTHS = st.lists(LENGTHS, min_size=1, max_size=4)
TURNS = st.sampled_from([None, "all", "open", "open"])
WINDOWS = st.sampled_from(["daily", "days", "weekly"])
SIZES = st.sampled_from([1, 2, 3, 4, 2, 3, 6, 0])
INDEXES = st.sampled_from([(0, 1, 2, 3, 4, 5), (3, 5, 1, 0, 4, 2), (9, 7, 0, 4, 2, 8)])
DIE = st.integers(0, 15)


@cache
@st.composite
def rotations(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(KINDS)
    rotation: dict[str, Any] = {"type": kind}
    if kind == "custom":
        rotation["unit"] = draw(UNITS)
        if draw(st.booleans()):
            rotation["lengths"] = draw(SOME_LENGTHS)
        else:
            rotation["length"] = draw(LENGTHS)
    elif draw(st.booleans()):
        rotation["interval"] = draw(LENGTHS)
    turns = draw(TURNS)
    if turns is not None:
        rotation["turns"] = turns
    return rotation


USUAL_TIMES = ["00:00", "09:00", "17:00", "22:00", "06:00", "02:00", "02:30", "03:00", "23:30", "00:30"]


@cache
def clock_times(moment: Moment) -> st.SearchStrategy[str]:
    """Times of day: those that people write, those near the change, and any other."""
    change = reading(moment.tz, moment.at)
    near = [change + timedelta(minutes=minutes) for minutes in (-90, -60, -30, -15, 0, 15, 30)]
    return st.one_of(
        st.sampled_from(USUAL_TIMES),
        st.sampled_from([f"{at:%H:%M}" for at in near]),
        st.times().map(lambda at: f"{at:%H:%M:%S}"),
    )


DAYS = st.sampled_from([0, 1, 2, 3, 4, 5, 6, *DAY_NAMES, "Monday", "SUNDAY"])
SOME_DAYS = st.lists(DAYS, min_size=1, max_size=5)


@cache
@st.composite
def windows(draw: st.DrawFn, moment: Moment) -> dict[str, Any]:
    """One restriction."""
    kind = draw(WINDOWS)
    window: dict[str, Any] = {
        "type": kind,
        "start": draw(clock_times(moment)),
        "end": draw(clock_times(moment)),
    }
    if kind == "days":
        window["days"] = draw(SOME_DAYS)
    if kind == "weekly":
        window["start_day"], window["end_day"] = draw(DAYS), draw(DAYS)
    return window


@cache
def restrictions(moment: Moment) -> st.SearchStrategy[list[dict[str, Any]] | None]:
    some = st.lists(windows(moment), min_size=1, max_size=3)
    return DIE.flatmap(lambda die: st.just([]) if die == 0 else st.none() if die < 5 else some)


@cache
@st.composite
def orders(draw: st.DrawFn) -> tuple[int, ...]:
    """Contacts in the order of their turns; seldom nobody."""
    size = draw(SIZES)
    return tuple(draw(CONTACTS) for _ in range(size))


@cache
@st.composite
def layers(draw: st.DrawFn, moment: Moment, index: int = 0, most_days_ago: int = 45) -> ToldLayer:
    """A layer that began some days before the moment, or begins about then."""
    die = draw(DIE)
    tz = "Europe/Berlin" if die == 15 else "Asia/Kathmandu" if die == 14 else moment.tz
    if die % 4:
        wall = reading(tz, moment.at) - timedelta(days=draw(st.integers(0, most_days_ago)))
        time = draw(clock_times(moment))
        wall = wall.replace(hour=int(time[:2]), minute=int(time[3:5]), second=int(time[6:] or 0))
        start = first_instant(tz, wall)
    else:
        start = draw(instants_near(moment))
    end = draw(instants_near(moment)) if draw(DIE) > 11 else None
    return ToldLayer(
        start=start,
        rotation=draw(rotations()),
        restrictions=draw(restrictions(moment)),
        contacts=draw(orders()),
        index=index,
        tz=tz,
        end=end if end is None or end > start else None,
    )


@cache
@st.composite
def stacks(draw: st.DrawFn, moment: Moment, most: int = 6) -> tuple[ToldLayer, ...]:
    """Layers in any order, each with an index of its own."""
    size = min(most, draw(SIZES))
    indexes = draw(INDEXES)[:size]
    return tuple(draw(layers(moment, index)) for index in indexes)


@cache
@st.composite
def override_sets(draw: st.DrawFn, moment: Moment, most: int = 5) -> tuple[ToldOverride, ...]:
    """Overrides that never overlap (they may touch), in any order."""
    edges = sorted(draw(st.lists(instants_near(moment), max_size=2 * most, unique=True)))
    touching = draw(st.booleans())
    pairs = list(itertools.pairwise(edges))[:: 1 if touching else 2]
    made = [
        ToldOverride(id=7000 + number, start=start, end=end, contact=draw(CONTACTS))
        for number, (start, end) in enumerate(pairs)
        if not touching or draw(st.booleans())
    ]
    return tuple(draw(st.permutations(made)))


@cache
@st.composite
def tiers(draw: st.DrawFn, moment: Moment, most_layers: int = 6, most_revisions: int = 3) -> ToldTier:
    later = sorted(draw(st.lists(instants_near(moment), max_size=most_revisions - 1, unique=True)))
    first = moment.at - 2 * DAY if draw(DIE) > 11 else None
    froms = [first, *(at for at in later if first is None or at > first)]
    return ToldTier(
        revisions=tuple(ToldRevision(at, draw(stacks(moment, most_layers))) for at in froms),
        overrides=draw(override_sets(moment)),
    )


# --- questions ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """A tier and a window to ask it about."""

    tier: ToldTier
    since: int
    until: int


@cache
@st.composite
def spans(draw: st.DrawFn, moment: Moment, days: int = 2) -> tuple[int, int]:
    """A window that mostly holds the change."""
    ends = draw(st.tuples(instants_near(moment, days), instants_near(moment, days)))
    if draw(DIE) < 12:
        ends = moment.at - abs(ends[0] - moment.at), moment.at + abs(ends[1] - moment.at)
    since, until = sorted(ends)
    return since, max(until, since + 1)


@cache
@st.composite
def questions(draw: st.DrawFn, most_layers: int = 6, most_revisions: int = 3, days: int = 2) -> Question:
    moment = draw(moments())
    since, until = draw(spans(moment, days))
    return Question(draw(tiers(moment, most_layers, most_revisions)), since, until)


@cache
@st.composite
def lone_layers(draw: st.DrawFn, days: int = 2) -> tuple[ToldLayer, int, int]:
    """A layer and a window."""
    moment = draw(moments())
    return draw(layers(moment, draw(st.integers(0, 9)))), *draw(spans(moment, days))
