"""What an edit changes: who gains and loses which hours, where gaps come and go."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.engine import roster_strategies as rosters
from tests.engine.oracle import utc
from tests.engine.strategies import examples, instants_near, moments, tiers
from tests.engine.told import a_layer, an_override, tier, window
from watchbill.engine import (
    Layer,
    Override,
    Recurring,
    Roster,
    RosterRevision,
    ShiftRule,
    Span,
    Tier,
    duty_at,
    recurrence,
    roster_duty_at,
    tier_of,
)
from watchbill.engine.diff import Balance, Change, Diff, Present, diff_rosters, diff_tiers

HOUR = 3600
WEEK = window("2026-06-01", "2026-06-08")
OFFICE = [{"type": "daily", "start": "09:00", "end": "17:00"}]


def edit(before: Layer | None, after: Layer | None, *overrides: Override) -> Diff:
    old, new = (tier_of([layer] if layer else [], overrides) for layer in (before, after))
    return diff_tiers(old, new, WEEK)


def change(start: str, end: str, before: tuple[int, ...], after: tuple[int, ...]) -> Change:
    return Change(utc(start), utc(end), before, after)


def test_the_same_rules_differ_nowhere() -> None:
    same = edit(a_layer(), a_layer())
    assert (same.changes, same.balances, same.new_gaps, same.closed_gaps) == ((), (), (), ())
    assert same.present == same.present_after == Present((1,), utc("2026-06-02"))


def test_a_swapped_order_names_each_span_and_both_sides() -> None:
    swapped = edit(a_layer(rotation={"type": "weekly"}, contacts=(1,)), a_layer(rotation={"type": "weekly"}))
    assert swapped.changes == ()
    swapped = edit(a_layer(contacts=(1, 2)), a_layer(contacts=(1, 3)))
    assert swapped.changes[0] == change("2026-06-02", "2026-06-03", (2,), (3,))
    assert [each.start for each in swapped.changes] == [utc(f"2026-06-0{day}") for day in (2, 4, 6)]


def test_hours_gained_and_lost_are_counted_by_contact() -> None:
    swapped = edit(a_layer(contacts=(1, 2)), a_layer(contacts=(1, 3)))
    assert swapped.balances == (Balance(2, 0, 72 * HOUR), Balance(3, 72 * HOUR, 0))


def test_who_gains_and_loses_has_both() -> None:
    turned = edit(a_layer(contacts=(1, 2)), a_layer(contacts=(2, 1)))
    assert turned.balances == (Balance(1, 72 * HOUR, 96 * HOUR), Balance(2, 96 * HOUR, 72 * HOUR))


def test_the_person_on_call_now_may_change_at_once() -> None:
    turned = edit(a_layer(contacts=(1, 2)), a_layer(contacts=(2, 1)))
    assert (turned.present.people, turned.present_after.people) == ((1,), (2,))


def test_the_person_on_call_now_may_stay_for_longer() -> None:
    longer = edit(a_layer(), a_layer(rotation={"type": "daily", "interval": 2}))
    assert (longer.present, longer.present_after) == (
        Present((1,), utc("2026-06-02")),
        Present((1,), utc("2026-06-03")),
    )


def test_who_is_relieved_by_themselves_stays() -> None:
    day, rest = a_layer(contacts=(1,), restrictions=OFFICE, index=1), a_layer(contacts=(1,))
    both = diff_tiers(tier_of([day, rest]), tier_of([]), WEEK)
    assert (both.present.until, len(both.changes)) == (None, 1)


def test_who_stays_beyond_the_window_has_no_end_in_it() -> None:
    alone = edit(a_layer(contacts=(1,)), None)
    assert (alone.present, alone.present_after) == (Present((1,), None), Present((), None))


def test_restrictions_open_gaps_that_are_told_whole_whoever_was_on() -> None:
    opened = edit(a_layer(), a_layer(restrictions=OFFICE))
    assert opened.new_gaps[1] == Span(utc("2026-06-01 17:00"), utc("2026-06-02 09:00"))
    assert len(opened.new_gaps) == 8
    assert opened.closed_gaps == ()


def test_the_same_edit_the_other_way_closes_the_gaps() -> None:
    opened, closed = edit(a_layer(), a_layer(restrictions=OFFICE)), edit(a_layer(restrictions=OFFICE), a_layer())
    assert (closed.closed_gaps, closed.new_gaps) == (opened.new_gaps, ())


def test_under_an_override_an_edit_changes_nothing() -> None:
    cover = an_override("2026-06-01", "2026-06-08")
    assert edit(a_layer(contacts=(1,)), a_layer(contacts=(2,)), cover).changes == ()


def test_an_empty_window_has_no_difference() -> None:
    assert diff_tiers(tier_of([a_layer()]), tier_of([]), Span(0, 0)).present == Present((), None)


# --- rosters --------------------------------------------------------------------------------------------


def daily(id: str, start: int, end: int, *contacts: int) -> ShiftRule:
    schedule = Recurring(date(2026, 6, 1).toordinal(), start * HOUR, end * HOUR, recurrence.Daily())
    return ShiftRule(id=id, schedule=schedule, contacts=contacts)


def of(*rules: ShiftRule) -> Roster:
    return Roster((RosterRevision(None, "UTC", rules),))


def test_a_roster_tells_the_people_on_together() -> None:
    first, second = daily("a", 8, 16, 1), daily("b", 12, 20, 2)
    joined = diff_rosters(of(first), of(first, second), window("2026-06-01", "2026-06-02"))
    assert joined.changes == (
        change("2026-06-01 12:00", "2026-06-01 16:00", (1,), (1, 2)),
        change("2026-06-01 16:00", "2026-06-01 20:00", (), (2,)),
    )
    assert joined.balances == (Balance(2, 8 * HOUR, 0),)


def test_who_is_on_by_two_rules_loses_nothing_with_one_of_them() -> None:
    twice = of(daily("a", 8, 16, 1), daily("b", 8, 16, 1))
    assert diff_rosters(twice, of(daily("a", 8, 16, 1)), WEEK).changes == ()


# --- against every minute ---------------------------------------------------------------------------------


def sampled(window: Span) -> range:
    return range(window.start, window.end, 60)


def told(diff: Diff, at: int) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The change that holds an instant."""
    return next(((each.before, each.after) for each in diff.changes if each.start <= at < each.end), None)


