"""What a release kept is read by this version as it was: nobody's hours change by an upgrade."""

import json
from pathlib import Path

import pytest

from tests.releases.freeze import HERE, duty, thaw
from watchbill.store.migrations import HEAD, migrate, schema_of

pytestmark = pytest.mark.anyio

RELEASES = sorted(one.parent.name for one in HERE.glob("*/oncall.json"))


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database with nothing in it."""
    if request.param == "postgres":
        told: str = request.getfixturevalue("empty_postgres_url")
        return told
    return f"sqlite:///{tmp_path / 'old.db'}"


def test_there_is_a_release_to_come_from() -> None:
    assert RELEASES


@pytest.mark.parametrize("version", RELEASES)
async def test_who_was_and_will_be_on_call_is_what_the_release_said(version: str, url: str) -> None:
    await thaw(version, url)
    assert schema_of(url) not in (None, HEAD)
    assert migrate(url) == HEAD
    said = json.loads((HERE / version / "oncall.json").read_text(encoding="utf-8"))
    assert any(people for places in said.values() for people in places.values())
    assert await duty(url) == said
