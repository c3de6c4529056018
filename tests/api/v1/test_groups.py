"""Groups of contacts: everybody at a customer sees them, its managers say who is in them."""

from typing import Any

import pytest

from tests.api.clock import Clock
from tests.api.v1.answers import bad_fields, keeps_edits, refused, sent, tag_of
from tests.api.v1.conftest import Caller, Stage
from tests.api.v1.words import daily, group, roster
from tests.cast import NOW, World
from watchbill.domain.model import GroupId


def crew(world: World, *people: Any, **more: Any) -> dict[str, Any]:
    return {"customer": world.acme.id, "name": "Crew", "members": [one.id for one in people], **more}


@pytest.fixture
def made(bob: Caller, world: World) -> dict[str, Any]:
    """A group with Ann in it."""
    found: dict[str, Any] = sent(bob, "POST", "/groups", crew(world, world.ann), 201)
    return found


def people(told: dict[str, Any]) -> list[str]:
    return [one["name"] for one in told["members"]]


def test_a_group_is_told_whole(vera: Caller, world: World, made: dict[str, Any]) -> None:
    assert vera.found(f"/groups/{made['id']}") == {
        "id": made["id"],
        "customer": {"id": world.acme.id, "name": "Acme"},
        "name": "Crew",
        "description": "",
        "email": "",
        "members": [
            {
                "id": world.ann.id,
                "name": "Ann Abbott",
                "email": "ann@acme.example",
                "phone": world.ann.phone,
                "mobile": "",
                "phone_link": f"tel:{world.ann.phone}",
                "mobile_link": None,
            }
        ],
        "created_at": "2026-06-10T12:00:00Z",
        "updated_at": "2026-06-10T12:00:00Z",
        "ended_at": None,
        "ended_by": None,
    }


def test_they_come_by_name_and_are_searched(alice: Caller, bob: Caller, stage: Stage, world: World) -> None:
    stage.save(*(group(world, world.acme, name) for name in ("Night", "day")), group(world, world.globex, "Desk"))

    def names(caller: Caller, **query: object) -> list[str]:
        return [one["name"] for one in caller.found("/groups", **query)["results"]]

    assert names(bob) == ["day", "Night"]
    assert names(alice, search="D") == ["day", "Desk"]
    assert names(alice, customer=world.globex.id) == ["Desk"]
    assert names(bob, customer=world.globex.id) == []
    assert (names(bob, limit=1, page=2), bob.found("/groups", limit=1)["total"]) == (["Night"], 2)


def test_without_members_a_group_is_empty(bob: Caller, world: World) -> None:
    body = {"customer": world.acme.id, "name": "Empty", "description": "nobody yet", "email": "e@acme.example"}
    told = sent(bob, "POST", "/groups", body, 201)
    assert (told["members"], told["description"], told["email"]) == ([], "nobody yet", "e@acme.example")


def test_a_patch_sets_who_is_in_it_from_now_on(
    bob: Caller, stage: Stage, world: World, made: dict[str, Any], clock: Clock
) -> None:
    clock.shows = NOW + 60
    body = {"members": [world.ben.id, world.bob.id, world.ben.id]}
    told = sent(bob, "PATCH", f"/groups/{made['id']}", body)
    assert people(told) == ["Ben Blake", "Bob Baker"]
    assert (told["name"], told["updated_at"]) == ("Crew", "2026-06-10T12:01:00Z")
    kept = stage.client.blocking_portal.call(_memberships, stage, world, made["id"])
    assert (world.ann.id, NOW, NOW + 60) in kept


async def _memberships(stage: Stage, world: World, id: str) -> set[tuple[int, int, int | None]]:
    async with stage.store.reading(world.northwind.provider_id) as reads:
        return {(one.contact_id, one.joined_at, one.left_at) for one in await reads.memberships([GroupId(id)])}


def test_a_patch_without_members_leaves_them(bob: Caller, made: dict[str, Any], clock: Clock) -> None:
    clock.shows = NOW + 60
    told = sent(bob, "PATCH", f"/groups/{made['id']}", {"name": "Owls", "description": "by night"})
    assert told == made | {"name": "Owls", "description": "by night", "updated_at": "2026-06-10T12:01:00Z"}
    assert people(sent(bob, "PATCH", f"/groups/{made['id']}", {"members": []})) == []


