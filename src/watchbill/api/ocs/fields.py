"""The kinds of fields that requests have, and how a whole request is read: every bad field is told at once.

What is accepted and what is said about the rest follow the framework that clients of this API know.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Final, NoReturn, TypeAlias, TypeVar, cast

import msgspec
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import ErrorDetails, PydanticCustomError, SchemaValidator

from watchbill import engine
from watchbill.domain.errors import Invalid, Problem
from watchbill.domain.model import ScheduleId
from watchbill.domain.readings import Moment
from watchbill.domain.rules import MOST_LISTED, NO_COUNTS, Counts, too_many
from watchbill.domain.schedules import EitherId, TierNumber, TierRef

ShapeT = TypeVar("ShapeT", bound=Mapping[str, Any])

GREATEST_ID: Final = 2**63 - 1
GREATEST_WHOLE: Final = 2**31 - 1

REQUIRED: Final = "This field is required."
NOT_NULL: Final = "This field may not be null."
NO_MOMENT: Final = (
    "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."
)
NO_OFFSET: Final = "Datetime needs Z or an offset from UTC."
OUT_OF_RANGE: Final = f"Datetime is not between {engine.iso(engine.EARLIEST)} and {engine.iso(engine.LATEST)}."


# ── what is wrong with a field ───────────────────────────────────────────────────────────────────────────────────

_TEXTS: Final[dict[str, str]] = {
    "missing": REQUIRED,
    "string_too_short": "This field may not be blank.",
    "string_too_long": "Ensure this field has no more than {max_length} characters.",
    "greater_than_equal": "Ensure this value is greater than or equal to {ge}.",
    "less_than_equal": "Ensure this value is less than or equal to {le}.",
    "list_type": 'Expected a list of items but got type "{got}".',
    "dict_type": "Invalid data. Expected a dictionary, but got {got}.",
}
"""What is said for the errors that pydantic finds; those that kinds of fields find are sentences already."""


def refuse(*messages: str) -> NoReturn:
    """Say what is wrong with the field that is being read."""
    raise PydanticCustomError("refused", "refused", {"messages": messages})


def messages_of(error: ErrorDetails) -> Sequence[str]:
    """What to tell about an error."""
    if error["type"] == "refused":
        return cast(Sequence[str], error["ctx"]["messages"])
    if error["input"] is None and error["type"] != "missing":
        return (NOT_NULL,)
    return (_TEXTS[error["type"]].format(got=type(error["input"]).__name__, **error.get("ctx", {})),)


def path_of(error: ErrorDetails) -> str:
    """Where an error is, such as `layers[1].contacts`; a bad member of a list of plain values is the list's fault."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in _place(error))[1:]


def _place(error: ErrorDetails) -> tuple[int | str, ...]:
    place = error["loc"]
    is_of_plain_values = error["type"] != "dict_type" and place and isinstance(place[-1], int)
    return place[:-1] if is_of_plain_values else place


# ── reading a whole request ──────────────────────────────────────────────────────────────────────────────────────


def read(shape: type[ShapeT], value: object, standing: Counts = NO_COUNTS) -> tuple[ShapeT, tuple[Problem, ...]]:
    """What a request says, and what is wrong with it.

    Fields that could not be read are absent, so that what could be read can be judged further, and one answer names
    everything. Lists may be as long as those that stand. Raises Invalid for what is no object, and where more is wrong
    than is listed.
    """
    try:
        return _reader(shape).validate_python(value, context=standing), ()
    except ValidationError as error:
        errors = error.errors(include_url=False)
    problems = tuple((path_of(each), message) for each in errors for message in messages_of(each))
    if not isinstance(value, dict) or len(errors) > MOST_LISTED:
        raise Invalid(problems)
    rest = _without(value, [_place(each) for each in errors if each["type"] != "missing"])
    return _lenient(shape).validate_python(rest, context=standing), tuple(dict.fromkeys(problems))


