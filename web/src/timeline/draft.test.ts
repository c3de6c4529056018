import { describe, expect, it } from "vitest";
import "../time/told";
import { DAY, HOUR, MINUTE, instants } from "../time/wallclock";
import { QUARTER, dragged, drawn, firstDraft, nudged } from "./draft";
import { clock } from "./labels";

const zone = "Europe/Berlin";
const noon = Date.parse("2026-11-23T11:00:00Z") / 1000;
const limits = { start: noon - DAY, end: noon + DAY };
const span = { start: noon, end: noon + HOUR };
const times = (made: { start: number; end: number }): string => `${clock(made.start, zone)}–${clock(made.end, zone)}`;

describe("hours drawn over a lane", () => {
  it("lie on quarters", () => expect(times(drawn(noon + 6 * MINUTE, noon + 50 * MINUTE, zone))).toBe("12:00–12:45"));
  it("may be drawn backwards", () => expect(times(drawn(noon + HOUR, noon, zone))).toBe("12:00–13:00"));
  it("are never empty", () => expect(times(drawn(noon, noon + 60, zone))).toBe("12:00–12:15"));
});

describe("an end that is dragged", () => {
  it("goes to the nearest quarter", () =>
    expect(times(dragged(span, "end", noon + 100 * MINUTE, zone, limits))).toBe("12:00–13:45"));
  it("stays a quarter before the other", () =>
    expect(times(dragged(span, "start", noon + DAY / 2, zone, limits))).toBe("12:45–13:00"));
  it("stays in the window", () => expect(dragged(span, "end", noon + 9 * DAY, zone, limits).end).toBe(limits.end));
});

describe("an end that is moved by keys", () => {
  it("goes a quarter", () => expect(times(nudged(span, "end", 1, false, zone, limits))).toBe("12:00–13:15"));
  it("goes an hour", () => expect(times(nudged(span, "start", -1, true, zone, limits))).toBe("11:00–13:00"));
  it("goes to the quarter beside it from between two", () => {
    const odd = { start: noon + 5 * MINUTE, end: noon + HOUR };
    expect([
      times(nudged(odd, "start", 1, false, zone, limits)),
      times(nudged(odd, "start", -1, false, zone, limits)),
    ]).toEqual(["12:15–13:00", "12:00–13:00"]);
  });
  it("goes through both of the hours that read the same", () => {
    const [first = 0, second = 0] = instants(Date.parse("2026-10-25T02:45:00Z") / 1000, zone);
    const made = nudged({ start: first - HOUR, end: first }, "end", 1, true, zone, { start: 0, end: second + DAY });
    expect(made.end).toBe(second);
  });
});

describe("covering by keys", () => {
  it("begins with the hour from there on", () =>
    expect(times(firstDraft(noon + 2 * MINUTE, zone, limits))).toBe("12:00–13:00"));
  it("begins inside the window", () =>
    expect(firstDraft(noon + 9 * DAY, zone, limits)).toEqual({ start: limits.end - HOUR, end: limits.end }));
  it("is never empty", () =>
    expect(firstDraft(noon, zone, { start: noon, end: noon + 60 })).toEqual({ start: noon, end: noon + QUARTER }));
});
