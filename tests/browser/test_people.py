"""People, my shifts, and administration."""

import re

import httpx
import icalendar
from playwright.sync_api import expect

from tests.browser.acts import choose, cover, covers, midnight
from tests.browser.site import PASSWORD


def test_somebody_new_is_added(page, firm):
    page.goto(f"/people?customer={firm.id}&name={firm.name}")
    page.get_by_role("button", name="New person").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("First name").fill("Dana")
    dialog.get_by_label("Last name").fill("Newcomer")
    dialog.get_by_role("button", name="Add person").click()
    expect(page.get_by_role("heading", name="Dana Newcomer")).to_be_visible()


def test_my_next_shift_is_counted_down(site, firm, open_page):
    cover(site, firm, firm.cleo, midnight(site, 2), hours=4)
    page = open_page(site.account(firm, "responder", firm.cleo))
    page.goto("/me")
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^in 1 d \d+ h$|^in \d+ h( \d+ min)?$"))


def test_my_next_shift_is_told_however_far_it_is(site, firm, open_page):
    cover(site, firm, firm.cleo, midnight(site, 400), hours=4)
    page = open_page(site.account(firm, "responder", firm.cleo))
    page.goto("/me")
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^in (398|399|400) d"))
    expect(page.get_by_text("No shifts in the next 60 days")).to_be_visible()


def test_my_page_asks_who_is_on_call_once(site, firm, open_page):
    page = open_page(site.account(firm, "viewer", firm.ada))
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/api/v1/oncall" in request.url else None)
    page.goto("/me")
    expect(page.get_by_role("timer")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert len(asked) == 1


def test_a_shift_is_given_away(site, firm, open_page):
    page = open_page(site.account(firm, "manager", firm.ada))
    page.goto("/me")
    page.get_by_role("button", name="Give away").first.click()
    dialog = page.get_by_role("dialog")
    choose(dialog, "To whom", firm.cleo)
    dialog.get_by_role("button", name=f"Give it to {firm.cleo}").click()
    expect(page.get_by_text(f"{firm.cleo} is on call then.")).to_be_visible()
    [(person, _, end)] = covers(site, firm)
    assert (person, end) == (firm.cleo, "09:00")


def test_a_responder_gives_their_own_on_demand_shift_away(site, firm, open_page):
    cover(site, firm, firm.cleo, midnight(site, 2), hours=4)
    page = open_page(site.account(firm, "responder", firm.cleo))
    page.goto("/me")
    page.get_by_role("button", name="Give away").click()
    dialog = page.get_by_role("dialog")
    choose(dialog, "To whom", firm.ada)
    dialog.get_by_role("button", name=f"Give it to {firm.ada}").click()
    expect(page.get_by_text(f"{firm.ada} is on call then.")).to_be_visible()
    assert [person for person, _, _ in covers(site, firm)] == [firm.ada]


def test_my_calendar_has_my_shifts(site, firm, open_page):
    cover(site, firm, firm.cleo, midnight(site, 2), hours=4)
    page = open_page(site.account(firm, "viewer", firm.cleo))
    page.goto("/me")
    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("The address").input_value()
    [shift] = icalendar.Calendar.from_ical(site.fetch(address)).walk("VEVENT")
    assert shift["DTSTART"].dt == midnight(site, 2)


def test_a_token_is_shown_once_and_signs_in(page, site):
    page.goto("/admin/tokens")
    page.get_by_role("button", name="New token").click()
    page.get_by_role("dialog").get_by_label("Name").fill("paging")
    page.get_by_role("button", name="Make token").click()
    token = page.get_by_label("Token", exact=True).input_value()
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{site.address}/api/v1/session", headers=headers, trust_env=False).status_code == 200
    page.get_by_role("button", name="I have copied it").click()
    expect(page.get_by_role("cell", name="paging").first).to_be_visible()
    assert token not in page.content()


def test_an_account_is_added_and_signs_in(page, site, firm):
    username = f"new-{firm.id}"
    page.goto("/admin/accounts")
    page.get_by_role("button", name="New account").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("User name").fill(username)
    choose(dialog, "Customer", firm.name)
    dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Add account").click()
    expect(dialog).to_have_count(0)
    assert site.sign_in(username, PASSWORD).get("/session")["customer"]["name"] == firm.name


def test_a_number_is_a_link_only_where_it_is_sure_what_it_dials(page, site, firm):
    person = firm.people[firm.ada]
    site.admin.patch(f"/contacts/{person}", {"phone": "+49 (0)30 5550-0111", "mobile": "ask at the desk, 4711"})
    page.goto(f"/people/{person}")
    expect(page.get_by_role("link", name="+49 (0)30 5550-0111")).to_have_attribute("href", "tel:+493055500111")
    expect(page.get_by_text("ask at the desk, 4711")).to_be_visible()
    expect(page.get_by_role("link", name="ask at the desk")).to_have_count(0)


def test_numbers_are_dialled_as_in_the_customers_country(page, site, firm):
    site.admin.patch(f"/schedules/{firm.schedule}", {"default_phone": "020 7946 0001"})
    page.goto(f"/admin/customers?search={firm.name}")
    page.get_by_role("button", name=f"Change {firm.name}").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Country").fill("gb")
    expect(dialog).to_contain_text("dialled as in United Kingdom")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"{firm.name} has been changed.")).to_be_visible()
    page.goto(firm.page)
    expect(page.get_by_role("link", name="020 7946 0001")).to_have_attribute("href", "tel:+442079460001")
