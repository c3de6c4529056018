"""POST /api/ocs-tier/{id}/compute_tier/"""

from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller
from tests.cast import World, on

UNTIL = on(70, "12:00")
"""Sixty days after now."""


def compute(caller: Caller, ref: object, body: Any = None, **query: Any) -> Any:
    response = caller.post(f"/api/ocs-tier/{ref}/compute_tier/", {} if body is None else body, **query)
    assert response.status_code == 200, response.text
    return response.json()


def new(contact: int, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "contact": contact} | more


def final(c: int, s: str, e: str, i: int | None = 0, o: int | None = None) -> dict[str, Any]:
    return {"s": s, "e": e, "c": c, "i": i, "o": o}


def own(c: int, s: str, e: str, o: int | None = None) -> dict[str, Any]:
    return {"c": c, "s": s, "e": e, "o": o}


# ── the final schedule ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_final_schedule_runs_from_now_on(bob: Caller, world: World) -> None:
    schedule, _, _ = compute(bob, world.first.id)
    assert schedule[:5] == [
        final(world.bob.id, on(10, "12:00"), on(11, "08:00")),
        final(world.ann.id, on(11, "08:00"), on(12, "08:00")),
        final(world.rita.id, on(12, "08:00"), on(12, "20:00"), None, world.cover.id),
        final(world.bob.id, on(12, "20:00"), on(13, "08:00")),
        final(world.ann.id, on(13, "08:00"), on(14, "08:00")),
    ]


def test_it_ends_sixty_days_from_now(bob: Caller, world: World) -> None:
    schedule, _, _ = compute(bob, world.first.id)
    assert schedule[-1] == final(world.bob.id, on(70, "08:00"), UNTIL)
    assert len(schedule) == 62


def test_it_has_no_overlaps_and_here_no_gaps(bob: Caller, world: World) -> None:
    schedule, _, _ = compute(bob, world.first.id)
    assert [shift["e"] for shift in schedule[:-1]] == [shift["s"] for shift in schedule[1:]]


def test_one_contact_on_a_daily_rotation_is_one_shift(bob: Caller, world: World) -> None:
    schedule, layers, _ = compute(bob, world.second.id, {"layers": [words.layer([world.ann.id])]})
    assert schedule == [final(world.ann.id, on(10, "12:00"), UNTIL)]
    assert layers == [[own(world.ann.id, on(1, "08:00"), UNTIL)]]


def test_each_shift_says_the_index_of_its_layer(bob: Caller, world: World) -> None:
    low = words.layer([world.ann.id], index=3)
    high = words.layer([world.ben.id], index=7, restrictions=words.daily("18:00", "20:00"))
    schedule, _, _ = compute(bob, world.second.id, {"layers": [high, low]})
    assert schedule[:3] == [
        final(world.ann.id, on(10, "12:00"), on(10, "18:00"), 3),
        final(world.ben.id, on(10, "18:00"), on(10, "20:00"), 7),
        final(world.ann.id, on(10, "20:00"), on(11, "18:00"), 3),
    ]


def test_the_same_contact_from_two_layers_is_two_shifts(bob: Caller, world: World) -> None:
    low = words.layer([world.ann.id])
    high = words.layer([world.ann.id], index=1, end=on(11))
    schedule, _, _ = compute(bob, world.second.id, {"layers": [low, high]})
    assert [(shift["e"], shift["i"]) for shift in schedule] == [(on(11), 1), (UNTIL, 0)]


def test_a_gap_is_told_by_nothing(bob: Caller, world: World) -> None:
    office = words.layer([world.ann.id], restrictions=words.daily("09:00", "17:00"))
    schedule, _, _ = compute(bob, world.second.id, {"layers": [office]})
    assert schedule[0] == final(world.ann.id, on(10, "12:00"), on(10, "17:00"))
    assert schedule[1] == final(world.ann.id, on(11, "09:00"), on(11, "17:00"))


def test_a_layer_that_starts_after_the_window_gives_nothing(bob: Caller, world: World) -> None:
    later = words.layer([world.ann.id], on(71))
    assert compute(bob, world.second.id, {"layers": [later]}) == [[], [[]], []]


# ── the layers ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_layers_own_shifts_go_back_to_its_start(bob: Caller, world: World) -> None:
    _, (shifts,), _ = compute(bob, world.first.id)
    assert shifts[:2] == [
        own(world.ann.id, on(1, "08:00"), on(2, "08:00")),
        own(world.bob.id, on(2, "08:00"), on(3, "08:00")),
    ]
    assert shifts[-1] == own(world.bob.id, on(70, "08:00"), UNTIL)


def test_the_covered_piece_names_the_on_demand_shift(bob: Caller, world: World) -> None:
    _, (shifts,), _ = compute(bob, world.first.id)
    assert shifts[10:14] == [
        own(world.ann.id, on(11, "08:00"), on(12, "08:00")),
        own(world.bob.id, on(12, "08:00"), on(12, "20:00"), world.cover.id),
        own(world.bob.id, on(12, "20:00"), on(13, "08:00")),
        own(world.ann.id, on(13, "08:00"), on(14, "08:00")),
    ]


