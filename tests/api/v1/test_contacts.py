"""Contacts: everybody at a customer sees them, its managers change them."""

from typing import Any

import pytest

from tests.api.clock import Clock
from tests.api.v1.answers import bad_fields, keeps_edits, refused, sent, tag_of
from tests.api.v1.conftest import Caller, Stage
from tests.api.v1.words import daily, group, member, once, roster
from tests.cast import NOW, World, on


def names(caller: Caller, **query: object) -> list[str]:
    return [one["first_name"] for one in caller.found("/contacts", **query)["results"]]


def eve(world: World, **more: Any) -> dict[str, Any]:
    return {"customer": world.acme.id, "first_name": "Eve", **more}


def test_a_contact_is_told_whole_with_the_groups_they_are_in_now(vera: Caller, stage: Stage, world: World) -> None:
    day, night, past = (group(world, world.acme, name) for name in ("Day", "Night", "Past"))
    stage.save(day, night, past, member(night, world.ann, on(1)), member(day, world.ann, on(2)))
    stage.save(member(past, world.ann, on(1), on(2)))
    assert vera.found(f"/contacts/{world.ann.id}") == {
        "id": world.ann.id,
        "customer": {"id": world.acme.id, "name": "Acme"},
        "name": "Ann Abbott",
        "first_name": "Ann",
        "last_name": "Abbott",
        "login_name": world.ann.login_name,
        "email": "ann@acme.example",
        "phone": world.ann.phone,
        "mobile": "",
        "phone_link": f"tel:{world.ann.phone}",
        "mobile_link": None,
        "tz": "",
        "is_active": True,
        "groups": [{"id": day.id, "name": "Day"}, {"id": night.id, "name": "Night"}],
        "created_at": "2026-05-01T08:00:00Z",
        "updated_at": "2026-05-01T08:00:00Z",
        "erased_at": None,
    }


def test_the_active_ones_come_by_name_unless_others_are_wanted(bob: Caller) -> None:
    assert names(bob) == ["Ann", "Ben", "Bob", "Rita"]
    assert names(bob, active="false") == ["Ivy"]
    assert names(bob, active="all") == ["Ann", "Ben", "Bob", "Ivy", "Rita"]


def test_they_are_found_by_name_address_number_and_customer(alice: Caller, world: World) -> None:
    assert names(alice, search="ABBOTT") == names(alice, search=world.ann.phone) == ["Ann"]
    assert names(alice, search="@globex.example") == ["Gus"]
    assert names(alice, customer=world.northwind.id) == ["Nora"]
    assert names(alice, customer=10**25) == []


def test_they_come_by_pages(bob: Caller) -> None:
    page = bob.found("/contacts", limit=3)
    assert (len(page["results"]), page["total"]) == (3, 4)
    assert page["next"].endswith("/api/v1/contacts?limit=3&page=2")
    assert names(bob, limit=3, page=2) == ["Rita"]


def test_another_customers_people_are_in_no_list(mallory: Caller, world: World) -> None:
    assert names(mallory, active="all") == ["Gus"]
    assert names(mallory, active="all", customer=world.acme.id) == []


def test_a_manager_adds_somebody(bob: Caller, world: World) -> None:
    more = {"last_name": "Ek", "email": "eve@acme.example", "phone": "1", "mobile": "2", "tz": "Europe/Oslo"}
    made = sent(bob, "POST", "/contacts", eve(world, login_name="eve", **more), 201)
    assert made | more | {"login_name": "eve", "name": "Eve Ek", "is_active": True, "groups": []} == made
    assert bob.found(f"/contacts/{made['id']}") == made


def test_a_patch_changes_only_what_it_names(bob: Caller, world: World, clock: Clock) -> None:
    path = f"/contacts/{world.ben.id}"
    old = bob.found(path)
    clock.shows = NOW + 60
    changed = sent(bob, "PATCH", path, {"phone": "", "tz": "Asia/Tokyo"})
    assert changed == old | {"phone": "", "phone_link": None, "tz": "Asia/Tokyo", "updated_at": "2026-06-10T12:01:00Z"}


def test_deleting_somebody_switches_them_off(bob: Caller, world: World) -> None:
    sent(bob, "DELETE", f"/contacts/{world.ben.id}", status=204)
    assert bob.found(f"/contacts/{world.ben.id}")["is_active"] is False
    assert sent(bob, "PATCH", f"/contacts/{world.ben.id}", {"is_active": True})["is_active"] is True


