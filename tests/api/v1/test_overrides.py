"""/overrides: on-demand shifts, listed, made, changed and deleted, and what becomes of those in their way."""

from typing import Any

import pytest

from tests.api.v1.conftest import Caller
from tests.api.v1.saying import refused, sent, status_of
from tests.cast import Person, World, on
from watchbill.domain.model import Contact


@pytest.fixture
def path(world: World) -> str:
    return f"/overrides/{world.cover.id}"


def wish(world: World, who: Contact | Person, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"tier": world.first.id, "contact": who.id, "start": start, "end": end} | more


def spans(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["start"], one["end"]) for one in rows]


def test_an_on_demand_shift_is_told_whole(vera: Caller, world: World, path: str) -> None:
    told = vera.found(path)
    assert (told["id"], told["tier"], told["place"]["name"]) == (world.cover.id, world.first.id, "Acme NOC, tier 1")
    assert (told["person"]["name"], told["start"], told["end"]) == ("Rita Reyes", on(12, "08:00"), on(12, "20:00"))
    assert told["created_by"] == {"id": world.rita.account.id, "username": world.rita.account.username}


def test_a_list_has_what_one_sees_by_start(alice: Caller, bob: Caller, world: World) -> None:
    sent(bob, "POST", "/overrides", wish(world, world.ann, on(11), on(11, "06:00")), 201)
    assert [one["id"] for one in alice.found("/overrides")["results"]][1:] == [world.cover.id, world.desk_cover.id]
    assert spans(bob.found("/overrides")["results"])[1:] == [(on(12, "08:00"), on(12, "20:00"))]
    assert bob.found("/overrides", limit=1)["total"] == 2


def test_a_list_is_cut_down_by_tier_contact_and_window(alice: Caller, world: World) -> None:
    def ids(**query: Any) -> list[int]:
        return [one["id"] for one in alice.found("/overrides", **query)["results"]]

    mine, other = world.cover.id, world.desk_cover.id
    assert ids(tier=world.first.id) == ids(tier=f"{world.noc.id}_1") == ids(contact=world.rita.id) == [mine]
    assert ids(tier=world.second.id) == ids(contact=world.ann.id) == []
    assert ids(since=on(12, "19:59"), until=on(13)) == ids(until=on(12, "08:01")) == [mine, other]
    assert ids(since=on(12, "20:00")) == ids(until=on(12, "08:00")) == []


def test_what_is_wrong_with_a_list_is_named(bob: Caller, world: World) -> None:
    assert refused(bob, "GET", "/overrides", params={"tier": "x", "contact": "y", "since": "z"}).keys() == {
        "tier", "contact", "since"
    }  # fmt: skip
    assert refused(bob, "GET", "/overrides", params={"since": on(2), "until": on(1)}).keys() == {"until"}
    assert bob.get("/overrides", tier=world.desk_tier.id).status_code == 404


def test_a_new_one_takes_its_span(bob: Caller, world: World) -> None:
    body = wish(world, world.ben, on(11), "2026-06-11T06:00:00+02:00", tier=f"{world.noc.id}_1")
    made = sent(bob, "POST", "/overrides", body, 201)
    assert (made["end"], made["changed"], made["deleted"]) == (on(11, "04:00"), [], [])
    shifts = bob.found(f"/tiers/{world.first.id}/timeline", since=on(11), until=on(11, "04:00"))["shifts"]
    assert [one["people"] for one in shifts] == [[world.ben.id]]


def test_one_in_the_way_is_told_whole_and_nothing_changes(bob: Caller, world: World, path: str) -> None:
    before = bob.found(path)
    response = bob.send("POST", "/overrides", json=wish(world, world.ann, on(12, "10:00"), on(12, "12:00")))
    assert (response.status_code, response.headers["content-type"]) == (409, "application/problem+json")
    assert response.json()["detail"] == "Others cover part of that time. Send sure: true to cut them."
    assert response.json()["conflicts"] == [before]
    assert bob.found("/overrides")["results"] == [before]


def test_who_is_sure_splits_what_is_in_the_way(bob: Caller, world: World) -> None:
    body = wish(world, world.ann, on(12, "10:00"), on(12, "12:00"), sure=True)
    made = sent(bob, "POST", "/overrides", body, 201)
    first, second = made["changed"]
    assert spans([first, second]) == [(on(12, "08:00"), on(12, "10:00")), (on(12, "12:00"), on(12, "20:00"))]
    assert (first["id"], second["person"], made["deleted"]) == (world.cover.id, first["person"], [])
    assert bob.found(f"/overrides/{second['id']}") == second


def test_who_is_sure_trims_and_swallows(bob: Caller, world: World) -> None:
    trimmed = sent(bob, "POST", "/overrides", wish(world, world.ann, on(12), on(12, "09:00"), sure=True), 201)
    assert spans(trimmed["changed"]) == [(on(12, "09:00"), on(12, "20:00"))]
    swallowed = sent(bob, "POST", "/overrides", wish(world, world.ann, on(12), on(13), sure=True), 201)
    assert (swallowed["changed"], swallowed["deleted"]) == ([], [trimmed["id"], world.cover.id])


def test_touching_ends_are_not_in_the_way(bob: Caller, world: World) -> None:
    sent(bob, "POST", "/overrides", wish(world, world.ann, on(12, "06:00"), on(12, "08:00")), 201)


