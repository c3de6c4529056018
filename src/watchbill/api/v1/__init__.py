"""Watchbill's own API: the answers that the older families do not give. See README.md."""

from collections.abc import Callable
from typing import Final

import msgspec
from litestar import Router
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler

from watchbill.api.problems import Family
from watchbill.api.service import Service
from watchbill.api.v1 import (
    accounts,
    audit,
    clients,
    contacts,
    customers,
    description,
    diff,
    errors,
    explain,
    feeds,
    gaps,
    groups,
    load,
    oncall,
    overrides,
    previews,
    revisions,
    rosters,
    schedules,
    session,
    tiers,
    timelines,
    tokens,
    zones,
)
from watchbill.engine import WatchbillError

__all__ = ["Edge", "description", "edge"]

RESOURCES: Final[tuple[Callable[[Service], list[HTTPRouteHandler]], ...]] = (
    oncall.routes,
    timelines.routes,
    gaps.routes,
    explain.routes,
    diff.routes,
    revisions.routes,
    load.routes,
    feeds.routes,
    audit.routes,
    session.routes,
    customers.routes,
    contacts.routes,
    groups.routes,
    accounts.routes,
    tokens.routes,
    clients.routes,
    zones.routes,
    schedules.routes,
    tiers.routes,
    overrides.routes,
    rosters.routes,
    previews.routes,
)
"""What is served. A new resource adds its routes here, and its part of the description in description.py."""


class Edge(msgspec.Struct, frozen=True):
    """What the application mounts: the routes, and how errors are said on their paths."""

    router: Router
    family: Family


def edge(service: Service) -> Edge:
    """The whole family."""
    router = Router(
        path="/",
        route_handlers=[route for routes in RESOURCES for route in routes(service)],
        exception_handlers={WatchbillError: errors.said, HTTPException: errors.said},
        include_in_schema=False,
    )
    return Edge(router, errors.FAMILY)
