"""What the engine costs: windows, instants, and the same schedules in two other libraries.

    python -m benchmarks.engine                  every question
    python -m benchmarks.engine --only instant   one of them (may be given more than once)
    python -m benchmarks.engine --json           for a program to read

Each number is the best of several runs in processor time. Nothing here is a test: numbers are for people
to compare on one machine. To add a question, write a function that returns rows and give it `@question`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace as replaced
from rich.console import Console
from rich.table import Table

from watchbill.engine import (
    Daily,
    Ends,
    Layer,
    MonthlyByDay,
    MonthlyByWeekday,
    Never,
    Occurrences,
    Override,
    Pattern,
    Recurring,
    Revision,
    Roster,
    RosterRevision,
    ShiftRule,
    Span,
    Tier,
    Weekly,
    Yearly,
    duty_at,
    instant,
    layer_shifts,
    occurrences,
    read_restrictions,
    read_rotation,
    roster_duty_at,
    roster_timeline,
    tier_timeline,
)

try:
    import icalendar
    import recurring_ical_events
except ImportError:  # second opinions are installed for development only
    recurring_ical_events = None
try:
    from dateutil import rrule
except ImportError:
    rrule = None

DAY = 86_400
NOW = instant("2026-06-01T00:00:00Z")


@dataclass(frozen=True)
class Row:
    """One measurement; `found` counts what came out, `times` compares with the first row of its question."""

    question: str
    measured: str
    microseconds: float
    found: int | None = None
    times: float | None = None


Question = Callable[[], list[Row]]
QUESTIONS: dict[str, Question] = {}


def question(name: str) -> Callable[[Question], Question]:
    """Registers a function that answers the question of that name with rows."""

    def register(answer: Question) -> Question:
        QUESTIONS[name] = answer
        return answer

    return register


def best(call: Callable[[], object], runs: int = 7, seconds: float = 0.05) -> float:
    """Microseconds of one call: the best of some runs, each long enough to be measured."""
    call()
    calls = 1
    while (took := timed(call, calls)) < seconds:
        calls = max(calls * 2, round(calls * seconds / max(took, 1e-6)))
    return min(took, *(timed(call, calls) for _ in range(runs - 1))) / calls * 1e6


def timed(call: Callable[[], object], calls: int) -> float:
    began = process_time()
    for _ in range(calls):
        call()
    return process_time() - began


# --- schedules ----------------------------------------------------------------------------------------

ZONES = ("Asia/Kolkata", "America/New_York", "Europe/Berlin")
TEAMS = ((1, 2, 3), (4, 5, 6, 7), (8, 9))
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"]
BUSINESS_HOURS = [{"type": "days", "days": WEEKDAYS, "start": "09:00", "end": "17:00"}]


def midnight(tz: str, days_ago: int) -> datetime:
    """A midnight on the wall, some days before now."""
    local = datetime.fromtimestamp(NOW, ZoneInfo(tz)) - timedelta(days=days_ago)
    return local.replace(hour=0, minute=0, second=0)


def layers(days_ago: int, restricted: bool = True, turns: str = "all") -> tuple[Layer, ...]:
    """Three daily layers in three zones, in business hours or around the clock."""
    return tuple(
        Layer(
            start=instant(midnight(tz, days_ago)),
            rotation=read_rotation({"type": "daily", "turns": turns}),
            restrictions=read_restrictions(BUSINESS_HOURS if restricted else None),
            contacts=team,
            index=index,
            tz=tz,
        )
        for index, (tz, team) in enumerate(zip(ZONES, TEAMS, strict=True))
    )


def tier(days_ago: int = 365, restricted: bool = True, turns: str = "all", over: int = 90 * DAY) -> Tier:
    """The yardstick: three layers, and five overrides of six hours spread over a window."""
    overrides = tuple(
        Override(id=70 + k, start=NOW + over * k // 5 + DAY // 2, end=NOW + over * k // 5 + 3 * DAY // 4, contact=9)
        for k in range(5)
    )
    return Tier(revisions=(Revision(None, layers(days_ago, restricted, turns)),), overrides=overrides)


def unseen(asked: Tier) -> Callable[[], Tier]:
    """Makes the same tier again and again, each time of contacts and overrides that nobody has asked about."""
    numbers = count(1_000, step=10)

    def make() -> Tier:
        first = next(numbers)
        (revision,) = asked.revisions
        stack = tuple(
            replaced(layer, contacts=tuple(first + each for each in layer.contacts)) for layer in revision.layers
        )
        return Tier((Revision(None, stack),), asked.overrides)

    return make


def from_now(days: int) -> Span:
    return Span(NOW, NOW + days * DAY)


# --- questions ----------------------------------------------------------------------------------------


def window_row(name: str, days: int, asked: Tier) -> Row:
    window = from_now(days)
    found = len(tier_timeline(asked, window))
    return Row(name, f"{days} days", best(lambda: tier_timeline(asked, window)), found)


def unseen_row(name: str, days: int, asked: Tier) -> Row:
    window, make = from_now(days), unseen(asked)
    found = len(tier_timeline(asked, window))
    return Row(name, f"{days} days, rules never seen before", best(lambda: tier_timeline(make(), window)), found)


@question("yardstick")
def yardstick() -> list[Row]:
    """Three daily layers in business hours and five overrides."""
    asked = {days: tier(over=days * DAY) for days in (90, 365)}
    return [row("yardstick", days, asked[days]) for row in (window_row, unseen_row) for days in asked]


@question("window")
def growing_window() -> list[Row]:
    """How a window scales, for the yardstick."""
    return [window_row("window", days, tier()) for days in (1, 7, 30, 90, 365, 3650)]


def compared(rows: list[Row]) -> list[Row]:
    """The rows with their ratio to the first one."""
    return [replace(row, times=row.microseconds / rows[0].microseconds) for row in rows]


def duty_row(asked: Tier, measured: str) -> Row:
    at = NOW + 10 * DAY + 36_000
    return Row("instant", measured, best(lambda: duty_at(asked, at)))


def unseen_duty_row(asked: Tier, measured: str) -> Row:
    at, make = NOW + 10 * DAY + 36_000, unseen(asked)
    return Row("instant", measured + ", never seen before", best(lambda: duty_at(make(), at)))


@question("instant")
def at_an_instant() -> list[Row]:
    """Who is on, since when, until when, who is next; by how long ago three layers began."""
    rows = []
    for what, restricted, turns in (
        ("no restrictions", False, "all"),
        ("business hours", True, "all"),
        ("business hours, open turns", True, "open"),
    ):
        for row in (duty_row, unseen_duty_row):
            rows += compared(
                [row(tier(years * 365, restricted, turns), f"{what}, {years} years") for years in (1, 30, 100)]
            )
    return rows


@question("long ago")
def window_of_old_layers() -> list[Row]:
    """A window of 90 days, by how long ago three layers began."""
    rows = []
    for turns in ("all", "open"):
        asked = {years: tier(years * 365, turns=turns) for years in (1, 30, 100)}
        rows += compared(
            [
                replace(window_row("long ago", 90, asked[years]), measured=f"turns {turns!r}, {years} years")
                for years in asked
            ]
        )
    return rows


# --- the same schedules, elsewhere --------------------------------------------------------------------


def calendar(days_ago: int) -> Any:
    """A recurring event a contact: every n-th day, if a weekday. No stacking, no overrides."""
    made = icalendar.Calendar()
    for tz, team in zip(ZONES, TEAMS, strict=True):
        for place in range(len(team)):
            starts = (midnight(tz, days_ago) + timedelta(days=place)).replace(hour=9)
            event = icalendar.Event()
            event.add("uid", f"{tz}-{place}")
            event.add("dtstart", starts)
            event.add("duration", timedelta(hours=8))
            event.add("rrule", {"freq": "daily", "interval": len(team), "byday": ["MO", "TU", "WE", "TH", "FR"]})
            made.add_component(event)
    return made


def with_recurring_ical_events(made: Any, window: Span) -> int:
    since, until = (datetime.fromtimestamp(at, UTC) for at in (window.start, window.end))
    return len(recurring_ical_events.of(made).between(since, until))


def rules(days_ago: int) -> list[tuple[Any, ZoneInfo]]:
    """The same as rules of dateutil, on the wall."""
    return [
        (
            rrule.rrule(
                rrule.DAILY,
                dtstart=(midnight(tz, days_ago) + timedelta(days=place)).replace(hour=9, tzinfo=None),
                interval=len(team),
                byweekday=range(5),
            ),
            ZoneInfo(tz),
        )
        for tz, team in zip(ZONES, TEAMS, strict=True)
        for place in range(len(team))
    ]


def with_dateutil(made: list[tuple[Any, ZoneInfo]], window: Span) -> int:
    """How many spans there are, each as a pair of instants."""
    spans = []
    for rule, tz in made:
        since, until = (datetime.fromtimestamp(at, tz).replace(tzinfo=None) for at in (window.start, window.end))
        for starts in rule.between(since - timedelta(hours=8), until):
            begin, end = starts.replace(tzinfo=tz), (starts + timedelta(hours=8)).replace(tzinfo=tz)
            spans.append((int(begin.timestamp()), int(end.timestamp())))
    return len(spans)


@question("elsewhere")
def elsewhere() -> list[Row]:
    """The yardstick's layers expanded by libraries for recurrences, which neither stack nor override."""
    rows: list[Row] = []
    for days, years in ((90, 1), (365, 1), (90, 30)):
        window, asked = from_now(days), tier(years * 365)
        stack = asked.revisions[0].layers
        what = f"{days} days, began {years} years ago: "
        ours = best(lambda: tier_timeline(asked, window))  # noqa: B023
        rows.append(Row("elsewhere", what + "watchbill, the whole tier", ours, len(tier_timeline(asked, window)), 1.0))
        alone = best(lambda: [layer_shifts(layer, window) for layer in stack])  # noqa: B023
        found = sum(len(layer_shifts(layer, window)) for layer in stack)
        rows.append(Row("elsewhere", what + "watchbill, layers alone", alone, found, alone / ours))
        if rrule is not None:
            made = rules(years * 365)
            took = best(lambda: with_dateutil(made, window), runs=3)  # noqa: B023
            rows.append(Row("elsewhere", what + "dateutil", took, with_dateutil(made, window), took / ours))
        if recurring_ical_events is not None:
            events = calendar(years * 365)
            took = best(lambda: with_recurring_ical_events(events, window), runs=3)  # noqa: B023
            found = with_recurring_ical_events(events, window)
            rows.append(Row("elsewhere", what + "recurring-ical-events", took, found, took / ours))
    return rows


