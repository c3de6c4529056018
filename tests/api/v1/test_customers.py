"""Customers: the provider's admins make and change them, everybody sees their own."""

import pytest

from tests.api.clock import Clock
from tests.api.v1.answers import bad_fields, keeps_edits, refused, sent, tag_of
from tests.api.v1.conftest import Caller, Stage
from tests.api.v1.words import group
from tests.cast import NOW, World


def names(caller: Caller, **query: object) -> list[str]:
    return [one["name"] for one in caller.found("/customers", **query)["results"]]


def test_a_customer_is_told_whole(bob: Caller, world: World) -> None:
    assert bob.found(f"/customers/{world.acme.id}") == {
        "id": world.acme.id,
        "name": "Acme",
        "country": "",
        "is_active": True,
        "is_provider": False,
        "created_at": "2026-05-01T08:00:00Z",
        "updated_at": "2026-05-01T08:00:00Z",
        "ended_at": None,
        "ended_by": None,
    }


def test_the_provider_sees_itself_first_and_then_its_customers_by_name(alice: Caller, world: World) -> None:
    assert names(alice) == ["Northwind", "Acme", "Globex"]
    assert alice.found(f"/customers/{world.northwind.id}")["is_provider"] is True


def test_a_customers_people_see_their_own_alone(bob: Caller, mallory: Caller) -> None:
    assert (names(bob), names(mallory)) == (["Acme"], ["Globex"])


def test_they_are_found_by_name_in_any_case_and_come_by_pages(alice: Caller) -> None:
    assert names(alice, search="GLOB") == ["Globex"]
    page = alice.found("/customers", limit=2, page=2)
    assert ([one["name"] for one in page["results"]], page["total"], page["next"]) == (["Globex"], 3, None)


def test_the_provider_makes_renames_and_switches_off(alice: Caller, clock: Clock) -> None:
    made = sent(alice, "POST", "/customers", {"name": " Initech "}, 201)
    assert (made["name"], made["is_active"]) == ("Initech", True)
    clock.shows = NOW + 60
    changed = sent(alice, "PATCH", f"/customers/{made['id']}", {"name": "Initrode", "is_active": False})
    assert changed == made | {"name": "Initrode", "is_active": False, "updated_at": "2026-06-10T12:01:00Z"}
    assert alice.found(f"/customers/{made['id']}") == changed


def test_a_customer_has_a_country(alice: Caller, world: World) -> None:
    made = sent(alice, "POST", "/customers", {"name": "Initech", "country": "us"}, 201)
    assert made["country"] == "US"
    assert sent(alice, "PATCH", f"/customers/{made['id']}", {"name": "Initrode"})["country"] == "US"
    assert sent(alice, "PATCH", f"/customers/{made['id']}", {"country": ""})["country"] == ""


@pytest.mark.parametrize("country", ["XX", "Germany", "001", 49, None])
def test_a_country_is_told_by_its_two_letters(alice: Caller, world: World, country: object) -> None:
    path = f"/customers/{world.acme.id}"
    assert bad_fields(alice, "PATCH", path, {"country": country}) == ["country"]
    assert bad_fields(alice, "POST", "/customers", {"name": "B", "country": country}) == ["country"]


def test_a_patch_changes_only_what_it_names(alice: Caller, world: World) -> None:
    assert sent(alice, "PATCH", f"/customers/{world.acme.id}", {"is_active": False})["name"] == "Acme"
    assert sent(alice, "PATCH", f"/customers/{world.acme.id}", {"name": "A"})["is_active"] is False


def test_an_empty_customer_is_deleted_and_one_with_schedules_is_not(alice: Caller, world: World) -> None:
    made = sent(alice, "POST", "/customers", {"name": "Initech"}, 201)
    sent(alice, "DELETE", f"/customers/{made['id']}", status=204)
    assert alice.get(f"/customers/{made['id']}").status_code == 404
    response = alice.send("DELETE", f"/customers/{world.acme.id}")
    assert refused(response, 409) == [f"schedule {world.noc.id}"]


