"""Tokens as their holders and admins see them: listed, made to do no more than their maker may, and ended."""

import msgspec

from watchbill.domain.access import Caller, check_role, sees
from watchbill.domain.accounts import issue, revoke_token
from watchbill.domain.errors import Invalid, NotFound, Problem, Unknown
from watchbill.domain.model import Account, AccountId, Role, Token, TokenId, TokenKind
from watchbill.domain.ports import Reads, Writes
from watchbill.domain.rules import text_problems


class TokenWish(msgspec.Struct, frozen=True, kw_only=True):
    """An API token somebody wants: for themselves where no account is named, with all that they may do themselves."""

    name: str
    account_id: AccountId | None = None
    role: Role | None = None
    expires_at: int | None = None


HeldToken = tuple[Token, Account]
"""A token and the account that it signs in."""


async def list_tokens(
    reads: Reads,
    caller: Caller,
    *,
    account_id: AccountId | None = None,
    kind: TokenKind | None = None,
    is_live: bool | None = None,
    now: int,
) -> tuple[HeldToken, ...]:
    """The caller's tokens, an admin's list those of everybody they see; the latest first."""
    accounts = {one.id: one for one in await reads.all_accounts()}
    held = ((token, accounts[token.account_id]) for token in await reads.tokens())
    wanted = [
        (token, account)
        for token, account in held
        if _governs(caller, token, account)
        and account_id in (None, account.id)
        and kind in (None, token.kind)
        and is_live in (None, signs_in(token, account, now))
    ]
    return tuple(sorted(wanted, key=lambda one: (-one[0].created_at, -one[0].id)))


def signs_in(token: Token, account: Account, now: int) -> bool:
    """Whether somebody could sign in by the token now."""
    is_over = token.revoked_at is not None or (token.expires_at is not None and token.expires_at <= now)
    return account.is_active and not is_over


async def find_token(reads: Reads, caller: Caller, id: TokenId) -> HeldToken:
    """The token and its account. Raises NotFound, also for one that is not the caller's to end."""
    token = await reads.token(id)
    account = await reads.account(token.account_id)
    if not _governs(caller, token, account):
        raise NotFound("token", id)
    return token, account


async def make_token(writes: Writes, caller: Caller, wish: TokenWish, now: int) -> tuple[str, Token, Account]:
    """Make an API token; its text is returned this once and never kept. Raises Forbidden, Invalid."""
    if wish.account_id not in (None, caller.account.id):
        check_role(caller, Role.ADMIN, "making tokens for others")
    account = await _account_for(writes, caller, wish.account_id)
    most = min(caller.role, account.role)
    problems: list[Problem] = text_problems(Token, wish)
    if wish.role is not None and wish.role > most:
        problems.append(("role", f"This token's role can be {most.name.lower()} at most."))
    if wish.expires_at is not None and wish.expires_at <= now:
        problems.append(("expires_at", "This has to be in the future."))
    if problems:
        raise Invalid(problems)
    # A token that stands at one customer alone makes no token that stands higher.
    is_own = account.id == caller.account.id
    text, token = await issue(
        writes,
        account,
        TokenKind.API,
        name=wish.name,
        now=now,
        expires_at=wish.expires_at,
        role=most if wish.role is None else wish.role,
        customer_id=caller.customer_id if is_own else account.customer_id,
    )
    return text, token, account


async def end_token(writes: Writes, caller: Caller, id: TokenId, now: int) -> Token:
    """End a token at once; again changes nothing. Raises NotFound, also for one that is not the caller's to end."""
    token, _ = await find_token(writes, caller, id)
    return await revoke_token(writes, token.id, now)


async def _account_for(writes: Writes, caller: Caller, id: AccountId | None) -> Account:
    """Whom a token is for. Raises Invalid for an account that the caller may not know of, or that cannot sign in."""
    if id in (None, caller.account.id):
        return caller.account
    account = (await writes.accounts([id])).get(id)
    if account is None or not sees(caller, account.customer_id):
        raise Invalid([("account", Unknown("account", id))])
    if not account.is_active:
        raise Invalid([("account", f"The account {account.username} is not active.")])
    return account


def _governs(caller: Caller, token: Token, account: Account) -> bool:
    """Whether a token is the caller's own, or one that they administer; never one that stands higher than they do."""
    is_own = account.id == caller.account.id
    is_administered = caller.role >= Role.ADMIN and sees(caller, account.customer_id)
    return sees(caller, token.customer_id) and (is_own or is_administered)
