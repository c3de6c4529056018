import { expect, test } from "vitest";
import type { Bar } from "../../timeline/model";
import { rosterLanes, together } from "./lanes";

const bar = (start: number, end: number, id: number, rule = `rule ${id}`): Bar => {
  return { key: `${id} ${start}`, start, end, people: [{ id, name: `P${id}` }], rule };
};
const told = (bars: Bar[]) => together(bars).map(({ start, end, people }) => [start, end, people.map(({ id }) => id)]);

test("shifts that overlap share the hours that they have in common", () => {
  expect(told([bar(0, 10, 1), bar(5, 15, 2)])).toEqual([
    [0, 5, [1]],
    [5, 10, [1, 2]],
    [10, 15, [2]],
  ]);
});

test("hours without a shift stay empty", () => {
  expect(told([bar(0, 5, 1), bar(8, 9, 1)])).toEqual([
    [0, 5, [1]],
    [8, 9, [1]],
  ]);
});

test("who is in two shifts at once is named once, with both rules", () => {
  const [one] = together([bar(0, 5, 1, "Desk"), bar(0, 5, 1, "Door")]);
  expect([one?.people.length, one?.rule]).toEqual([1, "Desk and Door"]);
});

test("each rule has its lane below the whole, and bare ones can be left out", () => {
  const rule = (id: string) => ({ kind: "shift" as const, id, text: id });
  const shift = { start: "2026-11-23T09:00:00Z", end: "2026-11-23T17:00:00Z", people: [1], rule: rule("Desk") };
  const rules = [{ rule: rule("Desk"), shifts: [shift] }, { rule: rule("Door"), shifts: [] }];
  const timeline = { shifts: [shift], gaps: [], rules, people: [{ id: 1, name: "Ann" }] };
  const labels = (isBare: boolean) => rosterLanes(timeline, { start: 0, end: 2e9 }, { isBare }).map(({ label }) => label);
  expect([labels(false), labels(true)]).toEqual([
    ["On call", "Desk", "Door"],
    ["On call", "Desk"],
  ]);
});
