"""Timelines, explanations and gaps as charts, texts and tables for a terminal, and as values for JSON: pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo

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
    shifts_by_rule,
    shifts_in,
)
from watchbill.domain.explain import Question, Why
from watchbill.domain.model import Contact, ContactId, engine_layer, engine_shift
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


def place_name(place: Place) -> str:
    """What people call a place."""
    if isinstance(place, RosterPlace):
        return place.plan.roster.name
    return f"{place.plan.schedule.name}, tier {place.plan.tier.number}"


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
    """A rule, and its shifts as if there were no others."""

    rule: RuleLine
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
    people = [one for id in sorted(contacts) if (one := contact_line(contacts, id)) is not None]
    told = [_place_timeline(place, window) for place in places]
    return TimelineLine(engine.iso(window.start), engine.iso(window.end), told, people)


def _place_timeline(place: Place, window: engine.Span) -> PlaceTimeline:
    free = list(gaps_in(place, window))
    texts = _rule_texts(place, window)
    return PlaceTimeline(
        place=place_line(place),
        shifts=_shift_lines(shifts_in(place, window), texts),
        gaps=[GapSpan(engine.iso(gap.start), engine.iso(gap.end)) for gap in free],
        coverage=_coverage(free, window),
        rules=[
            RuleShifts(_rule_line(rule, texts), _shift_lines(shifts, texts))
            for rule, shifts in shifts_by_rule(place, window)
        ],
        overrides=_shift_lines(overrides_in(place, window), texts),
    )


def _shift_lines(shifts: Iterable[OnShift], texts: Mapping[int | str, str]) -> list[ShiftLine]:
    return [
        ShiftLine(engine.iso(one.start), engine.iso(one.end), one.people, _rule_line(one.rule, texts)) for one in shifts
    ]


def _rule_line(rule: RuleOn, texts: Mapping[int | str, str]) -> RuleLine:
    match rule:
        case LayerOn(index):
            return RuleLine("layer", index, texts.get(index, f"layer {index}"))
        case OverrideOn(id):
            return RuleLine("override", id, f"on-demand shift {id}")
        case _:
            return RuleLine("shift", rule.id, texts.get(rule.id, rule.name))


def _rule_texts(place: Place, window: engine.Span) -> dict[int | str, str]:
    """The rules of a window in words, layers by index and shifts by id; of each as it was in force last."""
    if isinstance(place, TierPlace):
        return {
            layer.index: engine.layer_words(engine_layer(layer))
            for revision, _ in reigns(place.plan.revisions, window)
            for layer in revision.layers
        }
    return {
        shift.id: engine.shift_rule_words(engine_shift(shift), revision.tz)
        for revision, _ in reigns(place.plan.revisions, window)
        for shift in revision.shifts
    }


def _coverage(free: Iterable[engine.Span], window: engine.Span) -> float:
    length = window.end - window.start
    return (length - sum(gap.end - gap.start for gap in free)) / length


def chart_of(place: Place, window: engine.Span, zone: tzinfo | None) -> Chart:
    """The timeline of a place as a drawing: what is on top comes first, and who is on in the end below it all."""
    free = list(gaps_in(place, window))
    rules = shifts_by_rule(place, window)
    texts = _rule_texts(place, window)
    lanes = [Lane(_lane_name(rule), Look.RULE, _blocks(shifts)) for rule, shifts in reversed(rules)]
    if isinstance(place, TierPlace):
        lanes.insert(0, Lane("on demand", Look.RULE, _blocks(overrides_in(place, window))))
    else:
        lanes.reverse()
    lanes.append(Lane("on call", Look.FINAL, _blocks(shifts_in(place, window))))
    lanes.append(Lane("gaps", Look.GAPS, [Block(gap.start, gap.end, ()) for gap in free]))
    told = [texts[key] for rule, _ in rules if (key := _key(rule)) in texts]
    if isinstance(place, TierPlace):
        told.reverse()
    heading = f"{place.customer.name} · {place_name(place)}"
    return Chart(heading, lanes, [_coverage_words(free, window, zone), *told])


def _lane_name(rule: RuleOn) -> str:
    match rule:
        case LayerOn(index):
            return f"layer {index}"
        case OverrideOn(id):
            return f"on-demand shift {id}"
        case _:
            return rule.name


def _key(rule: RuleOn) -> int | str:
    return rule.index if isinstance(rule, LayerOn) else rule.id


def _blocks(shifts: Iterable[OnShift]) -> list[Block]:
    return together(Block(one.start, one.end, one.people) for one in shifts)


def _coverage_words(free: Sequence[engine.Span], window: engine.Span, zone: tzinfo | None) -> str:
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


def _people(ids: Iterable[int], contacts: dict[ContactId, Contact]) -> list[OnCallContact]:
    return [one for id in ids if (one := contact_line(contacts, id)) is not None]


def _bound(at: int | None) -> str | None:
    """The text of an instant; None of a start or an end that there is not."""
    return None if at is None or not engine.BEGINNING < at < engine.FOREVER else engine.iso(at)


def explanation_text(why: Why, question: Question) -> str:
    """Where and when, the steps below it, and whom to turn to when nobody is on."""
    heading = f"{place_name(why.place)}, {wall_words(question.at, question.tz)}"
    return "\n".join([heading, why.explanation.text, *_default_words(why)])


def _default_words(why: Why) -> Iterator[str]:
    default = why.place.default_contact
    if default is not None and not why.explanation.result.contacts:
        reached = ", ".join(one for one in (default.phone, default.email) if one)
        yield f"Default contact: {reached}."


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


def gap_table(rows: Sequence[PlaceGap], window: engine.Span, zone: tzinfo | None) -> Table:
    """The gaps by start, those that go on beyond the window with no end."""
    table = plain_table("Customer", "Schedule or roster", "From", "Until", "Length", "Default contact")
    for row in rows:
        is_cut = row.span.end >= window.end
        default = row.place.default_contact
        table.add_row(
            row.place.customer.name,
            place_name(row.place),
            clock(iso_of(row.span.start), zone),
            "beyond" if is_cut else clock(iso_of(row.span.end), zone),
            Text("there are no rules", style="bold red") if row.place.is_empty else _length(row.span, is_cut),
            (default.phone or default.email or "") if default else "",
        )
    return table


def _length(span: engine.Span, is_cut: bool) -> str:
    return f"{'more than ' if is_cut else ''}{duration_words(span.end - span.start)}"
