"""Instants, ids, users, groups and clients on the wire and in the domain, side by side."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias, TypeVar

import msgspec

from watchbill.api.rosters.reading import Fields, read_object, read_objects
from watchbill.api.rosters.zones import zone_from, zone_named, zone_to
from watchbill.domain.contacts import ContactWish
from watchbill.domain.errors import Invalid, NotFound
from watchbill.domain.groups import GroupWish
from watchbill.domain.model import Contact, ContactId, Customer, CustomerId, Group, GroupId
from watchbill.domain.profile import read_profile

Json: TypeAlias = dict[str, Any]
IdT = TypeVar("IdT")

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TENANT: Final = re.compile(r"(msp|client)_([1-9][0-9]{0,17})")
_USER: Final = re.compile(r"USR([0-9]{10})")
_GROUP: Final = re.compile(r"USRGRP-([0-9A-Za-z-]{1,64})")
USER_FORM: Final = "USR0000000018"
GROUP_FORM: Final = "USRGRP-37644ff5-7ea5-a3aa-e288-9c2666dc02e4, with 1 to 64 letters, digits and hyphens"
CLIENT_FORM: Final = "client_7, with a number of at most 15 digits"
LARGEST_BROUGHT: Final = 10**15 - 1
"""A larger number would not be a number to every program: JSON's are not exact beyond 2^53."""


def time_to(at: int) -> str:
    """An instant as `yyyy-MM-ddTHH:mm:ss+0000`."""
    return f"{(_EPOCH + timedelta(seconds=at)).replace(tzinfo=None).isoformat()}+0000"


# ── ids ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def tenant_from(text: str) -> tuple[CustomerId, bool]:
    """The customer that `msp_<n>` or `client_<n>` names, and whether it is to be the partner. Raises NotFound."""
    found = _TENANT.fullmatch(text)
    if not found:
        raise NotFound("tenant", text)
    return CustomerId(int(found[2])), found[1] == "msp"


def tenant_id_to(id: CustomerId, *, is_partner: bool) -> str:
    """A customer's id as an address or answer writes it."""
    return f"{'msp' if is_partner else 'client'}_{id}"


def user_id_from(text: str) -> ContactId:
    """The contact that `USR` and ten digits name. Raises NotFound."""
    found = _USER.fullmatch(text)
    if not found or not int(found[1]):
        raise NotFound("user", text)
    return ContactId(int(found[1]))


def user_id_to(id: ContactId) -> str:
    """A contact's id as a user."""
    return f"USR{id:010}"


def group_id_from(text: str) -> GroupId:
    """The group that `USRGRP-` and its id name. Raises NotFound."""
    found = _GROUP.fullmatch(text)
    if not found:
        raise NotFound("user group", text)
    return GroupId(found[1])


def group_id_to(id: GroupId) -> str:
    """A group's id in addresses and answers."""
    return f"USRGRP-{id}"


def brought(fields: Fields, keys: tuple[str, ...], id_from: Callable[[str], IdT], form: str) -> IdT | None:
    """The id that a new record brings along, in the first of some fields that has one; None where none is sent.

    An id of another form is noted.
    """
    sent = ((key, fields.text(key)) for key in keys)
    key, text = next(((key, text) for key, text in sent if text), ("", ""))
    if not text:
        return None
    try:
        return id_from(text)
    except NotFound:
        fields.refuse(key, f"This is not an id such as {form}.")
        return None


def contact_from(fields: Fields, key: str) -> ContactId | None:
    """The contact that a field names; None for what is no id of a user, which is noted."""
    text = fields.text(key, required=True)
    try:
        return None if text is None else user_id_from(text)
    except NotFound:
        fields.refuse(key, "This is not the id of a user, such as USR0000000018.")
        return None


def group_from(fields: Fields, key: str) -> GroupId | None:
    """The group that a field names; None for what is no id of a group, which is noted."""
    text = fields.text(key, required=True)
    try:
        return None if text is None else group_id_from(text)
    except NotFound:
        fields.refuse(key, "This is not the id of a user group, which begins with USRGRP-.")
        return None


# ── users ────────────────────────────────────────────────────────────────────────────────────────────────────────

STATUSES: Final = {"active": (True, False), "inactive": (False, False), "terminated": (False, True)}
"""Whether somebody who has the status is active, and whether they were switched off for good."""


def status_to(one: Contact | Customer) -> str:
    """The status of a user or a client."""
    if one.terminated_at is not None:
        return "terminated"
    return "active" if one.is_active else "inactive"


def user_from(body: bytes, *, is_new: bool, customer_id: CustomerId | None = None) -> ContactWish:
    """The user that a request wants: a new one needs its names and e-mail, an update only what is to change."""
    fields, problems = read_object(body)
    return ContactWish(
        id=brought(fields, ("id", "uniqueId"), user_id_from, USER_FORM) if is_new else None,
        customer_id=customer_id,
        login_name=_name_from(fields, "loginName", is_new),
        first_name=_name_from(fields, "firstName", is_new),
        last_name=_name_from(fields, "lastName", is_new),
        email=fields.email("email", required=is_new or fields.has("email")),
        phone=fields.text("phoneNumber"),
        mobile=fields.text("mobileNumber"),
        tz=_zone_of_user_from(fields),
        profile=fields.rest("id", "uniqueId", "status", "orgId", "createdTime", "updatedTime", "userGroups"),
        # Last, for by now all the fields have been read.
        problems=tuple(problems),
    )


