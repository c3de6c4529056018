/** A draft: hours being drawn on a lane, by pointer or keys, until they are confirmed or dropped. */
import { HOUR, MINUTE } from "../time/wallclock";
import { snap } from "./axis";
import type { Span } from "./model";

export const QUARTER = 15 * MINUTE;

export type Edge = "start" | "end";

/** The hours between two instants in either order, on wall-clock quarters and never empty. */
export function drawn(from: number, to: number, zone: string): Span {
  const start = snap(Math.min(from, to), zone, 15);
  const end = snap(Math.max(from, to), zone, 15);
  return { start, end: Math.max(end, start + QUARTER) };
}

/** A span with one end moved to about an instant: never past the other end nor out of the limits. */
export function dragged(span: Span, edge: Edge, to: number, zone: string, limits: Span): Span {
  const at = Math.min(limits.end, Math.max(limits.start, snap(to, zone, 15)));
  return edge === "start"
    ? { start: Math.min(at, span.end - QUARTER), end: span.end }
    : { start: span.start, end: Math.max(at, span.start + QUARTER) };
}

/** The same by a key: a quarter of an hour, or an hour; an end between two quarters goes to the next one. */
export function nudged(span: Span, edge: Edge, by: 1 | -1, isHour: boolean, zone: string, limits: Span): Span {
  const from = span[edge];
  if (isHour) return dragged(span, edge, from + by * HOUR, zone, limits);
  const nearest = snap(from, zone, 15);
  const isOnTheWay = (nearest - from) * by > 0;
  return dragged(span, edge, isOnTheWay ? nearest : nearest + by * QUARTER, zone, limits);
}

/** Where covering by keys begins: an hour on the quarter after `about`, inside the limits. */
export function firstDraft(about: number, zone: string, limits: Span): Span {
  const latest = Math.max(limits.start, limits.end - HOUR);
  const start = Math.min(latest, Math.max(limits.start, snap(about, zone, 15)));
  return { start, end: Math.min(start + HOUR, Math.max(limits.end, start + QUARTER)) };
}
