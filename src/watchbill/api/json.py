"""Answers: what goes out, encoded once, with no more around it than HTTP needs."""

from typing import Any, cast

import msgspec
from litestar import Response
from litestar.types import HTTPScope, Receive, Scope, Send

ENCODER = msgspec.json.Encoder()


class Answer(msgspec.Struct, frozen=True):
    """A status, a body, mostly of JSON, and further headers; itself an ASGI application, so that a route may return it.

    To a HEAD request it gives the headers of the whole answer and no body.
    """

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    media_type: str = "application/json"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in self.headers]
        # An answer that never has a body must not tell the length of one (RFC 9110, 8.6).
        if self.status not in (204, 304):
            headers.append((b"content-type", self.media_type.encode("latin-1")))
            headers.append((b"content-length", str(len(self.body)).encode()))
        is_head = cast(HTTPScope, scope)["method"] == "HEAD"
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if is_head else self.body, "more_body": False})

    def response(self, *, is_head: bool = False) -> Response[bytes | None]:
        """The same for an exception handler, which has to give back Litestar's own kind."""
        return Response(
            content=None if is_head else self.body,
            status_code=self.status,
            headers=dict(self.headers),
            media_type=self.media_type,
        )


def answer(value: Any, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """The value as JSON."""
    return Answer(encoded(value), status, headers)


def encoded(value: Any) -> bytes:
    """The value as JSON text.

    Half of a surrogate pair may come in by JSON and be quoted in a message, but is no Unicode: it goes out as "?".
    """
    try:
        return ENCODER.encode(value)
    except UnicodeEncodeError:
        return ENCODER.encode(_speakable(msgspec.to_builtins(value)))


def _speakable(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case dict():
            return {_speakable(key): _speakable(each) for key, each in value.items()}
        case list() | tuple():
            return [_speakable(each) for each in value]
        case _:
            return value
