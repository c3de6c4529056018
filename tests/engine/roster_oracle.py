"""Who is on call by rosters, found by walking day by day from the anchor; slow, obvious, not a line of the engine."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise

from tests.engine.oracle import first_instant

DAY = timedelta(days=1)


# --- rules, as told -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToldPattern:
    """`kind` is daily, weekly, by day, by weekday or yearly; `week` is 1 to 4, or -1 for the last."""

    kind: str
    every: int
    days: frozenset[int] = frozenset()
    day: int = 0
    week: int = 0
    week_start: int | None = None


@dataclass(frozen=True)
class ToldRecurring:
    anchor: date
    start: time
    end: time
    pattern: ToldPattern
    count: int | None = None
    until: int | None = None


@dataclass(frozen=True)
class ToldOnce:
    start: int
    end: int


ToldSchedule = ToldRecurring | ToldOnce


@dataclass(frozen=True)
class ToldRule:
    id: str
    schedule: ToldSchedule
    contacts: tuple[int, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True)
class ToldRevision:
    counts_from: int | None
    tz: str
    rules: tuple[ToldRule, ...]


@dataclass(frozen=True)
class ToldStay:
    group: str
    contact: int
    joined_at: int
    left_at: int | None


@dataclass(frozen=True)
class ToldRoster:
    revisions: tuple[ToldRevision, ...]
    stays: tuple[ToldStay, ...]


# (start, end, rule, people)
ToldShift = tuple[int, int, str, frozenset[int]]


# --- dates --------------------------------------------------------------------------------------------


def first_of_week(on: date, week_start: int | None) -> date:
    """Back to the day on which weeks start: the one that was chosen, from Monday 0, or else Monday."""
    while on.weekday() != (week_start or 0):
        on -= DAY
    return on


def months_of(on: date) -> int:
    return on.year * 12 + on.month


def is_weekday_of_month(on: date, week: int) -> bool:
    if week == -1:
        return (on + 7 * DAY).month != on.month
    return (on.day + 6) // 7 == week


def is_date(pattern: ToldPattern, anchor: date, on: date) -> bool:
    """Whether something starts on a date."""
    every = pattern.every
    if pattern.kind == "daily":
        return (on - anchor).days % every == 0
    if pattern.kind == "weekly":
        named = pattern.days or {anchor.weekday()}
        weeks = (first_of_week(on, pattern.week_start) - first_of_week(anchor, pattern.week_start)) // (7 * DAY)
        return on.weekday() in named and weeks % every == 0
    if pattern.kind == "yearly":
        same_day = (on.month, on.day) == (anchor.month, anchor.day)
        return same_day and (on.year - anchor.year) % every == 0
    if (months_of(on) - months_of(anchor)) % every:
        return False
    if pattern.kind == "by day":
        return on.day == pattern.day
    return on.weekday() in pattern.days and is_weekday_of_month(on, pattern.week)


def walk(pattern: ToldPattern, anchor: date, until: date) -> Iterator[date]:
    """Every date of a pattern, from the anchor to `until`, both included."""
    days = range((until - anchor).days + 1)
    return (on for passed in days if is_date(pattern, anchor, on := anchor + passed * DAY))


# --- spans --------------------------------------------------------------------------------------------


def all_spans(schedule: ToldSchedule, tz: str, before: int) -> list[tuple[int, int]]:
    """Each occurrence that starts before an instant, also the empty ones."""
    if isinstance(schedule, ToldOnce):
        return [(schedule.start, schedule.end)] if schedule.start < before else []
    spans: list[tuple[int, int]] = []
    last = date(1970, 1, 3) + timedelta(seconds=before)
    for on in islice(walk(schedule.pattern, schedule.anchor, last), schedule.count):
        next_day = schedule.end <= schedule.start
        start = first_instant(tz, datetime.combine(on, schedule.start))
        end = first_instant(tz, datetime.combine(on + next_day * DAY, schedule.end))
        if start >= before or (schedule.until is not None and start > schedule.until):
            break
        spans.append((start, end))
    return spans


def spans_within(schedule: ToldSchedule, tz: str, since: int, until: int) -> list[tuple[int, int]]:
    spans = all_spans(schedule, tz, until)
    return [(start, end) for start, end in spans if start < end and end > since and since < until]


# --- shifts -------------------------------------------------------------------------------------------


def revision_at(roster: ToldRoster, at: int) -> ToldRevision | None:
    found = None
    for revision in roster.revisions:
        if revision.counts_from is None or revision.counts_from <= at:
            found = revision
    return found


def people_at(roster: ToldRoster, rule: ToldRule, at: int) -> frozenset[int]:
    members = {
        stay.contact
        for stay in roster.stays
        if stay.group in rule.groups and stay.joined_at <= at and (stay.left_at is None or at < stay.left_at)
    }
    return frozenset(rule.contacts).union(members)


def borders(roster: ToldRoster) -> list[int]:
    """Every instant at which rules or people may change."""
    edges = {revision.counts_from for revision in roster.revisions}
    edges |= {edge for stay in roster.stays for edge in (stay.joined_at, stay.left_at)}
    return sorted(edge for edge in edges if edge is not None)


def shifts_of(roster: ToldRoster, tz: str, rule: ToldRule, start: int, end: int) -> Iterator[ToldShift]:
    """An occurrence cut at every border, then pieces in which nothing changes put together again."""
    pieces: list[ToldShift] = []
    for since, until in pairwise([start, *(edge for edge in borders(roster) if start < edge < end), end]):
        revision = revision_at(roster, since)
        is_in_force = revision is not None and revision.tz == tz and rule in revision.rules
        people = people_at(roster, rule, since) if is_in_force else frozenset()
        if pieces and pieces[-1][3] == people:
            pieces[-1] = (pieces[-1][0], until, rule.id, people)
        else:
            pieces.append((since, until, rule.id, people))
    return (piece for piece in pieces if piece[3])


def timeline(roster: ToldRoster, since: int, until: int) -> list[ToldShift]:
    """Every shift that reaches into the window, whole; found from the occurrences of all rules there ever were."""
    shifts = {
        shift
        for revision in roster.revisions
        for rule in revision.rules
        for start, end in spans_within(rule.schedule, revision.tz, since, until)
        for shift in shifts_of(roster, revision.tz, rule, start, end)
        if shift[0] < until and shift[1] > since and since < until
    }
    return sorted(shifts, key=lambda shift: (shift[0], shift[2], shift[1]))


# --- at an instant ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToldDuty:
    people: frozenset[int]
    shifts: frozenset[ToldShift]
    since: int | None
    changes_at: int | None
    next_people: frozenset[int]
    next_at: int | None


def duty_at(roster: ToldRoster, at: int, sight: int) -> ToldDuty:
    """Who is on call; what comes next is only seen up to `sight`."""
    shifts = timeline(roster, -(10**10), sight)
    edges = sorted({edge for shift in shifts for edge in shift[:2]})

    def on(moment: int) -> frozenset[ToldShift]:
        return frozenset(shift for shift in shifts if shift[0] <= moment < shift[1])

    def people(moment: int) -> frozenset[int]:
        return frozenset().union(*(shift[3] for shift in on(moment)))

    later = [edge for edge in edges if at < edge < sight]
    others = [edge for edge in later if people(edge) not in (frozenset(), people(at))]
    starts = [edge for edge in edges if edge <= at]
    since = None
    while starts and people(starts[-1]) == people(at):
        since = starts.pop()
    return ToldDuty(
        people=people(at),
        shifts=on(at),
        since=since,
        changes_at=next((edge for edge in later if on(edge) != on(at)), None),
        next_people=people(others[0]) if others else frozenset(),
        next_at=others[0] if others else None,
    )
