"""Signing in with an OpenID provider: against one that others wrote, and against one that lies."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from litestar.testing import TestClient

from tests.api.clock import Clock
from tests.cast import World, seeded
from tests.stores import opened_store
from tests.web.conftest import Browser, Site
from tests.web.provider import CLIENT, SECRET, Lies, Provider, provider_of
from watchbill.domain.ports import Store
from watchbill.settings import Settings
from watchbill.web.oidc import BEGINNING, flow_from, safe_path
from watchbill.wiring import build_app

PATIENCE = 30


def site_with(issuer: str, clock: Clock, claim: str = "preferred_username") -> Iterator[Site]:
    settings = Settings(
        oidc_issuer=issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_name="Staff",
        oidc_claim=claim,
    )
    with (
        opened_store() as store,
        TestClient(build_app(settings, store, clock=clock), raise_server_exceptions=False) as client,
    ):
        yield Site(client, store)


@pytest.fixture
def provider(clock: Clock) -> Iterator[Provider]:
    with provider_of({}, clock) as provider:
        yield provider


@pytest.fixture
def site(provider: Provider, clock: Clock) -> Iterator[Site]:
    yield from site_with(provider.issuer, clock)


@pytest.fixture
def world(site: Site, provider: Provider) -> World:
    world: World = site.call(seeded, site.store)
    provider.user["preferred_username"] = world.bob.account.username
    return world


def signed_in(browser: Browser, provider: Provider, path: str = BEGINNING) -> httpx.Response:
    """Where the whole round ends."""
    begun = browser.get(path)
    assert begun.status_code == 303
    return browser.get(provider.authorize(begun.headers["location"]))


def problem(response: httpx.Response) -> str:
    """What the sign-in page is told to say."""
    address = urlsplit(response.headers["location"])
    assert (response.status_code, address.path) == (303, "/sign-in")
    return parse_qs(address.query)["problem"][0]


def who(browser: Browser) -> int | None:
    response = browser.get("/api/v1/session")
    return response.json()["account"]["id"] if response.status_code == 200 else None


# ── a provider that others wrote ──


@pytest.fixture(scope="module")
def foreign() -> Iterator[str]:
    """The issuer of a provider in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    issuer = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + PATIENCE
        while not _answers(issuer):
            assert time.monotonic() < until
            assert process.poll() is None
            time.sleep(0.05)
        yield issuer
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _answers(issuer: str) -> bool:
    try:
        return httpx.get(f"{issuer}/.well-known/openid-configuration", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def test_somebody_signs_in_at_a_provider_that_others_wrote(foreign: str) -> None:
    # Its clock is the machine's.
    for site in site_with(foreign, Clock(int(time.time()))):
        world: World = site.call(seeded, site.store)
        user = {"preferred_username": world.bob.account.username}
        httpx.put(f"{foreign}/users/bob", json=user, trust_env=False).raise_for_status()
        browser = site.browser()
        asked = browser.get(f"{BEGINNING}?to=/schedules/3").headers["location"]
        form = {"sub": "bob"}
        agreed = httpx.post(asked, data=form, trust_env=False)
        response = browser.get(agreed.headers["location"])
        assert response.headers["location"] == "/schedules/3"
        assert who(browser) == world.bob.account.id


# ── one that we can make lie ──


def test_the_sign_in_page_learns_of_the_provider(site: Site, world: World) -> None:
    said = site.browser().get("/api/v1/sign-in").json()
    assert said["oidc"] == {"name": "Staff", "address": "/sign-in/oidc"}


def test_the_way_there_and_back(site: Site, provider: Provider, world: World) -> None:
    browser = site.browser()
    response = signed_in(browser, provider)
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert who(browser) == world.bob.account.id
    assert list(browser.cookies) == ["watchbill_session"]


def test_the_code_is_asked_for_with_pkce_state_and_nonce(site: Site, provider: Provider, world: World) -> None:
    signed_in(site.browser(), provider)
    assert provider.ask["response_type"] == "code"
    assert provider.ask["code_challenge_method"] == "S256"
    assert provider.ask["redirect_uri"] == "http://watch.example/sign-in/oidc/callback"
    assert len({provider.ask["state"], provider.ask["nonce"], provider.ask["code_challenge"]}) == 3


def test_the_secret_goes_to_the_provider_alone(site: Site, provider: Provider, world: World) -> None:
    assert SECRET not in site.browser().get(BEGINNING).headers["location"]
    signed_in(site.browser(), provider)
    assert "client_secret" not in provider.asked_at_tokens


def test_the_cookie_of_the_way_is_short_lived_and_out_of_reach(site: Site, world: World) -> None:
    said = site.browser("https://watch.example").get(BEGINNING).headers["set-cookie"]
    assert said.startswith("__Host-watchbill_oidc=")
    assert "; Max-Age=600; Path=/; HttpOnly; SameSite=Lax; Secure" in said


def test_one_comes_out_where_one_wanted_to(site: Site, provider: Provider, world: World) -> None:
    response = signed_in(site.browser(), provider, f"{BEGINNING}?to=/tiers/7%3Fview=week")
    assert response.headers["location"] == "/tiers/7?view=week"


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/\\evil.example", "/%0d%0aX: y", "evil"])
def test_nobody_is_led_elsewhere(site: Site, provider: Provider, world: World, to: str) -> None:
    assert signed_in(site.browser(), provider, f"{BEGINNING}?to={to}").headers["location"] == "/"


@pytest.mark.parametrize("path", ["/", "/a", "/a/b?c=d#e", "/ä"])
def test_a_path_of_ones_own_is_safe(path: str) -> None:
    assert safe_path(path) == path


@pytest.mark.parametrize("path", ["", "a", "//a", "/\\a", "/a\\b", "/a b", "/a\nb", "/" + "a" * 3000, "https://a/"])
def test_any_other_is_not(path: str) -> None:
    assert safe_path(path) == "/"


@pytest.mark.parametrize("text", [None, "", "x", "a.b.c", "A" * 43 + ".1.!", "A" * 43 + ".1._w", "A" * 43 + ".x.Lw"])
def test_a_cookie_of_ones_own_making_begins_nothing(text: str | None) -> None:
    assert flow_from(text) is None


def test_a_user_without_an_account_is_told_so(site: Site, provider: Provider, world: World) -> None:
    provider.user["preferred_username"] = "stranger"
    browser = site.browser()
    assert "no active account" in problem(signed_in(browser, provider))
    assert browser.cookies == {}


def test_an_account_that_was_switched_off_is_none(site: Site, provider: Provider, world: World) -> None:
    async def switched_off() -> None:
        async with site.store.writing(world.bob.account.provider_id) as writes:
            account = type(world.bob.account)
            fields = {name: getattr(world.bob.account, name) for name in account.__struct_fields__}
            await writes.save(account(**fields | {"is_active": False}))

    site.call(switched_off)
    assert "no active account" in problem(signed_in(site.browser(), provider))


def test_who_says_no_at_the_provider_is_told_so(site: Site, provider: Provider, world: World) -> None:
    browser = site.browser()
    back = provider.authorize(browser.get(BEGINNING).headers["location"])
    refused = back.replace("code=the-code", "error=access_denied")
    assert "broken off" in problem(browser.get(refused))


def test_a_provider_that_is_gone_is_told(clock: Clock) -> None:
    for site in site_with("http://127.0.0.1:9", clock):
        assert "cannot be reached" in problem(site.browser().get(BEGINNING))


def test_another_browser_cannot_finish_it(site: Site, provider: Provider, world: World) -> None:
    back = provider.authorize(site.browser().get(BEGINNING).headers["location"])
    other = site.browser()
    other.get(BEGINNING)
    for browser in (other, site.browser()):
        assert "begun elsewhere" in problem(browser.get(back))
        assert who(browser) is None


def test_it_is_not_finished_when_it_took_too_long(site: Site, provider: Provider, world: World, clock: Clock) -> None:
    browser = site.browser()
    back = provider.authorize(browser.get(BEGINNING).headers["location"])
    clock.shows += 601
    assert "took too long" in problem(browser.get(back))


def test_a_cookie_that_was_changed_fits_no_state(site: Site, provider: Provider, world: World) -> None:
    browser = site.browser()
    back = provider.authorize(browser.get(f"{BEGINNING}?to=/a").headers["location"])
    secret, began, _ = browser.cookies["watchbill_oidc"].split(".")
    browser.cookies["watchbill_oidc"] = f"{secret}.{began}.L2I"
    assert "begun elsewhere" in problem(browser.get(back))


def forged(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return jwt.encode(header, claims, RSAKey.generate_key(2048))


def by_shared_secret(header: dict[str, Any], claims: dict[str, Any]) -> str:
    key = OctKey.import_key((SECRET * 2).encode())
    return jwt.encode({**header, "alg": "HS256"}, claims, key, algorithms=["HS256"])


def unsigned(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return re.sub(r"[^.]*$", "", forged(header, claims))


LIES = {
    "another nonce": Lies(claims={"nonce": "other"}),
    "no nonce": Lies(left_out=("nonce",)),
    "another issuer": Lies(claims={"iss": "https://evil.example"}),
    "another audience": Lies(claims={"aud": "other"}),
    "for another, by way of us": Lies(claims={"aud": "other", "azp": CLIENT}),
    "for somebody else among others": Lies(claims={"aud": [CLIENT, "other"], "azp": "other"}),
    "no audience": Lies(left_out=("aud",)),
    "expired": Lies(claims={"exp": 1}),
    "no expiry": Lies(left_out=("exp",)),
    "not yet valid": Lies(claims={"nbf": 2**33}),
    "another key": Lies(signs=forged),
    "signed with the client's secret": Lies(signs=by_shared_secret),
    "not signed": Lies(signs=unsigned),
    "no token": Lies(signs=lambda *_: "x"),
    "an error": Lies(token_status=400),
    "another user's details": Lies(left_out=("preferred_username",), userinfo={"sub": "2"}),
}


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_cannot_be_trusted_signs_nobody_in(
    site: Site, provider: Provider, world: World, lie: str
) -> None:
    provider.lies = LIES[lie]
    browser = site.browser()
    assert "cannot be trusted" in problem(signed_in(browser, provider))
    assert who(browser) is None


def test_a_provider_of_another_name_is_not_believed(site: Site, provider: Provider, world: World) -> None:
    provider.lies = Lies(issuer="https://evil.example")
    assert "cannot be trusted" in problem(site.browser().get(BEGINNING))


def test_the_answer_of_another_issuer_is_not_taken(site: Site, provider: Provider, world: World) -> None:
    browser = site.browser()
    back = provider.authorize(browser.get(BEGINNING).headers["location"])
    assert "cannot be trusted" in problem(browser.get(f"{back}&iss=https://evil.example"))


def test_new_keys_are_asked_for_once(site: Site, provider: Provider, world: World) -> None:
    signed_in(site.browser(), provider)
    provider.key = RSAKey.generate_key(2048, {"use": "sig", "kid": "second"})
    browser = site.browser()
    signed_in(browser, provider)
    assert who(browser) == world.bob.account.id
    assert provider.asked_keys == 2


def test_what_the_id_token_leaves_out_is_asked_for(site: Site, provider: Provider, world: World) -> None:
    provider.lies = Lies(left_out=("preferred_username",), userinfo={"preferred_username": world.bob.account.username})
    browser = site.browser()
    signed_in(browser, provider)
    assert who(browser) == world.bob.account.id


def test_the_provider_is_told_of_which_errand_it_is_a_part(site: Site, provider: Provider, world: World) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    site.client.headers["traceparent"] = trace
    signed_in(site.browser(), provider)
    assert len(provider.traces) == len(set(provider.traces)) == 3
    assert {(one[:36], one[-2:]) for one in provider.traces} == {(trace[:36], "01")}


def test_who_is_not_named_is_told_so(site: Site, provider: Provider, world: World) -> None:
    provider.lies = Lies(left_out=("preferred_username",))
    assert "does not say who you are" in problem(signed_in(site.browser(), provider))


@pytest.mark.parametrize(("is_verified", "gets_in"), [(True, True), (False, False), (None, False)])
def test_an_address_counts_only_when_it_was_verified(
    provider: Provider, clock: Clock, is_verified: bool | None, gets_in: bool
) -> None:
    for site in site_with(provider.issuer, clock, claim="email"):
        world: World = site.call(seeded, site.store)
        provider.user |= {"email": world.bob.account.username, "email_verified": is_verified}
        browser = site.browser()
        signed_in(browser, provider)
        assert (who(browser) is not None) is gets_in


def test_there_is_no_such_way_where_it_is_not_set(store: Store, tmp_path: Any) -> None:
    with TestClient(build_app(Settings(), store, web=tmp_path)) as client:
        assert client.get(BEGINNING).status_code == 404
