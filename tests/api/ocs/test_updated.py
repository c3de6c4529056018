"""`updated` and `updated_by` of a schedule tell the last edit of it, of its tiers or of its on-demand shifts."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller, Clock
from tests.cast import World, on

LATER = on(10, "15:30")

Edit = Callable[[Caller, World], Any]
NEW = {"start": on(14), "end": on(15)}

EDITS: dict[str, Edit] = {
    "the schedule": lambda bob, world: bob.put(f"/api/ocs/{world.noc.id}/", words.schedule(world)),
    "layers": lambda bob, world: bob.patch(f"/api/ocs-tier/{world.second.id}/", {"layers": [words.layer([])]}),
    "a whole tier": lambda bob, world: bob.put(f"/api/ocs-tier/{world.second.id}/", words.tier(world, [])),
    "a new tier": lambda bob, world: bob.patch(f"/api/ocs-tier/{world.noc.id}_3/", {"layers": []}),
    "a PATCH's on-demand shift": lambda bob, world: bob.patch(
        f"/api/ocs-tier/{world.second.id}/", {"on_demand": [NEW | {"contact": world.ben.id}]}
    ),
    "a new on-demand shift": lambda bob, world: bob.post("/api/ocs-on-demand/", words.cover(world)),
    "a moved one": lambda bob, world: bob.put(f"/api/ocs-on-demand/{world.cover.id}/", words.cover(world)),
    "a deleted one": lambda bob, world: bob.delete(f"/api/ocs-on-demand/{world.cover.id}/"),
    "a tier renumbered": lambda bob, world: bob.patch(f"/api/v1/tiers/{world.second.id}", {"number": 7}),
    "a tier deleted": lambda bob, world: bob.delete(f"/api/v1/tiers/{world.second.id}"),
    "a tier added": lambda bob, world: bob.post(f"/api/v1/schedules/{world.noc.id}/tiers", {}),
    "an old revision": lambda bob, world: [
        bob.patch(f"/api/ocs-tier/{world.first.id}/", {"layers": []}),
        bob.post(f"/api/v1/tiers/{world.first.id}/revisions/1/restore", {}),
    ][1],
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_told(bob: Caller, world: World, clock: Clock, edit: str) -> None:
    clock.set(LATER)
    assert EDITS[edit](bob, world).status_code < 300
    full = bob.get(f"/api/ocs/{world.noc.id}/").json()
    assert (full["updated"], full["updated_by"]["id"]) == (LATER, world.bob.account.id)
    assert full["user"]["id"] == world.alice.account.id


@pytest.mark.parametrize("edit", EDITS)
def test_the_schedule_that_was_edited_last_comes_first(
    alice: Caller, bob: Caller, world: World, clock: Clock, edit: str
) -> None:
    clock.set(on(10, "13:00"))
    alice.patch(f"/api/ocs-tier/{world.desk_tier.id}/", {"layers": []})
    assert [row["id"] for row in alice.get("/api/ocs/").json()["results"]] == [world.desk.id, world.noc.id]
    clock.set(LATER)
    EDITS[edit](bob, world)
    assert [row["id"] for row in alice.get("/api/ocs/").json()["results"]] == [world.noc.id, world.desk.id]


def test_a_tier_that_goes_elsewhere_is_an_edit_of_both(bob: Caller, world: World, clock: Clock) -> None:
    other = bob.post("/api/ocs/", words.schedule(world)).json()["id"]
    clock.set(LATER)
    assert bob.put(f"/api/ocs-tier/{world.second.id}/", words.tier(world, [], ocs=other)).status_code == 200
    assert [bob.get(f"/api/ocs/{id}/").json()["updated"] for id in (other, world.noc.id)] == [LATER, LATER]


def test_what_is_refused_is_no_edit(bob: Caller, world: World, clock: Clock) -> None:
    clock.set(LATER)
    bob.post("/api/ocs-on-demand/", words.cover(world, on(12, "10:00"), on(12, "11:00")))
    bob.patch(f"/api/ocs-tier/{world.first.id}/", {"layers": [{}]})
    assert bob.get(f"/api/ocs/{world.noc.id}/").json()["updated"] == "2026-05-01T08:00:00Z"


def test_a_responders_own_on_demand_shift_is_theirs(rita: Caller, bob: Caller, world: World) -> None:
    rita.post("/api/ocs-on-demand/", words.cover(world, contact=world.rita.id))
    assert bob.get(f"/api/ocs/{world.noc.id}/").json()["updated_by"]["username"] == world.rita.account.username


def test_what_a_client_read_before_is_no_reason_to_refuse_a_rename(bob: Caller, world: World) -> None:
    path = f"/api/ocs/{world.noc.id}/"
    tag = bob.get(path).headers["ETag"]
    bob.post("/api/ocs-on-demand/", words.cover(world))
    assert bob.send("PUT", path, words.schedule(world), headers={"If-Match": tag}).status_code == 200
