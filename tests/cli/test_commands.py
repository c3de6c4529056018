"""The command line itself: its help, its settings, and what it says when something foreseeable is wrong."""

import sqlite3

import pytest

from watchbill import __version__
from watchbill.engine import zone_data
from watchbill.settings import handbook


def test_the_version_is_told(watchbill):
    assert watchbill("--version") == (0, f"watchbill {__version__}\n", "")


def test_help_names_every_command(watchbill):
    out = watchbill("--help").out
    words = ("serve", "demo", "migrate", "oncall", "timeline", "explain", "gaps", "load", "token", "account", "client")
    assert all(word in out for word in (*words, "settings"))


def test_every_setting_is_listed(watchbill, monkeypatch):
    monkeypatch.delenv("WATCHBILL_DATABASE_URL")
    out = watchbill("settings").out
    assert all(f"{name}={default}\n    {doc}\n" in out for name, default, doc in handbook())


def test_the_version_of_the_zone_data_is_told_with_the_settings(watchbill):
    assert watchbill("settings").out.splitlines()[-1] == f"Zone data {zone_data()}, from the package tzdata."


def test_a_setting_in_force_is_listed_without_its_secret(watchbill, monkeypatch):
    monkeypatch.setenv("WATCHBILL_DATABASE_URL", "postgresql://ada:s3cret@db/watch")
    monkeypatch.setenv("WATCHBILL_PORT", "9000")
    out = watchbill("settings").out
    assert "WATCHBILL_DATABASE_URL=postgresql://ada:***@db/watch   (default: sqlite:///watchbill.db)\n" in out
    assert "WATCHBILL_PORT=9000   (default: 8080)\n" in out


def test_migrating_twice_is_fine(watchbill):
    first, second = watchbill("migrate"), watchbill("migrate")
    assert (first.code, second.code) == (0, 0)
    assert "Step 1 of " in first.err
    assert "Step" not in second.err
    assert "is at 0" in second.err


def test_a_wrong_option_is_a_usage_error(watchbill):
    said = watchbill("oncall", "--custmer", "x")
    assert said.code == 2
    assert "No such option" in said.err
    assert "Traceback" not in said.err


def test_a_wrong_role_is_a_usage_error(watchbill):
    said = watchbill("token", "create", "--role", "king", "--name", "x")
    assert said.code == 2
    assert "king" in said.err


def test_a_bad_setting_is_told_by_name(watchbill, monkeypatch):
    monkeypatch.setenv("WATCHBILL_PORT", "eighty")
    said = watchbill("oncall")
    assert (said.code, said.err) == (
        2,
        "watchbill: WATCHBILL_PORT=eighty: it must be a whole number from 0 to 65535.\n",
    )


def test_a_bad_database_option_is_told(watchbill):
    said = watchbill("oncall", "--database", "mysql://root:s3cret@db/x")
    assert said.code == 2
    assert said.err.startswith("watchbill: --database: it must be sqlite:///FILE")
    assert "s3cret" not in said.err


def test_memory_is_refused_where_it_would_be_forgotten_at_once(watchbill):
    said = watchbill("token", "create", "--role", "admin", "--name", "ops", "--database", "memory://")
    assert said.code == 1
    assert "keeps nothing" in said.err


def test_a_directory_that_is_not_there_is_told(watchbill, tmp_path):
    said = watchbill("oncall", "--database", f"sqlite:///{tmp_path}/no/watchbill.db")
    assert said.code == 1
    assert f"There is no directory {tmp_path}/no" in said.err


def test_a_file_that_is_no_database_is_told(watchbill, tmp_path):
    (tmp_path / "notes.txt").write_text("Not a database, just some notes about one, long enough to be looked at." * 9)
    said = watchbill("oncall", "--database", f"sqlite:///{tmp_path}/notes.txt")
    assert said.code == 1
    assert "Traceback" not in said.err


READING = [
    ("oncall", "--json"),
    ("timeline", "--tier", "1_1"),
    ("explain", "--tier", "1_1"),
    ("gaps", "--json"),
    ("load", "--csv"),
    ("feed", "list"),
    ("feed", "revoke", "1"),
    ("feed", "create", "tier", "1", "--account", "ada"),
    ("token", "list"),
    ("token", "revoke", "1"),
    ("account", "list"),
    ("client", "list"),
    ("client", "revoke", "1"),
]


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_what_begins_nothing_makes_no_database(watchbill, tmp_path, command):
    file = tmp_path / "watchbill.db"
    said = watchbill(*command)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"watchbill: There is no database at {file}: ")
    assert not file.exists()


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_an_empty_database_is_said_to_be_empty(watchbill, command):
    watchbill("migrate")
    said = watchbill(*command)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("watchbill: The database is empty: ")


def test_an_empty_file_is_said_to_be_empty(watchbill, tmp_path):
    (tmp_path / "watchbill.db").touch()
    assert f"The database {tmp_path}/watchbill.db is empty" in watchbill("oncall").err


def test_what_begins_nothing_migrates_nothing(watchbill, tmp_path):
    watchbill("migrate")
    with sqlite3.connect(tmp_path / "watchbill.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    said = watchbill("oncall")
    assert said.code == 1
    assert "is 0001, this version of Watchbill needs" in said.err
    assert "`watchbill migrate`" in said.err


def test_a_server_that_is_not_there_is_told_without_the_password(watchbill):
    said = watchbill("oncall", "--database", "postgresql://ada:s3cret@127.0.0.1:9/watch")
    assert said.code == 1
    assert "127.0.0.1" in said.err
    assert "s3cret" not in said.err


def test_a_schema_from_the_future_is_told(watchbill, tmp_path):
    watchbill("migrate")
    with sqlite3.connect(tmp_path / "watchbill.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    said = watchbill("oncall")
    assert said.code == 1
    assert "newer than this version" in said.err


def test_the_demo_does_not_listen_to_the_world(watchbill, monkeypatch):
    monkeypatch.setenv("WATCHBILL_HOST", "0.0.0.0")
    said = watchbill("demo")
    assert said.code == 1
    assert "does not listen on 0.0.0.0" in said.err


def test_the_demo_leaves_other_peoples_records_alone(watchbill):
    watchbill("token", "create", "--role", "admin", "--name", "ops")
    said = watchbill("demo", "--port", "0")
    assert said.code == 1
    assert "records that are not the demo's" in said.err


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_host_that_is_no_address_is_told(watchbill, monkeypatch, command):
    monkeypatch.setenv("WATCHBILL_HOST", "nowhere.invalid" if command == "serve" else "127.0.0.256")
    said = watchbill(command, "--port", "0")
    assert said.code == 1
    assert "Traceback" not in said.err
