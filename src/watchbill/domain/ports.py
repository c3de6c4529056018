"""What the domain asks of a store: the one seam to the databases.

One transaction a domain call. An edge opens `store.reading(provider)` or `store.writing(provider)`; what is inside the
`async with` works in it; leaving a `writing` block commits, an exception rolls everything back.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Generic, Protocol, TypeVar

import msgspec

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
    Roster,
    RosterId,
    RosterPlan,
    Schedule,
    ScheduleId,
    Tier,
    TierId,
    TierPlan,
    Token,
    TokenId,
    TokenKind,
)

RowT = TypeVar("RowT")
RecordT = TypeVar("RecordT", bound=Record)
LastingT = TypeVar("LastingT", bound=Lasting)


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of a list somebody wants: an order (column names, a leading "-" for descending) and a piece of it.

    Ties are broken by id, in the direction of the last of the order, so pages never overlap. `limit` None means all.
    """

    order: tuple[str, ...] = ()
    offset: int = 0
    limit: int | None = None


class Page(msgspec.Struct, Generic[RowT], frozen=True, kw_only=True):
    """A piece of a list, and how long the whole list is."""

    rows: tuple[RowT, ...]
    total: int


PlaceId = TierId | RosterId
"""A place to be on call: the id of a tier is a number, that of a roster a text."""


class PlaceFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which places somebody wants; what is None filters nothing, and all that is given has to fit."""

    tiers_of: tuple[CustomerId, ...] | None = None
    """Customers whose tiers are wanted."""
    rosters_of: tuple[CustomerId, ...] | None = None
    """Customers whose rosters are wanted."""
    of_active: bool = False
    """Whether those of customers that are switched off are left out."""
    schedule_id: ScheduleId | None = None
    tier_id: TierId | None = None
    roster_id: RosterId | None = None

    @property
    def has_tiers(self) -> bool:
        return self.roster_id is None

    @property
    def has_rosters(self) -> bool:
        return self.schedule_id is None and self.tier_id is None


class AuditFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which audit rows somebody wants; what is None filters nothing, and all that is given has to fit."""

    customers: tuple[CustomerId, ...] | None = None
    kinds: tuple[str, ...] | None = None
    account_id: AccountId | None = None
    subject_id: str | None = None
    via: str | None = None
    since: int | None = None
    until: int | None = None


class NamedPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that names a contact: where it stands, for people and for programs."""

    kind: str
    """"layer", "override", "roster", "group" or "schedule"."""
    id: int | str
    """Of the tier, the override, the roster, …"""
    name: str
    """Such as "Acme NOC, tier 1"."""
    schedule_id: ScheduleId | None = None
    """Of a layer and an override; with `number`, that of their tier."""
    number: int | None = None


class Reads(Protocol):
    """One provider's records at one moment. What takes an id raises NotFound; lists may be empty.

    What has ended is not there: neither by its id nor in lists. What takes several ids gives those that ever were, for
    they are asked for by what names them, and names are told for ever.
    """

    provider_id: ProviderId

    @property
    def ever(self) -> "Reads":
        """The same moment, with what has ended: what load, history and somebody's past are asked of."""
        ...

    async def customer(self, id: CustomerId) -> Customer: ...
    async def customers(self) -> tuple[Customer, ...]:
        """The provider first, then its customers by name."""
        ...

    async def customers_among(self, ids: Iterable[CustomerId]) -> dict[CustomerId, Customer]:
        """Those that exist, by id."""
        ...

    async def customer_page(self, *, search: str, is_active: bool | None, cut: Cut) -> Page[Customer]:
        """Customers below the provider (the provider itself left out)."""
        ...

    async def held(self, record: type[LastingT], ids: Iterable[Any]) -> dict[Any, LastingT]:
        """Customers, contacts or groups, also those that have ended, by id; in a block of writes they stay as they are
        until it ends.

        Whoever holds or locks several does so in this order, so that none wait for each other: customers, schedules,
        tiers, groups, contacts, rosters; and of one kind by id. A block that changes who is in a group ends with the
        rosters that name it.
        """
        ...

    async def contact(self, id: ContactId) -> Contact: ...
    async def contacts(self, ids: Iterable[ContactId]) -> dict[ContactId, Contact]:
        """Those that exist, by id."""
        ...

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
        """`search` looks in names, login name, e-mail and phones, in any case; `fields` are exact, in any case.

        `times` are bounds, both included, on when a contact was made and last changed: `created_since`,
        `created_until`, `updated_since`, `updated_until`.
        """
        ...

    async def account(self, id: AccountId) -> Account: ...
    async def accounts(self, ids: Iterable[AccountId]) -> dict[AccountId, Account]: ...
    async def account_named(self, username: str) -> Account | None: ...
    async def all_accounts(self) -> tuple[Account, ...]: ...
    async def admins(self) -> tuple[Account, ...]:
        """The active accounts that may do everything at every customer, by id."""
        ...

    async def token_by_hash(self, token_hash: str) -> tuple[Token, Account, Customer] | None:
        """The token whatever its state, its account and the token's customer."""
        ...

    async def token(self, id: TokenId) -> Token: ...
    async def tokens(self) -> tuple[Token, ...]: ...
    async def oauth_client(self, client_key: str) -> tuple[OAuthClient, Account] | None: ...
    async def oauth_clients(self) -> tuple[OAuthClient, ...]: ...

    async def feed(self, id: FeedId) -> Feed: ...
    async def feed_by_hash(self, secret_hash: str) -> Feed | None:
        """The feed whatever its state."""
        ...

    async def feeds(self) -> tuple[Feed, ...]:
        """All, revoked ones too, by id."""
        ...

    async def feeds_fetched(self, ids: Iterable[FeedId]) -> dict[FeedId, int]:
        """When each of the feeds was fetched last; those that nobody has fetched yet are left out."""
        ...

    async def schedule(self, id: ScheduleId) -> Schedule: ...
    async def schedule_page(
        self, *, customers: tuple[CustomerId, ...] | None, search: str, has_ended: bool = False, cut: Cut
    ) -> Page[Schedule]:
        """`search` looks in the name, in any case; with `has_ended` only those that have, to be asked of `ever`."""
        ...

    async def tier(self, id: TierId) -> Tier: ...
    async def tier_numbered(self, schedule_id: ScheduleId, number: int) -> Tier | None:
        """The one that is there, or else the one that ended last."""
        ...

    async def tiers(self, schedule_id: ScheduleId) -> tuple[Tier, ...]:
        """By number."""
        ...

    async def tier_page(
        self, *, customers: tuple[CustomerId, ...] | None, schedule_id: ScheduleId | None, cut: Cut
    ) -> Page[Tier]: ...
    async def tiers_among(self, schedule_ids: Iterable[ScheduleId]) -> tuple[Tier, ...]:
        """Those of any of the schedules, by schedule and number."""
        ...

    async def tiers_with_readings(
        self, *, after: TierId, limit: int, read_before: str | None = None
    ) -> tuple[TierId, ...]:
        """Tiers beyond an id where ends are kept as readings, by id; those read by older zone data than these."""
        ...

    async def tier_plan(self, id: TierId) -> TierPlan: ...
    async def tier_plans(self, schedule_id: ScheduleId) -> tuple[TierPlan, ...]:
        """By number, in few statements, however many tiers."""
        ...

    async def tier_plans_among(self, ids: Iterable[TierId]) -> dict[TierId, TierPlan]:
        """Those that exist, by id, in few statements however many."""
        ...

    async def place_page(self, wanted: PlaceFilter, *, offset: int = 0, limit: int | None = None) -> Page[PlaceId]:
        """A piece of the list of tiers and rosters: by customer's name, tiers by schedule's name and number, then
        rosters by name."""
        ...

    async def places_ever_naming(
        self, contact_ids: Iterable[ContactId], *, start: int, end: int
    ) -> tuple[PlaceId, ...]:
        """Where any of the contacts may have been on call in `[start, end)`: tiers and then rosters, by id.

        Those that any revision ever named them in, by themselves or by a group they were in at the time, and those
        with an override of theirs at the time. Costs what they are named in, however many places there are.
        """
        ...

    async def override(self, id: OverrideId) -> Override: ...
    async def overrides(
        self, tier_id: TierId, *, start: int | None = None, end: int | None = None
    ) -> tuple[Override, ...]:
        """Those of a tier that overlap `[start, end)` (touching ends do not), by start."""
        ...

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
        """Those that end after `start` and start before `end`."""
        ...

    async def places_naming(self, contact_id: ContactId, *, now: int) -> tuple[NamedPlace, ...]:
        """Layers in force, overrides that end after `now`, rosters' current rules and groups' current members."""
        ...

    async def groups_left_empty_by(self, contact_id: ContactId) -> tuple[NamedPlace, ...]:
        """Groups that rosters' current rules name and in which no other active contact is now."""
        ...

    async def owned_by(self, customer_id: CustomerId) -> tuple[NamedPlace, ...]:
        """Schedules and rosters of a customer, kinds "schedule" and "roster"."""
        ...

    async def group(self, id: GroupId) -> Group: ...
    async def groups(self, ids: Iterable[GroupId]) -> dict[GroupId, Group]: ...
    async def group_page(self, *, customers: tuple[CustomerId, ...] | None, cut: Cut) -> Page[Group]: ...

    async def memberships(self, group_ids: Iterable[GroupId]) -> tuple[Membership, ...]:
        """All, past ones too, by group, joined_at, contact."""
        ...

    async def memberships_of(self, contact_ids: Iterable[ContactId]) -> tuple[Membership, ...]:
        """Those of contacts that last until now, by group, joined_at, contact."""
        ...

    async def rosters_naming_group(self, id: GroupId) -> tuple[NamedPlace, ...]:
        """Rosters whose current rules name the group."""
        ...

    async def roster(self, id: RosterId) -> Roster: ...
    async def roster_page(
        self,
        *,
        customers: tuple[CustomerId, ...] | None,
        name: str | None,
        search: str = "",
        has_ended: bool = False,
        cut: Cut,
    ) -> Page[Roster]:
        """`name` is the whole name, `search` looks in it; both in any case. `has_ended` as of schedules."""
        ...

    async def rosters_with_readings(
        self, *, after: RosterId, limit: int, read_before: str | None = None
    ) -> tuple[RosterId, ...]:
        """The same of rosters."""
        ...

    async def roster_plan(self, id: RosterId) -> RosterPlan: ...
    async def roster_plans(self, ids: Iterable[RosterId]) -> dict[RosterId, RosterPlan]:
        """Those that exist, by id, in few statements however many."""
        ...

    async def audit_page(self, wanted: AuditFilter, cut: Cut) -> Page[AuditRow]:
        """The latest first; the cut's order says nothing here."""
        ...