def test_a_group_is_deleted_unless_rosters_name_it(
    alice: Caller, bob: Caller, stage: Stage, world: World, made: dict[str, Any]
) -> None:
    crew_now = group(world, world.acme, "Named")
    duty, rules = roster(world, world.acme, "Desk", daily("Night", 20, 23, groups=(crew_now,)))
    stage.save(crew_now, duty)
    stage.save(rules)
    assert refused(bob.send("DELETE", f"/groups/{crew_now.id}"), 409) == [f"roster {duty.id}"]
    sent(bob, "DELETE", f"/groups/{made['id']}", status=204)
    assert bob.get(f"/groups/{made['id']}").status_code == 404
    assert alice.found(f"/contacts/{world.ann.id}")["groups"] == []


def test_only_active_people_of_the_customer_are_in_it(bob: Caller, world: World, made: dict[str, Any]) -> None:
    unfit = [world.ann.id, world.ivy.id, world.gus.id, world.nora.id, 10**9]
    paths = ["members[1]", "members[2]", "members[3]", "members[4]"]
    assert bad_fields(bob, "POST", "/groups", crew(world, name="Other") | {"members": unfit}) == paths
    assert bad_fields(bob, "PATCH", f"/groups/{made['id']}", {"members": unfit}) == paths
    assert people(bob.found(f"/groups/{made['id']}")) == ["Ann Abbott"]


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("name", " ", "name"),
        ("name", None, "name"),
        ("name", "a" * 256, "name"),
        ("description", 7, "description"),
        ("description", "a" * 1001, "description"),
        ("description", "\x00", "description"),
        ("email", "nobody", "email"),
        ("members", 7, "members"),
        ("members", None, "members"),
        ("members", [18, "x"], "members[1]"),
        ("colour", "red", "colour"),
    ],
)
def test_a_field_at_fault_is_named(
    bob: Caller, world: World, made: dict[str, Any], field: str, value: object, path: str
) -> None:
    assert bad_fields(bob, "POST", "/groups", crew(world, **{field: value})) == [path]
    assert bad_fields(bob, "PATCH", f"/groups/{made['id']}", {field: value}) == [path]


def test_all_that_is_missing_is_named(bob: Caller, world: World, made: dict[str, Any]) -> None:
    assert sorted(bad_fields(bob, "POST", "/groups", {})) == ["customer", "name"]
    assert bad_fields(bob, "PATCH", f"/groups/{made['id']}", {"customer": world.acme.id}) == ["customer"]


def test_a_name_is_taken_once_at_a_customer(bob: Caller, world: World, made: dict[str, Any]) -> None:
    assert refused(bob.send("POST", "/groups", json=crew(world, name="CREW")), 409) == ["name"]


def test_nobody_makes_a_group_for_a_customer_they_do_not_see(alice: Caller, mallory: Caller, world: World) -> None:
    assert bad_fields(mallory, "POST", "/groups", crew(world)) == ["customer"]
    assert bad_fields(alice, "POST", "/groups", crew(world, customer=10**9)) == ["customer"]


def test_who_only_looks_changes_nothing(vera: Caller, world: World, made: dict[str, Any]) -> None:
    path = f"/groups/{made['id']}"
    assert refused(vera.send("POST", "/groups", json=crew(world, name="X")), 403) == []
    assert refused(vera.send("PATCH", path, json={"members": []}), 403) == []
    assert refused(vera.send("DELETE", path), 403) == []


def test_another_customers_group_cannot_be_told_from_none(mallory: Caller, made: dict[str, Any]) -> None:
    assert mallory.found("/groups")["total"] == 0
    for id in (made["id"], "none"):
        assert mallory.get(f"/groups/{id}").status_code == 404
        assert mallory.send("PATCH", f"/groups/{id}", json={"members": []}).status_code == 404
        assert mallory.send("DELETE", f"/groups/{id}").status_code == 404


def test_nobodys_edit_is_lost(bob: Caller, world: World, made: dict[str, Any]) -> None:
    path = f"/groups/{made['id']}"
    theirs = ("PATCH", path, {"members": [world.ben.id]})
    assert people(keeps_edits(bob, "PATCH", path, {"name": "Mine"}, between=theirs).json()) == ["Ben Blake"]
    assert keeps_edits(bob, "DELETE", path, None, between=("PATCH", path, {"email": "a@b"})).status_code == 204


def test_what_is_known_is_not_sent_again(bob: Caller, made: dict[str, Any]) -> None:
    path = f"/groups/{made['id']}"
    assert bob.send("GET", path, headers={"If-None-Match": tag_of(bob, path)}).status_code == 304
