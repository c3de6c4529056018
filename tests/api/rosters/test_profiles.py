"""Profile fields of users, groups and clients: kept as sent and answered, so that declarative tools see no drift."""

from typing import Any

import pytest

from tests.api.rosters import words
from tests.api.rosters.conftest import Caller
from tests.api.rosters.words import bad, user
from tests.cast import World

JANE = {"loginName": "Jane.Hudson", "firstName": "Jane", "lastName": "Hudson", "email": "jane.h@acme.example"}
PROFILE = {"designation": "Engineer", "zip": "", "roles": [{"uniqueId": "R-1"}], "vip": True, "floor": 3, "tags": []}
BODIES = {
    "users": JANE | {"country": "France", "altEmail": "j@home.example", "authType": "SSO"},
    "userGroups": {"name": "Network Admins", "orgUnit": "West"},
    "clients": {"name": "Initech", "timeZone": "America/New_York", "address": "Main St 1\nUpper floor", "zip": "10001"},
}
kinds = pytest.mark.parametrize("kind", list(BODIES))


def made(alice: Caller, kind: str, **more: Any) -> tuple[str, dict[str, Any]]:
    """The path of what was made, and what was answered."""
    response = alice.post(kind, BODIES[kind] | more)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return f"{kind}/{answer['id' if kind == 'users' else 'uniqueId']}", answer


@kinds
def test_they_are_kept_as_sent_and_answered(alice: Caller, kind: str) -> None:
    path, answer = made(alice, kind, **PROFILE)
    assert answer | BODIES[kind] | PROFILE == answer
    assert alice.get(path).json() == answer
    rows = alice.get(kind if kind == "userGroups" else f"{kind}/search").json()["results"]
    assert answer in rows


@kinds
def test_an_update_changes_those_that_it_sends(alice: Caller, kind: str) -> None:
    path, answer = made(alice, kind, **PROFILE)
    changed = alice.post(path, {"zip": "4051", "designation": "", "floor": None}).json()
    assert changed == answer | {"zip": "4051", "designation": "", "updatedTime": changed["updatedTime"]}


@kinds
def test_what_was_read_may_be_sent_back(alice: Caller, kind: str) -> None:
    path, answer = made(alice, kind, **PROFILE)
    assert alice.post(path, answer).json() == answer | {"updatedTime": "2026-06-10T12:00:00+0000"}


@kinds
def test_what_the_answer_says_by_itself_cannot_be_told(alice: Caller, kind: str) -> None:
    told = {"status": "terminated", "createdTime": "x", "updatedTime": 5, "activated": False, "orgId": "msp_1"}
    _, answer = made(alice, kind, **told)
    known = {"users": {"status", "createdTime", "orgId"}, "userGroups": {"createdTime"}}.get(
        kind, told.keys() - {"orgId"}
    )
    assert not any(answer[name] == told[name] for name in known)


@kinds
def test_a_password_is_not_kept(alice: Caller, kind: str) -> None:
    path, answer = made(alice, kind, password="hunter2", login={"secret": "hunter2", "name": "j"})
    assert "password" not in answer
    assert answer["login"] == {"name": "j"}
    assert "hunter2" not in alice.get(path).text


@kinds
@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"city": "a\x00"}, "city"),
        ({"city": ["a", {"b": "\u202e"}]}, "city[1].b"),
        ({"city": 2**64}, "city"),
        ({"no name": 1}, "no name"),
        ({"city": "x" * 8200, "zip": "1"}, "city"),
    ],
)
def test_what_cannot_be_kept_is_named(alice: Caller, kind: str, wrong: dict[str, Any], path: str) -> None:
    before = alice.get("userGroups").json(), alice.get("clients/search").json(), alice.get("users/search").json()
    assert bad(alice.post(kind, BODIES[kind] | wrong)) == {path}
    assert before == (
        alice.get("userGroups").json(),
        alice.get("clients/search").json(),
        alice.get("users/search").json(),
    )


@kinds
def test_an_update_names_what_cannot_be_kept(alice: Caller, kind: str) -> None:
    path, answer = made(alice, kind, floor="x" * 8000)
    assert bad(alice.post(path, {"zip": "\x00"})) == {"zip"}
    assert bad(alice.post(path, {"zip": "x" * 200})) == {"zip"}
    assert alice.get(path).json() == answer


@kinds
@pytest.mark.parametrize("value", words.NASTY)
def test_nothing_odd_is_a_fault_of_ours(alice: Caller, kind: str, value: Any) -> None:
    response = alice.post(kind, BODIES[kind] | {"odd": value})
    assert response.status_code in (200, 400)
    if response.status_code == 200:
        assert response.json()["odd"] == value


def test_users_sign_in_locally_unless_told(alice: Caller, world: World) -> None:
    assert alice.get(f"users/{user(world.ann)}").json()["authType"] == "LOCAL"


def test_rosters_and_short_lists_do_not_tell_them(alice: Caller) -> None:
    path, _ = made(alice, "users")
    assert "country" not in alice.get("users/minimal").text
    group, _ = made(alice, "userGroups")
    alice.post(f"{group}/users", [{"id": path.removeprefix("users/")}])
    assert "country" not in alice.get(f"{group}/users").text
