"""Where the engine stops looking: no end in sight, and memory that stays bounded."""

from msgspec.structs import replace

from watchbill.engine import (
    EARLIEST,
    LATEST,
    Duty,
    Layer,
    Override,
    Rotation,
    duty_at,
    instant,
    read_restrictions,
    tier_of,
    zone,
)

NOW = instant("2026-06-01T12:00:00Z")  # a Monday
DAY = 86_400


def windows(tz: str = "UTC", **window: object) -> Layer:
    restrictions = read_restrictions([window])
    return Layer(instant("1990-01-01T00:00:00Z"), Rotation("days", (1,)), restrictions, (1,), 0, tz)


def days_and_nights(tz: str = "UTC") -> tuple[Layer, Layer]:
    return windows(type="daily", start="06:00", end="18:00"), windows(tz, type="daily", start="18:00", end="06:00")


def mondays(contacts: tuple[int, ...], start: str = "2020-01-06T00:00:00Z") -> Layer:
    open_on = read_restrictions([{"type": "days", "days": [0], "start": "09:00", "end": "17:00"}])
    return Layer(instant(start), Rotation("days", (1,)), open_on, contacts, 1, "UTC")


def on_mondays(contacts: tuple[int, ...]) -> Duty:
    return duty_at(tier_of([mondays(contacts)]), NOW)


def test_who_never_has_an_open_turn_does_not_follow() -> None:
    assert on_mondays((1, 2, 3, 4, 5, 6, 7)).next_contact is None


def test_who_has_an_open_turn_a_week_later_follows() -> None:
    assert on_mondays((1, 2, 3, 4, 5, 6, 7, 8)).next_at == NOW + 7 * DAY - 3 * 3600


def test_a_contact_whom_thousands_of_windows_keep_on_has_no_start_and_no_end_in_sight() -> None:
    duty = duty_at(tier_of(days_and_nights("GMT")), NOW)
    assert (duty.contact, duty.since, duty.until, duty.next_contact) == (1, None, None, None)


def test_layers_of_one_zone_that_share_the_week_are_followed_however_long() -> None:
    duty = duty_at(tier_of(days_and_nights()), NOW)
    assert (duty.contact, duty.since, duty.until) == (1, instant("1990-01-01T00:00:00Z"), None)


def test_days_and_nights_go_on_until_somebody_else_has_either() -> None:
    day, night = days_and_nights()
    by_turns = replace(night, rotation=Rotation("weeks", (500,)), contacts=(2, 1))
    first = NOW + 500 * DAY
    duty = duty_at(tier_of([day, by_turns], [Override(id=1, start=first, end=first + DAY, contact=1)]), NOW)
    assert (duty.until, duty.next_contact) == (instant("2028-05-01T00:00:00Z"), 2)


def test_days_and_nights_go_back_to_when_somebody_else_had_either() -> None:
    day, night = days_and_nights()
    by_turns = replace(night, rotation=Rotation("weeks", (500,)), contacts=(2, 1))
    assert duty_at(tier_of([day, by_turns]), instant("2009-02-20T12:00:00Z")).since == instant("1999-08-02T00:00:00Z")


def test_days_and_nights_go_on_until_an_override_of_somebody_else() -> None:
    cover = Override(id=1, start=NOW + 900 * DAY, end=NOW + 901 * DAY, contact=2)
    assert duty_at(tier_of(days_and_nights(), [cover]), NOW).until == cover.start


def test_a_gap_between_days_and_nights_ends_them_the_same_day() -> None:
    day, night = days_and_nights()
    late = replace(night, restrictions=read_restrictions([{"type": "daily", "start": "19:00", "end": "06:00"}]))
    assert duty_at(tier_of([day, late]), NOW).until == NOW + 6 * 3600


def test_one_window_below_that_has_no_gap_gives_the_start_again() -> None:
    day, always = windows(type="daily", start="06:00", end="18:00"), windows(type="daily", start="00:00", end="00:00")
    assert duty_at(tier_of([day, always]), NOW).since == always.start


def test_a_base_layer_goes_back_to_its_start_below_decades_of_windows_of_the_same_contact() -> None:
    base = windows(type="daily", start="00:00", end="00:00")
    above = mondays((1, 2, 3, 4, 5, 6, 7), start="1990-01-01T00:00:00Z")
    assert duty_at(tier_of([base, above]), NOW).since == base.start


def test_a_zone_asked_about_thousands_of_years_still_answers_the_same() -> None:
    berlin = zone("Europe/Berlin")
    before = berlin.reading(NOW)
    assert all(0 < berlin.reading(at) - at < DAY for at in range(EARLIEST, LATEST, 365 * DAY))
    assert berlin.reading(NOW) == before
