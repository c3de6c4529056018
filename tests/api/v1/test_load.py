"""GET /load: who carried how much."""

import csv
import io

import msgspec
import pytest

from tests.api.v1.words import daily, group, member, once, revision, roster
from tests.cast import on
from watchbill.api.v1.load import COLUMNS

WEEK = {"since": on(1, "08:00"), "until": on(7, "08:00")}
"""Six days in which Ann and Bob take turns at Acme, while Gus is on at Globex all the time."""


@pytest.fixture
def desk(stage, world):
    """A roster of Acme, Ann's and the crew's by day."""
    crew = group(world, world.acme, "crew")
    records = roster(world, world.acme, "desk", daily("day", 10, 12, world.ann, groups=(crew,)))
    stage.save(crew, member(crew, world.ben, on(1)), *records)
    return records[0]


def hours(answer):
    return {row["person"]["name"]: row["hours"] for row in answer["results"]}


def lines(response):
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"), newline="")))


def test_the_most_hours_first_then_by_id(alice):
    rows = alice.found("/load", **WEEK)["results"]
    assert [(row["person"]["name"], row["hours"]) for row in rows] == [
        ("Gus Grant", 144.0),
        ("Ann Abbott", 72.0),
        ("Bob Baker", 72.0),
    ]


def test_of_one_contact_alone(alice, world):
    rows = alice.found("/load", **WEEK, contact=world.ann.id)["results"]
    assert [(row["person"]["name"], row["hours"], row["share"]) for row in rows] == [("Ann Abbott", 72.0, 1.0)]


def test_where_one_contact_was_on(alice, world):
    rows = alice.found("/load", **WEEK, contact=world.ann.id, by="customer")["results"]
    assert [(row["customer"]["id"], row["people"], row["hours"]) for row in rows] == [(world.acme.id, 1, 72.0)]


def test_of_a_contact_of_another_customer_there_is_nothing(mallory, world):
    assert mallory.get("/load", contact=world.ann.id).status_code == 404


def test_everything_that_a_person_carried(bob, world):
    row = bob.found("/load", **WEEK)["results"][0]
    assert row.pop("person")["id"] == world.ann.id
    assert row == {
        "people": 1,
        "hours": 72.0,
        "shifts": 3,
        "handoffs": 3,
        "night_hours": 24.0,
        "weekend_hours": 8.0,
        "longest_run_hours": 24.0,
        "share": 0.5,
        "gini": 0.0,
    }


def test_night_and_weekend_by_the_clocks_of_a_person_who_has_a_zone(bob, stage, world):
    stage.save(msgspec.structs.replace(world.ann, tz="Asia/Tokyo"))
    [row] = [row for row in bob.found("/load", **WEEK)["results"] if row["person"]["id"] == world.ann.id]
    # Of her turn that begins on Friday at 17:00 in Tokyo, 17 hours are on Saturday.
    assert (row["night_hours"], row["weekend_hours"]) == (24.0, 17.0)


def test_totals_and_how_evenly_they_are_shared(alice):
    answer = alice.found("/load", **WEEK)
    assert answer["totals"]["hours"] == 288.0
    assert answer["totals"]["longest_run_hours"] == 144.0
    assert (answer["totals"]["people"], answer["totals"]["gini"]) == (3, 0.166667)
    assert sum(row["share"] for row in answer["results"]) == pytest.approx(1)


def test_who_could_have_been_on_is_there_with_nothing(bob):
    answer = bob.found("/load", since=on(1, "08:00"), until=on(2, "08:00"))
    assert hours(answer) == {"Ann Abbott": 24.0, "Bob Baker": 0.0}
    assert answer["totals"]["gini"] == 0.5


def test_rosters_count_too_and_two_places_at_once_count_both(bob, desk):
    answer = bob.found("/load", **WEEK)
    assert hours(answer) == {"Ann Abbott": 84.0, "Bob Baker": 72.0, "Ben Blake": 12.0}
    ann = answer["results"][0]
    assert (ann["shifts"], ann["longest_run_hours"]) == (9, 28.0)


def test_a_break_of_less_than_11_hours_is_no_rest(bob, stage, world):
    stage.save(*roster(world, world.acme, "late", once("call", on(2, "18:00"), on(2, "19:00"), world.ann)))
    [ann, _] = bob.found("/load", since=on(1, "08:00"), until=on(3, "08:00"), customer=world.acme.id)["results"]
    assert ann["longest_run_hours"] == 35.0


def test_by_schedule_rosters_have_rows_of_their_own(alice, world, desk):
    rows = alice.found("/load", by="schedule", **WEEK)["results"]
    acme = {"id": world.acme.id, "name": "Acme"}
    assert [(row["place"]["name"], row["hours"], row["people"]) for row in rows] == [
        ("Acme NOC", 144.0, 2),
        ("Globex desk", 144.0, 1),
        ("desk", 24.0, 2),
    ]
    assert rows[0]["place"] == {"kind": "schedule", "id": world.noc.id, "name": "Acme NOC", "customer": acme}
    assert rows[2]["place"] == {"kind": "roster", "id": desk.id, "name": "desk", "customer": acme}


def test_by_customer(alice, world, desk):
    rows = alice.found("/load", by="customer", **WEEK)["results"]
    assert [(row["customer"]["name"], row["hours"]) for row in rows] == [("Acme", 168.0), ("Globex", 144.0)]


def test_whatever_it_is_by_the_total_is_the_same(alice, desk):
    totals = [alice.found("/load", by=by, **WEEK)["totals"] for by in ("contact", "schedule", "customer")]
    assert totals[0] == totals[1] == totals[2]


