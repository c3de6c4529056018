"""Shifts as an iCalendar: RFC 5545 text, the same bytes for the same shifts.

The calendar and its zone are `icalendar`'s. A feed has thousands of events and all are of one form, so their lines are
written here, many times faster and without an object each; the tests read every kind of them back with `icalendar`.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone

from watchbill.domain.model import ToldShift

PRODUCT: Final = "-//Watchbill//Feeds//EN"
REFRESH: Final = "PT1H"
LINE: Final = 75
"""Octets in a line at most, its end not counted (RFC 5545, 3.1)."""

_END: Final = b"END:VCALENDAR\r\n"
# Control characters may not be in a calendar, but for the end of a line, which is spelled (RFC 5545, 3.3.11).
_SPELLED: Final[dict[int, str | None]] = {
    **dict.fromkeys((*range(0x20), 0x7F)),
    ord("\n"): "\\n",
    ord("\\"): "\\\\",
    ord(";"): "\\;",
    ord(","): "\\,",
}


def calendar_text(name: str, tz: str, shifts: Sequence[ToldShift]) -> bytes:
    """A calendar of the shifts in their order, its times on the wall of the zone: folded lines that end in CRLF."""
    head: bytes = _calendar(name, tz, shifts).to_ical()
    zone = ZoneInfo(tz)
    return b"".join([head.removesuffix(_END), *(_event(shift, zone) for shift in shifts), _END])


def _calendar(name: str, tz: str, shifts: Sequence[ToldShift]) -> Calendar:
    """The calendar around the events, with the zone for their years."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "".join(sign for sign in name if _SPELLED.get(ord(sign), sign) is not None))
    calendar.add("x-published-ttl", REFRESH)
    if shifts and tz != "UTC":
        first, last = min(shift.start for shift in shifts), max(shift.end for shift in shifts)
        years = date(_utc(first).year - 1, 1, 1), date(_utc(last).year + 2, 1, 1)
        calendar.add_component(Timezone.from_tzid(tz, first_date=years[0], last_date=years[1]))
    return calendar


def _event(shift: ToldShift, zone: ZoneInfo) -> bytes:
    return b"".join(_lines(shift, zone))


def _lines(shift: ToldShift, zone: ZoneInfo) -> Iterator[bytes]:
    start, end = walls(shift.start, shift.end, zone)
    told_at = moment(_utc(shift.told_at))
    yield b"BEGIN:VEVENT\r\n"
    yield text_line("SUMMARY", shift.summary)
    yield f"DTSTART{moment(start)}\r\nDTEND{moment(end)}\r\nDTSTAMP{told_at}\r\n".encode()
    yield folded(f"UID:{shift.uid.translate(_SPELLED)}")
    yield f"SEQUENCE:{shift.sequence}\r\nCATEGORIES:On call\r\n".encode()
    yield text_line("DESCRIPTION", shift.description)
    yield f"LAST-MODIFIED{told_at}\r\n".encode()
    yield text_line("LOCATION", shift.place)
    yield b"STATUS:CANCELLED\r\n" if shift.is_cancelled else b"STATUS:CONFIRMED\r\n"
    yield b"TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"


@lru_cache(maxsize=4_096)
def text_line(name: str, text: str) -> bytes:
    """A property that is text. The same people at the same place are told of again and again, so it is kept."""
    return folded(f"{name}:{text.translate(_SPELLED)}")


def folded(line: str) -> bytes:
    """A line with its end, in pieces of at most 75 octets that part no character."""
    octets = line.encode()
    pieces, start, room = [], 0, LINE
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end])
        # The blank that begins the next line counts.
        start, room = end, LINE - 1
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def moment(at: datetime) -> str:
    """What stands behind the name of a date-time's property: its zone, if it is not UTC, and its reading."""
    zone = at.tzinfo
    reading = at.isoformat(timespec="seconds")[:19].replace("-", "").replace(":", "")
    return f";TZID={zone.key}:{reading}" if isinstance(zone, ZoneInfo) else f":{reading}Z"


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
