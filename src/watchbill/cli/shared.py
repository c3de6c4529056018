"""What the commands share: options, finding what is named, the opened store, and talking to the terminal."""

import asyncio
import difflib
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Annotated, Any, Final, Protocol, TypeVar

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from watchbill import engine
from watchbill.domain.contacts import founding
from watchbill.domain.model import Author, Customer, CustomerId, ProviderId, ScheduleId, TierId, Via
from watchbill.domain.ports import Reads, Store, Writes
from watchbill.domain.schedules import TierNumber, TierRef
from watchbill.domain.text import one_line
from watchbill.settings import Settings, SettingsError, read_database_url, read_duration, read_settings

ResultT = TypeVar("ResultT")

BEGIN: Final = (
    "set it up at the address that `watchbill serve` prints, or by `watchbill account create --role admin NAME`"
)

# What stands before the name of a zone in TZ, and in the path that /etc/localtime leads to.
_OF_MACHINES: Final = re.compile(r"^:?(?:.*/zoneinfo[^/]*/)?(?:posix/|right/)?")
_TIER: Final = re.compile(r"([1-9][0-9]{0,17})(?:_([1-9][0-9]{0,8}))?").fullmatch


class Step(Protocol):
    """Told as each step of something long begins: what it is, its number from 1, how many there are."""

    def __call__(self, what: str, number: int, total: int) -> None: ...


class Installation(Protocol):
    """What the commands ask of the installation that they are about; wiring fulfils it."""

    def opened(self, settings: Settings, *, begins: bool) -> AbstractAsyncContextManager[Store]:
        """The store; its schema is what this version needs. Raises WatchbillError when it is not.

        Where work `begins`, a SQLite file is made and brought up to date first.
        """
        ...

    def migrate(self, settings: Settings, told: Step) -> str:
        """Bring the schema up to what this version needs; returns its revision."""
        ...

    def serve(
        self,
        settings: Settings,
        *,
        prepare: Callable[[Store], Awaitable[None]] | None,
        listening: Callable[[str, str | None], None],
    ) -> None:
        """Serve until a signal ends it. `listening` is told the address as soon as the port is ours, and where
        an empty database is set up."""
        ...


class Unable(Exception):
    """Something foreseeable that keeps a command from being done; the message is for the person at the terminal."""


class NoSuch(Unable):
    """What is named is not there."""


DatabaseOption = Annotated[
    str | None,
    typer.Option("--database", metavar="URL", help="The database, instead of WATCHBILL_DATABASE_URL."),
]
ProviderOption = Annotated[
    str | None,
    typer.Option("--provider", metavar="NAME_OR_ID", help="The provider, where the installation has several."),
]
CustomerOption = Annotated[str | None, typer.Option("--customer", metavar="NAME_OR_ID", help="This customer's alone.")]
ZoneOption = Annotated[
    str | None,
    typer.Option("--tz", metavar="ZONE", help="Show times in this zone instead of the machine's."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="As JSON, times in UTC, for programs.")]


class Named(Protocol):
    """What has an id and a name."""

    @property
    def id(self) -> int | str: ...
    @property
    def name(self) -> str: ...


NamedT = TypeVar("NamedT", bound=Named)


def named(among: Sequence[NamedT], wanted: str) -> list[NamedT]:
    """Those with this id, or else this name in any case."""
    by_id = [one for one in among if str(one.id) == wanted]
    return by_id or [one for one in among if one.name.casefold() == wanted.strip().casefold()]


def the_one(kind: str, wanted: str, among: Sequence[NamedT]) -> NamedT:
    """The one that is named. Raises Unable where there is none, or where several have the name."""
    found = named(among, wanted)
    if not found:
        raise Unable(no_such(kind, wanted, [one.name for one in among]))
    if len(found) > 1:
        ids = ", ".join(str(one.id) for one in found)
        raise Unable(f"There are several {kind}s named {wanted}, choose one by its id: {ids}.")
    return found[0]


def past_ones(wanted: str, there: Sequence[NamedT], ended: Sequence[NamedT]) -> Sequence[NamedT]:
    """Among what to look for something whose past is asked for: what has ended, too, where nothing there is meant.

    Of several that have ended, the latest first, the latest is meant by a name.
    """
    meant = [] if named(there, wanted) else named(ended, wanted)[:1]
    return meant or there


def tier_ref(text: str) -> TierRef:
    """The tier that `7` or `3_1` names. Raises SettingsError."""
    found = _TIER(text)
    if found is None:
        raise SettingsError(f"--tier={text}: it must be an id such as 7, or a schedule and a number such as 3_1.")
    return TierId(int(found[1])) if found[2] is None else TierNumber(ScheduleId(int(found[1])), int(found[2]))


def no_such(kind: str, wanted: str, names: Sequence[str]) -> str:
    folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(wanted.casefold(), folded, n=1, cutoff=0.5)
    hint = f" Did you mean {folded[near[0]]}?" if near else ""
    return f"There is no {kind} {wanted}.{hint}"


