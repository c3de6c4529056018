"""/api/customers/ and /api/customers/{id}/"""

from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller
from tests.cast import World


@pytest.fixture
def initech(alice: Caller) -> int:
    """The id of a customer that has nothing yet."""
    id: int = alice.post("/api/customers/", {"name": "Initech"}).json()["id"]
    return id


def names(alice: Caller) -> list[str]:
    return sorted(child["name"] for child in alice.get("/api/customers/").json()["children"])


def test_the_provider_sees_itself_with_its_customers(alice: Caller, world: World) -> None:
    answer = alice.get("/api/customers/").json()
    answer["children"].sort(key=lambda child: child["id"])
    assert answer == {
        "id": world.northwind.id,
        "name": "Northwind",
        "children": [{"id": world.acme.id, "name": "Acme"}, {"id": world.globex.id, "name": "Globex"}],
    }


def test_a_customer_sees_no_other(bob: Caller) -> None:
    response = bob.get("/api/customers/")
    assert set(response.json()) == {"id", "name", "children"}
    assert "Acme" in response.text
    assert "Globex" not in response.text


def test_the_provider_makes_customers(alice: Caller) -> None:
    response = alice.post("/api/customers/", {"name": " Initech "})
    assert response.status_code == 201
    assert response.json()["name"] == "Initech"
    assert names(alice) == ["Acme", "Globex", "Initech"]


def test_a_customer_can_be_read(alice: Caller, initech: int) -> None:
    answer = alice.get(f"/api/customers/{initech}/").json()
    assert (answer["id"], answer["name"]) == (initech, "Initech")


def test_a_customer_can_be_renamed(alice: Caller, initech: int) -> None:
    response = alice.put(f"/api/customers/{initech}/", {"name": "Initrode"})
    assert response.status_code == 200
    assert (response.json()["id"], response.json()["name"]) == (initech, "Initrode")
    assert names(alice) == ["Acme", "Globex", "Initrode"]


def test_a_customer_without_schedules_can_be_deleted(alice: Caller, initech: int) -> None:
    response = alice.delete(f"/api/customers/{initech}/")
    assert (response.status_code, response.json()) == (200, 1)
    assert alice.get(f"/api/customers/{initech}/").status_code == 404
    assert names(alice) == ["Acme", "Globex"]


def test_one_that_still_has_schedules_is_not(alice: Caller, world: World) -> None:
    response = alice.delete(f"/api/customers/{world.acme.id}/")
    assert response.status_code == 409
    assert isinstance(response.json()["detail"], str)
    assert names(alice) == ["Acme", "Globex"]


def test_what_is_in_the_way_is_told(alice: Caller, world: World) -> None:
    assert "Acme NOC" in alice.delete(f"/api/customers/{world.acme.id}/").text


def test_without_its_schedules_it_can_go(alice: Caller, world: World) -> None:
    alice.delete(f"/api/ocs/{world.desk.id}/")
    assert alice.delete(f"/api/customers/{world.globex.id}/").status_code == 200


def test_the_provider_itself_stays(alice: Caller, world: World) -> None:
    assert 400 <= alice.delete(f"/api/customers/{world.northwind.id}/").status_code < 500
    assert alice.get("/api/customers/").json()["id"] == world.northwind.id


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "This field is required."),
        ({"name": ""}, "This field may not be blank."),
        ({"name": "  "}, "This field may not be blank."),
        ({"name": None}, "This field may not be null."),
        ({"name": []}, "Not a valid string."),
        ({"name": True}, "Not a valid string."),
    ],
)
def test_a_customer_needs_a_name(alice: Caller, initech: int, body: Any, message: str) -> None:
    for response in (alice.post("/api/customers/", body), alice.put(f"/api/customers/{initech}/", body)):
        assert (response.status_code, response.json()) == (400, {"name": [message]})


@pytest.mark.parametrize("ref", ["0", "-1", "abc", "999999999", "9" * 30])
def test_what_is_no_customer_is_not_found(alice: Caller, ref: str) -> None:
    path = f"/api/customers/{ref}/"
    for response in (alice.get(path), alice.put(path, {"name": "X"}), alice.delete(path)):
        assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


def test_another_customer_cannot_be_told_from_none(mallory: Caller, world: World) -> None:
    path = f"/api/customers/{world.acme.id}/"
    for response in (mallory.get(path), mallory.put(path, {"name": "X"}), mallory.delete(path)):
        assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


def test_no_name_is_more_than_a_bad_request(alice: Caller) -> None:
    for value in words.NASTY:
        response = alice.post("/api/customers/", {"name": value})
        assert response.status_code in (201, 400), (value, response.text)
