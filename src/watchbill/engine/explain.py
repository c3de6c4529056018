"""Why: the steps by which the answer at an instant came about, for programs as values and for people in English."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import chain
from typing import Final, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from watchbill.engine.layer import Course, Layer
from watchbill.engine.override import Covers
from watchbill.engine.recurrence import dates_from
from watchbill.engine.restriction import week_of
from watchbill.engine.roster import (
    Membership,
    OneTime,
    Recurring,
    Roster,
    RosterRevision,
    ShiftRule,
    last_occurrence,
    next_occurrence,
    occurrences,
    roster_duty_at,
)
from watchbill.engine.spans import BEGINNING, DAY, FOREVER, Span
from watchbill.engine.tier import Revision, Tier, duty_at
from watchbill.engine.wallclock import zone
from watchbill.engine.words import (
    date_words,
    hours_words,
    layer_words,
    listed,
    shift_rule_words,
    span_words,
    wall_words,
)

_EPOCH_ON: Final = 719_163  # date(1970, 1, 1).toordinal()


class State(StrEnum):
    """How a rule stands at an instant; only those that are IN_FORCE or ON have a say."""

    IN_FORCE = "in_force"
    """A revision: its rules count."""
    ON = "on"
    """It puts somebody on call."""
    EMPTY = "empty"
    """There is nobody in it."""
    BEFORE = "before"
    """It has not begun yet."""
    ENDED = "ended"
    """It is over for good."""
    CLOSED = "closed"
    """Outside its hours."""
    OTHER_DAY = "other_day"
    """Its pattern does not fall on this date."""
    NEVER = "never"
    """It has no hours at all."""


class RevisionRef(Struct, frozen=True):
    """The rules in force, by their number from 1."""

    number: int
    text: str


class LayerRef(Struct, frozen=True):
    """A layer."""

    index: int
    text: str


class OverrideRef(Struct, frozen=True):
    """An on-demand shift."""

    id: int
    text: str


class ShiftRef(Struct, frozen=True):
    """A shift rule of a roster."""

    id: str
    text: str


Ref: TypeAlias = RevisionRef | LayerRef | OverrideRef | ShiftRef


class Turn(Struct, frozen=True):
    """A contact's go: the `number`-th turn, from 1, of `of`; nobody else follows from `start` to `end`."""

    number: int
    of: tuple[int, ...]
    start: int
    end: int


class Step(Struct, frozen=True, kw_only=True):
    """One rule, how it stands, whom it gives, and what hides it.

    `span` is where the rule by itself gives the same around the instant: the shift of a layer or of a roster's rule,
    an override, the reign of a revision; None where it gives nobody. `next_at` says when a rule that gives nobody
    does so again, None where that is never or unknown.
    """

    rule: Ref
    state: State
    text: str
    """What there is to say about it, without the rule's own words."""
    gave: tuple[int, ...] = ()
    hidden_by: Ref | None = None
    span: Span | None = None
    turn: Turn | None = None
    next_at: int | None = None


class Result(Struct, frozen=True, kw_only=True):
    """Who is on call in the end, by which rules, since when, until when, who follows; why, where it is nobody.

    Where nobody is, there is no `since`, and `until` is when somebody comes.
    """

    contacts: tuple[int, ...]
    rules: tuple[Ref, ...]
    since: int | None
    until: int | None
    next_contacts: tuple[int, ...]
    next_at: int | None
    text: str
    reasons: tuple[str, ...] = ()


class Explanation(Struct, frozen=True):
    """The steps in order, and what came out."""

    at: int
    steps: tuple[Step, ...]
    result: Result

    @property
    def text(self) -> str:
        """Several lines that a person can read."""
        lines = [f"{number}. {_line(step)}" for number, step in enumerate(self.steps, 1)]
        told = {_reason(step) for step in self.steps}
        more = [f"- {_sentence(reason)}." for reason in self.result.reasons if reason not in told]
        return "\n".join([*lines, f"Result: {self.result.text}", *more])


