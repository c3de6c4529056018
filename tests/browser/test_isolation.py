"""Whoever must not get in: other customers' people see nothing of it, and roles do no more than they may."""

from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import tier_on
from tests.browser.chromium import settled
from tests.browser.pages import PAGES
from tests.browser.site import Api, Firm

STRANGE = ("Lindenhof", "Larkspur", "Orchard", "Tasman", "Sunder", "Reuter", "Sommer", "Reyes", "Kowalski", "Daruwala")
"""Words of the demo's customers and their people; the firm of these tests has none of them."""


@pytest.fixture(scope="module")
def house(site) -> Firm:
    return site.firm()


@pytest.fixture(scope="module")
def mallory(site, house) -> Api:
    """Who administers another firm."""
    return site.account(house, "admin")


@pytest.fixture(scope="module")
def others(site):
    """What belongs to customers of the demo. What is the provider's own is shared with all, on purpose."""
    return {
        "schedule": site.admin.get("/schedules", search="Clinic network")["results"][0]["id"],
        "roster": site.admin.get("/rosters", search="On site")["results"][0]["id"],
        "person": site.admin.get("/contacts", search="Reuter")["results"][0]["id"],
        "group": site.admin.get("/groups", search="Yard crew")["results"][0]["id"],
    }


@pytest.fixture
def theirs(open_page, mallory) -> Page:
    """A page of Mallory's."""
    return open_page(mallory)


@pytest.mark.parametrize("name", [name for name, address in PAGES.items() if "{" not in address])
def test_no_page_says_a_word_of_another_customer(theirs, name):
    theirs.goto(PAGES[name])
    settled(theirs)
    said = theirs.content()
    assert [word for word in STRANGE if word in said] == []


@pytest.mark.parametrize("name", [name for name, address in PAGES.items() if "{" in address])
def test_an_address_of_another_customer_leads_nowhere(theirs, others, name, provoked):
    theirs.on("response", lambda answer: answer.status == 404 and provoked.add((404, urlsplit(answer.url).path)))
    theirs.goto(PAGES[name].format_map(others))
    settled(theirs)
    said = theirs.content()
    assert [word for word in STRANGE if word in said] == []
    expect(theirs.get_by_role("alert").first).to_contain_text("There is no")
    expect(theirs.get_by_role("button", name="Save")).to_have_count(0)


@pytest.mark.parametrize(
    "path",
    [
        "/schedules/{schedule}",
        "/schedules/{schedule}/timeline",
        "/tiers/{schedule}_1",
        "/tiers/{schedule}_1/timeline",
        "/tiers/{schedule}_1/explain",
        "/tiers/{schedule}_1/revisions",
        "/rosters/{roster}",
        "/rosters/{roster}/timeline",
        "/rosters/{roster}/revisions",
        "/contacts/{person}",
        "/contacts/{person}/shifts",
        "/groups/{group}",
    ],
)
def test_the_api_knows_nothing_of_another_customer(site, mallory, others, path):
    address = path.format_map(others)
    assert (site.admin.ask("GET", address).status_code, mallory.ask("GET", address).status_code) == (200, 404)


def test_nobody_writes_into_another_customer(mallory, others):
    address = f"/schedules/{others['schedule']}"
    assert mallory.ask("PATCH", address, {"name": "Mine"}).status_code == 404
    assert mallory.ask("DELETE", address).status_code == 404


def test_a_viewer_finds_nothing_to_change(site, house, open_page):
    page = open_page(site.account(house, "viewer"))
    for address in ("/schedules", house.page, "/people", f"/people/{house.people[house.ada]}", "/rosters"):
        page.goto(address)
        settled(page)
        main = page.get_by_role("main")
        for name in ("New", "Add", "Change", "Edit", "Delete", "Cover hours", "Switch off", "Give away"):
            expect(main.get_by_role("button", name=name)).to_have_count(0)
            expect(main.get_by_role("link", name=name)).to_have_count(0)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/schedules/{0.schedule}", {"name": "Mine"}),
        ("DELETE", "/schedules/{0.schedule}", None),
        ("PATCH", "/tiers/{0.tier}", {"layers": []}),
        ("POST", "/contacts", {"customer": 0, "first_name": "Me"}),
        ("GET", "/accounts", None),
    ],
)
def test_a_viewer_is_refused_by_the_api_too(site, house, method, path, body):
    viewer = site.account(house, "viewer")
    sent = body | {"customer": house.id} if body and "customer" in body else body
    assert viewer.ask(method, path.format(house), sent).status_code == 403


def test_a_responder_covers_in_person_and_nobody_else(site, house, open_page):
    responder = site.account(house, "responder", house.cleo)
    page = open_page(responder)
    tier = tier_on(page, site, house, days=3)
    tier.get_by_role("button", name="Cover hours", exact=True).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Who")).to_have_value(house.cleo)
    dialog.get_by_role("button", name="Cover", exact=True).click()
    expect(tier.get_by_role("status")).to_contain_text(f"{house.cleo} covers tier 1")
    other = {"tier": house.tier, "contact": house.people[house.ada], "sure": True}
    hours = {"start": "2030-01-01T08:00:00Z", "end": "2030-01-01T12:00:00Z"}
    assert responder.ask("POST", "/overrides", other | hours).status_code == 403


def test_a_responder_edits_no_layers(site, house, open_page):
    page = open_page(site.account(house, "responder", house.bo))
    page.goto(f"{house.page}/tiers/1/layers")
    expect(page.get_by_role("heading", name="Layers are edited by managers")).to_be_visible()


def test_a_forged_request_from_elsewhere_is_refused(site, mallory, house):
    body = {"customer": house.id, "name": "Forged"}
    forged = httpx.post(f"{site.address}/api/v1/schedules", json=body, cookies=mallory.cookies, trust_env=False)
    assert forged.status_code == 403
