"""Signing in and out."""

import re

from playwright.sync_api import Page, expect

from watchbill import story


def sign_in(page: Page, username: str, password: str) -> None:
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_wrong_pair_is_told_and_what_was_typed_stays(stranger, provoked):
    provoked.add((401, "/api/v1/session"))
    stranger.goto("/")
    sign_in(stranger, "demo", "not this one")
    expect(stranger.get_by_role("alert")).to_contain_text("password")
    expect(stranger.get_by_label("User name")).to_have_value("demo")


def test_whoever_signs_in_sees_the_board(stranger):
    stranger.goto("/")
    expect(stranger).to_have_url(re.compile("/sign-in$"))
    sign_in(stranger, story.USERNAME, story.PASSWORD)
    expect(stranger.get_by_role("heading", name="On call now")).to_be_visible()


def test_signing_in_leads_to_where_one_wanted_to_go(stranger):
    stranger.goto("/gaps?within=90d")
    sign_in(stranger, story.USERNAME, story.PASSWORD)
    expect(stranger).to_have_url(re.compile(r"/gaps\?within=90d"))


def test_an_address_of_elsewhere_is_not_followed(stranger, site):
    stranger.goto("/sign-in?to=//elsewhere.example/")
    sign_in(stranger, story.USERNAME, story.PASSWORD)
    expect(stranger).to_have_url(f"{site.address}/")


def test_signing_out_ends_the_session_and_not_only_the_page(site, firm, open_page, provoked):
    somebody = site.account(firm, "viewer")
    page = open_page(somebody)
    page.goto("/")
    page.get_by_role("button", name=somebody.username).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert somebody.ask("GET", "/session").status_code == 401


def test_a_session_that_ends_under_a_form_costs_nothing_that_was_typed(site, firm, open_page, provoked):
    manager = site.account(firm, "manager")
    page = open_page(manager)
    page.goto("/schedules/new")
    page.get_by_label("Name").fill("Night desk")
    manager.ask("DELETE", "/session")
    provoked.add((401, "/api/v1/schedules"))
    page.get_by_role("button", name="Make schedule").click()
    asks = page.get_by_role("dialog", name="You have been signed out")
    asks.get_by_label("Password").fill(manager.password)
    asks.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Name")).to_have_value("Night desk")
    page.get_by_role("button", name="Make schedule").click()
    expect(page.get_by_role("heading", name="Layers of Night desk")).to_be_visible()
