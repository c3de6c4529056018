"""Many at once, in several processes: two overrides of one tier never overlap, and somebody always wins."""

import asyncio
import contextlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import pairwise

import asyncpg
import msgspec
import pytest
from msgspec.structs import replace as changed

from tests.store.values import HOUR, MADE, SAME_IMPORTS, House, layer, settled
from watchbill.domain import contacts, endings, erasing, groups, overrides, rosters, schedules, tiers
from watchbill.domain.access import Caller
from watchbill.domain.board import find_roster_place
from watchbill.domain.contacts import ContactWish
from watchbill.domain.errors import Busy, Conflict, Invalid, NotFound, Taken
from watchbill.domain.groups import GroupWish
from watchbill.domain.model import Contact, ContactId, Customer, CustomerId, Group, Role, RosterShift, Tier
from watchbill.domain.overrides import OverrideWish
from watchbill.domain.ports import Cut, Store, Writes
from watchbill.domain.profile import read_profile
from watchbill.domain.rosters import RosterWish
from watchbill.domain.schedules import ScheduleWish
from watchbill.domain.tiers import TierWish
from watchbill.engine import OneTime, zone
from watchbill.store import open_store

pytestmark = pytest.mark.anyio

RACERS = 4
SPANS = 40

INSERT = (
    "INSERT INTO overrides (provider_id, id, tier_id, contact_id, start_at, end_at, created_at, created_by) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
)


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def house(url: str) -> AsyncIterator[House]:
    store = await open_store(url)
    yield await settled(store)
    await store.close()


def started(*arguments: str) -> "subprocess.Popen[str]":
    """A racer at the start."""
    command = [sys.executable, "-m", *arguments]
    racer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=SAME_IMPORTS)
    assert racer.stdout is not None
    assert racer.stdout.readline() == "ready\n"
    return racer


