"""How soon is a page there? The built app in a real Chromium, from a real server with the demo's story.

    python -m benchmarks.pages [--times N]

First content is when the browser has painted the first of the page; the rest is when its words are there. Each time
with an empty cache and with what the browser has kept. The machine's load shows: look at the least.
"""

import argparse
import statistics
from collections.abc import Sequence
from typing import NamedTuple

from playwright.sync_api import Browser, Page, Response
from tests.browser.chromium import new_context, running_browser
from tests.browser.pages import addresses
from tests.browser.site import Site, story_site

PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
NOW = "() => performance.now()"
# What is on the page when its answer has come.
READY = {
    "board": "article",
    "my-shifts": "main h1",
    "schedules": "main li:visible",
    "schedule": "[data-lane=final] [data-key]",
    "people": "main table:visible",
    "gaps": "main li:visible",
    "load": "main table:visible",
    "audit": "main li:visible",
}


class Seen(NamedTuple):
    """When a page was there, in milliseconds, and what came over the wire for it."""

    painted: float
    ready: float
    scripts: int
    answers: int


def look(page: Page, address: str, mark: str) -> Seen:
    """Open a page and measure."""
    came: list[Response] = []

    def hear(response: Response) -> None:
        came.append(response)

    page.on("response", hear)
    page.goto(address, wait_until="commit")
    page.locator(mark).first.wait_for()
    ready = page.evaluate(NOW)
    painted = page.wait_for_function(PAINTED).json_value()
    page.remove_listener("response", hear)
    sizes = [(response.url, response.request.sizes()["responseBodySize"]) for response in came]
    app = sum(size for url, size in sizes if "/assets/" in url)
    return Seen(painted, ready, app, sum(size for url, size in sizes if "/api/" in url))


def measured(browser: Browser, site: Site, address: str, mark: str, times: int) -> tuple[list[Seen], list[Seen]]:
    """The first look of browsers that know nothing, and the second one of each."""
    first, again = [], []
    for _ in range(times):
        context = new_context(browser, site.address, cookies=site.admin.cookies)
        page = context.new_page()
        first.append(look(page, address, mark))
        again.append(look(page, address, mark))
        context.close()
    return first, again


def row(name: str, first: Sequence[Seen], again: Sequence[Seen]) -> str:
    def middle(values: Sequence[float]) -> str:
        return f"{statistics.median(values):5.0f} ({min(values):4.0f})"

    cells = [
        middle([getattr(one, field) for one in those]) for those in (first, again) for field in ("painted", "ready")
    ]
    return f"{name:<10} " + "  ".join(f"{cell:>14}" for cell in cells) + f"  {first[0].scripts / 1024:8.1f}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--times", type=int, default=7, help="how often each page is opened")
    times = asked.parse_args().times
    with story_site() as site, running_browser() as browser:
        pages = addresses(site.admin)
        measured(browser, site, pages["board"], READY["board"], 1)  # the server reads what it will keep
        print("Milliseconds, median (least)")
        heads = "  ".join(f"{head:>14}" for head in ("first content", "all there", "content again", "all there"))
        print(f"{'':<10} {heads}  {'app KiB':>8}")
        for name, mark in READY.items():
            print(row(name, *measured(browser, site, pages[name], mark, times)))


if __name__ == "__main__":
    main()
