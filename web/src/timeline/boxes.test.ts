import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../time/wallclock";
import { axis } from "./axis";
import { barAt, boxes } from "./boxes";
import type { Bar } from "./model";

const bar = (key: string, start: number, end: number): Bar => ({
  key,
  start,
  end,
  people: [{ id: 1, name: "Ann Adler" }],
  rule: "layer 1",
});
const keys = (made: { bars: Bar[] }[]): string[] => made.map((box) => box.bars.map((one) => one.key).join());
const line = axis(1000, 2000, 1000);

describe("boxes", () => {
  it("lie where their bars do", () => {
    expect(boxes([bar("a", 1100, 1300)], line).boxes).toMatchObject([
      { left: 100, width: 200, row: 0, isCutLeft: false, isCutRight: false },
    ]);
  });
  it("are cut at the window's ends and say so", () => {
    expect(boxes([bar("a", 0, 5000)], line).boxes).toMatchObject([
      { left: 0, width: 1000, isCutLeft: true, isCutRight: true },
    ]);
  });
  it("leave out bars that only touch the window", () =>
    expect(boxes([bar("a", 500, 1000), bar("b", 2000, 2500)], line).boxes).toEqual([]));
  it("of bars one after another share a row", () =>
    expect(boxes([bar("a", 1100, 1300), bar("b", 1300, 1500)], line).rows).toBe(1));
  it("of overlapping bars stand in rows, and a later bar in the first free one", () => {
    const made = boxes([bar("a", 1000, 1500), bar("b", 1200, 1400), bar("c", 1400, 1600)], line);
    expect([made.rows, made.boxes.map((box) => `${keys([box])[0]}${box.row}`).sort()]).toEqual([2, ["a0", "b1", "c1"]]);
  });
  it("can be seen however short the bar", () =>
    expect(boxes([bar("a", 1100, 1101)], line).boxes).toMatchObject([{ width: 3 }]));
  it("do not hang over the window's end", () => {
    const [box] = boxes([bar("a", 1999, 2000)], line).boxes;
    expect((box?.left ?? 0) + (box?.width ?? 0)).toBe(1000);
  });
  it("fold neighbours that are too narrow", () =>
    expect(keys(boxes([bar("a", 1100, 1102), bar("b", 1102, 1104), bar("c", 1104, 1300)], line).boxes)).toEqual([
      "a,b",
      "c",
    ]));
  it("do not fold what lies apart", () =>
    expect(keys(boxes([bar("a", 1100, 1102), bar("b", 1110, 1112)], line).boxes)).toEqual(["a", "b"]));
  it("of a quarter of hourly shifts are few, and lose none", () => {
    const bars = Array.from({ length: 92 * 24 }, (_, hour) => bar(String(hour), hour * HOUR, (hour + 1) * HOUR));
    const made = boxes(bars, axis(0, 92 * DAY, 1000)).boxes;
    expect([made.length < 60, made.flatMap((box) => box.bars).length]).toEqual([true, bars.length]);
  });
  it("of gaps are cut likewise", () =>
    expect(
      boxes([], line, [
        { start: 0, end: 1100 },
        { start: 3000, end: 4000 },
      ]).gaps,
    ).toMatchObject([{ left: 0, width: 100, isCutLeft: true }]));
});

describe("the bar at an instant", () => {
  const lane = { bars: [bar("a", 1000, 1500), bar("b", 1200, 1400)] };

  it("is the one that began last", () => expect(barAt(lane, 1300)?.key).toBe("b"));
  it("is not one that ends just then", () => expect(barAt(lane, 1400)?.key).toBe("a"));
  it("is none in a gap", () => expect(barAt(lane, 1500)).toBeNull());
});
