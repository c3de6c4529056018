"""What a reader does in a page, by mouse and by keys, and the times that stand there."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page

from tests.browser.chromium import ZONE
from tests.browser.site import Firm, Site

HOUR = timedelta(hours=1)


def midnight(site: Site, days: int) -> datetime:
    """Midnight so many days from today, by the reader's clocks."""
    today = site.now().astimezone(ZoneInfo(ZONE)).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=days)


def tier_on(page: Page, site: Site, firm: Firm, days: int) -> Locator:
    """The first tier of the firm's schedule, drawn for one day."""
    page.goto(f"{firm.page}?view=day&day={midnight(site, days):%Y-%m-%d}")
    return page.get_by_role("region", name="Tier 1")


def lane(timeline: Locator, name: str) -> Locator:
    """A lane of a timeline by its name."""
    return timeline.get_by_role("group", name=name, exact=True)


def drag(page: Page, track: Locator, start: float, end: float) -> None:
    """Draw with the mouse from one part of a track to another; 0 is its left end, 1 its right."""
    track.scroll_into_view_if_needed()
    box = track.bounding_box()
    assert box is not None
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + start * box["width"], height)
    page.mouse.down()
    page.mouse.move(box["x"] + (start + end) / 2 * box["width"], height, steps=4)
    page.mouse.move(box["x"] + end * box["width"], height, steps=4)
    page.mouse.up()


def choose(within: Page | Locator, label: str, name: str) -> None:
    """Choose one of many by typing a part of the name."""
    field = within.get_by_role("combobox", name=label)
    field.click()
    field.fill(name)
    within.get_by_role("option", name=name).first.click()


def cover(site: Site, firm: Firm, person: str, start: datetime, hours: int) -> None:
    """Put somebody of the firm on call, over the API."""
    wish = {"tier": firm.tier, "contact": firm.people[person], "start": start.isoformat(), "sure": False}
    site.admin.post("/overrides", wish | {"end": (start + hours * HOUR).isoformat()})


def covers(site: Site, firm: Firm) -> list[tuple[str, str, str]]:
    """The on-demand shifts of the firm's tier: who, and from when to when by the reader's clocks."""

    def clock(at: str) -> str:
        return f"{datetime.fromisoformat(at).astimezone(ZoneInfo(ZONE)):%H:%M}"

    found = site.admin.get("/overrides", tier=firm.tier)["results"]
    return [(one["person"]["name"], clock(one["start"]), clock(one["end"])) for one in found]
