/** What a form's reading of a zone's clocks means, also in the hours that they show twice or skip. */

import { instantOf, instants, readingOf } from "./wallclock";
import { clockOf, timeOf, zoneWord } from "./words";

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