def test_a_cover_in_the_middle_splits_a_shift_in_three(bob: Caller, world: World) -> None:
    layers, shifts = [words.layer([world.ann.id])], [new(world.ben.id, on(14), on(15))]
    _, (pieces,), _ = compute(bob, world.second.id, {"layers": layers, "on_demand": shifts})
    assert pieces == [
        own(world.ann.id, on(1, "08:00"), on(14)),
        own(world.ann.id, on(14), on(15), -1),
        own(world.ann.id, on(15), UNTIL),
    ]


def test_a_cover_over_a_handoff_marks_both_sides(bob: Caller, world: World) -> None:
    shifts = [new(world.ben.id, on(14), on(14, "16:00"))]
    _, (pieces,), _ = compute(bob, world.first.id, {"on_demand": shifts})
    assert own(world.ann.id, on(14), on(14, "08:00"), -1) in pieces
    assert own(world.bob.id, on(14, "08:00"), on(14, "16:00"), -1) in pieces


def test_every_layer_is_cut_also_where_another_hides_it(bob: Caller, world: World) -> None:
    layers = [words.layer([world.ann.id]), words.layer([world.nora.id], index=1)]
    body = {"layers": layers, "on_demand": [new(world.ben.id, on(14), on(15))]}
    _, cut, _ = compute(bob, world.second.id, body)
    assert [[piece["o"] for piece in pieces] for pieces in cut] == [[None, -1, None], [None, -1, None]]


def test_layers_come_in_the_order_of_their_index(bob: Caller, world: World) -> None:
    layers = [words.layer([world.ben.id], index=5), words.layer([world.ann.id], index=2)]
    _, shown, _ = compute(bob, world.second.id, {"layers": layers})
    assert [shifts[0]["c"] for shifts in shown] == [world.ann.id, world.ben.id]


def test_a_layer_without_contacts_is_an_empty_list(bob: Caller, world: World) -> None:
    layers = [words.layer([]), words.layer([world.ann.id], index=1)]
    _, shown, _ = compute(bob, world.second.id, {"layers": layers})
    assert (len(shown), shown[0]) == (2, [])


@pytest.mark.parametrize("body", [{}, {"layers": []}])
def test_no_layers_are_one_empty_list(bob: Caller, world: World, body: Any) -> None:
    assert compute(bob, world.second.id, body) == [[], [[]], []]


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
    schedule, _, shifts = compute(bob, world.first.id, body)
    assert [shift["i"] for shift in shifts] == [world.cover.id, -2, -3]
    assert final(world.ben.id, on(15), on(16), None, -2) in schedule


def test_posted_ones_are_laid_over_those_that_stand(bob: Caller, world: World) -> None:
    body = {"on_demand": [new(world.ben.id, on(12, "10:00"), on(12, "12:00"))]}
    schedule, _, shifts = compute(bob, world.first.id, body)
    expected = [
        (world.rita.id, on(12, "08:00"), on(12, "10:00")),
        (world.ben.id, on(12, "10:00"), on(12, "12:00")),
        (world.rita.id, on(12, "12:00"), on(12, "20:00")),
    ]
    assert [(one["c"], one["s"], one["e"]) for one in shifts] == expected
    assert [(one["c"], one["s"], one["e"]) for one in schedule[2:5]] == expected


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
    body = {"layers": [words.layer([world.ben.id, world.nora.id])], "dirty": True, "on_demand": []}
    preview = compute(bob, world.first.id, body)
    bob.patch(f"/api/ocs-tier/{world.first.id}/", body)
    assert compute(bob, world.first.id) == preview
    assert bob.get(f"/api/ocs-tier/{world.first.id}/").json()["schedule"] == preview[1]


def test_stored_layers_are_used_where_none_are_posted(bob: Caller, world: World) -> None:
    assert compute(bob, world.first.id, {"dirty": True}) == compute(bob, world.first.id)


def test_posted_layers_count_as_if_always_in_force(bob: Caller, world: World) -> None:
    schedule, _, _ = compute(bob, world.first.id, {"layers": [words.layer([world.ben.id])]}, since=on(3), until=on(8))
    assert schedule == [final(world.ben.id, on(3), on(8))]


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
    schedule, _, _ = compute(bob, world.second.id, {"layers": [berlin]}, **window)
    handoffs = [shift["s"] for shift in schedule[1:]]
    assert handoffs == ["2026-10-24T07:00:00Z", "2026-10-25T08:00:00Z", "2026-10-26T08:00:00Z"]


# ── other windows ────────────────────────────────────────────────────────────────────────────────────────────────


def test_since_and_until_bound_all_three(bob: Caller, world: World) -> None:
    assert compute(bob, world.first.id, since=on(12), until=on(13)) == [
        [
            final(world.ann.id, on(12), on(12, "08:00")),
            final(world.rita.id, on(12, "08:00"), on(12, "20:00"), None, world.cover.id),
            final(world.bob.id, on(12, "20:00"), on(13)),
        ],
        [
            [
                own(world.ann.id, on(12), on(12, "08:00")),
                own(world.bob.id, on(12, "08:00"), on(12, "20:00"), world.cover.id),
                own(world.bob.id, on(12, "20:00"), on(13)),
            ]
        ],
        [{"s": on(12, "08:00"), "e": on(12, "20:00"), "c": world.rita.id, "i": world.cover.id}],
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
