"""Takes the pictures in docs/screenshots: every page with the demo's story, on a phone and on a screen, light and dark.

    python -m tests.browser.screenshots [NAME …]

What is printed is where the pictures are, and how large they are together.
"""

import contextlib
import io
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import get_args

from PIL import Image
from playwright.sync_api import Browser, BrowserContext

from tests.browser.chromium import Theme, new_context, running_browser, settled
from tests.browser.pages import OPEN, addresses
from tests.browser.site import NOON, Api, Site, ahead_for, story_site
from tests.whole.running import serving
from watchbill import story

PICTURES = Path(__file__).parents[2] / "docs" / "screenshots"
PHONE, SCREEN, WALL = (360, 800), (1440, 900), (1920, 1080)
OF_WALL = ("board", "wall", "schedule")
"""What hangs on walls is also taken as large as they are there."""
OF_ANNA = ("my-shifts",)
"""Who only looks has no shifts: Anna has."""


def take(context: BrowserContext, pages: dict[str, str], size: tuple[int, int], theme: Theme) -> None:
    """Write a picture of each page."""
    page = context.new_page()
    for name, address in pages.items():
        page.goto(address)
        settled(page)
        page.evaluate("() => document.fonts.ready")
        write(page.screenshot(scale="css"), PICTURES / f"{name}-{size[0]}-{theme}.png")
    page.close()


def write(picture: bytes, path: Path) -> None:
    """Keep a picture in 256 colours: nobody sees the difference, and it is a third as large."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


@contextlib.contextmanager
def looked_at(
    browser: Browser, address: str, now: datetime, api: Api | None, size: tuple[int, int], theme: Theme
) -> Iterator[BrowserContext]:
    """A browser of that size, signed in or not."""
    cookies = api.cookies if api else None
    is_phone = size == PHONE
    width, height = size
    more = {"cookies": cookies, "width": width, "height": height, "theme": theme, "is_phone": is_phone}
    context = new_context(browser, address, now, **more)
    yield context
    context.close()


def of_story(browser: Browser, site: Site, wanted: set[str]) -> None:
    """The pages of those who are signed in, and the one where they do that."""
    anna = site.sign_in("anna", story.PASSWORD)
    every = {name: address for name, address in addresses(site.admin).items() if not wanted or name in wanted}
    hers = {name: address for name, address in every.items() if name in OF_ANNA}
    others = {name: address for name, address in every.items() if name not in OF_ANNA}
    door = {"sign-in": OPEN["sign-in"]} if not wanted or "sign-in" in wanted else {}
    for theme in get_args(Theme):
        for size in (PHONE, SCREEN, WALL):
            for api, pages in ((site.admin, others), (anna, hers), (None, door)):
                taken = {name: address for name, address in pages.items() if size != WALL or name in OF_WALL}
                with looked_at(browser, site.address, site.now(), api, size, theme) as context:
                    take(context, taken, size, theme)


def of_nothing(browser: Browser) -> None:
    """The first page of an empty installation."""
    with tempfile.TemporaryDirectory(prefix="watchbill-empty-") as name, contextlib.ExitStack() as stack:
        server = stack.enter_context(serving(f"sqlite:///{name}/empty.db", Path(name), ahead=ahead_for(NOON)))
        for theme in get_args(Theme):
            for size in (PHONE, SCREEN):
                with looked_at(browser, server.address, NOON, None, size, theme) as context:
                    take(context, {"setup": OPEN["setup"]}, size, theme)


def main() -> None:
    wanted = set(sys.argv[1:])
    PICTURES.mkdir(parents=True, exist_ok=True)
    with story_site() as site, running_browser() as browser:
        of_story(browser, site, wanted)
        if not wanted or "setup" in wanted:
            of_nothing(browser)
    taken = sorted(PICTURES.glob("*.png"))
    print(f"{len(taken)} pictures in {PICTURES}, {sum(one.stat().st_size for one in taken) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
