"""Signing in to the web app: sessions in a cookie, one's own password, and setting up an empty installation."""

import hmac
from typing import Annotated, Final, TypeAlias

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp
from pydantic import Field

from watchbill import story
from watchbill.api.attempts import attempted
from watchbill.api.auth import credentials_of
from watchbill.api.calls import author_of
from watchbill.api.cookies import SESSION, check_same_origin, csrf_of, dropped, kept, root_of
from watchbill.api.json import Answer, answer
from watchbill.api.service import Service
from watchbill.api.v1.bodies import Body, Text, read_body_as
from watchbill.api.v1.calls import AnyRequest, Call, get, post, query_in, reading, strangers_body_in
from watchbill.api.v1.changes import Asked, change
from watchbill.api.v1.errors import WrongPair
from watchbill.api.v1.wire import Clocks, NamedSaid
from watchbill.domain.access import Caller, check_role
from watchbill.domain.accounts import identify, known_by_password
from watchbill.domain.errors import Conflict, Forbidden, Invalid, NotSignedIn
from watchbill.domain.model import Account, Contact, CustomerId, Role, Via
from watchbill.domain.ports import Cut, Reads, Writes
from watchbill.domain.sessions import (
    SET_UP,
    SetupWish,
    change_password,
    close_session,
    needs_setup,
    open_session,
    renew_session,
    set_up,
)

OIDC_ADDRESS: Final = "/sign-in/oidc"
SETUP: Final = "\nsetup"
"""Under what name failed codes are counted; no account is called so."""

Secret: TypeAlias = Annotated[str, Field(strict=True, max_length=1024)]


class SignInBody(Body):
    """A user name and a password."""

    username: Secret
    password: Secret


class PasswordBody(Body):
    """The password that is, and the one that shall be."""

    old: Secret
    new: Secret


class SetupBody(Body):
    """The first administrator, with the code that the server's operator was told; the provider where there is none."""

    code: Secret
    provider: Text | None = None
    username: Text
    password: Secret


class OidcSaid(msgspec.Struct, frozen=True):
    """Another way to sign in: what it is called, and where it begins."""

    name: str
    address: str


class AccountSaid(msgspec.Struct, frozen=True):
    """Who is signed in, and as what."""

    id: int
    username: str
    name: str
    email: str
    role: str


class ContactSaid(msgspec.Struct, frozen=True):
    """The contact that the account is."""

    id: int
    name: str
    email: str
    phone: str
    mobile: str
    tz: str


