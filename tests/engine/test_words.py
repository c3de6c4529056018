"""Rules in English: each kind of rule, and what is easily told wrong."""

from datetime import date
from typing import Any

import pytest

from tests.engine.oracle import utc
from tests.engine.told import a_layer
from watchbill.engine import (
    BEGINNING,
    FOREVER,
    BadRule,
    OneTime,
    Recurring,
    ShiftRule,
    read_restrictions,
    read_rotation,
    recurrence,
)
from watchbill.engine.recurrence import MonthlyByDay, MonthlyByWeekday, Occurrences, Pattern, Until, Weekly, Yearly
from watchbill.engine.words import (
    date_words,
    handoff_words,
    layer_words,
    listed,
    pattern_words,
    restriction_words,
    rotation_words,
    shift_rule_words,
    span_words,
    wall_words,
)

MONDAY = date(2026, 6, 1).toordinal()
LEAP_DAY = date(2024, 2, 29).toordinal()
HOUR = 3600


@pytest.mark.parametrize(
    ("rotation", "words"),
    [
        ({"type": "hourly"}, "hourly"),
        ({"type": "hourly", "interval": 12}, "every 12 hours"),
        ({"type": "daily"}, "daily"),
        ({"type": "weekly", "interval": 2}, "every 2 weeks"),
        ({"type": "custom", "unit": "months", "length": 1}, "monthly"),
        ({"type": "custom", "unit": "days", "lengths": [5, 2]}, "turns of 5 and 2 days"),
        ({"type": "custom", "unit": "weeks", "lengths": [1, 2, 3]}, "turns of 1, 2 and 3 weeks"),
        ({"type": "daily", "turns": "open"}, "daily, only open turns count"),
    ],
)
def test_a_rotation_in_words(rotation: dict[str, Any], words: str) -> None:
    assert rotation_words(read_rotation(rotation)) == words


@pytest.mark.parametrize(
    ("restrictions", "words"),
    [
        (None, "always"),
        ([], "never"),
        ([{"type": "daily", "start": "09:00", "end": "17:00"}], "09:00–17:00"),
        ([{"type": "daily", "start": "22:00", "end": "06:00:30"}], "22:00–06:00:30"),
        ([{"type": "daily", "start": "17:00", "end": "00:00"}], "17:00–24:00"),
        ([{"type": "daily", "start": "00:00", "end": "00:00"}], "all day"),
        ([{"type": "daily", "start": "00:00", "end": "24:00"}], "all day"),
        ([{"type": "daily", "start": "17:00", "end": "24:00"}], "17:00–24:00"),
        ([{"type": "daily", "start": "09:00", "end": "09:00"}], "09:00–09:00 the next day"),
        ([{"type": "days", "days": [4, 0, 1, 2, 3, 0], "start": "09:00", "end": "17:00"}], "Mon–Fri 09:00–17:00"),
        ([{"type": "days", "days": [5, 6], "start": "00:00", "end": "00:00"}], "Sat & Sun all day"),
        ([{"type": "days", "days": [0, 2, 4], "start": "09:00", "end": "10:00"}], "Mon, Wed & Fri 09:00–10:00"),
        ([{"type": "days", "days": list(range(7)), "start": "09:00", "end": "10:00"}], "09:00–10:00"),
        (
            [{"type": "weekly", "start_day": "friday", "start": "17:00", "end_day": "monday", "end": "09:00"}],
            "Fri 17:00–Mon 09:00",
        ),
        (
            [
                {"type": "days", "days": [0, 1, 2], "start": "09:00", "end": "17:00"},
                {"type": "days", "days": [5], "start": "10:00", "end": "14:00"},
            ],
            "Mon–Wed 09:00–17:00 and Sat 10:00–14:00",
        ),
    ],
)
def test_restrictions_in_words(restrictions: object, words: str) -> None:
    assert restriction_words(read_restrictions(restrictions)) == words


def test_a_layer_says_its_rotation_its_hours_and_whose_clocks() -> None:
    office = [{"type": "days", "days": [0, 1, 2, 3, 4], "start": "09:00", "end": "17:00"}]
    layer = a_layer(rotation={"type": "weekly"}, restrictions=office, index=2, tz="Europe/Berlin")
    assert layer_words(layer) == "layer 2, weekly, Mon–Fri 09:00–17:00 Europe/Berlin"


