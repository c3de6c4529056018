"""Tables for spreadsheets: CSV (RFC 4180) whose cells are told and never run."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from watchbill import engine
from watchbill.domain.text import one_line

SEPARATORS: Final = (",", ";")
"""Spreadsheets part cells at one of these, many of them at the one that their country's numbers leave free."""

_MARK: Final = "\ufeff"
"""Without a byte order mark spreadsheets take UTF-8 for something else."""
# What begins so is calculated. After a separator as well: the reader may part cells at another one than the writer
# did, and then takes quotes for its own.
_FORMULA: Final = re.compile(r'(^|[,;|])([\s"]*)(?=[=+\-@＝＋－＠])')
_DAY: Final = 86_400
_EPOCH_ON: Final = date(1970, 1, 1)


def sheet(columns: Sequence[str], rows: Iterable[Iterable[str | int]], separator: str = ",") -> str:
    """The table as text: a byte order mark, a header, and a row each, all of them ended by CR LF."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=separator)
    writer.writerow(columns)
    writer.writerows(map(cell, row) for row in rows)
    return _MARK + lines.getvalue()


def cell(value: str | int) -> str:
    """What a cell holds: one line, with a ' before whatever would make a spreadsheet calculate."""
    return _FORMULA.sub(r"\1'\2", one_line(str(value)))


def span_name(window: engine.Span, tz: str) -> str:
    """What a window is called in the name of a file, by the clocks of a zone.

    "2026-11" for a month, "2026-09-to-2026-11" for several, "2026-11-01-to-2026-11-15" for days, the last one
    included; with hours and minutes where it is not of whole days.
    """
    clocks = engine.zone(tz)
    readings = clocks.reading(window.start), clocks.reading(window.end)
    if any(reading % _DAY for reading in readings):
        return "-to-".join(f"{_day(one):%Y-%m-%d}-{one % _DAY // 3600:02}{one % 3600 // 60:02}" for one in readings)
    first, after = map(_day, readings)
    last = after - timedelta(days=1)
    form = "%Y-%m" if first.day == after.day == 1 else "%Y-%m-%d"
    return "-to-".join(dict.fromkeys((first.strftime(form), last.strftime(form))))


def _day(reading: int) -> date:
    return _EPOCH_ON + timedelta(days=reading // _DAY)
