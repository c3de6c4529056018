"""GET /clashes: who will be on call at several places at once."""

import pytest

from tests.api.v1.words import daily, revision, roster
from tests.cast import on


@pytest.fixture
def twice(stage, world):
    """Ann and Bob take turns at tier 2 as well, from the 11th on; Gus is at his desk."""
    stage.save(revision(world, world.second, 1, on(11), world.ann, world.bob.contact))


def clashes(answer):
    return [
        (row["person"]["name"], row["start"], row["end"], [place["name"] for place in row["places"]])
        for row in answer["results"]
    ]


BOTH = ["Acme NOC, tier 1", "Acme NOC, tier 2"]


def test_a_clash_is_as_long_as_the_places_stay_the_same(alice, twice):
    assert clashes(alice.found("/clashes", within="2d")) == [
        ("Bob Baker", on(11), on(11, "08:00"), BOTH),
        ("Ann Abbott", on(11, "08:00"), on(12, "08:00"), BOTH),
    ]


def test_who_is_covered_does_not_clash(alice, twice, world):
    found = alice.found("/clashes", within="3d", contact=world.bob.id)
    assert clashes(found)[1:] == [("Bob Baker", on(12, "20:00"), on(13, "08:00"), BOTH)]


def test_three_places_are_one_clash(alice, twice, stage, world):
    stage.save(*roster(world, world.acme, "desk", daily("noon", 12, 14, world.ann, world.bob.contact)))
    found = clashes(alice.found("/clashes", within="2d", contact=world.ann.id))
    assert [(start, len(places)) for _, start, _, places in found] == [
        (on(11, "08:00"), 2),
        (on(11, "12:00"), 3),
        (on(11, "14:00"), 2),
    ]


def test_two_shifts_at_one_place_are_no_clash(alice, stage, world):
    stage.save(*roster(world, world.acme, "desk", daily("a", 12, 14, world.ben), daily("b", 13, 15, world.ben)))
    assert alice.found("/clashes")["total"] == 0


def test_of_one_schedule(alice, mallory, twice, world):
    assert len(clashes(alice.found(f"/schedules/{world.noc.id}/clashes", within="2d"))) == 2
    assert alice.found(f"/schedules/{world.desk.id}/clashes")["total"] == 0
    assert mallory.get(f"/schedules/{world.noc.id}/clashes").status_code == 404


def test_only_between_places_that_the_caller_may_see(mallory, alice, stage, world):
    stage.save(revision(world, world.second, 1, None, world.gus))
    assert alice.found("/clashes")["total"] == 1
    assert mallory.found("/clashes")["total"] == 0


def test_a_contact_who_is_not_there_has_none(alice, twice):
    assert alice.found("/clashes", contact=10**9)["total"] == 0


def test_pages(alice, twice):
    second = alice.found("/clashes", within="2d", limit=1, page=2)
    assert ([name for name, *_ in clashes(second)], second["total"]) == (["Ann Abbott"], 2)
