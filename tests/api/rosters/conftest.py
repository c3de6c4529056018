"""The rosters API over a store, a clock that stands still until told otherwise, and the cast as callers.

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
from watchbill.domain import accounts
from watchbill.domain.ports import Store
from watchbill.settings import Settings
from watchbill.wiring import build_app


@dataclass(frozen=True)
class Caller:
    """Somebody who calls the API about a tenant: paths that do not begin with a slash are under it."""

    client: TestClient[Any] = field(repr=False)
    token: str | None
    tenant: str

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        address = path if path.startswith("/") else f"/api/v2/tenants/{self.tenant}/{path}".rstrip("/")
        return self.client.request(method, address, headers=headers | more.pop("headers", {}), **more)

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.send("GET", path, params=query)

    def post(self, path: str, body: Any = None) -> httpx.Response:
        return self.send("POST", path, json=body)

    def delete(self, path: str, body: Any = None) -> httpx.Response:
        return self.send("DELETE", path, json=body) if body is not None else self.send("DELETE", path)

    def at(self, tenant: str) -> "Caller":
        return Caller(self.client, self.token, tenant)


@dataclass(frozen=True)
class Program:
    """An OAuth client's credentials."""

    key: str
    secret: str


@pytest.fixture(scope="session")
def ticking() -> Clock:
    """The application's clock."""
    return Clock()


@pytest.fixture(scope="session")
def store() -> Iterator[Store]:
    """Where the worlds of all tests live."""
    with opened_store() as store:
        yield store


@pytest.fixture(scope="session")
def client(store: Store, ticking: Clock) -> Iterator[TestClient[Any]]:
    """The application, started."""
    app = build_app(Settings(rate_limit=100_000), store, clock=ticking)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def clock(ticking: Clock) -> Iterator[Clock]:
    """The clock, to be set by a test."""
    yield ticking
    ticking.shows = NOW


@pytest.fixture
def world(client: TestClient[Any], store: Store, clock: Clock) -> World:
    """A fresh provider with the whole cast."""
    return client.blocking_portal.call(seeded, store)


@pytest.fixture
def program(client: TestClient[Any], store: Store, world: World) -> Program:
    """A program of Alice's."""

    async def made() -> Program:
        async with store.writing(world.alice.account.provider_id) as writes:
            made, secret = await accounts.add_oauth_client(writes, world.alice.account, name="sync", now=NOW)
        return Program(made.client_key, secret)

    return client.blocking_portal.call(made)


@pytest.fixture
def northwind(world: World) -> str:
    return f"msp_{world.northwind.id}"


@pytest.fixture
def acme(world: World) -> str:
    return f"client_{world.acme.id}"


@pytest.fixture
def globex(world: World) -> str:
    return f"client_{world.globex.id}"


@pytest.fixture
def alice(client: TestClient[Any], world: World, northwind: str) -> Caller:
    """Admin at the provider, speaking about the provider."""
    return Caller(client, world.alice.token, northwind)


@pytest.fixture
def bob(client: TestClient[Any], world: World, acme: str) -> Caller:
    """Manager at Acme."""
    return Caller(client, world.bob.token, acme)


@pytest.fixture
def vera(client: TestClient[Any], world: World, acme: str) -> Caller:
    """Viewer at Acme."""
    return Caller(client, world.vera.token, acme)


@pytest.fixture
def mallory(client: TestClient[Any], world: World, globex: str) -> Caller:
    """Admin at Globex, who must not get into Acme."""
    return Caller(client, world.mallory.token, globex)


@pytest.fixture
def nobody(client: TestClient[Any], acme: str) -> Caller:
    """Somebody without a token."""
    return Caller(client, None, acme)
