"""The commands that answer: timelines drawn, explanations, gaps, load."""

import re
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Final, TypeVar

import msgspec
import typer
from rich.console import Console

from watchbill import engine
from watchbill.cli.carried import load_csv, load_line, load_table
from watchbill.cli.drawing import draw
from watchbill.cli.shared import (
    CustomerOption,
    DatabaseOption,
    JsonOption,
    NamedT,
    ProviderOption,
    Unable,
    ZoneOption,
    customer_named,
    duration_in,
    in_store,
    instant_in,
    known_provider,
    named,
    no_such,
    present,
    print_table,
    say,
    zone_named,
)
from watchbill.cli.told import (
    chart_of,
    explanation_line,
    explanation_text,
    gap_line,
    gap_table,
    timeline_line,
)
from watchbill.domain.access import Caller
from watchbill.domain.board import (
    Filters,
    Found,
    Place,
    PlaceGap,
    find_roster_place,
    find_schedule_places,
    find_tier_place,
    gap_report,
)
from watchbill.domain.explain import Question, Why, why_at_tier, why_by_roster
from watchbill.domain.load import By, LoadReport, load_report
from watchbill.domain.model import Account, AccountId, Contact, ContactId, Customer, Role, RosterId, ScheduleId, TierId
from watchbill.domain.ports import Cut, Reads, Store
from watchbill.domain.schedules import TierNumber, TierRef
from watchbill.settings import SettingsError

AnswerT = TypeVar("AnswerT")

DAY: Final = 86_400
DRAWN: Final = 14 * DAY
"""How much is drawn where nobody says how much."""
LOOKED_BACK: Final = 30 * DAY
"""How much load is added up where nobody says since when."""
LONGEST: Final = 732 * DAY
PIPED: Final = 120
"""The width of a drawing that goes to a file or a pipe."""

_TIER: Final = re.compile(r"([1-9][0-9]{0,17})(?:_([1-9][0-9]{0,8}))?").fullmatch

