"""What holds for every address of the family."""

import pytest

PATHS = ["/oncall", "/gaps", "/clashes", "/load", "/tiers/1/timeline", "/contacts/1/shifts"]


def is_problem(response, status):
    said = response.json()
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert said.keys() == {"type", "title", "status", "detail", "problems"}
    assert (said["type"], said["status"]) == ("about:blank", status)
    return said


@pytest.mark.parametrize("path", PATHS)
def test_who_is_not_signed_in_is_told_how(nobody, path):
    response = nobody.get(path)
    is_problem(response, 401)
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("path", PATHS)
def test_another_method_is_not_known(alice, path):
    response = alice.send("POST", path)
    is_problem(response, 405)
    assert "GET" in response.headers["allow"]


def test_an_address_that_there_is_not(alice):
    assert is_problem(alice.get("/nothing"), 404)["detail"] == "There is nothing at this address."


def test_everything_wrong_is_told_at_once(alice):
    said = is_problem(alice.get("/oncall", at="noon", tier="first", tz="Mars/Base", limit=0, page="x"), 422)
    assert [problem["path"] for problem in said["problems"]] == ["at", "tier", "tz", "page", "limit"]


def test_a_parameter_that_is_misspelled_is_not_passed_over(alice):
    said = is_problem(alice.get("/oncall", custmer=2), 422)
    assert said["problems"][0]["path"] == "custmer"
    assert "customer" in said["problems"][0]["reason"]


@pytest.mark.parametrize("at", ["2026-06-10T12:00:00", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00Z", "now"])
def test_an_instant_needs_a_date_a_time_and_an_offset(alice, at):
    assert is_problem(alice.get("/oncall", at=at), 422)["problems"][0]["path"] == "at"


def test_a_date_is_its_midnight_by_the_clocks_that_are_asked_for(alice, world):
    found = alice.found(f"/tiers/{world.first.id}/timeline", since="2026-06-03", until="2026-06-04", tz="europe/berlin")
    assert (found["since"], found["until"]) == ("2026-06-03T00:00:00+02:00", "2026-06-04T00:00:00+02:00")
    assert found["tz"] == "Europe/Berlin"


def test_a_date_whose_midnight_clocks_skip_begins_at_the_end_of_the_skip(alice):
    assert alice.found("/oncall", at="2026-09-06", tz="America/Santiago")["at"] == "2026-09-06T01:00:00-03:00"


def test_a_time_without_an_offset_is_read_by_the_clocks_that_are_asked_for(alice):
    assert alice.found("/oncall", at="2026-10-25T02:30", tz="Europe/Berlin")["at"] == "2026-10-25T02:30:00+02:00"
    assert alice.found("/oncall", at="2026-06-02T24:00:00Z")["at"] == "2026-06-03T00:00:00Z"


def test_a_date_without_clocks_is_refused_with_what_to_do(alice):
    [problem] = is_problem(alice.get("/oncall", at="2026-06-03"), 422)["problems"]
    assert problem["path"] == "at"
    assert "needs Z or an offset from UTC, or a tz" in problem["reason"]


def test_of_dates_in_a_zone_that_there_is_not_the_zone_alone_is_wrong(alice):
    said = is_problem(alice.get("/oncall", at="2026-06-03", tz="Mars/Base"), 422)
    assert [problem["path"] for problem in said["problems"]] == ["tz"]


def test_a_head_is_as_long_as_the_answer(alice):
    head = alice.send("HEAD", "/oncall")
    assert head.content == b""
    assert head.headers["content-length"] == str(len(alice.get("/oncall").content))


def test_a_slash_at_the_end_does_not_matter(alice):
    assert alice.get("/oncall/").json()["results"] == alice.get("/oncall").json()["results"]
