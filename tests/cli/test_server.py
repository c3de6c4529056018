"""The commands that answer, asked of a server: the same as of its database, and plain words where there is none."""

import http.server
import shutil
import threading
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
import pytest

from tests.whole.running import make_token, serving

AT = ("--at", "2026-11-18T12:00:00Z")
WEEK = ("--since", "2026-11-11T12:00:00Z", "--until", "2026-11-25T00:00:00Z")
SAME = [
    ("oncall", *AT),
    ("oncall", *AT, "--customer", "tasman rail"),
    ("oncall", *AT, "--customer", "Northlight Operations"),
    ("oncall", *AT, "--schedule", "Clinic network"),
    ("oncall", *AT, "--roster", "operations room", "--schedule", "8"),
    ("timeline", *WEEK, "--tier", "1_1"),
    ("timeline", *WEEK, "--tier", "4"),
    ("timeline", *WEEK, "--schedule", "clinic network"),
    ("timeline", *WEEK, "--roster", "Operations room"),
    ("timeline", "--since", "2026-01-01T00:00Z", "--until", "2026-12-24T00:00Z", "--schedule", "1"),
    ("explain", *AT, "--tier", "1_1", "--tz", "Europe/Berlin"),
    ("explain", *AT, "--tier", "17_1"),
    ("explain", *AT, "--roster", "Operations room", "--tz", "Asia/Tokyo"),
    ("gaps", *AT, "--within", "3d"),
    ("gaps", *AT, "--schedule", "Warehouse systems"),
    ("gaps", *AT, "--customer", "Pacific Orchard"),
    ("gaps", *AT, "--schedule", "Clinic network"),
    *(("load", "--since", "2026-10-01T00:00Z", "--until", "2026-11-18T00:00Z", "--by", by) for by in
      ("contact", "schedule", "customer")),
    ("load", *WEEK, "--customer", "Tasman Rail"),
    ("feed", "list"),
    ("timeline", *WEEK, "--schedule", "warehouse systems, before"),
    ("timeline", *WEEK, "--roster", "old gate"),
    ("explain", *AT, "--roster", "old gate"),
]  # fmt: skip
WRONG = [
    ("oncall", "--customer", "Tasman Rial"),
    ("oncall", "--schedule", "xyz"),
    ("timeline", "--tier", "1_9"),
    ("timeline", "--tier", "one"),
    ("timeline", "--roster", "Stock taking"),
    ("explain", "--tier", "99"),
    ("gaps", "--schedule", "Clinic netwrk"),
    ("load", "--customer", "nobody"),
    ("feed", "revoke", "99"),
]


@pytest.fixture(scope="module")
def server(_story, tmp_path_factory):
    """A server on a copy of the demo's story, and a token of it."""
    home = tmp_path_factory.mktemp("server")
    shutil.copy(_story, home / "watchbill.db")
    database = f"sqlite:///{home}/watchbill.db"
    token = make_token(database)
    with serving(database, home) as running:
        end_some(running.address, token)
        yield running.address, token, database


def end_some(address, token):
    """A schedule and a roster that have ended."""
    pattern = {"pattern": {"kind": "daily", "every": 1}, "ends": {"kind": "never"}}
    clock = {"kind": "recurring", "anchor_on": "2026-11-01", "start_time": "08:00", "end_time": "12:00"}
    shift = {"name": "Mornings", "schedule": clock | pattern, "contacts": [1], "groups": []}
    owner = {"customer": 1}
    made = {
        "/schedules": owner | {"name": "Warehouse systems, before"},
        "/rosters": owner | {"name": "Old gate", "tz": "UTC", "shifts": [shift]},
    }
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"{address}/api/v1", headers=headers, trust_env=False) as client:
        shift["contacts"] = [client.get("/contacts", params=owner).raise_for_status().json()["results"][0]["id"]]
        for path, wish in made.items():
            id = client.post(path, json=wish).raise_for_status().json()["id"]
            client.delete(f"{path}/{id}").raise_for_status()


