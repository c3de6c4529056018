"""A body names only whom its author may read about; others are told like people who are not there."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.api.v1.conftest import Caller, Stage
from tests.api.v1.saying import layer, refused, sent, shift, status_of
from tests.api.v1.words import daily, group, roster
from tests.cast import World, on
from watchbill.domain.model import Contact, ContactId, GroupId, RosterId

Ask = tuple[str, str, str, Any]
"""Who asks, the method, the path and the body."""

NOBODY = 10**9


def of_tier(who: str, method: str, path: str) -> Callable[[World, Contact], Ask]:
    def asked(world: World, contact: Contact) -> Ask:
        return who, method, path.format(id=world.second.id), {"layers": [layer(contact)]}

    return asked


def of_roster(who: str, method: str, path: str) -> Callable[[World, Contact], Ask]:
    def asked(world: World, contact: Contact) -> Ask:
        body = {"tz": "UTC", "shifts": [shift("a", "06:00", "14:00", contact)]}
        return who, method, path.format(id=f"ES-Desk-{world.northwind.id}"), body

    return asked


def new(who: str, path: str, **more: Any) -> Callable[[World, Contact], Ask]:
    def asked(world: World, contact: Contact) -> Ask:
        rules = {"tz": "UTC", "shifts": [shift("a", "06:00", "14:00", contact)]}
        body = {"layers": [layer(contact)]} if "tier" in path else rules
        return who, "POST", path.format(id=world.noc.id), {"customer": world.acme.id} | body | more

    return asked


def crew(who: str, method: str, path: str) -> Callable[[World, Contact], Ask]:
    return lambda world, contact: (
        who,
        method,
        path.format(id=f"crew-{world.northwind.id}"),
        {"members": [contact.id], "name": "Crew 2"} | ({"customer": world.acme.id} if method == "POST" else {}),
    )


def cover(who: str) -> Callable[[World, Contact], Ask]:
    span = {"start": on(12, "10:00"), "end": on(12, "12:00"), "sure": True}
    return lambda world, contact: (
        who,
        "POST",
        "/overrides",
        {"tier": world.first.id, "contact": contact.id} | span,
    )


def moved(who: str) -> Callable[[World, Contact], Ask]:
    return lambda world, contact: (who, "PATCH", f"/overrides/{world.cover.id}", {"contact": contact.id})


ASKS: dict[str, Callable[[World, Contact], Ask]] = {
    "a tier's preview": of_tier("vera", "POST", "/tiers/{id}/preview"),
    "a tier's diff": of_tier("vera", "POST", "/tiers/{id}/diff"),
    "a new tier's preview": new("vera", "/previews/tier"),
    "a roster's preview": of_roster("vera", "POST", "/rosters/{id}/preview"),
    "a roster's diff": of_roster("vera", "POST", "/rosters/{id}/diff"),
    "a new roster's preview": new("vera", "/previews/roster"),
    "layers saved": of_tier("bob", "PATCH", "/tiers/{id}"),
    "a tier added": lambda world, contact: (
        *("bob", "POST", f"/schedules/{world.noc.id}/tiers"),
        {"layers": [layer(contact)]},
    ),
    "a roster saved": of_roster("bob", "PATCH", "/rosters/{id}"),
    "a roster added": new("bob", "/rosters", name="New"),
    "a group saved": crew("bob", "PATCH", "/groups/{id}"),
    "a group added": crew("bob", "POST", "/groups"),
    "an on-demand shift": cover("bob"),
    "one that is changed": moved("bob"),
    "one's own time given away": cover("rita"),
    "one's own shift given away": moved("rita"),
}


@pytest.fixture
def rules(stage: Stage, world: World) -> None:
    """Acme's roster and group."""
    duty, revision = roster(world, world.acme, "Desk", daily("old", 8, 16, world.ann))
    stage.save(duty)
    stage.save(revision)
    stage.save(msgspec.structs.replace(group(world, world.acme, "Crew"), id=GroupId(f"crew-{world.northwind.id}")))


def told(request: pytest.FixtureRequest, world: World, ask: str, id: int) -> str:
    """What is answered to a body that names somebody, without the id."""
    who, method, path, body = ASKS[ask](world, msgspec.structs.replace(world.nora, id=ContactId(id)))
    response = request.getfixturevalue(who).send(method, path, json=body)
    assert response.status_code == 422, response.text
    return str(response.json()["problems"]).replace(str(id), "…")


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("ask", ASKS)
def test_the_providers_people_are_told_like_nobody(request: pytest.FixtureRequest, world: World, ask: str) -> None:
    assert told(request, world, ask, world.nora.id) == told(request, world, ask, NOBODY)


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("ask", ASKS)
def test_so_are_another_customers(request: pytest.FixtureRequest, world: World, ask: str) -> None:
    assert told(request, world, ask, world.gus.id) == told(request, world, ask, NOBODY)


# ── a roster that the provider shares ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def shared(stage: Stage, alice: Caller, world: World) -> RosterId:
    """A roster of the provider that names Nora, and no group; all its customers may read it."""
    duty, revision = roster(world, world.northwind, "Shared", daily("a", 0, 8, world.nora))
    stage.save(duty)
    stage.save(revision)
    return duty.id


def asked_of(contact: int, *groups: str) -> Any:
    rule = shift("a", "06:00", "14:00")
    return {"tz": "UTC", "shifts": [rule | {"contacts": [contact], "groups": list(groups)}]}


def test_its_preview_names_who_is_in_it_and_none_of_the_others(
    vera: Caller, alice: Caller, stage: Stage, world: World, shared: RosterId
) -> None:
    path = f"/rosters/{shared}/preview"
    assert status_of(vera, "POST", path, asked_of(world.nora.id)) == 200
    other = sent(alice, "POST", "/contacts", {"customer": world.northwind.id, "first_name": "Olga"}, status=201)["id"]
    stage.save(crew_of := group(world, world.northwind, "Night crew"))
    assert refused(vera, "POST", path, asked_of(other)).keys() == {"shifts[0].contacts[0]"}
    assert refused(vera, "POST", path, asked_of(world.nora.id, crew_of.id)).keys() == {"shifts[0].groups[0]"}
    assert status_of(alice, "POST", path, asked_of(other, crew_of.id)) == 200
