"""What is wrong with a rule."""

from collections.abc import Iterable


class WatchbillError(Exception):
    """The root of every error that Watchbill raises on purpose."""


class BadRule(WatchbillError, ValueError):
    """A rule that cannot be read: everything that is wrong with it, at once.

    `problems` holds a path and a message each, such as `("lengths[1]", "must be a whole number …")`; the path
    is empty where the rule as a whole is meant.
    """

    problems: tuple[tuple[str, str], ...]

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{path}: {message}" if path else message for path, message in self.problems))
