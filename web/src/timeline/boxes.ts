/** Boxes: a lane's bars as rectangles on an axis, in pixels. */
import type { Axis } from "./axis";
import { MET, meetings, type Met } from "./meeting";
import type { Bar, Lane, Span } from "./model";

/** Narrower bars cannot be told apart: neighbours of that kind become one box, until it is wide enough to be met. */
export const NARROW = 3;
/** Nothing that is there is drawn narrower. */
const VISIBLE = 3;

interface Place {
  left: number;
  width: number;
  isCutLeft: boolean;
  isCutRight: boolean;
}

interface OfBars extends Place {
  row: number;
  /** One, or in time order those too narrow to be met each. */
  bars: [Bar, ...Bar[]];
  /** Gaps among them that are too narrow as well. */
  holes: Span[];
}

interface OfGap extends Place {
  gap: Span;
}

export interface Box extends OfBars {
  met: Met;
}

export interface GapBox extends OfGap {
  /** Null where the gap is a hole of a box, and only seen. */
  met: Met | null;
}

export interface Boxes {
  rows: number;
  boxes: Box[];
  gaps: GapBox[];
}

/** A lane as it is drawn. */
export interface Drawn extends Boxes {
  lane: Lane;
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

/**
 * A lane's bars in the window, in time order within each row; bars that overlap stand in different rows. Gaps lie where
 * no row has a bar.
 */
export function boxes(bars: Bar[], axis: Axis, gaps: Span[] = []): Boxes {
  const rows = stacked(bars.filter(isIn(axis)));
  const holes = gaps.filter(isIn(axis)).map((gap) => ({ ...place(gap, axis), gap }));
  const met = (rows.length > 0 ? rows : [[]]).map((row, index) => {
    const marks = [...folded(row, index, axis), ...holes].sort((a, b) => a.left - b.left);
    return meetings<OfBars | OfGap>(marks, axis.width, joined);
  });
  return {
    rows: met.length,
    boxes: met.flat().flatMap(({ mark, from, to }) => ("bars" in mark ? [{ ...mark, met: { from, to } }] : [])),
    gaps: holes.map((hole) => ({ ...hole, met: inAll(met.map((row) => row.find(({ mark }) => mark === hole))) })),
  };
}

/** Neighbours that are met together; null where neither has a bar. */
function joined(one: OfBars | OfGap, next: OfBars | OfGap): OfBars | null {
  const [bar, ...bars] = [one, next].flatMap((mark) => ("bars" in mark ? mark.bars : []));
  if (bar === undefined) return null;
  const right = Math.max(one.left + one.width, next.left + next.width);
  return {
    row: "bars" in one ? one.row : "bars" in next ? next.row : 0,
    left: one.left,
    width: right - one.left,
    bars: [bar, ...bars],
    holes: [one, next].flatMap((mark) => ("gap" in mark ? [mark.gap] : mark.holes)),
    isCutLeft: one.isCutLeft,
    isCutRight: next.isCutRight,
  };
}

/** Where something is met that stands in several rows; null where one of them has joined it to its bars. */
function inAll(met: (Met | undefined)[]): Met | null {
  return met.reduce<Met | null>(
    (all, one) => (all && one ? { from: Math.max(all.from, one.from), to: Math.min(all.to, one.to) } : null),
    { from: -Infinity, to: Infinity },
  );
}

export function drawnLane(lane: Lane, axis: Axis): Drawn {
  return { lane, ...boxes(lane.bars, axis, lane.gaps) };
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

function folded(row: Bar[], index: number, axis: Axis): OfBars[] {
  const found: OfBars[] = [];
  let open: OfBars | null = null;
  for (const bar of row) {
    const [left, right] = [axis.x(Math.max(bar.start, axis.since)), axis.x(Math.min(bar.end, axis.until))];
    const isNarrow: boolean = right - left < NARROW;
    if (isNarrow && open !== null && open.width < MET && left - open.left - open.width < 1) {
      open.bars.push(bar);
      open.width = Math.max(open.width, right - open.left);
      open.isCutRight = bar.end > axis.until;
    } else {
      const box: OfBars = { ...place(bar, axis), row: index, bars: [bar], holes: [] };
      found.push(box);
      open = isNarrow ? box : null;
    }
  }
  return found;
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
