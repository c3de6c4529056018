"""What axe-core finds in a page: whatever keeps people with a disability from using it."""

import functools
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")

RUN = """
    async ([rules, only]) => {
        const runOnly = only.length ? { type: "rule", values: only } : { type: "tag", values: rules };
        const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
        return violations.flatMap(({ id, nodes }) => nodes.map(
            ({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}: ${failureSummary}`
        ));
    }
"""


@functools.cache
def script() -> str:
    return SCRIPT.read_text()


def violations(page: Page, only: Sequence[str] = ()) -> list[str]:
    """What is wrong in the page as it is shown now; `only` by the rules of these names."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(script())
    found: list[str] = page.evaluate(RUN, [RULES, only])
    return found


def violations_in_both_themes(page: Page) -> list[str]:
    """The same in light, and what the dark colours add to it."""
    page.emulate_media(color_scheme="light")
    in_light = violations(page)
    page.emulate_media(color_scheme="dark")
    in_dark = violations(page, COLOURS)
    page.emulate_media(color_scheme="light")
    return [*in_light, *(f"in dark, {one}" for one in in_dark)]
