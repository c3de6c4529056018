"""Timelines, explanations and gaps as charts, texts and tables for a terminal, and as values for JSON: pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from rich.table import Table
from rich.text import Text

from watchbill import engine
from watchbill.cli.drawing import Block, Chart, Lane, Look, together
from watchbill.cli.show import OnCallContact, clock, contact_line, iso_of, plain_table
from watchbill.domain.board import (
    LayerOn,
    OnShift,
    OverrideOn,
    Place,
    PlaceGap,
    RosterPlace,
    RuleOn,
    TierPlace,
    gaps_in,
    overrides_in,
    reigns,
    rule_words,
    shifts_by_rule,
    shifts_in,
)
from watchbill.domain.explain import Question, Why
from watchbill.domain.model import Contact, ContactId, engine_shift
from watchbill.domain.text import one_line
from watchbill.engine.explain import LayerRef, OverrideRef, Ref, RevisionRef, Step, Turn
from watchbill.engine.words import wall_words

# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────


class TierLine(msgspec.Struct, frozen=True):
    """A tier, its schedule and whose it is."""

    customer_id: int
    customer: str
    schedule_id: int
    schedule: str
    tier_id: int
    tier: int


class RosterPlaceLine(msgspec.Struct, frozen=True):
    """A roster, and whose it is."""

    customer_id: int
    customer: str
    roster_id: str
    roster: str


def place_line(place: Place) -> TierLine | RosterPlaceLine:
    """Where somebody is on call, by ids and names."""
    if isinstance(place, RosterPlace):
        return RosterPlaceLine(place.customer.id, place.customer.name, place.id, place.plan.roster.name)
    schedule, tier = place.plan.schedule, place.plan.tier
    return TierLine(place.customer.id, place.customer.name, schedule.id, schedule.name, tier.id, tier.number)


def place_name(place: TierLine | RosterPlaceLine) -> str:
    """What people call a place."""
    return place.roster if isinstance(place, RosterPlaceLine) else f"{place.schedule}, tier {place.tier}"


class DefaultContactLine(msgspec.Struct, frozen=True):
    """Whom to turn to when nobody is on call."""

    email: str | None
    phone: str | None


def default_line(place: Place) -> DefaultContactLine | None:
    """Whom to turn to when nobody is on call at a place; None where that is nobody."""
    default = place.default_contact
    return None if default is None else DefaultContactLine(default.email, default.phone)


# ── timelines ────────────────────────────────────────────────────────────────────────────────────────────────────


class RuleLine(msgspec.Struct, frozen=True):
    """What puts somebody on call: a layer by its index, an on-demand shift or a roster's shift by its id."""

    kind: str
    id: int | str
    text: str


class ShiftLine(msgspec.Struct, frozen=True):
    """A shift, cut to the window; its people by id."""

    start: str
    end: str
    people: tuple[int, ...]
    rule: RuleLine


class GapSpan(msgspec.Struct, frozen=True):
    """A span in which nobody is on call."""

    start: str
    end: str


class RuleShifts(msgspec.Struct, frozen=True):
    """A rule, what it is called, and its shifts as if there were no others."""

    rule: RuleLine
    name: str
    shifts: Sequence[ShiftLine]


class PlaceTimeline(msgspec.Struct, frozen=True, kw_only=True):
    """The timeline of one place; `coverage` is the share of the window, 0 to 1, that is no gap."""

    place: TierLine | RosterPlaceLine
    shifts: Sequence[ShiftLine]
    gaps: Sequence[GapSpan]
    coverage: float
    rules: Sequence[RuleShifts]
    overrides: Sequence[ShiftLine]


class TimelineLine(msgspec.Struct, frozen=True):
    """The timelines of some places in a window, and everybody whom their rules name, by id."""

    since: str
    until: str
    places: Sequence[PlaceTimeline]
    people: Sequence[OnCallContact]


def timeline_line(places: Iterable[Place], window: engine.Span, contacts: dict[ContactId, Contact]) -> TimelineLine:
    """The timelines of some places in a window."""
    told = [_place_timeline(place, window) for place in places]
    people = _people(sorted(named_in(told)), contacts)
    return TimelineLine(engine.iso(window.start), engine.iso(window.end), told, people)


def named_in(places: Iterable[PlaceTimeline]) -> frozenset[int]:
    """Everybody whom the timelines name."""
    shifts = (one for place in places for one in (*place.shifts, *place.overrides, *_alone(place)))
    return frozenset(id for shift in shifts for id in shift.people)


def _alone(place: PlaceTimeline) -> Iterator[ShiftLine]:
    return (shift for rule in place.rules for shift in rule.shifts)


