"""DELETE /api/v2/tenants/{tenantId}/rosters/{rosterId}"""

from typing import Any

import pytest

from tests.api.rosters.conftest import Caller
from tests.api.rosters.words import missing, roster, shift
from tests.cast import World


@pytest.fixture
def made(bob: Caller, world: World) -> dict[str, Any]:
    """A roster of Acme."""
    answer: dict[str, Any] = bob.post("rosters", roster(shift(world.ann))).json()
    return answer


def test_answers_nothing(bob: Caller, made: dict[str, Any]) -> None:
    response = bob.delete(f"rosters/{made['id']}")
    assert (response.status_code, response.content) == (200, b"")


def test_afterwards_it_is_not_found(bob: Caller, made: dict[str, Any]) -> None:
    bob.delete(f"rosters/{made['id']}")
    assert missing(bob.delete(f"rosters/{made['id']}"), made["id"])
    assert missing(bob.get(f"rosters/{made['id']}"), made["id"])
    assert bob.get("rosters/search").json()["results"] == []


def test_its_name_is_free_again(bob: Caller, world: World, made: dict[str, Any]) -> None:
    bob.delete(f"rosters/{made['id']}")
    assert bob.post("rosters", roster(shift(world.ann))).status_code == 200


def test_a_viewer_may_not(vera: Caller, made: dict[str, Any]) -> None:
    assert vera.delete(f"rosters/{made['id']}").status_code == 403


def test_another_client_finds_nothing(mallory: Caller, made: dict[str, Any]) -> None:
    assert missing(mallory.delete(f"rosters/{made['id']}"), made["id"])


def test_a_client_does_not_delete_the_partners(alice: Caller, bob: Caller, world: World) -> None:
    id = alice.post("rosters", roster(shift(world.nora))).json()["id"]
    assert bob.delete(f"rosters/{id}").status_code == 403
