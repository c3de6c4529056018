"""Revisions: read back, and restored, which makes a new one and leaves the past alone."""

import pytest
from msgspec.structs import replace

from tests.api.v1.words import daily, roster
from tests.cast import EARLIER, at, on
from watchbill.domain.model import LayerRule, Revision, TierId


def put_layers(alice, tier, *contacts):
    """The layers of a tier as an existing client of the older API saves them."""
    layer = {"start": on(1), "rotation": '{"type":"daily"}', "restrictions": "null", "contacts": list(contacts)}
    body = {"number": tier["number"], "ocs": tier["schedule"]["id"], "layers": [layer]}
    response = alice.client.request(
        "PUT", f"/api/ocs-tier/{tier['id']}/", json=body, headers={"Authorization": f"Bearer {alice.token}"}
    )
    assert response.status_code == 200, response.text


@pytest.fixture
def tier(alice, world):
    """A tier whose layers were edited at noon of the 10th and at noon of the 12th."""
    answer = alice.client.request(
        "POST",
        "/api/ocs/",
        json={"customer": world.acme.id, "name": "Revised"},
        headers={"Authorization": f"Bearer {alice.token}"},
    )
    [row] = alice.found("/oncall", schedule=answer.json()["id"])["results"]
    return row["place"]


@pytest.fixture
def edited(alice, tier, world, clock):
    put_layers(alice, tier, world.bob.id)
    clock.set(on(12, "12:00"))
    put_layers(alice, tier, world.rita.id)
    return f"/tiers/{tier['id']}"


def on_call(alice, tier, when):
    [row] = alice.found("/oncall", tier=tier["id"], at=when)["results"]
    return [person["id"] for person in row["people"]]


def test_revisions_are_told_with_the_latest_first(alice, edited, world):
    told = alice.found(f"{edited}/revisions")["revisions"]
    assert [(one["number"], one["counts_from"]) for one in told] == [(2, on(12, "12:00")), (1, None)]
    assert told[0]["saved_by"] == {"id": world.alice.account.id, "username": world.alice.account.username}
    assert told[0]["layers"][0]["contacts"] == [world.rita.id]


def test_a_layer_is_told_as_it_was_written_and_in_words(alice, edited):
    [layer] = alice.found(f"{edited}/revisions/1")["layers"]
    assert (layer["rotation"], layer["restrictions"], layer["start"]) == ({"type": "daily"}, None, on(1))
    assert "daily" in layer["text"]


def test_the_people_of_all_revisions_are_told_once(alice, edited, world):
    assert {one["id"] for one in alice.found(f"{edited}/revisions")["people"]} == {world.bob.id, world.rita.id}


def test_a_tier_without_layers_has_no_revisions(alice, tier):
    assert alice.found(f"/tiers/{tier['id']}/revisions")["revisions"] == []


def test_restoring_makes_a_new_revision_from_now_on(alice, edited, clock, world):
    clock.set(on(14, "12:00"))
    answer = alice.send("POST", f"{edited}/revisions/1/restore")
    assert answer.status_code == 200, answer.text
    latest = answer.json()["revisions"][0]
    assert (latest["number"], latest["counts_from"]) == (3, on(14, "12:00"))
    assert latest["layers"][0]["contacts"] == [world.bob.id]


def test_restoring_leaves_the_past_as_it_was(alice, edited, tier, clock, world):
    clock.set(on(14, "12:00"))
    alice.send("POST", f"{edited}/revisions/1/restore")
    assert on_call(alice, tier, on(13)) == [world.rita.id]
    assert on_call(alice, tier, on(15)) == [world.bob.id]


def test_restoring_what_is_in_force_changes_nothing(alice, edited):
    before = alice.found(f"{edited}/revisions")
    assert alice.send("POST", f"{edited}/revisions/2/restore").json() == before


def test_instants_are_written_by_the_clocks_asked_for(alice, edited):
    assert alice.found(f"{edited}/revisions/2", tz="Europe/Berlin")["saved_at"] == "2026-06-12T14:00:00+02:00"


