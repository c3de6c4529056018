"""Every statement of the SQL stores, each made once; a request only binds values to them."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    text,
    tuple_,
    union,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from watchbill.domain.model import Record, Role
from watchbill.store import tables as t
from watchbill.store.database import Statement, among
from watchbill.store.rows import (
    ACCOUNTS,
    AUDIT,
    CLIENTS,
    CONTACTS,
    CUSTOMERS,
    FEEDS,
    GROUPS,
    KEPT_ANSWERS,
    KINDS,
    MEMBERSHIPS,
    OVERRIDES,
    REVISIONS,
    ROSTER_REVISIONS,
    ROSTERS,
    SCHEDULES,
    TIERS,
    TOKENS,
    Kind,
)

Claim = ColumnElement[bool]

ESCAPE = "\\"


def _of(*tables: Any) -> Claim:
    """The rows of the one provider; joined tables are the same provider's."""
    return and_(*(table.c.provider_id == bindparam("provider_id") for table in tables))


_EVER: Final = bindparam("ever", type_=Boolean)
"""Whether what has ended is looked at as well; every question is asked with it."""


def _there(*tables: Any) -> Claim:
    """The rows of the one provider that are there, or that ever were; of each of the joined tables."""
    return and_(_of(*tables), *(_standing(table) for table in tables if "ended_at" in table.c))


def _standing(table: Any) -> Claim:
    return or_(table.c.ended_at.is_(None), _EVER)


def _same(left: Any, column: str, right: Any) -> Claim:
    """A reference from one table to another, within the provider."""
    return and_(left.c.provider_id == right.c.provider_id, left.c[column] == right.c.id)


def _rows(kind: Kind[Any], *claims: Claim) -> Select[Any]:
    return select(*kind.columns).where(_there(kind.table), *claims)


def pattern(term: str) -> str:
    """A folded term as a LIKE pattern that finds it anywhere, with nothing in it meaning more than itself."""
    for sign in (ESCAPE, "%", "_"):
        term = term.replace(sign, ESCAPE + sign)
    return f"%{term}%"


# ── any kind ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _keyed(kind: Kind[Any]) -> Claim:
    return and_(_of(kind.table), *(kind.table.c[field] == bindparam(field) for field in kind.key))


def _upsert(kind: Kind[Any]) -> Statement:
    columns = [column.name for column in kind.table.columns]
    key = ["provider_id", *kind.key]
    into_postgres = postgresql.insert(kind.table).values({name: bindparam(name) for name in columns})
    into_sqlite = sqlite.insert(kind.table).values({name: bindparam(name) for name in columns})
    rest = [name for name in columns if name not in (*key, *kind.noted)]
    return Statement(
        into_postgres.on_conflict_do_update(
            index_elements=key, set_={name: into_postgres.excluded[name] for name in rest}
        ),
        into_sqlite.on_conflict_do_update(index_elements=key, set_={name: into_sqlite.excluded[name] for name in rest}),
    )


def _add(kind: Kind[Any]) -> Statement:
    columns = [column.name for column in kind.table.columns]
    key = ["provider_id", *kind.key]

    def made(into: Any) -> Any:
        values: dict[str, Any] = {name: bindparam(name) for name in columns}
        return into.values(values).on_conflict_do_nothing(index_elements=key).returning(kind.table.c.provider_id)

    return Statement(made(postgresql.insert(kind.table)), made(sqlite.insert(kind.table)))


def _next_number(counted: str) -> Statement:
    counter = update(t.sequences).where(t.sequences.c.kind == counted)
    return Statement(
        select(t.id_sequences[counted].next_value()),
        counter.values(last=t.sequences.c.last + 1).returning(t.sequences.c.last),
    )


def _number_ahead(counted: str) -> Statement:
    """As many numbers as `ahead` says, of which the last is told."""
    counter = update(t.sequences).where(t.sequences.c.kind == counted)
    steps = func.generate_series(1, bindparam("ahead", type_=BigInteger)).table_valued("step")
    return Statement(
        select(func.max(t.id_sequences[counted].next_value())).select_from(steps),
        counter.values(last=t.sequences.c.last + bindparam("ahead")).returning(t.sequences.c.last),
    )


def _first_free(kind: Kind[Any]) -> Statement:
    """The first number from one that is taken on that none has; found from row to row, without reading any other."""
    after = kind.table.alias("after")
    is_followed = exists(
        select(literal(1)).where(after.c.provider_id == kind.table.c.provider_id, after.c.id == kind.table.c.id + 1)
    )
    return Statement(
        select(kind.table.c.id + 1)
        .where(_of(kind.table), kind.table.c.id >= bindparam("id"), ~is_followed)
        .order_by(kind.table.c.id)
        .limit(1)
    )


Statements = dict[type[Record], Statement]
BY_KEY: Statements = {record: Statement(select(*kind.columns).where(_keyed(kind))) for record, kind in KINDS.items()}

LASTING: Final = (CUSTOMERS, CONTACTS, SCHEDULES, TIERS, GROUPS, ROSTERS)
"""The kinds whose records end."""


def _by_ids(kind: Kind[Any]) -> Select[Any]:
    """Those with these ids, ended ones too: what they are called is told for ever."""
    return select(*kind.columns).where(_of(kind.table), among(kind.table.c.id, "ids"))


