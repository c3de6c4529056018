"""`watchbill check`: every check by its name, faults with what to do, and the exit code of the worst."""

import asyncio
import json

import pytest

from tests.cast import seeded
from tests.domain.values import DAY
from tests.zonedata import older_zone
from watchbill import engine, wiring
from watchbill.cli.shared import present
from watchbill.domain.model import LayerRule, Revision
from watchbill.domain.rereading import read_again
from watchbill.settings import read_settings

TZ = "America/Vancouver"


def told(watchbill, *arguments):
    said = watchbill("check", "--json", *arguments)
    return said.code, {one["name"]: one for one in json.loads(said.out)["checks"]}


@pytest.fixture
def opened(watchbill, tmp_path):
    """Works on the store that the commands use."""

    def done(work):
        async def run():
            settings = read_settings({"WATCHBILL_DATABASE_URL": f"sqlite:///{tmp_path}/watchbill.db"})
            async with wiring.opened(settings) as store:
                return await work(store)

        return asyncio.run(run())

    return done


async def typed(store) -> None:
    """A layer that starts at 09:00 in Vancouver on some December day ahead, as read by the data of before 2026b."""
    store.zone_data = "2026a"
    world = await seeded(store)
    year = engine.wall(present()).year + 1
    reading = engine.reading(f"{year}-12-06T09:00")
    layer = LayerRule(
        start=older_zone(TZ).instant(reading), start_reading=reading, tz=TZ, index=0, rotation='{"type":"weekly"}',
        restrictions="null", contacts=(world.ann.id,),
    )  # fmt: skip
    revision = Revision(
        provider_id=world.second.provider_id, tier_id=world.second.id, number=1, counts_from=None,
        saved_at=present() - DAY, saved_by=world.bob.account.id, layers=(layer,),
    )  # fmt: skip
    async with store.writing(world.northwind.provider_id) as writes:
        await writes.save(revision)


async def read(store) -> None:
    async for _ in read_again(store, present()):
        pass


def test_a_new_installation_is_fine(watchbill):
    watchbill("migrate")
    code, checks = told(watchbill)
    assert (code, list(checks)) == (0, ["database", "zone data", "readings"])
    assert engine.zone_data() in checks["zone data"]["findings"][0]["text"]


def test_what_newer_zone_data_would_move_is_told_with_both_instants(watchbill, opened):
    opened(typed)
    code, checks = told(watchbill)
    assert (code, checks["zone data"]["is_fine"], checks["readings"]["is_fine"]) == (1, False, False)
    text = checks["readings"]["findings"][0]["text"]
    assert all(part in text for part in ("Acme NOC, tier 2: layer 0, start", "09:00 in", "T16:00:00Z", "T17:00:00Z"))


def test_what_has_moved_is_told_and_is_no_fault(watchbill, opened):
    opened(typed)
    opened(read)
    code, checks = told(watchbill)
    assert code == 0
    assert "layers of Acme NOC, tier 2" in checks["readings"]["findings"][0]["text"]


def test_older_zone_data_than_have_been_used_are_a_fault(watchbill, opened):
    async def by_later_ones(store):
        await typed(store)
        store.zone_data = "9999a"
        await read(store)

    opened(by_later_ones)
    _, checks = told(watchbill)
    assert "9999a have been used" in checks["zone data"]["findings"][0]["text"]


def test_for_people_it_is_a_table(watchbill, opened):
    opened(typed)
    said = watchbill("check")
    assert said.code == 1
    assert [line.split()[0] for line in said.out.splitlines() if " fault " in line] == ["zone", "readings"]
