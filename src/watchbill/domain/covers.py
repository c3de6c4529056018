"""Covers: overrides with all that is told of them, where they are, who covers and who made them."""

from collections.abc import Sequence

import msgspec

from watchbill.domain.board import TierPlace
from watchbill.domain.model import Account, Contact, Override
from watchbill.domain.ports import Reads


class Cover(msgspec.Struct, frozen=True):
    """An override, its place, who covers there, and whose account made it."""

    override: Override
    place: TierPlace
    person: Contact
    author: Account | None


async def covers(reads: Reads, overrides: Sequence[Override]) -> list[Cover]:
    """The overrides with all that is told of them, in the same order, in few statements however many."""
    plans = await reads.tier_plans_among({one.tier_id for one in overrides})
    customers = await reads.customers_among({plan.schedule.customer_id for plan in plans.values()})
    places = {id: TierPlace(plan, customers[plan.schedule.customer_id]) for id, plan in plans.items()}
    people = await reads.contacts({one.contact_id for one in overrides})
    authors = await reads.accounts({one.created_by for one in overrides})
    return [Cover(one, places[one.tier_id], people[one.contact_id], authors.get(one.created_by)) for one in overrides]
