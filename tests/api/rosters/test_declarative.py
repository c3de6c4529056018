"""A declarative tool: it makes what a plan says, reads it back whole, sees no drift, changes one thing, takes it away.

It is written in a typed language: what it reads has to be of the types that it knows, whatever else there is.
"""

from typing import Any, Final

import pytest

from tests.api.rosters import words
from tests.api.rosters.conftest import Caller
from tests.cast import World

ZONE: Final = {"code": "EST", "id": "7", "name": "America/New_York", "label": "GMT -05:00 Eastern"}
TEXTS: Final = dict.fromkeys(["address", "city", "state", "zip", "country", "phoneNumber", "createdTime"], str)
TYPES: Final[dict[str, dict[str, type]]] = {
    "clients": TEXTS | {"id": int, "activated": bool, "timeZone": str, "addOns": list, "packages": list},
    "users": TEXTS | {"id": str, "status": str, "timeZone": dict, "roles": list, "userGroups": list, "authType": str},
    "userGroups": {"uniqueId": str, "name": str, "description": str, "roles": list, "createdTime": str},
    "rosters": {"id": str, "timeZone": dict, "shiftDetails": list, "createdTime": str, "updatedTime": str},
}
CLIENT: Final = {
    "name": "Initech",
    "address": "Main St 1",
    "city": "Austin",
    "country": "United States",
    "timeZone": "America/Chicago",
    "addOns": ["Offline Alerts"],
    "packages": ["Hybrid Discovery and Monitoring"],
}
USER: Final = {
    "loginName": "peter",
    "firstName": "Peter",
    "lastName": "Gibbons",
    "designation": "Engineer",
    "email": "peter@initech.example",
    "altEmail": "peter@home.example",
    "phoneNumber": "+1 512 555 0100",
    "timeZone": ZONE,
    "userNotifications": [{"notifyType": "ALERT", "notifyMethod": "EMAIL", "notifyRecurringReport": False}],
    "roles": [{"id": 3, "name": "Operator", "userGroupRole": True}],
    "authType": "SSO",
    "organizationUnits": [{"id": "7", "name": "West"}],
}
GROUP: Final = {"name": "Printers", "description": "Paper jams", "roles": [{"uniqueId": "R-1", "name": "Operator"}]}
CHANGES: Final = {
    "clients": {"city": "Dallas"},
    "users": {"designation": "Lead", "timeZone": ZONE | {"code": "CST", "id": "6", "name": "America/Chicago"}},
    "userGroups": {"description": "Paper jams and toner"},
    "rosters": {"description": "By night too"},
}
kinds = pytest.mark.parametrize("kind", list(TYPES))


@pytest.fixture
def plans(world: World) -> dict[str, dict[str, Any]]:
    """What the tool's plan says of each kind."""
    desk = words.roster(words.shift(world.nora, userGroups=[]), timeZone=ZONE)
    return {"clients": CLIENT, "users": USER, "userGroups": GROUP, "rosters": desk}


def applied(alice: Caller, path: str, plan: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The address of what a plan makes, and what the tool reads there."""
    response = alice.post(path, plan)
    assert response.status_code == 200, response.text
    kind = path.split("/")[0]
    address = f"{kind}/{response.json()['id' if kind in ('users', 'rosters') else 'uniqueId']}"
    return address, alice.get(address).json()


def drift(plan: Any, read: Any) -> list[str]:
    """Where what is read is not what the plan says."""
    if isinstance(plan, dict) and isinstance(read, dict):
        return [f"{key}.{path}" for key, value in plan.items() for path in drift(value, read.get(key))]
    if isinstance(plan, list) and isinstance(read, list) and len(plan) == len(read):
        return [path for pair in zip(plan, read, strict=True) for path in drift(*pair)]
    return [] if plan == read else [f"{plan!r} is {read!r}"]


@kinds
def test_what_was_made_is_read_back_without_drift(alice: Caller, plans: dict[str, Any], kind: str) -> None:
    _, read = applied(alice, kind, plans[kind])
    assert drift(plans[kind], read) == []


@kinds
def test_all_that_is_read_has_the_types_of_the_tool(alice: Caller, plans: dict[str, Any], kind: str) -> None:
    _, read = applied(alice, kind, plans[kind])
    assert {name: type(read[name]) for name in TYPES[kind] if name in read and read[name] is not None} == {
        name: known for name, known in TYPES[kind].items() if name in read
    }


@kinds
def test_a_plan_applied_again_changes_nothing(alice: Caller, plans: dict[str, Any], kind: str) -> None:
    address, read = applied(alice, kind, plans[kind])
    _, again = applied(alice, address, read)
    assert drift(again | {"updatedTime": read.get("updatedTime")}, read) == []


@kinds
def test_one_change_is_one_change(alice: Caller, plans: dict[str, Any], kind: str) -> None:
    address, read = applied(alice, kind, plans[kind])
    _, changed = applied(alice, address, read | CHANGES[kind])
    assert changed.keys() - read.keys() <= {"updatedTime"}
    assert {name for name in read if changed[name] != read[name]} <= {*CHANGES[kind], "updatedTime"}
    assert drift({name: CHANGES[kind][name] for name in CHANGES[kind] if name != "timeZone"}, changed) == []


@pytest.mark.parametrize(("kind", "action"), [("clients", "terminate"), ("users", "TERMINATE")])
def test_what_is_taken_away_is_terminated(alice: Caller, plans: dict[str, Any], kind: str, action: str) -> None:
    address, _ = applied(alice, kind, plans[kind])
    reason = {"terminateReason": "Deleted via API", "maskType": "FULL"} if kind == "users" else None
    assert alice.post(f"{address}/{action}", reason).status_code == 200
    assert alice.get(address).json()["status"] == "terminated"


@pytest.mark.parametrize("kind", ["userGroups", "rosters"])
def test_or_it_is_deleted(alice: Caller, plans: dict[str, Any], kind: str) -> None:
    address, _ = applied(alice, kind, plans[kind])
    assert alice.delete(address).status_code == 200
    assert alice.get(address).status_code == 404


def test_a_user_is_found_by_the_login_name(alice: Caller, plans: dict[str, Any]) -> None:
    address, _ = applied(alice, "users", USER)
    (found,) = alice.get("users/search", queryString="loginName:peter").json()["results"]
    assert address == f"users/{found['id']}"


def test_members_are_what_the_plan_says(alice: Caller, plans: dict[str, Any], world: World) -> None:
    address, _ = applied(alice, "userGroups", GROUP)
    user, read = applied(alice, "users", USER)
    members = [{"id": words.user(world.nora)}, {"id": read["id"]}]
    alice.post(f"{address}/users", members)
    assert {one["id"] for one in alice.get(f"{address}/users").json()["results"]} == {one["id"] for one in members}
    alice.delete(f"{address}/users", members[:1])
    assert [one["id"] for one in alice.get(f"{address}/users").json()["results"]] == [read["id"]]
    assert alice.get(user).json() == read
