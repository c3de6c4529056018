"""/api/contacts/ and /api/contacts/{id}/"""

from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller, Clock
from tests.cast import World, on


def dora(world: World, **more: Any) -> dict[str, Any]:
    """Somebody new at Acme."""
    said = {"first_name": "Dora", "last_name": "Dean", "email": "dora@acme.example", "phone": "+442079460004"}
    return said | {"customer": world.acme.id} | more


def names(caller: Caller, **query: Any) -> list[str]:
    return sorted(row["first_name"] for row in caller.get("/api/contacts/", **query).json()["results"])


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_lists_contacts_in_an_envelope(bob: Caller, world: World) -> None:
    answer = bob.get("/api/contacts/", search="ann").json()
    rows = [words.contact_said(world.ann)]
    assert answer == {"count": 1, "next": None, "previous": None, "results": rows, "next_page": None}


def test_the_provider_sees_everybody(alice: Caller) -> None:
    assert names(alice) == ["Ann", "Ben", "Bob", "Gus", "Ivy", "Nora", "Rita"]


def test_a_customer_sees_no_other_customers_people(mallory: Caller) -> None:
    assert "Gus" in names(mallory)
    assert not {"Ann", "Ben", "Bob", "Ivy", "Rita"} & set(names(mallory))


def test_filters_by_customer(alice: Caller, world: World) -> None:
    assert names(alice, customer=world.globex.id) == ["Gus"]


@pytest.mark.parametrize("no", ["false", "False", "0"])
def test_filters_those_switched_off(bob: Caller, world: World, no: str) -> None:
    assert names(bob, customer=world.acme.id, active=no) == ["Ivy"]


@pytest.mark.parametrize("yes", ["true", "True", "1"])
def test_filters_the_active(bob: Caller, world: World, yes: str) -> None:
    assert names(bob, customer=world.acme.id, active=yes) == ["Ann", "Ben", "Bob", "Rita"]


@pytest.mark.parametrize("text", ["abbott", "ANN", "ann@acme"])
def test_searches_in_names_and_addresses_in_any_case(bob: Caller, text: str) -> None:
    assert names(bob, search=text) == ["Ann"]


def test_another_customers_people_cannot_be_told_from_nobody(bob: Caller, world: World) -> None:
    foreign = bob.get("/api/contacts/", customer=world.globex.id)
    unknown = bob.get("/api/contacts/", customer=999999999)
    assert foreign.status_code == unknown.status_code
    assert foreign.json().get("results") == unknown.json().get("results")


# ── one ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_tells_a_contact(bob: Caller, world: World) -> None:
    response = bob.get(f"/api/contacts/{world.ann.id}/")
    assert (response.status_code, response.json()) == (200, words.contact_said(world.ann))


@pytest.mark.parametrize("ref", ["0", "-1", "abc", "999999999", "9" * 30])
def test_what_is_no_contact_is_not_found(alice: Caller, ref: str) -> None:
    path = f"/api/contacts/{ref}/"
    for response in (alice.get(path), alice.patch(path, {}), alice.delete(path)):
        assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


def test_somebody_elses_cannot_be_told_from_none(mallory: Caller, world: World) -> None:
    path = f"/api/contacts/{world.ann.id}/"
    for response in (mallory.get(path), mallory.patch(path, {"first_name": "X"}), mallory.delete(path)):
        assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


# ── making and changing ──────────────────────────────────────────────────────────────────────────────────────────


def test_makes_a_contact(alice: Caller, world: World) -> None:
    response = alice.post("/api/contacts/", dora(world))
    answer = response.json()
    assert response.status_code == 201
    assert answer == dora(world, id=answer["id"], full_name="Dora Dean", active=True)
    assert alice.get(f"/api/contacts/{answer['id']}/").json() == answer


def test_a_full_name_without_a_last_name_has_no_blank(alice: Caller, world: World) -> None:
    assert alice.post("/api/contacts/", dora(world, last_name="")).json()["full_name"] == "Dora"


def test_a_put_says_everything(alice: Caller, world: World) -> None:
    response = alice.put(f"/api/contacts/{world.ben.id}/", dora(world))
    expected = dora(world, id=world.ben.id, full_name="Dora Dean", active=True)
    assert (response.status_code, response.json()) == (200, expected)


def test_a_patch_says_what_changes(alice: Caller, world: World) -> None:
    response = alice.patch(f"/api/contacts/{world.ben.id}/", {"phone": "+1"})
    expected = words.contact_said(world.ben) | {"phone": "+1"}
    assert (response.status_code, response.json()) == (200, expected)


