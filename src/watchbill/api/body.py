"""Requests' bodies: read up to a limit, and understood as JSON or as a form."""

import json
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request

from watchbill.engine import WatchbillError

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

STRANGERS = 16 * 1024
"""Bytes that a body may have of whom nobody knows yet: nobody has vouched for the work that it makes."""


class UnreadableBody(WatchbillError):
    """The body is not what its content type says; the message says what is wrong with it."""


class UnsupportedMediaType(WatchbillError):
    """The body has a content type that is not understood here."""

    def __init__(self, media_type: str) -> None:
        self.media_type = media_type
        super().__init__(f'Unsupported media type "{media_type}" in request.')


class BodyTooLarge(WatchbillError):
    """The body is longer than bodies may be."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"The body of a request has at most {limit} bytes.")


async def read_body(request: Request[Any, Any, Any], limit: int) -> bytes:
    """The whole body. Raises BodyTooLarge as soon as it is known to be longer than `limit` bytes."""
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:18]) > limit:
        raise BodyTooLarge(limit)
    body = bytearray()
    is_more = True
    while is_more:
        message = await request.receive()
        if message["type"] != "http.request":
            raise UnreadableBody("The body of the request was cut off.")
        # ASGI lets a server leave out what has its default.
        body += message.get("body", b"")
        if len(body) > limit:
            raise BodyTooLarge(limit)
        is_more = message.get("more_body", False)
    return bytes(body)


def understood(body: bytes, content_type: str, accepted: tuple[str, ...] = (JSON,)) -> object:
    """What the body says; an empty one says `{}`, whatever its content type.

    Raises UnsupportedMediaType, or UnreadableBody for what is no JSON.
    """
    if not body:
        return {}
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in accepted:
        raise UnsupportedMediaType(content_type)
    return form(body) if media_type == FORM else strict_json(body)


def form(body: bytes) -> dict[str, str]:
    """The fields of an URL-encoded form; of a field that comes twice the last one."""
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def strict_json(body: bytes) -> object:
    """The JSON of the body; Infinity and NaN are none. Raises UnreadableBody."""
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refused)
    except RecursionError:
        raise UnreadableBody("JSON parse error - The value is nested too deeply.") from None
    except ValueError as error:
        raise UnreadableBody(f"JSON parse error - {error}") from None


def _refused(constant: str) -> object:
    raise ValueError(f"Out of range float values are not JSON compliant: {constant}")
