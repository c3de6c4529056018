"""Revisions: an edit counts from the moment it is saved."""

from tests.domain.values import DAY, NOON, TIER, layer, plan, revision
from watchbill import engine
from watchbill.domain.duty import duty, timeline, zone_of
from watchbill.domain.history import in_force, revised
from watchbill.domain.model import AccountId

BY = AccountId(4)


def revise(revisions, *layers, now=NOON):
    return revised(TIER, revisions, layers, by=BY, now=now)


def test_the_first_layers_count_from_their_own_start():
    first = revise([], layer(1))
    assert (first.number, first.counts_from, first.saved_at, first.saved_by) == (1, None, NOON, BY)


def test_later_layers_count_from_the_moment_they_are_saved():
    second = revise([revision(1, None, layer(1))], layer(2))
    assert (second.number, second.counts_from) == (2, NOON)


def test_saving_the_layers_in_force_changes_nothing():
    assert revise([revision(1, None, layer(1))], layer(1)) is None


def test_no_layers_on_a_tier_that_never_had_any_change_nothing():
    assert revise([]) is None


def test_clearing_the_layers_is_a_revision():
    cleared = revise([revision(1, None, layer(1))])
    assert (cleared.number, cleared.counts_from, cleared.layers) == (2, NOON, ())


def test_layers_after_a_clearing_do_not_reach_back():
    third = revise([revision(1, None, layer(1)), revision(2, NOON - DAY)], layer(2))
    assert third.counts_from == NOON


def test_a_clock_that_was_set_back_never_puts_a_revision_before_the_one_it_replaces():
    second = revise([revision(1, None, layer(1)), revision(2, NOON, layer(2))], layer(3), now=NOON - DAY)
    assert second.counts_from == NOON


def test_the_revision_in_force_is_the_last_that_began_to_count():
    one, two = revision(1, None, layer(1)), revision(2, NOON, layer(2))
    assert in_force([one, two], NOON - 1) is one
    assert in_force([one, two], NOON) is two
    assert in_force([], NOON) is None


def test_an_edit_changes_who_is_on_call_from_then_on_only():
    story = plan(revision(1, None, layer(1)), revision(2, NOON, layer(2)))
    assert [(s.start, s.end, s.contact) for s in timeline(story, engine.Span(NOON - 60, NOON + 60))] == [
        (NOON - 60, NOON, 1),
        (NOON, NOON + 60, 2),
    ]


def test_who_was_on_before_an_edit_is_still_told_so():
    story = plan(revision(1, None, layer(1)), revision(2, NOON, layer(2)))
    assert (duty(story, NOON - 1).contact, duty(story, NOON).contact) == (1, 2)


def test_nights_are_measured_in_the_zone_of_the_layer_that_counted_then():
    story = plan(revision(1, None, layer(1, tz="Asia/Tokyo")), revision(2, NOON, layer(1, tz="Europe/Berlin", index=0)))
    before = engine.Shift(start=NOON - DAY, end=NOON, contact=1, layer=0, override=None)
    after = engine.Shift(start=NOON, end=NOON + DAY, contact=1, layer=0, override=None)
    assert (zone_of(story, before), zone_of(story, after)) == ("Asia/Tokyo", "Europe/Berlin")


def test_an_override_is_measured_in_the_zone_of_the_lowest_layer():
    story = plan(revision(1, None, layer(1, tz="Asia/Tokyo"), layer(2, index=3, tz="Europe/Berlin")))
    cover = engine.Shift(start=NOON, end=NOON + DAY, contact=1, layer=None, override=5)
    assert zone_of(story, cover) == "Asia/Tokyo"


def test_without_layers_nights_are_measured_in_utc():
    cover = engine.Shift(start=NOON, end=NOON + DAY, contact=1, layer=None, override=5)
    assert zone_of(plan(), cover) == "UTC"
