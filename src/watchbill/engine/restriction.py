"""Restrictions: the hours of the day or week in which a layer is open."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

from msgspec import Struct

from watchbill.engine.errors import BadRule
from watchbill.engine.rotation import Problems, unknown_keys
from watchbill.engine.spans import DAY, HOUR, MINUTE, WEEK


class Daily(Struct, frozen=True, gc=False):
    """Open every day from `start` to `end`, seconds of the day; an end at or before the start is on the next day.

    An end of 86400 is the midnight at the end of the day, as is 0.
    """

    start: int
    end: int


class Days(Struct, frozen=True):
    """As Daily, but only for windows that open on the named days; Monday is 0."""

    days: tuple[int, ...]
    start: int
    end: int


class Weekly(Struct, frozen=True, gc=False):
    """Open once a week from a day and time to the next such day and time."""

    start_day: int
    start: int
    end_day: int
    end: int


Restriction: TypeAlias = Daily | Days | Weekly
Restrictions: TypeAlias = tuple[Restriction, ...] | None
"""Open while any is open; None is always open, and an empty tuple never."""

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MIDNIGHT: Final = ("24:00", "24:00:00")
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?", re.ASCII)


def read_restrictions(value: object) -> Restrictions:
    """The restrictions that decoded JSON, null or a list, describes.

    Raises BadRule, which names every bad key and value.
    """
    if value is None:
        return None
    if not isinstance(value, list | tuple):
        raise BadRule([("", "must be null or a list of windows")])
    problems: Problems = []
    restrictions = tuple(_restriction(each, f"[{i}]", problems) for i, each in enumerate(value))
    if problems:
        raise BadRule(problems)
    return restrictions


def _restriction(value: object, path: str, problems: Problems) -> Restriction:
    own: Problems = []
    if not isinstance(value, Mapping):
        problems.append((path, "must be an object with a type"))
        return Daily(0, 0)
    kind = value.get("type")
    keys, read = _KINDS.get(kind if isinstance(kind, str) else "", (_EVERY_KEY, _unknown))
    unknown_keys(value, keys, own)
    restriction = read(value, own)
    problems += [(f"{path}.{key}", message) for key, message in own]
    return restriction


def _daily(value: Mapping[object, object], problems: Problems) -> Restriction:
    return Daily(_time(value, "start", problems), _end(value, problems))


def _days(value: Mapping[object, object], problems: Problems) -> Restriction:
    named = value.get("days")
    days: tuple[int, ...] = ()
    if isinstance(named, list | tuple) and named:
        days = tuple(_day(each, f"days[{i}]", problems) for i, each in enumerate(named))
    else:
        problems.append(("days", "must be a list with at least one day"))
    return Days(days, _time(value, "start", problems), _end(value, problems))


def _weekly(value: Mapping[object, object], problems: Problems) -> Restriction:
    return Weekly(
        _day(value.get("start_day"), "start_day", problems),
        _time(value, "start", problems),
        _day(value.get("end_day"), "end_day", problems),
        _end(value, problems),
    )


def _unknown(value: Mapping[object, object], problems: Problems) -> Restriction:
    problems.append(("type", "must be one of daily, days, weekly"))
    return Daily(0, 0)


_Reader: TypeAlias = Callable[[Mapping[object, object], Problems], Restriction]
_KINDS: Final[dict[str, tuple[frozenset[str], _Reader]]] = {
    "daily": (frozenset({"type", "start", "end"}), _daily),
    "days": (frozenset({"type", "days", "start", "end"}), _days),
    "weekly": (frozenset({"type", "start_day", "start", "end_day", "end"}), _weekly),
}
_EVERY_KEY: Final = frozenset[str]().union(*(keys for keys, _ in _KINDS.values()))


def _time(value: Mapping[object, object], key: str, problems: Problems) -> int:
    text = value.get(key)
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        problems.append((key, "must be a time such as 09:00 or 09:00:00"))
        return 0
    return int(match[1]) * HOUR + int(match[2]) * MINUTE + int(match[3] or 0)


def _end(value: Mapping[object, object], problems: Problems) -> int:
    """The time that ends a window: 24:00 too."""
    return DAY if value.get("end") in _MIDNIGHT else _time(value, "end", problems)


def _day(value: object, path: str, problems: Problems) -> int:
    if type(value) is int and 0 <= value < len(_DAYS):  # a bool is no day
        return value
    if isinstance(value, str) and value.lower() in _DAYS:
        return _DAYS.index(value.lower())
    problems.append((path, "must be an English day such as monday, or 0 to 6 with Monday 0"))
    return 0


_MONDAY: Final = 4 * DAY  # the first Monday of the readings: 1970-01-01 was a Thursday
_ENDLESS: Final = 1 << 60


class Week:
    """When a week is open, on the circle of its seconds: sorted windows that neither overlap nor touch.

    Positions are readings of clocks. A window that wraps is one window.
    """

    __slots__ = ("_closes", "_edges", "_opens", "_spans", "_sums", "_whole", "is_always", "is_never")

    def __init__(self, windows: list[tuple[int, int]]) -> None:
        """`windows` open within [0, WEEK) and last at most a week; they may overlap."""
        circle = _joined(windows)
        self.is_never = not circle
        self.is_always = bool(circle) and circle[0][1] - circle[0][0] == WEEK
        if self.is_always:
            circle = []
        self._opens = [opens for opens, _ in circle]
        self._closes = [closes for _, closes in circle]
        self._whole = WEEK if self.is_always else sum(self._closes) - sum(self._opens)
        self._spans = _spans(circle, self.is_always)
        self._edges = [opens for _, opens, _ in self._spans[1:]]
        self._sums = [0]
        for is_open, opens, closes in self._spans[:-1]:
            self._sums.append(self._sums[-1] + (closes - max(opens, 0) if is_open else 0))

    def circle(self) -> list[tuple[int, int]]:
        """The windows that open in one week."""
        return [(0, WEEK)] if self.is_always else list(zip(self._opens, self._closes, strict=True))

    def around(self, reading: int) -> tuple[bool, int, int]:
        """Whether a reading is in a window, and where that window or that gap starts and ends."""
        phase = reading % WEEK
        is_open, start, end = self._spans[bisect_right(self._edges, phase)]
        reading -= phase
        return is_open, reading + start, reading + end

    def is_open_in(self, start: int, end: int) -> bool:
        """Whether any reading in [start, end), which is not empty, is in a window."""
        is_open, _, until = self.around(start)
        return is_open or until < end

    def windows(self, start: int, end: int) -> tuple[list[int], list[int]]:
        """Where windows open and close in [start, end), which is not empty; cut to it."""
        if self.is_always:
            return [start], [end]
        weeks = range(start - start % WEEK - WEEK, end, WEEK)
        closes = [week + phase for week in weeks for phase in self._closes]
        opens = [week + phase for week in weeks for phase in self._opens]
        first, last = bisect_right(closes, start), bisect_left(opens, end)
        opens, closes = opens[first:last], closes[first:last]
        if opens:
            opens[0] = max(opens[0], start)
            closes[-1] = min(closes[-1], end)
        return opens, closes

    def most(self, start: int, end: int) -> int:
        """How many windows may open in [start, end): never too few."""
        return ((end - start) // WEEK + 1) * len(self._opens)

    def seconds(self, start: int, end: int) -> int:
        """How many readings in [start, end) are in a window."""
        return self._seconds_before(end) - self._seconds_before(start)

    def _seconds_before(self, reading: int) -> int:
        weeks, phase = divmod(reading, WEEK)
        i = bisect_right(self._edges, phase)
        is_open, start, _ = self._spans[i]
        return weeks * self._whole + self._sums[i] + (phase - max(start, 0) if is_open else 0)


def together(weeks: Iterable[Week]) -> Week:
    """Open while any of some weeks is."""
    return Week([window for week in weeks for window in week.circle()])


def _joined(windows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Windows on the circle, those that overlap or touch joined; only the last one may wrap."""
    # Three weeks side by side: what opens in the middle one has all its neighbours.
    weeks = sorted((opens + week, closes + week) for week in (-WEEK, 0, WEEK) for opens, closes in windows)
    joined: list[tuple[int, int]] = []
    for opens, closes in weeks:
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        else:
            joined.append((opens, closes))
    if any(closes - opens >= WEEK for opens, closes in joined):
        return [(0, WEEK)]
    return [(opens, closes) for opens, closes in joined if 0 <= opens < WEEK]


