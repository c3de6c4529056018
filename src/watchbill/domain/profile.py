"""Profile fields: what other programs tell of people, customers and groups, kept for them and of no meaning here.

A profile is the text of a JSON object, empty where nobody told anything. Secrets are never part of it.
"""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from watchbill.domain.errors import Invalid, Problem
from watchbill.domain.text import block_fault

LARGEST: Final = 8 * 1024
"""Bytes of a whole profile."""
DEEPEST: Final = 8
"""How many lists and objects may stand in one another, beside the profile itself."""
_NUMBERS_END: Final = 2**63
_LONGEST_PATH: Final = 200
_is_name: Final = re.compile(r"[^\W\d][\w.-]{0,63}").fullmatch
_names_secret: Final = re.compile(r"passw|passphrase|secret|token|private.?key|api.?key", re.IGNORECASE).search


def read_profile(text: str) -> dict[str, Any]:
    """The fields of a profile."""
    return msgspec.json.decode(text, type=dict[str, Any]) if text else {}


def profile_with(old: str, told: Mapping[str, Any]) -> str:
    """The profile once some of its fields, which have no problems, are told anew. Raises Invalid for a large one."""
    if not told:
        return old
    fields = read_profile(old) | _without_secrets(dict(told))
    profile = msgspec.json.encode(fields).decode() if fields else ""
    if len(profile.encode()) > LARGEST:
        largest = max(told, key=lambda name: len(msgspec.json.encode(told[name])))
        raise Invalid([(largest, f"With this, all that is kept beside the known fields is over {LARGEST} bytes.")])
    return profile


def profile_problems(told: Mapping[str, Any]) -> list[Problem]:
    """What keeps fields from being kept, each with its path."""
    return [(path[:_LONGEST_PATH], reason) for path, reason in _faults_in("", told, 0)]


def _faults_in(path: str, fields: Mapping[str, Any], depth: int) -> Iterator[Problem]:
    for name, value in fields.items():
        below = f"{path}.{name}" if path else name
        if _is_name(name):
            yield from _faults(below, value, depth)
        else:
            yield below, "The name of a field is 1 to 64 letters, digits and the signs . _ -, with a letter first."


def _faults(path: str, value: object, depth: int) -> Iterator[Problem]:
    match value:
        case str() if reason := block_fault(value):
            yield path, reason
        case int() if not -_NUMBERS_END <= value < _NUMBERS_END:
            yield path, "This number is too large."
        case float() if not math.isfinite(value):
            yield path, "This number is too large."
        case dict() | list() if depth == DEEPEST:
            yield path, f"Lists and objects may stand in one another {DEEPEST} deep."
        case dict():
            yield from _faults_in(path, value, depth + 1)
        case list():
            for position, one in enumerate(value):
                yield from _faults(f"{path}[{position}]", one, depth + 1)


def _without_secrets(value: Any) -> Any:
    match value:
        case dict():
            return {name: _without_secrets(one) for name, one in value.items() if not _is_secret(name, one)}
        case list():
            return [_without_secrets(one) for one in value]
        case _:
            return value


def _is_secret(name: str, value: object) -> bool:
    return isinstance(value, str | list | dict) and bool(value) and _names_secret(name) is not None
