"""POST /auth/oauth/token, also at /tenancy/auth/oauth/token"""

from typing import Any

import pytest

from tests.api.rosters.conftest import Caller, Clock, Program
from tests.cast import World

ADDRESSES = ("/auth/oauth/token", "/tenancy/auth/oauth/token")


def grant(program: Program, **more: Any) -> dict[str, Any]:
    said = {"grant_type": "client_credentials", "client_id": program.key, "client_secret": program.secret}
    return said | more


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("kind", ["data", "json"])
def test_gives_a_bearer_token_for_a_form_or_json(nobody: Caller, program: Program, address: str, kind: str) -> None:
    response = nobody.send("POST", address, **{kind: grant(program)})
    assert response.status_code == 200
    answer = response.json()
    assert answer.pop("access_token")
    assert answer == {"token_type": "bearer", "expires_in": "7199", "scope": "global:manage"}


def test_the_token_signs_in(nobody: Caller, program: Program, alice: Caller) -> None:
    token = nobody.post(ADDRESSES[0], grant(program)).json()["access_token"]
    assert Caller(nobody.client, token, alice.tenant).get("").status_code == 200


def test_another_grant_is_unsupported(nobody: Caller, program: Program) -> None:
    response = nobody.post(ADDRESSES[0], grant(program, grant_type="password"))
    assert response.status_code == 400
    told = {"error": "unsupported_grant_type", "error_description": "Unsupported grant type: password"}
    assert response.json() == told


@pytest.mark.parametrize(
    "wrong", [{"client_secret": "wrong"}, {"client_id": "unknown"}, {"client_secret": None}, {"client_id": "\x00"}]
)
def test_wrong_credentials_are_told_alike(nobody: Caller, program: Program, wrong: dict[str, Any]) -> None:
    response = nobody.post(ADDRESSES[0], grant(program) | wrong)
    assert response.status_code == 401
    assert response.json() == {"error": "unauthorized", "error_description": "Bad API credentials"}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b'{"grant_type":[1]}', b"[" * 16_000])
@pytest.mark.parametrize("media_type", ["application/json", "application/x-www-form-urlencoded", "text/plain"])
def test_no_body_is_a_fault_of_ours(nobody: Caller, body: bytes, media_type: str) -> None:
    response = nobody.send("POST", ADDRESSES[0], content=body, headers={"Content-Type": media_type})
    assert response.status_code == 400


def test_without_a_token_a_resource_is_closed(nobody: Caller) -> None:
    response = nobody.get("rosters/search")
    assert response.status_code == 401
    assert response.json()["error"] == "invalid_token"
    assert response.json()["error_description"]


@pytest.mark.parametrize("token", ["x", "wb_1_x", "wb_1_" + "a" * 43, "\xff"])
def test_a_bad_token_is_refused(client: Any, acme: str, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}".encode("latin-1")}
    response = client.get(f"/api/v2/tenants/{acme}/rosters/search", headers=headers)
    assert (response.status_code, response.json()["error"]) == (401, "invalid_token")


def test_an_expired_token_is_told_apart(nobody: Caller, program: Program, alice: Caller, clock: Clock) -> None:
    token = nobody.post(ADDRESSES[0], grant(program)).json()["access_token"]
    clock.shows += 7199
    response = Caller(nobody.client, token, alice.tenant).get("rosters/search")
    assert response.status_code == 407
    assert set(response.json()) == {"error", "error_description"}
    assert response.json()["error"] == "invalid_token"


def test_a_token_of_watchbill_works_as_well(bob: Caller, world: World) -> None:
    assert bob.get("").json()["id"] == world.acme.id


def test_asking_for_a_token_by_get_is_the_wrong_method(nobody: Caller) -> None:
    response = nobody.get(ADDRESSES[0])
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_stranger_may_send_little(nobody: Caller, program: Program, address: str) -> None:
    kilobytes = [nobody.post(address, grant(program, more="x" * size * 1024)).status_code for size in (15, 16)]
    assert kilobytes == [200, 413]
