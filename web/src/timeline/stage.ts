/** What the timeline's parts share of one drawing: the axis, the zone, the people's looks; and what is drawn or told. */
import type { Axis } from "./axis";
import type { Bar, Lane, Person, Span } from "./model";
import type { Look } from "./people";
import type { Edge } from "./draft";

export interface Stage {
  axis: Axis;
  zone: string;
  /** To the minute. */
  now: number;
  looks: Map<Person["id"], Look>;
}

/** Hours being drawn on a lane: new ones to cover, or an override's with one end moved. */
export interface Draft {
  lane: Lane;
  /** The override that is resized; null where hours are covered. */
  bar: Bar | null;
  span: Span;
  edge: Edge;
  /** Dragged hours count when they are let go; those set by keys when they are confirmed. */
  by: "pointer" | "keys";
}

/** What is told of the mark under the pointer or in focus. */
export interface Told {
  lane: Lane;
  bars: Bar[];
  /** Gaps that are folded together with the bars. */
  holes: Span[];
  gap: Span | null;
  /** Where it stands, in pixels of the timeline's own box. */
  left: number;
  top: number;
  bottom: number;
  /** There is no room below it. */
  isAbove: boolean;
}
