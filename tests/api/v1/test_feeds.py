"""Calendar feeds: made, fetched by whoever knows the address, and ended."""

import random
import re
from typing import Any

import icalendar
import pytest
from litestar.testing import TestClient
from structlog.testing import capture_logs

from tests.api.clock import Clock
from tests.api.v1.conftest import Caller, Stage
from tests.api.v1.words import daily, revision, roster
from tests.cast import NOW, World
from watchbill.domain.feeds import MOST_SHIFTS
from watchbill.engine import iso
from watchbill.frame import masked

DAY = 86_400


def made(caller: Caller, kind: str, id: object, **more: Any) -> str:
    """The path of a new feed."""
    response = caller.send("POST", "/feeds", json={"kind": kind, "id": id, **more})
    assert response.status_code == 201, response.text
    return str(response.json()["address"]).removeprefix("http://testserver.local")


def told(client: TestClient[Any], path: str) -> list[Any]:
    response = client.get(path)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    return list(icalendar.Calendar.from_ical(response.content).walk("VEVENT"))


def at(found: list[Any], now: int) -> list[Any]:
    return [
        one
        for one in found
        if one["DTSTART"].dt.timestamp() <= now < one["DTEND"].dt.timestamp() and one["STATUS"] != "CANCELLED"
    ]


@pytest.fixture
def path(bob: Caller, world: World) -> str:
    """The feed of the first tier."""
    return made(bob, "tier", world.first.id, tz="Europe/Berlin")


def test_the_feed_says_at_any_time_who_is_on_call(stage: Stage, bob: Caller, world: World, path: str) -> None:
    found = told(stage.client, path)
    for instant in range(NOW - 5 * DAY, NOW + 90 * DAY, 5 * DAY + 7_201):
        [row] = bob.found("/oncall", tier=world.first.id, at=iso(instant))["results"]
        names = [one["name"] for one in row["people"]]
        assert [one["SUMMARY"].split(" – ")[0] for one in at(found, instant)] == names


def test_it_tells_how_to_reach_people_and_by_which_rule(stage: Stage, world: World, path: str) -> None:
    one = told(stage.client, path)[0]
    assert str(one["DESCRIPTION"]).endswith("layer 0, daily, UTC")
    assert world.acme.name in one["LOCATION"]


def test_every_kind_can_be_shown(stage: Stage, bob: Caller, world: World) -> None:
    duty, rules = roster(world, world.acme, "Desk", daily("Night", 20, 23, world.ann))
    stage.save(duty)
    stage.save(rules)
    subjects = {"contact": world.ann.id, "schedule": world.noc.id, "roster": duty.id, "customer": world.acme.id}
    found = {kind: told(stage.client, made(bob, kind, id)) for kind, id in subjects.items()}
    assert all(world.ann.full_name in one["SUMMARY"] for one in found["contact"])
    assert len(found["customer"]) == len(found["schedule"]) + len(found["roster"]) > 0


def test_a_shift_that_others_take_keeps_its_uid_and_its_sequence_rises(
    stage: Stage, world: World, path: str, clock: Clock
) -> None:
    before = {one["UID"]: one for one in told(stage.client, path)}
    clock.shows = NOW + 60
    stage.save(revision(world, world.first, 1, None, world.ben))
    after = {one["UID"]: one for one in told(stage.client, path)}
    moved = [uid for uid in before if "Ben" in after[uid]["SUMMARY"] and after[uid]["STATUS"] == "CONFIRMED"]
    assert moved
    assert {after[uid]["SEQUENCE"] for uid in moved} == {1}


def test_what_went_is_cancelled_until_it_has_left_the_window(
    stage: Stage, world: World, path: str, clock: Clock
) -> None:
    before = {one["UID"] for one in told(stage.client, path)}
    stage.save(revision(world, world.first, 1, None))
    stage.client.blocking_portal.call(_without_cover, stage, world)
    gone = told(stage.client, path)
    assert {one["UID"] for one in gone} == before
    assert {(one["STATUS"], one["SEQUENCE"]) for one in gone} == {("CANCELLED", 1)}
    clock.shows = NOW + 300 * DAY
    assert told(stage.client, path) == []


async def _without_cover(stage: Stage, world: World) -> None:
    async with stage.store.writing(world.northwind.provider_id) as writes:
        await writes.delete(world.cover)


def test_what_is_known_is_not_sent_again(stage: Stage, path: str, clock: Clock) -> None:
    first = stage.client.get(path)
    clock.shows = NOW + 3
    for header, value in [("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")]:
        again = stage.client.get(path, headers={header: first.headers[value]})
        assert (again.status_code, again.content) == (304, b"")
    assert stage.client.get(path, headers={"If-None-Match": '"x"'}).status_code == 200


def test_head_tells_the_same_headers(stage: Stage, path: str) -> None:
    response = stage.client.head(path)
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["etag"] == stage.client.get(path).headers["etag"]
    assert response.headers["cache-control"].startswith("private")


