"""Where the program begins: the command line, with the wiring behind it."""

import sys

from watchbill import wiring
from watchbill.cli import main


def run() -> None:
    """Carry out the command line of this process and end it."""
    sys.exit(main.run(wiring))


if __name__ == "__main__":
    run()
