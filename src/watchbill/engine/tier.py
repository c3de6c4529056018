"""Tiers: layers stacked, overrides over all, and who is on duty at an instant.

How it works. Time is divided into *reigns*: the spans in which one revision of the layers is in force. In a reign the
tier is a stack of levels: its overrides on top (`Covers`), below them the layers (`Course`), the highest index first. A
level has somebody or nobody at every instant; the topmost that has somebody wins.

- **A window** (`tier_timeline`): each level gives its pieces, and two sorted lists at a time are laid over each other
  (`_laid`), by halves, so that the cost is that of what comes out. Reigns are put side by side; a shift that goes on
  over the seam stays one.
- **An instant** (`duty_at`): nothing is rendered. The shift around it is the piece of the topmost level that has
  somebody, cut by the levels above, which are only asked when they next have anybody (`next_other`, `last_other`).
- **Since and until** span a contact, not a rule. From the edge of the shift somebody is followed as far as one rule
  alone carries them (`_reach`), then the next one. Where two layers take turns, as one for days and one for nights,
  that would be a step a day for ever; so now and then it is asked whether layers of one zone that together are always
  open share the contact's go, and then all of it is one step (`_leap`).
- **Next** is the first instant at which another level has another contact, and is then looked at as above.

What is worked out is kept with the tier (`Tier._watch`) and its layers (`Layer.course`), and goes with them.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain, islice, pairwise, starmap
from typing import Final, NamedTuple

from msgspec import Struct

from watchbill.engine.layer import Course, Layer, joined, stretches
from watchbill.engine.level import Level, Piece
from watchbill.engine.override import Covers, Override
from watchbill.engine.restriction import together
from watchbill.engine.spans import BEGINNING, DAY, FOREVER, Span
from watchbill.engine.timeline import Shift
from watchbill.engine.wallclock import zone


class Revision(Struct, frozen=True):
    """The layers that count from an instant on; None means from ever."""

    counts_from: int | None
    layers: tuple[Layer, ...]


class Tier(Struct, frozen=True, dict=True):
    """Revisions in order, each in force until the next one counts, and overrides over all of them.

    Overrides may come in any order and do not overlap. What is worked out is kept with the tier: whoever keeps a tier
    asks it again for little, and nothing is left behind by one that was only looked at.
    """

    revisions: tuple[Revision, ...]
    overrides: tuple[Override, ...]

    @cached_property
    def _watch(self) -> "_Watch":
        return _Watch(self)


class Duty(Struct, frozen=True):
    """Who is on duty at an instant, since when, until when, and who follows; None means there is none.

    `shift` is the shift of the final timeline around the instant, uncut; its end is FOREVER where it has none.
    `since` and `until` span the time around the instant in which the contact is on without a break, whatever rules
    put them there. `next_contact` is the first other contact to come, at `next_at`, maybe after a gap.
    """

    contact: int | None
    shift: Shift | None
    since: int | None
    until: int | None
    next_contact: int | None
    next_at: int | None


_LEAP: Final = 16  # after so many rules in a row it is worth asking whether some of them together go on for long
_STEPS: Final = 1_000  # how many rules may carry a contact on, one after the other, before it counts as forever
_HORIZON: Final = 100 * 366 * DAY  # a shift that is further ahead counts as never coming
_NOTHING: Final[Piece] = (1 << 60, 1 << 60, 0, None, None)


def tier_of(layers: Iterable[Layer], overrides: Iterable[Override] = ()) -> Tier:
    """A tier whose layers have always been as they are."""
    return Tier((Revision(None, tuple(layers)),), tuple(overrides))


def tier_timeline(tier: Tier, window: Span) -> list[Shift]:
    """The final timeline of a tier, cut to a window: sorted, disjoint, each shift with the rule it comes from.

    Costs what the layers have in the window; how long ago they started does not matter.
    """
    return list(starmap(Shift, tier._watch.pieces(window.start, window.end)))


def duty_at(tier: Tier, at: int) -> Duty:
    """Who is on duty at an instant, found by arithmetic: how long ago a layer started does not matter.

    Layers of one zone that share the week are followed however long. Beyond that, a contact whom a thousand rules in a
    row keep on duty has no `since` or no `until`, and one who is a thousand turns away does not follow.
    """
    return tier._watch.duty(at)


def shift_at(tier: Tier, at: int) -> Shift | None:
    """The shift of the final timeline around an instant, uncut; None where nobody is on.

    Found by arithmetic, however long the shift is; its end is FOREVER where it has none.
    """
    return tier._watch.shift(at)


def next_shift(tier: Tier, contact: int, at: int) -> Shift | None:
    """The first shift of a contact in the final timeline that starts at an instant or later, uncut; None if none comes.

    Found by arithmetic, up to a hundred years ahead. Who is hidden, or finds the layer closed, a thousand times in a
    row does not come.
    """
    return tier._watch.next_of(at, contact)


def lane_order(tier: Tier, window: Span) -> tuple[int, ...]:
    """The indexes of the lanes of a window: of the newest layers, and of all others in force in it; rising."""
    newest = (layer.index for layer in tier.revisions[-1].layers) if tier.revisions else ()
    shown = (level.index for _, _, levels in tier._watch.reigns(window.start, window.end) for level in levels)
    return tuple(sorted({*newest, *shown}))


def most_shifts(tier: Tier, window: Span) -> int:
    """How many shifts of the layers and overrides may start in a window: never too few, and found by arithmetic."""
    return tier._watch.most(window.start, window.end)


def lane_shifts(tier: Tier, window: Span) -> Iterator[Shift]:
    """The final timeline in lanes, a lane a layer: what overlaps a window, by start, worked out as it is asked for.

    The first shift has its own start, found by arithmetic, all others lie in the window. `layer` is the lane: that of
    the layer itself; for an override that of the topmost layer which would be on, the first lane of `lane_order` where
    none would, and None for a tier without layers. An override is cut where its lane changes. So the lanes together
    are the timeline, and no two shifts overlap. Who was on before an edit and stays on has begun before it, also in
    another layer.
    """
    order = lane_order(tier, window)
    return starmap(Shift, tier._watch.lanes(window.start, window.end, order[0] if order else None))


def _laid(top: list[Piece], bottom: list[Piece]) -> list[Piece]:
    """Two timelines laid over each other: the bottom shows where the top has nobody."""
    if not top or not bottom:
        return top or bottom
    laid: list[Piece] = []
    over = iter(top)
    upper = next(over)
    hides, shows = upper[0], upper[1]
    for piece in bottom:
        start, end, contact, layer, override = piece
        while shows <= start:
            laid.append(upper)
            upper = next(over, _NOTHING)
            hides, shows = upper[0], upper[1]
        if end <= hides:
            laid.append(piece)
            continue
        while hides < end:
            if start < hides:
                laid.append((start, hides, contact, layer, override))
            start = shows
            if end <= shows:
                break
            laid.append(upper)
            upper = next(over, _NOTHING)
            hides, shows = upper[0], upper[1]
        if start < end:
            laid.append((start, end, contact, layer, override))
    if upper is not _NOTHING:
        laid.append(upper)
    laid += over
    return laid


def _stacked(timelines: list[list[Piece]]) -> list[Piece]:
    """Timelines, the topmost first, laid over each other; by halves, so that many cost little more than few."""
    if len(timelines) <= 1:
        return timelines[0] if timelines else []
    half = len(timelines) // 2
    return _laid(_stacked(timelines[:half]), _stacked(timelines[half:]))


class _Reign:
    """A span in which one revision is in force; its layers are worked out when they are first asked."""

    def __init__(self, start: int, end: int, layers: Iterable[Layer], covers: Covers) -> None:
        self.start, self.end = start, end
        self._layers, self._covers = layers, covers

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        """The layers, the topmost first."""
        return tuple(layer.course for layer in sorted(self._layers, key=lambda layer: layer.index, reverse=True))

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The overrides and below them the layers."""
        return self._covers, *self.courses


