"""The schema: made once, equal to the tables, and never touched by a program that is too old for it."""

import asyncio
import multiprocessing
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext
from msgspec.structs import replace as changed

from tests.postgres import run_in
from tests.store.values import HOUR, MADE, settled
from watchbill.domain.model import FeedId, GroupId, ProviderId, RosterId, Schedule, ScheduleId, Tier, TierId
from watchbill.domain.ports import Cut
from watchbill.engine import Weekly
from watchbill.store import DatabaseError, open_store
from watchbill.store.migrations import HEAD, migrate, schema_is_current, schema_of
from watchbill.store.migrations.migrate import connected
from watchbill.store.migrations.steps import options, scripts
from watchbill.store.sqlite import file_of
from watchbill.store.tables import metadata


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Of a database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.db'}"
    else:
        yield request.getfixturevalue("empty_postgres_url")


def pretend(url: str, revision: str) -> None:
    """Let the database say that its schema is another one."""
    connected(url, lambda connection: _set(connection, revision))


def _set(connection: sqlalchemy.Connection, revision: str) -> None:
    connection.execute(sqlalchemy.text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


def test_the_migrated_schema_is_what_the_tables_say(url: str) -> None:
    migrate(url)

    def differences(connection: sqlalchemy.Connection) -> list[Any]:
        found: list[Any] = compare_metadata(
            MigrationContext.configure(connection, opts=options(connection.dialect.name)), metadata
        )
        return found

    assert connected(url, differences) == []


def test_the_last_step_leads_to_the_tables() -> None:
    assert scripts().get_current_head() == HEAD


def test_a_new_database_has_no_schema_until_it_is_migrated(url: str) -> None:
    assert schema_of(url) is None
    assert not schema_is_current(url)
    assert migrate(url) == HEAD
    assert schema_is_current(url)


def test_steps_are_told_and_taken_once(url: str) -> None:
    told: list[tuple[str, int, int]] = []
    migrate(url, lambda *step: told.append(step))
    migrate(url, lambda *step: told.append(step))
    steps = len(list(scripts().walk_revisions()))
    assert told[0] == ("The first schema.", 1, steps)
    assert [number for _, number, _ in told] == [*range(1, steps + 1)]


async def _settled_and_asked(url: str, is_new: bool) -> tuple[Any, ...]:
    """Where Ann may have been on call; first Ann's rules are made, and replaced by Ben's."""
    store = await open_store(url)
    try:
        if is_new:
            house = await settled(store)
            await house.save(house.revision(1, house.ann), house.revision(2, house.ben))
            first = house.roster_revision(1, [house.ann], [house.group])
            await house.save(first, house.roster_revision(2, [house.ben]), house.membership(house.ben))
        [provider] = await store.providers()
        async with store.reading(provider) as reads:
            ann, ben = (await reads.contact_page(customers=None, is_active=None, search="", cut=Cut())).rows
            return tuple([await reads.places_ever_naming([one.id], start=MADE, end=MADE + 1) for one in (ann, ben)])
    finally:
        await store.close()


def again(url: str, revision: str, *undone: str) -> None:
    """Take a step again, once what it did is undone."""

    def take(connection: sqlalchemy.Connection) -> None:
        for statement in undone:
            connection.execute(sqlalchemy.text(statement))
        with Operations.context(MigrationContext.configure(connection, opts=options(connection.dialect.name))):
            scripts().get_revision(revision).module.upgrade()

    connected(url, take)


def test_whom_rules_ever_named_is_found_in_a_database_that_did_not_keep_it(url: str) -> None:
    migrate(url)
    kept = asyncio.run(_settled_and_asked(url, is_new=True))
    again(url, "0002", *(f"DROP TABLE {name}" for name in ("tier_people", "roster_people", "roster_crews")))
    assert asyncio.run(_settled_and_asked(url, is_new=False)) == kept
    assert [len(places) for places in kept] == [2, 2]


def upgraded(url: str, to: str) -> None:
    """Bring the schema to an earlier revision than the last."""
    known = scripts()

    def steps(revision: Any, _context: MigrationContext) -> Any:
        return known._upgrade_revs(to, revision)

    def upgrade(connection: sqlalchemy.Connection) -> None:
        with EnvironmentContext(Config(attributes={"connection": connection}), known, fn=steps):
            known.run_env()

    if url.startswith("sqlite:"):
        file_of(url).touch()
    connected(url, upgrade)


MADE_AT = {"created_at": 5, "updated_at": 5}
BY_1 = {"created_by": 1, "updated_by": 1}


def _row(table: str, **values: Any) -> str:
    """What puts a row into a table of any revision, whatever columns it has beside these."""
    said = [f"'{value}'" if isinstance(value, str) else str(value) for value in (1, *values.values())]
    return f"INSERT INTO {table} ({', '.join(('provider_id', *values))}) VALUES ({', '.join(said)})"


def _of_rosters(*rosters: tuple[str, int, str]) -> list[str]:
    """What puts a customer and its rosters, each a name, a number of its rules and those rules, into a first schema."""
    return [
        "INSERT INTO providers VALUES (1)",
        "INSERT INTO versions VALUES (1, 1)",
        _row("customers", id=1, name="A", name_key="a", is_active=True, **MADE_AT),
        _row(
            "accounts",
            id=1,
            customer_id=1,
            username="b",
            username_key="b",
            role=3,
            is_active=True,
            **dict.fromkeys(("first_name", "last_name", "email", "password_hash"), ""),
            **MADE_AT,
        ),
        *(
            _row("rosters", id=id, customer_id=1, name=id, name_key=id, description="", created_at=5)
            for id in {one[0] for one in rosters}
        ),
        *(
            _row("roster_revisions", roster_id=id, number=number, saved_at=5, saved_by=1, tz="UTC", shifts=shifts)
            for id, number, shifts in rosters
        ),
    ]


def _run(url: str, statements: Iterable[str]) -> None:
    def run(connection: sqlalchemy.Connection) -> None:
        for one in statements:
            connection.exec_driver_sql(one)

    connected(url, run)


def _weekly(every: int) -> str:
    schedule = '{"type":"Recurring","anchor_on":739000,"start_time":0,"end_time":0,"pattern":{"type":"Weekly"'
    days = ',"days":[5,6]},"ends":{"type":"Never"}}'
    return f'[{{"id":"ESD-é","name":"Yard","schedule":{schedule},"every":{every}{days},"anchor_at":5,"contacts":[18]}}]'


async def _rules_of(url: str, id: str) -> tuple[Any, ...]:
    store = await open_store(url)
    try:
        async with store.reading(ProviderId(1)) as reads:
            return (await reads.roster_plan(RosterId(id))).revisions
    finally:
        await store.close()


async def _plans_and_feeds(url: str) -> tuple[int, int, dict[FeedId, int]]:
    """When the plans of the house changed last, and when its feeds were fetched; made where there is none yet."""
    store = await open_store(url)
    try:
        if not await store.providers():
            house = await settled(store)
            await house.save(
                house.revision(1, house.ann), changed(await house.override(1, 2), created_at=MADE + 2 * HOUR)
            )
            stay = changed(house.membership(house.ann), joined_at=MADE + 3 * HOUR, left_at=MADE + 4 * HOUR)
            await house.save(house.roster_revision(1, [house.ben], [house.group]), stay, await house.feed("5ec"))
        [provider] = await store.providers()
        async with store.reading(provider) as reads:
            [tier], [feed] = await reads.tiers(ScheduleId(1)), await reads.feeds()
            plans = await reads.tier_plan(tier.id), await reads.roster_plan(RosterId("ES-1"))
            return plans[0].changed_at, plans[1].changed_at, await reads.feeds_fetched([feed.id])
    finally:
        await store.close()


def test_weeks_of_shifts_that_were_there_start_on_sunday_still(url: str) -> None:
    upgraded(url, "0004")
    _run(url, _of_rosters(("ES-1", 1, _weekly(2)), ("ES-1", 2, _weekly(3)), ("ES-2", 1, _weekly(1))))
    migrate(url)
    seldom, weekly = asyncio.run(_rules_of(url, "ES-1")), asyncio.run(_rules_of(url, "ES-2"))
    assert [one.shifts[0].schedule.pattern for one in seldom] == [Weekly(2, (5, 6), 6), Weekly(3, (5, 6), 6)]
    assert weekly[0].shifts[0].schedule.pattern == Weekly(1, (5, 6))


def test_the_latest_change_that_is_known_is_noted_and_when_feeds_were_fetched_stays(url: str) -> None:
    migrate(url)
    assert asyncio.run(_plans_and_feeds(url)) == (MADE, MADE, {})
    again(
        url,
        "0006",
        *(f"ALTER TABLE {table} DROP COLUMN plan_changed_at" for table in ("tiers", "rosters")),
        "ALTER TABLE feeds DROP COLUMN fetched_at",
        "CREATE TABLE feed_memories (provider_id bigint, feed_id bigint, fetched_at bigint)",
        f"INSERT INTO feed_memories SELECT provider_id, id, {MADE + 7} FROM feeds",
    )
    assert asyncio.run(_plans_and_feeds(url)) == (MADE + 2 * HOUR, MADE + 4 * HOUR, {1: MADE + 7})


def _of_tiers(*ids: tuple[int, int]) -> list[str]:
    """What puts schedules, each with a tier, into a first schema."""
    return [
        *_of_rosters(),
        *(
            _row("schedules", id=one, customer_id=1, name=f"S{one}", name_key=f"s{one}", **MADE_AT, **BY_1)
            for one, _ in ids
        ),
        *(_row("tiers", id=tier, schedule_id=one, number=1, is_active=True, **MADE_AT) for one, tier in ids),
    ]


async def _next_ids(url: str) -> list[int]:
    store = await open_store(url)
    try:
        async with store.writing(ProviderId(1)) as writes:
            return [await writes.new_id(kind) for kind in (Schedule, Tier, Tier, Schedule)]
    finally:
        await store.close()


@pytest.mark.parametrize("ids", [[(1, 2), (3, 9)], [(1, 2), (12, 9)]])
def test_schedules_and_tiers_are_counted_together_above_what_is_there(url: str, ids: list[tuple[int, int]]) -> None:
    upgraded(url, "0006")
    _run(url, _of_tiers(*ids))
    migrate(url)
    highest = max(max(pair) for pair in ids)
    assert asyncio.run(_next_ids(url)) == [*range(highest + 1, highest + 5)]


def test_ids_that_were_given_and_are_gone_are_not_given_again(url: str) -> None:
    upgraded(url, "0006")
    is_sqlite = url.startswith("sqlite:")
    given = "UPDATE sequences SET last = 40 WHERE kind = 'tier'" if is_sqlite else "SELECT setval('tier_ids', 40)"
    _run(url, [*_of_tiers((1, 2)), given])
    migrate(url)
    assert asyncio.run(_next_ids(url))[0] == 41


def test_in_a_new_database_they_are_counted_from_1(url: str) -> None:
    upgraded(url, "0004")
    _run(url, _of_rosters())
    migrate(url)
    assert asyncio.run(_next_ids(url)) == [1, 2, 3, 4]


async def _order_and_claims(url: str) -> tuple[list[str], frozenset[str], int]:
    store = await open_store(url)
    try:
        async with store.writing(ProviderId(1)) as writes:
            rows = (await writes.roster_page(customers=None, name=None, cut=Cut(order=("ordinal",)))).rows
            free = await writes.claim_shift_ids(RosterId("ES-2"), ["ESD-é", "ESD-new"])
            return [one.id for one in rows], free, await writes.new_ordinal()
    finally:
        await store.close()


def test_what_was_there_has_its_order_and_its_shifts_their_ids(url: str) -> None:
    upgraded(url, "0004")
    _run(url, _of_rosters(("ES-1", 1, _weekly(1)), ("ES-3", 1, "[]"), ("ES-2", 1, "[]")))
    _run(url, ["UPDATE rosters SET created_at = 3 WHERE id = 'ES-3'"])
    migrate(url)
    assert asyncio.run(_order_and_claims(url)) == (["ES-3", "ES-1", "ES-2"], frozenset({"ESD-new"}), 4)


def test_two_that_start_at_once_do_not_trip_over_each_other(url: str) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.map(migrate, [url] * 3) == [HEAD] * 3


def test_a_newer_schema_is_left_alone(url: str) -> None:
    migrate(url)
    pretend(url, "9999")
    with pytest.raises(DatabaseError, match="9999 is newer than this version"):
        migrate(url)
    assert schema_of(url) == "9999"


def test_a_store_refuses_another_schema(url: str) -> None:
    migrate(url)
    pretend(url, "0000")
    with pytest.raises(DatabaseError, match=re.escape(f"is 0000, this version of Watchbill needs {HEAD}")):
        asyncio.run(open_store(url))


def test_a_store_asks_for_the_schema_that_is_not_there(empty_postgres_url: str) -> None:
    with pytest.raises(DatabaseError, match="watchbill migrate"):
        asyncio.run(open_store(empty_postgres_url))


def test_a_migration_may_be_called_from_an_event_loop(url: str) -> None:
    async def start() -> str:
        return migrate(url)

    assert asyncio.run(start()) == HEAD


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'new.db'}")
    assert (tmp_path / "new.db").stat().st_mode & 0o777 == 0o600


