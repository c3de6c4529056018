"""Told stories: rules, a window, and the timeline they give."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.engine import oracle, told
from tests.engine.oracle import ToldLayer, ToldOverride, ToldRevision, ToldShift, ToldTier
from watchbill.engine import Span, instant, tier_timeline

STORIES = json.loads((Path(__file__).parent / "stories" / "tiers.json").read_text("utf-8"))
every_story = pytest.mark.parametrize("story", STORIES, ids=[story["story"] for story in STORIES])


def tier_of(story: dict[str, Any]) -> ToldTier:
    layers = [
        ToldLayer(
            **layer
            | {"start": instant(layer["start"]), "contacts": tuple(layer["contacts"])}
            | ({"end": instant(layer["end"])} if "end" in layer else {})
        )
        for layer in story["layers"]
    ]
    overrides = [
        ToldOverride(**override | {"start": instant(override["start"]), "end": instant(override["end"])})
        for override in story["overrides"]
    ]
    return ToldTier((ToldRevision(None, tuple(layers)),), tuple(overrides))


def whoever_put_them_there(shifts: list[ToldShift]) -> list[tuple[int, int, int]]:
    """(start, end, contact), neighbours of one contact joined."""
    joined: list[tuple[int, int, int]] = []
    for start, end, contact, _, _ in shifts:
        if joined and joined[-1][1:] == (start, contact):
            joined[-1] = (joined[-1][0], end, contact)
        else:
            joined.append((start, end, contact))
    return joined


def as_told(story: dict[str, Any]) -> list[tuple[int, int, int]]:
    return [(instant(start), instant(end), contact) for start, end, contact in story["timeline"]]


@every_story
def test_the_engine_tells(story: dict[str, Any]) -> None:
    window = Span(instant(story["since"]), instant(story["until"]))
    shifts = told.plain(tier_timeline(told.tier(tier_of(story)), window))
    assert whoever_put_them_there(shifts) == as_told(story)


@every_story
def test_the_oracle_tells(story: dict[str, Any]) -> None:
    shifts = oracle.timeline(tier_of(story), instant(story["since"]), instant(story["until"]))
    assert whoever_put_them_there(shifts) == as_told(story)


def test_every_story_says_why_and_has_a_name_of_its_own() -> None:
    assert all(story["why"] for story in STORIES)
    assert len({story["story"] for story in STORIES}) == len(STORIES)
