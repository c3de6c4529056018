"""Rosters on the wire and in the domain: every accepted spelling in, the canonical one out, side by side."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from itertools import takewhile
from typing import Any, Final, TypeAlias, TypeVar

import msgspec

from watchbill import engine
from watchbill.api.rosters.reading import Fields, read_object
from watchbill.api.rosters.wire_people import (
    brought,
    client_to,
    contact_from,
    group_from,
    group_in_roster_to,
    person_to,
    time_to,
)
from watchbill.api.rosters.zones import zone_from, zone_to
from watchbill.domain.errors import Invalid, NotFound
from watchbill.domain.model import ContactId, Customer, GroupId, Roster, RosterId, RosterPlan, RosterShift
from watchbill.domain.rosters import RosterPeople, RosterWish
from watchbill.domain.rules import ENDS_EARLY, MOST_LISTED, Counts, counts_of_shifts, repeated
from watchbill.engine import recurrence

Json: TypeAlias = dict[str, Any]
Schedule: TypeAlias = engine.OneTime | engine.Recurring
IdT = TypeVar("IdT")

DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEK_NAMES: Final = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", recurrence.LAST_WEEK: "Last"}

_DAYS: Final = {name.lower(): day for day, name in enumerate(DAY_NAMES)}
_WEEKS: Final = {name.lower(): index for index, name in WEEK_NAMES.items()}
_MOST_OCCURRENCES: Final = 1_000_000
_EPOCH_ON: Final = date(1970, 1, 1).toordinal()
_ROSTER_ID: Final = re.compile(r"ES-[0-9A-Za-z-]{1,64}")
_SHIFT_ID: Final = re.compile(r"ESD-[0-9A-Za-z-]{1,64}")
_ROSTER_FORM: Final = "ES-26ecfba7-6896-47a8-aa8d-825b610513e6, with 1 to 64 letters, digits and hyphens"
_SHIFT_FORM: Final = "ESD-5296f16f-d254-4d67-bfe8-574d3519d172, with 1 to 64 letters, digits and hyphens"


def roster_id_from(text: str) -> RosterId:
    """The id in an address. Raises NotFound for what is none."""
    if not _ROSTER_ID.fullmatch(text):
        raise NotFound("roster", text)
    return RosterId(text)


def _shift_id_from(text: str) -> str:
    """The id that a shift of a new roster brings along. Raises NotFound for what is none."""
    if not _SHIFT_ID.fullmatch(text):
        raise NotFound("shift", text)
    return text


# ── a roster ─────────────────────────────────────────────────────────────────────────────────────────────────────


class _Named:
    """Whom the shifts name, and which shifts are to be kept, each with the path of the field that says so."""

    def __init__(self) -> None:
        self.contacts: list[tuple[str, ContactId]] = []
        self.groups: list[tuple[str, GroupId]] = []
        self.kept: list[tuple[str, str]] = []


class _Beginning:
    """When recurring shifts begin, in the roster's zone."""

    def __init__(self, tz: str, now: int, old: Mapping[str, RosterShift]) -> None:
        self._zone = engine.zone(tz)
        self._now = now
        self._old = old

    def said(self, anchor_at: int) -> tuple[int, int]:
        """On the day that an instant has there."""
        return self._day_of(anchor_at), anchor_at

    def unsaid(self, id: str) -> tuple[int, int]:
        """Where a shift that stays has begun, and a new one today."""
        old = self._old.get(id)
        if old is None or not isinstance(old.schedule, engine.Recurring):
            return self._at_midnight(self._day_of(self._now))
        anchor_on, anchor_at = old.schedule.anchor_on, old.anchor_at
        if anchor_at is None or self._day_of(anchor_at) != anchor_on:
            return self._at_midnight(anchor_on)
        return anchor_on, anchor_at

    def _at_midnight(self, anchor_on: int) -> tuple[int, int]:
        return anchor_on, self._zone.instant((anchor_on - _EPOCH_ON) * 86_400)

    def _day_of(self, at: int) -> int:
        return self._zone.reading(at) // 86_400 + _EPOCH_ON


