"""Who is calling: from the Authorization header to an account, and which tokens were used when."""

from collections.abc import Iterable

from watchbill.domain import accounts
from watchbill.domain.access import Caller
from watchbill.domain.errors import NotSignedIn
from watchbill.domain.model import ProviderId, TokenId
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


def token_of(headers: Iterable[tuple[bytes, bytes]]) -> tuple[ProviderId, str]:
    """The token that a request carries, and whose it claims to be. Raises NotSignedIn: absent, or invalid."""
    credentials = next((value for name, value in headers if name == b"authorization"), b"")
    scheme, _, rest = credentials.partition(b" ")
    if scheme.lower() not in _SCHEMES:
        raise NotSignedIn("absent")
    text = rest.strip().decode("latin-1")
    provider_id = accounts.provider_of_token(text)
    if provider_id is None:
        raise NotSignedIn("invalid")
    return provider_id, text


async def caller_of(reads: Reads, text: str, now: int) -> Caller:
    """The caller behind a token's text. Raises NotSignedIn."""
    return await accounts.identify(reads, text, now)
