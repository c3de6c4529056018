"""Calendar feeds at the terminal: made for an account, listed, ended."""

from collections.abc import Sequence
from typing import Annotated, Final

import typer
from rich.table import Table

from watchbill.cli.shared import (
    DatabaseOption,
    ProviderOption,
    Unable,
    ZoneOption,
    in_store,
    known_provider,
    no_such,
    present,
    print_table,
    say,
    zone_named,
)
from watchbill.cli.show import clock, plain_table
from watchbill.domain.access import Caller
from watchbill.domain.feeds import FeedWish, feed_name, issue_feed, revoke_feed
from watchbill.domain.model import Account, Feed, FeedId, FeedKind, Role
from watchbill.domain.ports import Reads, Store
from watchbill.engine import iso

app: Final = typer.Typer(help="Make, list and end calendar feeds.", no_args_is_help=True)


@app.command("create")
def create_feed(
    context: typer.Context,
    kind: Annotated[FeedKind, typer.Argument(help="What the calendar is of.")],
    id: Annotated[str, typer.Argument(help="The id of the contact, schedule, tier, roster or customer.")],
    account: Annotated[
        str, typer.Option(metavar="USERNAME", help="For whom: it shows what this account sees, and ends with it.")
    ],
    tz: Annotated[str, typer.Option(metavar="ZONE", help="The zone that its times are written in.")] = "UTC",
    provider: ProviderOption = None,
    database: DatabaseOption = None,
) -> None:
    """Make a calendar feed; its path on the server alone goes to stdout, and only this once."""

    async def work(store: Store) -> str:
        root = await known_provider(store, provider)
        async with store.writing(root.provider_id) as writes:
            caller = _as(await _account(writes, account))
            secret, feed = await issue_feed(writes, caller, FeedWish(kind=kind, subject=id, tz=tz), present())
            name = await feed_name(writes, caller, feed)
        say(f"Feed {feed.id} of {feed.kind} {name} for {account}. Whoever knows this path reads it:")
        return f"/feeds/{secret}.ics"

    typer.echo(in_store(context, database, work))


@app.command("list")
def list_feeds(
    context: typer.Context, tz: ZoneOption = None, provider: ProviderOption = None, database: DatabaseOption = None
) -> None:
    """List calendar feeds; their addresses are not kept, so they cannot be shown."""
    zone = zone_named(tz)

    async def work(store: Store) -> Table:
        root = await known_provider(store, provider)
        async with store.reading(root.provider_id) as reads:
            accounts = {one.id: one.username for one in await reads.all_accounts()}
            table = plain_table("Id", "Of", "Zone", "For", "Made", "State")
            for feed in await reads.feeds():
                subject, made = f"{feed.kind} {feed.subject}", clock(iso(feed.created_at), zone)
                table.add_row(str(feed.id), subject, feed.tz, accounts.get(feed.created_by, ""), made, _state(feed))
            return table

    print_table(in_store(context, database, work))


@app.command("revoke")
def revoke_one_feed(
    context: typer.Context,
    id: Annotated[int, typer.Argument(help="Its number in the list.", min=1)],
    provider: ProviderOption = None,
    database: DatabaseOption = None,
) -> None:
    """End a calendar feed at once: its address is then unknown."""

    async def work(store: Store) -> None:
        root = await known_provider(store, provider)
        async with store.writing(root.provider_id) as writes:
            feed = await writes.feed(FeedId(id))
            maker = await writes.account(feed.created_by)
            await revoke_feed(writes, _as(maker), FeedId(id), present())
        say(f"Feed {id} is revoked.")

    in_store(context, database, work)


def _state(feed: Feed) -> str:
    return "shown" if feed.revoked_at is None else "revoked"


def _as(account: Account) -> Caller:
    """The account as somebody who calls: the operator acts for it."""
    return Caller(account=account, customer_id=account.customer_id, role=Role(account.role))


async def _account(reads: Reads, username: str) -> Account:
    found = await reads.account_named(username)
    if found is None:
        names: Sequence[str] = [one.username for one in await reads.all_accounts()]
        raise Unable(no_such("account", username, names))
    return found
