"""The dates of recurrences, against a walk day by day and against dateutil."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.roster_oracle import ToldPattern, is_date, walk
from tests.engine.roster_strategies import pattern, patterns, weekdays
from tests.engine.strategies import examples
from watchbill.engine import BadRule
from watchbill.engine.recurrence import (
    Daily,
    Dates,
    MonthlyByDay,
    MonthlyByWeekday,
    Occurrences,
    Pattern,
    Weekly,
    Yearly,
    dates_from,
)

anchors = st.one_of(
    st.dates(date(1900, 1, 1), date(2400, 1, 1)),
    st.sampled_from([date(2024, 2, 29), date(1896, 2, 29), date(2026, 1, 31), date(2000, 2, 29)]),
)


def on(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal()


def shown(dates: list[int]) -> list[str]:
    return [date.fromordinal(each).isoformat() for each in dates]


def dates_of(rule: Pattern, *anchor: int) -> Dates:
    return dates_from(on(*anchor), rule)


@given(patterns, anchors, st.integers(-400, 1_500), st.integers(0, 800))
@examples(500)
def test_the_dates_of_a_span_are_those_that_a_walk_meets(
    told: ToldPattern, anchor: date, days: int, length: int
) -> None:
    first = anchor.toordinal() + days
    met = map(date.toordinal, walk(told, anchor, date.fromordinal(first + length)))
    dates = dates_from(anchor.toordinal(), pattern(told))
    assert dates.between(first, first + length) == [each for each in met if each >= first]


@given(patterns, anchors)
@examples(150)
def test_dates_are_counted_and_numbered_as_a_walk_meets_them(told: ToldPattern, anchor: date) -> None:
    dates = dates_from(anchor.toordinal(), pattern(told))
    for n, met in enumerate(walk(told, anchor, anchor + timedelta(days=1_200))):
        assert dates.nth(n) == met.toordinal()
        assert dates.count_before(met.toordinal()) == n


@given(patterns, anchors, st.integers(0, 10**6))
@examples(300)
def test_however_far_the_nth_date_has_n_dates_before_it(told: ToldPattern, anchor: date, n: int) -> None:
    dates = dates_from(anchor.toordinal(), pattern(told))
    nth = dates.nth(n)
    if nth is not None:
        assert (dates.count_before(nth), dates.count_before(nth + 1)) == (n, n + 1)
        assert dates.between(nth, nth) == [nth]


@given(patterns, anchors, st.integers(date(2400, 1, 1).toordinal(), date(9990, 1, 1).toordinal()))
@examples(300)
def test_far_dates_are_the_dates_of_the_pattern(told: ToldPattern, anchor: date, first: int) -> None:
    dates = dates_from(anchor.toordinal(), pattern(told))
    days = range(first, first + 70)
    expected = [day for day in days if is_date(told, anchor, date.fromordinal(day))]
    assert dates.between(first, first + 69) == expected


BY_DATEUTIL: list[tuple[Pattern, dict[str, Any]]] = [
    (Daily(5), {"freq": rrule.DAILY, "interval": 5}),
    (Weekly(2, (6, 0, 4)), {"freq": rrule.WEEKLY, "interval": 2, "byweekday": (6, 0, 4)}),
    (Weekly(3, (6, 0, 4), 6), {"freq": rrule.WEEKLY, "interval": 3, "byweekday": (6, 0, 4), "wkst": rrule.SU}),
    (Weekly(2, (2, 3), 3), {"freq": rrule.WEEKLY, "interval": 2, "byweekday": (2, 3), "wkst": rrule.TH}),
    (MonthlyByDay(1, 29), {"freq": rrule.MONTHLY, "bymonthday": 29}),
    (MonthlyByDay(7, 29), {"freq": rrule.MONTHLY, "interval": 7, "bymonthday": 29}),
    (MonthlyByDay(3, 30), {"freq": rrule.MONTHLY, "interval": 3, "bymonthday": 30}),
    (MonthlyByDay(2, 31), {"freq": rrule.MONTHLY, "interval": 2, "bymonthday": 31}),
    (MonthlyByWeekday(1, -1, 4), {"freq": rrule.MONTHLY, "byweekday": rrule.FR(-1)}),
    (MonthlyByWeekday(5, 3, 6), {"freq": rrule.MONTHLY, "interval": 5, "byweekday": rrule.SU(3)}),
    (Yearly(1), {"freq": rrule.YEARLY, "bymonth": 2, "bymonthday": 29}),
    (Yearly(3), {"freq": rrule.YEARLY, "interval": 3, "bymonth": 2, "bymonthday": 29}),
]


@pytest.mark.parametrize(("ours", "theirs"), BY_DATEUTIL, ids=[str(each) for each, _ in BY_DATEUTIL])
def test_the_first_500_dates_are_dateutils(ours: Pattern, theirs: dict[str, Any]) -> None:
    dates = dates_of(ours, 1996, 2, 29)
    expected = rrule.rrule(dtstart=datetime.combine(date(1996, 2, 29), time()), count=500, **theirs)
    assert [dates.nth(n) for n in range(500)] == [each.toordinal() for each in expected]


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        (Daily(1), 146_097),
        (Weekly(1), 20_871),
        (MonthlyByDay(1, 28), 4_800),
        (MonthlyByDay(1, 29), 4_800 - 303),
        (MonthlyByDay(1, 30), 4_400),
        (MonthlyByDay(1, 31), 2_800),
        (MonthlyByWeekday(1, -1, 0), 4_800),
        (Yearly(1), 97),
    ],
)
def test_four_hundred_years_have_so_many(rule: Pattern, count: int) -> None:
    assert dates_of(rule, 2000, 2, 29).count_before(on(2400, 2, 29)) == count


@pytest.mark.parametrize(
    ("week_start", "days"), [(None, [3, 7, 17, 21]), (0, [3, 7, 17, 21]), (6, [3, 14, 17, 28]), (2, [3, 7, 17, 21])]
)
def test_weeks_start_on_monday_or_on_the_chosen_day_and_the_anchors_is_the_first(
    week_start: int | None, days: list[int]
) -> None:
    dates = dates_of(Weekly(2, (2, 6), week_start), 2026, 6, 3)
    assert dates.between(on(2026, 6, 1), on(2026, 6, 30)) == [on(2026, 6, day) for day in days]


@given(anchors, weekdays, st.integers(0, 6), st.integers(0, 1_000))
@examples(100)
def test_where_every_week_counts_it_makes_no_difference_where_they_start(
    anchor: date, days: frozenset[int], week_start: int, n: int
) -> None:
    chosen, usual = Weekly(1, tuple(days), week_start), Weekly(1, tuple(days))
    assert dates_from(anchor.toordinal(), chosen).nth(n) == dates_from(anchor.toordinal(), usual).nth(n)


def test_a_week_without_named_days_has_the_anchors() -> None:
    assert dates_of(Weekly(), 2026, 6, 3) == dates_of(Weekly(days=(2,)), 2026, 6, 3)


def test_a_day_named_twice_occurs_once() -> None:
    assert dates_of(Weekly(days=(2, 2)), 2026, 6, 3).nth(1) == on(2026, 6, 10)


def test_a_months_day_before_the_anchor_does_not_occur() -> None:
    assert dates_of(MonthlyByDay(2, 10), 2026, 6, 15).nth(0) == on(2026, 8, 10)


def test_a_weekday_of_the_month_before_the_anchor_does_not_occur() -> None:
    assert dates_of(MonthlyByWeekday(1, 1, 0), 2026, 6, 15).nth(0) == on(2026, 7, 6)


def test_an_anchor_that_is_such_a_weekday_is_the_first_date() -> None:
    assert dates_of(MonthlyByWeekday(2, 1, 0), 2026, 6, 1).nth(0) == on(2026, 6, 1)


def test_the_31st_of_every_april_never_comes() -> None:
    dates = dates_of(MonthlyByDay(12, 31), 2026, 4, 1)
    assert dates.nth(0) is None
    assert dates.between(1, 3_000_000) == []


def test_29_february_skips_1900_and_not_2000() -> None:
    dates = dates_of(Yearly(1), 1896, 2, 29)
    assert shown(dates.between(on(1896, 1, 1), on(1910, 1, 1))) == ["1896-02-29", "1904-02-29", "1908-02-29"]
    assert dates.between(on(2000, 2, 29), on(2000, 2, 29)) != []


def test_dates_go_on_after_the_calendar_of_the_standard_library() -> None:
    dates = dates_of(Yearly(10), 2026, 6, 1)
    assert dates.nth(1_000) == on(2026, 6, 1) + 25 * 146_097


def test_days_and_weeks_say_when_they_come_again_and_months_do_not() -> None:
    periods = [dates_of(each, 2026, 6, 1).period for each in (Daily(3), Weekly(2), MonthlyByDay(1, 1), Yearly())]
    assert periods == [3, 14, None, None]


@pytest.mark.parametrize(
    ("bad", "path"),
    [
        (lambda: Daily(0), "every"),
        (lambda: Weekly(0), "every"),
        (lambda: Weekly(1, (7,)), "days"),
        (lambda: Weekly(1, (0,), 7), "week_start"),
        (lambda: MonthlyByDay(0, 1), "every"),
        (lambda: MonthlyByDay(1, 32), "day"),
        (lambda: MonthlyByWeekday(0, 1, 0), "every"),
        (lambda: MonthlyByWeekday(1, 5, 0), "week_index"),
        (lambda: MonthlyByWeekday(1, 1, 7), "weekday"),
        (lambda: Yearly(0), "every"),
        (lambda: Occurrences(0), "count"),
    ],
)
def test_a_bad_pattern_names_what_is_wrong(bad: Callable[[], object], path: str) -> None:
    with pytest.raises(BadRule) as raised:
        bad()
    assert [problem[0] for problem in raised.value.problems] == [path]