class Reading(Reads, Protocol):
    """A block of reads."""

    version: int
    """What `Store.version` was as the block began: nothing that is read in it is older. 0 for a provider that is not
    there."""


class Writes(Reads, Protocol):
    """One transaction. Reads see its own writes."""

    async def new_id(self, kind: type[Record]) -> int:
        """A positive id that was never given to this kind before, in the whole installation, and that was not brought
        along either."""
        ...

    async def new_ordinal(self) -> int:
        """The next place in the order in which records are made."""
        ...

    async def add(self, record: Contact | Customer | Group | Roster) -> bool:
        """Insert, unless something has the same key: whether it was inserted. Raises Taken for a name in use."""
        ...

    async def claim_shift_ids(self, roster_id: RosterId, ids: Iterable[str]) -> frozenset[str]:
        """Take ids for shifts of a roster: those that no shift of any other has or ever had."""
        ...

    async def save(self, *records: Record) -> None:
        """Insert, or replace what has the same key.

        Raises Taken for a name in use, Conflict for overlaps and for what would hang below something that has ended.
        Where there is an author, a schedule is noted as updated by them with its tiers, their layers and overrides.
        """
        ...

    async def delete(self, *records: Record) -> None:
        """Remove by key, with all that hangs below it (a schedule's tiers, a tier's revisions and overrides, …), and
        with its past: what people delete ends instead.

        A group's memberships stay: past timelines need them.
        """
        ...

    async def membership_rows(self, contact_id: ContactId) -> tuple[AuditRow, ...]:
        """What the audit log says of a contact's memberships, by id; costs the whole log."""
        ...

    async def forget_author(self, account_id: AccountId, name: str) -> None:
        """Let the audit log say a name instead of an account's and its tokens', and not from where they came."""
        ...

    async def answers_with(self, pieces: Iterable[str]) -> tuple[KeptAnswer, ...]:
        """The kept answers whose body holds any of these pieces of JSON; each costs all kept answers."""
        ...

    async def renew_token(self, id: TokenId, expires_at: int) -> None:
        """Let a token sign in until then; one that was revoked meanwhile stays so."""
        ...

    async def forget_tokens(self, kind: TokenKind, *, over_before: int) -> None:
        """Remove the tokens of a kind that expired, or were revoked, before then."""
        ...

    async def claim(self, asked: KeptAnswer, *, oldest: int) -> KeptAnswer | None:
        """Take the key of an answer for this transaction, which has to save the answer or delete it again.

        What another transaction answered under the same key is returned instead: whoever is still at it is waited for.
        What was kept before `oldest` is forgotten.
        """
        ...

    async def stand_alone(self) -> None:
        """From here on no other transaction of the provider may come in between: where one did, the end raises Busy."""
        ...

    async def lock(self, record: type[RecordT], id: int | str) -> RecordT:
        """A record with an id as it is now; until the transaction ends no other one changes or holds it, nor puts
        anything below it. Raises NotFound also for one that has ended, which is locked all the same."""
        ...

    async def lock_ended(self, record: type[RecordT], id: int | str) -> RecordT:
        """The same of one that has ended. Raises NotFound, and Conflict where it is there."""
        ...

    async def lock_tier(self, id: TierId) -> Tier:
        """The tier; until the transaction ends no other one changes its layers or overrides, nor its schedule.

        The schedule is locked first. Raises NotFound also for one that has ended, and Busy where the tier was moved to
        another one at that moment.
        """
        ...

    async def lock_unread_tiers(self, ids: Sequence[TierId], version: str) -> tuple[TierId, ...]:
        """Those whose readings were read by older zone data than these, by id, locked as by `lock_tier`."""
        ...

    async def lock_unread_rosters(self, ids: Sequence[RosterId], version: str) -> tuple[RosterId, ...]:
        """The same of rosters."""
        ...

    async def note_read(self, version: str, *, tiers: Iterable[TierId] = (), rosters: Iterable[RosterId] = ()) -> None:
        """Note by which zone data the readings of places were read; counts as no change of the data.

        Whatever is saved with readings is noted as read by the store's data, unless older ones have read the rest.
        """
        ...


