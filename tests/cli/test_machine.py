"""The zone of the machine: its name alone is asked for, wherever a machine keeps it."""

import pytest

from watchbill.cli.shared import machine_zone


def test_it_is_what_localtime_leads_to(tmp_path):
    zones = tmp_path / "usr/share/zoneinfo/Europe"
    zones.mkdir(parents=True)
    (zones / "Berlin").touch()
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/localtime").symlink_to(zones / "Berlin")
    assert machine_zone({}, tmp_path) == "Europe/Berlin"


def test_it_is_what_timezone_says_where_localtime_is_a_copy(tmp_path):
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/localtime").touch()
    (tmp_path / "etc/timezone").write_text("Asia/Tokyo\n")
    assert machine_zone({}, tmp_path) == "Asia/Tokyo"


@pytest.mark.parametrize("tz", ["Europe/Berlin", ":Europe/Berlin", "/usr/share/zoneinfo/posix/Europe/Berlin"])
def test_it_is_what_tz_says(tz, tmp_path):
    assert machine_zone({"TZ": tz}, tmp_path) == "Europe/Berlin"


@pytest.mark.parametrize("environ", [{}, {"TZ": ""}])
def test_a_machine_that_is_set_to_none_is_in_utc(environ, tmp_path, capsys):
    assert machine_zone(environ, tmp_path) == "UTC"
    assert capsys.readouterr().err == ""


def test_a_zone_without_a_name_is_said_to_be_unknown(tmp_path, capsys):
    assert machine_zone({"TZ": "CET-1CEST,M3.5.0,M10.5.0/3"}, tmp_path) == "UTC"
    assert "choose one by --tz" in capsys.readouterr().err
