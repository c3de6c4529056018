"""POST /tiers/{id}/diff and /rosters/{id}/diff: what an edit would change, and that it changes nothing itself."""

from typing import Any

import pytest

from tests.api.v1.conftest import Caller, Stage
from tests.api.v1.words import daily, group, member, roster
from tests.cast import World, on


def layer(*people: Any, **more: Any) -> dict[str, Any]:
    """Daily turns at 08:00 from the 1st on."""
    rotation = {"type": "daily"}
    return {"start": on(1, "08:00"), "rotation": rotation, "contacts": [one.id for one in people]} | more


def posted(caller: Caller, path: str, body: Any, **query: Any) -> Any:
    response = caller.send("POST", path, json=body, params=query)
    assert response.status_code == 200, response.text
    return response.json()


def problems(caller: Caller, path: str, body: Any) -> dict[str, str]:
    refused = caller.send("POST", path, json=body)
    assert refused.status_code == 422, refused.text
    return {problem["path"]: problem["reason"] for problem in refused.json()["problems"]}


@pytest.fixture
def path(world: World) -> str:
    return f"/tiers/{world.first.id}/diff"


def test_an_edit_counts_from_now_and_names_who_gains_and_loses(bob: Caller, world: World, path: str) -> None:
    told = posted(bob, path, {"layers": [layer(world.ben)]}, days=1)
    assert (told["since"], told["until"]) == (on(10, "12:00"), on(11, "12:00"))
    bobs, anns, bens = world.bob.id, world.ann.id, world.ben.id
    assert told["changes"] == [
        {"start": on(10, "12:00"), "end": on(11, "08:00"), "before": [bobs], "after": [bens]},
        {"start": on(11, "08:00"), "end": on(11, "12:00"), "before": [anns], "after": [bens]},
    ]
    assert {one["person"]: (one["gained_hours"], one["lost_hours"]) for one in told["balances"]} == {
        bobs: (0, 20),
        anns: (0, 4),
        bens: (24, 0),
    }
    assert {person["id"] for person in told["people"]} == {bobs, anns, bens}


def test_it_tells_whether_the_person_on_call_now_would_change(bob: Caller, world: World, path: str) -> None:
    swapped = posted(bob, path, {"layers": [layer(world.bob.contact, world.ann)]})["now"]
    assert swapped == {
        "before": {"people": [world.bob.id], "until": on(11, "08:00")},
        "after": {"people": [world.ann.id], "until": on(11, "08:00")},
        "changes": True,
        "first_change_at": on(10, "12:00"),
    }


def test_an_edit_may_change_nobody_now_and_somebody_later(bob: Caller, world: World, path: str) -> None:
    now = posted(bob, path, {"layers": [layer(world.ben, world.bob.contact)]})["now"]
    assert (now["changes"], now["first_change_at"]) == (False, on(11, "08:00"))


def test_the_layers_as_they_are_change_nothing_in_90_days(bob: Caller, world: World, path: str) -> None:
    told = posted(bob, path, {"layers": [layer(world.ann, world.bob.contact)]})
    assert (told["changes"], told["balances"], told["now"]["changes"]) == ([], [], False)
    assert told["until"] == "2026-09-08T12:00:00Z"


def test_new_gaps_are_told_around_the_on_demand_shift_that_stays(bob: Caller, world: World, path: str) -> None:
    told = posted(bob, path, {"layers": []}, days=3)
    assert told["new_gaps"] == [
        {"start": on(10, "12:00"), "end": on(12, "08:00")},
        {"start": on(12, "20:00"), "end": on(13, "12:00")},
    ]
    assert told["closed_gaps"] == []


def test_a_tier_without_layers_would_have_its_gap_closed(bob: Caller, world: World) -> None:
    told = posted(bob, f"/tiers/{world.second.id}/diff", {"layers": [layer(world.ann)]}, days=1)
    assert told["closed_gaps"] == [{"start": on(10, "12:00"), "end": on(11, "12:00")}]
    assert told["now"]["after"] == {"people": [world.ann.id], "until": None}


def test_a_dry_run_saves_nothing(bob: Caller, world: World, path: str) -> None:
    before = bob.found(f"/tiers/{world.first.id}/timeline")
    posted(bob, path, {"layers": []})
    assert bob.found(f"/tiers/{world.first.id}/timeline") == before


def test_instants_can_be_told_by_the_clocks_of_a_zone(bob: Caller, path: str) -> None:
    told = posted(bob, path, {"layers": []}, days=1, tz="Asia/Kolkata")
    assert (told["tz"], told["since"]) == ("Asia/Kolkata", "2026-06-10T17:30:00+05:30")


