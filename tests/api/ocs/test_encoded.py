"""Full tiers kept in pieces: whatever is kept, the answer is what a fresh one would be."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.domain.values import DAY, NOON, PROVIDER, SCHEDULE, TIER, layer, override
from watchbill.api.ocs.encoded import EncodedTier, EncodedTiers
from watchbill.api.ocs.wire import AHEAD
from watchbill.domain.computed import StoredLanes, stored_lanes
from watchbill.domain.duty import duty
from watchbill.domain.model import AccountId, LayerRule, Revision, TierId, TierPlan
from watchbill.engine import Span

HOURLY = layer(6, 7, index=1, rotation='{"type":"hourly","interval":5}', tz="Europe/Berlin")
WEEKLY = msgspec.structs.replace(layer(6, 7, index=2, rotation='{"type":"weekly"}'), end=NOON + 61 * DAY)


def plan_of(*layers: LayerRule, id: int = 7) -> TierPlan:
    """A tier with these layers, and an override that is over soon and one that goes on where requests end."""
    revision = Revision(
        provider_id=PROVIDER,
        tier_id=TierId(id),
        number=1,
        counts_from=None,
        saved_at=0,
        saved_by=AccountId(1),
        layers=layers,
    )
    return TierPlan(
        tier=msgspec.structs.replace(TIER, id=TierId(id)),
        schedule=SCHEDULE,
        revisions=(revision,),
        overrides=(override(1, NOON, NOON + DAY), override(2, NOON + 59 * DAY, NOON + 64 * DAY)),
    )


PLAN = plan_of(layer(6, 7), HOURLY, WEEKLY)


def said(tier: EncodedTier, now: int, stored: StoredLanes | None = None) -> bytes:
    return tier.body(duty(tier.plan, now), {}, now, stored)


@settings(deadline=None, max_examples=30)
@given(some.lists(some.integers(-5 * DAY, 10 * DAY), min_size=1, max_size=10))
def test_what_is_kept_says_what_a_fresh_one_says(moments: list[int]) -> None:
    tiers = EncodedTiers()
    for after in moments:
        now = NOON + after
        kept = said(tiers.tier(PLAN, now), now)
        assert kept == said(EncodedTier(PLAN, now), now)
        assert kept == said(EncodedTier(PLAN, now), now, stored_lanes([PLAN], Span(now, now + AHEAD)))


def test_a_second_later_the_same_is_used_again() -> None:
    tiers = EncodedTiers()
    assert tiers.tier(PLAN, NOON) is tiers.tier(PLAN, NOON + 1)


def test_a_plan_that_was_read_again_and_is_the_same_is_known() -> None:
    tiers = EncodedTiers()
    again = msgspec.structs.replace(PLAN)
    assert tiers.tier(PLAN, NOON) is tiers.tier(again, NOON)


def test_an_edit_of_the_schedule_that_it_does_not_show_is_none() -> None:
    tiers = EncodedTiers()
    edited = msgspec.structs.replace(PLAN, schedule=msgspec.structs.replace(SCHEDULE, updated_at=NOON))
    assert tiers.tier(PLAN, NOON) is tiers.tier(edited, NOON)


def test_very_many_shifts_are_not_kept() -> None:
    hourly = layer(6, 7, rotation='{"type":"hourly"}')
    assert EncodedTier(plan_of(hourly), NOON).has_shifts
    assert not EncodedTier(plan_of(hourly, msgspec.structs.replace(hourly, index=1)), NOON).has_shifts


def test_a_plan_that_changed_is_encoded_anew() -> None:
    tiers = EncodedTiers()
    tiers.tier(PLAN, NOON)
    assert tiers.tier(plan_of(), NOON).plan == plan_of()


def test_a_tier_without_layers_has_one_empty_list() -> None:
    assert said(EncodedTier(plan_of(), NOON + 70 * DAY), NOON + 70 * DAY).endswith(b'"schedule":[[]]}')


@pytest.mark.parametrize("kept", [0, 40_000])
def test_no_more_is_kept_than_may_be(kept: int) -> None:
    tiers = EncodedTiers(kept_bytes=kept)
    for id in range(20):
        tiers.tier(plan_of(layer(6), id=id), NOON)
    assert tiers.weight <= kept
