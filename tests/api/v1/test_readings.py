"""What is typed as a time on the wall is kept so: in layers, on-demand shifts and rosters, beside the instant."""

from typing import Any

import pytest

from tests.api.v1.conftest import Caller
from tests.api.v1.saying import layer, refused, sent
from tests.cast import World, on

TZ = "America/Vancouver"
NINE, THEN = "2026-12-07T09:00", "2026-12-07T16:00:00Z"


@pytest.fixture
def tier(world: World) -> str:
    return f"/tiers/{world.first.id}"


def told(one: dict[str, Any]) -> tuple[Any, ...]:
    return one["start"], one["start_reading"]


def saved(bob: Caller, tier: str, **more: Any) -> dict[str, Any]:
    """The one layer that the tier has then."""
    [found] = sent(bob, "PATCH", tier, {"layers": [layer(**{"tz": TZ} | more)]})["layers"]
    return dict(found)


def test_a_layer_starts_where_the_clocks_of_its_zone_read_it(bob: Caller, tier: str) -> None:
    found = saved(bob, tier, start=NINE, end="2027-06-01T24:00")
    assert told(found) == (THEN, "2026-12-07T09:00:00")
    assert (found["end"], found["end_reading"]) == ("2027-06-02T07:00:00Z", "2027-06-02T00:00:00")


def test_an_instant_is_no_reading(bob: Caller, tier: str) -> None:
    assert told(saved(bob, tier, start=THEN)) == (THEN, None)


def test_the_first_of_two_is_a_reading_and_the_second_an_instant(bob: Caller, tier: str) -> None:
    twice = {"tz": "Europe/Berlin", "start": "2026-10-25T02:30"}
    assert told(saved(bob, tier, **twice)) == ("2026-10-25T00:30:00Z", "2026-10-25T02:30:00")
    assert told(saved(bob, tier, **twice | {"start": "2026-10-25T02:30+01:00"})) == ("2026-10-25T01:30:00Z", None)


def test_a_layer_keeps_its_reading_when_it_is_sent_back(bob: Caller, tier: str) -> None:
    first = saved(bob, tier, start=NINE)
    del first["text"]
    for bare in ((), ("start_reading", "end_reading")):
        again = {name: value for name, value in first.items() if name not in bare}
        now = sent(bob, "PATCH", tier, {"layers": [again]})
        assert (now["revision"], told(now["layers"][0])) == (2, told(first))


@pytest.mark.parametrize("end", ["start", "end"])
def test_null_beside_an_instant_makes_an_instant_of_a_reading(bob: Caller, tier: str, end: str) -> None:
    first = saved(bob, tier, start=NINE, end="2027-06-01T09:00")
    del first["text"]
    [now] = sent(bob, "PATCH", tier, {"layers": [first | {f"{end}_reading": None}]})["layers"]
    del now["text"]
    assert now == first | {f"{end}_reading": None}


@pytest.mark.parametrize("bare", [{}, {"start_reading": None}])
def test_another_layer_that_starts_alike_has_no_reading_of_the_first(bob: Caller, tier: str, bare: Any) -> None:
    first = saved(bob, tier, start=NINE)
    del first["text"]
    again = layer(tz=TZ, start=THEN, index=1) | bare
    two = sent(bob, "PATCH", tier, {"layers": [first, again]})["layers"]
    assert [each["start_reading"] for each in two] == ["2026-12-07T09:00:00", None]


def test_a_start_that_is_moved_alone_is_refused_not_passed_over(bob: Caller, tier: str) -> None:
    odd = layer(tz=TZ, start="2026-12-07T17:00:00Z", start_reading=NINE)
    assert list(refused(bob, "PATCH", tier, {"layers": [odd]})) == ["layers[0].start_reading"]


@pytest.mark.parametrize("start", ["2026-12-07", "2026-12-07T25:00", "soon", "0026-12-07T09:00", None])
def test_what_is_no_time_on_the_wall_is_refused(bob: Caller, tier: str, start: Any) -> None:
    assert list(refused(bob, "PATCH", tier, {"layers": [layer(tz=TZ, start=start)]})) == ["layers[0].start"]


