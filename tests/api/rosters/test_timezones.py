"""GET /api/v2/cfg/timezones"""

import pytest

from tests.api.rosters.conftest import Caller

NAMES = (
    "Pacific/Asia",
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Puerto_Rico",
    "America/St_Johns",
    "America/Buenos_Aires",
    "Atlantic/Azores",
    "GMT",
    "Europe/Paris",
    "Europe/Istanbul",
    "Africa/Addis_Ababa",
    "Asia/Tehran",
    "Asia/Yerevan",
    "Asia/Karachi",
    "Asia/Calcutta",
    "Asia/Dacca",
    "Asia/Saigon",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Darwin",
    "Australia/Sydney",
    "Pacific/Guadalcanal",
    "Pacific/Auckland",
)


def test_lists_the_zones_in_order(vera: Caller) -> None:
    zones = vera.get("/api/v2/cfg/timezones").json()
    assert [(zone["id"], zone["name"]) for zone in zones] == [
        (str(number), name) for number, name in enumerate(NAMES, start=1)
    ]


@pytest.mark.parametrize(
    ("id", "label", "code"),
    [
        ("1", "GMT -11:00 Samoa", "SST"),
        ("2", "GMT -10:00 Hawaiian", "HAST"),
        ("3", "GMT -09:00 Alaskan", "AKST"),
        ("4", "GMT -08:00 Pacific", "PST"),
        ("5", "GMT -07:00 Mountain", "MST"),
        ("6", "GMT -06:00 Central", "CST"),
        ("7", "GMT -05:00 Eastern", "EST"),
        ("8", "GMT -04:00 Atlantic", "AST"),
        ("9", "GMT -03:30 Newfoundland", "NST"),
        ("10", "GMT -03:00 Brasilia, BuenosAires", "BRT"),
        ("11", "GMT -01:00 Azores", "AZOT"),
        ("12", "Greenwich Mean Time", "GMT"),
        ("13", "GMT +01:00 Western Europe", "WEST"),
        ("19", "GMT +05:30 India", "IST"),
    ],
)
def test_writes_the_known_labels(vera: Caller, id: str, label: str, code: str) -> None:
    (zone,) = (zone for zone in vera.get("/api/v2/cfg/timezones").json() if zone["id"] == id)
    assert (zone["label"], zone["code"]) == (label, code)


def test_every_zone_has_its_own_code_and_a_label(vera: Caller) -> None:
    zones = vera.get("/api/v2/cfg/timezones/").json()
    assert len({zone["code"] for zone in zones}) == len({zone["label"] for zone in zones}) == 27
    assert all(set(zone) == {"id", "name", "label", "code"} for zone in zones)


def test_needs_a_token(nobody: Caller) -> None:
    assert nobody.get("/api/v2/cfg/timezones").status_code == 401
