"""Layers: contacts who take turns, cut to the hours in which the layer is open.

How it works. A layer is two patterns laid over each other, and both are found by arithmetic, so that neither its age
nor the distance of an instant costs anything:

- **Turns** (`rotation.Turns`) tile a line from the layer's start on and are numbered from 0. On which line depends on
  the unit: hours run on elapsed seconds, all else on wall readings. A *position* is a point of that line.
- **The week** (`restriction.Week`) says which wall readings are open; it repeats for ever. Readings come from
  `Zone.furthest`, a clock that is never set back, so order on the wall is order in time.

Turn k belongs to `contacts[uses % n]`, where *uses* is how many turns before k used up somebody's go. With `turns: all`
that is k itself (`_EveryTurn`). With `turns: open` a turn that is closed throughout uses up none: which ones are,
repeats with the least common multiple of rotation and week (`_Pattern`), but for what clock changes lose: by days those
are single turns, kept in a list (`_OpenDays`); by hours each stretch between two changes has a pattern of its own
(`_OpenHours`). Both look only as far as somebody asks, and remember.

A *go* is a run of turns of one contact, who may stand in the order several times in a row. A *piece* is a shift that is
still to be made: a tuple, because most pieces are cut and joined a few times before anybody is told of them.

`Course` is a layer worked out like this, once, and asked in three ways: `contact` and `at` (an instant), `next_other`
and `last_other` (when it is somebody else's), `pieces` (a window).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate, chain, pairwise, starmap
from math import gcd, lcm
from threading import Lock
from typing import Final, Protocol

from msgspec import Struct

from watchbill.engine.level import Piece
from watchbill.engine.restriction import Restrictions, Week, week_of
from watchbill.engine.rotation import EvenTurns, MonthTurns, Rotation, Turns, even_turns
from watchbill.engine.spans import BEGINNING, DAY, FOREVER, WEEK, Span
from watchbill.engine.timeline import Shift
from watchbill.engine.wallclock import Zone, zone


class Layer(Struct, frozen=True, dict=True):
    """Contacts who take turns from `start` on; `restrictions` say when, and `index` how high the layer stands.

    Turn k belongs to `contacts[k % len(contacts)]`; without contacts a layer has nobody. Days, weeks, months and
    restrictions go by the clocks in `tz`, hours by elapsed time. `end`, if any, is the first instant after the layer.
    """

    start: int
    rotation: Rotation
    restrictions: Restrictions
    contacts: tuple[int, ...]
    index: int
    tz: str
    end: int | None = None

    @cached_property
    def course(self) -> "Course":
        """The layer worked out: once, and for as long as somebody has the layer."""
        return Course(self)


_STEPS: Final = 1_000  # how many turns or windows are looked at before somebody who is sought counts as never coming
_AHEAD: Final = 730 * DAY  # clock changes are looked up so far beyond the turn that is asked for
_NEVER: Final = 1 << 40  # turns until somebody follows who never does
_AT_ONCE: Final = 2_000  # about how many shifts are worked out before the first of them is given out
_TRUSTED: Final = 21 * DAY  # a turn this long holds a whole window of every week, whatever the clocks do


class _Uses(Protocol):
    """Which turns use up a contact's go."""

    def before(self, turn: int) -> int:
        """How many turns before a turn do."""

    def all_before(self, turns: list[int]) -> list[int]:
        """How many turns before each of some turns do."""

    def nth(self, use: int) -> int:
        """The turn that does so after `use` others."""


class _EveryTurn:
    """Every turn counts."""

    def before(self, turn: int) -> int:
        return turn

    def all_before(self, turns: list[int]) -> list[int]:
        return turns

    def nth(self, use: int) -> int:
        return use


def _open_turns(turns: EvenTurns, week: Week, offset: int) -> list[bool]:
    """Whether there is open time in each turn from 0 on until they repeat; `offset` makes readings of positions."""
    count = lcm(turns.cycle, WEEK) // turns.cycle * turns.each
    begins = [turns.begin(turn) + offset for turn in range(count + 1)]
    return list(map(week.is_open_in, begins[:-1], begins[1:]))


