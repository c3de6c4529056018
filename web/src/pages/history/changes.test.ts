import { describe, expect, it } from "vitest";
import "../../time/told";
import type { Layer, RosterShift } from "../../api/types";
import { layerChanges, peopleChanges, shiftChanges } from "./changes";

const now = Date.parse("2026-11-21T12:00:00Z") / 1000;
const names: Record<number, string> = { 1: "Ann", 2: "Ben", 3: "Cem" };
const name = (id: number) => names[id] ?? String(id);
const layer = (index: number, more: object = {}): Layer =>
  ({
    index,
    text: `layer ${index}, weekly, Europe/Berlin`,
    start: "2026-06-01T07:00:00Z",
    end: null,
    rotation: { type: "weekly" },
    restrictions: null,
    contacts: [1, 2],
    tz: "Europe/Berlin",
    ...more,
  }) as unknown as Layer;
const said = (before: Layer[] | null, after: Layer[]) => layerChanges(before, after, name, now);

describe("what changed in a tier", () => {
  it("is everything in the first revision", () => {
    expect(said(null, [layer(0)])).toEqual(["Layer 0 added: Ann and Ben, weekly, Europe/Berlin."]);
    expect(said(null, [])).toEqual(["No layers yet."]);
  });
  it("says who joins and who leaves", () => {
    expect(said([layer(0)], [layer(0, { contacts: [2, 3] })])).toEqual(["Layer 0: Cem joins; Ann leaves."]);
  });
  it("says the order where nobody joins or leaves", () => {
    expect(said([layer(0)], [layer(0, { contacts: [2, 1] })])).toEqual(["Layer 0: the order is Ben and Ann."]);
  });
  it("says how people take turns, when the layer is open, and by which clocks", () => {
    const office = [{ type: "days", days: ["monday", "friday"], start: "09:00", end: "17:00" }];
    const text = "layer 0, daily, Mon & Fri 09:00–17:00 UTC";
    const rules = { rotation: { type: "daily" }, restrictions: office, tz: "UTC", text };
    const after = layer(0, { ...rules, end: "2027-01-01T00:00:00Z" });
    expect(said([layer(0)], [after])).toEqual([
      "Layer 0: daily, Mon & Fri 09:00–17:00 UTC instead of weekly, Europe/Berlin; " +
        "end: Fri 1 Jan 2027, 00:00 UTC instead of no end.",
    ]);
  });
  it("knows a layer again that has only moved", () => {
    expect(said([layer(0), layer(1, { contacts: [3] })], [layer(0, { contacts: [3] }), layer(1)])).toEqual([
      "Layer 0 is layer 1 now.",
      "Layer 1 is layer 0 now.",
    ]);
  });
  it("names layers that come and go, from the top", () => {
    expect(said([layer(0), layer(1, { contacts: [3] })], [layer(0), layer(5, { contacts: [2], text: "layer 5, daily, Europe/Berlin" })])).toEqual([
      "Layer 5 added: Ben, daily, Europe/Berlin.",
      "Layer 1 removed: Cem, weekly, Europe/Berlin.",
    ]);
  });
  it("says so where the rules are only written differently", () => {
    expect(said([layer(0)], [layer(0, { rotation: { type: "weekly", interval: 1 } })])[0]).toContain("mean the same");
  });
});

describe("what changed in a roster", () => {
  const night = (more: object = {}): RosterShift =>
    ({
      id: "n",
      name: "Night",
      text: "Night, daily 22:00–06:00 UTC",
      schedule: { kind: "recurring", start_time: "22:00" },
      contacts: [1],
      groups: ["g"],
      ...more,
    }) as unknown as RosterShift;
  const changed = (before: RosterShift[], after: RosterShift[], tz = "UTC") =>
    shiftChanges({ shifts: before, tz: "UTC" }, { shifts: after, tz }, name, () => "Ops");
  it("is told by shift", () => {
    const schedule = { kind: "recurring", start_time: "23:00" };
    const later = night({ name: "Late", text: "Late, daily 23:00–06:00 UTC", schedule, contacts: [1, 2], groups: [] });
    expect(changed([night()], [later])).toEqual([
      "“Night” is called “Late” now.",
      "“Late”: Ben joins; group Ops leaves; daily 23:00–06:00 UTC instead of daily 22:00–06:00 UTC.",
    ]);
  });
  it("names shifts that come and go", () => {
    expect(changed([night()], [night({ id: "m", groups: [] })])).toEqual([
      "“Night” added: Ann, daily 22:00–06:00 UTC.",
      "“Night” removed: Ann and group Ops, daily 22:00–06:00 UTC.",
    ]);
  });
  it("says the zone once, and not again at each shift", () => {
    const after = night({ text: "Night, daily 22:00–06:00 Asia/Tokyo" });
    expect(changed([night()], [after], "Asia/Tokyo")).toEqual(["By the clocks of Asia/Tokyo instead of UTC."]);
  });
});

describe("people", () => {
  it("who come twice join once more", () => {
    expect(peopleChanges([1, 2], [1, 2, 1], name, true)).toEqual(["Ann joins"]);
  });
});
