"""GET /api/v2/tenants/{tenantId}/rosters/{rosterId}/oncall"""

from typing import Any

import pytest

from tests.api.rosters.conftest import Caller
from tests.api.rosters.words import bad, daily, missing, person, roster, shift, user
from tests.cast import World


@pytest.fixture
def made(bob: Caller, world: World) -> dict[str, Any]:
    """Ann by day, Ben by night until two in the morning, on the clocks of Paris."""
    night = daily(startTime="17:00:00", endTime="02:00:00")
    body = roster(shift(world.ann), shift(world.ben, name="Night", schedule=night), timeZone={"name": "Europe/Paris"})
    answer: dict[str, Any] = bob.post("rosters", body).json()
    return answer


def test_tells_who_is_on_by_which_shift_and_when_that_changes(vera: Caller, world: World, made: dict[str, Any]) -> None:
    answer = vera.get(f"rosters/{made['id']}/oncall", at="2026-06-10T10:00:00Z").json()
    assert answer == {
        "at": "2026-06-10T10:00:00+0000",
        "users": [person(world.ann)],
        "shifts": [
            {
                "id": made["shiftDetails"][0]["id"],
                "name": "Day",
                "start": "2026-06-10T05:00:00+0000",
                "end": "2026-06-10T15:00:00+0000",
                "users": [person(world.ann)],
            }
        ],
        "since": "2026-06-10T05:00:00+0000",
        "changesAt": "2026-06-10T15:00:00+0000",
        "nextAt": "2026-06-10T15:00:00+0000",
        "nextUsers": [person(world.ben)],
    }


def test_the_instant_is_now_by_default(vera: Caller, made: dict[str, Any]) -> None:
    assert vera.get(f"rosters/{made['id']}/oncall").json()["at"] == "2026-06-10T12:00:00+0000"


def test_in_a_gap_nobody_is_on_and_the_next_are_told(vera: Caller, world: World, made: dict[str, Any]) -> None:
    answer = vera.get(f"rosters/{made['id']}/oncall", at="2026-06-10T01:00:00Z").json()
    assert (answer["users"], answer["shifts"], answer["nextAt"]) == ([], [], "2026-06-10T05:00:00+0000")
    assert [one["id"] for one in answer["nextUsers"]] == [user(world.ann)]


def test_people_of_overlapping_shifts_are_on_once(bob: Caller, world: World) -> None:
    body = roster(shift(world.ann, world.ben), shift(world.ben, name="Other"))
    id = bob.post("rosters", body).json()["id"]
    answer = bob.get(f"rosters/{id}/oncall", at="2026-06-10T05:00:00Z").json()
    assert ([one["id"] for one in answer["users"]], len(answer["shifts"])) == ([user(world.ann), user(world.ben)], 2)


@pytest.mark.parametrize("at", ["2026-06-10T10:00:00+0000", "2026-06-10T12:00:00+02:00", "2026-06-10T10:00:00"])
def test_an_offset_may_come_encoded_or_not(vera: Caller, made: dict[str, Any], at: str) -> None:
    for text in (at, at.replace("+", "%2B")):
        response = vera.send("GET", f"rosters/{made['id']}/oncall?at={text}")
        assert response.json()["at"] == "2026-06-10T10:00:00+0000"


@pytest.mark.parametrize("at", ["now", "2026-06-10", "\x00", "9" * 500])
def test_what_is_no_instant_is_refused(vera: Caller, made: dict[str, Any], at: str) -> None:
    assert bad(vera.get(f"rosters/{made['id']}/oncall", at=at)) == {"at"}


def test_another_client_finds_nothing(mallory: Caller, made: dict[str, Any]) -> None:
    assert missing(mallory.get(f"rosters/{made['id']}/oncall"), made["id"])
