"""Zones in calendars: what readers of other languages make of them is what the engine says, in every zone there is."""

import io
import json
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.tz import tzical
from hatch_build import MODULES, node

from watchbill.domain.feeds import ToldShift
from watchbill.engine import instant, wall, zone, zone_names
from watchbill.feeds.ical import calendar_text
from watchbill.feeds.zones import zone_component

HOUR, DAY = 3600, 86_400
SINCE, UNTIL = instant("2026-06-01T00:00Z"), instant("2027-06-01T00:00Z")
READERS = Path(__file__).parent / "readers.mjs"


def told_in(tz: str, since: int = SINCE, until: int = UNTIL) -> str:
    return zone_component(tz, since, until).to_ical().decode()


# ── read back ────────────────────────────────────────────────────────────────────────────────────────────────────


def sample(tz: str) -> list[int]:
    """Instants of a year, one a month and some around each change."""
    around = (one.at + hours * HOUR for one in zone(tz).changes(SINCE, UNTIL) for hours in range(-3, 4))
    return sorted({*around, *(SINCE + month * (27 * DAY + HOUR) for month in range(14))})


def calendar(tz: str) -> str:
    """Two hours on call from each of these instants on; its second since 1970 is the UID."""
    words: dict[str, Any] = {"place": "", "summary": "", "description": "", "changed_at": SINCE}
    shifts = [ToldShift(uid=str(at), start=at, end=at + 2 * HOUR, **words) for at in sample(tz)]
    return calendar_text(tz, tz, shifts).decode()


@pytest.fixture(scope="module")
def read() -> Any:
    """What JavaScript's readers have of a calendar in each zone."""
    if not (MODULES / "ical.js").is_dir():
        pytest.fail("JavaScript's readers are not installed: run `make .venv/.for-developing` (`make test` does).")
    asked = json.dumps({tz: calendar(tz) for tz in zone_names()})
    done = subprocess.run([node(), READERS, MODULES], input=asked, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def wrong(found: dict[str, Any], tz: str) -> list[str]:
    """The events that a reader has at another time."""
    return [uid for uid in map(str, sample(tz)) if found.get(uid) != [int(uid), int(uid) + 2 * HOUR]]


def test_ical_js_reads_every_shift_in_every_zone_by_the_zone_that_comes_along(read: Any) -> None:
    assert {tz: found for tz in sorted(zone_names()) if (found := wrong(read[tz]["ical.js"], tz))} == {}


def test_node_ical_reads_every_shift_where_nodes_own_zones_are_as_new_as_ours(read: Any) -> None:
    told = {tz: {str(at): str(wall(zone(tz).reading(at))) for at in sample(tz)} for tz in zone_names()}
    as_new = [tz for tz in sorted(told) if read[tz]["node"] == told[tz]]
    assert len(as_new) > 550
    assert {tz: found for tz in as_new if (found := wrong(read[tz]["node-ical"], tz))} == {}


SPECIAL = [
    *("Europe/Berlin", "Europe/Dublin", "America/Havana", "America/Nuuk", "America/Vancouver", "Africa/Cairo"),
    *("Africa/Casablanca", "Asia/Jerusalem", "Asia/Gaza", "Australia/Lord_Howe", "Asia/Kolkata", "Etc/GMT+5"),
]


@pytest.mark.parametrize("tz", SPECIAL)
def test_dateutil_has_the_same_offsets_by_the_zone_that_comes_along(tz: str) -> None:
    clocks = tzical(io.StringIO(told_in(tz))).get()
    assert {at: offset(clocks, at) for at in sample(tz)} == {at: zone(tz).reading(at) - at for at in sample(tz)}


def offset(clocks: Any, at: int) -> int:
    ahead: timedelta = datetime.fromtimestamp(at, UTC).astimezone(clocks).utcoffset() or timedelta()
    return int(ahead.total_seconds())


# ── how it is told ───────────────────────────────────────────────────────────────────────────────────────────────


def lines(text: str, *names: str) -> list[str]:
    return [line for line in text.split("\r\n") if line.partition(":")[0] in names]


def rules(tz: str) -> list[str]:
    return [line.removeprefix("RRULE:FREQ=YEARLY;") for line in lines(told_in(tz), "RRULE")]


def test_a_zone_with_a_rule_is_told_by_it_from_an_earlier_decade_on() -> None:
    assert rules("Europe/Berlin") == ["BYDAY=-1SU;BYMONTH=3", "BYDAY=-1SU;BYMONTH=10"]
    assert lines(told_in("Europe/Berlin"), "DTSTART", "RDATE") == ["DTSTART:20100328T020000", "DTSTART:20101031T030000"]


def test_a_rule_beyond_its_day_is_one_of_seven_dates() -> None:
    assert rules("Asia/Jerusalem")[0] == "BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29;BYMONTH=3"
    assert rules("America/Nuuk")[0] == "BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30;BYMONTH=3"


def test_a_change_that_may_come_in_the_next_month_is_told_by_its_dates() -> None:
    assert rules("Africa/Cairo") == ["BYDAY=-1FR;BYMONTH=4"]
    assert "RDATE:20261030T000000\r\nRDATE:20271029T000000\r\n" in told_in("Africa/Cairo")


def test_a_rule_that_was_left_out_once_counts_from_then_on() -> None:
    assert lines(told_in("America/Havana"), "DTSTART") == [
        *("DTSTART:20260308T000000", "DTSTART:20271107T010000", "DTSTART:20280312T000000")
    ]


def test_what_was_before_a_rule_is_told_a_date_a_line() -> None:
    text = told_in("America/New_York", instant("2004-06-01T00Z"))
    listed = lines(text, "RDATE")
    assert listed[:3] == ["RDATE:20040404T020000", "RDATE:20050403T020000", "RDATE:20060402T020000"]
    assert not [line for line in listed if "," in line]
    assert "DTSTART:20070311T020000\r\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\n" in text


def test_a_zone_that_never_changed_is_told_from_1970_on() -> None:
    assert lines(told_in("Asia/Kolkata"), "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME") == [
        *("DTSTART:19700101T000000", "TZNAME:IST", "TZOFFSETFROM:+0530", "TZOFFSETTO:+0530")
    ]


def test_every_zone_has_an_onset_before_what_is_told_by_it() -> None:
    for tz in zone_names():
        onsets = [line.partition(":")[2] for line in lines(told_in(tz), "DTSTART")]
        assert min(onsets) <= "20260601T140000", tz


def test_times_that_nobody_lives_to_see_are_written_in_utc() -> None:
    for start in ("1969-12-31T23:00Z", "2099-12-31T23:00Z"):
        assert "TZID" not in told([instant(start)])
    assert "DTSTART;TZID=Europe/Berlin:20991231T233000" in told([instant("2099-12-31T22:30Z")])


def told(starts: Iterable[int], tz: str = "Europe/Berlin") -> str:
    words: dict[str, Any] = {"place": "", "summary": "", "description": "", "changed_at": 0}
    shifts = [ToldShift(uid=str(at), start=at, end=at + HOUR + 1, **words) for at in starts]
    return calendar_text("x", tz, shifts).decode()
