"""Calendar feeds: issuing, listing and revoking their secret addresses, and what each of them shows."""

import asyncio
import hashlib
import re
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from watchbill import engine
from watchbill.domain.access import Caller, sees
from watchbill.domain.accounts import hashed
from watchbill.domain.board import (
    Filters,
    OnShift,
    Place,
    ShiftOn,
    TierPlace,
    find_roster_place,
    find_schedule_places,
    find_tier_place,
    load_past_places,
    load_places,
    next_shift,
    rule_words,
    whole_shifts_in,
)
from watchbill.domain.contacts import find_contact
from watchbill.domain.errors import Invalid, NotFound
from watchbill.domain.model import (
    Account,
    Contact,
    ContactId,
    CustomerId,
    Feed,
    FeedId,
    FeedKind,
    ProviderId,
    Role,
    RosterId,
    ScheduleId,
    TierId,
)
from watchbill.domain.ports import Reads, Writes
from watchbill.domain.text import one_line
from watchbill.engine import WatchbillError

DAY: Final = 86_400
BACK: Final = 90 * DAY
AHEAD: Final = 180 * DAY
BEYOND: Final = timedelta(days=35)
"""How far beyond the window a shift without an end is told to go on, more or less."""

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


class ToldShift(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A shift as a calendar tells it."""

    uid: str
    start: int
    end: int
    place: str
    summary: str
    description: str
    """Several lines."""
    changed_at: int
    """When the plan that it comes from was changed last."""


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


async def find_shown(reads: Reads, secret: str) -> tuple[Feed, Caller] | None:
    """The feed with this secret, and its maker as somebody who only looks.

    None for a wrong or revoked one, and where its maker may no longer sign in. Costs no more than who signs in.
    """
    feed = await reads.feed_by_hash(hashed(secret))
    maker = None if feed is None or feed.revoked_at is not None else await _maker(reads, feed)
    return None if feed is None or maker is None else (feed, maker)


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


async def all_shifts(reads: Reads, maker: Caller, feed: Feed, now: int) -> list[ToldShift]:
    """The shifts that the feed shows; others get a turn after every few. Raises NotFound, FeedTooLarge."""
    shifts: list[ToldShift] = []
    async for shift in told_shifts(reads, maker, feed, now):
        shifts.append(shift)
        if len(shifts) > MOST_SHIFTS:
            raise FeedTooLarge
        if len(shifts) % AT_ONCE == 0:
            await asyncio.sleep(0)
    return shifts


async def told_shifts(reads: Reads, maker: Caller, feed: Feed, now: int) -> AsyncIterator[ToldShift]:
    """The shifts that a feed shows: those from 90 days back to 180 ahead, whole, place by place.

    They follow from the plans and the day alone. A person's feed reaches their next shift, however far that is.
    """
    ahead = window(now)
    whose = ContactId(int(feed.subject)) if feed.kind is FeedKind.CONTACT else None
    has_next, following = False, _Following()
    async for places in _places(reads, maker, feed, now):
        people = await reads.contacts({ContactId(id) for place in places for id in place.named})
        for place in places:
            tells = _Teller(place, people, ahead)
            for shift in whole_shifts_in(place, ahead):
                if whose is None or whose in shift.people:
                    has_next = has_next or shift.start >= ahead.end - AHEAD
                    yield tells.told(shift)
            if whose is not None and not has_next:
                following.add(tells, next_shift(place, whose, ahead.end))
            await asyncio.sleep(0)
    if not has_next and following.first is not None:
        yield following.first


class _Following:
    """The first of the shifts that come after a window."""

    def __init__(self) -> None:
        self.first: ToldShift | None = None

    def add(self, tells: "_Teller", shift: OnShift | None) -> None:
        if shift is not None and (self.first is None or shift.start < self.first.start):
            self.first = tells.told(shift)


async def _places(reads: Reads, maker: Caller, feed: Feed, now: int) -> AsyncIterator[Sequence[Place]]:
    match feed.kind:
        case FeedKind.CONTACT:
            ids = await reads.places_ever_naming(
                [ContactId(int(feed.subject))], start=window(now).start, end=engine.FOREVER
            )
            async for places in load_places(reads, ids):
                yield [place for place in places if _may_see(maker, place)]
        case FeedKind.SCHEDULE:
            yield (await find_schedule_places(reads, maker, ScheduleId(int(feed.subject))))[1]
        case FeedKind.TIER:
            yield [await find_tier_place(reads, maker, TierId(int(feed.subject)))]
        case FeedKind.ROSTER:
            yield [await find_roster_place(reads, maker, RosterId(feed.subject))]
        case FeedKind.CUSTOMER:
            filters = Filters(customer_id=CustomerId(int(feed.subject)))
            async for places in load_past_places(reads, maker, filters, window(now)):
                yield places


def _may_see(maker: Caller, place: Place) -> bool:
    is_shared = not isinstance(place, TierPlace) and place.customer.parent_id is None
    return is_shared or sees(maker, place.customer.id)


def window(now: int) -> engine.Span:
    """What feeds show: whole days of UTC, so that a feed does not change with every second."""
    today = now - now % DAY
    return engine.Span(today - BACK, today + DAY + AHEAD)


def _told_end(ahead: engine.Span) -> int:
    """Where a shift without an end is told to end: at the first of a month, so that it does not move every day."""
    later = datetime.fromtimestamp(ahead.end, UTC) + BEYOND
    return int(datetime(later.year, later.month, 1, tzinfo=UTC).timestamp())


class _Teller:
    """Tells a place's shifts in the words of a calendar.

    A shift's UID follows from the place, its true start and its people, whatever rule of a tier puts them there and
    whatever window it is looked at through; of a roster also from the rule, as two may start together.
    """

    def __init__(self, place: Place, people: Mapping[ContactId, Contact], ahead: engine.Span) -> None:
        self._place, self._people, self._open_end = place, people, _told_end(ahead)
        self._name = one_line(place_name(place))
        self._where = f"{one_line(place.customer.name)}: {self._name}"
        # The same people come back by the same rule: what is said of them is made once, and is in memory once.
        self._said: dict[tuple[tuple[int, ...], str], tuple[str, str]] = {}

    def told(self, shift: OnShift) -> ToldShift:
        by = shift.people, rule_words(shift.rule, self._place, shift.start)
        summary, description = self._said.get(by) or self._said.setdefault(by, self._words(*by))
        return ToldShift(
            uid=self._uid(shift),
            start=shift.start,
            end=self._open_end if shift.end == engine.FOREVER else shift.end,
            place=self._where,
            summary=summary,
            description=description,
            changed_at=self._place.plan.changed_at,
        )

    def _uid(self, shift: OnShift) -> str:
        rule = shift.rule.id if isinstance(shift.rule, ShiftOn) else None
        key = msgspec.json.encode((self._place.id, rule, shift.start, sorted(shift.people)))
        return f"{hashlib.sha256(key).hexdigest()[:32]}@{self._place.customer.provider_id}.watchbill"

    def _words(self, ids: tuple[int, ...], rule: str) -> tuple[str, str]:
        known = [self._people[ContactId(id)] for id in ids if ContactId(id) in self._people]
        names = ", ".join(one_line(one.full_name) for one in known) or "Nobody known"
        return f"{names} – {self._name}", "\n".join([*map(_reach, known), one_line(rule)])


def place_name(place: Place) -> str:
    """Such as "Network operations, tier 1"."""
    if isinstance(place, TierPlace):
        return f"{place.plan.schedule.name}, tier {place.plan.tier.number}"
    return place.plan.roster.name


def _reach(contact: Contact) -> str:
    """A person and how to reach them, in a line."""
    parts = (contact.full_name, contact.phone, contact.mobile, contact.email)
    return one_line(", ".join(part for part in parts if part))
