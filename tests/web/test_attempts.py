"""Attempts to sign in: how often they may fail, for whom, and from where."""

from typing import Any

import pytest

from tests.api.clock import Clock
from tests.cast import NOW, World
from tests.web.conftest import Browser, Site
from watchbill.api.attempts import Attempts, TooManyAttempts, address_in


def failed(attempts: Attempts, name: str, address: str, times: int, now: int = NOW) -> None:
    for _ in range(times):
        attempts.begin(name, address, now)


def is_let_try(attempts: Attempts, name: str, address: str, now: int = NOW) -> bool:
    try:
        attempts.begin(name, address, now)
    except TooManyAttempts:
        return False
    return True


def test_one_too_many_is_told_when_to_come_again() -> None:
    attempts = Attempts(3, 600)
    failed(attempts, "bob", "192.0.2.1", 3)
    with pytest.raises(TooManyAttempts) as told:
        attempts.begin("bob", "192.0.2.1", NOW + 100)
    assert told.value.seconds == 500


def test_the_window_slides() -> None:
    attempts = Attempts(2, 600)
    attempts.begin("bob", "192.0.2.1", NOW)
    attempts.begin("bob", "192.0.2.1", NOW + 300)
    assert not is_let_try(attempts, "bob", "192.0.2.1", NOW + 599)
    assert is_let_try(attempts, "bob", "192.0.2.1", NOW + 600)
    assert not is_let_try(attempts, "bob", "192.0.2.1", NOW + 601)


def test_a_refused_try_does_not_count() -> None:
    attempts = Attempts(1, 600)
    failed(attempts, "bob", "192.0.2.1", 1)
    assert not is_let_try(attempts, "bob", "192.0.2.1", NOW + 599)
    assert is_let_try(attempts, "bob", "192.0.2.1", NOW + 600)


def test_another_address_may_still_try() -> None:
    attempts = Attempts(3, 600)
    failed(attempts, "bob", "192.0.2.1", 3)
    assert is_let_try(attempts, "bob", "192.0.2.2")


def test_a_name_has_one_case() -> None:
    attempts = Attempts(3, 600)
    failed(attempts, "BOB", "192.0.2.1", 3)
    assert not is_let_try(attempts, "bob", "192.0.2.1")


def test_success_clears_what_failed_before() -> None:
    attempts = Attempts(3, 600)
    failed(attempts, "bob", "192.0.2.1", 3 - 1)
    attempts.begin("bob", "192.0.2.1", NOW)
    attempts.succeeded("bob", "192.0.2.1")
    failed(attempts, "bob", "192.0.2.1", 3)
    assert not is_let_try(attempts, "bob", "192.0.2.1")


def test_an_address_may_not_try_name_after_name() -> None:
    attempts = Attempts(3, 600)
    for number in range(15):
        attempts.begin(f"name {number}", "192.0.2.1", NOW)
    assert not is_let_try(attempts, "another", "192.0.2.1")


def test_many_addresses_do_not_lock_somebody_out() -> None:
    attempts = Attempts(3, 600)
    for number in range(500):
        attempts.begin("bob", f"192.0.2.{number}", NOW)
    assert is_let_try(attempts, "bob", "198.51.100.1")


def test_but_each_of_many_addresses_has_few_tries() -> None:
    attempts = Attempts(10, 600)
    for number in range(50):
        attempts.begin("bob", f"192.0.2.{number}", NOW)
    failed(attempts, "bob", "198.51.100.1", 2)
    assert not is_let_try(attempts, "bob", "198.51.100.1")


def test_what_is_remembered_has_an_end() -> None:
    attempts = Attempts(1, 600, most_keys=30)
    attempts.begin("bob", "192.0.2.1", NOW)
    for number in range(30):
        attempts.begin(f"name {number}", f"192.0.2.{number + 2}", NOW)
    assert is_let_try(attempts, "bob", "192.0.2.1")


class FakeClient:
    def __init__(self, host: str) -> None:
        self.client = type("Client", (), {"host": host})


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_of_ipv6_the_network_counts(host: str, address: str) -> None:
    request: Any = FakeClient(host)
    assert address_in(request) == address


# ── over HTTP: three attempts, ten minutes ──


def ways(world: World) -> dict[str, tuple[str, dict[str, Any]]]:
    pair = {"username": world.bob.account.username, "password": "wrong password"}
    grant = {"grant_type": "client_credentials", "client_id": "unknown", "client_secret": "wrong"}
    return {
        "v1": ("/api/v1/session", pair),
        "ocs": ("/api-auth-user/", pair),
        "rosters": ("/auth/oauth/token", grant),
        "tenancy": ("/tenancy/auth/oauth/token", grant),
    }


@pytest.mark.parametrize("way", ["v1", "ocs", "rosters", "tenancy"])
def test_every_way_to_sign_in_is_limited(browser: Browser, world: World, way: str) -> None:
    path, body = ways(world)[way]
    statuses = [browser.post(path, body).status_code for _ in range(4)]
    assert 429 not in statuses[:3]
    assert statuses[3] == 429
    assert browser.post(path, body).headers["retry-after"] == "600"


def test_each_family_says_so_in_its_own_words(browser: Browser, world: World) -> None:
    said = {}
    for way, (path, body) in ways(world).items():
        for _ in range(4):
            said[way] = browser.post(path, body).json()
    assert said["ocs"] == {"detail": "Request was throttled. Expected available in 600 seconds."}
    assert said["rosters"] == {"error": "throttled", "error_description": "Too Many Requests"}
    assert (said["v1"]["status"], said["v1"]["title"]) == (429, "Too Many Requests")


def test_the_same_limit_counts_for_all_the_ways_together(browser: Browser, world: World) -> None:
    pair = {"username": world.bob.account.username, "password": "wrong password"}
    browser.post("/api/v1/session", pair)
    browser.post("/api-auth-user/", pair)
    browser.post("/api/v1/session", pair)
    assert browser.post("/api-auth-user/", pair).status_code == 429


def test_even_the_right_pair_waits_and_then_gets_in(browser: Browser, world: World, clock: Clock) -> None:
    name = world.bob.account.username
    for _ in range(3):
        browser.sign_in(name, "wrong password")
    assert browser.sign_in(name).status_code == 429
    clock.shows = NOW + 600
    assert browser.sign_in(name).status_code == 200


def test_signing_in_often_is_no_failure(site: Site, world: World) -> None:
    assert {site.browser().sign_in(world.bob.account.username).status_code for _ in range(5)} == {200}


def test_a_request_that_cannot_be_read_is_no_attempt(browser: Browser, world: World) -> None:
    for _ in range(4):
        browser.post("/api/v1/session", {"username": world.bob.account.username})
    assert browser.sign_in(world.bob.account.username).status_code == 200


def test_guessing_the_old_password_is_limited(bob: Browser) -> None:
    wish = {"old": "wrong password", "new": "another password"}
    statuses = [bob.send("PUT", "/api/v1/session/password", json=wish).status_code for _ in range(4)]
    assert statuses == [422, 422, 422, 429]