@pytest.mark.parametrize("number", ["0", "3", "x", "9" * 30])
def test_an_unknown_revision_is_not_found(alice, edited, number):
    assert alice.get(f"{edited}/revisions/{number}").status_code == 404
    assert alice.send("POST", f"{edited}/revisions/{number}/restore").status_code == 404


def test_a_viewer_may_read_and_not_restore(vera, edited):
    assert vera.get(f"{edited}/revisions").status_code == 200
    assert vera.send("POST", f"{edited}/revisions/1/restore").status_code == 403


def test_mallory_finds_nothing(mallory, edited):
    assert mallory.get(f"{edited}/revisions").status_code == 404
    assert mallory.send("POST", f"{edited}/revisions/1/restore").status_code == 404


def test_a_roster_tells_its_shifts_in_words(alice, stage, world):
    made, first = roster(world, world.acme, "desk", daily("early", 6, 14, world.bob.contact))
    stage.save(made, first)
    [revision] = alice.found(f"/rosters/{made.id}/revisions")["revisions"]
    assert (revision["tz"], revision["counts_from"]) == ("UTC", None)
    assert [(one["name"], one["contacts"]) for one in revision["shifts"]] == [("early", [world.bob.id])]


def test_a_roster_is_restored_from_now_on(alice, stage, world, clock):
    made, first = roster(world, world.acme, "desk", daily("early", 6, 14, world.bob.contact))
    late = (daily("late", 14, 22, world.bob.contact),)
    second = replace(first, number=2, counts_from=at(on(9)), saved_at=at(on(9)), shifts=late)
    stage.save(made, first, second)
    answer = alice.send("POST", f"/rosters/{made.id}/revisions/1/restore").json()
    assert [(one["number"], one["shifts"][0]["name"]) for one in answer["revisions"]] == [
        (3, "early"),
        (2, "late"),
        (1, "early"),
    ]
    assert answer["revisions"][0]["counts_from"] == on(10, "12:00")


def test_one_revision_of_a_roster_is_told(alice, stage, world):
    made, first = roster(world, world.acme, "desk", daily("early", 6, 14, world.bob.contact))
    stage.save(made, first)
    assert alice.found(f"/rosters/{made.id}/revisions/1")["shifts"][0]["name"] == "early"
    assert alice.get(f"/rosters/{made.id}/revisions/2").status_code == 404


def test_restoring_what_a_roster_has_in_force_changes_nothing(alice, stage, world):
    made, first = roster(world, world.acme, "desk", daily("early", 6, 14, world.bob.contact))
    stage.save(made, first)
    before = alice.found(f"/rosters/{made.id}/revisions")
    assert alice.send("POST", f"/rosters/{made.id}/revisions/1/restore").json() == before


def test_a_roster_that_names_somebody_who_is_gone_is_not_restored(alice, stage, world):
    made, first = roster(world, world.acme, "desk", daily("early", 6, 14, world.ivy))
    second = replace(first, number=2, counts_from=at(on(9)), shifts=(daily("late", 14, 22, world.bob.contact),))
    stage.save(made, first, second)
    refused = alice.send("POST", f"/rosters/{made.id}/revisions/1/restore")
    assert refused.status_code == 422
    assert "Ivy" in refused.json()["problems"][0]["reason"]


def test_a_tier_that_names_somebody_who_is_gone_is_not_restored(alice, stage, tier, world):
    rule = LayerRule(
        start=at(on(1)), rotation='{"type":"daily"}', restrictions="null", contacts=(world.ivy.id,), index=0, tz="UTC"
    )
    first = Revision(
        provider_id=world.northwind.provider_id,
        tier_id=TierId(tier["id"]),
        number=1,
        counts_from=None,
        saved_at=EARLIER,
        saved_by=world.alice.account.id,
        layers=(rule,),
    )
    stage.save(first, replace(first, number=2, counts_from=at(on(9)), layers=()))
    refused = alice.send("POST", f"/tiers/{tier['id']}/revisions/1/restore")
    assert refused.status_code == 422
    assert alice.found(f"/tiers/{tier['id']}/revisions")["revisions"][0]["number"] == 2
