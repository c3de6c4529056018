"""PUT /api/ocs-tier/{id}/"""

from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller, Clock
from tests.cast import World, on


def put(caller: Caller, world: World, *layers: Any, ref: object = None, **more: Any) -> Any:
    """Put tier `second`, or the one that `ref` names."""
    return caller.put(f"/api/ocs-tier/{ref or world.second.id}/", words.tier(world, list(layers), **more))


def layers_of(caller: Caller, ref: object) -> Any:
    return caller.get(f"/api/ocs-tier/{ref}/").json()["layers"]


def errors(response: Any) -> Any:
    assert response.status_code == 400, response.text
    return response.json()


def test_echoes_the_payload_with_the_id(bob: Caller, world: World) -> None:
    body = words.tier(world, [words.layer([world.ann.id])])
    response = bob.put(f"/api/ocs-tier/{world.second.id}/", body)
    assert (response.status_code, response.json()) == (200, body | {"id": world.second.id})


def test_what_was_put_is_kept(bob: Caller, world: World) -> None:
    layers = [words.layer([world.ann.id]), words.layer([world.ben.id], on(5), index=1, tz="Asia/Tokyo")]
    put(bob, world, *layers)
    assert layers_of(bob, world.second.id) == layers


def test_strings_are_echoed_to_the_letter(bob: Caller, world: World) -> None:
    rotation = '{ "type" : "daily" , "interval":2}'
    answer = put(bob, world, words.layer([world.ann.id], rotation=rotation)).json()
    assert answer["layers"][0]["rotation"] == rotation


def test_plain_json_is_echoed_as_a_string(bob: Caller, world: World) -> None:
    plain = words.layer([world.ann.id], rotation={"type": "daily"}, restrictions=None)
    (layer,) = put(bob, world, plain).json()["layers"]
    assert isinstance(layer["rotation"], str)
    assert layer["restrictions"] == "null"


def test_the_whole_list_takes_the_place_of_the_old_one(bob: Caller, world: World) -> None:
    put(bob, world, words.layer([world.ben.id]), ref=world.first.id, number=1)
    assert layers_of(bob, world.first.id) == [words.layer([world.ben.id])]


def test_an_empty_list_clears_the_layers(bob: Caller, world: World) -> None:
    put(bob, world, ref=world.first.id, number=1)
    full = bob.get(f"/api/ocs-tier/{world.first.id}/").json()
    assert (full["layers"], len(full["schedule"]), full["current"]) == ([], 1, None)
    assert [shift["o"] for shift in full["schedule"][0]] == [world.cover.id]


def test_on_demand_shifts_stay(bob: Caller, world: World) -> None:
    put(bob, world, ref=world.first.id, number=1)
    assert bob.get(f"/api/ocs-on-demand/{world.cover.id}/").json() == words.cover_said(world)


def test_schedule_and_number_name_a_tier_as_well(bob: Caller, world: World) -> None:
    assert put(bob, world, ref=f"{world.noc.id}_2").json()["id"] == world.second.id


def test_moves_updated_and_leaves_created(bob: Caller, world: World, clock: Clock) -> None:
    clock.set(on(11, "09:30"))
    put(bob, world)
    full = bob.get(f"/api/ocs-tier/{world.second.id}/").json()
    assert (full["created"], full["updated"]) == ("2026-05-01T08:00:00Z", on(11, "09:30"))


# ── tiers that are not there yet ─────────────────────────────────────────────────────────────────────────────────


def test_makes_the_next_tier(bob: Caller, world: World) -> None:
    layers = [words.layer([world.ben.id])]
    response = put(bob, world, *layers, ref=f"{world.noc.id}_3", number=3)
    assert response.status_code in (200, 201)
    assert response.json() == words.tier(world, layers, number=3, id=response.json()["id"])
    assert layers_of(bob, f"{world.noc.id}_3") == layers_of(bob, response.json()["id"]) == layers


def test_leaves_no_number_out(bob: Caller, world: World) -> None:
    response = put(bob, world, ref=f"{world.noc.id}_4", number=4)
    assert response.status_code in (400, 404)
    assert bob.get("/api/ocs-tier/count/").json() == {"count": 2}


@pytest.mark.parametrize("number", [0, -1])
def test_numbers_begin_with_1(bob: Caller, world: World, number: int) -> None:
    assert put(bob, world, ref=f"{world.noc.id}_{number}", number=number).status_code in (400, 404)


def test_makes_no_tier_from_a_bad_body(bob: Caller, world: World) -> None:
    put(bob, world, {}, ref=f"{world.noc.id}_3", number=3)
    assert bob.get("/api/ocs-tier/count/").json() == {"count": 2}


def test_makes_no_tier_from_a_bare_number(bob: Caller, world: World) -> None:
    response = put(bob, world, ref=999999999)
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


