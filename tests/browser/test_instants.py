"""The pages at instants when calendars and clocks turn: nothing goes wrong in them, and axe-core finds nothing."""

from datetime import datetime

import pytest

from tests.browser.axe import violations
from tests.browser.chromium import settled
from tests.browser.pages import addresses
from tests.browser.site import copied_story, running_site

INSTANTS = {
    "first minute of a month": "2026-12-01T00:00:05+01:00",
    "29 February": "2028-02-29T09:30:00+01:00",
    "night of 23 hours": "2027-03-28T01:30:00+01:00",
    "night of 25 hours": "2026-10-25T02:30:00+02:00",
    "31 December": "2026-12-31T22:00:00+01:00",
}
"""By the reader's clocks, which are those of most people in the story."""

TIMED = (
    "board", "my-shifts", "schedule", "schedule-month", "layers", "tier-history", "roster", "edit-roster", "person",
    "gaps", "load",
)  # fmt: skip
"""The pages that draw or tell when something is."""


@pytest.fixture(
    scope="module", params=[pytest.param(at, id=id, marks=pytest.mark.xdist_group(id)) for id, at in INSTANTS.items()]
)
def site(request, built, tmp_path_factory):
    now = datetime.fromisoformat(request.param)
    own = tmp_path_factory.mktemp("instant")
    with running_site(copied_story(own, own, now), own, now) as site:
        yield site


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_that_tells_a_time_is_in_order(site, open_page, width):
    page = open_page(site.admin, width=width, is_phone=width < 800)
    pages = {name: address for name, address in addresses(site.admin).items() if name in TIMED}
    sun = site.admin.get("/schedules", search="follow the sun")["results"][0]["id"]
    found = {}
    for name, address in {**pages, "narrow shifts": f"/schedules/{sun}?view=quarter"}.items():
        page.goto(address)
        settled(page)
        found[name] = violations(page)
    assert {name: faults for name, faults in found.items() if faults} == {}
