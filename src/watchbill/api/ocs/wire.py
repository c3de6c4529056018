"""Translates between the OCS API's JSON and the domain, each thing once and both ways side by side.

What comes in is a typed dict (`…Body`), what goes out a struct (`…Said`); nobody else knows either.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Final, NotRequired, TypeAlias, TypeVar

import msgspec
from pydantic import FailFast
from typing_extensions import TypedDict

from watchbill import engine
from watchbill.api.ocs.fields import (
    Boolean,
    Days,
    Email,
    EmailOrBlank,
    Index,
    Instant,
    InstantOrReading,
    Key,
    KeyOrName,
    KeyOrNew,
    Name,
    Number,
    OnlyKey,
    Phone,
    RestrictionsText,
    RotationText,
    Secret,
    Text,
    TierKey,
    ZoneName,
    at_most,
    id_of,
    read,
    tier_ref,
)
from watchbill.domain.computed import Computed, StoredLanes
from watchbill.domain.contacts import ContactWish, CustomerTree
from watchbill.domain.errors import Invalid, NotFound
from watchbill.domain.load import ContactLoad
from watchbill.domain.model import (
    Account,
    Contact,
    ContactId,
    Customer,
    CustomerId,
    LayerRule,
    Override,
    OverrideId,
    Schedule,
    ScheduleId,
    Tier,
    TierPlan,
)
from watchbill.domain.overrides import OverrideWish
from watchbill.domain.ports import NamedPlace
from watchbill.domain.rules import NO_COUNTS, Counts
from watchbill.domain.schedules import ScheduleWish, TierRef
from watchbill.domain.tiers import CoverWish, TierWish

BodyT = TypeVar("BodyT", bound=Mapping[str, Any])

AHEAD: Final = 60 * 86400
"""Seconds after now that computed schedules reach, unless asked for others."""
FARTHEST_APART: Final = 731 * 86400
"""Seconds between the bounds that may be asked for."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A thing as it goes out."""


def echo(body: Mapping[str, Any], stored: Mapping[str, Any], **more: object) -> dict[str, object]:
    """What a write answers: the id, then what was sent, in the values that were stored."""
    return {"id": stored["id"], **{name: stored[name] for name in body if name in stored}, **more}


# ── ids and instants ─────────────────────────────────────────────────────────────────────────────────────────────


def id_from(text: str, kind: str) -> int:
    """The id in a path. Raises NotFound for what can be no id."""
    id = id_of(text)
    if id is None:
        raise NotFound(kind, text)
    return id


def tier_ref_from(text: str) -> TierRef:
    """The tier that a path means: its id, a schedule's, or `{schedule id}_{tier number}`. Raises NotFound."""
    ref = tier_ref(text)
    if ref is None:
        raise NotFound("tier", text)
    return ref


def instant_to(at: int) -> str:
    """The instant as `YYYY-MM-DDTHH:MM:SSZ`."""
    return engine.iso(at)


def instant_or_none(at: int | None) -> str | None:
    """The instant, or None where there is none."""
    return None if at is None else engine.iso(at)


# ── customers ────────────────────────────────────────────────────────────────────────────────────────────────────


class CustomerBody(TypedDict):
    name: Name


class CustomerSaid(Said, frozen=True, kw_only=True):
    id: int
    name: str


class CustomerTreeSaid(Said, frozen=True, kw_only=True):
    id: int
    name: str
    children: list[CustomerSaid]


def customer_name_from(value: object) -> str:
    """The name that a customer shall have. Raises Invalid."""
    body, problems = read(CustomerBody, value)
    if problems:
        raise Invalid(problems)
    return body["name"]


def customer_to(customer: Customer) -> CustomerSaid:
    return CustomerSaid(id=customer.id, name=customer.name)


def customer_tree_to(tree: CustomerTree) -> CustomerTreeSaid:
    children = [customer_to(child) for child in tree.children]
    return CustomerTreeSaid(id=tree.customer.id, name=tree.customer.name, children=children)


