"""Who is calling: from a header or a cookie to an account, and which tokens were used when."""

from collections.abc import Iterable

import msgspec

from watchbill.api.cookies import SESSION, check_meant, cookie_in
from watchbill.api.problems import AnyRequest
from watchbill.api.uses import Uses
from watchbill.domain import accounts
from watchbill.domain.access import Caller
from watchbill.domain.errors import NotSignedIn
from watchbill.domain.model import ProviderId, TokenId, TokenKind
from watchbill.domain.ports import Reads

_SCHEMES = (b"bearer", b"token")


class TokenUses(Uses[TokenId]):
    """Which tokens were used when."""

    def note_caller(self, caller: Caller, at: int) -> None:
        """Remember that the caller's token was used; an operator at the command line has none."""
        if caller.token_id is not None:
            self.note(caller.provider_id, caller.token_id, at)


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
