"""GET /api/ocs-on-demand/{id}/"""

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller
from tests.cast import World


def test_tells_the_on_demand_shift(bob: Caller, world: World) -> None:
    response = bob.get(f"/api/ocs-on-demand/{world.cover.id}/")
    assert (response.status_code, response.json()) == (200, words.cover_said(world))


@pytest.mark.parametrize("ref", ["0", "-1", "abc", "1.5", "999999999", "9" * 30, "1_1"])
def test_what_is_no_on_demand_shift_is_not_found(bob: Caller, ref: str) -> None:
    response = bob.get(f"/api/ocs-on-demand/{ref}/")
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


def test_somebody_elses_cannot_be_told_from_none(bob: Caller, world: World) -> None:
    response = bob.get(f"/api/ocs-on-demand/{world.desk_cover.id}/")
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})
