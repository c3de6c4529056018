"""GET /healthz and GET /readyz: whether a process lives, and whether it can answer."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from watchbill.settings import Settings
from watchbill.store import SqlStore
from watchbill.store.sqlite import SqliteDatabase, file_of
from watchbill.wiring import build_app


@pytest.fixture
def store(sqlite_url: str) -> SqlStore:
    return SqlStore(SqliteDatabase(file_of(sqlite_url), patience=0.1))


@pytest.fixture
def client(store: SqlStore) -> Iterator[TestClient[Any]]:
    with TestClient(build_app(Settings(), store)) as client:
        yield client


@pytest.fixture
def another_writer(sqlite_url: str) -> Iterator[sqlite3.Connection]:
    """Another process in the middle of a write."""
    other = sqlite3.connect(file_of(sqlite_url), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_a_server_whose_database_answers_is_ready(client: TestClient[Any]) -> None:
    assert client.get("/readyz").json() == {"status": "ready"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/openapi.json", "/docs", "/docs/page.js"])
def test_a_head_is_answered_as_its_get_without_the_body(client: TestClient[Any], path: str) -> None:
    head, whole = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert {head.headers[name] == whole.headers[name] for name in ("content-type", "content-length")} == {True}


def test_a_server_that_cannot_write_is_not_ready(client: TestClient[Any], another_writer: sqlite3.Connection) -> None:
    answer = client.get("/readyz")
    said = {"status": "not ready", "detail": "The database is locked by another process that writes."}
    assert (answer.status_code, answer.json()) == (503, said)
    another_writer.execute("ROLLBACK")
    assert client.get("/readyz").status_code == 200
