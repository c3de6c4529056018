"""The words in which a server answers under /api/v1/, and the command line's own made of them: pure."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

import msgspec

from watchbill import engine
from watchbill.cli.carried import BurdenLine, SubjectLine
from watchbill.cli.show import FeedLine, OnCallContact, OnCallLine, RosterLine
from watchbill.cli.told import (
    DefaultContactLine,
    ExplanationLine,
    GapLine,
    GapSpan,
    PlaceTimeline,
    ResultLine,
    RosterPlaceLine,
    RuleLine,
    RuleShifts,
    ShiftLine,
    StepLine,
    TierLine,
    TurnLine,
)

RowT = TypeVar("RowT")


class Problem(msgspec.Struct, frozen=True):
    """A field at fault, and why."""

    path: str
    reason: str


class Refusal(msgspec.Struct, frozen=True):
    """What went wrong (RFC 9457)."""

    detail: str
    problems: Sequence[Problem] = ()

    @property
    def text(self) -> str:
        """All of it in a line; of a refusal that names fields, their reasons."""
        return " ".join(one.reason for one in self.problems) or self.detail


class Page(msgspec.Struct, Generic[RowT], frozen=True):
    """A page of a list."""

    results: Sequence[RowT]
    page: int
    limit: int
    total: int


class Named(msgspec.Struct, frozen=True):
    """Something by its id and name."""

    id: int | str
    name: str


class Person(msgspec.Struct, frozen=True):
    """Somebody, and how to reach them."""

    id: int
    name: str
    email: str
    phone: str
    mobile: str

    @property
    def line(self) -> OnCallContact:
        return OnCallContact(self.id, self.name, self.phone or self.mobile, self.email)


class Owner(msgspec.Struct, frozen=True):
    """A customer or a schedule."""

    id: int
    name: str


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A tier, which has a number and a schedule, or a roster."""

    kind: str
    id: int | str
    name: str
    customer: Owner
    number: int = 0
    schedule: Owner | None = None

    @property
    def line(self) -> TierLine | RosterPlaceLine:
        if self.schedule is None:
            return RosterPlaceLine(self.customer.id, self.customer.name, str(self.id), self.name)
        schedule = self.schedule
        return TierLine(self.customer.id, self.customer.name, schedule.id, schedule.name, int(self.id), self.number)


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What put somebody on call; each kind is told apart by an id, an index or a number."""

    kind: str
    text: str
    id: int | str | None = None
    index: int | None = None
    number: int | None = None

    @property
    def key(self) -> int | str:
        return next((one for one in (self.id, self.index, self.number) if one is not None), "")

    @property
    def line(self) -> RuleLine:
        return RuleLine(self.kind, self.key, self.text)


class DefaultContact(msgspec.Struct, frozen=True):
    """Whom to turn to when nobody is on call."""

    email: str | None
    phone: str | None

    @property
    def line(self) -> DefaultContactLine:
        return DefaultContactLine(self.email, self.phone)


class Next(msgspec.Struct, frozen=True):
    """Who comes next, and when."""

    at: str | None
    people: Sequence[Person]


class Shift(msgspec.Struct, frozen=True):
    """A span in which people are on call."""

    start: str | None
    end: str | None
    people: tuple[int, ...]
    rule: Rule


# ── who is on call ───────────────────────────────────────────────────────────────────────────────────────────────


class OnCall(msgspec.Struct, frozen=True):
    """Who is on call at a place."""

    place: Place
    people: Sequence[Person]
    since: str | None
    until: str | None
    shifts: Sequence[Shift]
    next: Next | None
    default_contact: DefaultContact | None

    @property
    def line(self) -> OnCallLine | RosterLine:
        place, people = self.place.line, tuple(one.line for one in self.people)
        then = tuple(one.line for one in self.next.people) if self.next else ()
        next_at = self.next.at if self.next else None
        if isinstance(place, RosterPlaceLine):
            return RosterLine(
                customer_id=place.customer_id,
                customer=place.customer,
                roster_id=place.roster_id,
                roster=place.roster,
                shifts=tuple(one.rule.text for one in self.shifts),
                contacts=people,
                since=self.since,
                until=self.until,
                next_contacts=then,
                next_at=next_at,
            )
        return OnCallLine(
            customer_id=place.customer_id,
            customer=place.customer,
            schedule_id=place.schedule_id,
            schedule=place.schedule,
            tier=place.tier,
            contact=people[0] if people else None,
            since=self.since,
            until=self.until if people else None,
            next_contact=then[0] if then else None,
            next_at=next_at,
            default_email=self.default_contact.email if self.default_contact else None,
            default_phone=self.default_contact.phone if self.default_contact else None,
        )


# ── timelines ────────────────────────────────────────────────────────────────────────────────────────────────────


class Alone(msgspec.Struct, frozen=True):
    """A rule, and its shifts as if there were no others."""

    rule: Rule
    shifts: Sequence[Shift]


class Gap(msgspec.Struct, frozen=True):
    """A span in which nobody is on call."""

    start: str
    end: str


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """The timeline of a place."""

    place: Place
    shifts: Sequence[Shift]
    gaps: Sequence[Gap]
    coverage: float
    rules: Sequence[Alone]
    overrides: Sequence[Shift]
    people: Sequence[Person] = ()

    def line(self, words: Mapping[int | str, str]) -> PlaceTimeline:
        """The timeline, a roster's shifts told by these words, which are by id."""

        def rule_line(rule: Rule) -> RuleLine:
            text = words.get(rule.key, rule.text) if rule.kind == "shift" else rule.text
            return RuleLine(rule.kind, rule.key, text)

        def lines(shifts: Sequence[Shift]) -> list[ShiftLine]:
            # Cut to a window, each has a start and an end.
            return [ShiftLine(one.start or "", one.end or "", one.people, rule_line(one.rule)) for one in shifts]

        return PlaceTimeline(
            place=self.place.line,
            shifts=lines(self.shifts),
            gaps=[GapSpan(one.start, one.end) for one in self.gaps],
            coverage=self.coverage,
            rules=[RuleShifts(rule_line(one.rule), _name(one.rule), lines(one.shifts)) for one in self.rules],
            overrides=lines(self.overrides),
        )


