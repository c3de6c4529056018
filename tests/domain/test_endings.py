"""Endings: whatever is deleted, what happened stays, and what has ended comes back."""

import contextlib
import random

import msgspec
import pytest

from tests.api.v1.words import cover, daily, group, member, revision, roster
from tests.cast import NOW, at, on
from tests.domain.test_use_cases import caller
from watchbill.domain import endings, overrides
from watchbill.domain.accounts import AccountEdit, change_account, identify
from watchbill.domain.board import Filters, board, find_roster_place, find_tier_place, shifts_in, shifts_of_contact
from watchbill.domain.contacts import ContactWish, add_contact, deactivate_contact, find_contact, unfit_contacts
from watchbill.domain.endings import Return
from watchbill.domain.errors import Busy, Conflict, Forbidden, Invalid, NotFound, NotSignedIn
from watchbill.domain.groups import GroupWish, add_group, members
from watchbill.domain.load import By, load_report
from watchbill.domain.ports import Cut
from watchbill.domain.revisions import past_of_tier
from watchbill.domain.schedules import ScheduleWish, TierNumber, add_schedule
from watchbill.domain.tiers import TierWish, add_tier
from watchbill.engine import Span

pytestmark = pytest.mark.anyio

DAY = 86_400
JUNE = at(on(1))
ALL = Cut()


@pytest.fixture
def alice(world):
    return caller(world.alice)


# ── a random story ───────────────────────────────────────────────────────────────────────────────────────────────


class Story:
    """A provider with random rules, to which random things happen, one later than the other."""

    def __init__(self, store, world, chance):
        self.store, self.world, self.chance, self.alice = store, world, chance, caller(world.alice)
        self.people = [world.ann, world.ben, world.bob.contact, world.rita.contact]

    def writing(self):
        return self.store.writing(self.world.northwind.provider_id)

    def some(self):
        return self.chance.sample(self.people, self.chance.randint(1, 3))

    async def begin(self):
        world, chance = self.world, self.chance
        crew = group(world, world.acme, "Crew")
        duty = daily("Duty", chance.randrange(24), chance.randrange(24), *self.some(), groups=(crew,))
        starts = range(JUNE, JUNE + 45 * DAY, chance.randint(2, 5) * DAY)
        async with self.writing() as writes:
            await writes.save(
                revision(world, world.second, 1, None, *self.some()),
                revision(world, world.first, 2, on(chance.randint(3, 9)), *self.some()),
                *(self.cover(start) for start in starts),
                crew,
                *(member(crew, one, on(chance.randint(1, 9))) for one in self.some()),
                *roster(world, world.acme, "Desk", duty),
            )

    def cover(self, start):
        tier = self.world.second
        hour = cover(self.world, tier, self.chance.choice(self.people), start)
        return msgspec.structs.replace(hour, end_at=start + self.chance.randint(1, 2 * DAY))

    async def past(self, until):
        """Everything that is told of what happened: who carried what where, and each person's own shifts."""
        window, told, shifts = Span(JUNE, until), [], {}
        async with self.store.reading(self.world.northwind.provider_id) as reads:
            for by in By:
                report = await load_report(reads, self.alice, Filters(), window, by)
                told += [(by, key(row.subject), row.burden, row.share) for row in report.rows]
            for id in sorted(report.contacts):
                found = (await shifts_of_contact(reads, self.alice, id, window, ALL)).found
                # Whether the last one goes on is no part of the past: the place may end with it.
                shifts[id] = [(row.place.id, msgspec.structs.replace(row.shift, goes_on=False)) for row in found.rows]
        return told, report.total, shifts

    async def happens(self, now):
        """One thing is deleted, or comes back, whichever; many cannot, which is well."""
        with contextlib.suppress(Conflict, Invalid):
            async with self.writing() as writes:
                deed, *arguments = self.chance.choice(await self.deeds(writes, now))
                await deed(writes, self.alice, *arguments, now)

    async def deeds(self, writes, now):
        ever, back = writes.ever, Return()
        customers = [self.world.acme.id, self.world.globex.id]
        standing = [one.id for one in await writes.customers()]
        covers = await writes.override_page(customers=None, tier_id=None, start=now, cut=ALL)
        return [
            *((endings.end_schedule, id) for id in await self.ids(writes.schedule_page, search="")),
            *((endings.end_tier, id) for id in await self.ids(writes.tier_page, schedule_id=None)),
            *((overrides.remove_override, one.id) for one in covers.rows),
            *((end_roster, id) for id in await self.ids(writes.roster_page, name=None)),
            *((endings.end_group, id) for id in await self.ids(writes.group_page)),
            *((endings.end_customer, id) for id in customers if id in standing),
            *((endings.bring_back_schedule, id, back) for id in await self.ids(ever.schedule_page, search="")),
            *((endings.bring_back_tier, id, back) for id in await self.ids(ever.tier_page, schedule_id=None)),
            *((bring_back_roster, id, back) for id in await self.ids(ever.roster_page, name=None)),
            *((endings.bring_back_group, id, back) for id in await self.ids(ever.group_page)),
            *((endings.bring_back_customer, id, back) for id in customers),
        ]

    async def ids(self, page, **asked):
        return [one.id for one in (await page(customers=None, **asked, cut=ALL)).rows]


