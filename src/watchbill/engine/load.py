"""Load: how much each contact carries."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from watchbill.engine.restriction import Daily, Week, Weekly, week_of
from watchbill.engine.spans import HOUR, Span, union
from watchbill.engine.timeline import Shift
from watchbill.engine.wallclock import Zone, zone

REST: Final = 11 * HOUR
"""How long a break has to be to count as rest: what the European Working Time Directive asks for in each day."""

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


def handoffs(spans: Iterable[Span], window: Span) -> int:
    """How often somebody comes on call at one place in a window: at an instant of it they are on, just before not.

    Their spans there come sorted and may overlap; those that touch are one. Whoever is on since before the window came
    on before it, so give spans that reach at least a second further back, and windows that touch add up.
    """
    return sum(window.start <= span.start < window.end for span in union(spans))


def runs(*lists: Iterable[Span], rest: int = REST) -> list[Span]:
    """The runs without rest in some sorted lists of spans: sorted, with a break of at least `rest` between any two.

    A run goes from the start of a span to the end of one, and every break in it is shorter than `rest`; spans may
    overlap, for somebody at two places at once rests only where nobody needs them. Runs of runs are the same runs.
    """
    joined: list[Span] = []
    for span in union(*lists):
        if joined and span.start - joined[-1].end < rest:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def longest(spans: Iterable[Span]) -> int:
    """The seconds of the longest span; 0 where there is none."""
    return max((span.end - span.start for span in spans), default=0)


def gini(values: Sequence[int]) -> float:
    """The Gini coefficient of what each of some people carries: 0 where all carry the same, near 1 where one has all.

    The mean difference between any two of the n people, oneself too, by twice the mean: the sum of |x - y| over all
    n * n pairs, divided by 2 * n * sum(x). At most (n - 1) / n; 0 where nobody carries anything. No value is negative.
    """
    count, total = len(values), sum(values)
    if not total:
        return 0.0
    # Sorted, a value is counted up once for each smaller one and down once for each larger one.
    differences = sum((2 * i - count + 1) * value for i, value in enumerate(sorted(values)))
    return differences / (count * total)


def share(part: int, whole: int) -> float:
    """What share of the whole a part is, 0 to 1; 0 where there is nothing."""
    return part / whole if whole else 0.0


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
