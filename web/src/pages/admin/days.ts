/** The last day of something, by the clocks of a zone. */

import { dayIn, dayStart } from "../../time/wallclock";
import { isoOf } from "../../time/words";
import { zones } from "../../time/zones.svelte";

/** The midnight that ends a day such as "2026-11-23", as the API writes it; null for what is no day. Raises Problem. */
export async function endOf(date: string, zone: string): Promise<string | null> {
  const next = dayIn(date) + 1;
  if (Number.isNaN(next)) return null;
  await zones.ready(zone, next * 86_400);
  return isoOf(dayStart(next, zone));
}
