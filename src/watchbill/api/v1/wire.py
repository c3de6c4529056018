"""The words of this family: what its queries ask for, and how places, people, rules, shifts and instants go out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Generic, TypeVar

import msgspec

from watchbill import engine
from watchbill.api.v1.calls import AnyRequest, address_of
from watchbill.domain.board import (
    DefaultContact,
    LayerOn,
    OnShift,
    OverrideOn,
    Place,
    RosterPlace,
    RuleOn,
    ShiftOn,
    TierPlace,
    rule_words,
)
from watchbill.domain.errors import Invalid, Problem
from watchbill.domain.model import Contact, ContactId, CustomerId, Lasting, ScheduleId, TierId
from watchbill.domain.phones import phone_link
from watchbill.domain.ports import Cut
from watchbill.domain.previews import LeftOut
from watchbill.domain.readings import Moment
from watchbill.domain.schedules import TierNumber, TierRef

RowT = TypeVar("RowT")
ChoiceT = TypeVar("ChoiceT")

DAY: Final = 86_400
LONGEST_WINDOW: Final = 2 * 366 * DAY
DEFAULT_WINDOW: Final = 30 * DAY
DEFAULT_LIMIT: Final = 100
LARGEST_LIMIT: Final = 1000
LAST_PAGE: Final = 10**12
"""Beyond it there is nothing, and databases count no further than 2**63."""

_LENGTH: Final = re.compile(r"([1-9][0-9]{0,8})([smhdw])").fullmatch
_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": DAY, "w": 7 * DAY}
_TIER: Final = re.compile(r"([0-9]{1,30})(?:_([0-9]{1,30}))?", re.ASCII).fullmatch
_ACTIVE: Final[Mapping[str, bool | None]] = {"true": True, "false": False, "all": None}
_WHOLE: Final = re.compile(r"[0-9]{1,30}", re.ASCII).fullmatch


# ── instants ─────────────────────────────────────────────────────────────────────────────────────────────────────


class Clocks:
    """How instants are written: in UTC with Z, or with the offset that the clocks of a zone show."""

    def __init__(self, tz: str | None = None) -> None:
        """A zone's name may be spelled in any case. Raises BadRule for a zone that there is not."""
        self._zone = None if tz is None else engine.zone(engine.zone_name(tz))
        self.tz = None if self._zone is None else self._zone.name

    def said(self, at: int) -> str:
        """The instant as text."""
        if self._zone is None:
            return engine.iso(at)
        reading = self._zone.reading(at)
        offset = reading - at
        sign, minutes, seconds = ("-" if offset < 0 else "+"), abs(offset) // 60, abs(offset) % 60
        if seconds:
            # Local mean time, before there were zones: ISO 8601 has no seconds in an offset.
            return engine.iso(at)
        return f"{engine.wall(reading).isoformat()}{sign}{minutes // 60:02}:{minutes % 60:02}"

    def told(self, at: int | None) -> str | None:
        """The same; null for an instant that there is not, or that is before or after everything."""
        return None if at is None or not engine.BEGINNING < at < engine.FOREVER else self.said(at)


def instant_from(text: str, zone: engine.Zone | None = None) -> int:
    """The instant of an ISO 8601 text with Z or an offset; with a zone also of what its clocks read. Raises BadRule."""
    # A "+" that was not encoded arrives as a space; no instant has one of its own.
    text = text.strip().replace(" ", "+")
    if zone is None and engine.moment(text).tzinfo is None:
        raise engine.BadRule([("", f"{text!r} needs Z or an offset from UTC, or a tz whose clocks it is read by")])
    at = engine.instant(text) if zone is None else zone.read(text)
    if not engine.EARLIEST <= at <= engine.LATEST:
        raise engine.BadRule([("", "is not between 1900 and 9000")])
    return at


def moment_from(text: str) -> Moment:
    """What an ISO 8601 text tells: an instant, or without Z or an offset what clocks read. Raises BadRule."""
    text = text.strip()
    if engine.moment(text).tzinfo is not None:
        return Moment(instant_from(text), is_instant=True)
    return Moment(reading_from(text), is_instant=False)


def reading_from(text: str) -> int:
    """What clocks read, by an ISO 8601 text without an offset. Raises BadRule."""
    reading = engine.reading(text.strip())
    if ":" not in text:
        raise engine.BadRule([("", f"{text!r} tells no time of day")])
    if not engine.EARLIEST <= reading <= engine.LATEST:
        raise engine.BadRule([("", "is not between 1900 and 9000")])
    return reading


