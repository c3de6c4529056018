"""Every page of the app, as an address in a server with the demo's story."""

import re
from pathlib import Path

from tests.browser.site import Api

ROUTES = Path(__file__).parents[2] / "web" / "src" / "pages" / "routes.ts"

OPEN = {"sign-in": "/sign-in", "setup": "/setup"}
"""Shown to those who are not signed in. A database that is not empty has no second page."""

PAGES = {
    "board": "/",
    "wall": "/?wall=1",
    "my-shifts": "/me",
    "schedules": "/schedules",
    "new-schedule": "/schedules/new",
    "schedule": "/schedules/{schedule}",
    "schedule-month": "/schedules/{schedule}?view=month",
    "layers": "/schedules/{schedule}/tiers/1/layers",
    "tier-history": "/schedules/{schedule}/tiers/1/history",
    "rosters": "/rosters",
    "new-roster": "/rosters/new",
    "roster": "/rosters/{roster}",
    "edit-roster": "/rosters/{roster}/edit",
    "roster-history": "/rosters/{roster}/history",
    "people": "/people",
    "person": "/people/{person}",
    "group": "/groups/{group}",
    "gaps": "/gaps",
    "load": "/load",
    "audit": "/audit",
    "admin": "/admin",
    "customers": "/admin/customers",
    "accounts": "/admin/accounts",
    "tokens": "/admin/tokens",
    "oauth-clients": "/admin/clients",
    "feeds": "/admin/feeds",
}
"""By the name that a picture of it has; what stands in braces is found in the story."""


def addresses(admin: Api) -> dict[str, str]:
    """The pages of somebody who is signed in, by name."""
    named = {
        "schedule": admin.get("/schedules", search="Clinic network")["results"][0]["id"],
        "roster": admin.get("/rosters", search="Operations room")["results"][0]["id"],
        "person": admin.get("/contacts", search="Brandt")["results"][0]["id"],
        "group": admin.get("/groups", search="Network crew")["results"][0]["id"],
    }
    return {name: address.format_map(named) for name, address in PAGES.items()}


def routes() -> list[re.Pattern[str]]:
    """The addresses that the app has pages for, as it tells them apart itself."""
    written = re.findall(r"pattern: /(.+?)/, load:|pattern: /(.+?)/,\n", ROUTES.read_text())
    return [re.compile((one or other).replace(r"\/", "/").replace("(?<", "(?P<")) for one, other in written]
