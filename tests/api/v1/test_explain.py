"""GET /tiers/{id}/explain and /rosters/{id}/explain: the steps, the answer, and both as text."""

from typing import Any

import pytest
from msgspec.structs import replace as changed

from tests.api.v1.conftest import Caller, Clock, Stage
from tests.api.v1.words import daily, group, member, once, revision, roster
from tests.cast import World, at, on


@pytest.fixture
def path(world: World) -> str:
    return f"/tiers/{world.first.id}/explain"


def names(people: list[Any]) -> list[str]:
    return [person["name"] for person in people]


def test_a_tier_tells_each_rule_and_whom_it_gave(bob: Caller, world: World, path: str) -> None:
    told = bob.found(path)
    assert told["place"]["id"] == world.first.id
    assert [(step["rule"]["kind"], step["state"], names(step["gave"])) for step in told["steps"]] == [
        ("revision", "in_force", []),
        ("layer", "on", ["Bob Baker"]),
    ]
    assert told["steps"][1]["turn"] == {
        "number": 10,
        "of": [world.ann.id, world.bob.id],
        "start": on(10, "08:00"),
        "end": on(11, "08:00"),
    }


def test_the_result_is_that_of_the_board(bob: Caller, world: World, path: str) -> None:
    result = bob.found(path)["result"]
    row = bob.found("/oncall", tier=world.first.id)["results"][0]
    assert {key: result[key] for key in ("people", "since", "until", "next", "default_contact")} == {
        key: row[key] for key in ("people", "since", "until", "next", "default_contact")
    }


def test_an_on_demand_shift_hides_the_layer(bob: Caller, world: World, path: str) -> None:
    told = bob.found(path, at=on(12, "10:00"))
    cover = {"kind": "override", "id": world.cover.id, "text": f"on-demand shift {world.cover.id}"}
    assert [step["hidden_by"] for step in told["steps"]] == [None, cover, None]
    assert (names(told["result"]["people"]), told["result"]["rules"]) == (["Rita Reyes"], [cover])


def test_the_text_alone_can_be_asked_for(bob: Caller, path: str) -> None:
    plain = bob.send("GET", path, headers={"Accept": "text/plain"})
    assert plain.headers["content-type"] == "text/plain; charset=utf-8"
    assert plain.text == (
        "Acme NOC, tier 1, Wednesday 2026-06-10 12:00 UTC\n"
        "1. Revision 1 of 1: in force always.\n"
        "2. Layer 0, daily, UTC: Bob Baker, turn 10 of Ann Abbott, Bob Baker; "
        "handed off Wednesday 2026-06-10 08:00 UTC.\n"
        "Result: Bob Baker is on call Wednesday 2026-06-10 08:00 – Thursday 2026-06-11 08:00 UTC; then Ann Abbott.\n"
    )
    assert bob.found(path)["text"] == plain.text.rstrip("\n")


def test_a_name_that_was_kept_before_there_was_a_rule_stays_in_its_line(
    stage: Stage, bob: Caller, world: World, path: str
) -> None:
    stage.save(changed(world.noc, name="Night\nshift\x1b[31m"))
    text = bob.send("GET", path, headers={"Accept": "text/plain"}).text
    assert text.splitlines()[0].startswith("Night shift [31m, tier 1, ")


def test_instants_can_be_told_by_the_clocks_of_a_zone(bob: Caller, path: str) -> None:
    told = bob.found(path, tz="Europe/Berlin", at="2026-06-10T14:00:00+02:00")
    assert (told["tz"], told["at"], told["result"]["since"]) == (
        "Europe/Berlin",
        "2026-06-10T14:00:00+02:00",
        "2026-06-10T10:00:00+02:00",
    )
    assert "Wednesday 2026-06-10 10:00 – Thursday 2026-06-11 10:00 Europe/Berlin" in told["result"]["text"]


def test_nobody_on_call_has_reasons_and_whom_to_turn_to(bob: Caller, world: World) -> None:
    result = bob.found(f"/tiers/{world.second.id}/explain")["result"]
    assert result["people"] == result["rules"] == []
    assert result["reasons"] == ["there are no layers", "no on-demand shift covers this moment"]
    assert result["default_contact"]["email"] == "noc@acme.example"


def test_an_answer_as_of_a_date_knows_only_what_was_saved_by_then(
    stage: Stage, bob: Caller, world: World, path: str, clock: Clock
) -> None:
    stage.save(revision(world, world.first, 2, on(5), world.ben))
    assert names(bob.found(path)["result"]["people"]) == ["Ben Blake"]
    before = bob.found(path, known_at="2026-05-01T07:59:59Z")
    assert before["known_at"] == "2026-05-01T07:59:59Z"
    assert before["result"]["reasons"][0] == "there are no layers"


