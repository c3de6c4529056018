"""A small house to keep promises in: a provider with a customer, two contacts, a schedule with a tier, a roster."""

import os
import sys
from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from watchbill.domain.model import (
    Account,
    Author,
    Contact,
    Customer,
    Feed,
    FeedKind,
    Group,
    GroupId,
    LayerRule,
    Membership,
    OAuthClient,
    Override,
    ProviderId,
    Record,
    Revision,
    Role,
    Roster,
    RosterId,
    RosterRevision,
    RosterShift,
    Schedule,
    Tier,
    Token,
    TokenKind,
)
from watchbill.domain.ports import Reads, Store, Writes
from watchbill.engine import OneTime

RecordT = TypeVar("RecordT", bound=Record)

SAME_IMPORTS = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
"""The environment in which another Python finds what this one finds."""

MADE = 1_780_000_000
HOUR = 3600


@dataclass(frozen=True)
class House:
    """A provider with something in it."""

    store: Store
    provider: Customer
    acme: Customer
    account: Account
    ann: Contact
    ben: Contact
    schedule: Schedule
    tier: Tier
    group: Group
    roster: Roster

    @property
    def provider_id(self) -> ProviderId:
        return self.provider.provider_id

    def reading(self) -> AbstractAsyncContextManager[Reads]:
        return self.store.reading(self.provider_id)

    def writing(self, by: Author | None = None) -> AbstractAsyncContextManager[Writes]:
        return self.store.writing(self.provider_id, by)

    async def save(self, *records: Record) -> None:
        async with self.writing() as writes:
            await writes.save(*records)

    async def delete(self, *records: Record) -> None:
        async with self.writing() as writes:
            await writes.delete(*records)

    async def contact(self, **fields: Any) -> Contact:
        return await self._new(Contact, **{"customer_id": self.acme.id, **fields})

    async def customer(self, name: str) -> Customer:
        return await self._new(Customer, parent_id=self.provider.id, name=name)

    async def made_account(self, username: str) -> Account:
        return await self._new(Account, customer_id=self.acme.id, username=username, role=Role.VIEWER)

    async def client(self, client_key: str) -> OAuthClient:
        fields = {"account_id": self.account.id, "client_key": client_key, "name": "NOC", "secret_hash": "5e"}
        return await self._new(OAuthClient, **fields)

    async def token(self, token_hash: str) -> Token:
        fields = {"account_id": self.account.id, "customer_id": self.acme.id, "role": Role.MANAGER}
        kind = TokenKind.API
        return await self._new(Token, kind=kind, name="ci", token_hash=token_hash, **fields)

    async def feed(self, secret_hash: str) -> Feed:
        fields = {"customer_id": self.acme.id, "created_by": self.account.id, "kind": FeedKind.TIER}
        return await self._new(Feed, secret_hash=secret_hash, subject=str(self.tier.id), tz="UTC", **fields)

    async def made_schedule(self, name: str, **fields: Any) -> Schedule:
        by = {"created_by": self.account.id, "updated_by": self.account.id}
        known: dict[str, Any] = {"customer_id": self.acme.id, **by, **fields}
        return await self._new(Schedule, name=name, **known)

    async def made_tier(self, schedule: Schedule, number: int) -> Tier:
        return await self._new(Tier, schedule_id=schedule.id, number=number)

    async def override(self, start: int, end: int, tier: Tier | None = None) -> Override:
        """From hour `start` to hour `end`, by Ann."""
        span = {"start_at": MADE + start * HOUR, "end_at": MADE + end * HOUR, "contact_id": self.ann.id}
        where = (tier or self.tier).id
        return await self._new(Override, tier_id=where, created_by=self.account.id, **span)

    def revision(self, number: int, *contacts: Contact, tier: Tier | None = None, end: int | None = None) -> Revision:
        return Revision(
            provider_id=self.provider_id,
            tier_id=(tier or self.tier).id,
            number=number,
            counts_from=None if number == 1 else MADE + number * HOUR,
            saved_at=MADE + number * HOUR,
            saved_by=self.account.id,
            layers=(layer(contacts, end),),
        )

    def roster_revision(self, number: int, contacts: Iterable[Contact], groups: Iterable[Group] = ()) -> RosterRevision:
        return RosterRevision(
            provider_id=self.provider_id,
            roster_id=self.roster.id,
            number=number,
            counts_from=None if number == 1 else MADE + number * HOUR,
            saved_at=MADE + number * HOUR,
            saved_by=self.account.id,
            tz="Europe/Berlin",
            shifts=(
                RosterShift(
                    id="ESD-1",
                    name="Night",
                    schedule=OneTime(MADE, MADE + HOUR),
                    contacts=tuple(one.id for one in contacts),
                    groups=tuple(one.id for one in groups),
                ),
            ),
        )

    def membership(self, contact: Contact, joined_at: int = MADE, left_at: int | None = None) -> Membership:
        return Membership(
            provider_id=self.provider_id,
            group_id=self.group.id,
            contact_id=contact.id,
            joined_at=joined_at,
            left_at=left_at,
        )

    async def _new(self, record: type[RecordT], **fields: Any) -> RecordT:
        async with self.writing() as writes:
            id = await writes.new_id(record)
        dates = dict.fromkeys({"created_at", "updated_at"} & {*record.__struct_fields__}, MADE)
        made: RecordT = cast(Any, record)(provider_id=self.provider_id, id=id, **dates, **fields)
        return made


def layer(contacts: Iterable[Contact], end: int | None = None) -> LayerRule:
    """Daily turns."""
    return LayerRule(
        start=MADE,
        rotation='{"type": "daily"}',
        restrictions="null",
        contacts=tuple(one.id for one in contacts),
        index=0,
        tz="UTC",
        end=end,
    )


async def settled(store: Store, name: str = "northwind") -> House:
    """A new provider in the store; `name` sets apart what has to be unique in an installation."""
    provider = await store.new_provider(name, MADE)
    root = provider.provider_id
    async with store.writing(root) as writes:

        async def new(record: type[Any], **fields: Any) -> Any:
            dates = {"created_at": MADE, "updated_at": MADE}
            return record(provider_id=root, id=await writes.new_id(record), **dates, **fields)

        acme = await new(Customer, parent_id=provider.id, name="Acme")
        account = await new(Account, customer_id=acme.id, username=f"alice@{name}", role=Role.ADMIN)
        ann = await new(Contact, customer_id=acme.id, first_name="Ann")
        ben = await new(Contact, customer_id=acme.id, first_name="Ben")
        by = {"created_by": account.id, "updated_by": account.id}
        schedule = await new(Schedule, customer_id=acme.id, name="NOC", **by)
        tier = await new(Tier, schedule_id=schedule.id, number=1)
        theirs: dict[str, Any] = {"provider_id": root, "customer_id": acme.id, "created_at": MADE}
        group = Group(id=GroupId("USRGRP-1"), name="Nights", **theirs)
        roster = Roster(id=RosterId("ES-1"), name="Desk", **theirs)
        await writes.save(acme, account, ann, ben, schedule, tier, group, roster)
    return House(store, provider, acme, account, ann, ben, schedule, tier, group, roster)
