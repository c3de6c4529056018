"""The demo: in a database of its own, to this machine alone, with one token however often it is started."""

import asyncio
import stat
from pathlib import Path

import msgspec
import pytest

from tests.cli.conftest import NOW
from watchbill import story, wiring
from watchbill.cli.demo import _token
from watchbill.domain.accounts import account_named, hash_of
from watchbill.settings import Settings

MONTH = 30 * 86400


@pytest.fixture
def started(told, tmp_path):
    """`started(now)` is the token that a start of the demo tells then."""

    async def token(now: int, kept_in: Path | None = tmp_path / "watchbill.token") -> str:
        async with wiring.opened(Settings(database_url=f"sqlite:///{tmp_path}/watchbill.db")) as store:
            return await _token(store, now, kept_in)

    return lambda *asked: asyncio.run(token(*asked))


def test_a_start_tells_the_token_of_the_one_before(started):
    assert started(NOW) == started(NOW + 86400)


def test_a_token_that_is_about_to_end_is_replaced(started, tmp_path):
    first, second = started(NOW), started(NOW + MONTH - 60)
    assert first != second
    assert started(NOW + MONTH) == second


def test_one_token_stands_where_none_can_be_kept(started, watchbill):
    assert started(NOW, None) != started(NOW + 1, None)
    assert watchbill("token", "list").out.count("until ") == 1


def test_the_token_is_kept_for_the_owner_alone(started, tmp_path):
    token = started(NOW)
    kept = tmp_path / "watchbill.token"
    assert (kept.read_text(), stat.S_IMODE(kept.stat().st_mode)) == (f"{token}\n", 0o600)


@pytest.mark.parametrize("found", ["", "wb_1_guessed", "wb_1_" + "A" * 43])
def test_a_file_with_another_token_is_written_anew(started, tmp_path, found):
    (tmp_path / "watchbill.token").write_text(found)
    token = started(NOW)
    assert token != found
    assert (tmp_path / "watchbill.token").read_text() == f"{token}\n"


# ── the story is not served to the world ──


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_nobody_serves_the_story_to_the_world(told, host, workers):
    said = told("serve", "--host", host, "--port", "0", "--workers", workers)
    assert said.code == 1
    assert "The account demo of this database still has the demo's password" in said.err
    assert "listens" not in said.err


def test_the_responders_password_counts_as_well(told, tmp_path):
    async def known(*changed: str) -> str | None:
        async with wiring.opened(Settings(database_url=f"sqlite:///{tmp_path}/watchbill.db")) as store:
            for username in changed:
                account = await account_named(store, username)
                async with store.writing(account.provider_id) as writes:
                    await writes.save(msgspec.structs.replace(account, password_hash=await hash_of("another password")))
            return await story.known_to_all(store)

    assert asyncio.run(known()) == "demo"
    assert asyncio.run(known("demo")) == "anna"
    assert asyncio.run(known("anna")) is None
