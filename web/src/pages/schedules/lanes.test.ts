import { describe, expect, it } from "vitest";
import type { Rule, Shift } from "../../api/types";
import { askedFor, namesOf } from "../../timeline/drawn";
import { ahead, aroundIt, gapSeconds, isCut, lanesOf, seenOf, wordsOf, type TierTimeline } from "./lanes";

const DAY = 86_400;
const ASKED = { start: 0, end: 30 * DAY };
const NAMES = new Map([
  [1, "Ann"],
  [2, "Bob"],
]);
const iso = (at: number) => new Date(at * 1000).toISOString();
const layer = (index: number, more = "weekly, UTC"): Rule => ({ kind: "layer", index, text: `layer ${index}, ${more}` });
const cover: Rule = { kind: "override", id: 7, text: "on-demand shift 7" };
const shift = (from: number, to: number, person: number, rule: Rule): Shift => ({
  start: iso(from * DAY),
  end: iso(to * DAY),
  people: [person],
  rule,
});

function tier(more: Partial<TierTimeline> = {}): TierTimeline {
  const place = { kind: "tier" as const, id: 1, number: 1, name: "Web, tier 1", schedule: { id: 1, name: "Web" }, customer: { id: 1, name: "Us" } };
  return { place, shifts: [], gaps: [], coverage: 1, rules: [], overrides: [], ...more };
}
const lanes = (more: Partial<TierTimeline>, canCover = true) => lanesOf(tier(more), NAMES, ASKED, canCover);

describe("the lanes of a tier", () => {
  it("are the result, the on-demand shifts and the layers from the top", () => {
    const rules = [layer(0), layer(1)].map((rule) => ({ rule, shifts: [] }));
    expect(lanes({ rules }).map(({ label }) => label)).toEqual(["On call", "On-demand", "Layer 1", "Layer 0"]);
  });
  it("name people, and an on-demand shift's id", () => {
    const [final] = lanes({ shifts: [shift(1, 2, 2, cover)] });
    expect(final?.bars[0]).toMatchObject({ people: [{ id: 2, name: "Bob" }], override: 7, rule: "on-demand shift 7", start: DAY });
  });
  it("can be covered in the result and among the on-demand shifts, never in a layer", () => {
    const found = lanes({ rules: [{ rule: layer(0), shifts: [] }] });
    expect(found.map((lane) => lane.canCover ?? false)).toEqual([true, true, false]);
  });
  it("cannot be covered by those who may only look", () => {
    expect(lanes({}, false).some((lane) => lane.canCover || lane.canResize)).toBe(false);
  });
  it("tell gaps in the result alone", () => {
    const gaps = [{ start: iso(DAY), end: iso(2 * DAY) }];
    expect(lanes({ gaps }).map((lane) => lane.gaps ?? null)).toEqual([[{ start: DAY, end: 2 * DAY }], null]);
  });
  it("let a shift go on that was cut to what was asked for", () => {
    const [final] = lanes({ shifts: [{ ...shift(0, 30, 1, layer(0)), cut_start: true, cut_end: true }] });
    expect(final?.bars[0]).toMatchObject({ start: -1, end: 30 * DAY + 1 });
  });
  it("have keys that differ for shifts of the same person", () => {
    const [final] = lanes({ shifts: [shift(1, 2, 1, layer(0)), shift(2, 3, 1, layer(1))] });
    expect(new Set(final?.bars.map(({ key }) => key)).size).toBe(2);
  });
  it("show an on-demand shift where it shall be while that is being saved", () => {
    const moving = { id: 7, start: 5 * DAY, end: 6 * DAY };
    const [, found] = lanesOf(tier({ overrides: [shift(1, 2, 1, cover)] }), NAMES, ASKED, true, moving);
    expect(found?.bars[0]).toMatchObject({ start: 5 * DAY, end: 6 * DAY });
  });
});

describe("a rule's words", () => {
  it("are its name and how it goes", () => {
    expect(wordsOf(layer(1, "daily, Mon–Fri 08:00–18:00 UTC"))).toEqual(["Layer 1", "daily, Mon–Fri 08:00–18:00 UTC"]);
  });
  it("may be a name alone", () => {
    expect(wordsOf(cover)).toEqual(["On-demand shift 7", undefined]);
  });
});

it("a month more on both sides is asked for", () => {
  expect(askedFor({ since: 100 * DAY, until: 107 * DAY })).toEqual({ start: 68 * DAY, end: 139 * DAY });
});

it("people are found by id", () => {
  expect(namesOf([{ id: 4, name: "Cy" }]).get(4)).toBe("Cy");
});

it("the time of gaps is counted inside of the window alone", () => {
  const gaps = [
    { start: iso(0), end: iso(3 * DAY) },
    { start: iso(9 * DAY), end: iso(12 * DAY) },
  ];
  expect(gapSeconds(gaps, { since: 2 * DAY, until: 10 * DAY })).toBe(2 * DAY);
});

describe("what is to be covered of a shift or a gap that was chosen whole", () => {
  const turn = { start: -9 * DAY, end: 9 * DAY };

  it("is what is not over yet, from the next quarter of an hour on, also beyond what is in view", () => {
    expect(ahead(turn, 2 * DAY + 1)).toEqual({ start: 2 * DAY + 900, end: 9 * DAY });
  });
  it("is all of it where it has not begun, or is over", () => {
    expect(ahead(turn, -10 * DAY)).toEqual(turn);
    expect(ahead(turn, 10 * DAY)).toEqual(turn);
  });
});

it("of a gap what is in view is seen", () => {
  expect(seenOf({ start: -9 * DAY, end: 9 * DAY }, { since: 0, until: 7 * DAY })).toEqual({ start: 0, end: 7 * DAY });
});

describe("a shift that the window cuts", () => {
  const asked = { start: 0, end: 100 * DAY };
  const shift = (start: number | null, end: number | null) => {
    return { start: start === null ? null : iso(start), end: end === null ? null : iso(end), people: [2], rule: cover };
  };

  it("goes on outside of it", () => {
    expect(isCut({ start: 5 * DAY, end: 100 * DAY + 1 }, asked)).toBe(true);
    expect(isCut({ start: -1, end: 5 * DAY }, asked)).toBe(true);
    expect(isCut({ start: 0, end: 100 * DAY }, asked)).toBe(false);
  });
  it("is covered whole", () => {
    expect(aroundIt(shift(5 * DAY, 140 * DAY), 6 * DAY)).toEqual({ start: 5 * DAY, end: 140 * DAY });
  });
  it("that goes on for ever is as long as can be covered", () => {
    expect(aroundIt(shift(null, null), 5 * DAY)).toEqual({ start: -361 * DAY, end: 371 * DAY });
    expect(aroundIt(shift(-400 * DAY, 400 * DAY), 5 * DAY)).toEqual({ start: -361 * DAY, end: 371 * DAY });
  });
});
