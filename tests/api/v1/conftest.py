"""The API of Watchbill's own over a store, a clock that stands still until told otherwise, and the cast as callers.

The application is built once; each test gets a provider of its own in the same store.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from tests.api.clock import Clock
from tests.cast import NOW, World, seeded
from tests.stores import opened_store
from watchbill.domain.model import ProviderId, Record
from watchbill.domain.ports import Store
from watchbill.settings import Settings
from watchbill.wiring import build_app


@dataclass(frozen=True)
class Caller:
    """Somebody who calls the API; paths are below its root."""

    client: TestClient[Any] = field(repr=False)
    token: str | None

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.client.request(method, f"/api/v1{path}", headers=headers | more.pop("headers", {}), **more)

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.send("GET", path, params=query)

    def found(self, path: str, **query: Any) -> Any:
        """What is answered to a request that is fine."""
        response = self.get(path, **query)
        assert response.status_code == 200, response.text
        return response.json()


@dataclass(frozen=True)
class Stage:
    """The application, started, and the store that it stands on."""

    client: TestClient[Any]
    store: Store

    def save(self, *records: Record) -> None:
        """Put records into the store past the API."""

        async def saved() -> None:
            async with self.store.writing(ProviderId(records[0].provider_id)) as writes:
                await writes.save(*records)

        self.client.blocking_portal.call(saved)


@pytest.fixture(scope="session")
def ticking() -> Clock:
    """The application's clock."""
    return Clock()


@pytest.fixture(scope="session")
def stage(ticking: Clock) -> Iterator[Stage]:
    """Where all tests play."""
    with (
        opened_store() as store,
        TestClient(build_app(Settings(), store, clock=ticking), raise_server_exceptions=False) as client,
    ):
        yield Stage(client, store)


@pytest.fixture
def clock(ticking: Clock) -> Iterator[Clock]:
    """The clock, to be set by a test."""
    yield ticking
    ticking.shows = NOW


@pytest.fixture
def world(stage: Stage, clock: Clock) -> World:
    """A fresh provider with the whole cast."""
    return stage.client.blocking_portal.call(seeded, stage.store)


@pytest.fixture
def alice(stage: Stage, world: World) -> Caller:
    """Admin at the provider."""
    return Caller(stage.client, world.alice.token)


@pytest.fixture
def bob(stage: Stage, world: World) -> Caller:
    """Manager at Acme, a contact there too."""
    return Caller(stage.client, world.bob.token)


@pytest.fixture
def rita(stage: Stage, world: World) -> Caller:
    """Responder at Acme, a contact there too."""
    return Caller(stage.client, world.rita.token)


@pytest.fixture
def vera(stage: Stage, world: World) -> Caller:
    """Viewer at Acme."""
    return Caller(stage.client, world.vera.token)


@pytest.fixture
def mallory(stage: Stage, world: World) -> Caller:
    """Admin at Globex, who must not get into Acme."""
    return Caller(stage.client, world.mallory.token)


@pytest.fixture
def nobody(stage: Stage) -> Caller:
    """Somebody without a token."""
    return Caller(stage.client, None)