def raced(*racing: tuple[str, ...]) -> list[str]:
    """What each racer says in the end."""
    with contextlib.ExitStack() as stack:
        racers = [stack.enter_context(started(*arguments)) for arguments in racing]
        for racer in racers:
            assert racer.stdin is not None
            racer.stdin.write("go\n")
            racer.stdin.flush()
        said = [racer.communicate(timeout=120)[0] for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * len(racers)
    return said


async def test_of_several_processes_exactly_one_wins_each_span(house: House, url: str) -> None:
    model = msgspec.json.encode(await house.override(0, 10)).decode()
    racing = [("tests.store.racer", url, model, str(SPANS), str(seed)) for seed in range(RACERS)]
    said = await asyncio.to_thread(raced, *racing)
    won = [span for text in said for span in json.loads(text)]
    assert Counter(won) == Counter(range(SPANS))
    async with house.reading() as reads:
        standing = await reads.overrides(house.tier.id)
    assert len(standing) == SPANS
    assert all(one.end_at <= other.start_at for one, other in pairwise(standing))


@pytest.mark.parametrize("url", ["postgres_url"], indirect=True)
async def test_postgres_itself_lets_the_second_wait_for_the_first(house: House, url: str) -> None:
    who = (house.tier.id, house.ann.id, MADE, MADE + HOUR, MADE, house.account.id)
    first, second = await asyncpg.connect(url), await asyncpg.connect(url)
    async with first.transaction():
        await first.execute(INSERT, house.provider_id, 1, *who)
        late = asyncio.create_task(second.execute(INSERT, house.provider_id, 2, *who))
        assert await asyncio.wait([late], timeout=0.3) == (set(), {late})
    with pytest.raises(asyncpg.ExclusionViolationError):
        await late
    await first.close()
    await second.close()


@pytest.mark.parametrize("url", ["postgres_url"], indirect=True)
async def test_postgres_takes_no_override_from_who_cannot_see_the_others(house: House, url: str) -> None:
    connection = await asyncpg.connect(url)
    who = (house.tier.id, house.ann.id, MADE, MADE + HOUR, MADE, house.account.id)
    with pytest.raises(asyncpg.InvalidTransactionStateError):
        async with connection.transaction(isolation="repeatable_read"):
            await connection.execute(INSERT, house.provider_id, 1, *who)
    await connection.close()


async def test_of_several_stores_one_makes_the_first_provider(url: str) -> None:
    stores = [await open_store(url) for _ in range(RACERS)]
    made = await asyncio.gather(*(one.new_provider("A", MADE, is_first=True) for one in stores), return_exceptions=True)
    standing = await stores[0].providers()
    for one in stores:
        await one.close()
    assert len(standing) == 1
    assert sum(isinstance(one, Conflict) for one in made) == RACERS - 1


# ── people who are switched off while somebody names them ────────────────────────────────────────────────────────

Deed = Callable[[House, Writes, Caller], Awaitable[object]]


def off(who: str) -> Deed:
    """Somebody is switched off."""

    async def deed(house: House, writes: Writes, caller: Caller) -> object:
        return await contacts.deactivate_contact(writes, caller, getattr(house, who).id, MADE + HOUR)

    return deed


async def in_roster(house: House, writes: Writes, caller: Caller) -> object:
    """Ann is named by a roster, for an hour that is ahead."""
    schedule = OneTime(MADE + HOUR, MADE + 2 * HOUR)
    shift = RosterShift(id="", name="Night", schedule=schedule, contacts=(house.ann.id,))
    wish = RosterWish(name="Yard", tz="UTC", shifts=(shift,), named=(("users", house.ann.id),))
    return await rosters.add_roster(writes, caller, house.acme, wish, MADE + HOUR)


async def in_override(house: House, writes: Writes, caller: Caller) -> object:
    """Ann covers an hour of a tier."""
    wish = OverrideWish(tier=house.tier.id, contact_id=house.ann.id, start=MADE + HOUR, end=MADE + 2 * HOUR)
    return await overrides.add_override(writes, caller, wish, MADE + HOUR)


async def in_group(house: House, writes: Writes, caller: Caller) -> object:
    """Ann joins the group."""
    return await groups.add_members(writes, caller, house.group.id, (("id", house.ann.id),), MADE + HOUR)


async def one_after_the_other(house: House, url: str, first: Deed, second: Deed) -> object:
    """What becomes of a deed of another process that begins before the first one is over."""
    caller = Caller(account=house.account, customer_id=house.acme.id, role=Role.ADMIN)
    elsewhere = await open_store(url)

    async def late() -> object:
        async with elsewhere.writing(house.provider_id) as writes:
            return await second(house, writes, caller)

    async with house.writing() as writes:
        await first(house, writes, caller)
        waiting = asyncio.create_task(late())
        assert await asyncio.wait([waiting], timeout=0.3) == (set(), {waiting})
    outcome = await asyncio.gather(waiting, return_exceptions=True)
    await elsewhere.close()
    return outcome[0]


@pytest.mark.parametrize("name", [in_roster, in_override, in_group])
async def test_who_is_switched_off_is_named_by_nobody_who_waited(house: House, url: str, name: Deed) -> None:
    assert isinstance(await one_after_the_other(house, url, off("ann"), name), Invalid)


@pytest.mark.parametrize("name", [in_roster, in_override])
async def test_whom_somebody_names_is_switched_off_by_nobody_who_waited(house: House, url: str, name: Deed) -> None:
    assert isinstance(await one_after_the_other(house, url, name, off("ann")), Conflict)


async def test_who_joins_a_group_at_the_moment_of_leaving_stays_in_none_that_was_not_seen(
    house: House, url: str
) -> None:
    outcome = await one_after_the_other(house, url, in_group, off("ann"))
    async with house.reading() as reads:
        ann, standing = await reads.contact(house.ann.id), await reads.memberships_of([house.ann.id])
    # PostgreSQL's second has looked for groups before the first was over, and gives up.
    assert (ann.is_active, len(standing)) == ((True, 1) if isinstance(outcome, Busy) else (False, 0))


async def test_of_the_last_two_of_a_group_that_a_roster_names_one_stays(house: House, url: str) -> None:
    await house.save(house.membership(house.ann), house.membership(house.ben))
    await house.save(house.roster_revision(1, [], [house.group]))
    assert isinstance(await one_after_the_other(house, url, off("ann"), off("ben")), Conflict)
    async with house.reading() as reads:
        assert await reads.memberships_of([house.ann.id, house.ben.id]) == (house.membership(house.ben),)


def told(kind: str, name: str) -> Deed:
    """Some program tells a field of a profile."""

    async def deed(house: House, writes: Writes, caller: Caller) -> object:
        match kind:
            case "contact":
                wish = ContactWish(profile={name: "x"})
                return await contacts.change_contact(writes, caller, house.ann.id, wish, MADE)
            case "group":
                return await groups.change_group(writes, caller, house.group.id, GroupWish(profile={name: "x"}), MADE)
            case _:
                return await contacts.change_customer(writes, caller, house.acme.id, profile={name: "x"}, now=MADE)

    return deed


@pytest.mark.parametrize("kind", ["customer", "contact", "group"])
async def test_what_two_programs_tell_of_one_profile_is_kept_of_both(house: House, url: str, kind: str) -> None:
    outcome = await one_after_the_other(house, url, told(kind, "city"), told(kind, "zip"))
    assert isinstance(outcome, Customer | Contact | Group), outcome
    assert read_profile(outcome.profile) == {"city": "x", "zip": "x"}


async def test_of_several_that_bring_the_same_id_along_one_keeps_it(house: House, url: str) -> None:
    elsewhere = await open_store(url)
    wish = ContactWish(id=ContactId(9_000), customer_id=house.acme.id, first_name="Zoe")
    caller = Caller(account=house.account, customer_id=house.acme.id, role=Role.ADMIN)

    async def bring(store: Store) -> object:
        async with store.writing(house.provider_id) as writes:
            return await contacts.add_contact(writes, caller, wish, MADE)

    made = await asyncio.gather(*(bring(one) for one in (house.store, elsewhere) * 3), return_exceptions=True)
    await elsewhere.close()
    assert Counter(type(one) for one in made) == {Contact: 1, Taken: 5}


async def test_the_first_provider_may_have_the_number_that_programs_know(url: str) -> None:
    store = await open_store(url, first_provider=2)
    made = [await store.new_provider(name, MADE, is_first=name == "A") for name in "ABC"]
    root, *others = [one.id for one in made]
    customer = changed(made[0], id=CustomerId(0), parent_id=made[0].id, name="Acme")
    async with store.writing(made[0].provider_id) as writes:
        await writes.save(changed(customer, id=CustomerId(await writes.new_id(Customer))))
        [_, acme] = await writes.customers()
    await store.close()
    assert root == 2
    assert len({root, *others, acme.id}) == 4


# ── what ends while somebody puts something below it ─────────────────────────────────────────────────────────────

LATER = MADE + HOUR


async def schedule_ends(house: House, writes: Writes, caller: Caller) -> object:
    return await endings.end_schedule(writes, caller, house.schedule.id, LATER)


async def roster_ends(house: House, writes: Writes, caller: Caller) -> object:
    plan = await writes.roster_plan(house.roster.id)
    return await endings.end_roster(writes, caller, plan, LATER)


async def group_ends(house: House, writes: Writes, caller: Caller) -> object:
    return await endings.end_group(writes, caller, house.group.id, LATER)


async def customer_ends(house: House, writes: Writes, caller: Caller) -> object:
    """Acme, which has nothing by now that would be in the way."""
    provider = msgspec.structs.replace(caller, customer_id=house.provider.id)
    return await endings.end_customer(writes, provider, house.acme.id, LATER)


async def new_tier(house: House, writes: Writes, caller: Caller) -> object:
    return await tiers.add_tier(writes, caller, house.schedule.id, TierWish(), LATER)


async def new_layers(house: House, writes: Writes, caller: Caller) -> object:
    return await tiers.change_tier(writes, caller, house.tier.id, TierWish(layers=(layer([house.ann]),)), LATER)


async def new_name(house: House, writes: Writes, caller: Caller) -> object:
    wish = ScheduleWish(customer=house.acme.id, name="Other")
    return await schedules.change_schedule(writes, caller, house.schedule.id, wish, LATER)


async def new_shifts(house: House, writes: Writes, caller: Caller) -> object:
    shift = RosterShift(id="", name="Night", schedule=OneTime(MADE, MADE + HOUR), contacts=(house.ann.id,))
    wish = RosterWish(name="Desk", tz="UTC", shifts=(shift,), named=(("users", house.ann.id),))
    plan = await find_roster_place(writes, caller, house.roster.id)
    return await rosters.rewrite_roster(writes, caller, plan.plan, wish, LATER)


async def group_in_roster(house: House, writes: Writes, caller: Caller) -> object:
    """The group is named by a roster."""
    shift = RosterShift(id="", name="Night", schedule=OneTime(MADE, MADE + HOUR), groups=(house.group.id,))
    wish = RosterWish(name="Yard", tz="UTC", shifts=(shift,), named_groups=(("groups", house.group.id),))
    return await rosters.add_roster(writes, caller, house.acme, wish, LATER)


async def new_schedule(house: House, writes: Writes, caller: Caller) -> object:
    return await schedules.add_schedule(writes, caller, ScheduleWish(customer=house.acme.id, name="New"), LATER)


async def new_roster(house: House, writes: Writes, caller: Caller) -> object:
    return await rosters.add_roster(writes, caller, house.acme, RosterWish(name="Yard", tz="UTC", shifts=()), LATER)


async def new_contact(house: House, writes: Writes, caller: Caller) -> object:
    return await contacts.add_contact(writes, caller, ContactWish(customer_id=house.acme.id, first_name="Eve"), LATER)


async def new_group(house: House, writes: Writes, caller: Caller) -> object:
    return await groups.add_group(writes, caller, house.acme.id, GroupWish(name="Owls"), LATER)


@pytest.mark.parametrize(
    ("end", "add"),
    [
        (schedule_ends, new_tier),
        (schedule_ends, new_layers),
        (schedule_ends, new_name),
        (schedule_ends, in_override),
        (roster_ends, new_shifts),
        (group_ends, in_group),
        (group_ends, group_in_roster),
    ],
)
async def test_nothing_is_put_below_what_ends_meanwhile(house: House, url: str, end: Deed, add: Deed) -> None:
    await house.save(house.roster_revision(1, [house.ben]))
    assert isinstance(await one_after_the_other(house, url, end, add), NotFound | Invalid)


@pytest.mark.parametrize("add", [new_schedule, new_roster, new_contact, new_group])
async def test_nor_below_a_customer(house: House, url: str, add: Deed) -> None:
    await house.delete(house.schedule, house.roster)
    assert isinstance(await one_after_the_other(house, url, customer_ends, add), NotFound | Invalid | Conflict)
    async with house.reading() as reads:
        assert await reads.owned_by(house.acme.id) == ()
        assert (await reads.group_page(customers=None, cut=Cut())).total == 0


@pytest.mark.parametrize("add", [new_tier, new_layers, in_override])
async def test_what_was_put_below_before_ends_with_it(house: House, url: str, add: Deed) -> None:
    await one_after_the_other(house, url, add, schedule_ends)
    async with house.reading() as reads:
        assert (await reads.tier_page(customers=None, schedule_id=None, cut=Cut())).total == 0
        plans = await reads.ever.tier_plans(house.schedule.id)
    assert {plan.tier.ended_at for plan in plans} == {LATER}
    assert [plan.layers for plan in plans] == [()] * len(plans)
    assert all(one.end_at <= LATER for plan in plans for one in plan.overrides)


@pytest.mark.parametrize(("add", "end"), [(group_in_roster, group_ends), (new_schedule, customer_ends)])
async def test_or_keeps_it_from_ending(house: House, url: str, add: Deed, end: Deed) -> None:
    await house.delete(house.schedule, house.roster)
    assert isinstance(await one_after_the_other(house, url, add, end), Conflict)


async def test_of_the_last_two_tiers_one_stays(house: House, url: str) -> None:
    await house.save(second := await house.made_tier(house.schedule, 2))

    def ends(tier: Tier) -> Deed:
        return lambda _, writes, caller: endings.end_tier(writes, caller, tier.id, LATER)

    assert isinstance(await one_after_the_other(house, url, ends(house.tier), ends(second)), Conflict)


async def test_of_two_who_bring_something_back_one_does(house: House, url: str) -> None:
    caller = Caller(account=house.account, customer_id=house.acme.id, role=Role.ADMIN)
    async with house.writing() as writes:
        await schedule_ends(house, writes, caller)

    async def back(house: House, writes: Writes, caller: Caller) -> object:
        return await endings.bring_back_schedule(writes, caller, house.schedule.id, endings.Return(), LATER)

    assert isinstance(await one_after_the_other(house, url, back, back), Conflict)


async def test_what_is_erased_does_not_come_back_meanwhile(house: House, url: str) -> None:
    caller = Caller(account=house.account, customer_id=house.acme.id, role=Role.ADMIN)
    async with house.writing() as writes:
        await schedule_ends(house, writes, caller)

    async def erased(house: House, writes: Writes, caller: Caller) -> object:
        return await erasing.erase_schedule(writes, caller, house.schedule.id, house.schedule.name)

    async def back(house: House, writes: Writes, caller: Caller) -> object:
        return await endings.bring_back_schedule(writes, caller, house.schedule.id, endings.Return(), LATER)

    assert isinstance(await one_after_the_other(house, url, erased, back), NotFound)


async def test_nor_is_what_came_back_erased_meanwhile(house: House, url: str) -> None:
    caller = Caller(account=house.account, customer_id=house.acme.id, role=Role.ADMIN)
    async with house.writing() as writes:
        await schedule_ends(house, writes, caller)

    async def back(house: House, writes: Writes, caller: Caller) -> object:
        return await endings.bring_back_schedule(writes, caller, house.schedule.id, endings.Return(), LATER)

    async def erased(house: House, writes: Writes, caller: Caller) -> object:
        return await erasing.erase_schedule(writes, caller, house.schedule.id, house.schedule.name)

    assert isinstance(await one_after_the_other(house, url, back, erased), Conflict)


async def test_who_is_erased_is_not_switched_on_meanwhile(house: House, url: str) -> None:
    await house.save(changed(house.ben, is_active=False))

    async def erased(house: House, writes: Writes, caller: Caller) -> object:
        return await erasing.erase_person(writes, caller, house.ben.id, house.ben.full_name, LATER)

    async def on(house: House, writes: Writes, caller: Caller) -> object:
        return await contacts.activate_contact(writes, caller, house.ben.id, LATER)

    assert isinstance(await one_after_the_other(house, url, erased, on), Conflict)


async def test_numbers_are_given_once_however_many_ask(house: House, url: str) -> None:
    elsewhere = await open_store(url)
    houses = (house, House(**{**vars(house), "store": elsewhere}))
    given = await asyncio.gather(*(houses[turn % 2].override(turn, turn + 1) for turn in range(20)))
    await elsewhere.close()
    assert len({one.id for one in given}) == 20


async def test_of_several_processes_one_moves_what_newer_zone_data_move(house: House, url: str) -> None:
    house.store.zone_data = "2020a"
    tiers = [await house.made_tier(house.schedule, number) for number in range(2, 2 + SPANS)]
    reading = zone("Europe/Berlin").reading(MADE + 48 * HOUR)
    wrong = msgspec.structs.replace(
        layer([house.ann]), tz="Europe/Berlin", start=MADE + 47 * HOUR, start_reading=reading
    )
    for tier in tiers:
        rules = msgspec.structs.replace(house.revision(1, tier=tier), layers=(wrong,))
        await house.save(tier, rules)
    racing = [("tests.store.rereader", url, version) for version in ("", "", "", "2019a")]
    *moved, by_older = [int(text) for text in await asyncio.to_thread(raced, *racing)]
    assert (sum(moved), by_older) == (SPANS, 0)
    async with house.reading() as reads:
        plans = await reads.tier_plans_among([tier.id for tier in tiers])
    assert {(len(plan.revisions), plan.layers[0].start) for plan in plans.values()} == {(2, MADE + 48 * HOUR)}
