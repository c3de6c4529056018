"""Calendar feeds at the terminal: made for an account, listed, ended."""

from typing import Annotated, Final

import msgspec
import typer

from watchbill.cli.shared import (
    DatabaseOption,
    JsonOption,
    ProviderOption,
    ZoneOption,
    print_json,
    print_table,
    say,
    zone_named,
)
from watchbill.cli.show import feed_table, plain
from watchbill.cli.sources import ServerOption, source_of
from watchbill.domain.feeds import FeedWish
from watchbill.domain.model import FeedKind

app: Final = typer.Typer(help="Make, list and end calendar feeds.", no_args_is_help=True)


@app.command("create")
def create_feed(
    context: typer.Context,
    kind: Annotated[FeedKind, typer.Argument(help="What the calendar is of.")],
    id: Annotated[str, typer.Argument(help="The id of the contact, schedule, tier, roster or customer.")],
    account: Annotated[
        str | None,
        typer.Option(
            metavar="USERNAME",
            help="For whom: it shows what this account sees, and ends with it. A server takes that of the token.",
        ),
    ] = None,
    tz: Annotated[str, typer.Option(metavar="ZONE", help="The zone that its times are written in.")] = "UTC",
    is_json: JsonOption = False,
    provider: ProviderOption = None,
    server: ServerOption = None,
    database: DatabaseOption = None,
) -> None:
    """Make a calendar feed; its address, or its path on the server alone, goes to stdout, and only this once."""
    wish = FeedWish(kind=kind, subject=id, tz=zone_named(tz).name)
    made = source_of(context, server, database, provider).add_feed(wish, account)
    of = f" for {made.line.account}" if made.line.account else ""
    say(f"Feed {made.line.id} of {made.line.kind} {made.name}{of}. Whoever knows this address reads it:")
    if is_json:
        print_json({**msgspec.structs.asdict(made.line), "address": made.address})
    else:
        typer.echo(made.address)


@app.command("list")
def list_feeds(
    context: typer.Context,
    tz: ZoneOption = None,
    is_json: JsonOption = False,
    provider: ProviderOption = None,
    server: ServerOption = None,
    database: DatabaseOption = None,
) -> None:
    """List calendar feeds, of a server those that are not ended; their addresses are not kept, so not shown."""
    zone = zone_named(tz)
    feeds = source_of(context, server, database, provider).feeds()
    if is_json:
        print_json(feeds)
    else:
        print_table(feed_table(plain(feeds), zone))


@app.command("revoke")
def revoke_one_feed(
    context: typer.Context,
    id: Annotated[int, typer.Argument(help="Its number in the list.", min=1)],
    is_json: JsonOption = False,
    provider: ProviderOption = None,
    server: ServerOption = None,
    database: DatabaseOption = None,
) -> None:
    """End a calendar feed at once: its address is then unknown."""
    source_of(context, server, database, provider).revoke_feed(id)
    say(f"Feed {id} is revoked.")
    if is_json:
        print_json({"id": id, "is_revoked": True})