def _name(rule: Rule) -> str:
    return f"layer {rule.key}" if rule.kind == "layer" else rule.text


class ScheduleTimeline(msgspec.Struct, frozen=True):
    """The timelines of a schedule's tiers."""

    tiers: Sequence[Timeline]
    people: Sequence[Person]


class RosterShift(msgspec.Struct, frozen=True):
    """A shift of a roster's revision, in words."""

    id: str
    text: str


class Revision(msgspec.Struct, frozen=True):
    """A roster's rules, and since when they count."""

    number: int
    counts_from: str | None
    shifts: Sequence[RosterShift]


class Revisions(msgspec.Struct, frozen=True):
    """All of them, the latest first."""

    revisions: Sequence[Revision]

    def words(self, window: engine.Span) -> dict[int | str, str]:
        """The shifts in force in a window in words, by id; each as it was in force last."""
        rising = sorted(self.revisions, key=lambda one: one.number)
        starts = [engine.BEGINNING if one.counts_from is None else engine.instant(one.counts_from) for one in rising]
        ends = [*starts[1:], engine.FOREVER]
        return {
            shift.id: shift.text
            for revision, start, end in zip(rising, starts, ends, strict=True)
            if max(start, window.start) < min(end, window.end)
            for shift in revision.shifts
        }


# ── why ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Turn(msgspec.Struct, frozen=True):
    """A contact's go in a layer."""

    number: int
    of: tuple[int, ...]
    start: str | None
    end: str | None


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One rule, how it stands, whom it gives, and what hides it."""

    rule: Rule
    state: str
    text: str
    gave: Sequence[Person]
    hidden_by: Rule | None
    start: str | None
    end: str | None
    turn: Turn | None
    next_at: str | None

    @property
    def line(self) -> StepLine:
        turn = self.turn
        return StepLine(
            rule=self.rule.line,
            state=self.state,
            text=self.text,
            gave=[one.line for one in self.gave],
            hidden_by=self.hidden_by.line if self.hidden_by else None,
            start=utc(self.start),
            end=utc(self.end),
            turn=TurnLine(turn.number, turn.of, utc(turn.start), utc(turn.end)) if turn else None,
            next_at=utc(self.next_at),
        )


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on call in the end; the reasons where it is nobody."""

    people: Sequence[Person]
    rules: Sequence[Rule]
    since: str | None
    until: str | None
    next: Next | None
    default_contact: DefaultContact | None
    text: str
    reasons: Sequence[str]

    @property
    def line(self) -> ResultLine:
        return ResultLine(
            contacts=[one.line for one in self.people],
            rules=[one.line for one in self.rules],
            since=utc(self.since),
            until=utc(self.until),
            next_contacts=[one.line for one in self.next.people] if self.next else [],
            next_at=utc(self.next.at) if self.next else None,
            default_contact=self.default_contact.line if self.default_contact else None,
            text=self.text,
            reasons=self.reasons,
        )


