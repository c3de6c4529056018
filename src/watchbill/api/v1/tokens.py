"""Tokens: everybody's own, an admin's also those of others; the text of one is told when it is made and never again."""

from collections.abc import Mapping
from typing import Final

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.json import Answer, answer
from watchbill.api.service import Service
from watchbill.api.v1.bodies import ABSENT, Body, Instant, Key, RoleName, Text, read_body_as
from watchbill.api.v1.calls import AnyRequest, Call, get, query_in, reading
from watchbill.api.v1.changes import Asked, change, tagged
from watchbill.api.v1.oncall import id_in
from watchbill.api.v1.wire import Clocks, Query, listed
from watchbill.domain.access import Caller
from watchbill.domain.model import Account, AccountId, Token, TokenId, TokenKind
from watchbill.domain.ports import Writes
from watchbill.domain.tokens import TokenWish, end_token, find_token, list_tokens, make_token

_KINDS: Final[Mapping[str, TokenKind | None]] = {str(kind): kind for kind in TokenKind}


class AccountRefSaid(msgspec.Struct, frozen=True):
    """An account, by id and user name."""

    id: int
    username: str


class TokenSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A token; `text` is only there when it has just been made."""

    id: int
    name: str
    kind: str
    role: str
    account: AccountRefSaid
    created_at: str
    expires_at: str | None
    last_used_at: str | None
    revoked_at: str | None
    is_current: bool
    text: str | msgspec.UnsetType = msgspec.UNSET


class TokenBody(Body):
    """A token that somebody wants."""

    name: Text
    account: Key = ABSENT
    role: RoleName = ABSENT
    expires_at: Instant = ABSENT


def token_wish_from(body: TokenBody) -> TokenWish:
    given = body.given()
    return TokenWish(account_id=given.pop("account", None), **given)


def token_to(
    token: Token, account: Account, caller: Caller, text: str | msgspec.UnsetType = msgspec.UNSET
) -> TokenSaid:
    clocks = Clocks()
    return TokenSaid(
        id=token.id,
        name=token.name,
        kind=token.kind,
        role=min(token.role, account.role).name.lower(),
        account=AccountRefSaid(account.id, account.username),
        created_at=clocks.said(token.created_at),
        expires_at=clocks.told(token.expires_at),
        last_used_at=clocks.told(token.last_used_at),
        revoked_at=clocks.told(token.revoked_at),
        is_current=token.id == caller.token_id,
        text=text,
    )


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/tokens` and `/tokens/{id}`."""

    @get("/tokens")
    async def tokens(request: AnyRequest) -> ASGIApp:
        async with reading(service, request) as call:
            query = Query(query_in(request, "account", "kind", "active", "page", "limit"))
            account, kind = query.whole("account"), query.choice("kind", _KINDS, None)
            is_live, paging = query.active(otherwise=True), query.paging()
            query.check()
            found = await list_tokens(
                call.records,
                call.caller,
                account_id=None if account is None else AccountId(account),
                kind=kind,
                is_live=is_live,
                now=call.now,
            )
        rows = [token_to(token, holder, call.caller) for token, holder in paging.piece(found)]
        return answer(listed(request, query, paging, rows, len(found)))

    return [
        tokens,
        change(service, "POST", "/tokens", _made, tells_secret=True),
        change(service, "DELETE", "/tokens/{id:str}", _ended, has_body=False),
    ]


async def _made(call: Call[Writes], asked: Asked) -> Answer:
    wish = token_wish_from(read_body_as(TokenBody, asked.body))
    text, token, account = await make_token(call.records, call.caller, wish, call.now)
    return tagged(token_to(token, account, call.caller, text), _state(token), status=201)


async def _ended(call: Call[Writes], asked: Asked) -> Answer:
    id = TokenId(id_in(asked.request, "token"))
    await asked.lock(call.records, Token, id)
    token, _ = await find_token(call.records, call.caller, id)
    asked.check_unchanged(_state(token))
    await end_token(call.records, call.caller, id, call.now)
    return Answer(b"", 204)


def _state(token: Token) -> tuple[int, str, int | None]:
    """What tells one state of a token from another; that it was used is no change."""
    return (token.id, token.name, token.revoked_at)
