"""Rosters: shift rules in force together in one zone, and the shifts that come out of them.

Everything recurring lives on the wall: the occurrence of a date is a span of wall readings, at most a day long, and a
moment is compared with it through `Zone.furthest`, which never goes back. Only the edges that are given back are turned
into instants.

How it works. The dates of a pattern are found in closed form (`recurrence.Dates`: the n-th date, and how many come
before one). A *plan* is a schedule asked in four ways: which occurrences reach into a window, which one holds an
instant, which is the first after it, which the last before. A *crew* is the people of one rule through time, because
members join groups and leave them. A *reign* is the span in which one revision is in force, an *era* a part of it in
which no crew changes: in an era a roster is nothing but plans with fixed people (*lines*).

- **A window** (`roster_timeline`): every rule's occurrences, cut where its crew changes or a revision changes the rule.
  A revision that leaves a rule alone leaves no mark on its shifts (`_agreeing`).
- **An instant** (`roster_duty_at`): the lines that hold it. `since`, `changes_at` and what comes next go from era to
  era and look at edges only. Where rules of several people hide one another for years, one joint period of the dates is
  looked through on the wall and stands for all that are like it (the leaps at the end of this file).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, pairwise
from math import lcm
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from watchbill.engine.errors import BadRule
from watchbill.engine.recurrence import Dates, Ends, Never, Occurrences, Pattern, Until, dates_from
from watchbill.engine.spans import BEGINNING, DAY, FOREVER, Span, subtract, union
from watchbill.engine.wallclock import Zone, zone

_EPOCH_ON: Final = 719_163  # date(1970, 1, 1).toordinal()
_LAST_ON: Final = FOREVER // DAY + _EPOCH_ON - 2  # occurrences of later dates might end after FOREVER
_GHOSTS: Final = 400  # yearly dates whose hours the clocks skip, after which all are taken to be so
_FOLD: Final = 10_000  # the most days, over all rules, that a leap may look through
_PATIENCE: Final = 30_000  # looks at single rules after which a search gives up


# --- rules --------------------------------------------------------------------------------------------


class OneTime(Struct, tag=True, frozen=True, gc=False):
    """A single span of time."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise BadRule([("end", "must be after start")])


class Recurring(Struct, tag=True, frozen=True):
    """A span of the day on every date of a pattern.

    `anchor_on` is a date as `date.toordinal()` counts; the times are wall seconds of the day. An end at or before the
    start means the next day, equal means 24 hours. Every date counts as one of `Occurrences`, also one on which the
    clocks skip the whole span, so that it is empty and left out.
    """

    anchor_on: int
    start_time: int
    end_time: int
    pattern: Pattern
    ends: Ends = Never()

    def __post_init__(self) -> None:
        problems = [
            (name, "must be seconds of a day, 0 to 86399")
            for name, time in (("start_time", self.start_time), ("end_time", self.end_time))
            if not 0 <= time < DAY
        ]
        if problems:
            raise BadRule(problems)


Schedule = OneTime | Recurring


class ShiftRule(Struct, frozen=True, kw_only=True):
    """Who is on call at the occurrences of a schedule: contacts, and the members of groups."""

    id: str
    schedule: Schedule
    contacts: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    name: str = ""


class RosterRevision(Struct, frozen=True):
    """Shift rules in force from a moment on, until the next revision; `counts_from` None means from ever."""

    counts_from: int | None
    tz: str
    rules: tuple[ShiftRule, ...]


class Membership(Struct, frozen=True, gc=False):
    """A contact belongs to a group from `joined_at` up to, and without, `left_at`."""

    group: str
    contact: int
    joined_at: int
    left_at: int | None = None


class Roster(Struct, frozen=True, dict=True):
    """Revisions in order, and every membership that their groups ever had.

    What is worked out is kept with the roster, and goes with it.
    """

    revisions: tuple[RosterRevision, ...]
    memberships: tuple[Membership, ...] = ()

    @cached_property
    def _book(self) -> "_Book":
        return _Book(self)


