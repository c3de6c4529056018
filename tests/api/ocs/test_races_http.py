"""Clients that write at the same time, to two server processes on one database: two on-demand shifts never overlap."""

import asyncio
import contextlib
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import IO, Any

import httpx
import pytest

import watchbill
from tests import postgres
from tests.api.ocs import words
from tests.cast import World, on, seeded
from watchbill import wiring
from watchbill.settings import Settings

CLIENTS = 8

Call = Callable[[httpx.Client, int], httpx.Response]
"""What a client does; the number says which client it is."""


@dataclass(frozen=True)
class Arena:
    """Two servers on one database, and who takes part."""

    addresses: tuple[str, ...]
    world: World

    def client(self, address: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.world.bob.token}"}
        return httpx.Client(base_url=address, headers=headers, timeout=60, trust_env=False)

    def at_once(self, call: Call) -> list[httpx.Response]:
        """What the servers answer when all clients call at the same moment."""
        start = threading.Barrier(CLIENTS)

        def one(number: int, address: str) -> httpx.Response:
            with self.client(address) as client:
                client.get("/api/ocs/count/")  # so that the connection stands before the start
                start.wait()
                return call(client, number)

        with ThreadPoolExecutor(CLIENTS) as clients:
            return list(clients.map(one, range(CLIENTS), islice(cycle(self.addresses), CLIENTS)))

    def shifts(self) -> list[Any]:
        """The on-demand shifts of tier `first`, by start."""
        with self.client(self.addresses[0]) as client:
            query = {"tier_id": self.world.first.id, "limit": 1000}
            rows: list[Any] = client.get("/api/ocs-on-demand/", params=query).json()["results"]
            return rows


@contextlib.contextmanager
def started(url: str) -> Iterator[Callable[[], str]]:
    """A server process of its own on a free port; what comes back waits for its address."""
    command = [sys.executable, "-m", "watchbill", "serve", "--port", "0", "--database", url]
    environ = os.environ | {"PYTHONPATH": str(Path(watchbill.__file__).parents[1])}
    with tempfile.TemporaryFile("w+") as said:
        server = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=environ)
        try:
            yield lambda: address(server, said)
        finally:
            server.terminate()
            assert server.wait(timeout=30) == 0


