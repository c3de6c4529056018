"""The next shift of a contact, and the shift around an instant: the same as in a timeline that is long enough."""

from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.engine import told
from tests.engine.oracle import utc
from tests.engine.roster_strategies import roster, rosters
from tests.engine.strategies import DAY, examples, moments, tiers
from tests.engine.told import a_layer, an_override
from watchbill.engine import (
    FOREVER,
    Layer,
    Membership,
    Override,
    Recurring,
    Roster,
    RosterRevision,
    Shift,
    ShiftRule,
    Span,
    Yearly,
    next_roster_shift,
    next_shift,
    roster_timeline,
    shift_at,
    tier_of,
    tier_timeline,
)

DAYTIME = [{"type": "daily", "start": "08:00", "end": "20:00"}]
NIGHT = [{"type": "daily", "start": "20:00", "end": "08:00"}]
NOW = utc("2026-06-03 12:00")
LONG = 400 * DAY


def after(at: int, contact: int, *layers: Layer, overrides: tuple[Override, ...] = ()) -> Shift | None:
    return next_shift(tier_of(layers, overrides), contact, at)


def start(shift: Shift | None) -> int | None:
    return None if shift is None else shift.start


@examples(200)
@given(st.data())
def test_the_next_shift_of_a_tier_is_the_first_of_its_timeline(data: st.DataObject) -> None:
    moment = data.draw(moments())
    tier = told.tier(data.draw(tiers(moment, most_layers=4)))
    at, contact = moment.at + data.draw(st.integers(-3 * DAY, 3 * DAY)), data.draw(st.integers(1, 4))
    shifts = tier_timeline(tier, Span(at - 1, at + 30 * DAY))
    seen = next((one for one in shifts if one.start >= at and one.contact == contact), None)
    found = next_shift(tier, contact, at)
    if seen is None:
        assert found is None or found.start >= at + 30 * DAY
    else:
        assert found == shift_at(tier, seen.start)


@examples(100)
@given(st.data())
def test_the_shift_around_an_instant_is_cut_by_no_window(data: st.DataObject) -> None:
    moment = data.draw(moments())
    tier = told.tier(data.draw(tiers(moment, most_layers=4)))
    at = moment.at + data.draw(st.integers(-3 * DAY, 3 * DAY))
    found = shift_at(tier, at)
    cut = tier_timeline(tier, Span(at, at + 1))
    assert [Shift(at, at + 1, *told.plain([one])[0][2:]) for one in [found] if one] == cut
    if found is not None:
        assume(found.end - found.start < LONG)
        assert found in tier_timeline(tier, Span(found.start - 1, found.end + 1))


@examples(100)
@given(st.data())
def test_the_next_shift_of_a_roster_is_the_first_of_its_timeline(data: st.DataObject) -> None:
    moment = data.draw(moments())
    duty = roster(data.draw(rosters(moment)))
    at, contact = moment.at + data.draw(st.integers(-5 * DAY, 5 * DAY)), data.draw(st.integers(1, 4))
    shifts = roster_timeline(duty, Span(at, at + 60 * DAY))
    seen = next((one for one in shifts if one.start >= at and contact in one.contacts), None)
    found = next_roster_shift(duty, contact, at)
    assert found == seen or (seen is None and found is not None and found.start >= at + 60 * DAY)


def test_a_turn_that_comes_once_in_fifty_years_is_found() -> None:
    turns = a_layer("2026-01-05", rotation={"type": "weekly"}, contacts=tuple(range(1, 2610)))
    assert start(after(NOW, 2609, turns)) == utc("2026-01-05") + 2608 * 7 * DAY
    assert start(after(NOW, 1, turns)) == utc("2026-01-05") + 2609 * 7 * DAY


def test_what_is_on_already_is_not_next() -> None:
    assert start(after(NOW, 2, a_layer())) == utc("2026-06-04")
    assert start(after(utc("2026-06-04"), 2, a_layer())) == utc("2026-06-04")
    assert after(NOW, 1, a_layer(contacts=(1,))) is None


def test_who_is_hidden_for_ever_never_comes() -> None:
    below = a_layer(contacts=(3,), index=0)
    days, nights = (
        a_layer(contacts=(1, 2), index=index, restrictions=open_at) for index, open_at in ((1, DAYTIME), (2, NIGHT))
    )
    assert after(NOW, 3, below, days, nights) is None
    assert after(NOW, 4, below, days, nights) is None


def test_who_has_only_turns_in_which_the_layer_is_closed_never_comes() -> None:
    weekdays = [{"type": "days", "days": [0, 1, 2, 3, 4], "start": "00:00", "end": "00:00"}]
    layer = a_layer("2026-06-01", contacts=(1, 2, 3, 4, 5, 6, 7), restrictions=weekdays)
    assert after(NOW, 6, layer) is None
    assert start(after(NOW, 5, layer)) == utc("2026-06-05")


def test_who_is_hidden_a_thousand_times_by_the_clocks_of_two_zones_does_not_come() -> None:
    below = a_layer(contacts=(3,), index=0)
    days = a_layer(index=1, restrictions=DAYTIME)
    nights = a_layer(index=2, restrictions=NIGHT, tz="Africa/Abidjan")
    assert after(NOW, 3, below, days, nights) is None


def test_who_is_hidden_for_years_comes_when_that_ends() -> None:
    days, nights = (
        a_layer(contacts=(1, 2), index=index, restrictions=open_at, end="2031-01-01")
        for index, open_at in ((1, DAYTIME), (2, NIGHT))
    )
    found = after(NOW, 3, a_layer(contacts=(3,), index=0), days, nights)
    assert found == Shift(utc("2031-01-01"), FOREVER, 3, 0, None)


def test_an_override_years_ahead_is_found_and_hides() -> None:
    far = an_override("2033-03-01", "2033-03-02", 9)
    assert after(NOW, 9, a_layer(), overrides=(far,)) == Shift(far.start, far.end, 9, None, far.id)
    hidden = an_override("2026-06-04", "2026-06-07", 1)
    assert start(after(NOW, 2, a_layer(), overrides=(hidden,))) == utc("2026-06-08")


def test_a_yearly_shift_and_one_that_begins_with_a_membership_are_found() -> None:
    anchor = Recurring(anchor_on=date(2024, 4, 18).toordinal(), start_time=0, end_time=0, pattern=Yearly(10))
    rule = ShiftRule(id="r", schedule=anchor, contacts=(1,), groups=("g",))
    joins = utc("2024-04-18 12:00")
    duty = Roster((RosterRevision(None, "UTC", (rule,)),), (Membership("g", 2, joins),))
    assert next_roster_shift(duty, 2, joins - DAY).start == joins  # type: ignore[union-attr]
    assert next_roster_shift(duty, 2, NOW).start == utc("2034-04-18")  # type: ignore[union-attr]
    assert next_roster_shift(duty, 2, joins + 1).start == utc("2034-04-18")  # type: ignore[union-attr]
    assert next_roster_shift(duty, 3, NOW) is None
