"""Whom a rotation leaves out: told by previews and dry runs, with who that is."""

from typing import Any

import pytest

from tests.api.v1.conftest import Caller
from tests.api.v1.saying import layer, sent
from tests.cast import World, on

WEEKDAYS = [
    {
        "type": "days",
        "days": ["monday", "tuesday", "wednesday", "thursday", "friday"],
        "start": "09:00",
        "end": "17:00",
    }
]


@pytest.fixture
def people(bob: Caller, world: World) -> list[int]:
    """Fourteen of Acme."""
    wish = {"customer": world.acme.id, "last_name": "Fourteen"}
    return [sent(bob, "POST", "/contacts", wish | {"first_name": f"P{number}"}, 201)["id"] for number in range(1, 15)]


def asked(people: list[int], **rotation: str) -> dict[str, Any]:
    """One layer: a day each from Monday 1 June on, Monday to Friday."""
    return {
        "layers": [layer(contacts=people, start=on(1), rotation={"type": "daily", **rotation}, restrictions=WEEKDAYS)]
    }


def told(bob: Caller, world: World, what: str, body: dict[str, Any]) -> tuple[Any, set[int]]:
    """Who is left out, and whom the answer names."""
    path = {"preview": f"/tiers/{world.second.id}/preview", "diff": f"/tiers/{world.second.id}/diff"}.get(what, what)
    customer = {"customer": world.acme.id} if path == what else {}
    answer = sent(bob, "POST", path, customer | body)
    return answer["left_out"], {one["id"] for one in answer["people"]}


@pytest.mark.parametrize("what", ["preview", "diff", "/previews/tier"])
def test_of_fourteen_four_are_never_on_call_from_monday_to_friday(
    bob: Caller, world: World, people: list[int], what: str
) -> None:
    left_out, named = told(bob, world, what, asked(people))
    assert left_out == [{"layer": 0, "people": [people[5], people[6], people[12], people[13]]}]
    assert named == {*people}


@pytest.mark.parametrize("what", ["preview", "diff", "/previews/tier"])
def test_nobody_is_where_only_open_turns_count(bob: Caller, world: World, people: list[int], what: str) -> None:
    assert told(bob, world, what, asked(people, turns="open"))[0] == []


def test_what_is_saved_and_stays_is_told_as_well(bob: Caller, world: World, people: list[int]) -> None:
    sent(bob, "PATCH", f"/tiers/{world.second.id}", asked(people))
    assert told(bob, world, "diff", asked(people))[0] != []
