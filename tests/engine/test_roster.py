"""Rosters against an oracle that walks day by day, and the cases worth a name."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine import roster_oracle as oracle
from tests.engine.oracle import reading
from tests.engine.roster_oracle import ToldPattern, ToldRecurring, ToldRevision, ToldRoster, ToldRule, ToldShift
from tests.engine.roster_strategies import roster, rosters, schedule, schedules, seconds_away
from tests.engine.strategies import Moment, examples, moments
from watchbill.engine import (
    BEGINNING,
    FOREVER,
    BadRule,
    Daily,
    Membership,
    MonthlyByDay,
    MonthlyByWeekday,
    Occurrences,
    OneTime,
    Recurring,
    Roster,
    RosterDuty,
    RosterRevision,
    RosterShift,
    ShiftRule,
    Span,
    Until,
    Weekly,
    clip,
    instant,
    iso,
    occurrences,
    roster_duty_at,
    roster_gaps,
    roster_timeline,
    union,
)

DAY = 86_400
HOUR = 3_600


# --- against the oracle ----------------------------------------------------------------------------------


def told(shift: RosterShift) -> ToldShift:
    assert len(set(shift.contacts)) == len(shift.contacts)
    return (shift.start, shift.end, shift.rule, frozenset(shift.contacts))


@st.composite
def windows(draw: st.DrawFn, moment: Moment) -> Span:
    since = moment.at + draw(seconds_away)
    return Span(since, since + draw(st.sampled_from([0, 1, HOUR, DAY, 3 * DAY, 12 * DAY, 70 * DAY])))


@given(st.data(), moments())
@examples(500)
def test_occurrences_are_those_that_a_walk_meets(data: st.DataObject, moment: Moment) -> None:
    rule, window = data.draw(schedules(moment)), data.draw(windows(moment))
    found = occurrences(schedule(rule), moment.tz, window)
    expected = oracle.spans_within(rule, moment.tz, window.start, window.end)
    assert [(span.start, span.end) for span in found] == expected


@given(st.data(), moments())
@examples(400)
def test_the_timeline_is_the_oracles(data: st.DataObject, moment: Moment) -> None:
    rules, window = data.draw(rosters(moment)), data.draw(windows(moment))
    shifts = roster_timeline(roster(rules), window)
    assert [told(shift) for shift in shifts] == oracle.timeline(rules, window.start, window.end)


def assert_oracles_duty(rules: ToldRoster, at: int) -> None:
    """The oracle sees two months ahead, and knows nothing of what comes after."""
    sight = at + 60 * DAY
    duty, expected = roster_duty_at(roster(rules), at), oracle.duty_at(rules, at, sight)
    assert len(set(duty.contacts)) == len(duty.contacts)
    assert frozenset(duty.contacts) == expected.people
    assert frozenset(map(told, duty.shifts)) == expected.shifts
    assert duty.since == expected.since
    if expected.changes_at is not None or (duty.changes_at or sight) < sight:
        assert duty.changes_at == expected.changes_at
    if expected.next_at is not None or (duty.next_at or sight) < sight:
        assert (duty.next_at, frozenset(duty.next_contacts)) == (expected.next_at, expected.next_people)


@given(st.data(), moments())
@examples(400)
def test_the_duty_at_an_instant_is_the_oracles(data: st.DataObject, moment: Moment) -> None:
    assert_oracles_duty(data.draw(rosters(moment)), moment.at + data.draw(seconds_away))


ALL_DAYS = frozenset(range(7))
round_the_clock = st.lists(
    st.tuples(
        st.sampled_from([(0, 0), (0, 12), (12, 0), (8, 20), (20, 8), (20, 8), (8, 20), (9, 9), (2, 3)]),
        st.sampled_from(
            [
                ToldPattern("daily", 1),
                ToldPattern("daily", 1),
                ToldPattern("daily", 2),
                ToldPattern("weekly", 1, ALL_DAYS),
                ToldPattern("weekly", 2, ALL_DAYS),
                ToldPattern("weekly", 1, frozenset(range(5))),
                ToldPattern("weekly", 1, frozenset({5, 6})),
                ToldPattern("by day", 1, day=15),
            ]
        ),
        st.sampled_from([(1,), (2,), (1, 2), (1,), (1, 2), (3,)]),
        st.integers(1, 90),
        st.one_of(st.none(), st.none(), st.integers(-20, 50)),
    ),
    min_size=2,
    max_size=4,
)


@given(round_the_clock, moments(), seconds_away)
@examples(300)
def test_the_duty_round_the_clock_is_the_oracles(rules: list[Any], moment: Moment, away: int) -> None:
    """Shifts that touch for months: here the engine leaps."""
    today = reading(moment.tz, moment.at).date()
    told_rules = tuple(
        ToldRule(
            id=str(number),
            schedule=ToldRecurring(
                anchor=date.fromordinal(today.toordinal() - days),
                start=time(start),
                end=time(end),
                pattern=pattern,
                until=None if until is None else moment.at + until * DAY,
            ),
            contacts=contacts,
            groups=(),
        )
        for number, ((start, end), pattern, contacts, days, until) in enumerate(rules)
    )
    rules_in_force = ToldRevision(counts_from=None, tz=moment.tz, rules=told_rules)
    assert_oracles_duty(ToldRoster(revisions=(rules_in_force,), stays=()), moment.at + away)


@given(st.data(), moments())
@examples(150)
def test_a_window_cut_in_two_has_the_same_shifts(data: st.DataObject, moment: Moment) -> None:
    rules, window = roster(data.draw(rosters(moment))), data.draw(windows(moment))
    middle = data.draw(st.integers(window.start, window.end))
    halves = [roster_timeline(rules, part) for part in (Span(window.start, middle), Span(middle, window.end))]
    assert {*halves[0], *halves[1]} == set(roster_timeline(rules, window))


@given(st.data(), moments())
@examples(150)
def test_shifts_and_gaps_tile_a_window(data: st.DataObject, moment: Moment) -> None:
    rules, window = roster(data.draw(rosters(moment))), data.draw(windows(moment))
    gaps = roster_gaps(rules, window)
    shifts = clip([Span(shift.start, shift.end) for shift in roster_timeline(rules, window)], window)
    assert union(shifts, gaps) == ([window] if window.start < window.end else [])
    assert not any(gap.start < shift.end and gap.end > shift.start for gap in gaps for shift in shifts)


# --- a small roster to tell stories with -------------------------------------------------------------------

MONDAY = date(2026, 6, 1).toordinal()
IN_1990 = date(1990, 1, 1).toordinal()


def at(text: str) -> int:
    """An instant of June 2026 from day and time, such as "03 12:00", or any other whole one."""
    return instant(f"2026-06-{text}Z" if len(text) == 8 else text)


def rule(id: str = "day", hours: tuple[int, int] = (9, 17), pattern: Any = None, **fields: Any) -> ShiftRule:
    """A rule of hours of the day in UTC, by default Ann's every day from 1 June 2026."""
    recurring = Recurring(
        anchor_on=fields.pop("anchor_on", MONDAY),
        start_time=hours[0] * HOUR,
        end_time=hours[1] * HOUR,
        pattern=pattern or Daily(),
        **({"ends": fields.pop("ends")} if "ends" in fields else {}),
    )
    return ShiftRule(id=id, schedule=recurring, **{"contacts": (ANN,), **fields})


