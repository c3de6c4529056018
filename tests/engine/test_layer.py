"""One layer: turns cut to its restrictions."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.engine.oracle import utc
from tests.engine.told import a_layer, hours, people, walls, window
from watchbill.engine import FOREVER, Shift, Span, layer_shifts

NOON = [{"type": "daily", "start": "12:00", "end": "13:00"}]


def test_nobody_is_on_before_a_layer_starts() -> None:
    assert layer_shifts(a_layer("2026-06-01"), window("2026-05-01", "2026-06-01")) == []


def test_nobody_is_on_from_its_end_on() -> None:
    layer = a_layer("2026-06-01", end="2026-06-02 12:00")
    assert walls(layer_shifts(layer, window("2026-06-01", "2026-07-01"))) == [
        "06-01 00:00 - 06-02 00:00: 1",
        "06-02 00:00 - 06-02 12:00: 2",
    ]
    assert layer_shifts(layer, window("2026-06-02 12:00", "2026-07-01")) == []


def test_nobody_is_on_where_there_are_no_contacts() -> None:
    assert layer_shifts(a_layer(contacts=()), window("2026-06-01", "2026-07-01")) == []


def test_an_empty_window_holds_nothing() -> None:
    assert layer_shifts(a_layer(), window("2026-06-05", "2026-06-05")) == []


def test_a_shift_names_its_layer() -> None:
    day = window("2026-06-01", "2026-06-02")
    assert layer_shifts(a_layer(index=7), day) == [Shift(day.start, day.end, contact=1, layer=7, override=None)]


def test_shifts_are_clipped_to_the_window() -> None:
    assert walls(layer_shifts(a_layer(), window("2026-06-01 06:00", "2026-06-02 18:00"))) == [
        "06-01 06:00 - 06-02 00:00: 1",
        "06-02 00:00 - 06-02 18:00: 2",
    ]


def test_one_contact_is_one_shift_however_long() -> None:
    layer = a_layer("1990-01-01", {"type": "hourly"}, contacts=(1,))
    assert hours(layer_shifts(layer, window("2000-01-01", "2001-01-01"))) == [366 * 24]


def test_one_contact_for_thousands_of_years_is_one_shift() -> None:
    layer = a_layer("1900-01-01", contacts=(4, 4))
    assert layer_shifts(layer, Span(layer.start, FOREVER)) == [Shift(layer.start, FOREVER, 4, 0, None)]


def test_the_same_contact_twice_in_the_order_has_one_shift_of_two_turns() -> None:
    layer = a_layer(contacts=(1, 2, 2))
    assert hours(layer_shifts(layer, window("2026-06-01", "2026-06-07"))) == [24, 48, 24, 48]


def test_the_last_contact_and_the_first_may_be_the_same() -> None:
    layer = a_layer(contacts=(1, 2, 1))
    assert hours(layer_shifts(layer, window("2026-06-01", "2026-06-07"))) == [24, 24, 48, 24, 24]


def test_a_restriction_parts_turns_of_the_same_contact() -> None:
    layer = a_layer(contacts=(1,), restrictions=NOON)
    assert walls(layer_shifts(layer, window("2026-06-01", "2026-06-03"))) == [
        "06-01 12:00 - 06-01 13:00: 1",
        "06-02 12:00 - 06-02 13:00: 1",
    ]


def test_a_handoff_inside_a_window_parts_it() -> None:
    layer = a_layer("2026-06-01 12:20", restrictions=NOON)
    assert walls(layer_shifts(layer, window("2026-06-02", "2026-06-03"))) == [
        "06-02 12:00 - 06-02 12:20: 1",
        "06-02 12:20 - 06-02 13:00: 2",
    ]


def test_many_short_turns_may_share_one_window() -> None:
    layer = a_layer("2026-06-01", {"type": "hourly"}, NOON, contacts=(1, 2, 3))
    assert people(layer_shifts(layer, window("2026-06-01", "2026-06-04"))) == [1, 1, 1]


def test_a_window_that_opened_before_the_layer_started_counts_from_the_start() -> None:
    layer = a_layer("2026-06-01 12:30", restrictions=NOON)
    assert walls(layer_shifts(layer, window("2026-06-01", "2026-06-02"))) == ["06-01 12:30 - 06-01 13:00: 1"]


def test_a_layer_that_started_in_1990_has_not_lost_count() -> None:
    days = (utc("2026-06-01") - utc("1990-01-01")) // 86_400
    layer = a_layer("1990-01-01", contacts=tuple(range(1, 8)))
    assert people(layer_shifts(layer, window("2026-06-01", "2026-06-02"))) == [days % 7 + 1]


def test_open_turns_of_a_layer_that_started_in_1990_have_not_lost_count() -> None:
    weekdays = [{"type": "days", "days": [0, 1, 2, 3, 4], "start": "09:00", "end": "17:00"}]
    layer = a_layer("1990-01-01", {"type": "daily", "turns": "open"}, weekdays, contacts=tuple(range(1, 8)))
    weeks = (utc("2026-06-01") - utc("1990-01-01")) // (7 * 86_400)
    assert people(layer_shifts(layer, window("2026-06-01", "2026-06-02"))) == [weeks * 5 % 7 + 1]


def test_a_skipped_day_uses_no_open_turn() -> None:
    """Turns from midnight to midnight: in Apia the one of 30 December 2011 has not one second."""
    layer = a_layer("2011-12-28", {"type": "daily", "turns": "open"}, contacts=(1, 2, 3), tz="Pacific/Apia")
    shifts = layer_shifts(layer, window("2011-12-28", "2012-01-01", "Pacific/Apia"))
    assert walls(shifts, "Pacific/Apia") == [
        "12-28 00:00 - 12-29 00:00: 1",
        "12-29 00:00 - 12-31 00:00: 2",
        "12-31 00:00 - 01-01 00:00: 3",
    ]


def test_a_skipped_day_uses_a_turn_where_all_count() -> None:
    layer = a_layer("2011-12-28", contacts=(1, 2, 3), tz="Pacific/Apia")
    assert people(layer_shifts(layer, window("2011-12-28", "2012-01-01", "Pacific/Apia"))) == [1, 2, 1]


def test_a_first_turn_whose_only_window_has_passed_uses_no_open_turn() -> None:
    """The layer starts when clocks in Berlin read 02:30 the second time; its window was open the first time."""
    window_of_night = [{"type": "daily", "start": "02:30", "end": "02:45"}]
    layer = a_layer("2026-10-25 02:30", {"type": "daily", "turns": "open"}, window_of_night, tz="Europe/Berlin")
    late = replace(layer, start=layer.start + 3600)
    days = window("2026-10-25", "2026-10-28", "Europe/Berlin")
    assert people(layer_shifts(layer, days)) == [1, 2, 1]
    assert people(layer_shifts(late, days)) == [1, 2]


# ── who is never on ──────────────────────────────────────────────────────────────────────────────────────────────

FIVE_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"]
WEEKDAYS = [{"type": "days", "days": FIVE_DAYS, "start": "09:00", "end": "17:00"}]


@pytest.mark.parametrize(
    ("rotation", "restrictions", "people", "never"),
    [
        ({"type": "daily"}, WEEKDAYS, 14, (6, 7, 13, 14)),
        ({"type": "daily"}, WEEKDAYS, 7, (6, 7)),
        ({"type": "daily"}, WEEKDAYS, 5, ()),
        ({"type": "daily"}, None, 14, ()),
        ({"type": "daily"}, [], 14, ()),
        ({"type": "weekly"}, WEEKDAYS, 14, ()),
        ({"type": "monthly"}, WEEKDAYS, 14, ()),
        ({"type": "daily", "turns": "open"}, WEEKDAYS, 14, ()),
        ({"type": "custom", "unit": "days", "lengths": [5, 2]}, WEEKDAYS, 4, (2, 4)),
        ({"type": "hourly", "interval": 12}, NOON, 4, (1, 3)),
        ({"type": "hourly", "interval": 12}, NOON, 3, ()),
    ],
)
def test_who_is_left_out_has_only_closed_turns(
    rotation: dict[str, Any], restrictions: list[dict[str, Any]] | None, people: int, never: tuple[int, ...]
) -> None:
    layer = a_layer("2026-06-01", rotation=rotation, restrictions=restrictions, contacts=tuple(range(1, people + 1)))
    assert layer.course.left_out(layer.start) == never
    on = {shift.contact for shift in layer_shifts(layer, Span(layer.start, layer.start + 2 * 365 * 86400))}
    assert not restrictions or {*range(1, people + 1)} - on == {*never}
    assert layer.course.left_out(FOREVER) == ()


def test_who_stands_in_the_order_twice_is_left_out_only_by_both_turns() -> None:
    layer = a_layer("2026-06-01", rotation={"type": "daily"}, restrictions=WEEKDAYS, contacts=(1, 2, 3, 4, 5, 6, 1))
    assert layer.course.left_out(layer.start) == (6,)


def test_turns_of_hours_drift_over_the_wall_when_clocks_change() -> None:
    layer = a_layer("2026-06-01", rotation={"type": "hourly", "interval": 24}, restrictions=[
        {"type": "days", "days": ["monday"], "start": "23:30", "end": "24:00"}
    ], contacts=tuple(range(1, 8)), tz="Europe/Berlin")  # fmt: skip
    assert layer.course.left_out(layer.start) == (3, 4, 5, 6, 7)
    on = {shift.contact for shift in layer_shifts(layer, Span(layer.start, layer.start + 2 * 365 * 86400))}
    assert on == {1, 2}
