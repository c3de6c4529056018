"""Answers that are told piece by piece, so that a long one takes no more memory than a short one."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, Final, cast

from litestar.types import HTTPScope, Receive, Scope, Send

from watchbill.api.json import Answer, encoded

PIECE: Final = 64 * 1024
"""Bytes that are sent at once, more or less."""
TOGETHER: Final = 200
"""How many values are encoded at once."""


class Streamed:
    """An ASGI application that sends JSON as it is made; between two pieces others get a turn.

    The first piece is made at once, so that what goes wrong early can still be said; a short answer is only that.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._left = _of_size(pieces)
        self._first = next(self._left, b"")
        self._second = next(self._left, None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._second is None:
            await Answer(self._first)(scope, receive, send)
            return
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if cast(HTTPScope, scope)["method"] != "HEAD":
            for body in chain((self._first, self._second), self._left):
                await send({"type": "http.response.body", "body": body, "more_body": True})
                await asyncio.sleep(0)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _of_size(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in larger pieces."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def list_of(values: Iterable[Any]) -> Iterator[bytes]:
    """A JSON list, some values at a time."""
    left = iter(values)
    yield b"["
    is_first = True
    while some := list(islice(left, TOGETHER)):
        yield (b"" if is_first else b",") + encoded(some)[1:-1]
        is_first = False
    yield b"]"


def record_of(fields: Sequence[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """A JSON object of fields that are told in pieces, one after the other."""
    for number, (name, pieces) in enumerate(fields):
        yield (b"," if number else b"{") + encoded(name) + b":"
        yield from pieces
    yield b"}"


def value_of(value: Any) -> Iterator[bytes]:
    """A JSON value at once, made when its turn comes."""
    yield encoded(value)
