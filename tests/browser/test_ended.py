"""What is deleted ends, says so, and is found and brought back; erasing asks for the name; a leaver's account ends."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations_in_both_themes
from tests.browser.site import PASSWORD


def named(firm):
    """The name of the firm's schedule."""
    return firm.name.replace("Works", "presses")


def deleted(site, path):
    assert site.admin.ask("DELETE", path).status_code == 204


def erased(page: Page, name: str):
    """Fill in the dialog that erases."""
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Erase for good")).to_be_disabled()
    dialog.get_by_label(f"Type “{name}” to erase it").fill(name)
    dialog.get_by_role("button", name="Erase for good").click()


def test_a_schedule_is_deleted_within_change_and_brought_back(page, firm):
    page.goto(firm.page)
    expect(page.get_by_role("button", name="Change")).to_be_visible()
    expect(page.get_by_role("button", name="Delete")).to_have_count(0)
    page.get_by_role("button", name="Change").click()
    page.get_by_role("button", name="Delete schedule").click()
    dialog = page.get_by_role("dialog", name=f"Delete {named(firm)}?")
    expect(dialog).to_contain_text(re.compile(r"What happened stays: the [\d,]{5} h of the last 12 months"))
    dialog.get_by_role("button", name="Delete schedule").click()
    expect(page.get_by_text(f"{named(firm)} has ended. What happened stays.")).to_be_visible()
    page.goto(f"/schedules?customer={firm.id}&name={firm.name}")
    page.get_by_label("Show").select_option("Ended")
    expect(page.get_by_text(re.compile("Ended .* by demo"))).to_be_visible()
    page.get_by_role("button", name=f"Bring back {named(firm)}").click()
    page.get_by_role("dialog").get_by_role("button", name="Bring back").click()
    expect(page.get_by_role("region", name="Tier 1")).to_be_visible()
    expect(page.get_by_role("button", name="Change")).to_be_visible()