def key(subject):
    return subject if isinstance(subject, int) else getattr(subject, "schedule", subject).id


async def end_roster(writes, who, id, now):
    await endings.end_roster(writes, who, (await find_roster_place(writes, who, id)).plan, now)


async def bring_back_roster(writes, who, id, wish, now):
    await endings.bring_back_roster(writes, who, (await find_roster_place(writes.ever, who, id)).plan, wish, now)


@pytest.mark.parametrize("seed", range(20))
async def test_whatever_is_deleted_or_comes_back_the_past_stays_as_it_was(store, world, seed):
    story = Story(store, world, chance := random.Random(seed))
    await story.begin()
    now = NOW
    for _ in range(15):
        now += chance.randint(1, 2 * DAY)
        before = await story.past(now)
        await story.happens(now)
        assert await story.past(now) == before


# ── schedules and tiers ──────────────────────────────────────────────────────────────────────────────────────────


async def test_an_ended_schedule_is_there_no_more_nor_is_what_hangs_below_it(writes, world, alice):
    ended = await endings.end_schedule(writes, alice, world.noc.id, NOW)
    assert (ended.ended_at, ended.ended_by) == (NOW, world.alice.account.id)
    for look in (
        writes.schedule(world.noc.id),
        writes.tier(world.first.id),
        writes.tier_plan(world.first.id),
        writes.override(world.cover.id),
        writes.lock_tier(world.first.id),
    ):
        with pytest.raises(NotFound):
            await look
    assert await writes.tiers(world.noc.id) == await writes.tier_plans(world.noc.id) == ()
    assert await writes.tier_numbered(world.noc.id, 1) is None


async def test_asked_for_ever_it_is_there(writes, world, alice):
    ended = await endings.end_schedule(writes, alice, world.noc.id, NOW)
    assert await writes.ever.schedule(world.noc.id) == ended
    assert [one.ended_at for one in await writes.ever.tiers(world.noc.id)] == [NOW, NOW]
    assert (await writes.ever.tier_numbered(world.noc.id, 1)).id == world.first.id


async def test_nobody_is_on_call_by_it_from_that_moment_on(writes, world, alice):
    await endings.end_schedule(writes, alice, world.noc.id, NOW)
    place = await find_tier_place(writes.ever, alice, world.first.id)
    shifts = list(shifts_in(place, Span(JUNE, NOW + 90 * DAY)))
    assert (shifts[0].start, shifts[-1].end) == (at(on(1, "08:00")), NOW)
    assert [row.place.customer.id for row in (await board(writes, alice, Filters(), NOW, ALL)).rows] == [
        world.globex.id
    ]


async def test_the_end_is_a_revision_like_any_other(writes, world, alice):
    await endings.end_tier(writes, alice, world.first.id, NOW)
    last = (await past_of_tier(writes, alice, world.first.id)).revisions[-1]
    assert (last.number, last.counts_from, last.saved_by, last.layers) == (2, NOW, world.alice.account.id, ())


async def test_a_tier_that_never_had_rules_ends_without_one(writes, world, alice):
    await endings.end_tier(writes, alice, world.second.id, NOW)
    assert (await past_of_tier(writes, alice, world.second.id)).revisions == ()


@pytest.mark.parametrize(("now", "left"), [("2026-06-12T10:00:00Z", "10:00"), ("2026-06-12T08:00:00Z", None)])
async def test_what_an_override_has_left_ends_with_its_tier(writes, world, alice, now, left):
    await endings.end_schedule(writes, alice, world.noc.id, at(now))
    kept = await writes.ever.overrides(world.first.id)
    assert [one.end_at for one in kept] == ([at(on(12, left))] if left else [])


async def test_the_name_and_the_number_are_free_again(writes, world, alice):
    await endings.end_schedule(writes, alice, world.noc.id, NOW)
    wish = ScheduleWish(customer=world.acme.id, name="acme noc")
    schedule, _ = await add_schedule(writes, alice, wish, NOW)
    assert schedule.id != world.noc.id
    await endings.end_tier(writes, alice, (await add_tier(writes, alice, schedule.id, TierWish(), NOW))[0].id, NOW)
    assert (await add_tier(writes, alice, schedule.id, TierWish(), NOW))[0].number == 2


