/** The time that a schedule's page shows, kept in its address: kind of window, its first day, zone. */

import { dayIn, instant, readingOf, DAY } from "../time/wallclock";
import { zones } from "../time/zones.svelte";
import { isKnown, KINDS, windowOf, type Kind, type Window } from "./axis";

const DEFAULT: Kind = "week";
/** The longest step in time, and a little more. */
const STEP = 100 * DAY;

/**
 * The window of an address; without a day the one that holds `now`, without a zone the reader's. While what clocks
 * show there and then is not known, it is that of now by the reader's clocks, which are.
 */
export function viewOf(query: URLSearchParams, zone: string, now: number): Window {
  const asked = query.get("zone");
  const read = asked === null || zones.isNone(asked) ? zone : asked;
  const kind = KINDS.find((one) => one === query.get("view")) ?? DEFAULT;
  const window = windowOf(kind, midnight(query.get("day"), read) ?? now, read);
  // What is beside it is there when somebody goes on.
  for (const at of [window.since - STEP, window.until + STEP]) zones.around(at, read);
  return isKnown(window) ? window : windowOf(kind, now, zone);
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

function midnight(date: string | null, zone: string): number | null {
  const day = dayIn(date ?? "");
  return Number.isNaN(day) ? null : instant(day * DAY, zone);
}