def test_a_migration_that_cannot_begin_says_why(tmp_path: Path, empty_postgres_url: str) -> None:
    asyncio.run(run_in(empty_postgres_url, "CREATE TABLE providers (id bigint)"))
    with pytest.raises(DatabaseError, match='"providers" already exists'):
        migrate(empty_postgres_url)
    with pytest.raises(DatabaseError, match="There is no directory"):
        migrate(f"sqlite:///{tmp_path}/none/new.db")


def _of_one_of_each(name: str) -> list[str]:
    """What puts a schedule with a tier that has a revision, and a group, beside a roster, into an earlier schema."""
    owned: dict[str, Any] = {"customer_id": 1, "name": name, "name_key": name}
    return [
        *_of_rosters((name, 1, "[]")),
        _row("schedules", id=1, **owned, **MADE_AT, **BY_1),
        _row("tiers", id=2, schedule_id=1, number=1, is_active=True, **MADE_AT),
        _row("revisions", tier_id=2, number=1, saved_at=5, saved_by=1, layers="[]"),
        _row("groups", id="g", **owned, description="", email="", created_at=5),
    ]


async def _ended_and_made_anew(url: str) -> list[int]:
    """How many revisions there are; then everything ends, and the names are given again."""
    store = await open_store(url)
    try:
        async with store.writing(ProviderId(1)) as writes:
            plans = await writes.tier_plan(TierId(2)), await writes.roster_plan(RosterId("noc"))
            group = await writes.group(GroupId("g"))
            for one in (plans[0].tier, plans[0].schedule, plans[1].roster, group):
                await writes.save(changed(one, ended_at=9))
            schedule = changed(plans[0].schedule, id=ScheduleId(11))
            await writes.save(schedule, changed(plans[0].tier, id=TierId(12), schedule_id=schedule.id))
            await writes.save(changed(group, id=GroupId("h")), changed(plans[1].roster, id=RosterId("other")))
        return [len(plan.revisions) for plan in plans]
    finally:
        await store.close()


