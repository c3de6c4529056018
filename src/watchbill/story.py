"""The demo's story: a provider, its customers and half a year of their on-call life, told relative to now.

Everything is written through the domain with the `now`s of then, so the demo has a true history. Names are made up;
addresses are of the reserved `.example` domain and phone numbers of the ranges kept for fiction.
"""

from collections.abc import Mapping

import msgspec

from watchbill import engine
from watchbill.domain.access import Caller
from watchbill.domain.accounts import AccountWish, account_named, add_account, check_password, first_admin
from watchbill.domain.contacts import ContactWish, add_contact, add_customer
from watchbill.domain.groups import GroupWish, add_group, add_members
from watchbill.domain.model import (
    Account,
    Author,
    ContactId,
    CustomerId,
    GroupId,
    LayerRule,
    Role,
    RosterShift,
    Schedule,
    ScheduleId,
    Via,
)
from watchbill.domain.overrides import OverrideWish, add_override
from watchbill.domain.ports import Store, Writes
from watchbill.domain.rosters import RosterWish, add_roster
from watchbill.domain.schedules import ScheduleWish, TierNumber, add_schedule
from watchbill.domain.tiers import TierWish, change_tier

USERNAME = "demo"
RESPONDER = "anna"
PASSWORD = "watch-the-night"  # noqa: S105 - it is printed on every start, and the demo listens on this machine only
PROVIDER = "Northlight Operations"

DAY = 86400
WEEK = 7 * DAY

EPOCH_ON = 719163
"""The ordinal of the first day of 1970."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


class When(msgspec.Struct, frozen=True):
    """A wall reading counted from this week's Monday in some zone."""

    week: int
    day: int
    hour: int


class Person(msgspec.Struct, frozen=True):
    """Somebody of the story; the customer by name."""

    key: str
    first_name: str
    last_name: str
    customer: str
    phone: str
    tz: str


class Turns(msgspec.Struct, frozen=True):
    """A layer of the story; rotation and restrictions as the OCS API writes them."""

    tz: str
    begins: When
    rotation: Mapping[str, object]
    people: tuple[str, ...]
    restrictions: tuple[Mapping[str, object], ...] | None = None


class Cover(msgspec.Struct, frozen=True):
    """An override of the story, `days` from today's midnight in its zone, for some hours."""

    person: str
    tz: str
    days: int
    hour: int
    hours: int


class TierStory(msgspec.Struct, frozen=True):
    """A tier as it began and, where somebody edited it since, as it is now."""

    layers: tuple[Turns, ...]
    edited: tuple[Turns, ...] = ()
    edited_weeks_ago: int = 0
    covers: tuple[Cover, ...] = ()


class ScheduleStory(msgspec.Struct, frozen=True):
    """A schedule, its default contact and its tiers by number."""

    customer: str
    name: str
    email: str
    phone: str
    tiers: tuple[TierStory, ...]


class GroupStory(msgspec.Struct, frozen=True):
    """People that rosters name together."""

    customer: str
    name: str
    people: tuple[str, ...]


class Recurs(msgspec.Struct, frozen=True):
    """A shift that comes again, from one hour of the day to another."""

    name: str
    begins: When
    start_hour: int
    end_hour: int
    pattern: engine.Pattern
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    ends: engine.Ends = engine.Never()
    ends_in_weeks: int | None = None


class Once(msgspec.Struct, frozen=True, kw_only=True):
    """A shift that comes one time, `days` from today's midnight."""

    name: str
    days: int
    hour: int
    hours: int
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


class RosterStory(msgspec.Struct, frozen=True):
    """A roster of a customer, or of the provider for all of them."""

    customer: str
    name: str
    description: str
    tz: str
    shifts: tuple[Recurs | Once, ...]


# Each with the domain of its people's e-mail.
DOMAINS = {
    PROVIDER: "northlight.example",
    "Lindenhof Clinics": "lindenhof.example",
    "Larkspur Games": "larkspur.example",
    "Pacific Orchard": "orchard.example",
    "Tasman Rail": "tasman.example",
    "Sunder Textiles": "sunder.example",
}

