"""GET /api/ocs-tier/{id}/"""

import json
from datetime import date
from typing import Any

import msgspec
import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller, Clock, Stage
from tests.cast import World, on
from watchbill.domain.model import ScheduleId, TierId


@pytest.fixture
def full(bob: Caller, world: World) -> Any:
    return bob.get(f"/api/ocs-tier/{world.first.id}/").json()


def with_layers(caller: Caller, world: World, *layers: Any) -> Any:
    """Tier `second` with these as its first layers."""
    path = f"/api/ocs-tier/{world.second.id}/"
    assert caller.put(path, words.tier(world, list(layers))).status_code == 200
    return caller.get(path).json()


def duty(full: Any) -> Any:
    return full["current"], full["current_since"], full["current_until"], full["next_contact"]


def test_has_exactly_these_keys(full: Any) -> None:
    assert set(full) == {
        "id", "number", "ocs", "ocs_name", "active", "created", "updated", "layers", "on_demand", "contacts",
        "current", "current_since", "current_until", "next_contact", "schedule",
    }  # fmt: skip


def test_says_what_is_kept_of_the_tier(full: Any, world: World) -> None:
    said = {
        "id": world.first.id,
        "number": 1,
        "ocs": world.noc.id,
        "ocs_name": "Acme NOC",
        "active": True,
        "created": "2026-05-01T08:00:00Z",
        "updated": "2026-05-01T08:00:00Z",
    }
    assert said.items() <= full.items()


def test_a_layer_has_its_rules_as_strings(full: Any, world: World) -> None:
    assert full["layers"] == [
        {
            "start": on(1, "08:00"),
            "rotation": '{"type":"daily"}',
            "restrictions": "null",
            "contacts": [world.ann.id, world.bob.id],
            "index": 0,
            "tz": "UTC",
        }
    ]


def test_lists_its_on_demand_shifts(full: Any, world: World) -> None:
    assert full["on_demand"] == [words.cover_said(world)]


def test_names_every_contact_once_and_whole(full: Any, world: World) -> None:
    said = sorted(full["contacts"], key=lambda contact: contact["id"])
    expected = [words.contact_said(one) for one in (world.ann, world.bob.contact, world.rita.contact) if one]
    assert said == sorted(expected, key=lambda contact: contact["id"])


def test_its_schedule_is_element_1_of_the_computed_tier(bob: Caller, full: Any, world: World) -> None:
    assert full["schedule"] == bob.post(f"/api/ocs-tier/{world.first.id}/compute_tier/", {}).json()[1]


def test_is_found_by_schedule_and_number_too(bob: Caller, full: Any, world: World) -> None:
    assert bob.get(f"/api/ocs-tier/{world.noc.id}_1/").json() == full


@pytest.mark.parametrize(
    "ref",
    ["0", "-1", "abc", "1.5", "999999999", "9" * 30, "{ocs}_0", "{ocs}_3", "{ocs}_", "_1", "{ocs}_1_1", "{ocs}_-1",
     "{ocs}_x", "999999999_1", "{ocs}_" + "9" * 30, "{ocs}-1"],
)  # fmt: skip
def test_what_is_no_tier_is_not_found(bob: Caller, world: World, ref: str) -> None:
    response = bob.get(f"/api/ocs-tier/{ref.format(ocs=world.noc.id)}/")
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


def test_a_bare_number_is_a_tier_id_and_no_number_in_a_schedule(bob: Caller, world: World) -> None:
    assert bob.get(f"/api/ocs-tier/{world.second.id}/").json()["id"] == world.second.id


@pytest.mark.parametrize("ref", ["{ocs}", "{ocs}%20_%201", "{ocs}_%201", "{ocs}%20_1"])
def test_a_schedules_id_is_its_tier_1_and_blanks_do_not_matter(bob: Caller, full: Any, world: World, ref: str) -> None:
    assert bob.get(f"/api/ocs-tier/{ref.format(ocs=world.noc.id)}/").json() == full


