"""The engine and the oracle give the same answers."""

from dataclasses import replace
from datetime import datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine import oracle, told
from tests.engine.oracle import ToldLayer, ToldRevision, ToldShift, ToldTier, utc
from tests.engine.strategies import (
    DAY,
    Question,
    examples,
    layers,
    lone_layers,
    moments,
    questions,
    rotations,
    tiers,
)
from watchbill.engine import (
    Duty,
    Span,
    duty_at,
    lane_order,
    lane_shifts,
    layer_shifts,
    tier_timeline,
)


@examples(500)
@given(questions())
def test_the_final_timeline_is_the_one_the_oracle_tells(question: Question) -> None:
    got = tier_timeline(told.tier(question.tier), Span(question.since, question.until))
    assert told.plain(got) == oracle.timeline(question.tier, question.since, question.until)


@examples(500)
@given(lone_layers())
def test_a_layer_alone_is_the_one_the_oracle_tells(asked: tuple[ToldLayer, int, int]) -> None:
    layer, since, until = asked
    got = layer_shifts(told.layer(layer), Span(since, until))
    assert told.plain(got) == oracle.layer_timeline(layer, since, until)


@examples(300)
@given(questions(most_layers=4))
def test_lanes_are_those_that_the_oracle_tells(question: Question) -> None:
    since, until, tier = question.since, question.until, told.tier(question.tier)
    got = told.plain(lane_shifts(tier, Span(since, until)))
    order = list(lane_order(tier, Span(since, until)))
    assert order == oracle.lane_order(question.tier, since, until)
    back_to = since - 3 * DAY
    expected = oracle.lanes(question.tier, since, until, order[0] if order else None, back_to)
    if expected and expected[0][0] == back_to:
        # The oracle did not look further back.
        assert got[0][0] <= back_to
        got[0] = (back_to, *got[0][1:])
    assert got == expected


@examples(60)
@given(questions(), st.randoms(use_true_random=False))
def test_what_was_asked_before_changes_no_answer(question: Question, random: Random) -> None:
    tier = told.tier(question.tier)
    shifts = tier_timeline(tier, Span(question.since, question.until))[:8]
    asked = [at for shift in shifts for at in (shift.start - 1, shift.start, shift.end - 1, shift.end)]
    random.shuffle(asked)
    in_a_row = [duty_at(tier, at) for at in (*asked, *sorted(asked))]
    alone = [duty_at(told.tier(question.tier), at) for at in (*asked, *sorted(asked))]
    assert in_a_row == alone


@examples(80)
@given(st.data())
def test_over_two_months_too(data: st.DataObject) -> None:
    moment = data.draw(moments())
    tier = data.draw(tiers(moment, most_layers=3, most_revisions=2))
    since, until = moment.at - 20 * DAY, moment.at + 40 * DAY
    got = tier_timeline(told.tier(tier), Span(since, until))
    assert told.plain(got) == oracle.timeline(tier, since, until, step=4 * 3600)


# --- one instant --------------------------------------------------------------------------------------


def assert_duty(duty: Duty, shifts: list[ToldShift], at: int, window: tuple[int, int]) -> None:
    """The answer at an instant is what the oracle's window shows; what leaves it may lie further."""
    seen = oracle.duty(shifts, at)
    since, until = window
    assert duty.contact == seen.contact
    if seen.contact is None:
        assert (duty.shift, duty.since, duty.until) == (None, None, None)
    else:
        here = next(shift for shift in shifts if shift[0] <= at < shift[1])
        assert duty.shift is not None
        assert (duty.shift.contact, duty.shift.layer, duty.shift.override) == here[2:]
        assert (max(duty.shift.start, since), min(duty.shift.end, until)) == here[:2]
        assert duty.since is not None
        assert max(duty.since, since) == seen.since
        assert (until if duty.until is None else min(duty.until, until)) == seen.until
    if seen.next_at is None:
        assert duty.next_at is None or duty.next_at >= until
    else:
        assert (duty.next_contact, duty.next_at) == (seen.next_contact, seen.next_at)


@examples(300)
@given(st.data())
def test_an_instant_is_answered_as_the_oracle_answers(data: st.DataObject) -> None:
    question = data.draw(questions(most_layers=4, days=3))
    tier = told.tier(question.tier)
    window = question.since, question.until
    shifts = oracle.timeline(question.tier, *window)
    edges = [edge for shift in shifts for edge in shift[:2] if edge < question.until]
    for at in [question.since, *edges, data.draw(st.integers(question.since, question.until - 1))]:
        assert_duty(duty_at(tier, at), shifts, at, window)


@examples(80)
@given(st.data())
def test_an_instant_in_a_slow_rotation_is_answered_as_the_oracle_answers(data: st.DataObject) -> None:
    moment = data.draw(moments())
    tier = data.draw(tiers(moment, most_layers=2, most_revisions=2))
    window = moment.at - 40 * DAY, moment.at + 60 * DAY
    shifts = oracle.timeline(tier, *window, step=DAY)
    at = data.draw(st.integers(moment.at - 3 * DAY, moment.at + 3 * DAY))
    assert_duty(duty_at(told.tier(tier), at), shifts, at, window)


# --- long ago -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("turns", ["all", "open"])
@pytest.mark.parametrize("lengths", [[1], [5, 2], [3, 4, 7]])
@pytest.mark.parametrize("tz", ["Europe/Berlin", "America/New_York"])
def test_a_layer_that_began_decades_ago_has_not_lost_count(turns: str, lengths: list[int], tz: str) -> None:
    layer = ToldLayer(
        start=oracle.first_instant(tz, datetime(1990, 3, 1, 2, 30)),
        rotation={"type": "custom", "unit": "days", "lengths": lengths, "turns": turns},
        restrictions=[{"type": "days", "days": [0, 2, 4], "start": "22:00", "end": "02:45"}],
        contacts=(1, 2, 3, 4, 5, 6, 7),
        index=0,
        tz=tz,
    )
    since = oracle.first_instant(tz, datetime(2026, 3, 1))
    got = layer_shifts(told.layer(layer), Span(since, since + 40 * DAY))
    assert told.plain(got) == oracle.layer_timeline(layer, since, since + 40 * DAY, step=6 * 3600)


@examples(10)
@given(st.data())
def test_any_layer_that_began_decades_ago_has_not_lost_count(data: st.DataObject) -> None:
    moment = data.draw(moments().filter(lambda moment: moment.tz == "Europe/Berlin" and moment.at < utc("2042-01-01")))
    rotation = data.draw(rotations().filter(lambda rotation: oracle.lengths_of(rotation)[0] != "hours"))
    start = oracle.first_instant("Europe/Berlin", datetime(1996, 5, 31, 2, 30))
    drawn = data.draw(layers(moment).filter(lambda layer: layer.tz == "Europe/Berlin"))
    layer = replace(drawn, start=start, end=None, rotation=rotation, contacts=(1, 2, 3, 4, 5))
    tier = ToldTier((ToldRevision(None, (layer,)),))
    window = moment.at - 3 * DAY, moment.at + 3 * DAY
    shifts = oracle.timeline(tier, *window, step=3600)
    assert told.plain(layer_shifts(told.layer(layer), Span(*window))) == shifts
    assert_duty(duty_at(told.tier(tier), moment.at), shifts, moment.at, window)
