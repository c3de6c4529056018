import { describe, expect, it } from "vitest";
import { markOf, type Step } from "./steps";
import { capital } from "./words";

const layer = (index: number) => ({ kind: "layer" as const, index, text: `layer ${index}, weekly, UTC` });
const ANN = { id: 1, name: "Ann", email: "", phone: "", mobile: "" };
const step = (more: Partial<Step>): Step => ({
  rule: layer(0),
  state: "on",
  text: "",
  gave: [],
  hidden_by: null,
  start: null,
  end: null,
  turn: null,
  next_at: null,
  ...more,
});

describe("the mark of a step", () => {
  it("is good where the rule put somebody on call", () => {
    expect(markOf(step({ gave: [ANN] }), [layer(0)])).toEqual({ text: "on call by this", kind: "good" });
  });
  it("says what hid the rule", () => {
    expect(markOf(step({ gave: [ANN], hidden_by: layer(1) }), [layer(1)])).toEqual({ text: "hidden by layer 1", kind: "warn" });
  });
  it("says how the rule stands that had nobody", () => {
    expect(markOf(step({ state: "closed" }), [layer(1)])).toEqual({ text: "closed", kind: "plain" });
  });
  it("tells layers from on-demand shifts of the same number", () => {
    const cover = { kind: "override" as const, id: 0, text: "on-demand shift 0" };
    expect(markOf(step({ gave: [ANN], rule: cover }), [layer(0)]).kind).toBe("plain");
  });
});

it("a sentence begins with a capital letter", () => {
  expect(capital("closed; opens Monday")).toBe("Closed; opens Monday");
});
