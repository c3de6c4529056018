"""Duties, tokens and accounts as tables for a terminal and as values for JSON: pure; the zone is an argument."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

import msgspec
from rich import box
from rich.table import Table
from rich.text import Text

from watchbill import engine
from watchbill.domain import search
from watchbill.domain.board import OnCall, RosterPlace, ShiftOn, TierPlace
from watchbill.domain.model import (
    Account,
    AccountId,
    Contact,
    ContactId,
    CustomerId,
    OAuthClient,
    Token,
)
from watchbill.domain.text import one_line

ValueT = TypeVar("ValueT")

NOBODY = "nobody"


class OnCallContact(msgspec.Struct, frozen=True):
    """Who to call, in full."""

    id: int
    name: str
    phone: str
    email: str


class OnCallLine(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on call at one tier; the instants are UTC texts, None where there is none, as `until` of nobody."""

    customer_id: int
    customer: str
    schedule_id: int
    schedule: str
    tier: int
    contact: OnCallContact | None
    since: str | None
    until: str | None
    next_contact: OnCallContact | None
    next_at: str | None
    default_email: str | None
    default_phone: str | None


def oncall_line(row: OnCall, contacts: Mapping[ContactId, Contact]) -> "OnCallLine | RosterLine":
    """Who is on call at a tier or by a roster."""
    return _tier_line(row, row.place, contacts) if isinstance(row.place, TierPlace) else _roster_line(row, contacts)


def _tier_line(row: OnCall, place: TierPlace, contacts: Mapping[ContactId, Contact]) -> OnCallLine:
    schedule, default = place.plan.schedule, place.default_contact
    people, then = _contacts(contacts, row.people), _contacts(contacts, row.next_people)
    return OnCallLine(
        customer_id=place.customer.id,
        customer=place.customer.name,
        schedule_id=schedule.id,
        schedule=schedule.name,
        tier=place.plan.tier.number,
        contact=people[0] if people else None,
        since=iso_of(row.since),
        until=iso_of(row.until) if row.people else None,
        next_contact=then[0] if then else None,
        next_at=iso_of(row.next_at),
        default_email=default.email if default else None,
        default_phone=default.phone if default else None,
    )


