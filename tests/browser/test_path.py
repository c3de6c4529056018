"""The app below a path of a host, behind a proxy that takes the path off and behind one that leaves it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import settled
from tests.browser.conftest import NOON
from tests.browser.pages import addresses
from tests.browser.proxy import ROOT, running_proxy
from tests.browser.site import Site, copied_story, running_site
from tests.browser.test_sign_in import sign_in
from watchbill import story

LINKS = "[...document.querySelectorAll('a[href], link[href], script[src], img[src]')].map(one => one.href ?? one.src)"


@pytest.fixture(scope="module", params=[True, False], ids=["taken off", "left"])
def site(
    request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Site]:
    base = tmp_path_factory.getbasetemp()
    own = tmp_path_factory.mktemp("path")
    database = copied_story(base if worker_id == "master" else base.parent, own, NOON)
    with running_proxy(takes_off=request.param) as proxy, running_site(database, own, NOON, proxy) as site:
        yield site


def test_signing_in_leads_to_where_one_wanted_to_go_below_the_path(site, stranger):
    stranger.goto(f"{site.address}/gaps?within=90d")
    sign_in(stranger, story.USERNAME, story.PASSWORD)
    expect(stranger).to_have_url(f"{site.address}/gaps?within=90d")
    stranger.get_by_role("link", name="Schedules", exact=True).first.click()
    expect(stranger).to_have_url(f"{site.address}/schedules")
    stranger.reload()
    expect(stranger.get_by_role("heading", name="Schedules")).to_be_visible()
    [cookie] = [one for one in stranger.context.cookies() if "session" in one["name"]]
    assert (cookie["path"], cookie["httpOnly"]) == (ROOT, True)


def test_every_page_and_every_link_in_it_is_below_the_path(site, page):
    for address in addresses(site.admin).values():
        page.goto(site.address + address)
        settled(page)
        expect(page).to_have_url(re.compile(re.escape(site.address)))
        assert [
            link for link in page.evaluate(LINKS) if link.startswith("http") and not link.startswith(f"{site.address}/")
        ] == []


def test_a_calendars_address_is_below_the_path_and_can_be_read(site, firm, open_page):
    page = open_page(site.account(firm, "viewer", firm.ada))
    page.goto(f"{site.address}/me")
    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("The address").input_value()
    assert address.startswith(f"{site.address}/feeds/")
    assert site.fetch(address).startswith(b"BEGIN:VCALENDAR")
