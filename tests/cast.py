"""The cast of the tests: a provider with two customers, who works where, and a schedule to be on call for."""

import functools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import argon2

from watchbill.domain import accounts
from watchbill.domain.model import (
    Account,
    AccountId,
    Contact,
    ContactId,
    Customer,
    CustomerId,
    LayerRule,
    Override,
    OverrideId,
    ProviderId,
    Record,
    Revision,
    Role,
    Schedule,
    ScheduleId,
    Tier,
    TierId,
)
from watchbill.domain.ports import Store, Writes

PASSWORD = "correct horse battery staple"

MONTH = datetime(2026, 6, 1, tzinfo=UTC)
"""June 2026 begins on a Monday; everything that the cast does happens around it."""


def on(day: int, time: str = "00:00") -> str:
    """An instant of June 2026 as the APIs write it; day 0 is the last of May, day 31 the first of July."""
    hours, minutes = (int(part) for part in time.split(":"))
    return f"{MONTH + timedelta(days=day - 1, hours=hours, minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"


def at(text: str) -> int:
    """The instant that a text such as `2026-06-10T12:00:00Z` names, in seconds."""
    return int(datetime.fromisoformat(text).timestamp())


NOW = at(on(10, "12:00"))
"""A Wednesday noon."""

EARLIER = at("2026-05-01T08:00:00Z")
"""When all that the cast has was made."""


@dataclass(frozen=True)
class Person:
    """Somebody who signs in, with a token; `contact` is who they are on call, if ever."""

    account: Account
    token: str
    contact: Contact | None = None

    @property
    def id(self) -> ContactId:
        """The id of the person's contact."""
        assert self.contact is not None
        return self.contact.id


@dataclass(frozen=True)
class World:
    """Northwind is the provider, Acme and Globex its customers.

    Alice is admin at Northwind; at Acme Bob is manager, Rita responder and Vera viewer; Mallory is admin at Globex and
    must not get in. Ann and Ben are contacts of Acme, Ivy one who was switched off, Nora is Northwind's, Gus Globex's.

    Acme has the schedule `noc`: at tier `first` Ann and Bob take daily turns from the 1st at 08:00 UTC on, and Rita
    covers the 12th from 08:00 to 20:00 (`cover`); tier `second` never had layers. Globex has `desk`, with Gus alone.
    """

    northwind: Customer
    acme: Customer
    globex: Customer
    alice: Person
    bob: Person
    rita: Person
    vera: Person
    mallory: Person
    ann: Contact
    ben: Contact
    ivy: Contact
    nora: Contact
    gus: Contact
    noc: Schedule
    first: Tier
    second: Tier
    cover: Override
    desk: Schedule
    desk_tier: Tier
    desk_cover: Override


@functools.cache
def password_hash() -> str:
    """The hash of everybody's password, as cheap to check as argon2 allows."""
    return argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


async def seeded(store: Store, now: int = EARLIER) -> World:
    """Make a provider with the whole cast in a store; a store may hold many such worlds side by side."""
    northwind = await store.new_provider("Northwind", now)
    async with store.writing(ProviderId(northwind.id)) as writes:
        return await _Seeding(writes, northwind, now).world()


