"""Rules in English: how rotations, restrictions and recurrences are put into words."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from watchbill.engine import recurrence, restriction
from watchbill.engine.layer import Layer
from watchbill.engine.recurrence import LAST_WEEK, MonthlyByDay, MonthlyByWeekday, Never, Occurrences, Pattern
from watchbill.engine.restriction import Restriction, Restrictions
from watchbill.engine.roster import OneTime, Recurring, ShiftRule
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
_EPOCH_ON: Final = 719_163  # date(1970, 1, 1).toordinal()


# --- lists ----------------------------------------------------------------------------------------------


def listed(words: Iterable[str]) -> str:
    """Words with commas between and "and" before the last."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


# --- moments --------------------------------------------------------------------------------------------


def wall_words(at: int, tz: str) -> str:
    """What the clocks of a zone show at an instant: "Monday 2026-06-01 09:00 Europe/Berlin"."""
    return f"{_wall(at, tz)} {tz}"


def span_words(start: int, end: int, tz: str) -> str:
    """A span on the clocks of a zone, the date once where it stays the same; an end that is FOREVER is none.

    So for a start that is BEGINNING.
    """
    if start <= BEGINNING:
        return "always" if end >= FOREVER else f"until {wall_words(end, tz)}"
    if end >= FOREVER:
        return f"from {wall_words(start, tz)} on"
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
    again = " (again)" if zone(tz).reading(at) != zone(tz).furthest(at) else ""
    return time_words(_reading(at, tz) % DAY) + again


def _reading(at: int, tz: str) -> int:
    # The calendar has no date before year 1 and none after 9999.
    return min(max(zone(tz).reading(at), BEGINNING), FOREVER)


def hours_words(start: int, end: int) -> str:
    """The hours of the day from one second of the day to another, which may be on the next day."""
    end %= DAY
    if start == end:
        return "all day" if start == 0 else f"{time_words(start)}–{time_words(end)} the next day"
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
    return f"{', '.join(most)} & {last}" if most else last


def _run_words(names: list[str]) -> list[str]:
    return [f"{names[0]}–{names[-1]}"] if len(names) > 2 else names


# --- layers ---------------------------------------------------------------------------------------------


def rotation_words(rotation: Rotation) -> str:
    """How contacts take turns: "weekly", "every 12 hours", "turns of 5 and 2 days, only open ones count"."""
    if len(rotation.lengths) == 1:
        words = _every(rotation.lengths[0], rotation.unit)
    else:
        words = f"turns of {listed(str(length) for length in rotation.lengths)} {rotation.unit}"
    return words if rotation.turns == "all" else f"{words}, only open turns count"


def _every(count: int, unit: str) -> str:
    return _ADVERBS[unit] if count == 1 else f"every {count} {unit}"


def restriction_words(restrictions: Restrictions) -> str:
    """When a layer is open: "always", "never", "Mon–Fri 09:00–17:00 and Sat 10:00–14:00"."""
    if restrictions is None:
        return "always"
    return listed(map(_window_words, restrictions)) if restrictions else "never"


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
    if layer.restrictions is None:
        return f"layer {layer.index}, {rotation_words(layer.rotation)}, {layer.tz}"
    return f"layer {layer.index}, {rotation_words(layer.rotation)}, {restriction_words(layer.restrictions)} {layer.tz}"


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
            return f"{_every(every, 'weeks')} on {days_words(days or (anchor.weekday(),))}"
        case MonthlyByDay(every, day):
            return f"{_every(every, 'months')} on day {day}"
        case MonthlyByWeekday(every, week_index, weekday):
            return f"{_every(every, 'months')} on the {_WEEKS[week_index]} {_DAYS[weekday]}"
        case _:  # Yearly
            return f"{_every(pattern.every, 'years')} on {anchor.day} {_MONTHS[anchor.month - 1]}"


def shift_rule_words(rule: ShiftRule, tz: str) -> str:
    """A shift rule of a roster in its zone: "Night, weekly on Mon–Fri 22:00–06:00 Europe/Berlin, 10 times"."""
    name = rule.name or f"shift {rule.id}"
    if isinstance(rule.schedule, OneTime):
        return f"{name}, once, {span_words(rule.schedule.start, rule.schedule.end, tz)}"
    return f"{name}, {_recurring_words(rule.schedule, tz)}"


def _recurring_words(schedule: Recurring, tz: str) -> str:
    hours = hours_words(schedule.start_time, schedule.end_time)
    words = f"{pattern_words(schedule.pattern, schedule.anchor_on)} {hours} {tz}"
    if schedule.pattern.every > 1:  # which of the days, weeks, months or years it is, the anchor says
        words += f" from {date.fromordinal(schedule.anchor_on).isoformat()}{_weeks_words(schedule.pattern)}"
    match schedule.ends:
        case Never():
            return words
        case Occurrences(count):
            return f"{words}, {count} times" if count > 1 else f"{words}, one time"
        case _:  # Until
            return f"{words}, until {wall_words(schedule.ends.at, tz)}"


def _weeks_words(pattern: Pattern) -> str:
    """On which day weeks start, where that is not Monday."""
    week_start = pattern.week_start if isinstance(pattern, recurrence.Weekly) else None
    return f", weeks start on {_DAYS[week_start]}" if week_start else ""
