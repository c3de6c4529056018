/** Wall-clock readings of form fields ("2026-11-23T09:00") and the instants they name in a zone. */

import { secondsOf, type Instant } from "./words";

const formats = new Map<string, Intl.DateTimeFormat>();

/** The reading of a zone's clocks at an instant, as a datetime-local field takes it. */
export function readingOf(at: Instant, zone: string): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    });
    formats.set(zone, format);
  }
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(secondsOf(at) * 1000)) part[type] = value;
  const seconds = part["second"] === "00" ? "" : `:${part["second"]}`;
  return `${(part["year"] ?? "").padStart(4, "0")}-${part["month"]}-${part["day"]}T${part["hour"]}:${part["minute"]}${seconds}`;
}

/**
 * The first instant at which the zone's clocks show the reading: one that a clock change skips means the end of the
 * skip, one that comes twice means the first. Null for what is no reading.
 */
export function instantOf(reading: string, zone: string): number | null {
  const wanted = Date.parse(`${reading}Z`);
  if (Number.isNaN(wanted)) return null;
  const offset = (at: number) => Date.parse(`${readingOf(at, zone)}Z`) / 1000 - at;
  const wall = wanted / 1000;
  // The offsets a day before and after are the only two that can be in force around the reading.
  const offsets = [...new Set([offset(wall - 86_400), offset(wall + 86_400)])];
  const fitting = offsets.map((one) => wall - one).filter((at) => at + offset(at) === wall);
  if (fitting.length) return Math.min(...fitting);
  // Skipped: the earlier of the two guesses lies before the change, the later one after it.
  let [before, after] = [Math.min(...offsets.map((one) => wall - one)), Math.max(...offsets.map((one) => wall - one))];
  const early = offset(before);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offset(middle) === early) before = middle;
    else after = middle;
  }
  return after;
}
