"""GET /gaps: where nobody will be on call."""

import pytest

from tests.api.v1.words import daily, revision, roster
from tests.cast import on


@pytest.fixture
def desk(stage, world):
    """A roster of Acme, open by day."""
    records = roster(world, world.acme, "desk", daily("day", 8, 20, world.ann))
    stage.save(*records)
    return records[0]


def gaps(answer):
    return [(row["place"]["name"], row["start"], row["end"]) for row in answer["results"]]


def test_all_gaps_of_all_places_by_start(alice, desk):
    assert gaps(alice.found("/gaps", within="2d")) == [
        ("Acme NOC, tier 2", on(10, "12:00"), on(12, "12:00")),
        ("desk", on(10, "20:00"), on(11, "08:00")),
        ("desk", on(11, "20:00"), on(12, "08:00")),
    ]


def test_a_place_without_rules_says_so(alice, desk):
    found = alice.found("/gaps", within="1d")["results"]
    assert [row["is_empty"] for row in found] == [True, False]
    assert found[0]["default_contact"] == {
        "email": "noc@acme.example",
        "phone": "+442079460000",
        "phone_link": "tel:+442079460000",
    }
    assert found[1]["default_contact"] is None


def test_rules_that_were_taken_away_leave_a_gap_that_is_not_empty(alice, stage, world):
    stage.save(revision(world, world.first, 2, on(11)))
    [row] = alice.found("/gaps", within="2d", tier=world.first.id)["results"]
    # The cover of the 12th stands.
    assert (row["start"], row["end"], row["is_empty"]) == (on(11), on(12, "08:00"), False)


def test_filters(alice, world, desk):
    assert alice.found("/gaps", customer=world.globex.id)["total"] == 0
    assert gaps(alice.found("/gaps", within="12h", roster=desk.id)) == [("desk", on(10, "20:00"), on(11))]
    assert gaps(alice.found("/gaps", within="12h", schedule=world.noc.id)) == [
        ("Acme NOC, tier 2", on(10, "12:00"), on(11))
    ]


def test_of_one_schedule(alice, mallory, world):
    assert gaps(alice.found(f"/schedules/{world.noc.id}/gaps", within="12h")) == [
        ("Acme NOC, tier 2", on(10, "12:00"), on(11))
    ]
    assert mallory.get(f"/schedules/{world.noc.id}/gaps").status_code == 404


def test_the_window_is_told(alice):
    answer = alice.found("/gaps")
    assert (answer["since"], answer["until"]) == (on(10, "12:00"), "2026-07-10T12:00:00Z")


def test_at_how_many_places_was_looked(alice, world):
    assert alice.found("/gaps")["places"] == 3
    assert alice.found("/clashes", customer=world.acme.id)["places"] == 2
    assert alice.found("/gaps", schedule=world.desk.id, customer=world.acme.id)["places"] == 0


def test_pages(alice, desk):
    second = alice.found("/gaps", within="2d", limit=1, page=2)
    assert (gaps(second), second["total"]) == ([("desk", on(10, "20:00"), on(11, "08:00"))], 3)
    assert "within=2d" in second["next"]


def test_only_what_the_caller_may_see(mallory, desk):
    assert mallory.found("/gaps")["total"] == 0


@pytest.mark.parametrize("within", ["30", "d", "-1d", "0d", "3y", "1.5d", "9999w"])
def test_a_length_that_is_none(alice, within):
    assert alice.get("/gaps", within=within).json()["problems"][0]["path"] == "within"


def test_what_is_ahead_may_be_asked_of_another_time(alice, desk):
    found = alice.found("/gaps", at=on(11, "09:00"), within="1d", roster=desk.id)
    assert (found["since"], found["until"]) == (on(11, "09:00"), on(12, "09:00"))
    assert gaps(found) == [("desk", on(11, "20:00"), on(12, "08:00"))]
