"""Edits by If-Match overwrite nobody else's, and changes with an Idempotency-Key are done once."""

from typing import Any

import httpx
import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller, Stage
from tests.cast import NOW, World, on

SINGLE = {
    "schedule": (lambda world: f"/api/ocs/{world.noc.id}/", lambda world: {"customer": world.acme.id, "name": "New"}),
    "tier": (
        lambda world: f"/api/ocs-tier/{world.first.id}/",
        lambda world: words.tier(world, [words.layer([world.ann.id])]) | {"number": 1},
    ),
    "on-demand shift": (lambda world: f"/api/ocs-on-demand/{world.cover.id}/", lambda world: cover(world, 12, 14)),
    "contact": (
        lambda world: f"/api/contacts/{world.ann.id}/",
        lambda world: {"customer": world.acme.id, "first_name": "Anna"},
    ),
}


def cover(world: World, day: int = 20, last: int | None = None) -> dict[str, Any]:
    span = {"start": on(day, "08:00"), "end": on(last or day, "20:00")}
    return {"tier": str(world.first.id), "contact": world.ann.id, **span}


def sent(caller: Caller, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
    return caller.send(method, path, body, headers={name.replace("_", "-"): value for name, value in headers.items()})


# ── tags ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", SINGLE)
def test_an_edit_of_what_was_read_is_carried_out_and_the_next_one_is_refused(
    alice: Caller, world: World, kind: str
) -> None:
    path, body = SINGLE[kind][0](world), SINGLE[kind][1](world)
    tag = alice.get(path).headers["etag"]
    assert sent(alice, "PUT", path, body, if_match=tag).status_code == 200
    refused = sent(alice, "PUT", path, body, if_match=tag)
    assert refused.status_code == 412
    assert refused.json().keys() == {"detail"}
    assert refused.headers["etag"] == alice.get(path).headers["etag"] != tag


def test_the_tag_stands_as_long_as_nothing_changes(bob: Caller, world: World, clock: Any) -> None:
    path = f"/api/ocs-tier/{world.first.id}/"
    before = bob.get(path)
    clock.shows = NOW + 40 * 86_400
    after = bob.get(path)
    assert after.headers["etag"] == before.headers["etag"]
    assert after.content != before.content


@pytest.mark.parametrize(("method", "number"), [("PUT", 1), ("PATCH", 1), ("PUT", 3)])
def test_an_edit_of_a_tier_tells_the_tag_of_what_it_made(alice: Caller, world: World, method: str, number: int) -> None:
    path = f"/api/ocs-tier/{world.noc.id}_{number}/"
    layers = [{"start": "2026-06-01T00:00:00Z", "rotation": '{"type":"daily"}', "contacts": [world.ben.id]}]
    response = sent(alice, method, path, {"number": number, "ocs": world.noc.id, "layers": layers})
    assert response.status_code == 200
    assert response.headers["etag"] == alice.get(path).headers["etag"]


def test_an_on_demand_shift_changes_its_tiers_tag(bob: Caller, world: World) -> None:
    path = f"/api/ocs-tier/{world.first.id}/"
    tag = bob.get(path).headers["etag"]
    bob.post("/api/ocs-on-demand/", cover(world))
    assert sent(bob, "PATCH", path, {"layers": []}, if_match=tag).status_code == 412


def test_an_edit_by_number_is_held_to_the_tag_as_well(bob: Caller, world: World) -> None:
    path = f"/api/ocs-tier/{world.noc.id}_1/"
    assert sent(bob, "PATCH", path, {"layers": []}, if_match='"x"').status_code == 412
    assert sent(bob, "PATCH", path, {"layers": []}, if_match="*").status_code == 200


@pytest.mark.parametrize("kind", ["schedule", "on-demand shift", "contact"])
def test_deleting_is_held_to_the_tag_as_well(alice: Caller, world: World, kind: str) -> None:
    path = SINGLE[kind][0](world)
    assert sent(alice, "DELETE", path, if_match='"x"').status_code == 412
    assert alice.get(path).status_code == 200


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_again_is_answered_again_and_not_done(bob: Caller, world: World) -> None:
    first, again = (sent(bob, "POST", "/api/ocs-on-demand/", cover(world), idempotency_key="k1") for _ in range(2))
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert ("idempotent-replayed" in first.headers, again.headers["idempotent-replayed"]) == (False, "true")
    assert bob.get("/api/ocs-on-demand/count/", tier_id=world.first.id).json() == {"count": 2}


def test_another_body_with_the_same_key_is_refused(bob: Caller, world: World) -> None:
    sent(bob, "POST", "/api/ocs-on-demand/", cover(world), idempotency_key="k1")
    refused = sent(bob, "POST", "/api/ocs-on-demand/", cover(world, 21), idempotency_key="k1")
    assert refused.status_code == 422
    assert refused.json().keys() == {"detail"}


def test_what_was_in_the_way_may_be_tried_again_with_the_same_key(bob: Caller, world: World) -> None:
    wish = cover(world, 12)
    assert sent(bob, "POST", "/api/ocs-on-demand/", wish, idempotency_key="k1").status_code == 409
    sure = sent(bob, "POST", "/api/ocs-on-demand/", {**wish, "sure": True}, idempotency_key="k1")
    assert sure.status_code == 201


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_every_method_that_writes_takes_a_key(alice: Caller, world: World, method: str) -> None:
    path = f"/api/contacts/{world.ben.id}/"
    body = {"customer": world.acme.id, "first_name": "Benno"} if method != "DELETE" else None
    answers = [sent(alice, method, path, body, idempotency_key="k1") for _ in range(2)]
    assert [one.headers.get("idempotent-replayed") for one in answers] == [None, "true"]
    assert answers[0].content == answers[1].content


def test_a_key_that_is_none_is_refused(bob: Caller, world: World) -> None:
    refused = sent(bob, "POST", "/api/ocs-on-demand/", cover(world), idempotency_key="a b")
    assert (refused.status_code, list(refused.json())) == (400, ["Idempotency-Key"])


def test_a_write_says_who_made_it_on_sqlite_too(stage: Stage, bob: Caller, world: World) -> None:
    bob.post("/api/ocs-on-demand/", cover(world))
    [row] = bob.get("/api/v1/audit").json()["results"]
    assert (row["kind"], row["deed"], row["account"]["id"]) == ("override", "created", world.bob.account.id)