def test_a_preview_reads_what_would_be_saved(bob: Caller, world: World, tier: str) -> None:
    asked = {"since": THEN, "until": "2026-12-07T18:00:00Z"}
    body = {"layers": [layer(world.ann, tz=TZ, start="2026-12-07T10:00")]}
    assert sent(bob, "POST", f"{tier}/preview", body, params=asked)["gaps"][0]["end"] == "2026-12-07T17:00:00Z"


def test_the_ocs_api_keeps_a_start_without_an_offset_as_a_reading_too(bob: Caller, world: World, tier: str) -> None:
    body = {"layers": [{"start": NINE, "tz": TZ, "rotation": '{"type":"weekly"}', "contacts": [world.ann.id]}]}
    token = {"Authorization": f"Bearer {bob.token}"}
    edited = bob.client.patch(f"/api/ocs-tier/{world.first.id}/", json=body, headers=token)
    assert edited.status_code == 200
    assert told(bob.found(tier)["layers"][0]) == (THEN, "2026-12-07T09:00:00")


def cover(world: World, **more: Any) -> dict[str, Any]:
    return {"tier": world.first.id, "contact": world.ann.id, "start": NINE, "end": "2026-12-07T12:00"} | more


def test_an_on_demand_shift_is_read_by_its_own_zone(bob: Caller, world: World) -> None:
    made = sent(bob, "POST", "/overrides", cover(world, tz="america/vancouver"), 201)
    assert (*told(made), made["tz"]) == (THEN, "2026-12-07T09:00:00", TZ)
    longer = sent(bob, "PATCH", f"/overrides/{made['id']}", {"end": "2026-12-07T13:00"})
    assert (*told(longer), longer["end"]) == (THEN, "2026-12-07T09:00:00", "2026-12-07T20:00:00Z")


def test_an_on_demand_shift_that_is_sent_back_in_instants_keeps_its_readings(bob: Caller, world: World) -> None:
    made = sent(bob, "POST", "/overrides", cover(world, tz=TZ), 201)
    same = {"contact": world.ben.id, "start": made["start"], "end": made["end"]}
    assert told(sent(bob, "PATCH", f"/overrides/{made['id']}", same)) == told(made)


def test_null_beside_an_instant_makes_an_instant_of_an_end_of_an_on_demand_shift(bob: Caller, world: World) -> None:
    made = sent(bob, "POST", "/overrides", cover(world, tz=TZ), 201)
    address, told_back = f"/overrides/{made['id']}", {name: made[name] for name in ("start", "start_reading", "tz")}
    assert told(sent(bob, "PATCH", address, told_back)) == told(made)
    now = sent(bob, "PATCH", address, told_back | {"start_reading": None})
    assert (*told(now), now["end_reading"]) == (THEN, None, "2026-12-07T12:00:00")


def test_a_reading_that_is_not_that_of_the_on_demand_shift_is_refused(bob: Caller, world: World) -> None:
    made = sent(bob, "POST", "/overrides", cover(world, tz=TZ), 201)
    odd = {"end_reading": "2026-12-07T13:00"}
    assert list(refused(bob, "PATCH", f"/overrides/{made['id']}", odd)) == ["end_reading"]
    assert list(refused(bob, "POST", "/overrides", cover(world, start=THEN, end=on(13), start_reading=NINE))) == [
        "start_reading"
    ]


@pytest.mark.parametrize("tz", ["America/New_York", None])
def test_the_zone_of_readings_changes_with_a_reading_alone(bob: Caller, world: World, tz: Any) -> None:
    made = sent(bob, "POST", "/overrides", cover(world, tz=TZ), 201)
    address = f"/overrides/{made['id']}"
    for more in ({}, {"start": "2026-12-07T16:30:00Z"}):
        assert list(refused(bob, "PATCH", address, {"tz": tz} | more)) == ["tz"]
    assert bob.found(address)["tz"] == sent(bob, "PATCH", address, {"tz": TZ})["tz"] == TZ


