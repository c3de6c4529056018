"""Load as a table for a terminal, as values for JSON and as CSV: pure."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from rich.table import Table
from rich.text import Text

from watchbill import engine
from watchbill.cli.show import plain_table
from watchbill.domain.board import RosterPlace
from watchbill.domain.load import Burden, By, LoadReport, LoadRow, OwnedSchedule
from watchbill.domain.model import Contact, ContactId, Customer
from watchbill.domain.sheet import sheet

COLUMNS: Final = (
    *("kind", "id", "name", "email", "customer_id", "customer", "people", "hours", "shifts", "handoffs"),
    *("night_hours", "weekend_hours", "longest_run_hours", "share", "gini"),
)
"""The columns of the CSV, those that the API writes; new ones only ever come after the last."""

_HOUR: Final = 3_600


class SubjectLine(msgspec.Struct, frozen=True, kw_only=True):
    """Whom or what a row is about: a contact, a schedule, a roster, a customer, or the total."""

    kind: str
    id: int | str | None = None
    name: str = ""
    email: str = ""
    customer_id: int | None = None
    customer: str = ""


class BurdenLine(SubjectLine, frozen=True, kw_only=True):
    """What some people carried together; the longest run is that of one of them."""

    people: int
    hours: float
    shifts: int
    handoffs: int
    night_hours: float
    weekend_hours: float
    longest_run_hours: float
    share: float
    gini: float


class LoadLine(msgspec.Struct, frozen=True):
    """The report: rows by hours, the most first, and what all of them come to."""

    since: str
    until: str
    by: str
    rows: Sequence[BurdenLine]
    total: BurdenLine


def load_line(report: LoadReport, window: engine.Span, by: By) -> LoadLine:
    """The report for programs."""
    rows = [row_line(row, report.contacts) for row in report.rows]
    return LoadLine(engine.iso(window.start), engine.iso(window.end), by, rows, total_line(report))


def row_line(row: LoadRow, contacts: Mapping[ContactId, Contact]) -> BurdenLine:
    """A row for programs."""
    return _burden_line(_subject(row, contacts), row.burden, row.share)


def total_line(report: LoadReport) -> BurdenLine:
    """What all rows come to."""
    whole = engine.share(report.total.seconds, report.total.seconds)
    return _burden_line(SubjectLine(kind="total"), report.total, whole)


def _burden_line(subject: SubjectLine, burden: Burden, share: float) -> BurdenLine:
    return BurdenLine(
        **msgspec.structs.asdict(subject),
        people=burden.people,
        hours=_hours(burden.seconds),
        shifts=burden.shifts,
        handoffs=burden.handoffs,
        night_hours=_hours(burden.night_seconds),
        weekend_hours=_hours(burden.weekend_seconds),
        longest_run_hours=_hours(burden.longest_run),
        share=round(share, 6),
        gini=round(burden.gini, 6),
    )


def _subject(row: LoadRow, contacts: Mapping[ContactId, Contact]) -> SubjectLine:
    match row.subject:
        case OwnedSchedule(schedule, owner):
            return _owned("schedule", schedule.id, schedule.name, owner)
        case RosterPlace() as place:
            return _owned("roster", place.id, place.plan.roster.name, place.customer)
        case Customer() as owner:
            return _owned("customer", owner.id, owner.name, owner)
        case id:
            contact = contacts.get(id)
            name, email = (contact.full_name, contact.email) if contact else (f"contact {id}", "")
            return SubjectLine(kind="contact", id=id, name=name, email=email)


def _owned(kind: str, id: int | str, name: str, owner: Customer) -> SubjectLine:
    return SubjectLine(kind=kind, id=id, name=name, customer_id=owner.id, customer=owner.name)


def _hours(seconds: int) -> float:
    return round(seconds / _HOUR, 4)


def load_csv(report: LoadLine, separator: str = ",") -> str:
    """The report as a sheet: a row each, and the total as the last row."""
    lines = (*report.rows, report.total)
    return sheet(COLUMNS, ([_cell(name, getattr(line, name)) for name in COLUMNS] for line in lines), separator)


def _cell(column: str, value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6f}" if column in ("share", "gini") else f"{value:.4f}"
    return "" if value is None else str(value)


def load_table(report: LoadLine) -> Table:
    """The report for people, the total below; how evenly it is shared only where a row is about several people."""
    is_of_people = report.by != By.CONTACT
    subject = "Schedule or roster" if report.by == By.SCHEDULE else report.by.capitalize()
    numbers = ("Hours", "Share", "Shifts", "Handoffs", "Night h", "Weekend h", "Longest run h", "Gini")
    table = plain_table(subject, *(("People",) if is_of_people else ()), *numbers)
    for column in table.columns[1:]:
        column.justify = "right"
    for row in report.rows:
        table.add_row(*_cells(row, is_of_people))
    table.add_section()
    table.add_row(*_cells(report.total, is_of_people), style="bold")
    return table


def _cells(line: BurdenLine, is_of_people: bool) -> list[str | Text]:
    name = line.name or "total"
    told: list[str | Text] = [Text(f"{line.customer}\n{name}" if line.kind in ("schedule", "roster") else name)]
    told += [str(line.people)] if is_of_people else []
    told += [f"{line.hours:,.1f}", f"{line.share:.1%}", str(line.shifts), str(line.handoffs)]
    told += [f"{line.night_hours:,.1f}", f"{line.weekend_hours:,.1f}", f"{line.longest_run_hours:,.1f}"]
    is_shared = is_of_people or line.kind == "total"
    return [*told, f"{line.gini:.2f}" if is_shared else ""]
