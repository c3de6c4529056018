"""Calendars that are kept written: each once, and no more bytes than there is room for."""

import anyio

from tests.cast import NOW
from watchbill.domain.feeds import FeedShown
from watchbill.domain.model import FeedId, FeedMemory, ProviderId, ToldShift
from watchbill.web.feeds import Written, tag_of


def shown(*names: str) -> FeedShown:
    shifts = tuple(
        ToldShift(uid=name, start=NOW, end=NOW + 60, place="", summary=name, description="") for name in names
    )
    memory = FeedMemory(provider_id=ProviderId(1), feed_id=FeedId(1), changed_at=0, fetched_at=0, shifts=shifts)
    return FeedShown(provider_id=ProviderId(1), name="Desk", tz="UTC", memory=memory)


def texts(written: Written, *wanted: FeedShown) -> list[bytes]:
    async def asked() -> list[bytes]:
        return [await written.text(tag_of(one), one) for one in wanted]

    return anyio.run(asked)


def test_a_calendar_is_written_once() -> None:
    first, again = texts(Written(), shown("Ann"), shown("Ann"))
    assert first is again


def test_the_one_asked_for_longest_ago_makes_room() -> None:
    [size] = map(len, texts(Written(), shown("Ann")))
    ann, ben, ann_again, _, ann_still, ben_anew = texts(
        Written(2 * size), *(shown(name) for name in ("Ann", "Ben", "Ann", "Eve", "Ann", "Ben"))
    )
    assert ann is ann_again is ann_still
    assert ben is not ben_anew
    assert ben == ben_anew


def test_one_that_has_no_room_is_told_and_not_kept() -> None:
    first, again = texts(Written(10), shown("Ann"), shown("Ann"))
    assert first == again
    assert first is not again
