"""POST /api/v2/tenants/{tenantId}/users/{userId}/activate, /deactivate and /terminate"""

import pytest

from tests.api.rosters.conftest import Caller, Clock
from tests.api.rosters.words import missing, person, roster, shift, user
from tests.cast import World

ZOE = {"loginName": "zoe", "firstName": "Zoe", "lastName": "Z", "email": "zoe@acme.example"}
DEEDS = ["activate", "deactivate", "terminate"]


@pytest.fixture
def at_acme(alice: Caller, acme: str) -> Caller:
    """Alice, speaking about Acme."""
    return alice.at(acme)


def group_of(caller: Caller, *people: str) -> str:
    """The id of a group with some people in it."""
    id: str = caller.post("userGroups", {"name": "Owls"}).json()["uniqueId"]
    assert caller.post(f"userGroups/{id}/users", [{"id": one} for one in people]).status_code == 200
    return id


def test_a_user_is_switched_off_and_on(at_acme: Caller, world: World) -> None:
    for deed, status in (("deactivate", "inactive"), ("activate", "active")):
        response = at_acme.post(f"users/{user(world.ben)}/{deed}")
        assert (response.status_code, response.json()["status"]) == (200, status)
        assert at_acme.get(f"users/{user(world.ben)}").json()["status"] == status


@pytest.mark.parametrize("body", [None, {}, {"deactivateReason": "left"}, [], "x"])
@pytest.mark.parametrize("deed", ["DEACTIVATE", "Deactivate", "deactivate"])
def test_the_word_comes_in_any_case_with_or_without_a_body(
    at_acme: Caller, world: World, deed: str, body: object
) -> None:
    assert at_acme.post(f"users/{user(world.ben)}/{deed}", body).json()["status"] == "inactive"


def test_who_is_terminated_stays_so_and_is_told_still(at_acme: Caller, world: World) -> None:
    path = f"users/{user(world.ben)}"
    body = {"terminateReason": "Deleted", "maskType": "FULL"}
    assert at_acme.post(f"{path}/TERMINATE", body).json()["status"] == "terminated"
    assert at_acme.post(f"{path}/activate").status_code == 409
    for deed in ("deactivate", "terminate"):
        assert at_acme.post(f"{path}/{deed}").json()["status"] == "terminated"
    assert at_acme.get(path).json()["status"] == "terminated"


def test_a_status_finds_its_people(at_acme: Caller, world: World) -> None:
    at_acme.post(f"users/{user(world.ben)}/terminate")
    for status, name in (("terminated", "Ben"), ("inactive", "Ivy")):
        rows = at_acme.get("users/search", status=status).json()["results"]
        assert [row["firstName"] for row in rows] == [name]


@pytest.mark.parametrize("deed", ["deactivate", "terminate"])
def test_a_user_whom_a_roster_names_stays_and_the_places_are_told(at_acme: Caller, world: World, deed: str) -> None:
    at_acme.post("rosters", roster(shift(world.ben), name="Yard"))
    response = at_acme.post(f"users/{user(world.ben)}/{deed}")
    assert response.status_code == 409
    assert set(response.json()) == {"code", "message"}
    assert "Yard" in response.json()["message"]


def test_who_is_only_in_a_group_leaves_it(at_acme: Caller, world: World) -> None:
    id = group_of(at_acme, user(world.ann), user(world.ben))
    at_acme.post("rosters", roster(shift(userGroups=[{"uniqueId": id}])))
    assert at_acme.post(f"users/{user(world.ben)}/deactivate").status_code == 200
    assert at_acme.get(f"userGroups/{id}/users").json()["results"] == [person(world.ann)]
    at_acme.post(f"users/{user(world.ben)}/activate")
    assert at_acme.get(f"userGroups/{id}/users").json()["results"] == [person(world.ann)]


def test_the_hours_of_who_left_stay(at_acme: Caller, world: World, clock: Clock) -> None:
    id = group_of(at_acme, user(world.ann), user(world.ben))
    made = at_acme.post("rosters", roster(shift(userGroups=[{"uniqueId": id}]))).json()
    clock.set("2026-06-12T00:00:00Z")
    at_acme.post(f"users/{user(world.ben)}/deactivate")
    for at, people in (("2026-06-11T06:00:00Z", 2), ("2026-06-12T06:00:00Z", 1)):
        assert len(at_acme.get(f"rosters/{made['id']}/oncall", at=at).json()["users"]) == people


def test_the_last_active_one_of_a_group_that_a_roster_names_stays(at_acme: Caller, world: World) -> None:
    zoe = at_acme.post("users", ZOE).json()["id"]
    id = group_of(at_acme, zoe, user(world.ben))
    made = at_acme.post("rosters", roster(shift(userGroups=[{"uniqueId": id}]))).json()
    assert at_acme.post(f"users/{zoe}/deactivate").status_code == 200
    response = at_acme.post(f"users/{user(world.ben)}/deactivate")
    assert (response.status_code, "Owls" in response.json()["message"]) == (409, True)
    at_acme.delete(f"rosters/{made['id']}")
    assert at_acme.post(f"users/{user(world.ben)}/deactivate").status_code == 200


@pytest.mark.parametrize("deed", DEEDS)
def test_a_manager_may_not(bob: Caller, world: World, deed: str) -> None:
    assert bob.post(f"users/{user(world.ben)}/{deed}").status_code == 403


@pytest.mark.parametrize("deed", DEEDS)
def test_a_stranger_is_not_found(at_acme: Caller, world: World, deed: str) -> None:
    assert missing(at_acme.post(f"users/{user(world.gus)}/{deed}"), user(world.gus))


def test_an_unknown_deed_is_an_unknown_address(at_acme: Caller, world: World) -> None:
    response = at_acme.post(f"users/{user(world.ben)}/promote")
    assert (response.status_code, response.json()["code"]) == (404, "0003")
