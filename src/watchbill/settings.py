"""The settings of an installation: frozen, read once from the environment, loud about a bad value."""

import difflib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

ValueT = TypeVar("ValueT")

PREFIX = "WATCHBILL_"
DATABASE_URL = f"{PREFIX}DATABASE_URL"
"""A secret of which only a part is one."""
# Variables of the test suite and the benchmarks; a server that they start inherits them.
FOREIGN = ("WATCHBILL_TEST_",)
MOST_PROVIDERS = 999_999_999_999


class SettingsError(Exception):
    """A setting that cannot be used; the message names the variable and says what would be right."""


def setting(
    default: ValueT, read: Callable[[str], ValueT], doc: str, *, shown: str = "", is_secret: bool = False
) -> ValueT:
    """A field of Settings: its default, how its text is read, and its line in the operator's handbook.

    `shown` is the default as an operator would write it.
    """
    metadata = {"read": read, "doc": doc, "shown": shown or str(default), "is_secret": is_secret}
    made: Any = field(default=default, repr=not is_secret, metadata=metadata)
    return made  # type: ignore[no-any-return]


def is_text(given: str) -> bool:
    """Whether all of it can be spelled: what came from outside in other bytes than UTF-8 cannot."""
    try:
        given.encode()
    except UnicodeEncodeError:
        return False
    return True


def _text(text: str) -> str:
    if not text:
        raise ValueError("it may not be empty")
    return text


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,12}", text) or not low <= int(text) <= high:
            raise ValueError(f"it must be a whole number from {low} to {high}")
        return int(text)

    return read


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(f"it must be one of {', '.join(choices)}")
        return text.lower()

    return read


