"""Levels: what a tier is stacked of. A level has one contact or nobody at every instant."""

from typing import Protocol, TypeAlias

from watchbill.engine.timeline import Shift

Piece: TypeAlias = tuple[int, int, int, int | None, int | None]
"""A shift that is still to be cut and joined: start, end, contact, layer, override."""


class Level(Protocol):
    """The overrides of a tier, or one of its layers. The topmost level that has somebody hides those below it."""

    def pieces(self, since: int, until: int) -> list[Piece]:
        """Its shifts in [since, until), cut to it, in order; neighbours of one contact and origin joined."""

    def at(self, at: int) -> Shift | None:
        """The shift around an instant, uncut; None where the level has nobody."""

    def contact(self, at: int) -> int | None:
        """Who has the level at an instant."""

    def next_other(self, at: int, contact: int | None) -> int:
        """The first instant from `at` on when somebody other than a contact has the level; FOREVER if none comes."""

    def next_of(self, at: int, contact: int, limit: int) -> int:
        """The first instant in [at, limit) at which a contact has the level; FOREVER if there is none."""

    def last_other(self, at: int, contact: int | None) -> int:
        """Where the time before `at` ends in which somebody other than a contact has the level; else BEGINNING."""
