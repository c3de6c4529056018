"""What clocks show is told by the server: pages are right in a browser whose own zone data are wrong."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import HOUR, choose, drag, lane
from tests.browser.chromium import ZONE
from tests.browser.site import Firm, Site

EVERY_ZONE_AN_HOUR_OFF = """
const HOUR = 3_600_000;
const Format = Intl.DateTimeFormat;
function wrong(format) {
  if (format.resolvedOptions().timeZone === "UTC") return format;
  for (const name of ["format", "formatToParts"]) {
    const right = format[name].bind(format);
    Object.defineProperty(format, name, { value: (at = Date.now()) => right(Number(at) + HOUR) });
  }
  return format;
}
Intl.DateTimeFormat = new Proxy(Format, {
  construct: (_, given) => wrong(new Format(...given)),
  apply: (_, __, given) => wrong(new Format(...given)),
});
for (const name of ["getFullYear", "getMonth", "getDate", "getDay", "getHours", "toLocaleString", "toString"]) {
  const right = Date.prototype[name];
  Date.prototype[name] = function (...given) { return right.apply(new Date(Number(this) + HOUR), given); };
}
const offset = Date.prototype.getTimezoneOffset;
Date.prototype.getTimezoneOffset = function () { return offset.call(this) - 60; };
"""
OWN_CLOCK = f"() => new Intl.DateTimeFormat('en-GB', {{ timeZone: '{ZONE}', timeStyle: 'short' }}).format(0)"
CHANGES = re.compile("/api/v1/zones/changes")


@pytest.fixture
def page(site: Site, open_page) -> Page:
    """A page of the administrator in a browser that shows, and would save, every hour one hour late."""
    page = open_page(site.admin)
    page.add_init_script(EVERY_ZONE_AN_HOUR_OFF)
    return page


def sunday_of_23_hours(page: Page, firm: Firm) -> Locator:
    """The first tier of the firm's schedule on the day on which clocks are set forward."""
    page.goto(f"{firm.page}?view=day&day=2027-03-28")
    return page.get_by_role("region", name="Tier 1")


def ends(site: Site, firm: Firm) -> tuple[str, str]:
    """The hours of the one on-demand shift of the firm's tier, as they are kept: readings where there are."""
    [one] = site.admin.get("/overrides", tier=firm.tier)["results"]
    return one["start_reading"] or one["start"], one["end_reading"] or one["end"]


def test_this_browser_is_wrong(page):
    page.goto("/gaps")
    assert page.evaluate(OWN_CLOCK) == "02:00"


def test_a_handoff_is_shown_at_its_hour_on_both_sides_of_a_clock_change(page, firm):
    page.goto(f"{firm.page}?view=fortnight&day=2027-03-22")
    shifts = lane(page.get_by_role("region", name="Tier 1"), "On call").get_by_role("button", name=re.compile(", from"))
    expect(shifts.nth(1)).to_have_accessible_name(re.compile("Mon 22 Mar 2027 09:00 CET to Mon 29 Mar 2027 09:00 CEST"))
    expect(page.get_by_text("clocks go forward 1 h, 01:59 CET → 03:00 CEST")).to_be_visible()


def test_a_zone_of_half_hours_is_shown_as_its_clocks_show_it(page, firm):
    page.goto(f"{firm.page}?view=week&day=2026-10-01&zone=Australia/Lord_Howe")
    expect(page.get_by_text("clocks go forward 30 min, 01:59 UTC+10:30 → 02:30 UTC+11:00")).to_be_visible()


def test_hours_that_are_drawn_are_saved_as_they_were_drawn(page, site, firm):
    tier = sunday_of_23_hours(page, firm)
    drag(page, lane(tier, "On call").locator("[data-track]"), 1 / 23, 7 / 23)
    dialog = page.get_by_role("dialog", name="Cover hours of tier 1")
    expect(dialog.get_by_label("From")).to_have_value("2027-03-28T01:00")
    expect(dialog.get_by_label("Until")).to_have_value("2027-03-28T08:00")
    choose(dialog, "Who", firm.cleo)
    dialog.get_by_role("button", name="Cover", exact=True).click()
    expect(tier.get_by_role("status")).to_contain_text("01:00 CET – 08:00 CEST")
    assert ends(site, firm) == ("2027-03-28T01:00:00", "2027-03-28T08:00:00")


def test_an_hour_that_clocks_skip_is_told_and_saved_as_it_was_typed(page, site, firm):
    tier = sunday_of_23_hours(page, firm)
    drag(page, lane(tier, "On call").locator("[data-track]"), 8 / 23, 12 / 23)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("From").fill("2027-03-28T02:30")
    expect(dialog.get_by_text("Clocks are set forward then and skip 02:30")).to_be_visible()
    choose(dialog, "Who", firm.cleo)
    dialog.get_by_role("button", name="Cover", exact=True).click()
    expect(tier.get_by_role("status")).to_contain_text("03:00")
    assert ends(site, firm) == ("2027-03-28T02:30:00", "2027-03-28T13:00:00")


