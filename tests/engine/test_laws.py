"""What holds for every tier and every window."""

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.engine import told
from tests.engine.oracle import ToldLayer, ToldRevision, ToldTier
from tests.engine.strategies import (
    DAY,
    HOUR,
    Question,
    examples,
    layers,
    lone_layers,
    moments,
    orders,
    questions,
    spans,
)
from watchbill.engine import (
    Override,
    Shift,
    Span,
    Tier,
    duty_at,
    gaps,
    lane_shifts,
    layer_shifts,
    layer_shifts_by_and_by,
    tier_timeline,
    zone,
)


def clipped(shifts: list[Shift], since: int, until: int) -> list[tuple[int, int, int, int | None, int | None]]:
    return [
        (max(start, since), min(end, until), *who)
        for start, end, *who in told.plain(shifts)
        if start < until and end > since
    ]


def replace_lane(shift: Shift) -> Shift:
    """An override's shift as the final timeline has it."""
    return Shift(shift.start, shift.end, shift.contact, None, shift.override)


def rejoined(shifts: list[Shift]) -> list[Shift]:
    """Neighbours that touch and are otherwise the same made one."""
    found: list[Shift] = []
    for shift in shifts:
        if found and (found[-1].end, *who(found[-1])) == (shift.start, *who(shift)):
            shift = Shift(found.pop().start, *told.plain([shift])[0][1:])
        found.append(shift)
    return found


def who(shift: Shift) -> tuple[int, int | None, int | None]:
    return shift.contact, shift.layer, shift.override


@examples(200)
@given(questions())
def test_shifts_are_in_order_inside_the_window_and_joined(question: Question) -> None:
    shifts = tier_timeline(told.tier(question.tier), Span(question.since, question.until))
    assert all(question.since <= shift.start < shift.end <= question.until for shift in shifts)
    for before, after in itertools.pairwise(shifts):
        assert before.end <= after.start
        assert before.end < after.start or told.plain([before])[0][2:] != told.plain([after])[0][2:]


@examples(200)
@given(questions())
def test_every_shift_has_one_origin(question: Question) -> None:
    shifts = tier_timeline(told.tier(question.tier), Span(question.since, question.until))
    assert all((shift.layer is None) != (shift.override is None) for shift in shifts)


@examples(200)
@given(lone_layers())
def test_no_more_shifts_of_a_layer_start_than_arithmetic_says(asked: tuple[ToldLayer, int, int]) -> None:
    layer, since, until = told.layer(asked[0]), *asked[1:]
    started = [shift for shift in layer_shifts(layer, Span(since, until)) if shift.start > max(since, layer.start)]
    assert len(started) <= layer.course.most(since, until)


@examples(60)
@given(lone_layers(), st.integers(1, 5))
def test_a_layer_worked_out_in_parts_is_the_same(asked: tuple[ToldLayer, int, int], hours: int) -> None:
    told_layer = replace(asked[0], rotation={"type": "hourly", "interval": hours}, contacts=(1, 2, 3))
    layer, window = told.layer(told_layer), Span(asked[1], asked[1] + 500 * DAY)
    assert list(layer_shifts_by_and_by(layer, window)) == layer_shifts(layer, window)


@examples(200)
@given(questions(), st.sampled_from([0, 500 * DAY]))
def test_lanes_together_are_the_timeline(question: Question, longer: int) -> None:
    tier, window = told.tier(question.tier), Span(question.since, question.until + longer)
    lanes = [shift if shift.override is None else replace_lane(shift) for shift in lane_shifts(tier, window)]
    assert clipped(rejoined(lanes), window.start, window.end) == told.plain(tier_timeline(tier, window))


@examples(200)
@given(questions())
def test_gaps_and_shifts_tile_the_window(question: Question) -> None:
    window = Span(question.since, question.until)
    shifts = tier_timeline(told.tier(question.tier), window)
    pieces = sorted(
        [(shift.start, shift.end) for shift in shifts] + [(gap.start, gap.end) for gap in gaps(shifts, window)]
    )
    assert pieces[0][0] == window.start
    assert pieces[-1][1] == window.end
    assert all(before[1] == after[0] for before, after in itertools.pairwise(pieces))


@examples(200)
@given(st.data())
def test_cutting_a_window_in_two_changes_nothing_in_either_part(data: st.DataObject) -> None:
    question = data.draw(questions())
    tier = told.tier(question.tier)
    cut = data.draw(st.integers(question.since, question.until))
    whole = tier_timeline(tier, Span(question.since, question.until))
    for since, until in ((question.since, cut), (cut, question.until)):
        assert told.plain(tier_timeline(tier, Span(since, until))) == clipped(whole, since, until)


@examples(150)
@given(st.data())
def test_inside_an_override_only_its_contact_and_outside_it_what_was_there(data: st.DataObject) -> None:
    question = data.draw(questions())
    start, end = sorted((data.draw(st.integers(question.since, question.until)), question.until - 1))
    end = max(end, start + 1)
    without = told.tier(replace(question.tier, overrides=()))
    tier = Tier(without.revisions, (Override(id=99, start=start, end=end, contact=5),))
    assert told.plain(tier_timeline(tier, Span(start, end))) == [(start, end, 5, None, 99)]
    for window in (Span(question.since, start), Span(end, question.until + DAY)):
        assert tier_timeline(tier, window) == tier_timeline(without, window)


