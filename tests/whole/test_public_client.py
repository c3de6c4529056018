"""`python-opsramp`, a public client of the rosters API as its users install it, against a server of its own.

It knows clients and time zones by name; rosters, users and groups are reached through what it is built on, which signs
in, joins the pages of a search, and asks a refused GET again for a minute.
"""

import opsramp.binding
import pytest
from opsramp.base import ApiWrapper

from tests.whole.running import serving, watchbill

DAILY = {
    "type": "recurring",
    "startDate": "2026-06-01T00:00:00+0000",
    "startTime": "07:00:00",
    "endTime": "17:00:00",
    "pattern": {"type": "daily", "repeatFrequency": 1},
    "endPattern": {"type": "NEVER"},
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    home = tmp_path_factory.mktemp("public-client")
    database = f"sqlite:///{home}/watchbill.db"
    made = watchbill(database, "client", "create", "--role", "admin", "--name", "roster sync")
    assert made.returncode == 0, made.stderr
    with pytest.MonkeyPatch.context() as patch, serving(database, home) as server:
        patch.setenv("NO_PROXY", "127.0.0.1")
        yield server.address, made.stdout.splitlines()[-1].split(" ")


@pytest.fixture(scope="module")
def partner(server):
    address, (key, secret) = server
    return opsramp.binding.connect(address, key, secret).tenant("msp_1")


@pytest.fixture(scope="module")
def acme(server, partner):
    """What the client says of a client of the partner's."""
    made = partner.clients().create(
        partner.clients().mkClient("Acme", "Main St 1", "America/New_York", "United States")
    )
    address, (key, secret) = server
    return opsramp.binding.connect(address, key, secret).tenant(made["uniqueId"])


@pytest.fixture(scope="module")
def jane(acme):
    names = {"loginName": "jane.hudson", "firstName": "Jane", "lastName": "Hudson", "email": "jane@acme.example"}
    return acme.post("users", json=names)


def body(name, user):
    shift = {"name": "Day", "schedule": DAILY, "users": [{"id": user["id"]}], "userGroups": []}
    return {"name": name, "description": "", "timeZone": {"name": "Asia/Calcutta"}, "shiftDetails": [shift]}


def test_it_finds_the_time_zones(server):
    address, (key, secret) = server
    zones = opsramp.binding.connect(address, key, secret).config().get_timezones()
    assert {"id": "19", "name": "Asia/Calcutta", "label": "GMT +05:30 India", "code": "IST"} in zones


def test_a_wrong_secret_is_refused(server):
    with pytest.raises(RuntimeError, match=r"401.*Bad API credentials"):
        opsramp.binding.connect(server[0], server[1][0], "wrong")


def test_a_client_is_made_searched_changed_suspended_and_terminated(partner):
    clients = partner.clients()
    hours = clients.mkHours()
    sent = clients.mkClient("Globex", "Side St 2", "Europe/Paris", "France", hours)
    id = clients.create(sent)["uniqueId"]
    assert clients.get(id) | sent == clients.get(id)
    assert [row["uniqueId"] for row in clients.search("name:Globex")["results"]] == [id]
    assert clients.update(id, sent | {"address": "Side St 3"})["address"] == "Side St 3"
    assert clients.suspend(id)["activated"] is False
    assert id not in [row["uniqueId"] for row in clients.get()]
    assert clients.activate(id)["activated"] is True
    assert clients.terminate(id)["status"] == "terminated"


def test_a_roster_is_made_read_changed_and_deleted(acme, jane):
    made = acme.post("rosters", json=body("Desk", jane))
    read = acme.get(f"rosters/{made['id']}")
    assert [shift["schedule"] for shift in read["shiftDetails"]] == [DAILY]
    changed = acme.post(f"rosters/{made['id']}", json=read | {"name": "Night desk"})
    assert changed == read | {"name": "Night desk", "updatedTime": changed["updatedTime"]}
    acme.delete(f"rosters/{made['id']}")
    assert "Night desk" not in [row["name"] for row in acme.search(suffix="rosters/search")["results"]]


@pytest.mark.parametrize("query", ["pageSize=2", "pageSize=2&pageNo=1", "queryString=name:&pageSize=2&colour=red"])
def test_a_search_is_joined_from_all_its_pages(acme, jane, query):
    names = {f"{query} {number}" for number in range(5)}
    ids = [acme.post("rosters", json=body(name, jane))["id"] for name in names]
    found = acme.search(query, suffix="rosters/search")
    assert len({row["id"] for row in found["results"]}) == found["totalResults"] >= 5
    assert names <= {row["name"] for row in found["results"]}
    for id in ids:
        acme.delete(f"rosters/{id}")


def test_members_of_a_group_come_and_go(acme, jane):
    group = acme.post("userGroups", json={"name": "Network admins"})
    members = f"userGroups/{group['uniqueId']}/users"
    acme.post(members, json=[{"id": jane["id"]}])
    assert [one["loginName"] for one in acme.get(members)["results"]] == ["jane.hudson"]
    acme.delete(members, json=[{"id": jane["id"]}])
    assert acme.get(members)["results"] == []


def test_no_search_is_asked_twice(acme):
    """It would be, seven times within a minute, were it refused."""
    asked = []
    own = ApiWrapper(acme.api)
    own.session.hooks["response"].append(lambda response, *_, **__: asked.append(len(response.raw.retries.history)))
    own.get("rosters/search?pageNo=first&pageSize=-1&sortName=colour&allList=perhaps&queryString=status:asleep")
    assert asked == [0]
