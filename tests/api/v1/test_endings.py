"""What has ended: gone from here on, told of the past, found by asking for it, brought back."""

from typing import Any

import pytest

from tests.api.clock import Clock
from tests.api.v1.answers import refused, sent, tag_of
from tests.api.v1.conftest import Caller, Stage
from tests.api.v1.words import daily, roster
from tests.cast import NOW, World, on

SINCE = {"since": on(1), "until": on(10, "12:00")}


@pytest.fixture
def paths(alice: Caller, stage: Stage, world: World) -> dict[str, str]:
    """One of each kind, all without anything that keeps them from ending."""
    duty, rules = roster(world, world.acme, "Desk", daily("Day", 8, 20, world.ann))
    stage.save(duty)
    stage.save(rules)
    customer = sent(alice, "POST", "/customers", {"name": "Initech"}, 201)
    group = sent(alice, "POST", "/groups", {"customer": world.acme.id, "name": "Crew"}, 201)
    return {
        "schedule": f"/schedules/{world.noc.id}",
        "tier": f"/tiers/{world.first.id}",
        "roster": f"/rosters/{duty.id}",
        "group": f"/groups/{group['id']}",
        "customer": f"/customers/{customer['id']}",
    }


KINDS = ["schedule", "tier", "roster", "group", "customer"]
LISTED = ["schedule", "roster", "group", "customer"]
NAMED = pytest.mark.parametrize("kind", LISTED)
EACH = pytest.mark.parametrize("kind", KINDS)


def listed(caller: Caller, path: str, **query: str) -> list[Any]:
    rows: list[Any] = caller.found(f"/{path.split('/')[1]}", **query)["results"]
    return [row["id"] for row in rows]


@EACH
def test_what_is_deleted_is_not_there_unless_it_is_asked_for(alice: Caller, paths: dict[str, str], kind: str) -> None:
    path = paths[kind]
    before = alice.found(path)
    assert (before["ended_at"], before["ended_by"]) == (None, None)
    sent(alice, "DELETE", path, status=204)
    assert alice.get(path).status_code == alice.get(path, ended="false").status_code == 404
    for asked in ("true", "all"):
        told = alice.found(path, ended=asked)
        assert (told["id"], told["ended_at"]) == (before["id"], "2026-06-10T12:00:00Z")
        assert told["ended_by"]["username"].startswith("alice.")


@EACH
def test_what_is_there_is_not_among_what_has_ended(alice: Caller, paths: dict[str, str], kind: str) -> None:
    assert alice.get(paths[kind], ended="true").status_code == 404
    assert alice.found(paths[kind], ended="all") == alice.found(paths[kind])
    assert refused(alice.get(paths[kind], ended="yes"), 422) == ["ended"]


@NAMED
def test_lists_have_one_or_the_other_or_both(alice: Caller, paths: dict[str, str], kind: str) -> None:
    path = paths[kind]
    id = alice.found(path)["id"]
    everything = listed(alice, path)
    assert (id in everything, listed(alice, path, ended="true")) == (True, [])
    sent(alice, "DELETE", path, status=204)
    assert listed(alice, path) == [one for one in everything if one != id]
    assert listed(alice, path, ended="true") == [id]
    assert sorted(map(str, listed(alice, path, ended="all"))) == sorted(map(str, everything))


def test_the_last_to_end_comes_first(bob: Caller, alice: Caller, clock: Clock, world: World) -> None:
    ids = [sent(bob, "POST", "/schedules", {"customer": world.acme.id, "name": name}, 201)["id"] for name in "AB"]
    for id in reversed(ids):
        clock.shows += 60
        sent(bob, "DELETE", f"/schedules/{id}", status=204)
    assert listed(alice, "/schedules", ended="true") == ids


@EACH
def test_it_comes_back_as_itself(alice: Caller, paths: dict[str, str], kind: str, clock: Clock) -> None:
    path = paths[kind]
    before = alice.found(path)
    sent(alice, "DELETE", path, status=204)
    clock.shows = NOW + 60
    back = alice.send("POST", f"{path}/bring-back")
    assert back.status_code == 200, back.text
    assert (back.json()["id"], back.json()["ended_at"]) == (before["id"], None)
    assert back.headers["etag"] == tag_of(alice, path)
    assert alice.send("POST", f"{path}/bring-back", json={}).status_code == 409


