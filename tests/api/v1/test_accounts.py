"""Accounts: admins say who signs in at the customers they see, with which role, and it counts at once."""

from typing import Any

import pytest

from tests.api.clock import Clock
from tests.api.v1.answers import bad_fields, keeps_edits, refused, sent, tag_of
from tests.api.v1.conftest import Caller, Stage
from tests.cast import NOW, PASSWORD, Person, World

SECRETS = ("password_hash", "argon2", PASSWORD, "another good password")


@pytest.fixture
def acmes(alice: Caller, stage: Stage, world: World) -> Caller:
    """An admin at Acme."""
    made = sent(alice, "POST", "/accounts", {**eve(world), "role": "admin"}, 201)
    token = sent(alice, "POST", "/tokens", {"name": "eve", "account": made["id"]}, 201)["text"]
    return Caller(stage.client, token)


def eve(world: World, **more: Any) -> dict[str, Any]:
    # A user name is unique in the installation, and all the worlds of these tests are in one.
    return {"username": f"eve.{world.northwind.id}", "role": "viewer", "customer": world.acme.id, **more}


def path(person: Person) -> str:
    return f"/accounts/{person.account.id}"


def test_an_account_is_told_whole_but_for_its_password(alice: Caller, world: World) -> None:
    response = alice.get(path(world.bob))
    assert response.json() == {
        "id": world.bob.account.id,
        "username": world.bob.account.username,
        "name": "Bob Baker",
        "first_name": "Bob",
        "last_name": "Baker",
        "email": "bob@acme.example",
        "role": "manager",
        "customer": {"id": world.acme.id, "name": "Acme"},
        "contact": {
            "id": world.bob.id,
            "name": "Bob Baker",
            "email": "bob@acme.example",
            "phone": world.bob.contact.phone if world.bob.contact else "",
            "mobile": "",
        },
        "is_active": True,
        "has_password": True,
        "created_at": "2026-05-01T08:00:00Z",
        "updated_at": "2026-05-01T08:00:00Z",
    }
    assert not any(secret in response.text for secret in SECRETS)


def test_an_admin_sees_the_accounts_of_the_customers_they_see(
    alice: Caller, acmes: Caller, mallory: Caller, world: World
) -> None:
    def names(caller: Caller, **query: object) -> list[str]:
        return [one["username"].split(".")[0] for one in caller.found("/accounts", **query)["results"]]

    assert names(alice) == ["alice", "bob", "eve", "mallory", "rita", "vera"]
    assert names(acmes) == ["bob", "eve", "rita", "vera"]
    assert names(mallory) == ["mallory"]
    assert names(alice, customer=world.globex.id, search="MOSS") == ["mallory"]
    assert names(acmes, customer=world.globex.id) == []
    assert (names(alice, limit=2, page=2), alice.found("/accounts", limit=2)["total"]) == (["eve", "mallory"], 6)


def test_accounts_are_chosen_by_whether_they_can_sign_in(alice: Caller, world: World) -> None:
    sent(alice, "PATCH", path(world.vera), {"is_active": False})
    assert [one["id"] for one in alice.found("/accounts", active="false")["results"]] == [world.vera.account.id]
    assert alice.found("/accounts", active="true")["total"] == 4


def test_an_account_with_a_password_is_made(alice: Caller, world: World) -> None:
    body = eve(world, password="another good password", contact=world.ann.id, email="eve@acme.example")
    response = alice.send("POST", "/accounts", json=body)
    told = response.json()
    assert (response.status_code, told["has_password"], told["contact"]["name"]) == (201, True, "Ann Abbott")
    assert told["name"] == body["username"]
    assert not any(secret in response.text for secret in SECRETS)
    assert alice.found(f"/accounts/{told['id']}") == told


def test_without_a_password_nobody_signs_in_by_one(alice: Caller, world: World) -> None:
    assert sent(alice, "POST", "/accounts", eve(world), 201)["has_password"] is False
    assert sent(alice, "PATCH", path(world.bob), {"password": None})["has_password"] is False


