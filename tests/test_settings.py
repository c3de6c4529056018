"""Settings are read once, and whatever is wrong with them is said loudly and precisely."""

import re
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from watchbill.settings import Settings, SettingsError, handbook, read_settings, without_password

HANDBOOK = Path(__file__).parent.parent / "docs" / "operating.md"


def refusal(environ, **overrides):
    with pytest.raises(SettingsError) as refused:
        read_settings(environ, **overrides)
    return str(refused.value)


def test_an_empty_environment_gives_the_defaults_of_the_demo():
    settings = read_settings({"PATH": "/bin"})
    assert (settings.database_url, settings.host, settings.port) == ("sqlite:///watchbill.db", "127.0.0.1", 8080)


def test_settings_are_frozen():
    with pytest.raises(FrozenInstanceError):
        read_settings({}).port = 1


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("WATCHBILL_PORT", "9000", "port", 9000),
        ("WATCHBILL_HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("WATCHBILL_LOG_LEVEL", "WARNING", "log_level", "warning"),
        ("WATCHBILL_LOGIN_LIFETIME", "12h", "login_lifetime", 43200),
        ("WATCHBILL_BODY_LIMIT", "64k", "body_limit", 65536),
        ("WATCHBILL_DATABASE_URL", "postgres://ada@db/watch", "database_url", "postgresql://ada@db/watch"),
        ("WATCHBILL_DATABASE_URL", "memory://", "database_url", "memory://"),
    ],
)
def test_a_variable_sets_its_field(name, text, field, value):
    assert getattr(read_settings({name: text}), field) == value


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("WATCHBILL_PORT", "eighty", "WATCHBILL_PORT=eighty: it must be a whole number from 0 to 65535."),
        ("WATCHBILL_PORT", "65536", "WATCHBILL_PORT=65536: it must be a whole number from 0 to 65535."),
        ("WATCHBILL_PORT", "٣", "WATCHBILL_PORT=٣: it must be a whole number from 0 to 65535."),
        ("WATCHBILL_HOST", "", "WATCHBILL_HOST=: it may not be empty."),
        ("WATCHBILL_LOG_FORMAT", "xml", "WATCHBILL_LOG_FORMAT=xml: it must be one of auto, json, console."),
        ("WATCHBILL_LOGIN_LIFETIME", "30", "WATCHBILL_LOGIN_LIFETIME=30: it must be a duration such as 90s,"),
        ("WATCHBILL_BODY_LIMIT", "0", "WATCHBILL_BODY_LIMIT=0: it must be a number of bytes"),
    ],
)
def test_a_bad_value_is_refused_by_name(name, text, reason):
    assert refusal({name: text}).startswith(reason)


@pytest.mark.parametrize(
    "url", ["", "watchbill.db", "sqlite://", "sqlite:watchbill.db", "sqlite:///", "mysql://h/s3cret", "memory://x"]
)
def test_a_bad_database_url_is_refused_and_never_quoted(url):
    said = refusal({"WATCHBILL_DATABASE_URL": url})
    assert said == "WATCHBILL_DATABASE_URL: it must be sqlite:///FILE, postgresql://USER@HOST/NAME or memory://."


def test_an_unknown_variable_is_refused_with_the_nearest():
    said = refusal({"WATCHBILL_DATABSE_URL": "x"})
    assert said == "WATCHBILL_DATABSE_URL is no setting of Watchbill. Did you mean WATCHBILL_DATABASE_URL?"


def test_an_unknown_variable_like_no_other_is_refused_with_the_list():
    assert "There are: WATCHBILL_BASE_URL, " in refusal({"WATCHBILL_Q": "x"})


def test_variables_of_the_test_suite_are_let_be():
    assert read_settings({"WATCHBILL_TEST_POSTGRES_URL": "x"}) == Settings()


def test_a_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "url").write_text("postgresql://ada:s3cret@db/watch\n")
    settings = read_settings({"WATCHBILL_DATABASE_URL_FILE": str(tmp_path / "url")})
    assert settings.database_url == "postgresql://ada:s3cret@db/watch"


def test_a_secret_from_both_places_is_refused(tmp_path):
    both = {"WATCHBILL_DATABASE_URL": "memory://", "WATCHBILL_DATABASE_URL_FILE": str(tmp_path)}
    assert "are both set" in refusal(both)


def test_a_secret_file_that_is_not_there_is_named():
    said = refusal({"WATCHBILL_DATABASE_URL_FILE": "/no/such/file"})
    assert said == "WATCHBILL_DATABASE_URL_FILE: cannot read /no/such/file: No such file or directory."


def test_what_is_no_secret_has_no_file():
    assert "WATCHBILL_PORT_FILE is no setting" in refusal({"WATCHBILL_PORT_FILE": "/x"})


@pytest.mark.parametrize(
    ("name", "text", "missing"),
    [
        ("OIDC_ISSUER", "https://id.example", "WATCHBILL_OIDC_CLIENT_ID"),
        ("OIDC_CLIENT_ID", "watchbill", "WATCHBILL_OIDC_ISSUER"),
        ("OIDC_CLIENT_SECRET", "s3cret", "WATCHBILL_OIDC_ISSUER and WATCHBILL_OIDC_CLIENT_ID"),
        ("OIDC_CLAIM", "email", "WATCHBILL_OIDC_ISSUER and WATCHBILL_OIDC_CLIENT_ID"),
    ],
)
def test_half_of_openid_connect_is_refused_by_name(name, text, missing):
    said = refusal({f"WATCHBILL_{name}": text})
    assert said == f"WATCHBILL_{name} is set without {missing}, which OpenID Connect needs as well."


def test_openid_connect_takes_an_issuer_and_a_name_there():
    whole = {"WATCHBILL_OIDC_ISSUER": "https://id.example", "WATCHBILL_OIDC_CLIENT_ID": "watchbill"}
    assert read_settings(whole).oidc_client_id == "watchbill"


def test_what_is_no_text_is_refused_by_name():
    assert refusal({"WATCHBILL_SETUP_CODE": "a\udcff"}) == "WATCHBILL_SETUP_CODE is no text: its bytes are not UTF-8."


def test_an_override_stands_above_the_environment():
    assert read_settings({"WATCHBILL_PORT": "9000"}, port=9001, host=None).port == 9001


def test_a_picture_of_the_settings_hides_secrets():
    assert "s3cret" not in repr(Settings(database_url="postgresql://ada:s3cret@db/watch"))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:///watchbill.db", "sqlite:///watchbill.db"),
        ("postgresql://ada@db/watch", "postgresql://ada@db/watch"),
        ("postgresql://ada:s3cret@db/watch", "postgresql://ada:***@db/watch"),
        ("postgresql://ada:s3c@ret@db/watch", "postgresql://ada:***@db/watch"),
        ("postgresql://db/watch?user=ada&password=s3cret&a=b", "postgresql://db/watch?user=ada&password=***&a=b"),
    ],
)
def test_a_database_is_shown_without_its_password(url, shown):
    assert without_password(url) == shown


def test_every_default_reads_back_as_itself():
    for one, (name, shown, _) in zip(fields(Settings), handbook(), strict=True):
        assert getattr(read_settings({name: shown}), one.name) == one.default


def test_every_setting_says_what_it_is_for():
    assert all(re.fullmatch(r"[A-Z`].*\.", doc, re.S) for _, _, doc in handbook())


def test_the_operators_handbook_has_every_setting_and_no_other():
    told = re.findall(r"^\| `(WATCHBILL_\w+)` \| `([^`]*)` \| (.*) \|$", HANDBOOK.read_text(encoding="utf-8"), re.M)
    assert told == handbook()
