"""Load: what really happened, added up by contact."""

from tests.domain.values import DAY, HOUR, NOON, PROVIDER, layer, override, plan, revision
from watchbill import engine
from watchbill.domain.load import schedule_load
from watchbill.domain.model import Contact, ContactId, CustomerId

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