def test_a_patch_changes_only_what_it_names(alice: Caller, world: World, clock: Clock) -> None:
    old = alice.found(path(world.bob))
    clock.shows = NOW + 60
    changed = sent(alice, "PATCH", path(world.bob), {"first_name": "Rob", "contact": None})
    wanted = {"first_name": "Rob", "name": "Rob Baker", "contact": None, "updated_at": "2026-06-10T12:01:00Z"}
    assert changed == old | wanted


def test_another_role_counts_at_once_for_tokens_too(alice: Caller, bob: Caller, world: World) -> None:
    body = {"customer": world.acme.id, "first_name": "Eve"}
    sent(alice, "PATCH", path(world.bob), {"role": "viewer"})
    assert refused(bob.send("POST", "/contacts", json=body), 403) == []


def test_who_is_switched_off_is_out_at_once(alice: Caller, bob: Caller, world: World) -> None:
    sent(alice, "PATCH", path(world.bob), {"is_active": False})
    assert bob.get("/contacts").status_code == 401
    sent(alice, "PATCH", path(world.bob), {"is_active": True})
    assert bob.get("/contacts").status_code == 200


def test_another_password_ends_the_logins_by_the_old_one(
    alice: Caller, bob: Caller, stage: Stage, world: World
) -> None:
    pair = {"username": world.bob.account.username, "password": PASSWORD}
    login = Caller(stage.client, stage.client.post("/api-auth-user/", json=pair).json()["token"])
    assert login.get("/contacts").status_code == 200
    sent(alice, "PATCH", path(world.bob), {"password": "another good password"})
    assert (login.get("/contacts").status_code, bob.get("/contacts").status_code) == (401, 200)
    assert stage.client.post("/api-auth-user/", json=pair).status_code == 400
    pair["password"] = "another good password"
    assert stage.client.post("/api-auth-user/", json=pair).status_code == 200


def test_an_admin_who_changes_their_own_password_stays_signed_in(stage: Stage, world: World) -> None:
    pair = {"username": world.alice.account.username, "password": PASSWORD}
    login = Caller(stage.client, stage.client.post("/api-auth-user/", json=pair).json()["token"])
    sent(login, "PATCH", path(world.alice), {"password": "another good password"})
    assert login.get("/contacts").status_code == 200


def test_who_moves_to_another_customer_takes_no_token_along(alice: Caller, bob: Caller, world: World) -> None:
    body = {"customer": world.globex.id, "contact": world.gus.id}
    assert sent(alice, "PATCH", path(world.bob), body)["customer"]["name"] == "Globex"
    assert bob.get("/contacts").status_code == 401


def test_who_moves_may_not_stay_a_contact_of_the_old_customer(alice: Caller, world: World) -> None:
    assert bad_fields(alice, "PATCH", path(world.bob), {"customer": world.globex.id}) == ["contact"]


@pytest.mark.parametrize("edit", [{"is_active": False}, {"role": "manager"}, {"customer": "acme"}])
def test_the_last_active_admin_of_the_provider_stays(alice: Caller, world: World, edit: dict[str, Any]) -> None:
    edit = {"customer": world.acme.id} if "customer" in edit else edit
    assert refused(alice.send("PATCH", path(world.alice), json=edit), 409) == []
    sent(alice, "POST", "/accounts", {**eve(world), "role": "admin", "customer": world.northwind.id}, 201)
    sent(alice, "PATCH", path(world.alice), edit)


def test_an_admin_that_is_switched_off_does_not_count(alice: Caller, world: World) -> None:
    body = {**eve(world), "role": "admin", "customer": world.northwind.id}
    other = sent(alice, "POST", "/accounts", body, 201)
    sent(alice, "PATCH", f"/accounts/{other['id']}", {"is_active": False})
    assert refused(alice.send("PATCH", path(world.alice), json={"role": "viewer"}), 409) == []


