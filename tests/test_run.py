"""A run of these tests: what is missing is said once before the first of them, and no run is silent for long."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests import needs
from tests.progress import Progress

ROOT = Path(__file__).parent.parent
NOWHERE = "postgresql://nobody@127.0.0.1:9/none"


class Heard:
    """A terminal that tells when something is said there."""

    def __init__(self) -> None:
        self.words = ""
        self.is_heard = threading.Event()

    def ensure_newline(self) -> None:
        pass

    def write_line(self, words: str) -> None:
        self.words = words
        self.is_heard.set()


@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_driver_that_does_not_start_is_told_once(workers):
    command = [sys.executable, "-m", "pytest", "-q", "-n", workers, "tests/browser/test_board.py"]
    broken = os.environ | {"PLAYWRIGHT_NODEJS_PATH": "/bin/false"}
    done = subprocess.run(command, cwd=ROOT, env=broken, capture_output=True, text=True)
    assert done.returncode != 0
    assert done.stdout.count("The browser's driver does not start") == 1
    assert "Traceback" not in done.stdout + done.stderr


def test_a_postgres_that_does_not_answer_is_told(monkeypatch):
    monkeypatch.setenv("WATCHBILL_TEST_POSTGRES_URL", NOWHERE)
    assert "WATCHBILL_TEST_POSTGRES_URL names cannot be used" in needs.lacking({"postgres"})


def test_nothing_is_asked_of_the_machine_that_no_test_needs(monkeypatch):
    monkeypatch.setenv("WATCHBILL_TEST_POSTGRES_URL", NOWHERE)
    assert needs.lacking({"parametrize"}) is None


def test_what_is_under_way_is_named_after_a_silence():
    heard = Heard()
    progress = Progress(heard, silence=0.01)
    progress.pytest_runtest_logstart("tests/test_long.py::test_of_an_hour")
    for _ in progress.pytest_sessionstart():
        pass
    assert heard.is_heard.wait(timeout=60)
    progress.pytest_sessionfinish()
    assert "0 tests are done; under way: tests/test_long.py::test_of_an_hour for" in heard.words
