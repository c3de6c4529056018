"""Profile fields: what is kept of them, and what is refused."""

from typing import Any

import pytest

from watchbill.domain.errors import Invalid
from watchbill.domain.profile import DEEPEST, LARGEST, profile_problems, profile_with, read_profile

KINDS = {
    "city": "Basel",
    "zip": "",
    "addOns": [],
    "roles": [{"uniqueId": "R-1"}],
    "floor": 3,
    "share": 0.5,
    "vip": True,
}


def kept(told: dict[str, Any], old: str = "") -> dict[str, Any]:
    return read_profile(profile_with(old, told))


def faults(told: dict[str, Any]) -> list[str]:
    return [path for path, _ in profile_problems(told)]


def nested(depth: int) -> Any:
    return [nested(depth - 1)] if depth else None


def test_fields_of_every_kind_are_kept_as_told():
    assert faults(KINDS) == []
    assert kept(KINDS) == KINDS


def test_fields_that_are_not_told_stay():
    assert kept({"zip": "4051"}, profile_with("", KINDS)) == KINDS | {"zip": "4051"}
    assert profile_with("as it was", {}) == "as it was"


def test_nothing_told_is_an_empty_text():
    assert profile_with("", {}) == profile_with("", {"password": "x"}) == ""
    assert read_profile("") == {}


@pytest.mark.parametrize("name", ["password", "Passwd", "clientSecret", "accessToken", "private_key", "apiKey"])
def test_secrets_are_not_kept_wherever_they_stand(name: str):
    assert kept({name: "x", "a": {name: ["x"], "b": 1}, "c": [{name: {"d": "x"}}]}) == {"a": {"b": 1}, "c": [{}]}


def test_what_only_says_something_about_a_secret_is_kept():
    told = {"changePassword": True, "passwordDays": 90, "token": "", "secrets": []}
    assert kept(told) == told


@pytest.mark.parametrize(
    ("told", "paths"),
    [
        ({"a": "x\x00"}, ["a"]),
        ({"a": ["fine", {"b": "\u202e"}]}, ["a[1].b"]),
        ({"a": 2**63, "b": -(2**63) - 1, "c": 2**63 - 1}, ["a", "b"]),
        ({"a": float("inf")}, ["a"]),
        ({"a": nested(DEEPEST), "b": nested(DEEPEST + 1)}, ["b" + "[0]" * DEEPEST]),
        ({"": 1, "1st": 1, "a b": 1, "a\n": 1, "x" * 65: 1, "x" * 64: 1}, ["", "1st", "a b", "a\n", "x" * 65]),
        ({"a": {"\x00": 1}}, ["a.\x00"]),
    ],
)
def test_what_cannot_be_kept_is_named(told: dict[str, Any], paths: list[str]):
    assert faults(told) == paths


def test_a_long_path_is_told_cut():
    (path,) = faults({"a" * 60: {"b" * 500: 1}})
    assert len(path) == 200


def test_a_profile_is_bounded_as_a_whole():
    nearly = profile_with("", {"a": "x" * (LARGEST - 100)})
    with pytest.raises(Invalid) as refused:
        profile_with(nearly, {"b": "", "c": "é" * 60})
    assert [path for path, _ in refused.value.problems] == ["c"]
    assert kept({"a": "short", "c": "é" * 60}, nearly) == {"a": "short", "c": "é" * 60}
