import { describe, expect, it } from "vitest";
import { fresh, isKept, meaningOf, momentOf, sentAs, shownAs, typedTo } from "./meaning";
import "./told";
import { secondsOf } from "./words";

const BERLIN = "Europe/Berlin";
const meaning = (reading: string, isSecond = false) => meaningOf({ reading, isSecond }, BERLIN);

describe("the meaning of a reading", () => {
  it("is one instant on most days", () => {
    expect(meaning("2026-11-23T09:00")).toEqual({ at: secondsOf("2026-11-23T08:00:00Z"), is: "once", note: null });
  });
  it("is the first of two, and says so", () => {
    const found = meaning("2026-10-25T02:30");
    expect(found).toMatchObject({ at: secondsOf("2026-10-25T00:30:00Z"), is: "twice" });
    expect(found?.note).toContain("The first is meant, in CEST");
  });
  it("is the second of two on wish", () => {
    const found = meaning("2026-10-25T02:30", true);
    expect(found).toMatchObject({ at: secondsOf("2026-10-25T01:30:00Z"), is: "twice" });
    expect(found?.note).toContain("The second is meant, in CET");
  });
  it("is the end of the skip where clocks skip it, and says so", () => {
    const found = meaning("2026-03-29T02:30");
    expect(found).toMatchObject({ at: secondsOf("2026-03-29T01:00:00Z"), is: "skipped" });
    expect(found?.note).toContain("skip 02:30");
  });
  it("is nothing for a field that is not filled", () => {
    expect(meaning("")).toBeNull();
  });
});

describe("an instant in a form", () => {
  it("is read back as the same instant, also in an hour that comes twice", () => {
    for (const one of ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-07-01T12:00:00Z"]) {
      expect(meaningOf(shownAs(secondsOf(one), BERLIN), BERLIN)?.at).toBe(secondsOf(one));
    }
  });
});

describe("what is sent", () => {
  const told = (at: string, reading: string | null) => momentOf(at, reading, BERLIN);

  it.each([
    ["2026-10-25T01:30:00Z", null],
    ["2026-11-23T08:00:00Z", "2026-11-23T09:00:00"],
    ["2027-03-28T01:00:00Z", "2027-03-28T02:30:00"],
    ["2027-01-01T00:00:07Z", "2027-01-01T01:00:07"],
  ])("of an end that nobody touches is what was told: %s, typed %s", (at, reading) => {
    expect(sentAs(told(at, reading), BERLIN)).toEqual({ at, reading });
  });
  it("is the reading where somebody types", () => {
    const typed = { ...told("2026-11-23T08:00:00Z", null), reading: "2026-11-23T10:00" };
    expect(sentAs(typed, BERLIN)).toEqual({ at: "2026-11-23T10:00", reading: null });
  });
  it("is the reading as it was typed where clocks skip it", () => {
    expect(typedTo(fresh("2027-03-28T02:30"), BERLIN)).toBe("2027-03-28T02:30");
  });
  it("is an instant for the second of two that read alike, and for no other", () => {
    expect(typedTo({ reading: "2026-10-25T02:30", isSecond: true }, BERLIN)).toBe("2026-10-25T01:30:00Z");
    expect(typedTo({ reading: "2026-10-25T09:00", isSecond: true }, BERLIN)).toBe("2026-10-25T09:00");
  });
  it("is what was told again when a change is taken back", () => {
    const one = told("2026-10-25T01:30:00Z", null);
    expect([isKept({ ...one, isSecond: false }, BERLIN), isKept({ ...one, isSecond: true }, BERLIN)]).toEqual([false, true]);
  });
});
