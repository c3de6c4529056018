"""POST|GET /api/v2/tenants/{tenantId}/userGroups, and GET|POST|DELETE …/userGroups/{id}"""

import re
from typing import Any

import pytest

from tests.api.rosters import words
from tests.api.rosters.conftest import Caller, Clock
from tests.api.rosters.words import bad, missing, roster, shift, without
from tests.cast import World

OWLS = {"name": "Owls", "description": "Awake at night", "email": "owls@acme.example"}


@pytest.fixture
def at_acme(alice: Caller, acme: str) -> Caller:
    """Alice, speaking about Acme."""
    return alice.at(acme)


@pytest.fixture
def made(at_acme: Caller) -> dict[str, Any]:
    """The owls of Acme."""
    answer: dict[str, Any] = at_acme.post("userGroups", OWLS).json()
    return answer


def test_a_group_is_made(at_acme: Caller) -> None:
    response = at_acme.post("userGroups", OWLS)
    assert response.status_code == 200
    answer = response.json()
    assert re.fullmatch("USRGRP-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", answer.pop("uniqueId"))
    assert answer == OWLS | {"createdTime": "2026-06-10T12:00:00+0000"}


def test_a_group_without_an_address_has_no_email(at_acme: Caller) -> None:
    answer = at_acme.post("userGroups", {"name": "Owls"}).json()
    assert answer.keys() == {"uniqueId", "name", "description", "createdTime"}


def test_a_group_tells_when_it_was_updated_inside_rosters_too(
    at_acme: Caller, made: dict[str, Any], world: World, clock: Clock
) -> None:
    named = roster(shift(world.ann, userGroups=[{"uniqueId": made["uniqueId"]}]))
    path = f"rosters/{at_acme.post('rosters', named).json()['id']}"
    clock.shows += 60
    changed = at_acme.post(f"userGroups/{made['uniqueId']}", {"description": "Asleep by day"}).json()
    assert changed["updatedTime"] == "2026-06-10T12:01:00+0000"
    assert at_acme.get(path).json()["shiftDetails"][0]["userGroups"] == [without(changed, "email")]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"name"}),
        ({"name": " "}, {"name"}),
        ({"name": "x", "description": 1, "email": "x"}, {"description", "email"}),
    ],
)
def test_a_bad_field_is_named(at_acme: Caller, body: dict[str, Any], fields: set[str]) -> None:
    assert bad(at_acme.post("userGroups", body)) == fields


@pytest.mark.parametrize("value", words.NASTY)
def test_nothing_odd_is_a_fault_of_ours(at_acme: Caller, value: Any) -> None:
    for name in OWLS:
        assert at_acme.post("userGroups", OWLS | {name: value}).status_code in (200, 400, 409)


def test_a_taken_name_is_a_conflict(at_acme: Caller, alice: Caller, made: dict[str, Any]) -> None:
    response = at_acme.post("userGroups", {"name": "OWLS"})
    assert (response.status_code, response.json()["code"]) == (409, "0004")
    assert alice.post("userGroups", OWLS).status_code == 200


def test_a_manager_may_not(bob: Caller, made: dict[str, Any]) -> None:
    assert bob.post("userGroups", OWLS).status_code == 403
    assert bob.post(f"userGroups/{made['uniqueId']}", OWLS).status_code == 403
    assert bob.delete(f"userGroups/{made['uniqueId']}").status_code == 403


def test_groups_are_listed_in_the_envelope(at_acme: Caller, vera: Caller, made: dict[str, Any]) -> None:
    other = at_acme.post("userGroups", {"name": "Larks"}).json()
    answer = vera.get("userGroups", sortName="name").json()
    assert (answer["results"], answer["totalResults"], answer["orderBy"]) == ([made, other], 2, "name")
    assert vera.get("userGroups", pageSize=1).json()["nextPage"] is True


def test_a_group_is_read(vera: Caller, made: dict[str, Any]) -> None:
    response = vera.get(f"userGroups/{made['uniqueId']}")
    assert (response.status_code, response.json()) == (200, made)


@pytest.mark.parametrize("id", ["USRGRP-1", "1", "USRGRP-", "x"])
def test_an_unknown_group_is_not_found(vera: Caller, id: str) -> None:
    assert missing(vera.get(f"userGroups/{id}"), id)


def test_another_clients_group_is_not_found(mallory: Caller, alice: Caller, globex: str, made: dict[str, Any]) -> None:
    id = made["uniqueId"]
    assert missing(mallory.get(f"userGroups/{id}"), id)
    assert missing(alice.at(globex).get(f"userGroups/{id}"), id)
    assert missing(mallory.delete(f"userGroups/{id}"), id)


def test_an_update_changes_what_it_says(at_acme: Caller, made: dict[str, Any], clock: Clock) -> None:
    clock.shows += 60
    answer = at_acme.post(f"userGroups/{made['uniqueId']}", {"name": "Night owls"}).json()
    assert answer == made | {"name": "Night owls", "updatedTime": "2026-06-10T12:01:00+0000"}


def test_an_update_may_not_blank_the_name(at_acme: Caller, made: dict[str, Any]) -> None:
    assert bad(at_acme.post(f"userGroups/{made['uniqueId']}", {"name": ""})) == {"name"}


def test_a_group_is_deleted(at_acme: Caller, made: dict[str, Any]) -> None:
    response = at_acme.delete(f"userGroups/{made['uniqueId']}")
    assert (response.status_code, response.content) == (200, b"")
    assert missing(at_acme.get(f"userGroups/{made['uniqueId']}"), made["uniqueId"])


def test_a_group_that_a_roster_names_stays(at_acme: Caller, made: dict[str, Any], world: World) -> None:
    named = roster(shift(world.ann, userGroups=[{"uniqueId": made["uniqueId"]}]))
    id = at_acme.post("rosters", named).json()["id"]
    response = at_acme.delete(f"userGroups/{made['uniqueId']}")
    assert (response.status_code, response.json()["code"]) == (409, "0004")
    at_acme.delete(f"rosters/{id}")
    assert at_acme.delete(f"userGroups/{made['uniqueId']}").status_code == 200
