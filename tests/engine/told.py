"""Told rules made into the engine's values, and the engine's answers made plain."""

from collections.abc import Iterable
from typing import Any

from tests.engine.oracle import ToldLayer, ToldOverride, ToldShift, ToldTier, local, reading, utc
from watchbill.engine import (
    Layer,
    Override,
    Revision,
    Shift,
    Span,
    Tier,
    read_restrictions,
    read_rotation,
)


def layer(told: ToldLayer) -> Layer:
    return Layer(
        start=told.start,
        rotation=read_rotation(told.rotation),
        restrictions=read_restrictions(told.restrictions),
        contacts=told.contacts,
        index=told.index,
        tz=told.tz,
        end=told.end,
    )


def override(told: ToldOverride) -> Override:
    return Override(id=told.id, start=told.start, end=told.end, contact=told.contact)


def tier(told: ToldTier) -> Tier:
    return Tier(
        revisions=tuple(
            Revision(counts_from=revision.counts_from, layers=tuple(map(layer, revision.layers)))
            for revision in told.revisions
        ),
        overrides=tuple(map(override, told.overrides)),
    )


def plain(shifts: Iterable[Shift]) -> list[ToldShift]:
    return [(shift.start, shift.end, shift.contact, shift.layer, shift.override) for shift in shifts]


# --- for tests that tell one example --------------------------------------------------------------------


def window(start: str, end: str, tz: str = "UTC") -> Span:
    return Span(local(tz, start), local(tz, end))


def a_layer(
    start: str = "2026-06-01 00:00",
    rotation: dict[str, Any] | None = None,
    restrictions: list[dict[str, Any]] | None = None,
    contacts: tuple[int, ...] = (1, 2),
    index: int = 0,
    tz: str = "UTC",
    end: str | None = None,
) -> Layer:
    """A layer; `start` and `end` are read on the clocks of its zone."""
    return Layer(
        start=local(tz, start),
        rotation=read_rotation(rotation or {"type": "daily"}),
        restrictions=read_restrictions(restrictions),
        contacts=contacts,
        index=index,
        tz=tz,
        end=local(tz, end) if end else None,
    )


def an_override(start: str, end: str, contact: int = 9, id: int = 70) -> Override:
    return Override(id=id, start=utc(start), end=utc(end), contact=contact)


def walls(shifts: Iterable[Shift], tz: str = "UTC") -> list[str]:
    """Shifts as people read them: "03-28 09:00 - 03-29 09:00: 1"."""
    return [
        f"{reading(tz, shift.start):%m-%d %H:%M} - {reading(tz, shift.end):%m-%d %H:%M}: {shift.contact}"
        for shift in shifts
    ]


def hours(shifts: Iterable[Shift]) -> list[float]:
    return [(shift.end - shift.start) / 3600 for shift in shifts]


def people(shifts: Iterable[Shift]) -> list[int]:
    return [shift.contact for shift in shifts]
