"""Previews: what is shown before saving is what the timeline shows after it, and nothing is saved."""

import random
from typing import Any

import pytest

from tests.api.v1.conftest import Caller, Stage
from tests.api.v1.saying import layer, refused, sent, shift, status_of
from tests.api.v1.words import daily, group, member, roster
from tests.cast import World, on

WINDOW = {"since": on(1), "until": on(30)}
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata")
ROTATIONS = (
    {"type": "daily"},
    {"type": "weekly"},
    {"type": "hourly", "interval": 7},
    {"type": "custom", "unit": "days", "lengths": [2, 1]},
)
RESTRICTIONS = (
    None,
    [{"type": "daily", "start": "09:00", "end": "17:00"}],
    [{"type": "days", "days": ["monday", "friday"], "start": "20:00", "end": "06:00"}],
)
PATTERNS = (
    {"kind": "daily", "every": 2},
    {"kind": "weekly", "days": ["monday", "thursday"]},
    {"kind": "monthly_by_day", "day": 15},
    {"kind": "monthly_by_weekday", "week_index": 2, "weekday": "saturday"},
)


def some_layers(world: World, seed: int) -> list[dict[str, Any]]:
    """Layers drawn by a seed."""
    draw = random.Random(seed)
    people = [world.ann, world.ben, world.bob.contact, world.rita.contact]
    return [
        layer(
            *draw.sample(people, draw.randint(1, 3)),
            start=on(draw.randint(1, 20), f"{draw.randint(0, 23):02}:30"),
            rotation=draw.choice(ROTATIONS),
            restrictions=draw.choice(RESTRICTIONS),
            tz=draw.choice(ZONES),
            end=draw.choice([None, on(27)]),
        )
        for _ in range(draw.randint(1, 3))
    ]


def some_shifts(world: World, seed: int) -> list[dict[str, Any]]:
    """Shifts of Acme's people drawn by a seed."""
    draw = random.Random(seed)

    def clock() -> str:
        return f"{draw.randint(0, 23):02}:{draw.choice(('00', '30'))}"

    def one(name: str) -> dict[str, Any]:
        made = shift(name, clock(), clock(), *draw.sample([world.ann, world.ben], draw.randint(1, 2)))
        made["schedule"]["pattern"] = draw.choice(PATTERNS)
        made["schedule"]["ends"] = draw.choice([{"kind": "never"}, {"kind": "occurrences", "count": 4}])
        return made

    return [one(name) for name in "abc"[: draw.randint(1, 3)]]


def spans(shifts: list[dict[str, Any]], rule: Any = None) -> list[tuple[Any, ...]]:
    return [(one["start"], one["end"], one["people"]) for one in shifts if rule in (None, one["rule"]["text"])]


def ahead(body: dict[str, Any]) -> list[list[tuple[str, str]]]:
    """The next occurrences of each shift, by its position."""
    assert [one["shift"] for one in body["occurrences"]] == list(range(len(body["occurrences"])))
    return [[(span["start"], span["end"]) for span in one["next"]] for one in body["occurrences"]]


@pytest.fixture
def tier(world: World) -> str:
    return f"/tiers/{world.first.id}"


def bare(shown: dict[str, Any]) -> dict[str, Any]:
    """A preview without what a timeline never tells, and those whom only that names."""
    del shown["words"]
    left_out = {id for one in shown.pop("left_out") for id in one["people"]}
    on = {id for one in shown["rules"] for shift in one["shifts"] for id in shift["people"]}
    on |= {id for one in (*shown["shifts"], *shown["overrides"]) for id in one["people"]}
    return shown | {"people": [one for one in shown["people"] if one["id"] in on or one["id"] not in left_out]}


# ── tiers ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", range(12))
def test_a_tiers_preview_is_its_timeline_after_saving(bob: Caller, world: World, tier: str, seed: int) -> None:
    body = {"layers": some_layers(world, seed)}
    shown = sent(bob, "POST", f"{tier}/preview", body, params=WINDOW)
    sent(bob, "PATCH", tier, body)
    assert bare(shown) == bob.found(f"{tier}/timeline", **WINDOW)


@pytest.mark.parametrize("seed", range(6))
def test_the_preview_of_a_new_tier_is_its_timeline_after_saving(bob: Caller, world: World, seed: int) -> None:
    layers = some_layers(world, seed)
    shown = sent(bob, "POST", "/previews/tier", {"customer": world.acme.id, "layers": layers}, params=WINDOW)
    made = sent(bob, "POST", f"/schedules/{world.noc.id}/tiers", {"layers": layers}, 201)
    assert bare(shown) == bob.found(f"/tiers/{made['id']}/timeline", **WINDOW) | {"place": None}


def test_what_happened_stays_in_a_preview(bob: Caller, world: World, tier: str) -> None:
    before = bob.found(f"{tier}/timeline", since=on(1), until=on(10, "12:00"))
    shown = sent(bob, "POST", f"{tier}/preview", {"layers": []}, params=WINDOW)
    # The window ends now, the layer would at the same moment.
    before["shifts"][-1].pop("cut_end")
    assert shown["shifts"][: len(before["shifts"])] == before["shifts"]
    covers = [("2026-06-12T08:00:00Z", "2026-06-12T20:00:00Z", [world.rita.id])]
    assert spans(shown["shifts"][len(before["shifts"]) :]) == spans(shown["overrides"]) == covers


