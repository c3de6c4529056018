"""SqlStore: the store on a database that speaks SQL; whatever is read is kept while the provider's version stands."""

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, TypeVar

from watchbill import engine
from watchbill.domain.audit import Trail
from watchbill.domain.errors import Busy, Conflict, NotFound, Taken
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
    Group,
    GroupId,
    KeptAnswer,
    Lasting,
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
    above_of,
)
from watchbill.domain.ports import AuditFilter, Cut, NamedPlace, Page, PlaceFilter, PlaceId
from watchbill.domain.readings import has_readings
from watchbill.domain.search import plain
from watchbill.store import statements as sql
from watchbill.store.cache import Cache, Shelf
from watchbill.store.database import Database, DatabaseError, Refused, Row, Statement, Transaction, too_new
from watchbill.store.rows import (
    ACCOUNTS,
    CLIENTS,
    CONTACTS,
    CUSTOMERS,
    KINDS,
    NOT_FIRST,
    OVERRIDES,
    ROSTERS,
    SCHEDULES,
    TIERS,
    TOKENS,
    Kind,
    counted_kind,
    fold,
    layer_ends,
    layer_place,
    override_place,
    read_layers,
    read_shifts,
    storable,
)
from watchbill.store.tables import HEAD

T = TypeVar("T")
RecordT = TypeVar("RecordT", bound=Record)
LastingT = TypeVar("LastingT", bound=Lasting)

LARGEST = 2**63 - 1
DRAWS = 10
"""How many numbers are drawn, where the first ones were brought along."""
NOBODYS = ProviderId(0)
"""The id of no provider."""


