"""Ids that programs hold and bring along: kept where they are free, and named as they were sent."""

from typing import Any

import pytest

from tests.api.rosters.conftest import Caller, Clock
from tests.api.rosters.words import bad, daily, missing, once, roster, shift, user, without
from tests.cast import World

UUID = "37644ff5-7ea5-a3aa-e288-9c2666dc02e4"
NO_UUID = "48965gg5-8fg6-a3aa-e288-0d3667e36f5"
JANE = {"loginName": "Jane.Hudson", "firstName": "Jane", "lastName": "Hudson", "email": "jane@acme.example"}
OVERNIGHT = daily(
    startDate="2018-03-06T00:00:00+0000",
    startTime="16:30:00",
    endTime="01:30:10",
    pattern={"type": "weekly", "repeatFrequency": 5, "weekDays": "Wednesday,Thursday,Friday"},
)
REFERENCE = {
    "name": "SJ Network Support",
    "description": "Team to handle all network issues in SJ site.",
    "timeZone": {"name": "Asia/Calcutta"},
    "shiftDetails": [
        {
            "name": "Morning shift",
            "schedule": once(),
            "users": [{"id": "USR0000000018"}],
            "userGroups": [{"uniqueId": f"USRGRP-{UUID}"}],
        },
        {
            "name": "Evening shift",
            "schedule": OVERNIGHT,
            "users": [{"id": "USR0000000020"}],
            "userGroups": [{"uniqueId": f"USRGRP-{NO_UUID}"}],
        },
    ],
}
"""The reference's own sample, to the letter."""


@pytest.fixture
def at_acme(alice: Caller, acme: str) -> Caller:
    """Alice, speaking about Acme."""
    return alice.at(acme)


