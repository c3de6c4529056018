"""Tokens, accounts and clients: made, listed, revoked; secrets to stdout, talk to stderr."""

import io
import re

import pytest

TOKEN = re.compile(r"wb_1_[A-Za-z0-9_-]{43}\n")


def made(watchbill, *more):
    said = watchbill("token", "create", "--role", "admin", "--name", "ops", *more)
    assert said.code == 0, said.err
    return said


def typed(monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_the_first_token_makes_the_provider(watchbill):
    said = made(watchbill, "--provider", "Northlight")
    assert TOKEN.fullmatch(said.out)
    assert "made the provider Northlight" in said.err
    assert "Token 1 for ops, admin at Northlight; it never expires." in said.err


def test_a_second_token_of_the_same_name_signs_in_the_same_account(watchbill):
    made(watchbill)
    made(watchbill)
    assert watchbill("account", "list").out.count("ops") == 1
    assert watchbill("token", "list").out.count("ops") == 4  # two lines, each with the token's name and the account's


def test_a_token_of_the_same_name_with_other_rights_is_refused(watchbill):
    made(watchbill)
    said = watchbill("token", "create", "--role", "viewer", "--name", "ops")
    assert (said.code, said.out) == (1, "")
    assert "There is already an account ops, admin at customer 1" in said.err


def test_a_token_may_expire(watchbill):
    assert "it expires at 20" in made(watchbill, "--expires", "90d").err


def test_a_bad_duration_is_refused_before_anything_is_made(watchbill):
    said = watchbill("token", "create", "--role", "admin", "--name", "ops", "--expires", "soon")
    assert (said.code, said.err) == (
        2,
        "watchbill: --expires=soon: it must be a duration such as 90s, 15m, 12h or 30d.\n",
    )


def test_an_unknown_customer_is_told_with_the_nearest(watchbill):
    made(watchbill, "--provider", "Northlight")
    said = watchbill("token", "create", "--role", "viewer", "--name", "b", "--customer", "northligth")
    assert (said.code, said.err) == (1, "watchbill: There is no customer northligth. Did you mean Northlight?\n")


def test_an_unknown_contact_is_told(watchbill):
    said = watchbill("token", "create", "--role", "responder", "--name", "b", "--contact", "7")
    assert said.code == 1
    assert "There is no contact 7 at this customer." in said.err


def test_a_revoked_token_says_so_in_the_list(watchbill):
    made(watchbill)
    assert "signs in" in watchbill("token", "list").out
    assert watchbill("token", "revoke", "1").err == "Token 1 (ops) is revoked.\n"
    assert "revoked" in watchbill("token", "list").out


def test_revoking_what_is_not_there_is_told(watchbill):
    made(watchbill)
    assert watchbill("token", "revoke", "9")[0::2] == (1, "watchbill: There is no token 9.\n")


def test_an_account_is_made_with_a_password_from_a_pipe(watchbill, monkeypatch):
    typed(monkeypatch, "correct horse battery\n")
    said = watchbill("account", "create", "ada", "--role", "manager", "--password-stdin")
    assert (said.code, said.out) == (0, "")
    listed = watchbill("account", "list").out
    assert "ada" in listed
    assert "password" in listed


def test_a_password_too_short_is_refused(watchbill, monkeypatch):
    typed(monkeypatch, "short\n")
    said = watchbill("account", "create", "ada", "--role", "manager", "--password-stdin")
    assert said.code == 1
    assert "at least 8 characters" in said.err


def test_a_user_name_in_use_is_told(watchbill, monkeypatch):
    for _ in range(2):
        typed(monkeypatch, "correct horse battery\n")
        said = watchbill("account", "create", "ada", "--role", "manager", "--password-stdin")
    assert said.code == 1
    assert "There is already a account" in said.err or "There is already an account" in said.err


def test_without_a_terminal_or_a_pipe_there_is_no_password(watchbill, monkeypatch):
    typed(monkeypatch, "")
    said = watchbill("account", "create", "ada", "--role", "manager")
    assert (said.code, said.err) == (
        1,
        "watchbill: There is no terminal to ask for the password on: pipe it in with --password-stdin, or make the "
        "account with --no-password for OpenID Connect.\n",
    )


def test_a_client_gets_an_id_and_a_secret_as_the_last_line(watchbill):
    said = watchbill("client", "create", "--role", "admin", "--name", "sync")
    assert said.code == 0
    id, secret = said.out.splitlines()[-1].split(" ")
    assert id in watchbill("client", "list").out
    assert secret not in watchbill("client", "list").out


def test_a_revoked_client_is_listed_as_such(watchbill):
    watchbill("client", "create", "--role", "viewer", "--name", "sync")
    assert watchbill("client", "revoke", "1").err == "OAuth client 1 (sync) is revoked.\n"
    assert "revoked" in watchbill("client", "list").out


def test_a_client_that_is_not_there_cannot_be_revoked(watchbill):
    watchbill("token", "create", "--role", "admin", "--name", "ops")
    said = watchbill("client", "revoke", "9")
    assert (said.code, said.out) == (1, "")


def test_an_account_without_a_password_is_for_openid(watchbill):
    assert watchbill("account", "create", "ada", "--role", "admin", "--no-password").code == 0
    assert "token, OpenID Connect" in watchbill("account", "list").out


@pytest.mark.parametrize(
    "command",
    [
        ("token", "create", "--role", "admin", "--name", "ops", "--contact", "7"),
        ("client", "create", "--role", "admin", "--name", "ops", "--customer", "Nobody"),
        ("account", "create", " ", "--role", "admin", "--no-password"),
    ],
)
def test_a_first_command_that_fails_leaves_no_provider(watchbill, command):
    said = watchbill(*command, "--provider", "Northlight")
    assert said.code == 1
    assert "made the provider" not in said.err
    assert watchbill("token", "list").err.startswith("watchbill: The database is empty")


@pytest.mark.parametrize("kind", ["token", "account", "client"])
def test_a_list_from_an_empty_database_says_what_to_do(watchbill, kind):
    watchbill("migrate")
    said = watchbill(kind, "list")
    assert said.code == 1
    assert "`watchbill account create --role admin NAME`" in said.err
