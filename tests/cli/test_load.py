"""`watchbill load` on the demo's story: who carried how much."""

import csv
import io
import json

import pytest

from watchbill.cli.carried import COLUMNS, load_csv, load_line, row_line
from watchbill.domain.load import Burden, By, LoadReport, LoadRow
from watchbill.domain.model import Contact, ContactId, CustomerId, ProviderId
from watchbill.engine import Span

BURDEN = Burden(
    people=1,
    shifts=2,
    handoffs=1,
    seconds=36_000,
    night_seconds=5_400,
    weekend_seconds=7_200,
    longest_run=28_800,
    gini=0.0,
)
WEEK = ("--since", "2026-11-09T00:00", "--until", "2026-11-16T00:00")


def load(told, *arguments):
    said = told("load", *WEEK, *arguments)
    assert (said.code, said.err) == (0, "")
    return said.out


def values(told, *arguments):
    return json.loads(load(told, "--json", *arguments))


def test_everybody_has_a_row_the_busiest_first(told):
    answer = values(told)
    hours = [row["hours"] for row in answer["rows"]]
    assert hours == sorted(hours, reverse=True)
    assert sum(hours) == pytest.approx(answer["total"]["hours"], abs=0.01)
    assert {row["kind"] for row in answer["rows"]} == {"contact"}


def test_a_tier_that_is_never_left_carries_every_hour(told):
    rows = values(told, "--by", "schedule", "--customer", "Tasman Rail")["rows"]
    assert [row["hours"] for row in rows if row["name"] == "Signalling desk"] == [2 * 168]


def test_schedules_and_rosters_have_rows_of_their_own(told):
    kinds = {row["kind"] for row in values(told, "--by", "schedule")["rows"]}
    assert kinds == {"schedule", "roster"}


def test_customers_shares_come_to_the_whole(told):
    rows = values(told, "--by", "customer")["rows"]
    assert len(rows) == 6
    assert sum(row["share"] for row in rows) == pytest.approx(1, abs=1e-5)


def test_the_table_has_the_total_below(told):
    lines = load(told, "--customer", "Tasman Rail").splitlines()
    assert "Contact" in lines[0]
    assert any(line.startswith("Tess Marlowe") for line in lines)
    assert [line for line in lines if line.strip()][-1].startswith("total")


def test_the_csv_is_what_the_json_says(told):
    rows = list(csv.DictReader(io.StringIO(load(told, "--by", "customer", "--csv").removeprefix("\ufeff"))))
    told_in_json = values(told, "--by", "customer")["rows"]
    assert [(row["name"], float(row["hours"])) for row in rows[:-1]] == [
        (row["name"], row["hours"]) for row in told_in_json
    ]
    assert rows[-1]["kind"] == "total"


def test_the_last_thirty_days_are_told_where_nothing_is_said(told):
    answer = json.loads(told("load", "--json", "--until", "2026-11-16T00:00").out)
    assert (answer["since"], answer["until"]) == ("2026-10-17T00:00:00Z", "2026-11-16T00:00:00Z")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--csv", "--separator", "|"), 2, "--separator=|: it must be one of , ;."),
        (("--json", "--csv"), 2, "Choose one of --json and --csv."),
        (("--customer", "Tasman Rial"), 1, "There is no customer Tasman Rial. Did you mean Tasman Rail?"),
        (("--since", "2026-11-16T00:00"), 2, "--until: the end has to be after the start."),
    ],
)
def test_what_is_asked_wrongly_is_told(told, arguments, code, message):
    assert told("load", *WEEK, *arguments) == (code, "", f"watchbill: {message}\n")


def test_the_csv_may_be_parted_by_semicolons(told):
    assert load(told, "--csv", "--separator", ";").splitlines()[0] == "\ufeff" + ";".join(COLUMNS)


def contact(name: str) -> Contact:
    return Contact(
        provider_id=ProviderId(1),
        id=ContactId(7),
        customer_id=CustomerId(1),
        first_name=name,
        created_at=0,
        updated_at=0,
    )


def test_seconds_are_told_as_hours():
    line = row_line(LoadRow(ContactId(7), BURDEN, 0.25), {ContactId(7): contact("Anna")})
    assert (line.name, line.hours, line.night_hours, line.weekend_hours) == ("Anna", 10, 1.5, 2)
    assert (line.longest_run_hours, line.share) == (8, 0.25)


def test_a_contact_that_is_not_there_any_more_is_known_by_number():
    assert row_line(LoadRow(ContactId(7), BURDEN, 1), {}).name == "contact 7"


def test_a_name_that_a_spreadsheet_would_calculate_is_quoted():
    contacts = {ContactId(7): contact("=1+1")}
    report = LoadReport(rows=(LoadRow(ContactId(7), BURDEN, 1),), total=BURDEN, contacts=contacts)
    header, row, total = load_csv(load_line(report, Span(0, 1), By.CONTACT)).splitlines()
    assert header == "\ufeff" + ",".join(COLUMNS)
    assert row.startswith("contact,7,'=1+1,")
    assert total == "total,,,,,,1,10.0000,2,1,1.5000,2.0000,8.0000,1.000000,0.000000"
