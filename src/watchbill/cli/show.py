"""Duties, tokens and accounts as tables for a terminal and as values for JSON: pure.

The zone is an argument; None is the machine's own."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

import msgspec
from rich import box
from rich.table import Table
from rich.text import Text

from watchbill import engine
from watchbill.domain.duty import duty
from watchbill.domain.model import (
    Account,
    AccountId,
    Contact,
    ContactId,
    Customer,
    CustomerId,
    OAuthClient,
    RosterPlan,
    TierPlan,
    Token,
)
from watchbill.domain.rosters import roster_duty

NOBODY = "nobody"


class OnCallContact(msgspec.Struct, frozen=True):
    """Who to call, in full."""

    id: int
    name: str
    phone: str
    email: str


class OnCallLine(msgspec.Struct, frozen=True, kw_only=True):
    """Who is on call at one tier; the instants are UTC texts, None where there is none."""

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


def oncall_line(plan: TierPlan, customer: Customer, contacts: dict[ContactId, Contact], at: int) -> OnCallLine:
    """Who is on call at a tier at an instant."""
    found = duty(plan, at)
    return OnCallLine(
        customer_id=customer.id,
        customer=customer.name,
        schedule_id=plan.schedule.id,
        schedule=plan.schedule.name,
        tier=plan.tier.number,
        contact=contact_line(contacts, found.contact),
        since=iso_of(found.since),
        until=iso_of(found.until),
        next_contact=contact_line(contacts, found.next_contact),
        next_at=iso_of(found.next_at),
        default_email=plan.schedule.default_email,
        default_phone=plan.schedule.default_phone,
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


def roster_line(plan: RosterPlan, contacts: dict[ContactId, Contact], at: int) -> RosterLine:
    """Who is on call by a roster at an instant; `until` is when its people or its active shifts change."""
    found = roster_duty(plan, at)
    return RosterLine(
        customer_id=plan.customer.id,
        customer=plan.customer.name,
        roster_id=plan.roster.id,
        roster=plan.roster.name,
        shifts=tuple(shift.name for shift in found.shifts),
        contacts=_contacts(contacts, found.contacts),
        since=iso_of(found.since),
        until=iso_of(found.changes_at),
        next_contacts=_contacts(contacts, found.next_contacts),
        next_at=iso_of(found.next_at),
    )


def oncall_table(lines: Sequence[OnCallLine | RosterLine], zone: tzinfo | None) -> Table:
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


def _by_tier(line: OnCallLine, zone: tzinfo | None) -> tuple[str, Text, str, str, str]:
    return str(line.tier), *(_watch(line, zone) if line.contact else _no_watch(line, zone))


def _by_roster(line: RosterLine, zone: tzinfo | None) -> tuple[str, Text, str, str, str]:
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


def _watch(line: OnCallLine, zone: tzinfo | None) -> tuple[Text, str, str, str]:
    contact = line.contact or OnCallContact(0, "", "", "")
    until = f"until {clock(line.until, zone)}" if line.until else "with no end"
    then = line.next_contact.name if line.next_contact else ""
    if line.next_contact and line.next_at != line.until:
        then += f"\n{clock(line.next_at, zone)}"
    when = f"since {clock(line.since, zone)}\n{until}"
    return Text(contact.name, style="bold"), f"{contact.phone}\n{contact.email}", when, then


def _no_watch(line: OnCallLine, zone: tzinfo | None) -> tuple[Text, str, str, str]:
    told = Text(NOBODY, style="bold red")
    default = "\n".join(one for one in (line.default_phone, line.default_email) if one)
    if default:
        told.append("\ndefault contact", style="not bold")
    until = f"until {clock(line.next_at, zone)}" if line.next_at else "with no end"
    return told, default, until, line.next_contact.name if line.next_contact else ""


def clock(instant: str | None, zone: tzinfo | None) -> str:
    """A UTC instant's text as people read it in a zone: "Sat 2026-11-21 09:00 CET"; empty for None."""
    if instant is None:
        return ""
    return datetime.fromisoformat(instant).astimezone(zone).strftime("%a %Y-%m-%d %H:%M %Z")


def token_table(
    tokens: Sequence[Token],
    accounts: dict[AccountId, Account],
    customers: dict[CustomerId, str],
    now: int,
    zone: tzinfo | None,
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


def _state(token: Token, now: int, zone: tzinfo | None) -> str:
    if token.revoked_at is not None:
        return f"revoked {clock(iso_of(token.revoked_at), zone)}"
    if token.expires_at is None:
        return "signs in"
    return f"{'expired' if token.expires_at <= now else 'until'} {clock(iso_of(token.expires_at), zone)}"


def account_table(accounts: Sequence[Account], customers: dict[CustomerId, str]) -> Table:
    """Accounts by user name, with what they may do and how they sign in."""
    table = plain_table("Id", "User name", "Name", "Customer", "Role", "Contact", "Signs in by", "State")
    for account in sorted(accounts, key=lambda one: one.username.lower()):
        table.add_row(
            str(account.id),
            account.username,
            f"{account.first_name} {account.last_name}".strip(),
            customers.get(account.customer_id, ""),
            account.role.name.lower(),
            str(account.contact_id or ""),
            "password" if account.password_hash else "token",
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


def plain_table(*headings: str) -> Table:
    """A table without rows; long cells are folded."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def contact_line(contacts: dict[ContactId, Contact], id: int | None) -> OnCallContact | None:
    """How to reach somebody; None for nobody, and for who is not there any more."""
    contact = contacts.get(ContactId(id)) if id is not None else None
    if contact is None:
        return None
    return OnCallContact(contact.id, contact.full_name, contact.phone or contact.mobile, contact.email)


def _contacts(contacts: dict[ContactId, Contact], ids: Iterable[int]) -> tuple[OnCallContact, ...]:
    return tuple(one for id in ids if (one := contact_line(contacts, id)) is not None)


def iso_of(instant: int | None) -> str | None:
    """The UTC text of an instant, None of none."""
    return None if instant is None else engine.iso(instant)


def instant_of(text: str, zone: tzinfo | None) -> int:
    """The instant of an ISO 8601 text; one without an offset is read in the zone. Raises ValueError."""
    read = datetime.fromisoformat(text)
    return int((read if read.tzinfo else read.replace(tzinfo=zone)).timestamp())
