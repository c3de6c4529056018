"""Who changed what: each transaction that somebody makes leaves a row for every record that it changed."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Protocol

import msgspec

from watchbill import engine
from watchbill.domain.access import Caller, check_role, sees, visible_customers
from watchbill.domain.erased import fields_without
from watchbill.domain.errors import NotFound
from watchbill.domain.model import (
    Account,
    AuditId,
    AuditRow,
    Author,
    Contact,
    Customer,
    CustomerId,
    Feed,
    Group,
    Lasting,
    LayerRule,
    Membership,
    OAuthClient,
    Override,
    Record,
    Revision,
    Role,
    Roster,
    RosterRevision,
    Schedule,
    Tier,
    TierPlan,
    Token,
)
from watchbill.domain.ports import AuditFilter, Cut, Page, Reads, Writes
from watchbill.domain.profile import read_profile

KINDS: Final[Mapping[type[Record], str]] = {
    Schedule: "schedule",
    Tier: "tier",
    Revision: "layers",
    Override: "override",
    Roster: "roster",
    RosterRevision: "rules",
    Contact: "contact",
    Customer: "customer",
    Group: "group",
    Membership: "membership",
    Account: "account",
    Token: "token",
    OAuthClient: "oauth_client",
    Feed: "feed",
}
"""What is audited, by the word for it; all else the system notes for itself."""

RULES_AND_PEOPLE: Final = (
    *("schedule", "tier", "layers", "override", "roster", "rules"),
    *("contact", "customer", "group", "membership"),
)
"""What managers may read about; how people and programs sign in is for admins."""

_TOUCHES: Final = frozenset({"updated_at", "updated_by", "last_used_at"})
"""Fields that say that there was a change, and are none by themselves."""

Subject = tuple[Any, ...]
"""What a row is about: the type of a record and its key; all revisions of one place are one subject."""


async def list_audit(reads: Reads, caller: Caller, wanted: AuditFilter, cut: Cut) -> Page[AuditRow]:
    """A page of what was changed at the customers that the caller sees, the latest first. Raises Forbidden."""
    check_role(caller, Role.MANAGER, "reading the audit log")
    customers = visible_customers(caller)
    if wanted.customers is not None:
        customers = tuple(id for id in wanted.customers if sees(caller, id))
    kinds = wanted.kinds
    if caller.role < Role.ADMIN:
        kinds = tuple(kind for kind in RULES_AND_PEOPLE if wanted.kinds is None or kind in wanted.kinds)
    return await reads.audit_page(msgspec.structs.replace(wanted, customers=customers, kinds=kinds), cut)


# ── what a transaction leaves ────────────────────────────────────────────────────────────────────────────────────


class Audited(Writes, Protocol):
    """A transaction that a trail is kept of."""

    async def standing(self, record: Record) -> Record | None:
        """The record with the same key as it stands; of a revision the newest of its place. None where there is
        none."""
        ...


class _Change(msgspec.Struct):
    """A record before a transaction and after it."""

    before: Record | None
    after: Record | None = None
    below: dict[str, Any] = {}
    """What went with it when it was deleted."""


class Trail:
    """Notes what a transaction does to each record, so that at its end only what has really changed is told."""

    def __init__(self, author: Author) -> None:
        self._author = author
        self._changes: dict[Subject, _Change] = {}
        self._fresh: set[Subject] = set()
        self._known: dict[Subject, Record] = {}

    def gave(self, kind: type[Record], id: int | str) -> None:
        """An id was given out: whatever is saved under it was not there before."""
        self._fresh.add((kind, id))

    def saw(self, record: Record) -> None:
        """A record was read: it need not be read again to name what hangs below it."""
        if type(record) in KINDS:
            self._known[subject_of(record)] = record

    async def saving(self, writes: Audited, records: Sequence[Record]) -> None:
        """Note what these records are before they are saved."""
        for record in records:
            if type(record) in KINDS:
                change = await self._change(writes, record)
                change.after = record
                change.below = {}

    async def deleting(self, writes: Audited, records: Sequence[Record]) -> None:
        """Note what these records are before they are deleted, and what goes with them."""
        for record in records:
            if type(record) in KINDS:
                change = await self._change(writes, record)
                change.after = None
                change.below = {} if change.before is None else await _below(writes.ever, change.before)

    async def _change(self, writes: Audited, record: Record) -> _Change:
        subject = subject_of(record)
        if subject not in self._changes:
            before = None if self._is_fresh(record) else await writes.standing(record)
            self._changes[subject] = _Change(before)
        return self._changes[subject]

    def _is_fresh(self, record: Record) -> bool:
        match record:
            case Revision():
                return self._is_new((Tier, record.tier_id))
            case RosterRevision():
                return self._is_new((Roster, record.roster_id))
            case _:
                return subject_of(record) in self._fresh

    def _is_new(self, place: Subject) -> bool:
        return place in self._fresh or (place in self._changes and self._changes[place].before is None)

    async def rows(self, writes: Writes) -> list[AuditRow]:
        """A row for each record that is not what it was; to be saved as the last of the transaction."""
        return [await self._row(writes, change) for change in self._changes.values() if _is_change(change)]

    async def _row(self, writes: Writes, change: _Change) -> AuditRow:
        record = change.before if change.after is None else change.after
        assert record is not None  # noqa: S101 - there is one of the two, or there is no change
        name, customer_id = await self._named(writes.ever, record)
        author = self._author
        return AuditRow(
            provider_id=writes.provider_id,
            id=AuditId(await writes.new_id(AuditRow)),
            at=author.at,
            via=author.via,
            account_id=author.account_id,
            username=author.username,
            token_id=author.token_id,
            token_name=author.token_name,
            address=author.address,
            request_id=author.request_id,
            deed=_deed(change),
            kind=KINDS[type(record)],
            subject_id=str(_id_of(record)),
            subject_name=name,
            customer_id=customer_id,
            before=None if change.before is None else _text(_told_before(change)),
            after=None if change.after is None else _text(told(change.after) | _secrets_changed(change)),
        )

    # ── names ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _named(self, reads: Reads, record: Record) -> tuple[str, CustomerId | None]:
        """What people call the record, and whose it is."""
        match record:
            case Customer():
                return record.name, record.id
            case Contact():
                return record.full_name, record.customer_id
            case Account():
                return record.username, record.customer_id
            case Schedule() | Roster() | Group() | Token():
                return record.name, record.customer_id
            case Feed():
                return f"{record.kind} {record.subject}", record.customer_id
            case OAuthClient():
                account = await self._found(Account, record.account_id, reads.account)
                return record.name, None if account is None else account.customer_id
            case Tier():
                return await self._named_tier(reads, record)
            case Revision() | Override():
                return await self._named_tier(reads, await self._found(Tier, record.tier_id, reads.tier))
            case RosterRevision():
                roster = await self._found(Roster, record.roster_id, reads.roster)
                return ("", None) if roster is None else (roster.name, roster.customer_id)
            case Membership():
                return await self._named_membership(reads, record)
            case _:
                return "", None

    async def _named_tier(self, reads: Reads, tier: Tier | None) -> tuple[str, CustomerId | None]:
        schedule = None if tier is None else await self._found(Schedule, tier.schedule_id, reads.schedule)
        if tier is None or schedule is None:
            return "", None
        return f"{schedule.name}, tier {tier.number}", schedule.customer_id

    async def _named_membership(self, reads: Reads, one: Membership) -> tuple[str, CustomerId | None]:
        group = await self._found(Group, one.group_id, reads.group)
        contact = await self._found(Contact, one.contact_id, reads.contact)
        who = str(one.contact_id) if contact is None else contact.full_name
        return (who, None) if group is None else (f"{who} in {group.name}", group.customer_id)

    async def _found(self, kind: type[Any], id: Any, load: Callable[[Any], Awaitable[Any]]) -> Any:
        """A record, from what this transaction has read or changed if it can be; None where it is gone."""
        subject = (kind, id)
        change = self._changes.get(subject)
        known = self._known.get(subject) if change is None else change.after or change.before
        if known is not None:
            return known
        try:
            found = await load(id)
        except NotFound:
            return None
        self._known[subject] = found
        return found


def subject_of(record: Record) -> Subject:
    """What rows about this record are about."""
    match record:
        case Revision():
            return Revision, record.tier_id
        case RosterRevision():
            return RosterRevision, record.roster_id
        case Membership():
            return Membership, record.group_id, record.contact_id, record.joined_at
        case _:
            return type(record), _id_of(record)


def _id_of(record: Record) -> int | str:
    """Of a revision its place's, of a membership its group's."""
    match record:
        case Revision():
            return record.tier_id
        case RosterRevision():
            return record.roster_id
        case Membership():
            return record.group_id
        case _:
            id: int | str = getattr(record, "id")  # noqa: B009 - every other kind has one
            return id


def _deed(change: _Change) -> str:
    match change.before, change.after:
        case None, _:
            return "created"
        case _ if _is_erased(change):
            return "erased"
        case Lasting(), None:
            # What can end is deleted by nothing but erasing it.
            return "erased"
        case _, None:
            return "deleted"
        case Lasting(has_ended=False), Lasting(has_ended=True):
            return "ended"
        case Lasting(has_ended=True), Lasting(has_ended=False):
            return "brought_back"
        case _:
            return "changed"


def _told_before(change: _Change) -> dict[str, Any]:
    """The record as it was; without whom it was, where that is what was erased."""
    assert change.before is not None  # noqa: S101 - asked for only where there is one
    fields = told(change.before)
    return fields_without(fields) if _is_erased(change) else fields | change.below


def _is_erased(change: _Change) -> bool:
    match change.before, change.after:
        case (Contact() | Account()) as before, (Contact() | Account()) as after:
            return before.erased_at is None and after.erased_at is not None
        case _:
            return False


def _is_change(change: _Change) -> bool:
    match change.before, change.after:
        case Revision() as before, Revision() as after:
            return before.layers != after.layers
        case RosterRevision() as before, RosterRevision() as after:
            return (before.tz, before.shifts) != (after.tz, after.shifts)
        case before, after:
            return _bare(before) != _bare(after)


def _bare(record: Record | None) -> Mapping[str, Any] | None:
    """The fields whose change is one."""
    if record is None:
        return None
    return {name: getattr(record, name) for name in record.__struct_fields__ if name not in _TOUCHES}


# ── records as JSON ──────────────────────────────────────────────────────────────────────────────────────────────


def told(record: Record) -> dict[str, Any]:
    """The record's fields without secrets and their hashes: instants, dates and times of day as text."""
    return {
        name: _said(name, getattr(record, name))
        for name in record.__struct_fields__
        if name not in ("provider_id", "ordinal") and not _is_secret(name)
    }