async def test_a_schedule_comes_back_with_its_tiers_and_their_rules_from_then_on(writes, world, alice):
    before = (await find_tier_place(writes, alice, world.first.id)).plan.layers
    await endings.end_schedule(writes, alice, world.noc.id, NOW)
    await endings.bring_back_schedule(writes, alice, world.noc.id, Return(), NOW + DAY)
    place = await find_tier_place(writes, alice, world.first.id)
    assert place.plan.layers == before
    assert next(shifts_in(place, Span(NOW, NOW + 2 * DAY))).start == NOW + DAY
    assert [one.number for one in await writes.tiers(world.noc.id)] == [1, 2]


async def test_what_had_ended_before_stays_so(writes, world, alice):
    await endings.end_tier(writes, alice, world.second.id, NOW)
    await endings.end_schedule(writes, alice, world.noc.id, NOW + 1)
    await endings.bring_back_schedule(writes, alice, world.noc.id, Return(), NOW + 2)
    assert [one.number for one in await writes.tiers(world.noc.id)] == [1]


async def test_without_rules_it_comes_back_without_them(writes, world, alice):
    await endings.end_schedule(writes, alice, world.noc.id, NOW)
    await endings.bring_back_schedule(writes, alice, world.noc.id, Return(has_rules=False), NOW)
    assert (await writes.tier_plan(world.first.id)).layers == ()


async def test_where_the_name_is_taken_another_one_may_come_along(writes, world, alice):
    await endings.end_schedule(writes, alice, world.noc.id, NOW)
    await add_schedule(writes, alice, ScheduleWish(customer=world.acme.id, name="Acme NOC"), NOW)
    back = await endings.bring_back_schedule(writes, alice, world.noc.id, Return(name="Old NOC"), NOW)
    assert (back.id, back.name) == (world.noc.id, "Old NOC")


async def test_a_number_may_come_along_as_well(writes, world, alice):
    await endings.end_tier(writes, alice, world.second.id, NOW)
    await add_tier(writes, alice, world.noc.id, TierWish(), NOW)
    back = await endings.bring_back_tier(writes, alice, world.second.id, Return(number=3), NOW)
    assert (back.id, back.number) == (world.second.id, 3)


async def test_a_number_means_what_is_there_and_else_what_ended_last(writes, world, alice):
    await endings.end_tier(writes, alice, world.second.id, NOW)
    assert (await find_tier_place(writes.ever, alice, TierNumber(world.noc.id, 2))).id == world.second.id
    new, _ = await add_tier(writes, alice, world.noc.id, TierWish(), NOW)
    assert (await find_tier_place(writes.ever, alice, TierNumber(world.noc.id, 2))).id == new.id


async def test_rules_that_name_who_has_left_do_not_come_back(writes, world, alice):
    await endings.end_schedule(writes, alice, world.noc.id, NOW)
    await deactivate_contact(writes, alice, world.ann.id, NOW)
    with pytest.raises(Invalid) as refused:
        await endings.bring_back_schedule(writes, alice, world.noc.id, Return(), NOW)
    assert [path for path, _ in refused.value.problems] == ["rules", "rules"]
    assert "Ann Abbott" in str(refused.value)


async def test_what_has_not_ended_cannot_come_back(writes, world, alice):
    with pytest.raises(Conflict, match="has not ended"):
        await endings.bring_back_schedule(writes, alice, world.noc.id, Return(), NOW)
    with pytest.raises(Conflict, match="has not ended"):
        await endings.bring_back_tier(writes, alice, world.first.id, Return(), NOW)


async def test_nothing_comes_back_below_what_has_ended(writes, world, alice):
    await endings.end_schedule(writes, alice, world.noc.id, NOW)
    with pytest.raises(Conflict, match="Acme NOC, has ended"):
        await endings.bring_back_tier(writes, alice, world.first.id, Return(), NOW)
    await endings.end_customer(writes, alice, world.acme.id, NOW)
    with pytest.raises(Conflict, match="Acme, has ended"):
        await endings.bring_back_schedule(writes, alice, world.noc.id, Return(), NOW)


async def test_who_may_not_delete_may_not_bring_back(writes, world, alice):
    await endings.end_schedule(writes, alice, world.noc.id, NOW)
    with pytest.raises(Forbidden):
        await endings.bring_back_schedule(writes, caller(world.rita), world.noc.id, Return(), NOW)
    with pytest.raises(NotFound):
        await endings.bring_back_schedule(writes, caller(world.mallory), world.noc.id, Return(), NOW)


