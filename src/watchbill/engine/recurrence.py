"""The dates on which something starts: recurrences in closed form, from any anchor to any year.

A date is a proleptic Gregorian ordinal, as `date.toordinal()` counts: 1 is 0001-01-01, a Monday. Nothing here
walks from the anchor: how many dates lie before a date, and which date is the n-th, are both found by arithmetic,
and the dates of a span follow from the two.
"""

from bisect import bisect_left, bisect_right
from datetime import date
from functools import lru_cache
from math import gcd
from typing import ClassVar

from msgspec import Struct

from watchbill.engine.errors import BadRule

LAST_WEEK = -1

# The calendar repeats after 400 years, and those are whole weeks.
_CYCLE_DAYS = 146_097
_CYCLE_MONTHS = 4_800
_MONTH_STARTS = [date(year, month, 1).toordinal() for year in range(1, 401) for month in range(1, 13)]


def _demand(path: str, is_good: bool, reason: str) -> None:
    if not is_good:
        raise BadRule(((path, reason),))


class Daily(Struct, tag=True, frozen=True, gc=False):
    """Every N-th date from the anchor."""

    every: int = 1

    def __post_init__(self) -> None:
        _demand("every", self.every >= 1, "must be 1 or more")


class Weekly(Struct, tag=True, frozen=True):
    """The named days of every N-th week; the anchor's week is the first.

    Days count from Monday 0. No days at all mean the anchor's own weekday. Named days of the first week that lie
    before the anchor do not occur. Weeks start on `week_start`; where nobody chose a day it is None and they start on
    Monday.
    """

    every: int = 1
    days: tuple[int, ...] = ()
    week_start: int | None = None

    def __post_init__(self) -> None:
        _demand("every", self.every >= 1, "must be 1 or more")
        _demand("days", all(0 <= day <= 6 for day in self.days), "must be days from Monday 0 to Sunday 6")
        is_day = self.week_start is None or 0 <= self.week_start <= 6
        _demand("week_start", is_day, "must be a day from Monday 0 to Sunday 6")


class MonthlyByDay(Struct, tag=True, frozen=True, gc=False):
    """One day of every N-th month from the anchor's; a month without that day has no occurrence."""

    every: int
    day: int

    def __post_init__(self) -> None:
        _demand("every", self.every >= 1, "must be 1 or more")
        _demand("day", 1 <= self.day <= 31, "must be 1 to 31")


class MonthlyByWeekday(Struct, tag=True, frozen=True, gc=False):
    """The first, second, third, fourth (1 to 4) or last (-1) such weekday of every N-th month from the anchor's."""

    every: int
    week_index: int
    weekday: int

    def __post_init__(self) -> None:
        _demand("every", self.every >= 1, "must be 1 or more")
        _demand("week_index", self.week_index in (1, 2, 3, 4, LAST_WEEK), "must be 1 to 4, or -1 for the last")
        _demand("weekday", 0 <= self.weekday <= 6, "must be a day from Monday 0 to Sunday 6")


class Yearly(Struct, tag=True, frozen=True, gc=False):
    """The anchor's day and month in every N-th year; 29 February in leap years only."""

    every: int = 1

    def __post_init__(self) -> None:
        _demand("every", self.every >= 1, "must be 1 or more")


Pattern = Daily | Weekly | MonthlyByDay | MonthlyByWeekday | Yearly


class Never(Struct, tag=True, frozen=True, gc=False):
    """A recurrence without an end."""


class Occurrences(Struct, tag=True, frozen=True, gc=False):
    """A recurrence that ends after so many single dates."""

    count: int

    def __post_init__(self) -> None:
        _demand("count", self.count >= 1, "must be 1 or more")


class Until(Struct, tag=True, frozen=True, gc=False):
    """A recurrence whose last occurrence starts at or before an instant."""

    at: int


Ends = Never | Occurrences | Until


# --- months, counted from January of year 1 -----------------------------------------------------------


def _month_of(on: int) -> tuple[int, int]:
    """The month a date lies in, and its day in it from 0."""
    cycle, rest = divmod(on - 1, _CYCLE_DAYS)
    day = date.fromordinal(rest + 1)
    return cycle * _CYCLE_MONTHS + day.year * 12 + day.month - 13, day.day - 1


def _month_start(month: int) -> int:
    """The first date of a month."""
    return month // _CYCLE_MONTHS * _CYCLE_DAYS + _MONTH_STARTS[month % _CYCLE_MONTHS]


def _month_days(month: int) -> int:
    return _month_start(month + 1) - _month_start(month)


# --- dates of one pattern from one anchor, without an end ------------------------------------------------
#
# `count_before(on)`: how many dates lie before a date. `nth(n)`: the n-th date, from 0. `between(since, until)`: the
# dates from one to the other, both included, in order. `period`: after how many days the dates come again, and
# `per_period` how many do; None and 0 for months and years. Made by `dates_from`.


