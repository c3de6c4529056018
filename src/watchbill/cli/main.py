"""The commands of `watchbill`: what the operator of an installation does at a terminal.

Results go to stdout, everything said about them to stderr. Exit codes: 0 done; 1 could not be done; 2 asked wrongly
(arguments, settings); 130 interrupted.
"""

import getpass
import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from watchbill import __version__, engine, story
from watchbill.cli import answers, calendars, checks
from watchbill.cli.demo import demo, is_loopback
from watchbill.cli.erasing import erase
from watchbill.cli.shared import (
    DatabaseOption,
    Installation,
    ProviderOption,
    Unable,
    ZoneOption,
    customer_named,
    duration_in,
    in_store,
    installation_of,
    known_provider,
    operator,
    present,
    print_table,
    say,
    settings_of,
    writing_at,
    zone_named,
)
from watchbill.cli.show import (
    account_table,
    client_table,
    plain,
    token_table,
)
from watchbill.domain.accounts import (
    AccountWish,
    add_oauth_client,
    first_admin,
    issue_token,
    revoke_oauth_client,
    revoke_token,
)
from watchbill.domain.model import (
    Account,
    ClientId,
    ContactId,
    Customer,
    Role,
    TokenId,
)
from watchbill.domain.ports import Store, Writes
from watchbill.domain.text import block
from watchbill.engine import WatchbillError
from watchbill.settings import (
    SettingsError,
    handbook,
    in_force,
    is_text,
    read_settings,
    without_password,
)


class RoleName(StrEnum):
    """The roles as the command line spells them."""

    VIEWER = "viewer"
    RESPONDER = "responder"
    MANAGER = "manager"
    ADMIN = "admin"


UNREADABLE: Final = "\udcff"
"""What stands for bytes that are no text."""
EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - to tell it, not to listen there

PlaceOption = Annotated[
    str | None,
    typer.Option("--customer", metavar="NAME_OR_ID", help="The customer it is kept to; the provider by default."),
]
ContactOption = Annotated[
    int | None,
    typer.Option("--contact", metavar="ID", help="The contact that the account is, for responders.", min=1),
]
ExpiresOption = Annotated[
    str | None, typer.Option("--expires", metavar="DURATION", help="Such as 12h or 90d; never by default.")
]

app = typer.Typer(
    name="watchbill",
    help="Watchbill says who is on call.",
    epilog="Settings come from WATCHBILL_* variables: `watchbill settings` lists them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
tokens_app = typer.Typer(help="Make, list and revoke API tokens.", no_args_is_help=True)
accounts_app = typer.Typer(help="Make and list accounts.", no_args_is_help=True)
clients_app = typer.Typer(help="Make and list OAuth clients for programs.", no_args_is_help=True)
app.add_typer(tokens_app, name="token")
app.add_typer(accounts_app, name="account")
app.add_typer(clients_app, name="client")
app.add_typer(calendars.app, name="feed")


def run(installation: Installation, arguments: Sequence[str] | None = None) -> int:
    """Carry out one command line and return its exit code; what can be foreseen is told without a traceback."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if any(not is_text(one) for one in given):
        return _told("An argument is no text: its bytes are not UTF-8.", 2)
    try:
        app(args=given, obj=installation)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except SettingsError as fault:
        return _told(str(fault), 2)
    except KeyboardInterrupt:
        return 130
    except (Unable, WatchbillError) as fault:
        return _told(str(fault), 1)
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        return _told(f"{where}{fault.strerror or fault}", 1)
    return 0


def _told(message: str, code: int) -> int:
    typer.echo(block(f"watchbill: {message}"), err=True)
    return code


def _version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"watchbill {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    is_version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Watchbill says who is on call."""


# ── serving ──────────────────────────────────────────────────────────────────────────────────────────────────────


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = None,
    workers: Annotated[int | None, typer.Option(help="Server processes.", min=1, max=64)] = None,
    database: DatabaseOption = None,
) -> None:
    """Serve the APIs until told to end."""
    settings = settings_of(database, host=host, port=port, workers=workers)

    async def prepare(store: Store) -> None:
        if not is_loopback(settings.host) and (username := await story.known_to_all(store)):
            raise Unable(
                f"The account {username} of this database still has the demo's password, which everybody can read, so "
                f"this is not served at {settings.host}. Serve a database of your own (--database), or this one at "
                "127.0.0.1 and change the password there."
            )

    def listening(address: str, setup: str | None) -> None:
        more = " and at every other address of this machine" if settings.host in EVERYWHERE else ""
        say(f"Watchbill listens on {address}{more}")
        if setup is not None:
            say(f"Nobody can sign in as an administrator yet. Set it up at {setup}")
            say("or at a terminal with `watchbill account create --role admin NAME`, which asks for a password.")

    installation_of(context).serve(settings, prepare=prepare, listening=listening)


