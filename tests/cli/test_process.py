"""The program as a process: what it does to a terminal that cannot spell all, and when it is interrupted."""

import os
import subprocess
import sys

import pytest

from tests.whole.running import environment

# Interrupts itself at an event of Python's own: as somebody's Ctrl-C would who presses it just then.
INTERRUPTED = """
import os, signal, sys

awaited = sys.argv[1:3]
sys.argv[:3] = ["watchbill"]

def watch(event, arguments):
    if awaited and event == awaited[0] and str(arguments[0]).startswith(awaited[1]):
        awaited.clear()
        os.kill(os.getpid(), signal.SIGINT)

sys.addaudithook(watch)
from watchbill.__main__ import run
run()
"""


def carried_out(program, tmp_path, **more):
    told = environment(f"sqlite:///{tmp_path}/watchbill.db") | more
    return subprocess.run(program, env=told, capture_output=True, timeout=120)


@pytest.mark.parametrize(
    ("event", "about", "command"),
    [
        ("import", "watchbill.wiring", ["oncall"]),
        ("import", "watchbill.cli.main", ["oncall"]),
        ("sqlite3.connect", "", ["oncall"]),
        ("sqlite3.connect", "", ["token", "create", "--role", "admin", "--name", "ops"]),
        ("sqlite3.connect", "", ["serve", "--port", "0"]),
        ("sqlite3.connect", "", ["serve", "--port", "0", "--workers", "2"]),
        ("sqlite3.connect", "", ["demo", "--port", "0"]),
    ],
)
def test_an_interruption_is_silent_at_any_moment(told, tmp_path, event, about, command):
    done = carried_out([sys.executable, "-c", INTERRUPTED, event, about, *command], tmp_path)
    # The demo has said by then that it starts.
    said = "Starting the demo …\n" if command[0] == "demo" else ""
    assert (done.returncode, done.stdout, done.stderr.decode()) == (130, b"", said)


def test_what_an_output_cannot_spell_is_a_question_mark(told, tmp_path):
    done = carried_out([sys.executable, "-m", "watchbill", "oncall"], tmp_path, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Deniz Ayd?n" in done.stdout


def test_an_argument_of_other_bytes_is_told(tmp_path):
    done = carried_out([sys.executable, "-m", "watchbill", "account", "create", b"\xff", "--role", "admin"], tmp_path)
    assert (done.returncode, done.stderr) == (2, b"watchbill: An argument is no text: its bytes are not UTF-8.\n")


def test_a_password_of_other_bytes_is_told(tmp_path):
    command = [sys.executable, "-m", "watchbill", "account", "create", "ada", "--role", "admin", "--password-stdin"]
    done = subprocess.run(
        command, env=environment(f"sqlite:///{tmp_path}/watchbill.db"), input=b"\xff\xfe long\n", capture_output=True
    )
    assert done.returncode == 1
    assert b"The password is no text" in done.stderr


def test_a_reader_who_goes_away_is_no_fault(told, tmp_path):
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "watchbill", "oncall"]
    told_where = environment(f"sqlite:///{tmp_path}/watchbill.db")
    with os.fdopen(write, "wb") as out:
        done = subprocess.run(command, env=told_where, stdout=out, stderr=subprocess.PIPE)
    assert done.stderr == b""
