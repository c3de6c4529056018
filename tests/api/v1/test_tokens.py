"""Tokens: everybody's own and, for admins, those of others; never more than their maker may do."""

from typing import Any

import pytest

from tests.api.clock import Clock
from tests.api.v1.answers import bad_fields, refused, sent
from tests.api.v1.conftest import Caller, Stage
from tests.cast import NOW, PASSWORD, World, on
from watchbill.domain.accounts import hashed


def made(caller: Caller, **body: Any) -> dict[str, Any]:
    found: dict[str, Any] = sent(caller, "POST", "/tokens", {"name": "phone", **body}, 201)
    return found


def ids(caller: Caller, **query: object) -> list[int]:
    return [one["id"] for one in caller.found("/tokens", **query)["results"]]


def holder(stage: Stage, told: dict[str, Any]) -> Caller:
    return Caller(stage.client, told["text"])


def test_a_viewer_makes_a_token_of_their_own_and_signs_in_by_it(vera: Caller, stage: Stage, world: World) -> None:
    told = made(vera)
    account = {"id": world.vera.account.id, "username": world.vera.account.username}
    assert told == {
        "id": told["id"],
        "name": "phone",
        "kind": "api",
        "role": "viewer",
        "account": account,
        "created_at": "2026-06-10T12:00:00Z",
        "expires_at": None,
        "last_used_at": None,
        "revoked_at": None,
        "is_current": False,
        "text": told["text"],
    }
    [latest, first] = holder(stage, told).found("/tokens")["results"]
    assert (latest["id"], latest["is_current"], first["is_current"]) == (told["id"], True, False)


def test_the_text_and_its_hash_are_told_in_no_other_answer(vera: Caller, alice: Caller, world: World) -> None:
    secret = made(vera)["text"]
    for caller in (vera, alice):
        listed = caller.get("/tokens", active="all").text
        assert not any(text in listed for text in (secret, hashed(secret), "token_hash"))


def test_a_token_may_do_less_than_its_maker(alice: Caller, stage: Stage, world: World) -> None:
    told = made(alice, role="responder")
    assert told["role"] == "responder"
    assert refused(holder(stage, told).get("/accounts"), 403) == []


def test_no_token_may_do_more_than_its_maker_or_its_account(
    alice: Caller, bob: Caller, stage: Stage, world: World
) -> None:
    assert bad_fields(bob, "POST", "/tokens", {"name": "x", "role": "admin"}) == ["role"]
    assert bad_fields(alice, "POST", "/tokens", {"name": "x", "role": "admin", "account": world.bob.account.id}) == [
        "role"
    ]
    lesser = holder(stage, made(alice, role="viewer"))
    assert bad_fields(lesser, "POST", "/tokens", {"name": "x", "role": "admin"}) == ["role"]
    assert made(lesser)["role"] == "viewer"


def test_a_token_ends_when_it_says(bob: Caller, stage: Stage, clock: Clock) -> None:
    told = made(bob, expires_at="2026-06-10T16:00:00+02:00")
    assert told["expires_at"] == "2026-06-10T14:00:00Z"
    clock.shows = NOW + 2 * 3600 - 1
    assert holder(stage, told).get("/contacts").status_code == 200
    clock.shows += 1
    assert holder(stage, told).get("/contacts").status_code == 401
    assert told["id"] not in ids(bob)
    assert ids(bob, active="false") == [told["id"]]


def test_a_revoked_token_signs_nobody_in(bob: Caller, stage: Stage) -> None:
    told = made(bob)
    sent(bob, "DELETE", f"/tokens/{told['id']}", status=204)
    assert holder(stage, told).get("/contacts").status_code == 401
    [ended] = bob.found("/tokens", active="false")["results"]
    assert (ended["id"], ended["revoked_at"]) == (told["id"], "2026-06-10T12:00:00Z")
    sent(bob, "DELETE", f"/tokens/{told['id']}", status=204)


def test_an_admin_makes_and_ends_tokens_of_others(alice: Caller, bob: Caller, stage: Stage, world: World) -> None:
    told = made(alice, account=world.bob.account.id)
    assert (told["role"], told["account"]["id"]) == ("manager", world.bob.account.id)
    assert [one["name"] for one in holder(stage, told).found("/customers")["results"]] == ["Acme"]
    assert told["id"] in ids(bob)
    sent(alice, "DELETE", f"/tokens/{told['id']}", status=204)
    assert told["id"] not in ids(bob)