class SqlReads(ABC):
    """One provider's records by SQL. `_transaction`, `_look` and `_keep` say where from, and what need not be asked."""

    provider_id: ProviderId
    sees_ended = False
    """Whether what has ended is there as well."""

    @property
    def ever(self) -> "SqlReads":
        """The same moment, with what has ended."""
        return SqlEver(self)

    @abstractmethod
    async def _transaction(self) -> Transaction: ...

    @abstractmethod
    def _look(self, key: Hashable) -> Any:
        """What is known under the key, or None."""

    @abstractmethod
    def _keep(self, key: Hashable, value: Any) -> None:
        """Know it from now on."""

    async def _kept(self, key: Hashable, load: Callable[..., Awaitable[T]], *arguments: Any) -> T:
        value: T | None = self._look(key)
        if value is None:
            value = await load(*arguments)
            if value is not None:
                self._keep(key, value)
        return value

    async def _fetch(self, statement: Statement, **values: object) -> Sequence[Row]:
        values.update(provider_id=self.provider_id, ever=self.sees_ended)
        return await (await self._transaction()).fetch(statement, values)

    async def _fetch_one(self, statement: Statement, **values: object) -> Row | None:
        values.update(provider_id=self.provider_id, ever=self.sees_ended)
        return await (await self._transaction()).fetch_one(statement, values)

    # ── any kind ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _list_key(self, *parts: Hashable) -> Hashable:
        """Where a list lies: a record is the same whoever looks for it, and lists are not."""
        return (self.sees_ended, *parts)

    def _check_there(self, one: Lasting, kind: Kind[Any]) -> None:
        """Raises NotFound for what has ended, unless that is looked at as well."""
        if one.has_ended and not self.sees_ended:
            raise NotFound(kind.name, one.id)  # type: ignore[attr-defined]  # each of them has one

    async def _one(self, record: type[RecordT], id: int | str) -> RecordT:
        found: RecordT = await self._kept((record, id), self._load_one, record, id)
        if isinstance(found, Lasting):
            self._check_there(found, KINDS[record])
        return found

    async def _load_one(self, record: type[RecordT], id: int | str) -> RecordT:
        kind = KINDS[record]
        row = await self._fetch_one(sql.BY_KEY[record], id=id) if storable(id) else None
        if row is None:
            raise NotFound(kind.name, id)
        found: RecordT = kind.read(row)
        return found

    async def _several(self, record: type[RecordT], ids: Iterable[Any]) -> dict[Any, RecordT]:
        wanted = [id for id in dict.fromkeys(ids) if storable(id)]
        found = {id: self._look((record, id)) for id in wanted}
        if missing := [id for id in wanted if found[id] is None]:
            read = KINDS[record].read
            for row in await self._fetch(sql.BY_IDS[record], ids=missing):
                one = read(row)
                found[one.id] = one
                self._keep((record, one.id), one)
        return {id: one for id, one in found.items() if one is not None}

    async def _list(self, record: type[RecordT], statement: Statement, **values: object) -> tuple[RecordT, ...]:
        if not all(storable(value) for value in values.values()):
            return ()
        return tuple(map(KINDS[record].read, await self._fetch(statement, **values)))

    async def _page(self, record: type[RecordT], cut: Cut, **filters: Any) -> Page[RecordT]:
        """A piece of a list; a filter that is None filters nothing."""
        asked = {name: value for name, value in filters.items() if value is not None}
        key = self._list_key(record, cut, *((name, tuple(v) if type(v) is list else v) for name, v in asked.items()))
        return await self._kept(key, self._load_page, record, cut, asked)

    async def _load_page(self, record: type[RecordT], cut: Cut, asked: dict[str, Any]) -> Page[RecordT]:
        if not all(storable(value) for value in asked.values()):
            return Page(rows=(), total=0)
        filters = tuple(asked)
        limit = LARGEST if cut.limit is None else min(max(cut.limit, 0), LARGEST)
        offset = min(max(cut.offset, 0), LARGEST)
        statement = sql.page(record, filters, cut.order)
        rows = await self._fetch(statement, **asked, limit=limit, offset=offset) if limit else ()
        if rows:
            return Page(rows=tuple(map(KINDS[record].read, rows)), total=rows[0][-1])
        counted = await self._fetch_one(sql.count(record, filters), **asked) if offset or not limit else None
        return Page(rows=(), total=counted[0] if counted else 0)

    # ── customers, contacts, accounts ────────────────────────────────────────────────────────────────────────────

    async def customer(self, id: CustomerId) -> Customer:
        return await self._one(Customer, id)

    async def customers(self) -> tuple[Customer, ...]:
        return await self._kept(self._list_key("customers"), self._list, Customer, sql.ALL_CUSTOMERS)

    async def customers_among(self, ids: Iterable[CustomerId]) -> dict[CustomerId, Customer]:
        return await self._several(Customer, ids)

    async def customer_page(self, *, search: str, is_active: bool | None, cut: Cut) -> Page[Customer]:
        return await self._page(Customer, cut, below=True, is_active=is_active, search=_term(search))

    async def held(self, record: type[LastingT], ids: Iterable[Any]) -> dict[Any, LastingT]:
        return await self._several(record, ids)

    async def contact(self, id: ContactId) -> Contact:
        return await self._one(Contact, id)

    async def contacts(self, ids: Iterable[ContactId]) -> dict[ContactId, Contact]:
        return await self._several(Contact, ids)

    async def contact_page(
        self,
        *,
        customers: tuple[CustomerId, ...] | None,
        is_active: bool | None,
        is_terminated: bool | None = None,
        search: str,
        fields: tuple[tuple[str, str | int], ...] = (),
        times: Mapping[str, int] = {},
        cut: Cut,
    ) -> Page[Contact]:
        exact = {name: fold(str(value)) if name in CONTACTS.folded else value for name, value in fields}
        state = {"is_active": is_active, "is_terminated": is_terminated}
        return await self._page(
            Contact, cut, customers=_ids(customers), search=_term(search), **state, **exact, **times
        )

    async def account(self, id: AccountId) -> Account:
        return await self._one(Account, id)

    async def accounts(self, ids: Iterable[AccountId]) -> dict[AccountId, Account]:
        return await self._several(Account, ids)

    async def account_named(self, username: str) -> Account | None:
        found = await self._list(Account, sql.ACCOUNT_NAMED, name_key=fold(username))
        return found[0] if found else None

    async def all_accounts(self) -> tuple[Account, ...]:
        return await self._kept("accounts", self._list, Account, sql.ALL_ACCOUNTS)

    async def admins(self) -> tuple[Account, ...]:
        return await self._kept("admins", self._list, Account, sql.ADMINS)

    async def token_by_hash(self, token_hash: str) -> tuple[Token, Account, Customer] | None:
        return await self._kept(("token_by_hash", token_hash), self._load_token_by_hash, token_hash)

    async def _load_token_by_hash(self, token_hash: str) -> tuple[Token, Account, Customer] | None:
        row = await self._fetch_one(sql.TOKEN_BY_HASH, token_hash=token_hash) if storable(token_hash) else None
        if row is None:
            return None
        account_at = len(TOKENS.fields)
        customer_at = account_at + len(ACCOUNTS.fields)
        return TOKENS.read(row), ACCOUNTS.read(row[account_at:]), CUSTOMERS.read(row[customer_at:])

    async def token(self, id: TokenId) -> Token:
        return await self._one(Token, id)

    async def tokens(self) -> tuple[Token, ...]:
        # Not kept: when they were last used changes without raising the version.
        return await self._list(Token, sql.ALL_TOKENS)

    async def oauth_client(self, client_key: str) -> tuple[OAuthClient, Account] | None:
        row = await self._fetch_one(sql.CLIENT_BY_KEY, client_key=client_key) if storable(client_key) else None
        return (CLIENTS.read(row), ACCOUNTS.read(row[len(CLIENTS.fields) :])) if row else None

    async def oauth_clients(self) -> tuple[OAuthClient, ...]:
        return await self._kept("clients", self._list, OAuthClient, sql.ALL_CLIENTS)

    async def feed(self, id: FeedId) -> Feed:
        return await self._one(Feed, id)

    async def feed_by_hash(self, secret_hash: str) -> Feed | None:
        return await self._kept(("feed_by_hash", secret_hash), self._load_feed_by_hash, secret_hash)

    async def _load_feed_by_hash(self, secret_hash: str) -> Feed | None:
        found = await self._list(Feed, sql.FEED_BY_HASH, secret_hash=secret_hash)
        return found[0] if found else None

    async def feeds(self) -> tuple[Feed, ...]:
        return await self._list(Feed, sql.ALL_FEEDS)

    async def feeds_fetched(self, ids: Iterable[FeedId]) -> dict[FeedId, int]:
        wanted = [id for id in ids if storable(id)]
        return {FeedId(row[0]): row[1] for row in await self._fetch(sql.FEEDS_FETCHED, ids=wanted)}

    # ── schedules, tiers, overrides ──────────────────────────────────────────────────────────────────────────────

    async def schedule(self, id: ScheduleId) -> Schedule:
        return await self._one(Schedule, id)

    async def schedule_page(
        self, *, customers: tuple[CustomerId, ...] | None, search: str, has_ended: bool = False, cut: Cut
    ) -> Page[Schedule]:
        asked = {"customers": _ids(customers), "search": _term(search), "has_ended": has_ended or None}
        return await self._page(Schedule, cut, **asked)

    async def tier(self, id: TierId) -> Tier:
        return await self._one(Tier, id)

    async def tier_numbered(self, schedule_id: ScheduleId, number: int) -> Tier | None:
        key = self._list_key("tier", schedule_id, number)
        return await self._kept(key, self._load_tier_numbered, schedule_id, number)

    async def _load_tier_numbered(self, schedule_id: ScheduleId, number: int) -> Tier | None:
        # A tier's number is an integer column: what is larger is no tier's.
        if not -(2**31) <= number < 2**31:
            return None
        found = await self._list(Tier, sql.TIER_NUMBERED, schedule_id=schedule_id, number=number)
        return found[0] if found else None

    async def tiers(self, schedule_id: ScheduleId) -> tuple[Tier, ...]:
        return await self._kept(self._list_key("tiers", schedule_id), self._load_tiers, schedule_id)

    async def _load_tiers(self, schedule_id: ScheduleId) -> tuple[Tier, ...]:
        return await self._list(Tier, sql.TIERS_OF, schedule_id=schedule_id)

    async def tiers_among(self, schedule_ids: Iterable[ScheduleId]) -> tuple[Tier, ...]:
        ids = [id for id in dict.fromkeys(schedule_ids) if storable(id)]
        return await self._list_among(Tier, sql.TIERS_AMONG, schedule_ids=ids)

    async def tier_page(
        self, *, customers: tuple[CustomerId, ...] | None, schedule_id: ScheduleId | None, cut: Cut
    ) -> Page[Tier]:
        return await self._page(Tier, cut, customers=_ids(customers), schedule_id=schedule_id)

    async def tiers_with_readings(
        self, *, after: TierId, limit: int, read_before: str | None = None
    ) -> tuple[TierId, ...]:
        if read_before is None:
            rows = await self._fetch(sql.TIERS_WITH_READINGS, after=after, limit=limit)
        else:
            rows = await self._fetch(sql.TIERS_UNREAD, after=after, limit=limit, version=read_before)
        return tuple(TierId(row[0]) for row in rows)

    async def tier_plan(self, id: TierId) -> TierPlan:
        plan = await self._kept(("tier_plan", id), self._load_tier_plan, id)
        self._check_there(plan.tier, TIERS)
        return plan

    async def _load_tier_plan(self, id: TierId) -> TierPlan:
        rows = await self._fetch(sql.TIER_WITH_SCHEDULE, tier_id=id) if storable(id) else ()
        if not rows:
            raise NotFound(TIERS.name, id)
        return (await self._plans(rows))[0]

    async def tier_plans(self, schedule_id: ScheduleId) -> tuple[TierPlan, ...]:
        return await self._kept(self._list_key("tier_plans", schedule_id), self._load_tier_plans, schedule_id)

    async def _load_tier_plans(self, schedule_id: ScheduleId) -> tuple[TierPlan, ...]:
        if not storable(schedule_id):
            return ()
        loaded = await self._plans(await self._fetch(sql.TIERS_WITH_SCHEDULE, schedule_id=schedule_id))
        # One object a tier: what was worked out from a plan is not worked out again from its twin.
        plans = tuple(self._look(("tier_plan", plan.tier.id)) or plan for plan in loaded)
        for plan in plans:
            self._keep(("tier_plan", plan.tier.id), plan)
        return plans

    async def tier_plans_among(self, ids: Iterable[TierId]) -> dict[TierId, TierPlan]:
        wanted = [id for id in dict.fromkeys(ids) if storable(id)]
        found = {id: self._look(("tier_plan", id)) for id in wanted}
        if missing := [id for id in wanted if found[id] is None]:
            for plan in await self._plans(await self._fetch(sql.TIERS_AMONG_WITH_SCHEDULE, tier_ids=missing)):
                found[plan.tier.id] = plan
                self._keep(("tier_plan", plan.tier.id), plan)
        return {id: plan for id, plan in found.items() if plan is not None}

    async def _plans(self, rows: Sequence[Row]) -> list[TierPlan]:
        """The plans of rows that hold a tier and its schedule."""
        tiers = [(TIERS.read(row), SCHEDULES.read(row[len(TIERS.fields) :]), row[-1]) for row in rows]
        ids = [tier.id for tier, _, _ in tiers]
        revisions = _by("tier_id", await self._list_among(Revision, sql.REVISIONS_OF, tier_ids=ids))
        overrides = _by("tier_id", await self._list_among(Override, sql.OVERRIDES_OF, tier_ids=ids))
        return [
            TierPlan(
                tier=tier,
                schedule=schedule,
                revisions=tuple(revisions.get(tier.id, ())),
                overrides=tuple(overrides.get(tier.id, ())),
                changed_at=changed_at,
            )
            for tier, schedule, changed_at in tiers
        ]

    async def _list_among(self, record: type[RecordT], statement: Statement, **ids: list[Any]) -> tuple[RecordT, ...]:
        return await self._list(record, statement, **ids) if all(ids.values()) else ()

    async def override(self, id: OverrideId) -> Override:
        found = await self._one(Override, id)
        # It ends with its tier.
        if (await self.ever.tier(found.tier_id)).has_ended and not self.sees_ended:
            raise NotFound(OVERRIDES.name, id)
        return found

    async def overrides(
        self, tier_id: TierId, *, start: int | None = None, end: int | None = None
    ) -> tuple[Override, ...]:
        since = -LARGEST if start is None else start
        until = LARGEST if end is None else end
        return await self._list(Override, sql.OVERRIDES_IN, tier_id=tier_id, start=since, end=until)

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
        wanted = {"tier_id": tier_id, "contact_id": contact_id, "start": start, "end": end}
        return await self._page(Override, cut, customers=_ids(customers), **wanted)

    # ── places ───────────────────────────────────────────────────────────────────────────────────────────────────

    async def place_page(self, wanted: PlaceFilter, *, offset: int = 0, limit: int | None = None) -> Page[PlaceId]:
        return await self._kept(
            self._list_key("places", wanted, offset, limit), self._load_places, wanted, offset, limit
        )

    async def _load_places(self, wanted: PlaceFilter, offset: int, limit: int | None) -> Page[PlaceId]:
        asked = {
            "tier_customers": _ids(wanted.tiers_of),
            "roster_customers": _ids(wanted.rosters_of),
            "schedule_id": wanted.schedule_id,
            "tier_id": wanted.tier_id,
            "roster_id": wanted.roster_id,
        }
        values: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
        kinds = _place_filters(wanted, values)
        if kinds == (None, None) or not all(storable(value) for value in values.values()):
            return Page(rows=(), total=0)
        most = LARGEST if limit is None else min(max(limit, 0), LARGEST)
        cut = {"limit": most, "offset": min(max(offset, 0), LARGEST)}
        rows = await self._fetch(sql.place_page(*kinds), **values, **cut) if most else ()
        if rows:
            return Page(rows=tuple(row[1] if row[0] is None else row[0] for row in rows), total=rows[0][2])
        counted = await self._fetch_one(sql.place_count(*kinds), **values) if offset or not most else None
        return Page(rows=(), total=counted[0] if counted else 0)

    async def places_ever_naming(
        self, contact_ids: Iterable[ContactId], *, start: int, end: int
    ) -> tuple[PlaceId, ...]:
        ids = sorted({id for id in contact_ids if storable(id)})
        if not ids:
            return ()
        asked = {"contact_ids": ids, "start": start, "end": end}
        tiers = await self._fetch(sql.TIERS_EVER_NAMING, **asked)
        rosters = await self._fetch(sql.ROSTERS_EVER_NAMING, **asked)
        return (*sorted(row[0] for row in tiers), *sorted(row[0] for row in rosters))

    # ── who is named where ───────────────────────────────────────────────────────────────────────────────────────

    async def places_naming(self, contact_id: ContactId, *, now: int) -> tuple[NamedPlace, ...]:
        if not storable(contact_id):
            return ()
        named = {"contact_id": contact_id}
        return (
            *(layer_place(*row) for row in await self._fetch(sql.LAYERS_NAMING, **named, now=now)),
            *(override_place(*row) for row in await self._fetch(sql.OVERRIDES_NAMING, **named, now=now)),
            *_places("roster", await self._fetch(sql.ROSTERS_NAMING, **named)),
            *_places("group", await self._fetch(sql.GROUPS_NAMING, **named, now=now)),
        )

    async def groups_left_empty_by(self, contact_id: ContactId) -> tuple[NamedPlace, ...]:
        if not storable(contact_id):
            return ()
        return _places("group", await self._fetch(sql.GROUPS_LEFT_EMPTY, contact_id=contact_id))

    async def owned_by(self, customer_id: CustomerId) -> tuple[NamedPlace, ...]:
        if not storable(customer_id):
            return ()
        owned = {kind: await self._fetch(one, customer_id=customer_id) for kind, one in sql.OWNED.items()}
        return tuple(place for kind, rows in owned.items() for place in _places(kind, rows))

    async def rosters_naming_group(self, id: GroupId) -> tuple[NamedPlace, ...]:
        if not storable(id):
            return ()
        return _places("roster", await self._fetch(sql.ROSTERS_NAMING_GROUP, group_id=id))

    # ── groups, rosters ──────────────────────────────────────────────────────────────────────────────────────────

    async def group(self, id: GroupId) -> Group:
        return await self._one(Group, id)

    async def groups(self, ids: Iterable[GroupId]) -> dict[GroupId, Group]:
        return await self._several(Group, ids)

    async def group_page(self, *, customers: tuple[CustomerId, ...] | None, cut: Cut) -> Page[Group]:
        return await self._page(Group, cut, customers=_ids(customers))

    async def memberships(self, group_ids: Iterable[GroupId]) -> tuple[Membership, ...]:
        ids = tuple(sorted({id for id in group_ids if storable(id)}))
        return await self._kept(("memberships", ids), self._load_memberships, ids)

    async def _load_memberships(self, group_ids: tuple[GroupId, ...]) -> tuple[Membership, ...]:
        return await self._list_among(Membership, sql.MEMBERSHIPS_OF, group_ids=list(group_ids))

    async def memberships_of(self, contact_ids: Iterable[ContactId]) -> tuple[Membership, ...]:
        ids = sorted({id for id in contact_ids if storable(id)})
        return await self._list_among(Membership, sql.MEMBERSHIPS_NOW, contact_ids=ids)

    async def roster(self, id: RosterId) -> Roster:
        return await self._one(Roster, id)

    async def roster_page(
        self,
        *,
        customers: tuple[CustomerId, ...] | None,
        name: str | None,
        search: str = "",
        has_ended: bool = False,
        cut: Cut,
    ) -> Page[Roster]:
        whole = None if name is None else fold(name)
        asked = {"name": whole, "search": _term(search), "has_ended": has_ended or None}
        return await self._page(Roster, cut, customers=_ids(customers), **asked)

    async def rosters_with_readings(
        self, *, after: RosterId, limit: int, read_before: str | None = None
    ) -> tuple[RosterId, ...]:
        if read_before is None:
            rows = await self._fetch(sql.ROSTERS_WITH_READINGS, after=after, limit=limit)
        else:
            rows = await self._fetch(sql.ROSTERS_UNREAD, after=after, limit=limit, version=read_before)
        return tuple(RosterId(row[0]) for row in rows)

    async def roster_plan(self, id: RosterId) -> RosterPlan:
        plans = await self.roster_plans([id])
        if id not in plans:
            raise NotFound(ROSTERS.name, id)
        self._check_there(plans[id].roster, ROSTERS)
        return plans[id]

    async def roster_plans(self, ids: Iterable[RosterId]) -> dict[RosterId, RosterPlan]:
        wanted = [id for id in dict.fromkeys(ids) if storable(id)]
        found = {id: self._look(("roster_plan", id)) for id in wanted}
        if missing := [id for id in wanted if found[id] is None]:
            for plan in await self._roster_plans(missing):
                found[plan.roster.id] = plan
                self._keep(("roster_plan", plan.roster.id), plan)
        return {id: plan for id, plan in found.items() if plan is not None}

    async def _roster_plans(self, ids: list[RosterId]) -> list[RosterPlan]:
        rows = await self._fetch(sql.ROSTERS_WITH_CUSTOMER, roster_ids=ids)
        revisions = _by("roster_id", await self._list_among(RosterRevision, sql.ROSTER_REVISIONS_OF, roster_ids=ids))
        named = {id: _groups_of(some) for id, some in revisions.items()}
        groups = sorted(set().union(*named.values()))
        members = _by("group_id", await self._list_among(Membership, sql.MEMBERSHIPS_OF, group_ids=groups))
        plans = []
        for row in rows:
            roster = ROSTERS.read(row)
            memberships = (one for group in sorted(named.get(roster.id, ())) for one in members.get(group, ()))
            plans.append(
                RosterPlan(
                    roster=roster,
                    customer=CUSTOMERS.read(row[len(ROSTERS.fields) :]),
                    revisions=tuple(revisions.get(roster.id, ())),
                    memberships=tuple(memberships),
                    changed_at=row[-1],
                )
            )
        return plans

    async def audit_page(self, wanted: AuditFilter, cut: Cut) -> Page[AuditRow]:
        # Large, and read by people now and then: no place in the cache.
        given = {name: getattr(wanted, name) for name in wanted.__struct_fields__}
        asked = {
            name: list(value) if type(value) is tuple else value for name, value in given.items() if value is not None
        }
        asked = asked if wanted.customers is None else {**asked, "customers": _ids(wanted.customers)}
        if not all(storable(value) for value in asked.values()):
            return Page(rows=(), total=0)
        filters = tuple(asked)
        limit = LARGEST if cut.limit is None else min(max(cut.limit, 0), LARGEST)
        offset = min(max(cut.offset, 0), LARGEST)
        rows = await self._list(AuditRow, sql.audit_page(filters), **asked, limit=limit, offset=offset)
        counted = await self._fetch_one(sql.count(AuditRow, filters), **asked)
        return Page(rows=rows, total=counted[0] if counted else 0)


