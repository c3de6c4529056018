"""GET /tiers/{id}/timeline, /rosters/{id}/timeline, /schedules/{id}/timeline."""

import pytest

from tests.api.v1.words import daily, group, member, revision, roster
from tests.cast import on


def spans(shifts):
    return [(shift["start"], shift["end"], *shift.get("people", ())) for shift in shifts]


def of_tier(caller, tier, since, until, **query):
    return caller.found(f"/tiers/{tier.id}/timeline", since=since, until=until, **query)


def test_a_tiers_final_shifts(alice, world):
    found = of_tier(alice, world.first, on(12), on(13, "12:00"))
    assert (
        spans(found["shifts"])
        == [
            (on(12), on(12, "08:00"), world.ann.id),
            (on(12, "08:00"), on(12, "20:00"), world.rita.id),
            (on(12, "20:00"), on(13, "08:00"), world.bob.id),
            (on(13, "08:00"), on(13, "12:00"), world.ann.id),
        ]
        or found["shifts"]
    )


def test_the_layers_alone_and_what_lies_over_them(alice, world):
    found = of_tier(alice, world.first, on(12, "09:00"), on(12, "18:00"))
    [layer] = found["rules"]
    assert layer["rule"]["kind"] == "layer"
    assert spans(layer["shifts"]) == [(on(12, "09:00"), on(12, "18:00"), world.bob.id)]
    assert spans(found["overrides"]) == [(on(12, "09:00"), on(12, "18:00"), world.rita.id)]


def test_people_once_by_id(alice, world):
    found = of_tier(alice, world.first, on(1), on(30))
    assert [person["id"] for person in found["people"]] == sorted([world.ann.id, world.bob.id, world.rita.id])


def test_gaps_and_coverage(alice, world):
    found = of_tier(alice, world.first, on(0, "08:00"), on(2, "08:00"))
    assert spans(found["gaps"]) == [(on(0, "08:00"), on(1, "08:00"))]
    assert found["coverage"] == 0.5


def test_a_tier_without_rules_is_one_gap(alice, world):
    found = of_tier(alice, world.second, on(1), on(3))
    assert (spans(found["gaps"]), found["coverage"], found["rules"]) == ([(on(1), on(3))], 0.0, [])


def test_a_layer_is_told_by_the_revisions_in_force(alice, stage, world):
    stage.save(revision(world, world.first, 2, on(5), world.ben))
    [layer] = of_tier(alice, world.first, on(4, "08:00"), on(6))["rules"]
    assert spans(layer["shifts"]) == [
        (on(4, "08:00"), on(5), world.bob.id),
        (on(5), on(6), world.ben.id),
    ]


def test_a_roster_in_the_same_shape(alice, stage, world):
    crew = group(world, world.acme, "crew")
    records = roster(
        world,
        world.acme,
        "desk",
        daily("early", 8, 16, world.ann),
        daily("late", 14, 22, world.ben, groups=(crew,)),
    )
    stage.save(crew, member(crew, world.bob.contact, on(1)))
    stage.save(*records)
    found = alice.found(f"/rosters/{records[0].id}/timeline", since=on(3, "10:00"), until=on(4))
    both = (world.ben.id, world.bob.id)
    assert spans(found["shifts"]) == [
        (on(3, "10:00"), on(3, "16:00"), world.ann.id),
        (on(3, "14:00"), on(3, "22:00"), *both),
    ]
    assert spans(found["gaps"]) == [(on(3, "22:00"), on(4))]
    assert found["coverage"] == pytest.approx(12 / 14)
    assert [each["rule"]["id"] for each in found["rules"]] == ["ESD-early", "ESD-late"]
    assert spans(found["rules"][1]["shifts"]) == [(on(3, "14:00"), on(3, "22:00"), *both)]
    assert found["overrides"] == []


def test_all_tiers_of_a_schedule(alice, world):
    found = alice.found(f"/schedules/{world.noc.id}/timeline", since=on(3), until=on(4))
    assert found["schedule"] == {
        "id": world.noc.id,
        "name": "Acme NOC",
        "customer": {"id": world.acme.id, "name": "Acme"},
    }
    assert [tier["place"]["number"] for tier in found["tiers"]] == [1, 2]
    assert [tier["coverage"] for tier in found["tiers"]] == [1.0, 0.0]
    assert [person["name"] for person in found["people"]] == ["Ann Abbott", "Bob Baker"]


def test_two_years_are_whole_though_they_are_made_in_pieces(alice, world):
    found = of_tier(alice, world.first, "2026-06-20T08:00:00Z", "2028-06-20T08:00:00Z")
    assert len(found["shifts"]) == 731
    assert {shift["end"][11:] for shift in found["shifts"]} == {"08:00:00Z"}
    [gus] = of_tier(alice, world.desk_tier, "2026-06-20T08:00:00Z", "2028-06-20T08:00:00Z")["shifts"]
    assert (gus["start"], gus["end"]) == ("2026-06-20T08:00:00Z", "2028-06-20T08:00:00Z")


def test_a_long_answer_is_sent_as_it_is_made(alice, world):
    short = alice.get(f"/tiers/{world.first.id}/timeline")
    long = alice.get(f"/tiers/{world.first.id}/timeline", until="2028-06-01T00:00:00Z")
    assert int(short.headers["content-length"]) == len(short.content)
    assert "content-length" not in long.headers
    assert len(long.json()["shifts"]) > 700


def test_more_than_two_years_are_too_many(alice, world):
    answer = alice.get(f"/tiers/{world.first.id}/timeline", since=on(1), until="2029-06-01T00:00:00Z")
    assert [problem["path"] for problem in answer.json()["problems"]] == ["until"]


def test_thirty_days_from_now_unless_said_otherwise(alice, world):
    found = alice.found(f"/tiers/{world.first.id}/timeline")
    assert (found["since"], found["until"]) == (on(10, "12:00"), "2026-07-10T12:00:00Z")


def test_instants_by_the_clocks_of_a_zone(alice, world):
    found = of_tier(alice, world.first, on(3), on(4), tz="America/New_York")
    assert found["shifts"][0]["end"] == "2026-06-03T04:00:00-04:00"
    assert found["tz"] == "America/New_York"


def test_a_head_has_no_body(alice, world):
    response = alice.send("HEAD", f"/tiers/{world.first.id}/timeline")
    assert (response.status_code, response.content) == (200, b"")


def test_a_tier_by_schedule_and_number(alice, world):
    assert alice.found(f"/tiers/{world.noc.id}_1/timeline")["place"]["id"] == world.first.id


def test_what_is_anothers_is_not_there(mallory, stage, world):
    records = roster(world, world.acme, "desk", daily("early", 8, 16, world.ann))
    stage.save(*records)
    for path in (f"/tiers/{world.first.id}", f"/rosters/{records[0].id}", f"/schedules/{world.noc.id}"):
        assert mallory.get(f"{path}/timeline").status_code == 404


@pytest.mark.parametrize("path", ["/tiers/one", "/tiers/9999", "/rosters/ES-0", "/schedules/one", "/schedules/9999"])
def test_what_is_not_there_is_told(alice, path):
    assert alice.get(f"{path}/timeline").status_code == 404