class Explanation(msgspec.Struct, frozen=True):
    """The steps in order, what came out, and all of it as text."""

    at: str
    place: Place
    steps: Sequence[Step]
    result: Result
    text: str

    @property
    def line(self) -> ExplanationLine:
        steps = [one.line for one in self.steps]
        return ExplanationLine(utc(self.at) or "", self.place.line, steps, self.result.line)


def utc(text: str | None) -> str | None:
    """The same instant in UTC: a text that is told in a zone has that zone's instants."""
    return None if text is None else engine.iso(engine.instant(text))


# ── gaps, load, feeds ────────────────────────────────────────────────────────────────────────────────────────────


class PlaceGap(msgspec.Struct, frozen=True, kw_only=True):
    """A gap, and where."""

    place: Place
    start: str
    end: str
    is_empty: bool
    default_contact: DefaultContact | None

    @property
    def line(self) -> GapLine:
        return GapLine(
            place=self.place.line,
            start=self.start,
            end=self.end,
            is_empty=self.is_empty,
            default_contact=self.default_contact.line if self.default_contact else None,
        )


class Burden(msgspec.Struct, frozen=True, kw_only=True):
    """What some people carried together; all rows together have no share."""

    people: int
    hours: float
    shifts: int
    handoffs: int
    night_hours: float
    weekend_hours: float
    longest_run_hours: float
    gini: float
    share: float | None = None
    person: Person | None = None
    place: Place | None = None
    customer: Owner | None = None

    @property
    def line(self) -> BurdenLine:
        share = float(self.hours > 0) if self.share is None else self.share
        return BurdenLine(
            **msgspec.structs.asdict(self._subject()),
            people=self.people,
            hours=self.hours,
            shifts=self.shifts,
            handoffs=self.handoffs,
            night_hours=self.night_hours,
            weekend_hours=self.weekend_hours,
            longest_run_hours=self.longest_run_hours,
            share=share,
            gini=self.gini,
        )

    def _subject(self) -> SubjectLine:
        if self.person is not None:
            name = self.person.name or f"contact {self.person.id}"
            return SubjectLine(kind="contact", id=self.person.id, name=name, email=self.person.email)
        if self.place is not None:
            owner = self.place.customer
            return _owned(self.place.kind, self.place.id, self.place.name, owner)
        if self.customer is not None:
            return _owned("customer", self.customer.id, self.customer.name, self.customer)
        return SubjectLine(kind="total")


def _owned(kind: str, id: int | str, name: str, owner: Owner) -> SubjectLine:
    return SubjectLine(kind=kind, id=id, name=name, customer_id=owner.id, customer=owner.name)


class GapsPage(Page[PlaceGap], frozen=True):
    """A page of gaps, and at how many places they were looked for."""

    places: int


class LoadPage(Page[Burden], frozen=True):
    """A page of rows, and what all of them come to."""

    totals: Burden


class Maker(msgspec.Struct, frozen=True):
    """The account that made a feed."""

    username: str


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A calendar feed; its address is told when it has just been made."""

    id: int
    kind: str
    subject: int | str
    tz: str
    made_by: Maker
    created_at: str
    revoked_at: str | None = None
    address: str = ""

    @property
    def line(self) -> FeedLine:
        return FeedLine(
            id=self.id,
            kind=self.kind,
            subject=str(self.subject),
            tz=self.tz,
            account=self.made_by.username,
            created_at=self.created_at,
            revoked_at=self.revoked_at,
        )
