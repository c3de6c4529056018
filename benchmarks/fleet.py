"""What does a whole fleet cost? A hundred, a thousand and ten thousand tiers on SQLite and on PostgreSQL.

    python -m benchmarks.fleet [--tiers N …] [--on DATABASE] [--json]

Ten contacts a tier, customers of very different size. Each fleet is measured in a process of its own, through the
domain over the opened store. The ratio to the smallest fleet is one of CPU time, which is steady on a busy machine.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import accumulate, count, cycle, islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeVar

from benchmarks.http import DAY, HOURS, NIGHTS, database, night_shift
from rich.console import Console
from rich.progress import track

from watchbill import engine, wiring
from watchbill.domain.access import Caller
from watchbill.domain.accounts import AccountWish, first_admin
from watchbill.domain.board import Filters, board, gap_report, shifts_of_contact
from watchbill.domain.feeds import FeedWish, all_shifts, find_shown, issue_feed
from watchbill.domain.model import (
    Account,
    Contact,
    ContactId,
    Customer,
    CustomerId,
    FeedKind,
    LayerRule,
    Override,
    OverrideId,
    Record,
    Revision,
    Role,
    Schedule,
    ScheduleId,
    Tier,
    TierId,
)
from watchbill.domain.ports import Cut, Reads, Store, Writes
from watchbill.domain.rosters import RosterWish, add_roster
from watchbill.feeds.ical import calendar_text
from watchbill.settings import read_settings

T = TypeVar("T")

TIERS = (100, 1_000, 10_000)
MOST_TIERS = 10_000
CREW = 10  # contacts a tier
SIDE = 5  # tiers a schedule
ONE_CUSTOMER = 20  # tiers of the customer who is asked for alone
ROSTERS = 5
BATCH = 100  # tiers a transaction
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "UTC")
LONG_ENOUGH = 4.0  # seconds after which a question is not asked once more


class Measure(NamedTuple):
    """What a question cost; times in milliseconds, memory in MB."""

    database: str
    tiers: int
    question: str
    rows: int
    first_ms: float
    best_ms: float
    cpu_ms: float
    resident: float
    peak: float


class Fleet(NamedTuple):
    """Where a seeded fleet is, and whom to ask it about."""

    database: str
    url: str
    tiers: int
    now: int
    caller: Caller
    customer_id: CustomerId
    contact_id: ContactId


# ── seeding ──────────────────────────────────────────────────────────────────────────────────────────────────────


def shares(tiers: int) -> list[int]:
    """How many tiers each customer has: one exactly 20, the others so that the n-th has an n-th of what the first has.

    The first of a large fleet has about a fifth of it all.
    """
    rest = tiers - ONE_CUSTOMER
    weights = [1 / number for number in range(1, max(2, rest // 50) + 1)]
    edges = [0, *(round(rest * part / sum(weights)) for part in accumulate(weights))]
    return [ONE_CUSTOMER, *(end - start for start, end in pairwise(edges) if start < end)]


def layers(contacts: Sequence[ContactId], start: int, number: int) -> tuple[LayerRule, ...]:
    """One to three layers, not the same for every tier: some are always covered, some in office hours alone."""
    weekly = ('{"type":"weekly"}', "null", contacts[:5])
    nights = ('{"type":"daily"}', NIGHTS, contacts[5:8])
    hours = ('{"type":"daily","turns":"open"}', HOURS, contacts[8:])
    stack = ((weekly, nights, hours), (weekly,), (nights, hours), (hours,))[number % 4]
    return tuple(
        LayerRule(
            start=start + number % 168 * 3600,  # so that not all hand over at the same hour
            rotation=rotation,
            restrictions=restrictions,
            contacts=tuple(crew),
            index=index,
            tz=ZONES[number % len(ZONES)],
        )
        for index, (rotation, restrictions, crew) in enumerate(stack)
    )


class Seeding:
    """Makes the records; ids are counted here, from the first that the store gave out for a kind."""

    def __init__(self, account: Account, now: int, first: dict[type[Record], int]) -> None:
        self._by, self._now = account, now
        self._ids = {kind: count(id) for kind, id in first.items()}
        self._stamps: dict[str, Any] = {"provider_id": account.provider_id, "created_at": now}
        self._touched: dict[str, Any] = {**self._stamps, "updated_at": now}

    def customer(self, name: str) -> Customer:
        """A customer below the provider."""
        parent = CustomerId(self._by.provider_id)
        return Customer(id=CustomerId(next(self._ids[Customer])), parent_id=parent, name=name, **self._touched)

    def sides(self, customer: Customer, tiers: int) -> Iterator[tuple[Schedule, int]]:
        """A customer's schedules, and how many tiers each has."""
        for at in range(0, tiers, SIDE):
            id = ScheduleId(next(self._ids[Schedule]))
            schedule = Schedule(
                id=id,
                customer_id=customer.id,
                name=f"Schedule {id}",
                created_by=self._by.id,
                updated_by=self._by.id,
                **self._touched,
            )
            yield schedule, min(SIDE, tiers - at)

    def tiers(self, sides: Iterable[tuple[Schedule, int]]) -> Iterator[list[Record]]:
        """A tier at a time, with all that comes with it, in the order in which it can be saved."""
        for schedule, size in sides:
            for number in range(1, size + 1):
                yield [*([schedule] if number == 1 else []), *self._tier(schedule, number)]

    def _tier(self, schedule: Schedule, number: int) -> list[Record]:
        id = TierId(next(self._ids[Tier]))
        crew = [self._contact(schedule.customer_id) for _ in range(CREW)]
        tier = Tier(id=id, schedule_id=schedule.id, number=number, **self._touched)
        crew_ids = [one.id for one in crew]
        return [*crew, tier, *self._revisions(id, crew_ids), *self._overrides(id, crew_ids)]

    def _contact(self, customer_id: CustomerId) -> Contact:
        id = ContactId(next(self._ids[Contact]))
        return Contact(
            id=id,
            customer_id=customer_id,
            first_name="Person",
            last_name=str(id),
            email=f"person{id}@example.com",
            phone=f"+1 555 {id:07}",
            **self._touched,
        )

    def _revisions(self, tier_id: TierId, crew: Sequence[ContactId]) -> Iterator[Revision]:
        """The rules of a year ago, and of every fifth tier those of last month too."""
        for number, days in enumerate((365, 30) if tier_id % 5 == 0 else (365,), 1):
            saved_at = self._now - days * DAY
            yield Revision(
                provider_id=self._by.provider_id,
                tier_id=tier_id,
                number=number,
                counts_from=None if number == 1 else saved_at,
                saved_at=saved_at,
                saved_by=self._by.id,
                layers=layers(crew[::-1] if number > 1 else crew, self._now - 365 * DAY, tier_id),
            )

    def _overrides(self, tier_id: TierId, crew: Sequence[ContactId]) -> Iterator[Override]:
        """Half a day's cover in each of two weeks to come; one in ten tiers has one now."""
        first = self._now - DAY // 4 if tier_id % 10 == 0 else self._now + (1 + tier_id % 20) * DAY
        for start, contact in ((first, crew[4]), (first + 7 * DAY, crew[7])):
            id = OverrideId(next(self._ids[Override]))
            yield Override(
                id=id,
                tier_id=tier_id,
                contact_id=contact,
                start_at=start,
                end_at=start + DAY // 2,
                created_by=self._by.id,
                **self._stamps,
            )


