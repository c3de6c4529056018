"""Editing layers: the preview beside them, saving, leaving, and the way back to what was."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.acts import choose, lane


@pytest.fixture
def editor(page: Page, site, firm) -> Page:
    """The layers of a new schedule, called Night desk: one of them is prepared, with nobody in it."""
    page.goto(f"{site.new_schedule(firm, 'Night desk')}/tiers/1/layers")
    expect(page.get_by_role("heading", name="Layers of Night desk")).to_be_visible()
    return page


def layer(page: Page, index: int) -> Locator:
    return page.get_by_role("region", name=re.compile(f"^Layer {index}"))


def preview(page: Page) -> Locator:
    return page.get_by_role("region", name="Preview")


def paint(page: Page, grid: Locator, start: str, end: str) -> None:
    """Drag over a week's cells, from one hour to another."""
    grid.evaluate("grid => grid.scrollIntoView({ block: 'center' })")
    first, last = (grid.get_by_role("gridcell", name=name).bounding_box() for name in (start, end))
    assert first is not None
    assert last is not None
    page.mouse.move(first["x"] + first["width"] / 2, first["y"] + first["height"] / 2)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] / 2, last["y"] + last["height"] / 2, steps=6)
    page.mouse.up()


def test_two_layers_are_written_previewed_and_saved(editor, firm):
    choose(layer(editor, 0), "Who takes turns?", firm.ada)
    choose(layer(editor, 0), "Add somebody", firm.bo)
    editor.get_by_role("button", name="Add a layer on top").click()
    top = layer(editor, 1)
    choose(top, "Who takes turns?", firm.cleo)
    top.get_by_label("Each has").select_option("A day")
    choose(top, "Time zone", "America/New_York")
    top.get_by_label("At some hours").check()
    paint(editor, top.get_by_role("grid"), "Saturday 09:00", "Saturday 11:00")
    expect(top.get_by_text("43 h a week")).to_be_visible()
    expect(
        lane(preview(editor), "On call").get_by_role("button", name=re.compile(f"^{firm.cleo}, ")).first
    ).to_be_visible()
    expect(preview(editor).get_by_role("row", name=re.compile(firm.bo))).to_contain_text("+")
    editor.get_by_role("button", name="Save layers").click()
    tier = editor.get_by_role("region", name="Tier 1")
    expect(lane(tier, "On call").get_by_role("button", name=re.compile(f"^{firm.cleo}, ")).first).to_be_visible()


def test_a_layer_is_edited_in_the_words_in_which_it_is_told_elsewhere(page, firm):
    page.goto(f"{firm.page}/tiers/1/layers")
    page.get_by_label("At some hours").check()
    expect(layer(page, 0).get_by_text("handed off on Mondays at 09:00")).to_be_visible()
    expect(layer(page, 0).get_by_text("Mon–Fri 09:00–17:00")).to_be_visible()
    layer(page, 0).get_by_role("button", name="Layer 0", exact=True).click()
    expect(layer(page, 0).get_by_text("weekly · Mon–Fri 09:00–17:00 · Europe/Berlin")).to_be_visible()


def test_the_preview_follows_what_is_typed_before_it_is_saved(editor, site, firm):
    choose(layer(editor, 0), "Who takes turns?", firm.ada)
    result = lane(preview(editor), "On call")
    expect(result.get_by_role("button", name=re.compile(f"^{firm.ada}, from")).first).to_be_visible()
    expect(result.get_by_role("button", name=re.compile("^Nobody, from Fri"))).to_have_count(0)
    layer(editor, 0).get_by_label("At some hours").check()
    expect(result.get_by_role("button", name=re.compile("^Nobody, from Fri")).first).to_be_visible()
    expect(preview(editor)).to_contain_text("Up to date, not saved")


def test_the_order_of_turns_is_changed_by_keys(editor, firm):
    choose(layer(editor, 0), "Who takes turns?", firm.ada)
    choose(layer(editor, 0), "Add somebody", firm.bo)
    editor.get_by_role("button", name=f"{firm.bo}, turn 2: earlier").focus()
    editor.keyboard.press("Enter")
    expect(editor.get_by_role("button", name=f"{firm.bo}, turn 1: later")).to_be_focused()


