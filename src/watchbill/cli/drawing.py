"""Timelines drawn in blocks for a terminal: pure.

A row a lane, a column a piece of the window. Who is on call is told by a letter, a pattern and a colour, so that the
drawing reads without colour too. The zone is an argument.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import Enum
from itertools import groupby
from typing import Final

import msgspec
from rich.cells import cell_len, set_cell_size
from rich.text import Text

from watchbill import engine

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
OTHERS: Final = "?"
"""Who has no letter because there are more people than letters."""
SEVERAL: Final = "+"
"""More people at once than there is room for letters."""
FREE: Final = "╌"
"""Nobody is on call."""
ALARM: Final = "!"
"""A column in which nobody is on call at some time."""
PATTERNS: Final = "░▒▓═▚▞≡~"
COLOURS: Final = ("cyan", "green", "yellow", "magenta", "blue", "bright_cyan", "bright_green", "bright_magenta")

NARROWEST: Final = 20
"""Columns that the blocks get at least, however narrow the terminal is."""
_MARK: Final = len("Wed 11-18") + 1
_HOURS: Final = (1, 2, 3, 6, 12)
_DAYS: Final = (1, 2, 7, 14, 28, 56, 112, 224)
_DAY: Final = 86_400


class Look(Enum):
    """What a lane is for."""

    RULE = "rule"
    FINAL = "final"
    GAPS = "gaps"


class Block(msgspec.Struct, frozen=True, gc=False):
    """A span in which some people are on call; in the lane of gaps, nobody."""

    start: int
    end: int
    people: tuple[int, ...]


class Lane(msgspec.Struct, frozen=True):
    """A row: its name, and its blocks by start, which do not overlap."""

    name: str
    look: Look
    blocks: Sequence[Block]


class Chart(msgspec.Struct, frozen=True):
    """What is drawn under one heading, with what there is to say below."""

    heading: str
    lanes: Sequence[Lane]
    notes: Sequence[str] = ()


class Canvas(msgspec.Struct, frozen=True):
    """A window laid over some columns, by the clocks of a zone."""

    start: int
    end: int
    columns: int
    zone: engine.Zone

    def column(self, at: int) -> int:
        """The column that an instant falls into."""
        return (at - self.start) * self.columns // (self.end - self.start)

    def edge(self, column: int) -> int:
        """The first instant of a column."""
        # Rounded up, so that the edge of a column falls into that column.
        return self.start - (-column * (self.end - self.start) // self.columns)


class Cast(msgspec.Struct, frozen=True):
    """Who is in a drawing: names by id, and the place of each in the legend."""

    names: Mapping[int, str]
    places: Mapping[int, int]

    def letter(self, id: int) -> str:
        """The letter of somebody."""
        place = self.places[id]
        return LETTERS[place] if place < len(LETTERS) else OTHERS

    def letters(self, people: Sequence[int], room: int) -> str:
        """The letters of those who are on together, cut to what there is room for."""
        letters = "".join(map(self.letter, people))
        return letters if len(letters) <= room else letters[: room - 1] + SEVERAL

    def pattern(self, people: Sequence[int]) -> str:
        """What fills the blocks of these people."""
        return PATTERNS[self.places[people[0]] % len(PATTERNS)]

    def colour(self, people: Sequence[int]) -> str:
        """The colour of the blocks of these people."""
        return COLOURS[self.places[people[0]] % len(COLOURS)]

    def told(self, people: Sequence[int], room: int) -> str:
        """The names of those who are on together, in full or the first ones alone; empty where neither has room."""
        names = [self.names[id] for id in people]
        fits = (
            text for text in (", ".join(names), ", ".join(name.split()[0] for name in names)) if cell_len(text) <= room
        )
        return next(fits, "")


def draw(
    charts: Sequence[Chart],
    window: tuple[int, int],
    names: Mapping[int, str],
    zone: engine.Zone,
    width: int,
) -> Text:
    """The charts one below the other, each with a scale of its own, and one legend for all.

    Rows are as wide as `width`, unless that leaves the blocks less than NARROWEST.
    """
    label = min(max(cell_len(lane.name) for chart in charts for lane in chart.lanes), max(width // 4, 8))
    canvas = Canvas(window[0], window[1], max(width - label - 1, NARROWEST), zone)
    cast = cast_of(charts, names)
    lines: list[Text] = []
    for chart in charts:
        lines += _chart(chart, canvas, cast, label)
        lines.append(Text())
    lines += _legend(charts, cast, width)
    return Text("\n").join(lines)


def cast_of(charts: Iterable[Chart], names: Mapping[int, str]) -> Cast:
    """Everybody in the charts, first those who are on call in the end, each in the order in which they come on."""
    blocks = [(lane.look is not Look.FINAL, block) for chart in charts for lane in chart.lanes for block in lane.blocks]
    ordered = sorted(blocks, key=lambda one: one[0])
    people = dict.fromkeys(id for _, block in ordered for id in block.people)
    told = {id: names.get(id) or f"contact {id}" for id in people}
    return Cast(told, {id: place for place, id in enumerate(people)})


def _chart(chart: Chart, canvas: Canvas, cast: Cast, label: int) -> Iterator[Text]:
    yield Text(chart.heading, style="bold")
    for words in scale(canvas):
        yield Text(" " * (label + 1) + words, style="dim")
    for lane in chart.lanes:
        style = {Look.FINAL: "bold", Look.GAPS: "red", Look.RULE: ""}[lane.look]
        line = Text.assemble((set_cell_size(_cut(lane.name, label), label + 1), style), row(lane, canvas, cast))
        line.rstrip()
        yield line
    for note in chart.notes:
        yield Text(note)


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def row(lane: Lane, canvas: Canvas, cast: Cast) -> Text:
    """The blocks of a lane, side by side."""
    if lane.look is Look.GAPS:
        return _alarms(lane, canvas)
    drawn = Text()
    for people, cells in groupby(owners(lane.blocks, canvas)):
        room = sum(1 for _ in cells)
        if people:
            drawn.append(_block(people, room, cast), style=cast.colour(people))
        elif lane.look is Look.FINAL:
            drawn.append(FREE * room, style="bold red")
        else:
            drawn.append(" " * room)
    return drawn


def owners(blocks: Sequence[Block], canvas: Canvas) -> list[tuple[int, ...]]:
    """Who has most of each column, the earliest of equals; empty where that is nobody."""
    held: list[dict[tuple[int, ...], int]] = [{} for _ in range(canvas.columns)]
    for block in blocks:
        for column in _columns(block, canvas):
            start, end = max(block.start, canvas.edge(column)), min(block.end, canvas.edge(column + 1))
            held[column][block.people] = held[column].get(block.people, 0) + end - start
    for column, shares in enumerate(held):
        free = canvas.edge(column + 1) - canvas.edge(column) - sum(shares.values())
        shares[()] = shares.get((), 0) + free
    return [max(shares, key=lambda people: shares[people]) for shares in held]


def _columns(block: Block, canvas: Canvas) -> range:
    """The columns that a block reaches into."""
    start, end = max(block.start, canvas.start), min(block.end, canvas.end)
    return range(canvas.column(start), canvas.column(end - 1) + 1) if start < end else range(0)


def _block(people: tuple[int, ...], room: int, cast: Cast) -> str:
    """Letters, a name where there is room, and the pattern of who is on."""
    letters = cast.letters(people, room)
    name = cast.told(people, room - len(letters) - 2)
    text = f"{letters} {name} " if name else letters
    return text + cast.pattern(people) * (room - cell_len(text))


def _alarms(lane: Lane, canvas: Canvas) -> Text:
    """A mark in every column that a gap reaches into, however short it is."""
    touched = {column for block in lane.blocks for column in _columns(block, canvas)}
    marks = "".join(ALARM if column in touched else " " for column in range(canvas.columns))
    return Text(marks, style="bold red")


# ── the scale ────────────────────────────────────────────────────────────────────────────────────────────────────


def scale(canvas: Canvas) -> tuple[str, str]:
    """The days, or the hours where days are wide, in words and below them as a ruler."""
    marks = _marks(canvas)
    words, ruler = [" "] * canvas.columns, ["─"] * canvas.columns
    # Ticks closer than two columns would say nothing.
    ticks = next((step for step in (1, 7) if step * _DAY * canvas.columns >= 2 * (canvas.end - canvas.start)), None)
    for at, _ in _midnights(canvas, ticks) if ticks else ():
        ruler[canvas.column(at)] = "┴"
    free = 0
    for at, text in marks:
        column = canvas.column(at)
        ruler[column] = "┼"
        if free <= column and column + len(text) <= canvas.columns:
            words[column : column + len(text)] = text
            free = column + len(text) + 1
    return "".join(words).rstrip(), "".join(ruler)


def _marks(canvas: Canvas) -> list[tuple[int, str]]:
    """The instants that get a word, and the word: as many as there is room for."""
    column = (canvas.end - canvas.start) / canvas.columns
    hours = next((step for step in _HOURS if step * 3_600 >= _MARK * column), None)
    if hours is not None:
        return list(_on_the_hour(canvas, hours))
    days = next((step for step in _DAYS if step * _DAY >= _MARK * column), _DAYS[-1])
    return [(at, _day_words(on, canvas)) for at, on in _midnights(canvas, days)]


def _day_words(on: date, canvas: Canvas) -> str:
    is_long = canvas.end - canvas.start > 366 * _DAY
    return on.isoformat() if is_long else on.strftime("%a %m-%d")


def _midnights(canvas: Canvas, step: int) -> Iterator[tuple[int, date]]:
    """The first instant of each `step`-th day of the zone in the window, and its date; whole weeks from Mondays."""
    for on in _dates(canvas):
        at = _instant(on, 0, canvas.zone)
        # A date that the zone never had is no day.
        is_real = _date(at, canvas.zone) == on
        if canvas.start <= at < canvas.end and (on.toordinal() - 1) % step == 0 and is_real:
            yield at, on


def _on_the_hour(canvas: Canvas, step: int) -> Iterator[tuple[int, str]]:
    for on in _dates(canvas):
        for hour in range(0, 24, step):
            at = _instant(on, hour, canvas.zone)
            if canvas.start <= at < canvas.end:
                yield at, f"{hour:02}:00" if hour else on.strftime("%a %m-%d")


def _dates(canvas: Canvas) -> Iterator[date]:
    on, last = (_date(at, canvas.zone) for at in (canvas.start, canvas.end))
    while on <= last:
        yield on
        on += timedelta(days=1)


def _date(at: int, zone: engine.Zone) -> date:
    return engine.wall(zone.reading(at)).date()


def _instant(on: date, hour: int, zone: engine.Zone) -> int:
    return zone.read(f"{on.isoformat()}T{hour:02}")


# ── the legend ───────────────────────────────────────────────────────────────────────────────────────────────────


def _legend(charts: Sequence[Chart], cast: Cast, width: int) -> list[Text]:
    """Who is who, as many beside each other as fit, and what the other signs say."""
    told = [(f"{cast.letter(id)}{cast.pattern([id])} {name}", cast.colour([id])) for id, name in cast.names.items()]
    lanes = [lane for chart in charts for lane in chart.lanes]
    if any(len(block.people) > 1 for lane in lanes for block in lane.blocks):
        told.append((f"{SEVERAL}  several at once", ""))
    if any(lane.look is Look.GAPS and lane.blocks for lane in lanes):
        told.append((f"{FREE}{FREE} nobody", "bold red"))
        told.append((f"{ALARM}  a gap in this column", "bold red"))
    return list(_filled(told, width))


def _filled(told: Sequence[tuple[str, str]], width: int) -> Iterator[Text]:
    """Words with their styles, in lines of at most a width."""
    line = Text()
    for text, style in told:
        if line and line.cell_len + 3 + cell_len(text) > width:
            yield line
            line = Text()
        line.append("   " if line else "").append(text, style=style)
    if line:
        yield line


def _cut(text: str, length: int) -> str:
    return text if cell_len(text) <= length else f"{set_cell_size(text, length - 1)}…"


# ── who is on together ───────────────────────────────────────────────────────────────────────────────────────────


def together(blocks: Iterable[Block]) -> list[Block]:
    """Blocks that may overlap as ones that do not: each as long as exactly the same people are on."""
    edges: dict[int, list[tuple[int, int]]] = {}
    for block in blocks:
        for id in block.people:
            edges.setdefault(block.start, []).append((id, 1))
            edges.setdefault(block.end, []).append((id, -1))
    on: dict[int, int] = {}
    since, held = 0, tuple[int, ...]()
    joined: list[Block] = []
    for at in sorted(edges):
        for id, change in edges[at]:
            on[id] = on.get(id, 0) + change
        now = tuple(sorted(id for id, count in on.items() if count))
        if now != held:
            if held:
                joined.append(Block(since, at, held))
            since, held = at, now
    return joined
