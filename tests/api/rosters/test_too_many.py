"""Lists that are too long are refused as a whole, and of very many problems only the first are listed."""

from typing import Any

import pytest

from tests.api.rosters.conftest import Caller
from tests.api.rosters.words import roster, shift
from tests.cast import World


def said(response: Any) -> dict[str, str]:
    """What is said of each field."""
    assert response.status_code == 400, response.text
    return {one["fieldName"]: one["message"] for one in response.json()}


def told(sent: int, most: int) -> str:
    return f"This list has {sent:,} entries, and may have at most {most:,}."


def test_a_roster_has_at_most_500_shifts_none_of_which_is_read_where_there_are_more(bob: Caller) -> None:
    assert said(bob.post("rosters", roster(*[{}] * 501))) == {"shiftDetails": told(501, 500)}


def test_a_roster_may_have_500_shifts(bob: Caller, world: World) -> None:
    shifts = [shift(world.ann, name=f"Day {i}") for i in range(500)]
    assert bob.post("rosters", roster(*shifts)).status_code == 200


def test_a_shift_has_at_most_1000_users_and_1000_groups(bob: Caller) -> None:
    crowded = shift(users=[{}] * 1001, userGroups=[{}] * 1001)
    assert said(bob.post("rosters", roster(crowded))) == {
        "shiftDetails[0].users": told(1001, 1000),
        "shiftDetails[0].userGroups": told(1001, 1000),
    }


def test_a_roster_that_has_more_is_saved_with_as_many(
    bob: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = bob.post("rosters", roster(*(shift(world.ann, world.ben, name=name) for name in "abc"))).json()
    monkeypatch.setattr("watchbill.domain.rules.MOST", {"shifts": 2, "contacts": 1, "groups": 1})
    path = f"rosters/{made['id']}"
    assert bob.post(path, made).status_code == 200
    more = {**made, "shiftDetails": [*made["shiftDetails"], shift(world.ann, name="d")]}
    assert said(bob.post(path, more)) == {"shiftDetails": told(4, 2)}


def test_at_most_100_bad_fields_are_listed_and_the_others_counted(bob: Caller) -> None:
    found = said(bob.post("rosters", roster(*[{}] * 500)))
    assert (len(found), found[""]) == (101, "1,400 other problems are not listed.")


def test_of_very_many_bad_users_only_the_first_is_told(bob: Caller) -> None:
    assert list(said(bob.post("rosters", roster(shift(users=[{}] * 1000))))) == ["shiftDetails[0].users[0].id"]