def made(caller: Caller, path: str, **body: Any) -> dict[str, Any]:
    """What was made, with a body that is not refused."""
    response = caller.post(path, body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def names(caller: Caller, path: str, **query: Any) -> list[str]:
    return [row.get("name") or row["firstName"] for row in caller.get(path, **query).json()["results"]]


def test_the_references_own_sample_is_taken_with_the_ids_in_it(at_acme: Caller) -> None:
    for number in (18, 20):
        made(at_acme, "users", **JANE, id=f"USR{number:010}")
    for id in (UUID, NO_UUID):
        made(at_acme, "userGroups", name=id, uniqueId=f"USRGRP-{id}")
    answer = made(at_acme, "rosters", **REFERENCE)
    for told, sent in zip(answer["shiftDetails"], REFERENCE["shiftDetails"], strict=True):
        assert told["schedule"] == sent["schedule"]
        assert [one["id"] for one in told["users"]] == [one["id"] for one in sent["users"]]
        assert [one["uniqueId"] for one in told["userGroups"]] == [one["uniqueId"] for one in sent["userGroups"]]


def test_users_groups_and_clients_keep_their_ids(alice: Caller) -> None:
    kept = {
        "users": ("id", "USR0000002145", JANE),
        "userGroups": ("uniqueId", "USRGRP-A-1", {"name": "A"}),
        "clients": ("uniqueId", "client_2703", {"name": "Initech"}),
    }
    for path, (key, id, body) in kept.items():
        answer = made(alice, path, **body, **{key: id})
        assert answer[key] == id
        assert alice.get(f"{path}/{id}").json() == answer
        response = alice.post(path, body | {key: id, "name": "Another"})
        assert (response.status_code, response.json()["code"]) == (409, "0004")
        assert id in response.json()["message"]
        assert alice.get(f"{path}/{id}").json() == answer


def test_a_clients_number_stands_in_its_addresses(alice: Caller) -> None:
    made(alice, "clients", name="Initech", uniqueId="client_2703")
    assert alice.at("client_2703").get("").json()["id"] == 2703
    assert made(alice.at("client_2703"), "users", **JANE)["orgId"] == "client_2703"


@pytest.mark.parametrize("sent", [None, ""])
def test_an_id_that_is_not_sent_is_given(alice: Caller, world: World, sent: Any) -> None:
    assert made(alice, "users", **JANE, id=sent)["id"].startswith("USR")
    assert made(alice, "userGroups", name="A", uniqueId=sent)["uniqueId"].startswith("USRGRP-")
    assert made(alice, "clients", name="Initech", uniqueId=sent)["uniqueId"].startswith("client_")
    answer = made(alice, "rosters", **roster(shift(world.nora, id=sent), id=sent))
    assert (answer["id"][:3], answer["shiftDetails"][0]["id"][:4]) == ("ES-", "ESD-")


@pytest.mark.parametrize(
    ("path", "key", "ids"),
    [
        ("users", "id", ["18", "USR18", "usr0000000018", "USR0000000000", "USR00000000180", 18]),
        ("userGroups", "uniqueId", ["x", "USRGRP-", "USRGRP-ä", "USRGRP-a b", "USRGRP-" + "a" * 65, {}]),
        ("clients", "uniqueId", ["7", "client_0", "client_x", "msp_7", "client_" + "9" * 16]),
        ("rosters", "id", ["x", "ES-", "ES-a_b", "ESD-1"]),
    ],
)
def test_an_id_of_another_form_is_refused(alice: Caller, world: World, path: str, key: str, ids: list[Any]) -> None:
    body = roster(shift(world.nora)) | (JANE if path == "users" else {"name": "A"})
    for id in ids:
        assert bad(alice.post(path, body | {key: id})) == {key}


def test_a_shifts_id_of_another_form_is_refused(alice: Caller, world: World) -> None:
    for id in ("x", "ESD-", "ES-1", 5):
        assert bad(alice.post("rosters", roster(shift(world.nora, id=id)))) == {"shiftDetails[0].id"}


def test_a_roster_keeps_its_ids_where_they_are_free(bob: Caller, world: World) -> None:
    day, night = shift(world.ann, id="ESD-Day-1"), shift(world.ben, name="Night")
    answer = made(bob, "rosters", **roster(day, night, id="ES-c27584ee"))
    assert (answer["id"], answer["shiftDetails"][0]["id"]) == ("ES-c27584ee", "ESD-Day-1")
    assert bob.get("rosters/ES-c27584ee").json() == answer
    assert missing(bob.get("rosters/ES-C27584EE"), "ES-C27584EE")


def test_a_roster_that_was_read_is_made_anew_under_another_name(bob: Caller, world: World) -> None:
    first = made(bob, "rosters", **roster(shift(world.ann), shift(world.ben, name="Night")))
    second = made(bob, "rosters", **{**first, "name": "Another"})
    ids = {one["id"] for answer in (first, second) for one in (answer, *answer["shiftDetails"])}
    assert len(ids) == 6
    bare = [[without(one, "id") for one in answer["shiftDetails"]] for answer in (first, second)]
    assert bare[0] == bare[1]
    assert bob.get(f"rosters/{first['id']}").json() == first
    assert bob.post("rosters", first).status_code == 409


def test_a_shift_that_went_has_its_id_still(bob: Caller, world: World) -> None:
    first = made(bob, "rosters", **roster(shift(world.ann, id="ESD-1")))
    bob.post(f"rosters/{first['id']}", roster(shift(world.ann)))
    second = made(bob, "rosters", **roster(shift(world.ann, id="ESD-1"), name="Another"))
    assert second["shiftDetails"][0]["id"] != "ESD-1"


def test_two_shifts_of_one_id_are_refused(bob: Caller, world: World) -> None:
    body = roster(shift(world.ann, id="ESD-1"), shift(world.ben, name="Night", id="ESD-1"))
    assert bad(bob.post("rosters", body)) == {"shiftDetails[1].id"}


def test_errors_name_ids_as_they_were_sent(alice: Caller, at_acme: Caller, world: World) -> None:
    people = [*map(user, (world.ivy, world.nora)), "USR9999999999"]
    body = roster(shift(users=[{"id": id} for id in people], userGroups=[{"uniqueId": f"USRGRP-{NO_UUID}"}]))
    messages = [one["message"] for one in at_acme.post("rosters", body).json()]
    assert all(id in message for id, message in zip([*people, f"USRGRP-{NO_UUID}"], messages, strict=True))
    assert missing(at_acme.get(f"userGroups/USRGRP-{NO_UUID}/users"), f"USRGRP-{NO_UUID}")
    alice.post(f"clients/{at_acme.tenant}/suspend")
    assert at_acme.tenant in at_acme.get("").json()["message"]


def test_a_number_that_was_brought_along_is_not_given_again(alice: Caller) -> None:
    last = int(made(alice, "users", **JANE)["id"][3:])
    for number in (last + 1, last + 2):
        made(alice, "users", **JANE, id=f"USR{number:010}")
    assert int(made(alice, "users", **JANE)["id"][3:]) > last + 2


def test_id_sorts_in_the_order_of_creation_whatever_the_ids(alice: Caller, world: World) -> None:
    ids = ("Zulu", "Alpha", "Mike")
    for id in ids:
        made(alice, "rosters", **roster(shift(world.nora), name=id, id=f"ES-{id}"))
        made(alice, "userGroups", name=id, uniqueId=f"USRGRP-{id}")
        made(alice, "clients", name=id, uniqueId=f"client_{ord(id[0])}00000")
        made(alice, "users", **{**JANE, "firstName": id}, id=f"USR{ord(id[0]):05}00000")
    for path in ("rosters/search", "userGroups", "clients/search", "users/search"):
        assert [name for name in names(alice, path) if name in ids] == list(ids[::-1])
        assert [name for name in names(alice, path, isDescendingOrder="false") if name in ids] == list(ids)


def test_of_equals_the_one_that_was_made_last_comes_first_or_last(alice: Caller, clock: Clock) -> None:
    for name in ("B", "A", "C"):
        made(alice, "userGroups", name=name)
    assert names(alice, "userGroups", sortName="createdTime") == ["C", "A", "B"]
    assert names(alice, "userGroups", sortName="createdTime", isDescendingOrder="false") == ["B", "A", "C"]
