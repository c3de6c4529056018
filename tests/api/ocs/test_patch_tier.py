"""PATCH /api/ocs-tier/{id}/"""

from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller
from tests.cast import World, on


def patch(caller: Caller, world: World, ref: object = None, **body: Any) -> Any:
    """Patch tier `first`, or the one that `ref` names."""
    return caller.patch(f"/api/ocs-tier/{ref or world.first.id}/", body)


def new(contact: int, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "contact": contact} | more


def shifts(caller: Caller, world: World) -> list[tuple[int, str, str]]:
    """The on-demand shifts of tier `first`: contact, start, end."""
    rows = caller.get("/api/ocs-on-demand/", tier_id=world.first.id).json()["results"]
    return [(row["contact"], row["start"], row["end"]) for row in rows]


RITAS = on(12, "08:00"), on(12, "20:00")


@pytest.mark.parametrize("body", [{}, {"layers": []}, {"on_demand": []}, {"dirty": True}])
def test_answers_with_id_number_and_schedule(bob: Caller, world: World, body: Any) -> None:
    response = patch(bob, world, **body)
    row = {"id": world.first.id, "number": 1, "ocs": world.noc.id}
    assert (response.status_code, response.json()) == (200, row)


def test_takes_the_schedule_and_number_too(bob: Caller, world: World) -> None:
    assert patch(bob, world, f"{world.noc.id}_2", layers=[]).json()["id"] == world.second.id


def test_layers_are_the_whole_list(bob: Caller, world: World) -> None:
    layers = [words.layer([world.ben.id]), words.layer([world.ann.id], index=1)]
    patch(bob, world, layers=layers)
    assert bob.get(f"/api/ocs-tier/{world.first.id}/").json()["layers"] == layers


def test_absent_layers_stay(bob: Caller, world: World) -> None:
    before = bob.get(f"/api/ocs-tier/{world.first.id}/").json()["layers"]
    patch(bob, world, dirty=False, on_demand=[])
    assert bob.get(f"/api/ocs-tier/{world.first.id}/").json()["layers"] == before


def test_an_empty_on_demand_beside_new_layers_wipes_nothing(bob: Caller, world: World) -> None:
    patch(bob, world, layers=[words.layer([world.ben.id])], on_demand=[])
    assert shifts(bob, world) == [(world.rita.id, *RITAS)]


@pytest.mark.parametrize("dirty", [True, False, None, "yes", 1, [], {}])
def test_dirty_is_taken_and_ignored(bob: Caller, world: World, dirty: Any) -> None:
    response = patch(bob, world, dirty=dirty)
    assert response.status_code == 200
    assert "dirty" not in response.json()


# ── on-demand shifts in the same request ─────────────────────────────────────────────────────────────────────────


def test_an_on_demand_shift_without_id_is_new(bob: Caller, world: World) -> None:
    patch(bob, world, on_demand=[new(world.ben.id, on(14), on(15))])
    assert shifts(bob, world) == [(world.rita.id, *RITAS), (world.ben.id, on(14), on(15))]


def test_one_with_an_id_is_changed(bob: Caller, world: World) -> None:
    patch(bob, world, on_demand=[new(world.ben.id, on(14), on(15), id=world.cover.id)])
    answer = bob.get(f"/api/ocs-on-demand/{world.cover.id}/").json()
    assert answer == words.cover_said(world, contact=world.ben.id, start=on(14), end=on(15))
    assert len(shifts(bob, world)) == 1


def test_those_not_mentioned_stay(bob: Caller, world: World) -> None:
    patch(bob, world, on_demand=[new(world.ben.id, on(14), on(15))])
    patch(bob, world, on_demand=[new(world.ann.id, on(16), on(17))])
    assert [contact for contact, _, _ in shifts(bob, world)] == [world.rita.id, world.ben.id, world.ann.id]


