/** What the board shows: places in groups, what stands out, and when the board changes next. */

import { pageOf } from "../../api/places";
import type { OnCall, Place } from "../../api/types";
import { plain } from "../../parts/words";
import { secondsOf } from "../../time/words";

/** A schedule with its tiers, or a roster. */
export interface Group {
  key: string;
  name: string;
  customer: string;
  /** Where its own page is. */
  to: string;
  kind: "schedule" | "roster";
  rows: OnCall[];
}

/** A row that cannot be mistaken for another. */
export function keyOf(place: Place): string {
  return `${place.kind} ${place.id}`;
}

/** The rows by schedule, in the order in which they came. */
export function grouped(rows: readonly OnCall[]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const { place } = row;
    const key = place.kind === "tier" ? `schedule-${place.schedule.id}` : `roster-${place.id}`;
    let group = groups.get(key);
    if (!group) {
      const { name } = place.kind === "tier" ? place.schedule : place;
      const kind = place.kind === "tier" ? "schedule" : "roster";
      groups.set(key, (group = { key, name, customer: place.customer.name, to: pageOf(place), kind, rows: [] }));
    }
    group.rows.push(row);
  }
  return [...groups.values()];
}

/** Whether nobody is on call there now. */
export function isGap({ people }: OnCall): boolean {
  return people.length === 0;
}

/** Whether somebody is, but nobody takes over from them at once. */
export function isGapNext({ people, until, next }: OnCall): boolean {
  return people.length > 0 && until !== null && (next === null || next.at === null || secondsOf(next.at) > secondsOf(until));
}

/** Whether a row has all the words: in its place's, its customer's or its people's names, numbers and addresses. */
export function fits(row: OnCall, words: string): boolean {
  const { place, people, next } = row;
  const where = place.kind === "tier" ? `${place.schedule.name} tier ${place.number}` : place.name;
  const who = [...people, ...(next?.people ?? [])].map(({ name, email, phone, mobile }) => [name, email, phone, mobile].join(" "));
  const all = plain([where, place.name, place.customer.name, ...who].join(" "));
  return plain(words).split(/\s+/).every((word) => all.includes(word));
}

/** When the first of the rows changes; null where none does. */
export function nextChange(rows: readonly OnCall[]): number | null {
  const ends = rows.flatMap(({ until }) => (until === null ? [] : [secondsOf(until)]));
  return ends.length ? ends.reduce((first, end) => Math.min(first, end)) : null;
}

/** What a reader of the screen is told when the board has changed: each handoff, in words. */
export function handoffs(before: readonly OnCall[], after: readonly OnCall[]): string[] {
  const stood = new Map(before.map((row) => [keyOf(row.place), row]));
  return after.flatMap((row) => {
    const old = stood.get(keyOf(row.place));
    if (!old || names(old) === names(row)) return [];
    return [`${row.place.name}: ${names(row) || "nobody"} is on call now`];
  });
}

function names({ people }: OnCall): string {
  return people.map(({ name }) => name).join(", ");
}
