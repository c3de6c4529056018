"""/tiers/{id} and /schedules/{id}/tiers: one tier with its layers, added, changed and deleted."""

from typing import Any

import pytest

from tests.api.v1.conftest import Caller, Stage
from tests.api.v1.saying import layer, refused, sent, status_of
from tests.cast import World, on


@pytest.fixture
def path(world: World) -> str:
    return f"/tiers/{world.first.id}"


@pytest.fixture
def tiers(world: World) -> str:
    return f"/schedules/{world.noc.id}/tiers"


def test_a_tier_is_told_with_its_layers(vera: Caller, world: World, path: str) -> None:
    told = vera.found(path)
    people = [world.ann.id, world.bob.id]
    assert (told["id"], told["number"], told["is_active"], told["revision"]) == (world.first.id, 1, True, 1)
    assert told["place"]["name"] == "Acme NOC, tier 1"
    assert told["layers"] == vera.found(f"{path}/revisions/1")["layers"]
    assert [person["id"] for person in told["people"]] == sorted(people) == sorted(told["layers"][0]["contacts"])


def test_a_tier_is_also_found_by_its_number(vera: Caller, world: World, path: str) -> None:
    assert vera.found(f"/tiers/{world.noc.id}_1") == vera.found(path)


def test_a_tier_without_layers_has_no_revision(vera: Caller, world: World) -> None:
    told = vera.found(f"/tiers/{world.second.id}")
    assert (told["revision"], told["layers"], told["people"]) == (0, [], [])


def test_new_layers_count_from_now(bob: Caller, world: World, path: str) -> None:
    told = sent(bob, "PATCH", path, {"layers": [layer(world.ben)]})
    assert (told["revision"], told["updated_at"]) == (2, on(10, "12:00"))
    assert bob.found(f"{path}/revisions/2")["counts_from"] == on(10, "12:00")
    assert [one["people"] for one in bob.found(f"{path}/timeline", until=on(11))["shifts"]] == [[world.ben.id]]


def test_layers_can_be_sent_back_as_they_came(bob: Caller, path: str) -> None:
    before = bob.found(path)
    layers = [{name: value for name, value in one.items() if name != "text"} for one in before["layers"]]
    assert sent(bob, "PATCH", path, {"layers": layers})["revision"] == before["revision"]


def test_a_number_and_a_state_change_alone(bob: Caller, path: str) -> None:
    before = bob.found(path)
    told = sent(bob, "PATCH", path, {"number": 3, "is_active": False})
    assert (told["number"], told["is_active"], told["place"]["name"]) == (3, False, "Acme NOC, tier 3")
    assert (told["layers"], told["revision"]) == (before["layers"], 1)


def test_a_number_is_taken(bob: Caller, path: str, tiers: str) -> None:
    assert status_of(bob, "PATCH", path, {"number": 2}) == 409
    assert status_of(bob, "POST", tiers, {"number": 2}) == 409


def test_a_new_tier_gets_the_first_free_number(bob: Caller, world: World, path: str, tiers: str) -> None:
    assert sent(bob, "POST", tiers, {}, 201)["number"] == 3
    sent(bob, "DELETE", path, status=204)
    assert sent(bob, "POST", tiers, {"layers": [layer(world.ann)]}, 201)["number"] == 1


