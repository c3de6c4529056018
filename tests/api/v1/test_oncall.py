"""GET /oncall: who is on call, everywhere."""

import msgspec
import pytest

from tests.api.v1.words import daily, group, member, once, revision, roster
from tests.cast import NOW, at, on


def names(answer):
    return [row["place"]["name"] for row in answer["results"]]


def people(row):
    return [person["name"] for person in row["people"]]


def test_a_row_for_each_place_by_customer(alice):
    assert names(alice.found("/oncall")) == ["Acme NOC, tier 1", "Acme NOC, tier 2", "Globex desk, tier 1"]


def test_all_about_one_tier(alice, world):
    [row] = alice.found("/oncall", tier=world.first.id)["results"]
    assert row["place"] == {
        "kind": "tier",
        "id": world.first.id,
        "number": 1,
        "name": "Acme NOC, tier 1",
        "schedule": {"id": world.noc.id, "name": "Acme NOC"},
        "customer": {"id": world.acme.id, "name": "Acme"},
    }
    assert (people(row), row["since"], row["until"]) == (["Bob Baker"], on(10, "08:00"), on(11, "08:00"))
    assert row["people"][0]["phone"] == world.bob.contact.phone
    assert row["next"] == {"at": on(11, "08:00"), "people": [person(world.ann)]}
    assert row["shifts"] == [
        {
            "start": on(10, "08:00"),
            "end": on(11, "08:00"),
            "people": [world.bob.id],
            "rule": {"kind": "layer", "index": 0, "text": "layer 0, daily, UTC"},
        }
    ]
    assert row["default_contact"] == {
        "email": "noc@acme.example",
        "phone": "+442079460000",
        "phone_link": "tel:+442079460000",
    }


def person(contact):
    return {
        "id": contact.id,
        "name": contact.full_name,
        "email": contact.email,
        "phone": contact.phone,
        "mobile": contact.mobile,
        "phone_link": f"tel:{contact.phone}",
        "mobile_link": None,
    }


def test_numbers_without_a_countrys_code_are_dialled_as_in_the_customers_country(alice, bob, world):
    bob.send("PATCH", f"/contacts/{world.ann.id}", json={"phone": "020 7946 0000", "mobile": "ask Ben"})
    bob.send("PATCH", f"/schedules/{world.noc.id}", json={"default_phone": "020 7946 0001"})

    def dialled():
        [row] = alice.found("/oncall", tier=world.first.id, at=on(1, "09:00"))["results"]
        contact = bob.found(f"/contacts/{world.ann.id}")
        default = bob.found(f"/schedules/{world.noc.id}")["default_contact"]
        assert (contact["phone_link"], default) == (row["people"][0]["phone_link"], row["default_contact"])
        assert (contact["mobile_link"], row["people"][0]["mobile_link"]) == (None, None)
        return contact["phone_link"], default["phone_link"]

    assert dialled() == (None, None)
    alice.send("PATCH", f"/customers/{world.northwind.id}", json={"country": "GB"})
    assert dialled() == ("tel:+442079460000", "tel:+442079460001")
    alice.send("PATCH", f"/customers/{world.acme.id}", json={"country": "US"})
    assert dialled() == (None, None)


def test_an_on_demand_shift_is_the_rule(alice, world):
    [row] = alice.found("/oncall", tier=world.first.id, at=on(12, "12:00"))["results"]
    assert people(row) == ["Rita Reyes"]
    assert row["shifts"][0]["rule"] == {
        "kind": "override",
        "id": world.cover.id,
        "text": f"on-demand shift {world.cover.id}",
    }


def test_nobody_is_on_where_there_never_was_a_rule(alice, world):
    [row] = alice.found("/oncall", tier=world.second.id)["results"]
    assert (row["people"], row["since"], row["until"], row["next"]) == ([], None, None, None)
    assert row["default_contact"]["email"] == "noc@acme.example"


def test_before_anybody_is_on_the_first_is_told(alice, world):
    [row] = alice.found("/oncall", tier=world.first.id, at=on(1, "07:00"))["results"]
    assert (row["people"], row["since"], row["until"]) == ([], None, on(1, "08:00"))
    assert row["next"] == {"at": on(1, "08:00"), "people": [person(world.ann)]}


def test_who_never_ends_has_no_until(alice, world):
    [row] = alice.found("/oncall", customer=world.globex.id)["results"]
    assert (people(row), row["until"], row["next"]) == (["Gus Grant"], None, None)


def test_a_tier_may_be_named_by_schedule_and_number(alice, world):
    assert names(alice.found("/oncall", tier=f"{world.noc.id}_2")) == ["Acme NOC, tier 2"]


# ── rosters ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def desk(stage, world):
    """A roster of Acme: Ann from 8 to 16, Ben from 14 to 22."""
    records = roster(world, world.acme, "desk", daily("early", 8, 16, world.ann), daily("late", 14, 22, world.ben))
    stage.save(*records)
    return records[0]