BY_IDS: Statements = {kind.record: Statement(_by_ids(kind)) for kind in (CUSTOMERS, CONTACTS, ACCOUNTS, GROUPS)}
SAVE: Statements = {record: _upsert(kind) for record, kind in KINDS.items()}
DELETE: Statements = {record: Statement(delete(kind.table).where(_keyed(kind))) for record, kind in KINDS.items()}
ADD: Statements = {kind.record: _add(kind) for kind in (CUSTOMERS, CONTACTS, GROUPS, ROSTERS)}
NEXT_ID: Statements = {record: _next_number(kind.counted) for record, kind in KINDS.items() if kind.counted}
NEXT_ORDINAL = _next_number(t.ORDINALS)
NUMBER_AHEAD: Statements = {kind.record: _number_ahead(kind.counted) for kind in (CUSTOMERS, CONTACTS)}
FIRST_FREE: Statements = {kind.record: _first_free(kind) for kind in (CUSTOMERS, CONTACTS)}
"""Of the kinds whose numbers may be brought along."""


def _newest(kind: Kind[Any], place: str) -> Statement:
    of_place = _rows(kind, kind.table.c[place] == bindparam(place))
    return Statement(of_place.order_by(kind.table.c.number.desc()).limit(1))


# Whoever holds a record keeps it from being changed or ended meanwhile, whoever locks it keeps others from holding it
# too. SQLite lets one write at a time anyway.
HOLD: Statements = {
    kind.record: Statement(_by_ids(kind).order_by(kind.table.c.id).with_for_update(read=True)) for kind in LASTING
}
LOCK: Statements = {
    kind.record: Statement(_by_ids(kind).order_by(kind.table.c.id).with_for_update(key_share=True))
    for kind in (*LASTING, ACCOUNTS, TOKENS, CLIENTS, FEEDS)
}

STANDING: Statements = BY_KEY | {
    REVISIONS.record: _newest(REVISIONS, "tier_id"),
    ROSTER_REVISIONS.record: _newest(ROSTER_REVISIONS, "roster_id"),
}
"""What a record is about to take the place of."""

# ── the installation ─────────────────────────────────────────────────────────────────────────────────────────────

VERSION = Statement(select(t.versions.c.version).where(_of(t.versions)))
ADD_VERSION = Statement(insert(t.versions).values(provider_id=bindparam("provider_id"), version=literal(1)))
RAISE_VERSION = Statement(update(t.versions).where(_of(t.versions)).values(version=t.versions.c.version + 1))
RAISE_VERSION_FROM = Statement(
    update(t.versions)
    .where(_of(t.versions), t.versions.c.version == bindparam("standing"))
    .values(version=t.versions.c.version + 1)
    .returning(t.versions.c.version)
)

# SQLite lets one write at a time anyway.
LOCK_PROVIDERS = Statement(text("LOCK TABLE providers IN SHARE ROW EXCLUSIVE MODE"), text("SELECT 1"))
PROVIDERS = Statement(select(t.providers.c.id).order_by(t.providers.c.id))
ADD_PROVIDER = Statement(
    postgresql.insert(t.providers).values(id=bindparam("id")).on_conflict_do_nothing().returning(t.providers.c.id),
    sqlite.insert(t.providers).values(id=bindparam("id")).on_conflict_do_nothing().returning(t.providers.c.id),
)
DELETE_PROVIDER = Statement(delete(t.providers).where(t.providers.c.id == bindparam("provider_id")))

SCHEMA = Statement(text("SELECT version_num FROM alembic_version"))

SIGN_IN = Statement(select(t.sign_ins.c.provider_id).where(t.sign_ins.c.name_key == bindparam("name_key")))
ADD_SIGN_IN = Statement(
    insert(t.sign_ins).values(
        {name: bindparam(name) for name in ("name_key", "provider_id", "account_id", "client_id")}
    )
)
DELETE_SIGN_IN_OF_ACCOUNT = Statement(
    delete(t.sign_ins).where(
        _of(t.sign_ins), t.sign_ins.c.account_id == bindparam("account_id"), t.sign_ins.c.client_id.is_(None)
    )
)
DELETE_SIGN_IN_OF_CLIENT = Statement(
    delete(t.sign_ins).where(
        _of(t.sign_ins),
        t.sign_ins.c.account_id == bindparam("account_id"),
        t.sign_ins.c.client_id == bindparam("client_id"),
    )
)

# ── customers, contacts, accounts ────────────────────────────────────────────────────────────────────────────────

ALL_CUSTOMERS = Statement(
    _rows(CUSTOMERS).order_by(t.customers.c.parent_id.is_not(None), t.customers.c.name_plain, t.customers.c.id)
)


def _and_all_below() -> Any:
    one = (
        select(t.customers.c.id)
        .where(_of(t.customers), t.customers.c.id == bindparam("customer_id"))
        .cte("below", recursive=True)
    )
    return one.union(select(t.customers.c.id).join(one, t.customers.c.parent_id == one.c.id).where(_of(t.customers)))


_BELOW = _and_all_below()
# What names contacts and accounts goes before them, so that a customer with everything in it can go at once.
DELETE_BELOW_CUSTOMER = tuple(
    Statement(delete(table).where(_of(table), table.c.customer_id.in_(select(_BELOW.c.id))))
    for table in (t.rosters, t.schedules, t.groups, t.accounts)
)

