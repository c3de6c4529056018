import { describe, expect, it } from "vitest";
import { instantOf, readingOf } from "./wallclock";
import { isoOf } from "./words";

const at = (reading: string, zone: string) => isoOf(instantOf(reading, zone) ?? NaN);

describe("the instant of a reading", () => {
  it("is that of the zone's offset", () => {
    expect(at("2026-06-03T20:00", "Europe/Berlin")).toBe("2026-06-03T18:00:00Z");
    expect(at("2026-01-03T20:00", "Asia/Kathmandu")).toBe("2026-01-03T14:15:00Z");
  });
  it("is the first of two where the reading comes twice", () => {
    expect(at("2026-10-25T02:30", "Europe/Berlin")).toBe("2026-10-25T00:30:00Z");
  });
  it("is the end of the skip where clocks skip the reading", () => {
    expect(at("2026-03-29T02:30", "Europe/Berlin")).toBe("2026-03-29T01:00:00Z");
    expect(at("2026-10-04T02:10", "Australia/Lord_Howe")).toBe("2026-10-03T15:30:00Z");
  });
  it("is the end of a whole skipped day", () => {
    expect(at("2011-12-30T12:00", "Pacific/Apia")).toBe("2011-12-30T10:00:00Z");
  });
  it("is nothing for what is no reading", () => {
    expect(instantOf("soon", "UTC")).toBeNull();
  });
  it("is also found while a year is typed", () => {
    expect(instantOf("0026-11-23T09:00", "UTC")).toBe(Date.parse("0026-11-23T09:00Z") / 1000);
  });
  it("reads back what clocks show", () => {
    expect(readingOf("2026-07-01T00:00:00Z", "America/New_York")).toBe("2026-06-30T20:00");
  });
});
