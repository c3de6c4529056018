"""One instant: who is on, since when, until when, who is next."""

from tests.engine.oracle import utc
from tests.engine.told import a_layer, an_override
from watchbill.engine import FOREVER, Duty, Layer, Override, Revision, Shift, Tier, duty_at, tier_of

DAYTIME = [{"type": "daily", "start": "08:00", "end": "20:00"}]
NIGHT = [{"type": "daily", "start": "20:00", "end": "08:00"}]


def duty(at: str, layers: tuple[Layer, ...], *overrides: Override) -> Duty:
    return duty_at(tier_of(layers, overrides), utc(at))


def on(got: Duty) -> tuple[int | None, int | None, int | None]:
    return got.contact, got.since, got.until


def after(got: Duty) -> tuple[int | None, int | None]:
    return got.next_contact, got.next_at


def test_a_tier_without_layers_has_nobody_ever() -> None:
    assert duty("2026-06-01", ()) == Duty(None, None, None, None, None, None)
    assert duty_at(Tier((), ()), 0) == Duty(None, None, None, None, None, None)


def test_a_turn_is_since_its_start_until_its_end() -> None:
    got = duty("2026-06-02 12:00", (a_layer(),))
    assert on(got) == (2, utc("2026-06-02"), utc("2026-06-03"))
    assert after(got) == (1, utc("2026-06-03"))


def test_the_instant_of_a_handoff_is_the_next_contact_s() -> None:
    assert duty("2026-06-02 00:00:00", (a_layer(),)).contact == 2
    assert duty("2026-06-01 23:59:59", (a_layer(),)).contact == 1


def test_before_a_layer_starts_its_first_contact_comes_next() -> None:
    got = duty("2020-01-01", (a_layer("2026-06-01"),))
    assert on(got) == (None, None, None)
    assert after(got) == (1, utc("2026-06-01"))


def test_one_contact_alone_has_no_end_in_sight_and_nobody_next() -> None:
    got = duty("2026-06-02", (a_layer("1990-01-01", contacts=(1,)),))
    assert on(got) == (1, utc("1990-01-01"), None)
    assert after(got) == (None, None)
    assert got.shift == Shift(utc("1990-01-01"), FOREVER, 1, 0, None)


def test_a_shift_is_told_whole() -> None:
    got = duty("2026-06-02 12:00", (a_layer(restrictions=DAYTIME),))
    assert got.shift == Shift(utc("2026-06-02 08:00"), utc("2026-06-02 20:00"), 2, 0, None)


def test_in_a_gap_the_first_who_comes_is_next_though_they_were_on_before() -> None:
    got = duty("2026-06-01 22:00", (a_layer(contacts=(1,), restrictions=DAYTIME),))
    assert on(got) == (None, None, None)
    assert after(got) == (1, utc("2026-06-02 08:00"))


def test_next_is_somebody_else_and_never_a_gap() -> None:
    got = duty("2026-06-01 12:00", (a_layer(contacts=(1, 1, 2), restrictions=DAYTIME),))
    assert on(got) == (1, utc("2026-06-01 08:00"), utc("2026-06-01 20:00"))
    assert after(got) == (2, utc("2026-06-03 08:00"))


def test_one_contact_in_daytime_only_has_an_end_but_nobody_next() -> None:
    got = duty("2026-06-03 12:00", (a_layer(contacts=(1,), restrictions=DAYTIME),))
    assert on(got) == (1, utc("2026-06-03 08:00"), utc("2026-06-03 20:00"))
    assert after(got) == (None, None)


def test_two_layers_may_keep_one_contact_on_without_a_break() -> None:
    layers = a_layer(contacts=(1,), restrictions=DAYTIME), a_layer(contacts=(1,), restrictions=NIGHT, index=1)
    got = duty("2026-06-03 12:00", layers)
    assert on(got) == (1, utc("2026-06-01"), None)
    assert got.shift == Shift(utc("2026-06-03 08:00"), utc("2026-06-03 20:00"), 1, 0, None)


def test_an_override_of_the_same_contact_makes_no_break() -> None:
    got = duty("2026-06-01 12:00", (a_layer(contacts=(9, 2)),), an_override("2026-06-02", "2026-06-02 06:00"))
    assert on(got) == (9, utc("2026-06-01"), utc("2026-06-02 06:00"))
    assert after(got) == (2, utc("2026-06-02 06:00"))


