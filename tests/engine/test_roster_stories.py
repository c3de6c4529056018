"""Told stories of recurring shifts: a rule, a window, and the occurrences that come out."""

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from tests.engine.oracle import DAY_NAMES
from tests.engine.roster_oracle import ToldPattern, ToldRecurring, spans_within
from tests.engine.roster_strategies import schedule
from watchbill.engine import Span, instant, iso, occurrences

STORIES = json.loads(Path(__file__).with_name("stories").joinpath("rosters.json").read_text("utf-8"))
WEEKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}


def told_pattern(story: dict[str, Any]) -> ToldPattern:
    kind, every = story["kind"], story["every"]
    if "day" in story:
        return ToldPattern("by day", every, day=story["day"])
    if "week" in story:
        days = frozenset({DAY_NAMES.index(story["weekday"])})
        return ToldPattern("by weekday", every, days, week=WEEKS[story["week"]])
    week_start = DAY_NAMES.index(story["week_start"]) if "week_start" in story else None
    return ToldPattern(kind, every, frozenset(map(DAY_NAMES.index, story.get("days", ()))), week_start=week_start)


def told_rule(story: dict[str, Any]) -> ToldRecurring:
    ends = story["ends"] or {}
    return ToldRecurring(
        anchor=date.fromisoformat(story["anchor"]),
        start=time.fromisoformat(story["start"]),
        end=time.fromisoformat(story["end"]),
        pattern=told_pattern(story["pattern"]),
        count=ends.get("occurrences"),
        until=instant(ends["until"]) if "until" in ends else None,
    )


def window(story: dict[str, Any]) -> Span:
    return Span(instant(story.get("since", "1990-01-01T00:00:00Z")), instant(story["until"]))


@pytest.fixture(params=STORIES, ids=[story["story"] for story in STORIES])
def story(request: pytest.FixtureRequest) -> dict[str, Any]:
    told: dict[str, Any] = request.param
    return told


def test_the_engine_tells_the_story(story: dict[str, Any]) -> None:
    spans = occurrences(schedule(told_rule(story)), story["tz"], window(story))
    assert [[iso(span.start), iso(span.end)] for span in spans] == story["occurrences"]


def test_the_oracle_tells_the_story(story: dict[str, Any]) -> None:
    seen = window(story)
    spans = spans_within(told_rule(story), story["tz"], seen.start, seen.end)
    assert [[iso(start), iso(end)] for start, end in spans] == story["occurrences"]
