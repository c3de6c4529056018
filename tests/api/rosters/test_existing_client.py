"""A program written against the reference, pointed at Watchbill: it knows addresses, samples and plain HTTP alone."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.api.rosters.conftest import Caller, Program
from tests.cast import World

ONE_TIME = {"type": "one-time", "startDate": "2018-02-06T07:05:00+0000", "endDate": "2018-03-10T17:30:00+0000"}
OVERNIGHT = {
    "type": "recurring",
    "startDate": "2018-03-06T00:00:00+0000",
    "startTime": "16:30:00",
    "endTime": "01:30:10",
    "pattern": {"type": "weekly", "weekDays": "Wednesday,Thursday,Friday", "repeatFrequency": 5},
    "endPattern": {"type": "NEVER"},
}


class Sync:
    """A program that keeps rosters in step: signs in, then speaks about one tenant."""

    def __init__(self, send: Callable[..., httpx.Response], tenant: str) -> None:
        self._send = send
        self._tenants = f"/api/v2/tenants/{tenant}"
        self._headers: dict[str, str] = {}

    def sign_in(self, address: str, program: Program, **kind: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self._send("POST", address, **kind).json()
        self._headers = {"Authorization": f"Bearer {answer['access_token']}", "Accept": "application/json"}
        return answer

    def ask(self, method: str, path: str, **more: Any) -> Any:
        response = self._send(method, self._tenants + path, headers=self._headers, **more)
        assert response.status_code == 200, response.text
        return response.json() if response.content else None

    def pages(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        number, has_next = 1, True
        while has_next:
            page = self.ask("GET", path, params={**query, "pageNo": number})
            assert page["pageNo"] == number
            yield page
            number, has_next = page["pageNo"] + 1, page["nextPage"]

    def all(self, path: str, **query: Any) -> list[dict[str, Any]]:
        return [row for page in self.pages(path, **query) for row in page["results"]]


def credentials(program: Program) -> dict[str, str]:
    return {"grant_type": "client_credentials", "client_id": program.key, "client_secret": program.secret}


@pytest.fixture
def sync(nobody: Caller, program: Program, acme: str) -> Sync:
    """The program, signed in and speaking about Acme."""
    sync = Sync(nobody.client.request, acme)
    sync.sign_in("/auth/oauth/token", program, data=credentials(program))
    return sync


def body(sync: Sync, world: World) -> dict[str, Any]:
    """A roster of two shifts, of a user made by the program and of a group with another one in it."""
    jane = {"loginName": "Jane.Hudson", "firstName": "Jane", "lastName": "Hudson", "email": "jane@acme.example"}
    james = jane | {"loginName": "James.Hudson", "firstName": "James", "email": "james@acme.example"}
    group = sync.ask("POST", "/userGroups", json={"name": "Network Admins Group", "description": "Network issues."})
    made = [sync.ask("POST", "/users", json=one)["id"] for one in (jane, james)]
    sync.ask("POST", f"/userGroups/{group['uniqueId']}/users", json=[{"id": made[1]}])
    users, groups = [{"id": made[0]}], [{"uniqueId": group["uniqueId"]}]
    return {
        "name": "SJ Network Support",
        "description": "Team to handle all network issues in SJ site.",
        "timeZone": {"name": "Asia/Calcutta"},
        "shiftDetails": [
            {"name": "Morning shift", "schedule": ONE_TIME, "users": users, "userGroups": groups},
            {"name": "Evening shift", "schedule": OVERNIGHT, "users": users, "userGroups": groups},
        ],
    }


@pytest.mark.parametrize("address", ["/auth/oauth/token", "/tenancy/auth/oauth/token"])
@pytest.mark.parametrize("kind", ["data", "json"])
def test_signs_in_at_both_addresses_by_form_or_json(
    nobody: Caller, program: Program, acme: str, address: str, kind: str
) -> None:
    sync = Sync(nobody.client.request, acme)
    answer = sync.sign_in(address, program, **{kind: credentials(program)})
    assert isinstance(answer["expires_in"], str)
    assert int(answer["expires_in"]) > 0
    assert sync.ask("GET", "")["uniqueId"] == acme


def test_creates_reads_updates_searches_and_deletes(sync: Sync, world: World) -> None:
    made = sync.ask("POST", "/rosters", json=body(sync, world))
    read = sync.ask("GET", f"/rosters/{made['id']}")
    assert [shift["schedule"] for shift in read["shiftDetails"]] == [ONE_TIME, OVERNIGHT]

    read["shiftDetails"][1]["schedule"]["pattern"]["repeatFrequency"] = 2
    updated = sync.ask("POST", f"/rosters/{made['id']}", json=read)
    assert [shift["id"] for shift in updated["shiftDetails"]] == [shift["id"] for shift in made["shiftDetails"]]
    assert updated["shiftDetails"][1]["schedule"]["pattern"]["repeatFrequency"] == 2
    assert updated["updatedTime"]

    (row,) = sync.all("/rosters/search", queryString="name:SJ Network Support+allList:true")
    assert row["id"] == made["id"]
    assert sync.ask("DELETE", f"/rosters/{made['id']}") is None
    assert sync.all("/rosters/search") == []


def test_a_shift_says_whom_to_call(sync: Sync, world: World) -> None:
    read = sync.ask("GET", f"/rosters/{sync.ask('POST', '/rosters', json=body(sync, world))['id']}")
    for shift in read["shiftDetails"]:
        (user,), (group,) = shift["users"], shift["userGroups"]
        assert (user["loginName"], user["phoneNumber"], user["mobileNumber"]) == ("Jane.Hudson", "", "")
        (member,) = sync.all(f"/userGroups/{group['uniqueId']}/users")
        assert member["email"] == "james@acme.example"


@pytest.mark.parametrize("count", [0, 1, 5, 6])
def test_walks_through_all_pages(sync: Sync, world: World, count: int) -> None:
    said = body(sync, world)
    ids = {sync.ask("POST", "/rosters", json=said | {"name": f"Roster {number}"})["id"] for number in range(count)}
    rows = sync.all("/rosters/search", pageSize=2, sortName="createdTime", isDescendingOrder="false")
    assert len(rows) == count
    assert {row["id"] for row in rows} == ids


def test_sees_its_own_and_its_clients_rosters_as_the_partner(
    nobody: Caller, program: Program, sync: Sync, world: World, northwind: str, acme: str
) -> None:
    made = sync.ask("POST", "/rosters", json=body(sync, world))
    partner = Sync(nobody.client.request, northwind)
    partner.sign_in("/tenancy/auth/oauth/token", program, json=credentials(program))
    assert partner.all("/rosters/search") == []
    (row,) = partner.all("/rosters/search", allList="true")
    assert row["client"] == {"uniqueId": acme, "name": "Acme", "activated": True}
    assert partner.ask("GET", f"/rosters/{made['id']}") == made


def test_finds_people_and_clients(nobody: Caller, program: Program, world: World, northwind: str, acme: str) -> None:
    partner = Sync(nobody.client.request, northwind)
    partner.sign_in("/auth/oauth/token", program, json=credentials(program))
    assert acme in [one["uniqueId"] for one in partner.all("/clients/search", pageSize=1)]
    client = Sync(nobody.client.request, acme)
    client.sign_in("/auth/oauth/token", program, json=credentials(program))
    people = client.all("/users/search", pageSize=2)
    assert {one["id"] for one in client.ask("GET", "/users/minimal")} <= {one["id"] for one in people}
