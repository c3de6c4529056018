"""Load: what really happened, added up by contact."""

import msgspec

from tests.domain.values import DAY, HOUR, NOON, PROVIDER, layer, override, plan, revision
from watchbill import engine
from watchbill.domain.board import RosterPlace, TierPlace
from watchbill.domain.load import carried_at, could_be_on, schedule_load
from watchbill.domain.model import (
    AccountId,
    Contact,
    ContactId,
    Customer,
    CustomerId,
    GroupId,
    Membership,
    Roster,
    RosterId,
    RosterPlan,
    RosterRevision,
    RosterShift,
)

ACME = Customer(
    provider_id=PROVIDER, id=CustomerId(2), parent_id=CustomerId(1), name="Acme", created_at=0, updated_at=0
)

NOON_TURNS = NOON - 30 * DAY


def people(*ids):
    return {
        ContactId(id): Contact(
            provider_id=PROVIDER,
            id=ContactId(id),
            customer_id=CustomerId(2),
            first_name=f"Contact {id}",
            created_at=0,
            updated_at=0,
        )
        for id in ids
    }


def loads(plans, contacts, start, end):
    rows = schedule_load(plans, contacts, engine.Span(start, end))
    return {row.contact.id: (row.shifts, row.seconds) for row in rows}


def test_each_contact_carries_the_time_of_their_turns():
    story = plan(revision(1, None, layer(1, 2)))
    assert loads([story], people(1, 2), NOON, NOON + 3 * DAY) == {1: (2, 2 * DAY), 2: (1, DAY)}


def test_contacts_without_a_shift_are_listed_with_zeros():
    assert loads([plan()], people(1), NOON, NOON + DAY) == {1: (0, 0)}


def test_the_tiers_of_a_schedule_add_up():
    story = plan(revision(1, None, layer(1)))
    assert loads([story, story], people(1), NOON, NOON + DAY) == {1: (2, 2 * DAY)}


def test_a_shift_that_an_edit_of_the_zone_falls_into_counts_once():
    story = plan(revision(1, None, layer(1)), revision(2, NOON, layer(1, tz="Asia/Tokyo")))
    assert loads([story], people(1), NOON - HOUR, NOON + HOUR) == {1: (1, 2 * HOUR)}


def test_an_override_counts_for_who_covers():
    story = plan(revision(1, None, layer(1)), overrides=[override(5, NOON, NOON + HOUR, contact=9)])
    assert loads([story], people(1, 9), NOON, NOON + 2 * HOUR) == {1: (1, HOUR), 9: (1, HOUR)}


def test_nights_and_weekends_are_those_of_the_layers_zone():
    story = plan(revision(1, None, layer(1, tz="Asia/Tokyo")))  # Monday 12:00 UTC is 21:00 in Tokyo
    (row,) = schedule_load([story], people(1), engine.Span(NOON, NOON + 2 * HOUR))
    assert (row.night_seconds, row.weekend_seconds) == (HOUR, 0)


# ── everything that is carried at a place ────────────────────────────────────────────────────────────────────────


def tier(*revisions, overrides=()):
    return TierPlace(plan(*revisions, overrides=overrides), ACME)


def once(id, start, end, *contacts, groups=()):
    return RosterShift(id=id, name=id, schedule=engine.OneTime(start, end), contacts=contacts, groups=groups)


def roster(*shifts, tz="UTC", later=(), memberships=()):
    """A roster whose rules and zone are others from `later[0]` on."""
    edits = [(None, tz, shifts), *([later] if later else [])]
    revisions = tuple(
        RosterRevision(
            provider_id=PROVIDER,
            roster_id=RosterId("ES-1"),
            number=number,
            counts_from=counts_from,
            saved_at=counts_from or 0,
            saved_by=AccountId(1),
            tz=zone,
            shifts=rules,
        )
        for number, (counts_from, zone, rules) in enumerate(edits, 1)
    )
    record = Roster(provider_id=PROVIDER, id=RosterId("ES-1"), customer_id=ACME.id, name="desk", created_at=0)
    return RosterPlace(RosterPlan(roster=record, customer=ACME, revisions=revisions, memberships=memberships))


def member(contact, joined_at, left_at=None):
    return Membership(
        provider_id=PROVIDER,
        group_id=GroupId("crew"),
        contact_id=ContactId(contact),
        joined_at=joined_at,
        left_at=left_at,
    )


def living_in(tz, *ids):
    return {id: msgspec.structs.replace(one, tz=tz) for id, one in people(*ids).items()}


def nights(place, contacts, start=NOON, end=NOON + 2 * HOUR):
    return carried_at(place, contacts, engine.Span(start, end))[1].night_seconds


def handoffs(place, start, end):
    return {id: one.handoffs for id, one in carried_at(place, people(1, 2), engine.Span(start, end)).items()}


def test_night_is_by_the_clocks_of_the_contacts_own_zone():
    assert nights(tier(revision(1, None, layer(1))), living_in("Asia/Tokyo", 1)) == HOUR
    assert nights(roster(once("a", NOON, NOON + DAY, 1)), living_in("Asia/Tokyo", 1)) == HOUR


