"""POST /api/v2/tenants/{tenantId}/rosters/{rosterId}"""

from typing import Any

import pytest

from tests.api.rosters.conftest import Caller, Clock
from tests.api.rosters.words import bad, daily, missing, pattern, roster, shift, user, without
from tests.cast import World


@pytest.fixture
def made(bob: Caller, world: World) -> dict[str, Any]:
    """A roster of Acme with a day and a night."""
    answer: dict[str, Any] = bob.post("rosters", roster(shift(world.ann), shift(world.ben, name="Night"))).json()
    return answer


def test_what_was_read_can_be_sent_back(bob: Caller, made: dict[str, Any], clock: Clock) -> None:
    clock.set("2026-06-11T00:00:00Z")
    response = bob.post(f"rosters/{made['id']}", made)
    assert response.status_code == 200
    assert response.json() == made | {"updatedTime": "2026-06-11T00:00:00+0000"}


def test_keeps_shifts_by_id_adds_those_without_and_removes_the_rest(
    bob: Caller, world: World, made: dict[str, Any]
) -> None:
    day, night = made["shiftDetails"]
    renamed = shift(world.ben, name="Days", id=day["id"])
    answer = bob.post(f"rosters/{made['id']}", roster(renamed, shift(world.ann, name="Weekend"))).json()
    first, second = answer["shiftDetails"]
    assert (first["id"], first["name"]) == (day["id"], "Days")
    assert second["id"] not in (day["id"], night["id"])
    assert bob.get(f"rosters/{made['id']}").json() == answer


def test_replaces_everything(bob: Caller, world: World, made: dict[str, Any]) -> None:
    body = without(roster(shift(world.ann), name="Other", timeZone={"id": "7"}), "description")
    answer = bob.post(f"rosters/{made['id']}", body).json()
    assert (answer["name"], answer["description"], answer["timeZone"]["name"]) == ("Other", "", "America/New_York")
    assert answer["createdTime"] == made["createdTime"]


def test_a_shift_that_stays_and_says_no_start_started_when_it_did(bob: Caller, world: World, clock: Clock) -> None:
    def unsaid(**more: Any) -> dict[str, Any]:
        return roster(
            shift(world.ann, schedule=without(daily(pattern=pattern("daily", repeatFrequency=2)), "startDate"), **more)
        )

    made = bob.post("rosters", unsaid()).json()
    assert made["shiftDetails"][0]["schedule"]["startDate"] == "2026-06-09T18:30:00+0000"
    clock.set("2026-06-13T12:00:00Z")
    kept = bob.post(f"rosters/{made['id']}", unsaid(id=made["shiftDetails"][0]["id"])).json()
    assert kept["shiftDetails"] == made["shiftDetails"]
    anew = bob.post(f"rosters/{made['id']}", unsaid()).json()
    assert anew["shiftDetails"][0]["schedule"]["startDate"] == "2026-06-12T18:30:00+0000"


def test_weeks_start_where_they_did_until_another_day_is_said(bob: Caller, world: World) -> None:
    def weekends(id: str | None = None, **more: str) -> dict[str, Any]:
        weekly = pattern("weekly", weekDays="Saturday,Sunday", repeatFrequency=2, **more)
        return roster(shift(world.ann, id=id, schedule=daily(pattern=weekly)))

    made = bob.post("rosters", weekends(weekStart="Sunday")).json()
    path, id = f"rosters/{made['id']}", made["shiftDetails"][0]["id"]
    for body, expected in (
        (weekends(id), "Sunday"),
        (weekends(id, weekStart="Monday"), "Monday"),
        (weekends(), None),
    ):
        (kept,) = bob.post(path, body).json()["shiftDetails"]
        assert kept["schedule"]["pattern"].get("weekStart") == expected


@pytest.mark.parametrize("id", ["ESD-00000000-0000-0000-0000-000000000000", "nonsense"])
def test_an_unknown_shift_is_refused(bob: Caller, world: World, made: dict[str, Any], id: str) -> None:
    body = roster(shift(world.ann), shift(world.ann, name="Night", id=id))
    assert bad(bob.post(f"rosters/{made['id']}", body)) == {"shiftDetails[1].id"}


def test_a_shift_is_kept_once(bob: Caller, world: World, made: dict[str, Any]) -> None:
    id = made["shiftDetails"][0]["id"]
    body = roster(shift(world.ann, id=id), shift(world.ann, name="Night", id=id))
    assert bad(bob.post(f"rosters/{made['id']}", body)) == {"shiftDetails[1].id"}


def test_a_bad_update_changes_nothing(bob: Caller, world: World, made: dict[str, Any]) -> None:
    assert bad(bob.post(f"rosters/{made['id']}", roster(shift(world.gus), name="Other"))) == {
        "shiftDetails[0].users[0].id"
    }
    assert bob.get(f"rosters/{made['id']}").json() == made


def test_a_taken_name_is_a_conflict(bob: Caller, world: World, made: dict[str, Any]) -> None:
    other = bob.post("rosters", roster(shift(world.ann), name="Other")).json()
    response = bob.post(f"rosters/{other['id']}", roster(shift(world.ann), name="network SUPPORT"))
    assert (response.status_code, response.json()["code"]) == (409, "0004")


def test_its_own_name_is_not_taken(bob: Caller, world: World, made: dict[str, Any]) -> None:
    assert bob.post(f"rosters/{made['id']}", roster(shift(world.ann), name="NETWORK SUPPORT")).status_code == 200


def test_who_was_on_call_stays(bob: Caller, world: World, made: dict[str, Any], clock: Clock) -> None:
    clock.set("2026-06-11T12:00:00Z")
    bob.post(f"rosters/{made['id']}", roster(shift(world.ben, schedule=daily())))
    told = [bob.get(f"rosters/{made['id']}/oncall", at=f"2026-06-{day}T05:00:00Z").json() for day in (10, 12)]
    assert [[one["id"] for one in each["users"]] for each in told] == [
        [user(world.ann), user(world.ben)],
        [user(world.ben)],
    ]


def test_the_partner_changes_a_clients_roster_with_the_clients_people(
    alice: Caller, world: World, made: dict[str, Any]
) -> None:
    assert alice.post(f"rosters/{made['id']}", roster(shift(world.ben))).status_code == 200
    assert bad(alice.post(f"rosters/{made['id']}", roster(shift(world.nora)))) == {"shiftDetails[0].users[0].id"}


def test_a_client_does_not_change_the_partners_roster(alice: Caller, bob: Caller, world: World) -> None:
    id = alice.post("rosters", roster(shift(world.nora))).json()["id"]
    assert bob.post(f"rosters/{id}", roster(shift(world.ann))).status_code == 403


def test_a_viewer_may_not(vera: Caller, world: World, made: dict[str, Any]) -> None:
    assert vera.post(f"rosters/{made['id']}", roster(shift(world.ann))).status_code == 403


def test_an_unknown_roster_is_not_found(bob: Caller, world: World) -> None:
    assert missing(bob.post("rosters/ES-1", roster(shift(world.ann))), "ES-1")


def test_another_clients_roster_is_not_found(mallory: Caller, world: World, made: dict[str, Any]) -> None:
    assert missing(mallory.post(f"rosters/{made['id']}", roster(shift(world.gus))), made["id"])


@pytest.mark.parametrize("body", [b"", b"{", b"[]"])
def test_what_is_no_json_object_is_refused(bob: Caller, made: dict[str, Any], body: bytes) -> None:
    assert bad(bob.send("POST", f"rosters/{made['id']}", content=body)) == {""}
