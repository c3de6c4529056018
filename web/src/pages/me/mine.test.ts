import { describe, expect, it } from "vitest";
import "../../time/told";
import type { PlaceShift } from "../../api/types";
import { byDay, hoursBetween, nextOf, onNow } from "./mine";

const now = Date.parse("2026-11-21T12:00:00Z") / 1000;

function shift(start: string | null, end: string | null): PlaceShift {
  const place = { kind: "roster" as const, id: "ES-1", name: "Night desk", customer: { id: 2, name: "Acme" } };
  return { start, end, people: [18], rule: { kind: "shift", id: "a", text: "Night" }, place };
}

const shifts = [
  shift("2026-11-20T12:00:00Z", "2026-11-21T12:00:00Z"),
  shift("2026-11-21T08:00:00Z", "2026-11-21T16:00:00Z"),
  shift("2026-11-21T23:30:00Z", "2026-11-22T06:00:00Z"),
];

describe("my shifts", () => {
  it("are on from their start until just before their end", () => {
    expect(onNow(shifts, now)).toEqual([shifts[1]]);
  });
  it("that have no ends are always on", () => {
    expect(onNow([shift(null, null)], now)).toHaveLength(1);
  });
  it("come next in the order of their starts", () => {
    expect(nextOf([...shifts].reverse(), now)).toBe(shifts[2]);
    expect(nextOf([], now)).toBeNull();
  });
  it("stand below the day on which they begin by the reader's clocks", () => {
    expect(byDay(shifts, "Europe/Berlin", now).map(({ day }) => day)).toEqual(["On now", "Sun 22 Nov"]);
    expect(byDay(shifts, "UTC", now).map(({ day }) => day)).toEqual(["On now", "Sat 21 Nov"]);
  });
  it("count only the hours inside the window", () => {
    expect(hoursBetween(shifts, now, now + 86_400)).toBe(10.5);
  });
});