def test_makes_no_tier_at_a_schedule_that_is_not_there(bob: Caller, world: World) -> None:
    response = put(bob, world, ref="999999999_1", number=1, ocs=999999999)
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


def test_makes_no_tier_at_a_schedule_of_somebody_else(mallory: Caller, bob: Caller, world: World) -> None:
    response = put(mallory, world, ref=f"{world.noc.id}_3", number=3)
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})
    assert bob.get("/api/ocs-tier/count/").json() == {"count": 2}


# ── number and schedule ──────────────────────────────────────────────────────────────────────────────────────────


def test_two_tiers_of_a_schedule_never_have_one_number(bob: Caller, world: World) -> None:
    said = errors(put(bob, world, number=1))
    assert set(said) <= {"non_field_errors", "number"}
    assert bob.get(f"/api/ocs-tier/{world.second.id}/").json()["number"] == 2


def test_a_schedule_of_somebody_else_looks_unknown(bob: Caller, world: World) -> None:
    message = f'Invalid pk "{world.desk.id}" - object does not exist.'
    assert errors(put(bob, world, ocs=world.desk.id)) == {"ocs": [message]}


def test_an_unknown_schedule_is_refused(bob: Caller, world: World) -> None:
    message = 'Invalid pk "999999999" - object does not exist.'
    assert errors(put(bob, world, ocs=999999999)) == {"ocs": [message]}


@pytest.mark.parametrize("number", [0, -1, "x", 1.5, None, [], True])
def test_a_number_is_a_positive_whole_one(bob: Caller, world: World, number: object) -> None:
    assert set(errors(put(bob, world, number=number))) == {"number"}


def test_missing_fields_are_named_all_at_once(bob: Caller, world: World) -> None:
    required = ["This field is required."]
    said = errors(bob.put(f"/api/ocs-tier/{world.second.id}/", {}))
    assert said == {"number": required, "ocs": required, "layers": required}


def test_every_bad_field_is_named_at_once(bob: Caller, world: World) -> None:
    body = {"number": "x", "ocs": None, "layers": [{"tz": "Mars/Base"}]}
    assert set(errors(bob.put(f"/api/ocs-tier/{world.second.id}/", body))) == {"number", "ocs", "layers"}


# ── bad layers ───────────────────────────────────────────────────────────────────────────────────────────────────


def bad_layer(caller: Caller, world: World, **more: Any) -> set[str]:
    """The fields named in the second of two layers, the first of which is good."""
    bad = words.layer([world.ann.id], index=1) | more
    said = errors(put(caller, world, words.layer([world.ann.id]), bad))
    assert list(said) == ["layers"]
    good, bad = said["layers"]
    assert good == {}
    return set(bad)


@pytest.mark.parametrize(
    "rotation",
    ["daily", "", "{", "null", "[]", '"daily"', "{}", '{"type":"yearly"}', '{"type":"daily","interval":0}',
     '{"type":"daily","interval":1001}', '{"type":"daily","interval":1.5}', '{"type":"daily","interval":true}',
     '{"type":"daily","interval":"2"}', '{"type":"daily","every":2}', '{"type":"custom","length":3}',
     '{"type":"custom","unit":"years","length":3}', '{"type":"custom","unit":"days","lengths":[]}',
     '{"type":"custom","unit":"days","lengths":[5,0]}', '{"type":"daily","turns":"some"}', '{"type":"daily"} x',
     None, [], 7, {}, {"type": "daily", "interval": 0}, {"type": None}],
)  # fmt: skip
def test_a_rotation_that_means_nothing_is_refused(bob: Caller, world: World, rotation: Any) -> None:
    assert bad_layer(bob, world, rotation=rotation) == {"rotation"}


@pytest.mark.parametrize(
    "restrictions",
    ["", "x", "{}", "7", '"null"', "[null]", '[{"type":"nightly"}]', '[{"type":"daily","start":"09:00"}]',
     '[{"type":"daily","start":"9","end":"17:00"}]', '[{"type":"daily","start":"24:00","end":"17:00"}]',
     '[{"type":"daily","start":"09:60","end":"17:00"}]', '[{"type":"daily","start":"09:00","end":"17:00","x":1}]',
     '[{"type":"days","days":["funday"],"start":"09:00","end":"17:00"}]',
     '[{"type":"days","days":[7],"start":"09:00","end":"17:00"}]',
     '[{"type":"weekly","start_day":"friday","start":"17:00","end":"09:00"}]', {}, 7, [None], True],
)  # fmt: skip
def test_restrictions_that_mean_nothing_are_refused(bob: Caller, world: World, restrictions: Any) -> None:
    assert bad_layer(bob, world, restrictions=restrictions) == {"restrictions"}


