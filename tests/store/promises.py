"""What every store promises: one suite, kept by memory, SQLite and PostgreSQL alike."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest

from tests.store.values import HOUR, MADE, House, layer, settled
from watchbill.domain.errors import Conflict, Invalid, NotFound, Taken
from watchbill.domain.model import (
    Account,
    AccountId,
    AuditRow,
    Author,
    Contact,
    ContactId,
    Customer,
    CustomerId,
    FeedId,
    Group,
    GroupId,
    KeptAnswer,
    OAuthClient,
    Override,
    ProviderId,
    Record,
    Revision,
    Role,
    Roster,
    RosterId,
    Schedule,
    ScheduleId,
    Tier,
    TierId,
    Token,
    TokenId,
    TokenKind,
    Via,
)
from watchbill.domain.ports import AuditFilter, Cut, NamedPlace, PlaceFilter, Reads, Store

changed = msgspec.structs.replace

ALL = Cut()
BY = Author(via=Via.OCS, at=MADE + 1, account_id=AccountId(7), username="alice", address="192.0.2.1")
NUMBERED = (Customer, Contact, Account, Token, OAuthClient, Schedule, Tier, Override)
NOBODY = 10**9
BEYOND = 10**30
"""A number no database has room for; anybody may ask for it."""


async def _tokens(reads: Reads) -> Any:
    return (await reads.tokens())[0]


async def _client(reads: Reads) -> Any:
    return (await reads.oauth_clients())[0]


async def _revision(reads: Reads, one: Revision) -> Any:
    return (await reads.tier_plan(one.tier_id)).revisions[0]


async def _roster_revision(reads: Reads, one: Any) -> Any:
    return (await reads.roster_plan(one.roster_id)).revisions[0]


async def _membership(reads: Reads, one: Any) -> Any:
    return (await reads.memberships([one.group_id]))[0]


MAKE: dict[str, Callable[[House], Awaitable[Record]]] = {
    "customer": lambda house: house.customer("Globex"),
    "contact": lambda house: house.contact(
        first_name="Jörg", last_name="Ö", email="j@x", phone="1", mobile="2", login_name="jo", is_active=False
    ),
    "account": lambda house: house.made_account("Bob"),
    "token": lambda house: house.token("aa"),
    "client": lambda house: house.client("key"),
    "schedule": lambda house: house.made_schedule("Night", default_email="a@x", default_phone="+49"),
    "tier": lambda house: house.made_tier(house.schedule, 2),
    "override": lambda house: house.override(1, 2),
    "feed": lambda house: house.feed("5ec"),
}
AS_READ: dict[str, Any] = {"tz": "Europe/Berlin", "start_reading": MADE, "end_reading": MADE + 1}
READ: dict[str, Callable[[Reads, Any], Awaitable[Record]]] = {
    "customer": lambda reads, one: reads.customer(one.id),
    "contact": lambda reads, one: reads.contact(one.id),
    "account": lambda reads, one: reads.account(one.id),
    "token": lambda reads, one: reads.token(one.id),
    "client": lambda reads, _: _client(reads),
    "schedule": lambda reads, one: reads.schedule(one.id),
    "tier": lambda reads, one: reads.tier(one.id),
    "override": lambda reads, one: reads.override(one.id),
    "feed": lambda reads, one: reads.feed(one.id),
    "group": lambda reads, one: reads.group(one.id),
    "roster": lambda reads, one: reads.roster(one.id),
    "revision": _revision,
    "roster revision": _roster_revision,
    "membership": _membership,
}


async def audit(house: House) -> tuple[AuditRow, ...]:
    async with house.reading() as reads:
        return (await reads.audit_page(AuditFilter(), ALL)).rows


async def plans_changed(house: House) -> tuple[int, int]:
    """When the plans of the tier and of the roster changed last."""
    async with house.reading() as reads:
        tier, roster = await reads.tier_plan(house.tier.id), await reads.roster_plan(house.roster.id)
        assert (tier,) == await reads.tier_plans(house.schedule.id)
        return tier.changed_at, roster.changed_at


def read_roster(house: House) -> Record:
    """Rules of the house's roster, with an end that is kept as a reading."""
    rules = house.roster_revision(1, [house.ann])
    return changed(rules, shifts=tuple(changed(shift, end_reading=7) for shift in rules.shifts))


async def unread(house: House, read_before: str | None = None) -> tuple[tuple[TierId, ...], tuple[RosterId, ...]]:
    """The tiers and rosters that have readings; those that older zone data have read."""
    async with house.reading() as reads:
        tiers = await reads.tiers_with_readings(after=TierId(0), limit=9, read_before=read_before)
        rosters = await reads.rosters_with_readings(after=RosterId(""), limit=9, read_before=read_before)
    return tiers, rosters


def kept(house: House, key: str = "1") -> KeptAnswer:
    return KeptAnswer(
        provider_id=house.provider_id,
        account_id=house.account.id,
        key=key,
        fingerprint="f",
        status=0,
        headers=(),
        body=None,
        created_at=MADE,
    )


