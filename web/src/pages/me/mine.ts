/** What somebody's own page shows of their shifts: those on now, the next one, and the rest by day. */

import { begins, ends } from "../../api/places";
import type { PlaceShift } from "../../api/types";
import { dayOf } from "../../time/words";

/** Those that are on at an instant. */
export function onNow(shifts: readonly PlaceShift[], now: number): PlaceShift[] {
  return shifts.filter((shift) => begins(shift) <= now && now < ends(shift));
}

/** The first that begins after an instant; null where none does. */
export function nextOf(shifts: readonly PlaceShift[], now: number): PlaceShift | null {
  return shifts.filter((shift) => begins(shift) > now).sort((a, b) => begins(a) - begins(b))[0] ?? null;
}

/** Those that have not ended, by the day on which they begin by the clocks of a zone. */
export function byDay(shifts: readonly PlaceShift[], zone: string, now: number): { day: string; shifts: PlaceShift[] }[] {
  const days = new Map<string, PlaceShift[]>();
  for (const shift of shifts.filter((one) => ends(one) > now)) {
    const day = begins(shift) <= now ? "On now" : dayOf(begins(shift), zone, now);
    days.set(day, [...(days.get(day) ?? []), shift]);
  }
  return [...days].map(([day, found]) => ({ day, shifts: found }));
}

/** Hours of shifts between two instants. */
export function hoursBetween(shifts: readonly PlaceShift[], since: number, until: number): number {
  const seconds = shifts.reduce(
    (sum, shift) => sum + Math.max(0, Math.min(ends(shift), until) - Math.max(begins(shift), since)),
    0,
  );
  return Math.round(seconds / 360) / 10;
}
