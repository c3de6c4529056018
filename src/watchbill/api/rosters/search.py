"""What a search asks for, and the envelope that its answer comes in.

A search is never refused: programs written against the reference ask a refused GET again and again for a minute. What
is not known is passed over, and what cannot be read means the default.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

import msgspec

from watchbill.api.rosters.reading import read_boolean, read_instant, read_whole
from watchbill.domain.ports import Cut
from watchbill.domain.search import plain

ValueT = TypeVar("ValueT")
RowT = TypeVar("RowT")

DEFAULT_SIZE: Final = 100
LARGEST_SIZE: Final = 1000
DATES: Final = {
    "startCreationDate": "created_since",
    "endCreationDate": "created_until",
    "startUpdationDate": "updated_since",
    "endUpdationDate": "updated_until",
}
"""The variables for when something was made and last changed, both ends included, in the domain's words."""

MADE: Final = "ordinal"
"""By what `id` sorts: in the order in which records were made, as ids may be brought along. Ties are told by it too."""
SORTS_OF_USERS: Final = {
    "id": MADE,
    "loginName": "login_name",
    "firstName": "first_name",
    "lastName": "last_name",
    "createdTime": "created_at",
    "updatedTime": "updated_at",
}
"""What lists of users may be sorted by, with the columns."""

_PAGING: Final = ("pageNo", "pageSize", "isDescendingOrder", "sortName")
# One that is not known is told from the text around it by its small first letter and the colon right behind it.
_VARIABLE: Final = re.compile(r"(?:^|[+ ])\s*(?P<name>[A-Za-z]+)(?P<blanks>\s*):")


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """A search, read: which page, in which order, and the variables that narrow it."""

    page: int
    size: int
    sort_name: str
    is_descending: bool
    column: str
    variables: Mapping[str, str]

    @property
    def offset(self) -> int:
        """How many rows stand before the page."""
        return (self.page - 1) * self.size

    @property
    def cut(self) -> Cut:
        """The piece of the list that the page is."""
        sign = "-" if self.is_descending else ""
        order = dict.fromkeys((f"{sign}{self.column}", f"{sign}{MADE}"))
        return Cut(order=tuple(order), offset=self.offset, limit=self.size)

    def text(self, name: str) -> str | None:
        """A variable; None where it is not given."""
        return self.variables.get(name)

    def flag(self, name: str) -> bool | None:
        """A variable that is true or false; None where it is not given or neither."""
        return self._read(name, read_boolean)

    def times(self) -> dict[str, int]:
        """The bounds on when something was made and changed that are given and can be read."""
        read = {word: self._read(name, _read_instant) for name, word in DATES.items()}
        return {word: at for word, at in read.items() if at is not None}

    def _read(self, name: str, reader: Callable[[str], ValueT]) -> ValueT | None:
        return _read(self.variables, name, reader)


def read_search(query: Iterable[tuple[str, str]], *, variables: tuple[str, ...], sorts: Mapping[str, str]) -> Search:
    """The search that a query string asks for. What is given in `queryString` counts where it is not given beside it.

    `sorts` are the names that one may sort by, with their columns; the first is the default.
    """
    given = _given(query, (*_PAGING, *variables))
    default_sort, *_ = sorts
    sort_name = given.get("sortName", default_sort)
    sort_name = sort_name if sort_name in sorts else default_sort
    is_descending = _read(given, "isDescendingOrder", read_boolean)
    return Search(
        page=_whole(given, "pageNo", 1),
        size=min(_whole(given, "pageSize", DEFAULT_SIZE), LARGEST_SIZE),
        sort_name=sort_name,
        is_descending=is_descending is not False,
        column=sorts[sort_name],
        variables={name: given[name] for name in variables if name in given},
    )


def envelope(search: Search, results: list[Any], total: int) -> dict[str, Any]:
    """The page of a list, as every search answers it."""
    pages = -(-total // search.size)
    has_next = search.page < pages
    return {
        "results": results,
        "totalResults": total,
        "pageNo": search.page,
        "pageSize": search.size,
        "totalPages": pages,
        "nextPage": has_next,
        **({"nextPageNo": search.page + 1} if has_next else {}),
        "previousPageNo": search.page - 1,
        "descendingOrder": search.is_descending,
        "orderBy": search.sort_name,
    }


def page_of(search: Search, rows: Iterable[RowT], said: Callable[[RowT], Any]) -> dict[str, Any]:
    """The envelope around a page of rows that are all at hand, in no order yet."""

    def key(row: RowT) -> Any:
        value = getattr(row, search.column)
        return plain(value) if isinstance(value, str) else value, getattr(row, MADE)

    by_id = sorted(rows, key=lambda row: row.id)  # type: ignore[attr-defined]
    ordered = sorted(by_id, key=key, reverse=search.is_descending)
    page = ordered[search.offset :][: search.size]
    return envelope(search, [said(row) for row in page], len(ordered))


def _given(query: Iterable[tuple[str, str]], names: Sequence[str]) -> dict[str, str]:
    beside: dict[str, str] = {}
    inside: dict[str, str] = {}
    for name, value in query:
        if name == "queryString":
            inside |= dict(_variables(value, names))
        elif name in names and value.strip():
            beside[name] = value.strip()
    return inside | beside


def _variables(text: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The known variables of `name:Foo+allList:true`. The "+" between them may have been read as a blank on its way.

    Only a variable begins another one, so values may hold blanks, plus signs, and colons as in "Team A: nights".
    """
    starts = [one for one in _VARIABLE.finditer(text) if one["name"] in names or _is_variable(one)]
    ends = [*(start.start() for start in starts[1:]), len(text)]
    for start, end in zip(starts, ends, strict=False):
        value = text[start.end() : end].strip()
        if start["name"] in names and value:
            yield start["name"], value


def _is_variable(found: re.Match[str]) -> bool:
    return found["name"][0].islower() and not found["blanks"]


def _read_instant(text: str) -> int:
    # A "+" before the offset comes as a blank where it was not encoded.
    return read_instant(text.replace(" ", "+"))


def _whole(given: Mapping[str, str], name: str, default: int) -> int:
    value = _read(given, name, lambda text: read_whole(text, 1, 1_000_000_000))
    return default if value is None else value


def _read(given: Mapping[str, str], name: str, reader: Callable[[str], ValueT]) -> ValueT | None:
    try:
        return reader(given[name]) if name in given else None
    except ValueError:
        return None
