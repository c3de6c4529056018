"""What does a large calendar cost? A customer's 20 tiers, some 9,000 shifts, worked out, written, asked for again.

    python -m benchmarks.feeds [--on DATABASE] [--requests N]

Each in a process of its own. Beside them the same text written with an object of `icalendar` for every event. The
ratio is one of CPU time; "blocked" is how long other requests of the process had to wait at most.

Then a real server is asked for what is known already (304), for the calendars of one tier and of 20, beside a constant
answer and a small answer to somebody who signs in.
"""

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.request import urlopen
from zoneinfo import ZoneInfo

from benchmarks.fleet import ONE_CUSTOMER, Fleet, alone, missing, peak, resident, seed_at
from benchmarks.http import Case, Measure, database, measured, server
from benchmarks.http import table as asked_table
from icalendar import Calendar, Event

from watchbill import wiring
from watchbill.domain.accounts import issue_token
from watchbill.domain.feeds import FeedWish, ToldShift, all_shifts, find_shown, issue_feed
from watchbill.domain.model import FeedKind
from watchbill.domain.ports import Store
from watchbill.feeds.ical import COUNTED_FROM, calendar_text
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
        told, at = Event(), datetime.fromtimestamp(shift.changed_at, UTC)
        start, end = (datetime.fromtimestamp(edge, zone) for edge in (shift.start, shift.end))
        told.add("uid", shift.uid)
        told.add("sequence", shift.changed_at - COUNTED_FROM)
        told.add("dtstamp", at)
        told.add("last-modified", at)
        told.add("dtstart", start)
        told.add("dtend", end)
        told.add("summary", shift.summary)
        told.add("description", shift.description)
        told.add("location", shift.place)
        told.add("categories", ["On call"])
        told.add("status", "CONFIRMED")
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


async def issued(store: Store, fleet: Fleet, kind: FeedKind, subject: int) -> str:
    """The secret of a new feed."""
    async with store.writing(fleet.caller.account.provider_id) as writes:
        secret, _ = await issue_feed(writes, fleet.caller, FeedWish(kind=kind, subject=str(subject), tz=TZ), fleet.now)
        return secret


async def fetching(fleet: Fleet) -> tuple[list[Cost], Shifts]:
    """What it costs to work the calendar out with nothing in memory, and with the plans there; and its shifts."""
    async with wiring.opened(read_settings({"WATCHBILL_DATABASE_URL": fleet.url})) as store:
        secret = await issued(store, fleet, FeedKind.CUSTOMER, fleet.customer_id)

        async def shifts() -> Shifts:
            async with store.reading(fleet.caller.account.provider_id) as reads:
                feed, maker = await find_shown(reads, secret) or missing()
                return await all_shifts(reads, maker, feed, fleet.now)

        costs = [await cost(what, shifts) for what in ("read and worked out", "worked out")]
        return costs, await shifts()


def fetch(fleet: Fleet) -> tuple[list[Cost], Shifts]:
    return asyncio.run(fetching(fleet))


async def asked_again(fleet: Fleet) -> tuple[str, list[str]]:
    """A token, and the paths of the feeds of one tier and of a customer's 20."""
    async with wiring.opened(read_settings({"WATCHBILL_DATABASE_URL": fleet.url})) as store:
        async with store.writing(fleet.caller.account.provider_id) as writes:
            token, _ = await issue_token(writes, fleet.caller.account, name="bench", now=fleet.now)
        subjects = ((FeedKind.TIER, 1), (FeedKind.CUSTOMER, fleet.customer_id))
        return token, [f"/feeds/{await issued(store, fleet, *subject)}.ics" for subject in subjects]


def known(fleet: Fleet, requests: int) -> list[Measure]:
    """What it costs a server to say that nothing has changed, beside other small answers."""
    token, paths = asyncio.run(asked_again(fleet))
    cases = [
        Case("constant answer", "GET", "/healthz"),
        Case("a contact, signed in", "GET", f"/api/v1/contacts/{fleet.contact_id}"),
    ]
    with server(fleet.url) as (host, port, pid):
        for tiers, path in zip((1, ONE_CUSTOMER), paths, strict=True):
            with urlopen(f"http://{host}:{port}{path}") as answer:
                cases.append(Case(f"known: {tiers} tiers", "GET", path, known=answer.headers["ETag"]))
        asked = (measured(fleet.database, one, host, port, pid, token, requests, 4) for one in cases)
        return [asyncio.run(each) for each in asked]


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
    about.add_argument("--requests", type=int, default=3000, help="requests a case (default 3000)")
    options = about.parse_args()
    with database(options.on) as url:
        fleet = alone(seed_at, options.on, url, 2 * ONE_CUSTOMER)
        costs, shifts = alone(fetch, fleet)
        asked = known(fleet, options.requests)
    costs.append(alone(write, "written", calendar_text, shifts))
    costs.append(alone(write, "written by icalendar's objects", objects, shifts))
    print(table(costs, len(shifts)))
    print(asked_table(asked))


if __name__ == "__main__":
    main()
