"""Rules as this family reads and writes them: layers, and the shifts of a roster; read whole, or refused by field."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Final, Literal, TypeAlias

import msgspec
from pydantic import FailFast, Field, PlainValidator

from watchbill import engine
from watchbill.api.v1.bodies import Body, Key, Reading, Text, When, ZoneName, at_most, read_body_as, text_from
from watchbill.api.v1.wire import Clocks, reading_to
from watchbill.domain.errors import Problem
from watchbill.domain.model import ContactId, GroupId, LayerRule, RosterShift
from watchbill.domain.readings import READINGS, Moment, ReadingName, ends_of
from watchbill.domain.rosters import RosterWish
from watchbill.domain.rules import ENDS_EARLY, Counts
from watchbill.domain.tiers import TierWish
from watchbill.engine import recurrence
from watchbill.engine.words import time_words

_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?", re.ASCII).fullmatch
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII).fullmatch
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEARS: Final = (1900, 8999)


# ── kinds of fields ──────────────────────────────────────────────────────────────────────────────────────────────


def _rotation(value: object) -> str:
    """The rotation as the JSON text that is kept."""
    engine.read_rotation(value)
    return msgspec.json.encode(value).decode()


def _restrictions(value: object) -> str:
    engine.read_restrictions(value)
    return msgspec.json.encode(value).decode()


def _day_on(value: object) -> int:
    """A date, as `date.toordinal()` counts."""
    text = text_from(value)
    if not _DATE(text) or not _YEARS[0] <= int(text[:4]) <= _YEARS[1]:
        raise ValueError(f"This is not a date such as 2026-06-01, of the years {_YEARS[0]} to {_YEARS[1]}.")
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise ValueError("There is no such date.") from None


def _time(value: object) -> int:
    """A second of the day."""
    found = _TIME(text_from(value))
    if not found:
        raise ValueError("This is not a time of day such as 22:00 or 22:00:00.")
    return int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)


def _end_time(value: object) -> int:
    """The same of the time that ends a shift: 24:00 is the midnight after it, as 00:00 is."""
    return 0 if text_from(value) in ("24:00", "24:00:00") else _time(value)


def _weekday(value: object) -> int:
    """A day of the week from Monday 0: an English name in any case, or its number."""
    if type(value) is int and 0 <= value < len(_DAYS):  # a bool is no day
        return value
    if isinstance(value, str) and value.lower() in _DAYS:
        return _DAYS.index(value.lower())
    raise ValueError("This is not a day such as monday, or 0 to 6 with Monday 0.")


DayOn: TypeAlias = Annotated[int, PlainValidator(_day_on)]
Time: TypeAlias = Annotated[int, PlainValidator(_time)]
EndTime: TypeAlias = Annotated[int, PlainValidator(_end_time)]
Weekday: TypeAlias = Annotated[int, PlainValidator(_weekday)]
Every: TypeAlias = Annotated[int, Field(strict=True, ge=1, le=10)]


# ── layers ───────────────────────────────────────────────────────────────────────────────────────────────────────


class LayerBody(Body):
    """A layer; `index` is its place in the list where it is not given."""

    start: When
    rotation: Annotated[str, PlainValidator(_rotation)]
    restrictions: Annotated[str, PlainValidator(_restrictions), at_most("restrictions")] = "null"
    contacts: Annotated[tuple[Key, ...], FailFast(), at_most("contacts")]
    index: Annotated[int, Field(strict=True, ge=0, lt=2**31)] | None = None
    tz: ZoneName = "UTC"
    end: When | None = None
    start_reading: Reading | None = None
    end_reading: Reading | None = None


Layers: TypeAlias = Annotated[tuple[LayerBody, ...], at_most("layers")]


class LayersBody(Body):
    """The layers that a tier shall have."""

    layers: Layers


def layers_wish_from(value: object, standing: Counts) -> TierWish:
    """The layers that are wished for. Raises Invalid for what cannot be read; the rest is noted in the wish."""
    return layers_wish(read_body_as(LayersBody, value, standing).layers)


def layers_wish(bodies: Sequence[LayerBody]) -> TierWish:
    """The same for layers that have been read."""
    layers = tuple(_layer_from(body, position) for position, body in enumerate(bodies))
    odd = (
        (f"layers[{i}].{name}", reason)
        for i, body in enumerate(bodies)
        for name, reason in (
            *odd_reading("start", body.start, body.start_reading, body.tz),
            *odd_reading("end", body.end, body.end_reading, body.tz),
        )
    )
    return TierWish(
        layers=layers,
        named=tuple(
            (f"layers[{i}].contacts[{j}]", contact)
            for i, layer in enumerate(layers)
            for j, contact in enumerate(layer.contacts)
        ),
        instants=frozenset(
            (layer.index, name) for layer, body in zip(layers, bodies, strict=True) for name in said_none(body)
        ),
        problems=tuple(odd),
    )


def _layer_from(body: LayerBody, position: int) -> LayerRule:
    return LayerRule(
        start=body.start.at(body.tz),
        rotation=body.rotation,
        restrictions=body.restrictions,
        contacts=tuple(map(ContactId, body.contacts)),
        index=position if body.index is None else body.index,
        tz=body.tz,
        end=None if body.end is None else body.end.at(body.tz),
        start_reading=read_as(body.start, body.start_reading),
        end_reading=read_as(body.end, body.end_reading),
    )


def read_as(moment: Moment | None, reading: int | None) -> int | None:
    """What clocks read at an end: as it was typed, or as it was told beside the instant that comes back."""
    return reading if moment is None or moment.is_instant else moment.reading


def said_none(body: Body) -> frozenset[ReadingName]:
    """The readings of which a body says that there are none: their ends are instants."""
    return frozenset(name for name in READINGS if name in body.model_fields_set and getattr(body, name) is None)


def odd_reading(name: str, moment: Moment | None, reading: int | None, tz: str) -> Iterator[Problem]:
    """The problem of a reading that is none of the instant beside it, as when one of them was changed alone."""
    if reading is not None and (moment is None or moment.at(tz) != engine.zone(tz).instant(reading)):
        yield f"{name}_reading", f"Clocks in {tz} do not read this then. Leave it out, or send it as the {name} itself."


# ── rosters ──────────────────────────────────────────────────────────────────────────────────────────────────────


class DailyBody(Body):
    kind: Literal["daily"]
    every: Every = 1


class WeeklyBody(Body):
    kind: Literal["weekly"]
    every: Every = 1
    days: tuple[Weekday, ...] = ()
    week_start: Weekday | None = None


class MonthlyByDayBody(Body):
    kind: Literal["monthly_by_day"]
    every: Every = 1
    day: Annotated[int, Field(strict=True, ge=1, le=31)]


class MonthlyByWeekdayBody(Body):
    kind: Literal["monthly_by_weekday"]
    every: Every = 1
    week_index: Literal[1, 2, 3, 4, -1]
    weekday: Weekday


class YearlyBody(Body):
    kind: Literal["yearly"]
    every: Every = 1


class NeverBody(Body):
    kind: Literal["never"]


class OccurrencesBody(Body):
    kind: Literal["occurrences"]
    count: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]


class UntilBody(Body):
    kind: Literal["until"]
    at: When
    at_reading: Reading | None = None


PatternBody: TypeAlias = Annotated[
    DailyBody | WeeklyBody | MonthlyByDayBody | MonthlyByWeekdayBody | YearlyBody, Field(discriminator="kind")
]
EndsBody: TypeAlias = Annotated[NeverBody | OccurrencesBody | UntilBody, Field(discriminator="kind")]


class OnceBody(Body):
    kind: Literal["once"]
    start: When
    end: When
    start_reading: Reading | None = None
    end_reading: Reading | None = None


class RecurringBody(Body):
    kind: Literal["recurring"]
    anchor_on: DayOn
    start_time: Time
    end_time: EndTime
    pattern: PatternBody
    ends: EndsBody = NeverBody(kind="never")


class ShiftBody(Body):
    """A shift rule of a roster; without an id it is new."""

    id: Text | None = None
    name: Text
    schedule: Annotated[OnceBody | RecurringBody, Field(discriminator="kind")]
    contacts: Annotated[tuple[Key, ...], FailFast(), at_most("contacts")] = ()
    groups: Annotated[tuple[Text, ...], FailFast(), at_most("groups")] = ()


Shifts: TypeAlias = Annotated[tuple[ShiftBody, ...], Field(min_length=1), at_most("shifts")]


class RosterBody(Body):
    """The shift rules that a roster shall have, and the zone of their clocks."""

    tz: ZoneName
    shifts: Shifts


def roster_wish_from(value: object, standing: Counts) -> RosterWish:
    """The roster that is wished for, without a name. Raises Invalid for what cannot be read; the rest is noted."""
    body = read_body_as(RosterBody, value, standing)
    return roster_wish(body.tz, body.shifts)


def roster_wish(tz: str, bodies: Sequence[ShiftBody]) -> RosterWish:
    """The same for shifts that have been read."""
    shifts, problems = [], []
    for place, body in enumerate(bodies):
        try:
            shifts.append((f"shifts[{place}]", _shift_from(body, tz)))
        except engine.BadRule:
            problems.append((f"shifts[{place}].schedule.end", ENDS_EARLY))
        problems += [(f"shifts[{place}].schedule.{path}", reason) for path, reason in _odd_readings(body.schedule, tz)]
    return RosterWish(
        name="",
        tz=tz,
        shifts=tuple(shift for _, shift in shifts),
        places=tuple(path for path, _ in shifts),
        problems=tuple(problems),
        instants=frozenset((shift.id, name) for shift in bodies if shift.id for name in _said_none(shift.schedule)),
        kept=tuple((f"shifts[{i}].id", shift.id) for i, shift in enumerate(bodies) if shift.id),
        named=tuple(
            (f"shifts[{i}].contacts[{j}]", ContactId(id))
            for i, shift in enumerate(bodies)
            for j, id in enumerate(shift.contacts)
        ),
        named_groups=tuple(
            (f"shifts[{i}].groups[{j}]", GroupId(id))
            for i, shift in enumerate(bodies)
            for j, id in enumerate(shift.groups)
        ),
    )


def _odd_readings(schedule: OnceBody | RecurringBody, tz: str) -> Iterator[Problem]:
    match schedule:
        case OnceBody():
            yield from odd_reading("start", schedule.start, schedule.start_reading, tz)
            yield from odd_reading("end", schedule.end, schedule.end_reading, tz)
        case RecurringBody(ends=UntilBody(at=at, at_reading=reading)):
            yield from ((f"ends.{name}", reason) for name, reason in odd_reading("at", at, reading, tz))


def _shift_from(body: ShiftBody, tz: str) -> RosterShift:
    start, end = _readings(body.schedule)
    return RosterShift(
        id=body.id or "",
        name=body.name,
        schedule=_schedule_from(body.schedule, tz),
        start_reading=start,
        end_reading=end,
        contacts=tuple(dict.fromkeys(map(ContactId, body.contacts))),
        groups=tuple(dict.fromkeys(map(GroupId, body.groups))),
    )


def _readings(body: OnceBody | RecurringBody) -> tuple[int | None, int | None]:
    """What clocks read at the start and the end, of a recurring shift at the instant until which it goes on."""
    match body:
        case OnceBody():
            return read_as(body.start, body.start_reading), read_as(body.end, body.end_reading)
        case RecurringBody(ends=UntilBody(at=at, at_reading=reading)):
            return None, read_as(at, reading)
        case _:
            return None, None


def _said_none(body: OnceBody | RecurringBody) -> frozenset[ReadingName]:
    match body:
        case OnceBody():
            return said_none(body)
        case RecurringBody(ends=UntilBody(at_reading=None) as ends) if "at_reading" in ends.model_fields_set:
            return frozenset({"end_reading"})
        case _:
            return frozenset()


def _schedule_from(body: OnceBody | RecurringBody, tz: str) -> engine.OneTime | engine.Recurring:
    if isinstance(body, OnceBody):
        return engine.OneTime(body.start.at(tz), body.end.at(tz))
    pattern, ends = _pattern_from(body.pattern), _ends_from(body.ends, tz)
    return engine.Recurring(body.anchor_on, body.start_time, body.end_time, pattern, ends)


def _pattern_from(
    body: DailyBody | WeeklyBody | MonthlyByDayBody | MonthlyByWeekdayBody | YearlyBody,
) -> recurrence.Pattern:
    match body:
        case DailyBody():
            return recurrence.Daily(body.every)
        case WeeklyBody():
            return recurrence.Weekly(body.every, tuple(dict.fromkeys(body.days)), body.week_start)
        case MonthlyByDayBody():
            return recurrence.MonthlyByDay(body.every, body.day)
        case MonthlyByWeekdayBody():
            return recurrence.MonthlyByWeekday(body.every, body.week_index, body.weekday)
        case YearlyBody():
            return recurrence.Yearly(body.every)


def _ends_from(body: NeverBody | OccurrencesBody | UntilBody, tz: str) -> recurrence.Ends:
    match body:
        case NeverBody():
            return recurrence.Never()
        case OccurrencesBody():
            return recurrence.Occurrences(body.count)
        case UntilBody():
            return recurrence.Until(body.at.at(tz))


# ── schedules of shifts, as they go out ──────────────────────────────────────────────────────────────────────────


class DailySaid(msgspec.Struct, frozen=True, tag="daily", tag_field="kind"):
    every: int


class WeeklySaid(msgspec.Struct, frozen=True, tag="weekly", tag_field="kind"):
    every: int
    days: Sequence[str]
    week_start: str | msgspec.UnsetType = msgspec.UNSET


class MonthlyByDaySaid(msgspec.Struct, frozen=True, tag="monthly_by_day", tag_field="kind"):
    every: int
    day: int


class MonthlyByWeekdaySaid(msgspec.Struct, frozen=True, tag="monthly_by_weekday", tag_field="kind"):
    every: int
    week_index: int
    weekday: str


class YearlySaid(msgspec.Struct, frozen=True, tag="yearly", tag_field="kind"):
    every: int


class NeverSaid(msgspec.Struct, frozen=True, tag="never", tag_field="kind"):
    pass


class OccurrencesSaid(msgspec.Struct, frozen=True, tag="occurrences", tag_field="kind"):
    count: int


class UntilSaid(msgspec.Struct, frozen=True, tag="until", tag_field="kind"):
    at: str
    at_reading: str | None


PatternSaid: TypeAlias = DailySaid | WeeklySaid | MonthlyByDaySaid | MonthlyByWeekdaySaid | YearlySaid
EndsSaid: TypeAlias = NeverSaid | OccurrencesSaid | UntilSaid


class OnceSaid(msgspec.Struct, frozen=True, tag="once", tag_field="kind"):
    start: str
    end: str
    start_reading: str | None
    end_reading: str | None


class RecurringSaid(msgspec.Struct, frozen=True, tag="recurring", tag_field="kind"):
    anchor_on: str
    start_time: str
    end_time: str
    pattern: PatternSaid
    ends: EndsSaid


def schedule_to(shift: RosterShift, tz: str, clocks: Clocks) -> OnceSaid | RecurringSaid:
    """When a shift is, as it can be sent back."""
    schedule, (start, end) = shift.schedule, ends_of(shift)
    readings = reading_to(shift.start_reading, start, tz), reading_to(shift.end_reading, end, tz)
    if isinstance(schedule, engine.OneTime):
        return OnceSaid(clocks.said(schedule.start), clocks.said(schedule.end), *readings)
    return RecurringSaid(
        date.fromordinal(schedule.anchor_on).isoformat(),
        time_words(schedule.start_time),
        time_words(schedule.end_time),
        _pattern_to(schedule.pattern),
        _ends_to(schedule.ends, readings[1], clocks),
    )


def _pattern_to(pattern: recurrence.Pattern) -> PatternSaid:
    match pattern:
        case recurrence.Daily(every):
            return DailySaid(every)
        case recurrence.Weekly(every, days, week_start):
            starts_on = msgspec.UNSET if week_start is None else _DAYS[week_start]
            return WeeklySaid(every, [_DAYS[day] for day in days], starts_on)
        case recurrence.MonthlyByDay(every, day):
            return MonthlyByDaySaid(every, day)
        case recurrence.MonthlyByWeekday(every, week_index, weekday):
            return MonthlyByWeekdaySaid(every, week_index, _DAYS[weekday])
        case recurrence.Yearly(every):
            return YearlySaid(every)


def _ends_to(ends: recurrence.Ends, reading: str | None, clocks: Clocks) -> EndsSaid:
    match ends:
        case recurrence.Never():
            return NeverSaid()
        case recurrence.Occurrences(count):
            return OccurrencesSaid(count)
        case recurrence.Until(at):
            return UntilSaid(clocks.said(at), reading)
