"""Rules that somebody sends to this family: layers, and the shifts of a roster, read whole or refused by field."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any, Final, Literal, TypeAlias, TypeVar

import msgspec
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationError
from pydantic_core import ErrorDetails

from watchbill import engine
from watchbill.api.v1.wire import instant_from
from watchbill.domain.errors import Invalid, Problem
from watchbill.domain.model import ContactId, GroupId, LayerRule, RosterShift
from watchbill.domain.rosters import RosterWish
from watchbill.domain.tiers import TierWish
from watchbill.engine import recurrence

BodyT = TypeVar("BodyT", bound=BaseModel)

_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?", re.ASCII).fullmatch
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII).fullmatch
_BAD_CHARACTERS: Final = re.compile("[\x00\ud800-\udfff]").search
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEARS: Final = (1900, 8999)
_UNIONS: Final = ("schedule", "pattern", "ends")
"""Fields whose `kind` says what else is in them."""

NO_TEXT: Final = "This is not a text."


# ── kinds of fields ──────────────────────────────────────────────────────────────────────────────────────────────


def _text(value: object) -> str:
    """A text without outer blanks, of characters that every database takes."""
    if not isinstance(value, str):
        raise ValueError(NO_TEXT)
    if _BAD_CHARACTERS(value):
        raise ValueError("NUL and surrogate characters are not allowed.")
    return value.strip()


def _instant(value: object) -> int:
    return instant_from(_text(value))


def _zone_name(value: object) -> str:
    name = _text(value)
    if name not in engine.zone_names():
        raise ValueError("There is no such time zone; zones have names such as Europe/Berlin.")
    return name


def _rotation(value: object) -> str:
    """The rotation as the JSON text that is kept."""
    engine.read_rotation(value)
    return msgspec.json.encode(value).decode()


def _restrictions(value: object) -> str:
    engine.read_restrictions(value)
    return msgspec.json.encode(value).decode()


def _day_on(value: object) -> int:
    """A date, as `date.toordinal()` counts."""
    text = _text(value)
    if not _DATE(text) or not _YEARS[0] <= int(text[:4]) <= _YEARS[1]:
        raise ValueError(f"This is not a date such as 2026-06-01, of the years {_YEARS[0]} to {_YEARS[1]}.")
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise ValueError("There is no such date.") from None


def _time(value: object) -> int:
    """A second of the day."""
    found = _TIME(_text(value))
    if not found:
        raise ValueError("This is not a time of day such as 22:00 or 22:00:00.")
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)


def _weekday(value: object) -> int:
    """A day of the week from Monday 0: an English name in any case, or its number."""
    if type(value) is int and 0 <= value < len(_DAYS):  # a bool is no day
        return value
    if isinstance(value, str) and value.lower() in _DAYS:
        return _DAYS.index(value.lower())
    raise ValueError("This is not a day such as monday, or 0 to 6 with Monday 0.")


Text: TypeAlias = Annotated[str, BeforeValidator(_text), Field(min_length=1, max_length=255)]
Instant: TypeAlias = Annotated[int, PlainValidator(_instant)]
ZoneName: TypeAlias = Annotated[str, PlainValidator(_zone_name)]
DayOn: TypeAlias = Annotated[int, PlainValidator(_day_on)]
Time: TypeAlias = Annotated[int, PlainValidator(_time)]
Weekday: TypeAlias = Annotated[int, PlainValidator(_weekday)]
Key: TypeAlias = Annotated[int, Field(strict=True, ge=1, lt=2**63)]
Every: TypeAlias = Annotated[int, Field(strict=True, ge=1, le=10)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


# ── layers ───────────────────────────────────────────────────────────────────────────────────────────────────────


class LayerBody(_Body):
    """A layer; `index` is its place in the list where it is not given."""

    start: Instant
    rotation: Annotated[str, PlainValidator(_rotation)]
    restrictions: Annotated[str, PlainValidator(_restrictions)] = "null"
    contacts: tuple[Key, ...]
    index: Annotated[int, Field(strict=True, ge=0, lt=2**31)] | None = None
    tz: ZoneName = "UTC"
    end: Instant | None = None


class LayersBody(_Body):
    """The layers that a tier shall have."""

    layers: tuple[LayerBody, ...]


def layers_wish_from(value: object) -> TierWish:
    """The layers that are wished for. Raises Invalid for what cannot be read; the rest is noted in the wish."""
    bodies = _read(LayersBody, value).layers
    layers = tuple(_layer_from(body, position) for position, body in enumerate(bodies))
    return TierWish(
        layers=layers,
        named=tuple(
            (f"layers[{i}].contacts[{j}]", contact)
            for i, layer in enumerate(layers)
            for j, contact in enumerate(layer.contacts)
        ),
        problems=tuple(_layer_problems(layers)),
    )


def _layer_from(body: LayerBody, position: int) -> LayerRule:
    return LayerRule(
        start=body.start,
        rotation=body.rotation,
        restrictions=body.restrictions,
        contacts=tuple(map(ContactId, body.contacts)),
        index=position if body.index is None else body.index,
        tz=body.tz,
        end=body.end,
    )


def _layer_problems(layers: Iterable[LayerRule]) -> Iterator[Problem]:
    seen: set[int] = set()
    for position, layer in enumerate(layers):
        if layer.index in seen:
            yield f"layers[{position}].index", "Another layer has this index."
        seen.add(layer.index)
        if layer.end is not None and layer.end <= layer.start:
            yield f"layers[{position}].end", "The end has to be after the start."


# ── rosters ──────────────────────────────────────────────────────────────────────────────────────────────────────


class DailyBody(_Body):
    kind: Literal["daily"]
    every: Every = 1


class WeeklyBody(_Body):
    kind: Literal["weekly"]
    every: Every = 1
    days: tuple[Weekday, ...] = ()


class MonthlyByDayBody(_Body):
    kind: Literal["monthly_by_day"]
    every: Every = 1
    day: Annotated[int, Field(strict=True, ge=1, le=31)]


class MonthlyByWeekdayBody(_Body):
    kind: Literal["monthly_by_weekday"]
    every: Every = 1
    week_index: Literal[1, 2, 3, 4, -1]
    weekday: Weekday


class YearlyBody(_Body):
    kind: Literal["yearly"]
    every: Every = 1


class NeverBody(_Body):
    kind: Literal["never"]


class OccurrencesBody(_Body):
    kind: Literal["occurrences"]
    count: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]


class UntilBody(_Body):
    kind: Literal["until"]
    at: Instant


PatternBody: TypeAlias = Annotated[
    DailyBody | WeeklyBody | MonthlyByDayBody | MonthlyByWeekdayBody | YearlyBody, Field(discriminator="kind")
]
EndsBody: TypeAlias = Annotated[NeverBody | OccurrencesBody | UntilBody, Field(discriminator="kind")]


class OnceBody(_Body):
    kind: Literal["once"]
    start: Instant
    end: Instant


class RecurringBody(_Body):
    kind: Literal["recurring"]
    anchor_on: DayOn
    start_time: Time
    end_time: Time
    pattern: PatternBody
    ends: EndsBody = NeverBody(kind="never")


class ShiftBody(_Body):
    """A shift rule of a roster; without an id it is new."""

    id: Text | None = None
    name: Text
    schedule: Annotated[OnceBody | RecurringBody, Field(discriminator="kind")]
    contacts: tuple[Key, ...] = ()
    groups: tuple[Text, ...] = ()


class RosterBody(_Body):
    """The shift rules that a roster shall have, and the zone of their clocks."""

    tz: ZoneName
    shifts: Annotated[tuple[ShiftBody, ...], Field(min_length=1)]


def roster_wish_from(value: object) -> RosterWish:
    """The roster that is wished for, without a name. Raises Invalid for what cannot be read; the rest is noted."""
    body = _read(RosterBody, value)
    problems = tuple(_shift_problems(body.shifts))
    if problems:
        raise Invalid(problems)
    return RosterWish(
        name="",
        tz=body.tz,
        shifts=tuple(map(_shift_from, body.shifts)),
        kept=tuple((f"shifts[{i}].id", shift.id) for i, shift in enumerate(body.shifts) if shift.id),
        named=tuple(
            (f"shifts[{i}].contacts[{j}]", ContactId(id))
            for i, shift in enumerate(body.shifts)
            for j, id in enumerate(shift.contacts)
        ),
        named_groups=tuple(
            (f"shifts[{i}].groups[{j}]", GroupId(id))
            for i, shift in enumerate(body.shifts)
            for j, id in enumerate(shift.groups)
        ),
    )


def _shift_problems(shifts: Iterable[ShiftBody]) -> Iterator[Problem]:
    seen: set[str] = set()
    for position, shift in enumerate(shifts):
        if not shift.contacts and not shift.groups:
            yield f"shifts[{position}].contacts", "A shift needs at least one contact or group."
        if shift.id in seen:
            yield f"shifts[{position}].id", "Another shift has this id."
        seen |= {shift.id} if shift.id else set()
        if isinstance(shift.schedule, OnceBody) and shift.schedule.end <= shift.schedule.start:
            yield f"shifts[{position}].schedule.end", "The end has to be after the start."


def _shift_from(body: ShiftBody) -> RosterShift:
    return RosterShift(
        id=body.id or "",
        name=body.name,
        schedule=_schedule_from(body.schedule),
        contacts=tuple(dict.fromkeys(map(ContactId, body.contacts))),
        groups=tuple(dict.fromkeys(map(GroupId, body.groups))),
    )


def _schedule_from(body: OnceBody | RecurringBody) -> engine.OneTime | engine.Recurring:
    if isinstance(body, OnceBody):
        return engine.OneTime(body.start, body.end)
    pattern, ends = _pattern_from(body.pattern), _ends_from(body.ends)
    return engine.Recurring(body.anchor_on, body.start_time, body.end_time, pattern, ends)


def _pattern_from(
    body: DailyBody | WeeklyBody | MonthlyByDayBody | MonthlyByWeekdayBody | YearlyBody,
) -> recurrence.Pattern:
    match body:
        case DailyBody():
            return recurrence.Daily(body.every)
        case WeeklyBody():
            return recurrence.Weekly(body.every, tuple(dict.fromkeys(body.days)))
        case MonthlyByDayBody():
            return recurrence.MonthlyByDay(body.every, body.day)
        case MonthlyByWeekdayBody():
            return recurrence.MonthlyByWeekday(body.every, body.week_index, body.weekday)
        case YearlyBody():
            return recurrence.Yearly(body.every)


def _ends_from(body: NeverBody | OccurrencesBody | UntilBody) -> recurrence.Ends:
    match body:
        case NeverBody():
            return recurrence.Never()
        case OccurrencesBody():
            return recurrence.Occurrences(body.count)
        case UntilBody():
            return recurrence.Until(body.at)


# ── what is wrong ────────────────────────────────────────────────────────────────────────────────────────────────


def _read(shape: type[BodyT], value: object) -> BodyT:
    """The body in its shape. Raises Invalid, which names every bad field."""
    try:
        return shape.model_validate(value)
    except ValidationError as fault:
        errors = fault.errors(include_url=False)
    raise Invalid(dict.fromkeys(problem for error in errors for problem in _problems(error)))


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
        yield path, _REASONS.get(error["type"]) or f"{error['msg']}."


_REASONS: Final = {
    "missing": "This field is required.",
    "extra_forbidden": "There is no such field here.",
    "model_type": "This is not an object.",
    "tuple_type": "This is not a list.",
    "union_tag_not_found": "This needs a kind.",
    "model_attributes_type": "This is not an object.",
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