def test_filters(alice, world, desk):
    assert hours(alice.found("/load", customer=world.globex.id, **WEEK)) == {"Gus Grant": 144.0}
    assert hours(alice.found("/load", schedule=world.noc.id, **WEEK)) == {"Ann Abbott": 72.0, "Bob Baker": 72.0}


def test_covers_count_for_who_covers(bob):
    assert hours(bob.found("/load", since=on(12, "08:00"), until=on(13, "08:00"))) == {
        "Bob Baker": 12.0,
        "Rita Reyes": 12.0,
        "Ann Abbott": 0.0,
    }


def test_an_edit_changes_nothing_that_happened(bob, stage, world):
    before = bob.found("/load", **WEEK)
    stage.save(revision(world, world.first, 2, on(9), world.ben))
    assert bob.found("/load", **WEEK) == before
    assert "Ben Blake" in hours(bob.found("/load"))


def test_what_happened_at_a_customer_that_is_switched_off_stays(alice, stage, world):
    stage.save(msgspec.structs.replace(world.globex, is_active=False))
    assert hours(alice.found("/load", **WEEK))["Gus Grant"] == 144.0


def test_only_what_the_caller_may_see(mallory, world, desk):
    assert hours(mallory.found("/load", **WEEK)) == {"Gus Grant": 144.0}
    assert mallory.found("/load", schedule=world.noc.id, **WEEK)["results"] == []
    assert mallory.found("/load", customer=world.acme.id, **WEEK)["totals"]["hours"] == 0


def test_nobody_is_told_nothing(nobody):
    assert nobody.get("/load").status_code == 401


def test_the_last_30_days_unless_said_otherwise(alice):
    answer = alice.found("/load")
    assert (answer["since"], answer["until"]) == ("2026-05-11T12:00:00Z", on(10, "12:00"))
    assert alice.found("/load", until=on(1))["since"] == "2026-05-02T00:00:00Z"


def test_instants_by_the_clocks_of_a_zone(alice):
    answer = alice.found("/load", tz="Europe/Berlin", **WEEK)
    assert (answer["since"], answer["tz"]) == ("2026-06-01T10:00:00+02:00", "Europe/Berlin")


def test_pages(alice):
    second = alice.found("/load", limit=1, page=2, **WEEK)
    assert (hours(second), second["total"], second["totals"]["people"]) == ({"Ann Abbott": 72.0}, 3, 3)
    assert "page=3" in second["next"]


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"by": "tier"}, "by"),
        ({"format": "xml"}, "format"),
        ({"since": on(3), "until": on(3)}, "until"),
        ({"since": "2024-01-01T00:00:00Z", "until": on(3)}, "until"),
        ({"tz": "Mars/Base"}, "tz"),
        ({"customer": "acme"}, "customer"),
    ],
)
def test_what_cannot_be_read_is_named(alice, query, path):
    answer = alice.get("/load", **query)
    assert answer.status_code == 422
    assert [problem["path"] for problem in answer.json()["problems"]] == [path]


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_csv_by_format_or_by_header_and_what_the_address_says_counts(bob):
    by_format = bob.get("/load", format="csv", **WEEK)
    by_header = bob.send("GET", "/load", params=WEEK, headers={"Accept": "text/csv"})
    assert by_format.text == by_header.text
    assert by_format.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    said = bob.send("GET", "/load", params={"format": "json", **WEEK}, headers={"Accept": "text/csv"})
    assert said.headers["content-type"] == "application/json"


def test_the_csv_has_a_header_a_row_each_and_the_total(bob, world):
    text = bob.get("/load", format="csv", **WEEK).text
    header, ann, bobs, total, rest = text.split("\r\n")
    assert header == "\ufeff" + ",".join(COLUMNS)
    assert ann == (
        f"contact,{world.ann.id},Ann Abbott,ann@acme.example,,,1,72.0000,3,3,24.0000,8.0000,24.0000,0.500000,0.000000,"
    )
    assert bobs.startswith("contact,")
    assert total == "total,,,,,,2,144.0000,6,6,48.0000,32.0000,24.0000,1.000000,0.000000,"
    assert rest == ""


@pytest.mark.parametrize("by", ["schedule", "customer"])
def test_the_csv_by_schedule_and_by_customer_has_the_same_columns(alice, desk, by):
    rows = lines(alice.get("/load", format="csv", by=by, **WEEK))
    assert {tuple(row) for row in rows} == {COLUMNS}
    assert [row["kind"] for row in rows] == {
        "schedule": ["schedule", "schedule", "roster", "total"],
        "customer": ["customer", "customer", "total"],
    }[by]


def test_the_csv_is_whole(alice):
    assert len(lines(alice.get("/load", format="csv", limit=1, **WEEK))) == 4


def test_the_csv_may_be_parted_by_semicolons(bob):
    text = bob.get("/load", format="csv", separator=";", **WEEK).text
    assert text.split("\r\n")[0] == "\ufeff" + ";".join(COLUMNS)
    assert bob.get("/load", format="csv", separator="|", **WEEK).json()["problems"][0]["path"] == "separator"


def test_the_files_name_says_when_it_was(bob):
    june = {"since": "2026-05-31T22:00:00Z", "until": "2026-06-30T22:00:00Z", "tz": "Europe/Berlin"}
    response = bob.get("/load", format="csv", **june)
    assert response.headers["content-disposition"] == 'attachment; filename="load-by-contact-2026-06.csv"'


def test_a_name_is_never_a_formula(alice, stage, world):
    stage.save(msgspec.structs.replace(world.desk, name='=HYPERLINK("x")'))
    rows = lines(alice.get("/load", format="csv", by="schedule", customer=world.globex.id, **WEEK))
    assert rows[0]["name"] == """'=HYPERLINK("x")"""
