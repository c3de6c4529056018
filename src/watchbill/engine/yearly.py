"""The rule by which a zone's clocks change every year: what the zone data say of all years after the last they list."""

import re
from datetime import date
from functools import cache
from typing import Final

from msgspec import Struct

from watchbill.engine.spans import DAY
from watchbill.engine.wallclock import later_rule

_EPOCH_ON: Final = 719_163  # date(1970, 1, 1).toordinal()
LAST: Final = 5
"""The week that stands for the last such weekday of a month."""

# POSIX (POSIX.1-2017, 8.3) as RFC 9636 extends it: hours from -167 to 167, names in angle brackets. tzdata writes no
# other dates than months, weeks and weekdays.
_NAME: Final = r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)"
_TIME: Final = r"[+-]?\d{1,3}(?::\d{2}){0,2}"
_RULE: Final = re.compile(
    rf"{_NAME}({_TIME}){_NAME}({_TIME})?,M(\d+)\.(\d)\.(\d)(?:/({_TIME}))?,M(\d+)\.(\d)\.(\d)(?:/({_TIME}))?"
).fullmatch


class YearlyChange(Struct, frozen=True):
    """A change of clocks on a weekday of a month, the first to fourth (1 to 4) or the last one (`LAST`), every year.

    Days count from Monday 0. `time` is the reading at which it happens, in seconds from the midnight that begins that
    day: it may be negative, or more than a day. Clocks go from `before` to `after` seconds ahead of UTC.
    """

    month: int
    week: int
    weekday: int
    time: int
    before: int
    after: int

    def reading(self, year: int) -> int:
        """What clocks read, before they are changed, when it happens."""
        if self.week == LAST:
            last = date(year + self.month // 12, self.month % 12 + 1, 1).toordinal() - 1
            on = last - (last - 1 - self.weekday) % 7
        else:
            first = date(year, self.month, 1).toordinal()
            on = first + (self.weekday + 1 - first) % 7 + (self.week - 1) * 7
        return (on - _EPOCH_ON) * DAY + self.time

    def at(self, year: int) -> int:
        """The instant at which it happens."""
        return self.reading(year) - self.before


@cache
def yearly_changes(tz: str) -> tuple[YearlyChange, YearlyChange] | None:
    """The two changes of every year, the one to the other time first; None for a zone whose clocks no longer change.

    Raises BadRule for the name of no zone.
    """
    found = _RULE(later_rule(tz))
    if found is None:
        return None
    standard = -_seconds(found[1])
    other = standard + 3600 if found[2] is None else -_seconds(found[2])
    return _change(found.groups()[2:6], standard, other), _change(found.groups()[6:], other, standard)


def _change(said: tuple[str | None, ...], before: int, after: int) -> YearlyChange:
    month, week, day, time = said
    assert month is not None and week is not None and day is not None  # noqa: S101, PT018 - only the time may be left out
    at = 2 * 3600 if time is None else _seconds(time)
    return YearlyChange(int(month), int(week), (int(day) - 1) % 7, at, before, after)


def _seconds(text: str) -> int:
    """`-1` or `2:45` or `26` as seconds."""
    hours, minutes, seconds = (*map(int, text.lstrip("+-").split(":")), 0, 0)[:3]
    total = hours * 3600 + minutes * 60 + seconds
    return -total if text.startswith("-") else total
