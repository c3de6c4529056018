"""How many requests one token may make in a minute, told on every answer and kept in a little memory."""

from collections.abc import Mapping
from typing import Any, Final, cast

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from watchbill.api.cookies import SESSION, cookie_in
from watchbill.api.rosters.errors import THROTTLED
from watchbill.api.service import Service

MINUTE: Final = 60
_MOST_CALLERS: Final = 50_000
_EVERYBODY_ELSE: Final = b""


class Allowance:
    """What each caller has left of the minute under way; it begins anew with every minute of the clock.

    A process counts for itself. Callers beyond a number that no honest minute sees share one allowance, so memory
    stays small whatever tokens somebody makes up.
    """

    def __init__(self, limit: int, most_callers: int = _MOST_CALLERS) -> None:
        self.limit = limit
        self._most_callers = most_callers
        self._minute = 0
        self._counts: dict[bytes, int] = {}

    def charge(self, caller: bytes, now: int) -> int:
        """Count a request, and return how many are left; less than none means that this one was too many."""
        minute = now // MINUTE
        if minute != self._minute:
            self._minute, self._counts = minute, {}
        if caller not in self._counts and len(self._counts) >= self._most_callers:
            caller = _EVERYBODY_ELSE
        count = self._counts.get(caller, 0)
        self._counts[caller] = min(count, self.limit) + 1
        return self.limit - count - 1

    def headers(self, left: int, now: int) -> tuple[tuple[str, str], ...]:
        """What an answer says about the allowance; the reset is an instant in seconds, when to come back a number
        of seconds."""
        reset = (now // MINUTE + 1) * MINUTE
        return (
            ("X-RateLimit-Limit", str(self.limit)),
            ("X-RateLimit-Remaining", str(max(left, 0))),
            ("X-RateLimit-Reset", str(reset)),
            *((("Retry-After", str(reset - now)),) if left < 0 else ()),
        )


def caller_in(scope: Scope) -> bytes:
    """Whose allowance a request is charged to: its token's or session's, or where it has none its address's."""
    for name, value in scope["headers"]:
        if name == b"authorization":
            return bytes(value)
    if session := cookie_in(cast(Mapping[str, Any], scope), SESSION):
        return session.encode()
    client = scope.get("client")
    return str(client[0] if client else "").encode()


class Limited:
    """A middleware that charges each request, refuses one too many, and tells on the answer what is left."""

    def __init__(self, app: ASGIApp, service: Service, allowance: Allowance) -> None:
        self._app = app
        self._service = service
        self._allowance = allowance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        now = self._service.clock()
        left = self._allowance.charge(caller_in(scope), now)
        told = [(name.lower().encode(), value.encode()) for name, value in self._allowance.headers(left, now)]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *told]
            await send(message)

        await (THROTTLED if left < 0 else self._app)(scope, receive, sending)