def test_what_was_there_is_there_and_its_name_is_free_once_it_ends(url: str) -> None:
    upgraded(url, "0009")
    _run(url, _of_one_of_each("noc"))
    migrate(url)
    assert asyncio.run(_ended_and_made_anew(url)) == [1, 1]
    if url.startswith("sqlite:"):
        assert connected(url, lambda one: one.exec_driver_sql("PRAGMA foreign_key_check").fetchall()) == []


def test_names_that_are_there_are_sorted_and_found_without_accents(url: str) -> None:
    migrate(url)
    kept = asyncio.run(_named_and_found(url, is_new=True))
    fields = {"contacts": ("login_name", "first_name", "last_name", "email"), "accounts": ("username",)}
    fields |= dict.fromkeys(("customers", "schedules", "groups", "rosters"), ("name",))
    dropped = [f"ALTER TABLE {table} DROP COLUMN {one}_plain" for table, names in fields.items() for one in names]
    again(url, "0015", *dropped, "UPDATE contacts SET search_key = first_name")
    assert asyncio.run(_named_and_found(url, is_new=False)) == kept
    assert kept == (["Ärger", "Backup", "Łódź", "NOC"], ["Łukasz Żak"], ["Ann", "Ben", "Łukasz"])


async def _named_and_found(url: str, *, is_new: bool) -> tuple[list[str], list[str], list[str]]:
    """Schedules by name, who is found by "lukasz zak", and everybody by first name."""
    store = await open_store(url)
    try:
        if is_new:
            house = await settled(store)
            await house.save(*[await house.made_schedule(name) for name in ("Łódź", "Backup", "Ärger")])
            await house.save(await house.contact(first_name="Łukasz", last_name="Żak"))
        [provider] = await store.providers()
        async with store.reading(provider) as reads:
            schedules = (await reads.schedule_page(customers=None, search="", cut=Cut(order=("name",)))).rows
            found = (await reads.contact_page(customers=None, is_active=None, search="lukasz zak", cut=Cut())).rows
            by_name = Cut(order=("first_name",))
            everybody = (await reads.contact_page(customers=None, is_active=None, search="", cut=by_name)).rows
        return (
            [one.name for one in schedules],
            [one.full_name for one in found],
            [one.first_name for one in everybody],
        )
    finally:
        await store.close()
