"""Which source the commands that answer ask: the database, or a server."""

from typing import Annotated

import typer

from watchbill.cli.local import Local
from watchbill.cli.remote import Remote
from watchbill.cli.shared import settings_of
from watchbill.cli.source import Source
from watchbill.settings import SettingsError, read_server_url

ServerOption = Annotated[
    str | None,
    typer.Option(
        "--server",
        metavar="URL",
        help="Ask this server instead of the database, with the token in WATCHBILL_TOKEN; WATCHBILL_SERVER by default.",
    ),
]


def source_of(context: typer.Context, server: str | None, database: str | None, provider: str | None = None) -> Source:
    """The server or the database that the options name, or else the environment, the server first."""
    if server is not None and database is not None:
        raise SettingsError("Choose one of --server and --database.")
    settings = settings_of(database)
    address = _address(server) if server is not None else settings.server if database is None else ""
    if not address:
        return Local(context, database, provider)
    if provider is not None:
        raise SettingsError("--provider goes with a database: of a server the token says whose records are shown.")
    remote = Remote(address, settings.token)
    context.call_on_close(remote.close)
    return remote


def _address(server: str) -> str:
    try:
        return read_server_url(server)
    except ValueError as fault:
        raise SettingsError(f"--server={server}: {fault}.") from None