class SessionSaid(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in, what they see, and what they send along when they change something."""

    account: AccountSaid
    customer: NamedSaid
    provider: NamedSaid
    sees_all: bool
    contact: ContactSaid | None
    csrf: str | None
    expires_at: str | None


class SignInSaid(msgspec.Struct, frozen=True):
    """How one may sign in here, and who has."""

    password: bool
    oidc: OidcSaid | None
    needs_setup: bool
    has_provider: bool
    session: SessionSaid | None


async def session_to(
    reads: Reads, caller: Caller, *, csrf: str | None = None, expires_at: int | None = None
) -> SessionSaid:
    """What a session says of itself."""
    account = caller.account
    customers = await reads.customers_among({caller.customer_id, CustomerId(caller.provider_id)})
    customer, provider = customers[caller.customer_id], customers[CustomerId(caller.provider_id)]
    found = await reads.contacts([account.contact_id]) if account.contact_id is not None else {}
    name = f"{account.first_name} {account.last_name}".strip() or account.username
    return SessionSaid(
        account=AccountSaid(account.id, account.username, name, account.email, caller.role.name.lower()),
        customer=NamedSaid(customer.id, customer.name),
        provider=NamedSaid(provider.id, provider.name),
        sees_all=caller.sees_all,
        contact=next((contact_to(one) for one in found.values()), None),
        csrf=csrf,
        expires_at=Clocks().told(expires_at),
    )


def contact_to(contact: Contact) -> ContactSaid:
    return ContactSaid(contact.id, contact.full_name, contact.email, contact.phone, contact.mobile, contact.tz)


async def signed_in(service: Service, request: AnyRequest, account: Account) -> Answer:
    """A new session for an account: the answer that says it and sets its cookie."""
    now = service.clock()
    by, lifetime = author_of(request, Via.WEB, now), service.session_lifetime
    text, token = await open_session(service.store, account, now=now, lifetime=lifetime, by=by)
    async with service.store.reading(account.provider_id) as reads:
        caller = await identify(reads, text, now)
        said = await session_to(reads, caller, csrf=csrf_of(text), expires_at=token.expires_at)
    return answer(said, 200, (kept(request.scope, SESSION, text),))


async def renewed(service: Service, request: AnyRequest) -> SessionSaid:
    """Who is signed in by this request; a session goes on for its whole lifetime again. Raises NotSignedIn."""
    credentials = credentials_of(request)
    async with reading(service, request) as call:
        caller, now = call.caller, call.now
    expires_at, csrf = caller.expires_at, None
    if credentials.is_cookie:
        lifetime, longest = service.session_lifetime, service.login_lifetime
        expires_at = await renew_session(service.store, caller, now=now, lifetime=lifetime, longest=longest)
        csrf = csrf_of(credentials.text)
    async with service.store.reading(caller.provider_id) as reads:
        return await session_to(reads, caller, csrf=csrf, expires_at=expires_at)


def routes(service: Service) -> list[HTTPRouteHandler]:
    """`/sign-in`, `/session`, `/setup` and `/demo`."""

    by_openid = service.oidc_name is not None

    async def is_open() -> bool:
        return await needs_setup(service.store, by_openid=by_openid)

    @get("/sign-in")
    async def ways(request: AnyRequest) -> ASGIApp:
        query_in(request)
        oidc = None if service.oidc_name is None else OidcSaid(service.oidc_name, root_of(request.scope) + OIDC_ADDRESS)
        try:
            session = await renewed(service, request)
        except NotSignedIn:
            session = None
        has_provider = bool(await service.store.providers())
        return answer(SignInSaid(True, oidc, await is_open(), has_provider, session))

    @post("/session")
    async def opened(request: AnyRequest) -> ASGIApp:
        query_in(request)
        check_same_origin(request)
        wish = read_body_as(SignInBody, await strangers_body_in(service, request))
        try:
            with attempted(service.attempts, request, wish.username, service.clock()):
                account = await known_by_password(service.store, wish.username, wish.password)
        except NotSignedIn:
            raise WrongPair from None
        return await signed_in(service, request, account)

    @get("/session")
    async def shown(request: AnyRequest) -> ASGIApp:
        said = await renewed(service, request)
        query_in(request)
        return answer(said)

    async def closed(call: Call[Writes], asked: Asked) -> Answer:
        await close_session(call.records, call.caller, call.now)
        return Answer(b"", 204, (dropped(asked.request.scope, SESSION),))

    async def changed(call: Call[Writes], asked: Asked) -> Answer:
        wish = read_body_as(PasswordBody, asked.body)
        try:
            with attempted(service.attempts, asked.request, call.caller.account.username, call.now):
                await change_password(call.records, call.caller, wish.old, wish.new, call.now)
        except NotSignedIn:
            raise Invalid([("old", "This is not your password.")]) from None
        return Answer(b"", 204)

    @post("/setup")
    async def set_up_here(request: AnyRequest) -> ASGIApp:
        query_in(request)
        check_same_origin(request)
        body = await strangers_body_in(service, request)
        if not await is_open():
            raise Conflict(SET_UP)
        wish = read_body_as(SetupBody, body)
        try:
            with attempted(service.attempts, request, SETUP, service.clock()):
                check_code(wish.code, service.setup_code)
        except NotSignedIn:
            raise Invalid([("code", "This is not the code that the server told as it started.")]) from None
        asked = SetupWish(provider=wish.provider or "", username=wish.username, password=wish.password)
        now = service.clock()
        by = author_of(request, Via.WEB, now)
        account = await set_up(service.store, asked, now, by, by_openid=by_openid)
        return await signed_in(service, request, account)

    async def told(call: Call[Writes], _: Asked) -> Answer:
        check_role(call.caller, Role.ADMIN, "loading the example")
        if not call.caller.sees_all:
            raise Forbidden("loading the example")
        if any(await _counts(call.records)):
            raise Conflict("There are schedules or rosters here already.")
        await story.tell_in(call.records, call.caller, call.now)
        schedules, rosters = await _counts(call.records)
        return answer({"schedules": schedules, "rosters": rosters})

    return [
        ways,
        opened,
        shown,
        change(service, "DELETE", "/session", closed, has_body=False),
        change(service, "PUT", "/session/password", changed),
        set_up_here,
        change(service, "POST", "/demo", told, has_body=False),
    ]


def check_code(given: str, wanted: str) -> None:
    """Raises NotSignedIn for another code than the one that is wanted; nothing fits an empty one."""
    if not wanted or not hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode()):
        raise NotSignedIn("invalid")


async def _counts(reads: Reads) -> tuple[int, int]:
    """How many schedules and how many rosters there are."""
    schedules = await reads.schedule_page(customers=None, search="", cut=Cut(limit=1))
    rosters = await reads.roster_page(customers=None, name=None, cut=Cut(limit=1))
    return schedules.total, rosters.total
