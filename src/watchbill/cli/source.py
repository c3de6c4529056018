"""Where the commands that answer get their answers from: what they ask, and in which words they are told."""

from typing import Protocol

import msgspec

from watchbill import engine
from watchbill.cli.carried import LoadLine
from watchbill.cli.show import FeedLine, OnCallLine, RosterLine
from watchbill.cli.told import ExplanationLine, GapLine, TimelineLine
from watchbill.domain.feeds import FeedWish
from watchbill.domain.load import By


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked about, as it was typed: each by id or name, a tier as `7` or `3_1`."""

    customer: str | None = None
    schedule: str | None = None
    roster: str | None = None
    tier: str | None = None


class Explained(msgspec.Struct, frozen=True):
    """An explanation for programs, and the same as text: where and when, and the steps below it."""

    line: ExplanationLine
    text: str


class FeedMade(msgspec.Struct, frozen=True):
    """A feed that has just been made, of what, and where it is read: told this once."""

    line: FeedLine
    name: str
    address: str


class GapsFound(msgspec.Struct, frozen=True):
    """Gaps, and at how many tiers and rosters they were looked for: at none there are none."""

    lines: list[GapLine]
    places: int


class Source(Protocol):
    """A database or a server: the same questions, the same answers. Raises Unable, WatchbillError, SettingsError."""

    def oncall(self, wanted: Wanted, at: int) -> list[OnCallLine | RosterLine]: ...
    def timeline(self, wanted: Wanted, window: engine.Span) -> TimelineLine: ...
    def explanation(self, wanted: Wanted, at: int, tz: str) -> Explained: ...
    def gaps(self, wanted: Wanted, window: engine.Span) -> GapsFound: ...
    def load(self, wanted: Wanted, window: engine.Span, by: By) -> LoadLine: ...
    def add_feed(self, wish: FeedWish, account: str | None) -> FeedMade: ...
    def feeds(self) -> list[FeedLine]: ...
    def revoke_feed(self, id: int) -> None: ...
