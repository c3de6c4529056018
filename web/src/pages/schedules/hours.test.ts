import { describe, expect, it } from "vitest";
import type { Shift } from "../../api/types";
import { isoOf, secondsOf } from "../../time/words";
import { fateOf, meaningOf, onCallIn, shownAs } from "./hours";

const BERLIN = "Europe/Berlin";
const at = (clock: string) => secondsOf(`2026-11-23T${clock}:00Z`);
const shift = (from: string, to: string, person: number): Shift => ({
  start: isoOf(at(from)),
  end: isoOf(at(to)),
  people: [person],
  rule: { kind: "layer", index: 0, text: "layer 0" },
});

describe("the meaning of a reading", () => {
  it("is one instant on most days", () => {
    expect(meaningOf("2026-11-23T09:00", BERLIN)).toEqual({ at: at("08:00"), is: "once", note: null });
  });
  it("is the first of two, and says so", () => {
    const found = meaningOf("2026-10-25T02:30", BERLIN);
    expect(found).toMatchObject({ at: secondsOf("2026-10-25T00:30:00Z"), is: "twice" });
    expect(found?.note).toContain("The first is meant, in CEST");
  });
  it("is the second of two on wish", () => {
    const found = meaningOf("2026-10-25T02:30", BERLIN, true);
    expect(found).toMatchObject({ at: secondsOf("2026-10-25T01:30:00Z"), is: "twice" });
    expect(found?.note).toContain("The second is meant, in CET");
  });
  it("is the end of the skip where clocks skip it, and says so", () => {
    const found = meaningOf("2026-03-29T02:30", BERLIN);
    expect(found).toMatchObject({ at: secondsOf("2026-03-29T01:00:00Z"), is: "skipped" });
    expect(found?.note).toContain("skip 02:30");
  });
  it("is nothing for a field that is not filled", () => {
    expect(meaningOf("", BERLIN)).toBeNull();
  });
});

describe("an instant in a form", () => {
  it("is read back as the same instant, also in an hour that comes twice", () => {
    for (const one of ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-07-01T12:00:00Z"]) {
      const { reading, isSecond } = shownAs(secondsOf(one), BERLIN);
      expect(meaningOf(reading, BERLIN, isSecond)?.at).toBe(secondsOf(one));
    }
  });
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