@app.command()
def migrate(context: typer.Context, database: DatabaseOption = None) -> None:
    """Bring the database's schema up to what this version needs."""
    settings = settings_of(database)
    console = Console(stderr=True)
    with _progress(console) as progress:
        task = progress.add_task("Migrating", total=None)

        def told(what: str, number: int, total: int) -> None:
            progress.update(task, description=what, completed=number - 1, total=total)
            if not console.is_terminal:
                say(f"Step {number} of {total}: {what}")

        revision = installation_of(context).migrate(settings, told)
    say(f"The schema of {without_password(settings.database_url)} is at {revision}.")


def _progress(console: Console) -> Progress:
    """A progress bar on a terminal; nothing elsewhere."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


@app.command(name="settings")
def list_settings() -> None:
    """List the settings in force, secrets starred out: the variable, its value, its default, what it is for."""
    read_settings(os.environ)
    for name, default, doc in handbook():
        value = in_force(name, os.environ)
        typer.echo(f"{name}={default if value is None else value}{'' if value is None else f'   (default: {default})'}")
        typer.echo(f"    {doc}")
    typer.echo(f"Zone data {engine.zone_data()}, from the package tzdata.")


# ── tokens, accounts, clients ────────────────────────────────────────────────────────────────────────────────────


@tokens_app.command("create")
def create_token(
    context: typer.Context,
    role: Annotated[RoleName, typer.Option(help="What the token may do.")],
    name: Annotated[str, typer.Option(help="The account it signs in; made when there is none of this name.")],
    customer: PlaceOption = None,
    contact: ContactOption = None,
    expires: ExpiresOption = None,
    provider: ProviderOption = None,
    database: DatabaseOption = None,
) -> None:
    """Make an API token; it alone goes to stdout, and only this once.

    On an empty database this makes the provider first (named by --provider).
    """
    now = present()
    expires_at = None if expires is None else now + duration_in("--expires", expires)

    async def work(store: Store) -> str:
        async with writing_at(store, provider, now) as (writes, root):
            place = await customer_named(writes, customer) if customer else root
            account = await _program(writes, name, Role[role.name], place, contact, now)
            text, token = await issue_token(writes, account, name=name, now=now, expires_at=expires_at)
        until = "never expires" if expires_at is None else f"expires at {engine.iso(expires_at)}"
        say(f"Token {token.id} for {account.username}, {role.value} at {place.name}; it {until}.")
        return text

    typer.echo(in_store(context, database, work, begins=True))


async def _program(writes: Writes, name: str, role: Role, place: Customer, contact: int | None, now: int) -> Account:
    """The account of this name if it is exactly the one asked for, or a new one that signs in by token alone."""
    account = await writes.account_named(name)
    contact_id = None if contact is None else ContactId(contact)
    if account is None:
        wish = AccountWish(username=name, role=role, customer_id=place.id, contact_id=contact_id)
        return await first_admin(writes, wish, now)
    if (account.role, account.customer_id, account.contact_id) != (role, place.id, contact_id):
        raise Unable(
            f"There is already an account {account.username}, {account.role.name.lower()} at customer "
            f"{account.customer_id}: choose another --name, or the same --role, --customer and --contact."
        )
    return account


@tokens_app.command("list")
def list_tokens(
    context: typer.Context,
    provider: ProviderOption = None,
    tz: ZoneOption = None,
    database: DatabaseOption = None,
) -> None:
    """List tokens; their texts are not kept, so they cannot be shown."""
    zone = zone_named(tz)

    async def work(store: Store) -> Table:
        root = await known_provider(store, provider)
        async with store.reading(root.provider_id) as reads:
            accounts = {one.id: one for one in await reads.all_accounts()}
            customers = {one.id: one.name for one in await reads.customers()}
            return token_table(plain(await reads.tokens()), plain(accounts), plain(customers), present(), zone)

    print_table(in_store(context, database, work))


@tokens_app.command("revoke")
def revoke_one_token(
    context: typer.Context,
    id: Annotated[int, typer.Argument(help="Its number in the list.", min=1)],
    provider: ProviderOption = None,
    database: DatabaseOption = None,
) -> None:
    """End a token at once."""

    async def work(store: Store) -> None:
        root = await known_provider(store, provider)
        async with store.writing(root.provider_id, operator(present())) as writes:
            token = await revoke_token(writes, TokenId(id), present())
        say(f"Token {token.id} ({token.name}) is revoked.")

    in_store(context, database, work)


@accounts_app.command("create")
def create_account(
    context: typer.Context,
    username: Annotated[str, typer.Argument(help="The name to sign in with.")],
    role: Annotated[RoleName, typer.Option(help="What the account may do.")],
    customer: PlaceOption = None,
    contact: ContactOption = None,
    first_name: Annotated[str, typer.Option()] = "",
    last_name: Annotated[str, typer.Option()] = "",
    email: Annotated[str, typer.Option()] = "",
    is_password_piped: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from stdin, one line.")
    ] = False,
    has_no_password: Annotated[
        bool, typer.Option("--no-password", help="Without one: for OpenID Connect, or tokens alone.")
    ] = False,
    provider: ProviderOption = None,
    database: DatabaseOption = None,
) -> None:
    """Make an account that signs in; the password is asked for, never an argument.

    On an empty database this makes the provider first (named by --provider).
    """
    now = present()
    if is_password_piped and has_no_password:
        raise SettingsError("Choose one of --password-stdin and --no-password.")
    password = None if has_no_password else _password(is_password_piped)

    async def work(store: Store) -> None:
        async with writing_at(store, provider, now) as (writes, root):
            place = await customer_named(writes, customer) if customer else root
            wish = AccountWish(
                username=username,
                role=Role[role.name],
                customer_id=place.id,
                password=password,
                first_name=first_name,
                last_name=last_name,
                email=email,
                contact_id=None if contact is None else ContactId(contact),
            )
            account = await first_admin(writes, wish, now)
        say(f"Account {account.id}: {account.username}, {role.value} at {place.name}.")

    in_store(context, database, work, begins=True)


def _password(is_piped: bool) -> str:
    if is_piped:
        try:
            password = sys.stdin.readline().rstrip("\r\n")
        except UnicodeDecodeError:
            password = UNREADABLE
        if not is_text(password):
            raise Unable("The password is no text: its bytes are not UTF-8.")
        return password
    if not sys.stdin.isatty():
        raise Unable(
            "There is no terminal to ask for the password on: pipe it in with --password-stdin, or make the account "
            "with --no-password for OpenID Connect."
        )
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise Unable("The two passwords differ.")
    return password


@accounts_app.command("list")
def list_accounts(context: typer.Context, provider: ProviderOption = None, database: DatabaseOption = None) -> None:
    """List accounts."""

    async def work(store: Store) -> Table:
        root = await known_provider(store, provider)
        async with store.reading(root.provider_id) as reads:
            customers = {one.id: one.name for one in await reads.customers()}
            return account_table(plain(await reads.all_accounts()), plain(customers))

    print_table(in_store(context, database, work))


@clients_app.command("create")
def create_client(
    context: typer.Context,
    role: Annotated[RoleName, typer.Option(help="What its tokens may do.")],
    name: Annotated[str, typer.Option(help="What it is for; its account has this name, made when there is none.")],
    customer: PlaceOption = None,
    contact: ContactOption = None,
    provider: ProviderOption = None,
    database: DatabaseOption = None,
) -> None:
    """Make an OAuth client; its id and secret, a blank between, go to stdout, and the secret only this once.

    On an empty database this makes the provider first (named by --provider).
    """
    now = present()

    async def work(store: Store) -> str:
        async with writing_at(store, provider, now) as (writes, root):
            place = await customer_named(writes, customer) if customer else root
            account = await _program(writes, name, Role[role.name], place, contact, now)
            client, secret = await add_oauth_client(writes, account, name=name, now=now)
        say(f"OAuth client {client.id} for {account.username}, {role.value} at {place.name}.")
        return f"{client.client_key} {secret}"

    typer.echo(in_store(context, database, work, begins=True))


@clients_app.command("revoke")
def revoke_one_client(
    context: typer.Context,
    id: Annotated[int, typer.Argument(help="Its number in the list.", min=1)],
    provider: ProviderOption = None,
    database: DatabaseOption = None,
) -> None:
    """End an OAuth client at once, and the tokens that it was given."""

    async def work(store: Store) -> None:
        root = await known_provider(store, provider)
        async with store.writing(root.provider_id, operator(present())) as writes:
            client = await revoke_oauth_client(writes, ClientId(id), present())
        say(f"OAuth client {client.id} ({client.name}) is revoked.")

    in_store(context, database, work)


@clients_app.command("list")
def list_clients(context: typer.Context, provider: ProviderOption = None, database: DatabaseOption = None) -> None:
    """List OAuth clients; their secrets are not kept, so they cannot be shown."""

    async def work(store: Store) -> Table:
        root = await known_provider(store, provider)
        async with store.reading(root.provider_id) as reads:
            accounts = {one.id: one for one in await reads.all_accounts()}
            return client_table(plain(await reads.oauth_clients()), plain(accounts))

    print_table(in_store(context, database, work))


answers.register(app)
checks.register(app)
app.command()(demo)
app.command()(erase)
