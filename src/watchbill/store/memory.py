"""MemoryStore: the store in dicts, which keeps the same promises as the databases; for tests and for trying out."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Any, TypeVar

import msgspec

from watchbill.domain.audit import Trail
from watchbill.domain.errors import Conflict, NotFound, Taken
from watchbill.domain.model import (
    Account,
    AccountId,
    AuditRow,
    Author,
    Contact,
    ContactId,
    Customer,
    CustomerId,
    Feed,
    FeedId,
    FeedMemory,
    Group,
    GroupId,
    KeptAnswer,
    Membership,
    OAuthClient,
    Override,
    OverrideId,
    ProviderId,
    Record,
    Revision,
    Roster,
    RosterId,
    RosterPlan,
    RosterRevision,
    Schedule,
    ScheduleId,
    Tier,
    TierId,
    TierPlan,
    Token,
    TokenId,
    TokenKind,
)
from watchbill.domain.ports import AuditFilter, Cut, NamedPlace, Page, PlaceFilter, PlaceId
from watchbill.store.rows import (
    CONTACTS,
    KINDS,
    NOT_FIRST,
    Kind,
    counted_kind,
    fold,
    layer_ends,
    layer_place,
    override_place,
    search_key,
)

RecordT = TypeVar("RecordT", bound=Record)
Key = tuple[Any, ...]
Rows = dict[type[Record], dict[Key, Any]]
"""A provider's records by kind and key. Never changed while somebody may be reading: a write works on a copy."""

BELOW: tuple[tuple[type[Record], str, type[Record]], ...] = (
    (Customer, "parent_id", Customer),
    (Contact, "customer_id", Customer),
    (Account, "customer_id", Customer),
    (Token, "account_id", Account),
    (Token, "customer_id", Customer),
    (OAuthClient, "account_id", Account),
    (Feed, "customer_id", Customer),
    (Feed, "created_by", Account),
    (FeedMemory, "feed_id", Feed),
    (Schedule, "customer_id", Customer),
    (Tier, "schedule_id", Schedule),
    (Revision, "tier_id", Tier),
    (Override, "tier_id", Tier),
    (Group, "customer_id", Customer),
    (Membership, "contact_id", Contact),
    (Roster, "customer_id", Customer),
    (RosterRevision, "roster_id", Roster),
    (KeptAnswer, "account_id", Account),
)
"""A record, and by which field it hangs below which other: it goes with it."""

NAMES: tuple[tuple[type[Record], str, type[Record]], ...] = (
    (Account, "contact_id", Contact),
    (Schedule, "created_by", Account),
    (Schedule, "updated_by", Account),
    (Revision, "saved_by", Account),
    (Override, "contact_id", Contact),
    (Override, "created_by", Account),
    (RosterRevision, "saved_by", Account),
)
"""A record, and by which field it names which other: that one cannot go before it."""


