"""Everything put together: settings in; a store, an app, a server out. Knows all; only the start knows it."""

import asyncio
import contextlib
import dataclasses
import errno
import functools
import secrets
import signal
import socket
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Final, cast
from urllib.parse import urlsplit

import uvicorn
from litestar import Litestar, Request, Response
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from uvicorn.supervisors.multiprocess import Multiprocess

from watchbill import __version__, engine, logs, metrics
from watchbill.api import description, ocs, problems, rosters, v1
from watchbill.api.attempts import Attempts
from watchbill.api.json import Answer, answer
from watchbill.api.service import Service
from watchbill.api.uses import Uses
from watchbill.domain.model import ProviderId
from watchbill.domain.ports import Store
from watchbill.domain.rereading import Move, read_again
from watchbill.domain.sessions import needs_setup
from watchbill.engine import WatchbillError
from watchbill.frame import ASGIApp, Frame, Mounted, Receive, Scope, Send
from watchbill.settings import Settings, SettingsError
from watchbill.store import DatabaseError, migrations, open_store
from watchbill.web import app as web_app
from watchbill.web import feeds

GATHER_SECONDS = 1
"""How long the times at which tokens and feeds were used are gathered before they are written down."""
RETRY_SECONDS = 60
"""How long they wait where they could not be."""

REREAD_SECONDS = 60
"""How often it is looked for what older zone data have read."""

PING_SECONDS = 5

NOBODY: Final = ProviderId(0)

MEMORY = "memory://"

DESCRIBED = (ocs.description.PART, rosters.description.PART, v1.description.PART)
"""What the description of the APIs is put together from."""


def present() -> int:
    """Now, in whole seconds."""
    return int(time.time())


# ── the store ────────────────────────────────────────────────────────────────────────────────────────────────────


@contextlib.asynccontextmanager
async def opened(settings: Settings, *, begins: bool = True) -> AsyncIterator[Store]:
    """The store of an installation; where work `begins`, a SQLite file is made and brought up to date first.

    Raises WatchbillError where the database cannot be used, or a PostgreSQL's schema is not what this version needs.
    """
    with _address(settings) as url:
        if begins and url.startswith("sqlite:"):
            await asyncio.to_thread(migrations.migrate, url)
        store = await open_store(
            url, connections=settings.database_connections, first_provider=settings.provider_number or None
        )
        try:
            yield store
        finally:
            await store.close()


@contextlib.contextmanager
def _address(settings: Settings) -> Iterator[str]:
    """Where the records are: for `memory://` a file that goes when the store is closed."""
    if settings.database_url != MEMORY:
        yield settings.database_url
        return
    with tempfile.TemporaryDirectory(prefix="watchbill-") as directory:
        yield f"sqlite:///{directory}/watchbill.db"


def migrate(settings: Settings, told: Callable[[str, int, int], None]) -> str:
    """Bring the schema up to what this version needs, telling each step; returns its revision."""
    if settings.database_url == MEMORY:
        return migrations.HEAD
    return migrations.migrate(settings.database_url, told)


# ── the app ──────────────────────────────────────────────────────────────────────────────────────────────────────


def build_app(
    settings: Settings, store: Store, *, clock: Callable[[], int] = present, web: Path = web_app.BUILT
) -> Litestar:
    """The whole app on an opened store, which stays the caller's to close."""
    service = Service(
        store=store,
        clock=clock,
        login_lifetime=settings.login_lifetime,
        body_limit=settings.body_limit,
        rate_limit=settings.rate_limit,
        session_lifetime=settings.session_lifetime,
        attempts=Attempts(settings.sign_in_attempts, settings.sign_in_window),
        setup_code=settings.setup_code,
        oidc_name=settings.oidc_name if settings.oidc_issuer else None,
    )
    root = urlsplit(settings.base_url).path
    rosters_edge = rosters.edge(service)
    v1_edge = v1.edge(service)
    families = [ocs.FAMILY, *rosters_edge.families, v1_edge.family]
    prefixes = dict.fromkeys(ocs.FAMILY.prefixes, "ocs")
    prefixes |= {prefix: "rosters" for family in rosters_edge.families for prefix in family.prefixes}
    prefixes |= dict.fromkeys(v1_edge.family.prefixes, "v1")
    numbers = metrics.Metrics(store, clock, functools.partial(is_ready, store), version=__version__, families=prefixes)
    app = Litestar(
        route_handlers=[
            alive,
            readiness(store),
            metrics.route(numbers, settings.metrics_token),
            ocs.router(service),
            rosters_edge.router,
            v1_edge.router,
            *feeds.routes(service),
            *web_app.routes(web_app.App(web, root)),
            *oidc_routes(settings, store, clock),
            *description.routes(DESCRIBED, version=__version__, root=root),
        ],
        exception_handlers=cast(Any, told_handlers(problems.exception_handlers(families))),
        lifespan=[
            functools.partial(flushing, service),
            functools.partial(counting, numbers),
            functools.partial(rereading, store, clock),
        ],
        request_max_body_size=settings.body_limit,
        openapi_config=None,
        logging_config=None,
    )
    framed: ASGIApp = Frame(cast(ASGIApp, app.asgi_handler), logs.logger(), numbers.traffic)
    if settings.base_url:
        check_root(root, app.route_handler_method_map)
        framed = Mounted(framed, settings.base_url)
    app.asgi_handler = cast(Any, framed)
    return app


