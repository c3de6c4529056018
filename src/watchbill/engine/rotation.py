"""Rotations: who takes turns, how long a turn is, and where turn k begins by arithmetic."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from itertools import accumulate
from typing import Final, Literal, Protocol, TypeAlias, cast

from msgspec import Struct

from watchbill.engine.errors import BadRule
from watchbill.engine.spans import DAY, HOUR, WEEK

Unit: TypeAlias = Literal["hours", "days", "weeks", "months"]
Turning: TypeAlias = Literal["all", "open"]


class Rotation(Struct, frozen=True, cache_hash=True):
    """Turns of `lengths[0]` units, then of `lengths[1]`, and so on, again and again.

    With `turns` "all" every one counts; with "open" one in which the restrictions leave no time uses up no turn.
    """

    unit: Unit
    lengths: tuple[int, ...]
    turns: Turning = "all"


_UNITS: Final[dict[str, Unit]] = {"hourly": "hours", "daily": "days", "weekly": "weeks", "monthly": "months"}
_SIMPLE: Final = frozenset({"type", "interval", "turns"})
_CUSTOM: Final = frozenset({"type", "unit", "length", "lengths", "turns"})
_LONGEST: Final = 1_000

Problems: TypeAlias = list[tuple[str, str]]


def read_rotation(value: object) -> Rotation:
    """The rotation that a decoded JSON object describes.

    Raises BadRule, which names every bad key and value.
    """
    if not isinstance(value, Mapping):
        raise BadRule([("", "must be an object with a type")])
    problems: Problems = []
    kind = value.get("type")
    if kind == "custom":
        unknown_keys(value, _CUSTOM, problems)
        unit = _one_of(value, "unit", tuple(_UNITS.values()), problems)
        lengths = _custom_lengths(value, problems)
    elif isinstance(kind, str) and kind in _UNITS:
        unknown_keys(value, _SIMPLE, problems)
        unit = _UNITS[kind]
        lengths = (_length(value.get("interval", 1), "interval", problems),)
    else:
        problems.append(("type", "must be one of hourly, daily, weekly, monthly, custom"))
        unknown_keys(value, _SIMPLE | _CUSTOM, problems)
        unit, lengths = "days", ()
    turns = _one_of(value, "turns", ("all", "open"), problems) if "turns" in value else "all"
    if problems:
        raise BadRule(problems)
    return Rotation(cast(Unit, unit), lengths, cast(Turning, turns))


def unknown_keys(value: Mapping[object, object], known: Collection[str], problems: Problems) -> None:
    """Adds a problem for each key that does not belong there."""
    problems += [(str(key), "is not a key here") for key in value if key not in known]


def _one_of(value: Mapping[object, object], key: str, known: tuple[str, ...], problems: Problems) -> str:
    choice = value.get(key)
    if isinstance(choice, str) and choice in known:
        return choice
    problems.append((key, f"must be one of {', '.join(known)}"))
    return known[0]


def _length(value: object, path: str, problems: Problems) -> int:
    if type(value) is int and 1 <= value <= _LONGEST:  # a bool is no whole number
        return value
    problems.append((path, f"must be a whole number from 1 to {_LONGEST}"))
    return 1


def _custom_lengths(value: Mapping[object, object], problems: Problems) -> tuple[int, ...]:
    if ("length" in value) == ("lengths" in value):
        problems.append(("length", "either length or lengths must be there, and not both"))
    lengths: tuple[int, ...] = ()
    if "length" in value:
        lengths = (_length(value["length"], "length", problems),)
    if "lengths" in value:
        several = value["lengths"]
        if isinstance(several, list | tuple) and several:
            lengths = tuple(_length(each, f"lengths[{i}]", problems) for i, each in enumerate(several))
        else:
            problems.append(("lengths", "must be a list with at least one length"))
    return lengths


class Turns(Protocol):
    """Where turns begin, on an axis of seconds: elapsed time for hours, readings of clocks for all else."""

    def begin(self, turn: int) -> int:
        """Where a turn begins."""

    def number(self, position: int) -> int:
        """The turn that holds a position."""

    def numbers(self, positions: Iterable[int]) -> list[int]:
        """The turn that holds each position."""


class EvenTurns:
    """Turns of hours, days or weeks: the lengths repeat after `cycle` seconds and `each` turns."""

    __slots__ = ("_begins", "_origin", "cycle", "each")

    def __init__(self, origin: int, lengths: tuple[int, ...]) -> None:
        self._origin = origin
        *self._begins, self.cycle = accumulate(lengths, initial=0)
        self.each = len(lengths)

    def begin(self, turn: int) -> int:
        """Where a turn begins."""
        cycles, turn = divmod(turn, self.each)
        return self._origin + cycles * self.cycle + self._begins[turn]

    def number(self, position: int) -> int:
        """The turn that holds a position."""
        cycles, position = divmod(position - self._origin, self.cycle)
        return cycles * self.each + bisect_right(self._begins, position) - 1

    def numbers(self, positions: Iterable[int]) -> list[int]:
        """The turn that holds each position."""
        if self.each == 1:
            origin, cycle = self._origin, self.cycle
            return [(position - origin) // cycle for position in positions]
        return [self.number(position) for position in positions]


# Months are counted from March of the year 0, so that the leap day comes last in a year; days from 1970-01-01.
_MARCH_0: Final = 719_468
_400_YEARS: Final = 146_097


def _month_start(month: int) -> int:
    year, month = divmod(month, 12)
    return year * 365 + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 - _MARCH_0


def _month_of(day: int) -> int:
    cycles, day = divmod(day + _MARCH_0, _400_YEARS)
    year = (day - day // 1_460 + day // 36_524 - day // 146_096) // 365
    day -= year * 365 + year // 4 - year // 100
    return (cycles * 400 + year) * 12 + (5 * day + 2) // 153


class MonthTurns:
    """Turns of months: they begin on the same day of the month, or on the last one of a shorter month."""

    __slots__ = ("_begins", "_cycle", "_day", "_month", "_second")

    def __init__(self, origin: int, lengths: tuple[int, ...]) -> None:
        day, self._second = divmod(origin, DAY)
        self._month = _month_of(day)
        self._day = day - _month_start(self._month)
        *self._begins, self._cycle = accumulate(lengths, initial=0)

    def begin(self, turn: int) -> int:
        """Where a turn begins."""
        cycles, turn = divmod(turn, len(self._begins))
        month = self._month + cycles * self._cycle + self._begins[turn]
        first = _month_start(month)
        return min(first + self._day, _month_start(month + 1) - 1) * DAY + self._second

    def number(self, position: int) -> int:
        """The turn that holds a position."""
        cycles, months = divmod(_month_of(position // DAY) - self._month, self._cycle)
        turn = cycles * len(self._begins) + bisect_right(self._begins, months) - 1
        return turn if self.begin(turn) <= position else turn - 1

    def numbers(self, positions: Iterable[int]) -> list[int]:
        """The turn that holds each position."""
        return [self.number(position) for position in positions]


_SECONDS: Final = {"hours": HOUR, "days": DAY, "weeks": WEEK}


def even_turns(rotation: Rotation, origin: int) -> EvenTurns | None:
    """The turns of a rotation by the hour, day or week; None for one by the month."""
    if rotation.unit == "months":
        return None
    return EvenTurns(origin, tuple(length * _SECONDS[rotation.unit] for length in rotation.lengths))
