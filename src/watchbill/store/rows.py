"""How each record stands in its table: row to record, record to row, and what names look like to compare them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Generic, TypeVar
from unicodedata import normalize

import msgspec
from sqlalchemy import Table

from watchbill.domain.errors import Invalid
from watchbill.domain.model import (
    Account,
    AuditRow,
    Contact,
    Customer,
    Feed,
    FeedKind,
    Group,
    KeptAnswer,
    LayerRule,
    Membership,
    OAuthClient,
    Override,
    Record,
    Revision,
    Role,
    Roster,
    RosterRevision,
    RosterShift,
    Schedule,
    ScheduleId,
    Tier,
    Token,
    TokenKind,
    Via,
)
from watchbill.domain.ports import NamedPlace
from watchbill.domain.search import plain
from watchbill.engine import iso
from watchbill.store import tables
from watchbill.store.database import Row

RecordT = TypeVar("RecordT", bound=Record)

NOT_FIRST: Final = "This installation has been set up already."

_LARGEST = 2**63 - 1
_encode = msgspec.json.Encoder().encode
read_layers = msgspec.json.Decoder(tuple[LayerRule, ...]).decode
read_shifts = msgspec.json.Decoder(tuple[RosterShift, ...]).decode
read_headers = msgspec.json.Decoder(tuple[tuple[str, str], ...]).decode


def fold(text: str) -> str:
    """What is the same in two spellings of a name: without outer blanks, in any case, however its accents are typed."""
    return normalize("NFC", normalize("NFC", text).casefold().strip())


def storable(value: object) -> bool:
    """Whether every database can hold the value; what it cannot hold it does not have either."""
    match value:
        case str():
            return "\0" not in value and (value.isascii() or _is_utf8(value))
        case int():
            return -_LARGEST <= value <= _LARGEST
        case _:
            return True


def _is_utf8(text: str) -> bool:
    """Whether it is without half characters; asked in one go, as some texts have megabytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def search_key(contact: Contact) -> str:
    """All of a contact that a search looks in, a line each."""
    parts = (contact.full_name, contact.login_name, contact.email, contact.phone, contact.mobile)
    return "\n".join(map(plain, parts))


class Kind(Generic[RecordT]):
    """A type of record and its table.

    `key` are the fields that, after the provider, make its key; `folded` the fields that are compared in any case, by a
    `<field>_key` column, and sorted and found without accents as well, by a `<field>_plain` one; `unique` the field
    that no two may share among those with the same `within`; `noted` the columns that the store keeps for itself: NULL
    in a new row, and left alone by whoever saves the record; `counts` whether an answer is made of such a record: where
    none is, a new one leaves what is kept in memory as it is.
    """

    def __init__(
        self,
        record: type[RecordT],
        table: Table,
        name: str,
        *,
        key: tuple[str, ...] = ("id",),
        folded: tuple[str, ...] = (),
        unique: str = "",
        within: tuple[str, ...] = (),
        reads: Mapping[str, Callable[[Any], Any]] | None = None,
        writes: Mapping[str, Callable[[Any], Any]] | None = None,
        extra: Mapping[str, Callable[[RecordT], object]] | None = None,
        noted: tuple[str, ...] = (),
        counted: str = "",
        counts: bool = True,
    ) -> None:
        self.record = record
        self.table = table
        self.name = name
        self.key = key
        self.folded = folded
        self.unique = unique
        self.within = within
        self.noted = noted
        self.counted = counted
        self.counts = counts
        self.fields = record.__struct_fields__
        self.columns = tuple(table.c[field] for field in self.fields)
        # SQLite gives 0 and 1 where PostgreSQL gives False and True.
        booleans = {column.name: bool for column in self.columns if column.type.python_type is bool}
        self._reads = tuple({**booleans, **(reads or {})}.items())
        self._writes = tuple((writes or {}).items())
        self._extra = tuple((extra or {}).items())

    def read(self, row: Row) -> RecordT:
        """The record that a row of `columns` holds; what follows them is left alone."""
        values = dict(zip(self.fields, row, strict=False))
        for field, read in self._reads:
            values[field] = read(values[field])
        return self.record(**values)

    def write(self, record: RecordT) -> dict[str, object]:
        """A value for every column. Raises Invalid for what no database can hold."""
        values = {field: getattr(record, field) for field in self.fields}
        for field, write in self._writes:
            values[field] = write(values[field])
        problems = [(field, "cannot be stored") for field, value in values.items() if not storable(value)]
        if problems:
            raise Invalid(problems)
        for field in self.folded:
            values[f"{field}_key"] = fold(values[field])
            values[f"{field}_plain"] = plain(values[field]).strip()
        for column, say in self._extra:
            values[column] = say(record)
        return values | dict.fromkeys(self.noted)

    def key_of(self, record: RecordT) -> tuple[Any, ...]:
        """The key, without the provider."""
        return tuple(getattr(record, field) for field in self.key)

    def unique_value(self, record: RecordT) -> tuple[object, ...] | None:
        """What no other record may have; None where it claims nothing."""
        if not self.unique or any(getattr(record, field) is None for field in self.within):
            return None
        value = getattr(record, self.unique)
        claimed = fold(value) if self.unique in self.folded else value
        return (*(getattr(record, field) for field in self.within), claimed)