def test_a_roster_is_a_place_like_a_tier(alice, world, desk):
    [row] = alice.found("/oncall", roster=desk.id, at=on(10, "15:00"))["results"]
    assert row["place"] == {
        "kind": "roster",
        "id": desk.id,
        "name": "desk",
        "customer": {"id": world.acme.id, "name": "Acme"},
    }
    assert people(row) == ["Ann Abbott", "Ben Blake"]
    assert (row["since"], row["until"]) == (on(10, "14:00"), on(10, "16:00"))
    assert [shift["rule"] for shift in row["shifts"]] == [
        {"kind": "shift", "id": "ESD-early", "text": "early"},
        {"kind": "shift", "id": "ESD-late", "text": "late"},
    ]
    assert row["next"] == {"at": on(10, "16:00"), "people": [person(world.ben)]}


def test_the_people_of_a_roster_are_on_until_a_gap(alice, desk):
    [row] = alice.found("/oncall", roster=desk.id, at=on(10, "17:00"))["results"]
    assert (people(row), row["until"], row["next"]["at"]) == (["Ben Blake"], on(10, "22:00"), on(11, "08:00"))


def test_between_two_shifts_of_a_roster_nobody_is_on(alice, desk):
    [row] = alice.found("/oncall", roster=desk.id, at=on(10, "23:00"))["results"]
    assert (row["people"], row["since"], row["until"]) == ([], None, on(11, "08:00"))


def test_the_same_people_go_on_over_the_edges_of_their_shifts(alice, stage, world):
    records = roster(
        world, world.acme, "night", daily("all day", 0, 0, world.ann), once("b", on(20), on(21), world.ben)
    )
    stage.save(*records)
    [row] = alice.found("/oncall", roster=records[0].id)["results"]
    assert (row["since"], row["until"]) == (on(1), on(20))


def test_rosters_stand_after_their_customers_tiers(alice, desk):
    assert names(alice.found("/oncall")) == ["Acme NOC, tier 1", "Acme NOC, tier 2", "desk", "Globex desk, tier 1"]


# ── filters ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_filters_combine(alice, world):
    assert names(alice.found("/oncall", customer=world.acme.id, schedule=world.noc.id)) == [
        "Acme NOC, tier 1",
        "Acme NOC, tier 2",
    ]
    assert names(alice.found("/oncall", customer=world.globex.id, schedule=world.noc.id)) == []
    assert names(alice.found("/oncall", customer=world.globex.id, tier=world.first.id)) == []


def test_a_tier_and_a_roster_at_once_is_nothing(alice, world, desk):
    assert names(alice.found("/oncall", tier=world.first.id, roster=desk.id)) == []


def test_a_contact_where_they_are_on_now(alice, world):
    assert names(alice.found("/oncall", contact=world.bob.id)) == ["Acme NOC, tier 1"]
    assert names(alice.found("/oncall", contact=world.ann.id)) == []
    assert names(alice.found("/oncall", contact=world.ann.id, at=on(11, "12:00"))) == ["Acme NOC, tier 1"]


def test_a_contact_is_found_by_rules_that_have_been_replaced(alice, stage, world):
    stage.save(revision(world, world.first, 2, on(10, "10:00"), world.ben))
    assert names(alice.found("/oncall", contact=world.bob.id)) == []
    assert names(alice.found("/oncall", contact=world.bob.id, at=on(10, "09:00"))) == ["Acme NOC, tier 1"]


def test_a_contact_is_found_by_their_on_demand_shift(alice, world):
    assert names(alice.found("/oncall", contact=world.rita.id, at=on(12, "12:00"))) == ["Acme NOC, tier 1"]


def test_a_group_where_somebody_in_it_is_on(alice, stage, world):
    nights = group(world, world.acme, "nights")
    shift = daily("all day", 0, 0, groups=(nights,))
    stage.save(nights, member(nights, world.bob.contact, on(1), on(10, "13:00")))
    stage.save(*roster(world, world.acme, "crew", shift))
    assert names(alice.found("/oncall", group=nights.id)) == ["Acme NOC, tier 1", "crew"]
    assert names(alice.found("/oncall", group=nights.id, at=on(10, "14:00"))) == []
    assert names(alice.found("/oncall", group=nights.id, tier=world.first.id)) == ["Acme NOC, tier 1"]


@pytest.mark.parametrize("name", ["customer", "schedule", "contact", "group"])
def test_a_filter_that_nothing_fits_is_an_empty_list(alice, name):
    assert alice.found("/oncall", **{name: 10**12})["results"] == []


@pytest.mark.parametrize(("name", "value"), [("tier", "999999"), ("tier", "999999_1"), ("roster", "ES-none")])
def test_a_tier_or_roster_that_is_not_there_is_told(alice, name, value):
    assert alice.get("/oncall", **{name: value}).status_code == 404


