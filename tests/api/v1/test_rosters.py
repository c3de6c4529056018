"""/rosters: listing, making, changing and deleting them."""

from typing import Any

import msgspec
import pytest

from tests.api.v1.conftest import Caller, Stage
from tests.api.v1.saying import refused, sent, shift, status_of
from tests.api.v1.words import daily, group, member, roster
from tests.cast import World, on

UNTIL = {"kind": "until", "at": on(30), "at_reading": None}
ONCE = {"kind": "once", "start": on(11), "end": on(12), "start_reading": None, "end_reading": None}
SCHEDULES = [
    ONCE,
    {"pattern": {"kind": "daily", "every": 2}, "ends": {"kind": "never"}},
    {
        "pattern": {"kind": "weekly", "every": 1, "days": ["monday", "sunday"]},
        "ends": {"kind": "occurrences", "count": 3},
    },
    {
        "pattern": {"kind": "weekly", "every": 2, "days": ["saturday", "sunday"], "week_start": "sunday"},
        "ends": {"kind": "never"},
    },
    {"pattern": {"kind": "monthly_by_day", "every": 1, "day": 31}, "ends": UNTIL},
    {"pattern": {"kind": "monthly_by_weekday", "every": 3, "week_index": -1, "weekday": "friday"}, "ends": UNTIL},
    {"pattern": {"kind": "yearly", "every": 1}, "ends": {"kind": "never"}},
]
CLOCK = {"kind": "recurring", "anchor_on": "2026-06-01", "start_time": "22:00", "end_time": "06:00:30"}


def wish(world: World, *shifts: Any, **more: Any) -> dict[str, Any]:
    return {"customer": world.acme.id, "name": "Desk", "tz": "Europe/Berlin", "shifts": list(shifts)} | more


@pytest.fixture
def made(bob: Caller, world: World) -> dict[str, Any]:
    """A roster with an early and a late shift."""
    early, late = shift("Early", "06:00", "14:00", world.ann), shift("Late", "14:00", "22:00", world.ben)
    return sent(bob, "POST", "/rosters", wish(world, early, late), 201)


@pytest.fixture
def path(made: dict[str, Any]) -> str:
    return f"/rosters/{made['id']}"


def test_a_new_roster_is_told_whole(bob: Caller, vera: Caller, world: World, made: dict[str, Any], path: str) -> None:
    assert (made["name"], made["description"], made["tz"]) == ("Desk", "", "Europe/Berlin")
    assert (made["revision"], made["created_at"], made["updated_at"]) == (1, on(10, "12:00"), None)
    assert [one["name"] for one in made["shifts"]] == ["Early", "Late"]
    assert made["shifts"][0]["text"] == vera.found(f"{path}/revisions/1")["shifts"][0]["text"]
    assert [one["id"] for one in made["people"]] == [world.ann.id, world.ben.id]
    assert (made["place"]["kind"], made["place"]["customer"]["name"], made["groups"]) == ("roster", "Acme", [])
    assert vera.found(path) == made


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_schedule_comes_back_as_it_was_sent(bob: Caller, world: World, schedule: dict[str, Any]) -> None:
    whole = schedule if schedule is ONCE else CLOCK | schedule
    body = wish(world, {"name": "Night", "schedule": whole, "contacts": [world.ann.id]})
    assert sent(bob, "POST", "/rosters", body, 201)["shifts"][0]["schedule"] == whole


def test_weeks_of_a_shift_that_stays_start_where_they_did_until_another_day_is_said(bob: Caller, world: World) -> None:
    def weekends(id: str | None, **more: str) -> dict[str, Any]:
        weekly = {"kind": "weekly", "every": 2, "days": ["saturday", "sunday"], **more}
        return {"id": id, "name": "Yard", "schedule": CLOCK | {"pattern": weekly}, "contacts": [world.ann.id]}

    made = sent(bob, "POST", "/rosters", wish(world, weekends(None, week_start="sunday")), 201)
    path, id = f"/rosters/{made['id']}", made["shifts"][0]["id"]
    for body, expected in ((weekends(id), "sunday"), (weekends(id, week_start="monday"), "monday")):
        (kept,) = sent(bob, "PATCH", path, {"shifts": [body]})["shifts"]
        assert kept["schedule"]["pattern"]["week_start"] == expected


