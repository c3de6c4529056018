/** A roster as a form holds it: read from the API's record, spoken back as a wish, and what is wrong by field. */

import type { components } from "../../api/schema";
import type { NamedId, Roster } from "../../api/types";
import { fresh, momentOf, sentAs, type Moment } from "../../time/meaning";
import { named } from "../../time/names";
import { DAY, dayIn, readingOf, weekday } from "../../time/wallclock";
import { lengthOf, secondsOf } from "../../time/words";

export type ShiftWish = components["schemas"]["NewShift"];
type Saved = Roster["shifts"][number];

export type PatternKind = "daily" | "weekly" | "monthly_by_day" | "monthly_by_weekday" | "yearly";
export type EndsKind = "never" | "occurrences" | "until";

export interface NamedGroup {
  id: string;
  name: string;
}

export interface ShiftDraft {
  /** The same for as long as it is edited. */
  key: number;
  /** Of a shift that is there already. */
  id: string | null;
  name: string;
  kind: "once" | "recurring";
  start: Moment;
  end: Moment;
  anchor: string;
  from: string;
  to: string;
  pattern: PatternKind;
  /** As typed. */
  every: string;
  /** From Monday 0. */
  days: readonly number[];
  /** On which day weeks start; null where nobody chose one, which is Monday. */
  weekStart: number | null;
  day: string;
  weekIndex: number;
  weekday: number;
  ends: EndsKind;
  count: string;
  until: Moment;
  people: readonly NamedId[];
  groups: readonly NamedGroup[];
}

export interface Draft {
  name: string;
  description: string;
  tz: string;
  shifts: readonly ShiftDraft[];
}

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

let last = 0;

/** A shift on the five working days from the day of `now` on. */
export function freshShift(now: number, tz: string): ShiftDraft {
  const today = readingOf(now, tz).slice(0, 10);
  return {
    key: ++last,
    id: null,
    name: "",
    kind: "recurring",
    start: fresh(`${today}T09:00`),
    end: fresh(`${today}T17:00`),
    anchor: today,
    from: "09:00",
    to: "17:00",
    pattern: "weekly",
    every: "1",
    days: [0, 1, 2, 3, 4],
    weekStart: null,
    day: String(Number(today.slice(8))),
    weekIndex: 1,
    weekday: weekdayOf(today) ?? 0,
    ends: "never",
    count: "10",
    until: fresh(readingOf(now + 90 * DAY, tz).slice(0, 10) + "T23:59"),
    people: [],
    groups: [],
  };
}

/** A copy that is a shift of its own. */
export function copyOf(shift: ShiftDraft): ShiftDraft {
  return { ...shift, key: ++last, id: null, name: shift.name ? `${shift.name} (copy)` : "" };
}

// ── from the record, and back ────────────────────────────────────────────────────────────────────────────────────

export function draftFrom(roster: Roster, now: number): Draft {
  const people = new Map(roster.people.map(({ id, name }) => [id, name]));
  const groups = new Map(roster.groups.map(({ id, name }) => [id, name]));
  return {
    name: roster.name,
    description: roster.description,
    tz: roster.tz,
    shifts: roster.shifts.map((shift) => ({
      ...freshShift(now, roster.tz),
      id: shift.id,
      name: shift.name,
      people: shift.contacts.map((id) => ({ id, name: people.get(id) ?? `Contact ${id}` })),
      groups: shift.groups.map((id) => ({ id, name: groups.get(id) ?? "Unknown group" })),
      ...whenFrom(shift.schedule, roster.tz),
    })),
  };
}

/** The instants of a roster's rules. */
export function endsIn({ shifts }: Pick<Roster, "shifts">): number[] {
  return shifts.flatMap(({ schedule }) => {
    if (schedule.kind === "once") return [schedule.start, schedule.end].map(secondsOf);
    return schedule.ends?.kind === "until" ? [secondsOf(schedule.ends.at)] : [];
  });
}

