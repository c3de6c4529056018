"""A tier: revisions, layers stacked, overrides over all."""

import gc

from tests.engine.oracle import utc
from tests.engine.told import a_layer, an_override, walls, window
from watchbill.engine import (
    Layer,
    Override,
    Revision,
    Tier,
    duty_at,
    lane_order,
    lane_shifts,
    tier_of,
    tier_timeline,
)
from watchbill.engine.layer import Course

WEEK = window("2026-06-01", "2026-06-08")
DAYTIME = [{"type": "daily", "start": "08:00", "end": "20:00"}]


def one(contact: int, index: int = 0, start: str = "2026-06-01", day: bool = False, end: str | None = None) -> Layer:
    """One contact, always or in the daytime."""
    return a_layer(start, contacts=(contact,), index=index, restrictions=DAYTIME if day else None, end=end)


def timeline(
    layers: tuple[Layer, ...], *overrides: Override, since: str = "2026-06-01", until: str = "2026-06-02"
) -> list[str]:
    return walls(tier_timeline(tier_of(layers, overrides), window(since, until)))


def test_a_tier_without_layers_has_nobody() -> None:
    assert timeline(()) == []
    assert tier_timeline(Tier((), ()), WEEK) == []


def test_a_higher_layer_hides_a_lower_where_it_has_somebody() -> None:
    assert timeline((one(1), one(2, index=1, day=True))) == [
        "06-01 00:00 - 06-01 08:00: 1",
        "06-01 08:00 - 06-01 20:00: 2",
        "06-01 20:00 - 06-02 00:00: 1",
    ]


def test_the_index_says_which_is_higher_and_not_the_order() -> None:
    assert timeline((one(2, index=9), one(1, index=3))) == ["06-01 00:00 - 06-02 00:00: 2"]


def test_a_higher_layer_without_contacts_hides_nothing() -> None:
    assert timeline((one(1), a_layer(contacts=(), index=1))) == ["06-01 00:00 - 06-02 00:00: 1"]


def test_the_lower_shows_through_after_the_end_of_the_higher() -> None:
    assert timeline((one(1), one(2, index=1, end="2026-06-01 10:00"))) == [
        "06-01 00:00 - 06-01 10:00: 2",
        "06-01 10:00 - 06-02 00:00: 1",
    ]


def test_the_same_contact_from_two_layers_is_two_shifts() -> None:
    assert timeline((one(1), one(1, index=1, day=True))) == [
        "06-01 00:00 - 06-01 08:00: 1",
        "06-01 08:00 - 06-01 20:00: 1",
        "06-01 20:00 - 06-02 00:00: 1",
    ]


def test_an_override_beats_every_layer() -> None:
    assert timeline((one(1), one(2, index=1)), an_override("2026-06-01 10:00", "2026-06-01 11:00")) == [
        "06-01 00:00 - 06-01 10:00: 2",
        "06-01 10:00 - 06-01 11:00: 9",
        "06-01 11:00 - 06-02 00:00: 2",
    ]


def test_an_override_fills_a_gap() -> None:
    assert timeline((), an_override("2026-06-01 10:00", "2026-06-01 11:00")) == ["06-01 10:00 - 06-01 11:00: 9"]


def test_an_override_is_clipped_to_the_window() -> None:
    assert timeline((), an_override("2026-05-01 00:00", "2026-07-01 00:00")) == ["06-01 00:00 - 06-02 00:00: 9"]


def test_an_override_of_the_same_contact_is_still_named() -> None:
    got = tier_timeline(tier_of((one(9),), (an_override("2026-06-02", "2026-06-03", id=70),)), WEEK)
    assert [(shift.contact, shift.layer, shift.override) for shift in got] == [
        (9, 0, None),
        (9, None, 70),
        (9, 0, None),
    ]


def test_overrides_that_touch_stay_two() -> None:
    overrides = an_override("2026-06-02", "2026-06-03", id=2), an_override("2026-06-01", "2026-06-02", id=1)
    got = tier_timeline(tier_of((), overrides), WEEK)
    assert [(shift.override, shift.contact) for shift in got] == [(1, 9), (2, 9)]


