/** The hours that a form asks for: who is on call then, what is cut. */

import type { Override, Shift } from "../../api/types";
import { clockOf, secondsOf, spanOf } from "../../time/words";
import type { Span } from "../../timeline/model";

/** Who is on call in a span, in order, with the hours in which nobody is; a stretch of one person is told once. */
export function onCallIn(shifts: readonly Shift[], { start, end }: Span): { people: readonly number[]; start: number; end: number }[] {
  const found: { people: readonly number[]; start: number; end: number }[] = [];
  const add = (people: readonly number[], from: number, to: number) => {
    const last = found[found.length - 1];
    if (to <= from) return;
    if (last && last.people.join() === people.join()) last.end = to;
    else found.push({ people, start: from, end: to });
  };
  let at = start;
  for (const shift of shifts) {
    const from = shift.start === null ? start : Math.max(start, secondsOf(shift.start));
    const to = shift.end === null ? end : Math.min(end, secondsOf(shift.end));
    if (to <= at || from >= end) continue;
    add([], at, from);
    add(shift.people, Math.max(at, from), to);
    at = to;
  }
  add([], at, end);
  return found;
}

/** What becomes of an on-demand shift from which a span is cut out, in words. */
export function fateOf(one: Pick<Override, "start" | "end">, { start, end }: Span, zone: string, now: number): string {
  const [from, to] = [secondsOf(one.start), secondsOf(one.end)];
  if (from < start && end < to) return `split, ${spanOf(from, start, zone, now)}, and ${spanOf(end, to, zone, now)}`;
  if (from < start) return `ends earlier, ${clockOf(start, zone, now)}`;
  if (end < to) return `begins later, ${clockOf(end, zone, now)}`;
  return "deleted, for all of it is covered";
}