# --- rosters ------------------------------------------------------------------------------------------

ROSTER_TZ = "Europe/Berlin"
PATTERNS: dict[str, tuple[Pattern, dict[str, Any]]] = {
    "daily": (Daily(), {"freq": "daily"}),
    "weekly, three days": (Weekly(1, (0, 2, 4)), {"freq": "weekly", "byday": ["MO", "WE", "FR"]}),
    "monthly by day": (MonthlyByDay(1, 31), {"freq": "monthly", "bymonthday": 31}),
    "monthly by weekday": (MonthlyByWeekday(1, -1, 4), {"freq": "monthly", "byday": ["-1FR"]}),
    "yearly": (Yearly(), {"freq": "yearly"}),
}
FREQUENCIES = {"daily": 3, "weekly": 2, "monthly": 1, "yearly": 0}  # dateutil's numbers
OLD = (1, 30)


def recurring(pattern: Pattern, years: int, ends: Ends | None = None) -> Recurring:
    """A shift from 22:00 to 06:00 that began some years ago."""
    anchor = midnight(ROSTER_TZ, years * 365).date().toordinal()
    return Recurring(anchor, 22 * 3600, 6 * 3600, pattern, Never() if ends is None else ends)


def roster(schedule: Recurring) -> Roster:
    """A roster of this one shift rule, with two people."""
    return Roster((RosterRevision(None, ROSTER_TZ, (ShiftRule(id="1", schedule=schedule, contacts=(1, 2)),)),))


