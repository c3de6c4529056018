"""Nobody reads about people who are not theirs: not by ids in a body, and not by moving what names them."""

from typing import Any

import pytest

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller, Clock
from tests.cast import World, on

NOBODY = 10**9


def without(text: str, id: int) -> str:
    return text.replace(str(id), "…")


def edit_of(contact: int) -> dict[str, Any]:
    """The body of a PATCH in which a contact is named twice."""
    return {"layers": [words.layer([contact])], "on_demand": [{"start": on(14), "end": on(15), "contact": contact}]}


# ── whom a body may name ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["vera", "bob"])
def test_a_preview_tells_the_providers_people_like_those_that_are_not_there(
    request: pytest.FixtureRequest, world: World, who: str
) -> None:
    caller, path = request.getfixturevalue(who), f"/api/ocs-tier/{world.first.id}/compute_tier/"
    hidden, absent = (caller.post(path, edit_of(id)) for id in (world.nora.id, NOBODY))
    assert hidden.status_code == absent.status_code == 400
    assert without(hidden.text, world.nora.id) == without(absent.text, NOBODY)


def test_so_do_edits(bob: Caller, world: World) -> None:
    path, cover = f"/api/ocs-tier/{world.first.id}/", "/api/ocs-on-demand/"
    for id in (world.nora.id, world.gus.id):
        assert bob.patch(path, edit_of(id)).status_code == 400
        assert bob.put(path, words.tier(world, [words.layer([id])], number=1)).status_code == 400
        assert bob.post(cover, words.cover(world, contact=id)).json() == {
            "contact": [f'Invalid pk "{id}" - object does not exist.']
        }


