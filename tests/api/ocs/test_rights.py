"""Who may do what: every endpoint for every role, and for somebody who must not get in."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller
from tests.cast import World, on
from watchbill.domain.model import Role


def nothing(world: World) -> Any:
    return None


def ritas(world: World, **more: Any) -> Any:
    """Rita puts herself on call."""
    return words.cover(world, contact=world.rita.id, **more)


def dora(world: World) -> Any:
    return {"first_name": "Dora", "customer": world.acme.id}


def ben(world: World) -> Any:
    return words.contact_said(world.ben)


RULES: list[tuple[str, str, Callable[[World], Any], Role]] = [
    ("GET", "/api/ocs/", nothing, Role.VIEWER),
    ("POST", "/api/ocs/", words.schedule, Role.MANAGER),
    ("GET", "/api/ocs/count/", nothing, Role.VIEWER),
    ("GET", "/api/ocs/{noc}/", nothing, Role.VIEWER),
    ("PUT", "/api/ocs/{noc}/", words.schedule, Role.MANAGER),
    ("DELETE", "/api/ocs/{noc}/", nothing, Role.MANAGER),
    ("GET", "/api/ocs/{noc}/stats/", nothing, Role.VIEWER),
    ("GET", "/api/ocs-tier/", nothing, Role.VIEWER),
    ("GET", "/api/ocs-tier/count/", nothing, Role.VIEWER),
    ("GET", "/api/ocs-tier/{second}/", nothing, Role.VIEWER),
    ("GET", "/api/ocs-tier/{noc}_2/", nothing, Role.VIEWER),
    ("PUT", "/api/ocs-tier/{second}/", lambda world: words.tier(world, []), Role.MANAGER),
    ("PUT", "/api/ocs-tier/{noc}_2/", lambda world: words.tier(world, []), Role.MANAGER),
    ("PUT", "/api/ocs-tier/{noc}_3/", lambda world: words.tier(world, [], number=3), Role.MANAGER),
    ("PATCH", "/api/ocs-tier/{second}/", lambda world: {"layers": []}, Role.MANAGER),
    ("PATCH", "/api/ocs-tier/{noc}_3/", lambda world: {"layers": []}, Role.MANAGER),
    ("POST", "/api/ocs-tier/{second}/compute_tier/", lambda world: {}, Role.VIEWER),
    ("GET", "/api/ocs-on-demand/?tier_id={first}", nothing, Role.VIEWER),
    ("POST", "/api/ocs-on-demand/", words.cover, Role.MANAGER),
    ("POST", "/api/ocs-on-demand/", ritas, Role.RESPONDER),
    ("GET", "/api/ocs-on-demand/count/", nothing, Role.VIEWER),
    ("GET", "/api/ocs-on-demand/{cover}/", nothing, Role.VIEWER),
    ("PUT", "/api/ocs-on-demand/{cover}/", words.cover, Role.MANAGER),
    ("PUT", "/api/ocs-on-demand/{cover}/", ritas, Role.RESPONDER),
    ("DELETE", "/api/ocs-on-demand/{cover}/", nothing, Role.RESPONDER),
    ("GET", "/api/customers/", nothing, Role.VIEWER),
    ("GET", "/api/customers/{acme}/", nothing, Role.VIEWER),
    ("POST", "/api/customers/", lambda world: {"name": "Initech"}, Role.ADMIN),
    ("PUT", "/api/customers/{acme}/", lambda world: {"name": "Acme!"}, Role.ADMIN),
    ("GET", "/api/contacts/", nothing, Role.VIEWER),
    ("GET", "/api/contacts/{ben}/", nothing, Role.VIEWER),
    ("POST", "/api/contacts/", dora, Role.ADMIN),
    ("PUT", "/api/contacts/{ben}/", ben, Role.ADMIN),
    ("PATCH", "/api/contacts/{ben}/", lambda world: {"phone": "+1"}, Role.ADMIN),
    ("DELETE", "/api/contacts/{ben}/", nothing, Role.ADMIN),
]
ROLES = {"vera": Role.VIEWER, "rita": Role.RESPONDER, "bob": Role.MANAGER, "alice": Role.ADMIN}
DENIED = {"detail": "You do not have permission to perform this action."}
NOT_FOUND = {"detail": "Not found."}

every_rule = pytest.mark.parametrize(("method", "path", "body", "role"), RULES)


def send(caller: Caller, world: World, method: str, path: str, body: Callable[[World], Any]) -> Any:
    names = ("noc", "first", "second", "cover", "acme", "ben")
    ids = {name: getattr(world, name).id for name in names}
    return caller.send(method, path.format(**ids), body(world))


@every_rule
@pytest.mark.parametrize("name", ROLES)
def test_each_role_may_do_its_own_and_no_more(
    request: pytest.FixtureRequest, world: World, name: str, method: str, path: str, body: Any, role: Role
) -> None:
    response = send(request.getfixturevalue(name), world, method, path, body)
    if ROLES[name] >= role:
        assert response.status_code in (200, 201), response.text
    else:
        assert (response.status_code, response.json()) == (403, DENIED)


@every_rule
def test_nobody_does_anything_without_a_token(
    nobody: Caller, world: World, method: str, path: str, body: Any, role: Role
) -> None:
    assert send(nobody, world, method, path, body).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "body", "role"), [rule for rule in RULES if "{" in rule[1] and "?" not in rule[1]]
)
def test_mallory_finds_nothing_of_acmes(
    mallory: Caller, world: World, method: str, path: str, body: Any, role: Role
) -> None:
    response = send(mallory, world, method, path, body)
    assert (response.status_code, response.json()) == (404, NOT_FOUND)


@pytest.mark.parametrize("path", ["ocs/", "ocs-tier/", "contacts/", "customers/"])
def test_no_list_of_mallorys_tells_of_acme(mallory: Caller, world: World, path: str) -> None:
    text = mallory.get(f"/api/{path}", limit=1000).text
    assert "Acme" not in text
    assert "acme" not in text


def test_mallory_has_an_own_world(mallory: Caller, world: World) -> None:
    body = words.schedule(world, customer=world.globex.id)
    assert mallory.post("/api/ocs/", body).status_code == 201
    assert mallory.get(f"/api/ocs/{world.desk.id}/").status_code == 200
    assert mallory.delete(f"/api/ocs-on-demand/{world.desk_cover.id}/").status_code == 200


def test_an_admin_of_a_customer_makes_no_customers(mallory: Caller) -> None:
    response = mallory.post("/api/customers/", {"name": "Initech"})
    assert (response.status_code, response.json()) == (403, DENIED)


def test_what_mallory_tries_changes_nothing(mallory: Caller, bob: Caller, world: World) -> None:
    before = [bob.get(f"/api/{path}").json() for path in (f"ocs/{world.noc.id}/", f"ocs-tier/{world.first.id}/")]
    for method, path, body, _ in RULES:
        if method != "GET" and "{" in path:
            send(mallory, world, method, path, body)
    after = [bob.get(f"/api/{path}").json() for path in (f"ocs/{world.noc.id}/", f"ocs-tier/{world.first.id}/")]
    assert after == before


def test_a_bad_request_without_the_right_is_still_denied(vera: Caller, world: World) -> None:
    for response in (
        vera.post("/api/ocs/", {}),
        vera.put(f"/api/ocs/{world.noc.id}/", {}),
        vera.post("/api/ocs-on-demand/", {}),
        vera.post("/api/contacts/", {}),
    ):
        assert (response.status_code, response.json()) == (403, DENIED)


def test_a_responder_takes_no_one_elses_shift(rita: Caller, bob: Caller, world: World) -> None:
    id = bob.post("/api/ocs-on-demand/", words.cover(world)).json()["id"]
    assert rita.put(f"/api/ocs-on-demand/{id}/", ritas(world)).status_code == 403
    assert rita.delete(f"/api/ocs-on-demand/{id}/").status_code == 403
    wish = {"id": id, "start": on(20), "end": on(21), "contact": world.rita.id}
    assert rita.patch(f"/api/ocs-tier/{world.first.id}/", {"on_demand": [wish]}).status_code == 403


def test_a_provider_of_its_own_is_another_world(alice: Caller, world: World, elsewhere: World) -> None:
    for path in (
        f"ocs/{elsewhere.noc.id}",
        f"ocs-tier/{elsewhere.first.id}",
        f"ocs-on-demand/{elsewhere.cover.id}",
        f"contacts/{elsewhere.ann.id}",
        f"customers/{elsewhere.acme.id}",
    ):
        response = alice.get(f"/api/{path}/")
        assert (response.status_code, response.json()) == (404, NOT_FOUND)