def test_a_layer_that_is_always_open_does_not_say_when() -> None:
    assert layer_words(a_layer(tz="Europe/Berlin")) == "layer 0, daily, Europe/Berlin"


WEEKS = "Each takes a week; handed off on Mondays at 09:00. The order begins again after 3 weeks."
MIXED = "Turns of 5 and 2 days, one after another; handed off on Mondays and Saturdays at 09:00."
EVEN = " With this many people, each always has turns of the same length."
LAST = "on the 31st, or the last day of a shorter month, at 08:30"
ELAPSED = "(elapsed hours, so that a clock change moves it)"
TWICE = f"Each takes 12 hours; handed off at 09:00 and 21:00 {ELAPSED}."
UNEVEN = "of 3 and 1 days, one after another; handed off at 09:00."


@pytest.mark.parametrize(
    ("rotation", "start", "words"),
    [
        ({"type": "weekly"}, "2026-11-23 09:00", WEEKS),
        ({"type": "daily", "turns": "open"}, "2026-11-23 09:00", "every day at 09:00. Only turns with open"),
        ({"type": "daily", "interval": 2}, "2026-11-23 09:00", "2 days; handed off every 2 days at 09:00."),
        ({"type": "weekly", "interval": 2}, "2026-11-24 09:00", "every 2 weeks, on a Tuesday at 09:00. "),
        ({"type": "monthly"}, "2026-01-31 08:30", LAST),
        ({"type": "monthly", "interval": 3}, "2026-01-02 08:30", "every 3 months on the 2nd at 08:30"),
        ({"type": "monthly"}, "2026-01-12 08:30", "a month; handed off on the 12th at 08:30"),
        ({"type": "hourly"}, "2026-11-23 09:00", f"Each takes an hour; handed off every hour {ELAPSED}."),
        ({"type": "hourly", "interval": 7}, "2026-11-23 09:00", f"every 7 hours {ELAPSED}"),
        ({"type": "hourly", "interval": 12}, "2026-11-23 21:00", TWICE),
        ({"type": "custom", "unit": "days", "lengths": [5, 2]}, "2026-11-23 09:00", MIXED),
        ({"type": "custom", "unit": "days", "lengths": [3, 1]}, "2026-11-23 09:00", UNEVEN),
        ({"type": "custom", "unit": "hours", "lengths": [8, 4]}, "2026-11-23 09:00", "handed off after each."),
    ],
)  # fmt: skip
def test_turns_say_when_who_hands_off(rotation: dict[str, Any], start: str, words: str) -> None:
    assert words in handoff_words(a_layer(start, rotation, contacts=(1, 2, 3), tz="Europe/Berlin"))


@pytest.mark.parametrize(
    ("contacts", "is_even"), [((1, 2), True), ((1, 2, 3, 4), True), ((1, 2, 3), False), ((1, 2, 3, 1), False)]
)
def test_who_always_has_the_long_turns_is_told_so(contacts: tuple[int, ...], is_even: bool) -> None:
    mixed = {"type": "custom", "unit": "days", "lengths": [5, 2]}
    assert handoff_words(a_layer("2026-11-23 09:00", mixed, contacts=contacts)) == MIXED + (EVEN if is_even else "")


def test_one_alone_hands_off_to_nobody() -> None:
    assert handoff_words(a_layer(contacts=(1, 1))) == "One person has every turn: there is no handoff."
    assert handoff_words(a_layer(contacts=())) == "Nobody takes turns yet."


@pytest.mark.parametrize(
    ("pattern", "anchor_on", "words"),
    [
        (recurrence.Daily(1), MONDAY, "daily"),
        (recurrence.Daily(3), MONDAY, "every 3 days"),
        (Weekly(1, (0, 1, 2, 3, 4)), MONDAY, "weekly on Mon–Fri"),
        (Weekly(2), MONDAY, "every 2 weeks on Mon"),
        (MonthlyByDay(1, 31), MONDAY, "monthly on day 31"),
        (MonthlyByWeekday(2, -1, 4), MONDAY, "every 2 months on the last Friday"),
        (MonthlyByWeekday(1, 1, 6), MONDAY, "monthly on the first Sunday"),
        (Yearly(1), LEAP_DAY, "yearly on 29 February"),
        (Yearly(4), MONDAY, "every 4 years on 1 June"),
    ],
)
def test_a_pattern_in_words(pattern: Pattern, anchor_on: int, words: str) -> None:
    assert pattern_words(pattern, anchor_on) == words


