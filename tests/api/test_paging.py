"""Pages of lists: which rows they have, and where the ones beside them are."""

import pytest

from watchbill.api.paging import Envelope, NoSuchPage, envelope, paging_from

URL = "http://localhost/api/ocs/"


def page(total: int, **query: str) -> Envelope[int]:
    """What a list of numbers gives, as a store cuts it."""
    paging = paging_from(query)
    cut = paging.cut(())
    assert cut.limit is not None
    return envelope(range(total)[cut.offset :][: cut.limit], total, paging, URL, query)


@pytest.mark.parametrize("query", [{}, {"limit": "0"}, {"limit": "x"}, {"limit": ""}, {"page": ""}, {"limit": "-5"}])
def test_without_page_and_size_everything_is_told(query: dict[str, str]) -> None:
    whole = page(10_000, **query)
    assert (len(whole.results), whole.next, whole.next_page, whole.previous) == (10_000, None, None, None)


def test_of_a_very_long_list_it_is_the_first_of_the_longest_pages() -> None:
    first = page(10_001, ordering="name")
    assert (len(first.results), first.count, first.next_page) == (1_000, 10_001, 2)
    assert first.next == f"{URL}?limit=1000&ordering=name&page=2"


def test_a_page_alone_has_25_rows() -> None:
    assert list(page(60, page="2").results) == [*range(25, 50)]
    assert len(page(60, page="1").results) == 25
    assert list(page(60, page="2", limit="none").results) == [*range(25, 50)]


@pytest.mark.parametrize("limit", ["1000", "1001", "9" * 30])
def test_a_page_has_at_most_1000(limit: str) -> None:
    assert len(page(3_000, limit=limit).results) == 1_000


@pytest.mark.parametrize("number", ["0", "4", "x", "9" * 30])
def test_a_page_past_the_end_is_none(number: str) -> None:
    with pytest.raises(NoSuchPage):
        page(60, page=number)
