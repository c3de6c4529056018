/** The axis: instants on a line, and the marks a zone's calendar and clock put on it. */
import {
  DAY,
  HOUR,
  MINUTE,
  dayOf,
  dayStart,
  instants,
  jumps,
  monthOf,
  monthStart,
  wall,
  weekday,
  type Jump,
} from "../time/wallclock";
import { abbreviation, clock, date, dateName, dayName, dayNumber, length, monthName, yearName } from "./labels";

/** A line of pixels on which every second is as long as every other. */
export interface Axis {
  since: number;
  until: number;
  width: number;
  x(at: number): number;
  at(x: number): number;
}

export function axis(since: number, until: number, width: number): Axis {
  const seconds = Math.max(1, until - since);
  return {
    since,
    until,
    width,
    x: (at) => ((at - since) / seconds) * width,
    at: (x) => (width > 0 ? Math.round(since + (x / width) * seconds) : since),
  };
}

/** A stretch of the axis that begins on a wall-clock boundary; the first may have begun before the window. */
export interface Tick {
  at: number;
  until: number;
  label: string;
}

export interface Ticks {
  major: Tick[];
  minor: Tick[];
}

/** Narrower than this, a label of that kind cannot be read. */
const ROOM = { hour: 36, day: 20, week: 22, month: 24 };
const HOUR_STEPS = [1, 3, 6, 12];

/** The two rows of an axis for as many pixels: days over hours, months over days or weeks, years over months. */
export function ticks(since: number, until: number, zone: string, pixels: number): Ticks {
  const pace = pixels / Math.max(1, until - since);
  const cells = (starts: number[], label: (day: number, width: number, at: number) => string): Tick[] =>
    starts.map((at, index) => {
      const end = Math.min(starts[index + 1] ?? until, until);
      const width = (end - Math.max(at, since)) * pace;
      return { at, until: end, label: label(dayOf(at, zone), width, at) };
    });
  const hours = HOUR_STEPS.find((step) => step * HOUR * pace >= ROOM.hour);
  if (hours !== undefined) {
    return {
      major: cells(dayStarts(since, until, zone), dayLabel),
      minor: cells(hourStarts(since, until, zone, hours), (_, width, at) => (width >= 32 ? clock(at, zone) : "")),
    };
  }
  const major = cells(monthStarts(since, until, zone, 1), monthLabel);
  if (DAY * pace >= ROOM.day) return { major, minor: cells(dayStarts(since, until, zone), shortDayLabel) };
  if (7 * DAY * pace >= ROOM.week) {
    // The first week's Monday may lie outside, under another month: its date would be read as one of this month.
    const label = (day: number, width: number, at: number): string => (at < since ? "" : weekLabel(day, width));
    return { major, minor: cells(weekStarts(since, until, zone), label) };
  }
  return {
    major: cells(monthStarts(since, until, zone, 12), (day, width) => (width >= 32 ? yearName(day) : "")),
    minor: cells(monthStarts(since, until, zone, 1), monthLabel),
  };
}

function dayLabel(day: number, width: number): string {
  if (width >= 186) return `${dayName(day, true)} ${monthName(day, "long")}`;
  if (width >= 96) return `${dayName(day)} ${monthName(day, "short")}`;
  return shortDayLabel(day, width);
}

function shortDayLabel(day: number, width: number): string {
  if (width >= 46) return dayName(day);
  return width >= 17 ? dayNumber(day) : "";
}

function weekLabel(day: number, width: number): string {
  if (width >= 46) return dateName(day);
  return width >= 17 ? dayNumber(day) : "";
}

function monthLabel(day: number, width: number): string {
  if (width >= 126) return monthName(day, "year");
  if (width >= 82) return monthName(day, "long");
  return width >= 24 ? monthName(day, "short") : "";
}