def address(server: "subprocess.Popen[bytes]", said: IO[str]) -> str:
    """Where the server says that it listens."""
    until = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < until:
        said.seek(0)
        if found := re.search(r"listens on (http://127\.0\.0\.1:\d+)", said.read()):
            return found[1]
        time.sleep(0.05)
    said.seek(0)
    raise AssertionError(said.read())


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database with the schema in place."""
    with contextlib.ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('races') / 'watchbill.db'}"
        else:
            server = stack.enter_context(postgres.running_server())
            asyncio.run(postgres.run_in(server, "CREATE DATABASE races"))
            url = postgres.named(server, "races")
            stack.callback(asyncio.run, postgres.run_in(server, "DROP DATABASE races WITH (FORCE)"))
        wiring.migrate(Settings(database_url=url), lambda what, number, total: None)
        yield url


@pytest.fixture(scope="module")
def addresses(database: str) -> Iterator[tuple[str, ...]]:
    with started(database) as one, started(database) as other:
        yield one(), other()


@pytest.fixture
def arena(database: str, addresses: tuple[str, ...]) -> Arena:
    async def world() -> World:
        async with wiring.opened(Settings(database_url=database)) as store:
            return await seeded(store)

    return Arena(addresses, asyncio.run(world()))


def codes(responses: list[httpx.Response]) -> list[int]:
    return sorted(response.status_code for response in responses)


def check_disjoint(rows: list[Any]) -> None:
    """No row reaches into the next."""
    assert all(row["start"] < row["end"] for row in rows)
    assert all(one["end"] <= other["start"] for one, other in pairwise(rows)), rows


def hours(day: int, number: int) -> tuple[str, str]:
    """Ten hours that begin an hour later for each client, so that all overlap."""
    return on(day, f"{number}:00"), on(day, f"{number + 10}:00")


@pytest.mark.parametrize("day", range(20, 26))
def test_of_equal_posts_exactly_one_is_saved(arena: Arena, day: int) -> None:
    wish = words.cover(arena.world, on(day), on(day + 1), sure=False)
    responses = arena.at_once(lambda client, _: client.post("/api/ocs-on-demand/", json=wish))
    assert codes(responses) == [201] + [409] * (CLIENTS - 1)
    assert [row["start"] for row in arena.shifts()] == [on(12, "08:00"), on(day)]


def test_the_others_are_told_which_one_was_first(arena: Arena) -> None:
    wish = words.cover(arena.world, on(20), on(21), sure=False)
    responses = arena.at_once(lambda client, _: client.post("/api/ocs-on-demand/", json=wish))
    (saved,) = (response.json()["id"] for response in responses if response.status_code == 201)
    told = [response.json()["conflicts"] for response in responses if response.status_code == 409]
    assert [[conflict["id"] for conflict in conflicts] for conflicts in told] == [[saved]] * (CLIENTS - 1)


@pytest.mark.parametrize("day", range(20, 23))
def test_of_overlapping_posts_none_is_saved_beside_another(arena: Arena, day: int) -> None:
    def post(client: httpx.Client, number: int) -> httpx.Response:
        return client.post("/api/ocs-on-demand/", json=words.cover(arena.world, *hours(day, number)))

    responses = arena.at_once(post)
    assert set(codes(responses)) <= {201, 409}
    check_disjoint(arena.shifts())
    assert len(arena.shifts()) == 1 + codes(responses).count(201)


@pytest.mark.parametrize("day", range(20, 26))
def test_sure_posts_are_all_saved_and_cut_each_other(arena: Arena, day: int) -> None:
    def post(client: httpx.Client, number: int) -> httpx.Response:
        wish = words.cover(arena.world, *hours(day, number), sure=True)
        return client.post("/api/ocs-on-demand/", json=wish)

    assert codes(arena.at_once(post)) == [201] * CLIENTS
    rows = arena.shifts()[1:]
    check_disjoint(rows)
    assert (rows[0]["start"], rows[-1]["end"]) == (on(day), on(day, f"{CLIENTS - 1 + 10}:00"))
    assert all(one["end"] == other["start"] for one, other in pairwise(rows))


@pytest.mark.parametrize("day", range(20, 24))
def test_sure_and_unsure_posts_together_leave_no_overlap(arena: Arena, day: int) -> None:
    def post(client: httpx.Client, number: int) -> httpx.Response:
        wish = words.cover(arena.world, *hours(day, number), sure=number % 2 == 0)
        return client.post("/api/ocs-on-demand/", json=wish)

    responses = arena.at_once(post)
    assert [response.status_code for response in responses[::2]] == [201] * (CLIENTS // 2)
    assert {response.status_code for response in responses[1::2]} <= {201, 409}
    check_disjoint(arena.shifts())


def test_moves_to_one_place_leave_no_overlap(arena: Arena) -> None:
    with arena.client(arena.addresses[0]) as client:
        wishes = [words.cover(arena.world, on(day), on(day, "12:00")) for day in range(13, 13 + CLIENTS)]
        ids = [client.post("/api/ocs-on-demand/", json=wish).json()["id"] for wish in wishes]
    there = words.cover(arena.world, on(25), on(26))
    responses = arena.at_once(lambda client, number: client.put(f"/api/ocs-on-demand/{ids[number]}/", json=there))
    assert codes(responses) == [200] + [409] * (CLIENTS - 1)
    check_disjoint(arena.shifts())
    assert len(arena.shifts()) == 1 + CLIENTS


def test_patches_and_posts_together_leave_no_overlap(arena: Arena) -> None:
    def write(client: httpx.Client, number: int) -> httpx.Response:
        wish = words.cover(arena.world, *hours(20, number), sure=True)
        if number % 2:
            return client.post("/api/ocs-on-demand/", json=wish)
        return client.patch(f"/api/ocs-tier/{arena.world.first.id}/", json={"on_demand": [wish]})

    assert codes(arena.at_once(write)) == [200] * (CLIENTS // 2) + [201] * (CLIENTS // 2)
    check_disjoint(arena.shifts())


def test_writes_to_two_tiers_do_not_meet(arena: Arena) -> None:
    tiers = (arena.world.first.id, arena.world.second.id)

    def post(client: httpx.Client, number: int) -> httpx.Response:
        return client.post("/api/ocs-on-demand/", json=words.cover(arena.world, tier=tiers[number % 2]))

    assert codes(arena.at_once(post)) == [201] * 2 + [409] * (CLIENTS - 2)


def test_a_tier_is_made_once(arena: Arena) -> None:
    path, body = f"/api/ocs-tier/{arena.world.noc.id}_3/", {"layers": []}
    responses = arena.at_once(lambda client, _: client.patch(path, json=body))
    assert set(codes(responses)) <= {200, 201, 400, 409}
    with arena.client(arena.addresses[1]) as client:
        rows = client.get("/api/ocs-tier/", params={"ocs": arena.world.noc.id}).json()["results"]
    assert [row["number"] for row in rows] == [1, 2, 3]


def test_a_name_is_given_once(arena: Arena) -> None:
    body = words.schedule(arena.world)
    responses = arena.at_once(lambda client, _: client.post("/api/ocs/", json=body))
    assert codes(responses) == [201] + [400] * (CLIENTS - 1)


def test_edits_of_layers_at_once_are_all_answered(arena: Arena) -> None:
    people = (arena.world.ann.id, arena.world.ben.id)
    path = f"/api/ocs-tier/{arena.world.first.id}/"

    def edit(client: httpx.Client, number: int) -> httpx.Response:
        return client.patch(path, json={"layers": [words.layer([people[number % 2]])]})

    assert codes(arena.at_once(edit)) == [200] * CLIENTS


def test_one_server_sees_at_once_what_the_other_saved(arena: Arena) -> None:
    with arena.client(arena.addresses[0]) as one, arena.client(arena.addresses[1]) as other:
        path = f"/api/ocs-tier/{arena.world.first.id}/"
        for number in range(10):
            body = {"layers": [words.layer([arena.world.ben.id], on(1, f"{number}:00"))]}
            one.patch(path, json=body)
            assert other.get(path).json()["layers"] == body["layers"]


@pytest.mark.parametrize("day", range(20, 23))
def test_of_edits_of_the_same_state_exactly_one_is_saved(arena: Arena, day: int) -> None:
    path = f"/api/contacts/{arena.world.ann.id}/"
    admin = {"Authorization": f"Bearer {arena.world.alice.token}"}
    with arena.client(arena.addresses[0]) as client:
        tag = client.get(path).headers["etag"]

    def edit(client: httpx.Client, number: int) -> httpx.Response:
        name = {"last_name": f"{day} {number}"}
        return client.patch(path, json=name, headers={**admin, "If-Match": tag})

    answered = codes(arena.at_once(edit))
    assert answered == [200] + [412] * (CLIENTS - 1)


def test_an_edit_by_its_tag_is_not_kept_from_its_turn_by_edits_elsewhere(arena: Arena) -> None:
    """Half the clients edit one tier by the tag that it has each time, the others cover hours at another."""
    path = f"/api/ocs-tier/{arena.world.first.id}/"
    mine = threading.Lock()

    def edit(client: httpx.Client, number: int) -> httpx.Response:
        if number % 2:
            wishes = [words.cover(arena.world, *hours(day, 0), tier=arena.world.second.id) for day in range(13, 28)]
            return max((client.post("/api/ocs-on-demand/", json=wish) for wish in wishes), key=_status)
        answers = []
        for hour in range(5):
            with mine:  # one after the other, so that only what happens elsewhere can come in between
                tag = client.get(path).headers["etag"]
                body = {"layers": [words.layer([arena.world.ben.id], on(1, f"{number}:{hour:02}"))]}
                answers.append(client.patch(path, json=body, headers={"If-Match": tag}))
        return max(answers, key=_status)

    responses = arena.at_once(edit)
    assert codes(responses[::2]) == [200] * (CLIENTS // 2)
    assert set(codes(responses[1::2])) <= {201, 409}


def _status(response: httpx.Response) -> int:
    return response.status_code


@pytest.mark.parametrize("day", range(20, 23))
def test_of_equal_posts_with_one_key_all_are_answered_and_one_is_done(arena: Arena, day: int) -> None:
    wish = words.cover(arena.world, on(day), on(day + 1), sure=False)
    key = {"Idempotency-Key": f"day-{day}"}
    responses = arena.at_once(lambda client, _: client.post("/api/ocs-on-demand/", json=wish, headers=key))
    assert codes(responses) == [201] * CLIENTS
    assert len({response.json()["id"] for response in responses}) == 1
    assert sum("idempotent-replayed" in response.headers for response in responses) == CLIENTS - 1
    assert len(arena.shifts()) == 2
