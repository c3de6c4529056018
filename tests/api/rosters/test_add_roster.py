"""POST /api/v2/tenants/{tenantId}/rosters"""

import re
from typing import Any

import pytest

from tests.api.rosters import words
from tests.api.rosters.conftest import Caller
from tests.api.rosters.words import bad, daily, once, pattern, roster, shift, user, without
from tests.cast import World

UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def refused(caller: Caller, schedule: Any, world: World) -> set[str]:
    """The fields of a single shift's schedule that are refused."""
    paths = bad(caller.post("rosters", roster(shift(world.ann, schedule=schedule))))
    assert all(path.startswith("shiftDetails[0].schedule") for path in paths), paths
    return {path.removeprefix("shiftDetails[0].schedule").removeprefix(".") for path in paths}


def kept(caller: Caller, schedule: Any, world: World) -> dict[str, Any]:
    """The schedule of a single shift as the answer writes it."""
    response = caller.post("rosters", roster(shift(world.ann, schedule=schedule)))
    assert response.status_code == 200, response.text
    written: dict[str, Any] = response.json()["shiftDetails"][0]["schedule"]
    return written


def test_answers_the_roster_of_a_client(bob: Caller, world: World, acme: str) -> None:
    response = bob.post("rosters", roster(shift(world.ann)))
    assert response.status_code == 200
    answer = response.json()
    assert re.fullmatch(f"ES-{UUID}", answer.pop("id"))
    assert re.fullmatch(f"ESD-{UUID}", answer["shiftDetails"][0].pop("id"))
    assert answer == {
        "name": "Network support",
        "description": "Day and night",
        "createdTime": "2026-06-10T12:00:00+0000",
        "updatedTime": "",
        "timeZone": {"id": "19", "name": "Asia/Calcutta", "label": "GMT +05:30 India", "code": "IST"},
        "client": {"id": world.acme.id, "uniqueId": acme, "name": "Acme", "activated": True},
        "shiftDetails": [
            {"name": "Day", "schedule": daily(), "users": [words.person(world.ann)], "userGroups": []},
        ],
    }


def test_the_partners_roster_is_for_all_clients(alice: Caller, world: World) -> None:
    answer = alice.post("rosters", roster(shift(world.nora))).json()
    assert answer["allClients"] is True
    assert "client" not in answer


def test_names_groups_with_users_beside_them_or_alone(alice: Caller, acme: str, world: World) -> None:
    group = alice.at(acme).post("userGroups", {"name": "Night", "description": "Owls"}).json()
    alone = shift(name="Night", userGroups=[{"uniqueId": group["uniqueId"]}])
    answer = alice.at(acme).post("rosters", roster(shift(world.ann), without(alone, "users"))).json()
    assert [len(one["users"]) for one in answer["shiftDetails"]] == [1, 0]
    assert answer["shiftDetails"][1]["userGroups"] == [
        {name: group[name] for name in ("uniqueId", "name", "description", "createdTime")}
    ]


def test_a_description_is_empty_by_default(bob: Caller, world: World) -> None:
    answer = bob.post("rosters", without(roster(shift(world.ann)), "description")).json()
    assert answer["description"] == ""


def test_a_person_named_twice_is_on_once(bob: Caller, world: World) -> None:
    answer = bob.post("rosters", roster(shift(world.ann, world.ben, world.ann))).json()
    assert [one["id"] for one in answer["shiftDetails"][0]["users"]] == [user(world.ann), user(world.ben)]


def test_names_are_trimmed(bob: Caller, world: World) -> None:
    answer = bob.post("rosters", roster(shift(world.ann, name=" Day "), name="  Support\t")).json()
    assert (answer["name"], answer["shiftDetails"][0]["name"]) == ("Support", "Day")


