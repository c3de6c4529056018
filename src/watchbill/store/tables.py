"""The tables, as SQLAlchemy Core: one a record, its columns the record's fields, the provider first in every key."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Sequence,
    Table,
    Text,
    UniqueConstraint,
    text,
)

HEAD = "0015"
"""The revision of the schema that these tables are: the last step of the migrations."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# By code point, as Python and SQLite compare: a list has the same order on every database and in memory.
Key = Text().with_variant(Text(collation="C"), "postgresql")


def _provider() -> Column[int]:
    return Column("provider_id", BigInteger, primary_key=True, autoincrement=False)


def _id() -> Column[int]:
    return Column("id", BigInteger, primary_key=True, autoincrement=False)


def _instant(name: str, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


def _text(name: str, nullable: bool = False) -> Column[str]:
    return Column(name, Text, nullable=nullable)


def _key(name: str, primary_key: bool = False) -> Column[str]:
    return Column(name, Key, nullable=False, primary_key=primary_key)


def _plain(name: str) -> Column[str]:
    return Column(name, Key, nullable=False, server_default=text("''"))


def _reference(name: str, nullable: bool = False, primary_key: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable, primary_key=primary_key, autoincrement=False)


def _is_active() -> Column[bool]:
    return Column("is_active", Boolean, nullable=False)


def _profile() -> Column[str]:
    return Column("profile", Text, nullable=False, server_default=text("''"))


def _ordinal() -> Column[int]:
    return Column("ordinal", BigInteger, nullable=False, server_default="0")


def _read_by() -> Column[str]:
    """By which zone data what is kept as readings here was read last; NULL where nothing is. Kept by the store."""
    return Column("read_by", Key, nullable=True)


def _where_read(table: str) -> Index:
    """The places that have readings, which are few of many."""
    is_read = text("read_by IS NOT NULL")
    name = f"ix_{table}_read_by"
    return Index(name, "provider_id", "read_by", "id", sqlite_where=is_read, postgresql_where=is_read)


def _ended() -> tuple[Column[int], Column[int]]:
    """When a record ended, and by whom; both NULL while it is there."""
    return _instant("ended_at", nullable=True), _reference("ended_by", nullable=True)


def _one_there(*columns: str) -> Index:
    """No two of those that are there have the same; what has ended has given its name up."""
    there = text("ended_at IS NULL")
    return Index(None, "provider_id", *columns, unique=True, sqlite_where=there, postgresql_where=there)


def _below(column: str, table: str) -> ForeignKeyConstraint:
    """What hangs below the other row goes with it."""
    return ForeignKeyConstraint(["provider_id", column], [f"{table}.provider_id", f"{table}.id"], ondelete="CASCADE")


def _names(column: str, table: str) -> ForeignKeyConstraint:
    """The other row cannot go as long as this one names it."""
    return ForeignKeyConstraint(["provider_id", column], [f"{table}.provider_id", f"{table}.id"])


providers = Table("providers", metadata, _id())

versions = Table(
    "versions",
    metadata,
    Column(
        "provider_id",
        BigInteger,
        ForeignKey("providers.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("version", BigInteger, nullable=False),
)

customers = Table(
    "customers",
    metadata,
    _provider(),
    _id(),
    _reference("parent_id", nullable=True),
    _text("name"),
    _key("name_key"),
    _plain("name_plain"),
    Column("country", Text, nullable=False, server_default=text("''")),
    _is_active(),
    _instant("terminated_at", nullable=True),
    _profile(),
    _ordinal(),
    _instant("created_at"),
    _instant("updated_at"),
    *_ended(),
    ForeignKeyConstraint(["provider_id"], ["providers.id"], ondelete="CASCADE"),
    _below("parent_id", "customers"),
    _one_there("parent_id", "name_key"),
)

contacts = Table(
    "contacts",
    metadata,
    _provider(),
    _id(),
    _reference("customer_id"),
    _text("login_name"),
    _key("login_name_key"),
    _plain("login_name_plain"),
    _text("first_name"),
    _key("first_name_key"),
    _plain("first_name_plain"),
    _text("last_name"),
    _key("last_name_key"),
    _plain("last_name_plain"),
    _text("email"),
    _key("email_key"),
    _plain("email_plain"),
    _text("phone"),
    _text("mobile"),
    _text("tz"),
    _is_active(),
    _instant("terminated_at", nullable=True),
    _instant("erased_at", nullable=True),
    _profile(),
    _ordinal(),
    _instant("created_at"),
    _instant("updated_at"),
    _key("search_key"),
    *_ended(),
    _below("customer_id", "customers"),
    Index(None, "provider_id", "customer_id"),
)

accounts = Table(
    "accounts",
    metadata,
    _provider(),
    _id(),
    _reference("customer_id"),
    _reference("contact_id", nullable=True),
    _text("username"),
    _key("username_key"),
    _plain("username_plain"),
    _text("first_name"),
    _text("last_name"),
    _text("email"),
    Column("role", Integer, nullable=False),
    _text("password_hash"),
    _is_active(),
    _instant("erased_at", nullable=True),
    _instant("created_at"),
    _instant("updated_at"),
    _below("customer_id", "customers"),
    _names("contact_id", "contacts"),
    UniqueConstraint("provider_id", "username_key"),
    Index(None, "provider_id", "customer_id"),
)

tokens = Table(
    "tokens",
    metadata,
    _provider(),
    _id(),
    _reference("account_id"),
    _reference("customer_id"),
    Column("role", Integer, nullable=False),
    _text("kind"),
    _text("name"),
    _key("token_hash"),
    _instant("created_at"),
    _instant("expires_at", nullable=True),
    _instant("last_used_at", nullable=True),
    _instant("revoked_at", nullable=True),
    _below("account_id", "accounts"),
    _below("customer_id", "customers"),
    UniqueConstraint("provider_id", "token_hash"),
    Index(None, "provider_id", "account_id"),
)

oauth_clients = Table(
    "oauth_clients",
    metadata,
    _provider(),
    _id(),
    _reference("account_id"),
    _key("client_key"),
    _text("name"),
    _text("secret_hash"),
    _instant("created_at"),
    _instant("revoked_at", nullable=True),
    _below("account_id", "accounts"),
    UniqueConstraint("provider_id", "client_key"),
    Index(None, "provider_id", "account_id"),
)

# Who signs in has not said which provider's they are: this one question is asked of the whole installation.
sign_ins = Table(
    "sign_ins",
    metadata,
    _key("name_key", primary_key=True),
    _reference("provider_id"),
    _reference("account_id"),
    _reference("client_id", nullable=True),
    _below("account_id", "accounts"),
    _below("client_id", "oauth_clients"),
    Index(None, "provider_id", "account_id"),
)

schedules = Table(
    "schedules",
    metadata,
    _provider(),
    _id(),
    _reference("customer_id"),
    _text("name"),
    _key("name_key"),
    _plain("name_plain"),
    _text("default_email", nullable=True),
    _text("default_phone", nullable=True),
    _instant("created_at"),
    _instant("updated_at"),
    _reference("created_by"),
    _reference("updated_by"),
    *_ended(),
    _below("customer_id", "customers"),
    _names("created_by", "accounts"),
    _names("updated_by", "accounts"),
    _one_there("customer_id", "name_key"),
    Index(None, "provider_id", "customer_id"),
)

tiers = Table(
    "tiers",
    metadata,
    _provider(),
    _id(),
    _reference("schedule_id"),
    Column("number", Integer, nullable=False),
    _is_active(),
    _instant("created_at"),
    _instant("updated_at"),
    # When what decides who is on call here was changed last: kept by the store, of no record.
    _instant("plan_changed_at", nullable=True),
    _read_by(),
    *_ended(),
    _below("schedule_id", "schedules"),
    _one_there("schedule_id", "number"),
    Index(None, "provider_id", "schedule_id"),
    _where_read("tiers"),
)

revisions = Table(
    "revisions",
    metadata,
    _provider(),
    _reference("tier_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _instant("counts_from", nullable=True),
    _instant("saved_at"),
    _reference("saved_by"),
    _text("layers"),
    _text("moved_by", nullable=True),
    _below("tier_id", "tiers"),
    _names("saved_by", "accounts"),
)

# Whom the layers in force name, and until when (NULL: no end in sight).
layer_contacts = Table(
    "layer_contacts",
    metadata,
    _provider(),
    _reference("contact_id", primary_key=True),
    _reference("tier_id", primary_key=True),
    _instant("ends_at", nullable=True),
    _below("tier_id", "tiers"),
    _names("contact_id", "contacts"),
    Index(None, "provider_id", "tier_id"),
)

overrides = Table(
    "overrides",
    metadata,
    _provider(),
    _id(),
    _reference("tier_id"),
    _reference("contact_id"),
    _instant("start_at"),
    _instant("end_at"),
    _instant("created_at"),
    _reference("created_by"),
    _text("tz", nullable=True),
    Column("start_reading", BigInteger, nullable=True),
    Column("end_reading", BigInteger, nullable=True),
    _below("tier_id", "tiers"),
    _names("contact_id", "contacts"),
    _names("created_by", "accounts"),
    CheckConstraint("start_at < end_at", name="ends_after_start"),
    # The first that ends after an instant is a neighbour of that instant, because none overlap.
    Index(None, "provider_id", "tier_id", "end_at"),
    Index(None, "provider_id", "contact_id", "end_at"),
)

groups = Table(
    "groups",
    metadata,
    _provider(),
    _key("id", primary_key=True),
    _reference("customer_id"),
    _text("name"),
    _key("name_key"),
    _plain("name_plain"),
    _text("description"),
    _text("email"),
    _profile(),
    _ordinal(),
    _instant("created_at"),
    _instant("updated_at", nullable=True),
    *_ended(),
    _below("customer_id", "customers"),
    _one_there("customer_id", "name_key"),
    Index(None, "provider_id", "customer_id"),
)

memberships = Table(
    "memberships",
    metadata,
    _provider(),
    _key("group_id", primary_key=True),
    _reference("contact_id", primary_key=True),
    Column("joined_at", BigInteger, primary_key=True, autoincrement=False),
    _instant("left_at", nullable=True),
    # Not below its group: past timelines need the memberships of a group that has gone.
    _below("contact_id", "contacts"),
    Index(None, "provider_id", "contact_id"),
)

rosters = Table(
    "rosters",
    metadata,
    _provider(),
    _key("id", primary_key=True),
    _reference("customer_id"),
    _text("name"),
    _key("name_key"),
    _plain("name_plain"),
    _text("description"),
    _ordinal(),
    _instant("created_at"),
    _instant("updated_at", nullable=True),
    _instant("plan_changed_at", nullable=True),
    _read_by(),
    *_ended(),
    _below("customer_id", "customers"),
    _one_there("customer_id", "name_key"),
    Index(None, "provider_id", "customer_id"),
    _where_read("rosters"),
)

roster_revisions = Table(
    "roster_revisions",
    metadata,
    _provider(),
    _key("roster_id", primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _instant("counts_from", nullable=True),
    _instant("saved_at"),
    _reference("saved_by"),
    _text("tz"),
    _text("shifts"),
    _text("moved_by", nullable=True),
    _below("roster_id", "rosters"),
    _names("saved_by", "accounts"),
)

# Whom the current shift rules name.
roster_contacts = Table(
    "roster_contacts",
    metadata,
    _provider(),
    _reference("contact_id", primary_key=True),
    _key("roster_id", primary_key=True),
    _below("roster_id", "rosters"),
    _names("contact_id", "contacts"),
    Index(None, "provider_id", "roster_id"),
)

roster_groups = Table(
    "roster_groups",
    metadata,
    _provider(),
    _key("group_id", primary_key=True),
    _key("roster_id", primary_key=True),
    _below("roster_id", "rosters"),
    _names("group_id", "groups"),
    Index(None, "provider_id", "roster_id"),
)

# Whom any revision of the rules names or ever named: where to look for a person's past. What is gone stays in it.
tier_people = Table(
    "tier_people",
    metadata,
    _provider(),
    _reference("contact_id", primary_key=True),
    _reference("tier_id", primary_key=True),
    _below("tier_id", "tiers"),
    Index(None, "provider_id", "tier_id"),
)

roster_people = Table(
    "roster_people",
    metadata,
    _provider(),
    _reference("contact_id", primary_key=True),
    _key("roster_id", primary_key=True),
    _below("roster_id", "rosters"),
    Index(None, "provider_id", "roster_id"),
)

roster_crews = Table(
    "roster_crews",
    metadata,
    _provider(),
    _key("group_id", primary_key=True),
    _key("roster_id", primary_key=True),
    _below("roster_id", "rosters"),
    Index(None, "provider_id", "roster_id"),
)

# Every id that a shift of a roster has or had: one that is brought along is taken only where it is free.
roster_shifts = Table(
    "roster_shifts",
    metadata,
    _provider(),
    _key("id", primary_key=True),
    _key("roster_id"),
    _below("roster_id", "rosters"),
    Index(None, "provider_id", "roster_id"),
)

feeds = Table(
    "feeds",
    metadata,
    _provider(),
    _id(),
    _reference("customer_id"),
    _reference("created_by"),
    _text("kind"),
    _text("subject"),
    _text("tz"),
    _key("secret_hash"),
    _instant("created_at"),
    _instant("revoked_at", nullable=True),
    # Kept by the store, of no record: noting it can never undo a revocation.
    _instant("fetched_at", nullable=True),
    _below("customer_id", "customers"),
    _below("created_by", "accounts"),
    UniqueConstraint("provider_id", "secret_hash"),
    Index(None, "provider_id", "created_by"),
)

# What names people and things here does so for ever: nothing but the provider's end takes a row away.
audit = Table(
    "audit",
    metadata,
    _provider(),
    _id(),
    _instant("at"),
    _text("via"),
    _reference("account_id", nullable=True),
    _text("username", nullable=True),
    _reference("token_id", nullable=True),
    _text("token_name", nullable=True),
    _text("address", nullable=True),
    _text("request_id", nullable=True),
    _text("deed"),
    _key("kind"),
    _key("subject_id"),
    _text("subject_name"),
    _reference("customer_id", nullable=True),
    _text("before", nullable=True),
    _text("after", nullable=True),
    ForeignKeyConstraint(["provider_id"], ["providers.id"], ondelete="CASCADE"),
    # The id makes each of them the order of a page as well.
    Index(None, "provider_id", "at", "id"),
    Index(None, "provider_id", "customer_id", "at", "id"),
    Index(None, "provider_id", "account_id", "at", "id"),
    Index(None, "provider_id", "subject_id", "at", "id"),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    _provider(),
    _reference("account_id", primary_key=True),
    _key("key", primary_key=True),
    _text("fingerprint"),
    Column("status", Integer, nullable=False),
    _text("headers"),
    _text("body", nullable=True),
    _instant("created_at"),
    _below("account_id", "accounts"),
    Index(None, "provider_id", "created_at"),
)

ORDINALS = "ordinal"
COUNTED = (
    *("customer", "contact", "account", "token", "client", "schedule", "override", "feed", "audit"),
    ORDINALS,
)
"""The kinds whose ids are numbers given by the database.

Providers are counted with the customers, tiers with the schedules.
"""

# PostgreSQL counts with sequences, SQLite with a row a kind.
id_sequences = {kind: Sequence(f"{kind}_ids", metadata=metadata) for kind in COUNTED}
sequences = Table(
    "sequences",
    metadata,
    _key("kind", primary_key=True),
    Column("last", BigInteger, nullable=False),
    info={"dialect": "sqlite"},
)
