"""Idempotency-Key: a change that is sent again because its answer was lost is not done again."""

import hashlib
import json
import re
from collections.abc import Awaitable, Callable
from typing import Final

from watchbill.api.calls import Call
from watchbill.api.json import Answer
from watchbill.api.problems import AnyRequest
from watchbill.domain import repeats
from watchbill.domain.errors import Invalid
from watchbill.domain.ports import Writes

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = ("Idempotent-Replayed", "true")

_IS_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}").fullmatch
_KEPT_HEADERS: Final = frozenset({"etag", "location"})
_UNTOLD: Final = frozenset({"password", "old", "new", "code", "secret"})
"""Fields of bodies that are no part of a fingerprint: from the hash of a password it could be found by trying."""


def key_in(request: AnyRequest) -> str | None:
    """The key that the caller gives to the change; None where there is none. Raises Invalid."""
    key = request.headers.get(HEADER.lower())
    if key is not None and not _IS_KEY(key):
        raise Invalid([(HEADER, "A key has 1 to 255 characters, all of them visible ASCII.")])
    return key


def fingerprint_of(request: AnyRequest, body: object) -> str:
    """What tells one change from another: the method, the address and the body."""
    told = {name: value for name, value in body.items() if name not in _UNTOLD} if isinstance(body, dict) else body
    scope = request.scope
    parts = [scope["method"], scope["path"], scope["query_string"].decode("latin-1"), told]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


async def once(
    call: Call[Writes],
    request: AnyRequest,
    body: object,
    act: Callable[[], Awaitable[Answer]],
    *,
    tells_secret: bool = False,
) -> Answer:
    """What `act` answers; where the caller's key says that it has been done already, what it answered then.

    What fails raises, and its transaction takes the claim of the key away again: only what succeeds is kept. Raises
    Invalid, KeyReused, and Conflict for what told a secret.
    """
    key = key_in(request)
    if key is None:
        return await act()
    claimed = await repeats.claim(call.records, call.caller, key, fingerprint_of(request, body), call.now)
    if not repeats.is_new(claimed):
        return Answer((claimed.body or "").encode(), claimed.status, (*claimed.headers, REPLAYED))
    given = await act()
    headers = tuple(pair for pair in given.headers if pair[0].lower() in _KEPT_HEADERS)
    said = None if tells_secret else given.body.decode()
    await repeats.keep(call.records, claimed, given.status, headers, said)
    return given
