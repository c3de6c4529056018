"""Accounts, their passwords and their tokens: signing in, making and revoking.

A token's text is `wb_<provider>_<256 random bits>`; only its SHA-256 is kept. Passwords are kept by argon2id.
"""

import asyncio
import hashlib
import re
import secrets

import argon2
import msgspec

from watchbill.domain.access import Caller, check_role, check_sees
from watchbill.domain.errors import Invalid, NotFound, NotSignedIn, Taken
from watchbill.domain.model import (
    Account,
    AccountId,
    ClientId,
    ContactId,
    CustomerId,
    OAuthClient,
    ProviderId,
    Role,
    Token,
    TokenId,
    TokenKind,
)
from watchbill.domain.ports import Reads, Store, Writes

PASSWORDS = argon2.PasswordHasher()
# What an unknown user's password is checked against, so that the answer takes as long as for a known one.
NOBODYS_HASH = PASSWORDS.hash(secrets.token_urlsafe())

_TOKEN = re.compile(r"wb_([1-9][0-9]{0,18})_([A-Za-z0-9_-]{43})")


def hashed(secret: str) -> str:
    """The SHA-256 of a random secret, in hex; secrets have 256 random bits, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def provider_of_token(text: str) -> ProviderId | None:
    """Whose token this claims to be; None when it has not the form of a token."""
    found = _TOKEN.fullmatch(text)
    return ProviderId(int(found[1])) if found and int(found[1]) < 2**63 else None


async def identify(reads: Reads, text: str, now: int) -> Caller:
    """The caller behind a token's text. Raises NotSignedIn: invalid, or expired."""
    found = await reads.token_by_hash(hashed(text))
    if found is None:
        raise NotSignedIn("invalid")
    token, account, _ = found
    if token.revoked_at is not None or not account.is_active:
        raise NotSignedIn("invalid")
    if token.expires_at is not None and token.expires_at <= now:
        raise NotSignedIn("expired")
    return Caller(
        account=account,
        customer_id=token.customer_id,
        role=min(token.role, account.role),
        token_id=token.id,
        expires_at=token.expires_at,
    )


async def check_password(account: Account | None, password: str) -> bool:
    """Whether the password is the account's; takes as long for nobody as for somebody, off the event loop."""
    kept = account.password_hash if account and account.is_active else ""

    def verified() -> bool:
        try:
            return PASSWORDS.verify(kept or NOBODYS_HASH, password)
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False

    return await asyncio.to_thread(verified) and bool(kept)


async def sign_in(store: Store, username: str, password: str, *, now: int, lifetime: int) -> str:
    """Make a login token for a user name and password, and return its text.

    `lifetime` in seconds. Raises NotSignedIn("invalid"), the same for an unknown user and a wrong password.
    """
    provider_id = await store.provider_of_sign_in(username)
    account = None
    if provider_id is not None:
        async with store.reading(provider_id) as reads:
            account = await reads.account_named(username)
    if not await check_password(account, password) or account is None or provider_id is None:
        raise NotSignedIn("invalid")
    async with store.writing(provider_id) as writes:
        text, _ = await _issue(writes, account, TokenKind.LOGIN, name="login", now=now, expires_at=now + lifetime)
    return text


async def sign_in_client(
    store: Store, client_key: str, client_secret: str, *, now: int, lifetime: int
) -> tuple[str, Token]:
    """Make a short-lived token for an OAuth client and return its text and record. Raises NotSignedIn("invalid")."""
    provider_id = await store.provider_of_sign_in(client_key)
    if provider_id is None:
        raise NotSignedIn("invalid")
    async with store.reading(provider_id) as reads:
        found = await reads.oauth_client(client_key)
    if found is None:
        raise NotSignedIn("invalid")
    client, account = found
    is_right = secrets.compare_digest(client.secret_hash, hashed(client_secret))
    if not is_right or client.revoked_at is not None or not account.is_active:
        raise NotSignedIn("invalid")
    async with store.writing(provider_id) as writes:
        return await _issue(writes, account, TokenKind.OAUTH, name=client.name, now=now, expires_at=now + lifetime)


class AccountWish(msgspec.Struct, frozen=True, kw_only=True):
    """An account somebody wants to make; `password` None for a program that signs in by token alone."""

    username: str
    role: Role
    customer_id: CustomerId
    password: str | None = None
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    contact_id: ContactId | None = None


async def first_admin(writes: Writes, wish: AccountWish, now: int) -> Account:
    """Make an account without asking who wants it: for the operator's own command line."""
    return await _add_account(writes, wish, now)


async def add_account(writes: Writes, caller: Caller, wish: AccountWish, now: int) -> Account:
    """Make an account. Raises Forbidden, NotFound, Invalid, Taken."""
    check_role(caller, Role.ADMIN, "making accounts")
    check_sees(caller, wish.customer_id, "customer", wish.customer_id)
    return await _add_account(writes, wish, now)


