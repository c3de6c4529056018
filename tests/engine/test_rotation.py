"""Rotations as people write them, and the turns that they give."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.engine.told import a_layer, hours, people, walls, window
from watchbill.engine import BadRule, Rotation, layer_shifts, read_rotation

# --- reading ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "unit", "lengths"),
    [
        ({"type": "hourly"}, "hours", (1,)),
        ({"type": "hourly", "interval": 12}, "hours", (12,)),
        ({"type": "daily"}, "days", (1,)),
        ({"type": "daily", "interval": 2}, "days", (2,)),
        ({"type": "weekly", "interval": 1}, "weeks", (1,)),
        ({"type": "monthly", "interval": 1000}, "months", (1000,)),
        ({"type": "custom", "unit": "hours", "length": 36}, "hours", (36,)),
        ({"type": "custom", "unit": "weeks", "length": 3}, "weeks", (3,)),
        ({"type": "custom", "unit": "days", "lengths": [5, 2]}, "days", (5, 2)),
        ({"type": "custom", "unit": "months", "lengths": [1]}, "months", (1,)),
    ],
)
def test_a_rotation_is_read(written: dict[str, Any], unit: str, lengths: tuple[int, ...]) -> None:
    rotation = read_rotation(written)
    assert (rotation.unit, rotation.lengths, rotation.turns) == (unit, lengths, "all")


def test_the_one_form_is_the_same_rotation_as_the_other() -> None:
    assert read_rotation({"type": "daily", "interval": 3}) == read_rotation(
        {"type": "custom", "unit": "days", "length": 3}
    )


@pytest.mark.parametrize("turns", ["all", "open"])
def test_which_periods_use_a_turn_is_read(turns: str) -> None:
    assert read_rotation({"type": "daily", "turns": turns}).turns == turns


@pytest.mark.parametrize("written", [None, [], "daily", 1, True])
def test_a_rotation_is_an_object(written: object) -> None:
    with pytest.raises(BadRule):
        read_rotation(written)


@pytest.mark.parametrize(
    ("written", "paths"),
    [
        ({}, ["type"]),
        ({"type": "yearly"}, ["type"]),
        ({"type": 1}, ["type"]),
        ({"type": ["daily"]}, ["type"]),
        ({"type": None, "interval": 2}, ["type"]),
        ({"type": "Daily"}, ["type"]),
        ({"type": "daily", "interval": 0}, ["interval"]),
        ({"type": "daily", "interval": 1001}, ["interval"]),
        ({"type": "daily", "interval": -1}, ["interval"]),
        ({"type": "daily", "interval": 1.5}, ["interval"]),
        ({"type": "daily", "interval": 2.0}, ["interval"]),
        ({"type": "daily", "interval": "2"}, ["interval"]),
        ({"type": "daily", "interval": True}, ["interval"]),
        ({"type": "daily", "interval": None}, ["interval"]),
        ({"type": "daily", "length": 2}, ["length"]),
        ({"type": "daily", "unit": "days"}, ["unit"]),
        ({"type": "daily", "lengths": [1]}, ["lengths"]),
        ({"type": "daily", "turns": "some"}, ["turns"]),
        ({"type": "daily", "turns": None}, ["turns"]),
        ({"type": "daily", "turns": []}, ["turns"]),
        ({"type": "custom", "length": 1}, ["unit"]),
        ({"type": "custom", "unit": "years", "length": 1}, ["unit"]),
        ({"type": "custom", "unit": {}, "length": 1}, ["unit"]),
        ({"type": "custom", "unit": "days"}, ["length"]),
        ({"type": "custom", "unit": "days", "length": 0}, ["length"]),
        ({"type": "custom", "unit": "days", "length": True}, ["length"]),
        ({"type": "custom", "unit": "days", "lengths": []}, ["lengths"]),
        ({"type": "custom", "unit": "days", "lengths": 5}, ["lengths"]),
        ({"type": "custom", "unit": "days", "lengths": {"0": 5}}, ["lengths"]),
        ({"type": "custom", "unit": "days", "lengths": [5, 0]}, ["lengths[1]"]),
        ({"type": "custom", "unit": "days", "lengths": ["5", 2, None]}, ["lengths[0]", "lengths[2]"]),
        ({"type": "custom", "unit": "days", "length": 1, "interval": 1}, ["interval"]),
        ({"type": "daily", "every": 2, "Interval": 3}, ["Interval", "every"]),
        ({"type": "daily", "interval": 0, "turns": 5, "color": "red"}, ["color", "interval", "turns"]),
    ],
)
def test_a_bad_rotation_names_every_key_that_is_wrong(written: dict[str, Any], paths: list[str]) -> None:
    with pytest.raises(BadRule) as bad:
        read_rotation(written)
    assert sorted(path for path, _ in bad.value.problems) == paths


def test_length_and_lengths_together_are_one_too_many() -> None:
    with pytest.raises(BadRule, match="length"):
        read_rotation({"type": "custom", "unit": "days", "length": 1, "lengths": [1]})


def test_what_is_wrong_is_told_with_its_path() -> None:
    with pytest.raises(BadRule, match=r"lengths\[1\].*1000"):
        read_rotation({"type": "custom", "unit": "days", "lengths": [1, 1001]})


# --- turns --------------------------------------------------------------------------------------------


def turns(rotation: dict[str, Any], start: str, since: str, until: str, tz: str = "UTC") -> list[str]:
    layer = a_layer(start, rotation, tz=tz, contacts=(1, 2, 3))
    return walls(layer_shifts(layer, window(since, until, tz)), tz)


def test_the_first_turn_starts_with_the_layer() -> None:
    assert turns({"type": "daily"}, "2026-06-01 09:00", "2026-05-01", "2026-06-02 09:00") == [
        "06-01 09:00 - 06-02 09:00: 1"
    ]


def test_weekly_turns_keep_the_weekday_and_the_time() -> None:
    assert turns({"type": "weekly"}, "2026-03-25 17:00", "2026-03-25", "2026-04-08", "Europe/Berlin") == [
        "03-25 17:00 - 04-01 17:00: 1",
        "04-01 17:00 - 04-08 00:00: 2",
    ]


def test_monthly_turns_come_back_to_the_31st_after_a_shorter_month() -> None:
    assert turns({"type": "monthly"}, "2027-01-31 09:00", "2027-01-31 09:00", "2027-04-30 09:00") == [
        "01-31 09:00 - 02-28 09:00: 1",
        "02-28 09:00 - 03-31 09:00: 2",
        "03-31 09:00 - 04-30 09:00: 3",
    ]


def test_quarterly_turns_count_months() -> None:
    assert turns({"type": "monthly", "interval": 3}, "2026-11-30", "2026-12-01", "2027-06-01") == [
        "12-01 00:00 - 02-28 00:00: 1",
        "02-28 00:00 - 05-30 00:00: 2",
        "05-30 00:00 - 06-01 00:00: 3",
    ]


def test_lengths_of_months_take_turns() -> None:
    rotation = {"type": "custom", "unit": "months", "lengths": [1, 2]}
    assert turns(rotation, "2026-01-31", "2026-01-31", "2026-07-31") == [
        "01-31 00:00 - 02-28 00:00: 1",
        "02-28 00:00 - 04-30 00:00: 2",
        "04-30 00:00 - 05-31 00:00: 3",
        "05-31 00:00 - 07-31 00:00: 1",
    ]


def test_lengths_of_hours_take_turns() -> None:
    rotation = {"type": "custom", "unit": "hours", "lengths": [10, 14]}
    layer = a_layer("2026-06-01 08:00", rotation)
    assert hours(layer_shifts(layer, window("2026-06-01", "2026-06-03 08:00"))) == [10, 14, 10, 14]


def test_hours_are_elapsed_time_over_a_clock_change() -> None:
    layer = a_layer("2026-03-28 12:00", {"type": "hourly", "interval": 24}, tz="Europe/Berlin")
    assert hours(layer_shifts(layer, window("2026-03-28 11:00", "2026-03-30 11:00"))) == [24, 24]


def test_a_turn_over_spring_forward_lasts_23_hours() -> None:
    layer = a_layer("2026-03-01 09:00", tz="America/New_York")
    shifts = layer_shifts(layer, window("2026-03-06 09:00", "2026-03-09 09:00", "America/New_York"))
    assert hours(shifts) == [24, 23, 24]


def test_a_turn_over_fall_back_lasts_25_hours() -> None:
    layer = a_layer("2026-10-01 09:00", tz="America/New_York")
    shifts = layer_shifts(layer, window("2026-10-30 09:00", "2026-11-02 09:00", "America/New_York"))
    assert hours(shifts) == [24, 25, 24]


def test_a_handoff_in_the_skipped_hour_comes_at_its_end() -> None:
    assert turns({"type": "daily"}, "2026-03-28 02:30", "2026-03-28", "2026-03-30 12:00", "Europe/Berlin") == [
        "03-28 02:30 - 03-29 03:00: 1",
        "03-29 03:00 - 03-30 02:30: 2",
        "03-30 02:30 - 03-30 12:00: 3",
    ]


def test_a_layer_may_start_in_the_second_pass_of_an_hour() -> None:
    layer = a_layer("2026-10-25 02:30", tz="Europe/Berlin")
    late = replace(layer, start=layer.start + 3600)
    assert hours(layer_shifts(late, window("2026-10-25", "2026-10-27 02:30", "Europe/Berlin"))) == [24, 24]


def test_a_turn_of_a_thousand_months_is_one_shift() -> None:
    layer = a_layer("1950-01-31", {"type": "monthly", "interval": 1000})
    assert walls(layer_shifts(layer, window("1949-01-01", "2033-06-01"))) == [
        "01-31 00:00 - 05-31 00:00: 1",
        "05-31 00:00 - 06-01 00:00: 2",
    ]


# --- which periods use a turn -----------------------------------------------------------------------------

WEEKDAYS = [{"type": "days", "days": [0, 1, 2, 3, 4], "start": "09:00", "end": "17:00"}]


def first_contacts(turns: str, restrictions: list[dict[str, Any]] | None, rotation: str = "daily") -> list[int]:
    """Who is on in June 2026, which begins on a Monday, with contacts 1 to 9."""
    layer = a_layer("2026-06-01", {"type": rotation, "turns": turns}, restrictions, contacts=tuple(range(1, 10)))
    return people(layer_shifts(layer, window("2026-06-01", "2026-06-12")))


def test_a_weekend_uses_up_turns_where_all_periods_count() -> None:
    assert first_contacts("all", WEEKDAYS) == [1, 2, 3, 4, 5, 8, 9, 1, 2]


def test_a_weekend_uses_up_no_turns_where_only_open_periods_count() -> None:
    assert first_contacts("open", WEEKDAYS) == [1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_without_restrictions_every_period_is_open() -> None:
    assert first_contacts("open", None) == first_contacts("all", None)


def test_where_nothing_is_ever_open_nobody_has_a_turn() -> None:
    assert first_contacts("open", []) == first_contacts("all", []) == []


def test_open_turns_of_elapsed_hours_are_counted_over_a_clock_change() -> None:
    """Clocks in Berlin skip the window of 29 March: neither turn of that day has any time."""
    window_of_night = [{"type": "daily", "start": "02:00", "end": "03:00"}]
    rotation = {"type": "hourly", "interval": 12, "turns": "open"}
    layer = a_layer("2026-03-27", rotation, window_of_night, contacts=(1, 2, 3, 4, 5), tz="Europe/Berlin")
    shifts = layer_shifts(layer, window("2026-03-27", "2026-04-01", "Europe/Berlin"))
    assert walls(shifts, "Europe/Berlin") == [
        "03-27 02:00 - 03-27 03:00: 1",
        "03-28 02:00 - 03-28 03:00: 2",
        "03-30 02:00 - 03-30 03:00: 3",
        "03-31 02:00 - 03-31 03:00: 4",
    ]


def test_a_rotation_may_be_built_without_being_read() -> None:
    assert Rotation(unit="days", lengths=(1,)) == read_rotation({"type": "daily"})
