"""The yearly rules of zones: what the zone data say of all years after those that they list."""

import pytest

from tests.engine.oracle import changes, utc
from watchbill.engine import LAST, BadRule, Change, YearlyChange, yearly_changes, zone, zone_names

HOUR = 3600
CHANGING = sorted(name for name in zone_names() if yearly_changes(name))


@pytest.mark.parametrize("year", [2090, 2096, 2399, 3000])
def test_every_zone_changes_in_far_years_exactly_by_its_rule(year: int) -> None:
    since, until = utc(f"{year}-01-01"), utc(f"{year + 1}-01-01")
    for name in zone_names():
        by_rule = [Change(one.at(year), one.before, one.after) for one in yearly_changes(name) or ()]
        assert zone(name).changes(since, until) == sorted(by_rule, key=lambda one: one.at), name


def test_a_rule_is_told_as_a_weekday_of_a_month_and_a_reading() -> None:
    assert yearly_changes("Europe/Berlin") == (
        YearlyChange(3, LAST, 6, 2 * HOUR, HOUR, 2 * HOUR),
        YearlyChange(10, LAST, 6, 3 * HOUR, 2 * HOUR, HOUR),
    )


def test_a_reading_may_lie_beyond_its_day_and_offsets_have_minutes() -> None:
    assert yearly_changes("Asia/Jerusalem")[0] == YearlyChange(3, 4, 3, 26 * HOUR, 2 * HOUR, 3 * HOUR)  # type: ignore[index]
    assert yearly_changes("America/Nuuk")[0].time == -HOUR  # type: ignore[index]
    chatham = YearlyChange(9, LAST, 6, 2 * HOUR + 2_700, 12 * HOUR + 2_700, 13 * HOUR + 2_700)
    assert yearly_changes("Pacific/Chatham")[0] == chatham  # type: ignore[index]


def test_the_first_is_the_change_to_the_other_time_also_where_that_is_earlier() -> None:
    assert [one.month for one in yearly_changes("Europe/Dublin") or ()] == [10, 3]


def test_most_zones_change_no_more() -> None:
    assert 150 < len(CHANGING) < 250
    assert yearly_changes("Asia/Kolkata") is yearly_changes("UTC") is None


def test_the_rule_is_that_of_the_changes_which_the_oracle_sees() -> None:
    for name in ("America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago"):
        assert sorted(one.at(2027) for one in yearly_changes(name) or ()) == [at for at, _ in changes(name, 2027)]


def test_there_is_no_rule_of_no_zone() -> None:
    with pytest.raises(BadRule):
        yearly_changes("Mars/Base")
