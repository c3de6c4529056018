"""The audit log: whoever changes something, from wherever, leaves a row that says so, and no secret in it."""

from typing import Any, cast

import msgspec
import pytest

from tests.api.v1.conftest import Caller, Stage
from tests.cast import NOW, PASSWORD, World, on
from watchbill.domain.accounts import AccountWish, add_oauth_client, first_admin
from watchbill.domain.audit import KINDS, RULES_AND_PEOPLE, told
from watchbill.domain.model import Author, ProviderId, Record, Role, Via
from watchbill.engine import iso


def rows(caller: Caller, **query: Any) -> list[Any]:
    found: list[Any] = caller.found("/audit", **query)["results"]
    return found


def cover(world: World, day: int = 20) -> dict[str, Any]:
    span = {"start": on(day, "08:00"), "end": on(day, "20:00")}
    return {"tier": str(world.first.id), "contact": world.ann.id, **span}


def ocs(caller: Caller, method: str, path: str, **more: Any) -> Any:
    response = caller.client.request(method, path, headers={"Authorization": f"Bearer {caller.token}"}, **more)
    assert response.status_code < 300, response.text
    return response


def test_a_write_through_the_ocs_api_says_who_and_from_where(bob: Caller, world: World) -> None:
    made = ocs(bob, "POST", "/api/ocs-on-demand/", json=cover(world))
    [row] = rows(bob)
    assert row["account"] == {"id": world.bob.account.id, "username": world.bob.account.username}
    assert row["source"]["via"] == "ocs"
    assert row["source"]["address"] == "testclient"
    assert row["source"]["request_id"] == made.headers["x-request-id"]
    assert row["source"]["token"]["name"] == "tests"
    assert (row["deed"], row["kind"], row["at"]) == ("created", "override", iso(NOW))
    assert row["subject"] == {"id": made.json()["id"], "name": "Acme NOC, tier 1"}
    assert row["customer"] == {"id": world.acme.id, "name": "Acme"}
    assert row["before"] is None
    assert row["after"]["contact_id"] == world.ann.id
    assert row["after"]["start_at"] == on(20, "08:00")


def test_a_write_through_this_api_and_the_rosters_api_too(alice: Caller, world: World) -> None:
    assert alice.send("POST", "/feeds", json={"kind": "tier", "id": world.first.id}).status_code == 201
    ocs(alice, "POST", f"/api/v2/tenants/msp_{world.northwind.id}/clients", json={"name": "Initech"})
    assert [(row["source"]["via"], row["kind"]) for row in rows(alice)] == [("rosters", "customer"), ("v1", "feed")]


def test_signing_in_leaves_the_token_that_it_made(alice: Caller, world: World) -> None:
    login = {"username": world.alice.account.username, "password": PASSWORD}
    assert alice.client.post("/api-auth-user/", json=login).status_code == 200
    [row] = rows(alice, kind="token")
    assert (row["deed"], row["after"]["kind"], row["account"]["id"]) == ("created", "login", world.alice.account.id)


def test_what_is_refused_leaves_none(bob: Caller, world: World) -> None:
    response = bob.client.post(
        "/api/ocs-on-demand/", json=cover(world, 12), headers={"Authorization": f"Bearer {bob.token}"}
    )
    assert response.status_code == 409
    assert rows(bob) == []


def test_an_edit_of_layers_says_what_they_were(bob: Caller, world: World) -> None:
    ocs(bob, "PATCH", f"/api/ocs-tier/{world.first.id}/", json={"layers": []})
    [row] = rows(bob)
    assert (row["kind"], row["deed"], row["subject"]["id"]) == ("layers", "changed", world.first.id)
    assert row["before"]["layers"][0]["contacts"] == [world.ann.id, world.bob.id]
    assert row["before"]["layers"][0]["rotation"] == {"type": "daily"}
    assert row["after"]["layers"] == []


def test_the_latest_come_first_and_pages_lead_on(bob: Caller, world: World) -> None:
    for day in (20, 21, 22):
        ocs(bob, "POST", "/api/ocs-on-demand/", json=cover(world, day))
    page = bob.found("/audit", limit=2)
    assert [row["after"]["start_at"] for row in page["results"]] == [on(22, "08:00"), on(21, "08:00")]
    assert (page["total"], page["next"].rpartition("?")[2]) == (3, "limit=2&page=2")