def test_without_a_zone_nobody_knows_whose_clocks_are_meant(bob: Caller, world: World) -> None:
    assert list(refused(bob, "POST", "/overrides", cover(world, end=on(13)))) == ["start"]


def once(world: World, **more: Any) -> dict[str, Any]:
    shift = {"name": "Move", "schedule": {"kind": "once", **more}, "contacts": [world.ann.id]}
    return {"customer": world.acme.id, "name": "Desk", "tz": TZ, "shifts": [shift]}


def test_a_one_time_shift_is_read_by_its_rosters_zone_and_comes_back(bob: Caller, world: World) -> None:
    made = sent(bob, "POST", "/rosters", once(world, start=NINE, end="2026-12-07T12:00"), 201)
    schedule = made["shifts"][0]["schedule"]
    assert (*told(schedule), schedule["end_reading"]) == (THEN, "2026-12-07T09:00:00", "2026-12-07T12:00:00")
    [shift] = made["shifts"]
    del shift["text"]
    again = sent(bob, "PATCH", f"/rosters/{made['id']}", {"shifts": [shift]})
    assert (again["revision"], again["shifts"][0]["schedule"]) == (1, schedule)


def test_null_beside_an_instant_makes_an_instant_of_an_end_of_a_one_time_shift(bob: Caller, world: World) -> None:
    made = sent(bob, "POST", "/rosters", once(world, start=NINE, end="2026-12-07T12:00"), 201)
    [shift] = made["shifts"]
    del shift["text"]
    shift["schedule"]["start_reading"] = None
    now = sent(bob, "PATCH", f"/rosters/{made['id']}", {"shifts": [shift]})
    assert (now["revision"], now["shifts"][0]["schedule"]) == (2, shift["schedule"])


def test_in_another_zone_a_roster_keeps_the_instants_of_its_shifts(bob: Caller, world: World) -> None:
    made = sent(bob, "POST", "/rosters", once(world, start=NINE, end="2026-12-07T12:00"), 201)
    moved = sent(bob, "PATCH", f"/rosters/{made['id']}", {"tz": "UTC"})
    assert told(moved["shifts"][0]["schedule"]) == (THEN, None)


def test_until_when_a_shift_recurs_may_be_read_from_the_wall(bob: Caller, world: World) -> None:
    body = once(world)
    body["shifts"][0]["schedule"] = {
        "kind": "recurring", "anchor_on": "2026-12-01", "start_time": "09:00", "end_time": "24:00",
        "pattern": {"kind": "daily"}, "ends": {"kind": "until", "at": NINE},
    }  # fmt: skip
    schedule = sent(bob, "POST", "/rosters", body, 201)["shifts"][0]["schedule"]
    assert schedule["ends"] == {"kind": "until", "at": THEN, "at_reading": "2026-12-07T09:00:00"}
    assert schedule["end_time"] == "00:00"


@pytest.mark.parametrize(("bare", "reading"), [({}, "2026-12-07T09:00:00"), ({"at_reading": None}, None)])
def test_until_when_a_shift_recurs_may_be_made_an_instant(bob: Caller, world: World, bare: Any, reading: Any) -> None:
    body = once(world)
    body["shifts"][0]["schedule"] = {
        "kind": "recurring", "anchor_on": "2026-12-01", "start_time": "09:00", "end_time": "24:00",
        "pattern": {"kind": "daily"}, "ends": {"kind": "until", "at": NINE},
    }  # fmt: skip
    made = sent(bob, "POST", "/rosters", body, 201)
    [shift] = made["shifts"]
    del shift["text"]
    shift["schedule"]["ends"] = {"kind": "until", "at": THEN} | bare
    [now] = sent(bob, "PATCH", f"/rosters/{made['id']}", {"shifts": [shift]})["shifts"]
    assert now["schedule"]["ends"]["at_reading"] == reading