class SqlEver(SqlReads):
    """A block, looked at with what has ended: the same transaction, and the same records in memory."""

    sees_ended = True

    def __init__(self, block: SqlReads) -> None:
        self.provider_id = block.provider_id
        self._block = block

    async def _transaction(self) -> Transaction:
        return await self._block._transaction()

    def _look(self, key: Hashable) -> Any:
        return self._block._look(key)

    def _keep(self, key: Hashable, value: Any) -> None:
        self._block._keep(key, value)


class SqlReading(SqlReads):
    """A block of reads: out of the cache as far as it goes, from the first thing that is not there out of a snapshot.

    What came out of the cache was right when the block began; all that came after it is one moment.
    """

    def __init__(self, provider_id: ProviderId, database: Database, cache: Cache) -> None:
        self.provider_id = provider_id
        self.version = 0
        self._database = database
        self._cache = cache
        self._shelf = Shelf(0, None)
        self._snapshot: Transaction | None = None
        self._is_over = False

    async def __aenter__(self) -> "SqlReading":
        self._take_shelf(await self._database.fetch_one(sql.VERSION, {"provider_id": self.provider_id}))
        self.version = self._shelf.version
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over = True
        if self._snapshot is not None:
            # What was read is right, even if the connection has been lost since.
            with contextlib.suppress(DatabaseError):
                await self._snapshot.rollback()

    def _take_shelf(self, version: Row | None) -> None:
        # Nothing is kept for a provider that is not there: anybody can make up a number.
        if version is None:
            self._shelf = Shelf(0, None)
        elif version[0] != self._shelf.version:
            self._shelf = self._cache.shelf(self.provider_id, version[0])

    async def _transaction(self) -> Transaction:
        if self._snapshot is None:
            if self._is_over:
                raise RuntimeError("This block of reads is over.")
            self._snapshot = await self._database.snapshot()
            # Others may have written since the block began; what is read now belongs on the shelf of the version that
            # the same snapshot shows.
            self._take_shelf(await self._snapshot.fetch_one(sql.VERSION, {"provider_id": self.provider_id}))
        return self._snapshot

    def _look(self, key: Hashable) -> Any:
        return self._shelf.get(key)

    def _keep(self, key: Hashable, value: Any) -> None:
        self._shelf.put(key, value)