ANN, BOB, CEM = 1, 2, 3


def made(*rules: ShiftRule, tz: str = "UTC", members: tuple[Membership, ...] = ()) -> Roster:
    return Roster((RosterRevision(None, tz, rules),), members)


def revised(counts_from: str, before: tuple[ShiftRule, ...], after: tuple[ShiftRule, ...], tz: str = "UTC") -> Roster:
    return Roster((RosterRevision(None, "UTC", before), RosterRevision(at(counts_from), tz, after)))


def shown(shifts: list[RosterShift] | tuple[RosterShift, ...]) -> list[tuple[str, str, str, tuple[int, ...]]]:
    return [(iso(each.start)[8:16], iso(each.end)[8:16], each.rule, each.contacts) for each in shifts]


def june(roster: Roster, since: str, until: str) -> list[tuple[str, str, str, tuple[int, ...]]]:
    return shown(roster_timeline(roster, Span(at(since), at(until))))


# --- over a window -----------------------------------------------------------------------------------------


def test_a_shift_names_its_people_once_and_those_named_first() -> None:
    members = (Membership("ops", CEM, 0), Membership("ops", BOB, 0), Membership("web", CEM, 0))
    day = rule(contacts=(BOB, BOB), groups=("web", "ops"))
    assert june(made(day, members=members), "01 12:00", "01 13:00") == [("01T09:00", "01T17:00", "day", (BOB, CEM))]


