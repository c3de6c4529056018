"""GET /api/v2/tenants/{tenantId}/rosters/search"""

from typing import Any

import pytest

from tests.api.rosters.conftest import Caller, Clock
from tests.api.rosters.words import roster, shift, without
from tests.cast import World


@pytest.fixture
def three(bob: Caller, world: World, clock: Clock) -> list[str]:
    """Rosters of Acme named C, A and B, made in this order."""
    names = ["C", "A", "B"]
    for name in names:
        clock.shows += 60
        assert bob.post("rosters", roster(shift(world.ann), name=name)).status_code == 200
    return names


def names(answer: dict[str, Any]) -> list[str]:
    return [row["name"] for row in answer["results"]]


def test_an_empty_list_has_the_whole_envelope(vera: Caller) -> None:
    assert vera.get("rosters/search").json() == {
        "results": [],
        "totalResults": 0,
        "pageNo": 1,
        "pageSize": 100,
        "totalPages": 0,
        "nextPage": False,
        "previousPageNo": 0,
        "descendingOrder": True,
        "orderBy": "id",
    }


def test_rows_have_no_shifts_and_their_client_no_id(bob: Caller, world: World) -> None:
    made = bob.post("rosters", roster(shift(world.ann))).json()
    row = without(made, "shiftDetails") | {"client": without(made["client"], "id")}
    assert bob.get("rosters/search").json()["results"] == [row]


def test_rows_of_the_partner_are_for_all_clients(alice: Caller, world: World) -> None:
    made = alice.post("rosters", roster(shift(world.nora))).json()
    assert alice.get("rosters/search").json()["results"] == [without(made, "shiftDetails")]


@pytest.mark.parametrize(("sort", "expected"), [("name", ["C", "B", "A"]), ("createdTime", ["B", "A", "C"])])
def test_sorts_descending_unless_told_otherwise(bob: Caller, three: list[str], sort: str, expected: list[str]) -> None:
    assert names(bob.get("rosters/search", sortName=sort).json()) == expected
    answer = bob.get("rosters/search", sortName=sort, isDescendingOrder="false").json()
    assert names(answer) == expected[::-1]
    assert (answer["orderBy"], answer["descendingOrder"]) == (sort, False)


@pytest.mark.parametrize("sort", ["id", "updatedTime"])
def test_sorts_by_every_name_of_the_contract(bob: Caller, three: list[str], sort: str) -> None:
    assert sorted(names(bob.get("rosters/search", sortName=sort).json())) == sorted(three)


def test_pages_tell_what_is_beside_them(bob: Caller, three: list[str]) -> None:
    first = bob.get("rosters/search", pageSize=2, sortName="name").json()
    second = bob.get("rosters/search", pageSize=2, sortName="name", pageNo=2).json()
    told = ("totalResults", "pageNo", "pageSize", "totalPages", "nextPage", "previousPageNo")
    assert [first[one] for one in told] == [3, 1, 2, 2, True, 0]
    assert [second[one] for one in told] == [3, 2, 2, 2, False, 1]
    assert first["nextPageNo"] == 2
    assert "nextPageNo" not in second
    assert names(first) + names(second) == ["C", "B", "A"]


def test_paging_by_next_page_and_page_number_sees_everything_once(bob: Caller, three: list[str]) -> None:
    seen: list[str] = []
    page: dict[str, Any] = {"nextPage": True, "pageNo": 0}
    while page["nextPage"]:
        page = bob.get("rosters/search", pageSize=1, pageNo=page["pageNo"] + 1).json()
        seen += names(page)
    assert sorted(seen) == ["A", "B", "C"]


def test_a_page_past_the_end_is_empty(bob: Caller, three: list[str]) -> None:
    answer = bob.get("rosters/search", pageNo=9).json()
    assert (answer["results"], answer["nextPage"], answer["totalResults"]) == ([], False, 3)


def test_a_page_has_at_most_1000_rows(bob: Caller) -> None:
    assert bob.get("rosters/search", pageSize=5000).json()["pageSize"] == 1000


