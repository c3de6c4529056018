import { expect, it } from "vitest";
import "../../time/told";
import { Problem } from "../../api/client";
import { endOf } from "./days";

it("ends a day at the next midnight of the zone", async () =>
  expect(await endOf("2026-12-31", "Europe/Berlin")).toBe("2026-12-31T23:00:00Z"));
it("ends the day on which the clocks go back 25 hours after it began", async () => {
  expect(await endOf("2026-10-24", "Europe/Berlin")).toBe("2026-10-24T22:00:00Z");
  expect(await endOf("2026-10-25", "Europe/Berlin")).toBe("2026-10-25T23:00:00Z");
});
it("knows no end of what is no day", async () => expect(await endOf("soon", "UTC")).toBeNull());
it("gives no other end where the clocks are not known", async () =>
  expect(endOf("2090-01-01", "Asia/Tokyo")).rejects.toBeInstanceOf(Problem));