class _Pattern:
    """The turns in which a week is open, as long as nobody turns a clock: they repeat with the week."""

    __slots__ = ("_sums", "_turns")

    def __init__(self, turns: EvenTurns, week: Week, offset: int) -> None:
        self._sums = list(accumulate(_open_turns(turns, week, offset), initial=0))
        self._turns = len(self._sums) - 1

    def before(self, turn: int) -> int:
        repeats, turn = divmod(turn, self._turns)
        return repeats * self._sums[-1] + self._sums[turn]

    def nth(self, use: int) -> int:
        repeats, use = divmod(use, self._sums[-1])
        return repeats * self._turns + bisect_right(self._sums, use) - 1


def _opening(week: Week, zone: Zone, at: int) -> int:
    """The first instant from `at` on at which a week is open."""
    while True:
        is_open, _, until = week.around(zone.furthest(at))
        if is_open:
            return at
        at = zone.instant(until)


class _OpenDays:
    """Only turns by the clock with open time in them count.

    On the wall they repeat with the week. A turn is lost where clocks skip all that was open in it; that can only be
    a turn that the skip touches, so one look at each clock change finds them all.
    """

    __slots__ = ("_known", "_lock", "_lost", "_pattern", "_seen", "_start", "_turns", "_week", "_zone")

    def __init__(self, turns: EvenTurns, week: Week, zone: Zone, start: int) -> None:
        self._turns, self._week, self._zone, self._start = turns, week, zone, start
        self._pattern = _Pattern(turns, week, 0)
        self._lost: list[int] = []
        self._known = 0  # turns before this one have been looked at
        self._seen = start + 1  # and changes before this instant
        self._lock = Lock()
        self._lose(0)  # a start in a repeated hour may come after all that was open in its turn

    def before(self, turn: int) -> int:
        if turn > self._known:
            self._look(turn)
        return self._pattern.before(turn) - bisect_left(self._lost, turn)

    def all_before(self, turns: list[int]) -> list[int]:
        return [self.before(turn) for turn in turns]

    def nth(self, use: int) -> int:
        lost = 0
        while True:
            turn = self._pattern.nth(use + lost)
            if turn >= self._known:
                self._look(turn)
            if lost == (before := bisect_right(self._lost, turn)):
                return turn
            lost = before

    def _look(self, turn: int) -> None:
        until = self._turns.begin(turn) + _AHEAD
        with self._lock:
            for change in self._zone.changes(self._seen, until):
                self._skip(change.at + change.before, change.at + change.after)
            self._seen = max(self._seen, until)
            self._known = self._turns.number(self._seen - 2 * DAY)

    def _skip(self, reading: int, shown: int) -> None:
        if reading < shown and self._week.is_open_in(reading, shown):
            for turn in range(self._turns.number(reading), self._turns.number(shown - 1) + 1):
                self._lose(turn)

    def _lose(self, turn: int) -> None:
        counts = self._pattern.before(turn) < self._pattern.before(turn + 1)
        if counts and not self._is_open(turn) and self._lost[-1:] != [turn]:
            self._lost.append(turn)

    def _is_open(self, turn: int) -> bool:
        begin, end = self._turns.begin(turn), self._turns.begin(turn + 1)
        if end - begin > _TRUSTED:
            return True
        at = max(self._start, self._zone.instant(begin))
        return _opening(self._week, self._zone, at) < self._zone.instant(end)


