"""How much each contact carries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine import oracle
from tests.engine.oracle import local
from tests.engine.strategies import DAY, HOUR, examples, moments
from tests.engine.told import window
from watchbill.engine import Load, Shift, Span, gini, handoffs, load, longest, runs, share


def a_shift(start: str, end: str, tz: str = "UTC", contact: int = 1) -> tuple[Shift, str]:
    return Shift(local(tz, start), local(tz, end), contact, layer=0, override=None), tz


JUNE = window("2026-06-01", "2026-07-01")


def of_one(*entries: tuple[Shift, str], within: Span = JUNE) -> Load:
    return load(entries, within)[1]


def test_nobody_carries_anything_in_an_empty_timeline() -> None:
    assert load([], JUNE) == {}


def test_a_weekday_in_office_hours_is_no_night_and_no_weekend() -> None:
    got = of_one(a_shift("2026-06-01 09:00", "2026-06-01 17:00"))
    assert got == Load(contact=1, shifts=1, seconds=8 * HOUR, night_seconds=0, weekend_seconds=0)


def test_night_is_from_22_to_6() -> None:
    assert of_one(a_shift("2026-06-01 21:00", "2026-06-02 07:00")).night_seconds == 8 * HOUR
    assert of_one(a_shift("2026-06-01 06:00", "2026-06-01 22:00")).night_seconds == 0


def test_weekend_is_saturday_and_sunday() -> None:
    assert of_one(a_shift("2026-06-05 00:00", "2026-06-09 00:00")).weekend_seconds == 48 * HOUR


def test_a_weekend_night_is_both() -> None:
    got = of_one(a_shift("2026-06-06 23:00", "2026-06-07 01:00"))
    assert (got.night_seconds, got.weekend_seconds) == (2 * HOUR, 2 * HOUR)


def test_night_and_weekend_are_read_on_the_clocks_of_the_zone() -> None:
    got = of_one(a_shift("2026-06-05 22:00", "2026-06-06 02:00", "Asia/Kathmandu"))
    assert (got.night_seconds, got.weekend_seconds) == (4 * HOUR, 2 * HOUR)


def test_a_night_in_which_an_hour_is_skipped_is_shorter() -> None:
    entry = a_shift("2026-03-28 22:00", "2026-03-29 06:00", "Europe/Berlin")
    assert of_one(entry, within=window("2026-03-01", "2026-04-01")).night_seconds == 7 * HOUR


def test_a_night_in_which_an_hour_comes_twice_is_longer() -> None:
    entry = a_shift("2026-10-24 22:00", "2026-10-25 06:00", "Europe/Berlin")
    assert of_one(entry, within=window("2026-10-01", "2026-11-01")).night_seconds == 9 * HOUR


def test_only_what_lies_in_the_window_is_counted() -> None:
    got = of_one(a_shift("2026-05-30 00:00", "2026-06-02 00:00"))
    assert (got.shifts, got.seconds, got.weekend_seconds) == (1, 24 * HOUR, 0)


def test_a_shift_that_only_touches_the_window_is_no_shift() -> None:
    assert load([a_shift("2026-05-30", "2026-06-01"), a_shift("2026-07-01", "2026-07-02")], JUNE) == {}


def test_shifts_of_one_contact_are_added_up() -> None:
    got = load(
        [
            a_shift("2026-06-01", "2026-06-02"),
            a_shift("2026-06-02", "2026-06-03", contact=2),
            a_shift("2026-06-03", "2026-06-04", "Asia/Tokyo"),
        ],
        JUNE,
    )
    assert {contact: (each.shifts, each.seconds) for contact, each in got.items()} == {
        1: (2, 48 * HOUR),
        2: (1, 24 * HOUR),
    }


@examples(60)
@given(st.data())
def test_load_is_what_counting_quarters_of_an_hour_gives(data: st.DataObject) -> None:
    moment = data.draw(moments().filter(lambda moment: moment.at % 900 == 0))
    quarters = st.integers(-3 * 96, 3 * 96).map(lambda quarter: moment.at + quarter * 900)
    start, end = sorted(data.draw(st.lists(quarters, min_size=2, max_size=2, unique=True)))
    within = Span(moment.at - 2 * DAY, moment.at + 2 * DAY)
    asked = [at for at in range(start, end, 900) if within.start <= at < within.end]
    got = load([(Shift(start, end, 1, 0, None), moment.tz)], within)
    assert got == (
        {}
        if not asked
        else {
            1: Load(
                contact=1,
                shifts=1,
                seconds=900 * len(asked),
                night_seconds=900 * sum(oracle.is_night(moment.tz, at) for at in asked),
                weekend_seconds=900 * sum(oracle.is_weekend(moment.tz, at) for at in asked),
            )
        }
    )


def test_time_that_comes_twice_is_as_much_night_as_its_last_second() -> None:
    """Kwajalein went back 23 hours at the end of 30 September 1969."""
    entry = a_shift("1969-09-30 12:00", "1969-10-01 00:00", "Pacific/Kwajalein")
    got = of_one(entry, within=window("1969-09-01", "1969-11-01"))
    assert (got.seconds, got.night_seconds) == (35 * HOUR, 25 * HOUR)


# ── handoffs, rest, fairness ─────────────────────────────────────────────────────────────────────────────────────


def spans(*ends: tuple[int, int]) -> list[Span]:
    return [Span(start * HOUR, end * HOUR) for start, end in ends]


def test_a_handoff_is_coming_on_call_in_the_window() -> None:
    assert handoffs(spans((-1, 2), (4, 6), (8, 9)), Span(0, 8 * HOUR)) == 1


def test_who_comes_on_as_the_window_begins_is_handed_off_to_then() -> None:
    assert handoffs(spans((0, 2)), Span(0, 8 * HOUR)) == 1


def test_shifts_of_one_contact_that_touch_are_no_handoff() -> None:
    assert handoffs(spans((1, 2), (2, 4)), Span(0, 8 * HOUR)) == 1


def test_a_run_goes_on_over_breaks_shorter_than_rest() -> None:
    assert runs(spans((0, 8), (18, 20), (31, 32))) == spans((0, 20), (31, 32))


def test_eleven_hours_are_rest_and_a_second_less_is_none() -> None:
    assert len(runs([Span(0, HOUR), Span(12 * HOUR, 13 * HOUR)])) == 2
    assert len(runs([Span(0, HOUR + 1), Span(12 * HOUR, 13 * HOUR)])) == 1


def test_who_is_at_two_places_rests_only_where_nobody_needs_them() -> None:
    assert runs(spans((0, 2), (24, 26)), spans((10, 14))) == spans((0, 26))


def test_runs_of_runs_are_the_same_runs() -> None:
    one, two = spans((0, 2), (5, 6), (30, 31)), spans((15, 16), (60, 61))
    assert runs(runs(one), runs(two)) == runs(one, two)


def test_the_longest_of_no_spans_is_nothing() -> None:
    assert longest([]) == 0
    assert longest(spans((0, 2), (3, 8), (9, 10))) == 5 * HOUR


def test_gini_is_0_where_all_carry_the_same_and_where_nobody_carries_anything() -> None:
    assert gini([7, 7, 7]) == gini([0, 0]) == gini([]) == 0


def test_gini_of_one_who_carries_all() -> None:
    assert gini([0, 0, 0, 12]) == 0.75


@examples(40)
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8))
def test_gini_is_the_mean_difference_of_all_pairs_by_twice_the_mean(values: list[int]) -> None:
    pairs = sum(abs(one - other) for one in values for other in values)
    assert gini(values) == pytest.approx(pairs / (2 * len(values) * sum(values)) if sum(values) else 0)


def test_a_share_of_nothing_is_nothing() -> None:
    assert (share(1, 4), share(0, 0)) == (0.25, 0)


MINUTE = 60
a_span = st.tuples(st.integers(0, 3000), st.integers(1, 900)).map(
    lambda ends: Span(ends[0] * MINUTE, (ends[0] + ends[1]) * MINUTE)
)


@examples(40)
@given(st.lists(a_span, min_size=1, max_size=6).map(lambda each: sorted(each, key=lambda span: span.start)))
def test_the_longest_run_is_what_counting_minutes_gives(shifts: list[Span]) -> None:
    busy = [any(one.start <= at < one.end for one in shifts) for at in range(0, 4000 * MINUTE, MINUTE)]
    run = most = rested = 0
    for is_busy in busy:
        rested = 0 if is_busy else rested + 1
        run = 0 if rested >= 11 * 60 else run + 1 if run or is_busy else 0
        most = max(most, run - rested)
    assert longest(runs(shifts)) == most * MINUTE
