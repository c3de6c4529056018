"""Restrictions as people write them, and when they are open."""

from typing import Any

import pytest

from tests.engine.told import a_layer, hours, walls, window
from watchbill.engine import BadRule, layer_shifts, read_restrictions

NIGHT = {"type": "daily", "start": "22:00", "end": "06:00"}
FRIDAY = {"type": "days", "days": ["friday"], "start": "09:00", "end": "17:00"}
WEEKEND = {"type": "weekly", "start_day": "friday", "start": "17:00", "end_day": "monday", "end": "09:00"}

# --- reading ------------------------------------------------------------------------------------------


def test_null_is_no_restriction() -> None:
    assert read_restrictions(None) is None


def test_an_empty_list_is_never_open() -> None:
    assert read_restrictions([]) == ()


@pytest.mark.parametrize("day", ["friday", "Friday", "FRIDAY", 4])
def test_a_day_may_be_written_as_a_name_or_a_number(day: object) -> None:
    assert read_restrictions([FRIDAY | {"days": [day]}]) == read_restrictions([FRIDAY])
    assert read_restrictions([WEEKEND | {"start_day": day}]) == read_restrictions([WEEKEND])


def test_a_day_named_twice_is_named_once() -> None:
    assert shown([FRIDAY | {"days": ["friday", 4, "Friday"]}]) == shown([FRIDAY])


def test_seconds_may_be_written_or_left_out() -> None:
    assert read_restrictions([NIGHT | {"start": "22:00:00"}]) == read_restrictions([NIGHT])


def test_the_hour_24_ends_the_day_that_is_named() -> None:
    late = {"type": "days", "days": ["friday"], "start": "17:00"}
    assert shown([late | {"end": "24:00"}]) == shown([late | {"end": "00:00"}])
    assert shown([WEEKEND | {"end_day": "sunday", "end": "24:00:00"}]) == shown([WEEKEND | {"end": "00:00"}])


def test_from_midnight_to_the_hour_24_is_the_whole_day() -> None:
    assert shown([{"type": "daily", "start": "00:00", "end": "24:00"}]) == shown(None)


@pytest.mark.parametrize("written", [{}, "always", 0, False, NIGHT])
def test_restrictions_are_null_or_a_list(written: object) -> None:
    with pytest.raises(BadRule):
        read_restrictions(written)


@pytest.mark.parametrize("window", [None, "daily", 7, []])
def test_a_restriction_is_an_object(window: object) -> None:
    with pytest.raises(BadRule) as bad:
        read_restrictions([NIGHT, window])
    assert [path for path, _ in bad.value.problems] == ["[1]"]


