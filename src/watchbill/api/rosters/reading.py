"""A request's body read field by field: what is wrong is noted with its path, and reading goes on.

The contract's unions are told apart by a `type` beside the fields, every spelling is read once into a value, and one
answer names every bad field: hence a reader of our own.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from watchbill import engine
from watchbill.domain.errors import Invalid, Problem
from watchbill.domain.rules import NO_COUNTS, Counts, too_many

ValueT = TypeVar("ValueT")

REQUIRED = "This field is required."

_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]((?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2})(?:[.,][0-9]{1,9})?(?:[Zz]|([+-][0-9]{2}):?([0-9]{2}))?"
)
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])")
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def decoded(body: bytes) -> object:
    """What a JSON body says. Raises Invalid, without a field, for what is no JSON."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Invalid([("", f"The request body is not valid JSON: {fault}.")]) from None


def read_text(value: object, required: bool = False, most: int = 255) -> str:
    """A text without outer blanks. Raises ValueError, also for a blank one that is required."""
    if not isinstance(value, str):
        raise ValueError("This is not a text.")
    text = value.strip()
    if "\0" in text:
        raise ValueError("A text may not hold a NUL character.")
    if len(text) > most:
        raise ValueError(f"This is longer than {most} characters.")
    if required and not text:
        raise ValueError("This field may not be blank.")
    return text


def read_email(value: object, required: bool = False) -> str:
    """An e-mail address. Raises ValueError."""
    text = read_text(value, required)
    if text and not _EMAIL.fullmatch(text):
        raise ValueError("This is not an e-mail address.")
    return text


def read_choice(value: object, choices: Mapping[str, ValueT]) -> ValueT:
    """What a word, in any case, stands for. Raises ValueError."""
    word = read_text(value).lower()
    if word not in choices:
        raise ValueError(f"This is none of: {', '.join(choices)}.")
    return choices[word]


def read_instant(value: object) -> int:
    """The instant that a text names; without an offset it is GMT, fractions are cut off. Raises ValueError."""
    found = _INSTANT.fullmatch(read_text(value))
    if not found:
        raise ValueError("This is not a date such as 2018-02-06T07:05:00+0000.")
    day, time, hours, minutes = found.groups()
    offset = f"{hours}:{minutes}" if hours else "+00:00"
    try:
        at = engine.instant(f"{day}T{time}{offset}")
    except (ValueError, OverflowError):
        raise ValueError("There is no such date or time of day.") from None
    if not engine.EARLIEST <= at < engine.LATEST:
        raise ValueError("This is outside the years 1900 to 8999.")
    return at


def read_time(value: object) -> int:
    """The second of the day that a text such as "07:05:00" names. Raises ValueError."""
    found = _TIME.fullmatch(read_text(value))
    if not found:
        raise ValueError("This is not a time of day such as 07:05:00.")
    hours, minutes, seconds = (int(part) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def read_end_time(value: object) -> int:
    """The same of a time at which something ends: "24:00:00" is the midnight after it, as "00:00:00" is."""
    return 0 if read_text(value) == "24:00:00" else read_time(value)


def read_whole(value: object, low: int, high: int) -> int:
    """A whole number, also as text. Raises ValueError."""
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"This is not a whole number from {low} to {high}.")
    return value


def read_boolean(text: str) -> bool:
    """What "true" or "false", in any case, says. Raises ValueError."""
    return read_choice(text, {"true": True, "false": False})


