"""POST /api/v1/setup and /api/v1/demo: from an empty database to the first schedules."""

import re
from functools import partial

import anyio
import pytest

from tests.cast import World
from tests.web.conftest import SETTINGS, Browser, Site
from tests.whole.running import serving
from watchbill import story
from watchbill.domain.accounts import AccountWish, first_admin
from watchbill.domain.model import CustomerId, Role
from watchbill.domain.ports import Store
from watchbill.domain.sessions import SetupWish, needs_setup, set_up
from watchbill.settings import Settings
from watchbill.wiring import with_setup

WISH = {"code": "the code", "provider": "Northwind", "username": "alice", "password": "a long password"}


@pytest.fixture
def alice(browser: Browser) -> Browser:
    """The first administrator's browser."""
    browser.csrf = browser.post("/api/v1/setup", WISH).json()["csrf"]
    return browser


def test_setting_up_makes_the_provider_and_signs_in(browser: Browser) -> None:
    response = browser.post("/api/v1/setup", WISH)
    assert response.status_code == 200
    assert response.json()["provider"]["name"] == "Northwind"
    assert (response.json()["account"]["role"], response.json()["sees_all"]) == ("admin", True)
    assert browser.get("/api/v1/session").json() == response.json()
    assert browser.get("/api/v1/sign-in").json()["needs_setup"] is False


def test_the_administrator_can_sign_in_again(site: Site, alice: Browser) -> None:
    assert site.browser().sign_in("alice", "a long password").status_code == 200


def test_it_is_done_once(site: Site, alice: Browser) -> None:
    assert site.browser().post("/api/v1/setup", WISH).status_code == 409


def test_whoever_does_not_know_the_code_sets_nothing_up(browser: Browser) -> None:
    response = browser.post("/api/v1/setup", WISH | {"code": "guessed"})
    assert response.status_code == 422
    assert [one["path"] for one in response.json()["problems"]] == ["code"]
    assert browser.get("/api/v1/sign-in").json()["needs_setup"] is True


def test_guessing_the_code_is_limited(browser: Browser) -> None:
    statuses = [browser.post("/api/v1/setup", WISH | {"code": "guessed"}).status_code for _ in range(4)]
    assert statuses == [422, 422, 422, 429]


def test_what_is_wrong_is_named_and_nothing_is_made(browser: Browser) -> None:
    response = browser.post("/api/v1/setup", WISH | {"password": "short", "provider": " "})
    assert response.status_code == 422
    assert browser.get("/api/v1/sign-in").json()["needs_setup"] is True
    response = browser.post("/api/v1/setup", WISH | {"password": "short"})
    assert [one["path"] for one in response.json()["problems"]] == ["password"]
    assert browser.get("/api/v1/sign-in").json()["needs_setup"] is True


