"""What feeds remember of what they told: what is new, what went, and how much of it there may be."""

from msgspec.structs import replace

from tests.cast import NOW
from watchbill.domain.feeds import MOST_SHIFTS, remembered
from watchbill.domain.model import AccountId, CustomerId, Feed, FeedId, FeedKind, FeedMemory, ProviderId, ToldShift

FEED = Feed(
    provider_id=ProviderId(1),
    id=FeedId(1),
    customer_id=CustomerId(1),
    created_by=AccountId(1),
    kind=FeedKind.CUSTOMER,
    subject="1",
    tz="UTC",
    secret_hash="",
    created_at=0,
)


def shift(name: str, start: int = NOW) -> ToldShift:
    return ToldShift(uid=name, start=start, end=start + 60, place="", summary="", description="")


def told(*shifts: ToldShift, before: FeedMemory | None = None, now: int = NOW) -> FeedMemory:
    return remembered(FEED, before, shifts, now)


def test_the_same_again_is_the_same_memory() -> None:
    before = told(shift("a"), shift("b"))
    assert told(shift("b"), shift("a"), before=before, now=NOW + 60) is before


def test_after_an_hour_it_is_noted_that_somebody_still_fetches_it() -> None:
    after = told(shift("a"), before=told(shift("a")), now=NOW + 3_600)
    assert (after.changed_at, after.fetched_at) == (NOW, NOW + 3_600)


def test_what_changes_and_what_goes_rises_in_sequence() -> None:
    after = told(replace(shift("a"), summary="Ben"), before=told(shift("a"), shift("b")), now=NOW + 60)
    assert [(one.uid, one.sequence, one.told_at, one.is_cancelled) for one in after.shifts] == [
        ("a", 1, NOW + 60, False),
        ("b", 1, NOW + 60, True),
    ]


def test_what_was_cancelled_longest_ago_is_forgotten_where_there_is_no_room() -> None:
    early = told(shift("kept"), before=told(shift("kept"), shift("early")), now=NOW + 1)
    late = told(shift("kept"), before=told(shift("kept"), shift("late"), before=early, now=NOW + 2), now=NOW + 3)
    assert {one.uid for one in late.shifts} == {"kept", "early", "late"}
    full = [shift("kept"), *(shift(str(number)) for number in range(MOST_SHIFTS - 2))]
    after = told(*full, before=late, now=NOW + 4)
    assert len(after.shifts) == MOST_SHIFTS
    assert [one.uid for one in after.shifts if one.is_cancelled] == ["late"]