def test_what_is_told_beforehand_is_what_happens(bob: Caller, world: World, path: str) -> None:
    wish = layer(world.ben, world.ann, restrictions=[{"type": "daily", "start": "09:00", "end": "17:00"}])
    told = posted(bob, path, {"layers": [wish]}, days=30)
    kept = wish | {"rotation": '{"type":"daily"}', "restrictions": '[{"type":"daily","start":"09:00","end":"17:00"}]'}
    bob.client.put(
        f"/api/ocs-tier/{world.first.id}/",
        json={"number": 1, "ocs": world.noc.id, "layers": [kept]},
        headers={"Authorization": f"Bearer {bob.token}"},
    )
    gaps = bob.found(f"/tiers/{world.first.id}/timeline", since=told["since"], until=told["until"])["gaps"]
    assert gaps == told["new_gaps"] != []


# ── rosters ──────────────────────────────────────────────────────────────────────────────────────────────────────


def shift(name: str, start: str, end: str, *people: Any, **more: Any) -> dict[str, Any]:
    schedule = {"kind": "recurring", "anchor_on": "2026-06-01", "start_time": start, "end_time": end}
    return {
        "name": name,
        "schedule": schedule | {"pattern": {"kind": "daily"}},
        "contacts": [one.id for one in people],
    } | more


@pytest.fixture
def desk(stage: Stage, world: World) -> str:
    """Ann has every day from 8 to 20."""
    kept, rules = roster(world, world.acme, "Desk", daily("Day", 8, 20, world.ann))
    stage.save(kept, rules)
    return f"/rosters/{kept.id}/diff"


def test_a_roster_s_edit_counts_from_now_too(bob: Caller, world: World, desk: str) -> None:
    wish = {"tz": "UTC", "shifts": [shift("Day", "08:00", "18:00", world.ann, world.ben, id="ESD-Day")]}
    told = posted(bob, desk, wish, days=1)
    anns, bens = world.ann.id, world.ben.id
    assert told["changes"] == [
        {"start": on(10, "12:00"), "end": on(10, "18:00"), "before": [anns], "after": [anns, bens]},
        {"start": on(10, "18:00"), "end": on(10, "20:00"), "before": [anns], "after": []},
        {"start": on(11, "08:00"), "end": on(11, "12:00"), "before": [anns], "after": [anns, bens]},
    ]
    assert told["new_gaps"] == [{"start": on(10, "18:00"), "end": on(10, "20:00")}]
    assert told["place"]["kind"] == "roster"


def test_the_members_of_a_new_group_are_known(stage: Stage, bob: Caller, world: World, desk: str) -> None:
    team = group(world, world.acme, "Days")
    stage.save(team, member(team, world.ben, on(1)), member(team, world.bob.contact, on(1), on(5)))
    wish = {"tz": "UTC", "shifts": [shift("Day", "08:00", "20:00", groups=[team.id])]}
    assert posted(bob, desk, wish, days=1)["now"]["after"]["people"] == [world.ben.id]


@pytest.mark.parametrize(
    ("pattern", "is_on"),
    [
        ({"kind": "daily", "every": 2}, False),
        ({"kind": "weekly", "days": ["Wednesday", 3]}, True),
        ({"kind": "monthly_by_day", "day": 10}, True),
        ({"kind": "monthly_by_weekday", "week_index": 2, "weekday": "wednesday"}, True),
        ({"kind": "yearly", "every": 1}, False),
    ],
)
def test_every_kind_of_pattern_is_understood(
    bob: Caller, world: World, desk: str, pattern: dict[str, Any], is_on: bool
) -> None:
    night = shift("Day", "08:00", "20:00", world.ben)
    night["schedule"]["pattern"] = pattern
    after = posted(bob, desk, {"tz": "UTC", "shifts": [night]})["now"]["after"]["people"]
    assert after == ([world.ben.id] if is_on else [])


@pytest.mark.parametrize(
    ("ends", "is_on"),
    [
        ({"kind": "never"}, True),
        ({"kind": "occurrences", "count": 9}, False),
        ({"kind": "occurrences", "count": 10}, True),
        ({"kind": "until", "at": "2026-06-10T07:59:59Z"}, False),
        ({"kind": "until", "at": "2026-06-10T08:00:00Z"}, True),
    ],
)
def test_every_kind_of_end_is_understood(
    bob: Caller, world: World, desk: str, ends: dict[str, Any], is_on: bool
) -> None:
    day = shift("Day", "08:00", "20:00", world.ben)
    day["schedule"]["ends"] = ends
    after = posted(bob, desk, {"tz": "UTC", "shifts": [day]})["now"]["after"]["people"]
    assert after == ([world.ben.id] if is_on else [])


def test_a_shift_may_be_once(bob: Caller, world: World, desk: str) -> None:
    day = {"name": "Once", "schedule": {"kind": "once", "start": on(10), "end": on(11)}, "contacts": [world.ben.id]}
    assert posted(bob, desk, {"tz": "UTC", "shifts": [day]})["now"]["after"] == {
        "people": [world.ben.id],
        "until": on(11),
    }


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────────────────


