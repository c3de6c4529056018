"""POST /api/v2/tenants/{tenantId}/clients, its searches, and GET|POST …/clients/{clientId} with its switches"""

from typing import Any

import pytest

from tests.api.rosters import words
from tests.api.rosters.conftest import Caller, Clock
from tests.api.rosters.words import bad, missing
from tests.cast import World


@pytest.fixture
def made(alice: Caller) -> dict[str, Any]:
    """A client named Initech."""
    answer: dict[str, Any] = alice.post("clients", {"name": " Initech "}).json()
    return answer


def test_a_client_is_made(alice: Caller) -> None:
    response = alice.post("clients", {"name": " Initech "})
    assert response.status_code == 200
    answer = response.json()
    assert answer == {
        "id": answer["id"],
        "uniqueId": f"client_{answer['id']}",
        "name": "Initech",
        "activated": True,
        "status": "active",
        "createdTime": "2026-06-10T12:00:00+0000",
        "updatedTime": "2026-06-10T12:00:00+0000",
    }


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": None}, {"name": 5}, {"name": "x" * 256}])
def test_a_name_is_required(alice: Caller, body: dict[str, Any]) -> None:
    assert bad(alice.post("clients", body)) == {"name"}


@pytest.mark.parametrize("value", words.NASTY)
def test_nothing_odd_is_a_fault_of_ours(alice: Caller, value: Any) -> None:
    assert alice.post("clients", {"name": value}).status_code in (200, 400)
    assert alice.post("clients", value).status_code == 400


def test_a_taken_name_is_a_conflict(alice: Caller, made: dict[str, Any]) -> None:
    response = alice.post("clients", {"name": "INITECH"})
    assert (response.status_code, response.json()["code"]) == (409, "0004")


def test_only_the_partner_makes_clients(alice: Caller, mallory: Caller, globex: str) -> None:
    assert mallory.post("clients", {"name": "Mine"}).status_code == 403
    assert alice.at(globex).post("clients", {"name": "Below"}).status_code == 403


def test_a_client_is_read(alice: Caller, made: dict[str, Any]) -> None:
    response = alice.get(f"clients/{made['uniqueId']}")
    assert (response.status_code, response.json()) == (200, made)


@pytest.mark.parametrize("id", ["client_999999999", "client_0", "7", "client_", "client_" + "9" * 30])
def test_an_unknown_client_is_not_found(alice: Caller, id: str) -> None:
    assert missing(alice.get(f"clients/{id}"), id)


def test_the_partner_is_no_client(alice: Caller, northwind: str, world: World) -> None:
    for id in (northwind, f"client_{world.northwind.id}"):
        assert missing(alice.get(f"clients/{id}"), id)


def test_a_client_is_renamed(alice: Caller, made: dict[str, Any], clock: Clock) -> None:
    clock.shows += 60
    answer = alice.post(f"clients/{made['uniqueId']}", {"name": "Initrode"}).json()
    assert answer == made | {"name": "Initrode", "updatedTime": "2026-06-10T12:01:00+0000"}
    assert bad(alice.post(f"clients/{made['uniqueId']}", {"name": " "})) == {"name"}


def test_a_client_that_is_switched_off_is_gone_until_it_is_switched_on(alice: Caller, bob: Caller, acme: str) -> None:
    answer = alice.post(f"clients/{acme}/deactivate").json()
    assert (answer["activated"], answer["status"]) == (False, "inactive")
    for caller in (alice.at(acme), bob):
        response = caller.get("rosters/search")
        assert response.status_code == 410
        assert response.json()["message"]
    assert alice.get(f"clients/{acme}").json()["activated"] is False
    assert alice.post(f"clients/{acme}/activate").json()["activated"] is True
    assert bob.get("rosters/search").status_code == 200


@pytest.mark.parametrize("deed", ["suspend", "SUSPEND", "Deactivate"])
@pytest.mark.parametrize("body", [None, {"reason": "unpaid"}])
def test_a_client_is_suspended_in_any_case_and_comes_back(alice: Caller, acme: str, deed: str, body: object) -> None:
    answer = alice.post(f"clients/{acme}/{deed}", body).json()
    assert (answer["activated"], answer["status"]) == (False, "inactive")
    assert alice.post(f"clients/{acme}/ACTIVATE", body).json()["status"] == "active"


def test_a_client_is_terminated_for_good(alice: Caller, acme: str, bob: Caller) -> None:
    answer = alice.post(f"clients/{acme}/terminate").json()
    assert (answer["activated"], answer["status"]) == (False, "terminated")
    assert alice.get(f"clients/{acme}").json() == answer
    assert alice.post(f"clients/{acme}/activate").status_code == 409
    assert bob.get("rosters/search").status_code == 410
    assert alice.post(f"clients/{acme}/promote").status_code == 404


def found(caller: Caller, **query: Any) -> list[str]:
    answer = caller.get("clients/search", sortName="name", isDescendingOrder="false", **query).json()
    return [row["name"] for row in answer["results"]]


def test_clients_are_searched(alice: Caller, acme: str, globex: str) -> None:
    assert found(alice) == ["Acme", "Globex"]
    assert found(alice, name="acme") == ["Acme"]
    assert found(alice, queryString=f"uniqueId:{globex}") == ["Globex"]
    alice.post(f"clients/{acme}/deactivate")
    assert found(alice, activeStatus="true") == ["Globex"]
    assert found(alice, activeStatus="false") == ["Acme"]
    assert found(alice, activeStatus="perhaps") == ["Acme", "Globex"]


def test_the_four_dates_narrow_a_search(alice: Caller, acme: str, clock: Clock) -> None:
    clock.shows += 60
    alice.post("clients", {"name": "Initech"})
    alice.post(f"clients/{acme}", {"name": "Acme"})
    assert found(alice, startCreationDate="2026-06-10T12:01:00Z") == ["Initech"]
    assert found(alice, endCreationDate="2026-06-10T12:00:59Z") == ["Acme", "Globex"]
    assert found(alice, queryString="startUpdationDate:2026-06-10T12:01:00 0000") == ["Acme", "Initech"]
    assert found(alice, queryString="endUpdationDate:2026-06-10T12:00:59Z+name:Globex") == ["Globex"]


def test_a_search_has_pages(alice: Caller) -> None:
    answer = alice.get("clients/search", sortName="name", pageSize=1).json()
    assert ([row["name"] for row in answer["results"]], answer["totalPages"], answer["nextPage"]) == (
        ["Globex"],
        2,
        True,
    )
    answer = alice.get("clients/search", sortName="createdTime", pageSize=1, pageNo=2).json()
    assert (len(answer["results"]), answer["previousPageNo"], answer["nextPage"]) == (1, 1, False)


def test_rows_are_whole_clients(alice: Caller) -> None:
    for row in alice.get("clients/search").json()["results"]:
        assert row == alice.get(f"clients/{row['uniqueId']}").json()


def test_minimal_lists_them_in_few_words(alice: Caller, acme: str, globex: str) -> None:
    assert alice.get("clients/minimal").json() == [
        {"uniqueId": acme, "name": "Acme"},
        {"uniqueId": globex, "name": "Globex"},
    ]


def test_a_client_has_none(bob: Caller) -> None:
    assert bob.get("clients/minimal").json() == []
    assert found(bob) == []
