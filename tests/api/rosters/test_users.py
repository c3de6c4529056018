"""POST /api/v2/tenants/{tenantId}/users, and GET|POST …/users/{userId}"""

import re
from typing import Any

import pytest

from tests.api.rosters import words
from tests.api.rosters.conftest import Caller, Clock
from tests.api.rosters.words import bad, missing, person, user, without
from tests.cast import World

JANE = {
    "loginName": "Jane.Hudson",
    "firstName": "Jane",
    "lastName": "Hudson",
    "email": "jane.h@acme.example",
    "phoneNumber": "802-1231-234",
    "mobileNumber": "+44 7700 900123",
    "timeZone": {"name": "Asia/Calcutta"},
}


@pytest.fixture
def at_acme(alice: Caller, acme: str) -> Caller:
    """Alice, speaking about Acme."""
    return alice.at(acme)


def test_a_user_is_made(at_acme: Caller, acme: str) -> None:
    response = at_acme.post("users", JANE)
    assert response.status_code == 200
    answer = response.json()
    assert re.fullmatch("USR[0-9]{10}", answer.pop("id"))
    assert answer.pop("timeZone")["id"] == "19"
    assert answer == without(JANE, "timeZone") | {
        "authType": "LOCAL",
        "status": "active",
        "orgId": acme,
        "createdTime": "2026-06-10T12:00:00+0000",
        "updatedTime": "2026-06-10T12:00:00+0000",
    }


def test_the_partner_has_users_too(alice: Caller, northwind: str) -> None:
    assert alice.post("users", JANE).json()["orgId"] == northwind


def test_phones_and_zone_are_empty_by_default(at_acme: Caller) -> None:
    answer = at_acme.post("users", without(JANE, "phoneNumber", "mobileNumber", "timeZone")).json()
    assert (answer["phoneNumber"], answer["mobileNumber"], "timeZone" in answer) == ("", "", False)


@pytest.mark.parametrize("zone", ["Asia/Calcutta", {"id": "19"}, "IST", "19"])
def test_a_zone_is_said_in_many_ways(at_acme: Caller, zone: Any) -> None:
    assert at_acme.post("users", JANE | {"timeZone": zone}).json()["timeZone"]["name"] == "Asia/Calcutta"


def test_what_is_required_is_named(at_acme: Caller) -> None:
    assert bad(at_acme.post("users", {})) == {"loginName", "firstName", "lastName", "email"}


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"loginName": " "}, "loginName"),
        ({"firstName": 5}, "firstName"),
        ({"lastName": "x" * 256}, "lastName"),
        ({"email": "nobody"}, "email"),
        ({"phoneNumber": ["1"]}, "phoneNumber"),
        ({"mobileNumber": "\x00"}, "mobileNumber"),
        ({"timeZone": "Mars"}, "timeZone"),
        ({"timeZone": {"id": "0"}}, "timeZone.id"),
    ],
)
def test_a_bad_field_is_named(at_acme: Caller, wrong: dict[str, Any], path: str) -> None:
    assert bad(at_acme.post("users", JANE | wrong)) == {path}


@pytest.mark.parametrize("value", words.NASTY)
def test_nothing_odd_is_a_fault_of_ours(at_acme: Caller, value: Any) -> None:
    for name in JANE:
        assert at_acme.post("users", JANE | {name: value}).status_code in (200, 400)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"[" * 50_000])
def test_what_is_no_json_object_is_refused(at_acme: Caller, body: bytes) -> None:
    assert bad(at_acme.send("POST", "users", content=body)) == {""}


def test_a_manager_may_not(bob: Caller) -> None:
    assert bob.post("users", JANE).status_code == 403


def test_a_user_is_read(vera: Caller, world: World, acme: str) -> None:
    response = vera.get(f"users/{user(world.ann)}")
    assert response.status_code == 200
    assert response.json() == person(world.ann) | {
        "authType": "LOCAL",
        "status": "active",
        "orgId": acme,
        "createdTime": "2026-05-01T08:00:00+0000",
        "updatedTime": "2026-05-01T08:00:00+0000",
    }


def test_a_contact_is_a_user_and_a_user_a_contact(at_acme: Caller, world: World) -> None:
    id = at_acme.post("users", JANE).json()["id"]
    contact = at_acme.get(f"/api/contacts/{int(id.removeprefix('USR'))}/").json()
    assert (contact["first_name"], contact["phone"], contact["customer"]) == ("Jane", "802-1231-234", world.acme.id)


@pytest.mark.parametrize("id", ["USR9999999999", "USR1", "18", "nobody"])
def test_an_unknown_user_is_not_found(vera: Caller, id: str) -> None:
    assert missing(vera.get(f"users/{id}"), id)


def test_users_of_others_are_not_found(vera: Caller, world: World) -> None:
    for contact in (world.gus, world.nora):
        assert missing(vera.get(f"users/{user(contact)}"), user(contact))


def test_the_partner_sees_its_clients_users_but_a_client_not_another_ones(
    alice: Caller, at_acme: Caller, world: World
) -> None:
    assert alice.get(f"users/{user(world.ann)}").status_code == 200
    assert missing(at_acme.get(f"users/{user(world.gus)}"), user(world.gus))


def test_an_update_changes_what_it_says(at_acme: Caller, clock: Clock) -> None:
    made = at_acme.post("users", JANE).json()
    clock.shows += 60
    answer = at_acme.post(f"users/{made['id']}", {"lastName": "Hill", "phoneNumber": ""}).json()
    assert answer == made | {"lastName": "Hill", "phoneNumber": "", "updatedTime": "2026-06-10T12:01:00+0000"}


def test_an_update_may_send_back_what_was_read(at_acme: Caller) -> None:
    made = at_acme.post("users", JANE).json()
    assert at_acme.post(f"users/{made['id']}", made).json() == made


def test_an_update_may_not_blank_what_is_required(at_acme: Caller, world: World) -> None:
    wrong = {"loginName": "", "firstName": " ", "lastName": 5, "email": "x"}
    assert bad(at_acme.post(f"users/{user(world.ann)}", wrong)) == set(wrong)


def test_a_manager_may_not_update(bob: Caller, world: World) -> None:
    assert bob.post(f"users/{user(world.ann)}", {"lastName": "Hill"}).status_code == 403
