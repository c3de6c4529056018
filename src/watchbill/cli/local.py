"""Answers out of the database, for whoever may read it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar

import typer

from watchbill import engine
from watchbill.cli.carried import LoadLine, load_line
from watchbill.cli.shared import (
    NamedT,
    Unable,
    customer_named,
    in_store,
    known_provider,
    named,
    no_such,
    operator,
    past_ones,
    present,
    providers,
    settings_of,
    the_one,
    tier_ref,
)
from watchbill.cli.show import FeedLine, OnCallLine, RosterLine, iso_of, oncall_line
from watchbill.cli.source import Explained, FeedMade, GapsFound, Wanted
from watchbill.cli.told import TimelineLine, explanation_line, explanation_text, gap_line, timeline_line
from watchbill.domain.access import Caller
from watchbill.domain.board import (
    Filters,
    Place,
    board,
    find_past_schedule_places,
    find_roster_place,
    find_tier_place,
    gap_report,
)
from watchbill.domain.explain import Question, Why, why_at_tier, why_by_roster
from watchbill.domain.feeds import FeedWish, feed_name, issue_feed, revoke_feed
from watchbill.domain.load import By, load_report
from watchbill.domain.model import (
    Account,
    AccountId,
    ContactId,
    Customer,
    CustomerId,
    Feed,
    FeedId,
    Role,
    RosterId,
    ScheduleId,
)
from watchbill.domain.ports import Cut, Reads, Store
from watchbill.settings import SettingsError

AnswerT = TypeVar("AnswerT")

LATEST: Final = Cut(order=("-ended_at", "name"))
BY_NAME: Final = Cut(order=("customer_id", "name"))


class Local:
    """The database that the settings or `--database` name, and in it one provider."""

    def __init__(self, context: typer.Context, database: str | None, provider: str | None) -> None:
        self._context = context
        self._database = database
        self._provider = provider

    def oncall(self, wanted: Wanted, at: int) -> list[OnCallLine | RosterLine]:
        """Of all providers."""

        async def work(store: Store) -> list[OnCallLine | RosterLine]:
            everywhere = _Everywhere(wanted)
            lines: list[OnCallLine | RosterLine] = []
            for provider_id in await providers(store):
                async with store.reading(provider_id) as reads:
                    caller = overseer(await reads.customer(CustomerId(provider_id)))
                    for filters in await everywhere.filters(reads):
                        found = await board(reads, caller, filters, at, Cut())
                        lines += [oncall_line(row, found.contacts) for row in found.rows]
            everywhere.check()
            return lines

        return in_store(self._context, self._database, work)

    def timeline(self, wanted: Wanted, window: engine.Span) -> TimelineLine:
        async def work(reads: Reads, caller: Caller) -> TimelineLine:
            places = await _places(reads, caller, wanted)
            people = frozenset[int]().union(*(place.named for place in places))
            return timeline_line(places, window, await reads.contacts(map(ContactId, people)))

        return self._answered(work)

    def explanation(self, wanted: Wanted, at: int, tz: str) -> Explained:
        question = Question(at=at, tz=tz)

        async def work(reads: Reads, caller: Caller) -> Why:
            if wanted.tier is not None:
                return await why_at_tier(reads, caller, tier_ref(wanted.tier), question)
            return await why_by_roster(reads, caller, await _past_roster_id(reads, wanted.roster or ""), question)

        why = self._answered(work)
        return Explained(explanation_line(why), explanation_text(why, question))

    def gaps(self, wanted: Wanted, window: engine.Span) -> GapsFound:
        async def work(reads: Reads, caller: Caller) -> GapsFound:
            owner = None if wanted.customer is None else await customer_named(reads, wanted.customer)
            filters = Filters(
                customer_id=None if owner is None else owner.id,
                schedule_id=None if wanted.schedule is None else await _schedule_id(reads, wanted.schedule, owner),
            )
            found = await gap_report(reads, caller, filters, window, Cut())
            return GapsFound([gap_line(row) for row in found.rows], found.looked_at)

        return self._answered(work)

    def load(self, wanted: Wanted, window: engine.Span, by: By) -> LoadLine:
        async def work(reads: Reads, caller: Caller) -> LoadLine:
            owner = None if wanted.customer is None else (await customer_named(reads, wanted.customer)).id
            return load_line(await load_report(reads, caller, Filters(customer_id=owner), window, by), window, by)

        return self._answered(work)

    def add_feed(self, wish: FeedWish, account: str | None) -> FeedMade:
        if account is None:
            raise SettingsError("Say for whom the feed is: --account USERNAME.")
        site = settings_of(self._database).base_url

        async def work(store: Store) -> FeedMade:
            root = await known_provider(store, self._provider)
            async with store.writing(root.provider_id, operator(now := present())) as writes:
                maker = await _account(writes, account)
                secret, feed = await issue_feed(writes, _as(maker), wish, now)
                name = await feed_name(writes, _as(maker), feed)
            return FeedMade(_feed_line(feed, maker.username), name, f"{site}/feeds/{secret}.ics")

        return in_store(self._context, self._database, work)

    def feeds(self) -> list[FeedLine]:
        async def work(reads: Reads, _: Caller) -> list[FeedLine]:
            accounts = {one.id: one.username for one in await reads.all_accounts()}
            return [_feed_line(feed, accounts.get(feed.created_by)) for feed in await reads.feeds()]

        return self._answered(work)

    def revoke_feed(self, id: int) -> None:
        async def work(store: Store) -> None:
            root = await known_provider(store, self._provider)
            async with store.writing(root.provider_id, operator(now := present())) as writes:
                feed = await writes.feed(FeedId(id))
                maker = await writes.account(feed.created_by)
                await revoke_feed(writes, _as(maker), FeedId(id), now)

        in_store(self._context, self._database, work)

    def _answered(self, work: Callable[[Reads, Caller], Awaitable[AnswerT]]) -> AnswerT:
        """What the work answers to somebody who may see everything of the provider."""

        async def in_provider(store: Store) -> AnswerT:
            root = await known_provider(store, self._provider)
            async with store.reading(root.provider_id) as reads:
                return await work(reads, overseer(root))

        return in_store(self._context, self._database, in_provider)


class _Everywhere:
    """What is wanted, looked for provider by provider; a name has to be known to one of them."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._names: dict[str, list[str]] = {"customer": [], "schedule": [], "roster": []}
        self._found: set[str] = set()

    async def filters(self, reads: Reads) -> list[Filters]:
        """What is to be asked of this provider: tiers before rosters."""
        customer, schedule, roster = self._wanted.customer, self._wanted.schedule, self._wanted.roster
        owners: list[CustomerId | None] = [None]
        if customer is not None:
            owners = [one.id for one in self._those("customer", await reads.customers(), customer)]
        if schedule is None and roster is None:
            return [Filters(customer_id=one) for one in owners]
        of = None if customer is None else tuple(one for one in owners if one is not None)
        asked: list[Filters] = []
        if schedule is not None:
            page = await reads.schedule_page(customers=of, search="", cut=BY_NAME)
            asked += [Filters(schedule_id=one.id) for one in self._those("schedule", page.rows, schedule)]
        if roster is not None:
            rows = (await reads.roster_page(customers=of, name=None, cut=BY_NAME)).rows
            asked += [Filters(roster_id=one.id) for one in self._those("roster", rows, roster)]
        return asked

    def check(self) -> None:
        """Raises Unable for a name that no provider knows."""
        for kind, wanted in (
            ("customer", self._wanted.customer),
            ("schedule", self._wanted.schedule),
            ("roster", self._wanted.roster),
        ):
            if wanted is not None and kind not in self._found:
                raise Unable(no_such(kind, wanted, self._names[kind]))

    def _those(self, kind: str, among: Sequence[NamedT], wanted: str) -> list[NamedT]:
        self._names[kind] += [one.name for one in among]
        found = named(among, wanted)
        self._found |= {kind} if found else set()
        return found