def test_and_giving_ones_own_time_away(rita: Caller, world: World) -> None:
    hers = words.cover(world, on(12, "10:00"), on(12, "12:00"), sure=True)
    answers = [rita.post("/api/ocs-on-demand/", hers | {"contact": id}) for id in (world.nora.id, NOBODY)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert without(answers[0].text, world.nora.id) == without(answers[1].text, NOBODY)


def test_one_who_is_switched_off_is_not_named_either(bob: Caller, alice: Caller, world: World) -> None:
    alice.delete(f"/api/contacts/{world.nora.id}/")
    assert "Nora" not in bob.patch(f"/api/ocs-tier/{world.first.id}/", edit_of(world.nora.id)).text


def test_whoever_is_named_there_already_may_be_named_again(bob: Caller, alice: Caller, world: World) -> None:
    assert alice.patch(f"/api/ocs-tier/{world.first.id}/", edit_of(world.nora.id)).status_code == 200
    layers = bob.get(f"/api/ocs-tier/{world.first.id}/").json()["layers"]
    assert bob.patch(f"/api/ocs-tier/{world.first.id}/", {"layers": layers}).status_code == 200
    assert bob.patch(f"/api/ocs-tier/{world.second.id}/", {"layers": layers}).status_code == 200


def test_the_providers_own_may_name_them_anywhere(alice: Caller, world: World) -> None:
    assert alice.patch(f"/api/ocs-tier/{world.desk_tier.id}/", edit_of(world.nora.id)).status_code == 200


# ── what stays ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def gone(alice: Caller, world: World, clock: Clock) -> int:
    """Ben covered the 11th at tier `first`, and was switched off when that was over."""
    id: int = alice.post("/api/ocs-on-demand/", words.cover(world, on(11), on(11, "06:00"))).json()["id"]
    clock.set(on(11, "07:00"))
    assert alice.delete(f"/api/contacts/{world.ben.id}/").status_code == 200
    return id


def test_an_update_may_leave_the_contact_that_is_there(bob: Caller, world: World, gone: int) -> None:
    path = f"/api/ocs-on-demand/{gone}/"
    assert bob.put(path, words.cover(world, on(11), on(11, "05:00"))).status_code == 200
    cover = {"id": gone, "start": on(11), "end": on(11, "04:00"), "contact": world.ben.id}
    assert bob.patch(f"/api/ocs-tier/{world.first.id}/", {"on_demand": [cover]}).status_code == 200
    assert bob.get(path).json()["end"] == on(11, "04:00")


def test_not_at_another_tier_and_not_anew(bob: Caller, world: World, gone: int) -> None:
    moved = words.cover(world, on(11), on(11, "05:00"), tier=world.second.id)
    assert set(bob.put(f"/api/ocs-on-demand/{gone}/", moved).json()) == {"contact"}
    assert set(bob.post("/api/ocs-on-demand/", words.cover(world)).json()) == {"contact"}


# ── moving ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_tier_does_not_go_to_another_customers_schedule(alice: Caller, world: World) -> None:
    body = words.tier(world, [], number=9, ocs=world.desk.id)
    response = alice.put(f"/api/ocs-tier/{world.first.id}/", body)
    assert (response.status_code, set(response.json())) == (400, {"ocs"})
    assert alice.get(f"/api/ocs-tier/{world.first.id}/").json()["ocs"] == world.noc.id


def test_it_goes_to_another_one_of_its_own(bob: Caller, world: World) -> None:
    other = bob.post("/api/ocs/", words.schedule(world)).json()["id"]
    assert bob.put(f"/api/ocs-tier/{world.first.id}/", words.tier(world, [], number=2, ocs=other)).status_code == 200
    assert [tier["id"] for tier in bob.get(f"/api/ocs/{other}/").json()["tiers"]][1:] == [world.first.id]


def move(alice: Caller, world: World, schedule: int, customer: int) -> Any:
    body = {"customer": customer, "name": "Elsewhere"}
    return alice.put(f"/api/ocs/{schedule}/", body)


def test_a_schedule_does_not_go_where_its_people_are_not_known(alice: Caller, world: World) -> None:
    response = move(alice, world, world.noc.id, world.globex.id)
    assert (response.status_code, set(response.json())) == (400, {"customer"})
    assert alice.get(f"/api/ocs/{world.noc.id}/").json()["customer"] == world.acme.id


@pytest.mark.parametrize("leftover", ["layers", "on-demand shift"])
def test_its_past_counts_as_well(alice: Caller, world: World, clock: Clock, leftover: str) -> None:
    made = alice.post("/api/ocs/", words.schedule(world)).json()["id"]
    if leftover == "layers":
        for layers in ([words.layer([world.ann.id])], []):
            assert alice.patch(f"/api/ocs-tier/{made}_1/", {"layers": layers}).status_code == 200
    else:
        alice.post("/api/ocs-on-demand/", words.cover(world, on(2), on(3), tier=f"{made}_1"))
    assert set(move(alice, world, made, world.globex.id).json()) == {"customer"}


def test_with_the_providers_people_alone_it_goes_also_with_one_who_was_switched_off(
    alice: Caller, world: World
) -> None:
    made = alice.post("/api/ocs/", words.schedule(world)).json()["id"]
    for layers in ([words.layer([world.nora.id])], []):
        alice.patch(f"/api/ocs-tier/{made}_1/", {"layers": layers})
    alice.delete(f"/api/contacts/{world.nora.id}/")
    assert move(alice, world, made, world.globex.id).status_code == 200


def test_a_person_does_not_go_where_those_who_name_them_cannot_see(alice: Caller, world: World) -> None:
    person = {"first_name": "Ann", "customer": world.globex.id}
    alice.patch(f"/api/ocs-tier/{world.first.id}/", {"layers": []})
    response = alice.put(f"/api/contacts/{world.ann.id}/", person)
    assert (response.status_code, set(response.json())) == (400, {"customer"})
    assert alice.put(f"/api/contacts/{world.ann.id}/", person | {"customer": world.northwind.id}).status_code == 200


def test_whom_nobody_ever_named_may_go(alice: Caller, world: World) -> None:
    assert alice.patch(f"/api/contacts/{world.ben.id}/", {"customer": world.globex.id}).status_code == 200
