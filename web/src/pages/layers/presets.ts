/** Ways to begin: layers that many teams have, to be filled with people. */

import { fresh } from "../../time/meaning";
import { dateIn, dayIn, readingOf, weekday } from "../../time/wallclock";
import { newDraftKey, type LayerDraft } from "./draft";
import type { Hours } from "./grid";

export interface Preset {
  id: string;
  name: string;
  about: string;
  layers: (now: number, zone: string) => LayerDraft[];
}

const OFFICE: Hours = {
  type: "days",
  days: ["monday", "tuesday", "wednesday", "thursday", "friday"],
  start: "09:00",
  end: "17:00",
};
const NIGHTS: Hours[] = [
  { type: "days", days: ["monday", "tuesday", "wednesday", "thursday"], start: "17:00", end: "09:00" },
  { type: "weekly", start_day: "friday", start: "17:00", end_day: "monday", end: "09:00" },
];

/** Monday 09:00 of the week of an instant, by the zone's clocks; the week before where that is still to come. */
export function lastMonday(now: number, zone: string): string {
  const reading = readingOf(now, zone);
  const today = dayIn(reading.slice(0, 10));
  const sinceMonday = weekday(today);
  const isToCome = sinceMonday === 0 && reading.slice(11) < "09:00";
  return `${dateIn(today - sinceMonday - (isToCome ? 7 : 0))}T09:00`;
}

/** A layer with nobody in it yet: a week each, handed off on Mondays at 09:00. */
export function freshLayer(
  now: number,
  zone: string,
  index = 0,
  restrictions: readonly Hours[] | null = null,
): LayerDraft {
  return {
    key: newDraftKey(),
    index,
    people: [],
    rotation: { step: "weekly", unit: "weeks", typed: "1", turns: "all" },
    tz: zone,
    start: fresh(lastMonday(now, zone)),
    end: null,
    restrictions,
    was: null,
  };
}

export const PRESETS: readonly Preset[] = [
  {
    id: "always",
    name: "Around the clock, weekly",
    about: "One layer. Each has a week.",
    layers: (now, zone) => [freshLayer(now, zone)],
  },
  {
    id: "office",
    name: "Business hours",
    about: "One layer, Monday to Friday from 9 to 5. Nobody at other times.",
    layers: (now, zone) => [freshLayer(now, zone, 0, [OFFICE])],
  },
  {
    id: "nights",
    name: "Nights and weekends",
    about: "One layer, from 17:00 to 09:00, and from Friday to Monday.",
    layers: (now, zone) => [freshLayer(now, zone, 0, NIGHTS)],
  },
  {
    id: "both",
    name: "Days and nights apart",
    about: "Two layers: business hours, and all other hours. No gap between them.",
    layers: (now, zone) => [freshLayer(now, zone, 0, [OFFICE]), freshLayer(now, zone, 1, NIGHTS)],
  },
  {
    id: "sun",
    name: "Follow the sun",
    about: "Three layers of eight hours by UTC, so that no clock change opens a gap.",
    layers: (now) =>
      ["00:00", "08:00", "16:00"].map((start, index) =>
        sunLayer(now, index, [{ type: "daily", start, end: ["08:00", "16:00", "00:00"][index] ?? "00:00" }]),
      ),
  },
];

/** Handed off at midnight, which is an edge of the hours of all three. */
function sunLayer(now: number, index: number, hours: Hours[]): LayerDraft {
  const layer = freshLayer(now, "UTC", index, hours);
  return { ...layer, start: fresh(`${layer.start.reading.slice(0, 10)}T00:00`) };
}