def test_a_schedules_id_is_its_tier_1_wherever_a_tier_is_named(bob: Caller, world: World) -> None:
    id, covers = world.noc.id, "/api/ocs-on-demand/"
    assert bob.put(f"/api/ocs-tier/{id}/", words.tier(world, [], number=1)).json()["id"] == world.first.id
    assert bob.patch(f"/api/ocs-tier/{id}/", {"layers": []}).json()["id"] == world.first.id
    assert bob.post(f"/api/ocs-tier/{id}/compute_tier/", {}).json()[2][0]["i"] == world.cover.id
    assert bob.post(covers, words.cover(world, tier=id)).json()["tier"] == world.first.id
    assert bob.post(covers, words.cover(world, on(21), on(22), tier=f" {id} _ 2 ")).json()["tier"] == world.second.id
    assert bob.get(covers, tier_id=id).json()["count"] == 2
    assert bob.get(f"{covers}count/", tier_id=f"{id} _ 2").json() == {"count": 1}


def test_ids_of_schedules_and_tiers_are_given_out_of_one_sequence(bob: Caller, world: World) -> None:
    made = [bob.post("/api/ocs/", words.schedule(world, name=name)).json()["id"] for name in ("One", "Two")]
    tiers = [bob.get(f"/api/ocs-tier/{id}_1/").json()["id"] for id in made]
    assert made[0] < tiers[0] < made[1] < tiers[1]


def test_of_a_number_that_is_both_the_tiers_wins(bob: Caller, stage: Stage, world: World) -> None:
    both = msgspec.structs.replace(world.noc, id=ScheduleId(world.second.id), name="Of before")
    stage.save(both)
    assert bob.get(f"/api/ocs-tier/{both.id}/").json()["id"] == world.second.id


def test_unless_only_the_schedule_is_the_callers(bob: Caller, stage: Stage, world: World) -> None:
    both = msgspec.structs.replace(world.noc, id=ScheduleId(world.desk_tier.id), name="Of before")
    stage.save(both, msgspec.structs.replace(world.first, id=TierId(10**9 + both.id), schedule_id=both.id))
    assert bob.get(f"/api/ocs-tier/{both.id}/").json()["ocs"] == both.id


def test_anothers_schedule_means_nothing(bob: Caller, world: World) -> None:
    assert bob.get(f"/api/ocs-tier/{world.desk.id}/").status_code == 404


# ── who is on call ───────────────────────────────────────────────────────────────────────────────────────────────


def test_tells_who_is_on_since_when_until_when_and_who_comes_next(full: Any, world: World) -> None:
    assert duty(full) == (world.bob.id, on(10, "08:00"), on(11, "08:00"), world.ann.id)


def test_a_handoff_belongs_to_the_one_who_comes(bob: Caller, world: World, clock: Clock) -> None:
    clock.set(on(11, "08:00"))
    full = bob.get(f"/api/ocs-tier/{world.first.id}/").json()
    assert duty(full) == (world.ann.id, on(11, "08:00"), on(12, "08:00"), world.rita.id)


def test_an_on_demand_shift_is_told_as_well(bob: Caller, world: World, clock: Clock) -> None:
    clock.set(on(12, "19:59"))
    full = bob.get(f"/api/ocs-tier/{world.first.id}/").json()
    assert duty(full) == (world.rita.id, on(12, "08:00"), on(12, "20:00"), world.bob.id)


def test_a_tier_without_layers_has_nobody(bob: Caller, world: World) -> None:
    full = bob.get(f"/api/ocs-tier/{world.second.id}/").json()
    assert duty(full) == (None, None, None, None)
    assert (full["layers"], full["on_demand"], full["contacts"]) == ([], [], [])
    assert full["schedule"] == [[]]


def test_with_nobody_on_now_it_still_tells_who_comes(bob: Caller, world: World) -> None:
    evening = words.layer([world.ann.id], restrictions=words.daily("18:00", "20:00"))
    assert duty(with_layers(bob, world, evening)) == (None, None, None, world.ann.id)