class SqlWrites(SqlReads):
    """A writing transaction; never looks into the cache."""

    def __init__(
        self, provider_id: ProviderId, transaction: Transaction, author: Author | None, zone_data: str
    ) -> None:
        self.provider_id = provider_id
        self.zone_data = zone_data
        self.trail = None if author is None else Trail(author)
        self.alone_at: int | None = None
        """What the version has to be at the end still; None where others may write meanwhile."""
        self.has_changed = False
        """Whether something was written of which answers are made: then what is kept in memory is of yesterday."""
        self.has_written = False
        self.is_over = False
        self.refused: Exception | None = None
        """What a save or delete was refused with: from then on nothing else can be done in this block."""
        self._own = transaction
        self._held: set[tuple[type[Record], int | str]] = set()
        """What nobody else ends until this block is over."""
        self._locked: set[tuple[type[Record], int | str]] = set()
        """What nobody else even holds."""
        self._changed = _Changed()
        self._new: set[tuple[type[Record], int]] = set()
        """Records that do not count, and to which this block gave their ids."""

    async def _transaction(self) -> Transaction:
        if self.is_over:
            raise RuntimeError("This block of writes is over.")
        if self.refused is not None:
            raise self.refused
        return self._own

    def _look(self, key: Hashable) -> Any:
        return None

    def _keep(self, key: Hashable, value: Any) -> None:
        if self.trail is None:
            return
        known = (value.tier, value.schedule) if isinstance(value, TierPlan) else (value,)
        for one in known:
            if isinstance(one, Record):
                self.trail.saw(one)

    async def stand_alone(self) -> None:
        # Asked for twice, it counts from the first time: what was read in between has to hold too.
        if self.alone_at is None:
            row = await self._fetch_one(sql.VERSION)
            self.alone_at = None if row is None else row[0]

    async def standing(self, record: Record) -> Record | None:
        kind = KINDS[type(record)]
        key = dict(zip(kind.key, kind.key_of(record), strict=True))
        row = await self._fetch_one(sql.STANDING[type(record)], **key)
        found: Record | None = None if row is None else kind.read(row)
        return found

    async def claim(self, asked: KeptAnswer, *, oldest: int) -> KeptAnswer | None:
        key = {"account_id": asked.account_id, "key": asked.key}
        await self._execute(sql.FORGET_ANSWER, **key, oldest=oldest)
        await self._execute(sql.FORGET_ANSWERS, oldest=oldest)
        # Waits for whoever has taken the same key until they commit or give up.
        if await self._fetch(sql.CLAIM_ANSWER, **self._written(asked)):
            return None
        [found] = await self._list(KeptAnswer, sql.BY_KEY[KeptAnswer], **key)
        return found

    async def _execute(self, statement: Statement, **values: object) -> None:
        values.update(provider_id=self.provider_id, ever=self.sees_ended)
        await (await self._transaction()).execute(statement, values)

    async def new_id(self, kind: type[Record]) -> int:
        id = await self._next_number(sql.NEXT_ID[counted_kind(kind).record])
        if kind in sql.FIRST_FREE:
            id = await self._free_number(kind, id)
        if not KINDS[kind].counts:
            self._new.add((kind, id))
        if self.trail is not None:
            self.trail.gave(kind, id)
        return id

    async def new_ordinal(self) -> int:
        return await self._next_number(sql.NEXT_ORDINAL)

    async def _next_number(self, statement: Statement, **values: object) -> int:
        [row] = await self._fetch(statement, **values)
        number: int = row[0]
        return number

    async def _free_number(self, kind: type[Record], number: int) -> int:
        """The number, or where it was brought along one that is drawn behind all that were. Raises Busy."""
        for _ in range(DRAWS):
            if await self._fetch_one(sql.BY_KEY[kind], id=number) is None:
                return number
            row = await self._fetch_one(sql.FIRST_FREE[kind], id=number)
            free = number + 1 if row is None else row[0]
            number = await self._next_number(sql.NUMBER_AHEAD[kind], ahead=free - number)
        raise Busy("Others are bringing ids along at the same moment.")

    async def add(self, record: Contact | Customer | Group | Roster) -> bool:
        await self._hold_above(record)
        try:
            added = await self._fetch(sql.ADD[type(record)], **self._written(record))
        except Refused as refused:
            self.refused = _refusal(record, refused)
            raise self.refused from None
        if not added:
            return False
        if self.trail is not None:
            self.trail.gave(type(record), record.id)
            await self.trail.saving(self, [record])
        self._note_held(record)
        self.has_changed = True
        self._changed.add([record])
        return True

    async def claim_shift_ids(self, roster_id: RosterId, ids: Iterable[str]) -> frozenset[str]:
        wanted = sorted({id for id in ids if storable(id)})
        rows = await self._fetch(sql.CLAIM_SHIFTS, ids=wanted, roster_id=roster_id) if wanted else ()
        return frozenset(row[0] for row in rows)

    async def membership_rows(self, contact_id: ContactId) -> tuple[AuditRow, ...]:
        pattern = sql.pattern(f'"contact_id":{contact_id},')
        return await self._list(AuditRow, sql.MEMBERSHIP_ROWS, kind="membership", pattern=pattern)

    async def forget_author(self, account_id: AccountId, name: str) -> None:
        await self._execute(sql.FORGET_AUTHOR, account_id=account_id, name=name)
        self.has_changed = True

    async def answers_with(self, pieces: Iterable[str]) -> tuple[KeptAnswer, ...]:
        found: dict[tuple[AccountId, str], KeptAnswer] = {}
        for piece in pieces:
            for one in await self._list(KeptAnswer, sql.ANSWERS_WITH, pattern=sql.pattern(piece)):
                found[one.account_id, one.key] = one
        return tuple(found.values())

    async def renew_token(self, id: TokenId, expires_at: int) -> None:
        await self._execute(sql.RENEW_TOKEN, id=id, until=expires_at)
        self.has_changed = True

    async def forget_tokens(self, kind: TokenKind, *, over_before: int) -> None:
        # Does not count: whoever knows one of them knows as well that it is over.
        await self._execute(sql.FORGET_TOKENS, token_kind=str(kind), before=over_before)
        self.has_written = True

    # ── keeping others out ───────────────────────────────────────────────────────────────────────────────────────

    async def held(self, record: type[LastingT], ids: Iterable[Any]) -> dict[Any, LastingT]:
        found = await self._kept_out(sql.HOLD[record], record, ids)
        self._held.update((record, id) for id in found)
        return found

    async def lock(self, record: type[RecordT], id: int | str) -> RecordT:
        found = (await self._locked_all(record, [id])).get(id)
        if found is None or (isinstance(found, Lasting) and found.has_ended):
            raise NotFound(KINDS[record].name, id)
        return found

    async def lock_ended(self, record: type[RecordT], id: int | str) -> RecordT:
        found = (await self._locked_all(record, [id])).get(id)
        if found is None:
            raise NotFound(KINDS[record].name, id)
        if not (isinstance(found, Lasting) and found.has_ended):
            raise Conflict(f"This {KINDS[record].name} has not ended.")
        return found

    async def _locked_all(self, record: type[RecordT], ids: Iterable[Any]) -> dict[Any, RecordT]:
        found = await self._kept_out(sql.LOCK[record], record, ids)
        self._locked.update((record, id) for id in found)
        return found

    async def _kept_out(self, statement: Statement, record: type[RecordT], ids: Iterable[Any]) -> dict[Any, RecordT]:
        kind = KINDS[record]
        wanted = sorted({id for id in ids if storable(id)})
        found: dict[Any, RecordT] = {}
        for row in await self._fetch(statement, ids=wanted) if wanted else ():
            one = kind.read(row)
            found[one.id] = one
            self._keep((record, one.id), one)
        return found

    async def lock_tier(self, id: TierId) -> Tier:
        found = await self._lock_tiers([id])
        if id not in found or found[id].has_ended:
            raise NotFound(TIERS.name, id)
        return found[id]

    async def _lock_tiers(self, ids: Iterable[TierId]) -> dict[Any, Tier]:
        """The tiers, after their schedules: whoever ends one of those locks it first."""
        wanted = [id for id in ids if storable(id)]
        schedules = {row[0] for row in await self._fetch(sql.SCHEDULES_OF_TIERS, ids=wanted)}
        await self._locked_all(Schedule, schedules)
        found = await self._locked_all(Tier, wanted)
        if any((Schedule, one.schedule_id) not in self._locked for one in found.values()):
            raise Busy("The tier was moved to another schedule at the same moment.")
        return found

    async def lock_unread_tiers(self, ids: Sequence[TierId], version: str) -> tuple[TierId, ...]:
        await self._lock_tiers(ids)
        rows = await self._fetch(sql.LOCK_UNREAD_TIERS, ids=list(ids), version=version)
        return tuple(TierId(row[0]) for row in rows)

    async def lock_unread_rosters(self, ids: Sequence[RosterId], version: str) -> tuple[RosterId, ...]:
        rows = await self._fetch(sql.LOCK_UNREAD_ROSTERS, ids=list(ids), version=version)
        return tuple(RosterId(row[0]) for row in rows)

    async def _lock_tiers_of(self, records: Sequence[Record]) -> None:
        """Who changes layers or overrides waits for whoever has locked the tier."""
        ids = {one.tier_id for one in records if isinstance(one, Revision | Override)}
        if missing := {id for id in ids if (Tier, id) not in self._locked}:
            await self._lock_tiers(missing)

    async def _hold_above(self, record: Record) -> None:
        """Keep what a record hangs below from ending meanwhile. Raises Conflict where it has."""
        for above, id in above_of(record):
            if (above, id) in self._held or not storable(id):
                continue
            # Below a schedule or a roster few things change at once, and whoever changes them may change it as well.
            keep_out = self.held if above in (Customer, Group) else self._locked_all
            found = (await keep_out(above, [id])).get(id)
            if isinstance(found, Lasting) and found.has_ended:
                kind = KINDS[above].name
                self.refused = Conflict(f"The {kind} {id} has ended: nothing can be added to it.")
                raise self.refused
            self._held.add((above, id))

    def _note_held(self, record: Record) -> None:
        """Whatever was written here stands, or has ended, for the rest of the block."""
        if isinstance(record, Lasting):
            key = type(record), record.id  # type: ignore[attr-defined]  # each of them has one
            (self._held.discard if record.has_ended else self._held.add)(key)

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────

    async def save(self, *records: Record) -> None:
        written = [self._written(one) for one in records]
        await self._lock_tiers_of(records)
        if self.trail is not None:
            await self.trail.saving(self, records)
        for record, values in zip(records, written, strict=True):
            await self._hold_above(record)
            try:
                await self._execute(sql.SAVE[type(record)], **values)
                await self._save_sign_in(record)
            except Refused as refused:
                self.refused = _refusal(record, refused)
                raise self.refused from None
            self._note_held(record)
            self.has_written = True
            self.has_changed = self.has_changed or self._counts(record)
        self._changed.add(records)
        await self._note_names(records)
        await self._note_readings(records)

    def _counts(self, record: Record) -> bool:
        """Whether somebody may be told otherwise from now on: by a token that ends, and not by one that is new."""
        kind = KINDS[type(record)]
        return kind.counts or (isinstance(record, Token) and (Token, record.id) not in self._new)

    async def _note_readings(self, records: Sequence[Record]) -> None:
        """Keep beside each place by which zone data what has just been saved was read."""
        kept = [one for one in records if has_readings(one)]
        tiers = sorted({one.tier_id for one in kept if isinstance(one, Revision | Override)})
        rosters = sorted({one.roster_id for one in kept if isinstance(one, RosterRevision)})
        if tiers:
            await self._execute(sql.NOTE_TIER_READINGS, ids=tiers, version=self.zone_data)
        if rosters:
            await self._execute(sql.NOTE_ROSTER_READINGS, ids=rosters, version=self.zone_data)

    async def note_read(self, version: str, *, tiers: Iterable[TierId] = (), rosters: Iterable[RosterId] = ()) -> None:
        await self._execute(sql.NOTE_TIERS_READ, ids=sorted(tiers), version=version)
        await self._execute(sql.NOTE_ROSTERS_READ, ids=sorted(rosters), version=version)

    def _written(self, record: Record) -> dict[str, object]:
        if record.provider_id != self.provider_id:
            raise ValueError("This record belongs to another provider.")
        return KINDS[type(record)].write(record)

    async def delete(self, *records: Record) -> None:
        await self._lock_tiers_of(records)
        if self.trail is not None:
            await self.trail.deleting(self, records)
        for record in records:
            kind = KINDS[type(record)]
            if record.provider_id != self.provider_id:
                raise ValueError("This record belongs to another provider.")
            try:
                await self._delete_one(record)
            except Refused:
                self.refused = Conflict(f"The {kind.name} is still named by others.")
                raise self.refused from None
            self.has_changed = True
        self._changed.add(records)
        await self._note_names(records)

    async def _delete_one(self, record: Record) -> None:
        kind = KINDS[type(record)]
        if isinstance(record, Customer):
            for statement in sql.DELETE_BELOW_CUSTOMER:
                await self._execute(statement, customer_id=record.id)
        await self._execute(sql.DELETE[type(record)], **dict(zip(kind.key, kind.key_of(record), strict=True)))
        if isinstance(record, Customer) and record.parent_id is None:
            await self._execute(sql.DELETE_PROVIDER)

    async def _save_sign_in(self, record: Record) -> None:
        match record:
            case Account():
                await self._execute(sql.DELETE_SIGN_IN_OF_ACCOUNT, account_id=record.id)
                await self._add_sign_in(record.username, record.id, None)
            case OAuthClient():
                await self._execute(sql.DELETE_SIGN_IN_OF_CLIENT, account_id=record.account_id, client_id=record.id)
                await self._add_sign_in(record.client_key, record.account_id, record.id)

    async def _add_sign_in(self, name: str, account_id: int, client_id: int | None) -> None:
        await self._execute(sql.ADD_SIGN_IN, name_key=fold(name), account_id=account_id, client_id=client_id)

    # ── when plans were changed ──────────────────────────────────────────────────────────────────────────────────

    async def note_plans(self, at: int) -> None:
        """Keep beside each tier and roster whose plan this block has changed that it did so."""
        changed = self._changed
        if changed.tiers:
            await self._execute(sql.NOTE_TIER_PLANS, ids=sorted(changed.tiers), at=at)
        if changed.rosters or changed.groups:
            ids, group_ids = sorted(changed.rosters), sorted(changed.groups)
            await self._execute(sql.NOTE_ROSTER_PLANS, ids=ids, group_ids=group_ids, at=at)

    async def note_schedules(self, at: int, by: AccountId | None) -> None:
        """Note who edited something of a schedule last: of those that were not saved themselves."""
        changed = self._changed
        ids = sorted(changed.edited_schedules - changed.schedules)
        if ids or changed.tiers:
            await self._execute(sql.NOTE_SCHEDULES, ids=ids, tier_ids=sorted(changed.tiers), at=at, by=by)

    # ── the index of names ───────────────────────────────────────────────────────────────────────────────────────

    async def _note_names(self, records: Sequence[Record]) -> None:
        """Keep beside the newest rules whom they name, for every tier and roster whose revisions were touched."""
        for record in records:
            await self._remember_names(record)
        for tier_id in dict.fromkeys(one.tier_id for one in records if isinstance(one, Revision)):
            await self._note_layers(tier_id)
        for roster_id in dict.fromkeys(one.roster_id for one in records if isinstance(one, RosterRevision)):
            await self._note_shifts(roster_id)

    async def _remember_names(self, record: Record) -> None:
        """Keep whom a revision names for ever: the past is asked for as well."""
        match record:
            case Revision():
                contacts = sorted({id for layer in record.layers for id in layer.contacts})
                await self._remember(sql.REMEMBER_TIER_PEOPLE, record.tier_id, contacts)
            case RosterRevision():
                contacts = sorted({id for shift in record.shifts for id in shift.contacts})
                groups = sorted({id for shift in record.shifts for id in shift.groups})
                await self._remember(sql.REMEMBER_ROSTER_PEOPLE, record.roster_id, contacts)
                await self._remember(sql.REMEMBER_ROSTER_CREWS, record.roster_id, groups)
                await self.claim_shift_ids(record.roster_id, (shift.id for shift in record.shifts))

    async def _remember(self, statement: Statement, place: int | str, ids: Sequence[Any]) -> None:
        if ids:
            await self._execute(statement, place=place, ids=list(ids))

    async def _note_layers(self, tier_id: TierId) -> None:
        row = await self._fetch_one(sql.NEWEST_LAYERS, tier_id=tier_id)
        ends = layer_ends(read_layers(row[0]) if row else ())
        by_end: dict[int | None, list[int]] = {}
        for contact, ends_at in ends.items():
            by_end.setdefault(ends_at, []).append(contact)
        await self._execute(sql.FORGET_LAYER_CONTACTS, tier_id=tier_id)
        for ends_at, ids in by_end.items():
            await self._note(sql.NAME_LAYER_CONTACTS, tier_id, ids, ends_at=ends_at)

    async def _note_shifts(self, roster_id: RosterId) -> None:
        row = await self._fetch_one(sql.NEWEST_SHIFTS, roster_id=roster_id)
        shifts = read_shifts(row[0]) if row else ()
        await self._execute(sql.FORGET_ROSTER_CONTACTS, roster_id=roster_id)
        await self._execute(sql.FORGET_ROSTER_GROUPS, roster_id=roster_id)
        await self._note(sql.NAME_ROSTER_CONTACTS, roster_id, {id for shift in shifts for id in shift.contacts})
        await self._note(sql.NAME_ROSTER_GROUPS, roster_id, {id for shift in shifts for id in shift.groups})

    async def _note(self, statement: Statement, place: int | str, ids: Iterable[Any], **more: object) -> None:
        named = sorted(ids)
        if named and len(await self._fetch(statement, place=place, ids=named, **more)) < len(named):
            self.refused = Conflict("The rules name somebody who is not there.")
            raise self.refused


