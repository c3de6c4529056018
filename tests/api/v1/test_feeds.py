"""Calendar feeds: made, fetched by whoever knows the address, and ended."""

import random
import re
from typing import Any

import icalendar
import pytest
from litestar.testing import TestClient
from msgspec.structs import replace
from structlog.testing import capture_logs

from tests.api.clock import Clock
from tests.api.v1.conftest import Caller, Stage
from tests.api.v1.saying import layer, sent
from tests.api.v1.words import cover, daily, group, revision, roster
from tests.cast import NOW, World, on
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
    return [one for one in found if one["DTSTART"].dt.timestamp() <= now < one["DTEND"].dt.timestamp()]


def starts(found: list[Any]) -> dict[str, float]:
    """When each event starts, by its UID."""
    return {str(one["UID"]): one["DTSTART"].dt.timestamp() for one in found}


def noted(found: list[Any]) -> set[tuple[int, int]]:
    """The numbers that the events have, and when they say that they were changed."""
    return {(one["SEQUENCE"], int(one["LAST-MODIFIED"].dt.timestamp())) for one in found}


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


def test_a_shift_has_one_uid_in_every_calendar_and_on_every_day(
    stage: Stage, bob: Caller, world: World, path: str, clock: Clock
) -> None:
    subjects = {"contact": world.ann.id, "schedule": world.noc.id, "customer": world.acme.id}
    paths = [made(bob, kind, id, tz="Asia/Tokyo") for kind, id in subjects.items()]
    known = starts(told(stage.client, path))
    assert all(starts(told(stage.client, each)).items() <= known.items() for each in paths)
    clock.shows = NOW + 61 * DAY
    later = starts(told(stage.client, path))
    assert len(later.keys() & known.keys()) > 100
    assert all(later[uid] == start for uid, start in known.items() if uid in later)


def test_shifts_are_told_whole_though_the_window_cuts_them(stage: Stage, bob: Caller, world: World) -> None:
    turns = {"start": "2025-06-01T08:00:00Z", "rotation": {"type": "custom", "unit": "months", "length": 9}}
    sent(bob, "PATCH", f"/tiers/{world.second.id}", {"layers": [layer(world.ann, world.ben, **turns)]})
    found = told(stage.client, made(bob, "tier", world.second.id))
    assert [f"{one[edge].dt:%Y-%m-%d}" for one in found for edge in ("DTSTART", "DTEND")] == [
        *("2026-03-01", "2026-12-01"),
        *("2026-12-01", "2027-09-01"),
    ]


def test_a_shift_without_an_end_is_told_to_end_far_ahead_at_the_first_of_a_month(
    stage: Stage, bob: Caller, world: World, clock: Clock
) -> None:
    sent(bob, "PATCH", f"/tiers/{world.second.id}", {"layers": [layer(world.ann)]})
    path = made(bob, "tier", world.second.id)
    ends = []
    for days in (0, 1, 40):
        clock.shows = NOW + days * DAY
        [one] = told(stage.client, path)
        ends.append(f"{one['DTSTART'].dt:%Y-%m-%d} {one['DTEND'].dt:%Y-%m-%d}")
    assert ends == ["2026-06-01 2027-01-01", "2026-06-01 2027-01-01", "2026-06-01 2027-02-01"]


def test_a_fallback_below_changes_no_shift_to_come(stage: Stage, bob: Caller, world: World, path: str) -> None:
    before = told(stage.client, path)
    layers = [layer(world.ann, world.bob.contact, index=1), layer(world.ben, index=0)]
    sent(bob, "PATCH", f"/tiers/{world.first.id}", {"layers": layers})
    after = starts(told(stage.client, path))
    assert {uid for uid, start in starts(before).items() if start > NOW} <= after.keys()


def test_after_an_edit_one_is_on_call_at_a_time_and_nothing_is_cancelled(
    stage: Stage, bob: Caller, world: World, path: str
) -> None:
    told(stage.client, path)
    for hour in ("10:00", "11:00"):
        moved = layer(world.ann, world.ben, start=on(1, hour))
        sent(bob, "PATCH", f"/tiers/{world.first.id}", {"layers": [moved]})
    found = told(stage.client, path)
    assert all(len(at(found, NOW + hours * 3_600 + 1)) == 1 for hours in range(-200, 2_000, 7))
    assert {str(one["STATUS"]) for one in found} == {"CONFIRMED"}