PEOPLE = (
    Person("anna", "Anna", "Brandt", PROVIDER, "+49 30 23125 101", "Europe/Berlin"),
    Person("ben", "Ben", "Okafor", PROVIDER, "+49 30 23125 102", "Europe/Berlin"),
    Person("chiara", "Chiara", "Conti", PROVIDER, "+49 30 23125 103", "Europe/Berlin"),
    Person("deniz", "Deniz", "Aydın", PROVIDER, "+49 30 23125 104", "Europe/Berlin"),
    Person("edda", "Edda", "Vogel", PROVIDER, "+49 30 23125 105", "Europe/Berlin"),
    Person("grace", "Grace", "Whitmore", PROVIDER, "+44 20 7946 0121", "Europe/London"),
    Person("hugo", "Hugo", "Lambert", PROVIDER, "+44 20 7946 0122", "Europe/London"),
    Person("jonas", "Jonas", "Reuter", "Lindenhof Clinics", "+49 30 23125 201", "Europe/Berlin"),
    Person("katrin", "Katrin", "Sommer", "Lindenhof Clinics", "+49 30 23125 202", "Europe/Berlin"),
    Person("liam", "Liam", "Doyle", "Larkspur Games", "+44 20 7946 0301", "Europe/London"),
    Person("maya", "Maya", "Reyes", "Larkspur Games", "+1 415 555 0131", "America/Los_Angeles"),
    Person("noah", "Noah", "Castillo", "Larkspur Games", "+1 415 555 0132", "America/Los_Angeles"),
    Person("olivia", "Olivia", "Tran", "Larkspur Games", "+61 2 5550 0141", "Australia/Sydney"),
    Person("priya", "Priya", "Menon", "Larkspur Games", "+61 2 5550 0142", "Australia/Sydney"),
    Person("quinn", "Quinn", "Harper", "Pacific Orchard", "+1 206 555 0151", "America/Los_Angeles"),
    Person("rosa", "Rosa", "Delgado", "Pacific Orchard", "+1 206 555 0152", "America/Los_Angeles"),
    Person("sam", "Sam", "Whitlock", "Pacific Orchard", "+1 206 555 0153", "America/Los_Angeles"),
    Person("tess", "Tess", "Marlowe", "Tasman Rail", "+61 2 5550 0161", "Australia/Sydney"),
    Person("umar", "Umar", "Siddiqui", "Tasman Rail", "+61 2 5550 0162", "Australia/Sydney"),
    Person("vera", "Vera", "Kowalski", "Tasman Rail", "+61 2 5550 0163", "Australia/Sydney"),
    Person("wasim", "Wasim", "Shah", "Sunder Textiles", "+44 1632 960171", "Asia/Kolkata"),
    Person("yamini", "Yamini", "Rao", "Sunder Textiles", "+44 1632 960172", "Asia/Kolkata"),
    Person("zubin", "Zubin", "Daruwala", "Sunder Textiles", "+44 1632 960173", "Asia/Kolkata"),
)


def _hours(start: str, end: str) -> tuple[Mapping[str, object], ...]:
    return ({"type": "days", "days": list(WEEKDAYS), "start": start, "end": end},)


def _every_day(start: str, end: str) -> tuple[Mapping[str, object], ...]:
    return ({"type": "daily", "start": start, "end": end},)


DAILY = {"type": "daily"}
WEEKLY = {"type": "weekly"}
WEEKDAYS_IN_TURN = {"type": "daily", "turns": "open"}
WEEKEND = ({"type": "weekly", "start_day": "friday", "start": "17:00", "end_day": "monday", "end": "09:00"},)

CLINIC_NIGHTS = Turns(
    "Europe/Berlin", When(-26, 0, 8), WEEKLY, ("anna", "ben", "chiara", "grace")
)  # nights and weekends: what the layer above leaves open
CLINIC_DAYS = Turns("Europe/Berlin", When(-26, 0, 8), WEEKDAYS_IN_TURN, ("jonas", "katrin"), _hours("08:00", "18:00"))

