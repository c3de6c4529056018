"""The board: who is on call now, found, filtered, and alive."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import HOUR, choose, cover


@pytest.fixture
def board(page: Page, firm) -> Page:
    """The board with the firm's schedule alone."""
    page.goto(f"/?customer={firm.id}&name={firm.name}")
    return page


def on_call(page: Page, firm) -> Locator:
    """The schedule of the firm on the board."""
    return page.get_by_role("article").filter(has_text=firm.name)


def test_who_is_on_call_is_there_to_be_called_and_who_is_next(board, firm):
    place = on_call(board, firm)
    expect(place.get_by_role("link", name=re.compile("^(Ada|Bo) "))).to_be_visible()
    expect(place.locator("a[href='tel:+442079460000']")).to_be_visible()
    expect(place).to_contain_text(re.compile(r"until .+ CE?S?T, then (Ada|Bo) "))


def test_where_nobody_is_on_call_is_in_plain_sight(page, site, firm):
    site.new_schedule(firm, "Night desk")
    page.goto(f"/?customer={firm.id}&name={firm.name}")
    expect(page.get_by_role("article").filter(has_text="Night desk")).to_contain_text("Nobody is on call")
    page.get_by_label("Only where nobody is on call").check()
    expect(page.get_by_role("article")).to_have_count(1)


def test_a_person_is_found_by_a_part_of_the_name(page, firm):
    page.goto("/")
    page.get_by_label("Search").fill(firm.name.split()[0])
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page).to_have_url(re.compile("search="))


def test_the_board_is_filtered_by_customer(page, firm):
    page.goto("/")
    choose(page, "Customer", firm.name)
    expect(page.get_by_role("article")).to_have_count(1)


def test_a_cover_shows_on_an_open_board_without_reading_the_page_anew(page, site, firm):
    page.goto(f"/?customer={firm.id}&name={firm.name}")
    expect(on_call(page, firm)).to_contain_text(re.compile("Ada|Bo"))
    cover(site, firm, firm.cleo, site.now(), hours=2)
    page.clock.run_for(31_000)
    expect(on_call(page, firm).get_by_role("link", name=firm.cleo)).to_be_visible()


def test_the_board_changes_at_the_handoff(page, site, firm):
    cover(site, firm, firm.cleo, site.now() + timedelta(seconds=6), hours=2)
    page.goto(f"/?customer={firm.id}&name={firm.name}")
    expect(on_call(page, firm)).to_contain_text(f"then {firm.cleo}")
    expect(on_call(page, firm).get_by_role("link", name=firm.cleo)).to_be_visible()


def test_a_server_that_is_away_leaves_the_board_and_says_how_old_it_is(board, firm, provoked):
    provoked.add((503, "/api/v1/oncall"))
    expect(on_call(board, firm)).to_be_visible()
    board.route("**/api/v1/oncall*", lambda route: route.fulfill(status=503))
    board.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(board.get_by_role("alert")).to_contain_text("This is as of")
    expect(on_call(board, firm)).to_be_visible()


def test_the_wall_shows_the_board_alone(board, firm):
    board.get_by_role("button", name="Wall view").click()
    expect(board.get_by_role("navigation")).to_have_count(0)
    expect(on_call(board, firm)).to_be_visible()


def test_what_was_done_is_in_the_audit(page, site, firm):
    cover(site, firm, firm.cleo, site.now() + HOUR, hours=2)
    page.goto(f"/audit?customer={firm.id}&name={firm.name}")
    first = page.get_by_role("main").get_by_role("listitem").first
    expect(first).to_contain_text("demo created on-demand shift")
    expect(first).to_contain_text(firm.name)
