"""What is left of a minute, counted in a little memory."""

from watchbill.api.rosters.rates import Allowance


def test_each_caller_has_the_whole_limit() -> None:
    allowance = Allowance(2)
    assert [allowance.charge(caller, 0) for caller in (b"a", b"b", b"a", b"a", b"b")] == [1, 1, 0, -1, 0]


def test_a_new_minute_begins_anew() -> None:
    allowance = Allowance(1)
    assert [allowance.charge(b"a", now) for now in (0, 59, 60, 119, 120)] == [0, -1, 0, -1, 0]


def test_too_many_callers_share_one_allowance() -> None:
    allowance = Allowance(2, most_callers=2)
    assert [allowance.charge(caller, 0) for caller in (b"a", b"b", b"c", b"d", b"e", b"a")] == [1, 1, 1, 0, -1, 0]


def test_the_reset_is_the_instant_at_which_the_next_minute_begins() -> None:
    told = {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "120"}
    assert dict(Allowance(5).headers(0, 61)) == told
    assert dict(Allowance(5).headers(-1, 61)) == told | {"Retry-After": "59"}
