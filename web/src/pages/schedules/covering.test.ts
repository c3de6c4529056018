import { expect, it } from "vitest";
import { fresh, momentOf } from "../../time/meaning";
import "../../time/told";
import { endsTo } from "./covering";

const BERLIN = "Europe/Berlin";
const start = momentOf("2026-10-24T07:00:00Z", null, BERLIN);

it("names the zone beside what is read by it, and beside instants alone none", () => {
  const read = { start, end: fresh("2026-10-25T02:30") };
  expect(endsTo(read, BERLIN)).toEqual({ end: "2026-10-25T02:30", tz: BERLIN });
  expect(endsTo({ start, end: { ...read.end, isSecond: true } }, BERLIN)).toEqual({ end: "2026-10-25T01:30:00Z" });
  expect(endsTo({ start, end: start }, BERLIN)).toEqual({});
});