@question("roster year")
def roster_year() -> list[Row]:
    """A year of each pattern, for shift rules that began 1 and 30 years ago; times compares the two."""
    window, rows = from_now(365), []
    for name, (pattern, _) in PATTERNS.items():
        pair = []
        for years in OLD:
            asked = roster(recurring(pattern, years))
            found = len(roster_timeline(asked, window))
            took = best(lambda: roster_timeline(asked, window))  # noqa: B023
            pair.append(Row("roster year", f"{name}, {years} years", took, found))
        rows += compared(pair)
    return rows


@question("roster instant")
def roster_instant() -> list[Row]:
    """Who is on and what comes next, one shift rule, that began 1 and 30 years ago; times compares the two."""
    at, rows = NOW + 10 * DAY + 36_000, []
    # So many that the rule has not ended: a count from its beginning would cost what lies behind it.
    patterns = {name: (pattern, None) for name, (pattern, _) in PATTERNS.items()}
    patterns["daily, ends after 20,000"] = (Daily(), Occurrences(20_000))
    for name, (pattern, ends) in patterns.items():
        pair = []
        for years in OLD:
            asked = roster(recurring(pattern, years, ends))
            took = best(lambda: roster_duty_at(asked, at))  # noqa: B023
            pair.append(Row("roster instant", f"{name}, {years} years", took))
        rows += compared(pair)
    return rows


