"""POST /api/ocs-on-demand/"""

from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller
from tests.cast import World, on


def post(caller: Caller, world: World, start: str = on(20), end: str = on(21), **more: Any) -> Any:
    return caller.post("/api/ocs-on-demand/", words.cover(world, start, end, **more))


def shifts(caller: Caller, world: World) -> list[tuple[int, str, str]]:
    rows = caller.get("/api/ocs-on-demand/", tier_id=world.first.id).json()["results"]
    return [(row["contact"], row["start"], row["end"]) for row in rows]


def errors(response: Any) -> Any:
    assert response.status_code == 400, response.text
    return response.json()


def test_echoes_the_payload_with_the_id(bob: Caller, world: World) -> None:
    response = post(bob, world)
    answer = response.json()
    assert response.status_code == 201
    assert answer == words.cover(world, on(20), on(21), id=answer["id"])


def test_what_was_made_is_there(bob: Caller, world: World) -> None:
    answer = post(bob, world).json()
    assert bob.get(f"/api/ocs-on-demand/{answer['id']}/").json() == answer


def test_instants_come_back_in_utc_to_the_second(bob: Caller, world: World) -> None:
    answer = post(bob, world, "2026-06-20T10:00:00.999+02:00", "2026-06-20T05:30:00-05:30").json()
    assert (answer["start"], answer["end"]) == (on(20, "08:00"), on(20, "11:00"))


def test_takes_the_schedule_and_number_of_a_tier(bob: Caller, world: World) -> None:
    response = post(bob, world, tier=f"{world.noc.id}_2")
    assert response.status_code == 201
    stored = bob.get(f"/api/ocs-on-demand/{response.json()['id']}/").json()
    assert stored["tier"] == world.second.id


def test_takes_a_list_of_one_contact(bob: Caller, world: World) -> None:
    response = post(bob, world, contact=[world.ben.id])
    assert response.status_code == 201
    stored = bob.get(f"/api/ocs-on-demand/{response.json()['id']}/").json()
    assert stored["contact"] == world.ben.id


def test_may_be_written_for_the_past(bob: Caller, world: World) -> None:
    assert post(bob, world, on(2), on(3)).status_code == 201


def test_a_contact_of_the_provider_may_cover(alice: Caller, world: World) -> None:
    assert post(alice, world, contact=world.nora.id).status_code == 201


# ── sure ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("sure", [True, False])
def test_sure_is_echoed_when_sent(bob: Caller, world: World, sure: bool) -> None:
    assert post(bob, world, sure=sure).json()["sure"] is sure


@pytest.mark.parametrize("sure", [True, "true", "True", 1, "1"])
def test_sure_takes_the_time_from_others(bob: Caller, world: World, sure: object) -> None:
    assert post(bob, world, on(12), on(13), sure=sure).status_code == 201
    assert shifts(bob, world) == [(world.ben.id, on(12), on(13))]


@pytest.mark.parametrize("sure", [False, "false", "False", 0, "0"])
def test_not_sure_leaves_it_with_them(bob: Caller, world: World, sure: object) -> None:
    assert post(bob, world, on(12), on(13), sure=sure).status_code == 409
    assert shifts(bob, world) == [(world.rita.id, on(12, "08:00"), on(12, "20:00"))]


def test_unsaid_is_not_sure(bob: Caller, world: World) -> None:
    assert post(bob, world, on(12), on(13)).status_code == 409


@pytest.mark.parametrize("sure", ["maybe", 2, [], {}, "2"])
def test_sure_is_yes_or_no(bob: Caller, world: World, sure: object) -> None:
    assert errors(post(bob, world, sure=sure)) == {"sure": ["Must be a valid boolean."]}


# ── not sure: conflicts ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_conflict_tells_what_is_in_the_way(bob: Caller, world: World) -> None:
    response = post(bob, world, on(12), on(13))
    answer = response.json()
    assert response.status_code == 409
    assert set(answer) == {"detail", "conflicts"}
    assert isinstance(answer["detail"], str)
    assert answer["conflicts"] == [words.cover_said(world)]


def test_it_tells_all_of_them_and_no_others(bob: Caller, world: World) -> None:
    post(bob, world, on(13), on(14))
    post(bob, world, on(25), on(26))
    conflicts = post(bob, world, on(12), on(20)).json()["conflicts"]
    assert [conflict["start"] for conflict in conflicts] == [on(12, "08:00"), on(13)]