def test_the_provider_itself_is_neither_switched_off_nor_deleted(alice: Caller, world: World) -> None:
    path = f"/customers/{world.northwind.id}"
    assert refused(alice.send("PATCH", path, json={"is_active": False}), 409) == []
    assert refused(alice.send("DELETE", path), 409) == []
    assert sent(alice, "PATCH", path, {"is_active": True})["is_active"] is True


def test_a_name_is_taken_once(alice: Caller) -> None:
    assert refused(alice.send("POST", "/customers", json={"name": "acme"}), 409) == ["name"]


@pytest.mark.parametrize("name", ['""', '"  "', "7", "null", f'"{"a" * 256}"', r'"a\u0000b"', r'"\ud800"'])
def test_a_name_is_a_text_that_says_something(alice: Caller, world: World, name: str) -> None:
    for method, path in [("POST", "/customers"), ("PATCH", f"/customers/{world.acme.id}")]:
        headers = {"Content-Type": "application/json"}
        response = alice.send(method, path, content=f'{{"name": {name}}}', headers=headers)
        assert refused(response, 422) == ["name"]


def test_everything_wrong_is_named(alice: Caller, world: World) -> None:
    assert bad_fields(alice, "POST", "/customers", {"is_active": True}) == ["name", "is_active"]
    wrong = {"name": "A", "is_active": 1, "is_provider": True}
    assert bad_fields(alice, "PATCH", f"/customers/{world.acme.id}", wrong) == ["is_active", "is_provider"]
    assert bad_fields(alice, "POST", "/customers", ["Acme"]) == [""]


def test_only_the_providers_admins_change_customers(bob: Caller, mallory: Caller, world: World) -> None:
    for caller, id in [(bob, world.acme.id), (mallory, world.globex.id)]:
        assert refused(caller.send("POST", "/customers", json={"name": "X"}), 403) == []
        assert refused(caller.send("PATCH", f"/customers/{id}", json={"name": "X"}), 403) == []
        assert refused(caller.send("DELETE", f"/customers/{id}"), 403) == []


def test_another_customer_cannot_be_told_from_none(mallory: Caller, world: World) -> None:
    for id in (world.acme.id, world.northwind.id, 10**6, 10**25, "x"):
        assert mallory.get(f"/customers/{id}").status_code == 404
        assert mallory.send("PATCH", f"/customers/{id}", json={"name": "X"}).status_code == 404
        assert mallory.send("DELETE", f"/customers/{id}").status_code == 404


def test_nobodys_edit_is_lost(alice: Caller, world: World) -> None:
    path = f"/customers/{world.acme.id}"
    done = keeps_edits(alice, "PATCH", path, {"name": "Mine"}, between=("PATCH", path, {"name": "Theirs"}))
    assert done.json()["name"] == "Mine"
    assert refused(alice.send("DELETE", path, headers={"If-Match": '"old"'}), 412) == []


def test_what_is_known_is_not_sent_again(bob: Caller, world: World) -> None:
    path = f"/customers/{world.acme.id}"
    again = bob.send("GET", path, headers={"If-None-Match": tag_of(bob, path)})
    assert (again.status_code, again.content) == (304, b"")


def test_a_change_answers_with_the_tag_that_stands(alice: Caller) -> None:
    made = alice.send("POST", "/customers", json={"name": "Initech"})
    assert made.headers["etag"] == tag_of(alice, f"/customers/{made.json()['id']}")


def test_a_customer_that_was_deleted_takes_its_people_along(alice: Caller, stage: Stage, world: World) -> None:
    made = sent(alice, "POST", "/customers", {"name": "Initech"}, 201)
    eve = sent(alice, "POST", "/contacts", {"customer": made["id"], "first_name": "Eve"}, 201)
    stage.save(group(world, world.acme, "Crew"))
    sent(alice, "DELETE", f"/customers/{made['id']}", status=204)
    assert alice.get(f"/contacts/{eve['id']}").status_code == 404
