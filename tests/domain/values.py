"""Records to build tests from: short to write, the same everywhere."""

from watchbill.domain.model import (
    AccountId,
    ContactId,
    CustomerId,
    LayerRule,
    Override,
    OverrideId,
    ProviderId,
    Revision,
    Schedule,
    ScheduleId,
    Tier,
    TierId,
    TierPlan,
)

HOUR = 3600
DAY = 24 * HOUR
NOON = 1_780_315_200
"""2026-06-01T12:00:00Z, a Monday."""

PROVIDER = ProviderId(1)
TIER = Tier(provider_id=PROVIDER, id=TierId(7), schedule_id=ScheduleId(3), number=1, created_at=0, updated_at=0)
SCHEDULE = Schedule(
    provider_id=PROVIDER,
    id=ScheduleId(3),
    customer_id=CustomerId(2),
    name="NOC",
    created_at=0,
    updated_at=0,
    created_by=AccountId(1),
    updated_by=AccountId(1),
)


def layer(*contacts, start=NOON - 30 * DAY, index=0, rotation='{"type":"daily"}', restrictions="null", tz="UTC"):
    return LayerRule(
        start=start,
        rotation=rotation,
        restrictions=restrictions,
        contacts=tuple(ContactId(id) for id in contacts),
        index=index,
        tz=tz,
    )


def override(id, start, end, contact=9):
    return Override(
        provider_id=PROVIDER,
        id=OverrideId(id),
        tier_id=TIER.id,
        contact_id=ContactId(contact),
        start_at=start,
        end_at=end,
        created_at=0,
        created_by=AccountId(1),
    )


def revision(number, counts_from, *layers):
    return Revision(
        provider_id=PROVIDER,
        tier_id=TIER.id,
        number=number,
        counts_from=counts_from,
        saved_at=counts_from or 0,
        saved_by=AccountId(1),
        layers=layers,
    )


def plan(*revisions, overrides=()):
    return TierPlan(tier=TIER, schedule=SCHEDULE, revisions=revisions, overrides=tuple(overrides))