def test_a_user_name_is_taken_once_in_any_case(alice: Caller, world: World) -> None:
    name = world.bob.account.username.upper()
    assert refused(alice.send("POST", "/accounts", json=eve(world, username=name)), 409) == ["username"]
    assert refused(alice.send("PATCH", path(world.vera), json={"username": name}), 409) == ["username"]
    assert sent(alice, "PATCH", path(world.bob), {"username": name})["username"] == name


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", " "),
        ("username", None),
        ("role", "owner"),
        ("role", 4),
        ("role", None),
        ("customer", "2"),
        ("customer", 10**9),
        ("password", "short"),
        ("password", 12345678),
        ("password", "a\x00bcdefgh"),
        ("password", "a" * 1001),
        ("first_name", 7),
        ("last_name", "a" * 256),
        ("email", "eve"),
        ("contact", 10**9),
        ("contact", "18"),
        ("password_hash", "x"),
    ],
)
def test_a_field_at_fault_is_named(alice: Caller, world: World, field: str, value: object) -> None:
    assert bad_fields(alice, "POST", "/accounts", eve(world, **{field: value})) == [field]
    assert bad_fields(alice, "PATCH", path(world.vera), {field: value}) == [field]


def test_everything_wrong_is_named_at_once(alice: Caller, world: World) -> None:
    assert bad_fields(alice, "POST", "/accounts", {}) == ["username", "role", "customer"]
    assert bad_fields(alice, "PATCH", path(world.vera), {"is_active": "no", "id": 1}) == ["is_active", "id"]


def test_an_account_is_a_contact_of_its_customer_or_of_the_provider(alice: Caller, acmes: Caller, world: World) -> None:
    assert bad_fields(alice, "PATCH", path(world.vera), {"contact": world.gus.id}) == ["contact"]
    assert sent(alice, "PATCH", path(world.vera), {"contact": world.nora.id})["contact"]["name"] == "Nora Nash"
    assert bad_fields(acmes, "PATCH", path(world.rita), {"contact": world.nora.id}) == ["contact"]


def test_a_customers_admin_makes_accounts_there_alone(acmes: Caller, world: World) -> None:
    body = eve(world, username=f"eva.{world.northwind.id}", role="admin")
    assert sent(acmes, "POST", "/accounts", body, 201)["role"] == "admin"
    for customer in (world.northwind.id, world.globex.id):
        assert bad_fields(acmes, "POST", "/accounts", body | {"customer": customer}) == ["customer"]
        assert bad_fields(acmes, "PATCH", path(world.vera), {"customer": customer}) == ["customer"]


def test_who_is_no_admin_has_no_part_in_it(bob: Caller, vera: Caller, world: World) -> None:
    for caller in (bob, vera):
        assert refused(caller.get("/accounts"), 403) == []
        assert refused(caller.get(path(world.vera)), 403) == []
        assert refused(caller.send("POST", "/accounts", json=eve(world)), 403) == []
        assert refused(caller.send("PATCH", path(world.vera), json={"role": "admin"}), 403) == []


def test_another_customers_account_cannot_be_told_from_none(mallory: Caller, acmes: Caller, world: World) -> None:
    foreign = [(mallory, world.bob.account.id), (acmes, world.alice.account.id), (acmes, 10**25), (acmes, "x")]
    for caller, id in foreign:
        assert caller.get(f"/accounts/{id}").status_code == 404
        assert caller.send("PATCH", f"/accounts/{id}", json={"role": "admin"}).status_code == 404


def test_nobodys_edit_is_lost(alice: Caller, world: World) -> None:
    theirs = ("PATCH", path(world.vera), {"last_name": "Vox"})
    done = keeps_edits(alice, "PATCH", path(world.vera), {"first_name": "Vira"}, between=theirs)
    assert done.json()["name"] == "Vira Vox"


def test_what_is_known_is_not_sent_again(alice: Caller, world: World) -> None:
    tag = tag_of(alice, path(world.bob))
    assert alice.send("GET", path(world.bob), headers={"If-None-Match": tag}).status_code == 304
