"""What every request and answer gets, whatever makes the answer: ids, a count, a log line, security headers.

Plain ASGI, because it is around everything: what it costs, every request pays.
"""

import os
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from itertools import count
from time import perf_counter
from typing import Any, Final, Protocol, TypeAlias

import msgspec
from structlog.typing import FilteringBoundLogger

from watchbill.trace import trace_of

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
ASGIApp: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

# An answer that says one of these itself keeps its own.
STANDING_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)

PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
"""Paths that are asked every few seconds: logged at debug."""

# Cheap to make and unique all the same: a random beginning a process, and a number.
_PROCESS = os.urandom(5).hex().encode()
_numbers = count(1)

# However many slashes: a mistyped address holds the secret as well.
_IS_SECRET = re.compile(r"/*feeds/.+|.*wbf_.*", re.DOTALL | re.IGNORECASE).fullmatch

_FIT_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}").fullmatch


class Counting(Protocol):
    """Told of each request as it begins and as it ends; `status` is 0 where no answer was begun."""

    def begun(self) -> None: ...
    def ended(self, scope: Scope, status: int, seconds: float) -> None: ...


class Uncounted:
    """Counts nothing."""

    def begun(self) -> None:
        return None

    def ended(self, scope: Scope, status: int, seconds: float) -> None:
        return None


UNCOUNTED: Final = Uncounted()


class Frame:
    """An ASGI app around another one."""

    def __init__(self, app: ASGIApp, log: FilteringBoundLogger, counting: Counting = UNCOUNTED) -> None:
        self._app = app
        self._log = log.bind()  # once, and not with every line
        self._counting = counting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        id = request_id_of(scope["headers"])
        trace = trace_of(scope["headers"])
        path = scope["path"]  # as it came: on its way in, routing takes the last slash off
        scope["state"]["request_id"] = id.decode()
        scope["state"]["trace"] = trace
        began = perf_counter()
        status = 0
        self._counting.begun()

        async def framed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = framed_headers(message["headers"], id, trace.header.encode())
            await send(message)

        try:
            await self._app(scope, receive, framed)
        except Exception:
            self._log.exception("failed", request_id=id.decode(), trace_id=trace.trace_id)
            if status:
                raise  # the answer has begun, so all that is left is to break it off
            await _send_unexpected(framed, id.decode())
        finally:
            seconds = perf_counter() - began
            self._counting.ended(scope, status, seconds)
            hint = scope["state"].get("hint")  # what the operator has to set, where an edge found that out
            more = {"trace_id": trace.trace_id} | ({"hint": hint} if hint else {})
            self._tell(scope["method"], path, status, seconds, id, more)

    def _tell(self, method: str, path: str, status: int, seconds: float, id: bytes, more: Mapping[str, str]) -> None:
        # The path alone: query strings may hold what nobody else should read.
        is_bad = status >= 500 or "hint" in more
        tell = self._log.warning if is_bad else self._log.debug if path in PROBES else self._log.info
        tell(
            "answered" if status else "broken off",
            method=method,
            path=masked(path),
            status=status,
            ms=round(seconds * 1000, 2),
            request_id=id.decode(),
            **more,
        )


class Mounted:
    """An ASGI app at a public address, which may have a path: the app sees none, whether a proxy takes it off or not.

    What it needs of the address stands in the scope's state: `site`, the whole of it, and `root`, its path.
    """

    def __init__(self, app: ASGIApp, site: str) -> None:
        self._app = app
        self._site = site
        self._scheme, _, place = site.partition("://")
        _, slash, path = place.partition("/")
        self._root = slash + path
        self._raw_root = self._root.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["state"]["site"], scope["state"]["root"] = self._site, self._root
            scope["scheme"] = self._scheme
            path, raw = scope["path"], scope.get("raw_path")
            if self._root and (path == self._root or path.startswith(f"{self._root}/")):
                scope["path"] = path[len(self._root) :] or "/"
                if raw is not None and raw.startswith(self._raw_root):
                    scope["raw_path"] = raw[len(self._raw_root) :] or b"/"
        await self._app(scope, receive, send)


def masked(path: str) -> str:
    """The path without the secret of a calendar feed: whoever knows that may read the calendar."""
    return "/feeds/…" if _IS_SECRET(path) else path


def request_id_of(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The id that the caller gave the request where it is fit for a log, or a new one."""
    for name, value in headers:
        if name == b"x-request-id" and _FIT_ID(value):
            return value
    return b"%b-%06x" % (_PROCESS, next(_numbers))


def framed_headers(headers: Iterable[tuple[bytes, bytes]], id: bytes, trace: bytes) -> list[tuple[bytes, bytes]]:
    """An answer's headers with the request's ids and those standing headers that it does not say itself."""
    said = list(headers)
    names = {name for name, _ in said}
    said.append((b"x-request-id", id))
    said.append((b"traceresponse", trace))
    said += [pair for pair in STANDING_HEADERS if pair[0] not in names]
    return said


def unexpected(request_id: str) -> bytes:
    """The body of an answer to a fault of our own: it tells what to quote, and nothing of the inside."""
    return msgspec.json.encode({"detail": "Something went wrong here. It has been logged.", "request_id": request_id})


async def _send_unexpected(send: Send, request_id: str) -> None:
    body = unexpected(request_id)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 500, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
