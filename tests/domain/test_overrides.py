"""What becomes of overrides when another is laid over them."""

import pytest

from tests.domain.values import HOUR, NOON, override
from watchbill import engine
from watchbill.domain.model import ContactId, OverrideId
from watchbill.domain.overrides import LONGEST, cut_out, overlapping, span_problems
from watchbill.domain.tiers import CoverWish, laid_over, remaining


def spans(overrides):
    return [(one.id, one.start_at, one.end_at) for one in overrides]


def test_touching_ends_do_not_overlap():
    assert overlapping([override(1, NOON, NOON + HOUR)], NOON + HOUR, NOON + 2 * HOUR) == ()
    assert overlapping([override(1, NOON, NOON + HOUR)], NOON - HOUR, NOON) == ()


def test_one_shared_second_overlaps():
    standing = [override(1, NOON, NOON + HOUR)]
    assert overlapping(standing, NOON + HOUR - 1, NOON + 2 * HOUR) == tuple(standing)


def test_a_swallowed_override_is_deleted():
    cutting = cut_out([override(1, NOON, NOON + HOUR)], NOON, NOON + HOUR)
    assert spans(cutting.deleted) == [(1, NOON, NOON + HOUR)]
    assert cutting.kept == cutting.split_off == ()


def test_an_override_overlapped_at_its_end_is_trimmed():
    cutting = cut_out([override(1, NOON, NOON + 2 * HOUR)], NOON + HOUR, NOON + 3 * HOUR)
    assert spans(cutting.kept) == [(1, NOON, NOON + HOUR)]
    assert cutting.deleted == cutting.split_off == ()


def test_an_override_overlapped_at_its_start_is_trimmed():
    cutting = cut_out([override(1, NOON, NOON + 2 * HOUR)], NOON - HOUR, NOON + HOUR)
    assert spans(cutting.kept) == [(1, NOON + HOUR, NOON + 2 * HOUR)]


def test_a_span_strictly_inside_splits_and_the_first_piece_keeps_the_id():
    cutting = cut_out([override(1, NOON, NOON + 3 * HOUR)], NOON + HOUR, NOON + 2 * HOUR)
    assert spans(cutting.kept) == [(1, NOON, NOON + HOUR)]
    assert [(one.start_at, one.end_at) for one in cutting.split_off] == [(NOON + 2 * HOUR, NOON + 3 * HOUR)]


def test_what_does_not_overlap_is_left_alone():
    cutting = cut_out([override(1, NOON, NOON + HOUR)], NOON + HOUR, NOON + 2 * HOUR)
    assert cutting.deleted == cutting.kept == cutting.split_off == ()


@pytest.mark.parametrize("length", [0, -1])
def test_an_end_has_to_be_after_its_start(length):
    assert span_problems(NOON, NOON + length) == [("end", "The end must be after the start.")]


def test_an_override_lasts_a_year_at_most():
    assert span_problems(NOON, NOON + LONGEST) == []
    assert [path for path, _ in span_problems(NOON, NOON + LONGEST + 1, "on_demand[2].")] == ["on_demand[2].end"]


def test_ends_that_could_not_be_read_have_no_further_problem():
    assert span_problems(None, NOON) == span_problems(NOON, None) == []


def cover(start, end, id=None):
    return CoverWish(
        path="on_demand[0]",
        id=None if id is None else OverrideId(id),
        contact_id=ContactId(9),
        start=start,
        end=end,
    )


def test_a_preview_numbers_new_overrides_from_minus_one_down():
    laid = laid_over([], [cover(NOON, NOON + HOUR), cover(NOON + HOUR, NOON + 2 * HOUR)])
    assert [one.id for one in laid] == [-1, -2]


def test_a_preview_replaces_an_override_that_is_named_by_id():
    standing = [engine.Override(id=5, start=NOON, end=NOON + HOUR, contact=1)]
    laid = laid_over(standing, [cover(NOON + HOUR, NOON + 2 * HOUR, id=5)])
    assert laid == (engine.Override(id=5, start=NOON + HOUR, end=NOON + 2 * HOUR, contact=9),)


def test_a_preview_lays_later_wishes_over_earlier_ones():
    laid = laid_over([], [cover(NOON, NOON + 2 * HOUR), cover(NOON, NOON + HOUR)])
    assert [(one.id, one.start) for one in laid] == [(-2, NOON), (-1, NOON + HOUR)]


def test_both_pieces_of_a_split_override_keep_its_id_in_a_preview():
    old = engine.Override(id=5, start=NOON, end=NOON + 3 * HOUR, contact=1)
    pieces = remaining(old, NOON + HOUR, NOON + 2 * HOUR)
    assert [(one.id, one.start, one.end) for one in pieces] == [
        (5, NOON, NOON + HOUR),
        (5, NOON + 2 * HOUR, NOON + 3 * HOUR),
    ]


def test_an_override_away_from_the_span_remains_as_it_is():
    old = engine.Override(id=5, start=NOON, end=NOON + HOUR, contact=1)
    assert remaining(old, NOON + HOUR, NOON + 2 * HOUR) == (old,)
    assert remaining(old, NOON - HOUR, NOON) == (old,)