def _is_secret(name: str) -> bool:
    # Nothing that signs anybody in is kept but its hash, and the hash is nobody's to read either.
    return name.endswith("_hash")


def _secrets_changed(change: _Change) -> dict[str, bool]:
    """Which secrets are not what they were: a new password has to be noticed, though neither is told."""
    before, after = change.before, change.after
    if before is None or after is None:
        return {}
    secrets = filter(_is_secret, after.__struct_fields__)
    return {
        f"{name.removesuffix('_hash')}_changed": True
        for name in secrets
        if getattr(before, name) != getattr(after, name)
    }


def _said(name: str, value: Any) -> Any:
    match value:
        case Role():
            return value.name.lower()
        case LayerRule():
            rules = {name: msgspec.json.decode(getattr(value, name)) for name in ("rotation", "restrictions")}
            return {each: _said(each, getattr(value, each)) for each in value.__struct_fields__} | rules
        case msgspec.Struct():
            config = value.__struct_config__
            tag = {config.tag_field: config.tag} if config.tag_field is not None else {}
            return tag | {each: _said(each, getattr(value, each)) for each in value.__struct_fields__}
        case tuple():
            return [_said("", each) for each in value]
        case bool():
            return value
        case int():
            return _counted(name, value)
        case str() if name == "profile":
            return read_profile(value)
        case _:
            return value


