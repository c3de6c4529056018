"""Readings: which ends are kept as what clocks read, and where they are by other zone data."""

import msgspec
import pytest

from tests.domain.values import DAY, HOUR, override
from tests.domain.values import layer as a_layer
from tests.zonedata import older_zone
from watchbill import engine
from watchbill.domain.model import Override, RosterShift
from watchbill.domain.readings import (
    Moment,
    cut_by,
    layer_again,
    layers_with_readings,
    override_again,
    overrides_again,
    shift_again,
    spanning,
    typed,
)

TZ = "America/Vancouver"
NINE = engine.reading("2026-12-07T09:00")
WAS, IS = older_zone(TZ).instant(NINE), engine.zone(TZ).instant(NINE)
BEFORE = IS - 30 * DAY

changed = msgspec.structs.replace


def layer(**more):
    return changed(a_layer(1, start=WAS, tz=TZ), start_reading=NINE, **more)


def cover(id, start, end, *, tz: str | None = TZ, read=True) -> Override:
    """From one hour of the 7th to another, as older zone data placed it."""
    readings = [engine.reading(f"2026-12-07T{hour:02}:00") for hour in (start, end)]
    made = override(id, *map(older_zone(TZ).instant, readings))
    return changed(made, tz=tz, start_reading=readings[0], end_reading=readings[1]) if read else made


def hours(*overrides):
    """What clocks read at both ends."""
    clocks = engine.zone(TZ)
    return [
        tuple(engine.wall(clocks.reading(at)).hour for at in (one.start_at, one.end_at))
        for one in sorted(overrides, key=lambda one: one.start_at)
    ]


def test_british_columbia_is_an_hour_earlier_than_it_was():
    assert WAS - IS == HOUR


def test_what_somebody_writes_is_an_instant_or_a_reading():
    assert (Moment(IS, is_instant=True).at(TZ), Moment(NINE, is_instant=False).at(TZ)) == (IS, IS)
    assert (Moment(IS, is_instant=True).reading, Moment(NINE, is_instant=False).reading) == (None, NINE)


# ── reading again ────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_end_that_is_ahead_is_where_clocks_read_it():
    assert layer_again(layer(), BEFORE).start == IS


@pytest.mark.parametrize("now", [WAS, WAS + DAY])
def test_what_has_begun_stays(now):
    assert layer_again(layer(), now) == layer()


def test_an_instant_stays():
    given = changed(layer(), start_reading=None)
    assert layer_again(given, BEFORE) == given


def test_no_layer_is_turned_around():
    short = changed(layer(end=WAS, end_reading=NINE), start=IS + 60, start_reading=None)
    assert layer_again(short, BEFORE) == short


def test_a_one_time_shift_moves_whole():
    once = RosterShift(id="1", name="", schedule=engine.OneTime(WAS, WAS + HOUR), start_reading=NINE)
    moved = shift_again(changed(once, end_reading=NINE + HOUR), TZ, BEFORE)
    assert moved.schedule == engine.OneTime(IS, IS + HOUR)


def test_the_last_instant_of_a_recurring_shift_moves():
    daily = engine.Recurring(1, 0, 0, engine.Daily(), engine.Until(WAS))
    moved = shift_again(RosterShift(id="1", name="", schedule=daily, end_reading=NINE), TZ, BEFORE)
    assert moved.schedule == changed(daily, ends=engine.Until(IS))


def test_a_recurring_shift_without_end_stays():
    daily = RosterShift(id="1", name="", schedule=engine.Recurring(1, 0, 0, engine.Daily()))
    assert shift_again(daily, TZ, BEFORE) == daily


def test_an_on_demand_shift_that_runs_keeps_its_start():
    assert hours(override_again(cover(1, 9, 12), WAS)) == [(10, 12)]


def test_no_on_demand_shift_begins_in_the_past_by_being_read_again():
    moved = override_again(cover(1, 9, 12), IS + 60)
    assert (moved.start_at, hours(moved)) == (IS + 60, [(9, 12)])


def test_on_demand_shifts_that_touch_still_do():
    assert hours(*overrides_again([cover(1, 9, 12), cover(2, 12, 15)], BEFORE)) == [(9, 12), (12, 15)]


def test_one_that_would_overlap_another_stays_and_so_does_what_it_keeps_in_the_way():
    standing = [cover(1, 8, 9, read=False), cover(2, 9, 12), cover(3, 12, 15), cover(4, 16, 17)]
    assert hours(*overrides_again(standing, BEFORE)) == [(16, 17)]


# ── readings that are kept ───────────────────────────────────────────────────────────────────────────────────────


def test_a_layer_that_is_sent_back_keeps_its_reading():
    sent = changed(layer(), start_reading=None, contacts=())
    assert layers_with_readings([sent], [layer()])[0].start_reading == NINE


@pytest.mark.parametrize("more", [{"start": WAS + 1}, {"tz": "UTC"}])
def test_one_that_starts_elsewhere_or_has_another_zone_has_lost_it(more):
    sent = changed(layer(), start_reading=None, **more)
    assert layers_with_readings([sent], [layer()]) == (sent,)


def test_a_layer_that_is_moved_up_by_another_below_it_keeps_its_reading():
    below, sent = a_layer(2, start=IS, tz=TZ), changed(layer(), start_reading=None, index=1)
    assert layers_with_readings([below, sent], [layer()]) == (below, changed(layer(), index=1))


def test_of_two_layers_that_start_alike_each_has_its_own_reading():
    two = [layer(), changed(layer(), index=1, start_reading=None, end=WAS + DAY)]
    sent = [changed(one, start_reading=None, contacts=()) for one in two]
    assert [one.start_reading for one in layers_with_readings(sent, two)] == [NINE, None]


def test_an_end_that_is_said_to_be_an_instant_is_one():
    sent = changed(layer(), start_reading=None)
    assert layers_with_readings([sent], [layer()], {(0, "start_reading")}) == (sent,)


def test_an_on_demand_shift_keeps_the_reading_of_the_end_that_stays():
    longer = spanning(cover(1, 9, 12), WAS, WAS + 4 * HOUR)
    assert (longer.tz, longer.start_reading, longer.end_reading) == (TZ, NINE, None)


@pytest.mark.parametrize(("tz", "start"), [(TZ, NINE), ("UTC", None)])
def test_one_end_is_typed_anew_and_in_another_zone_nothing_else_is_left(tz, start):
    again = typed(cover(1, 9, 12), tz, None, NINE + 4 * HOUR)
    assert (again.tz, again.start_reading, again.end_reading) == (tz, start, NINE + 4 * HOUR)


def test_where_nothing_is_typed_everything_stays():
    assert typed(cover(1, 9, 12), None, None, None) == cover(1, 9, 12)


def test_what_is_left_of_one_touches_what_was_cut_out_of_it_by_newer_data_too():
    whole, cut = cover(1, 8, 17), cover(2, 10, 12)
    first, second = changed(whole, end_at=cut.start_at), changed(whole, id=3, start_at=cut.end_at)
    laid = [cut_by(first, cut), cut, cut_by(second, cut)]
    assert hours(*overrides_again(laid, BEFORE)) == [(8, 10), (10, 12), (12, 17)]


def test_at_an_end_that_was_no_reading_none_is_left():
    whole, cut = cover(1, 8, 17), cover(2, 10, 12, read=False)
    first = cut_by(changed(whole, end_at=cut.start_at), cut)
    assert (first.start_reading, first.end_reading) == (whole.start_reading, None)