# --- history ------------------------------------------------------------------------------------------


def history(*revisions: tuple[str | None, tuple[Layer, ...]]) -> list[str]:
    made = tuple(Revision(utc(counts_from) if counts_from else None, layers) for counts_from, layers in revisions)
    return walls(tier_timeline(Tier(made, ()), WEEK))


def test_the_first_layers_count_from_their_own_start() -> None:
    assert history((None, (one(1, start="2020-01-01"),))) == ["06-01 00:00 - 06-08 00:00: 1"]


def test_a_change_counts_from_the_moment_it_is_saved() -> None:
    assert history((None, (one(1),)), ("2026-06-03 12:34:56", (one(2),))) == [
        "06-01 00:00 - 06-03 12:34: 1",
        "06-03 12:34 - 06-08 00:00: 2",
    ]


def test_a_revision_may_take_all_layers_away() -> None:
    assert history((None, (one(1),)), ("2026-06-03", ()), ("2026-06-05", (one(1),))) == [
        "06-01 00:00 - 06-03 00:00: 1",
        "06-05 00:00 - 06-08 00:00: 1",
    ]


def test_nobody_is_on_before_a_first_revision_that_has_a_date() -> None:
    assert history(("2026-06-03", (one(1),))) == ["06-03 00:00 - 06-08 00:00: 1"]


def test_a_revision_that_changes_nothing_parts_no_shift() -> None:
    assert history((None, (one(1),)), ("2026-06-03", (one(1),))) == ["06-01 00:00 - 06-08 00:00: 1"]


def test_turns_are_counted_from_the_start_of_the_layer_and_not_from_the_revision() -> None:
    weekly = a_layer("2026-05-30", contacts=(1, 2, 3))
    assert history((None, ()), ("2026-06-02", (weekly,)))[:2] == [
        "06-02 00:00 - 06-03 00:00: 1",
        "06-03 00:00 - 06-04 00:00: 2",
    ]


def test_of_two_revisions_at_one_moment_the_later_counts() -> None:
    assert history((None, ()), ("2026-06-03", (one(1),)), ("2026-06-03", (one(2),))) == ["06-03 00:00 - 06-08 00:00: 2"]


def test_an_override_reaches_over_a_revision() -> None:
    revisions = Revision(None, (one(1),)), Revision(utc("2026-06-03"), (one(2),))
    got = tier_timeline(Tier(revisions, (an_override("2026-06-02", "2026-06-04"),)), WEEK)
    assert walls(got) == [
        "06-01 00:00 - 06-02 00:00: 1",
        "06-02 00:00 - 06-04 00:00: 9",
        "06-04 00:00 - 06-08 00:00: 2",
    ]


# --- lanes -------------------------------------------------------------------------------------------------


def lanes(
    layers: tuple[Layer, ...], *overrides: Override, since: str = "2026-06-01", until: str = "2026-06-02"
) -> list[str]:
    shifts = lane_shifts(tier_of(layers, overrides), window(since, until))
    return [f"{text} in {shift.layer}" for shift in shifts for text in walls([shift])]


def test_a_lane_has_what_its_layer_counts_for() -> None:
    assert lanes((one(1), one(2, index=5, day=True))) == [
        "06-01 00:00 - 06-01 08:00: 1 in 0",
        "06-01 08:00 - 06-01 20:00: 2 in 5",
        "06-01 20:00 - 06-02 00:00: 1 in 0",
    ]


def test_an_override_stands_in_the_lane_of_whom_it_covers() -> None:
    cover = an_override("2026-06-01 10:00", "2026-06-01 12:00", contact=9)
    assert "06-01 10:00 - 06-01 12:00: 9 in 5" in lanes((one(1), one(2, index=5, day=True)), cover)