def _counted(name: str, value: int) -> int | str:
    """A number as what its name says that it is."""
    if name.endswith("_at") or name in ("start", "end", "at", "counts_from"):
        return engine.iso(value)
    if name.endswith("_reading"):
        return engine.wall(value).isoformat()
    if name.endswith("_on"):
        return date.fromordinal(value).isoformat()
    if name.endswith("_time"):
        return f"{value // 3600:02}:{value // 60 % 60:02}:{value % 60:02}"
    return value


def _text(fields: Mapping[str, Any]) -> str:
    return msgspec.json.encode(fields).decode()


async def _below(reads: Reads, record: Record) -> dict[str, Any]:
    """What goes with a record, as far as somebody might miss it."""
    match record:
        case Schedule():
            return {"tiers": [_told_tier(plan) for plan in await reads.tier_plans(record.id)]}
        case Tier():
            plan = _told_tier(await reads.tier_plan(record.id))
            return {name: plan[name] for name in ("layers", "overrides")}
        case Roster():
            revisions = (await reads.roster_plan(record.id)).revisions
            rules = [told(one) for one in revisions if one.shifts][-1:]
            return {name: one[name] for one in rules for name in ("tz", "shifts")}
        case Group():
            members = await reads.memberships([record.id])
            return {"members": [one.contact_id for one in members if one.left_at is None]}
        case Customer():
            return await _below_customer(reads, record)
        case _:
            return {}


def _told_tier(plan: TierPlan) -> dict[str, Any]:
    overrides = [told(one) for one in plan.overrides]
    layers = next((one.layers for one in reversed(plan.revisions) if one.layers), ())
    return {**told(plan.tier), "layers": _said("", layers), "overrides": overrides}


async def _below_customer(reads: Reads, customer: Customer) -> dict[str, Any]:
    asked: Any = {"customers": (customer.id,), "cut": Cut()}
    contacts = await reads.contact_page(**asked, is_active=None, search="")
    groups = await reads.group_page(**asked)
    accounts = [one for one in await reads.all_accounts() if one.customer_id == customer.id]
    return {
        "contacts": [told(one) for one in contacts.rows],
        "groups": [told(one) for one in groups.rows],
        "accounts": [told(one) for one in accounts],
    }
