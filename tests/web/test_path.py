"""Served below a path of a host: behind a proxy that takes the path off, and behind one that leaves it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from litestar.testing import TestClient

from tests.api.clock import Clock
from tests.cast import World, seeded
from tests.stores import opened_store
from tests.web.conftest import Browser, Site
from tests.web.provider import CLIENT, SECRET, Provider, provider_of
from watchbill.settings import Settings, SettingsError, read_settings
from watchbill.web.oidc import BEGINNING
from watchbill.wiring import build_app

SITE = "https://noc.example.com/oncall"
INSIDE = "http://127.0.0.1:8080"
"""Where the proxy asks the server, by a host of its own."""


@dataclass
class Visitor(Browser):
    """A browser at the public address, and a proxy between."""

    takes_off: bool = False
    set_cookies: list[str] = field(default_factory=list)

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        path = path.removeprefix(SITE).removeprefix("/oncall")
        headers = {"Origin": "https://noc.example.com", "Sec-Fetch-Site": "same-origin", **more.pop("headers", {})}
        address = INSIDE + ("" if self.takes_off else "/oncall") + path
        response = super().send(method, address, headers=headers, **more)
        self.set_cookies += response.headers.get_list("set-cookie")
        return response

    def found(self, path: str) -> Any:
        response = self.get(path)
        assert response.status_code == 200, response.text
        return response.json()


@pytest.fixture
def provider(clock: Clock) -> Iterator[Provider]:
    with provider_of({}, clock) as provider:
        yield provider


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A tiny app, as a build leaves it."""
    (tmp_path / "index.html").write_text('<meta name="root" content="" /><script src="./assets/a.js"></script>')
    return tmp_path


@pytest.fixture
def site(built: Path, provider: Provider, clock: Clock) -> Iterator[Site]:
    told = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    with (
        opened_store() as store,
        TestClient(build_app(Settings(base_url=SITE, **told), store, clock=clock, web=built)) as client,
    ):
        yield Site(client, store)


@pytest.fixture
def world(site: Site, provider: Provider) -> World:
    world: World = site.call(seeded, site.store)
    provider.user["preferred_username"] = world.bob.account.username
    return world


@pytest.fixture(params=[True, False], ids=["taken off", "left"])
def visitor(request: pytest.FixtureRequest, site: Site) -> Visitor:
    return Visitor(site.client, takes_off=request.param)


@pytest.fixture
def bob(visitor: Visitor, world: World) -> Visitor:
    """Bob, signed in."""
    assert visitor.sign_in(world.bob.account.username).status_code == 200
    return visitor


def test_the_page_names_its_files_below_the_path(visitor: Visitor) -> None:
    for path in ("", "/", "/schedules/3"):
        page = visitor.get(path).text
        assert page == '<meta name="root" content="/oncall" /><script src="/oncall/assets/a.js"></script>'


def test_the_description_and_its_page_lie_below_the_path(visitor: Visitor) -> None:
    assert visitor.found("/openapi.json")["servers"] == [{"url": "/oncall"}]
    page = visitor.get("/docs").text
    assert 'src="/oncall/docs/page.js"' in page
    assert '"/docs' not in page
    assert 'url: "/oncall/openapi.json"' in visitor.get("/docs/page.js").text


def test_a_session_is_kept_from_what_else_the_host_serves(bob: Visitor) -> None:
    [cookie] = bob.set_cookies
    assert cookie.startswith("__Secure-watchbill_session=")
    assert "; Path=/oncall; HttpOnly; SameSite=Lax; Secure" in cookie
    assert bob.found("/api/v1/session")["account"]["username"]


def test_a_change_from_the_public_address_is_no_forgery_and_one_from_elsewhere_is(bob: Visitor) -> None:
    assert bob.post("/api/v1/feeds", {"kind": "customer", "id": 1}).status_code == 404
    forged = bob.post("/api/v1/feeds", {}, headers={"Origin": "https://noc.example.com.evil.example"})
    assert forged.status_code == 403