def test_an_admin_sees_everybodys_the_latest_first(alice: Caller, bob: Caller, mallory: Caller, world: World) -> None:
    told = made(bob)
    assert ids(alice)[0] == told["id"]
    assert len(ids(alice)) == 6
    assert ids(alice, account=world.bob.account.id) == ids(bob)
    assert {one["account"]["id"] for one in mallory.found("/tokens")["results"]} == {world.mallory.account.id}
    page = alice.found("/tokens", limit=4, page=2)
    assert (len(page["results"]), page["total"]) == (2, 6)


def test_tokens_are_chosen_by_kind(bob: Caller, stage: Stage, world: World) -> None:
    stage.client.post("/api-auth-user/", json={"username": world.bob.account.username, "password": PASSWORD})
    [login] = bob.found("/tokens", kind="login")["results"]
    assert (login["kind"], login["id"] in ids(bob, kind="api")) == ("login", False)
    assert ids(bob, kind="oauth") == ids(bob, kind="session") == []


def test_a_demoted_accounts_tokens_say_what_they_may_do_now(alice: Caller, bob: Caller, world: World) -> None:
    sent(alice, "PATCH", f"/accounts/{world.bob.account.id}", {"role": "viewer"})
    assert [one["role"] for one in bob.found("/tokens")["results"]] == ["viewer"]


def test_who_is_no_admin_knows_of_no_tokens_but_their_own(bob: Caller, vera: Caller, world: World) -> None:
    theirs = made(bob)["id"]
    assert ids(vera, account=world.bob.account.id) == []
    assert refused(vera.send("DELETE", f"/tokens/{theirs}"), 404) == []
    body = {"name": "x", "account": world.bob.account.id}
    assert refused(vera.send("POST", "/tokens", json=body), 403) == []
    assert made(vera, account=world.vera.account.id)["role"] == "viewer"


def test_another_customers_tokens_cannot_be_told_from_none(mallory: Caller, bob: Caller, world: World) -> None:
    theirs = made(bob)["id"]
    for id in (theirs, 10**6, 10**25, "x"):
        assert mallory.send("DELETE", f"/tokens/{id}").status_code == 404
    assert ids(mallory, account=world.bob.account.id) == []
    for account in (world.bob.account.id, world.alice.account.id, 10**9):
        assert bad_fields(mallory, "POST", "/tokens", {"name": "x", "account": account}) == ["account"]
    assert theirs in ids(bob)


def test_nobody_makes_a_token_for_who_cannot_sign_in(alice: Caller, world: World) -> None:
    sent(alice, "PATCH", f"/accounts/{world.vera.account.id}", {"is_active": False})
    assert bad_fields(alice, "POST", "/tokens", {"name": "x", "account": world.vera.account.id}) == ["account"]
    assert not {one["account"]["id"] for one in alice.found("/tokens")["results"]} & {world.vera.account.id}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", 7),
        ("name", "a" * 256),
        ("role", "owner"),
        ("role", None),
        ("account", "1"),
        ("account", None),
        ("expires_at", on(9)),
        ("expires_at", on(10, "12:00")),
        ("expires_at", "2026-06-11"),
        ("expires_at", None),
        ("text", "wb_1_x"),
        ("kind", "session"),
    ],
)
def test_a_field_at_fault_is_named(bob: Caller, field: str, value: object) -> None:
    assert bad_fields(bob, "POST", "/tokens", {"name": "x", field: value}) == [field]


def test_a_filter_that_cannot_be_is_named(bob: Caller) -> None:
    assert refused(bob.get("/tokens", kind="x", account="y", active=1), 422) == ["account", "kind", "active"]
    assert bad_fields(bob, "POST", "/tokens", {}) == ["name"]


def test_a_token_is_ended_by_the_state_that_was_read(bob: Caller) -> None:
    response = bob.send("POST", "/tokens", json={"name": "x"})
    path = f"/tokens/{response.json()['id']}"
    assert refused(bob.send("DELETE", path, headers={"If-Match": '"other"'}), 412) == []
    assert bob.send("DELETE", path, headers={"If-Match": response.headers["etag"]}).status_code == 204