async def test_a_tier_of_before_does_not_pass_its_id_on(writes, world, alice):
    await endings.end_tier(writes, alice, world.first.id, NOW)
    with pytest.raises(NotFound):
        await find_tier_place(writes, alice, world.first.id)


# ── overrides ────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_an_override_that_is_to_come_is_gone(writes, world, alice):
    await overrides.remove_override(writes, alice, world.cover.id, at(on(12, "08:00")))
    assert await writes.overrides(world.first.id) == ()


async def test_one_that_is_on_ends_now(writes, world):
    await overrides.remove_override(writes, caller(world.rita), world.cover.id, at(on(12, "09:30")))
    [kept] = await writes.overrides(world.first.id)
    assert (kept.id, kept.start_at, kept.end_at) == (world.cover.id, at(on(12, "08:00")), at(on(12, "09:30")))


async def test_one_that_is_past_is_taken_back_by_managers_alone(writes, world):
    after = at(on(12, "20:00"))
    with pytest.raises(Forbidden):
        await overrides.remove_override(writes, caller(world.rita), world.cover.id, after)
    await overrides.remove_override(writes, caller(world.bob), world.cover.id, after)
    assert await writes.overrides(world.first.id) == ()


# ── rosters and groups ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
async def desk(writes, world):
    """A roster of Acme by day with Ann and a crew, which is Ben."""
    crew = group(world, world.acme, "Crew")
    made = roster(world, world.acme, "Desk", daily("Day", 8, 20, world.ann, groups=(crew,)))
    await writes.save(crew, member(crew, world.ben, on(1)), *made)
    return made[0]


async def test_a_roster_ends_and_comes_back_with_its_rules(writes, world, alice, desk):
    before = (await writes.roster_plan(desk.id)).current.shifts
    await end_roster(writes, alice, desk.id, NOW)
    with pytest.raises(NotFound):
        await writes.roster_plan(desk.id)
    plan = await writes.ever.roster_plan(desk.id)
    assert (plan.roster.ended_at, plan.current.shifts, plan.current.counts_from) == (NOW, (), NOW)
    await bring_back_roster(writes, alice, desk.id, Return(name="Help desk"), NOW + DAY)
    back = await writes.roster_plan(desk.id)
    assert (back.roster.name, back.current.shifts, back.current.counts_from) == ("Help desk", before, NOW + DAY)


async def test_a_roster_does_not_come_back_with_a_group_that_has_ended(writes, world, alice, desk):
    await end_roster(writes, alice, desk.id, NOW)
    [crew] = (await writes.group_page(customers=None, cut=ALL)).rows
    await endings.end_group(writes, alice, crew.id, NOW)
    with pytest.raises(Invalid, match="The group Crew has ended"):
        await bring_back_roster(writes, alice, desk.id, Return(), NOW)
    await bring_back_roster(writes, alice, desk.id, Return(has_rules=False), NOW)
    assert (await writes.roster_plan(desk.id)).current.shifts == ()


async def test_a_group_comes_back_with_whoever_was_in_it_to_its_end(writes, world, alice):
    named = (("members[0]", world.ann.id), ("members[1]", world.ben.id))
    crew = await add_group(writes, alice, world.acme.id, GroupWish(name="Crew", members=named), NOW)
    await endings.end_group(writes, alice, crew.id, NOW + 1)
    assert await writes.group_page(customers=None, cut=ALL) == msgspec.structs.replace(
        await writes.group_page(customers=(), cut=ALL), rows=(), total=0
    )
    await deactivate_contact(writes, alice, world.ben.id, NOW + 2)
    await endings.bring_back_group(writes, alice, crew.id, Return(), NOW + 3)
    assert [one.id for one in (await members(writes, [crew.id]))[crew.id]] == [world.ann.id]
    assert [one.joined_at for one in await writes.memberships([crew.id]) if one.left_at is None] == [NOW + 3]


async def test_a_group_that_rosters_name_does_not_end(writes, world, alice, desk):
    [crew] = (await writes.group_page(customers=None, cut=ALL)).rows
    with pytest.raises(Conflict, match="still named"):
        await endings.end_group(writes, alice, crew.id, NOW)


# ── customers ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
async def globex(writes, world, alice):
    """Globex, whose schedule has ended before it."""
    named = (("members[0]", world.gus.id),)
    await add_group(writes, alice, world.globex.id, GroupWish(name="Crew", members=named), NOW)
    await endings.end_schedule(writes, alice, world.desk.id, NOW)
    return await endings.end_customer(writes, alice, world.globex.id, NOW + 1)


