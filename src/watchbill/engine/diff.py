"""What an edit changes: two sets of rules over one window, and where who is on call differs."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct

from watchbill.engine.roster import Roster, roster_timeline
from watchbill.engine.spans import Span, union
from watchbill.engine.tier import Tier, tier_timeline

People = frozenset[int]


class Stretch(NamedTuple):
    """A span in which exactly these people are on call, maybe nobody."""

    start: int
    end: int
    people: People


class Change(Struct, frozen=True):
    """A span in which other people are on call after an edit than before it."""

    start: int
    end: int
    before: tuple[int, ...]
    after: tuple[int, ...]


class Balance(Struct, frozen=True):
    """The seconds on call that an edit gives a contact, and those that it takes."""

    contact: int
    gained: int
    lost: int


class Present(Struct, frozen=True):
    """Who is on call when the window begins, and until when just these people are; None beyond the window."""

    people: tuple[int, ...]
    until: int | None


class Diff(Struct, frozen=True, kw_only=True):
    """The difference of two timelines over a window; people by number, spans and changes by time."""

    window: Span
    changes: tuple[Change, ...]
    balances: tuple[Balance, ...]
    """Of those who gain or lose."""
    present: Present
    """By the rules as they are."""
    present_after: Present
    """By the rules as they would be."""
    new_gaps: tuple[Span, ...]
    closed_gaps: tuple[Span, ...]


def diff_tiers(before: Tier, after: Tier, window: Span) -> Diff:
    """What differs between two tiers over a window; costs what their timelines cost."""
    return _diff(_tier_stretches(before, window), _tier_stretches(after, window), window)


def diff_rosters(before: Roster, after: Roster, window: Span) -> Diff:
    """What differs between two rosters over a window; costs what their timelines cost."""
    return _diff(_roster_stretches(before, window), _roster_stretches(after, window), window)


def _tier_stretches(tier: Tier, window: Span) -> list[Stretch]:
    return _stretches(((each.start, each.end, (each.contact,)) for each in tier_timeline(tier, window)), window)


def _roster_stretches(roster: Roster, window: Span) -> list[Stretch]:
    return _stretches(((each.start, each.end, each.contacts) for each in roster_timeline(roster, window)), window)


def _stretches(shifts: Iterable[tuple[int, int, tuple[int, ...]]], window: Span) -> list[Stretch]:
    """Who is on call all through a window: the stretches tile it, and neighbours differ."""
    edges: list[tuple[int, int, int]] = []
    for start, end, people in shifts:
        for contact in people:
            edges.append((max(start, window.start), contact, 1))
            edges.append((min(end, window.end), contact, -1))
    edges.sort()
    stretches: list[Stretch] = []
    on: Counter[int] = Counter()
    at = window.start
    for edge, several in groupby([*edges, (window.end, 0, 0)], key=lambda each: each[0]):
        _append(stretches, Stretch(at, edge, frozenset(contact for contact, count in on.items() if count)))
        for _, contact, more in several:
            on[contact] += more
        at = edge
    return stretches


def _append(stretches: list[Stretch], stretch: Stretch) -> None:
    if stretch.start == stretch.end:
        return
    if stretches and stretches[-1].people == stretch.people:
        stretches[-1] = Stretch(stretches[-1].start, stretch.end, stretch.people)
    else:
        stretches.append(stretch)


def _diff(before: list[Stretch], after: list[Stretch], window: Span) -> Diff:
    changes = _changes(before, after)
    return Diff(
        window=window,
        changes=tuple(changes),
        balances=_balances(changes),
        present=_present(before, window),
        present_after=_present(after, window),
        new_gaps=_spans(change for change in changes if not change.after),
        closed_gaps=_spans(change for change in changes if not change.before),
    )


def _changes(before: list[Stretch], after: list[Stretch]) -> list[Change]:
    """Where two tilings of one window differ."""
    changes: list[Change] = []
    i = j = 0
    while i < len(before) and j < len(after):
        old, new = before[i], after[j]
        if old.people != new.people:
            start, end = max(old.start, new.start), min(old.end, new.end)
            changes.append(Change(start, end, tuple(sorted(old.people)), tuple(sorted(new.people))))
        i += old.end <= new.end
        j += new.end <= old.end
    return changes


def _balances(changes: Iterable[Change]) -> tuple[Balance, ...]:
    gained: Counter[int] = Counter()
    lost: Counter[int] = Counter()
    for change in changes:
        old, new = set(change.before), set(change.after)
        gained.update(dict.fromkeys(new - old, change.end - change.start))
        lost.update(dict.fromkeys(old - new, change.end - change.start))
    return tuple(Balance(contact, gained[contact], lost[contact]) for contact in sorted(gained | lost))


def _present(stretches: list[Stretch], window: Span) -> Present:
    first = stretches[0] if stretches else Stretch(window.start, window.end, frozenset())
    return Present(tuple(sorted(first.people)), None if first.end >= window.end else first.end)


def _spans(changes: Iterable[Change]) -> tuple[Span, ...]:
    return tuple(union([Span(change.start, change.end) for change in changes]))