@pytest.mark.parametrize(
    ("said", "id", "name"),
    [
        ({"name": "Asia/Calcutta"}, "19", "Asia/Calcutta"),
        ({"name": "asia/calcutta"}, "19", "Asia/Calcutta"),
        ({"id": "19"}, "19", "Asia/Calcutta"),
        ({"id": 19}, "19", "Asia/Calcutta"),
        ({"code": "IST"}, "19", "Asia/Calcutta"),
        ({"name": "Pacific/Asia"}, "1", "Pacific/Asia"),
        ({"name": "Pacific/Pago_Pago"}, "Pacific/Pago_Pago", "Pacific/Pago_Pago"),
        ({"name": "Europe/Berlin"}, "Europe/Berlin", "Europe/Berlin"),
        ({"id": "Europe/Berlin"}, "Europe/Berlin", "Europe/Berlin"),
    ],
)
def test_a_zone_is_said_by_name_id_or_code(bob: Caller, world: World, said: dict[str, Any], id: str, name: str) -> None:
    zone = bob.post("rosters", roster(shift(world.ann), timeZone=said)).json()["timeZone"]
    assert (zone["id"], zone["name"]) == (id, name)
    assert zone["label"]
    assert zone["code"]


@pytest.mark.parametrize(
    ("said", "path"),
    [
        (None, "timeZone"),
        ({}, "timeZone.name"),
        ({"name": "Mars/Olympus"}, "timeZone.name"),
        ({"name": ""}, "timeZone.name"),
        ({"id": "28"}, "timeZone.id"),
        ({"id": True}, "timeZone.id"),
        ({"code": "XYZ"}, "timeZone.code"),
        ("Asia/Calcutta", "timeZone"),
    ],
)
def test_a_zone_that_is_none_is_refused(bob: Caller, world: World, said: Any, path: str) -> None:
    assert bad(bob.post("rosters", roster(shift(world.ann), timeZone=said))) == {path}


def test_a_recurring_schedule_without_an_end_never_ends(bob: Caller, world: World) -> None:
    assert kept(bob, without(daily(), "endPattern"), world)["endPattern"] == {"type": "NEVER"}


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("2018-02-06T07:05:00+0000", "2018-02-06T07:05:00+0000"),
        ("2018-02-06T07:05:00Z", "2018-02-06T07:05:00+0000"),
        ("2018-02-06T07:05:00", "2018-02-06T07:05:00+0000"),
        ("2018-02-06T07:05:00.999Z", "2018-02-06T07:05:00+0000"),
        ("2018-02-06T07:05:00+05:30", "2018-02-06T01:35:00+0000"),
        ("2018-02-06T07:05:00-0800", "2018-02-06T15:05:00+0000"),
    ],
)
def test_an_instant_comes_with_any_offset_and_goes_out_in_gmt(
    bob: Caller, world: World, said: str, written: str
) -> None:
    assert kept(bob, once(startDate=said), world)["startDate"] == written


@pytest.mark.parametrize("said", [" ", "tomorrow", "2018-02-06", "2018-02-30T00:00:00Z", "2018-02-06T24:00:00Z", 0, {}])
def test_what_is_no_instant_is_refused(bob: Caller, world: World, said: Any) -> None:
    assert refused(bob, once(startDate=said), world) == {"startDate"}
    assert refused(bob, daily(startDate=said), world) == {"startDate"}


@pytest.mark.parametrize("end", ["2018-02-06T07:05:00+0000", "2018-02-06T07:04:59+0000"])
def test_a_one_time_shift_ends_after_it_starts(bob: Caller, world: World, end: str) -> None:
    assert refused(bob, once(endDate=end), world) == {"endDate"}


@pytest.mark.parametrize("said", ["7:00:00", "07:00", "24:01:00", "07:60:00", "", 7, None])
def test_times_are_hours_minutes_and_seconds(bob: Caller, world: World, said: Any) -> None:
    assert refused(bob, daily(startTime=said, endTime=said), world) == {"startTime", "endTime"}


def test_the_hour_24_is_an_end_and_no_start(bob: Caller, world: World) -> None:
    assert kept(bob, daily(startTime="16:00:00", endTime="24:00:00"), world)["endTime"] == "00:00:00"
    assert refused(bob, daily(startTime="24:00:00"), world) == {"startTime"}


