"""The records that Watchbill keeps, as frozen values; their fields are the columns of the tables."""

from enum import IntEnum, StrEnum
from functools import cached_property
from typing import NewType

import msgspec

from watchbill import engine
from watchbill.domain.text import one_line

ProviderId = NewType("ProviderId", int)
CustomerId = NewType("CustomerId", int)
ContactId = NewType("ContactId", int)
AccountId = NewType("AccountId", int)
TokenId = NewType("TokenId", int)
ClientId = NewType("ClientId", int)
ScheduleId = NewType("ScheduleId", int)
TierId = NewType("TierId", int)
OverrideId = NewType("OverrideId", int)
FeedId = NewType("FeedId", int)
AuditId = NewType("AuditId", int)
RosterId = NewType("RosterId", str)
GroupId = NewType("GroupId", str)


class Role(IntEnum):
    """What an account may do at its customer; each role may do all that the lower ones may."""

    VIEWER = 1
    RESPONDER = 2
    MANAGER = 3
    ADMIN = 4


class TokenKind(StrEnum):
    """Where a token came from."""

    API = "api"
    LOGIN = "login"
    OAUTH = "oauth"
    SESSION = "session"
    """In the cookie of somebody's browser."""


class Via(StrEnum):
    """What a change came through."""

    OCS = "ocs"
    ROSTERS = "rosters"
    V1 = "v1"
    WEB = "web"
    """A browser's session."""
    CLI = "cli"
    SYSTEM = "system"
    """Nobody: newer zone data moved what was typed as a reading of clocks."""


class FeedKind(StrEnum):
    """What a calendar feed shows the shifts of."""

    CONTACT = "contact"
    SCHEDULE = "schedule"
    TIER = "tier"
    ROSTER = "roster"
    CUSTOMER = "customer"


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A row: belongs to one provider, whose id leads its key."""

    provider_id: ProviderId


class Lasting(Record, frozen=True, kw_only=True):
    """A record that ends instead of being deleted: from `ended_at` on it is not there, and what happened stays.

    Nothing that has not ended hangs below one that has. `ended_by` is None where the operator ended it.
    """

    ended_at: int | None = None
    ended_by: AccountId | None = None

    @property
    def has_ended(self) -> bool:
        return self.ended_at is not None


class Customer(Lasting, frozen=True, kw_only=True):
    """One the provider works for; the provider itself is the root customer, whose `parent_id` is None."""

    id: CustomerId
    parent_id: CustomerId | None
    name: str
    country: str = ""
    """Whose numbers its people dial without a country's code: two letters of ISO 3166, or none."""
    is_active: bool = True
    terminated_at: int | None = None
    """When it was switched off for good; None for one that may be switched on."""
    profile: str = ""
    """What other programs tell beside, as the text of a JSON object; see `domain.profile`."""
    ordinal: int = 0
    """Its place in the order in which records were made; of two made in one second, and of ids that were brought along,
    nothing else tells it."""
    created_at: int
    updated_at: int


class Contact(Lasting, frozen=True, kw_only=True):
    """Somebody who can be on call; the rosters API calls the same person a user."""

    id: ContactId
    customer_id: CustomerId
    login_name: str = ""
    first_name: str
    last_name: str = ""
    email: str = ""
    phone: str = ""
    mobile: str = ""
    tz: str = ""
    is_active: bool = True
    terminated_at: int | None = None
    """When they were switched off for good; None for one who may be switched on."""
    erased_at: int | None = None
    """When who they were was erased; None while it is known."""
    profile: str = ""
    ordinal: int = 0
    created_at: int
    updated_at: int

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Account(Record, frozen=True, kw_only=True):
    """Somebody, or a program, that signs in, with a role at a customer.

    `password_hash` is empty where nobody can sign in with a password. `contact_id` says which contact this is,
    so that a responder can put themselves on call.
    """

    id: AccountId
    customer_id: CustomerId
    contact_id: ContactId | None = None
    username: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    role: Role
    password_hash: str = ""
    is_active: bool = True
    erased_at: int | None = None
    """When whose it was was erased; None while it is known."""
    created_at: int
    updated_at: int


class Token(Record, frozen=True, kw_only=True):
    """A secret that signs an account in; only its SHA-256 is kept."""

    id: TokenId
    account_id: AccountId
    customer_id: CustomerId
    role: Role
    kind: TokenKind
    name: str
    token_hash: str
    created_at: int
    expires_at: int | None = None
    last_used_at: int | None = None
    revoked_at: int | None = None


class OAuthClient(Record, frozen=True, kw_only=True):
    """Credentials that a program exchanges for short-lived tokens of its account; only a hash of the secret is kept."""

    id: ClientId
    account_id: AccountId
    client_key: str
    name: str
    secret_hash: str
    created_at: int
    revoked_at: int | None = None


class Schedule(Lasting, frozen=True, kw_only=True):
    """A named set of tiers of one customer, with whom to tell when nobody is on call."""

    id: ScheduleId
    customer_id: CustomerId
    name: str
    default_email: str | None = None
    default_phone: str | None = None
    created_at: int
    updated_at: int
    created_by: AccountId
    updated_by: AccountId