def roster_from(body: bytes, now: int, old: Collection[RosterShift] | None = None) -> RosterWish:
    """The roster that a request wants: a new one, which may bring ids along, or one in the place of some old shifts.

    Raises Invalid for what is no JSON object, and where more is wrong than is listed; all else is noted in the wish.
    """
    standing = counts_of_shifts(old or ())
    fields, problems = read_object(body)
    name = fields.text("name", required=True)
    description = fields.text("description", most=4000)
    tz = zone_from(fields.object("timeZone", required=True, has_kinds=True))
    named = _Named()
    details = fields.objects("shiftDetails", "shifts", standing, required=True)
    if fields.value("shiftDetails") == []:
        fields.refuse("shiftDetails", "A roster needs at least one shift.")
    beginning = _Beginning(tz or "UTC", now, {shift.id: shift for shift in old or ()})
    id = brought(fields, ("id", "uniqueId"), roster_id_from, _ROSTER_FORM) if old is None else None
    read = [(one.path, _shift_from(one, beginning, named, standing, is_new=old is None)) for one in details]
    shifts = [(path, shift) for path, shift in read if shift is not None]
    for key in ("name", "id"):
        # Also of shifts that could not be read whole, so that everything is told at once.
        said = [value if isinstance(value := one.value(key), str) else "" for one in details]
        problems += [(details[place].path_of(key), reason) for place, _, reason in repeated(key, said)]
    if len(problems) > MOST_LISTED:
        raise Invalid(problems)
    return RosterWish(
        id=id,
        name=name or "",
        description=description or "",
        tz=tz or "",
        shifts=tuple(shift for _, shift in shifts),
        places=tuple(path for path, _ in shifts),
        kept=tuple(named.kept),
        named=tuple(named.contacts),
        named_groups=tuple(named.groups),
        problems=tuple(dict.fromkeys(problems)),
    )


def roster_to(plan: RosterPlan, people: RosterPeople) -> Json:
    """A roster, whole."""
    return row_to(plan.roster, plan.current.tz, plan.customer, with_id=True) | {
        "shiftDetails": [_shift_to(shift, people) for shift in plan.current.shifts]
    }


def row_to(roster: Roster, tz: str, customer: Customer, *, with_id: bool = False) -> Json:
    """A roster without its shifts, as a search lists it."""
    owner: Json = {"allClients": True}
    if customer.parent_id is not None:
        owner = {"client": client_to(customer, with_id=with_id)}
    return {
        "id": roster.id,
        "name": roster.name,
        "description": roster.description,
        "createdTime": time_to(roster.created_at),
        "updatedTime": "" if roster.updated_at is None else time_to(roster.updated_at),
        "timeZone": msgspec.structs.asdict(zone_to(tz)),
    } | owner


# ── a shift ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _shift_from(
    fields: Fields, beginning: _Beginning, named: _Named, standing: Counts, *, is_new: bool
) -> RosterShift | None:
    id = brought(fields, ("id",), _shift_id_from, _SHIFT_FORM) if is_new else fields.text("id")
    id = id or ""
    if id and not is_new:
        named.kept.append((fields.path_of("id"), id))
    name = fields.text("name", required=True)
    contacts = _ids(fields.objects("users", "contacts", standing), "id", contact_from)
    groups = _ids(fields.objects("userGroups", "groups", standing), "uniqueId", group_from)
    if not fields.value("users") and not fields.value("userGroups"):
        fields.refuse("users", "A shift needs at least one user or user group.")
    named.contacts += contacts
    named.groups += groups
    schedule, anchor_at = _schedule_from(fields.object("schedule", required=True, has_kinds=True), id, beginning)
    if schedule is None:
        return None
    return RosterShift(
        id=id,
        name=name or "",
        schedule=schedule,
        anchor_at=anchor_at,
        contacts=tuple(dict.fromkeys(id for _, id in contacts)),
        groups=tuple(dict.fromkeys(id for _, id in groups)),
    )


def _shift_to(shift: RosterShift, people: RosterPeople) -> Json:
    return {
        "id": shift.id,
        "name": shift.name,
        "schedule": schedule_to(shift.schedule, shift.anchor_at),
        "users": [person_to(people.contacts[id]) for id in shift.contacts if id in people.contacts],
        "userGroups": [group_in_roster_to(people.groups[id]) for id in shift.groups if id in people.groups],
    }


def _ids(named: Iterable[Fields], key: str, id_from: Callable[[Fields, str], IdT | None]) -> list[tuple[str, IdT]]:
    """The ids up to the first that is none: very many that are none would cost as much to tell."""
    read = ((fields.path_of(key), id_from(fields, key)) for fields in named)
    return [(path, id) for path, id in takewhile(lambda one: one[1] is not None, read) if id is not None]


# ── when a shift is ──────────────────────────────────────────────────────────────────────────────────────────────


def _schedule_from(fields: Fields | None, id: str, beginning: _Beginning) -> tuple[Schedule | None, int | None]:
    """The schedule in the roster's zone, and the instant that a recurring one starts from."""
    if fields is None:
        return None, None
    kind = fields.choice("type", {"one-time": "one-time", "recurring": "recurring"}, required=True)
    if kind == "one-time":
        return _one_time_from(fields), None
    if kind == "recurring":
        said = fields.instant("startDate")
        if said is None and fields.has("startDate"):
            return _recurring_from(fields, None), None
        anchor_on, anchor_at = beginning.unsaid(id) if said is None else beginning.said(said)
        return _recurring_from(fields, anchor_on), anchor_at
    return None, None