# ── contacts ─────────────────────────────────────────────────────────────────────────────────────────────────────


class _ContactDetails(TypedDict):
    last_name: NotRequired[Text]
    email: NotRequired[EmailOrBlank]
    phone: NotRequired[Text]
    active: NotRequired[Boolean]


class ContactBody(_ContactDetails):
    first_name: Name
    customer: Key


class ContactPatch(_ContactDetails):
    first_name: NotRequired[Name]
    customer: NotRequired[Key]


class ContactSaid(Said, frozen=True, kw_only=True):
    id: int
    first_name: str
    last_name: str
    full_name: str
    email: str
    phone: str
    customer: int
    active: bool


def contact_wish_from(value: object, *, is_whole: bool) -> ContactWish:
    """What a contact shall be; a whole one has to have a name and a customer."""
    body, problems = read(ContactBody, value) if is_whole else read(ContactPatch, value)
    customer = body.get("customer")
    return ContactWish(
        customer_id=None if customer is None else CustomerId(customer),
        first_name=body.get("first_name"),
        last_name=body.get("last_name"),
        email=body.get("email"),
        phone=body.get("phone"),
        is_active=body.get("active"),
        problems=problems,
    )


def contact_to(contact: Contact) -> ContactSaid:
    return ContactSaid(
        id=contact.id,
        first_name=contact.first_name,
        last_name=contact.last_name,
        full_name=contact.full_name,
        email=contact.email,
        phone=contact.phone,
        customer=contact.customer_id,
        active=contact.is_active,
    )


class PlaceSaid(Said, frozen=True, kw_only=True):
    kind: str
    id: int | str
    name: str


_KINDS: Final = {"schedule": "ocs", "layer": "ocs-tier", "override": "ocs-on-demand"}


def place_to(place: NamedPlace) -> PlaceSaid:
    return PlaceSaid(kind=_KINDS.get(place.kind, place.kind), id=place.id, name=place.name)


# ── signing in ───────────────────────────────────────────────────────────────────────────────────────────────────


class SignInBody(TypedDict):
    username: Name
    password: Secret


class TokenSaid(Said, frozen=True, kw_only=True):
    token: str


def sign_in_from(value: object) -> SignInBody:
    """A user name and a password. Raises Invalid."""
    body, problems = read(SignInBody, value)
    if problems:
        raise Invalid(problems)
    return body


# ── schedules ────────────────────────────────────────────────────────────────────────────────────────────────────


class _ScheduleDetails(TypedDict):
    name: Name
    default_email: NotRequired[Email | None]
    default_phone: NotRequired[Phone | None]


class NewScheduleBody(_ScheduleDetails):
    customer: KeyOrName


class ScheduleBody(_ScheduleDetails):
    customer: Key


class ScheduleSaid(Said, frozen=True, kw_only=True):
    id: int
    customer: int
    name: str
    customer_name: str


class AccountSaid(Said, frozen=True, kw_only=True):
    id: int
    username: str
    first_name: str
    last_name: str
    email: str


class TierSaid(Said, frozen=True, kw_only=True):
    id: int
    number: int
    ocs: int


class NamedShiftSaid(Said, frozen=True, kw_only=True):
    """A shift of a computed schedule with the contact beside its id."""

    c: int
    s: str
    e: str
    o: int | None
    contact: ContactSaid | None


class FullScheduleSaid(Said, frozen=True, kw_only=True):
    id: int
    name: str
    customer: int
    customer_name: str
    default_email: str | None
    default_phone: str | None
    created: str
    updated: str
    user: AccountSaid | None
    updated_by: AccountSaid | None
    tiers: list[TierSaid]
    schedules: list[list[list[NamedShiftSaid]]]
    schedules_until: str | msgspec.UnsetType = msgspec.UNSET
    contacts: list[ContactSaid]