def reading_to(reading: int | None, at: int | None, tz: str) -> str | None:
    """What clocks read at an instant, as text; null where it was not typed so, or is not so by now."""
    is_so = reading is not None and engine.zone(tz).instant(reading) == at
    return engine.wall(reading).isoformat() if is_so and reading is not None else None


# ── what a query asks for ────────────────────────────────────────────────────────────────────────────────────────


class Paging(msgspec.Struct, frozen=True):
    """A page of a list: its number from 1, and how many rows a page has."""

    page: int
    limit: int

    @property
    def cut(self) -> Cut:
        return Cut(offset=(self.page - 1) * self.limit, limit=self.limit)

    def piece(self, rows: Sequence[RowT]) -> Sequence[RowT]:
        """The page's part of a list that is there whole."""
        return rows[self.cut.offset :][: self.limit]


class Query:
    """The parameters of a request, read one by one; what is wrong with any of them is told at once by `check`."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.problems: list[Problem] = []

    def check(self) -> None:
        """Raises Invalid with everything that could not be read."""
        if self.problems:
            raise Invalid(self.problems)

    def refuse(self, name: str, reason: str) -> None:
        self.problems.append((name, reason))

    def text(self, name: str) -> str | None:
        """A text; None where it is absent or empty."""
        return self.given.get(name, "").strip() or None

    def whole(self, name: str) -> int | None:
        """A whole number, such as an id."""
        text = self.text(name)
        if text is None:
            return None
        if not _WHOLE(text):
            self.refuse(name, "This is not a whole number.")
            return None
        return int(text)

    def flag(self, name: str) -> bool:
        """True or false; false where it is absent."""
        return self.choice(name, {"true": True, "false": False}, False)

    def instant(self, name: str, otherwise: int) -> int:
        """An instant: with Z or an offset, or as the clocks of `tz` read it; a date is its midnight there."""
        text = self.text(name)
        if text is None:
            return otherwise
        try:
            return instant_from(text, self._zone())
        except engine.BadRule as fault:
            self.refuse(name, f"{fault}.")
            return otherwise

    def _zone(self) -> engine.Zone | None:
        """The zone of `tz`; None where none is given. What names no zone is told by `clocks`, and taken for UTC."""
        tz = self.text("tz")
        try:
            return None if tz is None else engine.zone(engine.zone_name(tz))
        except engine.BadRule:
            return engine.zone("UTC")

    def window(self, now: int) -> engine.Span:
        """From `since` (now) to `until` (30 days later), at most two years."""
        since = self.instant("since", now)
        until = self.instant("until", since + DEFAULT_WINDOW)
        if until <= since:
            self.refuse("until", "The end has to be after the start.")
        elif until - since > LONGEST_WINDOW:
            self.refuse("until", "A window is at most two years long.")
        return engine.Span(since, until)

    def ahead(self, now: int) -> engine.Span:
        """From `at` (now) on for as long as `within` says (30 days), with s, m, h, d or w; at most two years."""
        start = self.instant("at", now)
        text = self.text("within") or "30d"
        found = _LENGTH(text)
        length = int(found[1]) * _UNITS[found[2]] if found else 0
        if not found:
            self.refuse("within", "This is not a length such as 12h, 30d or 8w.")
        elif length > LONGEST_WINDOW:
            self.refuse("within", "At most two years.")
        return engine.Span(start, start + length)

    def clocks(self) -> Clocks:
        """How instants are to be written: `tz`."""
        try:
            return Clocks(self.text("tz"))
        except engine.BadRule:
            self.refuse("tz", "There is no such time zone; zones have names such as Europe/Berlin.")
            return Clocks()

    def paging(self) -> Paging:
        """The page of a list that is wanted: `page` from 1, `limit` rows."""
        page, limit = self.whole("page"), self.whole("limit")
        if page is not None and not 1 <= page <= LAST_PAGE:
            self.refuse("page", "Pages are counted from 1.")
        if limit is not None and not 1 <= limit <= LARGEST_LIMIT:
            self.refuse("limit", f"A page has 1 to {LARGEST_LIMIT} rows.")
        return Paging(1 if page is None else page, DEFAULT_LIMIT if limit is None else limit)

    def choice(self, name: str, choices: Mapping[str, ChoiceT], otherwise: ChoiceT) -> ChoiceT:
        """What one of several words stands for."""
        text = self.text(name)
        if text is None:
            return otherwise
        if text not in choices:
            self.refuse(name, f"This is none of: {', '.join(choices)}.")
            return otherwise
        return choices[text]

    def active(self, *, otherwise: bool | None) -> bool | None:
        """`active`: only what is active, only what is not, or all (None)."""
        return self.choice("active", _ACTIVE, otherwise)

    def tier(self, name: str = "tier") -> TierRef | None:
        """A tier by its id, or as `<schedule>_<number>`."""
        text = self.text(name)
        found = None if text is None else tier_ref_from(text)
        if text is not None and found is None:
            self.refuse(name, "A tier is named by its id, such as 7, or by schedule and number, such as 3_1.")
        return found


def tier_ref_from(text: str) -> TierRef | None:
    """The tier that `7` or `3_1` names; None for what names none."""
    found = _TIER(text)
    if found is None:
        return None
    return TierId(int(found[1])) if found[2] is None else TierNumber(ScheduleId(int(found[1])), int(found[2]))


# ── people, places, rules, shifts ────────────────────────────────────────────────────────────────────────────────


class PersonSaid(msgspec.Struct, frozen=True):
    """Somebody who can be on call, and how to reach them; the links that dial, where they are to be called."""

    id: int
    name: str
    email: str
    phone: str
    mobile: str
    phone_link: str | msgspec.UnsetType | None = msgspec.UNSET
    mobile_link: str | msgspec.UnsetType | None = msgspec.UNSET


class NamedSaid(msgspec.Struct, frozen=True):
    """A schedule or a customer, by id and name."""

    id: int
    name: str


class AuthorSaid(msgspec.Struct, frozen=True):
    """The account that saved, made or ended something."""

    id: int
    username: str


class TierPlaceSaid(msgspec.Struct, frozen=True, tag="tier", tag_field="kind"):
    """A tier as somewhere to be on call."""

    id: int
    number: int
    name: str
    schedule: NamedSaid
    customer: NamedSaid
    ended_at: str | msgspec.UnsetType = msgspec.UNSET


class RosterPlaceSaid(msgspec.Struct, frozen=True, tag="roster", tag_field="kind"):
    """A roster as somewhere to be on call."""

    id: str
    name: str
    customer: NamedSaid
    ended_at: str | msgspec.UnsetType = msgspec.UNSET


class LayerRuleSaid(msgspec.Struct, frozen=True, tag="layer", tag_field="kind"):
    """A layer put somebody on call."""

    index: int
    text: str


class OverrideRuleSaid(msgspec.Struct, frozen=True, tag="override", tag_field="kind"):
    """An on-demand shift put somebody on call."""

    id: int
    text: str


class ShiftRuleSaid(msgspec.Struct, frozen=True, tag="shift", tag_field="kind"):
    """A roster's shift rule put somebody on call."""

    id: str
    text: str


