"""Decisions about tiers, overrides and rosters, on a store in memory: numbers, the last tier, what is cut, anchors."""

import msgspec
import pytest

from tests.cast import NOW, at, on
from tests.domain.test_use_cases import caller
from watchbill.domain import endings, overrides, previews, rosters, schedules, tiers
from watchbill.domain.covers import covers
from watchbill.domain.errors import Conflict, Forbidden, Invalid, NotFound, Taken, Unknown
from watchbill.domain.model import ContactId, RosterShift
from watchbill.domain.overrides import OverrideWish
from watchbill.domain.ports import Cut
from watchbill.domain.rosters import RosterWish, anchored
from watchbill.domain.tiers import TierWish
from watchbill.engine import Daily, OneTime, Recurring

JUNE_FIRST = 739_768

pytestmark = pytest.mark.anyio


def wish(world, start, end, **more):
    return OverrideWish(tier=world.first.id, contact_id=world.ann.id, start=at(start), end=at(end), **more)


class Unplanned:
    """Writes whose plans nobody may ask for: without a plan nothing can be worked out."""

    def __init__(self, writes):
        self._writes = writes

    def __getattr__(self, name):
        assert name not in ("tier_plan", "tier_plans", "tier_plans_among")
        return getattr(self._writes, name)


def shift(id, start_time=6 * 3600, **more):
    schedule = Recurring(JUNE_FIRST, start_time, start_time + 3600, Daily(1))
    return RosterShift(id=id, name=id or "new", schedule=schedule, **more)


def roster(*shifts, tz="America/New_York"):
    return RosterWish(name="Desk", tz=tz, shifts=shifts)


# ── tiers ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_gap_in_the_numbers_is_filled_first(writes, world):
    bob = caller(world.bob)
    await endings.end_tier(writes, bob, world.first.id, NOW)
    numbers = [(await tiers.add_tier(writes, bob, world.noc.id, TierWish(), NOW))[0].number for _ in range(2)]
    assert numbers == [1, 3]


async def test_a_number_in_use_is_taken(writes, world):
    with pytest.raises(Taken):
        await tiers.add_tier(writes, caller(world.bob), world.noc.id, TierWish(number=2), NOW)


async def test_only_managers_add_and_end_tiers(writes, world):
    with pytest.raises(Forbidden):
        await tiers.add_tier(writes, caller(world.rita), world.noc.id, TierWish(), NOW)
    with pytest.raises(Forbidden):
        await endings.end_tier(writes, caller(world.rita), world.first.id, NOW)


async def test_a_tier_with_problems_is_not_made(writes, world):
    with pytest.raises(Invalid):
        await tiers.add_tier(writes, caller(world.bob), world.noc.id, TierWish(problems=(("x", "y"),)), NOW)
    assert len(await writes.tiers(world.noc.id)) == 2


async def test_the_last_tier_stays(writes, world):
    with pytest.raises(Conflict):
        await endings.end_tier(writes, caller(world.mallory), world.desk_tier.id, NOW)


async def test_a_tier_is_switched_off_by_managers_alone(writes, world):
    tier, _ = await tiers.change_tier(writes, caller(world.bob), world.first.id, TierWish(is_active=False), NOW)
    assert not tier.is_active
    with pytest.raises(Forbidden):
        await tiers.change_tier(writes, caller(world.rita), world.first.id, TierWish(is_active=True), NOW)


async def test_outlines_are_in_the_order_asked_for(writes, world):
    found = await schedules.outlines(writes, [world.desk, world.noc])
    assert [one.customer.name for one in found] == ["Globex", "Acme"]
    assert [[(size.tier.number, size.layers) for size in one.tiers] for one in found] == [[(1, 1)], [(1, 1), (2, 0)]]


# ── overrides ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["rita", "bob"])
async def test_of_a_span_that_is_refused_nothing_is_worked_out(writes, world, who):
    ages = wish(world, "1900-01-01T00:00:00Z", "3500-01-01T00:00:00Z")
    with pytest.raises(Invalid) as refused:
        await overrides.add_override(Unplanned(writes), caller(getattr(world, who)), ages, NOW)
    assert refused.value.problems == (("end", "An on-demand shift lasts at most 366 days."),)


async def test_what_is_split_is_told_with_its_new_piece(writes, world):
    laid = await overrides.add_override(
        writes, caller(world.bob), wish(world, on(12, "10:00"), on(12, "12:00"), is_sure=True), NOW
    )
    assert [(one.start_at, one.end_at) for one in laid.changed] == [
        (at(on(12, "08:00")), at(on(12, "10:00"))),
        (at(on(12, "12:00")), at(on(12, "20:00"))),
    ]
    assert laid.changed[0].id == world.cover.id
    assert (laid.deleted, await writes.override(laid.changed[1].id)) == ((), laid.changed[1])


