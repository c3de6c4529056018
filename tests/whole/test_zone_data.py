"""One source of zone data: the package's, also where the system's are wrong."""

import json

import pytest

from tests.whole.running import make_token, serving, watchbill
from tests.zonedata import wrong_system

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
