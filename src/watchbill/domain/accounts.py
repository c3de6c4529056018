"""Accounts, their passwords and their tokens: signing in, making and revoking.

A token's text is `wb_<provider>_<256 random bits>`; only its SHA-256 is kept. Passwords are kept by argon2id.
"""

import asyncio
import functools
import hashlib
import re
import secrets
from collections.abc import Collection

import argon2
import msgspec

from watchbill.domain.access import Caller, check_role, check_sees, sees
from watchbill.domain.contacts import is_customer
from watchbill.domain.errors import Conflict, Invalid, NotFound, NotSignedIn, Problem, Taken, Unknown
from watchbill.domain.model import (
    Account,
    AccountId,
    Author,
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
from watchbill.domain.rules import check_line, text_problems
from watchbill.domain.search import is_in, plain

PASSWORDS = argon2.PasswordHasher()

_TOKEN = re.compile(r"wb_([1-9][0-9]{0,18})_([A-Za-z0-9_-]{43})")


@functools.cache
def nobodys_hash() -> str:
    """What an unknown user's password is checked against, so that the answer takes as long as for a known one."""
    return PASSWORDS.hash(secrets.token_urlsafe())


def hashed(secret: str) -> str:
    """The SHA-256 of a random secret, in hex; secrets have 256 random bits, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def provider_of_token(text: str) -> ProviderId | None:
    """Whose token this claims to be; None when it has not the form of a token."""
    found = _TOKEN.fullmatch(text)
    return ProviderId(int(found[1])) if found and int(found[1]) < 2**63 else None


async def identify(reads: Reads, text: str, now: int, kinds: Collection[TokenKind] = tuple(TokenKind)) -> Caller:
    """The caller behind the text of a token of one of these kinds. Raises NotSignedIn: invalid, or expired."""
    found = await reads.token_by_hash(hashed(text))
    if found is None:
        raise NotSignedIn("invalid")
    token, account, customer = found
    if token.kind not in kinds or token.revoked_at is not None or not account.is_active or customer.has_ended:
        raise NotSignedIn("invalid")
    if token.expires_at is not None and token.expires_at <= now:
        raise NotSignedIn("expired")
    return Caller(
        account=account,
        customer_id=token.customer_id,
        role=min(token.role, account.role),
        token_id=token.id,
        token_name=token.name,
        is_session=token.kind is TokenKind.SESSION,
        expires_at=token.expires_at,
    )


async def check_password(account: Account | None, password: str) -> bool:
    """Whether the password is the account's; takes as long for nobody as for somebody, off the event loop."""
    kept = account.password_hash if account and account.is_active else ""

    def verified() -> bool:
        nobodys = nobodys_hash()
        try:
            return PASSWORDS.verify(kept or nobodys, password)
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False

    return await asyncio.to_thread(verified) and bool(kept)


async def sign_in(
    store: Store, username: str, password: str, *, now: int, lifetime: int, by: Author | None = None
) -> str:
    """Make a login token for a user name and password, and return its text; `by` says where they come from.

    `lifetime` in seconds. Raises NotSignedIn("invalid"), the same for an unknown user and a wrong password.
    """
    account = await known_by_password(store, username, password)
    async with store.writing(account.provider_id, signed(by, account)) as writes:
        text, _ = await issue(writes, account, TokenKind.LOGIN, name="login", now=now, expires_at=now + lifetime)
    return text


def signed(by: Author | None, account: Account) -> Author | None:
    """The author who turned out to be this account."""
    return None if by is None else msgspec.structs.replace(by, account_id=account.id, username=account.username)


async def known_by_password(store: Store, username: str, password: str) -> Account:
    """The account with this user name and password.

    Raises NotSignedIn("invalid"), the same and after as long for an unknown user and a wrong password.
    """
    account = await account_named(store, username)
    if not await check_password(account, password) or account is None:
        raise NotSignedIn("invalid")
    return account


async def account_named(store: Store, username: str) -> Account | None:
    """The account with this user name, in any case, whichever provider it is of."""
    provider_id = await store.provider_of_sign_in(username)
    if provider_id is None:
        return None
    async with store.reading(provider_id) as reads:
        return await reads.account_named(username)


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
    # No audit row: programs come for a token every other hour, and their client's making and end are in the log.
    async with store.writing(provider_id) as writes:
        return await issue(writes, account, TokenKind.OAUTH, name=client.name, now=now, expires_at=now + lifetime)


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
    await writes.customer(wish.customer_id)
    return await _add_account(writes, wish, now, await _contact_problems(writes, wish.customer_id, wish.contact_id))


async def add_account(
    writes: Writes, caller: Caller, wish: AccountWish, now: int, *, named_by: str = "username"
) -> Account:
    """Make an account; `named_by` is the field that its user name came in. Raises Forbidden, Invalid, Taken."""
    check_role(caller, Role.ADMIN, "making accounts")
    problems = await _place_problems(writes, caller, wish.customer_id, wish.contact_id)
    return await _add_account(writes, wish, now, problems, named_by)


async def _add_account(
    writes: Writes, wish: AccountWish, now: int, further: list[Problem], named_by: str = "username"
) -> Account:
    problems = username_problems(named_by, wish.username)
    problems += [(named_by if path == "username" else path, why) for path, why in text_problems(Account, wish)]
    if wish.password is not None:
        problems += password_problems("password", wish.password)
    if problems or further:
        raise Invalid([*problems, *further])
    if await writes.account_named(wish.username.strip()):
        raise Taken("account", named_by, wish.username.strip())
    password_hash = await hash_of(wish.password) if wish.password else ""
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


def username_problems(path: str, username: str) -> list[Problem]:
    """What is wrong with a user name."""
    return [] if username.strip() else [(path, "A user name may not be blank.")]


async def _place_problems(
    reads: Reads, caller: Caller, customer_id: CustomerId, contact_id: ContactId | None
) -> list[Problem]:
    """Why the caller may not let an account be at a customer, as this contact."""
    if not sees(caller, customer_id) or not await is_customer(reads, customer_id):
        return [("customer", Unknown("customer", customer_id))]
    problems = await _contact_problems(reads, customer_id, contact_id)
    if not problems and contact_id is not None and not sees(caller, (await reads.contact(contact_id)).customer_id):
        return [("contact", f"There is no contact {contact_id} at this customer.")]
    return problems


async def _contact_problems(reads: Reads, customer_id: CustomerId, contact_id: ContactId | None) -> list[Problem]:
    """Why an account at a customer cannot be this contact; its own people and the provider's can be."""
    if contact_id is None:
        return []
    found = (await reads.contacts([contact_id])).get(contact_id)
    if found is not None and not found.has_ended and found.customer_id in (customer_id, reads.provider_id):
        if found.erased_at is None:
            return []
        return [("contact", f"Who contact {contact_id} was is erased: no account is theirs any more.")]
    return [("contact", f"There is no contact {contact_id} at this customer.")]


# ── accounts in the hands of their admins ────────────────────────────────────────────────────────────────────────


class AccountEdit(msgspec.Struct, frozen=True, kw_only=True):
    """What an admin changes of an account; a field that is UNSET stays as it is.

    A password of None: from now on nobody signs in by one.
    """

    username: str | msgspec.UnsetType = msgspec.UNSET
    role: Role | msgspec.UnsetType = msgspec.UNSET
    customer_id: CustomerId | msgspec.UnsetType = msgspec.UNSET
    password: str | msgspec.UnsetType | None = msgspec.UNSET
    first_name: str | msgspec.UnsetType = msgspec.UNSET
    last_name: str | msgspec.UnsetType = msgspec.UNSET
    email: str | msgspec.UnsetType = msgspec.UNSET
    contact_id: ContactId | msgspec.UnsetType | None = msgspec.UNSET
    is_active: bool | msgspec.UnsetType = msgspec.UNSET

    @property
    def may_demote(self) -> bool:
        """Whether it may leave an admin less."""
        return any(one is not msgspec.UNSET for one in (self.role, self.customer_id, self.is_active))

    def of(self, account: Account) -> Account:
        """The account with all that has been set, but for the password."""
        fields = {name: getattr(self, name) for name in self.__struct_fields__ if name != "password"}
        set_ = {name: value for name, value in fields.items() if value is not msgspec.UNSET}
        return msgspec.structs.replace(account, **set_)


async def list_accounts(
    reads: Reads,
    caller: Caller,
    *,
    customer_id: CustomerId | None = None,
    contact_id: ContactId | None = None,
    is_active: bool | None = None,
    search: str = "",
) -> tuple[Account, ...]:
    """The accounts at the customers that an admin sees, by user name; of a contact those that are it.

    Raises Forbidden.
    """
    check_role(caller, Role.ADMIN, "listing accounts")
    found = (
        one
        for one in await reads.all_accounts()
        if sees(caller, one.customer_id)
        and customer_id in (None, one.customer_id)
        and contact_id in (None, one.contact_id)
        and is_active in (None, one.is_active)
        and is_in(search, one.username, f"{one.first_name} {one.last_name}", one.email)
    )
    return tuple(sorted(found, key=lambda one: (plain(one.username), one.id)))


async def find_account(reads: Reads, caller: Caller, id: AccountId) -> Account:
    """The account, for an admin. Raises Forbidden, NotFound."""
    check_role(caller, Role.ADMIN, "reading accounts")
    account = await reads.account(id)
    check_sees(caller, account.customer_id, "account", id)
    return account


async def change_account(writes: Writes, caller: Caller, id: AccountId, edit: AccountEdit, now: int) -> Account:
    """Change an account; it counts at once, for its tokens too.

    Another password ends the sessions and logins by the old one, but for the caller's own; another customer ends all
    tokens. Raises Forbidden, NotFound, Invalid, Taken, or Conflict where the provider would be left without an admin.
    """
    if edit.may_demote:
        await writes.stand_alone()
    old = await find_account(writes, caller, id)
    if old.erased_at is not None:
        raise Conflict("Whose account this was is erased: it stays as it is.")
    account = msgspec.structs.replace(edit.of(old), updated_at=now)
    await _check_edit(writes, caller, old, account, edit)
    if edit.password is not msgspec.UNSET:
        kept = await hash_of(edit.password) if edit.password else ""
        account = msgspec.structs.replace(account, password_hash=kept)
        await end_sign_ins(writes, account, now, but=caller.token_id)
    if account.customer_id != old.customer_id:
        await _end_tokens(writes, [one for one in await writes.tokens() if one.account_id == id], now)
    await writes.save(account)
    return account


async def _check_edit(writes: Writes, caller: Caller, old: Account, new: Account, edit: AccountEdit) -> None:
    problems = username_problems("username", new.username) + text_problems(Account, new, old)
    if isinstance(edit.password, str):
        problems += password_problems("password", edit.password)
    if (new.customer_id, new.contact_id) != (old.customer_id, old.contact_id):
        problems += await _place_problems(writes, caller, new.customer_id, new.contact_id)
    if problems:
        raise Invalid(problems)
    if new.is_active and not old.is_active and not await is_customer(writes, new.customer_id):
        raise Conflict("The customer that it is at has ended: bring that back first.")
    namesake = await writes.account_named(new.username)
    if namesake is not None and namesake.id != new.id:
        raise Taken("account", "username", new.username)
    if _leads(old) and not _leads(new) and all(one.id == old.id for one in await writes.admins()):
        raise Conflict("This is the last active admin of the provider.")


def _leads(account: Account) -> bool:
    """Whether this is an active admin of the provider."""
    is_at_root = account.customer_id == CustomerId(account.provider_id)
    return account.is_active and account.role is Role.ADMIN and is_at_root


async def end_sign_ins(writes: Writes, account: Account, now: int, *, but: TokenId | None = None) -> None:
    """End the sessions and logins that an account's password has opened, but for one of them."""
    by_password = (TokenKind.SESSION, TokenKind.LOGIN)
    opened = [one for one in await writes.tokens() if one.account_id == account.id and one.kind in by_password]
    await _end_tokens(writes, [one for one in opened if one.id != but], now)


async def end_sign_ins_of(writes: Writes, account: Account, now: int) -> None:
    """End whatever signs an account in: its sessions, tokens and OAuth clients."""
    await _end_tokens(writes, [one for one in await writes.tokens() if one.account_id == account.id], now)
    clients = [one for one in await writes.oauth_clients() if one.account_id == account.id]
    await writes.save(*(msgspec.structs.replace(one, revoked_at=now) for one in clients if one.revoked_at is None))


async def end_accounts_of(writes: Writes, caller: Caller, contact_id: ContactId, now: int) -> None:
    """Switch off the accounts of somebody who leaves, and end whatever signs them in.

    Raises Forbidden, or Conflict where the provider would be left without an admin.
    """
    check_role(caller, Role.ADMIN, "ending accounts")
    for account in await writes.all_accounts():
        if account.contact_id == contact_id and sees(caller, account.customer_id):
            await change_account(writes, caller, account.id, AccountEdit(is_active=False), now)
            await end_sign_ins_of(writes, account, now)


async def _end_tokens(writes: Writes, tokens: list[Token], now: int) -> None:
    standing = [one for one in tokens if one.revoked_at is None]
    await writes.save(*(msgspec.structs.replace(one, revoked_at=now) for one in standing))


def password_problems(path: str, password: str) -> list[Problem]:
    """What is wrong with a new password."""
    return [(path, "A password needs at least 8 characters.")] if len(password) < 8 else []


async def hash_of(password: str) -> str:
    """What is kept of a password; made off the event loop, because it takes its time on purpose."""
    return await asyncio.to_thread(PASSWORDS.hash, password)


async def issue_token(
    writes: Writes, account: Account, *, name: str, now: int, expires_at: int | None = None
) -> tuple[str, Token]:
    """Make an API token for an account; its text is returned this once and never kept. Raises Invalid."""
    check_line("name", name)
    return await issue(writes, account, TokenKind.API, name=name, now=now, expires_at=expires_at)


async def issue(
    writes: Writes,
    account: Account,
    kind: TokenKind,
    *,
    name: str,
    now: int,
    expires_at: int | None,
    role: Role | None = None,
    customer_id: CustomerId | None = None,
) -> tuple[str, Token]:
    """Make a token of a kind for an account, with its role at its customer unless others are given.

    Its text is returned this once and never kept.
    """
    text = f"wb_{writes.provider_id}_{secrets.token_urlsafe(32)}"
    token = Token(
        provider_id=writes.provider_id,
        id=TokenId(await writes.new_id(Token)),
        account_id=account.id,
        customer_id=account.customer_id if customer_id is None else customer_id,
        role=account.role if role is None else role,
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
    """Make an OAuth client for an account; the secret is returned this once and only its hash is kept.

    Raises Invalid.
    """
    check_line("name", name)
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

    Raises Forbidden, Invalid, Taken.
    """
    wish = AccountWish(username=name, role=role, customer_id=customer_id, contact_id=contact_id)
    account = await add_account(writes, caller, wish, now, named_by="name")
    client, secret = await add_oauth_client(writes, account, name=account.username, now=now)
    return client, account, secret


async def list_oauth_clients(
    reads: Reads, caller: Caller, customer_id: CustomerId
) -> tuple[tuple[OAuthClient, Account], ...]:
    """A customer's OAuth clients with their accounts, by id. Raises NotFound, Forbidden."""
    check_sees(caller, customer_id, "customer", customer_id)
    return await search_oauth_clients(reads, caller, customer_id=customer_id)


async def search_oauth_clients(
    reads: Reads, caller: Caller, *, customer_id: CustomerId | None = None, is_live: bool | None = None
) -> tuple[tuple[OAuthClient, Account], ...]:
    """The OAuth clients at the customers that an admin sees, with their accounts, by id. Raises Forbidden."""
    check_role(caller, Role.ADMIN, "listing OAuth clients")
    accounts = {one.id: one for one in await reads.all_accounts()}
    clients = sorted(await reads.oauth_clients(), key=lambda one: one.id)
    return tuple(
        (one, account)
        for one in clients
        if sees(caller, (account := accounts[one.account_id]).customer_id)
        and customer_id in (None, account.customer_id)
        and is_live in (None, one.revoked_at is None and account.is_active)
    )


async def find_oauth_client(reads: Reads, caller: Caller, id: ClientId) -> tuple[OAuthClient, Account]:
    """The OAuth client and its account, for an admin. Raises Forbidden, NotFound."""
    found = [pair for pair in await search_oauth_clients(reads, caller) if pair[0].id == id]
    if not found:
        raise NotFound("OAuth client", id)
    return found[0]


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