@pytest.mark.parametrize(
    ("schedule", "fields"),
    [
        ({}, {"type"}),
        ({"type": "sometimes"}, {"type"}),
        ({"type": "one-time"}, {"startDate", "endDate"}),
        (once(startDate="", endDate=[]), {"startDate", "endDate"}),
        ({"type": "recurring"}, {"startTime", "endTime", "pattern"}),
        (once(startTime="07:00:00", pattern=pattern("daily")), {"startTime", "pattern"}),
        (daily(endDate="2027-01-01T00:00:00Z"), {"endDate"}),
        (daily(colour="red"), {"colour"}),
        (daily(pattern={}), {"pattern.type", "pattern.repeatFrequency"}),
        (daily(pattern=pattern("hourly")), {"pattern.type"}),
        (daily(pattern=pattern("daily", weekDays="Monday")), {"pattern.weekDays"}),
        (daily(pattern=pattern("yearly", dayOfMonth=1, repeatType="DAY_OF_MONTH")),
         {"pattern.dayOfMonth", "pattern.repeatType"}),
        (daily(pattern=pattern("weekly", weekDays="Mon")), {"pattern.weekDays"}),
        (daily(pattern=pattern("weekly", weekDays=" ")), {"pattern.weekDays"}),
        (daily(pattern=pattern("weekly", weekDays=["Monday"])), {"pattern.weekDays"}),
        (daily(pattern=pattern("weekly", dayOfWeek="Monday")), {"pattern.dayOfWeek"}),
        (daily(pattern=pattern("weekly", weekStart="Sun")), {"pattern.weekStart"}),
        (daily(pattern=pattern("daily", weekStart="Sunday")), {"pattern.weekStart"}),
        (daily(pattern=pattern("monthly")), {"pattern.repeatType"}),
        (daily(pattern=pattern("monthly", repeatType="DAY_OF_MONTH")), {"pattern.dayOfMonth"}),
        (daily(pattern=pattern("monthly", repeatType="DAY_OF_MONTH", dayOfMonth=32)), {"pattern.dayOfMonth"}),
        (daily(pattern=pattern("monthly", repeatType="DAY_OF_MONTH", dayOfMonth=1, weekIndex="First")),
         {"pattern.weekIndex"}),
        (daily(pattern=pattern("monthly", repeatType="DAY_OF_WEEK")), {"pattern.weekIndex", "pattern.dayOfWeek"}),
        (daily(pattern=pattern("monthly", repeatType="DAY_OF_WEEK", weekIndex="Fifth", dayOfWeek="Mon")),
         {"pattern.weekIndex", "pattern.dayOfWeek"}),
        (daily(endPattern={"type": "LATER"}), {"endPattern.type"}),
        (daily(endPattern={"type": "OCCURRENCES"}), {"endPattern.OCCURRENCES"}),
        (daily(endPattern={"OCCURRENCES": 0}), {"endPattern.OCCURRENCES"}),
        (daily(endPattern={"type": "DATE"}), {"endPattern.DATE"}),
        (daily(endPattern={"date": "soon"}), {"endPattern.date"}),
        (daily(endPattern={"type": "NEVER", "OCCURRENCES": 5}), {"endPattern.OCCURRENCES"}),
        (daily(endPattern={"type": "OCCURRENCES", "OCCURRENCES": 5, "DATE": "2027-01-01T00:00:00Z"}),
         {"endPattern.DATE"}),
        (daily(endPattern="NEVER"), {"endPattern"}),
    ],
)  # fmt: skip
def test_every_bad_or_unused_field_of_a_schedule_is_named(
    bob: Caller, world: World, schedule: dict[str, Any], fields: set[str]
) -> None:
    assert refused(bob, schedule, world) == fields


@pytest.mark.parametrize("said", [0, 11, -1, 1.5, "0", "11", "x", "", True, [], 10**30])
def test_the_frequency_is_from_1_to_10(bob: Caller, world: World, said: Any) -> None:
    assert refused(bob, daily(pattern=pattern("daily", repeatFrequency=said)), world) == {"pattern.repeatFrequency"}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"name", "timeZone", "shiftDetails"}),
        ({"shiftDetails": []}, {"name", "timeZone", "shiftDetails"}),
        ({"shiftDetails": {}}, {"name", "timeZone", "shiftDetails"}),
        ({"name": " ", "description": 5, "shiftDetails": [5]}, {"name", "description", "timeZone", "shiftDetails[0]"}),
        (roster({}), {f"shiftDetails[0].{name}" for name in ("name", "schedule", "users")}),
        (roster({"name": "Day", "schedule": daily(), "users": [], "userGroups": []}), {"shiftDetails[0].users"}),
    ],
)
def test_what_is_required_is_named(bob: Caller, body: dict[str, Any], fields: set[str]) -> None:
    assert bad(bob.post("rosters", body)) == fields


