/** Names of days, months and countries, and numbers as people write them: all that the app asks of the browser's Intl. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** Said where it is not known what clocks show, or not yet. */
export const UNKNOWN = "…";

/** What a clock shows, given as the seconds at which UTC's would show it: a name is of a day, and of no zone. */
export function named(shown: number, style: Intl.DateTimeFormatOptions): string {
  if (Number.isNaN(shown)) return UNKNOWN;
  const key = JSON.stringify(style);
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat("en-GB", { ...style, timeZone: "UTC" })));
  return format.format(shown * 1000);
}

/** What a country's two letters mean; the letters themselves where they mean nothing. */
export function countryName(letters: string): string {
  try {
    return new Intl.DisplayNames(["en"], { type: "region" }).of(letters.trim().toUpperCase()) ?? "";
  } catch {
    return "";
  }
}

/** 1,234.5 */
export function numberName(number: number): string {
  return number.toLocaleString("en-GB");
}
