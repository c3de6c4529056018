"""What every route begins with: who is calling, the present, and one transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Generic, TypeAlias, TypeVar

import msgspec
from litestar import Request

from watchbill.api.auth import caller_of, token_of
from watchbill.api.service import Service
from watchbill.domain.access import Caller
from watchbill.domain.ports import Reads, Writes

AnyRequest: TypeAlias = Request[Any, Any, Any]
AccessT = TypeVar("AccessT", Reads, Writes)


class Call(msgspec.Struct, Generic[AccessT], frozen=True):
    """A call under way: the records it works on, who calls, and the present."""

    records: AccessT
    caller: Caller
    now: int


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
