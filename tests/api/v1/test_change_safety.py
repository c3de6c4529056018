"""Changes that neither overwrite what somebody else has done nor are done twice."""

from typing import Any

import httpx
import pytest

from tests.api.clock import Clock
from tests.api.v1.conftest import Caller, Stage
from tests.api.v1.words import revision
from tests.cast import World, on

DAY = 86_400


def feed(caller: Caller, world: World, key: str | None, **more: Any) -> httpx.Response:
    headers = {} if key is None else {"Idempotency-Key": key}
    return caller.send("POST", "/feeds", json={"kind": "tier", "id": world.first.id, **more}, headers=headers)


def restore(caller: Caller, world: World, headers: dict[str, str], number: int = 1) -> httpx.Response:
    return caller.send("POST", f"/tiers/{world.first.id}/revisions/{number}/restore", headers=headers)


@pytest.fixture
def edited(stage: Stage, world: World) -> None:
    """The tier's layers have been changed once."""
    stage.save(revision(world, world.first, 2, on(9, "12:00"), world.ben))


def numbers(response: httpx.Response) -> list[int]:
    assert response.status_code == 200, response.text
    return [one["number"] for one in response.json()["revisions"]]


# ── tags ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_change_to_what_was_read_is_carried_out(bob: Caller, world: World, edited: None) -> None:
    tag = bob.get(f"/tiers/{world.first.id}/revisions").headers["etag"]
    assert numbers(restore(bob, world, {"If-Match": tag})) == [3, 2, 1]


def test_a_change_to_what_is_no_more_is_refused_with_the_tag_of_what_is(
    stage: Stage, bob: Caller, world: World, edited: None
) -> None:
    tag = bob.get(f"/tiers/{world.first.id}/revisions").headers["etag"]
    stage.save(revision(world, world.first, 3, on(10, "11:00"), world.ann))
    refused = restore(bob, world, {"If-Match": tag})
    now = bob.get(f"/tiers/{world.first.id}/revisions")
    assert (refused.status_code, refused.headers["etag"]) == (412, now.headers["etag"])
    assert numbers(now) == [3, 2, 1]


def test_who_has_it_already_is_told_so(bob: Caller, world: World) -> None:
    path = f"/tiers/{world.first.id}/revisions"
    first = bob.get(path)
    again = bob.send("GET", path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_tag_is_the_same_by_any_clocks(bob: Caller, world: World) -> None:
    path = f"/tiers/{world.first.id}/revisions"
    assert bob.get(path).headers["etag"] == bob.get(path, tz="Europe/Berlin").headers["etag"]


def test_a_feed_can_be_ended_by_the_tag_that_it_was_made_with(bob: Caller, world: World) -> None:
    made = feed(bob, world, None)
    path = f"/feeds/{made.json()['id']}"
    assert bob.send("DELETE", path, headers={"If-Match": '"x"'}).status_code == 412
    assert bob.send("DELETE", path, headers={"If-Match": made.headers["etag"]}).status_code == 204


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_again_is_answered_again_and_not_done(bob: Caller, world: World, edited: None) -> None:
    first = restore(bob, world, {"Idempotency-Key": "k1"})
    again = restore(bob, world, {"Idempotency-Key": "k1"})
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["etag"] == first.headers["etag"]
    assert ("idempotent-replayed" in first.headers, again.headers["idempotent-replayed"]) == (False, "true")
    assert numbers(bob.get(f"/tiers/{world.first.id}/revisions")) == [3, 2, 1]


def test_the_tag_of_before_is_no_obstacle_to_the_same_again(bob: Caller, world: World, edited: None) -> None:
    tag = bob.get(f"/tiers/{world.first.id}/revisions").headers["etag"]
    said = {"If-Match": tag, "Idempotency-Key": "k1"}
    assert [restore(bob, world, said).status_code for _ in range(2)] == [200, 200]


def test_a_key_for_something_else_is_refused(bob: Caller, world: World, edited: None) -> None:
    restore(bob, world, {"Idempotency-Key": "k1"})
    refused = restore(bob, world, {"Idempotency-Key": "k1"}, number=2)
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["path"] == "Idempotency-Key"


def test_a_key_is_its_accounts_own(alice: Caller, bob: Caller, world: World, edited: None) -> None:
    restore(bob, world, {"Idempotency-Key": "k1"})
    assert "idempotent-replayed" not in restore(alice, world, {"Idempotency-Key": "k1"}).headers


def test_what_failed_may_be_tried_again_with_the_same_key(bob: Caller, world: World, edited: None) -> None:
    assert restore(bob, world, {"Idempotency-Key": "k1"}, number=9).status_code == 404
    assert restore(bob, world, {"Idempotency-Key": "k1"}).status_code == 200


def test_an_answer_that_told_a_secret_is_not_given_again(bob: Caller, world: World) -> None:
    assert feed(bob, world, "k1").status_code == 201
    again = feed(bob, world, "k1")
    assert (again.status_code, "told only once" in again.json()["detail"]) == (409, True)
    assert bob.found("/feeds")["total"] == 1


def test_after_a_day_a_key_is_free_again(bob: Caller, world: World, edited: None, clock: Clock) -> None:
    restore(bob, world, {"Idempotency-Key": "k1"})
    clock.shows += DAY + 1
    assert "idempotent-replayed" not in restore(bob, world, {"Idempotency-Key": "k1"}).headers


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "ü".encode()])
def test_a_key_that_is_none_is_refused(bob: Caller, world: World, key: Any) -> None:
    assert feed(bob, world, key).status_code == 422


def test_a_key_may_be_long(bob: Caller, world: World) -> None:
    assert feed(bob, world, "~" * 255).status_code == 201