def schedule_wish_from(value: object, *, is_new: bool) -> tuple[Mapping[str, Any], ScheduleWish]:
    """What was sent, and the schedule that is wished for."""
    body, problems = read(NewScheduleBody, value) if is_new else read(ScheduleBody, value)
    customer = body.get("customer")
    wish = ScheduleWish(
        customer=CustomerId(customer) if isinstance(customer, int) else customer,
        name=body.get("name"),
        default_email=body.get("default_email", msgspec.UNSET),
        default_phone=body.get("default_phone", msgspec.UNSET),
        problems=problems,
    )
    return body, wish


def schedule_echo(body: Mapping[str, Any], schedule: Schedule, **more: object) -> dict[str, object]:
    stored = {
        "id": schedule.id,
        "customer": schedule.customer_id,
        "name": schedule.name,
        "default_email": schedule.default_email,
        "default_phone": schedule.default_phone,
    }
    return echo(body, stored, **more)


def schedule_to(schedule: Schedule, customer_name: str) -> ScheduleSaid:
    return ScheduleSaid(
        id=schedule.id,
        customer=schedule.customer_id,
        name=schedule.name,
        customer_name=customer_name,
    )


def full_schedule_to(
    schedule: Schedule,
    customer: Customer,
    accounts: Mapping[Any, Account],
    tiers: Iterable[Tier],
    stored: StoredLanes,
    contacts: Mapping[ContactId, Contact],
) -> FullScheduleSaid:
    """The whole schedule, with the lanes of its tiers; `contacts` are at least those whom they name."""
    named = sorted({shift.contact for lanes in stored.tiers for lane in lanes for shift in lane})
    said = {id: contact_to(contacts[id]) for id in map(ContactId, named) if id in contacts}
    return FullScheduleSaid(
        id=schedule.id,
        name=schedule.name,
        customer=customer.id,
        customer_name=customer.name,
        default_email=schedule.default_email,
        default_phone=schedule.default_phone,
        created=instant_to(schedule.created_at),
        updated=instant_to(schedule.updated_at),
        user=account_to(accounts.get(schedule.created_by)),
        updated_by=account_to(accounts.get(schedule.updated_by)),
        tiers=[tier_to(tier) for tier in tiers],
        schedules=[[[named_shift_to(shift, said) for shift in lane] for lane in lanes] for lanes in stored.tiers],
        schedules_until=until_to(stored),
        contacts=list(said.values()),
    )


def account_to(account: Account | None) -> AccountSaid | None:
    """The account; None for one that is no more."""
    if account is None:
        return None
    return AccountSaid(
        id=account.id,
        username=account.username,
        first_name=account.first_name,
        last_name=account.last_name,
        email=account.email,
    )


def named_shift_to(shift: engine.Shift, contacts: Mapping[Any, ContactSaid]) -> NamedShiftSaid:
    return NamedShiftSaid(
        c=shift.contact,
        s=instant_to(shift.start),
        e=instant_to(shift.end),
        o=shift.override,
        contact=contacts.get(shift.contact),
    )


# ── statistics ───────────────────────────────────────────────────────────────────────────────────────────────────


class StatsQuery(TypedDict):
    timeframe: NotRequired[Days]


class StatsSaid(Said, frozen=True, kw_only=True):
    id: int
    full_name: str
    email: str
    phone: str
    shifts: int
    hours: float
    night_hours: float
    weekend_hours: float


def timeframe_from(query: Mapping[str, str]) -> int:
    """How many days back statistics look. Raises Invalid."""
    body, problems = read(StatsQuery, query)
    if problems:
        raise Invalid(problems)
    return body.get("timeframe", 7)


def stats_to(load: ContactLoad) -> StatsSaid:
    return StatsSaid(
        id=load.contact.id,
        full_name=load.contact.full_name,
        email=load.contact.email,
        phone=load.contact.phone,
        shifts=load.shifts,
        hours=_hours(load.seconds),
        night_hours=_hours(load.night_seconds),
        weekend_hours=_hours(load.weekend_seconds),
    )


