"""Calendar feeds: issuing, listing and revoking their secret addresses, and what each of them shows."""

import asyncio
import contextlib
import re
import secrets
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from watchbill import engine
from watchbill.domain.access import Caller, sees
from watchbill.domain.accounts import hashed
from watchbill.domain.board import (
    Filters,
    LayerOn,
    OnShift,
    OverrideOn,
    Place,
    ShiftOn,
    TierPlace,
    find_roster_place,
    find_schedule_places,
    find_tier_place,
    load_past_places,
    load_places,
    rule_words,
    shifts_in,
)
from watchbill.domain.contacts import find_contact
from watchbill.domain.errors import Busy, Invalid, NotFound
from watchbill.domain.model import (
    Account,
    Contact,
    ContactId,
    CustomerId,
    Feed,
    FeedId,
    FeedKind,
    FeedMemory,
    ProviderId,
    Role,
    RosterId,
    ScheduleId,
    TierId,
    ToldShift,
)
from watchbill.domain.ports import Reads, Store, Writes
from watchbill.engine import WatchbillError

DAY: Final = 86_400
BACK: Final = 90 * DAY
AHEAD: Final = 180 * DAY
BEYOND: Final = timedelta(days=35)
"""How far beyond both ends of the window is looked for where a shift really begins and ends."""
NOTED_EVERY: Final = 3_600
"""How often it is written down that a feed was fetched, in seconds, when nothing else is to be written."""

MOST_SHIFTS: Final = 50_000
"""What one feed tells at most: beyond it clients give up, and every fetch would cost others seconds."""
AT_ONCE: Final = 250
"""How many shifts are worked out before others get a turn."""

_SECRET: Final = re.compile(r"wbf_([1-9][0-9]{0,18})_[A-Za-z0-9_-]{43}").fullmatch
_WHOLE: Final = re.compile(r"[1-9][0-9]{0,17}", re.ASCII).fullmatch