def overseer(root: Customer) -> Caller:
    """Whoever can read the database: sees all of a provider, and changes nothing."""
    account = Account(
        provider_id=root.provider_id,
        id=AccountId(0),
        customer_id=root.id,
        username="",
        role=Role.VIEWER,
        created_at=0,
        updated_at=0,
    )
    return Caller(account=account, customer_id=root.id, role=Role.VIEWER)


def _as(account: Account) -> Caller:
    """The account as somebody who calls: the operator acts for it."""
    return Caller(account=account, customer_id=account.customer_id, role=Role(account.role))


async def _account(reads: Reads, username: str) -> Account:
    found = await reads.account_named(username)
    if found is None:
        raise Unable(no_such("account", username, [one.username for one in await reads.all_accounts()]))
    return found


def _feed_line(feed: Feed, account: str | None) -> FeedLine:
    return FeedLine(
        id=feed.id,
        kind=feed.kind,
        subject=feed.subject,
        tz=feed.tz,
        account=account,
        created_at=engine.iso(feed.created_at),
        revoked_at=iso_of(feed.revoked_at),
    )


async def _places(reads: Reads, caller: Caller, wanted: Wanted) -> Sequence[Place]:
    if wanted.tier is not None:
        return [await find_tier_place(reads.ever, caller, tier_ref(wanted.tier))]
    if wanted.roster is not None:
        return [await find_roster_place(reads.ever, caller, await _past_roster_id(reads, wanted.roster))]
    _, places = await find_past_schedule_places(reads, caller, await _past_schedule_id(reads, wanted.schedule or ""))
    return places


async def _past_roster_id(reads: Reads, wanted: str) -> RosterId:
    """Of a roster that is there, or else of one that has ended: its past stays."""
    there = (await reads.roster_page(customers=None, name=None, cut=Cut())).rows
    ended = (await reads.ever.roster_page(customers=None, name=None, has_ended=True, cut=LATEST)).rows
    return the_one("roster", wanted, past_ones(wanted, there, ended)).id


async def _past_schedule_id(reads: Reads, wanted: str) -> ScheduleId:
    there = (await reads.schedule_page(customers=None, search="", cut=Cut())).rows
    ended = (await reads.ever.schedule_page(customers=None, search="", has_ended=True, cut=LATEST)).rows
    return the_one("schedule", wanted, past_ones(wanted, there, ended)).id


async def _schedule_id(reads: Reads, wanted: str, owner: Customer | None = None) -> ScheduleId:
    customers = None if owner is None else (owner.id,)
    page = await reads.schedule_page(customers=customers, search="", cut=Cut())
    return the_one("schedule", wanted, page.rows).id
