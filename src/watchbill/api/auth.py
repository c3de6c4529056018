"""Who is calling: from a header or a cookie to an account, and which tokens were used when."""

from collections.abc import Iterable

import msgspec

from watchbill.api.cookies import SESSION, check_meant, cookie_in
from watchbill.api.problems import AnyRequest
from watchbill.domain import accounts
from watchbill.domain.access import Caller
from watchbill.domain.errors import NotSignedIn
from watchbill.domain.model import ProviderId, TokenId, TokenKind
from watchbill.domain.ports import Reads, Store

_SCHEMES = (b"bearer", b"token")


class TokenUses:
    """When tokens were last used, kept in memory until flushed: an answer need not wait for a write."""

    def __init__(self) -> None:
        self._uses: dict[tuple[ProviderId, TokenId], int] = {}

    def note(self, caller: Caller, at: int) -> None:
        """Remember that the caller's token was used."""
        if caller.token_id is not None:
            self._uses[caller.provider_id, caller.token_id] = at

    async def flush(self, store: Store) -> None:
        """Write down what was noted since the last time; what cannot be written is kept for the next time."""
        uses, self._uses = self._uses, {}
        if not uses:
            return
        try:
            await store.touch_tokens([(provider, token, at) for (provider, token), at in uses.items()])
        except BaseException:
            self._uses = uses | self._uses
            raise


class Credentials(msgspec.Struct, frozen=True):
    """A token's text as a request carries it, and whose it claims to be."""

    provider_id: ProviderId
    text: str
    is_cookie: bool = False


def credentials_of(request: AnyRequest) -> Credentials:
    """What a request signs in with: the token in its header or, where there is none, the session in its cookie.

    Raises NotSignedIn: absent, or invalid; Forged.
    """
    text = bearer_in(request.scope["headers"])
    if text is not None:
        return Credentials(_provider_of(text), text)
    text = cookie_in(request.scope, SESSION)
    if not text:
        raise NotSignedIn("absent")
    found = Credentials(_provider_of(text), text, is_cookie=True)
    check_meant(request, text)
    return found


def bearer_in(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """The token in the Authorization header; None where that is of another scheme, or not there."""
    value = next((value for name, value in headers if name == b"authorization"), b"")
    scheme, _, rest = value.partition(b" ")
    return rest.strip().decode("latin-1") if scheme.lower() in _SCHEMES else None


def _provider_of(text: str) -> ProviderId:
    provider_id = accounts.provider_of_token(text)
    if provider_id is None:
        raise NotSignedIn("invalid")
    return provider_id


async def caller_of(reads: Reads, credentials: Credentials, now: int) -> Caller:
    """The caller behind a request's credentials. Raises NotSignedIn."""
    # A cookie is no place for any other token: whoever can plant one must not sign others in with it.
    kinds = (TokenKind.SESSION,) if credentials.is_cookie else tuple(TokenKind)
    return await accounts.identify(reads, credentials.text, now, kinds)
