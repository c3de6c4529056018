"""Shifts as an iCalendar: RFC 5545 text, the same bytes for the same shifts.

The calendar and its zone are made by `icalendar`. A feed has thousands of events, all of one form, so their lines are
written here, many times faster and without an object each; the tests read every kind of them back with `icalendar`.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Final

from icalendar import Calendar, vDuration, vText

from watchbill import engine
from watchbill.domain.feeds import ToldShift
from watchbill.domain.text import block, one_line
from watchbill.feeds.zones import EARLIEST, LATEST, zone_component

PRODUCT: Final = "-//Watchbill//Feeds//EN"
REFRESH: Final = timedelta(hours=1)
LINE: Final = 75
"""Octets in a line at most, its end not counted (RFC 5545, 3.1)."""
COUNTED_FROM: Final = 1_577_836_800
"""2020-01-01T00:00:00Z: the number of a change counts the seconds from then, as many readers have 31 bits for it."""

_END: Final = b"END:VCALENDAR\r\n"
# RFC 5545, 3.3.11; other control characters may not be in a calendar at all.
_SPELLED: Final = str.maketrans({"\n": "\\n", "\\": "\\\\", ";": "\\;", ",": "\\,"})


def calendar_text(name: str, tz: str, shifts: Sequence[ToldShift]) -> bytes:
    """A calendar of the shifts in their order, its times on the wall of the zone: folded lines that end in CRLF."""
    head: bytes = _calendar(name, tz, shifts).to_ical()
    zone = engine.zone(tz)
    return b"".join([head.removesuffix(_END), *(_event(shift, zone) for shift in shifts), _END])


def _calendar(name: str, tz: str, shifts: Sequence[ToldShift]) -> Calendar:
    """The calendar around the events, with the zone for their years."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # By RFC 7986, and as programs that are older than it know the same.
    for known_as in ("name", "x-wr-calname"):
        calendar.add(known_as, vText(one_line(name)))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    on_wall = [shift for shift in shifts if shift.start >= EARLIEST and shift.end <= LATEST]
    if on_wall and tz != "UTC":
        ends = min(shift.start for shift in on_wall), max(shift.end for shift in on_wall)
        calendar.add_component(zone_component(tz, *ends))
    return calendar


def _event(shift: ToldShift, zone: engine.Zone) -> bytes:
    return b"".join(_lines(shift, zone))


def _lines(shift: ToldShift, zone: engine.Zone) -> Iterator[bytes]:
    start, end = walls(shift.start, shift.end, zone)
    changed_at = moment(shift.changed_at)
    yield b"BEGIN:VEVENT\r\n"
    yield text_line("SUMMARY", shift.summary)
    yield f"DTSTART{start}\r\nDTEND{end}\r\nDTSTAMP{changed_at}\r\n".encode()
    yield folded(f"UID:{shift.uid.translate(_SPELLED)}")
    yield f"SEQUENCE:{max(0, shift.changed_at - COUNTED_FROM)}\r\nCATEGORIES:On call\r\n".encode()
    yield text_line("DESCRIPTION", shift.description)
    yield f"LAST-MODIFIED{changed_at}\r\n".encode()
    yield text_line("LOCATION", shift.place)
    yield b"STATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"


@lru_cache(maxsize=4_096)
def text_line(name: str, text: str) -> bytes:
    """A property that is text. The same people at the same place are told of again and again, so it is kept."""
    return folded(f"{name}:{block(text).translate(_SPELLED)}")


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


def moment(at: int) -> str:
    """What stands behind the name of a date-time's property, in UTC."""
    return f":{_date_time(at)}Z"


def walls(start: int, end: int, zone: engine.Zone) -> tuple[str, str]:
    """The same for both ends of a shift, as readings of the zone's clocks.

    A reading that comes twice means the first (RFC 5545, 3.3.5), but to several programs the second: a shift with such
    an end is written in UTC, both ends of it, as calendars may measure from reading to reading. So is one before or
    after the times that are told on a wall.
    """
    if zone.name == "UTC" or start < EARLIEST or end > LATEST or _comes_twice(start, zone) or _comes_twice(end, zone):
        return moment(start), moment(end)
    start, end = zone.reading(start), zone.reading(end)
    return f";TZID={zone.name}:{_date_time(start)}", f";TZID={zone.name}:{_date_time(end)}"


def _comes_twice(at: int, zone: engine.Zone) -> bool:
    """Whether the zone's clocks show at another instant what they show at this one."""
    since, until, offset = zone.calm(at)
    return at < since or at + offset >= zone.reading(until)


def _date_time(reading: int) -> str:
    """Such as 20260601T090000."""
    return engine.iso(reading)[:-1].replace("-", "").replace(":", "")
