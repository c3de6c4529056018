"""OAuth clients: made, listed and ended by admins; the secret is told once."""

from typing import Any

import pytest

from tests.api.v1.answers import bad_fields, refused, sent
from tests.api.v1.conftest import Caller, Stage
from tests.cast import World
from watchbill.domain.accounts import hashed


def wish(world: World, **more: Any) -> dict[str, Any]:
    # A client's account takes its name, and user names are unique in the installation.
    return {"name": f"sync.{world.northwind.id}", "role": "manager", "customer": world.acme.id, **more}


@pytest.fixture
def made(alice: Caller, world: World) -> dict[str, Any]:
    """A client of Acme's."""
    found: dict[str, Any] = sent(alice, "POST", "/oauth-clients", wish(world), 201)
    return found


def signed_in(stage: Stage, client: dict[str, Any]) -> Any:
    body = {"grant_type": "client_credentials", "client_id": client["client_key"], "client_secret": client["secret"]}
    return stage.client.post("/auth/oauth/token", data=body)


def test_a_client_is_told_whole_with_its_secret_this_once(alice: Caller, world: World, made: dict[str, Any]) -> None:
    told = {
        "id": made["id"],
        "client_key": made["client_key"],
        "name": f"sync.{world.northwind.id}",
        "role": "manager",
        "account": {"id": made["account"]["id"], "username": f"sync.{world.northwind.id}"},
        "customer": {"id": world.acme.id, "name": "Acme"},
        "created_at": "2026-06-10T12:00:00Z",
        "revoked_at": None,
    }
    assert made == told | {"secret": made["secret"]}
    response = alice.get("/oauth-clients")
    assert response.json()["results"] == [told]
    assert made["secret"] not in response.text
    assert hashed(made["secret"]) not in response.text


def test_its_secret_is_good_for_tokens_until_it_is_ended(alice: Caller, stage: Stage, made: dict[str, Any]) -> None:
    token = Caller(stage.client, signed_in(stage, made).json()["access_token"])
    assert [one["name"] for one in token.found("/customers")["results"]] == ["Acme"]
    sent(alice, "DELETE", f"/oauth-clients/{made['id']}", status=204)
    assert (signed_in(stage, made).status_code, token.get("/customers").status_code) == (401, 401)
    sent(alice, "DELETE", f"/oauth-clients/{made['id']}", status=204)


def test_those_that_have_ended_are_left_out_unless_wanted(alice: Caller, made: dict[str, Any]) -> None:
    sent(alice, "DELETE", f"/oauth-clients/{made['id']}", status=204)
    assert alice.found("/oauth-clients")["total"] == 0
    [ended] = alice.found("/oauth-clients", active="all")["results"]
    assert ended["revoked_at"] == "2026-06-10T12:00:00Z"


def test_an_admin_sees_those_of_the_customers_they_see(
    alice: Caller, mallory: Caller, world: World, made: dict[str, Any]
) -> None:
    other = sent(
        mallory, "POST", "/oauth-clients", wish(world, name=f"a.{world.northwind.id}", customer=world.globex.id), 201
    )

    def ids(caller: Caller, **query: object) -> list[int]:
        return [one["id"] for one in caller.found("/oauth-clients", **query)["results"]]

    assert (ids(alice), ids(mallory)) == ([made["id"], other["id"]], [other["id"]])
    assert ids(alice, customer=world.globex.id) == ids(alice, limit=1, page=2) == [other["id"]]
    assert ids(mallory, customer=world.acme.id) == []


def test_it_may_be_a_contact_of_its_customer(alice: Caller, world: World) -> None:
    client = sent(alice, "POST", "/oauth-clients", wish(world, contact=world.ann.id), 201)
    assert alice.found(f"/accounts/{client['account']['id']}")["contact"]["id"] == world.ann.id
    assert bad_fields(alice, "POST", "/oauth-clients", wish(world, contact=world.gus.id)) == ["contact"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", None),
        ("name", "a\x00"),
        ("role", "root"),
        ("customer", None),
        ("customer", 10**9),
        ("contact", "18"),
        ("secret", "mine"),
    ],
)
def test_a_field_at_fault_is_named(alice: Caller, world: World, field: str, value: object) -> None:
    assert bad_fields(alice, "POST", "/oauth-clients", wish(world, **{field: value})) == [field]


def test_all_that_is_missing_is_named(alice: Caller) -> None:
    assert bad_fields(alice, "POST", "/oauth-clients", {}) == ["name", "role", "customer"]


def test_a_name_is_taken_once(alice: Caller, world: World, made: dict[str, Any]) -> None:
    assert refused(alice.send("POST", "/oauth-clients", json=wish(world)), 409) == ["name"]


def test_only_admins_have_a_part_in_it(bob: Caller, vera: Caller, world: World, made: dict[str, Any]) -> None:
    for caller in (bob, vera):
        assert refused(caller.get("/oauth-clients"), 403) == []
        assert refused(caller.send("POST", "/oauth-clients", json=wish(world, role="viewer")), 403) == []
        assert refused(caller.send("DELETE", f"/oauth-clients/{made['id']}"), 403) == []


def test_another_customers_client_cannot_be_told_from_none(
    mallory: Caller, stage: Stage, world: World, made: dict[str, Any]
) -> None:
    for id in (made["id"], 10**6, 10**25, "x"):
        assert mallory.send("DELETE", f"/oauth-clients/{id}").status_code == 404
    assert bad_fields(mallory, "POST", "/oauth-clients", wish(world)) == ["customer"]
    assert signed_in(stage, made).status_code == 200


def test_a_client_is_ended_by_the_state_that_was_read(alice: Caller, world: World) -> None:
    response = alice.send("POST", "/oauth-clients", json=wish(world))
    path = f"/oauth-clients/{response.json()['id']}"
    assert refused(alice.send("DELETE", path, headers={"If-Match": '"other"'}), 412) == []
    assert alice.send("DELETE", path, headers={"If-Match": response.headers["etag"]}).status_code == 204