def test_before_the_first_start_it_tells_who_will_begin(bob: Caller, world: World) -> None:
    full = with_layers(bob, world, words.layer([world.ben.id, world.ann.id], on(20)))
    assert duty(full) == (None, None, None, world.ben.id)


def test_the_next_contact_is_the_first_different_one(bob: Caller, world: World) -> None:
    three = [world.ann.id, world.ben.id, world.ben.id]
    full = with_layers(bob, world, words.layer(three, on(9, "08:00")))
    assert duty(full) == (world.ben.id, on(10, "08:00"), on(12, "08:00"), world.ann.id)


def test_a_gap_does_not_hide_who_comes_next(bob: Caller, world: World) -> None:
    office = words.daily("09:00", "17:00")
    two = words.layer([world.ann.id, world.ben.id], on(10), restrictions=office)
    full = with_layers(bob, world, two)
    assert duty(full) == (world.ann.id, on(10, "09:00"), on(10, "17:00"), world.ben.id)


def test_one_who_is_on_for_ever_has_no_end_and_no_successor(bob: Caller, world: World) -> None:
    full = with_layers(bob, world, words.layer([world.ann.id]))
    assert duty(full) == (world.ann.id, on(1, "08:00"), None, None)


def test_a_layer_without_contacts_has_nobody(bob: Caller, world: World) -> None:
    full = with_layers(bob, world, words.layer([]))
    assert duty(full) == (None, None, None, None)
    assert full["layers"][0]["contacts"] == []


def test_a_layer_may_end(bob: Caller, world: World) -> None:
    full = with_layers(bob, world, words.layer([world.ann.id], end=on(11)))
    assert duty(full) == (world.ann.id, on(1, "08:00"), on(11), None)
    assert full["layers"][0]["end"] == on(11)


def test_a_higher_layer_wins_and_lets_the_lower_through(bob: Caller, world: World) -> None:
    low = words.layer([world.ann.id], index=0)
    high = words.layer([world.ben.id], index=1, restrictions=words.daily("11:00", "13:00"))
    full = with_layers(bob, world, low, high)
    assert duty(full) == (world.ben.id, on(10, "11:00"), on(10, "13:00"), world.ann.id)


# ── long ago ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_layer_of_36_years_ago_is_answered_like_any_other(bob: Caller, world: World) -> None:
    three = [world.ann.id, world.ben.id, world.rita.id]
    full = with_layers(bob, world, words.layer(three, "1990-01-01T00:00:00Z"))
    turn = (date(2026, 6, 10) - date(1990, 1, 1)).days
    assert duty(full) == (three[turn % 3], on(10), on(11), three[(turn + 1) % 3])


def test_so_are_its_shifts(bob: Caller, world: World) -> None:
    two = [world.ann.id, world.ben.id]
    full = with_layers(bob, world, words.layer(two, "1990-01-01T00:00:00Z"))
    (shifts,) = full["schedule"]
    assert (shifts[0]["s"], shifts[-1]["e"], len(shifts)) == (on(10), on(70, "12:00"), 61)


# ── what was and will be ─────────────────────────────────────────────────────────────────────────────────────────


def edited(caller: Caller, world: World, *layers: Any) -> Any:
    """Tier `first` after an edit."""
    path = f"/api/ocs-tier/{world.first.id}/"
    assert caller.patch(path, {"layers": list(layers)}).status_code == 200
    return caller.get(path).json()


def test_whoever_an_edit_puts_on_call_begins_with_it(bob: Caller, world: World) -> None:
    full = edited(bob, world, words.layer([world.ben.id]))
    assert duty(full)[:2] == (world.ben.id, on(10, "12:00"))
    assert full["schedule"][0][0]["s"] == full["current_since"]


