"""GET /contacts/{id}/shifts: one person's shifts over everything."""

from tests.api.v1.words import cover, daily, group, member, revision, roster
from tests.cast import NOW, on
from watchbill.engine import iso

DAY = 86_400


def spans(answer):
    return [(row["place"]["name"], row["start"], row["end"]) for row in answer["results"]]


def shifts(caller, contact, since, until, **query):
    return caller.found(f"/contacts/{contact.id}/shifts", since=since, until=until, **query)


def test_turns_and_on_demand_shifts_in_order(alice, world):
    assert spans(shifts(alice, world.bob.contact, on(12), on(15))) == [
        ("Acme NOC, tier 1", on(12, "20:00"), on(13, "08:00")),
        ("Acme NOC, tier 1", on(14, "08:00"), on(15)),
    ]
    [covered] = shifts(alice, world.rita.contact, on(1), on(30))["results"]
    assert covered["rule"]["kind"] == "override"


def test_who_it_is_about_and_whom_the_shifts_name(alice, world):
    answer = shifts(alice, world.bob.contact, on(14), on(15))
    assert answer["person"]["name"] == "Bob Baker"
    assert [person["id"] for person in answer["people"]] == [world.bob.id]
    assert (answer["since"], answer["until"]) == (on(14), on(15))


def test_tiers_and_rosters_in_one_order(alice, stage, world):
    stage.save(*roster(world, world.acme, "desk", daily("noon", 12, 13, world.ann, world.ben)))
    assert spans(shifts(alice, world.ann, on(11), on(12))) == [
        ("Acme NOC, tier 1", on(11, "08:00"), on(12)),
        ("desk", on(11, "12:00"), on(11, "13:00")),
    ]


def test_what_a_replaced_rule_gave_is_still_there(alice, stage, world):
    stage.save(revision(world, world.first, 2, on(10), world.ben))
    assert spans(shifts(alice, world.ann, on(9), on(12))) == [("Acme NOC, tier 1", on(9, "08:00"), on(10))]


def test_the_time_in_a_group_counts(alice, stage, world):
    crew = group(world, world.acme, "crew")
    stage.save(crew, member(crew, world.ben, on(3), on(5)))
    stage.save(*roster(world, world.acme, "desk", daily("noon", 12, 13, groups=(crew,))))
    assert [start for _, start, _ in spans(shifts(alice, world.ben, on(1), on(30)))] == [on(3, "12:00"), on(4, "12:00")]


def test_pages(alice, world):
    first = shifts(alice, world.bob.contact, on(2), on(12), limit=2)
    assert (len(first["results"]), first["total"]) == (2, 5)
    assert "page=2" in first["next"]


def test_the_next_shift_is_told_however_far_it_is(alice, stage, world):
    stage.save(cover(world, world.second, world.ben, NOW + 800 * DAY), cover(world, world.second, world.ben, NOW))
    answer = shifts(alice, world.ben, on(1), on(5))
    assert (answer["results"], answer["next_shift"]["start"]) == ([], on(10, "12:00"))
    answer = shifts(alice, world.ben, on(10, "12:00"), on(20))
    assert [row["start"] for row in answer["results"]] == [on(10, "12:00")]
    assert answer["next_shift"]["start"] == iso(NOW + 800 * DAY)
    assert [person["id"] for person in answer["people"]] == [world.ben.id]


def test_no_next_shift_is_told_beside_one_that_begins_in_the_window_or_where_none_comes(alice, world):
    assert shifts(alice, world.bob.contact, on(10), on(20))["next_shift"] is None
    assert shifts(alice, world.ben, on(10), on(20))["next_shift"] is None


def test_anothers_contact_is_not_there(mallory, world):
    assert mallory.get(f"/contacts/{world.bob.id}/shifts").status_code == 404


def test_a_name_is_no_id(alice):
    assert alice.get("/contacts/bob/shifts").status_code == 404


def test_what_the_caller_may_not_see_is_left_out(mallory, alice, stage, world):
    stage.save(revision(world, world.second, 1, None, world.gus))
    assert {place for place, _, _ in spans(shifts(mallory, world.gus, on(10), on(11)))} == {"Globex desk, tier 1"}
    assert len({place for place, _, _ in spans(shifts(alice, world.gus, on(10), on(11)))}) == 2