class MemoryReads:
    """One provider's records, as they were when the block began."""

    def __init__(self, provider_id: ProviderId, rows: Rows) -> None:
        self.provider_id = provider_id
        self._rows = rows

    def _all(self, record: type[RecordT]) -> Iterable[RecordT]:
        return self._rows[record].values()

    def _one(self, record: type[RecordT], id: object) -> RecordT:
        found: RecordT | None = self._rows[record].get((id,))
        if found is None:
            raise NotFound(KINDS[record].name, id)
        return found

    def _several(self, record: type[RecordT], ids: Iterable[Any]) -> dict[Any, RecordT]:
        rows = self._rows[record]
        return {id: rows[(id,)] for id in dict.fromkeys(ids) if (id,) in rows}

    def _page(self, record: type[RecordT], cut: Cut, is_wanted: Callable[[RecordT], bool]) -> Page[RecordT]:
        rows = sorted(filter(is_wanted, self._all(record)), key=KINDS[record].key_of)
        for name in reversed(cut.order):
            rows.sort(key=_ordering(KINDS[record], name.removeprefix("-")), reverse=name.startswith("-"))
        end = None if cut.limit is None else cut.offset + cut.limit
        return Page(rows=tuple(rows[cut.offset : end]), total=len(rows))

    # ── customers, contacts, accounts ────────────────────────────────────────────────────────────────────────────

    async def customer(self, id: CustomerId) -> Customer:
        return self._one(Customer, id)

    async def customers(self) -> tuple[Customer, ...]:
        return tuple(sorted(self._all(Customer), key=lambda one: (one.parent_id is not None, fold(one.name), one.id)))

    async def customers_among(self, ids: Iterable[CustomerId]) -> dict[CustomerId, Customer]:
        return self._several(Customer, ids)

    async def customer_page(self, *, search: str, is_active: bool | None, cut: Cut) -> Page[Customer]:
        return self._page(
            Customer,
            cut,
            lambda one: (
                one.parent_id is not None and fold(search) in fold(one.name) and is_active in (None, one.is_active)
            ),
        )

    async def contact(self, id: ContactId) -> Contact:
        return self._one(Contact, id)

    async def contacts(self, ids: Iterable[ContactId]) -> dict[ContactId, Contact]:
        return self._several(Contact, ids)

    async def contact_page(
        self,
        *,
        customers: tuple[CustomerId, ...] | None,
        is_active: bool | None,
        search: str,
        fields: tuple[tuple[str, str], ...] = (),
        cut: Cut,
    ) -> Page[Contact]:
        exact = [
            (_ordering(CONTACTS, name), fold(value) if name in CONTACTS.folded else value) for name, value in fields
        ]
        return self._page(
            Contact,
            cut,
            lambda one: (
                (customers is None or one.customer_id in customers)
                and is_active in (None, one.is_active)
                and fold(search) in search_key(one)
                and all(read(one)[1] == value for read, value in exact)
            ),
        )

    async def account(self, id: AccountId) -> Account:
        return self._one(Account, id)

    async def accounts(self, ids: Iterable[AccountId]) -> dict[AccountId, Account]:
        return self._several(Account, ids)

    async def account_named(self, username: str) -> Account | None:
        return next((one for one in self._all(Account) if fold(one.username) == fold(username)), None)

    async def all_accounts(self) -> tuple[Account, ...]:
        return self._page(Account, Cut(), lambda _: True).rows

    async def token_by_hash(self, token_hash: str) -> tuple[Token, Account, Customer] | None:
        token = next((one for one in self._all(Token) if one.token_hash == token_hash), None)
        if token is None:
            return None
        return token, self._one(Account, token.account_id), self._one(Customer, token.customer_id)

    async def token(self, id: TokenId) -> Token:
        return self._one(Token, id)

    async def tokens(self) -> tuple[Token, ...]:
        return self._page(Token, Cut(), lambda _: True).rows

    async def oauth_client(self, client_key: str) -> tuple[OAuthClient, Account] | None:
        client = next((one for one in self._all(OAuthClient) if one.client_key == client_key), None)
        return (client, self._one(Account, client.account_id)) if client else None

    async def oauth_clients(self) -> tuple[OAuthClient, ...]:
        return self._page(OAuthClient, Cut(), lambda _: True).rows

    async def feed(self, id: FeedId) -> Feed:
        return self._one(Feed, id)

    async def feed_by_hash(self, secret_hash: str) -> Feed | None:
        return next((one for one in self._all(Feed) if one.secret_hash == secret_hash), None)

    async def feeds(self) -> tuple[Feed, ...]:
        return self._page(Feed, Cut(), lambda _: True).rows

    async def feeds_fetched(self, ids: Iterable[FeedId]) -> dict[FeedId, int]:
        return {id: one.fetched_at for id, one in self._several(FeedMemory, ids).items()}

    async def feed_memory(self, id: FeedId) -> FeedMemory | None:
        return self._several(FeedMemory, [id]).get(id)

    # ── schedules, tiers, overrides ──────────────────────────────────────────────────────────────────────────────

    async def schedule(self, id: ScheduleId) -> Schedule:
        return self._one(Schedule, id)

    async def schedule_page(self, *, customers: tuple[CustomerId, ...] | None, search: str, cut: Cut) -> Page[Schedule]:
        return self._page(
            Schedule,
            cut,
            lambda one: (customers is None or one.customer_id in customers) and fold(search) in fold(one.name),
        )

    async def tier(self, id: TierId) -> Tier:
        return self._one(Tier, id)

    async def tier_numbered(self, schedule_id: ScheduleId, number: int) -> Tier | None:
        return next((one for one in await self.tiers(schedule_id) if one.number == number), None)

    async def tiers(self, schedule_id: ScheduleId) -> tuple[Tier, ...]:
        return self._page(Tier, Cut(order=("number",)), lambda one: one.schedule_id == schedule_id).rows

    async def tiers_among(self, schedule_ids: Iterable[ScheduleId]) -> tuple[Tier, ...]:
        wanted = set(schedule_ids)
        return self._page(Tier, Cut(order=("schedule_id", "number")), lambda one: one.schedule_id in wanted).rows

    async def tier_page(
        self, *, customers: tuple[CustomerId, ...] | None, schedule_id: ScheduleId | None, cut: Cut
    ) -> Page[Tier]:
        return self._page(
            Tier,
            cut,
            lambda one: (
                (customers is None or self._schedule_of(one).customer_id in customers)
                and schedule_id in (None, one.schedule_id)
            ),
        )

    def _schedule_of(self, tier: Tier) -> Schedule:
        return self._one(Schedule, tier.schedule_id)

    async def tier_plan(self, id: TierId) -> TierPlan:
        tier = self._one(Tier, id)
        return TierPlan(
            tier=tier,
            schedule=self._schedule_of(tier),
            revisions=self._revisions(Revision, "tier_id", id),
            overrides=await self.overrides(id),
        )

    def _revisions(self, record: type[RecordT], field: str, id: int | str) -> tuple[RecordT, ...]:
        return self._page(record, Cut(order=("number",)), lambda one: getattr(one, field) == id).rows

    async def tier_plans(self, schedule_id: ScheduleId) -> tuple[TierPlan, ...]:
        return tuple([await self.tier_plan(tier.id) for tier in await self.tiers(schedule_id)])

    async def tier_plans_among(self, ids: Iterable[TierId]) -> dict[TierId, TierPlan]:
        return {id: await self.tier_plan(id) for id in self._several(Tier, ids)}

    # ── places ───────────────────────────────────────────────────────────────────────────────────────────────────

    async def place_page(self, wanted: PlaceFilter, *, offset: int = 0, limit: int | None = None) -> Page[PlaceId]:
        tiers = filter(lambda one: self._is_wanted_tier(one, wanted), self._all(Tier) if wanted.has_tiers else ())
        rosters = filter(
            lambda one: self._is_wanted_roster(one, wanted), self._all(Roster) if wanted.has_rosters else ()
        )
        rows = sorted((*map(self._tier_order, tiers), *map(self._roster_order, rosters)))
        end = None if limit is None else offset + limit
        return Page(rows=tuple(row[-1] for row in rows[offset:end]), total=len(rows))

    def _is_wanted_tier(self, tier: Tier, wanted: PlaceFilter) -> bool:
        customer_id = self._schedule_of(tier).customer_id
        return (
            (wanted.tiers_of is None or customer_id in wanted.tiers_of)
            and wanted.schedule_id in (None, tier.schedule_id)
            and wanted.tier_id in (None, tier.id)
            and (not wanted.of_active or self._one(Customer, customer_id).is_active)
        )

    def _is_wanted_roster(self, roster: Roster, wanted: PlaceFilter) -> bool:
        return (
            (wanted.rosters_of is None or roster.customer_id in wanted.rosters_of)
            and wanted.roster_id in (None, roster.id)
            and (not wanted.of_active or self._one(Customer, roster.customer_id).is_active)
        )

    def _tier_order(self, tier: Tier) -> tuple[Any, ...]:
        schedule = self._schedule_of(tier)
        customer = self._one(Customer, schedule.customer_id)
        name = fold(schedule.name)
        return (fold(customer.name), customer.id, 0, name, schedule.id, tier.number, tier.id)

    def _roster_order(self, roster: Roster) -> tuple[Any, ...]:
        customer = self._one(Customer, roster.customer_id)
        return (fold(customer.name), customer.id, 1, fold(roster.name), roster.id)

    async def places_ever_naming(
        self, contact_ids: Iterable[ContactId], *, start: int, end: int
    ) -> tuple[PlaceId, ...]:
        ids = frozenset(contact_ids)
        tiers = {one.tier_id for one in self._all(Revision) if ids & layer_ends(one.layers).keys()}
        tiers |= {
            one.tier_id
            for one in self._all(Override)
            if one.contact_id in ids and one.end_at > start and one.start_at < end
        }
        groups = {
            one.group_id
            for one in self._all(Membership)
            if one.contact_id in ids and one.joined_at < end and (one.left_at is None or one.left_at > start)
        }
        rosters = {
            one.roster_id
            for one in self._all(RosterRevision)
            for shift in one.shifts
            if ids & {*shift.contacts} or groups & {*shift.groups}
        }
        return (*sorted(tiers), *sorted(rosters))

    async def override(self, id: OverrideId) -> Override:
        return self._one(Override, id)

    async def overrides(
        self, tier_id: TierId, *, start: int | None = None, end: int | None = None
    ) -> tuple[Override, ...]:
        return self._page(
            Override,
            Cut(order=("start_at",)),
            lambda one: (
                one.tier_id == tier_id and (start is None or one.end_at > start) and (end is None or one.start_at < end)
            ),
        ).rows

    async def override_page(
        self,
        *,
        customers: tuple[CustomerId, ...] | None,
        tier_id: TierId | None,
        contact_id: ContactId | None = None,
        start: int | None = None,
        end: int | None = None,
        cut: Cut,
    ) -> Page[Override]:
        return self._page(
            Override,
            cut,
            lambda one: (
                (customers is None or self._schedule_of(self._one(Tier, one.tier_id)).customer_id in customers)
                and tier_id in (None, one.tier_id)
                and contact_id in (None, one.contact_id)
                and (start is None or one.end_at > start)
                and (end is None or one.start_at < end)
            ),
        )

    # ── who is named where ───────────────────────────────────────────────────────────────────────────────────────

    async def places_naming(self, contact_id: ContactId, *, now: int) -> tuple[NamedPlace, ...]:
        return (
            *self._layers_naming(contact_id, now),
            *self._overrides_naming(contact_id, now),
            *self._places(Roster, lambda one: any(contact_id in shift.contacts for shift in self._shifts(one))),
            *self._places(Group, lambda one: self._is_member(one, contact_id, now)),
        )

    def _layers_naming(self, contact_id: ContactId, now: int) -> Iterable[NamedPlace]:
        tiers = self._page(Tier, Cut(order=("number",)), lambda _: True).rows
        for tier in sorted(tiers, key=lambda one: fold(self._schedule_of(one).name)):
            revisions = self._revisions(Revision, "tier_id", tier.id)
            ends = layer_ends(revisions[-1].layers) if revisions else {}
            end = ends.get(contact_id)
            if contact_id in ends and (end is None or end > now):
                yield layer_place(tier.id, self._schedule_of(tier).name, tier.number)

    def _overrides_naming(self, contact_id: ContactId, now: int) -> Iterable[NamedPlace]:
        found = self._page(
            Override, Cut(order=("start_at",)), lambda one: one.contact_id == contact_id and one.end_at > now
        )
        for one in found.rows:
            tier = self._one(Tier, one.tier_id)
            yield override_place(one.id, self._schedule_of(tier).name, tier.number, one.start_at, one.end_at)

    def _places(self, record: type[Any], is_wanted: Callable[[Any], bool]) -> Iterable[NamedPlace]:
        for one in self._page(record, Cut(order=("name",)), is_wanted).rows:
            yield NamedPlace(kind=KINDS[record].name, id=one.id, name=one.name)

    def _shifts(self, roster: Roster) -> Iterable[Any]:
        revisions = self._revisions(RosterRevision, "roster_id", roster.id)
        return revisions[-1].shifts if revisions else ()

    def _is_member(self, group: Group, contact_id: ContactId, now: int) -> bool:
        return any(
            (one.group_id, one.contact_id) == (group.id, contact_id) and (one.left_at is None or one.left_at > now)
            for one in self._all(Membership)
        )

    async def owned_by(self, customer_id: CustomerId) -> tuple[NamedPlace, ...]:
        return tuple(
            place
            for record in (Schedule, Roster)
            for place in self._places(record, lambda one: bool(one.customer_id == customer_id))
        )

    async def rosters_naming_group(self, id: GroupId) -> tuple[NamedPlace, ...]:
        return tuple(self._places(Roster, lambda one: any(id in shift.groups for shift in self._shifts(one))))

    # ── groups, rosters ──────────────────────────────────────────────────────────────────────────────────────────

    async def group(self, id: GroupId) -> Group:
        return self._one(Group, id)

    async def groups(self, ids: Iterable[GroupId]) -> dict[GroupId, Group]:
        return self._several(Group, ids)

    async def group_page(self, *, customers: tuple[CustomerId, ...] | None, cut: Cut) -> Page[Group]:
        return self._page(Group, cut, lambda one: customers is None or one.customer_id in customers)

    async def memberships(self, group_ids: Iterable[GroupId]) -> tuple[Membership, ...]:
        wanted = set(group_ids)
        found = (one for one in self._all(Membership) if one.group_id in wanted)
        return tuple(sorted(found, key=lambda one: (one.group_id, one.joined_at, one.contact_id)))

    async def memberships_of(self, contact_ids: Iterable[ContactId]) -> tuple[Membership, ...]:
        wanted = set(contact_ids)
        found = (one for one in self._all(Membership) if one.contact_id in wanted and one.left_at is None)
        return tuple(sorted(found, key=lambda one: (one.group_id, one.joined_at, one.contact_id)))

    async def roster(self, id: RosterId) -> Roster:
        return self._one(Roster, id)

    async def roster_page(
        self, *, customers: tuple[CustomerId, ...] | None, name: str | None, search: str = "", cut: Cut
    ) -> Page[Roster]:
        return self._page(
            Roster,
            cut,
            lambda one: (
                (customers is None or one.customer_id in customers)
                and (name is None or fold(one.name) == fold(name))
                and fold(search) in fold(one.name)
            ),
        )

    async def roster_plan(self, id: RosterId) -> RosterPlan:
        roster = self._one(Roster, id)
        revisions = self._revisions(RosterRevision, "roster_id", id)
        groups = {group for revision in revisions for shift in revision.shifts for group in shift.groups}
        return RosterPlan(
            roster=roster,
            customer=self._one(Customer, roster.customer_id),
            revisions=revisions,
            memberships=await self.memberships(groups),
        )

    async def roster_plans(self, ids: Iterable[RosterId]) -> dict[RosterId, RosterPlan]:
        return {id: await self.roster_plan(id) for id in self._several(Roster, ids)}

    async def audit_page(self, wanted: AuditFilter, cut: Cut) -> Page[AuditRow]:
        return self._page(
            AuditRow,
            msgspec.structs.replace(cut, order=("-at", "-id")),
            lambda one: (
                (wanted.customers is None or one.customer_id in wanted.customers)
                and (wanted.kinds is None or one.kind in wanted.kinds)
                and wanted.account_id in (None, one.account_id)
                and wanted.subject_id in (None, one.subject_id)
                and (wanted.since is None or one.at >= wanted.since)
                and (wanted.until is None or one.at < wanted.until)
            ),
        )


