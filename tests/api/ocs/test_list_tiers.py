"""GET /api/ocs-tier/"""

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller
from tests.cast import World


def numbers(caller: Caller, **query: object) -> list[tuple[int, int]]:
    rows = caller.get("/api/ocs-tier/", **query).json()["results"]
    return [(row["ocs"], row["number"]) for row in rows]


def test_lists_tiers_in_an_envelope(bob: Caller, world: World) -> None:
    rows = [
        {"id": world.first.id, "number": 1, "ocs": world.noc.id},
        {"id": world.second.id, "number": 2, "ocs": world.noc.id},
    ]
    envelope = {"count": 2, "next": None, "previous": None, "results": rows, "next_page": None}
    assert bob.get("/api/ocs-tier/").json() == envelope


def test_the_provider_sees_all_by_schedule_and_number(alice: Caller, world: World) -> None:
    noc, desk = world.noc.id, world.desk.id
    assert numbers(alice) == sorted([(noc, 1), (noc, 2), (desk, 1)])


def test_the_order_is_by_number_whatever_was_made_first(bob: Caller, world: World) -> None:
    other = bob.post("/api/ocs/", words.schedule(world)).json()["id"]
    bob.put(f"/api/ocs-tier/{world.noc.id}_3/", words.tier(world, [], number=3))
    assert numbers(bob) == [(world.noc.id, 1), (world.noc.id, 2), (world.noc.id, 3), (other, 1)]


def test_a_customer_sees_its_own_alone(mallory: Caller, world: World) -> None:
    assert numbers(mallory) == [(world.desk.id, 1)]


def test_filters_by_schedule(alice: Caller, world: World) -> None:
    assert numbers(alice, ocs=world.desk.id) == [(world.desk.id, 1)]


def test_comes_in_pages(bob: Caller, world: World) -> None:
    page = bob.get("/api/ocs-tier/", limit=1, page=2).json()
    assert [row["id"] for row in page["results"]] == [world.second.id]


def test_a_schedule_that_is_not_mine_cannot_be_told_from_none(mallory: Caller, world: World) -> None:
    foreign = mallory.get("/api/ocs-tier/", ocs=world.noc.id)
    unknown = mallory.get("/api/ocs-tier/", ocs=10**9)
    assert foreign.status_code == unknown.status_code
    assert foreign.json().get("results") == unknown.json().get("results")