class _OpenHours:
    """Only turns of elapsed hours with open time in them count.

    They repeat with the week between two clock changes, and are counted stretch by stretch; a turn over a change is
    looked at by itself.
    """

    __slots__ = (
        "_count",
        "_counts",
        "_firsts",
        "_lock",
        "_next",
        "_patterns",
        "_stretches",
        "_turns",
        "_week",
        "_zone",
    )

    def __init__(self, turns: EvenTurns, week: Week, zone: Zone) -> None:
        self._turns, self._week, self._zone = turns, week, zone
        self._patterns: dict[int, _Pattern] = {}
        self._firsts: list[int] = []  # the first turn of each stretch,
        self._counts: list[int] = []  # how many count before it,
        self._stretches: list[_Pattern | None] = []  # and its pattern; None for a turn by itself
        self._next = self._count = 0
        self._lock = Lock()

    def before(self, turn: int) -> int:
        while self._next <= turn:
            self._look()
        i = bisect_right(self._firsts, turn) - 1
        pattern = self._stretches[i]
        if pattern is None:
            return self._counts[i]
        return self._counts[i] + pattern.before(turn) - pattern.before(self._firsts[i])

    def all_before(self, turns: list[int]) -> list[int]:
        return [self.before(turn) for turn in turns]

    def nth(self, use: int) -> int:
        while self._count <= use:
            self._look()
        i = bisect_right(self._counts, use) - 1
        pattern = self._stretches[i]
        if pattern is None:
            return self._firsts[i]
        return pattern.nth(pattern.before(self._firsts[i]) + use - self._counts[i])

    def _look(self) -> None:
        with self._lock:
            turn = self._next
            begin, end = self._turns.begin(turn), self._turns.begin(turn + 1)
            since, until, offset = self._zone.calm(begin)
            self._firsts.append(turn)
            self._counts.append(self._count)
            if since <= begin and end <= until:
                pattern = self._pattern(offset)
                self._stretches.append(pattern)
                self._next = self._turns.number(until)
                self._count += pattern.before(self._next) - pattern.before(turn)
            else:
                self._stretches.append(None)
                self._next = turn + 1
                self._count += _opening(self._week, self._zone, begin) < end

    def _pattern(self, offset: int) -> _Pattern:
        if offset not in self._patterns:
            self._patterns[offset] = _Pattern(self._turns, self._week, offset)
        return self._patterns[offset]


