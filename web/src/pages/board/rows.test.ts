import { describe, expect, it } from "vitest";
import type { OnCall, Person } from "../../api/types";
import { fits, grouped, handoffs, isGapNext, nextChange } from "./rows";

const ann: Person = { id: 18, name: "Ann Adler", email: "ann@acme.example", phone: "+442079460018", mobile: "" };
const ben: Person = { ...ann, id: 19, name: "Ben Blake", phone: "", email: "" };

function row(number: number, people: Person[], more: Partial<OnCall> = {}): OnCall {
  return {
    place: {
      kind: "tier",
      id: 10 + number,
      number,
      name: `Network, tier ${number}`,
      schedule: { id: 3, name: "Network" },
      customer: { id: 2, name: "Acme" },
    },
    people,
    since: null,
    until: "2026-11-21T18:00:00Z",
    shifts: [],
    next: { at: "2026-11-21T18:00:00Z", people: [ben] },
    default_contact: null,
    ...more,
  };
}

describe("the board", () => {
  it("puts the tiers of a schedule together, and says whose they are", () => {
    const groups = grouped([row(1, [ann]), row(2, [ben])]);
    expect(groups.map(({ to, customer, rows }) => [to, customer, rows.length])).toEqual([["/schedules/3", "Acme", 2]]);
  });
  it("finds a row by every word, in any case, wherever it stands", () => {
    expect(fits(row(1, [ann]), "acme ADLER")).toBe(true);
    expect(fits(row(1, [ann]), "acme carl")).toBe(false);
  });
  it("sees that nobody takes over at once", () => {
    expect(isGapNext(row(1, [ann]))).toBe(false);
    expect(isGapNext(row(1, [ann], { next: { at: "2026-11-21T19:00:00Z", people: [ben] } }))).toBe(true);
    expect(isGapNext(row(1, [ann], { next: null }))).toBe(true);
    expect(isGapNext(row(1, [ann], { until: null, next: null }))).toBe(false);
  });
  it("changes next when the first row does", () => {
    const rows = [row(1, [ann]), row(2, [ann], { until: "2026-11-21T12:00:00Z" }), row(3, [ann], { until: null })];
    expect(nextChange(rows)).toBe(Date.parse("2026-11-21T12:00:00Z") / 1000);
  });
  it("tells handoffs and nothing else", () => {
    const before = [row(1, [ann]), row(2, [ann]), row(3, [ann])];
    const after = [row(1, [ben]), row(2, [ann]), row(3, [])];
    expect(handoffs(before, after)).toEqual([
      "Network, tier 1: Ben Blake is on call now",
      "Network, tier 3: nobody is on call now",
    ]);
  });
});