class _Known(NamedTuple):
    """What was answered last, and to which instants else it is the answer."""

    start: int
    end: int
    duty: Duty


_NEVER: Final = _Known(0, 0, Duty(None, None, None, None, None, None))


class _Watch:
    """A tier worked out."""

    __slots__ = ("_covers", "_known", "_reigns", "_starts")

    def __init__(self, tier: Tier) -> None:
        self._known = _NEVER
        self._covers = Covers(tier.overrides)
        self._reigns = _reigns(tier.revisions, self._covers)
        self._starts = [reign.start for reign in self._reigns]

    def pieces(self, since: int, until: int) -> list[Piece]:
        """The final timeline in [since, until), cut to it."""
        if since >= until:
            return []
        return _laid(self._covers.pieces(since, until), self._layered(since, until))

    def reigns(self, since: int, until: int) -> Iterator[tuple[int, int, tuple[Course, ...]]]:
        """Which layers are in force in [since, until), from when and until when, cut to it, in order."""
        for reign in self._reigns:
            if reign.start < until and since < reign.end:
                yield max(since, reign.start), min(until, reign.end), reign.courses

    def _layered(self, since: int, until: int) -> list[Piece]:
        """The timeline of the layers in [since, until), as if there were no overrides."""
        layered: list[Piece] = []
        for start, end, courses in self.reigns(since, until):
            _append(layered, _stacked([each.pieces(start, end) for each in courses]))
        return layered

    def most(self, since: int, until: int) -> int:
        """How many shifts of layers and overrides may start in [since, until)."""
        layers = sum(level.most(start, end) for start, end, levels in self.reigns(since, until) for level in levels)
        return layers + len(self._covers.within(since, until))

    def lanes(self, since: int, until: int, first: int | None) -> Iterator[Piece]:
        """The final timeline in lanes; `first` is the lane of overrides that cover nobody."""
        parts = (self._lanes(start, end, first) for start, end in stretches(since, until, self.most(since, until)))
        pieces = joined(chain.from_iterable(parts))
        for start, end, contact, lane, override in islice(pieces, 1):
            if start == since:
                start = self._begin(since, lane, first)
            yield start, end, contact, lane, override
        yield from pieces

    def _lanes(self, since: int, until: int, first: int | None) -> list[Piece]:
        """The lanes of [since, until), cut to it."""
        layered = self._layered(since, until)
        covering: list[Piece] = []
        i = 0
        for cover in self._covers.within(since, until):
            at, end = max(cover.start, since), min(cover.end, until)
            while i < len(layered) and layered[i][1] <= at:
                i += 1
            while i < len(layered) and layered[i][0] < end:
                start, stop, _, lane, _ = layered[i]
                start, stop = max(start, at), min(stop, end)
                covering += (at, start, cover.contact, first, cover.id), (start, stop, cover.contact, lane, cover.id)
                at = stop
                if stop == end:
                    break  # the next cover may lie over the rest of it
                i += 1
            covering.append((at, end, cover.contact, first, cover.id))
        return _laid(list(joined(covering)), layered)

    def _begin(self, at: int, lane: int | None, first: int | None) -> int:
        """Where the shift of a lane that holds an instant starts.

        Layers are not the same before and after an edit: who stays on over it goes on, whatever the lane was before.
        """
        shift = self._top(at)
        if shift is None or shift.override is None:
            return at if shift is None else self._layer_begin(shift)
        for _ in range(_STEPS):
            below, start = self._below(at - 1)
            below = first if below is None else below
            if at <= shift.start or (below != lane and at != self._reign(at).start):
                break
            lane, at = below, max(start, shift.start)
        return at

    def _layer_begin(self, shift: Shift) -> int:
        """Where a layer's shift starts, and before it those that an edit has parted from it."""
        start = shift.start
        while start == self._reign(start).start and (before := self._top(start - 1)):
            if (before.contact, before.override) != (shift.contact, None):
                break
            start = before.start
        return start

    def _below(self, at: int) -> tuple[int | None, int]:
        """Which layer would be on at an instant if there were no overrides, and from when on; None where none would."""
        reign = self._reign(at)
        start = reign.start
        for level in reign.courses:
            if level.contact(at) is not None and (hours := level.hours(at)):
                return level.index, max(start, level.start, hours.start)
            start = max(start, level.last_other(at, None))
        return None, start

    def duty(self, at: int) -> Duty:
        """Who is on at an instant, and what is around it."""
        # Most who ask ask about now, and all of one shift, or of one gap, are told the same.
        known = self._known
        if not known.start <= at < known.end:
            found = self._duty(at)
            if found.shift is not None:
                known = _Known(found.shift.start, found.shift.end, found)
            else:
                known = _Known(at, at + 1 if found.next_at is None else found.next_at, found)
            self._known = known
        return known.duty

    def _duty(self, at: int) -> Duty:
        shift = self.shift(at)
        if shift is None:
            return Duty(None, None, None, None, *self._next(at, None))
        since, until = self._since(shift.start, shift.contact), self._until(shift.end, shift.contact)
        follower = (None, None) if until is None else self._next(until, shift.contact)
        return Duty(shift.contact, shift, since, until, *follower)

    def _reign(self, at: int) -> _Reign:
        return self._reigns[max(0, bisect_right(self._starts, at) - 1)]

    def shift(self, at: int) -> Shift | None:
        """The shift of the final timeline around an instant."""
        shift = self._top(at)
        if shift is None or shift.override is not None:
            return shift
        start, end = shift.start, shift.end
        # Neighbours from the same layer before and after a revision are one shift.
        while start == self._reign(start).start and (before := self._top(start - 1)):
            if (before.contact, before.layer) != (shift.contact, shift.layer):
                break
            start = before.start
        while end == self._reign(end).start and (after := self._top(end)):
            if (after.contact, after.layer) != (shift.contact, shift.layer):
                break
            end = after.end
        return Shift(start, end, shift.contact, shift.layer, None)

    def next_of(self, since: int, contact: int) -> Shift | None:
        """The first shift of a contact that starts at `since` or later, and within a hundred years."""
        at, horizon = since, min(FOREVER, since + _HORIZON)
        while at < horizon:
            reign = self._reign(at)
            limit = min(reign.end, horizon)
            shows = (self._shows(reign, number, at, contact, limit) for number in range(len(reign.courses)))
            at = min(limit, self._covers.next_of(at, contact, limit), *shows)
            shift = self.shift(at) if at < horizon else None
            if shift is not None:
                if shift.contact == contact and shift.start >= since:
                    return shift
                # Somebody else is on where a revision ends; what the contact is in at `since` has begun before.
                at = shift.end
        return None

    def _shows(self, reign: _Reign, number: int, at: int, contact: int, limit: int) -> int:
        """The first instant in [at, limit) at which a contact has a layer that nothing hides; else `limit`."""
        level, above = reign.courses[number], reign.courses[:number]
        for step in range(1, _STEPS):
            at = level.next_of(at, contact, limit)
            if at >= limit:
                break
            cover = self._covers.at(at)
            hiding = next((each for each in above if each.contact(at) is not None), None)
            if cover is not None:
                at = cover.end
            elif hiding is None:
                return at
            else:
                # Layers of one zone may hide it in turn, as one for the days and one for the nights do.
                at = _closes([each for each in above if each.tz == hiding.tz] if step % _LEAP == 0 else [hiding], at)
        return limit

    def _top(self, at: int) -> Shift | None:
        """The shift around an instant as the revision in force has it."""
        if (cover := self._covers.at(at)) is not None:
            return cover  # over all reigns, and so cut by none
        reign = self._reign(at)
        hiding: list[Level] = [self._covers]
        for level in reign.courses:
            held = level.at(at)
            if held is not None:
                start = max(held.start, reign.start, *(each.last_other(at, None) for each in hiding))
                end = min(held.end, reign.end, *(each.next_other(at, None) for each in hiding))
                return Shift(start, end, held.contact, held.layer, None)
            hiding.append(level)
        return None

    def _until(self, at: int, contact: int) -> int | None:
        """Until when a contact who is on up to an instant stays on; None where no end is in sight."""
        for step in range(1, _STEPS):
            if at >= FOREVER:
                break
            reach = self._reach(at, contact)
            if reach == at:
                return at
            at = reach if step % _LEAP else self._leap(reach, contact)
        return None

    def _since(self, at: int, contact: int) -> int | None:
        """Since when a contact who is on from an instant on has been on; None where no start is in sight."""
        for step in range(1, _STEPS):
            reach = self._reach_back(at, contact)
            if reach == at:
                return at
            at = reach if step % _LEAP else self._leap_back(reach, contact)
        return None

    def _reach(self, at: int, contact: int) -> int:
        """How far a single rule keeps a contact on from an instant on; the instant itself where none does.

        A layer keeps them on for as long as nobody else is in a layer above it, so that under a layer with the same
        contact and gaps a base layer is one step.
        """
        cover = self._covers.at(at)
        if cover is not None and cover.contact != contact:
            return at
        reign = self._reign(at)
        reach = at if cover is None else cover.end
        limit = min(reign.end, self._covers.next_other(at, contact))
        above: list[Course] = []
        for level in reign.courses:
            on = level.contact(at)
            if on is not None and on != contact:
                break
            if on is not None and (held := level.at(at)):
                limit = min([limit, *(each.next_other(at, contact) for each in above)])
                reach = max(reach, min(held.end, limit))
                above.clear()
            above.append(level)
        return reach

    def _reach_back(self, at: int, contact: int) -> int:
        """How far back a single rule keeps a contact on before an instant; see `_reach`."""
        cover = self._covers.at(at - 1)
        if cover is not None and cover.contact != contact:
            return at
        reign = self._reign(at - 1)
        reach = at if cover is None else cover.start
        limit = max(reign.start, self._covers.last_other(at, contact))
        above: list[Course] = []
        for level in reign.courses:
            on = level.contact(at - 1)
            if on is not None and on != contact:
                break
            if on is not None and (held := level.at(at - 1)):
                limit = max([limit, *(each.last_other(at, contact) for each in above)])
                reach = min(reach, max(held.start, limit))
                above.clear()
            above.append(level)
        return reach

    def _leap(self, at: int, contact: int) -> int:
        """How far layers that are open in turn, as one for the days and one for the nights, keep a contact on.

        The instant itself where none do: only layers of one zone whose windows together leave no gap are asked.
        """
        reign = self._reign(at)
        ends = [min(end for _, _, end in goes) for goes in _shared(reign, at, contact)]
        others = (each.next_other(at, contact) for each in reign.levels)
        return max(at, min(reign.end, max(ends, default=at), *others))

    def _leap_back(self, at: int, contact: int) -> int:
        """How far back they do before an instant; see `_leap`."""
        reign = self._reign(at - 1)
        starts = [max(start for _, start, _ in goes) for goes in _shared(reign, at - 1, contact)]
        others = (each.last_other(at, contact) for each in reign.levels)
        return min(at, max(reign.start, min(starts, default=at), *others))

    def _next(self, at: int, contact: int | None) -> tuple[int | None, int | None]:
        """Who other than a contact is the first to come, from an instant at which the contact is not on; and when."""
        for _ in range(_STEPS):
            reign = self._reign(at)
            at = min(reign.end, *(each.next_other(at, contact) for each in reign.levels))
            if at >= FOREVER:
                break
            on = self._on(at)
            if on is not None and on != contact:
                return on, at
            # Nobody is on yet where a revision ends; the contact is on where they hide the other one.
            until = at if on is None else self._until(at, on)
            if until is None:
                break
            at = until
        return None, None

    def _on(self, at: int) -> int | None:
        """Who is on at an instant."""
        on = (level.contact(at) for level in self._reign(at).levels)
        return next((contact for contact in on if contact is not None), None)


