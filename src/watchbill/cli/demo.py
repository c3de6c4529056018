"""`watchbill demo`: the story told in a database of its own, and served to this machine alone."""

import contextlib
import ipaddress
import os
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from watchbill import story
from watchbill.cli.shared import DatabaseOption, Unable, installation_of, operator, present, say, settings_of
from watchbill.domain.accounts import identify, issue_token, provider_of_token, revoke_token
from watchbill.domain.errors import NotFound, NotSignedIn
from watchbill.domain.model import Account, TokenKind
from watchbill.domain.ports import Store
from watchbill.settings import DATABASE_URL, Settings, in_force, without_password

DATABASE: Final = "sqlite:///watchbill-demo.db"
"""Where the story is told unless somebody names another place: not where an installation keeps its records."""
NAME: Final = "demo"
"""What the token is called in lists."""
LIFETIME: Final = 30 * 86400
LEFT: Final = 86400
"""Seconds that a token has to be good for still, to be told again."""


def demo(
    context: typer.Context,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = None,
    database: DatabaseOption = None,
) -> None:
    """Load the demo's story into an empty database and serve it on this machine alone.

    The database is watchbill-demo.db unless --database or WATCHBILL_DATABASE_URL names another.
    """
    if database is None and in_force(DATABASE_URL, os.environ) is None:
        database = DATABASE
    settings = settings_of(database, port=port, workers=1)
    if not is_loopback(settings.host):
        raise Unable(
            f"The demo's password is known to all, so it does not listen on {settings.host}: "
            "set WATCHBILL_HOST=127.0.0.1."
        )
    say("Starting the demo …")
    made: list[str] = []

    async def prepare(store: Store) -> None:
        made.append(await _token(store, present(), _kept_in(settings.database_url)))

    installation_of(context).serve(
        settings, prepare=prepare, listening=lambda address, _: _introduce(address, made[-1], settings)
    )


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches a server there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _kept_in(database_url: str) -> Path | None:
    """The file beside a SQLite file that keeps the demo's token, whose text the database does not know."""
    kind, _, path = database_url.partition(":///")
    return Path(path).with_suffix(".token") if kind == "sqlite" else None


async def _token(store: Store, now: int, kept_in: Path | None) -> str:
    """The token of the last start as long as it is good, or a new one in its place."""
    account = await _account(store, now)
    known = "" if kept_in is None else _read(kept_in)
    if await _is_good(store, account, known, now):
        return known
    async with store.writing(account.provider_id, operator(now)) as writes:
        for one in await writes.tokens():
            if (one.account_id, one.name, one.kind) == (account.id, NAME, TokenKind.API):
                await revoke_token(writes, one.id, now)
        text, _ = await issue_token(writes, account, name=NAME, now=now, expires_at=now + LIFETIME)
    if kept_in is not None:
        _keep(kept_in, text)
    return text


async def _account(store: Store, now: int) -> Account:
    """The story's own account; the story is told where there is nothing yet."""
    providers = await store.providers()
    provider_id = await store.provider_of_sign_in(story.USERNAME)
    if providers and provider_id is None:
        raise Unable("This database holds records that are not the demo's: name another one with --database.")
    if provider_id is None:
        say("Telling the demo's story …")
        return await story.tell(store, now)
    async with store.reading(provider_id) as reads:
        account = await reads.account_named(story.USERNAME)
    if account is None:
        raise NotFound("account", story.USERNAME)
    return account


async def _is_good(store: Store, account: Account, text: str, now: int) -> bool:
    """Whether the text of a token signs in this account for a while yet."""
    if provider_of_token(text) != account.provider_id:
        return False
    async with store.reading(account.provider_id) as reads:
        try:
            return (await identify(reads, text, now + LEFT)).account.id == account.id
        except NotSignedIn:
            return False


def _read(file: Path) -> str:
    """What was kept there; nothing where nothing can be read."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return file.read_text(encoding="utf-8").strip()
    return ""


def _keep(file: Path, text: str) -> None:
    """Write a secret for the owner alone; where that cannot be, the next start makes another one."""
    with (
        contextlib.suppress(OSError),
        os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as kept,
    ):
        kept.write(f"{text}\n")


def _introduce(address: str, token: str, settings: Settings) -> None:
    shown = without_password(settings.database_url)
    typer.echo(
        f"""
Watchbill's demo is at {address}   (records: {shown})

  signs in   {story.USERNAME} / {story.PASSWORD}   (administrator)
             {story.RESPONDER} / {story.PASSWORD}   (responder: may give her own hours away)
  token      {token}

Who is on call at the first tier of the first schedule:

  curl -H 'Authorization: Bearer {token}' {address}/api/ocs-tier/1_1/

In another terminal, for everybody: {_own_name()} oncall --database {shown}
(Ctrl-C here ends the demo; its records stay.)
"""
    )


def _own_name() -> str:
    """How this program was called, so that what is shown can be typed."""
    called = sys.argv[0]
    return called if called.endswith("/watchbill") and not os.path.isabs(called) else "watchbill"