async def test_what_is_swallowed_is_told_as_it_was(writes, world):
    swallowing = wish(world, on(12), on(13), is_sure=True)
    laid = await overrides.add_override(writes, caller(world.bob), swallowing, NOW)
    assert (laid.changed, laid.deleted) == ((), (world.cover,))


async def test_overrides_are_listed_over_everything_one_sees(writes, world):
    async def listed(who, **more):
        page = await overrides.list_overrides(writes, caller(who), None, Cut(order=("start_at",)), **more)
        return [one.id for one in page.rows]

    assert await listed(world.alice) == [world.cover.id, world.desk_cover.id]
    assert await listed(world.vera) == [world.cover.id]
    assert await listed(world.alice, contact_id=world.gus.id) == [world.desk_cover.id]
    assert await listed(world.alice, start=world.cover.end_at) == []


async def test_a_cover_has_its_place_its_person_and_its_author(writes, world):
    [cover] = await covers(writes, [world.cover])
    assert (cover.place.plan.tier, cover.person.id, cover.author) == (world.first, world.rita.id, world.rita.account)
    assert await covers(writes, []) == []


# ── rosters ──────────────────────────────────────────────────────────────────────────────────────────────────────


def starts(wish):
    return [one.anchor_at for one in wish.shifts]


def test_a_shift_is_anchored_where_it_starts_first():
    assert starts(anchored(roster(shift("")))) == [at("2026-06-01T10:00:00Z")]
    assert starts(anchored(roster(shift(""), tz="UTC"))) == [at("2026-06-01T06:00:00Z")]


def test_an_anchor_stays_while_date_and_zone_do():
    old = roster(shift("a", anchor_at=7))
    assert starts(anchored(roster(shift("a", 9 * 3600)), old)) == [7]
    assert starts(anchored(roster(shift("b")), old)) == [at("2026-06-01T10:00:00Z")]
    assert starts(anchored(roster(shift("a"), tz="UTC"), old)) == [at("2026-06-01T06:00:00Z")]


def test_a_single_shift_has_no_anchor():
    once = RosterShift(id="a", name="a", schedule=OneTime(NOW, NOW + 1), anchor_at=7)
    assert starts(anchored(roster(once), roster(shift("a", anchor_at=7)))) == [None]


async def test_who_is_named_now_is_no_former_member(writes, world):
    plan = await rosters.add_roster(
        writes, caller(world.bob), world.acme, roster(shift("", contacts=(ContactId(world.ann.id),))), NOW
    )
    assert rosters.named_now(plan) == {world.ann.id}
    assert (await rosters.current_people(writes, plan)).groups == {}


async def test_a_roster_is_made_at_ones_own_active_customer(writes, world):
    with pytest.raises(Invalid) as refused:
        await rosters.add_roster_of(writes, caller(world.bob), world.globex.id, roster(shift("")), NOW)
    assert refused.value.problems == (("customer", f"There is no customer {world.globex.id} here."),)
    await writes.save(msgspec.structs.replace(world.globex, is_active=False))
    with pytest.raises(Invalid, match="not active"):
        await rosters.add_roster_of(writes, caller(world.alice), world.globex.id, roster(shift("")), NOW)


# ── previews ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_occurrences_are_foretold_from_now_on_and_no_more_than_five():
    noon = at(on(10, "12:00"))
    [spans] = previews.next_occurrences(roster(shift("", 12 * 3600), tz="UTC"), noon)
    assert [span.start - noon for span in spans] == [0, 86_400, 2 * 86_400, 3 * 86_400, 4 * 86_400]


async def test_what_is_not_there_yet_has_no_id(writes, world):
    place = await previews.tier_to_be(writes, caller(world.vera), world.acme.id, TierWish(), NOW)
    assert (place.id, place.plan.revisions, place.customer) == (0, (), world.acme)


async def test_nobody_previews_at_anothers_customer(writes, world):
    with pytest.raises(Invalid):
        await previews.roster_to_be(writes, caller(world.mallory), world.acme.id, roster(shift("")), NOW)
    with pytest.raises(NotFound):
        await previews.tier_as_wished(writes, caller(world.mallory), world.first.id, TierWish(layers=()), NOW)


# ── reasons ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_unknown_thing_says_what_it_is_and_keeps_its_key():
    reason = Unknown("contact", 7)
    assert (reason, reason.key) == ("There is no contact 7 here.", 7)
