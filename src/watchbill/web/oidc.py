"""Signing in with an OpenID provider: the authorization code flow with PKCE, for accounts that there are already."""

import asyncio
import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final, TypeVar, cast
from urllib.parse import quote, urlencode

import httpx2
import msgspec
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from watchbill.api.calls import author_of, query_of, site_of
from watchbill.api.cookies import SESSION, cookie_in, dropped, kept, root_of
from watchbill.api.json import Answer
from watchbill.api.problems import AnyRequest
from watchbill.domain.accounts import account_named
from watchbill.domain.model import Account, Via
from watchbill.domain.ports import Store
from watchbill.domain.sessions import open_session
from watchbill.trace import Trace

ShapeT = TypeVar("ShapeT")

BEGINNING: Final = "/sign-in/oidc"
CALLBACK: Final = "/sign-in/oidc/callback"
COOKIE: Final = "watchbill_oidc"
PATIENCE: Final = 600
"""Seconds that somebody may take at the provider's."""
KNOWN_FOR: Final = 3600
"""Seconds after which the provider is asked anew what it says of itself."""
TIMEOUT: Final = 10
LEEWAY: Final = 60
"""Seconds that the provider's clock may be off."""
# Signatures that only the provider can make: none by a shared secret, and not "none".
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")

REFUSED: Final = "The sign-in was broken off at the provider."
STALE: Final = "The sign-in took too long or was begun elsewhere. Please try again."
UNREACHABLE: Final = "The provider cannot be reached at the moment."
UNTRUSTED: Final = "The provider's answer cannot be trusted. The log says why."
UNNAMED: Final = "The provider does not say who you are here. Your administrator has to set that up."
UNKNOWN: Final = "There is no active account for you here. Ask your administrator for one."


class Unsigned(Exception):
    """Nobody is signed in; the first sentence is for the person, the second for the log."""

    def __init__(self, problem: str, reason: str = "") -> None:
        self.problem = problem
        self.reason = reason
        super().__init__(problem)


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """What Watchbill is at the provider, and which claim names the account."""

    issuer: str
    client_id: str
    client_secret: str
    claim: str


class Metadata(msgspec.Struct, frozen=True):
    """What a provider says of itself in its discovery document."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)


class Tokens(msgspec.Struct, frozen=True):
    """What a provider gives for a code."""

    id_token: str
    access_token: str = ""


# ── one sign-in under way ────────────────────────────────────────────────────────────────────────────────────────


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in under way, kept in its browser's cookie: a random secret, when it began and where it leads.

    What the provider is told follows from the secret, so nothing is kept here, and every server process agrees.
    """

    secret: str
    began_at: int
    wanted: str

    def derived(self, purpose: str) -> str:
        """256 bits that only who has the cookie can make; bound to all that is in it."""
        told = f"{purpose} {self.began_at} {self.wanted}".encode()
        return _base64(hmac.digest(self.secret.encode(), told, sha256))

    @property
    def text(self) -> str:
        """What the cookie says."""
        return f"{self.secret}.{self.began_at}.{_base64(self.wanted.encode())}"


def _base64(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


_FLOW: Final = re.compile(r"([A-Za-z0-9_-]{43})\.([0-9]{1,12})\.([A-Za-z0-9_-]{1,2800})").fullmatch


def flow_from(text: str | None) -> Flow | None:
    """The sign-in that a cookie tells of; None for none."""
    found = _FLOW(text or "")
    if not found:
        return None
    try:
        wanted = urlsafe_b64decode(found[3] + "=" * (-len(found[3]) % 4)).decode()
    except ValueError:
        return None
    return Flow(secret=found[1], began_at=int(found[2]), wanted=safe_path(wanted))


_PATH: Final = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]{0,1999}").fullmatch


def safe_path(text: str) -> str:
    """The path where it is one of this server's own, else the beginning: nobody is sent elsewhere."""
    return text if _PATH(text) else "/"


# ── the provider ─────────────────────────────────────────────────────────────────────────────────────────────────


