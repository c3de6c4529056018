"""PUT /api/ocs-on-demand/{id}/"""

from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller
from tests.cast import World, on


def put(caller: Caller, world: World, start: str = on(12), end: str = on(13), **more: Any) -> Any:
    """Change Rita's on-demand shift; Ben takes it unless told otherwise."""
    return caller.put(f"/api/ocs-on-demand/{world.cover.id}/", words.cover(world, start, end, **more))


def shifts(caller: Caller, world: World) -> list[tuple[int, str, str]]:
    rows = caller.get("/api/ocs-on-demand/", tier_id=world.first.id).json()["results"]
    return [(row["id"], row["start"], row["end"]) for row in rows]


@pytest.fixture
def other(bob: Caller, world: World) -> int:
    """The id of another on-demand shift of the tier: Ben, all the 15th."""
    id: int = bob.post("/api/ocs-on-demand/", words.cover(world, on(15), on(16))).json()["id"]
    return id


def test_echoes_the_payload_with_the_id(bob: Caller, world: World) -> None:
    response = put(bob, world)
    expected = words.cover(world, on(12), on(13), id=world.cover.id)
    assert (response.status_code, response.json()) == (200, expected)


def test_what_was_put_is_kept(bob: Caller, world: World) -> None:
    answer = put(bob, world).json()
    assert bob.get(f"/api/ocs-on-demand/{world.cover.id}/").json() == answer


def test_is_never_in_its_own_way(bob: Caller, world: World) -> None:
    assert put(bob, world, on(12, "10:00"), on(12, "22:00")).status_code == 200
    assert shifts(bob, world) == [(world.cover.id, on(12, "10:00"), on(12, "22:00"))]


def test_shrinking_leaves_no_rest_of_itself_behind(bob: Caller, world: World) -> None:
    put(bob, world, on(12, "12:00"), on(12, "14:00"), sure=True)
    assert shifts(bob, world) == [(world.cover.id, on(12, "12:00"), on(12, "14:00"))]


def test_another_one_is_in_its_way(bob: Caller, world: World, other: int) -> None:
    response = put(bob, world, on(14), on(17))
    assert response.status_code == 409
    assert response.json()["conflicts"] == [words.cover(world, on(15), on(16), id=other)]
    assert shifts(bob, world)[0] == (world.cover.id, on(12, "08:00"), on(12, "20:00"))


def test_sure_swallows_the_other(bob: Caller, world: World, other: int) -> None:
    assert put(bob, world, on(14), on(17), sure="true").status_code == 200
    assert shifts(bob, world) == [(world.cover.id, on(14), on(17))]
    assert bob.get(f"/api/ocs-on-demand/{other}/").status_code == 404


def test_sure_trims_the_other(bob: Caller, world: World, other: int) -> None:
    put(bob, world, on(14), on(15, "12:00"), sure=True)
    assert shifts(bob, world) == [
        (world.cover.id, on(14), on(15, "12:00")),
        (other, on(15, "12:00"), on(16)),
    ]


def test_sure_splits_the_other(bob: Caller, world: World, other: int) -> None:
    put(bob, world, on(15, "08:00"), on(15, "09:00"), sure=True)
    first, middle, second = shifts(bob, world)
    assert first == (other, on(15), on(15, "08:00"))
    assert middle == (world.cover.id, on(15, "08:00"), on(15, "09:00"))
    assert second[1:] == (on(15, "09:00"), on(16))
    assert second[0] not in (other, world.cover.id)


def test_sure_is_echoed_when_sent(bob: Caller, world: World) -> None:
    assert put(bob, world, sure=True).json()["sure"] is True


def test_can_move_to_another_tier(bob: Caller, world: World) -> None:
    assert put(bob, world, tier=world.second.id).status_code == 200
    assert bob.get(f"/api/ocs-on-demand/{world.cover.id}/").json()["tier"] == world.second.id
    assert shifts(bob, world) == []


def test_everything_is_required(bob: Caller, world: World) -> None:
    response = bob.put(f"/api/ocs-on-demand/{world.cover.id}/", {})
    required = {field: ["This field is required."] for field in ("tier", "start", "end", "contact")}
    assert (response.status_code, response.json()) == (400, required)


def test_every_bad_field_is_named_at_once(bob: Caller, world: World) -> None:
    body = {"tier": "x", "start": "soon", "end": None, "contact": "x", "sure": "maybe"}
    response = bob.put(f"/api/ocs-on-demand/{world.cover.id}/", body)
    assert (response.status_code, set(response.json())) == (400, set(body))


def test_the_end_comes_after_the_start(bob: Caller, world: World) -> None:
    response = put(bob, world, on(13), on(12))
    assert response.status_code == 400
    assert set(response.json()) <= {"end", "non_field_errors"}


@pytest.mark.parametrize("contact", ["ivy", "gus"])
def test_a_contact_that_cannot_be_on_call_is_refused(bob: Caller, world: World, contact: str) -> None:
    response = put(bob, world, contact=getattr(world, contact).id)
    assert (response.status_code, set(response.json())) == (400, {"contact"})


def test_cannot_move_to_a_tier_of_somebody_else(bob: Caller, world: World) -> None:
    response = put(bob, world, tier=world.desk_tier.id)
    assert (response.status_code, set(response.json())) == (400, {"tier"})


def test_a_bad_put_changes_nothing(bob: Caller, world: World) -> None:
    put(bob, world, end="never", sure=True)
    assert bob.get(f"/api/ocs-on-demand/{world.cover.id}/").json() == words.cover_said(world)


@pytest.mark.parametrize("ref", ["0", "abc", "999999999"])
def test_what_is_no_on_demand_shift_is_not_found(bob: Caller, world: World, ref: str) -> None:
    response = bob.put(f"/api/ocs-on-demand/{ref}/", words.cover(world))
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


@pytest.mark.parametrize("field", ["tier", "start", "end", "contact", "sure"])
def test_no_value_is_more_than_a_bad_request(bob: Caller, world: World, field: str) -> None:
    for value in words.NASTY:
        body = words.cover(world) | {field: value}
        response = bob.put(f"/api/ocs-on-demand/{world.cover.id}/", body)
        assert response.status_code in (200, 400, 409), (value, response.text)
