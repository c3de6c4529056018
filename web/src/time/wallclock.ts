/** Wall clocks: what a zone's clock reads at an instant, and at which instants it reads that. */

import { secondsOf, type Instant } from "./words";

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86400;

/** Wider than any jump of a clock (Apia skipped a whole day), narrower than the time between two. */
const REACH = 36 * HOUR;

interface Reader {
  format: Intl.DateTimeFormat;
  /** The offset at the beginning of a UTC day; most days begin and end with the same one. */
  days: Map<number, number>;
}

const readers = new Map<string, Reader>();

function readerOf(zone: string): Reader {
  let reader = readers.get(zone);
  if (reader === undefined) {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    reader = { format, days: new Map() };
    readers.set(zone, reader);
  }
  return reader;
}

function measured(at: number, reader: Reader): number {
  const read: Record<string, number> = {};
  for (const part of reader.format.formatToParts(at * 1000)) read[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = read;
  const clock = new Date(0);
  // Date.UTC takes the year 26, on the way to 2026 in a field, for 1926.
  clock.setUTCFullYear(year, month - 1, day);
  return clock.setUTCHours(hour, minute, second) / 1000 - at;
}

function offsetOfDay(day: number, reader: Reader): number {
  let offset = reader.days.get(day);
  if (offset === undefined) {
    offset = measured(day * DAY, reader);
    reader.days.set(day, offset);
  }
  return offset;
}

/** Whether the browser knows this zone. */
export function isZone(zone: string): boolean {
  try {
    readerOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** Seconds by which the zone's clock is ahead of UTC. */
export function offset(at: number, zone: string): number {
  const reader = readerOf(zone);
  const day = Math.floor(at / DAY);
  const atDawn = offsetOfDay(day, reader);
  return atDawn === offsetOfDay(day + 1, reader) ? atDawn : measured(at, reader);
}

/** What the clock reads, as the seconds UTC would need to read the same. */
export function wall(at: number, zone: string): number {
  return at + offset(at, zone);
}

/** The one instant in (low, high] from which the offset is another; both ends must differ. */
export function changeBetween(low: number, high: number, zone: string): number {
  const before = offset(low, zone);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** Every instant at which the clock reads that: none where it is skipped, two where it comes twice. In order. */
export function instants(reading: number, zone: string): number[] {
  const offsets = new Set([offset(reading - REACH, zone), offset(reading + REACH, zone)]);
  return [...offsets]
    .map((ahead) => reading - ahead)
    .filter((at) => wall(at, zone) === reading)
    .sort((a, b) => a - b);
}

/** The first instant at which the clock reads that, or jumps past it. */
export function instant(reading: number, zone: string): number {
  return instants(reading, zone)[0] ?? changeBetween(reading - REACH, reading + REACH, zone);
}

/** The reading of a zone's clocks at an instant, as a datetime-local field takes it: "2026-11-23T09:00". */
export function readingOf(at: Instant, zone: string): string {
  const text = new Date(wall(secondsOf(at), zone) * 1000).toISOString();
  return text.slice(0, text.slice(17, 19) === "00" ? 16 : 19);
}

/** The first instant at which the clocks show a field's reading, or jump past it. Null for what is no reading. */
export function instantOf(reading: string, zone: string): number | null {
  const shown = Date.parse(`${reading}Z`);
  return Number.isNaN(shown) ? null : instant(shown / 1000, zone);
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