PlaceSaid = TierPlaceSaid | RosterPlaceSaid
RuleSaid = LayerRuleSaid | OverrideRuleSaid | ShiftRuleSaid


class ShiftSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A span in which people are on call, and the rule that put them there; null is an end that there is not.

    Where the window cut it, that is said; else nothing is.
    """

    start: str | None
    end: str | None
    people: Sequence[int]
    rule: RuleSaid
    cut_start: bool | msgspec.UnsetType = msgspec.UNSET
    cut_end: bool | msgspec.UnsetType = msgspec.UNSET


class GapSaid(msgspec.Struct, frozen=True):
    """A span in which nobody is on call."""

    start: str
    end: str


Countries = Mapping[CustomerId, str]
"""In which country each customer's numbers are dialled."""


class LeftOutSaid(msgspec.Struct, frozen=True):
    """Who takes turns in a layer, by its index, and is never on call: whenever it is their turn it is closed."""

    layer: int
    people: Sequence[int]


def left_out_to(found: Iterable[LeftOut]) -> list[LeftOutSaid]:
    return [LeftOutSaid(one.layer, one.people) for one in found]


def person_to(contact: Contact, countries: Countries | None = None) -> PersonSaid:
    """The person; with the links that dial where it is said in which countries."""
    said = contact.id, contact.full_name, contact.email, contact.phone, contact.mobile
    if countries is None:
        return PersonSaid(*said)
    country = countries.get(contact.customer_id, "")
    return PersonSaid(*said, phone_link(contact.phone, country), phone_link(contact.mobile, country))