class Provider:
    """An OpenID provider, asked over HTTP; what it says of itself is kept for a while."""

    def __init__(self, registered: Registered, clock: Callable[[], int]) -> None:
        self.registered = registered
        self._clock = clock
        self._asked_at = 0
        self._metadata: Metadata | None = None
        self._keys: KeySet | None = None
        self._turn = asyncio.Lock()

    async def metadata(self, trace: Trace | None) -> Metadata:
        """What it says of itself. Raises Unsigned."""
        async with self._turn:
            if self._metadata is None or self._clock() - self._asked_at > KNOWN_FOR:
                address = f"{self.registered.issuer.rstrip('/')}/.well-known/openid-configuration"
                found = read_as(Metadata, await self._fetched(trace, "GET", address))
                if found.issuer != self.registered.issuer:
                    raise Unsigned(UNTRUSTED, f"it calls itself {found.issuer}")
                self._metadata, self._keys, self._asked_at = found, None, self._clock()
            return self._metadata

    async def tokens(self, code: str, verifier: str, redirect_uri: str, trace: Trace | None) -> Tokens:
        """What it gives for a code. Raises Unsigned."""
        metadata = await self.metadata(trace)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        id, secret = self.registered.client_id, self.registered.client_secret
        if secret and "client_secret_basic" in metadata.token_endpoint_auth_methods_supported:
            # RFC 6749, 2.3.1: both are encoded before they are put together.
            auth = httpx2.BasicAuth(quote(id, safe=""), quote(secret, safe=""))
            body = await self._fetched(trace, "POST", metadata.token_endpoint, data=form, auth=auth)
        else:
            form |= {"client_id": id} | ({"client_secret": secret} if secret else {})
            body = await self._fetched(trace, "POST", metadata.token_endpoint, data=form)
        return read_as(Tokens, body)

    async def claims(self, tokens: Tokens, nonce: str, trace: Trace | None) -> dict[str, Any]:
        """What it vouches for: the ID token's claims, and where that does not name the account the user's as well.

        Raises Unsigned.
        """
        metadata = await self.metadata(trace)
        claims = await self._verified(tokens, nonce, trace)
        if self.registered.claim in claims or not metadata.userinfo_endpoint or not tokens.access_token:
            return claims
        bearer = {"Authorization": f"Bearer {tokens.access_token}"}
        found = await self._fetched(trace, "GET", metadata.userinfo_endpoint, headers=bearer)
        told = read_as(dict[str, Any], found)
        if told.get("sub") != claims["sub"]:
            raise Unsigned(UNTRUSTED, "it tells about another user than it signed in")
        return told | claims

    async def _verified(self, tokens: Tokens, nonce: str, trace: Trace | None) -> dict[str, Any]:
        """The ID token's claims (OpenID Connect Core, 3.1.3.7)."""
        metadata, client_id = await self.metadata(trace), self.registered.client_id
        algorithms = [one for one in metadata.id_token_signing_alg_values_supported if one in ALGORITHMS]
        try:
            try:
                token = jwt.decode(tokens.id_token, await self._signing_keys(trace), algorithms=algorithms)
            except JoseError:
                # Providers change their keys; whether they have is worth one question.
                token = jwt.decode(tokens.id_token, await self._signing_keys(trace, anew=True), algorithms=algorithms)
            options = {
                "iss": {"essential": True, "value": metadata.issuer},
                "aud": {"essential": True, "value": client_id},
            }
            params = {"nonce": nonce, "client_id": client_id, "access_token": tokens.access_token}
            claims = CodeIDToken(token.claims, token.header, options, params)
            claims.validate(self._clock(), LEEWAY)
        except (JoseError, ValueError) as fault:
            raise Unsigned(UNTRUSTED, f"its ID token is not valid: {fault}") from None
        return dict(claims)

    async def _signing_keys(self, trace: Trace | None, *, anew: bool = False) -> KeySet:
        if self._keys is None or anew:
            address = (await self.metadata(trace)).jwks_uri
            found = read_as(dict[str, Any], await self._fetched(trace, "GET", address))
            self._keys = KeySet.import_key_set(cast(KeySetSerialization, found))
        return self._keys

    async def _fetched(self, trace: Trace | None, method: str, address: str, **more: Any) -> bytes:
        onward = {"traceparent": trace.onward().header} if trace else {}
        try:
            async with httpx2.AsyncClient(timeout=TIMEOUT, headers=onward) as client:
                response = await client.request(method, address, **more)
        except (httpx2.HTTPError, httpx2.InvalidURL) as fault:
            raise Unsigned(UNREACHABLE, f"{address}: {type(fault).__name__} {fault}") from None
        if response.status_code != 200:
            # The body may quote what was sent, so it does not go into the log.
            raise Unsigned(UNTRUSTED, f"{address} answered {response.status_code}")
        return response.content


def read_as(shape: type[ShapeT], body: bytes) -> ShapeT:
    """The JSON of an answer in its shape. Raises Unsigned."""
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise Unsigned(UNTRUSTED, f"its answer cannot be read: {fault}") from None