def test_an_override_parts_a_long_shift() -> None:
    override = an_override("2026-06-02", "2026-06-03")
    before, inside = (duty(at, (a_layer(contacts=(1,)),), override) for at in ("2026-06-01", "2026-06-02"))
    assert on(before) == (1, utc("2026-06-01"), utc("2026-06-02"))
    assert after(before) == (9, utc("2026-06-02"))
    assert on(inside) == (9, utc("2026-06-02"), utc("2026-06-03"))
    assert after(inside) == (1, utc("2026-06-03"))


def test_an_override_far_ahead_is_next() -> None:
    got = duty("2026-06-01", (a_layer(contacts=(1,)),), an_override("2046-01-01", "2046-01-02"))
    assert on(got) == (1, utc("2026-06-01"), utc("2046-01-01"))
    assert after(got) == (9, utc("2046-01-01"))


def test_a_shift_may_last_a_thousand_months() -> None:
    got = duty("2000-01-01", (a_layer("1950-01-31", {"type": "monthly", "interval": 1000}),))
    assert on(got) == (1, utc("1950-01-31"), utc("2033-05-31"))
    assert after(got) == (2, utc("2033-05-31"))


def test_the_end_of_a_layer_ends_its_contact() -> None:
    got = duty("2026-06-01", (a_layer(contacts=(1,), end="2026-07-01"),))
    assert on(got) == (1, utc("2026-06-01"), utc("2026-07-01"))
    assert after(got) == (None, None)


def test_a_layer_that_is_never_open_has_nobody_next() -> None:
    assert duty("2026-06-01", (a_layer(restrictions=[]),)) == Duty(None, None, None, None, None, None)


def test_a_lower_layer_that_never_shows_through_is_never_next() -> None:
    got = duty("2026-06-02", (a_layer(contacts=(2,)), a_layer(contacts=(1,), index=1)))
    assert on(got) == (1, utc("2026-06-01"), None)
    assert after(got) == (None, None)


def test_a_contact_stays_on_over_a_revision_that_keeps_them() -> None:
    tier = Tier((Revision(None, (a_layer(contacts=(1,)),)), Revision(utc("2026-06-03"), (a_layer(contacts=(1,)),))), ())
    assert on(duty_at(tier, utc("2026-06-02"))) == on(duty_at(tier, utc("2026-06-04"))) == (1, utc("2026-06-01"), None)


def test_a_revision_to_come_is_next() -> None:
    tier = Tier((Revision(None, (a_layer(contacts=(1,)),)), Revision(utc("2030-01-01"), (a_layer(contacts=(2,)),))), ())
    assert after(duty_at(tier, utc("2026-06-02"))) == (2, utc("2030-01-01"))


def test_who_is_next_may_come_only_when_two_layers_disagree_about_a_day() -> None:
    """Monthly turns hidden by business hours: the other contact is seen on the first Saturday of July."""
    weekdays = [{"type": "days", "days": [0, 1, 2, 3, 4], "start": "00:00", "end": "00:00"}]
    layers = (
        a_layer("2026-06-01", {"type": "monthly"}, contacts=(1, 2)),
        a_layer("2026-06-01", contacts=(1,), restrictions=weekdays, index=1),
    )
    assert after(duty("2026-06-01", layers)) == (2, utc("2026-07-04"))


def test_a_contact_whom_two_layers_keep_on_is_on_since_the_lower_one_began() -> None:
    layers = a_layer("2015-01-01", contacts=(1,)), a_layer("2015-01-01", contacts=(1,), restrictions=DAYTIME, index=1)
    assert on(duty("2026-06-03 12:00", layers)) == (1, utc("2015-01-01"), None)


def test_a_contact_of_a_new_revision_is_on_since_the_revision_counts() -> None:
    revisions = Revision(None, (a_layer(contacts=(1,)),)), Revision(utc("2026-06-03"), (a_layer(contacts=(2,)),))
    got = duty_at(Tier(revisions, ()), utc("2026-06-04"))
    assert got.shift == Shift(utc("2026-06-03"), FOREVER, 2, 0, None)
    assert on(got) == (2, utc("2026-06-03"), None)