def test_shifts_come_by_start_and_then_by_rule() -> None:
    rules = (rule("z"), rule("a", contacts=(BOB,)), rule("early", (7, 8)))
    found = june(made(*rules), "01 00:00", "02 00:00")
    assert [each[2] for each in found] == ["early", "a", "z"]


def test_a_rule_whose_group_is_empty_covers_nobody() -> None:
    idle = made(rule(contacts=(), groups=("ops",)))
    window = Span(at("01 00:00"), at("02 00:00"))
    assert roster_timeline(idle, window) == []
    assert roster_gaps(idle, window) == [window]


def test_gaps_of_an_empty_window_are_none() -> None:
    assert roster_gaps(made(rule()), Span(at("01 03:00"), at("01 03:00"))) == []


def test_a_shift_is_cut_where_a_member_joins_and_where_one_leaves() -> None:
    members = (Membership("ops", ANN, 0, at("01 15:00")), Membership("ops", BOB, at("01 12:00")))
    assert june(made(rule(contacts=(), groups=("ops",)), members=members), "01 00:00", "02 00:00") == [
        ("01T09:00", "01T12:00", "day", (ANN,)),
        ("01T12:00", "01T15:00", "day", (ANN, BOB)),
        ("01T15:00", "01T17:00", "day", (BOB,)),
    ]


def test_a_membership_that_changes_nobody_leaves_no_mark() -> None:
    members = (
        Membership("ops", ANN, at("01 12:00")),  # named by the rule as well
        Membership("ops", BOB, 0, at("01 13:00")),
        Membership("ops", BOB, at("01 13:00")),  # came back at once
        Membership("ops", CEM, at("01 14:00"), at("01 14:00")),  # was never there
    )
    shifts = june(made(rule(groups=("ops",)), members=members), "01 00:00", "02 00:00")
    assert shifts == [("01T09:00", "01T17:00", "day", (ANN, BOB))]


def test_a_changed_rule_counts_from_its_revision() -> None:
    roster = revised("02 12:00", (rule(),), (rule(contacts=(BOB,)),))
    assert june(roster, "01 00:00", "04 00:00") == [
        ("01T09:00", "01T17:00", "day", (ANN,)),
        ("02T09:00", "02T12:00", "day", (ANN,)),
        ("02T12:00", "02T17:00", "day", (BOB,)),
        ("03T09:00", "03T17:00", "day", (BOB,)),
    ]


@pytest.mark.parametrize(
    "window",
    [("02 00:00", "03 00:00"), ("02 10:00", "02 11:00"), ("02 12:00", "02 13:00"), ("02 11:59", "02 12:01")],
)
def test_a_revision_that_leaves_a_rule_alone_leaves_no_mark(window: tuple[str, str]) -> None:
    roster = revised("02 12:00", (rule(),), (rule(), rule("new", (18, 20))))
    assert [each for each in june(roster, *window) if each[2] == "day"] == [("02T09:00", "02T17:00", "day", (ANN,))]


def test_the_same_rule_in_another_zone_is_another_rule() -> None:
    roster = revised("02 10:00", (rule(),), (rule(),), tz="Europe/Berlin")
    assert june(roster, "02 00:00", "03 00:00") == [
        ("02T09:00", "02T10:00", "day", (ANN,)),
        ("02T10:00", "02T15:00", "day", (ANN,)),
    ]