def test_groups_are_named_and_their_members_told(bob: Caller, stage: Stage, world: World) -> None:
    desk = group(world, world.acme, "desk")
    gone = member(desk, world.ann, on(1), on(5))
    stage.save(desk, member(desk, world.ben, on(1)), gone)
    made = sent(bob, "POST", "/rosters", wish(world, shift("All", "00:00", "00:00", groups=[desk.id])), 201)
    assert made["groups"] == [{"id": desk.id, "name": "desk"}]
    assert [one["id"] for one in made["people"]] == [world.ben.id]


def test_a_list_has_what_one_sees_by_name(
    alice: Caller, mallory: Caller, stage: Stage, world: World, path: str
) -> None:
    stage.save(*roster(world, world.northwind, "All of us", daily("a", 0, 8, world.nora)))
    assert [one["name"] for one in alice.found("/rosters")["results"]] == ["All of us", "Desk"]
    assert [one["name"] for one in mallory.found("/rosters")["results"]] == ["All of us"]
    assert alice.found("/rosters", search="ESK")["results"] == [alice.found(path)]
    assert alice.found("/rosters", customer=world.northwind.id)["total"] == 1
    assert mallory.found("/rosters", customer=world.acme.id)["total"] == 0


def test_shifts_named_by_id_stay_themselves(bob: Caller, world: World, made: dict[str, Any], path: str) -> None:
    early = made["shifts"][0]
    kept = {name: value for name, value in early.items() if name != "text"} | {"contacts": [world.ben.id]}
    changed = sent(bob, "PATCH", path, {"shifts": [shift("New", "08:00", "09:00", world.ann), kept]})
    assert [one["name"] for one in changed["shifts"]] == ["New", "Early"]
    assert (changed["shifts"][1]["id"], changed["revision"]) == (early["id"], 2)
    assert changed["shifts"][0]["id"] not in {one["id"] for one in made["shifts"]}
    assert bob.found(f"{path}/revisions/2")["counts_from"] == on(10, "12:00")


def test_a_change_leaves_what_is_not_said(bob: Caller, made: dict[str, Any], path: str) -> None:
    changed = sent(bob, "PATCH", path, {"name": "Help desk", "description": "First line"})
    assert (changed["name"], changed["description"], changed["updated_at"]) == (
        "Help desk",
        "First line",
        on(10, "12:00"),
    )
    assert (changed["shifts"], changed["revision"], changed["tz"]) == (made["shifts"], 1, made["tz"])


def test_shifts_can_be_sent_back_as_they_came(bob: Caller, made: dict[str, Any], path: str) -> None:
    shifts = [{name: value for name, value in one.items() if name != "text"} for one in made["shifts"]]
    assert sent(bob, "PATCH", path, {"shifts": shifts})["revision"] == 1


@pytest.mark.parametrize("tz", ["America/Los_Angeles", "Pacific/Auckland", "UTC"])
def test_the_older_api_reads_the_same_dates(alice: Caller, world: World, tz: str) -> None:
    made = sent(alice, "POST", "/rosters", wish(world, shift("Early", "06:00", "14:00", world.ann), tz=tz), 201)
    address = f"/api/v2/tenants/client_{world.acme.id}/rosters/{made['id']}"
    signed = {"Authorization": f"Bearer {alice.token}"}
    told = alice.client.get(address, headers=signed).json()
    assert alice.client.post(address, headers=signed, json=told).status_code == 200
    assert alice.found(f"/rosters/{made['id']}")["shifts"][0]["schedule"] == made["shifts"][0]["schedule"]


def test_another_zone_moves_the_clocks_and_not_the_dates(bob: Caller, made: dict[str, Any], path: str) -> None:
    changed = sent(bob, "PATCH", path, {"tz": "America/Los_Angeles"})
    assert [one["schedule"] for one in changed["shifts"]] == [one["schedule"] for one in made["shifts"]]
    assert (changed["tz"], changed["revision"]) == ("America/Los_Angeles", 2)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"), ({"name": None}, "name"), ({"tz": "Mars/Base"}, "tz"), ({"shifts": []}, "shifts"),
        ({"description": 7}, "description"), ({"colour": 1}, "colour"), ({"shifts": None}, "shifts"),
        ({"shifts": [shift("", "06:00", "14:00")]}, "shifts[0].name"),
        ({"shifts": [shift("a", "6", "14:00")]}, "shifts[0].schedule.start_time"),
        ({"shifts": [shift("a", "06:00", "14:00")]}, "shifts[0].contacts"),
        ({"shifts": [shift("a", "06:00", "14:00", contacts=[999_999_999])]}, "shifts[0].contacts[0]"),
        ({"shifts": [shift("a", "06:00", "14:00", groups=["none"])]}, "shifts[0].groups[0]"),
        ({"shifts": [shift("a", "06:00", "14:00", id="ESD-none", groups=["none"])]}, "shifts[0].id"),
        ({"shifts": [shift("a", "06:00", "14:00", schedule={"kind": "never"})]}, "shifts[0].schedule"),
    ],
)  # fmt: skip
def test_a_bad_field_is_named(bob: Caller, world: World, path: str, body: Any, field: str) -> None:
    assert field in refused(bob, "POST", "/rosters", wish(world, shift("a", "06:00", "14:00", world.ann)) | body)
    assert field in refused(bob, "PATCH", path, body)
    assert bob.found(path)["revision"] == 1