@NAMED
def test_a_name_that_is_taken_meanwhile_is_409_and_another_may_come_along(
    alice: Caller, world: World, paths: dict[str, str], kind: str
) -> None:
    path = paths[kind]
    before = alice.found(path)
    sent(alice, "DELETE", path, status=204)
    wish = {"name": before["name"], "customer": world.acme.id}
    if kind == "roster":
        shift = {key: before["shifts"][0][key] for key in ("name", "schedule", "contacts", "groups")}
        wish |= {"tz": "UTC", "shifts": [shift]}
    sent(alice, "POST", f"/{path.split('/')[1]}", {"name": wish["name"]} if kind == "customer" else wish, 201)
    assert refused(alice.send("POST", f"{path}/bring-back", json={}), 409) == ["name"]
    assert sent(alice, "POST", f"{path}/bring-back", {"name": "Another"})["name"] == "Another"


def test_so_is_a_number(bob: Caller, world: World) -> None:
    path = f"/tiers/{world.second.id}"
    sent(bob, "DELETE", path, status=204)
    sent(bob, "POST", f"/schedules/{world.noc.id}/tiers", {}, 201)
    assert refused(bob.send("POST", f"{path}/bring-back", json={}), 409) == ["number"]
    assert sent(bob, "POST", f"{path}/bring-back", {"number": 7})["number"] == 7


@EACH
def test_a_tag_keeps_from_bringing_back_what_another_has(alice: Caller, paths: dict[str, str], kind: str) -> None:
    path = paths[kind]
    sent(alice, "DELETE", path, status=204)
    tag = alice.get(path, ended="all").headers["etag"]
    assert alice.send("POST", f"{path}/bring-back", headers={"If-Match": '"other"'}).status_code == 412
    assert alice.send("POST", f"{path}/bring-back", headers={"If-Match": tag}).status_code == 200


def test_rules_that_name_who_has_left_are_refused_or_left_behind(bob: Caller, world: World) -> None:
    path = f"/schedules/{world.noc.id}"
    sent(bob, "DELETE", path, status=204)
    sent(bob, "DELETE", f"/contacts/{world.ann.id}", status=204)
    assert refused(bob.send("POST", f"{path}/bring-back"), 422) == ["rules", "rules"]
    assert sent(bob, "POST", f"{path}/bring-back", {"rules": False})["tiers"][0]["layers"] == 0


def test_the_tiers_of_a_schedule_that_have_ended_are_told_on_demand(bob: Caller, world: World) -> None:
    path = f"/schedules/{world.noc.id}"
    sent(bob, "DELETE", f"/tiers/{world.first.id}", status=204)
    assert [one["id"] for one in bob.found(path)["tiers"]] == [world.second.id]
    assert [(one["id"], "ended_at" in one) for one in bob.found(path, ended="all")["tiers"]] == [
        (world.first.id, True),
        (world.second.id, False),
    ]


# ── what happened ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["schedule", "tier", "roster"])
@pytest.mark.parametrize("by", ["contact", "schedule", "customer"])
def test_load_is_what_it_was(alice: Caller, paths: dict[str, str], kind: str, by: str) -> None:
    before = alice.found("/load", by=by, **SINCE)
    sent(alice, "DELETE", paths[kind], status=204)
    after = alice.found("/load", by=by, **SINCE)
    assert [row | {"place": None} for row in after["results"]] == [row | {"place": None} for row in before["results"]]
    assert after["totals"] == before["totals"] != 0


def test_load_says_what_has_ended(alice: Caller, paths: dict[str, str]) -> None:
    for kind in ("schedule", "roster"):
        sent(alice, "DELETE", paths[kind], status=204)
    places = [row["place"] for row in alice.found("/load", by="schedule", **SINCE)["results"]]
    assert {place["name"]: place.get("ended_at") for place in places} == {
        "Acme NOC": "2026-06-10T12:00:00Z",
        "Desk": "2026-06-10T12:00:00Z",
        "Globex desk": None,
    }
    csv = alice.get("/load", by="schedule", format="csv", **SINCE).text.split("\r\n")
    assert [line.rsplit(",", 1)[1] for line in csv[1:4]].count("2026-06-10T12:00:00Z") == 2


@pytest.mark.parametrize(("kind", "hours"), [("schedule", 220), ("tier", 220), ("roster", 112)])
def test_the_load_of_one_place_alone_also_after_its_end(
    alice: Caller, paths: dict[str, str], kind: str, hours: float
) -> None:
    query = {kind: paths[kind].split("/")[2], **SINCE}
    assert alice.found("/load", **query)["totals"]["hours"] == hours
    sent(alice, "DELETE", paths[kind], status=204)
    assert alice.found("/load", **query)["totals"]["hours"] == hours