def test_an_override_is_cut_where_its_lane_changes() -> None:
    cover = an_override("2026-06-01 06:00", "2026-06-01 22:00", contact=9)
    assert lanes((one(1), one(2, index=5, day=True)), cover)[1:4] == [
        "06-01 06:00 - 06-01 08:00: 9 in 0",
        "06-01 08:00 - 06-01 20:00: 9 in 5",
        "06-01 20:00 - 06-01 22:00: 9 in 0",
    ]


def test_an_override_that_covers_nobody_stands_in_the_first_lane() -> None:
    cover = an_override("2026-06-01 18:00", "2026-06-01 22:00", contact=9)
    layers = a_layer(contacts=(), index=3), one(2, index=5, day=True)
    assert lanes(layers, cover)[1:] == ["06-01 18:00 - 06-01 20:00: 9 in 5", "06-01 20:00 - 06-01 22:00: 9 in 3"]


def test_an_override_is_not_cut_where_a_hidden_layer_or_a_contact_changes() -> None:
    cover = an_override("2026-06-01 06:00", "2026-06-03 06:00", contact=9)
    below, above = one(1, day=True), a_layer(contacts=(1, 2), index=1)
    assert lanes((below, above), cover, until="2026-06-04")[1:2] == ["06-01 06:00 - 06-03 06:00: 9 in 1"]


def test_without_layers_an_override_is_in_no_lane() -> None:
    cover = an_override("2026-06-01 18:00", "2026-06-01 22:00", contact=9)
    assert lanes((), cover) == ["06-01 18:00 - 06-01 22:00: 9 in None"]


def test_the_first_shift_has_its_own_start() -> None:
    assert lanes((one(1, start="1990-01-01"),)) == ["01-01 00:00 - 06-02 00:00: 1 in 0"]


def test_an_override_that_runs_has_its_own_start_in_its_lane() -> None:
    cover = an_override("2026-05-25 06:00", "2026-06-05", contact=9)
    layers = one(1, start="2026-05-01"), one(2, start="2026-05-01", index=5, day=True)
    assert lanes(layers, cover)[0] == "05-31 20:00 - 06-01 08:00: 9 in 0"
    assert lanes(layers[:1], cover) == ["05-25 06:00 - 06-02 00:00: 9 in 0"]


def test_lanes_are_those_of_the_newest_layers_and_of_what_was_in_force() -> None:
    old, new = one(1, index=7), one(2, index=2)
    tier = Tier((Revision(None, (old,)), Revision(utc("2026-06-03"), (new, one(3, index=4)))), ())
    assert lane_order(tier, window("2026-06-04", "2026-06-05")) == (2, 4)
    assert lane_order(tier, window("2026-06-02", "2026-06-05")) == (2, 4, 7)
    assert lane_order(Tier((), ()), WEEK) == ()


def test_a_shift_that_an_edit_leaves_as_it_is_begins_before_it() -> None:
    tier = Tier((Revision(None, (one(1),)), Revision(utc("2026-06-03"), (one(1), one(2, index=1, day=True)))), ())
    first, *_ = lane_shifts(tier, window("2026-06-03 06:00", "2026-06-04"))
    assert first.start == utc("2026-06-01")


def test_so_does_the_shift_of_who_is_moved_to_another_layer_and_stays_on() -> None:
    tier = Tier((Revision(None, (one(1),)), Revision(utc("2026-06-03"), (one(2), one(1, index=1)))), ())
    first, *_ = lane_shifts(tier, window("2026-06-03 06:00", "2026-06-04"))
    assert (first.start, first.layer) == (utc("2026-06-01"), 1)


def worked_out() -> int:
    """How many layers this process holds that are worked out."""
    gc.collect()
    return sum(isinstance(each, Course) for each in gc.get_objects())


def test_a_tier_that_was_only_looked_at_leaves_nothing_behind() -> None:
    before = worked_out()
    tier = tier_of([one(1, index=index) for index in range(20)])
    duty_at(tier, WEEK.start)
    assert worked_out() == before + 20
    del tier
    assert worked_out() == before