class Names(Struct, frozen=True):
    """What people and groups are called; who has no name is known by number."""

    people: Mapping[int, str]
    groups: Mapping[str, str] = {}

    def person(self, id: int) -> str:
        """The person's name."""
        return self.people.get(id) or f"contact {id}"

    def persons(self, ids: Iterable[int]) -> str:
        """The people's names, listed."""
        return listed(self.person(id) for id in ids)

    def group(self, id: str) -> str:
        """The group's name."""
        return f"group {self.groups.get(id) or id}"


def _line(step: Step) -> str:
    hidden = f"; hidden by {_short(step.hidden_by)}" if step.hidden_by else ""
    return f"{_sentence(step.rule.text)}: {step.text}{hidden}."


def _short(rule: Ref) -> str:
    return f"layer {rule.index}" if isinstance(rule, LayerRef) else rule.text


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- tiers ----------------------------------------------------------------------------------------------


def explain_tier(tier: Tier, at: int, names: Names, tz: str = "UTC") -> Explanation:
    """Why who is on call at a tier at an instant; `tz` is the zone of moments that belong to no layer.

    The steps: the revision in force, its layers from the top, the override that covers them. Each layer is asked by
    itself, and costs what it costs to ask who is on.
    """
    cover = Covers(tier.overrides).at(at)
    top: Ref | None = None
    if cover is not None and cover.override is not None:
        top = OverrideRef(cover.override, f"on-demand shift {cover.override}")
    steps: list[Step] = []
    counting = [each.counts_from for each in tier.revisions]
    if found := _in_force(counting, at, tz):
        number, revision = found
        steps.append(revision)
        for layer in _from_the_top(tier.revisions[number - 1]):
            step = _layer_step(layer, at, names, top)
            steps.append(step)
            if step.gave and top is None:
                top = step.rule
    if cover is not None and top is not None:
        said = f"{span_words(cover.start, cover.end, tz)}, {names.person(cover.contact)}, over all layers"
        span = Span(cover.start, cover.end)
        steps.append(Step(rule=top, state=State.ON, text=said, gave=(cover.contact,), span=span))
    return Explanation(at, tuple(steps), _tier_result(tier, at, steps, top, names, tz))


def _from_the_top(revision: Revision) -> list[Layer]:
    return sorted(revision.layers, key=lambda layer: layer.index, reverse=True)


def _in_force(counting: Sequence[int | None], at: int, tz: str) -> tuple[int, Step] | None:
    """The number of the revision in force, of those that count from some instants; and the step that says so."""
    edges = [BEGINNING if start is None else start for start in counting]
    number = sum(start <= at for start in edges)
    if not number:
        return None
    start, end = edges[number - 1], [*edges, FOREVER][number]
    text = f"in force {span_words(start, end, tz)}"
    rule = RevisionRef(number, f"revision {number} of {len(edges)}")
    return number, Step(rule=rule, state=State.IN_FORCE, text=text, span=Span(start, end))


def _layer_step(layer: Layer, at: int, names: Names, top: Ref | None) -> Step:
    """How a layer by itself stands at an instant, under what hides it."""
    rule, worked = LayerRef(layer.index, layer_words(layer)), layer.course
    held, turn, hours = worked.at(at), worked.turn(at), worked.hours(at)
    if held is None or turn is None or hours is None:
        state, text, next_at = _why_closed(layer, worked, at, names)
        return Step(rule=rule, state=state, text=text, next_at=next_at)
    number, begin, until = turn
    go = Turn(number + 1, layer.contacts, begin, until)
    texts = [_turn_words(go, held.contact, layer.tz, names)]
    if layer.restrictions is not None:
        texts.append(f"open {span_words(hours.start, hours.end, layer.tz)}")
    return Step(
        rule=rule,
        state=State.ON,
        text="; ".join(texts),
        gave=(held.contact,),
        hidden_by=top,
        span=Span(held.start, held.end),
        turn=go,
    )


def _turn_words(turn: Turn, contact: int, tz: str, names: Names) -> str:
    if len(set(turn.of)) == 1:
        return f"{names.person(contact)}, who takes every turn, since {wall_words(turn.start, tz)}"
    order = ", ".join(names.person(each) for each in turn.of)
    handed = f"handed off {wall_words(turn.start, tz)}"
    return f"{names.person(contact)}, turn {turn.number} of {order}; {handed}"