@pytest.fixture
def asked(watchbill, server, monkeypatch):
    """The command line with the server's token."""
    monkeypatch.setenv("WATCHBILL_TOKEN", server[1])
    return watchbill


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["text", "json"])
@pytest.mark.parametrize("arguments", SAME, ids=" ".join)
def test_a_server_answers_what_its_database_does(asked, server, arguments, form):
    address, _, database = server
    remote = asked(*arguments, *form, "--server", address)
    assert remote.code == 0, remote.err
    assert remote == asked(*arguments, *form, "--database", database)


def test_a_server_answers_csv(asked, server):
    address, _, database = server
    arguments = ("load", *WEEK, "--csv")
    assert asked(*arguments, "--server", address) == asked(*arguments, "--database", database)


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_a_server_refuses_in_the_words_of_its_database(asked, server, arguments):
    address, _, database = server
    said = asked(*arguments, "--server", address)
    assert said.code != 0
    assert said == asked(*arguments, "--database", database)


def test_the_server_may_be_named_once_and_for_all(asked, server, monkeypatch):
    monkeypatch.setenv("WATCHBILL_SERVER", f"{server[0]}/")
    assert "Clinic network" in asked("oncall").out


def test_a_feed_is_made_listed_and_ended_at_a_server(asked, server):
    address = server[0]
    made = asked("feed", "create", "tier", "2", "--server", address)
    assert made.out.startswith(f"{address}/feeds/wbf_")
    id = made.err.split()[1]
    assert f"{id}  " in asked("feed", "list", "--server", address).out
    assert asked("feed", "revoke", id, "--server", address) == (0, "", f"Feed {id} is revoked.\n")
    assert f"{id}  " not in asked("feed", "list", "--server", address).out


def test_a_token_that_is_none_is_told_as_such(watchbill, server, monkeypatch):
    monkeypatch.setenv("WATCHBILL_TOKEN", "wb_1_" + "x" * 43)
    said = watchbill("oncall", "--server", server[0])
    assert (said.code, said.out) == (1, "")
    assert said.err == f"watchbill: {server[0]} does not know the token in WATCHBILL_TOKEN: The token is not valid.\n"


def test_without_a_token_nothing_is_asked(watchbill):
    said = watchbill("oncall", "--server", "http://127.0.0.1:9")
    assert said == (2, "", "watchbill: Set WATCHBILL_TOKEN to an API token of http://127.0.0.1:9.\n")


def test_a_server_that_is_not_there_is_one_line(asked):
    said = asked("oncall", "--server", "http://127.0.0.1:9")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert said.err.startswith("watchbill: Cannot reach http://127.0.0.1:9: ")


@contextmanager
def other_server(status, body):
    """A server of something else."""

    class Answering(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, b"<html>", "answers in words that this version does not know"),
        (200, b'{"results": 7}', "answers in words that this version does not know"),
        (404, b"<html>", "answers 404 Not Found: is it the address of a Watchbill?"),
        (502, b"", "answers 502 Bad Gateway: is it the address of a Watchbill?"),
    ],
)
def test_a_server_of_something_else_is_told_as_such(asked, status, body, said):
    with other_server(status, body) as address:
        answer = asked("oncall", "--server", address)
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert f"{address} {said}" in answer.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--server", "ftp://x"), "--server=ftp://x: it must be the address of a server such as"),
        (("--server", "http://x", "--database", "sqlite:///x.db"), "Choose one of --server and --database."),
    ],
)
def test_what_does_not_go_together_is_refused(asked, arguments, message):
    said = asked("oncall", *arguments)
    assert said.code == 2
    assert message in said.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("gaps", "--provider", "1"), "--provider goes with a database"),
        (("feed", "create", "tier", "1", "--account", "demo"), "--account goes with a database"),
    ],
)
def test_what_goes_with_a_database_alone_is_refused(asked, arguments, message):
    said = asked(*arguments, "--server", "http://127.0.0.1:9")
    assert said.code == 2
    assert message in said.err


def test_a_database_needs_to_know_for_whom_a_feed_is(watchbill):
    said = watchbill("feed", "create", "tier", "1")
    assert (said.code, said.err) == (2, "watchbill: Say for whom the feed is: --account USERNAME.\n")


def test_the_present_is_that_of_who_asks(asked, server):
    before = datetime.now(UTC)
    found = asked("explain", "--tier", "2", "--server", server[0]).out
    assert f"{before:%Y-%m-%d}" in found.splitlines()[0] or datetime.now(UTC).date() > before.date()