@pytest.mark.parametrize("tz", ["Mars/Base", "", "CEST2", "../UTC", "/etc/passwd", "localtime", 7, [], "x" * 5000])
def test_an_unknown_zone_is_refused(bob: Caller, world: World, tz: Any) -> None:
    assert bad_layer(bob, world, tz=tz) == {"tz"}


@pytest.mark.parametrize("start", ["", "tomorrow", "2026-02-30T00:00:00Z", "2026-06-10T25:00:00Z", None, 7, [], {}])
def test_a_start_that_is_no_instant_is_refused(bob: Caller, world: World, start: Any) -> None:
    assert bad_layer(bob, world, start=start) == {"start"}


@pytest.mark.parametrize("index", [-1, "x", 1.5, [], None])
def test_an_index_is_a_whole_number_from_0(bob: Caller, world: World, index: Any) -> None:
    assert bad_layer(bob, world, index=index) == {"index"}


@pytest.mark.parametrize("contacts", [None, 7, "1", {}, ["x"], [None], [0], [[1]], [999999999]])
def test_contacts_are_a_list_of_ids(bob: Caller, world: World, contacts: Any) -> None:
    assert bad_layer(bob, world, contacts=contacts) == {"contacts"}


def test_a_contact_that_was_switched_off_is_refused(bob: Caller, world: World) -> None:
    assert bad_layer(bob, world, contacts=[world.ann.id, world.ivy.id]) == {"contacts"}


def test_a_contact_of_another_customer_is_refused(alice: Caller, world: World) -> None:
    assert bad_layer(alice, world, contacts=[world.gus.id]) == {"contacts"}


def test_a_contact_of_another_customer_looks_unknown(bob: Caller, world: World) -> None:
    foreign = errors(put(bob, world, words.layer([world.gus.id])))
    unknown = errors(put(bob, world, words.layer([999999999])))
    assert str(foreign).replace(str(world.gus.id), "999999999") == str(unknown)


def test_the_end_comes_after_the_start(bob: Caller, world: World) -> None:
    assert bad_layer(bob, world, end=on(1, "07:00")) <= {"end", "non_field_errors"}


def test_an_end_needs_an_offset(bob: Caller, world: World) -> None:
    assert bad_layer(bob, world, end="2026-06-20T00:00:00") == {"end"}


def test_two_layers_never_have_one_index(bob: Caller, world: World) -> None:
    said = errors(put(bob, world, words.layer([world.ann.id]), words.layer([world.ben.id])))
    assert set(said) <= {"layers", "non_field_errors"}


def test_an_empty_layer_names_what_it_misses(bob: Caller, world: World) -> None:
    (said,) = errors(put(bob, world, {}))["layers"]
    required = ["This field is required."]
    assert {"start": required, "rotation": required}.items() <= said.items()


def test_every_bad_field_of_every_layer_is_named_at_once(bob: Caller, world: World) -> None:
    bad = words.layer([world.ivy.id], "soon", rotation="x", restrictions="x", tz="x", index=-1)
    said = errors(put(bob, world, bad, words.layer([world.ann.id], index=1), bad))["layers"]
    fields = {"start", "rotation", "restrictions", "contacts", "index", "tz"}
    assert [set(one) for one in said] == [fields, set(), fields]


@pytest.mark.parametrize("layers", [None, 7, "[]", {}, [7], [None], [[]]])
def test_layers_are_a_list_of_objects(bob: Caller, world: World, layers: Any) -> None:
    body = words.tier(world, []) | {"layers": layers}
    assert set(errors(bob.put(f"/api/ocs-tier/{world.second.id}/", body))) == {"layers"}


def test_a_bad_put_changes_nothing(bob: Caller, world: World) -> None:
    before = bob.get(f"/api/ocs-tier/{world.first.id}/").json()
    put(bob, world, words.layer([world.ben.id]), {}, ref=world.first.id, number=1)
    assert bob.get(f"/api/ocs-tier/{world.first.id}/").json() == before


@pytest.mark.parametrize("field", ["start", "rotation", "restrictions", "contacts", "index", "tz", "end"])
def test_no_value_in_a_layer_is_more_than_a_bad_request(bob: Caller, world: World, field: str) -> None:
    for value in words.NASTY:
        response = put(bob, world, words.layer([world.ann.id]) | {field: value})
        assert response.status_code in (200, 400), (value, response.text)
        assert bob.get(f"/api/ocs-tier/{world.second.id}/").status_code == 200, value


@pytest.mark.parametrize("field", ["number", "ocs", "layers"])
def test_no_value_is_more_than_a_bad_request(bob: Caller, world: World, field: str) -> None:
    for value in words.NASTY:
        response = bob.put(f"/api/ocs-tier/{world.second.id}/", words.tier(world, []) | {field: value})
        assert response.status_code in (200, 400), (value, response.text)