class _Changed:
    """The places whose plans a block of writes has changed: layers, overrides, shift rules, members of groups; and the
    schedules that it has saved, or whose tiers."""

    def __init__(self) -> None:
        self.schedules: set[ScheduleId] = set()
        self.edited_schedules: set[ScheduleId] = set()
        self.tiers: set[TierId] = set()
        self.rosters: set[RosterId] = set()
        self.groups: set[GroupId] = set()

    def add(self, records: Iterable[Record]) -> None:
        """Some records were saved or deleted."""
        for record in records:
            match record:
                case Schedule():
                    self.schedules.add(record.id)
                case Tier():
                    self.edited_schedules.add(record.schedule_id)
                case Revision() | Override():
                    self.tiers.add(record.tier_id)
                case RosterRevision():
                    self.rosters.add(record.roster_id)
                case Membership():
                    self.groups.add(record.group_id)


class SqlWriting:
    """A block of writes: one transaction, its audit rows, and the version raised as its last statement."""

    def __init__(
        self, provider_id: ProviderId, database: Database, author: Author | None, zone_data: str | None = None
    ) -> None:
        self._provider_id = provider_id
        self._database = database
        self._author = author
        self._zone_data = engine.zone_data() if zone_data is None else zone_data

    async def __aenter__(self) -> SqlWrites:
        self._transaction = await self._database.transaction()
        try:
            self._writes = SqlWrites(self._provider_id, self._transaction, self._author, self._zone_data)
        except BaseException:
            # Before the block has begun nobody else ends it.
            await self._transaction.rollback()
            raise
        return self._writes

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None or self._writes.refused is not None:
            self._writes.is_over = True
            await self._undo(error)
            return
        try:
            if self._author is not None:
                await self._writes.note_plans(self._author.at)
                await self._writes.note_schedules(self._author.at, self._author.account_id)
            if self._writes.trail is not None:
                await self._writes.save(*await self._writes.trail.rows(self._writes))
            self._writes.is_over = True
            if self._writes.has_changed or (self._writes.has_written and self._writes.alone_at is not None):
                await self._raise_version()
        except BaseException as failure:
            self._writes.is_over = True
            await self._undo(failure)
            raise
        await self._transaction.commit()

    async def _raise_version(self) -> None:
        """Last, because whoever else writes for this provider waits here until we have committed."""
        of = {"provider_id": self._provider_id}
        if self._writes.alone_at is None:
            await self._transaction.execute(sql.RAISE_VERSION, of)
        elif not await self._transaction.fetch(sql.RAISE_VERSION_FROM, {**of, "standing": self._writes.alone_at}):
            raise Busy("Others were writing at the same moment.")

    async def _undo(self, error: BaseException | None) -> None:
        """Half a block is never committed: whoever swallowed a refusal is told again."""
        try:
            await self._transaction.rollback()
        except DatabaseError:
            if error is None:
                raise
        if error is None and self._writes.refused is not None:
            raise self._writes.refused


