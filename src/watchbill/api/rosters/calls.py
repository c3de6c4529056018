"""What every route begins with: who is calling, which tenant the address names, and one transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Generic, TypeAlias, TypeVar

import msgspec
from litestar import Request

from watchbill.api.auth import caller_of, token_of
from watchbill.api.rosters.wire_people import tenant_from
from watchbill.api.service import Service
from watchbill.domain.access import Caller
from watchbill.domain.errors import NotFound
from watchbill.domain.model import Customer
from watchbill.domain.ports import Reads, Writes
from watchbill.domain.rosters import find_tenant

AnyRequest: TypeAlias = Request[Any, Any, Any]
AccessT = TypeVar("AccessT", Reads, Writes)


class Call(msgspec.Struct, Generic[AccessT], frozen=True):
    """A call under way: the records it works on, who calls, and the present."""

    records: AccessT
    caller: Caller
    now: int

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
    provider_id, text = token_of(request.scope["headers"])
    async with service.store.reading(provider_id) as reads:
        call = Call(reads, await caller_of(reads, text, now := service.clock()), now)
        service.token_uses.note(call.caller, now)
        yield call


@asynccontextmanager
async def writing(service: Service, request: AnyRequest) -> AsyncIterator[Call[Writes]]:
    """A call that changes something; its transaction is committed at the end. Raises NotSignedIn."""
    async with reading(service, request) as call:
        # Whoever is nobody must not keep others from writing, so the transaction begins once they are known.
        caller, now = call.caller, call.now
    async with service.store.writing(caller.provider_id) as writes:
        yield Call(writes, caller, now)


def belongs(customer_id: int, tenant: Customer) -> bool:
    """Whether what a customer owns is at home at a tenant; the partner's is home to all that is its clients'."""
    return tenant.parent_id is None or customer_id == tenant.id
