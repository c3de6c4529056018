"""Random rosters around the moments when clocks change, and told ones made into the engine's values."""

from dataclasses import replace
from datetime import time, timedelta

from hypothesis import strategies as st

from tests.engine.oracle import reading
from tests.engine.roster_oracle import (
    ToldOnce,
    ToldPattern,
    ToldRecurring,
    ToldRevision,
    ToldRoster,
    ToldRule,
    ToldSchedule,
    ToldStay,
)
from tests.engine.strategies import CONTACTS, USUAL_TIMES, Moment
from watchbill.engine.recurrence import (
    Daily,
    Ends,
    MonthlyByDay,
    MonthlyByWeekday,
    Never,
    Occurrences,
    Pattern,
    Until,
    Weekly,
    Yearly,
)
from watchbill.engine.roster import Membership, OneTime, Recurring, Roster, RosterRevision, Schedule, ShiftRule

# --- patterns -----------------------------------------------------------------------------------------

every = st.one_of(st.integers(1, 10), st.sampled_from([1, 1, 2, 12]))
weekdays = st.frozensets(st.integers(0, 6), max_size=7)
week_starts = st.one_of(st.none(), st.integers(0, 6))


patterns = st.one_of(
    st.builds(ToldPattern, st.just("daily"), every),
    st.builds(ToldPattern, st.just("weekly"), every, weekdays, week_start=week_starts),
    st.builds(ToldPattern, st.just("by day"), every, day=st.sampled_from([1, 15, 28, 29, 30, 31])),
    st.builds(
        ToldPattern,
        st.just("by weekday"),
        every,
        st.integers(0, 6).map(lambda weekday: frozenset({weekday})),
        week=st.sampled_from([1, 2, 3, 4, -1]),
    ),
    st.builds(ToldPattern, st.just("yearly"), st.integers(1, 4)),
)


def pattern(told: ToldPattern) -> Pattern:
    match told.kind:
        case "daily":
            return Daily(told.every)
        case "weekly":
            return Weekly(told.every, tuple(told.days), told.week_start)
        case "by day":
            return MonthlyByDay(told.every, told.day)
        case "by weekday":
            return MonthlyByWeekday(told.every, told.week, *told.days)
        case _:
            return Yearly(told.every)


# --- schedules ----------------------------------------------------------------------------------------
#
# Strategies are made once, and draw distances from a moment: made for each moment they cost more than all the rest.

seconds_away = st.one_of(
    st.integers(-5 * 96, 5 * 96).map(lambda quarters: quarters * 900),
    st.sampled_from([-3600, -1800, -1, 0, 1, 1800, 3600]),
    st.integers(-3 * 86400, 3 * 86400),
)
times = st.one_of(
    st.sampled_from([time.fromisoformat(usual) for usual in USUAL_TIMES]),
    st.sampled_from([timedelta(minutes=minutes) for minutes in (-90, -60, -30, -15, 0, 15, 30)]),
    st.times().map(lambda at: at.replace(microsecond=0)),
)
dates_away = st.one_of(
    st.integers(-40, 2),
    st.integers(-900, 0),
    st.sampled_from([-4 * 365 - 1, -365 - 1, -365, -2 * 365]),
)
counts = st.one_of(st.integers(1, 5), st.integers(1, 900))
spans_away = st.lists(seconds_away, min_size=2, max_size=2, unique=True).map(sorted)


def time_near(moment: Moment, wish: time | timedelta) -> time:
    if isinstance(wish, time):
        return wish
    return (reading(moment.tz, moment.at) + wish).time()


@st.composite
def schedules(draw: st.DrawFn, moment: Moment) -> ToldSchedule:
    kind = draw(st.sampled_from(["never", "never", "count", "until", "never", "once"]))
    if kind == "once":
        start, end = draw(spans_away)
        return ToldOnce(moment.at + start, moment.at + end)
    pattern, start_time, end_time = draw(patterns), draw(times), draw(times)
    today = reading(moment.tz, moment.at).date()
    if pattern.kind == "by day" and draw(st.booleans()):
        pattern = replace(pattern, day=today.day)
    return ToldRecurring(
        anchor=today + timedelta(days=draw(dates_away)),
        start=time_near(moment, start_time),
        end=time_near(moment, start_time if draw(st.integers(0, 3)) == 3 else end_time),
        pattern=pattern,
        count=draw(counts) if kind == "count" else None,
        until=moment.at + draw(seconds_away) if kind == "until" else None,
    )


def seconds_of(wall: time) -> int:
    return wall.hour * 3600 + wall.minute * 60 + wall.second


def ends_of(told: ToldRecurring) -> Ends:
    if told.count is not None:
        return Occurrences(told.count)
    return Never() if told.until is None else Until(told.until)


def schedule(told: ToldSchedule) -> Schedule:
    if isinstance(told, ToldOnce):
        return OneTime(told.start, told.end)
    return Recurring(
        anchor_on=told.anchor.toordinal(),
        start_time=seconds_of(told.start),
        end_time=seconds_of(told.end),
        pattern=pattern(told.pattern),
        ends=ends_of(told),
    )


# --- rosters ------------------------------------------------------------------------------------------

GROUPS = ("north", "south")


people = st.lists(CONTACTS, max_size=3).map(tuple)
groups = st.lists(st.sampled_from(GROUPS), max_size=2).map(tuple)
edges = st.one_of(st.none(), seconds_away)
stays = st.lists(st.tuples(st.sampled_from(GROUPS), CONTACTS, edges, edges), max_size=3)
borders = st.lists(seconds_away, max_size=2).map(sorted)
firsts = st.sampled_from([None, None, -40 * 86400])
rule_ids = st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True)


@st.composite
def rosters(draw: st.DrawFn, moment: Moment) -> ToldRoster:
    """Up to three revisions, which keep some rules and change others."""
    starts = [draw(firsts), *draw(borders)]
    rules = {
        id: [ToldRule(id, draw(schedules(moment)), draw(people), draw(groups)) for _ in starts[:2]] for id in "abc"
    }
    return ToldRoster(
        revisions=tuple(
            ToldRevision(
                counts_from=None if start is None else moment.at + start,
                tz=draw(st.sampled_from([moment.tz] * 5 + ["Asia/Kolkata"])),
                rules=tuple(draw(st.sampled_from(rules[id])) for id in draw(rule_ids)),
            )
            for start in starts
        ),
        stays=tuple(
            ToldStay(group, contact, moment.at + (joined or -(10**9)), None if left is None else moment.at + left)
            for group, contact, joined, left in draw(stays)
        ),
    )


def roster(told: ToldRoster) -> Roster:
    return Roster(
        revisions=tuple(
            RosterRevision(
                counts_from=revision.counts_from,
                tz=revision.tz,
                rules=tuple(
                    ShiftRule(
                        id=rule.id,
                        schedule=schedule(rule.schedule),
                        contacts=rule.contacts,
                        groups=rule.groups,
                    )
                    for rule in revision.rules
                ),
            )
            for revision in told.revisions
        ),
        memberships=tuple(Membership(stay.group, stay.contact, stay.joined_at, stay.left_at) for stay in told.stays),
    )
