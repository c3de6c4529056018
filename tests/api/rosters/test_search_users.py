"""GET /api/v2/tenants/{tenantId}/users/search"""

import pytest

from tests.api.rosters.conftest import Caller, Clock
from tests.api.rosters.words import user
from tests.cast import World


def found(caller: Caller, **query: str) -> list[str]:
    answer = caller.get("users/search", sortName="firstName", isDescendingOrder="false", **query).json()
    return [row["firstName"] for row in answer["results"]]


def test_lists_the_tenants_own_in_the_envelope(vera: Caller, acme: str) -> None:
    answer = vera.get("users/search", pageSize=2).json()
    assert (answer["totalResults"], answer["totalPages"], answer["nextPage"], answer["nextPageNo"]) == (5, 3, True, 2)
    assert {row["orgId"] for row in answer["results"]} == {acme}


def test_rows_are_whole_users(vera: Caller) -> None:
    for row in vera.get("users/search").json()["results"]:
        assert row == vera.get(f"users/{row['id']}").json()


def test_everybody_is_found_without_variables(vera: Caller, alice: Caller) -> None:
    assert found(vera) == ["Ann", "Ben", "Bob", "Ivy", "Rita"]
    assert found(alice) == ["Nora"]


@pytest.mark.parametrize("name", ["loginName", "firstName", "lastName", "mailId"])
def test_each_variable_is_exact_in_any_case(vera: Caller, world: World, name: str) -> None:
    field = {"mailId": "email"}.get(name, name)
    value = vera.get(f"users/USR{world.ann.id:010}").json()[field]
    assert found(vera, **{name: value.upper()}) == ["Ann"]
    assert found(vera, **{name: value[:2]}) == []


def test_a_status_narrows(vera: Caller) -> None:
    assert found(vera, status="inactive") == ["Ivy"]
    assert found(vera, status="ACTIVE") == ["Ann", "Ben", "Bob", "Rita"]
    assert found(vera, status="asleep") == []


def test_an_id_finds_its_user(vera: Caller, world: World) -> None:
    assert found(vera, uniqueId=user(world.ben)) == ["Ben"]
    assert found(vera, uniqueId=user(world.gus)) == found(vera, uniqueId="18") == []


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("startCreationDate:2026-06-10T12:00:00Z", ["Zoe"]),
        ("endCreationDate:2026-06-10T11:59:59+0000", ["Ann", "Ben", "Bob", "Ivy", "Rita"]),
        ("startCreationDate:2026-05-01T08:00:00 0000+endCreationDate:2026-05-01T08:00:00 0000+firstName:Ann", ["Ann"]),
        ("startUpdationDate:2026-06-10T13:00:00+0000+endUpdationDate:2026-06-10T13:00:00 0000", ["Ben"]),
        ("startUpdationDate:yesterday+firstName:Ann", ["Ann"]),
    ],
)
def test_the_four_dates_narrow(
    alice: Caller, acme: str, vera: Caller, world: World, clock: Clock, query: str, names: list[str]
) -> None:
    zoe = {"loginName": "zoe", "firstName": "Zoe", "lastName": "Z", "email": "zoe@acme.example"}
    alice.at(acme).post("users", zoe)
    clock.shows += 3600
    alice.at(acme).post(f"users/{user(world.ben)}", {"lastName": "Hill"})
    assert found(vera, queryString=query) == names


def test_variables_may_be_in_the_query_string(vera: Caller) -> None:
    assert found(vera, queryString="firstName:Ben+status:active") == ["Ben"]
    assert found(vera, queryString="firstName:Ben status:inactive") == []


@pytest.mark.parametrize("sort", ["id", "loginName", "firstName", "lastName", "createdTime", "updatedTime"])
def test_sorts_both_ways(vera: Caller, sort: str) -> None:
    rows = vera.get("users/search", sortName=sort, isDescendingOrder="true").json()["results"]
    assert [row[sort] for row in rows] == sorted((row[sort] for row in rows), reverse=True)


def test_minimal_lists_the_active_ones_in_few_words(vera: Caller, world: World) -> None:
    rows = vera.get("users/minimal").json()
    assert [row["firstName"] for row in rows] == ["Ann", "Ben", "Bob", "Rita"]
    assert all(set(row) == {"id", "loginName", "lastName", "firstName", "email"} for row in rows)
