/** The steps of an explanation, in a word each. */

import type { Explanation } from "../api/types";

export type Step = Explanation["steps"][number];
type StepRule = Step["rule"];

export interface Mark {
  text: string;
  kind: "good" | "warn" | "plain";
}

const STATES: Record<Step["state"], string> = {
  in_force: "in force",
  on: "on",
  empty: "names nobody",
  before: "not begun",
  ended: "ended",
  closed: "closed",
  other_day: "another day",
  never: "never on",
};

/** What a rule did: put somebody on call, was hidden by one above it, or had nobody. */
export function markOf(step: Step, winning: readonly StepRule[]): Mark {
  if (step.hidden_by) return { text: `hidden by ${nameOf(step.hidden_by)}`, kind: "warn" };
  if (step.gave.length && winning.some((rule) => isSame(rule, step.rule))) return { text: "on call by this", kind: "good" };
  return { text: STATES[step.state], kind: "plain" };
}

/** A rule's own name: "layer 1" of "layer 1, daily, Mon–Fri". */
function nameOf(rule: StepRule): string {
  return rule.text.split(", ")[0] ?? rule.text;
}

function isSame(one: StepRule, other: StepRule): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind === "layer" && other.kind === "layer") return one.index === other.index;
  if (one.kind === "revision" && other.kind === "revision") return one.number === other.number;
  return "id" in one && "id" in other && one.id === other.id;
}