@pytest.mark.parametrize("index", [0, 1])
def test_whoever_stays_on_over_an_edit_began_before_it(bob: Caller, world: World, index: int) -> None:
    full = edited(bob, world, words.layer([world.bob.id], index=index))
    assert duty(full)[:2] == (world.bob.id, on(10, "08:00"))
    assert full["schedule"][0][0]["s"] == full["current_since"]


def test_the_past_is_told_by_the_layers_of_then(bob: Caller, world: World) -> None:
    edited(bob, world, words.layer([world.ben.id], index=3))
    path = f"/api/ocs-tier/{world.first.id}/"
    old, new = bob.get(path, since=on(9), until=on(10, "16:00")).json()["schedule"]
    assert [(one["c"], one["s"], one["e"]) for one in old] == [
        (world.bob.id, on(8, "08:00"), on(9, "08:00")),
        (world.ann.id, on(9, "08:00"), on(10, "08:00")),
        (world.bob.id, on(10, "08:00"), on(10, "12:00")),
    ]
    assert [(one["c"], one["s"], one["e"]) for one in new] == [(world.ben.id, on(10, "12:00"), on(10, "16:00"))]


def test_who_is_named_only_then_is_among_the_contacts(bob: Caller, world: World) -> None:
    edited(bob, world, words.layer([world.ben.id]))
    path = f"/api/ocs-tier/{world.first.id}/"
    assert world.ann.id not in [one["id"] for one in bob.get(path).json()["contacts"]]
    assert world.ann.id in [one["id"] for one in bob.get(path, since=on(9)).json()["contacts"]]


def test_on_demand_shifts_that_are_over_are_left_out(bob: Caller, world: World, clock: Clock) -> None:
    clock.set(on(12, "20:00"))
    full = bob.get(f"/api/ocs-tier/{world.first.id}/").json()
    assert full["on_demand"] == []
    assert world.rita.id not in [contact["id"] for contact in full["contacts"]]


def test_a_window_is_taken_like_compute_tier(bob: Caller, world: World) -> None:
    path = f"/api/ocs-tier/{world.first.id}/"
    computed = bob.post(f"{path}compute_tier/", {}, since=on(12), until=on(13)).json()
    assert bob.get(path, since=on(12), until=on(13)).json()["schedule"] == computed[1]
    assert bob.get(path, since=on(12), until="2028-06-20T00:00:00Z").status_code == 400


def test_the_schedule_ends_earlier_rather_than_being_too_long(bob: Caller, world: World) -> None:
    minutes = [(hour, minute) for hour in range(24) for minute in (10, 40)]
    windows = [{"type": "daily", "start": f"{h:02}:{m}", "end": f"{h:02}:{m + 5}"} for h, m in minutes]
    with_layers(bob, world, words.layer([world.ann.id], restrictions=windows))
    full = bob.get(f"/api/ocs-tier/{world.second.id}/", since=on(10), until=on(500)).json()
    assert len(full["schedule"][0]) == 20_000
    assert (full["schedule"][0][-1]["s"], full["schedule_until"]) == (on(426, "15:40"), on(426, "16:10"))


def test_it_says_so_only_then(full: Any) -> None:
    assert "schedule_until" not in full


# ── layers, in and out ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "rotation",
    ['{"type":"daily"}', '{ "type" : "daily" }', '{"interval": 2, "type": "daily"}', '{"type":"hourly","interval":12}',
     '{"type":"custom","unit":"days","lengths":[5,2]}', '{"type":"monthly","interval":1,"turns":"open"}',
     '{"type":"d\\u0061ily"}'],
)  # fmt: skip
def test_a_rotation_sent_as_a_string_comes_back_to_the_letter(bob: Caller, world: World, rotation: str) -> None:
    full = with_layers(bob, world, words.layer([world.ann.id], rotation=rotation))
    assert full["layers"][0]["rotation"] == rotation


@pytest.mark.parametrize(
    "rotation",
    [{"type": "daily"}, {"type": "custom", "unit": "hours", "lengths": [8, 16]}, {"type": "weekly", "interval": 2}],
)
def test_a_rotation_sent_plain_comes_back_as_a_string(bob: Caller, world: World, rotation: Any) -> None:
    full = with_layers(bob, world, words.layer([world.ann.id], rotation=rotation))
    assert isinstance(full["layers"][0]["rotation"], str)
    assert json.loads(full["layers"][0]["rotation"]) == rotation