def people_to(
    ids: Sequence[int], contacts: Mapping[ContactId, Contact], countries: Countries | None = None
) -> list[PersonSaid]:
    """The people with these ids, in the same order; who is not there any more is left out."""
    return [person_to(contacts[ContactId(id)], countries) for id in ids if id in contacts]


class DefaultContactSaid(msgspec.Struct, frozen=True):
    """Whom to turn to when nobody is on call."""

    email: str | None
    phone: str | None
    phone_link: str | None


def default_contact_to(default: DefaultContact | None, country: str) -> DefaultContactSaid | None:
    """Whom to turn to, if to anybody; numbers are dialled as in a country."""
    if default is None:
        return None
    return DefaultContactSaid(default.email, default.phone, phone_link(default.phone or "", country))


def place_default_to(place: Place, countries: Countries) -> DefaultContactSaid | None:
    """Whom to turn to at a place, if to anybody."""
    return default_contact_to(place.default_contact, countries.get(place.customer.id, ""))


def place_to(place: Place) -> PlaceSaid:
    customer = NamedSaid(place.customer.id, place.customer.name)
    match place:
        case TierPlace():
            tier, schedule = place.plan.tier, place.plan.schedule
            name = f"{schedule.name}, tier {tier.number}"
            named = NamedSaid(schedule.id, schedule.name)
            return TierPlaceSaid(tier.id, tier.number, name, named, customer, end_of(tier))
        case RosterPlace():
            return RosterPlaceSaid(place.plan.roster.id, place.plan.roster.name, customer, end_of(place.plan.roster))


def end_of(record: Lasting) -> str | msgspec.UnsetType:
    """When it ended, for where that is told only if it has."""
    return msgspec.UNSET if record.ended_at is None else engine.iso(record.ended_at)


def rule_to(rule: RuleOn, place: Place, at: int) -> RuleSaid:
    """What puts somebody on call at a place; of a layer, as it was in force at an instant."""
    text = rule_words(rule, place, at)
    match rule:
        case LayerOn(index):
            return LayerRuleSaid(index, text)
        case OverrideOn(id):
            return OverrideRuleSaid(id, text)
        case ShiftOn(id, _):
            return ShiftRuleSaid(id, text)


def shift_to(shift: OnShift, place: Place, clocks: Clocks) -> ShiftSaid:
    return ShiftSaid(**shift_words(shift, place, clocks))


def shift_words(shift: OnShift, place: Place, clocks: Clocks) -> dict[str, Any]:
    """What is said of a shift, by the names of the fields."""
    return {
        "start": clocks.told(shift.start),
        "end": clocks.told(shift.end),
        "people": shift.people,
        "rule": rule_to(shift.rule, place, shift.start),
        "cut_start": shift.began_before or msgspec.UNSET,
        "cut_end": shift.goes_on or msgspec.UNSET,
    }


def gap_to(gap: engine.Span, clocks: Clocks) -> GapSaid:
    return GapSaid(clocks.said(gap.start), clocks.said(gap.end))


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────


class ListSaid(msgspec.Struct, Generic[RowT], frozen=True, kw_only=True):
    """A page of a list as it goes out; `next` is the address of the page after it."""

    results: Sequence[RowT]
    page: int
    limit: int
    total: int
    next: str | None
    at: str | msgspec.UnsetType = msgspec.UNSET
    since: str | msgspec.UnsetType = msgspec.UNSET
    until: str | msgspec.UnsetType = msgspec.UNSET
    places: int | msgspec.UnsetType = msgspec.UNSET
    tz: str | msgspec.UnsetType = msgspec.UNSET
    person: PersonSaid | msgspec.UnsetType = msgspec.UNSET
    people: Sequence[PersonSaid] | msgspec.UnsetType = msgspec.UNSET


def listed(
    request: AnyRequest, query: Query, paging: Paging, rows: Sequence[RowT], total: int, **about: Any
) -> ListSaid[RowT]:
    """The page with the address of the one after it; a page past the end is empty."""
    is_last = paging.page * paging.limit >= total
    further = None if is_last else address_of(request, {**query.given, "page": str(paging.page + 1)})
    told = {name: value for name, value in about.items() if value is not None}
    return ListSaid(results=rows, page=paging.page, limit=paging.limit, total=total, next=further, **told)
