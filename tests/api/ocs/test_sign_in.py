"""POST /api-auth-user/"""

from typing import Any

import pytest

from tests.api.ocs.conftest import Caller
from tests.cast import PASSWORD, World

WRONG = {"non_field_errors": ["Unable to log in with provided credentials."]}


def sign_in(nobody: Caller, username: object, password: object = PASSWORD) -> Any:
    return nobody.post("/api-auth-user/", {"username": username, "password": password})


def test_gives_a_token(nobody: Caller, world: World) -> None:
    response = sign_in(nobody, world.bob.account.username)
    assert response.status_code == 200
    assert set(response.json()) == {"token"}


@pytest.mark.parametrize("scheme", ["Bearer", "Token"])
def test_the_token_signs_in(nobody: Caller, world: World, scheme: str) -> None:
    token = sign_in(nobody, world.bob.account.username).json()["token"]
    response = nobody.send("GET", "/api/ocs/", headers={"Authorization": f"{scheme} {token}"})
    assert [row["id"] for row in response.json()["results"]] == [world.noc.id]


def test_takes_a_form_too(nobody: Caller, world: World) -> None:
    form = {"username": world.bob.account.username, "password": PASSWORD}
    response = nobody.send("POST", "/api-auth-user/", data=form)
    assert response.status_code == 200
    assert set(response.json()) == {"token"}


def test_works_without_the_trailing_slash(nobody: Caller, world: World) -> None:
    body = {"username": world.bob.account.username, "password": PASSWORD}
    assert nobody.post("/api-auth-user", body).status_code == 200


def test_a_wrong_password_is_refused(nobody: Caller, world: World) -> None:
    response = sign_in(nobody, world.bob.account.username, "wrong password")
    assert (response.status_code, response.json()) == (400, WRONG)


def test_an_unknown_user_cannot_be_told_from_a_wrong_password(nobody: Caller, world: World) -> None:
    unknown = sign_in(nobody, "nobody")
    wrong = sign_in(nobody, world.bob.account.username, "wrong password")
    assert (unknown.status_code, unknown.json()) == (wrong.status_code, wrong.json())


def test_missing_fields_are_named_all_at_once(nobody: Caller) -> None:
    response = nobody.post("/api-auth-user/", {})
    required = ["This field is required."]
    assert (response.status_code, response.json()) == (400, {"username": required, "password": required})


def test_missing_fields_of_a_form_as_well(nobody: Caller) -> None:
    response = nobody.send("POST", "/api-auth-user/", data={"username": "bob"})
    assert (response.status_code, response.json()) == (400, {"password": ["This field is required."]})


def test_the_password_is_not_trimmed(nobody: Caller, world: World) -> None:
    assert sign_in(nobody, world.bob.account.username, f" {PASSWORD} ").status_code == 400


def test_other_kinds_of_body_are_not_taken(nobody: Caller) -> None:
    headers = {"Content-Type": "text/plain"}
    assert nobody.send("POST", "/api-auth-user/", content="x", headers=headers).status_code == 415


def test_there_is_nothing_to_get(nobody: Caller, bob: Caller) -> None:
    assert bob.get("/api-auth-user/").status_code == 405


@pytest.mark.parametrize("field", ["username", "password"])
def test_no_value_is_more_than_a_bad_request(nobody: Caller, field: str) -> None:
    # What might be a password takes its time to be found wrong, on purpose: a few values are enough.
    for value in (None, True, [], {}, [[]], {"": None}, 2**70, "", "\x00", "\ud800"):
        response = nobody.post("/api-auth-user/", {"username": "x", "password": "x"} | {field: value})
        assert response.status_code == 400, (value, response.text)


@pytest.mark.parametrize("kind", ["json", "data"])
def test_a_stranger_may_send_little(nobody: Caller, world: World, kind: str) -> None:
    said = {"username": world.bob.account.username, "password": PASSWORD}
    sent = [nobody.send("POST", "/api-auth-user/", **{kind: said | {"more": "x" * size * 1024}}) for size in (15, 16)]
    assert [one.status_code for one in sent] == [200, 413]
