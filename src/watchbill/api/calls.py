"""What every route begins with: who is calling, the present, and one transaction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Generic, TypeVar
from urllib.parse import parse_qsl

import msgspec

from watchbill.api.auth import caller_of, credentials_of
from watchbill.api.problems import AnyRequest
from watchbill.api.service import Service
from watchbill.domain.access import Caller
from watchbill.domain.model import Author, Via
from watchbill.domain.ports import Reads, Writes

AccessT = TypeVar("AccessT", Reads, Writes)


class Call(msgspec.Struct, Generic[AccessT], frozen=True):
    """A call under way: the records it works on, who calls, and the present."""

    records: AccessT
    caller: Caller
    now: int


@asynccontextmanager
async def reading(service: Service, request: AnyRequest) -> AsyncIterator[Call[Reads]]:
    """A call that changes nothing. Raises NotSignedIn, Forged."""
    credentials = credentials_of(request)
    async with service.store.reading(credentials.provider_id) as reads:
        call = Call(reads, await caller_of(reads, credentials, now := service.clock()), now)
        service.token_uses.note_caller(call.caller, now)
        yield call


@asynccontextmanager
async def writing(service: Service, request: AnyRequest, via: Via) -> AsyncIterator[Call[Writes]]:
    """A call that changes something; its transaction is committed at the end. Raises NotSignedIn."""
    async with reading(service, request) as call:
        # Whoever is nobody must not keep others from writing, so the transaction begins once they are known.
        caller, now = call.caller, call.now
    async with service.store.writing(caller.provider_id, author_of(request, via, now, caller)) as writes:
        yield Call(writes, caller, now)


def author_of(request: AnyRequest, via: Via, now: int, caller: Caller | None = None) -> Author:
    """Whom what a request changes is put down to; without a caller to nobody yet."""
    client = request.scope.get("client")
    where = Author(
        via=via,
        at=now,
        address=client[0] if client else None,
        request_id=request.scope["state"].get("request_id"),
    )
    if caller is None:
        return where
    return msgspec.structs.replace(
        where,
        via=Via.WEB if caller.is_session else via,
        account_id=caller.account.id,
        username=caller.account.username,
        token_id=caller.token_id,
        token_name=caller.token_name,
    )


def query_of(request: AnyRequest) -> dict[str, str]:
    """The parameters in the address; of one that comes twice the last."""
    text = request.scope["query_string"].decode("utf-8", "replace")
    return dict(parse_qsl(text, keep_blank_values=True)) if text else {}


def bare_address_of(request: AnyRequest) -> str:
    """The address that was asked, as its caller sees it, without the query and without a last slash."""
    return f"{site_of(request)}{request.scope['path'].rstrip('/')}"


def site_of(request: AnyRequest) -> str:
    """The address of the server as its caller sees it, without a slash at the end: the one that is set, or asked by."""
    scope = request.scope
    site: str | None = scope["state"].get("site")
    if site is not None:
        return site
    host = request.headers.get("host") or "{}:{}".format(*(scope["server"] or ("localhost", 80)))
    return f"{scope['scheme']}://{host}"