@examples(150)
@given(st.data())
def test_a_top_layer_without_restrictions_hides_all_below(data: st.DataObject) -> None:
    moment = data.draw(moments())
    since, until = data.draw(spans(moment))
    below = tuple(data.draw(layers(moment, index)) for index in (1, 0))
    top = replace(
        data.draw(layers(moment, 5)),
        restrictions=None,
        contacts=data.draw(orders().filter(bool)),
        end=None,
    )
    got = tier_timeline(told.tier(one(top, *below)), Span(since, until))
    from_its_start = clipped(got, max(since, top.start), until) if top.start < until else []
    assert from_its_start == told.plain(layer_shifts(told.layer(top), Span(since, until)))


def one(*stack: ToldLayer) -> ToldTier:
    return ToldTier((ToldRevision(None, stack),))


@examples(150)
@given(lone_layers())
def test_turns_tile_from_the_first_on(asked: tuple[ToldLayer, int, int]) -> None:
    layer, since, until = asked
    layer = replace(layer, restrictions=None, end=None, contacts=layer.contacts or (1,))
    window = Span(since, until)
    from_its_start = [Span(since, layer.start)] if since < layer.start else []
    assert gaps(layer_shifts(told.layer(layer), window), window) == (
        [window] if layer.start >= until else from_its_start
    )


@examples(150)
@given(st.data())
def test_an_instant_says_what_the_window_says(data: st.DataObject) -> None:
    question = data.draw(questions())
    tier = told.tier(question.tier)
    at = data.draw(st.integers(question.since, question.until))
    shown = tier_timeline(tier, Span(at, at + 1))
    shift = duty_at(tier, at).shift
    assert told.plain(shown) == ([] if shift is None else clipped([shift], at, at + 1))


@examples(150)
@given(st.data())
def test_since_and_until_are_where_the_contact_begins_and_ends(data: st.DataObject) -> None:
    question = data.draw(questions())
    tier = told.tier(question.tier)
    at = data.draw(st.integers(question.since, question.until))
    duty = duty_at(tier, at)
    if duty.contact is not None and duty.since is not None:
        assert duty_at(tier, duty.since).contact == duty.contact
        assert duty_at(tier, duty.since - 1).contact != duty.contact
    if duty.until is not None:
        assert duty_at(tier, duty.until - 1).contact == duty.contact
        assert duty_at(tier, duty.until).contact != duty.contact


@examples(150)
@given(st.data())
def test_nobody_else_comes_before_the_next(data: st.DataObject) -> None:
    question = data.draw(questions())
    tier = told.tier(question.tier)
    at = data.draw(st.integers(question.since, question.until))
    duty = duty_at(tier, at)
    if duty.next_at is not None:
        assert duty.next_contact != duty.contact
        assert duty_at(tier, duty.next_at).contact == duty.next_contact
    horizon = at + 400 * DAY if duty.next_at is None else duty.next_at
    between = tier_timeline(tier, Span(at, min(horizon, at + 400 * DAY)))
    assert {shift.contact for shift in between} <= {duty.contact}


@examples(100)
@given(st.data())
def test_the_order_in_which_layers_and_overrides_are_given_says_nothing(data: st.DataObject) -> None:
    question = data.draw(questions(most_revisions=1))
    (revision,) = question.tier.revisions
    shuffled = ToldTier(
        (replace(revision, layers=tuple(data.draw(st.permutations(revision.layers)))),),
        tuple(data.draw(st.permutations(question.tier.overrides))),
    )
    window = Span(question.since, question.until)
    assert tier_timeline(told.tier(shuffled), window) == tier_timeline(told.tier(question.tier), window)


@examples(100)
@given(st.data())
def test_a_new_revision_changes_nothing_before_it(data: st.DataObject) -> None:
    question = data.draw(questions(most_revisions=1))
    edited = tuple(data.draw(layers(data.draw(moments()), index)) for index in (0, 1))
    counts_from = data.draw(st.integers(question.since + 1, question.until))
    after = replace(question.tier, revisions=(*question.tier.revisions, ToldRevision(counts_from, edited)))
    window = Span(question.since, counts_from)
    assert tier_timeline(told.tier(after), window) == tier_timeline(told.tier(question.tier), window)


@examples(100)
@given(st.data())
def test_a_layer_that_starts_whole_rounds_earlier_is_the_same_layer(data: st.DataObject) -> None:
    moment = data.draw(moments().filter(lambda moment: moment.tz in {"Europe/Berlin", "America/New_York"}))
    layer = replace(data.draw(layers(moment)), tz=moment.tz, end=None, rotation={"type": "daily"}, contacts=(1, 2, 3))
    clock = zone(moment.tz)
    rounds = data.draw(st.integers(1, 3000))
    noon = clock.reading(layer.start) // DAY * DAY + 12 * HOUR
    late = replace(layer, start=clock.instant(noon))
    early = replace(layer, start=clock.instant(noon - rounds * 3 * DAY))
    window = Span(late.start, late.start + 60 * DAY)
    assert layer_shifts(told.layer(early), window) == layer_shifts(told.layer(late), window)


@examples(100)
@given(st.data())
def test_five_centuries_on_an_instant_still_says_what_the_window_says(data: st.DataObject) -> None:
    question = data.draw(questions(most_layers=3))
    tier = told.tier(question.tier)
    at = question.since + 500 * 365 * DAY + data.draw(st.integers(0, 400 * DAY))
    shown = tier_timeline(tier, Span(at, at + 1))
    assert [shift.contact for shift in shown] == [
        contact for contact in [duty_at(tier, at).contact] if contact is not None
    ]
