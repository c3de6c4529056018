"""`watchbill …` whose server has a clock that is so many seconds ahead of the machine's.

python -m tests.whole.elsewhen SECONDS serve …
"""

import functools
import sys
from dataclasses import dataclass
from types import SimpleNamespace

from watchbill import wiring
from watchbill.cli import main


@dataclass(frozen=True)
class Ahead:
    """A clock that goes as the machine's does, and shows another time."""

    seconds: int

    def __call__(self) -> int:
        return wiring.present() + self.seconds


if __name__ == "__main__":
    clock = Ahead(int(sys.argv[1]))
    serve = functools.partial(wiring.serve, clock=clock)
    sys.exit(main.run(SimpleNamespace(**vars(wiring) | {"serve": serve}), sys.argv[2:]))