@pytest.mark.parametrize(
    ("wrong", "paths"),
    [
        ({}, ["[0].type"]),
        ({"type": "monthly"}, ["[0].type"]),
        ({"type": []}, ["[0].type"]),
        ({"type": "daily"}, ["[0].end", "[0].start"]),
        (NIGHT | {"start": "9:00"}, ["[0].start"]),
        (NIGHT | {"start": "24:00"}, ["[0].start"]),
        (NIGHT | {"end": "24:30"}, ["[0].end"]),
        (NIGHT | {"start": "12:60"}, ["[0].start"]),
        (NIGHT | {"start": "12:00:60"}, ["[0].start"]),
        (NIGHT | {"start": "12:00:"}, ["[0].start"]),
        (NIGHT | {"start": "12:00Z"}, ["[0].start"]),
        (NIGHT | {"start": " 12:00"}, ["[0].start"]),
        (NIGHT | {"start": "12:00\n"}, ["[0].start"]),
        (NIGHT | {"start": "１２:00"}, ["[0].start"]),
        (NIGHT | {"start": "-1:00"}, ["[0].start"]),
        (NIGHT | {"start": "12"}, ["[0].start"]),
        (NIGHT | {"start": 9, "end": None}, ["[0].end", "[0].start"]),
        (NIGHT | {"days": [1]}, ["[0].days"]),
        (NIGHT | {"tz": "UTC", "note": ""}, ["[0].note", "[0].tz"]),
        ({"type": "days", "start": "09:00", "end": "17:00"}, ["[0].days"]),
        (FRIDAY | {"days": []}, ["[0].days"]),
        (FRIDAY | {"days": "friday"}, ["[0].days"]),
        (FRIDAY | {"days": 4}, ["[0].days"]),
        (FRIDAY | {"days": ["fri", 7, 4]}, ["[0].days[0]", "[0].days[1]"]),
        (FRIDAY | {"days": [-1]}, ["[0].days[0]"]),
        (FRIDAY | {"days": [True]}, ["[0].days[0]"]),
        (FRIDAY | {"days": [4.0]}, ["[0].days[0]"]),
        (FRIDAY | {"days": [None, []]}, ["[0].days[0]", "[0].days[1]"]),
        (FRIDAY | {"start_day": 1}, ["[0].start_day"]),
        ({"type": "weekly", "start": "09:00", "end": "17:00"}, ["[0].end_day", "[0].start_day"]),
        (WEEKEND | {"start_day": "someday", "end_day": 9}, ["[0].end_day", "[0].start_day"]),
        (WEEKEND | {"end_day": [0]}, ["[0].end_day"]),
        (WEEKEND | {"days": [1]}, ["[0].days"]),
    ],
)
def test_a_bad_restriction_names_every_key_that_is_wrong(wrong: dict[str, Any], paths: list[str]) -> None:
    with pytest.raises(BadRule) as bad:
        read_restrictions([wrong])
    assert sorted(path for path, _ in bad.value.problems) == paths


def test_all_restrictions_of_a_list_are_looked_at() -> None:
    with pytest.raises(BadRule) as bad:
        read_restrictions([NIGHT | {"start": "x"}, NIGHT, FRIDAY | {"end": "y"}])
    assert [path for path, _ in bad.value.problems] == ["[0].start", "[2].end"]


# --- when they are open -------------------------------------------------------------------------------


def shown(
    restrictions: list[dict[str, Any]] | None,
    since: str = "2026-06-01",
    until: str = "2026-06-09",
    tz: str = "UTC",
) -> list[str]:
    """When one contact who is always on turn is shown; 1 June 2026 is a Monday."""
    layer = a_layer("2025-06-02", {"type": "weekly"}, restrictions, contacts=(1,), tz=tz)
    return walls(layer_shifts(layer, window(since, until, tz)), tz)


def test_a_night_goes_on_into_the_next_day() -> None:
    assert shown([NIGHT], until="2026-06-02") == ["06-01 00:00 - 06-01 06:00: 1", "06-01 22:00 - 06-02 00:00: 1"]


def test_a_window_that_ends_when_it_starts_is_a_whole_day() -> None:
    assert shown([NIGHT | {"end": "22:00"}]) == ["06-01 00:00 - 06-09 00:00: 1"]
    assert shown([FRIDAY | {"end": "09:00"}]) == ["06-05 09:00 - 06-06 09:00: 1"]


def test_a_window_may_be_one_second() -> None:
    layer = a_layer(restrictions=[{"type": "daily", "start": "23:59:59", "end": "00:00"}])
    assert [shift.end - shift.start for shift in layer_shifts(layer, window("2026-06-01", "2026-06-03"))] == [1, 1]


def test_each_named_day_has_its_window() -> None:
    assert shown([FRIDAY | {"days": ["monday", "friday"]}]) == [
        "06-01 09:00 - 06-01 17:00: 1",
        "06-05 09:00 - 06-05 17:00: 1",
        "06-08 09:00 - 06-08 17:00: 1",
    ]


def test_a_weekly_window_wraps_around_the_week() -> None:
    assert shown([WEEKEND]) == ["06-01 00:00 - 06-01 09:00: 1", "06-05 17:00 - 06-08 09:00: 1"]