def test_a_later_edit_was_not_known_before_it_was_saved(bob: Caller, world: World, path: str, clock: Clock) -> None:
    layer = {"start": on(1), "rotation": '{"type":"daily"}', "contacts": [world.ben.id], "tz": "UTC"}
    edited = bob.client.put(
        f"/api/ocs-tier/{world.first.id}/",
        json={"number": 1, "ocs": world.noc.id, "layers": [layer]},
        headers={"Authorization": f"Bearer {bob.token}"},
    )
    assert edited.status_code == 200
    assert names(bob.found(path)["result"]["people"]) == ["Ben Blake"]
    assert names(bob.found(path, known_at=on(10, "11:59"))["result"]["people"]) == ["Bob Baker"]


# ── rosters ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_roster_tells_which_shifts_are_on_and_why_not(stage: Stage, bob: Caller, world: World) -> None:
    team = group(world, world.acme, "Nights")
    stage.save(team, member(team, world.ben, on(1)))
    day, night = daily("Day", 8, 20, world.ann, groups=(team,)), daily("Night", 20, 8, world.bob.contact)
    gone = once("Gone", on(1), on(2), world.ann)
    kept, rules = roster(world, world.acme, "Desk", day, night, gone)
    stage.save(kept, rules)
    told = bob.found(f"/rosters/{kept.id}/explain")
    assert [(step["state"], names(step["gave"])) for step in told["steps"]] == [
        ("in_force", []),
        ("on", ["Ann Abbott", "Ben Blake"]),
        ("closed", []),
        ("ended", []),
    ]
    assert told["steps"][1]["text"].endswith("Ann Abbott and group Nights (Ben Blake)")
    assert told["steps"][2]["next_at"] == on(10, "20:00")
    assert (told["result"]["since"], told["result"]["until"]) == (on(10, "08:00"), on(10, "20:00"))


def test_a_roster_stays_with_its_people_over_several_shifts(stage: Stage, bob: Caller, world: World) -> None:
    both = daily("Day", 8, 20, world.ann), daily("Night", 20, 8, world.ann)
    kept, rules = roster(world, world.acme, "Alone", *both)
    stage.save(kept, rules)
    result = bob.found(f"/rosters/{kept.id}/explain")["result"]
    assert (result["until"], result["text"]) == (None, "Ann Abbott is on call from Monday 2026-06-01 08:00 UTC on.")


def test_a_roster_as_of_a_date_knows_only_what_was_saved_by_then(stage: Stage, bob: Caller, world: World) -> None:
    kept, rules = roster(world, world.acme, "Desk", daily("Day", 8, 20, world.ann))
    stage.save(kept, rules)
    told = bob.found(f"/rosters/{kept.id}/explain", known_at="2026-04-01T00:00:00Z")
    assert told["result"]["reasons"] == ["there are no shifts"]


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────────────────


def test_another_customer_s_tier_and_roster_cannot_be_told_from_none(
    stage: Stage, mallory: Caller, world: World, path: str
) -> None:
    kept, rules = roster(world, world.acme, "Desk", daily("Day", 8, 20, world.ann))
    stage.save(kept, rules)
    refused = [mallory.get(each).status_code for each in (path, f"/rosters/{kept.id}/explain", "/tiers/x/explain")]
    assert refused == [404, 404, 404]


def test_without_a_token_nothing_is_told(nobody: Caller, path: str) -> None:
    assert nobody.get(path).status_code == 401


@pytest.mark.parametrize("query", [{"at": "soon"}, {"known_at": "2026-06-01"}, {"tz": "Mars"}, {"when": "now"}])
def test_a_bad_parameter_is_named(bob: Caller, path: str, query: dict[str, str]) -> None:
    refused = bob.get(path, **query)
    assert refused.status_code == 422
    assert [problem["path"] for problem in refused.json()["problems"]] == list(query)


def test_a_viewer_may_ask_and_a_tier_has_two_names(vera: Caller, world: World, path: str) -> None:
    assert vera.found(path) == vera.found(f"/tiers/{world.noc.id}_1/explain")


def test_it_asks_about_now_where_no_moment_is_given(bob: Caller, path: str, clock: Clock) -> None:
    clock.set(on(11, "10:00"))
    told = bob.found(path)
    assert (told["at"], names(told["result"]["people"])) == (on(11, "10:00"), ["Ann Abbott"])
    assert at(told["result"]["since"]) == at(on(11, "08:00"))