def test_a_preview_saves_nothing(bob: Caller, world: World, tier: str) -> None:
    before = bob.found(f"{tier}/timeline")
    sent(bob, "POST", f"{tier}/preview", {"layers": []})
    sent(bob, "POST", "/previews/tier", {"customer": world.acme.id, "layers": []})
    assert bob.found(f"{tier}/timeline") == before
    assert len(bob.found(f"/schedules/{world.noc.id}")["tiers"]) == 2


def test_a_preview_can_be_told_by_the_clocks_of_a_zone(bob: Caller, tier: str) -> None:
    shown = sent(bob, "POST", f"{tier}/preview", {"layers": []}, params={"tz": "Asia/Kolkata"})
    assert (shown["tz"], shown["since"]) == ("Asia/Kolkata", "2026-06-10T17:30:00+05:30")


def test_a_tier_without_layers_is_one_gap(bob: Caller, world: World) -> None:
    shown = sent(bob, "POST", "/previews/tier", {"customer": world.acme.id, "layers": []}, params=WINDOW)
    assert shown["gaps"] == [{"start": on(1), "end": on(30)}]
    assert (shown["place"], shown["shifts"], shown["coverage"], shown["rules"], shown["people"]) == (
        None,
        [],
        0,
        [],
        [],
    )


def test_each_layer_is_told_in_words_by_its_position(bob: Caller, world: World, tier: str) -> None:
    office = [{"type": "days", "days": [0, 1, 2, 3, 4], "start": "09:00", "end": "17:00"}]
    layers = [layer(world.ann, world.ben, index=4, restrictions=office), layer(world.ann, index=2)]
    bodies = {f"{tier}/preview": {"layers": layers}, "/previews/tier": {"customer": world.acme.id, "layers": layers}}
    for path, body in bodies.items():
        first, second = sent(bob, "POST", path, body)["words"]
        assert (first["layer"], first["open"]) == (0, "Mon–Fri 09:00–17:00")
        assert first["handoffs"].startswith("Each takes ")
        assert (second["layer"], second["open"]) == (1, "always")
        assert second["handoffs"] == "One person has every turn: there is no handoff."


def test_viewers_may_look_ahead(vera: Caller, world: World, tier: str) -> None:
    sent(vera, "POST", f"{tier}/preview", {"layers": [layer(world.ann)]})


def test_what_is_wrong_with_layers_is_named(bob: Caller, world: World, tier: str) -> None:
    layers = [layer(world.ann, index=0), layer(world.gus, index=0)]
    wrong = {
        "layers[1].index": "Another layer of the tier has this index.",
        "layers[1].contacts[0]": f"There is no contact {world.gus.id} here.",
    }
    assert refused(bob, "POST", f"{tier}/preview", {"layers": layers}) == wrong
    assert refused(bob, "POST", "/previews/tier", {"customer": world.acme.id, "layers": layers}) == wrong
    assert refused(bob, "POST", "/previews/tier", {}).keys() == {"customer", "layers"}


# ── rosters ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", range(12))
def test_a_rosters_preview_is_its_timeline_after_saving(bob: Caller, stage: Stage, world: World, seed: int) -> None:
    stage.save(*(made := roster(world, world.acme, "Desk", daily("old", 8, 16, world.ann))))
    body, path = {"tz": ZONES[seed % 4], "shifts": some_shifts(world, seed)}, f"/rosters/{made[0].id}"
    shown = sent(bob, "POST", f"{path}/preview", body, params=WINDOW)
    sent(bob, "PATCH", path, body)
    saved = bob.found(f"{path}/timeline", **WINDOW)
    for name in ("place", "gaps", "coverage", "people", "overrides"):
        assert shown[name] == saved[name]
    assert spans(shown["shifts"]) == spans(saved["shifts"])
    assert [one["rule"]["text"] for one in shown["rules"]] == [one["rule"]["text"] for one in saved["rules"]]


def test_a_preview_leaves_the_weeks_of_a_shift_where_saving_leaves_them(bob: Caller, world: World) -> None:
    weekly: dict[str, Any] = {"kind": "weekly", "every": 2, "days": ["saturday", "sunday"]}
    yard = shift("Yard", "08:00", "20:00", world.ann)
    yard["schedule"] |= {"anchor_on": "2026-06-13", "pattern": weekly | {"week_start": "sunday"}}
    body = {"customer": world.acme.id, "name": "Desk", "tz": "UTC", "shifts": [yard]}
    made = sent(bob, "POST", "/rosters", body, 201)
    yard |= {"id": made["shifts"][0]["id"], "schedule": yard["schedule"] | {"pattern": weekly}}
    shown = sent(bob, "POST", f"/rosters/{made['id']}/preview", {"tz": "UTC", "shifts": [yard]})
    assert [start for start, _ in ahead(shown)[0]][:2] == [on(13, "08:00"), on(21, "08:00")]


