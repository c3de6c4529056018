"""Real processes: `watchbill …` as an operator starts it, on 127.0.0.1 and a free port."""

import io
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import httpx

from watchbill import wiring
from watchbill.cli import main

ROOT = Path(__file__).parents[2]
PATIENCE = 120
NOTHING: Mapping[str, str] = {}
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


class Server(NamedTuple):
    """A server that runs, and where."""

    process: "subprocess.Popen[bytes]"
    address: str
    log: Path

    def get(self, path: str, token: str | None = None, **headers: str) -> httpx.Response:
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return httpx.get(self.address + path, headers=headers, timeout=PATIENCE, trust_env=False)

    def post(self, path: str, token: str, body: object) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.post(self.address + path, headers=headers, json=body, timeout=PATIENCE, trust_env=False)

    def end(self, with_signal: int = signal.SIGTERM) -> int:
        """Ask the server to end and return its exit code."""
        self.process.send_signal(with_signal)
        return self.process.wait(timeout=PATIENCE)

    def said(self) -> str:
        return self.log.read_text()


def environment(database: str) -> dict[str, str]:
    ours = {name: text for name, text in os.environ.items() if not name.startswith("WATCHBILL_")}
    return ours | {
        "WATCHBILL_DATABASE_URL": database,
        "WATCHBILL_LOG_FORMAT": "json",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",  # this tree's, whatever is installed
        "PYTHONUNBUFFERED": "1",
    }


def watchbill(
    database: str, *arguments: str, stdin: str = "", environ: Mapping[str, str] = NOTHING
) -> "subprocess.CompletedProcess[str]":
    """A command carried out to its end."""
    command = [sys.executable, "-m", "watchbill", *arguments]
    return subprocess.run(
        command, env=environment(database) | environ, input=stdin, capture_output=True, text=True, timeout=2 * PATIENCE
    )


def make_token(database: str) -> str:
    """A token that may do all, made in this process: that is quicker than another one."""
    made = io.StringIO()
    with redirect_stdout(made):
        code = main.run(wiring, ["token", "create", "--role", "admin", "--name", "tests", "--database", database])
    assert code == 0
    return made.getvalue().strip()


@contextmanager
def serving(
    database: str,
    directory: Path,
    *arguments: str,
    command: str = "serve",
    environ: Mapping[str, str] = NOTHING,
    ahead: int | None = None,
) -> Iterator[Server]:
    """A server that listens; gone at the end, however the test ends.

    `ahead` is how many seconds its clock is ahead of the machine's, whose clock it reads otherwise.
    """
    program = ["watchbill"] if ahead is None else ["tests.whole.elsewhen", str(ahead)]
    log = directory / f"log-{time.monotonic_ns()}"
    with log.open("wb") as kept:
        process = subprocess.Popen(
            [sys.executable, "-m", *program, command, "--port", "0", *arguments],
            env=environment(database) | environ,
            stdin=subprocess.DEVNULL,
            stdout=kept,
            stderr=kept,
            cwd=directory,
        )
    try:
        yield Server(process, _address(process, log), log)
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something that a process does by itself."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if found := ADDRESS.search(log.read_text()):
            return found[0]
        time.sleep(0.02)
    raise AssertionError(f"The server does not listen: {log.read_text()}")
