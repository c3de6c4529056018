"""What clocks read, and when they first read it."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whenever import Instant, PlainDateTime, RepeatedTime, SkippedTime, ZonedDateTime, get_tzpath, reset_tzpath

from tests.engine import oracle
from tests.engine.oracle import utc
from tests.engine.strategies import DAY, HOUR, Moment, all_moments, examples, instants_near, moments
from watchbill import engine
from watchbill.engine import BadRule, zone, zone_data, zone_name, zone_names

ZERO = datetime(1970, 1, 1)
EVERY_ZONE = sorted(zone_names())


def seconds(wall: datetime) -> int:
    return (wall - ZERO) // timedelta(seconds=1)


def wall(reading: int) -> datetime:
    return ZERO + timedelta(seconds=reading)


def when(tz: str, text: str) -> int:
    return zone(tz).instant(seconds(datetime.fromisoformat(text)))


# --- told ---------------------------------------------------------------------------------------------


def test_a_reading_that_comes_once_is_its_instant() -> None:
    assert when("Europe/Berlin", "2026-06-01 09:00") == utc("2026-06-01 07:00")


def test_a_reading_that_is_skipped_is_the_end_of_the_skip() -> None:
    assert when("Europe/Berlin", "2026-03-29 02:30") == utc("2026-03-29 01:00")
    assert when("Europe/Berlin", "2026-03-29 03:00") == utc("2026-03-29 01:00")


def test_a_reading_that_comes_twice_is_the_first() -> None:
    assert when("Europe/Berlin", "2026-10-25 02:30") == utc("2026-10-25 00:30")


def test_the_end_of_an_hour_that_comes_twice_is_the_second_end() -> None:
    assert when("Europe/Berlin", "2026-10-25 03:00") == utc("2026-10-25 02:00")


def test_a_day_without_midnight_begins_at_one() -> None:
    assert when("America/Santiago", "2026-09-06 00:00") == utc("2026-09-06 04:00")


def test_all_of_a_day_that_never_was_is_the_end_of_it() -> None:
    assert {when("Pacific/Apia", f"2011-12-30 {hour:02}:00") for hour in range(24)} == {utc("2011-12-30 10:00")}


def test_a_word_may_change_where_the_offset_does_not() -> None:
    told = zone("America/Vancouver").stretches(utc("2026-01-01"), utc("2030-01-01"))
    assert [(each.at, each.offset // HOUR, each.word) for each in told] == [
        (utc("2026-01-01"), -8, "PST"),
        (utc("2026-03-08 10:00"), -7, "PDT"),
        (utc("2026-11-01 09:00"), -7, "MST"),
    ]


def test_a_stretch_that_begins_at_a_change_begins_with_it() -> None:
    [first] = zone("Europe/Berlin").stretches(utc("2026-03-29 01:00"), utc("2026-10-25 01:00"))
    assert (first.at, first.offset, first.word) == (utc("2026-03-29 01:00"), 2 * HOUR, "CEST")


def test_words_are_told_as_far_as_clocks_are() -> None:
    assert [zone("Europe/Berlin").word(utc(text)) for text in ("1800-01-01", "8500-07-01")] == ["LMT", "CEST"]


@pytest.mark.parametrize("text", ["2026-06-01T09:00", "2026-06-01 09:00:00", "2026-06-01T09:00:00.5"])
def test_a_reading_is_written_without_an_offset(text: str) -> None:
    assert engine.wall(engine.reading(text)) == datetime(2026, 6, 1, 9)


def test_the_hour_24_is_the_midnight_at_the_end_of_the_day() -> None:
    assert engine.reading("2026-12-31T24:00") == engine.reading("2027-01-01")
    assert zone("UTC").read("2026-12-31T24:00:00+01:00") == utc("2026-12-31 23:00")


@pytest.mark.parametrize("text", ["2026-06-01T09:00Z", "soon", "2026-06-01T24:30", "9999-12-31T24:00"])
def test_what_is_no_reading_is_refused(text: str) -> None:
    with pytest.raises(BadRule):
        engine.reading(text)


def test_a_text_with_an_offset_is_an_instant_in_every_zone() -> None:
    berlin = zone("Europe/Berlin")
    assert berlin.read("2026-06-01T09:00Z") == utc("2026-06-01 09:00")
    assert berlin.read("2026-06-01T09:00") == utc("2026-06-01 07:00")


def test_a_zone_is_named_in_any_case() -> None:
    assert zone_name("america/ARGENTINA/buenos_aires") == "America/Argentina/Buenos_Aires"
    with pytest.raises(BadRule):
        zone_name("Middle/Earth")


def test_a_later_version_of_the_data_is_greater_as_a_text() -> None:
    assert re.fullmatch("20[0-9]{2}[a-z]+", zone_data())
    assert zone_data() >= "2026b"


def test_clocks_may_change_by_half_an_hour() -> None:
    lord_howe = zone("Australia/Lord_Howe")
    assert lord_howe.reading(utc("2026-04-04 15:00")) - lord_howe.reading(utc("2026-04-04 14:59:59")) == 1 - HOUR // 2


def test_clocks_change_in_2500_too() -> None:
    assert when("Europe/Berlin", "2500-07-01 12:00") == utc("2500-07-01 10:00")
    assert when("Europe/Berlin", "2500-12-01 12:00") == utc("2500-12-01 11:00")


def test_the_furthest_reading_waits_while_an_hour_comes_twice() -> None:
    berlin = zone("Europe/Berlin")
    last = seconds(datetime(2026, 10, 25, 2, 59, 59))
    assert {berlin.furthest(at) for at in range(utc("2026-10-25 00:59:59"), utc("2026-10-25 02:00"))} == {last}
    assert berlin.furthest(utc("2026-10-25 02:00")) == last + 1


def test_the_changes_of_a_year_in_berlin_are_two() -> None:
    changes = zone("Europe/Berlin").changes(utc("2026-01-01"), utc("2027-01-01"))
    assert [change.at for change in changes] == [utc("2026-03-29 01:00"), utc("2026-10-25 01:00")]
    assert [(change.before, change.after) for change in changes] == [(HOUR, 2 * HOUR), (2 * HOUR, HOUR)]


def test_a_change_at_the_start_of_the_span_is_in_it_and_one_at_its_end_is_not() -> None:
    first, second = utc("2026-03-29 01:00"), utc("2026-10-25 01:00")
    assert [change.at for change in zone("Europe/Berlin").changes(first, second)] == [first]


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "europe/berlin", "../UTC", "localtime", "Factory", "posix/UTC"])
def test_an_unknown_zone_is_a_bad_rule(name: str) -> None:
    with pytest.raises(BadRule, match="zone"):
        zone(name)


def test_a_zone_is_made_once_and_knows_its_name() -> None:
    assert zone("Asia/Tokyo") is zone("Asia/Tokyo")
    assert zone("Asia/Tokyo").name == "Asia/Tokyo"
    assert "Asia/Tokyo" in repr(zone("Asia/Tokyo"))


def test_old_names_of_zones_are_known() -> None:
    assert {"UTC", "US/Eastern", "Asia/Calcutta", "Etc/GMT+5"} <= zone_names()


# --- against the slow rule ----------------------------------------------------------------------------


@examples(1000)
@given(st.data())
def test_a_reading_is_where_the_slow_rule_finds_it(data: st.DataObject) -> None:
    moment = data.draw(moments())
    reading = seconds(oracle.reading(moment.tz, data.draw(instants_near(moment))))
    assert zone(moment.tz).instant(reading) == oracle.first_instant(moment.tz, wall(reading))


@examples(1000)
@given(st.data())
def test_a_skipped_reading_is_where_the_slow_rule_finds_it(data: st.DataObject) -> None:
    moment = data.draw(moments())
    around = seconds(oracle.reading(moment.tz, moment.at))
    reading = around + data.draw(st.integers(-2 * DAY, 2 * DAY))
    assert zone(moment.tz).instant(reading) == oracle.first_instant(moment.tz, wall(reading))


@examples(500)
@given(st.data())
def test_the_furthest_reading_is_the_one_whose_first_instant_has_come(data: st.DataObject) -> None:
    moment = data.draw(moments())
    at = data.draw(instants_near(moment))
    furthest = zone(moment.tz).furthest(at)
    assert oracle.first_instant(moment.tz, wall(furthest)) <= at
    assert oracle.first_instant(moment.tz, wall(furthest + 1)) > at


@pytest.mark.parametrize("moment", all_moments(), ids=lambda moment: f"{moment.tz} {moment.at}")
def test_a_change_is_found_where_looking_every_hour_finds_it(moment: Moment) -> None:
    year = oracle.reading("UTC", moment.at).year
    found = zone(moment.tz).changes(utc(f"{year}-01-01 00:00:01"), utc(f"{year + 1}-01-01 00:00:01"))
    assert [(change.at, change.after) for change in found] == list(oracle.changes(moment.tz, year))


def test_the_slow_rule_itself_is_what_asking_every_second_gives() -> None:
    at = utc("2026-10-25 00:50")
    for minutes in (0, 9, 10, 30, 69, 70, 71, 100):
        reading = datetime(2026, 10, 25, 2, 50) + timedelta(minutes=minutes - 60)
        asked = next(at for at in range(at - HOUR, at + 3 * HOUR) if oracle.reading("Europe/Berlin", at) >= reading)
        assert oracle.first_instant("Europe/Berlin", reading) == asked


# --- against another library --------------------------------------------------------------------------


@pytest.fixture(scope="module", autouse=True)
def whenever_reads_the_same_zones() -> Iterator[None]:
    before = get_tzpath()
    reset_tzpath(())
    yield
    reset_tzpath(before)


def assert_agreed(tz: str, reading: int) -> None:
    """whenever knows no rule for skipped readings like ours, but knows which are skipped."""
    at = zone(tz).instant(reading)
    plain = PlainDateTime(wall(reading).isoformat())
    try:
        assert plain.assume_tz(tz, disambiguation="raise").timestamp() == at
    except RepeatedTime:
        assert plain.assume_tz(tz, disambiguation="earlier").timestamp() == at
    except SkippedTime:
        assert shown(tz, at - 1) < plain < shown(tz, at)


def shown(tz: str, at: int) -> PlainDateTime:
    return in_zone(tz, at).to_plain()


def in_zone(tz: str, at: int) -> ZonedDateTime:
    return Instant.from_timestamp(at).to_tz(tz)


@examples(1500)
@given(st.sampled_from(EVERY_ZONE), st.datetimes(datetime(1900, 1, 2), datetime(2600, 1, 1)))
def test_another_library_agrees_on_any_reading_of_any_zone(tz: str, at: datetime) -> None:
    assert_agreed(tz, seconds(at.replace(microsecond=0)))


@examples(1500)
@given(st.sampled_from(EVERY_ZONE), st.datetimes(datetime(1900, 1, 2), datetime(2600, 1, 1)))
def test_another_library_reads_the_same_clocks(tz: str, at: datetime) -> None:
    instant = seconds(at.replace(microsecond=0))
    assert PlainDateTime(wall(zone(tz).reading(instant)).isoformat()) == shown(tz, instant)


@pytest.mark.parametrize("since", [1901, 1970, 2005, 2026, 2037, 2500])
def test_another_library_agrees_at_every_change_of_every_zone(since: int) -> None:
    for tz in EVERY_ZONE:
        for change in zone(tz).changes(utc(f"{since}-01-01"), utc(f"{since + 3}-01-01")):
            for off in (-1, 0, change.after - change.before - 1, change.after - change.before):
                assert_agreed(tz, change.at + change.before + off)