async def seed(store: Store, kind: str, url: str, tiers: int, now: int) -> Fleet:
    """A fleet in an empty database."""
    root = await store.new_provider("Fleet", now)
    async with store.writing(root.provider_id) as writes:
        account = await first_admin(writes, AccountWish(username="fleet", role=Role.ADMIN, customer_id=root.id), now)
        kinds: tuple[type[Record], ...] = (Customer, Contact, Schedule, Tier, Override)
        seeding = Seeding(account, now, {one: await writes.new_id(one) for one in kinds})
        owners = [seeding.customer(f"Customer {number:04}") for number in range(len(shares(tiers)))]
        await writes.save(*owners)
    caller = Caller(account=account, customer_id=root.id, role=Role.ADMIN)
    sides = (side for owner, share in zip(owners, shares(tiers), strict=True) for side in seeding.sides(owner, share))
    crew = await _save_tiers(store, root, seeding.tiers(sides), f"{kind}, {tiers:,} tiers", tiers)
    async with store.writing(root.provider_id) as writes:
        await _add_rosters(writes, caller, root, crew, now)
    return Fleet(kind, url, tiers, now, caller, owners[0].id, crew[0])


async def _save_tiers(
    store: Store, root: Customer, made: Iterator[list[Record]], what: str, tiers: int
) -> list[ContactId]:
    """Save tiers, many a transaction, showing how far it is. Returns the crew of the first one."""
    crew: list[ContactId] = []
    shown = Console(stderr=True)
    for _ in track(range(0, tiers, BATCH), what, console=shown, disable=not shown.is_terminal, transient=True):
        records = [record for tier in islice(made, BATCH) for record in tier]
        crew = crew or [record.id for record in records if isinstance(record, Contact)][:CREW]
        async with store.writing(root.provider_id) as writes:
            await writes.save(*records)
    return crew