@pytest.mark.parametrize(
    "restrictions",
    [
        "null",
        " null ",
        "[]",
        words.daily("09:00", "17:00"),
        '[ {"end":"06:00:00","start":"22:00","days":[0,"TUESDAY"],"type":"days"} ]',
    ],
)
def test_restrictions_sent_as_a_string_come_back_to_the_letter(bob: Caller, world: World, restrictions: str) -> None:
    full = with_layers(bob, world, words.layer([world.ann.id], restrictions=restrictions))
    assert full["layers"][0]["restrictions"] == restrictions


@pytest.mark.parametrize("restrictions", [None, [], [{"type": "daily", "start": "09:00", "end": "17:00"}]])
def test_restrictions_sent_plain_come_back_as_a_string(bob: Caller, world: World, restrictions: Any) -> None:
    full = with_layers(bob, world, words.layer([world.ann.id], restrictions=restrictions))
    assert isinstance(full["layers"][0]["restrictions"], str)
    assert json.loads(full["layers"][0]["restrictions"]) == restrictions


@pytest.mark.parametrize(
    ("start", "tz", "stored"),
    [
        ("2026-06-10T09:00:00", "Europe/Berlin", "2026-06-10T07:00:00Z"),
        ("2026-06-10T09:00:00", "UTC", "2026-06-10T09:00:00Z"),
        ("2026-06-10T09:00:00.999", "Asia/Kathmandu", "2026-06-10T03:15:00Z"),
        ("2026-03-29T02:30:00", "Europe/Berlin", "2026-03-29T01:00:00Z"),
        ("2026-10-25T02:30:00", "Europe/Berlin", "2026-10-25T00:30:00Z"),
        ("2026-06-10T09:00:00+02:00", "Asia/Tokyo", "2026-06-10T07:00:00Z"),
        ("2026-06-10T09:00:00.999999Z", "UTC", "2026-06-10T09:00:00Z"),
        ("2026-06-10T09:00:00-03:30", "UTC", "2026-06-10T12:30:00Z"),
    ],
)
def test_a_start_without_offset_is_read_in_the_layers_zone(
    bob: Caller, world: World, start: str, tz: str, stored: str
) -> None:
    full = with_layers(bob, world, words.layer([world.ann.id], start, tz=tz))
    assert (full["layers"][0]["start"], full["layers"][0]["tz"]) == (stored, tz)


def test_a_zone_is_named_in_any_case_and_told_as_it_is_written(bob: Caller, world: World) -> None:
    full = with_layers(bob, world, words.layer([world.ann.id], tz="europe/BERLIN"))
    assert full["layers"][0]["tz"] == "Europe/Berlin"


def test_index_and_zone_may_be_left_out(bob: Caller, world: World) -> None:
    bare = words.layer([world.ann.id])
    del bare["index"], bare["tz"]
    full = with_layers(bob, world, bare, bare)
    assert [(layer["index"], layer["tz"]) for layer in full["layers"]] == [(0, "UTC"), (1, "UTC")]


def test_a_contact_may_come_twice_and_keeps_its_place(bob: Caller, world: World) -> None:
    order = [world.ben.id, world.ann.id, world.ben.id]
    full = with_layers(bob, world, words.layer(order))
    assert full["layers"][0]["contacts"] == order
    assert len(full["contacts"]) == 2


def test_a_contact_of_the_provider_can_be_on_call_for_a_customer(alice: Caller, bob: Caller, world: World) -> None:
    with_layers(alice, world, words.layer([world.nora.id]))
    full = bob.get(f"/api/ocs-tier/{world.second.id}/").json()
    assert full["current"] == world.nora.id
    assert words.contact_said(world.nora) in full["contacts"]
