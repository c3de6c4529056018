"""What Prometheus reads at /metrics: requests, how the fleet is staffed, and whether the database can be used."""

import asyncio
import ipaddress
import secrets
from bisect import bisect_left
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from itertools import accumulate
from time import perf_counter
from typing import Any, Final

import msgspec
from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler
from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from watchbill import logs
from watchbill.domain.model import ProviderId
from watchbill.domain.ports import Store
from watchbill.domain.staffing import Staffing, staffing
from watchbill.engine import zone_data

PATH: Final = "/metrics"
BOUNDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Where the buckets of latencies end, in seconds."""
PATIENCE: Final = 1.0
"""Seconds that an answer waits for a fleet to be counted; a count that takes longer is told the next time."""
SHARE: Final = 20
"""A count that took long is not made again for so many times as long: it costs a twentieth of the process at most."""
BRIEF: Final = 0.05
"""Seconds; a count that took no longer is made again as soon as it may have changed."""

UNROUTED: Final = "none"
"""The route of what no route answered: paths that anybody can make up are no labels."""
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
FORWARDING: Final = frozenset({"forwarded", "x-forwarded-for", "x-real-ip", "via"})
"""Headers by which a request shows that it came through somebody else."""

AnyRequest = Request[Any, Any, Any]
Scope = MutableMapping[str, Any]


# ── requests ─────────────────────────────────────────────────────────────────────────────────────────────────────


class Tally:
    """Requests of one kind: how many took how long."""

    __slots__ = ("buckets", "seconds")

    def __init__(self) -> None:
        self.buckets = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0

    def add(self, seconds: float) -> None:
        self.buckets[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds

    @property
    def count(self) -> int:
        return sum(self.buckets)


class Traffic(Collector):
    """The requests of one server process, by route, method and class of status.

    Kept as plain numbers, because every request pays for it; put into words only when somebody reads them.
    """

    def __init__(self, families: Mapping[str, str]) -> None:
        """`families`: the names of the parts of the paths, by prefix."""
        self._families = sorted(families.items(), key=lambda pair: len(pair[0]), reverse=True)
        self._tallies: dict[tuple[str, str, int], Tally] = {}
        self._under_way = 0

    def begun(self) -> None:
        self._under_way += 1

    def ended(self, scope: Scope, status: int, seconds: float) -> None:
        self._under_way -= 1
        method = scope["method"]
        # Routing writes the template down; what it did not get to, or not to the end of, has none.
        kind = scope.get("path_template") or UNROUTED, method if method in METHODS else "other", status // 100
        tally = self._tallies.get(kind)
        if tally is None:
            tally = self._tallies[kind] = Tally()
        tally.add(seconds)

    def family(self, route: str) -> str:
        """Which part of the paths a route belongs to."""
        return next((name for prefix, name in self._families if f"{route}/".startswith(f"{prefix}/")), "other")

    def collect(self) -> Iterator[Metric]:
        labels = ("family", "route", "method")
        counts = CounterMetricFamily(
            "watchbill_requests", "Requests answered; 0xx: broken off.", labels=(*labels, "status")
        )
        latencies = HistogramMetricFamily(
            "watchbill_request_duration_seconds", "How long requests took, answer sent.", labels=labels
        )
        for (route, method, status), tally in sorted(self._tallies.items()):
            about = self.family(route), route, method
            counts.add_metric((*about, f"{status}xx"), tally.count)
        for (route, method), tally in sorted(self._by_route().items()):
            ends = (*map(str, BOUNDS), "+Inf")
            buckets = list(zip(ends, accumulate(tally.buckets), strict=True))
            latencies.add_metric((self.family(route), route, method), buckets, tally.seconds)
        yield counts
        yield latencies
        yield GaugeMetricFamily("watchbill_requests_under_way", "Requests not yet answered.", self._under_way)

    def _by_route(self) -> dict[tuple[str, str], Tally]:
        merged: dict[tuple[str, str], Tally] = {}
        for (route, method, _), tally in self._tallies.items():
            into = merged.setdefault((route, method), Tally())
            into.buckets = [sum(pair) for pair in zip(into.buckets, tally.buckets, strict=True)]
            into.seconds += tally.seconds
        return merged


# ── the fleet ────────────────────────────────────────────────────────────────────────────────────────────────────


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """A provider's staffing as it was counted: at which version of the records, and how long that took."""

    staffing: Staffing
    version: int | None
    seconds: float


