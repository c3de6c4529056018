"""What a record may hold: the rules that are kept whoever writes it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from unicodedata import normalize

import msgspec

from watchbill import engine
from watchbill.domain.errors import Invalid, Problem
from watchbill.domain.model import (
    Account,
    Contact,
    Customer,
    Group,
    LayerRule,
    OAuthClient,
    Record,
    Roster,
    RosterShift,
    Schedule,
    Token,
)
from watchbill.domain.profile import profile_problems
from watchbill.domain.text import block_fault, line_fault

Fault = tuple[int, str, str]
"""The place of a rule among those that are in force together, from 0; its field at fault; the reason, a sentence."""

MOST: Final[Mapping[str, int]] = {
    "layers": 200,
    "shifts": 500,
    "contacts": 1000,
    "groups": 1000,
    "restrictions": 500,
    "on_demand": 1000,
}
"""How many there may be: layers of a tier, shifts of a roster; contacts, groups and windows of restrictions of one
rule; on-demand shifts in one edit. Who sends more would have the server look at each while everybody else waits."""

MOST_LISTED: Final = 100
"""How many problems an answer lists."""

Counts = Mapping[str, Collection[int]]
"""How many there are of what `MOST` bounds, in what stands; of what is in every rule, the number in each."""

NO_COUNTS: Final[Counts] = {}
"""Nothing stands."""

ENDS_EARLY: Final = "The end must be after the start."

LINES: Final[Mapping[type[Record], tuple[str, ...]]] = {
    Customer: ("name",),
    Contact: ("login_name", "first_name", "last_name", "email", "phone", "mobile"),
    Account: ("username", "first_name", "last_name", "email"),
    Token: ("name",),
    OAuthClient: ("name",),
    Schedule: ("name", "default_email", "default_phone"),
    Group: ("name", "email"),
    Roster: ("name",),
}
"""The fields of records that people write as a text of one line."""

BLOCKS: Final[Mapping[type[Record], tuple[str, ...]]] = {Group: ("description",), Roster: ("description",)}
"""Those that may have several lines."""


def text_problems(kind: type[Record], wish: object, standing: Record | None = None) -> list[Problem]:
    """What is wrong with the texts of a wish for a record, by the record's field; the wish's fields are called alike.

    What stands already may stay: who changes another field is not asked about an old name.
    """
    faults = [(field, line_fault) for field in LINES.get(kind, ())]
    faults += [(field, block_fault) for field in BLOCKS.get(kind, ())]
    said = ((field, fault, getattr(wish, field, None)) for field, fault in faults)
    return [
        (field, reason)
        for field, fault, text in said
        if isinstance(text, str) and text != getattr(standing, field, None) and (reason := fault(text)) is not None
    ]


def check_line(field: str, text: str) -> None:
    """Raises Invalid for a field whose text is not fit for one line."""
    if (reason := line_fault(text)) is not None:
        raise Invalid([(field, reason)])


def check_texts(record: Record, standing: Record | None = None, told: Mapping[str, Any] = {}) -> None:
    """Raises Invalid with what is wrong with the texts of a record that is about to be saved, but for what stands, and
    with the fields of its profile that are told."""
    if problems := [*text_problems(type(record), record, standing), *profile_problems(told)]:
        raise Invalid(problems)


# ── how many ─────────────────────────────────────────────────────────────────────────────────────────────────────


def too_many(what: str, sent: int, standing: Counts = NO_COUNTS) -> str | None:
    """The reason that a list may not be so long; None where it may, as one that stands with as many."""
    if sent <= MOST[what] or sent in standing.get(what, ()):
        return None
    return f"This list has {sent:,} entries, and may have at most {MOST[what]:,}."


def counts_of_layers(layers: Collection[LayerRule]) -> Counts:
    """How many there are in the layers of a tier."""
    windows = [msgspec.json.decode(layer.restrictions) for layer in layers]
    return {
        "layers": {len(layers)},
        "contacts": {len(layer.contacts) for layer in layers},
        "restrictions": {len(one) for one in windows if isinstance(one, list)},
    }


def counts_of_shifts(shifts: Collection[RosterShift]) -> Counts:
    """How many there are in the shifts of a roster."""
    return {
        "shifts": {len(shifts)},
        "contacts": {len(shift.contacts) for shift in shifts},
        "groups": {len(shift.groups) for shift in shifts},
    }


def listed(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that an answer lists: each once, the first `MOST_LISTED`, and then how many others there are."""
    found = list(dict.fromkeys(problems))
    others = len(found) - MOST_LISTED
    if others <= 0:
        return found
    rest = "1 other problem is" if others == 1 else f"{others:,} other problems are"
    return [*found[:MOST_LISTED], ("", f"{rest} not listed.")]