def _place_timeline(place: Place, window: engine.Span) -> PlaceTimeline:
    free = list(gaps_in(place, window))
    words = _shift_words(place, window)

    def rule_line(rule: RuleOn, at: int) -> RuleLine:
        """The rule in words; of a layer, as it was in force at an instant."""
        match rule:
            case LayerOn(index):
                return RuleLine("layer", index, rule_words(rule, place, at))
            case OverrideOn(id):
                return RuleLine("override", id, rule_words(rule, place, at))
            case _:
                return RuleLine("shift", rule.id, words.get(rule.id, rule.name))

    def lines(shifts: Iterable[OnShift]) -> list[ShiftLine]:
        return [
            ShiftLine(engine.iso(one.start), engine.iso(one.end), one.people, rule_line(one.rule, one.start))
            for one in shifts
        ]

    return PlaceTimeline(
        place=place_line(place),
        shifts=lines(shifts_in(place, window)),
        gaps=[GapSpan(engine.iso(gap.start), engine.iso(gap.end)) for gap in free],
        coverage=_coverage(free, window),
        rules=[
            RuleShifts(rule_line(rule, window.end - 1), _rule_name(rule), lines(shifts))
            for rule, shifts in shifts_by_rule(place, window)
        ],
        overrides=lines(overrides_in(place, window)),
    )


def _rule_name(rule: RuleOn) -> str:
    match rule:
        case LayerOn(index):
            return f"layer {index}"
        case OverrideOn(id):
            return f"on-demand shift {id}"
        case _:
            return rule.name


def _shift_words(place: Place, window: engine.Span) -> dict[str, str]:
    """A roster's shifts of a window in words, by id; each as it was in force last."""
    if isinstance(place, TierPlace):
        return {}
    return {
        shift.id: engine.shift_rule_words(engine_shift(shift), revision.tz)
        for revision, _ in reigns(place.plan.revisions, window)
        for shift in revision.shifts
    }


def _coverage(free: Iterable[engine.Span], window: engine.Span) -> float:
    length = window.end - window.start
    return (length - sum(gap.end - gap.start for gap in free)) / length


def chart_of(place: PlaceTimeline, window: engine.Span, zone: engine.Zone) -> Chart:
    """The timeline of a place as a drawing: what is on top comes first, and who is on in the end below it all."""
    free = [engine.Span(engine.instant(gap.start), engine.instant(gap.end)) for gap in place.gaps]
    is_tier = isinstance(place.place, TierLine)
    rules = list(reversed(place.rules)) if is_tier else list(place.rules)
    lanes = [Lane("on demand", Look.RULE, _blocks(place.overrides))] if is_tier else []
    lanes += [Lane(rule.name, Look.RULE, _blocks(rule.shifts)) for rule in rules]
    lanes.append(Lane("on call", Look.FINAL, _blocks(place.shifts)))
    lanes.append(Lane("gaps", Look.GAPS, [Block(gap.start, gap.end, ()) for gap in free]))
    # What has only its name for words is told by its row.
    told = [rule.rule.text for rule in rules if rule.rule.text != rule.name]
    heading = f"{place.place.customer} · {place_name(place.place)}"
    return Chart(heading, lanes, [_coverage_words(free, window, zone), *told])


def _blocks(shifts: Iterable[ShiftLine]) -> list[Block]:
    return together(Block(engine.instant(one.start), engine.instant(one.end), one.people) for one in shifts)


def _coverage_words(free: Sequence[engine.Span], window: engine.Span, zone: engine.Zone) -> str:
    if not free:
        return "somebody is on call all the time"
    seconds = sum(gap.end - gap.start for gap in free)
    many = "a gap" if len(free) == 1 else f"{len(free)} gaps"
    # Cut, not rounded: what has a gap is never told as covered whole.
    share = int(_coverage(free, window) * 1_000) / 10
    first = clock(iso_of(free[0].start), zone)
    return f"{share} % covered; nobody for {duration_words(seconds)} in {many}, first from {first}"


def duration_words(seconds: int) -> str:
    """A length of time in days, hours and minutes: "2 d 4 h"; seconds where there is nothing longer."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "d"), (hours, "h"), (minutes, "min"), (rest, "s")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"


# ── why ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class TurnLine(msgspec.Struct, frozen=True):
    """A contact's go in a layer: the how-manieth of whom, from when to when."""

    number: int
    of: tuple[int, ...]
    start: str | None
    end: str | None


class StepLine(msgspec.Struct, frozen=True, kw_only=True):
    """One rule, how it stands, whom it gives, and what hides it."""

    rule: RuleLine
    state: str
    text: str
    gave: Sequence[OnCallContact]
    hidden_by: RuleLine | None
    start: str | None
    end: str | None
    turn: TurnLine | None
    next_at: str | None


