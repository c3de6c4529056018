"""Every path of the OCS API, and how Litestar serves them."""

from litestar import Router

from watchbill.api.ocs import asking, on_demand, people, schedules, sign_in, tiers
from watchbill.api.ocs.errors import said
from watchbill.api.service import Service

ROUTES = (*people.ROUTES, *schedules.ROUTES, *tiers.ROUTES, *on_demand.ROUTES)


def router(service: Service) -> Router:
    """The whole API; errors in it are answered in its own way."""
    return Router(
        path="/",
        route_handlers=[*asking.handlers(ROUTES, service), sign_in.handler(service)],
        exception_handlers={Exception: said},
        include_in_schema=False,
    )
