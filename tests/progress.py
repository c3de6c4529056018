"""That a run of the tests goes on, said wherever it would be silent for long: a pytest plugin."""

import threading
import time
from collections.abc import Iterator

import pytest

SILENCE = 15.0
"""Seconds after which something is said."""


class Progress:
    """Tells how many tests are done and which are under way, when nothing else was told for a while.

    Under xdist it hears the workers' reports, in the process that talks at the terminal.
    """

    def __init__(self, terminal: pytest.TerminalReporter, silence: float = SILENCE) -> None:
        self._terminal = terminal
        self._silence = silence
        self._began = self._heard = time.monotonic()
        self._done = 0
        self._under_way: dict[str, float] = {}
        self._over = threading.Event()
        self._speaker = threading.Thread(target=self._speak, daemon=True)

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionstart(self) -> Iterator[None]:
        yield
        self._speaker.start()

    def pytest_sessionfinish(self) -> None:
        self._over.set()
        self._speaker.join()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._under_way[nodeid] = time.monotonic()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self._under_way.pop(nodeid, None)
        self._heard = time.monotonic()
        self._done += 1

    def _speak(self) -> None:
        while not self._over.wait(min(1.0, self._silence)):
            now = time.monotonic()
            if now - self._heard >= self._silence:
                self._heard = now
                self._terminal.ensure_newline()
                self._terminal.write_line(f"  {now - self._began:.0f} s: {self._told(now)}")

    def _told(self, now: float) -> str:
        under_way = list(self._under_way.items())  # at once: another thread adds to it
        if not under_way:
            return "looking for tests" if self._done == 0 else f"{self._done} tests are done"
        oldest = sorted(under_way, key=lambda one: one[1])[:4]
        names = ", ".join(f"{name} for {now - since:.0f} s" for name, since in oldest)
        return f"{self._done} tests are done; under way: {names}"
