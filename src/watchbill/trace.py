"""Trace contexts (W3C Trace Context, level 1): which longer errand a request belongs to, read from it and passed on."""

import os
import re
from collections.abc import Iterable
from random import Random
from typing import Final, NamedTuple

_FORM: Final = re.compile(rb"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?", re.DOTALL).fullmatch
_NO_TRACE: Final = b"0" * 32
_NO_PARENT: Final = b"0" * 16

# Ids have to be unlike all others, not secret: no call to the system for each.
_random: Final = Random(os.urandom(32))  # noqa: S311


class Trace(NamedTuple):
    """An errand by its id, our own part in it by another, and the flags of whoever began it."""

    trace_id: str
    span_id: str
    flags: str = "00"

    @property
    def header(self) -> str:
        """What `traceparent` says to whom we call, and `traceresponse` to whom we answer."""
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"

    def onward(self) -> "Trace":
        """The same errand with a part of its own, for a call of ours."""
        return Trace(self.trace_id, _span_id(), self.flags)


def trace_of(headers: Iterable[tuple[bytes, bytes]]) -> Trace:
    """The errand that a request's headers name, or a new one where they name none, several, or none that can be."""
    given = [value for name, value in headers if name == b"traceparent"]
    known = _read(given[0]) if len(given) == 1 else None
    return Trace(known[0], _span_id(), known[1]) if known else new_trace()


def new_trace() -> Trace:
    """An errand that begins here, not sampled."""
    # Two bits are set, so that neither id is made of zeros alone.
    ids = f"{_random.getrandbits(192) | 1 << 64 | 1:048x}"
    return Trace(ids[:32], ids[32:])


def _span_id() -> str:
    return f"{_random.getrandbits(64) | 1:016x}"


def _read(text: bytes) -> tuple[str, str] | None:
    """The trace's id and flags; None for what is no traceparent."""
    found = _FORM(text.strip(b" \t"))
    if found is None:
        return None
    version, trace_id, parent_id, flags, more = found.groups()
    # A later version may say more at the end; ours may not, and ff is no version.
    if version == b"ff" or (version == b"00" and more is not None):
        return None
    if trace_id == _NO_TRACE or parent_id == _NO_PARENT:
        return None
    # Of the flags only "sampled" is known, and what is not known is not passed on.
    return trace_id.decode(), f"{int(flags, 16) & 1:02x}"
