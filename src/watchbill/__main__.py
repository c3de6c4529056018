"""Where the program begins: the command line, with the wiring behind it."""

import contextlib
import io
import os
import signal
import sys
from collections.abc import Iterator
from typing import Any


def _end_quietly(*_: object) -> None:
    """Nothing has begun yet, or all is over: there is nothing to put in order, and nothing to say."""
    os._exit(130)


# Not where whoever started us has it ignored.
IS_OURS = signal.getsignal(signal.SIGINT) is signal.default_int_handler
if IS_OURS:
    signal.signal(signal.SIGINT, _end_quietly)

from watchbill.cli import main  # noqa: E402 - takes long enough to be interrupted


class WhenNeeded:
    """The wiring, with server and database behind it: what it loads takes longer than most commands that do without."""

    def __getattr__(self, name: str) -> Any:
        with _ending_quietly():
            from watchbill import wiring  # noqa: PLC0415
        return getattr(wiring, name)


@contextlib.contextmanager
def _ending_quietly() -> Iterator[None]:
    """While modules are loaded: what a signal handler raises then may be lost in one of them."""
    before = signal.getsignal(signal.SIGINT)
    if IS_OURS:
        signal.signal(signal.SIGINT, _end_quietly)
    try:
        yield
    finally:
        if IS_OURS:
            signal.signal(signal.SIGINT, before)


def run() -> None:
    """Carry out the command line of this process and end it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # what a terminal or a file cannot spell is a question mark
    if IS_OURS:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    code = main.run(WhenNeeded())
    if IS_OURS:
        signal.signal(signal.SIGINT, _end_quietly)
    sys.exit(code)


if __name__ == "__main__":
    run()