def night(**more: Any) -> ShiftRule:
    schedule = Recurring(MONDAY, 22 * HOUR, 6 * HOUR, **({"pattern": Weekly(1, (0, 1, 2, 3, 4))} | more))
    return ShiftRule(id="a", name="Night", schedule=schedule)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (night(), "Night, weekly on Mon–Fri 22:00–06:00 Europe/Berlin"),
        (night(ends=Occurrences(10)), "Night, weekly on Mon–Fri 22:00–06:00 Europe/Berlin, 10 times"),
        (night(ends=Occurrences(1)), "Night, weekly on Mon–Fri 22:00–06:00 Europe/Berlin, one time"),
        (
            night(ends=Until(utc("2026-07-01 10:00"))),
            "Night, weekly on Mon–Fri 22:00–06:00 Europe/Berlin, until Wednesday 2026-07-01 12:00 Europe/Berlin",
        ),
        (
            night(pattern=Weekly(2, (0,))),
            "Night, every 2 weeks on Mon 22:00–06:00 Europe/Berlin from 2026-06-01",
        ),
        (
            night(pattern=Weekly(2, (0,), week_start=0)),
            "Night, every 2 weeks on Mon 22:00–06:00 Europe/Berlin from 2026-06-01",
        ),
        (
            night(pattern=Weekly(2, (5, 6), week_start=6)),
            "Night, every 2 weeks on Sat & Sun 22:00–06:00 Europe/Berlin from 2026-06-01, weeks start on Sunday",
        ),
        (night(pattern=Weekly(1, (0,), week_start=6)), "Night, weekly on Mon 22:00–06:00 Europe/Berlin"),
        (
            ShiftRule(id="b", schedule=OneTime(utc("2026-06-01 07:00"), utc("2026-06-01 15:00"))),
            "shift b, once, Monday 2026-06-01 09:00 – 17:00 Europe/Berlin",
        ),
    ],
)
def test_a_shift_rule_in_words(rule: ShiftRule, words: str) -> None:
    assert shift_rule_words(rule, "Europe/Berlin") == words


def test_an_instant_is_told_by_the_clocks_of_its_zone() -> None:
    assert wall_words(utc("2026-06-01 07:00:05"), "Europe/Berlin") == "Monday 2026-06-01 09:00:05 Europe/Berlin"


def test_the_second_time_that_clocks_show_an_hour_is_told_apart() -> None:
    first, second = utc("2026-10-25 00:30"), utc("2026-10-25 01:30")
    assert wall_words(first, "Europe/Berlin") == "Sunday 2026-10-25 02:30 Europe/Berlin"
    assert wall_words(second, "Europe/Berlin") == "Sunday 2026-10-25 02:30 (again) Europe/Berlin"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (BEGINNING, FOREVER, "always"),
        (BEGINNING, utc("2026-06-01"), "until Monday 2026-06-01 00:00 UTC"),
        (utc("2026-06-01"), FOREVER, "from Monday 2026-06-01 00:00 UTC on"),
        (utc("2026-06-01"), utc("2026-06-01 12:00"), "Monday 2026-06-01 00:00 – 12:00 UTC"),
        (utc("2026-06-01"), utc("2026-06-02"), "Monday 2026-06-01 00:00 – Tuesday 2026-06-02 00:00 UTC"),
    ],
)
def test_a_span_names_its_date_once_and_no_end_that_is_none(start: int, end: int, words: str) -> None:
    assert span_words(start, end, "UTC") == words


@pytest.mark.parametrize("at", [BEGINNING, FOREVER])
@pytest.mark.parametrize("tz", ["Pacific/Kiritimati", "Pacific/Niue"])
def test_the_ends_of_time_can_be_told_in_any_zone(at: int, tz: str) -> None:
    assert wall_words(at, tz).endswith(tz)


def test_a_date_is_told_with_its_day() -> None:
    assert date_words(LEAP_DAY) == "Thursday 2024-02-29"


def test_one_word_is_a_list_of_its_own() -> None:
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]


def test_a_zone_that_there_is_not_cannot_be_told() -> None:
    with pytest.raises(BadRule):
        wall_words(0, "Europe/Atlantis")
