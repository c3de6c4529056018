/** Instants and lengths in words, always with their zone. Instants are whole seconds since 1970, or ISO texts. */

import { secondsOf, type Instant } from "./instant";
import { named, UNKNOWN } from "./names";
import { dayOf as dayNumber, wall, wordOf } from "./wallclock";

export { isoOf, secondsOf } from "./instant";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** The style of a day or time, of what the zone's clocks show then. */
function written(at: Instant, zone: string, style: Intl.DateTimeFormatOptions): string {
  return named(wall(secondsOf(at), zone), style);
}

/** What people there call the zone at that instant, such as CET or EST; UTC+05:45 where there is no such word. */
export function zoneWord(at: Instant, zone: string): string {
  const word = wordOf(secondsOf(at), zone);
  if (word === null) return UNKNOWN;
  const [, hours, minutes = "00"] = /^([+-]\d\d)(\d\d)?$/.exec(word) ?? [];
  return hours === undefined ? word : `UTC${hours}:${minutes}`;
}

/** 09:00 */
export function timeOf(at: Instant, zone: string): string {
  return written(at, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** Mon 23 Nov; with the year where it is not this one. */
export function dayOf(at: Instant, zone: string, now = Math.floor(Date.now() / 1000)): string {
  const year = (instant: Instant) => written(instant, zone, { year: "numeric" });
  const isThisYear = year(at) === year(now);
  return written(at, zone, {
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
  }).replace(",", "");
}

/** Mon 23 Nov, 09:00 CET */
export function clockOf(at: Instant, zone: string, now?: number): string {
  return `${dayOf(at, zone, now)}, ${timeOf(at, zone)} ${zoneWord(at, zone)}`;
}

/** The same, shorter where the day is near: "today 17:00 CET", "tomorrow 09:00 CET". */
export function soonOf(at: Instant, zone: string, now: number): string {
  const days = dayNumber(secondsOf(at), zone) - dayNumber(now, zone);
  const word = days === 0 ? "today" : days === 1 ? "tomorrow" : dayOf(at, zone, now);
  return `${word} ${timeOf(at, zone)} ${zoneWord(at, zone)}`;
}

/** Mon 23 Nov, 09:00 – Tue 24 Nov, 09:00 CET */
export function spanOf(start: Instant | null, end: Instant | null, zone: string, now?: number): string {
  if (start === null && end === null) return "always";
  if (start === null) return `until ${clockOf(end as Instant, zone, now)}`;
  if (end === null) return `from ${clockOf(start, zone, now)}, no end in sight`;
  const words = zoneWord(start, zone) === zoneWord(end, zone) ? "" : ` ${zoneWord(start, zone)}`;
  const day = dayOf(end, zone, now) === dayOf(start, zone, now) ? "" : `${dayOf(end, zone, now)}, `;
  return `${dayOf(start, zone, now)}, ${timeOf(start, zone)}${words} – ${day}${timeOf(end, zone)} ${zoneWord(end, zone)}`;
}

/** A length in the two units that matter: "3 d 4 h", "2 h 5 min", "40 s". */
export function lengthOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [days, hours] = [Math.floor(whole / DAY), Math.floor((whole % DAY) / HOUR)];
  const [minutes, rest] = [Math.floor((whole % HOUR) / MINUTE), whole % MINUTE];
  if (days) return hours ? `${days} d ${hours} h` : `${days} d`;
  if (hours) return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes) return `${minutes} min`;
  return `${rest} s`;
}
