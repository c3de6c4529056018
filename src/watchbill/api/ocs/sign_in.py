"""Signing in: a user name and a password for a token."""

from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.attempts import attempted
from watchbill.api.body import FORM, JSON, STRANGERS, read_body, understood
from watchbill.api.calls import author_of
from watchbill.api.json import Answer, answer
from watchbill.api.ocs.asking import check_format, options_answer
from watchbill.api.ocs.wire import TokenSaid, sign_in_from
from watchbill.api.problems import AnyRequest
from watchbill.api.service import Service
from watchbill.domain.accounts import sign_in
from watchbill.domain.errors import Invalid, NotSignedIn
from watchbill.domain.model import Via

PATH = "/api-auth-user/"


def handler(service: Service) -> HTTPRouteHandler:
    """Litestar's handler of the one path that nobody has to be signed in for."""
    options = options_answer(PATH, ("POST", "OPTIONS"), (JSON, FORM))

    async def serve(request: AnyRequest) -> ASGIApp:
        check_format(request)
        return options if request.method == "OPTIONS" else await token(request, service)

    return HTTPRouteHandler(PATH, http_method=["POST", "OPTIONS"], name=PATH, status_code=200)(serve)


async def token(request: AnyRequest, service: Service) -> Answer:
    """A new token for a user name and a password."""
    body = await read_body(request, min(STRANGERS, service.body_limit))
    wish = sign_in_from(understood(body, request.headers.get("content-type", ""), (JSON, FORM)))
    now, lifetime = service.clock(), service.login_lifetime
    by = author_of(request, Via.OCS, now)
    try:
        with attempted(service.attempts, request, wish["username"], now):
            text = await sign_in(service.store, wish["username"], wish["password"], now=now, lifetime=lifetime, by=by)
    except NotSignedIn:
        # Asked for by name and password, so it is these that are bad, and no header is missing.
        raise Invalid([("", "Unable to log in with provided credentials.")]) from None
    return answer(TokenSaid(token=text))