SCHEDULES = (
    ScheduleStory(
        "Lindenhof Clinics",
        "Clinic network",
        "it-duty@lindenhof.example",
        "+49 30 23125 200",
        (
            TierStory(
                layers=(CLINIC_NIGHTS, CLINIC_DAYS),
                edited=(
                    msgspec.structs.replace(CLINIC_NIGHTS, people=("anna", "ben", "chiara", "grace", "deniz")),
                    CLINIC_DAYS,
                ),
                edited_weeks_ago=6,
                covers=(
                    Cover("hugo", "Europe/Berlin", days=-9, hour=18, hours=14),
                    Cover("deniz", "Europe/Berlin", days=1, hour=18, hours=14),
                    Cover("anna", "Europe/Berlin", days=5, hour=8, hours=10),
                    Cover("chiara", "Europe/Berlin", days=12, hour=0, hours=48),
                ),
            ),
            TierStory(
                layers=(Turns("Europe/Berlin", When(-26, 0, 9), WEEKLY, ("edda", "deniz", "hugo")),),
                covers=(Cover("grace", "Europe/Berlin", days=3, hour=9, hours=24),),
            ),
            TierStory(
                layers=(
                    Turns(
                        "Europe/Berlin",
                        When(-26, 0, 9),
                        {"type": "monthly", "interval": 1},
                        ("katrin", "edda"),
                    ),
                )
            ),
        ),
    ),
    ScheduleStory(
        "Larkspur Games",
        "Game platform, follow the sun",
        "ops@larkspur.example",
        "+44 20 7946 0300",
        (
            TierStory(
                layers=(
                    Turns(
                        "Australia/Sydney",
                        When(-20, 0, 8),
                        WEEKLY,
                        ("olivia", "priya"),
                        _every_day("08:00", "18:00"),
                    ),
                    Turns(
                        "Europe/London",
                        When(-20, 0, 7),
                        WEEKLY,
                        ("liam", "grace", "hugo"),
                        _every_day("07:00", "17:00"),
                    ),
                    Turns(
                        "America/Los_Angeles",
                        When(-20, 0, 8),
                        WEEKLY,
                        ("maya", "noah"),
                        _every_day("08:00", "16:00"),
                    ),
                ),
                covers=(Cover("noah", "America/Los_Angeles", days=2, hour=8, hours=8),),
            ),
            TierStory(
                layers=(
                    Turns(
                        "Europe/London",
                        When(-20, 0, 9),
                        {"type": "custom", "unit": "days", "lengths": [5, 2]},
                        ("liam", "maya", "olivia"),
                    ),
                )
            ),
        ),
    ),
    ScheduleStory(
        "Pacific Orchard",
        "Warehouse systems",
        "dock@orchard.example",
        "+1 206 555 0150",
        (
            # Nobody watches at night and at weekends: a gap in plain sight, with the default contact.
            TierStory(
                layers=(
                    Turns(
                        "America/Los_Angeles",
                        When(-16, 0, 6),
                        WEEKDAYS_IN_TURN,
                        ("quinn", "rosa", "sam"),
                        _hours("06:00", "18:00"),
                    ),
                )
            ),
            TierStory(
                layers=(
                    Turns(
                        "America/Los_Angeles",
                        When(-16, 0, 6),
                        {"type": "hourly", "interval": 12},
                        ("sam", "quinn"),
                    ),
                ),
                covers=(Cover("rosa", "America/Los_Angeles", days=0, hour=18, hours=12),),
            ),
        ),
    ),
    ScheduleStory(
        "Tasman Rail",
        "Signalling desk",
        "signals@tasman.example",
        "+61 2 5550 0160",
        (
            TierStory(
                layers=(
                    Turns("Australia/Sydney", When(-30, 0, 9), DAILY, ("tess", "umar")),
                    Turns("Australia/Sydney", When(-30, 4, 17), WEEKLY, ("vera", "tess", "umar"), WEEKEND),
                ),
                edited=(
                    Turns("Australia/Sydney", When(-30, 0, 9), DAILY, ("tess", "umar", "vera")),
                    Turns("Australia/Sydney", When(-30, 4, 17), WEEKLY, ("vera", "tess", "umar"), WEEKEND),
                ),
                edited_weeks_ago=3,
            ),
            TierStory(layers=(Turns("Australia/Sydney", When(-30, 2, 12), WEEKLY, ("umar", "vera")),)),
        ),
    ),
    ScheduleStory(
        "Sunder Textiles",
        "Mill floor",
        "mill@sunder.example",
        "+44 1632 960170",
        (
            TierStory(
                layers=(
                    Turns("Asia/Kolkata", When(-12, 0, 6), {"type": "daily", "interval": 2}, ("zubin", "wasim")),
                    Turns(
                        "Asia/Kolkata",
                        When(-12, 0, 6),
                        WEEKLY,
                        ("wasim", "yamini"),
                        _every_day("06:00", "14:00"),
                    ),
                    Turns(
                        "Asia/Kolkata",
                        When(-12, 0, 14),
                        WEEKLY,
                        ("yamini", "zubin"),
                        _every_day("14:00", "22:00"),
                    ),
                )
            ),
            TierStory(layers=(Turns("Europe/Berlin", When(-12, 0, 9), WEEKLY, ("ben", "edda")),)),
        ),
    ),
    ScheduleStory(
        PROVIDER,
        "Year-end change freeze",
        "noc@northlight.example",
        "+49 30 23125 100",
        # Begins next week: nobody is on now, and who comes first is known already.
        (TierStory(layers=(Turns("Europe/Berlin", When(1, 0, 9), WEEKLY, ("edda", "anna", "grace")),)),),
    ),
)

