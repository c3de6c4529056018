"""The papers say what is true: their examples run and their links lead somewhere."""

import re
from pathlib import Path

import pytest

from tests.fresh import HANDBOOK, README, matched, packages_in

ROOT = Path(__file__).parent.parent
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("README.md")])
PYTHON = [
    pytest.param(code, id=f"{paper.relative_to(ROOT)}-{number}")
    for paper in PAPERS
    for number, code in enumerate(re.findall(r"^```python\n(.*?)^```", paper.read_text(), re.M | re.S))
]
LINKS = [
    pytest.param(paper, link, id=f"{paper.relative_to(ROOT)}->{link}")
    for paper in PAPERS
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", paper.read_text())
]


def test_there_are_papers_with_examples_and_links():
    assert PYTHON
    assert LINKS


@pytest.mark.parametrize("code", PYTHON)
def test_an_example_runs(code):
    exec(compile(code, "example", "exec"), {})  # the papers are ours


@pytest.mark.parametrize(("paper", "link"), LINKS)
def test_a_link_leads_somewhere(paper, link):
    assert (paper.parent / link).exists()


def test_a_release_tries_every_command_of_readme_and_handbook():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    handbook = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert len(matched("README.md", readme, README)) == len(README)
    assert len(matched("docs/operating.md", handbook, HANDBOOK)) == len(HANDBOOK)
    assert packages_in(readme) == ["git make python3-venv", "chromium postgresql libatomic1"]
