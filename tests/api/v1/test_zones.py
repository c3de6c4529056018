"""Time zones: every name that is taken, to be kept for a day."""

from tests.api.v1.answers import refused, tag_of
from tests.api.v1.conftest import Caller
from watchbill import engine


def test_they_are_the_names_that_are_taken_in_order(vera: Caller) -> None:
    zones = vera.found("/zones")["zones"]
    assert set(zones) == engine.zone_names()
    assert zones == sorted(zones)


def test_they_are_kept_by_browsers_and_not_sent_again(vera: Caller) -> None:
    for headers, status in [({}, 200), ({"If-None-Match": tag_of(vera, "/zones")}, 304)]:
        response = vera.send("GET", "/zones", headers=headers)
        assert (response.status_code, response.headers["cache-control"]) == (status, "private, max-age=86400")


def test_they_are_of_the_version_of_the_zone_data(vera: Caller) -> None:
    assert vera.found("/zones")["version"] == engine.zone_data()


def test_changes_begin_with_what_holds_and_tell_offset_and_word(vera: Caller) -> None:
    found = vera.found("/zones/changes", tz="america/VANCOUVER", since="2026-01-01T00:00Z", until="2030-01-01T00:00Z")
    assert (found["tz"], found["version"]) == ("America/Vancouver", engine.zone_data())
    assert found["changes"] == [
        {"at": "2026-01-01T00:00:00Z", "offset": -28800, "word": "PST"},
        {"at": "2026-03-08T10:00:00Z", "offset": -25200, "word": "PDT"},
        {"at": "2026-11-01T09:00:00Z", "offset": -25200, "word": "MST"},
    ]


def test_the_same_changes_are_not_sent_again_and_new_ones_count_at_once(vera: Caller) -> None:
    asked = {"tz": "Europe/Berlin", "since": "2026-01-01", "until": "2027-01-01"}
    tag = vera.get("/zones/changes", **asked).headers["etag"]
    response = vera.send("GET", "/zones/changes", params=asked, headers={"If-None-Match": tag})
    assert (response.status_code, response.headers["cache-control"]) == (304, "private, no-cache")


def test_changes_of_fifty_years_are_small(vera: Caller) -> None:
    asked = {"tz": "Europe/Berlin", "since": "1990-01-01", "until": "2040-01-01"}
    assert len(vera.get("/zones/changes", **asked).content) < 8_000
    assert refused(vera.get("/zones/changes", **asked | {"until": "2040-03-01"}), 422) == ["until"]


def test_a_zone_has_to_be_named_and_a_window_to_have_an_end_after_its_start(vera: Caller) -> None:
    assert refused(vera.get("/zones/changes"), 422) == ["tz"]
    wrong = {"tz": "Mars/Base", "since": "2026-06-01T00:00Z", "until": "2026-06-01T00:00Z"}
    assert refused(vera.get("/zones/changes", **wrong), 422) == ["tz", "until"]


def test_nobody_asks_for_them_without_signing_in(nobody: Caller) -> None:
    assert refused(nobody.get("/zones"), 401) == []