def test_another_site_sets_nothing_up(browser: Browser) -> None:
    response = browser.post("/api/v1/setup", WISH, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_two_at_once_make_one_provider(site: Site) -> None:
    assert both_set_up(site) == ["200", "409"]
    assert len(site.call(site.store.providers)) == 1


def test_two_at_once_make_one_administrator(site: Site, programs_only: None) -> None:
    assert both_set_up(site) == ["200", "409"]


def both_set_up(site: Site) -> list[str]:
    """The statuses of two people who do it at once."""

    async def both() -> list[object]:
        found: list[object] = []

        async def one(name: str) -> None:
            response = await anyio.to_thread.run_sync(
                lambda: site.browser().post("/api/v1/setup", WISH | {"username": name})
            )
            found.append(response.status_code)

        async with anyio.create_task_group() as group:
            group.start_soon(one, "alice")
            group.start_soon(one, "bob")
        return found

    return sorted(map(str, anyio.run(both)))


# ── a provider that nobody can sign in to ──


@pytest.fixture
def programs_only(site: Site) -> None:
    """A provider that was begun at the command line, with an administrator who has no password."""

    async def begun() -> None:
        async with site.store.founding("Northlight", 0, is_first=True) as writes:
            root = CustomerId(writes.provider_id)
            await first_admin(writes, AccountWish(username="ops", role=Role.ADMIN, customer_id=root), 0)

    site.call(begun)


def test_setup_is_open_until_somebody_can_sign_in(browser: Browser, programs_only: None) -> None:
    ways = browser.get("/api/v1/sign-in").json()
    assert (ways["needs_setup"], ways["has_provider"]) == (True, True)
    response = browser.post("/api/v1/setup", {name: text for name, text in WISH.items() if name != "provider"})
    assert response.json()["provider"] == {"id": 1, "name": "Northlight"}
    assert (response.json()["account"]["username"], response.json()["sees_all"]) == ("alice", True)
    assert browser.get("/api/v1/sign-in").json()["needs_setup"] is False


def test_a_provider_keeps_its_name(browser: Browser, programs_only: None) -> None:
    assert browser.post("/api/v1/setup", WISH).json()["provider"]["name"] == "Northlight"


def test_who_signs_in_by_openid_needs_no_password(site: Site, programs_only: None) -> None:
    assert site.call(partial(needs_setup, site.store, by_openid=False)) is True
    assert site.call(partial(needs_setup, site.store, by_openid=True)) is False


# ── the code ──


def prepared(settings: Settings, store: Store) -> tuple[Settings, str | None]:
    return anyio.run(with_setup, settings, store)


def test_an_empty_database_gets_a_code_that_nobody_guesses(store: Store) -> None:
    settings, path = prepared(Settings(), store)
    assert path == f"/setup#code={settings.setup_code}"
    assert len(settings.setup_code) == 24


def test_a_code_of_the_operators_own_is_not_shown(store: Store) -> None:
    assert prepared(SETTINGS, store) == (SETTINGS, "/setup")


def test_where_somebody_can_sign_in_none_is_needed(store: Store) -> None:
    anyio.run(set_up, store, SetupWish(provider="Northwind", username="alice", password="a long password"), 0)
    assert prepared(Settings(), store) == (Settings(), None)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_serve_tells_the_code_that_every_process_knows(tmp_path, workers: str) -> None:
    with serving(f"sqlite:///{tmp_path}/watchbill.db", tmp_path, "--workers", workers) as server:
        found = re.search(r"Set it up at http://127\.0\.0\.1:\d+/setup#code=(\S+)", server.said())
        assert found
        assert server.post("/api/v1/setup", "nobodys", WISH | {"code": found[1]}).status_code == 200
        assert "#code" not in "".join(line for line in server.said().splitlines() if line.startswith("{"))


# ── the example ──


def test_the_example_is_loaded_into_ones_own_provider(alice: Browser) -> None:
    response = alice.post("/api/v1/demo")
    assert response.json() == {"schedules": len(story.SCHEDULES), "rosters": len(story.ROSTERS)}
    assert alice.get("/api/v1/oncall").json()["total"] > len(story.SCHEDULES)


def test_no_account_comes_with_the_example(site: Site, alice: Browser) -> None:
    alice.post("/api/v1/demo")
    assert site.browser().sign_in("anna", story.PASSWORD).status_code == 401
    assert site.browser().sign_in(story.USERNAME, story.PASSWORD).status_code == 401


def test_the_example_is_loaded_once(alice: Browser) -> None:
    alice.post("/api/v1/demo")
    assert alice.post("/api/v1/demo").status_code == 409


def test_it_is_not_mixed_into_what_is_there(site: Site, world: World) -> None:
    browser = site.browser()
    browser.sign_in(world.alice.account.username)
    assert browser.post("/api/v1/demo").status_code == 409


@pytest.mark.parametrize("name", ["bob", "mallory"])
def test_it_is_for_the_providers_administrators(site: Site, world: World, name: str) -> None:
    browser = site.browser()
    browser.sign_in(getattr(world, name).account.username)
    assert browser.post("/api/v1/demo").status_code == 403