# --- results ------------------------------------------------------------------------------------------


class RosterShift(Struct, frozen=True):
    """A span in which the people of one shift rule are on call, each named once."""

    start: int
    end: int
    rule: str
    name: str
    contacts: tuple[int, ...]


class RosterDuty(Struct, frozen=True):
    """Who is on call at an instant, and what comes next; see `roster_duty_at`."""

    contacts: tuple[int, ...]
    shifts: tuple[RosterShift, ...]
    since: int | None
    changes_at: int | None
    next_contacts: tuple[int, ...]
    next_at: int | None


# --- schedules made ready to be asked ------------------------------------------------------------------


class _Once(Struct, frozen=True):
    """A one-time schedule, asked like a recurring one."""

    only: Span

    def spans(self, window: Span) -> list[tuple[int, int]]:
        only = self.only
        return [(only.start, only.end)] if only.start < window.end and only.end > window.start else []

    def holding(self, at: int) -> Span | None:
        return self.only if self.only.start <= at < self.only.end else None

    def after(self, at: int) -> Span | None:
        return self.only if self.only.start > at else None

    def before(self, at: int) -> Span | None:
        return self.only if self.only.end <= at else None


class _Recurrent(Struct, frozen=True):
    """A recurring schedule on the clocks of its zone."""

    clocks: Zone
    dates: Dates
    start_time: int
    length: int
    last_on: int = _LAST_ON
    # The readings between which the occurrences of days and weeks are those of the pattern, without anchor or end.
    steady: tuple[int, int] = (0, 0)

    def date(self, reading: int) -> int:
        """The last date whose time of day `start_time` is not after a reading."""
        return (reading - self.start_time) // DAY + _EPOCH_ON

    def reading(self, on: int) -> int:
        return (on - _EPOCH_ON) * DAY + self.start_time

    def _span(self, on: int) -> Span:
        start = self.reading(on)
        return Span(self.clocks.instant(start), self.clocks.instant(start + self.length))

    def readings(self, since: int, until: int) -> list[int]:
        """The readings at which occurrences start that reach into the readings [since, until)."""
        first, last = self.date(since - self.length) + 1, min(self.date(until - 1), self.last_on)
        shift = self.start_time - _EPOCH_ON * DAY
        return [on * DAY + shift for on in self.dates.between(first, last)]

    def spans(self, window: Span) -> list[tuple[int, int]]:
        clocks, length = self.clocks, self.length
        starts = self.readings(clocks.furthest(window.start), clocks.furthest(window.end - 1) + 1)
        ends = clocks.instants([start + length for start in starts])
        return [span for span in zip(clocks.instants(starts), ends, strict=True) if span[0] < span[1]]

    def holding(self, at: int) -> Span | None:
        """The occurrence that is on at an instant; there is never more than one, for none is longer than a day."""
        reading = self.clocks.furthest(at)
        on = self.date(reading)
        if reading >= self.reading(on) + self.length or on > self.last_on:
            return None
        return self._span(on) if self.dates.nth(self.dates.count_before(on)) == on else None

    def after(self, at: int) -> Span | None:
        """The first occurrence that starts after an instant."""
        first = self.dates.count_before(self.date(self.clocks.furthest(at)) + 1)
        for n in range(first, first + _GHOSTS):
            on = self.dates.nth(n)
            if on is None or on > self.last_on:
                break
            span = self._span(on)
            if span.start < span.end:
                return span
        return None

    def before(self, at: int) -> Span | None:
        """The last occurrence that has ended by an instant."""
        on = self.date(self.clocks.furthest(at) - self.length)
        count = self.dates.count_before(min(on, self.last_on) + 1)
        for n in range(count - 1, max(count - _GHOSTS, 0) - 1, -1):
            span = self._span(self._nth(n))
            if span.start < span.end:
                return span
        return None

    def _nth(self, n: int) -> int:
        on = self.dates.nth(n)
        assert on is not None  # noqa: S101 - it has been counted
        return on


_Plan = _Once | _Recurrent