def _why_closed(layer: Layer, worked: Course, at: int, names: Names) -> tuple[State, str, int | None]:
    """Why a layer has nobody at an instant, and when it has somebody again."""
    if not layer.contacts:
        return State.EMPTY, "nobody takes turns in it", None
    if week_of(layer.restrictions).is_never:
        return State.NEVER, "it is never open", None
    if at >= worked.end:
        return State.ENDED, f"it ended {wall_words(worked.end, layer.tz)}", None
    opens = worked.next_other(at, None)
    comes = worked.contact(opens)
    state = State.BEFORE if at < layer.start else State.CLOSED
    begins = f"it starts {wall_words(layer.start, layer.tz)}"
    if comes is None:
        return state, begins if at < layer.start else "closed, and does not open again before its end", None
    if at < layer.start == opens:
        return state, f"{begins} with {names.person(comes)}", opens
    opening = f"opens {wall_words(opens, layer.tz)} for {names.person(comes)}"
    return state, f"{begins} and {opening}" if at < layer.start else f"closed; {opening}", opens


def _tier_result(tier: Tier, at: int, steps: Sequence[Step], top: Ref | None, names: Names, tz: str) -> Result:
    duty = duty_at(tier, at)
    contacts = () if duty.contact is None else (duty.contact,)
    followers = () if duty.next_contact is None else (duty.next_contact,)
    until = duty.until if contacts else duty.next_at
    reasons: tuple[str, ...] = ()
    if not contacts:
        layers = [step for step in steps if isinstance(step.rule, LayerRef)]
        counting = [each.counts_from for each in tier.revisions]
        reasons = (*_no_rules(layers, counting, at, "layers", tz), *map(_reason, layers), _NO_COVER)
    return Result(
        contacts=contacts,
        rules=() if top is None else (top,),
        since=duty.since,
        until=until,
        next_contacts=followers,
        next_at=duty.next_at,
        text=_result_words(contacts, (duty.since, until), followers, duty.next_at, names, tz),
        reasons=reasons,
    )


_NO_COVER: Final = "no on-demand shift covers this moment"


def _reason(step: Step) -> str:
    return f"{_short(step.rule) if isinstance(step.rule, LayerRef) else step.rule.text}: {step.text}"


def _no_rules(rules: Sequence[Step], counting: Sequence[int | None], at: int, kind: str, tz: str) -> tuple[str, ...]:
    """Why there is no rule that could put anybody on call; empty where there is one."""
    if rules:
        return ()
    if not counting:
        return (f"there are no {kind}",)
    if counting[0] is not None and at < counting[0]:
        return (f"the first {kind} count from {wall_words(counting[0], tz)} on",)
    return (f"the revision in force has no {kind}",)


def _result_words(
    contacts: Sequence[int],
    stretch: tuple[int | None, int | None],
    followers: Sequence[int],
    next_at: int | None,
    names: Names,
    tz: str,
) -> str:
    since, until = stretch
    words = "nobody is on call"
    if contacts:
        words = f"{names.persons(contacts)} {'is' if len(contacts) == 1 else 'are'} on call"
    if (since, until) != (None, None):
        words += f" {span_words(BEGINNING if since is None else since, FOREVER if until is None else until, tz)}"
    if followers and next_at is not None:
        when = "then" if next_at == until else f"from {wall_words(next_at, tz)}"
        words += f"; {when} {names.persons(followers)}"
    return f"{words}."


def ending(result: Result, until: int | None, names: Names, tz: str = "UTC") -> Result:
    """The result for somebody who knows better until when it stays so."""
    text = _result_words(result.contacts, (result.since, until), result.next_contacts, result.next_at, names, tz)
    return replace(result, until=until, text=text)


# --- rosters --------------------------------------------------------------------------------------------