def test_one_answer_names_every_bad_field_wherever_it_is(bob: Caller, world: World) -> None:
    first = shift(world.ann, schedule=once(endDate="2018-01-01T00:00:00+0000"))
    second = shift(world.ann, world.gus, name="DAY", userGroups=[{"uniqueId": "USRGRP-none"}, {}])
    third = shift(schedule=daily(pattern=pattern("weekly", weekDays="Moonday")), users=[{"id": 18}], name="Night")
    assert bad(bob.post("rosters", roster(first, second, third, name=""))) == {
        "name",
        "shiftDetails[0].schedule.endDate",
        "shiftDetails[1].name",
        "shiftDetails[1].users[1].id",
        "shiftDetails[1].userGroups[0].uniqueId",
        "shiftDetails[1].userGroups[1].uniqueId",
        "shiftDetails[2].schedule.pattern.weekDays",
        "shiftDetails[2].users[0].id",
    }


def test_a_client_names_only_its_own_active_people(bob: Caller, world: World) -> None:
    people = shift(world.ann, world.nora, world.gus, world.ivy)
    people["users"].append({"id": "USR9999999999"})
    assert bad(bob.post("rosters", roster(people))) == {f"shiftDetails[0].users[{n}].id" for n in (1, 2, 3, 4)}


def test_the_partner_names_only_its_own_people(alice: Caller, world: World) -> None:
    assert bad(alice.post("rosters", roster(shift(world.nora, world.ann)))) == {"shiftDetails[0].users[1].id"}


def test_a_group_of_somebody_else_is_refused(alice: Caller, bob: Caller, world: World) -> None:
    group = alice.post("userGroups", {"name": "Northwind's"}).json()["uniqueId"]
    named = shift(world.ann, userGroups=[{"uniqueId": group}])
    assert bad(bob.post("rosters", roster(named))) == {"shiftDetails[0].userGroups[0].uniqueId"}


@pytest.mark.parametrize("name", ["Network support", " NETWORK SUPPORT "])
def test_a_taken_name_is_a_conflict(bob: Caller, world: World, name: str) -> None:
    bob.post("rosters", roster(shift(world.ann)))
    response = bob.post("rosters", roster(shift(world.ann), name=name))
    assert response.status_code == 409
    assert response.json()["code"] == "0004"
    assert response.json()["message"]


def test_another_tenant_may_use_the_name(alice: Caller, bob: Caller, world: World) -> None:
    bob.post("rosters", roster(shift(world.ann)))
    assert alice.post("rosters", roster(shift(world.nora))).status_code == 200


def test_a_viewer_may_not(vera: Caller, world: World) -> None:
    response = vera.post("rosters", roster(shift(world.ann)))
    assert response.status_code == 403
    assert set(response.json()) == {"error", "error_description"}


@pytest.mark.parametrize("body", [b"", b"{", b"nonsense", b"\xff\xfe", b"[" * 100_000, b'"text"', b"[]", b"null", b"5"])
def test_what_is_no_json_object_is_refused_as_a_whole(bob: Caller, body: bytes) -> None:
    assert bad(bob.send("POST", "rosters", content=body)) == {""}


def test_lone_surrogates_are_refused(bob: Caller) -> None:
    assert bad(bob.send("POST", "rosters", content=b'{"name":"\\ud800"}')) == {""}


@pytest.mark.parametrize("value", words.NASTY)
def test_nothing_odd_is_a_fault_of_ours(bob: Caller, world: World, value: Any) -> None:
    for name in ("name", "description", "timeZone", "shiftDetails"):
        assert bob.post("rosters", roster(shift(world.ann)) | {name: value}).status_code in (200, 400, 409)
    for name in ("id", "name", "schedule", "users", "userGroups"):
        assert bob.post("rosters", roster(shift(world.ann) | {name: value})).status_code in (200, 400, 409)
    for name in ("type", "startDate", "startTime", "endTime", "pattern", "endPattern"):
        body = roster(shift(world.ann, schedule=daily() | {name: value}))
        assert bob.post("rosters", body).status_code in (200, 400, 409)
    for kind in ("weekly", "monthly"):
        for name in ("weekDays", "repeatType", "dayOfMonth", "repeatFrequency", "weekIndex", "dayOfWeek"):
            body = roster(shift(world.ann, schedule=daily(pattern=pattern(kind, **{name: value}))))
            assert bob.post("rosters", body).status_code in (200, 400, 409)
