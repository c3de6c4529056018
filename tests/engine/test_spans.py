"""Spans, and the algebra of sorted lists of them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.strategies import examples
from watchbill.engine import (
    BEGINNING,
    EARLIEST,
    FOREVER,
    LATEST,
    BadRule,
    Span,
    clip,
    instant,
    intersect,
    iso,
    subtract,
    union,
)


def spans(*ends: tuple[int, int]) -> list[Span]:
    return [Span(start, end) for start, end in ends]


# --- instants -----------------------------------------------------------------------------------------


def test_an_instant_is_seconds_of_utc() -> None:
    assert instant("1970-01-02T00:00:00Z") == 86_400


def test_an_instant_may_be_written_with_an_offset() -> None:
    assert instant("2026-06-01T09:00:00+02:00") == instant("2026-06-01T07:00:00Z")


def test_a_fraction_of_a_second_is_cut_off() -> None:
    assert instant("1970-01-01T00:00:01.999Z") == 1
    assert instant("1969-12-31T23:59:58.001Z") == -2


def test_an_instant_may_be_a_datetime() -> None:
    assert instant(datetime(1970, 1, 1, 5, 30, tzinfo=timezone(timedelta(hours=5.5)))) == 0


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-01T00:00:00Z", "2026-06-01T25:00:00Z"])
def test_what_is_no_date_is_a_bad_rule(text: str) -> None:
    with pytest.raises(BadRule, match="not an ISO 8601 date and time"):
        instant(text)


@pytest.mark.parametrize("when", ["2026-06-01T09:00:00", datetime(2026, 6, 1)])
def test_an_instant_needs_its_offset(when: str | datetime) -> None:
    with pytest.raises(BadRule, match="needs Z or an offset from UTC"):
        instant(when)


@given(st.integers(BEGINNING, FOREVER))
def test_an_instant_is_read_back_as_it_was_written(at: int) -> None:
    assert instant(iso(at)) == at


def test_an_instant_is_written_in_utc_with_a_z() -> None:
    assert iso(instant(datetime(2026, 6, 1, 7, tzinfo=UTC))) == "2026-06-01T07:00:00Z"
    assert iso(-1) == "1969-12-31T23:59:59Z"


def test_an_instant_beyond_the_calendar_is_written_as_its_edge() -> None:
    assert iso(FOREVER + 1) == iso(FOREVER) == "9999-12-31T23:59:59Z"
    assert iso(BEGINNING - 1) == iso(BEGINNING) == "0001-01-01T00:00:00Z"


def test_rules_lie_between_1900_and_9000_and_that_is_not_forever() -> None:
    assert (iso(EARLIEST), iso(LATEST)) == ("1900-01-01T00:00:00Z", "9000-01-01T00:00:00Z")
    assert BEGINNING < EARLIEST < LATEST < FOREVER


# --- the algebra --------------------------------------------------------------------------------------


def test_clip_keeps_what_lies_in_the_window() -> None:
    assert clip(spans((0, 4), (5, 6), (8, 12), (12, 14)), Span(2, 10)) == spans((2, 4), (5, 6), (8, 10))


def test_union_joins_what_overlaps_or_touches() -> None:
    assert union(spans((0, 2), (6, 7)), spans((1, 3), (3, 4))) == spans((0, 4), (6, 7))


def test_union_leaves_out_what_is_empty() -> None:
    assert union(spans((1, 1), (2, 3)), spans((3, 3))) == spans((2, 3))


def test_union_keeps_a_span_inside_another_from_cutting_it_short() -> None:
    assert union(spans((0, 9)), spans((2, 3))) == spans((0, 9))


def test_intersect_is_what_lies_in_both() -> None:
    assert intersect(spans((0, 4), (6, 9)), spans((2, 7), (8, 12))) == spans((2, 4), (6, 7), (8, 9))


def test_spans_that_only_touch_have_nothing_in_common() -> None:
    assert intersect(spans((0, 4)), spans((4, 8))) == []


def test_subtract_leaves_what_is_not_hidden() -> None:
    assert subtract(spans((0, 10)), spans((2, 3), (5, 6))) == spans((0, 2), (3, 5), (6, 10))


def test_subtract_may_hide_all() -> None:
    assert subtract(spans((2, 3), (4, 5)), spans((0, 10))) == []


def test_one_hidden_span_may_cut_two() -> None:
    assert subtract(spans((0, 4), (6, 10)), spans((3, 7))) == spans((0, 3), (7, 10))


lists = st.lists(st.integers(0, 30), max_size=10, unique=True).map(
    lambda ends: [Span(*pair) for pair in zip(*[iter(sorted(ends))] * 2, strict=False)]
)


def seconds(of: list[Span]) -> set[int]:
    return {second for span in of for second in range(span.start, span.end)}


@examples(300)
@given(lists, lists)
def test_lists_of_spans_are_sets_of_seconds(left: list[Span], right: list[Span]) -> None:
    assert seconds(union(left, right)) == seconds(left) | seconds(right)
    assert seconds(intersect(left, right)) == seconds(left) & seconds(right)
    assert seconds(subtract(left, right)) == seconds(left) - seconds(right)


@examples(300)
@given(lists, lists)
def test_lists_of_spans_stay_sorted_and_disjoint(left: list[Span], right: list[Span]) -> None:
    for made in (union(left, right), intersect(left, right), subtract(left, right)):
        ends = [end for span in made for end in (span.start, span.end)]
        assert ends == sorted(ends)
        assert all(span.start < span.end for span in made)