/** In order and each once: a skipped day begins where the next one does. */
function ordered(starts: number[], since: number, until: number): number[] {
  const all = [...new Set(starts)].filter((at) => at < until).sort((a, b) => a - b);
  const first = all.findLastIndex((at) => at <= since);
  return first > 0 ? all.slice(first) : all;
}

function daysIn(since: number, until: number, zone: string): number[] {
  const first = dayOf(since, zone);
  return Array.from({ length: Math.max(1, dayOf(until - 1, zone) - first + 1) }, (_, index) => first + index);
}

function dayStarts(since: number, until: number, zone: string): number[] {
  return ordered(
    daysIn(since, until, zone).map((day) => dayStart(day, zone)),
    since,
    until,
  );
}

function hourStarts(since: number, until: number, zone: string, step: number): number[] {
  const starts = daysIn(since, until, zone).flatMap((day) =>
    Array.from({ length: 24 / step }, (_, index) => index * step).flatMap((hour) =>
      hour === 0 ? dayStart(day, zone) : instants(day * DAY + hour * HOUR, zone),
    ),
  );
  return ordered(starts, since, until);
}

function weekStarts(since: number, until: number, zone: string): number[] {
  const first = dayOf(since, zone);
  const monday = first - weekday(first);
  const mondays = daysIn(since, until, zone).filter((day) => weekday(day) === 0);
  return ordered(
    [monday, ...mondays].map((day) => dayStart(day, zone)),
    since,
    until,
  );
}

function monthStarts(since: number, until: number, zone: string, months: number): number[] {
  const first = Math.floor(monthOf(dayOf(since, zone)) / months) * months;
  const last = monthOf(dayOf(until - 1, zone));
  const starts: number[] = [];
  for (let month = first; month <= last; month += months) starts.push(dayStart(monthStart(month), zone));
  return ordered(starts, since, until);
}

/** Where a day's midnight lies in the window, for the lines between days. */
export function midnights(since: number, until: number, zone: string): number[] {
  return dayStarts(since, until, zone).filter((at) => at >= since);
}

/** Saturdays and Sundays, cut to the window. */
export function weekends(since: number, until: number, zone: string): { start: number; end: number }[] {
  const first = dayOf(since, zone);
  const found: { start: number; end: number }[] = [];
  for (let day = first - weekday(first); day <= dayOf(until, zone); day += 7) {
    const start = Math.max(since, dayStart(day + 5, zone));
    const end = Math.min(until, dayStart(day + 7, zone));
    if (start < end) found.push({ start, end });
  }
  return found;
}

/** An instant from which the zone's clock runs otherwise. */
export interface Change extends Jump {
  /** "+1 h", "−30 min" */
  short: string;
  /** "clocks go back 1 h, 02:59 CEST → 02:00 CET" */
  words: string;
}

export function changes(since: number, until: number, zone: string): Change[] {
  return jumps(since, until, zone).map((jump) => ({ ...jump, ...told(jump, zone) }));
}

function told({ at, before, after }: Jump, zone: string): { short: string; words: string } {
  const [isForward, size] = [after > before, length(Math.abs(after - before))];
  const isOtherDay = Math.abs(dayOf(at, zone) - dayOf(at - 1, zone)) > 1;
  const reading = (instant: number): string =>
    `${isOtherDay ? `${date(instant, zone)} ` : ""}${clock(instant, zone)} ${abbreviation(instant, zone)}`;
  return {
    short: `${isForward ? "+" : "−"}${size}`,
    words: `clocks go ${isForward ? "forward" : "back"} ${size}, ${reading(at - 1)} → ${reading(at)}`,
  };
}

/** The nearest instant at which the clock reads a multiple of so many minutes. */
export function snap(at: number, zone: string, minutes: number): number {
  const [reading, grid] = [wall(at, zone), minutes * MINUTE];
  return at + Math.round(reading / grid) * grid - reading;
}

export const KINDS = ["day", "week", "fortnight", "month", "quarter"] as const;
export type Kind = (typeof KINDS)[number];

