"""Who is on call as a table for a terminal: pure text, columns aligned."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from watchbill.api.v1.wire import Clocks, place_to
from watchbill.domain.board import OnCall, TierPlace
from watchbill.domain.model import Contact, ContactId

NOBODY: Final = "NOBODY"
_GAP: Final = "  "
_HEADINGS: Final = ("CUSTOMER", "PLACE", "ON CALL", "PHONE", "E-MAIL", "UNTIL", "NEXT")


def oncall_table(rows: Sequence[OnCall], contacts: Mapping[ContactId, Contact], clocks: Clocks, at: int) -> str:
    """A line a person, a place's further people below its first; nobody on call is told in capitals."""
    if not rows:
        return "There is nothing to be on call for.\n"
    lines = [_HEADINGS, *(line for row in rows for line in _lines(row, contacts, clocks))]
    return f"On call at {_clock(at, clocks)}\n\n{_aligned(lines)}"


def _lines(row: OnCall, contacts: Mapping[ContactId, Contact], clocks: Clocks) -> list[tuple[str, ...]]:
    until = "" if row.until is None else _clock(row.until, clocks)
    then = ", ".join(contacts[ContactId(id)].full_name for id in row.next_people if id in contacts)
    if then and row.next_at is not None and row.next_at != row.until:
        then += f" from {_clock(row.next_at, clocks)}"
    people = [contacts[ContactId(id)] for id in row.people if id in contacts]
    reached = [(one.full_name, one.phone or one.mobile, one.email) for one in people] or [_nobody(row)]
    place = row.place.customer.name, place_to(row.place).name
    first = (*place, *reached[0], until, then)
    return [first, *(("", "", *each, "", "") for each in reached[1:])]


def _nobody(row: OnCall) -> tuple[str, str, str]:
    default = row.place.default_contact if isinstance(row.place, TierPlace) else None
    return (NOBODY, "", "") if default is None else (f"{NOBODY} (default:)", default.phone or "", default.email or "")


def _clock(at: int, clocks: Clocks) -> str:
    """An instant as people read it, to the minute: `Wed 2026-06-03 20:00+02:00`."""
    said = clocks.told(at)
    if said is None:
        return ""
    day = datetime(1970, 1, 1) + timedelta(days=_days(said))  # noqa: DTZ001 - a date on the wall
    return f"{day:%a} {said[:10]} {said[11:16]}{said[19:]}"


def _days(said: str) -> int:
    return datetime.fromisoformat(said[:10]).toordinal() - datetime(1970, 1, 1).toordinal()  # noqa: DTZ001


def _aligned(lines: Sequence[tuple[str, ...]]) -> str:
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "".join(
        _GAP.join(text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)).rstrip() + "\n"
        for line in (tuple(map(_plain, line)) for line in lines)
    )


def _plain(text: str) -> str:
    """Without line breaks or what could move a terminal's cursor: names are typed by anybody."""
    return "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text)


def _width(text: str) -> int:
    """How many columns a terminal gives a text."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )
