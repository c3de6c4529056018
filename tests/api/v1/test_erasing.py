"""Erasing: an admin's act with the name typed; and what becomes of somebody who leaves."""

import pytest

from tests.api.v1.answers import bad_fields, refused, sent
from tests.api.v1.conftest import Caller, Stage
from tests.api.v1.words import cover, daily, roster
from tests.cast import World, at, on

SINCE = {"since": on(1), "until": on(10, "12:00")}


@pytest.fixture
def named(alice: Caller, stage: Stage, world: World) -> dict[str, tuple[str, str]]:
    """One of each kind that can be erased, and its name; all have ended."""
    duty, rules = roster(world, world.acme, "Desk", daily("Day", 8, 20, world.ann))
    stage.save(duty)
    stage.save(rules)
    customer = sent(alice, "POST", "/customers", {"name": "Initech"}, 201)
    group = sent(alice, "POST", "/groups", {"customer": world.acme.id, "name": "Crew"}, 201)
    found = {
        "tier": (f"/tiers/{world.second.id}", "Acme NOC, tier 2"),
        "schedule": (f"/schedules/{world.noc.id}", "Acme NOC"),
        "roster": (f"/rosters/{duty.id}", "Desk"),
        "group": (f"/groups/{group['id']}", "Crew"),
        "customer": (f"/customers/{customer['id']}", "Initech"),
    }
    for path, _ in found.values():
        sent(alice, "DELETE", path, status=204)
    return found


EACH = pytest.mark.parametrize("kind", ["schedule", "tier", "roster", "group", "customer"])


@EACH
def test_what_has_ended_is_erased_by_its_name(alice: Caller, named: dict[str, tuple[str, str]], kind: str) -> None:
    path, name = named[kind]
    assert bad_fields(alice, "POST", f"{path}/erase", {"name": "Something else"}) == ["name"]
    assert alice.get(path, ended="true").status_code == 200
    sent(alice, "POST", f"{path}/erase", {"name": name}, 204)
    assert alice.get(path, ended="all").status_code == 404
    assert refused(alice.send("POST", f"{path}/erase", json={"name": name}), 404) == []


@EACH
def test_by_admins_alone(bob: Caller, named: dict[str, tuple[str, str]], kind: str) -> None:
    path, name = named[kind]
    assert refused(bob.send("POST", f"{path}/erase", json={"name": name}), 404 if kind == "customer" else 403) == []


@EACH
def test_what_was_brought_back_is_not_erased(alice: Caller, named: dict[str, tuple[str, str]], kind: str) -> None:
    path, name = named[kind]
    # A tier comes back with its schedule, which ended at the same instant.
    sent(alice, "POST", f"{path if kind != 'tier' else named['schedule'][0]}/bring-back")
    assert refused(alice.send("POST", f"{path}/erase", json={"name": name}), 409) == []
    assert alice.get(path).status_code == 200


def test_its_hours_go_from_load(alice: Caller, stage: Stage, world: World) -> None:
    def hours() -> float:
        return float(alice.found("/load", customer=world.acme.id, **SINCE)["totals"]["hours"])

    stage.save(cover(world, world.first, world.ann, at(on(3, "08:00"))))
    before = hours()
    sent(alice, "DELETE", f"/schedules/{world.noc.id}", status=204)
    assert hours() == before > 0
    sent(alice, "POST", f"/schedules/{world.noc.id}/erase", {"name": "Acme NOC"}, 204)
    assert hours() == 0


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def bobs(alice: Caller, world: World) -> str:
    """Bob as a contact, whom no rules name any more."""
    sent(alice, "DELETE", f"/schedules/{world.noc.id}", status=204)
    return f"/contacts/{world.bob.contact.id}"


def test_who_leaves_may_keep_their_account(alice: Caller, bob: Caller, bobs: str) -> None:
    sent(alice, "DELETE", bobs, status=204)
    assert bob.get("/session").status_code != 401
    assert bob.get("/contacts").status_code == 200


def test_or_it_ends_at_once(alice: Caller, bob: Caller, bobs: str, world: World) -> None:
    sent(alice, "DELETE", f"{bobs}?accounts=end", status=204)
    assert bob.get("/contacts").status_code == 401
    [account] = alice.found("/accounts", contact=world.bob.contact.id)["results"]
    assert account["is_active"] is False
    assert alice.found("/tokens", account=account["id"])["results"] == []


def test_which_is_for_admins(bob: Caller, world: World, alice: Caller) -> None:
    sent(alice, "DELETE", f"/schedules/{world.noc.id}", status=204)
    rita = f"/contacts/{world.rita.contact.id}"
    assert refused(bob.send("DELETE", f"{rita}?accounts=end"), 403) == []
    assert bob.found(rita)["is_active"] is True
    assert refused(bob.send("DELETE", f"{rita}?accounts=yes"), 422) == ["accounts"]


def test_a_refusal_says_where_somebody_is_still_named(alice: Caller, stage: Stage, world: World) -> None:
    duty, rules = roster(world, world.acme, "Desk", daily("Day", 8, 20, world.rita.contact))
    stage.save(duty)
    stage.save(rules)
    refusal = alice.send("DELETE", f"/contacts/{world.rita.contact.id}").json()
    assert refusal["places"] == [
        {
            "kind": "override",
            "id": world.cover.id,
            "name": "Acme NOC, tier 1, 2026-06-12T08:00:00Z to 2026-06-12T20:00:00Z",
            "schedule": world.noc.id,
            "tier": 1,
        },
        {"kind": "roster", "id": duty.id, "name": "Desk"},
    ]


def test_and_what_a_customer_still_has(alice: Caller, world: World) -> None:
    refusal = alice.send("DELETE", f"/customers/{world.acme.id}")
    assert refused(refusal, 409) == [f"schedule {world.noc.id}"]
    assert refusal.json()["places"] == [{"kind": "schedule", "id": world.noc.id, "name": "Acme NOC"}]


def test_a_person_is_erased_by_their_name(alice: Caller, bobs: str) -> None:
    sent(alice, "DELETE", f"{bobs}?accounts=end", status=204)
    assert bad_fields(alice, "POST", f"{bobs}/erase", {"name": "Bob"}) == ["name"]
    told = sent(alice, "POST", f"{bobs}/erase", {"name": "Bob Baker"})
    assert (told["name"], told["email"], told["erased_at"]) == ("erased", "erased", "2026-06-10T12:00:00Z")
    assert (told["phone"], told["phone_link"]) == ("erased", None)
    assert alice.found(bobs) == told
    assert refused(alice.send("PATCH", bobs, json={"first_name": "Bob"}), 409) == []
    assert alice.found("/audit", kind="contact")["results"][0]["deed"] == "erased"


def test_who_was_erased_gets_no_account(alice: Caller, world: World, bobs: str) -> None:
    sent(alice, "DELETE", f"{bobs}?accounts=end", status=204)
    sent(alice, "POST", f"{bobs}/erase", {"name": "Bob Baker"})
    wish = {"username": "again", "role": "viewer", "customer": world.acme.id, "contact": world.bob.contact.id}
    assert bad_fields(alice, "POST", "/accounts", wish | {"password": "a long password"}) == ["contact"]


def test_a_change_that_is_repeated_tells_nothing_of_them(alice: Caller, bobs: str) -> None:
    key = {"Idempotency-Key": "phone"}
    sent(alice, "PATCH", bobs, {"phone": "+49 30 901820"}, headers=key)
    sent(alice, "DELETE", f"{bobs}?accounts=end", status=204)
    sent(alice, "POST", f"{bobs}/erase", {"name": "Bob Baker"})
    again = alice.send("PATCH", bobs, json={"phone": "+49 30 901820"}, headers=key)
    assert again.headers["idempotent-replayed"] == "true"
    assert (again.json()["phone"], again.json()["name"], again.json()["last_name"]) == ("erased", "erased", "erased")


def test_their_hours_stay(alice: Caller, bob: Caller, stage: Stage, world: World, bobs: str) -> None:
    stage.save(cover(world, world.desk_tier, world.bob.contact, at(on(3, "08:00"))))
    before = alice.found("/load", contact=world.bob.contact.id, **SINCE)["totals"]
    sent(alice, "DELETE", f"{bobs}?accounts=end", status=204)
    sent(alice, "POST", f"{bobs}/erase", {"name": "Bob Baker"})
    assert alice.found("/load", contact=world.bob.contact.id, **SINCE)["totals"] == before
    assert before["hours"] > 0
