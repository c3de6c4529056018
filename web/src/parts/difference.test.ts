import { describe, expect, it } from "vitest";
import type { DryRun } from "../api/types";
import { atOnce, balancesOf, nowWords, secondsIn, signed } from "./difference";

const now = Date.parse("2026-11-21T12:00:00Z") / 1000;
const run = (more: object = {}): DryRun =>
  ({
    since: "2026-11-21T12:00:00Z",
    until: "2027-02-19T12:00:00Z",
    now: {
      before: { people: [1], until: null },
      after: { people: [1], until: null },
      changes: false,
      first_change_at: "2026-11-22T09:00:00Z",
    },
    balances: [
      { person: 1, gained_hours: 5, lost_hours: 5 },
      { person: 2, gained_hours: 0, lost_hours: 24 },
    ],
    people: [
      { id: 1, name: "Ann" },
      { id: 2, name: "Ben" },
    ],
    ...more,
  }) as unknown as DryRun;

describe("what an edit would change", () => {
  it("is first what happens at once", () => {
    const [before, after] = [[1], []].map((people) => ({ people, until: null }));
    const changed = { before, after, changes: true, first_change_at: "2026-11-21T12:00:00Z" };
    expect(nowWords(run({ now: changed }), "UTC", now)).toBe("At once: nobody instead of Ann.");
  });
  it("is at once who comes and who goes, or nothing", () => {
    const [before, after] = [[1], [2]].map((people) => ({ people, until: null }));
    expect(atOnce(run({ now: { before, after, changes: true, first_change_at: null } }))).toBe("Ben instead of Ann");
    expect(atOnce(run())).toBeNull();
  });
  it("is else when it is first felt", () => {
    expect(nowWords(run(), "UTC", now)).toBe("Ann stays on call now. The first change is tomorrow 09:00 UTC.");
  });
  it("is nothing where nobody's hours change", () => {
    const nobody = { people: [], until: null };
    const same = { before: nobody, after: nobody, changes: false, first_change_at: null };
    expect(nowWords(run({ now: same }), "UTC", now)).toContain("Nobody’s hours change until Fri 19 Feb 2027 12:00 UTC.");
  });
  it("names whose load changes most before the others", () => {
    expect(balancesOf(run()).map(({ name, net }) => [name, net])).toEqual([["Ben", -24], ["Ann", 0]]);
  });
  it("counts hours with their sign", () => {
    expect([682.5, 12, -7.54, 0, -0.01].map(signed)).toEqual(["+683 h", "+12 h", "−7.5 h", "0 h", "0 h"]);
    expect(secondsIn([{ start: "2026-11-21T12:00:00Z", end: "2026-11-21T13:30:00Z" }])).toBe(5400);
  });
});
