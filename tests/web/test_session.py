"""GET /api/v1/sign-in; POST, GET and DELETE /api/v1/session; PUT /api/v1/session/password"""

import pytest

from tests.api.clock import Clock
from tests.cast import NOW, PASSWORD, World, seeded
from tests.web.conftest import Browser, Site
from watchbill.domain.model import TokenKind

HOUR = 3600


def is_in(browser: Browser) -> bool:
    return browser.get("/api/v1/session").status_code == 200


def test_the_sign_in_page_learns_what_there_is(browser: Browser, world: World) -> None:
    assert browser.get("/api/v1/sign-in").json() == {
        "password": True,
        "oidc": None,
        "needs_setup": False,
        "has_provider": True,
        "session": None,
    }


def test_an_empty_database_needs_setting_up(browser: Browser) -> None:
    assert browser.get("/api/v1/sign-in").json()["needs_setup"] is True


def test_signing_in_answers_the_session(browser: Browser, world: World) -> None:
    said = browser.sign_in(world.bob.account.username).json()
    assert said["account"] == {
        "id": world.bob.account.id,
        "username": world.bob.account.username,
        "name": "Bob Baker",
        "email": "bob@acme.example",
        "role": "manager",
    }
    assert said["customer"] == {"id": world.acme.id, "name": "Acme"}
    assert said["provider"] == {"id": world.northwind.id, "name": "Northwind"}
    assert said["sees_all"] is False
    assert said["contact"]["id"] == world.bob.id
    assert said["contact"]["tz"] == ""
    assert said["expires_at"] == "2026-06-11T00:00:00Z"


def test_who_stands_at_the_provider_sees_all_and_may_be_no_contact(browser: Browser, world: World) -> None:
    said = browser.sign_in(world.alice.account.username).json()
    assert (said["sees_all"], said["contact"]) == (True, None)


def test_the_session_is_read_again_with_the_same_words(bob: Browser, world: World) -> None:
    first = bob.sign_in(world.bob.account.username).json()
    assert bob.get("/api/v1/session").json() == first


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: Browser, world: World) -> None:
    name, *flags = browser.sign_in(world.bob.account.username).headers["set-cookie"].split("; ")
    assert name.startswith("watchbill_session=wb_")
    assert set(flags) == {"HttpOnly", "SameSite=Lax", "Path=/"}


def test_over_tls_the_cookie_is_secure_and_of_this_host_alone(site: Site, world: World) -> None:
    browser = site.browser("https://watch.example")
    name, *flags = browser.sign_in(world.bob.account.username).headers["set-cookie"].split("; ")
    assert name.startswith("__Host-watchbill_session=wb_")
    assert set(flags) == {"HttpOnly", "SameSite=Lax", "Path=/", "Secure"}
    assert is_in(browser)


def test_over_tls_a_cookie_of_the_plain_name_signs_nobody_in(site: Site, bob: Browser) -> None:
    other = site.browser("https://watch.example")
    other.cookies = bob.cookies
    assert not is_in(other)


def test_nobody_has_no_session(browser: Browser, world: World) -> None:
    response = browser.get("/api/v1/session")
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("username", ["bob", "nobody"])
def test_a_wrong_pair_is_refused_with_the_same_words(browser: Browser, world: World, username: str) -> None:
    name = world.bob.account.username if username == "bob" else username
    response = browser.sign_in(name, "wrong password")
    assert response.status_code == 401
    assert response.json()["detail"] == "The user name and the password do not fit together."
    assert "set-cookie" not in response.headers


def test_what_is_missing_is_named(browser: Browser, world: World) -> None:
    response = browser.post("/api/v1/session", {"username": "bob"})
    assert response.status_code == 422
    assert response.json()["problems"] == [{"path": "password", "reason": "This field is required."}]


def test_signing_out_ends_the_session_and_takes_the_cookie(bob: Browser) -> None:
    kept = dict(bob.cookies)
    assert bob.send("DELETE", "/api/v1/session").status_code == 204
    assert bob.cookies == {}
    bob.cookies = kept
    assert not is_in(bob)


def test_a_token_has_no_session_to_end(browser: Browser, world: World) -> None:
    headers = {"Authorization": f"Bearer {world.bob.token}"}
    assert browser.send("DELETE", "/api/v1/session", headers=headers).status_code == 409
    assert browser.get("/api/v1/session", headers=headers).status_code == 200


def test_a_token_reads_the_session_without_csrf(browser: Browser, world: World) -> None:
    said = browser.get("/api/v1/session", headers={"Authorization": f"Bearer {world.bob.token}"}).json()
    assert (said["account"]["id"], said["csrf"], said["expires_at"]) == (world.bob.account.id, None, None)


def test_the_header_wins_over_the_cookie(bob: Browser, world: World) -> None:
    said = bob.get("/api/v1/session", headers={"Authorization": f"Bearer {world.vera.token}"}).json()
    assert said["account"]["id"] == world.vera.account.id