def test_of_an_hour_that_comes_twice_the_second_is_saved_as_an_instant(page, site, firm):
    page.goto(f"{firm.page}?view=day&day=2027-10-31")
    tier = page.get_by_role("region", name="Tier 1")
    drag(page, lane(tier, "On call").locator("[data-track]"), 9 / 25, 13 / 25)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("From").fill("2027-10-31T02:30")
    dialog.get_by_label("The second time").check()
    choose(dialog, "Who", firm.cleo)
    dialog.get_by_role("button", name="Cover", exact=True).click()
    expect(tier.get_by_role("status")).to_contain_text("02:30 – 12:00 CET")
    assert ends(site, firm) == ("2027-10-31T01:30:00Z", "2027-10-31T12:00:00")


def test_an_end_that_is_not_touched_stays_what_was_typed(page, site, firm):
    typed = {"start": "2027-03-28T02:30", "end": "2027-03-28T12:00", "tz": "America/New_York"}
    site.admin.post("/overrides", {"tier": firm.tier, "contact": firm.people[firm.cleo], **typed})
    tier = sunday_of_23_hours(page, firm)
    lane(tier, "On-demand").get_by_role("button", name=re.compile("^Cleo")).click()
    dialog = page.get_by_role("dialog", name="On-demand shift")
    expect(dialog.get_by_label("From")).to_have_value("2027-03-28T02:30")
    dialog.get_by_label("Until").fill("2027-03-28T13:00")
    dialog.get_by_role("button", name="Save").click()
    expect(tier.get_by_role("status")).to_be_visible()
    assert ends(site, firm) == ("2027-03-28T02:30:00", "2027-03-28T13:00:00")


def test_an_edge_that_is_dragged_is_moved_on_the_wall(page, site, firm):
    start = datetime.fromisoformat("2027-03-28T06:00:00+00:00")
    hours = {"start": start.isoformat(), "end": (start + 4 * HOUR).isoformat()}
    site.admin.post("/overrides", {"tier": firm.tier, "contact": firm.people[firm.cleo], **hours})
    tier = sunday_of_23_hours(page, firm)
    track = lane(tier, "On-demand").locator("[data-track]")
    expect(track.locator("[data-edge=end]")).to_be_attached()
    drag(page, track, 11 / 23 - 0.002, 14 / 23)
    expect(tier.get_by_role("status")).to_be_visible()
    assert ends(site, firm) == ("2027-03-28T06:00:00Z", "2027-03-28T15:00:00")


def test_the_first_handoff_of_a_layer_is_saved_as_it_was_typed(page, site, firm):
    page.goto(f"{firm.page}/tiers/1/layers")
    expect(page.get_by_label("First handoff")).to_have_value("2026-01-05T09:00")
    page.get_by_label("First handoff").fill("2027-06-07T10:30")
    page.get_by_role("button", name="Save layers").click()
    expect(page).to_have_url(re.compile(f"{firm.page}$"))
    [layer] = site.admin.get(f"/tiers/{firm.tier}")["layers"]
    assert (layer["start"], layer["start_reading"]) == ("2027-06-07T08:30:00Z", "2027-06-07T10:30:00")


def test_a_shift_that_comes_once_is_saved_as_it_was_typed(page, site, firm):
    page.goto("/rosters/new")
    choose(page, "Customer", firm.name)
    page.get_by_label("Name", exact=True).fill("Gate")
    page.get_by_label("Name of the shift").fill("Night of 23 hours")
    choose(page, "People", firm.bo)
    page.get_by_label("Once").check()
    page.get_by_label("From", exact=True).fill("2027-03-27T22:00")
    page.get_by_label("To", exact=True).fill("2027-03-28T06:00")
    expect(page.get_by_text("7 h", exact=True)).to_be_visible()
    page.get_by_role("button", name="Make roster").click()
    expect(page.get_by_role("heading", name="Gate", level=1)).to_be_visible()
    [made] = site.admin.get("/rosters", customer=firm.id)["results"]
    kept = made["shifts"][0]["schedule"]
    assert (kept["start_reading"], kept["end"]) == ("2027-03-27T22:00:00", "2027-03-28T04:00:00Z")


def test_without_the_server_nothing_is_guessed(page, firm):
    page.route(CHANGES, lambda route: route.abort("aborted"))
    page.goto(firm.page)
    expect(page.get_by_text("Watchbill cannot be reached.")).to_be_visible()
    expect(page.get_by_role("region", name="Tier 1")).to_have_count(0)
    page.unroute(CHANGES)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("region", name="Tier 1")).to_be_visible()


def test_clocks_that_become_known_late_are_shown_then(page, site, firm):
    contact = firm.people[firm.ada]
    site.admin.patch(f"/contacts/{contact}", {"tz": "Asia/Kathmandu"})
    page.route(re.compile("changes.*Kathmandu"), lambda route: route.abort("aborted"))
    page.goto(f"/people/{contact}")
    expect(page.get_by_role("alert")).to_contain_text("What clocks show could not be read")
    expect(page.get_by_text("where they are")).to_contain_text("…")
    page.unroute(re.compile("changes.*Kathmandu"))
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("where they are")).to_contain_text("UTC+05:45")
    expect(page.get_by_role("alert")).to_have_count(0)