def uncut(shifts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Shifts that go on after the window, as they are when they end with it."""
    return [{name: value for name, value in one.items() if name != "cut_end"} for one in shifts]


def test_ones_own_shifts_stay(alice: Caller, paths: dict[str, str], world: World) -> None:
    path = f"/contacts/{world.ann.id}/shifts"
    before = uncut(alice.found(path, **SINCE)["results"])
    for kind in ("schedule", "roster"):
        sent(alice, "DELETE", paths[kind], status=204)
    after = alice.found(path, **SINCE)["results"]
    assert {row["place"].pop("ended_at") for row in after} == {"2026-06-10T12:00:00Z"}
    assert after == before != []


@pytest.mark.parametrize("kind", ["tier", "roster"])
def test_history_timeline_and_reasons_can_be_read_for_ever(alice: Caller, paths: dict[str, str], kind: str) -> None:
    timeline = uncut(alice.found(f"{paths[kind]}/timeline", **SINCE)["shifts"])
    why = alice.found(f"{paths[kind]}/explain", at=on(9, "12:00"))["result"]["people"]
    sent(alice, "DELETE", paths[kind], status=204)
    assert [one["number"] for one in alice.found(f"{paths[kind]}/revisions")["revisions"]] == [2, 1]
    assert alice.found(f"{paths[kind]}/timeline", **SINCE)["shifts"] == timeline
    assert alice.found(f"{paths[kind]}/explain", at=on(9, "12:00"))["result"]["people"] == why


def test_so_can_a_schedules_timeline(alice: Caller, paths: dict[str, str]) -> None:
    before = alice.found(f"{paths['schedule']}/timeline", **SINCE)["tiers"]
    sent(alice, "DELETE", paths["schedule"], status=204)
    after = alice.found(f"{paths['schedule']}/timeline", **SINCE)
    assert after["schedule"]["ended_at"] == "2026-06-10T12:00:00Z"
    assert [tier["shifts"] for tier in after["tiers"]] == [uncut(tier["shifts"]) for tier in before]


def test_the_board_gaps_and_feeds_know_nothing_of_it(alice: Caller, paths: dict[str, str], world: World) -> None:
    feed = sent(alice, "POST", "/feeds", {"kind": "schedule", "id": world.noc.id, "tz": "UTC"}, 201)
    for kind in ("schedule", "roster"):
        sent(alice, "DELETE", paths[kind], status=204)
    assert {row["place"]["customer"]["name"] for row in alice.found("/oncall")["results"]} == {"Globex"}
    assert {row["place"]["customer"]["name"] for row in alice.found("/gaps")["results"]} <= {"Globex"}
    assert alice.found("/oncall", contact=world.ann.id)["results"] == []
    assert alice.client.get(feed["address"].removeprefix("http://testserver.local")).status_code == 404


def test_the_audit_log_says_that_it_ended_and_came_back(alice: Caller, paths: dict[str, str]) -> None:
    sent(alice, "DELETE", paths["schedule"], status=204)
    sent(alice, "POST", f"{paths['schedule']}/bring-back", {})
    rows = [(row["deed"], row["kind"], row["subject"]["name"]) for row in alice.found("/audit")["results"]]
    assert ("ended", "schedule", "Acme NOC") in rows
    assert ("ended", "tier", "Acme NOC, tier 1") in rows
    assert ("brought_back", "schedule", "Acme NOC") in rows
    assert ("deleted", "override", "Acme NOC, tier 1") in rows


# ── who may ──────────────────────────────────────────────────────────────────────────────────────────────────────


@EACH
def test_viewers_look_at_what_has_ended_and_do_not_bring_it_back(
    alice: Caller, vera: Caller, mallory: Caller, paths: dict[str, str], kind: str
) -> None:
    sent(alice, "DELETE", paths[kind], status=204)
    seen = kind != "customer"
    assert vera.get(paths[kind], ended="all").status_code == (200 if seen else 404)
    assert vera.send("POST", f"{paths[kind]}/bring-back", json={}).status_code == (403 if seen else 404)
    assert mallory.get(paths[kind], ended="all").status_code == 404
    assert mallory.send("POST", f"{paths[kind]}/bring-back", json={}).status_code == 404


def test_a_body_with_something_else_is_refused(alice: Caller, paths: dict[str, str]) -> None:
    sent(alice, "DELETE", paths["group"], status=204)
    response = alice.send("POST", f"{paths['group']}/bring-back", json={"name": " ", "rules": True})
    assert sorted(refused(response, 422)) == ["name", "rules"]