def test_what_comes_back_from_a_get_can_be_sent_again(bob: Caller, world: World) -> None:
    full = bob.get(f"/api/ocs-tier/{world.first.id}/").json()
    patch(bob, world, layers=full["layers"], on_demand=full["on_demand"], dirty=False)
    again = bob.get(f"/api/ocs-tier/{world.first.id}/").json()
    assert again | {"updated": None} == full | {"updated": None}


def test_a_new_one_is_cut_out_of_those_that_stand(bob: Caller, world: World) -> None:
    patch(bob, world, on_demand=[new(world.ben.id, on(12, "12:00"), on(12, "14:00"))])
    assert shifts(bob, world) == [
        (world.rita.id, on(12, "08:00"), on(12, "12:00")),
        (world.ben.id, on(12, "12:00"), on(12, "14:00")),
        (world.rita.id, on(12, "14:00"), on(12, "20:00")),
    ]


def test_a_later_one_is_cut_out_of_an_earlier_one_of_the_same_request(bob: Caller, world: World) -> None:
    early, late = new(world.ben.id, on(14), on(16)), new(world.ann.id, on(15), on(17))
    patch(bob, world, on_demand=[early, late])
    assert shifts(bob, world)[1:] == [(world.ben.id, on(14), on(15)), (world.ann.id, on(15), on(17))]


def test_layers_and_on_demand_shifts_are_saved_together(bob: Caller, world: World) -> None:
    layers = [words.layer([world.ben.id])]
    patch(bob, world, layers=layers, on_demand=[new(world.ann.id, on(14), on(15))], dirty=False)
    full = bob.get(f"/api/ocs-tier/{world.first.id}/").json()
    assert (full["layers"], len(full["on_demand"])) == (layers, 2)


def test_a_list_of_one_contact_is_a_contact(bob: Caller, world: World) -> None:
    assert patch(bob, world, on_demand=[new([world.ben.id], on(14), on(15))]).status_code == 200  # type: ignore[arg-type]
    assert (world.ben.id, on(14), on(15)) in shifts(bob, world)


def test_the_tier_it_stands_in_may_be_said(bob: Caller, world: World) -> None:
    wish = new(world.ben.id, on(14), on(15), tier=world.first.id)
    assert patch(bob, world, on_demand=[wish]).status_code == 200


@pytest.mark.parametrize("whose", ["cover", "desk_cover"])
def test_an_on_demand_shift_of_another_tier_is_not_taken(alice: Caller, world: World, whose: str) -> None:
    wish = new(world.nora.id, on(14), on(15), id=getattr(world, whose).id)
    response = patch(alice, world, world.second.id, on_demand=[wish])
    assert response.status_code in (400, 404)
    assert shifts(alice, world) == [(world.rita.id, *RITAS)]


def test_an_unknown_id_is_refused(bob: Caller, world: World) -> None:
    response = patch(bob, world, on_demand=[new(world.ben.id, on(14), on(15), id=999999999)])
    assert response.status_code in (400, 404)
    assert len(shifts(bob, world)) == 1


# ── bad requests ─────────────────────────────────────────────────────────────────────────────────────────────────


def errors(response: Any) -> Any:
    assert response.status_code == 400, response.text
    return response.json()


@pytest.mark.parametrize(
    "bad",
    [{"contact": None}, {"contact": "x"}, {"contact": []}, {"contact": 999999999}, {"start": "soon"},
     {"start": "2026-06-14T00:00:00"}, {"end": "2026-06-15T00:00:00"}, {"start": None}, {"end": 7}, {"id": "x"}],
)  # fmt: skip
def test_a_bad_on_demand_shift_is_named_by_its_place_and_field(bob: Caller, world: World, bad: Any) -> None:
    good = new(world.ben.id, on(13), on(14))
    said = errors(patch(bob, world, on_demand=[good, new(world.ben.id, on(14), on(15)) | bad]))
    first, second = said["on_demand"]
    assert (first, set(second)) == ({}, set(bad))


