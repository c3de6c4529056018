"""The commands that answer, out of the database or of a server: who is on call, timelines, reasons, gaps, load."""

from typing import Annotated, Final

import typer

from watchbill import engine
from watchbill.cli.carried import load_csv, load_table
from watchbill.cli.drawing import draw
from watchbill.cli.shared import (
    CustomerOption,
    DatabaseOption,
    JsonOption,
    ProviderOption,
    ZoneOption,
    console_of,
    duration_in,
    instant_in,
    present,
    print_json,
    print_table,
    say,
    zone_named,
)
from watchbill.cli.show import oncall_table, plain
from watchbill.cli.source import Wanted
from watchbill.cli.sources import ServerOption, source_of
from watchbill.cli.told import chart_of, default_words, gap_table
from watchbill.domain.load import By
from watchbill.domain.sheet import SEPARATORS
from watchbill.domain.text import block, one_line
from watchbill.settings import SettingsError

DAY: Final = 86_400
DRAWN: Final = 14 * DAY
"""How much is drawn where nobody says how much."""
LOOKED_BACK: Final = 30 * DAY
"""How much load is added up where nobody says since when."""
LONGEST: Final = 732 * DAY
NOTHING: Final = "There is no schedule and no roster yet."
PIPED: Final = 120
"""The width of a drawing that goes to a file or a pipe."""

TierOption = Annotated[
    str | None, typer.Option("--tier", metavar="REF", help="This tier: by its id, 7, or by schedule and number, 3_1.")
]
RosterOption = Annotated[str | None, typer.Option("--roster", metavar="ID_OR_NAME", help="This roster.")]
AtOption = Annotated[
    str | None, typer.Option("--at", metavar="TIME", help="At this time (ISO 8601, in --tz where it has no offset).")
]


def oncall(
    context: typer.Context,
    customer: CustomerOption = None,
    schedule: Annotated[str | None, typer.Option(metavar="NAME_OR_ID", help="This schedule's tiers alone.")] = None,
    roster: Annotated[str | None, typer.Option(metavar="NAME_OR_ID", help="This roster alone.")] = None,
    at: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="At this time (ISO 8601, in --tz where it has no offset) instead of now."),
    ] = None,
    tz: ZoneOption = None,
    is_json: JsonOption = False,
    server: ServerOption = None,
    database: DatabaseOption = None,
) -> None:
    """Say who is on call at every tier and by every roster, since when, until when, and who comes next.

    With --schedule or --roster it tells of that one alone.
    """
    zone = zone_named(tz)
    instant = present() if at is None else instant_in("--at", at, zone)
    wanted = Wanted(customer=customer, schedule=schedule, roster=roster)
    lines = source_of(context, server, database).oncall(wanted, instant)
    if is_json:
        print_json(lines)
    elif lines:
        print_table(oncall_table(plain(lines), zone))
    else:
        say(NOTHING)


def timeline(
    context: typer.Context,
    tier: TierOption = None,
    roster: RosterOption = None,
    schedule: Annotated[
        str | None, typer.Option("--schedule", metavar="ID_OR_NAME", help="All tiers of this schedule.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="TIME", help="From this time (ISO 8601); now by default.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="TIME", help="To this time; 14 days later by default, two years at most.")
    ] = None,
    tz: ZoneOption = None,
    is_json: JsonOption = False,
    provider: ProviderOption = None,
    server: ServerOption = None,
    database: DatabaseOption = None,
) -> None:
    """Draw who is on call: a row for each rule by itself, one for who is on in the end, one for the gaps."""
    _one_of(("--tier", tier), ("--roster", roster), ("--schedule", schedule))
    zone = zone_named(tz)
    start = present() if since is None else instant_in("--since", since, zone)
    window = _window(start, start + DRAWN if until is None else instant_in("--until", until, zone))

    wanted = Wanted(tier=tier, roster=roster, schedule=schedule)
    found = source_of(context, server, database, provider).timeline(wanted, window)
    if is_json:
        print_json(found)
    elif found.places:
        names = {one.id: one_line(one.name) for one in found.people}
        console = console_of(PIPED)
        charts = [plain(chart_of(place, window, zone)) for place in found.places]
        console.print(draw(charts, (window.start, window.end), names, zone, console.width), soft_wrap=True)
    else:
        say("This schedule has no tiers yet.")


