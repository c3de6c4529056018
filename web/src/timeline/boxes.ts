/** Boxes: a lane's bars as rectangles on an axis, in pixels. */
import type { Axis } from "./axis";
import type { Bar, Lane, Span } from "./model";

/** Narrower bars cannot be told apart: neighbours of that kind become one box. */
const NARROW = 3;
/** As wide as such a box may grow, so that it still says roughly when. */
const FOLD = 24;
/** Nothing that is there is drawn narrower. */
const VISIBLE = 3;

interface Place {
  left: number;
  width: number;
  isCutLeft: boolean;
  isCutRight: boolean;
}

export interface Box extends Place {
  row: number;
  /** One, or in time order those too narrow to be drawn each. */
  bars: [Bar, ...Bar[]];
}

export interface Boxes {
  rows: number;
  boxes: Box[];
}

/** A lane as it is drawn. */
export interface Drawn extends Boxes {
  lane: Lane;
  gaps: GapBox[];
}

export interface GapBox extends Place {
  gap: Span;
}

function place(span: Span, axis: Axis): Place {
  const left = axis.x(Math.max(span.start, axis.since));
  const width = Math.max(VISIBLE, axis.x(Math.min(span.end, axis.until)) - left);
  return {
    left: Math.max(0, Math.min(left, axis.width - width)),
    width,
    isCutLeft: span.start < axis.since,
    isCutRight: span.end > axis.until,
  };
}

const isIn = (axis: Axis) => (span: Span) => span.start < axis.until && span.end > axis.since && span.start < span.end;

/** A lane's bars in the window, in time order within each row; bars that overlap stand in different rows. */
export function boxes(bars: Bar[], axis: Axis): Boxes {
  const rows = stacked(bars.filter(isIn(axis)));
  return { rows: Math.max(1, rows.length), boxes: rows.flatMap((row, index) => folded(row, index, axis)) };
}

export function drawnLane(lane: Lane, axis: Axis): Drawn {
  return { lane, ...boxes(lane.bars, axis), gaps: gapBoxes(lane.gaps ?? [], axis) };
}

/** Each bar in the first row that is free when it begins. */
function stacked(bars: Bar[]): Bar[][] {
  const rows: { until: number; bars: Bar[] }[] = [];
  for (const bar of [...bars].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const free = rows.find((row) => row.until <= bar.start);
    if (free === undefined) rows.push({ until: bar.end, bars: [bar] });
    else {
      free.until = bar.end;
      free.bars.push(bar);
    }
  }
  return rows.map((row) => row.bars);
}

function folded(row: Bar[], index: number, axis: Axis): Box[] {
  const found: Box[] = [];
  let open: Box | null = null;
  for (const bar of row) {
    const [left, right] = [axis.x(Math.max(bar.start, axis.since)), axis.x(Math.min(bar.end, axis.until))];
    const isNarrow: boolean = right - left < NARROW;
    if (isNarrow && open !== null && right - open.left <= FOLD && left - open.left - open.width < 1) {
      open.bars.push(bar);
      open.width = Math.max(open.width, right - open.left);
      open.isCutRight = bar.end > axis.until;
    } else {
      const box: Box = { ...place(bar, axis), row: index, bars: [bar] };
      found.push(box);
      open = isNarrow ? box : null;
    }
  }
  return found;
}

export function gapBoxes(gaps: Span[], axis: Axis): GapBox[] {
  return gaps.filter(isIn(axis)).map((gap) => ({ ...place(gap, axis), gap }));
}

/** A gap's key among the keys of its lane's bars. */
export const gapKey = (gap: Span): string => `gap ${gap.start}`;

/** The bar in force at an instant; of several the one that began last. */
export function barAt(lane: Pick<Lane, "bars">, at: number): Bar | null {
  let found: Bar | null = null;
  for (const bar of lane.bars) {
    if (bar.start <= at && at < bar.end && (found === null || bar.start >= found.start)) found = bar;
  }
  return found;
}
