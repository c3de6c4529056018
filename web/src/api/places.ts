/** Places where somebody is on call, and the shifts at them. */

import { secondsOf } from "../time/words";
import type { NamingPlace, Place, PlaceShift } from "./types";

export function begins({ start }: PlaceShift): number {
  return start === null ? -Infinity : secondsOf(start);
}

export function ends({ end }: PlaceShift): number {
  return end === null ? Infinity : secondsOf(end);
}

/** The address of a place's own page. */
export function pageOf(place: Place): string {
  return place.kind === "tier" ? `/schedules/${place.schedule.id}` : `/rosters/${encodeURIComponent(place.id)}`;
}

/** Seconds that somebody can be put on call for at the most. */
export const LONGEST = 366 * 86_400;

/** The address of the page where something can be changed that is in the way. */
export function pageOfNaming({ kind, id, schedule, tier }: NamingPlace): string {
  switch (kind) {
    case "layer":
      return `/schedules/${schedule}/tiers/${tier}/layers`;
    case "override":
      return `/schedules/${schedule}`;
    case "schedule":
      return `/schedules/${id}`;
    case "group":
      return `/groups/${encodeURIComponent(id)}`;
    case "roster":
      return `/rosters/${encodeURIComponent(id)}`;
  }
}
