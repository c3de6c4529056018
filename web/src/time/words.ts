/** Instants and lengths in words, always with their zone. Instants are whole seconds since 1970, or ISO texts. */

export type Instant = number | string;

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** The seconds since 1970 of an instant. */
export function secondsOf(at: Instant): number {
  return typeof at === "number" ? at : Math.floor(Date.parse(at) / 1000);
}

/** The instant as the API writes it. */
export function isoOf(at: number): string {
  return new Date(at * 1000).toISOString().replace(".000Z", "Z");
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(locale, options)));
  return found;
}

function written(at: Instant, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return format("en-GB", { timeZone, ...options }).format(secondsOf(at) * 1000);
}

/** What people there call the zone at that instant, such as CET or EST; UTC+05:45 where there is no such word. */
export function zoneWord(at: Instant, zone: string): string {
  if (zone === "UTC" || zone === "Etc/UTC") return "UTC";
  for (const locale of ["en-GB", "en-US", "en-AU", "en-CA", "en-IN", "en-ZA", "en-NZ"]) {
    const parts = format(locale, { timeZone: zone, timeZoneName: "short" }).formatToParts(secondsOf(at) * 1000);
    const word = parts.find((part) => part.type === "timeZoneName")?.value ?? "";
    if (word && !/^(GMT|UTC)[+-]/.test(word)) return word;
  }
  const parts = format("en-GB", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(secondsOf(at) * 1000);
  return (parts.find((part) => part.type === "timeZoneName")?.value ?? "UTC").replace("GMT", "UTC");
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
  const day = (instant: Instant) => written(instant, zone, { year: "numeric", month: "2-digit", day: "2-digit" });
  const word = day(at) === day(now) ? "today" : day(at) === day(now + DAY) ? "tomorrow" : dayOf(at, zone, now);
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
