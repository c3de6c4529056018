"""What opens over a page is for everybody too: axe-core finds nothing in it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import cover, drag, lane, midnight, tier_on
from tests.browser.axe import violations_in_both_themes


def test_covering_hours_with_a_conflict(page: Page, site, firm, provoked):
    cover(site, firm, firm.cleo, midnight(site, 2), hours=24)
    tier = tier_on(page, site, firm, days=2)
    provoked.add((409, "/api/v1/overrides"))
    drag(page, lane(tier, "On call").locator("[data-track]"), 0.3, 0.6)
    page.get_by_role("combobox", name="Who").fill(firm.ada)
    expect(page.get_by_role("option", name=firm.ada)).to_be_visible()
    assert violations_in_both_themes(page) == []
    page.get_by_role("option", name=firm.ada).click()
    page.get_by_role("button", name="Cover", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    assert violations_in_both_themes(page) == []


def test_hours_that_are_drawn_by_keys(page: Page, site, firm):
    tier = tier_on(page, site, firm, days=2)
    tier.get_by_role("button", name="Cover hours of On call").click()
    expect(tier.get_by_role("slider", name="Start")).to_be_focused()
    assert violations_in_both_themes(page) == []


@pytest.mark.parametrize("name", ["Why?", "Settings of tier 1", "Calendar", "Change", "Add tier"])
def test_the_dialogs_of_a_schedule(page: Page, site, firm, name):
    tier_on(page, site, firm, days=0)
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert violations_in_both_themes(page) == []


@pytest.mark.parametrize(
    ("address", "button"),
    [
        ("/people", "New person"),
        ("/people", "New group"),
        ("/admin/customers", "New customer"),
        ("/admin/accounts", "New account"),
        ("/admin/tokens", "New token"),
        ("/admin/clients", "New client"),
        ("/admin/feeds", "New feed"),
    ],
)
def test_the_dialogs_that_make_something(page: Page, address, button):
    page.goto(address)
    page.get_by_role("button", name=button).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations_in_both_themes(page) == []


def test_restoring_a_revision(page: Page, site, firm):
    site.admin.patch(f"/tiers/{firm.tier}", {"layers": []})
    page.goto(f"{firm.page}/tiers/1/history")
    page.get_by_role("button", name="Restore revision 1").click()
    expect(page.get_by_role("dialog").get_by_role("row", name=re.compile(firm.ada))).to_be_visible()
    assert violations_in_both_themes(page) == []


def test_the_account_and_its_password(page: Page):
    page.goto("/gaps")
    page.get_by_role("button", name="Demo Operator").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations_in_both_themes(page) == []
    page.get_by_role("button", name="Change password").click()
    assert violations_in_both_themes(page) == []


def test_the_menu_of_a_phone(site, open_page):
    page = open_page(site.admin, width=360, height=800, is_phone=True)
    page.goto("/gaps")
    page.get_by_role("button", name="More").click()
    expect(page.get_by_role("navigation", name="All pages")).to_be_visible()
    assert violations_in_both_themes(page) == []


def test_layers_with_a_week_of_open_hours_and_a_mistake(page: Page, site, firm, provoked):
    provoked.add((422, f"/api/v1/tiers/{firm.schedule}_1"))
    page.goto(f"{firm.page}/tiers/1/layers")
    page.get_by_label("At some hours").check()
    page.get_by_label("As a list").check()
    assert violations_in_both_themes(page) == []
    page.get_by_label("As a week").check()
    assert violations_in_both_themes(page) == []