async def _add_rosters(writes: Writes, caller: Caller, root: Customer, crew: Sequence[ContactId], now: int) -> None:
    """The provider's own rosters, with people who are in tiers as well."""
    for number, contact in zip(range(ROSTERS), cycle(crew)):
        shifts = (night_shift(contact, now - 365 * DAY),)
        await add_roster(writes, caller, root, RosterWish(name=f"Roster {number}", tz=ZONES[0], shifts=shifts), now)


# ── measuring ────────────────────────────────────────────────────────────────────────────────────────────────────

Question = Callable[[Reads, Fleet], Awaitable[int]]


async def whole_board(reads: Reads, fleet: Fleet) -> int:
    return len((await board(reads, fleet.caller, Filters(), fleet.now, Cut())).rows)


async def board_of_one(reads: Reads, fleet: Fleet) -> int:
    return len((await board(reads, fleet.caller, Filters(customer_id=fleet.customer_id), fleet.now, Cut())).rows)


async def shifts_of_one(reads: Reads, fleet: Fleet) -> int:
    window = engine.Span(fleet.now, fleet.now + 90 * DAY)
    return (await shifts_of_contact(reads, fleet.caller, fleet.contact_id, window, Cut())).found.total


async def all_gaps(reads: Reads, fleet: Fleet) -> int:
    window = engine.Span(fleet.now, fleet.now + 30 * DAY)
    return (await gap_report(reads, fleet.caller, Filters(), window, Cut(limit=100))).total


QUESTIONS: dict[str, tuple[Question, int]] = {
    "whole board": (whole_board, 5),
    "board of one customer": (board_of_one, 50),
    "one person's 90 days": (shifts_of_one, 50),
    "all gaps in 30 days": (all_gaps, 3),
}
"""Each with how often it is asked at most."""

FEED = "feed of one customer"
"""First: worked out and written; best: all that is done for one who has it already."""


async def measure(fleet: Fleet) -> list[Measure]:
    """Every question, one after the other, in a process that has answered none before."""
    measures = []
    async with wiring.opened(read_settings({"WATCHBILL_DATABASE_URL": fleet.url})) as store:
        for name, (question, times) in QUESTIONS.items():
            spent: list[float] = []
            worked: list[float] = []
            rows = 0
            while len(spent) < 2 or (len(spent) < times and sum(spent) < LONG_ENOUGH):
                began, cpu = time.perf_counter(), time.process_time()
                async with store.reading(fleet.caller.account.provider_id) as reads:
                    rows = await question(reads, fleet)
                spent.append(time.perf_counter() - began)
                worked.append(time.process_time() - cpu)
            costs = (spent[0] * 1e3, min(spent[1:]) * 1e3, min(worked[1:]) * 1e3)
            measures.append(Measure(fleet.database, fleet.tiers, name, rows, *costs, resident(), peak()))
        measures.append(await measure_feed(store, fleet))
    return measures


