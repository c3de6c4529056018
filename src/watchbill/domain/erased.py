"""What is told of somebody once their data are erased: records, audit rows and kept answers without them (pure)."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from watchbill.domain.model import Account, AuditRow, Contact

ERASED: Final = "erased"
"""What stands where a person's name, number or address stood."""

_PERSONAL: Final = ("first_name", "last_name", "login_name", "email", "phone", "mobile", "username", "profile")
"""The fields of contacts and accounts that tell who somebody is."""
_SHORTEST: Final = 5
"""Characters from which on a text is also looked for inside of others: "42" is in many that are about nobody."""


def contact_without(contact: Contact, now: int) -> Contact:
    """The contact without whom it was; switched off for good."""
    return msgspec.structs.replace(
        contact,
        first_name=ERASED,
        last_name="",
        login_name=_instead(contact.login_name),
        email=_instead(contact.email),
        phone=_instead(contact.phone),
        mobile=_instead(contact.mobile),
        # Programs that read profiles expect of each field what they wrote there themselves.
        profile="",
        is_active=False,
        terminated_at=contact.terminated_at or now,
        erased_at=now,
        updated_at=now,
    )


def account_without(account: Account, now: int) -> Account:
    """The account without whose it was; nobody signs in by it any more."""
    return msgspec.structs.replace(
        account,
        # No two have the same.
        username=f"{ERASED}-{account.id}",
        first_name=_instead(account.first_name),
        last_name="",
        email=_instead(account.email),
        password_hash="",
        is_active=False,
        erased_at=now,
        updated_at=now,
    )


def fields_without(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A contact or an account as the audit log tells it, without whom it was."""
    return {name: ERASED if name in _PERSONAL and value else value for name, value in fields.items()}


def row_without(row: AuditRow) -> AuditRow:
    """An audit row about a contact or an account without whom it was."""
    return msgspec.structs.replace(
        row, subject_name=ERASED, before=_text_without(row.before), after=_text_without(row.after)
    )


def membership_without(row: AuditRow, group: str | None) -> AuditRow:
    """An audit row about a membership without who was in the group; by another name the group had, without that too."""
    is_same = group is not None and row.subject_name.endswith(f" in {group}")
    return msgspec.structs.replace(row, subject_name=f"{ERASED} in {group}" if is_same else ERASED)


def texts_of(fields: Mapping[str, Any]) -> set[str]:
    """What tells who somebody is, out of a contact or an account as the audit log tells it.

    Nothing of the profile: no answer that is kept tells of it, and what is in there ("DE", "Europe/Berlin") is in many.
    """
    found = {fields.get(name) for name in _PERSONAL if name != "profile"}
    found.add(f"{fields.get('first_name', '')} {fields.get('last_name', '')}")
    return {one.strip() for one in found if isinstance(one, str)} - {"", ERASED}


def pieces_of(texts: Iterable[str]) -> list[str]:
    """What JSON that tells any of these texts holds a piece of; short ones are looked for whole."""
    said = (msgspec.json.encode(text).decode() for text in texts)
    return [one[1:-1] if len(one) - 2 >= _SHORTEST else one for one in said]


def without(value: Any, texts: Iterable[str]) -> Any:
    """A value of JSON in which a text that is one of these is "erased", and so is each that is in another."""
    return _without(value, frozenset(texts), sorted((one for one in texts if len(one) >= _SHORTEST), key=len)[::-1])


def _without(value: Any, whole: frozenset[str], inside: list[str]) -> Any:
    match value:
        case str() if value in whole:
            return ERASED
        case str():
            for one in inside:
                value = value.replace(one, ERASED)
            return value
        case list():
            return [_without(each, whole, inside) for each in value]
        case dict():
            found = {name: _without(each, whole, inside) for name, each in value.items()}
            if found == value:
                return value
            # Beside a number stands how to dial it, which spells it another way.
            return {name: ERASED if _is_dialled(each) else each for name, each in found.items()}
        case _:
            return value


def _is_dialled(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("tel:", "mailto:"))


def _instead(text: str) -> str:
    return ERASED if text else ""


def _text_without(text: str | None) -> str | None:
    if text is None:
        return None
    return msgspec.json.encode(fields_without(msgspec.json.decode(text))).decode()
