"""Texts that people write, in every record: no line breaks in a line, no control characters, no direction by force."""

from typing import Any

import pytest

from tests.api.rosters.conftest import Caller
from tests.api.rosters.words import bad, roster, shift
from tests.cast import World

BAD = ["Ann\nAbbott", "Ann\x1b[2JAbbott", "Ann \u202eAbbott"]
JANE = {"loginName": "Jane", "firstName": "Jane", "lastName": "Hudson", "email": "jane@acme.example"}


def wishes(world: World) -> list[tuple[str, str, dict[str, Any]]]:
    """What is made where, and its texts of one line."""
    return [
        ("users", "loginName firstName lastName phoneNumber mobileNumber", JANE),
        ("userGroups", "name", {}),
        ("oauthClients", "name", {"role": "viewer"}),
        ("rosters", "name", roster(shift(world.ann))),
    ]


@pytest.mark.parametrize("text", BAD)
def test_every_line_is_one_line(alice: Caller, acme: str, world: World, text: str) -> None:
    for path, fields, body in wishes(world):
        for field in fields.split():
            assert bad(alice.at(acme).post(path, {**body, field: text})) == {field}
    assert bad(alice.post("clients", {"name": text})) == {"name"}


def test_a_shifts_name_too(alice: Caller, acme: str, world: World) -> None:
    wish = roster(shift(world.ann), shift(world.ann, name="\u202eNight"))
    assert bad(alice.at(acme).post("rosters", wish)) == {"shiftDetails[1].name"}


@pytest.mark.parametrize("path", ["userGroups", "rosters"])
def test_a_description_may_have_several_lines(alice: Caller, acme: str, world: World, path: str) -> None:
    body = {**roster(shift(world.ann)), "description": "One.\nTwo."} if path == "rosters" else {"name": "Desk"}
    made = alice.at(acme).post(path, {**body, "description": "One.\nTwo."}).json()
    assert made["description"] == "One.\nTwo."
    assert bad(alice.at(acme).post(path, {**body, "description": "One.\x07"})) == {"description"}