def _hours(seconds: int) -> float:
    return round(seconds / 3600, 2)


# ── tiers and their layers ───────────────────────────────────────────────────────────────────────────────────────


class LayerBody(TypedDict):
    start: InstantOrReading
    rotation: RotationText
    restrictions: NotRequired[RestrictionsText]
    contacts: Annotated[list[Key], FailFast(), at_most("contacts")]
    index: NotRequired[Index]
    tz: NotRequired[ZoneName]
    end: NotRequired[Instant | None]


class CoverBody(TypedDict):
    """An on-demand shift inside an edit of its tier."""

    id: NotRequired[KeyOrNew]
    start: Instant
    end: Instant
    contact: OnlyKey


LayersIn: TypeAlias = Annotated[list[LayerBody], at_most("layers")]


class TierBody(TypedDict):
    number: Number
    ocs: Key
    layers: LayersIn


class TierPatch(TypedDict):
    layers: NotRequired[LayersIn]
    on_demand: NotRequired[Annotated[list[CoverBody], at_most("on_demand")]]


class LayerSaid(Said, frozen=True, kw_only=True):
    start: str
    rotation: str
    restrictions: str
    contacts: tuple[int, ...]
    index: int
    tz: str
    end: str | msgspec.UnsetType = msgspec.UNSET


def tier_wish_from(value: object, standing: Counts = NO_COUNTS) -> tuple[TierBody, TierWish]:
    """What was sent, and the whole tier that is wished for."""
    body, problems = read(TierBody, value, standing)
    layers = body.get("layers", [])
    rules, places = layers_from(layers)
    wish = TierWish(
        number=body.get("number"),
        schedule_id=None if "ocs" not in body else ScheduleId(body["ocs"]),
        layers=rules,
        named=_named_by_layers(layers),
        places=places,
        problems=problems,
    )
    return body, wish


def tier_patch_from(value: object, standing: Counts = NO_COUNTS) -> TierWish:
    """The edit of a tier that is wished for."""
    body, problems = read(TierPatch, value, standing)
    layers, covers = body.get("layers", []), body.get("on_demand", [])
    rules, places = layers_from(layers)
    return TierWish(
        layers=rules if "layers" in body else None,
        covers=covers_from(covers) if "on_demand" in body else None,
        named=(*_named_by_layers(layers), *_named_by_covers(covers)),
        places=places,
        problems=problems,
    )


def tier_to(tier: Tier) -> TierSaid:
    return TierSaid(id=tier.id, number=tier.number, ocs=tier.schedule_id)


def tier_echo(body: TierBody, tier: Tier, wish: TierWish) -> dict[str, object]:
    layers = [layer_to(layer) for layer in wish.layers or ()]
    return echo(body, {"id": tier.id, "number": tier.number, "ocs": tier.schedule_id, "layers": layers})


class TierHeadSaid(Said, frozen=True, kw_only=True):
    """What a full tier says first: all that does not change by itself."""

    id: int
    number: int
    ocs: int
    ocs_name: str
    active: bool
    created: str
    updated: str
    layers: list[LayerSaid]


class DutySaid(Said, frozen=True, kw_only=True):
    """Who is on call, in a full tier."""

    current: int | None
    current_since: str | None
    current_until: str | None
    next_contact: int | None


def tier_head_to(plan: TierPlan) -> TierHeadSaid:
    return TierHeadSaid(
        id=plan.tier.id,
        number=plan.tier.number,
        ocs=plan.schedule.id,
        ocs_name=plan.schedule.name,
        active=plan.tier.is_active,
        created=instant_to(plan.tier.created_at),
        updated=instant_to(plan.tier.updated_at),
        layers=[layer_to(layer) for layer in plan.layers],
    )


