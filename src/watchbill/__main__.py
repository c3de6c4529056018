"""Where the program begins: the command line, with the wiring behind it."""

import io
import os
import signal
import sys


def _end_quietly(*_: object) -> None:
    """Nothing has begun yet, or all is over: there is nothing to put in order, and nothing to say."""
    os._exit(130)


if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where whoever started us has it ignored
    signal.signal(signal.SIGINT, _end_quietly)

from watchbill import wiring  # noqa: E402 - most of the time that a short command takes
from watchbill.cli import main  # noqa: E402


def run() -> None:
    """Carry out the command line of this process and end it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # what a terminal or a file cannot spell is a question mark
    is_quiet = signal.getsignal(signal.SIGINT) is _end_quietly
    if is_quiet:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    code = main.run(wiring)
    if is_quiet:
        signal.signal(signal.SIGINT, _end_quietly)
    sys.exit(code)


if __name__ == "__main__":
    run()