def read_duration(text: str) -> int:
    """The seconds of a duration such as "90s", "15m", "12h" or "30d". Raises ValueError."""
    found = re.fullmatch(r"([1-9][0-9]{0,8})([smhd])", text.strip().lower())
    if not found:
        raise ValueError("it must be a duration such as 90s, 15m, 12h or 30d")
    return int(found[1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[found[2]]


def _token(text: str) -> str:
    """A secret that goes into a header; "none" is none."""
    text = text.strip()
    if text.lower() == "none":
        return ""
    if not re.fullmatch(r"[!-~]{8,512}", text):
        raise ValueError("it must be 8 to 512 letters, digits or signs without blanks, or none")
    return text


def read_server_url(text: str) -> str:
    """The address of a Watchbill server, without a slash at the end. Raises ValueError."""
    text = text.strip().rstrip("/")
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", text):
        raise ValueError("it must be the address of a server such as https://watchbill.example.com")
    return text


_PUBLIC = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?(?P<path>(?:/[\w.~-]+)*)/*",
    re.IGNORECASE | re.ASCII,
).fullmatch
_USUAL_PORTS = {"http": "80", "https": "443"}


def _base_url(text: str) -> str:
    """The address at which people reach the server, as browsers write it and without a slash at the end; or "none"."""
    text = _optional(text)
    if not text:
        return ""
    found = _PUBLIC(text)
    if found is None or {".", ".."} & {*found["path"].split("/")}:
        raise ValueError("it must be an address such as https://watchbill.example.com or https://example.com/oncall")
    scheme, port = found["scheme"].lower(), found["port"]
    at = "" if port in (None, _USUAL_PORTS[scheme]) else f":{port}"
    return f"{scheme}://{found['host'].lower()}{at}{found['path']}"


def _server_url(text: str) -> str:
    return "" if text.strip().lower() == "none" else read_server_url(text)


def _optional(text: str) -> str:
    text = text.strip()
    return "" if text.lower() == "none" else text


def _issuer(text: str) -> str:
    """The URL of an OpenID provider, or "none"; plain HTTP only on this machine, for trying out."""
    text = _optional(text)
    if text and not re.fullmatch(r"https://[^\s?#]+|http://(localhost|127\.0\.0\.1)(:[0-9]+)?(/[^\s?#]*)?", text):
        raise ValueError("it must be an address that begins with https://")
    return text


def _size(text: str) -> int:
    found = re.fullmatch(r"([1-9][0-9]{0,8})(k|m)?", text.strip().lower())
    if not found:
        raise ValueError("it must be a number of bytes such as 65536, 512k or 1m")
    return int(found[1]) * {"": 1, "k": 1024, "m": 1024 * 1024}[found[2] or ""]


DATABASES = "sqlite:///FILE, postgresql://USER@HOST/NAME or memory://"


def read_database_url(text: str) -> str:
    """The address of a database of a kind that Watchbill knows. Raises ValueError, which never quotes the address."""
    kind, mark, rest = text.strip().partition("://")
    if kind == "postgres":
        kind = "postgresql"
    known = (
        (kind == "sqlite" and len(rest) > 1 and rest.startswith("/"))
        or (kind == "postgresql" and rest != "")
        or (kind == "memory" and rest == "")
    )
    if not mark or not known:
        raise ValueError(f"it must be {DATABASES}")
    return f"{kind}://{rest}"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything an operator can set; each field is the variable WATCHBILL_<NAME>."""

    database_url: str = setting(
        "sqlite:///watchbill.db",
        read_database_url,
        "Where the records are kept: `sqlite:///FILE` (relative; four slashes for an absolute path) or "
        "`postgresql://USER:PASSWORD@HOST:PORT/NAME`; `memory://` is a file that is removed at the end.",
        is_secret=True,
    )
    database_connections: int = setting(
        10, _whole(1, 1000), "Connections to PostgreSQL that one server process keeps at most."
    )
    host: str = setting(
        "127.0.0.1",
        _text,
        "Address to listen on; `0.0.0.0` for all of the machine's, as in a container, `::` for those of IPv6 as well.",
    )
    port: int = setting(8080, _whole(0, 65535), "Port to listen on; 0 takes a free one.")
    base_url: str = setting(
        "",
        _base_url,
        "The address at which people and programs reach the server, where that is not the one that it is asked by: "
        "`https://noc.example.com/oncall`. Links, feeds, cookies and OpenID's redirects follow it.",
        shown="none",
    )
    workers: int = setting(1, _whole(1, 64), "Server processes that share the port.")
    trusted_proxies: str = setting(
        "127.0.0.1",
        _text,
        "Addresses, with commas between, of reverse proxies whose X-Forwarded-* headers are believed; `*` for any.",
    )
    log_level: str = setting(
        "info", _one_of("debug", "info", "warning", "error"), "The least important lines that are logged."
    )
    log_format: str = setting(
        "auto",
        _one_of("auto", "json", "console"),
        "`json` for machines, `console` for people, `auto` for people only on a terminal.",
    )
    login_lifetime: int = setting(
        30 * 86400,
        read_duration,
        "How long a token that came from a user name and password signs in.",
        shown="30d",
    )
    session_lifetime: int = setting(
        12 * 3600,
        read_duration,
        "How long somebody stays signed in to the web app without using it; in use a session is renewed, up to "
        "`WATCHBILL_LOGIN_LIFETIME` in all.",
        shown="12h",
    )
    sign_in_attempts: int = setting(
        10,
        _whole(1, 1000),
        "How often signing in may fail for one user name from one address, in each server process, within "
        "`WATCHBILL_SIGN_IN_WINDOW`; beyond it answers are 429.",
    )
    sign_in_window: int = setting(
        15 * 60, read_duration, "How long a failed attempt to sign in is held against its address.", shown="15m"
    )
    setup_code: str = setting(
        "",
        _optional,
        "What the first administrator has to know; without it `watchbill serve` makes one up and tells it.",
        shown="none",
        is_secret=True,
    )
    provider_number: int = setting(
        0,
        _whole(0, MOST_PROVIDERS),
        "The number that the provider gets when an empty installation is set up: it stands as `msp_<n>` in every "
        "address of the rosters API, so one that programs know is best kept. 0: the next that is free.",
    )
    oidc_issuer: str = setting(
        "",
        _issuer,
        "The OpenID provider that people may sign in with, by the address at which it calls itself.",
        shown="none",
    )
    oidc_client_id: str = setting("", _optional, "What Watchbill is called at the OpenID provider.", shown="none")
    oidc_client_secret: str = setting(
        "",
        _optional,
        "Its secret there; a public client has none and is known by PKCE alone.",
        shown="none",
        is_secret=True,
    )
    oidc_name: str = setting("OpenID Connect", _text, "What the OpenID provider is called on the sign-in page.")
    oidc_claim: str = setting(
        "preferred_username",
        _text,
        "The claim that holds the user name of the account, such as `preferred_username` or `email`.",
    )
    body_limit: int = setting(
        1024 * 1024,
        _size,
        "The largest request body that is read; a larger one is answered 413. Of whoever is not signed in, 16 kB at "
        "most.",
        shown="1m",
    )
    rate_limit: int = setting(
        60_000,
        _whole(1, 1_000_000_000),
        "Requests a minute that one token may make of the rosters API, in each server process; beyond it answers "
        "are 429.",
    )
    metrics_token: str = setting(
        "",
        _token,
        "Who sends it as a bearer token reads `/metrics`; where there is none, callers on this machine alone do.",
        shown="none",
        is_secret=True,
    )
    server: str = setting(
        "",
        _server_url,
        "For the command line: the server that the commands which answer ask, instead of the database.",
        shown="none",
    )
    token: str = setting(
        "", _token, "For the command line: the API token that such a server is shown.", shown="none", is_secret=True
    )
    shutdown_grace: int = setting(
        10,
        read_duration,
        "How long requests under way may go on after the server was told to end.",
        shown="10s",
    )


def variable(name: str) -> str:
    """The environment variable of a field."""
    return PREFIX + name.upper()


def read_settings(environ: Mapping[str, str], **overrides: object) -> Settings:
    """The settings that an environment makes; `overrides` (None: not given) stand above it. Raises SettingsError."""
    given: dict[str, Any] = {}
    for one in fields(Settings):
        text = _given_text(one.name, environ, is_secret=one.metadata["is_secret"])
        if text is not None:
            given[one.name] = _read(one, text)
    _refuse_unknown(environ)
    _refuse_half_of_openid(given)
    given |= {name: value for name, value in overrides.items() if value is not None}
    return Settings(**given)


def _given_text(name: str, environ: Mapping[str, str], *, is_secret: bool) -> str | None:
    text = environ.get(variable(name))
    named_file = environ.get(f"{variable(name)}_FILE") if is_secret else None
    if not is_text(text or "") or not is_text(named_file or ""):
        raise SettingsError(f"{variable(name)} is no text: its bytes are not UTF-8.")
    if named_file is None:
        return text
    if text is not None:
        raise SettingsError(f"{variable(name)} and {variable(name)}_FILE are both set; set one of them.")
    try:
        return Path(named_file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "it is no text"
        raise SettingsError(f"{variable(name)}_FILE: cannot read {named_file}: {reason}.") from None


def _read(one: Field[Any], text: str) -> object:
    try:
        return one.metadata["read"](text)
    except ValueError as fault:
        value = "" if one.metadata["is_secret"] else f"={text}"
        raise SettingsError(f"{variable(one.name)}{value}: {fault}.") from None


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {variable(one.name) for one in fields(Settings)}
    known |= {f"{variable(one.name)}_FILE" for one in fields(Settings) if one.metadata["is_secret"]}
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known and not name.startswith(FOREIGN):
            raise SettingsError(f"{name} is no setting of Watchbill. {_hint(name, known)}")


def _refuse_half_of_openid(given: Mapping[str, object]) -> None:
    """Who sets one of OpenID Connect's variables wants to sign people in by it, which takes two at least."""
    openid = {one.name: one.default for one in fields(Settings) if one.name.startswith("oidc_")}
    meant = [name for name, default in openid.items() if given.get(name, default) != default]
    needed = [name for name in ("oidc_issuer", "oidc_client_id") if name not in meant]
    if meant and needed:
        missing = " and ".join(map(variable, needed))
        raise SettingsError(f"{variable(meant[0])} is set without {missing}, which OpenID Connect needs as well.")


def _hint(name: str, known: Collection[str]) -> str:
    by_end = {one.removeprefix(PREFIX): one for one in known}
    near = difflib.get_close_matches(name.removeprefix(PREFIX), by_end, n=1)
    return f"Did you mean {by_end[near[0]]}?" if near else f"There are: {', '.join(sorted(known))}."


def without_password(url: str) -> str:
    """A database's address as it may be shown: a password in it is starred out."""
    kind, mark, rest = url.partition("://")
    credentials, at, place = rest.rpartition("@")
    user, colon, _ = credentials.partition(":")
    place = re.sub(r"(?i)(password=)[^&]*", r"\1***", place)
    return f"{kind}{mark}{user}{':***' if colon else ''}{at}{place}"


def in_force(name: str, environ: Mapping[str, str]) -> str | None:
    """What an environment sets a variable to, as it may be shown; None where it leaves the default."""
    if f"{name}_FILE" in environ:
        return f"(from the file {environ[f'{name}_FILE']})"
    text = environ.get(name)
    if text is None:
        return None
    is_token = name in {variable(one.name) for one in fields(Settings) if one.metadata["is_secret"]} - {DATABASE_URL}
    return "***" if is_token else without_password(text)


def handbook() -> list[tuple[str, str, str]]:
    """Each setting's variable, its default as an operator would write it, and what it is for."""
    return [(variable(one.name), one.metadata["shown"], one.metadata["doc"]) for one in fields(Settings)]
