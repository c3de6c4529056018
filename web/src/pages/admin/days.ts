/** The last day of something, by the clocks of a zone. */

import { instantOf } from "../../time/wallclock";
import { isoOf } from "../../time/words";

/** The midnight that ends a day such as "2026-11-23", as the API writes it; null for what is no day. */
export function endOf(day: string, zone: string): string | null {
  const midnight = Date.parse(`${day}T00:00Z`);
  if (Number.isNaN(midnight)) return null;
  const next = new Date(midnight + 86_400_000).toISOString().slice(0, 10);
  const at = instantOf(`${next}T00:00`, zone);
  return at === null ? null : isoOf(at);
}