class Tier(Lasting, frozen=True, kw_only=True):
    """One level of a schedule; its layers live in revisions, its overrides in rows of their own."""

    id: TierId
    schedule_id: ScheduleId
    number: int
    is_active: bool = True
    created_at: int
    updated_at: int


class LayerRule(msgspec.Struct, frozen=True, kw_only=True):
    """A layer as its author wrote it: rotation and restrictions are JSON texts, kept to the letter.

    The texts are valid: `engine_layer` reads them and never fails for a stored layer. An end that was typed as what
    clocks of `tz` read is kept so too; its instant is what the zone data made of it.
    """

    start: int
    rotation: str
    restrictions: str
    contacts: tuple[ContactId, ...]
    index: int
    tz: str
    end: int | None = None
    start_reading: int | None = None
    end_reading: int | None = None


class Revision(Record, frozen=True, kw_only=True):
    """A tier's layers from a moment on. `counts_from` is None for the first layers: from their own start.

    `moved_by` is the version of the zone data that made it of the one before, where nobody saved it.
    """

    tier_id: TierId
    number: int
    counts_from: int | None
    saved_at: int
    saved_by: AccountId
    layers: tuple[LayerRule, ...]
    moved_by: str | None = None


class Override(Record, frozen=True, kw_only=True):
    """One-off cover of a tier by a contact for `[start_at, end_at)`; two of one tier never overlap.

    An end that was typed as what the clocks of `tz` read is kept so too.
    """

    id: OverrideId
    tier_id: TierId
    contact_id: ContactId
    start_at: int
    end_at: int
    created_at: int
    created_by: AccountId
    tz: str | None = None
    start_reading: int | None = None
    end_reading: int | None = None


class Group(Lasting, frozen=True, kw_only=True):
    """Contacts that rosters name together."""

    id: GroupId
    customer_id: CustomerId
    name: str
    description: str = ""
    email: str = ""
    profile: str = ""
    ordinal: int = 0
    created_at: int
    updated_at: int | None = None


class Membership(Record, frozen=True, kw_only=True):
    """A contact's time in a group, `[joined_at, left_at)`; still in it while `left_at` is None."""

    group_id: GroupId
    contact_id: ContactId
    joined_at: int
    left_at: int | None = None


class Roster(Lasting, frozen=True, kw_only=True):
    """Shift rules in force together; the rules and their zone live in revisions."""

    id: RosterId
    customer_id: CustomerId
    name: str
    description: str = ""
    ordinal: int = 0
    created_at: int
    updated_at: int | None = None


class RosterShift(msgspec.Struct, frozen=True, kw_only=True):
    """A shift rule of a roster: when it is, and who is on call then."""

    id: str
    name: str
    schedule: engine.OneTime | engine.Recurring
    anchor_at: int | None = None
    """The instant that a recurring shift was said to start from; its date in the roster's zone is the anchor."""
    contacts: tuple[ContactId, ...] = ()
    groups: tuple[GroupId, ...] = ()
    start_reading: int | None = None
    """Of a one-time shift, what the roster's clocks read at its start, where it was typed so."""
    end_reading: int | None = None
    """The same of its end, or of the instant until which a recurring shift goes on."""


class RosterRevision(Record, frozen=True, kw_only=True):
    """A roster's shift rules and zone from a moment on; `counts_from` is None for the first ones.

    `moved_by` is the version of the zone data that made it of the one before, where nobody saved it.
    """

    roster_id: RosterId
    number: int
    counts_from: int | None
    saved_at: int
    saved_by: AccountId
    tz: str
    shifts: tuple[RosterShift, ...]
    moved_by: str | None = None


class Feed(Record, frozen=True, kw_only=True):
    """A calendar at a secret address, which shows what its maker may see; only the SHA-256 of the secret is kept."""

    id: FeedId
    customer_id: CustomerId
    """Whose records it may show: the customer that its maker stood at."""
    created_by: AccountId
    kind: FeedKind
    subject: str
    """The id of what it shows the shifts of, as text."""
    tz: str
    secret_hash: str
    created_at: int
    revoked_at: int | None = None


class AuditRow(Record, frozen=True, kw_only=True):
    """What one transaction changed of one record, and who it was; never a secret, nor the hash of one.

    Stays when everybody and everything that it names has gone.
    """

    id: AuditId
    at: int
    via: Via
    account_id: AccountId | None
    username: str | None
    token_id: TokenId | None
    token_name: str | None
    address: str | None
    request_id: str | None
    deed: str
    """"created", "changed", "deleted", "ended", "brought_back" or "erased"."""
    kind: str
    subject_id: str
    subject_name: str
    customer_id: CustomerId | None
    before: str | None
    """The record as JSON; None for what was not there."""
    after: str | None