def test_every_bad_field_of_layers_is_named_at_once(bob: Caller, path: str) -> None:
    bad = {
        "start": "2026-06-01",
        "rotation": {"type": "custom", "unit": "days", "lengths": [1, 0]},
        "restrictions": [{"type": "daily", "start": "9", "end": "17:00"}],
        "contacts": ["x"],
        "tz": "Mars",
        "colour": "red",
    }
    named = problems(bob, path, {"layers": [bad, {}]})
    assert named["layers[0].rotation.lengths[1]"] == "Must be a whole number from 1 to 1000."
    assert named["layers[0].restrictions[0].start"] == "Must be a time such as 09:00 or 09:00:00."
    assert named["layers[0].colour"] == "There is no such field here."
    assert named["layers[1].contacts"] == "This field is required."
    assert {"layers[0].start", "layers[0].contacts[0]", "layers[0].tz", "layers[1].start", "layers[1].rotation"} < {
        *named
    }


def test_layers_that_are_at_odds_and_contacts_that_do_not_fit_are_named(bob: Caller, world: World, path: str) -> None:
    twice = [layer(world.gus, index=0), layer(world.ivy, index=0, end=on(1, "07:00"))]
    named = problems(bob, path, {"layers": twice})
    assert {*named} == {"layers[0].contacts[0]", "layers[1].contacts[0]", "layers[1].index", "layers[1].end"}


def test_what_is_wrong_is_told_once(bob: Caller, world: World, path: str) -> None:
    refused = bob.send("POST", path, json={"layers": [layer(world.ann, end=on(1, "07:00"))]})
    assert [problem["path"] for problem in refused.json()["problems"]] == ["layers[0].end"]


def test_every_bad_field_of_shifts_is_named_at_once(bob: Caller, world: World, desk: str) -> None:
    bad = {
        "kind": "recurring",
        "anchor_on": "2026-02-30",
        "start_time": "25:00",
        "end_time": 8,
        "pattern": {"kind": "weekly", "days": ["someday"], "every": 0},
        "ends": {"kind": "occurrences"},
    }
    shifts = [
        {"name": " ", "schedule": bad},
        {"name": "a\x00", "schedule": {"kind": "sometimes"}, "contacts": {}},
        {"name": 1, "schedule": {}},
        7,
    ]
    named = problems(bob, desk, {"tz": "UTC", "shifts": shifts})
    inside = "shifts[0].schedule"
    assert named[f"{inside}.anchor_on"] == "There is no such date."
    assert named["shifts[1].contacts"] == "This is not a list."
    assert named["shifts[2].schedule"] == "This needs a kind."
    assert {f"{inside}.start_time", f"{inside}.end_time", f"{inside}.pattern.days[0]", f"{inside}.pattern.every"} < {
        *named
    }
    assert {f"{inside}.ends.count", "shifts[0].name", "shifts[1].name", "shifts[1].schedule", "shifts[3]"} < {*named}


def test_shifts_that_are_at_odds_are_named(bob: Caller, world: World, desk: str) -> None:
    turned = {"kind": "once", "start": on(2), "end": on(1)}
    shifts = [
        shift("Day", "08:00", "20:00", id="ESD-Day"),
        shift("Night", "20:00", "08:00", world.ann, id="ESD-Day"),
        {"name": "Once", "schedule": turned, "contacts": [world.ann.id]},
    ]
    named = problems(bob, desk, {"tz": "UTC", "shifts": shifts})
    assert {*named} == {"shifts[0].contacts", "shifts[1].id", "shifts[2].schedule.end"}


def test_shifts_people_and_groups_that_there_are_not_are_named(bob: Caller, world: World, desk: str) -> None:
    strange = shift("Day", "08:00", "20:00", world.gus, id="ESD-other", groups=["none"])
    named = problems(bob, desk, {"tz": "UTC", "shifts": [strange]})
    assert {*named} == {"shifts[0].id", "shifts[0].contacts[0]", "shifts[0].groups[0]"}


@pytest.mark.parametrize("body", [[], {"layers": {}}, {"layers": [3]}, {}])
def test_a_body_of_another_shape_is_refused(bob: Caller, path: str, body: Any) -> None:
    assert bob.send("POST", path, json=body).status_code == 422


@pytest.mark.parametrize("days", ["0", "732", "x"])
def test_a_window_that_cannot_be_is_refused(bob: Caller, path: str, days: str) -> None:
    refused = bob.send("POST", path, json={"layers": []}, params={"days": days})
    assert [problem["path"] for problem in refused.json()["problems"]] == ["days"]


def test_another_customer_s_cannot_be_told_from_none(mallory: Caller, nobody: Caller, path: str, desk: str) -> None:
    wish = {"tz": "UTC", "shifts": [{"name": "x", "schedule": {"kind": "once", "start": on(1), "end": on(2)}}]}
    wish["shifts"][0]["contacts"] = [1]  # type: ignore[index]
    assert mallory.send("POST", path, json={"layers": []}).status_code == 404
    assert mallory.send("POST", "/tiers/x/diff", json={"layers": []}).status_code == 404
    assert mallory.send("POST", desk, json=wish).status_code == 404
    assert nobody.send("POST", path, content=b"no json").status_code == 401