def explain(
    context: typer.Context,
    tier: TierOption = None,
    roster: RosterOption = None,
    at: AtOption = None,
    tz: Annotated[
        str, typer.Option("--tz", metavar="ZONE", help="Tell times that belong to no rule in this zone.")
    ] = "UTC",
    is_json: JsonOption = False,
    provider: ProviderOption = None,
    server: ServerOption = None,
    database: DatabaseOption = None,
) -> None:
    """Say why somebody is on call, or nobody: every rule in order, what it gave, and what hid it."""
    _one_of(("--tier", tier), ("--roster", roster))
    zone = zone_named(tz)
    instant = present() if at is None else instant_in("--at", at, zone)
    wanted = Wanted(tier=tier, roster=roster)
    found = source_of(context, server, database, provider).explanation(wanted, instant, zone.name)
    if is_json:
        print_json(found.line)
    else:
        typer.echo(block("\n".join(filter(None, (found.text, default_words(plain(found.line.result)))))))


def gaps(
    context: typer.Context,
    within: Annotated[str, typer.Option(metavar="DURATION", help="How far to look ahead, such as 12h or 90d.")] = "30d",
    customer: CustomerOption = None,
    schedule: Annotated[str | None, typer.Option(metavar="NAME_OR_ID", help="This schedule's tiers alone.")] = None,
    at: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="From this time (ISO 8601, in --tz where it has no offset) instead of now."),
    ] = None,
    tz: ZoneOption = None,
    is_json: JsonOption = False,
    provider: ProviderOption = None,
    server: ServerOption = None,
    database: DatabaseOption = None,
) -> None:
    """List when nobody will be on call, at every tier and by every roster."""
    zone = zone_named(tz)
    start = present() if at is None else instant_in("--at", at, zone)
    window = _window(start, start + duration_in("--within", within), "--within")

    wanted = Wanted(customer=customer, schedule=schedule)
    found = source_of(context, server, database, provider).gaps(wanted, window)
    if is_json:
        print_json(found.lines)
    elif found.lines:
        print_table(gap_table(plain(found.lines), window, zone))
    else:
        say(f"There is no gap within {within}." if found.places else NOTHING)


def load(
    context: typer.Context,
    since: Annotated[
        str | None, typer.Option(metavar="TIME", help="From this time (ISO 8601); 30 days before the end by default.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="TIME", help="To this time; now by default.")] = None,
    by: Annotated[By, typer.Option(help="What is added up by.")] = By.CONTACT,
    customer: CustomerOption = None,
    tz: Annotated[
        str | None, typer.Option("--tz", metavar="ZONE", help="Read times without an offset in this zone.")
    ] = None,
    is_json: JsonOption = False,
    is_csv: Annotated[bool, typer.Option("--csv", help="As CSV, for a spreadsheet.")] = False,
    separator: Annotated[
        str, typer.Option("--separator", metavar="SIGN", help="What is between the cells of CSV: , or ;")
    ] = ",",
    provider: ProviderOption = None,
    server: ServerOption = None,
    database: DatabaseOption = None,
) -> None:
    """Tell who carried how much: hours, nights, weekends, the longest run without 11 hours' rest."""
    if is_json and is_csv:
        raise SettingsError("Choose one of --json and --csv.")
    if separator not in SEPARATORS:
        raise SettingsError(f"--separator={separator}: it must be one of {' '.join(SEPARATORS)}.")
    zone = zone_named(tz)
    end = present() if until is None else instant_in("--until", until, zone)
    window = _window(end - LOOKED_BACK if since is None else instant_in("--since", since, zone), end)

    report = source_of(context, server, database, provider).load(Wanted(customer=customer), window, by)
    if is_json:
        print_json(report)
    elif is_csv:
        typer.echo(load_csv(report, separator), nl=False)
    elif report.rows:
        print_table(load_table(plain(report)))
    else:
        say(NOTHING)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (oncall, timeline, explain, gaps, load):
        app.command()(command)


# ── what they share ──────────────────────────────────────────────────────────────────────────────────────────────


def _one_of(*options: tuple[str, str | None]) -> None:
    if sum(value is not None for _, value in options) != 1:
        *most, last = (name for name, _ in options)
        raise SettingsError(f"Name exactly one of {', '.join(most)} and {last}.")


def _window(start: int, end: int, option: str = "--until") -> engine.Span:
    if end <= start:
        raise SettingsError(f"{option}: the end has to be after the start.")
    if end - start > LONGEST:
        raise SettingsError(f"{option}: at most two years can be looked at.")
    return engine.Span(start, end)
