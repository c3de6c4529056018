"""Who is on call at an instant is the same by every path: the board, the timeline, feeds, and the two older APIs.

Tiers and rosters are random, around moments when clocks change; the instant is the present, or lies before edits,
or ahead.
"""

import itertools
import json
from urllib.parse import urlsplit

import anyio
import icalendar
import pytest
import recurring_ical_events
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from tests.api.v1.conftest import Caller, Clock, Stage
from tests.cast import EARLIER, seeded
from tests.engine import oracle
from tests.engine.roster_strategies import roster as engine_roster
from tests.engine.roster_strategies import rosters
from tests.engine.strategies import instants_near, moments, tiers
from tests.stores import new_store
from watchbill import engine
from watchbill.domain.feeds import window as feed_window
from watchbill.domain.model import (
    ContactId,
    Group,
    GroupId,
    LayerRule,
    Membership,
    Override,
    OverrideId,
    Revision,
    Roster,
    RosterId,
    RosterRevision,
    RosterShift,
    Tier,
    TierId,
)
from watchbill.settings import Settings
from watchbill.wiring import build_app

STORE = new_store()
WORLD = anyio.run(seeded, STORE)
CLOCK = Clock()
ROOT = WORLD.northwind.provider_id
PEOPLE = [WORLD.ann.id, WORLD.ben.id, WORLD.bob.id, WORLD.rita.id]
NUMBERS = itertools.count(1000)

calendars = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
few = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def alice():
    with TestClient(build_app(Settings(rate_limit=10**9), STORE, clock=CLOCK)) as client:
        yield Caller(client, WORLD.alice.token)


def person(told):
    return PEOPLE[told - 1]


def rule(layer: oracle.ToldLayer) -> LayerRule:
    return LayerRule(
        start=layer.start,
        rotation=json.dumps(layer.rotation),
        restrictions=json.dumps(layer.restrictions),
        contacts=tuple(person(one) for one in layer.contacts),
        index=layer.index,
        tz=layer.tz,
        end=layer.end,
    )


def tier_records(told: oracle.ToldTier):
    """A new tier with these rules."""
    id, by = TierId(next(NUMBERS)), WORLD.alice.account.id
    yield Tier(provider_id=ROOT, id=id, schedule_id=WORLD.noc.id, number=int(id), created_at=0, updated_at=0)
    for number, one in enumerate(told.revisions, 1):
        layers = tuple(sorted(map(rule, one.layers), key=lambda layer: layer.index))
        yield Revision(
            provider_id=ROOT,
            tier_id=id,
            number=number,
            counts_from=one.counts_from,
            saved_at=0,
            saved_by=by,
            layers=layers,
        )
    for cover in told.overrides:
        yield Override(
            provider_id=ROOT,
            id=OverrideId(next(NUMBERS)),
            tier_id=id,
            contact_id=person(cover.contact),
            start_at=cover.start,
            end_at=cover.end,
            created_at=0,
            created_by=by,
        )


def roster_records(made: engine.Roster):
    """A new roster with these rules, and groups of its own."""
    number = next(NUMBERS)
    theirs = {"provider_id": ROOT, "customer_id": WORLD.acme.id, "created_at": 0}
    groups = {name: GroupId(f"{name}-{number}") for name in ("north", "south")}
    for name, group_id in groups.items():
        yield Group(id=group_id, name=f"{name} {number}", **theirs)
    for one in made.memberships:
        yield Membership(
            provider_id=ROOT,
            group_id=groups[one.group],
            contact_id=ContactId(person(one.contact)),
            joined_at=one.joined_at,
            left_at=one.left_at,
        )
    id = RosterId(f"ES-{number}")
    yield Roster(id=id, name=f"roster {number}", **theirs)
    for place, revision in enumerate(made.revisions, 1):
        yield RosterRevision(
            provider_id=ROOT,
            roster_id=id,
            number=place,
            counts_from=revision.counts_from,
            saved_at=0,
            saved_by=WORLD.alice.account.id,
            tz=revision.tz,
            shifts=tuple(
                RosterShift(
                    id=one.id,
                    name=one.id,
                    schedule=one.schedule,
                    contacts=tuple(map(person, one.contacts)),
                    groups=tuple(groups[name] for name in one.groups),
                )
                for one in revision.rules
            ),
        )


def saved(alice, records):
    made = list(records)
    Stage(alice.client, STORE).save(*made)
    return next(one.id for one in made if isinstance(one, Tier | Roster))


def forget(alice, *ids):
    """So that the next example finds a house as small as this one did."""

    async def forgotten():
        async with STORE.writing(ROOT) as writes:
            for id in ids:
                await writes.delete(await (writes.tier(id) if isinstance(id, int) else writes.roster(id)))

    alice.client.blocking_portal.call(forgotten)


def on_the_board(alice, at, **place):
    """The people, and the shifts that put them there."""
    [row] = alice.found("/oncall", at=engine.iso(at), **place)["results"]
    people = [one["id"] for one in row["people"]]
    return people, row


def on_the_timeline(alice, path, at):
    """The shifts around an instant, in a window that begins and ends somewhere near."""
    window = {"since": engine.iso(at - 40 * 86400), "until": engine.iso(at + 40 * 86400)}
    found = alice.found(f"{path}/timeline", **window)
    text = engine.iso(at)
    is_gap = any(gap["start"] <= text < gap["end"] for gap in found["gaps"])
    return [shift for shift in found["shifts"] if shift["start"] <= text < shift["end"]], is_gap


def explained(alice, path, at):
    """The people whom the explanation ends with."""
    return [one["id"] for one in alice.found(f"{path}/explain", at=engine.iso(at))["result"]["people"]]


