"""The instants and windows that a query asks about."""

from collections.abc import Mapping
from typing import Final

from watchbill import engine
from watchbill.api.rosters.reading import read_instant
from watchbill.domain.errors import Invalid, Problem

DAY: Final = 86_400
DEFAULT_LENGTH: Final = 60 * DAY
LONGEST: Final = 2 * 366 * DAY


def instant_in(query: Mapping[str, str], name: str, otherwise: int) -> int:
    """An instant of the query. Raises Invalid."""
    problems: list[Problem] = []
    at = _instant(query, name, otherwise, problems)
    if problems:
        raise Invalid(problems)
    return at


def window_in(query: Mapping[str, str], now: int) -> engine.Span:
    """The window from `since` (now) to `until` (60 days later), at most two years long. Raises Invalid."""
    problems: list[Problem] = []
    since = _instant(query, "since", now, problems)
    until = _instant(query, "until", since + DEFAULT_LENGTH, problems)
    if not problems and until <= since:
        problems.append(("until", "The end has to be after the start."))
    if not problems and until - since > LONGEST:
        problems.append(("until", "A window is at most two years long."))
    if problems:
        raise Invalid(problems)
    return engine.Span(since, until)


def _instant(query: Mapping[str, str], name: str, otherwise: int, problems: list[Problem]) -> int:
    # A "+" that was not encoded comes as a space; no instant has one of its own.
    text = query.get(name, "").strip().replace(" ", "+")
    try:
        return read_instant(text) if text else otherwise
    except ValueError as fault:
        problems.append((name, str(fault)))
        return otherwise