class Fleet(Collector):
    """How each provider's tiers and rosters are staffed.

    A count is kept until a record changes or somebody's time ends, so a scrape in quiet times costs one look at the
    version. It is made beside the requests, a few hundred places at a time; one that is large is told as it was, with
    the time at which it was so, until a newer one is there.
    """

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock
        self._counted: dict[ProviderId, Counted] = {}
        self._counting: asyncio.Task[None] | None = None

    async def renewed(self, patience: float = PATIENCE) -> None:
        """Count again what may have changed, one count at a time, and wait for it as long as patience lasts."""
        if self._counting is None or self._counting.done():
            self._counting = asyncio.create_task(self._count())
        await asyncio.wait([self._counting], timeout=patience)

    async def ended(self) -> None:
        """Stop counting."""
        if self._counting is not None:
            self._counting.cancel()
            await asyncio.wait([self._counting])

    async def _count(self) -> None:
        try:
            providers = await self._store.providers()
            self._counted = {id: one for id, one in self._counted.items() if id in providers}
            for id in providers:
                version = await self._store.version(id)
                if not self._is_fresh(self._counted.get(id), version):
                    self._counted[id] = await self._counted_anew(id, version)
        except Exception as fault:
            # What is known stays, with its age; why the database cannot be used is told by readiness.
            logs.logger().warning("fleet not counted", reason=str(fault))

    def _is_fresh(self, known: Counted | None, version: int | None) -> bool:
        if known is None:
            return False
        now = self._clock()
        if known.version == version and known.staffing.at <= now < known.staffing.until:
            return True
        rest = known.seconds * SHARE if known.seconds > BRIEF else 0
        return known.staffing.at <= now < known.staffing.at + rest

    async def _counted_anew(self, id: ProviderId, version: int | None) -> Counted:
        began = perf_counter()
        # The version was asked for first: a change in between makes the count too new for it, never too old.
        async with self._store.reading(id) as reads:
            found = await staffing(reads, self._clock())
        return Counted(staffing=found, version=version, seconds=perf_counter() - began)

    def collect(self) -> Iterator[Metric]:
        told: dict[str, tuple[str, Callable[[Staffing], int]]] = {
            "watchbill_gaps_now": ("Tiers and rosters with nobody on call.", lambda one: one.gaps),
            "watchbill_tiers": ("Tiers.", lambda one: one.tiers.places),
            "watchbill_tiers_unstaffed": ("Tiers with nobody on call.", lambda one: one.tiers.unstaffed),
            "watchbill_rosters": ("Rosters.", lambda one: one.rosters.places),
            "watchbill_rosters_unstaffed": ("Rosters with nobody on call.", lambda one: one.rosters.unstaffed),
            "watchbill_staffing_timestamp_seconds": ("When the above was so.", lambda one: one.at),
        }
        for name, (doc, value) in told.items():
            metric = GaugeMetricFamily(name, doc, labels=("provider",))
            for id, counted in self._counted.items():
                metric.add_metric((str(id),), value(counted.staffing))
            yield metric


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────


class Standing(Collector):
    """Which version this is, and whether its database could be used when somebody looked last."""

    def __init__(self, version: str) -> None:
        self._version = version
        self.is_ready = False

    def collect(self) -> Iterator[Metric]:
        about = GaugeMetricFamily("watchbill_build_info", "The version that runs.", labels=("version",))
        about.add_metric((self._version,), 1)
        yield about
        clocks = GaugeMetricFamily(
            "watchbill_zone_data_info", "The zone data that clocks are read by.", labels=("version",)
        )
        clocks.add_metric((zone_data(),), 1)
        yield clocks
        yield GaugeMetricFamily("watchbill_database_ready", "Whether the database can be used.", int(self.is_ready))


class Metrics:
    """The numbers of one app; nothing of it is the process's but what the last collector reads of the system."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], int],
        ready: Callable[[], Awaitable[bool]],
        *,
        version: str,
        families: Mapping[str, str],
    ) -> None:
        self.traffic = Traffic(families)
        self.fleet = Fleet(store, clock)
        self._standing = Standing(version)
        self._ready = ready
        self._registry = CollectorRegistry()
        for one in (self._standing, self.traffic, self.fleet):
            self._registry.register(one)
        ProcessCollector(registry=self._registry)

    async def page(self, accept: str) -> tuple[bytes, str]:
        """All of it as text, in the form that is asked for, and that form's media type."""
        self._standing.is_ready = await self._ready()
        if self._standing.is_ready:
            await self.fleet.renewed()
        encoder, media_type = choose_encoder(accept)
        return encoder(self._registry), media_type


def route(metrics: Metrics, token: str) -> HTTPRouteHandler:
    """`/metrics`: for whoever has the token, or where there is none for this machine alone."""

    @HTTPRouteHandler(PATH, http_method=["GET", "HEAD"], status_code=200)
    async def told(request: AnyRequest) -> Response[bytes]:
        refused = refusal(request, token)
        if refused is not None:
            return refused
        body, media_type = await metrics.page(request.headers.get("accept", ""))
        return Response(body, headers={"content-type": media_type})  # which has a charset already

    return told


def refusal(request: AnyRequest, token: str) -> Response[bytes] | None:
    """Why the numbers are not told to this caller; None where they are."""
    if token:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        # Compared as bytes: a header may hold what is no ASCII.
        if scheme.lower() == "bearer" and secrets.compare_digest(given.strip().encode(), token.encode()):
            return None
        return _refused(401, "Send the metrics token: Authorization: Bearer <token>.", {"WWW-Authenticate": "Bearer"})
    if is_of_this_machine(request):
        return None
    return _refused(403, "Metrics are told to this machine alone; with WATCHBILL_METRICS_TOKEN set, to who has it.", {})


def _refused(status: int, detail: str, headers: dict[str, str]) -> Response[bytes]:
    body = msgspec.json.encode({"detail": detail})
    return Response(body, status_code=status, headers=headers, media_type="application/json")


def is_of_this_machine(request: AnyRequest) -> bool:
    """Whether the caller is on this machine, as far as can be told: what a proxy passes on comes from elsewhere."""
    if request.client is None or not FORWARDING.isdisjoint(name.lower() for name in request.headers):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
