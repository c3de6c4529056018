"""GET /api/ocs/{id}/stats/"""

from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller, Clock
from tests.cast import World, on


def stats(caller: Caller, world: World, **query: Any) -> Any:
    response = caller.get(f"/api/ocs/{world.noc.id}/stats/", **query)
    assert response.status_code == 200, response.text
    return response.json()


def row(caller: Caller, world: World, contact: int, **query: Any) -> Any:
    """A contact's numbers: shifts, hours, night hours, weekend hours."""
    (found,) = [row for row in stats(caller, world, **query)["results"] if row["id"] == contact]
    return found["shifts"], found["hours"], found["night_hours"], found["weekend_hours"]


def second_tier(caller: Caller, world: World, *layers: Any) -> None:
    """These as the first layers of tier `second`; Nora and Ben are on at no other."""
    caller.put(f"/api/ocs-tier/{world.second.id}/", words.tier(world, list(layers)))


def test_a_row_a_contact_in_an_envelope(bob: Caller, world: World) -> None:
    answer = stats(bob, world)
    assert set(answer) == {"count", "next", "previous", "results", "next_page"}
    assert answer["results"][1] == {
        "id": world.ann.id,
        "full_name": "Ann Abbott",
        "email": "ann@acme.example",
        "phone": world.ann.phone,
        "shifts": 4,
        "hours": 92,
        "night_hours": 32,
        "weekend_hours": 24,
    }


def test_counts_seven_days_back_from_now(bob: Caller, world: World) -> None:
    assert row(bob, world, world.ann.id) == (4, 20 + 3 * 24, 4 * 8, 8 + 16)
    assert row(bob, world, world.bob.id) == (4, 3 * 24 + 4, 3 * 8, 24)


def test_the_timeframe_is_days_back(bob: Caller, world: World) -> None:
    assert row(bob, world, world.ann.id, timeframe=1) == (1, 20, 8, 0)
    assert row(bob, world, world.bob.id, timeframe=1) == (1, 4, 0, 0)


def test_before_the_first_layers_start_there_is_nothing(bob: Caller, world: World) -> None:
    hours = [row["hours"] for row in stats(bob, world, timeframe=366)["results"]]
    assert sum(hours) == 9 * 24 + 4


def test_contacts_that_were_never_on_are_listed_with_zeros(bob: Caller, world: World) -> None:
    second_tier(bob, world, words.layer([world.ben.id], on(25)))
    assert row(bob, world, world.ben.id) == (0, 0, 0, 0)
    assert row(bob, world, world.rita.id) == (0, 0, 0, 0)


def test_on_demand_shifts_count_and_hide_what_they_cover(bob: Caller, world: World) -> None:
    bob.post("/api/ocs-on-demand/", words.cover(world, on(9, "20:00"), on(10, "04:00")))
    assert row(bob, world, world.ben.id, timeframe=1) == (1, 8, 6, 0)
    assert row(bob, world, world.ann.id, timeframe=1) == (2, 12, 2, 0)


def test_an_on_demand_shift_is_measured_in_the_lowest_layers_zone(bob: Caller, world: World) -> None:
    low = words.layer([world.ben.id], on(25), tz="Asia/Kolkata", index=0)
    high = words.layer([world.ben.id], on(25), tz="America/New_York", index=1)
    second_tier(bob, world, low, high)
    # 22:00 to 06:00 in Kolkata is 16:30 to 00:30 UTC.
    wish = words.cover(world, on(9, "16:00"), on(9, "23:00"), tier=world.second.id)
    bob.post("/api/ocs-on-demand/", wish)
    assert row(bob, world, world.ben.id, timeframe=1) == (1, 7, 6.5, 0)


def test_night_is_22_to_6_in_the_layers_zone(bob: Caller, world: World) -> None:
    night = words.layer([world.ben.id], tz="America/New_York", restrictions=words.daily("22:00", "06:00"))
    second_tier(bob, world, night)
    assert row(bob, world, world.ben.id, timeframe=2) == (2, 16, 16, 0)


def test_each_layer_has_its_own_zone(bob: Caller, world: World) -> None:
    low = words.layer([world.ben.id], tz="America/New_York")
    high = words.layer([world.rita.id], index=1, tz="Asia/Kolkata", restrictions=words.daily("22:00", "06:00"))
    second_tier(bob, world, low, high)
    assert row(bob, world, world.rita.id, timeframe=1) == (1, 8, 8, 0)
    # What is left of a night in New York, 02:00 to 10:00 UTC, after Rita's, 16:30 to 00:30.
    assert row(bob, world, world.ben.id, timeframe=1) == (2, 16, 8, 0)


def test_by_day_nobody_has_night_hours(bob: Caller, world: World) -> None:
    day = words.layer([world.ben.id], tz="Asia/Tokyo", restrictions=words.daily("06:00", "22:00"))
    second_tier(bob, world, day)
    shifts, hours, night, _ = row(bob, world, world.ben.id, timeframe=4)
    assert (shifts, hours, night) == (5, 4 * 16, 0)