def test_signing_out_takes_the_cookie_away_where_it_lies(bob: Visitor) -> None:
    assert bob.send("DELETE", "/api/v1/session").status_code == 204
    assert "Max-Age=0; Path=/oncall;" in bob.set_cookies[-1]
    assert bob.cookies == {}


def test_the_next_page_of_a_list_is_at_the_public_address(bob: Visitor, world: World) -> None:
    following = bob.found("/api/v1/contacts?limit=1")["next"]
    assert following == f"{SITE}/api/v1/contacts?limit=1&page=2"
    assert bob.found(following)["page"] == 2
    assert bob.found("/api/contacts/?limit=1&page=1")["next"] == f"{SITE}/api/contacts/?limit=1&page=2"


def test_a_feed_is_at_the_public_address(bob: Visitor, world: World) -> None:
    made = bob.post("/api/v1/feeds", {"kind": "tier", "id": world.first.id}).json()["address"]
    assert made.startswith(f"{SITE}/feeds/wbf_")
    assert bob.get(made).headers["content-type"].startswith("text/calendar")


def test_openid_leads_back_below_the_path(visitor: Visitor, world: World, provider: Provider) -> None:
    assert visitor.found("/api/v1/sign-in")["oidc"]["address"] == f"/oncall{BEGINNING}"
    begun = visitor.get(f"{BEGINNING}?to=/schedules/3")
    asked = parse_qs(urlsplit(begun.headers["location"]).query)
    assert asked["redirect_uri"] == [f"{SITE}{BEGINNING}/callback"]
    back = visitor.get(provider.authorize(begun.headers["location"]))
    assert back.headers["location"] == "/oncall/schedules/3"
    assert "__Secure-watchbill_session" in visitor.cookies


def test_a_sign_in_that_failed_is_told_below_the_path(visitor: Visitor) -> None:
    refused = visitor.get(f"{BEGINNING}/callback?code=x&state=y")
    assert refused.headers["location"].startswith("/oncall/sign-in?problem=")


def test_what_only_looks_like_the_path_is_elsewhere(site: Site) -> None:
    assert site.browser().get("/oncalls/healthz").status_code == 404


def test_probes_are_answered_without_the_path_as_well(visitor: Visitor) -> None:
    assert visitor.found("/healthz") == {"status": "alive"}


def test_without_a_path_the_cookie_holds_for_the_host_alone(built: Path, clock: Clock) -> None:
    settings = Settings(base_url="https://noc.example.com")
    with opened_store() as store, TestClient(build_app(settings, store, clock=clock, web=built)) as client:
        site = Site(client, store)
        world = site.call(seeded, store)
        browser = Visitor(client, takes_off=True)
        assert browser.sign_in(world.bob.account.username).status_code == 200
        assert browser.set_cookies[0].startswith("__Host-watchbill_session=")
        assert "; Path=/; " in browser.set_cookies[0]
        assert browser.found("/api/v1/contacts?limit=1")["next"].startswith("https://noc.example.com/api/v1/")


# ── the setting ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("https://NOC.example.com:443/oncall/", SITE),
        ("http://10.0.0.1:80/", "http://10.0.0.1"),
        ("http://[::1]:8080/a/b", "http://[::1]:8080/a/b"),
        ("none", ""),
    ],
)
def test_an_address_is_read_as_browsers_write_it(said: str, read: str) -> None:
    assert read_settings({"WATCHBILL_BASE_URL": said}).base_url == read


@pytest.mark.parametrize(
    "said",
    ["noc.example.com/oncall", "https://noc.example.com/?a=b", "https://a@b/", "https://x/../y", "https://x/a b"],
)
def test_what_is_no_address_is_refused(said: str) -> None:
    with pytest.raises(SettingsError, match=r"WATCHBILL_BASE_URL=.*it must be an address such as"):
        read_settings({"WATCHBILL_BASE_URL": said})


@pytest.mark.parametrize("path", ["/api", "/feeds/x", "/people", "/docs", "/healthz"])
def test_a_path_that_begins_as_one_of_ours_is_refused(path: str) -> None:
    with opened_store() as store, pytest.raises(SettingsError, match="may not begin with"):
        build_app(Settings(base_url=f"https://noc.example.com{path}"), store)
