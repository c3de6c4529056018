"""Rereading: newer zone data move what is ahead, in a revision of its own, once, and older ones turn nothing back."""

import msgspec
import pytest

from tests.cast import at, seeded
from tests.domain.values import DAY, HOUR
from tests.zonedata import older_zone
from watchbill import engine
from watchbill.domain.duty import duty
from watchbill.domain.model import (
    LayerRule,
    Override,
    OverrideId,
    Revision,
    Roster,
    RosterId,
    RosterRevision,
    RosterShift,
    Via,
)
from watchbill.domain.ports import AuditFilter, Cut
from watchbill.domain.rereading import read_again, roster_moves, tier_moves

pytestmark = pytest.mark.anyio

TZ = "America/Vancouver"
OLD = "2026a"
NINE = engine.reading("2026-12-07T09:00")
IS = engine.zone(TZ).instant(NINE)
WAS = older_zone(TZ).instant(NINE)
NOW = at("2026-10-01T12:00:00Z")

changed = msgspec.structs.replace


@pytest.fixture
async def world(store):
    """The cast, in an installation whose zone data are still those of before 2026b."""
    store.zone_data = OLD
    return await seeded(store)


def newer(store):
    store.zone_data = engine.zone_data()


async def save(store, world, *records):
    async with store.writing(world.northwind.provider_id) as writes:
        await writes.save(*records)


async def plan(store, world):
    async with store.reading(world.northwind.provider_id) as reads:
        return await reads.tier_plan(world.second.id)


async def moved(store, now=NOW):
    return [move async for moves in read_again(store, now) for move in moves]


def rules(world, number=1, **more):
    """Weekly turns of Ann and Ben from Monday 09:00 on, as read by the data of before."""
    layer = LayerRule(
        start=WAS, start_reading=NINE, tz=TZ, index=0, rotation='{"type":"weekly"}', restrictions="null",
        contacts=(world.ann.id, world.ben.id),
    )  # fmt: skip
    return Revision(
        provider_id=world.second.provider_id, tier_id=world.second.id, number=number, counts_from=None,
        saved_at=NOW - DAY, saved_by=world.bob.account.id, layers=(changed(layer, **more),),
    )  # fmt: skip


def cover(world, id, start, end, **more):
    """From one hour of the 7th to another, as read by the data of before."""
    readings = [engine.reading(f"2026-12-07T{hour:02}:00") for hour in (start, end)]
    starts, ends = map(older_zone(TZ).instant, readings)
    made = Override(
        provider_id=world.second.provider_id, id=OverrideId(id), tier_id=world.second.id, contact_id=world.ann.id,
        start_at=starts, end_at=ends, created_at=NOW - DAY, created_by=world.bob.account.id,
        tz=TZ, start_reading=readings[0], end_reading=readings[1],
    )  # fmt: skip
    return changed(made, **more)


async def test_every_handoff_is_where_it_was_typed_after_a_change_of_law(store, world):
    await save(store, world, rules(world))
    newer(store)
    await moved(store)
    handoffs = [duty(await plan(store, world), IS + week * 7 * DAY).until for week in range(3)]
    assert [engine.iso(each) for each in handoffs] == [f"2026-12-{day}T16:00:00Z" for day in (14, 21, 28)]


async def test_what_moves_is_told_with_what_it_was(store, world):
    await save(store, world, rules(world))
    newer(store)
    [move] = await moved(store)
    assert (move.place, move.what, move.tz, move.reading) == ("Acme NOC, tier 2", "layer 0, start", TZ, NINE)
    assert (move.was, move.by_data, move.is_done) == (WAS, IS, True)


async def test_it_moves_in_a_revision_of_nobody_and_in_the_audit(store, world):
    await save(store, world, rules(world))
    newer(store)
    await moved(store)
    old, new = (await plan(store, world)).revisions
    assert (old.layers[0].start, new.layers[0].start) == (WAS, IS)
    assert (new.counts_from, new.moved_by) == (NOW, engine.zone_data())
    async with store.reading(world.northwind.provider_id) as reads:
        [row] = (await reads.audit_page(AuditFilter(), Cut())).rows
    assert (row.via, row.account_id, row.kind, row.deed) == (Via.SYSTEM, None, "layers", "changed")
    assert '"start_reading":"2026-12-07T09:00:00"' in row.after