class ResultLine(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on call in the end, by which rules; the reasons where it is nobody."""

    contacts: Sequence[OnCallContact]
    rules: Sequence[RuleLine]
    since: str | None
    until: str | None
    next_contacts: Sequence[OnCallContact]
    next_at: str | None
    default_contact: DefaultContactLine | None
    text: str
    reasons: Sequence[str]


class ExplanationLine(msgspec.Struct, frozen=True):
    """The steps in order, and what came out."""

    at: str
    place: TierLine | RosterPlaceLine
    steps: Sequence[StepLine]
    result: ResultLine


def explanation_line(why: Why) -> ExplanationLine:
    """The explanation for programs."""
    result = why.explanation.result
    return ExplanationLine(
        engine.iso(why.explanation.at),
        place_line(why.place),
        [_step_line(step, why.contacts) for step in why.explanation.steps],
        ResultLine(
            contacts=_people(result.contacts, why.contacts),
            rules=[_ref_line(rule) for rule in result.rules],
            since=_bound(result.since),
            until=_bound(result.until),
            next_contacts=_people(result.next_contacts, why.contacts),
            next_at=_bound(result.next_at),
            default_contact=default_line(why.place),
            text=result.text,
            reasons=result.reasons,
        ),
    )


def _step_line(step: Step, contacts: dict[ContactId, Contact]) -> StepLine:
    span = step.span
    return StepLine(
        rule=_ref_line(step.rule),
        state=step.state,
        text=step.text,
        gave=_people(step.gave, contacts),
        hidden_by=None if step.hidden_by is None else _ref_line(step.hidden_by),
        start=None if span is None else _bound(span.start),
        end=None if span is None else _bound(span.end),
        turn=None if step.turn is None else _turn_line(step.turn),
        next_at=_bound(step.next_at),
    )


def _turn_line(turn: Turn) -> TurnLine:
    return TurnLine(turn.number, turn.of, _bound(turn.start), _bound(turn.end))


def _ref_line(rule: Ref) -> RuleLine:
    match rule:
        case RevisionRef(number, text):
            return RuleLine("revision", number, text)
        case LayerRef(index, text):
            return RuleLine("layer", index, text)
        case OverrideRef(id, text):
            return RuleLine("override", id, text)
        case _:
            return RuleLine("shift", rule.id, rule.text)


def _people(ids: Iterable[int], contacts: Mapping[ContactId, Contact]) -> list[OnCallContact]:
    return [one for id in ids if (one := contact_line(contacts, id)) is not None]


def _bound(at: int | None) -> str | None:
    """The text of an instant; None of a start or an end that there is not."""
    return None if at is None or not engine.BEGINNING < at < engine.FOREVER else engine.iso(at)


def explanation_text(why: Why, question: Question) -> str:
    """Where and when, and the steps below it."""
    heading = f"{one_line(place_name(place_line(why.place)))}, {wall_words(question.at, question.tz)}"
    return f"{heading}\n{why.explanation.text}"


def default_words(result: ResultLine) -> str:
    """Whom to turn to while nobody is on; empty where somebody is, or nobody is named."""
    default = result.default_contact
    if default is None or result.contacts:
        return ""
    return f"Default contact: {', '.join(one for one in (default.phone, default.email) if one)}."


# ── gaps ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class GapLine(msgspec.Struct, frozen=True, kw_only=True):
    """A span in which nobody is on call, and where; `is_empty` where there never was a rule at all."""

    place: TierLine | RosterPlaceLine
    start: str
    end: str
    is_empty: bool
    default_contact: DefaultContactLine | None


def gap_line(row: PlaceGap) -> GapLine:
    """A gap for programs."""
    return GapLine(
        place=place_line(row.place),
        start=engine.iso(row.span.start),
        end=engine.iso(row.span.end),
        is_empty=row.place.is_empty,
        default_contact=default_line(row.place),
    )


def gap_table(rows: Sequence[GapLine], window: engine.Span, zone: engine.Zone) -> Table:
    """The gaps by start, those that go on beyond the window with no end."""
    table = plain_table("Customer", "Schedule or roster", "From", "Until", "Length", "Default contact")
    for row in rows:
        start, end, default = engine.instant(row.start), engine.instant(row.end), row.default_contact
        is_cut = end >= window.end
        length = f"{'more than ' if is_cut else ''}{duration_words(end - start)}"
        table.add_row(
            row.place.customer,
            place_name(row.place),
            clock(row.start, zone),
            "beyond" if is_cut else clock(row.end, zone),
            Text("there are no rules", style="bold red") if row.is_empty else length,
            (default.phone or default.email or "") if default else "",
        )
    return table
