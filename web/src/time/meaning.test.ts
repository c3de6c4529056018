import { describe, expect, it } from "vitest";
import { meaningOf, shownAs } from "./meaning";
import { secondsOf } from "./words";

const BERLIN = "Europe/Berlin";

describe("the meaning of a reading", () => {
  it("is one instant on most days", () => {
    expect(meaningOf("2026-11-23T09:00", BERLIN)).toEqual({ at: secondsOf("2026-11-23T08:00:00Z"), is: "once", note: null });
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