GROUPS = (
    GroupStory(PROVIDER, "Network crew", ("anna", "ben", "chiara")),
    GroupStory(PROVIDER, "Night crew", ("deniz", "edda", "hugo")),
    GroupStory("Tasman Rail", "Yard crew", ("tess", "vera")),
)

ROSTERS = (
    # Three shifts around the clock, by groups: somebody who joins a group is on from then on.
    RosterStory(
        PROVIDER,
        "Operations room",
        "Who sits at the desk",
        "Europe/Berlin",
        (
            Recurs("Early", When(-20, 0, 0), 6, 14, engine.Daily(), groups=("Network crew",)),
            Recurs("Late", When(-20, 0, 0), 14, 22, engine.Daily(), ("grace",), ("Network crew",)),
            Recurs("Night", When(-20, 0, 0), 22, 6, engine.Daily(), groups=("Night crew",)),
        ),
    ),
    RosterStory(
        "Lindenhof Clinics",
        "On site",
        "Who opens the door for the carrier's engineers",
        "Europe/Berlin",
        (
            Recurs("Ward rounds", When(-26, 0, 0), 8, 17, engine.Weekly(1, (0, 2, 4)), ("jonas",)),
            Recurs("Quiet days", When(-26, 1, 0), 8, 17, engine.Weekly(1, (1, 3)), ("katrin",)),
            Recurs("Patch night", When(-26, 0, 0), 20, 2, engine.MonthlyByWeekday(1, -1, 4), ("jonas", "katrin")),
            Once(name="Moving the archive", days=2, hour=9, hours=30, people=("katrin",)),
        ),
    ),
    # Stock is taken on the 31st, where the month has one, and on the day the orchard opened.
    RosterStory(
        "Pacific Orchard",
        "Stocktaking",
        "",
        "America/Los_Angeles",
        (
            Recurs("Count", When(-16, 0, 0), 5, 13, engine.MonthlyByDay(1, 31), ("quinn", "rosa")),
            Recurs("Founding day", When(-16, 2, 0), 0, 0, engine.Yearly(), ("sam",)),
        ),
    ),
    RosterStory(
        "Tasman Rail",
        "Yard at weekends",
        "Every second weekend; the other one belongs to the carrier",
        "Australia/Sydney",
        (Recurs("Yard", When(-30, 5, 0), 5, 21, engine.Weekly(2, (5, 6)), groups=("Yard crew",)),),
    ),
    RosterStory(
        "Sunder Textiles",
        "Loom trial",
        "Twenty nights, then it is over",
        "Asia/Kolkata",
        (
            Recurs("Trial", When(-1, 0, 0), 21, 3, engine.Daily(2), ("wasim", "yamini"), ends=engine.Occurrences(20)),
            Recurs("Handover", When(-1, 4, 0), 16, 18, engine.Weekly(), ("zubin",), ends_in_weeks=8),
        ),
    ),
)

