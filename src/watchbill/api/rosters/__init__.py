"""The rosters API: rosters, and the users, user groups, clients and time zones that they name."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response, Router
from litestar.types import ASGIApp

from watchbill.api.problems import Family
from watchbill.api.rosters import clients, description, errors, groups, oauth_clients, rosters, timezones, token, users
from watchbill.api.rosters.calls import AnyRequest
from watchbill.api.rosters.rates import Allowance, Limited, caller_in
from watchbill.api.service import Service
from watchbill.engine import WatchbillError

__all__ = ["Edge", "description", "edge", "router"]


class Edge(msgspec.Struct, frozen=True):
    """What the application mounts: the routes, and how errors are said on their paths."""

    router: Router
    families: tuple[Family, ...]


def edge(service: Service) -> Edge:
    """The family with one allowance for all of its answers."""
    allowance = Allowance(service.rate_limit)

    def said(request: AnyRequest, error: Exception) -> Response[Any]:
        scope: Mapping[str, Any] = request.scope
        if "route_handler" in scope:
            # The middleware has charged it, and tells so on the answer.
            return errors.said(request, error)
        now = service.clock()
        left = allowance.charge(caller_in(request.scope), now)
        found = errors.THROTTLED if left < 0 else errors.answer_to(error)
        told = msgspec.structs.replace(found, headers=(*found.headers, *allowance.headers(left, now)))
        return told.response(is_head=request.method == "HEAD")

    def limited(app: ASGIApp) -> ASGIApp:
        # A closure: whatever else a middleware is given, Litestar copies deeply, once a route.
        return Limited(app, service, allowance)

    router = Router(
        path="/",
        route_handlers=[
            route
            for resource in (token, timezones, rosters, users, groups, clients, oauth_clients)
            for route in resource.routes(service)
        ],
        middleware=[limited],
        exception_handlers={WatchbillError: errors.said},
        include_in_schema=False,
    )
    return Edge(router, (Family(("/api/v2", "/auth/oauth", "/tenancy"), said),))


def router(service: Service) -> Router:
    """The routes alone."""
    return edge(service).router
