"""Browsers: whoever has one signs in, keeps cookies as a browser does, and sees what the app's page would see."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from tests.api.clock import Clock
from tests.cast import PASSWORD, World, seeded
from watchbill.domain.ports import Store
from watchbill.settings import Settings
from watchbill.wiring import build_app

SETTINGS = Settings(setup_code="the code", sign_in_attempts=3, sign_in_window=600)


@dataclass
class Browser:
    """A browser at one origin; `csrf` is what the page has read of its session."""

    client: TestClient[Any] = field(repr=False)
    origin: str = "http://watch.example"
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str | None = None

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = dict(more.pop("headers", {}))
        if self.cookies:
            headers.setdefault("Cookie", "; ".join(f"{name}={text}" for name, text in self.cookies.items()))
        if self.csrf and method not in ("GET", "HEAD"):
            headers.setdefault("X-CSRF-Token", self.csrf)
        address = path if "://" in path else self.origin + path
        response = self.client.request(method, address, headers=headers, follow_redirects=False, **more)
        self.client.cookies.clear()  # the jar is ours
        self._keep(response)
        return response

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.send("GET", path, **more)

    def post(self, path: str, body: object = None, **more: Any) -> httpx.Response:
        return self.send("POST", path, json=body, **more)

    def sign_in(self, username: str, password: str = PASSWORD) -> httpx.Response:
        response = self.post("/api/v1/session", {"username": username, "password": password})
        if response.status_code == 200:
            self.csrf = response.json()["csrf"]
        return response

    def _keep(self, response: httpx.Response) -> None:
        for line in response.headers.get_list("set-cookie"):
            for name, cookie in SimpleCookie(line).items():
                self.cookies[name] = cookie.value
                if cookie["max-age"] == "0":
                    del self.cookies[name]


@dataclass(frozen=True)
class Site:
    """An installation that is served, and its store."""

    client: TestClient[Any]
    store: Store

    def browser(self, origin: str = "http://watch.example") -> Browser:
        return Browser(self.client, origin)

    def call(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """The outcome of an async function, in the loop that the app runs in."""
        return self.client.blocking_portal.call(work, *arguments)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(clock: Clock, store: Store, tmp_path: Path) -> Iterator[Site]:
    """A new installation with an empty database and without the app's files."""
    with TestClient(build_app(SETTINGS, store, clock=clock, web=tmp_path), raise_server_exceptions=False) as client:
        yield Site(client, store)


@pytest.fixture
def world(site: Site) -> World:
    """A provider with the whole cast."""
    world: World = site.call(seeded, site.store)
    return world


@pytest.fixture
def browser(site: Site) -> Browser:
    """Somebody's browser; nobody is signed in."""
    return site.browser()


@pytest.fixture
def bob(site: Site, world: World) -> Browser:
    """Bob's browser, signed in: manager at Acme."""
    browser = site.browser()
    assert browser.sign_in(world.bob.account.username).status_code == 200
    return browser