def ids(shifts):
    return list(dict.fromkeys(id for shift in shifts for id in shift["people"]))


@few
@given(st.data())
def test_at_a_tier(alice, data):
    moment = data.draw(moments())
    id = saved(alice, tier_records(data.draw(tiers(moment, most_layers=3))))
    at = data.draw(instants_near(moment))
    CLOCK.shows = data.draw(st.sampled_from([at, moment.at]))
    people, row = on_the_board(alice, at, tier=id)
    shifts, is_gap = on_the_timeline(alice, f"/tiers/{id}", at)
    assert people == ids(shifts)
    assert [shift["rule"] for shift in row["shifts"]] == [shift["rule"] for shift in shifts]
    assert is_gap == (not people)
    assert explained(alice, f"/tiers/{id}", at) == people
    CLOCK.shows = at
    assert on_the_board(alice, at, tier=id)[0] == people
    found = alice.client.get(f"/api/ocs-tier/{id}/", headers={"Authorization": f"Bearer {alice.token}"}).json()
    assert found["current"] == (people[0] if people else None)
    forget(alice, id)


@few
@given(st.data())
def test_at_a_roster(alice, data):
    moment = data.draw(moments())
    id = saved(alice, roster_records(engine_roster(data.draw(rosters(moment)))))
    at = data.draw(instants_near(moment))
    CLOCK.shows = EARLIER
    people, row = on_the_board(alice, at, roster=id)
    shifts, is_gap = on_the_timeline(alice, f"/rosters/{id}", at)
    assert sorted(people) == sorted(ids(shifts))
    assert sorted(shift["rule"]["id"] for shift in row["shifts"]) == sorted(shift["rule"]["id"] for shift in shifts)
    assert is_gap == (not people)
    assert explained(alice, f"/rosters/{id}", at) == people
    headers = {"Authorization": f"Bearer {alice.token}"}
    path = f"/api/v2/tenants/msp_{ROOT}/rosters/{id}/oncall"
    found = alice.client.get(path, params={"at": engine.iso(at)}, headers=headers).json()
    assert [int(user["id"].removeprefix("USR")) for user in found["users"]] == people
    forget(alice, id)


def in_the_calendar(alice, kind, id, tz):
    """Start, end and who, of each shift that a feed shows, by an independent reader of calendars."""
    response = alice.send("POST", "/feeds", json={"kind": kind, "id": id, "tz": tz})
    assert response.status_code == 201, response.text
    made = response.json()
    text = alice.client.get(urlsplit(made["address"]).path).content
    alice.send("DELETE", f"/feeds/{made['id']}")
    for one in recurring_ical_events.of(icalendar.Calendar.from_ical(text)).all():
        ends = one["DTSTART"].dt, one["DTEND"].dt
        yield *(int(end.timestamp()) for end in ends), str(one["SUMMARY"]).partition(" – ")[0]


def on_the_whole_timeline(alice, path):
    """The same by the timeline, over all that a feed shows."""
    window = feed_window(CLOCK.shows)
    found = alice.found(f"{path}/timeline", since=engine.iso(window.start), until=engine.iso(window.end))
    names = {one["id"]: one["name"] for one in found["people"]}
    for one in found["shifts"]:
        who = ", ".join(names[id] for id in one["people"])
        yield engine.instant(one["start"]), engine.instant(one["end"]), who


def clipped(shifts):
    """What lies in the window of a feed: it shows shifts whole that reach out of it."""
    window = feed_window(CLOCK.shows)
    return sorted((max(start, window.start), min(end, window.end), who) for start, end, who in shifts)


@few
@given(st.data())
def test_in_a_tiers_calendar(alice, data):
    moment = data.draw(moments())
    CLOCK.shows = data.draw(instants_near(moment))
    id = saved(alice, tier_records(data.draw(tiers(moment, most_layers=3))))
    told = sorted(on_the_whole_timeline(alice, f"/tiers/{id}"))
    # Hourly turns over nine months are thousands of shifts, which the independent reader takes minutes for.
    assume(len(told) < 400)
    assert clipped(in_the_calendar(alice, "tier", id, data.draw(st.sampled_from(["UTC", moment.tz])))) == told
    forget(alice, id)


@calendars
@given(st.data())
def test_in_a_rosters_calendar(alice, data):
    moment = data.draw(moments())
    CLOCK.shows = data.draw(instants_near(moment))
    id = saved(alice, roster_records(engine_roster(data.draw(rosters(moment)))))
    told = sorted(on_the_whole_timeline(alice, f"/rosters/{id}"))
    assert clipped(in_the_calendar(alice, "roster", id, data.draw(st.sampled_from(["UTC", moment.tz])))) == told
    forget(alice, id)


@few
@given(st.data())
def test_of_a_person(alice, data):
    moment = data.draw(moments())
    places = [
        saved(alice, tier_records(data.draw(tiers(moment, most_layers=2)))),
        saved(alice, roster_records(engine_roster(data.draw(rosters(moment))))),
    ]
    at = data.draw(instants_near(moment))
    text = engine.iso(at)
    window = {"since": engine.iso(at - 86400), "until": engine.iso(at + 86400), "limit": 1000}
    for number, id in enumerate(PEOPLE):
        rows = alice.found(f"/contacts/{id}/shifts", **window)["results"]
        mine = {row["place"]["id"] for row in rows if row["start"] <= text < row["end"]} & {*places}
        board = alice.found("/oncall", at=text, contact=id, limit=1000)["results"]
        assert mine == {row["place"]["id"] for row in board} & {*places}, number
        one = [on_the_board(alice, at, tier=places[0])[0], on_the_board(alice, at, roster=places[1])[0]]
        assert mine == {place for place, people in zip(places, one, strict=True) if id in people}
    forget(alice, *places)
