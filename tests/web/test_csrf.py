"""Requests that another site makes a browser send: refused in every family, in its own words."""

import pytest
from structlog.testing import capture_logs

from tests.cast import PASSWORD, World
from tests.web.conftest import Browser, Site

CHANGES = {
    "ocs": ("POST", "/api/ocs/"),
    "rosters": ("POST", "/api/v2/tenants/msp_1/rosters"),
    "v1": ("POST", "/api/v1/feeds"),
    "session": ("DELETE", "/api/v1/session"),
}
every_family = pytest.mark.parametrize("family", CHANGES)


def sent(browser: Browser, family: str, **headers: str | bytes) -> int:
    method, path = CHANGES[family]
    more = {} if method == "DELETE" else {"json": {}}
    return browser.send(method, path, headers=headers, **more).status_code


@every_family
def test_a_change_by_cookie_needs_the_token(bob: Browser, family: str) -> None:
    bob.csrf = None
    assert sent(bob, family) == 403


@every_family
def test_with_the_token_it_gets_through(bob: Browser, family: str) -> None:
    assert sent(bob, family) != 403


@every_family
@pytest.mark.parametrize("token", ["", "x", "ü"])
def test_a_wrong_token_is_as_bad_as_none(bob: Browser, family: str, token: str) -> None:
    assert sent(bob, family, **{"X-CSRF-Token": token.encode()}) == 403


@every_family
def test_the_token_of_another_session_is_wrong(site: Site, bob: Browser, world: World, family: str) -> None:
    other = site.browser()
    other.sign_in(world.bob.account.username)
    bob.csrf = other.csrf
    assert sent(bob, family) == 403


@every_family
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://watch.example.evil.example", ""])
def test_another_origin_is_refused(bob: Browser, family: str, origin: str) -> None:
    assert sent(bob, family, Origin=origin) == 403


@every_family
@pytest.mark.parametrize("site_said", ["cross-site", "same-site", "none"])
def test_what_the_browser_calls_another_site_is_refused(bob: Browser, family: str, site_said: str) -> None:
    assert sent(bob, family, **{"Sec-Fetch-Site": site_said}) == 403


@every_family
def test_our_own_page_gets_through(bob: Browser, family: str) -> None:
    assert sent(bob, family, Origin="http://watch.example", **{"Sec-Fetch-Site": "same-origin"}) != 403


@every_family
def test_a_token_in_the_header_needs_none_of_this(browser: Browser, world: World, family: str) -> None:
    said = sent(browser, family, Authorization=f"Bearer {world.bob.token}", Origin="https://evil.example")
    assert said != 403


def test_each_family_refuses_in_its_own_words(bob: Browser) -> None:
    bob.csrf = None
    why = "The header X-CSRF-Token is missing or is not this session's."
    assert bob.post("/api/ocs/", {}).json() == {"detail": f"CSRF Failed: {why}"}
    refused = {"error": "access_denied", "error_description": why}
    assert bob.post("/api/v2/tenants/msp_1/rosters", {}).json() == refused
    assert bob.post("/api/v1/feeds", {}).json()["detail"] == why


def test_reading_needs_nothing(bob: Browser) -> None:
    headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert bob.get("/api/v1/session", headers=headers).status_code == 200


def test_nobody_is_signed_in_by_another_site(browser: Browser, world: World) -> None:
    wish = {"username": world.bob.account.username, "password": PASSWORD}
    response = browser.post("/api/v1/session", wish, headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert browser.cookies == {}


def test_nobody_is_signed_in_by_a_form(browser: Browser, world: World) -> None:
    wish = {"username": world.bob.account.username, "password": PASSWORD}
    assert browser.send("POST", "/api/v1/session", data=wish).status_code == 415


def test_the_log_says_what_to_set_behind_a_proxy_that_sends_another_host(bob: Browser) -> None:
    headers = {"Origin": "https://noc.example.com", "Sec-Fetch-Site": "same-origin"}
    with capture_logs() as lines:
        assert bob.post("/api/v1/session", {}, headers=headers).status_code == 403
    assert [line["hint"] for line in lines if "hint" in line] == [
        "The page came from https://noc.example.com, and a proxy asked for it at watch.example. Set WATCHBILL_BASE_URL "
        "to the address that people open, or have the proxy pass Host on as it was sent."
    ]
    with capture_logs() as lines:
        assert bob.post("/api/v1/session", {}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert not any("hint" in line for line in lines)
