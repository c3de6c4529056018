"""Rosters: made, edited with what comes next in sight, and brought back to what they were."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import choose, midnight
from tests.browser.chromium import ZONE


@pytest.fixture
def roster(site, firm):
    """The id of a roster in which Ada has every morning from tomorrow on."""
    schedule = {
        "kind": "recurring",
        "anchor_on": f"{midnight(site, 1):%Y-%m-%d}",
        "start_time": "08:00",
        "end_time": "12:00",
        "pattern": {"kind": "daily", "every": 1},
        "ends": {"kind": "never"},
    }
    shift = {"name": "Mornings", "schedule": schedule, "contacts": [firm.people[firm.ada]], "groups": []}
    wish = {"customer": firm.id, "name": f"{firm.name} gate", "tz": ZONE, "shifts": [shift]}
    return site.admin.post("/rosters", wish)["id"]


def coming(page: Page, shift: str) -> Locator:
    """The next occurrences of a shift, as its card tells them."""
    return page.get_by_role("region", name=f"Next occurrences of {shift}").get_by_role("listitem")


def test_a_roster_is_made(page, site, firm):
    page.goto("/rosters/new")
    choose(page, "Customer", firm.name)
    page.get_by_label("Name", exact=True).fill("Gate")
    page.get_by_label("Name of the shift").fill("Nights")
    choose(page, "People", firm.bo)
    page.get_by_label("From", exact=True).fill("22:00")
    page.get_by_label("To", exact=True).fill("06:00")
    expect(coming(page, "Nights")).to_have_count(5)
    page.get_by_role("button", name="Make roster").click()
    expect(page.get_by_role("heading", name="Gate", level=1)).to_be_visible()
    [made] = site.admin.get("/rosters", customer=firm.id)["results"]
    assert made["people"][0]["name"] == firm.bo


def test_a_shift_is_edited_in_the_words_in_which_it_is_told_elsewhere(page, site, roster):
    [shift] = site.admin.get(f"/rosters/{roster}")["shifts"]
    page.goto(f"/rosters/{roster}/edit")
    page.get_by_role("button", name="Mornings", exact=True).click()
    expect(page.get_by_text(shift["text"].removeprefix("Mornings, "))).to_be_visible()


def test_what_comes_next_follows_the_pattern_as_one_chooses(page, roster):
    page.goto(f"/rosters/{roster}/edit")
    expect(coming(page, "Mornings")).to_have_count(5)
    page.get_by_label("Repeats by").select_option("weekly")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        page.get_by_role("checkbox", name=day).set_checked(day == "Sunday")
    expect(coming(page, "Mornings")).to_have_text([re.compile("^Sun .*08:00 – 12:00")] * 5)
    page.get_by_label("Ends").select_option("occurrences")
    page.get_by_label("Times", exact=True).fill("2")
    expect(coming(page, "Mornings")).to_have_count(2)


def test_an_edited_pattern_is_saved(page, site, roster):
    page.goto(f"/rosters/{roster}/edit")
    page.get_by_label("Every").fill("3")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("every 3 days", re.IGNORECASE))
    [shift] = site.admin.get(f"/rosters/{roster}")["shifts"]
    assert shift["schedule"]["pattern"] == {"kind": "daily", "every": 3}


def test_where_weeks_start_is_chosen_where_it_matters(page, site, roster):
    page.goto(f"/rosters/{roster}/edit")
    page.get_by_label("Repeats by").select_option("weekly")
    for day in ("Saturday", "Sunday"):
        page.get_by_role("checkbox", name=day).set_checked(True)
    expect(page.get_by_label("Weeks start on")).to_have_count(0)
    page.get_by_label("Every").fill("2")
    expect(page.get_by_label("Weeks start on")).to_have_value("0")
    page.get_by_label("Weeks start on").select_option("Sunday")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("weeks start on Sunday")
    [shift] = site.admin.get(f"/rosters/{roster}")["shifts"]
    assert shift["schedule"]["pattern"]["week_start"] == "sunday"


def test_a_mistake_is_told_beside_its_field(page, roster, provoked):
    provoked.update((422, f"/api/v1/rosters/{roster}{path}") for path in ("", "/preview", "/diff"))
    page.goto(f"/rosters/{roster}/edit")
    page.get_by_label("Every").fill("11")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Every")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Every")).to_have_value("11")


def test_an_earlier_revision_of_a_roster_is_restored(page, site, roster):
    shifts = site.admin.get(f"/rosters/{roster}")["shifts"]
    evening = {"id": shifts[0]["id"], "name": "Evenings", "contacts": shifts[0]["contacts"], "groups": []}
    evening["schedule"] = shifts[0]["schedule"] | {"start_time": "16:00", "end_time": "20:00"}
    site.admin.patch(f"/rosters/{roster}", {"shifts": [evening]})
    page.goto(f"/rosters/{roster}/history")
    page.get_by_role("button", name="Restore revision 1").click()
    page.get_by_role("dialog").get_by_role("button", name="Restore revision 1").click()
    expect(page.get_by_role("heading", name="Revision 3")).to_contain_text("in force")
    assert [one["name"] for one in site.admin.get(f"/rosters/{roster}")["shifts"]] == ["Mornings"]


def test_a_roster_is_deleted_where_it_is_edited_and_brought_back(page, roster, firm, provoked):
    page.goto(f"/rosters/{roster}/edit")
    page.get_by_role("button", name="Delete roster").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete roster").click()
    expect(page.get_by_text(f"{firm.name} gate has ended. What happened stays.")).to_be_visible()
    provoked |= {(404, f"/api/v1/rosters/{roster}"), (404, "/api/v1/oncall")}
    page.goto(f"/rosters/{roster}")
    page.get_by_role("button", name=f"Bring back {firm.name} gate").click()
    page.get_by_role("dialog").get_by_role("button", name="Bring back").click()
    expect(page.get_by_role("link", name="Edit")).to_be_visible()
