"""What a search asks for, and the envelope that its answer comes in."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from watchbill.api.rosters.reading import read_boolean, read_whole
from watchbill.domain.errors import Invalid, Problem
from watchbill.domain.ports import Cut

DEFAULT_SIZE: Final = 100
LARGEST_SIZE: Final = 1000
_PAGING: Final = ("pageNo", "pageSize", "isDescendingOrder", "sortName")


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """A search, read: which page, in which order, and the variables that narrow it."""

    page: int
    size: int
    sort_name: str
    is_descending: bool
    column: str
    variables: Mapping[str, str]

    @property
    def cut(self) -> Cut:
        """The piece of the list that the page is."""
        sign = "-" if self.is_descending else ""
        return Cut(order=(f"{sign}{self.column}",), offset=(self.page - 1) * self.size, limit=self.size)

    def text(self, name: str) -> str | None:
        """A variable; None where it is not given."""
        return self.variables.get(name)


def read_search(query: Iterable[tuple[str, str]], *, variables: tuple[str, ...], sorts: Mapping[str, str]) -> Search:
    """The search that a query string asks for. What is given in `queryString` counts where it is not given beside it.

    `sorts` are the names that one may sort by, with their columns; the first is the default. Raises Invalid.
    """
    problems: list[Problem] = []
    given = _given(query, (*_PAGING, *variables), problems)
    default_sort, *_ = sorts
    sort_name = given.get("sortName", default_sort)
    if sort_name not in sorts:
        problems.append(("sortName", f"This is none of: {', '.join(sorts)}."))
    page = _whole(given, "pageNo", 1, 1_000_000_000, problems)
    size = _whole(given, "pageSize", DEFAULT_SIZE, 1_000_000_000, problems)
    is_descending = _boolean(given, "isDescendingOrder", True, problems)
    if problems:
        raise Invalid(problems)
    return Search(
        page=page,
        size=min(size, LARGEST_SIZE),
        sort_name=sort_name,
        is_descending=is_descending,
        column=sorts[sort_name],
        variables={name: given[name] for name in variables if name in given},
    )


def flag(search: Search, name: str, default: bool) -> bool:
    """A variable that is true or false. Raises Invalid."""
    problems: list[Problem] = []
    found = _boolean(search.variables, name, default, problems)
    if problems:
        raise Invalid(problems)
    return found


def envelope(search: Search, results: list[Any], total: int) -> dict[str, Any]:
    """The page of a list, as every search answers it."""
    pages = -(-total // search.size)
    has_next = search.page < pages
    return {
        "results": results,
        "totalResults": total,
        "orderBy": search.sort_name,
        "pageNo": search.page,
        "pageSize": search.size,
        "totalPages": pages,
        "nextPage": has_next,
        **({"nextPageNo": search.page + 1} if has_next else {}),
        "previousPageNo": search.page - 1,
        "descendingOrder": search.is_descending,
    }


def _given(query: Iterable[tuple[str, str]], names: tuple[str, ...], problems: list[Problem]) -> dict[str, str]:
    beside: dict[str, str] = {}
    inside: dict[str, str] = {}
    for name, value in query:
        if "\0" in value:
            problems.append((name, "A text may not hold a NUL character."))
        elif name == "queryString":
            inside |= _variables(value, names, problems)
        elif name in names and value.strip():
            beside[name] = value.strip()
    return inside | beside


def _variables(text: str, names: tuple[str, ...], problems: list[Problem]) -> dict[str, str]:
    """The variables of `name:Foo+allList:true`. The "+" between them may have been read as a space on its way.

    Only the name of a variable begins another one, so values may hold blanks, colons and plus signs.
    """
    starts = list(re.finditer(rf"(?:^|[+ ])\s*({'|'.join(names)})\s*:", text))
    if text[: starts[0].start() if starts else None].strip(" +"):
        problems.append(("queryString", f"This does not begin with one of: {', '.join(names)}."))
        return {}
    ends = [*(start.start() for start in starts[1:]), len(text)]
    found = {start[1]: text[start.end() : end].strip() for start, end in zip(starts, ends, strict=False)}
    return {name: value for name, value in found.items() if value}


def _whole(given: Mapping[str, str], name: str, default: int, most: int, problems: list[Problem]) -> int:
    try:
        return read_whole(given[name], 1, most) if name in given else default
    except ValueError as fault:
        problems.append((name, str(fault)))
        return default


def _boolean(given: Mapping[str, str], name: str, default: bool, problems: list[Problem]) -> bool:
    try:
        return read_boolean(given[name]) if name in given else default
    except ValueError as fault:
        problems.append((name, str(fault)))
        return default
