"""What tests need of the machine: tried once before the first of them; what is not there is told in a sentence."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterable

import asyncpg

from tests import postgres
from tests.browser import chromium

DRIVER = (sys.executable, "-m", "playwright", "--version")
"""The browser's driver comes with a Node of its own, which has to start."""

WITHOUT = "`make test-quick` runs the tests that do without."


def lacking(markers: Iterable[str]) -> str | None:
    """What those tests miss on this machine that have these markers, and what to do; None where nothing is amiss."""
    told = {"browser": browser, "postgres": server}
    faults = [fault for marker, fault_of in told.items() if marker in markers and (fault := fault_of())]
    return " ".join([*faults, WITHOUT]) if faults else None


def browser() -> str | None:
    """Why no browser can be driven here."""
    try:
        chromium.program()
    except chromium.NoChromium as fault:
        return str(fault)
    tried = subprocess.run(DRIVER, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if tried.returncode == 0:
        return None
    if "libatomic" in tried.stderr:
        return "The browser's driver needs libatomic: install it (Debian: apt-get install libatomic1)."
    said = " ".join(tried.stderr.split())[-300:] or f"it ends with {tried.returncode}"
    return f"The browser's driver does not start: {said}."


def server() -> str | None:
    """Why there is no PostgreSQL to be used here."""
    told = os.environ.get(postgres.TOLD)
    try:
        if told is None:
            postgres.programs()
        else:
            asyncio.run(postgres.run_in(told, "SELECT 1"))
    except postgres.NoPostgres as fault:
        return str(fault)
    except (OSError, asyncpg.PostgresError) as fault:
        return f"The PostgreSQL that {postgres.TOLD} names cannot be used: {fault}."
    return None
