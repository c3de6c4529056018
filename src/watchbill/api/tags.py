"""Entity tags: what tells a caller that a record has changed since they read it, and keeps edits from being lost."""

import contextlib
import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec

from watchbill.api.problems import AnyRequest
from watchbill.domain.errors import NotFound, Stale
from watchbill.domain.locking import lock_for_edit
from watchbill.domain.model import Record
from watchbill.domain.ports import Writes


def tag_of(*parts: Any) -> str:
    """A strong tag (RFC 9110, 8.8.3) of whatever a representation is made from, the present left out."""
    return f'"{hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:32]}"'


def check_tag(request: AnyRequest, tag: str) -> None:
    """Raises Stale where `If-Match` names only other states than the one that stands; no header asks for nothing."""
    wanted = request.headers.get("if-match")
    if wanted is not None and not names(wanted, tag):
        raise Stale(tag)


def wants_tag(request: AnyRequest) -> bool:
    """Whether the caller says in which state the record has to be for the change."""
    return request.headers.get("if-match") is not None


async def lock_tagged(request: AnyRequest, writes: Writes, record: type[Record], id: int | str) -> None:
    """Keep others from changing the record that `If-Match` is about: before it is looked at, until the change is done.

    Costs nothing without the header. Whether it is there, or has ended, whoever looks at it next finds out.
    """
    if wants_tag(request):
        with contextlib.suppress(NotFound):
            await lock_for_edit(writes, record, id)


def is_known(request: AnyRequest, tag: str) -> bool:
    """Whether the caller has this state already, by `If-None-Match`, so that 304 answers."""
    known = request.headers.get("if-none-match")
    return known is not None and names(known, tag, is_weak=True)


def names(header: str, tag: str, *, is_weak: bool = False) -> bool:
    """Whether a list of tags, or `*`, names this one; a weak tag only where weak comparison does."""
    return header.strip() == "*" or tag in _tags(header, is_weak)


def _tags(header: str, is_weak: bool) -> Iterable[str]:
    for one in header.split(","):
        text = one.strip()
        yield text.removeprefix("W/") if is_weak else text