def check_root(root: str, paths: Iterable[str]) -> None:
    """Raises SettingsError for a path that begins as one of our own: nobody could tell which of the two is meant."""
    first = root.split("/")[1] if root else ""
    if first in {path.split("/")[1] for path in paths} - {""}:
        raise SettingsError(f"WATCHBILL_BASE_URL: its path may not begin with /{first}, which is the server's own.")


def oidc_routes(settings: Settings, store: Store, clock: Callable[[], int]) -> list[HTTPRouteHandler]:
    """How one signs in with the OpenID provider, where there is one."""
    if not settings.oidc_issuer:
        return []
    # With what it is built on, a good part of the time that a start takes, and most installations have no provider.
    from watchbill.web import oidc  # noqa: PLC0415

    registered = oidc.Registered(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        claim=settings.oidc_claim,
    )

    def log(reason: str) -> None:
        logs.logger().warning("nobody signed in by OpenID Connect", reason=reason)

    return oidc.routes(store, clock, registered, lifetime=settings.session_lifetime, log=log)


def read(path: str) -> HTTPRouteHandler:
    """What answers GET and HEAD at a path."""
    return HTTPRouteHandler(path, http_method=["GET", "HEAD"], status_code=200)


@read("/healthz")
async def alive() -> Answer:
    """That the process answers."""
    return answer({"status": "alive"})


def readiness(store: Store) -> HTTPRouteHandler:
    """The route that says whether requests can be answered; if not, why, in words that are no secret."""

    @read("/readyz")
    async def ready() -> Answer:
        reason = await unreadiness(store)
        if reason is not None:
            return answer({"status": "not ready", "detail": reason}, 503)
        return answer({"status": "ready"})

    return ready


async def is_ready(store: Store) -> bool:
    """Whether the store can answer."""
    return await unreadiness(store) is None


async def unreadiness(store: Store) -> str | None:
    """Why the store cannot answer, or not write; None when it can."""
    step = "answered"
    try:
        async with asyncio.timeout(PING_SECONDS):
            await store.ping()
            step = "been ready for a write"
            # Writes nothing, and yet takes its turn as all writes do.
            async with store.writing(NOBODY):
                pass
    except TimeoutError:
        return f"The database has not {step} within {PING_SECONDS} seconds."
    except WatchbillError as fault:
        return str(fault)
    except Exception:
        logs.logger().exception("not ready")
        return "The database cannot be used; the log says why."
    return None


@contextlib.asynccontextmanager
async def counting(numbers: metrics.Metrics, _: Litestar) -> AsyncIterator[None]:
    """Leave no count of the fleet behind that still reads."""
    try:
        yield
    finally:
        await numbers.fleet.ended()


@contextlib.asynccontextmanager
async def flushing(service: Service, _: Litestar) -> AsyncIterator[None]:
    """Write down soon after, and at the end, when tokens were used and feeds were fetched."""
    tokens = functools.partial(_flushed, service.token_uses, service.store.touch_tokens)
    feeds = functools.partial(_flushed, service.feed_uses, service.store.touch_feeds)
    flushers = [
        asyncio.create_task(_flush_for_ever(service.token_uses.due, tokens)),
        asyncio.create_task(_flush_for_ever(service.feed_uses.due, feeds)),
    ]
    try:
        yield
    finally:
        for flusher in flushers:
            flusher.cancel()
        await asyncio.gather(*flushers, return_exceptions=True)
        await tokens()
        await feeds()


async def _flush_for_ever(due: asyncio.Event, flushed: Callable[[], Awaitable[bool]]) -> None:
    while True:
        await due.wait()
        await asyncio.sleep(GATHER_SECONDS)
        if not await flushed():
            await asyncio.sleep(RETRY_SECONDS)


