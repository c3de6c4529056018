"""OAuth clients of a tenant: their secret is told once, and ending one ends its tokens."""

import pytest


@pytest.fixture
def made(alice):
    response = alice.post("oauthClients", {"name": f"sync of {alice.tenant}", "role": "manager"})
    assert response.status_code == 200, response.text
    return response.json()


def grant(made):
    return {
        "grant_type": "client_credentials",
        "client_id": made["clientId"],
        "client_secret": made["clientSecret"],
    }


def token_of(nobody, made):
    return nobody.client.request("POST", "/auth/oauth/token", data=grant(made))


def bearing(nobody, token, path):
    return nobody.client.request("GET", path, headers={"Authorization": f"Bearer {token}"})


def test_a_client_is_made_with_a_secret(made):
    assert (made["role"], made["revokedTime"]) == ("manager", "")
    assert len(made["clientSecret"]) >= 43


def test_its_secret_signs_it_in(alice, nobody, made):
    token = token_of(nobody, made).json()["access_token"]
    assert bearing(nobody, token, f"/api/v2/tenants/{alice.tenant}/rosters/search").status_code == 200


def test_a_list_tells_no_secret(alice, made):
    (told,) = [one for one in alice.get("oauthClients").json() if one["id"] == made["id"]]
    assert told == {key: value for key, value in made.items() if key != "clientSecret"}


def test_ending_a_client_ends_its_tokens(alice, nobody, made):
    token = token_of(nobody, made).json()["access_token"]
    assert alice.delete(f"oauthClients/{made['id']}").status_code == 200
    assert bearing(nobody, token, "/api/v2/cfg/timezones").status_code == 401
    assert token_of(nobody, made).status_code == 401


def test_an_ended_client_is_listed_as_such(alice, made):
    alice.delete(f"oauthClients/{made['id']}")
    (told,) = [one for one in alice.get("oauthClients").json() if one["id"] == made["id"]]
    assert told["revokedTime"] != ""


def test_every_bad_field_is_named(alice):
    answer = alice.post("oauthClients", {"name": "", "role": "king"})
    assert answer.status_code == 400
    assert {one["fieldName"] for one in answer.json()} == {"name", "role"}


def test_a_name_that_signs_in_already_is_taken(alice, made):
    assert alice.post("oauthClients", {"name": made["name"], "role": "viewer"}).status_code == 409


@pytest.mark.parametrize("who", ["bob", "vera"])
def test_only_admins_may(request, who):
    caller = request.getfixturevalue(who)
    assert caller.post("oauthClients", {"name": "mine", "role": "viewer"}).status_code == 403
    assert caller.get("oauthClients").status_code == 403


def test_mallory_finds_nothing_at_another_tenant(mallory, alice, made):
    assert mallory.at(alice.tenant).delete(f"oauthClients/{made['id']}").status_code == 404


@pytest.mark.parametrize("id", ["0", "99999999", "x", "9" * 30])
def test_an_unknown_client_is_not_found(alice, id):
    assert alice.delete(f"oauthClients/{id}").status_code == 404
