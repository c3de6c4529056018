"""Who is on call everywhere: what is worked out in pieces is what the engine says of the whole."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.values import DAY, HOUR, NOON, layer, override, plan, revision
from tests.engine import roster_strategies
from tests.engine.strategies import Moment
from watchbill import engine
from watchbill.domain import board
from watchbill.domain.board import (
    RosterPlace,
    TierPlace,
    gaps_in,
    next_shift,
    on_call,
    parts,
    shifts_by_rule,
    shifts_in,
    whole_shifts_in,
)
from watchbill.domain.model import (
    AccountId,
    Customer,
    CustomerId,
    Roster,
    RosterId,
    RosterPlan,
    RosterRevision,
    RosterShift,
)

ACME = Customer(provider_id=1, id=CustomerId(2), parent_id=1, name="Acme", created_at=0, updated_at=0)

few = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def tier(*revisions, overrides=()):
    return TierPlace(plan(*revisions, overrides=overrides), ACME)


def roster(rules: engine.Roster) -> RosterPlace:
    """A place with these rules; groups are left out."""
    theirs = {"provider_id": 1, "roster_id": RosterId("ES-1")}
    revisions = tuple(
        RosterRevision(
            number=number,
            counts_from=one.counts_from,
            saved_at=0,
            saved_by=AccountId(1),
            tz=one.tz,
            shifts=tuple(
                RosterShift(id=each.id, name=each.name, schedule=each.schedule, contacts=each.contacts)
                for each in one.rules
            ),
            **theirs,
        )
        for number, one in enumerate(rules.revisions, 1)
    )
    record = Roster(provider_id=1, id=RosterId("ES-1"), customer_id=ACME.id, name="desk", created_at=0)
    return RosterPlace(RosterPlan(roster=record, customer=ACME, revisions=revisions, memberships=()))


rosters = roster_strategies.rosters(Moment("Europe/Berlin", NOON)).map(roster_strategies.roster).map(roster)
windows = st.tuples(st.integers(-100, 100), st.integers(1, 200)).map(
    lambda ends: engine.Span(NOON + ends[0] * DAY, NOON + (ends[0] + ends[1]) * DAY)
)
tiers = st.builds(
    lambda lengths, edit, cover: tier(
        revision(1, None, layer(1, 2, rotation=f'{{"type":"custom","unit":"days","lengths":{lengths}}}')),
        revision(2, NOON + edit * DAY, layer(2, 3)),
        overrides=[override(5, NOON + cover * DAY, NOON + (cover + 40) * DAY)],
    ),
    st.lists(st.integers(1, 50), min_size=1, max_size=2),
    st.integers(-50, 50),
    st.integers(-60, 60),
)


@few
@given(tiers, windows)
def test_the_pieces_of_a_tiers_timeline_join_to_the_whole(place, window):
    whole = engine.tier_timeline(place.plan.rules, window)
    assert [(one.start, one.end, one.people[0]) for one in shifts_in(place, window)] == [
        (one.start, one.end, one.contact) for one in whole
    ]
    assert list(gaps_in(place, window)) == engine.gaps(whole, window)


@few
@given(rosters, windows)
def test_the_pieces_of_a_rosters_timeline_join_to_the_whole(place, window):
    whole = engine.roster_timeline(place.plan.rules, window)
    assert [(one.start, one.end, one.people, one.rule.id) for one in shifts_in(place, window)] == [
        (max(one.start, window.start), min(one.end, window.end), one.contacts, one.rule) for one in whole
    ]
    assert list(gaps_in(place, window)) == engine.roster_gaps(place.plan.rules, window)


@few
@given(tiers | rosters, windows)
def test_whole_shifts_are_those_of_the_window_as_a_wider_one_has_them(place, window):
    wider = engine.Span(window.start - 400 * DAY, window.end + 400 * DAY)
    reaching = [one for one in shifts_in(place, wider) if one.start < window.end and window.start < one.end]
    assert list(whole_shifts_in(place, window)) == reaching


def test_a_shift_without_an_end_is_told_as_such():
    [one] = whole_shifts_in(tier(revision(1, None, layer(1))), engine.Span(NOON, NOON + DAY))
    assert (one.start, one.end) == (NOON - 30 * DAY, engine.FOREVER)


def test_the_next_shift_at_a_place_is_of_whom_it_is_asked_for():
    far = override(5, NOON + 900 * DAY, NOON + 901 * DAY, contact=8)
    assert next_shift(tier(overrides=[far]), 8, NOON).start == far.start_at
    assert next_shift(tier(overrides=[far]), 9, NOON) is None
    yearly = engine.Recurring(739_768, 20 * HOUR, 22 * HOUR, engine.Yearly(3))
    rule = engine.ShiftRule(id="ESD-1", schedule=yearly, contacts=(1,))
    place = roster(engine.Roster((engine.RosterRevision(None, "UTC", (rule,)),)))
    assert next_shift(place, 1, NOON).people == (1,)
    assert next_shift(place, 2, NOON) is None


def test_a_shift_over_the_edge_of_a_piece_is_told_once():
    nights = engine.Recurring(739_768, 20 * HOUR, 19 * HOUR, engine.Daily(1))
    rule = engine.ShiftRule(id="ESD-1", schedule=nights, contacts=(1,))
    place = roster(engine.Roster((engine.RosterRevision(None, "UTC", (rule,)),)))
    starts = [one.start for one in shifts_in(place, engine.Span(NOON + DAY, NOON + 101 * DAY))]
    assert (len(starts), len({*starts})) == (101, 101)


@few
@given(rosters, windows)
def test_the_shifts_by_rule_are_the_shifts_of_the_roster(place, window):
    alone = [shift for _, shifts in shifts_by_rule(place, window) for shift in shifts]
    assert sorted(map(repr, alone)) == sorted(map(repr, shifts_in(place, window)))


@few
@given(tiers, windows)
def test_a_layer_alone_is_what_its_revisions_say(place, window):
    [(rule, shifts)] = shifts_by_rule(place, window)
    uncovered = engine.Tier(place.plan.rules.revisions, ())
    assert rule.index == 0
    assert [(one.start, one.end) for one in shifts] == [
        (one.start, one.end) for one in engine.tier_timeline(uncovered, window)
    ]


@few
@given(tiers | rosters, windows)
def test_whole_shifts_by_rule_are_those_of_the_window_as_a_wider_one_has_them(place, window):
    wider = engine.Span(window.start - 400 * DAY, window.end + 400 * DAY)
    whole = [(rule, list(shifts)) for rule, shifts in shifts_by_rule(place, window, are_whole=True)]
    reaching = [
        (rule, [one for one in shifts if one.start < window.end and window.start < one.end])
        for rule, shifts in shifts_by_rule(place, wider)
    ]
    assert [one for one in whole if one[1]] == [one for one in reaching if one[1]]


def test_a_layer_that_was_always_there_begins_with_the_rules_that_are_known():
    [(_, [one])] = shifts_by_rule(
        tier(revision(1, NOON - DAY, layer(1)), revision(2, NOON + DAY, layer(1))),
        engine.Span(NOON, NOON + HOUR),
        are_whole=True,
    )
    assert (one.start, one.end) == (NOON - DAY, engine.FOREVER)


@few
@given(rosters, st.integers(-20, 20))
def test_a_rosters_people_are_on_exactly_until_then(place, hours):
    at = NOON + hours * HOUR
    found = on_call(place, at)
    ahead = engine.Span(at, at + 60 * DAY)
    edges = sorted({edge for one in shifts_in(place, ahead) for edge in (one.start, one.end)} - {ahead.end})
    until = next((edge for edge in edges if edge > at and people_at(place, edge) != {*found.people}), None)
    if until is None:
        assert found.until is None or found.until >= ahead.end
    else:
        assert found.until == until


def people_at(place, at):
    return {*engine.roster_duty_at(place.plan.rules, at).contacts}


def test_a_window_in_pieces_is_the_window():
    window = engine.Span(NOON, NOON + 100 * DAY)
    pieces = list(parts(window))
    assert len(pieces) == 4
    assert engine.union(pieces) == [window]
    assert list(parts(engine.Span(NOON, NOON))) == []


def test_a_tier_without_rules_is_empty():
    assert tier().is_empty
    assert tier(revision(1, None)).is_empty
    assert not tier(revision(1, None, layer(1))).is_empty
    assert not tier(overrides=[override(1, NOON, NOON + HOUR)]).is_empty


# ── together ─────────────────────────────────────────────────────────────────────────────────────────────────────


def together(*stretches):
    return [(span.start, span.end, "".join(sorted(where))) for span, where in board.together(stretches)]


def test_two_places_at_once():
    assert together((0, 10, "a"), (5, 15, "b")) == [(5, 10, "ab")]


def test_places_that_touch_are_not_at_once():
    assert together((0, 10, "a"), (10, 15, "b")) == []


def test_one_place_twice_is_one_place():
    assert together((0, 10, "a"), (5, 15, "a"), (8, 9, "b")) == [(8, 9, "ab")]


def test_a_stretch_ends_where_the_places_change():
    assert together((0, 10, "a"), (2, 8, "b"), (4, 6, "c")) == [(2, 4, "ab"), (4, 6, "abc"), (6, 8, "ab")]


def test_shifts_that_touch_at_one_place_are_one_stretch():
    assert together((0, 5, "a"), (5, 10, "a"), (2, 8, "b")) == [(2, 8, "ab")]
