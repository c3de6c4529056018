"""`watchbill gaps` on the demo's story: where nobody will be on call."""

import json

import pytest


def gaps(told, *arguments):
    said = told("gaps", "--at", "2026-11-18T12:00", *arguments)
    assert said.code == 0, said.err
    return said


def values(told, *arguments):
    return json.loads(gaps(told, "--json", *arguments).out)


def test_gaps_everywhere_are_listed_by_start(told):
    rows = values(told, "--within", "3d")
    assert [one["start"] for one in rows] == sorted(one["start"] for one in rows)
    named = {one["place"].get("schedule") or one["place"].get("roster") for one in rows}
    assert {"Warehouse systems", "Year-end change freeze", "Stocktaking", "On site"} <= named


def test_one_schedule_alone(told):
    rows = values(told, "--within", "36h", "--schedule", "Warehouse systems")
    assert [(one["start"], one["end"]) for one in rows] == [
        ("2026-11-18T12:00:00Z", "2026-11-18T14:00:00Z"),
        ("2026-11-19T02:00:00Z", "2026-11-19T14:00:00Z"),
    ]
    assert rows[0]["default_contact"] == {"email": "dock@orchard.example", "phone": "+1 206 555 0150"}


def test_one_customer_alone(told):
    assert {one["place"]["customer"] for one in values(told, "--customer", "pacific orchard")} == {"Pacific Orchard"}


def test_the_table_says_where_from_when_how_long_and_whom_to_turn_to(told):
    out = gaps(told, "--within", "36h", "--schedule", "Warehouse systems", "--tz", "America/Los_Angeles").out
    assert "Warehouse systems, tier 1" in out
    assert "Wed 2026-11-18 18:00 PST" in out
    assert "12 h" in out
    assert "+1 206 555 0150" in out


def test_a_gap_that_goes_on_says_so(told):
    out = gaps(told, "--within", "1d", "--schedule", "Year-end change freeze").out
    assert "beyond" in out
    assert "more than 1 d" in out


def test_where_nothing_is_scheduled_no_gap_is_no_news(watchbill):
    watchbill("account", "create", "ada", "--role", "admin", "--no-password")
    assert watchbill("gaps") == (0, "", "There is no schedule and no roster yet.\n")


def test_no_gap_is_told(told):
    assert gaps(told, "--schedule", "Clinic network") == (0, "", "There is no gap within 30d.\n")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--customer", "Tasman Rial"), 1, "There is no customer Tasman Rial. Did you mean Tasman Rail?"),
        (("--schedule", "xyz"), 1, "There is no schedule xyz."),
        (("--within", "soon"), 2, "--within=soon: it must be a duration such as 90s, 15m, 12h or 30d."),
        (("--within", "900d"), 2, "--within: at most two years can be looked at."),
    ],
)
def test_what_is_asked_wrongly_is_told(told, arguments, code, message):
    assert told("gaps", *arguments) == (code, "", f"watchbill: {message}\n")