@pytest.mark.anyio
class Promises:
    """Subclasses say which `store`."""

    @pytest.fixture
    async def house(self, store: Store) -> House:
        return await settled(store)

    # ── feeds ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def test_a_feed_is_found_by_its_secret_in_its_own_provider_alone(self, store: Store, house: House) -> None:
        feed = await house.feed("5ec")
        await house.save(feed)
        other = await settled(store, "southwind")
        async with house.reading() as reads:
            assert await reads.feed_by_hash("5ec") == feed
            assert await reads.feed_by_hash("no") is None
            assert await reads.feeds() == (feed,)
        async with other.reading() as reads:
            assert await reads.feed_by_hash("5ec") is None

    async def test_when_a_feed_was_fetched_only_moves_forward_and_no_save_takes_it_back(self, house: House) -> None:
        await house.save(feed := await house.feed("5ec"))
        version = await house.store.version(house.provider_id)
        nobodys = (house.provider_id, FeedId(404), MADE)
        await house.store.touch_feeds([(house.provider_id, feed.id, MADE + late) for late in (9, 5)] + [nobodys])
        assert await house.store.version(house.provider_id) == version
        await house.save(changed(feed, revoked_at=MADE))
        async with house.reading() as reads:
            assert await reads.feeds_fetched([feed.id, FeedId(404)]) == {feed.id: MADE + 9}

    async def test_a_block_of_reads_knows_the_version_that_it_begins_with(self, house: House) -> None:
        async with house.reading() as reads:
            assert reads.version == await house.store.version(house.provider_id)
            await house.save(await house.contact(first_name="Zoe"))
            assert reads.version < (await house.store.version(house.provider_id) or 0)
        async with house.store.reading(ProviderId(NOBODY)) as nothing:
            assert nothing.version == 0

    # ── when plans were changed ──────────────────────────────────────────────────────────────────────────────────

    async def test_a_plan_notes_each_change_of_what_decides_who_is_on_call(self, house: House) -> None:
        assert await plans_changed(house) == (MADE, MADE)
        cover, stay = await house.override(1, 2), house.membership(house.ben)
        steps: list[tuple[str, Record, tuple[int, int]]] = [
            ("save", house.revision(1, house.ann), (1, 0)),
            ("save", cover, (2, 0)),
            ("save", changed(cover, contact_id=house.ben.id), (3, 0)),
            ("delete", cover, (4, 0)),
            ("save", house.roster_revision(1, [house.ann], [house.group]), (4, 5)),
            ("save", stay, (4, 6)),
            ("save", changed(stay, left_at=MADE + 9), (4, 7)),
            ("delete", stay, (4, 8)),
            ("save", house.roster_revision(2, [house.ann]), (4, 9)),
        ]
        for at, (deed, record, (tier, roster)) in enumerate(steps, 1):
            async with house.writing(changed(BY, at=MADE + at)) as writes:
                await getattr(writes, deed)(record)
            assert await plans_changed(house) == (MADE + tier, MADE + roster)

    async def test_a_plan_of_which_something_else_changed_has_not_changed(self, house: House) -> None:
        async with house.writing(changed(BY, at=MADE + 5)) as writes:
            await writes.save(house.revision(1, house.ann), house.roster_revision(1, [house.ann], [house.group]))
        async with house.writing(changed(BY, at=MADE + 9)) as writes:
            renamed = (
                changed(house.schedule, name="Desk"),
                changed(house.ann, phone="1"),
                changed(house.group, name="x"),
            )
            await writes.save(house.tier, house.roster, *renamed)
        assert await plans_changed(house) == (MADE + 5, MADE + 5)

    async def test_when_a_plan_changed_never_goes_back_and_needs_an_author(self, house: House) -> None:
        for number, at in ((1, 5), (2, 3)):
            async with house.writing(changed(BY, at=MADE + at)) as writes:
                await writes.save(house.revision(number, house.ann), house.roster_revision(number, [house.ann]))
        await house.save(house.revision(3, house.ben))
        assert await plans_changed(house) == (MADE + 5, MADE + 5)

    # ── who edited a schedule last ───────────────────────────────────────────────────────────────────────────────

    async def _edited(self, house: House, by: Author, *deeds: tuple[str, Record]) -> tuple[int, int]:
        """When and by whom the schedule was updated, seconds after it was made, once somebody has done these deeds."""
        async with house.writing(by) as writes:
            for deed, record in deeds:
                await getattr(writes, deed)(record)
        async with house.reading() as reads:
            schedule = await reads.schedule(house.schedule.id)
        return schedule.updated_at - MADE, schedule.updated_by

    async def test_a_schedule_is_updated_with_its_tiers_their_layers_and_overrides(self, house: House) -> None:
        await house.save(bob := await house.made_account("bob"))
        cover, second = await house.override(1, 2), await house.made_tier(house.schedule, 2)
        deeds: list[tuple[str, Record]] = [
            ("save", house.revision(1, house.ann)),
            ("save", cover),
            ("save", changed(cover, contact_id=house.ben.id)),
            ("delete", cover),
            ("save", second),
            ("save", changed(second, number=3)),
            ("delete", second),
        ]
        for at, deed in enumerate(deeds, 1):
            by = changed(BY, at=MADE + at, account_id=bob.id)
            assert await self._edited(house, by, deed) == (at, bob.id)

    async def test_one_that_is_saved_itself_says_so_itself(self, house: House) -> None:
        renamed = changed(house.schedule, name="Desk", updated_at=MADE + 3)
        deeds = ("save", renamed), ("save", changed(house.tier, number=5))
        assert await self._edited(house, changed(BY, at=MADE + 9), *deeds) == (3, house.account.id)

    async def test_that_never_goes_back_and_names_only_accounts_that_there_are(self, house: House) -> None:
        await house.save(bob := await house.made_account("bob"))
        tier = ("save", changed(house.tier, number=5))
        late, early = changed(BY, at=MADE + 9, account_id=None), changed(BY, at=MADE + 5, account_id=bob.id)
        assert await self._edited(house, late, tier) == (9, house.account.id)
        assert await self._edited(house, early, tier) == (9, bob.id)
        assert await self._edited(house, changed(BY, at=MADE + 11, account_id=NOBODY), tier) == (11, bob.id)

    # ── who changed what ─────────────────────────────────────────────────────────────────────────────────────────

    async def test_a_change_leaves_a_row_in_the_same_transaction(self, house: House) -> None:
        new = await house.contact(first_name="Jörg")
        async with house.writing(BY) as writes:
            await writes.save(new)
        [row] = await audit(house)
        assert (row.deed, row.kind, row.subject_id, row.subject_name) == ("created", "contact", str(new.id), "Jörg")
        assert (row.customer_id, row.at, row.via, row.username, row.address) == (
            house.acme.id,
            MADE + 1,
            Via.OCS,
            "alice",
            "192.0.2.1",
        )
        assert row.before is None
        assert msgspec.json.decode(row.after or "")["first_name"] == "Jörg"

    async def test_what_is_rolled_back_leaves_none(self, house: House) -> None:
        with contextlib.suppress(ZeroDivisionError):
            async with house.writing(BY) as writes:
                await writes.save(changed(house.ann, last_name="Abbott"))
                1 / 0  # noqa: B018
        assert await audit(house) == ()

    async def test_without_an_author_none_is_left(self, house: House) -> None:
        await house.save(changed(house.ann, last_name="Abbott"))
        assert await audit(house) == ()

    async def test_what_is_saved_as_it_was_leaves_none(self, house: House) -> None:
        async with house.writing(BY) as writes:
            await writes.save(house.ann, changed(house.tier, updated_at=MADE + 5))
        assert await audit(house) == ()

    async def test_a_row_tells_of_before_and_after(self, house: House) -> None:
        async with house.writing(BY) as writes:
            await writes.save(changed(house.ann, last_name="Abbott"))
            await writes.save(changed(house.ann, last_name="Adler"))
        [row] = await audit(house)
        before, after = msgspec.json.decode(row.before or ""), msgspec.json.decode(row.after or "")
        assert (row.deed, before["last_name"], after["last_name"]) == ("changed", "", "Adler")

    async def test_what_is_deleted_and_saved_again_was_changed(self, house: House) -> None:
        override = await house.override(1, 2)
        await house.save(override)
        async with house.writing(BY) as writes:
            await writes.delete(override)
            await writes.save(changed(override, end_at=override.end_at + HOUR))
        [row] = await audit(house)
        assert (row.deed, row.kind, row.subject_name) == ("changed", "override", "NOC, tier 1")

    async def test_what_was_never_there_afterwards_leaves_none(self, house: House) -> None:
        override = await house.override(1, 2)
        async with house.writing(BY) as writes:
            await writes.save(override)
            await writes.delete(override)
        assert await audit(house) == ()

    async def test_layers_are_compared_with_those_before_them(self, house: House) -> None:
        await house.save(house.revision(1, house.ann))
        async with house.writing(BY) as writes:
            await writes.save(house.revision(2, house.ben))
        [row] = await audit(house)
        layers = [msgspec.json.decode(said or "")["layers"] for said in (row.before, row.after)]
        assert [one[0]["contacts"] for one in layers] == [[house.ann.id], [house.ben.id]]
        assert (row.kind, row.subject_id, row.customer_id) == ("layers", str(house.tier.id), house.acme.id)

    async def test_the_row_of_what_is_deleted_tells_what_went_with_it(self, house: House) -> None:
        await house.save(house.revision(1, house.ann), await house.override(1, 2))
        async with house.writing(BY) as writes:
            await writes.delete(house.schedule)
        [row] = await audit(house)
        before = msgspec.json.decode(row.before or "")
        assert (row.deed, row.kind, row.after, before["name"]) == ("erased", "schedule", None, "NOC")
        assert before["tiers"][0]["layers"][0]["contacts"] == [house.ann.id]
        assert before["tiers"][0]["overrides"][0]["contact_id"] == house.ann.id

    async def test_rows_stay_when_everything_that_they_name_has_gone(self, house: House) -> None:
        globex = await house.customer("Globex")
        async with house.writing(BY) as writes:
            await writes.save(globex)
        async with house.writing(BY) as writes:
            await writes.delete(globex)
        assert [(row.deed, row.subject_name) for row in await audit(house)] == [
            ("erased", "Globex"),
            ("created", "Globex"),
        ]

    async def test_rows_come_the_latest_first_and_a_page_at_a_time(self, house: House) -> None:
        names = [str(number) for number in range(5)]
        for number, name in enumerate(names):
            async with house.writing(changed(BY, at=MADE + number // 2)) as writes:
                await writes.save(changed(house.ann, last_name=name))
        async with house.reading() as reads:
            page = await reads.audit_page(AuditFilter(), Cut(offset=1, limit=3))
        assert page.total == 5
        assert [msgspec.json.decode(row.after or "")["last_name"] for row in page.rows] == ["3", "2", "1"]

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            (AuditFilter(kinds=("contact",)), 1),
            (AuditFilter(kinds=("contact", "customer")), 2),
            (AuditFilter(kinds=()), 0),
            (AuditFilter(customers=()), 0),
            (AuditFilter(since=MADE + 1), 2),
            (AuditFilter(since=MADE + 2), 0),
            (AuditFilter(until=MADE + 1), 0),
            (AuditFilter(until=MADE + 2), 2),
            (AuditFilter(account_id=AccountId(7)), 2),
            (AuditFilter(account_id=AccountId(8)), 0),
            (AuditFilter(account_id=AccountId(BEYOND)), 0),
            (AuditFilter(subject_id="none"), 0),
            (AuditFilter(subject_id="\0"), 0),
        ],
    )
    async def test_a_filter_finds_what_fits(self, house: House, wanted: AuditFilter, found: int) -> None:
        async with house.writing(BY) as writes:
            await writes.save(changed(house.ann, last_name="Adler"), changed(house.acme, name="ACME"))
        async with house.reading() as reads:
            page = await reads.audit_page(wanted, ALL)
        assert (page.total, len(page.rows)) == (found, found)

    async def test_a_filter_finds_a_subject_and_a_customer(self, house: House) -> None:
        async with house.writing(BY) as writes:
            await writes.save(changed(house.ann, last_name="Adler"), changed(house.provider, name="Northwind"))
        async with house.reading() as reads:
            of_ann = await reads.audit_page(AuditFilter(subject_id=str(house.ann.id), kinds=("contact",)), ALL)
            of_acme = await reads.audit_page(AuditFilter(customers=(house.acme.id,)), ALL)
        assert [row.subject_name for row in (*of_ann.rows, *of_acme.rows)] == ["Ann Adler", "Ann Adler"]

    # ── answers that are kept ────────────────────────────────────────────────────────────────────────────────────

    async def test_a_key_is_free_once(self, house: House) -> None:
        wanted = kept(house)
        async with house.writing() as writes:
            assert await writes.claim(wanted, oldest=0) is None
            await writes.save(changed(wanted, status=201, body="{}", headers=(("ETag", "x"),)))
        async with house.writing() as writes:
            found = await writes.claim(changed(wanted, fingerprint="other"), oldest=0)
        assert found == changed(wanted, status=201, body="{}", headers=(("ETag", "x"),))

    async def test_a_key_is_free_again_where_nothing_came_of_it(self, house: House) -> None:
        with contextlib.suppress(ZeroDivisionError):
            async with house.writing() as writes:
                await writes.claim(kept(house), oldest=0)
                1 / 0  # noqa: B018
        async with house.writing() as writes:
            assert await writes.claim(kept(house), oldest=0) is None
            await writes.delete(kept(house))
        async with house.writing() as writes:
            assert await writes.claim(kept(house), oldest=0) is None

    async def test_old_answers_are_forgotten(self, house: House) -> None:
        async with house.writing() as writes:
            await writes.save(kept(house), kept(house, "other"))
        async with house.writing() as writes:
            assert await writes.claim(changed(kept(house), created_at=MADE + 1), oldest=MADE + 1) is None
        async with house.writing() as writes:
            assert await writes.claim(kept(house, "other"), oldest=0) is None

    async def test_the_log_finds_who_was_in_a_group(self, house: House) -> None:
        async with house.writing(BY) as writes:
            await writes.save(house.membership(house.ann), house.membership(house.ben))
        async with house.writing() as writes:
            [row] = await writes.membership_rows(house.ann.id)
            assert await writes.membership_rows(ContactId(house.ann.id * 10)) == ()
        assert f'"contact_id":{house.ann.id},' in (row.after or "")

    async def test_the_log_forgets_an_author(self, house: House) -> None:
        async with house.writing(BY) as writes:
            await writes.save(changed(house.ann, phone="1"))
        async with house.writing(changed(BY, account_id=AccountId(8), username="ben")) as writes:
            await writes.save(changed(house.ann, phone="2"))
        async with house.writing() as writes:
            await writes.forget_author(AccountId(7), "erased")
        other, mine = await audit(house)
        assert (mine.username, mine.address, mine.token_name, other.username) == ("erased", None, None, "ben")

    async def test_answers_are_found_by_what_they_say(self, house: House) -> None:
        said = {"1": '{"name":"Jörg \\"J\\" 100%"}', "2": '{"name":"Jörg J 100 %"}', "3": None}
        answers = [changed(kept(house, key), body=body) for key, body in said.items()]
        async with house.writing() as writes:
            await writes.save(*answers)
            assert await writes.answers_with(['Jörg \\"J\\" 100%', "Nobody", "_"]) == (answers[0],)
            assert len(await writes.answers_with(["Jörg", "name"])) == 2

    async def test_of_two_with_the_same_key_one_waits_for_the_other(self, house: House) -> None:
        done: list[str] = []

        async def one() -> None:
            async with house.writing() as writes:
                if await writes.claim(kept(house), oldest=0) is None:
                    await asyncio.sleep(0.02)
                    await writes.save(changed(kept(house), status=200, body="1"))
                    done.append("done")
                else:
                    done.append("known")

        await asyncio.gather(one(), one(), one())
        assert sorted(done) == ["done", "known", "known"]

    async def test_keys_are_each_accounts_own(self, house: House) -> None:
        other = await house.made_account("Bob")
        await house.save(other, kept(house))
        async with house.writing() as writes:
            assert await writes.claim(changed(kept(house), account_id=other.id), oldest=0) is None

    # ── records ──────────────────────────────────────────────────────────────────────────────────────────────────

    @pytest.mark.parametrize("kind", MAKE)
    async def test_what_is_saved_can_be_read(self, house: House, kind: str) -> None:
        one = await MAKE[kind](house)
        await house.save(one)
        async with house.reading() as reads:
            assert await READ[kind](reads, one) == one

    @pytest.mark.parametrize("kind", ["group", "roster", "revision", "roster revision", "membership"])
    async def test_what_has_no_number_can_be_read_too(self, house: House, kind: str) -> None:
        one = {
            "group": changed(house.group, description="x", email="g@x", updated_at=MADE + 1),
            "roster": changed(house.roster, description="x", updated_at=MADE + 1),
            "revision": house.revision(1, house.ann, house.ben, house.ann),
            "roster revision": house.roster_revision(1, [house.ann], [house.group]),
            "membership": house.membership(house.ann, MADE, MADE + 1),
        }[kind]
        await house.save(one)
        async with house.reading() as reads:
            assert await READ[kind](reads, one) == one

    @pytest.mark.parametrize("kind", MAKE)
    async def test_deleted_is_gone(self, house: House, kind: str) -> None:
        one = await MAKE[kind](house)
        await house.save(one)
        await house.delete(one)
        async with house.reading() as reads:
            with pytest.raises((NotFound, IndexError)):
                await READ[kind](reads, one)

    async def test_saved_again_replaces(self, house: House) -> None:
        await house.save(changed(house.ann, first_name="Anna", is_active=False))
        async with house.reading() as reads:
            assert (await reads.contact(house.ann.id)).first_name == "Anna"
            assert not (await reads.contact(house.ann.id)).is_active

    async def test_flags_and_roles_come_back_as_what_they_were(self, house: House) -> None:
        async with house.reading() as reads:
            assert type((await reads.contact(house.ann.id)).is_active) is bool
            assert (await reads.account(house.account.id)).role is house.account.role

    async def test_deleting_what_is_not_there_does_nothing(self, house: House) -> None:
        await house.delete(await house.override(1, 2))

    async def test_what_takes_an_id_says_what_is_not_there(self, house: House) -> None:
        async with house.reading() as reads:
            with pytest.raises(NotFound, match="There is no tier 1000000000"):
                await reads.tier(TierId(NOBODY))
            with pytest.raises(NotFound):
                await reads.tier_plan(TierId(NOBODY))
            with pytest.raises(NotFound):
                await reads.roster_plan(RosterId("ES-?"))

    async def test_lists_of_what_is_not_there_are_empty(self, house: House) -> None:
        async with house.reading() as reads:
            assert await reads.tiers(ScheduleId(NOBODY)) == ()
            assert await reads.tier_plans(ScheduleId(NOBODY)) == ()
            assert await reads.overrides(TierId(NOBODY)) == ()
            assert await reads.memberships([GroupId("?")]) == ()
            assert await reads.roster_plans([RosterId("?")]) == {}

    async def test_no_database_holds_a_number_that_large(self, house: House) -> None:
        async with house.reading() as reads:
            with pytest.raises(NotFound):
                await reads.contact(ContactId(BEYOND))
            with pytest.raises(NotFound):
                await reads.tier_plan(TierId(BEYOND))
            assert await reads.tier_numbered(house.schedule.id, BEYOND) is None
            assert await reads.contacts([ContactId(BEYOND), house.ann.id]) == {house.ann.id: house.ann}
            assert await reads.tier_plans(ScheduleId(BEYOND)) == ()
            assert await reads.places_naming(ContactId(BEYOND), now=MADE) == ()
            assert await reads.owned_by(CustomerId(BEYOND)) == ()
            assert (await reads.tier_page(customers=None, schedule_id=ScheduleId(BEYOND), cut=ALL)).total == 0
            assert (await reads.schedule_page(customers=(CustomerId(BEYOND),), search="", cut=ALL)).total == 0

    @pytest.mark.parametrize("text", ["a\0b", "\ud800"])
    async def test_no_database_holds_such_a_text(self, house: House, text: str) -> None:
        async with house.reading() as reads:
            with pytest.raises(NotFound):
                await reads.roster(RosterId(text))
            assert await reads.account_named(text) is None
            assert await reads.rosters_naming_group(GroupId(text)) == ()
            assert (await reads.schedule_page(customers=None, search=text, cut=ALL)).total == 0
        with pytest.raises(Invalid, match="name"):
            await house.save(changed(house.schedule, name=text))

    async def test_another_providers_record_can_be_neither_saved_nor_deleted(self, house: House) -> None:
        stranger = changed(house.ann, provider_id=ProviderId(NOBODY))
        for change in (house.save, house.delete):
            with pytest.raises(ValueError, match="another provider"):
                await change(stranger)

    # ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────

    @pytest.mark.parametrize("kind", NUMBERED)
    async def test_every_number_is_new(self, house: House, kind: type[Record]) -> None:
        async with house.writing() as writes:
            given = [await writes.new_id(kind) for _ in range(3)]
        async with house.writing() as writes:
            given.append(await writes.new_id(kind))
        assert given == sorted(set(given))
        assert given[0] > 0

    async def test_the_number_of_something_deleted_is_not_given_again(self, house: House) -> None:
        first = await house.override(1, 2)
        await house.save(first)
        await house.delete(first)
        assert (await house.override(1, 2)).id > first.id

    async def test_providers_and_customers_are_counted_together(self, house: House, store: Store) -> None:
        other = await store.new_provider("Other", MADE)
        assert int(other.id) == int(other.provider_id)
        assert other.id > house.acme.id > house.provider.id

    @pytest.mark.parametrize("kind", [Group, Roster, Revision])
    async def test_texts_and_revisions_are_not_numbered_here(self, house: House, kind: type[Record]) -> None:
        async with house.writing() as writes:
            with pytest.raises(TypeError):
                await writes.new_id(kind)

    @pytest.mark.parametrize("kind", [Customer, Contact])
    async def test_a_number_that_was_brought_along_is_not_given(self, house: House, kind: type[Any]) -> None:
        known = house.acme if kind is Customer else house.ann
        # A long row of them, and a single one behind it.
        brought = [known.id + ahead for ahead in (*range(2, 20), 25)]
        await house.save(*(changed(known, id=id, **({"name": str(id)} if kind is Customer else {})) for id in brought))
        async with house.writing() as writes:
            given = [await writes.new_id(kind) for _ in range(9)]
        assert given == sorted(set(given))
        assert not {*given} & {*brought, known.id}

    async def test_the_order_of_making_rises(self, house: House) -> None:
        async with house.writing() as writes:
            given = [await writes.new_ordinal() for _ in range(3)]
        assert given == sorted(set(given))

    async def test_what_is_added_takes_nothings_place(self, house: House) -> None:
        async with house.writing(Author(via=Via.CLI, at=MADE)) as writes:
            for one in (house.acme, house.ann, house.group, house.roster):
                assert await writes.add(changed(one, created_at=MADE + 1)) is False
            new = changed(house.ann, id=ContactId(house.ann.id + 1000), first_name="Zoe")
            assert await writes.add(new) is True
            assert await writes.contact(new.id) == new
        async with house.reading() as reads:
            assert await reads.group(house.group.id) == house.group
            [row] = (await reads.audit_page(AuditFilter(), ALL)).rows
            assert (row.deed, row.subject_id) == ("created", str(new.id))

    async def test_what_is_added_may_not_have_a_taken_name(self, house: House) -> None:
        with pytest.raises(Taken):
            async with house.writing() as writes:
                await writes.add(changed(house.group, id=GroupId("another")))

    async def test_a_shifts_id_is_one_rosters_for_ever(self, house: House) -> None:
        yard = changed(house.roster, id=RosterId("ES-2"), name="Yard")
        await house.save(house.roster_revision(1, [house.ann]), yard)
        async with house.writing() as writes:
            assert await writes.claim_shift_ids(yard.id, ["ESD-1", "ESD-2", "ESD-2"]) == {"ESD-2"}
            assert await writes.claim_shift_ids(house.roster.id, ["ESD-2", "ESD-3"]) == {"ESD-3"}
            assert await writes.claim_shift_ids(yard.id, []) == frozenset()

    # ── all or nothing ───────────────────────────────────────────────────────────────────────────────────────────

    async def test_an_error_leaves_nothing(self, house: House) -> None:
        async def stumble() -> None:
            async with house.writing() as writes:
                await writes.save(changed(house.ann, first_name="Zoe"))
                await writes.delete(house.schedule)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await stumble()
        async with house.reading() as reads:
            assert await reads.contact(house.ann.id) == house.ann
            assert await reads.tier(house.tier.id) == house.tier

    async def test_being_cancelled_leaves_nothing(self, house: House) -> None:
        async def slow() -> None:
            async with house.writing() as writes:
                await writes.save(changed(house.ann, first_name="Zoe"))
                await asyncio.sleep(60)

        with pytest.raises(TimeoutError):
            await asyncio.wait_for(slow(), 0.1)
        async with house.writing() as writes:
            assert await writes.contact(house.ann.id) == house.ann

    async def test_a_refusal_that_somebody_swallows_still_undoes_the_whole_block(self, house: House) -> None:
        twin = await house.made_schedule("noc")

        async def swallow() -> None:
            async with house.writing() as writes:
                await writes.save(changed(house.ann, first_name="Zoe"))
                with contextlib.suppress(Taken):
                    await writes.save(twin)

        with pytest.raises(Taken):
            await swallow()
        async with house.reading() as reads:
            assert await reads.contact(house.ann.id) == house.ann

    async def test_a_block_sees_its_own_writes(self, house: House) -> None:
        async with house.writing() as writes:
            await writes.save(changed(house.ann, first_name="Zoe"), bo := changed(house.ben, first_name="Bo"))
            assert (await writes.contact(house.ann.id)).first_name == "Zoe"
            assert await writes.contacts([house.ben.id]) == {house.ben.id: bo}
            assert [one.first_name for one in (await self._by_name(writes)).rows] == ["Bo", "Zoe"]

    async def test_others_do_not_see_what_is_not_committed(self, house: House) -> None:
        async with house.writing() as writes:
            await writes.save(changed(house.ann, first_name="Zoe"))
            async with house.reading() as reads:
                assert await reads.contact(house.ann.id) == house.ann
        async with house.reading() as reads:
            assert (await reads.contact(house.ann.id)).first_name == "Zoe"

    async def test_a_block_of_reads_is_one_moment(self, house: House) -> None:
        async with house.reading() as reads:
            await reads.override_page(customers=None, tier_id=None, cut=ALL)
            await house.delete(house.schedule)
            assert await reads.tier(house.tier.id) == house.tier
            assert await reads.schedule(house.schedule.id) == house.schedule

    async def test_writes_to_one_tier_take_turns(self, house: House) -> None:
        async def add() -> None:
            async with house.writing() as writes:
                await writes.lock_tier(house.tier.id)
                number = len((await writes.tier_plan(house.tier.id)).revisions) + 1
                await writes.save(house.revision(number, house.ann))

        await asyncio.gather(*(add() for _ in range(8)))
        async with house.reading() as reads:
            assert [one.number for one in (await reads.tier_plan(house.tier.id)).revisions] == [*range(1, 9)]

    async def test_a_tier_that_is_not_there_cannot_be_locked(self, house: House) -> None:
        async with house.writing() as writes:
            assert await writes.lock_tier(house.tier.id) == house.tier
            with pytest.raises(NotFound):
                await writes.lock_tier(TierId(NOBODY))

    # ── names ────────────────────────────────────────────────────────────────────────────────────────────────────

    @pytest.mark.parametrize("name", ["NOC", "noc", " Noc "])
    async def test_a_schedules_name_is_taken_in_any_case(self, house: House, name: str) -> None:
        with pytest.raises(Taken) as caught:
            await house.save(await house.made_schedule(name))
        assert (caught.value.kind, caught.value.field, caught.value.value) == ("schedule", "name", name)

    @pytest.mark.parametrize(("one", "other"), [("ÄRGER", "ärger"), ("STRASSE", "straße"), ("Café", "cafe\u0301")])
    async def test_accents_have_cases_too(self, house: House, one: str, other: str) -> None:
        await house.save(await house.made_schedule(one))
        with pytest.raises(Taken):
            await house.save(await house.made_schedule(other))

    async def test_another_customer_may_use_the_name(self, house: House) -> None:
        globex = await house.customer("Globex")
        await house.save(globex, await house.made_schedule("NOC", customer_id=globex.id))

    async def test_a_record_does_not_stand_in_its_own_way(self, house: House) -> None:
        await house.save(changed(house.schedule, name="noc"), changed(house.account, first_name="Al"))

    async def test_a_name_that_was_given_up_is_free(self, house: House) -> None:
        await house.save(changed(house.schedule, name="Other"))
        await house.save(await house.made_schedule("NOC"))

    async def test_every_other_name_is_taken_too(self, house: House) -> None:
        takers = {
            "customer": await house.customer("ACME"),
            "tier": await house.made_tier(house.schedule, 1),
            "group": changed(house.group, id=GroupId("USRGRP-2"), name="nights"),
            "roster": changed(house.roster, id=RosterId("ES-2"), name=" DESK"),
        }
        for kind, taker in takers.items():
            with pytest.raises(Taken) as caught:
                await house.save(taker)
            assert caught.value.kind == kind

    async def test_user_names_are_taken_in_the_whole_installation(self, house: House, store: Store) -> None:
        other = await settled(store, "other")
        with pytest.raises(Taken, match="username"):
            await other.save(await other.made_account("ALICE@northwind"))
        with pytest.raises(Taken):
            await other.save(await other.client("alice@northwind"))

    # ── endings ──────────────────────────────────────────────────────────────────────────────────────────────────

    @pytest.mark.parametrize("kind", ["customer", "contact", "schedule", "tier", "group", "roster"])
    async def test_what_has_ended_is_there_only_for_who_looks_for_it(self, house: House, kind: str) -> None:
        one: Any = {"customer": house.acme, "contact": house.ann}.get(kind) or getattr(house, kind)
        await house.save(ended := changed(one, ended_at=MADE, ended_by=house.account.id))
        async with house.reading() as reads:
            with pytest.raises(NotFound, match=f"There is no {kind} {one.id}"):
                await READ[kind](reads, one)
            assert await READ[kind](reads.ever, one) == ended
            with pytest.raises(NotFound):
                await READ[kind](reads, one)
        async with house.writing() as writes:
            with pytest.raises(NotFound):
                await READ[kind](writes, one)
            assert await READ[kind](writes.ever, one) == ended

    async def test_lists_have_what_is_there_and_with_what_has_ended_all(self, house: House) -> None:
        gone: Any = {"ended_at": MADE}
        await house.save(await house.override(1, 2))
        await house.save(changed(house.ann, **gone), changed(house.group, **gone), changed(house.roster, **gone))
        await house.save(changed(house.tier, **gone), changed(house.schedule, **gone))

        async def totals(reads: Reads) -> list[int]:
            some: dict[str, Any] = {"customers": None, "cut": ALL}
            pages = (
                await reads.contact_page(is_active=None, search="", **some),
                await reads.group_page(**some),
                await reads.roster_page(name=None, **some),
                await reads.schedule_page(search="", **some),
                await reads.tier_page(schedule_id=None, **some),
                await reads.override_page(tier_id=None, **some),
                await reads.place_page(PlaceFilter()),
            )
            return [page.total for page in pages]

        async with house.reading() as reads:
            assert await totals(reads) == [1, 0, 0, 0, 0, 0, 0]
            assert await totals(reads.ever) == [2, 1, 1, 1, 1, 1, 2]
            assert await totals(reads) == [1, 0, 0, 0, 0, 0, 0]
            assert await reads.tiers(house.schedule.id) == await reads.tiers_among([house.schedule.id]) == ()
            assert await reads.tier_plans(house.schedule.id) == ()
            assert await reads.owned_by(house.acme.id) == ()

    async def test_only_what_has_ended_can_be_asked_for(self, house: House) -> None:
        await house.save(old := changed(await house.made_schedule("Old"), ended_at=MADE))
        async with house.reading() as reads:
            page = await reads.ever.schedule_page(customers=None, search="", has_ended=True, cut=ALL)
            assert page.rows == (old,)
            assert (await reads.ever.roster_page(customers=None, name=None, has_ended=True, cut=ALL)).rows == ()

    async def test_what_has_ended_keeps_its_name_for_whoever_names_it(self, house: House) -> None:
        gone: Any = {"ended_at": MADE}
        await house.save(changed(house.ann, **gone), changed(house.group, **gone), changed(house.acme, **gone))
        async with house.reading() as reads:
            assert (await reads.contacts([house.ann.id]))[house.ann.id].first_name == "Ann"
            assert (await reads.groups([house.group.id]))[house.group.id].name == "Nights"
            assert (await reads.customers_among([house.acme.id]))[house.acme.id].name == "Acme"
            assert (await reads.tier_plans_among([house.tier.id]))[house.tier.id].tier == house.tier

    async def test_somebodys_past_is_found_where_it_has_ended(self, house: House) -> None:
        await house.save(house.revision(1, house.ann), house.roster_revision(1, [house.ann]))
        await house.save(changed(house.tier, ended_at=MADE), changed(house.roster, ended_at=MADE))
        asked: Any = {"contact_ids": [house.ann.id], "start": MADE, "end": MADE + 1}
        async with house.reading() as reads:
            assert await reads.places_ever_naming(**asked) == ()
            assert await reads.ever.places_ever_naming(**asked) == (house.tier.id, house.roster.id)
            assert await reads.places_naming(house.ann.id, now=MADE) == ()

    async def test_its_name_is_free(self, house: House) -> None:
        gone: Any = {"ended_at": MADE}
        await house.save(changed(house.tier, **gone), changed(house.schedule, **gone))
        await house.save(changed(house.group, **gone), changed(house.roster, **gone))
        await house.save(again := await house.made_schedule("noc"), await house.made_tier(again, 1))
        await house.save(changed(house.group, id=GroupId("2")), changed(house.roster, id=RosterId("2")))
        for back in (house.schedule, house.group, house.roster):
            with pytest.raises(Taken):
                await house.save(back)

    async def test_of_a_number_the_one_that_is_there_is_meant_or_the_last(self, house: House) -> None:
        first, last, there = [await house.made_tier(house.schedule, 2) for _ in range(3)]
        await house.save(changed(first, ended_at=MADE), changed(last, ended_at=MADE + 1))
        async with house.reading() as reads:
            assert await reads.tier_numbered(house.schedule.id, 2) is None
            found = await reads.ever.tier_numbered(house.schedule.id, 2)
            assert found is not None
            assert found.id == last.id
        await house.save(there)
        async with house.reading() as reads:
            assert await reads.ever.tier_numbered(house.schedule.id, 2) == there

    async def test_nothing_can_be_put_below_it(self, house: House) -> None:
        gone: Any = {"ended_at": MADE}
        await house.save(changed(house.tier, **gone), changed(house.roster, **gone), changed(house.group, **gone))
        await house.save(changed(house.schedule, **gone))
        globex = changed(await house.customer("Globex"), **gone)
        await house.save(globex)
        for stray in (
            await house.override(1, 2),
            house.revision(1, house.ann),
            house.roster_revision(1, [house.ann]),
            house.membership(house.ann),
            await house.made_tier(house.schedule, 2),
            await house.made_schedule("Desk", customer_id=globex.id),
            await house.contact(first_name="Gus", customer_id=globex.id),
            changed(await house.made_account("Gus"), customer_id=globex.id),
        ):
            with pytest.raises(Conflict, match="has ended"):
                await house.save(stray)

    async def test_what_has_ended_too_may_be_there(self, house: House) -> None:
        gone: Any = {"ended_at": MADE}
        globex = changed(await house.customer("Globex"), **gone)
        account = changed(await house.made_account("Gus"), customer_id=globex.id, is_active=False)
        await house.save(globex, await house.contact(first_name="Gus", customer_id=globex.id, **gone), account)
        await house.save(changed(house.group, **gone), house.membership(house.ann, MADE, MADE + 1))

    async def test_what_ends_or_comes_back_in_a_block_does_so_from_there_on(self, house: House) -> None:
        async with house.writing() as writes:
            await writes.save(changed(house.tier, ended_at=MADE), house.tier, house.revision(1, house.ann))
        with pytest.raises(Conflict, match="has ended"):
            await house.save(
                house.revision(2, house.ann), changed(house.tier, ended_at=MADE), house.revision(3, house.ann)
            )
        async with house.reading() as reads:
            assert len((await reads.tier_plan(house.tier.id)).revisions) == 1

    async def test_what_has_ended_is_locked_by_who_brings_it_back_alone(self, house: House) -> None:
        await house.save(ended := changed(house.group, ended_at=MADE))
        async with house.writing() as writes:
            assert await writes.lock_ended(Group, house.group.id) == ended
            assert await writes.held(Group, [house.group.id]) == {house.group.id: ended}
            with pytest.raises(NotFound):
                await writes.lock(Group, house.group.id)
            with pytest.raises(Conflict, match="has not ended"):
                await writes.lock_ended(Schedule, house.schedule.id)

    # ── references ───────────────────────────────────────────────────────────────────────────────────────────────

    async def test_a_record_cannot_name_what_is_not_there(self, house: House) -> None:
        for stray in (
            changed(house.ann, customer_id=NOBODY),
            changed(await house.override(1, 2), contact_id=NOBODY),
            changed(house.schedule, updated_by=NOBODY),
            house.revision(1, changed(house.ann, id=ContactId(NOBODY))),
            house.roster_revision(1, [changed(house.ann, id=ContactId(NOBODY))]),
        ):
            with pytest.raises(Conflict, match="not there"):
                await house.save(stray)

    async def test_a_schedule_takes_tiers_revisions_and_overrides_along(self, house: House) -> None:
        cover = await house.override(1, 2)
        await house.save(house.revision(1, house.ann), cover)
        await house.delete(house.schedule)
        async with house.reading() as reads:
            assert (await reads.tier_page(customers=None, schedule_id=None, cut=ALL)).total == 0
            assert (await reads.override_page(customers=None, tier_id=None, cut=ALL)).total == 0
            assert await reads.places_naming(house.ann.id, now=MADE) == ()

    async def test_a_roster_takes_its_revisions_along(self, house: House) -> None:
        await house.save(house.roster_revision(1, [house.ann], [house.group]))
        await house.delete(house.roster)
        await house.save(house.roster)
        async with house.reading() as reads:
            assert (await reads.roster_plan(house.roster.id)).revisions == ()
            assert await reads.rosters_naming_group(house.group.id) == ()

    async def test_a_groups_memberships_outlive_it(self, house: House) -> None:
        await house.save(house.membership(house.ann))
        await house.delete(house.group)
        async with house.reading() as reads:
            assert await reads.memberships([house.group.id]) == (house.membership(house.ann),)
            assert await reads.places_naming(house.ann.id, now=MADE) == ()

    async def test_a_customer_takes_everything_along(self, house: House) -> None:
        globex = await house.customer("Globex")
        await house.save(globex, gus := await house.contact(first_name="Gus", customer_id=globex.id))
        schedule = await house.made_schedule("Desk", customer_id=globex.id)
        tier = await house.made_tier(schedule, 1)
        await house.save(schedule, tier, house.revision(1, gus, tier=tier), await house.override(1, 2, tier))
        await house.delete(globex)
        async with house.reading() as reads:
            assert await reads.contacts([gus.id]) == {}
            assert [one.id for one in await reads.customers()] == [house.provider.id, house.acme.id]

    async def test_a_provider_takes_everything_along(self, house: House, store: Store) -> None:
        await house.save(house.revision(1, house.ann), await house.override(1, 2), house.membership(house.ann))
        await house.delete(house.provider)
        assert await store.providers() == ()
        assert await store.provider_of_sign_in(house.account.username) is None

    async def test_whom_rules_or_overrides_name_cannot_be_deleted(self, house: House) -> None:
        await house.save(house.revision(1, house.ann), house.roster_revision(1, [house.ben], [house.group]))
        for named in (house.ann, house.ben, house.group, house.account):
            with pytest.raises(Conflict, match="still named"):
                await house.delete(named)

    # ── overrides ────────────────────────────────────────────────────────────────────────────────────────────────

    @pytest.mark.parametrize(("start", "end"), [(4, 6), (2, 9), (3, 4), (6, 7), (1, 4), (3, 7), (4, 5), (0, 99)])
    async def test_two_overrides_of_a_tier_never_overlap(self, house: House, start: int, end: int) -> None:
        await house.save(await house.override(3, 7), await house.override(20, 30))
        with pytest.raises(Conflict, match="overlaps"):
            await house.save(await house.override(start, end))
        async with house.reading() as reads:
            assert len(await reads.overrides(house.tier.id)) == 2

    @pytest.mark.parametrize(("start", "end"), [(1, 3), (7, 9), (8, 20), (30, 31)])
    async def test_touching_overrides_do_not_overlap(self, house: House, start: int, end: int) -> None:
        await house.save(await house.override(3, 7), await house.override(20, 30))
        await house.save(await house.override(start, end))

    async def test_an_override_may_be_moved_over_where_it_was_but_not_onto_another(self, house: House) -> None:
        one, other = await house.override(1, 4), await house.override(6, 8)
        await house.save(one, other)
        await house.save(changed(one, start_at=one.start_at + HOUR, end_at=one.end_at + HOUR))
        with pytest.raises(Conflict):
            await house.save(changed(one, end_at=other.start_at + 1))

    async def test_another_tier_may_be_covered_at_the_same_time(self, house: House) -> None:
        second = await house.made_tier(house.schedule, 2)
        await house.save(second, await house.override(1, 2), await house.override(1, 2, second))

    async def test_cutting_out_and_filling_in_is_one_transaction(self, house: House) -> None:
        old, new, rest = await house.override(1, 9), await house.override(4, 6), await house.override(6, 9)
        await house.save(old)
        async with house.writing() as writes:
            await writes.lock_tier(house.tier.id)
            await writes.save(changed(old, end_at=new.start_at), rest, new)
        async with house.reading() as reads:
            assert [one.id for one in await reads.overrides(house.tier.id)] == [old.id, new.id, rest.id]

    async def test_an_override_ends_after_its_start(self, house: House) -> None:
        with pytest.raises(Conflict, match="contradicts"):
            await house.save(await house.override(2, 2))

    async def test_overrides_in_a_window_overlap_it(self, house: House) -> None:
        first, second, third = [await house.override(start, start + 2) for start in (0, 2, 8)]
        await house.save(third, first, second)
        async with house.reading() as reads:
            window = await reads.overrides(house.tier.id, start=second.start_at, end=third.start_at)
            assert window == (second,)
            assert await reads.overrides(house.tier.id, start=first.end_at - 1) == (first, second, third)
            assert await reads.overrides(house.tier.id, end=first.end_at) == (first,)

    # ── plans ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def test_a_plan_is_all_that_decides(self, house: House) -> None:
        later, sooner = await house.override(5, 6), await house.override(1, 2)
        revisions = (house.revision(1, house.ann), house.revision(2, house.ben))
        await house.save(revisions[1], revisions[0], later, sooner)
        async with house.reading() as reads:
            plan = await reads.tier_plan(house.tier.id)
        assert (plan.tier, plan.schedule) == (house.tier, house.schedule)
        assert plan.revisions == revisions
        assert plan.overrides == (sooner, later)

    async def test_plans_of_a_schedule_come_by_number(self, house: House) -> None:
        third, second = await house.made_tier(house.schedule, 3), await house.made_tier(house.schedule, 2)
        await house.save(third, second, house.revision(1, house.ben, tier=second), await house.override(1, 2, third))
        async with house.reading() as reads:
            plans = await reads.tier_plans(house.schedule.id)
            assert [plan.tier for plan in plans] == [house.tier, second, third]
            assert [len(plan.revisions) for plan in plans] == [0, 1, 0]
            assert [len(plan.overrides) for plan in plans] == [0, 0, 1]
            assert await reads.tier_numbered(house.schedule.id, 3) == third

    async def test_plans_by_their_ids(self, house: House) -> None:
        await house.save(second := await house.made_tier(house.schedule, 2), house.revision(1, house.ann, tier=second))
        async with house.reading() as reads:
            plans = await reads.tier_plans_among([second.id, TierId(NOBODY), house.tier.id, TierId(BEYOND)])
            assert plans.keys() == {second.id, house.tier.id}
            assert plans[second.id] == await reads.tier_plan(second.id)
            assert await reads.tier_plans_among([]) == {}

    async def test_customers_by_their_ids(self, house: House) -> None:
        async with house.reading() as reads:
            wanted = [house.acme.id, CustomerId(NOBODY), CustomerId(BEYOND)]
            assert await reads.customers_among(wanted) == {house.acme.id: house.acme}

    # ── places ───────────────────────────────────────────────────────────────────────────────────────────────────

    async def places(self, house: House, offset: int = 0, limit: int | None = None, **wanted: Any) -> tuple[Any, int]:
        async with house.reading() as reads:
            page = await reads.place_page(PlaceFilter(**wanted), offset=offset, limit=limit)
            return page.rows, page.total

    @pytest.fixture
    async def many(self, house: House) -> list[Any]:
        """Places in their order: of Acme two tiers of "noc" and the roster, of the customer "alfa" a tier."""
        alfa = await house.customer("alfa")
        await house.save(alfa, desk := await house.made_schedule("Desk", customer_id=alfa.id))
        tier, second = await house.made_tier(desk, 1), await house.made_tier(house.schedule, 2)
        await house.save(tier, second)
        return [house.tier.id, second.id, house.roster.id, tier.id]

    async def test_places_are_listed_by_customer_schedule_number_and_roster(
        self, house: House, many: list[Any]
    ) -> None:
        assert await self.places(house) == (tuple(many), 4)

    async def test_places_come_in_pieces(self, house: House, many: list[Any]) -> None:
        assert await self.places(house, 1, 2) == (tuple(many[1:3]), 4)
        assert await self.places(house, 9, 2) == ((), 4)
        assert await self.places(house, 0, 0) == ((), 4)

    async def test_places_of_customers(self, house: House, many: list[Any]) -> None:
        assert await self.places(house, tiers_of=(house.acme.id,), rosters_of=()) == (tuple(many[:2]), 2)
        assert await self.places(house, tiers_of=(), rosters_of=(house.acme.id,)) == ((house.roster.id,), 1)
        assert await self.places(house, tiers_of=(CustomerId(BEYOND),), rosters_of=()) == ((), 0)

    async def test_a_place_by_what_it_is(self, house: House, many: list[Any]) -> None:
        assert await self.places(house, schedule_id=house.schedule.id) == (tuple(many[:2]), 2)
        assert await self.places(house, tier_id=house.tier.id) == ((house.tier.id,), 1)
        assert await self.places(house, roster_id=house.roster.id) == ((house.roster.id,), 1)
        assert await self.places(house, tier_id=house.tier.id, roster_id=house.roster.id) == ((), 0)
        assert await self.places(house, schedule_id=ScheduleId(BEYOND)) == ((), 0)

    async def test_places_of_customers_that_are_switched_on(self, house: House, many: list[Any]) -> None:
        await house.save(changed(house.acme, is_active=False))
        assert await self.places(house, of_active=True) == ((many[3],), 1)

    async def ever(self, house: House, *contacts: Contact, start: int = 0, end: int = 9) -> tuple[Any, ...]:
        """Where contacts may have been on call from hour to hour."""
        async with house.reading() as reads:
            span = {"start": MADE + start * HOUR, "end": MADE + end * HOUR}
            return await reads.places_ever_naming([one.id for one in contacts], **span)

    async def test_who_was_named_once_is_found_for_ever(self, house: House) -> None:
        await house.save(house.revision(1, house.ann), house.roster_revision(1, [house.ann]))
        await house.save(house.revision(2, house.ben), house.roster_revision(2, [house.ben]))
        both = (house.tier.id, house.roster.id)
        assert await self.ever(house, house.ann) == both
        assert await self.ever(house, house.ben) == both
        assert await self.ever(house, house.ann, house.ben) == both
        assert await self.ever(house) == ()

    async def test_an_override_names_only_for_its_time(self, house: House) -> None:
        await house.save(await house.override(3, 5))
        assert await self.ever(house, house.ann, start=4, end=9) == (house.tier.id,)
        assert await self.ever(house, house.ann, start=5, end=9) == ()
        assert await self.ever(house, house.ann, start=0, end=3) == ()

    async def test_a_group_names_those_who_were_in_it_at_the_time(self, house: House) -> None:
        await house.save(house.roster_revision(1, [], [house.group]), house.roster_revision(2, [house.ben]))
        await house.save(house.membership(house.ann, MADE + 3 * HOUR, MADE + 5 * HOUR))
        assert await self.ever(house, house.ann, start=4, end=9) == (house.roster.id,)
        assert await self.ever(house, house.ann, start=5, end=9) == ()
        assert await self.ever(house, house.ann, start=0, end=3) == ()

    async def test_a_group_that_has_gone_still_names_its_people(self, house: House) -> None:
        await house.save(house.roster_revision(1, [], [house.group]), house.roster_revision(2, [house.ben]))
        await house.save(house.membership(house.ann))
        await house.delete(house.group)
        assert await self.ever(house, house.ann) == (house.roster.id,)

    async def test_a_place_that_has_gone_names_nobody(self, house: House) -> None:
        await house.save(house.revision(1, house.ann), house.roster_revision(1, [house.ann], [house.group]))
        await house.delete(house.tier, house.roster)
        assert await self.ever(house, house.ann) == ()

    async def test_a_rosters_plan_has_the_past_members_of_past_groups(self, house: House) -> None:
        past, present = house.membership(house.ann, MADE, MADE + 5), house.membership(house.ben, MADE + 9)
        first = house.roster_revision(1, [house.ann], [house.group])
        second = house.roster_revision(2, [house.ben])
        await house.save(present, past, second, first)
        async with house.reading() as reads:
            plan = await reads.roster_plan(house.roster.id)
            assert await reads.roster_plans([house.roster.id, RosterId("ES-?")]) == {house.roster.id: plan}
        assert (plan.roster, plan.customer) == (house.roster, house.acme)
        assert plan.revisions == (first, second)
        assert plan.memberships == (past, present)

    async def test_memberships_come_by_group_and_date(self, house: House) -> None:
        again, first = house.membership(house.ann, MADE + 7), house.membership(house.ann, MADE, MADE + 5)
        elsewhere = changed(house.membership(house.ann), group_id=GroupId("USRGRP-0"))
        await house.save(again, house.membership(house.ben, MADE), first, elsewhere)
        async with house.reading() as reads:
            found = await reads.memberships([house.group.id, elsewhere.group_id])
        assert found == (elsewhere, first, house.membership(house.ben, MADE), again)

    async def test_the_groups_that_contacts_are_in_now_come_in_few_statements(self, house: House) -> None:
        now, past = house.membership(house.ann, MADE + 7), house.membership(house.ann, MADE, MADE + 5)
        elsewhere = changed(house.membership(house.ann), group_id=GroupId("USRGRP-0"))
        await house.save(now, past, elsewhere, house.membership(house.ben, MADE))
        async with house.reading() as reads:
            assert await reads.memberships_of([house.ann.id, ContactId(BEYOND)]) == (elsewhere, now)
            assert await reads.memberships_of([]) == ()

    # ── who is named where ───────────────────────────────────────────────────────────────────────────────────────

    async def test_places_are_layers_overrides_rosters_and_groups(self, house: House) -> None:
        cover = await house.override(1, 2)
        await house.save(house.revision(1, house.ann), cover, house.membership(house.ann))
        await house.save(house.roster_revision(1, [house.ann]))
        of_tier: Any = {"schedule_id": house.schedule.id, "number": 1}
        span = "2026-05-28T21:26:40Z to 2026-05-28T22:26:40Z"
        async with house.reading() as reads:
            assert await reads.places_naming(house.ann.id, now=MADE) == (
                NamedPlace(kind="layer", id=house.tier.id, name="NOC, tier 1", **of_tier),
                NamedPlace(kind="override", id=cover.id, name=f"NOC, tier 1, {span}", **of_tier),
                NamedPlace(kind="roster", id=house.roster.id, name="Desk"),
                NamedPlace(kind="group", id=house.group.id, name="Nights"),
            )
            assert await reads.places_naming(house.ben.id, now=MADE) == ()

    async def test_a_group_that_a_roster_names_is_left_empty_by_its_last_active_member(self, house: House) -> None:
        place = NamedPlace(kind="group", id=house.group.id, name="Nights")
        await house.save(house.membership(house.ann), house.membership(house.ben))
        await house.save(changed(house.ben, is_active=False))
        async with house.reading() as reads:
            assert await reads.groups_left_empty_by(house.ann.id) == ()
        await house.save(house.roster_revision(1, [], [house.group]))
        async with house.reading() as reads:
            assert await reads.groups_left_empty_by(house.ann.id) == (place,)
        await house.save(changed(house.ben, is_active=True))
        async with house.reading() as reads:
            assert await reads.groups_left_empty_by(house.ann.id) == ()
            assert await reads.groups_left_empty_by(ContactId(BEYOND)) == ()

    async def test_what_is_locked_or_held_is_told_as_it_is(self, house: House) -> None:
        async with house.writing() as writes:
            assert await writes.lock(Group, house.group.id) == house.group
            assert await writes.held(Contact, [house.ann.id, BEYOND, NOBODY]) == {house.ann.id: house.ann}
            for id in (BEYOND, NOBODY):
                with pytest.raises(NotFound):
                    await writes.lock(Contact, id)

    async def test_only_rules_in_force_count(self, house: House) -> None:
        await house.save(house.revision(1, house.ann), house.revision(2, house.ben))
        await house.save(house.roster_revision(1, [house.ann], [house.group]), house.roster_revision(2, [house.ben]))
        async with house.reading() as reads:
            assert await reads.places_naming(house.ann.id, now=MADE) == ()
            assert [one.kind for one in await reads.places_naming(house.ben.id, now=MADE)] == ["layer", "roster"]
            assert await reads.rosters_naming_group(house.group.id) == ()

    async def test_what_is_over_does_not_count(self, house: House) -> None:
        cover = await house.override(1, 2)
        await house.save(cover, house.membership(house.ann, MADE, left_at=cover.end_at))
        await house.save(house.revision(1, house.ann, end=cover.end_at))
        async with house.reading() as reads:
            places = await reads.places_naming(house.ann.id, now=cover.end_at - 1)
            assert [one.kind for one in places] == ["layer", "override", "group"]
            assert await reads.places_naming(house.ann.id, now=cover.end_at) == ()

    async def test_a_deleted_revision_lets_the_one_before_it_count(self, house: House) -> None:
        second = house.revision(2, house.ben)
        await house.save(house.revision(1, house.ann), second)
        await house.delete(second)
        async with house.reading() as reads:
            assert [one.kind for one in await reads.places_naming(house.ann.id, now=MADE)] == ["layer"]
            assert await reads.places_naming(house.ben.id, now=MADE) == ()

    async def test_rosters_naming_a_group(self, house: House) -> None:
        await house.save(house.roster_revision(1, [], [house.group]))
        async with house.reading() as reads:
            place = NamedPlace(kind="roster", id=house.roster.id, name="Desk")
            assert await reads.rosters_naming_group(house.group.id) == (place,)

    async def test_what_a_customer_owns(self, house: House) -> None:
        await house.save(await house.made_schedule("Backup"))
        async with house.reading() as reads:
            owned = [(one.kind, one.name) for one in await reads.owned_by(house.acme.id)]
            assert owned == [("schedule", "Backup"), ("schedule", "NOC"), ("roster", "Desk")]
            assert await reads.owned_by(house.provider.id) == ()

    # ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _by_name(self, reads: Reads, **more: Any) -> Any:
        asked: dict[str, Any] = {"customers": None, "is_active": None, "search": "", "cut": Cut(order=("first_name",))}
        return await reads.contact_page(**{**asked, **more})

    async def test_pages_never_overlap_and_leave_nobody_out(self, house: House) -> None:
        await house.save(*[await house.contact(first_name="Zoe") for _ in range(9)])
        seen: list[int] = []
        async with house.reading() as reads:
            for offset in range(0, 12, 4):
                page = await self._by_name(reads, cut=Cut(order=("-first_name",), offset=offset, limit=4))
                assert page.total == 11
                seen += [one.id for one in page.rows]
        assert seen == [*sorted(set(seen) - {house.ann.id, house.ben.id}, reverse=True), house.ben.id, house.ann.id]
        assert len(seen) == 11

    async def test_ties_are_by_id_in_the_direction_of_the_last_of_the_order(self, house: House) -> None:
        await house.save(*[await house.contact(first_name="Zoe", last_name="Z") for _ in range(3)])
        for order, is_falling in (
            (("first_name",), False),
            (("-first_name", "last_name"), False),
            (("-last_name",), True),
        ):
            async with house.reading() as reads:
                page = await self._by_name(reads, search="Z", cut=Cut(order=order))
            ids = [one.id for one in page.rows if one.first_name == "Zoe"]
            assert ids == sorted(ids, reverse=is_falling)

    async def test_the_total_is_known_past_the_end_and_without_rows(self, house: House) -> None:
        async with house.reading() as reads:
            for cut in (Cut(offset=99, limit=5), Cut(limit=0), Cut(offset=BEYOND, limit=BEYOND)):
                page = await self._by_name(reads, cut=cut)
                assert (page.rows, page.total) == ((), 2)

    async def test_names_are_ordered_without_case_and_accents(self, house: House) -> None:
        for name in ("ab", "Aa", "zz", "Öl", "B", "Łąka", "Lama", "ılık", "Iris", "Æther"):
            await house.save(await house.made_schedule(name))
        async with house.reading() as reads:
            page = await reads.schedule_page(customers=None, search="", cut=Cut(order=("name",)))
        names = " ".join(one.name for one in page.rows)
        assert names == "Aa ab Æther B ılık Iris Łąka Lama NOC Öl zz"

    async def test_orders_may_be_several_and_each_in_its_direction(self, house: House) -> None:
        people = [("a", "x"), ("b", "y"), ("a", "y"), ("b", "x")]
        await house.save(*[await house.contact(first_name=first, last_name=last) for first, last in people])
        async with house.reading() as reads:
            page = await self._by_name(reads, search="", cut=Cut(order=("-last_name", "first_name"), limit=4))
        assert [(one.first_name, one.last_name) for one in page.rows] == [(*"ay",), (*"by",), (*"ax",), (*"bx",)]

    @pytest.mark.parametrize(("order", "names"), [("updated_at", "Desk Late"), ("-updated_at", "Late Desk")])
    async def test_never_comes_before_ever(self, house: House, order: str, names: str) -> None:
        await house.save(changed(house.roster, id=RosterId("ES-0"), name="Late", updated_at=MADE))
        async with house.reading() as reads:
            page = await reads.roster_page(customers=None, name=None, cut=Cut(order=(order,)))
        assert " ".join(one.name for one in page.rows) == names

    async def test_an_order_by_no_column_is_a_mistake(self, house: House) -> None:
        async with house.reading() as reads:
            with pytest.raises(ValueError, match="no age to order by"):
                await self._by_name(reads, cut=Cut(order=("-age",)))

    @pytest.mark.parametrize(
        "term", ["jÖRG", " jörg ", "joerg@", "rg ös", "ÖSTER", "+49", "0171", "login", "jo\u0308", "jorg osterling"]
    )
    async def test_a_search_looks_everywhere_in_any_case_and_without_accents(self, house: House, term: str) -> None:
        fields = {"first_name": "Jörg", "last_name": "Österling", "email": "Joerg@x.de", "login_name": "Login"}
        await house.save(found := await house.contact(phone="+49 30", mobile="0171", **fields))
        async with house.reading() as reads:
            assert (await self._by_name(reads, search=term)).rows == (found,)

    @pytest.mark.parametrize("term", ["%", "_", "\\", "100%", "a_b", "\\%"])
    async def test_signs_mean_themselves(self, house: House, term: str) -> None:
        await house.save(await house.made_schedule("100 axb"), found := await house.made_schedule(f"q {term} q"))
        async with house.reading() as reads:
            page = await reads.schedule_page(customers=None, search=term, cut=ALL)
        assert page.rows == (found,)

    @pytest.mark.parametrize(
        "fields",
        [
            {"email": "ÄNN@X"},
            {"login_name": "ann"},
            {"last_name": "Öz"},
            {"phone": "1"},
            {"first_name": "ann", "tz": "UTC"},
        ],
    )
    async def test_fields_are_exact_in_any_case(self, house: House, fields: dict[str, str]) -> None:
        found = changed(house.ann, email="änn@x", login_name="Ann", last_name="öz", phone="1", tz="UTC")
        await house.save(found, changed(house.ben, email="änn@x.de", login_name="Anna", last_name="özi", phone="12"))
        async with house.reading() as reads:
            assert (await self._by_name(reads, fields=tuple(fields.items()))).rows == (found,)

    async def test_lists_are_cut_to_customers(self, house: House) -> None:
        globex = await house.customer("Globex")
        await house.save(globex, desk := await house.made_schedule("Desk", customer_id=globex.id))
        await house.save(tier := await house.made_tier(desk, 1))
        await house.save(cover := await house.override(1, 2, tier), await house.override(1, 2))
        some: dict[str, Any] = {"customers": (globex.id,), "cut": ALL}
        async with house.reading() as reads:
            assert (await reads.schedule_page(search="", **some)).rows == (desk,)
            assert (await reads.tier_page(schedule_id=None, **some)).rows == (tier,)
            assert (await reads.override_page(tier_id=None, **some)).rows == (cover,)
            assert (await reads.group_page(**some)).total == (await reads.roster_page(name=None, **some)).total == 0
            assert (await self._by_name(reads, customers=())).total == 0

    async def test_lists_are_cut_to_what_is_active(self, house: House) -> None:
        await house.save(gone := changed(house.ann, is_active=False))
        async with house.reading() as reads:
            assert (await self._by_name(reads, is_active=False)).rows == (gone,)
            assert (await self._by_name(reads, is_active=True)).rows == (house.ben,)

    async def test_tiers_and_overrides_of_one(self, house: House) -> None:
        await house.save(second := await house.made_tier(house.schedule, 2))
        await house.save(await house.override(1, 2), cover := await house.override(1, 2, second))
        async with house.reading() as reads:
            assert (await reads.override_page(customers=None, tier_id=second.id, cut=ALL)).rows == (cover,)
            page = await reads.tier_page(customers=None, schedule_id=house.schedule.id, cut=Cut(order=("-number",)))
            assert page.rows == (second, house.tier)

    async def test_overrides_of_a_contact_and_a_window(self, house: House) -> None:
        await house.save(early := await house.override(1, 2), late := await house.override(3, 4))
        async with house.reading() as reads:

            async def found(**wanted: Any) -> tuple[Override, ...]:
                page = await reads.override_page(customers=None, tier_id=None, cut=Cut(order=("start_at",)), **wanted)
                return page.rows

            assert await found(contact_id=early.contact_id) == await found(end=late.end_at) == (early, late)
            assert await found(contact_id=ContactId(10**9)) == ()
            assert await found(start=early.end_at) == (late,)
            assert await found(end=late.start_at) == (early,)
            assert await found(start=early.end_at, end=late.start_at) == ()

    async def test_tiers_of_several_schedules(self, house: House) -> None:
        await house.save(desk := await house.made_schedule("Desk"))
        await house.save(last := await house.made_tier(desk, 2), first := await house.made_tier(desk, 1))
        async with house.reading() as reads:
            assert await reads.tiers_among([desk.id, house.schedule.id]) == (house.tier, first, last)
            assert await reads.tiers_among([desk.id, ScheduleId(10**30)]) == (first, last)
            assert await reads.tiers_among([]) == ()

    async def test_a_roster_is_searched_for_by_a_part_of_its_name(self, house: House) -> None:
        async with house.reading() as reads:
            assert (await reads.roster_page(customers=None, name=None, search="ESK", cut=ALL)).rows == (house.roster,)
            assert (await reads.roster_page(customers=None, name=None, search="d%k", cut=ALL)).rows == ()

    async def test_a_rosters_name_is_found_trimmed_and_in_any_case(self, house: House) -> None:
        async with house.reading() as reads:
            assert (await reads.roster_page(customers=None, name=" dESK ", cut=ALL)).rows == (house.roster,)
            assert (await reads.roster_page(customers=None, name="Des", cut=ALL)).rows == ()

    async def test_customers_come_after_their_provider_by_name(self, house: House) -> None:
        await house.save(abc := await house.customer("abc"), zed := await house.customer("Zed"))
        async with house.reading() as reads:
            assert await reads.customers() == (house.provider, abc, house.acme, zed)
            page = await reads.customer_page(search="Z", is_active=True, cut=Cut(order=("name",)))
            assert (page.rows, page.total) == ((zed,), 1)
            assert (await reads.customer_page(search="", is_active=None, cut=ALL)).total == 3

    async def test_many_at_once(self, house: House) -> None:
        async with house.reading() as reads:
            assert await reads.contacts([house.ben.id, house.ann.id, house.ben.id, ContactId(NOBODY)]) == {
                house.ben.id: house.ben,
                house.ann.id: house.ann,
            }
            assert await reads.accounts([house.account.id]) == {house.account.id: house.account}
            assert await reads.groups([house.group.id, GroupId("?")]) == {house.group.id: house.group}
            assert await reads.contacts([]) == {}

    # ── signing in ───────────────────────────────────────────────────────────────────────────────────────────────

    async def test_a_token_is_found_by_its_hash(self, house: House) -> None:
        await house.save(token := changed(await house.token("aa"), revoked_at=MADE))
        async with house.reading() as reads:
            assert await reads.token_by_hash("aa") == (token, house.account, house.acme)
            assert await reads.token_by_hash("AA") is None
            assert await reads.tokens() == (token,)

    async def test_a_client_is_found_by_its_key(self, house: House) -> None:
        await house.save(client := await house.client("Key"))
        async with house.reading() as reads:
            assert await reads.oauth_client("Key") == (client, house.account)
            assert await reads.oauth_client("no") is None

    async def test_an_account_is_found_by_its_name_in_any_case(self, house: House) -> None:
        await house.save(bob := await house.made_account("Bob"))
        async with house.reading() as reads:
            assert await reads.account_named(" BOB") == bob
            assert await reads.account_named("bobby") is None
            assert await reads.all_accounts() == (house.account, bob)

    async def test_names_lead_to_their_provider(self, house: House, store: Store) -> None:
        other = await settled(store, "other")
        await other.save(await other.client("Key"))
        assert await store.provider_of_sign_in(" Alice@NORTHWIND") == house.provider_id
        assert await store.provider_of_sign_in("key") == other.provider_id
        assert await store.provider_of_sign_in("nobody") is None
        assert await store.provider_of_sign_in("\0") is None

    async def test_a_name_that_changed_leads_nowhere(self, house: House, store: Store) -> None:
        await house.save(changed(house.account, username="al"))
        assert await store.provider_of_sign_in(house.account.username) is None
        assert await store.provider_of_sign_in("al") == house.provider_id

    async def test_a_client_that_is_gone_leads_nowhere(self, house: House, store: Store) -> None:
        await house.save(client := await house.client("key"))
        await house.delete(client)
        assert await store.provider_of_sign_in("key") is None
        assert await store.provider_of_sign_in(house.account.username) == house.provider_id

    async def test_a_token_is_renewed_unless_it_was_revoked(self, house: House, store: Store) -> None:
        fresh, ended = await house.token("aa"), changed(await house.token("bb"), revoked_at=MADE)
        await house.save(fresh, ended)
        async with store.writing(house.provider_id) as writes:
            for token in (fresh, ended):
                await writes.renew_token(token.id, MADE + 9)
        async with store.reading(house.provider_id) as reads:
            assert await reads.token(fresh.id) == changed(fresh, expires_at=MADE + 9)
            assert await reads.token(ended.id) == ended

    async def test_tokens_of_a_kind_that_are_over_can_be_forgotten(self, house: House, store: Store) -> None:
        session = {"kind": TokenKind.SESSION}
        gone = [
            changed(await house.token("aa"), expires_at=MADE - 1, **session),
            changed(await house.token("bb"), revoked_at=MADE - 1, expires_at=MADE + 9, **session),
        ]
        left = [
            changed(await house.token("cc"), expires_at=MADE, **session),
            changed(await house.token("dd"), **session),
            changed(await house.token("ee"), expires_at=MADE - 1),
        ]
        await house.save(*gone, *left)
        async with store.reading(house.provider_id) as reads:
            assert len(await reads.tokens()) == 5
        async with store.writing(house.provider_id) as writes:
            await writes.forget_tokens(TokenKind.SESSION, over_before=MADE)
        async with store.reading(house.provider_id) as reads:
            assert await reads.tokens() == tuple(left)

    async def test_the_last_use_of_a_token_only_moves_forward(self, house: House, store: Store) -> None:
        await house.save(token := await house.token("aa"))
        await store.touch_tokens([(house.provider_id, token.id, MADE + 9), (house.provider_id, token.id, MADE + 5)])
        await store.touch_tokens([(house.provider_id, TokenId(NOBODY), MADE)])
        async with house.writing() as writes:
            assert (await writes.token(token.id)).last_used_at == MADE + 9

    # ── providers ────────────────────────────────────────────────────────────────────────────────────────────────

    async def test_a_new_installation_has_no_provider(self, store: Store) -> None:
        assert await store.providers() == ()
        first, second = await store.new_provider("A", MADE), await store.new_provider("A", MADE)
        assert await store.providers() == (first.provider_id, second.provider_id)
        assert first.parent_id is None

    async def test_the_first_provider_is_made_once(self, store: Store) -> None:
        first = await store.new_provider("A", MADE, is_first=True)
        with pytest.raises(Conflict):
            await store.new_provider("B", MADE, is_first=True)
        second = await store.new_provider("C", MADE)
        assert await store.providers() == (first.provider_id, second.provider_id)

    async def test_of_many_at_once_one_makes_the_first_provider(self, store: Store) -> None:
        made = await asyncio.gather(
            *(store.new_provider(name, MADE, is_first=True) for name in "ABCDE"), return_exceptions=True
        )
        [first] = [one for one in made if isinstance(one, Customer)]
        assert await store.providers() == (first.provider_id,)
        assert sum(isinstance(one, Conflict) for one in made) == 4

    async def test_a_provider_that_cannot_be_made_leaves_nothing(self, store: Store) -> None:
        with pytest.raises(Invalid):
            await store.new_provider("a\0b", MADE)
        assert await store.providers() == ()

    async def test_a_provider_and_what_it_begins_with_are_one_transaction(self, store: Store) -> None:
        with pytest.raises(NotFound):
            async with store.founding("A", MADE) as writes:
                await writes.customer(CustomerId(NOBODY))
        assert await store.providers() == ()
        async with store.founding("A", MADE, Author(via=Via.CLI, at=MADE), is_first=True) as writes:
            root = await writes.customer(CustomerId(writes.provider_id))
        async with store.reading(root.provider_id) as reads:
            assert (await reads.customer(root.id)).name == "A"
            found = await reads.audit_page(AuditFilter(), ALL)
        assert [(row.deed, row.kind) for row in found.rows] == [("created", "customer")]

    async def test_admins_are_active_and_at_the_root(self, house: House, store: Store) -> None:
        names = ("lead", "idle", "else", "look")
        leader, idle, elsewhere, viewer = [await house.made_account(name) for name in names]
        root = CustomerId(house.provider_id)
        await house.save(
            changed(leader, role=Role.ADMIN, customer_id=root),
            changed(idle, role=Role.ADMIN, customer_id=root, is_active=False),
            changed(elsewhere, role=Role.ADMIN),
            changed(viewer, role=Role.VIEWER, customer_id=root),
        )
        async with store.reading(house.provider_id) as reads:
            assert [one.username for one in await reads.admins()] == ["lead"]

    async def test_mallory_sees_nothing_of_another_provider(self, house: House, store: Store) -> None:
        mallory = await settled(store, "mallory")
        await house.save(house.revision(1, house.ann), cover := await house.override(1, 2), await house.token("aa"))
        async with mallory.reading() as reads:
            for look in (reads.contact(house.ann.id), reads.schedule(house.schedule.id), reads.override(cover.id)):
                with pytest.raises(NotFound):
                    await look
            assert not await reads.contacts([house.ann.id])
            assert not await reads.accounts([house.account.id])
            assert await reads.token_by_hash("aa") is None
            assert await reads.account_named(house.account.username) is None
            assert await reads.tier_plans(house.schedule.id) == ()
            assert await reads.overrides(house.tier.id) == ()
            assert await reads.places_naming(house.ann.id, now=MADE) == await reads.owned_by(house.acme.id) == ()
            assert {one.id for one in await reads.customers()} == {mallory.provider.id, mallory.acme.id}

    async def test_mallory_changes_nothing_of_another_provider(self, house: House, store: Store) -> None:
        mallory = await settled(store, "mallory")
        mine = {"provider_id": mallory.provider_id}
        for theirs in (house.schedule, house.ann, house.tier):
            await mallory.delete(changed(theirs, **mine))
        with pytest.raises(Conflict):
            await mallory.save(changed(await house.override(1, 2), **mine))
        with pytest.raises(NotFound):
            async with mallory.writing() as writes:
                await writes.lock_tier(house.tier.id)
        async with house.reading() as reads:
            assert await reads.tier_plans(house.schedule.id) != ()
            assert await reads.contact(house.ann.id) == house.ann

    async def test_texts_of_two_providers_may_be_the_same(self, house: House, store: Store) -> None:
        other = await settled(store, "other")
        assert (other.group.id, other.roster.id) == (house.group.id, house.roster.id)
        await other.save(other.membership(other.ann), other.roster_revision(1, [other.ann], [other.group]))
        async with house.reading() as reads:
            assert await reads.memberships([house.group.id]) == ()
            assert (await reads.roster_plan(house.roster.id)).revisions == ()

    async def test_a_provider_that_nobody_made_is_empty(self, house: House, store: Store) -> None:
        async with store.reading(ProviderId(NOBODY)) as reads:
            assert await reads.customers() == ()
            assert await reads.token_by_hash("aa") is None

    async def test_the_version_rises_with_every_change_and_with_nothing_else(self, house: House, store: Store) -> None:
        before = await store.version(house.provider_id)
        async with house.reading() as reads:
            await reads.customers()
        assert await store.version(house.provider_id) == before
        await house.save(changed(house.ann, phone="7"))
        after = await store.version(house.provider_id)
        assert before is not None
        assert after is not None
        assert after > before

    async def test_a_new_token_is_no_change_and_one_that_ends_is(self, house: House, store: Store) -> None:
        async with house.reading() as reads:
            plan = await reads.tier_plan(house.tier.id)
        before = await store.version(house.provider_id)
        wanted = await house.token("new")
        async with house.writing() as writes:
            token = changed(wanted, id=TokenId(await writes.new_id(Token)))
            await writes.save(token)
            await writes.forget_tokens(TokenKind.SESSION, over_before=MADE)
        assert await store.version(house.provider_id) == before
        async with house.reading() as reads:
            assert await reads.token_by_hash("new") == (token, house.account, house.acme)
            assert await reads.tier_plan(house.tier.id) is plan
        await house.save(changed(token, revoked_at=MADE))
        assert await store.version(house.provider_id) != before
        async with house.reading() as reads:
            assert await reads.token_by_hash("new") == (changed(token, revoked_at=MADE), house.account, house.acme)

    # ── readings ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def test_readings_come_back_beside_their_instants(self, house: House) -> None:
        cover = changed(await house.override(1, 2), **AS_READ)
        rules = changed(house.revision(1, house.ann), layers=(changed(layer([house.ann]), start_reading=7),))
        await house.save(cover, changed(rules, moved_by="2026b"))
        async with house.reading() as reads:
            plan = await reads.tier_plan(house.tier.id)
        assert plan.overrides == (cover,)
        assert (plan.revisions[0].moved_by, plan.layers[0].start_reading) == ("2026b", 7)

    async def test_places_are_noted_by_what_has_read_their_readings(self, house: House, store: Store) -> None:
        assert await unread(house) == ((), ())
        await house.save(changed(await house.override(1, 2), **AS_READ), read_roster(house))
        assert await unread(house) == ((house.tier.id,), (house.roster.id,))
        assert await unread(house, store.zone_data) == ((), ())
        assert await unread(house, "9999a") == ((house.tier.id,), (house.roster.id,))
        assert await store.newest_zone_data() == store.zone_data

    async def test_what_has_no_readings_is_noted_by_nobody(self, house: House) -> None:
        await house.save(await house.override(1, 2), house.revision(1, house.ann))
        assert await unread(house, "9999a") == ((), ())

    async def test_places_are_noted_as_read_and_that_is_no_change(self, house: House, store: Store) -> None:
        await house.save(changed(await house.override(1, 2), **AS_READ), read_roster(house))
        before = await store.version(house.provider_id)
        async with house.writing() as writes:
            assert await writes.lock_unread_tiers([house.tier.id], "9999a") == (house.tier.id,)
            assert await writes.lock_unread_rosters([house.roster.id], "9999a") == (house.roster.id,)
            await writes.note_read("9999a", tiers=[house.tier.id], rosters=[house.roster.id])
            assert await writes.lock_unread_tiers([house.tier.id], "9999a") == ()
        assert await store.version(house.provider_id) == before
        assert await unread(house, "9999a") == ((), ())

    async def test_older_data_note_nothing_as_read_again_but_leave_what_they_read_themselves(
        self, house: House, store: Store
    ) -> None:
        await house.save(changed(await house.override(1, 2), **AS_READ))
        async with house.writing() as writes:
            await writes.note_read("2020a", tiers=[house.tier.id])
        assert await unread(house, store.zone_data) == ((), ())
        newest, store.zone_data = store.zone_data, "2020a"
        await house.save(changed(await house.override(3, 4), **AS_READ))
        assert await unread(house, newest) == ((house.tier.id,), ())

    async def test_a_place_that_is_saved_stays_noted(self, house: House) -> None:
        await house.save(changed(await house.override(1, 2), **AS_READ), read_roster(house))
        await house.save(changed(house.tier, number=7), changed(house.roster, name="Night desk"))
        assert await unread(house) == ((house.tier.id,), (house.roster.id,))

    async def test_a_provider_that_nobody_made_has_no_version(self, store: Store) -> None:
        assert await store.version(ProviderId(NOBODY)) is None

    async def test_a_store_answers(self, store: Store) -> None:
        await store.ping()
