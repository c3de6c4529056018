"""Texts that people write, in every record: no line breaks in a line, no control characters, no direction by force."""

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller
from tests.cast import World

BAD = ["Ann\nAbbott", "Ann\x1b[2JAbbott", "Ann \u202eAbbott"]


@pytest.mark.parametrize("text", BAD)
def test_every_line_is_one_line(alice: Caller, world: World, text: str) -> None:
    ann = {"first_name": "Ann", "customer": world.acme.id}
    wishes = [
        ("/api/customers/", "name", {}),
        ("/api/contacts/", "first_name last_name phone", ann),
        ("/api/ocs/", "name default_phone", words.schedule(world)),
    ]
    for path, fields, body in wishes:
        for field in fields.split():
            response = alice.post(path, {**body, field: text})
            assert (response.status_code, list(response.json())) == (400, [field])


def test_marks_that_a_script_needs_are_fine(alice: Caller, world: World) -> None:
    name = "עדה \u200f(NOC) نیم\u200cفاصله"
    assert alice.post("/api/ocs/", words.schedule(world, name=name)).json()["name"] == name