def _name_from(fields: Fields, key: str, is_new: bool) -> str | None:
    return fields.text(key, required=is_new or fields.has(key))


def _zone_of_user_from(fields: Fields) -> str | None:
    """A zone as rosters name it, or its name, id or code alone."""
    value = fields.value("timeZone")
    if not isinstance(value, str):
        return zone_from(fields.object("timeZone", has_kinds=True))
    tz = zone_named(value) if value.strip() else ""
    if tz is None:
        fields.refuse("timeZone", "This is not a known time zone.")
    return tz


def user_to(contact: Contact) -> Json:
    """A user, whole."""
    zone = {"timeZone": msgspec.structs.asdict(zone_to(contact.tz))} if contact.tz else {}
    return (
        {"authType": "LOCAL"}
        | read_profile(contact.profile)
        | person_to(contact)
        | zone
        | {
            "status": status_to(contact),
            "orgId": tenant_id_to(
                contact.customer_id, is_partner=contact.customer_id == CustomerId(contact.provider_id)
            ),
            "createdTime": time_to(contact.created_at),
            "updatedTime": time_to(contact.updated_at),
        }
    )


def person_to(contact: Contact) -> Json:
    """A user as a roster names it."""
    return minimal_user_to(contact) | {"phoneNumber": contact.phone, "mobileNumber": contact.mobile}


def minimal_user_to(contact: Contact) -> Json:
    """A user in few words."""
    return {
        "id": user_id_to(contact.id),
        "loginName": contact.login_name,
        "lastName": contact.last_name,
        "firstName": contact.first_name,
        "email": contact.email,
    }


# ── user groups ──────────────────────────────────────────────────────────────────────────────────────────────────


def group_wish_from(body: bytes, *, is_new: bool) -> GroupWish:
    """The user group that a request wants: a new one needs its name, an update only what is to change."""
    fields, problems = read_object(body)
    return GroupWish(
        id=brought(fields, ("uniqueId", "id"), group_id_from, GROUP_FORM) if is_new else None,
        name=fields.text("name", required=is_new or fields.has("name")),
        description=fields.text("description", most=4000),
        email=fields.email("email"),
        profile=fields.rest("id", "uniqueId", "createdTime", "updatedTime", "users"),
        problems=tuple(problems),
    )


def group_to(group: Group) -> Json:
    """A user group, whole; without an e-mail address the key is left out."""
    email = {"email": group.email} if group.email else {}
    return read_profile(group.profile) | group_in_roster_to(group) | email


def group_in_roster_to(group: Group) -> Json:
    """A user group as a roster names it; it says when it was updated once it was."""
    updated = {} if group.updated_at is None else {"updatedTime": time_to(group.updated_at)}
    return {
        "uniqueId": group_id_to(group.id),
        "name": group.name,
        "description": group.description,
        "createdTime": time_to(group.created_at),
    } | updated


def members_from(body: bytes) -> tuple[tuple[str, ContactId], ...]:
    """The users that a body names, each with the path of its field. Raises Invalid."""
    named, problems = read_objects(body)
    read = [(fields.path_of("id"), contact_from(fields, "id")) for fields in named]
    if problems:
        raise Invalid(problems)
    return tuple((path, id) for path, id in read if id is not None)


# ── clients ──────────────────────────────────────────────────────────────────────────────────────────────────────

_KNOWN_OF_CLIENTS: Final = ("id", "uniqueId", "activated", "status", "createdTime", "updatedTime")


def new_client_from(body: bytes) -> tuple[str, CustomerId | None, Json]:
    """What a new client is to be called, the number that it brings along, and its profile. Raises Invalid."""
    fields, problems = read_object(body)
    name = fields.text("name", required=True)
    id = brought(fields, ("uniqueId",), _client_id_from, CLIENT_FORM)
    if problems or name is None:
        raise Invalid(problems)
    return name, id, fields.rest(*_KNOWN_OF_CLIENTS)


def _client_id_from(text: str) -> CustomerId:
    """The number that `client_<n>` brings along. Raises NotFound."""
    id, is_partner = tenant_from(text)
    if is_partner or id > LARGEST_BROUGHT:
        raise NotFound("client", text)
    return id


def client_from(body: bytes) -> tuple[str | None, Json]:
    """What a client is to be called from now on, if that is told, and what of its profile. Raises Invalid."""
    fields, problems = read_object(body)
    name = fields.text("name", required=fields.has("name"))
    if problems:
        raise Invalid(problems)
    return name, fields.rest(*_KNOWN_OF_CLIENTS)


def client_to(customer: Customer, *, with_id: bool = True) -> Json:
    """A client as a roster names it; the rows of a search leave its number out."""
    number = {"id": customer.id} if with_id else {}
    return number | minimal_client_to(customer) | {"activated": customer.is_active}


def minimal_client_to(customer: Customer) -> Json:
    """A client in few words."""
    return {
        "uniqueId": tenant_id_to(customer.id, is_partner=customer.parent_id is None),
        "name": customer.name,
    }


def tenant_to(customer: Customer) -> Json:
    """A tenant, whole: the partner or a client."""
    return (
        read_profile(customer.profile)
        | client_to(customer)
        | {
            "status": status_to(customer),
            "createdTime": time_to(customer.created_at),
            "updatedTime": time_to(customer.updated_at),
        }
    )
