"""Tokens for programs: an OAuth client's id and secret for a short-lived access token."""

from typing import Any, Final

from litestar import post
from litestar.handlers import HTTPRouteHandler

from watchbill.api.attempts import attempted
from watchbill.api.body import STRANGERS, form, read_body
from watchbill.api.json import Answer, answer
from watchbill.api.rosters.calls import AnyRequest
from watchbill.api.rosters.errors import BadCredentials, UnsupportedGrant
from watchbill.api.rosters.reading import decoded
from watchbill.api.service import Service
from watchbill.domain.accounts import sign_in_client
from watchbill.domain.errors import Invalid, NotSignedIn

GRANT: Final = "client_credentials"
LIFETIME: Final = 7199
"""Seconds."""
ADDRESSES: Final = ("/auth/oauth/token", "/tenancy/auth/oauth/token")


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`POST /auth/oauth/token`, at both of its addresses."""

    @post(list(ADDRESSES), status_code=200)
    async def token(request: AnyRequest) -> Answer:
        body = await read_body(request, min(STRANGERS, service.body_limit))
        asked = _asked(body, request.headers.get("content-type", ""))
        if asked.get("grant_type") != GRANT:
            raise UnsupportedGrant(str(asked.get("grant_type", ""))[:100])
        key, secret = str(asked.get("client_id", "")), str(asked.get("client_secret", ""))
        now = service.clock()
        try:
            with attempted(service.attempts, request, key, now):
                text, _ = await sign_in_client(service.store, key, secret, now=now, lifetime=LIFETIME)
        except NotSignedIn:
            raise BadCredentials from None
        granted = {"access_token": text, "token_type": "bearer", "expires_in": str(LIFETIME), "scope": "global:manage"}
        return answer(granted, 200, (("Cache-Control", "no-store"),))

    return [token]


def _asked(body: bytes, content_type: str) -> dict[Any, Any]:
    """The fields of a JSON object or of a form. Raises Invalid for what is neither."""
    if "json" not in content_type.lower():
        return form(body)
    value = decoded(body)
    if not isinstance(value, dict):
        raise Invalid([("", "The request body is not an object.")])
    return value
