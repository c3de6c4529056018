/** The hours that a form asks for: what a reading of a zone's clocks means, who is on call then, what is cut. */

import type { Override, Shift } from "../../api/types";
import { instantOf, readingOf } from "../../time/local";
import { clockOf, secondsOf, spanOf, timeOf, zoneWord } from "../../time/words";
import type { Span } from "../../timeline/model";
import { instants } from "../../time/wallclock";

/** What a reading means: an instant, and whether the zone's clocks show it twice or skip it. */
export interface Meaning {
  at: number;
  is: "once" | "twice" | "skipped";
  /** For people: what is not plain about it. */
  note: string | null;
}

/** The meaning of a reading, such as "2026-10-25T02:30"; null for what is no reading. Of two instants the first, unless `isSecond`. */
export function meaningOf(reading: string, zone: string, isSecond = false): Meaning | null {
  const first = instantOf(reading, zone);
  if (first === null) return null;
  const found = instants(Date.parse(`${reading}Z`) / 1000, zone);
  if (found.length > 1) {
    const at = (isSecond ? found[1] : found[0]) ?? first;
    const word = isSecond ? "second" : "first";
    return { at, is: "twice", note: `Clocks are set back then: ${timeOf(at, zone)} comes twice. The ${word} is meant, in ${zoneWord(at, zone)}.` };
  }
  if (found.length === 1) return { at: first, is: "once", note: null };
  const note = `Clocks are set forward then and skip ${reading.slice(11, 16)}: it is taken as ${clockOf(first, zone)}.`;
  return { at: first, is: "skipped", note };
}

/** An instant as a form shows it: the reading, and whether it is the second of two. */
export function shownAs(at: number, zone: string): { reading: string; isSecond: boolean } {
  const reading = readingOf(at, zone);
  return { reading, isSecond: instantOf(reading, zone) !== at };
}

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
