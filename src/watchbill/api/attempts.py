"""How often somebody may try to sign in and fail: by user name and by the address that the tries come from."""

from collections import OrderedDict, deque
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Final

from litestar import Request

from watchbill.domain.errors import NotSignedIn
from watchbill.engine import WatchbillError

_MOST_KEYS: Final = 50_000
_LONGEST_NAME: Final = 200
ADDRESS_FACTOR: Final = 5
"""An address stands for a whole office at times, so it may fail this many times as often as one of its users."""
NAME_FACTOR: Final = 5
"""When a user name has failed this many times as often, from wherever, each address has few tries left for it."""
FEW: Final = 2


class TooManyAttempts(WatchbillError):
    """Signing in has failed too often; in so many seconds it may be tried again."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"Too many attempts to sign in. Try again in {seconds} seconds.")

    @property
    def retry_after(self) -> tuple[str, str]:
        """The header that says so."""
        return "Retry-After", str(self.seconds)


class Attempts:
    """The failures of the last `window` seconds, of which one user name may have `most` from one address.

    A process counts for itself. However many fail at a user name from elsewhere, an address that has not failed at it
    yet can still try: nobody is locked out by others. The keys are bounded, the oldest go first.
    """

    def __init__(self, most: int, window: int, most_keys: int = _MOST_KEYS) -> None:
        self._most = most
        self._window = window
        self._most_keys = most_keys
        self._failures: OrderedDict[Hashable, deque[int]] = OrderedDict()

    def begin(self, name: str, address: str, now: int) -> None:
        """Count a try as a failure until it has succeeded, so that many at once are no way around the limit.

        Raises TooManyAttempts, and then counts nothing.
        """
        pair, of_name, of_address = _keys(name, address)
        is_pressed = len(self._recent(of_name, now)) >= self._most * NAME_FACTOR
        self._check(self._recent(pair, now), min(FEW, self._most) if is_pressed else self._most, now)
        self._check(self._recent(of_address, now), self._most * ADDRESS_FACTOR, now)
        for key in (pair, of_name, of_address):
            self._note(key, now)

    def succeeded(self, name: str, address: str) -> None:
        """Take the try back, and forget that this address failed at the name before."""
        pair, *others = _keys(name, address)
        self._failures.pop(pair, None)
        for key in others:
            if failures := self._failures.get(key):
                failures.pop()

    def taken_back(self, name: str, address: str) -> None:
        """The try came to nothing, neither good nor bad: it does not count."""
        for key in _keys(name, address):
            if failures := self._failures.get(key):
                failures.pop()

    def _check(self, failures: deque[int], most: int, now: int) -> None:
        if len(failures) >= most:
            raise TooManyAttempts(max(failures[-most] + self._window - now, 1))

    def _recent(self, key: Hashable, now: int) -> deque[int]:
        failures = self._failures.get(key)
        if failures is None:
            return deque()
        while failures and failures[0] <= now - self._window:
            failures.popleft()
        return failures

    def _note(self, key: Hashable, now: int) -> None:
        # No more are kept than any limit asks about.
        longest = self._most * max(ADDRESS_FACTOR, NAME_FACTOR)
        self._failures.setdefault(key, deque(maxlen=longest)).append(now)
        self._failures.move_to_end(key)
        while len(self._failures) > self._most_keys:
            self._failures.popitem(last=False)


def _keys(name: str, address: str) -> tuple[Hashable, Hashable, Hashable]:
    """What is counted: the two together, the name, the address. A name has one case here, and no end of memory."""
    name = name.casefold()[:_LONGEST_NAME]
    return ("pair", name, address), ("name", name), ("address", address)


@contextmanager
def attempted(attempts: Attempts, request: Request[Any, Any, Any], name: str, now: int) -> Iterator[None]:
    """A try to sign in, which has failed where the block raises NotSignedIn. Raises TooManyAttempts."""
    address = address_in(request)
    attempts.begin(name, address, now)
    try:
        yield
    except NotSignedIn:
        raise
    except Exception:
        attempts.taken_back(name, address)
        raise
    attempts.succeeded(name, address)


def address_in(request: Request[Any, Any, Any]) -> str:
    """Where a request comes from; of IPv6 the network, because one machine has as many addresses as it likes."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else host
