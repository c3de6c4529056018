"""Load: how much each contact carries."""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from watchbill.engine.restriction import Daily, Week, Weekly, week_of
from watchbill.engine.spans import HOUR, Span
from watchbill.engine.timeline import Shift
from watchbill.engine.wallclock import Zone, zone

_SATURDAY: Final = 5
_MONDAY: Final = 0
_NIGHT: Final = week_of((Daily(22 * HOUR, 6 * HOUR),))
_WEEKEND: Final = week_of((Weekly(_SATURDAY, 0, _MONDAY, 0),))


class Load(Struct, frozen=True, gc=False):
    """What a contact carries: a number of shifts, and seconds in all, at night and at the weekend."""

    contact: int
    shifts: int
    seconds: int
    night_seconds: int
    weekend_seconds: int


def load(shifts: Iterable[tuple[Shift, str]], window: Span) -> dict[int, Load]:
    """What each contact carries in a window; only those with a shift that reaches into it.

    Each shift comes with the name of the zone whose clocks say what is night, 22:00 to 06:00, and weekend, Saturday
    and Sunday. Only what lies in the window is counted in seconds. The hour that clocks repeat is as much night or
    weekend as its last second.
    """
    carried: dict[int, Load] = {}
    for shift, tz in shifts:
        start, end = max(shift.start, window.start), min(shift.end, window.end)
        if start < end:
            before = carried.get(shift.contact, Load(shift.contact, 0, 0, 0, 0))
            clocks = zone(tz)
            carried[shift.contact] = Load(
                shift.contact,
                before.shifts + 1,
                before.seconds + end - start,
                before.night_seconds + _seconds_open(_NIGHT, clocks, start, end),
                before.weekend_seconds + _seconds_open(_WEEKEND, clocks, start, end),
            )
    return carried


def _seconds_open(week: Week, clocks: Zone, start: int, end: int) -> int:
    """How many seconds of [start, end) a week is open; costs the clock changes in it."""
    seconds = 0
    while start < end:
        since, until, offset = clocks.calm(start)
        if start < since:  # in a repeated hour, time passes and no new reading is shown
            until = min(since, end)
            seconds += (until - start) * week.seconds(since - 1 + offset, since + offset)
        else:
            until = min(until, end)
            seconds += week.seconds(start + offset, until + offset)
        start = until
    return seconds