def test_a_revision_replaced_at_once_was_never_in_force() -> None:
    revisions = [RosterRevision(counts_from, "UTC", (rule(contacts=(who,)),)) for counts_from, who in REPLACED]
    shifts = june(Roster(tuple(revisions)), "02 00:00", "03 00:00")
    assert [each[3] for each in shifts] == [(ANN,), (CEM,)]


REPLACED = [(None, ANN), (at("02 12:00"), BOB), (at("02 12:00"), CEM)]


def test_before_the_first_revision_there_is_nobody() -> None:
    roster = Roster((RosterRevision(at("02 12:00"), "UTC", (rule(),)),))
    assert june(roster, "01 00:00", "03 00:00") == [("02T12:00", "02T17:00", "day", (ANN,))]
    assert roster_duty_at(roster, at("02 11:00")).next_at == at("02 12:00")
    assert roster_duty_at(roster, at("02 13:00")).since == at("02 12:00")


def test_a_one_time_shift_is_itself() -> None:
    once = ShiftRule(id="once", schedule=OneTime(at("03 09:00"), at("05 09:00")), contacts=(ANN,))
    assert june(made(once), "04 00:00", "04 01:00") == [("03T09:00", "05T09:00", "once", (ANN,))]
    assert june(made(once), "05 09:00", "06 00:00") == june(made(once), "01 00:00", "03 09:00") == []


def test_no_occurrence_starts_after_the_last_one() -> None:
    until = rule(ends=Until(at("03 09:00")))
    assert len(june(made(until), "01 00:00", "30 00:00")) == 3
    assert len(june(made(rule(ends=Until(at("03 08:59")))), "01 00:00", "30 00:00")) == 2


def test_one_time_must_end_after_its_start() -> None:
    with pytest.raises(BadRule, match="end: must be after start"):
        OneTime(5, 5)


def test_bad_times_of_the_day_are_named() -> None:
    with pytest.raises(BadRule) as raised:
        Recurring(MONDAY, -1, DAY, Daily())
    assert [path for path, _ in raised.value.problems] == ["start_time", "end_time"]


def test_the_ends_of_time_do_not_raise() -> None:
    roster = made(rule(hours=(20, 8)), tz="America/New_York")
    last_days = Span(FOREVER - 10 * DAY, FOREVER)
    assert len(roster_timeline(roster, last_days)) == 9
    assert all(shift.end < FOREVER for shift in roster_timeline(roster, last_days))
    assert roster_timeline(roster, Span(BEGINNING - 5 * DAY, BEGINNING + 5 * DAY)) == []
    for far in (BEGINNING - DAY, BEGINNING, FOREVER - 1, FOREVER, FOREVER + 400 * DAY):
        assert roster_duty_at(roster, far).contacts == ()


def test_history_of_2000_years_costs_only_what_comes_out() -> None:
    roster = made(rule(anchor_on=1))
    assert june(roster, "01 12:00", "01 13:00") == [("01T09:00", "01T17:00", "day", (ANN,))]


# --- at an instant -----------------------------------------------------------------------------------------


def duty(roster: Roster, when: str) -> RosterDuty:
    return roster_duty_at(roster, at(when))


def test_between_shifts_nobody_is_on_since_the_last_one_until_the_next() -> None:
    found = duty(made(rule()), "03 20:00")
    assert (found.contacts, found.shifts, found.since) == ((), (), at("03 17:00"))
    assert (found.changes_at, found.next_at, found.next_contacts) == (at("04 09:00"), at("04 09:00"), (ANN,))


def test_everybody_of_every_shift_is_on_each_once_in_the_order_of_rules() -> None:
    roster = made(rule("one", contacts=(BOB, ANN)), rule("two", (12, 18), contacts=(CEM, BOB)))
    found = duty(roster, "03 13:00")
    assert found.contacts == (BOB, ANN, CEM)
    assert [shift.rule for shift in found.shifts] == ["one", "two"]
    assert (found.since, found.changes_at) == (at("03 12:00"), at("03 17:00"))
    assert (found.next_at, found.next_contacts) == (at("03 17:00"), (CEM, BOB))


