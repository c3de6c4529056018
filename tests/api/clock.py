"""The present as a test wants it."""

from dataclasses import dataclass

from tests.cast import NOW, at


@dataclass
class Clock:
    """A clock that shows what it was set to."""

    shows: int = NOW

    def __call__(self) -> int:
        return self.shows

    def set(self, text: str) -> None:
        self.shows = at(text)
