"""One source of zone data: the package's, also where the system's are wrong."""

import json
import re

import pytest

from tests.whole.running import ROOT, make_token, serving, until, watchbill
from tests.zonedata import older_package, wrong_system

TZ = "America/Vancouver"


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A directory for the module, with a system's database of zones that is wrong."""
    home = tmp_path_factory.mktemp("zones")
    return home, wrong_system(home / "zoneinfo")


@pytest.fixture(scope="module")
def place(here):
    """A weekly rotation that is handed off on Mondays at 09:00 in Vancouver, served where zones are wrong."""
    home, wrong = here
    database = f"sqlite:///{home}/watchbill.db"
    token = make_token(database)
    with serving(database, home, environ=wrong) as server:
        people = [
            server.post("/api/v1/contacts", token, {"customer": 1, "first_name": name}).json()["id"]
            for name in ("Ann", "Ben")
        ]
        server.post("/api/v1/schedules", token, {"customer": 1, "name": "NOC"})
        layer = {"start": "2026-06-01T09:00:00-07:00", "tz": TZ, "rotation": {"type": "weekly"}, "contacts": people}
        made = server.post("/api/v1/schedules/1/tiers", token, {"layers": [layer]})
        assert made.status_code == 201, made.text
        yield server, token, database


def told(database, here, *arguments, **environ):
    said = watchbill(database, *arguments, environ=here[1] | environ)
    assert said.returncode == 0, said.stderr
    return said.stdout


def test_the_command_line_reads_a_time_by_the_package(place, here):
    at = ("--at", "2026-12-07T08:30", "--tz", TZ)
    line = json.loads(told(place[2], here, "oncall", *at, "--json"))[-1]
    assert (line["contact"]["name"], line["until"]) == ("Ann", "2026-12-07T16:00:00Z")


@pytest.mark.parametrize(("arguments", "environ"), [(("--tz", TZ), {}), ((), {"TZ": TZ})])
def test_the_command_line_tells_times_by_the_package(place, here, arguments, environ):
    out = told(place[2], here, "oncall", "--at", "2026-12-07T15:30:00Z", *arguments, **environ)
    assert "until Mon 2026-12-07 09:00 MST" in out


def test_the_api_tells_times_by_the_package(place):
    server, token, _ = place
    row = server.get(f"/api/v1/oncall?at=2026-12-07T15:30:00Z&tz={TZ}", token).json()["results"][-1]
    assert row["until"] == "2026-12-07T09:00:00-07:00"


def test_feeds_tell_times_by_the_package(place):
    server, token, _ = place
    made = server.post("/api/v1/feeds", token, {"kind": "schedule", "id": 1, "tz": TZ}).json()
    starts = re.findall(r"DTSTART(.*)\r", server.get(made["address"].removeprefix(server.address)).text)
    assert {one[-6:] for one in starts if one.startswith(f";TZID={TZ}:")} == {"090000"}


# ── a change of law between two starts ───────────────────────────────────────────────────────────────────────────

MONDAY = {"start": "2098-12-01T09:00", "tz": TZ, "rotation": {"type": "weekly"}}


def test_a_start_that_was_typed_for_a_day_to_come_is_where_clocks_read_it_by_newer_data(tmp_path):
    database = f"sqlite:///{tmp_path}/watchbill.db"
    token = make_token(database)
    before = {"PYTHONPATH": f"{older_package(tmp_path / 'older', '2026a')}:{ROOT / 'src'}:{ROOT}"}
    with serving(database, tmp_path, environ=before) as server:
        ann, ben = (
            server.post("/api/v1/contacts", token, {"customer": 1, "first_name": name}).json()["id"]
            for name in ("Ann", "Ben")
        )
        server.post("/api/v1/schedules", token, {"customer": 1, "name": "NOC"})
        body = {"layers": [MONDAY | {"contacts": [ann, ben]}]}
        saved = server.post("/api/v1/schedules/1/tiers", token, body).json()
        assert saved["layers"][0]["start"] == "2098-12-01T17:00:00Z"
        server.end()
    told = watchbill(database, "check", "--json")
    assert (told.returncode, json.loads(told.stdout)["is_fine"]) == (1, False)
    with serving(database, tmp_path) as server:
        until(lambda: "moved by newer zone data" in server.said())
        asked = f"/api/v1/tiers/{saved['id']}/timeline?since=2098-12-01&until=2098-12-31&tz={TZ}"
        shifts = server.get(asked, token).json()["shifts"]
    assert [one["start"] for one in shifts] == [f"2098-12-{day:02}T09:00:00-07:00" for day in (1, 8, 15, 22, 29)]
    assert watchbill(database, "check").returncode == 0
    older = watchbill(database, "check", environ=before)
    assert (older.returncode, "The zone data here are 2026a" in older.stdout) == (1, True)