def test_filters_leave_what_fits(bob: Caller, world: World) -> None:
    made = ocs(bob, "POST", "/api/ocs-on-demand/", json=cover(world)).json()
    for query in ({"id": made["id"]}, {"account": world.bob.account.id}, {"kind": "override"}, {"since": iso(NOW)}):
        assert len(rows(bob, **query)) == 1
    for query in ({"id": 0}, {"account": 0}, {"kind": "tier"}, {"until": iso(NOW)}, {"customer": world.globex.id}):
        assert rows(bob, **query) == []


@pytest.mark.parametrize("query", [{"kind": "nonsense"}, {"account": "x"}, {"since": "x"}, {"who": "x"}])
def test_what_cannot_be_read_is_refused(bob: Caller, query: dict[str, str]) -> None:
    assert bob.get("/audit", **query).status_code == 422


# ── who may read what ────────────────────────────────────────────────────────────────────────────────────────────


def test_viewers_may_not_read_it(vera: Caller, nobody: Caller) -> None:
    assert vera.get("/audit").status_code == 403
    assert nobody.get("/audit").status_code == 401


def test_managers_see_rules_and_people_alone(alice: Caller, bob: Caller, world: World) -> None:
    assert bob.send("POST", "/feeds", json={"kind": "tier", "id": world.first.id}).status_code == 201
    ocs(alice, "PATCH", f"/api/contacts/{world.ann.id}/", json={"last_name": "Adler"})
    assert [row["kind"] for row in rows(bob)] == ["contact"]
    assert rows(bob, kind="feed") == []
    assert [row["kind"] for row in rows(alice)] == ["contact", "feed"]


def test_nobody_sees_another_customers(bob: Caller, mallory: Caller, world: World) -> None:
    ocs(bob, "POST", "/api/ocs-on-demand/", json=cover(world))
    assert rows(mallory) == []
    assert rows(mallory, customer=world.acme.id) == []


def test_what_managers_may_not_read_of_is_how_people_sign_in() -> None:
    assert set(KINDS.values()) - set(RULES_AND_PEOPLE) == {"account", "token", "oauth_client", "feed"}


# ── no secrets ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_tells_a_secret_or_a_hash(kind: type[Record]) -> None:
    secret = "5ec7e7"
    fields: dict[str, Any] = {
        name: secret if "hash" in name or "secret" in name else 1 for name in kind.__struct_fields__
    }
    fields |= {name: () for name in ("layers", "shifts") if name in fields}
    fields |= {"role": Role.ADMIN} if "role" in fields else {}
    record = cast(Any, kind)(**fields)
    assert secret not in msgspec.json.encode(told(record)).decode()


def test_no_row_of_anything_that_signs_in_tells_its_secret(stage: Stage, alice: Caller, world: World) -> None:
    secrets: list[str] = []

    async def made() -> None:
        by = Author(via=Via.CLI, at=NOW)
        async with stage.store.writing(ProviderId(world.northwind.id), by) as writes:
            name, place = f"robot{world.acme.id}", world.acme.id
            wish = AccountWish(username=name, role=Role.VIEWER, customer_id=place, password="s3cret-word")
            account = await first_admin(writes, wish, NOW)
            client, secret = await add_oauth_client(writes, account, name="robot", now=NOW)
            secrets.extend([account.password_hash, "s3cret-word", secret, client.secret_hash])

    stage.client.blocking_portal.call(made)
    told_rows = alice.get("/audit").text
    assert {row["kind"] for row in rows(alice)} == {"account", "oauth_client"}
    assert [row["account"] for row in rows(alice)] == [None, None]
    assert [one for one in secrets if one in told_rows] == []


def test_a_new_password_is_noticed_and_not_told(stage: Stage, alice: Caller, world: World) -> None:
    async def saved() -> None:
        async with stage.store.writing(ProviderId(world.northwind.id), Author(via=Via.CLI, at=NOW)) as writes:
            await writes.save(msgspec.structs.replace(world.bob.account, password_hash="h4sh"))

    stage.client.blocking_portal.call(saved)
    [row] = rows(alice)
    assert row["after"]["password_changed"] is True
    assert "h4sh" not in str(row)
