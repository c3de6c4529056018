"""Pages of lists: which one is wanted, and where the ones beside it are."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar
from urllib.parse import urlencode

import msgspec

from watchbill.domain.ports import Cut
from watchbill.engine import WatchbillError

RowT = TypeVar("RowT")

DEFAULT_LIMIT = 25
"""Rows a page where a page is asked for and no size."""
LONGEST_LIMIT = 1000
LONGEST_WHOLE = 10_000
"""Rows of a list that is told whole where no page is asked for; of a longer one it is the first longest page."""
LAST_PAGE = 10**12
"""Beyond it there is nothing, and databases count no further than 2**63."""


class NoSuchPage(WatchbillError):
    """The list has no page with this number."""


class Paging(msgspec.Struct, frozen=True):
    """A page of a list: its number from 1, and how many rows a page has; None for the list as a whole."""

    page: int
    limit: int | None

    @property
    def offset(self) -> int:
        return 0 if self.limit is None else (self.page - 1) * self.limit

    @property
    def most(self) -> int:
        """How many rows there may be on it."""
        return LONGEST_WHOLE if self.limit is None else self.limit

    def cut(self, order: tuple[str, ...]) -> Cut:
        return Cut(order=order, offset=self.offset, limit=self.most)


class Envelope(msgspec.Struct, Generic[RowT], frozen=True, kw_only=True):
    """A page of a list as it goes out."""

    count: int
    next: str | None
    previous: str | None
    results: Sequence[RowT]
    next_page: int | None


def paging_from(query: Mapping[str, str]) -> Paging:
    """The page that a query asks for. A size that is none counts as not given. Raises NoSuchPage."""
    limit = _whole(query.get("limit", ""))
    page = _whole(query.get("page") or "1")
    if page is None or not 1 <= page <= LAST_PAGE:
        raise NoSuchPage(query.get("page"))
    if limit:
        return Paging(page, min(limit, LONGEST_LIMIT))
    return Paging(page, DEFAULT_LIMIT if query.get("page") else None)


def envelope(rows: Sequence[RowT], total: int, paging: Paging, url: str, query: Mapping[str, str]) -> Envelope[RowT]:
    """The page with the addresses of its neighbours; `url` is the list's own, without a query. Raises NoSuchPage."""
    if paging.limit is None and total > LONGEST_WHOLE:
        rows, paging, query = rows[:LONGEST_LIMIT], Paging(1, LONGEST_LIMIT), {**query, "limit": str(LONGEST_LIMIT)}
    if paging.page > 1 and paging.offset >= total:
        raise NoSuchPage(paging.page)
    is_last = paging.offset + paging.most >= total
    return Envelope(
        count=total,
        next=None if is_last else _address(url, query, paging.page + 1),
        previous=None if paging.page == 1 else _address(url, query, paging.page - 1),
        results=rows,
        next_page=None if is_last else paging.page + 1,
    )


def order_from(query: Mapping[str, str], known: Mapping[str, str], default: str) -> tuple[str, ...]:
    """The order that `ordering` asks for, in the store's columns; what cannot be ordered by is left out.

    `known` maps the words of the API to columns. A word with a leading "-" means descending.
    """
    asked = [word.strip() for word in query.get("ordering", "").split(",")]
    words = [word for word in asked if word.removeprefix("-") in known] or default.split(",")
    return tuple(("-" if word.startswith("-") else "") + known[word.removeprefix("-")] for word in dict.fromkeys(words))


def _whole(text: str) -> int | None:
    digits = text.strip().removeprefix("+")
    # Python itself reads no number of more than 4300 digits.
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 4300 else None


def _address(url: str, query: Mapping[str, str], page: int) -> str:
    # As the clients know it: page 1 has no number, and the parameters are sorted.
    others = {name: value for name, value in query.items() if name != "page"}
    if page > 1:
        others["page"] = str(page)
    return f"{url}?{urlencode(sorted(others.items()))}" if others else url