ALL_ACCOUNTS = Statement(_rows(ACCOUNTS).order_by(t.accounts.c.id))
ADMINS = Statement(
    _rows(
        ACCOUNTS,
        t.accounts.c.role == int(Role.ADMIN),
        t.accounts.c.customer_id == t.accounts.c.provider_id,
        t.accounts.c.is_active.is_(True),
    ).order_by(t.accounts.c.id)
)
ACCOUNT_NAMED = Statement(_rows(ACCOUNTS, t.accounts.c.username_key == bindparam("name_key")))
ALL_TOKENS = Statement(_rows(TOKENS).order_by(t.tokens.c.id))
TOKEN_BY_HASH = Statement(
    select(*TOKENS.columns, *ACCOUNTS.columns, *CUSTOMERS.columns)
    .select_from(t.tokens)
    .join(t.accounts, _same(t.tokens, "account_id", t.accounts))
    .join(t.customers, _same(t.tokens, "customer_id", t.customers))
    .where(_of(t.tokens, t.accounts, t.customers), t.tokens.c.token_hash == bindparam("token_hash"))
)


def _touch(kind: Kind[Any], column: str) -> Statement:
    """Note the latest instant of something; what comes late changes nothing."""
    noted = kind.table.c[column]
    earlier = or_(noted.is_(None), noted < bindparam("at"))
    return Statement(update(kind.table).where(_keyed(kind), earlier).values({column: bindparam("at")}))


TOUCH_TOKEN = _touch(TOKENS, "last_used_at")
TOUCH_FEED = _touch(FEEDS, "fetched_at")
RENEW_TOKEN = Statement(
    update(t.tokens)
    .where(_of(t.tokens), t.tokens.c.id == bindparam("id"), t.tokens.c.revoked_at.is_(None))
    .values(expires_at=bindparam("until"))
)
FORGET_TOKENS = Statement(
    delete(t.tokens).where(
        _of(t.tokens),
        t.tokens.c.kind == bindparam("token_kind"),
        or_(t.tokens.c.expires_at < bindparam("before"), t.tokens.c.revoked_at < bindparam("before")),
    )
)
ALL_CLIENTS = Statement(_rows(CLIENTS).order_by(t.oauth_clients.c.id))
CLIENT_BY_KEY = Statement(
    select(*CLIENTS.columns, *ACCOUNTS.columns)
    .select_from(t.oauth_clients)
    .join(t.accounts, _same(t.oauth_clients, "account_id", t.accounts))
    .where(_of(t.oauth_clients, t.accounts), t.oauth_clients.c.client_key == bindparam("client_key"))
)

ALL_FEEDS = Statement(_rows(FEEDS).order_by(t.feeds.c.id))
FEEDS_FETCHED = Statement(
    select(t.feeds.c.id, t.feeds.c.fetched_at).where(
        _of(t.feeds), among(t.feeds.c.id, "ids"), t.feeds.c.fetched_at.is_not(None)
    )
)
FEED_BY_HASH = Statement(_rows(FEEDS, t.feeds.c.secret_hash == bindparam("secret_hash")))

# ── schedules, tiers, overrides ──────────────────────────────────────────────────────────────────────────────────

TIERS_OF = Statement(
    _rows(TIERS, t.tiers.c.schedule_id == bindparam("schedule_id")).order_by(t.tiers.c.number, t.tiers.c.id)
)
TIERS_AMONG = Statement(
    _rows(TIERS, among(t.tiers.c.schedule_id, "schedule_ids")).order_by(
        t.tiers.c.schedule_id, t.tiers.c.number, t.tiers.c.id
    )
)
TIER_NUMBERED = Statement(
    _rows(TIERS, t.tiers.c.schedule_id == bindparam("schedule_id"), t.tiers.c.number == bindparam("number"))
    # The one that is there, or else the one that ended last.
    .order_by(t.tiers.c.ended_at.is_not(None), t.tiers.c.ended_at.desc(), t.tiers.c.id.desc())
    .limit(1)
)


def _changed_at(table: Any) -> ColumnElement[Any]:
    """When a plan was changed last: as it was made, where nothing was noted since."""
    return func.coalesce(table.c.plan_changed_at, table.c.created_at)


_TIERS_WITH_SCHEDULE = (
    select(*TIERS.columns, *SCHEDULES.columns, _changed_at(t.tiers))
    .select_from(t.tiers)
    .join(t.schedules, _same(t.tiers, "schedule_id", t.schedules))
    .where(_of(t.tiers, t.schedules))
    .order_by(t.tiers.c.number, t.tiers.c.id)
)
TIER_WITH_SCHEDULE = Statement(_TIERS_WITH_SCHEDULE.where(t.tiers.c.id == bindparam("tier_id")))
TIERS_WITH_SCHEDULE = Statement(
    _TIERS_WITH_SCHEDULE.where(t.tiers.c.schedule_id == bindparam("schedule_id"), _standing(t.tiers))
)
TIERS_AMONG_WITH_SCHEDULE = Statement(_TIERS_WITH_SCHEDULE.where(among(t.tiers.c.id, "tier_ids")))
REVISIONS_OF = Statement(
    _rows(REVISIONS, among(t.revisions.c.tier_id, "tier_ids")).order_by(t.revisions.c.tier_id, t.revisions.c.number)
)
OVERRIDES_OF = Statement(
    _rows(OVERRIDES, among(t.overrides.c.tier_id, "tier_ids")).order_by(
        t.overrides.c.tier_id, t.overrides.c.start_at, t.overrides.c.id
    )
)
OVERRIDES_IN = Statement(
    _rows(
        OVERRIDES,
        t.overrides.c.tier_id == bindparam("tier_id"),
        t.overrides.c.end_at > bindparam("start"),
        t.overrides.c.start_at < bindparam("end"),
    ).order_by(t.overrides.c.start_at, t.overrides.c.id)
)
SCHEDULES_OF_TIERS = Statement(select(t.tiers.c.schedule_id).where(_of(t.tiers), among(t.tiers.c.id, "ids")).distinct())

