"""What does a request cost? A real server on SQLite and on PostgreSQL, measured in CPU time a request.

    python -m benchmarks.http [--requests N] [--connections N] [--rosters N] [--only WORD] [--on DATABASE] [--json]

CPU time of the server process is stable on a busy machine, requests a second are not; so the last column is the ratio
to a constant answer of the same server in the same run. Bounded in count; everything runs on this machine.
"""

import argparse
import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tests import postgres

from watchbill import engine, wiring
from watchbill.domain.access import Caller
from watchbill.domain.accounts import AccountWish, first_admin, issue_token
from watchbill.domain.contacts import ContactWish, add_contact
from watchbill.domain.model import (
    AccountId,
    ContactId,
    CustomerId,
    LayerRule,
    ProviderId,
    Role,
    RosterShift,
    ScheduleId,
)
from watchbill.domain.overrides import OverrideWish, add_override
from watchbill.domain.ports import Store
from watchbill.domain.rosters import RosterWish, add_roster
from watchbill.domain.schedules import ScheduleWish, TierNumber, add_schedule
from watchbill.domain.tiers import TierWish, change_tier
from watchbill.settings import Settings, read_settings

DAY = 86400
CRLF = "\r\n"
EPOCH_ON = 719163  # the ordinal of the first day of 1970
SCHEDULES = 20
LAST = 2 * SCHEDULES - 1  # the id of the last one: each has a tier, and ids of both come from one sequence
WRITES = 50
HOURS = '[{"type":"days","days":[0,1,2,3,4],"start":"08:00","end":"18:00"}]'
NIGHTS = '[{"type":"daily","start":"18:00","end":"08:00"}]'


class Case(NamedTuple):
    """A request to measure; `body` makes the n-th one's. With a tag it asks for nothing that is known (304)."""

    name: str
    method: str
    path: str
    body: Callable[[int], object] | None = None
    known: str = ""


class Measure(NamedTuple):
    """What a case took."""

    database: str
    case: str
    requests: int
    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    bytes: int


class Freshness(NamedTuple):
    """How often another process wrote, and how often the very next answer of the server had it."""

    database: str
    writes: int
    seen: int


class Seeded(NamedTuple):
    token: str
    provider: int
    contacts: list[int]
    rosters: int
    roster: str