def _json(value: object) -> str:
    return _encode(value).decode()


CUSTOMERS = Kind(
    Customer,
    tables.customers,
    "customer",
    folded=("name",),
    unique="name",
    within=("parent_id",),
    counted="customer",
)
CONTACTS = Kind(
    Contact,
    tables.contacts,
    "contact",
    folded=("login_name", "first_name", "last_name", "email"),
    extra={"search_key": search_key},
    counted="contact",
)
ACCOUNTS = Kind(
    Account,
    tables.accounts,
    "account",
    folded=("username",),
    unique="username",
    reads={"role": Role},
    writes={"role": int},
    counted="account",
)
TOKENS = Kind(
    Token,
    tables.tokens,
    "token",
    unique="token_hash",
    reads={"role": Role, "kind": TokenKind},
    writes={"role": int, "kind": str},
    counted="token",
    counts=False,
)
CLIENTS = Kind(OAuthClient, tables.oauth_clients, "OAuth client", unique="client_key", counted="client")
FEEDS = Kind(
    Feed,
    tables.feeds,
    "feed",
    unique="secret_hash",
    reads={"kind": FeedKind},
    writes={"kind": str},
    noted=("fetched_at",),
    counted="feed",
)
SCHEDULES = Kind(
    Schedule,
    tables.schedules,
    "schedule",
    folded=("name",),
    unique="name",
    within=("customer_id",),
    counted="schedule",
)
TIERS = Kind(
    Tier,
    tables.tiers,
    "tier",
    unique="number",
    within=("schedule_id",),
    noted=("plan_changed_at", "read_by"),
    counted="schedule",
)
REVISIONS = Kind(
    Revision,
    tables.revisions,
    "revision",
    key=("tier_id", "number"),
    reads={"layers": read_layers},
    writes={"layers": _json},
)
OVERRIDES = Kind(Override, tables.overrides, "override", counted="override")
GROUPS = Kind(Group, tables.groups, "group", folded=("name",), unique="name", within=("customer_id",))
MEMBERSHIPS = Kind(Membership, tables.memberships, "membership", key=("group_id", "contact_id", "joined_at"))
ROSTERS = Kind(
    Roster,
    tables.rosters,
    "roster",
    folded=("name",),
    unique="name",
    within=("customer_id",),
    noted=("plan_changed_at", "read_by"),
)
ROSTER_REVISIONS = Kind(
    RosterRevision,
    tables.roster_revisions,
    "roster revision",
    key=("roster_id", "number"),
    reads={"shifts": read_shifts},
    writes={"shifts": _json},
)

AUDIT = Kind(
    AuditRow, tables.audit, "audit row", reads={"via": Via}, writes={"via": str}, counted="audit", counts=False
)
KEPT_ANSWERS = Kind(
    KeptAnswer,
    tables.idempotency_keys,
    "kept answer",
    key=("account_id", "key"),
    reads={"headers": read_headers},
    writes={"headers": _json},
    counts=False,
)

KINDS: dict[type[Record], Kind[Any]] = {
    kind.record: kind
    for kind in (
        CUSTOMERS,
        CONTACTS,
        ACCOUNTS,
        TOKENS,
        CLIENTS,
        SCHEDULES,
        TIERS,
        REVISIONS,
        OVERRIDES,
        GROUPS,
        MEMBERSHIPS,
        ROSTERS,
        ROSTER_REVISIONS,
        FEEDS,
        AUDIT,
        KEPT_ANSWERS,
    )
}


def counted_kind(record: type[Record]) -> Kind[Any]:
    """The kind of a record whose ids are given by the store. Raises TypeError for one whose keys are made elsewhere."""
    kind = KINDS[record]
    if not kind.counted:
        raise TypeError(f"A {kind.name} has no number that the store could give.")
    return kind


def layer_ends(layers: Iterable[LayerRule]) -> dict[int, int | None]:
    """Whom the layers name, and until when; None where no end is in sight."""
    ends: dict[int, int | None] = {}
    for layer in layers:
        for contact in layer.contacts:
            known = ends.get(contact, layer.end)
            ends[contact] = None if known is None or layer.end is None else max(known, layer.end)
    return ends


def layer_place(id: int, schedule: str, number: int, schedule_id: ScheduleId) -> NamedPlace:
    """A tier whose layers name somebody."""
    return NamedPlace(kind="layer", id=id, name=f"{schedule}, tier {number}", schedule_id=schedule_id, number=number)


def override_place(
    id: int, schedule: str, number: int, schedule_id: ScheduleId, start_at: int, end_at: int
) -> NamedPlace:
    """An override, by its tier and its span."""
    name = f"{schedule}, tier {number}, {iso(start_at)} to {iso(end_at)}"
    return NamedPlace(kind="override", id=id, name=name, schedule_id=schedule_id, number=number)