def roster_calendar(rule: dict[str, Any], years: int) -> Any:
    made, event = icalendar.Calendar(), icalendar.Event()
    event.add("uid", "1")
    event.add("dtstart", midnight(ROSTER_TZ, years * 365).replace(hour=22))
    event.add("duration", timedelta(hours=8))
    event.add("rrule", rule)
    made.add_component(event)
    return made


def roster_rule(rule: dict[str, Any], years: int) -> list[tuple[Any, ZoneInfo]]:
    days = {"MO": rrule.MO, "WE": rrule.WE, "FR": rrule.FR, "-1FR": rrule.FR(-1)}
    more = {"byweekday": [days[day] for day in rule["byday"]]} if "byday" in rule else {}
    by_day = {"bymonthday": rule["bymonthday"]} if "bymonthday" in rule else {}
    starts = midnight(ROSTER_TZ, years * 365).replace(hour=22, tzinfo=None)
    return [(rrule.rrule(FREQUENCIES[rule["freq"]], dtstart=starts, **more, **by_day), ZoneInfo(ROSTER_TZ))]


@question("rosters elsewhere")
def rosters_elsewhere() -> list[Row]:
    """A year of each pattern in libraries for recurrences; times compares with ours."""
    window, rows = from_now(365), []
    for name, (pattern, rule) in PATTERNS.items():
        for years in OLD:
            what, asked = f"{name}, {years} years: ", recurring(pattern, years)
            ours = best(lambda: occurrences(asked, ROSTER_TZ, window))  # noqa: B023
            rows.append(
                Row("rosters elsewhere", what + "watchbill", ours, len(occurrences(asked, ROSTER_TZ, window)), 1.0)
            )
            if rrule is not None:
                made = roster_rule(rule, years)
                took = best(lambda: with_dateutil(made, window), runs=3)  # noqa: B023
                rows.append(Row("rosters elsewhere", what + "dateutil", took, with_dateutil(made, window), took / ours))
            if recurring_ical_events is not None:
                events = roster_calendar(rule, years)
                took = best(lambda: with_recurring_ical_events(events, window), runs=3)  # noqa: B023
                found = with_recurring_ical_events(events, window)
                rows.append(Row("rosters elsewhere", what + "recurring-ical-events", took, found, took / ours))
    return rows


# --- saying it ----------------------------------------------------------------------------------------


def table(rows: list[Row]) -> Table:
    """The rows of one question; a column that nobody filled is left out."""
    made = Table()
    made.add_column("measured")
    made.add_column("µs", justify="right")
    counted, compared = any(row.found for row in rows), any(row.times for row in rows)
    if counted:
        made.add_column("found", justify="right")
        made.add_column("µs each", justify="right")
    if compared:
        made.add_column("times", justify="right")
    for row in rows:
        cells = [row.measured, f"{row.microseconds:,.1f}"]
        if counted:
            cells += [str(row.found), f"{row.microseconds / row.found:.2f}" if row.found else ""]
        if compared:
            cells.append(f"{row.times:.2f}" if row.times else "")
        made.add_row(*cells)
    return made


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="What the engine costs.")
    parser.add_argument("--only", action="append", choices=sorted(QUESTIONS), help="ask this question only")
    parser.add_argument("--json", action="store_true", help="print rows as JSON")
    asked = parser.parse_args(arguments)
    answers = {name: answer() for name, answer in QUESTIONS.items() if not asked.only or name in asked.only}
    if asked.json:
        json.dump([asdict(row) for rows in answers.values() for row in rows], sys.stdout, indent=1)
        print()
        return
    console = Console(width=None if sys.stdout.isatty() else 110)
    for name, rows in answers.items():
        console.print(f"[bold]{name}[/]: {QUESTIONS[name].__doc__}", table(rows), "", sep="\n")


if __name__ == "__main__":
    main()
