/** Instants: whole seconds since 1970, or texts as the API writes them. */

export type Instant = number | string;

/** The seconds since 1970 of an instant. */
export function secondsOf(at: Instant): number {
  return typeof at === "number" ? at : Math.floor(Date.parse(at) / 1000);
}

/** The instant as the API writes it. */
export function isoOf(at: number): string {
  return new Date(at * 1000).toISOString().replace(".000Z", "Z");
}