class SqlFounding(SqlWriting):
    """A block of writes that begins by making its provider."""

    def __init__(
        self,
        database: Database,
        author: Author | None,
        name: str,
        now: int,
        *,
        is_first: bool,
        wanted: ProviderId | None,
    ) -> None:
        super().__init__(NOBODYS, database, author)
        self._wanted = wanted
        self._name = name
        self._now = now
        self._is_first = is_first

    async def __aenter__(self) -> SqlWrites:
        transaction = await self._database.transaction()
        try:
            if self._is_first:
                # Waits for others who are making one, and then sees what they made.
                await transaction.execute(sql.LOCK_PROVIDERS, {})
                if await transaction.fetch(sql.PROVIDERS, {}):
                    raise Conflict(NOT_FIRST)
            id = await self._made(transaction)
            await transaction.execute(sql.ADD_VERSION, {"provider_id": id})
            writes = SqlWrites(id, transaction, self._author, self._zone_data)
            if writes.trail is not None:
                writes.trail.gave(Customer, id)
            root = Customer(
                provider_id=id,
                id=CustomerId(id),
                parent_id=None,
                name=self._name,
                created_at=self._now,
                updated_at=self._now,
            )
            await writes.save(root)
        except BaseException:
            await transaction.rollback()
            raise
        self._provider_id, self._transaction, self._writes = id, transaction, writes
        return writes

    async def _made(self, transaction: Transaction) -> ProviderId:
        """The provider itself: with the number that is wanted, or with the next one that no other brought along."""
        id = self._wanted
        for _ in range(DRAWS):
            if id is None:
                [row] = await transaction.fetch(sql.NEXT_ID[Customer], {})
                id = ProviderId(row[0])
            if await transaction.fetch(sql.ADD_PROVIDER, {"id": id}):
                return id
            id = None
        raise Busy("No free number was found for the provider.")


