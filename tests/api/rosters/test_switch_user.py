"""POST /api/v2/tenants/{tenantId}/users/{userId}/activate and /deactivate"""

import pytest

from tests.api.rosters.conftest import Caller
from tests.api.rosters.words import missing, roster, shift, user
from tests.cast import World


@pytest.fixture
def at_acme(alice: Caller, acme: str) -> Caller:
    """Alice, speaking about Acme."""
    return alice.at(acme)


def test_a_user_is_switched_off_and_on(at_acme: Caller, world: World) -> None:
    for deed, status in (("deactivate", "inactive"), ("activate", "active")):
        response = at_acme.post(f"users/{user(world.ben)}/{deed}")
        assert (response.status_code, response.json()["status"]) == (200, status)
        assert at_acme.get(f"users/{user(world.ben)}").json()["status"] == status


def test_a_user_whom_a_roster_names_stays(at_acme: Caller, world: World) -> None:
    at_acme.post("rosters", roster(shift(world.ben)))
    response = at_acme.post(f"users/{user(world.ben)}/deactivate")
    assert response.status_code == 409
    assert set(response.json()) == {"code", "message"}


@pytest.mark.parametrize("deed", ["activate", "deactivate"])
def test_a_manager_may_not(bob: Caller, world: World, deed: str) -> None:
    assert bob.post(f"users/{user(world.ben)}/{deed}").status_code == 403


@pytest.mark.parametrize("deed", ["activate", "deactivate"])
def test_a_stranger_is_not_found(at_acme: Caller, world: World, deed: str) -> None:
    assert missing(at_acme.post(f"users/{user(world.gus)}/{deed}"), user(world.gus))