class _Days(Struct, frozen=True, gc=False):
    first: int
    period: int
    per_period: int = 1

    def count_before(self, on: int) -> int:
        return max(0, -((self.first - on) // self.period))

    def nth(self, n: int) -> int:
        return self.first + n * self.period

    def between(self, since: int, until: int) -> list[int]:
        return list(range(self.nth(self.count_before(since)), until + 1, self.period))


class _Weekdays(Struct, frozen=True):
    week: int  # the day on which the anchor's week starts
    period: int
    offsets: tuple[int, ...]  # of the named days from the start of their week
    per_period: int
    skipped: int  # named days of the first week that lie before the anchor

    def count_before(self, on: int) -> int:
        weeks, offset = divmod(on - self.week, self.period)
        return max(0, weeks * self.per_period + bisect_left(self.offsets, offset) - self.skipped)

    def nth(self, n: int) -> int:
        weeks, named = divmod(n + self.skipped, self.per_period)
        return self.week + weeks * self.period + self.offsets[named]

    def between(self, since: int, until: int) -> list[int]:
        week, period, offsets, named = self.week, self.period, self.offsets, self.per_period
        first, stop = self.count_before(since) + self.skipped, self.count_before(until + 1) + self.skipped
        return [week + n // named * period + offsets[n % named] for n in range(first, stop)]


class _MonthDays(Struct, frozen=True, gc=False):
    month: int
    every: int
    offset: int  # of the day in its month, from 0

    period: ClassVar[None] = None
    per_period: ClassVar[int] = 0

    def count_before(self, on: int) -> int:
        month, offset = _month_of(on)
        return max(0, -((self.month - month - (offset > self.offset)) // self.every))

    def nth(self, n: int) -> int:
        return _month_start(self.month + n * self.every) + self.offset

    def between(self, since: int, until: int) -> list[int]:
        numbers = range(self.count_before(since), self.count_before(until + 1))
        return [_month_start(self.month + n * self.every) + self.offset for n in numbers]


class _MonthWeekdays(Struct, frozen=True, gc=False):
    month: int
    every: int
    week_index: int
    weekday: int

    period: ClassVar[None] = None
    per_period: ClassVar[int] = 0

    def _date(self, month: int) -> int:
        if self.week_index == LAST_WEEK:
            last = _month_start(month + 1) - 1
            return last - (last - 1 - self.weekday) % 7
        first = _month_start(month)
        return first + (self.weekday + 1 - first) % 7 + (self.week_index - 1) * 7

    def count_before(self, on: int) -> int:
        month, _ = _month_of(on)
        return max(0, -((self.month - month - (self._date(month) < on)) // self.every))

    def nth(self, n: int) -> int:
        return self._date(self.month + n * self.every)

    def between(self, since: int, until: int) -> list[int]:
        return [self.nth(n) for n in range(self.count_before(since), self.count_before(until + 1))]


# --- 29, 30 and 31: some months have no such day ----------------------------------------------------------


class _Misses(Struct, frozen=True):
    """The months of one cycle that have no date, and for each the number of dates before it in the cycle."""

    cycle: int
    kept: int
    months: tuple[int, ...]
    dates_before: tuple[int, ...]


@lru_cache(maxsize=512)
def _misses(month: int, every: int, offset: int) -> _Misses:
    # Only February depends on the year: without it twelve months tell all.
    short, base = ((1,), _CYCLE_MONTHS) if offset == 28 else ((1, 3, 5, 8, 10), 12)
    cycle = base // gcd(base, every)
    months = range(month, month + cycle * every, every)
    missed = [n for n, each in enumerate(months) if each % 12 in short and _month_days(each) <= offset]
    return _Misses(cycle, cycle - len(missed), tuple(missed), tuple(n - index for index, n in enumerate(missed)))


class _LateMonthDays(Struct, frozen=True):
    all: _MonthDays  # as if every month had the day
    misses: _Misses

    period: ClassVar[None] = None
    per_period: ClassVar[int] = 0

    def count_before(self, on: int) -> int:
        cycles, rest = divmod(self.all.count_before(on), self.misses.cycle)
        return cycles * self.misses.kept + rest - bisect_left(self.misses.months, rest)

    def nth(self, n: int) -> int | None:
        """None where there is none at all, such as the 31st of every April."""
        if not self.misses.kept:
            return None
        cycles, rest = divmod(n, self.misses.kept)
        return self.all.nth(cycles * self.misses.cycle + rest + bisect_right(self.misses.dates_before, rest))

    def between(self, since: int, until: int) -> list[int]:
        numbers = range(self.count_before(since), self.count_before(until + 1))
        return [on for n in numbers if (on := self.nth(n)) is not None]


Dates = _Days | _Weekdays | _MonthDays | _LateMonthDays | _MonthWeekdays


def dates_from(anchor: int, pattern: Pattern) -> Dates:
    """The dates of a pattern whose anchor is the date `anchor`."""
    month, offset = _month_of(anchor)
    match pattern:
        case Daily(every):
            return _Days(anchor, every)
        case Weekly(every, days, week_start):
            passed = (anchor - 1 - (week_start or 0)) % 7
            offsets = tuple(sorted({(day - (week_start or 0)) % 7 for day in days} or {passed}))
            return _Weekdays(anchor - passed, every * 7, offsets, len(offsets), bisect_left(offsets, passed))
        case MonthlyByWeekday(every, week_index, weekday):
            dates = _MonthWeekdays(month, every, week_index, weekday)
            return dates if dates.nth(0) >= anchor else _MonthWeekdays(month + every, every, week_index, weekday)
        case MonthlyByDay(every, day):
            return _month_days_from(month if offset < day else month + every, every, day - 1)
        case _:  # Yearly
            return _month_days_from(month, pattern.every * 12, offset)


def _month_days_from(month: int, every: int, offset: int) -> Dates:
    dates = _MonthDays(month, every, offset)
    return dates if offset < 28 else _LateMonthDays(dates, _misses(month % _CYCLE_MONTHS, every, offset))
