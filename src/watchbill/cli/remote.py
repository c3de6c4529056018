"""Answers of a server, asked under /api/v1/ with a token."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final, TypeVar
from urllib.parse import quote

import httpx2
import msgspec

from watchbill import __version__, engine
from watchbill.cli import wire
from watchbill.cli.carried import LoadLine
from watchbill.cli.shared import NoSuch, Unable, named, no_such, the_one, tier_ref
from watchbill.cli.show import FeedLine, OnCallLine, RosterLine
from watchbill.cli.source import Explained, FeedMade, GapsFound, Wanted
from watchbill.cli.told import TimelineLine
from watchbill.domain.feeds import FeedWish
from watchbill.domain.load import By
from watchbill.settings import SettingsError
from watchbill.trace import new_trace

ValueT = TypeVar("ValueT")

PATIENCE: Final = 60.0
"""Seconds that an answer may take; a whole fleet's load takes some."""
MOST: Final = 1_000
"""Rows of a page."""
DIRECTLY: Final = ("all://localhost", "all://127.0.0.1", "all://[::1]")
"""What is never asked through a proxy."""


class Remote:
    """A server, and what the account of the token sees there."""

    def __init__(self, server: str, token: str) -> None:
        if not token:
            raise SettingsError(f"Set WATCHBILL_TOKEN to an API token of {server}.")
        self._server = server
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/json",
            "User-Agent": f"watchbill/{__version__}",
            "traceparent": new_trace().header,
        }
        self._client = httpx2.Client(headers=headers, timeout=PATIENCE, mounts=dict.fromkeys(DIRECTLY))

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def oncall(self, wanted: Wanted, at: int) -> list[OnCallLine | RosterLine]:
        asked: dict[str, str] = {"at": engine.iso(at)}
        if wanted.customer is not None:
            asked["customer"] = self._customer_id(wanted.customer)
        owner = {"customer": asked["customer"]} if "customer" in asked else {}
        queries: list[dict[str, str]] = []
        if wanted.schedule is not None:
            queries += [asked | {"schedule": id} for id in self._ids("schedule", wanted.schedule, owner)]
        if wanted.roster is not None:
            queries += [asked | {"roster": id} for id in self._ids("roster", wanted.roster, owner)]
        if wanted.schedule is None and wanted.roster is None:
            queries.append(asked)
        return [row.line for query in queries for row in self._rows(wire.OnCall, "/oncall", query)]

    def timeline(self, wanted: Wanted, window: engine.Span) -> TimelineLine:
        query = {"since": engine.iso(window.start), "until": engine.iso(window.end)}
        words: dict[int | str, str] = {}
        if wanted.schedule is not None:
            id = self._past_id("schedule", wanted.schedule)
            found = self._got(wire.ScheduleTimeline, f"/schedules/{quote(id, safe='')}/timeline", query)
            tiers, people = found.tiers, found.people
        else:
            path = self._place_path(wanted)
            one = self._got(wire.Timeline, f"{path}/timeline", query)
            tiers, people = [one], one.people
            if wanted.roster is not None:
                words = self._got(wire.Revisions, f"{path}/revisions", {}).words(window)
        told = [one.line(words) for one in tiers]
        return TimelineLine(query["since"], query["until"], told, [one.line for one in people])

    def explanation(self, wanted: Wanted, at: int, tz: str) -> Explained:
        path = f"{self._place_path(wanted)}/explain"
        found = self._got(wire.Explanation, path, {"at": engine.iso(at), "tz": tz})
        return Explained(found.line, found.text)

    def gaps(self, wanted: Wanted, window: engine.Span) -> GapsFound:
        query = {"at": engine.iso(window.start), "within": f"{window.end - window.start}s"}
        if wanted.customer is not None:
            query["customer"] = self._customer_id(wanted.customer)
        if wanted.schedule is not None:
            owner = {"customer": query["customer"]} if "customer" in query else {}
            query["schedule"] = self._the_id("schedule", wanted.schedule, owner)
        pages = list(self._pages(wire.GapsPage, "/gaps", query))
        return GapsFound([row.line for page in pages for row in page.results], pages[-1].places)

    def load(self, wanted: Wanted, window: engine.Span, by: By) -> LoadLine:
        since, until = engine.iso(window.start), engine.iso(window.end)
        query = {"since": since, "until": until, "by": str(by)}
        if wanted.customer is not None:
            query["customer"] = self._customer_id(wanted.customer)
        pages = list(self._pages(wire.LoadPage, "/load", query))
        rows = [row.line for page in pages for row in page.results]
        return LoadLine(since, until, by, rows, pages[-1].totals.line)

    def add_feed(self, wish: FeedWish, account: str | None) -> FeedMade:
        if account is not None:
            raise SettingsError("--account goes with a database: a server makes feeds for the account of the token.")
        subject = int(wish.subject) if wish.subject.isdecimal() else wish.subject
        body = {"kind": wish.kind, "id": subject, "tz": wish.tz}
        made = self._read(wire.Feed, self._asked("POST", "/feeds", json=body))
        return FeedMade(made.line, str(made.subject), made.address)

    def feeds(self) -> list[FeedLine]:
        return [one.line for one in self._rows(wire.Feed, "/feeds", {})]

    def revoke_feed(self, id: int) -> None:
        self._asked("DELETE", f"/feeds/{id}")

    # ── what is meant by a name ──────────────────────────────────────────────────────────────────────────────────

    def _place_path(self, wanted: Wanted) -> str:
        if wanted.tier is not None:
            tier_ref(wanted.tier)
            return f"/tiers/{wanted.tier}"
        return f"/rosters/{quote(self._past_id('roster', wanted.roster or ''), safe='')}"

    def _customer_id(self, wanted: str) -> str:
        return self._ids("customer", wanted, {})[0]

    def _the_id(self, kind: str, wanted: str, owner: Mapping[str, str] | None = None) -> str:
        return str(the_one(kind, wanted, self._those(kind, wanted, owner or {})).id)

    def _past_id(self, kind: str, wanted: str) -> str:
        """Of what is there, or else of what has ended: its past stays."""
        try:
            return self._the_id(kind, wanted)
        except NoSuch:
            ended = named(list(self._rows(wire.Named, f"/{kind}s", {"ended": "true"})), wanted)
            if not ended:
                raise
            return str(ended[0].id)

    def _ids(self, kind: str, wanted: str, owner: Mapping[str, str]) -> list[str]:
        return [str(one.id) for one in self._those(kind, wanted, owner)]

    def _those(self, kind: str, wanted: str, owner: Mapping[str, str]) -> list[wire.Named]:
        """Those with this id, or else this name in any case. Raises Unable where there is none."""
        path = f"/{kind}s"
        found = named(list(self._rows(wire.Named, path, {**owner, "search": wanted})), wanted)
        if not found:
            # Nobody is searched for by an id, and who mistyped a name is told the nearest.
            among = list(self._rows(wire.Named, path, owner))
            found = named(among, wanted)
            if not found:
                raise NoSuch(no_such(kind, wanted, [one.name for one in among]))
        return found

    # ── asking ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _rows(self, row: type[ValueT], path: str, query: Mapping[str, str]) -> Iterator[ValueT]:
        """The rows of a list, page by page."""
        kind: Any = wire.Page
        for page in self._pages(kind[row], path, query):
            yield from page.results

    def _pages(self, page: type[ValueT], path: str, query: Mapping[str, str]) -> Iterator[ValueT]:
        number = 0
        while True:
            number += 1
            found: Any = self._got(page, path, {**query, "page": str(number), "limit": str(MOST)})
            yield found
            if found.page * found.limit >= found.total:
                return

    def _got(self, kind: type[ValueT], path: str, query: Mapping[str, str]) -> ValueT:
        return self._read(kind, self._asked("GET", path, params=dict(query)))

    def _read(self, kind: type[ValueT], response: httpx2.Response) -> ValueT:
        try:
            return msgspec.json.decode(response.content, type=kind)
        except msgspec.DecodeError:
            raise Unable(
                f"{self._server} answers in words that this version does not know: is it of the same version?"
            ) from None

    def _asked(self, method: str, path: str, **more: Any) -> httpx2.Response:
        """The answer of the server. Raises Unable for one that is no success, and where there is none."""
        try:
            response = self._client.request(method, f"{self._server}/api/v1{path}", **more)
        except httpx2.TimeoutException:
            raise Unable(f"{self._server} has not answered within {PATIENCE:.0f} seconds.") from None
        except (httpx2.HTTPError, httpx2.InvalidURL) as fault:
            raise Unable(f"Cannot reach {self._server}: {fault}.") from None
        if not response.is_success:
            raise Unable(self._refusal(response))
        return response

    def _refusal(self, response: httpx2.Response) -> str:
        status = response.status_code
        try:
            text = msgspec.json.decode(response.content, type=wire.Refusal).text
        except msgspec.DecodeError:
            to = response.headers.get("location")
            said = f"{status} {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else str(status)
            return f"{self._server} answers {said}{f', see {to}' if to else ''}: is it the address of a Watchbill?"
        if status == HTTPStatus.UNAUTHORIZED:
            return f"{self._server} does not know the token in WATCHBILL_TOKEN: {text}"
        return text