class Course:
    """A layer worked out: who has it at an instant, and its shifts in a window. It is a level; see `Layer.course`."""

    __slots__ = (
        "_ahead",
        "_behind",
        "_contacts",
        "_hourly",
        "_turns",
        "_uses",
        "_zone",
        "end",
        "index",
        "start",
        "week",
    )

    def __init__(self, layer: Layer) -> None:
        self.index = layer.index
        self.start = layer.start
        self._zone = zone(layer.tz)
        self.week = week_of(layer.restrictions)
        has_nobody = self.week.is_never or not layer.contacts
        self.end = self.start if has_nobody else FOREVER if layer.end is None else min(layer.end, FOREVER)
        self._contacts = layer.contacts
        self._ahead, self._behind = _goes(layer.contacts)
        self._hourly = layer.rotation.unit == "hours"
        self._turns, self._uses = self._count(layer)

    def _count(self, layer: Layer) -> tuple[Turns, _Uses]:
        origin = self.start if self._hourly else self._zone.reading(self.start)
        turns = even_turns(layer.rotation, origin)
        if turns is None:  # every month has a whole week in it: all of them are open
            return MonthTurns(origin, layer.rotation.lengths), _EveryTurn()
        if layer.rotation.turns == "all" or len(set(layer.contacts)) <= 1 or self.week.is_never:
            return turns, _EveryTurn()
        if self._hourly:
            is_always = self.week.is_always
            return turns, _EveryTurn() if is_always else _OpenHours(turns, self.week, self._zone)
        return turns, _OpenDays(turns, self.week, self._zone, self.start)

    @property
    def tz(self) -> str:
        return self._zone.name

    def contact(self, at: int) -> int | None:
        """Who has the layer at an instant."""
        if self.start <= at < self.end:
            reading = self._zone.furthest(at)
            if self.week.around(reading)[0]:
                return self._contacts[self._use(at if self._hourly else reading) % len(self._contacts)]
        return None

    def at(self, at: int) -> Shift | None:
        """The shift of the layer around an instant, uncut; None where nobody has it."""
        if not self.start <= at < self.end or (held := self._held(at)) is None:
            return None
        contact, start, end = held
        since, until, _ = self._zone.calm(at)
        if since < start and end < until:
            return Shift(start, end, contact, self.index, None)
        # A skip can swallow what lies between two pieces, so that they touch.
        while start > self.start and (before := self._held(start - 1)) and before[0] == contact:
            start = before[1]
        while end < self.end and (after := self._held(end)) and after[0] == contact:
            end = after[2]
        return Shift(start, end, contact, self.index, None)

    def turn(self, at: int) -> tuple[int, int, int] | None:
        """Which turn, from 0, an instant of the layer lies in, and from when to when its contact has no other follow.

        Whether the layer is open does not matter; of turns that use up no go the next one that does. None before the
        layer starts and after it has ended.
        """
        if not self.start <= at < self.end:
            return None
        use = self._use(at if self._hourly else self._zone.furthest(at))
        begin, end = self._instant(self._go_begin(use)), self._instant(self._go_end(use))
        return use, max(self.start, begin), min(self.end, end)

    def go(self, at: int) -> tuple[int, int, int] | None:
        """Whose go it is at an instant, whether the layer is open or not, from when and until when; see `turn`."""
        if (turn := self.turn(at)) is None:
            return None
        use, start, end = turn
        return self._contacts[use % len(self._contacts)], start, end

    def hours(self, at: int) -> Span | None:
        """The window of the restrictions that holds an instant, whatever the turns; None where they are closed."""
        is_open, opens, closes = self.week.around(self._zone.furthest(at))
        if not is_open:
            return None
        return Span(self._zone.instant(max(opens, BEGINNING)), self._zone.instant(min(closes, FOREVER)))

    def _held(self, at: int) -> tuple[int, int, int] | None:
        """The contact whose window and go hold an instant of the layer, from when and until when."""
        clocks = self._zone
        reading = clocks.furthest(at)
        is_open, opens, closes = self.week.around(reading)
        if not is_open:
            return None
        use = self._use(at if self._hourly else reading)
        begin, end = self._go_begin(use), self._go_end(use)
        if self._hourly:
            start, end = max(begin, clocks.instant(opens)), min(end, clocks.instant(closes))
        else:
            start, end = clocks.instant(max(begin, opens)), clocks.instant(min(end, closes))
        contact = self._contacts[use % len(self._contacts)]
        return contact, max(start, self.start), min(end, self.end)

    def _use(self, position: int) -> int:
        """How many turns have been used up when the turn that holds a position begins."""
        return self._uses.before(self._turns.number(position))

    def _go_begin(self, use: int) -> int:
        """Where the contact of a turn has begun, maybe some turns before."""
        return self._turns.begin(self._uses.nth(max(0, use - self._behind[use % len(self._contacts)])))

    def _go_end(self, use: int) -> int:
        """Where another contact follows that of a turn, maybe some turns later."""
        return self._turns.begin(self._uses.nth(use + self._ahead[use % len(self._contacts)]))

    def _instant(self, position: int) -> int:
        return position if self._hourly else self._zone.instant(position)

    def next_other(self, at: int, contact: int | None) -> int:
        """The first instant from `at` on when somebody other than a contact has the layer; FOREVER if none comes.

        Somebody who does not come within the next thousand turns or windows never comes.
        """
        at = max(at, self.start)
        for _ in range(_STEPS):
            if at >= self.end:
                break
            reading = self._zone.furthest(at)
            is_open, _, until = self.week.around(reading)
            if is_open:
                if contact is None:
                    return at
                use = self._use(at if self._hourly else reading)
                if self._contacts[use % len(self._contacts)] != contact:
                    return at
                at = self._instant(self._go_end(use))
            else:
                at = self._zone.instant(until)
        return FOREVER

    def next_of(self, at: int, contact: int, limit: int) -> int:
        """The first instant in [at, limit) at which a contact has the layer; FOREVER if there is none.

        Their turns are found by arithmetic, however many others come first. Who is never on within a thousand turns or
        windows of their own never is.
        """
        at, limit = max(at, self.start), min(self.end, limit)
        if contact not in self._contacts:
            return FOREVER
        for _ in range(_STEPS):
            if at >= limit:
                break
            reading = self._zone.furthest(at)
            use = self._use(at if self._hourly else reading)
            place = use % len(self._contacts)
            wait = (self._contacts[place:] + self._contacts[:place]).index(contact)
            is_open, _, until = self.week.around(reading)
            if wait:
                at = self._instant(self._turns.begin(self._uses.nth(use + wait)))
            elif is_open:
                return at
            else:
                at = self._zone.instant(until)
        return FOREVER

    def last_other(self, at: int, contact: int | None) -> int:
        """Where the time before `at` ends in which somebody other than a contact has the layer; else BEGINNING."""
        at = min(at, self.end) - 1
        for _ in range(_STEPS):
            if at < self.start:
                break
            reading = self._zone.furthest(at)
            is_open, since, _ = self.week.around(reading)
            if is_open:
                if contact is None:
                    return at + 1
                use = self._use(at if self._hourly else reading)
                if self._contacts[use % len(self._contacts)] != contact:
                    return at + 1
                at = self._instant(self._go_begin(use)) - 1
            else:
                at = self._zone.instant(since) - 1
        return BEGINNING

    def left_out(self, since: int) -> tuple[int, ...]:
        """Those who take turns from an instant on and are never on, for whenever it is their turn the layer is closed.

        In the order of their turns, each once. Only where every turn counts, and the layer is open now and then.
        """
        turns = self._turns
        if max(since, self.start) >= self.end or self.week.is_always or not isinstance(turns, EvenTurns):
            return ()
        if not isinstance(self._uses, _EveryTurn):
            return ()
        places = len(self._contacts)
        served: set[int] = set()
        for offset in self._offsets(max(since, self.start)) if self._hourly else (0,):
            is_open = _open_turns(turns, self.week, offset)
            # A turn falls on a place in the order again and again where both leave the same rest.
            same = gcd(len(is_open), places)
            rests = {turn % same for turn, one in enumerate(is_open) if one}
            served.update(contact for place, contact in enumerate(self._contacts) if place % same in rests)
        return tuple(dict.fromkeys(contact for contact in self._contacts if contact not in served))

    def _offsets(self, since: int) -> set[int]:
        """What clocks are ahead of UTC by in the two years from an instant on."""
        changes = self._zone.changes(since, since + _AHEAD)
        return {self._zone.reading(since) - since, *(change.after for change in changes)}

    def most(self, since: int, until: int) -> int:
        """How many shifts of the layer may start in [since, until): never too few, and found by arithmetic."""
        since, until = max(since, self.start), min(until, self.end)
        if since >= until:
            return 0
        first, last = self._zone.furthest(since), self._zone.furthest(until - 1)
        windows = self.week.most(first, last + 1)
        if self._ahead[0] == _NEVER:
            return windows
        turns = self._turns.numbers([since, until - 1] if self._hourly else [first, last])
        return windows + turns[1] - turns[0]

    def pieces(self, since: int, until: int) -> list[Piece]:
        """The shifts of the layer in [since, until), cut to it, in order; those of a contact that touch joined."""
        since, until = max(since, self.start), min(until, self.end)
        if since >= until:
            return []
        clocks = self._zone
        opens, closes = self.week.windows(clocks.furthest(since), clocks.furthest(until - 1) + 1)
        if not opens:
            return []
        if self._hourly:
            opens, closes = _within(clocks.instants(opens), clocks.instants(closes), since, until)
            starts, ends, contacts = self._cut(opens, closes)
        else:
            starts, ends, contacts = self._cut(opens, closes)
            starts, ends = _within(clocks.instants(starts), clocks.instants(ends), since, until)
        return _joined(starts, ends, contacts, self.index)

    def _cut(self, opens: list[int], closes: list[int]) -> tuple[list[int], list[int], list[int]]:
        """Windows on the axis of the turns cut where contacts follow each other: starts, ends, contacts."""
        firsts, lasts = self._turns.numbers(opens), self._turns.numbers([close - 1 for close in closes])
        uses, order = self._uses.all_before(firsts), self._contacts
        if firsts == lasts:
            return opens, closes, [order[use % len(order)] for use in uses]
        starts: list[int] = []
        ends: list[int] = []
        contacts: list[int] = []
        for start, end, first, last, use in zip(opens, closes, firsts, lasts, uses, strict=True):
            starts.append(start)
            contacts.append(order[use % len(order)])
            while first < last:
                use += self._ahead[use % len(order)]
                first = self._uses.nth(use)
                if first <= last:
                    edge = self._turns.begin(first)
                    ends.append(edge)
                    starts.append(edge)
                    contacts.append(order[use % len(order)])
            ends.append(end)
        return starts, ends, contacts