def _plan(schedule: Schedule, tz: str) -> _Plan:
    if isinstance(schedule, OneTime):
        return _Once(Span(schedule.start, schedule.end))
    plan = _Recurrent(
        clocks=zone(tz),
        dates=dates_from(schedule.anchor_on, schedule.pattern),
        start_time=schedule.start_time,
        length=(schedule.end_time - schedule.start_time) % DAY or DAY,
    )
    last_on = min(plan.last_on, _last_on(plan, schedule.ends))
    if not plan.dates.period:
        return replace(plan, last_on=last_on)
    return replace(plan, last_on=last_on, steady=(plan.reading(plan.dates.nth(0)), plan.reading(last_on + 1)))


def _last_on(plan: _Recurrent, ends: Ends) -> int:
    """The last date on which an occurrence may start."""
    match ends:
        case Occurrences(count):
            last_on = plan.dates.nth(count - 1)
            return _LAST_ON if last_on is None else last_on
        case Until(at):
            return plan.date(plan.clocks.furthest(at))
        case _:  # Never
            return _LAST_ON


def occurrences(schedule: Schedule, tz: str, window: Span) -> list[Span]:
    """The occurrences of a schedule that reach into a window, whole, in order.

    Also those that began before the window. One whose wall times the clocks skip wholly is empty and left out. The
    cost grows with what comes out, and not with the years since the anchor.
    """
    return [Span(start, end) for start, end in _plan(schedule, tz).spans(window)] if _is_some(window) else []


def next_occurrence(schedule: Schedule, tz: str, at: int) -> Span | None:
    """The first occurrence that starts after an instant; None if none does."""
    return _plan(schedule, tz).after(at)


def last_occurrence(schedule: Schedule, tz: str, at: int) -> Span | None:
    """The last occurrence that has ended by an instant; None if none has."""
    return _plan(schedule, tz).before(at)


def _is_some(window: Span) -> bool:
    return window.start < window.end


# --- people -------------------------------------------------------------------------------------------


class _Crew:
    """The people of one rule through time: always in the same order, each once."""

    __slots__ = ("_known", "_order", "_stays", "edges")

    def __init__(self, rule: ShiftRule, members: dict[str, list[Membership]]) -> None:
        self._order = tuple(dict.fromkeys(rule.contacts))
        self.edges: list[int] = []  # the instants at which the people change
        if rule.groups:
            self._add(chain.from_iterable(members.get(group, ()) for group in dict.fromkeys(rule.groups)))

    def _add(self, memberships: Iterable[Membership]) -> None:
        stays: dict[int, list[Span]] = {}
        for each in memberships:
            left_at = FOREVER if each.left_at is None else each.left_at
            if each.contact not in self._order and each.joined_at < left_at:
                stays.setdefault(each.contact, []).append(Span(each.joined_at, left_at))
        self._stays = {contact: union(sorted(spans, key=lambda span: span.start)) for contact, spans in stays.items()}
        self._order += tuple(stays)
        self._known: dict[int, tuple[int, ...]] = {}
        edges = {edge for spans in self._stays.values() for span in spans for edge in (span.start, span.end)}
        self.edges = sorted(edges - {FOREVER})

    def at(self, at: int) -> tuple[int, ...]:
        if not self.edges:
            return self._order
        stretch = bisect_right(self.edges, at)
        if stretch not in self._known:
            self._known[stretch] = tuple(contact for contact in self._order if self._is_on(contact, at))
        return self._known[stretch]

    def _is_on(self, contact: int, at: int) -> bool:
        stays = self._stays.get(contact)
        return stays is None or any(stay.start <= at < stay.end for stay in stays)


# --- a roster made ready to be asked --------------------------------------------------------------------


class _Line(Struct, frozen=True):
    """A rule in force, with its people: as long as neither changes, it is only a schedule."""

    plan: _Plan
    contacts: tuple[int, ...]
    people: frozenset[int]


class _Era(Struct, frozen=True):
    """A span in which one revision is in force and no rule's people change; rules without people are left out."""

    start: int
    end: int
    tz: str
    lines: tuple[_Line, ...]