async def test_an_instant_stays_one_beside_a_layer_that_starts_there_as_it_is_read(store, world):
    typed = rules(world)
    [layer] = typed.layers
    instant = changed(layer, index=1, start_reading=None, end=IS + 90 * DAY)
    await save(store, world, changed(typed, layers=(layer, instant)))
    for data in (engine.zone_data(), "2099z"):
        store.zone_data = data
        await moved(store)
        assert (await plan(store, world)).layers == (changed(layer, start=IS), instant)


async def test_a_second_time_changes_nothing(store, world):
    await save(store, world, rules(world), cover(world, 900, 9, 12))
    newer(store)
    assert len(await moved(store)) == 3
    version = await store.version(world.northwind.provider_id)
    assert await moved(store) == []
    assert await store.version(world.northwind.provider_id) == version


async def test_what_happened_stays(store, world):
    await save(store, world, rules(world), cover(world, 900, 9, 12))
    newer(store)
    assert await moved(store, WAS + DAY) == []
    assert (await plan(store, world)).revisions == (rules(world),)


async def test_a_server_with_older_data_turns_nothing_back(store, world):
    newer(store)
    await save(store, world, rules(world, start=IS))
    store.zone_data = OLD
    assert await moved(store) == []
    assert await store.newest_zone_data() == engine.zone_data()


async def test_what_an_older_server_saves_later_is_read_again(store, world):
    await save(store, world, rules(world))
    newer(store)
    await moved(store)
    store.zone_data = OLD
    await save(store, world, cover(world, 900, 9, 12))
    newer(store)
    assert {move.what for move in await moved(store)} == {"on-demand shift 900, start", "on-demand shift 900, end"}


async def test_on_demand_shifts_that_touch_move_together(store, world):
    await save(store, world, cover(world, 900, 9, 12), cover(world, 901, 12, 15))
    newer(store)
    assert all(move.is_done for move in await moved(store))
    standing = (await plan(store, world)).overrides
    assert [(one.start_at - IS) // HOUR for one in standing] == [0, 3]


async def test_one_that_has_another_in_its_way_stays_and_is_told(store, world):
    fixed = cover(world, 901, 8, 9, tz=None, start_reading=None, end_reading=None)
    await save(store, world, fixed, cover(world, 900, 9, 12))
    newer(store)
    assert [move.is_done for move in await moved(store)] == [False, False]
    assert [move.by_data for move in tier_moves(await plan(store, world), NOW)] == [IS, IS + 3 * HOUR]


async def test_a_one_time_shift_of_a_roster_moves(store, world):
    at_home = {"provider_id": world.acme.provider_id, "customer_id": world.acme.id}
    roster = Roster(**at_home, id=RosterId("ES-1"), name="Desk", created_at=NOW)
    once = RosterShift(
        id="ESD-1", name="Move", contacts=(world.ann.id,), schedule=engine.OneTime(WAS, WAS + HOUR),
        start_reading=NINE, end_reading=NINE + HOUR,
    )  # fmt: skip
    revision = RosterRevision(
        provider_id=roster.provider_id, roster_id=roster.id, number=1, counts_from=None, saved_at=NOW,
        saved_by=world.bob.account.id, tz=TZ, shifts=(once,),
    )  # fmt: skip
    await save(store, world, roster, revision)
    newer(store)
    assert [(move.place, move.what) for move in await moved(store)] == [
        ("Desk", "shift Move, start"),
        ("Desk", "shift Move, end"),
    ]
    async with store.reading(roster.provider_id) as reads:
        found = await reads.roster_plan(roster.id)
    assert found.current.shifts[0].schedule == engine.OneTime(IS, IS + HOUR)
    assert (found.current.moved_by, roster_moves(found, NOW)) == (engine.zone_data(), [])


async def test_many_places_are_read_in_small_transactions(store, world):
    async with store.writing(world.northwind.provider_id) as writes:
        for number in range(3, 48):
            tier = changed(world.second, id=await writes.new_id(type(world.second)), number=number)
            await writes.save(tier, changed(rules(world), tier_id=tier.id))
    newer(store)
    sizes = [len(moves) async for moves in read_again(store, NOW)]
    assert sizes == [20, 20, 5]
