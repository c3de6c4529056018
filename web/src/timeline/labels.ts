/** Labels of days, months and clocks, read off a zone's wall clock once and kept, for there are hundreds in a picture. */
import { named, UNKNOWN } from "../time/names";
import { DAY, HOUR, MINUTE, dayOf, wall } from "../time/wallclock";
import { lengthOf, zoneWord } from "../time/words";

/** Of a day counted from 1 January 1970. */
const name = (day: number, style: Parameters<typeof named>[1]): string => named(day * DAY, style);

const two = (n: number): string => String(n).padStart(2, "0");

/** "09:05" */
export function clock(at: number, zone: string): string {
  const seconds = ((wall(at, zone) % DAY) + DAY) % DAY;
  if (Number.isNaN(seconds)) return UNKNOWN;
  return `${two(Math.floor(seconds / HOUR))}:${two(Math.floor((seconds % HOUR) / MINUTE))}`;
}

/** "Mon 23", "Monday 23" */
export function dayName(day: number, isLong = false): string {
  return `${name(day, { weekday: isLong ? "long" : "short" })} ${dayNumber(day)}`;
}

/** "23" */
export function dayNumber(day: number): string {
  return name(day, { day: "numeric" });
}

/** "Nov", "November", "November 2026" */
export function monthName(day: number, form: "short" | "long" | "year"): string {
  const month = name(day, { month: form === "short" ? "short" : "long" });
  return form === "year" ? `${month} ${yearName(day)}` : month;
}

/** "2026" */
export function yearName(day: number): string {
  return name(day, { year: "numeric" });
}

/** "23 Nov" */
export function dateName(day: number): string {
  return `${dayNumber(day)} ${monthName(day, "short")}`;
}

/** "Mon 23 Nov", with the year where it is not the one now. */
export function date(at: number, zone: string, now = at): string {
  const day = dayOf(at, zone);
  const year = yearName(day) === yearName(dayOf(now, zone)) ? "" : ` ${yearName(day)}`;
  return `${dayName(day)} ${monthName(day, "short")}${year}`;
}

/** "Mon 23 Nov 09:00" */
export function moment(at: number, zone: string, now = at): string {
  return `${date(at, zone, now)} ${clock(at, zone)}`;
}

/** "CET", or "UTC+05:45" where nobody has a shorter word. */
export const abbreviation = zoneWord;

/** "Mon 23 Nov 09:00 – 17:00 CET": the second date, and the first abbreviation, only where they differ. */
export function span(start: number, end: number, zone: string, now = start): string {
  const until = dayOf(start, zone) === dayOf(end, zone) ? clock(end, zone) : moment(end, zone, now);
  return `${beginning(start, end, zone, now)} – ${until} ${abbreviation(end, zone)}`;
}

/** "from Mon 23 Nov 09:00 to Tue 24 Nov 09:00 CET", for the ear. */
export function spoken(start: number, end: number, zone: string, now = start): string {
  return `from ${beginning(start, end, zone, now)} to ${moment(end, zone, now)} ${abbreviation(end, zone)}`;
}

function beginning(start: number, end: number, zone: string, now: number): string {
  const word = abbreviation(start, zone);
  return `${moment(start, zone, now)}${word === abbreviation(end, zone) ? "" : ` ${word}`}`;
}

export const length = lengthOf;
