"""`watchbill oncall` on the demo's story: who is on call, for people and for programs."""

import json

import pytest


def lines(told, *arguments):
    said = told("oncall", "--json", "--at", "2026-11-18T12:00:00Z", *arguments)
    assert said.code == 0, said.err
    return json.loads(said.out)


def test_every_tier_of_every_customer_is_told(told):
    found = {(one["schedule_id"], one["tier"]) for one in lines(told) if "tier" in one}
    tiers = {1: 3, 5: 2, 8: 2, 11: 2, 14: 2, 17: 1}
    assert found == {(schedule, number + 1) for schedule, several in tiers.items() for number in range(several)}


def test_every_roster_is_told_beside_the_tiers(told):
    found = {(one["customer"], one["roster"]) for one in lines(told) if "roster" in one}
    assert ("Northlight Operations", "Operations room") in found
    assert len(found) == 5


def test_a_roster_tells_everybody_who_is_on_and_by_which_shift(told):
    [line] = lines(told, "--roster", "operations room")
    assert line["shifts"] == ["Early"]
    assert [one["name"] for one in line["contacts"]] == ["Anna Brandt", "Ben Okafor", "Chiara Conti"]
    assert (line["since"], line["until"]) == ("2026-11-18T05:00:00Z", "2026-11-18T13:00:00Z")


def test_a_roster_with_nobody_on_tells_who_comes_first(told):
    [line] = lines(told, "--roster", "Stocktaking")
    assert (line["contacts"], [one["name"] for one in line["next_contacts"]]) == ([], ["Quinn Harper", "Rosa Delgado"])


def test_a_roster_that_is_not_there_is_said_so_with_the_nearest(told):
    said = told("oncall", "--roster", "Operation room")
    assert said.code == 1
    assert "There is no roster Operation room. Did you mean Operations room?" in said.err


def test_a_line_says_who_and_how_to_reach_them_since_when_and_who_is_next(told):
    [line] = lines(told, "--schedule", "Clinic network")[:1]
    assert (line["contact"]["name"], line["contact"]["phone"]) == ("Jonas Reuter", "+49 30 23125 201")
    assert (line["since"], line["until"]) == ("2026-11-18T07:00:00Z", "2026-11-18T17:00:00Z")
    assert (line["next_contact"]["name"], line["next_at"]) == ("Ben Okafor", "2026-11-18T17:00:00Z")


def test_nobody_is_told_with_the_default_contact_and_who_comes_first(told):
    [line] = lines(told, "--schedule", "Year-end change freeze")
    assert line["contact"] is None
    assert line["default_phone"] == "+49 30 23125 100"
    assert (line["next_contact"]["name"], line["next_at"]) == ("Edda Vogel", "2026-11-23T08:00:00Z")


def test_a_customer_may_be_named_in_any_case_or_by_its_id(told):
    by_name = lines(told, "--customer", "tasman rail")
    assert {one["customer"] for one in by_name} == {"Tasman Rail"}
    assert lines(told, "--customer", str(by_name[0]["customer_id"])) == by_name


def test_the_table_shows_times_in_the_zone_asked_for(told):
    said = told("oncall", "--customer", "Lindenhof Clinics", "--tz", "Europe/Berlin", "--at", "2026-11-18T13:00")
    assert "Jonas Reuter" in said.out
    assert "until Wed 2026-11-18 18:00 CET" in said.out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--customer", "Tasman Rial"), 1, "There is no customer Tasman Rial. Did you mean Tasman Rail?"),
        (("--schedule", "xyz"), 1, "There is no schedule xyz."),
        (("--tz", "Europe/Berln"), 2, "There is no zone Europe/Berln. Did you mean Europe/Berlin?"),
        (("--at", "noon"), 2, "--at=noon: it must be a time such as 2026-11-21T09:00 or 2026-11-21T09:00+01:00."),
    ],
)
def test_what_is_asked_wrongly_is_told(told, arguments, code, message):
    assert told("oncall", *arguments) == (code, "", f"watchbill: {message}\n")


def test_a_provider_without_schedules_is_told_so(watchbill):
    watchbill("account", "create", "ada", "--role", "admin", "--no-password")
    assert watchbill("oncall") == (0, "", "There is no schedule and no roster yet.\n")


def test_the_story_has_a_past_that_an_edit_did_not_change(told):
    before = lines(told, "--schedule", "Clinic network", "--at", "2026-09-20T12:00:00Z")
    assert before[0]["contact"]["name"] in {"Anna Brandt", "Ben Okafor", "Chiara Conti", "Grace Whitmore"}