@pytest.mark.parametrize("seed", range(12))
def test_next_occurrences_are_the_next_shifts_of_the_timeline(bob: Caller, world: World, seed: int) -> None:
    body = {"customer": world.acme.id, "tz": ZONES[seed % 4], "shifts": some_shifts(world, seed)}
    shown = sent(bob, "POST", "/previews/roster", body)
    made = sent(bob, "POST", "/rosters", body | {"name": "Desk"}, 201)
    saved = bob.found(f"/rosters/{made['id']}/timeline", since=on(10, "12:00"), until="2027-06-10T12:00:00Z")["shifts"]
    for one, foretold in zip(made["shifts"], ahead(shown), strict=True):
        own = [(each["start"], each["end"]) for each in saved if each["rule"]["id"] == one["id"]]
        # What is on right now began before.
        assert foretold == [span for span in own if span[0] > on(10, "12:00")][:5]


def test_the_preview_of_a_new_roster_is_its_timeline_after_saving(bob: Caller, stage: Stage, world: World) -> None:
    desk = group(world, world.acme, "desk")
    stage.save(desk, member(desk, world.ben, on(1), on(12)), member(desk, world.ann, on(11)))
    body = {"customer": world.acme.id, "tz": "UTC", "shifts": [shift("All", "08:00", "20:00", groups=[desk.id])]}
    shown = sent(bob, "POST", "/previews/roster", body, params=WINDOW)
    made = sent(bob, "POST", "/rosters", body | {"name": "Desk"}, 201)
    saved = bob.found(f"/rosters/{made['id']}/timeline", **WINDOW)
    assert (shown["place"], shown["gaps"], shown["people"]) == (None, saved["gaps"], saved["people"])
    assert spans(shown["shifts"]) == spans(saved["shifts"])
    assert shown["shifts"][0]["rule"] == {"kind": "shift", "id": "new-0", "text": "All"}


def test_each_shift_is_told_in_words_without_its_name(bob: Caller, world: World) -> None:
    body = {"customer": world.acme.id, "tz": "Europe/Berlin", "shifts": [shift("Early", "06:00", "14:00", world.ann)]}
    [early] = sent(bob, "POST", "/previews/roster", body)["occurrences"]
    made = sent(bob, "POST", "/rosters", body | {"name": "Desk"}, 201)
    assert f"Early, {early['text']}" == made["shifts"][0]["text"]


def test_an_occurrence_that_starts_now_is_the_next_one(bob: Caller, world: World) -> None:
    body = {"customer": world.acme.id, "tz": "UTC", "shifts": [shift("Noon", "12:00", "13:00", world.ann)]}
    assert ahead(sent(bob, "POST", "/previews/roster", body))[0][0] == (on(10, "12:00"), on(10, "13:00"))


def test_what_is_over_has_no_next_occurrence(bob: Caller, world: World) -> None:
    past = shift("Past", "", "", world.ann, schedule={"kind": "once", "start": on(1), "end": on(2)})
    body = {"customer": world.acme.id, "tz": "UTC", "shifts": [past]}
    assert ahead(sent(bob, "POST", "/previews/roster", body)) == [[]]


def test_what_is_wrong_with_shifts_is_named(bob: Caller, stage: Stage, world: World) -> None:
    stage.save(*(made := roster(world, world.acme, "Desk", daily("old", 8, 16, world.ann))))
    body = {"tz": "UTC", "shifts": [shift("a", "06:00", "14:00", world.nora, id="ESD-none")]}
    wrong = {"shifts[0].id", "shifts[0].contacts[0]"}
    assert refused(bob, "POST", f"/rosters/{made[0].id}/preview", body).keys() == wrong
    assert refused(bob, "POST", "/previews/roster", body | {"customer": world.acme.id}).keys() == wrong
    assert refused(bob, "POST", "/previews/roster", {}).keys() == {"customer", "tz", "shifts"}


# ── both ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_anothers_is_not_there(mallory: Caller, stage: Stage, world: World, tier: str) -> None:
    stage.save(*(made := roster(world, world.acme, "Desk", daily("old", 8, 16, world.ann))))
    shifts = {"tz": "UTC", "shifts": [shift("a", "06:00", "14:00", world.gus)]}
    assert status_of(mallory, "POST", f"{tier}/preview", {"layers": []}) == 404
    assert status_of(mallory, "POST", f"/rosters/{made[0].id}/preview", shifts) == 404
    acme = {"customer": world.acme.id}
    assert refused(mallory, "POST", "/previews/tier", {"layers": []} | acme).keys() == {"customer"}
    assert refused(mallory, "POST", "/previews/roster", shifts | acme).keys() == {"customer"}


@pytest.mark.parametrize("path", ["/previews/tier", "/previews/roster"])
def test_the_query_is_read_before_the_body(bob: Caller, nobody: Caller, path: str) -> None:
    assert refused(bob, "POST", path, {}, params={"days": 3}).keys() == {"days"}
    assert status_of(nobody, "POST", path, {}) == 401