def test_customers_that_are_switched_off_are_left_out_unless_they_are_named(alice, stage, world):
    stage.save(msgspec.structs.replace(world.globex, is_active=False))
    assert names(alice.found("/oncall")) == ["Acme NOC, tier 1", "Acme NOC, tier 2"]
    assert names(alice.found("/oncall", contact=world.gus.id)) == []
    assert names(alice.found("/oncall", customer=world.globex.id)) == ["Globex desk, tier 1"]


# ── who may see what ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_customers_people_see_their_own(vera, mallory):
    assert names(vera.found("/oncall")) == ["Acme NOC, tier 1", "Acme NOC, tier 2"]
    assert names(mallory.found("/oncall")) == ["Globex desk, tier 1"]


def test_what_is_anothers_cannot_be_told_from_what_is_not_there(mallory, world, desk):
    assert mallory.get("/oncall", tier=world.first.id).status_code == 404
    assert mallory.get("/oncall", roster=desk.id).status_code == 404
    for query in ({"customer": world.acme.id}, {"schedule": world.noc.id}, {"contact": world.bob.id}):
        assert mallory.found("/oncall", **query)["total"] == 0


def test_the_providers_rosters_are_everybodys(mallory, stage, world):
    records = roster(world, world.northwind, "shared", daily("all day", 0, 0, world.nora))
    stage.save(*records)
    assert names(mallory.found("/oncall")) == ["Globex desk, tier 1", "shared"]
    assert names(mallory.found("/oncall", roster=records[0].id)) == ["shared"]


# ── pages, zones, text ───────────────────────────────────────────────────────────────────────────────────────────


def test_pages_follow_one_another(alice):
    first = alice.found("/oncall", limit=2)
    assert (len(first["results"]), first["total"], first["page"], first["limit"]) == (2, 3, 1, 2)
    second = alice.client.get(first["next"], headers={"Authorization": f"Bearer {alice.token}"}).json()
    assert names(second) == ["Globex desk, tier 1"]
    assert second["next"] is None


def test_a_page_past_the_end_is_empty(alice):
    past = alice.found("/oncall", page=9)
    assert (past["results"], past["total"], past["next"]) == ([], 3, None)


def test_instants_by_the_clocks_of_a_zone(alice, world):
    answer = alice.found("/oncall", tier=world.first.id, tz="Europe/Berlin")
    assert (answer["at"], answer["tz"]) == ("2026-06-10T14:00:00+02:00", "Europe/Berlin")
    assert answer["results"][0]["until"] == "2026-06-11T10:00:00+02:00"


def test_an_offset_whose_plus_came_as_a_space(alice, world):
    answer = alice.send("GET", f"/oncall?tier={world.first.id}&at=2026-06-10T10:30:00+02:00").json()
    assert answer["at"] == on(10, "08:30")


def test_a_table_for_a_terminal(alice):
    response = alice.send("GET", "/oncall", headers={"Accept": "text/plain"})
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    heading, blank, columns, first, second, _ = response.text.splitlines()
    assert (heading, blank) == ("On call at Wed 2026-06-10 12:00Z", "")
    assert first.split("  ")[0] == "Acme"
    assert columns.index("ON CALL") == first.index("Bob Baker") == second.index("NOBODY")


def test_a_table_has_a_line_for_each_person_of_a_roster(alice, desk):
    answer = alice.send("GET", f"/oncall?roster={desk.id}&at={on(10, '15:00')}", headers={"Accept": "text/plain"})
    first, second = answer.text.splitlines()[3:]
    assert (
        first.split()
        == f"Acme desk Ann Abbott {first.split()[4]} ann@acme.example Wed 2026-06-10 16:00Z Ben Blake".split()
    )
    assert second.split()[:2] == ["Ben", "Blake"]


def test_a_table_says_from_when_the_next_are_on(alice, desk):
    answer = alice.send("GET", f"/oncall?roster={desk.id}&at={on(10, '17:00')}", headers={"Accept": "text/plain"})
    assert answer.text.splitlines()[3].endswith("Ann Abbott from Thu 2026-06-11 08:00Z")


def test_an_empty_table_says_so(alice):
    answer = alice.send("GET", "/oncall?customer=999999", headers={"Accept": "text/plain"})
    assert answer.text == "There is nothing to be on call for.\n"


def test_a_name_cannot_move_the_terminals_cursor(alice, stage, world):
    stage.save(msgspec.structs.replace(world.noc, name="A\x1b[2Jme\nNOC"))
    assert "\x1b" not in alice.send("GET", "/oncall", headers={"Accept": "text/plain"}).text


def test_json_unless_text_is_asked_for(alice):
    for accept in ("*/*", "application/json", "text/plain;q=0.1, application/json"):
        response = alice.send("GET", "/oncall", headers={"Accept": accept})
        assert response.headers["content-type"] == "application/json"


def test_the_answer_is_of_the_present(alice, clock, world):
    clock.set(on(11, "09:00"))
    [row] = alice.found("/oncall", tier=world.first.id)["results"]
    assert people(row) == ["Ann Abbott"]
    assert at(on(11, "09:00")) > NOW
