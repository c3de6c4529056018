/** The time that a schedule's page shows, kept in its address: kind of window, its first day, zone. */

import { instant, isZone, readingOf } from "../time/wallclock";
import { KINDS, windowOf, type Kind, type Window } from "./axis";

const DEFAULT: Kind = "week";

/** The window of an address; without a day the one that holds `now`, without a zone the reader's. */
export function viewOf(query: URLSearchParams, zone: string, now: number): Window {
  const asked = query.get("zone");
  const read = asked !== null && isZone(asked) ? asked : zone;
  const kind = KINDS.find((one) => one === query.get("view")) ?? DEFAULT;
  return windowOf(kind, dayIn(query.get("day"), read) ?? now, read);
}

/** What the address says of a window: nothing of what would be so without it. */
export function said(window: Window, zone: string, now: number): Record<string, string | null> {
  const isNow = window.since <= now && now < window.until;
  return {
    view: window.kind === DEFAULT ? null : window.kind,
    day: isNow ? null : readingOf(window.since, window.zone).slice(0, 10),
    zone: window.zone === zone ? null : window.zone,
  };
}

function dayIn(day: string | null, zone: string): number | null {
  if (day === null || !/^\d{4}-\d\d-\d\d$/.test(day)) return null;
  const midnight = Date.parse(`${day}T00:00:00Z`) / 1000;
  return Number.isNaN(midnight) ? null : instant(midnight, zone);
}