def _without(value: Any, places: Iterable[tuple[int | str, ...]]) -> Any:
    """A copy of the value without what is at some places; members of lists become empty, so that others keep theirs."""
    by_part: dict[int | str, list[tuple[int | str, ...]]] = {}
    for place in places:
        by_part.setdefault(place[0], []).append(place[1:])
    left = dict(value) if isinstance(value, dict) else dict(enumerate(value))
    for part, inner in by_part.items():
        if () not in inner:
            left[part] = _without(left[part], inner)
        elif isinstance(part, int):
            left[part] = {}
        else:
            del left[part]
    return left if isinstance(value, dict) else list(left.values())


@cache
def _reader(shape: type[ShapeT]) -> TypeAdapter[ShapeT]:
    return TypeAdapter(shape)


@cache
def _lenient(shape: type[Mapping[str, Any]]) -> SchemaValidator:
    """Reads the same shape, with nothing in it required."""
    return SchemaValidator(_nothing_required(_reader(shape).core_schema))


def _nothing_required(schema: Any) -> Any:
    if isinstance(schema, dict):
        relaxed = {key: _nothing_required(value) for key, value in schema.items()}
        return relaxed | {"required": False} if schema.get("type") == "typed-dict-field" else relaxed
    return [_nothing_required(each) for each in schema] if isinstance(schema, list) else schema


# ── kinds of fields ──────────────────────────────────────────────────────────────────────────────────────────────

_BAD_CHARACTERS: Final = re.compile("[\x00\ud800-\udfff]")
_DIGITS: Final = re.compile(r"[1-9][0-9]{0,18}")
_BELOW_ZERO: Final = re.compile(r"-[1-9][0-9]*")
_TIER_NUMBER: Final = re.compile(r"([1-9][0-9]{0,18}) *_ *([1-9][0-9]{0,9})")
_WHOLE: Final = re.compile(r"\s*([+-]?[0-9]{1,20})(?:\.0*)?\s*", re.ASCII)
_EMAIL: Final = re.compile(
    r"[-!#$%&'*+/=?^_`{}|~0-9a-z]+(?:\.[-!#$%&'*+/=?^_`{}|~0-9a-z]+)*@(?:localhost|"
    r"(?:[a-z0-9¡-\uffff](?:[a-z0-9¡-\uffff-]{0,61}[a-z0-9¡-\uffff])?\.)+(?!-)[a-z0-9¡-\uffff-]{2,63}(?<!-))",
    re.IGNORECASE,
)
_MOMENT: Final = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[Tt ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?"
    r" ?(?:([Zz])|([+-])([01]\d|2[0-3])(?::?([0-5]\d))?)?",
    re.ASCII,
)
_TRUE: Final = frozenset({"t", "true", "y", "yes", "on", "1"})
_FALSE: Final = frozenset({"f", "false", "n", "no", "off", "0"})
_NULL: Final = frozenset({"", "null"})


