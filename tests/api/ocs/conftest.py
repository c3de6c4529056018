"""The OCS API over a store, a clock that stands still until told otherwise, and the cast as callers.

The application is built once; each test gets a provider of its own in the same store, so that no test sees another's
records, and what the application keeps in memory is put to the test as well.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from tests.api.clock import Clock
from tests.cast import NOW, World, seeded
from tests.stores import opened_store
from watchbill.domain.accounts import issue_token
from watchbill.domain.model import Account, Record
from watchbill.domain.ports import Store
from watchbill.settings import Settings
from watchbill.wiring import build_app


@dataclass(frozen=True)
class Caller:
    """Somebody who calls the API: each method sends a request and gives the response back."""

    client: TestClient[Any] = field(repr=False)
    token: str | None

    def send(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if body is not None:
            # Escaped to ASCII, so that bodies which are no Unicode can be sent too.
            more["content"] = json.dumps(body)
            headers["Content-Type"] = "application/json"
        headers |= more.pop("headers", {})
        return self.client.request(method, path, headers=headers, **more)

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.send("GET", asking(path, query))

    def post(self, path: str, body: Any = None, **query: Any) -> httpx.Response:
        return self.send("POST", asking(path, query), body)

    def put(self, path: str, body: Any) -> httpx.Response:
        return self.send("PUT", path, body)

    def patch(self, path: str, body: Any) -> httpx.Response:
        return self.send("PATCH", path, body)

    def delete(self, path: str) -> httpx.Response:
        return self.send("DELETE", path)


def asking(path: str, query: dict[str, Any]) -> str:
    """The address with more parameters than it has."""
    return str(httpx.URL(path).copy_merge_params(query)) if query else path


@pytest.fixture(scope="session")
def ticking() -> Clock:
    """The application's clock."""
    return Clock()


@dataclass(frozen=True)
class Stage:
    """The application, started, and the store that it stands on."""

    client: TestClient[Any]
    store: Store

    def world(self) -> World:
        return self.client.blocking_portal.call(seeded, self.store)

    def save(self, *records: Record) -> None:
        """Put records of a provider into the store past the API."""

        async def saved() -> None:
            async with self.store.writing(records[0].provider_id) as writes:
                await writes.save(*records)

        self.client.blocking_portal.call(saved)

    def token(self, account: Account, expires_at: int) -> str:
        """A token of somebody's that expires."""

        async def made() -> str:
            async with self.store.writing(account.provider_id) as writes:
                text, _ = await issue_token(writes, account, name="short", now=NOW, expires_at=expires_at)
                return text

        return self.client.blocking_portal.call(made)


@pytest.fixture(scope="session")
def stage(ticking: Clock) -> Iterator[Stage]:
    """Where all tests play."""
    with (
        opened_store() as store,
        TestClient(build_app(Settings(), store, clock=ticking), raise_server_exceptions=False) as client,
    ):
        yield Stage(client, store)


@pytest.fixture
def client(stage: Stage) -> TestClient[Any]:
    return stage.client


@pytest.fixture
def clock(ticking: Clock) -> Iterator[Clock]:
    """The clock, to be set by a test."""
    yield ticking
    ticking.shows = NOW


@pytest.fixture
def world(stage: Stage, clock: Clock) -> World:
    """A fresh provider with the whole cast."""
    return stage.world()


@pytest.fixture
def elsewhere(stage: Stage) -> World:
    """Another provider with the same cast."""
    return stage.world()


@pytest.fixture
def alice(client: TestClient[Any], world: World) -> Caller:
    """Admin at the provider."""
    return Caller(client, world.alice.token)


@pytest.fixture
def bob(client: TestClient[Any], world: World) -> Caller:
    """Manager at Acme, a contact there too."""
    return Caller(client, world.bob.token)


@pytest.fixture
def rita(client: TestClient[Any], world: World) -> Caller:
    """Responder at Acme, a contact there too."""
    return Caller(client, world.rita.token)


@pytest.fixture
def vera(client: TestClient[Any], world: World) -> Caller:
    """Viewer at Acme."""
    return Caller(client, world.vera.token)


@pytest.fixture
def mallory(client: TestClient[Any], world: World) -> Caller:
    """Admin at Globex, who must not get into Acme."""
    return Caller(client, world.mallory.token)


@pytest.fixture
def nobody(client: TestClient[Any]) -> Caller:
    """Somebody without a token."""
    return Caller(client, None)