function whenFrom(schedule: Saved["schedule"], tz: string): Partial<ShiftDraft> {
  if (schedule.kind === "once") {
    const { start, start_reading, end, end_reading } = schedule;
    return { kind: "once", start: momentOf(start, start_reading, tz), end: momentOf(end, end_reading, tz) };
  }
  const { anchor_on, start_time, end_time, pattern, ends } = schedule;
  return {
    kind: "recurring",
    anchor: anchor_on,
    from: start_time,
    to: end_time,
    pattern: pattern.kind,
    every: String(pattern.every),
    days: pattern.kind === "weekly" ? pattern.days.map((day) => dayNumber(day)) : [],
    ...(pattern.kind === "weekly" && pattern.week_start ? { weekStart: dayNumber(pattern.week_start) } : {}),
    ...(pattern.kind === "monthly_by_day" ? { day: String(pattern.day) } : {}),
    ...(pattern.kind === "monthly_by_weekday"
      ? { weekIndex: pattern.week_index, weekday: dayNumber(pattern.weekday) }
      : {}),
    ends: ends?.kind ?? "never",
    ...(ends?.kind === "occurrences" ? { count: String(ends.count) } : {}),
    ...(ends?.kind === "until" ? { until: momentOf(ends.at, ends.at_reading, tz) } : {}),
  };
}

function dayNumber(day: unknown): number {
  return typeof day === "number" ? day : WEEKDAYS.findIndex((name) => name === String(day).toLowerCase());
}

export function shiftTo(shift: ShiftDraft, tz: string): ShiftWish {
  return {
    ...(shift.id === null ? {} : { id: shift.id }),
    name: shift.name.trim(),
    schedule: whenTo(shift, tz),
    contacts: shift.people.map(({ id }) => id),
    groups: shift.groups.map(({ id }) => id),
  };
}

function whenTo(shift: ShiftDraft, tz: string): ShiftWish["schedule"] {
  if (shift.kind === "once") {
    const [start, end] = [sentAs(shift.start, tz), sentAs(shift.end, tz)];
    return { kind: "once", start: start.at, end: end.at, start_reading: start.reading, end_reading: end.reading };
  }
  return {
    kind: "recurring",
    anchor_on: shift.anchor,
    start_time: shift.from,
    end_time: shift.to,
    pattern: patternTo(shift),
    ends: endsTo(shift, tz),
  };
}

type Recurring = Extract<ShiftWish["schedule"], { kind: "recurring" }>;

function patternTo(shift: ShiftDraft): Recurring["pattern"] {
  const { pattern: kind, weekIndex } = shift;
  const every = Number(shift.every);
  switch (kind) {
    case "weekly":
      return {
        kind,
        every,
        days: [...shift.days].sort().map((day) => WEEKDAYS[day] ?? ""),
        ...(shift.weekStart === null ? {} : { week_start: WEEKDAYS[shift.weekStart] }),
      };
    case "monthly_by_day":
      return { kind, every, day: Number(shift.day) };
    case "monthly_by_weekday":
      return { kind, every, week_index: weekIndex as 1 | 2 | 3 | 4 | -1, weekday: WEEKDAYS[shift.weekday] ?? "" };
    default:
      return { kind, every };
  }
}

function endsTo({ ends, count, until }: ShiftDraft, tz: string): NonNullable<Recurring["ends"]> {
  if (ends === "occurrences") return { kind: ends, count: Number(count) };
  if (ends === "until") {
    const { at, reading } = sentAs(until, tz);
    return { kind: ends, at, at_reading: reading };
  }
  return { kind: "never" };
}

export function wishOf(draft: Draft) {
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    tz: draft.tz,
    shifts: draft.shifts.map((shift) => shiftTo(shift, draft.tz)),
  };
}

// ── what is still missing, and what is wrong ─────────────────────────────────────────────────────────────────────

/** What a shift still needs before it can be foretold; empty where it needs nothing. */
export function missing(shift: ShiftDraft): string[] {
  const lacks: string[] = [];
  if (!shift.people.length && !shift.groups.length) lacks.push("people");
  if (shift.kind === "once") {
    if (!shift.start.reading) lacks.push("a start");
    if (!shift.end.reading) lacks.push("an end");
    return lacks;
  }
  if (!shift.anchor) lacks.push("a first day");
  if (!shift.from || !shift.to) lacks.push("times");
  if (!shift.every) lacks.push("a pace");
  if (shift.pattern === "monthly_by_day" && !shift.day) lacks.push("a day of the month");
  if (shift.ends === "occurrences" && !shift.count) lacks.push("a number of times");
  if (shift.ends === "until" && !shift.until.reading) lacks.push("an end");
  return lacks;
}