class SqlStore:
    """The store on SQLite or PostgreSQL."""

    def __init__(
        self, database: Database, cache: Cache | None = None, *, first_provider: ProviderId | None = None
    ) -> None:
        """`first_provider`: the number that the first provider of an installation takes; None: the next one."""
        self.zone_data = engine.zone_data()
        self._database = database
        self._cache = Cache() if cache is None else cache
        self._first_provider = first_provider

    def reading(self, provider_id: ProviderId) -> SqlReading:
        return SqlReading(provider_id, self._database, self._cache)

    def writing(self, provider_id: ProviderId, by: Author | None = None) -> SqlWriting:
        return SqlWriting(provider_id, self._database, by, self.zone_data)

    async def providers(self) -> tuple[ProviderId, ...]:
        return tuple(row[0] for row in await self._database.fetch(sql.PROVIDERS, {}))

    async def newest_zone_data(self) -> str | None:
        row = await self._database.fetch_one(sql.NEWEST_ZONE_DATA, {})
        return row[0] if row else None

    async def version(self, provider_id: ProviderId) -> int | None:
        row = await self._database.fetch_one(sql.VERSION, {"provider_id": provider_id})
        return row[0] if row else None

    def founding(self, name: str, now: int, by: Author | None = None, *, is_first: bool = False) -> "SqlFounding":
        wanted = self._first_provider if is_first else None
        return SqlFounding(self._database, by, name, now, is_first=is_first, wanted=wanted)

    async def new_provider(self, name: str, now: int, *, is_first: bool = False) -> Customer:
        async with self.founding(name, now, is_first=is_first) as writes:
            return await writes.customer(CustomerId(writes.provider_id))

    async def provider_of_sign_in(self, name: str) -> ProviderId | None:
        key = fold(name)
        row = await self._database.fetch_one(sql.SIGN_IN, {"name_key": key}) if storable(key) else None
        return ProviderId(row[0]) if row else None

    async def touch_tokens(self, uses: Sequence[tuple[ProviderId, TokenId, int]]) -> None:
        await self._touch(sql.TOUCH_TOKEN, uses)

    async def touch_feeds(self, uses: Sequence[tuple[ProviderId, FeedId, int]]) -> None:
        await self._touch(sql.TOUCH_FEED, uses)

    async def _touch(self, statement: Statement, uses: Sequence[tuple[ProviderId, Any, int]]) -> None:
        transaction = await self._database.transaction()
        try:
            # In order, so that two processes which touch the same rows do not wait for each other.
            for provider_id, id, at in sorted(uses):
                await transaction.execute(statement, {"provider_id": provider_id, "id": id, "at": at})
        except BaseException:
            await transaction.rollback()
            raise
        await transaction.commit()

    async def ping(self) -> None:
        row = await self._database.fetch_one(sql.SCHEMA, {})
        found = "none" if row is None else str(row[0])
        if found != HEAD:
            if found.isdigit() and found > HEAD:
                raise too_new(found, HEAD)
            raise DatabaseError(
                f"The database's schema is {found}, this version of Watchbill needs {HEAD}: run `watchbill migrate`, "
                "or the version of Watchbill that made it."
            )

    async def close(self) -> None:
        await self._database.close()