@pytest.mark.parametrize(
    "query",
    [
        "pageNo=0", "pageNo=-1", "pageNo=x", "pageNo=999999999999999999999", "pageSize=0", "pageSize=1.5",
        "isDescendingOrder=maybe", "sortName=roster.id", "allList=5", "colour=red", "include=shifts",
        "queryString=colour:red", "queryString=nonsense", "queryString=pageNo:x%2BsortName:colour",
    ],
)  # fmt: skip
def test_what_is_not_known_or_cannot_be_read_is_passed_over(bob: Caller, three: list[str], query: str) -> None:
    assert bob.send("GET", f"rosters/search?{query}").json() == bob.get("rosters/search").json()


@pytest.mark.parametrize(
    "query",
    [
        "name:A%2Bcolour:red%2Bsize:5", "colour:red%2Bname:A", "colour:red+name:A+size:5", "name : A%2BallList : true",
        "red,name:B%2Bname:A",
    ],
)  # fmt: skip
def test_unknown_variables_in_the_query_string_leave_the_known_ones_alone(
    bob: Caller, three: list[str], query: str
) -> None:
    assert names(bob.send("GET", f"rosters/search?queryString={query}").json()) == ["A"]


@pytest.mark.parametrize("name", ["Team A: nights", "A + B", "a:b", "9:00 shift"])
def test_values_in_the_query_string_may_hold_its_signs(bob: Caller, world: World, name: str) -> None:
    bob.post("rosters", roster(shift(world.ann), name=name))
    assert names(bob.get("rosters/search", queryString=f"name:{name}+allList:true").json()) == [name]


def test_a_name_that_nothing_can_have_finds_nothing(bob: Caller, three: list[str]) -> None:
    assert names(bob.get("rosters/search", name="\x00").json()) == []


def test_a_name_is_exact(bob: Caller, three: list[str], world: World) -> None:
    bob.post("rosters", roster(shift(world.ann), name="A and B"))
    assert names(bob.get("rosters/search", name="A").json()) == ["A"]


def test_the_list_is_the_tenants_own_unless_all_is_asked_for(alice: Caller, bob: Caller, world: World) -> None:
    bob.post("rosters", roster(shift(world.ann), name="Acme's"))
    alice.post("rosters", roster(shift(world.nora), name="Northwind's"))
    for caller, own in ((alice, "Northwind's"), (bob, "Acme's")):
        assert names(caller.get("rosters/search").json()) == [own]
        everything = caller.get("rosters/search", allList="true", sortName="name").json()
        assert names(everything) == ["Northwind's", "Acme's"]


def test_a_client_never_sees_another_ones(bob: Caller, mallory: Caller, world: World) -> None:
    bob.post("rosters", roster(shift(world.ann)))
    assert mallory.get("rosters/search", allList="true").json()["results"] == []


@pytest.mark.parametrize(
    "query",
    [
        "queryString=name:A+and+B%2BallList:true",
        "queryString=name:A+and+B+allList:true",
        "queryString=name%3AA%20and%20B%2BallList%3Atrue",
        "queryString=allList:true+name:A%20and%20B",
        "queryString=allList:true&name=A+and+B",
    ],
)
def test_the_query_string_says_the_same_in_one(alice: Caller, bob: Caller, world: World, query: str) -> None:
    for name in ("A", "A and B", "B"):
        bob.post("rosters", roster(shift(world.ann), name=name))
    response = alice.send("GET", f"rosters/search?{query}")
    assert names(response.json()) == ["A and B"]


def test_what_stands_beside_the_query_string_counts_before_it(bob: Caller, three: list[str]) -> None:
    assert names(bob.send("GET", "rosters/search?name=A&queryString=name:B").json()) == ["A"]


def test_paging_may_be_in_the_query_string_too(bob: Caller, three: list[str]) -> None:
    answer = bob.send("GET", "rosters/search?queryString=pageSize:1%2BpageNo:2").json()
    assert (answer["pageNo"], answer["pageSize"], len(answer["results"])) == (2, 1, 1)


def test_needs_a_token(nobody: Caller) -> None:
    assert nobody.get("rosters/search").status_code == 401


def test_odd_queries_are_no_fault_of_ours(bob: Caller) -> None:
    for text in (
        "%00",
        "%ff",
        "%",
        "&&&",
        "=",
        "name=%ff%fe",
        "queryString=%ff",
        "queryString=:::",
        "name=" + "x" * 9000,
    ):
        assert (
            bob.client.get(
                f"/api/v2/tenants/{bob.tenant}/rosters/search?{text}", headers={"Authorization": f"Bearer {bob.token}"}
            ).status_code
            == 200
        )