class KeptAnswer(Record, frozen=True, kw_only=True):
    """What was answered to a change that came with a key of its caller's, to be answered again when it is repeated."""

    account_id: AccountId
    key: str
    fingerprint: str
    """Of what was asked: the same key must not stand for something else."""
    status: int
    headers: tuple[tuple[str, str], ...]
    body: str | None
    """None where it told a secret, which is told only once."""
    created_at: int


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Who changes records, from where, and when; an operator at the command line has no account."""

    via: Via
    at: int
    account_id: AccountId | None = None
    username: str | None = None
    token_id: TokenId | None = None
    token_name: str | None = None
    address: str | None = None
    request_id: str | None = None


class TierPlan(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything that decides who is on call at a tier: loaded together, cached together."""

    tier: Tier
    schedule: Schedule
    revisions: tuple[Revision, ...]
    """By number; empty for a tier that never had layers."""
    overrides: tuple[Override, ...]
    """By start."""
    changed_at: int = 0
    """When somebody changed layers or overrides last, those that are gone included; 0 for a plan that nobody saved."""

    @property
    def layers(self) -> tuple[LayerRule, ...]:
        """The layers in force since the last edit, by index."""
        return self.revisions[-1].layers if self.revisions else ()

    @property
    def named(self) -> set[ContactId]:
        """Everybody whom its layers, those of the past too, and its overrides name."""
        layers = {id for revision in self.revisions for layer in revision.layers for id in layer.contacts}
        return layers | {one.contact_id for one in self.overrides}

    @cached_property
    def rules(self) -> engine.Tier:
        """The same in the engine's words, with its history."""
        # Most edits leave most layers alone: what stays the same is read and worked out once.
        layers = {layer: engine_layer(layer) for layer in {one for each in self.revisions for one in each.layers}}
        return engine.Tier(
            revisions=tuple(
                engine.Revision(
                    counts_from=revision.counts_from, layers=tuple(layers[layer] for layer in revision.layers)
                )
                for revision in self.revisions
            ),
            overrides=engine_overrides(self.overrides),
        )


class RosterPlan(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything that decides who is on call by a roster: loaded together, cached together."""

    roster: Roster
    customer: Customer
    revisions: tuple[RosterRevision, ...]
    """By number; never empty."""
    memberships: tuple[Membership, ...]
    """Past and present, of every group that any revision names."""
    changed_at: int = 0
    """When somebody changed the rules, or who is in these groups, last; 0 for a plan that nobody saved."""

    @property
    def current(self) -> RosterRevision:
        """The rules in force since the last edit."""
        return self.revisions[-1]

    @property
    def named(self) -> set[ContactId]:
        """Everybody whom its rules, those of the past too, name by themselves or in a group."""
        shifts = (shift for revision in self.revisions for shift in revision.shifts)
        return {id for shift in shifts for id in shift.contacts} | {one.contact_id for one in self.memberships}

    @property
    def named_groups(self) -> set[GroupId]:
        """Every group that its rules, those of the past too, name."""
        return {id for revision in self.revisions for shift in revision.shifts for id in shift.groups}

    @cached_property
    def rules(self) -> engine.Roster:
        """The same in the engine's words, with its history."""
        return engine.Roster(
            revisions=tuple(
                engine.RosterRevision(
                    counts_from=revision.counts_from,
                    tz=revision.tz,
                    rules=tuple(engine_shift(shift) for shift in revision.shifts),
                )
                for revision in self.revisions
            ),
            memberships=tuple(
                engine.Membership(
                    group=one.group_id, contact=one.contact_id, joined_at=one.joined_at, left_at=one.left_at
                )
                for one in self.memberships
            ),
        )


def above_of(record: Record) -> tuple[tuple[type["Lasting"], int | str], ...]:
    """What a record hangs below, which must not have ended while the record is there: the type and id of each."""
    match record:
        case Lasting(has_ended=True) | Account(is_active=False) | Membership(left_at=int()):
            return ()
        case Contact() | Schedule() | Group() | Roster() | Account():
            return ((Customer, record.customer_id),)
        case Tier():
            return ((Schedule, record.schedule_id),)
        case Revision() | Override():
            return ((Tier, record.tier_id),)
        case RosterRevision():
            return ((Roster, record.roster_id),)
        case Membership():
            return ((Group, record.group_id),)
        case _:
            return ()


def engine_layer(layer: LayerRule) -> engine.Layer:
    """The layer in the engine's words."""
    return engine.Layer(
        start=layer.start,
        rotation=engine.read_rotation(msgspec.json.decode(layer.rotation)),
        restrictions=engine.read_restrictions(msgspec.json.decode(layer.restrictions)),
        contacts=layer.contacts,
        index=layer.index,
        tz=layer.tz,
        end=layer.end,
    )


def engine_shift(shift: RosterShift) -> engine.ShiftRule:
    """The shift rule in the engine's words."""
    return engine.ShiftRule(
        id=shift.id, name=one_line(shift.name), schedule=shift.schedule, contacts=shift.contacts, groups=shift.groups
    )


def engine_overrides(overrides: tuple[Override, ...]) -> tuple[engine.Override, ...]:
    """The overrides in the engine's words, in the same order."""
    return tuple(
        engine.Override(id=one.id, start=one.start_at, end=one.end_at, contact=one.contact_id) for one in overrides
    )
