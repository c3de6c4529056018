"""What holds for every address of the family: unknown ones, wrong methods, big bodies, and what is left of a minute"""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.api.rosters.conftest import Caller, Clock
from tests.api.rosters.words import roster, shift
from tests.cast import World
from watchbill.domain.ports import Store
from watchbill.settings import Settings
from watchbill.wiring import build_app

LEFT = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")


@pytest.fixture
def hurried(store: Store, clock: Clock, world: World, acme: str) -> Iterator[Caller]:
    """Bob at an application that allows three requests a minute."""
    app = build_app(Settings(rate_limit=3), store, clock=clock)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Caller(client, world.bob.token, acme)


@pytest.mark.parametrize("path", ["/api/v2", "/api/v2/nothing", "/auth/oauth", "/tenancy/x", "rosters/ES-1/nothing"])
def test_an_unknown_address_is_not_found_in_our_words(bob: Caller, path: str) -> None:
    response = bob.get(path)
    assert (response.status_code, response.json()["code"]) == (404, "0003")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "rosters/ES-1", {"GET", "POST", "DELETE"}),
        ("PATCH", "rosters/ES-1", {"GET", "POST", "DELETE"}),
        ("GET", "rosters", {"POST"}),
        ("POST", "rosters/search/nothing", set()),
        ("DELETE", "users/USR0000000001", {"GET", "POST"}),
        ("PUT", "userGroups", {"GET", "POST"}),
        ("DELETE", "clients/client_1", {"GET", "POST"}),
        ("GET", "clients/client_1/activate", {"POST"}),
        ("POST", "/api/v2/cfg/timezones", {"GET"}),
        ("GET", "/tenancy/auth/oauth/token", {"POST"}),
    ],
)
def test_a_wrong_method_is_told_with_the_right_ones(bob: Caller, method: str, path: str, allowed: set[str]) -> None:
    response = bob.send(method, path)
    if allowed:
        assert response.status_code == 405
        assert {one.strip() for one in response.headers["Allow"].split(",")} - {"OPTIONS"} == allowed
    else:
        assert response.status_code == 404


def test_a_body_that_is_too_large_is_refused(bob: Caller) -> None:
    response = bob.send("POST", "rosters", content=b'{"name":"' + b"x" * 1024 * 1024 + b'"}')
    assert response.status_code == 413


def test_every_answer_tells_what_is_left_of_the_minute(bob: Caller, nobody: Caller, world: World) -> None:
    answers = [
        bob.get("rosters/search"), bob.post("rosters", {}), bob.post("rosters", roster(shift(world.ann))),
        bob.get("rosters/ES-1"), bob.send("PUT", "rosters/ES-1"), bob.get("/api/v2/nothing"), nobody.get(""),
        nobody.post("/auth/oauth/token", {}), nobody.get("/auth/oauth/token"),
    ]  # fmt: skip
    for answer in answers:
        assert [len(answer.headers.get_list(name)) for name in LEFT] == [1, 1, 1], answer.request.url


def test_the_allowance_shrinks_and_the_next_minute_brings_a_new_one(hurried: Caller, clock: Clock) -> None:
    left = [hurried.get("").headers["X-RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    clock.shows += 60
    assert hurried.get("").headers["X-RateLimit-Remaining"] == "2"


def test_one_request_too_many_is_throttled(hurried: Caller, clock: Clock) -> None:
    for path in ("", "/api/v2/nothing", "rosters/search"):
        hurried.get(path)
    for path in ("", "/api/v2/nothing"):
        response = hurried.get(path)
        assert response.status_code == 429
        assert response.json() == {"error": "throttled", "error_description": "Too Many Requests"}
        told = [response.headers[name] for name in LEFT]
        assert told == ["3", "0", str((clock.shows // 60 + 1) * 60)]
        assert response.headers["Retry-After"] == "60"


def test_a_throttled_program_is_told_when_to_come_back_and_others_are_not(hurried: Caller, clock: Clock) -> None:
    clock.shows += 45
    answers = [hurried.get(path) for path in ("", "", "/api/v2/nothing", "", "/api/v2/nothing")]
    assert [answer.headers.get("Retry-After") for answer in answers] == [None, None, None, "15", "15"]


def test_each_token_has_its_own_allowance(hurried: Caller, world: World) -> None:
    for _ in range(4):
        last = hurried.get("")
    assert last.status_code == 429
    assert Caller(hurried.client, world.vera.token, hurried.tenant).get("").status_code == 200


def test_other_families_are_not_throttled(hurried: Caller) -> None:
    for _ in range(5):
        answer: Any = hurried.get("/healthz")
    assert answer.status_code == 200
    assert "X-RateLimit-Limit" not in answer.headers


def test_what_a_stranger_sends_is_not_read(nobody: Caller, acme: str) -> None:
    response = nobody.at(acme).send("POST", "rosters", content=b"x" * 2 * 1024 * 1024)
    assert response.status_code == 401
