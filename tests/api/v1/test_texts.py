"""Texts that people write, in every record: no line breaks in a line, no control characters, no direction by force."""

from typing import Any

import msgspec
import pytest

from tests.api.v1 import saying
from tests.api.v1.conftest import Caller, Stage
from tests.api.v1.saying import refused, sent
from tests.cast import World

BAD = ["Ann\nAbbott", "Ann\x1b[2JAbbott", "Ann\u2028Abbott", "Ann \u202eAbbott", "Ann\u2066Abbott"]


def wishes(world: World) -> dict[str, dict[str, Any]]:
    """Bodies that are fine, by the path where they make a record."""
    named = {"customer": world.acme.id, "name": "Desk"}
    return {
        "/customers": {"name": "Initech"},
        "/contacts": {"customer": world.acme.id, "first_name": "Ann"},
        "/groups": named,
        "/accounts": {"customer": world.acme.id, "username": "ann", "role": "viewer"},
        "/tokens": {"name": "sync"},
        "/oauth-clients": {**named, "role": "viewer"},
        "/schedules": named,
        "/rosters": {**named, "tz": "UTC", "shifts": [saying.shift("Day", "08:00", "20:00", world.ann)]},
    }


@pytest.mark.parametrize("text", BAD)
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/customers", "name"),
        ("/contacts", "first_name last_name login_name phone mobile"),
        ("/groups", "name"),
        ("/accounts", "username first_name last_name"),
        ("/tokens", "name"),
        ("/oauth-clients", "name"),
        ("/schedules", "name default_phone"),
        ("/rosters", "name"),
    ],
)
def test_every_line_is_one_line(alice: Caller, world: World, path: str, fields: str, text: str) -> None:
    for field in fields.split():
        assert list(refused(alice, "POST", path, {**wishes(world)[path], field: text})) == [field]


@pytest.mark.parametrize("path", ["/contacts", "/groups", "/accounts", "/schedules"])
def test_an_address_too(alice: Caller, world: World, path: str) -> None:
    field = "default_email" if path == "/schedules" else "email"
    body = {**wishes(world)[path], field: "ann\u202e@acme.example"}
    assert list(refused(alice, "POST", path, body)) == [field]


def test_a_shifts_name_too(alice: Caller, world: World) -> None:
    shifts = [
        saying.shift("Day", "08:00", "20:00", world.ann),
        saying.shift("\u202eNight", "20:00", "08:00", world.ann),
    ]
    body = {"customer": world.acme.id, "name": "Desk", "tz": "UTC", "shifts": shifts}
    assert list(refused(alice, "POST", "/rosters", body)) == ["shifts[1].name"]


@pytest.mark.parametrize("path", ["/groups", "/rosters"])
def test_a_description_may_have_several_lines(alice: Caller, world: World, path: str) -> None:
    body = wishes(world)[path]
    assert sent(alice, "POST", path, {**body, "description": "One.\nTwo."}, 201)["description"] == "One.\nTwo."
    worse = {**body, "name": "Desk 2", "description": "One.\n\x1b[2J"}
    assert list(refused(alice, "POST", path, worse)) == ["description"]


def test_an_old_name_is_in_nobodys_way(alice: Caller, stage: Stage, world: World) -> None:
    stage.save(msgspec.structs.replace(world.ann, last_name="Ab\nbott"))
    path = f"/contacts/{world.ann.id}"
    assert sent(alice, "PATCH", path, {"phone": "+44 20 7946 0001"})["last_name"] == "Ab\nbott"
    assert list(refused(alice, "PATCH", path, {"last_name": "Ab\rbott"})) == ["last_name"]