def schedule_to(schedule: Schedule, anchor_at: int | None) -> Json:
    """When a shift is, as it was sent, in the canonical spelling."""
    if isinstance(schedule, engine.OneTime):
        return {"type": "one-time", "startDate": time_to(schedule.start), "endDate": time_to(schedule.end)}
    return {
        "type": "recurring",
        "startDate": time_to((schedule.anchor_on - _EPOCH_ON) * 86400 if anchor_at is None else anchor_at),
        "startTime": _time_of_day(schedule.start_time),
        "endTime": _time_of_day(schedule.end_time),
        "pattern": _pattern_to(schedule.pattern),
        "endPattern": _ends_to(schedule.ends),
    }


def _one_time_from(fields: Fields) -> engine.OneTime | None:
    start, end = fields.instant("startDate", required=True), fields.instant("endDate", required=True)
    fields.refuse_rest("A one-time schedule")
    if start is None or end is None:
        return None
    if end <= start:
        fields.refuse("endDate", ENDS_EARLY)
        return None
    return engine.OneTime(start=start, end=end)


def _recurring_from(fields: Fields, anchor_on: int | None) -> engine.Recurring | None:
    start_time, end_time = fields.time("startTime", required=True), fields.end_time("endTime", required=True)
    pattern = _pattern_from(fields.object("pattern", required=True, has_kinds=True))
    end = fields.object("endPattern", has_kinds=True)
    ends = _ends_from(end) if fields.has("endPattern") else recurrence.Never()
    fields.refuse_rest("A recurring schedule")
    if anchor_on is None or start_time is None or end_time is None or pattern is None or ends is None:
        return None
    return engine.Recurring(
        anchor_on=anchor_on,
        start_time=start_time,
        end_time=end_time,
        pattern=pattern,
        ends=ends,
    )


