"""`watchbill feed` on the demo's story: calendars made, listed, ended."""

import re

import pytest


def made(told, *arguments):
    said = told("feed", "create", *arguments, "--account", "demo")
    assert said.code == 0, said.err
    return said


def test_the_path_alone_goes_to_stdout(told):
    said = made(told, "tier", "2", "--tz", "Europe/Berlin")
    assert re.fullmatch(r"/feeds/wbf_1_[A-Za-z0-9_-]{43}\.ics\n", said.out)
    assert said.err.startswith("Feed 1 of tier Clinic network, tier 1 for demo.")


def test_a_feed_is_listed_without_its_address(told):
    path = made(told, "schedule", "1").out.strip()
    listed = told("feed", "list", "--tz", "UTC").out
    assert all(word in listed for word in ("schedule 1", "demo", "shown"))
    assert path.removeprefix("/feeds/").removesuffix(".ics") not in listed


def test_a_revoked_feed_is_listed_as_such(told):
    made(told, "contact", "1")
    assert told("feed", "revoke", "1").err == "Feed 1 is revoked.\n"
    assert "revoked" in told("feed", "list").out


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("tier", "999"), "There is no tier 999."),
        (("tier", "x"), "The id of a tier is a whole number."),
    ],
)
def test_what_is_asked_wrongly_is_told(told, arguments, reason):
    said = told("feed", "create", *arguments, "--account", "demo")
    assert (said.code, said.out) == (1, "")
    assert reason in said.err


def test_a_zone_is_named_in_any_case_and_one_that_there_is_not_is_told(told):
    feed = ("feed", "create", "tier", "2", "--account", "demo", "--json", "--tz")
    assert '"tz": "Europe/Berlin"' in told(*feed, "europe/berlin").out
    assert "There is no zone Mars/Base." in told(*feed, "Mars/Base").err


def test_an_unknown_account_is_told_with_the_nearest(told):
    said = told("feed", "create", "tier", "1", "--account", "dem")
    assert "There is no account dem. Did you mean demo?" in said.err


def test_a_feed_that_is_not_there_cannot_be_revoked(told):
    assert told("feed", "revoke", "9").code == 1
