"""GET /api/ocs/{id}/"""

from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller, Clock
from tests.cast import Person, World, on


@pytest.fixture
def full(bob: Caller, world: World) -> Any:
    return bob.get(f"/api/ocs/{world.noc.id}/").json()


def person(someone: Person) -> dict[str, Any]:
    account = someone.account
    return {
        "id": account.id,
        "username": account.username,
        "first_name": account.first_name,
        "last_name": account.last_name,
        "email": account.email,
    }


def test_has_exactly_these_keys(full: Any) -> None:
    assert set(full) == {
        "id", "name", "customer", "customer_name", "default_email", "default_phone", "created", "updated",
        "user", "updated_by", "tiers", "schedules", "contacts",
    }  # fmt: skip


def test_says_what_is_kept_of_the_schedule(full: Any, world: World) -> None:
    said = {
        "id": world.noc.id,
        "name": "Acme NOC",
        "customer": world.acme.id,
        "customer_name": "Acme",
        "default_email": "noc@acme.example",
        "default_phone": "+442079460000",
        "created": "2026-05-01T08:00:00Z",
        "updated": "2026-05-01T08:00:00Z",
    }
    assert said.items() <= full.items()


def test_says_who_made_it_and_who_changed_it_last(bob: Caller, world: World) -> None:
    bob.put(f"/api/ocs/{world.noc.id}/", words.schedule(world))
    full = bob.get(f"/api/ocs/{world.noc.id}/").json()
    assert full["user"] == person(world.alice)
    assert full["updated_by"] == person(world.bob)


def test_its_tiers_come_by_number(full: Any, world: World) -> None:
    assert full["tiers"] == [
        {"id": world.first.id, "number": 1, "ocs": world.noc.id},
        {"id": world.second.id, "number": 2, "ocs": world.noc.id},
    ]


def test_its_schedules_are_who_is_on_call_at_each_tier_with_the_contact(full: Any, world: World) -> None:
    ((turns,), nobodys) = full["schedules"]
    second = {"c": world.ann.id, "s": on(11, "08:00"), "e": on(12, "08:00"), "o": None}
    assert turns[1] == second | {"contact": words.contact_said(world.ann)}
    assert turns[2]["o"] == world.cover.id
    assert turns[2]["contact"]["id"] == world.rita.id
    assert nobodys == [[]]


def test_its_schedules_are_element_1_of_the_computed_tiers(bob: Caller, full: Any, world: World) -> None:
    for tier, layers in zip((world.first, world.second), full["schedules"], strict=True):
        bare = [[{key: shift[key] for key in "cseo"} for shift in shifts] for shifts in layers]
        assert bare == bob.post(f"/api/ocs-tier/{tier.id}/compute_tier/", {}).json()[1]


def test_names_every_contact_once(full: Any, world: World) -> None:
    named = [contact["id"] for contact in full["contacts"]]
    assert sorted(named) == sorted([world.ann.id, world.bob.id, world.rita.id])


def test_contacts_are_told_whole(full: Any, world: World) -> None:
    assert words.contact_said(world.ann) in full["contacts"]


def test_the_default_contact_is_no_contact(full: Any) -> None:
    assert "noc@acme.example" not in [contact["email"] for contact in full["contacts"]]


def test_a_tier_more_is_a_schedule_more(bob: Caller, world: World) -> None:
    bob.put(f"/api/ocs-tier/{world.noc.id}_3/", words.tier(world, [words.layer([world.ben.id])], number=3))
    full = bob.get(f"/api/ocs/{world.noc.id}/").json()
    assert [tier["number"] for tier in full["tiers"]] == [1, 2, 3]
    assert full["schedules"][2][0][0]["contact"] == words.contact_said(world.ben)


def test_names_nobody_whom_nothing_in_it_names(bob: Caller, world: World) -> None:
    full = bob.get(f"/api/ocs/{world.noc.id}/", until=on(11)).json()
    assert [contact["id"] for contact in full["contacts"]] == [world.bob.id]


def test_takes_a_window_like_compute_tier(bob: Caller, world: World) -> None:
    full = bob.get(f"/api/ocs/{world.noc.id}/", since=on(12), until=on(13)).json()
    assert [(one["s"], one["e"]) for one in full["schedules"][0][0]] == [
        (on(11, "08:00"), on(12, "08:00")),
        (on(12, "08:00"), on(12, "20:00")),
        (on(12, "20:00"), on(13)),
    ]
    assert bob.get(f"/api/ocs/{world.noc.id}/", since=on(12), until=on(11)).status_code == 400


def test_ends_earlier_rather_than_being_too_long_and_says_where(bob: Caller, world: World) -> None:
    hourly = [words.layer([world.ann.id, world.ben.id], on(10, "12:00"), rotation='{"type":"hourly"}')]
    for number in (2, 3):
        path = f"/api/ocs-tier/{world.noc.id}_{number}/"
        assert bob.put(path, words.tier(world, hourly, number=number)).status_code == 200
    full = bob.get(f"/api/ocs/{world.noc.id}/", until="2028-06-09T00:00:00Z").json()
    shown = [shift for lanes in full["schedules"] for lane in lanes for shift in lane]
    assert len(shown) <= 20_000
    assert {lanes[0][-1]["e"] for lanes in full["schedules"]} == {full["schedules_until"]}
    assert full["schedules_until"] > "2027-07-01"


def test_the_window_moves_with_the_clock(bob: Caller, world: World, clock: Clock) -> None:
    clock.set(on(11, "06:00"))
    full = bob.get(f"/api/ocs/{world.noc.id}/").json()
    assert full["schedules"][0][0][-1]["e"] == on(71, "06:00")


@pytest.mark.parametrize("ref", ["0", "-1", "abc", "1.5", "999999999", "9" * 30, "%00", "1_1", "1%2F2"])
def test_what_is_no_schedule_is_not_found(bob: Caller, ref: str) -> None:
    response = bob.get(f"/api/ocs/{ref}/")
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})