def test_night_is_by_the_clocks_of_the_rule_for_a_contact_without_a_zone():
    assert nights(tier(revision(1, None, layer(1, tz="Asia/Tokyo"))), people(1)) == HOUR
    assert nights(roster(once("a", NOON, NOON + DAY, 1), tz="Asia/Tokyo"), people(1)) == HOUR


def test_a_zone_that_there_is_not_is_no_zone():
    assert nights(tier(revision(1, None, layer(1))), living_in("Mars/Base", 1)) == 0


def test_an_edit_of_a_rosters_zone_counts_from_then_on():
    shift = once("a", NOON, NOON + DAY, 1)
    edited = roster(shift, later=(NOON + HOUR, "Asia/Tokyo", (shift,)))
    assert nights(edited, people(1)) == HOUR
    assert nights(edited, people(1), NOON, NOON + HOUR) == 0


def test_a_turn_that_begins_with_the_window_is_handed_off_then_and_one_that_is_on_is_not():
    place = tier(revision(1, None, layer(1, 2)))
    assert handoffs(place, NOON, NOON + DAY) == {1: 1, 2: 0}
    assert handoffs(place, NOON + 1, NOON + DAY + 1) == {1: 0, 2: 1}


def test_the_carried_of_windows_that_touch_add_up():
    place = tier(revision(1, None, layer(1, 2)), overrides=[override(5, NOON + HOUR, NOON + 3 * HOUR, contact=2)])
    ends = (NOON, NOON + 2 * HOUR, NOON + 2 * DAY)
    first, second, both = (
        carried_at(place, people(1, 2), engine.Span(*each)) for each in (ends[:2], ends[1:], ends[::2])
    )
    for id in (1, 2):
        assert first[id].seconds + second[id].seconds == both[id].seconds
        assert first[id].handoffs + second[id].handoffs == both[id].handoffs


def test_two_shifts_at_once_count_both_hours_and_one_run():
    place = roster(once("a", NOON, NOON + 2 * HOUR, 1), once("b", NOON + HOUR, NOON + 3 * HOUR, 1, 2))
    carried = carried_at(place, people(1, 2), engine.Span(NOON, NOON + DAY))
    assert (carried[1].shifts, carried[1].seconds, carried[1].handoffs) == (2, 4 * HOUR, 1)
    assert carried[1].runs == (engine.Span(NOON, NOON + 3 * HOUR),)
    assert carried[2].seconds == 2 * HOUR


def test_a_shift_that_ends_as_the_window_begins_is_none_of_it():
    place = roster(once("a", NOON - HOUR, NOON, 1), once("b", NOON, NOON + HOUR, 1))
    carried = carried_at(place, people(1), engine.Span(NOON, NOON + DAY))[1]
    assert (carried.shifts, carried.seconds, carried.handoffs) == (1, HOUR, 0)


def test_whoever_the_rules_in_force_name_could_have_been_on():
    place = tier(
        revision(1, None, layer(1)),
        revision(2, NOON, layer(2), layer(3, index=1, start=NOON + DAY)),
        revision(3, NOON + DAY, layer(4)),
        overrides=[override(5, NOON, NOON + HOUR, 5), override(6, NOON - HOUR, NOON, 6)],
    )
    assert could_be_on(place, engine.Span(NOON, NOON + DAY)) == {2, 5}


def test_a_layer_that_has_ended_names_nobody():
    ended = msgspec.structs.replace(layer(1), end=NOON)
    assert could_be_on(tier(revision(1, None, ended)), engine.Span(NOON, NOON + DAY)) == set()
    assert could_be_on(tier(revision(1, None, ended)), engine.Span(NOON - 1, NOON + DAY)) == {1}


def test_members_of_a_group_could_have_been_on_while_they_were_in_it():
    shift = once("a", NOON, NOON + DAY, 1, groups=(GroupId("crew"),))
    place = roster(shift, memberships=(member(2, 0), member(3, 0, NOON), member(4, NOON + DAY)))
    assert could_be_on(place, engine.Span(NOON, NOON + DAY)) == {1, 2}
    assert could_be_on(place, engine.Span(NOON - DAY, NOON)) == set()


def test_members_of_another_group_could_not():
    shift = once("a", NOON, NOON + DAY, 1)
    assert could_be_on(roster(shift, memberships=(member(2, 0),)), engine.Span(NOON, NOON + DAY)) == {1}


def test_a_recurring_shift_names_its_people():
    every_day = RosterShift(
        id="a", name="a", schedule=engine.Recurring(739_768, 0, 3600, engine.Daily(1)), contacts=(ContactId(1),)
    )
    assert could_be_on(roster(every_day), engine.Span(NOON, NOON + HOUR)) == {1}


def test_who_could_have_been_on_and_was_not_carried_nothing():
    carried = carried_at(tier(revision(1, None, layer(1, 2))), people(1, 2), engine.Span(NOON, NOON + DAY))
    assert (carried[2].seconds, carried[2].runs) == (0, ())