def test_all_that_is_missing_is_named_at_once(bob: Caller) -> None:
    assert refused(bob, "POST", "/rosters", {}).keys() == {"customer", "name", "tz", "shifts"}


def test_the_customer_has_to_be_ones_own_and_active(alice: Caller, bob: Caller, stage: Stage, world: World) -> None:
    body = wish(world, shift("a", "06:00", "14:00", world.gus), customer=world.globex.id)
    assert refused(bob, "POST", "/rosters", body) == {"customer": f"There is no customer {world.globex.id} here."}
    stage.save(msgspec.structs.replace(world.globex, is_active=False))
    assert refused(alice, "POST", "/rosters", body).keys() == {"customer"}


def test_a_name_is_taken(bob: Caller, world: World, path: str) -> None:
    assert status_of(bob, "POST", "/rosters", wish(world, shift("a", "06:00", "14:00", world.ann), name="DESK")) == 409


def test_a_deleted_roster_is_gone(bob: Caller, path: str) -> None:
    assert sent(bob, "DELETE", path, status=204) is None
    assert bob.get(path).status_code == 404


def test_viewers_change_nothing(vera: Caller, world: World, path: str) -> None:
    assert status_of(vera, "POST", "/rosters", wish(world, shift("a", "06:00", "14:00", world.ann))) == 403
    assert [status_of(vera, method, path, {}) for method in ("PATCH", "DELETE")] == [403, 403]


def test_what_the_provider_shares_is_read_and_no_more(bob: Caller, stage: Stage, world: World) -> None:
    stage.save(*(shared := roster(world, world.northwind, "Shared", daily("a", 0, 8, world.nora))))
    path = f"/rosters/{shared[0].id}"
    assert bob.found(path)["name"] == "Shared"
    assert [status_of(bob, method, path, {}) for method in ("PATCH", "DELETE")] == [403, 403]


def test_another_customers_roster_is_not_there(mallory: Caller, path: str) -> None:
    assert [status_of(mallory, method, path, {}) for method in ("GET", "PATCH", "DELETE")] == [404, 404, 404]


def test_a_tag_keeps_an_edit_from_being_lost(bob: Caller, path: str) -> None:
    tag = {"If-Match": bob.get(path).headers["etag"]}
    changed = bob.send("PATCH", path, json={"name": "First"}, headers=tag)
    assert changed.headers["etag"] == bob.get(path).headers["etag"] != tag["If-Match"]
    assert status_of(bob, "PATCH", path, {"name": "Second"}, headers=tag) == 412
    assert status_of(bob, "DELETE", path, headers=tag) == 412
    assert bob.found(path)["name"] == "First"


def test_who_joins_a_group_changes_the_tag(bob: Caller, stage: Stage, world: World) -> None:
    stage.save(desk := group(world, world.acme, "desk"))
    made = sent(bob, "POST", "/rosters", wish(world, shift("All", "00:00", "00:00", groups=[desk.id])), 201)
    before = bob.get(f"/rosters/{made['id']}").headers["etag"]
    stage.save(member(desk, world.ben, on(1)))
    assert bob.get(f"/rosters/{made['id']}").headers["etag"] != before


def test_two_shifts_have_two_names_in_any_case(bob: Caller, world: World) -> None:
    shifts = [shift("Night", "20:00", "08:00", world.ann), shift("night", "08:00", "20:00", world.ann)]
    assert refused(bob, "POST", "/rosters", wish(world, *shifts)) == {"shifts[1].name": "Another shift has this name."}