def _time_of_day(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


# ── on which days it starts ──────────────────────────────────────────────────────────────────────────────────────


def _pattern_from(fields: Fields | None) -> recurrence.Pattern | None:
    if fields is None:
        return None
    kind = fields.choice("type", _PATTERNS, required=True)
    every = fields.whole("repeatFrequency", 1, 10, required=True)
    if kind is None:
        return None
    pattern = kind(fields, every or 1)
    fields.refuse_rest(f"A pattern of type {fields.value('type')}")
    return None if every is None else pattern


def _pattern_to(pattern: recurrence.Pattern) -> Json:
    match pattern:
        case recurrence.Daily(every):
            return {"type": "daily", "repeatFrequency": every}
        case recurrence.Weekly(every, days, week_start):
            named = {"weekDays": ",".join(DAY_NAMES[day] for day in days)} if days else {}
            starts_on = {} if week_start is None else {"weekStart": DAY_NAMES[week_start]}
            return {"type": "weekly", "repeatFrequency": every} | named | starts_on
        case recurrence.MonthlyByDay(every, day):
            by_day = {"repeatType": "DAY_OF_MONTH", "dayOfMonth": str(day)}
            return {"type": "monthly", "repeatFrequency": every} | by_day
        case recurrence.MonthlyByWeekday(every, week_index, weekday):
            by_weekday = {
                "repeatType": "DAY_OF_WEEK",
                "weekIndex": WEEK_NAMES[week_index],
                "dayOfWeek": DAY_NAMES[weekday],
            }
            return {"type": "monthly", "repeatFrequency": every} | by_weekday
        case recurrence.Yearly(every):
            return {"type": "yearly", "repeatFrequency": every}


def _weekly_from(fields: Fields, every: int) -> recurrence.Pattern | None:
    week_start = fields.choice("weekStart", _DAYS)
    text = fields.text("weekDays")
    if text is None:
        return None if fields.has("weekDays") else recurrence.Weekly(every=every, week_start=week_start)
    names = [name.strip().lower() for name in text.split(",")]
    if not all(name in _DAYS for name in names):
        fields.refuse("weekDays", f"These are not names of days with commas between: {', '.join(DAY_NAMES)}.")
        return None
    days = tuple(dict.fromkeys(_DAYS[name] for name in names))
    return recurrence.Weekly(every=every, days=days, week_start=week_start)


def _monthly_from(fields: Fields, every: int) -> recurrence.Pattern | None:
    kinds = {"day_of_month": "DAY_OF_MONTH", "day_of_week": "DAY_OF_WEEK"}
    kind = fields.choice("repeatType", kinds, required=True)
    if kind is None:
        # Which of the two these belong to cannot be told; they are not to blame.
        for name in ("dayOfMonth", "weekIndex", "dayOfWeek"):
            fields.value(name)
        return None
    if kind == "DAY_OF_MONTH":
        day = fields.whole("dayOfMonth", 1, 31, required=True)
        return None if day is None else recurrence.MonthlyByDay(every=every, day=day)
    week_index = fields.choice("weekIndex", _WEEKS, required=True)
    weekday = fields.choice("dayOfWeek", _DAYS, required=True)
    if week_index is None or weekday is None:
        return None
    return recurrence.MonthlyByWeekday(every=every, week_index=week_index, weekday=weekday)


_PATTERNS: Final[dict[str, Callable[[Fields, int], recurrence.Pattern | None]]] = {
    "daily": lambda _, every: recurrence.Daily(every=every),
    "weekly": _weekly_from,
    "monthly": _monthly_from,
    "yearly": lambda _, every: recurrence.Yearly(every=every),
}


# ── when it ends ─────────────────────────────────────────────────────────────────────────────────────────────────

_COUNT_KEYS: Final = ("OCCURRENCES", "occurrences")
_DATE_KEYS: Final = ("DATE", "date", "endDate")


def _ends_from(fields: Fields | None) -> recurrence.Ends | None:
    if fields is None:
        return None
    kind = _kind_of_end(fields)
    ends: recurrence.Ends | None = None
    if kind == "NEVER":
        ends = recurrence.Never()
    elif kind == "OCCURRENCES":
        count = fields.whole(_given(fields, _COUNT_KEYS), 1, _MOST_OCCURRENCES, required=True)
        ends = None if count is None else recurrence.Occurrences(count=count)
    elif kind == "DATE":
        at = fields.instant(_given(fields, _DATE_KEYS), required=True)
        ends = None if at is None else recurrence.Until(at=at)
    if kind is not None:
        fields.refuse_rest(f"An end of type {kind}")
    return ends


def _ends_to(ends: recurrence.Ends) -> Json:
    match ends:
        case recurrence.Occurrences(count):
            return {"type": "OCCURRENCES", "OCCURRENCES": count}
        case recurrence.Until(at):
            return {"type": "DATE", "DATE": time_to(at)}
        case recurrence.Never():
            return {"type": "NEVER"}


def _kind_of_end(fields: Fields) -> str | None:
    """The type that is said, or else the one that the fields show."""
    if fields.has("type"):
        return fields.choice("type", {"never": "NEVER", "occurrences": "OCCURRENCES", "date": "DATE"})
    if any(fields.has(key) for key in _COUNT_KEYS):
        return "OCCURRENCES"
    return "DATE" if any(fields.has(key) for key in _DATE_KEYS) else "NEVER"


def _given(fields: Fields, keys: tuple[str, ...]) -> str:
    """The first of some keys that is there, or else the canonical one."""
    return next((key for key in keys if fields.has(key)), keys[0])


# ── beyond the reference: who is on call ─────────────────────────────────────────────────────────────────────────


def duty_to(duty: engine.RosterDuty, people: RosterPeople, at: int) -> Json:
    """Who is on call at an instant, by which shifts, and what comes next."""
    return {
        "at": time_to(at),
        "users": _people_to(duty.contacts, people),
        "shifts": [_occurrence_to(shift, people) for shift in duty.shifts],
        "since": _time_or_none(duty.since),
        "changesAt": _time_or_none(duty.changes_at),
        "nextAt": _time_or_none(duty.next_at),
        "nextUsers": _people_to(duty.next_contacts, people),
    }


def timeline_to(
    shifts: Iterable[engine.RosterShift], gaps: Iterable[engine.Span], people: RosterPeople, window: engine.Span
) -> Json:
    """The occurrences that reach into a window, whole, and the gaps between them, cut to the window."""
    return {
        "since": time_to(window.start),
        "until": time_to(window.end),
        "occurrences": [_occurrence_to(shift, people) for shift in shifts],
        "gaps": [{"start": time_to(gap.start), "end": time_to(gap.end)} for gap in gaps],
    }


def _occurrence_to(shift: engine.RosterShift, people: RosterPeople) -> Json:
    return {
        "id": shift.rule,
        "name": shift.name,
        "start": time_to(shift.start),
        "end": time_to(shift.end),
        "users": _people_to(shift.contacts, people),
    }


def _people_to(ids: Iterable[int], people: RosterPeople) -> list[Json]:
    return [person_to(people.contacts[ContactId(id)]) for id in ids if id in people.contacts]


def _time_or_none(at: int | None) -> str | None:
    return None if at is None else time_to(at)
