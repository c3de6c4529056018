"""What can go wrong in the domain, as values that carry data and no status codes."""

from collections.abc import Iterable

from watchbill.engine import WatchbillError

Problem = tuple[str, str]
"""A path to the field at fault (empty: the whole request) and the reason, a sentence."""


class Unknown(str):
    """The reason that a field names what is not there, or is not the caller's to know; APIs may say it their way."""

    __slots__ = ("key", "kind")

    def __new__(cls, kind: str, key: object) -> "Unknown":
        reason = super().__new__(cls, f"There is no {kind} {key} here.")
        reason.kind, reason.key = kind, key
        return reason

    kind: str
    key: object


class Unfit(str):
    """The reason that a field names what is there and may not be named; APIs may call it their way."""

    __slots__ = ("key", "kind", "says")

    def __new__(cls, kind: str, key: object, says: str) -> "Unfit":
        reason = super().__new__(cls, f"{kind.capitalize()} {key} {says}")
        reason.kind, reason.key, reason.says = kind, key, says
        return reason

    kind: str
    key: object
    says: str


class NotFound(WatchbillError):
    """There is no such thing, or the caller may not know of it: the two cannot be told apart."""

    def __init__(self, kind: str, key: object) -> None:
        self.kind = kind
        self.key = key
        super().__init__(f"There is no {kind} {key}.")


class Forbidden(WatchbillError):
    """The caller is known and may see this, but may not do it."""

    def __init__(self, deed: str) -> None:
        self.deed = deed
        super().__init__(f"Not allowed: {deed}.")


class NotSignedIn(WatchbillError):
    """Nobody can be made out of the credentials; `reason` is "absent", "invalid" or "expired"."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"The credentials are {reason}.")


class Invalid(WatchbillError):
    """The wish cannot be carried out as it stands; every problem is named at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{path}: {reason}" if path else reason for path, reason in self.problems))


class Conflict(WatchbillError):
    """The wish collides with what stands: `standing` holds the values in the way."""

    def __init__(self, reason: str, standing: Iterable[object] = ()) -> None:
        self.reason = reason
        self.standing = tuple(standing)
        super().__init__(reason)


class Taken(Conflict):
    """A name that has to be unique is in use; `kind` and `field` say which."""

    def __init__(self, kind: str, field: str, value: str) -> None:
        self.kind = kind
        self.field = field
        self.value = value
        super().__init__(f"There is already a {kind} with the {field} {value!r}.")


class Stale(WatchbillError):
    """The record has changed since the caller read it; `tag` names the state that stands now."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        super().__init__("It has changed since you read it. Read it again, and make your change to what it is now.")


class KeyReused(WatchbillError):
    """The caller gave a key to this change that stands for another one."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__("This key was given to another request: give each change a key of its own.")


class Gone(WatchbillError):
    """It is there, but has been switched off."""

    def __init__(self, kind: str, key: object) -> None:
        self.kind = kind
        self.key = key
        super().__init__(f"The {kind} {key} is not active.")


class Busy(WatchbillError):
    """Others were writing at the same moment and nothing was changed: the same wish may well succeed in a moment."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