def test_a_wrong_and_a_revoked_address_are_answered_alike(stage: Stage, bob: Caller, path: str) -> None:
    wrong = stage.client.get(re.sub(r"_[^_]{5}", "_AAAAA", path, count=1))
    [one] = bob.found("/feeds")["results"]
    assert bob.send("DELETE", f"/feeds/{one['id']}").status_code == 204
    ended = stage.client.get(path)
    assert (wrong.status_code, wrong.content) == (ended.status_code, ended.content) == (404, ended.content)
    assert bob.found("/feeds")["total"] == 0


def test_nobody_makes_a_feed_of_what_they_do_not_see(mallory: Caller, world: World) -> None:
    for kind, id in [("tier", world.first.id), ("contact", world.ann.id), ("customer", world.acme.id)]:
        assert mallory.send("POST", "/feeds", json={"kind": kind, "id": id}).status_code == 404


def test_feeds_are_listed_and_ended_by_their_makers_and_admins(
    alice: Caller, bob: Caller, vera: Caller, mallory: Caller, world: World
) -> None:
    made(vera, "tier", world.first.id)
    [one] = alice.found("/feeds")["results"]
    assert "address" not in one
    assert bob.found("/feeds")["total"] == mallory.found("/feeds")["total"] == 0
    for caller, status in [(bob, 404), (mallory, 404), (alice, 204)]:
        assert caller.send("DELETE", f"/feeds/{one['id']}").status_code == status


def test_what_is_wrong_is_named(bob: Caller) -> None:
    response = bob.send("POST", "/feeds", json={"kind": "tier", "id": "x", "tz": "Mars/Base"})
    assert response.status_code == 422
    assert [one["path"] for one in response.json()["problems"]] == ["tz", "id"]
    assert bob.send("POST", "/feeds", json={"kind": "moon", "id": 1}).status_code == 422


def test_the_secret_is_in_no_log(stage: Stage, path: str) -> None:
    with capture_logs() as lines:
        stage.client.get(path)
    secret = path.removeprefix("/feeds/").removesuffix(".ics")
    assert secret not in str(lines)
    assert masked(path) == masked("/" + path) == "/feeds/…"


@pytest.mark.parametrize("seed", range(4))
def test_the_feed_of_any_tier_says_who_is_on_call(stage: Stage, bob: Caller, world: World, seed: int) -> None:
    dice = random.Random(seed)
    people = dice.sample([world.ann, world.ben, world.ivy], dice.randint(1, 3))
    later = dice.sample([world.ann, world.ben, world.ivy], dice.randint(1, 3))
    turns = dice.choice(["daily", "weekly", "monthly"])
    stage.save(revision(world, world.first, 1, None, *people, rotation=turns))
    stage.save(revision(world, world.first, 2, iso(NOW - dice.randint(1, 5 * DAY)), *later))
    found = told(stage.client, made(bob, "tier", world.first.id, tz=dice.choice(["Europe/Berlin", "Pacific/Apia"])))
    for _ in range(12):
        instant = NOW + dice.randint(-30 * DAY, 150 * DAY)
        [row] = bob.found("/oncall", tier=world.first.id, at=iso(instant))["results"]
        names = [one["name"] for one in row["people"]]
        assert [one["SUMMARY"].split(" – ")[0] for one in at(found, instant)] == names


def test_a_calendar_is_written_once_for_all_who_read_it(alice, stage, world):
    made = alice.send("POST", "/feeds", json={"kind": "tier", "id": world.first.id}).json()
    path = made["address"].partition("://")[2].partition("/")[2]
    first, second = (stage.client.get(f"/{path}") for _ in range(2))
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]


def test_another_calendar_has_another_tag(alice, stage, world):
    tags = set()
    for tz in ("UTC", "Europe/Berlin"):
        made = alice.send("POST", "/feeds", json={"kind": "tier", "id": world.first.id, "tz": tz}).json()
        path = made["address"].partition("://")[2].partition("/")[2]
        tags.add(stage.client.get(f"/{path}").headers["etag"])
    assert len(tags) == 2


def test_a_calendar_that_would_be_too_large_says_so(stage: Stage, alice: Caller, world: World) -> None:
    rules = [daily(str(number), 8, 9, world.ann) for number in range(MOST_SHIFTS // 180 + 1)]
    small, large = (roster(world, world.acme, name, *some) for name, some in [("S", rules[:2]), ("L", rules)])
    for duty, revision_ in (small, large):
        stage.save(duty)
        stage.save(revision_)
    assert stage.client.get(made(alice, "roster", small[0].id)).status_code == 200
    response = stage.client.get(made(alice, "roster", large[0].id))
    assert response.status_code == 403
    assert response.text.startswith("This calendar would have more than 50,000 shifts.")
