"""From the wire to the domain and back: the canonical spelling is kept, every other one comes out canonical."""

import json
from datetime import date
from typing import Any

import pytest

from tests.api.rosters.words import daily, once, pattern, roster, without
from tests.cast import NOW, at
from watchbill import engine
from watchbill.api.rosters import wire, wire_people, zones
from watchbill.domain.model import ContactId, CustomerId, GroupId
from watchbill.domain.rosters import RosterWish
from watchbill.engine import recurrence


def read(schedule: dict[str, Any], **more: Any) -> RosterWish:
    """The wish for a roster of one shift with this schedule, without a problem."""
    named = {"name": "Day", "schedule": schedule, "users": [{"id": "USR0000000018"}]}
    wish = wire.roster_from(json.dumps(roster(named, **more)).encode(), NOW)
    assert wish.problems == ()
    return wish


def there_and_back(schedule: dict[str, Any]) -> dict[str, Any]:
    (shift,) = read(schedule).shifts
    return wire.schedule_to(shift.schedule, shift.anchor_at)


def recurring(**more: Any) -> dict[str, Any]:
    return daily(pattern={**pattern("daily"), **more})


CANONICAL = [
    once(),
    daily(),
    daily(startDate="2018-02-06T20:00:00+0000", startTime="16:30:00", endTime="01:30:10"),
    recurring(type="daily", repeatFrequency=10),
    recurring(type="weekly"),
    recurring(type="weekly", repeatFrequency=2, weekDays="Wednesday,Thursday,Friday"),
    recurring(type="weekly", weekDays="Monday,Sunday,Saturday"),
    recurring(type="weekly", repeatFrequency=2, weekDays="Saturday,Sunday", weekStart="Sunday"),
    recurring(type="weekly", weekStart="Monday"),
    recurring(type="monthly", repeatType="DAY_OF_MONTH", dayOfMonth="31"),
    recurring(type="monthly", repeatFrequency=2, repeatType="DAY_OF_WEEK", weekIndex="First", dayOfWeek="Sunday"),
    recurring(type="monthly", repeatType="DAY_OF_WEEK", weekIndex="Last", dayOfWeek="Friday"),
    recurring(type="yearly"),
    daily(endPattern={"type": "OCCURRENCES", "OCCURRENCES": 5}),
    daily(endPattern={"type": "DATE", "DATE": "2018-03-16T00:00:00+0000"}),
]


@pytest.mark.parametrize("schedule", CANONICAL)
def test_the_canonical_spelling_is_kept(schedule: dict[str, Any]) -> None:
    assert there_and_back(schedule) == schedule


@pytest.mark.parametrize(
    ("said", "canonical"),
    [
        ({"type": "DAILY", "repeatFrequency": "5"}, {"type": "daily", "repeatFrequency": 5}),
        ({"type": "Weekly", "weekDays": " monday , TUESDAY"}, {"type": "weekly", "weekDays": "Monday,Tuesday"}),
        ({"type": "weekly", "weekDays": "Monday,monday"}, {"type": "weekly", "weekDays": "Monday"}),
        ({"type": "weekly", "weekDays": None}, {"type": "weekly"}),
        ({"type": "weekly", "weekStart": "sunDAY "}, {"type": "weekly", "weekStart": "Sunday"}),
        *(
            (
                {"type": "daily", **dict.fromkeys(("weekDays", "weekStart", "dayOfMonth", "weekIndex"), blank)},
                {"type": "daily"},
            )
            for blank in (None, "", [])
        ),
        *(({"type": "weekly", "weekDays": blank, "repeatType": blank}, {"type": "weekly"}) for blank in (None, "", [])),
        (
            {"type": "monthly", "repeatType": "DAY_OF_MONTH", "dayOfMonth": 1, "weekIndex": "", "dayOfWeek": []},
            {"type": "monthly", "repeatType": "DAY_OF_MONTH", "dayOfMonth": "1"},
        ),
        (
            {"type": "monthly", "repeatType": "day_of_month", "dayOfMonth": 31},
            {"type": "monthly", "repeatType": "DAY_OF_MONTH", "dayOfMonth": "31"},
        ),
        (
            {"type": "monthly", "repeatType": "Day_Of_Week", "weekIndex": "LAST", "dayOfWeek": "friday"},
            {"type": "monthly", "repeatType": "DAY_OF_WEEK", "weekIndex": "Last", "dayOfWeek": "Friday"},
        ),
    ],
)
def test_every_spelling_of_a_pattern_comes_out_canonical(said: dict[str, Any], canonical: dict[str, Any]) -> None:
    assert there_and_back(recurring(**said)) == recurring(**canonical)


@pytest.mark.parametrize(
    ("said", "canonical"),
    [
        (None, {"type": "NEVER"}),
        ("", {"type": "NEVER"}),
        ([], {"type": "NEVER"}),
        ({}, {"type": "NEVER"}),
        ({"type": "NEVER", "OCCURRENCES": None, "DATE": ""}, {"type": "NEVER"}),
        ({"type": "OCCURRENCES", "OCCURRENCES": 5, "DATE": ""}, {"type": "OCCURRENCES", "OCCURRENCES": 5}),
        ({"type": "never"}, {"type": "NEVER"}),
        *(
            ({**type, key: count}, {"type": "OCCURRENCES", "OCCURRENCES": 5})
            for type in ({}, {"type": "OCCURRENCES"}, {"type": "occurrences"})
            for key in ("OCCURRENCES", "occurrences")
            for count in (5, "5")
        ),
        *(
            ({**type, key: "2018-03-16T00:00:00Z"}, {"type": "DATE", "DATE": "2018-03-16T00:00:00+0000"})
            for type in ({}, {"type": "DATE"}, {"type": "Date"})
            for key in ("DATE", "date", "endDate")
        ),
    ],
)
def test_every_spelling_of_an_end_comes_out_canonical(said: Any, canonical: dict[str, Any]) -> None:
    assert there_and_back(daily(endPattern=said)) == daily(endPattern=canonical)


