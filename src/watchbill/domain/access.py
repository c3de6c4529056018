"""Who is asking, what they may see and what they may do."""

import msgspec

from watchbill.domain.errors import Forbidden, NotFound
from watchbill.domain.model import Account, ContactId, CustomerId, ProviderId, Role, TokenId


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody signed in: an account, by a token that may carry a lesser role or a single customer."""

    account: Account
    customer_id: CustomerId
    role: Role
    token_id: TokenId | None = None
    token_name: str | None = None
    is_session: bool = False
    """Whether they are in a browser, signed in by its cookie."""
    expires_at: int | None = None

    @property
    def provider_id(self) -> ProviderId:
        return self.account.provider_id

    @property
    def contact_id(self) -> ContactId | None:
        return self.account.contact_id

    @property
    def sees_all(self) -> bool:
        """Whether this caller stands at the root and so sees every customer of the provider."""
        return self.customer_id == CustomerId(self.provider_id)


def visible_customers(caller: Caller) -> tuple[CustomerId, ...] | None:
    """The customers whose records the caller may see; None means all of the provider's."""
    return None if caller.sees_all else (caller.customer_id,)


def sees(caller: Caller, customer_id: CustomerId) -> bool:
    """Whether the caller may see what this customer owns."""
    return caller.sees_all or caller.customer_id == customer_id


def check_sees(caller: Caller, customer_id: CustomerId, kind: str, key: object) -> None:
    """Raises NotFound for what another customer owns: it cannot be told from what does not exist."""
    if not sees(caller, customer_id):
        raise NotFound(kind, key)


def check_role(caller: Caller, role: Role, deed: str) -> None:
    """Raises Forbidden when the caller's role is below `role`; `deed` says what was tried."""
    if caller.role < role:
        raise Forbidden(deed)


def check_covers(caller: Caller, contact_id: ContactId, deed: str) -> None:
    """Raises Forbidden unless the caller may put this contact on call: managers anybody, responders themselves.

    That responders may give their own time away as well is for `overrides` to see: it takes the timeline.
    """
    if not may_cover(caller, contact_id):
        raise Forbidden(deed)


def may_cover(caller: Caller, contact_id: ContactId) -> bool:
    """Whether the caller may put this contact on call, whenever it is."""
    return caller.role >= Role.MANAGER or (caller.role >= Role.RESPONDER and caller.contact_id == contact_id)
