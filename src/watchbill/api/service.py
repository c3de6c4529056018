"""What the HTTP edges are given: the store, the present, and the settings that concern them."""

from collections.abc import Callable

import msgspec

from watchbill.api.attempts import Attempts
from watchbill.api.auth import TokenUses
from watchbill.api.uses import Uses
from watchbill.domain.model import FeedId
from watchbill.domain.ports import Store


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """One for a server process; `clock` gives the present in whole seconds and is read once a request."""

    store: Store
    clock: Callable[[], int]
    login_lifetime: int = 30 * 86400
    """Seconds that a token from a user name and password signs in, and that a session lasts at most."""
    session_lifetime: int = 12 * 3600
    """Seconds after which a session ends that is not used."""
    attempts: Attempts = msgspec.field(default_factory=lambda: Attempts(10, 900))
    setup_code: str = ""
    """What lets somebody set an empty installation up; empty: nothing does."""
    oidc_name: str | None = None
    """What the OpenID provider is called that people may sign in with; None where there is none."""
    body_limit: int = 1024 * 1024
    """Bytes; a longer request body is refused."""
    rate_limit: int = 60_000
    """Requests a minute that one token may make of the rosters API."""
    token_uses: TokenUses = msgspec.field(default_factory=TokenUses)
    feed_uses: Uses[FeedId] = msgspec.field(default_factory=Uses[FeedId])
