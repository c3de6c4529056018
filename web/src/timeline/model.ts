/** What a page gives the timeline to draw. Instants are whole epoch seconds, spans half-open. */

export interface Person {
  id: number | string;
  name: string;
}

export interface Span {
  start: number;
  end: number;
}

export interface Bar extends Span {
  /** Unique in its lane and the same from one answer to the next. */
  key: string;
  people: Person[];
  /** What put them there, to be read after "by": "layer 2, weekly on Monday". */
  rule: string;
  /** The override's id, on bars that an override made. */
  override?: number;
  /** Drawn as an outline: what would be, or what was before. */
  isGhost?: boolean;
}

export interface Lane {
  id: string;
  label: string;
  sub?: string;
  kind: "final" | "layer" | "override" | "roster" | "preview";
  bars: Bar[];
  gaps?: Span[];
  /** Hours of this lane may be covered by dragging over it, or by keys. */
  canCover?: boolean;
  /** Its overrides' ends may be dragged, or moved by keys. */
  canResize?: boolean;
}

export const names = (bar: Bar): string => bar.people.map((person) => person.name).join(" + ") || "Nobody";

/** From the first of them to the last. */
export const whole = (spans: readonly Span[]): Span => ({
  start: Math.min(...spans.map(({ start }) => start)),
  end: Math.max(...spans.map(({ end }) => end)),
});

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

/** "3 shifts and 1 gap" */
export const together = ({ bars, holes }: { bars: Bar[]; holes: Span[] }): string =>
  [counted(bars.length, "shift"), ...(holes.length > 0 ? [counted(holes.length, "gap")] : [])].join(" and ");
