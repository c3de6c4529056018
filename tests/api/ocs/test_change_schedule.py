"""PUT /api/ocs/{id}/"""

from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller, Clock
from tests.cast import World, on


def put(caller: Caller, world: World, **more: Any) -> Any:
    return caller.put(f"/api/ocs/{world.noc.id}/", words.schedule(world, **more))


def stored(caller: Caller, world: World) -> Any:
    return caller.get(f"/api/ocs/{world.noc.id}/").json()


def test_echoes_the_payload_with_the_id(bob: Caller, world: World) -> None:
    response = put(bob, world)
    assert response.status_code == 200
    assert (words.schedule(world) | {"id": world.noc.id}).items() <= response.json().items()


def test_answers_with_no_keys_but_those_of_a_schedule_made(bob: Caller, world: World) -> None:
    assert set(put(bob, world).json()) - {"customer_name"} == set(words.schedule(world)) | {"id"}


def test_what_was_put_is_kept(bob: Caller, world: World) -> None:
    put(bob, world)
    assert words.schedule(world).items() <= stored(bob, world).items()


def test_moves_updated_and_leaves_created(bob: Caller, world: World, clock: Clock) -> None:
    clock.set(on(11, "09:30"))
    put(bob, world)
    full = stored(bob, world)
    assert (full["created"], full["updated"]) == ("2026-05-01T08:00:00Z", on(11, "09:30"))


def test_its_own_name_is_not_in_its_way(bob: Caller, world: World) -> None:
    assert put(bob, world, name="ACME NOC").json()["name"] == "ACME NOC"


def test_another_schedules_name_is(bob: Caller, world: World) -> None:
    bob.post("/api/ocs/", words.schedule(world))
    response = put(bob, world, name="NIGHT WATCH")
    assert response.status_code == 400
    assert set(response.json()) <= {"name", "non_field_errors"}


def test_the_default_contact_can_be_taken_away(bob: Caller, world: World) -> None:
    put(bob, world, default_email=None, default_phone=None)
    full = stored(bob, world)
    assert (full["default_email"], full["default_phone"]) == (None, None)


def test_a_phone_sent_as_a_number_is_text(bob: Caller, world: World) -> None:
    assert put(bob, world, default_phone=4420).json()["default_phone"] == "4420"


def test_missing_fields_are_named_all_at_once(bob: Caller, world: World) -> None:
    response = bob.put(f"/api/ocs/{world.noc.id}/", {})
    required = ["This field is required."]
    assert (response.status_code, response.json()) == (400, {"customer": required, "name": required})


def test_every_bad_field_is_named_at_once(bob: Caller, world: World) -> None:
    response = put(bob, world, customer=10**9, name=" ", default_email="x", default_phone=False)
    assert response.status_code == 400
    assert set(response.json()) == {"customer", "name", "default_email", "default_phone"}


def test_takes_the_customer_by_id_only(bob: Caller, world: World) -> None:
    response = put(bob, world, customer="Acme")
    assert response.status_code == 400
    assert set(response.json()) == {"customer"}


def test_does_not_move_a_schedule_to_a_customer_that_is_not_mine(bob: Caller, world: World) -> None:
    response = put(bob, world, customer=world.globex.id)
    message = f'Invalid pk "{world.globex.id}" - object does not exist.'
    assert (response.status_code, response.json()) == (400, {"customer": [message]})


def test_a_bad_put_changes_nothing(bob: Caller, world: World) -> None:
    before = stored(bob, world)
    put(bob, world, name="")
    assert stored(bob, world) == before


def test_leaves_the_tiers_alone(bob: Caller, world: World) -> None:
    before = bob.get(f"/api/ocs-tier/{world.first.id}/").json()["schedule"]
    put(bob, world)
    assert bob.get(f"/api/ocs-tier/{world.first.id}/").json()["schedule"] == before


def test_an_absent_schedule_is_not_made(bob: Caller, world: World) -> None:
    response = bob.put("/api/ocs/999999999/", words.schedule(world))
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


@pytest.mark.parametrize("field", ["customer", "name", "default_email", "default_phone"])
def test_no_value_is_more_than_a_bad_request(bob: Caller, world: World, field: str) -> None:
    for value in words.NASTY:
        response = put(bob, world, **{field: value})
        assert response.status_code in (200, 400), (value, response.text)