def test_a_weekly_window_may_lie_in_one_day() -> None:
    assert shown([WEEKEND | {"start_day": 2, "start": "09:00", "end_day": 2, "end": "10:00"}]) == [
        "06-03 09:00 - 06-03 10:00: 1"
    ]


def test_a_weekly_window_that_ends_before_it_starts_on_its_day_is_a_week_but_for_that() -> None:
    assert shown([WEEKEND | {"start_day": 2, "start": "10:00", "end_day": 2, "end": "09:00"}]) == [
        "06-01 00:00 - 06-03 09:00: 1",
        "06-03 10:00 - 06-09 00:00: 1",
    ]


def test_a_weekly_window_that_ends_when_it_starts_is_always_open() -> None:
    assert shown([WEEKEND | {"end_day": "friday", "end": "17:00"}]) == ["06-01 00:00 - 06-09 00:00: 1"]


def test_windows_that_overlap_or_touch_are_one() -> None:
    windows = [FRIDAY, FRIDAY | {"start": "16:00", "end": "18:00"}, FRIDAY | {"start": "18:00", "end": "19:00"}]
    assert shown(windows) == ["06-05 09:00 - 06-05 19:00: 1"]


def test_one_window_always_open_among_others_opens_all() -> None:
    assert shown([FRIDAY, NIGHT | {"end": "22:00"}]) == ["06-01 00:00 - 06-09 00:00: 1"]


def test_a_window_that_is_skipped_whole_is_empty() -> None:
    early = [{"type": "daily", "start": "02:00", "end": "03:00"}]
    assert shown(early, "2026-03-28", "2026-03-31", "Europe/Berlin") == [
        "03-28 02:00 - 03-28 03:00: 1",
        "03-30 02:00 - 03-30 03:00: 1",
    ]


def test_a_window_that_begins_in_a_skip_begins_at_its_end() -> None:
    early = [{"type": "daily", "start": "02:30", "end": "04:00"}]
    assert shown(early, "2026-03-29", "2026-03-30", "Europe/Berlin") == ["03-29 03:00 - 03-29 04:00: 1"]


def test_a_window_over_an_hour_that_comes_twice_lasts_both() -> None:
    early = [{"type": "daily", "start": "02:00", "end": "03:00"}]
    layer = a_layer("2026-10-01", restrictions=early, tz="Europe/Berlin")
    assert hours(layer_shifts(layer, window("2026-10-24", "2026-10-27", "Europe/Berlin"))) == [1, 2, 1]


def test_a_window_that_ends_in_an_hour_that_comes_twice_ends_the_first_time() -> None:
    early = [{"type": "daily", "start": "00:00", "end": "02:30"}]
    layer = a_layer("2026-10-01", restrictions=early, tz="Europe/Berlin")
    assert hours(layer_shifts(layer, window("2026-10-25", "2026-10-26", "Europe/Berlin"))) == [2.5]


def test_a_day_that_never_was_has_no_window() -> None:
    """Contact 2's turn on 30 December 2011 passes unseen."""
    noon = [{"type": "daily", "start": "12:00", "end": "13:00"}]
    layer = a_layer("2011-12-01", restrictions=noon, tz="Pacific/Apia")
    shifts = layer_shifts(layer, window("2011-12-29", "2012-01-01", "Pacific/Apia"))
    assert walls(shifts, "Pacific/Apia") == ["12-29 12:00 - 12-29 13:00: 1", "12-31 12:00 - 12-31 13:00: 1"]


def test_a_night_that_touches_the_next_morning_is_one_window_on_every_day_of_the_week() -> None:
    for day in range(7):
        evening = {"type": "days", "days": [day], "start": "22:00", "end": "06:00"}
        morning = {"type": "days", "days": [(day + 1) % 7], "start": "00:00", "end": "09:00"}
        layer = a_layer("2025-06-02", {"type": "weekly"}, [evening, morning], contacts=(1,))
        assert hours(layer_shifts(layer, window("2026-06-01 12:00", "2026-06-08 12:00"))) == [11]