async def _add_account(writes: Writes, wish: AccountWish, now: int) -> Account:
    await writes.customer(wish.customer_id)
    problems = []
    if not wish.username.strip():
        problems.append(("username", "A user name may not be blank."))
    if wish.password is not None and len(wish.password) < 8:
        problems.append(("password", "A password needs at least 8 characters."))
    if wish.contact_id is not None:
        known = await writes.contacts([wish.contact_id])
        found = known.get(wish.contact_id)
        if found is None or found.customer_id not in (wish.customer_id, writes.provider_id):
            problems.append(("contact_id", f"There is no contact {wish.contact_id} at this customer."))
    if problems:
        raise Invalid(problems)
    if await writes.account_named(wish.username.strip()):
        raise Taken("account", "user name", wish.username.strip())
    password_hash = await asyncio.to_thread(PASSWORDS.hash, wish.password) if wish.password else ""
    account = Account(
        provider_id=writes.provider_id,
        id=AccountId(await writes.new_id(Account)),
        customer_id=wish.customer_id,
        contact_id=wish.contact_id,
        username=wish.username.strip(),
        first_name=wish.first_name,
        last_name=wish.last_name,
        email=wish.email,
        role=wish.role,
        password_hash=password_hash,
        created_at=now,
        updated_at=now,
    )
    await writes.save(account)
    return account


async def issue_token(
    writes: Writes, account: Account, *, name: str, now: int, expires_at: int | None = None
) -> tuple[str, Token]:
    """Make an API token for an account; its text is returned this once and never kept."""
    return await _issue(writes, account, TokenKind.API, name=name, now=now, expires_at=expires_at)


async def _issue(
    writes: Writes, account: Account, kind: TokenKind, *, name: str, now: int, expires_at: int | None
) -> tuple[str, Token]:
    text = f"wb_{writes.provider_id}_{secrets.token_urlsafe(32)}"
    token = Token(
        provider_id=writes.provider_id,
        id=TokenId(await writes.new_id(Token)),
        account_id=account.id,
        customer_id=account.customer_id,
        role=account.role,
        kind=kind,
        name=name,
        token_hash=hashed(text),
        created_at=now,
        expires_at=expires_at,
    )
    await writes.save(token)
    return text, token


async def revoke_token(writes: Writes, id: TokenId, now: int) -> Token:
    """End a token at once; revoking it again changes nothing. Raises NotFound."""
    token = await writes.token(id)
    if token.revoked_at is None:
        token = msgspec.structs.replace(token, revoked_at=now)
        await writes.save(token)
    return token


async def add_oauth_client(writes: Writes, account: Account, *, name: str, now: int) -> tuple[OAuthClient, str]:
    """Make an OAuth client for an account; the secret is returned this once and only its hash is kept."""
    secret = secrets.token_urlsafe(32)
    client = OAuthClient(
        provider_id=writes.provider_id,
        id=ClientId(await writes.new_id(OAuthClient)),
        account_id=account.id,
        client_key=secrets.token_hex(16),
        name=name,
        secret_hash=hashed(secret),
        created_at=now,
    )
    await writes.save(client)
    return client, secret


async def add_program(
    writes: Writes,
    caller: Caller,
    *,
    name: str,
    role: Role,
    customer_id: CustomerId,
    contact_id: ContactId | None = None,
    now: int,
) -> tuple[OAuthClient, Account, str]:
    """Make an OAuth client with an account of its own, both of this name; the secret is returned this once.

    Raises Forbidden, NotFound, Invalid, Taken.
    """
    wish = AccountWish(username=name, role=role, customer_id=customer_id, contact_id=contact_id)
    account = await add_account(writes, caller, wish, now)
    client, secret = await add_oauth_client(writes, account, name=account.username, now=now)
    return client, account, secret


async def list_oauth_clients(
    reads: Reads, caller: Caller, customer_id: CustomerId
) -> tuple[tuple[OAuthClient, Account], ...]:
    """A customer's OAuth clients with their accounts, by id. Raises NotFound, Forbidden."""
    check_sees(caller, customer_id, "customer", customer_id)
    check_role(caller, Role.ADMIN, "listing OAuth clients")
    accounts = {one.id: one for one in await reads.all_accounts()}
    clients = sorted(await reads.oauth_clients(), key=lambda one: one.id)
    paired = [(one, accounts[one.account_id]) for one in clients]
    return tuple(pair for pair in paired if pair[1].customer_id == customer_id)


async def remove_oauth_client(
    writes: Writes, caller: Caller, customer_id: CustomerId, id: ClientId, now: int
) -> OAuthClient:
    """End one of a customer's OAuth clients. Raises NotFound, Forbidden."""
    known = [client.id for client, _ in await list_oauth_clients(writes, caller, customer_id)]
    if id not in known:
        raise NotFound("OAuth client", id)
    return await revoke_oauth_client(writes, id, now)


async def revoke_oauth_client(writes: Writes, id: ClientId, now: int) -> OAuthClient:
    """End an OAuth client and the tokens that it was given, at once; again changes nothing. Raises NotFound."""
    found = [one for one in await writes.oauth_clients() if one.id == id]
    if not found:
        raise NotFound("OAuth client", id)
    (client,) = found
    if client.revoked_at is not None:
        return client
    client = msgspec.structs.replace(client, revoked_at=now)
    await writes.save(client)
    for token in await writes.tokens():
        if token.account_id == client.account_id and token.kind is TokenKind.OAUTH and token.revoked_at is None:
            await writes.save(msgspec.structs.replace(token, revoked_at=now))
    return client