# ── the routes ───────────────────────────────────────────────────────────────────────────────────────────────────


def routes(
    store: Store, clock: Callable[[], int], registered: Registered, *, lifetime: int, log: Callable[[str], None]
) -> list[HTTPRouteHandler]:
    """`/sign-in/oidc`, which leads to the provider, and where the provider leads back to."""
    provider = Provider(registered, clock)

    @_get(BEGINNING)
    async def begun(request: AnyRequest) -> ASGIApp:
        wanted = safe_path(query_of(request).get("to", "/"))
        flow = Flow(secret=secrets.token_urlsafe(32), began_at=clock(), wanted=wanted)
        try:
            metadata = await provider.metadata(_trace_of(request))
        except Unsigned as fault:
            return refused(request, fault)
        asked = {
            "response_type": "code",
            "client_id": registered.client_id,
            "redirect_uri": _callback_of(request),
            "scope": "openid profile email",
            "state": flow.derived("state"),
            "nonce": flow.derived("nonce"),
            "code_challenge": create_s256_code_challenge(flow.derived("verifier")),
            "code_challenge_method": "S256",
        }
        mark = "&" if "?" in metadata.authorization_endpoint else "?"
        address = f"{metadata.authorization_endpoint}{mark}{urlencode(asked)}"
        return led_to(address, kept(request.scope, COOKIE, flow.text, seconds=PATIENCE))

    @_get(CALLBACK)
    async def returned(request: AnyRequest) -> ASGIApp:
        try:
            flow = _flow_of(request)
            account = await _account(request, flow)
        except Unsigned as fault:
            return refused(request, fault)
        now = clock()
        by = author_of(request, Via.WEB, now)
        text, _ = await open_session(store, account, now=now, lifetime=lifetime, by=by)
        return led_to(
            root_of(request.scope) + flow.wanted, dropped(request.scope, COOKIE), kept(request.scope, SESSION, text)
        )

    def _flow_of(request: AnyRequest) -> Flow:
        flow, state = flow_from(cookie_in(request.scope, COOKIE)), query_of(request).get("state", "")
        if flow is None or not 0 <= clock() - flow.began_at <= PATIENCE:
            raise Unsigned(STALE)
        if not hmac.compare_digest(state.encode("utf-8", "replace"), flow.derived("state").encode()):
            raise Unsigned(STALE)
        return flow

    async def _account(request: AnyRequest, flow: Flow) -> Account:
        query = query_of(request)
        # RFC 9207: another provider's answer is not taken for this one's.
        if query.get("iss", registered.issuer) != registered.issuer:
            raise Unsigned(UNTRUSTED, "the answer is another issuer's")
        if "code" not in query:
            raise Unsigned(REFUSED)
        trace = _trace_of(request)
        tokens = await provider.tokens(query["code"], flow.derived("verifier"), _callback_of(request), trace)
        username = username_in(await provider.claims(tokens, flow.derived("nonce"), trace), registered.claim)
        account = await account_named(store, username)
        if account is None or not account.is_active:
            raise Unsigned(UNKNOWN)
        return account

    def refused(request: AnyRequest, fault: Unsigned) -> Answer:
        if fault.reason:
            log(fault.reason)
        address = f"{root_of(request.scope)}/sign-in?{urlencode({'problem': fault.problem})}"
        return led_to(address, dropped(request.scope, COOKIE))

    return [begun, returned]


def username_in(claims: Mapping[str, Any], claim: str) -> str:
    """The user name that the claims give. Raises Unsigned: an address that nobody has checked names nobody."""
    name = claims.get(claim)
    if not isinstance(name, str) or not name or (claim == "email" and claims.get("email_verified") is not True):
        raise Unsigned(UNNAMED, f"the claim {claim} is missing, or is an e-mail address that was not verified")
    return name


def _trace_of(request: AnyRequest) -> Trace | None:
    """The errand that the request is a part of, which the provider is told as well."""
    trace: Trace | None = request.scope["state"].get("trace")
    return trace


def _callback_of(request: AnyRequest) -> str:
    return f"{site_of(request)}{CALLBACK}"


def led_to(address: str, *headers: tuple[str, str]) -> Answer:
    """The answer that leads the browser elsewhere."""
    return Answer(b"", 303, (("Location", address), *headers), "text/plain; charset=utf-8")


def _get(path: str) -> Callable[[Any], HTTPRouteHandler]:
    return HTTPRouteHandler(path, http_method=["GET"], status_code=303, include_in_schema=False)