def test_in_an_empty_roster_nothing_ever_changes() -> None:
    nothing = RosterDuty((), (), None, None, (), None)
    assert roster_duty_at(Roster(()), 0) == nothing
    assert roster_duty_at(made(), 0) == nothing


def test_a_new_shift_of_the_same_person_is_a_change_of_shifts_but_not_of_people() -> None:
    found = duty(
        made(rule("early", (6, 14)), rule("late", (14, 22)), rule("eve", (22, 23), contacts=(BOB,))), "03 12:00"
    )
    assert (found.since, found.changes_at) == (at("03 06:00"), at("03 14:00"))
    assert (found.next_at, found.next_contacts) == (at("03 22:00"), (BOB,))


def test_one_person_round_the_clock_by_day_and_night_is_on_since_the_first_day() -> None:
    rules = [rule("day", (8, 20), anchor_on=IN_1990), rule("night", (20, 8), anchor_on=IN_1990)]
    found = duty(made(*rules, rule("extra", (9, 17), MonthlyByDay(1, 3))), "03 12:00")
    assert found.since == instant("1990-01-01T08:00:00Z")
    assert (found.next_at, found.next_contacts) == (None, ())


def test_since_looks_past_a_rule_that_began_only_later() -> None:
    always = rule("always", (0, 0), anchor_on=IN_1990)
    found = duty(made(always, rule("fresh", (9, 17), Weekly(), anchor_on=MONDAY - 100)), "03 12:00")
    assert found.since == instant("1990-01-01T00:00:00Z")


def test_since_looks_past_revisions_and_memberships() -> None:
    always = rule("always", (0, 0), anchor_on=IN_1990, groups=("ops",))
    members = (Membership("web", BOB, at("01 00:00"), at("02 00:00")),)
    other = rule("other", (9, 10), Weekly(), contacts=(), groups=("web",))
    first, second = RosterRevision(None, "UTC", (always,)), RosterRevision(at("03 07:00"), "UTC", (always, other))
    assert duty(Roster((first, second), members), "03 12:00").since == instant("1990-01-01T00:00:00Z")


def test_who_is_next_may_come_with_a_revision_or_a_member() -> None:
    always = rule("always", (0, 0))
    with_bob = rule("always", (0, 0), contacts=(BOB,))
    assert duty(revised("05 07:00", (always,), (with_bob,)), "03 12:00").next_at == at("05 07:00")
    joined = made(rule("always", (0, 0), groups=("ops",)), members=(Membership("ops", BOB, at("06 01:00")),))
    found = duty(joined, "03 12:00")
    assert (found.next_at, found.next_contacts) == (at("06 01:00"), (ANN, BOB))


def test_a_revision_may_start_the_next_shift() -> None:
    once = ShiftRule(id="once", schedule=OneTime(at("03 12:00"), at("09 12:00")), contacts=(ANN,))
    found = duty(revised("05 07:00", (), (once,)), "03 13:00")
    assert (found.changes_at, found.next_at) == (at("05 07:00"), at("05 07:00"))


def test_a_revision_without_effect_is_no_change() -> None:
    roster = revised("03 20:00", (rule(),), (rule(), rule("never", (9, 17), MonthlyByDay(12, 31), contacts=(BOB,))))
    assert duty(roster, "03 19:00").changes_at == at("04 09:00")


def test_rules_in_another_order_are_no_change() -> None:
    one, two = rule("one"), rule("two", contacts=(BOB,))
    found = duty(revised("03 13:00", (one, two), (two, one)), "03 12:00")
    assert (found.changes_at, found.next_at) == (at("03 17:00"), None)


def test_fewer_of_the_same_people_are_other_people() -> None:
    roster = made(rule("both", (9, 17), contacts=(ANN, BOB)), rule("late", (17, 19), Weekly(), contacts=(BOB,)))
    found = duty(roster, "02 12:00")
    assert (found.next_at, found.next_contacts) == (at("08 17:00"), (BOB,))