@asynccontextmanager
async def writing_at(store: Store, wanted: str | None, now: int) -> AsyncIterator[tuple[Writes, Customer]]:
    """Write into the provider asked for; where the installation has none yet, the same transaction makes it."""
    is_new = not await store.providers()
    block = (
        founding(store, wanted or "Watchbill", now, operator(now))
        if is_new
        else store.writing((await known_provider(store, wanted)).provider_id, operator(now))
    )
    async with block as writes:
        root = await writes.customer(CustomerId(writes.provider_id))
        yield writes, root
    if is_new:
        say(f"The database was empty: made the provider {root.name}.")


async def known_provider(store: Store, wanted: str | None) -> Customer:
    """The provider asked for, or the only one."""
    roots = [await _root(store, id) for id in await providers(store)]
    found = roots if wanted is None else named(roots, wanted)
    if not found:
        raise Unable(no_such("provider", wanted or "", [one.name for one in roots]))
    if len(found) > 1:
        names = ", ".join(f"{one.id} ({one.name})" for one in found)
        raise Unable(f"There are several providers, choose one by --provider: {names}.")
    return found[0]


async def providers(store: Store) -> tuple[ProviderId, ...]:
    """Every provider. Raises Unable where there is none: nobody on call is another answer than no records."""
    found = await store.providers()
    if not found:
        raise Unable(f"The database is empty: {BEGIN}.")
    return found


async def _root(store: Store, provider_id: ProviderId) -> Customer:
    async with store.reading(provider_id) as reads:
        return await reads.customer(CustomerId(provider_id))


async def customer_named(reads: Reads, wanted: str) -> Customer:
    customers = await reads.customers()
    found = named(customers, wanted)
    if not found:
        raise Unable(no_such("customer", wanted, [one.name for one in customers]))
    return found[0]


def in_store(
    context: typer.Context,
    database: str | None,
    work: Callable[[Store], Coroutine[Any, Any, ResultT]],
    *,
    begins: bool = False,
) -> ResultT:
    """What the work on the opened store returns. A SQLite file that is not there is made only where work `begins`."""
    settings = settings_of(database)
    if settings.database_url == "memory://":
        raise Unable("memory:// keeps nothing from one command to the next: name a database that does.")

    async def opened() -> ResultT:
        async with installation_of(context).opened(settings, begins=begins) as store:
            return await work(store)

    return asyncio.run(opened())


def installation_of(context: typer.Context) -> Installation:
    installation: Installation = context.obj
    return installation


def settings_of(database: str | None, **overrides: object) -> Settings:
    url = None
    if database is not None:
        try:
            url = read_database_url(database)
        except ValueError as fault:
            raise SettingsError(f"--database: {fault}.") from None
    return read_settings(os.environ, database_url=url, **overrides)


def duration_in(option: str, text: str) -> int:
    try:
        return read_duration(text)
    except ValueError as fault:
        raise SettingsError(f"{option}={text}: {fault}.") from None


def instant_in(option: str, text: str, zone: engine.Zone) -> int:
    try:
        return zone.read(text)
    except engine.BadRule:
        raise SettingsError(
            f"{option}={text}: it must be a time such as 2026-11-21T09:00 or 2026-11-21T09:00+01:00."
        ) from None


def zone_named(name: str | None) -> engine.Zone:
    """The zone of this name, in any case; of None the machine's own."""
    try:
        return engine.zone(machine_zone(os.environ) if name is None else engine.zone_name(name))
    except engine.BadRule:
        raise SettingsError(no_such("zone", name or "", sorted(engine.zone_names()))) from None


def machine_zone(environ: Mapping[str, str], root: Path = Path("/")) -> str:
    """The name of the zone that the machine is set to; UTC, and told, where that has no name.

    The name is all that is asked of the machine: its own data of the zone may be older than ours.
    """
    if not (named := environ["TZ"] if "TZ" in environ else _set_to(root / "etc")):
        return "UTC"
    try:
        return engine.zone_name(_OF_MACHINES.sub("", named))
    except engine.BadRule:
        say(f"The machine's zone ({named}) has no name that is known, so times are told in UTC: choose one by --tz.")
        return "UTC"


def _set_to(etc: Path) -> str:
    """Where `localtime` leads to; what `timezone` says where it is a copy; empty where nothing is set."""
    local, timezone = etc / "localtime", etc / "timezone"
    if local.is_symlink():
        return os.path.realpath(local)
    if timezone.is_file():
        return timezone.read_text(encoding="utf-8").strip()
    return str(local) if local.exists() else ""


def operator(now: int) -> Author:
    """Whom a change at the terminal is put down to: whoever may read the database is not asked for more."""
    return Author(via=Via.CLI, at=now)


def present() -> int:
    return int(time.time())


def say(message: str) -> None:
    typer.echo(one_line(message), err=True)


def print_json(value: object) -> None:
    typer.echo(msgspec.json.format(msgspec.json.encode(value)).decode())


def print_table(table: Table) -> None:
    console_of(200).print(table)


def console_of(piped: int) -> Console:
    """Where results are drawn; a file or a pipe has no width of its own. Nothing that people wrote is markup."""
    return Console(width=None if sys.stdout.isatty() else piped, markup=False, emoji=False, highlight=False)
