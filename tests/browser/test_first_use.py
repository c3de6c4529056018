"""An installation that is empty: from nothing to the first schedule."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import Watch, new_context
from tests.browser.site import NOON, ahead_for
from tests.whole.running import serving

SET_UP = re.compile(r"http\S+/setup#code=\S+")


@pytest.fixture
def empty(built, browser: Browser, tmp_path) -> Iterator[Page]:
    """A page at the address that the server of an empty database tells whoever starts it."""
    with serving(f"sqlite:///{tmp_path}/empty.db", tmp_path, ahead=ahead_for(NOON)) as server:
        context = new_context(browser, server.address, NOON)
        watch = Watch(context)
        page = context.new_page()
        page.goto(SET_UP.findall(server.said())[0])
        yield page
        context.close()
        assert watch.faults(set()) == []


def set_up(page: Page) -> None:
    page.get_by_label("Your company").fill("Harbour Works")
    page.get_by_label("Your user name").fill("ada")
    page.get_by_label("A password").fill("a door with two keys")
    page.get_by_role("button", name="Begin").click()


def test_the_first_user_is_led_to_the_first_schedule(empty):
    set_up(empty)
    steps = empty.get_by_role("region", name="From nothing to the first schedule")
    steps.get_by_role("link", name="Write a schedule").click()
    expect(empty.get_by_role("heading", name="New schedule")).to_be_visible()


def test_the_demos_story_can_be_loaded_to_look_around(empty):
    set_up(empty)
    empty.get_by_role("button", name="Load the example story").click()
    expect(empty.get_by_role("article").filter(has_text="Clinic network")).to_be_visible(timeout=60_000)


def test_without_a_schedule_no_gap_is_no_good_news(empty):
    set_up(empty)
    expect(empty.get_by_role("heading", name="From nothing")).to_be_visible()
    empty.goto("/gaps")
    expect(empty.get_by_role("heading", name="Nothing is scheduled yet")).to_be_visible()
    expect(empty.get_by_text("Somebody is on call everywhere")).to_have_count(0)


def test_where_there_is_nobody_to_choose_people_can_be_added(empty):
    set_up(empty)
    expect(empty.get_by_role("heading", name="From nothing")).to_be_visible()
    empty.goto("/rosters/new")
    empty.get_by_role("combobox", name="People").first.click()
    with empty.expect_popup() as people:
        empty.get_by_role("link", name="add people").click()
    expect(people.value.get_by_role("dialog", name="New person")).to_be_visible()


def test_an_address_leads_to_the_setup_while_the_database_is_empty(empty):
    empty.goto("/schedules")
    expect(empty.get_by_role("heading", name="Welcome")).to_be_visible()
    expect(empty.get_by_label("Setup code")).to_be_visible()
