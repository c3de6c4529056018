"""The server as a process: it starts, answers, keeps what it was told, and ends when asked to."""

import asyncio
import json
import os
import signal
import socket

import pytest

from tests import postgres
from tests.whole.running import make_token, serving, watchbill
from watchbill import wiring
from watchbill.settings import Settings


@pytest.fixture
def database(tmp_path):
    return f"sqlite:///{tmp_path}/watchbill.db"


@pytest.fixture(scope="module")
def postgres_server():
    with postgres.running_server() as url:
        yield url


@pytest.fixture
def postgres_database(postgres_server):
    name = f"watchbill_whole_{os.urandom(4).hex()}"
    asyncio.run(postgres.run_in(postgres_server, f"CREATE DATABASE {name}"))
    yield postgres.named(postgres_server, name)
    asyncio.run(postgres.run_in(postgres_server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


def test_a_new_server_is_alive_and_ready(database, tmp_path):
    with serving(database, tmp_path) as server:
        assert server.get("/healthz").json() == {"status": "alive"}
        assert server.get("/readyz").json() == {"status": "ready"}


def test_a_request_needs_a_token(database, tmp_path):
    token = make_token(database)
    with serving(database, tmp_path) as server:
        assert server.get("/api/ocs/").status_code == 401
        assert server.get("/api/ocs/", token).json()["count"] == 0


def test_what_was_written_is_there_after_a_restart(database, tmp_path):
    token = make_token(database)
    with serving(database, tmp_path) as server:
        made = server.post("/api/ocs/", token, {"customer": "Watchbill", "name": "Clinic network"})
        assert made.status_code == 201
        server.end()
    with serving(database, tmp_path) as server:
        assert server.get("/api/ocs/1/", token).json()["name"] == "Clinic network"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_end_ends_cleanly(database, tmp_path, how):
    with serving(database, tmp_path) as server:
        server.get("/healthz")
        assert server.end(how) == 0
        assert "Traceback" not in server.said()


def test_when_a_token_was_used_is_written_down_at_the_end(database, tmp_path):
    token = make_token(database)
    with serving(database, tmp_path) as server:
        server.get("/api/ocs/", token)
        server.end()
    listed = watchbill(database, "token", "list").stdout
    assert "signs in" in listed
    assert "never" not in listed


def test_several_processes_share_the_port_and_end_together(database, tmp_path):
    token = make_token(database)
    with serving(database, tmp_path, "--workers", "2") as server:
        assert server.get("/api/ocs/", token).status_code == 200
        assert server.end() == 0


def test_records_in_memory_belong_to_one_process():
    said = watchbill("memory://", "serve", "--port", "0", "--workers", "2")
    assert said.returncode == 1
    assert "memory:// belongs to one server process: set WATCHBILL_WORKERS=1" in said.stderr


def test_records_in_memory_are_gone_at_the_end(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with serving("memory://", tmp_path) as server:
        assert server.get("/readyz").status_code == 200
        assert len(list(tmp_path.glob("watchbill-*/watchbill.db"))) == 1
        server.end()
    assert list(tmp_path.glob("watchbill-*")) == []


def test_a_port_in_use_is_named(database, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = watchbill(database, "serve", "--port", str(port))
    assert (said.returncode, said.stderr) == (
        1,
        f"watchbill: Cannot listen on 127.0.0.1:{port}: the port is in use; --port or WATCHBILL_PORT names another.\n",
    )


def test_an_answer_carries_its_request_id_and_the_log_line_too(database, tmp_path):
    with serving(database, tmp_path) as server:
        answer = server.get("/api/ocs/?token=s3cret", **{"X-Request-ID": "abc-1"})
        server.end()
        lines = [json.loads(line) for line in server.said().splitlines() if line.startswith("{")]
    assert answer.headers["X-Request-ID"] == "abc-1"
    [line] = [line for line in lines if line.get("request_id") == "abc-1"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/ocs/", 401)
    assert "s3cret" not in server.said()


def test_the_demo_is_ready_to_be_asked_and_keeps_its_records_and_its_token(database, tmp_path):
    tokens = set()
    for _ in range(2):
        with serving(database, tmp_path, command="demo") as server:
            token = server.said().partition("token      ")[2].split()[0]
            tokens.add(token)
            tier = server.get("/api/ocs-tier/1_1/", token).json()
            assert (tier["number"], tier["ocs"], tier["ocs_name"]) == (1, 1, "Clinic network")
            assert server.get("/api/ocs/count/", token).json() == {"count": 6}
            assert server.end() == 0
    assert len(tokens) == 1


def test_a_new_postgresql_is_refused_until_it_is_migrated(postgres_database, tmp_path):
    refused = watchbill(postgres_database, "serve", "--port", "0")
    assert refused.returncode == 1
    assert "watchbill migrate" in refused.stderr
    assert watchbill(postgres_database, "migrate").returncode == 0
    token = make_token(postgres_database)
    with serving(postgres_database, tmp_path) as server:
        assert server.get("/api/ocs/", token).json()["count"] == 0


def test_a_server_that_has_lost_its_database_is_alive_but_not_ready(postgres_database, postgres_server, tmp_path):
    wiring.migrate(Settings(database_url=postgres_database), lambda what, number, total: None)
    with serving(postgres_database, tmp_path) as server:
        assert server.get("/readyz").status_code == 200
        name = postgres_database.rpartition("/")[2]
        asyncio.run(postgres.run_in(postgres_server, f"DROP DATABASE {name} WITH (FORCE)"))
        answer = server.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["detail"]
        assert server.get("/healthz").status_code == 200