class MemoryWrites(MemoryReads):
    """Works on a copy of the provider's records, which takes their place at the end."""

    def __init__(self, provider_id: ProviderId, rows: Rows, store: "MemoryStore", author: Author | None) -> None:
        super().__init__(provider_id, {record: dict(rows[record]) for record in KINDS})
        self.trail = None if author is None else Trail(author)
        self.refused: Conflict | None = None
        self._store = store

    @property
    def rows(self) -> Rows:
        return self._rows

    async def new_id(self, kind: type[Record]) -> int:
        id = self._store.next_id(kind)
        if self.trail is not None:
            self.trail.gave(kind, id)
        return id

    async def standing(self, record: Record) -> Record | None:
        match record:
            case Revision():
                revisions: Sequence[Record] = self._revisions(Revision, "tier_id", record.tier_id)
            case RosterRevision():
                revisions = self._revisions(RosterRevision, "roster_id", record.roster_id)
            case _:
                found: Record | None = self._rows[type(record)].get(KINDS[type(record)].key_of(record))
                return found
        return revisions[-1] if revisions else None

    async def claim(self, asked: KeptAnswer, *, oldest: int) -> KeptAnswer | None:
        answers = self._rows[KeptAnswer]
        for key in [key for key, one in answers.items() if one.created_at < oldest]:
            del answers[key]
        known: KeptAnswer | None = answers.get((asked.account_id, asked.key))
        if known is None:
            await self.save(asked)
        return known

    async def stand_alone(self) -> None:
        # Nobody else writes for the provider as long as we do.
        return None

    async def renew_token(self, id: TokenId, expires_at: int) -> None:
        token = self._rows[Token].get((id,))
        if token is not None and token.revoked_at is None:
            self._rows[Token][id,] = msgspec.structs.replace(token, expires_at=expires_at)

    async def forget_tokens(self, kind: TokenKind, *, over_before: int) -> None:
        for key, one in list(self._rows[Token].items()):
            ends = (one.expires_at, one.revoked_at)
            if one.kind is kind and any(end is not None and end < over_before for end in ends):
                del self._rows[Token][key]

    async def lock_tier(self, id: TierId) -> Tier:
        return self._one(Tier, id)

    async def save(self, *records: Record) -> None:
        values = [self._checked(one) for one in records]
        if self.trail is not None:
            await self.trail.saving(self, records)
        for record in values:
            kind = KINDS[type(record)]
            self._check_claims(kind, record)
            self._rows[type(record)][kind.key_of(record)] = record
        for record in values:
            self._check_names(record)

    def _checked(self, record: Record) -> Record:
        if record.provider_id != self.provider_id:
            raise ValueError("This record belongs to another provider.")
        KINDS[type(record)].write(record)
        return record

    def _refuse(self, conflict: Conflict) -> None:
        self.refused = conflict
        raise conflict

    def _check_claims(self, kind: Kind[Any], record: Record) -> None:
        claimed = kind.unique_value(record)
        rivals = (one for key, one in self._rows[kind.record].items() if key != kind.key_of(record))
        if claimed and any(kind.unique_value(one) == claimed for one in rivals):
            self._refuse(Taken(kind.name, kind.unique, str(getattr(record, kind.unique))))
        for field, target in _references(kind.record):
            if getattr(record, field) is not None and (getattr(record, field),) not in self._rows[target]:
                self._refuse(Conflict(f"The {kind.name} names something that is not there."))
        if isinstance(record, Account | OAuthClient) and not self._store.is_free(record, self):
            self._refuse(Taken(kind.name, kind.unique, str(getattr(record, kind.unique))))
        if isinstance(record, Override):
            self._check_override(record)

    def _check_override(self, record: Override) -> None:
        if record.start_at >= record.end_at:
            self._refuse(Conflict("The override contradicts itself."))
        others = (one for one in self._all(Override) if one.tier_id == record.tier_id and one.id != record.id)
        if any(one.start_at < record.end_at and record.start_at < one.end_at for one in others):
            self._refuse(Conflict("This override overlaps another one of its tier."))

    def _check_names(self, record: Record) -> None:
        match record:
            case Revision():
                missing = not self._rows[Contact].keys() >= {(id,) for id in layer_ends(record.layers)}
            case RosterRevision():
                contacts = {(id,) for shift in record.shifts for id in shift.contacts}
                groups = {(id,) for shift in record.shifts for id in shift.groups}
                missing = not (self._rows[Contact].keys() >= contacts and self._rows[Group].keys() >= groups)
            case _:
                missing = False
        if missing:
            self._refuse(Conflict("The rules name somebody who is not there."))

    async def delete(self, *records: Record) -> None:
        for record in records:
            if record.provider_id != self.provider_id:
                raise ValueError("This record belongs to another provider.")
            if self.trail is not None:
                await self.trail.deleting(self, [record])
            self._delete(record)

    def _delete(self, record: Record) -> None:
        kind = KINDS[type(record)]
        going = {(type(record), kind.key_of(record))}
        found = set(going)
        while found:
            found = {
                (lower, KINDS[lower].key_of(one))
                for lower, field, upper in BELOW
                for one in self._all(lower)
                if (upper, (getattr(one, field),)) in found
            } - going
            going |= found
        for one, key in going:
            self._rows[one].pop(key, None)
        if any(self._is_still_named(one, key) for one, key in going):
            self._refuse(Conflict(f"The {kind.name} is still named by others."))

    def _is_still_named(self, record: type[Record], key: Key) -> bool:
        by_field = any(
            (getattr(one, field),) == key
            for namer, field, named in NAMES
            if named is record
            for one in self._all(namer)
        )
        return by_field or self._is_in_rules(record, key)

    def _is_in_rules(self, record: type[Record], key: Key) -> bool:
        """In rules that are in force; what past rules name may go."""
        if record is Contact:
            tiers = (self._revisions(Revision, "tier_id", one.id) for one in self._all(Tier))
            shifts = (shift for one in self._all(Roster) for shift in self._shifts(one))
            return any(some and key[0] in layer_ends(some[-1].layers) for some in tiers) or any(
                key[0] in shift.contacts for shift in shifts
            )
        if record is Group:
            return any(key[0] in shift.groups for one in self._all(Roster) for shift in self._shifts(one))
        return False