def check(diff: Diff, on: Any) -> None:
    """`on` says who is on before and after the edit at an instant."""
    for at in sampled(diff.window):
        before, after = on(at)
        assert told(diff, at) == (None if before == after else (before, after))
        assert any(gap.start <= at < gap.end for gap in diff.new_gaps) == bool(before and not after)
        assert any(gap.start <= at < gap.end for gap in diff.closed_gaps) == bool(after and not before)
    assert sum(each.gained - each.lost for each in diff.balances) == sum(
        (len(each.after) - len(each.before)) * (each.end - each.start) for each in diff.changes
    )
    if (first := on(diff.window.start)) and diff.window.start < diff.window.end:
        assert (diff.present.people, diff.present_after.people) == first


@st.composite
def two_tiers(draw: st.DrawFn) -> tuple[Tier, Tier, Span]:
    moment = draw(moments())
    start = draw(instants_near(moment))
    both = tier(draw(tiers(moment, 3, 2))), tier(draw(tiers(moment, 3, 2)))
    return *both, Span(start, start + 12 * HOUR)


@examples(60)
@given(two_tiers())
def test_the_difference_of_tiers_is_that_of_each_minute(drawn: tuple[Tier, Tier, Span]) -> None:
    before, after, span = drawn

    def on(at: int) -> Any:
        return tuple(() if (one := duty_at(each, at).contact) is None else (one,) for each in (before, after))

    check(diff_tiers(before, after, span), on)


@st.composite
def two_rosters(draw: st.DrawFn) -> tuple[Roster, Roster, Span]:
    moment = draw(moments())
    start = draw(instants_near(moment))
    both = (rosters.roster(draw(rosters.rosters(moment))) for _ in range(2))
    return *both, Span(start, start + 6 * HOUR)


@examples(25)
@given(two_rosters())
def test_the_difference_of_rosters_is_that_of_each_minute(drawn: tuple[Roster, Roster, Span]) -> None:
    before, after, span = drawn

    def on(at: int) -> Any:
        return tuple(tuple(sorted(roster_duty_at(each, at).contacts)) for each in (before, after))

    check(diff_rosters(before, after, span), on)
