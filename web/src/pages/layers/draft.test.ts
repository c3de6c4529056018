import { describe, expect, it } from "vitest";
import "../../time/told";
import { fresh } from "../../time/meaning";
import type { Layer } from "../../api/types";
import { copyOf, inserted, isUnfinished, layerFrom, layerTo, moved, problemsOf, restacked } from "./draft";
import { lengthsOf, rotationFrom, rotationTo } from "./draft";
import { freshLayer, lastMonday, PRESETS } from "./presets";
import { cellsOf } from "./grid";

const layer = (more: Partial<Record<keyof Layer, unknown>> = {}): Layer =>
  ({
    index: 3,
    text: "layer 3, weekly, Europe/Berlin",
    start: "2026-06-01T07:00:00Z",
    start_reading: null,
    end: null,
    end_reading: null,
    rotation: { type: "weekly" },
    restrictions: null,
    contacts: [18, 19, 18],
    tz: "Europe/Berlin",
    ...more,
  }) as Layer;
const drafted = (more: Partial<Record<keyof Layer, unknown>> = {}) => layerFrom(layer(more), (id) => `Person ${id}`);
const now = Date.parse("2026-11-21T12:00:00Z") / 1000;

describe("a layer in a form", () => {
  it("shows times by the clocks of its zone", () => {
    expect(drafted().start.reading).toBe("2026-06-01T09:00");
  });
  it("shows what was typed, also where clocks skip it", () => {
    const typed = { start: "2027-03-28T01:00:00Z", start_reading: "2027-03-28T02:30:00" };
    expect(drafted(typed).start.reading).toBe("2027-03-28T02:30");
  });
  it("keeps somebody who comes twice", () => {
    expect(drafted().people.map(({ name }) => name)).toEqual(["Person 18", "Person 19", "Person 18"]);
  });
  it("is sent as it came where nobody touched it", () => {
    const restrictions = [{ type: "daily", start: "09:00:00", end: "10:15" }];
    const ends = { end: "2027-01-01T00:00:07Z", end_reading: "2027-01-01T01:00:07" };
    const spans = { start: "2026-10-25T01:30:00Z", ...ends };
    const custom = [{ unit: "days", length: 2 }, { unit: "weeks", lengths: [1] }].map((one) => ({ type: "custom", ...one }));
    for (const rotation of [{ type: "daily", interval: 1 }, ...custom]) {
      const { text: _, ...sent } = layer({ rotation, restrictions, ...spans });
      expect(layerTo(layerFrom({ ...sent, text: "" } as Layer, String))).toEqual(sent);
    }
  });
  it("is sent as it was typed", () => {
    const typed = layerTo({ ...drafted(), start: { ...drafted().start, reading: "2027-06-07T09:00" } });
    expect([typed.start, typed.start_reading]).toEqual(["2027-06-07T09:00", null]);
  });
  it("keeps its readings in another zone, so that 09:00 stays 09:00", () => {
    expect(layerTo({ ...drafted(), tz: "America/New_York" }).start).toBe("2026-06-01T09:00");
  });
  it("sends what is no time as it is, for the server to say so", () => {
    expect(layerTo({ ...drafted(), start: fresh("") }).start).toBe("");
  });
});

describe("an unfinished layer", () => {
  it("has an empty time, length or choice of days", () => {
    const empty = { type: "days" as const, days: [], start: "09:00", end: "17:00" };
    const { rotation } = drafted();
    const unfinished = [{ start: fresh("") }, { end: fresh("") }, { restrictions: [empty] }, { rotation: { ...rotation, step: "every" as const, typed: " " } }];
    expect(unfinished.map((part) => isUnfinished({ ...drafted(), ...part }))).toEqual([true, true, true, true]);
  });
  it("is not one that is never open, or has a mistake", () => {
    const { rotation } = drafted();
    expect(isUnfinished({ ...drafted(), restrictions: [] })).toBe(false);
    expect(isUnfinished({ ...drafted(), rotation: { ...rotation, step: "every", typed: "0" } })).toBe(false);
  });
});

