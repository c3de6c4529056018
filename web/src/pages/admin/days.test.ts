import { expect, it } from "vitest";
import { endOf } from "./days";

it("ends a day at the next midnight of the zone", () =>
  expect(endOf("2026-12-31", "Europe/Berlin")).toBe("2026-12-31T23:00:00Z"));
it("ends the day on which the clocks go back 25 hours after it began", () => {
  expect(endOf("2026-10-24", "Europe/Berlin")).toBe("2026-10-24T22:00:00Z");
  expect(endOf("2026-10-25", "Europe/Berlin")).toBe("2026-10-25T23:00:00Z");
});
it("knows no end of what is no day", () => expect(endOf("soon", "UTC")).toBeNull());
