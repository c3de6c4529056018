"""Zones as calendars tell them: VTIMEZONE by the engine's zone data (RFC 5545, 3.6.5).

Readers differ in what they understand of it, so it is told as plainly as can be: a rule where the zone has one, and
where it has none one date a line, because some read only the first date of a line.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, Final

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from watchbill import engine
from watchbill.engine import Change, YearlyChange

EARLIEST: Final = 0
"""1970-01-01: times before are not told on a zone's wall."""
LATEST: Final = 4_102_444_800
"""2100-01-01: nor are times after."""

_AHEAD: Final = 2 * 366 * 86_400
"""How far beyond the last reading changes are looked at, so that a rule shows."""
_YEARS: Final = range(1970, 2103)
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Recurrence = dict[str, Any]
"""A recurrence rule by its parts."""


def zone_component(tz: str, since: int, until: int) -> Timezone:
    """The zone, for readings of its clocks from one instant to another; both between `EARLIEST` and `LATEST`."""
    zone, changes = engine.zone(tz), engine.zone(tz).changes(_begin(since), until + _AHEAD)
    rule = {(one.before, one.after): _recurrence(one) for one in engine.yearly_changes(tz) or ()}
    # What was before counts from its last change on; of what is by rule the rule counts, from where it begins.
    last = max((one.at for one in changes if one.at <= since), default=None)
    first_by_rule = len(changes) - _followed(tz, changes)
    onsets: dict[tuple[int, int, str, bool], list[datetime]] = {}
    for number, one in enumerate(changes):
        recurs = number >= first_by_rule and rule[one.before, one.after] is not None
        if recurs or last is None or one.at >= last:
            told = one.before, one.after, zone.word(one.at), recurs
            onsets.setdefault(told, []).append(engine.wall(one.at + one.before))
    component = Timezone()
    component.add("tzid", tz)
    if last is None:
        offset = zone.reading(since) - since
        component.add_component(_observance(engine.wall(EARLIEST), offset, offset, zone.word(since)))
    for (before, after, word, recurs), (onset, *later) in onsets.items():
        recurrence, listed = (rule[before, after], []) if recurs else (None, later)
        component.add_component(_observance(onset, before, after, word, recurrence, listed))
    return component


def _begin(since: int) -> int:
    """From where on changes are looked at: some decade's beginning, so that a zone is told alike for years."""
    decade = engine.wall(since).year // 10 * 10
    return max(EARLIEST, engine.instant(f"{decade - 10}-01-01T00:00Z"))


def _observance(
    onset: datetime,
    before: int,
    after: int,
    word: str,
    recurrence: Recurrence | None = None,
    later: Sequence[datetime] = (),
) -> TimezoneStandard | TimezoneDaylight:
    """How far clocks are ahead of UTC from an onset on, a reading before they are changed; again by rule or by list."""
    told = TimezoneDaylight() if after > before else TimezoneStandard()
    told.add("dtstart", onset)
    told.add("tzoffsetfrom", timedelta(seconds=before))
    told.add("tzoffsetto", timedelta(seconds=after))
    told.add("tzname", word)
    if recurrence is not None:
        told.add("rrule", recurrence)
    # The onset again as well: some readers take only these dates where there are any.
    for each in (onset, *later) if later else ():
        told.add("rdate", each)
    return told


def _followed(tz: str, changes: Sequence[Change]) -> int:
    """How many of the last changes are those of the zone's yearly rule, with none left out."""
    yearly = engine.yearly_changes(tz) or ()
    by_rule = (Change(one.at(year), one.before, one.after) for year in _YEARS for one in yearly)
    known = sorted((one for one in by_rule if changes and one.at <= changes[-1].at), key=lambda one: -one.at)
    pairs = zip(reversed(changes), known, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _recurrence(change: YearlyChange) -> Recurrence | None:
    """A yearly change as a recurrence; None for one in which some years have it in the next month."""
    days, _ = divmod(change.time, 86_400)
    weekday = _WEEKDAYS[(change.weekday + days) % 7]
    by_rule: Recurrence = {"freq": "yearly", "bymonth": change.month}
    if days == 0:
        return by_rule | {"byday": f"{-1 if change.week == engine.LAST else change.week}{weekday}"}
    # A reading beyond its day, such as 26:00 of the fourth Thursday: the Friday that is one of seven dates.
    _, length = monthrange(2001, change.month)
    first = days + (length - 6 if change.week == engine.LAST else change.week * 7 - 6)
    if first < 1 or first + 6 > length:
        return None
    return by_rule | {"bymonthday": list(range(first, first + 7)), "byday": weekday}
