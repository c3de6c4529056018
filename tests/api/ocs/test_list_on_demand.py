"""GET /api/ocs-on-demand/?tier_id="""

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller
from tests.cast import World, on


def test_lists_a_tiers_on_demand_shifts_in_an_envelope(bob: Caller, world: World) -> None:
    rows = [words.cover_said(world)]
    envelope = {"count": 1, "next": None, "previous": None, "results": rows, "next_page": None}
    assert bob.get("/api/ocs-on-demand/", tier_id=world.first.id).json() == envelope


def test_takes_the_schedule_and_number_too(bob: Caller, world: World) -> None:
    by_id = bob.get("/api/ocs-on-demand/", tier_id=world.first.id).json()
    assert bob.get("/api/ocs-on-demand/", tier_id=f"{world.noc.id}_1").json() == by_id


def test_the_earliest_comes_first(bob: Caller, world: World) -> None:
    for day in (25, 5, 15):
        bob.post("/api/ocs-on-demand/", words.cover(world, on(day), on(day + 1)))
    rows = bob.get("/api/ocs-on-demand/", tier_id=world.first.id).json()["results"]
    assert [row["start"] for row in rows] == [on(5), on(12, "08:00"), on(15), on(25)]


def test_other_tiers_are_left_out(bob: Caller, world: World) -> None:
    assert bob.get("/api/ocs-on-demand/", tier_id=world.second.id).json()["results"] == []


def test_comes_in_pages(bob: Caller, world: World) -> None:
    bob.post("/api/ocs-on-demand/", words.cover(world, on(5), on(6)))
    page = bob.get("/api/ocs-on-demand/", tier_id=world.first.id, limit=1, page=2).json()
    assert (page["count"], page["results"]) == (2, [words.cover_said(world)])


def test_the_tier_is_required(bob: Caller) -> None:
    response = bob.get("/api/ocs-on-demand/")
    assert (response.status_code, response.json()) == (400, {"tier_id": ["This field is required."]})


@pytest.mark.parametrize("ref", ["", "x", "1.5", "-1", "_", "1_", "_1", "1_2_3"])
def test_what_names_no_tier_is_refused(bob: Caller, ref: str) -> None:
    assert bob.get("/api/ocs-on-demand/", tier_id=ref).status_code in (400, 404)


def test_a_tier_of_somebody_else_cannot_be_told_from_none(mallory: Caller, world: World) -> None:
    foreign = mallory.get("/api/ocs-on-demand/", tier_id=world.first.id)
    unknown = mallory.get("/api/ocs-on-demand/", tier_id=999999999)
    assert foreign.status_code == unknown.status_code
    assert foreign.text.replace(str(world.first.id), "999999999") == unknown.text


def test_no_tier_is_more_than_a_bad_request(bob: Caller) -> None:
    for value in words.TEXTS:
        response = bob.get("/api/ocs-on-demand/", tier_id=value)
        assert response.status_code in (400, 404), (value, response.text)