class MemoryReading:
    """A block of reads."""

    def __init__(self, provider_id: ProviderId, store: "MemoryStore") -> None:
        self._provider_id = provider_id
        self._store = store

    async def __aenter__(self) -> MemoryReads:
        return MemoryReads(self._provider_id, self._store.rows_of(self._provider_id))

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


class MemoryWriting:
    """A block of writes: one at a time a provider."""

    def __init__(self, provider_id: ProviderId, store: "MemoryStore", author: Author | None) -> None:
        self._provider_id = provider_id
        self._store = store
        self._author = author

    async def __aenter__(self) -> MemoryWrites:
        await self._store.turn(self._provider_id).acquire()
        rows = self._store.rows_of(self._provider_id)
        self._writes = MemoryWrites(self._provider_id, rows, self._store, self._author)
        return self._writes

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                await self._end()
        finally:
            self._store.turn(self._provider_id).release()

    async def _end(self) -> None:
        if self._writes.refused is not None:
            raise self._writes.refused
        if self._writes.trail is not None:
            await self._writes.save(*await self._writes.trail.rows(self._writes))
        self._store.put(self._provider_id, self._writes.rows)


class MemoryStore:
    """All of an installation in dicts."""

    def __init__(self) -> None:
        self._rows: dict[ProviderId, Rows] = {}
        self._turns: dict[ProviderId, asyncio.Lock] = {}
        self._making = asyncio.Lock()
        self._versions: Counter[ProviderId] = Counter()
        self._last_ids: Counter[str] = Counter()

    def reading(self, provider_id: ProviderId) -> MemoryReading:
        return MemoryReading(provider_id, self)

    def writing(self, provider_id: ProviderId, by: Author | None = None) -> MemoryWriting:
        return MemoryWriting(provider_id, self, by)

    def rows_of(self, provider_id: ProviderId) -> Rows:
        return self._rows.get(provider_id) or {record: {} for record in KINDS}

    def put(self, provider_id: ProviderId, rows: Rows) -> None:
        self._versions[provider_id] += 1
        if (provider_id,) in rows[Customer]:
            self._rows[provider_id] = rows
        else:
            self._rows.pop(provider_id, None)

    def turn(self, provider_id: ProviderId) -> asyncio.Lock:
        return self._turns.setdefault(provider_id, asyncio.Lock())

    def next_id(self, kind: type[Record]) -> int:
        counted = counted_kind(kind).counted
        self._last_ids[counted] += 1
        return self._last_ids[counted]

    async def providers(self) -> tuple[ProviderId, ...]:
        return tuple(sorted(self._rows))

    async def version(self, provider_id: ProviderId) -> int | None:
        return self._versions[provider_id] if provider_id in self._rows else None

    async def new_provider(self, name: str, now: int, *, is_first: bool = False) -> Customer:
        async with self._making:
            if is_first and self._rows:
                raise Conflict(NOT_FIRST)
            id = self.next_id(Customer)
            provider_id = ProviderId(id)
            customer = Customer(
                provider_id=provider_id, id=CustomerId(id), parent_id=None, name=name, created_at=now, updated_at=now
            )
            async with self.writing(provider_id) as writes:
                await writes.save(customer)
        return customer

    def is_free(self, record: Account | OAuthClient, writes: MemoryWrites) -> bool:
        """Whether nobody else in the whole installation signs in by the record's name."""
        others = (rows for provider_id, rows in self._rows.items() if provider_id != record.provider_id)
        name = _sign_in_name(record)
        return not any(
            _sign_in_name(one) == name
            and (one.provider_id, type(one), one.id) != (record.provider_id, type(record), record.id)
            for rows in (writes.rows, *others)
            for kind in (Account, OAuthClient)
            for one in rows[kind].values()
        )

    async def provider_of_sign_in(self, name: str) -> ProviderId | None:
        for provider_id, rows in self._rows.items():
            for kind in (Account, OAuthClient):
                if any(_sign_in_name(one) == fold(name) for one in rows[kind].values()):
                    return provider_id
        return None

    async def touch_tokens(self, uses: Sequence[tuple[ProviderId, TokenId, int]]) -> None:
        for provider_id, token_id, at in uses:
            async with self.writing(provider_id) as writes:
                token = writes.rows[Token].get((token_id,))
                if token is not None and (token.last_used_at is None or token.last_used_at < at):
                    await writes.save(msgspec.structs.replace(token, last_used_at=at))

    async def ping(self) -> None:
        return None

    async def close(self) -> None:
        return None


def _references(record: type[Record]) -> list[tuple[str, type[Record]]]:
    return [(field, target) for source, field, target in (*BELOW, *NAMES) if source is record]


def _ordering(kind: Kind[Any], field: str) -> Callable[[Any], tuple[bool, Any]]:
    """What is missing before what is there, names in any case."""
    if field not in kind.fields:
        raise ValueError(f"A {kind.name} has no {field} to order by.")

    def key(record: Any) -> tuple[bool, Any]:
        value = getattr(record, field)
        return value is not None, fold(value) if field in kind.folded else value

    return key


def _sign_in_name(record: Account | OAuthClient) -> str:
    return fold(record.username if isinstance(record, Account) else record.client_key)