class FeedWish(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that somebody wants: of what, and in which zone."""

    kind: FeedKind
    subject: str
    tz: str = "UTC"


class FeedTooLarge(WatchbillError):
    """There are more shifts than one feed may tell; a part of them would look like nobody being on call."""

    def __init__(self) -> None:
        super().__init__(f"This calendar would have more than {MOST_SHIFTS:,} shifts. Use calendars of parts of it.")


class FeedShown(msgspec.Struct, frozen=True, kw_only=True):
    """A feed as it is at a moment: its name, its zone, and what it has to tell."""

    provider_id: ProviderId
    name: str
    tz: str
    memory: FeedMemory


# ── issue, list, revoke ──────────────────────────────────────────────────────────────────────────────────────────


async def issue_feed(writes: Writes, caller: Caller, wish: FeedWish, now: int) -> tuple[str, Feed]:
    """Make a feed of something that the caller sees; its secret is returned this once and only its hash is kept.

    Raises Invalid, and NotFound for what is not there or not to be seen.
    """
    _check(wish)
    secret = f"wbf_{writes.provider_id}_{secrets.token_urlsafe(32)}"
    feed = Feed(
        provider_id=writes.provider_id,
        id=FeedId(await writes.new_id(Feed)),
        customer_id=caller.customer_id,
        created_by=caller.account.id,
        kind=wish.kind,
        subject=wish.subject,
        tz=wish.tz,
        secret_hash=hashed(secret),
        created_at=now,
    )
    await feed_name(writes, caller, feed)
    await writes.save(feed)
    return secret, feed


def _check(wish: FeedWish) -> None:
    """Raises Invalid for a zone or an id that cannot be."""
    problems = []
    try:
        engine.zone(wish.tz)
    except engine.BadRule:
        problems.append(("tz", "There is no such time zone; zones have names such as Europe/Berlin."))
    if wish.kind is not FeedKind.ROSTER and not _WHOLE(wish.subject):
        problems.append(("id", f"The id of a {wish.kind} is a whole number."))
    if problems:
        raise Invalid(problems)


async def list_feeds(reads: Reads, caller: Caller) -> list[Feed]:
    """The caller's feeds that are not revoked, by id; an admin's list has everybody's at the customers they see."""
    return [one for one in await reads.feeds() if one.revoked_at is None and _governs(caller, one)]


class FeedNamed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed with what people want to know of it: what it shows, who made it, and when it was fetched last."""

    feed: Feed
    name: str | None
    """None where what it shows is gone."""
    maker: Account
    fetched_at: int | None


async def named_feeds(reads: Reads, caller: Caller, feeds: Sequence[Feed]) -> list[FeedNamed]:
    """The same feeds, in their order, with their names and makers."""
    fetched = await reads.feeds_fetched([feed.id for feed in feeds])
    named = []
    for feed in feeds:
        try:
            name = await feed_name(reads, caller, feed)
        except NotFound:
            name = None
        maker = await reads.account(feed.created_by)
        named.append(FeedNamed(feed=feed, name=name, maker=maker, fetched_at=fetched.get(feed.id)))
    return named


async def find_feed(reads: Reads, caller: Caller, id: FeedId) -> Feed:
    """The feed. Raises NotFound, also for one that is not the caller's to end."""
    feed = await reads.feed(id)
    if not _governs(caller, feed):
        raise NotFound("feed", id)
    return feed


async def revoke_feed(writes: Writes, caller: Caller, id: FeedId, now: int) -> Feed:
    """End a feed at once; again changes nothing. Raises NotFound, also for one that is not the caller's to end."""
    feed = await find_feed(writes, caller, id)
    if feed.revoked_at is None:
        feed = msgspec.structs.replace(feed, revoked_at=now)
        await writes.save(feed)
    return feed


def _governs(caller: Caller, feed: Feed) -> bool:
    """Whether a feed is the caller's own, or one that they administer."""
    is_own = feed.created_by == caller.account.id
    return sees(caller, feed.customer_id) and (is_own or caller.role >= Role.ADMIN)


# ── what a feed shows ────────────────────────────────────────────────────────────────────────────────────────────


def provider_of_secret(secret: str) -> ProviderId | None:
    """Whose feed this claims to be; None when it has not the form of a feed's secret."""
    found = _SECRET(secret)
    return ProviderId(int(found[1])) if found and int(found[1]) < 2**63 else None


async def fetch_feed(store: Store, secret: str, now: int) -> FeedShown | None:
    """What the feed with this secret shows now; None for a wrong or revoked one, or when its maker or subject is gone.

    Looks and compares in a transaction that reads; only what has changed since the last time is noted, in another.
    Raises FeedTooLarge.
    """
    provider_id = provider_of_secret(secret)
    if provider_id is None:
        return None
    try:
        async with store.reading(provider_id) as reads:
            feed = await reads.feed_by_hash(hashed(secret))
            caller = None if feed is None or feed.revoked_at is not None else await _maker(reads, feed)
            if feed is None or caller is None:
                return None
            name = await feed_name(reads, caller, feed)
            shifts = await _all_shifts(reads, caller, feed, now)
            memory = await reads.feed_memory(feed.id)
        # Thousands of shifts are compared, so not on the event loop.
        noted = await asyncio.to_thread(remembered, feed, memory, shifts, now)
        if noted is not memory:
            # Where others are writing it is noted the next time: nobody has to wait for that with their calendar.
            with contextlib.suppress(Busy):
                async with store.writing(provider_id) as writes:
                    known = await writes.feed_memory(feed.id)
                    if known != memory:
                        # Somebody else has fetched the feed in the meantime.
                        noted = await asyncio.to_thread(remembered, feed, known, shifts, now)
                    if noted is not known:
                        await writes.save(noted)
    except NotFound:
        return None
    return FeedShown(provider_id=provider_id, name=name, tz=feed.tz, memory=noted)


async def _maker(reads: Reads, feed: Feed) -> Caller | None:
    """Who made the feed, as somebody who only looks; None when they may no longer sign in."""
    account = await reads.account(feed.created_by)
    if not account.is_active or account.customer_id not in (feed.customer_id, CustomerId(feed.provider_id)):
        return None
    return Caller(account=account, customer_id=feed.customer_id, role=Role.VIEWER)


async def feed_name(reads: Reads, caller: Caller, feed: Feed) -> str:
    """The name of what a feed shows. Raises NotFound."""
    match feed.kind:
        case FeedKind.CONTACT:
            return (await find_contact(reads, caller, ContactId(int(feed.subject)))).full_name
        case FeedKind.SCHEDULE:
            return (await find_schedule_places(reads, caller, ScheduleId(int(feed.subject))))[0].name
        case FeedKind.TIER:
            return place_name(await find_tier_place(reads, caller, TierId(int(feed.subject))))
        case FeedKind.ROSTER:
            return place_name(await find_roster_place(reads, caller, RosterId(feed.subject)))
        case FeedKind.CUSTOMER:
            customer_id = CustomerId(int(feed.subject))
            if not sees(caller, customer_id):
                raise NotFound("customer", customer_id)
            return (await reads.customer(customer_id)).name


async def _all_shifts(reads: Reads, caller: Caller, feed: Feed, now: int) -> list[ToldShift]:
    """The shifts that the feed shows; others get a turn after every few. Raises FeedTooLarge."""
    shifts: list[ToldShift] = []
    async for shift in told_shifts(reads, caller, feed, now):
        shifts.append(shift)
        if len(shifts) > MOST_SHIFTS:
            raise FeedTooLarge
        if len(shifts) % AT_ONCE == 0:
            await asyncio.sleep(0)
    return shifts


async def told_shifts(reads: Reads, caller: Caller, feed: Feed, now: int) -> AsyncIterator[ToldShift]:
    """The shifts that a feed shows: those from 90 days back to 180 ahead, whole, place by place."""
    contact_id = ContactId(int(feed.subject)) if feed.kind is FeedKind.CONTACT else None
    async for places in _places(reads, caller, feed, now):
        people = await reads.contacts({ContactId(id) for place in places for id in place.named})
        for place in places:
            tells = _Teller(place, people, outer_window(now))
            for shift in _shown(place, now):
                if contact_id is None or contact_id in shift.people:
                    yield tells.told(shift)
            await asyncio.sleep(0)


async def _places(reads: Reads, caller: Caller, feed: Feed, now: int) -> AsyncIterator[Sequence[Place]]:
    match feed.kind:
        case FeedKind.CONTACT:
            window = outer_window(now)
            ids = await reads.places_ever_naming([ContactId(int(feed.subject))], start=window.start, end=window.end)
            async for places in load_places(reads, ids):
                yield [place for place in places if _may_see(caller, place)]
        case FeedKind.SCHEDULE:
            yield (await find_schedule_places(reads, caller, ScheduleId(int(feed.subject))))[1]
        case FeedKind.TIER:
            yield [await find_tier_place(reads, caller, TierId(int(feed.subject)))]
        case FeedKind.ROSTER:
            yield [await find_roster_place(reads, caller, RosterId(feed.subject))]
        case FeedKind.CUSTOMER:
            filters = Filters(customer_id=CustomerId(int(feed.subject)))
            async for places in load_past_places(reads, caller, filters, outer_window(now)):
                yield places


def _may_see(caller: Caller, place: Place) -> bool:
    is_shared = not isinstance(place, TierPlace) and place.customer.parent_id is None
    return is_shared or sees(caller, place.customer.id)


def window(now: int) -> engine.Span:
    """What feeds show: whole days of UTC, so that a feed does not change with every second."""
    today = now - now % DAY
    return engine.Span(today - BACK, today + DAY + AHEAD)


def outer_window(now: int) -> engine.Span:
    """The window and some more, between firsts of months, so that the ends of shifts that cross it stay where they are.

    A shift that is longer still is cut there, and moves once a month.
    """
    inner = window(now)
    first = (_utc(inner.start) - BEYOND).replace(day=1)
    last = (_utc(inner.end) + BEYOND + timedelta(days=31)).replace(day=1)
    return engine.Span(int(first.timestamp()), int(last.timestamp()))


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _shown(place: Place, now: int) -> Iterator[OnShift]:
    inner = window(now)
    return (one for one in shifts_in(place, outer_window(now)) if one.end > inner.start and one.start < inner.end)


class _Teller:
    """Tells a place's shifts in the words of a calendar.

    A shift's UID is made of the place, the rule and the start: it stays when somebody else takes the shift, or it ends
    at another time. A shift that starts at another time is a new one, and so is one that another rule gives: an
    override in the middle of a shift ends it sooner (the same UID), and what comes after the override is new.
    """

    def __init__(self, place: Place, people: Mapping[ContactId, Contact], outer: engine.Span) -> None:
        self._place, self._people, self._outer = place, people, outer
        self._name = place_name(place)
        self._where = f"{place.customer.name}: {self._name}"
        self._key = f"{'tier' if isinstance(place, TierPlace) else 'roster'}-{place.id}"
        # The same people come back by the same rule: what is said of them is made once, and is in memory once.
        self._said: dict[tuple[tuple[int, ...], str], tuple[str, str]] = {}

    def told(self, shift: OnShift) -> ToldShift:
        since = "before" if shift.start == self._outer.start else shift.start
        by = shift.people, rule_words(shift.rule, self._place, shift.start)
        summary, description = self._said.get(by) or self._said.setdefault(by, self._words(*by))
        return ToldShift(
            uid=f"{self._key}-{_rule_key(shift)}-{since}@{self._place.customer.provider_id}.watchbill",
            start=shift.start,
            end=shift.end,
            place=self._where,
            summary=summary,
            description=description,
        )

    def _words(self, ids: tuple[int, ...], rule: str) -> tuple[str, str]:
        known = [self._people[ContactId(id)] for id in ids if ContactId(id) in self._people]
        names = ", ".join(one.full_name for one in known) or "Nobody known"
        return f"{names} – {self._name}", "\n".join([*map(_reach, known), rule])


def place_name(place: Place) -> str:
    """Such as "Network operations, tier 1"."""
    if isinstance(place, TierPlace):
        return f"{place.plan.schedule.name}, tier {place.plan.tier.number}"
    return place.plan.roster.name


def _rule_key(shift: OnShift) -> str:
    match shift.rule:
        case LayerOn(index):
            return f"layer-{index}"
        case OverrideOn(id):
            return f"override-{id}"
        case ShiftOn(id, _):
            return f"shift-{id}"


def _reach(contact: Contact) -> str:
    """A person and how to reach them, in a line."""
    return ", ".join(part for part in (contact.full_name, contact.phone, contact.mobile, contact.email) if part)


# ── what was told ────────────────────────────────────────────────────────────────────────────────────────────────


def remembered(feed: Feed, memory: FeedMemory | None, shifts: Iterable[ToldShift], now: int) -> FeedMemory:
    """What a feed has told once it has told these shifts: the same memory when there is nothing new to note.

    What is told otherwise than before gets the next sequence number; what is told no more is cancelled, until it has
    left the window, or there is no room for it: then what was cancelled longest ago goes first.
    """
    before = {one.uid: one for one in memory.shifts} if memory else {}
    present = {one.uid: _next(before.get(one.uid), one, now) for one in shifts}
    inner = window(now)
    # What has left the window, as it does a day at a time, was not cancelled.
    gone = (one for uid, one in before.items() if uid not in present and one.end > inner.start)
    cancelled = [one if one.is_cancelled else _cancelled(one, now) for one in gone]
    if len(present) + len(cancelled) > MOST_SHIFTS:
        cancelled.sort(key=lambda one: (-one.told_at, one.uid))
        del cancelled[max(0, MOST_SHIFTS - len(present)) :]
    shown = tuple(sorted((*present.values(), *cancelled), key=lambda one: (one.start, one.uid)))
    if memory is not None and memory.shifts == shown:
        is_recent = now - memory.fetched_at < NOTED_EVERY
        return memory if is_recent else msgspec.structs.replace(memory, fetched_at=now)
    return FeedMemory(provider_id=feed.provider_id, feed_id=feed.id, changed_at=now, fetched_at=now, shifts=shown)


def _next(before: ToldShift | None, shift: ToldShift, now: int) -> ToldShift:
    if before is None:
        return msgspec.structs.replace(shift, told_at=now)
    same = msgspec.structs.replace(shift, sequence=before.sequence, told_at=before.told_at)
    if same == before:
        return before
    return msgspec.structs.replace(shift, sequence=before.sequence + 1, told_at=now)


def _cancelled(shift: ToldShift, now: int) -> ToldShift:
    return msgspec.structs.replace(shift, sequence=shift.sequence + 1, told_at=now, is_cancelled=True)