async def _flushed(uses: Uses[Any], touch: Callable[[Any], Awaitable[None]]) -> bool:
    try:
        await uses.flush(touch)
    except Exception as fault:
        # Nobody's answer depends on it, and what could not be written waits for the next time.
        logs.logger().warning("uses not written", reason=str(fault))
        return False
    return True


@contextlib.asynccontextmanager
async def rereading(store: Store, clock: Callable[[], int], _: Litestar) -> AsyncIterator[None]:
    """Read again, as the server starts and now and then, what older zone data have read."""
    reader = asyncio.create_task(_read_again_for_ever(store, clock))
    try:
        yield
    finally:
        reader.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await reader


async def _read_again_for_ever(store: Store, clock: Callable[[], int]) -> None:
    told = ""
    while True:
        try:
            async for moves in read_again(store, clock()):
                for move in moves:
                    _tell_move(move, store.zone_data)
            newest = await store.newest_zone_data() or ""
            if newest > max(store.zone_data, told):
                _tell_older(store.zone_data, newest)
                told = newest
        except Exception as fault:
            # Whatever is left waits for the next time, here or in another process.
            logs.logger().warning("not read again by newer zone data", reason=str(fault))
        await asyncio.sleep(REREAD_SECONDS)


def _tell_move(move: Move, version: str) -> None:
    logs.logger().warning(
        "moved by newer zone data" if move.is_done else "not moved by newer zone data: something is in its way",
        zone_data=version,
        place=move.place,
        what=move.what,
        tz=move.tz,
        reading=engine.wall(move.reading).isoformat(),
        was=engine.iso(move.was),
        by_data=engine.iso(move.by_data),
    )


def _tell_older(version: str, newest: str) -> None:
    logs.logger().warning(
        "the zone data here are older than what has been used: nothing is turned back; install the newest tzdata",
        zone_data=version,
        newest=newest,
    )


AnyRequest = Request[Any, Any, Any]
Said = Callable[[AnyRequest, Exception], Response[Any]]


def told_handlers(handlers: dict[int | type[Exception], Said]) -> dict[int | type[Exception], Said]:
    """The same handlers, with a log line for each fault of our own."""
    return {kind: told(said) for kind, said in handlers.items()}


def told(said: Said) -> Said:
    def handler(request: AnyRequest, error: Exception) -> Response[Any]:
        response = said(request, error)
        if response.status_code == 500 and not isinstance(error, HTTPException):
            id = request.scope["state"].get("request_id", "")
            trace = request.scope["state"].get("trace")
            about = {"trace_id": trace.trace_id} if trace else {}
            logs.logger().error("failed", request_id=id, **about, exc_info=error)
        return response

    return handler


# ── the server ───────────────────────────────────────────────────────────────────────────────────────────────────


def serve(
    settings: Settings,
    *,
    prepare: Callable[[Store], Awaitable[None]] | None,
    listening: Callable[[str, str | None], None],
    clock: Callable[[], int] = present,
) -> None:
    """Serve until a signal ends it: requests under way are answered, the store is closed, the exit code is 0.

    `prepare` is given the opened store before the first request; `listening` is told the address and, where nobody can
    sign in as an administrator, at which one that is mended. `clock` goes to every server process, so it has to be one
    that can be pickled. Raises WatchbillError, or KeyboardInterrupt where nothing has been served.
    """
    if settings.database_url == MEMORY and settings.workers > 1:
        raise DatabaseError("memory:// belongs to one server process: set WATCHBILL_WORKERS=1, or name a database.")
    logs.configure(settings.log_level, settings.log_format)
    if not web_app.App().is_built:
        logs.logger().warning(web_app.UNBUILT)
    with bound(settings.host, settings.port) as listeners:
        told = functools.partial(_tell, listening, address_of(listeners[0]), settings.base_url)
        if settings.workers > 1:
            settings, setup = asyncio.run(_checked(settings, prepare))
            told(setup)
            Multiprocess(server_config(settings, Served(settings, clock)), sockets=listeners).run()
            return
        loop_factory = server_config(settings, None).get_loop_factory()
        ending = Ending()
        with asyncio.Runner(loop_factory=loop_factory) as runner, contextlib.suppress(asyncio.CancelledError):
            runner.run(_serve_alone(settings, listeners, prepare, told, clock, ending))
        if ending.is_interruption:
            raise KeyboardInterrupt


