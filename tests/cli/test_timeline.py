"""`watchbill timeline` on the demo's story: drawn for people, as values for programs."""

import json

import pytest

WEEK = ("--since", "2026-11-18T00:00", "--until", "2026-11-25T00:00")


def drawn(told, *arguments):
    said = told("timeline", *WEEK, *arguments)
    assert (said.code, said.err) == (0, "")
    return said.out


def line(text, name):
    return next(line for line in text.splitlines() if line.startswith(name))


def values(told, *arguments):
    return json.loads(drawn(told, "--json", *arguments))


def test_a_tier_has_a_row_for_each_layer_its_covers_and_who_is_on(told):
    text = drawn(told, "--tier", "1_1", "--tz", "Europe/Berlin")
    names = ["Lindenhof Clinics · Clinic network, tier 1", "on demand", "layer 1", "layer 0", "on call", "gaps"]
    assert all(line(text, name) for name in names)
    assert "Wed 11-18" in text
    assert "layer 1, daily, only open turns count, Mon–Fri 08:00–18:00 Europe/Berlin" in text
    assert "B▒ Jonas Reuter" in text


def test_what_is_on_top_is_drawn_above_and_who_is_on_in_the_end_below(told):
    starts = [line.rsplit("  ")[0] for line in drawn(told, "--tier", "1_1").splitlines()[3:8]]
    assert [start[:9].strip() for start in starts] == ["on demand", "layer 1", "layer 0", "on call", "gaps"]


def test_gaps_are_plain_in_who_is_on_and_in_a_row_of_their_own(told):
    text = drawn(told, "--tier", "8_1", "--tz", "America/Los_Angeles")
    assert "╌╌╌╌" in line(text, "on call")
    assert "!!!!" in line(text, "gaps")
    assert "35.7 % covered; nobody for 4 d 12 h in 6 gaps, first from Wed 2026-11-18 00:00 PST" in text


def test_a_tier_without_gaps_says_so(told):
    text = drawn(told, "--tier", "1_1")
    assert "somebody is on call all the time" in text
    assert "!" not in text


def test_a_schedule_is_drawn_tier_by_tier_with_one_legend(told):
    text = drawn(told, "--schedule", "Clinic network")
    assert [f"tier {number}" in text for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert text.count("Jonas Reuter") <= text.count("on call") + 1


def test_a_roster_has_a_row_for_each_shift_and_all_who_are_on(told):
    text = drawn(told, "--roster", "operations room", "--tz", "Europe/Berlin")
    assert line(text, "Early")
    assert line(text, "Night").split()[1].startswith("ABC")
    assert "several at once" in text


def test_a_drawing_in_a_pipe_has_no_colours_and_a_fixed_width(told):
    text = drawn(told, "--tier", "1_1")
    assert "\x1b" not in text
    assert len(line(text, "on call")) == 120


def test_for_programs_there_are_shifts_rules_gaps_and_coverage(told):
    [place] = values(told, "--tier", "8_1")["places"]
    assert place["place"]["schedule"] == "Warehouse systems"
    assert place["shifts"][0]["rule"] == {
        "kind": "layer",
        "id": 0,
        "text": "layer 0, daily, only open turns count, Mon–Fri 06:00–18:00 America/Los_Angeles",
    }
    assert place["gaps"][0] == {"start": "2026-11-18T02:00:00Z", "end": "2026-11-18T14:00:00Z"}
    assert place["coverage"] == pytest.approx(60 / 168)


def test_the_shifts_and_the_gaps_fill_the_window(told):
    answer = values(told, "--tier", "8_1")
    [place] = answer["places"]
    spans = sorted((one["start"], one["end"]) for one in place["shifts"] + place["gaps"])
    assert [spans[0][0], spans[-1][1]] == [answer["since"], answer["until"]]
    assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]


def test_people_are_told_once_with_how_to_reach_them(told):
    people = values(told, "--schedule", "Clinic network")["people"]
    assert len({one["id"] for one in people}) == len(people)
    assert {"id": 8, "name": "Jonas Reuter", "phone": "+49 30 23125 201", "email": "jonas@lindenhof.example"} in people


def test_a_tier_that_an_override_covers_tells_it_as_a_rule_on_top(told):
    [place] = values(told, "--tier", "1_1")["places"]
    assert {one["rule"]["text"] for one in place["overrides"]} == {"on-demand shift 2", "on-demand shift 3"}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "Name exactly one of --tier, --roster and --schedule."),
        (("--tier", "1", "--roster", "x"), 2, "Name exactly one of --tier, --roster and --schedule."),
        (("--tier", "one"), 2, "--tier=one: it must be an id such as 7, or a schedule and a number such as 3_1."),
        (("--tier", "99"), 1, "There is no tier 99."),
        (("--schedule", "Clinic netwrk"), 1, "There is no schedule Clinic netwrk. Did you mean Clinic network?"),
        (("--roster", "Stock taking"), 1, "There is no roster Stock taking. Did you mean Stocktaking?"),
        (("--tier", "1", "--until", "2026-11-18T00:00"), 2, "--until: the end has to be after the start."),
        (("--tier", "1", "--until", "2029-01-01T00:00"), 2, "--until: at most two years can be looked at."),
    ],
)
def test_what_is_asked_wrongly_is_told(told, arguments, code, message):
    assert told("timeline", "--since", "2026-11-18T00:00", *arguments) == (code, "", f"watchbill: {message}\n")
