"""Load: who carried how much, as JSON, and as CSV for a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill import engine
from watchbill.api.json import Answer, answer
from watchbill.api.service import Service
from watchbill.api.v1.calls import AnyRequest, get, query_in, reading
from watchbill.api.v1.wire import (
    DEFAULT_WINDOW,
    LONGEST_WINDOW,
    ListSaid,
    NamedSaid,
    PersonSaid,
    Query,
    RosterPlaceSaid,
    end_of,
    listed,
    people_to,
)
from watchbill.domain.board import Filters, RosterPlace
from watchbill.domain.load import Burden, By, LoadReport, LoadRow, OwnedSchedule, Subject, load_report
from watchbill.domain.model import Contact, ContactId, Customer, CustomerId, RosterId, RosterPlan, ScheduleId
from watchbill.domain.sheet import SEPARATORS, sheet, span_name

CSV: Final = "text/csv; charset=utf-8; header=present"
PARAMETERS: Final = (
    "since", "until", "by", "customer", "schedule", "tier", "roster", "contact", "tz", "format", "separator", "page",
    "limit",
)  # fmt: skip
COLUMNS: Final = (
    "kind", "id", "name", "email", "customer_id", "customer", "people", "hours", "shifts", "handoffs", "night_hours",
    "weekend_hours", "longest_run_hours", "share", "gini", "ended_at",
)  # fmt: skip
"""The columns of the CSV; new ones only ever come after the last."""

_HOUR: Final = 3_600


class ScheduleSaid(msgspec.Struct, frozen=True, tag="schedule", tag_field="kind"):
    """A schedule, and whose it is; `ended_at` where it has ended."""

    id: int
    name: str
    customer: NamedSaid
    ended_at: str | msgspec.UnsetType = msgspec.UNSET


class BurdenSaid(msgspec.Struct, frozen=True, kw_only=True):
    """What some people carried together; the longest run is that of one of them."""

    people: int
    hours: float
    shifts: int
    handoffs: int
    night_hours: float
    weekend_hours: float
    longest_run_hours: float
    gini: float


class LoadRowSaid(BurdenSaid, frozen=True, kw_only=True):
    """The same of a person, at a schedule or roster, or at a customer, and what share of the total it is."""

    person: PersonSaid | msgspec.UnsetType = msgspec.UNSET
    place: ScheduleSaid | RosterPlaceSaid | msgspec.UnsetType = msgspec.UNSET
    customer: NamedSaid | msgspec.UnsetType = msgspec.UNSET
    share: float


class LoadSaid(ListSaid[LoadRowSaid], frozen=True, kw_only=True):
    """A page of rows, and what all of them come to."""

    by: str
    totals: BurdenSaid


def burden_to(burden: Burden) -> BurdenSaid:
    return BurdenSaid(
        people=burden.people,
        hours=_hours(burden.seconds),
        shifts=burden.shifts,
        handoffs=burden.handoffs,
        night_hours=_hours(burden.night_seconds),
        weekend_hours=_hours(burden.weekend_seconds),
        longest_run_hours=_hours(burden.longest_run),
        gini=round(burden.gini, 6),
    )


def row_to(row: LoadRow, contacts: Mapping[ContactId, Contact]) -> LoadRowSaid:
    numbers = {**msgspec.structs.asdict(burden_to(row.burden)), "share": round(row.share, 6)}
    match row.subject:
        case OwnedSchedule(schedule, customer):
            return LoadRowSaid(
                place=ScheduleSaid(schedule.id, schedule.name, _named(customer), end_of(schedule)), **numbers
            )
        case RosterPlace() as place:
            roster = place.plan.roster
            said = RosterPlaceSaid(place.id, roster.name, _named(place.customer), end_of(roster))
            return LoadRowSaid(place=said, **numbers)
        case Customer() as customer:
            return LoadRowSaid(customer=_named(customer), **numbers)
        case id:
            [person] = people_to([id], contacts) or [PersonSaid(id, "", "", "", "")]
            return LoadRowSaid(person=person, **numbers)


def _named(customer: Customer) -> NamedSaid:
    return NamedSaid(customer.id, customer.name)


def _hours(seconds: int) -> float:
    return round(seconds / _HOUR, 4)


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def load_csv(report: LoadReport, separator: str) -> str:
    """The whole report as a sheet: a row each, and the total as the last row."""
    return sheet(COLUMNS, _cells(report), separator)


def _cells(report: LoadReport) -> Iterator[tuple[str | int, ...]]:
    for row in report.rows:
        said = row_to(row, report.contacts)
        yield (*_subject_cells(said), *_number_cells(said, said.share), _end_cell(row.subject))
    whole = engine.share(report.total.seconds, report.total.seconds)
    yield ("total", "", "", "", "", "", *_number_cells(burden_to(report.total), whole), "")


def _subject_cells(row: LoadRowSaid) -> tuple[str | int, ...]:
    if isinstance(row.person, PersonSaid):
        return "contact", row.person.id, row.person.name, row.person.email, "", ""
    if isinstance(row.customer, NamedSaid):
        return "customer", row.customer.id, row.customer.name, "", row.customer.id, row.customer.name
    place = row.place
    assert not isinstance(place, msgspec.UnsetType)  # noqa: S101 - a row is about one of the three
    kind = "schedule" if isinstance(place, ScheduleSaid) else "roster"
    return kind, place.id, place.name, "", place.customer.id, place.customer.name


def _end_cell(subject: Subject) -> str:
    match subject:
        case OwnedSchedule(schedule=ended) | RosterPlace(plan=RosterPlan(roster=ended)) | (Customer() as ended):
            return engine.iso(ended.ended_at) if ended.ended_at is not None else ""
        case _:
            return ""


def _number_cells(burden: BurdenSaid, share: float) -> Iterator[str]:
    hours = (burden.night_hours, burden.weekend_hours, burden.longest_run_hours)
    yield from map(str, (burden.people, f"{burden.hours:.4f}", burden.shifts, burden.handoffs))
    yield from (f"{each:.4f}" for each in hours)
    yield from (f"{share:.6f}", f"{burden.gini:.6f}")


# ── the route ────────────────────────────────────────────────────────────────────────────────────────────────────


def window_in(query: Query, now: int) -> engine.Span:
    """From `since` (30 days before the end) to `until` (now), at most two years."""
    until = query.instant("until", now)
    since = query.instant("since", until - DEFAULT_WINDOW)
    if until <= since:
        query.refuse("until", "The end has to be after the start.")
    elif until - since > LONGEST_WINDOW:
        query.refuse("until", "A window is at most two years long.")
    return engine.Span(since, until)


def by_in(query: Query) -> By:
    """What is added up by."""
    text = query.text("by") or By.CONTACT
    if text not in tuple(By):
        query.refuse("by", "Load is by contact, schedule or customer.")
        return By.CONTACT
    return By(text)


def wants_csv(request: AnyRequest, query: Query) -> bool:
    """Whether CSV is asked for: by `format`, or where that says nothing by the header, and JSON is not."""
    match query.text("format"):
        case None:
            accept = request.headers.get("accept", "").lower()
            return "text/csv" in accept and "json" not in accept
        case "csv" | "json" as text:
            return text == "csv"
        case _:
            query.refuse("format", "There are json and csv.")
            return False


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/load`."""

    @get("/load")
    async def load(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, *PARAMETERS))
            window, by, filters, clocks, paging, is_csv, separator = (
                window_in(query, call.now), by_in(query), _filters_in(query), query.clocks(), query.paging(),
                wants_csv(request, query), query.choice("separator", {one: one for one in SEPARATORS}, ","),
            )  # fmt: skip
            query.check()
            report = await load_report(call.records, call.caller, filters, window, by)
        if is_csv:
            name = f"load-by-{by}-{span_name(window, clocks.tz or 'UTC')}.csv"
            about = (("Vary", "Accept"), ("Content-Disposition", f'attachment; filename="{name}"'))
            return Answer(load_csv(report, separator).encode(), headers=about, media_type=CSV)
        shown: Sequence[LoadRow] = report.rows[paging.cut.offset :][: paging.limit]
        rows = [row_to(row, report.contacts) for row in shown]
        span = {"since": clocks.said(window.start), "until": clocks.said(window.end), "tz": clocks.tz}
        page = msgspec.structs.asdict(listed(request, query, paging, rows, len(report.rows), **span))
        return answer(LoadSaid(**page, by=by, totals=burden_to(report.total)), headers=(("Vary", "Accept"),))

    return [load]


def _filters_in(query: Query) -> Filters:
    customer, schedule, contact = query.whole("customer"), query.whole("schedule"), query.whole("contact")
    roster = query.text("roster")
    return Filters(
        tier=query.tier(),
        roster_id=None if roster is None else RosterId(roster),
        contact_id=None if contact is None else ContactId(contact),
        customer_id=None if customer is None else CustomerId(customer),
        schedule_id=None if schedule is None else ScheduleId(schedule),
    )
