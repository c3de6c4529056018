import { describe, expect, it } from "vitest";
import "./told";
import { instantOf, instants, jumps, offset, readingOf, wordOf } from "./wallclock";
import { isoOf, secondsOf } from "./words";

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
  it("is half an hour apart on both sides of a change at Lord Howe", () => {
    expect(at("2026-10-04T01:59", "Australia/Lord_Howe")).toBe("2026-10-03T15:29:00Z");
    expect(at("2026-10-04T02:30", "Australia/Lord_Howe")).toBe("2026-10-03T15:30:00Z");
    const twice = instants(secondsOf("2026-04-05T01:45:00Z"), "Australia/Lord_Howe").map(isoOf);
    expect(twice).toEqual(["2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"]);
  });
  it("follows a zone that changes its clocks for a month", () => {
    expect(at("2026-02-15T02:30", "Africa/Casablanca")).toBe("2026-02-15T01:30:00Z");
    expect(at("2026-03-01T12:00", "Africa/Casablanca")).toBe("2026-03-01T12:00:00Z");
    expect(at("2026-03-22T02:30", "Africa/Casablanca")).toBe("2026-03-22T02:00:00Z");
  });
  it("is found long ago and long ahead", () => {
    expect(at("1900-01-01T01:00", "Europe/Berlin")).toBe("1900-01-01T00:00:00Z");
    expect(at("1945-07-01T12:00", "Europe/Berlin")).toBe("1945-07-01T09:00:00Z");
    expect(at("2149-07-01T12:00", "Europe/Berlin")).toBe("2149-07-01T10:00:00Z");
  });
  it("is the end of a whole skipped day", () => {
    expect(at("2011-12-30T12:00", "Pacific/Apia")).toBe("2011-12-30T10:00:00Z");
  });
  it("is nothing for what is no reading", () => {
    expect(instantOf("soon", "UTC")).toBeNull();
  });
  it("is nothing while a year is typed, and nothing is asked", () => {
    expect(instantOf("0026-11-23T09:00", "Europe/Berlin")).toBeNull();
  });
  it("reads back what clocks show", () => {
    expect(readingOf("2026-07-01T00:00:00Z", "America/New_York")).toBe("2026-06-30T20:00");
  });
});

describe("what clocks show", () => {
  it("is the same all year where they are never changed", () => {
    expect(jumps(secondsOf("2000-01-01T00:00:00Z"), secondsOf("2049-01-01T00:00:00Z"), "Asia/Tokyo")).toEqual([]);
    expect(offset(secondsOf("2026-07-01T00:00:00Z"), "Asia/Kolkata")).toBe(19_800);
  });
  it("jumps where the offset changes, also from one piece of what is told to the next", () => {
    const found = jumps(secondsOf("2049-01-01T00:00:00Z"), secondsOf("2051-01-01T00:00:00Z"), "Europe/Berlin");
    expect(found.map(({ at, after }) => [isoOf(at).slice(0, 10), after])).toEqual([
      ["2049-03-28", 7200],
      ["2049-10-31", 3600],
      ["2050-03-27", 7200],
      ["2050-10-30", 3600],
    ]);
  });
  it("has another word without a jump where what was summer time stays for good", () => {
    const words = ["2026-10-31", "2026-11-02"].map((day) => wordOf(secondsOf(`${day}T12:00:00Z`), "America/Vancouver"));
    expect(words).toEqual(["PDT", "MST"]);
    expect(jumps(secondsOf("2026-06-01T00:00:00Z"), secondsOf("2027-06-01T00:00:00Z"), "America/Vancouver")).toEqual([]);
  });
  it("is not known, rather than wrong, where nobody told", () => {
    expect(readingOf("2090-07-01T00:00:00Z", "Asia/Tokyo")).toBe("");
    expect(instantOf("2090-07-01T00:00", "Asia/Tokyo")).toBeNull();
  });
});
