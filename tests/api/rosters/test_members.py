"""GET|POST|DELETE /api/v2/tenants/{tenantId}/userGroups/{id}/users"""

from typing import Any

import httpx
import pytest

from tests.api.rosters import words
from tests.api.rosters.conftest import Caller
from tests.api.rosters.words import bad, missing, person, user
from tests.cast import World


@pytest.fixture
def at_acme(alice: Caller, acme: str) -> Caller:
    """Alice, speaking about Acme."""
    return alice.at(acme)


@pytest.fixture
def members(at_acme: Caller) -> str:
    """Where the members of a new group of Acme are."""
    return f"userGroups/{at_acme.post('userGroups', {'name': 'Owls'}).json()['uniqueId']}/users"


def rows(response: httpx.Response) -> list[dict[str, Any]]:
    """Who is in the group, by an answer in the envelope."""
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def named(*contacts: Any) -> list[dict[str, str]]:
    return [{"id": user(contact)} for contact in contacts]


def test_a_new_group_is_empty(vera: Caller, members: str) -> None:
    assert vera.get(members).json() == vera.get("rosters/search").json()


def test_users_join_and_leave(at_acme: Caller, members: str, world: World) -> None:
    assert rows(at_acme.post(members, named(world.ann, world.ben))) == [person(world.ben), person(world.ann)]
    assert rows(at_acme.delete(members, named(world.ann))) == [person(world.ben)]
    assert rows(at_acme.get(members)) == [person(world.ben)]


def test_members_are_sorted_and_have_pages(at_acme: Caller, members: str, world: World) -> None:
    at_acme.post(members, named(world.ann, world.ben))
    first = at_acme.get(members, sortName="firstName", isDescendingOrder="false", pageSize=1).json()
    assert (first["results"], first["totalResults"], first["nextPageNo"]) == ([person(world.ann)], 2, 2)
    assert rows(at_acme.get(members, sortName="firstName", pageSize=1)) == [person(world.ben)]


def test_joining_and_leaving_twice_changes_nothing(at_acme: Caller, members: str, world: World) -> None:
    for _ in range(2):
        assert rows(at_acme.post(members, named(world.ann, world.ann))) == [person(world.ann)]
    for _ in range(2):
        assert rows(at_acme.delete(members, named(world.ann))) == []


def test_only_the_tenants_own_active_people_join(at_acme: Caller, members: str, world: World) -> None:
    body = [*named(world.ann, world.nora, world.gus, world.ivy), {"id": "USR9999999999"}, {"id": "x"}]
    assert bad(at_acme.post(members, body[:5])) == {f"[{n}].id" for n in (1, 2, 3, 4)}
    assert bad(at_acme.post(members, body)) == {"[5].id"}
    assert rows(at_acme.get(members)) == []


@pytest.mark.parametrize("body", [b"", b"{", b"{}", b"null", b"5"])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_what_is_no_list_is_refused(at_acme: Caller, members: str, method: str, body: bytes) -> None:
    assert bad(at_acme.send(method, members, content=body)) == {""}


@pytest.mark.parametrize("value", words.NASTY)
def test_nothing_odd_is_a_fault_of_ours(at_acme: Caller, members: str, value: Any) -> None:
    for body in ([value], [{"id": value}]):
        assert at_acme.post(members, body).status_code == 400
        assert at_acme.delete(members, body).status_code == 400


def test_a_manager_may_not(bob: Caller, members: str, world: World) -> None:
    assert bob.post(members, named(world.ann)).status_code == 403
    assert bob.delete(members, named(world.ann)).status_code == 403


def test_another_client_finds_nothing(mallory: Caller, members: str, world: World) -> None:
    id = members.split("/")[1]
    assert missing(mallory.get(members), id)
    assert missing(mallory.post(members, named(world.gus)), id)
