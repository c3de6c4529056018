"""POST /api/ocs/"""

from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller
from tests.cast import World


def errors(caller: Caller, body: Any) -> Any:
    response = caller.post("/api/ocs/", body)
    assert response.status_code == 400
    return response.json()


def test_echoes_the_payload_with_id_and_customer_name(bob: Caller, world: World) -> None:
    wish = words.schedule(world)
    response = bob.post("/api/ocs/", wish)
    answer = response.json()
    assert response.status_code == 201
    assert answer == wish | {"id": answer["id"], "customer_name": "Acme"}
    assert answer["id"] > 0


def test_what_was_made_is_there(bob: Caller, world: World) -> None:
    id = bob.post("/api/ocs/", words.schedule(world)).json()["id"]
    stored = bob.get(f"/api/ocs/{id}/").json()
    assert words.schedule(world).items() <= stored.items()


def test_makes_tier_1(bob: Caller, world: World) -> None:
    id = bob.post("/api/ocs/", words.schedule(world)).json()["id"]
    (tier,) = bob.get("/api/ocs-tier/", ocs=id).json()["results"]
    assert tier == {"id": tier["id"], "number": 1, "ocs": id}


def test_takes_a_customers_exact_name_and_answers_with_the_id(bob: Caller, world: World) -> None:
    answer = bob.post("/api/ocs/", words.schedule(world, customer="Acme")).json()
    assert answer["customer"] == world.acme.id


def test_takes_an_id_written_as_text(bob: Caller, world: World) -> None:
    answer = bob.post("/api/ocs/", words.schedule(world, customer=str(world.acme.id))).json()
    assert answer["customer"] == world.acme.id


@pytest.mark.parametrize("name", ["acme", "Acm", "Globex", "No such customer"])
def test_a_name_that_is_not_exactly_one_of_mine_is_refused(bob: Caller, world: World, name: str) -> None:
    assert set(errors(bob, words.schedule(world, customer=name))) == {"customer"}


def test_an_unknown_customer_is_refused(bob: Caller, world: World) -> None:
    body = words.schedule(world, customer=10**9)
    assert errors(bob, body) == {"customer": ['Invalid pk "1000000000" - object does not exist.']}


def test_a_customer_of_somebody_else_looks_unknown(mallory: Caller, world: World) -> None:
    message = f'Invalid pk "{world.acme.id}" - object does not exist.'
    assert errors(mallory, words.schedule(world)) == {"customer": [message]}


def test_the_default_contact_may_be_left_out(bob: Caller, world: World) -> None:
    response = bob.post("/api/ocs/", {"customer": world.acme.id, "name": "Bare"})
    stored = bob.get(f"/api/ocs/{response.json()['id']}/").json()
    assert (stored["default_email"], stored["default_phone"]) == (None, None)


def test_the_default_contact_may_be_null(bob: Caller, world: World) -> None:
    answer = bob.post("/api/ocs/", words.schedule(world, default_email=None, default_phone=None)).json()
    assert (answer["default_email"], answer["default_phone"]) == (None, None)


@pytest.mark.parametrize(("sent", "kept"), [(442079460000, "442079460000"), ("+44 20", "+44 20"), (0, "0")])
def test_a_phone_is_kept_and_echoed_as_text(bob: Caller, world: World, sent: object, kept: str) -> None:
    answer = bob.post("/api/ocs/", words.schedule(world, default_phone=sent)).json()
    assert answer["default_phone"] == kept


@pytest.mark.parametrize("phone", [True, [], {}, ["+44"]])
def test_a_phone_that_is_neither_text_nor_number_is_refused(bob: Caller, world: World, phone: object) -> None:
    assert set(errors(bob, words.schedule(world, default_phone=phone))) == {"default_phone"}


@pytest.mark.parametrize("email", ["night", "night@", "@acme.example", "a b@acme.example", 7, [], ""])
def test_an_email_has_to_be_one(bob: Caller, world: World, email: object) -> None:
    assert set(errors(bob, words.schedule(world, default_email=email))) == {"default_email"}


def test_the_message_for_a_bad_email(bob: Caller, world: World) -> None:
    assert errors(bob, words.schedule(world, default_email="night")) == {
        "default_email": ["Enter a valid email address."]
    }


def test_a_name_is_trimmed(bob: Caller, world: World) -> None:
    assert bob.post("/api/ocs/", words.schedule(world, name="  Night \t")).json()["name"] == "Night"


def test_a_name_has_at_most_255_characters_after_trimming(bob: Caller, world: World) -> None:
    assert bob.post("/api/ocs/", words.schedule(world, name=" " + "é" * 255 + " ")).status_code == 201
    message = "Ensure this field has no more than 255 characters."
    assert errors(bob, words.schedule(world, name="x" * 256)) == {"name": [message]}


@pytest.mark.parametrize("name", ["", "   ", "\t\n"])
def test_a_blank_name_is_refused(bob: Caller, world: World, name: str) -> None:
    assert errors(bob, words.schedule(world, name=name)) == {"name": ["This field may not be blank."]}


@pytest.mark.parametrize("name", [True, [], {}, ["x"]])
def test_a_name_has_to_be_text(bob: Caller, world: World, name: object) -> None:
    assert errors(bob, words.schedule(world, name=name)) == {"name": ["Not a valid string."]}


def test_a_null_name_is_refused(bob: Caller, world: World) -> None:
    assert errors(bob, words.schedule(world, name=None)) == {"name": ["This field may not be null."]}


def test_a_name_is_unique_at_its_customer_in_any_case(bob: Caller, world: World) -> None:
    assert set(errors(bob, words.schedule(world, name=" acme noc "))) <= {"name", "non_field_errors"}
    assert bob.get("/api/ocs/count/").json() == {"count": 1}


def test_letters_with_marks_count_as_the_same_in_any_case(bob: Caller, world: World) -> None:
    bob.post("/api/ocs/", words.schedule(world, name="ÄRZTE"))
    assert set(errors(bob, words.schedule(world, name="ärzte"))) <= {"name", "non_field_errors"}


def test_two_customers_may_use_the_same_name(mallory: Caller, world: World) -> None:
    body = words.schedule(world, customer=world.globex.id, name="Acme NOC")
    assert mallory.post("/api/ocs/", body).status_code == 201


def test_missing_fields_are_named_all_at_once(bob: Caller, world: World) -> None:
    required = ["This field is required."]
    assert errors(bob, {}) == {"customer": required, "name": required}


def test_every_bad_field_is_named_at_once(bob: Caller, world: World) -> None:
    body = {"customer": None, "name": "", "default_email": "night", "default_phone": []}
    assert set(errors(bob, body)) == {"customer", "name", "default_email", "default_phone"}


def test_what_is_not_asked_for_is_not_taken(bob: Caller, world: World) -> None:
    answer = bob.post("/api/ocs/", words.schedule(world, id=1, created="2001-01-01T00:00:00Z")).json()
    stored = bob.get(f"/api/ocs/{answer['id']}/").json()
    assert stored["created"] == "2026-06-10T12:00:00Z"


@pytest.mark.parametrize("field", ["customer", "name", "default_email", "default_phone"])
def test_no_value_is_more_than_a_bad_request(alice: Caller, world: World, field: str) -> None:
    for value in words.NASTY:
        response = alice.post("/api/ocs/", words.schedule(world, **{field: value}))
        assert response.status_code in (201, 400), (value, response.text)
