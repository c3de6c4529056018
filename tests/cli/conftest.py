"""The command line on a database of its own, as an operator has it."""

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from watchbill import engine, story, wiring
from watchbill.cli import main
from watchbill.settings import read_settings

NOW = engine.instant("2026-11-18T12:00:00Z")  # a Wednesday


class Said(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Watchbill = Callable[..., Said]


@pytest.fixture
def watchbill(tmp_path, monkeypatch, capsys) -> Watchbill:
    """`watchbill("token", "list")` runs the command on a fresh SQLite file."""
    for name in [name for name in os.environ if name.startswith("WATCHBILL_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WATCHBILL_DATABASE_URL", f"sqlite:///{tmp_path}/watchbill.db")
    monkeypatch.setenv("TZ", "UTC")

    def run(*arguments: str) -> Said:
        code = main.run(wiring, arguments)
        return Said(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def _story(tmp_path_factory) -> Path:
    """A database that holds the demo's story as of NOW: told once, for it takes a while."""
    file = tmp_path_factory.mktemp("story") / "watchbill.db"

    async def tell():
        settings = read_settings({"WATCHBILL_DATABASE_URL": f"sqlite:///{file}"})
        async with wiring.opened(settings) as store:
            await story.tell(store, NOW)

    asyncio.run(tell())
    return file


@pytest.fixture
def told(watchbill, tmp_path, _story) -> Watchbill:
    """The command line on a database that holds the demo's story as of NOW."""
    shutil.copy(_story, tmp_path / "watchbill.db")
    return watchbill