class Store(Protocol):
    """A database, opened."""

    zone_data: str
    """The version of the zone data that readings are read by here."""

    def reading(self, provider_id: ProviderId) -> AbstractAsyncContextManager[Reading]: ...
    def writing(self, provider_id: ProviderId, by: Author | None = None) -> AbstractAsyncContextManager[Writes]:
        """Whatever somebody changes leaves audit rows in the same transaction, and every tier and roster whose layers,
        overrides, shift rules or members of groups they changed notes when (`changed_at` of its plan).

        Without an author neither is so: for what the system notes for itself.
        """
        ...

    async def providers(self) -> tuple[ProviderId, ...]:
        """Every provider of the installation, by id; empty for a new database."""
        ...

    async def newest_zone_data(self) -> str | None:
        """The newest version of the zone data by which any place of the installation was read; None for none."""
        ...

    async def version(self, provider_id: ProviderId) -> int | None:
        """A number that rises with every change of the provider's records; None for a provider that is not there."""
        ...

    def founding(
        self, name: str, now: int, by: Author | None = None, *, is_first: bool = False
    ) -> AbstractAsyncContextManager[Writes]:
        """Write into a provider that the same transaction makes: the root customer whose id is the provider's id.

        One that has to be the first is made at most once, however many processes try: raises Conflict.
        """
        ...

    async def new_provider(self, name: str, now: int, *, is_first: bool = False) -> Customer:
        """Make a provider and nothing else."""
        ...

    async def provider_of_sign_in(self, name: str) -> ProviderId | None:
        """Which provider's account (by user name, in any case) or OAuth client (by key) this is: the one question
        that starts without a provider."""
        ...

    async def touch_tokens(self, uses: Sequence[tuple[ProviderId, TokenId, int]]) -> None:
        """Note when tokens were last used; counts as no change of the data."""
        ...

    async def touch_feeds(self, uses: Sequence[tuple[ProviderId, FeedId, int]]) -> None:
        """Note when feeds were last fetched; counts as no change of the data either."""
        ...

    async def ping(self) -> None:
        """Raise when the database cannot answer, or its schema is not the one this version needs."""
        ...

    async def close(self) -> None: ...
