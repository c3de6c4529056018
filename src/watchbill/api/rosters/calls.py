"""What every route of this family begins with: a call, and the tenant that the address names."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TypeVar

from litestar.exceptions import NotFoundException

from watchbill.api import calls
from watchbill.api.body import read_body
from watchbill.api.calls import AccessT
from watchbill.api.problems import AnyRequest
from watchbill.api.rosters.wire_people import tenant_from
from watchbill.api.service import Service
from watchbill.domain.errors import NotFound
from watchbill.domain.model import Customer, Via
from watchbill.domain.ports import Reads, Writes
from watchbill.domain.rosters import find_tenant

__all__ = ["AnyRequest", "Call", "belongs", "body_in", "deed_named", "reading", "writing"]


DeedT = TypeVar("DeedT")


class Call(calls.Call[AccessT], frozen=True):
    """A call under way, about a tenant."""

    async def tenant(self, text: str) -> Customer:
        """The tenant that an address names. Raises NotFound, Gone."""
        id, is_partner = tenant_from(text)
        try:
            return await find_tenant(self.records, self.caller, id, is_partner=is_partner)
        except NotFound:
            raise NotFound("tenant", text) from None


@asynccontextmanager
async def reading(service: Service, request: AnyRequest) -> AsyncIterator[Call[Reads]]:
    """A call that changes nothing. Raises NotSignedIn."""
    async with calls.reading(service, request) as call:
        yield Call(call.records, call.caller, call.now)


@asynccontextmanager
async def writing(service: Service, request: AnyRequest) -> AsyncIterator[Call[Writes]]:
    """A call that changes something; its transaction is committed at the end. Raises NotSignedIn."""
    async with calls.writing(service, request, Via.ROSTERS) as call:
        yield Call(call.records, call.caller, call.now)


async def body_in(service: Service, request: AnyRequest) -> bytes:
    """What a request sends. Raises NotSignedIn before anything is read, BodyTooLarge."""
    async with calls.reading(service, request):
        pass
    return await read_body(request, service.body_limit)


def deed_named(text: str, deeds: Mapping[str, DeedT]) -> DeedT:
    """What an address asks to be done, in any case. Raises what an unknown address raises."""
    deed = deeds.get(text.lower())
    if deed is None:
        raise NotFoundException
    return deed


def belongs(customer_id: int, tenant: Customer) -> bool:
    """Whether what a customer owns is at home at a tenant; the partner's is home to all that is its clients'."""
    return tenant.parent_id is None or customer_id == tenant.id