def test_a_change_leaves_what_is_not_said_and_is_not_in_its_own_way(bob: Caller, world: World, path: str) -> None:
    moved = sent(bob, "PATCH", path, {"end": on(12, "22:00")})
    assert (moved["id"], spans([moved])) == (world.cover.id, [(on(12, "08:00"), on(12, "22:00"))])
    given = sent(bob, "PATCH", path, {"contact": world.ann.id})
    assert (given["person"]["id"], given["end"]) == (world.ann.id, on(12, "22:00"))


def test_a_change_can_be_in_the_way_of_another(bob: Caller, world: World, path: str) -> None:
    other = sent(bob, "POST", "/overrides", wish(world, world.ann, on(13), on(14)), 201)
    refusal = bob.send("PATCH", path, json={"end": on(13, "06:00")})
    assert (refusal.status_code, [one["id"] for one in refusal.json()["conflicts"]]) == (409, [other["id"]])
    assert spans(sent(bob, "PATCH", path, {"end": on(13, "06:00"), "sure": True})["changed"]) == [
        (on(13, "06:00"), on(14))
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("contact", "Ann"), ("contact", 999_999_999), ("contact", None), ("start", "noon"), ("start", None),
        ("end", on(1)), ("end", on(11)), ("end", "2028-01-01T00:00:00Z"), ("sure", "yes"), ("colour", 1),
    ],
)  # fmt: skip
def test_a_bad_field_is_named(bob: Caller, world: World, path: str, field: str, value: Any) -> None:
    body = wish(world, world.ann, on(11), on(12)) | {field: value}
    assert refused(bob, "POST", "/overrides", body).keys() == {field}
    assert refused(bob, "PATCH", path, {"start": on(11)} | {field: value}).keys() == {field}


@pytest.mark.parametrize("tier", ["x", 0, True, None, 7.5, 2**63, "999999999", 999_999_999])
def test_a_tier_has_to_be_there(bob: Caller, world: World, tier: Any) -> None:
    assert refused(bob, "POST", "/overrides", wish(world, world.ann, on(1), on(2), tier=tier)).keys() == {"tier"}


def test_the_tier_of_one_stays(bob: Caller, world: World, path: str) -> None:
    assert refused(bob, "PATCH", path, {"tier": world.second.id}).keys() == {"tier"}


def test_all_that_is_missing_is_named_at_once(bob: Caller) -> None:
    assert refused(bob, "POST", "/overrides", {}).keys() == {"tier", "contact", "start", "end"}


def test_a_deleted_one_is_gone(bob: Caller, path: str) -> None:
    assert sent(bob, "DELETE", path, status=204) is None
    assert bob.get(path).status_code == 404


def test_responders_put_themselves_on_call_and_nobody_else(rita: Caller, world: World, path: str) -> None:
    sent(rita, "POST", "/overrides", wish(world, world.rita, on(20), on(21)), 201)
    assert status_of(rita, "POST", "/overrides", wish(world, world.ann, on(21), on(22))) == 403
    sent(rita, "DELETE", path, status=204)


def test_responders_give_away_the_time_in_which_they_are_on_call_and_no_more(rita: Caller, world: World) -> None:
    half = wish(world, world.ann, on(12, "14:00"), on(12, "20:00"), sure=True)
    assert status_of(rita, "POST", "/overrides", half | {"end": on(12, "20:01")}) == 403
    given = sent(rita, "POST", "/overrides", half, 201)
    assert spans(given["changed"]) == [(on(12, "08:00"), on(12, "14:00"))]
    assert status_of(rita, "DELETE", f"/overrides/{given['id']}") == 403


def test_responders_are_told_first_what_no_on_demand_shift_can_be(rita: Caller, world: World) -> None:
    ages = wish(world, world.ann, "1900-01-01T00:00:00Z", "3500-01-01T00:00:00Z")
    assert refused(rita, "POST", "/overrides", ages) == {"end": "An on-demand shift lasts at most 366 days."}


def test_responders_give_away_a_whole_on_demand_shift_of_theirs(rita: Caller, world: World, path: str) -> None:
    assert sent(rita, "PATCH", path, {"contact": world.ann.id})["person"]["id"] == world.ann.id


def test_viewers_change_nothing(vera: Caller, world: World, path: str) -> None:
    assert status_of(vera, "POST", "/overrides", wish(world, world.ann, on(20), on(21))) == 403
    assert [status_of(vera, method, path, {}) for method in ("PATCH", "DELETE")] == [403, 403]


def test_another_customers_are_not_there(mallory: Caller, world: World, path: str) -> None:
    assert [status_of(mallory, method, path, {}) for method in ("GET", "PATCH", "DELETE")] == [404, 404, 404]
    body = wish(world, world.gus, on(1), on(2))
    assert refused(mallory, "POST", "/overrides", body) == {"tier": f"There is no tier {world.first.id} here."}
    assert [one["id"] for one in mallory.found("/overrides")["results"]] == [world.desk_cover.id]


def test_a_tag_keeps_an_edit_from_being_lost(bob: Caller, path: str) -> None:
    tag = {"If-Match": bob.get(path).headers["etag"]}
    changed = bob.send("PATCH", path, json={"end": on(12, "21:00")}, headers=tag)
    assert changed.headers["etag"] == bob.get(path).headers["etag"] != tag["If-Match"]
    assert status_of(bob, "PATCH", path, {"end": on(12, "22:00")}, headers=tag) == 412
    assert status_of(bob, "DELETE", path, headers=tag) == 412
    assert bob.found(path)["end"] == on(12, "21:00")