class Fields:
    """An object of the request. Each reading gives None for what is absent, null or bad; the bad is noted.

    Typed programs send every field that they know of. In an object that `has_kinds`, whose fields depend on its type,
    the unused ones come as "" or [], which count as not sent.
    """

    def __init__(
        self, value: Mapping[object, object], path: str, problems: list[Problem], *, has_kinds: bool = False
    ) -> None:
        unsent: tuple[object, ...] = (None, "", []) if has_kinds else (None,)
        self._given = {str(name): one for name, one in value.items() if one not in unsent}
        self._read: set[str] = set()
        self._problems = problems
        self.path = path

    def path_of(self, name: str) -> str:
        """The path of one of the fields, as the contract writes it."""
        return f"{self.path}.{name}" if self.path else name

    def refuse(self, name: str, reason: str) -> None:
        """Note what is wrong with a field."""
        self._problems.append((self.path_of(name) if name else self.path, reason))

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return name in self._given

    def value(self, name: str, *, required: bool = False) -> object:
        """The field as it came."""
        self._read.add(name)
        if required and not self.has(name):
            self.refuse(name, REQUIRED)
        return self._given.get(name)

    def read(self, name: str, reader: Callable[[object], ValueT], *, required: bool = False) -> ValueT | None:
        """What a reader makes of the field; the ValueError that it may raise is noted."""
        value = self.value(name, required=required)
        if value is None:
            return None
        try:
            return reader(value)
        except ValueError as fault:
            self.refuse(name, str(fault))
            return None

    def text(self, name: str, *, required: bool = False, most: int = 255) -> str | None:
        """A text without outer blanks; a required one may not be blank."""
        return self.read(name, lambda value: read_text(value, required, most), required=required)

    def email(self, name: str, *, required: bool = False) -> str | None:
        """An e-mail address; an empty one where none is required."""
        return self.read(name, lambda value: read_email(value, required), required=required)

    def choice(self, name: str, choices: Mapping[str, ValueT], *, required: bool = False) -> ValueT | None:
        """What one of some words, in any case, stands for; `choices` has them in lower case."""
        return self.read(name, lambda value: read_choice(value, choices), required=required)

    def whole(self, name: str, low: int, high: int, *, required: bool = False) -> int | None:
        """A whole number, also as text."""
        return self.read(name, lambda value: read_whole(value, low, high), required=required)

    def instant(self, name: str, *, required: bool = False) -> int | None:
        """An instant."""
        return self.read(name, read_instant, required=required)

    def time(self, name: str, *, required: bool = False) -> int | None:
        """A time of day, in seconds."""
        return self.read(name, read_time, required=required)

    def end_time(self, name: str, *, required: bool = False) -> int | None:
        """A time of day at which something ends, in seconds; 0 is midnight."""
        return self.read(name, read_end_time, required=required)

    def object(self, name: str, *, required: bool = False, has_kinds: bool = False) -> "Fields | None":
        """An object inside this one."""
        value = self.value(name, required=required)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.refuse(name, "This is not an object.")
            return None
        return Fields(value, self.path_of(name), self._problems, has_kinds=has_kinds)

    def objects(
        self, name: str, what: str, standing: Counts = NO_COUNTS, *, required: bool = False
    ) -> tuple["Fields", ...]:
        """A list of objects; those that are none are left out and noted. None are read of a list that has too many
        of `what` they are."""
        value = self.value(name, required=required)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.refuse(name, "This is not a list.")
            return ()
        if reason := too_many(what, len(value), standing):
            self.refuse(name, reason)
            return ()
        return tuple(objects(value, self.path_of(name), self._problems))

    def rest(self, *known: str) -> dict[str, Any]:
        """The fields that were never read and are none of some known ones, as they came."""
        return {name: one for name, one in self._given.items() if name not in self._read and name not in known}

    def refuse_rest(self, whose: str) -> None:
        """Note every field that was never read; `whose` says what does not use it."""
        for name in self.rest():
            self.refuse(name, f"{whose} does not use this field.")


def objects(values: list[object], path: str, problems: list[Problem]) -> Iterable[Fields]:
    """Each object of a list; what is none is noted."""
    for position, value in enumerate(values):
        if isinstance(value, dict):
            yield Fields(value, f"{path}[{position}]", problems)
        else:
            problems.append((f"{path}[{position}]", "This is not an object."))


def read_object(body: bytes) -> tuple[Fields, list[Problem]]:
    """The object that a body holds, and the list on which its problems are noted. Raises Invalid for any other body."""
    value = decoded(body)
    if not isinstance(value, dict):
        raise Invalid([("", "The request body is not an object.")])
    problems: list[Problem] = []
    return Fields(value, "", problems), problems


def read_objects(body: bytes) -> tuple[tuple[Fields, ...], list[Problem]]:
    """The objects of the list that a body holds, and where their problems are noted. Raises Invalid for no list."""
    value = decoded(body)
    if not isinstance(value, list):
        raise Invalid([("", "The request body is not a list.")])
    problems: list[Problem] = []
    return tuple(objects(value, "", problems)), problems
