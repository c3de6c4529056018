"""DELETE /api/ocs/{id}/"""

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller
from tests.cast import World


def test_answers_1(bob: Caller, world: World) -> None:
    response = bob.delete(f"/api/ocs/{world.noc.id}/")
    assert (response.status_code, response.json()) == (200, 1)


def test_takes_tiers_and_on_demand_shifts_along(bob: Caller, world: World) -> None:
    bob.delete(f"/api/ocs/{world.noc.id}/")
    for path in ("ocs", "ocs-tier", "ocs-on-demand"):
        assert bob.get(f"/api/{path}/count/").json() == {"count": 0}
    for path in (
        f"ocs/{world.noc.id}",
        f"ocs/{world.noc.id}/stats",
        f"ocs-tier/{world.first.id}",
        f"ocs-tier/{world.noc.id}_1",
        f"ocs-on-demand/{world.cover.id}",
    ):
        assert bob.get(f"/api/{path}/").status_code == 404


def test_leaves_everything_else(alice: Caller, world: World) -> None:
    alice.delete(f"/api/ocs/{world.noc.id}/")
    assert alice.get(f"/api/ocs/{world.desk.id}/").status_code == 200
    assert alice.get(f"/api/ocs-on-demand/{world.desk_cover.id}/").status_code == 200
    assert alice.get(f"/api/contacts/{world.ann.id}/").json()["active"] is True


def test_a_second_time_it_is_not_there(bob: Caller, world: World) -> None:
    bob.delete(f"/api/ocs/{world.noc.id}/")
    response = bob.delete(f"/api/ocs/{world.noc.id}/")
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


def test_its_name_is_free_again(bob: Caller, world: World) -> None:
    bob.delete(f"/api/ocs/{world.noc.id}/")
    response = bob.post("/api/ocs/", words.schedule(world, name="Acme NOC"))
    assert response.status_code == 201
    assert response.json()["id"] != world.noc.id


@pytest.mark.parametrize("ref", ["0", "abc", "999999999"])
def test_what_is_no_schedule_is_not_found(bob: Caller, ref: str) -> None:
    assert bob.delete(f"/api/ocs/{ref}/").status_code == 404
