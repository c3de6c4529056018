import { describe, expect, it } from "vitest";
import type { Shift } from "../../api/types";
import { isoOf, secondsOf } from "../../time/words";
import { fateOf, onCallIn } from "./hours";

const at = (clock: string) => secondsOf(`2026-11-23T${clock}:00Z`);
const shift = (from: string, to: string, person: number): Shift => ({
  start: isoOf(at(from)),
  end: isoOf(at(to)),
  people: [person],
  rule: { kind: "layer", index: 0, text: "layer 0" },
});

describe("who is on call in a span", () => {
  it("is told with the hours in which nobody is", () => {
    const found = onCallIn([shift("08:00", "12:00", 1)], { start: at("06:00"), end: at("14:00") });
    expect(found.map(({ people }) => people)).toEqual([[], [1], []]);
    expect(found[1]).toMatchObject({ start: at("08:00"), end: at("12:00") });
  });
  it("is cut to the span", () => {
    const found = onCallIn([shift("08:00", "12:00", 1)], { start: at("09:00"), end: at("10:00") });
    expect(found).toEqual([{ people: [1], start: at("09:00"), end: at("10:00") }]);
  });
  it("tells a person once whose shifts follow each other", () => {
    const found = onCallIn([shift("08:00", "10:00", 1), shift("10:00", "12:00", 1)], { start: at("08:00"), end: at("12:00") });
    expect(found).toEqual([{ people: [1], start: at("08:00"), end: at("12:00") }]);
  });
});

describe("what becomes of an on-demand shift that is cut", () => {
  const one = { start: isoOf(at("08:00")), end: isoOf(at("16:00")) };
  const fate = (from: string, to: string) => fateOf(one, { start: at(from), end: at(to) }, "UTC", at("00:00"));

  it("is said for each way to be cut", () => {
    expect(fate("07:00", "17:00")).toContain("deleted");
    expect(fate("12:00", "17:00")).toContain("ends earlier, Mon 23 Nov, 12:00 UTC");
    expect(fate("07:00", "12:00")).toContain("begins later, Mon 23 Nov, 12:00 UTC");
    expect(fate("10:00", "12:00")).toContain("split, Mon 23 Nov, 08:00 – 10:00 UTC, and Mon 23 Nov, 12:00 – 16:00 UTC");
  });
  it("counts touching ends as covered", () => {
    expect(fate("08:00", "16:00")).toContain("deleted");
    expect(fate("08:00", "12:00")).toContain("begins later");
    expect(fate("12:00", "16:00")).toContain("ends earlier");
  });
});
