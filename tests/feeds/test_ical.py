"""Calendars, read back by independent parsers."""

from datetime import UTC, datetime
from typing import Any

import icalendar
import recurring_ical_events
from hypothesis import example, given, settings
from hypothesis import strategies as st

from watchbill.domain.feeds import ToldShift
from watchbill.engine import instant
from watchbill.feeds.ical import COUNTED_FROM, calendar_text, folded, text_line

MARCH = int(datetime(2026, 3, 29, tzinfo=UTC).timestamp())
OCTOBER = int(datetime(2026, 10, 25, tzinfo=UTC).timestamp())
HOUR = 3600


def shift(start: int, end: int, **fields: Any) -> ToldShift:
    words = {"uid": f"{start}@x", "place": "Acme: Desk", "summary": "Ann – Desk", "description": "layer 0"}
    return ToldShift(start=start, end=end, **{**words, "changed_at": MARCH, **fields})


def read(text: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def spans(text: bytes) -> list[tuple[int, int]]:
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between((2026, 1, 1), (2027, 1, 1))
    return sorted((int(one["DTSTART"].dt.timestamp()), int(one["DTEND"].dt.timestamp())) for one in found)


def test_spans_around_clock_changes_come_back_as_they_were() -> None:
    for tz, day in [(tz, day) for tz in ("Europe/Berlin", "Australia/Lord_Howe", "UTC") for day in (MARCH, OCTOBER)]:
        told = [(day + hour * HOUR, day + (hour + 1) * HOUR) for hour in range(-14, 14)]
        assert spans(calendar_text("Desk", tz, [shift(*span) for span in told])) == told


def test_a_shift_with_an_end_at_a_reading_that_comes_twice_is_written_in_utc() -> None:
    told = [shift(OCTOBER + half * 1800, OCTOBER + 9 * HOUR) for half in range(-1, 5)]
    starts = [one["DTSTART"].to_ical() for one in read(calendar_text("Desk", "Europe/Berlin", told))]
    assert starts == [
        b"20261025T013000",
        *(b"20261025T000000Z", b"20261025T003000Z", b"20261025T010000Z", b"20261025T013000Z"),
        b"20261025T030000",
    ]


def test_the_zone_comes_along() -> None:
    calendar = icalendar.Calendar.from_ical(calendar_text("Desk", "Europe/Berlin", [shift(MARCH, OCTOBER)]))
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]


def test_any_text_comes_back_as_it_was() -> None:
    text = "Jörg Ö, Ann; Zoë\\n" + "ü" * 200
    [one] = read(calendar_text("Desk", "UTC", [shift(MARCH, OCTOBER, summary=text, description="a\nb,c;d")]))
    assert (str(one["SUMMARY"]), str(one["DESCRIPTION"])) == (text, "a\nb,c;d")


def test_lines_are_folded_and_end_in_crlf() -> None:
    text = calendar_text("Desk", "Europe/Berlin", [shift(MARCH, OCTOBER, summary="ü" * 200)])
    assert text.count(b"\n") == text.count(b"\r\n")
    assert max(map(len, text.split(b"\r\n"))) <= 75


def test_the_same_shifts_are_the_same_bytes() -> None:
    shifts = [shift(MARCH, OCTOBER)]
    assert calendar_text("Desk", "Europe/Berlin", shifts) == calendar_text("Desk", "Europe/Berlin", shifts)


def test_a_later_change_has_a_higher_number_of_31_bits() -> None:
    told = [
        shift(MARCH, OCTOBER, changed_at=at) for at in (0, COUNTED_FROM, MARCH, MARCH + 1, instant("2080-01-01T00Z"))
    ]
    numbers = [one["SEQUENCE"] for one in read(calendar_text("Desk", "UTC", told))]
    assert numbers == [0, 0, MARCH - COUNTED_FROM, MARCH - COUNTED_FROM + 1, 1_893_456_000]
    assert max(numbers) < 2**31


