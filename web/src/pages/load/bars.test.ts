import { describe, expect, it } from "vitest";
import type { LoadRow } from "../../api/types";
import { barsOf, fairness } from "./bars";

function row(name: string, hours: number, night = 0): LoadRow {
  return {
    person: { id: 1, name, email: "", phone: "", mobile: "" },
    people: 1,
    hours,
    shifts: 1,
    handoffs: 1,
    night_hours: night,
    weekend_hours: 0,
    longest_run_hours: hours,
    gini: 0,
    share: 0.5,
  };
}

describe("the picture of the load", () => {
  it("has bars as long as the hours are, against the most", () => {
    expect(barsOf([row("Ann", 40, 10), row("Ben", 10)]).map(({ length, night }) => [length, night])).toEqual([
      [1, 0.25],
      [0.25, 0],
    ]);
  });
  it("has no length where nobody was on call", () => {
    expect(barsOf([row("Ann", 0)])[0]?.length).toBe(0);
  });
  it("calls what one person carries for all no fair share", () => {
    expect([0, 0.2, 0.4, 0.9].map(fairness)).toEqual([
      "shared evenly",
      "shared fairly evenly",
      "shared unevenly",
      "carried by few",
    ]);
  });
});