def test_a_new_tier_may_have_layers_and_a_number(bob: Caller, world: World, tiers: str) -> None:
    made = sent(bob, "POST", tiers, {"number": 7, "layers": [layer(world.ann), layer(world.ben)]}, 201)
    assert (made["number"], made["revision"], [one["index"] for one in made["layers"]]) == (7, 1, [0, 1])
    assert bob.found(f"/tiers/{made['id']}") == made
    assert [one["number"] for one in bob.found(f"/schedules/{world.noc.id}")["tiers"]] == [1, 2, 7]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"number": 0}, "number"), ({"number": "1"}, "number"), ({"number": 2**31}, "number"),
        ({"number": None}, "number"),
        ({"layers": None}, "layers"), ({"colour": 1}, "colour"), ({"layers": [{}]}, "layers[0].start"),
        ({"layers": [layer(end="2026-05-01T00:00:00Z")]}, "layers[0].end"),
        ({"layers": [layer(tz="Mars/Base")]}, "layers[0].tz"),
        ({"layers": [layer(rotation={"type": "yearly"})]}, "layers[0].rotation.type"),
        ({"layers": [layer(), layer(index=0)]}, "layers[1].index"),
        ({"layers": [layer(contacts=[999_999_999])]}, "layers[0].contacts[0]"),
    ],
)  # fmt: skip
def test_a_bad_field_is_named(bob: Caller, path: str, tiers: str, body: Any, field: str) -> None:
    assert field in refused(bob, "PATCH", path, body)
    assert field in refused(bob, "POST", tiers, body)
    assert bob.found(path)["revision"] == 1


def test_only_people_who_may_be_on_call_there_can_be_named(alice: Caller, world: World, path: str) -> None:
    told = refused(alice, "PATCH", path, {"layers": [layer(world.nora, world.gus, world.ivy)]})
    gus, ivy = world.gus.id, world.ivy.id
    assert told == {
        "layers[0].contacts[1]": f"There is no contact {gus} here.",
        "layers[0].contacts[2]": f"Contact {ivy} (Ivy Idle) is not active.",
    }


def test_a_new_tier_is_active(bob: Caller, tiers: str) -> None:
    assert refused(bob, "POST", tiers, {"is_active": False}).keys() == {"is_active"}


def test_a_schedule_keeps_its_last_tier(bob: Caller, world: World, path: str) -> None:
    sent(bob, "DELETE", path, status=204)
    assert bob.get(path).status_code == 404
    response = bob.send("DELETE", f"/tiers/{world.second.id}")
    assert (response.status_code, "delete the schedule" in response.json()["detail"]) == (409, True)


def test_viewers_change_nothing(vera: Caller, path: str, tiers: str) -> None:
    assert status_of(vera, "POST", tiers, {}) == 403
    assert [status_of(vera, method, path, {}) for method in ("PATCH", "DELETE")] == [403, 403]


def test_another_customers_tier_is_not_there(mallory: Caller, path: str, tiers: str) -> None:
    assert status_of(mallory, "POST", tiers, {}) == 404
    assert [status_of(mallory, method, path, {}) for method in ("GET", "PATCH", "DELETE")] == [404, 404, 404]


@pytest.mark.parametrize("id", ["0", "999999999", "x", "1_1_1", "9" * 40])
def test_what_names_no_tier_is_not_there(alice: Caller, id: str) -> None:
    assert [status_of(alice, method, f"/tiers/{id}", {}) for method in ("GET", "PATCH", "DELETE")] == [404, 404, 404]


def test_no_tier_is_made_by_changing_one(bob: Caller, world: World) -> None:
    assert status_of(bob, "PATCH", f"/tiers/{world.noc.id}_3", {"layers": []}) == 404


def test_a_tag_keeps_an_edit_from_being_lost(bob: Caller, world: World, path: str) -> None:
    tag = {"If-Match": bob.get(path).headers["etag"]}
    changed = bob.send("PATCH", path, json={"layers": [layer(world.ben)]}, headers=tag)
    assert changed.headers["etag"] == bob.get(path).headers["etag"] != tag["If-Match"]
    assert status_of(bob, "PATCH", path, {"layers": []}, headers=tag) == 412
    assert status_of(bob, "DELETE", path, headers=tag) == 412
    assert bob.found(path)["revision"] == 2


def test_the_tag_has_the_people_in_it_and_not_the_present(bob: Caller, stage: Stage, world: World, clock, path) -> None:
    before = bob.get(path).headers["etag"]
    clock.shows += 86_400
    assert bob.get(path).headers["etag"] == before
    sent(
        bob,
        "POST",
        "/overrides",
        {"tier": world.first.id, "contact": world.ann.id, "start": on(20), "end": on(21)},
        201,
    )
    assert bob.get(path).headers["etag"] == before
