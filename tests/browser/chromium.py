"""A real Chromium, and what has to stay quiet in it: the console, the scripts, the network."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

TOLD = "WATCHBILL_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome")
WHAT_TO_INSTALL = (
    "These tests need Chromium and found none. Install it (Debian: apt-get install chromium; "
    f"Ubuntu and others: any Chromium or Google Chrome), or set {TOLD}=/path/to/chromium."
)
ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",  # which may be missing, or small
    "--disable-sync",
    "--no-first-run",
)
ZONE = "Europe/Berlin"
"""Where the reader's clocks are, unless a test says otherwise."""

Theme = Literal["light", "dark"]


class NoChromium(Exception):
    """No browser could be found; the text says what to do."""


def program() -> str:
    """The path of this machine's Chromium."""
    found = os.environ.get(TOLD) or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise NoChromium(WHAT_TO_INSTALL)
    return found


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A browser of our own, gone at the end. While it runs, this thread has an event loop: no other can run in it."""
    path = program()
    # Chromium's sandbox does not work for root.
    arguments = [*ARGUMENTS, *(["--no-sandbox"] if os.getuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def new_context(
    browser: Browser,
    address: str,
    now: datetime,
    *,
    cookies: httpx.Cookies | None = None,
    width: int = 1280,
    height: int = 900,
    theme: Theme = "light",
    zone: str = ZONE,
    is_phone: bool = False,
) -> BrowserContext:
    """A browser without a past, but for the cookies of who is signed in. Its clock goes on from `now`."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        is_mobile=is_phone,
        has_touch=is_phone,
        color_scheme=theme,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id=zone,
    )
    context.clock.install(time=now)
    context.set_default_timeout(15_000)
    for cookie in cookies.jar if cookies is not None else ():
        context.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": address}])
    return context


class Watch:
    """Everything that went wrong in a context's pages."""

    def __init__(self, context: BrowserContext) -> None:
        self._said: list[str] = []
        self._refused: list[tuple[int, str]] = []
        context.on("console", self._hear)
        context.on("weberror", lambda fault: self._said.append(f"error of a script: {fault.error}"))
        context.on("requestfailed", self._fail)
        context.on("response", self._answer)

    def faults(self, provoked: set[tuple[int, str]]) -> list[str]:
        """All of it but for the refusals that were provoked: statuses, each at a path."""
        refused = [f"{status} at {path}" for status, path in self._refused if (status, path) not in provoked]
        return self._said + refused

    def _hear(self, message: ConsoleMessage) -> None:
        # What the browser says of an answer from 400 on is seen as an answer.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self._said.append(f"console: {message.text}")

    def _fail(self, request: Request) -> None:
        # Questions whose answers nobody waits for any more are given up on purpose.
        if request.failure != "net::ERR_ABORTED":
            self._said.append(f"{request.failure} at {request.url}")

    def _answer(self, response: Response) -> None:
        if response.status >= 400:
            self._refused.append((response.status, urlsplit(response.url).path))


def settled(page: Page) -> None:
    """Wait until the page says all that it has to say: nothing loads any more."""
    page.locator("h1").first.wait_for()
    page.wait_for_load_state("networkidle")
