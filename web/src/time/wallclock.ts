/** Wall clocks: what a zone's clock reads at an instant, and at which instants it reads that. By what the server tells. */

import { secondsOf, type Instant } from "./instant";
import { zones, type Stretch } from "./zones.svelte";

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86400;

/** Wider than any jump of a clock (Apia skipped a whole day), narrower than the time between two. */
const REACH = 36 * HOUR;

/** The place of the last stretch that begins by then; 0 where none does. */
function placeOf(stretches: readonly Stretch[], at: number): number {
  let [low, high] = [0, stretches.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((stretches[middle] as Stretch).at <= at) low = middle;
    else high = middle;
  }
  return low;
}

function stretchAt(at: number, zone: string): Stretch | undefined {
  const stretches = zones.around(at, zone);
  return stretches?.[placeOf(stretches, at)];
}

/** Seconds by which the zone's clock is ahead of UTC; NaN while that is not known, and so is all that follows from it. */
export function offset(at: number, zone: string): number {
  return stretchAt(at, zone)?.offset ?? NaN;
}

/** What people there call their time at an instant: CET, +0545; null while that is not known. */
export function wordOf(at: number, zone: string): string | null {
  return stretchAt(at, zone)?.word ?? null;
}

/** What the clock reads, as the seconds UTC would need to read the same. */
export function wall(at: number, zone: string): number {
  return at + offset(at, zone);
}

/** Every instant at which the clock reads that: none where it is skipped, two where it comes twice. In order. */
export function instants(reading: number, zone: string): number[] {
  const found: number[] = [];
  for (const { at, until, offset } of near(reading, zone)) {
    const instant = reading - offset;
    if (at <= instant && instant < until) found.push(instant);
  }
  return found;
}

/** The first instant at which the clock reads that, or jumps past it; NaN while that is not known. */
export function instant(reading: number, zone: string): number {
  const past = () => near(reading, zone).find(({ at, offset }) => at + offset > reading)?.at;
  return instants(reading, zone)[0] ?? past() ?? NaN;
}

function near(reading: number, zone: string): readonly Stretch[] {
  const all = zones.around(reading, zone) ?? [];
  return all.slice(placeOf(all, reading - REACH), placeOf(all, reading + REACH) + 1);
}

/** At `at` the clock goes from `before` to `after` seconds ahead of UTC. */
export interface Jump {
  at: number;
  before: number;
  after: number;
}

/** The instants in [since, until) from which the clock runs otherwise, in order. */
export function jumps(since: number, until: number, zone: string): Jump[] {
  const found: Jump[] = [];
  for (let from = since; from < until; from = zones.pieceAfter(from)) {
    const all = zones.around(from, zone) ?? [];
    const to = Math.min(until, zones.pieceAfter(from));
    all.forEach(({ at, offset: after }, place) => {
      const before = all[place - 1]?.offset ?? after;
      if (from <= at && at < to && before !== after) found.push({ at, before, after });
    });
  }
  return found;
}

/** The seconds at which UTC's clocks show a reading such as "2026-11-23T09:00"; NaN for what is none. */
export function shownBy(reading: string): number {
  return Date.parse(`${reading}Z`) / 1000;
}

/** What UTC's clocks show, as a datetime-local field takes it: "2026-11-23T09:00"; empty for NaN. */
export function readingAt(shown: number): string {
  if (Number.isNaN(shown)) return "";
  const text = new Date(shown * 1000).toISOString();
  return text.slice(0, text.slice(17, 19) === "00" ? 16 : 19);
}

/** The reading of a zone's clocks at an instant: "2026-11-23T09:00"; empty while it is not known. */
export function readingOf(at: Instant, zone: string): string {
  return readingAt(wall(secondsOf(at), zone));
}

/** The first instant at which the clocks show a field's reading, or jump past it. Null for what is no reading, or not known. */
export function instantOf(reading: string, zone: string): number | null {
  const at = instant(shownBy(reading), zone);
  return Number.isNaN(at) ? null : at;
}

/** The day of a date such as "2026-11-23", counted from 1 January 1970; NaN for what is none. */
export function dayIn(date: string): number {
  return shownBy(`${date}T00:00`) / DAY;
}

/** The date of a day that is counted so. */
export function dateIn(day: number): string {
  return readingAt(day * DAY).slice(0, 10);
}

/** The day the clock shows, counted from 1 January 1970. */
export function dayOf(at: number, zone: string): number {
  return Math.floor(wall(at, zone) / DAY);
}

/** The instant at which a day begins in the zone; a skipped day begins where the next one does. */
export function dayStart(day: number, zone: string): number {
  return instant(day * DAY, zone);
}

/** Days since the last Monday. */
export function weekday(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The months since year 0 in which a day lies. */
export function monthOf(day: number): number {
  const date = new Date(day * DAY * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The first day of a month counted as monthOf does. */
export function monthStart(month: number): number {
  return Date.UTC(Math.floor(month / 12), ((month % 12) + 12) % 12, 1) / 1000 / DAY;
}
