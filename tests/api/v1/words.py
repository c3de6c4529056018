"""Records that the tests of this family add to the cast's, short to write."""

from tests.cast import EARLIER, World, at, on
from watchbill.domain.model import (
    Contact,
    ContactId,
    Customer,
    Group,
    GroupId,
    LayerRule,
    Membership,
    Override,
    OverrideId,
    Revision,
    Roster,
    RosterId,
    RosterRevision,
    RosterShift,
    Tier,
)
from watchbill.engine import Daily, OneTime, Recurring

JUNE_FIRST = 739_768
"""2026-06-01 as `date.toordinal()` counts."""


def daily(name: str, start: int, end: int, *people: Contact, groups: tuple[Group, ...] = ()) -> RosterShift:
    """A shift every day from hour to hour."""
    return RosterShift(
        id=f"ESD-{name}",
        name=name,
        schedule=Recurring(JUNE_FIRST, start * 3600, end * 3600, Daily(1)),
        contacts=tuple(one.id for one in people),
        groups=tuple(GroupId(one.id) for one in groups),
    )


def once(name: str, start: str, end: str, *people: Contact) -> RosterShift:
    """A single shift."""
    span = OneTime(at(start), at(end))
    return RosterShift(id=f"ESD-{name}", name=name, schedule=span, contacts=tuple(one.id for one in people))


def roster(world: World, customer: Customer, name: str, *shifts: RosterShift) -> tuple[Roster, RosterRevision]:
    """A roster in UTC, and the revision that it has from ever."""
    id = RosterId(f"ES-{name}-{world.northwind.id}")
    provider_id = world.northwind.provider_id
    return (
        Roster(provider_id=provider_id, id=id, customer_id=customer.id, name=name, created_at=EARLIER),
        RosterRevision(
            provider_id=provider_id,
            roster_id=id,
            number=1,
            counts_from=None,
            saved_at=EARLIER,
            saved_by=world.alice.account.id,
            tz="UTC",
            shifts=shifts,
        ),
    )


def revision(
    world: World, tier: Tier, number: int, counts_from: str | None, *people: Contact, rotation: str = "daily"
) -> Revision:
    """One layer of turns at 08:00 from the 1st on, in force from a moment on."""
    layer = LayerRule(
        start=at(on(1, "08:00")),
        rotation=f'{{"type":"{rotation}"}}',
        restrictions="null",
        contacts=tuple(ContactId(one.id) for one in people),
        index=0,
        tz="UTC",
    )
    return Revision(
        provider_id=world.northwind.provider_id,
        tier_id=tier.id,
        number=number,
        counts_from=None if counts_from is None else at(counts_from),
        saved_at=EARLIER,
        saved_by=world.alice.account.id,
        layers=(layer,) if people else (),
    )


def cover(world: World, tier: Tier, contact: Contact, start_at: int) -> Override:
    """An on-demand shift of an hour."""
    return Override(
        provider_id=world.northwind.provider_id,
        id=OverrideId(start_at),
        tier_id=tier.id,
        contact_id=contact.id,
        start_at=start_at,
        end_at=start_at + 3600,
        created_at=EARLIER,
        created_by=world.alice.account.id,
    )


def group(world: World, customer: Customer, name: str) -> Group:
    return Group(
        provider_id=world.northwind.provider_id,
        id=GroupId(f"{name}-{world.northwind.id}"),
        customer_id=customer.id,
        name=name,
        created_at=EARLIER,
    )


def member(of: Group, contact: Contact, joined: str, left: str | None = None) -> Membership:
    return Membership(
        provider_id=of.provider_id,
        group_id=of.id,
        contact_id=contact.id,
        joined_at=at(joined),
        left_at=None if left is None else at(left),
    )