const isWhole = (text: string, least: number, most: number): boolean =>
  /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;

/** What is wrong with what was typed, by the shift's own fields, so that nobody waits for the server to say it. */
export function mistakes(shift: ShiftDraft): Record<string, string> {
  const found: Record<string, string> = {};
  if (shift.kind === "once") {
    const { start, end } = shift;
    // Of readings that come twice the second ones are told apart by the server.
    if (start.reading && end.reading && end.reading < start.reading && !start.isSecond && !end.isSecond) {
      found["schedule.end"] = "The end has to be after the start.";
    }
    return found;
  }
  if (shift.every && !isWhole(shift.every, 1, 10)) found["schedule.pattern.every"] = "A whole number from 1 to 10.";
  if (shift.pattern === "monthly_by_day" && shift.day && !isWhole(shift.day, 1, 31)) {
    found["schedule.pattern.day"] = "A day from 1 to 31.";
  }
  if (shift.ends === "occurrences" && shift.count && !isWhole(shift.count, 1, 1_000_000)) {
    found["schedule.ends.count"] = "A whole number from 1 to 1,000,000.";
  }
  return found;
}

const isComplete = (shift: ShiftDraft): boolean => !missing(shift).length && !Object.keys(mistakes(shift)).length;

/** The shifts that can be foretold, and where each stands in the draft. A shift without a name is called by its number. */
export function foretellable(draft: Draft): { shifts: ShiftWish[]; places: number[] } {
  const places = draft.shifts.flatMap((shift, place) => (isComplete(shift) ? [place] : []));
  const shifts = places.flatMap((place) => {
    const shift = draft.shifts[place];
    return shift ? [{ ...shiftTo(shift, draft.tz), name: shift.name.trim() || `Shift ${place + 1}` }] : [];
  });
  return { shifts, places };
}

/** What nobody has to ask the server about, by the paths under which it would say so. */
export function unready(draft: Draft): { path: string; reason: string }[] {
  const faults = draft.name.trim() ? [] : [{ path: "name", reason: "The roster needs a name." }];
  draft.shifts.forEach((shift, place) => {
    const path = `shifts[${place}]`;
    if (!shift.name.trim()) faults.push({ path: `${path}.name`, reason: "The shift needs a name." });
    if (!shift.people.length && !shift.groups.length) {
      faults.push({ path: `${path}.contacts`, reason: "Choose at least one person or group." });
    }
    for (const [field, reason] of Object.entries(mistakes(shift))) faults.push({ path: `${path}.${field}`, reason });
  });
  return faults;
}

export type Faults = Readonly<Record<string, string>>;

/** Faults of a list that was sent in part, under their places in the draft. */
export function placed(faults: Faults, places: readonly number[]): Faults {
  const moved = Object.entries(faults).map(([path, reason]) => [
    path.replace(/^shifts\[(\d+)\]/, (_, place: string) => `shifts[${places[Number(place)] ?? place}]`),
    reason,
  ]);
  return Object.fromEntries(moved) as Faults;
}

const LISTS = /^(contacts|groups|schedule\.pattern\.days)\[\d+\]$/;
const FIELDS = new Set([
  "name",
  "schedule.start",
  "schedule.end",
  "schedule.anchor_on",
  "schedule.start_time",
  "schedule.end_time",
  "schedule.pattern.every",
  "schedule.pattern.days",
  "schedule.pattern.day",
  "schedule.pattern.week_index",
  "schedule.pattern.weekday",
  "schedule.ends.count",
  "schedule.ends.at",
  "contacts",
  "groups",
]);

/** The field of a shift that a path is about, and which shift; null for a path that has no field. */
function fieldOf(path: string): { place: number; field: string } | null {
  const found = /^shifts\[(\d+)\]\.(.+)$/.exec(path);
  if (!found) return null;
  const own = found[2] ?? "";
  const field = LISTS.exec(own)?.[1] ?? own;
  return FIELDS.has(field) ? { place: Number(found[1]), field } : null;
}