def test_layers_change_places_by_keys(editor, firm):
    choose(layer(editor, 0), "Who takes turns?", firm.ada)
    editor.get_by_role("button", name="Add a layer on top").click()
    choose(layer(editor, 1), "Who takes turns?", firm.bo)
    editor.get_by_role("button", name="Move layer 0 up").focus()
    editor.keyboard.press("Enter")
    expect(layer(editor, 1)).to_contain_text(firm.ada)


def test_a_week_is_painted_by_keys(editor):
    one = layer(editor, 0)
    one.get_by_label("At some hours").check()
    one.get_by_role("gridcell", name="Monday 09:00").focus()
    for key in ("PageDown", "Space", "Shift+ArrowRight"):
        editor.keyboard.press(key)
    expect(one.get_by_text("42 h a week")).to_be_visible()


def test_unsaved_layers_are_not_left_without_a_question(editor, firm):
    choose(layer(editor, 0), "Who takes turns?", firm.ada)
    asked = []
    editor.on("dialog", lambda question: (asked.append(question.message), question.dismiss()))
    editor.get_by_role("link", name="Gaps").first.click()
    expect(layer(editor, 0)).to_contain_text(firm.ada)
    assert "without saving" in asked[0]


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(page, site, firm, provoked):
    provoked.add((412, f"/api/v1/tiers/{firm.schedule}_1"))
    page.goto(f"{firm.page}/tiers/1/layers")
    choose(layer(page, 0), "Add somebody", firm.cleo)
    site.admin.patch(f"/tiers/{firm.tier}", {"layers": []})
    page.get_by_role("button", name="Save layers").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody else has saved these layers meanwhile")
    expect(layer(page, 0)).to_contain_text(firm.cleo)


def test_a_revision_is_restored(page, site, firm):
    site.admin.patch(f"/tiers/{firm.tier}", {"layers": []})
    page.goto(f"{firm.page}/tiers/1/history")
    page.get_by_role("button", name="Restore revision 1").click()
    dialog = page.get_by_role("dialog", name="Restore revision 1?")
    expect(dialog.get_by_role("row", name=re.compile(firm.ada))).to_be_visible()
    dialog.get_by_role("button", name="Restore revision 1").click()
    expect(page.get_by_role("heading", name="Revision 3")).to_contain_text("in force")
    [layer] = site.admin.get(f"/tiers/{firm.tier}")["layers"]
    assert layer["contacts"] == [firm.people[firm.ada], firm.people[firm.bo]]


def test_an_edit_that_changes_who_is_on_call_now_says_so_where_it_is_saved(page, site, firm):
    [now] = site.admin.get("/oncall", tier=firm.tier)["results"]
    [on] = [one["name"] for one in now["people"]]
    other = firm.bo if on == firm.ada else firm.ada
    page.goto(f"{firm.page}/tiers/1/layers")
    page.get_by_role("button", name=f"Take out {on}, turn").click()
    expect(page.get_by_text(f"Changes who is on call now: {other} instead of {on}.")).to_be_visible()


def test_who_is_never_on_call_is_named_and_closed_turns_can_be_skipped(page, site, firm):
    ada, bo, *_ = firm.people.values()
    weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday"]
    rules = {
        "start": "2026-11-02T00:00:00+01:00",
        "rotation": {"type": "daily"},
        "restrictions": [{"type": "days", "days": weekdays, "start": "09:00", "end": "17:00"}],
        "contacts": [ada] * 5 + [bo] * 2,
        "tz": "Europe/Berlin",
    }
    site.admin.patch(f"/tiers/{firm.tier}", {"layers": [rules]})
    page.goto(f"{firm.page}/tiers/1/layers")
    told = f"{firm.bo} is never on call: whenever it is their turn, the layer is closed."
    expect(layer(page, 0).get_by_text(told)).to_be_visible()
    expect(layer(page, 0).get_by_text("1 never on call")).to_be_visible()
    expect(preview(page).get_by_text(f"Layer 0: {told}")).to_be_visible()
    layer(page, 0).get_by_role("button", name="Skip such turns").click()
    expect(page.get_by_text(told)).to_have_count(0)
    expect(preview(page).get_by_role("row", name=re.compile(firm.bo))).to_contain_text("+")
