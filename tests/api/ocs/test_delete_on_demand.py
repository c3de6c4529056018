"""DELETE /api/ocs-on-demand/{id}/"""

import pytest

from tests.api.ocs.conftest import Caller
from tests.cast import World, on


def test_answers_1(bob: Caller, world: World) -> None:
    response = bob.delete(f"/api/ocs-on-demand/{world.cover.id}/")
    assert (response.status_code, response.json()) == (200, 1)


def test_is_gone_then(bob: Caller, world: World) -> None:
    bob.delete(f"/api/ocs-on-demand/{world.cover.id}/")
    assert bob.get(f"/api/ocs-on-demand/{world.cover.id}/").status_code == 404
    assert bob.delete(f"/api/ocs-on-demand/{world.cover.id}/").status_code == 404


def test_the_layers_show_through_again(bob: Caller, world: World) -> None:
    bob.delete(f"/api/ocs-on-demand/{world.cover.id}/")
    answer = bob.post(f"/api/ocs-tier/{world.first.id}/compute_tier/", {}, since=on(12), until=on(13))
    assert [shift["c"] for shift in answer.json()[0]] == [world.ann.id, world.bob.id]


@pytest.mark.parametrize("ref", ["0", "-1", "abc", "999999999"])
def test_what_is_no_on_demand_shift_is_not_found(bob: Caller, ref: str) -> None:
    response = bob.delete(f"/api/ocs-on-demand/{ref}/")
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})