def _within(starts: list[int], ends: list[int], since: int, until: int) -> tuple[list[int], list[int]]:
    """Spans of which only the first can start too early and the last end too late."""
    starts[0], ends[-1] = max(starts[0], since), min(ends[-1], until)
    return starts, ends


def _joined(starts: list[int], ends: list[int], contacts: list[int], index: int) -> list[Piece]:
    """The pieces of a layer: those of a contact that touch made one, and none that is empty after a skip."""
    pieces: list[Piece] = []
    at, had = BEGINNING, None
    for start, end, contact in zip(starts, ends, contacts, strict=True):
        if start < end:
            if start == at and contact == had:
                pieces[-1] = (pieces[-1][0], end, contact, index, None)
            else:
                pieces.append((start, end, contact, index, None))
            at, had = end, contact
    return pieces


def _goes(contacts: tuple[int, ...]) -> tuple[list[int], list[int]]:
    """For each place in an order: how many turns on somebody else follows, and since how many turns it is the same."""
    places = range(len(contacts))
    if len(set(contacts)) <= 1:
        return [_NEVER for _ in places], [_NEVER for _ in places]
    ahead, behind = [1 for _ in places], [0 for _ in places]
    for place in (*places, *places):
        if contacts[place] == contacts[place - 1]:
            behind[place] = behind[place - 1] + 1
    for place in (*reversed(places), *reversed(places)):
        if contacts[place - 1] == contacts[place]:
            ahead[place - 1] = ahead[place] + 1
    return ahead, behind


