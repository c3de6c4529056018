"""Rules in English: rotations, restrictions and recurrences in words, for every edge and for the pages.

What is said stands in the tables at the top: the functions below decide which phrase it is and what goes into it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from watchbill.engine import recurrence, restriction
from watchbill.engine.layer import Layer
from watchbill.engine.recurrence import LAST_WEEK, MonthlyByDay, MonthlyByWeekday, Never, Occurrences, Pattern
from watchbill.engine.restriction import Restriction, Restrictions
from watchbill.engine.roster import OneTime, Recurring, Schedule, ShiftRule
from watchbill.engine.rotation import Rotation
from watchbill.engine.spans import BEGINNING, DAY, FOREVER
from watchbill.engine.wallclock import zone

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKS: Final = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST_WEEK: "last"}
_ADVERBS: Final = {"hours": "hourly", "days": "daily", "weeks": "weekly", "months": "monthly", "years": "yearly"}
_UNITS: Final = {"hours": "an hour", "days": "a day", "weeks": "a week", "months": "a month", "years": "a year"}
_ORDINALS: Final = {1: "{}st", 2: "{}nd", 3: "{}rd", 21: "{}st", 22: "{}nd", 23: "{}rd", 31: "{}st"}
_PHRASES: Final = {
    "and": "{0} and {1}",
    "& between days": "{0} & {1}",
    # moments and spans
    "always": "always",
    "until": "until {0}",
    "from on": "from {0} on",
    "again": "{0} (again)",
    "all day": "all day",
    "the next day": "{0} the next day",
    # layers
    "every": "every {0} {1}",
    "turns of": "turns of {0} {1}",
    "only open turns": "{0}, only open turns count",
    "never": "never",
    "layer": "layer {0}, {1}",
    # handoffs
    "nobody yet": "Nobody takes turns yet.",
    "no handoff": "One person has every turn: there is no handoff.",
    "each takes": "Each takes {0}; handed off {1}. {2}",
    "open turns count": "Only turns with open hours count.",
    "begins again": "The order begins again after {0}.",
    "mixed turns": "Turns of {0} {1}, one after another; handed off {2}.",
    "same lengths": "{0} With this many people, each always has turns of the same length.",
    "count": "{0} {1}",
    "after each": "after each",
    "at": "at {0}",
    "elapsed hours": "{0} (elapsed hours, so that a clock change moves it)",
    "every hour": "every hour",
    "every day at": "every day at {0}",
    "every days at": "every {0} days at {1}",
    "on weekdays": "{0}s",
    "on days at": "on {0} at {1}",
    "every weeks on": "every {0} weeks, on a {1} at {2}",
    "on the day at": "on the {0} at {1}",
    "every months on": "every {0} months {1}",
    "or the last day": "{0}, or the last day of a shorter month,",
    # rosters
    "pattern on": "{0} on {1}",
    "on day": "{0} on day {1}",
    "on the weekday": "{0} on the {1} {2}",
    "on date": "{0} on {1} {2}",
    "shift": "shift {0}",
    "once": "once, {0}",
    "from date": "{0} from {1}",
    "weeks start": "{0}, weeks start on {1}",
    "times": "{0}, {1} times",
    "one time": "{0}, one time",
    "until at": "{0}, until {1}",
}
_EPOCH_ON: Final = 719_163  # date(1970, 1, 1).toordinal()


def _say(phrase: str, *parts: object) -> str:
    return _PHRASES[phrase].format(*parts)


# --- lists ----------------------------------------------------------------------------------------------


def listed(words: Iterable[str]) -> str:
    """Words with commas between and "and" before the last."""
    *most, last = words
    return _say("and", ", ".join(most), last) if most else last


# --- moments --------------------------------------------------------------------------------------------


def wall_words(at: int, tz: str) -> str:
    """What the clocks of a zone show at an instant: "Monday 2026-06-01 09:00 Europe/Berlin"."""
    return f"{_wall(at, tz)} {tz}"


def span_words(start: int, end: int, tz: str) -> str:
    """A span on the clocks of a zone, the date once where it stays the same; an end that is FOREVER is none.

    So for a start that is BEGINNING.
    """
    if start <= BEGINNING:
        return _say("always") if end >= FOREVER else _say("until", wall_words(end, tz))
    if end >= FOREVER:
        return _say("from on", wall_words(start, tz))
    is_one_day = zone(tz).reading(start) // DAY == zone(tz).reading(end) // DAY
    return f"{_wall(start, tz)} – {_time_on_wall(end, tz) if is_one_day else _wall(end, tz)} {tz}"


def date_words(on: int) -> str:
    """A date, given as `date.toordinal()` counts: "Monday 2026-06-01"."""
    day = date.fromordinal(on)
    return f"{_DAYS[day.weekday()]} {day.isoformat()}"


def time_words(second: int) -> str:
    """A second of the day as HH:MM, with its seconds where it has some."""
    minutes, seconds = divmod(second, 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text


def _wall(at: int, tz: str) -> str:
    reading = _reading(at, tz)
    return f"{date_words(reading // DAY + _EPOCH_ON)} {_time_on_wall(at, tz)}"


def _time_on_wall(at: int, tz: str) -> str:
    """The time of day; one that clocks show for the second time says so."""
    time = time_words(_reading(at, tz) % DAY)
    return time if zone(tz).reading(at) == zone(tz).furthest(at) else _say("again", time)


def _reading(at: int, tz: str) -> int:
    # The calendar has no date before year 1 and none after 9999.
    return min(max(zone(tz).reading(at), BEGINNING), FOREVER)


def hours_words(start: int, end: int) -> str:
    """The hours of the day from one second of the day to another, which may be on the next day."""
    end %= DAY
    if start == end:
        return _say("all day") if start == 0 else _say("the next day", f"{time_words(start)}–{time_words(end)}")
    return f"{time_words(start)}–{time_words(end) if end else '24:00'}"


def days_words(days: Iterable[int]) -> str:
    """Days of the week from Monday 0, three or more in a row as one: "Mon–Fri", "Sat & Sun", "Mon, Wed & Fri"."""
    runs: list[list[int]] = []
    for day in sorted(set(days)):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    *most, last = [word for run in runs for word in _run_words([_DAYS[day][:3] for day in run])]
    return _say("& between days", ", ".join(most), last) if most else last


def _run_words(names: list[str]) -> list[str]:
    return [f"{names[0]}–{names[-1]}"] if len(names) > 2 else names


# --- layers ---------------------------------------------------------------------------------------------


def rotation_words(rotation: Rotation) -> str:
    """How contacts take turns: "weekly", "every 12 hours", "turns of 5 and 2 days, only open turns count"."""
    if len(rotation.lengths) == 1:
        words = _every(rotation.lengths[0], rotation.unit)
    else:
        words = _say("turns of", listed(map(str, rotation.lengths)), rotation.unit)
    return words if rotation.turns == "all" else _say("only open turns", words)


def _every(count: int, unit: str) -> str:
    return _ADVERBS[unit] if count == 1 else _say("every", count, unit)


def restriction_words(restrictions: Restrictions) -> str:
    """When a layer is open: "always", "never", "Mon–Fri 09:00–17:00 and Sat 10:00–14:00"."""
    if restrictions is None:
        return _say("always")
    return listed(map(_window_words, restrictions)) if restrictions else _say("never")


def _window_words(window: Restriction) -> str:
    match window:
        case restriction.Weekly(start_day, start, end_day, end):
            opens = f"{_DAYS[start_day][:3]} {time_words(start)}"
            return f"{opens}–{_DAYS[end_day][:3]} {time_words(end)}"
        case restriction.Days(days, start, end) if len(set(days)) < len(_DAYS):
            return f"{days_words(days)} {hours_words(start, end)}"
        case _:  # on each day
            return hours_words(window.start, window.end)


def layer_words(layer: Layer) -> str:
    """A layer: "layer 2, weekly, Mon–Fri 09:00–17:00 Europe/Berlin"."""
    rotation = rotation_words(layer.rotation)
    if layer.restrictions is None:
        return _say("layer", layer.index, f"{rotation}, {layer.tz}")
    return _say("layer", layer.index, f"{rotation}, {restriction_words(layer.restrictions)} {layer.tz}")


def handoff_words(layer: Layer) -> str:
    """What the turns of a layer mean for its contacts: how long each has, when they hand off, when it begins again."""
    if not layer.contacts:
        return _say("nobody yet")
    if len(set(layer.contacts)) == 1:
        return _say("no handoff")
    if len(layer.rotation.lengths) > 1:
        return _mixed_words(layer)
    [length], unit = layer.rotation.lengths, layer.rotation.unit
    again = _say("begins again", _measure(length * len(layer.contacts), unit))
    rest = _say("open turns count") if layer.rotation.turns == "open" else again
    return _say("each takes", _measure(length, unit), _handoffs(length, unit, _reading(layer.start, layer.tz)), rest)


def _mixed_words(layer: Layer) -> str:
    lengths, unit = layer.rotation.lengths, layer.rotation.unit
    first = _reading(layer.start, layer.tz)
    at = time_words(first % DAY)
    if unit == "hours":
        when = _say("after each")
    elif unit == "days" and sum(lengths) % len(_DAYS) == 0 and len(lengths) <= len(_DAYS):
        days = (_weekday(first // DAY + sum(lengths[:turn])) for turn in range(len(lengths)))
        when = _say("on days at", listed(_say("on weekdays", day) for day in dict.fromkeys(days)), at)
    else:
        when = _say("at", at)
    words = _say("mixed turns", listed(map(str, lengths)), unit, when)
    people = len(set(layer.contacts))
    is_even = people == len(layer.contacts) and people % len(lengths) == 0
    return _say("same lengths", words) if is_even else words


def _measure(count: int, unit: str) -> str:
    return _UNITS[unit] if count == 1 else _say("count", count, unit)


def _handoffs(length: int, unit: str, first: int) -> str:
    """When turns of one length end, by what clocks read at the first of them."""
    day, time = first // DAY, time_words(first % DAY)
    match unit, length:
        case "hours", _:
            return _say("elapsed hours", _hourly(length, first % DAY))
        case "days", 1:
            return _say("every day at", time)
        case "days", _:
            return _say("every days at", length, time)
        case "weeks", 1:
            return _say("on days at", _say("on weekdays", _weekday(day)), time)
        case "weeks", _:
            return _say("every weeks on", length, _weekday(day), time)
        case _:  # months
            on = _say("on the day at", _day_of_month(date.fromordinal(day + _EPOCH_ON).day), time)
            return on if length == 1 else _say("every months on", length, on)


def _hourly(length: int, first: int) -> str:
    # More than six times a day are no help.
    if 24 % length or length < 4:
        return _say("every hour") if length == 1 else _say("every", length, "hours")
    times = sorted((first + hours * 3600) % DAY for hours in range(0, 24, length))
    return _say("at", listed(map(time_words, times)))


def _weekday(day: int) -> str:
    return _DAYS[date.fromordinal(day + _EPOCH_ON).weekday()]


def _day_of_month(day: int) -> str:
    words = _ORDINALS.get(day, "{}th").format(day)
    return words if day <= 28 else _say("or the last day", words)


# --- rosters --------------------------------------------------------------------------------------------


def pattern_words(pattern: Pattern, anchor_on: int) -> str:
    """On which days something starts: "weekly on Mon–Fri", "every 2 months on the last Friday".

    The anchor names the day where the pattern itself does not.
    """
    anchor = date.fromordinal(anchor_on)
    match pattern:
        case recurrence.Daily(every):
            return _every(every, "days")
        case recurrence.Weekly(every, days):
            return _say("pattern on", _every(every, "weeks"), days_words(days or (anchor.weekday(),)))
        case MonthlyByDay(every, day):
            return _say("on day", _every(every, "months"), day)
        case MonthlyByWeekday(every, week_index, weekday):
            return _say("on the weekday", _every(every, "months"), _WEEKS[week_index], _DAYS[weekday])
        case _:  # Yearly
            return _say("on date", _every(pattern.every, "years"), anchor.day, _MONTHS[anchor.month - 1])


def shift_rule_words(rule: ShiftRule, tz: str) -> str:
    """A shift rule of a roster in its zone: "Night, weekly on Mon–Fri 22:00–06:00 Europe/Berlin, 10 times"."""
    return f"{rule.name or _say('shift', rule.id)}, {schedule_words(rule.schedule, tz)}"


def schedule_words(schedule: Schedule, tz: str) -> str:
    """When a shift rule is, in its zone: "weekly on Mon–Fri 22:00–06:00 Europe/Berlin, 10 times"."""
    if isinstance(schedule, OneTime):
        return _say("once", span_words(schedule.start, schedule.end, tz))
    return _recurring_words(schedule, tz)


def _recurring_words(schedule: Recurring, tz: str) -> str:
    hours = hours_words(schedule.start_time, schedule.end_time)
    words = f"{pattern_words(schedule.pattern, schedule.anchor_on)} {hours} {tz}"
    if schedule.pattern.every > 1:  # which of the days, weeks, months or years it is, the anchor says
        words = _say("from date", words, date.fromordinal(schedule.anchor_on).isoformat())
        # On which day weeks start is said where that is not Monday.
        if isinstance(schedule.pattern, recurrence.Weekly) and schedule.pattern.week_start:
            words = _say("weeks start", words, _DAYS[schedule.pattern.week_start])
    match schedule.ends:
        case Never():
            return words
        case Occurrences(count):
            return _say("times", words, count) if count > 1 else _say("one time", words)
        case _:  # Until
            return _say("until at", words, wall_words(schedule.ends.at, tz))