@pytest.mark.parametrize(("method", "body"), [("DELETE", None), ("PATCH", {"is_active": False})])
def test_who_is_named_by_rules_stays(bob: Caller, world: World, method: str, body: Any) -> None:
    response = bob.send(method, f"/contacts/{world.ann.id}", **({"json": body} if body else {}))
    assert refused(response, 409) == [f"layer {world.first.id}"]
    assert bob.found(f"/contacts/{world.ann.id}")["is_active"] is True


def test_who_is_named_by_shifts_that_are_over_may_go(stage: Stage, bob: Caller, world: World) -> None:
    over = once("over", on(5), on(6), world.ben)
    stage.save(*roster(world, world.acme, "Fair", over, daily("day", 8, 16, world.ann)))
    sent(bob, "DELETE", f"/contacts/{world.ben.id}", status=204)


@pytest.mark.parametrize("end", [on(10, "14:00"), on(20)])
def test_who_is_named_by_a_shift_that_goes_on_or_is_ahead_stays(
    stage: Stage, bob: Caller, world: World, end: str
) -> None:
    stage.save(*roster(world, world.acme, "Fair", once("ahead", on(10, "08:00"), end, world.ben)))
    assert refused(bob.send("DELETE", f"/contacts/{world.ben.id}"), 409)[0].startswith("roster ")


def test_the_provider_moves_somebody_to_another_customer(alice: Caller, world: World) -> None:
    moved = sent(alice, "PATCH", f"/contacts/{world.ben.id}", {"customer": world.globex.id})
    assert moved["customer"] == {"id": world.globex.id, "name": "Globex"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("customer", "2"),
        ("customer", True),
        ("customer", 0),
        ("customer", 10**25),
        ("first_name", " "),
        ("first_name", None),
        ("last_name", 7),
        ("last_name", "a" * 256),
        ("login_name", "a\x00b"),
        ("email", "eve at acme"),
        ("phone", 555),
        ("mobile", None),
        ("tz", "Mars/Base"),
        ("is_active", "yes"),
        ("groups", []),
    ],
)
def test_a_field_at_fault_is_named(bob: Caller, world: World, field: str, value: object) -> None:
    assert bad_fields(bob, "POST", "/contacts", eve(world, **{field: value})) == [field]
    assert bad_fields(bob, "PATCH", f"/contacts/{world.ben.id}", {field: value}) == [field]


def test_all_that_is_missing_is_named(bob: Caller) -> None:
    assert bad_fields(bob, "POST", "/contacts", {}) == ["customer", "first_name"]
    assert bad_fields(bob, "POST", "/contacts", "Eve") == [""]


def test_a_filter_that_cannot_be_is_named(bob: Caller) -> None:
    assert refused(bob.get("/contacts", active="maybe", customer="x", limit=0), 422) == ["customer", "active", "limit"]


def test_nobody_adds_somebody_at_a_customer_they_do_not_see(bob: Caller, mallory: Caller, world: World) -> None:
    assert bad_fields(mallory, "POST", "/contacts", eve(world)) == ["customer"]
    assert bad_fields(bob, "PATCH", f"/contacts/{world.ben.id}", {"customer": world.globex.id}) == ["customer"]


def test_who_only_looks_changes_nothing(vera: Caller, world: World) -> None:
    path = f"/contacts/{world.ben.id}"
    assert refused(vera.send("POST", "/contacts", json=eve(world)), 403) == []
    assert refused(vera.send("PATCH", path, json={"phone": "1"}), 403) == []
    assert refused(vera.send("DELETE", path), 403) == []


def test_another_customers_contact_cannot_be_told_from_none(mallory: Caller, bob: Caller, world: World) -> None:
    for caller, id in [(mallory, world.ben.id), (bob, world.gus.id), (bob, world.nora.id), (bob, 10**25), (bob, "x")]:
        assert caller.get(f"/contacts/{id}").status_code == 404
        assert caller.send("PATCH", f"/contacts/{id}", json={"phone": "1"}).status_code == 404
        assert caller.send("DELETE", f"/contacts/{id}").status_code == 404


def test_nobodys_edit_is_lost(bob: Caller, world: World) -> None:
    path = f"/contacts/{world.ben.id}"
    done = keeps_edits(bob, "PATCH", path, {"phone": "1"}, between=("PATCH", path, {"mobile": "2"}))
    assert (done.json()["phone"], done.json()["mobile"]) == ("1", "2")
    gone = keeps_edits(bob, "DELETE", path, None, between=("PATCH", path, {"mobile": "3"}))
    assert gone.status_code == 204


def test_what_is_known_is_not_sent_again(bob: Caller, world: World) -> None:
    path = f"/contacts/{world.ben.id}"
    assert bob.send("GET", path, headers={"If-None-Match": tag_of(bob, path)}).status_code == 304
