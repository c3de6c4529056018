"""/schedules: listing, making, changing and deleting them."""

from typing import Any

import pytest

from tests.api.v1.conftest import Caller
from tests.api.v1.saying import refused, sent, status_of
from tests.cast import World, on

NO_PHONE = {"phone": None, "phone_link": None}


@pytest.fixture
def path(world: World) -> str:
    return f"/schedules/{world.noc.id}"


def test_a_schedule_is_told_with_its_tiers(vera: Caller, world: World, path: str) -> None:
    assert vera.found(path) == {
        "id": world.noc.id,
        "customer": {"id": world.acme.id, "name": "Acme"},
        "name": "Acme NOC",
        "default_contact": {
            "email": "noc@acme.example",
            "phone": "+442079460000",
            "phone_link": "tel:+442079460000",
        },
        "tiers": [
            {"id": world.first.id, "number": 1, "is_active": True, "layers": 1},
            {"id": world.second.id, "number": 2, "is_active": True, "layers": 0},
        ],
        "created_at": "2026-05-01T08:00:00Z",
        "updated_at": "2026-05-01T08:00:00Z",
        "ended_at": None,
        "ended_by": None,
    }


def test_a_list_has_what_one_sees_by_name(alice: Caller, bob: Caller, world: World) -> None:
    assert [one["name"] for one in alice.found("/schedules")["results"]] == ["Acme NOC", "Globex desk"]
    assert [one["name"] for one in bob.found("/schedules")["results"]] == ["Acme NOC"]


def test_a_list_is_cut_down_by_name_and_customer(alice: Caller, bob: Caller, world: World) -> None:
    assert [one["id"] for one in alice.found("/schedules", search="DESK")["results"]] == [world.desk.id]
    assert [one["id"] for one in alice.found("/schedules", customer=world.acme.id)["results"]] == [world.noc.id]
    assert bob.found("/schedules", customer=world.globex.id)["total"] == 0


def test_a_list_comes_in_pages(alice: Caller, world: World) -> None:
    page = alice.found("/schedules", limit=1, page=2)
    assert ([one["id"] for one in page["results"]], page["total"], page["next"]) == ([world.desk.id], 2, None)


def test_a_new_schedule_has_a_tier(bob: Caller, world: World) -> None:
    body = {"customer": world.acme.id, "name": " Databases ", "default_email": "db@acme.example"}
    made = sent(bob, "POST", "/schedules", body, 201)
    assert (made["name"], made["default_contact"]) == ("Databases", {"email": "db@acme.example", **NO_PHONE})
    assert [(tier["number"], tier["layers"]) for tier in made["tiers"]] == [(1, 0)]
    assert bob.found(f"/schedules/{made['id']}") == made


def test_a_change_leaves_what_is_not_said(bob: Caller, path: str) -> None:
    changed = sent(bob, "PATCH", path, {"default_phone": None})
    assert (changed["name"], changed["default_contact"]) == ("Acme NOC", {"email": "noc@acme.example", **NO_PHONE})
    assert changed["updated_at"] == on(10, "12:00")
    assert sent(bob, "PATCH", path, {"default_email": ""})["default_contact"] is None


def test_a_schedule_can_go_to_another_customer_that_may_name_its_people(alice: Caller, world: World) -> None:
    globex = world.globex.id
    told = refused(alice, "PATCH", f"/schedules/{world.noc.id}", {"customer": globex})
    assert told["customer"].startswith("It names, or named, contacts that are not of this customer")
    made = sent(alice, "POST", "/schedules", {"customer": world.acme.id, "name": "Spare"}, 201)
    assert sent(alice, "PATCH", f"/schedules/{made['id']}", {"customer": globex})["customer"]["id"] == globex


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", None), ("name", 7), ("name", "x" * 256), ("name", "a\0"), ("customer", "Acme"),
        ("customer", 0), ("default_email", "noc"), ("default_phone", 7), ("colour", "red"),
    ],
)  # fmt: skip
def test_a_bad_field_is_named(bob: Caller, world: World, path: str, field: str, value: Any) -> None:
    good = {"customer": world.acme.id, "name": "New"}
    assert refused(bob, "POST", "/schedules", good | {field: value}).keys() == {field}
    assert refused(bob, "PATCH", path, {field: value}).keys() == {field}


def test_all_that_is_missing_is_named_at_once(bob: Caller) -> None:
    required = "This field is required."
    assert refused(bob, "POST", "/schedules", {}) == {"customer": required, "name": required}


def test_anothers_customer_is_not_there(bob: Caller, world: World, path: str) -> None:
    reason = {"customer": f"There is no customer {world.globex.id} here."}
    assert refused(bob, "POST", "/schedules", {"customer": world.globex.id, "name": "New"}) == reason
    assert refused(bob, "PATCH", path, {"customer": world.globex.id}) == reason


def test_a_name_is_taken_within_a_customer(bob: Caller, world: World) -> None:
    assert status_of(bob, "POST", "/schedules", {"customer": world.acme.id, "name": "acme noc"}) == 409


def test_a_deleted_schedule_is_gone_with_its_tiers(bob: Caller, world: World, path: str) -> None:
    assert sent(bob, "DELETE", path, status=204) is None
    assert bob.get(path).status_code == bob.get(f"/tiers/{world.first.id}").status_code == 404


def test_viewers_change_nothing(vera: Caller, world: World, path: str) -> None:
    assert status_of(vera, "POST", "/schedules", {"customer": world.acme.id, "name": "New"}) == 403
    assert [status_of(vera, method, path, {}) for method in ("PATCH", "DELETE")] == [403, 403]


def test_another_customers_schedule_is_not_there(mallory: Caller, path: str) -> None:
    assert [status_of(mallory, method, path, {}) for method in ("GET", "PATCH", "DELETE")] == [404, 404, 404]


@pytest.mark.parametrize("id", ["0", "999999999", "9" * 40, "x", "-1"])
def test_what_is_no_id_names_nothing(alice: Caller, id: str) -> None:
    assert alice.get(f"/schedules/{id}").status_code == 404


def test_a_tag_keeps_an_edit_from_being_lost(bob: Caller, path: str) -> None:
    tag = {"If-Match": bob.get(path).headers["etag"]}
    changed = bob.send("PATCH", path, json={"name": "First"}, headers=tag)
    assert changed.headers["etag"] == bob.get(path).headers["etag"] != tag["If-Match"]
    assert status_of(bob, "PATCH", path, {"name": "Second"}, headers=tag) == 412
    assert status_of(bob, "DELETE", path, headers=tag) == 412
    assert bob.found(path)["name"] == "First"


def test_a_new_layer_changes_the_tag(bob: Caller, world: World, path: str) -> None:
    before = bob.get(path).headers["etag"]
    sent(bob, "PATCH", f"/tiers/{world.first.id}", {"layers": []})
    assert bob.get(path).headers["etag"] != before


def test_what_one_has_already_is_not_sent_again(bob: Caller, path: str) -> None:
    response = bob.send("GET", path, headers={"If-None-Match": bob.get(path).headers["etag"]})
    assert (response.status_code, response.content) == (304, b"")
