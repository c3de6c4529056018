"""Schedules: made, drawn, covered; by mouse and by keys."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from playwright.sync_api import expect

from tests.browser.acts import HOUR, choose, cover, covers, drag, lane, midnight, tier_on
from tests.browser.chromium import ZONE


def test_a_new_schedule_leads_to_who_takes_turns(page, firm):
    page.goto("/schedules")
    page.get_by_role("link", name="New schedule").first.click()
    choose(page, "Customer", firm.name)
    page.get_by_label("Name").fill("Paint shop")
    page.get_by_role("button", name="Make schedule").click()
    expect(page.get_by_role("heading", name="Layers of Paint shop")).to_be_visible()


def test_a_mistake_is_told_beside_its_field_and_nothing_is_lost(page, firm, provoked):
    provoked.add((422, "/api/v1/schedules"))
    page.goto("/schedules/new")
    choose(page, "Customer", firm.name)
    page.get_by_label("Name").fill("   ")
    page.get_by_label("Phone").fill("+44 20 7946 0000")
    page.get_by_role("button", name="Make schedule").click()
    expect(page.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Phone")).to_have_value("+44 20 7946 0000")


def test_hours_are_covered_by_dragging_over_the_timeline(page, site, firm):
    tier = tier_on(page, site, firm, days=2)
    drag(page, lane(tier, "On call").locator("[data-track]"), 8 / 24, 12 / 24)
    dialog = page.get_by_role("dialog", name="Cover hours of tier 1")
    expect(dialog.get_by_label("From")).to_have_value(f"{midnight(site, 2):%Y-%m-%d}T08:00")
    expect(dialog.get_by_label("Until")).to_have_value(f"{midnight(site, 2):%Y-%m-%d}T12:00")
    choose(dialog, "Who", firm.cleo)
    dialog.get_by_role("button", name="Cover", exact=True).click()
    expect(tier.get_by_role("status")).to_contain_text(f"{firm.cleo} covers tier 1")
    expect(lane(tier, "On call").get_by_role("button", name=re.compile(f"^{firm.cleo}, from"))).to_be_visible()
    assert covers(site, firm) == [(firm.cleo, "08:00", "12:00")]


def test_what_was_just_done_can_be_undone(page, site, firm):
    tier = tier_on(page, site, firm, days=2)
    drag(page, lane(tier, "On call").locator("[data-track]"), 8 / 24, 12 / 24)
    choose(page.get_by_role("dialog"), "Who", firm.cleo)
    page.get_by_role("dialog").get_by_role("button", name="Cover", exact=True).click()
    tier.get_by_role("button", name="Undo").click()
    expect(lane(tier, "On-demand").get_by_role("button", name=re.compile(", from "))).to_have_count(0)
    assert covers(site, firm) == []


def test_a_conflict_is_shown_and_resolved_by_saying_that_one_is_sure(page, site, firm, provoked):
    cover(site, firm, firm.cleo, midnight(site, 2) + 8 * HOUR, hours=4)
    tier = tier_on(page, site, firm, days=2)
    drag(page, lane(tier, "On call").locator("[data-track]"), 10 / 24, 14 / 24)
    dialog = page.get_by_role("dialog")
    choose(dialog, "Who", firm.ada)
    provoked.add((409, "/api/v1/overrides"))
    dialog.get_by_role("button", name="Cover", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text(firm.cleo)
    expect(dialog.get_by_role("alert")).to_contain_text("ends earlier")
    dialog.get_by_role("button", name="Cover anyway").click()
    expect(tier.get_by_role("status")).to_contain_text(f"Of the others: {firm.cleo}")
    assert sorted(covers(site, firm)) == [(firm.ada, "10:00", "14:00"), (firm.cleo, "08:00", "10:00")]


def test_hours_are_covered_by_the_keyboard_alone(page, site, firm):
    tier = tier_on(page, site, firm, days=2)
    tier.get_by_role("button", name="Cover hours of On call").focus()
    page.keyboard.press("Enter")
    expect(tier.get_by_role("slider", name="Start")).to_be_focused()
    for key in ("Tab", "Shift+ArrowRight", "Shift+ArrowRight", "ArrowRight", "Shift+Tab", "Shift+ArrowRight", "Enter"):
        page.keyboard.press(key)
    dialog = page.get_by_role("dialog", name="Cover hours of tier 1")
    expect(dialog).to_be_visible()
    dialog.get_by_role("combobox", name="Who").focus()
    page.keyboard.type(firm.cleo)
    expect(dialog.get_by_role("option", name=firm.cleo)).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(tier.get_by_role("status")).to_contain_text(f"{firm.cleo} covers tier 1")
    assert covers(site, firm) == [(firm.cleo, "01:00", "03:15")]


def test_the_end_of_an_on_demand_shift_is_dragged_elsewhere(page, site, firm):
    cover(site, firm, firm.cleo, midnight(site, 2) + 8 * HOUR, hours=4)
    tier = tier_on(page, site, firm, days=2)
    track = lane(tier, "On-demand").locator("[data-track]")
    expect(track.locator("[data-edge=end]")).to_be_attached()
    drag(page, track, 12 / 24 - 0.002, 15 / 24)
    expect(tier.get_by_role("status")).to_contain_text("is on call on demand")
    assert covers(site, firm) == [(firm.cleo, "08:00", "15:00")]


def test_why_somebody_is_on_call_is_told(page, site, firm):
    tier = tier_on(page, site, firm, days=0)
    tier.get_by_role("button", name="Why?").click()
    dialog = page.get_by_role("dialog", name=re.compile("^Why is"))
    expect(dialog.get_by_role("heading", name="Step by step")).to_be_visible()


@pytest.mark.parametrize("view", ["day", "week", "fortnight", "month", "quarter"])
def test_each_view_draws_who_is_on_call(page, firm, view):
    page.goto(f"{firm.page}?view={view}")
    bars = lane(page.get_by_role("region", name="Tier 1"), "On call").get_by_role(
        "button", name=re.compile(", by layer")
    )
    expect(bars.first).to_be_visible()


@pytest.fixture
def days_in_turn(site, firm) -> str:
    """The address of a quarter in which a shift of the firm is a day, and some pixels wide."""
    [layer] = site.admin.get(f"/tiers/{firm.tier}")["layers"]
    del layer["text"]
    site.admin.patch(f"/tiers/{firm.tier}", {"layers": [layer | {"rotation": {"type": "daily"}}]})
    return f"{firm.page}?view=quarter"


def test_a_mouse_chooses_one_of_the_shifts_that_are_narrow(page, days_in_turn):
    page.goto(days_in_turn)
    shifts = lane(page.get_by_role("region", name="Tier 1"), "On call").get_by_role("button", name=re.compile("shifts"))
    shifts.last.click()
    expect(page.get_by_role("dialog", name=re.compile("^Why is"))).to_be_visible()


def test_a_finger_looks_closer_at_the_shifts_that_are_narrow(site, open_page, days_in_turn):
    page = open_page(site.admin, width=360, height=800, is_phone=True)
    page.goto(days_in_turn)
    shifts = lane(page.get_by_role("region", name="Tier 1"), "On call").get_by_role("button", name=re.compile("shifts"))
    shifts.last.tap()
    expect(page).to_have_url(re.compile(r"\?day=20"))
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_clock_change_is_marked(page, firm):
    page.goto(f"{firm.page}?view=week&day=2027-03-22")
    expect(page.get_by_text("Sun 28 Mar 2027:")).to_be_visible()


def test_a_calendar_address_is_made_and_a_calendar_is_there(page, site, firm):
    page.goto(firm.page)
    page.get_by_role("button", name="Calendar").click()
    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("The address").input_value()
    shifts = icalendar.Calendar.from_ical(site.fetch(address)).walk("VEVENT")
    assert {str(shift["SUMMARY"]).partition(" – ")[0] for shift in shifts} == {firm.ada, firm.bo}


def test_a_calendar_address_can_be_copied(page, firm):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(firm.page)
    page.get_by_role("button", name="Calendar").click()
    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("The address").input_value()
    page.get_by_role("button", name="Copy address").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == address


def test_a_shift_chosen_whole_is_covered_whole_however_little_of_it_is_in_view(page, site, firm):
    [now] = site.admin.get("/oncall", tier=firm.tier)["results"]
    handoff = datetime.fromisoformat(now["until"]).astimezone(ZoneInfo(ZONE))
    page.goto(f"{firm.page}?view=day&day={handoff + timedelta(days=3):%Y-%m-%d}")
    lane(page.get_by_role("region", name="Tier 1"), "On call").get_by_role("button", name=re.compile(", from")).click()
    page.get_by_role("dialog").get_by_role("button", name="Cover these hours").click()
    dialog = page.get_by_role("dialog", name="Cover hours of tier 1")
    expect(dialog.get_by_label("From")).to_have_value(f"{handoff:%Y-%m-%dT%H:%M}")
    expect(dialog.get_by_label("Until")).to_have_value(f"{handoff + timedelta(days=7):%Y-%m-%dT%H:%M}")
