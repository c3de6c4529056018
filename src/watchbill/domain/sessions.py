"""Sessions of the web app: tokens in a browser's cookie, renewed while they are used and forgotten once over."""

from typing import Final

import msgspec

from watchbill.domain.access import Caller
from watchbill.domain.accounts import (
    AccountWish,
    check_password,
    end_sign_ins,
    first_admin,
    hash_of,
    issue,
    password_problems,
    signed,
    username_problems,
)
from watchbill.domain.errors import Conflict, Invalid, NotSignedIn
from watchbill.domain.model import Account, Author, CustomerId, Role, Token, TokenKind
from watchbill.domain.ports import Reads, Store, Writes
from watchbill.domain.rules import text_problems
from watchbill.domain.text import line_fault

NAME: Final = "web"
KEPT: Final = 86400
"""Seconds that a session is remembered after its end: so long its holder is told that it has expired."""

SET_UP: Final = "This installation has been set up already."


async def open_session(
    store: Store, account: Account, *, now: int, lifetime: int, by: Author | None = None
) -> tuple[str, Token]:
    """Make a session for an account and return its text, this once, and its record; forgets those long over."""
    async with store.writing(account.provider_id, signed(by, account)) as writes:
        await writes.forget_tokens(TokenKind.SESSION, over_before=now - KEPT)
        return await issue(writes, account, TokenKind.SESSION, name=NAME, now=now, expires_at=now + lifetime)


async def renew_session(store: Store, caller: Caller, *, now: int, lifetime: int, longest: int) -> int | None:
    """Let a session that is in use last longer, and return when it ends now; None for what is no session.

    Less than half of its `lifetime` has to be left, so that few reads write; no session lasts beyond `longest`
    seconds after its sign-in.
    """
    if caller.token_id is None or caller.expires_at is None:
        return None
    if caller.expires_at - now > lifetime // 2:
        return caller.expires_at
    async with store.writing(caller.provider_id) as writes:
        token = await writes.token(caller.token_id)
        expires_at = min(now + lifetime, token.created_at + longest)
        if token.kind is not TokenKind.SESSION or expires_at <= caller.expires_at:
            return caller.expires_at
        await writes.renew_token(token.id, expires_at)
    return expires_at


async def close_session(writes: Writes, caller: Caller, now: int) -> None:
    """End the session that the caller is signed in by, at once. Raises Conflict for a caller without one."""
    token = None if caller.token_id is None else await writes.token(caller.token_id)
    if token is None or token.kind is not TokenKind.SESSION:
        raise Conflict("You are signed in by a token and have no session to end.")
    await writes.save(msgspec.structs.replace(token, revoked_at=now))


async def change_password(writes: Writes, caller: Caller, old: str, new: str, now: int) -> None:
    """Give the caller's account another password and end its other sessions and logins.

    Raises NotSignedIn("invalid") for an old password that is wrong, Invalid for a new one that will not do.
    """
    if problems := password_problems("new", new):
        raise Invalid(problems)
    account = await writes.account(caller.account.id)
    if not await check_password(account, old):
        raise NotSignedIn("invalid")
    await writes.save(msgspec.structs.replace(account, password_hash=await hash_of(new), updated_at=now))
    await end_sign_ins(writes, account, now, but=caller.token_id)


class SetupWish(msgspec.Struct, frozen=True, kw_only=True):
    """The first administrator, and the provider to make where the installation has none yet."""

    provider: str
    username: str
    password: str


async def needs_setup(store: Store, *, by_openid: bool) -> bool:
    """Whether nobody can sign in as an administrator yet: by a password or, where there is `by_openid`, without."""
    for provider_id in await store.providers():
        async with store.reading(provider_id) as reads:
            if await _has_leader(reads, by_openid=by_openid):
                return False
    return True


async def _has_leader(reads: Reads, *, by_openid: bool) -> bool:
    return any(by_openid or one.password_hash for one in await reads.admins())


async def set_up(
    store: Store, wish: SetupWish, now: int, by: Author | None = None, *, by_openid: bool = False
) -> Account:
    """Make the administrator whom nobody had yet, and the provider with them where there is none.

    A provider that is there keeps its name. Raises Invalid, or Conflict where somebody can sign in as an administrator.
    """
    standing = await store.providers()
    problems = [] if standing or wish.provider.strip() else [("provider", "A name may not be blank.")]
    if reason := line_fault(wish.provider):
        problems.append(("provider", reason))
    problems += username_problems("username", wish.username) + text_problems(Account, wish)
    problems += password_problems("password", wish.password)
    if problems:
        raise Invalid(problems)
    if not standing:
        async with store.founding(wish.provider.strip(), now, by, is_first=True) as writes:
            return await _first_leader(writes, wish, now)
    if not await needs_setup(store, by_openid=by_openid):
        raise Conflict(SET_UP)
    async with store.writing(standing[0], by) as writes:
        await writes.stand_alone()
        if await _has_leader(writes, by_openid=by_openid):
            raise Conflict(SET_UP)
        return await _first_leader(writes, wish, now)


async def _first_leader(writes: Writes, wish: SetupWish, now: int) -> Account:
    root = CustomerId(writes.provider_id)
    leader = AccountWish(username=wish.username, role=Role.ADMIN, customer_id=root, password=wish.password)
    return await first_admin(writes, leader, now)