def test_a_header_of_another_scheme_does_not_hide_the_cookie(bob: Browser, world: World) -> None:
    said = bob.get("/api/v1/session", headers={"Authorization": "Basic cHJveHk6cHJveHk="}).json()
    assert said["account"]["id"] == world.bob.account.id


def test_no_other_token_signs_in_by_cookie(browser: Browser, world: World) -> None:
    browser.cookies = {"watchbill_session": world.bob.token}
    assert not is_in(browser)


@pytest.mark.parametrize("text", ["", "x", "wb_1_short", "wb_999_" + "A" * 43, "\xff"])
def test_no_cookie_is_more_than_nobody(browser: Browser, world: World, text: str) -> None:
    headers = {"Cookie": f"a; =; watchbill_session={text}; b=c".encode("latin-1")}
    assert browser.get("/api/v1/session", headers=headers).status_code == 401


def test_a_session_ends_when_it_is_not_used(bob: Browser, clock: Clock) -> None:
    clock.shows = NOW + 12 * HOUR
    assert not is_in(bob)


def test_a_session_in_use_is_renewed(bob: Browser, clock: Clock) -> None:
    clock.shows = NOW + 7 * HOUR
    assert bob.get("/api/v1/session").json()["expires_at"] == "2026-06-11T07:00:00Z"
    clock.shows = NOW + 18 * HOUR
    assert is_in(bob)


def test_no_session_lasts_for_ever(bob: Browser, clock: Clock) -> None:
    for hours in range(0, 31 * 24, 6):
        clock.shows = NOW + hours * HOUR
        bob.get("/api/v1/session")
    assert not is_in(bob)


def test_a_session_that_was_ended_is_not_renewed(site: Site, bob: Browser, world: World, clock: Clock) -> None:
    kept = dict(bob.cookies)
    bob.send("DELETE", "/api/v1/session")
    bob.cookies = kept
    clock.shows = NOW + 7 * HOUR
    assert not is_in(bob)


def test_sessions_that_are_long_over_are_forgotten(site: Site, bob: Browser, world: World, clock: Clock) -> None:
    clock.shows = NOW + 40 * HOUR
    site.browser().sign_in(world.rita.account.username)

    async def sessions() -> int:
        async with site.store.reading(world.bob.account.provider_id) as reads:
            return sum(one.kind is TokenKind.SESSION for one in await reads.tokens())

    assert site.call(sessions) == 1


def change(browser: Browser, old: str, new: str) -> int:
    return browser.send("PUT", "/api/v1/session/password", json={"old": old, "new": new}).status_code


def test_a_changed_password_is_the_one_that_signs_in(site: Site, bob: Browser, world: World) -> None:
    assert change(bob, PASSWORD, "another password") == 204
    assert site.browser().sign_in(world.bob.account.username).status_code == 401
    assert site.browser().sign_in(world.bob.account.username, "another password").status_code == 200


def test_changing_the_password_ends_the_other_sessions_of_the_account(site: Site, bob: Browser, world: World) -> None:
    other, rita = site.browser(), site.browser()
    other.sign_in(world.bob.account.username)
    rita.sign_in(world.rita.account.username)
    change(bob, PASSWORD, "another password")
    assert (is_in(bob), is_in(other), is_in(rita)) == (True, False, True)


def test_the_old_password_has_to_be_right(bob: Browser) -> None:
    response = bob.send("PUT", "/api/v1/session/password", json={"old": "wrong", "new": "another password"})
    assert response.status_code == 422
    assert response.json()["problems"] == [{"path": "old", "reason": "This is not your password."}]


def test_the_new_password_has_to_be_long_enough(bob: Browser) -> None:
    response = bob.send("PUT", "/api/v1/session/password", json={"old": PASSWORD, "new": "short"})
    assert [one["path"] for one in response.json()["problems"]] == ["new"]


def test_a_session_sees_no_more_than_its_account(site: Site, bob: Browser, world: World) -> None:
    mallory = site.browser()
    mallory.sign_in(world.mallory.account.username)
    assert mallory.get(f"/api/v1/schedules/{world.noc.id}/timeline").status_code == 404
    assert bob.get(f"/api/v1/schedules/{world.noc.id}/timeline").status_code == 200
    assert mallory.get(f"/api/ocs/{world.noc.id}/").status_code == 404


def test_a_session_is_of_one_provider(site: Site, bob: Browser, world: World) -> None:
    elsewhere: World = site.call(seeded, site.store)
    assert bob.get(f"/api/v1/schedules/{elsewhere.noc.id}/timeline").status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/session", "/api/v1/setup"])
def test_a_stranger_may_send_little(browser: Browser, path: str) -> None:
    sent = [browser.post(path, {"username": "bob", "more": "x" * size * 1024}) for size in (15, 16)]
    assert [one.status_code for one in sent] == [422, 413]