async def seed(store: Store, now: int, rosters: int) -> Seeded:
    """A year of on-call life: 20 schedules, each tier 1 with three layers begun a year ago and five overrides; and
    so many rosters.
    """
    root = await store.new_provider("Bench", now)
    async with store.writing(root.provider_id) as writes:
        wish = AccountWish(username="bench", role=Role.ADMIN, customer_id=root.id)
        account = await first_admin(writes, wish, now)
        caller = Caller(account=account, customer_id=root.id, role=Role.ADMIN)
        contacts = []
        for number in range(6):
            person = ContactWish(customer_id=root.id, first_name="Person", last_name=str(number), phone="+1 555 0100")
            contacts.append((await add_contact(writes, caller, person, now)).id)
        for number in range(1, SCHEDULES + 1):
            named = ScheduleWish(customer=root.id, name=f"Schedule {number}")
            schedule, _ = await add_schedule(writes, caller, named, now)
            ref = TierNumber(schedule.id, 1)
            await change_tier(writes, caller, ref, TierWish(layers=_layers(contacts, now - 365 * DAY)), now)
            for week in range(5):
                start = now + week * 7 * DAY + DAY
                cover = OverrideWish(tier=ref, contact_id=contacts[week], start=start, end=start + DAY // 2)
                await add_override(writes, caller, cover, now)
        roster = ""
        for number in range(rosters):
            shifts = (night_shift(contacts[number % 6], now - 365 * DAY),)
            made = RosterWish(name=f"Roster {number}", tz="Europe/Berlin", shifts=shifts)
            roster = (await add_roster(writes, caller, root, made, now)).roster.id
        text, _ = await issue_token(writes, account, name="bench", now=now)
    return Seeded(text, root.id, [int(one) for one in contacts], rosters, roster)


def night_shift(contact: ContactId, anchor_at: int) -> RosterShift:
    """Three nights a week of one contact."""
    nights = engine.Recurring(anchor_at // DAY + EPOCH_ON, 22 * 3600, 6 * 3600, engine.Weekly(1, (0, 2, 4)))
    return RosterShift(id="", name="Night", schedule=nights, anchor_at=anchor_at, contacts=(contact,))


def _layers(contacts: Sequence[ContactId], start: int) -> tuple[LayerRule, ...]:
    rules = (('{"type":"weekly"}', "null"), ('{"type":"daily"}', NIGHTS), ('{"type":"daily","turns":"open"}', HOURS))
    return tuple(
        LayerRule(
            start=start,
            rotation=rotation,
            restrictions=restrictions,
            contacts=tuple(contacts[2 * index : 2 * index + 2]),
            index=index,
            tz="Europe/Berlin",
        )
        for index, (rotation, restrictions) in enumerate(rules)
    )


def cases(seeded: Seeded, now: int) -> list[Case]:
    def override(number: int) -> object:
        start = now + 100 * DAY + number * 3600
        return {
            "tier": f"{LAST}_1",
            "contact": seeded.contacts[number % 6],
            "start": engine.iso(start),
            "end": engine.iso(start + 3600),
        }

    return [
        Case("constant answer", "GET", "/healthz"),
        Case("tier, signed in", "GET", "/api/ocs-tier/1_1/"),
        Case("who is on call, one tier", "GET", "/api/v1/oncall?tier=1_1"),
        Case("list of schedules", "GET", "/api/ocs/?limit=25"),
        Case("on-demand write", "POST", "/api/ocs-on-demand/", override),
        *(_roster_cases(seeded) if seeded.roster else ()),
    ]


def _roster_cases(seeded: Seeded) -> list[Case]:
    under = f"/api/v2/tenants/msp_{seeded.provider}/rosters"
    last = seeded.rosters // 100
    return [
        Case("roster, who is on call", "GET", f"{under}/{seeded.roster}/oncall"),
        Case("roster search, a page of 100", "GET", f"{under}/search"),
        Case("roster search, the last page", "GET", f"{under}/search?pageNo={last}&sortName=name"),
        Case("roster search, by name", "GET", f"{under}/search?queryString=name:Roster%20{seeded.rosters // 2}"),
    ]


@contextlib.contextmanager
def server(url: str) -> Iterator[tuple[str, int, int]]:
    """Host, port and process id of a server of our own, as an operator would start it."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("WATCHBILL_")}
    # Requests as fast as they come are what is measured here, so no allowance.
    environ |= {
        "WATCHBILL_DATABASE_URL": url,
        "WATCHBILL_LOG_FORMAT": "json",
        "WATCHBILL_RATE_LIMIT": "1000000000",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    with tempfile.TemporaryFile() as log:
        command = [sys.executable, "-u", "-m", "watchbill", "serve", "--port", "0"]
        process = subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            address = urlsplit(_address(process, log))
            yield address.hostname or "", address.port or 0, process.pid
        finally:
            process.terminate()
            process.wait(timeout=30)


def _address(process: "subprocess.Popen[bytes]", log: Any) -> str:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        said = os.pread(log.fileno(), 4096, 0).decode()
        if "http://" in said and "\n" in said.partition("http://")[2]:
            return "http://" + said.partition("http://")[2].split()[0]
        time.sleep(0.05)
    raise SystemExit(f"The server does not start: {os.pread(log.fileno(), 4096, 0).decode()}")


def cpu_seconds(pid: int) -> float:
    """CPU time that all threads of a process have had, as finely as the kernel tells."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        threads = Path(f"/proc/{pid}/task").iterdir()
        return sum(int((one / "schedstat").read_text().split()[0]) for one in threads) / 1e9
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Client:
    """One keep-alive connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str) -> None:
        self._reader, self._writer, self._token = reader, writer, token
        self.answer = b""

    def close(self) -> None:
        self._writer.close()

    async def ask(self, case: Case, number: int) -> int:
        """Send one request, read the answer, return its length. Raises where the answer is no success."""
        body = b"" if case.body is None else json.dumps(case.body(number)).encode()
        head = (
            f"{case.method} {case.path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {self._token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            f"{f'If-None-Match: {case.known}' + CRLF if case.known else ''}{CRLF}"
        )
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
        read = await self._reader.readexactly(length)
        if not answer.startswith(b"HTTP/1.1 304" if case.known else b"HTTP/1.1 2"):
            raise SystemExit(f"{case.name}: {answer.decode()}{read.decode()}")
        self.answer = read
        return length


async def measured(
    database: str, case: Case, host: str, port: int, pid: int, token: str, requests: int, connections: int
) -> Measure:
    """The case asked `requests` times over some connections, after a warm-up."""
    clients = [Client(*await asyncio.open_connection(host, port), token) for _ in range(connections)]
    latencies: list[float] = []
    size = 0
    numbers = iter(range(10**9))

    async def ask(client: Client, times: int) -> None:
        nonlocal size
        for _ in range(times):
            began = time.perf_counter()
            size = await client.ask(case, next(numbers))
            latencies.append(time.perf_counter() - began)

    await asyncio.gather(*(ask(one, max(1, requests // 10 // connections)) for one in clients))
    latencies.clear()
    began, cpu = time.perf_counter(), cpu_seconds(pid)
    await asyncio.gather(*(ask(one, requests // connections) for one in clients))
    seconds, cpu = time.perf_counter() - began, cpu_seconds(pid) - cpu
    for one in clients:
        one.close()
    done = len(latencies)
    cuts = statistics.quantiles(latencies, n=100)
    return Measure(database, case.name, done, done / seconds, cuts[49] * 1e3, cuts[98] * 1e3, cpu / done * 1e6, size)


async def freshness(database: str, settings: Settings, seeded: Seeded, host: str, port: int) -> Freshness:
    """This process puts somebody else on call, past the server, and asks the server at once; WRITES times."""
    client = Client(*await asyncio.open_connection(host, port), seeded.token)
    case = Case("who is on call", "GET", "/api/v1/oncall?tier=3_1")
    ref, seen = TierNumber(ScheduleId(3), 1), 0
    async with wiring.opened(settings) as store:
        for number in range(WRITES):
            now, contact = int(time.time()), ContactId(seeded.contacts[number % 6])
            wish = OverrideWish(tier=ref, contact_id=contact, start=now - 1, end=now + DAY, is_sure=True)
            async with store.writing(ProviderId(seeded.provider)) as writes:
                caller = Caller(
                    account=await writes.account(AccountId(1)),
                    customer_id=CustomerId(seeded.provider),
                    role=Role.ADMIN,
                )
                await add_override(writes, caller, wish, now)
            await client.ask(case, number)
            [row] = json.loads(client.answer)["results"]
            seen += [one["id"] for one in row["people"]] == [contact]
    client.close()
    return Freshness(database, WRITES, seen)


@contextlib.contextmanager
def database(kind: str) -> Iterator[str]:
    """The URL of a new, empty database."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="watchbill-bench-") as home:
            yield f"sqlite:///{home}/bench.db"
        return
    with postgres.running_server() as url:
        name = f"watchbill_bench_{os.getpid()}"
        asyncio.run(postgres.run_in(url, f"CREATE DATABASE {name}"))
        try:
            yield postgres.named(url, name)
        finally:
            asyncio.run(postgres.run_in(url, f"DROP DATABASE {name} WITH (FORCE)"))


def run_on(kind: str, options: argparse.Namespace) -> tuple[list[Measure], Freshness]:
    """Every case on one kind of database, the constant answer always among them; and how fresh its answers are."""
    now = int(time.time())
    with database(kind) as url:
        settings = read_settings({"WATCHBILL_DATABASE_URL": url})
        wiring.migrate(settings, lambda what, number, total: None)

        async def seeding() -> Seeded:
            async with wiring.opened(settings) as store:
                return await seed(store, now, options.rosters)

        seeded = asyncio.run(seeding())
        constant, *others = cases(seeded, now)
        chosen = [constant, *(one for one in others if options.only in one.name)]
        with server(url) as (host, port, pid):
            measures = [
                asyncio.run(measured(kind, one, host, port, pid, seeded.token, options.requests, options.connections))
                for one in chosen
            ]
            return measures, asyncio.run(freshness(kind, settings, seeded, host, port))


def table(measures: Sequence[Measure]) -> str:
    """The measures as text, each beside its ratio to the constant answer of its own run."""
    lines = [f"{'':34}{'req/s':>8}{'p50 ms':>9}{'p99 ms':>9}{'CPU µs':>9}{'bytes':>8}{'× constant':>12}"]
    constant = 1.0
    for one in measures:
        constant = one.cpu_us if one.case == "constant answer" else constant
        lines.append(
            f"{one.database + ': ' + one.case:34}{one.per_second:8.0f}{one.p50_ms:9.2f}{one.p99_ms:9.2f}"
            f"{one.cpu_us:9.0f}{one.bytes:8}{one.cpu_us / constant:12.1f}"
        )
    return "\n".join(lines)


def main() -> None:
    about = argparse.ArgumentParser(prog="python -m benchmarks.http", description=__doc__.splitlines()[0])
    about.add_argument("--requests", type=int, default=3000, help="requests a case (default 3000)")
    about.add_argument("--connections", type=int, default=4, help="keep-alive connections (default 4)")
    about.add_argument("--rosters", type=int, default=10_000, help="rosters to search (default 10,000; 0: none)")
    about.add_argument("--only", default="", metavar="WORD", help="cases whose name holds this word")
    about.add_argument("--on", choices=("sqlite", "postgresql"), help="one database instead of both")
    about.add_argument("--json", action="store_true", help="the measures as JSON")
    options = about.parse_args()
    kinds = [options.on] if options.on else ["sqlite", "postgresql"]
    runs = [run_on(kind, options) for kind in kinds]
    measures = [one for measured, _ in runs for one in measured]
    if options.json:
        said = {"measures": [one._asdict() for one in measures], "freshness": [one._asdict() for _, one in runs]}
        print(json.dumps(said, indent=2))
        return
    print(table(measures))
    for _, one in runs:
        print(f"{one.database}: {one.seen} of {one.writes} writes of another process were in the very next answer")


if __name__ == "__main__":
    main()