def _shared(reign: _Reign, at: int, contact: int) -> list[list[tuple[int, int, int]]]:
    """The goes of a contact at an instant, zone by zone, where the layers of a zone together are always open."""
    by_zone: dict[str, list[tuple[Course, tuple[int, int, int]]]] = {}
    for level in reign.courses:
        go = level.go(at)
        if go is not None and go[0] == contact:
            by_zone.setdefault(level.tz, []).append((level, go))
    return [
        [go for _, go in shared] for shared in by_zone.values() if together(level.week for level, _ in shared).is_always
    ]


def _closes(levels: list[Course], at: int) -> int:
    """From an instant at which one of some layers of a zone is open, until when at least one of them is."""
    clocks, lasting = zone(levels[0].tz), [each for each in levels if each.start <= at < each.end]
    _, _, closes = together(each.week for each in lasting).around(clocks.furthest(at))
    return min(clocks.instant(min(closes, FOREVER)), *(each.end for each in lasting))


def _append(pieces: list[Piece], more: list[Piece]) -> None:
    """Adds later pieces to some; a shift that goes on over the seam stays one."""
    if pieces and more:
        start, end, *origin = pieces[-1]
        if [end, *origin] == [more[0][0], *more[0][2:]]:
            pieces[-1] = (start, *more[0][1:])
            more = more[1:]
    pieces += more


def _reigns(revisions: tuple[Revision, ...], covers: Covers) -> list[_Reign]:
    """The spans in which revisions are in force; together they cover all time, the first one maybe with no layers."""
    edges = [BEGINNING if each.counts_from is None else each.counts_from for each in revisions]
    reigns = [_Reign(BEGINNING, min(edges, default=FOREVER), (), covers)]
    for revision, (start, end) in zip(revisions, pairwise([*edges, FOREVER]), strict=True):
        reigns.append(_Reign(start, end, revision.layers, covers))
    return [reign for reign in reigns if reign.start < reign.end]