/** What the page looks at: whole days, weeks or months of a zone. */
export interface Window {
  kind: Kind;
  zone: string;
  since: number;
  until: number;
}

/** The window of that kind in which an instant lies; weeks begin on Monday, a fortnight with its week. */
export function windowOf(kind: Kind, around: number, zone: string): Window {
  const day = dayOf(around, zone);
  if (kind === "day") return daysFrom(kind, day, 1, zone);
  if (kind === "week") return daysFrom(kind, day - weekday(day), 7, zone);
  if (kind === "fortnight") return daysFrom(kind, day - weekday(day), 14, zone);
  const month = monthOf(day);
  return kind === "month" ? monthsFrom(kind, month, 1, zone) : monthsFrom(kind, month - (month % 3), 3, zone);
}

function daysFrom(kind: Kind, day: number, count: number, zone: string): Window {
  return { kind, zone, since: dayStart(day, zone), until: dayStart(day + count, zone) };
}

function monthsFrom(kind: Kind, month: number, count: number, zone: string): Window {
  const [since, until] = [dayStart(monthStart(month), zone), dayStart(monthStart(month + count), zone)];
  return { kind, zone, since, until };
}

/** Whether it is known what clocks show at both ends. */
export function isKnown({ since, until }: { since: number; until: number }): boolean {
  return !Number.isNaN(since + until);
}

/** The window before or after, of the same kind; the same one while it is not known what clocks show there. */
export function step(window: Window, by: 1 | -1): Window {
  const next = beside(window, by);
  return isKnown(next) ? next : window;
}

function beside({ kind, zone, since, until }: Window, by: 1 | -1): Window {
  if (kind === "fortnight") return daysFrom(kind, dayOf(since, zone) + 14 * by, 14, zone);
  // A day that a zone skipped has no instant of its own: one second past the edge is the day beside it.
  return windowOf(kind, by > 0 ? until : since - 1, zone);
}

/** The window before or after any span: by its own kind where it has one, else by as many whole days or seconds. */
export function stepped(since: number, until: number, zone: string, by: 1 | -1): { since: number; until: number } {
  const kind = kindOf(since, until, zone);
  if (kind !== null) {
    const next = step({ kind, zone, since, until }, by);
    return { since: next.since, until: next.until };
  }
  const [first, last] = [dayOf(since, zone), dayOf(until, zone)];
  if (last > first && dayStart(first, zone) === since && dayStart(last, zone) === until) {
    const days = (last - first) * by;
    const next = { since: dayStart(first + days, zone), until: dayStart(last + days, zone) };
    return isKnown(next) ? next : { since, until };
  }
  const seconds = (until - since) * by;
  return { since: since + seconds, until: until + seconds };
}

/** The kind of window that a span is, if it is one. */
export function kindOf(since: number, until: number, zone: string): Kind | null {
  const isKind = (kind: Kind): boolean => {
    const whole = windowOf(kind, since, zone);
    return whole.since === since && whole.until === until;
  };
  return KINDS.find(isKind) ?? null;
}

/** "Monday 23 November 2026", "23 – 29 Nov 2026", "November 2026", "Oct – Dec 2026" */
export function title(since: number, until: number, zone: string): string {
  const [first, last] = [dayOf(since, zone), dayOf(until - 1, zone)];
  if (first === last) return `${dayName(first, true)} ${monthName(first, "year")}`;
  const isOneYear = yearName(first) === yearName(last);
  const year = isOneYear ? "" : ` ${yearName(first)}`;
  const kind = kindOf(since, until, zone);
  if (kind === "month") return monthName(first, "year");
  if (kind === "quarter") return `${monthName(first, "short")} – ${monthName(last, "short")} ${yearName(last)}`;
  const isOneMonth = isOneYear && monthOf(first) === monthOf(last);
  return `${isOneMonth ? dayNumber(first) : dateName(first)}${year} – ${dateName(last)} ${yearName(last)}`;
}
