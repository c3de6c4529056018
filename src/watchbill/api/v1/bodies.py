"""Bodies that somebody sends to this family: what their fields may hold; read whole, or refused by field."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Final, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StrictBool,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import ErrorDetails

from watchbill import engine
from watchbill.api.v1.wire import instant_from, moment_from, reading_from
from watchbill.domain.errors import Invalid, Problem
from watchbill.domain.model import Role
from watchbill.domain.readings import Moment
from watchbill.domain.rules import NO_COUNTS, Counts, too_many

BodyT = TypeVar("BodyT", bound=BaseModel)

_BAD_CHARACTERS: Final = re.compile("[\x00\ud800-\udfff]").search
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+").fullmatch
_UNIONS: Final = ("schedule", "pattern", "ends")
"""Fields whose `kind` says what else is in them."""

NO_TEXT: Final = "This is not a text."
ROLES: Final = {role.name.lower(): role for role in Role}


# ── kinds of fields ──────────────────────────────────────────────────────────────────────────────────────────────


def text_from(value: object) -> str:
    """A text without outer blanks, of characters that every database takes."""
    return _as_it_is(value).strip()


def _as_it_is(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(NO_TEXT)
    if _BAD_CHARACTERS(value):
        raise ValueError("NUL and surrogate characters are not allowed.")
    return value


def _instant(value: object) -> int:
    return instant_from(text_from(value))


def _moment(value: object) -> Moment:
    return moment_from(text_from(value))


def _reading(value: object) -> int:
    return reading_from(text_from(value))


def _zone_name(value: object) -> str:
    try:
        return engine.zone_name(text_from(value))
    except engine.BadRule:
        raise ValueError("There is no such time zone; zones have names such as Europe/Berlin.") from None


def _zone_or_none(value: object) -> str:
    return "" if value == "" else _zone_name(value)


def _country(value: object) -> str:
    return text_from(value).upper()


def _email(value: str) -> str:
    if value and not _EMAIL(value):
        raise ValueError("This is not an e-mail address.")
    return value


def _role(value: object) -> Role:
    if not isinstance(value, str) or value not in ROLES:
        raise ValueError(f"This is none of: {', '.join(ROLES)}.")
    return ROLES[value]


Text: TypeAlias = Annotated[str, BeforeValidator(text_from), Field(min_length=1, max_length=255)]
Line: TypeAlias = Annotated[str, BeforeValidator(text_from), Field(max_length=255)]
LongLine: TypeAlias = Annotated[str, BeforeValidator(text_from), Field(max_length=1000)]
Email: TypeAlias = Annotated[Line, AfterValidator(_email)]
Password: TypeAlias = Annotated[str, BeforeValidator(_as_it_is), Field(min_length=8, max_length=1000)]
Instant: TypeAlias = Annotated[int, PlainValidator(_instant)]
When: TypeAlias = Annotated[Moment, PlainValidator(_moment)]
"""An instant, or what the clocks of the record's zone read."""
Reading: TypeAlias = Annotated[int, PlainValidator(_reading)]
ZoneName: TypeAlias = Annotated[str, PlainValidator(_zone_name)]
ZoneOrNone: TypeAlias = Annotated[str, PlainValidator(_zone_or_none)]
Country: TypeAlias = Annotated[str, PlainValidator(_country)]
RoleName: TypeAlias = Annotated[Role, PlainValidator(_role)]
Key: TypeAlias = Annotated[int, Field(strict=True, ge=1, lt=2**63)]
Number: TypeAlias = Annotated[int, Field(strict=True, ge=1, lt=2**31)]
Flag: TypeAlias = StrictBool


def at_most(what: str) -> BeforeValidator:
    """Refuses a list that is too long before anything in it is read."""

    def check(value: object, info: ValidationInfo) -> object:
        if isinstance(value, list) and (reason := too_many(what, len(value), info.context or NO_COUNTS)):
            raise ValueError(reason)
        return value

    return BeforeValidator(check)


ABSENT: Final[Any] = None
"""What stands in a field that may be left out, and may not be null."""


class Body(BaseModel):
    """A body, or an object within one: no other fields than its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def given(self) -> dict[str, Any]:
        """The fields that were sent, by name; what was left out is not there."""
        return {name: getattr(self, name) for name in self.model_fields_set}


# ── what is wrong ────────────────────────────────────────────────────────────────────────────────────────────────


def read_body_as(shape: type[BodyT], value: object, standing: Counts = NO_COUNTS) -> BodyT:
    """The body in its shape, in which lists may be as long as those that stand. Raises Invalid with every bad field."""
    try:
        return shape.model_validate(value, context=standing)
    except ValidationError as fault:
        errors = fault.errors(include_url=False)
    raise Invalid(dict.fromkeys(problem for error in _own(errors) for problem in _problems(error)))


def _own(errors: Sequence[ErrorDetails]) -> Iterator[ErrorDetails]:
    """The errors without those that follow from others: a list all of whose members are bad is not too short."""
    # Looked up, not compared one by one: whoever sends the body decides how many there are.
    with_more_inside = {error["loc"][:depth] for error in errors for depth in range(len(error["loc"]))}
    for error in errors:
        if error["type"] != "too_short" or error["loc"] not in with_more_inside:
            yield error


def _problems(error: ErrorDetails) -> Iterator[Problem]:
    path = _path(error["loc"])
    fault: Any = error.get("ctx", {}).get("error")
    if isinstance(fault, engine.BadRule):
        for inner, reason in fault.problems:
            joint = "" if not inner or inner.startswith("[") or not path else "."
            yield f"{path}{joint}{inner}", f"{reason[:1].upper()}{reason[1:]}."
    elif isinstance(fault, ValueError):
        yield path, str(fault)
    else:
        yield path, _reason(error)


def _reason(error: ErrorDetails) -> str:
    """What is wrong, in words for people; of a kind that has none here, in those of the library."""
    limits = error.get("ctx", {})
    value = error["input"]
    match error["type"]:
        case "string_too_short" | "too_short" if isinstance(value, str) and not value.strip():
            return "This may not be blank."
        case "string_too_short" | "too_short" if isinstance(value, str):
            return f"This has less than {limits['min_length']} characters."
        case "too_short":
            return f"This needs at least {limits['min_length']}."
        case "string_too_long" | "too_long" if isinstance(value, str):
            return f"This has more than {limits['max_length']} characters."
        case "greater_than_equal":
            return f"This is less than {limits['ge']}."
        case "less_than_equal":
            return f"This is more than {limits['le']}."
        case "less_than":
            return "This number is too large."
        case "literal_error":
            return f"This is not {limits['expected']}."
        case kind:
            return _REASONS.get(kind) or f"{error['msg']}."


_REASONS: Final = {
    "missing": "This field is required.",
    "extra_forbidden": "There is no such field here.",
    "model_type": "This is not an object.",
    "tuple_type": "This is not a list.",
    "union_tag_not_found": "This needs a kind.",
    "model_attributes_type": "This is not an object.",
    "int_type": "This is not a whole number.",
    "bool_type": "This is neither true nor false.",
}


def _path(place: tuple[int | str, ...]) -> str:
    """Where an error is, such as `layers[1].contacts`; the kind of a union is no part of it."""
    path, before = "", ""
    for part in place:
        if before not in _UNIONS:
            path += f"[{part}]" if isinstance(part, int) else f".{part}"
            before = str(part)
        else:
            before = ""
    return path.removeprefix(".")
