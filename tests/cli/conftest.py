"""The command line on a database of its own, as an operator has it."""

import os
from collections.abc import Callable
from typing import NamedTuple

import pytest

from watchbill import wiring
from watchbill.cli import main


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
