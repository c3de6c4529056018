"""Keeps what a release leaves behind: the demo's records in its schema, on both databases, and who it says is on call.

    python -m tests.releases.freeze VERSION

Run once, by the release itself; what it wrote is never changed. `test_upgrading.py` migrates it ever after.
"""

import asyncio
import datetime
import json
import logging
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import asyncpg
import structlog
from httpx import ASGITransport, AsyncClient

from tests.postgres import running_server
from watchbill import story
from watchbill.domain.accounts import issue_token
from watchbill.domain.ports import Store
from watchbill.settings import Settings
from watchbill.wiring import build_app, migrate, opened

HERE: Final = Path(__file__).parent
NOW: Final = 1_795_608_000
"""2026-11-25T12:00Z, when the story is told."""
INSTANTS: Final = tuple(NOW + days * 86_400 + days % 5 * 18_000 for days in range(-120, 60, 8))
"""At which it is asked who is on call: before the story, in its past, by rules that are ahead."""

Duty = dict[str, dict[str, list[str]]]
"""Who is on call, by name, at each instant at each place."""


async def duty(url: str) -> Duty:
    """What the records say of who is on call, asked as programs ask."""
    settings = Settings(database_url=url)
    async with opened(settings) as store:
        headers = {"Authorization": f"Bearer {await _token(store)}"}
        app = build_app(settings, store, clock=lambda: NOW)
        async with AsyncClient(transport=ASGITransport(app=app), base_url="http://watch.example") as client:
            told: Duty = {}
            for instant in INSTANTS:
                at = datetime.datetime.fromtimestamp(instant, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                answer = await client.get("/api/v1/oncall", params={"at": at}, headers=headers)
                told[at] = dict(_line(one) for one in answer.raise_for_status().json()["results"])
            return told


def _line(one: Any) -> tuple[str, list[str]]:
    place = one["place"]
    return f"{place['customer']['name']}: {place['name']}", sorted(person["name"] for person in one["people"])


async def _token(store: Store) -> str:
    [provider] = await store.providers()
    async with store.writing(provider) as writes:
        account = await writes.account_named(story.USERNAME)
        assert account is not None
        text, _ = await issue_token(writes, account, name="asking", now=NOW, expires_at=None)
    return text


async def tell(url: str) -> None:
    """Put the story into a new database."""
    migrate(Settings(database_url=url), lambda *_: None)
    async with opened(Settings(database_url=url)) as store:
        await story.tell(store, NOW)


def freeze(version: str) -> None:
    """Write a release's folder."""
    folder = HERE / version
    folder.mkdir()
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "records.db")
        asyncio.run(tell(f"sqlite:///{file}"))
        (folder / "sqlite.sql").write_text("\n".join(sqlite3.connect(file).iterdump()) + "\n", encoding="utf-8")
        told = asyncio.run(duty(f"sqlite:///{file}"))
    lines = ",\n".join(f"{json.dumps(at)}: {json.dumps(places, ensure_ascii=False)}" for at, places in told.items())
    (folder / "oncall.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    with running_server() as server:
        asyncio.run(_statement(server, "CREATE DATABASE frozen"))
        url = f"{server.rpartition('/')[0]}/frozen"
        asyncio.run(tell(url))
        dump = ["pg_dump", "--inserts", "--no-owner", "--no-privileges", f"--dbname={url}"]
        text = subprocess.run(dump, capture_output=True, text=True, check=True).stdout
        assert asyncio.run(duty(url)) == told
    (folder / "postgresql.sql").write_text(re.sub(r"(?m)^(--.*|\\.*|)\n", "", text), encoding="utf-8")


async def _statement(url: str, text: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(text)
    finally:
        await connection.close()


async def thaw(version: str, url: str) -> None:
    """Put a release's records, in its schema, into an empty database."""
    if url.startswith("sqlite:"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        connection.executescript((HERE / version / "sqlite.sql").read_text(encoding="utf-8"))
        connection.close()
    else:
        await _statement(url, (HERE / version / "postgresql.sql").read_text(encoding="utf-8"))


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    freeze(sys.argv[1])