def test_times_are_written_by_the_zones_that_the_engine_has() -> None:
    # Both have another time from 2026 on; a machine's own zones may not know it.
    for tz, end in [("America/Vancouver", "2026-12-16T00:00Z"), ("Africa/Casablanca", "2026-12-15T17:00Z")]:
        text = calendar_text("Desk", tz, [shift(instant(end) - 8 * HOUR, instant(end))])
        assert f"DTSTART;TZID={tz}:20261215T090000\r\nDTEND;TZID={tz}:20261215T170000\r\n".encode() in text


def test_the_name_is_one_spelled_line_by_both_of_its_names() -> None:
    text = calendar_text("Night\nshift; A, B\u202e", "UTC", [])
    assert b"\r\nNAME:Night shift\\; A\\, B \r\n" in text
    assert b"\r\nX-WR-CALNAME:Night shift\\; A\\, B \r\n" in text


def test_it_says_how_often_to_read_it_again() -> None:
    text = calendar_text("Desk", "UTC", [])
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert b"\r\nX-PUBLISHED-TTL:PT1H\r\n" in text


# What a calendar may hold: everything but control characters, and ends of lines, which are spelled.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n\\;,:"é漢🧑'), max_size=200)
SHIFTS = st.builds(
    ToldShift,
    uid=st.text("-@.abc019;,", min_size=1, max_size=120),
    start=st.integers(MARCH - HOUR, OCTOBER),
    end=st.integers(OCTOBER, OCTOBER + 9 * HOUR),
    place=TEXTS,
    summary=TEXTS,
    description=TEXTS,
    changed_at=st.integers(0, OCTOBER),
)


def told_of(one: Any) -> ToldShift:
    """A shift as an independent parser reads it."""
    assert (one["TRANSP"], one["CATEGORIES"].cats, one["LAST-MODIFIED"].dt) == ("TRANSPARENT", ["On call"], one.DTSTAMP)
    assert one["STATUS"] == "CONFIRMED"
    return ToldShift(
        uid=str(one["UID"]),
        start=int(one.DTSTART.timestamp()),
        end=int(one.DTEND.timestamp()),
        place=str(one["LOCATION"]),
        summary=str(one["SUMMARY"]),
        description=str(one["DESCRIPTION"]),
        changed_at=int(one.DTSTAMP.timestamp()),
    )


@settings(deadline=None)  # the first of a zone looks its changes up
@given(st.lists(SHIFTS, max_size=4), st.sampled_from(["UTC", "Europe/Berlin", "Australia/Lord_Howe"]))
def test_any_shifts_come_back_as_they_were(shifts: list[ToldShift], tz: str) -> None:
    text = calendar_text("Desk", tz, shifts)
    assert [told_of(one) for one in read(text)] == shifts
    assert max(map(len, text.split(b"\r\n"))) <= 75


@given(TEXTS)
@example('a, b; c\\n\n: "d"')
def test_text_is_spelled_as_others_spell_it(text: str) -> None:
    unfolded = text_line("SUMMARY", text).replace(b"\r\n ", b"").removesuffix(b"\r\n")
    assert unfolded == b"SUMMARY:" + icalendar.vText(text).to_ical()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
@example("a" * 75)
@example("a" * 300)
@example("aa" + "🧑" * 80)
def test_a_line_is_folded_between_characters(line: str) -> None:
    pieces = folded(line).removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(piece) <= 75 and piece.decode() for piece in pieces if line)
    assert "".join(piece.decode() for piece in (pieces[0], *(piece[1:] for piece in pieces[1:]))) == line


def test_control_characters_are_blanked() -> None:
    [one] = read(calendar_text("De\x07sk", "UTC", [shift(MARCH, OCTOBER, summary="A\x00n\x7fn\tB\r\nC\x85\u2028")]))
    assert str(one["SUMMARY"]) == "A n n B\nC  "


def test_an_empty_calendar_is_one() -> None:
    assert read(calendar_text("Desk", "Europe/Berlin", [])) == []
