import { describe, expect, it } from "vitest";
import { rotationFrom, turnsOf } from "./draft";
import { handoffWords, hoursOpenWords, rotationWords } from "./words";

const monday = "2026-11-23T09:00";
const said = (rotation: Record<string, unknown>, reading = monday, people = [1, 2, 3]) =>
  handoffWords(rotationFrom(rotation), turnsOf(rotation).lengths, reading, people);

describe("a rotation in words", () => {
  it("is short", () => {
    const words = [{ type: "weekly" }, { type: "hourly", interval: 12 }, { type: "custom", unit: "days", lengths: [5, 2], turns: "open" }];
    expect(words.map((one) => rotationWords(turnsOf(one)))).toEqual(["weekly", "every 12 hours", "turns of 5 and 2 days, only open turns count"]);
  });
  it("says when who hands off", () => {
    expect(said({ type: "weekly" })).toBe("Each takes a week; handed off on Mondays at 09:00. The order begins again after 3 weeks.");
    expect(said({ type: "daily", interval: 2 })).toContain("handed off every 2 days at 09:00.");
    expect(said({ type: "monthly" }, "2026-01-31T08:30")).toContain("on the 31st, or the last day of a shorter month, at 08:30");
    expect(said({ type: "hourly", interval: 12 })).toContain("Each takes 12 hours; handed off at 09:00 and 21:00");
  });
  it("names the days of turns that make up weeks", () => {
    expect(said({ type: "custom", unit: "days", lengths: [5, 2] })).toBe(
      "Turns of 5 and 2 days, one after another; handed off on Mondays and Saturdays at 09:00.",
    );
  });
  it("says who always has the long turns", () => {
    expect(said({ type: "custom", unit: "days", lengths: [5, 2] }, monday, [1, 2])).toContain("each always has turns of the same length");
    expect(said({ type: "custom", unit: "days", lengths: [5, 2] }, monday, [1, 2, 3, 1])).not.toContain("always");
  });
  it("says that one alone hands off to nobody", () => {
    expect([said({ type: "weekly" }, monday, [1, 1]), said({ type: "weekly" }, monday, [])]).toEqual([
      "One person has every turn: there is no handoff.",
      "Nobody takes turns yet.",
    ]);
  });
  it("says nothing of what cannot be read", () => {
    expect([said({ type: "daily", interval: 0 }), said({ type: "daily" }, "")]).toEqual(["", ""]);
  });
});

describe("hours in words", () => {
  it("name days in a row as one", () => {
    const days = { type: "days" as const, days: ["monday", "tuesday", "wednesday", 4], start: "09:00", end: "17:00:00" };
    expect(hoursOpenWords([days])).toBe("Mon–Wed & Fri 09:00–17:00");
  });
  it("say midnight as the end of a day", () => {
    expect(hoursOpenWords([{ type: "daily", start: "16:00", end: "00:00" }])).toBe("16:00–24:00");
    expect(hoursOpenWords([{ type: "daily", start: "16:00", end: "24:00" }])).toBe("16:00–24:00");
    expect(hoursOpenWords([{ type: "daily", start: "00:00", end: "24:00" }])).toBe("all day");
    expect(hoursOpenWords([{ type: "days", days: [5, 6], start: "00:00", end: "00:00" }])).toBe("Sat & Sun all day");
  });
  it("say always and never", () => {
    expect([hoursOpenWords(null), hoursOpenWords([])]).toEqual(["always", "never"]);
  });
});