# ── rules that are in force together ─────────────────────────────────────────────────────────────────────────────


def layer_problems(layers: Iterable[LayerRule]) -> Iterator[Fault]:
    """What is wrong with the layers of a tier, each by itself and all together."""
    seen: set[int] = set()
    for place, layer in enumerate(layers):
        if layer.index in seen:
            yield place, "index", "Another layer of the tier has this index."
        seen.add(layer.index)
        yield from ((place, field, reason) for field, reason in _layer_problems(layer))


def _layer_problems(layer: LayerRule) -> Iterator[Problem]:
    if layer.index < 0:
        yield "index", "An index is 0 or more."
    if not engine.EARLIEST <= layer.start <= engine.LATEST:
        earliest, latest = engine.iso(engine.EARLIEST), engine.iso(engine.LATEST)
        yield "start", f"This is not between {earliest} and {latest}."
    if layer.end is not None and layer.end <= layer.start:
        yield "end", ENDS_EARLY
    if layer.tz not in engine.zone_names():
        yield "tz", "There is no such time zone."
    yield from _text_faults("rotation", layer.rotation, engine.read_rotation)
    yield from _text_faults("restrictions", layer.restrictions, engine.read_restrictions)


def _text_faults(field: str, text: str, read: Callable[[object], object]) -> Iterator[Problem]:
    try:
        read(msgspec.json.decode(text))
    except engine.BadRule as fault:
        for path, reason in fault.problems:
            yield f"{field}{'.' if path and not path.startswith('[') else ''}{path}", reason
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        yield field, "This is no valid JSON."


def shift_problems(shifts: Sequence[RosterShift], standing: Iterable[RosterShift] = ()) -> Iterator[Fault]:
    """What is wrong with the shifts of a roster, each by itself and all together.

    A name that a shift has among those that stand may stay, whatever is in it.
    """
    names = {one.id: one.name for one in standing}
    for place, shift in enumerate(shifts):
        if shift.name != names.get(shift.id) and (reason := line_fault(shift.name)) is not None:
            yield place, "name", reason
        if not shift.contacts and not shift.groups:
            yield place, "contacts", "A shift needs at least one contact or group."
    yield from repeated("name", [one.name for one in shifts])
    yield from repeated("id", [one.id for one in shifts])


def repeated(field: str, values: Iterable[str]) -> Iterator[Fault]:
    """Which shifts of a roster have what another one has in a field, in any case; what is blank is nobody's."""
    seen: set[str] = set()
    for place, value in enumerate(values):
        key = normalize("NFC", value.strip().casefold())
        if key and key in seen:
            yield place, field, f"Another shift has this {field}."
        seen.add(key)


def placed(faults: Iterable[Fault], places: Sequence[str], told: Collection[Problem]) -> list[Problem]:
    """The faults by path. What could not be read is no fault of the rest: where there is a problem already, told of a
    field or of what is in its place, nothing more is said of that rule than what it has in common with others."""
    paths = [path for path, _ in told]
    troubled = {place for place, path in enumerate(places) if any(one.startswith(f"{path}.") for one in paths)}
    return [
        (f"{places[place]}.{field}", reason)
        for place, field, reason in faults
        if f"{places[place]}.{field}" not in paths and (place not in troubled or field in ("index", "name", "id"))
    ]
