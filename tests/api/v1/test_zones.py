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


def test_nobody_asks_for_them_without_signing_in(nobody: Caller) -> None:
    assert refused(nobody.get("/zones"), 401) == []