async def measure_feed(store: Store, fleet: Fleet) -> Measure:
    """The calendar of a customer's 20 tiers: worked out and written, and found to be as it was (304)."""
    async with store.writing(fleet.caller.account.provider_id) as writes:
        wish = FeedWish(kind=FeedKind.CUSTOMER, subject=str(fleet.customer_id))
        secret, _ = await issue_feed(writes, fleet.caller, wish, fleet.now)
    began = time.perf_counter()
    async with store.reading(fleet.caller.account.provider_id) as reads:
        feed, maker = await find_shown(reads, secret) or missing()
        shifts = await all_shifts(reads, maker, feed, fleet.now)
    calendar_text(FEED, "UTC", shifts)
    first = time.perf_counter() - began
    began, cpu = time.perf_counter(), time.process_time()
    async with store.reading(fleet.caller.account.provider_id) as reads:
        await find_shown(reads, secret) or missing()
    again = time.perf_counter() - began
    costs = (first * 1e3, again * 1e3, (time.process_time() - cpu) * 1e3)
    return Measure(fleet.database, fleet.tiers, FEED, len(shifts), *costs, resident(), peak())


def missing() -> NoReturn:
    """Never so: the feed has just been made."""
    raise SystemExit("The feed is gone.")


def resident() -> float:
    """What this process holds of the machine's memory now, in MB; the most it ever did where no kernel tells."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return peak()
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def peak() -> float:
    """The most that this process ever held, in MB."""
    try:
        # `ru_maxrss` would also tell of the process that this one was started by.
        [told] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
        return int(told.split()[1]) * 1024 / 1e6
    except (OSError, ValueError):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


# ── all of it ────────────────────────────────────────────────────────────────────────────────────────────────────


def seed_at(kind: str, url: str, tiers: int) -> Fleet:
    """Make the schema and a fleet in it."""
    settings = read_settings({"WATCHBILL_DATABASE_URL": url})
    wiring.migrate(settings, lambda what, number, total: None)

    async def seeding() -> Fleet:
        async with wiring.opened(settings) as store:
            return await seed(store, kind, url, tiers, int(time.time()))

    return asyncio.run(seeding())


def measure_at(fleet: Fleet) -> list[Measure]:
    return asyncio.run(measure(fleet))


def alone(work: Callable[..., T], *arguments: object) -> T:
    """The work done in a process of its own, so that memory is its own too."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def run_on(kind: str, tiers: int) -> list[Measure]:
    """One fleet on one kind of database, which is gone afterwards."""
    with database(kind) as url:
        return alone(measure_at, alone(seed_at, kind, url, tiers))


def table(measures: Sequence[Measure]) -> str:
    """The measures as text, each beside its ratio to the smallest fleet of its database and question."""
    names = ("tiers", "rows", "first ms", "best ms", "CPU ms", "× smallest", "MB", "peak MB")
    lines = [f"{'':36}" + "".join(f"{name:>11}" for name in names)]
    smallest: dict[tuple[str, str], float] = {}
    order = [*QUESTIONS, FEED]
    for one in sorted(measures, key=lambda one: (order.index(one.question), one.database, one.tiers)):
        times = one.cpu_ms / smallest.setdefault((one.database, one.question), one.cpu_ms)
        lines.append(
            f"{one.question + ', ' + one.database:36}{one.tiers:11,}{one.rows:11,}{one.first_ms:11.1f}"
            f"{one.best_ms:11.2f}{one.cpu_ms:11.2f}{times:11.1f}{one.resident:11.0f}{one.peak:11.0f}"
        )
    return "\n".join(lines)


def fleet_size(text: str) -> int:
    """How many tiers, from the command line."""
    size = int(text)
    if not 2 * ONE_CUSTOMER <= size <= MOST_TIERS:
        raise argparse.ArgumentTypeError(f"a fleet has {2 * ONE_CUSTOMER} to {MOST_TIERS:,} tiers")
    return size


def main() -> None:
    about = argparse.ArgumentParser(prog="python -m benchmarks.fleet", description=__doc__.splitlines()[0])
    about.add_argument(
        "--tiers", type=fleet_size, nargs="+", default=TIERS, help=f"sizes (default {' '.join(map(str, TIERS))})"
    )
    about.add_argument("--on", choices=("sqlite", "postgresql"), help="one database instead of both")
    about.add_argument("--json", action="store_true", help="the measures as JSON")
    options = about.parse_args()
    kinds = [options.on] if options.on else ["sqlite", "postgresql"]
    measures = [one for kind in kinds for tiers in sorted(options.tiers) for one in run_on(kind, tiers)]
    print(json.dumps([one._asdict() for one in measures], indent=2) if options.json else table(measures))


if __name__ == "__main__":
    main()