async def test_an_ended_customer_takes_people_groups_and_accounts_along(writes, world, alice, globex):
    assert [one.name for one in await writes.customers()] == ["Northwind", "Acme"]
    with pytest.raises(NotFound):
        await find_contact(writes, alice, world.gus.id)
    assert (await writes.group_page(customers=None, cut=ALL)).total == 0
    assert not (await writes.account(world.mallory.account.id)).is_active
    with pytest.raises(NotSignedIn):
        await identify(writes, world.mallory.token, NOW + 2)


async def test_its_people_keep_their_names(writes, world, globex):
    assert (await writes.contacts([world.gus.id]))[world.gus.id].full_name == "Gus Grant"
    assert (await writes.customers_among([globex.id]))[globex.id].name == "Globex"


async def test_it_comes_back_with_people_and_groups_and_without_accounts(writes, world, alice, globex):
    back = await endings.bring_back_customer(writes, alice, globex.id, Return(name="Globex Ltd"), NOW + 2)
    assert (back.name, back.ended_at) == ("Globex Ltd", None)
    assert (await find_contact(writes, alice, world.gus.id)).full_name == "Gus Grant"
    [crew] = (await writes.group_page(customers=(globex.id,), cut=ALL)).rows
    assert [one.id for one in (await members(writes, [crew.id]))[crew.id]] == [world.gus.id]
    assert not (await writes.account(world.mallory.account.id)).is_active


async def test_whoever_had_left_before_stays_away(writes, world, alice):
    await endings.end_schedule(writes, alice, world.noc.id, NOW)
    await endings.end_customer(writes, alice, world.acme.id, NOW)
    await endings.bring_back_customer(writes, alice, world.acme.id, Return(), NOW + 1)
    assert not (await find_contact(writes, alice, world.ivy.id)).is_active


@pytest.mark.parametrize("who", ["mallory", "bob"])
async def test_only_the_providers_admins_bring_customers_back(writes, world, globex, who):
    with pytest.raises((Forbidden, NotFound)):
        await endings.bring_back_customer(writes, caller(getattr(world, who)), globex.id, Return(), NOW + 2)


async def test_nothing_is_made_below_a_customer_that_has_ended(writes, world, alice, globex):
    refused = [
        add_schedule(writes, alice, ScheduleWish(customer=globex.id, name="New"), NOW + 2),
        add_contact(writes, alice, ContactWish(customer_id=globex.id, first_name="Eve"), NOW + 2),
        add_group(writes, alice, globex.id, GroupWish(name="New"), NOW + 2),
    ]
    for making in refused:
        with pytest.raises(Invalid, match=f"There is no customer {globex.id} here"):
            await making
    assert await unfit_contacts(writes, globex.id, [world.gus.id]) != {}


async def test_an_account_is_not_switched_on_at_a_customer_that_has_ended(writes, world, alice, globex):
    with pytest.raises(Conflict, match="has ended"):
        await change_account(writes, alice, world.mallory.account.id, AccountEdit(is_active=True), NOW + 2)


async def test_the_provider_does_not_end(writes, world, alice):
    with pytest.raises(Conflict, match="provider itself"):
        await endings.end_customer(writes, alice, world.northwind.id, NOW)


async def test_of_a_customers_groups_one_that_had_ended_before_stays_so(writes, world, alice):
    early, late = (group(world, world.globex, name) for name in ("Early", "Late"))
    await writes.save(early, late)
    await endings.end_group(writes, alice, early.id, NOW)
    await endings.end_schedule(writes, alice, world.desk.id, NOW)
    await endings.end_customer(writes, alice, world.globex.id, NOW + 1)
    await endings.bring_back_customer(writes, alice, world.globex.id, Return(), NOW + 2)
    assert [one.id for one in (await writes.group_page(customers=None, cut=ALL)).rows] == [late.id]


async def test_a_roster_that_came_back_and_ended_meanwhile_is_not_brought_back_as_it_was(writes, world, alice):
    desk = roster(world, world.acme, "Desk", daily("Day", 8, 20, world.ann))
    await writes.save(*desk)
    await end_roster(writes, alice, desk[0].id, NOW)
    read = (await find_roster_place(writes.ever, alice, desk[0].id)).plan
    await bring_back_roster(writes, alice, desk[0].id, Return(), NOW + 1)
    await end_roster(writes, alice, desk[0].id, NOW + 2)
    with pytest.raises(Busy):
        await endings.bring_back_roster(writes, alice, read, Return(), NOW + 3)
