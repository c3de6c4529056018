/** Labels of days, months and clocks, read off a zone's wall clock once and kept, for there are hundreds in a picture. */
import { DAY, HOUR, MINUTE, dayOf, offset, wall } from "../time/wallclock";
import { lengthOf, zoneWord } from "../time/words";

type Style = Intl.DateTimeFormatOptions;

const formats = new Map<string, Intl.DateTimeFormat>();

/** A day by Intl; days are counted from 1 January 1970 and need no zone any more. */
function named(day: number, style: Style): string {
  const key = JSON.stringify(style);
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", { ...style, timeZone: "UTC" });
    formats.set(key, format);
  }
  return format.format(day * DAY * 1000);
}

const two = (n: number): string => String(n).padStart(2, "0");

/** "09:05" */
export function clock(at: number, zone: string): string {
  const seconds = ((wall(at, zone) % DAY) + DAY) % DAY;
  return `${two(Math.floor(seconds / HOUR))}:${two(Math.floor((seconds % HOUR) / MINUTE))}`;
}

/** "Mon 23", "Monday 23" */
export function dayName(day: number, isLong = false): string {
  return `${named(day, { weekday: isLong ? "long" : "short" })} ${dayNumber(day)}`;
}

/** "23" */
export function dayNumber(day: number): string {
  return named(day, { day: "numeric" });
}

/** "Nov", "November", "November 2026" */
export function monthName(day: number, form: "short" | "long" | "year"): string {
  const month = named(day, { month: form === "short" ? "short" : "long" });
  return form === "year" ? `${month} ${yearName(day)}` : month;
}

/** "2026" */
export function yearName(day: number): string {
  return named(day, { year: "numeric" });
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

const abbreviations = new Map<string, string>();

/** "CET", or "UTC+05:45" where nobody has a shorter word. */
export function abbreviation(at: number, zone: string): string {
  const key = `${zone} ${offset(at, zone)}`;
  let word = abbreviations.get(key);
  if (word === undefined) {
    word = zoneWord(at, zone);
    abbreviations.set(key, word);
  }
  return word;
}

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