# ── readings ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _with_readings(table: Any, *claims: Claim) -> Statement:
    further = table.c.id > bindparam("after")
    found = select(table.c.id).where(_there(table), table.c.read_by.is_not(None), further, *claims)
    return Statement(found.order_by(table.c.id).limit(bindparam("limit")))


def _unread(table: Any) -> Claim:
    older: Claim = table.c.read_by < bindparam("version")
    return older


def _lock_unread(table: Any) -> Statement:
    # Who has waited for the lock sees what the one before has noted: PostgreSQL looks at the condition again.
    found = select(table.c.id).where(_there(table), among(table.c.id, "ids"), _unread(table))
    return Statement(found.order_by(table.c.id).with_for_update())


def _note_read(table: Any, claim: Claim) -> Statement:
    found = update(table).where(_of(table), among(table.c.id, "ids"), claim)
    return Statement(found.values(read_by=bindparam("version")))


def _note_readings(table: Any) -> Statement:
    """Older zone data than have read a place already leave it to newer ones to read it again."""
    return _note_read(table, or_(table.c.read_by.is_(None), table.c.read_by > bindparam("version")))


TIERS_WITH_READINGS = _with_readings(t.tiers)
TIERS_UNREAD = _with_readings(t.tiers, _unread(t.tiers))
LOCK_UNREAD_TIERS = _lock_unread(t.tiers)
NOTE_TIERS_READ = _note_read(t.tiers, _unread(t.tiers))
NOTE_TIER_READINGS = _note_readings(t.tiers)
ROSTERS_WITH_READINGS = _with_readings(t.rosters)
ROSTERS_UNREAD = _with_readings(t.rosters, _unread(t.rosters))
LOCK_UNREAD_ROSTERS = _lock_unread(t.rosters)
NOTE_ROSTERS_READ = _note_read(t.rosters, _unread(t.rosters))
NOTE_ROSTER_READINGS = _note_readings(t.rosters)
NEWEST_ZONE_DATA = Statement(
    select(func.max(union_all(*(select(one.c.read_by) for one in (t.tiers, t.rosters))).subquery().c.read_by))
)

# ── groups, rosters ──────────────────────────────────────────────────────────────────────────────────────────────

MEMBERSHIPS_OF = Statement(
    _rows(MEMBERSHIPS, among(t.memberships.c.group_id, "group_ids")).order_by(
        t.memberships.c.group_id, t.memberships.c.joined_at, t.memberships.c.contact_id
    )
)
MEMBERSHIPS_NOW = Statement(
    _rows(MEMBERSHIPS, among(t.memberships.c.contact_id, "contact_ids"), t.memberships.c.left_at.is_(None)).order_by(
        t.memberships.c.group_id, t.memberships.c.joined_at, t.memberships.c.contact_id
    )
)
ROSTERS_WITH_CUSTOMER = Statement(
    select(*ROSTERS.columns, *CUSTOMERS.columns, _changed_at(t.rosters))
    .select_from(t.rosters)
    .join(t.customers, _same(t.rosters, "customer_id", t.customers))
    .where(_of(t.rosters, t.customers), among(t.rosters.c.id, "roster_ids"))
)
ROSTER_REVISIONS_OF = Statement(
    _rows(ROSTER_REVISIONS, among(t.roster_revisions.c.roster_id, "roster_ids")).order_by(
        t.roster_revisions.c.roster_id, t.roster_revisions.c.number
    )
)

# ── who is named where ───────────────────────────────────────────────────────────────────────────────────────────

