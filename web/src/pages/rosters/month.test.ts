import { expect, test } from "vitest";
import "../../time/told";
import { dutiesOf, weeksOf, type Duty } from "./month";

const at = (iso: string) => Date.parse(iso) / 1000;
const duty = (start: string, end: string): Duty => {
  return { key: start, rule: "r", name: "Night", people: [18], start: at(start), end: at(end) };
};
const november = (duties: Duty[] = [], zone = "Europe/Berlin") => weeksOf(at("2026-11-20T12:00:00Z"), zone, duties);
const dates = (days: { shifts: unknown[]; day: number }[]) =>
  days.filter(({ shifts }) => shifts.length).map(({ day }) => new Date(day * 86_400_000).toISOString().slice(5, 10));

test("a month is whole weeks that begin on Monday", () => {
  const weeks = november();
  expect(weeks.map((week) => week.length)).toEqual([7, 7, 7, 7, 7, 7]);
  expect(new Date(weeks[0]![0]!.day * 86_400_000).toISOString().slice(0, 10)).toBe("2026-10-26");
});

test("a month that fills its weeks has no more of them", () => {
  expect(weeksOf(at("2027-02-10T00:00:00Z"), "UTC", [])).toHaveLength(4);
});

test("a shift over midnight is on both days and marked", () => {
  const days = november([duty("2026-11-23T21:00:00Z", "2026-11-24T05:00:00Z")]).flat();
  expect(dates(days)).toEqual(["11-23", "11-24"]);
  expect(days.flatMap(({ shifts }) => shifts.map((one) => [one.isFromBefore, one.goesOn]))).toEqual([
    [false, true],
    [true, false],
  ]);
});

test("a shift that ends at midnight is not on the next day", () => {
  expect(dates(november([duty("2026-11-23T15:00:00Z", "2026-11-23T23:00:00Z")]).flat())).toEqual(["11-23"]);
});

test("the zone says on which day a shift is", () => {
  const night = [duty("2026-11-23T20:00:00Z", "2026-11-23T22:00:00Z")];
  expect(dates(november(night, "Asia/Kolkata").flat())).toEqual(["11-24"]);
});

test("a day on which the clocks change says so and is as long as it is", () => {
  const days = weeksOf(at("2026-10-10T00:00:00Z"), "Europe/Berlin", []).flat();
  const marked = days.filter(({ changes }) => changes.length);
  expect(marked.map(({ start, end }) => (end - start) / 3600)).toEqual([25]);
  expect(marked[0]?.changes[0]).toContain("clocks go back 1 h");
});

test("a day that a zone skipped has no hours and no shifts", () => {
  const whole = [duty("2011-12-25T00:00:00Z", "2012-01-05T00:00:00Z")];
  const days = weeksOf(at("2011-12-20T00:00:00Z"), "Pacific/Apia", whole).flat();
  const skipped = days.find(({ day }) => day * 86_400 === at("2011-12-30T00:00:00Z"));
  expect([skipped?.start, skipped?.shifts]).toEqual([skipped?.end, []]);
});

test("a shift without an end reaches to the end of what was asked for", () => {
  const rule = { kind: "shift" as const, id: "r", text: "Night" };
  const shifts = [{ start: "2026-11-23T21:00:00Z", end: null, people: [18], rule }];
  expect(dutiesOf({ shifts }, { start: 0, end: 2_000_000_000 })[0]?.end).toBe(2_000_000_000);
});