def test_missing_fields_are_named_all_at_once(alice: Caller) -> None:
    response = alice.post("/api/contacts/", {})
    required = ["This field is required."]
    assert response.status_code == 400
    assert {"first_name": required, "customer": required}.items() <= response.json().items()


def test_every_bad_field_is_named_at_once(alice: Caller) -> None:
    body = {"first_name": " ", "last_name": [], "email": "dora", "phone": {}, "customer": 999999999, "active": "x"}
    response = alice.post("/api/contacts/", body)
    assert (response.status_code, set(response.json())) == (400, set(body))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("first_name", None, "This field may not be null."),
        ("first_name", "", "This field may not be blank."),
        ("email", "dora", "Enter a valid email address."),
        ("active", "maybe", "Must be a valid boolean."),
        ("customer", 999999999, 'Invalid pk "999999999" - object does not exist.'),
    ],
)
def test_says_what_is_wrong(alice: Caller, world: World, field: str, value: Any, message: str) -> None:
    for response in (
        alice.post("/api/contacts/", dora(world, **{field: value})),
        alice.patch(f"/api/contacts/{world.ben.id}/", {field: value}),
    ):
        assert (response.status_code, response.json()) == (400, {field: [message]})


def test_a_customer_of_somebody_else_looks_unknown(mallory: Caller, world: World) -> None:
    response = mallory.post("/api/contacts/", dora(world))
    message = f'Invalid pk "{world.acme.id}" - object does not exist.'
    assert (response.status_code, response.json()) == (400, {"customer": [message]})


# ── deleting ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_deleting_switches_off(alice: Caller, world: World) -> None:
    response = alice.delete(f"/api/contacts/{world.ben.id}/")
    assert (response.status_code, response.json()) == (200, 1)
    expected = words.contact_said(world.ben) | {"active": False}
    assert alice.get(f"/api/contacts/{world.ben.id}/").json() == expected


def test_one_switched_off_can_be_switched_on_again(alice: Caller, world: World) -> None:
    assert alice.patch(f"/api/contacts/{world.ivy.id}/", {"active": True}).json()["active"] is True


@pytest.mark.parametrize("whose", ["ann", "bob", "rita"])
def test_one_in_a_layer_or_a_coming_on_demand_shift_stays(alice: Caller, world: World, whose: str) -> None:
    id = getattr(world, whose).id
    response = alice.delete(f"/api/contacts/{id}/")
    assert response.status_code == 409
    assert "Acme NOC" in response.text
    assert alice.get(f"/api/contacts/{id}/").json()["active"] is True


def test_switching_off_by_patch_is_no_way_around(alice: Caller, world: World) -> None:
    assert alice.patch(f"/api/contacts/{world.ann.id}/", {"active": False}).status_code == 409


def test_an_on_demand_shift_that_is_over_holds_nobody(alice: Caller, world: World, clock: Clock) -> None:
    clock.set(on(12, "20:00"))
    assert alice.delete(f"/api/contacts/{world.rita.id}/").status_code == 200


def test_one_that_is_not_over_yet_does(alice: Caller, world: World, clock: Clock) -> None:
    clock.set(on(12, "19:59"))
    assert alice.delete(f"/api/contacts/{world.rita.id}/").status_code == 409


def test_out_of_the_layers_it_can_go(alice: Caller, world: World) -> None:
    layers = [words.layer([world.ben.id])]
    alice.patch(f"/api/ocs-tier/{world.first.id}/", {"layers": layers})
    assert alice.delete(f"/api/contacts/{world.ann.id}/").status_code == 200


@pytest.mark.parametrize("field", ["first_name", "last_name", "email", "phone", "customer", "active"])
def test_no_value_is_more_than_a_bad_request(alice: Caller, world: World, field: str) -> None:
    for value in words.NASTY:
        response = alice.post("/api/contacts/", dora(world, **{field: value}))
        assert response.status_code in (201, 400), (value, response.text)


@pytest.mark.parametrize("parameter", ["customer", "active", "search", "page", "limit", "ordering"])
def test_no_parameter_is_more_than_a_bad_request(alice: Caller, world: World, parameter: str) -> None:
    for value in words.TEXTS:
        response = alice.get("/api/contacts/", **{parameter: value})
        assert response.status_code in (200, 400, 404), (value, response.text)
