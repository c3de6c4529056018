"""What does a large calendar cost? A customer's 20 tiers, some 9,000 shifts, fetched, fetched again and written.

    python -m benchmarks.feeds [--on DATABASE]

Each in a process of its own. Beside them the same text written with an object of `icalendar` for every event. The
ratio is one of CPU time; "blocked" is how long other requests of the process had to wait at most.
"""

import argparse
import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from benchmarks.fleet import ONE_CUSTOMER, Fleet, alone, peak, resident, seed_at
from benchmarks.http import database
from icalendar import Calendar, Event

from watchbill import wiring
from watchbill.domain.feeds import FeedWish, fetch_feed, issue_feed
from watchbill.domain.model import FeedKind, ToldShift
from watchbill.domain.ports import Store
from watchbill.feeds.ical import calendar_text, walls
from watchbill.settings import read_settings

TZ = "Europe/Berlin"
TICK = 0.001


class Cost(NamedTuple):
    """What something cost; times in milliseconds, memory in MB that the process had not held before."""

    what: str
    cpu_ms: float
    blocked_ms: float
    peak: float


Shifts = Sequence[ToldShift]


def objects(name: str, tz: str, shifts: Shifts) -> bytes:
    """The events as `icalendar` writes them from objects."""
    calendar, zone = Calendar(), ZoneInfo(tz)
    calendar.add("x-wr-calname", name)
    for shift in shifts:
        told, at = Event(), datetime.fromtimestamp(shift.told_at, UTC)
        start, end = walls(shift.start, shift.end, zone)
        told.add("uid", shift.uid)
        told.add("sequence", shift.sequence)
        told.add("dtstamp", at)
        told.add("last-modified", at)
        told.add("dtstart", start)
        told.add("dtend", end)
        told.add("summary", shift.summary)
        told.add("description", shift.description)
        told.add("location", shift.place)
        told.add("categories", ["On call"])
        told.add("status", "CANCELLED" if shift.is_cancelled else "CONFIRMED")
        told.add("transp", "TRANSPARENT")
        calendar.add_component(told)
    text: bytes = calendar.to_ical()
    return text


async def cost(what: str, work: Callable[[], Awaitable[object]]) -> Cost:
    """What the work costs, with a watch beside it on the same event loop."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            began = time.perf_counter()
            await asyncio.sleep(TICK)
            longest = max(longest, time.perf_counter() - began - TICK)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(10 * TICK)
    held, cpu = resident(), time.process_time()
    await work()
    spent = time.process_time() - cpu
    await asyncio.sleep(10 * TICK)
    watching.cancel()
    return Cost(what, spent * 1e3, longest * 1e3, max(0.0, peak() - held))


@contextlib.asynccontextmanager
async def opened(fleet: Fleet) -> AsyncIterator[tuple[Store, str]]:
    """The fleet's store, and the secret of a new feed of the customer."""
    async with wiring.opened(read_settings({"WATCHBILL_DATABASE_URL": fleet.url})) as store:
        async with store.writing(fleet.caller.account.provider_id) as writes:
            wish = FeedWish(kind=FeedKind.CUSTOMER, subject=str(fleet.customer_id), tz=TZ)
            secret, _ = await issue_feed(writes, fleet.caller, wish, fleet.now)
        yield store, secret


async def fetching(fleet: Fleet) -> tuple[list[Cost], Shifts]:
    """What the first and the second fetch cost, and the shifts."""
    async with opened(fleet) as (store, secret):
        costs = [
            await cost(what, lambda: fetch_feed(store, secret, fleet.now))
            for what in ("fetched first", "fetched again")
        ]
        shown = await fetch_feed(store, secret, fleet.now)
        return costs, shown.memory.shifts if shown else ()


def fetch(fleet: Fleet) -> tuple[list[Cost], Shifts]:
    return asyncio.run(fetching(fleet))


def write(what: str, by: Callable[[str, str, Shifts], bytes], shifts: Shifts) -> Cost:
    return asyncio.run(cost(what, lambda: asyncio.to_thread(by, "Feed", TZ, shifts)))


def table(costs: Sequence[Cost], shifts: int) -> str:
    """The costs as text, each beside its ratio to our writing."""
    names = ("CPU ms", "× written", "blocked ms", "MB more")
    lines = [f"{f'{ONE_CUSTOMER} tiers, {shifts:,} shifts':32}" + "".join(f"{name:>12}" for name in names)]
    written = next(one.cpu_ms for one in costs if one.what == "written")
    lines += [
        f"{one.what:32}{one.cpu_ms:12.0f}{one.cpu_ms / written:12.1f}{one.blocked_ms:12.0f}{one.peak:12.0f}"
        for one in costs
    ]
    return "\n".join(lines)


def main() -> None:
    about = argparse.ArgumentParser(prog="python -m benchmarks.feeds", description=__doc__.splitlines()[0])
    about.add_argument("--on", choices=("sqlite", "postgresql"), default="sqlite")
    kind = about.parse_args().on
    with database(kind) as url:
        costs, shifts = alone(fetch, alone(seed_at, kind, url, 2 * ONE_CUSTOMER))
    costs.append(alone(write, "written", calendar_text, shifts))
    costs.append(alone(write, "written by icalendar's objects", objects, shifts))
    print(table(costs, len(shifts)))


if __name__ == "__main__":
    main()