@dataclass(frozen=True)
class _Seeding:
    writes: Writes
    northwind: Customer
    now: int

    @property
    def provider_id(self) -> ProviderId:
        return ProviderId(self.northwind.id)

    async def world(self) -> World:
        northwind, acme, globex = self.northwind, await self.customer("Acme"), await self.customer("Globex")
        ann, ben = await self.contact(acme, "Ann", "Abbott"), await self.contact(acme, "Ben", "Blake")
        bobs, ritas = await self.contact(acme, "Bob", "Baker"), await self.contact(acme, "Rita", "Reyes")
        ivy = await self.contact(acme, "Ivy", "Idle", is_active=False)
        nora, gus = await self.contact(northwind, "Nora", "Nash"), await self.contact(globex, "Gus", "Grant")
        alice = await self.person(northwind, "Alice", "Archer", Role.ADMIN)
        bob = await self.person(acme, "Bob", "Baker", Role.MANAGER, bobs)
        rita = await self.person(acme, "Rita", "Reyes", Role.RESPONDER, ritas)
        noc = await self.schedule(acme, "Acme NOC", alice)
        first = await self.tier(noc, 1, alice, ann, bobs)
        desk = await self.schedule(globex, "Globex desk", alice)
        desk_tier = await self.tier(desk, 1, alice, gus)
        return World(
            northwind=northwind, acme=acme, globex=globex,
            alice=alice, bob=bob, rita=rita,
            vera=await self.person(acme, "Vera", "Voss", Role.VIEWER),
            mallory=await self.person(globex, "Mallory", "Moss", Role.ADMIN, gus),
            ann=ann, ben=ben, ivy=ivy, nora=nora, gus=gus,
            noc=noc, first=first, second=await self.tier(noc, 2, alice),
            cover=await self.cover(first, ritas, on(12, "08:00"), on(12, "20:00"), rita),
            desk=desk, desk_tier=desk_tier,
            desk_cover=await self.cover(desk_tier, gus, on(12, "08:00"), on(12, "20:00"), alice),
        )  # fmt: skip

    async def new_id(self, kind: type[Record]) -> int:
        return await self.writes.new_id(kind)

    async def customer(self, name: str) -> Customer:
        customer = Customer(
            provider_id=self.provider_id,
            id=CustomerId(await self.new_id(Customer)),
            ordinal=await self.writes.new_ordinal(),
            parent_id=self.northwind.id,
            name=name,
            created_at=self.now,
            updated_at=self.now,
        )
        await self.writes.save(customer)
        return customer

    async def contact(self, customer: Customer, first_name: str, last_name: str, *, is_active: bool = True) -> Contact:
        id = ContactId(await self.new_id(Contact))
        contact = Contact(
            provider_id=self.provider_id,
            id=id,
            ordinal=await self.writes.new_ordinal(),
            customer_id=customer.id,
            login_name=f"{first_name}.{last_name}.{id}".lower(),
            first_name=first_name,
            last_name=last_name,
            email=f"{first_name}@{customer.name}.example".lower(),
            phone=f"+4420794{id % 100_000:05}",
            is_active=is_active,
            created_at=self.now,
            updated_at=self.now,
        )
        await self.writes.save(contact)
        return contact

    async def person(
        self, customer: Customer, first_name: str, last_name: str, role: Role, contact: Contact | None = None
    ) -> Person:
        account = Account(
            provider_id=self.provider_id,
            id=AccountId(await self.new_id(Account)),
            customer_id=customer.id,
            contact_id=contact.id if contact else None,
            # A user name is unique in the installation, and a store may hold many worlds.
            username=f"{first_name}.{self.northwind.id}".lower(),
            first_name=first_name,
            last_name=last_name,
            email=f"{first_name}@{customer.name}.example".lower(),
            role=role,
            password_hash=password_hash(),
            created_at=self.now,
            updated_at=self.now,
        )
        await self.writes.save(account)
        token, _ = await accounts.issue_token(self.writes, account, name="tests", now=self.now)
        return Person(account, token, contact)

    async def schedule(self, customer: Customer, name: str, by: Person) -> Schedule:
        schedule = Schedule(
            provider_id=self.provider_id,
            id=ScheduleId(await self.new_id(Schedule)),
            customer_id=customer.id,
            name=name,
            default_email=f"noc@{customer.name}.example".lower(),
            default_phone="+442079460000",
            created_at=self.now,
            updated_at=self.now,
            created_by=by.account.id,
            updated_by=by.account.id,
        )
        await self.writes.save(schedule)
        return schedule

    async def tier(self, schedule: Schedule, number: int, by: Person, *contacts: Contact) -> Tier:
        tier = Tier(
            provider_id=self.provider_id,
            id=TierId(await self.new_id(Tier)),
            schedule_id=schedule.id,
            number=number,
            created_at=self.now,
            updated_at=self.now,
        )
        await self.writes.save(tier)
        if contacts:
            await self.writes.save(self.revision(tier, by, *contacts))
        return tier

    def revision(self, tier: Tier, by: Person, *contacts: Contact) -> Revision:
        layer = LayerRule(
            start=at(on(1, "08:00")),
            rotation='{"type":"daily"}',
            restrictions="null",
            contacts=tuple(contact.id for contact in contacts),
            index=0,
            tz="UTC",
        )
        return Revision(
            provider_id=self.provider_id,
            tier_id=tier.id,
            number=1,
            counts_from=None,
            saved_at=self.now,
            saved_by=by.account.id,
            layers=(layer,),
        )

    async def cover(self, tier: Tier, contact: Contact, start: str, end: str, by: Person) -> Override:
        override = Override(
            provider_id=self.provider_id,
            id=OverrideId(await self.new_id(Override)),
            tier_id=tier.id,
            contact_id=contact.id,
            start_at=at(start),
            end_at=at(end),
            created_at=self.now,
            created_by=by.account.id,
        )
        await self.writes.save(override)
        return override
