"""GET /api/v2/tenants/{tenantId}/rosters/{rosterId}/timeline"""

from typing import Any

import pytest

from tests.api.rosters.conftest import Caller
from tests.api.rosters.words import bad, daily, missing, person, roster, shift
from tests.cast import World


@pytest.fixture
def made(bob: Caller, world: World) -> dict[str, Any]:
    """Ann from seven to five GMT."""
    answer: dict[str, Any] = bob.post("rosters", roster(shift(world.ann), timeZone={"name": "GMT"})).json()
    return answer


def test_tells_occurrences_whole_and_gaps_within_the_window(vera: Caller, world: World, made: dict[str, Any]) -> None:
    window = {"since": "2026-06-10T12:00:00Z", "until": "2026-06-11T12:00:00Z"}
    spans = [
        ("2026-06-10T07:00:00+0000", "2026-06-10T17:00:00+0000"),
        ("2026-06-11T07:00:00+0000", "2026-06-11T17:00:00+0000"),
    ]
    told = {"id": made["shiftDetails"][0]["id"], "name": "Day", "users": [person(world.ann)]}
    assert vera.get(f"rosters/{made['id']}/timeline", **window).json() == {
        "since": "2026-06-10T12:00:00+0000",
        "until": "2026-06-11T12:00:00+0000",
        "occurrences": [told | {"start": start, "end": end} for start, end in spans],
        "gaps": [{"start": "2026-06-10T17:00:00+0000", "end": "2026-06-11T07:00:00+0000"}],
    }


def test_the_window_is_sixty_days_from_now_by_default(vera: Caller, made: dict[str, Any]) -> None:
    answer = vera.get(f"rosters/{made['id']}/timeline").json()
    assert (answer["since"], answer["until"]) == ("2026-06-10T12:00:00+0000", "2026-08-09T12:00:00+0000")
    assert len(answer["occurrences"]) == 61


def test_who_joins_a_group_is_on_from_then(alice: Caller, acme: str, world: World) -> None:
    at_acme = alice.at(acme)
    group = at_acme.post("userGroups", {"name": "Owls"}).json()["uniqueId"]
    named = shift(schedule=daily(startTime="00:00:00", endTime="00:00:00"), userGroups=[{"uniqueId": group}])
    id = at_acme.post("rosters", roster(named, timeZone={"name": "GMT"})).json()["id"]
    at_acme.post(f"userGroups/{group}/users", [{"id": f"USR{world.ann.id:010}"}])
    window = {"since": "2026-06-10T00:00:00Z", "until": "2026-06-11T00:00:00Z"}
    answer = at_acme.get(f"rosters/{id}/timeline", **window).json()
    assert [one["start"] for one in answer["occurrences"]] == ["2026-06-10T12:00:00+0000"]
    assert answer["gaps"] == [{"start": "2026-06-10T00:00:00+0000", "end": "2026-06-10T12:00:00+0000"}]


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ({"since": "x", "until": "y"}, {"since", "until"}),
        ({"since": "2026-06-10T00:00:00Z", "until": "2026-06-10T00:00:00Z"}, {"until"}),
        ({"since": "2026-06-10T00:00:00Z", "until": "2028-06-12T00:00:01Z"}, {"until"}),
    ],
)
def test_a_bad_window_is_refused(vera: Caller, made: dict[str, Any], query: dict[str, str], fields: set[str]) -> None:
    assert bad(vera.get(f"rosters/{made['id']}/timeline", **query)) == fields


def test_another_client_finds_nothing(mallory: Caller, made: dict[str, Any]) -> None:
    assert missing(mallory.get(f"rosters/{made['id']}/timeline"), made["id"])
