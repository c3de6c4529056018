"""GET /api/v2/tenants/{tenantId}/rosters/{rosterId}"""

import pytest

from tests.api.rosters.conftest import Caller
from tests.api.rosters.words import missing, roster, shift
from tests.cast import World


def test_answers_what_was_created(bob: Caller, vera: Caller, world: World) -> None:
    made = bob.post("rosters", roster(shift(world.ann))).json()
    response = vera.get(f"rosters/{made['id']}")
    assert (response.status_code, response.json()) == (200, made)


def test_a_trailing_slash_is_welcome(bob: Caller, world: World) -> None:
    made = bob.post("rosters/", roster(shift(world.ann))).json()
    assert bob.get(f"rosters/{made['id']}/").json() == made


def test_the_partner_sees_its_clients_rosters(alice: Caller, bob: Caller, world: World) -> None:
    made = bob.post("rosters", roster(shift(world.ann))).json()
    assert alice.get(f"rosters/{made['id']}").json() == made


def test_a_client_sees_the_partners_rosters(alice: Caller, bob: Caller, world: World) -> None:
    made = alice.post("rosters", roster(shift(world.nora))).json()
    assert bob.get(f"rosters/{made['id']}").json() == made


@pytest.mark.parametrize("id", ["ES-00000000-0000-0000-0000-000000000000", "ES-1", "1", "x" * 99])
def test_an_unknown_id_is_not_found(bob: Caller, id: str) -> None:
    assert missing(bob.get(f"rosters/{id}"), id)


@pytest.mark.parametrize("id", ["%00", "%ff", "ES-%00", "'", "%2e%2e"])
def test_an_odd_id_is_not_found(bob: Caller, id: str) -> None:
    assert bob.get(f"rosters/{id}").status_code == 404


def test_another_clients_roster_is_not_found(bob: Caller, mallory: Caller, world: World) -> None:
    id = bob.post("rosters", roster(shift(world.ann))).json()["id"]
    assert missing(mallory.get(f"rosters/{id}"), id)


def test_another_tenant_is_not_found(mallory: Caller, acme: str) -> None:
    assert missing(mallory.at(acme).get("rosters/ES-1"), acme)


def test_put_is_the_wrong_method(bob: Caller, world: World) -> None:
    id = bob.post("rosters", roster(shift(world.ann))).json()["id"]
    response = bob.send("PUT", f"rosters/{id}", json=roster(shift(world.ann)))
    assert response.status_code == 405
    assert {"GET", "POST", "DELETE"} <= {one.strip() for one in response.headers["Allow"].split(",")}