@pytest.mark.parametrize(
    ("start", "end"),
    [(on(12, "07:00"), on(12, "08:01")), (on(12, "19:59"), on(12, "21:00")), (on(12, "09:00"), on(12, "10:00")),
     (on(12, "08:00"), on(12, "20:00")), (on(12, "07:00"), on(12, "21:00"))],
)  # fmt: skip
def test_any_overlap_is_a_conflict(bob: Caller, world: World, start: str, end: str) -> None:
    assert post(bob, world, start, end).status_code == 409


@pytest.mark.parametrize(("start", "end"), [(on(12), on(12, "08:00")), (on(12, "20:00"), on(13))])
def test_touching_ends_do_not_overlap(bob: Caller, world: World, start: str, end: str) -> None:
    assert post(bob, world, start, end).status_code == 201
    assert len(shifts(bob, world)) == 2


def test_another_tier_is_not_in_the_way(bob: Caller, world: World) -> None:
    assert post(bob, world, on(12), on(13), tier=world.second.id).status_code == 201


def test_the_same_contact_is_in_the_way_too(bob: Caller, world: World) -> None:
    assert post(bob, world, on(12), on(13), contact=world.rita.id).status_code == 409


# ── sure: what becomes of the others ─────────────────────────────────────────────────────────────────────────────


def test_what_is_swallowed_is_deleted(bob: Caller, world: World) -> None:
    post(bob, world, on(12, "08:00"), on(12, "20:00"), sure=True)
    assert shifts(bob, world) == [(world.ben.id, on(12, "08:00"), on(12, "20:00"))]
    assert bob.get(f"/api/ocs-on-demand/{world.cover.id}/").status_code == 404


def test_what_begins_before_loses_its_end(bob: Caller, world: World) -> None:
    post(bob, world, on(12, "12:00"), on(13), sure=True)
    trimmed = bob.get(f"/api/ocs-on-demand/{world.cover.id}/").json()
    assert trimmed == words.cover_said(world, end=on(12, "12:00"))


def test_what_ends_after_loses_its_beginning(bob: Caller, world: World) -> None:
    post(bob, world, on(12), on(12, "12:00"), sure=True)
    trimmed = bob.get(f"/api/ocs-on-demand/{world.cover.id}/").json()
    assert trimmed == words.cover_said(world, start=on(12, "12:00"))


def test_what_goes_on_around_it_is_split(bob: Caller, world: World) -> None:
    post(bob, world, on(12, "12:00"), on(12, "14:00"), sure=True)
    rows = bob.get("/api/ocs-on-demand/", tier_id=world.first.id).json()["results"]
    assert [(row["contact"], row["start"], row["end"]) for row in rows] == [
        (world.rita.id, on(12, "08:00"), on(12, "12:00")),
        (world.ben.id, on(12, "12:00"), on(12, "14:00")),
        (world.rita.id, on(12, "14:00"), on(12, "20:00")),
    ]


def test_the_first_piece_keeps_the_id_and_the_second_has_a_new_one(bob: Caller, world: World) -> None:
    new = post(bob, world, on(12, "12:00"), on(12, "14:00"), sure=True).json()["id"]
    rows = bob.get("/api/ocs-on-demand/", tier_id=world.first.id).json()["results"]
    first, middle, second = (row["id"] for row in rows)
    assert (first, middle) == (world.cover.id, new)
    assert second not in (first, middle)


def test_sharing_an_edge_inside_is_no_split(bob: Caller, world: World) -> None:
    post(bob, world, on(12, "08:00"), on(12, "12:00"), sure=True)
    assert shifts(bob, world) == [
        (world.ben.id, on(12, "08:00"), on(12, "12:00")),
        (world.rita.id, on(12, "12:00"), on(12, "20:00")),
    ]


def test_one_can_trim_two_and_swallow_another(bob: Caller, world: World) -> None:
    post(bob, world, on(13), on(14))
    post(bob, world, on(15), on(17))
    post(bob, world, on(12, "12:00"), on(16), contact=world.ann.id, sure=True)
    assert shifts(bob, world) == [
        (world.rita.id, on(12, "08:00"), on(12, "12:00")),
        (world.ann.id, on(12, "12:00"), on(16)),
        (world.ben.id, on(16), on(17)),
    ]


def test_another_tiers_shifts_stay_whole(bob: Caller, world: World) -> None:
    post(bob, world, on(12), on(13), tier=world.second.id, sure=True)
    assert shifts(bob, world) == [(world.rita.id, on(12, "08:00"), on(12, "20:00"))]