def test_the_weekend_is_saturday_and_sunday_in_the_layers_zone(bob: Caller, world: World) -> None:
    weekend = '[{"type":"days","days":["saturday","sunday"],"start":"00:00","end":"00:00"}]'
    layer = words.layer([world.ben.id], tz="Pacific/Auckland", restrictions=weekend)
    second_tier(bob, world, layer)
    shifts, hours, _, weekend_hours = row(bob, world, world.ben.id)
    assert (shifts, hours, weekend_hours) == (1, 48, 48)


def test_a_night_over_a_change_to_summer_time_has_seven_hours(bob: Caller, world: World, clock: Clock) -> None:
    second_tier(bob, world, words.layer([world.ben.id], "2026-03-01T00:00:00Z", tz="Europe/Berlin"))
    clock.set("2026-03-29T10:00:00Z")
    assert row(bob, world, world.ben.id, timeframe=1) == (1, 24, 7, 24)


def test_one_contact_without_a_break_has_one_shift(bob: Caller, world: World) -> None:
    second_tier(bob, world, words.layer([world.ben.id]))
    assert row(bob, world, world.ben.id)[:2] == (1, 7 * 24)


def test_a_contact_at_two_tiers_has_both(bob: Caller, world: World) -> None:
    second_tier(bob, world, words.layer([world.ann.id]))
    assert row(bob, world, world.ann.id, timeframe=1) == (2, 20 + 24, 16, 0)


def test_time_that_has_not_come_yet_is_not_counted(bob: Caller, world: World, clock: Clock) -> None:
    assert row(bob, world, world.rita.id) == (0, 0, 0, 0)
    clock.set(on(12, "14:00"))
    assert row(bob, world, world.rita.id) == (1, 6, 0, 0)


def test_a_contact_that_was_switched_off_keeps_its_numbers(bob: Caller, alice: Caller, world: World) -> None:
    before = row(bob, world, world.ann.id)
    bob.put(f"/api/ocs-tier/{world.first.id}/", words.tier(world, [], number=1))
    assert alice.delete(f"/api/contacts/{world.ann.id}/").status_code == 200
    assert row(bob, world, world.ann.id) == before


def test_the_busiest_comes_first_and_ties_go_by_id_in_the_same_direction(bob: Caller, world: World) -> None:
    busiest = sorted([world.ann.id, world.bob.id])
    assert [row["id"] for row in stats(bob, world)["results"]][:2] == busiest[::-1]
    assert [row["id"] for row in stats(bob, world, ordering="shifts")["results"]][-2:] == busiest


def test_hours_have_two_decimals(bob: Caller, world: World) -> None:
    for start, end in ((on(9, "10:00"), on(9, "10:01")), (on(9, "23:00"), on(9, "23:20"))):
        bob.post("/api/ocs-on-demand/", words.cover(world, start, end))
    told = next(one for one in stats(bob, world)["results"] if one["id"] == world.ben.id)
    assert (told["hours"], told["night_hours"]) == (0.35, 0.33)


@pytest.mark.parametrize("field", ["shifts", "hours", "full_name"])
def test_orders_both_ways(bob: Caller, world: World, field: str) -> None:
    up = [row[field] for row in stats(bob, world, ordering=field)["results"]]
    down = [row[field] for row in stats(bob, world, ordering=f"-{field}")["results"]]
    assert up == sorted(up)
    assert down == sorted(up, reverse=True)


def test_ignores_an_order_it_does_not_know(bob: Caller, world: World) -> None:
    assert stats(bob, world, ordering="phone") == stats(bob, world)


def test_comes_in_pages(bob: Caller, world: World) -> None:
    whole = stats(bob, world)
    first, second = stats(bob, world, limit=1), stats(bob, world, limit=1, page=2)
    assert first["results"] + second["results"] == whole["results"][:2]
    assert (first["count"], first["next_page"]) == (whole["count"], 2)


@pytest.mark.parametrize("days", ["0", "-1", "367", "1.5", "week", "", "9" * 30])
def test_a_timeframe_is_1_to_366_days(bob: Caller, world: World, days: str) -> None:
    response = bob.get(f"/api/ocs/{world.noc.id}/stats/", timeframe=days)
    assert response.status_code == 400
    assert set(response.json()) == {"timeframe"}


def test_the_message_for_a_timeframe_that_is_no_number(bob: Caller, world: World) -> None:
    response = bob.get(f"/api/ocs/{world.noc.id}/stats/", timeframe="week")
    assert response.json() == {"timeframe": ["A valid integer is required."]}


def test_an_absent_schedule_has_no_stats(bob: Caller) -> None:
    response = bob.get("/api/ocs/999999999/stats/")
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})