LAYERS_NAMING = Statement(
    select(t.tiers.c.id, t.schedules.c.name, t.tiers.c.number, t.schedules.c.id)
    .select_from(t.layer_contacts)
    .join(t.tiers, _same(t.layer_contacts, "tier_id", t.tiers))
    .join(t.schedules, _same(t.tiers, "schedule_id", t.schedules))
    .where(
        _there(t.layer_contacts, t.tiers, t.schedules),
        t.layer_contacts.c.contact_id == bindparam("contact_id"),
        or_(t.layer_contacts.c.ends_at.is_(None), t.layer_contacts.c.ends_at > bindparam("now")),
    )
    .order_by(t.schedules.c.name_plain, t.tiers.c.number, t.tiers.c.id)
)
OVERRIDES_NAMING = Statement(
    select(
        t.overrides.c.id,
        t.schedules.c.name,
        t.tiers.c.number,
        t.schedules.c.id,
        t.overrides.c.start_at,
        t.overrides.c.end_at,
    )
    .select_from(t.overrides)
    .join(t.tiers, _same(t.overrides, "tier_id", t.tiers))
    .join(t.schedules, _same(t.tiers, "schedule_id", t.schedules))
    .where(
        _there(t.overrides, t.tiers, t.schedules),
        t.overrides.c.contact_id == bindparam("contact_id"),
        t.overrides.c.end_at > bindparam("now"),
    )
    .order_by(t.overrides.c.start_at, t.overrides.c.id)
)
ROSTERS_NAMING = Statement(
    select(t.rosters.c.id, t.rosters.c.name)
    .select_from(t.roster_contacts)
    .join(t.rosters, _same(t.roster_contacts, "roster_id", t.rosters))
    .where(_there(t.roster_contacts, t.rosters), t.roster_contacts.c.contact_id == bindparam("contact_id"))
    .order_by(t.rosters.c.name_plain, t.rosters.c.id)
)
_OTHERS = t.memberships.alias("others")
GROUPS_NAMING = Statement(
    select(t.groups.c.id, t.groups.c.name)
    .where(
        _there(t.groups),
        t.groups.c.id.in_(
            select(t.memberships.c.group_id).where(
                _of(t.memberships),
                t.memberships.c.contact_id == bindparam("contact_id"),
                or_(t.memberships.c.left_at.is_(None), t.memberships.c.left_at > bindparam("now")),
            )
        ),
    )
    .order_by(t.groups.c.name_plain, t.groups.c.id)
)
GROUPS_LEFT_EMPTY = Statement(
    select(t.groups.c.id, t.groups.c.name)
    .select_from(t.memberships)
    .join(t.groups, _same(t.memberships, "group_id", t.groups))
    .where(
        _of(t.memberships, t.groups),
        t.memberships.c.contact_id == bindparam("contact_id"),
        t.memberships.c.left_at.is_(None),
        exists(select(literal(1)).where(_same(t.roster_groups, "group_id", t.groups))),
        ~exists(
            select(literal(1)).where(
                _same(_OTHERS, "group_id", t.groups),
                _OTHERS.c.left_at.is_(None),
                _OTHERS.c.contact_id != bindparam("contact_id"),
                _same(_OTHERS, "contact_id", t.contacts),
                t.contacts.c.is_active.is_(True),
            )
        ),
    )
    .order_by(t.groups.c.name_plain, t.groups.c.id)
)
ROSTERS_NAMING_GROUP = Statement(
    select(t.rosters.c.id, t.rosters.c.name)
    .select_from(t.roster_groups)
    .join(t.rosters, _same(t.roster_groups, "roster_id", t.rosters))
    .where(_there(t.roster_groups, t.rosters), t.roster_groups.c.group_id == bindparam("group_id"))
    .order_by(t.rosters.c.name_plain, t.rosters.c.id)
)
TIERS_EVER_NAMING = Statement(
    union(
        select(t.tier_people.c.tier_id)
        .join(t.tiers, _same(t.tier_people, "tier_id", t.tiers))
        .where(_there(t.tier_people, t.tiers), among(t.tier_people.c.contact_id, "contact_ids")),
        select(t.overrides.c.tier_id)
        .join(t.tiers, _same(t.overrides, "tier_id", t.tiers))
        .where(
            _there(t.overrides, t.tiers),
            among(t.overrides.c.contact_id, "contact_ids"),
            t.overrides.c.end_at > bindparam("start"),
            t.overrides.c.start_at < bindparam("end"),
        ),
    )
)
ROSTERS_EVER_NAMING = Statement(
    union(
        select(t.roster_people.c.roster_id)
        .join(t.rosters, _same(t.roster_people, "roster_id", t.rosters))
        .where(_there(t.roster_people, t.rosters), among(t.roster_people.c.contact_id, "contact_ids")),
        select(t.roster_crews.c.roster_id)
        .select_from(t.memberships)
        .join(
            t.roster_crews,
            and_(
                t.roster_crews.c.provider_id == t.memberships.c.provider_id,
                t.roster_crews.c.group_id == t.memberships.c.group_id,
            ),
        )
        .join(t.rosters, _same(t.roster_crews, "roster_id", t.rosters))
        .where(
            _there(t.memberships, t.roster_crews, t.rosters),
            among(t.memberships.c.contact_id, "contact_ids"),
            t.memberships.c.joined_at < bindparam("end"),
            or_(t.memberships.c.left_at.is_(None), t.memberships.c.left_at > bindparam("start")),
        ),
    )
)
OWNED = {
    kind.name: Statement(
        select(kind.table.c.id, kind.table.c.name)
        .where(_there(kind.table), kind.table.c.customer_id == bindparam("customer_id"))
        .order_by(kind.table.c.name_plain, kind.table.c.id)
    )
    for kind in (SCHEDULES, ROSTERS)
}

# What the rules in force name is kept beside them, by contact and by group. Only what exists is written, and told, so
# that a rule which names nobody we know is noticed.
NEWEST_LAYERS = Statement(
    select(t.revisions.c.layers)
    .where(_of(t.revisions), t.revisions.c.tier_id == bindparam("tier_id"))
    .order_by(t.revisions.c.number.desc())
    .limit(1)
)
NEWEST_SHIFTS = Statement(
    select(t.roster_revisions.c.shifts)
    .where(_of(t.roster_revisions), t.roster_revisions.c.roster_id == bindparam("roster_id"))
    .order_by(t.roster_revisions.c.number.desc())
    .limit(1)
)


def _forget(table: Any, place: str) -> Statement:
    return Statement(delete(table).where(_of(table), table.c[place] == bindparam(place)))


def _name(table: Any, place: str, column: str, source: Any, **more: Any) -> Statement:
    given = cast(bindparam("place"), table.c[place].type)
    known = select(source.c.provider_id, source.c.id, given, *more.values()).where(
        _there(source), among(source.c.id, "ids")
    )
    adding = insert(table).from_select(["provider_id", column, place, *more], known, include_defaults=False)
    return Statement(adding.returning(table.c[column]))