class _Reign(Struct, frozen=True):
    """A revision, and the span in which it is in force."""

    start: int
    end: int
    tz: str
    rules: tuple[ShiftRule, ...]


class _Ready(Struct, frozen=True):
    rule: ShiftRule
    plan: _Plan
    crew: _Crew


class _Book:
    """A roster's revisions and memberships, each rule made ready when it is first needed."""

    def __init__(self, roster: Roster) -> None:
        self.reigns = _reigns(roster.revisions)
        self._starts = [reign.start for reign in self.reigns]
        self._members: dict[str, list[Membership]] = {}
        for membership in roster.memberships:
            self._members.setdefault(membership.group, []).append(membership)
        self._rules: dict[int, list[_Ready]] = {}

    def reign_number(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1

    def rules(self, number: int) -> list[_Ready]:
        """The rules of a reign."""
        if number not in self._rules:
            reign = self.reigns[number]
            self._rules[number] = [
                _Ready(rule, _plan(rule.schedule, reign.tz), _Crew(rule, self._members)) for rule in reign.rules
            ]
        return self._rules[number]

    def era(self, at: int) -> _Era:
        """The era that holds an instant."""
        number = self.reign_number(at)
        if number < 0:
            return _Era(BEGINNING, self._starts[0] if self._starts else FOREVER, "UTC", ())
        reign, rules = self.reigns[number], self.rules(number)
        start, end = reign.start, reign.end
        lines = []
        for ready in rules:
            edges = ready.crew.edges
            if edges:
                later = bisect_right(edges, at)
                start = max(start, *edges[later - 1 : later], start)
                end = min(end, *edges[later : later + 1], end)
            if contacts := ready.crew.at(at):
                lines.append(_Line(ready.plan, contacts, frozenset(contacts)))
        return _Era(start, end, reign.tz, tuple(lines))

    def shifts_of(self, number: int, ready: _Ready, span: Span) -> list[RosterShift]:
        """An occurrence under a reign's rule, cut where the rule or its people change."""
        rule, crew, reign = ready.rule, ready.crew, self.reigns[number]
        if not crew.edges and reign.start <= span.start and span.end <= reign.end:
            contacts = crew.at(span.start)
            return [RosterShift(span.start, span.end, rule.id, rule.name, contacts)] if contacts else []
        first, last = self._agreeing(number, rule, span)
        start, end = max(span.start, self.reigns[first].start), min(span.end, self.reigns[last].end)
        cuts = [start, *crew.edges[bisect_right(crew.edges, start) : bisect_left(crew.edges, end)], end]
        return [
            RosterShift(since, until, rule.id, rule.name, contacts)
            for since, until in pairwise(cuts)
            if (contacts := crew.at(since))
        ]

    def _agreeing(self, number: int, rule: ShiftRule, span: Span) -> tuple[int, int]:
        """The first and last reign, around one, that an occurrence reaches into and that have the very same rule.

        A new revision that leaves a rule alone leaves no mark on the shift that is on at the time.
        """
        first = last = number
        while span.start < self._starts[first] and self.agrees_before(first, rule):
            first -= 1
        while last + 1 < len(self.reigns) and span.end > self._starts[last + 1] and self._has(last + 1, number, rule):
            last += 1
        return first, last

    def _has(self, other: int, number: int, rule: ShiftRule) -> bool:
        return self.reigns[other].tz == self.reigns[number].tz and rule in self.reigns[other].rules

    def agrees_before(self, number: int, rule: ShiftRule) -> bool:
        """Whether the reign before one has the very same rule."""
        return number > 0 and self._has(number - 1, number, rule)

    def shifts_at(self, at: int) -> tuple[RosterShift, ...]:
        """The shifts that are on at an instant, in the order of their rules."""
        number = self.reign_number(at)
        if number < 0:
            return ()
        return tuple(
            shift
            for ready in self.rules(number)
            if (span := ready.plan.holding(at))
            for shift in self.shifts_of(number, ready, span)
            if shift.start <= at < shift.end
        )


def _reigns(revisions: Sequence[RosterRevision]) -> list[_Reign]:
    """When each revision is in force; one that was replaced at once never was."""
    starts = [BEGINNING if each.counts_from is None else each.counts_from for each in revisions]
    return [
        _Reign(start, end, each.tz, each.rules)
        for each, start, end in zip(revisions, starts, [*starts, FOREVER][1:], strict=True)
        if start < end
    ]


# --- over a window --------------------------------------------------------------------------------------


def roster_timeline(roster: Roster, window: Span) -> list[RosterShift]:
    """The shifts of a roster that reach into a window, whole, by start and then by rule.

    Also those that began before the window; they may overlap. An occurrence is cut where a revision that changes its
    rule comes into force, and where its people change; what nobody is on for is no shift.
    """
    book = roster._book
    shifts: list[RosterShift] = []
    for number, reign in enumerate(book.reigns):
        part = Span(max(reign.start, window.start), min(reign.end, window.end))
        if _is_some(part):
            for ready in book.rules(number):
                shifts += _shifts_within(book, number, ready, part, window)
    shifts.sort(key=lambda shift: (shift.start, shift.rule))
    return shifts


def _shifts_within(book: _Book, number: int, ready: _Ready, part: Span, window: Span) -> Iterator[RosterShift]:
    """The shifts of one rule that reach into the part of a window in which a reign lies."""
    reign = book.reigns[number]
    for start, end in ready.plan.spans(part):
        # The reign before has already told the whole of a shift that both agree on.
        if not (start < reign.start and window.start < reign.start and book.agrees_before(number, ready.rule)):
            for shift in book.shifts_of(number, ready, Span(start, end)):
                if shift.start < window.end and shift.end > window.start:
                    yield shift


def roster_gaps(roster: Roster, window: Span) -> list[Span]:
    """The parts of a window in which nobody is on call; a rule without people covers nothing."""
    if not _is_some(window):
        return []
    return subtract([window], union([Span(each.start, each.end) for each in roster_timeline(roster, window)]))


# --- at an instant --------------------------------------------------------------------------------------


def roster_duty_at(roster: Roster, at: int) -> RosterDuty:
    """Who is on call at an instant, since when, and what comes next.

    `contacts`, each once, in the order of the rules and of the people in them; `shifts` are those that are on, whole,
    as `roster_timeline` has them. `since`: from when on exactly these people have been on call without a break, or
    nobody has; None where nobody ever was. `changes_at`: when the next of these shifts ends or another one starts.
    `next_contacts`, `next_at`: who is on call when that is next somebody, and not the same people. None and nobody
    where that is never so.

    The cost does not grow with the years since the rules began. Where several people's rules hide one another
    for years on end by days of months, the searches for `since` and `next_at` give up after some thousand changes:
    `since` is then too late, and such a next moment is passed over.
    """
    book = roster._book
    shifts = book.shifts_at(at)
    contacts = tuple(dict.fromkeys(chain.from_iterable(shift.contacts for shift in shifts)))
    next_contacts, next_at = _next(book, at, frozenset(contacts))
    return RosterDuty(
        contacts=contacts,
        shifts=shifts,
        since=_since(book, at, frozenset(contacts)),
        changes_at=_changes_at(book, at, shifts),
        next_contacts=next_contacts,
        next_at=next_at,
    )


def next_roster_shift(roster: Roster, contact: int, at: int) -> RosterShift | None:
    """The first shift of a contact that starts at an instant or later, whole; None if none comes.

    Found by arithmetic: it does not matter how far it is. Of several that start together the first by rule.
    """
    book = _Book(roster)
    for era in _eras_from(book, at):
        for start in _starts(era, contact, max(at, era.start)):
            found = [each for each in book.shifts_at(start) if contact in each.contacts and each.start >= at]
            if found:
                return min(found, key=lambda each: (each.start, each.rule))
    return None


def _starts(era: _Era, contact: int, at: int) -> list[int]:
    """Where in an era from `at` on a contact's shifts may start: where it is on already, and each line's next."""
    lines = [line for line in era.lines if contact in line.people]
    spans = (line.plan.after(at - 1) for line in lines)
    starts = {span.start for span in spans if span and span.start < era.end}
    return sorted(starts | ({at} if any(_held(lines, at)) else set()))


def _people(lines: Iterable[_Line], held: Iterable[Span | None]) -> tuple[int, ...]:
    """The people of the lines that hold an instant, each once."""
    return tuple(
        dict.fromkeys(contact for line, span in zip(lines, held, strict=True) if span for contact in line.contacts)
    )


def _held(lines: Iterable[_Line], at: int) -> list[Span | None]:
    """For each line the occurrence that is on at an instant."""
    return [line.plan.holding(at) for line in lines]


def _eras_from(book: _Book, at: int) -> Iterator[_Era]:
    while at < FOREVER:
        era = book.era(at)
        yield era
        at = era.end


def _eras_back(book: _Book, at: int) -> Iterator[_Era]:
    while at >= BEGINNING:
        era = book.era(at)
        yield era
        at = era.start - 1


def _changes_at(book: _Book, at: int, shifts: tuple[RosterShift, ...]) -> int | None:
    """When one of the shifts that are on ends, or another one starts; None if never."""
    first_end = min((shift.end for shift in shifts), default=FOREVER)
    for era in _eras_from(book, at):
        if era.start > at and set(book.shifts_at(era.start)) != set(shifts):
            return era.start
        starts = [span.start for line in era.lines if (span := line.plan.after(max(at, era.start)))]
        change = min([first_end, *starts])
        if change < era.end:
            return change
    return None


def _next(book: _Book, at: int, people: frozenset[int]) -> tuple[tuple[int, ...], int | None]:
    """Who is on call, and from when, the next time that it is somebody and not the given people."""
    for era in _eras_from(book, at):
        next_at = _first_other(era, max(at, era.start), people)
        if next_at < era.end:
            return _people(era.lines, _held(era.lines, next_at)), next_at
    return (), None


def _first_on(line: _Line, at: int) -> int:
    """The first instant from `at` on at which a line is on."""
    if line.plan.holding(at):
        return at
    span = line.plan.after(at)
    return span.start if span else FOREVER


def _first_other(era: _Era, at: int, people: frozenset[int]) -> int:
    """The first instant of an era from `at` on at which somebody is on, and not the given people; or its end."""
    inside = [line for line in era.lines if line.people <= people]
    outside = [_first_on(line, at) for line in era.lines if not line.people <= people]
    stop = min([era.end, *outside])
    if all(line.people == people for line in inside):
        return stop
    return _first_fewer(inside, era.tz, at, stop, people)


def _first_fewer(lines: Sequence[_Line], tz: str, at: int, stop: int, people: frozenset[int]) -> int:
    """The first instant from `at` on at which only some of the people are on; `stop` if that is not before."""
    due = wait = 1  # when to try to leap: again at once where it led somewhere, else less and less often
    for looked in range(_PATIENCE // len(lines)):
        if at >= stop:
            break
        held = _held(lines, at)
        if 0 < len(_people(lines, held)) < len(people):
            return at
        later = _leap_on(lines, tz, at, stop, people) if looked == due else at
        if looked == due:
            due, wait = (looked + 1, 1) if later > at else (looked + wait, wait * 2)
        if later == at:
            later = min(span.end if span else _first_on(line, at) for line, span in zip(lines, held, strict=True))
        at = later
    return stop


def _since(book: _Book, at: int, people: frozenset[int]) -> int | None:
    """From when on exactly these people have been on call; None if from ever."""
    for era in _eras_back(book, at):
        since = _run_start(era, min(at, era.end), people)
        if since > era.start:
            return since
    return None


def _last_off(line: _Line, until: int) -> int:
    """The last instant up to `until` at which a line goes off; `until` itself if it is on just before."""
    if line.plan.holding(until - 1):
        return until
    span = line.plan.before(until - 1)
    return span.end if span else BEGINNING


def _run_start(era: _Era, until: int, people: frozenset[int]) -> int:
    """The start of the stretch that ends at `until`, within an era, and in which exactly these people are on."""
    inside = [line for line in era.lines if line.people <= people]
    floor = max([era.start, *(_last_off(line, until) for line in era.lines if not line.people <= people)])
    start = until
    due = wait = 1  # when to try to leap: again at once where it led somewhere, else less and less often
    for looked in range(_PATIENCE // max(1, len(inside))):
        if start <= floor:
            break
        held = _held(inside, start - 1)
        if people != frozenset(_people(inside, held)):
            break
        earlier = _leap_back(inside, era.tz, start, floor, people) if looked == due else start
        if looked == due:
            due, wait = (looked + 1, 1) if earlier < start else (looked + wait, wait * 2)
        if earlier == start:
            edges = [span.start if span else _last_off(line, start) for line, span in zip(inside, held, strict=True)]
            earlier = max([floor, *edges])
        start = earlier
    return start


# --- leaps: one joint period, looked through on the wall, stands for all that are like it -------------------
#
# Where a rule begins or ends within the period that is looked through, the stretch ends there as well and lies
# wholly within what has been seen.


_Regular = list[tuple[_Recurrent, frozenset[int]]]


def _regular(lines: Iterable[_Line], reading: int) -> tuple[_Regular, int]:
    """The schedules that repeat after some days and are in force at a reading, and the seconds after which all do."""
    regular: _Regular = []
    period = 1
    for line in lines:
        if isinstance(line.plan, _Recurrent) and line.plan.dates.period:
            start, end = line.plan.steady
            if start <= reading < end:
                regular.append((line.plan, line.people))
                period = lcm(period, line.plan.dates.period)
    return regular, period * DAY


def _seconds_on(regular: _Regular, period: int) -> int:
    """For how long schedules are on in a joint period, were there no two of them on at a time."""
    return sum(
        plan.length * plan.dates.per_period * period // (plan.dates.period * DAY)
        for plan, _ in regular
        if plan.dates.period
    )


def _states(regular: _Regular, since: int, until: int) -> set[frozenset[int]]:
    """Every set of people that is on at some reading in [since, until)."""
    edges: list[tuple[int, int]] = []
    for number, (plan, _) in enumerate(regular):
        for start in plan.readings(since, until):
            edges += (max(start, since), number), (min(start + plan.length, until), number)
    states: set[frozenset[int]] = set()
    on: set[int] = set()
    for reading, number in [*sorted(edges), (until, -1)]:
        if reading > since:
            states.add(frozenset[int]().union(*(regular[each][1] for each in on)))
            since = reading
        on ^= {number}
    return states


def _leap_on(lines: Sequence[_Line], tz: str, at: int, stop: int, people: frozenset[int]) -> int:
    """The end of a steady stretch in which all or none of the people are on; `at` itself where there is no such."""
    clocks = zone(tz)
    reading = clocks.furthest(at)
    regular, period = _regular(lines, reading)
    if len(regular) * period > _FOLD * DAY:
        return at
    if _states(regular, reading, reading + period) - {people, frozenset()}:
        return at
    known = [plan for plan, _ in regular]
    others = [line for line in lines if line.plan not in known and line.people != people]
    ends = [clocks.instant(plan.steady[1]) for plan in known]
    return min([stop, *ends, *(_first_on(line, at) for line in others)])


def _leap_back(lines: Sequence[_Line], tz: str, start: int, floor: int, people: frozenset[int]) -> int:
    """The start of a steady stretch in which all of the people are on; `start` itself where there is no such."""
    clocks = zone(tz)
    reading = clocks.furthest(start - 1) + 1
    regular, period = _regular(lines, reading - 1)
    if _seconds_on(regular, period) < period or len(regular) * period > _FOLD * DAY:
        return start
    if _states(regular, reading - period, reading) != {people}:
        return start
    return max([floor, *(clocks.instant(plan.steady[0]) for plan, _ in regular)])