OLDEST_WEEK = 32
"""Weeks ago at which the story begins: customers and people are older than what names them."""


async def tell(store: Store, now: int) -> Account:
    """Write the story into an empty store and return the demo's own account."""
    began = now - OLDEST_WEEK * WEEK
    async with store.founding(PROVIDER, began, Author(via=Via.CLI, at=now), is_first=True) as writes:
        root = CustomerId(writes.provider_id)
        wish = AccountWish(
            username=USERNAME,
            role=Role.ADMIN,
            customer_id=root,
            password=PASSWORD,
            first_name="Demo",
            last_name="Operator",
            email="demo@northlight.example",
        )
        account = await first_admin(writes, wish, began)
        caller = Caller(account=account, customer_id=root, role=Role.ADMIN)
        people = await tell_in(writes, caller, now)
        await _add_responder(writes, caller, root, people["anna"], began)
    return account


async def known_to_all(store: Store) -> str | None:
    """The user name of an account that signs in by the password which everybody can read here; None where none does."""
    for username in (USERNAME, RESPONDER):
        account = await account_named(store, username)
        if account is not None and await check_password(account, PASSWORD):
            return username
    return None


async def tell_in(writes: Writes, caller: Caller, now: int) -> Mapping[str, ContactId]:
    """Write the story, without any account, into the provider that the caller administers; returns its people by key.

    Raises Taken where a customer of the story's name is there already.
    """
    began = now - OLDEST_WEEK * WEEK
    customers = {PROVIDER: CustomerId(caller.provider_id)}
    for name in list(DOMAINS)[1:]:
        customers[name] = (await add_customer(writes, caller, name, began)).id
    people = {one.key: await _add_person(writes, caller, one, customers, began) for one in PEOPLE}
    for story in SCHEDULES:
        await _add_schedule(writes, caller, story, customers, people, now)
    groups = {one.name: await _add_group(writes, caller, one, customers, people, began) for one in GROUPS}
    for roster in ROSTERS:
        await _add_roster(writes, caller, roster, customers, people, groups, now)
    return people


async def _add_person(
    writes: Writes, caller: Caller, person: Person, customers: Mapping[str, CustomerId], now: int
) -> ContactId:
    wish = ContactWish(
        customer_id=customers[person.customer],
        login_name=person.key,
        first_name=person.first_name,
        last_name=person.last_name,
        email=f"{person.key}@{DOMAINS[person.customer]}",
        phone=person.phone,
        tz=person.tz,
    )
    return (await add_contact(writes, caller, wish, now)).id


async def _add_responder(
    writes: Writes, caller: Caller, customer_id: CustomerId, contact_id: ContactId, now: int
) -> None:
    """An account with little right, to see the rights at work: it may cover hours itself, nothing else."""
    wish = AccountWish(
        username=RESPONDER,
        role=Role.RESPONDER,
        customer_id=customer_id,
        password=PASSWORD,
        first_name="Anna",
        last_name="Brandt",
        email="anna@northlight.example",
        contact_id=contact_id,
    )
    await add_account(writes, caller, wish, now)


async def _add_schedule(
    writes: Writes,
    caller: Caller,
    story: ScheduleStory,
    customers: Mapping[str, CustomerId],
    people: Mapping[str, ContactId],
    now: int,
) -> None:
    began = min(_began(tier, now) for tier in story.tiers)
    wish = ScheduleWish(
        customer=customers[story.customer],
        name=story.name,
        default_email=story.email,
        default_phone=story.phone,
    )
    schedule, _ = await add_schedule(writes, caller, wish, began)
    for number, tier in enumerate(story.tiers, start=1):
        await _add_tier(writes, caller, schedule, number, tier, people, now)