/** What is wrong with one shift, by its own fields; what is wrong with one of many people stands at the people. */
export function faultsOf(faults: Faults, place: number): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [path, reason] of Object.entries(faults)) {
    const at = fieldOf(path);
    if (at?.place === place) found[at.field] = found[at.field] ? `${found[at.field]} ${reason}` : reason;
  }
  return found;
}

/** The paths whose reasons stand beside a field. */
export function shownPaths(faults: Faults): string[] {
  const paths = Object.keys(faults);
  const inShifts = paths.filter((path) => fieldOf(path) !== null);
  // That the list as a whole is bad only repeats what is said beside the fields of its shifts.
  const whole = inShifts.length ? ["shifts"] : [];
  return [...inShifts, ...whole, "name", "description", "customer", "tz"];
}

// ── in words ─────────────────────────────────────────────────────────────────────────────────────────────────────

function secondOf(time: string): number | null {
  const found = /^(\d\d):(\d\d)(?::(\d\d))?$/.exec(time);
  return found ? Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3] ?? 0) : null;
}

/** "8 h", "ends the next day, 8 h"; empty while a time is missing. */
export function lengthWords(from: string, to: string): string {
  const [start, end] = [secondOf(from), secondOf(to)];
  if (start === null || end === null) return "";
  if (end > start) return `ends the same day, ${lengthOf(end - start)}`;
  const seconds = end + DAY - start;
  return `ends the next day, ${seconds === DAY ? "24 h" : lengthOf(seconds)}`;
}

/** The day of the week of a date, from Monday 0; null for what is no date. */
function weekdayOf(date: string): number | null {
  const day = weekday(dayIn(date));
  return Number.isNaN(day) ? null : day;
}

const LONG = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
export const longDay = (day: number): string => LONG[day] ?? "";
export const shortDay = (day: number): string => longDay(day).slice(0, 3);

const ORDINALS: Record<number, string> = { 1: "first", 2: "second", 3: "third", 4: "fourth", [-1]: "last" };
export const WEEK_INDEXES = [1, 2, 3, 4, -1] as const;
export const weekWord = (index: number): string => ORDINALS[index] ?? "";

function dayth(day: number): string {
  const tail = day > 10 && day < 14 ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return `${day}${tail}`;
}

/** Whether it makes a difference on which day weeks start: where some weeks are left out, and days are named. */
export const hasWeekStart = ({ pattern, every, days }: ShiftDraft): boolean =>
  pattern === "weekly" && Number(every) > 1 && days.length > 0;

/** What a reader would not guess of a pattern; empty where there is nothing. */
export function patternNote(shift: ShiftDraft): string {
  const weekday = weekdayOf(shift.anchor);
  switch (shift.pattern) {
    case "daily":
      return "";
    case "weekly": {
      const notes = [];
      if (!shift.days.length && weekday !== null) notes.push(`No day is chosen: every ${longDay(weekday)}, as the first day.`);
      if (hasWeekStart(shift)) notes.push("Weeks are counted from the one that the first day is in.");
      return notes.join(" ");
    }
    case "monthly_by_day": {
      const day = Number(shift.day);
      return day > 28 && day < 32 ? `A month without a ${dayth(day)} has no shift.` : "";
    }
    case "monthly_by_weekday":
      return "";
    case "yearly":
      if (weekday === null) return "";
      return shift.anchor.slice(5) === "02-29" ? "On 29 February: leap years only." : `On ${dateWords(shift.anchor)} of each such year.`;
  }
}

function dateWords(date: string): string {
  return named(dayIn(date) * DAY, { day: "numeric", month: "long" });
}

const UNITS: Record<PatternKind, string> = {
  daily: "day",
  weekly: "week",
  monthly_by_day: "month",
  monthly_by_weekday: "month",
  yearly: "year",
};
export const unitOf = (pattern: PatternKind, every: string): string => UNITS[pattern] + (Number(every) === 1 ? "" : "s");