class RosterLine(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on call by one roster; the instants are UTC texts, None where there is none."""

    customer_id: int
    customer: str
    roster_id: str
    roster: str
    shifts: tuple[str, ...]
    contacts: tuple[OnCallContact, ...]
    since: str | None
    until: str | None
    next_contacts: tuple[OnCallContact, ...]
    next_at: str | None


def _roster_line(row: OnCall, contacts: Mapping[ContactId, Contact]) -> RosterLine:
    place = row.place
    assert isinstance(place, RosterPlace)  # noqa: S101 - a place is a tier or a roster
    return RosterLine(
        customer_id=place.customer.id,
        customer=place.customer.name,
        roster_id=place.id,
        roster=place.plan.roster.name,
        shifts=tuple(shift.rule.name for shift in row.shifts if isinstance(shift.rule, ShiftOn)),
        contacts=_contacts(contacts, row.people),
        since=iso_of(row.since),
        until=iso_of(row.until),
        next_contacts=_contacts(contacts, row.next_people),
        next_at=iso_of(row.next_at),
    )


def oncall_table(lines: Sequence[OnCallLine | RosterLine], zone: engine.Zone) -> Table:
    """The lines as a table, schedule by schedule and roster by roster; times in the zone given."""
    table = plain_table("Schedule or roster", "Tier or shift", "On call", "Reached by", "When", "Next")
    previous = None
    for line in lines:
        place: int | str = line.roster_id if isinstance(line, RosterLine) else line.schedule_id
        is_new = place != previous
        if is_new and previous is not None:
            table.add_section()
        previous = place
        name = line.roster if isinstance(line, RosterLine) else line.schedule
        heading = f"{line.customer}\n{name}" if is_new else ""
        table.add_row(heading, *(_by_roster(line, zone) if isinstance(line, RosterLine) else _by_tier(line, zone)))
    return table


def _by_tier(line: OnCallLine, zone: engine.Zone) -> tuple[str, Text, str, str, str]:
    return str(line.tier), *(_watch(line, zone) if line.contact else _no_watch(line, zone))


def _by_roster(line: RosterLine, zone: engine.Zone) -> tuple[str, Text, str, str, str]:
    then = ", ".join(one.name for one in line.next_contacts)
    if not line.contacts:
        until = f"until {clock(line.next_at, zone)}" if line.next_at else "with no end"
        return "", Text(NOBODY, style="bold red"), "", until, then
    if then and line.next_at != line.until:
        then += f"\n{clock(line.next_at, zone)}"
    until = f"until {clock(line.until, zone)}" if line.until else "with no end"
    return (
        "\n".join(line.shifts),
        Text("\n".join(one.name for one in line.contacts), style="bold"),
        "\n".join(one.phone or one.email for one in line.contacts),
        f"since {clock(line.since, zone)}\n{until}",
        then,
    )


def _watch(line: OnCallLine, zone: engine.Zone) -> tuple[Text, str, str, str]:
    contact = line.contact or OnCallContact(0, "", "", "")
    until = f"until {clock(line.until, zone)}" if line.until else "with no end"
    then = line.next_contact.name if line.next_contact else ""
    if line.next_contact and line.next_at != line.until:
        then += f"\n{clock(line.next_at, zone)}"
    when = f"since {clock(line.since, zone)}\n{until}"
    return Text(contact.name, style="bold"), f"{contact.phone}\n{contact.email}", when, then


def _no_watch(line: OnCallLine, zone: engine.Zone) -> tuple[Text, str, str, str]:
    told = Text(NOBODY, style="bold red")
    default = "\n".join(one for one in (line.default_phone, line.default_email) if one)
    if default:
        told.append("\ndefault contact", style="not bold")
    until = f"until {clock(line.next_at, zone)}" if line.next_at else "with no end"
    return told, default, until, line.next_contact.name if line.next_contact else ""


def clock(instant: str | None, zone: engine.Zone) -> str:
    """A UTC instant's text as people read it in a zone: "Sat 2026-11-21 09:00 CET"; empty for None."""
    if instant is None:
        return ""
    at = engine.instant(instant)
    return f"{engine.wall(zone.reading(at)):%a %Y-%m-%d %H:%M} {zone.word(at)}"


def token_table(
    tokens: Sequence[Token],
    accounts: dict[AccountId, Account],
    customers: dict[CustomerId, str],
    now: int,
    zone: engine.Zone,
) -> Table:
    """Tokens by id, with whose they are and whether they still sign in."""
    table = plain_table("Id", "Name", "Account", "Customer", "Role", "Kind", "Last used", "State")
    for token in tokens:
        account = accounts.get(token.account_id)
        table.add_row(
            str(token.id),
            token.name,
            account.username if account else "",
            customers.get(token.customer_id, ""),
            token.role.name.lower(),
            token.kind.value,
            clock(iso_of(token.last_used_at), zone) or "never",
            _state(token, now, zone),
        )
    return table


def _state(token: Token, now: int, zone: engine.Zone) -> str:
    if token.revoked_at is not None:
        return f"revoked {clock(iso_of(token.revoked_at), zone)}"
    if token.expires_at is None:
        return "signs in"
    return f"{'expired' if token.expires_at <= now else 'until'} {clock(iso_of(token.expires_at), zone)}"


def account_table(accounts: Sequence[Account], customers: dict[CustomerId, str]) -> Table:
    """Accounts by user name, with what they may do and how they sign in."""
    table = plain_table("Id", "User name", "Name", "Customer", "Role", "Contact", "Signs in by", "State")
    for account in sorted(accounts, key=lambda one: search.plain(one.username)):
        table.add_row(
            str(account.id),
            account.username,
            f"{account.first_name} {account.last_name}".strip(),
            customers.get(account.customer_id, ""),
            account.role.name.lower(),
            str(account.contact_id or ""),
            "password" if account.password_hash else "token, OpenID Connect",
            "active" if account.is_active else "off",
        )
    return table


def client_table(clients: Sequence[OAuthClient], accounts: dict[AccountId, Account]) -> Table:
    """OAuth clients by id, with the account whose rights they get."""
    table = plain_table("Id", "Name", "Client id", "Account", "Role", "State")
    for client in clients:
        account = accounts.get(client.account_id)
        table.add_row(
            str(client.id),
            client.name,
            client.client_key,
            account.username if account else "",
            account.role.name.lower() if account else "",
            "active" if client.revoked_at is None else "revoked",
        )
    return table


def plain(value: ValueT) -> ValueT:
    """The value with each text in it told in one line: whatever it is, it stays in its cell."""
    return cast(ValueT, _plain(value))


def _plain(value: Any) -> Any:
    match value:
        case str():
            return one_line(value) if type(value) is str else value
        case msgspec.Struct():
            texts = {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
            return msgspec.structs.replace(value, **texts)
        case list() | tuple():
            return type(value)(map(_plain, value))
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case _:
            return value


def plain_table(*headings: str) -> Table:
    """A table without rows; long cells are folded."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


class FeedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A calendar feed; `account` is None where a server does not tell for whom it was made."""

    id: int
    kind: str
    subject: str
    tz: str
    account: str | None
    created_at: str
    revoked_at: str | None


def feed_table(feeds: Iterable[FeedLine], zone: engine.Zone) -> Table:
    """Calendar feeds in the order given."""
    table = plain_table("Id", "Of", "Zone", "For", "Made", "State")
    for feed in feeds:
        state = "shown" if feed.revoked_at is None else "revoked"
        made = clock(feed.created_at, zone)
        table.add_row(str(feed.id), f"{feed.kind} {feed.subject}", feed.tz, feed.account or "", made, state)
    return table


def contact_line(contacts: Mapping[ContactId, Contact], id: int) -> OnCallContact | None:
    """How to reach somebody; None for who is not there any more."""
    contact = contacts.get(ContactId(id))
    if contact is None:
        return None
    return OnCallContact(contact.id, contact.full_name, contact.phone or contact.mobile, contact.email)


def _contacts(contacts: Mapping[ContactId, Contact], ids: Iterable[int]) -> tuple[OnCallContact, ...]:
    return tuple(one for id in ids if (one := contact_line(contacts, id)) is not None)


def iso_of(instant: int | None) -> str | None:
    """The UTC text of an instant, None of none."""
    return None if instant is None else engine.iso(instant)
