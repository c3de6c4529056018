"""What tests in the browser may ask for: a server with the demo's story, a browser, pages that have to stay quiet."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hatch_build import BUILT, files_of_app, hash_of, stamped
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import Watch, new_context, running_browser
from tests.browser.site import NOON, Api, Firm, Site, copied_story, running_site

HERE = Path(__file__).parent

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A module's tests run in one process, so that there are few browsers and servers; unless it groups them itself."""
    for item in items:
        if item.path.parent == HERE and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="package")
def built() -> Path:
    """The built app, made from these very sources."""
    if stamped(BUILT) != hash_of(files_of_app()):
        pytest.fail("The web app is not built, or not from these sources: run `make web` (`make test` does).")
    return BUILT


@pytest.fixture(scope="package")
def site(built: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """A server with the demo's story. Whoever changes something there makes a firm of their own first."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    own = tmp_path_factory.mktemp("site")
    with running_site(copied_story(shared, own, NOON), own, NOON) as site:
        yield site


# While a browser runs, its thread has an event loop and no other test can have one: it ends with these tests.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=15_000)
    with running_browser() as browser:
        yield browser


@pytest.fixture
def provoked() -> set[tuple[int, str]]:
    """The refusals that a test provokes on purpose: a status, and the path that answers so."""
    return set()


@pytest.fixture
def open_page(site: Site, browser: Browser, provoked: set[tuple[int, str]]) -> Iterator[OpenPage]:
    """Opens a page in a browser of its own; at the end nothing may have gone wrong in any of them."""
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def open_one(api: Api | None = None, **more: Any) -> Page:
        context = new_context(browser, site.address, site.now(), cookies=api.cookies if api else None, **more)
        contexts.append(context)
        watches.append(Watch(context))
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.faults(provoked)] == []


@pytest.fixture
def page(site: Site, open_page: OpenPage) -> Page:
    """A page of the demo's administrator, who sees all."""
    return open_page(site.admin)


@pytest.fixture
def stranger(open_page: OpenPage) -> Page:
    """A page of somebody who is not signed in."""
    return open_page()


@pytest.fixture
def firm(site: Site) -> Firm:
    return site.firm()
