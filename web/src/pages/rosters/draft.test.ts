import { expect, test } from "vitest";
import "../../time/told";
import { fresh } from "../../time/meaning";
import type { Roster } from "../../api/types";
import {
  copyOf,
  draftFrom,
  faultsOf,
  foretellable,
  freshShift,
  hasWeekStart,
  lengthWords,
  missing,
  mistakes,
  patternNote,
  placed,
  shiftTo,
  shownPaths,
  unready,
  wishOf,
  type ShiftDraft,
} from "./draft";

const NOW = Date.parse("2026-11-20T10:00:00Z") / 1000;
const BERLIN = "Europe/Berlin";
const shift = (change: Partial<ShiftDraft> = {}): ShiftDraft => ({
  ...freshShift(NOW, BERLIN),
  people: [{ id: 18, name: "Ann" }],
  ...change,
});

const SCHEDULES: Roster["shifts"][number]["schedule"][] = [
  once("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
  recurring({ kind: "daily", every: 2 }, { kind: "occurrences", count: 20 }),
  recurring({ kind: "weekly", every: 1, days: ["monday", "friday"] }, { kind: "never" }),
  recurring({ kind: "weekly", every: 2, days: ["saturday", "sunday"], week_start: "sunday" }, { kind: "never" }),
  once("2026-11-23T08:00:00Z", "2027-03-28T01:00:00Z", "2026-11-23T09:00:00", "2027-03-28T02:30:00"),
  recurring({ kind: "monthly_by_day", every: 3, day: 31 }, until("2027-01-16T04:57:11Z", null)),
  recurring({ kind: "yearly", every: 1 }, until("2027-01-16T08:00:00Z", "2027-01-16T09:00:00")),
  recurring({ kind: "monthly_by_weekday", every: 1, week_index: -1, weekday: "sunday" }, { kind: "never" }),
  recurring({ kind: "yearly", every: 4 }, { kind: "never" }),
];

/** A one-time shift that was sent as instants, unless it was typed by the clocks. */
function once(start: string, end: string, start_reading: string | null = null, end_reading: string | null = null) {
  return { kind: "once", start, end, start_reading, end_reading } as never;
}

function until(at: string, at_reading: string | null) {
  return { kind: "until", at, at_reading };
}

function recurring(pattern: unknown, ends: unknown) {
  return { kind: "recurring", anchor_on: "2026-11-20", start_time: "22:00", end_time: "06:00", pattern, ends } as never;
}

function rosterWith(schedule: Roster["shifts"][number]["schedule"]): Roster {
  const shifts = [{ id: "ESD-1", name: "Night", schedule, contacts: [18], groups: ["g"], text: "" }];
  const people = [{ id: 18, name: "Ann", email: "", phone: "", mobile: "" }];
  return { id: "ES-1", name: "Desk", description: "", tz: BERLIN, shifts, people, groups: [{ id: "g", name: "Crew" }] } as never;
}

test.each(SCHEDULES)("what is read and not changed is sent back as it was: %j", (schedule) => {
  const { text: _, ...same } = rosterWith(schedule).shifts[0]!;
  expect(wishOf(draftFrom(rosterWith(schedule), NOW)).shifts).toEqual([same]);
});

test("people and groups come with their names", () => {
  const [one] = draftFrom(rosterWith(SCHEDULES[1]!), NOW).shifts;
  expect([one?.people, one?.groups]).toEqual([[{ id: 18, name: "Ann" }], [{ id: "g", name: "Crew" }]]);
});

test("a new shift has no id, and a copy neither", () => {
  const known = { ...shift(), id: "ESD-1" };
  expect(shiftTo(known, BERLIN).id).toBe("ESD-1");
  expect("id" in shiftTo(copyOf(known), BERLIN)).toBe(false);
});

test("what is typed is sent as it was typed", () => {
  const one = shift({ kind: "once", start: fresh("2026-11-23T09:00") });
  expect(shiftTo(one, BERLIN).schedule).toMatchObject({ start: "2026-11-23T09:00", start_reading: null });
});

test("of two hours that read alike the second is sent as an instant", () => {
  const one = shift({ kind: "once", start: { ...fresh("2026-10-25T02:30"), isSecond: true } });
  expect(shiftTo(one, BERLIN).schedule).toMatchObject({ start: "2026-10-25T01:30:00Z" });
});

test("in another zone the readings stay, and back in the first all is as it was", () => {
  const draft = draftFrom(rosterWith(once("2026-11-23T08:00:00Z", "2026-11-23T16:00:00Z")), NOW);
  const start = (tz: string) => wishOf({ ...draft, tz }).shifts[0]?.schedule;
  expect(start("UTC")).toMatchObject({ start: "2026-11-23T09:00" });
  expect(start(BERLIN)).toMatchObject({ start: "2026-11-23T08:00:00Z" });
});

test.each([
  ["09:00", "17:00", "ends the same day, 8 h"],
  ["22:00", "06:00", "ends the next day, 8 h"],
  ["08:00", "08:00", "ends the next day, 24 h"],
  ["09:00", "", ""],
])("from %s to %s it %s", (from, to, words) => {
  expect(lengthWords(from, to)).toBe(words);
});

test("a month without the day is said to have no shift", () => {
  expect(patternNote(shift({ pattern: "monthly_by_day", day: "31" }))).toBe("A month without a 31st has no shift.");
  expect(patternNote(shift({ pattern: "monthly_by_day", day: "28" }))).toBe("");
});

test("the 29th of February is said to be rare", () => {
  expect(patternNote(shift({ pattern: "yearly", anchor: "2028-02-29" }))).toContain("leap years only");
});

test("without weekdays the first day's own counts", () => {
  expect(patternNote(shift({ days: [] }))).toContain("every Friday");
});

test.each([
  [{ every: "2" }, true],
  [{ every: "1" }, false],
  [{ every: "2", days: [] }, false],
  [{ every: "2", pattern: "daily" }, false],
] as const)("on which day weeks start is asked only where it matters: %j", (change, expected) => {
  expect(hasWeekStart(shift(change))).toBe(expected);
});

test("what is missing is named", () => {
  expect(missing(shift({ people: [], anchor: "" }))).toEqual(["people", "a first day"]);
  expect(missing(shift())).toEqual([]);
});

test.each([
  [{ every: "11" }, "schedule.pattern.every"],
  [{ every: "1.5" }, "schedule.pattern.every"],
  [{ pattern: "monthly_by_day", day: "32" }, "schedule.pattern.day"],
  [{ ends: "occurrences", count: "0" }, "schedule.ends.count"],
] as const)("a number out of its range stands at its field: %j", (change, field) => {
  expect(Object.keys(mistakes(shift(change)))).toEqual([field]);
});

test("a shift that ends before it starts is a mistake, and not foretold", () => {
  const [start, end] = ["2026-11-23T09:00", "2026-11-23T08:00"].map(fresh);
  const bad = shift({ kind: "once", start: start!, end: end! });
  expect(Object.keys(mistakes(bad))).toEqual(["schedule.end"]);
  expect(foretellable({ name: "", description: "", tz: BERLIN, shifts: [bad] }).shifts).toEqual([]);
});

test("a shift without a name and people is not ready to be saved", () => {
  const draft = { name: "Desk", description: "", tz: BERLIN, shifts: [shift({ name: "A" }), shift({ people: [] })] };
  expect(unready(draft).map(({ path }) => path)).toEqual(["shifts[1].name", "shifts[1].contacts"]);
});

test("only complete shifts are foretold, and a nameless one is called by its number", () => {
  const draft = { name: "", description: "", tz: BERLIN, shifts: [shift({ people: [] }), shift()] };
  const { shifts, places } = foretellable(draft);
  expect([shifts.map(({ name }) => name), places]).toEqual([["Shift 2"], [1]]);
});

test("faults of shifts that were sent in part are put where the shifts are", () => {
  expect(placed({ "shifts[0].name": "No." }, [2])).toEqual({ "shifts[2].name": "No." });
});

test("a fault stands at the field of its path", () => {
  const faults = {
    "shifts[0].schedule.pattern.every": "Too much.",
    "shifts[1].contacts[0]": "Who?",
    "shifts[1].contacts[3]": "And who?",
  };
  expect(faultsOf(faults, 0)).toEqual({ "schedule.pattern.every": "Too much." });
  expect(faultsOf(faults, 1)).toEqual({ contacts: "Who? And who?" });
});

test("a path without a field is not among those that are shown", () => {
  expect(shownPaths({ "shifts[0].id": "Gone.", "shifts[0].name": "No." })).not.toContain("shifts[0].id");
});