def _remember(table: Any, column: str, place: str) -> Statement:
    """Named once is named for ever; what of the list is written already is left alone."""
    given = cast(bindparam("place"), table.c[place].type)
    source = t.groups if column == "group_id" else t.contacts
    known = select(source.c.provider_id, source.c.id, given).where(_of(source), among(source.c.id, "ids"))
    columns = ["provider_id", column, place]
    return Statement(
        postgresql.insert(table).from_select(columns, known, include_defaults=False).on_conflict_do_nothing(),
        sqlite.insert(table).from_select(columns, known, include_defaults=False).on_conflict_do_nothing(),
    )


_CLAIM = "INSERT INTO roster_shifts (provider_id, id, roster_id) SELECT"
_UNLESS_TAKEN = "ON CONFLICT DO NOTHING RETURNING id"
CLAIM_SHIFTS = Statement(
    text(
        f"{_CLAIM} CAST(:provider_id AS BIGINT), one, CAST(:roster_id AS TEXT) FROM unnest(CAST(:ids AS TEXT[])) AS one"
        f" {_UNLESS_TAKEN}"
    ),
    text(f"{_CLAIM} :provider_id, value, :roster_id FROM json_each(:ids) WHERE true {_UNLESS_TAKEN}"),
)

REMEMBER_TIER_PEOPLE = _remember(t.tier_people, "contact_id", "tier_id")
REMEMBER_ROSTER_PEOPLE = _remember(t.roster_people, "contact_id", "roster_id")
REMEMBER_ROSTER_CREWS = _remember(t.roster_crews, "group_id", "roster_id")

FORGET_LAYER_CONTACTS = _forget(t.layer_contacts, "tier_id")
NAME_LAYER_CONTACTS = _name(
    t.layer_contacts, "tier_id", "contact_id", t.contacts, ends_at=cast(bindparam("ends_at"), BigInteger)
)
FORGET_ROSTER_CONTACTS = _forget(t.roster_contacts, "roster_id")
NAME_ROSTER_CONTACTS = _name(t.roster_contacts, "roster_id", "contact_id", t.contacts)
FORGET_ROSTER_GROUPS = _forget(t.roster_groups, "roster_id")
NAME_ROSTER_GROUPS = _name(t.roster_groups, "roster_id", "group_id", t.groups)

# When what decides who is on call somewhere was changed last; it never goes back.
NOTE_TIER_PLANS = Statement(
    update(t.tiers)
    .where(
        _of(t.tiers),
        among(t.tiers.c.id, "ids"),
        or_(t.tiers.c.plan_changed_at.is_(None), t.tiers.c.plan_changed_at < bindparam("at")),
    )
    .values(plan_changed_at=bindparam("at"))
)
# Who edited something of a schedule last, and when; that never goes back. They are locked by now.
_AUTHOR = select(t.accounts.c.id).where(_of(t.accounts), t.accounts.c.id == cast(bindparam("by"), BigInteger))
NOTE_SCHEDULES = Statement(
    update(t.schedules)
    .where(
        _of(t.schedules),
        or_(
            among(t.schedules.c.id, "ids"),
            t.schedules.c.id.in_(select(t.tiers.c.schedule_id).where(_of(t.tiers), among(t.tiers.c.id, "tier_ids"))),
        ),
    )
    .values(
        updated_at=case((t.schedules.c.updated_at < bindparam("at"), bindparam("at")), else_=t.schedules.c.updated_at),
        updated_by=func.coalesce(_AUTHOR.scalar_subquery(), t.schedules.c.updated_by),
    )
)
# In order of ids, so that two who touch the same rosters do not wait for each other.
_CHANGED_ROSTERS = (
    select(t.rosters.c.id)
    .where(
        _of(t.rosters),
        or_(
            among(t.rosters.c.id, "ids"),
            t.rosters.c.id.in_(
                select(t.roster_crews.c.roster_id).where(
                    _of(t.roster_crews), among(t.roster_crews.c.group_id, "group_ids")
                )
            ),
        ),
        or_(t.rosters.c.plan_changed_at.is_(None), t.rosters.c.plan_changed_at < bindparam("at")),
    )
    .order_by(t.rosters.c.id)
    .with_for_update()
    .cte("changed")
    .prefix_with("MATERIALIZED", dialect="postgresql")
)
NOTE_ROSTER_PLANS = Statement(
    update(t.rosters)
    .where(_of(t.rosters), t.rosters.c.id == _CHANGED_ROSTERS.c.id)
    .values(plan_changed_at=bindparam("at"))
)

# ── answers that are kept ────────────────────────────────────────────────────────────────────────────────────────

ANSWERS_FORGOTTEN: Final = 100
"""How many old answers one new one takes away at most."""

_KEYS = t.idempotency_keys
_OLD = (
    select(_KEYS.c.provider_id, _KEYS.c.account_id, _KEYS.c.key)
    .where(_of(_KEYS), _KEYS.c.created_at < bindparam("oldest"))
    .limit(ANSWERS_FORGOTTEN)
    # Two that forget at the same moment do not wait for each other.
    .with_for_update(skip_locked=True)
)
FORGET_ANSWERS = Statement(delete(_KEYS).where(tuple_(_KEYS.c.provider_id, _KEYS.c.account_id, _KEYS.c.key).in_(_OLD)))
FORGET_ANSWER = Statement(delete(_KEYS).where(_keyed(KEPT_ANSWERS), _KEYS.c.created_at < bindparam("oldest")))


def _claim(made: Any) -> Any:
    values: dict[str, Any] = {column.name: bindparam(column.name) for column in _KEYS.columns}
    return made.values(values).on_conflict_do_nothing().returning(_KEYS.c.key)


