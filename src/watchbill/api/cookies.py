"""The cookie that keeps a session, and how a request by cookie shows that its sender meant it."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from watchbill.api.problems import AnyRequest
from watchbill.engine import WatchbillError

SESSION: Final = "watchbill_session"
CSRF_HEADER: Final = "x-csrf-token"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing, so that nobody gains by making a browser send them."""

Scope = Mapping[str, Any]


class Forged(WatchbillError):
    """A request by cookie that another site may have made a browser send."""


def root_of(scope: Scope) -> str:
    """The path below which everything is served, such as "/oncall"; mostly none."""
    root: str = scope["state"].get("root", "")
    return root


def named(scope: Scope, name: str) -> str:
    """The name of a cookie on this connection: over TLS one that no other host and no plain connection can set.

    That promise holds for the whole host alone. Below a path the cookie is kept from what else the host serves, and the
    name says only that no plain connection can set it.
    """
    if scope["scheme"] != "https":
        return name
    return f"__Secure-{name}" if root_of(scope) else f"__Host-{name}"


def cookie_in(scope: Scope, name: str) -> str | None:
    """What a request's cookie says; None where it has none of this name."""
    wanted = named(scope, name)
    for header, value in scope["headers"]:
        if header == b"cookie":
            for pair in bytes(value).decode("latin-1").split(";"):
                key, mark, text = pair.strip().partition("=")
                if mark and key == wanted:
                    return text.strip('"')
    return None


def kept(scope: Scope, name: str, text: str, *, seconds: int | None = None) -> tuple[str, str]:
    """The header that gives a browser a cookie, until it is closed or for some seconds; no script can read it."""
    until = "" if seconds is None else f"; Max-Age={seconds}"
    secure = "; Secure" if scope["scheme"] == "https" else ""
    path = root_of(scope) or "/"
    return "Set-Cookie", f"{named(scope, name)}={text}{until}; Path={path}; HttpOnly; SameSite=Lax{secure}"


def dropped(scope: Scope, name: str) -> tuple[str, str]:
    """The header that takes a cookie away."""
    return kept(scope, name, "", seconds=0)


def csrf_of(text: str) -> str:
    """What a page sends along with a session's cookie; it follows from the session, so nothing more is kept.

    Another site can make a browser send the cookie, but it can read neither the cookie nor this.
    """
    return urlsafe_b64encode(hmac.digest(text.encode(), b"watchbill csrf", sha256)).decode().rstrip("=")


def check_meant(request: AnyRequest, text: str) -> None:
    """Raises Forged for a request by cookie that changes something and does not show that our own page sent it."""
    if request.method in SAFE:
        return
    check_same_origin(request)
    given = request.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), csrf_of(text).encode()):
        raise Forged("The header X-CSRF-Token is missing or is not this session's.")


def check_same_origin(request: AnyRequest) -> None:
    """Raises Forged where the browser says that another site sent the request.

    Of the origin only the host is compared: behind a proxy that ends TLS the scheme may be another one. It is the host
    that was asked or, as proxies may put their own in its place, that of the address which is set.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None and site != "same-origin":
        raise Forged("The request was sent by another site.")
    ours = (request.headers.get("host", ""), _host_of(request.scope["state"].get("site", "")))
    if origin is not None and _host_of(origin) not in {one.lower() for one in ours if one}:
        if site is not None:
            request.scope["state"]["hint"] = _hint(origin, ours[0])
        raise Forged("The request was sent by another site.")


def _hint(origin: str, asked: str) -> str:
    """What to set where the browser calls our page the same site and yet another host was asked: by a proxy, then."""
    return (
        f"The page came from {origin}, and a proxy asked for it at {asked or 'no host'}. Set WATCHBILL_BASE_URL to the "
        "address that people open, or have the proxy pass Host on as it was sent."
    )


def _host_of(address: str) -> str:
    return address.partition("://")[2].partition("/")[0].lower()
