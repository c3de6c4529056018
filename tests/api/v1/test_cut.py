"""A shift that the window cuts says so, and is told whole on request."""

import random
from typing import Any

import pytest

from tests.api.v1.conftest import Caller, Stage
from tests.api.v1.saying import layer, sent
from tests.api.v1.test_previews import some_layers, some_shifts
from tests.api.v1.words import daily, roster
from tests.cast import World, on
from watchbill.domain.model import RosterId

EVER = {"since": on(1), "until": on(30)}


@pytest.fixture
def tier(world: World) -> str:
    return f"/tiers/{world.first.id}/timeline"


def ends(shifts: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """From when to when, and which of both was cut."""
    return [(one["start"], one["end"], one.get("cut_start", False), one.get("cut_end", False)) for one in shifts]


def test_both_ends_say_so(vera: Caller, tier: str) -> None:
    told = vera.found(tier, since=on(3, "12:00"), until=on(5, "12:00"))
    assert ends(told["shifts"]) == ends(told["rules"][0]["shifts"])
    assert ends(told["shifts"]) == [
        (on(3, "12:00"), on(4, "08:00"), True, False),
        (on(4, "08:00"), on(5, "08:00"), False, False),
        (on(5, "08:00"), on(5, "12:00"), False, True),
    ]


def test_what_begins_and_ends_with_the_window_was_not_cut(vera: Caller, tier: str) -> None:
    told = vera.found(tier, since=on(3, "08:00"), until=on(4, "08:00"))
    assert ends(told["shifts"]) == [(on(3, "08:00"), on(4, "08:00"), False, False)]


def test_on_demand_shifts_say_so_too(vera: Caller, tier: str) -> None:
    told = vera.found(tier, since=on(12, "10:00"), until=on(12, "12:00"))
    assert ends(told["overrides"]) == ends(told["shifts"]) == [(on(12, "10:00"), on(12, "12:00"), True, True)]


def test_they_are_told_whole_on_request(vera: Caller, tier: str) -> None:
    told = vera.found(tier, since=on(12, "10:00"), until=on(12, "12:00"), whole="true")
    assert ends(told["overrides"]) == ends(told["shifts"]) == [(on(12, "08:00"), on(12, "20:00"), False, False)]
    assert ends(told["rules"][0]["shifts"]) == [(on(12, "08:00"), on(13, "08:00"), False, False)]


def test_a_layer_goes_on_over_edits_of_others(bob: Caller, world: World, tier: str) -> None:
    path = f"/tiers/{world.second.id}"
    low = layer(world.ann)
    sent(bob, "PATCH", path, {"layers": [low]})
    sent(bob, "PATCH", path, {"layers": [low, layer(world.ben, start=on(20), index=1)]})
    for day in (5, 15, 25):
        told = bob.found(f"{path}/timeline", since=on(day), until=on(day, "06:00"), whole="true")
        assert ends(told["rules"][0]["shifts"]) == [(on(1, "08:00"), None, False, False)]


def test_whole_is_true_or_false(vera: Caller, tier: str) -> None:
    response = vera.get(tier, whole="yes")
    assert (response.status_code, response.json()["problems"][0]["path"]) == (422, "whole")


def test_so_do_the_shifts_of_a_person(vera: Caller, world: World) -> None:
    path, window = f"/contacts/{world.rita.id}/shifts", {"since": on(12, "10:00"), "until": on(12, "12:00")}
    assert ends(vera.found(path, **window)["results"]) == [(on(12, "10:00"), on(12, "12:00"), True, True)]
    whole = vera.found(path, **window, whole="true")["results"]
    assert ends(whole) == [(on(12, "08:00"), on(12, "20:00"), False, False)]


def test_so_do_the_tiers_of_a_schedule(vera: Caller, world: World) -> None:
    path, window = f"/schedules/{world.noc.id}/timeline", {"since": on(3, "12:00"), "until": on(3, "13:00")}
    assert ends(vera.found(path, **window)["tiers"][0]["shifts"]) == [(on(3, "12:00"), on(3, "13:00"), True, True)]
    whole = vera.found(path, **window, whole="true")["tiers"][0]["shifts"]
    assert ends(whole) == [(on(3, "08:00"), on(4, "08:00"), False, False)]


@pytest.fixture
def shared(stage: Stage, world: World) -> RosterId:
    duty, revision = roster(world, world.acme, "Desk", daily("a", 8, 16, world.ann))
    stage.save(duty)
    stage.save(revision)
    return duty.id


# Of any window what overlaps it is told as in a wide one, whole; and cut where the window lies.


@pytest.mark.parametrize("seed", range(8))
def test_what_is_whole_is_what_a_wide_window_tells(bob: Caller, world: World, tier: str, seed: int) -> None:
    for edit in range(2):
        sent(bob, "PATCH", f"/tiers/{world.first.id}", {"layers": some_layers(world, 10 * seed + edit)})
    check(bob, tier, seed)


@pytest.mark.parametrize("seed", range(4))
def test_so_it_is_at_a_roster(bob: Caller, world: World, shared: RosterId, seed: int) -> None:
    sent(bob, "PATCH", f"/rosters/{shared}", {"tz": "Europe/Berlin", "shifts": some_shifts(world, seed)})
    check(bob, f"/rosters/{shared}/timeline", seed)


def check(caller: Caller, path: str, seed: int) -> None:
    """Compare narrow windows with the wide one."""
    wide = lanes(caller.found(path, **EVER, whole="true"))
    draw = random.Random(seed)
    for _ in range(6):
        since = on(draw.randint(2, 28), f"{draw.randint(0, 23):02}:00")
        until = on(int(since[8:10]) + draw.randint(0, 1), "23:30")
        whole = lanes(caller.found(path, since=since, until=until, whole="true"))
        assert whole == {
            lane: found
            for lane, shifts in wide.items()
            if (found := [one for one in shifts if reaches(one, since, until)])
        }
        cut = lanes(caller.found(path, since=since, until=until))
        assert cut == {lane: [within(one, since, until) for one in shifts] for lane, shifts in whole.items()}


def lanes(told: dict[str, Any]) -> dict[str, list[tuple[Any, ...]]]:
    """All shifts of an answer by where they stand; what has none is left out."""
    by_rule = {one["rule"].get("id", one["rule"].get("index")): one["shifts"] for one in told["rules"]}
    found = {"shifts": told["shifts"], "overrides": told["overrides"], **by_rule}
    people = {lane: [tuple(one["people"]) for one in shifts] for lane, shifts in found.items()}
    return {lane: list(zip(ends(shifts), people[lane], strict=True)) for lane, shifts in found.items() if shifts}


def reaches(shift: tuple[Any, ...], since: str, until: str) -> bool:
    (start, end, *_), _people = shift
    return (start or "") < until and since < (end or "9")


def within(shift: tuple[Any, ...], since: str, until: str) -> tuple[Any, ...]:
    (start, end, *_), people = shift
    cut_start, cut_end = (start or "") < since, until < (end or "9")
    return (since if cut_start else start, until if cut_end else end, cut_start, cut_end), people