ANSWERS_WITH = Statement(
    _rows(KEPT_ANSWERS, _KEYS.c.body.like(bindparam("pattern"), escape=ESCAPE)).order_by(
        _KEYS.c.account_id, _KEYS.c.key
    )
)
CLAIM_ANSWER = Statement(_claim(postgresql.insert(_KEYS)), _claim(sqlite.insert(_KEYS)))

# ── lists, a piece at a time ─────────────────────────────────────────────────────────────────────────────────────


def _schedule_of_customers(table: Any) -> Claim:
    return exists(
        select(literal(1)).where(
            _same(table, "schedule_id", t.schedules), among(t.schedules.c.customer_id, "customers")
        )
    )


def _tier_of_customers() -> Claim:
    return exists(select(literal(1)).where(_same(t.overrides, "tier_id", t.tiers), _schedule_of_customers(t.tiers)))


def _ended(table: Any) -> dict[str, Callable[[], Claim]]:
    """Only what has ended; to be asked of what ever was there."""
    return {"has_ended": lambda: table.c.ended_at.is_not(None)}


FILTERS: dict[type[Record], dict[str, Callable[[], Claim]]] = {
    CUSTOMERS.record: {
        **_ended(t.customers),
        "below": lambda: t.customers.c.parent_id.is_not(None),
        "is_active": lambda: t.customers.c.is_active == bindparam("is_active"),
        "search": lambda: t.customers.c.name_plain.like(bindparam("search"), escape=ESCAPE),
    },
    CONTACTS.record: {
        **_ended(t.contacts),
        "customers": lambda: among(t.contacts.c.customer_id, "customers"),
        "is_active": lambda: t.contacts.c.is_active == bindparam("is_active"),
        "is_terminated": lambda: t.contacts.c.terminated_at.is_not(None) == bindparam("is_terminated"),
        "search": lambda: t.contacts.c.search_key.like(bindparam("search"), escape=ESCAPE),
        **{
            field: lambda field=field: t.contacts.c[f"{field}_key"] == bindparam(field)  # type: ignore[misc]
            for field in CONTACTS.folded
        },
        **{
            field: lambda field=field: t.contacts.c[field] == bindparam(field)  # type: ignore[misc]
            for field in ("id", "phone", "mobile", "tz")
        },
        "created_since": lambda: t.contacts.c.created_at >= bindparam("created_since"),
        "created_until": lambda: t.contacts.c.created_at <= bindparam("created_until"),
        "updated_since": lambda: t.contacts.c.updated_at >= bindparam("updated_since"),
        "updated_until": lambda: t.contacts.c.updated_at <= bindparam("updated_until"),
    },
    SCHEDULES.record: {
        **_ended(t.schedules),
        "customers": lambda: among(t.schedules.c.customer_id, "customers"),
        "search": lambda: t.schedules.c.name_plain.like(bindparam("search"), escape=ESCAPE),
    },
    TIERS.record: {
        **_ended(t.tiers),
        "customers": lambda: _schedule_of_customers(t.tiers),
        "schedule_id": lambda: t.tiers.c.schedule_id == bindparam("schedule_id"),
    },
    OVERRIDES.record: {
        "customers": _tier_of_customers,
        "tier_id": lambda: t.overrides.c.tier_id == bindparam("tier_id"),
        "contact_id": lambda: t.overrides.c.contact_id == bindparam("contact_id"),
        "start": lambda: t.overrides.c.end_at > bindparam("start"),
        "end": lambda: t.overrides.c.start_at < bindparam("end"),
    },
    GROUPS.record: {**_ended(t.groups), "customers": lambda: among(t.groups.c.customer_id, "customers")},
    AUDIT.record: {
        "customers": lambda: among(t.audit.c.customer_id, "customers"),
        "kinds": lambda: among(t.audit.c.kind, "kinds"),
        "account_id": lambda: t.audit.c.account_id == bindparam("account_id"),
        "subject_id": lambda: t.audit.c.subject_id == bindparam("subject_id"),
        "via": lambda: t.audit.c.via == bindparam("via"),
        "since": lambda: t.audit.c.at >= bindparam("since"),
        "until": lambda: t.audit.c.at < bindparam("until"),
    },
    ROSTERS.record: {
        **_ended(t.rosters),
        "customers": lambda: among(t.rosters.c.customer_id, "customers"),
        "name": lambda: t.rosters.c.name_key == bindparam("name"),
        "search": lambda: t.rosters.c.name_plain.like(bindparam("search"), escape=ESCAPE),
    },
}


def _listed(kind: Kind[Any]) -> Claim:
    """The rows that a list shows: overrides end with their tier."""
    if kind is not OVERRIDES:
        return _there(kind.table)
    tier = select(literal(1)).where(_same(t.overrides, "tier_id", t.tiers), _standing(t.tiers))
    return and_(_of(t.overrides), exists(tier))


@lru_cache(maxsize=512)
def page(record: type[Record], filters: tuple[str, ...], order: tuple[str, ...]) -> Statement:
    """The rows of a piece of a list, each followed by the length of the whole list."""
    kind = KINDS[record]
    claims = (FILTERS[record][name]() for name in filters)
    rows = select(*kind.columns, func.count().over()).where(_listed(kind), *claims)
    last = kind.table.c.id.desc() if order and order[-1].startswith("-") else kind.table.c.id
    by = [*(_ordering(kind, name) for name in order), last]
    return Statement(rows.order_by(*by).limit(bindparam("limit")).offset(bindparam("offset")))


