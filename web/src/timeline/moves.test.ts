import { describe, expect, it } from "vitest";
import { across, atEnd, beside, settled, type Row } from "./moves";

const mark = (key: string, start: number, end: number) => ({ key, start, end });
const rows: Row[] = [
  { lane: "final", marks: [mark("a", 0, 10), mark("b", 10, 20), mark("c", 20, 30)] },
  { lane: "empty", marks: [] },
  { lane: "layer", marks: [mark("x", 0, 15), mark("y", 22, 30)] },
];

describe("the keyboard's place", () => {
  it("is at first what is in force", () => expect(settled(rows, null, 12)).toEqual({ lane: "final", key: "b" }));
  it("stays where it was", () =>
    expect(settled(rows, { lane: "layer", key: "y" }, 12)).toEqual({ lane: "layer", key: "y" }));
  it("stays in its lane when its mark is gone", () =>
    expect(settled(rows, { lane: "layer", key: "z" }, 99)).toEqual({ lane: "layer", key: "x" }));
  it("is nowhere when nothing is drawn", () => expect(settled([], null, 12)).toBeNull());
  it("moves to the mark beside", () =>
    expect(beside(rows, { lane: "final", key: "a" }, 1)).toEqual({ lane: "final", key: "b" }));
  it("does not move past the last", () => expect(beside(rows, { lane: "final", key: "c" }, 1)).toBeNull());
  it("does not move before the first", () => expect(beside(rows, { lane: "final", key: "a" }, -1)).toBeNull());
  it("moves over an empty lane to the nearest mark", () =>
    expect(across(rows, { lane: "final", key: "c" }, 1, 21)).toEqual({ lane: "layer", key: "y" }));
  it("does not move below the last lane", () => expect(across(rows, { lane: "layer", key: "x" }, 1, 5)).toBeNull());
  it("moves to either end of its lane", () =>
    expect([
      atEnd(rows, { lane: "final", key: "b" }, "first")?.key,
      atEnd(rows, { lane: "final", key: "b" }, "last")?.key,
    ]).toEqual(["a", "c"]));
});