def explain_roster(roster: Roster, at: int, names: Names, tz: str = "UTC") -> Explanation:
    """Why who is on call by a roster at an instant; `tz` is the zone of moments that belong to no revision.

    The steps: the revision in force and each of its shift rules. None hides another: who is on by any is on. The
    result ends where the first of the shifts that are on ends or another one starts; see `ending`.
    """
    counting = [each.counts_from for each in roster.revisions]
    steps: list[Step] = []
    if found := _in_force(counting, at, tz):
        number, revision = found
        current = roster.revisions[number - 1]
        steps = [revision, *(_rule_step(rule, current, roster.memberships, at, names) for rule in current.rules)]
    duty = roster_duty_at(roster, at)
    reasons: tuple[str, ...] = ()
    if not duty.contacts:
        rules = steps[1:]
        reasons = (*_no_rules(rules, counting, at, "shifts", tz), *map(_reason, rules))
    since, until = (duty.since, duty.changes_at) if duty.contacts else (None, duty.next_at)
    result = Result(
        contacts=duty.contacts,
        rules=tuple(step.rule for step in steps if step.gave),
        since=since,
        until=until,
        next_contacts=duty.next_contacts,
        next_at=duty.next_at,
        text=_result_words(duty.contacts, (since, until), duty.next_contacts, duty.next_at, names, tz),
        reasons=reasons,
    )
    return Explanation(at, tuple(steps), result)


def _rule_step(
    rule: ShiftRule, revision: RosterRevision, memberships: Sequence[Membership], at: int, names: Names
) -> Step:
    """How a shift rule stands at an instant."""
    tz = revision.tz
    ref = ShiftRef(rule.id, shift_rule_words(rule, tz))
    coming = next_occurrence(rule.schedule, tz, at)
    next_at = None if coming is None else coming.start
    held = occurrences(rule.schedule, tz, Span(at, at + 1))
    if not held:
        state, text = _why_off(rule.schedule, tz, at, coming)
        return Step(rule=ref, state=state, text=text, next_at=next_at)
    members = {group: _members(memberships, group, at) for group in rule.groups}
    contacts = tuple(dict.fromkeys(chain(rule.contacts, *members.values())))
    on = f"on {span_words(held[0].start, held[0].end, tz)}"
    if not contacts:
        nobody = "; ".join(f"{names.group(group)} had no members then" for group in members)
        return Step(rule=ref, state=State.EMPTY, text=f"{on}, but nobody is in it{f': {nobody}' if nobody else ''}")
    people = [names.person(id) for id in rule.contacts]
    people += [_group_words(group, ids, names) for group, ids in members.items()]
    return Step(rule=ref, state=State.ON, text=f"{on}; {listed(people)}", gave=contacts, span=held[0])


def _members(memberships: Iterable[Membership], group: str, at: int) -> tuple[int, ...]:
    """Who was in a group at an instant."""
    stays = (each for each in memberships if each.group == group and each.joined_at <= at)
    return tuple(dict.fromkeys(each.contact for each in stays if each.left_at is None or at < each.left_at))


def _group_words(group: str, ids: Sequence[int], names: Names) -> str:
    said = ", ".join(map(names.person, ids)) if ids else "without members then"
    return f"{names.group(group)} ({said})"


def _why_off(schedule: OneTime | Recurring, tz: str, at: int, coming: Span | None) -> tuple[State, str]:
    """Why a schedule has no occurrence at an instant."""
    gone = last_occurrence(schedule, tz, at)
    if coming is None:
        if gone is None:
            return State.NEVER, "it never occurs"
        return State.ENDED, f"it ended {wall_words(gone.end, tz)}"
    if gone is None:
        return State.BEFORE, f"it begins {wall_words(coming.start, tz)}"
    comes = f"next {span_words(coming.start, coming.end, tz)}"
    assert isinstance(schedule, Recurring)  # noqa: S101 - what is once has not both been and to come
    on = _date_at(schedule, zone(tz).furthest(at))
    dates = dates_from(schedule.anchor_on, schedule.pattern)
    if dates.nth(dates.count_before(on)) == on:
        hours = hours_words(schedule.start_time, schedule.end_time)
        return State.CLOSED, f"outside its hours {hours}; {comes}"
    return State.OTHER_DAY, f"its pattern does not fall on {date_words(on)}; {comes}"


def _date_at(schedule: Recurring, reading: int) -> int:
    """The date whose hours hold a reading, maybe the day before; or else the reading's own."""
    days, second = divmod(reading - schedule.start_time, DAY)
    length = (schedule.end_time - schedule.start_time) % DAY or DAY
    return (days if second < length else reading // DAY) + _EPOCH_ON
