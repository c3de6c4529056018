"""GET /api/ocs/"""

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller, Clock
from tests.cast import World, on


def names(caller: Caller, **query: object) -> list[str]:
    return [row["name"] for row in caller.get("/api/ocs/", **query).json()["results"]]


@pytest.fixture
def three(bob: Caller, world: World, clock: Clock) -> None:
    """Acme has two more schedules, made on the 11th and the 12th."""
    for day, name in ((11, "beta"), (12, "Alpha")):
        clock.set(on(day))
        bob.post("/api/ocs/", words.schedule(world, name=name))


def test_lists_schedules_in_an_envelope(bob: Caller, world: World) -> None:
    row = {
        "id": world.noc.id,
        "customer": world.acme.id,
        "name": "Acme NOC",
        "customer_name": "Acme",
    }
    envelope = {"count": 1, "next": None, "previous": None, "results": [row], "next_page": None}
    assert bob.get("/api/ocs/").json() == envelope


def test_the_provider_sees_the_schedules_of_all_customers(alice: Caller) -> None:
    assert sorted(names(alice)) == ["Acme NOC", "Globex desk"]


def test_a_customer_sees_its_own_alone(mallory: Caller) -> None:
    assert names(mallory) == ["Globex desk"]


def test_filters_by_customer(alice: Caller, world: World) -> None:
    assert names(alice, customer=world.globex.id) == ["Globex desk"]


@pytest.mark.usefixtures("three")
def test_searches_in_the_name_in_any_case(bob: Caller) -> None:
    assert names(bob, search="ALPH") == ["Alpha"]


def test_a_search_that_finds_nothing_is_an_empty_list(bob: Caller) -> None:
    assert bob.get("/api/ocs/", search="zzz").json()["count"] == 0


def test_filter_and_search_narrow_together(alice: Caller, world: World) -> None:
    assert names(alice, customer=world.globex.id, search="noc") == []


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'"])
def test_signs_that_databases_know_mean_themselves_in_a_search(bob: Caller, sign: str) -> None:
    assert names(bob, search=sign) == []


@pytest.mark.usefixtures("three")
def test_the_last_updated_comes_first(bob: Caller) -> None:
    assert names(bob) == ["Alpha", "beta", "Acme NOC"]


@pytest.mark.usefixtures("three")
def test_an_update_moves_a_schedule_to_the_front(bob: Caller, world: World, clock: Clock) -> None:
    clock.set(on(13))
    bob.put(f"/api/ocs/{world.noc.id}/", words.schedule(world, name="Acme NOC"))
    assert names(bob)[0] == "Acme NOC"


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("field", ["created", "updated"])
def test_orders_by_instants_both_ways(bob: Caller, field: str) -> None:
    assert names(bob, ordering=field) == ["Acme NOC", "beta", "Alpha"]
    assert names(bob, ordering=f"-{field}") == ["Alpha", "beta", "Acme NOC"]


@pytest.mark.usefixtures("three")
def test_orders_by_name_both_ways(bob: Caller) -> None:
    up, down = names(bob, ordering="name"), names(bob, ordering="-name")
    assert up == down[::-1]
    assert up.index("Acme NOC") < up.index("Alpha")


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("field", ["nonsense", "-customer_name", "id;drop", "", "-"])
def test_ignores_an_order_it_does_not_know(bob: Caller, field: str) -> None:
    assert names(bob, ordering=field) == ["Alpha", "beta", "Acme NOC"]


def test_a_customer_that_is_not_mine_cannot_be_told_from_none(bob: Caller, world: World) -> None:
    foreign = bob.get("/api/ocs/", customer=world.globex.id)
    unknown = bob.get("/api/ocs/", customer=10**9)
    assert foreign.status_code == unknown.status_code
    assert foreign.json().get("results") == unknown.json().get("results")