async def _add_tier(
    writes: Writes,
    caller: Caller,
    schedule: Schedule,
    number: int,
    story: TierStory,
    people: Mapping[str, ContactId],
    now: int,
) -> None:
    ref = TierNumber(ScheduleId(schedule.id), number)
    await change_tier(writes, caller, ref, TierWish(layers=_layers(story.layers, people, now)), _began(story, now))
    if story.edited:
        then = now - story.edited_weeks_ago * WEEK
        await change_tier(writes, caller, ref, TierWish(layers=_layers(story.edited, people, now)), then)
    for cover in story.covers:
        start = _midnight(cover.tz, now) + cover.days * DAY + cover.hour * 3600
        zone = engine.zone(cover.tz)
        override = OverrideWish(
            tier=ref,
            contact_id=people[cover.person],
            start=zone.instant(start),
            end=zone.instant(start + cover.hours * 3600),
        )
        await add_override(writes, caller, override, min(now, zone.instant(start)) - DAY)


def _began(story: TierStory, now: int) -> int:
    return min(now, *(_instant(layer.begins, layer.tz, now) for layer in story.layers)) - DAY


def _layers(story: tuple[Turns, ...], people: Mapping[str, ContactId], now: int) -> tuple[LayerRule, ...]:
    return tuple(
        LayerRule(
            start=_instant(turns.begins, turns.tz, now),
            rotation=msgspec.json.encode(turns.rotation).decode(),
            restrictions=msgspec.json.encode(turns.restrictions).decode(),
            contacts=tuple(people[key] for key in turns.people),
            index=index,
            tz=turns.tz,
        )
        for index, turns in enumerate(story)
    )


def _instant(begins: When, tz: str, now: int) -> int:
    return engine.zone(tz).instant(_reading(begins, tz, now))


def _reading(begins: When, tz: str, now: int) -> int:
    return _monday(tz, now) + begins.week * WEEK + begins.day * DAY + begins.hour * 3600


def _midnight(tz: str, now: int) -> int:
    """The wall reading of today's midnight."""
    reading = engine.zone(tz).reading(now)
    return reading - reading % DAY


def _monday(tz: str, now: int) -> int:
    """The wall reading of this week's Monday at midnight; the first day of 1970 was a Thursday."""
    midnight = _midnight(tz, now)
    return midnight - (midnight // DAY + 3) % 7 * DAY


async def _add_group(
    writes: Writes,
    caller: Caller,
    story: GroupStory,
    customers: Mapping[str, CustomerId],
    people: Mapping[str, ContactId],
    now: int,
) -> GroupId:
    group = await add_group(writes, caller, customers[story.customer], GroupWish(name=story.name), now)
    await add_members(writes, caller, group.id, tuple((key, people[key]) for key in story.people), now)
    return group.id


async def _add_roster(
    writes: Writes,
    caller: Caller,
    story: RosterStory,
    customers: Mapping[str, CustomerId],
    people: Mapping[str, ContactId],
    groups: Mapping[str, GroupId],
    now: int,
) -> None:
    tenant = await writes.customer(customers[story.customer])
    wish = RosterWish(
        name=story.name,
        description=story.description,
        tz=story.tz,
        shifts=tuple(
            RosterShift(
                id="",
                name=shift.name,
                schedule=_schedule(shift, story.tz, now),
                anchor_at=_instant(shift.begins, story.tz, now) if isinstance(shift, Recurs) else None,
                contacts=tuple(people[key] for key in shift.people),
                groups=tuple(groups[name] for name in shift.groups),
            )
            for shift in story.shifts
        ),
    )
    begins = [_instant(shift.begins, story.tz, now) for shift in story.shifts if isinstance(shift, Recurs)]
    await add_roster(writes, caller, tenant, wish, min([now, *begins]))


def _schedule(shift: Recurs | Once, tz: str, now: int) -> engine.OneTime | engine.Recurring:
    if isinstance(shift, Once):
        start = _midnight(tz, now) + shift.days * DAY + shift.hour * 3600
        zone = engine.zone(tz)
        return engine.OneTime(start=zone.instant(start), end=zone.instant(start + shift.hours * 3600))
    ends = shift.ends if shift.ends_in_weeks is None else engine.Until(now + shift.ends_in_weeks * WEEK)
    return engine.Recurring(
        anchor_on=_reading(shift.begins, tz, now) // DAY + EPOCH_ON,
        start_time=shift.start_hour * 3600,
        end_time=shift.end_hour * 3600,
        pattern=shift.pattern,
        ends=ends,
    )
