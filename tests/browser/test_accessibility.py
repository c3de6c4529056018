"""Every page for everybody: axe-core finds nothing, and nothing scrolls sideways on a phone."""

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations_in_both_themes
from tests.browser.chromium import settled
from tests.browser.pages import OPEN, PAGES, addresses, routes

WIDTH_OF_CONTENT = "() => document.scrollingElement.scrollWidth"


@pytest.fixture(scope="module")
def address(site):
    return addresses(site.admin)


def test_no_page_of_the_app_is_forgotten_here(address):
    told = [one.partition("?")[0] for one in (*address.values(), *OPEN.values())]
    unknown = [route.pattern for route in routes() if not any(route.fullmatch(one) for one in told)]
    assert unknown == []
    assert len(routes()) > 15


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_the_page(page: Page, address, name):
    page.goto(address[name])
    settled(page)
    assert violations_in_both_themes(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_a_phone_and_nothing_scrolls_sideways(site, open_page, address, name):
    page = open_page(site.admin, width=360, height=800, is_phone=True)
    page.goto(address[name])
    settled(page)
    assert page.evaluate(WIDTH_OF_CONTENT) == 360
    assert violations_in_both_themes(page) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_where_one_signs_in(stranger: Page, width):
    stranger.set_viewport_size({"width": width, "height": 800})
    stranger.goto(OPEN["sign-in"])
    settled(stranger)
    assert violations_in_both_themes(stranger) == []