describe("a rotation in a form", () => {
  it("is the simplest step that says it", () => {
    const steps = [{ type: "daily" }, { type: "daily", interval: 2 }, { type: "hourly" }, { type: "custom", unit: "days", lengths: [5, 2] }];
    expect(steps.map((one) => rotationFrom(one).step)).toEqual(["daily", "every", "every", "mixed"]);
  });
  it("is written as the API reads it", () => {
    expect(rotationTo({ step: "every", unit: "hours", typed: "12", turns: "open" })).toEqual({ type: "hourly", interval: 12, turns: "open" });
    expect(rotationTo({ step: "mixed", unit: "days", typed: "5, 2", turns: "all" })).toEqual({ type: "custom", unit: "days", lengths: [5, 2] });
    expect(rotationTo({ step: "monthly", unit: "hours", typed: "9", turns: "all" })).toEqual({ type: "monthly" });
  });
  it("has no length where none is typed", () => {
    expect(lengthsOf({ step: "every", unit: "days", typed: "", turns: "all" })).toEqual([NaN]);
  });
});

describe("the stack", () => {
  const stack = [0, 5, 6].map((index) => drafted({ index }));
  const indexes = (layers: { index: number }[]) => layers.map(({ index }) => index);
  it("keeps its indexes when layers change places", () => {
    const after = restacked(stack, 2, 0);
    expect([indexes(after), after[0]?.key]).toEqual([[0, 5, 6], stack[2]?.key]);
  });
  it("moves up only those that a new layer needs to move", () => {
    expect(indexes(inserted(stack, { ...drafted(), index: 1 }, 1))).toEqual([0, 1, 5, 6]);
    expect(indexes(inserted(stack, copyOf(stack[1] ?? drafted()), 2))).toEqual([0, 5, 6, 7]);
  });
  it("takes the one at a place to another", () => {
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moved(["a"], 4, 0)).toEqual(["a"]);
  });
});

describe("the problems of a layer", () => {
  it("stand at its fields, and those of others do not", () => {
    const shown: string[] = [];
    const found = problemsOf(
      {
        "layers[1].rotation.interval": "Too long.",
        "layers[1].rotation.turns": "Neither.",
        "layers[1].contacts[2]": "Gone.",
        "layers[1].restrictions[0].start": "No time.",
        "layers[1].restrictions[0]": "No object.",
        "layers[0].end": "Too early.",
        "": "All wrong.",
      },
      1,
      shown,
    );
    expect(found).toEqual({
      fields: { rotation: "Too long.", turns: "Neither." },
      people: { 2: "Gone." },
      windows: { 0: { start: "No time.", "": "No object." } },
    });
    expect(shown).toHaveLength(5);
  });
});

describe("a first layer", () => {
  it("begins on the Monday before, also early on a Monday", () => {
    expect(lastMonday(now, "Europe/Berlin")).toBe("2026-11-16T09:00");
    expect(lastMonday(Date.parse("2026-11-23T07:59:00Z") / 1000, "Europe/Berlin")).toBe("2026-11-16T09:00");
    expect(lastMonday(Date.parse("2026-11-23T08:00:00Z") / 1000, "Europe/Berlin")).toBe("2026-11-23T09:00");
  });
  it("has nobody, and a zone", () => {
    const weekly = { rotation: { type: "weekly" }, start: "2026-11-16T09:00" };
    expect(layerTo(freshLayer(now, "Europe/Berlin"))).toMatchObject({ contacts: [], tz: "Europe/Berlin", ...weekly });
  });
  it("leaves no hour of the week open to nobody where a preset says so", () => {
    for (const id of ["always", "both", "sun"]) {
      const layers = PRESETS.find((preset) => preset.id === id)?.layers(now, "UTC") ?? [];
      const weeks = layers.map(({ restrictions }) => (restrictions === null ? null : (cellsOf(restrictions) ?? [])));
      const count = (cell: number) => weeks.filter((week) => week === null || week[cell]).length;
      expect(Array.from({ length: 336 }, (_, cell) => count(cell)).every((n) => n === 1)).toBe(true);
    }
  });
});