def test_an_empty_on_demand_shift_names_what_it_misses(bob: Caller, world: World) -> None:
    required = ["This field is required."]
    said = errors(patch(bob, world, on_demand=[{}]))
    assert said == {"on_demand": [{"start": required, "end": required, "contact": required}]}


def test_its_end_comes_after_its_start(bob: Caller, world: World) -> None:
    said = errors(patch(bob, world, on_demand=[new(world.ben.id, on(14), on(14))]))
    assert set(said["on_demand"][0]) <= {"end", "non_field_errors"}


@pytest.mark.parametrize("contact", ["ivy", "gus"])
def test_a_contact_that_cannot_be_on_call_is_refused(bob: Caller, world: World, contact: str) -> None:
    wish = new(getattr(world, contact).id, on(14), on(15))
    assert set(errors(patch(bob, world, on_demand=[wish]))["on_demand"][0]) == {"contact"}


def test_bad_layers_and_bad_on_demand_shifts_are_named_at_once(bob: Caller, world: World) -> None:
    said = errors(patch(bob, world, layers=[{"tz": "x"}], on_demand=[{}]))
    assert set(said) == {"layers", "on_demand"}


def test_nothing_is_saved_when_anything_is_bad(bob: Caller, world: World) -> None:
    before = bob.get(f"/api/ocs-tier/{world.first.id}/").json()
    good = new(world.ben.id, on(12), on(13))
    errors(patch(bob, world, layers=[words.layer([world.ben.id])], on_demand=[good, {}]))
    assert bob.get(f"/api/ocs-tier/{world.first.id}/").json() == before


@pytest.mark.parametrize("value", [7, "x", {}, [7], [None]])
@pytest.mark.parametrize("field", ["layers", "on_demand"])
def test_both_are_lists_of_objects(bob: Caller, world: World, field: str, value: Any) -> None:
    assert set(errors(patch(bob, world, **{field: value}))) == {field}


# ── tiers that are not there yet ─────────────────────────────────────────────────────────────────────────────────


def test_makes_the_next_tier(bob: Caller, world: World) -> None:
    layers = [words.layer([world.ben.id])]
    response = patch(bob, world, f"{world.noc.id}_3", layers=layers)
    answer = response.json()
    assert response.status_code in (200, 201)
    assert answer == {"id": answer["id"], "number": 3, "ocs": world.noc.id}
    assert bob.get(f"/api/ocs-tier/{world.noc.id}_3/").json()["layers"] == layers


def test_makes_it_with_on_demand_shifts(bob: Caller, world: World) -> None:
    patch(bob, world, f"{world.noc.id}_3", on_demand=[new(world.ben.id, on(14), on(15))])
    full = bob.get(f"/api/ocs-tier/{world.noc.id}_3/").json()
    assert [one["contact"] for one in full["on_demand"]] == [world.ben.id]


def test_leaves_no_number_out(bob: Caller, world: World) -> None:
    assert patch(bob, world, f"{world.noc.id}_4", layers=[]).status_code in (400, 404)
    assert bob.get("/api/ocs-tier/count/").json() == {"count": 2}


@pytest.mark.parametrize("ref", ["999999999", "999999999_1", "abc", "0"])
def test_what_is_no_tier_is_not_found(bob: Caller, world: World, ref: str) -> None:
    response = patch(bob, world, ref, layers=[])
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


@pytest.mark.parametrize("field", ["layers", "on_demand", "dirty"])
def test_no_value_is_more_than_a_bad_request(bob: Caller, world: World, field: str) -> None:
    for value in words.NASTY:
        assert patch(bob, world, **{field: value}).status_code in (200, 400), value


@pytest.mark.parametrize("field", ["id", "start", "end", "contact", "tier"])
def test_no_value_in_an_on_demand_shift_is_more_than_a_bad_request(bob: Caller, world: World, field: str) -> None:
    for value in words.NASTY:
        response = patch(bob, world, on_demand=[new(world.ben.id, on(14), on(15)) | {field: value}])
        assert response.status_code in (200, 400, 404), (value, response.text)