def test_a_one_time_schedule_may_bring_the_empty_fields_of_the_other_kind() -> None:
    unused = {"startTime": "", "endTime": None, "pattern": [], "endPattern": ""}
    assert there_and_back(once(**unused)) == once()
    assert there_and_back(daily(endDate="")) == daily()


@pytest.mark.parametrize("absent", [{}, {"startDate": None}, {"startDate": ""}])
@pytest.mark.parametrize(
    ("tz", "midnight"), [("Pacific/Auckland", "2026-06-10T12:00:00Z"), ("America/Denver", "2026-06-10T06:00:00Z")]
)
def test_without_a_start_a_shift_starts_today_in_its_zone(absent: dict[str, Any], tz: str, midnight: str) -> None:
    (shift,) = read({**without(daily(), "startDate"), **absent}, timeZone={"name": tz}).shifts
    assert isinstance(shift.schedule, engine.Recurring)
    assert shift.anchor_at == at(midnight)
    assert (
        shift.schedule.anchor_on == read(daily(startDate=midnight), timeZone={"name": tz}).shifts[0].schedule.anchor_on
    )


def test_types_come_in_any_case() -> None:
    assert there_and_back(once(type="ONE-TIME")) == once()
    assert there_and_back(daily(type="Recurring")) == daily()


def test_a_one_time_schedule_is_a_span() -> None:
    (shift,) = read(once(startDate="1970-01-01T00:00:10Z", endDate="1970-01-01T02:00:00+01:00")).shifts
    assert shift.schedule == engine.OneTime(start=10, end=3600)


@pytest.mark.parametrize(("hour", "on"), [("18:29:59", 6), ("18:30:00", 7)])
def test_the_anchor_is_the_date_in_the_rosters_zone(hour: str, on: int) -> None:
    (shift,) = read(daily(startDate=f"2018-02-06T{hour}+0000")).shifts
    assert isinstance(shift.schedule, engine.Recurring)
    assert shift.schedule.anchor_on == date(2018, 2, on).toordinal()


def test_a_pattern_is_read_in_the_engines_words() -> None:
    said = recurring(
        type="monthly", repeatFrequency="3", repeatType="DAY_OF_WEEK", weekIndex="last", dayOfWeek="sunday"
    )
    (shift,) = read(said).shifts
    assert isinstance(shift.schedule, engine.Recurring)
    assert shift.schedule.pattern == recurrence.MonthlyByWeekday(every=3, week_index=-1, weekday=6)


def test_a_wish_tells_whom_it_names_and_what_it_keeps() -> None:
    people = {"users": [{"id": "USR0000000018"}], "userGroups": [{"uniqueId": "USRGRP-a"}, {"uniqueId": "USRGRP-b"}]}
    body = roster({"id": "ESD-1", "name": "Day", "schedule": once(), **people})
    wish = wire.roster_from(json.dumps(body).encode(), NOW, ())
    assert wish.named == (("shiftDetails[0].users[0].id", 18),)
    assert wish.named_groups == (
        ("shiftDetails[0].userGroups[0].uniqueId", "a"),
        ("shiftDetails[0].userGroups[1].uniqueId", "b"),
    )
    assert wish.kept == (("shiftDetails[0].id", "ESD-1"),)


def test_what_could_not_be_read_does_not_hide_whom_the_rest_names() -> None:
    body = roster({"name": "Day", "schedule": {}, "users": [{"id": "USR0000000018"}]}, name="")
    wish = wire.roster_from(json.dumps(body).encode(), NOW)
    assert {path for path, _ in wish.problems} == {"name", "shiftDetails[0].schedule.type"}
    assert wish.named == (("shiftDetails[0].users[0].id", 18),)


@pytest.mark.parametrize("zone", zones.NUMBERED, ids=lambda zone: zone.name)
def test_every_numbered_zone_comes_back_as_itself(zone: zones.NamedZone) -> None:
    for said in (
        {"name": zone.name},
        {"id": zone.id},
        {"code": zone.code},
        {"name": "", "id": None, "code": zone.code},
    ):
        wish = read(daily(), timeZone=said)
        engine.zone(wish.tz)
        assert zones.zone_to(wish.tz) == zone


def test_the_zone_that_iana_does_not_have_has_the_clocks_of_pago_pago() -> None:
    tz = zones.zone_named("Pacific/Asia")
    assert tz is not None
    for instant in (-3_000_000_000, 0, 1_700_000_000):
        assert engine.zone(tz).reading(instant) == engine.zone("Pacific/Pago_Pago").reading(instant)


def test_every_other_zone_is_its_own_id() -> None:
    numbered = {zones.zone_named(zone.name) for zone in zones.NUMBERED}
    for name in engine.zone_names() - numbered:
        assert zones.zone_to(name).id == zones.zone_named(name.upper()) == name


def test_ids_come_back_as_themselves() -> None:
    assert wire_people.user_id_from(wire_people.user_id_to(ContactId(18))) == 18
    assert wire_people.group_id_from(wire_people.group_id_to(GroupId("a-1"))) == "a-1"
    for is_partner in (True, False):
        text = wire_people.tenant_id_to(CustomerId(5), is_partner=is_partner)
        assert wire_people.tenant_from(text) == (5, is_partner)
