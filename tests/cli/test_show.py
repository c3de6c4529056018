"""A duty as a line and a table: who, how to reach them, since when, until when, who is next."""

import re
from io import StringIO

import pytest
from rich.console import Console

from watchbill.cli.show import OnCallContact, OnCallLine, clock, oncall_table
from watchbill.engine import zone

BERLIN = zone("Europe/Berlin")
ANNA = OnCallContact(1, "Anna Brandt", "+49 30 23125 101", "anna@northlight.example")
BEN = OnCallContact(2, "Ben Okafor", "+49 30 23125 102", "ben@northlight.example")


def line(**more) -> OnCallLine:
    return OnCallLine(
        **{
            "customer_id": 2,
            "customer": "Lindenhof Clinics",
            "schedule_id": 1,
            "schedule": "Clinic network",
            "tier": 1,
            "contact": ANNA,
            "since": "2026-10-24T22:00:00Z",
            "until": "2026-10-25T08:00:00Z",
            "next_contact": BEN,
            "next_at": "2026-10-25T08:00:00Z",
            "default_email": "it@lindenhof.example",
            "default_phone": "+49 30 23125 200",
            **more,
        }
    )


def shown(*lines: OnCallLine) -> str:
    text = StringIO()
    Console(width=160, file=text).print(oncall_table(lines, BERLIN))
    return "\n".join(one.rstrip() for one in text.getvalue().splitlines())


NOBODY = {"contact": None, "since": None, "until": None}


def test_a_duty_reads_at_a_glance():
    header, _, first, second = shown(line()).splitlines()
    assert re.split(r"\s{2,}", header.strip()) == [
        "Schedule or roster",
        "Tier or shift",
        "On call",
        "Reached by",
        "When",
        "Next",
    ]
    assert [cell.strip() for cell in re.split(r"\s{2,}", first)] == [
        "Lindenhof Clinics",
        "1",
        "Anna Brandt",
        "+49 30 23125 101",
        "since Sun 2026-10-25 00:00 CEST",
        "Ben Okafor",
    ]
    assert re.split(r"\s{2,}", second) == [
        "Clinic network",
        "anna@northlight.example",
        "until Sun 2026-10-25 09:00 CET",
    ]


def test_nobody_stands_out_with_the_default_contact():
    text = shown(line(**NOBODY))
    assert "nobody" in text
    assert "default contact" in text
    assert "+49 30 23125 200" in text
    assert "until Sun 2026-10-25 09:00 CET" in text


def test_nobody_for_ever_says_so():
    assert "with no end" in shown(line(**NOBODY, next_contact=None, next_at=None))


def test_a_watch_without_end_says_so():
    assert "with no end" in shown(line(until=None, next_contact=None, next_at=None))


def test_the_next_one_after_a_gap_is_shown_with_their_own_time():
    assert "Mon 2026-10-26 09:00 CET" in shown(line(next_at="2026-10-26T08:00:00Z"))


def test_a_schedule_is_named_once_for_all_its_tiers():
    assert shown(line(), line(tier=2)).count("Clinic network") == 1


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        ("2026-10-25T00:30:00Z", "Sun 2026-10-25 02:30 CEST"),
        ("2026-10-25T01:30:00Z", "Sun 2026-10-25 02:30 CET"),
        (None, ""),
    ],
)
def test_times_are_told_with_the_zone_they_are_in(instant, text):
    assert clock(instant, BERLIN) == text
