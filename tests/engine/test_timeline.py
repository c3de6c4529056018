"""Timelines: gaps, coverage, what overlaps a window."""

from hypothesis import given
from hypothesis import strategies as st

from tests.engine.strategies import examples
from watchbill.engine import Shift, Span, coverage, gaps, overlapping


def shifts(*ends: tuple[int, int]) -> list[Shift]:
    return [Shift(start, end, contact=1, layer=0, override=None) for start, end in ends]


def test_a_timeline_without_shifts_is_one_gap() -> None:
    assert gaps([], Span(0, 10)) == [Span(0, 10)]


def test_gaps_lie_before_between_and_after_shifts() -> None:
    assert gaps(shifts((2, 4), (4, 5), (7, 8)), Span(0, 10)) == [Span(0, 2), Span(5, 7), Span(8, 10)]


def test_a_window_that_is_covered_has_no_gap() -> None:
    assert gaps(shifts((0, 4), (4, 10)), Span(0, 10)) == []


def test_shifts_that_reach_out_of_the_window_make_no_gap_outside() -> None:
    assert gaps(shifts((-5, 2), (8, 20)), Span(0, 10)) == [Span(2, 8)]


def test_shifts_wholly_outside_the_window_cover_nothing() -> None:
    assert gaps(shifts((-5, 0), (10, 20)), Span(0, 10)) == [Span(0, 10)]


def test_an_empty_window_has_no_gap() -> None:
    assert gaps([], Span(5, 5)) == []


def test_coverage_is_the_share_that_is_no_gap() -> None:
    assert coverage(shifts((-5, 2), (7, 8)), Span(0, 10)) == 0.3


def test_an_empty_window_is_covered_fully() -> None:
    assert coverage([], Span(5, 5)) == 1


def test_nothing_is_covered_without_shifts_and_all_by_one_long_shift() -> None:
    assert coverage([], Span(0, 10)) == 0
    assert coverage(shifts((-5, 20)), Span(0, 10)) == 1


def test_what_touches_a_window_does_not_overlap_it() -> None:
    assert list(overlapping(shifts((-5, 0), (0, 1), (9, 11), (10, 12)), Span(0, 10))) == shifts((0, 1), (9, 11))


def test_a_shift_around_the_window_overlaps_it() -> None:
    assert list(overlapping(shifts((-5, 15)), Span(0, 10))) == shifts((-5, 15))


ends = st.lists(st.integers(-5, 25), max_size=12, unique=True).map(sorted)


@examples(200)
@given(ends, st.integers(0, 10), st.integers(10, 20))
def test_coverage_is_what_counting_seconds_gives(ends: list[int], start: int, end: int) -> None:
    timeline = shifts(*zip(ends[::2], ends[1::2], strict=False))
    on = [any(shift.start <= at < shift.end for shift in timeline) for at in range(start, end)]
    assert coverage(timeline, Span(start, end)) == (sum(on) / len(on) if on else 1)
