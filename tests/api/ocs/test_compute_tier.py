"""POST /api/ocs-tier/{id}/compute_tier/"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller, Clock
from tests.cast import World, on

UNTIL = on(70, "12:00")
"""Sixty days after now."""


def compute(caller: Caller, ref: object, body: Any = None, **query: Any) -> Any:
    response = caller.post(f"/api/ocs-tier/{ref}/compute_tier/", {} if body is None else body, **query)
    assert response.status_code == 200, response.text
    return response.json()


def new(contact: int, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "contact": contact} | more


def plain(s: str, e: str, c: int, i: int = 0) -> dict[str, Any]:
    """An entry of [0] or [2]."""
    return {"s": s, "e": e, "c": c, "i": i}


def own(c: int, s: str, e: str, o: int | None = None) -> dict[str, Any]:
    """An entry of [1]."""
    return {"c": c, "s": s, "e": e, "o": o}


def test_the_references_example_comes_out_value_by_value(bob: Caller, world: World, clock: Clock) -> None:
    clock.set("2025-01-11T16:37:23Z")
    layers = [words.layer([world.ann.id], "2024-11-05T13:00:00Z")]
    assert compute(bob, f"{world.noc.id}_2", {"layers": layers, "on_demand": [], "dirty": True}) == [
        [plain("2025-01-11T16:37:23Z", "2025-03-12T16:37:23Z", world.ann.id)],
        [[own(world.ann.id, "2024-11-05T13:00:00Z", "2025-03-12T16:37:23Z")]],
        [],
    ]


def test_entries_have_their_keys_in_this_order(bob: Caller, world: World) -> None:
    alone, lanes, covers = compute(bob, world.first.id)
    assert ["".join(entries[0]) for entries in (alone, lanes[0], covers)] == ["seci", "cseo", "seci"]


# ── each layer alone ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_layer_alone_runs_from_now_for_sixty_days(bob: Caller, world: World) -> None:
    alone, _, _ = compute(bob, world.first.id)
    assert alone[:2] == [
        plain(on(10, "12:00"), on(11, "08:00"), world.bob.id),
        plain(on(11, "08:00"), on(12, "08:00"), world.ann.id),
    ]
    assert alone[-1] == plain(on(70, "08:00"), UNTIL, world.bob.id)
    assert len(alone) == 61


def test_on_demand_shifts_are_no_part_of_it(bob: Caller, world: World) -> None:
    alone, _, _ = compute(bob, world.first.id)
    assert alone[2] == plain(on(12, "08:00"), on(13, "08:00"), world.bob.id)


def test_layers_follow_each_other_by_index_and_hide_nothing(bob: Caller, world: World) -> None:
    high = words.layer([world.ben.id], index=7)
    low = words.layer([world.ann.id], index=3, restrictions=words.daily("18:00", "20:00"))
    alone, _, _ = compute(bob, world.second.id, {"layers": [high, low]}, until=on(12))
    assert alone == [
        plain(on(10, "18:00"), on(10, "20:00"), world.ann.id, 3),
        plain(on(11, "18:00"), on(11, "20:00"), world.ann.id, 3),
        plain(on(10, "12:00"), on(12), world.ben.id, 7),
    ]


def test_a_layer_that_starts_after_the_window_gives_nothing(bob: Caller, world: World) -> None:
    later = words.layer([world.ann.id], on(71))
    assert compute(bob, world.second.id, {"layers": [later]}) == [[], [[]], []]


# ── who is on call ───────────────────────────────────────────────────────────────────────────────────────────────


def test_tells_what_overlaps_the_window_the_start_uncut_and_the_end_cut(bob: Caller, world: World) -> None:
    _, (turns,), _ = compute(bob, world.first.id)
    assert turns[0] == own(world.bob.id, on(10, "08:00"), on(11, "08:00"))
    assert turns[-1] == own(world.bob.id, on(70, "08:00"), UNTIL)


def test_where_an_on_demand_shift_lies_its_contact_is_told(bob: Caller, world: World) -> None:
    _, (turns,), _ = compute(bob, world.first.id)
    assert turns[1:4] == [
        own(world.ann.id, on(11, "08:00"), on(12, "08:00")),
        own(world.rita.id, on(12, "08:00"), on(12, "20:00"), world.cover.id),
        own(world.bob.id, on(12, "20:00"), on(13, "08:00")),
    ]


def test_an_on_demand_shift_over_a_handoff_is_one_entry(bob: Caller, world: World) -> None:
    _, (turns,), _ = compute(bob, world.first.id, {"on_demand": [new(world.ben.id, on(14), on(14, "16:00"))]})
    assert own(world.ben.id, on(14), on(14, "16:00"), -1) in turns


def test_what_a_higher_layer_hides_is_left_out(bob: Caller, world: World) -> None:
    night = words.layer([world.ben.id], index=1, restrictions=words.daily("20:00", "08:00"))
    _, lanes, _ = compute(bob, world.second.id, {"layers": [words.layer([world.ann.id]), night]}, until=on(12))
    assert lanes == [
        [own(world.ann.id, on(10, "08:00"), on(10, "20:00")), own(world.ann.id, on(11, "08:00"), on(11, "20:00"))],
        [own(world.ben.id, on(10, "20:00"), on(11, "08:00")), own(world.ben.id, on(11, "20:00"), on(12))],
    ]


def test_an_on_demand_shift_stands_in_the_list_of_the_layer_it_covers(bob: Caller, world: World) -> None:
    night = words.layer([world.ben.id], index=1, restrictions=words.daily("20:00", "08:00"))
    body = {"layers": [words.layer([world.ann.id]), night], "on_demand": [new(world.rita.id, on(10, "18:00"), on(11))]}
    _, (days, nights), _ = compute(bob, world.second.id, body)
    assert days[1] == own(world.rita.id, on(10, "18:00"), on(10, "20:00"), -1)
    assert nights[0] == own(world.rita.id, on(10, "20:00"), on(11), -1)


def test_one_that_covers_nobody_stands_in_the_first_list(bob: Caller, world: World) -> None:
    office = [
        words.layer([], index=4),
        words.layer([world.ann.id], index=5, restrictions=words.daily("09:00", "17:00")),
    ]
    body = {"layers": office, "on_demand": [new(world.ben.id, on(11, "16:00"), on(11, "20:00"))]}
    _, (first, second), _ = compute(bob, world.second.id, body)
    assert first == [own(world.ben.id, on(11, "17:00"), on(11, "20:00"), -1)]
    assert own(world.ben.id, on(11, "16:00"), on(11, "17:00"), -1) in second


def test_one_that_runs_keeps_its_start(bob: Caller, world: World) -> None:
    _, (turns,), _ = compute(bob, world.first.id, {"on_demand": [new(world.ben.id, on(10, "10:00"), on(10, "14:00"))]})
    assert turns[:2] == [
        own(world.ben.id, on(10, "10:00"), on(10, "14:00"), -1),
        own(world.bob.id, on(10, "14:00"), on(11, "08:00")),
    ]


def test_all_lists_together_are_without_overlap(bob: Caller, world: World) -> None:
    low = words.layer([world.ann.id, world.bob.id])
    high = words.layer([world.ben.id], index=1, restrictions=words.daily("10:00", "22:00"))
    body = {"layers": [low, high], "on_demand": [new(world.rita.id, on(12, "09:00"), on(13, "11:00"))]}
    lanes = compute(bob, world.second.id, body)[1]
    together = sorted((entry for lane in lanes for entry in lane), key=lambda entry: entry["s"])
    assert [entry["e"] for entry in together[:-1]] == [entry["s"] for entry in together[1:]]


def test_the_same_contact_from_two_layers_is_two_entries(bob: Caller, world: World) -> None:
    layers = [words.layer([world.ann.id]), words.layer([world.ann.id], index=1, end=on(11))]
    _, lanes, _ = compute(bob, world.second.id, {"layers": layers})
    assert lanes == [[own(world.ann.id, on(11), UNTIL)], [own(world.ann.id, on(1, "08:00"), on(11))]]


def test_a_gap_is_told_by_nothing(bob: Caller, world: World) -> None:
    office = words.layer([world.ann.id], restrictions=words.daily("09:00", "17:00"))
    alone, (days,), _ = compute(bob, world.second.id, {"layers": [office]})
    assert alone[:2] == [
        plain(on(10, "12:00"), on(10, "17:00"), world.ann.id),
        plain(on(11, "09:00"), on(11, "17:00"), world.ann.id),
    ]
    assert days[0] == own(world.ann.id, on(10, "09:00"), on(10, "17:00"))


def test_lists_come_in_the_order_of_their_index(bob: Caller, world: World) -> None:
    layers = [words.layer([world.ben.id], index=5, start=on(15)), words.layer([world.ann.id], index=2)]
    _, lanes, _ = compute(bob, world.second.id, {"layers": layers})
    assert [lane[0]["c"] for lane in lanes] == [world.ann.id, world.ben.id]


def test_a_layer_without_contacts_is_an_empty_list(bob: Caller, world: World) -> None:
    layers = [words.layer([]), words.layer([world.ann.id], index=1)]
    _, lanes, _ = compute(bob, world.second.id, {"layers": layers})
    assert (len(lanes), lanes[0]) == (2, [])


@pytest.mark.parametrize("body", [{}, {"layers": []}])
def test_no_layers_are_one_empty_list(bob: Caller, world: World, body: Any) -> None:
    assert compute(bob, world.second.id, body) == [[], [[]], []]


def test_without_layers_on_demand_shifts_stand_in_it(bob: Caller, world: World) -> None:
    body = {"layers": [], "on_demand": [new(world.ben.id, on(14), on(15))]}
    assert compute(bob, world.second.id, body)[1] == [[own(world.ben.id, on(14), on(15), -1)]]


# ── the on-demand shifts ─────────────────────────────────────────────────────────────────────────────────────────


def test_tells_the_on_demand_shifts(bob: Caller, world: World) -> None:
    rita = {"s": on(12, "08:00"), "e": on(12, "20:00"), "c": world.rita.id, "i": world.cover.id}
    assert compute(bob, world.first.id)[2] == [rita]


def test_leaves_out_those_that_are_over_or_far_away(bob: Caller, world: World) -> None:
    for start, end in ((on(9), on(10)), (on(71), on(72))):
        bob.post("/api/ocs-on-demand/", words.cover(world, start, end))
    assert [shift["c"] for shift in compute(bob, world.first.id)[2]] == [world.rita.id]


def test_those_without_id_are_numbered_below_zero_by_their_place(bob: Caller, world: World) -> None:
    moved = new(world.rita.id, on(13), on(14), id=world.cover.id)
    body = {"on_demand": [moved, new(world.ben.id, on(15), on(16)), new(world.ann.id, on(17), on(18))]}
    _, (turns,), shifts = compute(bob, world.first.id, body)
    assert [shift["i"] for shift in shifts] == [world.cover.id, -2, -3]
    assert own(world.ben.id, on(15), on(16), -2) in turns


@pytest.mark.parametrize("id", [None, -1, -2, -5, "-7", -(2**63)])
def test_so_are_those_whose_id_is_null_or_below_zero(bob: Caller, world: World, id: Any) -> None:
    body = {"on_demand": [new(world.ben.id, on(15), on(16), id=id), new(world.ann.id, on(17), on(18), id=id)]}
    assert [shift["i"] for shift in compute(bob, world.second.id, body)[2]] == [-1, -2]


def test_posted_ones_are_laid_over_those_that_stand(bob: Caller, world: World) -> None:
    body = {"on_demand": [new(world.ben.id, on(12, "10:00"), on(12, "12:00"))]}
    _, (turns,), shifts = compute(bob, world.first.id, body)
    expected = [
        (world.rita.id, on(12, "08:00"), on(12, "10:00")),
        (world.ben.id, on(12, "10:00"), on(12, "12:00")),
        (world.rita.id, on(12, "12:00"), on(12, "20:00")),
    ]
    assert [(one["c"], one["s"], one["e"]) for one in shifts] == expected
    assert [(one["c"], one["s"], one["e"]) for one in turns[2:5]] == expected


def test_they_are_told_whole(bob: Caller, world: World) -> None:
    body = {"on_demand": [new(world.ben.id, on(9), on(11)), new(world.ann.id, on(70), on(72))]}
    assert compute(bob, world.second.id, body)[2] == [
        plain(on(9), on(11), world.ben.id, -1),
        plain(on(70), on(72), world.ann.id, -2),
    ]


def test_a_posted_one_with_an_id_takes_the_place_of_the_one_that_stands(bob: Caller, world: World) -> None:
    body = {"on_demand": [new(world.ben.id, on(14), on(15), id=world.cover.id)]}
    _, _, shifts = compute(bob, world.first.id, body)
    assert shifts == [{"s": on(14), "e": on(15), "c": world.ben.id, "i": world.cover.id}]


def test_an_empty_list_takes_none_away(bob: Caller, world: World) -> None:
    assert compute(bob, world.first.id, {"on_demand": []}) == compute(bob, world.first.id)


# ── a preview ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_saves_nothing(bob: Caller, world: World) -> None:
    before = bob.get(f"/api/ocs-tier/{world.first.id}/").json()
    shift = new(world.ben.id, on(12), on(13))
    compute(bob, world.first.id, {"layers": [words.layer([world.ben.id])], "on_demand": [shift], "dirty": True})
    assert bob.get(f"/api/ocs-tier/{world.first.id}/").json() == before
    assert bob.get("/api/ocs-on-demand/count/").json() == {"count": 1}


def test_shows_what_a_patch_would_make(bob: Caller, world: World) -> None:
    body = {"layers": [words.layer([world.ben.id, world.ann.id])], "dirty": True, "on_demand": []}
    preview = compute(bob, world.first.id, body)
    bob.patch(f"/api/ocs-tier/{world.first.id}/", body)
    assert compute(bob, world.first.id) == preview
    (first, *later), (_, *previewed) = bob.get(f"/api/ocs-tier/{world.first.id}/").json()["schedule"][0], preview[1][0]
    assert (first["s"], later) == (on(10, "12:00"), previewed)


def test_what_one_has_split_off_stays_when_another_moves_the_rest(bob: Caller, world: World) -> None:
    moved = new(world.rita.id, on(12, "13:00"), on(12, "14:00"), id=world.cover.id)
    body = {"on_demand": [new(world.ben.id, on(12, "10:00"), on(12, "12:00")), moved]}
    previewed = compute(bob, world.first.id, body)[2]
    assert [(one["c"], one["s"], one["i"]) for one in previewed] == [
        (world.ben.id, on(12, "10:00"), -1),
        (world.rita.id, on(12, "12:00"), -3),
        (world.rita.id, on(12, "13:00"), world.cover.id),
        (world.rita.id, on(12, "14:00"), -4),
    ]
    bob.patch(f"/api/ocs-tier/{world.first.id}/", body)
    saved = compute(bob, world.first.id)[2]
    assert [(one["c"], one["s"], one["e"]) for one in saved] == [(one["c"], one["s"], one["e"]) for one in previewed]


def test_stored_layers_are_used_where_none_are_posted(bob: Caller, world: World) -> None:
    assert compute(bob, world.first.id, {"dirty": True}) == compute(bob, world.first.id)


def test_posted_layers_count_as_if_always_in_force(bob: Caller, world: World) -> None:
    body = {"layers": [words.layer([world.ben.id])]}
    alone, lanes, _ = compute(bob, world.first.id, body, since=on(3), until=on(8))
    assert alone == [plain(on(3), on(8), world.ben.id)]
    assert lanes == [[own(world.ben.id, on(1, "08:00"), on(8))]]


def test_strings_and_plain_json_mean_the_same(bob: Caller, world: World) -> None:
    two = [world.ann.id, world.ben.id]
    said = words.layer(two, rotation='{"type":"weekly","interval":2}', restrictions=words.daily("09:00", "17:00"))
    plain = words.layer(
        two,
        rotation={"type": "weekly", "interval": 2},
        restrictions=[{"type": "daily", "start": "09:00", "end": "17:00"}],
    )
    assert compute(bob, world.second.id, {"layers": [said]}) == compute(bob, world.second.id, {"layers": [plain]})


def test_takes_the_schedule_and_number_too(bob: Caller, world: World) -> None:
    assert compute(bob, f"{world.noc.id}_1") == compute(bob, world.first.id)


def test_takes_no_body_at_all(bob: Caller, world: World) -> None:
    response = bob.post(f"/api/ocs-tier/{world.first.id}/compute_tier/")
    assert (response.status_code, response.json()) == (200, compute(bob, world.first.id))


def test_a_clock_change_moves_the_handoff_in_utc(bob: Caller, world: World) -> None:
    berlin = words.layer([world.ann.id, world.ben.id], "2026-10-23T09:00:00", tz="Europe/Berlin")
    window = {"since": "2026-10-24T00:00:00Z", "until": "2026-10-27T00:00:00Z"}
    _, (turns,), _ = compute(bob, world.second.id, {"layers": [berlin]}, **window)
    handoffs = [shift["s"] for shift in turns[1:]]
    assert handoffs == ["2026-10-24T07:00:00Z", "2026-10-25T08:00:00Z", "2026-10-26T08:00:00Z"]


# ── other windows ────────────────────────────────────────────────────────────────────────────────────────────────


def test_since_and_until_bound_all_three(bob: Caller, world: World) -> None:
    assert compute(bob, world.first.id, since=on(12), until=on(13)) == [
        [
            plain(on(12), on(12, "08:00"), world.ann.id),
            plain(on(12, "08:00"), on(13), world.bob.id),
        ],
        [
            [
                own(world.ann.id, on(11, "08:00"), on(12, "08:00")),
                own(world.rita.id, on(12, "08:00"), on(12, "20:00"), world.cover.id),
                own(world.bob.id, on(12, "20:00"), on(13)),
            ]
        ],
        [plain(on(12, "08:00"), on(12, "20:00"), world.rita.id, world.cover.id)],
    ]


def test_on_demand_shifts_outside_the_window_are_left_out(bob: Caller, world: World) -> None:
    assert compute(bob, world.first.id, since=on(13), until=on(14))[2] == []


def test_either_bound_alone_replaces_its_own(bob: Caller, world: World) -> None:
    assert compute(bob, world.first.id, since=on(11))[0][-1]["e"] == UNTIL
    assert compute(bob, world.first.id, until=on(11))[0][0]["s"] == on(10, "12:00")


def test_a_bound_may_have_an_offset_and_a_fraction(bob: Caller, world: World) -> None:
    window = {"since": "2026-06-12T02:00:00.7+02:00", "until": "2026-06-13T00:00:00.999Z"}
    plain = compute(bob, world.first.id, since=on(12), until=on(13))
    assert compute(bob, world.first.id, **window) == plain


def test_two_years_are_not_too_much(bob: Caller, world: World) -> None:
    window = {"since": "2026-06-10T00:00:00Z", "until": "2028-06-09T00:00:00Z"}
    assert compute(bob, world.first.id, **window)[0][-1]["e"] == "2028-06-09T00:00:00Z"


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2026-06-10T00:00:00Z", "2028-06-12T00:00:00Z"),
        ("2026-06-11T00:00:00Z", "2026-06-10T00:00:00Z"),
        ("soon", "2026-06-10T00:00:00Z"),
        ("2026-06-10T00:00:00Z", "2026-06-11T00:00:00"),
        ("", "2026-06-10T00:00:00Z"),
        ("2026-02-30T00:00:00Z", "2026-06-10T00:00:00Z"),
    ],
)
def test_bounds_that_make_no_window_are_refused(bob: Caller, world: World, since: str, until: str) -> None:
    path = f"/api/ocs-tier/{world.first.id}/compute_tier/"
    response = bob.post(path, {}, since=since, until=until)
    assert response.status_code == 400
    assert set(response.json()) <= {"since", "until", "non_field_errors"}


def test_both_bad_bounds_are_named_at_once(bob: Caller, world: World) -> None:
    response = bob.post(f"/api/ocs-tier/{world.first.id}/compute_tier/", {}, since="x", until="y")
    assert (response.status_code, set(response.json())) == (400, {"since", "until"})


# ── how much ─────────────────────────────────────────────────────────────────────────────────────────────────────

HOURLY = '{"type":"hourly"}'
TWO_YEARS = {"since": "2026-06-01T08:00:00Z", "until": "2028-06-01T08:00:00Z"}


def hourly(world: World, start: str = on(1, "08:00"), **more: Any) -> dict[str, Any]:
    """Two people in turns of an hour: 24 entries a day in [0] and as many in [1]."""
    return words.layer([world.ann.id, world.ben.id], start, rotation=HOURLY, **more)


def refused(caller: Caller, world: World, body: Any, **query: Any) -> str:
    response = caller.post(f"/api/ocs-tier/{world.second.id}/compute_tier/", body, **query)
    assert response.status_code == 400, response.text[:200]
    (message,) = response.json()["non_field_errors"]
    return str(message)


def test_20000_entries_are_not_too_many(bob: Caller, world: World) -> None:
    alone, lanes, _ = compute(bob, world.second.id, {"layers": [hourly(world)]}, since=on(2), until=on(418, "16:00"))
    assert len(alone) + len(lanes[0]) == 20_000


def test_one_more_is_refused_and_told_how_to_ask_for_less(bob: Caller, world: World) -> None:
    cover = new(world.ben.id, on(20, "08:00"), on(20, "09:00"))
    body = {"layers": [hourly(world)], "on_demand": [cover]}
    assert "since and until" in refused(bob, world, body, since=on(2), until=on(418, "16:00"))


def test_layers_alone_may_be_too_many(bob: Caller, world: World) -> None:
    top = words.layer([world.ann.id], index=9)
    assert refused(bob, world, {"layers": [hourly(world), hourly(world, index=1), top]}, **TWO_YEARS)


def test_a_layer_by_the_hour_since_1900_costs_what_any_other_does(bob: Caller, world: World) -> None:
    body = {"layers": [hourly(world, "1900-01-01T00:00:00Z")]}
    alone, (turns,), _ = compute(bob, world.second.id, body)
    assert (len(alone), turns[0]["s"]) == (60 * 24, on(10, "12:00"))
    assert set(
        bob.post(f"/api/ocs-tier/{world.second.id}/compute_tier/", body, since="1900-01-01T00:00:00Z").json()
    ) == {"since"}


def test_others_are_answered_while_a_long_one_is_made(bob: Caller, world: World) -> None:
    ref, body, window = world.second.id, {"layers": [hourly(world)]}, {"since": on(2), "until": on(417)}
    compute(bob, ref, body, **window)
    with ThreadPoolExecutor(1) as elsewhere:
        long = elsewhere.submit(compute, bob, ref, body, **window)
        answered = 0
        while not long.done():
            answered += bob.client.get("/healthz").status_code == 200
    assert len(long.result()[0]) == 415 * 24
    assert answered > 5


def test_and_in_1900_too(bob: Caller, world: World) -> None:
    body = {"layers": [hourly(world, "1900-01-01T00:00:00Z")]}
    window = {"since": "1900-01-02T00:00:00Z", "until": "1900-01-03T00:00:00Z"}
    assert len(compute(bob, world.second.id, body, **window)[0]) == 24


# ── bad requests ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ref", ["999999999", "999999999_1", "{ocs}_3", "{ocs}_0", "abc", "0"])
def test_an_absent_tier_is_not_computed(bob: Caller, world: World, ref: str) -> None:
    response = bob.post(f"/api/ocs-tier/{ref.format(ocs=world.noc.id)}/compute_tier/", {})
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


def test_errors_have_the_shape_that_a_patch_gives(bob: Caller, world: World) -> None:
    body = {"layers": [words.layer([world.ivy.id], tz="x")], "on_demand": [{}, new(1, "x", on(15))]}
    preview = bob.post(f"/api/ocs-tier/{world.first.id}/compute_tier/", body)
    patched = bob.patch(f"/api/ocs-tier/{world.first.id}/", body)
    assert preview.status_code == patched.status_code == 400
    assert preview.json() == patched.json()


@pytest.mark.parametrize("field", ["layers", "on_demand", "dirty"])
def test_no_value_is_more_than_a_bad_request(bob: Caller, world: World, field: str) -> None:
    for value in words.NASTY:
        response = bob.post(f"/api/ocs-tier/{world.first.id}/compute_tier/", {field: value})
        assert response.status_code in (200, 400), value


@pytest.mark.parametrize("field", ["start", "rotation", "restrictions", "contacts", "index", "tz", "end"])
def test_no_value_in_a_layer_is_more_than_a_bad_request(bob: Caller, world: World, field: str) -> None:
    for value in words.NASTY:
        body = {"layers": [words.layer([world.ann.id]) | {field: value}]}
        response = bob.post(f"/api/ocs-tier/{world.second.id}/compute_tier/", body)
        assert response.status_code in (200, 400), (value, response.text)


@pytest.mark.parametrize("field", ["since", "until"])
def test_no_bound_is_more_than_a_bad_request(bob: Caller, world: World, field: str) -> None:
    for value in words.TEXTS:
        response = bob.post(f"/api/ocs-tier/{world.first.id}/compute_tier/", {}, **{field: value})
        assert response.status_code in (200, 400), (value, response.text)