@lru_cache(maxsize=512)
def count(record: type[Record], filters: tuple[str, ...]) -> Statement:
    """The length of a list."""
    kind = KINDS[record]
    claims = (FILTERS[record][name]() for name in filters)
    return Statement(select(func.count()).select_from(kind.table).where(_listed(kind), *claims))


_WHOSE = [side.like(bindparam("pattern"), escape=ESCAPE) for side in (t.audit.c.before, t.audit.c.after)]
MEMBERSHIP_ROWS = Statement(_rows(AUDIT, t.audit.c.kind == bindparam("kind"), or_(*_WHOSE)).order_by(t.audit.c.id))
FORGET_AUTHOR = Statement(
    update(t.audit)
    .where(_of(t.audit), t.audit.c.account_id == bindparam("account_id"))
    .values(
        username=bindparam("name"),
        token_name=case((t.audit.c.token_name.is_not(None), bindparam("name"))),
        address=None,
    )
)


@lru_cache(maxsize=64)
def audit_page(filters: tuple[str, ...]) -> Statement:
    """A piece of the audit log, the latest first.

    Its length is asked for apart: to count them beside each row, the database would read every row whole.
    """
    rows = _rows(AUDIT, *(FILTERS[AUDIT.record][name]() for name in filters))
    by = (t.audit.c.at.desc(), t.audit.c.id.desc())
    return Statement(rows.order_by(*by).limit(bindparam("limit")).offset(bindparam("offset")))


def _ordering(kind: Kind[Any], name: str) -> Any:
    """Names without case and accents, what is missing before what is there, whatever the database is used to."""
    field = name.removeprefix("-")
    if field not in kind.fields:
        raise ValueError(f"A {kind.name} has no {field} to order by.")
    column = kind.table.c[f"{field}_plain" if field in kind.folded else field]
    by = column.desc() if name.startswith("-") else column.asc()
    if not column.nullable:
        return by
    return by.nulls_last() if name.startswith("-") else by.nulls_first()


# ── places: tiers and rosters in one list ────────────────────────────────────────────────────────────────────────

PLACE_FILTERS: dict[str, Callable[[], Claim]] = {
    "active": lambda: t.customers.c.is_active.is_(True),
    "tier_customers": lambda: among(t.schedules.c.customer_id, "tier_customers"),
    "schedule_id": lambda: t.schedules.c.id == bindparam("schedule_id"),
    "tier_id": lambda: t.tiers.c.id == bindparam("tier_id"),
    "roster_customers": lambda: among(t.rosters.c.customer_id, "roster_customers"),
    "roster_id": lambda: t.rosters.c.id == bindparam("roster_id"),
}


def _tier_places(filters: tuple[str, ...]) -> Select[Any]:
    return (
        select(
            t.tiers.c.id.label("tier_id"),
            cast(null(), t.rosters.c.id.type).label("roster_id"),
            t.customers.c.name_plain.label("customer_plain"),
            t.customers.c.id.label("customer_id"),
            t.schedules.c.name_plain.label("name_plain"),
            t.schedules.c.id.label("schedule_id"),
            t.tiers.c.number.label("number"),
        )
        .select_from(t.tiers)
        .join(t.schedules, _same(t.tiers, "schedule_id", t.schedules))
        .join(t.customers, _same(t.schedules, "customer_id", t.customers))
        .where(_there(t.tiers, t.schedules, t.customers), *(PLACE_FILTERS[name]() for name in filters))
    )


def _roster_places(filters: tuple[str, ...]) -> Select[Any]:
    return (
        select(
            cast(null(), BigInteger).label("tier_id"),
            t.rosters.c.id.label("roster_id"),
            t.customers.c.name_plain.label("customer_plain"),
            t.customers.c.id.label("customer_id"),
            t.rosters.c.name_plain.label("name_plain"),
            cast(null(), BigInteger).label("schedule_id"),
            cast(null(), t.tiers.c.number.type).label("number"),
        )
        .select_from(t.rosters)
        .join(t.customers, _same(t.rosters, "customer_id", t.customers))
        .where(_there(t.rosters, t.customers), *(PLACE_FILTERS[name]() for name in filters))
    )


def _places(tier_filters: tuple[str, ...] | None, roster_filters: tuple[str, ...] | None) -> Any:
    parts = [] if tier_filters is None else [_tier_places(tier_filters)]
    parts += [] if roster_filters is None else [_roster_places(roster_filters)]
    return union_all(*parts).subquery("places")


@lru_cache(maxsize=128)
def place_page(tier_filters: tuple[str, ...] | None, roster_filters: tuple[str, ...] | None) -> Statement:
    """A piece of the list of places, each row followed by the length of the list; None leaves a kind out."""
    places = _places(tier_filters, roster_filters)
    return Statement(
        select(places.c.tier_id, places.c.roster_id, func.count().over())
        .order_by(
            places.c.customer_plain,
            places.c.customer_id,
            places.c.roster_id.is_not(None),
            places.c.name_plain,
            places.c.schedule_id,
            places.c.number,
            places.c.tier_id,
            places.c.roster_id,
        )
        .limit(bindparam("limit"))
        .offset(bindparam("offset"))
    )


@lru_cache(maxsize=128)
def place_count(tier_filters: tuple[str, ...] | None, roster_filters: tuple[str, ...] | None) -> Statement:
    """How many places there are."""
    return Statement(select(func.count()).select_from(_places(tier_filters, roster_filters)))
