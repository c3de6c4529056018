"""Shifts as an iCalendar: RFC 5545 text, the same bytes for the same shifts."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from watchbill.domain.model import ToldShift

PRODUCT: Final = "-//Watchbill//Feeds//EN"
REFRESH: Final = "PT1H"


def calendar_text(name: str, tz: str, shifts: Sequence[ToldShift]) -> bytes:
    """A calendar of the shifts in their order, its times on the wall of the zone: folded lines that end in CRLF."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _speakable(name))
    calendar.add("x-published-ttl", REFRESH)
    zone = ZoneInfo(tz)
    if shifts and tz != "UTC":
        years = [_utc(at).year for shift in shifts for at in (shift.start, shift.end)]
        first, last = date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1)
        calendar.add_component(Timezone.from_tzid(tz, first_date=first, last_date=last))
    for shift in shifts:
        calendar.add_component(_of_shift(shift, zone))
    text: bytes = calendar.to_ical()
    return text


def _of_shift(shift: ToldShift, zone: ZoneInfo) -> Event:
    told = Event()
    told.add("uid", shift.uid)
    told.add("sequence", shift.sequence)
    told.add("dtstamp", _utc(shift.told_at))
    told.add("last-modified", _utc(shift.told_at))
    start, end = walls(shift.start, shift.end, zone)
    told.add("dtstart", start)
    told.add("dtend", end)
    told.add("summary", _speakable(shift.summary))
    told.add("description", _speakable(shift.description))
    told.add("location", _speakable(shift.place))
    told.add("categories", ["On call"])
    told.add("status", "CANCELLED" if shift.is_cancelled else "CONFIRMED")
    told.add("transp", "TRANSPARENT")
    return told


def walls(start: int, end: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Both ends as readings of the zone's clocks.

    A reading that comes twice means the first (RFC 5545, 3.3.5). A shift with an end at the second is written in UTC,
    both ends of it: calendars that measure from reading to reading would lose an hour of it.
    """
    readings = datetime.fromtimestamp(start, zone), datetime.fromtimestamp(end, zone)
    is_plain = zone.key != "UTC" and not any(one.fold for one in readings)
    return readings if is_plain else (_utc(start), _utc(end))


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _speakable(text: str) -> str:
    """Without the control characters that calendars may not hold."""
    return "".join(sign for sign in text if sign == "\n" or sign >= " ")
