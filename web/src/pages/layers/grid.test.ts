import { describe, expect, it } from "vitest";
import { A_WEEK, cellsOf, filled, isHourly, painted, windowsOf, type Hours } from "./grid";

const office: Hours = { type: "days", days: ["monday", "tuesday", "wednesday", "thursday", "friday"], start: "09:00", end: "17:00" };
const weekend: Hours = { type: "weekly", start_day: "friday", start: "17:00", end_day: "monday", end: "09:00" };
const nights: Hours = { type: "daily", start: "22:00", end: "06:00" };

const openHours = (windows: Hours[]) => (cellsOf(windows) ?? []).filter(Boolean).length / 2;

describe("the week of restrictions", () => {
  it("is open in the windows of the named days", () => {
    expect(openHours([office])).toBe(40);
    expect(openHours([{ ...office, days: [0, "TUESDAY"] }])).toBe(16);
  });
  it("goes on over midnight and over the end of the week", () => {
    expect(openHours([nights])).toBe(56);
    expect(openHours([weekend])).toBe(64);
    expect(cellsOf([{ type: "days", days: ["sunday"], start: "23:00", end: "01:00" }])?.slice(0, 3)).toEqual([true, true, false]);
  });
  it("is open a whole day or week where the end is the start", () => {
    expect(openHours([{ type: "days", days: [2], start: "09:00", end: "09:00" }])).toBe(24);
    expect(openHours([{ type: "weekly", start_day: 1, start: "09:00", end_day: 1, end: "09:00" }])).toBe(168);
  });
  it("counts windows that overlap once", () => {
    expect(openHours([office, { ...office, start: "12:00", end: "18:00" }])).toBe(45);
  });
  it("is not there where half hours cannot say it", () => {
    expect(cellsOf([{ type: "daily", start: "09:15", end: "17:00" }])).toBeNull();
    expect(cellsOf([{ type: "daily", start: "09:00:01", end: "17:00:01" }])).toBeNull();
    expect(cellsOf([{ type: "daily", start: "09:00", end: "17:15" }])).toBeNull();
    expect(cellsOf([{ type: "daily", start: "", end: "17:00" }])).toBeNull();
  });
  it("is shown by whole hours where it has no half ones", () => {
    expect([isHourly(cellsOf([office]) ?? []), isHourly(cellsOf([{ ...office, start: "08:30" }]) ?? [])]).toEqual([true, false]);
  });
});

describe("restrictions of a week", () => {
  it("are of the kind that says it shortest", () => {
    for (const hours of [office, weekend, nights]) expect(windowsOf(cellsOf([hours]) ?? [])).toEqual([hours]);
  });
  it("are never open where nothing is, and all day where all is", () => {
    expect(windowsOf(Array(A_WEEK).fill(false))).toEqual([]);
    expect(windowsOf(Array(A_WEEK).fill(true))).toEqual([{ type: "daily", start: "00:00", end: "00:00" }]);
  });
  it("open what they were made of, whatever is painted", () => {
    let seed = 7;
    const dice = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    for (let round = 0; round < 200; round++) {
      let isOpen = false;
      const cells = Array.from({ length: A_WEEK }, () => (dice() < 0.06 ? (isOpen = !isOpen) : isOpen));
      expect(cellsOf(windowsOf(cells))).toEqual(cells);
    }
  });
});

describe("painting", () => {
  it("leaves the rules as they are written while the week is the same", () => {
    const written: Hours[] = [{ type: "days", days: [0, "Monday"], start: "09:00:00", end: "10:00" }];
    expect(painted(written, cellsOf(written) ?? [])).toBe(written);
  });
  it("fills the rectangle between two half hours, whichever comes first", () => {
    const none = Array<boolean>(A_WEEK).fill(false);
    expect(windowsOf(filled(none, 4 * 48 + 33, 18, true))).toEqual([office]);
    expect(windowsOf(filled(cellsOf([office]) ?? [], 0, A_WEEK - 1, false))).toEqual([]);
  });
});