def test_two_people_round_the_clock_are_on_until_one_rule_ends() -> None:
    first = rule("first", (0, 0), anchor_on=IN_1990)
    second = rule("second", (0, 0), anchor_on=IN_1990, contacts=(BOB,), ends=Until(at("2093-01-01T00:00:00Z")))
    found = duty(made(first, second), "03 12:00")
    assert (found.contacts, found.since) == ((ANN, BOB), instant("1990-01-01T00:00:00Z"))
    assert (found.next_at, found.next_contacts) == (instant("2093-01-02T00:00:00Z"), (ANN,))


def test_a_monthly_shift_that_hides_in_a_daily_one_comes_out_at_last() -> None:
    both = rule("both", contacts=(ANN, BOB), ends=Until(at("2093-01-01T00:00:00Z")))
    monthly = rule("monthly", (10, 16), MonthlyByDay(1, 15), contacts=(BOB,))
    found = duty(made(both, monthly), "03 12:00")
    assert (found.next_at, found.next_contacts) == (instant("2093-01-15T10:00:00Z"), (BOB,))


def test_people_of_rules_that_never_part_have_no_next() -> None:
    ann, bob = rule("ann"), rule("bob", contacts=(BOB,))
    assert duty(made(ann, bob), "03 12:00").next_at is None


def test_people_who_part_on_no_day_that_the_clocks_show_have_no_next() -> None:
    """The last Sunday of March has no 02:00 to 03:00 in Berlin, in any year."""
    ghost = rule("ghost", (2, 3), MonthlyByWeekday(12, -1, 6), anchor_on=date(2026, 3, 1).toordinal())
    found = roster_duty_at(made(ghost, tz="Europe/Berlin"), at("2050-06-01T00:00:00Z"))
    assert (found.since, found.changes_at, found.next_at) == (None, None, None)


UNTIL_30 = Until(at("30 00:00"))
DAYS_OF_MONTHS = [MonthlyByDay(1, day) for day in range(1, 32)]


def test_a_search_gives_up_where_days_of_months_cover_for_each_other() -> None:
    days = [rule(str(each.day), (0, 0), each, anchor_on=IN_1990, contacts=(BOB,)) for each in DAYS_OF_MONTHS]
    found = duty(made(rule("ann", (0, 0), anchor_on=IN_1990), *days), "03 12:00")
    assert found.since is not None
    assert instant("1990-01-01T00:00:00Z") < found.since < at("2025-01-01T00:00:00Z")
    assert found.next_at is None


def test_a_shift_that_begins_only_next_year_is_seen() -> None:
    later = rule("later", (20, 22), contacts=(BOB,), anchor_on=MONDAY + 365)
    found = duty(made(rule("ann"), rule("bob", contacts=(BOB,)), later), "03 12:00")
    assert (found.next_at, found.next_contacts) == (at("2027-06-01T20:00:00Z"), (BOB,))


def test_a_shift_that_is_over_is_not_seen() -> None:
    over = rule("over", (20, 22), contacts=(BOB,), anchor_on=IN_1990, ends=Occurrences(5_000))
    ann, bob = rule("ann", ends=Until(at("2093-01-01T00:00:00Z"))), rule("bob", contacts=(BOB,))
    assert duty(made(ann, bob, over), "03 12:00").next_at == at("2093-01-01T09:00:00Z")


ODD_PERIODS = [Daily(every) for every in (1, 97, 101, 103)]


def test_a_joint_period_too_long_to_look_through_is_walked() -> None:
    anns = [rule(f"ann {each.every}", (0, 0), each) for each in ODD_PERIODS]
    assert duty(made(*anns), "20 12:00").since == at("01 00:00")
    bobs = [rule(f"bob {each.every}", (0, 0), each, contacts=(BOB,), ends=UNTIL_30) for each in ODD_PERIODS]
    assert duty(made(*anns, *bobs), "01 12:00").next_at == at("2026-07-01T00:00:00Z")