def text_from(value: object) -> str:
    """A text without outer blanks; a number is its digits."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else clean_text(value).strip()


def clean_text(value: object) -> str:
    """A text to the letter, of characters that every database and every client can take."""
    if not isinstance(value, str):
        refuse(NOT_NULL if value is None else "Not a valid string.")
    if found := _BAD_CHARACTERS.search(value):
        character = ord(found[0])
        refuse(
            f"Surrogate characters are not allowed: U+{character:X}."
            if character
            else "Null characters are not allowed."
        )
    return value


def email_from(value: str) -> str:
    """An e-mail address."""
    if not _EMAIL.fullmatch(value):
        refuse("Enter a valid email address.")
    return value


def phone_from(value: object) -> str:
    """A phone number, sent as text or as digits."""
    if isinstance(value, float):
        refuse("Not a valid string.")
    return text_from(value)


def whole_from(value: object) -> int:
    """A whole number, sent as one or as text."""
    if value is None:
        refuse(NOT_NULL)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    found = _WHOLE.fullmatch(value) if isinstance(value, str) else None
    if not found:
        refuse("A valid integer is required.")
    return int(found[1])


def boolean_from(value: object) -> bool:
    """True or false, sent as one of their many names."""
    word = str(value).strip().lower() if isinstance(value, str | bool | int | float) else ""
    if value is None or (isinstance(value, str) and word in _NULL):
        refuse(NOT_NULL)
    if word.removesuffix(".0") in _TRUE:
        return True
    if word.removesuffix(".0") in _FALSE:
        return False
    refuse("Must be a valid boolean.")


def key_from(value: object) -> int:
    """An id, sent as a number or as its digits."""
    if value is None:
        refuse(NOT_NULL)
    if isinstance(value, str) and _DIGITS.fullmatch(value.strip()):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        refuse(f"Incorrect type. Expected pk value, received {type(value).__name__}.")
    if not 0 < value <= GREATEST_ID:
        refuse(no_such(value))
    return value


def key_or_new_from(value: object) -> int | None:
    """An id as above; None for what has none yet: null, or a number below 0."""
    is_below_zero = isinstance(value, int) and value < 0
    if value is None or is_below_zero or (isinstance(value, str) and _BELOW_ZERO.fullmatch(value.strip())):
        return None
    return key_from(value)


def no_such(key: object) -> str:
    """What is said of an id that nothing has, or nothing that the caller may see."""
    return f'Invalid pk "{key}" - object does not exist.'


def key_or_name_from(value: object) -> int | str:
    """An id as above, or any other text as a name."""
    if isinstance(value, str) and not _DIGITS.fullmatch(value.strip()):
        return clean_text(value).strip() or refuse("This field may not be blank.")
    return key_from(value)


def only_key_from(value: object) -> int:
    """An id as above, or a list of a single one."""
    if not isinstance(value, list):
        return key_from(value)
    if not value:
        refuse("This list may not be empty.")
    if len(value) > 1:
        refuse("Ensure this field has no more than 1 elements.")
    return key_from(value[0])


def tier_ref_from(value: object) -> TierRef:
    """A tier's id, a schedule's for its tier 1, or `{schedule id}_{tier number}`, maybe with blanks around the "_"."""
    ref = tier_ref(value.strip()) if isinstance(value, str) else None
    return ref if ref is not None else EitherId(key_from(value))


def tier_ref(text: str) -> TierRef | None:
    """The tier that a text refers to; None where it refers to none."""
    if found := _TIER_NUMBER.fullmatch(text):
        schedule_id, number = int(found[1]), int(found[2])
        fits = schedule_id <= GREATEST_ID and number <= GREATEST_WHOLE
        return TierNumber(ScheduleId(schedule_id), number) if fits else None
    id = id_of(text)
    return None if id is None else EitherId(id)


def id_of(text: str) -> int | None:
    """The id that a piece of a path or of a query is; None where it is none."""
    found = _DIGITS.fullmatch(text)
    return int(text) if found and int(text) <= GREATEST_ID else None


def moment_from(value: object) -> Moment:
    """A date and time in ISO 8601, fractions of a second cut off."""
    if value is None:
        refuse(NOT_NULL)
    found = _MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        refuse(NO_MOMENT)
    *parts, zulu, sign, hours, minutes = found.groups()
    try:
        read = datetime(*(int(part or 0) for part in parts))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        refuse(NO_MOMENT)
    offset = (int(hours or 0) * 60 + int(minutes or 0)) * (-60 if sign == "-" else 60)
    seconds = int((read - _EPOCH).total_seconds()) - offset
    return _in_range(Moment(seconds, is_instant=bool(zulu or sign)))


_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - the offset is reckoned beside it


def _in_range(moment: Moment) -> Moment:
    # A reading of clocks is checked again when its zone is known.
    if not engine.EARLIEST <= moment.seconds <= engine.LATEST:
        refuse(OUT_OF_RANGE)
    return moment


def instant_from(value: object) -> int:
    """An instant; it has to say its offset."""
    moment = moment_from(value)
    if not moment.is_instant:
        refuse(NO_OFFSET)
    return moment.seconds


def rotation_text(value: object) -> str:
    """A rotation as the text that is kept of it."""
    if value is None:
        refuse(NOT_NULL)
    return _rule_text(value, engine.read_rotation)


def restrictions_text(value: object, info: ValidationInfo) -> str:
    """Restrictions as the text that is kept of them."""

    def read_windows(windows: object) -> None:
        _check_count("restrictions", windows, info)
        engine.read_restrictions(windows)

    return _rule_text(value, read_windows)


def at_most(what: str) -> BeforeValidator:
    """Refuses a list that is too long before anything in it is read."""

    def check(value: object, info: ValidationInfo) -> object:
        _check_count(what, value, info)
        return value

    return BeforeValidator(check)


def _check_count(what: str, value: object, info: ValidationInfo) -> None:
    if isinstance(value, list) and (reason := too_many(what, len(value), info.context or NO_COUNTS)):
        refuse(reason)


def _rule_text(value: object, reader: Callable[[object], object]) -> str:
    """JSON, kept to the letter where it came as text, and spelled where it came as such."""
    if not isinstance(value, str | dict | list | None):
        refuse("Not a valid string.")
    try:
        text = clean_text(value) if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        # Read from the text, as it will be when it is stored.
        reader(msgspec.json.decode(text))
    except engine.BadRule as error:
        refuse(*(f"{path} {message}." if path else f"It {message}." for path, message in error.problems))
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        refuse(f"This is no valid JSON: {error}.")
    return text


def zone_from(value: object) -> str:
    """The name of a time zone, in any case."""
    name = clean_text(value).strip()
    try:
        return engine.zone_name(name)
    except engine.BadRule:
        refuse(f'"{name[:64]}" is not a valid time zone.')


Text: TypeAlias = Annotated[str, Field(max_length=255), BeforeValidator(text_from)]
Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=255), BeforeValidator(text_from)]
Email: TypeAlias = Annotated[Name, AfterValidator(email_from)]
EmailOrBlank: TypeAlias = Annotated[Text, AfterValidator(lambda text: text and email_from(text))]
Phone: TypeAlias = Annotated[str, Field(max_length=255), BeforeValidator(phone_from)]
Secret: TypeAlias = Annotated[str, Field(min_length=1, max_length=1000), BeforeValidator(clean_text)]
Number: TypeAlias = Annotated[int, Field(ge=1, le=GREATEST_WHOLE), BeforeValidator(whole_from)]
Index: TypeAlias = Annotated[int, Field(ge=0, le=GREATEST_WHOLE), BeforeValidator(whole_from)]
Days: TypeAlias = Annotated[int, Field(ge=1, le=366), BeforeValidator(whole_from)]
Boolean: TypeAlias = Annotated[bool, PlainValidator(boolean_from)]
Key: TypeAlias = Annotated[int, PlainValidator(key_from)]
KeyOrNew: TypeAlias = Annotated[int | None, PlainValidator(key_or_new_from)]
KeyOrName: TypeAlias = Annotated[int | str, PlainValidator(key_or_name_from)]
OnlyKey: TypeAlias = Annotated[int, PlainValidator(only_key_from)]
TierKey: TypeAlias = Annotated[TierRef, PlainValidator(tier_ref_from)]
Instant: TypeAlias = Annotated[int, PlainValidator(instant_from)]
InstantOrReading: TypeAlias = Annotated[Moment, PlainValidator(moment_from)]
RotationText: TypeAlias = Annotated[str, PlainValidator(rotation_text)]
RestrictionsText: TypeAlias = Annotated[str, PlainValidator(restrictions_text)]
ZoneName: TypeAlias = Annotated[str, PlainValidator(zone_from)]
