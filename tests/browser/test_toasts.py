"""What has just been done is told where it covers no button, however large the window is."""

import pytest
from playwright.sync_api import expect

COVERED = """() => [...document.querySelectorAll("a, button, input, select")]
  .filter((one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    return width && !one.closest(".toasts") && top?.closest(".toasts");
  })
  .map((one) => one.textContent)"""


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1440, 500), (1000, 800), (390, 800)])
def test_what_has_just_been_done_covers_no_button(site, open_page, width, height):
    page = open_page(site.admin, width=width, height=height)
    page.goto("/admin/customers")
    page.get_by_role("button", name="New customer").click()
    page.get_by_role("dialog").get_by_label("Name").fill(f"Wharf {width} by {height}")
    page.get_by_role("button", name="Add customer").click()
    expect(page.get_by_text("has been added.")).to_be_in_viewport()
    assert page.evaluate(COVERED) == []
