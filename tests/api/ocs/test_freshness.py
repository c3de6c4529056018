"""What was read before is told anew: no answer is older than the last write, or than the clock."""

from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller, Clock
from tests.cast import World, on


def both(caller: Caller, world: World) -> tuple[Any, Any]:
    """Acme's schedule and its tier `first`, whole."""
    schedule = caller.get(f"/api/ocs/{world.noc.id}/").json()
    return schedule, caller.get(f"/api/ocs-tier/{world.first.id}/").json()


@pytest.fixture(autouse=True)
def read_before(bob: Caller, alice: Caller, world: World) -> None:
    both(bob, world)
    both(alice, world)


def test_a_contact_has_its_new_name(bob: Caller, alice: Caller, world: World) -> None:
    alice.patch(f"/api/contacts/{world.ann.id}/", {"first_name": "Anna"})
    schedule, tier = both(bob, world)
    renamed = words.contact_said(world.ann) | {"first_name": "Anna", "full_name": "Anna Abbott"}
    assert renamed in tier["contacts"]
    assert renamed in schedule["contacts"]
    assert schedule["schedules"][0][0][1]["contact"] == renamed


def test_a_schedule_has_its_new_name(bob: Caller, world: World) -> None:
    bob.put(f"/api/ocs/{world.noc.id}/", words.schedule(world, name="Night"))
    schedule, tier = both(bob, world)
    assert (schedule["name"], tier["ocs_name"]) == ("Night", "Night")


def test_a_customer_has_its_new_name(bob: Caller, alice: Caller, world: World) -> None:
    alice.put(f"/api/customers/{world.acme.id}/", {"name": "Acme Corp"})
    assert both(bob, world)[0]["customer_name"] == "Acme Corp"
    assert bob.get("/api/ocs/").json()["results"][0]["customer_name"] == "Acme Corp"


def test_new_layers_are_told(bob: Caller, world: World) -> None:
    bob.patch(f"/api/ocs-tier/{world.first.id}/", {"layers": [words.layer([world.ben.id])]})
    schedule, tier = both(bob, world)
    assert {shift["c"] for shift in tier["schedule"][0] if not shift["o"]} == {world.ben.id}
    assert {shift["c"] for shift in schedule["schedules"][0][0] if not shift["o"]} == {world.ben.id}


def test_a_new_on_demand_shift_is_told(bob: Caller, world: World) -> None:
    id = bob.post("/api/ocs-on-demand/", words.cover(world)).json()["id"]
    schedule, tier = both(bob, world)
    assert [shift["id"] for shift in tier["on_demand"]] == [world.cover.id, id]
    assert id in {shift["o"] for shift in schedule["schedules"][0][0]}


def test_a_changed_on_demand_shift_is_told(bob: Caller, world: World) -> None:
    bob.put(f"/api/ocs-on-demand/{world.cover.id}/", words.cover(world, on(10), on(11)))
    assert both(bob, world)[1]["current"] == world.ben.id


def test_a_deleted_on_demand_shift_is_not_told(bob: Caller, world: World) -> None:
    bob.delete(f"/api/ocs-on-demand/{world.cover.id}/")
    schedule, tier = both(bob, world)
    assert tier["on_demand"] == []
    assert world.rita.id not in [contact["id"] for contact in schedule["contacts"]]


def test_a_new_tier_is_told(bob: Caller, world: World) -> None:
    bob.patch(f"/api/ocs-tier/{world.noc.id}_3/", {"layers": []})
    assert [tier["number"] for tier in both(bob, world)[0]["tiers"]] == [1, 2, 3]


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-06-10T12:00:01Z", "2026-08-09T12:00:01Z"),
        ("2026-06-11T08:00:00Z", "2026-08-10T08:00:00Z"),
        ("2026-06-12T11:59:59Z", "2026-08-11T11:59:59Z"),
        ("2026-06-12T12:00:01Z", "2026-08-11T12:00:01Z"),
        ("2026-06-30T00:00:00Z", "2026-08-29T00:00:00Z"),
        ("2027-06-10T12:00:00Z", "2027-08-09T12:00:00Z"),
    ],
)
def test_the_window_goes_with_the_clock(bob: Caller, world: World, clock: Clock, now: str, until: str) -> None:
    clock.set(now)
    schedule, tier = both(bob, world)
    computed = bob.post(f"/api/ocs-tier/{world.first.id}/compute_tier/", {}).json()
    assert (computed[0][0]["s"], computed[0][-1]["e"]) == (now, until)
    assert tier["schedule"] == computed[1]
    assert [{key: shift[key] for key in "cseo"} for shift in schedule["schedules"][0][0]] == computed[1][0]


def test_who_is_on_goes_with_the_clock(bob: Caller, world: World, clock: Clock) -> None:
    told = []
    for moment in (on(11, "07:59"), on(11, "08:00"), on(12, "08:00"), on(12, "20:00"), on(13, "08:00")):
        clock.set(moment)
        told.append(both(bob, world)[1]["current"])
    assert told == [world.bob.id, world.ann.id, world.rita.id, world.bob.id, world.ann.id]


def test_one_caller_sees_what_another_wrote(bob: Caller, alice: Caller, world: World) -> None:
    bob.put(f"/api/ocs/{world.noc.id}/", words.schedule(world, name="Night"))
    assert both(alice, world)[0] == both(bob, world)[0]
