"""A program written against the reference of the rosters API, over plain HTTP, against a server of its own."""

import httpx
import pytest

from tests.whole.running import PATIENCE, serving, watchbill

ONE_TIME = {"type": "one-time", "startDate": "2018-02-06T07:05:00+0000", "endDate": "2018-03-10T17:30:00+0000"}
EVERY_FIFTH_DAY = {
    "type": "recurring",
    "startDate": "2018-02-06T00:00:00+0000",
    "startTime": "07:00:00",
    "endTime": "17:00:00",
    "pattern": {"type": "daily", "repeatFrequency": 5},
    "endPattern": {"type": "DATE", "DATE": "2018-03-16T00:00:00+0000"},
}
OVERNIGHT = {
    "type": "recurring",
    "startDate": "2018-03-06T00:00:00+0000",
    "startTime": "16:30:00",
    "endTime": "01:30:10",
    "pattern": {"type": "weekly", "weekDays": "Wednesday,Thursday,Friday", "repeatFrequency": 2},
    "endPattern": {"type": "OCCURRENCES", "OCCURRENCES": 5},
}
LAST_FRIDAY = {
    "type": "recurring",
    "startDate": "2018-03-06T00:00:00+0000",
    "startTime": "17:00:00",
    "endTime": "09:00:00",
    "pattern": {
        "type": "monthly",
        "repeatType": "DAY_OF_WEEK",
        "weekIndex": "Last",
        "dayOfWeek": "Friday",
        "repeatFrequency": 1,
    },
    "endPattern": {"type": "NEVER"},
}
SAMPLES = (ONE_TIME, EVERY_FIFTH_DAY, OVERNIGHT, LAST_FRIDAY)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    home = tmp_path_factory.mktemp("rosters")
    database = f"sqlite:///{home}/watchbill.db"
    made = watchbill(database, "client", "create", "--role", "admin", "--name", "roster sync")
    assert made.returncode == 0, made.stderr
    with serving(database, home) as server:
        yield server.address, made.stdout.splitlines()[-1].split(" ")


@pytest.fixture(scope="module")
def grant(server):
    id, secret = server[1]
    return {"grant_type": "client_credentials", "client_id": id, "client_secret": secret}


@pytest.fixture(scope="module")
def api(server, grant):
    """The program, signed in and speaking about a client that it has made."""
    with httpx.Client(base_url=server[0], timeout=PATIENCE, trust_env=False) as http:
        token = http.post("/auth/oauth/token", data=grant).json()
        http.headers["Authorization"] = f"{token['token_type']} {token['access_token']}"
        made = http.post("/api/v2/tenants/msp_1/clients", json={"name": "Acme"}).json()
        http.base_url = httpx.URL(f"{server[0]}/api/v2/tenants/{made['uniqueId']}/")
        yield http


def ok(response):
    assert response.status_code == 200, response.text
    return response.json() if response.content else None


@pytest.fixture(scope="module")
def people(api):
    jane = {"loginName": "jane.hudson", "firstName": "Jane", "lastName": "Hudson", "email": "jane@acme.example"}
    user = ok(api.post("users", json=jane))
    group = ok(api.post("userGroups", json={"name": "Network admins", "description": "Network issues"}))
    ok(api.post(f"userGroups/{group['uniqueId']}/users", json=[{"id": user["id"]}]))
    return {"users": [{"id": user["id"]}], "userGroups": [{"uniqueId": group["uniqueId"]}]}


def body(name, people):
    shifts = [{"name": f"Shift {number}", "schedule": one, **people} for number, one in enumerate(SAMPLES)]
    return {"name": name, "description": "", "timeZone": {"name": "Asia/Calcutta"}, "shiftDetails": shifts}


@pytest.mark.parametrize("address", ["/auth/oauth/token", "/tenancy/auth/oauth/token"])
@pytest.mark.parametrize("kind", ["data", "json"])
def test_a_token_is_had_at_both_addresses_by_form_and_json(server, grant, address, kind):
    answer = ok(httpx.post(server[0] + address, **{kind: grant}, timeout=PATIENCE, trust_env=False))
    assert (answer["token_type"], answer["expires_in"], answer["scope"]) == ("bearer", "7199", "global:manage")


def test_a_roster_comes_back_as_it_was_sent(api, people):
    sent = body("As sent", people)
    made = ok(api.post("rosters", json=sent))
    assert [shift["schedule"] for shift in made["shiftDetails"]] == list(SAMPLES)
    assert ok(api.get(f"rosters/{made['id']}")) == made


def test_an_update_keeps_the_shifts_that_it_names(api, people):
    made = ok(api.post("rosters", json=body("To change", people)))
    first, *_ = made["shiftDetails"]
    renamed = {**body("Changed", people), "shiftDetails": [{**first, "name": "Kept"}]}
    changed = ok(api.post(f"rosters/{made['id']}", json=renamed))
    assert changed["name"] == "Changed"
    assert [(shift["id"], shift["name"]) for shift in changed["shiftDetails"]] == [(first["id"], "Kept")]


def test_a_search_leads_through_all_pages(api, people):
    names = {f"Page {number}" for number in range(5)}
    for name in names:
        ok(api.post("rosters", json=body(name, people)))
    found, number, has_next = set(), 1, True
    while has_next:
        page = ok(api.get("rosters/search", params={"pageNo": number, "pageSize": 2, "sortName": "name"}))
        found |= {row["name"] for row in page["results"]}
        number, has_next = page["pageNo"] + 1, page["nextPage"]
    assert names <= found


def test_a_deleted_roster_is_gone(api, people):
    made = ok(api.post("rosters", json=body("To delete", people)))
    assert ok(api.delete(f"rosters/{made['id']}")) is None
    gone = api.get(f"rosters/{made['id']}")
    assert (gone.status_code, gone.json()["code"]) == (404, "0003")


def test_an_update_by_put_is_not_allowed(api, people):
    made = ok(api.post("rosters", json=body("Not by PUT", people)))
    refused = api.put(f"rosters/{made['id']}", json=body("By PUT", people))
    assert refused.status_code == 405
    assert "POST" in refused.headers["Allow"]