# ── bad requests ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_missing_fields_are_named_all_at_once(bob: Caller) -> None:
    required = ["This field is required."]
    said = errors(bob.post("/api/ocs-on-demand/", {}))
    assert said == dict.fromkeys(("tier", "start", "end", "contact"), required)


def test_every_bad_field_is_named_at_once(bob: Caller) -> None:
    body = {"tier": "x", "start": "soon", "end": None, "contact": "x", "sure": "maybe"}
    assert set(errors(bob.post("/api/ocs-on-demand/", body))) == set(body)


@pytest.mark.parametrize("end", [on(20), on(19)])
def test_the_end_comes_after_the_start(bob: Caller, world: World, end: str) -> None:
    assert set(errors(post(bob, world, on(20), end))) <= {"end", "non_field_errors"}


def test_fractions_do_not_make_a_shift_of_no_length(bob: Caller, world: World) -> None:
    response = post(bob, world, "2026-06-20T08:00:00.1Z", "2026-06-20T08:00:00.9Z")
    assert set(errors(response)) <= {"end", "non_field_errors"}


def test_lasts_at_most_366_days(bob: Caller, world: World) -> None:
    assert set(errors(post(bob, world, on(20), "2027-06-21T00:00:01Z"))) <= {"end", "non_field_errors"}
    assert post(bob, world, on(20), "2027-06-21T00:00:00Z").status_code == 201


@pytest.mark.parametrize(
    "instant",
    ["2026-06-20T08:00:00", "2026-06-20", "08:00", "2026-06-31T08:00:00Z", "2026-06-20T24:30:00Z", "", None, 7, []],
)
@pytest.mark.parametrize("field", ["start", "end"])
def test_an_instant_needs_a_date_a_time_and_an_offset(bob: Caller, world: World, field: str, instant: Any) -> None:
    body = words.cover(world) | {field: instant}
    assert set(errors(bob.post("/api/ocs-on-demand/", body))) == {field}


@pytest.mark.parametrize("contact", [None, "x", 0, -1, 1.5, [], {}, [None], True, 999999999])
def test_a_contact_is_an_id_of_one(bob: Caller, world: World, contact: Any) -> None:
    assert set(errors(post(bob, world, contact=contact))) == {"contact"}


def test_two_contacts_are_one_too_many(bob: Caller, world: World) -> None:
    assert set(errors(post(bob, world, contact=[world.ann.id, world.ben.id]))) == {"contact"}


def test_a_contact_that_was_switched_off_is_refused(bob: Caller, world: World) -> None:
    assert set(errors(post(bob, world, contact=world.ivy.id))) == {"contact"}


def test_a_contact_of_another_customer_looks_unknown(bob: Caller, world: World) -> None:
    message = f'Invalid pk "{world.gus.id}" - object does not exist.'
    assert errors(post(bob, world, contact=world.gus.id)) == {"contact": [message]}


def test_a_contact_of_another_customer_is_refused_to_the_provider_too(alice: Caller, world: World) -> None:
    assert set(errors(post(alice, world, contact=world.gus.id))) == {"contact"}


@pytest.mark.parametrize("tier", [None, "x", 0, -1, 1.5, [], {}, True, "1_2_3", "_1", 999999999, "999999999_1"])
def test_a_tier_is_one_that_is_there(bob: Caller, world: World, tier: Any) -> None:
    assert set(errors(post(bob, world, tier=tier))) == {"tier"}


def test_a_tier_that_could_be_made_is_not_there(bob: Caller, world: World) -> None:
    assert set(errors(post(bob, world, tier=f"{world.noc.id}_3"))) == {"tier"}
    assert bob.get("/api/ocs-tier/count/").json() == {"count": 2}


def test_a_tier_of_somebody_else_looks_unknown(mallory: Caller, world: World) -> None:
    foreign = errors(post(mallory, world, contact=world.gus.id))
    unknown = errors(post(mallory, world, contact=world.gus.id, tier=999999999))
    assert str(foreign).replace(str(world.first.id), "999999999") == str(unknown)


@pytest.mark.parametrize("field", ["tier", "start", "end", "contact", "sure"])
def test_no_value_is_more_than_a_bad_request(bob: Caller, world: World, field: str) -> None:
    for value in words.NASTY:
        response = bob.post("/api/ocs-on-demand/", words.cover(world) | {field: value})
        assert response.status_code in (201, 400, 409), (value, response.text)