def _refusal(record: Record, refused: Refused) -> Conflict:
    """What to tell of a record that the database refused."""
    kind = KINDS[type(record)]
    match refused.rule:
        case "unique":
            return Taken(kind.name, kind.unique, str(getattr(record, kind.unique)))
        case "overlap":
            return Conflict("This override overlaps another one of its tier.")
        case "reference":
            return Conflict(f"The {kind.name} names something that is not there.")
        case "check":
            return Conflict(f"The {kind.name} contradicts itself.")


def _term(search: str) -> str | None:
    """A search as a pattern; None when nothing is searched for."""
    term = plain(search.strip())
    return sql.pattern(term) if term else None


def _ids(customers: Iterable[CustomerId] | None) -> list[CustomerId] | None:
    return None if customers is None else [id for id in customers if storable(id)]


def _place_filters(wanted: PlaceFilter, values: Iterable[str]) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """What the tiers and what the rosters are filtered by; None for a kind that is not wanted at all."""
    active = ("active",) if wanted.of_active else ()
    of_tiers = (*active, *(name for name in values if name in ("tier_customers", "schedule_id", "tier_id")))
    of_rosters = (*active, *(name for name in values if name in ("roster_customers", "roster_id")))
    return of_tiers if wanted.has_tiers else None, of_rosters if wanted.has_rosters else None


def _places(kind: str, rows: Iterable[Row]) -> tuple[NamedPlace, ...]:
    return tuple(NamedPlace(kind=kind, id=row[0], name=row[1]) for row in rows)


def _by(field: str, records: Iterable[RecordT]) -> dict[Any, list[RecordT]]:
    """The records by what they have in a field, in the same order."""
    found: dict[Any, list[RecordT]] = {}
    for record in records:
        found.setdefault(getattr(record, field), []).append(record)
    return found


def _groups_of(revisions: Iterable[RosterRevision]) -> set[GroupId]:
    return {group for revision in revisions for shift in revision.shifts for group in shift.groups}