TierOption = Annotated[
    str | None, typer.Option("--tier", metavar="REF", help="This tier: by its id, 7, or by schedule and number, 3_1.")
]
RosterOption = Annotated[str | None, typer.Option("--roster", metavar="ID_OR_NAME", help="This roster.")]
AtOption = Annotated[
    str | None, typer.Option("--at", metavar="TIME", help="At this time (ISO 8601, in --tz where it has no offset).")
]


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
    database: DatabaseOption = None,
) -> None:
    """Draw who is on call: a row for each rule by itself, one for who is on in the end, one for the gaps."""
    _one_of(("--tier", tier), ("--roster", roster), ("--schedule", schedule))
    zone = zone_named(tz)
    start = present() if since is None else instant_in("--since", since, zone)
    window = _window(start, start + DRAWN if until is None else instant_in("--until", until, zone))

    async def work(reads: Reads, caller: Caller) -> tuple[Sequence[Place], dict[ContactId, Contact]]:
        places: Sequence[Place]
        if tier is not None:
            places = [await find_tier_place(reads, caller, _tier_ref(tier))]
        elif roster is not None:
            places = [await find_roster_place(reads, caller, await _roster_id(reads, roster))]
        else:
            _, places = await find_schedule_places(reads, caller, await _schedule_id(reads, schedule or ""))
        people = frozenset[int]().union(*(place.named for place in places))
        return places, await reads.contacts(map(ContactId, people))

    places, contacts = _answered(context, database, provider, work)
    if is_json:
        _print_json(timeline_line(places, window, contacts))
    elif places:
        names = {int(id): one.full_name for id, one in contacts.items()}
        console = Console(width=None if sys.stdout.isatty() else PIPED)
        charts = [chart_of(place, window, zone) for place in places]
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
    database: DatabaseOption = None,
) -> None:
    """Say why somebody is on call, or nobody: every rule in order, what it gave, and what hid it."""
    _one_of(("--tier", tier), ("--roster", roster))
    zone = zone_named(tz)
    question = Question(at=present() if at is None else instant_in("--at", at, zone), tz=tz)

    async def work(reads: Reads, caller: Caller) -> Why:
        if tier is not None:
            return await why_at_tier(reads, caller, _tier_ref(tier), question)
        return await why_by_roster(reads, caller, await _roster_id(reads, roster or ""), question)

    why = _answered(context, database, provider, work)
    if is_json:
        _print_json(explanation_line(why))
    else:
        typer.echo(explanation_text(why, question))


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
    database: DatabaseOption = None,
) -> None:
    """List when nobody will be on call, at every tier and by every roster."""
    zone = zone_named(tz)
    start = present() if at is None else instant_in("--at", at, zone)
    window = _window(start, start + duration_in("--within", within), "--within")

    async def work(reads: Reads, caller: Caller) -> Found[PlaceGap]:
        owner = None if customer is None else await customer_named(reads, customer)
        filters = Filters(
            customer_id=None if owner is None else owner.id,
            schedule_id=None if schedule is None else await _schedule_id(reads, schedule, owner),
        )
        return await gap_report(reads, caller, filters, window, Cut())

    found = _answered(context, database, provider, work)
    if is_json:
        _print_json([gap_line(row) for row in found.rows])
    elif found.rows:
        print_table(gap_table(found.rows, window, zone))
    else:
        say(f"There is no gap within {within}.")


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
    provider: ProviderOption = None,
    database: DatabaseOption = None,
) -> None:
    """Tell who carried how much: hours, nights, weekends, the longest run without 11 hours' rest."""
    if is_json and is_csv:
        raise SettingsError("Choose one of --json and --csv.")
    zone = zone_named(tz)
    end = present() if until is None else instant_in("--until", until, zone)
    window = _window(end - LOOKED_BACK if since is None else instant_in("--since", since, zone), end)

    async def work(reads: Reads, caller: Caller) -> LoadReport:
        owner = None if customer is None else (await customer_named(reads, customer)).id
        return await load_report(reads, caller, Filters(customer_id=owner), window, by)

    report = _answered(context, database, provider, work)
    if is_json:
        _print_json(load_line(report, window, by))
    elif is_csv:
        typer.echo(load_csv(report), nl=False)
    elif report.rows:
        print_table(load_table(report, by))
    else:
        say("There is no schedule and no roster yet.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (timeline, explain, gaps, load):
        app.command()(command)


# ── what they share ──────────────────────────────────────────────────────────────────────────────────────────────


def _answered(
    context: typer.Context,
    database: str | None,
    provider: str | None,
    work: Callable[[Reads, Caller], Awaitable[AnswerT]],
) -> AnswerT:
    """What the work answers to somebody who may see everything of the provider."""

    async def in_provider(store: Store) -> AnswerT:
        root = await known_provider(store, provider)
        async with store.reading(root.provider_id) as reads:
            return await work(reads, operator(root))

    return in_store(context, database, in_provider)


def operator(root: Customer) -> Caller:
    """Whoever can read the database: sees all of a provider, and changes nothing."""
    account = Account(
        provider_id=root.provider_id,
        id=AccountId(0),
        customer_id=root.id,
        username="",
        role=Role.VIEWER,
        created_at=0,
        updated_at=0,
    )
    return Caller(account=account, customer_id=root.id, role=Role.VIEWER)


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


def _tier_ref(text: str) -> TierRef:
    found = _TIER(text)
    if found is None:
        raise SettingsError(f"--tier={text}: it must be an id such as 7, or a schedule and a number such as 3_1.")
    return TierId(int(found[1])) if found[2] is None else TierNumber(ScheduleId(int(found[1])), int(found[2]))


async def _roster_id(reads: Reads, wanted: str) -> RosterId:
    page = await reads.roster_page(customers=None, name=None, cut=Cut())
    return _the_one("roster", wanted, page.rows).id


async def _schedule_id(reads: Reads, wanted: str, owner: Customer | None = None) -> ScheduleId:
    customers = None if owner is None else (owner.id,)
    page = await reads.schedule_page(customers=customers, search="", cut=Cut())
    return _the_one("schedule", wanted, page.rows).id


def _the_one(kind: str, wanted: str, among: Sequence[NamedT]) -> NamedT:
    """The one that is named. Raises Unable where there is none, or where several have the name."""
    found = named(among, wanted)
    if not found:
        raise Unable(no_such(kind, wanted, [one.name for one in among]))
    if len(found) > 1:
        ids = ", ".join(str(one.id) for one in found)
        raise Unable(f"There are several {kind}s named {wanted}, choose one by its id: {ids}.")
    return found[0]


def _print_json(value: object) -> None:
    typer.echo(msgspec.json.format(msgspec.json.encode(value)).decode())
