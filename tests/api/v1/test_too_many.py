"""Lists that are too long are refused as a whole, and of very many problems only the first are listed."""

from typing import Any

import pytest

from tests.api.v1.conftest import Caller
from tests.api.v1.saying import layer, refused, sent, shift
from tests.cast import World

WINDOW = {"type": "daily", "start": "09:00", "end": "17:00"}


def told(sent: int, most: int) -> str:
    return f"This list has {sent:,} entries, and may have at most {most:,}."


@pytest.mark.parametrize("end", ["/preview", "/diff", ""])
def test_a_tier_has_at_most_200_layers_none_of_which_is_read_where_there_are_more(
    bob: Caller, world: World, end: str
) -> None:
    method = "POST" if end else "PATCH"
    problems = refused(bob, method, f"/tiers/{world.first.id}{end}", {"layers": [{}] * 201})
    assert problems == {"layers": told(201, 200)}


def test_a_tier_may_have_200_layers(bob: Caller, world: World) -> None:
    layers = [layer(world.ann)] * 200
    assert len(sent(bob, "PATCH", f"/tiers/{world.first.id}", {"layers": layers})["layers"]) == 200


@pytest.mark.parametrize("path", ["/previews/tier", "/schedules/{id}/tiers"])
def test_a_new_tier_has_no_more_either(bob: Caller, world: World, path: str) -> None:
    body = {"layers": [{"zz": 1}] * 2000} | ({} if "schedules" in path else {"customer": world.acme.id})
    assert refused(bob, "POST", path.format(id=world.noc.id), body) == {"layers": told(2000, 200)}


def test_a_layer_has_at_most_1000_contacts_and_500_windows(bob: Caller, world: World) -> None:
    crowded = layer(contacts=["x"] * 1001, restrictions=[0] * 501)
    problems = refused(bob, "PATCH", f"/tiers/{world.first.id}", {"layers": [crowded]})
    assert problems == {"layers[0].contacts": told(1001, 1000), "layers[0].restrictions": told(501, 500)}
    fine = layer(*[world.ann] * 1000, restrictions=[WINDOW] * 500)
    sent(bob, "PATCH", f"/tiers/{world.first.id}", {"layers": [fine]})


@pytest.mark.parametrize("path", ["/previews/roster", "/rosters"])
def test_a_roster_has_at_most_500_shifts(bob: Caller, world: World, path: str) -> None:
    body = {"customer": world.acme.id, "tz": "UTC", "name": "x", "shifts": [{"name": "x"}] * 501}
    problems = refused(bob, "POST", path, body if path == "/rosters" else {k: body[k] for k in body if k != "name"})
    assert problems == {"shifts": told(501, 500)}


def test_a_shift_has_at_most_1000_contacts_and_1000_groups(bob: Caller, world: World) -> None:
    crowded = shift("x", "08:00", "09:00") | {"contacts": [None] * 1001, "groups": [None] * 1001}
    body = {"customer": world.acme.id, "tz": "UTC", "shifts": [crowded]}
    problems = refused(bob, "POST", "/previews/roster", body)
    assert problems == {"shifts[0].contacts": told(1001, 1000), "shifts[0].groups": told(1001, 1000)}


def test_a_tier_that_has_more_is_read_previewed_and_saved_with_as_many(
    bob: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/tiers/{world.first.id}"
    sent(bob, "PATCH", path, {"layers": [layer(world.ann)] * 3})
    monkeypatch.setattr("watchbill.domain.rules.MOST", {"layers": 2, "contacts": 1, "restrictions": 1})
    assert len(bob.found(path)["layers"]) == 3
    sent(bob, "POST", f"{path}/preview", {"layers": [layer(world.ben)] * 3})
    sent(bob, "PATCH", path, {"layers": [layer(world.ben)] * 3})
    assert refused(bob, "PATCH", path, {"layers": [layer(world.ben)] * 4}) == {"layers": told(4, 2)}


def test_a_roster_that_has_more_is_saved_with_as_many(
    bob: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shifts = [shift(name, "08:00", "09:00", world.ann, world.ben) for name in "abc"]
    body = {"customer": world.acme.id, "name": "Desk", "tz": "UTC", "shifts": shifts}
    path = f"/rosters/{sent(bob, 'POST', '/rosters', body, 201)['id']}"
    monkeypatch.setattr("watchbill.domain.rules.MOST", {"shifts": 2, "contacts": 1, "groups": 1})
    sent(bob, "PATCH", path, {"shifts": shifts})
    sent(bob, "POST", f"{path}/preview", {"tz": "UTC", "shifts": shifts})
    assert refused(bob, "PATCH", path, {"shifts": [*shifts, shift("d", "08:00", "09:00")]}) == {"shifts": told(4, 2)}


@pytest.mark.parametrize(("bad", "rest"), [(101, "1 other problem is"), (1150, "1,050 other problems are")])
def test_at_most_100_problems_are_listed_and_the_others_counted(bob: Caller, world: World, bad: int, rest: str) -> None:
    body: dict[str, Any] = {"layers": [layer()], **{f"x{i}": 0 for i in range(bad)}}
    problems = refused(bob, "PATCH", f"/tiers/{world.first.id}", body)
    assert (len(problems), problems[""]) == (101, f"{rest} not listed.")


def test_100_problems_are_all_listed(bob: Caller, world: World) -> None:
    problems = refused(bob, "PATCH", f"/tiers/{world.first.id}", {f"x{i}": 0 for i in range(100)})
    assert list(problems) == [f"x{i}" for i in range(100)]


def test_of_very_many_bad_contacts_only_the_first_is_told(bob: Caller, world: World) -> None:
    bad = {"layers": [layer(contacts=[{}] * 1000)] * 2}
    problems = refused(bob, "PATCH", f"/tiers/{world.first.id}", bad)
    assert list(problems) == ["layers[0].contacts[0]", "layers[1].contacts[0]"]
