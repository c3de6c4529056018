"""Timelines drawn in blocks: letters, names, gaps and the scale of days."""

import pytest

from watchbill import engine
from watchbill.cli.drawing import (
    ALARM,
    FREE,
    Block,
    Canvas,
    Chart,
    Lane,
    Look,
    cast_of,
    draw,
    owners,
    row,
    scale,
    together,
)

BERLIN, UTC = engine.zone("Europe/Berlin"), engine.zone("UTC")
NAMES = {1: "Anna Brandt", 2: "Ben Okafor", 3: "山田 太郎"}
HOUR = 3600


def lane(*blocks: tuple[int, int, tuple[int, ...]], look=Look.FINAL) -> Lane:
    return Lane("on call", look, [Block(*one) for one in blocks])


def drawn(one: Lane, columns: int, length: int | None = None) -> str:
    canvas = Canvas(0, length or columns, columns, UTC)
    return row(one, canvas, cast_of([Chart("", [one])], NAMES)).plain


def canvas(since: str, until: str, columns: int, zone=BERLIN) -> Canvas:
    return Canvas(engine.instant(since), engine.instant(until), columns, zone)


def test_a_wide_block_holds_the_letter_the_name_and_the_pattern():
    assert drawn(lane((0, 20, (1,))), 20) == "A Anna Brandt ░░░░░░"


def test_a_narrower_block_holds_the_first_name():
    assert drawn(lane((0, 10, (1,))), 10) == "A Anna ░░░"


def test_a_narrow_block_holds_the_letter_alone():
    assert drawn(lane((0, 3, (1,)), (3, 4, (2,))), 4) == "A░░B"


def test_two_people_differ_by_letter_and_pattern():
    first, second = drawn(lane((0, 4, (1,)), (4, 8, (2,))), 8)[:4], drawn(lane((0, 4, (1,)), (4, 8, (2,))), 8)[4:]
    assert not set(first) & set(second)


def test_several_people_at_once_have_all_their_letters_where_there_is_room():
    assert drawn(lane((0, 4, (1, 2))), 4) == "AB░░"


def test_several_people_at_once_in_one_column_are_a_plus():
    assert drawn(lane((0, 1, (1, 2))), 1) == "+"


def test_wide_characters_take_two_columns():
    assert drawn(lane((0, 14, (3,))), 14) == "A 山田 太郎 ░░"


def test_nobody_is_drawn_as_such_where_it_counts():
    assert drawn(lane((2, 4, (1,))), 6) == f"{FREE * 2}A░{FREE * 2}"


def test_a_rule_that_gives_nobody_leaves_its_row_blank():
    assert drawn(lane((2, 4, (1,)), look=Look.RULE), 6) == "  A░  "


def test_the_shortest_gap_has_its_mark():
    assert drawn(lane((25, 26, ()), look=Look.GAPS), 4, 40) == f"  {ALARM} "


def test_a_gap_that_ends_with_a_column_does_not_mark_the_next():
    assert drawn(lane((0, 20, ()), look=Look.GAPS), 4, 40) == f"{ALARM * 2}  "


def test_a_column_belongs_to_who_has_most_of_it():
    blocks = [Block(0, 4, (1,)), Block(4, 10, (2,)), Block(10, 12, (1,))]
    assert owners(blocks, Canvas(0, 20, 2, UTC)) == [(2,), ()]


@pytest.mark.parametrize("columns", [7, 24, 97])
def test_a_block_over_the_whole_window_fills_every_column(columns):
    assert owners([Block(5, 1005, (1,))], Canvas(5, 1005, columns, UTC)) == [(1,)] * columns


def test_days_are_named_at_midnight_in_the_zone():
    words, ruler = scale(canvas("2026-11-17T23:00:00Z", "2026-11-20T23:00:00Z", 36))
    assert words == "Wed 11-18   Thu 11-19   Fri 11-20"
    assert ruler == "┼───────────" * 3


def test_where_days_are_narrow_only_mondays_are_named():
    words, ruler = scale(canvas("2026-11-17T23:00:00Z", "2026-12-02T23:00:00Z", 45))
    assert words.split() == ["Mon", "11-23", "Mon", "11-30"]
    assert ruler.count("┴") == 13


def test_where_days_are_narrower_than_two_columns_the_ruler_shows_weeks():
    _, ruler = scale(canvas("2026-11-01T23:00:00Z", "2027-01-10T23:00:00Z", 70))
    assert [at for at, sign in enumerate(ruler) if sign != "─"] == list(range(0, 70, 7))


def test_where_days_are_wide_hours_are_named():
    words, _ = scale(canvas("2026-11-17T23:00:00Z", "2026-11-18T23:00:00Z", 48))
    assert words.split() == ["Wed", "11-18", "06:00", "12:00", "18:00"]


def test_noon_and_midnight_are_right_on_both_sides_of_a_clock_change():
    words, ruler = scale(canvas("2026-10-23T22:00:00Z", "2026-10-26T23:00:00Z", 73))
    assert [at for at, sign in enumerate(ruler) if sign == "┼"] == [0, 12, 24, 37, 49, 61]
    assert words.split() == ["Sat", "10-24", "12:00", "Sun", "10-25", "12:00", "Mon", "10-26", "12:00"]


def test_those_on_together_are_one_block_as_long_as_they_are_the_same():
    assert together([Block(0, 6, (2,)), Block(4, 8, (1,)), Block(8, 9, (1,))]) == [
        Block(0, 4, (2,)),
        Block(4, 6, (1, 2)),
        Block(6, 9, (1,)),
    ]


def test_the_legend_says_who_is_who_and_what_a_gap_looks_like():
    lanes = [lane((0, 4, (1,))), Lane("gaps", Look.GAPS, [Block(4, 8, ())])]
    text = draw([Chart("Desk", lanes)], (0, 8), NAMES, UTC, 60).plain
    assert text.splitlines()[0] == "Desk"
    assert "A░ Anna Brandt" in text
    assert f"{FREE}{FREE} nobody" in text


def test_rows_are_as_wide_as_the_terminal():
    text = draw([Chart("Desk", [lane((0, 8, (1,)))])], (0, 8), NAMES, UTC, 50).plain
    assert {len(line) for line in text.splitlines() if "░" in line and line.startswith("on call")} == {50}


def test_a_long_name_of_a_rule_leaves_room_for_the_blocks():
    one = Lane("A rule with quite a long name", Look.FINAL, [Block(0, 8, (1,))])
    text = draw([Chart("Desk", [one])], (0, 8), NAMES, UTC, 40).plain
    assert "A rule wi… A Anna Brandt" in text


def test_more_people_than_letters_are_drawn_without_one():
    blocks = [(id, id + 1, (id,)) for id in range(70)]
    assert drawn(lane(*blocks), 70).endswith("89????????")