def _spans(circle: list[tuple[int, int]], is_always: bool) -> list[tuple[bool, int, int]]:
    """The windows and the gaps between them in turn: whether open, start, end; together they cover a week."""
    if not circle:
        return [(is_always, -_ENDLESS, _ENDLESS)]
    opened, closed = circle[-1][0] - WEEK, circle[-1][1] - WEEK
    spans = [(True, opened, closed)] if closed > 0 else []
    for opens, closes in circle:
        spans += [(False, closed, opens), (True, opens, closes)]
        closed = closes
    if closed < WEEK:
        spans.append((False, closed, circle[0][0] + WEEK))
    return spans


@lru_cache(maxsize=1024)
def week_of(restrictions: Restrictions) -> Week:
    """The week that restrictions make."""
    if restrictions is None:
        return Week([(0, WEEK)])
    return Week([window for restriction in restrictions for window in _windows(restriction)])


def _windows(restriction: Restriction) -> list[tuple[int, int]]:
    if isinstance(restriction, Weekly):
        opens, closes = restriction.start_day * DAY, restriction.end_day * DAY
        return [_window(opens + restriction.start, closes + restriction.end, WEEK)]
    days = restriction.days if isinstance(restriction, Days) else range(7)
    return [_window(day * DAY + restriction.start, day * DAY + restriction.end, DAY) for day in days]


def _window(start: int, end: int, longest: int) -> tuple[int, int]:
    opens = (_MONDAY + start) % WEEK
    return opens, opens + ((end - start) % longest or longest)
