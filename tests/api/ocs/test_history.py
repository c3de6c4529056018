"""What happened stays: an edit of today changes nothing about yesterday."""

from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller, Clock
from tests.cast import World, on


def hours(caller: Caller, world: World, timeframe: int = 9) -> dict[int, float]:
    """Hours on call by contact, zeros left out."""
    rows = caller.get(f"/api/ocs/{world.noc.id}/stats/", timeframe=timeframe).json()["results"]
    return {row["id"]: row["hours"] for row in rows if row["hours"]}


def rows(caller: Caller, world: World, timeframe: int = 9) -> dict[int, Any]:
    """Everything that stats tell of those who were on call."""
    found = caller.get(f"/api/ocs/{world.noc.id}/stats/", timeframe=timeframe).json()["results"]
    return {row["id"]: row for row in found if row["shifts"]}


def edit(caller: Caller, world: World, *layers: Any) -> None:
    """New layers for tier `first`."""
    path = f"/api/ocs-tier/{world.first.id}/"
    assert caller.patch(path, {"layers": list(layers)}).status_code == 200


@pytest.mark.parametrize("start", [on(-30), on(1, "08:00"), on(10, "12:00"), on(25)])
def test_new_layers_leave_the_past_alone(bob: Caller, world: World, start: str) -> None:
    before = rows(bob, world)
    edit(bob, world, words.layer([world.ben.id], start))
    assert rows(bob, world) == before


def test_cleared_layers_leave_it_alone(bob: Caller, world: World) -> None:
    before = rows(bob, world)
    edit(bob, world)
    assert rows(bob, world) == before


def test_a_put_leaves_it_alone_too(bob: Caller, world: World) -> None:
    before = rows(bob, world)
    bob.put(f"/api/ocs-tier/{world.first.id}/", words.tier(world, [words.layer([world.ben.id])], number=1))
    assert rows(bob, world) == before


def test_a_new_zone_does_not_move_nights_that_are_over(bob: Caller, world: World) -> None:
    before = rows(bob, world)
    edit(bob, world, words.layer([world.ann.id, world.bob.id], tz="Asia/Tokyo"))
    assert rows(bob, world) == before


def test_new_layers_count_from_when_they_were_saved(bob: Caller, world: World, clock: Clock) -> None:
    edit(bob, world, words.layer([world.ben.id]))
    clock.set(on(11, "12:00"))
    assert hours(bob, world, 1) == {world.ben.id: 24}
    assert hours(bob, world, 2) == {world.ann.id: 20, world.bob.id: 4, world.ben.id: 24}


def test_the_turn_that_was_running_ends_when_they_are_saved(bob: Caller, world: World, clock: Clock) -> None:
    edit(bob, world, words.layer([world.ann.id, world.bob.id], on(2, "08:00")))
    clock.set(on(10, "16:00"))
    assert hours(bob, world, 1) == {world.ann.id: 16 + 4, world.bob.id: 4}


def test_each_edit_counts_until_the_next(bob: Caller, world: World, clock: Clock) -> None:
    edit(bob, world, words.layer([world.ben.id]))
    clock.set(on(10, "18:00"))
    edit(bob, world, words.layer([world.rita.id]))
    clock.set(on(11, "12:00"))
    assert hours(bob, world, 1) == {world.ben.id: 6, world.rita.id: 18}


def test_the_same_layers_once_more_change_nothing(bob: Caller, world: World, clock: Clock) -> None:
    layers = bob.get(f"/api/ocs-tier/{world.first.id}/").json()["layers"]
    clock.set(on(10, "18:00"))
    edit(bob, world, *layers)
    clock.set(on(11, "08:00"))
    assert rows(bob, world, 1)[world.bob.id]["shifts"] == 1


def test_the_first_layers_count_from_their_own_start(bob: Caller, world: World) -> None:
    bob.put(f"/api/ocs-tier/{world.second.id}/", words.tier(world, [words.layer([world.rita.id], on(9))]))
    assert hours(bob, world)[world.rita.id] == 36


def test_the_second_ones_do_not(bob: Caller, world: World) -> None:
    for contact in (world.rita.id, world.ben.id):
        layers = [words.layer([contact], on(9))]
        bob.put(f"/api/ocs-tier/{world.second.id}/", words.tier(world, layers))
    told = hours(bob, world)
    assert told[world.rita.id] == 36
    assert world.ben.id not in told


def test_an_on_demand_shift_for_the_past_corrects_it(bob: Caller, world: World) -> None:
    before = hours(bob, world)
    bob.post("/api/ocs-on-demand/", words.cover(world, on(5, "08:00"), on(5, "20:00")))
    assert hours(bob, world) == before | {world.ann.id: before[world.ann.id] - 12, world.ben.id: 12}


def test_taking_it_away_again_restores_it(bob: Caller, world: World) -> None:
    before = rows(bob, world)
    id = bob.post("/api/ocs-on-demand/", words.cover(world, on(5), on(6))).json()["id"]
    bob.delete(f"/api/ocs-on-demand/{id}/")
    assert rows(bob, world) == before


def test_somebody_who_left_keeps_name_and_hours(bob: Caller, alice: Caller, world: World) -> None:
    before = rows(bob, world)[world.ann.id]
    edit(bob, world, words.layer([world.ben.id]))
    alice.delete(f"/api/contacts/{world.ann.id}/")
    assert rows(bob, world)[world.ann.id] == before


def test_renaming_the_schedule_changes_no_number(bob: Caller, world: World) -> None:
    before = rows(bob, world)
    bob.put(f"/api/ocs/{world.noc.id}/", words.schedule(world))
    assert rows(bob, world) == before


def test_a_refused_edit_is_no_edit(bob: Caller, world: World, clock: Clock) -> None:
    bob.patch(f"/api/ocs-tier/{world.first.id}/", {"layers": [words.layer([world.ben.id]), {}]})
    clock.set(on(11, "12:00"))
    assert world.ben.id not in hours(bob, world, 1)


def test_a_preview_is_no_edit(bob: Caller, world: World, clock: Clock) -> None:
    bob.post(f"/api/ocs-tier/{world.first.id}/compute_tier/", {"layers": [words.layer([world.ben.id])]})
    clock.set(on(11, "12:00"))
    assert world.ben.id not in hours(bob, world, 1)


def test_the_layers_shown_are_the_last_ones_saved(bob: Caller, world: World) -> None:
    layers = [words.layer([world.ben.id])]
    edit(bob, world, *layers)
    assert bob.get(f"/api/ocs-tier/{world.first.id}/").json()["layers"] == layers