def duty_to(duty: engine.Duty) -> DutySaid:
    return DutySaid(
        current=duty.contact,
        current_since=instant_or_none(duty.since),
        current_until=instant_or_none(duty.until),
        next_contact=duty.next_contact,
    )


def layers_from(bodies: Sequence[LayerBody]) -> tuple[tuple[LayerRule, ...], tuple[str, ...]]:
    """The layers that could be read whole, and where each of them stands."""
    read = [(place, body) for place, body in enumerate(bodies) if LayerBody.__required_keys__ <= body.keys()]
    return tuple(layer_from(body, place) for place, body in read), tuple(f"layers[{place}]" for place, _ in read)


def layer_from(body: LayerBody, place: int) -> LayerRule:
    """The layer; without an index that of its place in the list."""
    tz = body.get("tz", "UTC")
    return LayerRule(
        start=body["start"].at(tz),
        rotation=body["rotation"],
        restrictions=body.get("restrictions", "null"),
        contacts=tuple(ContactId(id) for id in body["contacts"]),
        index=body.get("index", place),
        tz=tz,
        end=body.get("end"),
        start_reading=body["start"].reading,
    )


def layer_to(layer: LayerRule) -> LayerSaid:
    return LayerSaid(
        start=instant_to(layer.start),
        rotation=layer.rotation,
        restrictions=layer.restrictions,
        contacts=layer.contacts,
        index=layer.index,
        tz=layer.tz,
        end=msgspec.UNSET if layer.end is None else instant_to(layer.end),
    )


def covers_from(bodies: Sequence[CoverBody]) -> tuple[CoverWish, ...]:
    """The on-demand shifts of an edit, without those that could not be read whole."""
    return tuple(
        CoverWish(
            path=f"on_demand[{position}]",
            id=None if (id := body.get("id")) is None else OverrideId(id),
            contact_id=ContactId(body["contact"]),
            start=body["start"],
            end=body["end"],
        )
        for position, body in enumerate(bodies)
        if CoverBody.__required_keys__ <= body.keys()
    )


def _named_by_layers(bodies: Sequence[LayerBody]) -> tuple[tuple[str, ContactId], ...]:
    return tuple(
        (f"layers[{position}].contacts", ContactId(id))
        for position, body in enumerate(bodies)
        for id in body.get("contacts", ())
    )


def _named_by_covers(bodies: Sequence[CoverBody]) -> tuple[tuple[str, ContactId], ...]:
    return tuple(
        (f"on_demand[{position}].contact", ContactId(body["contact"]))
        for position, body in enumerate(bodies)
        if "contact" in body
    )


# ── on-demand shifts ─────────────────────────────────────────────────────────────────────────────────────────────


class OnDemandBody(TypedDict):
    tier: TierKey
    start: Instant
    end: Instant
    contact: OnlyKey
    sure: NotRequired[Boolean]


class OnDemandSaid(Said, frozen=True, kw_only=True):
    id: int
    tier: int
    start: str
    end: str
    contact: int


def override_wish_from(value: object) -> tuple[OnDemandBody, OverrideWish]:
    """What was sent, and the override that is wished for."""
    body, problems = read(OnDemandBody, value)
    wish = OverrideWish(
        tier=body.get("tier"),
        contact_id=None if "contact" not in body else ContactId(body["contact"]),
        start=body.get("start"),
        end=body.get("end"),
        is_sure=body.get("sure", False),
        problems=problems,
    )
    return body, wish


def override_to(override: Override) -> OnDemandSaid:
    return OnDemandSaid(
        id=override.id,
        tier=override.tier_id,
        start=instant_to(override.start_at),
        end=instant_to(override.end_at),
        contact=override.contact_id,
    )


def override_echo(body: OnDemandBody, override: Override, wish: OverrideWish) -> dict[str, object]:
    return echo(body, msgspec.structs.asdict(override_to(override)) | {"sure": wish.is_sure})


# ── computed schedules ───────────────────────────────────────────────────────────────────────────────────────────