def layer_shifts(layer: Layer, window: Span) -> list[Shift]:
    """The shifts of a layer alone, cut to a window, in order; shifts of one contact that touch are one.

    Costs what comes out, and the restriction windows inside the window.
    """
    return [Shift(*piece) for piece in layer.course.pieces(window.start, window.end)]


def layer_shifts_by_and_by(layer: Layer, window: Span) -> Iterator[Shift]:
    """The same, worked out as they are asked for: who stops early has paid for little more."""
    level = layer.course
    parts = stretches(window.start, window.end, level.most(window.start, window.end))
    return starmap(Shift, joined(chain.from_iterable(level.pieces(start, end) for start, end in parts)))


def stretches(since: int, until: int, most: int) -> Iterator[tuple[int, int]]:
    """[since, until), in which at most so many shifts start, cut into even parts that are worked out at once each."""
    parts = most // _AT_ONCE + 1
    return pairwise(since + (until - since) * part // parts for part in range(parts + 1))


def joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces in order: those that touch and have the same contact and origin are one, and empty ones none."""
    before: Piece | None = None
    for piece in pieces:
        if piece[0] >= piece[1]:
            continue
        if before is None:
            before = piece
        elif before[1] == piece[0] and before[2:] == piece[2:]:
            before = (before[0], *piece[1:])
        else:
            yield before
            before = piece
    if before is not None:
        yield before