def test_every_change_of_the_plan_raises_the_number_a_deleted_cover_too(
    stage: Stage, bob: Caller, world: World, path: str, clock: Clock
) -> None:
    [(first, _)] = noted(told(stage.client, path))
    clock.shows = NOW + 60
    sent(bob, "PATCH", f"/tiers/{world.first.id}", {"layers": [layer(world.ben)]})
    [(second, changed_at)] = noted(told(stage.client, path))
    assert (second > first, changed_at) == (True, NOW + 60)
    clock.shows = NOW + 120
    assert bob.send("DELETE", f"/overrides/{world.cover.id}").status_code == 204
    assert noted(told(stage.client, path)) == {(second + 60, NOW + 120)}


def test_who_joins_a_group_changes_the_plan_of_its_rosters(
    stage: Stage, bob: Caller, world: World, clock: Clock
) -> None:
    crew = group(world, world.acme, "crew")
    desk, rules = roster(world, world.acme, "Desk", daily("Night", 20, 23, world.ann, groups=(crew,)))
    stage.save(crew, desk, rules)
    feed = made(bob, "roster", desk.id)
    before = noted(told(stage.client, feed))
    clock.shows = NOW + 60
    sent(bob, "PATCH", f"/groups/{crew.id}", {"members": [world.ben.id]})
    after = told(stage.client, feed)
    assert {at for _, at in noted(after)} == {NOW + 60} != {at for _, at in before}
    assert any("Ben" in one["SUMMARY"] for one in after)


def test_two_rules_of_a_roster_may_start_together_with_the_same_people(stage: Stage, bob: Caller, world: World) -> None:
    rules = [daily(name, 20, 23, world.ann) for name in ("Phone", "Mail")]
    stage.save(*roster(world, world.acme, "Desk", *rules))
    found = told(stage.client, made(bob, "roster", f"ES-Desk-{world.northwind.id}"))
    assert len(starts(found)) == len(found)


def test_what_is_known_is_not_sent_again_until_something_changes_or_the_day_does(
    stage: Stage, bob: Caller, path: str, clock: Clock, world: World
) -> None:
    tag = stage.client.get(path).headers["etag"]
    midnight = NOW - NOW % DAY + DAY
    for now, status in [(NOW + 3, 304), (midnight - 1, 304), (midnight, 200)]:
        clock.shows = now
        assert stage.client.get(path, headers={"If-None-Match": tag}).status_code == status
    clock.shows = NOW
    sent(bob, "PATCH", f"/contacts/{world.ann.id}", {"phone": "+49 1"})
    again = stage.client.get(path, headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert b"+49 1" in again.content


def test_a_304_has_the_tag_and_neither_body_nor_length(stage: Stage, path: str) -> None:
    tag = stage.client.get(path).headers["etag"]
    again = stage.client.get(path, headers={"If-None-Match": f'"x", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert "content-length" not in again.headers


def test_an_old_name_with_a_line_break_breaks_no_calendar(stage: Stage, bob: Caller, world: World) -> None:
    stage.save(replace(world.noc, name="Night\nshift"), replace(world.ann, first_name="An\r\nn\u202e"))
    path = made(bob, "schedule", world.noc.id)
    found = told(stage.client, path)
    assert b"\r\nNAME:Night shift\r\n" in stage.client.get(path).content
    assert {str(one["SUMMARY"]) for one in found if "An" in one["SUMMARY"]} == {"An n  Abbott – Night shift, tier 1"}


def test_a_persons_feed_reaches_their_next_shift_however_far_it_is(stage: Stage, bob: Caller, world: World) -> None:
    path = made(bob, "contact", world.ben.id)
    assert told(stage.client, path) == []
    far = cover(world, world.second, world.ben, NOW + 800 * DAY)
    stage.save(far, cover(world, world.second, world.ben, NOW + 900 * DAY))
    assert list(starts(told(stage.client, path)).values()) == [far.start_at]
    near = cover(world, world.second, world.ben, NOW + 30 * DAY)
    stage.save(near)
    assert list(starts(told(stage.client, path)).values()) == [near.start_at]


def test_head_tells_the_same_headers(stage: Stage, path: str) -> None:
    head, whole = stage.client.head(path), stage.client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(whole.content)
    same = ("etag", "cache-control", "content-type", "content-disposition")
    assert [head.headers[name] for name in same] == [whole.headers[name] for name in same]
    assert head.headers["cache-control"].startswith("private")


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