class PlainShiftSaid(Said, frozen=True, kw_only=True):
    """A shift of a layer alone, whose index is `i`, or an on-demand shift, whose id is `i`."""

    s: str
    e: str
    c: int
    i: int


class LaneShiftSaid(Said, frozen=True, kw_only=True):
    """A shift of the list of a layer: who is on call, and by which on-demand shift, if by one."""

    c: int
    s: str
    e: str
    o: int | None


class WindowQuery(TypedDict):
    since: NotRequired[Instant]
    until: NotRequired[Instant]


def window_from(query: Mapping[str, str], now: int) -> engine.Span:
    """The part of a computed schedule that is asked for: from now for 60 days, unless it says otherwise.

    Raises Invalid.
    """
    # In an address a plus sign stands for a blank, and not everybody writes %2B.
    asked = {name: _OFFSET.sub(r"+\1", query[name]) for name in ("since", "until") if name in query}
    body, problems = read(WindowQuery, asked)
    if problems:
        raise Invalid(problems)
    since = body.get("since", now)
    until = body.get("until", now + AHEAD)
    if until <= since:
        raise Invalid([("until" if "until" in body else "since", "The window must end after it starts.")])
    if until - since > FARTHEST_APART:
        raise Invalid([("until" if "until" in body else "since", "The window is at most 731 days long.")])
    return engine.Span(since, until)


_OFFSET: Final = re.compile(r" (\d\d:?\d\d)$")


def computed_to(computed: Computed) -> tuple[object, object, object]:
    """Each layer alone, who is on call layer by layer, and the on-demand shifts."""
    return (
        [_plain(shift, shift.layer) for shift in computed.layers],
        [[lane_shift_to(shift) for shift in lane] for lane in computed.lanes],
        [_plain(override, override.id) for override in computed.overrides],
    )


def _plain(shift: engine.Shift | engine.Override, i: int | None) -> PlainShiftSaid:
    assert i is not None  # noqa: S101 - a layer's own shift knows its layer
    return PlainShiftSaid(s=instant_to(shift.start), e=instant_to(shift.end), c=shift.contact, i=i)


def lane_shift_to(shift: engine.Shift) -> LaneShiftSaid:
    return LaneShiftSaid(c=shift.contact, s=instant_to(shift.start), e=instant_to(shift.end), o=shift.override)


def until_to(stored: StoredLanes) -> str | msgspec.UnsetType:
    """Where a computed schedule had to end; not there where it did not have to."""
    return msgspec.UNSET if stored.until is None else instant_to(stored.until)


# ── what lists are asked for ─────────────────────────────────────────────────────────────────────────────────────


def id_filter(query: Mapping[str, str], name: str) -> int | None:
    """The id that a list is narrowed to; None for the whole list, 0 where nothing can have it. Raises Invalid."""
    text = query.get(name, "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise Invalid([(name, "Enter a number.")])
    return id_of(text.lstrip("+0")) or 0


def boolean_filter(query: Mapping[str, str], name: str) -> bool | None:
    """True or false; None for a list that is not narrowed, and for a word that is neither."""
    return {"true": True, "1": True, "false": False, "0": False}.get(query.get(name, "").strip().lower())


def search_from(query: Mapping[str, str]) -> str:
    """The text that is looked for; no database can look for a NUL."""
    return query.get("search", "").replace("\0", "").strip()


def tier_filter(query: Mapping[str, str]) -> TierRef | None:
    """The tier whose on-demand shifts are asked for; None where none is said. Raises Invalid."""
    text = query.get("tier_id", "").strip()
    if not text:
        return None
    ref = tier_ref(text)
    if ref is None:
        if not re.fullmatch(r"[0-9]+( *_ *[0-9]+)?", text):
            raise Invalid([("tier_id", "Enter a tier's id, an ocs id, or {ocs id}_{tier number}.")])
        raise NotFound("tier", text)
    return ref
