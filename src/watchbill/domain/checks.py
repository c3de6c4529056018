"""Checks of an installation: what could be at odds with what people typed, each by a name, and what to do about it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Final, TypeVar

import msgspec

from watchbill import engine
from watchbill.domain.model import ProviderId, RosterId, TierId, Via
from watchbill.domain.ports import AuditFilter, Cut, Reads, Store
from watchbill.domain.rereading import Move, roster_moves, tier_moves

IdT = TypeVar("IdT", TierId, RosterId)

BATCH: Final = 100
"""Places that are looked at in one block of reads."""
TOLD: Final = 100
"""How many places that have moved are told."""
LATELY: Final = 30 * 86_400
"""For how long it is told what has moved."""


class Finding(msgspec.Struct, frozen=True):
    """What a check has found, for people: a fault says what to do."""

    is_fault: bool
    text: str


Check = Callable[[Store, int], Awaitable[list[Finding]]]
"""Finds out something about an installation at an instant; changes nothing."""


class Checked(msgspec.Struct, frozen=True):
    """A check that was made, and what it found."""

    name: str
    findings: list[Finding]

    @property
    def is_fine(self) -> bool:
        return not any(one.is_fault for one in self.findings)


async def check(store: Store, now: int) -> list[Checked]:
    """Every check, in order."""
    return [Checked(name, await find(store, now)) for name, find in CHECKS.items()]


async def zone_data(store: Store, now: int) -> list[Finding]:
    """Whether everything was read by the zone data that are here."""
    newest, here = await store.newest_zone_data(), store.zone_data
    if newest is not None and newest > here:
        text = f"The zone data here are {here}, but {newest} have been used: install the newest tzdata here too."
        return [Finding(True, text)]
    unread = sum([1 async for _ in _places(store, read_before=here)])
    if unread:
        text = (
            f"{_counted(unread)} read by older zone data than {here}: a server with these reads them within a minute."
        )
        return [Finding(True, text)]
    return [Finding(False, f"The zone data are {here}, and nothing was read by others.")]


async def readings(store: Store, now: int) -> list[Finding]:
    """Whether every end that was typed as a reading is where its clocks read it, and what has moved lately."""
    found: list[Finding] = []
    async for reads, id in _places(store):
        moves = (
            roster_moves(await reads.roster_plan(id), now)
            if isinstance(id, str)
            else tier_moves(await reads.tier_plan(id), now)
        )
        found += [Finding(True, move_words(move)) for move in moves]
    return [*found, *await _moved(store, now)] or [Finding(False, "Every end is where its clocks read it.")]


async def _moved(store: Store, now: int) -> list[Finding]:
    wanted, moved = AuditFilter(via=Via.SYSTEM, since=now - LATELY), list[Finding]()
    for provider_id in await store.providers():
        async with store.reading(provider_id) as reads:
            page = await reads.audit_page(wanted, Cut(limit=TOLD))
        moved += [
            Finding(False, f"Moved at {engine.iso(row.at)}: {row.kind} of {row.subject_name}.") for row in page.rows
        ]
    return moved[:TOLD]


def move_words(move: Move) -> str:
    """An end that is not where its clocks read it, in words."""
    read = f"{engine.wall(move.reading):%Y-%m-%d %H:%M} in {move.tz}"
    return (
        f"{move.place}: {move.what} was typed as {read}, which is {engine.iso(move.by_data)}, and is kept as "
        f"{engine.iso(move.was)}. Save it again, away from what is in its way."
    )


async def _places(store: Store, read_before: str | None = None) -> AsyncIterator[tuple[Reads, TierId | RosterId]]:
    """The tiers and rosters where ends are kept as readings, each with a block of reads to look at it in."""

    def tiers(reads: Reads, last: TierId) -> Awaitable[tuple[TierId, ...]]:
        return reads.tiers_with_readings(after=last, limit=BATCH, read_before=read_before)

    def rosters(reads: Reads, last: RosterId) -> Awaitable[tuple[RosterId, ...]]:
        return reads.rosters_with_readings(after=last, limit=BATCH, read_before=read_before)

    for provider_id in await store.providers():
        async for tier in _following(store, provider_id, TierId(0), tiers):
            yield tier
        async for roster in _following(store, provider_id, RosterId(""), rosters):
            yield roster


async def _following(
    store: Store, provider_id: ProviderId, last: IdT, ask: Callable[[Reads, IdT], Awaitable[tuple[IdT, ...]]]
) -> AsyncIterator[tuple[Reads, IdT]]:
    """What follows an id, asked for a batch at a time, each in a block of reads."""
    while True:
        async with store.reading(provider_id) as reads:
            ids = await ask(reads, last)
            for id in ids:
                yield reads, id
        if not ids:
            return
        last = ids[-1]


def _counted(places: int) -> str:
    return "One place was" if places == 1 else f"{places} places were"


async def database(store: Store, now: int) -> list[Finding]:
    """Whether the database can be used."""
    try:
        await store.ping()
    except engine.WatchbillError as fault:
        return [Finding(True, str(fault))]
    return [Finding(False, "The database answers, and its schema is the one that is needed.")]


CHECKS: Final[Mapping[str, Check]] = {"database": database, "zone data": zone_data, "readings": readings}
"""By name. A new check is a function and a line here."""
