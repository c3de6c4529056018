"""A server with the demo's story, and what tests do there over the API: sign in, make a firm of their own."""

import asyncio
import contextlib
import fcntl
import itertools
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from tests.browser.proxy import Proxy
from tests.whole.running import PATIENCE, serving
from watchbill import story, wiring
from watchbill.settings import Settings

SURNAMES = ("Archer", "Bishop", "Cooper", "Draper", "Fletcher", "Glover", "Mercer", "Porter", "Sawyer")
PASSWORD = "a door with two keys"
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
"""A Wednesday: when the pages are looked at, unless a test says otherwise."""
_numbers = itertools.count(1)


def ahead_for(now: datetime) -> int:
    """How many seconds ahead of the machine's a clock is that shows this instant now."""
    return round(now.timestamp() - time.time())


def copied_story(shared: Path, own: Path, now: datetime) -> str:
    """The URL of a new database with the demo's story as of `now`: told once for all who share a directory."""
    told = shared / f"story-{now.timestamp():.0f}.db"
    with told.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            unfinished = told.with_suffix(".unfinished")
            _tell(unfinished, int(now.timestamp()))
            unfinished.rename(told)
    file = own / f"story-{next(_numbers)}.db"
    shutil.copy(told, file)
    return f"sqlite:///{file}"


def _tell(file: Path, now: int) -> None:
    async def tell() -> None:
        async with wiring.opened(Settings(database_url=f"sqlite:///{file}")) as store:
            await story.tell(store, now)

    # A browser may run in this thread already, and with it an event loop.
    thread = threading.Thread(target=asyncio.run, args=(tell(),))
    thread.start()
    thread.join()


class Api:
    """The API as one account sees it, signed in by password as the pages are."""

    def __init__(self, address: str, username: str, password: str) -> None:
        self.username, self.password = username, password
        self._client = httpx.Client(base_url=address, timeout=PATIENCE, trust_env=False)
        said = self._client.post("/api/v1/session", json={"username": username, "password": password})
        said.raise_for_status()
        self._client.headers["X-CSRF-Token"] = said.json()["csrf"]

    @property
    def cookies(self) -> httpx.Cookies:
        return self._client.cookies

    def ask(self, method: str, path: str, body: object = None, **query: Any) -> httpx.Response:
        """The answer, whatever it is."""
        return self._client.request(method, f"/api/v1{path}", json=body, params=query)

    def get(self, path: str, **query: Any) -> Any:
        return self._good(self.ask("GET", path, **query))

    def post(self, path: str, body: object) -> Any:
        return self._good(self.ask("POST", path, body))

    def patch(self, path: str, body: object) -> Any:
        return self._good(self.ask("PATCH", path, body))

    def _good(self, response: httpx.Response) -> Any:
        assert response.is_success, response.text
        return response.json()

    def close(self) -> None:
        self._client.close()


@dataclass(frozen=True)
class Firm:
    """A customer that no other test knows, its people by name, and a schedule. Ada and Bo have a week each there."""

    id: int
    name: str
    people: dict[str, int]
    schedule: int
    tier: int

    @property
    def ada(self) -> str:
        return next(iter(self.people))

    @property
    def bo(self) -> str:
        return list(self.people)[1]

    @property
    def cleo(self) -> str:
        return list(self.people)[2]

    @property
    def page(self) -> str:
        """The address of its schedule."""
        return f"/schedules/{self.schedule}"


@dataclass(frozen=True)
class Site:
    """A server, and the API as its administrator sees it."""

    address: str
    admin: Api
    others: contextlib.ExitStack
    ahead: int

    def now(self) -> datetime:
        """What the server's clock shows, which no page's differs from."""
        return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=self.ahead)

    def firm(self) -> Firm:
        """Make a new one."""
        number = next(_numbers)
        surname = SURNAMES[number % len(SURNAMES)] + "-" + str(number)
        firm = self.admin.post("/customers", {"name": f"{surname} Works"})
        people = {f"{first} {surname}": self._contact(firm["id"], first, surname) for first in ("Ada", "Bo", "Cleo")}
        schedule = self.admin.post("/schedules", {"customer": firm["id"], "name": f"{surname} presses"})
        layer = {
            "index": 0,
            "start": "2026-01-05T08:00:00Z",
            "end": None,
            "rotation": {"type": "weekly"},
            "restrictions": None,
            "contacts": list(people.values())[:2],
            "tz": "Europe/Berlin",
        }
        tier = schedule["tiers"][0]["id"]
        self.admin.patch(f"/tiers/{tier}", {"layers": [layer]})
        return Firm(firm["id"], firm["name"], people, schedule["id"], tier)

    def account(self, firm: Firm, role: str, contact: str | None = None) -> Api:
        """Somebody of a firm who signs in; `contact` names who that is on call."""
        username = f"{role}-{next(_numbers)}"
        wish = {"username": username, "role": role, "customer": firm.id, "password": PASSWORD}
        self.admin.post("/accounts", wish | ({"contact": firm.people[contact]} if contact else {}))
        return self.sign_in(username, PASSWORD)

    def sign_in(self, username: str, password: str) -> Api:
        """Another session."""
        return self.others.enter_context(contextlib.closing(Api(self.address, username, password)))

    def fetch(self, address: str) -> bytes:
        """What is at an address, for somebody who is not signed in."""
        return httpx.get(address, timeout=PATIENCE, trust_env=False).raise_for_status().content

    def new_schedule(self, firm: Firm, name: str) -> str:
        """The address of another schedule of the firm, in which nobody takes turns yet."""
        made = self.admin.post("/schedules", {"customer": firm.id, "name": name})
        return f"/schedules/{made['id']}"

    def _contact(self, customer: int, first: str, last: str) -> int:
        email = f"{first}@{last}.example".lower()
        wish = {
            "customer": customer,
            "first_name": first,
            "last_name": last,
            "email": email,
            "phone": "+44 20 7946 0000",
        }
        made: int = self.admin.post("/contacts", wish)["id"]
        return made


@contextlib.contextmanager
def story_site(now: datetime = NOON) -> Iterator[Site]:
    """A server with the story for programs that are no tests: in a directory of its own, gone at the end."""
    with contextlib.ExitStack() as stack:
        own = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="watchbill-pages-")))
        yield stack.enter_context(running_site(copied_story(own, own, now), own, now))


@contextlib.contextmanager
def running_site(database: str, directory: Path, now: datetime, proxy: Proxy | None = None) -> Iterator[Site]:
    """A server of a database with the demo's story, whose clock begins at `now`; reached through a proxy, if any."""
    ahead, environ = ahead_for(now), {} if proxy is None else {"WATCHBILL_BASE_URL": proxy.site}
    with serving(database, directory, environ=environ, ahead=ahead) as server, contextlib.ExitStack() as sessions:
        address = server.address
        if proxy is not None:
            proxy.target, address = server.address, proxy.site
        admin = sessions.enter_context(contextlib.closing(Api(address, story.USERNAME, story.PASSWORD)))
        yield Site(address, admin, sessions, ahead)
