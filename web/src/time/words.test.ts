import { describe, expect, it } from "vitest";
import "./told";
import { clockOf, lengthOf, soonOf, spanOf, zoneWord } from "./words";

const now = Date.parse("2026-11-21T12:00:00Z") / 1000;

describe("words for instants", () => {
  it("say the day, the time and the zone", () => {
    expect(clockOf("2026-11-23T08:00:00Z", "Europe/Berlin", now)).toBe("Mon 23 Nov, 09:00 CET");
  });
  it("say the year where it is another", () => {
    expect(clockOf("2027-01-04T08:00:00Z", "UTC", now)).toBe("Mon 4 Jan 2027, 08:00 UTC");
  });
  it("say today and tomorrow by the clocks of the zone", () => {
    expect(soonOf("2026-11-21T23:30:00Z", "UTC", now)).toBe("today 23:30 UTC");
    expect(soonOf("2026-11-21T23:30:00Z", "Europe/Berlin", now)).toBe("tomorrow 00:30 CET");
  });
  it("name zones as people there do", () => {
    expect(zoneWord(now, "America/New_York")).toBe("EST");
    expect(zoneWord("2026-07-01T00:00:00Z", "Europe/Berlin")).toBe("CEST");
    expect(zoneWord(now, "Asia/Kathmandu")).toBe("UTC+05:45");
  });
  it("name both zones of a span over a clock change", () => {
    expect(spanOf("2026-10-24T20:00:00Z", "2026-10-25T08:00:00Z", "Europe/Berlin", now)).toBe(
      "Sat 24 Oct, 22:00 CEST – Sun 25 Oct, 09:00 CET",
    );
  });
});

describe("words for lengths", () => {
  it("keep the two units that matter", () => {
    expect([40, 150, 7500, 100_800, 86_400].map(lengthOf)).toEqual(["40 s", "2 min", "2 h 5 min", "1 d 4 h", "1 d"]);
  });
});
