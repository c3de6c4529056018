"""Computed schedules: how many shifts there may be, where they end otherwise, and whom they name."""

import pytest

from tests.domain.values import DAY, HOUR, NOON, PROVIDER, SCHEDULE, TIER, layer, override
from watchbill.domain.computed import MOST, are_many, computed, is_much, nameable, stored_lanes, whom_shown
from watchbill.domain.errors import Invalid
from watchbill.domain.model import AccountId, LayerRule, Override, Revision, TierPlan
from watchbill.domain.tiers import TierWish, preview
from watchbill.engine import Span

HOURLY = '{"type":"hourly"}'
TWO_YEARS = Span(NOON, NOON + 730 * DAY)


def revision(number: int, counts_from: int | None, *layers: LayerRule) -> Revision:
    return Revision(
        provider_id=PROVIDER,
        tier_id=TIER.id,
        number=number,
        counts_from=counts_from,
        saved_at=0,
        saved_by=AccountId(1),
        layers=layers,
    )


def plan_of(*revisions: Revision, overrides: tuple[Override, ...] = ()) -> TierPlan:
    return TierPlan(tier=TIER, schedule=SCHEDULE, revisions=revisions, overrides=overrides)


EMPTY = plan_of()
BY_THE_HOUR = plan_of(revision(1, None, layer(6, 7, rotation=HOURLY)))


def test_a_thousand_layers_by_the_hour_are_refused_at_the_second() -> None:
    wish = TierWish(layers=tuple(layer(6, 7, rotation=HOURLY, index=index) for index in range(1_000)))
    with pytest.raises(Invalid, match="20,000 entries"):
        computed(preview(EMPTY, wish), TWO_YEARS)


def test_on_demand_shifts_count_as_well() -> None:
    many = tuple(override(id, NOON + id * HOUR, NOON + id * HOUR + 60) for id in range(1, MOST // 2 + 2))
    with pytest.raises(Invalid):
        computed(preview(plan_of(overrides=many), TierWish()), TWO_YEARS)
    assert len(computed(preview(plan_of(overrides=many[1:]), TierWish()), TWO_YEARS).lanes[0]) == MOST // 2


def test_what_is_stored_ends_where_there_would_be_too_much() -> None:
    stored = stored_lanes([BY_THE_HOUR, BY_THE_HOUR], TWO_YEARS)
    assert stored.until == NOON + 10_000 * HOUR
    assert [[(lane[0].start, lane[-1].end) for lane in lanes] for lanes in stored.tiers] == [[(NOON, stored.until)]] * 2


def test_a_long_shift_at_another_tier_is_cut_there() -> None:
    one = plan_of(revision(1, None, layer(8)))
    stored = stored_lanes([one, BY_THE_HOUR, BY_THE_HOUR], TWO_YEARS)
    assert [lanes[0][-1].end for lanes in stored.tiers] == [stored.until] * 3


def test_as_many_as_there_may_be_end_nowhere() -> None:
    stored = stored_lanes([BY_THE_HOUR], TWO_YEARS)
    assert (len(stored.tiers[0][0]), stored.until) == (730 * 24, None)


def test_what_is_much_is_known_by_arithmetic() -> None:
    by_the_day, sixty_days = plan_of(revision(1, None, layer(6, 7))), Span(NOON, NOON + 60 * DAY)
    assert not are_many([by_the_day, BY_THE_HOUR], sixty_days)
    assert are_many([BY_THE_HOUR, BY_THE_HOUR], sixty_days)
    assert not is_much(by_the_day, TierWish(), sixty_days)
    assert is_much(by_the_day, TierWish(layers=BY_THE_HOUR.layers), TWO_YEARS)
    assert is_much(EMPTY, TierWish(layers=tuple(layer(6, index=index) for index in range(51))), sixty_days)


def test_whom_a_window_may_name_is_by_the_rules_of_then() -> None:
    plan = plan_of(
        revision(1, None, layer(6)),
        revision(2, NOON, layer(7, 8)),
        overrides=(override(1, NOON - DAY, NOON - HOUR, contact=9), override(2, NOON + DAY, NOON + 2 * DAY, contact=5)),
    )
    assert nameable(plan, Span(NOON - DAY, NOON)) == {6, 9}
    assert nameable(plan, Span(NOON, NOON + DAY)) == {7, 8}
    assert whom_shown(plan, Span(NOON, NOON + DAY), NOON) == {5, 7, 8}
