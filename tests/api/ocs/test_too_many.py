"""Lists that are too long are refused as a whole, and of very many problems only the first are listed."""

import json
from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller
from tests.cast import World

WINDOW = {"type": "daily", "start": "09:00", "end": "17:00"}


def errors(response: Any) -> Any:
    assert response.status_code == 400, response.text
    return response.json()


def told(sent: int, most: int) -> list[str]:
    return [f"This list has {sent:,} entries, and may have at most {most:,}."]


def test_a_preview_has_at_most_200_layers_none_of_which_is_read_where_there_are_more(
    vera: Caller, world: World
) -> None:
    path = f"/api/ocs-tier/{world.noc.id}_1/compute_tier/"
    assert errors(vera.post(path, {"layers": [{}] * 201})) == {"layers": told(201, 200)}
    assert errors(vera.post(path, {"on_demand": [{}] * 1001})) == {"on_demand": told(1001, 1000)}


def test_an_edit_has_no_more_either(bob: Caller, world: World) -> None:
    path = f"/api/ocs-tier/{world.first.id}/"
    assert errors(bob.patch(path, {"layers": [{}] * 201})) == {"layers": told(201, 200)}
    assert errors(bob.patch(path, {"on_demand": [{}] * 1001})) == {"on_demand": told(1001, 1000)}
    put = bob.put(f"/api/ocs-tier/{world.second.id}/", words.tier(world, [{}] * 201))
    assert errors(put) == {"layers": told(201, 200)}


@pytest.mark.parametrize("spelled", [list, json.dumps])
def test_a_layer_has_at_most_1000_contacts_and_500_windows(bob: Caller, world: World, spelled: Any) -> None:
    path = f"/api/ocs-tier/{world.first.id}/"
    crowded = words.layer([0] * 1001, restrictions=spelled([0] * 501))
    wrong = {"contacts": told(1001, 1000), "restrictions": told(501, 500)}
    assert errors(bob.patch(path, {"layers": [crowded]})) == {"layers": [wrong]}
    fine = words.layer([world.ann.id] * 1000, restrictions=spelled([WINDOW] * 500))
    others = [words.layer([world.ann.id], index=index) for index in range(1, 200)]
    assert bob.patch(path, {"layers": [fine, *others]}).status_code == 200


def test_a_tier_that_has_more_is_read_previewed_and_saved_with_as_many(
    bob: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/api/ocs-tier/{world.first.id}/"
    people = [world.ann.id, world.ben.id]
    layers = [words.layer(people, restrictions=[WINDOW, WINDOW], index=index) for index in range(3)]
    assert bob.patch(path, {"layers": layers}).status_code == 200
    monkeypatch.setattr("watchbill.domain.rules.MOST", {"layers": 2, "contacts": 1, "restrictions": 1})
    assert len(bob.get(path).json()["layers"]) == 3
    assert bob.post(f"{path}compute_tier/", {"layers": layers}).status_code == 200
    assert bob.patch(path, {"layers": layers}).status_code == 200
    assert errors(bob.patch(path, {"layers": [*layers, layers[0]]})) == {"layers": told(4, 2)}


def test_at_most_100_field_errors_are_listed_and_the_others_counted(vera: Caller, world: World) -> None:
    path = f"/api/ocs-tier/{world.noc.id}_1/compute_tier/"
    found = errors(vera.post(path, {"layers": [{}] * 200}))
    assert found["non_field_errors"] == ["500 other problems are not listed."]
    assert sum(len(one) for one in found["layers"]) == 100


def test_a_rule_lists_no_more(vera: Caller, world: World) -> None:
    path = f"/api/ocs-tier/{world.noc.id}_1/compute_tier/"
    found = errors(vera.post(path, {"layers": [words.layer([], restrictions=[0] * 500)]}))
    assert len(found["layers"][0]["restrictions"]) == 100
    assert found["non_field_errors"] == ["400 other problems are not listed."]