def test_what_ended_shows_its_past_and_comes_back_from_there(page, site, firm, provoked):
    deleted(site, firm.page)
    provoked |= {(404, f"/api/v1{firm.page}")}
    page.goto(firm.page)
    expect(page.get_by_role("region", name="Tier 1").get_by_role("group", name="On call", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Change")).to_have_count(0)
    assert violations_in_both_themes(page) == []
    page.get_by_role("button", name=f"Bring back {named(firm)}").click()
    page.get_by_role("dialog").get_by_role("button", name="Bring back").click()
    expect(page.get_by_role("button", name="Change")).to_be_visible()


def test_a_name_that_is_taken_meanwhile_is_asked_for_anew(page, site, firm, provoked):
    deleted(site, firm.page)
    site.new_schedule(firm, named(firm))
    provoked |= {(404, f"/api/v1{firm.page}"), (409, f"/api/v1{firm.page}/bring-back")}
    page.goto(firm.page)
    page.get_by_role("button", name=f"Bring back {named(firm)}").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Bring back").click()
    expect(dialog.get_by_label("Another name")).to_have_attribute("aria-invalid", "true")
    assert violations_in_both_themes(page) == []
    dialog.get_by_label("Another name").fill(f"{named(firm)} again")
    dialog.get_by_role("button", name="Bring back").click()
    expect(page.get_by_role("heading", name=f"{named(firm)} again")).to_be_visible()


def test_rules_that_name_who_has_left_can_be_left_behind(page, site, firm, provoked):
    deleted(site, firm.page)
    deleted(site, f"/contacts/{firm.people[firm.ada]}")
    provoked |= {(404, f"/api/v1{firm.page}"), (422, f"/api/v1{firm.page}/bring-back")}
    page.goto(firm.page)
    page.get_by_role("button", name=f"Bring back {named(firm)}").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Bring back").click()
    dialog.get_by_label("Without its rules").check()
    dialog.get_by_role("button", name="Bring back").click()
    expect(page.get_by_text("Nobody takes turns here yet.")).to_be_visible()


def test_a_tier_is_brought_back_on_the_page_of_its_schedule(page, site, firm):
    site.admin.post(f"/schedules/{firm.schedule}/tiers", {"number": 2})
    page.goto(firm.page)
    page.get_by_role("button", name="Settings of tier 2").click()
    page.get_by_role("button", name="Delete tier").click()
    page.get_by_role("dialog", name="Delete tier 2?").get_by_role("button", name="Delete tier").click()
    expect(page.get_by_role("region", name="Tier 2")).to_have_count(0)
    page.get_by_role("button", name="Change").click()
    page.get_by_role("button", name=f"Bring back {named(firm)}, tier 2").click()
    page.get_by_role("dialog", name="Bring").get_by_role("button", name="Bring back").click()
    expect(page.get_by_role("region", name="Tier 2")).to_be_visible()


def test_an_administrator_erases_by_typing_the_name(page, site, firm, provoked):
    deleted(site, firm.page)
    page.goto(f"/schedules?ended=true&customer={firm.id}&name={firm.name}")
    page.get_by_role("button", name=f"Erase {named(firm)}").click()
    expect(page.get_by_role("dialog")).to_contain_text(re.compile(r"The [\d,]{5} h of the year before it ended"))
    assert violations_in_both_themes(page) == []
    erased(page, named(firm))
    expect(page.get_by_text(f"{named(firm)} is erased.")).to_be_visible()
    assert site.admin.ask("GET", firm.page, ended="all").status_code == 404


def test_managers_bring_back_and_do_not_erase(site, firm, open_page):
    deleted(site, firm.page)
    page = open_page(site.account(firm, "manager"))
    page.goto("/schedules?ended=true")
    expect(page.get_by_role("button", name=f"Bring back {named(firm)}")).to_be_visible()
    expect(page.get_by_role("button", name="Erase")).to_have_count(0)


def test_a_group_is_deleted_within_change_and_brought_back(page, site, firm, provoked):
    group = site.admin.post("/groups", {"customer": firm.id, "name": f"{firm.name} crew", "members": []})
    page.goto(f"/groups/{group['id']}")
    page.get_by_role("button", name="Change").click()
    page.get_by_role("button", name="Delete group").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete group").click()
    expect(page.get_by_text("The group has ended. What happened stays.")).to_be_visible()
    page.goto(f"/people?customer={firm.id}&name={firm.name}")
    page.get_by_label("Groups shown").select_option("Ended")
    page.get_by_role("button", name=f"Bring back {group['name']}").click()
    page.get_by_role("dialog").get_by_role("button", name="Bring back").click()
    expect(page.get_by_text("No group has ended")).to_be_visible()


def test_a_customer_is_deleted_within_change_once_it_has_nothing_left(page, site, firm, provoked):
    page.goto(f"/admin/customers?search={firm.name}")
    provoked.add((409, f"/api/v1/customers/{firm.id}"))
    page.get_by_role("button", name=f"Change {firm.name}").click()
    page.get_by_role("button", name="Delete customer").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Delete customer").click()
    expect(dialog.get_by_role("link", name=named(firm))).to_have_attribute("href", re.compile(f"{firm.page}$"))
    deleted(site, firm.page)
    dialog.get_by_role("button", name="Delete customer").click()
    expect(page.get_by_text(f"{firm.name} has ended. What happened stays.")).to_be_visible()
    page.get_by_label("Show").select_option("Ended")
    page.get_by_role("button", name=f"Bring back {firm.name}").click()
    page.get_by_role("dialog").get_by_role("button", name="Bring back").click()
    expect(page.get_by_role("heading", name="No customer fits")).to_be_visible()


# ── who leaves ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_refusal_leads_to_the_places(page, firm, provoked):
    path = f"/people/{firm.people[firm.ada]}"
    provoked.add((409, f"/api/v1/contacts/{firm.people[firm.ada]}"))
    page.goto(path)
    page.get_by_role("button", name="Switch off").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Switch off").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    assert violations_in_both_themes(page) == []
    dialog.get_by_role("link", name=f"{named(firm)}, tier 1").click()
    expect(page).to_have_url(re.compile(f"{firm.page}/tiers/1/layers"))


@pytest.mark.parametrize("ends", [True, False])
def test_who_leaves_signs_in_no_more_unless_they_may(page, site, firm, ends):
    username = site.account(firm, "responder", firm.cleo).username
    page.goto(f"/people/{firm.people[firm.cleo]}")
    page.get_by_role("button", name="Switch off").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile(f"End the account {username} too")).set_checked(ends)
    dialog.get_by_role("button", name="Switch off").click()
    expect(page.get_by_text("Switched off: cannot be put on call")).to_be_visible()
    given = {"username": username, "password": PASSWORD}
    answer = httpx.post(f"{site.address}/api/v1/session", json=given, trust_env=False)
    assert answer.status_code == (401 if ends else 200)


def test_of_who_was_erased_the_page_keeps_the_hours_alone(page, site, firm):
    deleted(site, f"/contacts/{firm.people[firm.cleo]}")
    page.goto(f"/people/{firm.people[firm.cleo]}")
    page.get_by_role("button", name="Erase data").click()
    expect(page.get_by_role("dialog")).to_contain_text("Their hours stay, the 0 h of the last 12 months")
    erased(page, firm.cleo)
    expect(page.get_by_role("heading", name="erased", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("Erased .*: only the hours are kept"))).to_be_visible()
    expect(page.get_by_role("button", name="Switch on again")).to_have_count(0)
