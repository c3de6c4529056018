/** Moments in a form: what a reading means, also in the hours that clocks show twice or skip, and how it is sent. */

import { isoOf, secondsOf } from "./instant";
import { instantOf, instants, readingOf, shownBy } from "./wallclock";
import { clockOf, timeOf, zoneWord } from "./words";

/** What somebody typed: "2026-11-23T09:00"; of two instants that read so, the second is meant. */
export interface Typed {
  reading: string;
  isSecond: boolean;
}

/** An end of a record as the API tells it: the instant, and what clocks read there where that was typed. */
export interface Told {
  at: string;
  reading: string | null;
}

/** A moment that a form edits: what is typed by now, and what was told by which zone's clocks; null: it is new. */
export interface Moment extends Typed {
  told: (Told & { zone: string }) | null;
}

/** What a reading means: an instant, and whether the zone's clocks show it twice or skip it. */
export interface Meaning {
  at: number;
  is: "once" | "twice" | "skipped";
  /** For people: what is not plain about it. */
  note: string | null;
}

/** The meaning of a reading, such as "2026-10-25T02:30"; null for what is no reading, and while the zone's clocks are not known. */
export function meaningOf({ reading, isSecond }: Typed, zone: string): Meaning | null {
  const first = instantOf(reading, zone);
  if (first === null) return null;
  const found = instants(shownBy(reading), zone);
  if (found.length > 1) {
    const at = (isSecond ? found[1] : found[0]) ?? first;
    const word = isSecond ? "second" : "first";
    return { at, is: "twice", note: `Clocks are set back then: ${timeOf(at, zone)} comes twice. The ${word} is meant, in ${zoneWord(at, zone)}.` };
  }
  if (found.length === 1) return { at: first, is: "once", note: null };
  const note = `Clocks are set forward then and skip ${reading.slice(11, 16)}: it is taken as ${clockOf(first, zone)}.`;
  return { at: first, is: "skipped", note };
}

/** An instant as a form shows it. */
export function shownAs(at: number, zone: string): Typed {
  const reading = readingOf(at, zone);
  return { reading, isSecond: instantOf(reading, zone) !== at };
}

/** What nobody has typed before. */
export function fresh(reading: string): Moment {
  return { reading, isSecond: false, told: null };
}

/** What was told, to be edited: as it was typed, where it was. */
export function momentOf(at: string, reading: string | null, zone: string): Moment {
  return { ...shownOf({ at, reading }, zone), told: { at, reading, zone } };
}

/** Whether a moment is still what was told, in the zone in which it was. */
export function isKept({ reading, isSecond, told }: Moment, zone: string): boolean {
  if (told?.zone !== zone) return false;
  const was = shownOf(told, zone);
  return was.reading === reading && was.isSecond === isSecond;
}

/** A moment as the API takes it, the reading beside the instant: what is kept as it was told, else what was typed. */
export function sentAs(moment: Moment, zone: string): Told {
  const { told } = moment;
  return told && isKept(moment, zone) ? { at: told.at, reading: told.reading } : { at: typedTo(moment, zone), reading: null };
}

/** A moment as it was typed; the second of two that read alike as an instant, since the reading means the first. */
export function typedTo(typed: Typed, zone: string): string {
  const meaning = typed.isSecond ? meaningOf(typed, zone) : null;
  return meaning?.is === "twice" ? isoOf(meaning.at) : typed.reading;
}

function shownOf({ at, reading }: Told, zone: string): Typed {
  return reading === null ? shownAs(secondsOf(at), zone) : { reading: reading.replace(/(T..:..):00$/, "$1"), isSecond: false };
}
