"""Calendars that are kept written, each once and no more bytes than there is room for; and when feeds were fetched."""

import anyio
import anyio.lowlevel
from litestar.testing import TestClient

from tests.cast import NOW, seeded
from tests.stores import Asked, opened_store
from watchbill.domain.access import Caller
from watchbill.domain.feeds import FeedWish, issue_feed
from watchbill.domain.model import FeedKind
from watchbill.settings import Settings
from watchbill.store import SqlStore
from watchbill.web.feeds import Written
from watchbill.wiring import build_app


def written(asked, kept=10_000, size=100):
    """The tags that were written, in order, when these were asked for."""
    made = []

    async def ask():
        known = Written(kept)
        for tag in asked:
            assert await known.calendar(tag, lambda tag=tag: write(tag)) == (tag, texts.get(tag, bytes(size)))

    async def write(tag):
        made.append(tag)
        return tag, texts.get(tag, bytes(size))

    texts = {"too large": None}
    anyio.run(ask)
    return made


def test_a_calendar_is_written_once_and_one_that_is_too_large_is_looked_at_once():
    assert written(["ann", "ann", "too large", "ann", "too large"]) == ["ann", "too large"]


def test_the_one_asked_for_longest_ago_makes_room():
    assert written(["ann", "ben", "ann", "eve", "ann", "ben"], kept=700) == ["ann", "ben", "eve", "ben"]


def test_one_that_has_no_room_is_told_and_not_kept():
    assert written(["ann", "ann"], kept=10) == ["ann", "ann"]


def test_of_many_who_ask_together_one_has_it_written():
    made = []

    async def write():
        made.append("ann")
        await anyio.lowlevel.checkpoint()
        return "ann", b"text"

    async def ask():
        known = Written()
        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(known.calendar, "ann", write)

    anyio.run(ask)
    assert made == ["ann"]


def test_a_calendar_that_has_changed_meanwhile_is_kept_by_the_tag_that_it_has_now():
    async def ask():
        known = Written()
        return [await known.calendar(tag, lambda: newer()) for tag in ("old", "new")]

    async def newer():
        return "new", b"text"

    assert anyio.run(ask) == [("new", b"text")] * 2


def test_what_is_known_is_answered_by_a_new_process_without_a_look_at_any_plan():
    with opened_store() as store, serving(store) as client:
        path = f"/feeds/{client.blocking_portal.call(seeded_feed, store)[0]}.ics"
        tag = client.get(path).headers["etag"]
        database = Asked(store._database.path)
        with serving(SqlStore(database)) as elsewhere:
            elsewhere.get("/healthz")
            database.statements.clear()  # what a new process looks at once, as it starts
            assert elsewhere.get(path, headers={"If-None-Match": tag}).status_code == 304
            known = len(database.statements)
            assert elsewhere.get(path).headers["etag"] == tag
            elsewhere.blocking_portal.call(database.close)
    tables = [" ".join(some) for some in (database.statements[:known], database.statements[known:])]
    assert ["FROM tiers" in some for some in tables] == [False, True]
    assert known == 3  # the version, the feed, its maker


def test_when_a_feed_was_fetched_is_written_down_at_the_end_and_is_no_change():
    with opened_store() as store:
        with serving(store) as client:
            secret, feed = client.blocking_portal.call(seeded_feed, store)
            version = client.blocking_portal.call(store.version, feed.provider_id)
            assert client.get(f"/feeds/{secret}.ics").status_code == 200
        assert anyio.run(fetched, store, feed) == ({feed.id: NOW}, version)


def serving(store):
    return TestClient(build_app(Settings(), store, clock=lambda: NOW))


async def seeded_feed(store):
    """The secret and the feed of a tier."""
    world = await seeded(store)
    async with store.writing(world.northwind.provider_id) as writes:
        caller = Caller(account=world.bob.account, customer_id=world.acme.id, role=world.bob.account.role)
        return await issue_feed(writes, caller, FeedWish(kind=FeedKind.TIER, subject=str(world.first.id)), NOW)


async def fetched(store, feed):
    async with store.reading(feed.provider_id) as reads:
        return await reads.feeds_fetched([feed.id]), reads.version
