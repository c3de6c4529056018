"""`watchbill explain` on the demo's story: why somebody is on call, or nobody."""

import json

import pytest


def told_why(told, *arguments):
    said = told("explain", "--at", "2026-11-18T12:00", *arguments)
    assert (said.code, said.err) == (0, "")
    return said.out


def test_a_tier_is_explained_rule_by_rule(told):
    text = told_why(told, "--tier", "1_1", "--tz", "Europe/Berlin").splitlines()
    assert text[0] == "Clinic network, tier 1, Wednesday 2026-11-18 12:00 Europe/Berlin"
    assert text[2].startswith(
        "2. Layer 1, daily, only open turns count, Mon–Fri 08:00–18:00 Europe/Berlin: Jonas Reuter"
    )
    assert text[3].endswith("hidden by layer 1.")
    assert text[-1].startswith("Result: Jonas Reuter is on call Wednesday 2026-11-18 08:00 – 18:00 Europe/Berlin")


def test_a_tier_may_be_named_by_its_id(told):
    assert told_why(told, "--tier", "2") == told_why(told, "--tier", "1_1")


def test_a_roster_is_explained_shift_by_shift(told):
    text = told_why(told, "--roster", "Operations room", "--tz", "Europe/Berlin")
    assert "Early, daily 06:00–14:00 Europe/Berlin: on" in text
    assert "group Network crew (Anna Brandt, Ben Okafor, Chiara Conti)" in text


def test_times_are_in_utc_where_no_zone_is_asked_for(told):
    assert told_why(told, "--tier", "17_1").startswith(
        "Year-end change freeze, tier 1, Wednesday 2026-11-18 12:00 UTC\n"
    )


def test_nobody_is_explained_with_whom_to_turn_to(told):
    text = told_why(told, "--tier", "17_1")
    assert "nobody is on call until Monday 2026-11-23 08:00 UTC; then Edda Vogel" in text
    assert text.endswith("Default contact: +49 30 23125 100, noc@northlight.example.\n")


def test_the_default_contact_is_left_out_while_somebody_is_on(told):
    assert "Default contact" not in told_why(told, "--tier", "1_1")


def test_for_programs_each_step_has_its_rule_its_state_and_what_it_gave(told):
    answer = json.loads(told_why(told, "--tier", "1_1", "--json"))
    revision, top, below = answer["steps"]
    assert (revision["rule"]["kind"], revision["state"], revision["end"]) == ("revision", "in_force", None)
    assert (top["state"], [one["name"] for one in top["gave"]], top["hidden_by"]) == ("on", ["Jonas Reuter"], None)
    assert below["hidden_by"]["id"] == top["rule"]["id"] == 1
    assert [one["name"] for one in answer["result"]["contacts"]] == ["Jonas Reuter"]
    assert answer["result"]["until"] == "2026-11-18T17:00:00Z"


def test_the_answer_is_that_of_oncall(told):
    result = json.loads(told_why(told, "--tier", "1_1", "--json"))["result"]
    line = json.loads(told("oncall", "--schedule", "Clinic network", "--json", "--at", "2026-11-18T12:00Z").out)[0]
    assert (result["contacts"], result["since"], result["until"]) == ([line["contact"]], line["since"], line["until"])


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "Name exactly one of --tier and --roster."),
        (("--tier", "1_9"), 1, "There is no tier 1_9."),
        (("--roster", "xyz"), 1, "There is no roster xyz."),
        (("--tier", "1", "--tz", "Europe/Berln"), 2, "There is no zone Europe/Berln. Did you mean Europe/Berlin?"),
    ],
)
def test_what_is_asked_wrongly_is_told(told, arguments, code, message):
    assert told("explain", *arguments) == (code, "", f"watchbill: {message}\n")