async def _serve_alone(
    settings: Settings,
    listeners: list[socket.socket],
    prepare: Callable[[Store], Awaitable[None]] | None,
    told: Callable[[str | None], None],
    clock: Callable[[], int],
    ending: "Ending",
) -> None:
    ending.begin()
    async with opened(settings) as store:
        if prepare is not None:
            await prepare(store)
        settings, setup = await with_setup(settings, store)
        server = Server(server_config(settings, build_app(settings, store, clock=clock)))
        ending.server = server
        told(setup)
        await server.serve(sockets=listeners)


class Server(uvicorn.Server):
    """A server whose signals are somebody else's to handle."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


class Ending:
    """Makes SIGINT and SIGTERM an orderly end: of the server, or of the task that is still on the way to one.

    It never raises: what a signal handler raises is lost when the signal comes while Python cleans up.
    """

    def __init__(self) -> None:
        self.server: Server | None = None
        self.is_interruption = False
        """Whether SIGINT came before there was a server: nothing that was asked for has been done."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[Any] | None = None

    def begin(self) -> None:
        """From here on a signal ends the running task."""
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, self._end)

    def _end(self, number: int, frame: FrameType | None) -> None:
        if self.server is not None:
            self.server.handle_exit(number, frame)
        elif self._loop is not None and self._task is not None:
            self.is_interruption = number == signal.SIGINT
            self._loop.call_soon_threadsafe(self._task.cancel)


def _tell(listening: Callable[[str, str | None], None], address: str, site: str, setup: str | None) -> None:
    listening(address, None if setup is None else (site or address) + setup)


async def _checked(
    settings: Settings, prepare: Callable[[Store], Awaitable[None]] | None
) -> tuple[Settings, str | None]:
    """Say what is wrong with the database once, before any server process starts; all of them get the same code."""
    async with opened(settings) as store:
        if prepare is not None:
            await prepare(store)
        return await with_setup(settings, store)


async def with_setup(settings: Settings, store: Store) -> tuple[Settings, str | None]:
    """The settings with what the first administrator is made by, and the path at which that is done.

    A code that is made up here is in the path, behind the mark that no browser sends on; one that the operator chose is
    not shown. None where somebody can sign in as an administrator.
    """
    if not await needs_setup(store, by_openid=bool(settings.oidc_issuer)):
        return settings, None
    if settings.setup_code:
        return settings, "/setup"
    code = secrets.token_urlsafe(18)
    return dataclasses.replace(settings, setup_code=code), f"/setup#code={code}"


@contextlib.contextmanager
def bound(host: str, port: int) -> Iterator[list[socket.socket]]:
    """Sockets that listen there already, so that nobody who is told the address comes too early.

    `::` is every address of the machine. Those of IPv4 have a socket of their own, so that who comes by them is known
    by the address that they have, and not by the one that IPv6 has for it. Raises CannotListen.
    """
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(_listening(host, port))]
        if sockets[0].getsockname()[0] == "::":
            sockets.append(stack.enter_context(_listening("0.0.0.0", sockets[0].getsockname()[1])))  # noqa: S104
        yield sockets


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.create_server(place[:2], family=family, backlog=2048)
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        if fault.errno == errno.EADDRINUSE:
            reason = "the port is in use; --port or WATCHBILL_PORT names another"
        raise CannotListen(f"Cannot listen on {host}:{port}: {reason}.") from None
    listener.set_inheritable(True)
    return listener


class CannotListen(WatchbillError):
    """The address to listen on cannot be had."""


def address_of(listener: socket.socket) -> str:
    """The URL of a listening socket; of one that listens at all addresses one that can be opened on this machine."""
    host, port = listener.getsockname()[:2]
    host = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def server_config(settings: Settings, app: Any) -> uvicorn.Config:
    """The server's own settings. Its lines would repeat ours, so it keeps none."""
    return uvicorn.Config(
        app,
        workers=settings.workers,
        lifespan="on",
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=settings.shutdown_grace,
        # On a busy machine a process may take long to import us; that is no reason to start another.
        timeout_worker_healthcheck=60,
    )


class Served:
    """The ASGI app of one of several server processes: opens its store as it starts and closes it as it ends."""

    def __init__(self, settings: Settings, clock: Callable[[], int]) -> None:
        self._settings = settings
        self._clock = clock
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is not None:
            await self._app(scope, receive, send)
            return
        logs.configure(self._settings.log_level, self._settings.log_format)
        async with opened(self._settings) as store:
            self._app = cast(ASGIApp, build_app(self._settings, store, clock=self._clock))
            await self._app(scope, receive, send)
