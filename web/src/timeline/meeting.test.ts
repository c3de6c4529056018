import { describe, expect, it } from "vitest";
import { axis } from "./axis";
import { boxes } from "./boxes";
import { MET, meetings } from "./meeting";
import type { Bar } from "./model";

/** Marks of these widths, one right after another from `left` on; what is negative is left free. */
function row(left: number, ...widths: number[]) {
  return widths.flatMap((width) => {
    const mark = { left, width };
    left += Math.abs(width);
    return width > 0 ? [mark] : [];
  });
}
const apart = (): null => null;
const met = (marks: { left: number; width: number }[], end = 1000) =>
  meetings(marks, end, apart).map(({ from, to }) => [from, to]);

describe("a mark is met", () => {
  it("where it is drawn, if it is wide", () => expect(met(row(0, 100, 24))).toEqual([[0, 100], [100, 124]]));
  it("on both sides of it, if it is narrow", () => expect(met(row(100, 4))).toEqual([[90, 114]]));
  it("inside of the window at its ends", () => {
    expect(met(row(0, 7, 100))).toEqual([[0, 24], [24, 107]]);
    expect(met(row(0, 93, 7), 100)).toEqual([[0, 76], [76, 100]]);
  });
  it("on what a wide neighbour can do without", () =>
    expect(met(row(0, 100, 4, 100))).toEqual([[0, 90], [90, 114], [114, 204]]));
  it("on less than it wants where a neighbour needs what it has", () =>
    expect(met(row(0, 26, 4, 26), 56)).toEqual([[0, 24], [24, 32], [32, 56]]));
  it("as far as half way to another narrow one", () =>
    expect(met(row(100, 4, -30, 4))).toEqual([[90, 114], [124, 148]]));
});

describe("marks of a lane", () => {
  const DAY = 86_400;
  /** From a row of seeds, so that a failure can be told by its number. */
  function* random(seed: number): Generator<number> {
    for (let state = seed; ; state = (state * 48271) % 2147483647) yield state / 2147483647;
  }
  function lane(seed: number, shortest: number) {
    const chance = random(seed + 1);
    const next = (): number => chance.next().value as number;
    const bars: Bar[] = [];
    const gaps: { start: number; end: number }[] = [];
    const longest = [0.2, 0.6, 2, 9][seed % 4] ?? 1;
    for (let at = 0; at < 31 * DAY; ) {
      const end = at + Math.ceil(shortest + next() * longest * DAY);
      if (next() < 0.7 || gaps.at(-1)?.end === at) bars.push({ key: `${at}`, start: at, end, people: [], rule: "" });
      else gaps.push({ start: at, end });
      at = end;
    }
    return { bars, gaps };
  }

  it.each(Array.from({ length: 60 }, (_, seed) => seed))("are all met, and none on another's place: %i", (seed) => {
    const line = axis(0, 31 * DAY, 300 + 20 * seed);
    // What is shorter than three pixels is drawn on three, over the beginning of the next.
    const { bars, gaps } = lane(seed, line.at(3));
    const made = boxes(bars, line, gaps);
    const places = [...made.boxes, ...made.gaps].flatMap(({ met }) => (met ? [met] : [])).sort((a, b) => a.from - b.from);
    expect(Math.min(...places.map(({ from, to }) => to - from))).toBeGreaterThan(MET - 0.01);
    expect(places.filter(({ from }, index) => from < (places[index - 1]?.to ?? 0) - 0.01)).toEqual([]);
    expect(made.boxes.flatMap((box) => box.bars)).toEqual(bars);
    const seen = [...made.boxes.flatMap((box) => box.holes), ...made.gaps.filter((box) => box.met).map((box) => box.gap)];
    expect(seen.sort((a, b) => a.start - b.start)).toEqual(gaps);
  });
});
